"""The dimension of projects: a version of each for as long as what describes it stayed the same."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.flow.overflow import HISTORY
from pmo_xl.excel.write.cells import plain
from pmo_xl.pipeline import Outcome
from pmo_xl.star.definition import DESCRIBES, REGISTERED
from pmo_xl.star.shape import PROJECT, PROJECT_KEY, Field, field_of

Described = Mapping[str, Any]


@dataclass(slots=True)
class Version:
    """What a project was called, and to what it belonged, from one status date on."""

    project: str
    since: dt.date
    describes: dict[str, Any]

    @property
    def key(self) -> str:
        return f"{self.project}|{self.since.isoformat()}"


class Versions:
    """The versions of every project, in the order of their status dates.

    What is measured describes a project in full. Of a period that only the history knows, its name and currency are
    known: as long as these agree with a version, it is taken to have begun then.
    """

    def __init__(self, outcomes: Sequence[Outcome], *, people: bool) -> None:
        record = outcomes[-1].catalogue.templates.record
        self._columns = [
            record.columns[key]
            for key in DESCRIBES
            if key in record.columns and (people or not record.columns[key].person)
        ]
        self._register = outcomes[-1].portfolio.expected.projects or {}
        told: dict[str, dict[dt.date, dict[str, Any]]] = {}
        for project, day, describes in self._told(outcomes):
            told.setdefault(project, {})[day] = describes
        self._of = {project: _versions(project, days) for project, days in sorted(told.items())}

    def _told(self, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, dt.date, dict[str, Any]]]:
        """Project, status date and what it was then; what is measured last, so that it is what counts."""
        history = outcomes[-1].portfolio.tables.get(HISTORY)
        if history is not None:
            for row in history.to_dict("records"):
                day = plain(row["status_date"])
                if day is not None:
                    known = {key: plain(row[key]) for key in ("project_name", "currency")}
                    yield str(row["project_id"]), day, known
        for outcome in outcomes:
            day = outcome.portfolio.status_date
            if day is None:
                continue
            registered = outcome.portfolio.expected.projects or {}
            came = {str(row["project_id"]): row for row in outcome.portfolio.projects.to_dict("records")}
            for project in sorted({*came, *registered}):
                known = {
                    column.key: plain(row.get(column.key))
                    for row in (registered.get(project, {}), came.get(project, {}))
                    for column in self._columns
                    if plain(row.get(column.key)) is not None
                }
                # Of a project of which nothing came, what is not known now has not become another.
                lacking = dict.fromkeys((each.key for each in self._columns), None) if project in came else {}
                yield project, day, lacking | known

    def key(self, project: str, day: dt.date | None) -> str | None:
        """The key of the version of a project at a status date; None for a project that nobody knows."""
        found = self._of.get(project)
        if not found or day is None:
            return None
        at = bisect_right([version.since for version in found], day)
        return found[max(at - 1, 0)].key

    def fields(self) -> Sequence[Field]:
        """The columns of the dimension."""
        register = [key for key in REGISTERED if any(key in row for row in self._register.values())]
        return (
            PROJECT_KEY, PROJECT, *map(field_of, self._columns),
            *(Field(f"register_{key}", REGISTER_LABELS[key]) for key in register),
            Field("valid_from", t("Valid from", "Valable du"), Kind.DATE), Field("valid_to", t("Valid to", "Valable au"), Kind.DATE),
            Field("is_current", t("Current (1/0)", "En vigueur (1/0)"), Kind.INTEGER),
        )  # fmt: skip

    def rows(self) -> Iterator[Described]:
        """A row per version."""
        for project, versions in self._of.items():
            known = self._register.get(project, {})
            for at, version in enumerate(versions):
                last = at + 1 == len(versions)
                yield {
                    "project_key": version.key,
                    "project_id": project,
                    **version.describes,
                    **{f"register_{key}": known.get(key) for key in REGISTERED},
                    "valid_from": version.since,
                    "valid_to": None if last else versions[at + 1].since - dt.timedelta(days=1),
                    "is_current": float(last),
                }


def _versions(project: str, days: Mapping[dt.date, dict[str, Any]]) -> list[Version]:
    found: list[Version] = []
    for day, describes in sorted(days.items()):
        before = found[-1] if found else None
        shared = before.describes.keys() & describes.keys() if before is not None else set()
        if before is None or any(before.describes[key] != describes[key] for key in shared):
            found.append(Version(project, day, dict(describes)))
        else:
            before.describes |= describes
    return found


REGISTER_LABELS = {
    "status": t("Status in the register", "Situation au référentiel"),
    "lifecycle": t("Life cycle", "Cycle de vie"),
    "posture": t("Posture of the PMO", "Posture du PMO"),
}
