"""Files and folders of a workspace that was made in French, and of one that was made before in English."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from pmo_xl.core.base.files import (
    ARCHIVE_FOLDER,
    FRENCH_NAMES,
    MASTER_FILE,
    RETURNS_FOLDER,
    STEERING_FILE,
    in_workspace,
)
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.doors.cli import app
from pmo_xl.workspace import demo, new_workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A French portfolio of two projects."""
    home = tmp_path_factory.mktemp("french") / "PMO"
    demo(home, 2, 1, "fr")
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "PMO")


def run(*words: object) -> str:
    """What the terminal prints."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code in (0, 1), done.output
    return done.output


def test_a_french_workspace_has_french_names(tmp_path: Path) -> None:
    """No English name stands among them, and nothing has an accent that a network folder might lose."""
    new_workspace(tmp_path / "PMO", "fr")
    names = {path.relative_to(tmp_path / "PMO").as_posix() for path in (tmp_path / "PMO").rglob("*")}
    assert {"pilotage.xlsx", "retours", "archives", "resultats", "modeles"} <= names
    assert {
        "modeles/planning.xlsx",
        "modeles/risques.xlsx",
        "modeles/budget.xlsx",
        "modeles/dossier_projet.xlsx",
    } <= names
    assert not {"steering.xlsx", "returns", "archive", "out", "templates", "modeles/plan.xlsx"} & names
    assert all(name.isascii() for name in names)


def test_a_month_in_a_french_workspace(home: Path) -> None:
    """Collected, consolidated, prepared and archived, each in the folder of its French name."""
    assert sorted(path.name for path in (home / "retours" / "P001").iterdir()) == [
        "budget.xlsx",
        "planning.xlsx",
        "risques.xlsx",
    ]
    assert "6 retours" in run("consolidate", home)
    assert (home / "resultats" / "classeur_consolide.xlsx").is_file()
    said = run("prepare", home, "--status-date", "30/04/2026")
    assert "archives/2026-03-31" in said
    issued = home / "modeles" / "envoyes" / "2026-04-30" / "P001"
    assert sorted(path.name for path in issued.iterdir()) == ["budget.xlsx", "planning.xlsx", "risques.xlsx"]
    kept = home / "archives" / "2026-03-31"
    assert {"retours", "resultats", "pilotage.xlsx"} <= {path.name for path in kept.iterdir()}
    assert not any(
        (home / name).exists()
        for name in ("returns", "out", "archive", "templates", "mappings", "steering.xlsx")
    )
    # What was sent out is not written a second time.
    assert "laissé tel quel" in run("prepare", home, "--status-date", "30 avril 2026")


def test_the_next_master_remembers_an_archived_one(home: Path) -> None:
    """The history is read back from the archive of French names."""
    run("consolidate", home)
    run("prepare", home, "--status-date", "30/04/2026")
    (home / "resultats" / "classeur_consolide.xlsx").unlink()
    run("consolidate", home, "--status-date", "31/03/2026")
    book = openpyxl.load_workbook(home / "resultats" / "classeur_consolide.xlsx", read_only=True)
    rows = list(book["Données - Historique"].iter_rows(values_only=True))
    assert sum("P001" in row for row in rows) >= 1


def test_english_names_of_before_are_still_read_in_french(home: Path) -> None:
    """A workspace made before, its language French and its names English, goes on as it was."""
    for name in (STEERING_FILE, RETURNS_FOLDER, ARCHIVE_FOLDER, "out", "templates"):
        (home / FRENCH_NAMES[name]).rename(home / name)
    assert in_workspace(home, MASTER_FILE) == home / "out" / "master.xlsx"
    assert "6 retours" in run("consolidate", home)
    assert (home / "out" / "master.xlsx").is_file()
    run("prepare", home, "--status-date", "30/04/2026")
    assert (home / "templates" / "issued" / "2026-04-30" / "P001").is_dir()
    assert (home / "archive" / "2026-03-31").is_dir()
    assert not (home / "retours").exists()


def test_two_folders_of_returns_are_not_guessed_between(home: Path) -> None:
    """Neither is left out without a word: one sentence names both."""
    (home / RETURNS_FOLDER).mkdir()
    with pytest.raises(NothingToDo) as told:
        in_workspace(home, RETURNS_FOLDER)
    assert "retours" in told.value.text.to("fr")
    done = CliRunner().invoke(app, ["consolidate", str(home)])
    assert done.exit_code == 2
    assert "existent tous les deux" in done.output


def test_an_english_workspace_is_as_it_was(tmp_path: Path) -> None:
    """Names are those of the language in which it was made."""
    new_workspace(tmp_path / "PMO", "en")
    names = {path.name for path in (tmp_path / "PMO").iterdir()}
    assert {"steering.xlsx", "returns", "archive", "out", "templates", "pmo.toml"} <= names
    assert not {str(name) for name in FRENCH_NAMES.values()} & names
