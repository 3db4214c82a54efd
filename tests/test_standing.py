"""A master that would come out the same is left as it is; whatever it comes from changes, it is made anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pmo_xl import workspace
from pmo_xl.core.base.files import KEPT_FOLDER
from pmo_xl.gather.cache.up_to_date import FILE
from tests.test_cli import done, pmo

UNCHANGED = "Nothing has changed since the master workbook was made"


@pytest.fixture(scope="module")
def consolidated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with findings, consolidated, in a folder whose name has a space and accents."""
    folder = tmp_path_factory.mktemp("standing") / "Comité été"
    workspace.demo(folder, projects=2, seed=2, language="en", faults=6)
    assert UNCHANGED not in done(pmo("consolidate", folder), 1)
    return folder


def again(folder: Path, *words: object, status: int = 1) -> str:
    """What the command says of a workspace that was consolidated before."""
    return done(pmo("consolidate", folder, *words), status)


def test_a_run_that_changes_nothing_says_what_the_first_said(consolidated: Path) -> None:
    """The same counts and the same exit status; the master is not touched; --no-cache makes the very same."""
    master = consolidated / "out" / "master.xlsx"
    before, stamp = master.read_bytes(), master.stat().st_mtime_ns
    said = again(consolidated)
    assert UNCHANGED in said
    assert master.stat().st_mtime_ns == stamp

    anew = again(consolidated, "--no-cache")
    assert said.splitlines()[:-1] == anew.splitlines()[:-1]
    assert UNCHANGED not in anew
    assert master.stat().st_mtime_ns != stamp
    assert master.read_bytes() == before


def _edit_a_return(folder: Path) -> None:
    file = next((folder / "returns").rglob("budget.xlsx"))
    book = openpyxl.load_workbook(file)
    book.properties.title = "edited"
    book.save(file)


def _edit_the_master(folder: Path) -> None:
    file = folder / "out" / "master.xlsx"
    book = openpyxl.load_workbook(file)
    book.save(file)


def _damage_what_is_kept(folder: Path) -> None:
    file = folder / KEPT_FOLDER / FILE
    content = bytearray(file.read_bytes())
    content[-10] ^= 1
    file.write_bytes(content)


def _keep_something_else(folder: Path) -> None:
    from pmo_xl.gather.cache.store import proof

    content = b'{"made_from": [], "master": 1}'
    (folder / KEPT_FOLDER / FILE).write_bytes(proof(content).hex().encode() + b"\n" + content)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a return is edited": _edit_a_return,
    "a return is taken away": lambda folder: next((folder / "returns").rglob("risks.xlsx")).unlink(),
    "a return is renamed": lambda folder: (file := next((folder / "returns").rglob("risks.xlsx"))).rename(
        file.with_name("registre.xlsx")
    ),
    "a return is added": lambda folder: (folder / "returns" / "broken.xlsx").write_bytes(b"no workbook"),
    "the settings change": lambda folder: (file := folder / "pmo.toml").write_bytes(
        file.read_bytes() + b"\n# a word\n"
    ),
    "the register changes": lambda folder: (folder / "steering.xlsx").unlink(),
    "a mapping is added": lambda folder: (
        (folder / "mappings").mkdir(),
        (folder / "mappings" / "a.toml").write_text('kind = "risks"\n', encoding="utf-8"),
    ),
    "the master is edited": _edit_the_master,
    "the master is gone": lambda folder: (folder / "out" / "master.xlsx").unlink(),
    "what is kept is damaged": _damage_what_is_kept,
    "what is kept is another thing": _keep_something_else,
    "the whole folder is gone": lambda folder: shutil.rmtree(folder / KEPT_FOLDER),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_the_master_is_made_anew(consolidated: Path, tmp_path: Path, change: str) -> None:
    """A run after the change does not believe what the run before came to."""
    folder = Path(shutil.copytree(consolidated, tmp_path / "copy"))
    again(folder)
    assert UNCHANGED in again(folder)
    CHANGES[change](folder)
    run = pmo("consolidate", folder)
    assert UNCHANGED not in run.stdout
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("words", [["--lang", "fr"], ["--json", "-"], ["--no-cache"]])
def test_whoever_asks_for_something_else_gets_it(
    consolidated: Path, tmp_path: Path, words: list[str]
) -> None:
    """Another language, every figure, or nothing believed."""
    folder = Path(shutil.copytree(consolidated, tmp_path / "copy"))
    again(folder)
    stamp = (folder / "out" / "master.xlsx").stat().st_mtime_ns
    pmo("consolidate", folder, *words)
    assert (folder / "out" / "master.xlsx").stat().st_mtime_ns != stamp


def test_whoever_asks_for_another_date_is_answered(consolidated: Path, tmp_path: Path) -> None:
    """A date at which nothing counts is looked at, said, and the master left as it was."""
    folder = Path(shutil.copytree(consolidated, tmp_path / "copy"))
    again(folder)
    before = (folder / "out" / "master.xlsx").read_bytes()
    run = pmo("consolidate", folder, "--status-date", "2026-01-31")

    assert run.returncode == 2
    assert UNCHANGED not in run.stdout
    assert "No master was written or replaced" in run.stderr
    assert (folder / "out" / "master.xlsx").read_bytes() == before


def test_a_return_that_could_not_be_read_is_tried_again(consolidated: Path, tmp_path: Path) -> None:
    """It may be readable the next time."""
    folder = Path(shutil.copytree(consolidated, tmp_path / "copy"))
    (folder / "returns" / "broken.xlsx").write_bytes(b"no workbook")
    again(folder)
    assert UNCHANGED not in again(folder)


def test_the_words_are_french_in_french(consolidated: Path, tmp_path: Path) -> None:
    """In the language that was asked for, the findings too."""
    folder = Path(shutil.copytree(consolidated, tmp_path / "copie"))
    first, second = again(folder, "--lang", "fr"), again(folder, "--lang", "fr")
    assert "Rien n’a changé depuis la création du classeur consolidé" in second
    assert first.splitlines()[:-1] == second.splitlines()[:-1]
