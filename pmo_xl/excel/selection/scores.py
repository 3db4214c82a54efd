"""The scores under the selection: the weighted score live, what a change of a weight does, and one project after the other."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import same, t
from pmo_xl.core.selection.result import Criterion, Flip, Line
from pmo_xl.excel.selection.sheet import DAYS, EDITABLE, FIRST, POINTS, SHARE, WHOLE, SelectionBook
from pmo_xl.excel.write.cells import write_cell, write_formula

WEIGHTS, DIRECTION, OFFSET, HEADER, TOP = 3, 4, 5, 6, 7
"""Zero-based rows: weights, sign and offset by which a score counts, headers, the first project."""
PROJECT, NAME, RANK, SCORE, WSJF, CRITERIA = range(FIRST, FIRST + 6)
NPV, SIZE = "npv", "size"
DELAY = ("value", "urgency", "risk")


def weighed(criteria: Sequence[Criterion]) -> list[Criterion]:
    """The criteria that make the weighted score."""
    return [each for each in criteria if each.kind != NPV and each.weight]


def write_scores(made: SelectionBook) -> None:
    """The sheet: a row per project, live scores; below, the changes of weights by which another project comes first."""
    result = made.result
    first = weighed(result.criteria)
    criteria = [*first, *(each for each in result.criteria if each not in first)]
    page = made.begin("scores", TITLE, [11, 32, 8, 10, 9, *([16] * max(len(criteria), 3))])
    made.sentence(page, 1, ABOUT, FIRST, CRITERIA + 2)
    quiet = made.formats.get(font_color="#4B5563", align="right")
    for row, words in ((WEIGHTS, WEIGHT), (DIRECTION, COUNTS), (OFFSET, FROM)):
        page.write_string(row, WSJF, made.say(words), quiet)
    weight = made.formats.get(num_format=SHARE, bg_color=EDITABLE, border=1, border_color="#D0D7DE")
    for col, each in enumerate(criteria, start=CRITERIA):
        if each in first:
            write_cell(page, WEIGHTS, col, each.weight, weight)
            write_cell(page, DIRECTION, col, -1 if each.less else 1, made.look(num_format="+0;-0"))
            write_cell(
                page, OFFSET, col, each.low + each.high if each.less else 0, made.look(num_format="0.##")
            )
    for col, words in enumerate((*HEADS, *(same(each.title) for each in criteria)), start=FIRST):
        page.write_string(HEADER, col, made.say(words), made.head())
    page.set_row(HEADER, 45)
    lines = [line for line in result.lines if line.scores]
    last = TOP + max(len(lines), 1) - 1
    for row, line in enumerate(lines, start=TOP):
        _write_line(made, row, last, line, lines, criteria, first)
    page.freeze_panes(TOP, NAME + 1)
    row = _write_flips(made, last + 2)
    _write_sequence(made, row, lines, criteria)


def _write_line(
    made: SelectionBook,
    row: int,
    last: int,
    line: Line,
    lines: Sequence[Line],
    criteria: Sequence[Criterion],
    first: Sequence[Criterion],
) -> None:
    page = made.pages["scores"]
    text, points = made.look(num_format="@", text_wrap=True), made.look(num_format=POINTS)
    write_cell(page, row, PROJECT, line.project_id, text)
    write_cell(page, row, NAME, line.name, text)
    for col, each in enumerate(criteria, start=CRITERIA):
        number = "#,##0" if each.kind == NPV else "0.##"
        write_cell(page, row, col, line.scores.get(each.key), made.look(num_format=number))
    if first:
        end = CRITERIA + len(first) - 1
        block = {at: _span(at, CRITERIA, end, fixed=True) for at in (WEIGHTS, DIRECTION, OFFSET)}
        mine = _span(row, CRITERIA, end)
        score = (
            f"SUMPRODUCT({block[WEIGHTS]},{block[OFFSET]}+{block[DIRECTION]}*{mine})/SUM({block[WEIGHTS]})"
        )
        write_formula(page, row, SCORE, f'=IF(COUNT({mine})={len(first)},{score},"")', line.score, points)
        all_scores = (
            f"{xl_rowcol_to_cell(TOP, SCORE, True, True)}:{xl_rowcol_to_cell(last, SCORE, True, True)}"
        )
        own = xl_rowcol_to_cell(row, SCORE)
        rank = None
        if line.score is not None:
            rank = 1 + sum(each.score is not None and each.score > line.score + 1e-9 for each in lines)
        formula = f'=IF(ISNUMBER({own}),COUNTIF({all_scores},">"&(ROUND({own},9)+0.000000001))+1,"")'
        write_formula(page, row, RANK, formula, rank, made.look(num_format=WHOLE, align="center"))
    delay = [CRITERIA + at for at, each in enumerate(criteria) if each.kind in DELAY]
    size = [CRITERIA + at for at, each in enumerate(criteria) if each.kind == SIZE]
    if delay and size:
        tops, below = (",".join(xl_rowcol_to_cell(row, col) for col in some) for some in (delay, size))
        formula = f'=IF(AND(COUNT({tops})={len(delay)},COUNT({below})={len(size)},SUM({below})>0),SUM({tops})/SUM({below}),"")'
        write_formula(page, row, WSJF, formula, line.wsjf, points)


def _span(row: int, first: int, last: int, *, fixed: bool = False) -> str:
    return f"{xl_rowcol_to_cell(row, first, fixed, True)}:{xl_rowcol_to_cell(row, last, fixed, True)}"


def _write_flips(made: SelectionBook, row: int) -> int:
    """Computed: the smallest change of each weight by which another project comes first."""
    result, page = made.result, made.pages["scores"]
    if not weighed(result.criteria):
        return row
    made.section(page, row, FLIPS, FIRST, CRITERIA)
    if not result.flips:
        page.write_string(row + 1, FIRST, made.say(NO_FLIP), made.formats.get(italic=True))
        return row + 4
    for col, words in enumerate(FLIP_HEADS, start=FIRST):
        page.write_string(row + 1, col, made.say(words), made.head())
    page.set_row(row + 1, 45)
    titles = {each.key: each.title for each in result.criteria}
    for at, flip in enumerate(result.flips, start=row + 2):
        near = abs(_factor(flip) - 1) <= NEAR + ALIKE
        cells = (
            (flip.criterion, "@"), (titles[flip.criterion], "@"), (flip.weight, SHARE), (flip.changed, SHARE),
            (flip.first, "@"), (made.say(FRAGILE if near else ROBUST), "@"),
        )  # fmt: skip
        for col, (what, number) in enumerate(cells, start=FIRST):
            write_cell(page, at, col, what, made.look(num_format=number, indent=int(number == "@")))
    last = row + 1 + len(result.flips)
    made.signs(page, row + 2, CRITERIA, last)
    told = SWINGS.fill(n=len(result.swings), of=2 * len(weighed(result.criteria)))
    made.sentence(page, last + 1, told, FIRST, CRITERIA, italic=True)
    return last + 4


def _factor(flip: Flip) -> float:
    """By what the typed weight is multiplied to become that share of all, the others staying as they are."""
    if flip.changed >= 1 or not flip.weight:
        return float("inf")
    return flip.changed * (1 - flip.weight) / (flip.weight * (1 - flip.changed))


def _write_sequence(
    made: SelectionBook, row: int, lines: Sequence[Line], criteria: Sequence[Criterion]
) -> None:
    """Live: projects one after the other in order of WSJF, and what they bring by the time when all are done."""
    page = made.pages["scores"]
    timed = sorted(
        (line for line in lines if line.wsjf is not None),
        key=lambda line: (-(line.wsjf or 0.0), line.project_id),
    )
    if len(timed) < 2:
        return
    gain = {
        line.project_id: sum(line.scores[each.key] for each in criteria if each.kind in DELAY)
        for line in timed
    }
    size = {
        line.project_id: sum(line.scores[each.key] for each in criteria if each.kind == SIZE)
        for line in timed
    }
    made.section(page, row, SEQUENCE, FIRST, CRITERIA)
    for col, words in enumerate(SEQUENCE_HEADS, start=FIRST):
        page.write_string(row + 1, col, made.say(words), made.head())
    page.set_row(row + 1, 45)
    first, last = row + 2, row + 1 + len(timed)
    horizon, end, total = sum(size.values()), 0.0, 0.0
    number = made.look(num_format=DAYS)
    for at, line in enumerate(timed, start=first):
        write_cell(page, at, PROJECT, line.project_id, made.look(num_format="@"))
        write_cell(page, at, NAME, line.name, made.look(num_format="@"))
        write_cell(page, at, RANK, gain[line.project_id], number)
        write_cell(page, at, SCORE, size[line.project_id], number)
        end += size[line.project_id]
        sizes = f"{xl_rowcol_to_cell(first, SCORE, True, True)}:{xl_rowcol_to_cell(at, SCORE)}"
        write_formula(page, at, WSJF, f"=SUM({sizes})", end, number)
        whole = f"{xl_rowcol_to_cell(first, SCORE, True, True)}:{xl_rowcol_to_cell(last, SCORE, True, True)}"
        brought = gain[line.project_id] * (horizon - end)
        total += brought
        own, done = xl_rowcol_to_cell(at, RANK), xl_rowcol_to_cell(at, WSJF)
        write_formula(page, at, CRITERIA, f"={own}*(SUM({whole})-{done})", brought, number)
    bold = made.formats.get(bold=True, num_format=DAYS, top=1)
    for col in range(FIRST, CRITERIA):
        page.write_blank(last + 1, col, None, bold)
    page.write_string(last + 1, PROJECT, made.say(TOTAL), bold)
    span = f"{xl_rowcol_to_cell(first, CRITERIA)}:{xl_rowcol_to_cell(last, CRITERIA)}"
    write_formula(page, last + 1, CRITERIA, f"=SUM({span})", total, bold)
    if made.result.sequences is not None:
        page.write_string(last + 2, PROJECT, made.say(BY_ID), made.look())
        write_cell(page, last + 2, CRITERIA, made.result.sequences[1], number)
    made.sentence(page, last + 3, SEQUENCE_NOTE, FIRST, CRITERIA + 2, italic=True)


ALIKE = 1e-9
NEAR = 0.2
"""A change of a weight by so much of itself, or less, by which the order turns, is told as fragile."""
TITLE = t("Scores", "Notation")
ABOUT = t(
    "Weighted score = Σ weight × score / Σ weights; where less is better a score counts from the other end of its scale. Change a yellow weight and see.",
    "Note pondérée = Σ poids × note / Σ poids ; si moins c’est mieux, la note compte depuis l’autre bout de l’échelle. Modifiez un poids jaune pour voir.",
)
WEIGHT, COUNTS, FROM = t("Weight", "Poids"), t("Sign", "Sens"), t("From", "Depuis")
HEADS = (
    t("Project ID", "Code projet"),
    t("Project name", "Intitulé du projet"),
    t("Rank", "Rang"),
    t("Score", "Note"),
    t("WSJF", "WSJF"),
)
FLIPS = t("Which change of a weight puts another project first (computed at the run; the other weights keep their proportions)",
          "Quel changement de poids met un autre projet en tête (calculé à l’exécution ; les autres poids gardent leurs proportions)")  # fmt: skip
NO_FLIP = t(
    "No change of a single weight puts another project first.",
    "Aucun changement d’un seul poids ne met un autre projet en tête.",
)
FLIP_HEADS = (
    t("Criterion", "Critère"), t("Title", "Intitulé"), t("Weight", "Poids"), t("Turns at", "Bascule à"),
    t("Then first", "Alors premier"), t("Robustness", "Robustesse"),
)  # fmt: skip
FRAGILE, ROBUST = t("▲ within 20 %", "▲ à moins de 20 %"), t("● beyond 20 %", "● au-delà de 20 %")
SEQUENCE = t(
    "One after the other, in order of WSJF: what they bring until all are done",
    "L’un après l’autre, par WSJF : ce qu’ils rapportent d’ici la fin du dernier",
)
SEQUENCE_HEADS = (
    t("Project ID", "Code projet"), t("Project name", "Intitulé du projet"), t("Cost of delay", "Coût du délai"), t("Size", "Taille"),
    t("End", "Fin"), t("Brought", "Rapporté"),
)  # fmt: skip
TOTAL = t("Total", "Total")
SWINGS = t(
    "{n} of {of} changes of a weight by 20 % of itself put another project first.",
    "{n} variations de poids de 20 % sur {of} mettent un autre projet en tête.",
)
BY_ID = t("In order of their IDs (computed at the run)", "Dans l’ordre des codes (calculé à l’exécution)")
SEQUENCE_NOTE = t(
    "A WSJF half as high again does not bring half as much again: what counts is the whole sequence.",
    "Un WSJF moitié plus élevé ne rapporte pas moitié plus : c’est toute la séquence qui compte.",
)
