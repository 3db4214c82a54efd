"""The files of a workspace: what they and its folders are called, how a name is shown, how one is written whole."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from glob import escape
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


def locks_of(file: Path) -> tuple[Path, ...]:
    """The files that Excel and LibreOffice lay beside a workbook while somebody has it open."""
    return tuple(file.with_name(f"{before}{file.name}{after}") for before, after in LOCKS)


def is_open(file: Path) -> bool:
    """Whether somebody has a workbook open: what is not saved yet is not in it."""
    return any(lock.exists() for lock in locks_of(file))


def locked_by(name: str) -> str | None:
    """The workbook beside which a file of this name lies while it is open; None for any other name."""
    for before, after in LOCKS:
        if name.startswith(before) and name.endswith(after):
            return name[len(before) : len(name) - len(after)]
    return None


LOCKS = (("~$", ""), (".~lock.", "#"))
"""What Excel and LibreOffice put around the name of a workbook that is open."""


def manifest_of(master: Path) -> Path:
    """Where it is written, beside a master, what that was made from."""
    return master.with_name(f"{master.stem}.manifest.json")


def files_beside_returns(home: Path) -> list[Path]:
    """The files of a workspace that decide how returns are read: the PMO's workbook, settings, mappings."""
    places = (
        in_workspace(home, STEERING_FILE),
        in_workspace(home, REGISTER_FILE),
        home / SETTINGS_FILE,
        *sorted(in_workspace(home, MAPPINGS_FOLDER).glob("*")),
    )
    return [file for file in places if file.is_file() and not file.name.startswith(".")]


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


# ---- written whole ------------------------------------------------------------------------------------

ENDING = ".part"
MOST_OF_A_NAME = 40
"""Characters of a file's own name in that of its unfinished one: together they stay a name that every system takes."""
FORGOTTEN_SECONDS = 24 * 3600.0
"""After so long nobody is still writing."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A new file beside *path* to write to, which takes its place in one step at the end.

    Its name is nobody else's, and it is made there and then: neither another run nor a link that lies in wait is written
    to. What it holds is on the disk before its name is; where anything goes wrong, what was there stays and nothing
    half-written does. Raises OSError as the system does.
    """
    part = _new_beside(path)
    try:
        yield part
        _flush(part)
        part.replace(path)
    finally:
        with suppress(OSError):  # it is gone where all went well
            part.unlink(missing_ok=True)


def remove_forgotten(path: Path) -> None:
    """Take away what runs that were killed while they wrote *path* have left beside it, once nobody can be writing."""
    with suppress(OSError):
        for part in path.parent.glob(f".{escape(path.name[:MOST_OF_A_NAME])}.*{ENDING}"):
            if part.lstat().st_mtime < time.time() - FORGOTTEN_SECONDS:
                part.unlink(missing_ok=True)


def _new_beside(path: Path) -> Path:
    while True:
        part = path.with_name(f".{path.name[:MOST_OF_A_NAME]}.{secrets.token_hex(4)}{ENDING}")
        with suppress(FileExistsError):
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            return part


def _flush(part: Path) -> None:
    number = os.open(part, os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
