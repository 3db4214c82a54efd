"""Find our sheets in a workbook: by their mark, and by their labels in any language.

Columns may be moved, hidden or added, sheets renamed, title rows put above, several tables put on one sheet:
what counts is the words of the headers. What is required and cannot be found is a finding, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmo_xl.core.base.finding import Finding, Place, Severity, cell_name
from pmo_xl.core.base.text import Text, fold, same, t
from pmo_xl.core.definition.model import Sheet, with_columns
from pmo_xl.core.definition.wording import need_words
from pmo_xl.core.flow.portfolio import LocatedSheet
from pmo_xl.core.flow.raw import MARK, OWN_LABEL, Cell, RawBook, RawSheet
from pmo_xl.steps.sheets.headers import labels_of, loose, nearest, needed, others_than
from pmo_xl.steps.sheets.marks import holds_nothing, read_mark
from pmo_xl.steps.sheets.migrate import migrated
from pmo_xl.steps.sheets.oddities import oddities
from pmo_xl.steps.sheets.table import Block, FoundTable, blocks, likeliest, read_table
from pmo_xl.steps.text.money import names_currencies

_VERSION = re.compile(r"[0-9]{1,9}")


def locate(
    book: RawBook, sheets: Mapping[str, type[Sheet]], versions: Mapping[str, str]
) -> tuple[list[LocatedSheet], list[Finding]]:
    """The sheets of ours in a workbook, and what stands in the way of reading them.

    ``versions`` gives the current template version of each sheet key.
    """
    standard, sheets = sheets, _as_labelled(book, sheets)
    found: list[LocatedSheet] = []
    findings: list[Finding] = []
    raws = [raw for raw in book.sheets if not holds_nothing(raw)]
    marks = {raw.name: read_mark(raw) for raw in raws}
    by_mark = {mark[0] for mark in marks.values() if mark is not None}
    unmarked = [sheet for key, sheet in sheets.items() if key not in by_mark]
    for came in raws:
        raw, mark = came, marks[came.name]
        if mark is not None and mark[0] not in sheets:
            findings.append(_error("GEN-02", book, raw, UNKNOWN_KIND.fill(kind=mark[0]), USE_CURRENT))
            continue
        if mark is not None and mark[1] != versions[mark[0]]:
            carried = migrated(raw, mark[0], mark[1], versions[mark[0]])
            findings.append(_other_version(book, raw, mark[1], versions[mark[0]], carried is not None))
            if findings[-1].severity is Severity.ERROR:
                continue
            raw = carried or raw
        own = sheets[mark[0]] if mark is not None else None
        parts, others = _parts(raw, own, unmarked)
        if own is not None and not any(part.located.sheet is own for part in parts):
            findings.append(_error("GEN-04", book, raw, NO_HEADERS.fill(sheet=own.heading), RESTORE_HEADERS))
        for part in parts:
            part.located.language = mark[2] if mark is not None else ""
            twin = next((other for other in found if other.sheet is part.located.sheet), None)
            if twin is not None:
                message = TWICE.fill(sheet=part.located.sheet.heading, other=twin.name)
                findings.append(_error("GEN-04", book, raw, message, KEEP_ONE))
                continue
            found.append(part.located)
            findings += _headers(book, raw, part)
            findings += oddities(book, raw, part)
        findings += [_second(book, raw, *other) for other in others]
    for located in found:
        located.sheet = standard[located.sheet.key]
    if found and book.sheets[0].from_1904:
        findings.append(_from_1904(book))
    return found, findings


def _as_labelled(book: RawBook, sheets: Mapping[str, type[Sheet]]) -> Mapping[str, type[Sheet]]:
    """The sheets with the labels that a PMO gave their columns when the workbook was made, as it notes itself."""
    notes = next((raw for raw in book.sheets if raw.rows[:1] and raw.rows[0][:1] == [MARK]), None)
    said = frozenset(
        (row[1], row[2])
        for row in (notes.rows if notes is not None else ())
        if len(row) > 2 and row[0] == OWN_LABEL and isinstance(row[1], str) and isinstance(row[2], str)
    )
    return {key: _labelled(sheet, said) for key, sheet in sheets.items()} if said else sheets


_LABELLED: dict[tuple[type[Sheet], frozenset[tuple[str, str]]], type[Sheet]] = {}
"""Sheets made once for all workbooks of a PMO."""


def _labelled(sheet: type[Sheet], said: frozenset[tuple[str, str]]) -> type[Sheet]:
    """A sheet of which some columns, by key, are known by a further label."""
    if (sheet, said) not in _LABELLED:
        _LABELLED[sheet, said] = _with_labels(sheet, said)
    return _LABELLED[sheet, said]


def _with_labels(sheet: type[Sheet], said: frozenset[tuple[str, str]]) -> type[Sheet]:
    own = {place.partition(".")[2]: words for place, words in said if place.partition(".")[0] == sheet.key}
    if not own.keys() & sheet.columns.keys():
        return sheet
    columns = {
        key: replace(column, former=(*column.former, same(own[key]))) if key in own else column
        for key, column in sheet.columns.items()
    }
    return with_columns(sheet, columns)


def _parts(
    raw: RawSheet, own: type[Sheet] | None, unmarked: Sequence[type[Sheet]]
) -> tuple[list[FoundTable], list[tuple[type[Sheet], int]]]:
    """What of ours a sheet holds; and the header rows of tables that come a second time, in other columns."""
    if own is None or own.layout == "record":
        best: FoundTable | None = None
        for sheet in [own] if own is not None else unmarked:
            part = _record(raw, sheet) if sheet.layout == "record" else None
            if part is None or (
                own is None and (not needed(sheet) <= part.located.columns.keys() or _is_guide(part.located))
            ):
                continue
            if best is None or len(part.located.columns) > len(best.located.columns):
                best = part
        if best is not None or own is not None:
            return ([best] if best else []), []
    heads = blocks(raw, [own, *unmarked] if own is not None else unmarked)
    if own is not None and not any(head.sheet is own for head in heads):
        near = likeliest(raw, own)
        heads = [near, *(head for head in heads if head.header > near.header)] if near else []
    parts: list[FoundTable] = []
    others: list[tuple[type[Sheet], int]] = []
    begun: dict[type[Sheet], Block] = {}
    kept = []
    for head in heads:
        first = begun.setdefault(head.sheet, head)
        if first is head or any(first.named.get(key) != places for key, places in head.named.items()):
            kept.append(head)
    for head, following in zip(kept, [*kept[1:], None], strict=False):
        if begun[head.sheet] is head:
            parts.append(read_table(raw, head, following.header if following else len(raw.rows)))
        else:
            others.append((head.sheet, head.header))
    return parts, others


def _is_guide(part: LocatedSheet) -> bool:
    """Whether it is the Guide, where each label stands beside the need of its column, not beside a value."""
    column = next(column for column in part.sheet.columns.values() if column.key in needed(part.sheet))
    needs = {fold(words) for words in need_words(column, required=True).in_all()}
    beside = part.cells[column.key][0] if part.spots else None
    return isinstance(beside, str) and fold(beside) in needs


def _record(raw: RawSheet, sheet: type[Sheet]) -> FoundTable | None:
    labels = labels_of(sheet)
    spots: dict[str, tuple[int, int]] = {}
    doubles: dict[str, tuple[int, int]] = {}
    wide = {(top, left): right for top, left, _, right in raw.merged}
    for at, row in enumerate(raw.rows):
        for col, cell in enumerate(row):
            if isinstance(cell, str):
                key = labels.get(loose(cell))
                if key is not None:
                    spot = (at, wide.get((at, col), col) + 1)
                    if spots.setdefault(key, spot) != spot and spots[key][1] == spot[1]:
                        doubles.setdefault(key, spot)
                    break
    if len(spots) < 2:
        return None
    cells: dict[str, list[Any]] = {}
    errors: dict[tuple[int, str], str] = {}
    part = FoundTable(LocatedSheet(sheet, raw.name, {}, [0], cells, errors, spots))
    for key, (at, col) in doubles.items():
        first, second = (_at(raw, place) for place in (spots[key], (at, col)))
        if first is None:
            spots[key] = (at, col)
        elif second is not None and second != first:
            part.doubles.append((key, *spots[key], at, col))
    for column in sheet.inputs():
        if column.key in spots:
            cells[column.key] = [_at(raw, spots[column.key])]
            if spots[column.key] in raw.errors:
                errors[0, column.key] = raw.errors[spots[column.key]]
    part.located.columns = {key: col for key, (_, col) in spots.items()}
    return part


def _at(raw: RawSheet, place: tuple[int, int]) -> Any:
    row = raw.rows[place[0]]
    return row[place[1]] if place[1] < len(row) else None


def _headers(book: RawBook, raw: RawSheet, part: FoundTable) -> list[Finding]:
    """Headers that are there twice, required ones that are not there, and those that are not ours."""
    located, sheet = part.located, part.located.sheet
    findings = [
        Finding(
            "GEN-04", Severity.ERROR, Place(book.file, raw.name, top, left),
            DOUBLE.fill(column=sheet.columns[key].label, other=cell_name(row, col)), fix=KEEP_ONE,
        )
        for key, top, left, row, col in part.doubles
    ]  # fmt: skip
    missing = [key for key in sheet.columns if key in needed(sheet) and key not in located.columns]
    strangers = _strangers(raw, located)
    absent = [key for key in sheet.columns if key not in located.columns]
    # A date, a number or a truth value in a header row is no label that somebody misspelled.
    meant = {
        col: nearest(words, sheet, absent) if isinstance(words, str) else None
        for col, words in strangers.items()
    }
    for key in missing:
        label = sheet.columns[key].label
        col = next((col for col, near in meant.items() if near == key), None)
        if col is None:
            findings.append(_error("GEN-04", book, raw, NO_HEADER.fill(column=label), RESTORE_HEADERS))
        else:
            findings.append(
                Finding(
                    "GEN-04", Severity.ERROR, Place(book.file, raw.name, located.header, col),
                    MISSPELLED.fill(column=label, header=strangers[col]), found=strangers[col],
                    expected=label, fix=RESTORE_HEADERS,
                )
            )  # fmt: skip
            del strangers[col]
    for col, header in strangers.items():
        said = [_at(raw, (at, col)) for at in located.rows]
        if isinstance(header, str) and names_currencies(header, said):
            located.currencies = (col, header, said)
        near = meant[col]
        if any(_at(raw, (at, col)) is not None for at in located.rows):
            findings.append(
                Finding(
                    "GEN-05", Severity.WARNING, Place(book.file, raw.name, located.header, col),
                    NOT_OURS.fill(header=header), found=header,
                    fix=MEANT.fill(near=sheet.columns[near].label) if near else NOTHING_TO_DO,
                )
            )  # fmt: skip
    return findings


def _strangers(raw: RawSheet, located: LocatedSheet) -> dict[int, Cell]:
    """What stands in the header row and is no header of ours, by column."""
    if located.spots:
        return {}
    header, ours = raw.rows[located.header], {*located.columns.values()}
    return {col: header[col] for col in others_than(tuple(header), (located.sheet,)) if col not in ours}


def _second(book: RawBook, raw: RawSheet, sheet: type[Sheet], row: int) -> Finding:
    first = next(col for col, cell in enumerate(raw.rows[row]) if cell is not None)
    return Finding(
        "GEN-04", Severity.ERROR, Place(book.file, raw.name, row, first),
        SECOND_TABLE.fill(sheet=sheet.heading), fix=ONE_TABLE,
    )  # fmt: skip


def _from_1904(book: RawBook) -> Finding:
    return Finding("GEN-15", Severity.WARNING, Place(book.file), FROM_1904, fix=FROM_1904_FIX)


def _error(code: str, book: RawBook, raw: RawSheet, message: Text, fix: Text) -> Finding:
    return Finding(code, Severity.ERROR, Place(book.file, raw.name), message, fix=fix)


def _other_version(book: RawBook, raw: RawSheet, found: str, current: str, carried: bool) -> Finding:
    # Of what is no number that we would give a version, nobody knows whether it is older.
    older = carried or (_VERSION.fullmatch(found) is not None and int(found) < int(current))
    return Finding(
        "GEN-03" if older else "GEN-02",
        Severity.WARNING if older else Severity.ERROR,
        Place(book.file, raw.name),
        (CARRIED_OVER if carried else OTHER_VERSION).fill(found=found, current=current),
        found=found,
        expected=t("version {current}", "version {current}").fill(current=current),
        fix=NEXT_TIME if carried else USE_CURRENT,
    )  # fmt: skip


OTHER_VERSION = t(
    "The template has version {found}; the current one is {current}.",
    "Le modèle est en version {found} ; la version courante est {current}.",
)
CARRIED_OVER = t(
    "The template has version {found}: it was read as version {current}, the current one.",
    "Le modèle est en version {found} : il a été lu comme la version {current}, la version courante.",
)
NEXT_TIME = t("Use the current template next time.", "Utilisez le modèle courant la prochaine fois.")
UNKNOWN_KIND = t(
    "“{kind}” is not a kind of sheet that is known here.", "« {kind} » n’est pas un type de feuille connu."
)
USE_CURRENT = t("Copy the rows into the current template.", "Recopiez les lignes dans le modèle courant.")
NO_HEADERS = t(
    "The headers of the sheet “{sheet}” cannot be found.",
    "Les intitulés de la feuille « {sheet} » sont introuvables.",
)
NO_HEADER = t("The column “{column}” cannot be found.", "La colonne « {column} » est introuvable.")
MISSPELLED = t(
    "The column “{column}” cannot be found. Is it “{header}”?",
    "La colonne « {column} » est introuvable. Est-ce « {header} » ?",
)
DOUBLE = t(
    "“{column}” is there twice, here and in {other}: which one counts is not certain.",
    "« {column} » figure deux fois, ici et en {other} : on ne sait laquelle fait foi.",
)
SECOND_TABLE = t(
    "A second table “{sheet}” begins here, with other columns: it cannot be read with the first.",
    "Un second tableau « {sheet} » commence ici, avec d’autres colonnes : il ne peut être lu avec le premier.",
)
ONE_TABLE = t("Copy its rows under those of the first.", "Recopiez ses lignes sous celles du premier.")
NOT_OURS = t(
    "Column “{header}” is not part of the template: it is not read.",
    "La colonne « {header} » ne fait pas partie du modèle : elle n’est pas lue.",
)
NOTHING_TO_DO = t(
    "Nothing to do, unless it was meant to be one of the template’s columns.",
    "Rien à faire, sauf si elle devait être une colonne du modèle.",
)
MEANT = t(
    "Write “{near}” if that is what it is; otherwise there is nothing to do.",
    "Écrivez « {near} » si c’est bien elle ; sinon il n’y a rien à faire.",
)
FROM_1904 = t(
    "The workbook counts its dates from 1904: they were read as Excel shows them there.",
    "Le classeur compte ses dates à partir de 1904 : elles ont été lues telles qu’Excel les y affiche.",
)
FROM_1904_FIX = t(
    "Check a date; do not copy dates from it into other workbooks, where they would move by four years.",
    "Vérifiez une date ; ne copiez pas ses dates dans d’autres classeurs, elles s’y décaleraient de quatre ans.",
)
RESTORE_HEADERS = t(
    "Put the header back as it stands in the template, in English or in French.",
    "Rétablissez l’intitulé du modèle, en français ou en anglais.",
)
TWICE = t(
    "A second sheet “{sheet}”; the first is “{other}”.",
    "Une seconde feuille « {sheet} » ; la première est « {other} ».",
)
KEEP_ONE = t("Keep one of the two.", "Gardez l’une des deux.")
