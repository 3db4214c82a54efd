"""The returns of the period that a workspace is in, as a list or a meeting needs them: without a master."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.files import SETTINGS_FILE
from pmo_xl.gather.read.previous import remembered_in
from pmo_xl.pipeline import Outcome, Progress, validate
from pmo_xl.pipeline.nothing import stop_if_none_counts


def returns_of_period(
    folder: Path, status_date: dt.date | None, language: str | None, progress: Progress | None
) -> Outcome:
    """The returns of a workspace, checked; as of its master where it has one, unless another date is asked for.

    Once the templates of the next period are out, the settings state a date that no return bears yet: the master tells
    which period lies there. Raises NothingToDo where no return counts.
    """
    settings = read_settings(folder / SETTINGS_FILE)
    catalogue = catalogue_in(settings)
    previous = remembered_in(folder, catalogue)
    day = status_date or previous.status_date
    outcome = validate([folder], status_date=day, language=language, progress=progress, previous=previous)
    stop_if_none_counts(outcome.portfolio, status_date, outcome.settings)
    return outcome
