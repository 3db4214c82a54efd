"""What the buttons of the control workbook call through xlwings' RunPython: one function each.

They use xlwings' public API alone, so that any engine serves that runs on this computer: Excel on Windows and Mac,
LibreOffice through ``pmo_xl.libreoffice``.
"""

from __future__ import annotations

import os

import xlwings as xw

from pmo_xl.doors.clicks import press


@xw.script
def check(book: xw.Book | None = None) -> None:
    """Read the returns and list the findings in the console."""
    press("check", book or _caller())


@xw.script
def consolidate(book: xw.Book | None = None) -> None:
    """Check the returns, write the master, list the findings, open the master."""
    press("consolidate", book or _caller())


@xw.script
def annotate(book: xw.Book | None = None) -> None:
    """Write the marked copies of the returns that need correcting."""
    press("annotate", book or _caller())


@xw.script
def new_returns(book: xw.Book | None = None) -> None:
    """Prepare the templates of the next period."""
    press("new_returns", book or _caller())


@xw.script
def open_master(book: xw.Book | None = None) -> None:
    """Open the master of the last consolidation."""
    press("open_master", book or _caller())


@xw.script
def committee_pack(book: xw.Book | None = None) -> None:
    """Write the deck of the steering committee."""
    press("committee_pack", book or _caller())


@xw.script
def about(book: xw.Book | None = None) -> None:
    """Say which version runs, and where everything lies."""
    press("about", book or _caller())


def _caller() -> xw.Book:
    """The workbook whose button was clicked, in Excel or in the LibreOffice that started this Python."""
    if pipe := os.environ.get("PMO_XL_PIPE"):
        from pmo_xl.libreoffice import connect

        connect(pipe)
    return xw.Book.caller()
