"""Registers as people keep them: without IDs, as a matrix of crosses; and what is said when nothing can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_xl.core.problem import NothingToDo
from pmo_xl.core.raw import RawBook
from pmo_xl.doors.adoption import adopt
from tests.foreign import (
    CASES,
    IDENTITY,
    mapping_of,
    needs_cases,
    proposed,
    told,
    validated,
    workbook,
    workspace,
)


def said(file: Path, kind: str | None = None, sheet: str | None = None, language: str = "en") -> str:
    """Why a workbook cannot be adopted."""
    with pytest.raises(NothingToDo) as caught:
        adopt(file, kind, sheet, None, language)
    return caught.value.text.to(language)


@needs_cases
def test_a_register_without_an_id_is_numbered(tmp_path: Path) -> None:
    """The mapping proposes a running number, and all of its risks are kept."""
    path = CASES / "field" / "14_register_without_id.xlsx"
    words = mapping_of(path)
    assert 'risk_id = {row = "R-000"}' in words
    words = words.replace("[project]", f'{IDENTITY}currency = "EUR"')
    outcome = validated(workspace(tmp_path / "PMO", path, words))
    assert list(outcome.portfolio.tables["risks"]["risk_id"]) == ["R-001", "R-002"]
    assert told(outcome, "FLD-04") == []


@pytest.mark.parametrize(("pattern", "first"), [("R-000", "R-001"), ("RSQ0", None), ("T-0", "T-1")])
def test_a_running_number_in_any_pattern(pattern: str, first: str | None, tmp_path: Path) -> None:
    """Written into the zeros; one that the template refuses is refused."""
    file = workbook(tmp_path / "P001.xlsx", [["Task", "Start"], ["Dig", None], ["Fill in", None]], "Plan")
    mapping = f'table = "plan"\n{IDENTITY}currency = "EUR"\n[known]\nheaders = ["Task"]\n[columns]\nTask = "name"\nStart = "start_baseline"\n[fill]\ntask_id = {{ row = "{pattern}" }}\ntype = "task"\n'
    part = validated(workspace(tmp_path / "PMO", file, mapping)).portfolio.returns[0]
    names = [finding.row_key for finding in part.findings if finding.row_key]
    assert names[0] == (first or "RSQ1")


@needs_cases
def test_a_matrix_of_crosses_is_no_text(tmp_path: Path) -> None:
    """The crosses under “Consequences” are no effects, the second line of headers is no risk, and all columns are seen."""
    proposal = proposed(CASES / "field" / "11_matrix_of_crosses.xlsx")
    assert {c.header: c.match.key for c in proposal.mapped if c.match} == {"Risk": "title", "Owner": "owner"}
    assert len(proposal.rows.records) == 3
    assert len(proposal.columns) == 8


def test_a_text_that_is_an_x_is_not_sure() -> None:
    """A column of free text in which nothing but crosses stand is left to a person."""
    from pmo_xl.adopt.evidence import weighed
    from pmo_xl.adopt.find import meanings
    from pmo_xl.adopt.match import SURE_ENOUGH
    from pmo_xl.catalog.templates import TABLES

    found = weighed(meanings("Effect", TABLES["risks"]), TABLES["risks"], ["X", "x", "X"], 3)
    assert found["effect"].confidence < SURE_ENOUGH
    assert weighed(meanings("Effect", TABLES["risks"]), TABLES["risks"], ["Delay", "X"], 3)["effect"].confidence >= SURE_ENOUGH  # fmt: skip


@pytest.mark.parametrize("header", ["Likelihood_1_5", "Likelihood (1-5)", "Likelihood 1 to 5"])
def test_the_ends_of_a_scale_are_no_part_of_a_name(header: str, tmp_path: Path) -> None:
    """Impact_1_5 is an impact."""
    rows = [["Risk ID", "Risk", header, "Impact_1_5"], ["R-001", "Late", 4, 2], ["R-002", "Costly", 3, 5]]
    proposal = proposed(workbook(tmp_path / "register.xlsx", rows))
    fields = {c.header: c.match.key for c in proposal.mapped if c.match}
    assert fields[header] == "probability_in"
    assert fields["Impact_1_5"] == "impact_in"


# what is said ----------------------------------------------------------------------------------------


def test_what_was_named_is_not_asked_for_again(tmp_path: Path) -> None:
    """With kind and sheet named, the headers that were seen and those that are missing."""
    rows = [["NUMÉRO", "DATE LIMITE", "DURÉE"], [1, "soon", "3 j"]]
    file = workbook(tmp_path / "x.xlsx", rows, "Diagramme de Gantt")
    words = said(file, "risks", "Diagramme de Gantt")
    assert "--as" not in words
    assert "NUMÉRO" in words
    assert "Risk" in words
    assert "Intitulés vus" in said(file, "risks", "Diagramme de Gantt", "fr")


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    """The sheets that are."""
    assert "Gantt" in said(workbook(tmp_path / "x.xlsx", [["A", "B"]], "Gantt"), sheet="Gant")


@pytest.mark.parametrize("name", ["risks.csv", "risks.TSV"])
def test_a_text_file_is_called_by_its_name(name: str, tmp_path: Path) -> None:
    """Its name does say what it is."""
    file = tmp_path / name
    file.write_text("ID;Risk\nR-001;Late\n", encoding="utf-8")
    words = said(file)
    assert "text file" in words
    assert "whatever its name says" not in words


@needs_cases
def test_a_project_id_in_small_letters_is_not_missing(tmp_path: Path) -> None:
    """The ID that was found, and that it takes capitals."""
    path = CASES / "field" / "10_lowercase_project_id.xlsx"
    findings = validated(workspace(tmp_path / "PMO", path)).portfolio.findings
    words = " ".join(f.message.to("en") for f in findings if f.place.cell and f.found == "p001")
    assert "p001" in words
    assert "is missing" not in words


def test_a_book_without_sheets_has_no_table() -> None:
    """Nothing to propose."""
    from pmo_xl.adopt.propose import propose

    assert propose(RawBook("x.xlsx", "")) == []
