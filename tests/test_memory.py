"""What a master remembers: six periods one after the other, the archive, and what may be wrong with either."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from six_periods import six_periods

from pmo_xl import parquet
from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.files import KEPT_FOLDER, MASTER_FILE
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.flow.overflow import Tables
from pmo_xl.core.flow.portfolio import Previous
from pmo_xl.demo.past.portfolio import earlier_portfolios
from pmo_xl.demo.portfolio import STATUS_DATE, made_projects
from pmo_xl.gather.archive import keep
from pmo_xl.gather.archive.keep import archive_period, folder_of, notes, print_of
from pmo_xl.pipeline import Outcome, consolidate_to, validate
from pmo_xl.workspace import prepare

# openpyxl stands in for the person who changes a master: what it drops of it, no history needs.
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
DAYS = [dt.date(2025, 10, 31), dt.date(2025, 11, 30), dt.date(2025, 12, 31), dt.date(2026, 1, 31), dt.date(2026, 2, 28), STATUS_DATE]  # fmt: skip
LIGHTS = {"grey": 0, "green": 1, "amber": 2, "red": 3}
MEMORY = ("history", "milestone_history", "portfolio_history")
Row = dict[str, Any]


@dataclass(frozen=True)
class Six:
    """A workspace after six periods, and what each run came to, as JSON has it."""

    home: Path
    runs: Mapping[dt.date, dict[str, Any]]
    last: Outcome


def consolidated(home: Path, **more: Any) -> Outcome:
    """The run that writes the master of a workspace."""
    return consolidate_to([home], home / MASTER_FILE, **more)


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Six:
    """Five projects, six month ends, and the last of them once more, which changes nothing."""
    made, runs = six_periods(tmp_path_factory)
    home = Path(shutil.copytree(made, tmp_path_factory.mktemp("memory") / "pmo"))
    return Six(home, runs, consolidated(home, cache=False))


@pytest.fixture
def home(six: Six, tmp_path: Path) -> Path:
    """A copy of that workspace, to spoil."""
    return Path(shutil.copytree(six.home, tmp_path / "pmo"))


def rows_of(master: Path, sheet: str) -> list[Row]:
    """The rows of a data sheet as a person reads them, by header."""
    book = openpyxl.load_workbook(master, read_only=True, data_only=True)
    head, *rows = (list(row)[1:] for row in book[sheet].iter_rows(min_row=5, values_only=True))
    named = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return [
        {key: what.date() if isinstance(what, dt.datetime) else what for key, what in row.items()}
        for row in named
    ]


def told(outcome: Outcome, code: str) -> list[str]:
    """What was said under a code."""
    return [f.message.to("en") for f in outcome.portfolio.findings if f.code == code]


def same_memory(one: Outcome, other: Outcome, but: dt.date | None = None) -> None:
    """Both masters remember the same; ``but`` is a status date that is not looked at."""
    for key in MEMORY:
        left, right = (
            frame[frame["status_date"] != pd.Timestamp(but)].reset_index(drop=True) if but else frame
            for frame in (one.portfolio.tables[key], other.portfolio.tables[key])
        )
        columns = [name for name in left.columns if name != "months_ago"]
        pd.testing.assert_frame_equal(left[columns], right[columns])


# what is noted -------------------------------------------------------------------------------------------


def test_every_period_finds_no_fault_and_is_archived(six: Six) -> None:
    """The demo’s past is as sound as its present."""
    assert [*six.runs] == DAYS
    assert all(finding["severity"] == "info" for run in six.runs.values() for finding in run["findings"])
    assert [*notes(six.home)] == DAYS[:-1]
    for day, note in notes(six.home).items():
        assert note.missing == ()
        assert len(note.returns) == len(six.runs[day]["returns"]) > 0
        files = {file: print_of(folder_of(six.home, day) / "returns" / file) for file in note.returns}
        assert files == {returned["file"]: returned["sha256"] for returned in six.runs[day]["returns"]}


def test_the_history_holds_what_each_run_said(six: Six) -> None:
    """Lights, indices, forecasts: a row per project and month, equal to the JSON of the run of that month."""
    rows = rows_of(six.home / MASTER_FILE, "Data - History")
    assert len(rows) == sum(len(run["projects"]) for run in six.runs.values())
    for row in rows:
        said = six.runs[row["Status date"]]["projects"][row["Project ID"]]
        rate = row["Budget rate"]
        for label, key in {
            "Computed status": "rag", "Schedule status": "rag_schedule", "Cost status": "rag_cost", "Risk status": "rag_risk",
        }.items():  # fmt: skip
            assert row[label] == LIGHTS[said[key]], (row, key)
        for label, key, per in (
            ("SPI", "spi", 1), ("CPI", "cpi", 1), ("Slip (wd)", "slip_wd", 1), ("Progress", "progress", 1),
            ("Critical risks", "critical_risks", 1), ("Data quality", "data_quality", 1), ("EAC", "eac", rate),
            ("Exposure", "exposure", rate), ("Current budget", "bac", rate), ("Earned value", "ev", rate),
        ):  # fmt: skip
            assert row[label] == (None if said[key] is None else pytest.approx(said[key] / per)), (row, key)
        assert row["Forecast finish"] == dt.date.fromisoformat(said["finish_forecast"])
        assert row["Month"] == row["Status date"].replace(day=1)


def returned_rows(home: Path, day: dt.date) -> Iterator[tuple[str, list[Row]]]:
    """The tasks of each plan of a period as its manager typed them, from what was kept of it."""
    folder = home if day == STATUS_DATE else folder_of(home, day)
    labels = {"N°": "ID", "Tâche": "Task", "Fin de référence": "Baseline finish", "Fin réelle": "Actual finish",
              "Fin prévisionnelle": "Forecast finish"}  # fmt: skip
    for file in sorted((folder / "returns").glob("*/plan.xlsx")):
        book = openpyxl.load_workbook(file, data_only=True)
        sheet = book["Planning" if "Planning" in book.sheetnames else "Plan"]
        grid = [list(row) for row in sheet.iter_rows(values_only=True)]
        at = next(n for n, row in enumerate(grid) if "ID" in row or "N°" in row)
        heads = [labels.get(str(head), str(head)) for head in grid[at]]
        rows = [dict(zip(heads, row, strict=True)) for row in grid[at + 1 :]]
        yield file.parent.name, [row for row in rows if row["ID"] is not None]


def test_milestones_are_remembered_as_each_period_saw_them(six: Six) -> None:
    """Typed dates of the returns of each period, read in plain Python, are those of the milestone history."""
    wanted = {
        (project, day, str(row["ID"])): (
            row["Task"], row["Baseline finish"].date(), (row["Actual finish"] or row["Forecast finish"]).date(),
            int(row["Actual finish"] is not None),
        )
        for day in DAYS for project, rows in returned_rows(six.home, day) for row in rows
        if row["Type"] in ("Milestone", "Jalon")
    }  # fmt: skip
    found = {
        (row["Project ID"], row["Status date"], row["Task ID"]): (
            row["Milestone"], row["Baseline finish"], row["Current finish"], row["Reached (1/0)"],
        )
        for row in rows_of(six.home / MASTER_FILE, "Data - Milestone history")
    }  # fmt: skip
    assert found == wanted
    moved = Counter(
        len({found[key][2] for key in found if key[::2] == one}) for one in {key[::2] for key in found}
    )
    assert max(moved) > 2, "no milestone trend has anything to show"


def test_the_slip_of_each_period_is_that_of_the_returns(six: Six) -> None:
    """Working days between the last baseline and the last current finish, counted by NumPy from the typed dates."""
    slips = {
        (row["Project ID"], row["Status date"]): row["Slip (wd)"]
        for row in rows_of(six.home / MASTER_FILE, "Data - History")
    }
    for day in DAYS:
        for project, rows in returned_rows(six.home, day):
            baseline = max(row["Baseline finish"] for row in rows)
            current = max(row["Actual finish"] or row["Forecast finish"] for row in rows)
            assert slips[project, day] == np.busday_count(baseline.date(), current.date()), (project, day)


def test_what_was_published_is_remembered(six: Six) -> None:
    """One row per month: counts of lights and returns, and the figures of the portfolio."""
    rows = rows_of(six.home / MASTER_FILE, "Data - Portfolio history")
    assert [row["Status date"] for row in rows] == DAYS
    for row in rows:
        run = six.runs[row["Status date"]]
        lights = Counter(LIGHTS[project["rag"]] for project in run["projects"].values())
        assert [row[label] for label in ("No data", "Green", "Amber", "Red")] == [lights[n] for n in range(4)]
        for label, key in {"SPI": "spi", "CPI": "cpi", "BAC": "bac", "EAC": "eac", "VAC": "vac", "Exposure": "exposure",
                           "Overdue milestones": "overdue_milestones", "Data quality": "data_quality"}.items():  # fmt: skip
            assert row[label] == pytest.approx(run["portfolio"][key]), (row, key)
        assert row["Projects"] == row["Projects expected"] == len(run["projects"])
        assert row["Returns counted"] == row["Returns expected"] == len(run["returns"])


def test_a_period_that_is_run_again_gives_way(six: Six, home: Path) -> None:
    """The same month once more: its rows are replaced, none is added, no other changes."""
    plan = next((home / "returns").glob("*/risks.xlsx"))
    plan.unlink()
    again = consolidated(home)
    same_memory(six.last, again, but=STATUS_DATE)
    (now,) = (
        row
        for row in rows_of(home / MASTER_FILE, "Data - Portfolio history")
        if row["Status date"] == STATUS_DATE
    )
    assert (now["Returns counted"], now["Returns expected"]) == (14, 15)


def test_batches_remember_the_same(six: Six, home: Path, tmp_path: Path) -> None:
    """A portfolio that is never whole in memory notes what the others note, and hands it on."""
    large = consolidated(home, tables=Tables.PARQUET)
    same_memory(six.last, large)
    kept = parquet.read(parquet.folder_of(home / MASTER_FILE), "milestone_history")
    assert kept is not None
    assert len(kept) == len(six.last.portfolio.tables["milestone_history"])
    same_memory(six.last, consolidated(home, tables=Tables.PARQUET))
    same_memory(six.last, consolidated(home))


# a former master that is not as ours -----------------------------------------------------------------------


def test_a_master_of_before_is_read_what_it_lacks_is_blank(six: Six, home: Path) -> None:
    """Without the new columns and tables the amounts of its history are taken, and nothing stops."""
    book = openpyxl.load_workbook(home / MASTER_FILE)
    sheet = book["Data - History"]
    new = [cell.column for cell in sheet[5] if cell.value in ("Computed status", "SPI", "Forecast finish")]
    for column in range(min(new), sheet.max_column + 1):
        for row in range(5, sheet.max_row + 1):
            sheet.cell(row, column).value = None
    del sheet.tables["history"]
    del book["Data - Milestone history"], book["Data - Portfolio history"]
    book.save(home / MASTER_FILE)
    shutil.rmtree(home / "archive")
    outcome = consolidated(home)
    history = outcome.portfolio.tables["history"]
    before = history[history["status_date"] < pd.Timestamp(STATUS_DATE)]
    held = six.last.portfolio.tables["history"]
    held = held[held["status_date"] < pd.Timestamp(STATUS_DATE)]
    assert before["ev"].tolist() == held["ev"].tolist()
    assert before[["rag", "spi", "finish_forecast", "rag_declared"]].isna().all(axis=None)
    assert history.loc[history["status_date"] == pd.Timestamp(STATUS_DATE), "rag"].notna().all()
    assert {*outcome.portfolio.tables["milestone_history"]["status_date"]} == {pd.Timestamp(STATUS_DATE)}
    assert len(outcome.portfolio.tables["portfolio_history"]) == 1
    assert outcome.exit_code == 0


def test_one_period_less_in_the_archive(six: Six, home: Path) -> None:
    """The figures are all there, and one sentence says what is not."""
    shutil.rmtree(folder_of(home, DAYS[2]))
    outcome = consolidated(home)
    same_memory(six.last, outcome)
    assert told(outcome, "PFL-32") == [
        "Not in the archive: 2025-12-31. The figures of then are complete, from the history of the master; the returns of then are not kept."
    ]
    assert outcome.exit_code == 0


def without_master(home: Path) -> Path:
    """A workspace whose master was lost, with all that it kept beside."""
    (home / MASTER_FILE).unlink()
    shutil.rmtree(home / KEPT_FOLDER, ignore_errors=True)
    return home


def test_a_lost_master_is_remembered_by_the_archive(six: Six, home: Path) -> None:
    """The trends go on from what was archived."""
    outcome = consolidated(without_master(home))
    same_memory(six.last, outcome)
    assert told(outcome, "PFL-32") == []


def test_an_archived_master_that_was_changed_is_taken_and_said(six: Six, home: Path) -> None:
    """What stands there now counts; the sentence names the period."""
    file = folder_of(home, DAYS[4]) / MASTER_FILE
    book = openpyxl.load_workbook(file)
    sheet = book["Data - History"]
    column = next(cell.column for cell in sheet[5] if cell.value == "Earned value")
    sheet.cell(6, column).value = 12345
    book.save(file)
    outcome = consolidated(without_master(home))
    assert told(outcome, "PFL-32") == [
        "The archived master of 2026-02-28 was changed after it was archived: its figures are taken as they stand there now."
    ]
    assert outcome.portfolio.tables["history"]["ev"].eq(12345).sum() == 1
    assert len(outcome.portfolio.tables["history"]) == len(six.last.portfolio.tables["history"])


@pytest.mark.parametrize("how", ["damaged", "gone"])
def test_an_archived_master_that_says_nothing(six: Six, home: Path, how: str) -> None:
    """The period before it says the rest, and what is missing is said."""
    file = folder_of(home, DAYS[4]) / MASTER_FILE
    file.write_bytes(b"PK and no more") if how == "damaged" else file.unlink()
    outcome = consolidated(without_master(home))
    (said,) = told(outcome, "PFL-32")
    assert "2026-02-28" in said
    assert ("cannot be read" in said) == (how == "damaged")
    history, whole = outcome.portfolio.tables["history"], six.last.portfolio.tables["history"]
    rest = whole[whole["status_date"] != pd.Timestamp(DAYS[4])].reset_index(drop=True)
    pd.testing.assert_frame_equal(history[whole.columns], rest)


def test_an_archived_master_of_another_version(home: Path, six: Six) -> None:
    """It is taken, and its version is said."""
    file = folder_of(home, DAYS[4]) / keep.NOTE_FILE
    said = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**said, "version": "0.0.1"}), encoding="utf-8")
    outcome = consolidated(without_master(home))
    assert told(outcome, "PFL-32") == [
        "The archived master of 2026-02-28 was made by version 0.0.1: what it did not note yet is blank."
    ]
    same_memory(six.last, outcome)


def returns_of(home: Path, day: dt.date) -> None:
    """Put the returns of an archived period back among the returns."""
    shutil.rmtree(home / "returns")
    shutil.copytree(folder_of(home, day) / "returns", home / "returns")


def test_a_status_date_before_the_last_one(six: Six, home: Path) -> None:
    """One sentence; no later period is lost, neither its figures nor its master."""
    archive_period(home, catalogue_of(), goes_on=None)
    last = print_of(home / MASTER_FILE)
    returns_of(home, DAYS[4])
    shutil.copy(folder_of(home, DAYS[4]) / "steering.xlsx", home / "steering.xlsx")
    outcome = consolidated(home, status_date=DAYS[4])
    (said,) = told(outcome, "PFL-31")
    assert "2026-02-28 lies before 2026-03-31" in said
    same_memory(six.last, outcome)
    assert print_of(folder_of(home, STATUS_DATE) / MASTER_FILE) == last
    assert notes(home)[STATUS_DATE].missing == ()


def test_a_project_renamed_or_renumbered_between_periods(six: Six) -> None:
    """One sentence each: a history goes on under another name, and begins anew under another ID."""
    history = six.last.portfolio.tables["history"]
    former = history.assign(
        project_id=history["project_id"].replace("P002", "X-2"),
        project_name=history["project_name"].where(history["project_id"] != "P001", "Former name"),
    )
    now = dict(zip(history["project_id"], history["project_name"], strict=True))
    outcome = validate([six.home], previous=Previous(former))
    assert told(outcome, "PFL-33") == [
        f"Project P001 is now called “{now['P001']}”; it was “Former name”. Its history goes on.",
        "Project P002 has the name of X-2, of which nothing came: renumbered, as it seems. Its history begins anew.",
    ]
    assert told(validate([six.home], previous=Previous(history)), "PFL-33") == []


# what the archive keeps ------------------------------------------------------------------------------------


def test_a_new_period_archives_the_former_one(home: Path) -> None:
    """Consolidating for another date keeps the master that it replaces, and those returns that still lie there as read."""
    master = print_of(home / MASTER_FILE)
    changed = sorted(
        path.relative_to(home / "returns").as_posix() for path in (home / "returns").glob("*/risks.xlsx")
    )
    april = dt.date(2026, 4, 30)
    for name in changed:
        path = home / "returns" / name
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows(max_row=20):
                for cell in row:
                    if isinstance(cell.value, dt.datetime) and cell.value.date() == STATUS_DATE:
                        cell.value = april
        book.save(path)
    consolidated(home, status_date=april)
    note = notes(home)[STATUS_DATE]
    assert note.master == master == print_of(folder_of(home, STATUS_DATE) / MASTER_FILE)
    assert sorted(note.missing) == changed
    assert {file.rsplit("/")[-1] for file in note.returns} == {"plan.xlsx", "budget.xlsx"}
    kept = folder_of(home, STATUS_DATE) / "returns"
    assert sorted(path.relative_to(kept).as_posix() for path in kept.rglob("*.xlsx")) == sorted(note.returns)


def test_prepare_archives_the_period_that_closes(home: Path) -> None:
    """Whole: master, returns, register, settings; a period that goes on is not closed."""
    assert prepare(home, STATUS_DATE).archived is None
    assert STATUS_DATE not in notes(home)
    prepared = prepare(home, dt.date(2026, 4, 30))
    assert prepared.archived is not None
    assert prepared.archived.told.to("en") == (
        "Period 2026-03-31: the master and its returns (15) are kept in archive/2026-03-31."
    )
    kept = folder_of(home, STATUS_DATE)
    assert {path.name for path in kept.iterdir()} == {
        "archive.json",
        "out",
        "pmo.toml",
        "steering.xlsx",
        "returns",
    }
    again = consolidate_to([kept], kept / MASTER_FILE)
    assert again.exit_code == 0
    assert len(again.portfolio.projects) == 5


def test_the_archive_is_kept_once_and_anew_after_a_correction(home: Path) -> None:
    """The same period twice is the same folder; a correction refreshes it, and what others put there stays."""
    catalogue = catalogue_of()
    first = archive_period(home, catalogue, goes_on=None)
    kept = folder_of(home, STATUS_DATE)
    inode = kept.stat().st_ino
    assert archive_period(home, catalogue, goes_on=None) == first
    assert kept.stat().st_ino == inode
    (kept / "minutes.txt").write_text("decided", encoding="utf-8")
    gone = next((home / "returns").glob("*/risks.xlsx"))
    gone.unlink()
    consolidated(home)
    note = archive_period(home, catalogue, goes_on=None)
    assert note is not None
    assert len(note.returns) == 14
    assert not (kept / gone.relative_to(home)).exists()
    assert (kept / "minutes.txt").read_text(encoding="utf-8") == "decided"
    assert print_of(kept / MASTER_FILE) == print_of(home / MASTER_FILE)
    assert [path.name for path in kept.parent.iterdir() if path.name.startswith(".")] == []


def test_a_return_that_was_archived_already_is_not_lost(home: Path) -> None:
    """The returns folder was emptied for the next period: the archive still has them for a master that is kept anew."""
    catalogue = catalogue_of()
    archive_period(home, catalogue, goes_on=None)
    with (home / MASTER_FILE).open("ab") as content:
        content.write(b"\0")
    shutil.rmtree(home / "returns")
    (home / "returns").mkdir()
    note = archive_period(home, catalogue, goes_on=None)
    assert note is not None
    assert note.missing == ()
    assert len([*(folder_of(home, STATUS_DATE) / "returns").rglob("*.xlsx")]) == 15


def test_no_half_archive(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full the archive is as it was, and no master is replaced."""
    before = print_of(home / MASTER_FILE)
    returns_of(home, DAYS[4])
    copied = 0

    def full(source: Path, to: Path) -> None:
        nonlocal copied
        copied += 1
        if copied > 1:
            raise OSError(28, "No space left on device")
        shutil.copyfile(source, to)

    monkeypatch.setattr(keep.shutil, "copy2", full)
    with pytest.raises(NothingToDo, match="No space left"):
        consolidated(home, status_date=DAYS[4])
    assert not folder_of(home, STATUS_DATE).exists()
    assert [path.name for path in (home / "archive").iterdir() if path.name.startswith(".")] == []
    assert print_of(home / MASTER_FILE) == before
    monkeypatch.undo()
    assert archive_period(home, catalogue_of(), goes_on=None) is not None
    assert folder_of(home, STATUS_DATE).is_dir()


# the past of the demo --------------------------------------------------------------------------------------


def test_the_past_of_the_demo_has_all_that_trends_show() -> None:
    """Projects that slip, recover, close and start; the same from the same seed."""
    made = made_projects(30, 1)
    periods = [*earlier_portfolios(made, 1, STATUS_DATE, 6)]
    assert [day for day, _ in periods] == DAYS[:-1]
    assert periods == [*earlier_portfolios(made, 1, STATUS_DATE, 6)]
    last = {one.project.project_id: one.project for one in made}
    first = {project.project_id: project for project in periods[0][1]}

    def slip(project: Any) -> int:
        return int((project.record["finish_forecast"] - project.record["finish_baseline"]).days)

    assert sum(slip(last[key]) > slip(first[key]) + 14 for key in first) >= 3
    assert sum(slip(last[key]) < slip(first[key]) - 14 for key in first) >= 3
    assert (
        sum(
            bool(last[key].record["finish_actual"] and not first[key].record["finish_actual"])
            for key in first
        )
        >= 2
    )
    assert len(last) - len(first) >= 3
    for day, then in periods:
        for project in then:
            actual = [
                month["actual"] or 0
                for month in rows(project.rows["budget_months"])
                if month["period"] <= day
            ]
            assert sum(actual) == pytest.approx(sum(project.rows["budget"]["actual"]))
            assert all(done is None or done <= day for done in project.rows["plan"]["finish_actual"])


def rows(columns: Mapping[str, list[Any]]) -> list[Row]:
    """Columns as rows."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
