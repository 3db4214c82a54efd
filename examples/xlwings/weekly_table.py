"""The table of a workbook brought up to date week after week: rows exchanged, totals below, the old week kept.

python examples/xlwings/weekly_table.py register.xlsx week.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import xlwings as xw


def main(register: Path, week: Path) -> int:
    """Put the week's rows into the table "Risks", made where there is none; how many rows it has now."""
    frame = pd.read_csv(week)
    book = xw.Book(register) if register.exists() else xw.Book()
    sheet = book.sheets[0]
    if "Risks" not in [table.name for table in sheet.tables]:
        sheet.clear()
        sheet["A1"].value = list(frame.columns)
        sheet.tables.add(sheet["A1"].expand("right"), name="Risks", table_style_name="TableStyleMedium2")
    table = sheet.tables["Risks"]
    table.show_totals = False
    if table.data_body_range is not None:
        old = table.range.options(pd.DataFrame, index=False).value
        archive = (
            book.sheets["Last week"]
            if "Last week" in book.sheet_names
            else book.sheets.add("Last week", after=sheet)
        )
        archive.clear()
        archive["A1"].options(index=False).value = old
    table.update(frame, index=False)
    table.sort(2, ascending=False)
    table.show_totals = True
    if table.totals_row_range is not None:
        table.totals_row_range.font.bold = True
    sheet.autofit()
    book.save(register)
    return len(table.rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
