"""The PMO's own workbook: tables in the look of the templates, a sheet each, without a project sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Record, Table, Template
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.flow.raw import mark_of
from pmo_xl.excel.template.answers import Answers, Filling
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.template.table_sheet import FIRST_COLUMN, GUARDED, HEADER_ROW, write_table
from pmo_xl.excel.template.workbook import MARKS, ROOM, set_properties, write_marks
from pmo_xl.excel.write.form import FormBook
from pmo_xl.excel.write.form_sheet import FormSheet

TITLE = t("PMO steering", "Pilotage du PMO")


class Nobody(Record):
    """No identity: the workbook belongs to the PMO, not to a project."""

    key, heading = "nobody", t("Nobody", "Personne")


def write_steering(
    path: Path,
    templates: Sequence[Template],
    rows: Mapping[str, Mapping[str, Sequence[Any]]],
    language: str = "en",
) -> None:
    """Write the workbook at *path*: a sheet per table of the *templates*, with its rows (columns of plain values) and room below.

    The same rows give the same bytes. Raises OSError.
    """
    draft = Draft(FormBook(), templates, Nobody, language, Profile.LIGHT, (), ROOM)
    set_properties(draft, TITLE)
    pages = {table.key: draft.add_sheet(draft.say(table.heading)) for table in draft.tables}
    write_marks(draft, draft.add_sheet(MARKS))
    for table in draft.tables:
        _offer(draft, pages[table.key], table)
    for template in templates:
        for table in template.tables:
            write_table(draft, pages[table.key], template, table)
            draft.mark(pages[table.key], mark_of(table.key, template.version, language))
    pages[draft.tables[0].key].activate()
    draft.book.finish().write(path, Answers(draft, Filling(rows=rows)))


def _offer(draft: Draft, page: FormSheet, table: type[Table]) -> None:
    """Name what stands in the column by which other sheets name a row, down to the last: what drop-downs offer."""
    if not table.called:
        return
    col = FIRST_COLUMN + list(table.columns).index(table.called[0])
    first, last = (
        xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
        for row in (HEADER_ROW + 1, HEADER_ROW + GUARDED)
    )
    sheet = "'" + page.get_name().replace("'", "''") + "'!"
    whole = f"{sheet}{first}:{last}"
    name = draft.lists[table.key] = parameter(f"named_{table.key}")
    draft.book.define_name(name, f"={sheet}{first}:INDEX({whole},MAX(1,COUNTA({whole})))")
