"""The page of the selection: verdict, frame used and left, projects in rank order with the cut line, frontier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.amounts import HALF_CENT, amount_words
from pmo_xl.core.base.text import Text, t
from pmo_xl.excel.selection.frame import (
    CHANGE,
    CHOSEN,
    LAST,
    NAME,
    PRIORITY,
    PROJECT,
    RATIO,
    VALUE,
    WHY,
    WSJF,
    write_checks,
    write_frame,
)
from pmo_xl.excel.selection.sheet import AMOUNT, EDITABLE, FIRST, GREYED, POINTS, WHOLE, SelectionBook
from pmo_xl.excel.write.cells import write_cell, write_formula
from pmo_xl.excel.write.style import (
    BLUE,
    DARK_GREEN,
    DARK_RED,
    FONT,
    GREY,
    LIGHT_GREEN,
    LIGHT_RED,
    NAVY,
    RED,
    lines_of,
)

WIDTHS = [6, 11, 32, 15, 10, 13, 8, 13, 10, 8, 42, 10, 9]
FRAME_ROWS = 13
"""Rows that the frame takes at least: the charts beside it."""
WHY_LINES = 3
MILLIONS = '0.0,,"\u00a0M"'
PER = 1_000_000
"""The money that a score is divided by, where scores are maximised."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Zero-based rows of the page: the sentences from 3 on, the live checks, the first limit, the first project."""

    sentences: Sequence[Text]
    checks: int
    limits: int
    projects: int


def _layout(made: SelectionBook) -> _Rows:
    beside = _beside(made)
    sentences = [words for words in (made.result.conflict, beside) if words is not None]
    checks = 3 + len(sentences) + 1
    limits = checks + 5
    return _Rows(
        sentences,
        checks,
        limits,
        limits + max(len(made.result.problem.limits), FRAME_ROWS if _has_chart(made) else 1) + 3,
    )


def _has_chart(made: SelectionBook) -> bool:
    return any(point.value is not None for point in made.result.frontier)


def chosen_cells(made: SelectionBook) -> list[str]:
    """The cell of each project that says whether it is in."""
    first = _layout(made).projects
    return [made.ref("selection", first + at, CHOSEN) for at in _rows_of(made)]


def write_page(made: SelectionBook) -> None:
    """The page, once the rows under its formulas are written."""
    result, rows = made.result, _layout(made)
    title = TITLE.fill(scenario=result.scenario + (f" · {result.name}" if result.name else ""))
    page = made.begin("selection", title, WIDTHS)
    made.sentence(page, 1, _subtitle(made), FIRST, LAST, italic=True)
    good = result.feasible
    colours = (LIGHT_GREEN, DARK_GREEN) if good else (LIGHT_RED, DARK_RED)
    sign = "●" if good and result.solved.proven else "▲" if good else "◆"
    looks: dict[str, Any] = {
        "bold": True,
        "bg_color": colours[0],
        "font_color": colours[1],
        "valign": "vcenter",
    }
    made.sentence(page, 2, SAID.fill(sign=sign, words=result.verdict), FIRST, LAST, **looks)
    for at, words in enumerate(rows.sentences, start=3):
        red = {"bold": True, "font_color": DARK_RED} if words is result.conflict else {}
        made.sentence(page, at, words, FIRST, LAST, **red)
    write_frame(made, rows.limits)
    write_checks(made, rows.checks, rows.limits)
    last = _write_projects(made, rows.projects)
    _chart(made, rows.limits)
    if result.notes:
        made.section(page, last + 2, NOTES, FIRST, LAST)
        for at, note in enumerate(result.notes, start=last + 3):
            made.sentence(page, at, note, FIRST, LAST)


def _rows_of(made: SelectionBook) -> list[int]:
    """The place of each project below the header, the cut line between those in and those out."""
    lines = made.result.lines
    inside = sum(line.chosen for line in lines)
    return [at + (at >= inside) for at in range(len(lines))]


def _subtitle(made: SelectionBook) -> Text:
    result = made.result
    parts = [AS_OF.fill(day=result.as_of)] if result.as_of is not None else []
    parts.append(IN_CURRENCY.fill(currency=result.currency))
    parts.append(BY_VALUE if result.maximised == "value" else BY_SCORE)
    if result.what_if:
        parts.append(WHAT_IF.fill(words=list(result.what_if)))
    if result.against:
        parts.append(AGAINST.fill(scenario=result.against))
    parts.append(SOLVED_BY.fill(solver=result.solver))
    return JOINED.fill(parts=parts)


def _beside(made: SelectionBook) -> Text | None:
    """What a simple order would lose, and which limits cost value."""
    result = made.result
    if not result.feasible:
        return None
    parts = []
    if result.greedy is not None:
        loss = result.solved.value - result.greedy
        same = loss <= HALF_CENT
        parts.append(
            NO_LOSS
            if same
            else LOSS.fill(n=amount_words(round(result.greedy, 2)), loss=amount_words(round(loss, 2)))
        )
    if result.bindings:
        named = [BINDS.fill(limit=each.limit.name, gain=each.words) for each in result.bindings[:4]]
        parts.append(BINDING.fill(limits=named))
    elif result.problem.limits and result.solved.proven:
        parts.append(NOTHING_BINDS)
    return SENTENCES.fill(a=parts[0], b=parts[1] if len(parts) > 1 else t("", "")) if parts else None


def _write_projects(made: SelectionBook, first: int) -> int:
    """A row per project in rank order, the cut line between those in and those out; returns the last row."""
    result, page = made.result, made.pages["selection"]
    made.section(page, first - 2, PROJECTS, FIRST, LAST)
    by_value = result.maximised == "value"
    for col, words in enumerate(HEADS if by_value else HEADS_BY_SCORE, start=FIRST):
        page.write_string(first - 1, col, made.say(words), made.head())
    page.set_row(first - 1, 30)
    inside = sum(line.chosen for line in result.lines)
    rows = _rows_of(made)
    for at, (place, line) in enumerate(zip(rows, result.lines, strict=True)):
        row = first + place
        ground: dict[str, Any] = {} if line.chosen else {"bg_color": GREYED}
        text = made.look(num_format="@", text_wrap=True, indent=1, **ground)
        reason = made.say(line.why)
        cells = (
            (at + 1, made.look(num_format=WHOLE, align="center", **ground)), (line.project_id, text), (line.name, text),
            (line.programme or None, text), (line.score, made.look(num_format=POINTS, **ground)),
            (line.npv, made.look(num_format=AMOUNT, **ground)), (line.wsjf, made.look(num_format=POINTS, **ground)),
            (line.cost, made.look(num_format=AMOUNT, **ground)),
        )  # fmt: skip
        for col, (what, style) in enumerate(cells, start=FIRST):
            write_cell(page, row, col, what, style)
        per = 1 if by_value else PER
        ratio = line.value / line.cost * per if line.value is not None and line.cost else None
        value, cost = f"${'G' if by_value else 'F'}${row + 1}", f"$I${row + 1}"
        quotient = f"{value}/{cost}" + ("" if by_value else f"*{PER}")
        formula = f'=IF(AND(ISNUMBER({value}),N({cost})>0),{quotient},"")'
        write_formula(page, row, RATIO, formula, ratio, made.look(num_format=POINTS, **ground))
        marked = made.look(num_format='[=1]"●";[=0]"○"', align="center", bg_color=EDITABLE, bold=True)
        write_cell(page, row, CHOSEN, int(line.chosen), marked)
        write_cell(page, row, WHY, reason, text)
        write_cell(page, row, CHANGE, None if line.change is None else made.say(line.change), text)
        write_cell(page, row, PRIORITY, line.priority, made.look(num_format=WHOLE, align="center", **ground))
        deep = max(lines_of(reason, WIDTHS[WHY - FIRST] - 1), lines_of(line.name, WIDTHS[NAME - FIRST] - 1))
        page.set_row(row, 3 + 13.5 * min(deep, WHY_LINES + 1))
    if not result.lines:
        page.write_string(first, PROJECT, made.say(NOBODY), made.formats.get(italic=True))
        return first
    cut = first + inside
    style = made.formats.get(bold=True, font_color=NAVY, top=5, top_color=RED, align="left", font_size=9)
    for col in range(FIRST, LAST + 1):
        page.write_blank(cut, col, None, style)
    page.write_string(cut, FIRST, made.say(CUT_LINE.fill(n=inside, of=len(result.lines))), style)
    last = first + len(result.lines)
    page.data_validation(
        first, CHOSEN, last, CHOSEN, {"validate": "list", "source": [1, 0], "input_message": made.say(TRY)}
    )
    return last


def _budget(made: SelectionBook) -> float:
    return max((point.budget for point in made.result.frontier), default=0.0)


def _chart(made: SelectionBook, top: int) -> None:
    """Beside the frame: value by budget with the point of this frame."""
    page = made.pages["selection"]
    x, y = made.places.get("frontier_x"), made.places.get("frontier_y")
    if x is None or y is None:
        return
    result = made.result
    chart = made.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    font = {"name": FONT, "size": 9}
    chart.add_series({
        "name": made.say(BEST_VALUE), "categories": f"={x}", "values": f"={y}",
        "line": {"color": BLUE, "width": 2}, "marker": {"type": "circle", "size": 5, "fill": {"color": BLUE}, "border": {"color": BLUE}},
    })  # fmt: skip
    if result.feasible:
        chart.add_series({
            "name": made.say(THIS_FRAME), "categories": f"={made.places['budget']}", "values": f"={made.places['value']}",
            "marker": {"type": "diamond", "size": 10, "fill": {"color": RED}, "border": {"color": RED}},
        })  # fmt: skip
    chart.set_title({"name": made.say(CHART), "name_font": {**font, "size": 11}, "overlay": False})
    grid = {"visible": True, "line": {"color": GREY, "width": 0.25}}
    amount = AMOUNT if result.maximised == "value" else "0.0"
    chart.set_x_axis(
        {
            "name": made.say(BUDGET_AXIS.fill(currency=result.currency)),
            "num_format": MILLIONS if _budget(made) >= PER else AMOUNT,
            "num_font": font,
            "name_font": font,
            "min": 0,
        }
    )
    chart.set_y_axis({"num_format": amount, "num_font": font, "major_gridlines": grid, "min": 0})
    chart.set_legend({"position": "bottom", "font": font})
    rows = max(len(result.problem.limits), FRAME_ROWS) + 2
    chart.set_size({"width": 560, "height": 20 * rows})
    page.insert_chart(
        top - 2,
        RATIO,
        chart,
        {"x_offset": 8, "y_offset": 4, "object_position": 2, "description": made.say(ALT)},
    )


TITLE = t("Selection · {scenario}", "Arbitrage · {scenario}")
SAID = t("{sign} {words}", "{sign} {words}")
JOINED = t("{parts}.", "{parts}.")
AS_OF = t("As of {day}", "Au {day}")
IN_CURRENCY = t("amounts in {currency}", "montants en {currency}")
BY_VALUE = t("maximised: value", "maximisé : valeur")
BY_SCORE = t("maximised: sum of weighted scores", "maximisé : somme des notes pondérées")
WHAT_IF = t("what if {words}", "hypothèse {words}")
AGAINST = t("held against {scenario}", "comparé à {scenario}")
SOLVED_BY = t("computed at the run by {solver}", "calculé à l’exécution par {solver}")
SENTENCES = t("{a} {b}", "{a} {b}")
NO_LOSS = t(
    "Taking projects in order of value per use of the frame gives the same.",
    "Prendre les projets par valeur rapportée au cadre donne autant.",
)
LOSS = t(
    "Taking projects in order of value per use of the frame gives {n}: {loss} less.",
    "Prendre les projets par valeur rapportée au cadre donne {n} : {loss} de moins.",
)
BINDS = t("{limit} ({gain})", "{limit} ({gain})")
BINDING = t(
    "Limits that cost value, and what would be gained without each by itself: {limits}.",
    "Contraintes actives, et le gain sans chacune prise seule : {limits}.",
)
NOTHING_BINDS = t("No single limit costs value.", "Aucune contrainte prise seule ne coûte de valeur.")
PROJECTS = t(
    "Projects: change a yellow cell to try another set",
    "Projets : modifiez une cellule jaune pour essayer un autre ensemble",
)
HEADS = (
    t("No.", "N°"), t("Project ID", "Code projet"), t("Project name", "Intitulé du projet"), t("Programme", "Programme"), t("Score", "Note"),
    t("Value", "Valeur"), t("WSJF", "WSJF"), t("Remaining cost", "Reste à dépenser"), t("Value / cost", "Valeur / coût"), t("In", "Retenu"),
    t("Why", "Motif"), t("Change", "Évolution"), t("PMO’s priority", "Priorité du PMO"),
)  # fmt: skip
HEADS_BY_SCORE = (
    *HEADS[: VALUE - FIRST], t("NPV", "VAN"), *HEADS[WSJF - FIRST : RATIO - FIRST], t("Score per million", "Note par million"), *HEADS[CHOSEN - FIRST :],
)  # fmt: skip
CUT_LINE = t("Cut line: {n} of {of} projects in", "Ligne de coupe : {n} projets retenus sur {of}")
TRY = t(
    "1: in; 0: out. The checks above follow.", "1 : retenu ; 0 : écarté. Les contrôles ci-dessus suivent."
)
NOBODY = t(
    "No candidate: every project of the register is closed or cancelled.",
    "Aucun candidat : tous les projets du référentiel sont clos ou arrêtés.",
)
NOTES = t("What these figures stand on", "Ce sur quoi reposent ces chiffres")
CHART = t("Best value by budget", "Meilleure valeur selon le budget")
BEST_VALUE = t("Best value (solver)", "Meilleure valeur (solveur)")
THIS_FRAME = t("This set", "Cet ensemble")
BUDGET_AXIS = t("Budget of all years ({currency})", "Budget de toutes les années ({currency})")
ALT = t(
    "Efficient frontier: the best value for each budget, and the set of this page.",
    "Frontière efficiente : la meilleure valeur pour chaque budget, et l’ensemble de cette page.",
)
