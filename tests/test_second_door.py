"""The buttons for a runtime that hands over a book, in a Python that has no threads, no processes and fewer packages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pmo_xl import make_demo
from pmo_xl.console.layout import FINDINGS_START, LAST_RUN, SETTINGS, URGENT_START, WORKSPACE
from pmo_xl.core.base.files import MASTER_FILE, in_workspace
from pmo_xl.pipeline import consolidate_to

ROOT = Path(__file__).parents[1]
LACKING = {
    "isal",
    "lxml",
    "multiprocessing",
    "pptx",
    "pyopenvba",
    "resource",
    "rich",
    "typer",
    "uno",
    "watchfiles",
    "win32com",
}
"""What a browser's Python has not, or need not be given for the buttons."""

SCRIPT = f"""
import json, sys, threading, importlib.abc
import numpy, pandas, pydantic, xlwings, xlsxwriter, python_calamine, concurrent.futures.thread
LACKING = {LACKING!r}

class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in LACKING:
            raise ModuleNotFoundError(name)

for name in [name for name in sys.modules if name.partition(".")[0] in LACKING]:
    del sys.modules[name]
sys.meta_path.insert(0, Absent())
sys.platform = "emscripten"

def no(*_, **__):
    raise RuntimeError("can't start new thread")

import subprocess
threading.Thread.start = subprocess.Popen.__init__ = no
sys.path.insert(0, sys.argv[1])
from handed_over import hand_over
from pmo_xl.doors import addin

content = json.loads(sys.stdin.read())
for key in sys.argv[2:]:
    getattr(addin, key)(hand_over(content))
print(json.dumps(content))
"""


def clicked(content: dict[str, Any], *keys: str, **environment: str) -> dict[str, Any]:
    """The book after its buttons were clicked there."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(ROOT / "tests"), *keys],
        input=json.dumps(content), capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def console(**typed: str) -> dict[str, Any]:
    """A console as JSON: each name and its cell, what was typed, no file."""
    lines = [*(line.name for line in (*SETTINGS, WORKSPACE, *LAST_RUN))]
    names = {name: ["Console", at, 3] for at, name in enumerate(lines, start=1)}
    names |= {FINDINGS_START: ["Findings", 5, 2], URGENT_START: ["Console", 40, 2]}
    cells = {f"{names['pmo_' + name][1]},3": value for name, value in typed.items()}
    return {"book": "PMO_Console.xlsm", "names": names, "sheets": {"Console": cells, "Findings": {}}}


def said(content: dict[str, Any], name: str) -> Any:
    """What stands in a named cell."""
    sheet, row, column = content["names"][f"pmo_{name}"]
    return content["sheets"][sheet].get(f"{row},{column}")


def parts(file: Path) -> dict[str, bytes]:
    """What a workbook holds, part by part."""
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A workspace in each language, in a folder as a browser's Python would be given one."""
    home = tmp_path_factory.mktemp("mounted")
    for language in ("en", "fr"):
        make_demo(home / f"PMO {language}", 4, 1, language, 4)
    return {language: home / f"PMO {language}" for language in ("en", "fr")}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_buttons_work_with_the_book_alone(demo: dict[str, Path], language: str) -> None:
    """Check lists the findings, Consolidate writes the very master that the command writes here, About says its words."""
    home = demo[language]
    content = clicked(console(workspace=str(home)), "check", "consolidate", "about")
    master = in_workspace(home, MASTER_FILE)
    findings = content["sheets"]["Findings"]
    assert len({key.split(",")[0] for key in findings}) == 4
    assert any(str(home) in words for words in content["alerts"])
    twin = consolidate_to([home], master.with_name("twin.xlsx")).master
    assert twin is not None
    # Packed by what is fastest here and by what is there: the parts are the same.
    assert parts(master) == parts(twin)
    master.unlink()
    twin.unlink()

    again = clicked(console(workspace=str(home)), "consolidate")
    assert said(again, "run_what") == {"en": "Consolidate", "fr": "Consolider"}[language]
    assert said(again, "run_result").startswith("'▲")
    assert master.name in said(again, "run_master")
    assert again["alerts"] == []
    master.unlink()


def test_the_workspace_may_be_named_by_the_environment(demo: dict[str, Path]) -> None:
    """For a workbook that everybody has, in which no path of one person shall stand."""
    content = clicked(console(), "check", PMO_XL_WORKSPACE=str(demo["en"]))
    assert said(content, "run_returns").startswith("12 returns: ")


def test_without_a_workspace_a_sentence_says_what_is_missing() -> None:
    """The book lies nowhere, and nobody said where the returns are."""
    content = clicked(console(), "check")
    assert "does not lie in a folder of this computer" in content["alerts"][0]
    assert said(clicked(console(workspace="/none"), "check"), "run_what") is None
