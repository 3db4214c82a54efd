"""A file to double-click: it finds its workspace wherever that lies, and stays open to be read."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pmo_xl
from pmo_xl.workspace import demo, new_workspace
from pmo_xl.workspace.launchers import launcher, write_launcher

PLACE = "l’été à Nîmes & $HOME"
"""A folder name with what shells trip over."""

unix = pytest.mark.skipif(sys.platform == "win32", reason="runs shell scripts")


def started(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A launcher run as by a double click: from elsewhere, with a person pressing Return."""
    return subprocess.run(
        list(map(str, words)), input="\n", capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(pmo_xl.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of one project."""
    folder = tmp_path_factory.mktemp("launchers") / "PMO"
    demo(folder, 1, language="fr")
    return folder


def written(folder: Path, platform: str, language: str, python: str = sys.executable) -> list[Path]:
    """The launchers of a platform, written into a folder and made executable."""
    files = []
    for name, content in launcher(platform, language, python).items():
        file = folder / name
        file.write_bytes(content.encode())
        file.chmod(0o755)
        files.append(file)
    return files


@unix
@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_workspace_that_was_moved_is_consolidated(small: Path, tmp_path: Path, platform: str) -> None:
    """A workspace that was moved is consolidated."""
    first = Path(shutil.copytree(small, tmp_path / "before"))
    name = written(first, platform, "fr")[0].name
    home = first.rename(tmp_path / PLACE)
    run = started(home / name, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert f"Classeur consolidé\u00a0: {home}/resultats/classeur_consolide.xlsx" in run.stdout
    assert "Appuyez sur Entrée" in run.stdout
    assert (home / "resultats" / "classeur_consolide.xlsx").is_file()


@unix
def test_the_status_of_the_run_is_kept(small: Path, tmp_path: Path) -> None:
    """The status of the run is kept."""
    home = Path(shutil.copytree(small, tmp_path / PLACE))
    (home / "retours" / "broken.xlsx").write_bytes(b"no workbook")
    assert started(written(home, "linux", "en")[0], cwd=tmp_path).returncode == 1


@unix
def test_the_desktop_entry_starts_the_script_beside_it(small: Path, tmp_path: Path) -> None:
    """The desktop entry starts the script beside it."""
    home = Path(shutil.copytree(small, tmp_path / PLACE))
    script, entry, *_ = written(home, "linux", "en")
    lines = entry.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    told = dict(line.split("=", 1) for line in lines[1:])
    # The two levels of the specification: escapes of a value, then quotes of a command line as a shell has them.
    line = told["Exec"].replace("\\\\", "\\")
    words = started("sh", "-c", f"printf '%s\\n' {line}", cwd=tmp_path).stdout.splitlines()
    assert words[0] == "sh"
    run = started(*(str(entry) if word == "%k" else word for word in words), cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert f"{home}/resultats/classeur_consolide.xlsx" in run.stdout
    assert script.name == "consolidate.sh"


@unix
@pytest.mark.parametrize(("language", "words"), [("en", "Install Python"), ("fr", "Réinstallez Python")])
def test_a_python_that_is_gone_is_named_with_what_to_do(tmp_path: Path, language: str, words: str) -> None:
    """A Python that is gone is named with what to do."""
    python = str(tmp_path / "l'équipe" / "python")
    run = started(written(tmp_path, "linux", language, python)[0], cwd=tmp_path)
    assert run.returncode == 2
    assert python in run.stdout
    assert words in run.stdout
    assert "pmo-xl launcher" in run.stdout
    assert run.stderr == ""


@unix
def test_a_python_in_a_difficult_place_is_started(small: Path, tmp_path: Path) -> None:
    """A Python in a difficult place is started, and modules dropped beside the launcher are not."""
    home = Path(shutil.copytree(small, tmp_path / PLACE))
    python = tmp_path / "l'équipe" / 'Python "3"'
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (home / "pandas.py").write_text("raise SystemExit('dropped')", encoding="utf-8")
    run = started(written(home, "linux", "en", str(python))[0], cwd=home)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_windows_launcher_quotes_what_it_names(language: str) -> None:
    """The Windows launcher quotes what it names, in the lines and characters that a batch file needs."""
    python = r"C:\Users\Élodie 100%\Python & Co\python.exe"
    (name, content), (other, waits) = launcher("win32", language, python).items()
    assert name == ("Consolider.cmd" if language == "fr" else "Consolidate.cmd")
    assert other == ("Activer les boutons.cmd" if language == "fr" else "Start buttons.cmd")
    # It serves every workspace, so that a copy of it may stand among what Windows starts at log-on.
    assert f'"%PYTHON%" -P -m pmo_xl wait --lang {language}' in waits.split("\r\n")
    assert "%~dp0" not in waits
    assert content.count("\n") == content.count("\r\n") == len(content.splitlines())
    lines = content.split("\r\n")
    # The code page is set before the first line that is not plain ASCII.
    assert all(line.isascii() for line in lines[: lines.index("chcp 65001 >nul")])
    assert r'set "PYTHON=C:\Users\Élodie 100%%\Python & Co\python.exe"' in lines
    # A point after the folder: its last backslash would escape the quote.
    assert '"%PYTHON%" -P -m pmo_xl consolidate "%~dp0."' in lines
    assert [line for line in lines if "%PYTHON%" in line and '"%PYTHON%"' not in line] == []
    assert lines.index("goto end") < lines.index(":missing") < lines.index(":end")
    assert any(line.startswith("set /p ") for line in lines)
    assert lines[-2:] == ["exit /b %STATUS%", ""]


@pytest.mark.parametrize(
    ("platform", "language", "names"),
    [
        ("win32", "en", ["Consolidate.cmd", "Start buttons.cmd"]),
        ("darwin", "fr", ["Consolider.command", "Activer les boutons.command"]),
        (
            "linux",
            "fr",
            ["consolider.sh", "Consolider.desktop", "activer-les-boutons.sh", "Activer les boutons.desktop"],
        ),
        (
            "linux",
            "en",
            ["consolidate.sh", "Consolidate.desktop", "start-buttons.sh", "Start buttons.desktop"],
        ),
    ],
)
def test_each_platform_has_its_own(platform: str, language: str, names: list[str]) -> None:
    """Each platform has its own."""
    assert list(launcher(platform, language, "python")) == names


def test_a_new_workspace_has_the_launcher_of_this_computer(tmp_path: Path) -> None:
    """A new workspace has the launcher of this computer; it can be written anew."""
    new_workspace(tmp_path / "w", "fr")
    for name, content in launcher(sys.platform, "fr", sys.executable).items():
        file = tmp_path / "w" / name
        assert file.read_bytes() == content.encode()
        assert sys.platform == "win32" or file.stat().st_mode & 0o111
        file.unlink()
        assert file in write_launcher(tmp_path / "w", "fr")
        assert file.read_bytes() == content.encode()
