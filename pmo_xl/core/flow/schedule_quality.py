"""The nouns of an assessment: a point with its population and threshold, and what became of it for a project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pmo_xl.core.base.finding import Place
from pmo_xl.core.base.text import Text, t


class Verdict(Enum):
    """What an assessment came to. Without data it is not assessed, never passed."""

    PASSED = "passed"
    PARTLY = "partly"
    FAILED = "failed"
    NOT_ASSESSED = "not_assessed"

    @property
    def sign(self) -> str:
        return _SIGNS[self]

    @property
    def label(self) -> Text:
        return _LABELS[self]


_SIGNS = {Verdict.PASSED: "●", Verdict.PARTLY: "▲", Verdict.FAILED: "◆", Verdict.NOT_ASSESSED: "○"}
_LABELS = {
    Verdict.PASSED: t("passed", "satisfait"),
    Verdict.PARTLY: t("partly", "en partie"),
    Verdict.FAILED: t("failed", "non satisfait"),
    Verdict.NOT_ASSESSED: t("not assessed", "non évalué"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """What one point counts, among what, and how much of it is accepted.

    ``number`` is the one people know it by. ``share``: its value is count ÷ population, else the value
    stands alone (a count, an index) and is shown with ``places`` decimals.
    """

    key: str
    number: str
    name: Text
    counts: Text
    population: Text
    threshold: Text
    share: bool = True
    places: int = 0


@dataclass(frozen=True, slots=True)
class Offence:
    """A task that counts against a point: its position among the rows of the plan, and why."""

    at: int
    why: Text


@dataclass(frozen=True, slots=True)
class Assessment:
    """What became of a point for one plan.

    ``value`` is a share (0-1) or an index; None where not assessed, and then ``why`` says what is missing.
    """

    point: Point
    verdict: Verdict
    value: float | None = None
    count: int | None = None
    population: int | None = None
    why: Text | None = None
    offences: tuple[Offence, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduleQuality:
    """The assessment of one project's plan.

    ``tasks`` gives, by position of the row in the sheet that came, the task's ID, its name and its cell.
    ``cycle`` is a chain of IDs that ends where it begins; then nothing was scheduled.
    """

    project_id: str
    points: tuple[Assessment, ...]
    practices: tuple[Assessment, ...]
    early_finish: dt.date | None = None
    baseline_finish: dt.date | None = None
    critical: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    cycle: tuple[str, ...] = ()
    tasks: Mapping[int, tuple[str, str, Place]] = field(default_factory=dict)

    def to_dict(self, language: str) -> dict[str, Any]:
        """The assessment with the keys of the JSON contract."""
        return {
            "early_finish": self.early_finish.isoformat() if self.early_finish else None,
            "baseline_finish": self.baseline_finish.isoformat() if self.baseline_finish else None,
            "critical": list(self.critical),
            "driving_path": list(self.path),
            "cycle": list(self.cycle),
            "dcma": {a.point.key: self._told(a, language) for a in self.points},
            "gao": {a.point.key: self._told(a, language) for a in self.practices},
        }

    def _told(self, assessment: Assessment, language: str) -> dict[str, Any]:
        return {
            "verdict": assessment.verdict.value,
            "value": assessment.value,
            "count": assessment.count,
            "population": assessment.population,
            "why": assessment.why.to(language) if assessment.why else "",
            "tasks": list(dict.fromkeys(self.tasks[o.at][0] for o in assessment.offences)),
        }
