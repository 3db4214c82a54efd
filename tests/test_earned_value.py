"""Earned value and earned schedule out of filled templates, against published numbers and by hand."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from office import compare, needs_office, poisoned, recalculated
from on_page import page_of, table_under
from small import end_of, line, month, task, write

from pmo_xl import pipeline
from pmo_xl.core.settings.settings import ForecastSettings, RateSettings, Settings

DOMAIN = Path(__file__).parents[2] / "shared" / "domain" / "vectors.json"
needs_vectors = pytest.mark.skipif(
    not DOMAIN.is_file(), reason="the published vectors (shared/domain) are not here"
)


def vectors() -> list[dict[str, Any]]:
    """The published cases of earned schedule."""
    if not DOMAIN.is_file():
        return []
    return [v for v in json.loads(DOMAIN.read_text(encoding="utf-8")) if "earned_schedule" in v["topic"]]


def vector(number: str) -> dict[str, Any]:
    """One published case."""
    return next(v for v in vectors() if v["id"] == number)


def fill(
    folder: Path, name: str, status: date, plan: list[dict[str, Any]], pv: list[float],
    actual: float = 0.0, etc: float = 0.0, bac: float | None = None, more: dict[str, list[Any]] | None = None,
) -> None:  # fmt: skip
    """A project with one budget line; planned value by month from January 2026 on."""
    months = [
        {
            "line_id": "L1",
            "period": month(n + 1),
            "pv": amount,
            **{key: held[n] for key, held in (more or {}).items()},
        }
        for n, amount in enumerate(pv)
    ]
    write(folder, name, status, plan, [line(sum(pv) if bac is None else bac, actual, etc)], months)


def measured(folder: Path, **more: Any) -> dict[str, dict[str, Any]]:
    """Every KPI of every project."""
    outcome = pipeline.consolidate_to([folder], folder.parent / "out" / f"{folder.name}.xlsx", **more)
    projects: dict[str, dict[str, Any]] = outcome.to_dict()["projects"]
    return projects


def steps(cumulative: list[float]) -> list[float]:
    """What each month adds."""
    return [now - before for before, now in zip([0.0, *cumulative], cumulative, strict=False)]


@needs_vectors
@pytest.mark.parametrize("case", [v for v in vectors() if "cum_pv" in v["inputs"] and "ev" in v["inputs"]
                                  and not isinstance(v["inputs"]["ev"], list)], ids=lambda v: v["id"])  # fmt: skip
def test_published_earned_schedules(case: dict[str, Any], tmp_path: Path) -> None:
    """Planned value by month and an earned value give the published earned schedule and what follows from it."""
    given = case["inputs"]
    pv, now = steps(given["cum_pv"]), given.get("at", 3)
    fill(tmp_path / "in", "V1", end_of(now), [task(sum(pv), given["ev"] / sum(pv))], pv, given.get("ac", 0.0))
    got = measured(tmp_path / "in")["V1"]

    checked = {key for key in case["expected"] if key in got}
    assert "es" in checked
    for key in checked:
        assert got[key] == pytest.approx(case["expected"][key], abs=max(case["tolerance"]["abs"], 1e-9)), key


@needs_vectors
def test_a_published_curve_of_seven_months(tmp_path: Path) -> None:
    """A curve with an earned value that lies between two months."""
    case = vector("ES-01")
    given = case["inputs"]
    pv = steps(given["cum_pv"])
    fill(tmp_path / "in", "V1", end_of(given["at"]), [task(sum(pv), given["cum_ev"][-1] / sum(pv))], pv)
    got = measured(tmp_path / "in")["V1"]

    assert got["pd"] == given["planned_duration"]
    assert got["at"] == given["at"]
    for key, expected in case["expected"].items():
        allowed = case["tolerance"]["by_field"].get(key, case["tolerance"]["abs"])
        assert got[key] == pytest.approx(expected, abs=allowed), key


@needs_vectors
def test_edges_of_earned_schedule(tmp_path: Path) -> None:
    """Nothing earned is no month; more earned than planned is the planned duration; a flat stretch is its later end."""
    case = vector("ES-03")
    pv = steps(case["inputs"]["cum_pv"])
    for place, ev in enumerate(case["inputs"]["ev"]):
        # More than 100 % cannot be typed: a second task outside the planned months earns the rest.
        rows = [task(100.0, min(ev, 100) / 100)]
        rows += [task(ev - 100.0, 1.0, task_id="2")] if ev > 100 else []
        fill(tmp_path / "in", f"E{place}", end_of(4), rows, pv)
    fill(tmp_path / "in", "FLAT", end_of(4), [task(20.0, 0.5)], steps(case["inputs"]["flat_cum_pv"]))
    got = measured(tmp_path / "in")

    assert [got[f"E{n}"]["es"] for n in range(6)] == pytest.approx(case["expected"]["es"], abs=1e-9)
    assert got["FLAT"]["es"] == pytest.approx(case["expected"]["flat_es"], abs=1e-9)


def test_a_project_on_plan_inside_a_flat_stretch_is_not_ahead(tmp_path: Path) -> None:
    """Where nothing is planned for three months, being on plan in the second of them is being on time."""
    pv = [10.0, 0.0, 0.0, 0.0, 10.0]
    fill(tmp_path / "in", "ON", end_of(3), [task(20.0, 0.5)], pv)
    fill(tmp_path / "in", "EARLY", end_of(1), [task(20.0, 0.5)], pv)
    fill(tmp_path / "in", "LATE", end_of(5), [task(20.0, 0.5)], pv)
    on, late = (measured(tmp_path / "in", status_date=end_of(n)) for n in (3, 5))
    early = measured(tmp_path / "in", status_date=end_of(1))

    assert (on["ON"]["es"], on["ON"]["spi_t"]) == (3, 1)
    assert early["EARLY"]["es"] == 1
    assert late["LATE"]["es"] == 4


@needs_vectors
def test_a_project_that_finished_late_shows_it_in_time_and_not_in_money(tmp_path: Path) -> None:
    """Ten months became twelve: SPI says 1, SV(t) says two months, and keeps saying it in later periods."""
    case = vector("ES-05")
    given = case["inputs"]
    size = given["modules"] * given["cost_each"]
    done = task(size, 1.0, finish_baseline=end_of(10), finish_forecast=end_of(12), finish_actual=end_of(12))
    for name, status in (("AA", 12), ("BB", 15)):
        fill(tmp_path / name, name, end_of(status), [done], [given["cost_each"]] * given["planned_months"],
             given["actual_cost"])  # fmt: skip
        got = measured(tmp_path / name)[name]
        for key, expected in case["expected"].items():
            assert got[key] == pytest.approx(expected, abs=1e-9), (name, key)


@needs_vectors
def test_time_performance_is_earned_over_actual_time(tmp_path: Path) -> None:
    """18 months earned in 20 are 0.9."""
    case = vector("ES-07")
    fill(tmp_path / "in", "V1", end_of(case["inputs"]["at"]), [task(2400.0, 0.75)], [100.0] * 24)
    got = measured(tmp_path / "in")["V1"]

    assert got["es"] == case["inputs"]["es"]
    assert got["spi_t"] == pytest.approx(case["expected"]["spi_t"], abs=1e-9)


def test_planned_value_comes_from_the_plan_where_no_month_is_given(tmp_path: Path) -> None:
    """A task budget spreads over the working days of its baseline, and the master says where PV comes from."""
    rows = [task(1000.0, 0.5, start_baseline=date(2026, 1, 26), finish_baseline=date(2026, 2, 6)),
            task(500.0, 0.0, task_id="2", type="milestone", start_baseline=date(2026, 5, 31),
                 finish_baseline=date(2026, 5, 31), start_forecast=date(2030, 6, 28))]  # fmt: skip
    fill(tmp_path / "in", "NOMONTHS", end_of(1), rows, [], actual=400.0, bac=1500.0)
    fill(tmp_path / "in", "MONTHS", end_of(1), rows, [300.0, 1200.0], actual=400.0)
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "out.xlsx")
    got = outcome.to_dict()["projects"]
    assert outcome.scorecard is not None
    source = outcome.scorecard.kpis.set_index("project_id")["pv_source"]

    assert got["NOMONTHS"]["pv"] == pytest.approx(500.0)  # 5 of 10 working days lie in January
    assert got["MONTHS"]["pv"] == pytest.approx(300.0)
    assert got["NOMONTHS"]["pd"] == 5
    assert dict(source) == {"NOMONTHS": "plan", "MONTHS": "months"}


def test_progress_methods_credit_what_they_say(tmp_path: Path) -> None:
    """Each method earns by its own rule; level of effort earns what was planned and hides nothing in the index without it."""
    methods: dict[str, tuple[dict[str, Any], float]] = {
        "0/100": ({"pct_complete": 0.9}, 0.0),
        "50/50": ({"pct_complete": 0.1}, 500.0),
        "20/80": ({"pct_complete": 0.9}, 200.0),
        "pct_physical": ({"pct_complete": 0.9}, 900.0),
        "units": ({"pct_complete": 0.25}, 250.0),
        "weighted_milestones": ({"pct_complete": 0.6}, 600.0),
        "effort": ({"pct_complete": 0.1, "effort_actual_pd": 30.0, "effort_remaining_pd": 10.0}, 750.0),
        "loe": ({"pct_complete": 0.1, "type": "loe"}, 400.0 + 600.0 * 6 / 22),
    }
    for place, (method, (more, _)) in enumerate(methods.items()):
        row = task(1000.0, 0.5, progress_method=method, finish_baseline=date(2026, 3, 31),
                   start_baseline=date(2026, 2, 16), **more)  # fmt: skip
        fill(tmp_path / "in", f"M{place}", date(2026, 3, 9), [row], [0.0, 400.0, 600.0], actual=100.0)
    fill(tmp_path / "in", "DONE", date(2026, 3, 9), [task(1000.0, 1.0, progress_method="0/100")], [1000.0])
    got = measured(tmp_path / "in")

    for place, (method, (_, earned)) in enumerate(methods.items()):
        assert got[f"M{place}"]["ev"] == pytest.approx(earned), method
    assert got["DONE"]["ev"] == 1000.0
    # Nothing but effort has earned what the months plan, not another 500 from its baseline.
    assert got["M7"]["ev_effort"] == got["M7"]["ev"] == got["M7"]["pv"]
    assert got["M7"]["es"] == got["M7"]["at"]
    assert got["M3"]["spi_discrete"] == pytest.approx(got["M3"]["spi"])


def test_a_start_is_credited_and_planned_alike(tmp_path: Path) -> None:
    """50-50 and 20-80 credit the start once it is dated, and the plan plans the same: on plan is exactly on plan."""
    dates = {"start_baseline": date(2026, 3, 2), "finish_baseline": date(2026, 4, 30)}
    begun = {"pct_complete": 0.0, "start_actual": date(2026, 3, 2), "start_forecast": date(2026, 3, 2)}
    shares = {"0/100": 0.0, "50/50": 0.5, "20/80": 0.2}
    for place, method in enumerate(shares):
        row = task(1000.0, 0.0, progress_method=method, **dates)
        fill(tmp_path / "in", f"DATED{place}", end_of(3), [row | begun], [], 300.0, 700.0, bac=1000.0)
        fill(tmp_path / "in", f"IDLE{place}", end_of(3), [row], [], 300.0, 700.0, bac=1000.0)
        fill(tmp_path / "in", f"AHEAD{place}", date(2026, 2, 27), [row], [], 0.0, 1000.0, bac=1000.0)
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx", status_date=end_of(3))
    got = outcome.to_dict()["projects"]
    months = outcome.portfolio.tables["plan_months"]

    for place, share in enumerate(shares.values()):
        dated, idle = got[f"DATED{place}"], got[f"IDLE{place}"]
        assert (dated["ev"], dated["pv"]) == (1000 * share, 1000 * share)
        assert (idle["ev"], idle["pv"]) == (0, 1000 * share)
        planned = months[months["project_id"] == f"DATED{place}"].set_index("period")["pv"]
        assert [planned.get(pd.Timestamp(month(n)), 0.0) for n in (3, 4)] == [
            1000 * share,
            1000 * (1 - share),
        ]
    assert got["DATED1"]["spi"] == 1


def by_hand(
    bac: float, ev: float, pv: float, ac: float, etc: float, spi_t: float, cpi_3m: float
) -> dict[str, float]:
    """The eight estimates at completion."""
    cpi, spi, left = ev / ac, ev / pv, bac - ev
    return {
        "eac_bottom_up": ac + etc, "eac_bac_rate": ac + left, "eac_cpi": bac / cpi, "eac_cpi_3m": ac + left / cpi_3m,
        "eac_cpi_spi": ac + left / (cpi * spi), "eac_weighted": ac + left / (0.8 * cpi + 0.2 * spi),
        "eac_spi": ac + left / spi, "eac_cpi_spi_t": ac + left / (cpi * spi_t),
    }  # fmt: skip


def periods(tmp_path: Path) -> Path:
    """A workspace in which April follows January, in one master."""
    workspace = tmp_path / "Portefeuille"
    workspace.mkdir()
    (workspace / "pmo.toml").write_text('reporting_currency = "EUR"\n', encoding="utf-8")
    for number, done, actual, etc, ahead in ((1, 0.1, 120.0, 980.0, 200.0), (4, 0.5, 560.0, 600.0, 190.0)):
        months = {
            "actual": [actual if n < number else None for n in range(10)],
            "forecast": [None if n < number else ahead for n in range(10)],
        }
        folder = workspace / "returns"
        fill(folder, "P1", end_of(number), [task(1000.0, done)], [100.0] * 10, actual, etc, more=months)
        pipeline.consolidate_to([workspace], workspace / "out" / "master.xlsx")
    return workspace


def test_eight_estimates_and_the_last_three_months(tmp_path: Path) -> None:
    """The master of January is remembered in April: what was earned and spent since gives the indices of three months."""
    workspace = periods(tmp_path)
    outcome = pipeline.consolidate_to([workspace], workspace / "out" / "master.xlsx")
    got = outcome.to_dict()["projects"]["P1"]

    assert (got["ev_3m"], got["pv_3m"], got["ac_3m"]) == (100, 100, 120)
    assert got["cpi_3m"] == pytest.approx(400 / 440)
    assert got["spi_3m"] == pytest.approx(400 / 300)
    estimates = by_hand(1000, 500, 400, 560, 600, 5 / 4, 400 / 440)
    for key, expected in estimates.items():
        assert got[key] == pytest.approx(expected), key
    assert got["eac"] == got["eac_bottom_up"] == 1160
    numbered = list(estimates)
    for which, pick in (("low", min), ("high", max)):
        key = pick(estimates, key=estimates.__getitem__)
        assert got[f"eac_{which}"] == pytest.approx(estimates[key])
        assert got[f"eac_{which}_by"] == numbered.index(key) + 1
    # January forecast 200 a month, and April found 440 spent in three.
    assert (got["forecast_3m"], got["spent_3m"]) == (600, 440)
    assert got["accuracy_3m"] == pytest.approx(1 - 160 / 440)
    assert got["bias_3m"] == pytest.approx(160 / 440)


def test_what_a_silent_project_said_before_still_counts(tmp_path: Path) -> None:
    """A project that does not return this time keeps its past, in the currency it was said in."""
    first, second = tmp_path / "1", tmp_path / "2"
    rates = Settings(
        rates={"USD": RateSettings(budget=0.5, average=0.5, closing=0.5)}, reporting_currency="EUR"
    )
    write(first, "SILENT", end_of(1), None, [line(1000.0, 100.0, 900.0)], [], currency="USD")
    write(first, "STAYS", end_of(1), None, [line(200.0, 20.0, 180.0)], [])
    write(second, "STAYS", end_of(2), None, [line(200.0, 40.0, 160.0)], [])
    master = tmp_path / "m.xlsx"
    pipeline.consolidate_to([first], master, settings=rates)
    pipeline.consolidate_to([second], master, settings=rates, language="fr")
    page = page_of(master, "Atterrissages")
    estimates = {month: row[2] for month, row in table_under(page, "Mois").items()}

    assert estimates == {datetime(2026, 1, 1): 700, datetime(2026, 2, 1): 200}  # noqa: DTZ001 - Excel has no time zone


def test_the_official_estimate_is_chosen_in_the_settings(tmp_path: Path) -> None:
    """Another official estimate changes the estimate at completion, and the variance with it; undefined, the bottom-up one counts."""
    fill(tmp_path / "in", "P1", end_of(4), [task(1000.0, 0.5)], [100.0] * 10, 560.0, 600.0)
    fill(tmp_path / "in", "NEW", end_of(4), [task(1000.0, 0.0)], [100.0] * 10, 0.0, 900.0)
    settings = Settings(forecast=ForecastSettings(official="cpi", cpi_weight=0.5))
    got = measured(tmp_path / "in", settings=settings)

    assert got["P1"]["eac"] == got["P1"]["eac_cpi"] == pytest.approx(1120)
    assert got["P1"]["vac"] == pytest.approx(-120)
    assert got["P1"]["eac_weighted"] == pytest.approx(560 + 500 / (0.5 * 500 / 560 + 0.5 * 1.25))
    assert got["NEW"]["eac"] == got["NEW"]["eac_bottom_up"] == 900


@needs_office
def test_the_curve_and_the_history_are_live(tmp_path: Path) -> None:
    """From poisoned caches LibreOffice finds the same, for months, for plans without months, and for history."""
    workspace = periods(tmp_path)
    rows = [task(1000.0, 0.5), task(400.0, 0.2, task_id="2*", finish_baseline=date(2026, 3, 13))]
    fill(workspace / "returns", "PLAN", end_of(4), rows, [], 500.0, 700.0, bac=1400.0)
    fill(
        workspace / "returns",
        "FLAT",
        end_of(4),
        [task(20.0, 0.5)],
        [0.0, 10.0, 0.0, 0.0, 10.0, 0.0],
        12.0,
        9.0,
    )
    master = workspace / "out" / "master.xlsx"
    pipeline.consolidate_to([workspace], master)
    (again,) = recalculated([poisoned(master, tmp_path / "p.xlsx")], tmp_path / "fresh")

    assert list(compare(master, again)) == []
