"""Files of other programs through the command: written as a return, or read where the returns lie."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from commands import command
from plan_files import activity, after, baseline, mspdi, p6, task, xer
from standard import STANDARD_TEMPLATES

from pmo_xl.adopt.sources.delimited import table_of
from pmo_xl.adopt.sources.jira import read_jira
from pmo_xl.adopt.sources.model import Asked, NotTakenError
from pmo_xl.catalog.steering import STEERING
from pmo_xl.core.base.text import say
from pmo_xl.core.definition.column import Profile
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.read.one import returns_in
from pmo_xl.gather.read.sources import read_source
from pmo_xl.pipeline import consolidate_to, validate
from pmo_xl.pipeline.outcome import Outcome

SAMPLES = Path(__file__).parents[2] / "shared" / "samples" / "pm"
DAYS = ("2026-01-05T08:00:00", "2026-01-30T17:00:00"), ("2026-02-02T08:00:00", "2026-04-10T17:00:00")
CODE: dict[str, Any] = {
    "PercentComplete": 60, "ActualStart": DAYS[1][0], "PredecessorLink": [after(42)],
    "Baseline": [baseline(DAYS[1][0], "2026-03-27T17:00:00", Cost=12000000)],
}  # fmt: skip
LIVE: dict[str, Any] = {
    "Milestone": 1,
    "PredecessorLink": [after(43)],
    "Baseline": [baseline("2026-03-30T17:00:00", "2026-03-30T17:00:00")],
}
PEOPLE = ({1: "Paul Durand"}, [(42, 1), (43, 1), (44, 1)])


def portal(
    code: dict[str, Any] | None = None, extra: list[dict[str, Any]] | None = None, **head: Any
) -> bytes:
    """A plan without a fault: a summary, two tasks of 50,000 and 120,000, a milestone."""
    return mspdi(
        [
            task(41, "Build", DAYS[0][0], DAYS[1][1], Summary=1, OutlineNumber="1", WBS="1", PercentComplete=70, ActualStart=DAYS[0][0],
                 Baseline=[baseline(DAYS[0][0], "2026-03-27T17:00:00")]),
            task(42, "Design", *DAYS[0], OutlineNumber="1.1", WBS="1.1", PercentComplete=100, ActualStart=DAYS[0][0], ActualFinish=DAYS[0][1],
                 Baseline=[baseline(*DAYS[0], Cost=5000000)]),
            task(43, "Code", *DAYS[1], OutlineNumber="1.2", WBS="1.2", **{**CODE, **(code or {})}),
            task(44, "Go live", "2026-04-13T08:00:00", "2026-04-13T08:00:00", OutlineNumber="2", WBS="2", **LIVE),
            *(extra or []),
        ],
        *PEOPLE, **head,
    )  # fmt: skip


def workspace(home: Path, name: str, data: bytes, language: str = "en", settings: str = "") -> Path:
    """A workspace with that file among its returns."""
    file = home / "returns" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    (home / "pmo.toml").write_text(f'language = "{language}"\n{settings}', encoding="utf-8")
    return home


def told(outcome: Outcome, *codes: str) -> list[tuple[str, str]]:
    """The findings of some codes: their place and their words."""
    return [(f.place.spot, f.message.to("en")) for f in outcome.portfolio.findings if f.code in codes]


# ---- written as a return ----------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "name"), [("en", "plan.xlsx"), ("fr", "planning.xlsx")])
@pytest.mark.parametrize("kind", ["xml", "xer"])
def test_a_plan_becomes_a_return_that_consolidates(
    kind: str, language: str, name: str, tmp_path: Path
) -> None:
    """Without a finding, with the figures of the plan, and with a line that says what it comes from; the register names its manager."""
    source, home = tmp_path / f"portal.{kind}", tmp_path / "PMO"
    source.write_bytes(portal() if kind == "xml" else xer(P6))
    home.mkdir()
    (home / "pmo.toml").write_text(
        f'language = "{language}"\n[collection]\nkinds = ["plan"]\n', encoding="utf-8"
    )
    known = {
        "project_id": ["P012"],
        "project_name": ["Portal"],
        "project_manager": ["Claire Martin"],
        "expected": ["yes"],
    }
    write_steering(home / "steering.xlsx", STEERING, {"register": known})
    out = home / "returns" / "P012" / name
    made = command("adopt", source, "--project", "P012", "--out", out)
    run = command("consolidate", home, "--json", home / "run.json")
    figures = json.loads((home / "run.json").read_text(encoding="utf-8"))
    found = figures["projects"]["P012"]
    book = openpyxl.load_workbook(out)

    assert (made.returncode, made.stderr) == (0, "")
    assert (run.returncode, [f["code"] for f in figures["findings"]]) == (0, []), run.stdout
    assert (found["tasks"], found["tasks_done"], found["milestones"]) == (2, 1, 1)
    assert (found["bac_tasks"] if "bac_tasks" in found else found["ev"], found["finish_forecast"]) == (
        122000,
        "2026-04-13",
    )
    assert book.worksheets[0]["B3"].value.startswith(
        {"en": "From ", "fr": "Issu de "}[language] + source.name
    )
    assert re.search("SHA-256 [0-9a-f]{64}$", book.worksheets[0]["B3"].value)


P6 = p6(
    [
        activity(1, "Design", "2026-01-05 08:00", "2026-01-30 17:00", status_code="TK_Complete", act_start_date="2026-01-05 08:00", act_end_date="2026-01-30 17:00", remain_drtn_hr_cnt=0, rsrc_id=1),
        activity(2, "Code", "2026-02-02 08:00", "2026-04-10 17:00", status_code="TK_Active", act_start_date="2026-02-02 08:00", target_drtn_hr_cnt=400, remain_drtn_hr_cnt=160, rsrc_id=1),
        activity(3, "Go live", "2026-04-13 08:00", "2026-04-13 08:00", task_type="TT_FinMile", target_drtn_hr_cnt=0, remain_drtn_hr_cnt=0, rsrc_id=1),
    ],
    [{"task_id": 2, "pred_task_id": 1}, {"task_id": 3, "pred_task_id": 2}],
    [{"task_id": n, "rsrc_id": 1, "target_cost": cost} for n, cost in ((1, 50000), (2, 120000), (3, 0))],
)  # fmt: skip


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    """A return that somebody may have typed into is never overwritten."""
    source = tmp_path / "portal.xml"
    source.write_bytes(portal())
    out = tmp_path / "plan.xlsx"
    first, second = (command("adopt", source, "--project", "P012", "--out", out) for _ in range(2))

    assert (first.returncode, second.returncode) == (0, 2)
    assert "is there already" in second.stderr


def test_what_the_file_does_not_say_is_asked_for(tmp_path: Path) -> None:
    """A plan without a status date and a currency: said on the command line, they stand in the return."""
    source, out = tmp_path / "portal.xml", tmp_path / "plan.xlsx"
    source.write_bytes(portal(StatusDate=None, CurrencyCode=None))
    without = command("adopt", source, "--project", "P012", "--out", tmp_path / "first.xlsx")
    told_so = command(
        "adopt",
        source,
        "--project",
        "P012",
        "--status-date",
        "31 March 2026",
        "--currency",
        "EUR",
        "--out",
        out,
    )

    assert "The status date is missing" in without.stdout
    assert "What a check of it says" not in told_so.stdout
    assert [p.status_date.isoformat() for p in validate([out]).portfolio.returns if p.status_date] == [
        "2026-03-31"
    ]


def test_two_projects_are_listed_and_one_is_chosen(tmp_path: Path) -> None:
    """Each by its code, once for each."""
    other = {
        "proj_id": 2,
        "proj_short_name": "P099",
        "clndr_id": 1,
        "sum_base_proj_id": "",
        "last_recalc_date": "2026-03-31 17:00",
    }
    tables = {**P6, "PROJECT": [*P6["PROJECT"], other]}
    tables["TASK"] = [*P6["TASK"], activity(9, "Other", "2026-01-05 08:00", "2026-01-30 17:00", proj_id=2)]
    source = tmp_path / "both.xer"
    source.write_bytes(xer(tables))
    asked = command("adopt", source)
    chosen = command("adopt", source, "--project", "P099")

    assert asked.returncode == 2
    assert "P012, P099" in asked.stderr
    assert "1 rows" in chosen.stdout


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_that_cannot_be_taken_is_one_sentence(language: str, tmp_path: Path) -> None:
    """In the language of the reader, with what to do."""
    source = tmp_path / "plan.xml"
    source.write_bytes(portal()[:900])
    run = command("adopt", source, "--lang", language)

    assert run.returncode == 2
    assert {"en": "cut or damaged at line", "fr": "tronqué ou endommagé à la ligne"}[language] in run.stderr


# ---- read where the returns lie ---------------------------------------------------------------------


def test_a_plan_among_the_returns_is_read_and_findings_name_its_tasks(tmp_path: Path) -> None:
    """Task and UID stand where a cell would; the figures are those of the same plan as a workbook."""
    data = portal(
        {"PredecessorLink": [after(42, 1, 20, 19)], "ActualStart": "2026-04-02T08:00:00"},
        [task(45, "Idea", *DAYS[0], Active=0)],
    )
    home = workspace(tmp_path / "PMO", "P012/plan.xml", data)
    outcome = consolidate_to([home], home / "out" / "master.xlsx")
    again = validate([home])

    assert told(outcome, "GEN-41") == [
        (
            "Task 3 (UID 43)",
            "The lag of a link is a percentage, +20 % of the duration of its predecessor: it moves with every change of that.",
        ),
        ("Task 5 (UID 45)", "Inactive task “Idea”: it is not read."),
    ]
    assert ("Task 3 (UID 43)", "Actual start after the status date.") in told(outcome, "PLN-02")
    assert [f.place for f in again.portfolio.findings] == [f.place for f in outcome.portfolio.findings]
    [project] = outcome.portfolio.projects.to_dict("records")
    assert (project["project_id"], project["project_name"], len(outcome.portfolio.tables["plan"])) == (
        "P012",
        "Portal renewal",
        4,
    )


def test_findings_of_a_plan_of_p6_name_code_and_line(tmp_path: Path) -> None:
    """And what they say stands in the JSON, in the answer to its sender and in the master, where a cell would."""
    tables = p6(
        [{**row, "task_name": ""} if row["task_code"] == "A2" else row for row in P6["TASK"]],
        P6["TASKPRED"],
        P6["TASKRSRC"],
    )
    home = workspace(tmp_path / "PMO", "P012/plan.xer", xer(tables))
    run = command("validate", home, "--annotate", tmp_path / "answers", "--json", tmp_path / "run.json")
    redacted = command("validate", home, "--redact", "--json", "-")
    findings = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["findings"]
    [answer] = (tmp_path / "answers" / "P012").glob("*.xlsx")
    cells = [
        str(cell.value) for row in openpyxl.load_workbook(answer).worksheets[0].iter_rows() for cell in row
    ]

    assert run.returncode == 1
    assert [f["cell"] for f in findings if f["message"].startswith("“Task” is required")] == ["A2 (L22)"]
    assert any("TASK A2 (L22)" in words for words in cells)
    assert "L22" in redacted.stdout
    assert "A2" not in redacted.stdout


def test_rows_of_a_plan_are_carried_into_the_next_template(tmp_path: Path) -> None:
    """Prepare takes the last plan that came, whatever wrote it."""
    home = workspace(tmp_path / "PMO", "P012/plan.xml", portal(), settings='[collection]\nkinds = ["plan"]\n')
    known = {"project_id": ["P012"], "project_name": ["Portal"], "project_manager": ["Claire Martin"]}
    write_steering(home / "steering.xlsx", STEERING, {"register": known})
    run = command("prepare", home, "--status-date", "2026-04-30")
    [blank] = home.glob("templates/issued/2026-04-30/P012/*.xlsx")
    cells = {cell.value for row in openpyxl.load_workbook(blank)["Plan"].iter_rows() for cell in row}

    assert run.returncode == 0, run.stderr
    assert {"Design", "Code", "Go live"} <= cells


def test_a_plan_of_p6_consolidates_where_it_lies(tmp_path: Path) -> None:
    """It names no manager: that is a warning, and no error."""
    home = workspace(tmp_path / "PMO", "P012/plan.xer", xer(P6), language="fr")
    run = command("consolidate", home, "--json", tmp_path / "run.json")
    figures = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))

    assert run.returncode == 0, run.stdout
    assert {(f["severity"], f["code"]) for f in figures["findings"]} == {
        ("info", "GEN-40"),
        ("warning", "FLD-01"),
    }
    assert figures["projects"]["P012"]["tasks"] == 2


def test_links_in_a_circle_are_named(tmp_path: Path) -> None:
    """By the tasks that they stand at."""
    data = mspdi(
        [task(uid, name, *DAYS[1], PredecessorLink=[after(before)], Baseline=[baseline(*DAYS[1])]) for uid, name, before in ((41, "A", 42), (42, "B", 41))],
        {1: "Paul"}, [(41, 1), (42, 1)],
    )  # fmt: skip
    home = workspace(tmp_path / "PMO", "P012/plan.xml", data)

    [(place, _)] = told(validate([home]), "PLN-12")
    assert place.startswith("Task ")


def test_a_task_without_an_owner_is_a_warning_there(tmp_path: Path) -> None:
    """Who assigns nobody in a plan has still planned the work."""
    data = mspdi([task(41, "A", *DAYS[1], Baseline=[baseline(*DAYS[1])])])
    outcome = validate([workspace(tmp_path / "PMO", "P012/plan.xml", data)])

    assert [(f.severity.key, f.place.spot) for f in outcome.portfolio.findings if f.code == "FLD-01"] == [
        ("warning", "Task 1 (UID 41)")
    ]


def test_what_the_head_lacks_is_told_with_what_to_do(tmp_path: Path) -> None:
    """No folder that says whose it is, no status date."""
    outcome = validate([workspace(tmp_path / "PMO", "plan.xml", portal(StatusDate=None))])

    assert {f.code: f.fix.to("en").partition(",")[0] for f in outcome.portfolio.findings if f.code in ("GEN-06", "GEN-07") and f.fix} == {
        "GEN-06": "Put the file into a folder that bears the code of the project (P012/plan.xml)",
        "GEN-07": "Set the status date in the program that made the file",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("P012/plan.xml", portal()[:900], "GEN-01", "cut or damaged"),
        ("P012/other.xml", b"<note/>", "GEN-33", "no workbook"),
        ("P012/notes.csv", b"a;b\n1;2\n", "GEN-33", "No mapping knows this table"),
        ("P012/plan.mpp", b"PK", "GEN-01", "no plan of Microsoft Project"),
        ("P012/macintosh.csv", b"N\x81me;b\n", "GEN-33", "a code page that is not known"),
    ],
)
def test_what_cannot_be_read_there_is_told(
    name: str, data: bytes, code: str, words: str, tmp_path: Path
) -> None:
    """A plan that is broken is a rejected return; what was never meant as one is passed over."""
    outcome = validate([workspace(tmp_path / "PMO", name, data)])

    assert [(f.code, words in f.message.to("en")) for f in outcome.portfolio.findings] == [(code, True)]


EXCEL_2003 = (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table/></Worksheet></Workbook>'
)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (EXCEL_2003, "an XML spreadsheet of Excel 2003"),
        (b"<html><body/></html>", "a web page"),
        (b"<note/>", None),
    ],
)
def test_what_lies_there_in_place_of_a_plan_is_called_what_it_is(
    data: bytes, found: str | None, tmp_path: Path
) -> None:
    """Somebody saved a workbook as XML: the finding says so, and to save it as .xlsx; of other XML nothing is guessed."""
    (told,) = validate([workspace(tmp_path / "PMO", "P012/plan.xml", data)]).portfolio.findings

    assert told.code == "GEN-33"
    assert told.fix is not None
    assert ".xlsx" in told.fix.to("en")
    said = say(told.found, "en")
    assert said.startswith(found) if found else not said


# ---- tables of text ---------------------------------------------------------------------------------

REGISTER = (
    ("Ref", "Risque", "Catégorie", "Probabilité", "Impact", "Réponse", "Responsable", "Statut", "Identifié le", "Échéance", "Actions", "Avancement", "Probabilité (%)"),
    ("R-001", "Retard du fournisseur", "Technique", "Élevée", "5", "Réduire", "Paul Durand", "ouvert", "12/03/2026", "30/04/2026", "Relancer ; escalader", "", "62,5"),
    ("R-002", "Panne, longue\net « chère »", "Technique", "Faible", "3", "Réduire", "Zoé Müller", "ouvert", "13/03/2026", "30/05/2026", "Doubler", "", "10"),
)  # fmt: skip


def text(separator: str, rows: tuple[tuple[str, ...], ...] = REGISTER) -> str:
    """The register with that between its cells; a line break within quotation marks stays one cell."""
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8-sig")]
)
def test_a_table_of_text_is_mapped_like_a_workbook(separator: str, encoding: str, tmp_path: Path) -> None:
    """Whatever parts its cells and however its letters are written; next month's file is known by the same mapping."""
    source, home = tmp_path / "registre.csv", tmp_path / "PMO"
    source.write_bytes(text(separator).encode(encoding))
    mapping = home / "mappings" / "registre.toml"
    (home / "returns" / "P012").mkdir(parents=True)
    (home / "pmo.toml").write_text('language = "en"\n', encoding="utf-8")
    adopted = command("adopt", source, "--as", "risks", "--out", mapping)
    identity = 'project_id = "P012"\nproject_name = "Portal"\nstatus_date = 2026-03-31\ncurrency = "EUR"\nproject_manager = "Claire Martin"\n'
    mapping.write_text(
        mapping.read_text(encoding="utf-8").replace("[project]\n", f"[project]\n{identity}", 1),
        encoding="utf-8",
    )
    (home / "returns" / "P012" / "registre 2026-04.csv").write_bytes(text(separator).encode(encoding))
    risks = validate([home]).portfolio.tables["risks"]

    assert adopted.returncode == 0, adopted.stderr
    assert risks["title"].tolist() == ["Retard du fournisseur", "Panne, longue\net « chère »"]
    assert risks["prob_pct_in"].tolist() == [0.625, 0.1]
    assert [day.isoformat() for day in risks["due_date"].dt.date] == ["2026-04-30", "2026-05-30"]
    assert risks["source_row"].tolist() == [2, 3]


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """The second of a name is that of a workbook too: Responsable #2."""
    rows = tuple((*row, extra) for row, extra in zip(REGISTER, ("Responsable", "x", "y"), strict=True))
    source = tmp_path / "registre.csv"
    source.write_text(text(";", rows), encoding="utf-8")
    run = command("adopt", source, "--as", "risks")

    assert "Responsable #2" in run.stdout


def test_a_table_of_text_becomes_a_return(tmp_path: Path) -> None:
    """What is sure of it stands in our own template; the line of what is not is told."""
    source, out = tmp_path / "registre.csv", tmp_path / "risks.xlsx"
    source.write_text(text(";"), encoding="utf-8")
    run = command(
        "adopt",
        source,
        "--as",
        "risks",
        "--project",
        "P012",
        "--status-date",
        "2026-03-31",
        "--currency",
        "EUR",
        "--out",
        out,
    )
    [returned] = validate([out]).portfolio.returns

    assert run.returncode == 0, run.stderr
    assert (returned.project_id, returned.rows_read) == ("P012", 2)


@pytest.mark.parametrize(
    ("name", "separator", "encoding"),
    [("bce_enc_datamap_UTF8.csv", ",", "utf-8"), ("bce_enc_datamap_note_pad_unicode.csv", ",", "utf-16"),
     ("gmpp_uk_2021.csv", ";", "cp1252"), ("gmpp_uk_2018.csv", ",", "cp1252")],
)  # fmt: skip
def test_published_tables_of_text(name: str, separator: str, encoding: str) -> None:
    """Cell by cell what pandas reads in them, told how they are written."""
    file = SAMPLES / name
    if not file.is_file():
        pytest.skip("the collection of samples (shared/samples) is not on this computer")
    ours, _ = table_of(file.read_bytes())
    theirs = pd.read_csv(
        file, sep=separator, encoding=encoding, dtype=str, header=None, keep_default_na=False
    )
    width = theirs.shape[1]

    assert [[*row, *[""] * (width - len(row))] for row in ours if row] == theirs.to_numpy().tolist()


# ---- Jira -------------------------------------------------------------------------------------------

JIRA = """Summary,Issue key,Issue Type,Status,Status Category,Project key,Project name,Priority,Resolution,Assignee,Created,Resolved,Due date,Sprint,Sprint,Custom field (Start date)
"Confirm, with ops,
the environment",PRT-12,Task,Waiting for X,In Progress,PRT,Portal,High,,Paul Durand,09/Jan/24 3:54 PM,,30/Apr/26,S1,S2,
Broken login,PRT-13,Bug,Schluss,Done,PRT,Portal,Highest,Fixed,Zoé,19/févr./26 7:31 PM,02/Mar/26 9:00 AM,,S1,,
Payments,PRT-1,Epic,Open,In Progress,PRT,Portal,Medium,,Zoé,05/Jan/26 9:00 AM,,30/Apr/26 12:00 AM,,,05/Jan/26 12:00 AM
Later,PRT-2,Epic,Open,To Do,PRT,Portal,Medium,,,05/01/26 9:00,,,,,
"""  # fmt: skip


def test_tickets_become_actions_issues_and_tasks() -> None:
    """By their type and their Status Category; an epic with two dates is a task, one without is told, a day that may be two is unknown."""
    source = read_jira(b"\xef\xbb\xbf" + JIRA.encode(), Asked())
    action, issue, epic = (source.rows[key][0].values for key in ("actions", "issues", "plan"))

    assert {key: action[key] for key in ("action_id", "action", "source_id", "status", "opened_on", "due_date", "priority")} == {
        "action_id": "A-012", "action": "Confirm, with ops,\nthe environment", "source_id": "PRT-12", "status": "in_progress",
        "opened_on": dt.date(2024, 1, 9), "due_date": dt.date(2026, 4, 30), "priority": "high",
    }  # fmt: skip
    assert (
        issue["issue_id"],
        issue["status"],
        issue["severity"],
        issue["closed_on"],
        issue["raised_on"],
    ) == ("I-013", "resolved", 5, dt.date(2026, 3, 2), dt.date(2026, 2, 19))
    assert (epic["task_id"], epic["start_forecast"], epic["finish_forecast"], epic["pct_complete"]) == (
        "PRT-1",
        dt.date(2026, 1, 5),
        dt.date(2026, 4, 30),
        None,
    )
    assert [(note.named, note.message.to("en")) for note in source.notes if note.code == "GEN-41"] == [
        ("PRT-2 (L6)", "“05/01/26 9:00” is not a day for certain: it is unknown."),
        ("", "1 epics have no start or no due date: they are not in the plan (PRT-2)."),
    ]
    assert "3 columns" not in str(source.notes)
    assert any("Sprint" in note.message.to("en") for note in source.notes)


def test_tickets_without_the_one_state_that_all_companies_share() -> None:
    """Their own states say nothing for certain: refused in words."""
    with pytest.raises(NotTakenError, match="Status Category is missing"):
        read_jira(JIRA.replace("Status Category", "Step").encode(), Asked())


def test_tickets_of_two_projects_are_asked_for() -> None:
    """And one is taken where a person says which."""
    both = JIRA + JIRA.partition("\n")[2].replace("PRT", "WEB")
    with pytest.raises(NotTakenError, match="2 projects: PRT, WEB"):
        read_jira(both.encode(), Asked())

    assert len(read_jira(both.encode(), Asked(project="WEB")).rows["actions"]) == 1


def test_what_is_called_jira_and_is_none(tmp_path: Path) -> None:
    """A table without keys and types of issues is a table like any other."""
    source = tmp_path / "jira.csv"
    source.write_text("Name,Value\na,1\n", encoding="utf-8")
    run = command("adopt", source)

    assert run.returncode == 2
    assert "holds no table of a known kind" in run.stderr


def test_tickets_become_a_return(tmp_path: Path) -> None:
    """Of a follow-up and a plan in one workbook."""
    source, out = tmp_path / "jira.csv", tmp_path / "pack.xlsx"
    source.write_text(JIRA, encoding="utf-8")
    run = command(
        "adopt", source, "--project", "P012", "--status-date", "2026-03-31", "--currency", "EUR", "--out", out
    )
    [returned] = validate([out]).portfolio.returns

    assert run.returncode == 0, run.stderr
    assert (returned.project_id, set(returned.kinds)) == ("P012", {"plan", "followup"})


# ---- whatever comes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan.xml", "plan.xer", "jira.csv", "registre.csv"])
def test_no_damage_is_more_than_a_finding(name: str) -> None:
    """Bytes changed, cut out, doubled, moved, or the end missing: a return or a refusal in words, never an exception."""
    whole = {
        "plan.xml": portal(),
        "plan.xer": xer(P6),
        "jira.csv": JIRA.encode(),
        "registre.csv": text(";").encode("cp1252"),
    }[name]
    options = ReadOptions(STANDARD_TEMPLATES, Profile.STANDARD)
    chance = random.Random(name)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            at, other = chance.randrange(len(data)), chance.randrange(len(data))
            changes = (
                data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :], data[:at] + data[at + chance.randrange(1, 40) :],
                data[:at] + data[max(0, at - 30) : at] + data[at:], data[: at + 1], data[:at] + data[other : other + 5] + data[at + 5 :],
            )  # fmt: skip
            data = chance.choice(changes) or bytearray(b"x")
        returns = read_source(lambda data=data: bytes(data), f"P012/{name}", options, returns_in)  # type: ignore[misc]

        assert all(returned.rejected or returned.passed_over or returned.tables for returned in returns)
        assert [returned.failure for returned in returns] == [None]
