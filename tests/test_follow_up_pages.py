"""The pages of the follow-up: what stands in each list, grid and matrix, told by the rows of the returns alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random
from shutil import copyfile
from typing import Any

import openpyxl
import pytest
from office import compare, needs_office, poisoned, recalculated
from on_page import cell_with, table_under
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from small import Row, columns
from small_risks import register, risk
from standard import TEMPLATES

from pmo_xl import pipeline
from pmo_xl.catalog.kinds.project import Project
from pmo_xl.catalog.steering import STEERING
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.excel.template.workbook import Filling, make_workbook

STATUS, LAST_MONTH = dt.date(2026, 3, 31), dt.date(2026, 2, 27)
SETTINGS = Settings(status_date=STATUS, reporting_currency="EUR", rates={"USD": 0.5})
CURRENCY = {"P1": "EUR", "P2": "USD", "P3": "EUR", "P4": "EUR"}
RATES = {"EUR": 1.0, "USD": 0.5}
SENT, SILENT = ("P1", "P2", "P4"), "P3"
"""Who sends a follow-up, and who does not."""
FORMULA = '=HYPERLINK("http://example.org","x")'
PAGES = ("Committee", "Status", "Follow-up", "Who does what", "Dependencies", "Project follow-up")
DIMENSIONS = ("overall", "schedule", "cost", "risks", "scope", "resources", "quality", "benefits", "stakeholders")  # fmt: skip
SIGN = {"green": "●", "amber": "▲", "red": "◆", "grey": "○", "blue": "■"}
PEOPLE = ("Anne Roy", "Élise Petit", "zoé Blanc", "Bruno Costa")
Tables = dict[str, list[Row]]


def _near(rng: Random, days: int = 60) -> dt.date:
    return STATUS + dt.timedelta(days=rng.randint(-days, days))


def _made(project: str) -> Tables:
    """A follow-up with rows of every state: open and closed, late and in time, dated and not."""
    rng = Random(project)
    past = [STATUS - dt.timedelta(days=days) for days in range(1, 150)]
    actions = [
        {
            "action_id": f"A-{n:03}", "action": f"Do {project} {n}", "owner": rng.choice(PEOPLE), "due_date": _near(rng),
            "opened_on": rng.choice(past) if n % 5 else None, "status": status, "done_on": rng.choice(past[:60]) if status == "done" else None,
        }
        for n in range(1, 15) for status in [rng.choice(("open", "open", "in_progress", "blocked", "done", "cancelled"))]
    ]  # fmt: skip
    actions[0] |= {"action": FORMULA, "status": "open", "due_date": STATUS - dt.timedelta(days=90)}
    issues = [
        {
            "issue_id": f"I-{n:03}", "title": f"Issue {project} {n}", "severity": rng.randint(1, 5), "raised_on": rng.choice(past),
            "owner": rng.choice(PEOPLE), "due_date": _near(rng), "plan": "A plan", "status": rng.choice(("open", "escalated", "closed")),
        }
        for n in range(1, 8)
    ]  # fmt: skip
    decisions = [
        {
            "decision_id": f"D-{n:03}", "subject": f"Decide {project} {n}", "recommendation": "Accept", "body": rng.choice(("COPIL", "CODIR")),
            "needed_by": _near(rng), "requested_on": rng.choice(past), "cost_of_delay": rng.choice((None, 1000.0, 2500.0)),
            "status": rng.choice(("requested", "requested", "deferred", "cancelled")),
        }
        for n in range(1, 8)
    ]  # fmt: skip
    changes = [
        {
            "change_id": f"C-{n:03}", "title": f"Change {project} {n}", "type": rng.choice(("scope", "cost")), "reason": "A reason",
            "requested_by": "A", "requested_on": rng.choice(past), "impact_cost": rng.choice((None, 5000.0, -2000.0, 12000.0)),
            "status": rng.choice(("submitted", "analysed", "rejected", "draft")),
        }
        for n in range(1, 8)
    ]  # fmt: skip
    others = [one for one in CURRENCY if one != project]
    dependencies = [
        {
            "dependency_id": f"X-{n:03}", "direction": rng.choice(("inbound", "inbound", "outbound")), "deliverable": f"Thing {project} {n}",
            "other_project": rng.choice((*others, "external")), "need_date": _near(rng), "promise_date": _near(rng) if n % 4 else None,
            "status": rng.choice(("open", "agreed", "delivered")), "owner": rng.choice(PEOPLE),
        }
        for n in range(1, 10)
    ]  # fmt: skip
    status = [
        {
            "dimension": one, "rag": rng.choice(("green", "amber", "red")), "trend": "stable", "comment": f"Words {project} {one}",
            "path_to_green": f"Path {project} {one}", "path_owner": "Anne Roy", "path_date": STATUS + dt.timedelta(days=30),
        }
        for one in DIMENSIONS if one != "benefits"
    ]  # fmt: skip
    messages = [
        {"kind": kind, "message": f"{kind} {project}"} for kind in ("next_step", "attention", "highlight")
    ]
    return {
        "status": status, "messages": messages, "actions": actions, "issues": issues, "decisions": decisions, "changes": changes,
        "dependencies": dependencies,
    }  # fmt: skip


MADE = {project: _made(project) for project in SENT}


def _follow_up(folder: Path, project: str, status: dt.date) -> None:
    record = {
        "project_id": project, "project_name": f"Name {project}", "status_date": status, "currency": CURRENCY[project], "project_manager": "A",
        "rag_declared": "green",
    }  # fmt: skip
    tables = {key: columns(rows) for key, rows in MADE[project].items()}
    folder.mkdir(parents=True, exist_ok=True)
    make_workbook(folder / f"{project}-followup.xlsx", [TEMPLATES["followup"]], Project, filling=Filling(record, tables), room=1)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Masters in both languages, the English one after that of the month before, of registers of risks alone."""
    folder = tmp_path_factory.mktemp("follow up")
    for status, score, languages in ((LAST_MONTH, 2, ("en",)), (STATUS, 5, ("en", "fr"))):
        for project, currency in CURRENCY.items():
            rated = risk(probability_in=score, impact_in=4 if project == "P1" else 1)
            said = {"currency": currency, "project_name": f"Name {project}", "rag_declared": "green"}
            register(folder / "in", project, status, [rated], **said)
        if status == STATUS:
            copyfile(folder / "en.xlsx", folder / "without.xlsx")
            for project in SENT:
                _follow_up(folder / "in", project, status)
        settings = SETTINGS.model_copy(update={"status_date": status})
        for language in languages:
            out = folder / f"{language}.xlsx"
            pipeline.consolidate_to([folder / "in"], out, language=language, settings=settings)
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> Workbook:
    """The English master as it was written."""
    return openpyxl.load_workbook(folder / "en.xlsx", data_only=True)


# ---- the same, from the returns alone -------------------------------------------------------------------


def _rows(table: str) -> Iterable[tuple[str, Row]]:
    return ((project, row) for project in SENT for row in MADE[project][table])


CLOSED = {"done", "cancelled", "closed", "resolved", "decided", "delivered", "rejected", "draft"}


def _open(table: str) -> list[tuple[str, Row]]:
    return [(project, row) for project, row in _rows(table) if row["status"] not in CLOSED]


def _days(day: dt.date) -> int:
    return (STATUS - day).days


def _list(
    page: Worksheet, title: str, *, numbered: bool = True, wide: int | None = None
) -> tuple[str, list[list[Any]]]:
    """The heading of a list and its filled rows, without their numbers."""
    head = next(
        c for row in page.iter_rows() for c in row if isinstance(c.value, str) and c.value.startswith(title)
    )
    places = [c.column for c in page[head.row + 1] if c.column >= head.column and c.value is not None][:wide]
    rows = []
    for number in range(head.row + 2, page.max_row + 1):
        cells = [page.cell(number, place).value for place in places]
        cells = [
            None if what == "" else what.date() if isinstance(what, dt.datetime) else what for what in cells
        ]
        if (cells[0] != len(rows) + 1 or cells[1] is None) if numbered else cells[0] is None:
            break
        rows.append(cells[1:] if numbered else cells)
    return str(head.value), rows


def test_overdue_actions_come_by_lateness_and_say_of_how_many(book: Workbook) -> None:
    """With owner and days late; a text that begins with = stays a text."""
    late = sorted(
        (one for one in _open("actions") if one[1]["due_date"] < STATUS), key=lambda one: one[1]["due_date"]
    )
    title, rows = _list(book["Follow-up"], "Overdue actions, the")

    assert len(late) > 10
    assert title == f"Overdue actions, the latest first – 10 of {len(late)}"
    assert [row[4] for row in rows] == [_days(one["due_date"]) for _, one in late[:10]]
    told = {
        (f"{project} {one['action_id']}", one["action"], one["owner"], one["due_date"])
        for project, one in late
    }
    assert {tuple(row[:4]) for row in rows} <= told
    assert FORMULA in {row[1] for row in rows}


def test_issues_decisions_and_changes_stand_in_their_order(book: Workbook) -> None:
    """The oldest issues, the decisions needed first, the changes that wait longest; amounts in the reporting currency."""
    issues = sorted((_days(row["raised_on"]) for _, row in _open("issues")), reverse=True)
    title, rows = _list(book["Follow-up"], "Open issues")
    assert title.endswith(f"{min(6, len(issues))} of {len(issues)}")
    assert [row[6] for row in rows] == issues[:6]

    decisions = sorted(_open("decisions"), key=lambda one: one[1]["needed_by"])
    for sheet, most in (("Follow-up", 5), ("Committee", 5)):
        title, rows = _list(book[sheet], "Decisions to take, by")
        assert title.endswith(f"{most} of {len(decisions)}")
        assert [row[4] for row in rows] == [row["needed_by"] for _, row in decisions[:most]]
        costs = {
            f"{project} {row['decision_id']}": None if row["cost_of_delay"] is None else row["cost_of_delay"] * RATES[CURRENCY[project]]
            for project, row in decisions
        }  # fmt: skip
        assert {row[0]: row[6] for row in rows}.items() <= costs.items()

    changes = sorted(_open("changes"), key=lambda one: one[1]["requested_on"])
    _, rows = _list(book["Follow-up"], "Pending changes, those")
    assert [row[4] for row in rows] == [_days(row["requested_on"]) for _, row in changes[:10]]


def test_ages_owners_bodies_and_types_add_up(book: Workbook) -> None:
    """The grids count each open row once."""
    page = book["Follow-up"]
    bounds = {
        "0 to 30 days": (0, 30),
        "31 to 60 days": (31, 60),
        "61 to 90 days": (61, 90),
        "More than 90 days": (91, 9999),
    }
    actions = [row for _, row in _open("actions")]

    def split(rows: list[Row]) -> list[int]:
        late = sum(row["due_date"] < STATUS for row in rows)
        return [len(rows) - late, late]

    ages = table_under(page, "Age")
    for label, (first, last) in bounds.items():
        assert ages[label] == split(
            [row for row in actions if row["opened_on"] and first <= _days(row["opened_on"]) <= last]
        )
    assert ages["Opening date unknown"] == split([row for row in actions if row["opened_on"] is None])
    assert sum(map(sum, ages.values())) == len(actions)

    owners = {
        str(cells[0]): cells[1:] for cells in _list(page, "Open actions by owner", numbered=False, wide=3)[1]
    }
    assert owners == {one: split([row for row in actions if row["owner"] == one]) for one in PEOPLE}

    bodies = {
        str(cells[0]): cells[1:]
        for cells in _list(page, "Pending decisions by body", numbered=False, wide=4)[1]
    }
    for body in ("COPIL", "CODIR"):
        mine = [(p, row) for p, row in _open("decisions") if row["body"] == body]
        cost = sum(row["cost_of_delay"] * RATES[CURRENCY[p]] for p, row in mine if row["cost_of_delay"])
        assert bodies[body] == [
            len(mine),
            sum(row["needed_by"] < STATUS for _, row in mine),
            pytest.approx(cost),
        ]

    types = {
        str(cells[0]): cells[1:]
        for cells in _list(page, "Pending changes by type", numbered=False, wide=4)[1]
    }
    for key, label in (("scope", "Scope"), ("cost", "Cost")):
        mine = [(p, row) for p, row in _open("changes") if row["type"] == key]
        known = [row["impact_cost"] * RATES[CURRENCY[p]] for p, row in mine if row["impact_cost"] is not None]
        assert types[label] == [len(mine), len(known), pytest.approx(sum(known))]
    assert types["Contract"] == [0, 0, None]


def test_everybody_finds_what_he_must_do_by_when(book: Workbook) -> None:
    """Every open row once, person by person without regard to accents and capitals, the first due first."""
    expected = [
        (row.get("owner") or row["body"], project, row[key], row.get("due_date") or row["needed_by"], words)
        for table, key, words in (("actions", "action_id", "Action"), ("issues", "issue_id", "Issue"), ("decisions", "decision_id", "Decision"))
        for project, row in _open(table)
    ]  # fmt: skip
    title, rows = _list(book["Who does what"], "Who must do what by when", numbered=False)

    assert title == f"Who must do what by when – {len(expected)}"
    assert sorted((r[0], r[1], r[3], r[5], r[2]) for r in rows) == sorted(expected)
    assert [*dict.fromkeys(row[0] for row in rows)] == [
        "Anne Roy",
        "Bruno Costa",
        "CODIR",
        "COPIL",
        "Élise Petit",
        "zoé Blanc",
    ]
    for person in PEOPLE:
        days = [row[5] for row in rows if row[0] == person]
        assert days == sorted(days)
    assert all((row[6] or 0) == max(0, _days(row[5])) for row in rows)


def test_declared_stands_over_computed_for_every_project(book: Workbook) -> None:
    """Nine dimensions; who sent no follow-up has a dash and no colour, and its computed status all the same."""
    computed = {"P1": "▲"} | dict.fromkeys(("P2", "P3", "P4"), "●")
    _, rows = _list(book["Status"], "Declared / computed", numbered=False)
    assert [row[0] for row in rows] == [*CURRENCY]
    for row in rows:
        project = row[0]
        held = {one["dimension"]: one for one in MADE[project]["status"]} if project in SENT else {}
        signs = [SIGN[held[one]["rag"]] if one in held else "–" for one in DIMENSIONS]
        assert [cell[0] for cell in row[2:11]] == signs
        assert row[2] == f"{signs[0]} / {computed[project]}"
        assert row[5] == f"{signs[3]} / {computed[project]}"
        assert row[-1] == (held["overall"]["comment"] if held else None)
        declared = "●▲◆".index(signs[0]) if held else 0  # who sends none declares green on the project sheet
        assert row[11] == "●▲◆".index(computed[project]) - declared
    assert rows[0][12]

    _, course = _list(book["Status"], "Computed status by period", numbered=False)
    assert [row[2:] for row in course] == [["●", computed[project]] for project in CURRENCY]


def test_the_committee_sees_the_lights_then_and_now_and_how_projects_come_back(book: Workbook) -> None:
    """The projects whose computed or declared status is not green, with the path that their manager gives."""
    page = book["Committee"]
    lights = table_under(page, "Status")
    assert {key: row[:2] for key, row in lights.items()} == {
        "◆ Red": [0, 0],
        "▲ Amber": [1, 0],
        "● Green": [3, 4],
        "○ No data": [0, 0],
        "■ Closed": [0, 0],
    }

    overall = {project: row for project, row in _rows("status") if row["dimension"] == "overall"}
    worst = {
        project: max("●▲◆".index("▲" if project == "P1" else "●"), "●▲◆".index(SIGN[overall[project]["rag"]]) if project in overall else 0)
        for project in CURRENCY
    }  # fmt: skip
    graver = sorted(
        (project for project in CURRENCY if worst[project]), key=lambda project: (-worst[project], project)
    )
    title, rows = _list(page, "Projects to look at", numbered=False)
    assert title == f"Projects to look at – {len(graver)}"
    assert [row[0] for row in rows] == graver
    for row in rows:
        told = overall[row[0]]
        assert row[1:3] == [f"Name {row[0]}", f"{SIGN[told['rag']]} / {'▲' if row[0] == 'P1' else '●'}"]
        assert row[4:] == [told["path_to_green"], "Anne Roy", told["path_date"]]
    assert "1" in next(row[3] for row in rows if row[0] == "P1")

    counted = table_under(page, "State")
    actions = [row for _, row in _rows("actions")]
    first = STATUS.replace(day=1)
    assert counted == {
        "Done this month": [sum(row["status"] == "done" and row["done_on"] >= first for row in actions)],
        "New this month": [
            sum(row["opened_on"] is not None and row["opened_on"] >= first for row in actions)
        ],
        "Open": [len(_open("actions"))],
        "Overdue": [sum(row["due_date"] < STATUS for _, row in _open("actions"))],
    }


def test_the_matrix_counts_what_each_project_waits_for(book: Workbook) -> None:
    """By the project that owes it, a sign where one comes too late; external ones have a column of their own."""
    page = book["Dependencies"]
    inbound = [(p, row) for p, row in _open("dependencies") if row["direction"] == "inbound"]
    late = {
        id(row)
        for _, row in inbound
        if row["promise_date"] and row["promise_date"] > row["need_date"] and _workdays(row) < 0
    }
    head = cell_with(page, "Needs ▾ owed by ▸")
    names = [c.value for c in page[head.row] if c.value is not None]
    _, rows = _list(page, "What projects wait for", numbered=False)

    assert names[-2] == "External"
    assert {*names[2:-2], "external"} == {row["other_project"] for _, row in inbound}
    assert {row[0] for row in rows} == {project for project, _ in inbound}
    for row in rows:
        mine = [one for project, one in inbound if project == row[0]]
        for other, cell in zip(names[2:-1], row[2:-1], strict=True):
            theirs = [one for one in mine if one["other_project"] == other.replace("External", "external")]
            sign = " ◆" if any(id(one) in late for one in theirs) else ""
            assert cell == ("·" if other == row[0] else f"{len(theirs)}{sign}" if theirs else None)
        assert row[-1] == f"{len(mine)}{' ◆' if any(id(one) in late for one in mine) else ''}"
    assert late

    _, listed = _list(page, "What projects need")
    slacks = [row[5] for row in listed]
    known = [slack for slack in slacks if slack is not None]
    assert known == sorted(known)
    assert slacks[len(known) :] == [None] * (len(inbound) - len(known))
    assert Counter(row[0].split()[0] for row in listed) == Counter(project for project, _ in inbound)


def _workdays(row: Row) -> int:
    """Working days from the promise to the need; below 0 where the promise is later."""
    first, last = sorted((row["need_date"], row["promise_date"]))
    days = sum((first + dt.timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days + 1))
    return days if row["need_date"] >= row["promise_date"] else -days


def test_the_dashboard_says_how_many_decisions_are_overdue(book: Workbook) -> None:
    """Of how many, and of how many projects that is."""
    page = book["Dashboard"]
    label = cell_with(page, "Overdue decisions")
    tile = [page.cell(label.row + down, label.column).value for down in range(6)]
    due = [row for _, row in _open("decisions")]

    assert str(tile[1]) == str(sum(row["needed_by"] < STATUS for row in due))
    assert tile[2] == f"of {len(due)} to take"
    assert tile[5] == "3 of 4 projects"


def test_without_follow_ups_nothing_of_them_is_there(folder: Path) -> None:
    """No page, no tile: three kinds alone make the master that they made before."""
    book = openpyxl.load_workbook(folder / "without.xlsx", read_only=True)

    assert not {*PAGES} & {*book.sheetnames}
    texts = {cell for row in book["Dashboard"].iter_rows(values_only=True) for cell in row}
    assert "Overdue decisions" not in texts


def test_follow_ups_that_are_expected_and_did_not_come_are_no_zeros(tmp_path: Path) -> None:
    """Each page says so; lists say that nothing was received, figures stay blank."""
    register(tmp_path / "returns", "P1", STATUS, [risk()])
    rows = {"project_id": ["P1"], "project_name": ["Name P1"], "expected": ["yes"]}
    write_steering(tmp_path / "steering.xlsx", STEERING, {"register": rows})
    kinds = SETTINGS.collection.model_copy(update={"kinds": ("risks", "followup")})
    pipeline.consolidate_to(
        [tmp_path / "returns"],
        tmp_path / "m.xlsx",
        home=tmp_path,
        settings=SETTINGS.model_copy(update={"collection": kinds}),
    )
    book = openpyxl.load_workbook(tmp_path / "m.xlsx", data_only=True)

    for name in PAGES[:-1]:
        assert any(
            str(cell).startswith("◆ No follow-up was received")
            for row in book[name].iter_rows(values_only=True)
            for cell in row
        )
    page = book["Follow-up"]
    assert cell_with(page, "Overdue actions, the latest first – nothing was received")
    label = cell_with(page, "Overdue actions")
    assert not page.cell(label.row + 1, label.column).value
    assert table_under(page, "Age")["0 to 30 days"] == [None, None]


EMPTY = {
    "en": (
        "Follow-up",
        "Overdue actions, the latest first – none",
        "No action is overdue: there is nobody to chase.",
    ),
    "fr": (
        "Suivi",
        "Actions en retard, les plus en retard d’abord – aucun élément",
        "Aucune action en retard\u00a0: personne à relancer.",
    ),
}


@needs_office
def test_an_empty_list_says_so_and_shows_no_number(tmp_path: Path) -> None:
    """Where the follow-up came and nothing is late, no row is numbered; LibreOffice comes to the same."""
    record = {"project_id": "P1", "project_name": "Name P1", "status_date": STATUS, "currency": "EUR", "project_manager": "A",
              "rag_declared": "green"}  # fmt: skip
    status = columns([{"dimension": one, "rag": "green"} for one in DIMENSIONS])
    (tmp_path / "in").mkdir()
    make_workbook(tmp_path / "in" / "P1.xlsx", [TEMPLATES["followup"]], Project, filling=Filling(record, {"status": status}), room=1)  # fmt: skip
    files = []
    for language, (page, title, sentence) in EMPTY.items():
        files.append(tmp_path / f"{language}.xlsx")
        pipeline.consolidate_to([tmp_path / "in"], files[-1], language=language, settings=SETTINGS)
        sheet = openpyxl.load_workbook(files[-1], data_only=True)[page]
        head = cell_with(sheet, title)
        assert [
            row[0]
            for row in sheet.iter_rows(head.row + 2, head.row + 4, head.column, head.column, values_only=True)
        ] == [None] * 3
        assert cell_with(sheet, sentence).row == head.row + 2
    fresh = recalculated(
        [poisoned(file, tmp_path / f"spoiled-{file.name}") for file in files], tmp_path / "fresh"
    )
    for file, again in zip(files, fresh, strict=True):
        assert compare(file, again) == []


@needs_office
def test_every_cell_is_live(folder: Path, tmp_path: Path) -> None:
    """LibreOffice, which starts from wrong values, comes to the same in both languages."""
    files = [folder / f"{language}.xlsx" for language in ("en", "fr")]
    fresh = recalculated([poisoned(file, tmp_path / file.name) for file in files], tmp_path / "fresh")

    for file, again in zip(files, fresh, strict=True):
        assert compare(file, again) == []
