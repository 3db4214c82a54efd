"""All that the master is made of, gathered from the catalogue."""

from __future__ import annotations

from pmo_xl.catalog.charts import CHARTS
from pmo_xl.catalog.derived import DERIVED
from pmo_xl.catalog.grids import GRIDS
from pmo_xl.catalog.kpis import IDENTITY, IDENTITY_COLUMNS, KPIS, RECEIVED
from pmo_xl.catalog.ledgers import LEDGERS, PROJECT_KEY, PROVENANCE
from pmo_xl.catalog.one_project import ONE_PROJECT_CHARTS, ONE_PROJECT_GRIDS
from pmo_xl.catalog.pages import LIGHT_LABELS, PAGES
from pmo_xl.catalog.rankings import RANKINGS
from pmo_xl.catalog.templates import TABLES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.view import Catalogue

CATALOGUE = Catalogue(
    record=Project,
    tables=TABLES,
    ledgers=LEDGERS,
    derived=DERIVED,
    kpis=KPIS,
    identity=IDENTITY,
    identity_columns=IDENTITY_COLUMNS,
    received=RECEIVED,
    project_key=PROJECT_KEY,
    provenance=PROVENANCE,
    light_labels=LIGHT_LABELS,
    pages=PAGES,
    grids=(*GRIDS, *ONE_PROJECT_GRIDS),
    charts=(*CHARTS, *ONE_PROJECT_CHARTS),
    rankings=RANKINGS,
)
