"""A command or a click starts a new Python: what it does not need is not loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pmo_xl import workspace

LIBRARIES = {
    "click", "dask", "distributed", "fsspec", "hypothesis", "isal", "lxml", "multiprocessing", "networkx", "numpy", "openpyxl",
    "pandas", "polars", "pyarrow", "pydantic", "pyopenvba", "pytest", "python_calamine", "rapidfuzz", "rich", "sqlite3", "tomlkit", "typer",
    "uno", "watchfiles", "xlsxwriter", "xlwings",
}  # fmt: skip
READING = {"isal", "numpy", "pandas", "pydantic", "python_calamine", "sqlite3"}
"""What it takes to read returns, to judge them and to remember them."""
WRITING = READING | {"xlsxwriter"}

COMMAND = "from pmo_xl.doors.cli import main; main()"
CLICK = """
from pathlib import Path
import pmo_xl.doors.addin
from pmo_xl.pipeline import consolidate_to
consolidate_to([Path(sys.argv[1])], Path(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of one project."""
    folder = tmp_path_factory.mktemp("startup") / "portfolio"
    workspace.demo(folder, projects=1, seed=1, language="en")
    return folder


def loaded(code: str, *arguments: str) -> set[str]:
    """The heavy libraries that a new Python holds after it ran *code*."""
    tell = f"""
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted({LIBRARIES!r} & set(sys.modules)))))
{code}
"""
    done = subprocess.run(
        [sys.executable, "-c", tell, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_package_alone_loads_no_library() -> None:
    """To import pmo_xl costs nothing."""
    assert loaded("import pmo_xl") == set()


@pytest.mark.parametrize("arguments", [["--help"], ["consolidate", "--help"]])
def test_help_loads_what_the_terminal_is_drawn_with_and_no_more(arguments: list[str]) -> None:
    """Neither pandas nor any library of workbooks for a page of help; newer typers bring pydantic."""
    assert loaded(COMMAND, *arguments) <= {"typer", "click", "rich", "pydantic"}


def test_validate_loads_what_reads_returns(returns: Path) -> None:
    """Nothing that writes workbooks, compares words or draws."""
    assert loaded(COMMAND, "validate", str(returns)) <= READING | {"typer", "click"}


def test_without_a_cache_no_database_is_loaded(returns: Path) -> None:
    """Nor in a plain folder, which has none."""
    assert "sqlite3" not in loaded(COMMAND, "validate", str(returns), "--no-cache")
    assert "sqlite3" not in loaded(COMMAND, "validate", str(next(returns.rglob("plan.xlsx"))), "--no-cache")


def test_a_process_that_reads_loads_what_reads_and_no_more() -> None:
    """Neither pandas nor the terminal: what adds up and writes stays with the one who asked."""
    assert loaded("import pmo_xl.gather.read.one") <= {"isal", "pydantic", "python_calamine"}


def test_consolidate_loads_what_reads_and_writes(returns: Path, tmp_path: Path) -> None:
    """XlsxWriter is added, and nothing else."""
    arguments = ["consolidate", str(returns), "--out", str(tmp_path / "master.xlsx")]

    assert loaded(COMMAND, *arguments) <= WRITING | {"typer", "click"}


def test_where_nothing_changed_nothing_is_loaded_that_adds_up_or_writes(returns: Path) -> None:
    """Neither pandas nor numpy nor XlsxWriter; what the terminal brings along apart."""
    loaded(COMMAND, "consolidate", str(returns))
    found = loaded(COMMAND, "consolidate", str(returns))

    assert found <= {"typer", "click", "isal", "pydantic", "python_calamine", "sqlite3"}


def test_a_click_loads_no_library_of_the_terminal(returns: Path, tmp_path: Path) -> None:
    """The buttons need xlwings in addition, and what xlwings itself takes along of what is installed."""
    taken = loaded("import xlwings")
    found = loaded(CLICK, str(returns), str(tmp_path / "master.xlsx"))

    assert found <= WRITING | taken | {"xlwings"}
    assert not {"typer", "click", "rich", "openpyxl", "rapidfuzz", "networkx", "watchfiles", "uno"} & found
