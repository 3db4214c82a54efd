"""What the PMO decides for all: who answers for what, policies, lessons; judged in real workbooks, through the terminal."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from small import task, write
from typer.testing import CliRunner

from pmo_xl.catalog.steering import STEERING
from pmo_xl.doors.cli import app
from pmo_xl.excel.template.steering_workbook import write_steering

DAY = dt.date
REGISTER = {"project_id": ["P001", "P002"], "project_name": ["One", "Two"], "expected_kinds": ["plan"] * 2}


def judged(home: Path, lists: dict[str, Any], settings: str = "") -> list[tuple[str, str, str, str]]:
    """What is found in the workbook of a PMO that keeps these lists: rule, sheet, cell, words."""
    write(home / "returns", "P001", DAY(2026, 3, 31), [task(100.0, 0.5)], None, [])
    (home / "pmo.toml").write_text(f"status_date = 2026-03-31\n{settings}", encoding="utf-8")
    write_steering(home / "steering.xlsx", STEERING, {"register": REGISTER, **lists})
    result = json.loads(CliRunner().invoke(app, ["validate", str(home), "--json", "-"]).stdout)
    return [
        (one["code"], one["sheet"], one["cell"], one["message"])
        for one in result["findings"]
        if one["file"] == "steering.xlsx" and one["code"] != "PFL-01"
    ]


def raci(*rows: tuple[str, str, str]) -> dict[str, Any]:
    """The matrix of these rows: activity, role, part."""
    return {"raci": dict(zip(("activity", "role", "part"), map(list, zip(*rows, strict=True)), strict=True))}


def test_each_activity_has_one_who_answers(tmp_path: Path) -> None:
    """Two are too many, none is too few; told at the first row of the activity, whatever its case."""
    rows = raci(
        ("Approve a change", "Sponsor", "accountable"), ("Approve a change", "PMO", "consulted"),
        ("Close a risk", "Owner", "responsible"), ("Close a risk", "Manager", "informed"),
        ("Release money", "Sponsor", "accountable"), ("release MONEY", "Controller", "accountable"),
    )  # fmt: skip
    assert judged(tmp_path, rows) == [
        ("RAC-01", "RACI", "B8", "“Close a risk” has 0 accountable: exactly one is needed."),
        ("RAC-01", "RACI", "B10", "“Release money” has 2 accountable: exactly one is needed."),
    ]


def test_a_policy_that_the_settings_decide_too_is_told_with_both_values(tmp_path: Path) -> None:
    """By the name of the setting, alone or with its section, whatever the case; a setting left at its default is none."""
    policies = {
        "policy": [
            "Fiscal year start",
            "Escalation after",
            "calendar.fiscal_year_start",
            "keep.masters",
            "Language",
        ],
        "value": ["4", "10", "7", "12", "fr"],
    }
    found = judged(tmp_path, {"policies": policies}, 'language = "en"\n[calendar]\nfiscal_year_start = 9\n')
    assert found == [
        ("PFL-09", "Policies", "B6", "pmo.toml decides fiscal_year_start too: 9 there, 4 here."),
        ("PFL-09", "Policies", "B8", "pmo.toml decides calendar.fiscal_year_start too: 9 there, 7 here."),
        ("PFL-09", "Policies", "B10", "pmo.toml decides language too: en there, fr here."),
    ]


@pytest.mark.parametrize(("status", "told"), [("accepted", 0), ("in_method", 0), ("proposed", 1), (None, 1)])
def test_a_closed_project_should_have_taught_something(tmp_path: Path, status: str | None, told: int) -> None:
    """One that is accepted, not one that somebody proposed; where nobody keeps lessons, nothing is judged."""
    register = {**REGISTER, "status": ["active", "closed"]}
    lesson = {"lesson_id": ["P002-I-001"], "project_id": ["p002"], "what": ["Late tests"], "status": [status]}
    found = judged(tmp_path, {"register": register, "lessons": lesson})
    assert (
        found
        == [("LES-01", "Project register", "L7", "P002 is closed, and no lesson of it is accepted.")] * told
    )
    assert judged(tmp_path, {"register": register}) == []


def test_templates_are_prepared_beside_lists_that_offer_no_names(tmp_path: Path) -> None:
    """Policies, roles and lessons are no names that a return could choose."""
    lists = {
        **raci(("Approve", "Sponsor", "accountable")), "policies": {"policy": ["Escalation"], "value": ["10"]},
        "lessons": {"lesson_id": ["L-1"], "project_id": ["P001"], "what": ["Late"]}, "references": {"project_id": ["P001"], "first_bac": [1.0]},
    }  # fmt: skip
    assert judged(tmp_path, lists) == []
    done = CliRunner().invoke(app, ["prepare", str(tmp_path), "--status-date", "2026-04-30"])
    assert done.exit_code == 0, done.output
