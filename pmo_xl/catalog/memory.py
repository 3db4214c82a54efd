"""What a master remembers of the periods before: values, noted once and never computed anew."""

from __future__ import annotations

from typing import ClassVar

from pmo_xl.catalog.kinds.project import Rag
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import (
    amount,
    choice,
    date,
    integer,
    month,
    number,
    percent,
    signed_amount,
    text,
)
from pmo_xl.core.definition.model import Table
from pmo_xl.core.expr.algebra import at, months_between, this
from pmo_xl.core.expr.nodes import Expr

LIGHT_WORDS = t(
    "0 no data, 1 green, 2 amber, 3 red, 4 closed.", "0 sans donnée, 1 vert, 2 orange, 3 rouge, 4 clos."
)


class History(Table):
    """What each project said at each status date, in its own currency: values, one row per project and month."""

    key, heading = "history", t("History", "Historique")
    memory_key: ClassVar = ("status_date",)
    known_by: ClassVar = ("status_date", "period", "bac0", "ev", "ac")

    status_date = date("Status date", "Date d’arrêté", width=12)
    period = month("Month", "Mois", width=11)
    project_name = text("Project name", "Intitulé du projet", width=34)
    bac0 = signed_amount("Initial budget", "Budget initial", width=14)
    bac = signed_amount("Current budget", "Budget révisé", width=14)
    pv = amount("Planned value", "Valeur planifiée", width=14)
    ev = amount("Earned value", "Valeur acquise", width=14)
    ac = signed_amount("Actual cost", "Réalisé", width=14)
    etc = amount("Estimate to complete", "Reste à faire", width=14)
    committed = amount("Committed", "Engagé", width=14)
    forecast_1m = amount(
        "Forecast, next month", "Prévision, mois suivant", width=14,
    )  # fmt: skip
    forecast_3m = amount(
        "Forecast, next 3 months", "Prévision, 3 mois suivants", width=14,
    )  # fmt: skip
    months_ago = integer(
        "Months ago", "Il y a (mois)", width=10, formula=months_between(this.status_date, at.status_date)
    )
    rag = integer("Computed status", "Météo calculée", LIGHT_WORDS, width=10)
    rag_schedule = integer("Schedule status", "Météo délais", LIGHT_WORDS, width=10)
    rag_cost = integer("Cost status", "Météo coûts", LIGHT_WORDS, width=10)
    rag_risk = integer("Risk status", "Météo risques", LIGHT_WORDS, width=10)
    rag_declared = choice(Rag, "Declared status", "Météo déclarée", width=14)
    spi = number("SPI", "IPD", width=9)
    cpi = number("CPI", "IPC", width=9)
    eac = signed_amount("EAC", "Atterrissage", width=14)
    slip_wd = integer("Slip (wd)", "Glissement (j\u00a0ouvrés)", width=11)
    finish_forecast = date("Forecast finish", "Date d’atterrissage", width=12)
    finish_baseline = date("Baseline finish", "Fin de référence", width=12)
    open_issues = integer("Open issues", "Problèmes ouverts", width=10)
    progress = percent("Progress", "Avancement", width=11)
    exposure = signed_amount("Exposure", "Exposition", width=14)
    critical_risks = integer("Critical risks", "Risques critiques", width=10)
    data_quality = percent("Data quality", "Qualité des données", width=11)


class MilestoneHistory(Table):
    """When each milestone was to be reached, as each status date saw it: one row per project, milestone and month."""

    key, heading = "milestone_history", t("Milestone history", "Historique des jalons")
    memory_key: ClassVar = ("task_id", "status_date")
    known_by: ClassVar = ("status_date", "period", "task_id", "finish_current")

    status_date = date("Status date", "Date d’arrêté", width=12)
    period = month("Month", "Mois", width=11)
    task_id = text("Task ID", "N° de tâche", width=10)
    name = text("Milestone", "Jalon", width=34)
    finish_baseline = date("Baseline finish", "Fin de référence", width=12)
    finish_current = date(
        "Current finish", "Date d’atterrissage",
        t("Actual date when it was reached, else the forecast of that month.", "Date réelle s’il était atteint, sinon prévision de ce mois."),
        width=12,
    )  # fmt: skip
    done = integer("Reached (1/0)", "Atteint (1/0)", width=10)


class RiskHistory(Table):
    """How each open risk was rated, as the last status date before this one saw it, and as this one does."""

    key, heading = "risk_history", t("Risk history", "Historique risques")
    memory_key: ClassVar = ("risk_id", "status_date")
    known_by: ClassVar = ("status_date", "period", "risk_id", "score_current")

    status_date = date("Status date", "Date d’arrêté", width=12)
    period = month("Month", "Mois", width=11)
    risk_id = text("ID", "N°", width=10)
    score_current = integer("Current score", "Criticité actuelle", width=10)


class RowHistory(Table):
    """What the rows of each register were about and whether they were open, as the last status date before this one saw them, and as this one does."""

    key, heading = "row_history", t("Row history", "Historique des lignes")
    memory_key: ClassVar = ("register", "row_id", "status_date")
    known_by: ClassVar = ("status_date", "period", "register", "row_id")

    status_date = date("Status date", "Date d’arrêté", width=12)
    period = month("Month", "Mois", width=11)
    register = text("Register", "Registre", t("The key of its table.", "La clé de sa table."), width=14)
    row_id = text("Row", "Ligne", width=10)
    subject = text("Subject", "Objet", width=44)
    is_open = integer("Open (1/0)", "En cours (1/0)", width=10)


class PortfolioHistory(Table):
    """What was published for the whole portfolio: one row per month, amounts in the reporting currency of then."""

    key, heading = "portfolio_history", t("Portfolio history", "Historique global")
    by_project: ClassVar = False
    memory_key: ClassVar = ("status_date",)
    known_by: ClassVar = ("status_date", "period", "projects", "returns_counted")

    status_date = date("Status date", "Date d’arrêté", width=12)
    period = month("Month", "Mois", width=11)
    projects = integer("Projects", "Projets", width=10)
    projects_expected = integer("Projects expected", "Projets attendus", width=10)
    returns_counted = integer("Returns counted", "Retours retenus", width=10)
    returns_expected = integer("Returns expected", "Retours attendus", width=10)
    red = integer("Red", "Rouges", width=9)
    amber = integer("Amber", "Orange", width=9)
    green = integer("Green", "Verts", width=9)
    no_data = integer("No data", "Sans donnée", width=9)
    spi = number("SPI", "IPD", width=9)
    cpi = number("CPI", "IPC", width=9)
    bac = signed_amount("BAC", "BAC", width=15)
    eac = signed_amount("EAC", "Atterrissage", width=15)
    vac = signed_amount("VAC", "Écart à l’achèvement", width=15)
    exposure = signed_amount("Exposure", "Exposition", width=15)
    overdue_milestones = integer("Overdue milestones", "Jalons en retard", width=10)
    data_quality = percent("Data quality", "Qualité des données", width=11)


MEMORY: dict[str, type[Table]] = {
    table.key: table for table in (History, MilestoneHistory, RiskHistory, RowHistory, PortfolioHistory)
}
"""The tables that a master hands on to the next one."""

MEASURED: dict[str, Expr] = {
    **{
        key: getattr(this, key)
        for key in (
            "rag", "rag_schedule", "rag_cost", "rag_risk", "rag_declared", "spi", "cpi", "slip_wd", "finish_forecast", "finish_baseline", "open_issues",
            "progress", "critical_risks", "data_quality",
        )
    },
    # What a project remembers stays in its own currency, whatever the rates of later months are.
    "eac": this.eac / this.rate,
    "exposure": this.exposure / this.rate,
}  # fmt: skip
"""What is noted of the figures of each project, beside the sums over its returns."""
PUBLISHED = ("spi", "cpi", "bac", "eac", "vac", "exposure", "overdue_milestones", "data_quality")
"""The figures of the whole portfolio that are noted under their own names."""
