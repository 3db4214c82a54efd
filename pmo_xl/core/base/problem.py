"""What can go wrong at the door: one small family of exceptions.

* PmoXlError
  * DefinitionError   a template, rule, KPI or chart is defined wrongly (ours: found at import)
  * SettingsError     pmo.toml holds an unknown key or a bad value
  * NothingToDo       no readable input, an output that cannot be written, a folder that is not empty

What people type wrong in a return is never an exception: it is a Finding.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from pmo_xl.core.base.text import Text, t


class PmoXlError(Exception):
    """Base of all our exceptions; ``text`` holds its words in every language."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.to("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        # From another process the same words come back, however its class is made.
        return _told_again, (type(self), self.text)


def _told_again(kind: type[PmoXlError], text: Text) -> PmoXlError:
    problem = kind.__new__(kind)
    PmoXlError.__init__(problem, text)
    return problem


class DefinitionError(PmoXlError):
    """A definition that cannot be right; the sentence names the column, rule or KPI."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(Text(f"{where}: {what}", f"{where} : {what}"))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What ends the sentence on a name that does not exist: the nearest that does."""
    near = difflib.get_close_matches(name, sorted(known), 1, 0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


def refuse_unknown(where: str, what: str, name: str, known: Collection[str]) -> None:
    """Stop at an entry whose ``what`` is none of those ``known``; raises DefinitionError, with the nearest that is."""
    if name not in known:
        raise DefinitionError(where, f"its {what} {name!r} does not exist{did_you_mean(name, known)}")


class SettingsError(PmoXlError):
    """A settings file that cannot be understood; the sentence names the key."""


class NothingToDo(PmoXlError):
    """Nothing could be done; the sentence says what to change."""


def unwritable(file: Path, problem: OSError) -> NothingToDo:
    """What is said where the system refuses to write the master, or what stands beside it."""
    return NothingToDo(UNWRITABLE.fill(file=file, why=problem.strerror or problem))


UNWRITABLE = t(
    "{file} cannot be written: {why}. Close it if it is open, or choose another place with --out.",
    "{file} ne peut pas être écrit : {why}. Fermez-le s’il est ouvert, ou choisissez un autre emplacement avec --out.",
)
