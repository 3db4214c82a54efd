"""Whatever one change makes of a sound return: nothing stops, nothing is read that another reader reads otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import filled
import pytest
from mutants import judged, mutants

from pmo_xl import pipeline

PORTIONS = range(0, 1000, 250)
HONEST = ("P001", "P002", "P003")


@pytest.mark.parametrize("first", PORTIONS)
def test_no_mutant_stops_the_reading_or_holds_what_nobody_wrote(first: int) -> None:
    """No exception; every value that counts is what openpyxl reads there; one bit is refused or changes nothing.

    The whole proof is ten times as long: ``python tests/mutants.py 10000``.
    """
    wrong = [line for mutant in mutants(250, first) for line in judged(mutant)[1]]
    assert not wrong, "\n".join(wrong[:20])


def figures_of(folder: Path, out: Path) -> dict[str, object]:
    """What a run says of each honest project."""
    outcome = pipeline.consolidate_to([folder], out, cache=False)
    whole = json.loads(json.dumps(outcome.to_dict(), default=str))
    assert not outcome.portfolio.not_run
    return {project: whole["projects"][project] for project in HONEST}


@pytest.mark.parametrize("first", [10_000, 20_000])
def test_no_mutant_moves_the_figures_of_another_project(first: int, tmp_path: Path) -> None:
    """Sixty of them beside three sound projects, each in a folder of its own: these have the figures that they have alone."""
    for project in HONEST:
        for kind in ("plan", "risks", "budget"):
            folder = tmp_path / "in" / project
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{kind}.xlsx").write_bytes(filled.good(kind, project=project))
    alone = figures_of(tmp_path / "in", tmp_path / "alone.xlsx")
    for number, mutant in enumerate(mutants(60, first)):
        # They say P001, as what they were made of does, and lie in the folder of a project that sent nothing else.
        folder = tmp_path / "in" / f"P{number + 100:03}"
        folder.mkdir()
        (folder / "return.xlsx").write_bytes(mutant.data)
    assert figures_of(tmp_path / "in", tmp_path / "beside.xlsx") == alone
