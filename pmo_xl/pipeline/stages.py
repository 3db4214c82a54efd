"""What comes after reading: consolidate → measure. It takes pandas, which is loaded while returns are read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from pmo_xl import parquet
from pmo_xl.catalog.rules.overrides import overrides_of
from pmo_xl.core.base.finding import in_order
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.table_rule import SETTINGS, not_assessed
from pmo_xl.core.flow.portfolio import Portfolio, Previous, Return
from pmo_xl.core.pages.column_usage import columns_read
from pmo_xl.core.settings.settings import Settings
from pmo_xl.gather.files.save_times import saved_at
from pmo_xl.gather.read.many import Progress
from pmo_xl.gather.read.reading import Reading
from pmo_xl.gather.scale.batch import judged_by_figures, with_run_tables
from pmo_xl.pipeline.known import Known
from pmo_xl.pipeline.outcome import Outcome
from pmo_xl.steps.figures.control_totals import as_read
from pmo_xl.steps.figures.coverage import cover
from pmo_xl.steps.figures.derive import derived
from pmo_xl.steps.figures.measure import measure, rolled_up
from pmo_xl.steps.figures.remember import published, remembered
from pmo_xl.steps.figures.run_tables import grouped_frame
from pmo_xl.steps.history.past import told_of_past
from pmo_xl.steps.portfolio.consolidate import consolidate
from pmo_xl.steps.portfolio.reviews import carried, lines_of
from pmo_xl.steps.portfolio.schedule import assess_schedules
from pmo_xl.steps.portfolio.steering import judged_steering


def consolidated(
    returns: Sequence[Return], known: Known, status_date: dt.date | None, previous: Previous
) -> tuple[Portfolio, Settings]:
    """The portfolio of the returns, and the settings with the currency that it is reported in."""
    catalogue, settings = known.catalogue, in_their_currency(known.settings, returns)
    portfolio = consolidate(
        [each for each in returns if not each.passed_over], catalogue.templates, settings, known.expected, status_date,
        catalogue.table_rules, overrides_of(settings, catalogue), previous.memory, saved_at,
    )  # fmt: skip
    return _with_what_is_told(portfolio, returns, known, previous), settings


def _with_what_is_told(
    portfolio: Portfolio, returns: Iterable[Return], known: Known, previous: Previous
) -> Portfolio:
    """The portfolio with what is said of files that were passed over, of the PMO's own workbook, of the periods before."""
    returns = list(returns)
    told = (finding for each in returns if each.passed_over for finding in each.findings)
    own = []
    if known.steering is not None:
        stated = [{"key": key, "value": str(what)} for key, what in known.settings.stated()]
        own = judged_steering(
            known.steering, known.catalogue.steering_rules, {**known.expected.lists, SETTINGS: stated}, portfolio.status_date,
            known.settings.calendar.holidays, overrides_of(known.settings, known.catalogue),
        )  # fmt: skip
    past = told_of_past(portfolio, previous)
    waiting = not_assessed(known.catalogue.table_rules, known.expected.lists)
    needs = {rule.code: rule.needs.heading for rule in waiting if rule.needs is not None}
    over = tuple(each.file for each in returns if each.passed_over and each.file)
    return replace(
        portfolio,
        findings=in_order([*portfolio.findings, *told, *own, *past]),
        not_assessed=needs,
        passed_over=over,
    )


def measure_whole(outcome: Outcome, previous: Previous) -> Outcome:
    """The same, derived and measured: what was consolidated whole; the rows of its returns are let go."""
    settings, catalogue, holidays = outcome.settings, outcome.catalogue, outcome.settings.calendar.holidays
    schedules = assess_schedules(outcome.portfolio, holidays)
    portfolio, begun = _judged(outcome, previous)
    portfolio = portfolio.with_tables({"grouped": grouped_frame(portfolio, outcome.language)})
    scorecard = measure(portfolio, catalogue, settings, begun)
    scorecard = replace(scorecard, coverage=cover(portfolio, scorecard, catalogue))
    portfolio = remembered(portfolio, scorecard.kpis, catalogue, holidays)
    portfolio = published(portfolio, scorecard, catalogue, settings.reporting_currency, previous.memory)
    by_project = scorecard.kpis.set_index("project_id")["rate"].dropna()
    rates = {str(key): float(rate) for key, rate in by_project.items()}
    portfolio = replace(
        portfolio,
        schedules=schedules,
        as_read=as_read(portfolio, catalogue.templates, rates),
        reviews=carried(previous.reviews, lines_of(portfolio), portfolio.status_date),
    )
    for returned in portfolio.returns:
        returned.let_go()
    return replace(outcome, portfolio=portfolio, scorecard=scorecard)


def judge_by_figures(outcome: Outcome, previous: Previous) -> Outcome:
    """The same with what the rules over figures find; nothing else is kept of what was measured for them."""
    judged, _ = _judged(outcome, previous)
    return replace(
        outcome, portfolio=replace(outcome.portfolio, findings=judged.findings, not_run=judged.not_run)
    )


def _judged(outcome: Outcome, previous: Previous) -> tuple[Portfolio, pd.DataFrame | None]:
    """The portfolio derived, and judged by its figures; and the figures measured for that."""
    settings, catalogue = outcome.settings, outcome.catalogue
    portfolio = with_run_tables(outcome.portfolio, catalogue, outcome.language)
    portfolio = derived(
        portfolio,
        catalogue.derived,
        settings.calendar.holidays,
        previous.memory,
        settings.calendar.fiscal_year_start,
    )
    return judged_by_figures(portfolio, catalogue, settings, outcome.language)


def in_batches(
    paths: Sequence[Path], status_date: dt.date | None, known: Known,
    reading: Reading, progress: Progress | None, previous: Previous, aside: parquet.ParquetTables,
) -> Outcome:  # fmt: skip
    """What to validate and to measure come to, of a portfolio that is never whole in memory.

    Raises NothingToDo where the master before holds reviews: there is no sheet for them.
    """
    settings, language, catalogue = known.settings, known.language, known.catalogue
    from pmo_xl.gather.scale.batches import BatchRun
    from pmo_xl.steps.portfolio.batches import SpillFile

    if any(row.has_entry for row in previous.reviews):
        raise NothingToDo(REVIEWS_WITHOUT_SHEET)
    files = reading.files(paths, settings.limits)
    others = reading.passed_over(paths, files)
    with SpillFile() as spill, reading.worker_pool(len(files)) as worker_pool:
        for at, returns in reading.each(files, settings, progress, worker_pool):
            for returned in returns:
                if returned.passed_over:
                    others.append(returned)
                else:
                    spill.put(at, returned)
        spill.sort()
        settings = in_their_currency(settings, spill.heads)
        needed = columns_read(
            catalogue.master, without={page.key for page in catalogue.master.pages if page.follows_choice}
        )
        large = BatchRun(catalogue, settings, known.expected, status_date, previous.memory, language, needed)
        portfolio, kpis = large.add_up(spill, worker_pool, aside)
    portfolio = with_run_tables(_with_what_is_told(portfolio, others, known, previous), catalogue, language)
    portfolio = portfolio.with_tables({"grouped": grouped_frame(portfolio, language)})
    scorecard = rolled_up(kpis, portfolio.tables, portfolio.status_date, catalogue.kpis, settings)
    scorecard = replace(scorecard, coverage=cover(portfolio, scorecard, catalogue))
    portfolio = published(portfolio, scorecard, catalogue, settings.reporting_currency, previous.memory)
    return Outcome(portfolio, settings, catalogue, language, scorecard)


REVIEWS_WITHOUT_SHEET = t(
    "The master holds reviews, and the new one would have no sheet for them: it is not overwritten. Choose another name with --out.",
    "Le classeur consolidé contient des revues, et le nouveau n’aurait pas de feuille pour elles : il n’est pas écrasé. Choisissez un autre nom avec --out.",
)


def in_their_currency(settings: Settings, returns: Sequence[Return]) -> Settings:
    """Where nobody chose a reporting currency or gave a rate, the currency that most returns state."""
    if settings.model_fields_set & {"reporting_currency", "rates"}:
        return settings
    stated = Counter(r.record.values["currency"][0] for r in returns if r.record is not None)
    stated.pop(None, None)
    if not stated:
        return settings
    usual = min(stated, key=lambda currency: (-stated[currency], currency))
    return settings.model_copy(update={"reporting_currency": usual})
