"""A workbook's zip package: what kind it is, where its sheets are, whether it is safe to inflate."""

from __future__ import annotations

import html
import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Collection
from functools import cached_property, lru_cache
from typing import NamedTuple
from xml.parsers import expat

from pmo_xl.core.base import compression
from pmo_xl.core.flow.raw import Unreadable
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.excel.package.other_kinds import kind_of
from pmo_xl.excel.package.refused import BOMB, MEBIBYTE, UNPACKED, RefusedError, corrupt, too_large

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MAX_RATIO = 200
_TAG = r"""<(?:[^\s<>/:]+:)?%s\s((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
_RELATION = re.compile(_TAG % "Relationship")
_SHEET = re.compile(_TAG % "sheet")
_ATTRIBUTE = re.compile(r"""([^\s=<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DATES_FROM_1904 = re.compile(r"""\sdate1904\s*=\s*["'](?:1|true|on)["']""")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ENCODING = re.compile(rb"""(<\?xml[^>]*?)\sencoding\s*=\s*["'][^"']*["']""")
_READ_AS_CELLS = (".xml", ".bin", ".rels")
"""What the names of those parts end with that a reader of cells may open; no pictures."""
_DAMAGE: tuple[type[Exception], ...] = (
    struct.error,
    zipfile.BadZipFile,
    *compression.ERRORS,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
    RuntimeError,
)


class Tab(NamedTuple):
    """A sheet: its name, its part ("" where it is missing), what kind of part that is, whether it is hidden."""

    name: str
    part: str
    kind: str
    state: str


class Package:
    """The parts of one workbook, found under the names that other programs may have spelled oddly."""

    def __init__(self, data: bytes, limits: LimitSettings = LIMITS, *, in_part: bool = False) -> None:
        """Raise RefusedError for what is damaged or too large; whoever reads it ``in_part`` need not unpack the rest."""
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as e:
            raise corrupt(f"damaged zip package: {e}") from e
        entries = self._zip.infolist()
        # Some zip programs write Windows' separator; some exporters differ in capitals from their own links.
        self._entries = {self._plain(e).lower(): e for e in entries}
        self.ambiguous = len(self._entries) != len(entries)
        self.inflated = sum(e.file_size for e in entries)
        if self.inflated > limits.unpacked_size * MEBIBYTE and not in_part:
            size = -(-self.inflated // MEBIBYTE)
            raise too_large("unpacked_size", UNPACKED, found=size, most=limits.unpacked_size)
        if self.inflated > 64 * MEBIBYTE and self.inflated > _MAX_RATIO * len(data):
            raise too_large("unpacked_size", BOMB, found=self.inflated // len(data))

    @property
    def cells_inflated(self) -> int:
        """The bytes of the parts that a reader of cells opens: no pictures."""
        return sum(entry.file_size for name, entry in self._entries.items() if name.endswith(_READ_AS_CELLS))

    @staticmethod
    def _plain(entry: zipfile.ZipInfo) -> str:
        return entry.filename.replace("\\", "/").lstrip("/")

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
        raise RefusedError(Unreadable.NOT_A_WORKBOOK, kind_of(self._data))

    @cached_property
    def main_text(self) -> str:
        """The part that lists the sheets, as text."""
        return self.text(self.main)

    @cached_property
    def relations(self) -> dict[str, tuple[str, str]]:
        """Type and part of everything that the main part refers to, by identifier."""
        folder, name = posixpath.split(self.main)
        return self._relations(f"{folder}/_rels/{name}.rels".lstrip("/"))

    @cached_property
    def tabs(self) -> list[Tab]:
        """Every sheet, in the order of the tabs."""
        found = []
        for attributes in _tags(_SHEET, self.main_text):
            kind, part = self.relations.get(_identifier(attributes), ("", ""))
            name, state = attributes.get("name", ""), attributes.get("state", "")
            found.append(Tab(name, part if part in self else "", kind, state))
        return found

    @property
    def sheets(self) -> list[tuple[str, str]]:
        """Name and part of every sheet, in the order of the tabs; the part is "" where it is missing."""
        return [(tab.name, tab.part) for tab in self.tabs]

    @cached_property
    def counts_from_1904(self) -> bool:
        """Whether the numbers of days count from 1904."""
        # A plain search is ten times as fast, and finds nothing in most workbooks.
        return "date1904" in self.main_text and _DATES_FROM_1904.search(self.main_text) is not None

    def main_without_modules(self) -> str:
        """Return the main part without the tabs that lead nowhere: macro modules of Excel 95, without cells."""
        return _SHEET.sub(
            lambda match: "" if _identifier(_attributes(match[1])) == "" else match[0], self.main_text
        )

    @cached_property
    def strings_part(self) -> str:
        """The part with the texts that cells refer to by number, or ""."""
        return self._one_of("/sharedstrings", "sharedstrings.xml")

    @cached_property
    def shared_strings(self) -> bytes:
        """The texts that cells refer to by number, or nothing."""
        return self.read(self.strings_part) if self.strings_part else b""

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
        content = self._content(self._entries[part.lower()], part)
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            content = _ENCODING.sub(rb"\1", content.decode("utf-16", "replace").encode(), count=1)
        if not part.endswith(".bin") and b"!" in content and _DECLARATION.search(content):
            raise corrupt(f"{part} declares entities of its own, as no spreadsheet program does")
        return content

    def _content(self, entry: zipfile.ZipInfo, part: str) -> bytes:
        if entry.flag_bits & 1:
            raise RefusedError(Unreadable.PASSWORD, "the zip package itself is encrypted")
        try:
            return self._inflate(entry)
        except _DAMAGE as e:
            raise corrupt(f"{part}: {e}") from e

    def _inflate(self, entry: zipfile.ZipInfo) -> bytes:
        """Do without zipfile's layers, which cost as much as inflating a small part; size and checksum must be right."""
        packed = self._packed(entry)
        if entry.compress_type != zipfile.ZIP_DEFLATED or len(packed) != entry.compress_size:
            return self._zip.read(entry)
        content: bytes = compression.inflater(compression.RAW).decompress(packed, entry.file_size + 1)
        if len(content) != entry.file_size or not self._data.startswith(b"PK\x03\x04", entry.header_offset):
            raise zipfile.BadZipFile("not what the zip directory says")
        if compression.crc32(content) != entry.CRC:
            raise zipfile.BadZipFile("the bytes do not match their checksum")
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        name_length, extra_length = struct.unpack_from("<HH", self._data, entry.header_offset + 26)
        start = entry.header_offset + 30 + name_length + extra_length
        return self._data[start : start + entry.compress_size]

    def check(self, pass_over: Collection[str] = ()) -> None:
        """Refuse a package that another reader takes as it is, where a part is not what was packed.

        The sheets to ``pass_over`` are not looked at, nor is what no reader of cells opens.
        """
        left_out = {tab.part.lower() for tab in self.tabs if tab.name in pass_over} if pass_over else ()
        for entry in self._zip.infolist():
            name = self._plain(entry).lower()
            if name.endswith(_READ_AS_CELLS) and name not in left_out:
                self._content(entry, name)

    @property
    def is_well_formed(self) -> bool:
        """Whether every part of XML that a reader of cells opens closes what it opens."""
        try:
            for part in self._entries:
                if part.endswith((".xml", ".rels")):
                    expat.ParserCreate().Parse(self.read(part), True)
        except expat.ExpatError:
            return False
        return True

    def text(self, part: str) -> str:
        """One part as text."""
        return self.read(part).decode("utf-8-sig", "replace")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        if part not in self:
            return {}
        folder = posixpath.dirname(posixpath.dirname(part))
        found = {}
        for attributes in _tags(_RELATION, self.text(part)):
            target = attributes.get("Target", "").replace("\\", "/")
            # The base of an absolute target is the package, and nothing may lead out of it.
            path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            if path not in self and target in self:
                path = target
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), path)
        return found


@lru_cache(maxsize=64)
def _tags(kind: re.Pattern[str], text: str) -> tuple[dict[str, str], ...]:
    """The attributes of each tag of a kind; most returns list the same sheets and links."""
    return tuple(_attributes(match[1]) for match in kind.finditer(text))


def _identifier(sheet: dict[str, str]) -> str:
    return next((v for k, v in sheet.items() if k.endswith(":id")), "")


def _attributes(text: str) -> dict[str, str]:
    found = {name: one or other for name, one, other in _ATTRIBUTE.findall(text)}
    return {k: html.unescape(v) for k, v in found.items()} if "&" in text else found
