"""LibreOffice Calc started with the control workbook, its buttons calling this Python."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.libreoffice.connection.bridge import NoOfficeListening
from pmo_xl.libreoffice.connection.office import Office, url_of

PROJECT, RUN_PYTHON = "VBAProject", "PmoPython"
MACROS_ON = 4
"""``com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN``"""

_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_PATIENCE_SECONDS = 120
_FIRST_START = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="LastTimeDonateShown" oor:op="fuse"><value>4102444800</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Started:
    """A LibreOffice of our own: its process, the connection to it, where clicks leave their traces."""

    process: subprocess.Popen[bytes]
    office: Office
    runs: Path


def run(console: Path, language: str = "en", clicks: Path | None = None) -> int:
    """Open the control workbook in Calc with its buttons working, and wait until Calc is closed.

    ``clicks`` is where its buttons look for a Python that waits, and leave their clicks for it.
    Raises NothingToDo when there is no LibreOffice or it cannot open the workbook, UnoMissing when this
    Python cannot talk to it.
    """
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    with started(home / "pmo_xl" / "libreoffice", language=language, clicks=clicks) as calc:
        open_console(calc.office, console)
        return calc.process.wait()


@contextmanager
def started(
    profile: Path, *, language: str = "en", headless: bool = False, clicks: Path | None = None
) -> Iterator[Started]:
    """A LibreOffice with a *profile* of its own, which leaves an open one alone; it ends with the block."""
    soffice = find_office()
    if soffice is None:
        raise NothingToDo(NO_OFFICE)
    _lay_out(profile)
    pipe = f"pmo_xl_{secrets.token_hex(8)}"
    with tempfile.TemporaryDirectory(prefix="pmo_xl_") as runs:
        environment = {
            **os.environ,
            "PMO_XL_PYTHON": sys.executable,
            "PMO_XL_PIPE": pipe,
            "PMO_XL_RUN": runs,
            "PMO_XL_HEADLESS": "1" if headless else "",
            **({"PMO_XL_CLICKS": str(clicks)} if clicks is not None else {}),
            **utf8(),
        }
        command = [
            str(soffice), f"-env:UserInstallation={profile.resolve().as_uri()}", f"--accept=pipe,name={pipe};urp;",
            "--norestore", "--nologo", "--nofirststartwizard", f"--language={language}",
            *(("--headless",) if headless else ()),
        ]  # fmt: skip
        with subprocess.Popen(command, env=environment, start_new_session=True) as process:
            try:
                yield Started(process, _connection(process, pipe), Path(runs))
            finally:
                _end(process)


def open_console(office: Office, console: Path) -> Any:
    """Open a control workbook with macros on; Python is then started in the way that LibreOffice can.

    The file stays as it is: LibreOffice disables every macro of a workbook when one module does not compile,
    and the one that starts Python is written for Excel. Returns the UNO document.
    """
    document = office.load(url_of(console), MacroExecutionMode=MACROS_ON, UpdateDocMode=1)
    if document is None:
        raise NothingToDo(NOT_OPENED.fill(file=console))
    modules = document.BasicLibraries.getByName(PROJECT)
    source = files("pmo_xl.libreoffice").joinpath("run_python.bas").read_text(encoding="utf-8")
    basic = [line for line in source.splitlines() if not line.startswith("Attribute ")]
    modules.replaceByName(
        RUN_PYTHON, "\n".join(("Rem Attribute VBA_ModuleType=VBAModule", "Option VBASupport 1", *basic))
    )
    return document


def find_office() -> Path | None:
    """The LibreOffice of this computer."""
    found = shutil.which("soffice") or shutil.which("libreoffice") or shutil.which(_MAC)
    return Path(found) if found else None


def utf8() -> dict[str, str]:
    """Where no locale is UTF-8, LibreOffice can open no path with an accent."""
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
    return {} if "utf" in chosen.lower() else {"LC_ALL": "C.UTF-8"}


def _lay_out(profile: Path) -> None:
    """A profile that greets nobody."""
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_FIRST_START, encoding="utf-8")


def _connection(process: subprocess.Popen[bytes], pipe: str) -> Office:
    end = time.monotonic() + _PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with suppress(NoOfficeListening):
            return Office(pipe)
        time.sleep(0.2)
    raise NothingToDo(NOT_STARTED)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Its launcher's death alone would leave the office running."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)


NO_OFFICE = t(
    "LibreOffice was not found. Install it (on Debian or Ubuntu: libreoffice-calc and python3-uno), then try again.",
    "LibreOffice est introuvable. Installez-le (sous Debian ou Ubuntu : libreoffice-calc et python3-uno), puis réessayez.",
)
NOT_STARTED = t(
    "LibreOffice did not start. Start it once by hand, close it, then try again.",
    "LibreOffice n’a pas démarré. Lancez-le une fois à la main, fermez-le, puis réessayez.",
)
NOT_OPENED = t("LibreOffice could not open {file}. Close it if it is open elsewhere, then try again.",
               "LibreOffice n’a pas pu ouvrir {file}. Fermez-le s’il est ouvert ailleurs, puis réessayez.")  # fmt: skip
