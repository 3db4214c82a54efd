"""Edge cases of the follow-up, the status, decisions, changes, dependencies and the committee pack, each with its test.

``PROVED`` says of each where; what no other file proves is judged here, in one run over small projects.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from copies import write_return
from filled import edited
from pptx import Presentation
from small import columns, end_of, line, task, write
from typer.testing import CliRunner

from pmo_xl.core.base.finding import Finding
from pmo_xl.core.settings.settings import RateSettings, Settings
from pmo_xl.deck.agenda import pages
from pmo_xl.deck.pack import Asked, draw, facts_of
from pmo_xl.doors.cli import app
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.pipeline import Outcome, consolidate_to, validate

STATUS = end_of(3)
SETTINGS = Settings(
    status_date=STATUS,
    reporting_currency="EUR",
    rates={"USD": RateSettings(budget=0.5, average=0.5, closing=0.5)},
)
HERE = Path(__file__).parent
ASKED = ("overall", "schedule", "cost", "risks")
"""The dimensions of which everybody owes the status."""

PROVED = {
    "no action: 0 for counts, blank for rates": "test_follow_up_edges.py::test_no_action_is_0_and_no_rate",
    "an owner who is two": "test_cases.py::test_a_rule_finds_its_fault_at_its_cell_and_nothing_beside_it",
    "one person however written": "test_lists.py::test_a_name_is_known_however_it_is_written_and_never_guessed",
    "a day that no month has": "test_follow_up_edges.py::test_the_31st_of_february_is_told_at_its_cell",
    "5,000 actions in one project": "test_follow_up_edges.py::test_five_thousand_actions_take_time_in_proportion",
    "nothing declared, figures red": "test_follow_up_edges.py::test_a_blank_status_is_missing_and_not_too_kind",
    "no figures, a status declared": "test_follow_up_edges.py::test_without_figures_no_status_is_too_kind",
    "French and English statuses": "test_follow_up_edges.py::test_a_status_is_the_same_in_both_languages",
    "needed on the status date": "test_follow_up_edges.py::test_a_decision_needed_today_is_not_overdue",
    "a body that is none": "test_lists.py::test_a_name_is_found_at_its_cell_and_nothing_beside_it",
    "approved and not yet in the budget": "test_follow_up_edges.py::test_an_approved_change_that_the_budget_lacks_names_both_figures",
    "a change that saves money": "test_follow_up_edges.py::test_a_change_may_save_money",
    "another currency": "test_follow_up_edges.py::test_what_a_change_costs_is_converted",
    "a circle of three inside one of four": "test_follow_up_edges.py::test_the_shortest_circle_is_told_once",
    "a circle in the marked copies": "test_follow_up_edges.py::test_each_manager_of_a_circle_finds_it_at_his_row",
    "a project that waits for itself": "test_follow_up_edges.py::test_a_project_that_waits_for_itself_is_no_circle",
    "the other project is over": "test_cases.py::test_a_rule_finds_its_fault_at_its_cell_and_nothing_beside_it",
    "minutes outside the calendar": "test_hand_out.py::test_what_minutes_bring_is_checked_before_it_is_taken",
    "two people of one name": "test_steering.py::test_two_people_of_one_name_are_told_until_something_tells_them_apart",
    "a long title, words from right to left": "test_pack.py::test_long_and_foreign_words",
    "a slash in a name": "test_pack.py::test_names_that_every_file_system_takes",
    "no figures for a chart": "test_pack.py::test_what_did_not_come_is_said_and_not_drawn",
    "a template without places": "test_pack.py::test_a_template_without_places_is_named_and_filled",
    "200 projects in a deck": "test_follow_up_edges.py::test_two_hundred_projects_fit_their_slides",
    "formulas in a deck": "test_pack.py::test_formulas_stay_words",
    "formulas in a master": "test_follow_up.py::test_a_text_that_looks_like_a_formula_stays_a_text",
    "formulas in lists of owners": "test_hand_out.py::test_what_is_late_is_said_and_texts_stay_texts",
    "each list holds its owner alone": "test_hand_out.py::test_no_word_of_anybody_else_is_in_the_file",
    "no address in a master": "test_steering.py::test_the_master_has_no_address_no_rate_and_names_what_was_not_assessed",
}
"""Each edge and the test that proves it."""


def test_every_edge_has_its_test() -> None:
    """A test that is renamed or gone is missed here."""
    for edge, proof in PROVED.items():
        file, _, name = proof.partition("::")
        assert re.search(rf"^def {name}\(", (HERE / file).read_text(encoding="utf-8"), re.MULTILINE), edge


def action(number: int, **more: Any) -> dict[str, Any]:
    """An action that is under way."""
    return {"action_id": f"A-{number:03}", "action": f"Settle point {number}", "owner": "Ann", "opened_on": dt.date(2026, 3, 2),
            "due_date": dt.date(2026, 4, 30), "status": "open", **more}  # fmt: skip


def change(cost: float, **more: Any) -> dict[str, Any]:
    """A change request that was approved this month."""
    return {"change_id": "C-001", "title": "Another site", "type": "scope", "reason": "Asked for", "requested_on": dt.date(2026, 2, 2),
            "impact_cost": cost, "impact_wd": 0, "status": "approved", "decided_on": dt.date(2026, 3, 16), "decision_id": "D-001", **more}  # fmt: skip


def decision(**more: Any) -> dict[str, Any]:
    """A decision that somebody waits for."""
    return {"decision_id": "D-001", "subject": "Another site", "recommendation": "Accept", "body": "COPIL", "needed_by": STATUS,
            "requested_on": dt.date(2026, 3, 2), "status": "requested", **more}  # fmt: skip


TAKEN = decision(
    status="decided",
    decision="Accepted",
    decided_on=dt.date(2026, 3, 16),
    decided_by="COPIL",
    subject_ids="C-001",
)


def waits(number: int, other: str, direction: str = "inbound") -> dict[str, Any]:
    """What a project needs of another, or owes to it."""
    return {"dependency_id": f"X-{number:03}", "direction": direction, "other_project": other, "deliverable": f"Thing {number}",
            "need_date": dt.date(2026, 6, 1), "promise_date": dt.date(2026, 5, 29), "status": "agreed", "owner": "Ann"}  # fmt: skip


def send(
    folder: Path, name: str, language: str = "en", status: str | None = "green", record: dict[str, Any] | None = None, **tables: Any
) -> Path:  # fmt: skip
    """A follow-up with the same status in every dimension that is asked for, and these rows."""
    said = {
        "comment": "It slips",
        "path_to_green": "Two testers",
        "path_owner": "Ann",
        "path_date": dt.date(2026, 4, 30),
    }
    rows = [
        {"dimension": key, "rag": status, **(said if status in ("amber", "red") else {})} for key in ASKED
    ]
    whole = {"project_id": name, "project_name": name, "status_date": STATUS, "currency": "EUR", "project_manager": "Ann",
             "rag_declared": status, **(record or {})}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-followup.xlsx"
    write_return(
        path,
        "followup",
        Filling(whole, {"status": columns(rows), **{key: columns(held) for key, held in tables.items()}}),
        language,
    )
    return path


CIRCLES = {"CA": ("CB", "CD"), "CB": ("CC",), "CC": ("CA",), "CD": ("CE",), "CE": ("CA",)}
"""Who waits for whom: round three projects, and round three of which two are others."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Every small project in one master."""
    folder = tmp_path_factory.mktemp("edges")
    here = folder / "in"
    send(here, "EMPTY")
    feb = send(here, "FEB", actions=[action(1), action(2)])
    edited(feb, lambda book: setattr(book["Actions"]["G7"], "value", "31/02/2026"))
    send(here, "FR", "fr", "amber", {"comment": "Cela glisse"})
    send(here, "EN", "en", "amber", {"comment": "It slips"})
    write(here, "BLANK", STATUS, [task(1000.0, 0.1)], [line(1000.0, 900.0, 600.0)], [], rag_declared=None)
    send(here, "BLANK", status=None)
    send(here, "TODAY", decisions=[decision(), decision(decision_id="D-002", needed_by=dt.date(2026, 3, 30))])
    write(here, "SAVES", STATUS, None, [line(1000.0, 100.0, 900.0, changes_approved=-200.0)], [])
    send(here, "SAVES", changes=[change(-200.0)], decisions=[TAKEN], record={"rag_declared": "green"})
    write(here, "LATE", STATUS, None, [line(1000.0, 100.0, 900.0)], [])
    send(here, "LATE", changes=[change(300.0)], decisions=[TAKEN])
    send(
        here,
        "USD",
        record={"currency": "USD"},
        changes=[change(500.0, status="analysed", decision_id=None, decided_on=None)],
    )
    for name, others in CIRCLES.items():
        owed = [other for other, needed in CIRCLES.items() if name in needed]
        send(here, name, dependencies=[
            *(waits(number, other) for number, other in enumerate(others, start=1)),
            *(waits(number, other, "outbound") for number, other in enumerate(owed, start=5)),
        ])  # fmt: skip
    send(here, "SELF", dependencies=[waits(1, "self")])
    return consolidate_to([here], folder / "m.xlsx", settings=SETTINGS)


def kpi(run: Outcome, name: str, key: str) -> Any:
    """A figure of a project."""
    return run.to_dict()["projects"][name][key]


def found(run: Outcome, name: str, code: str = "") -> Sequence[Finding]:
    """What was found in a project."""
    return [one for one in run.portfolio.findings if one.project == name and one.code.startswith(code)]


def test_no_action_is_0_and_no_rate(run: Outcome) -> None:
    """A share of nothing is not known: it is not 0 % late, nor 100 % in time."""
    for key in (
        "open_actions",
        "overdue_actions",
        "actions_done",
        "open_issues",
        "decisions_due",
        "changes_open",
        "deps_at_risk",
    ):
        assert kpi(run, "EMPTY", key) == 0
    for key in (
        "action_overdue_rate",
        "action_closed_on_time",
        "action_age_median",
        "issue_age_max",
        "decision_days",
    ):
        assert kpi(run, "EMPTY", key) is None
    assert found(run, "EMPTY") == []


def test_the_31st_of_february_is_told_at_its_cell(run: Outcome) -> None:
    """Of two actions the second has such a date; it is open, and neither late nor in time."""
    (one,) = found(run, "FEB")
    assert (one.code, one.place.cell, one.found) == ("FLD-02", "G7", "31/02/2026")
    assert kpi(run, "FEB", "open_actions") == 2
    assert kpi(run, "FEB", "overdue_actions") == 0


def test_a_status_is_the_same_in_both_languages(run: Outcome) -> None:
    """▲ Orange and ▲ Amber are one level."""
    assert kpi(run, "FR", "declared_level") == kpi(run, "EN", "declared_level") == 2
    assert found(run, "FR") == found(run, "EN") == []


def test_a_blank_status_is_missing_and_not_too_kind(run: Outcome) -> None:
    """The figures are red; nobody declared anything, so there is no gap: what is missing is told."""
    assert kpi(run, "BLANK", "rag") == "red"
    assert kpi(run, "BLANK", "divergence") is None
    assert found(run, "BLANK", "XSH-10") == []
    assert len([one for one in found(run, "BLANK", "FLD-01") if one.place.sheet == "Status"]) == len(ASKED)


def test_without_figures_no_status_is_too_kind(run: Outcome) -> None:
    """A gap takes both sides: such a project is not among those compared."""
    assert kpi(run, "EMPTY", "rag") in (None, "grey")
    assert kpi(run, "EMPTY", "divergence") is None
    assert found(run, "EMPTY", "XSH-10") == []
    assert kpi(run, "EMPTY", "statuses_compared") is None


def test_a_decision_needed_today_is_not_overdue(run: Outcome) -> None:
    """The one of yesterday is."""
    assert [(one.code, one.row_key) for one in found(run, "TODAY")] == [("XSH-20", "D-002")]
    assert (kpi(run, "TODAY", "decisions_due"), kpi(run, "TODAY", "decisions_overdue")) == (2, 1)


def test_an_approved_change_that_the_budget_lacks_names_both_figures(run: Outcome) -> None:
    """Approved in the month of the status date, of which the budget says nothing yet."""
    (one,) = found(run, "LATE", "XSH-07")
    assert one.message.to("en") == "Approved 300, in the budget 0."
    assert "300" in one.message.to("fr")


def test_a_change_may_save_money(run: Outcome) -> None:
    """Its sign is kept on both sides, and so they agree."""
    assert found(run, "SAVES", "XSH-07") == []
    assert kpi(run, "SAVES", "changes_cost") == -200.0


def test_what_a_change_costs_is_converted(run: Outcome) -> None:
    """At the budget rate of the project's currency; the cost of one that is pending stands beside the estimate."""
    assert kpi(run, "USD", "changes_pending_cost") == 250.0


def test_the_shortest_circle_is_told_once(run: Outcome) -> None:
    """CA, CB, CC before the longer way back; the others of the circle are shown their wait, nobody else is."""
    told = [(one.project, one.code) for one in run.portfolio.findings if one.code in ("DEP-04", "DEP-08")]
    assert told == [("CA", "DEP-04"), ("CB", "DEP-08"), ("CC", "DEP-08")]
    assert {
        one.message.to("en").rstrip(".").rpartition(": ")[2]
        for one in run.portfolio.findings
        if one.code in ("DEP-04", "DEP-08")
    } == {"CA → CB → CC → CA"}


def test_each_manager_of_a_circle_finds_it_at_his_row(tmp_path: Path) -> None:
    """In the marked copy of each: the cell bears a note with all the projects, in the language of the return."""
    for name, needs, owed, language in (
        ("CA", "CB", "CC", "en"),
        ("CB", "CC", "CA", "fr"),
        ("CC", "CA", "CB", "en"),
    ):
        rows = [waits(ord(name[1]), needs), waits(ord(owed[1]), owed, "outbound")]
        send(tmp_path / "in", name, language, dependencies=rows)
    done = CliRunner().invoke(
        app,
        ["validate", str(tmp_path / "in"), "--annotate", str(tmp_path / "out"), "--status-date", f"{STATUS}"],
    )
    assert done.exit_code == 1, done.output
    for name, sheet in (("CA", "Dependencies"), ("CB", "Adhérences"), ("CC", "Dependencies")):
        (copy,) = (tmp_path / "out").rglob(f"*{name}-followup*.xlsx")
        notes = [
            cell.comment.text
            for row in openpyxl.load_workbook(copy)[sheet].iter_rows()
            for cell in row
            if cell.comment
        ]
        assert [note for note in notes if "CA → CB → CC → CA" in note], (name, notes)


def test_a_project_that_waits_for_itself_is_no_circle(run: Outcome) -> None:
    """Whatever the case in which it writes its own ID."""
    assert [(one.code, one.message.to("en")) for one in found(run, "SELF")] == [
        ("DEP-03", "The project depends on itself.")
    ]


@pytest.mark.slow
def test_five_thousand_actions_take_time_in_proportion(tmp_path: Path) -> None:
    """Four times as many take no more than eight times as long."""
    spent = []
    for many in (1250, 5000):
        path = send(tmp_path / str(many), "MANY", actions=[action(number) for number in range(1, many + 1)])
        begun = time.perf_counter()
        assert validate([path], settings=SETTINGS).portfolio.findings == []
        spent.append(time.perf_counter() - begun)
    assert spent[1] < 8 * spent[0]


@pytest.mark.slow
def test_two_hundred_projects_fit_their_slides(tmp_path: Path) -> None:
    """Split by programme; no shape leaves its slide, and a list that is cut says how much is left."""
    title = "Second site " * 34
    for number in range(200):
        status = ("green", "amber", "red")[number % 3]
        asked = [decision(subject=title[:200]), decision(decision_id="D-002", needed_by=dt.date(2026, 3, 2))]
        send(tmp_path / "in", f"P{number:03}", status=status, decisions=asked,
             record={"programme_id": f"Programme {number % 4}", "project_name": title[:120]})  # fmt: skip
    outcome = consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx", settings=SETTINGS)
    facts = facts_of(outcome, Asked())
    titles = [page.slide.title for page in pages(facts) if page.key == "projects"]
    assert titles == [f"Projects to look at – Programme {n}" for n in range(4)]
    assert len(facts.records) == 200
    draw(tmp_path / "deck.pptx", facts)
    deck = Presentation(str(tmp_path / "deck.pptx"))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    assert all(shape.top >= 0 and shape.top + shape.height <= deck.slide_height for shape in shapes)
    words = "\n".join(
        p.text
        for shape in shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
        for p in cell.text_frame.paragraphs
    )
    said = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    assert "Second site" in words
    assert re.search(r"\+ \d+ more on the sheet", said + words)
