"""From the initial budget to the estimate at completion, step by step, over the projects of which both ends are known."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.deck.content.blocks import Chart, Figure, Sentences, Series, Slide, SlideDefinition, Tile, Tiles
from pmo_xl.deck.content.facts import Facts
from pmo_xl.deck.content.shown import of_unit
from pmo_xl.excel.write.style import BLUE, GREEN, GREY, RED

STEPS = ("bac0", "changes", "transfers", "bac", "vac", "eac", "fx", "eac_current")
"""The figures of the bridge: totals and, between them, what leads from one to the next; the drift is VAC turned round."""
TOTALS = ("bac0", "bac", "eac", "eac_current")
LABELS = '[>=1000000]#,##0.0,,"M";[>=1]#,##0,"k";;'
TILES = ("bac", "eac", "vac", "vac_pct", "ac", "committed")


def _budget(facts: Facts) -> Sequence[Slide]:
    known = [
        each
        for each in facts.records
        if None not in (facts.value("bac", each), facts.value("eac_current", each))
    ]
    tiles = Tiles([Tile(facts.figure(key)) for key in TILES])
    silent = Sentences(facts.silent_words("budget"), quiet=True)
    if not known:
        return [Slide(facts.say(NAME), [tiles, Sentences([facts.say(NOTHING)]), silent])]
    figures = [facts.sum_of(key, known) for key in STEPS]
    sums = {key: math.fsum(facts.value(key, each) or 0.0 for each in known) for key in STEPS}
    amounts = {**sums, "vac": -sums["vac"]}
    drift = figures[STEPS.index("vac")]
    shown = of_unit(facts.master, Unit.AMOUNT, amounts["vac"], signed=True)
    figures[STEPS.index("vac")] = Figure(drift.key, facts.say(DRIFT), shown, drift.cells)
    of = len(facts.records)
    title = facts.say(NAME)
    chart_title = f"{facts.say(BRIDGE)} ({facts.master.settings.reporting_currency})" + (
        facts.say(SOME.fill(n=len(known), of=of)) if len(known) < of else ""
    )
    alt = f"{chart_title}. " + "; ".join(f"{each.label} {each.shown}" for each in figures)
    return [
        Slide(
            title,
            [tiles, _bridge(facts, [each.label for each in figures], amounts, chart_title, alt), silent],
            figures,
        )
    ]


def _bridge(facts: Facts, labels: Sequence[str], amounts: dict[str, float], title: str, alt: str) -> Chart:
    """Columns upon a base that is not seen: totals stand on the axis, each step on where the one before it ended."""
    base: list[float] = []
    level = 0.0
    for key in STEPS:
        if key in TOTALS:
            level = amounts[key]
            base.append(0.0)
        else:
            base.append(min(level, level + amounts[key]))
            level += amounts[key]
    steps = [amounts[key] for key in STEPS]
    total = [what if key in TOTALS else 0.0 for key, what in zip(STEPS, steps, strict=True)]
    rise = [max(what, 0.0) if key not in TOTALS else 0.0 for key, what in zip(STEPS, steps, strict=True)]
    fall = [max(-what, 0.0) if key not in TOTALS else 0.0 for key, what in zip(STEPS, steps, strict=True)]
    edges = [each for pair in (base, total) for each in pair if each] + [
        b + r + f for b, r, f in zip(base, rise, fall, strict=True) if b
    ]
    low, high = min(edges, default=0.0), max(edges, default=0.0)
    start = 0.0
    if low > 0 and high > low:
        size = 10.0 ** math.floor(math.log10(high - low))
        start = max(0.0, math.floor((low - (high - low) / 2) / size) * size)
    told = title + (facts.say(NOT_FROM_ZERO) if start > 0 else "")
    series = [
        Series(facts.say(BASE), base, GREY, hidden=True), Series(facts.say(TOTAL), total, BLUE, labelled=True),
        Series(facts.say(RISE), rise, RED, labelled=True), Series(facts.say(FALL), fall, GREEN, labelled=True),
    ]  # fmt: skip
    return Chart("column", told, alt, labels, series, LABELS, start or None)


NAME = t(
    "Budget: from the initial budget to the estimate at completion",
    "Budget : du budget initial à l’atterrissage",
)
BRIDGE = t("From initial budget to EAC", "Du budget initial à l’atterrissage")
SOME = t(" – {n} of {of} projects", " – {n} projets sur {of}")
DRIFT = t("Drift", "Dérive")
NOT_FROM_ZERO = t(" – the axis does not begin at 0", " – l’axe ne commence pas à 0")
NOTHING = t(
    "No project has a budget and a forecast.", "Aucun projet n’a à la fois un budget et un atterrissage."
)
BASE, TOTAL, RISE, FALL = t("Base", "Base"), t("Total", "Total"), t("Rise", "Hausse"), t("Fall", "Baisse")

BUDGET = SlideDefinition("budget", NAME, _budget)
