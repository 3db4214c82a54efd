"""The returns of the period that a workspace is in, as a list or a meeting needs them: without a master."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.files import SETTINGS_FILE, steering_workbook
from pmo_xl.gather.read.previous import remembered_in
from pmo_xl.pipeline import Outcome, Progress, read_register, validate
from pmo_xl.pipeline.nothing import stop_if_none_counts


def returns_of_period(
    folder: Path, status_date: dt.date | None, language: str | None, progress: Progress | None
) -> Outcome:
    """The returns of a workspace, checked: as of its master where it has one, unless another date is asked for.

    Once the templates of the next period are out, the settings state a date that no return bears yet: then the master, or
    else the latest of the returns, tells which period lies there. Raises NothingToDo where no return counts, or the PMO's
    workbook is there and cannot be read: who is who, and who has closed, would be guessed without a word.
    """
    settings = read_settings(folder / SETTINGS_FILE)
    catalogue = catalogue_in(settings)
    read_register(steering_workbook(folder), catalogue.templates, settings.collection.kinds)
    previous = remembered_in(folder, catalogue)
    read = partial(validate, [folder], language=language, progress=progress, previous=previous)
    outcome = read(status_date=status_date or previous.status_date)
    returns = outcome.portfolio.returns
    borne = [returned.status_date for returned in returns if returned.status_date is not None]
    if status_date is None and borne and all(returned.rejected for returned in returns):
        outcome = read(status_date=max(borne))
    stop_if_none_counts(outcome.portfolio, status_date, outcome.settings)
    return outcome
