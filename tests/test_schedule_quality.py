"""The 14 points and the ten practices: published numbers, each point's edge, what is not assessed, the page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from copies import write_return
from hypothesis import given
from hypothesis import strategies as st

from pmo_xl import pipeline, workspace
from pmo_xl.core.flow.schedule_quality import Assessment, Verdict
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.schedule_counts import bei, cpli
from pmo_xl.methods.schedule_practices import PRACTICES, assess_practices
from pmo_xl.methods.schedule_quality import METRICS, assess_points
from pmo_xl.methods.working_days import WorkingDays

DOMAIN = Path(__file__).parents[2] / "shared" / "domain" / "vectors.json"
STATUS = date(2026, 3, 31)
DAYS = WorkingDays()
NOW = DAYS.ends([STATUS])[0]


def day(number: float) -> date:
    """The working day so many after the status date: 1 is the next one, 0 the status date itself."""
    return DAYS.day(NOW + number - 1)


def task(task_id: str, first: float, last: float, **more: Any) -> dict[str, Any]:
    """A task from one working day to another, counted from the status date, as planned and as forecast."""
    start, finish = day(first), day(last)
    row: dict[str, Any] = {
        "task_id": task_id, "name": f"Task {task_id}", "type": "task", "owner": "A", "pct_complete": 0.0,
        "start_baseline": start, "finish_baseline": finish, "start_forecast": start, "finish_forecast": finish,
    }  # fmt: skip
    if last <= 0:
        row |= {"start_actual": start, "finish_actual": finish, "pct_complete": 1.0}
    return row | more


def columns_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows as columns."""
    keys = dict.fromkeys(["constraint_type", *(key for row in rows for key in row)])
    return {key: [row.get(key) for row in rows] for key in keys}


def judged(
    rows: Sequence[Mapping[str, Any]], status: date | None = STATUS, **more: Any
) -> dict[str, Assessment]:
    """Points and practices of a plan by key."""
    plan = ProjectPlan(columns_of(rows), status, DAYS, **more)
    points = assess_points(plan)
    return {a.point.key: a for a in (*points, *assess_practices(plan, points))}


def chain(size: int, length: int = 10, **more: Any) -> list[dict[str, Any]]:
    """Tasks one after the other, from the day after the status date."""
    return [
        task(str(n), (n - 1) * length + 1, n * length, predecessors=str(n - 1) if n > 1 else None, **more)
        for n in range(1, size + 1)
    ]


# published numbers -------------------------------------------------------------------------------------


def _published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(v for v in json.loads(DOMAIN.read_text(encoding="utf-8")) if v["id"] == name)
    return found


needs_vectors = pytest.mark.skipif(
    not DOMAIN.is_file(), reason="the published vectors (shared/domain) are not here"
)


@needs_vectors
def test_the_published_critical_path_length_index_comes_out_of_a_plan() -> None:
    """A path of 720 working days, 60 days later than its baseline."""
    vector = _published("DCMA-01")
    length, late = vector["inputs"]["cpl_workdays"], vector["inputs"]["total_float"]
    rows = [
        task("1", 1, 700, finish_baseline=day(600)),
        task("2", 701, length, finish_baseline=day(length + late), predecessors="1"),
    ]
    expected, within = vector["expected"]["cpli"], vector["tolerance"]["abs"]

    assert cpli(length, late) == pytest.approx(expected, abs=within)
    assert judged(rows)["cpli"].value == pytest.approx(expected, abs=within)


@needs_vectors
def test_the_published_execution_indices_come_out_of_a_plan() -> None:
    """Six tasks due and six done; six due and eight done."""
    vector = _published("DCMA-03")
    inputs, within = vector["inputs"], vector["tolerance"]["abs"]
    for completed, due, index in zip(
        inputs["completed"], inputs["baselined_complete"], vector["expected"]["bei"], strict=True
    ):
        rows = [
            task(str(n), n - 20, n - 19, finish_baseline=day(-1 if n <= due else 30))
            for n in range(1, completed + 1)
        ]
        assert bei(completed, due) == pytest.approx(index, abs=within)
        assert judged([*rows, task("last", 5, 9)])["bei"].value == pytest.approx(index, abs=within)


@needs_vectors
def test_the_published_counts_come_out_of_plans() -> None:
    """One lag among three links, one hard constraint among ten tasks, float of exactly 44 days and of 100."""
    expected = _published("DCMA-05")["expected"]
    lags = chain(4)
    lags[3]["predecessors"] = "3FS+2d"
    hard = chain(10)
    hard[4] |= {"constraint_type": "mfo", "constraint_date": day(50)}

    def loose(days: int) -> Assessment:
        beside = [task(f"s{n}", 1, 10) for n in range(9)]
        return judged([task("long", 1, 10 + days), *beside, task("end", 11 + days, 12 + days, predecessors=(
            "long; " + "; ".join(f"s{n}" for n in range(9))))])["high_float"]  # fmt: skip

    assert 100 * (judged(lags)["lags"].value or 0) == pytest.approx(expected["lag_pct"], abs=0.01)
    assert (judged(lags)["lags"].verdict is Verdict.PASSED) == expected["lag_pass"]
    assert 100 * (judged(hard)["hard_constraints"].value or 0) == expected["hard_pct"]
    assert (judged(hard)["hard_constraints"].verdict is Verdict.PASSED) == expected["hard_pass"]
    assert (loose(44).verdict is Verdict.PASSED) == expected[
        "float44_pass" if "float44_pass" in expected else "high_float_44_pass"
    ]
    assert (loose(100).verdict is Verdict.PASSED) == expected["high_float_100_pass"]
    assert loose(100).count == 9


# each point --------------------------------------------------------------------------------------------


def _changed(size: int, at: int, **more: Any) -> list[dict[str, Any]]:
    rows = chain(size)
    rows[at] |= more
    return rows


FAILING: dict[str, tuple[list[dict[str, Any]], list[int]]] = {
    "logic": ([*chain(4), task("x", 1, 3)], [4]),
    "leads": (_changed(4, 2, predecessors="2FS-1d"), [2]),
    "lags": (_changed(4, 2, predecessors="2FS+1d"), [2]),
    "relationships": (_changed(4, 2, predecessors="2SS"), [2]),
    "hard_constraints": (_changed(4, 1, constraint_type="snlt", constraint_date=day(200)), [1]),
    "high_float": ([*chain(8), task("x", 1, 3, predecessors="1")], [8]),
    "negative_float": (_changed(2, 1, finish_baseline=day(19)), [0, 1]),
    "high_duration": (_changed(2, 1, finish_baseline=day(55)), [1]),
    "invalid_dates": (_changed(2, 0, start_forecast=day(-1)), [0]),
    "resources": (_changed(2, 0, cost_baseline=100.0), [1]),
    "missed_tasks": ([*chain(2), task("x", -9, 3, start_actual=day(-9), finish_baseline=day(-1))], [2]),
    "critical_path_test": (
        [task("1", 1, 5), task("2", 1, 50, predecessors="1SS"), task("3", 51, 60, predecessors="2")],
        [0],
    ),
    "cpli": (_changed(2, 1, finish_baseline=day(10)), [0, 1]),
    "bei": ([*chain(2), task("x", -9, 3, start_actual=day(-9), finish_baseline=day(-1))], [2]),
}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.point.key)
def test_each_point_passes_a_sound_plan_and_names_the_task_that_fails_it(metric: Any) -> None:
    """Two tasks done on time and a chain ahead are sound; one thing wrong, and the point finds its row."""
    done = [task("d1", -9, -5, cost_baseline=1.0), task("d2", -4, 0, predecessors="d1", cost_baseline=1.0)]
    rest = chain(3, cost_baseline=1.0)
    rest[0]["predecessors"] = "d2"
    sound = judged([*done, *rest])[metric.point.key]
    rows, wrong = FAILING[metric.point.key]
    failed = judged(rows)[metric.point.key]

    assert sound.verdict is Verdict.PASSED
    assert failed.verdict is Verdict.FAILED
    assert sorted({offence.at for offence in failed.offences}) == wrong
    for words in (metric.point.name, metric.point.counts, metric.point.population, metric.point.threshold):
        assert words.en
        assert words.fr


def test_the_critical_path_test_says_how_far_the_finish_moves() -> None:
    """A critical task that only starts another does not carry its own length to the finish."""
    rows, _ = FAILING["critical_path_test"]
    found = judged(rows)["critical_path_test"]

    assert found.value == 545
    assert found.offences[0].why.to("en") == "600 days more on it move the finish by 545"


def test_dangling_tasks_are_shown_and_not_counted() -> None:
    """Only a finish-to-finish predecessor leaves the start free; only a start-to-start successor the finish."""
    rows = [task("1", 1, 5), task("2", 1, 9, predecessors="1FF"), task("3", 1, 9, predecessors="2SS")]
    found = judged(rows)["logic"]

    assert (found.count, found.verdict) == (0, Verdict.PASSED)
    assert [(o.at, o.why.en) for o in found.offences] == [
        (1, "start left free (not counted)"), (1, "finish left free (not counted)"),
    ]  # fmt: skip


def test_summaries_milestones_and_level_of_effort_are_in_no_percentage() -> None:
    """The population is that of unfinished tasks."""
    rows = [
        task("0", 1, 20, type="summary"), *chain(2), task("9", 1, 20, type="loe"),
        task("m", 20, 20, type="milestone", predecessors="2"), task("d", -9, -5),
    ]  # fmt: skip
    found = judged(rows)

    assert found["hard_constraints"].population == found["high_float"].population == 2
    assert found["invalid_dates"].population == 4


# not assessed ------------------------------------------------------------------------------------------


def _without(key: str) -> list[dict[str, Any]]:
    return [{k: what for k, what in row.items() if not k.endswith(key)} for row in chain(3)]


@pytest.mark.parametrize(
    ("rows", "status", "why", "points"),
    [
        (_without("predecessors"), STATUS, "no link", "logic leads lags relationships high_float negative_float critical_path_test cpli"),
        (chain(3), None, "no status date", "invalid_dates missed_tasks cpli bei"),
        (_without("_baseline"), STATUS, "no baseline", "high_duration missed_tasks cpli bei"),
        (chain(3), STATUS, "no resources", "resources"),
        (chain(3), STATUS, "nothing due yet", "missed_tasks bei"),
        ([task("1", -9, -5), task("2", -4, 0, predecessors="1")], STATUS, "nothing left to do",
         "logic leads lags relationships hard_constraints high_float negative_float high_duration critical_path_test cpli"),
        (_changed(3, 0, predecessors="3"), STATUS, "links in a circle", "high_float negative_float critical_path_test cpli"),
    ],
)  # fmt: skip
def test_without_data_a_point_is_not_assessed_and_says_why(
    rows: list[dict[str, Any]], status: date | None, why: str, points: str
) -> None:
    """Never passed."""
    found = judged(rows, status)
    silent = {key for key, a in found.items() if a.why is not None and a.why.en == why and key in FAILING}

    assert silent == set(points.split())
    assert all(found[key].verdict is Verdict.NOT_ASSESSED and found[key].value is None for key in silent)


def test_a_column_that_the_file_lacks_and_a_linked_row_in_error_are_told() -> None:
    """No constraint column: not assessed. A row that cannot be read leaves a hole in the network."""
    lacking = judged(chain(3), given=["task_id", "predecessors"])
    holed = judged(chain(3), broken={1})

    assert lacking["hard_constraints"].why is not None
    assert lacking["hard_constraints"].verdict is Verdict.NOT_ASSESSED
    assert holed["high_float"].why is not None
    assert holed["high_float"].why.en == "linked rows in error"
    assert holed["logic"].verdict is Verdict.PASSED


@given(
    st.lists(
        st.tuples(
            st.integers(-30, 30), st.integers(0, 60), st.booleans(), st.integers(0, 8),
            st.sampled_from(["", "SS", "FF+1d", "DF-2j"]), st.sampled_from(["task", "milestone", "summary", "loe"]),
        ), min_size=1, max_size=8,
    )
)  # fmt: skip
def test_any_plan_is_assessed_without_a_fall(raw: list[tuple[int, int, bool, int, str, str]]) -> None:
    """Shares lie between 0 and 1, offences are rows of the plan, a value goes with a verdict."""
    rows = [
        task(
            str(at),
            first,
            first + more,
            type=kind,
            predecessors=f"{before}{link}" if before < len(raw) else None,
        )
        | ({} if dated else {"start_baseline": None, "finish_baseline": None})
        for at, (first, more, dated, before, link, kind) in enumerate(raw)
    ]
    for found in judged(rows).values():
        assert (found.value is None) == (found.verdict is Verdict.NOT_ASSESSED) == (found.why is not None)
        assert all(0 <= offence.at < len(rows) for offence in found.offences)
        if found.point.share and found.value is not None:
            assert 0 <= found.value <= 1


# practices ---------------------------------------------------------------------------------------------


def test_the_practices_of_a_plan() -> None:
    """Roll-up, empty summaries, out-of-sequence progress, baselines, three estimates."""
    rows = [
        task("S1", 1, 20, type="summary", wbs="1"), task("S2", 1, 5, type="summary", wbs="2"),
        task("1", -5, 4, wbs="1.1", start_actual=day(-5)),
        task("2", -2, 20, wbs="1.2", start_actual=day(-2), predecessors="1", start_baseline=None),
    ]  # fmt: skip
    found = judged(rows)

    assert [o.at for o in found["activities"].offences] == [1]
    assert [o.at for o in found["traceable"].offences] == [0]
    assert [o.at for o in found["sequence"].offences] == [3]
    assert [o.at for o in found["baseline"].offences] == [3]
    assert found["sequence"].verdict is Verdict.PARTLY
    assert found["risk_analysis"].verdict is Verdict.FAILED
    assert found["resources_assigned"].verdict is Verdict.NOT_ASSESSED
    estimated = [row | {"dur_opt": 1.0, "dur_ml": 2.0, "dur_pess": 4.0} for row in chain(2)]
    assert judged(estimated)["risk_analysis"].verdict is Verdict.NOT_ASSESSED
    assert len(PRACTICES) == 10


# findings and the page ---------------------------------------------------------------------------------


def _write(folder: Path, rows: Sequence[Mapping[str, Any]], project: str, language: str = "en") -> None:
    folder.mkdir(parents=True)
    record = {
        "project_id": project, "project_name": project, "status_date": STATUS, "currency": "EUR", "project_manager": "A",
    }  # fmt: skip
    write_return(folder / "plan.xlsx", "plan", Filling(record, {"plan": columns_of(rows)}), language, room=2)


def test_wrong_links_are_findings_at_their_cell(tmp_path: Path) -> None:
    """A circle is told as a chain at its first task; a link in error is left aside, and no row with it."""
    rows = chain(7)
    for at, words in {0: "3", 3: "99", 4: "5", 5: "1; 1", 6: "2FS+2 lunes"}.items():
        rows[at]["predecessors"] = words
    _write(tmp_path / "a", rows, "P1")
    outcome = pipeline.consolidate_to([tmp_path], tmp_path / "out" / "master.xlsx")
    found = outcome.to_dict()
    told = {f["code"]: f for f in found["findings"] if "PLN-10" <= f["code"] <= "PLN-15"}

    assert set(told) == {"PLN-10", "PLN-11", "PLN-12", "PLN-13", "PLN-15"}
    assert "1 → 2 → 3 → 1" in told["PLN-12"]["message"]
    assert (told["PLN-12"]["row_key"], told["PLN-10"]["row_key"]) == ("1", "4")
    book = openpyxl.load_workbook(tmp_path / "a" / "plan.xlsx")
    assert {code: book["Plan"][f["cell"]].value for code, f in told.items()} == {
        "PLN-12": "3", "PLN-10": "99", "PLN-11": "5", "PLN-13": "1; 1", "PLN-15": "2FS+2 lunes",
    }  # fmt: skip
    assert list(outcome.portfolio.tables["plan"]["task_id"]) == list("1234567")
    quality = found["schedule_quality"]["P1"]
    assert quality["cycle"] == ["1", "2", "3", "1"]
    assert quality["early_finish"] is None
    assert quality["dcma"]["high_float"]["verdict"] == "not_assessed"


def test_published_numbers_come_out_of_returns(tmp_path: Path) -> None:
    """A path of 720 days that ends 60 days late, in French, from the template to the JSON of the run."""
    rows = [
        task("1", 1, 700, finish_baseline=day(600)),
        task("2", 701, 720, start_baseline=day(620), finish_baseline=day(660), predecessors="1FD"),
    ]
    _write(tmp_path / "a", rows, "P1", "fr")
    outcome = pipeline.consolidate_to([tmp_path], tmp_path / "out" / "master.xlsx")
    quality = outcome.to_dict()["schedule_quality"]["P1"]

    assert quality["dcma"]["cpli"]["value"] == pytest.approx(660 / 720)
    assert quality["early_finish"] == day(720).isoformat()
    assert quality["critical"] == quality["driving_path"] == ["1", "2"]
    assert quality["dcma"]["negative_float"]["tasks"] == ["1", "2"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of five projects in two languages with planted faults."""
    folder = tmp_path_factory.mktemp("quality") / "PMO"
    workspace.demo(folder, projects=5, seed=4, language="mixed", faults=6)
    return folder


@pytest.mark.parametrize(
    ("language", "name", "task_head"),
    [("en", "Schedule quality", "Task"), ("fr", "Qualité du planning", "Tâche")],
)
def test_the_page_of_a_master(demo: Path, tmp_path: Path, language: str, name: str, task_head: str) -> None:
    """A row per project, a sign per point, every failing sign a link to its tasks, every task one to its row."""
    out = tmp_path / "out" / "master.xlsx"
    outcome = pipeline.consolidate_to([demo], out, language=language)
    book = openpyxl.load_workbook(out)
    page = book[name]
    cells = {row[1].value: row for row in page.iter_rows(min_row=7, max_row=12)}
    schedules = outcome.portfolio.schedules

    assert not any(str(cell.value).startswith("=") for row in page.iter_rows() for cell in row)
    for project_id, schedule in schedules.items():
        signs = [str(cell.value)[:1] for cell in cells[project_id][3:17]]
        assert signs == [assessment.verdict.sign for assessment in schedule.points]
        for cell, assessment in zip(cells[project_id][3:17], schedule.points, strict=True):
            assert (cell.hyperlink is not None) == bool(assessment.offences)
            if cell.hyperlink is not None:
                target = page[cell.hyperlink.location.split("!")[1]]
                assert target.value == project_id
                assert page.cell(target.row, target.column + 3).value.split()[0] == assessment.point.number
            if assessment.why is not None:
                assert assessment.why.to(language) in cell.value
    first = max(row[1].row for row in page.iter_rows() if row[2].value == task_head)
    inside = [
        c for row in page.iter_rows(first, min_col=4, max_col=4) for c in row if c.hyperlink is not None
    ]
    assert inside
    for cell in inside:
        sheet, place = cell.hyperlink.location.replace("'", "").split("!")
        assert str(book[sheet][place].value) == str(cell.value)
    outside = [
        c for row in page.iter_rows(min_col=12, max_col=12) for c in row if c.hyperlink and c.hyperlink.target
    ]
    assert len(outside) == sum(len(a.offences) for s in schedules.values() for a in (*s.points, *s.practices))
    ways = {unquote(cell.hyperlink.target).replace("\\", "/") for cell in outside}
    assert all((out.parent / way).is_file() for way in ways)
    assert task_head in [cell.value for row in page.iter_rows(min_col=3, max_col=3) for cell in row]


def test_holidays_of_the_settings_count(tmp_path: Path) -> None:
    """A holiday inside a task makes it a day shorter; the early finish stays where the forecast is."""
    folder = tmp_path / "PMO"
    _write(folder / "a", [task("1", 1, 10), task("2", 11, 20, predecessors="1")], "P1")
    off = day(4)
    (folder / "pmo.toml").write_text(f"[calendar]\nholidays = [{off.isoformat()}]\n", encoding="utf-8")
    outcome = pipeline.consolidate_to([folder], tmp_path / "out.xlsx")
    schedule = outcome.portfolio.schedules["P1"]

    assert schedule.early_finish == day(20)
    assert outcome.settings.calendar.holidays == (off,)
