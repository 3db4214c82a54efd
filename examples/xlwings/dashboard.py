"""A dashboard: figures, two charts and a picture laid out by cells.

python examples/xlwings/dashboard.py logo.png dashboard.xlsx
"""

from __future__ import annotations

import sys
from pathlib import Path

import xlwings as xw

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
PLAN, ACTUAL = [120, 240, 360, 480, 600, 720], [110, 250, 390, 520, 655, 800]
STATES = {"On track": 14, "At risk": 5, "Late": 3}


def main(logo: Path, target: Path) -> None:
    """Make the dashboard, with *logo* in its corner."""
    book = xw.Book()
    sheet = book.sheets[0]
    sheet.name = "Dashboard"
    data = book.sheets.add("Data", after=sheet)
    data["A1"].value = [["Month", "Plan", "Actual"], *zip(MONTHS, PLAN, ACTUAL, strict=True)]
    data["E1"].value = [["State", "Projects"], *STATES.items()]
    sheet.activate()
    sheet.show_gridlines = False

    sheet["C1"].value = "Portfolio at a glance"
    sheet["C1"].font.set(size=20, bold=True, color="#1F4E79")
    sheet.pictures.add(logo, name="Logo", height=36, left=6, top=6)
    sheet["C3"].value = [["Spent", "Planned", "Over plan"], ["=Data!C7", "=Data!B7", "=C4/D4-1"]]
    sheet["C4:D4"].number_format = '#,##0 "k€"'
    sheet["E4"].number_format = "0.0%"
    tiles = sheet["C3:E4"]
    tiles.horizontal_alignment = "center"
    tiles.borders.set("outside", line_style="continuous", weight="medium", color="#1F4E79")
    tiles.rows[0].color = "#DDEBF7"
    tiles.rows[1].font.set(size=16, bold=True)
    tiles.columns.autofit()
    sheet["C:E"].column_width = 14
    if sheet["E4"].value > 0.1:
        sheet["E4"].color = "#F8CBAD"
        sheet["E4"].add_note("More than a tenth above the plan.")

    costs = sheet.charts.add(name="Costs", anchor=sheet["B6"], width=380, height=220)
    costs.set_source_data(data["A1"].expand())
    costs.title = "Plan and actual, in k€"
    costs.series[1].set(chart_type="line_markers", line_color="#C00000")
    costs.series[0].fill_color = "#9DC3E6"
    costs.value_axis.set(minimum_scale=0, number_format="#,##0")
    states = sheet.charts.add(
        name="States", chart_type="doughnut", source=data["E1"].expand(), width=220, height=220
    )
    states.title = "Projects by state"
    states.left, states.top = costs.left + costs.width + 12, costs.top
    sheet.page_setup.print_area = "A1:L22"
    sheet.page_setup.api.Orientation = 2
    book.save(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
