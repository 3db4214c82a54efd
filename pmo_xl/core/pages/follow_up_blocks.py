"""The blocks about follow-ups: declared statuses, who does what by when, who waits for whom, what a committee looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pmo_xl.core.base.text import Text
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.table_nodes import Aggregate
from pmo_xl.core.pages.blocks import Block, all_filled


@dataclass(frozen=True, slots=True)
class ReceivedOf(Block):
    """In a sentence: of how many projects a return of the kind of ``table`` came; with a red sign where not of all."""

    table: str


@dataclass(frozen=True, slots=True)
class DeclaredStatus:
    """Where declared statuses stand: the ranking that numbers the rows of their table, the column of what is judged.

    ``overall`` is the value of that column for the project as a whole.
    """

    ranking: str
    dimension: str
    overall: Choice


@dataclass(frozen=True, slots=True)
class StatusRows(Block):
    """A row per project: what its manager declares of each dimension, over what is computed where a KPI does.

    ``dimensions`` give each with its head and the key of the computed light, None: none. Then the ``gap`` between the two
    of the whole, a KPI, why the ``computed`` status is what it is, and what the manager says of the whole.
    """

    of: DeclaredStatus
    dimensions: Sequence[tuple[Choice, Text, str | None]]
    computed: str
    gap: str


@dataclass(frozen=True, slots=True)
class StatusCourse(Block):
    """A row per project: its computed status in each of the last ``most`` periods that a master remembers."""

    most: int = 12


@dataclass(frozen=True, slots=True)
class ProjectsToLookAt(Block):
    """The first ``most`` of a ranking of projects: declared, computed, why, how it comes back to green, who, by when."""

    ranking: str
    of: DeclaredStatus
    most: int = 8


@dataclass(frozen=True, slots=True)
class ToDoSource:
    """A table whose open rows somebody has to settle: what one is called, and its columns for ID, words, person, date.

    ``is_open`` is the column that is 1 for those.
    """

    table: str
    name: Text
    id: str
    words: str
    person: str
    due: str
    is_open: str


@dataclass(frozen=True, slots=True)
class ToDoByPerson(Block):
    """Who must do what by when: the open rows of several tables by person, then by date; the ``most`` that fall due first."""

    sources: Sequence[ToDoSource]
    most: int = 400

    def expressions(self) -> Iterator[Expr]:
        for one in self.sources:
            columns = one.id, one.words, one.person, one.due, one.is_open
            yield Aggregate("count", one.table, None, all_filled(*columns))


@dataclass(frozen=True, slots=True)
class DependencyMatrix(Block):
    """Who waits for whom: projects that need something by those that owe it, how many, in red what comes too late.

    ``inbound`` is the value of the column ``direction`` of what a project needs; ``outside`` are the words, in small
    letters, for whoever is no project of the portfolio. ``most`` projects on each side.
    """

    table: str
    other: str
    direction: str
    inbound: Choice
    is_open: str
    slack: str
    outside: Sequence[str]
    most: int = 20

    def expressions(self) -> Iterator[Expr]:
        yield Aggregate(
            "count", self.table, None, all_filled(self.other, self.direction, self.is_open, self.slack)
        )


@dataclass(frozen=True, slots=True)
class FindingsOf(Block):
    """The findings of a rule, in words."""

    code: str
    title: Text
    nothing: Text


@dataclass(frozen=True, slots=True)
class ProjectStatuses(Block):
    """The declared statuses of the chosen project, side by side; with ``words`` below one another, each with comment and path."""

    of: DeclaredStatus
    dimensions: Sequence[tuple[Choice, Text]]
    words: bool = False
