"""What stands on each page of a master, top to bottom: compared with a snapshot (``pytest --snapshot-update`` renews it)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from standard import MASTER
from syrupy.assertion import SnapshotAssertion

import pmo_xl

PAGES = [page for page in MASTER.pages if not page.follows_choice]


@pytest.fixture(scope="module", params=["en", "fr"])
def master(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The master of a demonstration of two projects."""
    folder = tmp_path_factory.mktemp("pages") / request.param
    pmo_xl.make_demo(folder, 2, 1, request.param, kinds=("plan", "risks", "budget", "followup"))
    out = folder / "out" / "master.xlsx"
    pmo_xl.consolidate([folder], out, language=request.param)
    return request.param, out


def headings(sheet: Worksheet) -> list[str]:
    """The titles and heads of a sheet, row by row: what is written in bold."""
    rows = ([str(c.value) for c in row if isinstance(c.value, str) and c.font.b and not c.value.startswith("=")] for row in sheet.iter_rows())  # fmt: skip
    return [" | ".join(words) for words in rows if words]


def test_the_pages_have_the_structure_that_they_had(
    master: tuple[str, Path], snapshot: SnapshotAssertion
) -> None:
    """Titles, heads of tables, lists, grids and charts of every page; and the sheets in their order."""
    language, path = master
    book = openpyxl.load_workbook(path)
    pages = {
        page.key: {
            "heads": headings(book[page.title.to(language)]),
            "charts": len(book[page.title.to(language)]._charts),
            "printed": str(book[page.title.to(language)].print_area),
        }
        for page in PAGES
    }
    assert {"sheets": book.sheetnames, "pages": pages} == snapshot
