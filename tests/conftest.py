"""What holds for every test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    import xlwings as xw

# Where a machine forbids it, every process that a test starts would compile hundreds of modules again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# As the command line does: workbooks are read into millions of objects, which Python would look through again and again.
gc.set_threshold(100_000, 10, 10)

# As there, too: pyarrow, which is installed for the tables beside a master, makes small columns of texts slow.
pd.set_option("mode.string_storage", "python")


@pytest.fixture(scope="module")
def calc_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.main.Engine]:
    """The engine of a LibreOffice Calc that the tests of one file share."""
    import xlwings as xw

    from tests.calc import connected, office

    before = xw.engines.active
    pipe = f"pmo_xl_test_{os.getpid()}"
    with office(pipe, tmp_path_factory.mktemp("profile")):
        yield connected(pipe)
    xw.engines.active = before


@pytest.fixture
def calc_book(calc_engine: xw.main.Engine) -> xw.Book:
    """A new book, the only one that is open there."""
    app = calc_engine.apps.active
    for other in list(app.books):
        other.close()
    return app.books.add()


@pytest.fixture
def calc_sheet(calc_book: xw.Book) -> xw.Sheet:
    """The sheet of a new book."""
    return calc_book.sheets[0]
