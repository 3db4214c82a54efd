"""Files in the workspace to double-click: one consolidates and stays open until the result is read, one answers buttons.

They find the workspace by their own place, so that the folder may be moved, and start the Python that made them.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pmo_xl.console.refusals import WAITING_LAUNCHER
from pmo_xl.core.base.text import Text, t
from pmo_xl.workspace.files import write_whole


@dataclass(frozen=True, slots=True)
class Work:
    """What a launcher does: its file name, its title, and the command behind ``pmo_xl``."""

    name: Text
    title: Text
    command: str
    of_workspace: bool = True
    """Whether the command is given the folder of the launcher."""


WORKS = (
    Work(
        t("Consolidate", "Consolider"), t("Consolidate the returns", "Consolider les retours"), "consolidate"
    ),
    Work(
        WAITING_LAUNCHER,
        t("Answer the buttons of the console", "Répondre aux boutons du pilotage"),
        "wait",
        of_workspace=False,
    ),
)
NO_PYTHON = t(
    "pmo_xl is no longer found with this Python:",
    "pmo_xl est introuvable avec ce Python :",
)
REPAIR = t(
    "Install Python and pmo_xl again, then in a terminal, with the path of this folder: pmo-xl launcher FOLDER",
    "Réinstallez Python et pmo_xl puis, dans un terminal, avec le chemin de ce dossier : pmo-xl launcher DOSSIER",
)
CLOSE = t("Press Return to close this window.", "Appuyez sur Entrée pour fermer cette fenêtre.")


def launcher(platform: str, language: str, python: str) -> dict[str, str]:
    """Each launcher of a platform (as ``sys.platform`` names it): file name and content."""
    made: dict[str, str] = {}
    for work in WORKS:
        name = work.name.to(language)
        if platform == "win32":
            made[f"{name}.cmd"] = "".join(f"{line}\r\n" for line in _cmd(work, language, python))
            continue
        script = "".join(f"{line}\n" for line in _sh(work, language, python))
        if platform == "darwin":
            made[f"{name}.command"] = script
            continue
        shell = f"{name.lower().replace(' ', '-')}.sh"
        made[shell] = script
        made[f"{name}.desktop"] = "".join(f"{line}\n" for line in _desktop(work, shell))
    return made


def write_launcher(folder: Path, language: str) -> list[Path]:
    """Write the launchers of this computer's platform into a workspace, in place of those that are there."""
    texts = launcher(sys.platform, language, sys.executable)
    return [write_whole(folder / name, partial(_save, content=content)) for name, content in texts.items()]


def _save(path: Path, content: str) -> None:
    path.write_bytes(content.encode())
    if path.suffix != ".cmd":
        path.chmod(0o755)


def _cmd(work: Work, language: str, python: str) -> Iterator[str]:
    """A batch file; the point after ``%~dp0`` keeps its last backslash from escaping the quote."""
    yield "@echo off"
    yield "setlocal DisableDelayedExpansion"
    yield "chcp 65001 >nul"
    yield f"title {_for_cmd(work.title, language)}"
    yield 'set "PYTHON={}"'.format(python.replace("%", "%%"))
    yield '"%PYTHON%" -P -c "import pmo_xl" >nul 2>nul'
    yield "if errorlevel 1 goto missing"
    yield f'"%PYTHON%" -P -m pmo_xl {_what(work, language, chr(34) + "%~dp0." + chr(34))}'
    yield "set STATUS=%ERRORLEVEL%"
    yield "goto end"
    yield ":missing"
    yield f"echo {_for_cmd(NO_PYTHON, language)}"
    yield 'echo "%PYTHON%"'
    yield f"echo {_for_cmd(REPAIR, language)}"
    yield "set STATUS=2"
    yield ":end"
    yield "echo."
    yield f'set /p "CLOSE={_for_cmd(CLOSE, language)} "'
    yield "exit /b %STATUS%"


def _what(work: Work, language: str, folder: str) -> str:
    return f"{work.command} {folder}" if work.of_workspace else f"{work.command} --lang {language}"


def _for_cmd(words: Text, language: str) -> str:
    """Words that a batch file may echo: without the characters that it reads as its own."""
    said = words.to(language)
    assert not set(said) & set('&|<>^%"!()'), said
    return said


def _sh(work: Work, language: str, python: str) -> Iterator[str]:
    yield "#!/bin/sh"
    yield f"python={shlex.quote(python)}"
    yield 'folder=$(CDPATH="" cd -- "$(dirname -- "$0")" && pwd)'
    yield 'if "$python" -P -c "import pmo_xl" >/dev/null 2>&1; then'
    yield f'    "$python" -P -m pmo_xl {_what(work, language, chr(34) + "$folder" + chr(34))}'
    yield "    status=$?"
    yield "else"
    yield f"    echo {shlex.quote(NO_PYTHON.to(language))}"
    yield """    printf '%s\\n' "$python" """.rstrip()
    yield f"    echo {shlex.quote(REPAIR.to(language))}"
    yield "    status=2"
    yield "fi"
    yield "echo"
    yield f"printf '%s ' {shlex.quote(CLOSE.to(language))}"
    yield "read -r _"
    yield "exit $status"


def _desktop(work: Work, shell: str) -> Iterator[str]:
    """An entry that starts the script beside it; ``%k`` is the place of the entry, as path or address."""
    yield "[Desktop Entry]"
    yield "Type=Application"
    yield "Version=1.0"
    yield f"Name={work.title.en}"
    yield f"Name[fr]={work.title.fr}"
    yield "Icon=x-office-spreadsheet"
    yield "Terminal=true"
    yield f"Exec={_DESKTOP_EXEC.replace('SCRIPT', shell)}"


_DESKTOP_EXEC = r'sh -c "exec \\"\\$(dirname -- \\"\\$1\\")/SCRIPT\\"" sh %k'
