"""The rows under the formulas: what each project needs of each limit, the pairs that bind projects, the frontier."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_xl.core.base.text import t
from pmo_xl.excel.selection.sheet import AMOUNT, DAYS, FIRST, POINTS, SHARE, SelectionBook
from pmo_xl.excel.write.cells import write_cell, write_formula

HEADER, TOP = 3, 4
"""Zero-based rows of the headers and of the first project."""
PROJECT, NAME, CHOSEN, SOLVER, VALUE, COST, OBJECTIVE, LIMITS = range(FIRST, FIRST + 8)


def column_of(made: SelectionBook, key: str) -> str:
    """The address of a column of the projects: ``chosen``, ``solver``, ``value``, ``cost``, ``objective`` or a limit by its key."""
    named = {"chosen": CHOSEN, "solver": SOLVER, "value": VALUE, "cost": COST, "objective": OBJECTIVE}
    keys = [limit.key for limit in made.result.problem.limits]
    col = named[key] if key in named else LIMITS + keys.index(key)
    return made.ref("data", TOP, col, TOP + max(len(made.result.lines), 1) - 1)


def write_data(made: SelectionBook, chosen_cells: Sequence[str]) -> None:
    """The sheet; ``chosen_cells`` are the cells of the page that say whether each project is in."""
    result = made.result
    limits = result.problem.limits
    page = made.begin("data", TITLE, [11, 30, 8, 8, 13, 13, 12, *([13] * max(len(limits), 3))])
    made.sentence(page, 1, ABOUT, FIRST, LIMITS + 2)
    heads = (*HEADS, *(limit.name for limit in limits))
    for col, words in enumerate(heads, start=FIRST):
        page.write_string(HEADER, col, made.say(words), made.head())
    page.set_row(HEADER, 45)
    use = {option.project_id: option.use for option in result.problem.options}
    text, whole, money = (
        made.look(num_format="@"),
        made.look(num_format="0", align="center"),
        made.look(num_format=AMOUNT),
    )
    value = made.look(num_format=AMOUNT if result.maximised == "value" else POINTS)
    for at, line in enumerate(result.lines):
        row = TOP + at
        write_cell(page, row, PROJECT, line.project_id, text)
        write_cell(page, row, NAME, line.name, text)
        write_formula(page, row, CHOSEN, f"={chosen_cells[at]}", int(line.chosen), whole)
        write_cell(page, row, SOLVER, int(line.chosen), whole)
        write_cell(page, row, VALUE, line.value, value)
        write_cell(page, row, COST, line.cost, money)
        write_cell(page, row, OBJECTIVE, line.objective or None, text)
        for col, limit in enumerate(limits, start=LIMITS):
            used = use.get(line.project_id, {}).get(limit.key)
            write_cell(page, row, col, used, money if limit.is_money else made.look(num_format=DAYS))
    page.freeze_panes(TOP, NAME + 1)
    row = TOP + max(len(result.lines), 1) + 1
    row = _write_pairs(made, row)
    _write_frontier(made, row)
    page.repeat_rows(HEADER)


def _write_pairs(made: SelectionBook, row: int) -> int:
    """Pairs that exclude one another or follow one another, and whether the set breaks them; the row below."""
    result, page = made.result, made.pages["data"]
    pairs = [
        *((EXCLUDES, "{a}+{b}>1", a, b) for a, b in result.problem.excludes),
        *((REQUIRES, "{a}>{b}", a, b) for a, b in result.problem.requires),
    ]
    if not pairs:
        return row
    at = {line.project_id: TOP + place for place, line in enumerate(result.lines)}
    made.section(page, row, BONDS, FIRST, LIMITS)
    for col, words in enumerate(PAIR_HEADS, start=FIRST):
        page.write_string(row + 1, col, made.say(words), made.head())
    chosen = {line.project_id for line in result.lines if line.chosen}
    for place, (words, test, one, other) in enumerate(pairs, start=row + 2):
        write_cell(page, place, PROJECT, one, made.look(num_format="@"))
        write_cell(page, place, NAME, f"{made.say(words)} {other}", made.look(num_format="@"))
        a, b = (made.ref("data", at[each], CHOSEN) for each in (one, other))
        both = (one in chosen) + (other in chosen)
        broken = both > 1 if words is EXCLUDES else one in chosen and other not in chosen
        formula = f"=IF({test.format(a=a, b=b)},1,0)"
        write_formula(page, place, CHOSEN, formula, int(broken), made.look(num_format="0", align="center"))
    made.places["pairs"] = made.ref("data", row + 2, CHOSEN, row + 1 + len(pairs))
    return row + 3 + len(pairs)


def _write_frontier(made: SelectionBook, row: int) -> None:
    """The points of the frontier, which the solver computed: values."""
    points = [point for point in made.result.frontier if point.value is not None]
    page = made.pages["data"]
    if not made.result.frontier:
        return
    made.section(page, row, FRONTIER, FIRST, LIMITS)
    for col, words in enumerate(FRONTIER_HEADS, start=FIRST):
        page.write_string(row + 1, col, made.say(words), made.head())
    for at, point in enumerate(made.result.frontier, start=row + 2):
        write_cell(page, at, FIRST, point.scale, made.look(num_format=SHARE))
        write_cell(page, at, FIRST + 1, point.budget, made.look(num_format=AMOUNT))
        value = made.look(num_format=AMOUNT if made.result.maximised == "value" else POINTS)
        write_cell(page, at, FIRST + 2, point.value, value)
        note = NO_POINT if point.value is None else PROVEN if point.proven else UNPROVEN
        write_cell(page, at, FIRST + 3, made.say(note), made.look(num_format="@"))
    scales = [point.scale for point in made.result.frontier]
    if 1.0 in scales:
        made.places["budget"] = made.ref("data", row + 2 + scales.index(1.0), FIRST + 1)
    if points:
        first = row + 2 + next(at for at, point in enumerate(made.result.frontier) if point.value is not None)
        last = row + 1 + len(made.result.frontier)
        made.places["frontier_x"] = made.ref("data", first, FIRST + 1, last)
        made.places["frontier_y"] = made.ref("data", first, FIRST + 2, last)


TITLE = t("Data of the selection", "Données de l’arbitrage")
ABOUT = t(
    "What the formulas of the other sheets read. The column In follows the page of the selection; Solver is the set that was computed.",
    "Ce que lisent les formules des autres feuilles. La colonne Retenu suit la page d’arbitrage ; Solveur est l’ensemble calculé.",
)
HEADS = (
    t("Project ID", "Code projet"), t("Project name", "Intitulé du projet"), t("In", "Retenu"), t("Solver", "Solveur"),
    t("Value", "Valeur"), t("Remaining cost", "Reste à dépenser"), t("Objective", "Objectif"),
)  # fmt: skip
BONDS = t("Projects bound to one another", "Projets liés entre eux")
PAIR_HEADS = (t("Project ID", "Code projet"), t("Bond", "Lien"), t("Broken", "Rompu"))
EXCLUDES, REQUIRES = t("excludes", "exclut"), t("starts after", "débute après")
FRONTIER = t(
    "Frontier: best value by budget, computed by the solver",
    "Frontière : meilleure valeur par budget, calculée par le solveur",
)
FRONTIER_HEADS = (
    t("Share of the frame", "Part du cadre"),
    t("Budget", "Budget"),
    t("Value", "Valeur"),
    t("Status", "État"),
)
PROVEN, UNPROVEN = t("proven", "prouvé"), t("best found", "meilleur trouvé")
NO_POINT = t("does not hold", "ne tient pas")
