"""What a master was made from, beside it: ``master.manifest.json``.

Every file that came with its fingerprint, its fate and its rows, read and kept; the settings and lists that decided; the
findings by rule; the master's own fingerprint and that of each of its sheets.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pmo_xl.core.base.files import files_beside_returns, manifest_of, printable, whole
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.version import __version__
from pmo_xl.gather.archive.keep import print_of
from pmo_xl.gather.cache.definitions import of_whole_program
from pmo_xl.parquet import folder_of
from pmo_xl.pipeline.outcome import Outcome

Manifest = Mapping[str, Any]
KEYS = {
    "program",
    "definitions",
    "status_date",
    "language",
    "reconciled",
    "master",
    "tables",
    "beside",
    "inputs",
    "rows",
    "findings",
}


def write_manifest(outcome: Outcome, master: Path, before: Mapping[str, str]) -> None:
    """Write beside a master what it was made from; ``before`` is what stood :func:`beside` the returns when they were read.

    Raises OSError as the system does.
    """
    said = json.dumps(_manifest(outcome, master, before), ensure_ascii=False, indent=1)
    with whole(manifest_of(master)) as part:
        part.write_text(said + "\n", encoding="utf-8", newline="\n")


def read_manifest(master: Path) -> Manifest | None:
    """The manifest of a master; None where there is none, or none that can be understood."""
    with suppress(OSError, ValueError):
        said = json.loads(manifest_of(master).read_text(encoding="utf-8"))
        if isinstance(said, dict) and said.get("schema") == 1 and said.keys() >= KEYS:
            return said
    return None


def parts_of(master: Path) -> dict[str, str]:
    """A fingerprint of each part of a workbook, by its name in the package: of its content, however it is packed."""
    with zipfile.ZipFile(master) as book:
        return {part.filename: f"{part.CRC:08x}-{part.file_size}" for part in book.infolist()}


def beside(home: Path | None) -> dict[str, str]:
    """The files of a workspace that decide how returns are read, each with its fingerprint."""
    if home is None:
        return {}
    return {
        printable(file.relative_to(home).as_posix()): print_of(file) for file in files_beside_returns(home)
    }


def tables_beside(master: Path) -> dict[str, str]:
    """The tables that no sheet could take, or that were to stand beside the master, each with its fingerprint."""
    folder = folder_of(master)
    return {
        printable(file.relative_to(folder).as_posix()): print_of(file)
        for file in sorted(folder.rglob("*.parquet"))
    }


def _manifest(outcome: Outcome, master: Path, before: Mapping[str, str]) -> Manifest:
    portfolio = outcome.portfolio
    returns = portfolio.returns
    read, kept = sum(each.rows_read for each in returns), sum(each.rows_kept for each in returns)
    return {
        "schema": 1,
        "program": __version__,
        "definitions": of_whole_program(),
        "status_date": portfolio.status_date.isoformat() if portfolio.status_date else None,
        "language": outcome.language,
        "reconciled": portfolio.reconciliation is not None,
        "master": {"file": printable(master.name), "sha256": print_of(master), "parts": parts_of(master)},
        "tables": tables_beside(master),
        "beside": before,
        "inputs": [_input(returned) for returned in returns],
        "passed_over": sorted(map(printable, portfolio.passed_over)),
        "rows": {"read": read, "kept": kept, "left_out": read - kept},
        "projects": len(portfolio.projects),
        "findings": _by_code(portfolio.findings),
    }


def _input(returned: Return) -> Manifest:
    return {
        "file": printable(returned.file),
        "sha256": returned.sha256,
        "project": returned.project_id,
        "kinds": list(returned.kinds),
        "state": returned.state.value,
        "rows": {
            "read": returned.rows_read,
            "kept": returned.rows_kept,
            "left_out": returned.rows_read - returned.rows_kept,
        },
        "findings": _by_code(returned.findings),
    }


def _by_code(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(sorted(Counter(finding.code for finding in findings).items()))
