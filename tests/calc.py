"""A LibreOffice Calc of our own, for tests of the engine that drives it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import xlwings as xw

from pmo_xl.libreoffice import connect, uno_problem
from pmo_xl.libreoffice.connection import bridge

_SOFFICE = shutil.which("soffice")
START_SECONDS = 60


@contextmanager
def office(pipe: str, profile: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A LibreOffice of our own, with a profile of its own, ended whatever happens."""
    if _SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed: the engine has nothing to drive")
    if problem := uno_problem():
        pytest.skip(problem.to("en"))
    command = [
        _SOFFICE,
        "--headless",
        "--norestore",
        "--nologo",
        f"-env:UserInstallation={profile.as_uri()}",
        f"--accept=pipe,name={pipe};urp;",
    ]
    # A group of its own: the death of its launcher alone would leave the office running.
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def connected(pipe: str) -> xw.main.Engine:
    """The engine of an office that was started a moment ago."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return connect(pipe)
        except bridge.NoOfficeListening:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
