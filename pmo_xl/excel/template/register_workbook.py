"""A workbook of one table in the look of the templates, without a project sheet: the project register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Record, Table, Template
from pmo_xl.core.flow.raw import mark_of
from pmo_xl.excel.template.answers import Answers, Filling
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.template.table_sheet import write_table
from pmo_xl.excel.template.workbook import MARKS, ROOM, set_properties, write_marks
from pmo_xl.excel.write.form import FormBook

PURPOSE = t(
    "One row per project that is expected to report; type under the last row to add one.",
    "Une ligne par projet attendu à la collecte ; saisissez sous la dernière ligne pour en ajouter.",
)


class Nobody(Record):
    """No identity: the workbook belongs to the PMO, not to a project."""

    key, heading = "nobody", t("Nobody", "Personne")


def write_register(
    path: Path,
    table: type[Table],
    rows: Mapping[str, Sequence[Any]],
    language: str = "en",
    version: str = "1",
) -> None:
    """Write the register at *path*: its *table* with these rows (columns of plain values), room below."""
    template = Template(table.key, version, 10, table.heading, PURPOSE, (table,))
    draft = Draft(FormBook(), (template,), Nobody, language, Profile.LIGHT, (), ROOM)
    set_properties(draft)
    page = draft.add_sheet(draft.say(table.heading))
    write_marks(draft, draft.add_sheet(MARKS))
    write_table(draft, page, template, table)
    draft.mark(page, mark_of(table.key, version, language))
    page.activate()
    draft.book.finish().write(path, Answers(draft, Filling(rows={table.key: rows})))
