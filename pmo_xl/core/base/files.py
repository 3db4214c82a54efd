"""What the files and folders of a workspace are called, and how a file name is written where anybody may read it."""

from __future__ import annotations

import os
import re
from pathlib import Path

SETTINGS_FILE, REGISTER_FILE = "pmo.toml", "projects.xlsx"
RETURNS_FOLDER, MAPPINGS_FOLDER, ARCHIVE_FOLDER = "returns", "mappings", "archive"
MASTER_FILE = Path("out", "master.xlsx")
KEPT_FOLDER = ".pmo_xl"
"""What one run keeps for the next."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def printable(name: str) -> str:
    """A file name as any output can hold it: a byte that is no UTF-8, or a control sign, as ``%FF``.

    Old archive programs leave such names on shared folders, and Python holds their bytes as half characters, which
    no file of ours can be written with.
    """
    return _UNPRINTABLE.sub(lambda met: "".join(f"%{byte:02X}" for byte in _bytes_of(met[0])), name)


def _bytes_of(character: str) -> bytes:
    try:
        return character.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return character.encode("utf-8", "surrogatepass")


def real(path: Path) -> Path:
    """The whole path without links; of links that lead round in a circle as far as they lead, where Python would raise."""
    return Path(os.path.realpath(path))
