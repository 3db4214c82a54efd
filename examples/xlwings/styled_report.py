"""A CSV file as a report to print: styles and borders through ``.api``, frozen header, page setup.

    python examples/xlwings/styled_report.py costs.csv report.xlsx

Written as for Excel on Windows; ``pmo_xl.libreoffice`` runs it in LibreOffice Calc.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import xlwings as xw
from xlwings.constants import (
    BordersIndex,
    BorderWeight,
    HAlign,
    LineStyle,
    PageOrientation,
    SortOrder,
    YesNoGuess,
)

NAVY, PALE, GREY = 0x794E1F, 0xF7EBDD, 0xBFBFBF  # as Excel counts colours: blue, green, red


def main(source: Path, target: Path) -> None:
    """Write the report: *source* has a row of names and columns of texts, then of numbers."""
    frame = pd.read_csv(source)
    book = xw.Book()
    sheet = book.sheets[0]
    sheet.name = "Report"
    sheet["A1"].value = f"Costs by project ({len(frame)} projects)"
    sheet["A3"].options(index=False).value = frame

    sheet["A1"].api.Font.Size = 16
    sheet["A1"].api.Font.Bold = True
    sheet["A1"].api.Font.Color = NAVY
    table = sheet["A3"].expand()
    header = table.rows[0]
    header.api.Font.Bold = True
    header.api.Font.Color = 0xFFFFFF
    header.api.Interior.Color = NAVY
    header.api.HorizontalAlignment = HAlign.xlHAlignCenter
    table.api.Sort(Key1=table[0, 2].api, Order1=SortOrder.xlDescending, Header=YesNoGuess.xlYes)
    table.api.Borders.LineStyle = LineStyle.xlContinuous
    table.api.Borders.Color = GREY
    table.api.Borders(BordersIndex.xlEdgeBottom).Weight = BorderWeight.xlMedium
    for row in [table.rows[n] for n in range(2, table.shape[0], 2)]:
        row.api.Interior.Color = PALE
    numbers = table[1:, 1:]
    numbers.number_format = "#,##0"
    total = sheet.range((table.last_cell.row + 1, 1), (table.last_cell.row + 1, table.shape[1]))
    total[0].value = "Total"
    for column in range(1, table.shape[1]):
        total[column].formula = f"=SUM({table[1:, column].get_address(False, False)})"
    total.api.Font.Bold = True
    total.number_format = "#,##0"
    table.api.EntireColumn.AutoFit()
    sheet["A:A"].column_width = 28
    table.api.AutoFilter()

    book.app.api.ActiveWindow.SplitRow = 3
    book.app.api.ActiveWindow.FreezePanes = True
    book.app.api.ActiveWindow.DisplayGridlines = False
    sheet.api.Tab.Color = NAVY
    page = sheet.api.PageSetup
    page.Orientation = PageOrientation.xlLandscape
    page.PrintTitleRows = "$3:$3"
    page.Zoom = False
    page.FitToPagesWide = 1
    page.FitToPagesTall = False
    book.save(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
