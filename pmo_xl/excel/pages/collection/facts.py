"""What the page on the collection counts, from the tables of the master: by project, and by project manager."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.excel.master.context import MOST_LISTED, RETURNS_DUE, MasterContext
from pmo_xl.excel.master.run_tables import kinds_of

TRACKED = {"budget", "projects"}
"""The tables without which there is no sheet of reviews, and so no query."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A project, or a project manager: ``kinds`` the state of each kind, or how many of it are missing.

    ``queries`` is None where there is no budget review.
    """

    key: str
    name: str
    manager: str
    kinds: Mapping[str, Any]
    expected: int
    received: int
    late: int
    errors: int
    queries: int | None
    projects: int = 1

    @property
    def missing(self) -> int:
        """The returns that are expected and do not count: they did not come, or were rejected."""
        return self.expected - self.received


def has_due_date(master: MasterContext) -> bool:
    """Whether returns are due by a date of this period."""
    return master.params[RETURNS_DUE] is not None


def has_reviews(master: MasterContext) -> bool:
    """Whether the master has a sheet on which queries are typed."""
    return not master.beside.without_references & TRACKED


ORDER = ("accepted", "partial", "rejected", "missing")
"""What is said of a kind of which several lines speak: the best of them."""


def projects_of(master: MasterContext) -> Sequence[Owed]:
    """Every project that returned or owes anything: those that miss most first."""
    return master.once(_projects)


def _projects(master: MasterContext) -> Sequence[Owed]:
    frame = master.frames["returns"]
    kinds, queries = kinds_of(master), _queries(master)
    found = []
    for project, rows in frame[frame["project_id"].notna()].groupby("project_id", sort=True):
        states = {key: set(rows.loc[rows[key] == 1, "state"]) for key in kinds}
        first = rows.iloc[0]
        found.append(Owed(
            str(project), str(first["project_name"] or ""), str(first["project_manager"]),
            {key: next((state for state in ORDER if state in held), None) for key, held in states.items()},
            *_sums(rows), None if queries is None else queries[str(project)],
        ))  # fmt: skip
    return sorted(found, key=lambda owed: (-owed.missing, owed.key))


def managers_of(master: MasterContext, projects: Sequence[Owed]) -> Sequence[Owed]:
    """Every project manager: those who miss most first; by kind how many are missing."""
    mine: dict[str, list[Owed]] = {}
    for project in projects:
        mine.setdefault(project.manager, []).append(project)
    kinds = kinds_of(master)
    found = [
        Owed(
            key=name,
            name=name,
            manager="",
            kinds={key: sum(one.kinds[key] in ("rejected", "missing") for one in some) for key in kinds},
            expected=sum(one.expected for one in some),
            received=sum(one.received for one in some),
            late=sum(one.late for one in some),
            errors=sum(one.errors for one in some),
            queries=sum(one.queries or 0 for one in some) if has_reviews(master) else None,
            projects=len(some),
        )
        for name, some in mine.items()
    ]
    return sorted(found, key=lambda owed: (-owed.missing, -owed.errors, owed.key.casefold()))


def listed(projects: Sequence[Owed]) -> Sequence[Owed]:
    """Those that the page lists: nobody reads more."""
    return projects[:MOST_LISTED]


def addresses(master: MasterContext) -> Mapping[str, str]:
    """The e-mail address of each project manager of whom the register knows one, by name."""
    named = {
        str(project): str(manager)
        for project, manager in zip(
            *(master.frames["returns"][key] for key in ("project_id", "project_manager")), strict=True
        )
    }
    known: dict[str, str] = {}
    for project, row in sorted((master.portfolio.expected.projects or {}).items()):
        address = str(row.get("email") or "").strip()
        if address and project in named:
            known.setdefault(named[project], address)
    return known


def _sums(rows: Any) -> tuple[int, int, int, int]:
    came = rows[rows["state"] != "missing"]
    return (
        int(rows["contents_expected"].sum()), int(rows["contents_counted"].sum()),
        int((rows["days_late"] > 0).sum()), int(came["errors"].sum()),
    )  # fmt: skip


def _queries(master: MasterContext) -> Counter[str] | None:
    if not has_reviews(master):
        return None
    reviews = master.portfolio.reviews
    every = (*reviews.current.values(), *reviews.former)
    return Counter(reviewed.line.project_id for reviewed in every if reviewed.is_open)
