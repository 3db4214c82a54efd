"""A drop folder, with real files and the system's own events: one master per quiet moment."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import pmo_xl
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.workspace import demo, new_workspace
from pmo_xl.workspace.watch import Arriving, Failed, Made, watch

QUIET = 0.4
LONG = 120.0
"""Seconds after which a test no longer believes that something will come."""


class Watched:
    """A watch in a thread of its own, and what it has told so far."""

    def __init__(self, folder: Path, master: Path, **options: Any) -> None:
        self.told: list[Made | Failed | Arriving] = []
        self.news = threading.Condition()
        self.stop = threading.Event()
        options = {"quiet": QUIET, "patience": LONG, **options}
        self.thread = threading.Thread(target=self._run, args=(folder, master, options))

    def _run(self, folder: Path, master: Path, options: dict[str, Any]) -> None:
        for event in watch(folder, master, stop=self.stop, **options):
            with self.news:
                self.told.append(event)
                self.news.notify_all()

    def wait_for(self, n: int) -> Made | Failed | Arriving:
        """The n-th thing told, from 1."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.told) >= n, timeout=LONG), self.told
            return self.told[n - 1]

    def made(self, n: int) -> Made:
        """The n-th thing told, which is a master."""
        event = self.wait_for(n)
        assert isinstance(event, Made), event
        return event

    def still(self, n: int, quiet: float = QUIET) -> None:
        """Nothing more is told for several quiet moments."""
        time.sleep(3 * quiet)
        assert len(self.told) == n, self.told


@contextmanager
def watched(folder: Path, master: Path | None = None, **options: Any) -> Iterator[Watched]:
    """Watch a workspace while the test goes on."""
    one = Watched(folder, master or folder / "out" / "master.xlsx", **options)
    one.thread.start()
    try:
        yield one
    finally:
        one.stop.set()
        one.thread.join(LONG)
        assert not one.thread.is_alive()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The returns of two projects: six workbooks."""
    folder = tmp_path_factory.mktemp("watch") / "filled"
    demo(folder, 2, language="en")
    return folder / "returns"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty workspace in a folder whose name has a space and accents."""
    folder = tmp_path / "Comité été"
    new_workspace(folder)
    return folder


def files_of(event: Made) -> list[str]:
    """The returns that a master was made from."""
    return [returned.file for returned in event.outcome.portfolio.returns]


def codes_of(event: Made) -> list[str]:
    """What was found in them."""
    return [finding.code for finding in event.outcome.portfolio.findings]


@pytest.mark.parametrize("poll", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_three_files_dropped_together_make_one_master(home: Path, filled: Path, poll: bool) -> None:
    """Three files dropped together make one master; what is no return makes none."""
    returns = home / "returns"
    with watched(home, poll=poll, quiet=1.0) as one:
        first = one.wait_for(1)
        assert isinstance(first, Failed)
        assert "No workbook" in first.why.to("en")
        parts = [Path(shutil.copy(file, home / f"{file.stem}.part")) for file in filled.glob("P001/*.xlsx")]
        for part in parts:
            part.rename(returns / f"{part.stem}.xlsx")
        made = one.made(2)
        assert len(files_of(made)) == 3
        assert codes_of(made) == []
        assert made.outcome.master == home / "out" / "master.xlsx"
        for name in ("~$plan.xlsx", ".plan.xlsx.part", "plan.xlsx.crdownload", "notes.txt"):
            (returns / name).write_bytes(b"not a return")
        (home / "out" / "annotated.xlsx").write_bytes(b"not a return")
        one.still(2, quiet=1.0)
        shutil.copytree(filled / "P002", returns / "P002")
        assert len(files_of(one.made(3))) == 6
        shutil.rmtree(returns / "P002")
        assert len(files_of(one.made(4))) == 3


def test_a_file_is_waited_for_until_it_is_whole(home: Path, filled: Path) -> None:
    """A file is waited for until it is whole: nobody is told that it is damaged, and one master is made."""
    shutil.copy(filled / "P001" / "plan.xlsx", home / "returns")
    content = (filled / "P001" / "budget.xlsx").read_bytes()
    with watched(home) as one:
        assert files_of(one.made(1)) == ["plan.xlsx"]
        arriving = home / "returns" / "budget.xlsx"
        with arriving.open("wb") as copy:
            copy.write(content[:3000])
            copy.flush()
            waits = one.wait_for(2)
            assert isinstance(waits, Arriving)
            assert waits.files == (arriving,)
            for at in range(3000, len(content), 4000):
                copy.write(content[at : at + 4000])
                copy.flush()
                time.sleep(QUIET / 4)
        made = one.made(3)
        assert files_of(made) == ["budget.xlsx", "plan.xlsx"]
        assert codes_of(made) == []
        one.still(3)


@pytest.mark.parametrize("begun", [b"", bytes(5000)])
def test_room_made_for_a_file_is_no_file_yet(home: Path, filled: Path, begun: bytes) -> None:
    """Room made for a file is no file yet."""
    place = home / "returns" / "plan.xlsx"
    place.write_bytes(begun)
    with watched(home) as one:
        assert isinstance(one.wait_for(1), Arriving)
        shutil.copy(filled / "P001" / "plan.xlsx", place)
        assert codes_of(one.made(2)) == []


def test_half_a_file_that_stays_half_is_damaged(home: Path, filled: Path) -> None:
    """Half a file that stays half is damaged, and does not keep the others waiting."""
    shutil.copy(filled / "P001" / "plan.xlsx", home / "returns")
    half = (filled / "P001" / "risks.xlsx").read_bytes()[:3000]
    (home / "returns" / "risks.xlsx").write_bytes(half)
    with watched(home, patience=2 * QUIET) as one:
        assert isinstance(one.wait_for(1), Arriving)
        made = one.made(2)
        assert codes_of(made) == ["GEN-01"]
        assert len(made.outcome.portfolio.projects) == 1
        shutil.copy(filled / "P001" / "budget.xlsx", home / "returns")
        assert len(files_of(one.made(3))) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="needs a file that cannot be opened")
def test_what_cannot_be_opened_is_named_and_the_others_are_taken(home: Path, filled: Path) -> None:
    """What cannot be opened is named, and the others are taken."""
    shutil.copy(filled / "P001" / "plan.xlsx", home / "returns")
    shut = home / "returns" / "risks.xlsx"
    with socket.socket(socket.AF_UNIX) as nobody:
        before = Path.cwd()
        os.chdir(shut.parent)
        nobody.bind(shut.name)
        os.chdir(before)
    with watched(home) as one:
        made = one.made(1)
        assert made.held == (shut,)
        assert len(made.outcome.portfolio.projects) == 1
        one.still(1)
        shut.unlink()
        shutil.copy(filled / "P001" / "risks.xlsx", shut)
        freed = one.made(2)
        assert freed.held == ()
        assert codes_of(freed) == []


def test_a_locked_file_is_taken_as_soon_as_it_is_free(home: Path, filled: Path) -> None:
    """A locked file is taken as soon as it is free, though nothing in it changes."""
    plan, risks = (
        Path(shutil.copy(filled / "P001" / name, home / "returns")) for name in ("plan.xlsx", "risks.xlsx")
    )
    risks.chmod(0)
    if os.access(risks, os.R_OK):
        pytest.skip("nothing is locked for this person")
    with watched(home) as one:
        assert one.made(1).held == (risks,)
        one.still(1)
        risks.chmod(0o644)
        freed = one.made(2)
        assert freed.held == ()
        assert codes_of(freed) == []
    assert plan.exists()


def test_a_master_in_the_way_is_replaced_once_it_is_free(home: Path, filled: Path) -> None:
    """A master that cannot be replaced is one sentence; it is written once it can be."""
    shutil.copy(filled / "P001" / "plan.xlsx", home / "returns")
    (home / "out" / "master.xlsx").mkdir()
    with watched(home) as one:
        failed = one.wait_for(1)
        assert isinstance(failed, Failed)
        assert "master.xlsx" in failed.why.to("en")
        one.still(1)
        (home / "out" / "master.xlsx").rmdir()
        assert one.made(2).outcome.master == home / "out" / "master.xlsx"


def test_other_settings_ask_for_another_master(home: Path, filled: Path) -> None:
    """Other settings ask for another master; wrong ones are a sentence, and watching goes on."""
    shutil.copy(filled / "P001" / "plan.xlsx", home / "returns")
    settings = home / "pmo.toml"
    words = settings.read_text(encoding="utf-8")
    with watched(home) as one:
        assert one.made(1).outcome.language == "en"
        settings.write_text(words.replace('language = "en"', 'langage = "fr"'), encoding="utf-8")
        failed = one.wait_for(2)
        assert isinstance(failed, Failed)
        assert "langage" in failed.why.to("en")
        settings.write_text(words.replace('language = "en"', 'language = "fr"'), encoding="utf-8")
        assert one.made(3).outcome.language == "fr"


@pytest.mark.parametrize("poll", [False, True])
def test_the_returns_may_be_archived_and_begun_anew(home: Path, filled: Path, poll: bool) -> None:
    """The returns folder may be archived and begun anew; without it nothing else is taken for a return."""
    returns = home / "returns"
    shutil.copy(filled / "P001" / "plan.xlsx", returns)
    with watched(home, poll=poll) as one:
        assert files_of(one.made(1)) == ["plan.xlsx"]
        returns.rename(home / "archive" / "2026-03")
        failed = one.wait_for(2)
        assert isinstance(failed, Failed)
        assert "returns does not exist" in failed.why.to("en")
        one.still(2)
        returns.mkdir()
        shutil.copy(filled / "P001" / "risks.xlsx", returns)
        made = one.made(len(one.told) + 1) if isinstance(one.wait_for(3), Failed) else one.made(3)
        assert files_of(made) == ["risks.xlsx"]


def test_a_master_among_the_returns_asks_for_no_other(tmp_path: Path, filled: Path) -> None:
    """A bare folder may hold its own master, which is no return and asks for no other."""
    folder = tmp_path / "bare"
    shutil.copytree(filled / "P001", folder)
    with watched(folder, folder / "master.xlsx") as one:
        assert len(files_of(one.made(1))) == 3
        one.still(1)
        (folder / "budget.xlsx").unlink()
        assert files_of(one.made(2)) == ["plan.xlsx", "risks.xlsx"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A folder that is not there is named."""
    with pytest.raises(NothingToDo, match="nowhere is no folder"):
        next(watch(tmp_path / "nowhere", tmp_path / "m.xlsx"))


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signals of a terminal")
@pytest.mark.parametrize("ends_with", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_with_0_and_a_sentence(home: Path, filled: Path, ends_with: signal.Signals) -> None:
    """A stop from the keyboard or the system ends with 0 and a sentence; each run was one line."""
    shutil.copy(filled / "P001" / "plan.xlsx", home / "returns")
    with subprocess.Popen(
        [sys.executable, "-m", "pmo_xl", "watch", str(home), "--quiet-seconds", "0.3", "--lang", "fr"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(Path(pmo_xl.__file__).parents[1])},
    ) as run:  # fmt: skip
        assert run.stdout is not None
        assert run.stdout.readline() == f"Surveillance de {home}. Ctrl-C pour arrêter.\n"
        line = run.stdout.readline()
        run.send_signal(ends_with)
        said, wrong = run.communicate(timeout=LONG)
    assert "1 retour" in line
    assert f"Classeur consolidé\u00a0: {home / 'out' / 'master.xlsx'}" in line
    assert (said, wrong) == ("Surveillance terminée.\n", "")
    assert run.returncode == 0
