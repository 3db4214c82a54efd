"""Propose how a foreign workbook is to be read: its best table, column by column, with what is still to be said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pmo_xl.adopt.match import synonyms
from pmo_xl.adopt.match.headers import NOTHING, SYNONYM, Match, meaningless_prefix, plain
from pmo_xl.adopt.match.mapping import Source
from pmo_xl.adopt.match.tables import BETWEEN, Headers, find_headers, meanings, rows_of, values_in
from pmo_xl.adopt.match.values import as_words, distinct, is_number, number_in, order_of_dates, translation
from pmo_xl.adopt.propose.assign import assign
from pmo_xl.adopt.propose.evidence import weighed
from pmo_xl.adopt.propose.identity import identity, project_columns
from pmo_xl.adopt.propose.proposal import Found, Proposal, anchors_of, sheet_names, spellings
from pmo_xl.adopt.read.summaries import is_yes_or_no
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import Table, choices_of
from pmo_xl.core.flow.raw import Cell, RawBook, RawSheet
from pmo_xl.steps.sheets.marks import is_findings
from pmo_xl.steps.text.money import names_currencies

SAMPLE = 300
"""How many values of a column are looked at."""
CANDIDATE = 0.4
"""From here on a field is worth naming to a person."""
THOUSANDS = re.compile(r"k\s?(€|£|\$|eur\b|usd\b|gbp\b)|(€|£|\$)\s?k\b|\bthousands\b|\bmilliers d")
MILLIONS = re.compile(r"(?<!\w)m\s?(€|£|\$|eur\b|usd\b|gbp\b)|(€|£|\$)\s?m\b|\bmillions?\b")


def propose(
    book: RawBook, templates: Templates, kind: str | None = None, sheet: str | None = None
) -> list[Proposal]:
    """Every table of a foreign workbook that could be read, the best first.

    ``kind`` asks for one kind of template, and is then content with less; ``sheet`` for one sheet.
    """
    found: list[Proposal] = []
    for raw in book.sheets:
        if is_findings(raw) or (sheet is not None and fold(raw.name) != fold(sheet)):
            continue
        here = [
            proposal
            for key, table in templates.tables.items()
            if kind is None or templates.kind_of[key] == kind
            for headers in _first_of_each(find_headers(raw, table))
            if (proposal := _proposal(book, raw, table, templates, *headers, asked=kind is not None))
            is not None
        ]
        here.sort(key=lambda p: (-p.score, p.headers.row, p.table.key))
        kept: list[Proposal] = []
        for proposal in here:
            if not any(abs(proposal.headers.row - other.headers.row) < 2 for other in kept):
                kept.append(proposal)
        found += kept
    visible = {raw.name: raw.visible for raw in book.sheets}
    found.sort(key=lambda p: (not visible[p.sheet], -p.score))
    return found


def _first_of_each(found: Sequence[Headers]) -> Iterator[tuple[Headers, bool]]:
    """Headers, and whether the same stand in the sheet more than once."""
    for headers in found:
        same = [h for h in found if len(set(h.words.values()) & set(headers.words.values())) >= 2]
        yield headers, len(same) > 1


def _proposal(
    book: RawBook,
    raw: RawSheet,
    table: type[Table],
    templates: Templates,
    headers: Headers,
    again: bool,
    *,
    asked: bool,
) -> Proposal | None:
    # A heading above several columns qualifies them; only what people repeat in each header tells nothing.
    names = [words for words in headers.words.values() if BETWEEN not in words]
    prefix = meaningless_prefix(names, table)
    meant = {column: meanings(words, table, prefix) for column, words in headers.words.items()}
    key_column = next((c for c in meant if any(key in table.identity for key in meant[c])), None)
    rows = rows_of(raw, headers, sorted(headers.words), key_column)
    columns = {
        place: Found(place, words, values=values_in(raw, rows.records, place)[:SAMPLE])
        for place, words in headers.words.items()
    }
    projects = project_columns(headers.words)
    split = projects.get("project_id", projects.get("project_name"))
    currency = next(
        (place for place, c in columns.items() if names_currencies(last_line(c.header), c.values)), None
    )
    candidates: dict[int, dict[str, Match]] = {}
    for place, column in columns.items():
        if place in projects.values():
            column.project = True
            continue
        if place == currency:
            column.currency = True
            continue
        if table.key == "plan" and say_type(column):
            continue
        apart = split is not None and _apart(raw, rows.records, place, split)
        weighted = weighed(meant[place], table, column.values, len(rows.records), apart)
        if weighted:
            candidates[place] = weighted
    for place, match in assign(candidates, table).items():
        column = columns[place]
        if match.confidence >= CANDIDATE:
            column.match = match
            column.computed = table.columns[match.key].computed
        column.others = sorted(
            (m for m in candidates[place].values() if m.key not in (match.key, NOTHING) and m.confidence >= CANDIDATE),
            key=lambda m: (-m.confidence, m.key),
        )  # fmt: skip
    proposal = Proposal(
        book.file, raw.name, table, headers, rows, list(columns.values()), templates, again=again
    )
    if not _is_that_kind(proposal, asked):
        return None
    above = _words_above(raw, headers)
    for column in proposal.columns:
        _how_to_read(column, table, above)
        if column.match is not None and not column.computed and not column.in_part:
            words = _list_words(table.columns[column.match.key], column.values)
            if words:
                proposal.words[column.match.key] = words
    proposal.project = dict(identity(book, raw, headers, projects))
    if currency is not None:
        # A line says its own currency: what stands above the table holds for the project.
        proposal.project["currency"] = Source(column=headers.words[currency])
    return proposal


def last_line(header: str) -> str:
    """A header without the heading that gathers it with others, and without its number."""
    return re.sub(r" #\d+$", "", header).rpartition(BETWEEN)[2]


def say_type(column: Found) -> bool:
    """Whether a column of yes and no, or of levels, says which rows are summaries or milestones; then it is read so."""
    name = plain(last_line(column.header))
    if column.values and all(map(is_yes_or_no, column.values)) and not all(map(is_number, column.values)):
        column.yes = (
            "summary"
            if name in spellings(synonyms.SUMMARIES)
            else "milestone"
            if name in spellings(synonyms.MILESTONES)
            else None
        )
    elif name in spellings(synonyms.OUTLINES):
        whole = [v for v in column.values if isinstance(v, float) and v.is_integer() and 0 <= v <= 20]
        column.outline = bool(column.values) and len(whole) == len(column.values) and len(set(whole)) > 1
    if not column.in_part:
        return False
    column.match = Match("type", SYNONYM, (SAYS_SUMMARY if column.yes != "milestone" else SAYS_MILESTONE,))
    return True


def _is_that_kind(proposal: Proposal, asked: bool) -> bool:
    likely = {c.match.key for c in proposal.columns if c.match is not None and c.match.confidence >= 0.6}
    sure = [c for c in proposal.columns if c.sure]
    anchored = bool(likely & set(anchors_of(proposal.table)))
    if asked or (anchored and plain(proposal.sheet) in sheet_names(proposal.table)):
        return len(likely) >= 2 and bool(sure)
    return anchored and len(likely) >= 3 and len(sure) >= 2


def _apart(raw: RawSheet, rows: Sequence[int], place: int, split: int) -> bool:
    """Whether no value stands twice within one project."""

    def cell(at: int, column: int) -> Cell:
        return raw.rows[at][column] if column < len(raw.rows[at]) else None

    pairs = [(cell(at, split), cell(at, place)) for at in rows if cell(at, place) is not None]
    return len(set(pairs)) == len(pairs) > 0


def _words_above(raw: RawSheet, headers: Headers) -> str:
    """The texts of the rows above a table: what they say of units holds for all of it."""
    rows = raw.rows[: max(0, headers.row - headers.lines + 1)]
    return " ".join(fold(cell) for row in rows for cell in row if isinstance(cell, str) and len(cell) < 200)


def _how_to_read(column: Found, table: type[Table], above: str) -> None:
    """Units, numbers and dates typed as texts, identifiers of another form."""
    if column.match is None or column.computed or column.in_part:
        return
    ours = table.columns[column.match.key]
    texts = [value for value in column.values if isinstance(value, str)]
    if ours.kind is Kind.AMOUNT:
        for words in (fold(column.header), above):
            if THOUSANDS.search(words) or MILLIONS.search(words):
                column.times = 1000 if THOUSANDS.search(words) else 1_000_000
                break
    if ours.kind is Kind.PERCENT:
        numbers = [v for v in column.values if isinstance(v, (int, float)) and not isinstance(v, bool)]
        # A table of text has its numbers as texts; those with a sign of their own need no factor.
        numbers += [n for text in texts if "%" not in text and (n := number_in(text)) is not None]
        if numbers and max(numbers) >= 2 and len(numbers) == len(column.values):
            column.times = 0.01
    if ours.kind.is_date and texts:
        column.dates = order_of_dates(texts)
    if ours.kind.is_quantity and texts and not _list_words(ours, column.values):
        column.numbers = True
    if ours.pattern == r"R-\d{3,}" and not all(
        re.fullmatch(ours.pattern, as_words(v).upper()) for v in column.values
    ):
        numbered = [re.findall(r"\d+", as_words(value)) for value in column.values]
        if all(numbered):
            column.id = "R-000"
    elif ours.pattern == r"R-\d{3,}" and not column.values:
        column.id = "R-000"


def _list_words(column: Column, values: Sequence[Cell]) -> dict[str, str | int | None]:
    """The words of a foreign list that our own do not hold, and what each is; None where a person must say."""
    found: dict[str, str | int | None] = {}
    choices = choices_of(column)
    if choices is None and not (column.kind is Kind.INTEGER and column.high == 5):
        return found
    own: set[str] = set()
    for member in choices or ():
        own |= set(map(fold, (member.key, *member.label.in_all(), *member.aliases)))
    different = distinct(values)
    if len(different) > 40:
        return found
    for words, value in reversed(different.items()):
        if words in own or (choices is None and not isinstance(value, str)):
            continue
        found[value.strip() if isinstance(value, str) else words] = translation(column, value)
    return found if choices is not None or any(found.values()) else {}


SAYS_SUMMARY = t("says which rows are summaries", "indique les récapitulatives")
SAYS_MILESTONE = t("says which rows are milestones", "indique les jalons")
