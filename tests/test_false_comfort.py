"""Figures that would look good because something is wrong, and alarms on what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import end_of, line, month, task, write
from small_risks import register, risk
from test_earned_value import measured

from pmo_xl import pipeline

PLANNED = [{"line_id": "L1", "period": month(n), "pv": 10.0} for n in range(1, 11)]


def codes(folder: Path) -> set[str]:
    """The rules that say something."""
    outcome = pipeline.consolidate_to([folder], folder.parent / "out" / "codes.xlsx")
    return {finding["code"] for finding in outcome.to_dict()["findings"]}


def test_no_share_is_taken_of_a_budget_below_nothing(tmp_path: Path) -> None:
    """A budget of −100 and a landing of 60 overrun it: −160 of −100 are no +160 %, and the light is no green one."""
    rows = [line(100.0, 20.0, 40.0, changes_approved=-200.0)]
    write(tmp_path / "in", "LESS", end_of(3), [task(100.0, 0.5)], rows, [])
    got = measured(tmp_path / "in")["LESS"]

    assert (got["bac"], got["eac"], got["vac"]) == (-100, 60, -160)
    assert [got[key] for key in ("vac_pct", "pct_spent", "pct_complete", "exposure_pct")] == [None] * 4
    assert "BUD-27" in codes(tmp_path / "in")


def test_credit_notes_above_the_cost_leave_no_efficiency(tmp_path: Path) -> None:
    """What cost less than nothing has no CPI, and no estimate by it."""
    rows = [line(100.0, -20.0, 90.0)]
    write(tmp_path / "in", "BACK", end_of(3), [task(100.0, 0.5)], rows, [])
    got = measured(tmp_path / "in")["BACK"]

    assert (got["ev"], got["ac"]) == (50, -20)
    assert (got["cpi"], got["eac_cpi"]) == (None, None)


def test_an_opportunity_is_no_critical_risk(tmp_path: Path) -> None:
    """Of three risks of score 25 one is a chance, said so or answered as one: threats alone are counted by zone."""
    high = {"probability_in": 5, "impact_in": 5}
    rows = [
        risk(**high),
        risk(**high, risk_id="R-002", title="Cheaper steel", kind="opportunity", response_type="enhance"),
        risk(**high, risk_id="R-003", title="Earlier permit", response_type="exploit"),
    ]
    register(tmp_path / "in", "RISKS", end_of(3), rows)
    got = measured(tmp_path / "in")["RISKS"]

    assert (got["open_risks"], got["critical_risks"]) == (3, 1)


@pytest.mark.parametrize(("method", "share"), [("50-50", 0.5), ("20-80", 0.2), ("0-100", 0.0)])
def test_a_task_that_has_begun_earns_what_its_method_credits_a_start(
    method: str, share: float, tmp_path: Path
) -> None:
    """A start is credited when it is there, whatever the % complete says so far."""
    begun = task(100.0, 0.5, pct_complete=0.0, progress_method=method)
    waiting = task(100.0, 0.0, progress_method=method)
    write(tmp_path / "in", "BEGUN", end_of(3), [begun], [line(100.0, 10.0, 90.0)], [])
    write(tmp_path / "in", "WAITING", end_of(3), [waiting], [line(100.0, 0.0, 100.0)], [])
    got = measured(tmp_path / "in")

    assert got["BEGUN"]["ev"] == pytest.approx(100 * share)
    assert got["WAITING"]["ev"] == 0


@pytest.mark.parametrize(
    ("months", "pv"),
    [
        (PLANNED, 30.0),
        (PLANNED[:5], None),
        ([*PLANNED, {"line_id": "L2", "period": month(2), "pv": 5.0}], None),
        ([{**row, "line_id": "l1"} for row in PLANNED], 30.0),
    ],
    ids=["whole", "half of the line", "a line that is not there", "in small letters"],
)
def test_months_give_a_planned_value_when_they_plan_the_budget(
    months: list[dict[str, object]], pv: float | None, tmp_path: Path
) -> None:
    """Months that hold a part of a line would make a project look ahead; without dates the plan knows no better."""
    undated = task(100.0, 0.3, start_baseline=None, finish_baseline=None)
    write(tmp_path / "in", "PART", end_of(3), [undated], [line(100.0, 30.0, 70.0)], months)
    got = measured(tmp_path / "in")["PART"]

    assert got["pv"] == (None if pv is None else pytest.approx(pv))
    assert (got["spi"] is None) == (pv is None)


def test_line_numbers_are_compared_as_excel_compares_them(tmp_path: Path) -> None:
    """L1 and l1 are one line: no month is lost, and none is missing."""
    rows = [line(100.0, 0.0, 100.0)]
    months = [{**row, "line_id": "l1"} for row in PLANNED]
    write(tmp_path / "in", "CASE", end_of(3), [task(100.0, 0.3)], rows, months)

    assert not codes(tmp_path / "in") & {"BUD-04", "BUD-26", "XSH-09"}


def test_a_contingency_reserve_needs_no_month(tmp_path: Path) -> None:
    """Nobody knows in which month a reserve will be drawn: to leave it out of the months is sound."""
    rows = [line(100.0, 0.0, 100.0), line(20.0, 0.0, 20.0, line_id="R", category="contingency")]
    write(tmp_path / "in", "SPARE", end_of(3), [task(100.0, 0.3)], rows, PLANNED)

    assert not codes(tmp_path / "in") & {"BUD-04", "BUD-26"}
