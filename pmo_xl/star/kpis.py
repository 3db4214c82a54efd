"""The figures as facts: each KPI of each project and period with its light and the limits used; totals beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import CLOSED, LIGHTS, Kpi, Threshold, Unit
from pmo_xl.core.definition.limits import level_of
from pmo_xl.core.flow.overflow import HISTORY
from pmo_xl.excel.write.cells import plain
from pmo_xl.pipeline import Outcome
from pmo_xl.star.facts import rates_of, rowed
from pmo_xl.star.projects import Versions
from pmo_xl.star.shape import CURRENCY, KEYS, STATUS_DATE, Field, StarTable

KPI = Field("kpi", t("KPI", "Indicateur"))
VALUES = (
    Field("value", t("Value", "Valeur"), Kind.NUMBER), Field("day", t("Day", "Jour"), Kind.DATE),
    Field("light", t("Light", "Couleur")),
)  # fmt: skip
LIMITS = ("green", "amber", "green_other", "amber_other")
"""The limits used: green up to the first, amber up to the second; the others where a figure has some on both sides."""
LIMIT_FIELDS = tuple(
    Field(f"limit_{key}", label, Kind.NUMBER)
    for key, label in zip(
        LIMITS,
        (t("Green up to", "Vert jusqu’à"), t("Amber up to", "Orange jusqu’à"),
         t("Green: other limit", "Vert : autre borne"), t("Amber: other limit", "Orange : autre borne")),
        strict=True,
    )
)  # fmt: skip
SOURCE = Field("source", t("Source", "Source"))
MEASURED, REMEMBERED = "measured", "history"
OWN_CURRENCY = "_local"
"""What the key of an amount ends with that stays in the currency of the project."""
WHOLE, PROGRAMME = "portfolio", "programme"
SINGLE_CURRENCY = (
    "bac0",
    "bac",
    "pv",
    "ev",
    "ac",
    "etc",
    "committed",
    "forecast_1m",
    "forecast_3m",
    "eac",
    "exposure",
)
"""What the history remembers in the currency of the project, and the figures have in the reporting currency."""


def kpi_facts(outcomes: Sequence[Outcome], versions: Versions) -> StarTable:
    """A row per project, KPI and status date; of periods that are not measured here, what the history remembers."""
    measured = {outcome.portfolio.status_date for outcome in outcomes}
    rows = [*_remembered(outcomes[-1], versions, measured)]
    for outcome in outcomes:
        rows += _measured(outcome, versions)
    fields = (*KEYS, KPI, *VALUES, CURRENCY, *LIMIT_FIELDS, SOURCE)
    return StarTable(
        "fact_kpi", t("Facts: KPIs", "Faits : indicateurs"),
        t("A KPI of a project at a status date; amounts in the currency that stands beside them. Do not add ratios: their totals are in fact_kpi_total.",
          "Un indicateur d’un projet à une date d’arrêté ; montants dans la devise indiquée. N’additionnez pas les ratios : leurs totaux sont dans fact_kpi_total."),
        fields, rowed(fields, rows),
    )  # fmt: skip


def _measured(outcome: Outcome, versions: Versions) -> Iterator[dict[str, Any]]:
    assert outcome.scorecard is not None
    day, params = outcome.portfolio.status_date, outcome.scorecard.params
    limits = {key: _limits(kpi, params) for key, kpi in outcome.catalogue.kpis.items()}
    for row in outcome.scorecard.kpis.to_dict("records"):
        project = str(row["project_id"])
        closed = plain(row["closed"]) == 1
        keys = {"project_key": versions.key(project, day), "project_id": project, "status_date": day}
        for key, kpi in outcome.catalogue.kpis.items():
            currency = row["currency"] if key.endswith(OWN_CURRENCY) else outcome.settings.reporting_currency
            yield {
                **keys, KPI.key: key, **_value(kpi, plain(row[key]), params, closed=closed),
                "currency": plain(currency) if kpi.unit is Unit.AMOUNT else None, **limits[key], SOURCE.key: MEASURED,
            }  # fmt: skip


def _remembered(
    outcome: Outcome, versions: Versions, measured: set[dt.date | None]
) -> Iterator[dict[str, Any]]:
    """What earlier masters noted, amounts at the rate of today; without lights of figures, whose limits of then nobody knows."""
    kpis, rate_of = outcome.catalogue.kpis, rates_of(outcome)
    history = outcome.portfolio.tables.get(HISTORY)
    for row in () if history is None else history.to_dict("records"):
        day, project = plain(row["status_date"]), str(row["project_id"])
        if day is None or day in measured:
            continue
        rate = rate_of(row["currency"])
        for key, kpi in kpis.items():
            what = plain(row.get(key))
            if what is None or key not in outcome.catalogue.history.columns:
                continue
            in_own = key in SINGLE_CURRENCY
            if in_own and rate is None:
                continue
            yield {
                "project_key": versions.key(project, day), "project_id": project, "status_date": day, KPI.key: key,
                **_value(kpi, what * rate if in_own else what, None), SOURCE.key: REMEMBERED,
                "currency": outcome.settings.reporting_currency if in_own else None,
            }  # fmt: skip


def kpi_totals(outcomes: Sequence[Outcome]) -> StarTable:
    """Each KPI of each programme and of the portfolio: ratios computed from sums, as the master has them."""
    scope = Field("scope", t("Scope", "Périmètre"))
    programme = Field("programme_id", t("Programme", "Programme"))
    fields = (scope, programme, STATUS_DATE, KPI, *VALUES, CURRENCY, *LIMIT_FIELDS)
    rows = []
    for outcome in outcomes:
        assert outcome.scorecard is not None
        day, params = outcome.portfolio.status_date, outcome.scorecard.params
        totals = [(WHOLE, None, outcome.scorecard.portfolio)] + [
            (PROGRAMME, plain(row["programme_id"]), row)
            for row in outcome.scorecard.programmes.to_dict("records")
        ]
        for where, name, row in totals:
            for key, kpi in outcome.catalogue.kpis.items():
                amount = kpi.unit is Unit.AMOUNT and not key.endswith(OWN_CURRENCY)
                rows.append({
                    "scope": where, "programme_id": name, "status_date": day, KPI.key: key,
                    **_value(kpi, plain(row.get(key)), params),
                    "currency": outcome.settings.reporting_currency if amount else None, **_limits(kpi, params),
                })  # fmt: skip
    return StarTable(
        "fact_kpi_total", t("Facts: totals of KPIs", "Faits : totaux des indicateurs"),
        t("A KPI of a programme or of the portfolio at a status date.", "Un indicateur d’un programme ou du portefeuille à une date d’arrêté."),
        fields, rowed(fields, rows),
    )  # fmt: skip


def kpi_dimension(outcome: Outcome) -> StarTable:
    """What each KPI is called and means, its unit, how it adds up."""
    words = ("kpi", "kpi_en", "kpi_fr", "meaning_en", "meaning_fr", "unit", "aggregation")
    labels = (
        KPI.label, t("KPI (EN)", "Indicateur (EN)"), t("KPI (FR)", "Indicateur (FR)"), t("Meaning (EN)", "Définition (EN)"),
        t("Meaning (FR)", "Définition (FR)"), t("Unit", "Unité"), t("Adds up by", "Agrégation"),
    )  # fmt: skip
    fields = tuple(Field(key, label) for key, label in zip(words, labels, strict=True))
    rows = [
        {
            "kpi": key, "kpi_en": kpi.label.to("en"), "kpi_fr": kpi.label.to("fr"), "meaning_en": kpi.meaning.to("en"),
            "meaning_fr": kpi.meaning.to("fr"), "unit": kpi.unit.value, "aggregation": kpi.aggregation.value,
        }
        for key, kpi in outcome.catalogue.kpis.items()
    ]  # fmt: skip
    return StarTable(
        "dim_kpi", t("KPIs", "Indicateurs"), t("A KPI.", "Un indicateur."), fields, rowed(fields, rows)
    )


def _value(kpi: Kpi, what: Any, params: Mapping[str, Any] | None, *, closed: bool = False) -> dict[str, Any]:
    """The value of a KPI, a date in a column of its own, and its light; nothing of what is unknown."""
    if what is None:
        return {}
    if kpi.unit is Unit.DATE:
        return {"day": what}
    light: str | None = None
    if kpi.unit is Unit.LIGHT:
        light = LIGHTS[int(what)]
    elif kpi.threshold is not None and params is not None:
        light = LIGHTS[CLOSED if closed else level_of(kpi.key, kpi.threshold, float(what), params)]
    return {"value": float(what), "light": light}


def _limits(kpi: Kpi, params: Mapping[str, Any]) -> dict[str, float]:
    if kpi.threshold is None:
        return {}
    return {
        f"limit_{key}": params[name]
        for key in LIMITS
        if (name := f"{kpi.key}_{key}") in _named(kpi, kpi.threshold)
    }


def _named(kpi: Kpi, threshold: Threshold) -> Mapping[str, float]:
    return threshold.named(kpi.key)


def measures(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Each KPI as a measure in words that Power BI understands: of the last status date in sight, added up where that is right."""
    last = "VAR last = MAX(fact_kpi[status_date]) RETURN "
    total = "VAR last = MAX(fact_kpi_total[status_date]) RETURN "
    for key, kpi in outcome.catalogue.kpis.items():
        if kpi.unit in (Unit.DATE, Unit.LIGHT) or key.endswith(OWN_CURRENCY):
            continue
        added = {"sum": "SUM", "max": "MAX", "min": "MIN"}.get(kpi.aggregation.value)
        if added is not None:
            dax = f'{last}CALCULATE({added}(fact_kpi[value]), fact_kpi[kpi] = "{key}", fact_kpi[status_date] = last)'
        elif kpi.aggregation.value == "none":
            continue
        else:
            dax = f'{total}CALCULATE(MAX(fact_kpi_total[value]), fact_kpi_total[kpi] = "{key}", fact_kpi_total[scope] = "{WHOLE}", fact_kpi_total[status_date] = last)'
        yield {"kpi": key, "names": both(kpi.label), "adds_up_by": kpi.aggregation.value, "dax": dax}


def both(words: Text) -> dict[str, str]:
    """Words in English and in French."""
    return {"en": words.to("en"), "fr": words.to("fr")}
