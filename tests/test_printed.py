"""The master on paper, as LibreOffice prints it: sheets of paper, size of the letters, nothing cut and no sign of an error."""

from __future__ import annotations

import os
import re
from pathlib import Path

import openpyxl
import pytest
from clipped import clipped, font_file
from office import PrintedWord, needs_pictures, printed_words, words_on_paper
from standard import MASTER
from typer.testing import CliRunner

from pmo_xl.catalog.pages import PRINT_PACK
from pmo_xl.core.base.files import MASTER_FILE, RETURNS_FOLDER, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.doors.cli import app
from pmo_xl.pipeline import consolidate_to
from pmo_xl.workspace import demo
from pmo_xl.workspace.cards import print_pages

A4 = 9
"""Excel's number of it."""
LEAST_LETTERS = 6.9
"""Points: 7, and what programs differ by."""
MOST_SHEETS = 30
"""Sheets of paper for thirty projects: one for each sheet that people see."""
PROJECTS = {"en": 12, "fr": 30}
"""Thirty in French, whose words are longer; with all kinds of return."""
LARGEST_BYTES = 2_000_000
ON_SCREEN = re.compile("on screen only|à l’écran seulement")
ERRORS = re.compile(r"###|#N/A|#REF!|#VALUE!|#NAME\?|#DIV/0!|Err:\d+")


@pytest.fixture(scope="module", params=[pytest.param("en", marks=pytest.mark.slow), "fr"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with its master."""
    folder = tmp_path_factory.mktemp(request.param) / "pmo"
    demo(folder, PROJECTS[request.param], 1, request.param)
    consolidate_to([folder], in_workspace(folder, MASTER_FILE), cache=False)
    return folder


@pytest.fixture(scope="module")
def paper(home: Path) -> list[list[PrintedWord]]:
    """The words on each sheet of paper of its master."""
    return printed_words(in_workspace(home, MASTER_FILE), home.parent / "out")


@pytest.mark.parametrize("home", ["fr"], indirect=True)
def test_the_master_of_thirty_projects_can_be_sent_by_mail(home: Path) -> None:
    """With all kinds of return, in the language with the longer words."""
    assert in_workspace(home, MASTER_FILE).stat().st_size <= LARGEST_BYTES


@pytest.mark.skipif(
    font_file(bold=False) is None, reason="Carlito is not installed: nobody knows how wide words are"
)
def test_no_text_is_cut_by_its_cell(home: Path) -> None:
    """On every sheet that people see, what is not printed too."""
    pytest.importorskip("PIL", reason="Pillow is not installed: nobody measures words")
    assert clipped(in_workspace(home, MASTER_FILE)) == []


@needs_pictures
def test_letters_are_large_enough(paper: list[list[PrintedWord]]) -> None:
    """Seven points at the printed scale, on every sheet of paper."""
    small = {
        (n, w.words, round(w.size, 2))
        for n, page in enumerate(paper, 1)
        for w in page
        if w.size < LEAST_LETTERS
    }
    assert small == set()


@needs_pictures
def test_nothing_runs_off_the_paper(paper: list[list[PrintedWord]]) -> None:
    """No word ends beyond an edge."""
    assert [(n, w.words) for n, page in enumerate(paper, 1) for w in page if not w.inside] == []


@needs_pictures
def test_no_sign_of_an_error_is_printed(paper: list[list[PrintedWord]]) -> None:
    """No figure too wide for its column, none that is an error."""
    assert [(n, w.words) for n, page in enumerate(paper, 1) for w in page if ERRORS.search(w.words)] == []


def test_every_page_is_printed_on_a4(home: Path) -> None:
    """No office has A3 at hand."""
    book = openpyxl.load_workbook(in_workspace(home, MASTER_FILE))
    other = {
        sheet.title
        for sheet in book
        if sheet.sheet_state == "visible" and int(sheet.page_setup.paperSize or 0) != A4
    }
    assert other == set()


@needs_pictures
def test_every_page_is_one_sheet_of_paper(home: Path, paper: list[list[PrintedWord]]) -> None:
    """Of thirty projects."""
    book = openpyxl.load_workbook(in_workspace(home, MASTER_FILE), read_only=True)
    assert len(paper) == sum(sheet.sheet_state == "visible" for sheet in book.worksheets)


@needs_pictures
@pytest.mark.slow
def test_the_follow_up_is_one_sheet_where_half_of_the_returns_are_missing(tmp_path: Path) -> None:
    """Its lists are as long as in a whole portfolio, and say of how many they show the first."""
    demo(tmp_path, 30, 1, "fr", kinds=("plan", "budget", "risks", "followup"))
    for sent in sorted(in_workspace(tmp_path, RETURNS_FOLDER).rglob("*.xlsx"))[::2]:
        sent.unlink()
    master = in_workspace(tmp_path, MASTER_FILE)
    consolidate_to([tmp_path], master, cache=False)
    book = openpyxl.load_workbook(master, read_only=True)
    assert len(printed_words(master, tmp_path / "out")) == sum(
        sheet.sheet_state == "visible" for sheet in book.worksheets
    )


@pytest.mark.slow
@pytest.mark.skipif(
    font_file(bold=False) is None, reason="Carlito is not installed: nobody knows how wide words are"
)
def test_no_text_of_three_hundred_projects_is_cut(tmp_path: Path) -> None:
    """Longer names, counts of three digits."""
    demo(tmp_path, 300, 1, "fr")
    consolidate_to([tmp_path], in_workspace(tmp_path, MASTER_FILE), cache=False)
    assert clipped(in_workspace(tmp_path, MASTER_FILE)) == []


@needs_pictures
def test_hidden_sheets_are_not_printed(paper: list[list[PrintedWord]]) -> None:
    """The rows of the returns and the table of KPIs take no paper, and no list runs on over many sheets of it."""
    assert len(paper) <= MOST_SHEETS


def test_the_paper_says_where_it_ends(home: Path) -> None:
    """A page of which the rest is for the screen says so, and that is the last thing that is printed of it."""
    book = openpyxl.load_workbook(in_workspace(home, MASTER_FILE), data_only=True)
    cut = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or not sheet.print_area:
            continue
        last = sheet[sheet.print_area.rpartition("!")[2]][-1][0].row
        filled = {
            cell.row
            for row in sheet.iter_rows(min_row=last + 1)
            for cell in row
            if cell.value not in (None, "")
        }
        if filled:
            cut += 1
            assert any(ON_SCREEN.search(str(cell.value)) for cell in sheet[last]), sheet.title
    assert cut > 8


@needs_pictures
@pytest.mark.parametrize("home", ["fr"], indirect=True)
def test_the_pages_for_an_executive_are_one_pdf(home: Path) -> None:
    """These six in their order and no other, each from its first sheet of paper on; the master stays as it is."""
    master = in_workspace(home, MASTER_FILE)
    before = master.read_bytes()
    said = CliRunner().invoke(app, ["print", str(home)])
    assert said.exit_code == 0, said.output
    pdf = home / "resultats" / "pages_a_imprimer.pdf"
    assert said.output.strip() == str(pdf)
    pages = [page for page in words_on_paper(pdf) if page]
    titles = {page.key: page.title.fr for page in MASTER.pages}
    heads = [page.splitlines()[0].strip() for page in pages]
    assert [*dict.fromkeys(heads)] == [titles[key] for key in PRINT_PACK]
    assert [re.findall(r"(\d+) ?/ ?(\d+)$", page) for page in pages] == [
        [(str(n), str(len(pages)))] for n in range(1, len(pages) + 1)
    ]
    assert master.read_bytes() == before


def test_one_sentence_says_why_nothing_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No program, a file that is no master, a return saved after it, no master."""
    home = tmp_path / "pmo"
    demo(home, 1, 1, "en")
    master = in_workspace(home, MASTER_FILE)
    with pytest.raises(NothingToDo, match="There is no master yet"):
        print_pages(home)
    consolidate_to([home], master, cache=False)
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        with pytest.raises(NothingToDo, match="Neither LibreOffice nor Excel"):
            print_pages(home)
    made = master.stat().st_mtime
    sent = next(in_workspace(home, RETURNS_FOLDER).rglob("*.xlsx"))
    master.write_bytes(sent.read_bytes())
    os.utime(master, (made, made))
    with pytest.raises(NothingToDo, match="is no master that can be read"):
        print_pages(home)
    master.write_bytes(b"no zip")
    os.utime(master, (made, made))
    with pytest.raises(NothingToDo, match="is no master that can be read"):
        print_pages(home)
    os.utime(sent, (made + 60, made + 60))
    with pytest.raises(NothingToDo, match="was saved after the master"):
        print_pages(home)
    assert not [*home.rglob("*.pdf")]
