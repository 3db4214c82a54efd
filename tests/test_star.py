"""The portfolio as a star: DuckDB and pandas read what the master holds, to the row and to the cent, in both forms."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from commands import command

STATUS = dt.date(2026, 3, 31)
CENT = 0.005


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four projects over three month ends, some of their cells wrong."""
    home = tmp_path_factory.mktemp("star") / "PMO"
    made = command("demo", home, "--projects", "4", "--periods", "3", "--faults", "12")
    assert made.returncode == 0, made.stderr
    return home


def exported(home: Path, folder: Path, *more: object) -> dict[str, Any]:
    """The model of an export."""
    done = command("export", home, "--star", folder, *more)
    assert done.returncode == 0, done.stderr
    return dict(json.loads((folder / "model.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def star(home: Path) -> tuple[Path, dict[str, Any]]:
    """The star of the period of the master, in Parquet, with names of people."""
    folder = home.parent / "star"
    return folder, exported(home, folder, "--people")


@pytest.fixture(scope="module")
def past(home: Path) -> tuple[Path, dict[str, Any]]:
    """The same with the archived periods, without people."""
    folder = home.parent / "past"
    return folder, exported(home, folder, "--archive")


@pytest.fixture(scope="module")
def master(home: Path) -> Any:
    """The master as another library reads it: the values of its cells."""
    return openpyxl.load_workbook(home / "out" / "master.xlsx", data_only=True)


def asked(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """What DuckDB answers; a table is named by its file."""
    here = os.getcwd()  # noqa: PTH109 - the connection of DuckDB has no folder of its own
    os.chdir(folder)
    try:
        return duckdb.sql(sql).fetchall()
    finally:
        os.chdir(here)


def rows_of(sheet: Any, first: str) -> Iterator[dict[str, Any]]:
    """The rows of a table of the master by the words of its headers, from the header that is named on."""
    rows = list(sheet.iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if first in row)
    heads = rows[at]
    for row in rows[at + 1 :]:
        held = {head: cell for head, cell in zip(heads, row, strict=True) if head}
        if any(cell is not None for cell in held.values()):
            yield held


def alike(here: Any, there: Any) -> bool:
    """Whether two cells say the same, blank being blank."""
    blank = [
        each is None or each == "" or (isinstance(each, float) and math.isnan(each)) for each in (here, there)
    ]
    if any(blank):
        return all(blank)
    if isinstance(here, (int, float)) and isinstance(there, (int, float)):
        return abs(here - there) < CENT / 10
    days = [each.date() if isinstance(each, dt.datetime) else each for each in (here, there)]
    return days[0] == days[1] if isinstance(days[0], dt.date) else str(here) == str(there)


TABLES = {
    "fact_task": "Data - Plan", "fact_risk": "Data - Risks", "fact_budget_line": "Data - Budget",
    "fact_budget_month": "Data - Budget by month", "fact_action": "Data - Actions", "fact_issue": "Data - Issues",
    "fact_decision": "Data - Decisions", "fact_change": "Data - Change requests", "fact_dependency": "Data - Dependencies",
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_each_row_of_the_master_is_a_row_of_the_star_cell_by_cell(
    star: tuple[Path, dict[str, Any]], master: Any, table: str
) -> None:
    """In the same order, every column that both have; list values by their key, of which the star has the words."""
    folder, model = star
    names = {column["names"]["en"]: column["key"] for column in model["tables"][table]["columns"]}
    words = {
        (column, key): label
        for _, column, key, label, _ in asked(
            folder, f"select * from 'dim_choice.parquet' where \"table\" = '{table}'"
        )
    }
    wanted = ", ".join(names.values())
    there = asked(folder, f"select {wanted} from '{table}.parquet'")
    held = list(rows_of(master[TABLES[table]], "Project ID"))
    assert len(held) == len(there) == model["tables"][table]["rows"] > 0
    compared = 0
    for row, cells in zip(held, there, strict=True):
        facts = dict(zip(names.values(), cells, strict=True))
        for head, what in row.items():
            key = names.get(head)
            if key is None or head == "Source row":
                continue
            said = words.get((key, facts[key]), facts[key])
            assert alike(what, said), (table, row["Project ID"], head, what, said)
            compared += 1
    assert compared > 8 * len(held)


def test_every_figure_of_the_sheet_of_kpis_is_in_the_star(
    star: tuple[Path, dict[str, Any]], master: Any
) -> None:
    """By project, with the day of those that are days; a blank stays one."""
    folder, _ = star
    labels = dict(asked(folder, "select kpi_en, kpi from 'dim_kpi.parquet'"))
    facts = {
        (project, kpi): day if day is not None else value
        for project, kpi, value, day in asked(
            folder,
            f"select project_id, kpi, value, day from 'fact_kpi.parquet' where status_date = '{STATUS}'",
        )
    }
    held = list(rows_of(master["KPI"], "Project ID"))
    assert len(held) == 4
    seen = [
        (label, what, facts[row["Project ID"], labels[label]])
        for row in held
        for label, what in row.items()
        if label in labels
    ]
    assert [one for one in seen if not alike(*one[1:])] == []
    assert len(seen) > 700


def test_amounts_add_up_to_the_master_to_the_cent(star: tuple[Path, dict[str, Any]], master: Any) -> None:
    """Lines in the reporting currency, added up by DuckDB, are the budget and the forecast of each project; their sum that of the portfolio."""
    folder, _ = star
    sums = {
        project: (bac, eac, actual)
        for project, bac, eac, actual in asked(
            folder,
            "select project_id, sum(bac_reporting), sum(eac_reporting), sum(actual_reporting) from 'fact_budget_line.parquet' group by 1",
        )
    }
    held = {row["Project ID"]: row for row in rows_of(master["KPI"], "Project ID")}
    assert sums.keys() == held.keys()
    for project, (bac, _, actual) in sums.items():
        assert abs(bac - held[project]["BAC"]) < CENT
        assert abs(actual - held[project]["AC"]) < CENT
    ((bac, actual),) = asked(
        folder,
        "select max(value) filter (kpi = 'bac'), max(value) filter (kpi = 'ac') from 'fact_kpi_total.parquet' where scope = 'portfolio'",
    )
    assert abs(bac - sum(each[0] for each in sums.values())) < CENT
    assert abs(actual - sum(each[2] for each in sums.values())) < CENT


def test_a_total_is_no_mean_and_a_light_follows_its_limits(star: tuple[Path, dict[str, Any]]) -> None:
    """CPI of the portfolio is earned over spent; what is within the limits beside it is green."""
    folder, _ = star
    ((cpi, ev, ac),) = asked(
        folder,
        "select max(value) filter (kpi = 'cpi'), max(value) filter (kpi = 'ev'), max(value) filter (kpi = 'ac') from 'fact_kpi_total.parquet' where scope = 'portfolio'",
    )
    assert abs(cpi - ev / ac) < 1e-9
    lights = asked(
        folder,
        f"select value, light, limit_green, limit_amber from 'fact_kpi.parquet' where kpi = 'cpi' and status_date = '{STATUS}' and value is not null",
    )
    assert len(lights) >= 3
    for value, light, green, amber in lights:
        assert light in ("closed", "green" if value >= green else "amber" if value >= amber else "red")


def test_every_key_leads_to_a_row_of_its_dimension(
    star: tuple[Path, dict[str, Any]], past: tuple[Path, dict[str, Any]]
) -> None:
    """Each relation of the model, asked of DuckDB; and the key of each dimension names one row."""
    for folder, model in (star, past):
        ends = {relation["to"] for relation in model["relations"]}
        assert {
            "dim_project.project_key",
            "dim_date.date",
            "dim_kpi.kpi",
            "dim_rule.code",
            "dim_cost_category.category",
        } <= ends
        for relation in model["relations"]:
            (many, column), (one, key) = (end.split(".") for end in (relation["from"], relation["to"]))
            lost = f'select count(*) from \'{many}.parquet\' m anti join \'{one}.parquet\' o on m."{column}" = o."{key}" where m."{column}" is not null'
            assert asked(folder, lost) == [(0,)], relation
        for end in ends:
            table, key = end.split(".")
            twice = f"select \"{key}\" from '{table}.parquet' group by 1 having count(*) > 1"
            assert asked(folder, twice) == [], end


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "fr"])
def test_csv_says_what_parquet_says(
    home: Path, star: tuple[Path, dict[str, Any]], tmp_path: Path, language: str
) -> None:
    """Read back by pandas, in French with semicolons and decimal commas as Excel opens it there."""
    model = exported(home, tmp_path / "csv", "--people", "--format", "csv", "--lang", language)
    french = language == "fr"
    assert (model["separator"], model["decimal"]) == ((";", ",") if french else (",", "."))
    assert (tmp_path / "csv" / "fact_task.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for key, table in model["tables"].items():
        types = {column["key"]: column["type"] for column in table["columns"]}
        texts = {name: str for name, what in types.items() if what in ("text", "date")}
        back = pd.read_csv(
            tmp_path / "csv" / table["file"], sep=model["separator"], decimal=model["decimal"], encoding="utf-8-sig",
            dtype=texts, keep_default_na=False, na_values={name: [""] for name in types},
        )  # fmt: skip
        there = pd.read_parquet(star[0] / f"{key}.parquet")
        assert list(back.columns) == list(there.columns) == list(types)
        assert len(back) == len(there) == table["rows"]
        for name, what in types.items():
            if key == "fact_finding" and name in ("message", "found"):
                continue  # in the language that was asked for
            pairs = zip(back[name], there[name], strict=True)
            if what == "date":
                pairs = zip(pd.to_datetime(back[name]).dt.date, there[name], strict=True)
            wrong = [
                (one, other)
                for one, other in pairs
                if not (pd.isna(one) and pd.isna(other)) and not _same(one, other)
            ]
            assert wrong == [], (key, name)


def _same(csv: Any, parquet: Any) -> bool:
    if isinstance(parquet, float):
        return bool(csv == parquet)
    guarded = isinstance(parquet, str) and parquet.startswith(("=", "+", "-", "@"))
    return bool(
        csv == f"'{parquet}"
        if guarded
        else str(csv).replace("\r\n", "\n") == str(parquet).replace("\r\n", "\n")
    )


def test_the_same_input_gives_the_same_bytes(home: Path, tmp_path: Path) -> None:
    """Twice into two folders, and once more over the first."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second, first):
        exported(home, folder)
    held = [
        {path.relative_to(each): path.read_bytes() for path in each.rglob("*") if path.is_file()}
        for each in (first, second)
    ]
    assert held[0] == held[1]
    assert len(held[0]) > 30


def test_archived_periods_stand_beside_this_one(home: Path, past: tuple[Path, dict[str, Any]]) -> None:
    """The rows of an earlier period are those of the master that was archived, its figures too."""
    folder, model = past
    assert model["status_dates"] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    then = openpyxl.load_workbook(home / "archive" / "2026-01-31" / "out" / "master.xlsx", data_only=True)
    held = list(rows_of(then["Data - Plan"], "Project ID"))
    count = "select count(*) from 'fact_task.parquet' where status_date = '2026-01-31'"
    assert asked(folder, count) == [(len(held),)]
    figures = {row["Project ID"]: row["EAC"] for row in rows_of(then["KPI"], "Project ID")}
    told = asked(
        folder,
        "select project_id, value from 'fact_kpi.parquet' where kpi = 'eac' and status_date = '2026-01-31'",
    )
    assert {project: round(value, 2) for project, value in told} == {
        key: round(what, 2) for key, what in figures.items()
    }
    assert {source for (source,) in asked(folder, "select distinct source from 'fact_kpi.parquet'")} == {
        "measured"
    }


def test_the_history_tells_of_periods_that_are_not_measured(
    star: tuple[Path, dict[str, Any]], past: tuple[Path, dict[str, Any]]
) -> None:
    """What a master remembers of January is what January's returns give; where nothing else is known it is marked so."""
    ask = "select project_id, kpi, value from 'fact_kpi.parquet' where status_date = '2026-01-31' and kpi in ('bac', 'ev', 'eac', 'spi', 'slip_wd') and value is not null order by 1, 2"
    remembered, measured = asked(star[0], ask), asked(past[0], ask)
    assert [row[:2] for row in remembered] == [row[:2] for row in measured]
    assert [
        row for row, other in zip(remembered, measured, strict=True) if abs(row[2] - other[2]) > CENT
    ] == []
    assert {
        source
        for (source,) in asked(
            star[0], "select distinct source from 'fact_kpi.parquet' where status_date < '2026-03-31'"
        )
    } == {"history"}


@pytest.mark.slow
def test_a_project_has_a_version_for_as_long_as_it_is_described_so(home: Path, tmp_path: Path) -> None:
    """Renamed and moved to another programme in March: facts of February stay with what it was then."""
    copy = shutil.copytree(home, tmp_path / "PMO")
    for file in sorted((copy / "returns" / "P001").glob("*.xlsx")):
        book = openpyxl.load_workbook(file)
        sheet = next(
            each
            for each in book
            if any(cell.value in ("Project ID", "Code projet") for row in each["B1:C12"] for cell in row)
        )
        for row in sheet["B1:C40"]:
            if row[0].value == "Programme":
                row[1].value = "Transformation"
        book.save(file)
    assert command("consolidate", copy).returncode in (0, 1)
    folder = tmp_path / "star"
    exported(copy, folder, "--archive")
    versions = asked(
        folder,
        "select project_key, valid_from, valid_to, is_current, programme_id from 'dim_project.parquet' where project_id = 'P001' order by 2",
    )
    assert [(row[0], row[3]) for row in versions] == [("P001|2026-01-31", 0.0), ("P001|2026-03-31", 1.0)]
    assert [(row[1], row[2]) for row in versions] == [
        (dt.date(2026, 1, 31), dt.date(2026, 3, 30)),
        (STATUS, None),
    ]
    assert versions[1][4] == "Transformation" != versions[0][4]
    joined = asked(
        folder,
        "select distinct f.status_date, p.programme_id from 'fact_task.parquet' f join 'dim_project.parquet' p using (project_key) where f.project_id = 'P001' order by 1",
    )
    assert [programme for _, programme in joined] == [versions[0][4], versions[0][4], "Transformation"]


def test_names_of_people_only_where_they_are_asked_for(
    home: Path, star: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """Nobody of the PMO's list is in any file without --people; with it facts lead to a row for each."""
    exported(home, tmp_path / "csv", "--format", "csv")
    people = openpyxl.load_workbook(home / "steering.xlsx")["People"]
    names = {row["Name"] for row in rows_of(people, "Name")} - {None}
    assert len(names) > 10
    written = {path.name: path.read_text(encoding="utf-8-sig") for path in (tmp_path / "csv").rglob("*.csv")}
    assert {(file, name) for file, text in written.items() for name in names if name in text} == set()
    assert "dim_person.csv" not in written
    ((found,),) = asked(star[0], "select count(*) from 'dim_person.parquet' where person_id is not null")
    assert found == len([row for row in rows_of(people, "Name") if row["Name"]])


def test_what_others_put_there_stays_and_is_never_written_over(home: Path, tmp_path: Path) -> None:
    """A file of another name stays; one of ours that somebody changed, or of theirs with our name, stops everything."""
    folder = tmp_path / "star"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    exported(home, folder, "--people", "--format", "csv")
    assert (folder / "dim_person.csv").is_file()
    exported(home, folder)
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert list(folder.rglob("*.csv")) == []
    (folder / "fact_task.parquet").write_bytes(b"mine")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = command("export", home, "--star", folder)
    assert (done.returncode, "fact_task.parquet is there" in done.stderr) == (2, True)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_folder_that_takes_nothing_is_said(home: Path, tmp_path: Path) -> None:
    """A file in its place, a folder among the returns, a workspace without a master."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    for where, words in (
        (tmp_path / "file", "is no folder"),
        (home / "returns" / "star", "lies among the returns"),
    ):
        done = command("export", home, "--star", where)
        assert (done.returncode, words in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    assert not (home / "returns" / "star").exists()
    assert command("new", tmp_path / "empty").returncode == 0
    done = command("export", tmp_path / "empty", "--star", tmp_path / "out")
    assert (done.returncode, "There is no master yet" in done.stderr) == (2, True)


def test_the_views_bear_the_names_of_the_former_feed(star: tuple[Path, dict[str, Any]]) -> None:
    """A report on its tasks finds them: shares from 0 to 100, milestones marked; assignments are not there, and that is said."""
    folder, model = star
    there = asked(
        folder,
        "select sum(TaskPercentCompleted), count(*) filter (TaskIsMilestone = 1) from 'project_online/Tasks.parquet'",
    )
    ours = asked(
        folder,
        "select sum(pct_complete) * 100, count(*) filter (type = 'milestone') from 'fact_task.parquet'",
    )
    assert abs(there[0][0] - ours[0][0]) < 1e-3
    assert there[0][1] == ours[0][1] > 0
    views = {key.rpartition("/")[2] for key in model["tables"] if "/" in key}
    assert views == {"Projects", "ProjectBaselines", "Tasks", "TaskBaselines", "Risks", "Issues"}
    assert any("Assignments" in note["en"] and "Assignments" in note["fr"] for note in model["notes"])
