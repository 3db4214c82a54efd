"""What is looked at before a project is closed: what stops it, what is only told, what is in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmo_xl.catalog.steering.projects import ENDED
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.excel.write.cells import plain
from pmo_xl.pipeline import Outcome


@dataclass(frozen=True, slots=True)
class Point:
    """One point: ``severity`` is None where it is in order."""

    code: str
    severity: Severity | None
    words: Text

    @property
    def sign(self) -> str:
        return "●" if self.severity is None else self.severity.sign


OPEN: Mapping[str, Text] = {
    "open_actions": t("Open actions: {n}", "Actions ouvertes : {n}"),
    "open_issues": t("Open issues: {n}", "Problèmes ouverts : {n}"),
    "decisions_due": t("Decisions awaited: {n}", "Décisions attendues : {n}"),
    "changes_open": t("Change requests not decided: {n}", "Demandes de changement non tranchées : {n}"),
    "open_risks": t("Open risks: {n}", "Risques ouverts : {n}"),
    "overdue_milestones": t("Overdue milestones: {n}", "Jalons en retard : {n}"),
}
"""Figures that are 0 where a project has ended; one that is not known is told as such."""


def points_of(outcome: Outcome, project: str, accepted: int) -> Iterator[Point]:
    """The points of a project; ``accepted`` is how many of its lessons are.

    Errors stop the closing: declared closed with work or money left (XSH-19), or errors in its last returns.
    """
    found = [finding for finding in outcome.portfolio.findings if finding.project == project]
    left = [finding for finding in found if finding.code == "XSH-19"]
    yield Point("XSH-19", left[0].severity if left else None, left[0].message if left else NOTHING_LEFT)
    row = figures_of(outcome, project)
    undone, etc = _difference(row, "tasks", "tasks_done"), row.get("etc")
    yield _counted("tasks", undone, t("Tasks not finished: {n}", "Tâches non terminées : {n}"))
    yield Point(
        "etc", None if etc == 0 else Severity.WARNING,
        t("Estimate to complete: {n}", "Reste à faire : {n}").fill(n=UNKNOWN if etc is None else round(etc, 2)),
    )  # fmt: skip
    errors = sum(f.severity is Severity.ERROR and f.code not in {"XSH-19", "PFL-01"} for f in found)
    words = t("Errors in its last returns: {n}", "Erreurs dans ses derniers retours : {n}").fill(n=errors)
    yield Point("errors", Severity.ERROR if errors else None, words)
    for key, label in OPEN.items():
        if key in outcome.catalogue.kpis:
            yield _counted(key, row.get(key), label)
    status = (outcome.portfolio.expected.projects or {}).get(project, {}).get("status")
    yield Point(
        "register",
        None if status in ENDED else Severity.WARNING,
        REGISTERED if status in ENDED else STILL_ACTIVE,
    )
    lessons = t("Lessons accepted: {n}", "Retours d’expérience acceptés : {n}").fill(n=accepted)
    yield Point("LES-01", None if accepted else Severity.INFO, lessons)


def figures_of(outcome: Outcome, project: str) -> dict[str, Any]:
    """Every figure of a project as a plain value; nothing where it has none."""
    assert outcome.scorecard is not None
    rows = outcome.scorecard.kpis
    mine = rows[rows["project_id"] == project].to_dict("records")
    return {str(key): plain(what) for key, what in mine[0].items()} if mine else {}


def _difference(row: Mapping[str, Any], whole: str, part: str) -> float | None:
    first, second = row.get(whole), row.get(part)
    return None if first is None or second is None else first - second


def _counted(code: str, n: float | None, label: Text) -> Point:
    words = label.fill(n=UNKNOWN if n is None else int(n))
    return Point(code, None if n == 0 else Severity.WARNING, words)


UNKNOWN = t("not known", "non connu")
NOTHING_LEFT = t(
    "Not declared closed with work or money left", "Pas déclaré clos avec du travail ou un reste à faire"
)
REGISTERED = t("The register says that it has ended", "Le référentiel l’indique clos ou arrêté")
STILL_ACTIVE = t(
    "The register does not say that it has ended: set its status",
    "Le référentiel ne l’indique pas clos : renseignez sa situation",
)
