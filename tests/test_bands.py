"""Limits on both sides of a figure: published colours, the same in value and formula, and what a wrong band is told."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import compare, needs_office, poisoned, recalculated, typed
from small import end_of, line, task, write

from pmo_xl import pipeline, workspace
from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.core.definition.kpi import LIGHTS, worst
from pmo_xl.core.definition.limits import level_of
from pmo_xl.core.expr.algebra import this
from pmo_xl.core.expr.value import EvalContext, value
from pmo_xl.core.settings.settings import Settings

BANDS = "cpi = { green = [0.95, 1.05], amber = [0.90, 1.10] }"
VECTORS = Path("/work/shared/domain/vectors2.json")


def settings_of(folder: Path, thresholds: str, language: str = "en") -> Settings:
    """The settings of a workspace with these limits."""
    path = folder / "pmo.toml"
    path.write_text(f'language = "{language}"\n[thresholds]\n{thresholds}\n', encoding="utf-8")
    return read_settings(path)


def vector(name: str) -> Mapping[str, Any]:
    """A published example; skips where the papers are not at hand."""
    if not VECTORS.is_file():
        pytest.skip(f"{VECTORS} is not here")
    (found,) = (each for each in json.loads(VECTORS.read_text(encoding="utf-8")) if each["id"] == name)
    return found  # type: ignore[no-any-return]


def colours(settings: Settings, key: str, values: list[float]) -> list[str]:
    """What the light that looks at a figure alone comes to, by its own expression."""
    import pandas as pd

    catalogue = catalogue_in(settings)
    threshold = settings.threshold(catalogue.kpis[key])
    assert threshold is not None
    frame = pd.DataFrame(
        {part: [None] * len(values) for part in sorted(catalogue.kpis["rag_cost"].expr.keys())}
    )
    frame[key], frame["closed"] = values, 0
    params = {**settings_limits(settings), **threshold.named(key)}
    found = value(catalogue.kpis["rag_cost"].expr, EvalContext(frame.astype(float), params))
    by_itself = [level_of(key, threshold, each, params) for each in values]
    assert found.tolist() == by_itself
    return [LIGHTS[int(level)] for level in found]


def settings_limits(settings: Settings) -> dict[str, float]:
    """All limits in force, by parameter name."""
    limits: dict[str, float] = {}
    for kpi in catalogue_in(settings).kpis.values():
        if (threshold := settings.threshold(kpi)) is not None:
            limits |= threshold.named(kpi.key)
    return limits


def test_published_colours_of_a_band(tmp_path: Path) -> None:
    """FEMA, dashboard of the mapping programme: within 5 % green, within 10 % yellow, each limit with the better colour."""
    example = vector("RAG-01")
    settings = settings_of(tmp_path, BANDS)
    expected = ["amber" if colour == "yellow" else colour for colour in example["expected"]["colours"]]

    assert colours(settings, "cpi", example["inputs"]["values"]) == expected


def test_published_health_of_two_lights() -> None:
    """The worst of both, for each of the nine pairs of the same page."""
    import pandas as pd

    example = vector("RAG-02")
    names = {
        colour: LIGHTS.index("amber" if colour == "yellow" else colour)
        for colour in ("green", "yellow", "red")
    }
    pairs = [[names[colour] for colour in pair] for pair in example["inputs"]["pairs"]]
    frame = pd.DataFrame(pairs, columns=["rag_cost", "rag_schedule"], dtype=float)

    found = value(worst(this.rag_cost, this.rag_schedule), EvalContext(frame, {}))

    assert found.tolist() == [names[colour] for colour in example["expected"]["health"]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("cpi = { green = [0.95], amber = [0.90, 1.10] }", "thresholds.cpi.green” cannot be [0.95]: a number is expected, or two"),
        ("cpi = { green = [0.95, 1.0, 1.05], amber = 0.9 }", "a number is expected, or two in square brackets"),
        ('cpi = { green = "high", amber = 0.9 }', "thresholds.cpi.green” cannot be 'high': a number is expected, or two"),
        ('cpi = { green = ["low", "high"], amber = [0, 1] }', "thresholds.cpi.green"),
        ("cpi = { green = true, amber = 0.9 }", "thresholds.cpi.green” cannot be True"),
        ("cpi = { green = [0.95, 1.05], amber = 0.90 }", "thresholds.cpi”: green and amber are both one number, or both two"),
        ("cpi = { green = [0.85, 1.05], amber = [0.90, 1.10] }", "thresholds.cpi”: the band of green must lie inside that of amber"),
        ("cpi = { green = [1.05, 0.95], amber = [0.90, 1.10] }", "each with its lower limit first"),
        ("cpi = { green = 0.90, amber = 0.95 }", "thresholds.cpi”: more is better"),
        ("slip_wd = { green = 10, amber = 0 }", "thresholds.slip_wd”: less is better"),
        ("cpj = { green = [0.95, 1.05], amber = [0.90, 1.10] }", "Did you mean “cpi”?"),
        ("cpi = { green = [0.95, 1.05] }", "thresholds.cpi.amber”: it is needed"),
    ],
)  # fmt: skip
def test_a_wrong_band_is_told_by_its_key(tmp_path: Path, words: str, told: str) -> None:
    """One sentence that names the key and what is expected there, whatever was typed."""
    with pytest.raises(SettingsError) as problem:
        settings_of(tmp_path, words)

    said = str(problem.value)
    assert told in said
    assert said.count("\n") == 0
    assert said.startswith("pmo.toml")


def test_a_figure_too_good_is_red_with_its_reason(tmp_path: Path) -> None:
    """A band beside one-sided limits: value, formula, reason and limits of the master agree; a narrow one turns more projects."""
    folder = tmp_path / "w"
    workspace.demo(folder, 3, 1, "en")
    path = folder / "pmo.toml"
    limits = tomllib.loads(path.read_text(encoding="utf-8")).get("thresholds", {})
    assert limits == {}
    text = path.read_text(encoding="utf-8")
    band = "cpi = { green = [0.10, 0.20], amber = [0.05, 0.30] }"
    path.write_text(text.replace("[thresholds]", f"[thresholds]\n{band}", 1), encoding="utf-8")
    outcome = pipeline.consolidate_to([folder], folder / "m.xlsx", language="en", cache=False)
    measured = outcome.to_dict()["projects"]
    known = {project: row["cpi"] for project, row in measured.items() if row["cpi"] is not None}
    assert known
    assert {measured[project]["rag_cost"] for project in known} == {"red"}

    book = openpyxl.load_workbook(folder / "m.xlsx")
    cached = openpyxl.load_workbook(folder / "m.xlsx", data_only=True)
    live, told = book["KPI"], cached["KPI"]
    heads = {
        cell.value: cell.column
        for cell in next(row for row in told.iter_rows() if any(c.value == "CPI" for c in row))
    }
    first = next(cell.row for row in told.iter_rows() for cell in row if cell.value == "CPI") + 1
    reasons = {
        str(told.cell(row, heads["Project ID"]).value): str(
            told.cell(row, heads["Cost status (reason)"]).value
        )
        for row in range(first, first + len(measured))
    }
    for project, cpi in known.items():
        assert f"CPI {cpi:.2f} > 0.30" in reasons[project]
    formula = str(live.cell(first, heads["Cost status"]).value)
    for name in ("cpi_green", "cpi_amber", "cpi_green_other", "cpi_amber_other"):
        assert f"pmo_{name}" in formula
        sheet, cell = next(iter(book.defined_names[f"pmo_{name}"].destinations))
        assert cached[sheet][cell.replace("$", "")].value == {
            "cpi_green": 0.10, "cpi_amber": 0.05, "cpi_green_other": 0.20, "cpi_amber_other": 0.30,
        }[name]  # fmt: skip


SPENT = {"P1": 400.0, "P2": 460.0, "P3": 500.0, "P4": 540.0, "P5": 600.0, "P6": None}
"""What each project spent on work that is worth 500; of the last nobody says."""


def coloured(spent: float | None, green: tuple[float, float], amber: tuple[float, float]) -> int:
    """The number of the light, by the limits alone."""
    if spent is None:
        return 0
    cpi = round(500 / spent, 9)
    return 1 if green[0] <= cpi <= green[1] else 2 if amber[0] <= cpi <= amber[1] else 3


@needs_office
def test_a_band_is_the_same_in_another_program(tmp_path: Path) -> None:
    """From wrong values in every formula, before and after somebody types a wider limit into the master."""
    home = tmp_path / "w"
    for project, spent in SPENT.items():
        budget = None if spent is None else [line(1000.0, spent, 1000.0 - spent)]
        write(home / "returns", project, end_of(3), [task(1000.0, 0.5)], budget, [])
    (home / "pmo.toml").write_text(f"[thresholds]\n{BANDS}\n", encoding="utf-8")
    master = home / "m.xlsx"
    pipeline.consolidate_to([home], master, language="en", cache=False)
    names = openpyxl.load_workbook(master).defined_names
    ((sheet, cell),) = names["pmo_cpi_amber_other"].destinations
    wider = typed(master, tmp_path / "typed.xlsx", {(sheet, cell.replace("$", "")): 1.3})

    wrong = [poisoned(path, tmp_path / f"wrong{at}.xlsx") for at, path in enumerate((master, wider))]
    fresh, after = recalculated(wrong, tmp_path / "out")

    assert compare(master, fresh) == []
    for path, most in ((fresh, 1.10), (after, 1.3)):
        rows = openpyxl.load_workbook(path, data_only=True)["KPI"].iter_rows(values_only=True)
        head = next(row for row in rows if "Cost status" in row)
        at, light, why = (head.index(name) for name in ("Project ID", "Cost status", "Cost status (reason)"))
        found = {row[at]: (row[light], row[why] or "") for row in rows if row[at] in SPENT}
        expected = {each: coloured(spent, (0.95, 1.05), (0.90, most)) for each, spent in SPENT.items()}
        assert {each: level for each, (level, _) in found.items()} == expected
        assert {each for each, (_, told) in found.items() if "CPI" in told} == {
            each for each, level in expected.items() if level > 1
        }
    assert [coloured(SPENT["P1"], (0.95, 1.05), (0.90, most)) for most in (1.10, 1.3)] == [3, 2]
