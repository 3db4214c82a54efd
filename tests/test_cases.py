"""Every rule has a case: a change that breaks it at one cell, and one beside it that does not."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook
from recommendations import KIND as REGISTER
from standard import CONTROLS, SHEETS, TABLES, TEMPLATES

import pmo_xl
from pmo_xl.catalog.kinds.project import Project
from pmo_xl.catalog.steering import STEERING
from pmo_xl.catalog.steering.projects import Register
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import choices_of
from pmo_xl.core.definition.table_rule import HISTORY, ROW_HISTORY
from pmo_xl.core.flow.portfolio import Previous
from pmo_xl.core.settings.settings import RuleSettings, Settings
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.pipeline import Outcome, validate

CASES = Path(pmo_xl.__file__).parent / "catalog" / "guidance" / "cases"
BASE = tomllib.loads((CASES / "base.toml").read_text(encoding="utf-8"))
CASE_LIST = [
    {"file": file.stem, **case}
    for file in sorted(CASES.glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8")).get("case", ())
]
FOLLOW_UP = {table.key for table in TEMPLATES["followup"].tables}
"""The tables that only the packs of followup.toml bring: nobody has to send them."""
ROW_KEYS = {
    key: table.identity[-1] if table.identity else ""
    for key, table in TABLES.items()
    if len(table.identity) <= 1
}
MEMORY = (HISTORY, ROW_HISTORY)
"""What the master of the period before remembers of each project."""
ASKED_FOR = {control.code: RuleSettings(severity="info") for control in CONTROLS if control.severity is None}


def project_of(number: int, kind: str) -> str:
    """A project of its own for each change, so that one run judges them all."""
    return f"{'F' if kind == 'change' else 'G'}{number:03}"


def neighbour_of(project_id: str) -> str:
    """The project that a case sets beside its own, where two have to say the same."""
    return f"N{project_id}"


def pack(change: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, dict[str, Any]]]]:
    """The sound pack with some cells changed: its project sheet, and its rows by table and key."""
    record = dict(BASE["project"])
    tables = {
        table: {key: dict(row) for key, row in BASE.get(table, {}).items()}
        for table in (*ROW_KEYS, "budget_months", *MEMORY)
    }
    for address, what in change.items():
        table, key, column = address.split(".", 1)[0], *address.split(".", 1)[1].rsplit(".", 1)
        row = record if table == "project" else tables[table].setdefault(key, {})
        row[column] = None if what == "" else what
    return record, tables


def told(change: Mapping[str, Any], other: str) -> dict[str, Any]:
    """The change with the ID of the project beside it in its place."""
    return {address: other if what == "@other" else what for address, what in change.items()}


def written(path: Path, project_id: str, change: Mapping[str, Any], *, follow_up: bool = False) -> Path:
    """A workbook with the template's labels and nothing else: the rules need no more."""
    record, tables = pack(change)
    book = Workbook()
    sheet = book.active
    sheet.title = Project.heading.en
    record["project_id"] = project_id
    for key, column in Project.columns.items():
        sheet.append([column.label.en, shown(column, record.get(key))])
    for key in MEMORY:
        del tables[key]
    tables = {key: held for key, held in tables.items() if follow_up or key not in FOLLOW_UP}
    for table, held in tables.items():
        definition = SHEETS[table]
        columns = list(definition.columns.values())
        sheet = book.create_sheet(definition.heading.en)
        sheet.append([column.label.en for column in columns])
        for key, row in held.items():
            whole = {**identity(table, key), **row}
            sheet.append([shown(column, whole.get(column.key)) for column in columns])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def shown(column: Column, what: Any) -> Any:
    """A value as a person would enter it: list values by their label, a word that is in no list as it is."""
    choices = choices_of(column)
    if choices is None or what is None:
        return what
    return next((member.label.en for member in choices if member.key == what), what)


def identity(table: str, key: str) -> dict[str, Any]:
    """The columns that name a row."""
    if table != "budget_months":
        return {ROW_KEYS[table]: key} if ROW_KEYS[table] else {}
    line, month = key.split()
    return {"line_id": line, "period": dt.date.fromisoformat(f"{month}-01")}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Every case and its sound neighbour, judged in one run."""
    folder = tmp_path_factory.mktemp("cases")
    packs: dict[str, Mapping[str, Any]] = {"BASE": {}}
    written(folder / "BASE.xlsx", "BASE", {}, follow_up=True)
    for number, case in enumerate(CASE_LIST):
        for kind in ("change", "passes"):
            own = project_of(number, kind)
            packs[own] = told(case[kind], neighbour_of(own))
            beside = {neighbour_of(own): told(case["beside"], own)} if "beside" in case else {}
            packs |= beside
            for key in (own, *beside):
                written(folder / f"{key}.xlsx", key, packs[key], follow_up=case["file"] == "followup")
    home = tmp_path_factory.mktemp("home")
    (home / "pmo.toml").write_text("", encoding="utf-8")
    register = {
        "project_id": [*packs, "ENDED"],
        "project_name": [
            *(pack(change)[0]["project_name"] for change in packs.values()),
            "Data centre of before",
        ],
        "status": [*[None] * len(packs), "closed"],
    }
    write_steering(home / "steering.xlsx", STEERING, {Register.key: register})
    return validate([folder], home=home, settings=Settings(rules=ASKED_FOR), previous=remembered(packs))


def remembered(packs: Mapping[str, Mapping[str, Any]]) -> Previous:
    """What the master of the period before knows of each project."""
    history, more = (
        pd.DataFrame(
            [
                {"project_id": key, **row}
                for key, change in packs.items()
                for row in pack(change)[1][table].values()
            ]
        ).astype(object)
        for table in MEMORY
    )
    return Previous(history, more={ROW_HISTORY: more})


def found(outcome: Outcome, project_id: str) -> list[Finding]:
    """What was found in one of the workbooks."""
    return [finding for finding in outcome.portfolio.findings if finding.place.file == f"{project_id}.xlsx"]


def test_the_sound_pack_has_no_finding(judged: Outcome) -> None:
    """The pack that all cases start from is sound, by every rule."""
    assert found(judged, "BASE") == []


@pytest.mark.parametrize("number", range(len(CASE_LIST)), ids=[f"{c['rule']} {c['cell']}" for c in CASE_LIST])
def test_a_rule_finds_its_fault_at_its_cell_and_nothing_beside_it(judged: Outcome, number: int) -> None:
    """The change is found at its cell, with the words of the rule; its neighbour passes."""
    case = CASE_LIST[number]
    findings = found(judged, project_of(number, "change"))
    own = [finding for finding in findings if finding.code == case["rule"]]
    said = {finding.code: finding.message.to("en") for finding in findings}

    assert {finding.code for finding in findings} == {case["rule"], *case.get("also", ())}, said
    assert [
        one for one in own if place_of(one) == case["cell"] and case.get("says", "") in one.message.to("en")
    ], [(place_of(one), one.message.to("en")) for one in own]
    assert "{" not in "".join(one.message.to(language) for one in own for language in ("en", "fr"))
    assert [(f.code, f.message.to("en")) for f in found(judged, project_of(number, "passes"))] == []


def place_of(finding: Finding) -> str:
    """The cell of a finding in the words of the cases: table.row.column."""
    (sheet,) = (sheet for sheet in SHEETS.values() if finding.place.sheet == sheet.heading.en)
    assert finding.place.row is not None
    assert finding.place.column is not None
    if sheet is Project:
        return f"project..{list(Project.columns)[finding.place.row]}"
    column = list(sheet.columns)[finding.place.column]
    if sheet.key != "budget_months":
        (identity,) = sheet.identity or (column,)
        keys = {member.label.to("en"): member.key for member in choices_of(sheet.columns[identity]) or ()}
        return f"{sheet.key}.{keys.get(finding.row_key, finding.row_key)}.{column}"
    line, day = finding.row_key.split(" · ")
    return f"{sheet.key}.{line} {day[:7]}.{column}"


def test_every_rule_has_a_case() -> None:
    """A rule of a row or of several rows without a case would be a rule that nobody proved.

    What every register shares is proved once, by test_one_file_kind.py; what needs a list of the PMO, by test_lists.py;
    what became of the rows of each register, here for one of them, for all by test_row_history.py.
    """
    shared = {rule.says for table in REGISTER.template.tables for rule in table.rules}
    cases = {(case["rule"], case["cell"].split(".")[0], case["cell"].rsplit(".", 1)[1]) for case in CASE_LIST}
    rules = {
        (rule.code, sheet.key, rule.at)
        for sheet in SHEETS.values()
        for rule in sheet.rules
        if rule.says not in shared
    }
    rules |= {(control.code, control.table, control.at) for control in CONTROLS
              if control.needs is None and (ROW_HISTORY not in control.reads or control.table == "risks")}  # fmt: skip

    assert rules <= cases, sorted(rules - cases)


# what a PMO decides about rules --------------------------------------------------------------------------


def judged_with(tmp_path: Path, change: Mapping[str, Any], **rules: RuleSettings) -> list[tuple[str, str]]:
    """Code and severity of what is found in one changed pack under these settings."""
    written(tmp_path / "one.xlsx", "ONE", change)
    outcome = validate(
        [tmp_path], settings=Settings(rules={key.replace("_", "-"): chosen for key, chosen in rules.items()})
    )
    return [(finding.code, finding.severity.key) for finding in outcome.portfolio.findings]


def test_a_rule_can_be_weighed_put_on_trial_and_switched_off(tmp_path: Path) -> None:
    """Severity, limit, trial and off are those of the settings, for rules of a row and of several."""
    twins = {"risks.R-002.title": "The supplier delivers too late"}
    late = {"plan.50.start_forecast": dt.date(2026, 3, 31), "plan.50.predecessors": ""}

    assert judged_with(tmp_path, twins) == [("RSK-17", "warning")]
    assert judged_with(tmp_path, twins, RSK_17=RuleSettings(severity="error")) == [("RSK-17", "error")]
    assert judged_with(tmp_path, twins, RSK_17=RuleSettings(beta=True)) == [("RSK-17", "info")]
    assert judged_with(tmp_path, twins, RSK_17=RuleSettings(severity="off")) == []
    assert judged_with(tmp_path, twins, RSK_17=RuleSettings(limit=0.99)) == []
    assert judged_with(tmp_path, late) == [("PLN-03", "error")]
    assert judged_with(tmp_path, late, PLN_03=RuleSettings(severity="warning")) == [("PLN-03", "warning")]
    assert judged_with(tmp_path, late, PLN_03=RuleSettings(severity="off")) == []


def test_a_row_that_breaks_a_rule_stays_in_the_totals(tmp_path: Path) -> None:
    """What an error says of the work is no reason to leave its figures out; nor is it as a warning."""
    written(tmp_path / "one.xlsx", "ONE", {"plan.50.start_forecast": dt.date(2026, 3, 31)})
    kept = [
        len(validate([tmp_path], settings=Settings(rules=rules)).portfolio.tables["plan"])
        for rules in ({}, {"PLN-03": RuleSettings(severity="warning")})
    ]

    assert kept == [6, 6]


def test_a_rule_that_was_not_asked_for_is_silent(tmp_path: Path) -> None:
    """Rules that are off find nothing until the settings ask for them."""
    milestone = dt.date(2026, 6, 1)
    blind = {
        "plan.40.start_forecast": milestone,
        "plan.40.finish_forecast": milestone,
        "plan.50.predecessors": "",
    }

    assert judged_with(tmp_path, blind) == []
    assert judged_with(tmp_path, blind, PLN_27=RuleSettings(severity="info")) == [("PLN-27", "info")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('PLN-99 = { severity = "off" }', "no rule “PLN-99”"),
        ('FLD-02 = { severity = "warning" }', "FLD-02 is always an error"),
        ("PLN-01 = { limit = 3 }", "PLN-01 has no limit"),
        ('PLN-01 = { severity = "mild" }', "one of these is expected: error, warning, info, off"),
        ("PLN-01 = { weight = 3 }", "unknown key"),
    ],
)
def test_a_wrong_setting_of_a_rule_is_named(tmp_path: Path, words: str, sentence: str) -> None:
    """What cannot be set is answered with a sentence that names the rule."""
    written(tmp_path / "returns" / "one.xlsx", "ONE", {})
    (tmp_path / "pmo.toml").write_text(f"[rules]\n{words}\n", encoding="utf-8")

    with pytest.raises(SettingsError, match=sentence):
        validate([tmp_path])


def test_a_sum_of_rows_that_are_not_all_there_is_not_judged(tmp_path: Path) -> None:
    """An amount that cannot be read, or a line without a name, makes these totals prove nothing; others are judged."""
    wrong = {"budget.L1.transfers": -9000}

    assert judged_with(tmp_path, {**wrong, "budget.L3.transfers": "soon"}) == [("FLD-02", "error")]
    assert judged_with(tmp_path, {**wrong, "budget.L3.line_id": ""}) == [("FLD-01", "error")]
    assert judged_with(tmp_path, {**wrong, "budget.L3.etc": "soon"}) == [
        ("BUD-14", "error"),
        ("BUD-04", "error"),
        ("FLD-02", "error"),
    ]


def test_returns_that_are_all_left_out_are_judged_by_no_control(tmp_path: Path) -> None:
    """A period of which every return is for another date has no rows, and nothing is said of them."""
    written(tmp_path / "one.xlsx", "ONE", {"risks.R-001.event": "A supplier short of staff"})
    outcome = validate([tmp_path], status_date=dt.date(2026, 4, 30))

    assert [finding.code for finding in outcome.portfolio.findings] == ["GEN-07"]
