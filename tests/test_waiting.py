"""Clicks as files: what the Python that waits takes, what it leaves, and what it makes of nonsense."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.doors.terminal.waiting import SILENT_SECONDS, Click, clicks, clicks_folder


def left(folder: Path, *lines: str) -> None:
    """A click as a macro leaves it: written beside, then named."""
    (folder / "click.part").write_bytes("".join(f"{line}\r\n" for line in lines).encode("ascii"))
    (folder / "click.part").rename(folder / "click.txt")


def codes(words: str) -> str:
    """A name as Basic counts it: sixteen bits, the upper half negative."""
    units = words.encode("utf-16-le")
    pairs = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    return "".join(f" {pair - 0x10000 if pair > 0x7FFF else pair}" for pair in pairs)


def test_a_click_is_read_taken_and_done_with(tmp_path: Path) -> None:
    """A name of any characters comes through; the click is put aside while it is answered, and gone after."""
    folder, stop = tmp_path / "PMO à jour", threading.Event()
    names = ["Été – 東京 & 50% 'x' = y.xlsm", "\U0001f600\uffee.xlsm"]
    came = clicks(folder, stop)
    first = threading.Timer(0.2, left, (folder, "check", codes(names[0]), codes("pipe_1"), " 42"))
    first.start()
    assert next(came) == Click("check", names[0], "pipe_1", 42)
    assert sorted(file.name for file in folder.iterdir()) == ["click.taken", "waiting.txt"]
    left(folder, "about", codes(names[1]), "", "0")
    assert next(came) == Click("about", names[1], "", 0)
    stop.set()
    assert [*came] == []
    assert [*folder.iterdir()] == []


@pytest.mark.parametrize("lines", [(), ("check",), ("check", "a b", "", "0"), ("check", "", "", "x"), ("check", "9" * 5000, "", "0")])  # fmt: skip
def test_nonsense_is_thrown_away_and_the_next_click_answered(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """A file that no macro of ours wrote stops nobody."""
    stop = threading.Event()
    came = clicks(tmp_path, stop)

    def both() -> None:
        left(tmp_path, *lines)
        while (tmp_path / "click.txt").exists() or (tmp_path / "click.taken").exists():
            time.sleep(0.01)
        left(tmp_path, "check", codes("b.xlsm"), "", "0")

    threading.Timer(0.1, both).start()
    assert next(came).book in {"b.xlsm", "\ufffd"}
    stop.set()


def test_one_waits_and_who_was_ended_is_followed(tmp_path: Path) -> None:
    """A second one is told so; where the first gave no sign of life any more, what it left is cleared away."""
    stop = threading.Event()
    came = clicks(tmp_path, stop)
    threading.Timer(0.1, left, (tmp_path, "check", codes("a.xlsm"), "", "0")).start()
    next(came)
    with pytest.raises(NothingToDo, match="Another window waits"):
        next(clicks(tmp_path, stop))
    long_ago = time.time() - 2 * SILENT_SECONDS
    os.utime(tmp_path / "waiting.txt", (long_ago, long_ago))
    (tmp_path / "click.txt").write_text("old", encoding="ascii")
    follower = clicks(tmp_path, stop)
    threading.Timer(0.2, left, (tmp_path, "about", codes("b.xlsm"), "", "0")).start()
    assert next(follower).button == "about"
    stop.set()


def test_the_folder_is_that_of_the_person(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the macros look: in the environment, else in the folder for programs' own files."""
    monkeypatch.delenv("PMO_XL_CLICKS", raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert clicks_folder() == tmp_path / "pmo_xl" / "clicks"
    monkeypatch.setenv("PMO_XL_CLICKS", str(tmp_path / "x"))
    assert clicks_folder() == tmp_path / "x"


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_the_command_says_what_it_does_and_ends_when_asked(tmp_path: Path) -> None:
    """A click of an unknown button, and of a workbook that is not open, are sentences in its window."""
    environment = {**os.environ, "PMO_XL_CLICKS": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        [sys.executable, "-m", "pmo_xl", "wait", "--lang", "fr"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", env=environment,
    ) as process:  # fmt: skip
        patience = time.monotonic() + 60
        for button in ("rm -rf", "check"):
            while (tmp_path / "click.taken").exists() or not (tmp_path / "waiting.txt").exists():
                assert time.monotonic() < patience
                time.sleep(0.05)
            left(tmp_path, button, codes("Absent.xlsm"), "", "7")
            while (tmp_path / "click.txt").exists() or (tmp_path / "click.taken").exists():
                assert time.monotonic() < patience
                time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[0]
    assert process.returncode == 0
    assert "Les boutons fonctionnent tant que cette fenêtre est ouverte" in said
    assert "« rm -rf » n’est pas un bouton" in said.replace("\u00a0", " ")
    assert "Le clic vient de Absent.xlsm, désormais introuvable" in said
    assert not (tmp_path / "waiting.txt").exists()
