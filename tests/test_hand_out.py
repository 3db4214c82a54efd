"""To each his own list, and the minutes of a meeting on their way back: from the terminal, on real files, read by others."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from standard import STANDARD_TEMPLATES
from typer.testing import CliRunner

from pmo_xl.core.base.files import FRENCH_NAMES
from pmo_xl.core.base.text import fold
from pmo_xl.doors.cli import app
from pmo_xl.excel.template.workbook import Blanks, Filling
from pmo_xl.workspace.files import file_name, safe_names

DAY = dt.date(2026, 3, 31)
MEETING = dt.date(2026, 4, 14)
BODY = "Steering committee"
EVIL = '=HYPERLINK("http://example.org","click")'
SECRET = "Objet réservé à C. Martin"
OVER = {fold(word) for word in ("Done", "Faite", "Cancelled", "Abandonnée", "Annulée", "Resolved", "Résolu", "Closed", "Clos", "Decided", "Prise")}  # fmt: skip
"""Words of a status that ends a row, in both languages."""


def run(*words: object, status: int = 0) -> str:
    """What the terminal prints."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == status, done.output
    return done.output


def rows_of(path: Path, names: tuple[str, ...], header: int = 5) -> list[dict[str, Any]]:
    """The rows of a sheet, by the words of its headers, as another reader finds them; ``at`` is the row of the sheet."""
    book = CalamineWorkbook.from_path(path)
    page = book.get_sheet_by_name(next(name for name in names if name in book.sheet_names))
    lines = page.to_python(skip_empty_area=False)
    heads = [str(cell) for cell in lines[header - 1]]
    shown = [head for head in heads if head and not head.startswith("Check - ")]
    found = []
    for at, line in enumerate(lines[header:], start=header + 1):
        cells = {head: cell for head, cell in zip(heads, line, strict=True) if head in shown}
        # Formulas of the empty rows come to 0 or to nothing.
        if any(what not in ("", 0) for what in cells.values()):
            found.append({**cells, "at": at})
    return found


def put(path: Path, *typed: tuple[tuple[str, ...], str, dict[str, Any]]) -> None:
    """Type into rows of a workbook: the names of the sheet, the ID of a row (with its project before a space), the cells.

    Without an ID it goes below the last row that is filled.
    """
    book = openpyxl.load_workbook(path)
    below: dict[str, int] = {}
    for names, row, cells in typed:
        page = book[next(name for name in names if name in book.sheetnames)]
        heads = {cell.value: cell.column for cell in page[5]}
        project, _, row_id = row.rpartition(" ")
        found = [
            line["at"]
            for line in rows_of(path, names)
            if row_id and name_of(line) == row_id and (not project or project_of(line).startswith(project))
        ]
        last = max((line["at"] for line in rows_of(path, names)), default=5)
        below[page.title] = below.get(page.title, last) + (not row_id)
        at = found[0] if row_id else below[page.title]
        for head, what in cells.items():
            cell = page.cell(at, heads[head], what)
            if isinstance(what, str) and what.startswith("="):
                cell.data_type = "s"
    book.save(path)


def name_of(row: Mapping[str, Any]) -> str:
    """The ID of a row."""
    return str(row.get("ID") or row.get("N°"))


def project_of(row: Mapping[str, Any]) -> str:
    """What a row says of its project."""
    return str(row.get("Project") or row.get("Projet"))


def owner_of(row: Mapping[str, Any]) -> str:
    """Who answers for a row."""
    return str(row.get("Owner") or row.get("Responsable") or row.get("Porteur"))


def status_of(row: Mapping[str, Any]) -> str:
    """The status of a row, in either language."""
    return fold(str(row.get("Status") or row.get("Statut")))


ACTIONS, DECISIONS, ISSUES = (
    ("Actions", "Plan d’actions"),
    ("Decisions", "Décisions"),
    ("Issues", "Problèmes"),
)
DATE = dt.datetime


PEOPLE = {
    "P001": ("Claire Martin", "fr", "Refonte du portail"),
    "P002": ("Bob Stone", "en", "Access rights review"),
}
"""Project manager, language and name of each project."""
OPENED = dt.date(2026, 1, 12)


def table(*rows: dict[str, Any]) -> dict[str, list[Any]]:
    """Rows as columns."""
    return {key: [row.get(key) for row in rows] for key in {key: None for row in rows for key in row}}


def action(number: int, words: str, owner: str, due: dt.date, status: str = "open") -> dict[str, Any]:
    """An action of a return."""
    done = due if status == "done" else None
    return {"action_id": f"A-{number:03d}", "action": words, "owner": owner, "due_date": due, "opened_on": OPENED, "status": status, "done_on": done}  # fmt: skip


def decision(number: int, words: str, needed: dt.date) -> dict[str, Any]:
    """A decision that a return asks for."""
    return {"decision_id": f"D-{number:03d}", "subject": words, "recommendation": "Accept", "body": BODY, "needed_by": needed, "requested_on": OPENED, "status": "requested"}  # fmt: skip


def issue(number: int, owner: str, status: str) -> dict[str, Any]:
    """An issue of a return."""
    over = {"closed_on": OPENED, "resolution": "Settled"} if status == "closed" else {}
    return {"issue_id": f"I-{number:03d}", "title": "An issue", "impact": "Delay", "dimension": "cost", "severity": 2, "raised_on": OPENED, "owner": owner, "plan": "Settle it", "due_date": dt.date(2026, 4, 30), "status": status, **over}  # fmt: skip


def task(number: int, kind: str, owner: str, finish: dt.date, done: bool = False) -> dict[str, Any]:
    """A row of a plan."""
    return {"task_id": str(number), "name": f"Task {number}", "type": kind, "owner": owner, "start_baseline": OPENED, "finish_baseline": finish, "start_forecast": OPENED, "finish_forecast": finish, "start_actual": OPENED, "finish_actual": finish if done else None, "pct_complete": 1.0 if done else 0.4}  # fmt: skip


def risk(number: int, owner: str, status: str) -> dict[str, Any]:
    """A row of a risk register."""
    return {"risk_id": f"R-{number:03d}", "title": "A risk", "category": "technical", "date_raised": OPENED, "probability_in": 2, "impact_in": 2, "response_type": "reduce", "response_actions": "Test it", "owner": owner, "due_date": dt.date(2026, 6, 1), "status": status}  # fmt: skip


ROWS: dict[str, dict[str, dict[str, list[Any]]]] = {
    "P001": {
        "actions": table(
            action(1, "Planifier la formation", "Paul Durand", dt.date(2026, 4, 20), "in_progress"),
            action(2, "Revoir le budget", "Ann:Lee", dt.date(2026, 4, 22)),
            action(3, "Commander les postes", "CON", dt.date(2026, 3, 30)),
            action(4, "Lever les réserves", "Zoë Müller", dt.date(2026, 5, 1)),
            action(5, "Signer l’avenant", "Paul Durand", dt.date(2026, 2, 2), "done"),
        ),
        "decisions": table(decision(1, SECRET, dt.date(2026, 3, 20))),
        "issues": table(issue(1, "PAUL  durand", "open"), issue(2, "Zoë Müller", "closed")),
    },
    "P002": {
        "actions": table(
            action(1, EVIL, "minh  CHEN", dt.date(2026, 3, 10)),
            action(2, "Book the room", "Ann/Lee", dt.date(2026, 4, 28)),
            action(3, "Sign", "Bob Stone", dt.date(2026, 2, 2), "done"),
        ),
        "decisions": table(
            decision(1, "Drop the mobile version", dt.date(2026, 4, 22)),
            decision(2, "Release the reserve", dt.date(2026, 5, 7)),
        ),
        "risks": table(risk(1, "Minh Chen", "open"), risk(2, "Bob Stone", "closed")),
        "plan": table(
            task(1, "summary", "Bob Stone", dt.date(2026, 4, 10)),
            task(2, "task", "Bob Stone", dt.date(2026, 2, 10), done=True),
            task(3, "task", "Minh Chen", dt.date(2026, 5, 29)),
            task(4, "task", "Minh Chen", dt.date(2026, 6, 29)),
            task(5, "milestone", "Bob Stone", dt.date(2026, 4, 30)),
            {**task(6, "task", "Bob Stone", dt.date(2026, 3, 2)), "finish_forecast": None},
        ),
    },
}  # fmt: skip
"""What the returns hold, by project and table."""
BLANKS = Blanks(STANDARD_TEMPLATES.record, room=1)


def send(home: Path, project: str, rows: Mapping[str, Any] = ROWS) -> None:
    """The returns of a project as its manager sends them."""
    manager, language, name = PEOPLE[project]
    record = {"project_id": project, "project_name": name, "status_date": DAY, "currency": "EUR", "project_manager": manager}  # fmt: skip
    for kind in ("followup", "plan", "risks"):
        template = STANDARD_TEMPLATES.by_kind[kind]
        held = {
            table.key: rows[project][table.key] for table in template.tables if table.key in rows[project]
        }
        if held:
            path = home / "returns" / project / f"{kind}.xlsx"
            path.parent.mkdir(parents=True, exist_ok=True)
            BLANKS.of([template], language).write(path, Filling(record, held))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two projects, one English and one French, in which some things are late."""
    home = tmp_path_factory.mktemp("hand_out") / "pmo"
    for project in PEOPLE:
        send(home, project)
    (home / "pmo.toml").write_text(
        'language = "en"\nstatus_date = 2026-03-31\n[collection]\nkinds = ["followup"]\n', encoding="utf-8"
    )
    register = openpyxl.Workbook()
    register.active.append(
        ["Project ID", "Project name", "Programme", "Project manager", "E-mail", "Language"]
    )
    for project, (manager, language, name) in PEOPLE.items():
        address = "claire.martin@example.org" if project == "P001" else None
        register.active.append(
            [project, name, "Compliance", manager, address, {"fr": "French", "en": "English"}[language]]
        )
    register.save(home / "projects.xlsx")
    return home


# to each his own ---------------------------------------------------------------------------------------


def open_in(returns: Path) -> Iterator[tuple[str, str, str]]:
    """Who answers for what, counted in plain Python over the returns: name, project, ID."""
    for project in sorted(returns.iterdir()):
        identity = CalamineWorkbook.from_path(project / "followup.xlsx").get_sheet_by_index(0).to_python()
        manager = next(line[2] for line in identity if line[1] in ("Project manager", "Chef de projet"))
        for names in (ACTIONS, ISSUES, DECISIONS):
            for row in rows_of(project / "followup.xlsx", names):
                if status_of(row) not in OVER:
                    yield str(manager) if names is DECISIONS else owner_of(row), project.name, name_of(row)
        if project.name == "P001":
            continue
        for row in rows_of(project / "risks.xlsx", ("Risks",)):
            if status_of(row) in {"open", "ouvert", "escalated", "escalade"}:
                yield owner_of(row), project.name, name_of(row)
        for row in rows_of(project / "plan.xlsx", ("Plan",)):
            undone = row["Type"] in {"Task", "Milestone"} and not row["Actual finish"]
            if undone and (row["Forecast finish"] or row["Baseline finish"]) <= DAY + dt.timedelta(60):
                yield owner_of(row), project.name, name_of(row)


@pytest.fixture(scope="module")
def handed(made: Path) -> tuple[Path, str]:
    """The folder of the lists, and what was printed."""
    printed = run("owners", made)
    return made / "out" / "owners", printed


LIST = ("My list", "Ma liste")


def test_each_list_holds_all_rows_of_its_owner_and_no_other(made: Path, handed: tuple[Path, str]) -> None:
    """Row by row as plain Python finds them in the returns; one spelling and another are one person."""
    expected: dict[str, set[tuple[str, str]]] = {}
    for name, project, row_id in open_in(made / "returns"):
        expected.setdefault(fold(name), set()).add((project, row_id))
    found: dict[str, set[tuple[str, str]]] = {}
    for path in handed[0].glob("*.xlsx"):
        title = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)[0][1]
        rows = rows_of(path, LIST, 4)
        mine = found[fold(str(title).split(" · ")[1])] = {(project_of(row), name_of(row)) for row in rows}
        assert len(rows) == len(mine)
    assert found == expected
    assert found.keys() == {
        "paul durand",
        "ann:lee",
        "ann/lee",
        "con",
        "zoe muller",
        "claire martin",
        "bob stone",
        "minh chen",
    }
    assert f"{len(found)} lists as of 2026-03-31" in handed[1]


def test_no_word_of_anybody_else_is_in_the_file(handed: tuple[Path, str]) -> None:
    """Whatever part of the file is opened: the subject of one person's decision is in his workbook alone."""
    holding = []
    for path in handed[0].glob("*.xlsx"):
        with zipfile.ZipFile(path) as parts:
            if any(SECRET in parts.read(name).decode() for name in parts.namelist()):
                holding.append(path.stem)
    assert holding == ["Claire Martin"]


def test_names_of_files_are_safe_on_every_system(handed: tuple[Path, str]) -> None:
    """Two names that come to one file, a name that Windows keeps for itself, accents, long names."""
    names = {path.name for path in handed[0].glob("*.xlsx")}
    assert {"Ann Lee.xlsx", "Ann Lee (2).xlsx", "_CON.xlsx", "Zoë Müller.xlsx"} <= names
    assert safe_names(["Ann", "ANN", "Ann (2)"]) == ["Ann", "ANN (2)", "Ann (2) (2)"]
    assert file_name("nul.txt") == "_nul.txt"
    assert len(file_name("é" * 200)) == 80
    assert len(file_name("漢" * 200).encode()) <= 200


def test_what_is_late_is_said_and_texts_stay_texts(handed: tuple[Path, str]) -> None:
    """Days since the due date; a text that begins with = is no formula, and no link."""
    path = next(path for path in handed[0].glob("*.xlsx") if fold(path.stem) == "minh chen")
    row = next(row for row in rows_of(path, LIST, 4) if (row["ID"], row["Project"]) == ("A-001", "P002"))
    assert (row["Late (days)"], row["Due"], row["Type"]) == (21, dt.date(2026, 3, 10), "Action")
    cell = openpyxl.load_workbook(path).worksheets[0].cell(row["at"], 6)
    assert (cell.value, cell.data_type, cell.hyperlink) == (EVIL, "s", None)


def test_reminders_speak_the_language_of_the_reader(handed: tuple[Path, str]) -> None:
    """For overdue actions and decisions alone, with a link to his mail where the address is known."""
    texts = {fold(path.stem): path.read_text(encoding="utf-8") for path in handed[0].glob("*.txt")}
    assert texts.keys() == {"minh chen", "_con", "claire martin"}
    english, french = texts["minh chen"], texts["claire martin"].splitlines()
    assert english.startswith("Subject: One item overdue as of 2026-03-31\n")
    assert f"Action A-001: {EVIL} (due 2026-03-10, 21 days late)" in english
    assert "mailto:" not in english
    assert french[0] == "Objet\u00a0: Un point en retard au 31/03/2026"
    assert french[1].startswith("Courriel\u00a0: mailto:claire.martin@example.org?subject=Un%20point")
    assert any(f"D-001\u00a0: {SECRET} (échéance 20/03/2026, 11 jours de retard)" in line for line in french)
    assert "3 reminders" in handed[1]


def test_a_second_run_replaces_its_own_files_and_no_other(
    made: Path, handed: tuple[Path, str], tmp_path: Path
) -> None:
    """What somebody else put there stays, and is told; what is no longer needed is told too."""
    home = Path(shutil.copytree(made, tmp_path / "pmo"))
    folder = home / "out" / "owners"
    kept = (folder / "Ann Lee.xlsx").read_bytes()
    (folder / "_CON.xlsx").write_text("mine", encoding="utf-8")
    shutil.copy(folder / "Ann Lee.xlsx", folder / "Somebody of before.xlsx")
    said = run("owners", home, status=1)
    assert (folder / "_CON.xlsx").read_text(encoding="utf-8") == "mine"
    assert "_CON.xlsx is there and is no list of an earlier run" in said
    assert "Of an earlier run, no longer needed: Somebody of before.xlsx\n" in said
    assert (folder / "Ann Lee.xlsx").read_bytes() == kept


# the minutes of a meeting ------------------------------------------------------------------------------


def issued(
    home: Path, project: str, names: tuple[str, ...], day: str = "2026-04-30"
) -> dict[str, dict[str, Any]]:
    """The rows of a follow-up that was made for the next period, by ID."""
    folder = next(path for path in (home / "templates/issued", home / "modeles/envoyes") if path.is_dir())
    (file,) = (folder / day / project).iterdir()
    return {name_of(row): row for row in rows_of(file, names)}


@pytest.fixture(scope="module")
def met(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace after a meeting: what was typed into its minutes, the templates made since, and what was printed."""
    home = Path(shutil.copytree(made, tmp_path_factory.mktemp("met") / "pmo"))
    file = Path(run("minutes", home, "--body", "steering COMMITTEE", "--date", "2026-04-14").strip())
    assert file == home / "out" / "minutes" / f"{BODY} 2026-04-14.xlsx"
    other = file.with_name("copy of a colleague.xlsx")
    shutil.copy(file, other)
    room = {"Action": "Book the room", "Owner": "Ann Lee", "Due": DATE(2026, 5, 4)}
    put(
        file,
        (DECISIONS, "P002 D-001", {"Decision": EVIL}),
        (DECISIONS, "P002 D-002", {"Status": "Deferred", "Needed by": DATE(2026, 6, 1)}),
        (
            DECISIONS,
            "",
            {"Project": "P001 – anything", "Subject": "Open a second site", "Decision": "Accepted"},
        ),
        (ACTIONS, "P002 A-001", {"Due": DATE(2026, 5, 29)}),
        (ACTIONS, "P001 A-003", {"Due": DATE(2026, 5, 12)}),
        (ACTIONS, "P001 A-004", {"Due": DATE(2026, 5, 20)}),
        (ACTIONS, "P001 A-002", {"Done on": DATE(2026, 4, 10)}),
        (ACTIONS, "", {"Project": "p001", **room}),
        (ACTIONS, "", {"Project": "P009", "Action": "For nobody", "Owner": "Ann Lee"}),
        (ACTIONS, "", {"Project": "P001", "Action": "Without a date", "Owner": "Ann Lee", "Due": "soon"}),
    )
    put(
        other,
        (ACTIONS, "P001 A-004", {"Due": DATE(2026, 5, 21)}),
        (ACTIONS, "", {"Project": "P001", **room, "Action": "book the  ROOM"}),
    )
    # A project manager moves the same date elsewhere, and sends that.
    own = ROWS["P001"]["actions"]
    moved = {**own, "due_date": [*own["due_date"][:2], dt.date(2026, 5, 6), *own["due_date"][3:]]}
    send(home, "P001", {"P001": {**ROWS["P001"], "actions": moved}})
    later = Path(run("minutes", home, "--body", "CODIR", "--date", "2026-05-12", "--scope", "p001").strip())
    put(later, (ACTIONS, "A-001", {"Status": "Done"}))
    (later.parent / "damaged.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    shutil.copy(made / "returns/P002/risks.xlsx", later.parent / "risks.xlsx")
    file.with_name(f".~lock.{file.name}#").write_text("somebody", encoding="utf-8")
    return home, run("prepare", home)


def test_the_minutes_hold_what_the_body_has_to_decide_and_what_is_open(met: tuple[Path, str]) -> None:
    """As plain Python finds it in the returns; the project of a new row is chosen from a list."""
    file = met[0] / "out/minutes/CODIR 2026-05-12.xlsx"
    assert rows_of(file, DECISIONS) == []
    own = rows_of(met[0] / "returns/P001/followup.xlsx", ACTIONS)
    listed = rows_of(file, ACTIONS)
    assert {row["ID"] for row in listed} == {name_of(row) for row in own if status_of(row) not in OVER}
    assert {row["Project"] for row in listed} == {"P001 – Refonte du portail"}
    rules = openpyxl.load_workbook(file)["Actions"].data_validations.dataValidation
    assert [(rule.type, rule.formula1) for rule in rules if "B6" in rule.sqref] == [
        ("list", "pmo_list_Projects")
    ]


def test_what_was_decided_comes_back_into_the_follow_up(met: tuple[Path, str]) -> None:
    """Status, words, day and body, though only the words were typed; they stay words."""
    rows = issued(met[0], "P002", DECISIONS)
    one, two = rows["D-001"], rows["D-002"]
    assert (one["Status"], one["Decision"], one["Decided by"]) == ("Decided", EVIL, BODY)
    assert (one["Decided on"], one["Meeting"]) == (MEETING, f"{BODY}-2026-04-14")
    assert (two["Status"], two["Needed by"], two["Decided on"]) == ("Deferred", dt.date(2026, 6, 1), "")


def test_new_rows_get_the_next_number(met: tuple[Path, str]) -> None:
    """In the French workbook of their project; typed in two minutes they are one row."""
    before = {name_of(row) for row in rows_of(met[0] / "returns/P001/followup.xlsx", ACTIONS)}
    actions, decisions = issued(met[0], "P001", ACTIONS), issued(met[0], "P001", DECISIONS)
    made = sorted(actions.keys() - before)
    first = max(int(name[2:]) for name in before) + 1
    assert made == [f"A-{first:03d}", f"A-{first + 1:03d}"]
    room, other = (actions[name] for name in made)
    assert (room["Action"], room["Responsable"], room["Statut"]) == ("Book the room", "Ann Lee", "À faire")
    assert (room["Ouverte le"], room["Échéance"]) == (MEETING, dt.date(2026, 5, 4))
    assert room["Origine"] == f"{BODY}-2026-04-14"
    assert (other["Action"], other["Échéance"]) == ("Without a date", "")
    site = decisions["D-002"]
    assert (site["Objet"], site["Statut"], site["Instance"]) == ("Open a second site", "Prise", BODY)
    assert (site["Décision prise"], site["Prise le"], site["À prendre d’ici au"]) == (
        "Accepted",
        MEETING,
        MEETING,
    )


def test_a_new_date_is_taken_and_the_old_one_kept_beside(met: tuple[Path, str]) -> None:
    """So that a date which is put off again and again is seen; a day of completion ends an action."""
    row = issued(met[0], "P002", ACTIONS)["A-001"]
    assert (row["Due"], row["Due last period"]) == (dt.date(2026, 5, 29), dt.date(2026, 3, 10))
    done = issued(met[0], "P001", ACTIONS)["A-002"]
    assert (done["Statut"], done["Faite le"]) == ("Faite", dt.date(2026, 4, 10))


def test_where_both_ends_differ_both_are_named(met: tuple[Path, str]) -> None:
    """Minutes and return, and two minutes: values and cells; what the return says stands."""
    home, lines = met[0], met[1].splitlines()
    own = next(row for row in rows_of(home / "returns/P001/followup.xlsx", ACTIONS) if row["N°"] == "A-003")
    column = chr(ord("A") + [*own].index("Échéance") + 1)
    both = next(line for line in lines if "Project P001, A-003" in line)
    assert "“Due”: the minutes say “2026-05-12”" in both
    assert (
        f"the return says “2026-05-06” (returns/P001/followup.xlsx · Plan d’actions!{column}{own['at']})"
        in both
    )
    assert f"(minutes/{BODY} 2026-04-14.xlsx · Actions!F" in both
    assert issued(home, "P001", ACTIONS)["A-003"]["Échéance"] == dt.date(2026, 5, 6)
    two = next(line for line in lines if "Project P001, A-004" in line)
    assert "“2026-05-20”" in two
    assert "“2026-05-21”" in two
    assert "copy of a colleague.xlsx · Actions!F" in two
    before = {name_of(row): row for row in rows_of(home / "returns/P001/followup.xlsx", ACTIONS)}
    assert issued(home, "P001", ACTIONS)["A-004"]["Échéance"] == before["A-004"]["Échéance"]


def test_minutes_that_cannot_be_taken_stop_nothing(met: tuple[Path, str]) -> None:
    """Damaged, no minutes at all, of a later day, open: a sentence each. So for a project and a date that are none."""
    said = met[1]
    assert "Minutes minutes/damaged.xlsx: they cannot be read and are left out." in said
    assert "minutes/risks.xlsx lies among the minutes and is none" in said
    assert "Minutes minutes/CODIR 2026-05-12.xlsx: the meeting is on 2026-05-12, after 2026-04-30" in said
    assert f"Minutes minutes/{BODY} 2026-04-14.xlsx are open in another program" in said
    assert "no project “P009” is expected to report; did you mean P00" in said
    assert "“soon”" in said
    assert issued(met[0], "P001", ACTIONS)["A-001"]["Statut"] == "En cours"


def test_taken_twice_is_taken_once(met: tuple[Path, str], tmp_path: Path) -> None:
    """Made anew, the templates are the same bytes; in the next period nothing comes a second time, nothing is contradicted."""
    home = Path(shutil.copytree(met[0], tmp_path / "pmo"))
    folder = home / "templates/issued/2026-04-30"
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.xlsx")}
    shutil.rmtree(folder / "P001")
    assert "Project P001, A-003" in run("prepare", home)
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.xlsx")} == first
    projects = tuple(PEOPLE)
    for project in projects:
        shutil.copy(folder / project / "followup.xlsx", home / "returns" / project / "followup.xlsx")
    # A manager has moved on since: his later word is no contradiction.
    put(home / "returns/P002/followup.xlsx", (ACTIONS, "A-001", {"Due": DATE(2026, 6, 15)}))
    before = {project: issued(home, project, ACTIONS).keys() for project in projects}
    said = run("prepare", home)
    now = "2026-05-31"
    assert {project: issued(home, project, ACTIONS, now).keys() for project in projects} == before
    assert issued(home, "P002", ACTIONS, now)["A-001"]["Due"] == dt.date(2026, 6, 15)
    assert issued(home, "P002", DECISIONS, now)["D-001"]["Status"] == "Decided"
    assert [line for line in said.splitlines() if line.startswith("Project P")] == []
    # The meeting of May is now of the period.
    assert "Minutes taken into project P001: A-001." in said
    assert issued(home, "P001", ACTIONS, now)["A-001"]["Faite le"] == dt.date(2026, 5, 12)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--body", "CODIR", "--date", "2026-05-12", "--scope", "P001"), "holds what somebody typed"),
        (("--body", "Stering comittee", "--date", "2026-05-12"), "did you mean Steering committee?"),
        (("--body", "CODIR", "--date", "2026-05-13", "--scope", "Complience"), "did you mean Compliance?"),
    ],
)
def test_what_cannot_be_meant_is_refused(met: tuple[Path, str], asked: tuple[str, ...], said: str) -> None:
    """Minutes that hold something are not overwritten; a body or a scope that nearly is one is asked about."""
    assert said in run("minutes", met[0], *asked, status=2)


def test_a_french_workspace_speaks_french_and_has_french_names(made: Path, tmp_path: Path) -> None:
    """Lists and minutes; a template that is there already waits, and that is said."""
    home = Path(shutil.copytree(made, tmp_path / "pmo"))
    for english, french in FRENCH_NAMES.items():
        if Path(english).parent == Path() and (home / english).exists():
            (home / english).rename(home / french)
    settings = home / "pmo.toml"
    words = settings.read_text(encoding="utf-8").replace('language = "en"', 'language = "fr"')
    settings.write_text(words, encoding="utf-8")
    assert "listes au 31/03/2026" in run("owners", home)
    page = openpyxl.load_workbook(home / "resultats/responsables/Claire Martin.xlsx").worksheets[0]
    assert (page.title, page["B1"].value) == ("Ma liste", "À ma charge · Claire Martin")
    file = Path(run("minutes", home, "--body", BODY, "--date", "14/04/2026").strip())
    assert file == home / "resultats/releves" / f"{BODY} 2026-04-14.xlsx"
    written = file.read_bytes()
    run("minutes", home, "--body", BODY, "--date", "14/04/2026")
    assert file.read_bytes() == written
    put(file, (DECISIONS, "P002 D-001", {"Décision prise": "Acceptée", "Prise par": "C. Martin"}))
    sent = home / "modeles/envoyes/2026-04-30/P001/suivi.xlsx"
    sent.parent.mkdir(parents=True)
    sent.write_bytes(b"sent before")
    assert "Relevé repris dans le projet P002\u00a0: D-001." in run("prepare", home)
    row = issued(home, "P002", DECISIONS)["D-001"]
    assert (row["Status"], row["Decision"], row["Decided by"]) == ("Decided", "Acceptée", "C. Martin")
    put(file, (DECISIONS, "P002 D-002", {"Décision prise": "Refusée"}))
    said = run("prepare", home)
    assert "Projet P002\u00a0: suivi.xlsx existait déjà\u00a0; ce que le relevé dit de D-002 viendra" in said


def test_a_meeting_of_the_calendar_is_called_as_there(made: Path, tmp_path: Path) -> None:
    """What minutes bring into a follow-up passes its own checks: the column *Meeting* takes no other key."""
    home = Path(shutil.copytree(made, tmp_path / "pmo"))
    register = openpyxl.load_workbook(home / "projects.xlsx")
    calendar = register.create_sheet("Meetings")
    for line in (
        ("Meeting", "Body", "Date"),
        ("SC-04", BODY, DATE(2026, 4, 14)),
        ("SC-05", BODY, DATE(2026, 5, 12)),
    ):
        calendar.append(line)
    register.save(home / "projects.xlsx")
    file = Path(run("minutes", home, "--body", BODY, "--date", "2026-04-14").strip())
    put(file, (DECISIONS, "P002 D-001", {"Decision": "Accepted"}))
    run("prepare", home)
    assert issued(home, "P002", DECISIONS)["D-001"]["Meeting"] == "SC-04"
    (made_file,) = (home / "templates/issued/2026-04-30/P002").iterdir()
    assert "is not in the list" not in run("validate", made_file, status=1)


def test_what_minutes_bring_is_checked_before_it_is_taken(made: Path, tmp_path: Path) -> None:
    """A meeting outside the calendar passes the checks of the return; a name and a date that are none are named with their cells, once."""
    home = Path(shutil.copytree(made, tmp_path / "pmo"))
    register = openpyxl.load_workbook(home / "projects.xlsx")
    lists = {
        "Meetings": [("Meeting", "Body", "Date"), ("SC-05", BODY, DATE(2026, 5, 12))],
        "Governance bodies": [("Body",), (BODY,)],
        "People": [("Key", "Name"), *enumerate(["Ann Lee", "Paul Durand", "Paul Durand"], start=1)],
    }
    for name, lines in lists.items():
        sheet = register[name] if name in register.sheetnames else register.create_sheet(name)
        sheet.delete_rows(1, sheet.max_row)
        for line in lines:
            sheet.append(line)
    register.save(home / "projects.xlsx")
    file = Path(run("minutes", home, "--body", BODY, "--date", "2026-04-14").strip())
    put(
        file,
        (DECISIONS, "P002 D-001", {"Decision": "Accepted", "Decided on": DATE(2026, 6, 14)}),
        (ACTIONS, "P001 A-001", {"Due": "31/02/2026"}),
        (
            ACTIONS,
            "",
            {"Project": "P001", "Action": "Book the room", "Owner": "Anne Leee", "Due": DATE(2025, 5, 4)},
        ),
        (
            ACTIONS,
            "",
            {"Project": "P001", "Action": "Call the host", "Owner": "Paul Durand", "Due": DATE(2026, 5, 4)},
        ),
    )
    said = [line for line in run("prepare", home).splitlines() if line.startswith("Minutes, ")]
    cells = {line.partition("!")[2].partition(":")[0]: line.partition(": ")[2] for line in said}
    last = 5 + len(rows_of(file, ACTIONS))
    first = min(
        row["at"]
        for row in rows_of(file, ACTIONS)
        if name_of(row) == "A-001" and project_of(row).startswith("P001")
    )
    assert cells[f"E{last - 1}"].startswith(
        "“Anne Leee” is nobody in the list of people; the nearest is Ann Lee."
    )
    assert cells[f"E{last}"].startswith("“Paul Durand” may be Paul Durand (2), Paul Durand (3).")
    assert cells[f"F{last - 1}"].startswith("2025-05-04 lies before the meeting of 2026-04-14")
    assert "31/02/2026" in cells[f"F{first}"]
    assert any(
        words.startswith("2026-06-14 lies after the status date 2026-04-30") for words in cells.values()
    )
    assert len(said) == 5
    (made_file,) = (home / "templates/issued/2026-04-30/P002").iterdir()
    assert issued(home, "P002", DECISIONS)["D-001"]["Meeting"] == f"{BODY}-2026-04-14"
    assert "is not in the list" not in run("validate", made_file, status=1)
    again = run("prepare", home, "--status-date", "2026-05-31")
    assert "Anne Leee" not in again


@pytest.mark.parametrize("command", [("owners",), ("minutes", "--body", BODY, "--date", "2026-04-14")])
def test_without_the_lists_of_the_pmo_nothing_is_handed_out(
    made: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """A workbook of the PMO that cannot be read stops, as it stops a master: two of one name would share a list."""
    home = Path(shutil.copytree(made, tmp_path / "pmo"))
    shutil.rmtree(home / "out", ignore_errors=True)
    (home / "projects.xlsx").write_bytes((made / "projects.xlsx").read_bytes()[:900])
    name, *rest = command
    said = run(name, home, *rest, status=2)
    assert "projects.xlsx" in said
    assert "damaged" in said
    assert not (home / "out").exists()
