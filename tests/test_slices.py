"""A large portfolio: its figures look at slices of the data tables, give the same, and say when a table is out of order."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import compare, needs_office, poisoned, recalculated, typed
from on_page import page_of
from small import SETTINGS, end_of, five_currencies, line, month, task, write

from pmo_xl import pipeline
from pmo_xl.excel.master import project_ranges


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every portfolio is taken for a large one."""
    monkeypatch.setattr(project_ranges, "MOST_SEARCHES", 0)


@needs_office
@pytest.mark.usefixtures("large")
def test_slices_give_what_searches_give(tmp_path: Path) -> None:
    """From poisoned caches LibreOffice finds every figure, with every gap."""
    folder = five_currencies(tmp_path / "in")
    made = [tmp_path / "fr.xlsx"]
    outcomes = [pipeline.consolidate_to([folder], p, settings=SETTINGS, language=p.stem) for p in made]
    fresh = recalculated([poisoned(path, tmp_path / f"p-{path.name}") for path in made], tmp_path / "fresh")

    assert outcomes[0].to_dict()["projects"]["USD-1"]["bac"] == pytest.approx(920)
    for path, again in zip(made, fresh, strict=True):
        differences = compare(path, again)
        assert list(differences) == []
        assert differences.formulas > 4000


@needs_office
@pytest.mark.usefixtures("large")
def test_projects_without_rows_leave_no_gap(tmp_path: Path) -> None:
    """Projects of one kind alone, files in another order than projects, and the past of one that is silent today."""
    before, now, master = tmp_path / "1", tmp_path / "2", tmp_path / "m.xlsx"
    lines, months = [line(200.0, 20.0, 180.0)], [{"line_id": "L1", "period": month(1), "actual": 20.0}]
    for status, folder, names in ((1, before, "ABCDE"), (2, now, "ACDEF")):
        for name in names:
            plan = None if name in "DF" else [task(100.0, 0.5)]
            budget = None if name in "CE" else lines
            write(folder / ("z" if name == "A" else "a"), f"P-{name}", end_of(status), plan, budget, months)
        pipeline.consolidate_to([folder], master)
    (again,) = recalculated([poisoned(master, tmp_path / "p.xlsx")], tmp_path / "fresh")

    assert list(compare(master, again)) == []
    rows = [row[1].value for row in page_of(master, "Data - Plan", values=False).iter_rows(min_row=6)]
    assert rows == ["P-A", "P-C", "P-E"]


@needs_office
@pytest.mark.usefixtures("large")
def test_a_table_that_was_sorted_otherwise_is_told(tmp_path: Path) -> None:
    """Rows of two projects that no longer stand together turn a cell of the sheet of settings red."""
    master = tmp_path / "m.xlsx"
    pipeline.consolidate_to([five_currencies(tmp_path / "in")], master, settings=SETTINGS)
    # The first line of the budget changes places with none: it is simply said to be another project's.
    mixed = typed(master, tmp_path / "mixed.xlsx", {("Data - Budget", "B6"): "USD-1"})
    (fresh,) = recalculated([poisoned(mixed, tmp_path / "p.xlsx")], tmp_path / "f")
    told = [
        {row[1].value: row[2].value for row in page_of(path, "Settings and trace").iter_rows()}
        for path in (master, fresh)
    ]

    assert told[0]["Budget"] == told[1]["Plan"] == "● In order"
    assert told[1]["Budget"].startswith("◆ Figures are wrong")


def test_a_small_portfolio_may_be_sorted_as_anybody_likes(tmp_path: Path) -> None:
    """Its figures search the whole tables: no slice, no place of a first row."""
    master = tmp_path / "m.xlsx"
    pipeline.consolidate_to([five_currencies(tmp_path / "in")], master, settings=SETTINGS)
    heads = [cell.value for cell in page_of(master, "KPI", values=False)[5]]

    assert "CPI" in heads
    assert not [words for words in heads if words and words.startswith(("First row", "Rows:"))]
