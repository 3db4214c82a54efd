"""The workbook of the PMO: what it may look like, what is wrong in it and what goes on all the same; through the terminal."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from small import task, write
from typer.testing import CliRunner

from pmo_xl.catalog.steering import STEERING, STEERING_TABLES
from pmo_xl.core.base.files import is_workspace, steering_workbook
from pmo_xl.doors.cli import app
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.workspace.health import doctor

HEADER = 5
DAY = dt.date
FORMULA = '=HYPERLINK("http://evil.example","click")'
LISTS: dict[str, dict[str, list[Any]]] = {
    "register": {"project_id": ["P001", "P002"], "project_name": ["One", "Two"], "expected_kinds": ["plan"] * 2},
    "people": {
        "person_id": ["A", "B", "C", "CMA", "PDU"], "name": ["A", "B", "C", "Claire Martin", "Paul Durand"],
        "role": ["Developer", None, None, None, None], "active_from": [DAY(2020, 1, 1), None, None, None, None],
    },
    "roles": {"role_id": ["DEV"], "role": ["Developer"]},
    "bodies": {"body": ["COPIL"], "chair": ["Paul Durand"], "cadence": ["monthly"]},
    "meetings": {"meeting_id": ["M1"], "body": ["COPIL"], "date": [DAY(2026, 4, 15)]},
}  # fmt: skip
SHEETS = {
    "en": [
        "Project register",
        "People",
        "Roles",
        "Governance bodies",
        "Meetings",
        "RACI",
        "Policies",
        "Objectives",
        "Criteria",
        "Scores",
        "Project needs",
        "Scenarios",
        "Frame",
        "Reference classes",
        "Lessons",
        "_pmo",
    ],
    "fr": [
        "Référentiel des projets",
        "Personnes",
        "Profils",
        "Instances",
        "Séances",
        "RACI",
        "Règles de gestion",
        "Objectifs stratégiques",
        "Critères",
        "Notation",
        "Besoins des projets",
        "Scénarios",
        "Cadre",
        "Classes de référence",
        "Retours d’expérience",
        "_pmo",
    ],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two projects, of which one has returned."""
    home = tmp_path_factory.mktemp("steering") / "PMO"
    write(home / "returns", "P001", DAY(2026, 3, 31), [task(100.0, 0.5)], None, [])
    (home / "pmo.toml").write_text('language = "en"\nstatus_date = 2026-03-31\n', encoding="utf-8")
    write_steering(home / "steering.xlsx", STEERING, LISTS)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "PMO")


def changed(home: Path, change: Callable[[Any], object], name: str = "steering.xlsx") -> None:
    """Somebody edits the workbook and saves it."""
    book = openpyxl.load_workbook(home / name)
    change(book)
    book.save(home / name)


def cell(sheet: Any, column: str, row: int = 1) -> Any:
    """The cell of a row of a table, counted from 1, by the words of its header."""
    head = next(one for one in sheet[HEADER] if one.value == column)
    return sheet.cell(HEADER + row, head.column)


def judged(home: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """How validate ends, and what it says."""
    done = CliRunner().invoke(app, ["validate", str(home), "--json", "-", *more])
    return done.exit_code, json.loads(done.stdout)


def of_the_pmo(result: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is found in the PMO's own workbook: rule, sheet and cell."""
    return [
        (found["code"], found["sheet"], found["cell"])
        for found in result["findings"]
        if found["file"] == "steering.xlsx"
    ]


NOT_RETURNED = [("PFL-01", "", "")]
"""The second project, of which nothing came."""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_has_a_sheet_for_each_list_and_the_register_first(tmp_path: Path, language: str) -> None:
    """In both languages, with drop-downs that name the rows of its own lists."""
    path = tmp_path / "steering.xlsx"
    write_steering(path, STEERING, LISTS, language)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == SHEETS[language]
    people = book.worksheets[1]
    offered = {rule.formula1 for rule in people.data_validations.dataValidation if rule.type == "list"}
    assert offered == {"pmo_named_roles", "pmo_named_people"}
    named = {key for key, table in STEERING_TABLES.items() if table.called}
    assert named == {
        name.removeprefix("pmo_named_") for name in book.defined_names if name.startswith("pmo_named_")
    }


def test_a_sound_one_is_silent(home: Path) -> None:
    """Only the project that is expected and did not return is told."""
    code, result = judged(home)
    assert (code, of_the_pmo(result), result["not_assessed"]) == (1, NOT_RETURNED, {})
    assert len(result["findings"]) == 1


def test_what_is_wrong_in_a_cell_is_told_and_the_rest_counts(home: Path) -> None:
    """A date that is none, a row without a key, a body nobody knows, a stranger in the chair, a departure before the arrival."""

    def spoil(book: Any) -> None:
        cell(book["People"], "To", 1).value = DAY(2019, 12, 31)
        cell(book["People"], "To", 4).value = "soon"
        cell(book["Meetings"], "Body").value = "COPIIL"
        cell(book["Governance bodies"], "Chair").value = "Paul Durant"
        cell(book["Roles"], "Key").value = None
        cell(book["Project register"], "Currency").value = "E1"

    changed(home, spoil)
    code, result = judged(home)
    assert code == 1
    assert sorted(of_the_pmo(result)) == sorted([
        ("PPL-01", "People", "I6"), ("FLD-02", "People", "I9"), ("FLD-03", "Meetings", "C6"),
        ("FLD-12", "Governance bodies", "C6"), ("FLD-01", "Roles", "B6"), ("FLD-14", "Project register", "H6"),
        *NOT_RETURNED,
    ])  # fmt: skip
    words = {found["code"]: found["message"] for found in result["findings"]}
    assert words["FLD-03"].endswith("the nearest is COPIL.")
    assert words["FLD-12"].endswith("the nearest is Paul Durand.")
    assert [one["status"] for one in result["returns"]] == ["accepted"]


def test_two_people_of_one_name_are_told_until_something_tells_them_apart(home: Path) -> None:
    """At the second of them, whatever the case, the accents and the order; an address, or a further name of one's own, is enough."""

    def rename(book: Any) -> None:
        cell(book["People"], "Name", 4).value = "Élise Martin"
        cell(book["People"], "Name", 5).value = "MARTIN Elise"
        cell(book["Governance bodies"], "Chair").value = "Elise Martin"

    def told() -> list[tuple[str, str, str, str]]:
        found = [one for one in judged(home)[1]["findings"] if one["code"] in ("PPL-02", "FLD-12")]
        return [(one["code"], one["sheet"], one["cell"], one["message"]) for one in found]

    changed(home, rename)
    at_chair = (
        "FLD-12",
        "Governance bodies",
        "C6",
        "“Elise Martin” may be Élise Martin (CMA), MARTIN Elise (PDU).",
    )
    at_name = (
        "PPL-02",
        "People",
        "C10",
        "“MARTIN Elise” may be Élise Martin (CMA) too, and nothing tells them apart.",
    )
    assert sorted(told()) == [at_chair, at_name]
    changed(home, lambda book: setattr(cell(book["People"], "Also called", 5), "value", "E. Martin (IT)"))
    changed(home, lambda book: setattr(cell(book["Governance bodies"], "Chair"), "value", "E. Martin (IT)"))
    assert told() == []
    changed(home, lambda book: setattr(cell(book["People"], "Also called", 4), "value", "Lise; e martin it"))
    changed(home, lambda book: setattr(cell(book["People"], "E-mail", 4), "value", "e@example.org"))
    changed(home, lambda book: setattr(cell(book["People"], "E-mail", 5), "value", "E@example.org"))
    found = [one for one in told() if one[0] == "PPL-02"]
    assert [one[2] for one in found] == ["C10", "J10"], found
    assert found[0][3] == "The e-mail address of MARTIN Elise is that of Élise Martin (CMA) too."
    assert found[1][3] == "A further name of MARTIN Elise may be Élise Martin (CMA) too."


def test_a_row_of_the_register_that_cannot_be_read_costs_no_return(home: Path) -> None:
    """Of a project that the register lacks nobody knows whether it stands in that row."""
    changed(home, lambda book: setattr(cell(book["Project register"], "Project ID", 1), "value", "p 1?"))
    _, result = judged(home)
    assert ("FLD-04", "Project register", "B6") in of_the_pmo(result)
    assert [one["status"] for one in result["returns"]] == ["accepted"]


@pytest.mark.parametrize(
    ("sheet", "mark", "found"),
    [
        ("People", "pmo_xl people 0 en", ("GEN-03", "People", "")),
        ("People", "pmo_xl people 99 en", ("GEN-02", "People", "")),
    ],
)
def test_a_list_of_another_version_is_told(home: Path, sheet: str, mark: str, found: tuple[str, ...]) -> None:
    """An older one is read; a newer one is not, and what needs it is not assessed; the register counts."""
    changed(home, lambda book: setattr(book[sheet]["A1"], "value", mark))
    _, result = judged(home)
    assert of_the_pmo(result) == sorted([found, *NOT_RETURNED], reverse=True) or set(of_the_pmo(result)) == {
        found,
        *NOT_RETURNED,
    }
    assert ("FLD-12" in result["not_assessed"]) is (found[0] == "GEN-02")


def test_a_list_without_its_headers_and_one_that_is_gone(home: Path) -> None:
    """The first is an error, the second a choice; neither costs more than the rules that need them."""

    def spoil(book: Any) -> None:
        book["People"].delete_rows(HEADER)
        del book["Meetings"]

    changed(home, spoil)
    _, result = judged(home)
    assert set(of_the_pmo(result)) == {("GEN-04", "People", ""), *NOT_RETURNED}
    assert {"FLD-12", "XSH-18", "DEC-03"} <= result["not_assessed"].keys()


def test_a_damaged_one_stops_only_what_needs_it(home: Path) -> None:
    """Returns are judged without it; no master is made, and no template, while nobody knows who is expected."""
    (home / "steering.xlsx").write_bytes(b"no workbook at all")
    code, result = judged(home)
    assert code == 1
    assert of_the_pmo(result) == [("GEN-01", "", "")]
    assert [one["status"] for one in result["returns"]] == ["accepted"]
    for command in ("consolidate", "prepare"):
        done = CliRunner().invoke(app, [command, str(home)])
        assert done.exit_code == 2
        assert "steering.xlsx" in done.output
    (seen,) = [one for one in doctor.workspace(home) if one.is_problem and "steering" in one.to("en")]
    assert "Correct steering.xlsx" in seen.to("en")


def test_what_is_wrong_in_it_is_not_the_business_of_one_project(home: Path) -> None:
    """Who checks one return hears of that return."""
    changed(home, lambda book: setattr(cell(book["People"], "To", 4), "value", "soon"))
    code, result = judged(home / "returns" / "P001-plan.xlsx")
    assert (code, result["findings"]) == (0, [])


def test_a_register_of_before_is_still_read(home: Path) -> None:
    """Alone it is as valid as ever: the register, and no lists."""
    (home / "steering.xlsx").unlink()
    write_steering(home / "projects.xlsx", STEERING[:1], LISTS)
    _, result = judged(home)
    assert [found["code"] for found in result["findings"]] == ["PFL-01"]
    assert result["findings"][0]["file"] == "projects.xlsx"
    assert "FLD-12" in result["not_assessed"]


def test_two_registers_are_one_error_that_says_what_to_do(home: Path) -> None:
    """The PMO's workbook counts, and neither is left out without a word."""
    write_steering(
        home / "projects.xlsx", STEERING[:1], {"register": {"project_id": ["P9"], "project_name": ["Nine"]}}
    )
    _, result = judged(home)
    (found,) = [one for one in result["findings"] if one["code"] == "PFL-10"]
    assert (found["severity"], found["found"]) == ("error", "projects.xlsx")
    assert "then delete projects.xlsx" in found["fix"]
    assert {one["project"] for one in result["findings"] if one["code"] == "PFL-01"} == {"P002"}


def test_a_project_that_is_not_under_way_owes_nothing(home: Path) -> None:
    """Unless the register says that it is expected all the same."""

    def pause(book: Any) -> None:
        cell(book["Project register"], "Status", 2).value = "Paused"

    changed(home, pause)
    assert judged(home)[0] == 0
    changed(home, lambda book: setattr(cell(book["Project register"], "Expected", 2), "value", "Yes"))
    assert of_the_pmo(judged(home)[1]) == NOT_RETURNED


def test_it_is_no_return_wherever_it_lies(home: Path) -> None:
    """A copy among the returns is passed over, and said."""
    shutil.copy(home / "steering.xlsx", home / "returns" / "copy.xlsx")
    _, result = judged(home)
    assert [one["code"] for one in result["findings"] if one["file"] == "copy.xlsx"] == ["GEN-31"]
    assert [one["file"] for one in result["returns"]] == ["P001-plan.xlsx"]


def test_french_names_are_found(home: Path) -> None:
    """pilotage.xlsx is the same; a folder that holds it alone is a workspace."""
    (home / "steering.xlsx").unlink()
    write_steering(home / "pilotage.xlsx", STEERING, LISTS, "fr")
    assert judged(home)[0] == 1
    (home / "pmo.toml").unlink()
    assert is_workspace(home)
    assert steering_workbook(home) == home / "pilotage.xlsx"


def test_the_next_templates_offer_its_names_as_texts(home: Path) -> None:
    """Nobody who has left by then; a name that looks like a formula is a text; other lists do not leave the PMO."""
    lists = {
        **LISTS,
        "people": {
            "person_id": ["Z", "G", "F"], "name": ["Zoé Roux", "Gone Away", FORMULA],
            "active_to": [None, DAY(2026, 4, 29), None], "rate_day": [700.0, 650.0, 1.0],
        },
    }  # fmt: skip
    write_steering(home / "steering.xlsx", STEERING, lists)
    done = CliRunner().invoke(app, ["prepare", str(home), "--status-date", "2026-04-30"])
    assert done.exit_code == 0, done.output
    book = openpyxl.load_workbook(home / "templates" / "issued" / "2026-04-30" / "P001" / "plan.xlsx")
    (rule,) = [
        rule for rule in book["Plan"].data_validations.dataValidation if rule.formula1 == "pmo_named_people"
    ]
    assert str(rule.sqref).startswith("F6:")
    sheet, _, area = book.defined_names["pmo_named_people"].attr_text.rpartition("!")
    offered = [row[0] for row in book[sheet.strip("'")][area.replace("$", "")]]
    assert [(one.value, one.data_type) for one in offered] == [(FORMULA, "s"), ("Zoé Roux", "s")]
    assert "pmo_named_roles" not in book.defined_names
    assert not any(one.value in (700, "Gone Away") for row in book["_pmo"].iter_rows() for one in row)


def test_a_name_that_looks_like_a_formula_stays_a_text_in_it(tmp_path: Path) -> None:
    """In every text column of every list."""
    rows = {
        key: {column.key: [FORMULA] for column in table.inputs() if column.kind.value == "text"}
        for key, table in STEERING_TABLES.items()
    }
    write_steering(tmp_path / "steering.xlsx", STEERING, rows)
    book = openpyxl.load_workbook(tmp_path / "steering.xlsx")
    cells = [one for sheet in book.worksheets[:-1] for one in sheet[HEADER + 1] if one.value == FORMULA]
    assert len(cells) == sum(len(held) for held in rows.values())
    assert {one.data_type for one in cells} == {"s"}


def test_the_master_has_no_address_no_rate_and_names_what_was_not_assessed(home: Path) -> None:
    """What is personal stays in the workbook of the PMO; the trace of the run says which rules wait for a list."""
    private = {
        "email": ["a@private.example"] * 5,
        "rate_day": [777.25] * 5,
        "active_to": [DAY(2031, 5, 17)] * 5,
    }
    lists = {**LISTS, "people": {**LISTS["people"], **private}, "meetings": {}}
    write_steering(home / "steering.xlsx", STEERING, lists)
    done = CliRunner().invoke(app, ["consolidate", str(home)])
    assert done.exit_code == 1, done.output
    book = openpyxl.load_workbook(home / "out" / "master.xlsx", read_only=True, data_only=True)
    values = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "DEC-03, FLD-03" in values
    assert not {"a@private.example", 777.25, dt.datetime(2031, 5, 17)} & values  # noqa: DTZ001 - Excel has no time zones
