"""A copy of a package that calamine can read, where it fails on something that Excel opens.

Known cases: parts in UTF-16, a main part of another name, links with ``./`` or ``../``, and error values
beyond the seven classical ones (``#SPILL!``, Google's ``#ERROR!``), macro modules listed as sheets.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from html import escape

from pmo_xl.excel.package import sheet_xml
from pmo_xl.excel.package.container import Package

_INDENT = re.compile(rb"(<text:(?:p|h)[ >].*?</text:(?:p|h)>)|(?<=>)\s+(?=<)", re.DOTALL)
"""Blanks between tags; those inside a paragraph are text, and stay with it."""
_CLASSICAL = (b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!", b"")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def mended(package: Package) -> bytes:
    """The same sheets under the usual names, in UTF-8, with classical errors only."""
    out = io.BytesIO()
    links = []
    with zipfile.ZipFile(out, "w") as copy:
        copy.writestr("_rels/.rels", _links([("r1", f"{_OFFICE}/officeDocument", "xl/workbook.xml")]))
        copy.writestr("xl/workbook.xml", package.main_without_modules())
        if package.shared_strings:
            copy.writestr("xl/sharedStrings.xml", package.shared_strings)
        if package.styles:
            copy.writestr("xl/styles.xml", package.read(package.styles))
        for number, (identifier, (kind, part)) in enumerate(package.relations.items()):
            name = posixpath.basename(kind)
            if name.endswith("sheet") and part in package:
                target = f"{name}s/sheet{number}.xml"
                links.append((identifier, f"{_OFFICE}/{name}", target))
                copy.writestr(f"xl/{target}", _classical(package.read(part)))
        copy.writestr("xl/_rels/workbook.xml.rels", _links(links))
    return out.getvalue()


def without_indents(package: Package) -> bytes:
    """An OpenDocument sheet without the blanks between its tags: calamine takes those of an indented file for content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for part in ("mimetype", "META-INF/manifest.xml", "styles.xml", "content.xml"):
            if part in package:
                copy.writestr(part, _INDENT.sub(rb"\1", package.read(part)))
    return out.getvalue()


def _links(links: list[tuple[str, str, str]]) -> str:
    lines = (f'<Relationship Id="{escape(i)}" Type="{escape(k)}" Target="{t}"/>' for i, k, t in links)
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(lines)}</Relationships>'


def _classical(xml: bytes) -> bytes:
    pieces = []
    done = 0
    for start, end, error in sheet_xml.error_values(xml):
        if error not in _CLASSICAL:
            pieces += [xml[done:start], b"#VALUE!"]
            done = end
    return b"".join([*pieces, xml[done:]])
