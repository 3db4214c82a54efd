"""How long LibreOffice computes the formulas of a master, the time of loading and saving taken off.

Every cached value is made wrong first, so that whatever was not computed shows in what LibreOffice saves. The
same file is then loaded and saved with recalculation on and off, in turn: the difference is the computing. As a
second witness, an open LibreOffice is told to compute the whole workbook again, and is timed at that alone.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from benchmarks.processes import cold

POISON = b"-99901"
PATIENCE_SECONDS = 900
_ALWAYS, _NEVER = 0, 1
_SETTING = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item>
</oor:items>
"""
# The formulas of our masters have a value behind them, and no prefix before their names.
_FORMULA = re.compile(
    rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="[a-z]+")?>(<f[^>]*>[^<]*</f>|<f[^>]*/>)<v>[^<]*</v>'
)
_HELD = b"<v>" + POISON + b"</v>"


def recalculated(master: Path, home: Path, runs: int) -> dict[str, Any]:
    """Seconds of computing each formula of a master, or why they were not measured."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return {"skipped": "LibreOffice (soffice) is not installed"}
    place = home / "recalculation"
    shutil.rmtree(place, ignore_errors=True)
    poisoned = place / "poisoned.xlsx"
    poisoned.parent.mkdir(parents=True)
    formulas = _poison(master, poisoned)
    taken: dict[str, list[float]] = {"always": [], "never": []}
    cpu: dict[str, list[float]] = {"always": [], "never": []}
    left: dict[str, int] = {}
    for mode, number in (("always", _ALWAYS), ("never", _NEVER)):
        settings = place / mode / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTING.format(mode=number), encoding="utf-8")
        # The first start of a profile lays it out.
        _converted(soffice, place / mode, _small(place), place / "warm")
    for _ in range(runs):
        for mode, figures in taken.items():
            before = _cpu()
            seconds = _converted(soffice, place / mode, poisoned, place / f"{mode}-out")
            cpu[mode].append(_cpu() - before)
            if seconds is None:
                return {
                    "skipped": f"{mode}: not done after {PATIENCE_SECONDS} s",
                    "formulas": formulas,
                    **taken,
                }
            figures.append(seconds)
            left[mode] = _left(place / f"{mode}-out" / poisoned.name)
    again = [sys.executable, "-m", "benchmarks.recalculation", str(poisoned), str(place / "open"), str(runs)]
    told = json.loads(cold(again, quiet=True).said.splitlines()[-1])
    shutil.rmtree(place, ignore_errors=True)
    pairs = [a - b for a, b in zip(taken["always"], taken["never"], strict=True)]
    return {
        "formulas": formulas,
        **taken,
        "seconds": pairs,
        "cpu": [a - b for a, b in zip(cpu["always"], cpu["never"], strict=True)],
        "not_computed": left["always"],
        "not_computed_when_off": left["never"],
        **told,
    }


def _told(path: Path, profile: Path, runs: int) -> dict[str, Any]:
    """Seconds in which an open LibreOffice computes every formula again; nothing where Python cannot talk to it."""
    from pmo_xl.libreoffice import uno_problem
    from pmo_xl.libreoffice.connection.office import properties, url_of
    from pmo_xl.libreoffice.connection.start import started

    if uno_problem():
        return {}
    seconds = []
    with started(profile, headless=True) as calc:
        document = calc.office.desktop.loadComponentFromURL(
            url_of(path), "_blank", 0, properties(Hidden=True)
        )
        for _ in range(runs):
            start = time.perf_counter()
            document.calculateAll()
            seconds.append(time.perf_counter() - start)
        document.close(True)
    return {"told": seconds}


def _cpu() -> float:
    """Seconds of CPU of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _poison(path: Path, out: Path) -> int:
    """Copy a workbook with the value of every formula wrong; the number of formulas."""
    count = 0
    with (
        zipfile.ZipFile(path) as book,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy,
    ):
        for part in book.infolist():
            content = book.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                content, here = _FORMULA.subn(rb"\1>\2" + _HELD, content)
                missed = len(re.findall(rb"<f[ >/]", content)) - here
                if missed:
                    raise SystemExit(f"{part.filename}: {missed} formulas without a value to make wrong")
                count += here
            copy.writestr(part.filename, content)
    return count


def _left(path: Path) -> int:
    """Cells of a workbook that still hold the wrong value."""
    with zipfile.ZipFile(path) as book:
        return sum(book.read(part).count(_HELD) for part in book.namelist() if "worksheets/sheet" in part)


def _small(place: Path) -> Path:
    small = place / "small.csv"
    small.write_text("1\n", encoding="utf-8")
    return small


def _converted(soffice: str, profile: Path, path: Path, out: Path) -> float | None:
    """Seconds that LibreOffice takes to load a file and save it as a workbook; None after too many."""
    command = [
        soffice, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path),
    ]  # fmt: skip
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    ) as office:  # fmt: skip
        try:
            office.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            # Its launcher's death alone would leave the office running.
            os.killpg(office.pid, signal.SIGKILL)
            return None
    return time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(_told(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
