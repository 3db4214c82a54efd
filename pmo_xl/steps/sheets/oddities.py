"""What is odd about a sheet and yet leaves its cells readable: merged, hidden, blank between, typed over a formula."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from pmo_xl.core.base.finding import Finding, Place, Severity, cell_name
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.flow.raw import RawBook, RawSheet
from pmo_xl.steps.sheets.table import FoundTable

_EXTERNAL = re.compile(r"\[[^\[\]]*\.xl\w+\]|\[\d+\]")
"""A reference into another workbook, by its name or by its number."""
_SHOWN = 8
"""Rows that a sentence names before it stops."""


def oddities(book: RawBook, raw: RawSheet, part: FoundTable) -> Iterator[Finding]:
    """Every oddity of one located sheet; what was typed over formulas is kept for whoever knows their values."""
    yield from _not_read(book, raw, part)
    yield from _merged(book, raw, part)
    yield from _hidden(book, raw, part)
    yield from _formulas(book, raw, part)


def _not_read(book: RawBook, raw: RawSheet, part: FoundTable) -> Iterator[Finding]:
    first = min(part.located.columns.values(), default=0)
    for rows, message, fix in ((part.totals, TOTAL, NOTHING_TO_DO), (part.repeated, REPEATED, NOTHING_TO_DO)):
        for row in rows:
            yield _finding("GEN-05", book, raw, row, first, message.fill(row=row + 1), fix)
    if part.gaps:
        message = GAP.fill(rows=_rows(part.gaps))
        yield _finding("GEN-13", book, raw, part.gaps[0], first, message, CLOSE_GAP)


def _merged(book: RawBook, raw: RawSheet, part: FoundTable) -> Iterator[Finding]:
    located = part.located
    merged = [area for area in raw.merged if located.spots or area[0] > located.header]
    if not merged:
        return
    inputs = {column.key for column in located.sheet.inputs()}
    spots = (
        {place for key, place in located.spots.items() if key in inputs}
        if located.spots
        else {(row, col) for row in located.rows for key, col in located.columns.items() if key in inputs}
    )
    for top, left, bottom, right in merged:
        covered = [
            (row, col)
            for row, col in spots
            if top <= row <= bottom and left <= col <= right and (row, col) != (top, left)
        ]
        if covered:
            where = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
            yield _finding("GEN-12", book, raw, top, left, MERGED.fill(range=where), UNMERGE)


def _hidden(book: RawBook, raw: RawSheet, part: FoundTable) -> Iterator[Finding]:
    located = part.located
    # A sheet that only the full profile asks for comes hidden with the template.
    if not raw.visible and located.sheet.asked is Profile.LIGHT:
        yield Finding("GEN-11", Severity.WARNING, Place(book.file, raw.name), HIDDEN_SHEET, fix=SHOW)
    if not raw.hidden_rows and not raw.hidden_columns:
        return
    read = [key for key, cells in located.cells.items() if any(cell is not None for cell in cells)]
    if raw.hidden_rows:
        held = {located.spots[key][0] for key in read} if located.spots else set(located.rows)
        rows = sorted(held & raw.hidden_rows)
        if rows:
            col = min(located.columns.values())
            yield _finding("GEN-11", book, raw, rows[0], col, HIDDEN_ROWS.fill(rows=_rows(rows)), SHOW)
    if raw.hidden_columns and not located.spots:
        columns = [key for key in read if located.columns[key] in raw.hidden_columns]
        if columns:
            labels = [located.sheet.columns[key].label for key in columns]
            col = located.columns[columns[0]]
            yield _finding(
                "GEN-11", book, raw, located.header, col, HIDDEN_COLUMNS.fill(columns=labels), SHOW
            )


def _formulas(book: RawBook, raw: RawSheet, part: FoundTable) -> Iterator[Finding]:
    """Formulas in cells that people fill, where their value is not of this file or not known."""
    located = part.located
    if raw.origin is None:
        return
    at = {row: position for position, row in enumerate(located.rows)}
    key_of = {col: key for key, col in located.columns.items() if key in located.cells}
    if located.spots:
        fields = {place: key for key, place in located.spots.items() if key in located.cells}
        rows: Container[int] = {row for row, _ in fields}
    else:
        rows = at
        computed = {col: key for key, col in located.columns.items() if located.sheet.columns[key].computed}
        for row, col in raw.origin.typed(computed) if at else ():
            what = raw.rows[row][col] if row < len(raw.rows) and col < len(raw.rows[row]) else None
            if row in at and what is not None:
                located.typed_over[at[row], computed[col]] = what
    for place, formula in raw.origin.formulas(key_of.keys(), rows).items():
        position, key = (0, fields.get(place)) if located.spots else (at[place[0]], key_of[place[1]])
        if key is None:
            continue
        label = located.sheet.columns[key].label
        if _EXTERNAL.search(formula.words):
            message, code = EXTERNAL.fill(column=label), "GEN-09"
        elif not formula.computed and located.cells[key][position] is None and place not in raw.errors:
            message, code = NEVER_COMPUTED.fill(column=label), "GEN-14"
        else:
            continue
        fix = TYPE_VALUE if code == "GEN-09" else OPEN_AND_SAVE
        yield Finding(
            code,
            Severity.WARNING,
            Place(book.file, raw.name, *place),
            message,
            found=f"={formula.words}",
            fix=fix,
        )


def _finding(
    code: str, book: RawBook, raw: RawSheet, row: int, col: int, message: Text, fix: Text
) -> Finding:
    return Finding(code, Severity.WARNING, Place(book.file, raw.name, row, col), message, fix=fix)


def _rows(rows: Sequence[int]) -> str:
    """Row numbers as people see them: ``7, 9, 10``."""
    more = ", …" if len(rows) > _SHOWN else ""
    return ", ".join(str(row + 1) for row in rows[:_SHOWN]) + more


TOTAL = t(
    "Row {row} holds a total: it is not read.", "La ligne {row} contient un total : elle n’est pas lue."
)
REPEATED = t(
    "Row {row} repeats the headers: it is not read.",
    "La ligne {row} répète les intitulés : elle n’est pas lue.",
)
NOTHING_TO_DO = t(
    "Nothing to do; totals are made in the master.",
    "Rien à faire ; les totaux se font dans le classeur consolidé.",
)
GAP = t(
    "Blank between filled rows: {rows}. The rows after it were read.",
    "Lignes vides entre des lignes remplies : {rows}. Les suivantes ont été lues.",
)
CLOSE_GAP = t("Delete the blank rows.", "Supprimez les lignes vides.")
MERGED = t(
    "Cells {range} are merged: what stands there counts for the first cell only, the others are blank.",
    "Les cellules {range} sont fusionnées : leur contenu ne vaut que pour la première, les autres sont vides.",
)
UNMERGE = t("Unmerge the cells and fill each of them.", "Défusionnez les cellules et remplissez chacune.")
HIDDEN_SHEET = t(
    "The sheet is hidden; it was read all the same.", "La feuille est masquée ; elle a été lue quand même."
)
HIDDEN_ROWS = t(
    "Rows hidden or filtered out, and read all the same: {rows}.",
    "Lignes masquées ou filtrées, lues quand même : {rows}.",
)
HIDDEN_COLUMNS = t(
    "Columns hidden, and read all the same: {columns}.", "Colonnes masquées, lues quand même : {columns}."
)
SHOW = t("Show them, and delete what does not count.", "Affichez-les, et supprimez ce qui ne compte pas.")
EXTERNAL = t(
    "“{column}” takes its value from another workbook: it was read as last computed, the link was not followed.",
    "« {column} » prend sa valeur d’un autre classeur : elle a été lue comme calculée en dernier, le lien n’a pas été suivi.",
)
TYPE_VALUE = t("Type the value itself.", "Saisissez la valeur elle-même.")
NEVER_COMPUTED = t(
    "“{column}” holds a formula whose value is not in the file: it was read as blank.",
    "« {column} » contient une formule dont la valeur n’est pas dans le fichier : elle a été lue comme vide.",
)
OPEN_AND_SAVE = t(
    "Open the file in Excel, save it and send it again.",
    "Ouvrez le fichier dans Excel, enregistrez-le et renvoyez-le.",
)
