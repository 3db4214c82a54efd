"""What a run came to, for whoever hears of it: counts and findings, none of the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmo_xl.core.base.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Account:
    """A run in short.

    ``states`` counts the returns by what became of them, ``missing`` the registered projects that owe one.
    ``projects`` and ``master`` are None where only validation was asked for, ``tables`` where the workbook
    holds every row. ``unchanged``: nothing has changed since the master was made, so it was left as it is.
    """

    language: str
    status_date: dt.date | None
    states: Mapping[str, int]
    missing: int
    findings: Sequence[Finding]
    projects: int | None = None
    master: Path | None = None
    tables: Path | None = None
    unchanged: bool = False

    @property
    def exit_code(self) -> int:
        """0 without an error finding, else 1."""
        return int(any(finding.severity is Severity.ERROR for finding in self.findings))
