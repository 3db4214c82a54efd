"""The nouns of an answer to a project manager: marked cells, and the page that lists what was found.

All words are already in the language of the return.
"""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.base.finding import Place, Severity

SHOWN = 20
"""Findings of one rule that the page shows; further ones are folded away."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to colour, and the note it carries: all that was found there."""

    place: Place
    severity: Severity
    note: str


@dataclass(frozen=True, slots=True)
class Point:
    """One finding as the page lists it; ``where`` is the text of the link to its place."""

    place: Place
    where: str
    severity: Severity
    label: str
    message: str
    found: str
    expected: str
    fix: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule. ``more`` stands above those that are folded away, if there are any."""

    severity: Severity
    heading: str
    points: tuple[Point, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The sheet put before the others. ``mark`` is the invisible text by which it is known again.

    ``folded`` is said of a cell whose column is folded away.
    """

    name: str
    mark: str
    title: str
    summary: str
    heads: tuple[str, ...]
    groups: tuple[Group, ...]
    folded: str = ""
