"""A project that has ended: checked, archived with fingerprints, its lessons and its reference row with the PMO."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import command
from office import audit_errors
from small import line, task, write

from pmo_xl.catalog.steering import STEERING
from pmo_xl.excel.template.steering_workbook import write_steering

DAY = dt.date
FORMULA = '=HYPERLINK("http://evil.example","click")'


def sheet_with(book: Any, *names: str) -> Any:
    """The first sheet of one of these names."""
    return next(book[name] for name in names if name in book.sheetnames)


def table(sheet: Any, head: str) -> list[dict[str, Any]]:
    """The rows below the header row that holds these words; blank ones left out."""
    rows = list(sheet.iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if head in row)
    found = [
        {str(key): what for key, what in zip(rows[at], row, strict=True) if key} for row in rows[at + 1 :]
    ]
    return [row for row in found if row[head] is not None]


def in_list(home: Path, sheet: str, head: str) -> list[dict[str, Any]]:
    """The rows of a list of the PMO's workbook, without those of projects that ended before the demo."""
    rows = table(openpyxl.load_workbook(home / "steering.xlsx")[sheet], head)
    return [row for row in rows if str(row.get("Project ID", row.get("Project"))).startswith("P0")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three projects over two month ends; two issues of the first are flagged as lessons, the third sends nothing any more."""
    home = tmp_path_factory.mktemp("closing") / "PMO"
    assert command("demo", home, "--projects", "3", "--periods", "2", "--lang", "en").returncode == 0
    file = home / "returns" / "P001" / "followup.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book["Issues"]
    (row,) = [cell.row for cell in sheet["B"] if cell.value == "ID"] or [5]
    heads = {cell.value: cell.column for cell in sheet[row]}
    for at in (1, 2):
        sheet.cell(row + at, heads["Keep as lesson"]).value = "Yes"
    sheet.cell(row + 2, heads["Issue"]).value = FORMULA
    sheet.cell(row + 2, heads["Issue"]).data_type = "s"
    book.save(file)
    shutil.rmtree(home / "returns" / "P003")
    assert command("consolidate", home).returncode in (0, 1)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "PMO")


def test_lessons_and_the_reference_row_go_to_the_pmo_once(home: Path) -> None:
    """Flagged rows by their ID, proposed; what the PMO has made of them since stays, and closing again adds nothing."""
    done = command("close", home, "P001", "--class", "Software")
    assert done.returncode == 0, done.stderr
    lessons = in_list(home, "Lessons", "Lesson")
    assert [(row["Lesson"], row["Project ID"], row["From"], row["Status"]) for row in lessons] == [
        ("P001-I-001", "P001", "I-001", "Proposed"), ("P001-I-002", "P001", "I-002", "Proposed"),
    ]  # fmt: skip
    assert lessons[1]["What happened"] == FORMULA
    cells = [
        cell for row in openpyxl.load_workbook(home / "steering.xlsx")["Lessons"].iter_rows() for cell in row
    ]
    assert [cell.data_type for cell in cells if cell.value == FORMULA] == ["s"]
    (reference,) = in_list(home, "Reference classes", "Project")
    kpi = {
        row["Project ID"]: row
        for row in table(
            openpyxl.load_workbook(home / "out" / "master.xlsx", data_only=True)["KPI"], "Project ID"
        )
    }
    assert reference["Class"] == "Software"
    assert abs(reference["First budget"] - kpi["P001"]["Initial budget"]) < 0.005
    assert reference["Final cost"] is None, "money is left: what it will have cost is not known"

    book = openpyxl.load_workbook(home / "steering.xlsx")
    sheet = book["Lessons"]
    (head,) = (cell.row for cell in sheet["B"] if cell.value == "Lesson")
    heads = {each.value: each.column for each in sheet[head]}
    (row,) = (cell.row for cell in sheet["B"] if cell.value == "P001-I-001")
    sheet.cell(row, heads["Status"]).value = "Accepted"
    sheet.cell(row, heads["What happened"]).value = "In our words"
    book.save(home / "steering.xlsx")
    again = command("close", home, "p001")
    assert again.returncode == 0, again.stderr
    assert "Lessons accepted: 1" in again.stdout
    lessons = in_list(home, "Lessons", "Lesson")
    assert [row["What happened"] for row in lessons] == ["In our words", FORMULA]
    assert [row["Class"] for row in in_list(home, "Reference classes", "Project")] == ["Software"]
    findings = json.loads(command("validate", home, "--json", "-").stdout)["findings"]
    assert [
        one for one in findings if one["file"] == "steering.xlsx" and one["code"] not in ("PFL-01", "GEN-17")
    ] == []
    # What any save by that library brings, in whatever it saves: inline texts, the order within a font.
    usual = ("inline-string", "/styleSheet[1]/fonts[1]")
    errors = audit_errors([home / "steering.xlsx"])
    assert [error for error in errors if not any(words in error for words in usual)] == []


def test_the_archive_holds_what_its_index_says_and_tells_what_changed(home: Path) -> None:
    """Fingerprints by another reckoning; a file that is changed, gone or new is named, and the archive is not replaced."""
    assert command("close", home, "P001").returncode == 0
    folder = home / "archive" / "closed" / "P001"
    index = table(openpyxl.load_workbook(folder / "index.xlsx")["Index"], "File")
    assert {row["File"] for row in index} == {
        "extract.xlsx",
        *(f"returns/P001/{kind}.xlsx" for kind in ("plan", "risks", "budget", "followup")),
    }
    for row in index:
        content = (folder / row["File"]).read_bytes()
        assert (row["SHA-256"], row["Bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    for name in ("plan", "budget"):
        assert (folder / "returns" / "P001" / f"{name}.xlsx").read_bytes() == (
            home / "returns" / "P001" / f"{name}.xlsx"
        ).read_bytes()
    plan = table(openpyxl.load_workbook(folder / "extract.xlsx")["Plan"], "ID")
    master = openpyxl.load_workbook(home / "out" / "master.xlsx", data_only=True)["Data - Plan"]
    assert [row["ID"] for row in plan] == [
        row["ID"] for row in table(master, "Project ID") if row["Project ID"] == "P001"
    ]
    assert audit_errors([folder / "index.xlsx", folder / "extract.xlsx"]) == []
    before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert command("close", home, "P001").returncode == 0
    assert {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before

    assert command("verify", folder).returncode == 0
    (folder / "extract.xlsx").write_bytes(b"other")
    (folder / "returns" / "P001" / "plan.xlsx").unlink()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    told = command("verify", folder)
    assert told.returncode == 1
    assert told.stdout.splitlines() == [
        "◆ extract.xlsx was changed since",
        "◆ mine.txt came since",
        "◆ returns/P001/plan.xlsx is gone",
    ]
    refused = command("close", home, "P001")
    assert (refused.returncode, "is not replaced" in refused.stderr) == (2, True)
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_project_that_sends_nothing_any_more_is_closed_as_it_was_last(home: Path) -> None:
    """From the archived period in which its returns counted."""
    assert command("close", home, "P003").returncode == 0
    folder = home / "archive" / "closed" / "P003"
    said = json.loads((folder / "closing.json").read_text(encoding="utf-8"))
    assert said["status_date"] == "2026-02-28"
    (period,) = (home / "archive").glob("2026-02-28")
    assert (folder / "returns" / "P003" / "plan.xlsx").read_bytes() == (
        period / "returns" / "P003" / "plan.xlsx"
    ).read_bytes()


@pytest.mark.slow
def test_an_error_stops_it_until_somebody_insists(home: Path) -> None:
    """A broken row is no end: nothing is written; with --anyway it is, and the index says what stood open."""
    file = home / "returns" / "P002" / "risks.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[1]
    row, heads = next(
        (cell.row, {each.value: each.column for each in sheet[cell.row]})
        for cell in sheet["B"]
        if cell.value == "ID"
    )
    sheet.cell(row + 1, heads["Risk"]).value = None
    book.save(file)
    assert command("consolidate", home).returncode == 1
    before = (home / "steering.xlsx").read_bytes()
    done = command("close", home, "P002")
    assert (done.returncode, "◆ Errors in its last returns: 1" in done.stdout) == (1, True)
    assert not (home / "archive" / "closed" / "P002").exists()
    assert (home / "steering.xlsx").read_bytes() == before
    assert command("close", home, "P002", "--anyway").returncode == 0
    checks = table(
        openpyxl.load_workbook(home / "archive" / "closed" / "P002" / "index.xlsx")["Closing checks"], "Key"
    )
    assert {row["Key"]: row["State"] for row in checks}["errors"] == "◆"


def test_what_stands_in_the_way_is_said_and_nothing_is_written(home: Path) -> None:
    """Nobody of that name; a workbook of the PMO that is open; a folder of somebody else’s in the place of the archive."""
    done = command("close", home, "P099")
    assert (done.returncode, "No return of a project “P099”" in done.stderr) == (2, True)
    lock = home / "~$steering.xlsx"
    lock.write_bytes(b"")
    done = command("close", home, "P001")
    assert (done.returncode, "is open" in done.stderr) == (2, True)
    lock.unlink()
    (home / "archive" / "closed" / "P001").mkdir(parents=True)
    done = command("close", home, "P001")
    assert (done.returncode, "none that a closing wrote" in done.stderr) == (2, True)
    assert in_list(home, "Lessons", "Lesson") == []


def test_a_workbook_of_before_gets_the_lists_that_it_lacks(home: Path) -> None:
    """Two sheets are made, read like any other; the rest stays, and the former workbook is kept beside the archive."""
    book = openpyxl.load_workbook(home / "steering.xlsx")
    for name in ("Lessons", "Reference classes", "Policies", "RACI"):
        del book[name]
    book.save(home / "steering.xlsx")
    before = (home / "steering.xlsx").read_bytes()
    assert command("close", home, "P001").returncode == 0
    assert (home / "archive" / "closed" / "P001.steering.xlsx").read_bytes() == before
    assert [row["Lesson"] for row in in_list(home, "Lessons", "Lesson")] == ["P001-I-001", "P001-I-002"]
    register = openpyxl.load_workbook(home / "steering.xlsx")["Project register"]
    assert len(table(register, "Project ID")) == 3
    findings = json.loads(command("validate", home, "--json", "-").stdout)["findings"]
    assert [
        one for one in findings if one["file"] == "steering.xlsx" and one["code"] not in ("PFL-01", "GEN-17")
    ] == []


def test_what_an_ended_project_came_to_is_reckoned_by_hand(tmp_path: Path) -> None:
    """Planned for the first half of 2026, done by Friday 30 January, 22 working days; 100 planned, 120 spent."""
    home = tmp_path / "PMO"
    write(home / "returns", "P001", dt.date(2026, 3, 31), [task(100.0, 1.0)], [line(100.0, 120.0, 0.0)], [])
    (home / "pmo.toml").write_text('language = "en"\nstatus_date = 2026-03-31\n', encoding="utf-8")
    register = {
        "project_id": ["P001"],
        "project_name": ["One"],
        "status": ["closed"],
        "expected": ["yes"],
        "expected_kinds": ["plan"],
    }
    write_steering(home / "steering.xlsx", STEERING, {"register": register})
    assert command("consolidate", home).returncode in (0, 1)
    done = command("close", home, "P001", "--anyway")
    assert done.returncode == 0, done.stderr
    (row,) = in_list(home, "Reference classes", "Project")
    assert (row["First budget"], row["Final cost"]) == (100, 120)
    assert (row["First duration (wd)"], row["Final duration (wd)"]) == (
        weekdays(DAY(2026, 1, 1), DAY(2026, 6, 30)),
        22,
    )


def weekdays(first: dt.date, last: dt.date) -> int:
    """Mondays to Fridays from one day to another, both counted."""
    return sum((first + dt.timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))
