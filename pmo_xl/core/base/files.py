"""What the files and folders of a workspace are called, and how a file name is written where anybody may read it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t

SETTINGS_FILE, STEERING_FILE = "pmo.toml", "steering.xlsx"
REGISTER_FILE = "projects.xlsx"
"""What held the register alone before the PMO had a workbook of its own; it is still read."""
RETURNS_FOLDER, MAPPINGS_FOLDER, ARCHIVE_FOLDER = "returns", "mappings", "archive"
OUT_FOLDER, TEMPLATES_FOLDER = "out", "templates"
ISSUED_FOLDER = Path(TEMPLATES_FOLDER, "issued")
MASTER_FILE = Path(OUT_FOLDER, "master.xlsx")
FRENCH_NAMES: Mapping[str | Path, str | Path] = {
    STEERING_FILE: "pilotage.xlsx",
    REGISTER_FILE: "projets.xlsx",
    RETURNS_FOLDER: "retours",
    MAPPINGS_FOLDER: "correspondances",
    ARCHIVE_FOLDER: "archives",
    OUT_FOLDER: "resultats",
    TEMPLATES_FOLDER: "modeles",
    ISSUED_FOLDER: Path("modeles", "envoyes"),
    MASTER_FILE: Path("resultats", "classeur_consolide.xlsx"),
}
"""The same in a workspace that was made in French: without accents, which not every network folder keeps."""
KEPT_FOLDER = ".pmo_xl"
"""What one run keeps for the next."""


def named(name: str | Path, language: str) -> str | Path:
    """What a file or folder of a new workspace is called in a language."""
    return FRENCH_NAMES[name] if language == "fr" else name


def in_workspace(home: Path, name: str | Path) -> Path:
    """Where a file or folder of a workspace is, or is to be, by its English name.

    A workspace made in French has French names; an English name that is there counts too. Raises NothingToDo where two
    folders may hold the returns, or two files what the PMO says: neither is left out without a word.
    """
    english, french = home / name, home / FRENCH_NAMES[name]
    if not french.exists():
        return english if english.exists() or not _has_french_names(home) else french
    if name in (RETURNS_FOLDER, STEERING_FILE, REGISTER_FILE) and english.exists():
        raise NothingToDo(TWO_NAMES.fill(one=english, other=french))
    return french


def is_workspace(folder: Path) -> bool:
    """Whether a folder holds the settings or the register of a workspace."""
    names = (
        SETTINGS_FILE,
        *(each for name in (STEERING_FILE, REGISTER_FILE) for each in (name, FRENCH_NAMES[name])),
    )
    return any((folder / name).is_file() for name in names)


def steering_workbook(home: Path) -> Path:
    """Where the PMO's own workbook is, or is to be; in a workspace of before, the register that takes its place.

    Raises NothingToDo where two files of one name in two languages may be meant.
    """
    steering, register = in_workspace(home, STEERING_FILE), in_workspace(home, REGISTER_FILE)
    return register if register.exists() and not steering.exists() else steering


def _has_french_names(home: Path) -> bool:
    return any(
        (home / FRENCH_NAMES[name]).exists() for name in (RETURNS_FOLDER, STEERING_FILE, REGISTER_FILE)
    )


TWO_NAMES = t("{one} and {other} are both there: put together what they hold, under one of the two names.",
              "{one} et {other} existent tous les deux : réunissez leur contenu sous l’un des deux noms.")  # fmt: skip

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
