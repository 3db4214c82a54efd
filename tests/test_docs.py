"""The pages say what the code does: generated ones are current, commands named in them exist."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from pmo_xl.doors import cli
from pmo_xl.doors.docs import pages, write_pages

ROOT = Path(__file__).parents[1]
WRITTEN = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
MANUAL = [ROOT / name for name in WRITTEN] + sorted((ROOT / "docs").glob("*.md"))
COMMANDS = typer.main.get_command(cli.app)
assert isinstance(COMMANDS, typer.core.TyperGroup)


def named_commands(words: str) -> Iterator[list[str]]:
    """Every ``pmo-xl …`` in backquotes or on a line of its own."""
    for line in re.findall(r"`(pmo-xl [^`\n]*)`|^\s*(?:\$ )?(pmo-xl [^\n]*)$", words, re.MULTILINE):
        yield shlex.split("".join(line), comments=True)[1:]


@pytest.mark.parametrize("name", pages())
def test_a_generated_page_is_current(name: str) -> None:
    """A generated page is current."""
    on_disk = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert on_disk == pages()[name], "run: make docs"


def test_pages_are_written_where_asked(tmp_path: Path) -> None:
    """Pages are written where asked."""
    written = write_pages(tmp_path / "new folder")
    assert sorted(file.name for file in written) == sorted(pages())
    assert all(b"\r" not in file.read_bytes() for file in written)


def test_every_command_is_described() -> None:
    """Every command is described."""
    named = {
        words[0] for file in MANUAL for words in named_commands(file.read_text(encoding="utf-8")) if words
    }
    assert set(COMMANDS.commands) <= named


@pytest.mark.parametrize("file", MANUAL, ids=lambda file: file.name)
def test_every_command_named_exists_with_its_options(file: Path) -> None:
    """Every command named exists with its options."""
    for words in named_commands(file.read_text(encoding="utf-8")):
        if not words or words[0].startswith("-"):
            continue
        command = COMMANDS.commands[words[0]]
        known = {option for parameter in command.params for option in parameter.opts}
        for word in words[1:]:
            assert not word.startswith("--") or word in known, f"{file.name}: pmo-xl {' '.join(words)}"


@pytest.mark.parametrize("file", MANUAL, ids=lambda file: file.name)
def test_every_link_leads_somewhere(file: Path) -> None:
    """Every link leads somewhere."""
    for link in re.findall(r"\]\(([^)#\s]+)\)", file.read_text(encoding="utf-8")):
        # The picture of the master is made from a spreadsheet program, not by every checkout.
        if not link.startswith(("http", "docs/images/")):
            assert (file.parent / link).exists(), f"{file.name} links to {link}"


@pytest.mark.parametrize("file", MANUAL, ids=lambda file: file.name)
def test_every_path_named_exists(file: Path) -> None:
    """A path of the repository that a page names is there: with its folder, or below the package."""
    spans = re.findall(r"`([^`\n]+)`", file.read_text(encoding="utf-8"))
    top = "pmo_xl|tests|docs|benchmarks|examples|macros|workbook_templates"
    for path in (word for span in spans for word in re.findall(rf"(?<![\w/.])(?:{top})/[\w./-]*", span)):
        made = path.startswith("pmo_xl/catalog/languages/")  # written by whoever adds a language
        assert made or (ROOT / path).exists(), f"{file.name} names {path}"
    rooms = "|".join(sorted(room.name for room in (ROOT / "pmo_xl").iterdir() if room.is_dir()))
    for path in (word for span in spans for word in re.findall(rf"(?<![\w/.])(?:{rooms})/[\w/]+\.py", span)):
        assert (ROOT / "pmo_xl" / path).exists(), f"{file.name} names {path}"


def test_the_session_of_the_readme_prints_what_it_says(tmp_path: Path) -> None:
    """The session of the README prints what it says."""
    told = re.search(r"```console\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert told is not None
    for part in re.split(r"^\$ pmo-xl ", told[1], flags=re.MULTILINE)[1:]:
        words, _, output = part.partition("\n")
        run = subprocess.run(
            [sys.executable, "-m", "pmo_xl", *shlex.split(words)],
            capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert run.stdout.rstrip() == output.rstrip(), run.stderr


def test_make_targets_named_in_the_pages_exist() -> None:
    """Make targets named in the pages exist."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in WRITTEN:
        named = set(
            re.findall(
                r"^\s*make ([a-z]+)|`make ([a-z]+)`", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
            )
        )
        assert {"".join(words) for words in named} <= targets
