"""The control workbook of a workspace in a real LibreOffice Calc: its buttons pressed as a screen reader presses them."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from pmo_xl.console.buttons import BUTTONS
from pmo_xl.console.layout import CONSOLE_FILE, FINDING_COLUMNS, FINDINGS_START, SETTINGS
from pmo_xl.core.base.files import KEPT_FOLDER as CACHE
from pmo_xl.libreoffice import uno_problem
from pmo_xl.libreoffice.connection.start import Started, find_office, open_console, started

PATIENCE_SECONDS = 120
LONGEST_SECONDS = 400
ROOT = Path(__file__).parents[1]


@contextmanager
def office(profile: Path, **how: Any) -> Iterator[Started]:
    """A LibreOffice without a screen, started as ``pmo-xl libreoffice`` starts it."""
    missing = "LibreOffice (soffice) is not installed" if find_office() is None else None
    if (problem := uno_problem()) and not missing:
        missing = problem.to("en")
    if missing:
        # A run of CI that pressed no button would look like one that did.
        assert not os.environ.get("CI"), missing
        pytest.skip(missing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        with started(profile, headless=True, **how) as running:
            yield running


@contextmanager
def opened_console(calc: Started, folder: Path, language: str, file: str = CONSOLE_FILE) -> Iterator[Console]:
    """The console of a workspace, opened in Calc with macros on; everything is closed after."""
    console = Console(calc, folder, language, file)
    # A LibreOffice that no longer answers would be waited for without end.
    ended = threading.Timer(LONGEST_SECONDS, os.killpg, (calc.process.pid, signal.SIGKILL))
    ended.start()
    try:
        console.open()
        yield console
        for document in [*calc.office.documents()]:
            document.close(True)
    finally:
        ended.cancel()


@dataclass
class Console:
    """The open control workbook of a workspace."""

    calc: Started
    folder: Path
    language: str
    file: str = CONSOLE_FILE
    document: Any = None
    progress_seen: bool = False

    def open(self) -> None:
        self.document = open_console(self.calc.office, self.folder / self.file)
        self.controller = self.document.getCurrentController()
        self.controller.setFormDesignMode(False)

    def press(self, key: str, times: int = 1) -> int:
        """Press the real button, as a screen reader does, and wait until Python has come and gone; how often it came."""
        (button,) = (button for button in BUTTONS if button.key == key)
        before = set(self.calc.runs.glob("*.end"))
        for _ in range(times):
            self.click(button.label.to(self.language))
        layout = self.controller.getFrame().LayoutManager
        patience = time.monotonic() + PATIENCE_SECONDS
        # The macro takes its script away when it has seen the end.
        while not (ended := set(self.calc.runs.glob("*.end")) - before) or any(self.calc.runs.glob("*.sh")):
            assert time.monotonic() < patience, "the click did not end"
            self.progress_seen |= layout.getElement("private:resource/progressbar/progressbar") is not None
            time.sleep(0.02)
        # On a busy computer a click may reach Calc only when the one before has come to its end: it is no further click then.
        one_by_one = sorted(ended, key=lambda end: int(end.stem))
        assert len(ended) <= times
        for end, later in pairwise(one_by_one):
            assert end.stat().st_mtime <= later.with_suffix(".log").stat().st_mtime, "two runs at once"
        for end in ended:
            said = end.with_suffix(".log").read_text(encoding="utf-8")
            assert (end.read_text().strip(), said) == ("0", "")
        return len(ended)

    def click(self, label: str) -> None:
        """Press the button with that label; its macro is over when this returns, where it does not wait for Python."""
        page = self.document.Sheets.getByIndex(0).DrawPage
        models = [page.getByIndex(place).Control for place in range(page.Count)]
        (model,) = (model for model in models if model.Label == label)
        self.controller.getControl(model).getAccessibleContext().doAccessibleAction(0)

    def __getitem__(self, name: str) -> str:
        return str(self._cell(name).String)

    def __setitem__(self, name: str, words: str) -> None:
        self._cell(name).setString(words)

    def formula(self, name: str) -> str:
        return str(self._cell(name).Formula)

    def findings(self) -> list[dict[str, tuple[str, str]]]:
        """Each row of the findings list: shown text and link of each column."""
        start = self._range(FINDINGS_START).RangeAddress
        sheet, rows = self.document.Sheets.getByIndex(start.Sheet), []
        while sheet.getCellByPosition(start.StartColumn, start.StartRow + len(rows)).String:
            cells = [sheet.getCellByPosition(start.StartColumn + c, start.StartRow + len(rows)) for c in range(len(FINDING_COLUMNS))]  # fmt: skip
            rows.append({key: (cell.String, target_of(cell.Formula)) for (key, _, _), cell in zip(FINDING_COLUMNS, cells, strict=True)})  # fmt: skip
        return rows

    def settings(self) -> dict[str, str]:
        return {line.name: self._cell(line.name).String for line in SETTINGS}

    def _cell(self, name: str) -> Any:
        return self._range(name if name.startswith("pmo_") else f"pmo_{name}").getCellByPosition(0, 0)

    def _range(self, name: str) -> Any:
        return self.document.NamedRanges.getByName(name).getReferredCells()


def target_of(formula: str) -> str:
    """Where a HYPERLINK formula leads."""
    found = re.match(r'=HYPERLINK\("([^"]*)"[;,]', formula)
    return found[1] if found else ""


def fingerprints(folder: Path) -> dict[str, str]:
    """Each file of a folder and what it holds, but what is remembered of reading it."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".~lock") and file.parent.name != CACHE
    }


def opened(calc: Started) -> set[str]:
    """Names of the workbooks that are open in Calc."""
    return {Path(unquote(urlsplit(document.URL).path)).name for document in calc.office.documents()}
