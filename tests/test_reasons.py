"""Why a light is amber or red: each reason is a figure beyond its limit, reckoned a second time from plain numbers."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import compare, needs_office, poisoned, recalculated
from python_calamine import CalamineWorkbook

from pmo_xl import pipeline, workspace
from pmo_xl.core.base.files import RETURNS_FOLDER, in_workspace

SHEET = {"en": "KPI", "fr": "Indicateurs"}
HEADS = {
    "en": ("Schedule status (reason)", "Cost status (reason)", "Risk status (reason)", "Computed status (reason)"),
    "fr": ("Météo délais (motif)", "Météo coûts (motif)", "Météo risques (motif)", "Météo calculée (motif)"),
}  # fmt: skip
LIMITS = {
    "slip_wd": (0, 10), "spi": (0.95, 0.90), "overdue_milestones": (0, 1), "cpi": (0.95, 0.90), "vac_pct": (-0.05, -0.10),
    "critical_risks": (0, 2), "exposure_pct": (0.05, 0.15),
}  # fmt: skip
"""Up to where a figure is green, and amber."""
LOOKS_AT = (("slip_wd", "spi", "overdue_milestones"), ("cpi", "vac_pct"), ("critical_risks", "exposure_pct"))
WORDS = {
    "en": {
        "slip_wd": "{} wd late", "spi": "SPI {}", "overdue_milestones": "{} overdue milestone{s}", "cpi": "CPI {}",
        "vac_pct": "{}% over budget", "critical_risks": "{} critical risk{s}", "exposure_pct": "exposure {}% of budget",
    },
    "fr": {
        "slip_wd": "{} j de retard", "spi": "IPD {}", "overdue_milestones": "{} jalon{s} en retard", "cpi": "IPC {}",
        "vac_pct": "budget dépassé de {}\u00a0%", "critical_risks": "{} risque{s} critique{s}",
        "exposure_pct": "exposition à {}\u00a0% du budget",
    },
}  # fmt: skip


def _color(key: str, what: float | None) -> int:
    if what is None:
        return 0
    sign = -1 if key in ("spi", "cpi", "vac_pct") else 1
    green, amber = LIMITS[key]
    return 1 if sign * what <= sign * green else 2 if sign * what <= sign * amber else 3


def _told(key: str, what: float, color: int, language: str) -> str:
    limit = LIMITS[key][color - 2]
    near = 2 if abs(what - limit) < 0.0005 else 1 if abs(what - limit) < 0.005 else 0
    if key in ("spi", "cpi"):
        number = f"{what:.{2 + near}f}"
    elif key.endswith("_pct"):
        number = f"{abs(what) * 100:.{near}f}"
    else:
        number = str(int(what))
    several = "" if what == 1 else "s"
    words = WORDS[language][key].replace("{s}", several).replace("{}", number)
    return words.replace(".", ",") if language == "fr" else words


def _reasons(measured: dict[str, Any], language: str) -> list[str]:
    """The reasons of the three lights, and of the worst of them; none of a project that is closed."""
    if measured["closed"]:
        return [""] * 4
    colors = [max((_color(key, measured[key]) for key in keys), default=0) for keys in LOOKS_AT]
    said = [
        " · ".join(_told(key, measured[key], color, language) for key in keys if color >= 2 and _color(key, measured[key]) == color)
        for keys, color in zip(LOOKS_AT, colors, strict=True)
    ]  # fmt: skip
    worst = max(colors)
    return [
        *said,
        " · ".join(words for words, color in zip(said, colors, strict=True) if color == worst >= 2),
    ]


def _on_sheet(master: Path, language: str) -> dict[str, list[str]]:
    rows = CalamineWorkbook.from_path(master).get_sheet_by_name(SHEET[language]).to_python()
    head = next(row for row in rows if HEADS[language][0] in row)
    places = [head.index(words) for words in HEADS[language]]
    ids = head.index({"en": "Project ID", "fr": "Code projet"}[language])
    below = rows[rows.index(head) + 1 :]
    return {str(row[ids]): [str(row[place]) for place in places] for row in below if row[ids]}


@pytest.fixture(scope="module", params=["en", "fr"])
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, dict[str, dict[str, Any]]]:
    """A demo of which the budgets of two projects are missing: its master, and what was measured."""
    language: str = request.param
    folder = tmp_path_factory.mktemp("reasons")
    workspace.demo(folder, 12, 1, language, 0)
    for project in ("P002", "P005"):
        (in_workspace(folder, RETURNS_FOLDER) / project / "budget.xlsx").unlink()
    outcome = pipeline.consolidate_to([folder], folder / "m.xlsx", language=language)
    return folder / "m.xlsx", language, outcome.to_dict()["projects"]


def test_reasons_are_the_figures_beyond_their_limits(
    run: tuple[Path, str, dict[str, dict[str, Any]]],
) -> None:
    """Of each light those figures are told that have its colour, in words and with the digits that decide."""
    master, language, measured = run

    told = _on_sheet(master, language)

    assert told == {project: _reasons(figures, language) for project, figures in measured.items()}
    assert sum(bool(said[-1]) for said in told.values()) > 4


def test_they_look_at_the_figures_of_their_light(run: tuple[Path, str, dict[str, dict[str, Any]]]) -> None:
    """A light that is green or knows nothing has no reason; one that is amber or red has one at least."""
    master, language, measured = run
    lights = ("rag_schedule", "rag_cost", "rag_risk", "rag")
    for project, said in _on_sheet(master, language).items():
        colours = [measured[project][light] in ("amber", "red") for light in lights]

        assert [bool(words) for words in said] == colours


@needs_office
@pytest.mark.parametrize("run", ["en", pytest.param("fr", marks=pytest.mark.slow)], indirect=True)
def test_reasons_are_live(run: tuple[Path, str, dict[str, dict[str, Any]]], tmp_path: Path) -> None:
    """LibreOffice gives the same words from caches that hold nothing right, and other words for another limit."""
    master, language, measured = run
    (fresh,) = recalculated([poisoned(master, tmp_path / "poisoned.xlsx")], tmp_path)

    assert [line for line in compare(master, fresh) if line.startswith(SHEET[language])] == []

    book = openpyxl.load_workbook(master)
    _, cell = next(book.defined_names["pmo_cpi_amber"].destinations)
    sheet, _ = next(book.defined_names["pmo_cpi_amber"].destinations)
    book[sheet][cell.replace("$", "")] = 0.99
    _, green = next(book.defined_names["pmo_cpi_green"].destinations)
    book[sheet][green.replace("$", "")] = 0.99
    book.save(tmp_path / "stricter.xlsx")
    (stricter,) = recalculated([tmp_path / "stricter.xlsx"], tmp_path)
    told = _on_sheet(stricter, language)
    below = {project for project, figures in measured.items() if (figures["cpi"] or math.inf) < 0.99}
    name = {"en": "CPI", "fr": "IPC"}[language]

    assert {project for project, said in told.items() if name in said[1]} == below
