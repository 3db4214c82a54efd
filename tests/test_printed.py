"""The master on paper, as LibreOffice prints it: sheets of paper, size of the letters, nothing cut and no sign of an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from office import PrintedWord, needs_pictures, printed_words

from pmo_xl.pipeline import consolidate_to
from pmo_xl.workspace import demo

LEAST_LETTERS = 6.9
"""Points: 7, and what programs differ by."""
MOST_SHEETS = 40
"""Sheets of paper for twelve projects; thirty take a few more, for their tables and programmes share none."""
ERRORS = re.compile(r"###|#N/A|#REF!|#VALUE!|#NAME\?|#DIV/0!|Err:\d+")


@pytest.fixture(scope="module", params=["en", "fr"])
def paper(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[list[PrintedWord]]:
    """The words on each sheet of paper of a master of twelve projects."""
    folder = tmp_path_factory.mktemp(request.param)
    demo(folder / "pmo", 12, 1, request.param)
    consolidate_to([folder / "pmo"], folder / "master.xlsx", language=request.param, cache=False)
    return printed_words(Path(folder / "master.xlsx"), folder / "out")


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


@needs_pictures
def test_hidden_sheets_are_not_printed(paper: list[list[PrintedWord]]) -> None:
    """The rows of the returns and the table of KPIs take no paper."""
    assert len(paper) <= MOST_SHEETS
