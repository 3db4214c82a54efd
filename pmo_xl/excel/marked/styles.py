"""The styles of a copy: those of the original, and beside them the same ones with a fill by severity.

What a cell's fill was before is kept in the background colour of the new one, which a solid fill never
shows: a copy that comes back corrected can so be given its own fills again.
"""

from __future__ import annotations

import re

from pmo_xl.core.base.finding import Severity
from pmo_xl.excel.package.xml_spans import MAIN, Element, Markup, UnmarkableError
from pmo_xl.excel.write.style import LIGHT_AMBER, LIGHT_GREY, LIGHT_RED

FILLS = {Severity.ERROR: LIGHT_RED, Severity.WARNING: LIGHT_AMBER, Severity.INFO: LIGHT_GREY}

_NO_COLOUR = ' indexed="64"'
_COLOUR = re.compile(r"<(?:\w+:)?(fg|bg)Color(\s[^<>]*?)\s*/>")
_SOLID = re.compile(r"""\spatternType\s*=\s*["']solid["']""")
_KINDS = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}
_START = re.compile(r"<[^<>]*>")


def rgb(colour: str) -> str:
    """A colour as styles write it: ``#1F3A5F`` is FF1F3A5F."""
    return f"FF{colour.lstrip('#')}"


class Styles:
    """The style part: what is there by its number, and what is added."""

    def __init__(self, xml: bytes) -> None:
        self._markup = Markup(xml, lambda name, _: name in _KINDS.values())
        if self._markup.space != MAIN:
            raise UnmarkableError("styles of another kind")
        self.prefix = self._markup.prefix
        self._lists: dict[str, list[str]] = {}
        self._before: dict[str, int] = {}
        self._parents: dict[str, Element] = {}
        for plural, single in _KINDS.items():
            parent = self._markup.first(plural)
            if parent is None:
                raise UnmarkableError(f"styles without {plural}")
            inside = [e for e in parent.children if e.name == single]
            self._parents[plural] = parent
            self._lists[plural] = [self._markup.text(e).decode("utf-8", "replace") for e in inside]
            self._before[plural] = len(inside)
        self._based = self._markup.first("cellStyleXfs") is not None
        self._marked: dict[tuple[int, Severity], int] = {}

    def add(self, plural: str, xml: str) -> int:
        """The number of a font, fill, border or cell format; added unless it is there."""
        known = self._lists[plural]
        if xml not in known:
            known.append(xml)
        return known.index(xml)

    def add_format(self, font: int, fill: int, border: int, more: str = "", inside: str = "") -> int:
        """The number of a cell format made of these."""
        p, based = self.prefix, ' xfId="0"' if self._based else ""
        start = (
            f'<{p}xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}"{based} '
            f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"{more}>'
        )
        return self.add("cellXfs", f"{start}{inside}</{p}xf>")

    def solid(self, colour: str, behind: str = _NO_COLOUR) -> int:
        """The number of a solid fill."""
        p = self.prefix
        return self.add(
            "fills",
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor{colour}/><{p}bgColor{behind}/>'
            f"</{p}patternFill></{p}fill>",
        )

    def marked(self, style: int, severity: Severity) -> int:
        """The same format with the fill of a severity."""
        known = self._marked.get((style, severity))
        if known is None:
            colour = f' rgb="{rgb(FILLS[severity])}"'
            behind = self._shown_by(self._fill_of(style)) or _NO_COLOUR
            known = self._with_fill(style, self.solid(colour, behind))
            self._marked[style, severity] = known
        return known

    def unmarked(self) -> dict[int, int]:
        """Each format that carries one of our fills, and the same one with the fill it had before."""
        ours = {rgb(colour) for colour in FILLS.values()}
        found = {}
        for style in range(len(self._lists["cellXfs"])):
            fill = self._fill_of(style)
            colours = dict(_COLOUR.findall(fill))
            shown = re.search(r'\srgb="(\w{8})"', colours.get("fg", ""))
            if _SOLID.search(fill) and shown is not None and shown[1].upper() in ours:
                before = colours.get("bg", _NO_COLOUR).rstrip("/")
                plain = 'indexed="64"' in before
                found[style] = self._with_fill(style, 0 if plain else self.solid(before))
        return found

    def _with_fill(self, style: int, fill: int) -> int:
        xf = self._format(style)
        start = _START.match(xf)
        assert start is not None
        head = re.sub(r"\s(?:fillId|applyFill)\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", start[0])
        head = re.sub(r"(?=/?>$)", f' fillId="{fill}" applyFill="1"', head, count=1)
        return self.add("cellXfs", head + xf[start.end() :])

    def _format(self, style: int) -> str:
        formats = self._lists["cellXfs"]
        if not formats:
            raise UnmarkableError("no cell format")
        return formats[style] if style < len(formats) else formats[0]

    def _fill_of(self, style: int) -> str:
        found = re.search(r"""\sfillId\s*=\s*["'](\d+)["']""", self._format(style))
        number = int(found[1]) if found else 0
        fills = self._lists["fills"]
        return fills[number] if number < len(fills) else ""

    def _shown_by(self, fill: str) -> str:
        """The attributes of the colour that a solid fill shows."""
        return dict(_COLOUR.findall(fill)).get("fg", "") if _SOLID.search(fill) else ""

    def result(self) -> bytes:
        """The part with what was added."""
        for plural, parent in self._parents.items():
            new = self._lists[plural][self._before[plural] :]
            if new:
                self._markup.append(parent, "".join(new))
                self._markup.set(parent, "count", str(len(self._lists[plural])))
        return self._markup.result()
