"""The log of what nobody foresaw: in the hidden folder of the workspace, else among the temporary files.

What it takes is imported when there is something to write: most runs have nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.files import KEPT_FOLDER
from pmo_xl.core.base.text import Text, t

FILE = "errors.log"
_LARGEST = 1 << 20
"""Bytes after which the log of a workspace begins anew."""


def keep(home: Path | None, failures: Iterable[Failure]) -> Path | None:
    """Write failures down for whoever looks after the program; the log, or None without failures or a place for it.

    ``home`` is the workspace, if there is one.
    """
    words = "".join(map(_entry, failures))
    if not words:
        return None
    if home is not None:
        with suppress(OSError):  # a folder that nobody may write into: the temporary files are left
            return _in_workspace(home, words)
    with suppress(OSError):
        return _among_temporary_files(words)
    return None


def lost(home: Path | None, what: str, problem: Exception) -> tuple[Text, Path | None]:
    """What a door says of an exception that nobody foresaw, and the log with its details."""
    failure = Failure.of(what, problem)
    log = keep(home, [failure])
    said = UNFORESEEN.fill(kind=failure.kind)
    if log is None:
        return UNFORESEEN_TRACE.fill(what=said, trace=failure.trace), None
    return UNFORESEEN_LOG.fill(what=said, log=log), log


def _in_workspace(home: Path, words: str) -> Path:
    from pmo_xl.gather.cache.cache import make_kept_folder

    make_kept_folder(home / KEPT_FOLDER)
    log = home / KEPT_FOLDER / FILE
    anew = log.is_file() and log.stat().st_size > _LARGEST
    with log.open("w" if anew else "a", encoding="utf-8", errors="replace") as held:
        held.write(words)
    return log


def _among_temporary_files(words: str) -> Path:
    import os
    import tempfile

    number, name = tempfile.mkstemp(prefix="pmo_xl_", suffix=".log")
    os.close(number)
    Path(name).write_text(words, encoding="utf-8", errors="replace")
    return Path(name)


def _entry(failure: Failure) -> str:
    import datetime as dt
    import platform
    import sys

    from pmo_xl.gather.cache.definitions import of_program

    now = dt.datetime.now().astimezone()
    program = f"pmo_xl {of_program()[:12]}, Python {platform.python_version()} ({sys.platform})"
    return f"{now:%Y-%m-%d %H:%M:%S}  {failure.what}\n{program}\n{failure.trace}\n\n"


UNFORESEEN = t(
    "pmo_xl stopped on an unexpected error ({kind}). No return was changed, and nothing is left half-written.",
    "pmo_xl s’est arrêté sur une erreur inattendue ({kind}). Aucun retour n’a été modifié, et aucun fichier n’est resté à moitié écrit.",
)
UNFORESEEN_LOG = t(
    "{what} The details (no cell contents) are in {log}: send that file to whoever looks after pmo_xl.",
    "{what} Le détail (sans le contenu des cellules) est dans {log} : transmettez ce fichier à la personne qui s’occupe de pmo_xl.",
)
UNFORESEEN_TRACE = t(
    "{what} The details could not be written to a file; here they are:\n{trace}",
    "{what} Le détail n’a pu être enregistré dans un fichier ; le voici :\n{trace}",
)
