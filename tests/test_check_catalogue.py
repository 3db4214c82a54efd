"""An entry of the catalogue that names what does not exist stops at import, in a sentence with the nearest right word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from standard import MASTER

from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.expr.algebra import count, this, total
from pmo_xl.core.pages.blocks import (
    Beside,
    Block,
    Drawing,
    EstimateRange,
    GridTable,
    MasterPage,
    ProgrammeRows,
    ProjectRows,
    RankedList,
    Stack,
    Tiles,
)
from pmo_xl.core.pages.grid_rows import distinct
from pmo_xl.core.pages.list_blocks import Detail, DetailList, HeatMap
from pmo_xl.core.pages.view import MasterDefinition

Change = Callable[[], MasterDefinition]


def _changed(what: str, key: str, **changes: Any) -> Change:
    """The catalogue with one entry changed."""
    entries = getattr(MASTER, what)
    assert any(entry.key == key for entry in entries)
    return lambda: replace(
        MASTER,
        **{what: tuple(replace(entry, **changes) if entry.key == key else entry for entry in entries)},
    )


def _twice(what: str) -> Change:
    """The catalogue with its first entry of a kind once more."""
    entries = getattr(MASTER, what)
    return lambda: replace(MASTER, **{what: (*entries, entries[0])})


NEW = t("New", "Nouveau")


def _page(*blocks: Block, title: Text = NEW, cover: bool = False) -> Change:
    """The catalogue with one more page of these blocks."""
    page = MasterPage("new", title, t("New.", "Nouveau."), 5000, blocks, cover=cover)
    return lambda: replace(MASTER, pages=(*MASTER.pages, page))


def _series(column: str) -> Sequence[Any]:
    chart = next(chart for chart in MASTER.charts if chart.key == "pareto")
    return [replace(series, column=column) for series in chart.series[:1]]


def _columns(**changes: Any) -> Sequence[Any]:
    grid = next(grid for grid in MASTER.grids if grid.key == "pareto")
    first, *others = grid.columns
    return [replace(first, **changes), *others]


def _heat_map(ranking: str, name: str = "risk_id") -> HeatMap:
    return HeatMap(ranking, "probability_in", "impact_in", t("Heat", "Chaleur"), (name,))


ROWS = ("project_id", "project_name", "spi")
MISTAKES: list[tuple[Change, str]] = [
    # pages
    (_page(ProjectRows((*ROWS, "spii"))), "Page new: its column 'spii' does not exist; did you mean 'spi'?"),
    (_page(ProjectRows((*ROWS, "spi"))), "Page new: its column 'spi' stands there twice"),
    (_page(ProjectRows(("spi",))), "Page new: its rows begin with 'project_id'"),
    (_page(ProjectRows(ROWS), ProjectRows(ROWS)), "Page new: its rows of projects stand once, in no other block"),
    (_page(Stack((ProjectRows(ROWS),))), "Page new: its rows of projects stand once, in no other block"),
    (_page(ProgrammeRows(("project_id", "cpii"))), "Page new: its column 'cpii' does not exist; did you mean 'cpi'?"),
    (_page(ProjectRows(ROWS), ProgrammeRows(("project_id", "cpi"))),
     "Page new: its column by programme 'cpi' does not exist; did you mean 'spi'?"),
    (_page(Tiles(("baac",))), "Page new: its tile 'baac' does not exist; did you mean 'bac'?"),
    (_page(Tiles(("bac", "bac"))), "Page new: its tile 'bac' stands there twice"),
    (_page(RankedList("top_risk")), "Page new: its ranking 'top_risk' does not exist; did you mean 'top_risks'?"),
    (_page(RankedList("top_risks", 5, ("project_id", "ownr"))),
     "Page new: its column of the ranking top_risks 'ownr' does not exist; did you mean 'owner'?"),
    (_page(RankedList("top_risks"), RankedList("top_risks")), "Page new: its ranking 'top_risks' stands there twice"),
    (_page(_heat_map("top_risk")), "Page new: its ranking 'top_risk' does not exist; did you mean 'top_risks'?"),
    (_page(_heat_map("top_risks", "risk_idd")),
     "Page new: its column of the ranking top_risks 'risk_idd' does not exist; did you mean 'risk_id'?"),
    (_page(DetailList("top_risks", details=(Detail(t("Who", "Qui"), (this.ownr,), 10.0),))),
     "Page new: its column of the ranking top_risks 'ownr' does not exist; did you mean 'owner'?"),
    (_page(GridTable("capexx")), "Page new: its grid 'capexx' does not exist; did you mean 'capex'?"),
    (_page(GridTable("capex"), Stack((GridTable("capex"),))), "Page new: its grid 'capex' stands there twice"),
    (_page(EstimateRange("one_estimates")), "Page new: its range of the grid 'one_estimates' does not exist"),
    (_page(Drawing("s_curves")), "Page new: its chart 's_curves' does not exist; did you mean 's_curve'?"),
    (_page(Beside((Drawing("s_curve"), Drawing("s_curve")))), "Page new: its chart 's_curve' stands there twice"),
    (_page(Stack(())), "Page new: one of its blocks holds nothing"),
    (_page(Drawing("s_curve", span=19)), "Page new: a span of 19 is not one of 1 to 18 columns"),
    (_page(GridTable("categories"), GridTable("capex"), title=t("A name of more than 31 characters", "Nouveau")),
     "Page new: its name 'A name of more than 31 characters' has 33 characters, a sheet's at most 31"),
    (_page(title=t("Owners", "Qui fait quoi ?")), "Page new: its name 'Qui fait quoi ?' holds '?', which no name of a sheet may hold"),
    (_page(title=t("Owners", "Risques")), "Pages: there are two sheets of the name 'Risques'"),
    (_page(title=t("Findings", "Porteurs")), "Pages: there are two sheets of the name 'Findings'"),
    (_page(cover=True), "Pages: one of them is the cover, not 2"),
    (_twice("pages"), "Page dashboard: there are two of that key"),
    # grids
    (_changed("grids", "pareto", page="qualiti"), "Grid pareto: its page 'qualiti' does not exist; did you mean 'quality'?"),
    (_changed("grids", "pareto", rows=distinct("finding", this.code)),
     "Grid pareto: its table of rows 'finding' does not exist; did you mean 'findings'?"),
    (_changed("grids", "pareto", rows=distinct("findings", this.kode)),
     "Grid pareto: its column of rows in findings 'kode' does not exist; did you mean 'code'?"),
    (_changed("grids", "pareto", columns=_columns(expr=lambda head: count("findings", this.kode == head))),
     "Grid pareto, column findings: its column of findings 'kode' does not exist; did you mean 'code'?"),
    (_changed("grids", "pareto", columns=_columns(expr=lambda head: total("budgets", this.bac))),
     "Grid pareto, column findings: its table 'budgets' does not exist; did you mean 'budget'?"),
    (_changed("grids", "pareto", columns=_columns(key="errors")), "Grid pareto: its column 'errors' stands there twice"),
    (_changed("grids", "pareto", columns=_columns(label=t("Mistakes", "Erreurs"))), "Grid pareto: there are two columns called 'Erreurs'"),
    (_changed("grids", "capex", title=t("By cost category", "Autre")),
     "Page budget_analysis: there are two grids called 'By cost category'"),
    (_twice("grids"), "Grid curve: there are two of that key"),
    # charts
    (_changed("charts", "risk_categories", page="risk"), "Chart risk_categories: its page 'risk' does not exist; did you mean 'risks'?"),
    (_changed("charts", "s_curve", page="chart_data"), "Chart s_curve: its page 'chart_data' does not exist"),
    (_changed("charts", "risk_categories", grid="risk_categorys"),
     "Chart risk_categories: its grid 'risk_categorys' does not exist; did you mean 'risk_categories'?"),
    (_changed("charts", "pareto", series=_series("exposur")), "Chart pareto: its series 'exposur' does not exist"),
    (_changed("charts", "pareto", series=_series("error")), "Chart pareto: its series 'error' does not exist; did you mean 'errors'?"),
    (_changed("charts", "pareto", series=()), "Chart pareto: it has no series"),
    (_changed("charts", "capex", title=t("From initial budget to EAC", "CAPEX")),
     "Page budget_analysis: there are two charts called 'From initial budget to EAC'"),
    (_twice("charts"), "Chart s_curve: there are two of that key"),
    # rankings
    (_changed("rankings", "top_risks", page="riscs"), "Ranking top_risks: its page 'riscs' does not exist; did you mean 'risks'?"),
    (_changed("rankings", "top_risks", table="risk"), "Ranking top_risks: its table 'risk' does not exist; did you mean 'risks'?"),
    (_changed("rankings", "top_risks", columns=("project_id", "ownr")),
     "Ranking top_risks: its column 'ownr' does not exist; did you mean 'owner'?"),
    (_changed("rankings", "top_risks", order=this.scor_current),
     "Ranking top_risks: its column of its order 'scor_current' does not exist; did you mean 'score_current'?"),
    (_changed("rankings", "top_opportunities", title=t("Top open threats", "Autres")),
     "Page risks: there are two lists called 'Top open threats'"),
    (_twice("rankings"), "Ranking attention: there are two of that key"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), MISTAKES, ids=[sentence for _, sentence in MISTAKES])
def test_a_wrong_entry_is_refused_by_name(change: Change, sentence: str) -> None:
    """One mistake in each place where an entry names another."""
    with pytest.raises(DefinitionError) as refused:
        change()

    assert str(refused.value).startswith(sentence)
