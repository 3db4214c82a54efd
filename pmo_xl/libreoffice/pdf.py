"""Workbooks as PDF: by LibreOffice in one session, or by Excel where that is what the computer has."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.libreoffice.connection.start import find_office, utf8

SECONDS_TO_START, SECONDS_EACH = 120, 20
"""How long LibreOffice may take to start, and for each workbook."""
LOCALES = {"en": "en-GB", "fr": "fr-FR"}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
</oor:items>
"""
"""Numbers are written as the language of the workbook writes them."""


def to_pdf(workbooks: Sequence[Path], out: Path, language: str) -> list[Path]:
    """The PDF of each workbook in the folder *out*, of the same name and in the same order.

    Names must be plain letters and digits. Raises NothingToDo where there is neither LibreOffice nor Excel, or one of
    the workbooks was not printed.
    """
    made = [out / f"{path.stem}.pdf" for path in workbooks]
    soffice = find_office()
    if soffice is not None:
        _by_libreoffice(soffice, workbooks, out, language)
    elif sys.platform in ("win32", "darwin"):
        _by_excel(workbooks, made)
    else:
        raise NothingToDo(NO_PROGRAM)
    if not all(path.is_file() for path in made):
        raise NothingToDo(NOT_PRINTED)
    return made


def _by_libreoffice(soffice: Path, workbooks: Sequence[Path], out: Path, language: str) -> None:
    with tempfile.TemporaryDirectory(prefix="pmo_xl_") as folder:
        profile = Path(folder)
        (profile / "user").mkdir()
        settings = _PROFILE.format(locale=LOCALES.get(language, LOCALES["en"]))
        (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        command = [
            str(soffice), f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore",
            "--convert-to", "pdf", "--outdir", str(out), *map(str, workbooks),
        ]  # fmt: skip
        environment = {**os.environ, **utf8()}
        with subprocess.Popen(
            command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:  # fmt: skip
            try:
                process.wait(SECONDS_TO_START + SECONDS_EACH * len(workbooks))
            except subprocess.TimeoutExpired as problem:
                raise NothingToDo(NOT_PRINTED) from problem
            finally:
                _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Its launcher's death alone would leave the office running."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _by_excel(workbooks: Sequence[Path], made: Sequence[Path]) -> None:
    import xlwings as xw

    try:
        app = xw.App(visible=False, add_book=False)
        try:
            for path, target in zip(workbooks, made, strict=True):
                book = app.books.open(str(path), read_only=True)
                book.to_pdf(str(target))
                book.close()
        finally:
            app.quit()
    except Exception as problem:
        # What Excel and its bridges raise has no class in common; to the reader it is one thing.
        raise NothingToDo(NO_PROGRAM) from problem


NO_PROGRAM = t(
    "Neither LibreOffice nor Excel could be started, and one of them is needed to make a PDF: install LibreOffice.",
    "Ni LibreOffice ni Excel n’a pu être lancé, et l’un des deux est nécessaire pour produire un PDF : installez LibreOffice.",
)
NOT_PRINTED = t(
    "The PDF could not be made: LibreOffice stopped before it had printed everything. Run the command again.",
    "Le PDF n’a pas pu être produit : LibreOffice s’est arrêté avant d’avoir tout imprimé. Relancez la commande.",
)
