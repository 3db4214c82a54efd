"""The last stage: the master, and the tables beside it."""

from __future__ import annotations

from pathlib import Path

from pmo_xl import parquet
from pmo_xl.core.base.files import manifest_of, printable, remove_forgotten, whole
from pmo_xl.core.base.problem import NothingToDo, unwritable
from pmo_xl.core.flow.overflow import Tables
from pmo_xl.core.version import __version__
from pmo_xl.excel.render_master import TRACKED, render
from pmo_xl.gather.archive.backups import forget_oldest, keep_former
from pmo_xl.gather.read.previous import MASTER_SAVED, refuse_if_open, stamp_of
from pmo_xl.pipeline.outcome import Outcome
from pmo_xl.pipeline.stages import REVIEWS_WITHOUT_SHEET
from pmo_xl.steps.figures.overflow import set_aside


def write(
    outcome: Outcome, out: Path, seen: tuple[int, int] | None, folder: str | None, tables: Tables, aside: parquet.ParquetTables,
    backups: Path | None = None,
) -> None:  # fmt: skip
    """The master and the tables beside it: whole, or nothing of them; the former one stays among the ``backups``."""
    portfolio, scorecard = outcome.portfolio, outcome.scorecard
    assert scorecard is not None
    portfolio, beside = set_aside(
        portfolio,
        scorecard,
        outcome.catalogue.master,
        tables,
        printable(parquet.folder_of(out).name),
        aside.written,
    )
    outcome.portfolio = portfolio
    if TRACKED & portfolio.beside.without_references and (
        portfolio.reviews.current or portfolio.reviews.former
    ):
        raise NothingToDo(REVIEWS_WITHOUT_SHEET)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        remove_forgotten(out)
        aside.write(beside)
        with whole(out) as part:
            render(
                part,
                outcome.catalogue.master,
                portfolio,
                scorecard,
                outcome.settings,
                outcome.language,
                __version__,
                folder,
            )
            if backups is not None and outcome.settings.keep.masters:
                keep_former(backups, out, part)
            # As late as can be: what somebody has saved meanwhile is not lost.
            refuse_if_open(out)
            if stamp_of(out) != seen:
                raise NothingToDo(MASTER_SAVED.fill(file=out))
            aside.keep()
            # From here on until another is written there is none: never that of another master.
            manifest_of(out).unlink(missing_ok=True)
        if backups is not None and outcome.settings.keep.masters:
            forget_oldest(backups, outcome.settings.keep.masters)
    except OSError as problem:
        raise unwritable(out, problem) from problem
