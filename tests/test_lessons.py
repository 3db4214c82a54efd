"""The lessons: what is planted is found and nothing else, and once it is put right nothing is left."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

import pmo_xl
from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.files import RETURNS_FOLDER, in_workspace
from pmo_xl.core.definition.model import choices_of
from pmo_xl.demo.faults import plant
from pmo_xl.demo.lessons import LESSONS
from pmo_xl.doors.cli import app
from pmo_xl.workspace.showcase import sound_projects


@pytest.fixture(
    scope="module",
    params=[
        (1, "en"),
        (4, "fr"),
        *(pytest.param(each, marks=pytest.mark.slow) for each in ((2, "fr"), (3, "en"))),
    ],
    ids=str,
)
def taught(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, Path]:
    """The workspace of a lesson, as the command makes it."""
    number, language = request.param
    folder = tmp_path_factory.mktemp("lesson") / "home"
    run = CliRunner().invoke(app, ["demo", str(folder), "--lesson", str(number), "--lang", language])
    assert run.exit_code == 0, run.output
    assert ("exercice.md" if language == "fr" else "exercise.md") in run.output.replace("\n", "")
    return number, language, folder


def found(folder: Path) -> Counter[tuple[str, str, str]]:
    """Code, file and cell of every finding of a workspace."""
    findings = pmo_xl.validate([folder]).portfolio.findings
    return Counter((f.code, f.place.file.replace("\\", "/"), f.place.cell) for f in findings)


def test_what_is_planted_is_found_and_put_right_nothing_is_left(taught: tuple[int, str, Path]) -> None:
    """Each fault at its cell; the value that stood there before leaves nothing to find."""
    number, language, folder = taught
    faults = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    assert Counter(fault["code"] for fault in faults) == Counter(
        task.mistake.code for task in LESSONS[number].tasks
    )
    assert found(folder) == Counter((fault["code"], fault["file"], fault["cell"]) for fault in faults)
    for fault in faults:
        correct(in_workspace(folder, RETURNS_FOLDER), fault, language)
    assert found(folder) == Counter()


def correct(returns: Path, fault: dict[str, Any], language: str) -> None:
    """Type what is right into the cell at fault, as a person would."""
    column = catalogue_of().templates.tables[fault["table"]].columns[fault["column"]]
    right = fault["right"]
    if (choices := choices_of(column)) is not None:
        right = next(member.label.to(language) for member in choices if member.key == right)
    elif column.kind.is_date and right is not None:
        right = dt.date.fromisoformat(right)
    assert right is not None
    book = openpyxl.load_workbook(returns / fault["file"])
    book[fault["sheet"]][fault["cell"]] = right
    book.save(returns / fault["file"])


def test_the_exercise_says_what_to_find_and_not_where(taught: tuple[int, str, Path]) -> None:
    """A page: a clue for each fault, no cell, no project, no value of the faults."""
    number, language, folder = taught
    (page,) = folder.glob("exerci*.md")
    words = page.read_text(encoding="utf-8")
    for task in LESSONS[number].tasks:
        assert task.clue.to(language) in words
        assert task.mistake.code in words
    faults = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    for fault in faults:
        assert fault["cell"] not in words.split()
        assert fault["project"] not in words
    assert 20 < len(words.splitlines()) < 45


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("number", LESSONS)
def test_every_fault_finds_its_place_in_either_language(number: int, language: str) -> None:
    """Each once: none is planted twice because another found no row to bear it."""
    one = LESSONS[number]
    mistakes = [task.mistake for task in one.tasks]
    sound = [
        made.project for made in sound_projects(one.projects, one.seed, language, one.kinds, overdue=False)
    ]
    faults = plant(sound, len(mistakes), one.seed, catalogue_of().templates.kind_of, mistakes).faults
    assert sorted(fault.code for fault in faults) == sorted(mistake.code for mistake in mistakes)
    assert {fault.file for fault in faults} <= set(one.kinds)


def test_a_lesson_that_there_is_none_of_is_refused(tmp_path: Path) -> None:
    """With those there are, and no folder is made."""
    run = CliRunner().invoke(app, ["demo", str(tmp_path / "home"), "--lesson", "5"])
    assert run.exit_code == 2
    assert "There is no lesson 5. Choose among: 1, 2, 3, 4." in run.output
    assert not (tmp_path / "home").exists()
