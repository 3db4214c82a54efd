"""What falls due in ninety days or is overdue, and how the forecasts of milestones have moved from report to report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pmo_xl.core.base.text import counted, say, t
from pmo_xl.core.pages.schedule_blocks import MilestoneTrend
from pmo_xl.deck.content.blocks import Chart, Column, Sentences, Series, Slide, SlideDefinition, Words
from pmo_xl.deck.content.facts import Facts, Row
from pmo_xl.deck.content.shown import clean
from pmo_xl.deck.slides.decisions import marked
from pmo_xl.excel.timeline.trend import COLOURS, moving
from pmo_xl.excel.write.style import QUIET

AHEAD = "milestones_ahead"
DAY_0 = dt.date(1899, 12, 30)
DATES = {"fr": "dd/mm/yy"}


def _milestones(facts: Facts) -> Sequence[Slide]:
    rows = facts.ranked(AHEAD)
    late = sum(_overdue(facts, row) for row in rows)
    drawn = _trend(facts)
    trend = [] if drawn is None else [Slide(facts.say(TREND), [drawn])]
    few = [facts.say(TOO_FEW)] if drawn is None else []
    silent = Sentences([*few, *facts.silent_words("plan")], quiet=True)
    name = facts.say(NAME)
    if not rows:
        return [Slide(name, facts.nothing("plan", NOTHING)), *trend]
    columns = [
        Column(facts.say(t("Forecast", "Prévision")), 1.2), Column(facts.say(t("Project", "Projet")), 1.1),
        Column(facts.say(t("Milestone", "Jalon")), 4.2), Column(facts.say(t("Owner", "Responsable")), 2.0),
        Column(facts.say(t("Baseline", "Référence")), 1.2),
        Column(facts.say(t("Slip (wd)", "Glissement (j\u00a0ouvrés)")), 1.4, right=True),
    ]  # fmt: skip
    title = facts.say(counted(len(rows), TITLE)) + (facts.say(counted(late, LATE)) if late else "")

    def cells(row: Row) -> Sequence[Words]:
        forecast = facts.field(row, "finish_current")
        return [
            marked(forecast, "◆ ") if _overdue(facts, row) else forecast, row.project, facts.field(row, "name"),
            facts.field(row, "owner"), facts.field(row, "finish_baseline"), facts.field(row, "slip_wd"),
        ]  # fmt: skip

    return [
        Slide(title, [facts.table(columns, rows, cells, title, facts.page("milestones"), lines=2), silent]),
        *trend,
    ]


def _overdue(facts: Facts, row: Row) -> bool:
    """Whether its baseline has passed; who reached it is in no such list."""
    baseline = row.get("finish_baseline")
    return baseline is not None and baseline <= facts.status_date


def _trend(facts: Facts) -> Chart | None:
    """A line for each of the milestones that moved most, to meet that of the reports; None before the second report."""
    blocks = (part for page in facts.master.catalogue.pages for part in page.parts())
    block = next(part for part in blocks if isinstance(part, MilestoneTrend))
    found = [each for each in moving(facts.master, block) if each.project in facts.records]
    reports = sorted({report for each in found for report, _, _ in each.points})
    if len(reports) < 2:
        return None
    series = [
        Series(clean(each.label)[:60], [_serial({report: day for report, day, _ in each.points}.get(day)) for day in reports], colour)
        for each, colour in zip(found, COLOURS, strict=False)
    ]  # fmt: skip
    diagonal = Series(facts.say(REPORTED), [_serial(day) for day in reports], QUIET, dashed=True)
    days = [what for each in (*series, diagonal) for what in each.values if what is not None]
    categories = [say(day, facts.language) for day in reports]
    form = DATES.get(facts.language, "yyyy-mm-dd")
    return Chart(
        "line",
        facts.say(FORECASTS),
        facts.say(TREND_ALT),
        categories,
        [*series, diagonal],
        form,
        min(days) - 15,
        max(days) + 15,
    )


def _serial(day: dt.date | None) -> float | None:
    return None if day is None else float((day - DAY_0).days)


NAME = t("Milestones: 90 days", "Jalons à 90 jours")
TITLE = (
    t("{n} milestone in the next 90 days or overdue", "{n} jalon en retard ou à moins de 90 jours"),
    t("{n} milestones in the next 90 days or overdue", "{n} jalons en retard ou à moins de 90 jours"),
)
LATE = (
    t(", {n} past its baseline", ", dont {n} au-delà de sa référence"),
    t(", {n} past their baseline", ", dont {n} au-delà de leur référence"),
)
NOTHING = t(
    "No milestone is overdue or falls due in the next 90 days.",
    "Aucun jalon n’est en retard ni prévu à moins de 90 jours.",
)
TREND = t("Milestone trend", "Tendance des jalons")
TREND_ALT = t(
    "Forecast dates of the milestones that moved most, at each report; a milestone is reached where its line meets the dashed one.",
    "Dates prévues des jalons qui ont le plus bougé, à chaque rapport ; un jalon est atteint là où sa ligne rejoint celle en tirets.",
)
FORECASTS = t("Forecast at each report", "Prévision à chaque rapport")
REPORTED = t("Day of the report (reached)", "Date du rapport (atteint)")
TOO_FEW = t(
    "The trend is drawn from the second report on.", "La tendance se trace à partir du deuxième rapport."
)

MILESTONES = SlideDefinition("milestones", NAME, _milestones)
