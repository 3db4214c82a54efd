"""What kind of row each one is, where several columns say it, or only the outline: a summary never counts as a task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pmo_xl.adopt.match.mapping import Mapping, Reading
from pmo_xl.adopt.match.values import as_words
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.portfolio import LocatedSheet
from pmo_xl.core.flow.raw import Cell
from pmo_xl.steps.one_return.outline import indents, inside_rows, parents_by_code, parents_by_level, sums
from pmo_xl.steps.text.money import amounts_of

YES = frozenset(("yes", "y", "true", "1", "x", "oui", "o", "vrai", "ja", "✓", "✔", "☑"))
"""What says yes in a column of yes and no, as it is compared."""
NO = frozenset(("no", "n", "false", "0", "", "non", "faux", "nein", "☐"))


def is_yes(cell: Cell) -> bool:
    """Whether a cell says yes."""
    return as_words("true" if cell is True else cell if cell is not None else "") in YES


def is_yes_or_no(cell: Cell) -> bool:
    """Whether a cell says yes or no, and nothing else."""
    return isinstance(cell, bool) or as_words(cell if cell is not None else "") in YES | NO


def combined(said: Sequence[tuple[Reading, list[Any]]], otherwise: Sequence[Any]) -> list[Any]:
    """One value per row out of several columns: what the first that speaks says; a summary before all others."""
    ranked = sorted(said, key=lambda each: (each[0].yes != "summary", not each[0].outline))
    columns = [
        _of_outline(cells) if how.outline else [how.yes if is_yes(c) else None for c in cells]
        for how, cells in ranked
    ]
    return [
        next((what for what in row if what is not None), other)
        for *row, other in zip(*columns, otherwise, strict=True)
    ]


def _of_outline(levels: Sequence[Any]) -> list[str | None]:
    found = parents_by_level(levels)
    return ["summary" if at in found else None for at in range(len(levels))]


def find_summaries(part: LocatedSheet, mapping: Mapping, file: str) -> list[Finding]:
    """Make summaries of the rows of a plan that add up others, where nothing but [fill] says of which type they are."""
    if part.sheet.key != "plan" or any("type" in reading.field for reading in mapping.columns.values()):
        return []
    cells, size = part.cells, len(part.rows)
    nothing = [None] * size
    spans = [
        (cells.get(f"start_{which}", nothing), cells.get(f"finish_{which}", nothing))
        for which in ("baseline", "forecast")
    ]
    ways = (
        (parents_by_code(cells.get("wbs", nothing)), BY_CODE),
        (parents_by_level(indents(cells.get("name", nothing))), BY_INDENT),
        (sums([cells.get("cost_baseline", nothing)], spans), BY_SUM),
    )
    types = [*cells.get("type", nothing)]
    found: list[Finding] = []
    for parents, why in ways:
        new = [at for at in sorted(parents) if types[at] in (None, "task")]
        for at in new:
            types[at] = "summary"
        if new:
            found.append(_said(part, file, new, why.fill(inside=inside_rows(part.rows, parents, new[0]))))
    if found:
        cells["type"] = types
    return found


def _said(part: LocatedSheet, file: str, rows: Sequence[int], why: Text) -> Finding:
    place = part.place_at(file, rows[0], min(part.columns.values(), default=0))
    return Finding(
        "GEN-19", Severity.WARNING, place, AS_SUMMARY.fill(why=why, n=len(rows), rows=[part.rows[at] + 1 for at in rows[:12]]),
        found=part.cells.get("name", [None] * len(part.rows))[rows[0]], fix=MAP_TYPE,
    )  # fmt: skip


def subtotals(part: LocatedSheet) -> dict[int, list[int]]:
    """The rows of a budget that add up others: by their codes, or because each of several amounts is the sum of rows beside.

    One amount alone may be a sum by chance; where it is, the rows must be coded as parts of it.
    """
    if part.sheet.key != "budget":
        return {}
    columns = [part.cells[key] for key in amounts_of(part.sheet) if key in part.cells]
    if not columns:
        return {}
    below, size = sums(columns), len(part.rows)
    above = {
        size - 1 - at: [size - 1 - each for each in inside]
        for at, inside in sums([[*reversed(column)] for column in columns]).items()
    }
    coded = parents_by_code(part.cells.get("line_id", [None] * size))
    found: dict[int, list[int]] = {}
    for at, inside in {**above, **below}.items():
        several = sum(bool(column[at]) for column in columns) >= 2
        if at in coded or (several and not any(each in found for each in inside)):
            found[at] = inside
    return found


def without_subtotals(part: LocatedSheet, file: str) -> Iterator[Finding]:
    """Leave the subtotals of a budget out, and say of which rows each is the sum."""
    found = subtotals(part)
    if not found:
        return
    first = min(part.columns.values(), default=0)
    for at in sorted(found):
        yield Finding(
            "GEN-19", Severity.WARNING, part.place_at(file, at, first), IS_SUM.fill(inside=inside_rows(part.rows, found, at)),
            fix=NOT_A_SUM,
        )  # fmt: skip
    kept = [at for at in range(len(part.rows)) if at not in found]
    part.cells = {key: [cells[at] for at in kept] for key, cells in part.cells.items()}
    place = {at: position for position, at in enumerate(kept)}
    part.errors = {(place[at], key): what for (at, key), what in part.errors.items() if at in place}
    part.unread = {(place[at], key) for at, key in part.unread if at in place}
    if part.currencies is not None:
        column, header, cells = part.currencies
        part.currencies = (column, header, [cells[at] for at in kept])
    part.rows = [part.rows[at] for at in kept]


BY_CODE = t(
    "the codes of rows {inside} begin with its own", "les codes des lignes {inside} commencent par le sien"
)
BY_INDENT = t("rows {inside} are indented under it", "les lignes {inside} sont en retrait sous elle")
BY_SUM = t(
    "its budget is the sum of rows {inside}, and its dates span theirs",
    "son budget est la somme des lignes {inside}, et ses dates couvrent les leurs",
)
AS_SUMMARY = t(
    "Read as a summary row, which is not added up: {why} ({n} such rows: {rows}).",
    "Lue comme récapitulative, donc non sommée : {why} (lignes de ce type : {n} ; lignes {rows}).",
)
MAP_TYPE = t(
    "Nothing to do if it is one. Otherwise give the type of each row: a column under [columns] read as “type”.",
    "Rien à faire si c’en est une. Sinon, indiquez le type de chaque ligne : une colonne sous [columns] lue comme « type ».",
)
IS_SUM = t(
    "The row is the sum of rows {inside}: it is not counted again.",
    "La ligne est la somme des lignes {inside} : elle n’est pas comptée une seconde fois.",
)
NOT_A_SUM = t(
    "Nothing to do if it is a subtotal. If it is a line in its own right, give it a code of its own and amounts that are not the sum of the others.",
    "Rien à faire si c’est un sous-total. Si c’est une ligne à part entière, donnez-lui un code propre et des montants qui ne soient pas la somme des autres.",
)
