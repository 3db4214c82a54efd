"""The sheet of findings as XML: a title, what to do, then the findings of each rule under its heading."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pmo_xl.core.base.finding import Place, Severity, cell_name
from pmo_xl.core.flow.answer import SHOWN, FindingsPage, Group, Point
from pmo_xl.excel.marked.styles import FILLS, Styles, rgb
from pmo_xl.excel.package.xml_spans import MAIN, OFFICE, content, legible
from pmo_xl.excel.write.style import (
    AMBER,
    BAND,
    BLUE,
    DARK_AMBER,
    DARK_RED,
    FONT,
    INK,
    LINE,
    NAVY,
    QUIET,
    RED,
    WHITE,
    lines_of,
)

WIDTHS = (2.3, 15, 42, 20, 22, 28, 42)
"""Of the margin, then severity, finding, place, found, expected, what to do."""
FIRST, LAST = 1, len(WIDTHS) - 1
HEAD_ROW = 3
"""Zero-based; what is above stays in sight, and is printed on each page."""
MOST_LINKS = 65_530
"""Excel opens no sheet with more."""
LONGEST = 32_000
"""Characters that a cell takes."""

_INKS = {Severity.ERROR: DARK_RED, Severity.WARNING: DARK_AMBER, Severity.INFO: QUIET}
_WIDE = sum(WIDTHS[1:])


@dataclass(frozen=True, slots=True)
class _Looks:
    """The numbers of the cell formats of this sheet."""

    mark: int
    title: int
    summary: int
    head: int
    words: int
    typed: int
    link: int
    more: int
    headings: dict[Severity, int]
    severities: dict[Severity, int]


def _looks(styles: Styles) -> _Looks:
    p = styles.prefix

    def font(size: float = 10, colour: str = INK, effects: str = "") -> int:
        return styles.add(
            "fonts",
            f'<{p}font>{effects}<{p}sz val="{size:g}"/><{p}color rgb="{rgb(colour)}"/><{p}name val="{FONT}"/>'
            f'<{p}family val="2"/></{p}font>',
        )

    def border(colour: str) -> int:
        line = f'<{p}bottom style="thin"><{p}color rgb="{rgb(colour)}"/></{p}bottom>'
        return styles.add(
            "borders", f"<{p}border><{p}left/><{p}right/><{p}top/>{line}<{p}diagonal/></{p}border>"
        )

    def fill(colour: str) -> int:
        return styles.solid(f' rgb="{rgb(colour)}"')

    def look(font_: int, fill_: int = 0, border_: int = 0, align: str = "", more: str = "") -> int:
        inside = f'<{p}alignment vertical="center"{align}/>'
        return styles.add_format(font_, fill_, border_, more, inside)

    bold, wrap = f"<{p}b/>", ' wrapText="1"'
    top, line = ' vertical="top" wrapText="1"', border(LINE)

    def row(font_: int, fill_: int = 0, more: str = "") -> int:
        return styles.add_format(font_, fill_, line, more, f"<{p}alignment{top}/>")

    return _Looks(
        mark=look(font(colour=NAVY), fill(NAVY)),
        title=look(font(16, WHITE, bold), fill(NAVY)),
        summary=look(font(11, INK, bold), 0, 0, wrap),
        head=look(font(colour=WHITE, effects=bold), fill(NAVY), 0, wrap),
        words=row(font()),
        # Typed by somebody: the apostrophe in front keeps it a text also when the cell is edited.
        typed=row(font(), more=' quotePrefix="1"'),
        link=row(font(colour=BLUE, effects=f"<{p}u/>")),
        more=look(font(colour=QUIET, effects=f"<{p}i/>"), fill(BAND), line),
        headings={s: look(font(11, _INKS[s], bold), fill(BAND), line, wrap) for s in Severity},
        severities={s: row(font(colour=_INKS[s], effects=bold), fill(FILLS[s])) for s in Severity},
    )


def first_sheet(
    page: FindingsPage, styles: Styles, sheets: Collection[str], folded: Collection[Place]
) -> bytes:
    """The XML of the page; its formats are added to the styles.

    Only cells of these *sheets* are linked; those in *folded* are in a column out of sight.
    """
    return _Writer(page, _looks(styles), sheets, folded).xml().encode()


class _Writer:
    """Rows one after the other, with what the end of the sheet needs to know of them."""

    def __init__(
        self, page: FindingsPage, looks: _Looks, sheets: Collection[str], folded: Collection[Place]
    ) -> None:
        self._page = page
        self._looks = looks
        self._sheets = sheets
        self._folded = folded
        self._row = HEAD_ROW
        self._merged = [_across(1)]
        self._links: list[str] = []

    def xml(self) -> str:
        """The whole sheet, its elements in the order of the schema."""
        rows = "".join([*self._top(), *(row for group in self._page.groups for row in self._group(group))])
        worst = max((group.severity for group in self._page.groups), default=Severity.INFO)
        tab = rgb(RED if worst is Severity.ERROR else AMBER)
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>'
            for n, width in enumerate(WIDTHS, 1)
        )
        merged = "".join(f'<mergeCell ref="{cells}"/>' for cells in self._merged)
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        below = cell_name(HEAD_ROW + 1, 0)
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            f'<sheetPr><tabColor rgb="{tab}"/><outlinePr summaryBelow="0"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{cell_name(self._row, LAST)}"/>'
            f'<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"><pane ySplit="{HEAD_ROW + 1}" '
            f'topLeftCell="{below}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" '
            f'activeCell="{below}" sqref="{below}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15" outlineLevelRow="1"/><cols>{columns}</cols>'
            f'<sheetData>{rows}</sheetData><mergeCells count="{len(self._merged)}">{merged}</mergeCells>{links}'
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;L&amp;8&amp;F&amp;C&amp;8&amp;A&amp;R&amp;8&amp;P / &amp;N</oddFooter></headerFooter>"
            "</worksheet>"
        )

    def _top(self) -> Iterator[str]:
        page, looks = self._page, self._looks
        blanks = "".join(_cell(0, col, "", looks.title) for col in range(FIRST + 1, LAST + 1))
        yield _line(
            0, _cell(0, 0, page.mark, looks.mark) + _cell(0, FIRST, page.title, looks.title) + blanks, 30
        )
        yield _line(1, _cell(1, FIRST, page.summary, looks.summary), 9 + _height(page.summary))
        yield _line(2, "", 6)
        heads = enumerate(page.heads, start=FIRST)
        yield _line(HEAD_ROW, "".join(_cell(HEAD_ROW, col, head, looks.head) for col, head in heads), 20)

    def _group(self, group: Group) -> Iterator[str]:
        looks = self._looks
        self._row += 1
        self._merged.append(_across(self._row))
        look = looks.headings[group.severity]
        blanks = "".join(_cell(self._row, col, "", look) for col in range(FIRST + 1, LAST + 1))
        yield _line(
            self._row, _cell(self._row, FIRST, group.heading, look) + blanks, 7 + _height(group.heading)
        )
        shown = SHOWN if group.more else len(group.points)
        for point in group.points[:shown]:
            yield self._point(point, "")
        if not group.more:
            return
        self._row += 1
        self._merged.append(_across(self._row))
        blanks = "".join(_cell(self._row, col, "", looks.more) for col in range(FIRST + 1, LAST + 1))
        yield _line(self._row, _cell(self._row, FIRST, group.more, looks.more) + blanks, 18, ' collapsed="1"')
        for point in group.points[shown:]:
            yield self._point(point, ' outlineLevel="1" hidden="1"')

    def _point(self, point: Point, more: str) -> str:
        looks = self._looks
        self._row += 1
        linked = self._link(point.place, FIRST + 2)
        fix = f"{point.fix} {self._page.folded}" if point.place in self._folded else point.fix
        cells = (
            (point.label, looks.severities[point.severity]),
            (point.message, looks.words),
            (point.where, looks.link if linked else looks.words),
            (point.found, looks.typed),
            (point.expected, looks.words),
            (fix, looks.words),
        )
        written = (_cell(self._row, col, words, look) for col, (words, look) in enumerate(cells, start=FIRST))
        lines = max(_lines(words, WIDTHS[col]) for col, (words, _) in enumerate(cells, start=FIRST))
        # Without “customHeight”: Excel fits the row anew when somebody edits it.
        return _line(self._row, "".join(written), more=f' ht="{4 + 13.5 * lines:g}"{more}')

    def _link(self, place: Place, column: int) -> bool:
        """Link a cell of the page to what it is about; whether that could be."""
        if place.sheet not in self._sheets or len(self._links) == MOST_LINKS:
            return False
        target = cell_name(place.row or 0, place.column or 0)
        quoted = place.sheet.replace("'", "''")
        location = content(f"'{quoted}'!{target}").replace('"', "&quot;")
        self._links.append(f'<hyperlink ref="{cell_name(self._row, column)}" location="{location}"/>')
        return True


def _across(row: int) -> str:
    return f"{cell_name(row, FIRST)}:{cell_name(row, LAST)}"


def _height(words: str) -> float:
    return 15 * min(8, lines_of(words, _WIDE * 0.95, 11, bold=True))


def _lines(words: str, width: float) -> int:
    """Lines that a text takes in its cell, up to what a screen can show."""
    return min(12, sum(lines_of(line, width) for line in words[:LONGEST].split("\n")))


def _line(row: int, cells: str, height: float = 0, more: str = "") -> str:
    size = f' ht="{height:g}" customHeight="1"' if height else ""
    return f'<row r="{row + 1}"{size}{more}>{cells}</row>'


def _cell(row: int, column: int, words: str, look: int) -> str:
    name = cell_name(row, column)
    if not words:
        return f'<c r="{name}" s="{look}"/>'
    text = content(legible(words)[:LONGEST])
    return f'<c r="{name}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
