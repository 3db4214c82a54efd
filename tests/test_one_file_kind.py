"""A further kind of return is one file: all that people see of it follows from its definition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import office
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import pmo_xl
from pmo_xl import reference
from pmo_xl.adopt.match.mapping import mapping_from
from pmo_xl.adopt.propose.mapping_file import mapping_text
from pmo_xl.adopt.propose.proposals import propose
from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.files import MASTER_FILE, RETURNS_FOLDER, in_workspace
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.doors import docs
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.workspace.answer import answer

LENGTH = 70
"""Lines that a further register may take."""
FILES = {"en": "recommendations.xlsx", "fr": "suites_d_audit.xlsx"}
"""What its workbook is called in each language."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The standard kinds, and the recommendations of ``recommendations.py``."""
    return catalogue_of(more_kinds=("recommendations",))


@pytest.fixture(scope="module", params=["en", "fr"])
def made(
    request: pytest.FixtureRequest, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """A demonstration with that kind in a language, and what its consolidation came to."""
    language = request.param
    folder = tmp_path_factory.mktemp(f"recommendations {language}") / "PMO"
    pmo_xl.make_demo(
        folder, 3, 1, language, catalogue=catalogue, kinds=("plan", "risks", "budget", "recommendations")
    )
    outcome = pmo_xl.consolidate([folder], in_workspace(folder, MASTER_FILE), catalogue=catalogue)
    return language, folder, outcome


def returned(language: str, folder: Path) -> list[Path]:
    """The workbooks of that kind in a demonstration, one of each of its three projects."""
    files = sorted(in_workspace(folder, RETURNS_FOLDER).rglob(FILES[language]))
    assert len(files) == 3
    return files


def texts(sheet: Worksheet) -> set[Any]:
    """All that stands in the cells of a sheet."""
    return {cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def test_it_is_one_short_file() -> None:
    """The definition takes no more lines than a register should."""
    assert (
        len(Path(__file__).with_name("recommendations.py").read_text(encoding="utf-8").splitlines()) <= LENGTH
    )


@pytest.mark.parametrize(("language", "owner", "status"), [("en", "Owner", "In progress"), ("fr", "Porteur", "En cours")])  # fmt: skip
def test_a_blank_has_its_columns_drop_downs_and_checks(
    tmp_path: Path, catalogue: Catalogue, language: str, owner: str, status: str
) -> None:
    """In both languages."""
    pmo_xl.write_templates(["recommendations"], tmp_path, language, templates=catalogue.templates)
    book = openpyxl.load_workbook(tmp_path / FILES[language])
    sheet = book.worksheets[1]
    assert owner in texts(sheet)
    assert status in texts(book["_pmo"])
    assert any("RecommendationStatus" in str(rule.formula1) for rule in sheet.data_validations.dataValidation)
    assert "recommendations" in sheet.tables


def test_the_demonstration_breaks_no_rule(made: Any) -> None:
    """Its rows are made from the columns, and nothing is found in them."""
    language, folder, outcome = made
    assert len(returned(language, folder)) == 3
    assert outcome.portfolio.findings == []


def test_figures_equal_a_count_of_the_rows(made: Any) -> None:
    """Open and overdue, counted from the workbooks with another library."""
    language, folder, outcome = made
    figures = outcome.to_dict()["projects"]
    for file in returned(language, folder):
        opened = overdue = 0
        book = openpyxl.load_workbook(file, data_only=True)
        sheet = book.worksheets[1]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head = next(row for row in rows if "Owner" in row or "Porteur" in row)
        at = {name: place for place, name in enumerate(head) if name}
        status, due = (at.get(en, at.get(fr)) for en, fr in (("Status", "Statut"), ("Due", "Échéance")))
        assert status is not None
        assert due is not None
        for row in rows[rows.index(head) + 1 :]:
            if row[status] in ("Open", "In progress", "Ouverte", "En cours"):
                opened += 1
                overdue += row[due] is not None and row[due].date() < outcome.portfolio.status_date
        project = figures[file.parent.name]
        assert (project["open_recommendations"], project["overdue_recommendations"]) == (opened, overdue)


def test_the_master_has_its_data_its_page_its_list_and_its_chart(made: Any) -> None:
    """And the tables of it say what the rows are."""
    language, folder, _ = made
    book = openpyxl.load_workbook(in_workspace(folder, MASTER_FILE))
    title = "Suites d’audit" if language == "fr" else "Audit recommendations"
    page = book[title]
    opened, due = (
        ("Recommandations ouvertes", "échéances les plus proches")
        if language == "fr"
        else ("Open recommendations", "due first")
    )
    assert any(opened in str(each) for each in texts(page))
    assert any(due in str(each) for each in texts(page))
    assert len(page._charts) == 1
    data = book["Données - " + title if language == "fr" else "Data - " + title]
    assert "recommendations" in data.tables
    assert {"Q-001", "Q-002"} <= texts(data)


@pytest.mark.parametrize("made", ["fr", pytest.param("en", marks=pytest.mark.slow)], indirect=True)
def test_live_formulas_agree_with_another_program_from_poisoned_caches(made: Any, tmp_path: Path) -> None:
    """Templates and master, recalculated by LibreOffice."""
    language, folder, _ = made
    files = [in_workspace(folder, MASTER_FILE), returned(language, folder)[0]]
    poisoned = [office.poisoned(file, tmp_path / file.name) for file in files]
    for file, fresh in zip(files, office.recalculated(poisoned, tmp_path / "fresh"), strict=True):
        differences = office.compare(file, fresh)
        assert differences.formulas > 50
        assert not differences


def test_mistakes_are_found_and_marked(made: Any, catalogue: Catalogue, tmp_path: Path) -> None:
    """Closed before it was opened, two owners, an unknown status: each at its cell, and in the marked copy."""
    language, folder, _ = made
    source = returned(language, folder)[0]
    file = tmp_path / "returns" / FILES["en"]
    file.parent.mkdir()
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[1]
    head = next(row for row in sheet.iter_rows() if {"Owner", "Porteur"} & {cell.value for cell in row})
    at = {cell.value: cell.column for cell in head if cell.value}
    first = head[0].row + 1
    names = (
        ("Porteur", "Statut", "Ouvert le", "Clos le")
        if language == "fr"
        else ("Owner", "Status", "Opened on", "Closed on")
    )
    owner, status, opened, closed = (at[name] for name in names)
    sheet.cell(first, owner).value = "A. Martin / B. Durand"
    sheet.cell(first + 1, status).value = "perhaps"
    import datetime as dt

    sheet.cell(first + 2, opened).value = dt.datetime(2026, 3, 2)  # noqa: DTZ001 - Excel's dates have no time zone
    sheet.cell(first + 2, closed).value = dt.datetime(2026, 3, 1)  # noqa: DTZ001
    book.save(file)

    outcome = pmo_xl.validate([file], catalogue=catalogue)
    told = {(f.code, f.place.row, f.place.column) for f in outcome.portfolio.findings}
    assert ("REC-04", first - 1, owner - 1) in told
    assert ("REC-02", first + 1, closed - 1) in told
    assert any(row == first and column == status - 1 for _, row, column in told)

    answered = answer(outcome, [file], tmp_path / "copies")
    assert [path.name for path in answered.written] == [FILES["en"]]
    marked = openpyxl.load_workbook(answered.written[0])
    assert any("REC-04" in str(cell) for sheet in marked for cell in texts(sheet))


def test_a_foreign_log_is_adopted(catalogue: Catalogue, tmp_path: Path) -> None:
    """Columns that others call otherwise are found by the names that the register knows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Log"
    sheet.append(["Ref", "Description", "Assigned to", "Created", "Deadline", "State"])
    sheet.append(["Q-001", "Confirm the environment", "Claire Martin", None, None, "Open"])
    sheet.append(["Q-002", "Sign the contract", "Paul Petit", None, None, "Done"])
    book.save(tmp_path / "log.xlsx")

    best = propose(read_workbook(tmp_path / "log.xlsx", "log.xlsx"), catalogue.templates, "recommendations")[
        0
    ]
    mapping = mapping_from(
        __import__("tomllib").loads(mapping_text(best, "en")), "m.toml", catalogue.templates
    )

    keys = {key for reading in mapping.columns.values() for key in reading.field}
    assert {"item_id", "title", "owner", "opened", "due", "status"} <= keys


def test_documentation_and_schema_follow(catalogue: Catalogue) -> None:
    """Pages, the list of rules and of KPIs, and the schema for other programs."""
    pages = docs.pages(catalogue)
    assert "Suites d’audit" in pages["templates.md"]
    assert "REC-02" in pages["rules.md"]
    assert "overdue_recommendations" in pages["kpis.md"]
    assert "item_id" in json.dumps(reference.schema("recommendations", catalogue=catalogue))


def test_nobody_owes_it_until_it_is_asked_for(made: Any, catalogue: Catalogue) -> None:
    """The kinds that every project owes are those of the settings; the register may ask others of one."""
    language, folder, _ = made
    for file in returned(language, folder):
        file.unlink()
    silent = pmo_xl.validate([folder], catalogue=catalogue)
    assert "PFL-01" not in {f.code for f in silent.portfolio.findings}

    settings = silent.settings.model_copy(
        update={
            "collection": silent.settings.collection.model_copy(update={"kinds": ("plan", "recommendations")})
        }
    )
    asked = pmo_xl.validate([folder], catalogue=catalogue, settings=settings)
    assert [f.code for f in asked.portfolio.findings if f.code == "PFL-01"] == ["PFL-01"] * 3
