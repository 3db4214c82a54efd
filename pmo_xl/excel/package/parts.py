"""The parts of a workbook that is copied: most stay as they are, some change, a few are added."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from pmo_xl.excel.package.container import Package
from pmo_xl.excel.package.xml_spans import OFFICE, Markup, UnmarkableError

TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'
).encode()
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: same input, same bytes."""


class Relation(NamedTuple):
    """What a part refers to: another part, by its name in the package."""

    id: str
    type: str
    part: str


class Parts:
    """A package with changes; raises UnmarkableError where it is built too oddly to be changed."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        if self.package.ambiguous:
            raise UnmarkableError("two parts of one name")
        if self.package.kind != "xlsx":
            raise UnmarkableError(f"an .{self.package.kind}")
        if TYPES not in self.package:
            raise UnmarkableError("no content types")
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {self._name(entry): entry for entry in self._zip.infolist()}
        self._real = {name.lower(): name for name in self._names}
        self._changed: dict[str, bytes] = {}
        self._removed: set[str] = set()

    @staticmethod
    def _name(entry: zipfile.ZipInfo) -> str:
        return entry.filename.replace("\\", "/").lstrip("/")

    def __contains__(self, part: str) -> bool:
        name = self._real.get(part.lower(), part)
        return name not in self._removed and (name in self._changed or name in self._names)

    def read(self, part: str) -> bytes:
        """One part, with the changes made so far."""
        name = self._real.get(part.lower(), part)
        if name in self._changed:
            return self._changed[name]
        if name not in self._names:
            raise UnmarkableError(f"{part} is missing")
        return self.package.read(name)

    def write(self, part: str, content: bytes) -> None:
        """Give a part other content, or add it."""
        name = self._real.setdefault(part.lower(), part)
        self._removed.discard(name)
        self._changed[name] = content

    def remove(self, part: str) -> None:
        """Leave a part out, with what it refers to and its content type."""
        name = self._real.get(part.lower(), part)
        self._removed.add(name)
        self._changed.pop(name, None)
        types = Markup(self.read(TYPES))
        for entry in types.all("Override"):
            if entry.attributes.get("PartName", "").lstrip("/").lower() == name.lower():
                types.remove(entry)
        self.write(TYPES, types.result())
        if (relations := relations_of(name)) in self:
            self._removed.add(self._real[relations.lower()])

    def free(self, pattern: str) -> str:
        """The first name of a pattern (``xl/comments{}.xml``) that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    # how parts refer to each other -------------------------------------------------------------------

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to within the package."""
        if (name := relations_of(part)) not in self:
            return []
        return [
            Relation(
                e.attributes.get("Id", ""),
                e.attributes.get("Type", ""),
                self._target(part, e.attributes.get("Target", "")),
            )
            for e in Markup(self.read(name)).all("Relationship")
            if e.attributes.get("TargetMode") != "External"
        ]

    def _target(self, part: str, target: str) -> str:
        target = target.replace("\\", "/")
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        return target if path not in self and target in self else path

    def related(self, part: str, kind: str) -> Relation | None:
        """The first thing of a kind (``comments``) that a part refers to."""
        return next((r for r in self.relations(part) if r.type == f"{OFFICE}/{kind}"), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Make a part refer to another one; the identifier of that."""
        name = relations_of(part)
        links = Markup(self.read(name) if name in self else _EMPTY_RELATIONS)
        taken = {e.attributes.get("Id", "").lower() for e in links.all("Relationship")}
        number = len(taken) + 1
        while f"rid{number}" in taken:
            number += 1
        way = posixpath.relpath(target, posixpath.dirname(part) or ".")
        links.append(
            links.root,
            f'<{links.prefix}Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{escape(way)}"/>',
        )
        self.write(name, links.result())
        return f"rId{number}"

    def unrelate(self, part: str, identifier: str) -> None:
        """Take a reference away."""
        links = Markup(self.read(relations_of(part)))
        for entry in links.all("Relationship"):
            if entry.attributes.get("Id") == identifier:
                links.remove(entry)
        self.write(relations_of(part), links.result())

    def declare(self, part: str, content_type: str) -> None:
        """Say what kind of content a new part has."""
        types = Markup(self.read(TYPES))
        types.append(
            types.root,
            f'<{types.prefix}Override PartName="/{escape(part)}" ContentType="{content_type}"/>',
        )
        self.write(TYPES, types.result())

    def declare_all(self, extension: str, content_type: str) -> None:
        """Say what kind of content the parts of an extension have, unless that is said."""
        types = Markup(self.read(TYPES))
        if any(e.attributes.get("Extension", "").lower() == extension for e in types.all("Default")):
            return
        entry = f'<{types.prefix}Default Extension="{extension}" ContentType="{content_type}"/>'
        types.insert(types.root.inner, entry)
        self.write(TYPES, types.result())

    # the copy ----------------------------------------------------------------------------------------

    def _contents(self) -> Iterator[tuple[str, bytes]]:
        for name, entry in self._names.items():
            if name not in self._removed:
                changed = self._changed.get(name)
                yield name, self._zip.read(entry) if changed is None else changed
        for name, content in self._changed.items():
            if name not in self._names:
                yield name, content

    def saved(self) -> bytes:
        """The whole package; the same parts give the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as copy:
            for name, content in self._contents():
                entry = zipfile.ZipInfo(name, _ALWAYS)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                copy.writestr(entry, content)
        return out.getvalue()


def relations_of(part: str) -> str:
    """The part that says what another part refers to."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels".lstrip("/")
