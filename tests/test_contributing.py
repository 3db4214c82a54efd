"""What CONTRIBUTING tells a newcomer to write works as it stands there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.catalog.kinds.risks.table import Risks
from pmo_xl.catalog.pages import shared
from pmo_xl.core.base import finding, text
from pmo_xl.core.catalogue.return_kind import ReturnKind
from pmo_xl.core.definition import column, kpi, measures, model
from pmo_xl.core.definition.model import Table, Template
from pmo_xl.core.expr import algebra
from pmo_xl.core.pages import blocks, grid_rows, view
from pmo_xl.core.pages.view import PageDefinition

WORDS = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
KNOWN: dict[str, Any] = {
    name: value
    for module in (shared, blocks, column, algebra, finding, grid_rows, kpi, measures, model, text, view)
    for name, value in vars(module).items()
}


def sample(heading: str) -> str:
    """The first example below a heading."""
    found = re.search(rf"^## {heading}\n.*?\n((?: {{7}}[^\n]*\n)+)", WORDS, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return re.sub(r"^ {7}", "", found[1], flags=re.MULTILINE)


def entry(words: str) -> Any:
    """The one entry that an example is."""
    return eval(words.strip().rstrip(","), dict(KNOWN))


@pytest.fixture
def extended() -> ReturnKind:
    """A kind with the column, the rule, the KPI, the page, the grid and the chart of the examples."""
    made: dict[str, Any] = {}
    exec(sample("A column"), dict(KNOWN), made)
    exec(sample("A page"), KNOWN | made, made)
    table: Any = type(
        "Sample",
        (Table,),
        {**Risks.columns, **made, "key": "sample", "heading": text.t("Sample", "Exemple"), "identity": ("risk_id",), "needs": Risks.needs, "rules": (entry(sample("A rule of a row")),)},
    )  # fmt: skip
    title = text.t("Sample", "Exemple")
    charts = re.findall(r"(?: {7}[^\n]*\n)+", WORDS[WORDS.index("## A chart") : WORDS.index("## A button")])
    grid, chart = (entry(re.sub(r"^ {7}", "", words, flags=re.MULTILINE)) for words in charts)
    page: PageDefinition = made["PAGE"]
    return ReturnKind(
        template=Template("sample", "1", 90, title, title, (table,)),
        kpis=(entry(sample("A KPI")),),
        pages=(PageDefinition(page=page.page, grids=(grid,), charts=(chart,)),),
    )


def test_the_examples_make_a_catalogue(extended: ReturnKind) -> None:
    """Each stands where the text says, and the catalogue, checked as a whole, takes it."""
    module = ModuleType("sample_kind")
    module.KIND = extended  # type: ignore[attr-defined]
    sys.modules["sample_kind"] = module
    try:
        catalogue = catalogue_of(more_kinds=("sample_kind",))
    finally:
        del sys.modules["sample_kind"]
    assert "supplier_ref" in catalogue.templates.tables["sample"].columns
    assert "unpaid" in catalogue.kpis
    assert "owners" in {page.key for page in catalogue.master.pages}
    assert "owners" in {chart.key for chart in catalogue.master.charts}
