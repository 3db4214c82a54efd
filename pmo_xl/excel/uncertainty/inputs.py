"""Every estimate that was drawn: its range, its mean as a live formula, and what it does to the finish and to the cost."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.uncertainty.results import Estimated, What
from pmo_xl.excel.uncertainty.sheet import FIRST, INPUTS_SHEET, SHARE, Column, SimulationBook
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import lines_of

HEAD = 3
NUMBER = "#,##0.##;-#,##0.##;0"
SIGNED = "+0.00;-0.00;0.00"
COLUMNS = (
    Column(t("Project", "Projet"), 9),
    Column(t("What", "Objet"), 13),
    Column(t("ID", "N°"), 9),
    Column(t("Name", "Intitulé"), 56, wraps=True),
    Column(t("Unit", "Unité"), 9),
    Column(t("Optimistic", "Optimiste"), 12, Kind.AMOUNT, NUMBER),
    Column(t("Most likely", "Probable"), 12, Kind.AMOUNT, NUMBER),
    Column(t("Pessimistic", "Pessimiste"), 12, Kind.AMOUNT, NUMBER),
    Column(t("Probability", "Probabilité"), 11, Kind.PERCENT, SHARE),
    Column(t("Delay (wd)", "Retard (j\u00a0ouvrés)"), 10, Kind.NUMBER, NUMBER),
    Column(t("Mean", "Moyenne"), 12, Kind.AMOUNT, NUMBER, live=True),
    Column(t("Adds to the expected cost", "Ajout au coût attendu"), 14, Kind.AMOUNT, live=True),
    Column(t("Critical in", "Critique dans"), 10, Kind.PERCENT, SHARE),
    Column(t("Correlation with finish", "Corrélation avec la fin"), 12, Kind.NUMBER, SIGNED),
    Column(t("Correlation with cost", "Corrélation avec le coût"), 12, Kind.NUMBER, SIGNED),
)
(PROJECT, WHAT, _ID, _NAME, _UNIT, LOW, LIKELY, HIGH, CHANCE, _DAYS, MEAN, ADDS) = range(FIRST, FIRST + 12)


def adds_column() -> str:
    """The letters of the column that holds what each input adds to the expected cost."""
    return str(xl_col_to_name(ADDS))


def write_inputs(book: SimulationBook) -> int:
    """The sheet, a row per estimate; its last row, which is that of the headers where nothing was drawn."""
    sheet = book.sheet(INPUTS_SHEET, HEADING, TOLD, FIRST + len(COLUMNS) - 1)
    book.head(sheet, HEAD, COLUMNS)
    facts = {one.project_id: one for one in book.result.projects}
    for row, one in enumerate(book.result.estimates, start=HEAD + 1):
        project = facts[one.project_id]
        money = one.what in (What.LINE, What.RISK)
        currency = project.cost.currency if project.cost is not None else ""
        unit = currency if money else "" if one.observed else book.say(DAYS)
        cells = (
            one.project_id, book.say(one.what.label), None if one.observed else one.id,
            book.say(OVERRUNS[one.id]) if one.observed else one.name, unit or None, one.low, one.likely, one.high,
            one.probability, one.days, None, None, one.critical, one.on_finish, one.on_cost,
        )  # fmt: skip
        for col, (column, what) in enumerate(zip(COLUMNS, cells, strict=True), start=FIRST):
            more = {"num_format": "0%"} if one.observed and LOW <= col <= HIGH else {}
            book.put(sheet, row, col, column, what, **more)
        sheet.set_row(row, lines_of(str(cells[3] or ""), COLUMNS[3].width) * LINE_HEIGHT + 2)
        _write_live(book, sheet, row, one, project.rate if project.cost is not None else None)
    last = HEAD + len(book.result.estimates)
    sheet.autofilter(HEAD, FIRST, max(last, HEAD + 1), FIRST + len(COLUMNS) - 1)
    sheet.freeze_panes(HEAD + 1, FIRST + 3)
    sheet.repeat_rows(HEAD)
    return last


def _write_live(book: SimulationBook, sheet: Worksheet, row: int, one: Estimated, rate: float | None) -> None:
    low, likely, high, chance, mean = (
        xl_rowcol_to_cell(row, col) for col in (LOW, LIKELY, HIGH, CHANCE, MEAN)
    )
    if one.low is None or one.likely is None or one.high is None or one.observed:
        return
    pert = book.result.run.shape == "pert"
    expected = (one.low + (4 if pert else 1) * one.likely + one.high) / (6 if pert else 3)
    formula = f"=({low}+4*{likely}+{high})/6" if pert else f"=({low}+{likely}+{high})/3"
    book.live(sheet, row, MEAN, COLUMNS[MEAN - FIRST], formula, expected)
    if rate is None or one.what is What.TASK:
        return
    if one.what is What.LINE:
        formula, adds = f"=({mean}-{likely})*{rate!r}", (expected - one.likely) * rate
    else:
        formula, adds = f"={chance}*{mean}*{rate!r}", (one.probability or 0.0) * expected * rate
    book.live(sheet, row, ADDS, COLUMNS[ADDS - FIRST], formula, adds)


HEADING = t("Estimates that were drawn", "Estimations tirées")
TOLD = t(
    "What remains of each, in working days or in the currency of its project; means and what they add are live formulas, at the budget rate.",
    "Ce qu’il en reste, en jours ouvrés ou dans la devise du projet ; les moyennes et leur ajout sont des formules, au cours budget.",
)
DAYS = t("wd", "j ouvrés")
OVERRUNS = {
    "time": t("Overrun in time of its class: least, median, most", "Dépassement de délai de sa classe : min, médiane, max"),
    "cost": t("Overrun in cost of its class: least, median, most", "Dépassement de coût de sa classe : min, médiane, max"),
}  # fmt: skip
