"""The help of the terminal in the reader's language."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from pmo_xl.doors.cli import app
from pmo_xl.doors.terminal.help import HELP_WORDS, help_language, speak

ENGLISH_ONLY = "Show this message and exit."
"""Typer's own, of which no command of ours has the text."""


def commands(command: Any) -> Iterator[Any]:
    """A command and all below it."""
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from commands(below)


def texts() -> set[str]:
    """Every text of help that stands where a command is defined."""
    found: set[str] = set()
    for command in commands(typer.main.get_command(app)):
        found |= {command.help or "", command.epilog or ""}
        found |= {getattr(parameter, "help", "") or "" for parameter in command.params}
    return found - {""}


def test_every_text_of_help_has_its_french() -> None:
    """And none is kept whose command is gone."""
    known = {text.en for text in HELP_WORDS}
    assert texts() - known == set()
    assert known - texts() == {ENGLISH_ONLY}
    assert all(text.fr != text.en for text in HELP_WORDS)


def help_of(*words: str, cwd: Path, **env: str) -> str:
    """What a terminal of a computer set so shows."""
    clean = {
        name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")
    }
    done = subprocess.run(
        [sys.executable, "-m", "pmo_xl", *words],
        capture_output=True, text=True, encoding="utf-8", check=True, cwd=cwd,
        env={**clean, "PYTHONIOENCODING": "utf-8", "TERMINAL_WIDTH": "200", "COLUMNS": "200", **env},
    )  # fmt: skip
    return done.stdout


def test_a_computer_set_to_french_answers_in_french(tmp_path: Path) -> None:
    """The page of all commands, and that of one, with its options and their frame."""
    page = help_of("--help", cwd=tmp_path, LANG="fr_FR.UTF-8")
    assert "Contrôle les retours et écrit le classeur consolidé" in page
    assert "Code de retour\u00a0: 0 aucune erreur" in page
    assert "Check the returns" not in page
    page = help_of("consolidate", "-h", cwd=tmp_path, LC_ALL="fr_CA", LANG="en_GB")
    assert "Date d’arrêté de la période" in page
    assert "Affiche cette aide." in page
    assert "-h" in page
    assert "[obligatoire]" in page
    assert "Status date" not in page
    assert "Check the returns" in help_of("--help", cwd=tmp_path, LC_ALL="C", LANG="fr_FR.UTF-8")


def test_the_workspace_decides_before_the_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That which is named, else that in which somebody stands; and ``--lang`` before both."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    home = tmp_path / "PMO"
    home.mkdir()
    (home / "pmo.toml").write_text('language = "fr"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert help_language(["consolidate", "--help"]) == "en"
    assert help_language(["consolidate", str(home), "--help"]) == "fr"
    assert help_language(["consolidate", str(home), "--lang", "en", "--help"]) == "en"
    assert help_language(["consolidate", "--lang=fr", "--help"]) == "fr"
    monkeypatch.chdir(home)
    assert help_language(["--help"]) == "fr"


def test_english_help_is_left_as_it_stands() -> None:
    """Nothing is looked up where nothing is to be said otherwise."""
    command = typer.main.get_command(app)
    speak(command, "en")
    assert command.help in texts()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("validate --frobnicate", "Option inconnue\u00a0: --frobnicate"),
        ("validat x", "Commande inconnue\u00a0: 'validat'. Vouliez-vous dire 'validate'"),
        ("schema", "Il manque l’argument 'TYPE'."),
        ("demo d --projects 0", "Valeur refusée pour '--projects'\u00a0: au moins 1 est attendu."),
    ],
)
def test_what_is_not_understood_is_told_in_french(tmp_path: Path, words: str, told: str) -> None:
    """Typer has these sentences in English alone; a new version with others would show here."""
    env = {**os.environ, "LC_ALL": "", "LC_MESSAGES": "", "LANG": "fr_FR.UTF-8", "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", "TERMINAL_WIDTH": "200"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "pmo_xl", *words.split()],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path, env=env,
    )  # fmt: skip

    assert done.returncode == 2
    assert told in done.stderr
