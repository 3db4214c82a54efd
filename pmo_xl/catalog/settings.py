"""The settings of a workspace held against the catalogue that they make."""

from __future__ import annotations

from pathlib import Path

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.typed_toml import unknown_key, unknown_value
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.settings.settings import Settings, read_plain_settings


def read_settings(path: Path) -> Settings:
    """The settings in a file; defaults when there is none.

    Raises SettingsError for a file that is no TOML, an unknown key, a bad value, a threshold of a KPI or a kind of
    return that does not exist; the sentence names the key and what comes nearest to it.
    """
    settings = read_plain_settings(path)
    catalogue = catalogue_in(settings)
    for key in settings.thresholds:
        if key not in catalogue.kpis:
            raise unknown_key(path.name, f"thresholds.{key}", key, catalogue.kpis)
    for kind in settings.collection.kinds:
        if kind not in catalogue.templates.by_kind:
            raise unknown_value(path.name, "collection.kinds", kind, catalogue.templates.by_kind)
    return settings


def catalogue_in(settings: Settings) -> Catalogue:
    """The catalogue with the templates of the settings; raises SettingsError, naming the key, for what these cannot be."""
    return catalogue_of(settings.own_templates)
