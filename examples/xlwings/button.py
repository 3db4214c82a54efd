"""What a button of a workbook calls through RunPython: reads the cells beside it, writes the answer below.

In the workbook, a macro of one line: ``RunPython "import button; button.main()"``. From a prompt:

    python examples/xlwings/button.py simulation.xlsm
"""

from __future__ import annotations

import sys
from pathlib import Path

import xlwings as xw


def main() -> None:
    """Payments of a loan, month by month, on the sheet of the button."""
    book = xw.Book.caller()
    sheet = book.sheets.active
    amount, rate, months = sheet["B1:B3"].options(numbers=float).value
    book.app.status_bar = "Computing …"
    try:
        with book.app.properties(screen_updating=False):
            sheet["A6"].expand().clear_contents()
            monthly = rate / 12
            payment = amount * monthly / (1 - (1 + monthly) ** -months)
            rows: list[list[object]] = [["Month", "Interest", "Repaid", "Left"]]
            left = amount
            for month in range(1, int(months) + 1):
                interest = left * monthly
                left -= payment - interest
                rows.append([month, interest, payment - interest, abs(round(left, 6))])
            sheet["A6"].value = rows
            sheet["A6"].expand("right").font.bold = True
            sheet["B7"].expand().number_format = "#,##0.00"
            sheet["B4"].value, sheet["B4"].number_format = payment, "#,##0.00"
            if "Left" in [chart.name for chart in sheet.charts]:
                sheet.charts["Left"].delete()
            chart = sheet.charts.add(anchor=sheet["F1"], chart_type="area", name="Left")
            chart.set_source_data(sheet["D6"].expand("down"))
    finally:
        book.app.status_bar = False
    book.app.alert(f"{payment:.2f} a month", title="Loan")


if __name__ == "__main__":
    xw.Book(Path(sys.argv[1])).set_mock_caller()
    main()
