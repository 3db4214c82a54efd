"""The buttons of the control workbook, pressed in a real LibreOffice Calc: from the click to the master."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from openpyxl import load_workbook
from pressing import Console, fingerprints, office, opened, opened_console, target_of

from pmo_xl import make_demo
from pmo_xl.console.build import build_console
from pmo_xl.console.layout import CONSOLE_FILE
from pmo_xl.console.macros import sources
from pmo_xl.console.renew import renew
from pmo_xl.libreoffice.connection.start import Started


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A LibreOffice of its own, in which no Python waits for clicks."""
    with office(tmp_path_factory.mktemp("profile"), clicks=tmp_path_factory.mktemp("clicks")) as running:
        yield running


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Workspaces with twelve returns and their faults, in a folder with spaces and accents."""
    home = tmp_path_factory.mktemp("click")
    for language in ("en", "fr"):
        make_demo(home / f"Été {language}", 4, 1, language, 5)
    return {language: home / f"Été {language}" for language in ("en", "fr")}


@pytest.fixture
def console(request: pytest.FixtureRequest, calc: Started, demos: dict[str, Path], tmp_path: Path) -> Iterator[Console]:  # fmt: skip
    """The console of a workspace of its own, opened in Calc with macros on."""
    language = getattr(request, "param", "en")
    folder = tmp_path / "PMO à jour"
    shutil.copytree(demos[language], folder, ignore=shutil.ignore_patterns("out", "resultats"))
    build_console(folder / CONSOLE_FILE, language)
    with opened_console(calc, folder, language) as console:
        yield console


def test_consolidate_makes_the_master_that_the_command_makes(console: Console) -> None:
    """One press of Consolidate writes the very bytes that ``pmo-xl consolidate`` writes, and opens the master."""
    returns = fingerprints(console.folder / "returns")
    console.press("consolidate")
    master = console.folder / "out" / "master.xlsx"
    twin = console.folder / "out" / "twin.xlsx"
    command = [sys.executable, "-m", "pmo_xl", "consolidate", str(console.folder), "--out", str(twin)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 1, ended.stderr
    assert master.read_bytes() == twin.read_bytes()
    assert opened(console.calc) == {CONSOLE_FILE, "master.xlsx"}
    assert console["run_what"] == "Consolidate"
    assert console["run_result"].startswith("▲ Done")
    assert console["run_returns"].startswith("12 returns: ")
    assert console["run_findings"].startswith("◆ ")
    assert target_of(console.formula("run_master")) == master.as_uri()
    assert fingerprints(console.folder / "returns") == returns


def test_progress_is_shown_in_calc(console: Console) -> None:
    """While Python works, Calc's status bar tells how far it is; afterwards it is given back."""
    console.press("consolidate")
    log = (console.folder / "out" / "pmo_xl.log").read_text(encoding="utf-8")
    told = re.findall(r"INFO (pmo_xl: .*)", log)

    assert console.progress_seen
    assert told[0] == "pmo_xl: Consolidate …"
    assert any(re.fullmatch(r"pmo_xl: reading return \d+ of 12 …", words) for words in told)
    assert told[-1] == "pmo_xl: adding up …"
    layout = console.controller.getFrame().LayoutManager
    assert not layout.isElementVisible("private:resource/progressbar/progressbar")


@pytest.mark.parametrize("console", ["fr"], indirect=True)
def test_check_lists_each_finding_with_links_that_work(console: Console) -> None:
    """Check lists each finding in the console's language; its links open the return at the very cell."""
    before = fingerprints(console.folder)
    console.press("check")
    rows = console.findings()

    assert console["run_what"] == "Contrôler"
    assert console["run_master"] == ""
    assert len(rows) == 5
    for row in rows:
        shown, target = row["cell"]
        address, _, spot = target.partition("#")
        sheet, _, cell = spot.rpartition("!")
        file = Path(unquote(urlsplit(address).path))
        assert file.is_relative_to(console.folder / "retours")
        assert shown == f"{sheet.strip(chr(39))}!{cell}"
        assert row["file"][1] == address
        held = load_workbook(file)[sheet.strip("'")][cell].value
        assert held is None or row["found"][0], (shown, held)
    changed = fingerprints(console.folder)
    assert {name for name in changed if changed[name] != before.get(name)} == {"resultats/pmo_xl.log"}

    followed = console.calc.office.desktop.loadComponentFromURL(rows[0]["cell"][1], "_blank", 0, ())
    selected = followed.getCurrentController().getSelection().AbsoluteName
    assert selected.replace("$", "").replace("'", "").replace(".", "!") == rows[0]["cell"][0]


def test_a_missing_folder_is_a_sentence(console: Console) -> None:
    """A returns folder that is not there: a sentence in the console, and nothing is written."""
    console["returns"] = "nulle part"
    before, settings = fingerprints(console.folder), console.settings()
    console.press("consolidate")

    assert console["run_result"].startswith("◆ ")
    assert "nulle part does not exist" in console["run_result"]
    assert console.settings() == settings
    after = fingerprints(console.folder)
    assert {name for name in after if after[name] != before.get(name)} == {"out/pmo_xl.log"}


def test_who_clicks_again_while_a_click_is_at_work_waits_for_that(console: Console) -> None:
    """The further clicks do nothing, and the first one comes to its end.

    Where the computer is so busy that they reach Calc only after that, they are tried again.
    """
    assert 1 in (console.press("check", times=3) for _ in range(3))

    assert console["run_result"].startswith("▲ Done")
    assert console["run_what"] == "Check"


def test_an_open_master_is_left_alone(console: Console) -> None:
    """While the master is open in Calc, Consolidate says so and leaves it as it is; once closed, it works."""
    console.press("consolidate")
    master = console.folder / "out" / "master.xlsx"
    stamp = master.stat().st_mtime_ns
    console.press("consolidate")

    assert "master.xlsx is open" in console["run_result"]
    assert master.stat().st_mtime_ns == stamp

    for document in [*console.calc.office.documents()]:
        if document.URL.endswith("master.xlsx"):
            document.close(True)
    console.press("consolidate")
    assert console["run_result"].startswith("▲ Done")


def test_a_master_that_cannot_be_written_is_a_sentence(console: Console) -> None:
    """A place where nothing can be written: a sentence, and nothing is left half-written."""
    (console.folder / "out" / "master.xlsx").mkdir(parents=True)
    console.press("consolidate")

    assert "cannot be written" in console["run_result"]
    assert sorted(file.name for file in (console.folder / "out").iterdir()) == ["master.xlsx", "pmo_xl.log"]


def test_a_corrupt_return_costs_that_return_only(console: Console) -> None:
    """A damaged file is named among the findings; the master is made from the others."""
    victim = console.folder / "returns" / "P002" / "risks.xlsx"
    victim.write_bytes(victim.read_bytes()[:5000])
    console.press("consolidate")

    assert "1 rejected" in console["run_returns"]
    assert (console.folder / "out" / "master.xlsx").is_file()
    assert "P002/risks.xlsx" in {row["file"][0] for row in console.findings()}


def test_every_other_button_works(console: Console) -> None:
    """Marked copies, next period, open master and about do what they say."""
    console.press("open_master")
    assert "is not there yet" in console["run_result"]

    console.press("annotate")
    copies = [*(console.folder / "out").rglob("*.xlsx")]
    assert copies
    assert console["run_result"].startswith(f"● {len(copies)} marked cop")

    console["status_date"] = "x"
    console.press("new_returns")
    assert "“x” is no status date" in console["run_result"]
    console._cell("status_date").setFormula("2026-05-31")
    console.press("new_returns")
    assert "12 workbooks written" in console["run_result"]

    console.press("about")
    assert console["run_result"].startswith("pmo_xl ")


def test_clicks_within_one_second_each_do_their_work(console: Console) -> None:
    """A click that ends sooner than the clock of Basic goes on does not pass for the next one's end."""
    for _ in range(4):
        console.press("about")
        assert console["run_result"].startswith("pmo_xl ")
        console.press("open_master")
        assert "is not there yet" in console["run_result"]


def test_every_macro_compiles(console: Console) -> None:
    """Calc compiles every module: each macro of the workbook can be called."""
    provider = console.document.getScriptProvider()
    for macro in re.findall(r"Public Sub (\w+)", sources()["PmoConsole.bas"]):
        address = f"vnd.sun.star.script:VBAProject.PmoConsole.{macro}?language=Basic&location=document"
        assert provider.getScript(address) is not None
    address = "vnd.sun.star.script:VBAProject.PmoPython.Quoted?language=Basic&location=document"
    assert provider.getScript(address).invoke(("a'b",), (), ())[0] == "'a'\\''b'"


def test_a_console_saved_in_calc_works_again(console: Console) -> None:
    """Calc drops the buttons of a console that it saves: built anew, it has its buttons, and its settings."""
    console["master"] = "out/synthèse.xlsx"
    console._cell("status_date").setFormula("2026-03-31")
    console.press("check")
    settings = console.settings()
    console.document.store()
    console.document.close(True)
    path = console.folder / CONSOLE_FILE
    saved = path.read_bytes()
    kept = renew(path)
    console.open()

    assert kept is not None
    assert kept.read_bytes() == saved
    assert console.settings() == settings
    console.press("consolidate")
    assert console["run_what"] == "Consolidate"
    assert (console.folder / "out" / "synthèse.xlsx").is_file()
