"""Names in the returns against the lists of the PMO: people, bodies, meetings; judged in real workbooks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from small import columns
from standard import CONTROLS, SHEETS
from test_cases import ASKED_FOR, BASE, found, place_of, project_of, remembered, written

from pmo_xl.catalog.steering import STEERING
from pmo_xl.core.definition.people import People
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.pipeline import Outcome, validate

PMO = tomllib.loads((Path(__file__).parent / "cases" / "pmo" / "lists.toml").read_text(encoding="utf-8"))
CASE_LIST = PMO["case"]
LISTS = {key: columns(rows) for key, rows in PMO.items() if key != "case"}
NOBODY, GONE = "Wxyz Qqq", "Gone Away"
NAMING = [(key, column) for key, sheet in SHEETS.items() for column in sheet.inputs() if column.looked_up_in]
"""Every column of the returns that is looked up in a list."""
CLOSED = {
    "plan": {"10", "20"},  # a summary, and a task that is finished
    "risks": {"R-004"}, "actions": {"A-002"}, "issues": {"I-002"},
}  # fmt: skip
"""The rows of the sound pack for which nobody has to answer any more."""


def everywhere(words: str, *, people: bool) -> dict[str, str]:
    """The sound pack with the same words in every cell that names people, or in every one that names a row of a list."""
    return {
        f"{table}.{key}.{column.key}": words
        for table, column in NAMING
        if column.person is people
        for key in (BASE.get(table, {}) if table != "project" else [""])
    }


ALL_PACKS: dict[str, Mapping[str, Any]] = {
    "BASE": {},
    **{project_of(n, kind): case[kind] for n, case in enumerate(CASE_LIST) for kind in ("change", "passes")},
    "NOBODY": everywhere(NOBODY, people=True),
    "GONE": everywhere(GONE, people=True),
    "UNLISTED": everywhere(NOBODY, people=False),
}


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook for the sound pack, for each change and its neighbour."""
    folder = tmp_path_factory.mktemp("packs")
    for project_id, change in ALL_PACKS.items():
        written(folder / f"{project_id}.xlsx", project_id, change, follow_up=True)
    return folder


REGISTER = columns(
    [
        {"project_id": key, "project_name": BASE["project"]["project_name"], "status": "active"}
        for key in ALL_PACKS
    ]
)
"""The register of the PMO: every pack is a project under way."""


def judged_beside(packs: Path, home: Path, lists: Mapping[str, Any]) -> Outcome:
    """The packs beside the workbook of a PMO that keeps these lists."""
    write_steering(home / "steering.xlsx", STEERING, lists)
    return validate([packs], home=home, settings=Settings(rules=ASKED_FOR), previous=remembered(ALL_PACKS))


@pytest.fixture(scope="module")
def judged(packs: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """All of them judged beside all lists."""
    return judged_beside(packs, tmp_path_factory.mktemp("pmo"), {**LISTS, "register": REGISTER})


def test_every_name_of_the_sound_pack_is_known(judged: Outcome) -> None:
    """Nothing is found in it, and nothing is left unassessed."""
    assert found(judged, "BASE") == []
    assert judged.to_dict()["not_assessed"] == {}


@pytest.mark.parametrize("number", range(len(CASE_LIST)), ids=[f"{c['rule']} {c['cell']}" for c in CASE_LIST])
def test_a_name_is_found_at_its_cell_and_nothing_beside_it(judged: Outcome, number: int) -> None:
    """The change is found at its cell with its words; its neighbour, another spelling or another row, passes."""
    case = CASE_LIST[number]
    findings = found(judged, project_of(number, "change"))
    own = [finding for finding in findings if finding.code == case["rule"]]
    assert {finding.code for finding in findings} == {case["rule"], *case.get("also", ())}
    assert [place_of(finding) for finding in own] == [case["cell"]]
    assert case.get("says", "") in own[0].message.to("en")
    assert "{" not in own[0].message.to("fr") + own[0].message.to("en")
    assert [(f.code, f.message.to("en")) for f in found(judged, project_of(number, "passes"))] == []


def test_every_column_that_names_people_is_looked_up(judged: Outcome) -> None:
    """Whatever table a column stands in: saying that it names people is all that it takes."""
    unknown = {place_of(f) for f in found(judged, "NOBODY") if f.code == "FLD-12"}
    assert unknown == set(ALL_PACKS["NOBODY"])
    assert len({place.split(".")[0] for place in unknown}) >= 9
    assert {place_of(f) for f in found(judged, "UNLISTED") if f.code == "FLD-03"} == set(
        ALL_PACKS["UNLISTED"]
    )


def test_somebody_who_has_left_is_told_where_something_is_still_open(judged: Outcome) -> None:
    """Finished tasks, closed risks and what somebody once wrote or asked are left in peace."""
    told = {place_of(f) for f in found(judged, "GONE") if f.code in ("FLD-13", "XSH-18")}
    past = {f"{table}.{column.key}" for table, column in NAMING if not column.answers}
    expected = {
        address
        for address in ALL_PACKS["GONE"]
        if address.split(".")[1] not in CLOSED.get(address.split(".")[0], ())
        and f"{address.split('.')[0]}.{address.rsplit('.', 1)[1]}" not in past
    }
    assert told == expected
    assert past == {"risks.author", "changes.requested_by"}


def test_without_a_list_its_rules_are_not_assessed_and_said_so(packs: Path, tmp_path: Path) -> None:
    """No name is wrong where nobody keeps a list; which rules wait for which list is told."""
    outcome = judged_beside(packs, tmp_path, {"bodies": LISTS["bodies"]})
    codes = {finding.code for finding in outcome.portfolio.findings}
    assert not codes & {"FLD-12", "FLD-13", "XSH-18", "PLN-22", "DEC-03"}
    assert outcome.to_dict()["not_assessed"] == {
        "XSH-23": "Project register", "FLD-12": "People", "FLD-13": "People", "XSH-18": "People", "PLN-22": "People",
        "FLD-03": "Meetings", "DEC-03": "Meetings",
    }  # fmt: skip
    assert [place_of(f) for f in found(outcome, project_of(13, "change")) if f.code == "FLD-03"] == [
        "decisions.D-001.body"
    ]


def test_every_rule_over_a_list_is_among_the_cases() -> None:
    """Each code that needs a list is proved by words of its own."""
    assert {rule.code for rule in CONTROLS if rule.needs is not None} == {case["rule"] for case in CASE_LIST}


def test_one_person_has_one_name_in_the_tables(judged: Outcome) -> None:
    """However the returns write it: whoever counts by person counts each once; who may be several stays as typed."""
    tables = judged.portfolio.tables
    assert set(tables["risks"].query("project_id == 'G001' and risk_id == 'R-001'")["owner"]) == {
        "Claire Martin"
    }
    assert set(tables["actions"].query("project_id == 'G002' and action_id == 'A-001'")["owner"]) == {
        "Zoé Lévêque-Roux"
    }
    projects = judged.portfolio.projects.set_index("project_id")
    assert projects.at["F004", "sponsor"] == "Sam Lee"
    assert projects.at["F006", "pmo_contact"] == "Gone Away"


# one function ------------------------------------------------------------------------------------------------

KNOWN = People(PMO["people"])


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Claire Martin", ["CMA"]),
        ("martin claire", ["CMA"]),
        ("MARTIN, Claire", ["CMA"]),
        ("C. Martin", ["CMA"]),
        ("Martin C", ["CMA"]),
        ("Claire\u00a0Martin", ["CMA"]),
        (" claire  martin ", ["CMA"]),
        ("cma", ["CMA"]),
        ("Claire.Martin@Example.org", ["CMA"]),
        ("Martin, C. <claire.martin@example.org>", ["CMA"]),
        ("claire dupont", ["CMA"]),
        ("C. Dupont", ["CMA"]),
        ("zoe leveque roux", ["ZLR"]),
        ("Z. Lévêque-Roux", ["ZLR"]),
        ("Z. Roux", ["ZLR"]),
        ("Sam Lee", ["S1", "S2"]),
        ("S. Lee", ["S1", "S2"]),
        ("Martin", []),
        ("D. Martin", []),
        ("Claire Martin Durand", []),
        ("nobody@example.org", []),
        ("=HYPERLINK(1)", []),
        ("?", []),
    ],
)
def test_a_name_is_known_however_it_is_written_and_never_guessed(words: str, keys: list[str]) -> None:
    """Case, accents, order, initials, key, address and further names; a surname alone is nobody's name."""
    assert [person.key for person in KNOWN.named(words)] == keys


def test_a_thousand_people_are_looked_up_in_no_time() -> None:
    """The index is asked, not every person: a name among thousands takes no longer than one among ten."""
    many = People([{"person_id": f"K{n}", "name": f"First{n} Last{n % 977}"} for n in range(5000)])
    assert [person.key for person in many.named("last4 FIRST4")] == ["K4"]
    assert [person.key for person in many.named("F. Last4")] == [f"K{n}" for n in range(4, 5000, 977)]
