"""When a workbook was saved, as it says itself; else as the disk says. Asked only of files that contradict each other."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

PROPERTIES = "docProps/core.xml"
LARGEST = 100_000
"""Bytes: a part that states who saved a workbook and when takes less than one thousand."""
_MODIFIED = re.compile(
    rb"<dcterms:modified[^>]*>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?\s*<"
)


def stated_moment(file: Path) -> dt.datetime | None:
    """The moment that the properties of a workbook state, in UTC without a zone; None where there is none."""
    try:
        with zipfile.ZipFile(file) as package, package.open(PROPERTIES) as part:
            found = _MODIFIED.search(part.read(LARGEST))
    except (OSError, KeyError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None
    if found is None:
        return None
    words, zone = found[1].decode(), (found[2] or b"Z").decode()
    try:
        moment = dt.datetime.fromisoformat(words + ("+00:00" if zone == "Z" else zone))
        return moment.astimezone(dt.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def disk_moment(file: Path) -> dt.datetime | None:
    """When the disk says the file was last written, in UTC without a zone, to the second."""
    try:
        written = file.stat().st_mtime
    except OSError:
        return None
    return dt.datetime.fromtimestamp(int(written), dt.UTC).replace(tzinfo=None)
