"""What a run came to, in short and as the JSON contract has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_xl.core.base.files import printable
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.catalogue.coverage import Cover, Coverage
from pmo_xl.core.definition.kpi import LIGHTS, Unit
from pmo_xl.core.flow.account import Account
from pmo_xl.core.flow.portfolio import Portfolio, Return, Scorecard
from pmo_xl.core.settings.settings import Settings


@dataclass(slots=True)
class Outcome:
    """What a run came to. ``scorecard`` and ``master`` are None when only validation was asked for."""

    portfolio: Portfolio
    settings: Settings
    catalogue: Catalogue
    language: str
    scorecard: Scorecard | None = None
    master: Path | None = None
    seconds: float = 0.0
    log: Path | None = None
    """Where the details are of what could not be judged; None where everything could."""
    broken_off: Text | None = None
    """What is said of a run before this one that was killed; None where the last one came to its end."""

    @property
    def account(self) -> Account:
        """The run in short."""
        portfolio = self.portfolio
        beside = self.master if portfolio.beside.shown else None
        return Account(
            self.language,
            portfolio.status_date,
            Counter(returned.state.value for returned in portfolio.returns),
            len(portfolio.missing),
            portfolio.findings,
            None if self.scorecard is None else len(portfolio.projects),
            self.master,
            beside and beside.with_name(portfolio.beside.folder),
        )

    @property
    def exit_code(self) -> int:
        """0 without an error finding, else 1."""
        return self.account.exit_code

    def to_dict(self) -> dict[str, Any]:
        """The run with the keys of the JSON contract (schema 1); an undefined value is None."""
        portfolio = self.portfolio
        result: dict[str, Any] = {
            "schema": 1,
            "status_date": portfolio.status_date.isoformat() if portfolio.status_date else None,
            "language": self.language,
            "master": printable(str(self.master)) if self.master else None,
            "seconds": round(self.seconds, 3),
            "returns": [_return_dict(returned) for returned in portfolio.returns],
            "findings": [finding.to_dict(self.language) for finding in portfolio.findings],
            "not_assessed": {code: needs.to(self.language) for code, needs in portfolio.not_assessed.items()},
            "projects": {},
            "portfolio": {},
            "schedule_quality": {},
            "coverage": {},
        }
        if self.scorecard is not None:
            rows = self.scorecard.kpis.to_dict("records")
            result["projects"] = {str(row["project_id"]): _measures(row, self.catalogue) for row in rows}
            result["schedule_quality"] = {
                project_id: schedule.to_dict(self.language)
                for project_id, schedule in portfolio.schedules.items()
            }
            result["portfolio"] = _measures(self.scorecard.portfolio, self.catalogue)
            result["coverage"] = _coverage_dict(self.scorecard.coverage)
        return result


def _coverage_dict(coverage: Coverage) -> dict[str, Any]:
    return {
        "projects_expected": coverage.projects_expected,
        "projects": coverage.projects,
        "returns_expected": coverage.returns_expected,
        "returns": coverage.returns,
        "kpis": _covers_dict(coverage.kpis),
        "by_programme": {name or "": _covers_dict(covers) for name, covers in coverage.programmes.items()},
        "by_project": {
            project: {
                "rows": {
                    table: {"rows_left_out": rows.left_out, "rows": rows.read}
                    for table, rows in coverage.rows.get(project, {}).items()
                },
                "cells_unknown": {
                    ".".join(cell): n for cell, n in sorted(coverage.cells.get(project, {}).items())
                },
                "lights": {
                    key: {"known": list(inputs.known), "unknown": list(inputs.unknown)}
                    for key, inputs in lights.items()
                },
            }
            for project, lights in coverage.lights.items()
        },
    }


def _covers_dict(covers: Mapping[str, Cover]) -> dict[str, Any]:
    return {
        key: {
            "projects": cover.projects,
            "of": cover.of,
            "bac": cover.bac,
            "rows_left_out": cover.rows.left_out,
            "rows": cover.rows.read,
            "cells_unknown": cover.rows.unknown,
        }
        for key, cover in covers.items()
    }


def _return_dict(returned: Return) -> dict[str, Any]:
    errors = sum(f.severity is Severity.ERROR for f in returned.findings)
    return {
        "file": returned.file,
        "kinds": list(returned.kinds),
        "project": returned.project_id,
        "status": returned.state.value,
        "errors": errors,
        "warnings": sum(f.severity is Severity.WARNING for f in returned.findings),
        "rows": returned.rows_read,
        "data_quality": returned.quality.score(errors) if returned.quality is not None else None,
        "sha256": returned.sha256,
    }


def _measures(row: Any, catalogue: Catalogue) -> dict[str, Any]:
    from pmo_xl.excel.write.cells import plain

    measures: dict[str, Any] = {}
    for key, kpi in catalogue.kpis.items():
        what = plain(row[key])
        if kpi.unit is Unit.LIGHT:
            measures[key] = LIGHTS[int(what)] if what is not None else None
        elif kpi.unit is Unit.DATE:
            measures[key] = what.isoformat() if what is not None else None
        elif kpi.unit is Unit.COUNT:
            measures[key] = int(what) if what is not None else None
        else:
            measures[key] = what
    return measures
