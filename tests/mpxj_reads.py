"""What mpxj reads in a plan, as JSON on standard output: run in a process of its own, since Java stays in the one that it began in."""

from __future__ import annotations

import json
import sys
from typing import Any


def main(path: str) -> None:
    """Print the tasks of a file by ID, or by activity code."""
    import jpype
    import mpxj  # noqa: F401 - tells Java where its archives are

    jpype.startJVM("-Xmx400m", "-Djava.awt.headless=true", convertStrings=True)
    reader = jpype.JClass("org.mpxj.reader.UniversalProjectReader")()
    plan = reader.read(path)
    hours = jpype.JClass("org.mpxj.TimeUnit").HOURS

    def text(what: Any) -> str | None:
        return None if what is None else str(what)

    def number(what: Any) -> float | None:
        return None if what is None else float(what.doubleValue())

    def span(what: Any) -> float | None:
        return (
            None
            if what is None
            else float(what.convertUnits(hours, plan.getProjectProperties()).getDuration())
        )

    found = []
    for task in plan.getTasks():
        links = [
            {
                "before": text(
                    link.getPredecessorTask().getActivityID() or link.getPredecessorTask().getID()
                ),
                "type": str(link.getType()),
                "lag": float(link.getLag().getDuration()),
                "units": str(link.getLag().getUnits()),
            }
            for link in task.getPredecessors()
        ]
        found.append({
            "id": text(task.getID()), "uid": text(task.getUniqueID()), "code": text(task.getActivityID()), "name": text(task.getName()),
            "summary": bool(task.getSummary()), "milestone": bool(task.getMilestone()), "active": bool(task.getActive()),
            "start": text(task.getStart()), "finish": text(task.getFinish()),
            "start_actual": text(task.getActualStart()), "finish_actual": text(task.getActualFinish()),
            "start_baseline": text(task.getBaselineStart()), "finish_baseline": text(task.getBaselineFinish()),
            "percent": number(task.getPercentageComplete()), "cost_baseline": number(task.getBaselineCost()),
            "work_baseline": span(task.getBaselineWork()), "work_actual": span(task.getActualWork()), "work_remaining": span(task.getRemainingWork()),
            "planned_work": span(task.getPlannedWork()), "planned_start": text(task.getPlannedStart()), "planned_finish": text(task.getPlannedFinish()),
            "percent_physical": number(task.getPhysicalPercentComplete()), "percent_type": text(task.getPercentCompleteType()),
            "owner": [text(a.getResource().getName()) for a in task.getResourceAssignments() if a.getResource() is not None],
            "planned_cost": sum(number(a.getPlannedCost()) or 0 for a in task.getResourceAssignments()),
            "constraint": text(task.getConstraintType()), "constraint_date": text(task.getConstraintDate()), "links": links,
        })  # fmt: skip
    head = plan.getProjectProperties()
    print(json.dumps({  # noqa: T201 - its answer
        "tasks": found, "name": text(head.getProjectTitle() or head.getName()), "status": text(head.getStatusDate()),
        "currency": text(head.getCurrencyCode()), "minutes_per_day": number(head.getMinutesPerDay()),
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
