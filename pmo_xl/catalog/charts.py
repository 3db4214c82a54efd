"""The native charts of the master, one entry each. Colours keep one meaning: planned blue, earned green, spent vermillion."""

from __future__ import annotations

from pmo_xl.catalog.pages import BUDGET, DASHBOARD, FORECAST, QUALITY, RISKS
from pmo_xl.core.text import t
from pmo_xl.core.view import Chart, Series

PLANNED, EARNED, SPENT, FORECAST_COLOUR = "#0072B2", "#009E73", "#D55E00", "#F0B48C"
GREY, GREEN, AMBER, RED = "#999999", "#009E73", "#E69F00", "#D55E00"
BRIDGE_SERIES = (
    Series("base", GREY, hidden=True),
    Series("total", PLANNED, labels=True),
    Series("rise", SPENT, labels=True),
    Series("fall", EARNED, labels=True),
)
"""Costs that rise are vermillion, those that fall green; the base below them is not seen."""

CHARTS = (
    Chart(
        "s_curve", t("S-curve: planned, earned, actual, landing", "Courbe en S : planifié, acquis, réel, atterrissage"),
        DASHBOARD, "scatter", "curve",
        (
            Series("pv", PLANNED),
            Series("ac", SPENT),
            Series("eac", SPENT, dashed=True),
            Series("ev", EARNED, marker=True, line=False),
        ),
        t("Cumulative planned value, actual cost and landing by month, and earned value at the status date.",
          "Valeur planifiée, coût réel et atterrissage cumulés par mois, et valeur acquise à la date d’arrêté."),
        subtype="straight",
    ),
    Chart(
        "programmes", t("Budget against landing by programme", "Budget et atterrissage par programme"),
        DASHBOARD, "column", "programmes", (Series("bac", PLANNED), Series("eac", SPENT)),
        t("Budget at completion beside estimate at completion, by programme.",
          "Budget à l’achèvement à côté de l’atterrissage, par programme."),
    ),
    Chart(
        "status", t("Projects by status", "Projets par météo"), DASHBOARD, "bar", "status",
        (Series("declared", "#C9CED6", points=("#D9D9D9", "#99D8C7", "#F5D899", "#EEBF99")),
         Series("projects", GREY, points=(GREY, GREEN, AMBER, RED))),
        t("Number of projects that are green, amber, red or without data: as declared by their managers, and as computed.",
          "Nombre de projets verts, orange, rouges ou sans donnée, selon la météo déclarée et selon la météo calculée."),
    ),
    Chart(
        "categories", t("Budget, actual and landing by category", "Budget, réalisé et atterrissage par nature"),
        BUDGET, "bar", "categories",
        (Series("bac", PLANNED), Series("actual", GREY), Series("eac", SPENT)),
        t("Current budget, actual cost and landing by cost category.",
          "Budget révisé, réalisé et atterrissage par nature de coût."),
    ),
    Chart(
        "pareto", t("Findings by rule", "Constats par règle"), QUALITY, "bar", "pareto",
        (Series("errors", SPENT), Series("findings", GREY)),
        t("Number of findings by rule, the most frequent first.", "Nombre de constats par règle, les plus fréquents d’abord."),
    ),
    Chart(
        "risk_categories", t("Exposure by category", "Exposition par catégorie"), RISKS, "bar", "risk_categories",
        (Series("exposure", SPENT),),
        t("Expected monetary value of open threats by category.", "Valeur attendue des menaces ouvertes par catégorie."),
    ),
    Chart(
        "bridge", t("From initial budget to landing", "Du budget initial à l’atterrissage"), BUDGET, "column", "bridge",
        BRIDGE_SERIES,
        t("Initial budget, changes, transfers, current budget, drift, landing, exchange-rate effect and landing at current rates, each step upon the one before.",
          "Budget initial, avenants, virements, budget révisé, dérive, atterrissage, effet de change et atterrissage aux cours actuels, chaque étape sur la précédente."),
        subtype="stacked",
    ),
    Chart(
        "months", t("Spending by month", "Dépense par mois"), BUDGET, "column", "months",
        (Series("pv", PLANNED), Series("actual", SPENT), Series("forecast", FORECAST_COLOUR)),
        t("Planned, actual and forecast cost by month.", "Coût planifié, réalisé et prévu par mois."),
    ),
    Chart(
        "capex", t("CAPEX and OPEX", "CAPEX et OPEX"), BUDGET, "bar", "capex",
        (Series("bac", PLANNED), Series("actual", GREY), Series("eac", SPENT)),
        t("Current budget, actual cost and landing of CAPEX and of OPEX.", "Budget révisé, réalisé et atterrissage des CAPEX et des OPEX."),
    ),
    Chart(
        "commitment", t("Commitment and consumption by programme", "Engagement et consommation par programme"), BUDGET, "column", "commitment",
        (Series("bac", PLANNED), Series("committed", AMBER), Series("ac", GREY), Series("eac", SPENT)),
        t("Current budget, commitments, actual cost and landing by programme.", "Budget révisé, engagé, réalisé et atterrissage par programme."),
    ),
    Chart(
        "estimates", t("Eight estimates at completion", "Huit estimations à l’achèvement"), FORECAST, "bar", "estimates",
        (Series("bac", PLANNED), Series("eac", SPENT)),
        t("Each estimate at completion beside the budget of the projects that it is known for.",
          "Chaque estimation à l’achèvement à côté du budget des projets pour lesquels elle est calculable."),
    ),
    Chart(
        "landings", t("Budget and landing period by period", "Budget et atterrissage au fil des périodes"), FORECAST, "column", "landings",
        (Series("bac", PLANNED), Series("eac", SPENT), Series("ac", GREY)),
        t("Budget, landing and actual cost as each period’s master had them.", "Budget, atterrissage et réalisé tels que le classeur de chaque période les donnait."),
    ),
)  # fmt: skip
