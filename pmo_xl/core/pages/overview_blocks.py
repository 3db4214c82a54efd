"""The blocks of the dashboard, of the portfolio, of the collection and of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmo_xl.core.pages.blocks import Block


@dataclass(frozen=True, slots=True)
class PortfolioRows(Block):
    """A row per project below the row of its programme, which counts its lights; then the portfolio's own.

    ``columns`` are keys of identity columns and KPIs, in order; lights among ``signs`` show their sign alone.
    It has the width of its page to itself.
    """

    columns: Sequence[str]
    signs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SummaryTiles(Block):
    """The portfolio in six figures in large type, each with its meaning, its change, its course, what it stands on."""


@dataclass(frozen=True, slots=True)
class DriftChart(Block):
    """Which projects make the gap between budget and forecast; ``lines`` is its height in usual rows."""

    lines: int = 11


@dataclass(frozen=True, slots=True)
class RedProjects(Block):
    """The red projects, ``most`` of them at most, with the reason, what their managers say, and what comes next."""

    most: int = 12


@dataclass(frozen=True, slots=True)
class DueMilestones(Block):
    """The first ``most`` milestones that fall due between two numbers of days after the status date, both included."""

    first_day: int
    last_day: int
    most: int = 6


@dataclass(frozen=True, slots=True)
class TopThreats(Block):
    """The ``most`` gravest open threats, with response, owner and due date."""

    most: int = 5


@dataclass(frozen=True, slots=True)
class CollectionSummary(Block):
    """In a sentence: how many returns are missing, from how many project managers, by when they were due."""


@dataclass(frozen=True, slots=True)
class ManagerRows(Block):
    """A row per project manager: what is expected, what is missing, what comes next and by when."""


@dataclass(frozen=True, slots=True)
class CollectionMatrix(Block):
    """A row per project: the state of each kind of return that somebody owes."""


@dataclass(frozen=True, slots=True)
class ChangeSummary(Block):
    """In a sentence: how many projects got worse or better, since which month, and which came or went."""


@dataclass(frozen=True, slots=True)
class ChangeRows(Block):
    """A row per project that was known of in a period before: its status and figures then and now; none in the first month."""


@dataclass(frozen=True, slots=True)
class MovedMilestones(Block):
    """The milestones whose date is another one than then, right below the rows of the projects; nothing where none is."""


@dataclass(frozen=True, slots=True)
class LineMovers(Block):
    """The ``size`` budget lines whose estimate at completion moved most against the master of the month before."""

    size: int


@dataclass(frozen=True, slots=True)
class SignOff(Block):
    """How many budget lines and projects a reviewer accepted, questioned, rejected, or has not looked at."""
