"""Workbooks that are not ours, with their mapping, in a workspace of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from standard import STANDARD_TEMPLATES

from pmo_xl.adopt.match.mapping import mapping_from
from pmo_xl.adopt.propose.mapping_file import mapping_text
from pmo_xl.adopt.propose.proposal import Proposal
from pmo_xl.adopt.propose.proposals import propose
from pmo_xl.core.base.files import MAPPINGS_FOLDER
from pmo_xl.core.base.finding import Finding
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.pipeline import consolidate_to, validate
from pmo_xl.pipeline.outcome import Outcome

CASES = Path(__file__).parents[2] / "shared" / "cases"
needs_cases = pytest.mark.skipif(
    not CASES.is_dir(), reason="the collection of cases (shared/cases) is not on this computer"
)

IDENTITY = """
[project]
project_id = "P001"
project_name = "Field"
status_date = 2026-03-31
project_manager = "A. Lead"
"""


def workbook(
    path: Path, rows: Sequence[Sequence[Any]], title: str = "Feuil1", formats: Mapping[str, str] | None = None
) -> Path:
    """A workbook with one sheet; ``formats`` are number formats by cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    book.save(path)
    return path


def workspace(home: Path, file: Path, mapping: str = "", settings: str = "") -> Path:
    """A workspace with that one return, its mapping and its settings."""
    returns = home / "returns"
    returns.mkdir(parents=True)
    (returns / file.name).write_bytes(file.read_bytes())
    (home / "pmo.toml").write_text(f'language = "en"\n{settings}', encoding="utf-8")
    if mapping:
        (home / MAPPINGS_FOLDER).mkdir()
        (home / MAPPINGS_FOLDER / "m.toml").write_text(mapping, encoding="utf-8")
    return home


def consolidated(home: Path) -> Outcome:
    """The master of a workspace."""
    return consolidate_to([home], home / "out" / "master.xlsx")


def validated(home: Path) -> Outcome:
    """What is said of the returns of a workspace, and their tables; no master is written."""
    return validate([home])


def column_sum(outcome: Outcome, key: str, table: str = "budget") -> float:
    """The sum of a column over all rows that count; not known where one of them is not."""
    return float(outcome.portfolio.tables[table][key].astype(float).sum(skipna=False))


def total(outcome: Outcome, key: str) -> Any:
    """A figure of the portfolio."""
    assert outcome.scorecard is not None
    return outcome.scorecard.portfolio[key]


def told(outcome: Outcome, code: str) -> list[Finding]:
    """The findings of one code, in order."""
    return [finding for finding in outcome.portfolio.findings if finding.code == code]


def proposed(path: Path, **asked: str) -> Proposal:
    """The best proposal for a workbook."""
    return propose(read_workbook(path, path.name), STANDARD_TEMPLATES, **asked)[0]


def mapping_of(path: Path, language: str = "en", **asked: str) -> str:
    """The mapping file that is proposed; it can be read."""
    words = mapping_text(proposed(path, **asked), language)
    mapping_from(tomllib.loads(words), "m.toml", STANDARD_TEMPLATES)
    return words
