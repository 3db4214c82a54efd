"""The buttons where LibreOffice starts no Python: another answers that waits for clicks, or a sentence says what to do."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pressing import PATIENCE_SECONDS, ROOT, Console, office, opened, opened_console

from pmo_xl import make_demo
from pmo_xl.console.build import build_console
from pmo_xl.console.buttons import BUTTONS
from pmo_xl.console.layout import CONSOLE_FILE
from pmo_xl.console.macros import sources
from pmo_xl.console.refusals import WAITING_LAUNCHER
from pmo_xl.libreoffice.connection.start import Started

REFUSE = """Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Public Function PmoStart(command As String, book As String) As String
    Err.Raise 70
End Function
Public Function PmoWindow() As String
    PmoWindow = "0"
End Function
"""
"""A host that starts no other program: Excel raises error 70 where a rule of Defender forbids it."""


def until(what: Callable[[], object]) -> None:
    """Wait for something of another process."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < patience, "it did not come"
        time.sleep(0.05)


@contextmanager
def waiting(clicks: Path) -> Iterator[subprocess.Popen[str]]:
    """``pmo-xl wait`` of the person whose clicks go there."""
    with subprocess.Popen(
        [sys.executable, "-m", "pmo_xl", "wait", "--lang", "en"], text=True, encoding="utf-8", stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PMO_XL_CLICKS": str(clicks), "PYTHONIOENCODING": "utf-8"},
    ) as process:  # fmt: skip
        try:
            until((clicks / "waiting.txt").exists)
            yield process
        finally:
            process.send_signal(signal.SIGINT)


def clicked(console: Console, clicks: Path, key: str) -> None:
    """Press a button and wait until its run stands in the console and nobody is at work with it any more."""
    (button,) = (button for button in BUTTONS if button.key == key)
    console["run_result"] = ""
    console.click(button.label.to(console.language))
    until(lambda: console["run_result"] and not any(clicks.glob("click.*")))


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Workspaces with twelve returns and their faults."""
    home = tmp_path_factory.mktemp("waiting")
    for language in ("en", "fr"):
        make_demo(home / language, 4, 1, language, 5)
    return {language: home / language for language in ("en", "fr")}


@pytest.fixture
def workspace(request: pytest.FixtureRequest, demos: dict[str, Path], tmp_path: Path) -> tuple[Path, str]:
    """A workspace of its own in a folder with spaces and accents, and its language."""
    language = getattr(request, "param", "en")
    folder = tmp_path / "Été à Nîmes, l’équipe"
    shutil.copytree(demos[language], folder, ignore=shutil.ignore_patterns("out", "resultats"))
    build_console(folder / CONSOLE_FILE, language)
    return folder, language


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Started, Path]]:
    """A LibreOffice, and the folder of the clicks of its user."""
    clicks = tmp_path_factory.mktemp("clicks d’Élodie")
    with office(tmp_path_factory.mktemp("profile"), clicks=clicks) as running:
        yield running, clicks


@contextmanager
def refusing(calc: Started, folder: Path, language: str, file: str = CONSOLE_FILE) -> Iterator[Console]:
    """A console whose host starts no other program."""
    with opened_console(calc, folder, language, file) as console:
        console.document.BasicLibraries.getByName("VBAProject").replaceByName("PmoPython", REFUSE)
        yield console


@pytest.mark.parametrize("workspace", [pytest.param("en", marks=pytest.mark.slow), "fr"], indirect=True)
def test_clicks_are_answered_by_the_python_that_waits(
    calc: tuple[Started, Path], workspace: tuple[Path, str]
) -> None:
    """The host starts nothing, and the buttons work: findings, master, then a second click of another kind."""
    office_, clicks = calc
    folder, language = workspace
    with waiting(clicks), refusing(office_, folder, language) as console:
        clicked(console, clicks, "check")
        assert console["run_result"].startswith("▲")
        assert len(console.findings()) == 5
        clicked(console, clicks, "consolidate")
        until(lambda: len(opened(office_)) == 2)
        assert console["run_what"] == {"en": "Consolidate", "fr": "Consolider"}[language]
        (master,) = opened(office_) - {CONSOLE_FILE}
        assert any(folder.rglob(master))
    assert not any(office_.runs.iterdir())
    assert not any(clicks.iterdir())


@pytest.mark.parametrize("workspace", ["en", "fr"], indirect=True)
def test_where_both_are_refused_a_sentence_names_the_file_to_double_click(
    calc: tuple[Started, Path], workspace: tuple[Path, str]
) -> None:
    """After a good run: the sentence in the console, no list of the run before, no figures of it either."""
    office_, clicks = calc
    folder, language = workspace
    with refusing(office_, folder, language) as console:
        with waiting(clicks):
            clicked(console, clicks, "check")
            assert console.findings()
        clicked(console, clicks, "consolidate")
        until(lambda: "70" in console["run_result"])
        assert f"{WAITING_LAUNCHER.to(language)}" in console["run_result"]
        assert console["run_result"].startswith(
            {"en": "◆ Consolidate: Excel", "fr": "◆ Consolider\u00a0: Excel"}[language]
        )
        assert console.findings() == []
        assert (console["run_findings"], console["run_returns"]) == ("", "")
        # Whoever then does what the sentence says clicks again, and it works.
        with waiting(clicks):
            clicked(console, clicks, "check")
            assert len(console.findings()) == 5


@pytest.mark.slow
def test_two_people_with_one_workspace_do_not_hear_each_others_clicks(
    calc: tuple[Started, Path], workspace: tuple[Path, str], tmp_path: Path
) -> None:
    """Each has an office program, a folder of clicks and a Python that waits; both use the console of a shared folder."""
    marie, clicks = calc
    folder, language = workspace
    others = tmp_path / "clicks of Karim"
    # Calc gives a file to one of them at a time; each has a console of his own, of one workspace.
    build_console(folder / "PMO_Karim.xlsm", language)
    with (
        office(tmp_path / "profile", clicks=others) as karim,
        waiting(clicks) as hers,
        waiting(others) as his,
        refusing(marie, folder, language) as first,
        refusing(karim, folder, language, "PMO_Karim.xlsm") as second,
    ):
        first["run_result"] = second["run_result"] = ""
        first.click("Consolidate")
        second.click("Check")
        for console, clicked_in in ((first, clicks), (second, others)):
            until(lambda c=console, f=clicked_in: c["run_result"] and not any(f.glob("click.*")))
        assert (first["run_what"], second["run_what"]) == ("Consolidate", "Check")
        assert len(first.findings()) == len(second.findings()) == 5
        assert "master.xlsx" in opened(marie)
        assert "master.xlsx" not in opened(karim)
        for person in (hers, his):
            person.send_signal(signal.SIGINT)
        heard = [re.findall(r"\w+ · (.*)", person.communicate()[0]) for person in (hers, his)]
    assert heard == [["PMO_Console.xlsm"], ["PMO_Karim.xlsm"]]


def test_a_click_while_one_is_at_work_is_told_so(
    calc: tuple[Started, Path], workspace: tuple[Path, str]
) -> None:
    """Nothing is started beside the click that is being answered, and it is not lost."""
    office_, clicks = calc
    folder, language = workspace
    with waiting(clicks), refusing(office_, folder, language) as console:
        (clicks / "click.taken").write_text("check", encoding="ascii")
        console.click("Check")
        time.sleep(0.5)
        assert console["run_result"] == ""
        (clicks / "click.taken").unlink()
        clicked(console, clicks, "check")
        assert len(console.findings()) == 5


def branch(source: str, mac: bool) -> str:
    """The module as VBA's preprocessor leaves it on a platform, for a Basic that has none."""
    kept, stack = [], [True]
    for line in source.splitlines():
        match line.split()[:2]:
            case ["#If", _]:
                stack.append(mac)
            case ["#Else"]:
                stack.append(not stack.pop())
            case ["#End", _]:
                stack.pop()
            case _ if all(stack) and not line.startswith("Attribute "):
                kept.append(line)
    return "\n".join(("Rem Attribute VBA_ModuleType=VBAModule", "Option VBASupport 1", *kept))


@pytest.mark.parametrize("mac", [False, True])
def test_the_module_for_excel_compiles_and_its_command_line_is_sound(
    calc: tuple[Started, Path], workspace: tuple[Path, str], mac: bool
) -> None:
    """The branches for Windows and Mac each compile, and cmd.exe is given quotes in pairs and Python without its folder."""
    office_, _ = calc
    folder, language = workspace
    stand_ins = {"Application.Path": "\"C:\\Program Files\\Office\"", "Application.Name": "\"Microsoft Excel\"", "Application.Hwnd": "4242"}  # fmt: skip
    with refusing(office_, folder, language) as console:
        source = branch(sources()["PmoPython.bas"], mac)
        for word, other in stand_ins.items():
            source = source.replace(word, other)
        source += "\nPublic Sub AppleScriptTask(file, handler, told)\nEnd Sub\n" if mac else ""
        modules = console.document.BasicLibraries.getByName("VBAProject")
        modules.replaceByName("PmoPython", source)
        address = "vnd.sun.star.script:VBAProject.PmoPython.{}?language=Basic&location=document"
        provider = console.document.getScriptProvider()
        given = (r"C:\Program Files\Py & Co\python.exe", "import a; a.b()", "Été 50.xlsm", r"C:\t\x.log")
        line = provider.getScript(address.format("CommandLine")).invoke(given, (), ())[0]
        window = provider.getScript(address.format("PmoWindow")).invoke((), (), ())[0]
    assert window == ("0" if mac else "4242")
    assert line == (
        r'cmd.exe /C pushd "C:\Program Files\Py & Co" & "C:\Program Files\Py & Co\python.exe" -P -B -c "import a; a.b()"'
        r' --wb="Été 50.xlsm" --from_xl=1 --app="C:\Program Files\Office\Microsoft Excel" '
        f'--hwnd="{window}" 2> "C:\\t\\x.log"'
    )
