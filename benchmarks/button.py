"""The button *Consolidate* pressed in a LibreOffice without a screen, beside the command on the same returns."""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.generate import corpus
from benchmarks.processes import ROOT, cold
from benchmarks.sizes import consolidate

PATIENCE_SECONDS = 300
_PAUSE = 0.01


def pressed(home: Path, projects: int, runs: int) -> dict[str, Any]:
    """Seconds from the press until the master is there and until it is open, and those of Python inside."""
    said = cold([sys.executable, "-m", "benchmarks.button", str(home), str(projects), str(runs)]).said
    return json.loads(said.splitlines()[-1])


def _stamped(place: Path) -> tuple[Path, Path]:
    """A Python that notes when it starts and ends, since LibreOffice starts it and nobody else sees it."""
    stamps, program = place / "stamps", place / "python"
    program.write_text(
        f'#!/bin/sh\ndate +%s.%N >> {shlex.quote(str(stamps))}\n{shlex.quote(sys.executable)} "$@"\n'
        f"code=$?\ndate +%s.%N >> {shlex.quote(str(stamps))}\nexit $code\n"
    )
    program.chmod(0o755)
    return program, stamps


def _measured(home: Path, projects: int, runs: int) -> dict[str, Any]:
    from pmo_xl.libreoffice import uno_problem
    from pmo_xl.libreoffice.connection.start import find_office, started

    if find_office() is None:
        return {"skipped": "LibreOffice (soffice) is not installed"}
    if problem := uno_problem():
        return {"skipped": problem.to("en")}
    of = corpus(home, projects)
    taken: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        program, stamps = _stamped(place)
        true, sys.executable = sys.executable, str(program)
        try:
            with started(place / "profile", headless=True) as calc:
                sys.executable = true
                workspace = place / "workspace"
                copied = of.copied_to(workspace)
                # The first press compiles the macros and fills the disk's cache; it is not counted.
                for _ in range(runs + 1):
                    copied.forget()
                    stamps.unlink(missing_ok=True)
                    taken.append(_press(calc, workspace, stamps))
                    copied.forget()
                    taken[-1]["cli"] = consolidate(copied).wall
        finally:
            sys.executable = true
    return {"projects": projects, "runs": taken[1:]}


def _press(calc: Any, workspace: Path, stamps: Path) -> dict[str, float]:
    """Press the button as a screen reader does, and wait for Python, which opens the master at its end."""
    from pmo_xl.console.buttons import BUTTONS
    from pmo_xl.console.layout import CONSOLE_FILE
    from pmo_xl.libreoffice.connection.start import open_console

    document = open_console(calc.office, workspace / CONSOLE_FILE)
    controller = document.getCurrentController()
    controller.setFormDesignMode(False)
    page = document.Sheets.getByIndex(0).DrawPage
    labels = {
        button.label.to(language)
        for button in BUTTONS
        if button.key == "consolidate"
        for language in ("en", "fr")
    }
    models = [page.getByIndex(place).Control for place in range(page.Count)]
    (model,) = (model for model in models if model.Label in labels)
    before, master = set(calc.runs.glob("*.end")), workspace / "out" / "master.xlsx"
    start = time.time()
    controller.getControl(model).getAccessibleContext().doAccessibleAction(0)
    while not (ended := set(calc.runs.glob("*.end")) - before) or any(calc.runs.glob("*.sh")):
        if time.time() - start > PATIENCE_SECONDS:
            raise SystemExit("the click did not end")
        time.sleep(_PAUSE)
    end = time.time()
    told = ended.pop()
    if told.read_text().strip() != "0" or not master.is_file():
        raise SystemExit(f"the click failed: {told.with_suffix('.log').read_text()}")
    began, over = map(float, stamps.read_text().split())
    written = master.stat().st_mtime
    for each in [*calc.office.documents()]:
        with suppress(Exception):
            each.close(True)
    return {
        "written": written - start,
        "open": end - start,
        "python": over - began,
        "python_until_written": written - began,
    }


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print(json.dumps(_measured(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
