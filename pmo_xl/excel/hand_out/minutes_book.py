"""The workbook of the minutes: a sheet per table in the look of the templates, and hidden what each cell held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Record, Template
from pmo_xl.core.flow.minutes import BEFORE, NOTED, Meeting, plain_words
from pmo_xl.core.flow.raw import MARK, mark_of
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.template.answers import Answers, Filling
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.template.table_sheet import write_table
from pmo_xl.excel.template.workbook import MARKS, ROOM, write_marks
from pmo_xl.excel.write.form import FormBook
from pmo_xl.excel.write.layout import CREATED

TITLE = t("Minutes {body}, {day}", "Relevé de décisions {body}, {day}")


class NoRecord(Record):
    """No identity: the minutes belong to a meeting, not to a project."""

    key, heading = "meeting", t("Meeting", "Séance")


def write_minutes(
    path: Path,
    meeting: Meeting,
    templates: Sequence[Template],
    rows: Mapping[str, Mapping[str, Sequence[Any]]],
    language: str = "en",
    brand: Brand = PLAIN,
) -> None:
    """Write the minutes at *path*: a sheet per table of the *templates* with its rows, room for new ones below.

    The same rows give the same bytes. Raises OSError.
    """
    draft = Draft(FormBook(), templates, NoRecord, language, Profile.LIGHT, (), ROOM, brand)
    title = TITLE.fill(body=meeting.body, day=meeting.day).to(language)
    draft.book.set_properties({"title": title, "created": CREATED, "comments": MARK})
    draft.book.set_size(2400, 1400)
    pages = {table.key: draft.add_sheet(draft.say(table.heading)) for table in draft.tables}
    write_marks(draft, draft.add_sheet(MARKS))
    for template in templates:
        for table in template.tables:
            write_table(draft, pages[table.key], template, table)
            draft.mark(pages[table.key], mark_of(table.key, template.version, language))
    _write_before(draft, meeting, _cells_of(templates, rows))
    pages[draft.tables[0].key].activate()
    draft.book.finish().write(path, Answers(draft, Filling(rows=rows)))


def _cells_of(
    templates: Sequence[Template], rows: Mapping[str, Mapping[str, Sequence[Any]]]
) -> Iterable[tuple[str, str, str, str, str]]:
    """Table, project, ID, column and words of each cell that holds something."""
    for template in templates:
        for table in template.tables:
            held = rows.get(table.key, {})
            project, row_id = table.identity
            for key in table.columns:
                for whose, which, what in zip(held[project], held[row_id], held[key], strict=True):
                    if key not in table.identity and plain_words(what):
                        yield table.key, whose, which, key, plain_words(what)


def _write_before(draft: Draft, meeting: Meeting, cells: Iterable[tuple[str, str, str, str, str]]) -> None:
    """Hidden: the meeting, and below what stood in each cell, so that what was typed since can be told."""
    sheet = draft.add_sheet(BEFORE)
    sheet.very_hidden()
    style = draft.style(num_format="@")
    head = (NOTED, meeting.body, meeting.day.isoformat(), plain_words(meeting.as_of), meeting.listed)
    for at, line in enumerate((head, *cells)):
        for col, words in enumerate(line):
            sheet.write_string(at, col, words, style)
