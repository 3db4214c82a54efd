"""A template is made once, with gaps, and its copies only fill these: each is the workbook that would be made whole."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from standard import TEMPLATES
from test_templates import BUDGET, FILLED, HOLIDAYS, KINDS, LANGUAGES, MONTHS, PLAN, RECORD, RISKS
from xlsxwriter.format import Format

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.settings.brand import Brand
from pmo_xl.excel.template import draft as drafts
from pmo_xl.excel.template.answers import Answers
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.template.workbook import ROOM, Blank, Blanks, Filling, set_properties, write_sheets
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.cells import write_cell, write_formula
from pmo_xl.excel.write.form_sheet import FormColumn
from pmo_xl.excel.write.worksheet import Page
from pmo_xl.workspace.files import PACK

ODD = {
    **RISKS,
    "title": ["=1+1", " spaces around ", "a\nb <&> \"c\" 'd'", "_x0041_ \x01", "😀" * 20, "<i>x</i>", "00012", "Fuite"],
    "response_actions": ["x" * 40_000, "x" + "😀" * 20_000, "é" * 20_000, *[None] * 5],
}  # fmt: skip
"""Texts that XML, XlsxWriter or Excel take for something else, or do not take whole."""

FILLINGS = {
    "blank": Filling(),
    "filled": FILLED,
    "identity alone": Filling(RECORD),
    "one row": Filling(RECORD, {key: {name: held[:1] for name, held in rows.items()} for key, rows in FILLED.rows.items()}),
    "many rows": Filling(RECORD, {key: {name: held * 9 for name, held in rows.items()} for key, rows in FILLED.rows.items()}),
    "odd texts": Filling({**RECORD, "project_name": "=A & <B>", "comment": "\n"}, {"risks": ODD}),
    "unreadable": Filling(
        RECORD,
        {"plan": PLAN, "risks": RISKS, "budget": BUDGET, "budget_months": MONTHS},
        {("plan", 1, "start_forecast"): "soon", ("risks", 2, "probability_in"): 99, ("budget", 0, "actual"): "n/a"},
    ),
}  # fmt: skip


class WholeSheet(Page):
    """A page on which XlsxWriter writes each cell, row height and table range itself, once the answers are known."""

    gaps: Any

    def __init__(self) -> None:
        super().__init__()
        self._later: list[tuple[int, int, Callable[[Answers], None]]] = []

    def leave(self, row: int, col: int, what: Callable[[Any], Any], style: Format, formula: str = "") -> None:
        def fill(answers: Answers) -> None:
            if formula:
                write_formula(self, row, col, formula, what(answers), style)
            else:
                write_cell(self, row, col, what(answers), style)

        self._later.append((row, col, fill))

    def leave_table(
        self,
        row: int,
        col: int,
        options: dict[str, Any],
        columns: Sequence[FormColumn],
        size: Callable[[Any], int],
        heights: Callable[[Any], Mapping[int, float]],
    ) -> None:
        # The headings are texts of the blank: they take their places before any answer. They are counted below.
        for head in options["columns"]:
            self.str_table._get_shared_string_index(head["header"])
        self.str_table.count -= len(columns)

        def fill(answers: Answers) -> None:
            last = row + size(answers)
            self.add_table(row, col, last, col + len(columns) - 1, options)
            for at, height in heights(answers).items():
                self.set_row(row + 1 + at, height)
            shared = []
            for place, column in enumerate(columns, start=col):
                name = openpyxl.utils.get_column_letter(place + 1)
                shared += [f"{name}{row + 2}:{name}{last + 1}"] if column.shared else []
                for at, what in enumerate(column.values(answers), start=row + 1):
                    if column.formula:
                        live = column.formula if at == row + 1 or not column.shared else ""
                        write_formula(self, at, place, live, what, column.style)
                    else:
                        write_cell(self, at, place, what, column.style)
            if shared:
                self.ignore_errors({"calculated_column": " ".join(shared)})

        self._later.append((row, col, fill))

    def finish(self, answers: Answers) -> None:
        """Write what depends on the answers, from the first row to the last: in that order texts take their places."""
        for _, _, fill in sorted(self._later, key=lambda later: later[:2]):
            fill(answers)


def made_whole(
    path: Path,
    kind: str,
    language: str,
    filling: Filling,
    brand: Brand,
    profile: Profile,
    patch: pytest.MonkeyPatch,
) -> dict[str, str | bytes]:
    """The parts of the workbook as XlsxWriter makes it in one go."""
    patch.setattr(drafts, "FormSheet", WholeSheet)
    with new_book(path) as book:
        book.gaps = None
        draft = Draft(book, templates_of(kind), Project, language, profile, HOLIDAYS, 4, brand)
        set_properties(draft)
        write_sheets(draft)
        answers = Answers(draft, filling)
        for sheet in book.worksheets():
            sheet.finish(answers)
    patch.undo()
    return parts(path)


def templates_of(kind: str) -> list[Any]:
    """The templates of one kind, or of all in a pack."""
    return list(TEMPLATES.values()) if kind == PACK else [TEMPLATES[kind]]


def parts(path: Path) -> dict[str, str | bytes]:
    """The parts of a workbook; a formula that rows share stands in the first of them, as XlsxWriter would write it."""
    with zipfile.ZipFile(path) as book:
        held = {name: book.read(name) for name in book.namelist()}
    return {
        name: re.sub(
            r'<f t="shared"[^>]*?(/?)>', lambda found: "<f></f>" if found[1] else "<f>", content.decode()
        )
        if name.endswith((".xml", ".rels"))
        else content
        for name, content in held.items()
    }


@pytest.mark.parametrize("words", FILLINGS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_is_the_workbook_that_xlsxwriter_makes_whole(
    tmp_path: Path, kind: str, language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every part is the same to the byte: cells, cached values, texts, heights, ranges, formats, properties."""
    brand = Brand(en="Acme & Co", colours=("#102030", "#405060"))
    blank = Blank(templates_of(kind), Project, language=language, holidays=HOLIDAYS, room=4, brand=brand)
    blank.write(tmp_path / "copy.xlsx", FILLINGS[words])
    copy = parts(tmp_path / "copy.xlsx")
    whole = made_whole(
        tmp_path / "whole.xlsx", kind, language, FILLINGS[words], brand, Profile.STANDARD, monkeypatch
    )

    assert list(copy) == list(whole)
    for name in copy:
        assert copy[name] == whole[name], name


def test_copies_know_nothing_of_one_another(tmp_path: Path) -> None:
    """The order in which a blank is filled leaves no trace: neither a text nor a value of the copy before."""
    blanks = Blanks(Project, holidays=HOLIDAYS)
    blank = blanks.of(templates_of(PACK), "fr")
    assert blanks.of(templates_of(PACK), "fr") is blank
    assert blanks.of(templates_of(PACK), "en") is not blank
    turns = ["filled", "many rows", "blank", "filled", "blank"]
    for turn, words in enumerate(turns):
        blank.write(tmp_path / f"{turn}.xlsx", FILLINGS[words])
    for turn, words in enumerate(turns):
        alone = Blank(templates_of(PACK), Project, language="fr", holidays=HOLIDAYS, room=ROOM)
        alone.write(tmp_path / "alone.xlsx", FILLINGS[words])
        assert (tmp_path / f"{turn}.xlsx").read_bytes() == (tmp_path / "alone.xlsx").read_bytes()


def test_what_looks_like_markup_stays_a_text(tmp_path: Path) -> None:
    """XlsxWriter takes ``<r>…</r>`` for formatted text; what a project manager typed is never that."""
    typed = "<r> 1 < 2 & more </r>"
    rows = {"risk_id": ["R-1"], "title": [typed]}
    path = tmp_path / "risks.xlsx"
    Blank([TEMPLATES["risks"]], Project).write(path, Filling(RECORD, {"risks": rows}))
    sheet = openpyxl.load_workbook(path)["Risks"]

    assert typed in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_number_that_no_cell_holds_is_refused(tmp_path: Path) -> None:
    """Infinity would make a file that Excel cannot open."""
    write = partial(Blank([TEMPLATES["budget"]], Project).write, tmp_path / "b.xlsx")
    with pytest.raises(ValueError, match="inf"):
        write(Filling(RECORD, {"budget": {"line_id": ["L1"], "actual": [float("inf")]}}))


def test_an_oserror_says_that_a_copy_cannot_be_written(tmp_path: Path) -> None:
    """As of any file."""
    with pytest.raises(OSError, match="folder"):
        Blank([TEMPLATES["plan"]], Project).write(tmp_path / "no folder" / "plan.xlsx", Filling())
    assert [*tmp_path.iterdir()] == []
