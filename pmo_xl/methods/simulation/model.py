"""What is simulated: a project as its plan, the ranges of what remains of it, and its risks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.simulation.ranges import Distribution, Observed, Range


@dataclass(frozen=True, slots=True)
class CostLine:
    """A budget line: what it has cost, and what it will still cost."""

    id: str
    spent: float
    left: Range


@dataclass(frozen=True, slots=True)
class RiskEvent:
    """Something that may happen: what it then costs (below 0: saves), and by how many working days it delays.

    ``at`` are the rows of the plan that it delays; without any it delays the finish of the project.
    """

    id: str
    probability: float
    cost: Distribution | None = None
    days: float = 0.0
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectModel:
    """One project. ``plan`` is None where it has no critical path, ``lines`` is empty where it has no budget.

    ``tasks`` gives the range of what remains of rows of the plan, in working days. ``time_overrun`` and ``cost_overrun`` are what
    projects of its class overran by, as shares (0.2: a fifth more): drawn where it has no estimates of its own, on all that is left.
    """

    project_id: str
    plan: ProjectPlan | None = None
    tasks: Mapping[int, Range] = field(default_factory=dict)
    lines: Sequence[CostLine] = ()
    risks: Sequence[RiskEvent] = ()
    time_overrun: Observed | None = None
    cost_overrun: Observed | None = None
    rate: float | None = 1.0

    @property
    def spent(self) -> float:
        """What its lines have cost."""
        return sum(line.spent for line in self.lines)

    @property
    def base_cost(self) -> float:
        """What it costs at completion by its likely estimates, risks aside."""
        return sum(line.spent + line.left.likely for line in self.lines)

    @property
    def expected_cost(self) -> float:
        """The mean of its cost, in closed form."""
        left = sum(line.left.mean for line in self.lines)
        if self.cost_overrun is not None:
            left *= 1 + self.cost_overrun.mean
        risks = sum(risk.probability * risk.cost.mean for risk in self.risks if risk.cost is not None)
        return self.spent + left + risks
