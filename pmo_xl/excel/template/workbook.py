"""Blank and prefilled templates: one workbook from the definitions of one kind, or of several (a pack).

Each workbook holds the project sheet, the tables, a Check sheet whose live formulas say what is missing
before anything is sent, a Guide, a Glossary, and hidden marks by which the reader knows it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind, Profile
from pmo_xl.core.definition.model import Record, Template, choices_of
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.flow import raw
from pmo_xl.core.flow.raw import MARK, OWN_LABEL, mark_of
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.template.answers import Answers, Filling
from pmo_xl.excel.template.check_sheet import CHECK, write_check
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.template.glossary_sheet import GLOSSARY, terms_of, write_glossary
from pmo_xl.excel.template.guide_sheet import GUIDE, write_guide
from pmo_xl.excel.template.record_sheet import write_record
from pmo_xl.excel.template.table_sheet import write_table
from pmo_xl.excel.template.words_sheet import write_words
from pmo_xl.excel.write.form import FormBook
from pmo_xl.excel.write.form_sheet import FormSheet
from pmo_xl.excel.write.layout import CREATED

__all__ = ["Blank", "Blanks", "Filling", "make_workbook"]

ROOM = 25
"""Empty rows that a table offers below what it holds; typing under the last one adds more."""


MARKS = "_pmo"
NONE_OFFERED: Mapping[str, Sequence[str]] = MappingProxyType({})
PAGE_VERSION = "1"
PACK = t("Project pack", "Dossier projet")


class Blank:
    """A template workbook of one kind, or a pack of several, made once: each copy of it only fills its cells.

    ``provenance`` stands on the project sheet of each: from which file its rows come.
    """

    def __init__(
        self,
        templates: Sequence[Template],
        record: type[Record],
        *,
        language: str = "en",
        profile: Profile = Profile.STANDARD,
        holidays: Sequence[dt.date] = (),
        room: int = ROOM,
        brand: Brand = PLAIN,
        offered: Mapping[str, Sequence[str]] = NONE_OFFERED,
        provenance: Text | None = None,
    ) -> None:
        self._draft = Draft(
            FormBook(), templates, record, language, profile, holidays, room, brand, offered, provenance=provenance
        )  # fmt: skip
        set_properties(self._draft)
        write_sheets(self._draft)
        self._form = self._draft.book.finish()

    def write(self, path: Path, filling: Filling) -> None:
        """Write a copy with that filling at *path*; the same filling gives the same bytes. Raises OSError."""
        self._form.write(path, Answers(self._draft, filling))


class Blanks:
    """The blanks of one workspace, each made when it is first asked for.

    ``offered`` are the names of each list of the PMO's, by its key: columns that name a row of it offer them.
    """

    def __init__(
        self,
        record: type[Record],
        profile: Profile = Profile.STANDARD,
        holidays: Sequence[dt.date] = (),
        room: int = ROOM,
        brand: Brand = PLAIN,
        offered: Mapping[str, Sequence[str]] = NONE_OFFERED,
    ) -> None:
        self._make = partial(
            Blank, record=record, profile=profile, holidays=holidays, room=room, brand=brand, offered=offered
        )
        self._made: dict[tuple[str, ...], Blank] = {}

    def of(self, templates: Sequence[Template], language: str) -> Blank:
        """The blank of one kind, or the pack of several, in a language."""
        key = (language, *(template.kind for template in templates))
        if key not in self._made:
            self._made[key] = self._make(templates, language=language)
        return self._made[key]


def make_workbook(
    path: Path,
    templates: Sequence[Template],
    record: type[Record],
    *,
    language: str = "en",
    profile: Profile = Profile.STANDARD,
    filling: Filling | None = None,
    holidays: Sequence[dt.date] = (),
    room: int = ROOM,
    brand: Brand = PLAIN,
) -> None:
    """Write one template workbook, or one pack of several kinds, at *path*. Raises OSError.

    Who writes several of one kind makes a :class:`Blank` and fills that.
    """
    blank = Blank(
        templates, record, language=language, profile=profile, holidays=holidays, room=room, brand=brand
    )
    blank.write(path, filling or Filling())


def set_properties(draft: Draft, title: Text | None = None) -> None:
    """What the file says of itself: title, kinds, language."""
    kinds = ", ".join(template.kind for template in draft.templates)
    title = title or (draft.templates[0].title if len(draft.templates) == 1 else PACK)
    draft.book.set_properties({"title": draft.say(title), "created": CREATED, "comments": f"{MARK} {kinds}"})
    draft.book.set_custom_property(f"{MARK}.kinds", kinds)
    draft.book.set_custom_property(f"{MARK}.language", draft.language)
    draft.book.set_size(2400, 1400)


def write_sheets(draft: Draft) -> None:
    """All sheets in the order of their tabs; the lists first, since drop-downs name them."""
    owners = [draft.record, *draft.tables]
    pages = {owner.key: draft.add_sheet(draft.say(owner.heading)) for owner in owners}
    check, guide = (draft.add_sheet(draft.say(name)) for name in (CHECK, GUIDE))
    terms = terms_of(draft)
    glossary = draft.add_sheet(draft.say(GLOSSARY)) if terms else None
    marks = draft.add_sheet(MARKS)
    write_marks(draft, marks)
    write_record(draft, pages[draft.record.key])
    draft.mark(pages[draft.record.key], mark_of(draft.record.key, draft.templates[0].version, draft.language))
    for template in draft.templates:
        for table in template.tables:
            write_table(draft, pages[table.key], template, table)
            draft.mark(pages[table.key], mark_of(table.key, template.version, draft.language))
            if table.asked > draft.profile:
                pages[table.key].hide()
    write_check(draft, check)
    write_guide(draft, guide)
    for page, mark in ((check, raw.CHECK), (guide, raw.GUIDE)):
        draft.mark(page, mark_of(mark, PAGE_VERSION, draft.language))
    if glossary is not None:
        write_glossary(draft, glossary, terms)
        draft.mark(glossary, mark_of(raw.GLOSSARY, PAGE_VERSION, draft.language))
    pages[draft.record.key].activate()


def _own_labels(draft: Draft) -> Iterator[tuple[str, str, str]]:
    """The labels that a PMO gave: by these a workspace that gives others still knows the columns."""
    for sheet in (draft.record, *draft.tables):
        for column in sheet.inputs():
            if column.former:
                yield OWN_LABEL, f"{sheet.key}.{column.key}", draft.say(column.label)


def write_marks(draft: Draft, sheet: FormSheet) -> None:
    """Hidden: what the workbook is, the words of every list, the holidays."""
    sheet.very_hidden()
    text = draft.style()
    marks = {
        MARK: ", ".join(f"{template.kind} {template.version}" for template in draft.templates),
        "language": draft.language,
        "profile": draft.profile.name.lower(),
    }
    rows = [*marks.items(), *_own_labels(draft)]
    for row, cells in enumerate(rows):
        for col, words in enumerate(cells):
            sheet.write_string(row, col, words, text)
    choices = _choices(draft)
    for col, (name, choice) in enumerate(choices.items(), start=3):
        draft.lists[name] = parameter(f"list_{name}")
        sheet.write_string(0, col, name, text)
        for row, member in enumerate(choice, start=1):
            sheet.write_string(row, col, draft.say(member.label), text)
        draft.define(f"list_{name}", sheet, 1, col, len(choice))
    col = 3 + len(choices)
    for key, names in _offered(draft):
        draft.lists[key] = parameter(f"named_{key}")
        for row, words in enumerate((key, *names)):
            sheet.write_string(row, col, words, text)
        draft.define(f"named_{key}", sheet, 1, col, len(names))
        col += 1
    col += write_words(draft, sheet, col, choices)
    sheet.write_string(0, col, "holidays", text)
    for row, holiday in enumerate(draft.holidays, start=1):
        sheet.write_datetime(row, col, holiday, draft.formats.cell(Kind.DATE))
    # Two cells at least: some programs take a name of one cell for a number that is no day.
    draft.define("holidays", sheet, 1, col, max(2, len(draft.holidays)))


def _offered(draft: Draft) -> Iterator[tuple[str, Sequence[str]]]:
    """The lists of the PMO's of which some column of the workbook names a row: no other name leaves the PMO."""
    wanted = {column.looked_up_in for owner in (draft.record, *draft.tables) for column in owner.inputs()}
    return ((key, names) for key, names in draft.offered.items() if key in wanted and names)


def _choices(draft: Draft) -> dict[str, type[Choice]]:
    """Every closed list that a cell of the workbook offers, by its name."""
    found: dict[str, type[Choice]] = {}
    for owner in (draft.record, *draft.tables):
        for column in owner.inputs():
            choices = choices_of(column)
            if choices is not None and found.setdefault(choices.__name__, choices) is not choices:
                raise DefinitionError(
                    f"{owner.__name__}.{column.key}", f"another list is also called {choices.__name__}"
                )
    return found
