"""The sheet of the portfolio, or of the project that somebody chooses: S-curves, and what drives finish and cost."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.excel.uncertainty.data import (
    BASELINE,
    BUDGET,
    CHOSEN_COST,
    CHOSEN_FINISH,
    COST_NAME,
    CRITICAL,
    DRIVERS,
    FINISH_NAME,
    LABEL,
    LIST_ROW,
    ON_COST,
    ON_FINISH,
    P80_ROW,
    PLANNED,
    STEPS,
    TOP_ROW,
    Placed,
    driver_name,
    drivers_of,
    now_of,
)
from pmo_xl.excel.uncertainty.sheet import CHOSEN_SHEET, FIRST, SHARE, Column, SimulationBook
from pmo_xl.excel.write.cells import write_formula
from pmo_xl.excel.write.style import AMBER, BLUE, FONT, GREY, INK, LIGHT_AMBER, LINE, RED, number_format

CHOICE_ROW, FACTS_ROW, CHART_ROW, CHART_LINES, LIST_LINES = 2, 4, 7, 17, 12
WIDTHS = (44, 18, 13, 13, 3, 44, 18, 13)
LAST = FIRST + len(WIDTHS) - 1
COST_COL = FIRST + 5
"""Where the right half begins."""
TABLE_ROW = CHART_ROW + CHART_LINES + 1
"""Zero-based row of the headers of the drivers."""
LABELS = {
    "left": (Column(t("What drives the finish: the ten strongest", "Ce qui détermine la fin : les dix premiers"), 44),
             Column(t("Rank correlation", "Corrélation de rang"), 18, Kind.NUMBER, "+0.00;-0.00;0.00"),
             Column(t("Critical in", "Critique dans"), 13, Kind.PERCENT, SHARE)),
    "right": (Column(t("What drives the cost: the ten strongest", "Ce qui détermine le coût : les dix premiers"), 44),
              Column(t("Rank correlation", "Corrélation de rang"), 18, Kind.NUMBER, "+0.00;-0.00;0.00")),
}  # fmt: skip


def cells() -> tuple[str, str]:
    """The cell in which a scope is chosen, and the one that has its number in the list."""
    first, last = (
        xl_rowcol_to_cell(CHOICE_ROW, col, row_abs=True, col_abs=True) for col in (FIRST + 1, LAST)
    )
    return first, last


def write_chosen(book: SimulationBook, sheet: Worksheet, placed: Placed, choice: str) -> None:
    """Fill the sheet; *choice* is the cell in which a scope is chosen."""
    for col, width in enumerate(WIDTHS, start=FIRST):
        sheet.set_column(col, col, width)
    row = CHOICE_ROW
    sheet.set_row(row, 22)
    sheet.write_string(row, FIRST, book.say(CHOOSE), book.formats.get(bold=True, align="right"))
    field = book.formats.get(bold=True, font_size=12, bg_color=LIGHT_AMBER, border=1, border_color=LINE)
    sheet.merge_range(row, FIRST + 1, row, COST_COL, placed.labels[0], field)
    sheet.data_validation(row, FIRST + 1, row, FIRST + 1, {
        "validate": "list", "source": f"={placed.column(LABEL, LIST_ROW, LIST_ROW + len(placed.labels) - 1)}",
        "input_title": book.say(CHOSEN_SHEET)[:32], "input_message": book.say(CHOOSE_HELP),
    })  # fmt: skip
    index = book.formats.get(num_format=";;;")
    list_ = placed.column(LABEL, LIST_ROW, LIST_ROW + len(placed.labels) - 1)
    write_formula(sheet, row, LAST, f"=MATCH({choice},{list_},0)", 1, index)
    _write_facts(book, sheet, placed)
    _write_drivers(book, sheet, placed)
    _insert_curve(book, sheet, placed, FIRST, FINISH_TITLE, CHOSEN_FINISH, dates=True)
    _insert_curve(book, sheet, placed, COST_COL, COST_TITLE, CHOSEN_COST, dates=False)
    _insert_tornado(book, sheet, FIRST, FINISH_DRIVERS)
    _insert_tornado(book, sheet, COST_COL, COST_DRIVERS)


def _write_facts(book: SimulationBook, sheet: Worksheet, placed: Placed) -> None:
    """Forecast, P50, P80 and baseline or budget of what is chosen."""
    finish, cost = book.result.portfolio.finish, book.result.portfolio.cost
    date, amount = Column(CHOOSE, 13, Kind.DATE), Column(CHOOSE, 13, Kind.AMOUNT)
    head = book.formats.get(bold=True, font_color=GREY, align="right")
    facts: list[tuple[int, Text, Column, str, Any]] = [
        (FIRST, FORECAST, date, placed.of_scope(PLANNED), finish and finish.planned),
        (FIRST + 1, P50, date, _at(placed, CHOSEN_FINISH, 50), finish and finish.dates[50]),
        (FIRST + 2, P80, date, _at(placed, CHOSEN_FINISH, 80), finish and finish.dates[80]),
        (FIRST + 3, BASELINE_WORDS, date, placed.of_scope(BASELINE), finish and finish.baseline),
        (
            COST_COL,
            BUDGET_WORDS.fill(currency=book.result.currency),
            amount,
            placed.of_scope(BUDGET),
            cost and cost.budget,
        ),
        (COST_COL + 1, P50, amount, _at(placed, CHOSEN_COST, 50), cost and cost.spread.p50),
        (COST_COL + 2, P80, amount, _at(placed, CHOSEN_COST, 80), cost and cost.spread.p80),
    ]
    for col, words, column, formula, now in facts:
        sheet.write_string(FACTS_ROW, col, book.say(words), head)
        style = book.style(column, bold=True, font_size=12, align="right")
        write_formula(sheet, FACTS_ROW + 1, col, f"={formula}", now_of(now), style)


def _at(placed: Placed, col: int, percent: int) -> str:
    row = TOP_ROW + STEPS.index(percent)
    cell = f"'{placed.sheet}'!{xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)}"
    return f'IF(ISNUMBER({cell}),{cell},"")'


def _write_drivers(book: SimulationBook, sheet: Worksheet, placed: Placed) -> None:
    """The ten strongest of each, a row each: what the tornado is drawn from."""
    halves = (
        (FIRST, "left", (FINISH_NAME, ON_FINISH, CRITICAL), True),
        (COST_COL, "right", (COST_NAME, ON_COST), False),
    )
    for left, half, keys, of_finish in halves:
        columns = LABELS[half]
        for col, column in enumerate(columns, start=left):
            style = book.formats.get(
                bold=True, bottom=2, bottom_color=GREY, align="left" if col == left else "center"
            )
            sheet.write_string(TABLE_ROW, col, book.say(column.label), style)
        now = drivers_of(book, "", finish=of_finish)
        for at in range(DRIVERS):
            one = now[at] if at < len(now) else None
            values: tuple[Any, ...] = ("", "", "") if one is None else (
                driver_name(book, one), one.on_finish if of_finish else one.on_cost, now_of(one.critical),
            )  # fmt: skip
            for col, (column, key) in enumerate(zip(columns, keys, strict=True)):
                formula = f"={placed.of_driver(key, at)}"
                write_formula(sheet, TABLE_ROW + 1 + at, left + col, formula, values[col],
                              book.style(column, num_format=column.number or "General"))  # fmt: skip


def _insert_curve(
    book: SimulationBook, sheet: Worksheet, placed: Placed, col: int, title: Text, data: int, *, dates: bool
) -> None:
    """An S-curve: the share of the draws up to each date or cost, with lines down from P50 and P80."""
    chart = book.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    last = placed.last_row
    chart.add_series({
        "name": book.say(SHARE_WORDS), "categories": [placed.sheet, TOP_ROW, data, last, data],
        "values": [placed.sheet, TOP_ROW, 0, last, 0], "line": {"color": BLUE, "width": 2.25}, "marker": {"type": "none"},
    })  # fmt: skip
    for words, row, colour in ((P50, TOP_ROW + STEPS.index(50), AMBER), (P80, P80_ROW, RED)):
        chart.add_series({
            "name": book.say(words), "categories": [placed.sheet, row, data, row, data],
            "values": [placed.sheet, row, 0, row, 0],
            "marker": {"type": "circle", "size": 8, "fill": {"color": colour}, "border": {"color": colour}},
            "y_error_bars": {"type": "percentage", "value": 100, "direction": "minus", "end_style": 0,
                             "line": {"color": colour, "width": 1.5, "dash_type": "dash"}},
            "data_labels": {"series_name": True, "value": False, "position": "left", "font": {"name": FONT, "size": 9}},
        })  # fmt: skip
    font = {"name": FONT, "size": 9, "color": INK}
    number = number_format(Kind.DATE, book.language) if dates else "#,##0"
    chart.set_x_axis(
        {"num_format": number, "num_font": font | {"rotation": -45}, "major_gridlines": {"visible": False}}
    )
    chart.set_y_axis({"min": 0, "max": 1, "major_unit": 0.2, "num_format": "0%", "num_font": font,
                      "major_gridlines": {"visible": True, "line": {"color": LINE}}})  # fmt: skip
    chart.set_title(
        {
            "name": book.say(title),
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": INK},
            "overlay": False,
        }
    )
    chart.set_legend({"none": True})
    _place(book, sheet, chart, CHART_ROW, col, CHART_LINES - 1, CURVE_ALT.fill(what=title))


def _insert_tornado(book: SimulationBook, sheet: Worksheet, col: int, title: Text) -> None:
    chart = book.book.add_chart({"type": "bar"})
    name = book.say(CHOSEN_SHEET)
    chart.add_series({
        "name": book.say(CORRELATION), "categories": [name, TABLE_ROW + 1, col, TABLE_ROW + DRIVERS, col],
        "values": [name, TABLE_ROW + 1, col + 1, TABLE_ROW + DRIVERS, col + 1], "fill": {"color": BLUE}, "gap": 40,
        "invert_if_negative": True, "invert_if_negative_color": AMBER,
    })  # fmt: skip
    font = {"name": FONT, "size": 9, "color": INK}
    chart.set_y_axis(
        {"reverse": True, "num_font": font, "label_position": "low", "major_gridlines": {"visible": False}}
    )
    chart.set_x_axis(
        {
            "min": -1,
            "max": 1,
            "num_format": "0.0",
            "num_font": font,
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
        }
    )
    chart.set_title(
        {
            "name": book.say(title),
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": INK},
            "overlay": False,
        }
    )
    chart.set_legend({"none": True})
    _place(book, sheet, chart, TABLE_ROW + LIST_LINES, col, CHART_LINES, TORNADO_ALT.fill(what=title))


def _place(
    book: SimulationBook, sheet: Worksheet, chart: Any, row: int, col: int, lines: int, alt: Text
) -> None:
    wide = sum(WIDTHS[: COST_COL - FIRST - 1]) if col == FIRST else sum(WIDTHS[COST_COL - FIRST :])
    chart.set_size({"width": int(wide * 7 + 20), "height": lines * 20})
    chart.set_chartarea({"border": {"none": True}})
    sheet.insert_chart(row, col, chart, {"description": book.say(alt), "object_position": 2})


HEADING = t("Curve and drivers", "Courbe et facteurs")
TOLD = t(
    "Choose the portfolio or a project in the yellow cell. Values of the run; the choice works by formulas.",
    "Choisissez le portefeuille ou un projet dans la cellule jaune. Valeurs de l’exécution ; le choix opère par formules.",
)
CHOOSE = t("Portfolio or project:", "Portefeuille ou projet :")
CHOOSE_HELP = t("Choose from the list.", "Choisissez dans la liste.")
FORECAST, BASELINE_WORDS = t("Forecast finish", "Fin prévue"), t("Baseline", "Référence")
BUDGET_WORDS = t("Budget, with reserve ({currency})", "Budget, provision incluse ({currency})")
P50, P80 = t("P50", "P50"), t("P80", "P80")
SHARE_WORDS = t("Share of the draws", "Part des tirages")
CORRELATION = t("Rank correlation", "Corrélation de rang")
FINISH_TITLE = t("Share of the draws that end by a date", "Part des tirages qui finissent à une date")
COST_TITLE = t("Share of the draws that cost no more", "Part des tirages qui ne coûtent pas plus")
FINISH_DRIVERS = t(
    "What drives the finish (rank correlation)", "Ce qui détermine la fin (corrélation de rang)"
)
COST_DRIVERS = t("What drives the cost (rank correlation)", "Ce qui détermine le coût (corrélation de rang)")
CURVE_ALT = t("{what}: an S-curve, with its P50 and P80.", "{what} : courbe en S, avec ses P50 et P80.")
TORNADO_ALT = t("{what}: bars, the strongest first.", "{what} : barres, la plus forte d’abord.")
