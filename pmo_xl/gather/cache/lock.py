"""One run at a time in a workspace: two that write its master together would each undo what the other remembers."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pmo_xl.core.base.files import KEPT_FOLDER
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t

LOCK_FILE, OWNER_FILE = "run.lock", "run.json"


@contextmanager
def alone(home: Path | None) -> Iterator[Text | None]:
    """Be the only run that writes in a workspace; inside, what is to be said of one before it that was broken off.

    The system holds the lock and lets go of it with the process, however that ends: where it knows locks, no run is kept
    out by one that was killed. Where nothing can be written beside the returns, or the folder knows no locks, nobody is kept out. Raises
    NothingToDo where another run is at work: whose, on which computer, since when.
    """
    if home is None:
        yield None
        return
    from filelock import FileLock, Timeout

    from pmo_xl.gather.cache.cache import make_kept_folder

    lock = FileLock(home / KEPT_FOLDER / LOCK_FILE, mode=0o666, timeout=0, thread_local=False)
    owner = home / KEPT_FOLDER / OWNER_FILE
    first = not owner.parent.is_dir()
    try:
        make_kept_folder(owner.parent)
        lock.acquire()
    except Timeout:
        raise NothingToDo(_at_work(owner)) from None
    except (OSError, NotImplementedError):
        yield None
        return
    try:
        broken_off = _broken_off(owner)
        with suppress(OSError):
            owner.write_text(_myself(), encoding="utf-8")
        yield broken_off
    finally:
        with suppress(OSError):
            owner.unlink(missing_ok=True)
        lock.release()
        if first:
            # A run that is to keep nothing for the next time leaves no folder either.
            with suppress(OSError):
                if {*owner.parent.iterdir()} <= {owner.with_name(LOCK_FILE)}:
                    owner.with_name(LOCK_FILE).unlink(missing_ok=True)
                    owner.parent.rmdir()


def _myself() -> str:
    try:
        who = getpass.getuser()
    except (KeyError, ImportError, OSError):  # nobody has told this computer
        who = "?"
    return json.dumps(
        {
            "who": who,
            "where": platform.node(),
            "since": f"{dt.datetime.now().astimezone():%Y-%m-%d %H:%M}",
        }
    )


def _at_work(owner: Path) -> Text:
    said = _said(owner)
    return AT_WORK.fill(**said) if said else SOMEBODY


def _broken_off(owner: Path) -> Text | None:
    said = _said(owner)
    return BROKEN_OFF.fill(**said) if said else None


def _said(owner: Path) -> dict[str, Any]:
    """Who runs here, where, since when; nothing where the note is not there, or not (yet) whole."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads(owner.read_text(encoding="utf-8"))
        return {
            "who": str(said["who"]),
            "where": str(said["where"]),
            "since": dt.datetime.fromisoformat(said["since"]),
        }
    return {}


AT_WORK = t(
    "A run that {who} began on {since} on {where} is at work in this workspace: wait until it is done.",
    "Un traitement lancé par {who} le {since}, sur {where}, est en cours dans cet espace de travail\u00a0: attendez qu’il soit terminé.",
)
SOMEBODY = t("Another run is at work in this workspace: wait until it is done.",
             "Un autre traitement est en cours dans cet espace de travail\u00a0: attendez qu’il soit terminé.")  # fmt: skip
BROKEN_OFF = t(
    "The run that {who} began on {since} on {where} was broken off before its end.",
    "Le traitement lancé par {who} le {since}, sur {where}, a été interrompu avant la fin.",
)
