"""Who is meant by a name: looked up in the PMO's list of people, and never guessed."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.text import fold

ALIKE = 0.6
"""From where on two names are near enough for one to be offered in place of the other."""
_MANY = re.compile(r"\s*(?:[/;&+,\n]|\bet\b|\band\b)\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>;,]+@[^\s<>;,]+")


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people: their key, their name, and the last day, where a departure is known."""

    key: str
    name: str
    left_on: dt.date | None = None

    def has_left(self, day: dt.date) -> bool:
        """Whether they are gone on a day."""
        return self.left_on is not None and self.left_on < day


class People:
    """The people of a portfolio, found by key, e-mail address, name or one of the further names.

    Case, accents and the order of first name and surname do not matter; a first name may be its initial. Whoever reads
    one cell after the other asks the same names again: each is looked up once.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._people: list[Person] = []
        self._exact: dict[str, set[int]] = {}
        self._holding: dict[str, set[int]] = {}
        self._words: list[list[Counter[str]]] = []
        self._known: dict[str, tuple[Person, ...]] = {}
        for at, row in enumerate(rows):
            name = str(row["name"] or row["person_id"])
            self._people.append(Person(str(row["person_id"]), name, row.get("active_to")))
            further = re.split(r"[;\n|]", str(row.get("aliases") or ""))
            self._words.append([])
            for words in (row["person_id"], row.get("email"), name, *further):
                if words and str(words).strip():
                    self._note(at, str(words))

    def __len__(self) -> int:
        return len(self._people)

    def named(self, words: str) -> tuple[Person, ...]:
        """The people whom *words* may mean: nobody, one, or several between whom nothing decides."""
        if words not in self._known:
            self._known[words] = tuple(self._people[at] for at in sorted(self._find(words)))
        return self._known[words]

    def in_cell(self, words: str) -> Sequence[tuple[str, tuple[Person, ...]]]:
        """Each name in a cell with the people whom it may mean; a cell that means somebody as a whole is one name."""
        whole = self.named(words)
        parts = [part for part in _MANY.split(words) if part] if not whole else []
        return [(part, self.named(part)) for part in parts] if len(parts) > 1 else [(words, whole)]

    def nearest(self, words: str) -> str | None:
        """The name that comes nearest to one that nobody has, if any is near."""
        spelled = {" ".join(sorted(_tokens(person.name))): person.name for person in self._people}
        near = difflib.get_close_matches(" ".join(sorted(_tokens(words))), spelled, 1, ALIKE)
        return spelled[near[0]] if near else None

    def _note(self, at: int, words: str) -> None:
        tokens = _tokens(words)
        for key in {fold(words), " ".join(sorted(tokens))}:
            self._exact.setdefault(key, set()).add(at)
        self._words[at].append(Counter(tokens))
        for token in tokens:
            if len(token) > 1:
                self._holding.setdefault(token, set()).add(at)

    def _find(self, words: str) -> set[int]:
        address = _ADDRESS.search(words)
        if address is not None and fold(address[0]) in self._exact:
            return self._exact[fold(address[0])]
        tokens = _tokens(words)
        exact = self._exact.get(fold(words), set()) | self._exact.get(" ".join(sorted(tokens)), set())
        if exact or not tokens:
            return exact
        near = set().union(*(self._holding.get(token, ()) for token in tokens if len(token) > 1))
        asked = Counter(tokens)
        return {at for at in near if any(_abbreviates(asked, whole) for whole in self._words[at])}


NOBODY = People(())


def _tokens(words: str) -> list[str]:
    return re.findall(r"\w+", fold(words))


def _abbreviates(short: Counter[str], whole: Counter[str]) -> bool:
    """Whether all that *short* has beyond the words of *whole* are initials of the others: C. Martin, Claire M."""
    initials, others = short - whole, whole - short
    return (
        bool(initials)
        and all(len(token) == 1 for token in initials)
        and initials <= Counter(token[0] for token in others.elements())
    )
