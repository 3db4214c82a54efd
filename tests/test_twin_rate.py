"""The share of dependencies that both projects tell of: by project, over the portfolio, and as formulas."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import oracle_follow_up
import pytest
from copies import write_return
from office import compare, needs_office, poisoned, recalculated
from small import columns, end_of, line, write

from pmo_xl.core.flow.overflow import Tables
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.pipeline import Outcome, consolidate_to

STATUS = end_of(3)
SETTINGS = Settings(status_date=STATUS, reporting_currency="EUR")
IN, OUT = "inbound", "outbound"
SAID: dict[str, list[tuple[str, str, str, str]]] = {
    "AA": [(IN, "BB", "Data", "agreed"), (IN, "bb", "Network", "open"), (IN, "CC", "Rooms", "open"), (IN, "EE", "Desks", "open")],
    "BB": [(OUT, "AA", "DATA", "agreed"), (OUT, "AA", "Screens", "open"), (IN, "AA", "Plans", "open")],
    "CC": [(OUT, "aa", "Offices", "open"), (IN, "external", "Permit", "open"), (IN, "CC", "Itself", "open"), (OUT, "DD", "Old", "delivered")],
    "DD": [(IN, "CC", "Old", "delivered"), (IN, "CC", "New", "at_risk"), (IN, "AA", "Keys", "broken")],
    "FF": [],
}  # fmt: skip
"""By project its dependencies: direction, other project, deliverable, status. EE sends a budget and no follow-up."""
EXPECTED: dict[str, tuple[float | None, float | None, float | None]] = {
    "AA": (3, 2, 2 / 3),  # the same deliverable, and the only delivery of CC; of EE nobody knows
    "BB": (1, 0, 0), "CC": (None, None, None), "DD": (1, 0, 0), "EE": (None, None, None), "FF": (None, None, None),
}  # fmt: skip
KEYS = (*oracle_follow_up.TWINS, "dep_twin_rate")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The returns."""
    folder = tmp_path_factory.mktemp("twins")
    for project, said in SAID.items():
        record = {"project_id": project, "project_name": project, "status_date": STATUS, "currency": "EUR",
                  "project_manager": "Ann", "rag_declared": "green"}  # fmt: skip
        rows: list[dict[str, Any]] = [
            {"dependency_id": f"X-{n:03}", "direction": direction, "other_project": other, "deliverable": what,
             "need_date": dt.date(2026, 6, 1), "promise_date": dt.date(2026, 5, 29), "status": status, "owner": "Ann"}
            for n, (direction, other, what, status) in enumerate(said, start=1)
        ]  # fmt: skip
        tables = {
            "status": columns([{"dimension": "overall", "rag": "green"}]),
            "dependencies": columns(rows),
        }
        write_return(folder / f"{project}.xlsx", "followup", Filling(record, tables), "en")
    write(folder, "EE", STATUS, None, [line(1000.0, 100.0, 900.0)], [])
    return folder


@pytest.fixture(scope="module")
def made(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The English master."""
    return consolidate_to([folder], tmp_path_factory.mktemp("out") / "en.xlsx", settings=SETTINGS)


def test_a_dependency_counts_where_both_tell_of_it(made: Outcome) -> None:
    """What nobody can answer for is left out: external, itself, over, without a follow-up of the other project."""
    told = made.to_dict()
    assert {p: tuple(told["projects"][p][key] for key in KEYS) for p in EXPECTED} == EXPECTED
    assert [told["portfolio"][key] for key in KEYS] == [5, 2, 0.4]


def test_the_second_implementation_finds_the_same() -> None:
    """Where it judges what the cases above leave open, it judges as we do."""
    rows = {
        project: [
            dict(zip(("direction", "other_project", "deliverable", "status"), one, strict=True))
            for one in said
        ]
        for project, said in SAID.items()
    }
    for held in rows.values():
        for row in held:
            row["deliverable"] = row["deliverable"].casefold()
    found = oracle_follow_up.twins({**rows, "EE": None})
    assert {project: tuple(one.values()) for project, one in found.items()} == {
        project: one[:2] for project, one in EXPECTED.items()
    }


def test_what_lacks_its_twin_is_what_the_rule_names(made: Outcome) -> None:
    """DEP-02 finds as many as the two counts differ by."""
    lacking = [one.project for one in made.portfolio.findings if one.code == "DEP-02"]
    told = made.to_dict()["projects"]
    assert len(lacking) == 3
    for project in SAID:
        answerable, twinned, _ = (told[project][key] or 0 for key in KEYS)
        assert lacking.count(project) == answerable - twinned


def test_in_batches_it_is_unknown(folder: Path, tmp_path: Path) -> None:
    """No batch sees what the projects of another one say: blank, and not 0."""
    large = consolidate_to([folder], tmp_path / "m.xlsx", settings=SETTINGS, tables=Tables.PARQUET).to_dict()
    assert [large["portfolio"][key] for key in KEYS] == [None] * 3


@needs_office
def test_every_cell_is_live(folder: Path, made: Outcome, tmp_path: Path) -> None:
    """LibreOffice, which starts from wrong values, comes to the same in both languages."""
    french = consolidate_to([folder], tmp_path / "fr.xlsx", settings=SETTINGS, language="fr")
    masters = [one.master for one in (made, french) if one.master is not None]
    fresh = recalculated(
        [poisoned(one, tmp_path / f"spoiled-{one.name}") for one in masters], tmp_path / "fresh"
    )
    assert [compare(one, again) for one, again in zip(masters, fresh, strict=True)] == [[], []]
