"""The glossary: one entry a term, on the sheet of each workbook that uses it, and never read as data."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from small import end_of, task, write
from standard import TEMPLATES

import pmo_xl
from pmo_xl.catalog.guidance.glossary import GLOSSARY
from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.definition.guidance import Term, terms_in
from pmo_xl.excel.template.workbook import make_workbook

SHEET = {"en": "Glossary", "fr": "Glossaire"}
GUIDANCE = {"Glossary", "Glossaire", "Guide"}


def rows(path: Path, language: str) -> list[tuple[str, str, str]]:
    """The entries of a glossary sheet, below its heads."""
    sheet = openpyxl.load_workbook(path)[SHEET[language]]
    return [
        (str(name), str(other), str(meaning))
        for _, name, other, meaning in sheet.iter_rows(min_row=5, max_col=4, values_only=True)
    ]


def words_of(path: Path) -> str:
    """Every text on the sheets of a workbook that are filled in, the lists of drop-downs and the input help included."""
    book = openpyxl.load_workbook(path)
    sheets = [sheet for sheet in book.worksheets if sheet.title not in GUIDANCE]
    cells = [
        str(c.value) for sheet in sheets for row in sheet.iter_rows() for c in row if isinstance(c.value, str)
    ]
    helped = [check.prompt or "" for sheet in sheets for check in sheet.data_validations.dataValidation]
    return fold(" \n ".join([*cells, *helped, *(sheet.title for sheet in sheets)]))


def test_a_term_is_one_entry_and_says_something_in_both_languages() -> None:
    """No term twice under one name, no meaning that is a label, no sentence left in the other language."""
    for language in ("en", "fr"):
        names = Counter(fold(term.label.to(language)) for term in GLOSSARY)
        assert max(names.values()) == 1
    for term in GLOSSARY:
        assert term.meaning.en != term.label.en
        assert term.meaning.en != term.meaning.fr
        assert not term.meaning.en.endswith(".")
        assert not term.meaning.fr.endswith(".")


@pytest.mark.parametrize(("kind", "language"), [("plan", "en"), ("risks", "fr"), ("followup", "fr")])
def test_a_template_explains_the_terms_that_stand_on_its_sheets(
    kind: str, language: str, tmp_path: Path
) -> None:
    """Each in some form on a sheet to fill in, in the order of their names, with its name in the other language."""
    path = tmp_path / "blank.xlsx"
    make_workbook(path, [TEMPLATES[kind]], Project, language=language)
    held, said = rows(path, language), words_of(path)
    assert len(held) > 15
    assert [name for name, _, _ in held] == sorted((name for name, _, _ in held), key=fold)
    known = {term.label.to(language): term for term in GLOSSARY}
    for name, other, meaning in held:
        term = known[name]
        assert (other, meaning) == (
            term.label.to("fr" if language == "en" else "en"),
            term.meaning.to(language),
        )
        ways = [*re.split(r", | \(|\)", term.label.to(language)), *term.also.to(language).split(", ")]
        stems = [fold(way).rstrip("sx").replace("s ", " ") for way in ways if way]
        assert any(stem in said.replace("s ", " ") for stem in stems), f"{name} is nowhere in the workbook"


def test_a_word_with_two_meanings_is_no_use_of_a_term() -> None:
    """A term is used where both languages say it: a transferred risk is no transfer between budget lines."""
    transfer = Term(t("transfer", "virement"), t("between lines", "entre lignes"))
    assert terms_in([transfer], [t("Transfer", "Transférer"), t("Threat", "Menace")]) == []
    assert terms_in([transfer], [t("Transfers", "Virements")]) == [transfer]
    value = Term(t("earned value (EV)", "valeur acquise (VA)"), t("done", "fait"))
    assert terms_in([value], [t("Every ev", "va et vient")]) == []
    assert terms_in([value], [t("SV = EV − PV", "ED = VA − VP")]) == [value]


def test_the_master_explains_all_and_the_sheet_is_not_read(tmp_path: Path) -> None:
    """No finding speaks of the glossary of a return; that of the master holds every term."""
    write(tmp_path / "returns", "P1", end_of(3), [task(100.0, 0.5)], None, [], language="fr")
    out = tmp_path / "master.xlsx"
    outcome = pmo_xl.consolidate([tmp_path / "returns"], out, language="fr")
    assert [f.code for f in outcome.portfolio.findings if f.place.sheet in SHEET.values()] == []
    assert {name for name, _, _ in rows(out, "fr")} == {term.label.fr for term in GLOSSARY}
    book = openpyxl.load_workbook(out)
    # Nobody prints it: it stands behind the figures, and the contents say how to see it.
    assert book["Glossaire"].sheet_state == "hidden"
    (told,) = [
        cell.value for row in book["Sommaire"].iter_rows() for cell in row if "Afficher" in str(cell.value)
    ]
    assert told.endswith("Glossaire")
