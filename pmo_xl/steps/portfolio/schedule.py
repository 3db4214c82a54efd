"""The links of the plans, checked row by row; and how good each plan is as a schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.table_rule import RuleOverrides
from pmo_xl.core.flow.portfolio import CheckedSheet, Portfolio, Return
from pmo_xl.core.flow.schedule_quality import ScheduleQuality
from pmo_xl.methods.critical_path import CycleFound, Tie, in_order
from pmo_xl.methods.links import FaultKind, LinkType, PlanLink, links_of_plan
from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.schedule_practices import assess_practices
from pmo_xl.methods.schedule_quality import assess_points
from pmo_xl.methods.working_days import WorkingDays
from pmo_xl.steps.cells.check import row_key

PLAN = "plan"
"""The key of the table whose rows are tasks."""


def _plans(returns: Sequence[Return]) -> Iterator[tuple[Return, CheckedSheet]]:
    for returned in returns:
        for checked in returned.tables:
            if checked.located.sheet.key == PLAN:
                yield returned, checked


# links -----------------------------------------------------------------------------------------------


def check_links(returns: Sequence[Return], overrides: RuleOverrides) -> None:
    """Every wrong link is a finding at its cell; a link that cannot be used is left aside, its task counts."""
    for returned, checked in _plans(returns):
        values = checked.values
        if not any(values["predecessors"]):
            continue
        summaries = {at for at, kind in enumerate(values["type"]) if kind == "summary"}
        links, faults = links_of_plan(values["task_id"], values["predecessors"], summaries)
        for fault in faults:
            code, usual, message, fix = FAULTS[fault.kind]
            _find(
                returned,
                checked,
                fault.at,
                code,
                overrides.of(code, usual),
                message.fill(link=fault.words),
                fix,
            )
        try:
            in_order(range(len(values["task_id"])), [Tie(link.before, link.after) for link in links])
        except CycleFound as circle:
            chain = [at for at in circle.chain if isinstance(at, int)]
            words = chain_words([values["task_id"][at] for at in chain])
            message, fix = IN_A_CIRCLE
            severity = overrides.of("PLN-12", Severity.ERROR)
            _find(returned, checked, chain[0], "PLN-12", severity, message.fill(chain=words), fix)

        for link in links:
            _against(link, returned, checked, overrides)


def _against(link: PlanLink, returned: Return, checked: CheckedSheet, overrides: RuleOverrides) -> None:
    """Progress or dates that a plain finish-to-start link forbids; a lead allows them."""
    if link.link.type is not LinkType.FS or link.link.lag < 0:
        return
    values = checked.values
    started, begins = values["start_actual"][link.after], values["start_forecast"][link.after]
    finished = values["finish_actual"][link.before]
    ends = finished or values["finish_forecast"][link.before]
    if started is not None:
        code, forbidden = "PLN-17", finished is None or started < finished
    else:
        code, forbidden = "PLN-16", begins is not None and ends is not None and begins < ends
    if forbidden:
        message, fix = AGAINST_THE_LINK[code]
        severity = overrides.of(code, Severity.WARNING)
        _find(returned, checked, link.after, code, severity, message.fill(link=link.link.before), fix)


def chain_words(ids: Sequence[str]) -> str:
    """A circle of links as people follow it: 10 → 20 → 30 → 10."""
    return " → ".join(ids)


def _find(
    returned: Return, checked: CheckedSheet, at: int, code: str, severity: Severity | None, message: Text, fix: Text
) -> None:  # fmt: skip
    if severity is None:
        return
    returned.findings.append(Finding(
        code, severity, checked.located.place(returned.file, at, "predecessors"), message,
        found=checked.values["predecessors"][at], fix=fix, project=returned.project_id,
        row_key=row_key(checked.located, checked.values, at),
    ))  # fmt: skip


FAULTS: dict[FaultKind, tuple[str, Severity, Text, Text]] = {
    FaultKind.UNKNOWN: (
        "PLN-10", Severity.ERROR,
        t("The predecessor “{link}” is no task of this plan.", "Le prédécesseur « {link} » n’est pas une tâche de ce planning."),
        t("Correct the ID, or add the task.", "Corrigez le numéro, ou ajoutez la tâche."),
    ),
    FaultKind.ITSELF: (
        "PLN-11", Severity.ERROR,
        t("The task is its own predecessor: “{link}”.", "La tâche est son propre prédécesseur : « {link} »."),
        t("Remove the link to itself.", "Supprimez le lien vers elle-même."),
    ),
    FaultKind.TWICE: (
        "PLN-13", Severity.WARNING,
        t("The same link twice: “{link}”.", "Deux fois le même lien : « {link} »."),
        t("Remove one of the two.", "Supprimez l’un des deux."),
    ),
    FaultKind.SUMMARY: (
        "PLN-14", Severity.WARNING,
        t("A link with a summary row holds nothing back: “{link}”.", "Un lien avec une récapitulative ne retient rien : « {link} »."),
        t("Link the tasks inside it.", "Liez les tâches qu’elle contient."),
    ),
    FaultKind.UNREADABLE: (
        "PLN-15", Severity.WARNING,
        t("“{link}” cannot be understood, or a comma in it could be decimal: these links do not count.",
          "« {link} » est incompréhensible, ou sa virgule est peut-être décimale : ces liens ne comptent pas."),
        t("Write it as 12FS+3d ; 14, links apart by a semicolon.", "Écrivez-le comme 12FD+3j ; 14, les liens séparés par un point-virgule."),
    ),
}  # fmt: skip
AGAINST_THE_LINK = {
    "PLN-16": (
        t("Forecast to start before its predecessor {link} finishes.", "Début prévu avant la fin de son prédécesseur {link}."),
        t("Move the forecast, or say with a lead or another link type that they overlap.",
          "Déplacez la prévision, ou indiquez par une avance ou un autre type de lien qu’elles se chevauchent."),
    ),
    "PLN-17": (
        t("Started before its predecessor {link} had finished.", "Débutée avant la fin de son prédécesseur {link}."),
        t("Correct the dates, or the link, which is not how the work is done.",
          "Corrigez les dates, ou le lien, qui ne dit pas comment le travail se fait."),
    ),
}  # fmt: skip
IN_A_CIRCLE = (
    t("The links go round in a circle, so there is no critical path: {chain}.", "Les liens forment une boucle, donc sans chemin critique : {chain}."),
    t("Remove one of these links.", "Supprimez l’un de ces liens."),
)  # fmt: skip


# quality ---------------------------------------------------------------------------------------------


def assess_schedules(portfolio: Portfolio, holidays: Sequence[dt.date]) -> dict[str, ScheduleQuality]:
    """The quality of every plan that was accepted, by project ID.

    All rows that can be read count, those that break a rule too: a wrong date is what some points look for.
    """
    days = WorkingDays(holidays)
    found: dict[str, ScheduleQuality] = {}
    for returned, checked in _plans(portfolio.returns):
        if returned.rejected:
            continue
        located = checked.located
        plan = ProjectPlan(checked.values, portfolio.status_date, days, checked.broken, located.columns)
        points = assess_points(plan)
        practices = assess_practices(plan, points)
        ids, names = checked.values["task_id"], checked.values["name"]
        cycle = plan.result.chain if isinstance(plan.result, CycleFound) else ()
        told = {offence.at for assessment in (*points, *practices) for offence in assessment.offences}
        schedule = plan.schedule if plan.unscheduled is None else None
        found[returned.project_id] = ScheduleQuality(
            returned.project_id,
            points,
            practices,
            plan.finish_date(),
            max(
                (day for day in (checked.values["finish_baseline"][at] for at in plan.rows) if day),
                default=None,
            ),
            _ids(ids, schedule.critical if schedule else ()),
            _ids(ids, schedule.path if schedule else ()),
            _ids(ids, cycle),
            {
                at: (ids[at] or "", names[at] or "", located.place(returned.file, at, "task_id"))
                for at in sorted(told)
            },
        )
    return found


def _ids(ids: Sequence[str], positions: Sequence[object]) -> tuple[str, ...]:
    return tuple(ids[at] for at in positions if isinstance(at, int))
