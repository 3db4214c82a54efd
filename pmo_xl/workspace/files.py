"""Files of a workspace: written whole or not at all, or a sentence that says why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from pmo_xl.core.base.files import whole
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t

PACK, ALL = "pack", "all"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])( *\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever its ending."""
LONGEST, MOST_BYTES = 80, 200
"""Characters and bytes of a name, without its ending."""


def file_name(name: str) -> str:
    """A name as every system can call a file; accents stay."""
    words = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name)).split())[:LONGEST]
    words = words.encode("utf-8", "ignore")[:MOST_BYTES].decode("utf-8", "ignore").strip(" .") or "_"
    return f"_{words}" if _RESERVED.fullmatch(words) else words


def safe_names(names: Sequence[str]) -> list[str]:
    """Names of files, each another also where a system does not tell capitals: Ann, ann (2)."""
    taken: set[str] = set()
    made: list[str] = []
    for name in names:
        stem = unique = file_name(name)
        again = 1
        while unique.casefold() in taken:
            again += 1
            unique = f"{stem} ({again})"
        taken.add(unique.casefold())
        made.append(unique)
    return made


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; raises NothingToDo where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _unwritable(folder, problem) from problem


def write_whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Write a file under another name first, so that it is there whole or not at all."""
    make_folder(path.parent)
    try:
        with whole(path) as part:
            write(part)
    except OSError as problem:
        raise _unwritable(path, problem) from problem
    return path


def write_text(path: Path, text: str) -> Path:
    """Write a text as UTF-8 with the same line ends on every system."""
    return write_whole(path, lambda part: _save(part, text))


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _unwritable(path: Path, problem: OSError) -> NothingToDo:
    why = problem.strerror or problem
    return NothingToDo(
        t("{file} cannot be written: {why}. Close it if it is open, or choose another folder.",
          "{file} ne peut pas être écrit : {why}. Fermez-le s’il est ouvert, ou choisissez un autre dossier.")
        .fill(file=path, why=why)
    )  # fmt: skip
