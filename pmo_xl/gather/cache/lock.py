"""One run at a time in a workspace: two that write its master together would each undo what the other remembers."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pmo_xl.core.base.files import KEPT_FOLDER
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t

LOCK_FILE, OWNER_FILE = "run.lock", "run.json"


@contextmanager
def alone(home: Path | None) -> Iterator[Text | None]:
    """Be the only run that writes in a workspace; inside, what is to be said of one before it that was broken off.

    The system holds the lock and lets go of it with the process, however that ends: no run is kept out by one that was
    killed. Where nothing can be written beside the returns, or the folder knows no locks, nobody is kept out. Raises
    NothingToDo where another run is at work: whose, on which computer, since when.
    """
    if home is None:
        yield None
        return
    from filelock import FileLock, Timeout

    from pmo_xl.gather.cache.cache import make_kept_folder

    lock = FileLock(home / KEPT_FOLDER / LOCK_FILE, timeout=0, thread_local=False)
    owner = home / KEPT_FOLDER / OWNER_FILE
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


def _myself() -> str:
    return json.dumps(
        {
            "who": getpass.getuser(),
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


def _said(owner: Path) -> dict[str, str]:
    """Who runs here, where, since when; nothing where the note is not there, or not (yet) whole."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads(owner.read_text(encoding="utf-8"))
        return {key: str(said[key]) for key in ("who", "where", "since")}
    return {}


AT_WORK = t(
    "{who} has been consolidating this workspace since {since} on {where}: wait until that is done.",
    "{who} consolide cet espace de travail depuis {since} sur {where} : attendez que ce soit terminé.",
)
SOMEBODY = t("Another run is consolidating this workspace: wait until it is done.",
             "Une autre consolidation de cet espace de travail est en cours : attendez qu’elle soit terminée.")  # fmt: skip
BROKEN_OFF = t(
    "The run that {who} began on {since} on {where} was broken off; nothing of it was kept.",
    "La consolidation lancée par {who} le {since} sur {where} a été interrompue ; rien n’en a été conservé.",
)
