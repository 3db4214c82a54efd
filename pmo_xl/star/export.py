"""A workspace as a star: its master's period measured again, and the archived ones where they are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pmo_xl.core.base.files import MASTER_FILE, RETURNS_FOLDER, in_workspace, real
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.gather.archive.keep import folder_of, notes
from pmo_xl.pipeline import Outcome, Progress, measure_again
from pmo_xl.star.build import star_of
from pmo_xl.star.kpis import measures
from pmo_xl.star.write import write_star


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, how many rows they hold, the periods; ``left_out`` says which could not be read."""

    files: list[Path]
    rows: int
    periods: list[dt.date]
    left_out: list[Text]


def export_star(
    home: Path, folder: Path, *, form: str, people: bool = False, archive: bool = False, language: str | None = None,
    progress: Progress | None = None,
) -> Exported:  # fmt: skip
    """Write the star of a workspace into *folder*: the period of its master, and with ``archive`` each archived one.

    ``form`` is ``parquet`` or ``csv``. Raises NothingToDo where there is no master or a return is newer, where *folder* lies
    among the returns, and as :func:`pmo_xl.star.write.write_star` does.
    """
    if real(folder).is_relative_to(real(in_workspace(home, RETURNS_FOLDER))):
        raise NothingToDo(AMONG_RETURNS.fill(folder=folder))
    outcome = measure_again(home, in_workspace(home, MASTER_FILE), language=language, progress=progress)
    left_out: list[Text] = []
    outcomes = [*_archived(home, outcome, language, progress, left_out), outcome] if archive else [outcome]
    days = [day for each in outcomes if (day := each.portfolio.status_date) is not None]
    star = star_of(outcomes, people=people)
    about = {
        "status_dates": [day.isoformat() for day in days], "reporting_currency": outcome.settings.reporting_currency,
        "language": outcome.language, "people": people, "measures": [*measures(outcome)],
    }  # fmt: skip
    files = write_star(star, folder, form, outcome.language, about)
    return Exported(files, sum(len(table.frame) for table in star.tables.values()), days, left_out)


def _archived(
    home: Path, now: Outcome, language: str | None, progress: Progress | None, left_out: list[Text]
) -> Iterable[Outcome]:
    """The archived periods before, measured again each from its own folder."""
    for day in notes(home):
        if day == now.portfolio.status_date:
            continue
        period = folder_of(home, day)
        try:
            yield measure_again(
                period, in_workspace(period, MASTER_FILE), language=language, progress=progress
            )
        except NothingToDo as problem:
            left_out.append(LEFT_OUT.fill(day=day, why=problem.text))


AMONG_RETURNS = t(
    "{folder} lies among the returns, where tables would be read as such: choose another folder.",
    "{folder} se trouve parmi les retours, où des tables seraient lues comme tels : choisissez un autre dossier.",
)
LEFT_OUT = t("Period {day} left out: {why}", "Période du {day} omise : {why}")
