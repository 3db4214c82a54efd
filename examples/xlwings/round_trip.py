"""A DataFrame into a workbook, worked on there with formulas, and back again.

python examples/xlwings/round_trip.py forecast.xlsx
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pandas as pd
import xlwings as xw


def main(target: Path) -> pd.DataFrame:
    """Costs of three projects with what is left of their budgets, as the workbook computes it."""
    frame = pd.DataFrame(
        {
            "Project": ["P001", "P002", "007"],
            "Start": [dt.date(2026, 1, 5), dt.date(2026, 2, 2), dt.date(2026, 3, 31)],
            "Budget": [100.0, 250.5, 80.0],
            "Spent": [40.0, None, 95.0],
        }
    )
    book = xw.Book()
    sheet = book.sheets[0]
    sheet["A1"].options(index=False).value = frame
    sheet["E1"].value = "Left"
    sheet["E2:E4"].formula = "=C2-D2"
    sheet["B2:B4"].number_format = "dd/mm/yyyy"
    book.names.add("Budgets", "=Sheet1!$C$2:$C$4")
    sheet["G1"].value = ["Sum", "=SUM(Budgets)"]
    sheet["E2"].copy()
    sheet["I2"].paste(paste="values")
    back: pd.DataFrame = sheet["A1"].expand().options(pd.DataFrame, index=False).value
    book.save(target)
    return back


if __name__ == "__main__":
    main(Path(sys.argv[1]))
