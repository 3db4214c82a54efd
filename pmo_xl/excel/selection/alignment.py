"""Alignment: the weight of each objective beside what the chosen projects spend on it, and orphans both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import fold, t
from pmo_xl.core.selection.result import Objective
from pmo_xl.excel.selection.data import column_of
from pmo_xl.excel.selection.sheet import AMOUNT, FIRST, SHARE, WHOLE, SelectionBook
from pmo_xl.excel.write.cells import write_cell, write_formula
from pmo_xl.excel.write.style import BLUE, FONT, GREY

KEY, NAME, OWNER, WEIGHT, PROJECTS, SPEND, PART, GAP = range(FIRST, FIRST + 8)
HEADER, TOP = 3, 4


def write_alignment(made: SelectionBook) -> None:
    """The sheet, once the rows under its formulas are written: objectives in the order of their tree, live."""
    result = made.result
    page = made.begin("alignment", TITLE, [12, 44, 20, 10, 11, 15, 12, 16])
    made.sentence(page, 1, ABOUT, FIRST, GAP)
    for col, words in enumerate(HEADS, start=FIRST):
        page.write_string(HEADER, col, made.say(words), made.head())
    page.set_row(HEADER, 30)
    tree = [*_tree(result.objectives)]
    rows = {each.key: TOP + at for at, (each, _) in enumerate(tree)}
    children = {
        each.key: [c.key for c, _ in tree if fold(c.parent) == fold(each.key) and c is not each]
        for each, _ in tree
    }
    shares = _shares(tree)
    spend, number = _spend(made), _number(made)
    whole = {each.key: _with_children(each.key, children, spend) for each, _ in tree}
    counts = {each.key: _with_children(each.key, children, number) for each, _ in tree}
    total = sum(line.cost or 0.0 for line in result.lines if line.chosen)
    last = TOP + len(tree)
    total_cell = xl_rowcol_to_cell(last + 1, SPEND, True, True)
    text = made.look(num_format="@", text_wrap=True, indent=1)
    for each, depth in tree:
        row = rows[each.key]
        write_cell(page, row, KEY, each.key, text)
        write_cell(page, row, NAME, each.title, made.look(num_format="@", text_wrap=True, indent=depth + 1))
        write_cell(page, row, OWNER, each.owner or None, text)
        share = shares.get(each.key)
        write_cell(page, row, WEIGHT, share, made.look(num_format=SHARE))
        below = children[each.key]
        key = xl_rowcol_to_cell(row, KEY)
        for col, what, amount in ((PROJECTS, "", counts), (SPEND, f"*{column_of(made, 'cost')}", whole)):
            own = f"SUMPRODUCT(({column_of(made, 'objective')}={key})*{column_of(made, 'chosen')}{what})"
            more = "".join(f"+{xl_rowcol_to_cell(rows[child], col)}" for child in below)
            style = made.look(num_format=WHOLE if col == PROJECTS else AMOUNT)
            write_formula(page, row, col, f"={own}{more}", amount[each.key], style)
        _write_part(made, row, total_cell, whole[each.key], total, share, counts[each.key])
    _write_rest(made, last, total)
    made.signs(page, TOP, GAP, last)
    row = _orphans(made, last + 3, tree, counts)
    _chart(made, row + 1, len(tree))


def _write_part(
    made: SelectionBook,
    row: int,
    total_cell: str,
    spent: float,
    total: float,
    share: float | None,
    number: float,
) -> None:
    page = made.pages["alignment"]
    spent_cell, part_cell, weight_cell = (xl_rowcol_to_cell(row, col) for col in (SPEND, PART, WEIGHT))
    part = spent / total if total else None
    write_formula(
        page,
        row,
        PART,
        f'=IF({total_cell}>0,{spent_cell}/{total_cell},"")',
        part,
        made.look(num_format=SHARE),
    )
    if share is None:
        page.write_blank(row, GAP, None, made.look())
        return
    projects = xl_rowcol_to_cell(row, PROJECTS)
    told, said = f'"{made.say(NO_PROJECT)}"', made.say(NO_PROJECT)
    shown = f'TEXT({part_cell}-{weight_cell},"+0%;-0%;0%")'
    formula = f'=IF({projects}=0,{told},IF(ISNUMBER({part_cell}),IF(ABS({part_cell}-{weight_cell})<={CLOSE},"● ","▲ ")&{shown},""))'
    cached = ""
    if not number:
        cached = said
    elif part is not None:
        gap = part - share
        sign = "● " if abs(gap) <= CLOSE else "▲ "
        rounded = round(gap * 100 + (1e-9 if gap > 0 else -1e-9))
        cached = sign + ("0%" if not rounded else f"{rounded:+d}%")
    write_formula(page, row, GAP, formula, cached, made.look(indent=1))


def _write_rest(made: SelectionBook, row: int, total: float) -> None:
    """What goes to no objective, and the total."""
    page, result = made.pages["alignment"], made.result
    loose = [line for line in result.lines if line.chosen and not line.objective]
    text = made.look(italic=True)
    for col in range(FIRST, GAP + 1):
        page.write_blank(row, col, None, text)
    page.write_string(row, NAME, made.say(WITHOUT), text)
    chosen, objective = column_of(made, "chosen"), column_of(made, "objective")
    write_formula(
        page,
        row,
        PROJECTS,
        f'=SUMPRODUCT(({objective}="")*{chosen})',
        len(loose),
        made.look(num_format=WHOLE),
    )
    spent = sum(line.cost or 0.0 for line in loose)
    write_formula(
        page,
        row,
        SPEND,
        f'=SUMPRODUCT(({objective}="")*{chosen}*{column_of(made, "cost")})',
        spent,
        made.look(num_format=AMOUNT),
    )
    total_cell = xl_rowcol_to_cell(row + 1, SPEND, True, True)
    part = spent / total if total else None
    formula = f'=IF({total_cell}>0,{xl_rowcol_to_cell(row, SPEND)}/{total_cell},"")'
    write_formula(page, row, PART, formula, part, made.look(num_format=SHARE))
    bold = made.formats.get(bold=True, top=1, num_format=AMOUNT)
    for col in range(FIRST, GAP + 1):
        page.write_blank(row + 1, col, None, bold)
    page.write_string(row + 1, NAME, made.say(TOTAL), bold)
    write_formula(
        page,
        row + 1,
        PROJECTS,
        f"=SUM({chosen})",
        sum(line.chosen for line in result.lines),
        made.formats.get(bold=True, top=1, num_format=WHOLE),
    )
    write_formula(page, row + 1, SPEND, f"=SUMPRODUCT({chosen},{column_of(made, 'cost')})", total, bold)


def _orphans(
    made: SelectionBook, row: int, tree: Sequence[tuple[Objective, int]], counts: Mapping[str, float]
) -> int:
    """Objectives that no chosen project serves, and chosen projects that serve none, by name; the last row."""
    page, result = made.pages["alignment"], made.result
    made.section(page, row, ORPHANS, FIRST, GAP)
    lonely = [f"{each.key} {each.title}" for each, _ in tree if not counts[each.key]]
    loose = [f"{line.project_id} {line.name}" for line in result.lines if line.chosen and not line.objective]
    made.sentence(page, row + 1, NO_PROJECTS.fill(names="; ".join(lonely) or "–"), FIRST, GAP)
    made.sentence(page, row + 2, NO_OBJECTIVE.fill(names="; ".join(loose) or "–"), FIRST, GAP)
    return row + 3


def _tree(objectives: Sequence[Objective]) -> Iterator[tuple[Objective, int]]:
    """Each objective with its depth, those of a parent below it; what is in a circle, or below none, stands at the top."""
    keys = {fold(each.key) for each in objectives}
    seen: set[str] = set()

    def below(parent: str, depth: int) -> Iterator[tuple[Objective, int]]:
        for each in objectives:
            if fold(each.parent) == parent and each.key not in seen:
                seen.add(each.key)
                yield each, depth
                yield from below(fold(each.key), depth + 1)

    for each in objectives:
        if fold(each.parent) not in keys and each.key not in seen:
            seen.add(each.key)
            yield each, 0
            yield from below(fold(each.key), 1)
    for each in objectives:
        if each.key not in seen:
            seen.add(each.key)
            yield each, 0
            yield from below(fold(each.key), 1)


def _shares(tree: Sequence[tuple[Objective, int]]) -> dict[str, float]:
    """The weight of each objective as a share of the whole: those of one rank scaled to 1, times that of their parent."""
    sums: dict[str, float] = {}
    for each, _ in tree:
        sums[fold(each.parent)] = sums.get(fold(each.parent), 0.0) + (each.weight or 0.0)
    known = {fold(each.key) for each, _ in tree}
    shares: dict[str, float] = {}
    for each, _ in tree:
        parent = fold(each.parent)
        if each.weight is None or not sums[parent]:
            continue
        above = (
            next((share for key, share in shares.items() if fold(key) == parent), None)
            if parent in known
            else 1.0
        )
        if above is not None:
            shares[each.key] = each.weight / sums[parent] * above
    return shares


def _spend(made: SelectionBook) -> dict[str, float]:
    spent: dict[str, float] = {}
    for line in made.result.lines:
        if line.chosen and line.objective:
            spent[line.objective] = spent.get(line.objective, 0.0) + (line.cost or 0.0)
    return spent


def _number(made: SelectionBook) -> dict[str, float]:
    number: dict[str, float] = {}
    for line in made.result.lines:
        if line.chosen and line.objective:
            number[line.objective] = number.get(line.objective, 0) + 1
    return number


def _with_children(
    key: str, children: Mapping[str, Sequence[str]], own: Mapping[str, float], depth: int = 0
) -> float:
    if depth > len(children):
        return 0.0
    return own.get(key, 0.0) + sum(_with_children(child, children, own, depth + 1) for child in children[key])


def _chart(made: SelectionBook, row: int, size: int) -> None:
    page = made.pages["alignment"]
    if not size:
        return
    chart = made.book.add_chart({"type": "bar"})
    font = {"name": FONT, "size": 9}
    first, last = TOP, TOP + size - 1
    sheet = made.sheet_name("alignment")
    for words, col, colour in ((HEADS[WEIGHT - FIRST], WEIGHT, GREY), (HEADS[PART - FIRST], PART, BLUE)):
        chart.add_series({
            "name": made.say(words), "categories": [sheet, first, NAME, last, NAME], "values": [sheet, first, col, last, col],
            "fill": {"color": colour}, "gap": 60,
        })  # fmt: skip
    chart.set_title({"name": made.say(CHART), "name_font": {**font, "size": 11}})
    chart.set_y_axis({"reverse": True, "num_font": font})
    chart.set_x_axis(
        {
            "num_format": "0%",
            "num_font": font,
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": GREY, "width": 0.25}},
        }
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": 980, "height": 110 + 34 * min(size, 20)})
    page.insert_chart(row, FIRST, chart, {"object_position": 2, "description": made.say(CHART)})


CLOSE = 0.1
"""Up to this difference, in shares of the whole, spend follows the weight."""
TITLE = t("Alignment", "Alignement")
ABOUT = t(
    "What each objective weighs, and what the projects of the selection still spend on it. Spend follows the page of the selection.",
    "Ce que pèse chaque objectif, et ce que les projets de l’arbitrage y dépensent encore. La dépense suit la page d’arbitrage.",
)
HEADS = (
    t("Objective", "Objectif"), t("Title", "Intitulé"), t("Owner", "Porteur"), t("Weight", "Poids"), t("Projects in", "Projets retenus"),
    t("Remaining cost", "Reste à dépenser"), t("Share of spend", "Part de la dépense"), t("Spend less weight", "Dépense moins poids"),
)  # fmt: skip
NO_PROJECT = t("◆ no project", "◆ aucun projet")
WITHOUT, TOTAL = t("Without an objective", "Sans objectif"), t("Total", "Total")
ORPHANS = t("Orphans, as computed at the run", "Orphelins, tels que calculés à l’exécution")
NO_PROJECTS = t(
    "Objectives that no project of the selection serves: {names}",
    "Objectifs que ne sert aucun projet retenu : {names}",
)
NO_OBJECTIVE = t(
    "Projects of the selection that serve no objective: {names}",
    "Projets retenus qui ne servent aucun objectif : {names}",
)
CHART = t(
    "Weight of each objective beside its share of spend", "Poids de chaque objectif et part de la dépense"
)
