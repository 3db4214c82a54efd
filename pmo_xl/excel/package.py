"""A workbook's zip package: what kind it is, where its sheets are, whether it is safe to inflate."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
import zlib
from functools import cached_property

from pmo_xl.core.raw import Unreadable
from pmo_xl.excel.refused import MAX_INFLATED, MEBIBYTE, RefusedError, corrupt, too_large

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MAX_RATIO = 200
_TAG = r"""<(?:[^\s<>/:]+:)?%s\s((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
_RELATION = re.compile(_TAG % "Relationship")
_SHEET = re.compile(_TAG % "sheet")
_ATTRIBUTE = re.compile(r"""([^\s=<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)


class Package:
    """The parts of one workbook, found under the names that other programs may have spelled oddly."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as e:
            raise corrupt(f"damaged zip package: {e}") from e
        entries = self._zip.infolist()
        # Some zip programs write Windows' separator; some exporters differ in capitals from their own links.
        self._entries = {e.filename.replace("\\", "/").lstrip("/").lower(): e for e in entries}
        self.ambiguous = len(self._entries) != len(entries)
        self.inflated = sum(e.file_size for e in entries)
        if self.inflated > MAX_INFLATED:
            raise too_large(f"{self.inflated // MEBIBYTE} MiB when unpacked")
        if self.inflated > 64 * MEBIBYTE and self.inflated > _MAX_RATIO * len(data):
            raise too_large(f"a zip bomb? It unpacks to {self.inflated // len(data)} times its size")

    @cached_property
    def kind(self) -> str:
        """``xlsx`` (or .xlsm), ``xlsb`` or ``ods``; refuses what is none of these."""
        if "mimetype" in self and self.read("mimetype").startswith(_ODS):
            return "ods"
        if self.main.endswith(".bin"):
            return "xlsb"
        return "xlsx"

    @cached_property
    def main(self) -> str:
        """The part that lists the sheets."""
        for usual in ("xl/workbook.xml", "xl/workbook.bin"):
            if usual in self:
                return usual
        if "_rels/.rels" in self:
            for kind, target in self._relations("_rels/.rels").values():
                name = posixpath.basename(target)
                if kind.endswith("/officeDocument") and name.startswith("workbook") and target in self:
                    return target
        for name in self._entries:
            if posixpath.basename(name) in ("workbook.xml", "workbook.bin"):
                return name
        raise RefusedError(Unreadable.NOT_A_WORKBOOK, "a zip file without a workbook in it")

    @cached_property
    def relations(self) -> dict[str, tuple[str, str]]:
        """Type and part of everything that the main part refers to, by identifier."""
        folder, name = posixpath.split(self.main)
        return self._relations(f"{folder}/_rels/{name}.rels".lstrip("/"))

    @cached_property
    def sheets(self) -> list[tuple[str, str]]:
        """Name and part of every sheet, in the order of the tabs; the part is "" where it is missing."""
        found = []
        for match in _SHEET.finditer(self.text(self.main)):
            attributes = _attributes(match[1])
            identifier = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            part = self.relations.get(identifier, ("", ""))[1]
            found.append((attributes.get("name", ""), part if part in self else ""))
        return found

    @cached_property
    def shared_strings(self) -> bytes:
        """The texts that cells refer to by number, or nothing."""
        part = self._one_of("/sharedstrings", "sharedstrings.xml")
        return self.read(part) if part else b""

    @cached_property
    def styles(self) -> str:
        """The part with the number formats, or ""."""
        return self._one_of("/styles", "styles.xml")

    def _one_of(self, kind: str, name: str) -> str:
        folder = posixpath.dirname(self.main)
        usual = posixpath.join(folder, name)
        if usual in self:
            return usual
        return next((p for k, p in self.relations.values() if k.lower().endswith(kind) and p in self), "")

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def read(self, part: str) -> bytes:
        """One part, inflated; refuses what is damaged, encrypted or brings entities of its own."""
        entry = self._entries[part.lower()]
        if entry.flag_bits & 1:
            raise RefusedError(Unreadable.PASSWORD, "the zip package itself is encrypted")
        try:
            content = self._zip.read(entry)
        except _DAMAGE as e:
            raise corrupt(f"{part}: {e}") from e
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            content = content.decode("utf-16", "replace").encode()
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            if part.endswith((".xml", ".rels")):
                raise corrupt(f"{part} declares entities of its own, as no spreadsheet program does")
        return content

    def is_utf16(self, part: str) -> bool:
        """Whether a part is in an encoding that calamine does not know."""
        with self._zip.open(self._entries[part.lower()]) as stream:
            return stream.read(2) in (b"\xff\xfe", b"\xfe\xff")

    def has_exactly(self, part: str) -> bool:
        """Whether the part bears just this name in the zip file, so that everybody finds it."""
        return self._entries[part.lower()].filename == part

    def text(self, part: str) -> str:
        """One part as text."""
        return self.read(part).decode("utf-8-sig", "replace")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        if part not in self:
            return {}
        folder = posixpath.dirname(posixpath.dirname(part))
        found = {}
        for match in _RELATION.finditer(self.text(part)):
            attributes = _attributes(match[1])
            target = attributes.get("Target", "").replace("\\", "/")
            # The base of an absolute target is the package, and nothing may lead out of it.
            path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            if path not in self and target in self:
                path = target
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), path)
        return found


def _attributes(text: str) -> dict[str, str]:
    return {m[1]: html.unescape(m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(text)}
