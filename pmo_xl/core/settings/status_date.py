"""The status date of a workspace: which one comes next, and the settings with another one."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import Any

from pmo_xl.core.base.files import SETTINGS_FILE
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t

KEY = "status_date"

_BOM = "\ufeff"
_SET = re.compile(rf"^([ \t]*{KEY}[ \t]*=[ \t]*)[^#\r\n]*?([ \t]*(?:#[^\r\n]*)?)(?=\r?$)", re.MULTILINE)
"""The line that sets the date, and what is said behind it."""
_SAMPLE = re.compile(rf"^#[ \t]*({KEY}[ \t]*=[ \t]*)[^#\r\n]*?([ \t]*(?:#[^\r\n]*)?)(?=\r?$)", re.MULTILINE)
"""The same line while it does not count, as a new workspace has it."""


def date_to_prepare(asked: dt.date | None, current: dt.date | None, latest: dt.date | None) -> dt.date:
    """The date of the period to prepare: as *asked*, else the *current* one while no return bears it, then the next end of a month.

    *latest* is the newest date that a return bears. Raises NothingToDo where no date is known, and for one before
    the current one: a workspace does not go back by itself.
    """
    if asked is not None:
        if current is not None and asked < current:
            raise NothingToDo(BEFORE.fill(asked=asked, current=current, file=SETTINGS_FILE))
        return asked
    if current is None:
        raise NothingToDo(UNKNOWN.fill(file=SETTINGS_FILE))
    if latest is None or latest < current:
        return current
    return _next_month_end(current)


def _next_month_end(day: dt.date) -> dt.date:
    """The first end of a month after a day."""
    next_day = day + dt.timedelta(days=1)
    return (next_day.replace(day=1) + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def with_status_date(settings: str, day: dt.date) -> str:
    """The text of a settings file with that date: in its line, in that of the sample, or in a line of its own on top.

    Nothing else changes, comments, order and line ends included. Raises NothingToDo where that cannot be.
    """
    mark, text = (_BOM, settings[1:]) if settings.startswith(_BOM) else ("", settings)
    end = "\r\n" if "\r\n" in text else "\n"
    whole = {**tomllib.loads(text), KEY: day}
    for new in (
        _SET.sub(rf"\g<1>{day}\g<2>", text, count=1),
        _SAMPLE.sub(rf"\g<1>{day}\g<2>", text, count=1),
        f"{KEY} = {day}{end}{text}",
    ):
        if _holds(new, whole):
            return mark + new
    raise NothingToDo(UNMOVED.fill(file=SETTINGS_FILE, day=day.isoformat()))


def _holds(text: str, whole: dict[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == whole
    except tomllib.TOMLDecodeError:
        return False


UNKNOWN = t(
    "The status date is not known. Give it with --status-date, or set status_date in {file}.",
    "La date d’arrêté n’est pas connue. Donnez-la avec --status-date, ou dans status_date de {file}.",
)
BEFORE = t(
    "{asked} lies before the status date of the workspace, {current}. Give a later date; to go back, first change status_date in {file}.",
    "La date du {asked} précède la date d’arrêté de l’espace de travail, le {current}. Donnez une date ultérieure ; pour revenir en arrière, changez d’abord status_date dans {file}.",
)
UNMOVED = t(
    "The line of the status date could not be found in {file}. Write there: status_date = {day}, then start again.",
    "La ligne de la date d’arrêté est introuvable dans {file}. Écrivez-y : status_date = {day}, puis recommencez.",
)
