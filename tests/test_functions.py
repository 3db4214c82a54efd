"""The worksheet functions give what the package gives, for one cell and for ranges."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pmo_xl import make_demo
from pmo_xl.doors.functions import PMO_EAC, PMO_KPI, PMO_RAG, PMO_SPI, PMO_WORKDAYS_SLIP
from pmo_xl.pipeline import Outcome, consolidate_to


@pytest.fixture(scope="module", params=["en", "fr"])
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A portfolio, its master and its computed figures, in each language."""
    folder = tmp_path_factory.mktemp("functions") / "ws"
    make_demo(folder, 3, 2, request.param, 0)
    return consolidate_to([folder], folder / "out" / "master.xlsx")


def test_every_figure_of_the_master_is_found_by_project_and_kpi(outcome: Outcome) -> None:
    """PMO_KPI gives each figure of the master as the package computed it, whatever the master's language."""
    told = outcome.to_dict()["projects"]
    projects, keys = sorted(told), sorted(told["P001"])
    grid = PMO_KPI(str(outcome.master), [[project] for project in projects], [keys])

    assert len(keys) > 50
    for project, row in zip(projects, grid, strict=True):
        for key, found in zip(keys, row, strict=True):
            expected = told[project][key]
            if isinstance(expected, float | int):
                assert found == pytest.approx(expected, rel=1e-12), (project, key)
            elif isinstance(found, dt.date):
                assert found.isoformat()[:10] == expected
            else:
                assert (found or None) == expected, (project, key)


def test_a_kpi_may_be_named_by_its_label(outcome: Outcome) -> None:
    """A KPI is known by its key and by its label in either language."""
    by_name = [PMO_KPI(str(outcome.master), "P001", name) for name in ("eac", "EAC", "Atterrissage")]

    assert by_name[0] is not None
    assert by_name == [by_name[0]] * 3


def test_a_figure_that_is_not_there_is_a_sentence(outcome: Outcome, tmp_path: Path) -> None:
    """An unknown project, KPI or file is answered with a sentence in the cell."""
    master = str(outcome.master)

    assert "P999" in PMO_KPI(master, "P999", "cpi")
    assert "nonsense" in PMO_KPI(master, "P001", "nonsense")
    assert "cannot be read" in PMO_KPI(str(tmp_path / "none.xlsx"), "P001", "cpi")


def test_a_master_that_changed_is_read_again(outcome: Outcome, tmp_path: Path) -> None:
    """A figure follows its master: a workbook that is no master any more is not answered from memory."""
    assert outcome.master is not None
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(outcome.master.read_bytes())
    assert isinstance(PMO_KPI(str(copy), "P001", "bac"), float)

    copy.write_bytes(b"poison")
    assert isinstance(PMO_KPI(str(copy), "P001", "bac"), str)


@pytest.mark.parametrize(
    ("ev", "pv", "expected"),
    [
        (90.0, 100.0, 0.9),
        (90.0, 0.0, None),
        (None, 100.0, None),
        ([90.0, 50.0], [100.0, 25.0], [0.9, 2.0]),
        ([[90.0], [50.0]], 100.0, [[0.9], [0.5]]),
        ([[90.0], [50.0]], [[100.0, 50.0]], [[0.9, 1.8], [0.5, 1.0]]),
    ],
)
def test_spi_of_cells_and_ranges(ev: Any, pv: Any, expected: Any) -> None:
    """SPI = EV / PV, cell by cell; blank where it is undefined."""
    assert PMO_SPI(ev, pv) == expected


def test_eac_by_each_method() -> None:
    """BAC 1000, EV 400, AC 500, PV 450: EAC by CPI 1250, at budgeted rate 1100, by CPI x SPI 1343.75."""
    assert PMO_EAC(1000.0, 400.0, 500.0) == 1250
    assert PMO_EAC(1000.0, 400.0, 500.0, "cpi") == 1250
    assert PMO_EAC(1000.0, 400.0, 500.0, "rate") == 1100
    assert PMO_EAC(1000.0, 400.0, 500.0, "cpi_spi", 450.0) == pytest.approx(1343.75)
    assert PMO_EAC(1000.0, 0.0, 500.0) is None
    assert PMO_EAC([1000.0, 2000.0], [400.0, 400.0], 500.0) == [1250, 2500]
    assert "guess" in PMO_EAC(1000.0, 400.0, 500.0, "guess")


def test_lights() -> None:
    """Where amber lies above red higher is better (SPI), else lower is (days of slip); the limits are still in."""
    assert PMO_RAG([0.95, 0.949, 0.9, 0.89, None], 0.95, 0.90) == [
        "● Green", "▲ Amber", "▲ Amber", "◆ Red", "○ No data",
    ]  # fmt: skip
    assert PMO_RAG([0.0, 10.0, 11.0], 0.0, 10.0, "fr") == ["● Vert", "▲ Orange", "◆ Rouge"]


def test_slip_in_working_days() -> None:
    """Monday to the Monday after is five working days late; the other way round five early."""
    monday, next_monday = dt.datetime.fromisoformat("2026-03-02"), dt.datetime.fromisoformat("2026-03-09")

    assert PMO_WORKDAYS_SLIP(monday, next_monday) == 5
    assert PMO_WORKDAYS_SLIP([next_monday, monday, None], [monday, monday, monday]) == [-5, 0, None]
