"""The settings of a workspace held against the catalogue that they make."""

from __future__ import annotations

from pathlib import Path

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.text import t
from pmo_xl.core.base.typed_toml import bad_value, unknown_key, unknown_value
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.kpi import Kpi
from pmo_xl.core.settings.settings import Settings, ThresholdSettings, read_plain_settings


def read_settings(path: Path) -> Settings:
    """The settings in a file; defaults when there is none.

    Raises SettingsError for a file that is no TOML, an unknown key, a bad value, a threshold of a KPI or a kind of
    return that does not exist; the sentence names the key and what comes nearest to it.
    """
    settings = read_plain_settings(path)
    catalogue = catalogue_in(settings)
    for key, chosen in settings.thresholds.items():
        if key not in catalogue.kpis:
            raise unknown_key(path.name, f"thresholds.{key}", key, catalogue.kpis)
        _check_order(path.name, catalogue.kpis[key], chosen)
    for kind in settings.collection.kinds:
        if kind not in catalogue.templates.by_kind:
            raise unknown_value(path.name, "collection.kinds", kind, catalogue.templates.by_kind)
    return settings


def catalogue_in(settings: Settings) -> Catalogue:
    """The catalogue with the templates of the settings; raises SettingsError, naming the key, for what these cannot be."""
    usual = catalogue_of(settings.own_templates)
    limits = {key: settings.threshold(usual.kpis[key]) for key in settings.thresholds if key in usual.kpis}
    own = [
        (key, limit)
        for key, limit in sorted(limits.items())
        if limit is not None and (limit.is_band or usual.kpis[key].threshold is None)
    ]
    return catalogue_of(settings.own_templates, (), tuple(own)) if own else usual


def _check_order(file: str, kpi: Kpi, chosen: ThresholdSettings) -> None:
    """Raise SettingsError where a figure would turn red before it is amber."""
    if kpi.threshold is None:
        return
    limits, rising = chosen.threshold(kpi.threshold.rising), kpi.threshold.rising
    if not limits.is_band and (limits.amber > limits.green if rising else limits.amber < limits.green):
        raise bad_value(file, f"thresholds.{kpi.key}", None, WRONG_WAY[rising])


WRONG_WAY = {
    True: t("more is better: the limit of amber must not lie above that of green",
            "plus c’est élevé, mieux c’est : le seuil de amber ne peut pas dépasser celui de green"),
    False: t("less is better: the limit of amber must not lie below that of green",
             "moins c’est élevé, mieux c’est : le seuil de amber ne peut pas être inférieur à celui de green"),
}  # fmt: skip
