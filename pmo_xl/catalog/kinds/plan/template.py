"""The workbook of a plan, and what it checks as a whole."""

from __future__ import annotations

from pmo_xl.catalog.kinds.plan.table import Plan, in_the_plan, is_work
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.model import Point, Template
from pmo_xl.core.expr.algebra import at, count, filled, max_over_rows, this

TEMPLATE = Template(
    kind="plan",
    version="1",
    order=10,
    title=t("Plan", "Planning"),
    purpose=t(
        "Tasks and milestones: baseline, forecast, actual.",
        "Tâches et jalons : référence, prévision, réalisé.",
    ),
    tables=(Plan,),
    points=(
        Point(
            "PLN-33",
            (count("plan", where=is_work & ~filled(this.cost_baseline)) == 0)
            | (count("plan", where=is_work & filled(this.cost_baseline)) == 0),
            t(
                "Some tasks have a budget and others none: no earned value",
                "Certaines tâches ont un budget, d’autres non : pas de valeur acquise",
            ),
        ),
        Point(
            "XSH-02",
            ~filled(at.finish_forecast)
            | (count("plan", where=in_the_plan & filled(this.finish_current)) == 0)
            | (max_over_rows("plan", this.finish_current, where=in_the_plan) == at.finish_forecast),
            t(
                "The plan’s forecast finish differs from that of the project sheet",
                "La fin prévisionnelle du planning diffère de celle de la feuille Projet",
            ),
        ),
    ),
)
