"""Figures over what is only partly known, on limits and inside months: unknown is said, and never taken for a part."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office import compare, needs_office, poisoned, recalculated, typed
from on_page import page_of
from small import end_of, line, month, task, write
from test_earned_value import fill, measured

from pmo_xl import pipeline

Months = list[dict[str, Any]]


def tenth(number: int, **more: Any) -> dict[str, Any]:
    """A month of ten."""
    return {"line_id": "L1", "period": month(number), "pv": 10.0, **more}


PLANNED: Months = [tenth(n) for n in range(1, 11)]
TAILS: dict[str, Months] = {
    "only the planned months": PLANNED,
    "five more months with nothing planned": [*PLANNED, *(tenth(n, pv=0.0) for n in range(11, 16))],
    "three later months with a forecast": [
        *PLANNED,
        *(tenth(n, pv=None, forecast=3.0) for n in (14, 15, 16)),
    ],
    "a later month with an actual": [*PLANNED, tenth(13, pv=None, actual=91.0)],
    "an earlier month with nothing planned": [tenth(0, pv=0.0), *PLANNED],
}


@pytest.mark.parametrize("months", TAILS.values(), ids=TAILS)
def test_months_outside_the_plan_add_nothing_to_earned_schedule(tmp_path: Path, months: Months) -> None:
    """A late project is late, whatever stands in months before the first and after the last planned one."""
    write(tmp_path / "in", "LATE", end_of(13), [task(100.0, 0.91)], [line(100.0, 91.0, 9.0)], months)
    got = measured(tmp_path / "in")["LATE"]

    assert (got["pd"], got["at"]) == (10, 13)
    assert got["es"] == pytest.approx(9.1)
    assert got["spi_t"] == pytest.approx(0.7)
    assert got["ieac_t"] == pytest.approx(10 / 0.7)


def test_a_gap_in_the_middle_counts_as_time(tmp_path: Path) -> None:
    """Two months without work inside the plan are part of its duration."""
    months = [tenth(n) for n in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12)]
    write(tmp_path / "in", "GAP", end_of(13), [task(100.0, 0.91)], [line(100.0, 91.0, 9.0)], months)
    got = measured(tmp_path / "in")["GAP"]

    assert (got["pd"], got["es"]) == (12, pytest.approx(11.1))


@pytest.mark.parametrize(
    "status", [date(2026, 3, 16), date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 17)]
)
@pytest.mark.parametrize("monthly", [True, False], ids=["by month", "by task"])
def test_a_project_on_plan_is_on_plan_on_any_day(tmp_path: Path, status: date, monthly: bool) -> None:
    """Planned value and time are counted to the day of the status date, as progress and cost are."""

    def working_days(first: date, last: date) -> float:
        days = [first.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
        return float(sum(day.weekday() < 5 for day in days))

    start, finish = date(2026, 1, 1), date(2026, 6, 30)
    done = working_days(start, status) / working_days(start, finish)
    pv = [
        120_000 * working_days(month(n), end_of(n)) / working_days(start, finish) if monthly else 0.0
        for n in range(1, 7)
    ]
    fill(
        tmp_path / "in",
        "ON",
        status,
        [task(120_000.0, done)],
        pv if monthly else [],
        30_000.0,
        90_000.0,
        bac=120_000.0,
    )
    got = measured(tmp_path / "in")["ON"]

    assert got["spi"] == pytest.approx(1)
    assert got["es"] == pytest.approx(got["at"])
    assert got["at"] == pytest.approx(
        status.month
        - 1
        + working_days(status.replace(day=1), status)
        / working_days(status.replace(day=1), end_of(status.month))
    )


def test_one_task_without_a_budget_leaves_no_earned_value(tmp_path: Path) -> None:
    """What a task without a budget earns is unknown, and so is what all earn; a milestone or a summary needs none."""
    full = [task(60.0, 0.5), task(40.0, 0.5, task_id="2")]
    gap = [task(60.0, 0.5), task(None, 0.5, task_id="2")]
    more = [task(None, 0.0, task_id="3", type="milestone"), task(None, 0.5, task_id="4", type="summary")]
    for name, rows in (
        ("FULL", full),
        ("MORE", [*full, *more]),
        ("GAP", gap),
        ("NOTHING", [task(50.0, 0.5, pct_complete=None), task(50.0, 0.5, task_id="2")]),
    ):
        fill(tmp_path / "in", name, end_of(3), rows, [50.0, 50.0], 40.0, 60.0)
    got = measured(tmp_path / "in")

    assert got["FULL"]["ev"] == got["MORE"]["ev"] == 50
    for name in ("GAP", "NOTHING"):
        assert [got[name][key] for key in ("ev", "spi", "cpi", "es", "eac_cpi", "pct_complete")] == [
            None
        ] * 6, name
        assert got[name]["bac"] == 100


def test_a_plan_without_progress_keeps_its_dates(tmp_path: Path) -> None:
    """Without % complete there is no earned value; when it starts and lands is known all the same."""
    fill(tmp_path / "in", "DATES", end_of(3), [task(50.0, 0.5, pct_complete=None)], [])
    got = measured(tmp_path / "in")["DATES"]

    assert got["finish_baseline"] == "2026-06-30"
    assert got["slip_wd"] > 0
    assert (got["ev"], got["progress"]) == (None, None)


def test_planned_value_takes_every_line_or_the_plan(tmp_path: Path) -> None:
    """Months for one line of two do not plan the project: the plan does, where it is complete, or nobody."""
    lines = [line(60_000.0, 20_000.0, 40_000.0), line(60_000.0, 20_000.0, 40_000.0, line_id="L2")]
    some = [{"line_id": "L1", "period": month(n), "pv": 10_000.0} for n in range(1, 7)]
    both = [*some, *({**row, "line_id": "L2"} for row in some)]
    write(tmp_path / "in", "BOTH", end_of(3), [task(120_000.0, 0.3)], lines, both)
    write(tmp_path / "in", "PLAN", end_of(3), [task(120_000.0, 0.3)], lines, some)
    write(tmp_path / "in", "NOBODY", end_of(3), [task(None, 0.3)], lines, some)
    reserve = line(60_000.0, 0.0, 0.0, line_id="L2", category="contingency")
    write(tmp_path / "in", "RESERVE", end_of(3), [task(60_000.0, 0.3)], [lines[0], reserve], some)
    got = measured(tmp_path / "in")

    assert got["BOTH"]["pv"] == 60_000
    assert got["PLAN"]["pv"] == pytest.approx(
        120_000 * 64 / 129
    )  # working days to the end of March, to that of June
    assert got["NOBODY"]["pv"] is None
    assert got["RESERVE"]["pv"] == 30_000


def test_an_amount_on_some_lines_is_no_amount_of_all(tmp_path: Path) -> None:
    """Committed on one line of two gives no rate; internal labour is not ordered, and may be blank."""
    lines = [line(60.0, 20.0, 40.0, committed=30.0), line(60.0, 20.0, 40.0, line_id="L2")]
    write(tmp_path / "in", "SOME", end_of(3), None, lines, [])
    write(
        tmp_path / "in",
        "LABOUR",
        end_of(3),
        None,
        [lines[0], {**lines[1], "category": "labour_internal"}],
        [],
    )
    write(tmp_path / "in", "BLANK", end_of(3), None, [lines[0], {**lines[1], "actual": None}], [])
    write(
        tmp_path / "in",
        "NOMONTHS",
        end_of(3),
        None,
        [lines[0]],
        [{"line_id": "L1", "period": month(3), "actual": 5.0}],
    )
    got = measured(tmp_path / "in")

    assert [got["SOME"][key] for key in ("committed", "commitment_rate", "remaining_to_commit")] == [None] * 3
    assert got["LABOUR"]["committed"] == 30
    assert (got["BLANK"]["bac"], got["BLANK"]["ac"], got["BLANK"]["eac"], got["BLANK"]["pct_spent"]) == (
        120,
        None,
        None,
        None,
    )
    assert got["NOMONTHS"]["burn"] is None  # 5 of the 20 that were spent stand in months


def test_effort_is_told_from_work_where_no_method_is_given(tmp_path: Path) -> None:
    """A level of effort is one by its type or by its method: a blank in one of the two does not undo the other."""
    start = {"start_baseline": date(2026, 1, 1), "finish_baseline": date(2026, 6, 30)}
    rows = [task(60.0, 0.2, **start), task(60.0, 0.1, task_id="2", type="loe", **start)]
    fill(tmp_path / "in", "BLANK", end_of(3), rows, [])
    fill(
        tmp_path / "in",
        "SAID",
        end_of(3),
        [rows[0] | {"progress_method": "pct_physical"}, rows[1] | {"progress_method": "loe"}],
        [],
    )
    got = measured(tmp_path / "in")

    assert got["BLANK"]["ev_effort"] == pytest.approx(60 * 64 / 129)
    assert got["BLANK"]["spi_discrete"] == pytest.approx(12 / (60 * 64 / 129))
    assert got["SAID"]["ev_effort"] == got["BLANK"]["ev_effort"]


def test_nothing_left_is_no_efficiency(tmp_path: Path) -> None:
    """Finished on budget, in cents: what is left of work and of money is 0, and 0 ÷ 0 has no value."""
    parts = [0.1, 0.2, 0.3, 0.7, 1.1]
    rows = [task(part, 1.0, task_id=str(n)) for n, part in enumerate(parts)]
    lines = [line(part, part, 0.0, line_id=f"L{n}") for n, part in enumerate(reversed(parts))]
    write(tmp_path / "in", "CENTS", end_of(6), rows, lines, [])
    got = measured(tmp_path / "in")["CENTS"]

    assert [got[key] for key in ("tcpi_bac", "tcpi_eac", "tcpi_eac_cpi", "runway")] == [None] * 4
    assert got["cpi"] == pytest.approx(1)
    assert got["rag_cost"] == "green"


def test_a_figure_on_its_limit_is_within_it(tmp_path: Path) -> None:
    """0.95 is green however its parts were added: 19 tenths of 0.05 are not 0.95 to a computer."""
    rows = [task(0.1, 0.95, task_id=str(n), pct_complete=0.95) for n in range(1, 20)]
    fill(tmp_path / "in", "LIMIT", end_of(6), rows, [], 1.9, 0.05, bac=1.9)
    got = measured(tmp_path / "in")["LIMIT"]

    assert got["cpi"] != 0.95
    assert got["cpi"] == pytest.approx(0.95, abs=1e-12)
    assert got["rag_cost"] == "green"


def test_what_open_risks_cost_is_over_those_that_are_quantified(tmp_path: Path) -> None:
    """Nothing where no risk is open, unknown where none is quantified, and how many are is said."""
    from small_risks import register, risk

    quantified = {"prob_pct_in": 0.5, "cost_impact_in": 100.0}
    register(tmp_path / "in", "NOBODY", end_of(3), [])
    register(
        tmp_path / "in",
        "CLOSED",
        end_of(3),
        [risk(status="closed", date_closed=date(2026, 2, 2), closure_reason="treated", **quantified)],
    )
    register(
        tmp_path / "in",
        "BARE",
        end_of(3),
        [
            risk(),
            risk(
                risk_id="R-002",
                status="closed",
                date_closed=date(2026, 2, 2),
                closure_reason="treated",
                **quantified,
            ),
        ],
    )
    register(tmp_path / "in", "SOME", end_of(3), [risk(), risk(risk_id="R-002", **quantified)])
    got = measured(tmp_path / "in")

    assert [got[name]["exposure"] for name in ("NOBODY", "CLOSED", "BARE", "SOME")] == [0, 0, None, 50]
    assert (got["SOME"]["open_risks"], got["SOME"]["quantified_risks"]) == (2, 1)


@needs_office
@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.slow)])
def test_gaps_are_gaps_in_the_live_master_too(tmp_path: Path, language: str) -> None:
    """A portfolio in which each project lacks something else: LibreOffice finds the same figures and the same blanks."""
    test_planned_value_takes_every_line_or_the_plan(tmp_path)
    for number, (name, months) in enumerate(TAILS.items()):
        assert name
        write(
            tmp_path / "in",
            f"TAIL{number}",
            date(2027, 1, 20),
            [task(100.0, 0.91)],
            [line(100.0, 91.0, 9.0)],
            months,
        )
    returns = tmp_path / "in"
    lines = [line(60.0, 20.0, 40.0, committed=30.0), line(60.0, 20.0, 40.0, line_id="L2")]
    status = date(2027, 1, 20)
    write(returns, "SOME", status, [task(60.0, 0.4), task(None, 0.5, task_id="2")], lines, [])
    write(returns, "BLANK", status, [task(60.0, 0.4), task(60.0, 0.5, task_id="2", pct_complete=None)],
          [lines[0], {**lines[1], "actual": None}], [])  # fmt: skip
    write(returns, "NOCLASS", status, None, [lines[0], {**lines[1], "capex_opex": None}], [])
    master = tmp_path / "master.xlsx"
    pipeline.consolidate_to([returns], master, status_date=status, language=language)
    (again,) = recalculated([poisoned(master, tmp_path / "p.xlsx")], tmp_path / "fresh")

    assert list(compare(master, again)) == []


@needs_office
def test_an_edit_in_the_master_arrives_or_is_told(tmp_path: Path) -> None:
    """A baseline date that is moved moves the planned value; a month moved to where no row is, is told as an amount."""
    fill(tmp_path / "in", "PLAN", end_of(3), [task(129.0, 0.5)], [], 40.0, 60.0, bac=129.0)
    months = [{"line_id": "L1", "period": month(n), "pv": 10.0, "actual": 4.0} for n in (1, 2, 3)]
    write(tmp_path / "in", "MONTHS", end_of(3), [task(30.0, 0.5)], [line(30.0, 12.0, 15.0)], months)
    master = tmp_path / "master.xlsx"
    pipeline.consolidate_to([tmp_path / "in"], master)
    finish = at(master, "Data - Plan", "Baseline finish", "PLAN")
    moved = at(master, "Data - Budget by month", "Month", "MONTHS")
    edits: dict[tuple[str, str], float | str] = {finish: serial(end_of(3)), moved: serial(month(30))}
    (again,) = recalculated([typed(master, tmp_path / "edited.xlsx", edits)], tmp_path / "fresh")
    trace = page_of(again, "Settings and trace")
    run = {row[1].value: row[2].value for row in trace.iter_rows() if row[1].value}

    assert value(again, *at(master, "KPI", "PV", "PLAN")) == 129
    assert run["Monthly amounts missing from Amounts by month"] == 4


def serial(day: date) -> float:
    """A date as Excel counts it."""
    return float((day - date(1899, 12, 30)).days)


def at(master: Path, sheet: str, column: str, project: str) -> tuple[str, str]:
    """The sheet and cell of a column in the first row of a project."""
    page = page_of(master, sheet, values=False)
    head = next(row for row in page.iter_rows() if {"Project ID", column} <= {cell.value for cell in row})
    places = {cell.value: cell.column for cell in head}
    row = next(
        row
        for row in range(head[0].row + 1, page.max_row + 1)
        if page.cell(row, places["Project ID"]).value == project
    )
    return sheet, page.cell(row, places[column]).coordinate


def value(master: Path, sheet: str, cell: str) -> Any:
    """What a cell shows."""
    return page_of(master, sheet)[cell].value


def test_a_hair_below_complete_is_complete(tmp_path: Path) -> None:
    """What a formula left at 0.9999999999999999 is 100 % to Excel and to the rules."""
    rows = [task(50.0, 1.0, pct_complete=1 - 1e-16 * 2)]
    fill(tmp_path / "in", "HAIR", end_of(6), rows, [50.0], 50.0, more={"actual": [50.0]})
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx").to_dict()

    assert rows[0]["pct_complete"] != 1
    assert outcome["findings"] == []
    assert outcome["projects"]["HAIR"]["tasks_done"] == 1


def test_a_task_that_should_be_finished_and_is_not_is_late(tmp_path: Path) -> None:
    """A task whose forecast was left in the past is late all the same."""
    stale = task(50.0, 0.5, finish_baseline=end_of(2), finish_forecast=end_of(2))
    ahead = task(50.0, 0.5, task_id="2", finish_forecast=date(2026, 6, 30))
    fill(tmp_path / "in", "STALE", end_of(3), [stale, ahead], [])

    assert measured(tmp_path / "in")["STALE"]["late_tasks"] == 1


def test_a_date_without_end_takes_no_run_down(tmp_path: Path) -> None:
    """The year 9999 means no end to some programs: told, and no planned value of 95,700 months."""
    fill(tmp_path / "in", "ENDLESS", end_of(3), [task(50.0, 0.5, finish_baseline=date(9999, 12, 31))], [])
    far = [{"line_id": "L1", "period": month(n), "pv": 10.0} for n in (1, 2, 2165)]
    write(tmp_path / "in", "FAR", end_of(3), None, [line(30.0, 10.0, 20.0)], far)
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx").to_dict()

    assert {finding["project"] for finding in outcome["findings"] if finding["code"] == "FLD-07"} == {
        "ENDLESS",
        "FAR",
    }
    assert [outcome["projects"][name][key] for name in ("ENDLESS", "FAR") for key in ("pv", "pd")] == [
        None
    ] * 4


def test_nothing_spent_or_nothing_planned_gives_no_estimate(tmp_path: Path) -> None:
    """Without a CPI no estimate rests on it: BAC ÷ CPI is no 0 where nothing was spent."""
    fill(tmp_path / "in", "UNSPENT", end_of(3), [task(1000.0, 0.5)], [], 0.0, 1000.0, bac=1000.0)
    ahead = task(1000.0, 0.1, start_baseline=date(2026, 5, 4))
    fill(tmp_path / "in", "AHEAD", end_of(3), [ahead], [], 80.0, 920.0, bac=1000.0)
    got = measured(tmp_path / "in")

    assert [got["UNSPENT"][key] for key in ("cpi", "eac_cpi", "eac_cpi_spi", "vac_cpi", "etc_cpi")] == [
        None
    ] * 5
    assert [got["AHEAD"][key] for key in ("spi", "eac_spi", "eac_cpi_spi")] == [None] * 3
    assert got["AHEAD"]["eac_low"] == pytest.approx(800)
    assert got["UNSPENT"]["eac_low"] > 0


PART: dict[str, tuple[list[dict[str, Any]], float | None]] = {
    "half of a line": ([{"line_id": "L1", "period": month(n), "pv": 10_000.0} for n in (1, 2, 3)], None),
    "within a hundredth": ([{"line_id": "L1", "period": month(n), "pv": 9910.0} for n in range(1, 7)], 29_730.0),
    "more than a hundredth": ([{"line_id": "L1", "period": month(n), "pv": 9890.0} for n in range(1, 7)], None),
    "a line of no budget": (
        [{"line_id": name, "period": month(n), "pv": 10_000.0} for name in ("L1", "L9") for n in range(1, 7)], None,
    ),
    "nothing on a line of no budget": (
        [*({"line_id": "L1", "period": month(n), "pv": 10_000.0} for n in range(1, 7)),
         {"line_id": "L9", "period": month(1), "pv": 0.0}], 30_000.0,
    ),
    "another spelling": ([{"line_id": "l1", "period": month(n), "pv": 10_000.0} for n in range(1, 7)], 30_000.0),
}  # fmt: skip


@pytest.mark.parametrize(("months", "pv"), PART.values(), ids=PART)
def test_months_of_a_part_of_the_budget_plan_nothing(
    tmp_path: Path, months: Months, pv: float | None
) -> None:
    """Earned value of everything against planned value of a part is green for a late project."""
    lines = [line(60_000.0, 20_000.0, 40_000.0)]
    write(tmp_path / "in", "ALONE", end_of(3), [task(60_000.0, 0.3, start_baseline=None)], lines, months)
    write(tmp_path / "in", "PLAN", end_of(3), [task(60_000.0, 0.3)], lines, months)
    got = measured(tmp_path / "in")

    assert got["ALONE"]["pv"] == pv
    assert got["ALONE"]["spi"] == (None if pv is None else pytest.approx(18_000 / pv))
    assert got["PLAN"]["pv"] == pytest.approx(60_000 * 64 / 129 if pv is None else pv)


def test_a_reserve_is_planned_in_no_month_or_in_full(tmp_path: Path) -> None:
    """Half of a reserve by month is a part of the budget like any other."""
    lines = [
        line(60_000.0, 20_000.0, 40_000.0),
        line(6000.0, 0.0, 6000.0, line_id="L2", category="contingency"),
    ]
    work = [{"line_id": "L1", "period": month(n), "pv": 10_000.0} for n in range(1, 7)]
    for name, reserve in (("NOT", []), ("HALF", [3000.0]), ("FULL", [3000.0, 3000.0])):
        more = [{"line_id": "L2", "period": month(n), "pv": pv} for n, pv in enumerate(reserve, start=1)]
        write(tmp_path / "in", name, end_of(3), None, lines, [*work, *more])
    got = measured(tmp_path / "in")

    assert [got[name]["pv"] for name in ("NOT", "HALF", "FULL")] == [30_000, None, 36_000]


def test_a_share_of_what_is_not_above_0_is_unknown(tmp_path: Path) -> None:
    """An estimate at completion above a negative budget is no favourable share of it, and a credit note makes no efficiency."""
    fill(tmp_path / "in", "NEGATIVE", end_of(3), [task(40.0, 0.5)], [], 10.0, 30.0, bac=-100.0)
    fill(tmp_path / "in", "CENT", end_of(3), [task(40.0, 0.5)], [], 10.0, 30.0, bac=0.01)
    fill(tmp_path / "in", "CREDIT", end_of(3), [task(40.0, 0.5)], [], -10.0, 30.0, bac=40.0)
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx").to_dict()
    got = outcome["projects"]
    of_budget = ("vac_pct", "pct_spent", "pct_complete", "pct_planned", "budget_deviation", "capex_share")

    for name in ("NEGATIVE", "CENT"):
        assert {key: got[name][key] for key in of_budget} == dict.fromkeys(of_budget), name
        assert got[name]["rag_cost_partial"] == 1, name
    assert got["NEGATIVE"]["vac"] == -140
    of_cost = ("cpi", "cr", "eac_cpi", "eac_cpi_spi", "vac_cpi")
    assert {key: got["CREDIT"][key] for key in of_cost} == dict.fromkeys(of_cost)
    assert got["CREDIT"]["cv"] == 30
    assert {f["project"] for f in outcome["findings"] if f["code"] == "BUD-27"} == {"NEGATIVE", "CENT"}

    tracking = page_of(tmp_path / "m.xlsx", "Budget tracking")
    keys = [cell.value for cell in tracking[3]]
    rows = [dict(zip(keys, row, strict=True)) for row in tracking.iter_rows(min_row=4, values_only=True)]
    shares = {row["bac"]: row["vac_pct"] for row in rows if row["bac"] in (-100, 0.01, 40)}
    assert shares == {-100: None, 0.01: None, 40: pytest.approx(0.5)}


def test_a_threat_is_no_opportunity_by_its_sign(tmp_path: Path) -> None:
    """A negative impact is an error, in no figure: it makes no saving of a threat, and no cost of an opportunity."""
    from small_risks import register, risk

    chance = {"kind": "opportunity", "response_type": "enhance"}
    rows = [
        risk(risk_id="R-001", prob_pct_in=0.5, cost_impact_in=100.0),
        risk(risk_id="R-002", title="Another one", prob_pct_in=0.5, cost_impact_in=-80.0),
        risk(risk_id="R-003", title="Prices may fall", prob_pct_in=0.5, cost_impact_in=-60.0, **chance),
    ]
    register(tmp_path / "in", "P1", end_of(3), rows)
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx").to_dict()
    got = outcome["projects"]["P1"]

    assert (got["exposure"], got["opportunity"], got["net_exposure"]) == (50, 0, 50)
    assert (got["open_risks"], got["quantified_risks"]) == (3, 1)
    assert [f["severity"] for f in outcome["findings"] if f["code"] == "FLD-05"] == ["error", "error"]


def test_work_left_is_not_below_0(tmp_path: Path) -> None:
    """Ten days spent and minus five left would have earned twice the budget: the cell is not read."""
    rows = [task(1000.0, 0.4, progress_method="effort", effort_actual_pd=10.0, effort_remaining_pd=-5.0)]
    fill(tmp_path / "in", "P1", end_of(3), rows, [], 500.0, 500.0, bac=1000.0)
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx").to_dict()

    assert outcome["projects"]["P1"]["ev"] == 400
    assert "FLD-05" in [f["code"] for f in outcome["findings"] if f["severity"] == "error"]


@needs_office
@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.slow)])
def test_what_is_not_comparable_is_blank_in_the_live_master_too(tmp_path: Path, language: str) -> None:
    """Negative budgets, starts that are credited, effort alone, opportunities and rows left out: the formulas agree."""
    from small_risks import register, risk

    here, status = tmp_path / "in", end_of(3)
    fill(here, "NEGATIVE", status, [task(40.0, 0.5)], [], 10.0, 30.0, bac=-100.0)
    fill(here, "CREDIT", status, [task(40.0, 0.5)], [], -10.0, 30.0, bac=40.0)
    starts = [
        task(60.0, 0.0, task_id=str(n), progress_method=method)
        for n, method in enumerate(("0/100", "50/50", "20/80"))
    ]
    fill(
        here,
        "STARTS",
        status,
        [row | {"start_actual": date(2026, 1, 1)} for row in starts],
        [],
        50.0,
        130.0,
        bac=180.0,
    )
    effort = [task(60.0, 0.1, type="loe"), task(60.0, 0.1, task_id="2", progress_method="loe")]
    fill(here, "EFFORT", status, effort, [20.0] * 6, 50.0, 70.0)
    twice = [task(60.0, 0.5), task(40.0, 0.5)]
    fill(here, "TWICE", status, twice, [], 50.0, 50.0, bac=100.0)
    marker = task(
        None,
        1.0,
        task_id="M",
        type="milestone",
        finish_baseline=end_of(1),
        finish_actual=None,
        finish_forecast=end_of(1),
    )
    fill(here, "MARKER", status, [task(60.0, 0.5), marker], [], 30.0, 30.0, bac=60.0)
    top = {"probability_in": 5, "impact_in": 5, "prob_pct_in": 0.5, "cost_impact_in": 100.0}
    register(here, "NEGATIVE", status, [
        risk(**top), risk(risk_id="R-002", kind="opportunity", **top), risk(risk_id="R-003", **top | {"response_type": "exploit"}),
        risk(risk_id="R-004", **top | {"cost_impact_in": -7.0}),
    ])  # fmt: skip
    master = tmp_path / "master.xlsx"
    outcome = pipeline.consolidate_to([here], master, language=language)
    got = outcome.to_dict()["projects"]
    (again,) = recalculated([poisoned(master, tmp_path / "p.xlsx")], tmp_path / "fresh")

    assert list(compare(master, again)) == []
    assert [got["NEGATIVE"][key] for key in ("critical_risks", "open_opportunities", "vac_pct")] == [
        2,
        2,
        None,
    ]
    assert got["EFFORT"]["spi"] == 1
    assert (got["TWICE"]["ev"], got["TWICE"]["pv"], got["TWICE"]["bac"]) == (None, None, 100)
