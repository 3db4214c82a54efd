"""The follow-up: what the demonstration plants is found at its cell, and what the next workbook takes over."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from filled import edited
from openpyxl.worksheet.worksheet import Worksheet
from standard import KIND_OF, TABLES

import pmo_xl
from pmo_xl.core.base.files import ISSUED_FOLDER, MASTER_FILE, RETURNS_FOLDER, in_workspace
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.definition.column import Kind, Profile
from pmo_xl.workspace import demo

KINDS = ("plan", "risks", "budget", "followup")
STATUS_DATE = dt.date(2026, 3, 31)
Cells = Counter[tuple[str, str, str, str, str]]
HEADER = 5
"""The row of the headers on the sheet of a table."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six projects with a follow-up, in French, without a fault."""
    folder = tmp_path_factory.mktemp("suivi") / "PMO"
    pmo_xl.make_demo(folder, 6, 1, "fr", kinds=KINDS)
    return folder


class Judged(NamedTuple):
    """The faults of a portfolio, what was found in it, and what is overdue in it, by code, severity, file, sheet and cell."""

    faults: list[dict[str, Any]]
    findings: list[Finding]
    late: Cells


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Fifteen projects with 150 faults of all kinds."""
    folder = tmp_path_factory.mktemp("planted") / "PMO"
    pmo_xl.make_demo(folder, 15, 1, "mixed", faults=150, kinds=KINDS)
    faults = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    return Judged(faults, pmo_xl.validate([folder]).portfolio.findings, overdue_at(folder, STATUS_DATE))


@pytest.fixture(scope="module")
def three_periods(tmp_path_factory: pytest.TempPathFactory) -> tuple[Judged, list[Cells]]:
    """Ten projects of which the third period has 75 faults, and what else than overdue work was found in each before."""
    home = tmp_path_factory.mktemp("periods") / "PMO"
    before: list[Cells] = []

    def run() -> None:
        portfolio = pmo_xl.consolidate([home], home / MASTER_FILE).portfolio
        assert portfolio.status_date is not None
        before.append(found_at(portfolio.findings) - overdue_at(home, portfolio.status_date))

    _, faults = demo(home, 10, 5, "mixed", 75, kinds=KINDS, periods=3, between=run)
    findings = pmo_xl.validate([home]).portfolio.findings
    return Judged(faults, findings, overdue_at(home, STATUS_DATE)), before


def column(sheet: Worksheet, table: str, key: str, language: str = "fr") -> list[Any]:
    """The cells of a column below its header, to the last row with an ID."""
    words = TABLES[table].columns[key].label.to(language)
    heads = {cell.value: cell.column for cell in sheet[HEADER]}
    first = TABLES[table].columns[TABLES[table].identity[0]].label.to(language)
    rows = [
        at for at in range(HEADER + 1, sheet.max_row + 1) if sheet.cell(at, heads[first]).value is not None
    ]
    return [sheet.cell(at, heads[words]).value for at in rows]


def put(sheet: Worksheet, table: str, key: str, row: int, what: Any, language: str = "fr") -> None:
    """Type into a column, in the given row below the header."""
    heads = {cell.value: cell.column for cell in sheet[HEADER]}
    sheet.cell(HEADER + 1 + row, heads[TABLES[table].columns[key].label.to(language)]).value = what


def test_a_sound_portfolio_is_late_here_and_there_and_nothing_else(sound: Path) -> None:
    """No rule of a row, of several rows or between projects speaks without a reason."""
    late = overdue_at(sound, STATUS_DATE)
    assert found_at(pmo_xl.validate([sound]).portfolio.findings) == late
    assert {code for code, *_ in late} == {"ACT-01"}


def test_each_planted_fault_is_found_at_its_cell_and_nothing_else(planted: Judged) -> None:
    """Code, severity, file, sheet and cell, as the list of faults has them; beside these only what is overdue."""
    assert found_at(planted.findings) == planted_at(planted.faults) | planted.late
    assert len({one["kind"] for one in planted.faults}) > 50
    assert {code for code, *_ in planted.late} == {"ACT-01", "XSH-20"}


def test_a_fault_that_shows_beside_the_period_before_is_found_at_its_cell(
    three_periods: tuple[Judged, list[Cells]],
) -> None:
    """A baseline or a budget that moved in silence, approved days that did not come, a project that burns without a word."""
    judged, before = three_periods
    assert found_at(judged.findings) == planted_at(judged.faults) | judged.late
    assert {"ISS-05", "XSH-08", "PLN-29", "BUD-20", "TIM-01", "TIM-02", "TIM-03"} <= {
        one["code"] for one in judged.faults
    }
    assert before == [Counter(), Counter()]


def test_a_circle_of_two_projects_is_one_finding_and_a_word_to_the_other(planted: Judged) -> None:
    """Counted once, at the first of the two, with both named; the other is shown which of its rows waits."""
    circles = [one for one in planted.findings if one.code == "DEP-04"]
    others = [one for one in planted.findings if one.code == "DEP-08"]
    assert circles
    assert [one.severity.key for one in (*circles, *others)] == ["error"] * len(circles) + ["info"] * len(
        others
    )
    for circle, other in zip(circles, others, strict=True):
        named = f"{circle.project} → {other.project} → {circle.project}"
        assert circle.project < other.project
        assert named in circle.message.to("fr")
        assert named in other.message.to("en")
    assert sum(one["kind"] == "circle" for one in planted.faults) == 2 * len(circles)


def planted_at(faults: list[dict[str, Any]]) -> Cells:
    """Code, severity, file, sheet and cell of each fault, as faults.json has them."""
    return Counter((one["code"], one["severity"], one["file"], one["sheet"], one["cell"]) for one in faults)


def overdue_at(folder: Path, day: dt.date) -> Cells:
    """The open actions and decisions whose date has passed, read from the returns by another reader; each has an owner, or a body."""
    late: Cells = Counter()
    for file in in_workspace(folder, RETURNS_FOLDER).glob("*/*.xlsx"):
        if file.stem not in ("followup", "suivi"):
            continue
        book = openpyxl.load_workbook(file)
        for table, code, due, person, over in (
            ("actions", "ACT-01", "due_date", "owner", {"Done", "Faite", "Cancelled", "Abandonnée"}),
            ("decisions", "XSH-20", "needed_by", "body", {"Decided", "Prise", "Cancelled", "Annulée"}),
        ):
            definition = TABLES[table]
            language = "fr" if definition.heading.fr in book.sheetnames else "en"
            sheet = book[definition.heading.to(language)]
            heads = {cell.value: cell.column for cell in sheet[HEADER]}
            when, status, who = (
                heads[definition.columns[key].label.to(language)] for key in (due, "status", person)
            )
            for row in range(HEADER + 1, sheet.max_row + 1):
                cell = sheet.cell(row, when)
                if (
                    isinstance(cell.value, dt.datetime)
                    and cell.value.date() < day
                    and sheet.cell(row, status).value not in over
                ):
                    assert sheet.cell(row, who).value
                    late[
                        code, "warning", f"{file.parent.name}/{file.name}", sheet.title, cell.coordinate
                    ] += 1
    return late


def found_at(findings: list[Finding]) -> Cells:
    """The same of each finding; one without a cell would be none that was planted."""
    return Counter(
        (one.code, one.severity.key, one.place.file.removeprefix("returns/"), one.place.sheet, one.place.cell)
        for one in findings
    )


def test_a_text_that_looks_like_a_formula_stays_a_text(sound: Path, tmp_path: Path) -> None:
    """In every cell of the follow-up that takes free text."""
    long, short = '=HYPERLINK("http://example.org","x")', "=1+1"
    returned = in_workspace(sound, RETURNS_FOLDER) / "P001" / "suivi.xlsx"
    texts = [
        (table, column)
        for table in TABLES.values()
        if KIND_OF[table.key] == "followup"
        for column in table.inputs()
        if column.kind is Kind.TEXT and not column.pattern
    ]
    assert len(texts) > 35

    def type_it(book: openpyxl.Workbook) -> None:
        for table, column in texts:
            sheet = book[table.heading.fr]
            heads = {cell.value: cell.column for cell in sheet[HEADER]}
            cell = sheet.cell(HEADER + 1, heads[column.label.fr])
            cell.value, cell.data_type = short if (column.max_length or 99) < len(long) else long, "s"

    file = tmp_path / "returns" / "suivi.xlsx"
    file.parent.mkdir()
    file.write_bytes(returned.read_bytes())
    edited(file, type_it)
    pmo_xl.consolidate([file], tmp_path / "master.xlsx")
    book = openpyxl.load_workbook(tmp_path / "master.xlsx")
    held = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in (long, short)
    ]
    assert len(held) >= len(texts)
    assert {cell.data_type for cell in held} == {"s"}


def test_a_status_report_without_its_rows_is_not_taken_for_a_green_one(sound: Path, tmp_path: Path) -> None:
    """Each row that everybody owes and somebody deleted is named at the header."""
    file = tmp_path / "suivi.xlsx"
    file.write_bytes((in_workspace(sound, RETURNS_FOLDER) / "P002" / "suivi.xlsx").read_bytes())
    edited(file, lambda book: book["Météo"].delete_rows(HEADER + 1, 9))
    findings = [one for one in pmo_xl.validate([file]).portfolio.findings if one.code != "ACT-01"]
    assert [(one.code, one.severity.key, one.place.row) for one in findings] == [
        ("FLD-01", "error", HEADER - 1)
    ] * 4
    for word, one in zip(("Global", "Délais", "Coûts", "Risques"), findings, strict=True):
        assert f"« {word} »".replace(" ", "\u00a0") in one.message.to("fr")


@pytest.fixture(scope="module")
def prepared(sound: Path) -> Path:
    """The workbooks of the next period, after an action of P001 was put off and another had no first date."""
    file = in_workspace(sound, RETURNS_FOLDER) / "P001" / "suivi.xlsx"

    def put_off(book: openpyxl.Workbook) -> None:
        actions = book[TABLES["actions"].heading.fr]
        put(actions, "actions", "due_previous", 0, dt.datetime(2026, 3, 2))  # noqa: DTZ001 - Excel has no time zones
        put(actions, "actions", "postponed", 0, 1)
        put(actions, "actions", "due_first", 1, None)

    edited(file, put_off)
    pmo_xl.prepare(sound, dt.date(2026, 4, 30))
    return in_workspace(sound, ISSUED_FOLDER) / "2026-04-30" / "P001" / "suivi.xlsx"


def test_the_next_workbook_asks_for_the_status_anew_beside_the_last_one(sound: Path, prepared: Path) -> None:
    """Nine rows, no colour and no words of this period yet; those of the last stand beside."""
    last = openpyxl.load_workbook(in_workspace(sound, RETURNS_FOLDER) / "P001" / "suivi.xlsx")["Météo"]
    sheet = openpyxl.load_workbook(prepared)["Météo"]
    assert len(column(sheet, "status", "dimension")) == 9
    assert set(column(sheet, "status", "rag")) == {None}
    assert set(column(sheet, "status", "comment")) == {None}
    assert column(sheet, "status", "rag_previous") == column(last, "status", "rag")
    assert column(sheet, "status", "path_to_green") == column(last, "status", "path_to_green")


def test_the_next_workbook_keeps_the_first_date_and_counts_what_was_put_off(
    sound: Path, prepared: Path
) -> None:
    """Due dates as last agreed, the first one frozen, one more postponement where the date moved back."""
    last = openpyxl.load_workbook(in_workspace(sound, RETURNS_FOLDER) / "P001" / "suivi.xlsx")[
        "Plan d’actions"
    ]
    sheet = openpyxl.load_workbook(prepared)["Plan d’actions"]
    due = column(last, "actions", "due_date")
    assert column(sheet, "actions", "due_date") == due
    assert column(sheet, "actions", "due_previous") == due
    first = column(sheet, "actions", "due_first")
    assert first[1] == due[1]
    assert None not in first
    assert column(sheet, "actions", "postponed")[:2] == [2, 0]


def test_messages_are_said_anew(prepared: Path) -> None:
    """What the committee was told last month is not told again."""
    sheet = openpyxl.load_workbook(prepared)["Messages clés"]
    assert [cell.value for cell in sheet[HEADER + 1][1:3]] == [None, None]


def test_a_blank_has_the_nine_dimensions_and_hides_what_the_full_profile_asks(tmp_path: Path) -> None:
    """And it is still known as a blank, which a new one may replace."""
    for profile, hidden in (("STANDARD", 3), ("FULL", 0)):
        pmo_xl.write_templates(["followup"], tmp_path, "en", profile=Profile[profile])
        book = openpyxl.load_workbook(tmp_path / "followup.xlsx")
        assert len(column(book["Status"], "status", "dimension", "en")) == 9
        assert sum(sheet.sheet_state == "hidden" for sheet in book) == hidden
