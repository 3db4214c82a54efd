"""A closed project has no light: it is shown as closed, and no count by light has it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import compare, needs_office, poisoned, recalculated
from small import SETTINGS, end_of, line, months, task, write

from pmo_xl.pipeline import Outcome, consolidate_to

OVERRUN = (line(100_000.0, 90_000.0, 60_000.0), months(100_000.0, 90_000.0, 60_000.0))
DECLARED = {"P1": "blue", "P2": "red", "P3": None, "P4": "blue"}
"""Four projects with the same figures, each red by them; two are declared closed, that of the project sheet too."""
WORDS = {"en": ("■ Closed", "2 of 2 projects are red, 2 more closed"),
         "fr": ("■ Clos", "2 projets sur 2 sont au rouge, 2 autres clos")}  # fmt: skip


@pytest.fixture(scope="module", params=["en", "fr"])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, Outcome]:
    """The language, the master, and what was found."""
    folder = tmp_path_factory.mktemp("closed")
    budget, spread = OVERRUN
    for name, declared in DECLARED.items():
        more: dict[str, Any] = {"rag_declared": declared, "comment": "as it is"} if declared else {}
        write(
            folder / "returns",
            name,
            end_of(3),
            [task(100_000.0, 0.2)],
            [budget],
            spread,
            request.param,
            **more,
        )
    outcome = consolidate_to(
        [folder / "returns"], folder / "m.xlsx", settings=SETTINGS, language=request.param, cache=False
    )
    return request.param, folder / "m.xlsx", outcome


def test_who_runs_has_a_light_and_who_is_closed_has_none(made: tuple[str, Path, Outcome]) -> None:
    """The same figures, judged only where there is still something to steer; no reason and no mark beside Closed."""
    projects = made[2].to_dict()["projects"]
    assert {name: kpis["rag"] for name, kpis in projects.items()} == {
        "P1": "closed", "P2": "red", "P3": "red", "P4": "closed",
    }  # fmt: skip
    for kpis in (projects["P1"], projects["P4"]):
        assert {kpis[key] for key in ("rag_schedule", "rag_cost", "rag_risk")} == {"closed"}
        assert kpis["divergence"] is None
        assert [kpis[key] for key in ("rag_partial", "trend")] == [0, None]
    assert [kpis["vac"] for kpis in projects.values()] == [-50_000.0] * 4


def test_the_pages_say_closed_and_count_who_runs(made: tuple[str, Path, Outcome]) -> None:
    """The sentence on top, the tile, the page of the portfolio; the list of red projects has none that is closed."""
    language, path, _ = made
    closed, said = WORDS[language]
    book = openpyxl.load_workbook(path, data_only=True)
    dashboard = book.worksheets[1]
    texts = [str(cell.value) for row in dashboard.iter_rows() for cell in row if cell.value is not None]
    assert any(words.startswith(said) for words in texts)
    assert any("◆\xa02" in words and words.endswith("■\xa02") for words in texts)
    assert {"P1", "P4"}.isdisjoint(texts)
    page = book["Portfolio" if language == "en" else "Portefeuille"]
    shown = Counter(str(cell.value) for row in page.iter_rows() for cell in row)
    # Declared and computed, of each of the two.
    assert shown[closed] == 4


@needs_office
def test_another_program_computes_the_same(made: tuple[str, Path, Outcome], tmp_path: Path) -> None:
    """From wrong values in every formula."""
    language, path, _ = made
    if language == "fr":
        pytest.skip("the formulas are those of the English master")
    (fresh,) = recalculated([poisoned(path, tmp_path / "p.xlsx")], tmp_path / "out")
    assert compare(path, fresh) == []
