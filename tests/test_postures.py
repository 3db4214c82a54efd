"""How a PMO stands towards projects: rules weigh more or less, and the master says so."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from commands import command
from small import columns

from pmo_xl.catalog.steering import STEERING
from pmo_xl.excel.template.steering_workbook import write_steering

POLICIES = [
    {
        "policy": "Escalation after (days)",
        "value": "10",
        "since": dt.date(2026, 1, 1),
        "approved_by": "Claire Martin",
    },
    {"policy": "=1+1", "value": "2", "since": None, "approved_by": None},
]
RACI = [
    {"activity": "Approve a change", "role": "Sponsor", "part": "accountable"},
    {"activity": "Approve a change", "role": "Controller", "part": "consulted"},
    {"activity": "Approve a change", "role": "PMO", "part": "consulted"},
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three projects with faults of every weight."""
    home = tmp_path_factory.mktemp("posture") / "PMO"
    assert command("demo", home, "--projects", "3", "--faults", "45").returncode == 0
    return home


def severities(home: Path, *lines: str, rules: str = "") -> dict[str, set[str]]:
    """How much the findings weigh under these settings, by rule."""
    (home / "pmo.toml").write_text(
        "\n".join(["status_date = 2026-03-31", *lines, "[rules]", rules, ""]), encoding="utf-8"
    )
    done = command("validate", home, "--json", "-")
    assert done.returncode in (0, 1), done.stderr
    told: dict[str, set[str]] = {}
    for one in json.loads(done.stdout)["findings"]:
        told.setdefault(one["code"], set()).add(one["severity"])
    return told


def test_a_posture_is_a_set_of_weights_that_the_settings_go_before(home: Path) -> None:
    """Supporting: warnings that touch no total are notes. Directing: strangers are errors. [rules] goes first."""
    usual = severities(home, 'profile = "standard"')
    assert severities(home, 'posture = "controlling"') == usual
    mild = severities(home, 'posture = "supportive"', 'profile = "standard"')
    changed = {code for code in usual if mild[code] != usual[code]}
    assert changed
    assert all(usual[code] == {"warning"} and mild[code] == {"info"} for code in changed)
    assert not any(code.startswith(("BUD", "XSH", "CHG", "PFL", "FLD", "GEN")) for code in changed)
    assert {code for code, told in mild.items() if "warning" in told} <= {
        c for c in mild if c[:3] in ("BUD", "XSH", "CHG", "PFL", "FLD", "GEN")
    }
    one = min(changed)
    kept = severities(
        home, 'posture = "supportive"', 'profile = "standard"', rules=f'{one} = {{ severity = "warning" }}'
    )
    assert kept == {**mild, one: {"warning"}}


def test_directing_takes_strangers_for_errors(home: Path) -> None:
    """Of the rules that it names; all others weigh as they do."""
    usual = severities(home, 'profile = "full"')
    strict = severities(home, 'posture = "directive"')
    assert {code for code in usual if strict[code] != usual[code]} <= {"XSH-10", "FLD-12", "CHG-04", "GAT-04"}
    assert usual.keys() == strict.keys()


def test_a_posture_chooses_the_profile_and_is_printed_with_policies_and_roles(home: Path) -> None:
    """On the sheet of the run; a profile that is stated goes first. Texts like formulas stay texts."""
    register = {"project_id": ["P001", "P002", "P003"], "project_name": ["A", "B", "C"]}
    write_steering(
        home / "steering.xlsx",
        STEERING,
        {"register": register, "policies": columns(POLICIES), "raci": columns(RACI)},
    )
    for lines, posture, profile in (
        (['posture = "directive"'], "Directive", "full"),
        (['posture = "supportive"', 'profile = "full"'], "Supportive", "full"), ([], None, "standard"),
    ):  # fmt: skip
        severities(home, *lines)
        assert command("consolidate", home).returncode in (0, 1)
        page = openpyxl.load_workbook(home / "out" / "master.xlsx", data_only=False)["Settings and trace"]
        rows = {row[1]: row for row in page.iter_rows(values_only=True) if row[1]}
        assert rows["Profile"][2] == profile
        assert rows.get("Posture of the PMO", (None,) * 3)[2] == posture
        _, _, value, since, approved_by, *_ = rows["Escalation after (days)"]
        assert (value, since.date(), approved_by) == ("10", dt.date(2026, 1, 1), "Claire Martin")
        assert rows["=1+1"][2] == "2"
        assert rows["Approve a change"][2:6] == ("Sponsor", None, "Controller, PMO", None)
    cells = {cell.value: cell.data_type for row in page.iter_rows() for cell in row}
    assert cells["=1+1"] == "s"


def test_a_posture_that_is_none_is_said(home: Path) -> None:
    """The sentence names the key."""
    (home / "pmo.toml").write_text('posture = "strict"\n', encoding="utf-8")
    done = command("validate", home)
    assert (done.returncode, "posture" in done.stderr, "supportive" in done.stderr) == (2, True, True)
