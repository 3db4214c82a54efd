"""A return's marked copy: its package with a sheet of findings, coloured cells and notes; all else as it came.

Nothing is read and written anew: parts that need no change are copied byte for byte, in the others one
passage changes. Where a package is built too oddly for that, UnmarkableError says so.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from html import escape
from pathlib import Path

from xlsxwriter import Workbook

from pmo_xl.core.base.finding import Place, Severity, cell_name
from pmo_xl.core.flow.answer import FindingsPage, Mark
from pmo_xl.excel.marked.findings_sheet import HEAD_ROW, first_sheet
from pmo_xl.excel.marked.notes import AUTHOR, EMPTY_BOXES, EMPTY_NOTES, Words, blocks_of, boxed
from pmo_xl.excel.marked.styles import Styles
from pmo_xl.excel.marked.worksheet import MarkedSheet
from pmo_xl.excel.package.parts import Parts
from pmo_xl.excel.package.refused import RefusedError
from pmo_xl.excel.package.xml_spans import MAIN, OFFICE, Element, Markup, UnmarkableError, legible

FINDINGS_PART = "xl/worksheets/pmo_findings.xml"
"""A name that Excel and LibreOffice replace by their own when they save: with it, nobody has typed yet."""

MOST_NOTES = 10_000
"""Excel slows down with more; further cells are coloured and listed."""

_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Same input, same bytes."""

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_GOES_WITH_A_SHEET = ("printerSettings", "comments", "vmlDrawing", "drawing", "threadedComment")
_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")
_ODD = (
    RefusedError, zipfile.BadZipFile, ValueError, KeyError, IndexError, AssertionError, NotImplementedError,
    RuntimeError, OSError, EOFError, MemoryError,
)  # fmt: skip
"""What a package that no program made brings about."""


def annotated(data: bytes, page: FindingsPage, marks: Sequence[Mark], replaced: Collection[str]) -> bytes:
    """The copy of a workbook; the sheets named in *replaced* are pages of an earlier answer.

    Raises UnmarkableError for a workbook that is no .xlsx or .xlsm, or is built too oddly.
    """
    try:
        return _Copy(data).answered(page, marks, replaced)
    except UnmarkableError:
        raise
    except _ODD as problem:
        raise UnmarkableError(f"{type(problem).__name__}: {problem}") from problem


def findings_only(page: FindingsPage) -> bytes:
    """A workbook with nothing but the page, for a return that cannot be marked."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        # In its place comes the page. A first text makes the list of texts that Excel expects.
        book.add_worksheet(page.name).write_string(0, 0, page.title)
    return _Copy(out.getvalue()).answered(page, (), [page.name])


def is_copy(path: Path) -> bool:
    """Whether a file is a marked copy in which nobody has saved anything since. OSError where it is locked."""
    try:
        with zipfile.ZipFile(path) as book:
            return FINDINGS_PART in book.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


class _Copy:
    """The parts of one workbook while they are changed."""

    def __init__(self, data: bytes) -> None:
        self._parts = Parts(data)
        self._main = self._parts.package.main
        self._book = Markup(self._parts.read(self._main))
        if self._book.space != MAIN:
            raise UnmarkableError("a workbook in the strict variant")
        styles = self._parts.related(self._main, "styles")
        if styles is None or styles.part not in self._parts:
            raise UnmarkableError("no styles")
        self._styles_part = styles.part
        self._folded: set[Place] = set()
        self._styles = Styles(self._parts.read(styles.part))
        by_id = {relation.id: relation for relation in self._parts.relations(self._main)}
        self._tabs = self._book.all("sheet")
        self._relation = {e.attributes["name"]: by_id.get(_identifier(e)) for e in self._tabs}
        if len(self._relation) != len(self._tabs):
            raise UnmarkableError("two tabs of one name")

    def answered(self, page: FindingsPage, marks: Sequence[Mark], replaced: Collection[str]) -> bytes:
        """The copy with everything in it."""
        gone = [tab for tab in self._tabs if tab.attributes.get("name") in replaced]
        for tab in gone:
            self._drop(tab)
        kept = [tab for tab in self._tabs if tab not in gone]
        sheets = {
            name: relation.part
            for name, relation in (
                (tab.attributes["name"], self._relation[tab.attributes["name"]]) for tab in kept
            )
            if relation is not None
            and relation.type == f"{OFFICE}/worksheet"
            and relation.part in self._parts
        }
        before = bool(gone) or any(map(self._has_our_notes, sheets.values()))
        restore = self._styles.unmarked() if before else {}
        noted = {mark.place for mark in marks[:MOST_NOTES]}
        for name, part in sheets.items():
            own = [mark for mark in marks if mark.place.sheet == name]
            if own or before:
                self._mark(part, own, noted, restore)
        self._deselect(kept)
        name = self._add_first(page, kept, sheets)
        self._renumber(kept, name)
        self._parts.write(self._styles_part, self._styles.result())
        self._parts.write(self._main, self._book.result())
        return self._parts.saved()

    # the sheets --------------------------------------------------------------------------------------

    def _has_our_notes(self, part: str) -> bool:
        notes = self._parts.related(part, "comments")
        return (
            notes is not None
            and notes.part in self._parts
            and AUTHOR.encode() in self._parts.read(notes.part)
        )

    def _mark(
        self, part: str, marks: Sequence[Mark], noted: Collection[Place], restore: Mapping[int, int]
    ) -> None:
        """Colour the cells of one sheet and give them their notes."""
        cells: dict[tuple[int, int], Severity] = {}
        notes: dict[tuple[int, int], str] = {}
        for mark in marks:
            row, column = mark.place.row, mark.place.column
            if row is None or column is None:
                continue
            cells[row, column] = mark.severity
            if mark.place in noted:
                notes[row, column] = mark.note
        xml = self._parts.read(part)
        sheet = MarkedSheet(xml, cells, restore)
        sheet.colour(self._styles)
        self._folded |= {mark.place for mark in marks if sheet.folded(mark.place.column or 0)}
        self._write_notes(part, sheet, notes)
        changed = sheet.markup.result()
        if changed != xml:
            self._parts.write(part, changed)

    def _write_notes(self, part: str, sheet: MarkedSheet, notes: Mapping[tuple[int, int], str]) -> None:
        parts = self._parts
        words_at, boxes_at = parts.related(part, "comments"), parts.related(part, "vmlDrawing")
        if words_at is None and not notes:
            return
        if sheet.drawing != (boxes_at is not None):
            raise UnmarkableError("notes without boxes")
        words = Words(parts.read(words_at.part) if words_at is not None else EMPTY_NOTES)
        vml = (
            EMPTY_BOXES if boxes_at is None else parts.read(boxes_at.part).decode("utf-8", "surrogateescape")
        )
        words.write(notes)
        enlarged = {cell_name(*cell) for cell in notes} & set(words.others)
        if not notes and not words.stale and not words.cut:
            return
        if words_at is None:
            words_part = parts.free("xl/pmo_comments{}.xml")
            parts.relate(part, "comments", words_part)
            parts.declare(words_part, f"{_SPREADSHEET}.comments+xml")
        else:
            words_part = words_at.part
        parts.write(words_part, words.result())
        vml = boxed(vml, sheet, notes, words.stale, enlarged, self._claimed_beside(part))
        boxes_part = boxes_at.part if boxes_at is not None else parts.free("xl/drawings/pmo_notes{}.vml")
        if boxes_at is None:
            sheet.link_notes(parts.relate(part, "vmlDrawing", boxes_part))
            parts.declare_all("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        parts.write(boxes_part, vml.encode("utf-8", "surrogateescape"))

    def _claimed_beside(self, part: str) -> set[int]:
        """The blocks of shape numbers that the drawings of other sheets claim."""
        claimed: set[int] = set()
        for relation in self._relation.values():
            if relation is None or relation.part == part or relation.part not in self._parts:
                continue
            boxes = self._parts.related(relation.part, "vmlDrawing")
            if boxes is not None and boxes.part in self._parts:
                claimed |= blocks_of(self._parts.read(boxes.part).decode("utf-8", "replace"))
        return claimed

    def _deselect(self, tabs: Sequence[Element]) -> None:
        """Leave only the new tab selected: what is typed goes into all that are."""
        for tab in tabs:
            relation = self._relation[tab.attributes["name"]]
            if relation is None or relation.part not in self._parts:
                continue
            xml = self._parts.read(relation.part)
            if b"tabSelected" in xml:
                views = Markup(xml, lambda name, _: name == "sheetView")
                for view in views.all("sheetView"):
                    if "tabSelected" in view.attributes:
                        views.set(view, "tabSelected", None)
                self._parts.write(relation.part, views.result())

    # the workbook ------------------------------------------------------------------------------------

    def _drop(self, tab: Element) -> None:
        """Take out a page of an earlier answer, with what belongs to it alone."""
        relation = self._relation[tab.attributes["name"]]
        self._book.remove(tab)
        if relation is None:
            return
        self._parts.unrelate(self._main, relation.id)
        if relation.part in self._parts:
            for own in self._parts.relations(relation.part):
                if own.type.rpartition("/")[2] in _GOES_WITH_A_SHEET and own.part in self._parts:
                    self._parts.remove(own.part)
            self._parts.remove(relation.part)

    def _add_first(self, page: FindingsPage, kept: Sequence[Element], sheets: Collection[str]) -> str:
        """Put the page before all other tabs; its name."""
        taken = {tab.attributes["name"].casefold() for tab in kept}
        name, number = page.name, 2
        while name.casefold() in taken:
            name, number = f"{page.name} {number}", number + 1
        ids = {int(i) for tab in kept if (i := tab.attributes.get("sheetId", "")).isdecimal()}
        free = max(ids, default=0) + 1
        if free > 65_534:
            free = min(set(range(1, 65_535)) - ids)
        self._parts.write(FINDINGS_PART, first_sheet(page, self._styles, sheets, self._folded))
        self._parts.declare(FINDINGS_PART, f"{_SPREADSHEET}.worksheet+xml")
        link = self._parts.relate(self._main, "worksheet", FINDINGS_PART)
        p, key = self._book.prefix, self._book.identifier(link)
        tabs = self._book.first("sheets")
        if tabs is None:
            raise UnmarkableError("a workbook without tabs")
        xml = f'<{p}sheet name="{escape(legible(name))}" sheetId="{free}"{key}/>'
        if tabs.alone:
            self._book.append(tabs, xml)
        else:
            self._book.insert(tabs.inner, xml)
        return name

    def _renumber(self, kept: Sequence[Element], name: str) -> None:
        """Let names and views that count tabs count the new one too, and show it first."""
        places = {str(self._tabs.index(tab)): str(at) for at, tab in enumerate(kept, start=1)}
        for defined in self._book.all("definedName"):
            local = defined.attributes.get("localSheetId")
            if local is None:
                continue
            if local in places:
                self._book.set(defined, "localSheetId", places[local])
            else:
                self._book.remove(defined)
        for view in self._book.all("workbookView"):
            for attribute in ("activeTab", "firstSheet"):
                if attribute in view.attributes:
                    self._book.set(view, attribute, "0")
        p, names = self._book.prefix, self._book.first("definedNames")
        quoted = escape(name.replace("'", "''"), quote=False)
        titles = (
            f'<{p}definedName name="_xlnm.Print_Titles" localSheetId="0">'
            f"'{quoted}'!$1:${HEAD_ROW + 1}</{p}definedName>"
        )
        if names is not None:
            self._book.append(names, titles)
            return
        before = [e for n in _BEFORE_NAMES if (e := self._book.first(n)) is not None]
        self._book.insert(before[0].end, f"<{p}definedNames>{titles}</{p}definedNames>")


def _identifier(tab: Element) -> str:
    """By what a tab refers to its part, whichever prefix the writer chose."""
    return next((value for key, value in tab.attributes.items() if key.endswith(":id")), "")
