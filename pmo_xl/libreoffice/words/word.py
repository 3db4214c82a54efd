"""What ``.api`` gives: LibreOffice's own object, which also answers to the commonest of Excel's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class NotSpoken(AttributeError, NotImplementedError):
    """A word of Excel's own object model that this engine does not speak; ``hasattr`` says no."""


def bare(argument: Any) -> Any:
    """LibreOffice's own object behind its words; anything else as it is."""
    return argument._found() if isinstance(argument, Words) else argument


class Words:
    """An object of LibreOffice, with Excel's words in front of its own.

    *found* gives LibreOffice's object when a word of its own is asked for: nothing is asked of it before.
    """

    _what = "cells"
    _other = frozenset({"Validation"})
    """Words that LibreOffice has too, for what works otherwise."""
    _found: Callable[[], Any]

    def __init__(self, found: Callable[[], Any]) -> None:
        object.__setattr__(self, "_found", found)

    def __getattr__(self, word: str) -> Any:
        if word.startswith("__"):
            raise AttributeError(word)
        if word in self._other:
            raise NotSpoken(self._sentence(word))
        try:
            return getattr(self._found(), word)
        except AttributeError:
            raise NotSpoken(self._sentence(word)) from None

    def __setattr__(self, word: str, value: Any) -> None:
        if hasattr(type(self), word):
            object.__setattr__(self, word, value)
            return
        office = self._found()
        if not hasattr(office, word):
            # LibreOffice's objects take any name in silence where they are no objects of its own.
            raise NotSpoken(self._sentence(word))
        setattr(office, word, value)

    def _sentence(self, word: str) -> str:
        spoken = ", ".join(sorted(name for name in dir(type(self)) if name[0].isupper()))
        return (
            f"LibreOffice's engine does not know '{word}' of {self._what} through .api. Use what xlwings itself offers, "
            f"or one of: {spoken}."
        )
