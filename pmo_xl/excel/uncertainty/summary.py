"""The first sheet: finish and cost of the portfolio and of each project, and what the reserve covers of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.uncertainty.results import CostResult, ProjectResult
from pmo_xl.excel.uncertainty.data import P80_ROW, Placed
from pmo_xl.excel.uncertainty.inputs import HEAD as INPUTS_HEAD
from pmo_xl.excel.uncertainty.inputs import adds_column
from pmo_xl.excel.uncertainty.sheet import (
    BOLD,
    DATA_SHEET,
    FIRST,
    INPUTS_SHEET,
    PORTFOLIO,
    SHARE,
    Column,
    SimulationBook,
)
from pmo_xl.excel.write.style import DARK_GREEN, DARK_RED, LIGHT_GREEN, LIGHT_RED, QUIET

HEAD, TOP = 3, 4
"""Zero-based rows of the headers and of the portfolio."""
GAP = '"● "#,##0;"◆ "-#,##0;"● "0'
DAYS = "+0;-0;0"
COLUMNS = (
    Column(t("Project", "Projet"), 10.5),
    Column(t("Name", "Intitulé"), 31),
    Column(t("Forecast finish", "Fin prévue"), 11, Kind.DATE),
    Column(t("Finish P50", "Fin P50"), 11, Kind.DATE),
    Column(t("Finish P80", "Fin P80"), 11, Kind.DATE),
    Column(t("P80 − forecast (days)", "P80 − prévue (jours)"), 9.5, Kind.INTEGER, DAYS, live=True),
    Column(
        t("Chance to finish by the forecast", "Chance de finir à la date prévue"), 10.5, Kind.PERCENT, SHARE
    ),
    Column(t("Baseline finish", "Fin de référence"), 11, Kind.DATE),
    Column(
        t("Chance to finish by the baseline", "Chance de finir à la référence"), 10.5, Kind.PERCENT, SHARE
    ),
    Column(t("Likely cost, without reserve", "Coût probable, hors provision"), 13, Kind.AMOUNT),
    Column(t("Cost P50", "Coût P50"), 13, Kind.AMOUNT),
    Column(t("Cost P80", "Coût P80"), 13, Kind.AMOUNT),
    Column(t("± standard error of the P80", "± erreur type du P80"), 11.5, Kind.AMOUNT),
    Column(t("Budget, with reserve", "Budget, provision incluse"), 13, Kind.AMOUNT),
    Column(t("Chance to stay within the budget", "Chance de tenir le budget"), 10.5, Kind.PERCENT, SHARE),
    Column(t("Reserve left", "Provision restante"), 12, Kind.AMOUNT),
    Column(t("Reserve needed at P80", "Provision nécessaire au P80"), 12, Kind.AMOUNT, live=True),
    Column(t("Left − needed", "Restante − nécessaire"), 13, Kind.AMOUNT, GAP, live=True),
)
(_ID, _NAME, FORECAST, P50, P80, LATER, BY, BASE_DATE, BY_BASE, BASE, COST50, COST80, ERROR, BUDGET, WITHIN, LEFT, NEED,
 OVER) = range(FIRST, FIRST + len(COLUMNS))  # fmt: skip
LAST = FIRST + len(COLUMNS) - 1
SUMS = (BASE, LEFT)
"""The columns of which the portfolio is the sum of its projects."""


def write_summary(book: SimulationBook, sheet: Worksheet, data: Placed, inputs_last: int) -> None:
    """Fill the sheet, which stands first."""
    projects = book.result.projects
    book.head(sheet, HEAD, COLUMNS, 56)
    last = TOP + len(projects)
    _write_row(book, sheet, TOP, book.result.portfolio, 1.0, last)
    for row, project in enumerate(projects, start=TOP + 1):
        _write_row(book, sheet, row, project, project.rate, None)
    for sign, back, ink in (("<", LIGHT_RED, DARK_RED), (">=", LIGHT_GREEN, DARK_GREEN)):
        cell = xl_rowcol_to_cell(TOP, OVER)
        sheet.conditional_format(TOP, OVER, last, OVER, {
            "type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{cell}{sign}0)",
            "format": book.book.add_format({"bg_color": back, "font_color": ink}),
        })  # fmt: skip
    sheet.freeze_panes(TOP + 1, FIRST + 2)
    sheet.repeat_rows(HEAD)
    row = last + 2
    book.section(sheet, row, CHECKS, LAST)
    for at, check in enumerate(_checks(book, data, last, inputs_last), start=row + 1):
        _write_check(book, sheet, at, *check)
    quiet = book.formats.get(font_color=QUIET, italic=True)
    for at, words in enumerate(_notes(book), start=row + 7):
        sheet.write_string(at, FIRST, book.say(words), quiet)


def _write_row(
    book: SimulationBook, sheet: Worksheet, row: int, project: ProjectResult, rate: float | None, last: int | None
) -> None:  # fmt: skip
    whole = last is not None
    more: dict[str, Any] = dict(BOLD) if whole else {}
    cells: dict[int, Any] = dict.fromkeys(range(FIRST, LAST + 1))
    cells[FIRST] = book.say(PORTFOLIO) if whole else project.project_id
    cells[FIRST + 1] = project.name or None
    finish, cost = project.finish, project.cost if rate is not None else None
    if finish is not None:
        cells |= {
            FORECAST: finish.planned, P50: finish.dates[50], P80: finish.dates[80], BY: finish.by_planned,
            BASE_DATE: finish.baseline, BY_BASE: finish.by_baseline,
        }  # fmt: skip
    if cost is not None and rate is not None:
        cells |= {
            BASE: cost.base * rate, COST50: cost.spread.p50 * rate, COST80: cost.spread.p80 * rate,
            ERROR: cost.spread.error * rate, BUDGET: None if cost.budget is None else cost.budget * rate,
            WITHIN: cost.by_budget, LEFT: None if cost.left is None else cost.left * rate,
        }  # fmt: skip
    for col, column in enumerate(COLUMNS, start=FIRST):
        if whole and col in SUMS and cost is not None and last is not None and last > row:
            span = f"{xl_rowcol_to_cell(row + 1, col)}:{xl_rowcol_to_cell(last, col)}"
            book.live(sheet, row, col, column, f'=IF(COUNT({span})=0,"",SUM({span}))', cells[col], **more)
        else:
            book.put(sheet, row, col, column, cells[col], **more)
    _write_differences(book, sheet, row, cells, more)


def _write_differences(
    book: SimulationBook, sheet: Worksheet, row: int, cells: dict[int, Any], more: dict[str, Any]
) -> None:
    days = None if cells[P80] is None else (cells[P80] - cells[FORECAST]).days
    need = None if cells[COST80] is None else cells[COST80] - cells[BASE]
    over = None if need is None or cells[LEFT] is None else cells[LEFT] - need
    for col, first, second, what in (
        (LATER, P80, FORECAST, days), (NEED, COST80, BASE, need), (OVER, LEFT, NEED, over),
    ):  # fmt: skip
        one, other = xl_rowcol_to_cell(row, first), xl_rowcol_to_cell(row, second)
        formula = f'=IF(AND(ISNUMBER({one}),ISNUMBER({other})),{one}-{other},"")'
        book.live(sheet, row, col, COLUMNS[col - FIRST], formula, what, **more)


Check = tuple[Text, str, Any, str]
"""What is checked, the formula, its value, how it is shown."""


def _checks(book: SimulationBook, data: Placed, last: int, inputs_last: int) -> Sequence[Check]:
    result = book.result
    cost = result.portfolio.cost
    if cost is None:
        return ()
    need = xl_rowcol_to_cell(TOP, NEED)
    span = f"{xl_rowcol_to_cell(TOP + 1, NEED)}:{xl_rowcol_to_cell(last, NEED)}"
    each = sum(
        (one.cost.spread.p80 - one.cost.base) * one.rate
        for one in result.projects
        if one.cost is not None and one.rate is not None
    )
    whole = cost.spread.p80 - cost.base
    checks: list[Check] = [
        (EACH, f"=SUM({span})", each, "#,##0"),
        (WHOLE, f"=SUM({span})-{need}", each - whole, "#,##0"),
    ]
    letters, base = adds_column(), xl_rowcol_to_cell(TOP, BASE)
    inputs = f"'{book.say(INPUTS_SHEET)}'!{letters}{INPUTS_HEAD + 2}:{letters}{max(inputs_last, INPUTS_HEAD + 1) + 1}"
    classes = _by_class(book)
    checks.append((MEAN, f"={base}+SUM({inputs})+{classes!r}", cost.expected, "#,##0"))
    checks.append((SIMULATED, f"={cost.spread.mean!r}", cost.spread.mean, "#,##0"))
    far = _reach(cost, result.run.runs)
    agrees = abs(cost.expected - cost.spread.mean) <= far
    row = last + 3
    expected, simulated = (xl_rowcol_to_cell(row + at, FIRST + 5) for at in (2, 3))
    words = (book.say(YES), book.say(NO))
    checks.append((AGREES.fill(far=amount_words(round(far))), f'=IF(ABS({expected}-{simulated})<={far!r},"{words[0]}","{words[1]}")',
                   words[0] if agrees else words[1], "@"))  # fmt: skip
    curve = f"'{book.say(DATA_SHEET)}'!{data.cost_cell(0, P80_ROW)}"
    p80 = xl_rowcol_to_cell(TOP, COST80)
    checks.append((SAME_P80, f'=IF(ABS({p80}-{curve})<0.01,"{words[0]}","{words[1]}")', words[0], "@"))
    return checks


def _by_class(book: SimulationBook) -> float:
    """What overruns of reference classes add to the expected cost, in the currency of the portfolio: no formula has it."""
    result = book.result
    classed = {one.project_id for one in result.estimates if one.observed and one.id == "cost"}
    events: dict[str, float] = {}
    pert = result.run.shape == "pert"
    for one in result.estimates:
        if (
            one.probability is not None
            and one.low is not None
            and one.likely is not None
            and one.high is not None
        ):
            mean = (one.low + (4 if pert else 1) * one.likely + one.high) / (6 if pert else 3)
            events[one.project_id] = events.get(one.project_id, 0.0) + one.probability * mean
    return sum(
        (one.cost.expected - one.cost.base - events.get(one.project_id, 0.0)) * one.rate
        for one in result.projects
        if one.project_id in classed and one.cost is not None and one.rate is not None
    )


def _reach(cost: CostResult, runs: int) -> float:
    """How far a mean of so many runs may lie from the mean: four standard errors."""
    return max(4 * cost.spread.deviation / math.sqrt(runs), 0.01)


def _write_check(
    book: SimulationBook, sheet: Worksheet, row: int, words: Text, formula: str, what: Any, number: str
) -> None:
    plain = Column(words, 10)
    for col in range(FIRST, FIRST + 5):
        book.put(sheet, row, col, plain, None)
    book.put(sheet, row, FIRST, plain, book.say(words))
    column = Column(words, 12, Kind.TEXT if number == "@" else Kind.AMOUNT, number)
    sheet.merge_range(row, FIRST + 5, row, FIRST + 6, "", book.style(column, align="right"))
    book.live(sheet, row, FIRST + 5, column, formula, what, num_format="General" if number == "@" else number,
              align="right")  # fmt: skip


def _notes(book: SimulationBook) -> list[Text]:
    result = book.result
    notes = [HOW_TO_READ]
    without = [one.project_id for one in result.projects if one.finish is None]
    costless = [one.project_id for one in result.projects if one.cost is None or one.rate is None]
    reserves = [one.project_id for one in result.projects if one.cost is not None and one.cost.left is None]
    for words, projects in ((NO_FINISH, without), (NO_COST, costless), (NO_RESERVE, reserves)):
        if projects:
            notes.append(words.fill(n=len(projects), projects=_listed(projects)))
    return notes


def _listed(projects: Sequence[str]) -> Text:
    shown = ", ".join(projects[:MOST])
    rest = len(projects) - MOST
    return AND_MORE.fill(shown=shown, n=rest) if rest > 0 else t("{shown}", "{shown}").fill(shown=shown)


MOST = 12
"""Projects that a note names."""
AND_MORE = t("{shown} and {n} more", "{shown} et {n} autres")
HEADING = t("Uncertainty of finishes and costs", "Incertitude des dates de fin et des coûts")
TOLD = t(
    "Simulated values of one run (grey headers: live formulas). {runs} draws, seed {seed}, {shape}; status date {day}. Amounts in {currency} at the budget rate.",
    "Valeurs simulées d’une exécution (en-têtes gris : formules). {runs} tirages, graine {seed}, {shape} ; arrêté au {day}. Montants en {currency} au cours budget.",
)
TRIANGULAR = t("triangular", "loi triangulaire")
CHECKS = t("Checks", "Contrôles")
EACH = t(
    "Reserves needed by each project for its own P80, added up",
    "Somme des provisions nécessaires au P80 de chaque projet",
)
WHOLE = t(
    "… more than the portfolio needs for its P80: they are not to be added up",
    "… au-delà du besoin du portefeuille au P80 : elles ne s’additionnent pas",
)
MEAN = t(
    "Expected cost of the portfolio, from the means of the estimates",
    "Coût attendu du portefeuille, d’après les moyennes des estimations",
)
SIMULATED = t("Mean cost of the runs", "Coût moyen des tirages")
AGREES = t(
    "Do the two agree within four standard errors ({far})?",
    "Concordent-ils à quatre erreurs types près ({far}) ?",
)
SAME_P80 = t(
    "Is the P80 of the portfolio that of its curve?", "Le P80 du portefeuille est-il celui de sa courbe ?"
)
YES, NO = t("● yes", "● oui"), t("◆ no", "◆ non")
HOW_TO_READ = t(
    "P80: four draws out of five end no later, or cost no more. Reserve needed: cost P80 less likely cost. The portfolio is simulated as a whole.",
    "P80 : quatre tirages sur cinq finissent au plus tard à cette date, ou ne coûtent pas plus. Provision nécessaire : coût P80 moins coût probable. Le portefeuille est simulé d’un bloc.",
)
NO_FINISH = t(
    "Without a finish ({n}): {projects}; see Assumptions.",
    "Sans date de fin ({n}) : {projects} ; voir Hypothèses.",
)
NO_COST = t(
    "Without a cost ({n}): {projects}; see Assumptions.", "Sans coût ({n}) : {projects} ; voir Hypothèses."
)
NO_RESERVE = t(
    "Reserve left unknown ({n}), and in no sum: {projects}.",
    "Provision restante inconnue ({n}), absente des sommes : {projects}.",
)
