"""Dates as people type them, after a command and in pmo.toml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pmo_xl.catalog.settings import read_settings
from pmo_xl.core.base.date_texts import typed_day
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.doors.cli import app

LAST_OF_MARCH = dt.date(2026, 3, 31)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "words", ["2026-03-31", "31/03/2026", "31.03.2026", "31-03-2026", "31 mars 2026", "31 March 2026", " 2026/03/31 "]
)  # fmt: skip
def test_a_date_with_one_reading_is_read_in_any_language(words: str, language: str) -> None:
    """However it is written, and whichever the language of the workspace."""
    assert typed_day(words, language) == LAST_OF_MARCH


def test_the_day_stands_first_in_french_and_english_refuses_to_guess() -> None:
    """03/04/2026 is 3 April in France; elsewhere it may be 4 March, and the sentence has both in full."""
    assert typed_day("03/04/2026", "fr") == dt.date(2026, 4, 3)
    with pytest.raises(ValueError, match="3 April 2026") as told:
        typed_day("03/04/2026", "en")
    assert (
        told.value.args[0]
        .to("en")
        .startswith("it may be 3 April 2026 (2026-04-03) or 4 March 2026 (2026-03-04)")
    )


@pytest.mark.parametrize("words", ["demain", "31/03/26", "30/02/2026", ""])
def test_what_is_no_date_is_answered_with_the_form(words: str) -> None:
    """The reason says how to write it, in the reader’s own way first."""
    with pytest.raises(ValueError, match="a date is expected") as told:
        typed_day(words, "fr")
    assert "31/03/2026" in told.value.args[0].to("fr")


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [("fr", "03/04/2026", dt.date(2026, 4, 3)), ("en", "31 March 2026", LAST_OF_MARCH)],
)
def test_the_settings_take_a_date_in_quotes(tmp_path: Path, language: str, words: str, day: dt.date) -> None:
    """Beside TOML's own dates, without quotes."""
    file = tmp_path / "pmo.toml"
    file.write_text(f'language = "{language}"\nstatus_date = "{words}"\n', encoding="utf-8")
    assert read_settings(file).status_date == day
    file.write_text(f'language = "{language}"\nstatus_date = {day}\n', encoding="utf-8")
    assert read_settings(file).status_date == day


def test_an_ambiguous_date_in_english_settings_is_named(tmp_path: Path) -> None:
    """The sentence names the file, the key, what stands there and both readings."""
    file = tmp_path / "pmo.toml"
    file.write_text('status_date = "03/04/2026"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        read_settings(file)
    said = told.value.text.to("en")
    assert all(
        words in said for words in ("pmo.toml", "status_date", "03/04/2026", "2026-04-03", "2026-03-04")
    )


def test_a_command_takes_them_too(tmp_path: Path) -> None:
    """An empty workspace: the command gets as far as the returns, or says what is wrong with the date."""
    runner = CliRunner()
    for language in ("en", "fr"):
        home = tmp_path / language
        assert runner.invoke(app, ["new", str(home), "--lang", language]).exit_code == 0
    told = runner.invoke(app, ["validate", str(tmp_path / "fr"), "--status-date", "03/04/2026"])
    assert told.output.startswith("Aucun classeur sous")
    told = runner.invoke(app, ["validate", str(tmp_path / "en"), "--status-date", "03/04/2026"])
    assert told.exit_code == 2
    assert "3 April 2026 (2026-04-03)" in told.output
