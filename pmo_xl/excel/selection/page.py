"""The page of the selection: verdict, frame used and left, projects in rank order with the cut line, frontier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.amounts import HALF_CENT, amount_words
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.selection import Limit
from pmo_xl.excel.selection.data import column_of
from pmo_xl.excel.selection.sheet import (
    AMOUNT,
    DAYS,
    EDITABLE,
    FIRST,
    GREYED,
    POINTS,
    WHOLE,
    SelectionBook,
)
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

RANK, PROJECT, NAME, PROGRAMME, SCORE, VALUE, WSJF, COST, RATIO, CHOSEN, WHY, CHANGE = range(
    FIRST, FIRST + 12
)
WIDTHS = [6, 11, 32, 15, 10, 13, 8, 13, 10, 8, 44, 10]
FRAME_ROWS = 13
"""Rows that the frame takes at least: the charts beside it."""
WHY_LINES = 3


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
    return _Rows(sentences, checks, limits, limits + max(len(made.result.problem.limits), FRAME_ROWS) + 3)


def chosen_cells(made: SelectionBook) -> list[str]:
    """The cell of each project that says whether it is in."""
    first = _layout(made).projects
    return [made.ref("selection", first + at, CHOSEN) for at in _rows_of(made)]


def write_page(made: SelectionBook) -> None:
    """The page, once the rows under its formulas are written."""
    result, rows = made.result, _layout(made)
    title = TITLE.fill(scenario=result.scenario + (f" · {result.name}" if result.name else ""))
    page = made.begin("selection", title, WIDTHS)
    made.sentence(page, 1, _subtitle(made), FIRST, CHANGE, italic=True)
    good = result.feasible
    colours = (LIGHT_GREEN, DARK_GREEN) if good else (LIGHT_RED, DARK_RED)
    sign = "●" if good and result.solved.proven else "▲" if good else "◆"
    looks: dict[str, Any] = {
        "bold": True,
        "bg_color": colours[0],
        "font_color": colours[1],
        "valign": "vcenter",
    }
    made.sentence(page, 2, SAID.fill(sign=sign, words=result.verdict), FIRST, CHANGE, **looks)
    for at, words in enumerate(rows.sentences, start=3):
        red = {"bold": True, "font_color": DARK_RED} if words is result.conflict else {}
        made.sentence(page, at, words, FIRST, CHANGE, **red)
    _write_frame(made, rows.limits)
    _write_checks(made, rows.checks, rows.limits)
    last = _write_projects(made, rows.projects)
    _chart(made, rows.limits)
    if result.notes:
        made.section(page, last + 2, NOTES, FIRST, CHANGE)
        for at, note in enumerate(result.notes, start=last + 3):
            made.sentence(page, at, note, FIRST, CHANGE)


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
        named = [
            BINDS.fill(limit=each.limit.name, gain=amount_words(round(each.gain, 2)))
            for each in result.bindings[:4]
        ]
        parts.append(BINDING.fill(limits=named))
    elif result.problem.limits and result.solved.proven:
        parts.append(NOTHING_BINDS)
    return SENTENCES.fill(a=parts[0], b=parts[1] if len(parts) > 1 else t("", "")) if parts else None


def _write_checks(made: SelectionBook, row: int, top: int) -> None:
    """Live: what the set of the page is worth, whether it holds in the frame and obeys the bonds, and whether it is still the computed one."""
    result, page = made.result, made.pages["selection"]
    made.section(page, row, CHECKS, FIRST, CHANGE)
    chosen = column_of(made, "chosen")
    value = sum(line.value or 0.0 for line in result.lines if line.chosen)
    number = made.formats.get(
        bold=True, num_format=AMOUNT if result.maximised == "value" else POINTS, align="left"
    )
    label = made.formats.get(font_color="#4B5563")
    page.write_string(row + 1, FIRST, made.say(VALUE_OF_SET), label)
    write_formula(
        page, row + 1, PROGRAMME, f"=SUMPRODUCT({chosen},{column_of(made, 'value')})", value, number
    )
    made.places["value"] = made.ref("selection", row + 1, PROGRAMME)
    text = made.formats.get(bold=True)
    limits = result.problem.limits
    over = sum(not limit.holds(_used(made, limit)) for limit in limits)
    pairs = made.places.get("pairs")
    broken = f"+SUM({pairs})" if pairs else ""
    signs = made.ref("selection", top, WSJF, top + max(len(limits), 1) - 1)
    counts = f'COUNTIF({signs},"◆*")' if limits else "0"
    formula = f'=IF({counts}{broken}=0,"{made.say(HOLDS)}","{made.say(BREAKS)}")'
    bad = over or _broken(made)
    write_formula(page, row + 1, SCORE, formula, made.say(BREAKS if bad else HOLDS), text)
    made.signs(page, row + 1, SCORE, row + 1)
    solver = column_of(made, "solver")
    computed = COMPUTED if result.feasible else MUST_BE
    same = f'=IF(SUMPRODUCT(ABS({chosen}-{solver}))=0,"{made.say(computed)}","{made.say(CHANGED)}")'
    write_formula(page, row + 1, CHOSEN, same, made.say(computed), text)
    made.signs(page, row + 1, CHOSEN, row + 1)


def _used(made: SelectionBook, limit: Limit) -> float:
    return made.result.problem.used({line.project_id for line in made.result.lines if line.chosen}, limit)


def _broken(made: SelectionBook) -> bool:
    chosen = {line.project_id for line in made.result.lines if line.chosen}
    problem = made.result.problem
    return any(chosen.issuperset(pair) for pair in problem.excludes) or any(
        one in chosen and other not in chosen for one, other in problem.requires
    )


def _write_frame(made: SelectionBook, top: int) -> None:
    """What the frame grants, what the set uses of it, what is left: a row per limit, from column B to H."""
    result, page = made.result, made.pages["selection"]
    made.section(page, top - 2, FRAME, FIRST, COST)
    heads = {PROJECT: LIMIT, PROGRAMME: GRANTED, SCORE: USED, VALUE: LEFT, WSJF: USE, COST: COSTS_VALUE}
    for col in range(FIRST, COST + 1):
        page.write_blank(top - 1, col, None, made.head())
    for col, words in heads.items():
        page.write_string(top - 1, col, made.say(words), made.head())
    page.set_row(top - 1, 30)
    gains = {binding.limit.key: binding.gain for binding in result.bindings}
    limits = result.problem.limits
    for at, limit in enumerate(limits):
        row, used = top + at, _used(made, limit)
        number = AMOUNT if limit.is_money else DAYS
        page.write_blank(row, RANK, None, made.look())
        write_cell(page, row, PROJECT, made.say(limit.name), made.look())
        page.write_blank(row, NAME, None, made.look())
        write_cell(page, row, PROGRAMME, limit.amount, made.look(num_format=number))
        formula = f"=SUMPRODUCT({column_of(made, 'chosen')},{column_of(made, limit.key)})"
        write_formula(page, row, SCORE, formula, used, made.look(num_format=number))
        granted, taken = f"$E${row + 1}", f"$F${row + 1}"
        write_formula(
            page, row, VALUE, f"={granted}-{taken}", limit.amount - used, made.look(num_format=number)
        )
        sign = "●" if limit.holds(used) else "◆"
        share = "" if not limit.amount else f"{sign} {used / limit.amount:.0%}"
        test = f'IF({taken}<={granted}+{HALF_CENT},"●","◆")'
        write_formula(
            page,
            row,
            WSJF,
            f'={test}&IF({granted}>0," "&TEXT({taken}/{granted},"0%"),"")',
            share or sign,
            made.look(),
        )
        gain = gains.get(limit.key)
        write_cell(
            page, row, COST, gain, made.look(num_format=AMOUNT if result.maximised == "value" else POINTS)
        )
    if limits:
        made.signs(page, top, WSJF, top + len(limits) - 1)
    else:
        page.write_string(top, PROJECT, made.say(NO_LIMIT), made.formats.get(italic=True))


def _write_projects(made: SelectionBook, first: int) -> int:
    """A row per project in rank order, the cut line between those in and those out; returns the last row."""
    result, page = made.result, made.pages["selection"]
    made.section(page, first - 2, PROJECTS, FIRST, CHANGE)
    for col, words in enumerate(HEADS, start=FIRST):
        page.write_string(first - 1, col, made.say(words), made.head())
    page.set_row(first - 1, 30)
    inside = sum(line.chosen for line in result.lines)
    rows = _rows_of(made)
    for at, (place, line) in enumerate(zip(rows, result.lines, strict=True)):
        row = first + place
        ground: dict[str, Any] = {} if line.chosen else {"bg_color": GREYED}
        text = made.look(num_format="@", text_wrap=True, **ground)
        amount = AMOUNT if result.maximised == "value" else POINTS
        words = made.say(line.why)
        cells = (
            (at + 1, made.look(num_format=WHOLE, align="center", **ground)), (line.project_id, text), (line.name, text),
            (line.programme or None, text), (line.score, made.look(num_format=POINTS, **ground)),
            (line.value, made.look(num_format=amount, **ground)), (line.wsjf, made.look(num_format=POINTS, **ground)),
            (line.cost, made.look(num_format=AMOUNT, **ground)),
        )  # fmt: skip
        for col, (what, style) in enumerate(cells, start=FIRST):
            write_cell(page, row, col, what, style)
        ratio = line.value / line.cost if line.value is not None and line.cost else None
        value, cost = f"$G${row + 1}", f"$I${row + 1}"
        style = made.look(num_format="0.000", **ground)
        write_formula(
            page, row, RATIO, f'=IF(AND(ISNUMBER({value}),N({cost})>0),{value}/{cost},"")', ratio, style
        )
        marked = made.look(num_format='[=1]"●";[=0]"○"', align="center", bg_color=EDITABLE, bold=True)
        write_cell(page, row, CHOSEN, int(line.chosen), marked)
        write_cell(page, row, WHY, words, text)
        write_cell(page, row, CHANGE, None if line.change is None else made.say(line.change), text)
        deep = max(lines_of(words, WIDTHS[WHY - FIRST] - 1), lines_of(line.name, WIDTHS[NAME - FIRST] - 1))
        page.set_row(row, 3 + 13.5 * min(deep, WHY_LINES + 1))
    if not result.lines:
        page.write_string(first, PROJECT, made.say(NOBODY), made.formats.get(italic=True))
        return first
    cut = first + inside
    style = made.formats.get(bold=True, font_color=NAVY, top=5, top_color=RED, align="left", font_size=9)
    for col in range(FIRST, CHANGE + 1):
        page.write_blank(cut, col, None, style)
    page.write_string(cut, FIRST, made.say(CUT_LINE.fill(n=inside, of=len(result.lines))), style)
    last = first + len(result.lines)
    page.data_validation(
        first, CHOSEN, last, CHOSEN, {"validate": "list", "source": [1, 0], "input_message": made.say(TRY)}
    )
    return last


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
            "num_format": AMOUNT,
            "num_font": font,
            "name_font": font,
            "min": 0,
        }
    )
    chart.set_y_axis({"num_format": amount, "num_font": font, "major_gridlines": grid, "min": 0})
    chart.set_legend({"position": "bottom", "font": font})
    rows = max(len(result.problem.limits), FRAME_ROWS) + 2
    chart.set_size({"width": 590, "height": 20 * rows})
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
BY_VALUE = t("maximised: value", "maximisé : valeur")
BY_SCORE = t("maximised: sum of weighted scores", "maximisé : somme des notes pondérées")
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
    "Prendre les projets par valeur rapportée au cadre donne {n} : {loss} de moins.",
)
BINDS = t("{limit} (+{gain})", "{limit} (+{gain})")
BINDING = t(
    "Limits that cost value, and what would be gained without each by itself: {limits}.",
    "Contraintes actives, et le gain sans chacune prise seule : {limits}.",
)
NOTHING_BINDS = t("No single limit costs value.", "Aucune contrainte prise seule ne coûte de valeur.")
CHECKS = t("Live check of the set below", "Contrôle en direct de l’ensemble ci-dessous")
VALUE_OF_SET = t("Value of the set", "Valeur de l’ensemble")
HOLDS = t("● Frame and bonds hold", "● Cadre et liens respectés")
BREAKS = t("◆ Frame or bonds broken", "◆ Cadre ou liens non respectés")
COMPUTED = t("● The set that was computed", "● L’ensemble calculé")
MUST_BE = t("◆ What must be in, as it stands", "◆ Ce qui est imposé, tel quel")
CHANGED = t("▲ Changed by hand", "▲ Modifié à la main")
FRAME = t("Frame", "Cadre")
LIMIT, GRANTED, USED, LEFT, USE = (
    t("Limit", "Contrainte"),
    t("Granted", "Accordé"),
    t("Used", "Utilisé"),
    t("Left", "Reste"),
    t("Use", "Usage"),
)
COSTS_VALUE = t("Gain without it", "Gain sans elle")
NO_LIMIT = t(
    "The scenario has no frame: nothing limits it.", "Le scénario n’a pas de cadre : rien ne le limite."
)
PROJECTS = t(
    "Projects: change a yellow cell to try another set",
    "Projets : modifiez une cellule jaune pour essayer un autre ensemble",
)
HEADS = (
    t("No.", "N°"), t("Project ID", "Code projet"), t("Project name", "Intitulé du projet"), t("Programme", "Programme"), t("Score", "Note"),
    t("Value", "Valeur"), t("WSJF", "WSJF"), t("Remaining cost", "Reste à dépenser"), t("Value / cost", "Valeur / coût"), t("In", "Retenu"),
    t("Why", "Motif"), t("Change", "Évolution"),
)  # fmt: skip
CUT_LINE = t("Cut line: {n} of {of} projects in", "Ligne de coupe : {n} projets retenus sur {of}")
TRY = t(
    "1: in; 0: out. The checks above follow.", "1 : retenu ; 0 : écarté. Les contrôles ci-dessus suivent."
)
NOBODY = t(
    "No candidate: every project of the register is closed or cancelled.",
    "Aucun candidat : tous les projets du référentiel sont clos ou arrêtés.",
)
NOTES = t("What these figures stand on", "Ce sur quoi reposent ces chiffres")
CHART = t("Best value by budget", "Meilleure valeur selon le budget")
BEST_VALUE = t("Best value (solver)", "Meilleure valeur (solveur)")
THIS_FRAME = t("This set", "Cet ensemble")
BUDGET_AXIS = t("Budget of all years ({currency})", "Budget de toutes les années ({currency})")
ALT = t(
    "Efficient frontier: the best value for each budget, and the set of this page.",
    "Frontière efficiente : la meilleure valeur pour chaque budget, et l’ensemble de cette page.",
)
