"""Who is expected to report, and who did not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.text import Text

HOLDS = "holds_"
ENDED = "ended"
"""The column of the KPI sheet that is 1 where the register says that the project is over."""


def holds_key(kind: str) -> str:
    """The column of the table of returns that is 1 where a line is about that kind."""
    return HOLDS + kind


def received_key(kind: str) -> str:
    """The column of the KPI sheet that is 1 where that kind was received."""
    return f"has_{kind}"


@dataclass(frozen=True, slots=True)
class Expected:
    """The register: what is known of each project, and which kinds each is expected to return.

    ``projects`` is None where there is no register: then nobody can be missing or unknown. ``titles`` are the words
    for each kind, as they stand within a sentence.
    """

    file: str = ""
    projects: Mapping[str, Mapping[str, Any]] | None = None
    kinds: tuple[str, ...] = field(default=())
    titles: Mapping[str, Text] = field(default_factory=dict)
    own_kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The kinds that the register asks of a project instead, by project ID."""
    whole: bool = True
    """Whether every row of the register could be read: else a project that it lacks may stand in one of the others."""
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """The rows of each table of the PMO's own that has any, by its key, each as plain values by column."""

    ended: frozenset[str] = frozenset()
    """The projects that the register calls closed or cancelled."""

    def kinds_of(self, project_id: str) -> tuple[str, ...]:
        """The kinds that a project is expected to return; none where only some files are judged."""
        return self.own_kinds.get(project_id, self.kinds) if self.kinds else ()

    def of_some(self) -> Expected:
        """The same where only some files are judged: nobody can be missing among those that were not looked at."""
        return replace(self, kinds=())


@dataclass(frozen=True, slots=True)
class MissingReturns:
    """Which registered projects did not return all that is expected of them, and a finding for each."""

    projects: Sequence[Mapping[str, Any]] = ()
    findings: Sequence[Finding] = ()

    def of(self, some: Collection[str]) -> MissingReturns:
        """The same of some projects alone."""
        return MissingReturns(
            [row for row in self.projects if row["project_id"] in some],
            [finding for finding in self.findings if finding.project in some],
        )
