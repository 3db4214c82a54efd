"""The settings of a workspace (``pmo.toml``): every key known and typed, a wrong one named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainValidator, model_validator

from pmo_xl.core.base.date_texts import typed_day
from pmo_xl.core.base.text import languages, t
from pmo_xl.core.base.typed_toml import Strict, bad_value, content_of, typed
from pmo_xl.core.definition.kpi import Kpi, Threshold
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.core.settings.own_templates import OwnColumn, OwnList, OwnTemplates
from pmo_xl.core.settings.posture import PROFILES, Posture
from pmo_xl.core.settings.simulation import SimulationSettings


def _limits(what: Any) -> float | tuple[float, float]:
    """One limit, or the lower and the upper one of a band; raises ValueError with the reason for anything else."""
    both = what if isinstance(what, (list, tuple)) else (what,)
    if not all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in both):
        raise ValueError(NO_LIMIT)
    if isinstance(what, (list, tuple)):
        if len(both) != 2:
            raise ValueError(NO_LIMIT)
        return float(both[0]), float(both[1])
    return float(what)


Limits = Annotated[float | tuple[float, float], PlainValidator(_limits)]


class ThresholdSettings(Strict):
    """Where a KPI turns amber and red, in the KPI's own unit (percentages as 0-1).

    Both are one number, or both are a band: the lower and the upper limit.
    """

    green: Limits
    amber: Limits

    @model_validator(mode="after")
    def _agree(self) -> ThresholdSettings:
        if isinstance(self.green, tuple) is not isinstance(self.amber, tuple):
            raise ValueError(ONE_SIDED)
        if isinstance(self.green, tuple) and isinstance(self.amber, tuple):
            inside = [self.amber[0], self.green[0], self.green[1], self.amber[1]]
            if inside != sorted(inside):
                raise ValueError(OUTSIDE)
        return self

    def threshold(self, rising: bool | None) -> Threshold:
        """The limits of a KPI of which more is better (``rising``), or less; of None they say it themselves."""
        green, amber = (limit if isinstance(limit, tuple) else (limit,) for limit in (self.green, self.amber))
        if rising is None:
            rising = green[0] >= amber[0]
        usual = 0 if rising else -1
        if len(green) == 1:
            return Threshold(green[0], amber[0], rising)
        return Threshold(green[usual], amber[usual], rising, green[-1 - usual], amber[-1 - usual])


def _month(number: int) -> int:
    """A month of the year; raises ValueError for a number that is none."""
    if not 1 <= number <= 12:
        raise ValueError(NO_MONTH)
    return number


class CalendarSettings(Strict):
    """Days that are not worked, beside Saturdays and Sundays; the month in which a fiscal year begins, 1 to 12."""

    holidays: tuple[dt.date, ...] = ()
    fiscal_year_start: Annotated[int, AfterValidator(_month)] = 1


class RuleSettings(Strict):
    """What a PMO decides about one rule: how much it weighs, its threshold, whether it is on trial."""

    severity: Literal["error", "warning", "info", "off"] | None = None
    limit: float | None = None
    beta: bool = False


Several = Literal["error", "newest"]


class CollectionSettings(Strict):
    """What is asked of every project, and what counts of two files of one project with the same content.

    ``kinds`` are the returns that each project owes; the register may ask others of a project. ``several``: neither of
    the two files counts, or the one saved last. ``due`` is the last day on which the returns of the period may be saved:
    a date, or a text as people type it, which a run turns into a date when it begins.
    """

    kinds: tuple[str, ...] = ("plan", "risks", "budget")
    several: Several = "error"
    due: dt.date | str | None = None

    @property
    def due_date(self) -> dt.date | None:
        """The day by which returns are due, once it is a date; None where none is set."""
        return self.due if isinstance(self.due, dt.date) else None

    def due_in(self, period: dt.date | None) -> dt.date | None:
        """The same, of a period by its status date; None where it lies before: it was that of an earlier one."""
        due = self.due_date
        return None if due is None or (period is not None and due < period) else due


class KeepSettings(Strict):
    """How many former masters stay in the archive, the last ones."""

    masters: Annotated[int, Field(ge=0, le=1000)] = 12


Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
RateValue = Annotated[float, Field(gt=0)]


class RateSettings(Strict):
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


class ForecastSettings(Strict):
    """Which estimate at completion is the official one, and the weights of the weighted one."""

    official: Literal["bottom_up", "bac_rate", "cpi", "cpi_3m", "cpi_spi", "weighted", "spi", "cpi_spi_t"] = (
        "bottom_up"
    )
    cpi_weight: Annotated[float, Field(ge=0, le=1)] = 0.8


class Settings(Strict):
    """What a PMO decides once for a workspace.

    ``rates`` gives the value of one unit of a currency in the reporting currency (budget, average and closing
    rate, or one for all); a currency without a rate is an error, never 1; with neither a reporting currency nor rates, the currency that most returns
    state is taken. ``status_date`` is that of the period; when absent, the one that most
    returns state. ``posture`` chooses a set of weights of the rules, and a profile where none is chosen; ``rules`` goes first.
    """

    language: str = "en"
    posture: Posture | None = None
    profile: Literal["light", "standard", "full"] = "standard"
    status_date: dt.date | None = None
    reporting_currency: Currency = "EUR"
    rates: dict[Currency, RateSettings] = Field(default_factory=dict)
    calendar: CalendarSettings = CalendarSettings()
    thresholds: dict[str, ThresholdSettings] = Field(default_factory=dict)
    forecast: ForecastSettings = ForecastSettings()
    rules: dict[str, RuleSettings] = Field(default_factory=dict)
    collection: CollectionSettings = CollectionSettings()
    keep: KeepSettings = KeepSettings()
    simulation: SimulationSettings = SimulationSettings()
    limits: LimitSettings = LIMITS
    brand: Brand = PLAIN
    lists: dict[str, OwnList] = Field(default_factory=dict)
    columns: dict[str, dict[str, OwnColumn]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _profile_of_posture(cls, what: Any) -> Any:
        if isinstance(what, dict) and "profile" not in what and what.get("posture") in PROFILES:
            return {**what, "profile": PROFILES[what["posture"]]}
        return what

    def threshold(self, kpi: Kpi) -> Threshold | None:
        """The limits of a KPI that are in force; None where it has none."""
        chosen = self.thresholds.get(kpi.key)
        if chosen is None:
            return kpi.threshold
        return chosen.threshold(kpi.threshold.rising if kpi.threshold is not None else None)

    def stated(self) -> Iterator[tuple[str, Any]]:
        """Each key that the file states, with what it says, those of a section by their own name too."""
        for key in sorted(self.model_fields_set):
            what = getattr(self, key)
            if not isinstance(what, Strict):
                if not isinstance(what, dict):
                    yield key, what
                continue
            for inner in sorted(what.model_fields_set):
                yield f"{key}.{inner}", getattr(what, inner)
                yield inner, getattr(what, inner)

    @property
    def own_templates(self) -> OwnTemplates:
        """What the PMO decides about its templates."""
        return OwnTemplates(lists=self.lists, columns=self.columns)

    def rate(self, currency: str) -> RateSettings | None:
        """Reporting currency per unit of *currency*; None when nobody said."""
        return PAR if currency == self.reporting_currency else self.rates.get(currency)


def read_plain_settings(path: Path) -> Settings:
    """The settings in a file as they stand, not held against any catalogue; defaults when there is none.

    Raises SettingsError for a file that is no TOML, an unknown key or a bad value; the sentence names the key.
    """
    if not path.is_file():
        return Settings()
    content = content_of(path)
    if isinstance(words := content.get("status_date"), str):
        try:
            content["status_date"] = typed_day(words, str(content.get("language", "en")))
        except ValueError as problem:
            raise bad_value(path.name, "status_date", words, problem.args[0]) from problem
    settings = typed(Settings, content, path.name, WHY)
    if settings.language not in languages():
        raise bad_value(path.name, "language", settings.language, ", ".join(languages()))
    if settings.brand == PLAIN:
        return settings
    return settings.model_copy(update={"brand": settings.brand.beside(path)})


NO_LIMIT = t(
    "a number is expected, or two in square brackets: the lower and the upper limit, such as [0.95, 1.05]",
    "un nombre est attendu, ou deux entre crochets : la borne basse et la borne haute, par exemple [0.95, 1.05]",
)
ONE_SIDED = t(
    "green and amber are both one number, or both two",
    "green et amber ont tous deux une seule valeur, ou tous deux deux bornes",
)
OUTSIDE = t(
    "the band of green must lie inside that of amber, each with its lower limit first",
    "la plage de green doit être comprise dans celle de amber, borne basse d’abord",
)
NO_MONTH = t(
    "a month is a number from 1 (January) to 12 (December)",
    "un mois est un nombre de 1 (janvier) à 12 (décembre)",
)
WHY = {
    "greater_than": t("it must lie above 0", "il faut une valeur supérieure à 0"),
    "string_pattern": t(
        "three capital letters are expected, such as EUR", "trois majuscules sont attendues, par exemple EUR"
    ),
}
"""Reasons by the beginning of pydantic's name for them."""
