"""A closed project has no light: it is shown as closed, and no count by light has it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import compare, needs_office, poisoned, recalculated
from small import SETTINGS, end_of, line, months, task, write

from pmo_xl.catalog.steering import STEERING
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.pipeline import Outcome, consolidate_to

OVERRUN = (line(100_000.0, 90_000.0, 60_000.0), months(100_000.0, 90_000.0, 60_000.0))
DECLARED = {"P1": "blue", "P2": "red", "P3": None, "P4": "blue", "P5": "green", "P6": None, "P7": "green"}
"""Projects with the same figures, each red by them."""
REGISTERED = {
    "P1": "active",
    "P2": "active",
    "P3": None,
    "P4": None,
    "P5": "closed",
    "P6": "cancelled",
    "P7": "paused",
}
"""What the PMO's register says of each: P5 and P6 are over by it alone, P1 and P4 by their sheets alone."""
RUN = ("P2", "P3", "P7")
WORDS = {
    "en": ("■ Closed", "3 of 3 projects are red, 4 more closed"),
    "fr": ("■ Clos", "3 projets sur 3 sont au rouge, 4 autres clos"),
}
DISAGREE = {
    "en": {
        "P1": "The project sheet says “■ Closed”, the project register “Active”.",
        "P5": "The project sheet says “● Green”, the project register “Closed”.",
    },
    "fr": {
        "P1": "La feuille Projet indique «\u00a0■ Clos\u00a0», le référentiel des projets «\u00a0En cours\u00a0».",
        "P5": "La feuille Projet indique «\u00a0● Vert\u00a0», le référentiel des projets «\u00a0Clos\u00a0».",
    },
}  # fmt: skip


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
    names = [*REGISTERED]
    register = {"project_id": names, "project_name": names, "status": [*REGISTERED.values()]}
    write_steering(folder / "steering.xlsx", STEERING, {"register": register})
    outcome = consolidate_to(
        [folder / "returns"],
        folder / "m.xlsx",
        settings=SETTINGS,
        language=request.param,
        home=folder,
        cache=False,
    )
    return request.param, folder / "m.xlsx", outcome


def test_who_runs_has_a_light_and_who_is_closed_has_none(made: tuple[str, Path, Outcome]) -> None:
    """The same figures, judged only where there is still something to steer; no reason and no mark beside Closed."""
    projects = made[2].to_dict()["projects"]
    assert {name: kpis["rag"] for name, kpis in projects.items()} == {
        name: "red" if name in RUN else "closed" for name in DECLARED
    }
    for kpis in (kpis for name, kpis in projects.items() if name not in RUN):
        assert {kpis[key] for key in ("rag_schedule", "rag_cost", "rag_risk")} == {"closed"}
        assert kpis["divergence"] is None
        assert [kpis[key] for key in ("rag_partial", "trend")] == [0, None]
    assert [kpis["vac"] for kpis in projects.values()] == [-50_000.0] * len(DECLARED)


def test_sheet_and_register_that_disagree_are_both_named(made: tuple[str, Path, Outcome]) -> None:
    """At the cell of the declared status, once each; a register that says nothing contradicts nobody."""
    language, _, outcome = made
    found = [finding for finding in outcome.portfolio.findings if finding.code == "XSH-23"]
    assert {finding.project: finding.message.to(language) for finding in found} == DISAGREE[language]
    assert len(found) == len(DISAGREE[language])
    assert all(finding.place.cell for finding in found)


def test_the_pages_say_closed_and_count_who_runs(made: tuple[str, Path, Outcome]) -> None:
    """The sentence on top, the tile, the page of the portfolio; the list of red projects has none that is closed."""
    language, path, _ = made
    closed, said = WORDS[language]
    book = openpyxl.load_workbook(path, data_only=True)
    dashboard = book.worksheets[1]
    texts = [str(cell.value) for row in dashboard.iter_rows() for cell in row if cell.value is not None]
    assert any(words.startswith(said) for words in texts)
    assert any("◆\xa03" in words and words.endswith("■\xa04") for words in texts)
    assert {*DECLARED}.difference(RUN).isdisjoint(texts)
    page = book["Portfolio" if language == "en" else "Portefeuille"]
    shown = Counter(str(cell.value) for row in page.iter_rows() for cell in row)
    # Computed of the four, declared of the two whose sheets say so.
    assert shown[closed] == 6


@needs_office
def test_another_program_computes_the_same(made: tuple[str, Path, Outcome], tmp_path: Path) -> None:
    """From wrong values in every formula."""
    language, path, _ = made
    if language == "fr":
        pytest.skip("the formulas are those of the English master")
    (fresh,) = recalculated([poisoned(path, tmp_path / "p.xlsx")], tmp_path / "out")
    assert compare(path, fresh) == []
