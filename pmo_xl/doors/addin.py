"""What the buttons of the control workbook call, as xlwings' RunPython would: one function each.

They use xlwings' public API alone, so that any engine serves: Excel on Windows and Mac, LibreOffice through
``pmo_xl.libreoffice``, or a runtime that hands over a book (xlwings Lite).
"""

from __future__ import annotations

import gc
import os
import sys

import xlwings as xw

from pmo_xl.console.buttons import BUTTONS
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.doors.clicks import press
from pmo_xl.doors.terminal.waiting import Click

_KEYS = {button.key for button in BUTTONS}


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
def open_one_pager(book: xw.Book | None = None) -> None:
    """Open the master at its page for the committee."""
    press("open_one_pager", book or _caller())


@xw.script
def committee_pack(book: xw.Book | None = None) -> None:
    """Write the deck of the steering committee."""
    press("committee_pack", book or _caller())


@xw.script
def about(book: xw.Book | None = None) -> None:
    """Say which version runs, and where everything lies."""
    press("about", book or _caller())


def serve(click: Click) -> None:
    """Do what a click is for that came to a Python which waits; raises NothingToDo where its workbook is not found."""
    if click.button not in _KEYS:
        raise NothingToDo(NO_BUTTON.fill(button=click.button))
    press(click.button, _clicked_in(click))
    # Excel stays in memory, unseen, as long as anybody holds one of its objects.
    gc.collect()


def _clicked_in(click: Click) -> xw.Book:
    try:
        if click.pipe:
            from pmo_xl.libreoffice import connect

            apps = [*connect(click.pipe).apps]
        else:
            # Several Excels may have a workbook of that name; on a Mac there is one.
            apps = [app for app in xw.apps if sys.platform != "win32" or app.hwnd == click.window]
        name = click.book.casefold()
        found: xw.Book = next(book for app in apps for book in app.books if book.name.casefold() == name)
    except Exception as problem:
        # Closed in the meantime, or at work in a cell: what the office programs raise has no class in common.
        raise NothingToDo(NO_BOOK.fill(book=click.book, why=type(problem).__name__)) from problem
    return found


def _caller() -> xw.Book:
    """The workbook whose button was clicked, in Excel or in the LibreOffice that started this Python."""
    if pipe := os.environ.get("PMO_XL_PIPE"):
        from pmo_xl.libreoffice import connect

        connect(pipe)
    return xw.Book.caller()


NO_BUTTON = t("“{button}” is no button.", "« {button} » n’est pas un bouton.")
NO_BOOK = t(
    "{book} was clicked in and is not found any more ({why}). Click again.",
    "Le clic vient de {book}, désormais introuvable ({why}). Cliquez à nouveau.",
)
