"""All that the master is made of, gathered from the catalogue."""

from __future__ import annotations

from pmo_xl.catalog.charts import CHARTS, GRIDS, LIGHT_LABELS, PAGES, RANKINGS
from pmo_xl.catalog.kpis import IDENTITY, KPIS, RECEIVED
from pmo_xl.catalog.ledgers import LEDGERS, PROJECT_KEY, PROVENANCE
from pmo_xl.catalog.templates import TABLES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.view import Catalogue

CATALOGUE = Catalogue(
    record=Project,
    tables=TABLES,
    ledgers=LEDGERS,
    kpis=KPIS,
    identity=IDENTITY,
    received=RECEIVED,
    project_key=PROJECT_KEY,
    provenance=PROVENANCE,
    light_labels=LIGHT_LABELS,
    pages=PAGES,
    grids=GRIDS,
    charts=CHARTS,
    rankings=RANKINGS,
)
