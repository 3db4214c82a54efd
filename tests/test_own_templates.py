"""A PMO's own lists, columns and words in pmo.toml: what people see, what is checked, what the master holds."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from small import columns, line, task

import pmo_xl
from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.template.workbook import Filling, make_workbook

PLAN = {"en": "plan.xlsx", "fr": "planning.xlsx"}
"""The blank of a plan, by language."""
OWN = """
[lists.sites]
values = [{ en = "Paris" }, { en = "London", fr = "Londres", also = ["LON"] }]

[columns.plan.site]
en = "Site"
fr = "Implantation"
type = "choice"
list = "sites"
required = "standard"

[columns.plan.owner]
en = "Responsible"
fr = "Pilote"

[columns.budget.cost_owner]
en = "Cost owner"
fr = "Responsable budgétaire"
type = "text"
max_length = 12

[columns.risks.review_cost]
en = "Review cost"
fr = "Coût de revue"
type = "amount"
low = 0

[columns.risks.category]
more = [{ en = "Cybersecurity", fr = "Cybersécurité", also = ["SSI"] }]

[columns.budget.supplier]
hidden = true
"""
STATUS = date(2026, 3, 31)
PROJECT = {
    "project_id": "P1", "project_name": "One", "status_date": STATUS, "currency": "EUR", "project_manager": "A",
    "sponsor": "B", "phase": "build", "start_baseline": date(2026, 1, 1), "finish_baseline": date(2026, 6, 30),
    "rag_declared": "green",
}  # fmt: skip


def workspace(folder: Path, words: str = OWN) -> tuple[Settings, Catalogue]:
    """A workspace with these settings, and the definitions that they make."""
    folder.mkdir(exist_ok=True)
    (folder / "pmo.toml").write_text('reporting_currency = "EUR"\n' + words, encoding="utf-8")
    settings = read_settings(folder / "pmo.toml")
    return settings, catalogue_in(settings)


def send(folder: Path, catalogue: Catalogue, kind: str, rows: dict[str, list[dict[str, Any]]], language: str = "en") -> Path:  # fmt: skip
    """A return of the project, made with the templates in force."""
    path = folder / "returns" / f"{kind}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    templates = catalogue.templates
    filling = Filling(PROJECT, {table: columns(held) for table, held in rows.items()})
    make_workbook(
        path, [templates.by_kind[kind]], templates.record, language=language, filling=filling, room=3
    )
    return path


def risk(**more: Any) -> dict[str, Any]:
    """An open risk."""
    return {
        "risk_id": "R-001", "title": "Late delivery", "category": "supplier", "date_raised": date(2026, 1, 5),
        "probability_in": 2, "impact_in": 2, "response_type": "reduce", "owner": "A", "status": "open",
        "due_date": date(2026, 5, 1), "response_actions": "Weekly review", **more,
    }  # fmt: skip


def returns(folder: Path, catalogue: Catalogue, language: str = "en") -> None:
    """A plan with and without a site, a budget, a register with a value of the PMO's own."""
    plan = [
        task(100.0, 0.5, site="london"), task(50.0, 0.5, task_id="2", name="More"),
    ]  # fmt: skip
    send(folder, catalogue, "plan", {"plan": plan}, language)
    send(
        folder,
        catalogue,
        "budget",
        {"budget": [line(150.0, 60.0, 90.0, cost_owner="A very long name")]},
        language,
    )
    send(folder, catalogue, "risks", {"risks": [risk(category="cybersecurity", review_cost=40.0)]}, language)


@pytest.mark.parametrize(("language", "label", "town", "owner"), [("en", "Site", "London", "Responsible"), ("fr", "Implantation", "Londres", "Pilote")])  # fmt: skip
def test_blanks_show_the_columns_lists_and_words(
    tmp_path: Path, language: str, label: str, town: str, owner: str
) -> None:
    """A blank has the column with its drop-down, the company's word, and does not show what is hidden."""
    _, catalogue = workspace(tmp_path)
    pmo_xl.write_templates(["all"], tmp_path / "templates", language, templates=catalogue.templates)

    sheet = openpyxl.load_workbook(tmp_path / "templates" / PLAN[language]).worksheets[1]
    heads = {cell.value: cell for row in sheet.iter_rows(max_row=8) for cell in row}
    assert {label, owner} <= heads.keys()
    letter = heads[label].column_letter
    lists = [v.formula1 for v in sheet.data_validations.dataValidation if f"{letter}9" in v.sqref or any(letter in str(r) for r in v.sqref.ranges)]  # fmt: skip
    assert any("sites" in str(each) for each in lists)
    book = openpyxl.load_workbook(tmp_path / "templates" / PLAN[language])
    assert any(cell.value == town for row in book["_pmo"].iter_rows() for cell in row)
    budget = openpyxl.load_workbook(tmp_path / "templates" / "budget.xlsx").worksheets[1]
    supplier = catalogue.templates.tables["budget"].columns["supplier"].label.to(language)
    hidden = next(
        cell.column_letter for row in budget.iter_rows(max_row=8) for cell in row if cell.value == supplier
    )
    assert budget.column_dimensions[hidden].hidden


@pytest.mark.parametrize("language", ["en", "fr"])
def test_returns_are_checked_and_the_master_holds_the_columns(tmp_path: Path, language: str) -> None:
    """What is required is asked for, what is too long is told, and the data sheets have the columns."""
    _, catalogue = workspace(tmp_path)
    returns(tmp_path, catalogue, language)

    outcome = pmo_xl.consolidate([tmp_path], tmp_path / "master.xlsx", language=language)
    told = {(f.code, f.place.sheet, f.message.to(language)) for f in outcome.portfolio.findings}
    site, plan = ("Implantation", "Planning") if language == "fr" else ("Site", "Plan")
    assert any(code == "FLD-01" and sheet == plan and site in words for code, sheet, words in told)
    owner = "Responsable budgétaire" if language == "fr" else "Cost owner"
    assert any(code == "FLD-05" and owner in words for code, _, words in told), told

    book = openpyxl.load_workbook(tmp_path / "master.xlsx")
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {site, owner, "Londres" if language == "fr" else "London"} <= cells
    assert {"Cybersécurité" if language == "fr" else "Cybersecurity", 40} <= cells
    assert outcome.to_dict()["projects"]["P1"]["open_risks"] == 1


def test_returns_made_before_are_still_read(tmp_path: Path) -> None:
    """A column that a return does not have is asked for, and every other figure stands."""
    _, standard = workspace(tmp_path, "")
    plan = [task(100.0, 0.5), task(50.0, 0.5, task_id="2", name="More")]
    send(tmp_path, standard, "plan", {"plan": plan})
    send(tmp_path, standard, "budget", {"budget": [line(150.0, 60.0, 90.0)]})
    before = pmo_xl.consolidate([tmp_path], tmp_path / "before.xlsx").to_dict()
    workspace(tmp_path)

    after = pmo_xl.consolidate([tmp_path], tmp_path / "after.xlsx").to_dict()

    assert [each["status"] for each in after["returns"]] == ["accepted", "partial"]
    assert {f["code"] for f in after["findings"]} - {f["code"] for f in before["findings"]} == {"FLD-01"}
    for key in ("bac", "ac", "tasks", "spi", "cpi", "ev"):
        assert after["projects"]["P1"][key] == before["projects"]["P1"][key], key


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_same_returns_are_read_without_the_settings(tmp_path: Path, language: str) -> None:
    """Columns that are no part of the templates are told and not read; the company's word still names its column."""
    _, catalogue = workspace(tmp_path)
    returns(tmp_path, catalogue, language)
    mine = pmo_xl.validate([tmp_path]).to_dict()
    workspace(tmp_path, "")

    theirs = pmo_xl.consolidate([tmp_path], tmp_path / "master.xlsx").to_dict()

    codes = {f["code"] for f in theirs["findings"]}
    assert "GEN-05" in codes
    assert "GEN-04" not in codes
    assert theirs["projects"]["P1"]["tasks"] == 2
    # A value that is in no list here is told at its cell.
    assert "FLD-06" in codes or any("Cyber" in str(f["found"]) for f in theirs["findings"])
    assert {each["file"] for each in mine["returns"]} == {each["file"] for each in theirs["returns"]}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("[columns.plans.site]\nen = 'S'\ntype = 'text'", "columns.plans"),
        ("[columns.plan.site]\nen = 'S'", "columns.plan.site"),
        ("[columns.plan.site]\nen = 'S'\ntype = 'choise'", "columns.plan.site.type"),
        ("[columns.plan.site]\nen = 'S'\ntype = 'choice'", "columns.plan.site.list"),
        ("[columns.plan.site]\nen = 'S'\ntype = 'choice'\nlist = 'sites'", "columns.plan.site.list"),
        ("[columns.plan.site]\nen = 'Owner'\ntype = 'text'", "columns.plan.site"),
        ("[columns.plan.Site]\nen = 'Site'\ntype = 'text'", "columns.plan.Site"),
        ("[columns.plan.site]\nen = 'Site'\ntype = 'text'\nlow = 1", "columns.plan.site.low"),
        ("[columns.plan.name]\ntype = 'number'", "columns.plan.name.type"),
        ("[columns.plan.task_id]\nrequired = 'never'", "columns.plan.task_id.required"),
        ("[columns.plan.owner]\nhidden = true", "columns.plan.owner.hidden"),
        ("[columns.plan.duration_wd]\nrequired = 'light'", "columns.plan.duration_wd.required"),
        ("[columns.plan.name]\nmore = [{ en = 'x' }]", "columns.plan.name.more"),
        ("[columns.risks.category]\nmore = [{ en = 'Supplier' }]", "columns.risks.category.more"),
        ("[lists.sites]\nvalues = [{ en = 'Paris' }]", "lists.sites"),
        ("[lists.sites]\nvalues = []", "lists.sites.values"),
        ("[lists.kinds]\nvalues = [{ en = 'Cost' }]\n[columns.budget.category]\nlist = 'kinds'", "columns.budget.category.list"),
        ("[collection]\nkinds = ['plan', 'risk']", "collection.kinds"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_cannot_be_is_refused_with_its_key(tmp_path: Path, words: str, key: str, language: str) -> None:
    """One sentence, in both languages, that names the key."""
    with pytest.raises(SettingsError) as refused:
        workspace(tmp_path, words)
    told = refused.value.text.to(language)
    assert told.startswith("pmo.toml")
    assert key in told


def test_a_list_of_its_own_replaces_one_of_which_no_rule_needs_a_value(tmp_path: Path) -> None:
    """The drop-down and the reading follow the PMO's list, and what was in ours is refused."""
    words = """
        [lists.natures]
        values = [{ en = "Natural hazard", fr = "Aléa naturel" }, { en = "Supplier", fr = "Fournisseur" }]
        [columns.risks.category]
        list = "natures"
    """
    _, catalogue = workspace(tmp_path, words)
    send(tmp_path, catalogue, "risks", {"risks": [risk(category="natural_hazard"), risk(risk_id="R-002", category="supplier")]})  # fmt: skip

    outcome = pmo_xl.consolidate([tmp_path], tmp_path / "master.xlsx")

    assert outcome.to_dict()["projects"]["P1"]["open_risks"] == 2
    assert not [f for f in outcome.portfolio.findings if f.code.startswith("FLD")]


def test_what_was_read_with_other_definitions_is_not_taken_from_the_cache(tmp_path: Path) -> None:
    """A column that becomes required is asked for at the next run, although no file has changed."""
    _, standard = workspace(tmp_path, "")
    send(tmp_path, standard, "plan", {"plan": [task(100.0, 0.5)]})
    assert not [f for f in pmo_xl.validate([tmp_path]).portfolio.findings if f.code == "FLD-01"]

    workspace(tmp_path)

    assert [f for f in pmo_xl.validate([tmp_path]).portfolio.findings if f.code == "FLD-01"]


def picture(path: Path) -> None:
    """A small PNG."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xe8\x77\x22" * 24 for _ in range(8))
    head = struct.pack(">IIBBBBB", 24, 8, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))  # fmt: skip


BRAND = """
[brand]
en = "Acme PMO"
fr = "PMO Acme"
colours = ["#5B2A86", "#00857C"]
"""


def fills(path: Path, sheet: int) -> set[str]:
    """The colours of the title row of a sheet."""
    page = openpyxl.load_workbook(path).worksheets[sheet]
    return {str(cell.fill.fgColor.rgb)[-6:] for cell in page[1]}


@pytest.mark.parametrize(("language", "name"), [("en", "Acme PMO"), ("fr", "PMO Acme")])
def test_workbooks_bear_the_name_and_the_colours(tmp_path: Path, language: str, name: str) -> None:
    """Blank and master; without a brand they look as they always did."""
    settings, catalogue = workspace(tmp_path, BRAND)
    returns(tmp_path, workspace(tmp_path, OWN + BRAND)[1], language)
    pmo_xl.write_templates(
        ["plan"], tmp_path / "t", language, templates=catalogue.templates, brand=settings.brand
    )
    pmo_xl.consolidate([tmp_path], tmp_path / "master.xlsx", language=language)
    for path in (tmp_path / "t" / PLAN[language], tmp_path / "master.xlsx"):
        first = openpyxl.load_workbook(path).worksheets[0]
        assert name in {cell.value for cell in first[1]}
        assert "5B2A86" in fills(path, 0)
        assert str(first.sheet_properties.tabColor.rgb)[-6:] == "5B2A86"


def test_a_logo_stands_in_the_title_bars(tmp_path: Path) -> None:
    """A PNG beside the settings, in blank and master; who cannot see it is told the name."""
    picture(tmp_path / "logo.png")
    settings, catalogue = workspace(tmp_path, BRAND + 'logo = "logo.png"\n')
    send(tmp_path, catalogue, "plan", {"plan": [task(100.0, 0.5)]})
    pmo_xl.write_templates(["plan"], tmp_path / "t", templates=catalogue.templates, brand=settings.brand)
    pmo_xl.consolidate([tmp_path], tmp_path / "master.xlsx")
    for path in (tmp_path / "t" / "plan.xlsx", tmp_path / "master.xlsx"):
        with zipfile.ZipFile(path) as book:
            assert book.read("xl/media/image1.png") == (tmp_path / "logo.png").read_bytes()
            assert b"image1.png" in book.read("xl/drawings/_rels/drawing1.xml.rels")
            assert 'descr="Acme PMO"' in book.read("xl/drawings/drawing1.xml").decode()


@pytest.mark.parametrize(
    ("words", "key"),
    [('logo = "none.png"', "brand.logo"), ('colours = ["#FFEE00", "#000000"]', "brand.colours"), ('colours = ["red", "#000000"]', "brand.colours")],
)  # fmt: skip
def test_a_brand_that_cannot_be_is_refused(tmp_path: Path, words: str, key: str) -> None:
    """A logo that is not there, a colour on which white cannot be read, a word for a colour."""
    with pytest.raises(SettingsError) as refused:
        workspace(tmp_path, f"[brand]\n{words}\n")
    assert key in refused.value.text.to("fr")
