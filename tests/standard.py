"""The definitions that hold where no PMO says otherwise."""

from __future__ import annotations

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.definition.column import STANDARD
from pmo_xl.core.settings.settings import Settings
from pmo_xl.gather.cache.read_options import ReadOptions

CATALOGUE = catalogue_of()
STANDARD_TEMPLATES = CATALOGUE.templates
TEMPLATES = STANDARD_TEMPLATES.by_kind
EXPECTED_KINDS = Settings().collection.kinds
TABLES = STANDARD_TEMPLATES.tables
SHEETS = STANDARD_TEMPLATES.sheets
KIND_OF = STANDARD_TEMPLATES.kind_of
KPIS = CATALOGUE.kpis
CONTROLS = CATALOGUE.table_rules
NOT_ASSESSED = CATALOGUE.not_assessed
OPTIONS = ReadOptions(STANDARD_TEMPLATES, STANDARD)
MASTER = CATALOGUE.master
