"""A drop folder: whatever is put into the returns is consolidated as soon as the folder is quiet.

Events of the system only wake this up; what has changed is told by looking at the files, so that an event
too many makes no run too many. A file that is still being copied is waited for. One that another program
holds open is named, and taken as soon as it is free.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pmo_xl.adopt.sources.files import SOURCES
from pmo_xl.core.base.files import REGISTER_FILE, SETTINGS_FILE, STEERING_FILE, in_workspace, real
from pmo_xl.core.base.problem import NothingToDo, PmoXlError
from pmo_xl.core.base.text import Text, t
from pmo_xl.excel.read.workbook import EXTENSIONS, find_workbooks
from pmo_xl.gather.cache.failures import lost
from pmo_xl.gather.files.places import returns_folder, workspace_of
from pmo_xl.pipeline import (
    Outcome,
    consolidate_to,
)

QUIET = 2.0
"""Seconds without a change after which the folder counts as quiet."""

PATIENCE = 60.0
"""Seconds without a change after which half a file is no longer being copied, but damaged."""

ZIPPED = EXTENSIONS - {".xls"}

Stamp = tuple[int, int]
"""Size and time of the last change."""

Look = dict[Path, Stamp]
"""The files that a master depends on, as they are at one moment."""


@dataclass(frozen=True, slots=True)
class Made:
    """A run is over and the master written. ``held`` are the files that another program holds open."""

    at: dt.datetime
    outcome: Outcome
    held: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A run could not be made; it is tried again after the next change."""

    at: dt.datetime
    why: Text


@dataclass(frozen=True, slots=True)
class Arriving:
    """Files that are still being copied: the run waits for them."""

    at: dt.datetime
    files: tuple[Path, ...]


def watch(
    folder: Path,
    master: Path,
    *,
    language: str | None = None,
    quiet: float = QUIET,
    patience: float = PATIENCE,
    poll: bool = False,
    stop: threading.Event | None = None,
    cache: bool = True,
) -> Iterator[Made | Failed | Arriving]:
    """Consolidate *folder* into *master* once it is quiet, and after each change, until *stop* is set.

    ``poll`` looks at the folder itself instead of waiting for the system's events, which a network folder
    may not send; ``cache`` is that of :func:`consolidate_to`. Raises NothingToDo when there is no such folder.
    """
    vigil = _Vigil(_place(folder, master), quiet, patience)
    run = partial(consolidate_to, [folder], master, language=language, cache=cache)
    return _rounds(vigil, folder, run, _wakings(vigil, poll, stop or threading.Event()))


def _rounds(
    vigil: _Vigil, folder: Path, consolidate: Callable[[], Outcome], wakings: Iterable[bool]
) -> Iterator[Made | Failed | Arriving]:
    waited_for: tuple[Path, ...] = ()
    for woken in wakings:
        if not vigil.wants_a_run(woken):
            continue
        arriving = vigil.arriving()
        if arriving and arriving != waited_for:
            yield Arriving(_clock(), arriving)
        waited_for = arriving
        if not arriving and vigil.takes_anything_new():
            yield _run(vigil, folder, consolidate)


def _run(vigil: _Vigil, folder: Path, consolidate: Callable[[], Outcome]) -> Made | Failed:
    returns, held = vigil.place.returns, vigil.held_returns()
    if not returns.is_dir():
        return Failed(_clock(), t("{path} does not exist.", "{path} n’existe pas.").fill(path=returns))
    try:
        return Made(_clock(), consolidate(), held)
    except PmoXlError as problem:
        return Failed(_clock(), problem.text)
    except OSError as problem:
        file, why = problem.filename or folder, problem.strerror or problem
        return Failed(_clock(), t("{file}: {why}.", "{file} : {why}.").fill(file=file, why=why))
    except Exception as problem:  # noqa: BLE001 - the last catch of a watch, which goes on for days
        said, _ = lost(workspace_of([folder]), "watch", problem)
        return Failed(_clock(), said)


@dataclass(frozen=True, slots=True)
class _Place:
    """What is watched: the returns, and the settings and register of their workspace; never the master."""

    returns: Path
    beside: tuple[Path, ...]
    master: Path

    def concerns(self, changed: Path) -> bool:
        """Whether a change may ask for a new master; a folder, or what is gone, may have held workbooks."""
        if changed == self.master or not changed.is_relative_to(self.returns):
            return False
        if any(name.startswith((".", "~$")) for name in changed.relative_to(self.returns).parts):
            return False
        return changed.suffix.lower() in EXTENSIONS | SOURCES or not changed.is_file()

    def look(self) -> Look:
        """Every file that a master depends on; one that vanishes meanwhile is gone."""
        returns = find_workbooks(self.returns, SOURCES) if self.returns.is_dir() else []
        stamps = {file: _stamp(file) for file in (*self.beside, *returns) if file != self.master}
        return {file: stamp for file, stamp in stamps.items() if stamp is not None}

    def decided_anew(self, seen: Look) -> bool:
        """Whether settings or register are others than they were."""
        return any(_stamp(file) != seen.get(file) for file in self.beside)


class _Vigil:
    """What is known of the folder from one waking to the next."""

    def __init__(self, place: _Place, quiet: float, patience: float) -> None:
        self.place, self.quiet, self.patience = place, quiet, patience
        self._seen, self._changed_at = place.look(), time.monotonic()
        self._due = True
        self._taken: Look | None = None
        self._held: tuple[Path, ...] = ()
        self._freed = False
        self._halves: dict[tuple[Path, Stamp], float] = {}

    def wants_a_run(self, woken: bool) -> bool:
        """Whether something is to be consolidated and the folder has been quiet for long enough."""
        now = time.monotonic()
        if woken or self._due or self.place.decided_anew(self._seen):
            seen = self.place.look()
            if seen != self._seen:
                self._seen, self._changed_at, self._due = seen, now, True
                return False
        self._freed = any(not self._is_held(file) for file in self._held)
        return (self._due or self._freed) and now - self._changed_at >= self.quiet

    def arriving(self) -> tuple[Path, ...]:
        """The files of which only half is there, and not for so long that they must be damaged."""
        now = time.monotonic()
        half = [(file, stamp) for file, stamp in self._seen.items() if _is_half(file)]
        self._halves = {which: self._halves.get(which, now) for which in half}
        return tuple(file for (file, _), since in self._halves.items() if now - since < self.patience)

    def takes_anything_new(self) -> bool:
        """Take the folder as it is; whether it is other than at the last run."""
        new = self._freed or self._seen != self._taken
        self._due, self._freed, self._taken = False, False, self._seen
        if new:
            self._held = tuple(file for file in (*self._seen, self.place.master) if self._is_held(file))
        return new

    def held_returns(self) -> tuple[Path, ...]:
        """What another program held open when the folder was taken, the master apart."""
        return tuple(file for file in self._held if file != self.place.master)

    def _is_held(self, file: Path) -> bool:
        """Whether another program, or a missing right, keeps us from a file that is there."""
        try:
            with file.open("r+b" if file == self.place.master else "rb"):
                return False
        except FileNotFoundError:
            return False
        except OSError:
            return True


def _place(folder: Path, master: Path) -> _Place:
    if not folder.is_dir():
        raise NothingToDo(t("{path} is no folder.", "{path} n’est pas un dossier.").fill(path=folder))
    home = workspace_of([folder])
    said = (STEERING_FILE, REGISTER_FILE)
    beside = (home / SETTINGS_FILE, *(in_workspace(home, name) for name in said)) if home is not None else ()
    return _Place(real(returns_folder(folder, home)), beside, real(master))


def _wakings(vigil: _Vigil, poll: bool, stop: threading.Event) -> Iterator[bool]:
    """Wake up at each event and after each quiet while; whether something may have changed."""
    if poll:
        while not stop.wait(vigil.quiet):
            yield True
        return
    from watchfiles import watch as events

    returns, pause = vigil.place.returns, max(1, int(vigil.quiet * 1000))
    while not stop.is_set():
        identity = _identity(returns)
        if identity is None:
            yield True
            stop.wait(vigil.quiet)
            continue
        begun = False
        for changes in events(
            returns,
            watch_filter=None,
            debounce=pause,
            rust_timeout=pause,
            yield_on_timeout=True,
            stop_event=stop,
            ignore_permission_denied=True,
        ):
            if stop.is_set():
                return
            yield not begun or any(vigil.place.concerns(Path(path)) for _, path in changes)
            begun = True
            if _identity(returns) != identity:
                break  # archived, and a new one made in its place: events would still be those of the old one


def _stamp(file: Path) -> Stamp | None:
    try:
        about = file.stat()
    except OSError:
        return None
    return about.st_size, about.st_mtime_ns


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder stands at a place; None for none."""
    try:
        about = folder.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


def _is_half(file: Path) -> bool:
    """Whether a workbook has a beginning and no end, as while it is being copied.

    Its room may already be there and hold nothing yet. What never was a workbook is whole: the run says so.
    """
    if file.suffix.lower() not in ZIPPED:
        return False
    try:
        with file.open("rb") as content:
            head = content.read(4)
        return head in (b"", b"PK\x03\x04", b"\0\0\0\0") and not zipfile.is_zipfile(file)
    except OSError:
        return False


def _clock() -> dt.datetime:
    return dt.datetime.now().astimezone()
