"""A run that is killed, a disk that is full, a place where nothing may be written: the former master stays, and it is said."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import command

import pmo_xl
from pmo_xl import workspace
from pmo_xl.core.base.files import MASTER_FILE, in_workspace, manifest_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="made with what Linux has for it")

PROFILES = ("standard", "light")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of three projects with its master."""
    home = tmp_path_factory.mktemp("faults") / "Comité été"
    workspace.demo(home, 3, 1, "en", 5)
    pmo_xl.consolidate([home], master_of(home))
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "été 2"))


def master_of(home: Path) -> Path:
    """The master of a workspace."""
    return in_workspace(home, MASTER_FILE)


def asks_for(home: Path, profile: str) -> None:
    """Another profile gives another master."""
    file = home / "pmo.toml"
    text = re.sub(r'(?m)^profile = "\w+"', f'profile = "{profile}"', file.read_text("utf-8"))
    file.write_text(text, "utf-8")


def returns_of(home: Path) -> dict[str, str]:
    """What lies in the folder of the returns, byte for byte."""
    folder = home / "returns"
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def masters_by_profile(home: Path) -> dict[str, bytes]:
    """The whole master of each profile; the last one is in its place."""
    made = {}
    for profile in PROFILES:
        asks_for(home, profile)
        assert command("consolidate", home, "--no-cache").returncode in (0, 1)
        made[profile] = master_of(home).read_bytes()
    return made


@pytest.mark.parametrize("times", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_leaves_a_whole_master(times: int, home: Path) -> None:
    """At any moment: the master is the former or the new one to the last byte, no return has changed, the next run is fine."""
    whole = masters_by_profile(home)
    returns = returns_of(home)
    began = time.monotonic()
    asks_for(home, PROFILES[0])
    command("consolidate", home, "--no-cache")
    takes = time.monotonic() - began
    draw = random.Random(7)
    ends = []
    for number in range(times):
        asks_for(home, PROFILES[(number + 1) % 2])
        # Every other one while the master is written, which is the last third of a run.
        seconds = draw.uniform(0.6 if number % 2 else 0.02, 1.1) * takes
        ends.append(command("consolidate", home, "--no-cache", seconds=seconds).returncode)
        assert master_of(home).read_bytes() in whole.values(), f"torn after {seconds:.2f} s"
        assert returns_of(home) == returns
    assert ends.count(-14) >= times // 3, "hardly a run was met alive"
    assert command("consolidate", home, "--no-cache").returncode in (0, 1)
    assert master_of(home).read_bytes() == whole[PROFILES[times % 2]]
    assert command("verify", home).returncode == 0


def steps(home: Path, number: int) -> list[int]:
    """Sizes up to the whole of a master; what is printed goes into a file too, and fits into the smallest."""
    size = master_of(home).stat().st_size
    return [32_768, *(size * step // number for step in range(1, number))]


def test_a_disk_that_is_full_leaves_the_former_master(home: Path) -> None:
    """Wherever the writing stops: one sentence with what, where and what now; once there is room the run is as ever."""
    whole = masters_by_profile(home)
    asks_for(home, PROFILES[0])
    for largest in steps(home, 5):
        said = command("consolidate", home, "--no-cache", largest=largest)
        assert said.returncode == 2, said.stderr
        assert "Traceback" not in said.stderr
        assert "too large" in said.stderr or "space" in said.stderr
        assert master_of(home).read_bytes() == whole[PROFILES[1]]
        assert not [*master_of(home).parent.glob("*.part*"), *master_of(home).parent.glob(".*.part*")]
    assert command("consolidate", home, "--no-cache").returncode in (0, 1)
    assert master_of(home).read_bytes() == whole[PROFILES[0]]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_small_disk_says_that_it_is_full(made: Path, small_disk: Path) -> None:
    """On a real one: with no byte left, and with room for half of a master; master and manifest stay as they were."""
    home = Path(shutil.copytree(made, small_disk / "pmo"))
    before = master_of(home).read_bytes(), manifest_of(master_of(home)).read_bytes()
    asks_for(home, PROFILES[1])
    for left in (0, len(before[0]) // 2, len(before[0])):
        free = shutil.disk_usage(small_disk).free
        with (small_disk / "filler").open("wb") as filler:
            filler.write(b"\0" * max(free - left - 4096, 0))
        said = command("consolidate", home, "--no-cache")
        assert said.returncode == 2, said.stderr
        assert "space" in said.stderr
        assert str(home) in said.stderr or master_of(home).name in said.stderr
        assert (master_of(home).read_bytes(), manifest_of(master_of(home)).read_bytes()) == before
        (small_disk / "filler").unlink()
    assert command("consolidate", home, "--no-cache").returncode in (0, 1)
    assert zipfile.ZipFile(master_of(home)).testzip() is None


def test_a_path_that_is_too_long_and_a_drive_that_is_gone_are_sentences(home: Path) -> None:
    """Both are named with what to do; nothing else is written."""
    for out in (home / ("x" * 300 + ".xlsx"), Path("/dev/null/away/master.xlsx")):
        said = command("consolidate", home, "--no-cache", "--out", out)
        assert said.returncode == 2
        assert "Traceback" not in said.stderr
        assert len(said.stderr.strip().splitlines()) == 1
        assert os.fspath(out)[-20:] in said.stderr
