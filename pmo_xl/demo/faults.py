"""Plant known mistakes in a demo portfolio, so that what a validation finds can be held against what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from pmo_xl.core.base.finding import Severity
from pmo_xl.demo.draft import Draft, Hit
from pmo_xl.demo.mistakes import MISTAKES, Mistake
from pmo_xl.demo.portfolio import DemoProject


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted mistake: the finding it must lead to, where, and what stands in the cell.

    ``row`` counts from zero within the table; ``file`` is the kind of workbook that holds the table.
    """

    kind: str
    code: str
    severity: Severity
    project: str
    file: str
    table: str
    row: int
    column: str
    value: Any

    def to_dict(self) -> dict[str, Any]:
        """The fault as faults.json holds it; dates as ISO text."""
        return {
            "kind": self.kind,
            "code": self.code,
            "severity": self.severity.key,
            "project": self.project,
            "file": self.file,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "value": self.value.isoformat() if isinstance(self.value, dt.date) else self.value,
        }


class Planted(NamedTuple):
    """The projects with their faults, what these are, and the portfolios of the periods before as they then stood."""

    projects: list[DemoProject]
    faults: list[Fault]
    before: list[list[DemoProject]]


def plant(
    projects: Sequence[DemoProject],
    count: int,
    seed: int,
    kind_of: Mapping[str, str],
    mistakes: Sequence[Mistake] = MISTAKES,
    before: Sequence[Sequence[DemoProject]] = (),
) -> Planted:
    """Copies of the projects with *count* faults, spread over projects and kinds of *mistakes*, at most one per row.

    ``kind_of`` gives the kind of each table, ``before`` the portfolios of the periods before, the last one last: some
    mistakes show beside what a project then reported, of which copies are given back too. Fewer are planted only where the
    portfolio has no sound row left that could bear one, and one more where the last one is told in two projects.
    """
    rng = Random(seed)
    drafts = [Draft(project, rng) for project in projects]
    earlier = [[Draft(project, rng) for project in period] for period in before]
    for draft in drafts:
        own = draft.project.project_id
        draft.before = [one for period in earlier for one in period if one.project.project_id == own]
        draft.others = [one for one in drafts if one is not draft]
    rng.shuffle(drafts)
    kinds = list(mistakes)
    rng.shuffle(kinds)
    # What must stand alone needs a project without a mistake.
    kinds.sort(key=lambda mistake: not mistake.alone)
    faults: list[Fault] = []
    while kinds and len(faults) < count:
        mistake = kinds.pop(0)
        made = _somewhere(mistake, drafts, rng, kind_of)
        if made:
            faults += made
            kinds.append(mistake)
    order = {project.project_id: place for place, project in enumerate(projects)}
    drafts.sort(key=lambda draft: order[draft.project.project_id])
    faults.sort(key=lambda fault: (order[fault.project], fault.table, fault.row))
    return Planted(
        [draft.project for draft in drafts], faults, [[one.project for one in period] for period in earlier]
    )


def _somewhere(
    mistake: Mistake, drafts: Sequence[Draft], rng: Random, kind_of: Mapping[str, str]
) -> list[Fault]:
    """Make the mistake once, in the project that has the fewest and can bear it; nothing where none can."""
    for draft in sorted((one for one in drafts if not one.sealed), key=lambda draft: draft.planted):
        for way in rng.sample(mistake.ways, len(mistake.ways)):
            hit = way(draft)
            if hit is None:
                continue
            if hit.table == "plan" and hit.column != "task_id" and mistake.severity is Severity.ERROR:
                # The row is not read, so nothing may wait for it; a twin's links are taken out as it is made.
                draft.unlink(hit.row)
            made = [(draft, mistake.code, mistake.severity, hit)]
            made += [(one.draft, one.code, one.severity, one.hit) for one in hit.beside]
            return [_fault(mistake, *one, kind_of) for one in made]
    return []


def _fault(
    mistake: Mistake, draft: Draft, code: str, severity: Severity, hit: Hit, kind_of: Mapping[str, str]
) -> Fault:
    draft.used.add((hit.table, hit.row))
    draft.planted += 1
    return Fault(
        mistake.kind, code, severity, draft.project.project_id,
        # Every workbook has the project sheet; what is wrong there is told of the first.
        kind_of.get(hit.table) or min(kind_of[table] for table in draft.project.rows),
        hit.table, hit.row, hit.column, hit.value,
    )  # fmt: skip
