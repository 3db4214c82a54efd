"""The notes of a sheet, in the two parts that Excel wants: the words, and the boxes they are shown in.

Notes of other people stay; where one stands at a cell of ours it is extended below a line. Our own ones
are known by their author, so an answer to a corrected copy starts afresh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import count

from pmo_xl.core.base.finding import cell_name
from pmo_xl.excel.marked.worksheet import MarkedSheet
from pmo_xl.excel.package.xml_spans import MAIN, Element, Markup, UnmarkableError, content, encoded
from pmo_xl.excel.write.style import lines_of

AUTHOR = "pmo_xl"
LINE = f"──── {AUTHOR} ────"
"""Between somebody else's note and what we add to it."""

WIDTH, LINE_HEIGHT = 320, 15
"""Pixels of a note's box and of a line in it."""

_CHARACTERS = 48
"""Of Calibri 11 on a line of a box; Tahoma 9 takes about as much room."""
_SIGNS = ("◆", "▲", "○")

EMPTY_NOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
).encode()
EMPTY_BOXES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data=""/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:{width}px;height:{height}px;'
    'z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.DOTALL)
_ANCHOR = re.compile(r"(<x:Anchor>)[^<]*(</x:Anchor>)")
_IDMAP = re.compile(r"""(<o:idmap\b[^<>]*\bdata=)["']([\d,\s]*)["']""")
_IDS_OF_A_BLOCK = 1024

Notes = Mapping[tuple[int, int], str]


def box_height(words: str) -> int:
    """Pixels that a note needs."""
    return 12 + LINE_HEIGHT * sum(lines_of(line, _CHARACTERS) for line in words.split("\n"))


# ---- the words --------------------------------------------------------------------------------------


class Words:
    """The part with the texts of a sheet's notes."""

    def __init__(self, xml: bytes) -> None:
        self._markup = Markup(xml)
        self._prefix = self._markup.prefix
        if self._markup.space != MAIN:
            raise UnmarkableError("notes of another kind")
        self._authors = self._element("authors")
        self._list = self._element("commentList")
        names = [self._plain(e) for e in self._authors.children]
        self._ours = str(names.index(AUTHOR)) if AUTHOR in names else ""
        self._next = str(len(names))
        self.cut: set[str] = set()
        """Cells with a note that carries an addition of an earlier answer."""
        self.others: dict[str, Element] = {}
        """The notes that are not ours."""
        self.stale: set[str] = set()
        """Cells with a note of an earlier answer."""
        for note in self._list.children:
            cell = note.attributes.get("ref", "")
            if self._ours and note.attributes.get("authorId") == self._ours:
                self.stale.add(cell)
                self._markup.remove(note)
            else:
                self.others[cell] = note

    def _element(self, name: str) -> Element:
        found = self._markup.first(name)
        if found is None:
            raise UnmarkableError(f"notes without {name}")
        return found

    def _plain(self, element: Element) -> str:
        return unescape(self._markup.xml[element.inner : element.tail].decode("utf-8", "replace"))

    def write(self, notes: Notes) -> None:
        """Put the notes in, below somebody else's where there is one; earlier additions are taken out."""
        if notes and not self._ours:
            p = self._prefix
            self._markup.append(self._authors, f"<{p}author>{AUTHOR}</{p}author>")
            self._ours = self._next
        texts = {cell_name(*cell): words for cell, words in notes.items()}
        for cell, note in self.others.items():
            self._extend(note, cell, texts.get(cell))
        for cell, words in texts.items():
            if cell not in self.others:
                p = self._prefix
                self._markup.append(
                    self._list,
                    f'<{p}comment ref="{cell}" authorId="{self._ours}"><{p}text>{"".join(self._runs(words))}'
                    f"</{p}text></{p}comment>",
                )

    def _extend(self, note: Element, cell: str, words: str | None) -> None:
        text = next((e for e in note.children if e.name == "text"), None)
        if text is None:
            return
        parts = text.children
        pieces, cut = self._kept(parts)
        if cut:
            self.cut.add(cell)
        if not cut and words is None:
            return
        if words is not None:
            pieces += self._runs(f"{LINE}\n{words}", before="\n")
        at_end = [self._markup.text(e) for e in parts if e.name not in ("t", "r")]
        xml = b"".join([*map(encoded, pieces), *at_end])
        if text.alone:
            self._markup.append(text, xml)
        else:
            self._markup.replace(text.inner, text.tail, xml)

    def _kept(self, parts: list[Element]) -> tuple[list[str | bytes], bool]:
        """The runs that somebody else wrote, up to our line; and whether it was there."""
        kept: list[str | bytes] = []
        p = self._prefix
        for part in parts:
            if part.name not in ("t", "r"):
                continue
            words = [part] if part.name == "t" else [e for e in part.children if e.name == "t"]
            said = "".join(map(self._plain, words))
            if LINE in said:
                before = said[: said.index(LINE)].removesuffix("\n")
                if before:
                    kept.append(f'<{p}r><{p}t xml:space="preserve">{content(before)}</{p}t></{p}r>')
                return kept, True
            whole = self._markup.text(part)
            kept.append(b"<%br>%b</%br>" % (p.encode(), whole, p.encode()) if part.name == "t" else whole)
        return kept, False

    def _runs(self, words: str, before: str = "") -> list[str]:
        """The words of a note; lines that begin with a sign are bold."""
        p = self._prefix
        runs = []
        lines = words.split("\n")
        for number, line in enumerate(lines):
            bold = f"<{p}b/>" if line.startswith(_SIGNS) else ""
            end = "\n" if number < len(lines) - 1 else ""
            runs.append(
                f'<{p}r><{p}rPr>{bold}<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="Tahoma"/>'
                f'<{p}family val="2"/></{p}rPr><{p}t xml:space="preserve">{before}{content(line)}{end}</{p}t></{p}r>'
            )
            before = ""
        return runs

    def result(self) -> bytes:
        """The part with its changes, in UTF-8 as every part with notes is."""
        return self._markup.result()


# ---- the boxes --------------------------------------------------------------------------------------


def blocks_of(vml: str) -> set[int]:
    """The blocks of shape numbers that a drawing claims."""
    return {int(n) for _, listed in _IDMAP.findall(vml) for n in re.findall(r"\d+", listed)}


def boxed(
    vml: str, sheet: MarkedSheet, notes: Notes, gone: set[str], enlarged: set[str], others: set[int]
) -> str:
    """The drawing with a box for each note.

    ``gone`` are cells whose box is taken out, ``enlarged`` those whose box holds somebody else's note and
    now ours; ``others`` are the blocks of shape numbers that the drawings of other sheets claim.
    """
    there = {cell_name(*cell): cell for cell in notes}

    def revised(match: re.Match[str]) -> str:
        cell = _cell_of(match[0])
        if cell in gone:
            return ""
        if cell in enlarged and cell in there:
            row, column = there[cell]
            height = box_height(notes[row, column]) + 5 * LINE_HEIGHT
            anchor = sheet.box(row, column, WIDTH, height)
            return _ANCHOR.sub(rf"\g<1>{anchor}\g<2>", match[0], count=1)
        return match[0]

    vml = _SHAPE.sub(revised, vml)
    own = blocks_of(vml)
    if gone:
        own &= {int(number) // _IDS_OF_A_BLOCK for number in re.findall(r"_x0000_s(\d+)", vml)}
    new = {cell: words for cell, words in notes.items() if cell_name(*cell) not in enlarged}
    wanted = len(new) // _IDS_OF_A_BLOCK + 1 if new else 0
    block = next(n for n in count(1) if not {*range(n, n + wanted)} & (others | own))
    boxes = list(_boxes(sheet, new, block))
    listed = ",".join(map(str, sorted({*own, *range(block, block + wanted)})))
    vml = _IDMAP.sub(rf'\g<1>"{listed}"', vml, count=1)
    if not boxes:
        return vml
    end = vml.rfind("</xml>")
    if end < 0:
        raise UnmarkableError("a drawing without an end")
    if 'id="_x0000_t202"' not in vml:
        boxes.insert(0, _SHAPE_TYPE)
    return vml[:end] + "".join(boxes) + vml[end:]


def _boxes(sheet: MarkedSheet, notes: Notes, block: int) -> Iterator[str]:
    for order, ((row, column), words) in enumerate(sorted(notes.items()), start=1):
        height = box_height(words)
        yield _BOX.format(
            id=block * _IDS_OF_A_BLOCK + order, order=order, row=row, column=column, width=WIDTH, height=height,
            anchor=sheet.box(row, column, WIDTH, height),
        )  # fmt: skip


def _cell_of(shape: str) -> str:
    """The cell that a box belongs to, if it holds a note."""
    row, column = re.search(r"<x:Row>(\d+)<", shape), re.search(r"<x:Column>(\d+)<", shape)
    if 'ObjectType="Note"' not in shape or row is None or column is None:
        return ""
    return cell_name(int(row[1]), int(column[1]))
