"""What the figures of the deck mean, and where each turns amber and red."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import AMBER, RED, Kpi, judged_by
from pmo_xl.deck.content.blocks import Column, Sentences, Slide, Table
from pmo_xl.deck.content.facts import Facts
from pmo_xl.deck.content.shown import UNKNOWN, of_unit

A_SLIDE = 11
"""Definitions on one slide."""
KEY = "definitions"


def definitions(facts: Facts, slides: Sequence[Slide]) -> Sequence[Slide]:
    """A row for each KPI that these slides show, in the order of the catalogue, and for those that lights look at."""
    kpis = facts.master.catalogue.kpis
    shown = {figure.key for slide in slides for figure in slide.all_figures()}
    used = {key for key in shown if key in kpis}
    used |= {each for key in used for each in judged_by(key, kpis)}
    columns = [
        Column(facts.say(t("Figure", "Indicateur")), 2.6), Column(facts.say(t("Key", "Clé")), 2.0),
        Column(facts.say(t("What it means", "Signification")), 6.0),
        Column(facts.say(t("● limit", "● seuil")), 1.0, right=True), Column(facts.say(t("▲ limit", "▲ seuil")), 1.0, right=True),
    ]  # fmt: skip
    rows = [
        [facts.say(kpi.label), kpi.key, facts.say(kpi.meaning), *(_limit(facts, kpi, level) for level in (AMBER, RED))]
        for kpi in kpis.values()
        if kpi.key in used
    ]  # fmt: skip
    parts = [rows[at : at + A_SLIDE] for at in range(0, len(rows), A_SLIDE)]
    title = facts.say(NAME)
    titles = [f"{title} ({n}/{len(parts)})" if len(parts) > 1 else title for n in range(1, len(parts) + 1)]
    made = [
        Slide(words, [Table(columns, part, words, lines=3)])
        for words, part in zip(titles, parts, strict=True)
    ]
    if made:
        last = made[-1]
        made[-1] = Slide(last.title, [*last.blocks, Sentences([facts.say(BEYOND)], quiet=True)])
    return made


def _limit(facts: Facts, kpi: Kpi, level: int) -> str:
    """Where a colour begins; of a band the limits of both sides."""
    if kpi.threshold is None:
        return UNKNOWN
    limits = sorted(
        float(facts.master.params[side.limit_name(kpi.key, level)]) for side in kpi.threshold.sides
    )
    return " – ".join(of_unit(facts.master, kpi.unit, limit) for limit in limits)


NAME = t("Definitions and thresholds", "Définitions et seuils")
BEYOND = t(
    "● within the first limit, ▲ within the second, ◆ beyond. Amounts in the reporting currency, at the budget rate. The notes of each slide name the cell of the master behind each figure.",
    "● jusqu’au premier seuil, ▲ jusqu’au second, ◆ au-delà. Montants en devise de consolidation, au cours budget. Les commentaires de chaque planche indiquent la cellule du classeur consolidé d’où vient chaque chiffre.",
)
