"""Small risk registers typed into the template."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from copies import write_return
from small import Row, columns

from pmo_xl.excel.template.workbook import Filling


def risk(**more: Any) -> Row:
    """An open risk of score 9 that nobody has quantified."""
    return {
        "risk_id": "R-001", "title": "Supplier delivers late", "category": "supplier", "date_raised": date(2026, 1, 5),
        "probability_in": 3, "impact_in": 3, "response_type": "reduce", "owner": "A", "status": "open", **more,
    }  # fmt: skip


def register(
    folder: Path, name: str, status: date, rows: list[Row], language: str = "en", **record: Any
) -> None:
    """The risk register of a project."""
    whole = {"project_id": name, "project_name": name, "status_date": status, "currency": "EUR", "project_manager": "A", **record}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    write_return(folder / f"{name}-risks.xlsx", "risks", Filling(whole, {"risks": columns(rows)}), language)
