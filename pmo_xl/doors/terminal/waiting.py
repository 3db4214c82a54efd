"""A Python that waits for clicks: each is a file that a macro leaves, so that the office program starts nothing.

Where a company forbids Excel to start other programs, this one is started by its user instead, once, and is warm when
the first click comes. One folder for each person and computer: two people with one workspace do not meet in it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import time

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t

CLICK, TAKEN, WAITING = "click.txt", "click.taken", "waiting.txt"
LOOK_SECONDS = 0.03
"""Between two looks into the folder: a person does not notice, nor does a processor."""
BEAT_SECONDS = 2.0
"""Between two signs of life; the macros take one of the last twenty seconds for good."""
SILENT_SECONDS = 20.0
_WINDOWS, _MAC = Path("pmo_xl", "clicks"), Path("Library/Containers/com.microsoft.Excel/Data/pmo_xl/clicks")
_LARGEST = 10_000


@dataclass(frozen=True, slots=True)
class Click:
    """One click: the button's key, the workbook it was in, and where that is open (a pipe of LibreOffice, a window of Excel)."""

    button: str
    book: str
    pipe: str
    window: int


def clicks_folder() -> Path:
    """Where the macros of this person leave their clicks; ``PMO_XL_CLICKS`` names another place."""
    if named := os.environ.get("PMO_XL_CLICKS"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / _WINDOWS
    if sys.platform == "darwin":
        return Path.home() / _MAC  # the only place of a home where Excel for Mac writes without asking
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "pmo_xl" / "clicks"


def clicks(folder: Path, stop: threading.Event) -> Iterator[Click]:
    """Each click left in *folder* until *stop* is set; the next is taken once the caller is done with the one before.

    Raises NothingToDo when another Python waits there already, OSError when nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _is_waited_for(folder):
        raise NothingToDo(ALREADY.fill(folder=folder))
    for left in (CLICK, TAKEN):  # of somebody who was ended in the middle of one
        (folder / left).unlink(missing_ok=True)
    with _signs_of_life(folder):
        while not stop.wait(LOOK_SECONDS):
            if (click := _taken(folder)) is not None:
                try:
                    yield click
                finally:
                    (folder / TAKEN).unlink(missing_ok=True)


def _taken(folder: Path) -> Click | None:
    """The click that lies there, put aside so that the macro sees that somebody has it; None without one."""
    if not (folder / CLICK).exists():
        return None
    try:
        (folder / CLICK).replace(folder / TAKEN)
        words = (folder / TAKEN).read_bytes()[:_LARGEST].decode("ascii", "replace")
    except OSError:
        return None  # a scanner holds it: the next look finds it again
    click = _read(words.splitlines())
    if click is None:
        (folder / TAKEN).unlink(missing_ok=True)
    return click


def _read(lines: list[str]) -> Click | None:
    with suppress(ValueError, OverflowError):
        button, book, pipe, window = lines[:4]
        return Click(button.strip(), _name(book), _name(pipe), int(window))
    return None


def _name(codes: str) -> str:
    """A name from the numbers of its characters, which Basic counts in sixteen bits, negative ones too."""
    units = b"".join((int(code) & 0xFFFF).to_bytes(2, "little") for code in codes.split())
    return units.decode("utf-16-le", "replace")


def _is_waited_for(folder: Path) -> bool:
    try:
        return time() - (folder / WAITING).stat().st_mtime < SILENT_SECONDS
    except OSError:
        return False


@contextmanager
def _signs_of_life(folder: Path) -> Iterator[None]:
    """The file by which the macros know that somebody waits, touched as long as the block lasts."""
    over = threading.Event()
    file = folder / WAITING

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            with suppress(OSError):
                file.touch()

    file.write_text(f"{os.getpid()}\n", encoding="ascii")
    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()
        file.unlink(missing_ok=True)


ALREADY = t(
    "Another window waits for the clicks of this computer already. This one may be closed.",
    "Une autre fenêtre attend déjà les clics de ce poste. Vous pouvez fermer celle-ci.",
)
