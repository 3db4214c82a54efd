"""A former master comes back; one run at a time; files are there whole; a master is what its returns give, or it is said."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from commands import command
from office import needs_office, recalculated, sheet_parts, typed
from on_page import chosen_cell

import pmo_xl
from pmo_xl import workspace
from pmo_xl.core.base.files import MASTER_FILE, in_workspace, manifest_of, whole
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.gather.archive.backups import backups, backups_of, restore
from pmo_xl.gather.cache.lock import alone
from pmo_xl.pipeline.verify import verify


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with findings and its master, in a folder whose name has a space and accents."""
    home = tmp_path_factory.mktemp("lost") / "Comité été"
    workspace.demo(home, 3, 1, "en", 5)
    pmo_xl.consolidate([home], in_workspace(home, MASTER_FILE))
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "été 2"))


def master_of(home: Path) -> Path:
    """The master of a workspace."""
    return in_workspace(home, MASTER_FILE)


def consolidated(home: Path) -> bytes:
    """The master after one more run."""
    pmo_xl.consolidate([home], master_of(home))
    return master_of(home).read_bytes()


# ---- former masters ---------------------------------------------------------------------------------


def of_profile(home: Path, profile: str) -> bytes:
    """The master of another profile: another master."""
    file = home / "pmo.toml"
    file.write_text(
        re.sub(r'(?m)^profile = "\w+"', f'profile = "{profile}"', file.read_text("utf-8")), "utf-8"
    )
    return consolidated(home)


def test_the_former_master_comes_back_by_one_command(home: Path) -> None:
    """And the one that it replaces in its turn; a run that changes nothing keeps nothing."""
    first = master_of(home).read_bytes()
    assert consolidated(home) == first
    assert backups(home) == []
    second = of_profile(home, "light")
    assert second != first

    said = command("restore", home)
    assert said.returncode == 0, said.stderr
    assert "is back" in said.stdout
    assert master_of(home).read_bytes() == first
    assert [one.file.read_bytes() for one in backups(home)].count(second) == 1

    listed = command("restore", home, "--list").stdout.splitlines()
    assert len(listed) == 2
    restore(home, next(Path(line).name for line in listed if Path(line).read_bytes() == second))
    assert master_of(home).read_bytes() == second


def test_as_many_stay_as_the_settings_say(home: Path) -> None:
    """The last ones; none where the PMO wants none."""
    file = home / "pmo.toml"
    file.write_text(file.read_text("utf-8").replace("# masters = 12", "masters = 2"), "utf-8")
    kept = [of_profile(home, profile) for profile in ("light", "full", "standard", "light")]
    assert sorted(one.file.read_bytes() for one in backups(home)) == sorted(kept[1:3])
    file.write_text(file.read_text("utf-8").replace("masters = 2", "masters = 0"), "utf-8")
    shutil.rmtree(backups_of(home))
    of_profile(home, "full")
    assert backups(home) == []


def test_what_cannot_be_brought_back_is_a_sentence(home: Path) -> None:
    """Nothing kept; a name of none; a master that is open."""
    with pytest.raises(NothingToDo, match="nothing to bring back"):
        restore(home)
    of_profile(home, "light")
    with pytest.raises(NothingToDo, match="is called 1999"):
        restore(home, "1999")
    (master_of(home).parent / "~$master.xlsx").touch()
    with pytest.raises(NothingToDo, match="open"):
        restore(home)


# ---- one run at a time ------------------------------------------------------------------------------


def test_a_second_run_is_told_who_is_at_work(home: Path) -> None:
    """Whose, since when, where; the master stays as it is, and once the first is done the second may run."""
    before = master_of(home).read_bytes()
    with alone(home):
        said = command("consolidate", home, "--no-cache")
        assert (said.returncode, said.stdout) == (2, "")
        assert re.search(r"A run that \S+ began on \d{4}-\d\d-\d\d \d\d:\d\d on \S+ is at work", said.stderr)
        assert "is at work in this workspace" in command("prepare", home).stderr
    assert master_of(home).read_bytes() == before
    assert command("consolidate", home, "--no-cache").returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_run_that_was_killed_keeps_nobody_out_and_is_told(home: Path) -> None:
    """Its lock went with it; its note is read once."""
    code = (
        "import os, pathlib, sys\nfrom pmo_xl.gather.cache.lock import alone\n"
        "with alone(pathlib.Path(sys.argv[1])):\n    os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(home)], check=False).returncode == -signal.SIGKILL
    assert "was broken off" in command("consolidate", home, "--no-cache").stdout
    assert "was broken off" not in command("consolidate", home, "--no-cache").stdout


# ---- whole files ------------------------------------------------------------------------------------


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """What stops halfway leaves what was there, and nothing beside it; anybody may read what is made."""
    file = tmp_path / "master.xlsx"
    file.write_bytes(b"before")

    def stopped() -> None:
        with whole(file) as part:
            part.write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert file.read_bytes() == b"before"
    with whole(file) as one, whole(file) as other:
        one.write_bytes(b"one")
        other.write_bytes(b"other")
    assert file.read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["master.xlsx"]
    if os.name == "posix":
        mask = os.umask(0o022)
        os.umask(mask)
        assert file.stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.skipif(os.name != "posix", reason="links need a right there")
def test_no_link_is_written_through(home: Path, tmp_path: Path) -> None:
    """A master that is a link to somebody's file becomes a file; what it led to stays."""
    other = tmp_path / "letter.txt"
    other.write_bytes(master_of(home).read_bytes())
    before = other.read_bytes()
    master_of(home).unlink()
    master_of(home).symlink_to(other)
    of_profile(home, "light")
    assert not master_of(home).is_symlink()
    assert other.read_bytes() == before


# ---- a master against what it was made from ---------------------------------------------------------


def test_the_manifest_accounts_for_every_file_and_every_row(home: Path) -> None:
    """Rows read are rows kept and rows left out; the sheets of data hold the rows that were kept; findings add up."""
    outcome = pmo_xl.consolidate([home], master_of(home))
    said = json.loads(manifest_of(master_of(home)).read_text("utf-8"))
    returns = sorted(
        path.relative_to(home / "returns").as_posix() for path in (home / "returns").rglob("*.xlsx")
    )
    assert [one["file"] for one in said["inputs"]] == returns
    for one in [said, *said["inputs"]]:
        assert one["rows"]["read"] == one["rows"]["kept"] + one["rows"]["left_out"]
    book = openpyxl.load_workbook(master_of(home), read_only=True)
    rows = sum(
        sum(str(cell) in returns for row in sheet.iter_rows(min_row=6, values_only=True) for cell in row)
        for sheet in book.worksheets
        if sheet.title.startswith("Data - ") and sheet.title != "Data - Project"
    )
    assert rows == said["rows"]["kept"]
    assert sum(said["findings"].values()) == len(outcome.portfolio.findings)


def test_an_honest_master_has_nothing_against_it(home: Path) -> None:
    """After a run, after one more, and in the archive of a workspace that went on."""
    assert verify(home, master_of(home)).doubts == ()
    consolidated(home)
    said = command("verify", master_of(home))
    assert said.returncode == 0, said.stdout + said.stderr
    assert "to the last cell" in said.stdout


@needs_office
def test_to_look_at_another_project_and_save_is_no_manipulation(home: Path, tmp_path: Path) -> None:
    """LibreOffice computes the page of the project that is chosen and saves: that it was saved is all that is said."""
    master = master_of(home)
    chosen = typed(master, tmp_path / master.name, {chosen_cell(master): "P002"})
    (saved,) = recalculated([chosen], tmp_path / "saved")
    saved.replace(master)
    assert [doubt.to("en").partition(";")[0] for doubt in verify(home, master).doubts] == [
        "The master was saved since it was made"
    ]


Change = Callable[[Path], None]


def _type(sheet: str, cell: str, what: float | str) -> Change:
    def change(home: Path) -> None:
        typed(master_of(home), home / "typed.xlsx", {(sheet, cell): what}).replace(master_of(home))

    return change


def _xml(sheet: str, pattern: str, new: str) -> Change:
    """A change of the first place of a sheet that looks so."""

    def change(home: Path) -> None:
        master, out = master_of(home), home / "changed.xlsx"
        with zipfile.ZipFile(master) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            part = sheet_parts(book)[sheet]
            for item in book.infolist():
                content = book.read(item)
                if item.filename == part:
                    changed = re.sub(pattern, new, content.decode(), count=1, flags=re.DOTALL)
                    assert changed.encode() != content, sheet
                    content = changed.encode()
                copy.writestr(item, content)
        out.replace(master)

    return change


def _return(edit: Callable[[Path], None]) -> Change:
    return lambda home: edit(home / "returns" / "P002" / "budget.xlsx")


def _save_anew(file: Path) -> None:
    book = openpyxl.load_workbook(file)
    book.properties.title = "edited"
    book.save(file)


def _in_file(name: str, old: str, new: str) -> Change:
    def change(home: Path) -> None:
        file = home / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return change


MANIPULATIONS: dict[str, tuple[Change, str]] = {
    "a planned value of the data": (_type("Data - Budget by month", "E6", 1.0), "Data - Budget by month"),
    "whose risk it is": (_type("Data - Risks", "B6", "P002"), "Data - Risks!B6"),
    "an actual finish": (_type("Data - Budget", "K7", 12345.0), "Data - Budget!K7"),
    "the value of a KPI": (_xml("KPI", r"(<f>[^<]*</f><v>)\d+\.\d+(</v>)", r"\g<1>1.23\2"), "KPI!"),
    "a KPI typed over": (_xml("KPI", r"<f>[^<]*</f><v>\d+\.\d+</v>", "<v>1.5</v>"), "KPI!"),
    "a formula": (_xml("KPI", r"<f>([^<]*)</f>(<v>\d+\.\d+</v>)", r"<f>\1*1</f>\2"), "KPI!"),
    "a row of the data": (_xml("Data - Budget", r'<row r="7".*?</row>', ""), "Data - Budget!"),
    "a row of the findings": (_xml("Findings", r'<row r="6".*?</row>', ""), "Findings!"),
    "a return among the returns": (_xml("Returns", r'<row r="6".*?</row>', ""), "Returns!"),
    "a tile": (_xml("Dashboard", r"(<f>[^<]*</f><v>)(-?\d+\.?\d*)(</v>)", r"\g<1>-77\3"), "Dashboard!"),
    "a light": (_xml("Portfolio", r"(<f>[^<]*</f><v>)([^<]+)(</v>)", r"\1green as grass\3"), "Portfolio!"),
    "what the master remembers": (_type("Data - History", "F6", 45000.0), "Data - History"),
    "a rate": (_type("Settings and trace", "B10", 3.0), "Settings and trace"),
    "a return saved anew": (_return(_save_anew), "P002/budget.xlsx was changed"),
    "a return taken away": (_return(Path.unlink), "P002/budget.xlsx is gone"),
    "a return under another name": (_return(lambda file: file.replace(file.with_name("x.xlsx"))), "P002/x.xlsx came"),
    "a return more": (_return(lambda file: shutil.copy(file, file.with_name("more.xlsx")) and None), "P002/more.xlsx came"),
    "the profile": (_in_file("pmo.toml", 'profile = "standard"', 'profile = "light"'), "pmo.toml was changed"),
    "a limit": (_in_file("pmo.toml", "[thresholds]", "[thresholds]\ncpi = { green = 0.5, amber = 0.4 }"), "pmo.toml was changed"),
    "the register": (lambda home: _save_anew(home / "steering.xlsx"), "steering.xlsx was changed"),
    "a mapping": (lambda home: (home / "mappings").mkdir(exist_ok=True) or ((home / "mappings" / "a.toml").write_text("") and None), "mappings/a.toml came"),
}  # fmt: skip


@pytest.mark.parametrize("what", MANIPULATIONS)
def test_a_manipulation_is_named(home: Path, what: str) -> None:
    """A value, a formula, a row, a return, settings: each is named by its cell, its sheet or its file."""
    change, place = MANIPULATIONS[what]
    change(home)
    doubts = [doubt.to("en") for doubt in verify(home, master_of(home)).doubts]
    assert [doubt for doubt in doubts if place in doubt], doubts
