"""The workbook of a budget, and what it checks as a whole."""

from __future__ import annotations

from pmo_xl.catalog.kinds.budget.tables import Budget, BudgetMonths, _is_reserve
from pmo_xl.catalog.kinds.plan.table import in_the_plan, is_work
from pmo_xl.catalog.kinds.project import Rag
from pmo_xl.core.base.amounts import HALF_CENT, LEAST_DIVISOR
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.model import Agree, Point, Template
from pmo_xl.core.expr.algebra import at, count, filled, max_of, or_zero, this, total, when
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.expr.typed_cells import NumbersIn


def _with_or_without_reserve(monthly: str, column: Ref) -> Expr:
    """What the months of a budget should come to: all its lines, or those that are no contingency reserve."""
    months, lines = total("budget_months", Ref(monthly)), total("budget", column)
    reserve = or_zero(total("budget", column, where=_is_reserve))
    return when((months <= lines - reserve / 2, lines - reserve), otherwise=lines)


def _tasks_are_the_budget() -> Expr:
    """Whether the task budgets, where every task has one, are the current budget but for the contingency reserve."""
    planned = or_zero(total("plan", this.cost_baseline, where=in_the_plan))
    granted = or_zero(total("budget", this.bac))
    room = max_of(max_of(granted, -1 * granted) * 0.01, 1)
    lacking = count("plan", where=is_work & ~filled(this.cost_baseline))
    return (
        (lacking > 0)
        | (NumbersIn("plan", "cost_baseline") == 0)
        | (NumbersIn("budget", "bac") == 0)
        | ((planned <= granted + room) & (planned >= granted - or_zero(at.contingency_initial) - room))
    )


TEMPLATE = Template(
    kind="budget",
    version="1",
    order=30,
    title=t("Budget", "Budget"),
    purpose=t(
        "Budget lines and their months: granted, spent, committed, estimate at completion.",
        "Lignes budgétaires et leurs mois : accordé, dépensé, engagé, atterrissage.",
    ),
    tables=(Budget, BudgetMonths),
    points=(
        Point(
            "BUD-14",
            (or_zero(total("budget", this.transfers)) <= HALF_CENT)
            & (or_zero(total("budget", this.transfers)) >= -HALF_CENT),
            t(
                "Transfers between lines do not add up to 0",
                "La somme des virements entre lignes n’est pas nulle",
            ),
        ),
        Point(
            "BUD-07",
            or_zero(total("budget", this.committed)) <= or_zero(total("budget", this.bac)) + HALF_CENT,
            t("The project has committed more than its budget", "Le projet a engagé plus que son budget"),
        ),
        Point(
            "BUD-27",
            (or_zero(total("budget", this.bac)) > LEAST_DIVISOR)
            | (
                (or_zero(total("budget", this.eac)) <= HALF_CENT)
                & (or_zero(total("budget", this.bac)) >= -HALF_CENT)
            ),
            t(
                "An estimate at completion without a budget, or a budget below 0",
                "Un atterrissage sans budget, ou un budget négatif",
            ),
        ),
        Point(
            "XSH-01",
            _tasks_are_the_budget(),
            t(
                "The task budgets do not add up to the current budget",
                "Le total des budgets des tâches n’est pas égal au budget révisé",
            ),
        ),
        Point(
            "XSH-19",
            (at.rag_declared != Rag.BLUE)
            | (
                (count("plan", where=in_the_plan & ~filled(this.finish_actual)) == 0)
                & (count("budget", where=this.etc > 0) == 0)
            ),
            t(
                "Declared closed, with tasks or forecast still open",
                "Déclaré clos, avec des tâches ou un reste à faire encore ouverts",
            ),
        ),
    ),
    agreements=(
        Agree(
            "BUD-04",
            t("Planned by month = current budget", "Planifié par mois = budget révisé"),
            total("budget_months", this.pv),
            _with_or_without_reserve("pv", this.bac),
        ),
        Agree(
            "BUD-04",
            t("Actual by month = actual cost", "Réalisé par mois = réalisé par ligne"),
            total("budget_months", this.actual),
            total("budget", this.actual),
        ),
        Agree(
            "BUD-04",
            t("Forecast by month = estimate to complete", "Prévision par mois = reste à faire"),
            total("budget_months", this.forecast),
            _with_or_without_reserve("forecast", this.etc),
        ),
    ),
)
