"""Odd and hostile workbooks, one by one: what becomes of each, why, at what cost, and what a second program makes of it.

``python tests/torture.py FOLDER`` reads every file of a folder in a process of its own and writes docs/hostile-files.md.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import office
import openpyxl
from standard import OPTIONS

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import say
from pmo_xl.gather.read.one import read_one

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "hostile-files.md"
READ, REFUSED, NOT_OURS = "read", "refused", "not a return"


@dataclass(frozen=True)
class Verdict:
    """What became of a file, and the reason as its sender reads it."""

    file: str
    fate: str
    reason: str


def verdict(path: Path) -> Verdict:
    """Read one file as a run does; raises whatever stops the reading."""
    (returned,) = read_one(path, path.name, OPTIONS)
    if returned.failure is not None:
        raise AssertionError(f"{path.name}: {returned.failure}")
    least = Severity.WARNING if returned.passed_over else Severity.ERROR
    told = next((f for f in returned.findings if f.severity >= least), None)
    if told is None:
        return Verdict(path.name, READ, "")
    fate = {"GEN-01": REFUSED, "GEN-02": NOT_OURS, "GEN-33": NOT_OURS}.get(told.code, READ)
    found = say(told.found, "en")
    return Verdict(path.name, fate, f"{told.code} {told.message.to('en')}{f' ({found})' if found else ''}")


def costs(path: Path) -> tuple[Verdict, float, int]:
    """The same in a process of its own: seconds of CPU beyond those of an empty file, and the most MiB that it held."""
    run = subprocess.run(
        [sys.executable, __file__, "--one", str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    what = json.loads(run.stdout)
    return Verdict(path.name, what["fate"], what["reason"]), what["seconds"], what["mebibytes"]


def _one(path: Path) -> None:
    before = _spent()
    found = verdict(path)
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    said = {
        "fate": found.fate, "reason": found.reason, "seconds": round(_spent() - before, 2), "mebibytes": most // 1024,
    }  # fmt: skip
    sys.stdout.write(json.dumps(said))


def _spent() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def elsewhere(path: Path) -> str:
    """Which other program opens a file: openpyxl, LibreOffice, or none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            openpyxl.load_workbook(path, read_only=True).close()
    except Exception:  # noqa: BLE001 - whatever it stumbles over, it does not open the file
        with tempfile.TemporaryDirectory() as folder:
            try:
                made = office._converted([path], Path(folder), "csv")
            except (RuntimeError, OSError, subprocess.SubprocessError):
                return "–"
            return "LibreOffice" if any(each.is_file() and each.stat().st_size for each in made) else "–"
    return "openpyxl"


def page(rows: Sequence[tuple[Verdict, float, int, str]]) -> str:
    """The page: counts, then a line for each file."""
    fates = Counter(found.fate for found, *_ in rows)
    lines = [
        "# Hostile and odd workbooks",
        "",
        "What becomes of workbooks that other programs keep to test themselves: damaged, encrypted, huge, of old and rare forms. They are",
        "not part of this project. Each was read in a process of its own, as a return that came: CPU seconds of the reading, and the most",
        "memory of the process. *Elsewhere* says, of what is refused, which other program opens it. Written by `python tests/torture.py FOLDER`;",
        "`tests/test_torture.py` holds verdict and reason.",
        "",
        f"{len(rows)} files: {', '.join(f'{count} {fate}' for fate, count in sorted(fates.items()))}. No traceback.",
        f"The longest took {max(each[1] for each in rows):.1f} s, the largest {max(each[2] for each in rows)} MiB.",
        "",
        "| File | Verdict | Reason | s | MiB | Elsewhere |",
        "|---|---|---|---|---|---|",
    ]
    for found, seconds, most, other in rows:
        reason = found.reason.replace("|", "\\|").replace("\n", " ")
        lines.append(f"| {found.file} | {found.fate} | {reason} | {seconds:.2f} | {most} | {other} |")
    return "\n".join(lines) + "\n"


def told() -> Iterator[tuple[str, str, str]]:
    """What the page says: file, verdict, reason."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.replace("\\|", "\0").strip("|").split("|")]
        if len(cells) == 6 and cells[1] in (READ, REFUSED, NOT_OURS):
            yield cells[0], cells[1], cells[2].replace("\0", "|")


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        _one(Path(sys.argv[2]))
    else:
        files = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_file())
        rows = []
        for file in files:
            found, seconds, most = costs(file)
            rows.append((found, seconds, most, elsewhere(file) if found.fate == REFUSED else ""))
        PAGE.write_text(page(rows), encoding="utf-8", newline="\n")
