"""What the values under a foreign header say for a field or against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from pmo_xl.adopt.match.headers import DECIDED, MARGIN, NOTHING, OTHER_FIELD, POSSIBLE, UNSURE, Match
from pmo_xl.adopt.match.values import as_words, distinct, is_number, number_in, order_of_dates, translation
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.flow.raw import Cell


def judged(match: Match, table: type[Sheet], values: Sequence[Cell], rows: int, apart: bool = False) -> Match:
    """The match with what the values under the header say for it or against it.

    ``apart``: no value stands twice within one project, where the sheet holds several.
    """
    if match.key == NOTHING:
        return match
    column = table.columns[match.key]
    if not values:
        if not rows:
            return Match(match.key, match.confidence, (*match.reasons, NO_VALUES))
        return Match(match.key, match.confidence - 0.1, (*match.reasons, NO_VALUES))
    factor, reason = _evidence(column, match.key in table.identity, values, apart)
    reasons = (*match.reasons, reason) if reason is not None else match.reasons
    if factor > 0:
        return Match(match.key, min(max(match.confidence, 0.99), match.confidence + 0.05), reasons)
    if factor < 0:
        return Match(match.key, match.confidence * 0.5, reasons)
    if column.choices is not None and len(values) > 2 and not any(translation(column, v) for v in values):
        return Match(match.key, match.confidence - 0.08, (*reasons, OTHER_LIST))
    return Match(match.key, match.confidence, reasons)


def weighed(
    found: Mapping[str, Match], table: type[Sheet], values: Sequence[Cell], rows: int, apart: bool = False
) -> dict[str, Match]:
    """All that a header may mean, with what the values say; what is left when they rule out the rest is decided."""
    after = {key: judged(match, table, values, rows, apart) for key, match in found.items()}
    for key, match in after.items():
        before = found[key].confidence
        others = [k for k in found if k != key and found[k].confidence >= before - MARGIN]
        column = table.columns[key] if key != NOTHING else None
        if column is not None and column.choices is not None and values and others_named(found, key):
            known = sum(translation(column, value) is not None for value in values)
            if known < 0.5 * len(values):
                after[key] = Match(key, min(match.confidence, UNSURE), (*match.reasons, OTHER_FIELD))
                continue
        spoken_for = match.confidence > before
        if spoken_for and before <= POSSIBLE and others and all(after[k].confidence < 0.6 for k in others):
            after[key] = Match(
                key, max(match.confidence, DECIDED * before / POSSIBLE), (*match.reasons, RULED_OUT)
            )
    return after


def others_named(found: Mapping[str, Match], key: str) -> bool:
    """Whether a header may mean another field too."""
    return any(other not in (key, NOTHING) and match.confidence >= POSSIBLE for other, match in found.items())


def _evidence(
    column: Column, names_row: bool, values: Sequence[Cell], apart: bool
) -> tuple[int, Text | None]:
    """Whether the values speak for a field (1), against it (-1) or neither (0), and in what words."""
    n = len(values)
    dates = sum(isinstance(v, dt.date) for v in values) / n
    numbers = sum(is_number(v) for v in values) / n
    texts = [v for v in values if isinstance(v, str)]
    length = sum(map(len, texts)) / len(texts) if texts else 0.0
    match column.kind:
        case Kind.DATE | Kind.MONTH:
            if dates >= 0.8:
                return 1, ARE_DATES
            if len(texts) == n and order_of_dates(texts):
                return 1, ARE_DATES
            return (-1, NO_DATES) if dates < 0.3 else (0, None)
        case Kind.CHOICE | Kind.YES_NO:
            if dates > 0.2 or length > 40:
                return -1, NO_LIST
            known = sum(translation(column, v) is not None for v in values) / n
            if known >= 0.6:
                return 1, IN_LIST
            if numbers > 0.5 or (n > 8 and len(distinct(values)) > 0.6 * n):
                return -1, NO_LIST
            return 0, None
        case Kind.TEXT:
            return _text_evidence(column, names_row, values, apart, dates, numbers, length)
        case _:
            return _quantity_evidence(column, values, dates)


def _text_evidence(
    column: Column,
    names_row: bool,
    values: Sequence[Cell],
    apart: bool,
    dates: float,
    numbers: float,
    length: float,
) -> tuple[int, Text | None]:
    if dates > 0.3:
        return -1, ARE_DATES_BUT
    if all(as_words(value) in CROSSES for value in values):
        return -1, ARE_CROSSES
    if names_row:
        alone = apart or len(distinct(values)) == len(values)
        if not alone or length > 25:
            return -1, NOT_UNIQUE
        return 1, ALL_DIFFER
    if numbers > 0.6:
        codes = {"wbs", "predecessors", "gl_account", "cost_centre", "contract_no"}
        codes |= {key for key in (column.key,) if key.endswith(("_id", "_ids"))}
        return (0, None) if column.key in codes else (-1, ARE_NUMBERS_BUT)
    people = {"owner", "actionee", "author", "project_manager", "sponsor", "supplier"}
    if column.key in people and length > 45:
        return -1, TOO_LONG
    return 0, None


def _quantity_evidence(column: Column, values: Sequence[Cell], dates: float) -> tuple[int, Text | None]:
    if dates > 0.2:
        return -1, ARE_DATES_BUT
    found = [number for v in values if (number := number_in(v)) is not None]
    if len(found) < 0.6 * len(values):
        scaled = column.kind is Kind.INTEGER and column.high == 5
        if scaled and sum(translation(column, v) is not None for v in values) >= 0.6 * len(values):
            return 1, ON_SCALE
        return -1, NO_NUMBERS
    low, high = min(found), max(found)
    if column.kind is Kind.PERCENT:
        text = any(isinstance(v, str) and "%" in v for v in values)
        return (1, ARE_SHARES) if low >= 0 and (high <= 1 or text or high <= 100) else (-1, BEYOND)
    if column.kind is Kind.INTEGER:
        whole = all(number == int(number) for number in found)
        within = (column.low is None or low >= column.low) and (column.high is None or high <= column.high)
        return (1, WITHIN_SCALE if column.high == 5 else ARE_NUMBERS) if whole and within else (-1, BEYOND)
    if column.low is not None and low < column.low:
        return -1, BEYOND
    if column.kind is Kind.AMOUNT and any(isinstance(v, str) and "%" in v for v in values):
        return -1, BEYOND
    return 1, ARE_NUMBERS


CROSSES = frozenset(("x", "o", "v", "✓", "✔", "✗", "✘", "×", "●", "•", "■", "*", "☑", "☒"))
"""What a cell of a matrix is ticked with."""
ARE_CROSSES = t("but values are crosses of a matrix", "mais les valeurs sont les croix d’une matrice")
NO_VALUES = t("no value yet", "aucune valeur")
ARE_DATES = t("values are dates", "valeurs : des dates")
NO_DATES = t("values are no dates", "valeurs : pas des dates")
ARE_DATES_BUT = t("but values are dates", "mais les valeurs sont des dates")
IN_LIST = t("values are in its list", "valeurs de sa liste")
NO_LIST = t("values are not of a list", "valeurs hors liste")
OTHER_LIST = t("values are of another list", "valeurs d’une autre liste")
ALL_DIFFER = t("every value is different", "valeurs toutes différentes")
NOT_UNIQUE = t("values repeat or are long", "valeurs répétées ou longues")
ARE_NUMBERS = t("values are numbers", "valeurs : des nombres")
ARE_NUMBERS_BUT = t("but values are numbers", "mais les valeurs sont des nombres")
NO_NUMBERS = t("values are no numbers", "valeurs : pas des nombres")
ARE_SHARES = t("values are percentages", "valeurs : des pourcentages")
WITHIN_SCALE = t("values lie on the scale 1 to 5", "valeurs sur l’échelle 1 à 5")
ON_SCALE = t("values are words of a scale", "valeurs : mots d’une échelle")
BEYOND = t("values lie beyond its limits", "valeurs hors limites")
TOO_LONG = t("values are too long for a name", "valeurs trop longues pour un nom")
RULED_OUT = t("which rules out the rest", "ce qui exclut le reste")
