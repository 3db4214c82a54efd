"""Codes that Excel made numbers or dates of: read as Excel shows them, refused with the true reason where nobody can tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.methods.links import readable_links
from pmo_xl.pipeline.outcome import Outcome
from tests.filled import HEADER, cell_of, edited, good
from tests.foreign import IDENTITY, told, validated, workbook, workspace

DAY = dt.date
MAPPING = f"""
table = "plan"
{IDENTITY}
currency = "EUR"
[known]
headers = ["ID", "Task"]
[columns]
ID = "task_id"
WBS = "wbs"
Task = "name"
Start = ["start_baseline", "start_forecast"]
Finish = ["finish_baseline", "finish_forecast"]
Before = "predecessors"
[fill]
type = "task"
owner = "A. Lead"
pct_complete = 0
"""


def run(home: Path, codes: list[Any], ids: list[Any] | None = None, before: list[Any] | None = None, formats: Mapping[str, str] | None = None) -> Outcome:  # fmt: skip
    """What is said of a foreign plan whose rows have these codes, and its tables."""
    count = len(codes)
    rows = [
        [name, code, f"Step {at}", DAY(2026, 4, 6) + dt.timedelta(7 * at), DAY(2026, 4, 10) + dt.timedelta(7 * at), link]
        for at, (name, code, link) in enumerate(zip(ids or [*range(1, count + 1)], codes, before or [None] * count, strict=True))
    ]  # fmt: skip
    file = workbook(
        home / "P001.xlsx", [["ID", "WBS", "Task", "Start", "Finish", "Before"], *rows], "Plan", formats
    )
    return validated(workspace(home / "PMO", file, MAPPING))


def column(outcome: Outcome, key: str) -> list[Any]:
    """A column of the plan, None for blank."""
    return [what if isinstance(what, str) else None for what in outcome.portfolio.tables["plan"][key]]


def errors(outcome: Outcome) -> list[Finding]:
    """What was refused."""
    return [f for f in outcome.portfolio.findings if f.severity is Severity.ERROR]


def test_outline_numbers_that_excel_holds_as_numbers(tmp_path: Path) -> None:
    """All rows are read, the codes as they stand in the cells, and that is said once."""
    outcome = run(tmp_path, [1, 1.1, 1.2, "1.2.1", "1.2.2", 1.3, 2, 2.1])
    assert column(outcome, "wbs") == ["1", "1.1", "1.2", "1.2.1", "1.2.2", "1.3", "2", "2.1"]
    assert errors(outcome) == []
    [finding] = told(outcome, "FLD-02")
    assert (finding.severity, finding.place.cell) == (Severity.WARNING, "B3")
    assert "4 cells" in finding.message.to("en")
    assert "nombres" in finding.message.to("fr")


@pytest.mark.parametrize(
    ("codes", "cell", "meant"),
    [
        ([1, *(1 + n / 10 for n in range(1, 10)), 1.1, 1.11], "B12", "1.10"),
        ([1, *(f"1.{n}" for n in range(1, 20)), 1.2], "B22", "1.20"),
        ([2, "2.8", "2.9", "2.9.1", "2.9.2", 2.1], "B7", "2.10"),
        ([1, *(f"1.{n}" for n in range(1, 100)), 1.1], "B102", "1.100"),
    ],
)
def test_a_zero_that_was_lost_is_proved_by_the_rows_above(
    codes: list[Any], cell: str, meant: str, tmp_path: Path
) -> None:
    """1.8, 1.9, 1.1: the code was 1.10, and the cell is refused with that reason."""
    [finding] = errors(run(tmp_path, codes))
    assert finding.place.cell == cell
    assert meant in finding.message.to("en")
    assert meant in finding.message.to("fr")
    assert finding.fix is not None
    assert "Text" in finding.fix.to("en")
    assert "format Texte" in finding.fix.to("fr")


def test_a_number_that_stands_twice_names_the_first(tmp_path: Path) -> None:
    """Where the order proves nothing, one of two equal codes is not what was typed."""
    [finding] = errors(run(tmp_path, [1, 1.1, 3, 1.1]))
    assert finding.place.cell == "B5"
    assert "row 3" in finding.message.to("en")
    assert "1.10" in finding.message.to("en")


def test_a_number_format_shows_the_zero(tmp_path: Path) -> None:
    """1.1 that the cell shows as 1.10 is read as 1.10, and an ID that is shown as 007 as 007."""
    outcome = run(tmp_path, [1, 1.9, 1.1, 1.11], ids=[7, 8, 9, 10], formats={"B4": "0.00", "A2": "000"})
    assert column(outcome, "wbs") == ["1", "1.9", "1.10", "1.11"]
    assert column(outcome, "task_id")[0] == "007"
    assert errors(outcome) == []


@pytest.mark.parametrize(("code", "words"), [("d-mmm", "1.2 or 2.1"), ("dd/mm/yyyy", "1.2.26 or 2.1.26")])
def test_a_code_that_excel_made_a_date_of(code: str, words: str, tmp_path: Path) -> None:
    """Refused, with what it may have been."""
    [finding] = errors(run(tmp_path, [1, DAY(2026, 2, 1)], formats={"B3": code}))
    assert finding.place.cell == "B3"
    assert words in finding.message.to("en")
    assert "Excel" in finding.message.to("fr")


def test_identifiers_and_predecessors_that_became_numbers(tmp_path: Path) -> None:
    """A link to 1.1 is found; one to 1.10 too, where nothing else can be meant; 1,2 are two tasks where 1.2 is none."""
    ids = [1.1, 1.2, "1.3", 1.11, 5, 6]
    outcome = run(tmp_path, [None] * 6, ids=ids, before=[None, 1.1, 1.2, "1.3", None, None])
    assert column(outcome, "task_id") == ["1.1", "1.2", "1.3", "1.11", "5", "6"]
    assert column(outcome, "predecessors")[:4] == [None, "1.1", "1.2", "1.3"]
    assert errors(outcome) == []
    other = run(tmp_path / "b", [None] * 3, ids=["1.10", "2", "3"], before=[None, 1.1, 2])
    assert column(other, "predecessors") == [None, "1.10", "2"]
    comma = run(tmp_path / "c", [None] * 3, ids=[1, 2, 3], before=[None, None, 1.2])
    assert column(comma, "predecessors")[2] == "1;2"


def test_codes_of_our_own_template(tmp_path: Path) -> None:
    """The same in a template of ours, whose cells somebody gave another format."""
    path = tmp_path / "P001.xlsx"
    path.write_bytes(good("plan"))

    def change(book: Any) -> None:
        for row, code in enumerate([1.8, 1.9, 1.1]):
            cell = cell_of(book, "plan", "wbs", row)
            cell.value, cell.number_format = code, "General"

    outcome = validated(workspace(tmp_path / "PMO", edited(path, change)))
    found = [f for f in errors(outcome) if f.code == "FLD-02"]
    assert [f.place.row for f in found] == [HEADER + 2]
    assert "1.10" in found[0].message.to("en")


KNOWN = {"2", "3", "5"}


@pytest.mark.parametrize(
    ("words", "lags"),
    [
        ("3FS+2 wks;5SS-1 mon", [10, -20]), ("3+2 mons", [40]), ("3FS+2 days?", [2]), ("3FD+2 jé", [2]), ("3FD+2 jours écoulés", [2]),
        ("3FD + 1,5 jours", [1.5]), ("3FS+2 ewks", [14]), ("3FS+2 edays", [2]), ("3FS+30 mins", [0.0625]), ("2;3FS+4 hrs", [0, 0.5]),
        ("3FD-0,5 sem", [-2.5]), ("2FD+1 moisé", [30]),
    ],
)  # fmt: skip
def test_lags_as_project_software_writes_them(words: str, lags: list[float]) -> None:
    """Its own abbreviations, estimated and elapsed, in both languages, with a decimal comma."""
    links, unclear = readable_links(words, KNOWN)
    assert unclear == []
    assert [link.lag for link in links] == pytest.approx(lags)


def test_one_link_that_is_not_understood_takes_no_other_along(tmp_path: Path) -> None:
    """The rest of the cell holds, and the one is named."""
    outcome = run(tmp_path, [None] * 3, before=[None, None, "1;2FS+3 moons"])
    [finding] = told(outcome, "PLN-15")
    assert "“2FS+3 moons”" in finding.message.to("en")
    links, unclear = readable_links("3FS+2 moons;5;2DD", KNOWN)
    assert [link.before for link in links] == ["5", "2"]
    assert unclear == ["3FS+2 moons"]


def test_a_comma_that_may_part_two_links_stays_unclear() -> None:
    """3FS+1,5 where there is a task 5."""
    assert readable_links("3FS+1,5", KNOWN) == ([], ["3FS+1,5"])
