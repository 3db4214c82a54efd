"""A copy of a workbook in which only some sheets are in sight, and so the only ones that are printed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pmo_xl.excel.package.parts import Parts
from pmo_xl.excel.package.xml_spans import Markup

_WORKBOOK, _PRINT_AREA = "xl/workbook.xml", "_xlnm.Print_Area"


def copy_in_sight(path: Path, titles: Collection[str], out: Path) -> list[str]:
    """Write the copy at *out*, and give the titles of its sheets in sight in their order; nothing is written where none is.

    A sheet that is hidden stays so. Raises OSError, UnmarkableError for a package that cannot be changed.
    """
    parts = Parts(path.read_bytes())
    book = Markup(parts.read(_WORKBOOK))
    sheets = book.all("sheet")
    seen = [
        at for at, sheet in enumerate(sheets)
        if sheet.attributes.get("name") in titles and "state" not in sheet.attributes
    ]  # fmt: skip
    if not seen:
        return []
    for at, sheet in enumerate(sheets):
        if at not in seen and "state" not in sheet.attributes:
            book.set(sheet, "state", "hidden")
    for name in book.all("definedName"):
        # LibreOffice prints the print area of a hidden sheet too.
        if (
            name.attributes.get("name") == _PRINT_AREA
            and int(name.attributes.get("localSheetId", -1)) not in seen
        ):
            book.remove(name)
    for view in book.all("workbookView"):
        # The sheet on top must be one that is in sight.
        book.set(view, "activeTab", str(seen[0]))
        book.set(view, "firstSheet", None)
    parts.write(_WORKBOOK, book.result())
    out.write_bytes(parts.saved())
    return [sheets[at].attributes["name"] for at in seen]
