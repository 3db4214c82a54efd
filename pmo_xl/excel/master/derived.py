"""The sheets of what the master works out itself: amounts by month, and the history of the periods before."""

from __future__ import annotations

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.names import Names
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.pages.view import DATA
from pmo_xl.excel.master import project_ranges
from pmo_xl.excel.master.context import RATE, MasterContext
from pmo_xl.excel.master.data import rate_cells, rate_formula, write_table
from pmo_xl.excel.write.style import COMPUTED, QUIET, width_of
from pmo_xl.excel.write.worksheet import Page

PURPOSES: dict[str, Text] = {
    "plan_months": t("Task budgets spread over the months of their baseline, where a project gives no planned months; shares are values, amounts are formulas. Changing a baseline date or a holiday here moves the planned value at once, the earned schedule at the next consolidation.",
                     "Budgets des tâches répartis sur les mois de leur référence, à défaut de mois planifiés ; les parts sont des valeurs, les montants des formules. Une date de référence ou un jour férié modifié ici change aussitôt la valeur planifiée, et le délai acquis à la prochaine consolidation."),
    "periods": t("Planned value, actual, forecast and committed cost of each project by month, in its own currency; live over the budget, or the plan.",
                 "Valeur planifiée, réalisé, prévision et engagé de chaque projet par mois, dans sa devise ; formules sur le budget, ou sur le planning."),
    "line_years": t("Planned, actual and forecast cost of each budget line by fiscal year, in the project’s currency; live over the budget by month. CAPEX/OPEX is a value, as the budget line stated it.",
                    "Coûts planifiés, réalisés et prévus de chaque ligne budgétaire par exercice, dans la devise du projet ; vivants sur le budget par mois. CAPEX/OPEX est une valeur, celle de la ligne budgétaire."),
    "awaited": t("What each project waits for from another one, and whether that one tells of it too: values, found when the master is made.",
                 "Ce que chaque projet attend d’un autre, et si celui-ci le déclare aussi : des valeurs, établies à la consolidation."),
    "history": t("What the masters of earlier periods said, in each project’s currency: values that no longer change.",
                 "Ce que disaient les classeurs consolidés précédents, dans la devise de chaque projet : des valeurs qui ne changent plus."),
    "risk_history": t("How each open risk was rated the last time before, and now: values that no longer change.",
                      "Criticité de chaque risque ouvert à la période précédente et à celle-ci : des valeurs qui ne changent plus."),
    "row_history": t("What each row of a register was about and whether it was open, the last time before and now: values that no longer change.",
                     "L’objet de chaque ligne d’un registre et si elle était en cours, à la période précédente et à celle-ci : des valeurs qui ne changent plus."),
    "milestone_history": t("When each milestone was to be reached, as each period saw it: values that no longer change.",
                           "La date de chaque jalon, telle que chaque période la voyait : des valeurs qui ne changent plus."),
    "portfolio_history": t("What was published for the whole portfolio, period by period, in the reporting currency of then: values that no longer change.",
                           "Ce qui a été publié pour tout le portefeuille, période par période, dans la devise de consolidation d’alors : des valeurs qui ne changent plus."),
}  # fmt: skip


def write_derived(master: MasterContext, page: Page, key: str) -> None:
    """One derived table: its formulas live over the data tables of the same project."""
    table = master.catalogue.derived[key]
    columns, names = master.derived_columns(key), master.derived_names(key)
    master.head(page, DATA.fill(name=table.heading), master.part_words(key) or PURPOSES[key], len(columns))
    heads: list[tuple[str, str, float]] = []
    cells: dict[str, tuple[Column | None, object]] = {}
    live: dict[str, Expr | str] = {}
    for name, what in columns:
        if not isinstance(what, Column):
            heads.append((name, master.say(what), 11.0))
            cells[name] = (None, master.formats.get())
            if name == RATE:
                cells[name], live[name] = rate_cells(master), rate_formula(master, names, name)
            if name in master.picked.get(key, ()):
                live[name] = _of_project(master, names, name)
            if name == project_ranges.PLACE:
                ids = master.column("kpis", "project_id")
                # What is remembered of a project that is silent today has no row.
                live[name] = f'=IFERROR(MATCH({names.column("project_id")},{ids},0),"")'
            continue
        heads.append((name, master.say(what.label), width_of(what, master.language)))
        style = {"bg_color": COMPUTED, "font_color": QUIET} if what.computed else {}
        cells[name] = (what, master.formats.cell(what.kind, **style))
        if what.formula is not None:
            live[name] = what.formula
    write_table(master, page, key, master.shown(key), heads, cells, live, names)


def _of_project(master: MasterContext, names: Names, figure: str) -> str:
    """A figure of the project of a row."""
    ids = master.column("kpis", "project_id")
    place = (
        names.column(project_ranges.PLACE)
        if master.sliced
        else f"MATCH({names.column('project_id')},{ids},0)"
    )
    return f'=IFERROR(INDEX({master.column("kpis", figure)},{place}),"")'
