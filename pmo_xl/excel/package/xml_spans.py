"""Where the elements of an XML part stand, so that one place can change and every other byte stays.

A parser that builds a tree and writes it anew would lose what it does not know: prefixes, attributes of
later versions of Excel, the order of things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_ATTRIBUTE = re.compile(rb"""\s([^\s=<>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BOM = b"\xef\xbb\xbf"


class UnmarkableError(Exception):
    """The package is built in a way that no copy can be marked with certainty."""


@dataclass(slots=True, eq=False)
class Element:
    """One element. ``inner`` is where its content begins, ``tail`` where its end tag does."""

    name: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    tail: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)
    """The remembered elements below it, those of a level that is not remembered included."""

    @property
    def alone(self) -> bool:
        """Whether it is written ``<like-this/>``."""
        return self.tail < self.inner


class Markup:
    """One part: its elements by local name, and the changes to make to it.

    ``wanted`` says, for each element below the root's children, whether to remember it. An element of
    another name space than the root's keeps its prefix in ``name``.
    """

    def __init__(
        self, xml: bytes, wanted: Callable[[str, Mapping[str, str]], bool] = lambda *_: True
    ) -> None:
        self.xml = xml.removeprefix(_BOM)
        self.elements: list[Element] = []
        self._changes: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, tuple[Element, list[bytes]]] = {}
        self._wanted = wanted
        self._open: list[Element | None] = []
        self.prefix = ""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        try:
            self._parser.Parse(self.xml, True)
        except (expat.ExpatError, ValueError) as problem:
            raise UnmarkableError(str(problem)) from problem
        self.root = self.elements[0]

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self.prefix = tag[: tag.rfind(":") + 1]
        name = tag.removeprefix(self.prefix)
        if len(self._open) > 1 and not self._wanted(name, attributes):
            self._open.append(None)
            return
        start = self._parser.CurrentByteIndex
        whole = _TAG.match(self.xml, start)
        if whole is None:
            raise UnmarkableError(f"<{tag}> is not where the parser says")
        parent = next((e for e in reversed(self._open) if e is not None), None)
        element = Element(name, attributes, start, whole.end())
        self.elements.append(element)
        self._open.append(element)
        if parent is not None:
            parent.children.append(element)

    def _finish(self, _: str) -> None:
        element = self._open.pop()
        if element is None:
            return
        if self.xml.endswith(b"/>", element.start, element.inner):
            element.tail, element.end = element.inner - 2, element.inner
        else:
            element.tail = self._parser.CurrentByteIndex
            element.end = self.xml.index(b">", element.tail) + 1

    # what is there -----------------------------------------------------------------------------------

    def all(self, name: str) -> list[Element]:
        """Every remembered element of that name."""
        return [element for element in self.elements if element.name == name]

    def first(self, name: str) -> Element | None:
        """The first child of the root with that name."""
        return next((e for e in self.root.children if e.name == name), None)

    def text(self, element: Element) -> bytes:
        """The element as it is written."""
        return self.xml[element.start : element.end]

    @property
    def space(self) -> str:
        """The name space of the root."""
        return self.root.attributes.get(f"xmlns:{self.prefix[:-1]}" if self.prefix else "xmlns", "")

    def identifier(self, link: str) -> str:
        """The attribute by which an element refers to another part; its prefix is declared if need be."""
        found = (k for k, v in self.root.attributes.items() if v == OFFICE and k.startswith("xmlns:"))
        prefix = next(found, "").removeprefix("xmlns:")
        return f' {prefix}:id="{link}"' if prefix else f' xmlns:r="{OFFICE}" r:id="{link}"'

    # what is to change -------------------------------------------------------------------------------

    def insert(self, at: int, xml: str | bytes) -> None:
        """Put something at one place; what was put there before stands first."""
        self._changes.append((at, at, encoded(xml)))

    def append(self, parent: Element, xml: str | bytes) -> None:
        """Put something as the last child of an element."""
        self._appended.setdefault(parent.start, (parent, []))[1].append(encoded(xml))

    def replace(self, start: int, end: int, xml: str | bytes) -> None:
        """Put something in the place of a passage."""
        self._changes.append((start, end, encoded(xml)))

    def remove(self, element: Element) -> None:
        """Leave an element out."""
        self.replace(element.start, element.end, b"")

    def set(self, element: Element, attribute: str, value: str | None) -> None:
        """Give an attribute another value, or take it away with None; once per attribute."""
        new = encoded(f' {attribute}="{escape(value)}"' if value is not None else "")
        for found in _ATTRIBUTE.finditer(self.xml, element.start, element.inner):
            if found[1].decode() == attribute:
                self._changes.append((found.start(), found.end(), new))
                return
        if value is not None:
            name = re.compile(rb"<[^\s/>]+").match(self.xml, element.start)
            assert name is not None
            self._changes.append((name.end(), name.end(), new))

    def result(self) -> bytes:
        """The part with all its changes."""
        changes = list(self._changes)
        for parent, pieces in self._appended.values():
            content = b"".join(pieces)
            if parent.alone:
                name = re.compile(rb"<([^\s/>]+)").match(self.xml, parent.start)
                assert name is not None
                content = b">" + content + b"</" + name[1] + b">"
            changes.append((parent.tail, parent.inner if parent.alone else parent.tail, content))
        pieces, done = [], 0
        for start, end, new in sorted(changes, key=lambda change: change[:2]):
            if start < done:
                raise UnmarkableError("two changes of one passage")
            pieces += [self.xml[done:start], new]
            done = end
        return b"".join([*pieces, self.xml[done:]])


def encoded(xml: str | bytes) -> bytes:
    """XML for a part in any encoding: what is not ASCII is written by its number."""
    return xml if isinstance(xml, bytes) else xml.encode("ascii", "xmlcharrefreplace")


def legible(words: str) -> str:
    """A text that XML can hold: control characters become the pictures of themselves."""

    def shown(match: re.Match[str]) -> str:
        code = ord(match[0])
        return chr(0x2400 + code) if code < 0x20 else "\ufffd"

    return _NOT_XML.sub(shown, words.replace("\r\n", "\n").replace("\r", "\n"))


def content(words: str) -> str:
    """A text as the content of ``<t>``; ``_x0041_`` typed by somebody stays what it is."""
    return escape(_ESCAPED.sub("_x005F_", legible(words)), quote=False)
