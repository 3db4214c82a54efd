"""The settings of a workspace (``pmo.toml``): every key known and typed, a wrong one named."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pmo_xl.core.problem import SettingsError
from pmo_xl.core.text import Text, languages, t


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ThresholdSettings(_Strict):
    """Where a KPI turns amber and red; both in the KPI's own unit (percentages as 0-1)."""

    green: float
    amber: float


class CalendarSettings(_Strict):
    """Days that are not worked, beside Saturdays and Sundays."""

    holidays: tuple[dt.date, ...] = ()


class RuleSettings(_Strict):
    """What a PMO decides about one rule: how much it weighs, its threshold, whether it is on trial."""

    severity: Literal["error", "warning", "info", "off"] | None = None
    limit: float | None = None
    beta: bool = False


Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
RateValue = Annotated[float, Field(gt=0)]


class RateSettings(_Strict):
    """What one unit of a currency is worth in the reporting currency; a single number stands for all three.

    ``budget`` converts budgets and everything that is compared with them; what the ``average`` rate of the
    period makes of the actual cost, and the ``closing`` rate of what is still to come, is the FX effect.
    """

    budget: RateValue
    average: RateValue
    closing: RateValue

    @model_validator(mode="before")
    @classmethod
    def _one_for_all(cls, what: Any) -> Any:
        if isinstance(what, (int, float)) and not isinstance(what, bool):
            return {"budget": what, "average": what, "closing": what}
        return what


PAR = RateSettings(budget=1.0, average=1.0, closing=1.0)
"""The rates of the reporting currency itself."""

EAC_METHODS = (
    "bottom_up", "bac_rate", "cpi", "cpi_3m", "cpi_spi", "weighted", "spi", "cpi_spi_t",
)  # fmt: skip
"""The ways to estimate the cost at completion, numbered 1 to 8 as cost engineers number them."""


class ForecastSettings(_Strict):
    """Which estimate at completion is the official one, and the weights of the weighted one."""

    official: Literal["bottom_up", "bac_rate", "cpi", "cpi_3m", "cpi_spi", "weighted", "spi", "cpi_spi_t"] = (
        "bottom_up"
    )
    cpi_weight: Annotated[float, Field(ge=0, le=1)] = 0.8


class Settings(_Strict):
    """What a PMO decides once for a workspace.

    ``rates`` gives the value of one unit of a currency in the reporting currency (budget, average and closing
    rate, or one for all); a currency without a rate is an error, never 1; with neither a reporting currency nor rates, the currency that most returns
    state is taken. ``status_date`` is that of the period; when absent, the one that most
    returns state.
    """

    language: str = "en"
    profile: Literal["light", "standard", "full"] = "standard"
    status_date: dt.date | None = None
    reporting_currency: Currency = "EUR"
    rates: dict[Currency, RateSettings] = {}
    calendar: CalendarSettings = CalendarSettings()
    thresholds: dict[str, ThresholdSettings] = {}
    forecast: ForecastSettings = ForecastSettings()
    rules: dict[str, RuleSettings] = {}

    def rate(self, currency: str) -> RateSettings | None:
        """Reporting currency per unit of *currency*; None when nobody said."""
        return PAR if currency == self.reporting_currency else self.rates.get(currency)


def read_settings(path: Path, kpis: Iterable[str]) -> Settings:
    """The settings in a file; defaults when there is none.

    Raises SettingsError for a file that is no TOML, an unknown key, a bad value, a threshold for a
    KPI that does not exist; the sentence names the key.
    """
    if not path.is_file():
        return Settings()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(
            t("{file} cannot be understood: {why}", "{file} ne peut pas être compris : {why}").fill(
                file=path.name, why=problem
            )
        ) from problem
    return settings_from(content, kpis, path.name)


def settings_from(content: dict[str, Any], kpis: Iterable[str], file: str) -> Settings:
    """Settings from the content of a file; raises SettingsError as :func:`read_settings`."""
    try:
        settings = Settings.model_validate(content)
    except ValidationError as problem:
        raise _named(problem, file) from problem
    if settings.language not in languages():
        raise _bad(file, "language", settings.language, ", ".join(languages()))
    known = set(kpis)
    for key in settings.thresholds:
        if key not in known:
            raise _unknown(file, f"thresholds.{key}", known, key)
    return settings


def _named(problem: ValidationError, file: str) -> SettingsError:
    first = problem.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part != "[key]")
    if first["type"] == "extra_forbidden":
        parent = Settings if len(first["loc"]) == 1 else None
        names = set(parent.model_fields) if parent else NESTED
        return _unknown(file, where, names, str(first["loc"][-1]))
    why = next((words for kind, words in WHY.items() if first["type"].startswith(kind)), first["msg"])
    if first["type"] == "literal_error":
        why = t("one of these is expected: {words}", "l’une de ces valeurs est attendue : {words}").fill(
            words=re.findall(r"'([^']*)'", first["ctx"]["expected"])
        )
    return _bad(file, where, first["input"], why)


NESTED = {
    name
    for model in (ThresholdSettings, CalendarSettings, RuleSettings, RateSettings, ForecastSettings)
    for name in model.model_fields
}

WHY = {
    "greater_than": t("it must lie above 0", "il faut une valeur supérieure à 0"),
    "string_pattern": t(
        "three capital letters are expected, such as EUR", "trois majuscules sont attendues, par exemple EUR"
    ),
    "date": t("a date is expected, such as 2026-03-31", "une date est attendue, par exemple 2026-03-31"),
    "float": t("a number is expected", "un nombre est attendu"),
    "string": t("a text in quotes is expected", "un texte entre guillemets est attendu"),
    "missing": t("it is needed", "la valeur est nécessaire"),
}
"""Reasons by the beginning of pydantic's name for them."""


def _unknown(file: str, where: str, known: Iterable[str], key: str) -> SettingsError:
    near = difflib.get_close_matches(key, sorted(known), 1)
    if near:
        return SettingsError(
            t("{file}: unknown key “{key}”. Did you mean “{near}”?", "{file} : clé inconnue « {key} ». Vouliez-vous dire « {near} » ?")
            .fill(file=file, key=where, near=near[0])
        )  # fmt: skip
    return SettingsError(
        t("{file}: unknown key “{key}”. Remove it, or look up its name in the documentation.",
          "{file} : clé inconnue « {key} ». Retirez-la, ou cherchez son nom dans la documentation.").fill(file=file, key=where)
    )  # fmt: skip


def _bad(file: str, where: str, found: object, why: str | Text) -> SettingsError:
    return SettingsError(
        t(
            "{file}: “{key}” cannot be {found}: {why}", "{file} : « {key} » ne peut pas être {found} : {why}"
        ).fill(file=file, key=where, found=repr(found), why=why)
    )
