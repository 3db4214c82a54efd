"""Which column of a foreign sheet is which field of a template: by its name, by its values, one to one.

A confidence is a number from 0 to 1 with its reasons. At ``SURE_ENOUGH`` and above a column maps by itself;
below, a person decides. Two columns that could both be a field, or two fields that could both be meant by a
column, are never sure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from pmo_xl.adopt import synonyms
from pmo_xl.adopt.values import (
    distinct,
    is_number,
    number_in,
    order_of_dates,
    translation,
)
from pmo_xl.catalog.templates import SHEETS
from pmo_xl.core.column import Column, Kind
from pmo_xl.core.model import Sheet
from pmo_xl.core.raw import Cell
from pmo_xl.core.text import Text, fold, t

SURE_ENOUGH = 0.8
"""From here on a column maps by itself."""

LABEL, SYNONYM, REORDERED, SHORTENED, POSSIBLE = 1.0, 0.94, 0.9, 0.86, 0.72
DECIDED = 0.84
"""What a possible name is worth once its values, or the other columns, rule out every other field."""
MARGIN = 0.05
"""How far the best must lie above the next."""
UNSURE = 0.74
"""What is left of a confidence where there is a rival."""
NOTHING = ""
"""The key of a name that resembles a field and is none."""

_NOUNS: Mapping[str, frozenset[str]] = {
    "plan": frozenset(("task", "tache", "activity", "activite")),
    "risks": frozenset(("risk", "risque")),
    "budget": frozenset(("line", "ligne", "project", "projet")),
    "budget_months": frozenset(("month", "mois")),
}
_SMALL = frozenset(
    ("of", "the", "a", "an", "to", "in", "by", "for", "per", "and", "d", "l", "de", "du", "des", "la", "le", "les", "au", "aux", "et", "en", "un", "une")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A field that a column may be, how sure that is, and why."""

    key: str
    confidence: float
    reasons: tuple[Text, ...]


def plain(words: str) -> str:
    """A header without case, accents, punctuation, what stands in brackets, and units."""
    folded = fold(words.replace("\u2116", "n°").replace("º", "°"))
    outside = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", folded)
    if not re.search(r"\w|[#%]", outside):
        outside = folded
    outside = re.sub(r"(?<!\w)(k|m|kilo)?(€|£|\$|eur|usd|gbp|euros?)(?!\w)", " ", outside)
    return re.sub(
        r"\s*/\s*", "/", " ".join(re.sub(r"[^\w%#°/]+", " ", outside.replace("_", " ")).split())
    ).strip("/")


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(word for word in name.replace("/", " ").split() if word not in _SMALL)


def names_of(table: type[Sheet]) -> Mapping[str, Mapping[str, float]]:
    """Every name that is known for the fields of a table: name → field key → how sure it is."""
    return _names_of(table.key)


@cache
def _names_of(table_key: str) -> Mapping[str, Mapping[str, float]]:
    table = SHEETS[table_key]
    known: dict[str, dict[str, float]] = {}

    def add(name: str, key: str, strength: float) -> None:
        keys = known.setdefault(plain(name), {})
        keys[key] = max(keys.get(key, 0), strength)

    for column in table.columns.values():
        for words in column.label.in_all():
            add(words, column.key, LABEL)
        if "_" in column.key:
            add(column.key, column.key, SYNONYM)
    for source, strength in ((synonyms.SURE, SYNONYM), (synonyms.PERHAPS, POSSIBLE)):
        for key, names in source.get(table.key, {}).items():
            for name in names.split(" | "):
                add(name, key, strength)
    strangers = [synonyms.NOT_OURS.get(table.key, "")]
    if table.layout == "table":
        strangers += [synonyms.SURE["project"][key] for key in ("project_id", "project_name")]
    for name in " | ".join(strangers).split(" | "):
        if name and plain(name) not in known:
            add(name, NOTHING, LABEL)
    known.pop("", None)
    return known


def by_name(header: str, table: type[Sheet]) -> Mapping[str, Match]:
    """The fields that a header may mean by its words alone."""
    return _by_name(header, table.key)


@cache
def _by_name(header: str, table_key: str) -> Mapping[str, Match]:
    table = SHEETS[table_key]
    known = names_of(table)
    name = plain(header)
    if not name:
        return {}
    exact = exactly(header, table)
    if exact:
        return exact
    found: dict[str, Match] = {}

    def offer(key: str, confidence: float, reason: Text) -> None:
        if key not in found or found[key].confidence < confidence:
            found[key] = Match(key, confidence, (reason,))

    tokens = _tokens(name)
    digits = re.findall(r"\d+", name)
    for other, keys in known.items():
        others = _tokens(other)
        if not tokens or not others or re.findall(r"\d+", other) != digits:
            continue
        near = 0.0
        reason = SAME_WORDS
        if sorted(tokens) == sorted(others):
            near = REORDERED
        elif _shortened(name, tokens, others):
            # “Report” begins “reported by”, and is a word of its own.
            near = SHORTENED if "." in header or len(tokens) > 1 else POSSIBLE
            reason = SHORT_FORM
        elif len(other) >= 6 and len(tokens) == len(others):
            ratio = fuzz.ratio(" ".join(sorted(tokens)), " ".join(sorted(others))) / 100
            alike = all(fuzz.ratio(a, b) >= 70 for a, b in zip(sorted(tokens), sorted(others), strict=True))
            if ratio >= 0.88 and alike:
                near, reason = 0.92 * ratio, SPELT_ALIKE
        for key, strength in keys.items():
            if near:
                offer(key, min(near, strength), reason)
            elif len(other) >= 4 and set(others) < set(tokens):
                offer(key, (0.4 + 0.2 * len(others) / len(tokens)) * strength, HOLDS_NAME)
    return found


def exactly(header: str, table: type[Sheet]) -> Mapping[str, Match]:
    """The fields that are called just that, or that without the noun of the table: “risk severity”."""
    return _exactly(header, table.key)


@cache
def _exactly(header: str, table_key: str) -> Mapping[str, Match]:
    table = SHEETS[table_key]
    known = names_of(table)
    name = plain(header)
    if name in known:
        return {key: Match(key, s, (_named(s),)) for key, s in known[name].items()}
    bare = " ".join(word for word in name.split() if word not in _NOUNS.get(table.key, frozenset()) | _SMALL)
    if bare in known and len(bare) >= 4:
        return {key: Match(key, 0.95 * s, (_named(s),)) for key, s in known[bare].items()}
    return {}


def meaningless_prefix(headers: Sequence[str], table: type[Sheet]) -> str:
    """A first word that half of the headers share and no name of a field holds: it tells nothing."""
    firsts = Counter(words[0] for header in headers if len(words := plain(header).split()) > 1)
    for word, times in sorted(firsts.items()):
        if (
            times >= 3
            and times * 2 >= len(headers)
            and not word.isdigit()
            and word not in _known_words(table.key)
        ):
            return word
    return ""


@cache
def _known_words(table_key: str) -> frozenset[str]:
    return frozenset(word for name in _names_of(table_key) for word in name.replace("/", " ").split())


def _named(strength: float) -> Text:
    return {LABEL: IS_LABEL, SYNONYM: IS_SYNONYM}.get(strength, MAY_MEAN)


def _shortened(name: str, tokens: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each word of a header begins the word of the name that stands there: “prob. résid.”."""
    if len(tokens) != len(others) or tokens == others:
        return False
    return (
        all(
            short == long or (len(short) >= 3 and long.startswith(short) and len(long) - len(short) >= 2)
            for short, long in zip(tokens, others, strict=True)
        )
        and len(name) >= 4
    )


def measured(found: Mapping[str, Match], header: str, table: type[Sheet]) -> dict[str, Match]:
    """What is left of a header’s meanings once its unit is looked at: “Impact (days)” is no rating."""
    said = " ".join(inside.strip("()[] ") for inside in re.findall(r"\([^)]*\)|\[[^\]]*\]", fold(header)))
    fits: Callable[[Column], bool] | None = next((test for unit, test in _UNITS if unit.search(said)), None)
    if not said or fits is None:
        return dict(found)
    return {
        key: match
        if key == NOTHING or fits(table.columns[key])
        else Match(key, match.confidence * 0.5, (*match.reasons, OTHER_UNIT))
        for key, match in found.items()
    }


_UNITS: tuple[tuple[re.Pattern[str], Callable[[Column], bool]], ...] = (
    (re.compile(r"€|£|\$|\beuros?\b|\b[km]?(eur|usd|gbp)\b"), lambda column: column.kind is Kind.AMOUNT),
    (re.compile(r"%|\bpercent|\bpour ?cent"), lambda column: column.kind is Kind.PERCENT),
    (
        re.compile(r"\b(days?|jours?|j|d|wd|pd|jh|j\.?h|md|person-days|ouvres)$"),
        lambda column: column.unit.endswith("days"),
    ),
    (
        re.compile(r"\b(hours?|hrs?|h|heures?|weeks?|wks?|semaines?|sem|months?|mois|years?|ans?|annees?)$"),
        lambda _: False,
    ),
)


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


# one to one ------------------------------------------------------------------------------------------


def assign(candidates: Mapping[int, Mapping[str, Match]], table: type[Sheet]) -> dict[int, Match]:
    """Column → field, one to one, the sum of confidences as large as it can be; rivals make it unsure.

    Of fields that are equally likely the one that stands first in the template is taken.
    """
    places = sorted(candidates)
    keys = [key for key in table.columns if any(key in found for found in candidates.values())]
    worth = [
        [candidates[p][k].confidence - n * 1e-6 if k in candidates[p] else 0.0 for n, k in enumerate(keys)]
        # A name that is known to mean nothing of ours takes its column out of the game.
        + [candidates[p][NOTHING].confidence if q == p and NOTHING in candidates[p] else 0.0 for q in places]
        for p in places
    ]
    chosen: dict[int, Match] = {}
    for row, column in enumerate(_largest(worth)):
        if column < len(keys) and worth[row][column] > 0:
            chosen[places[row]] = candidates[places[row]][keys[column]]
    return {place: _against_rivals(place, match, candidates, chosen) for place, match in chosen.items()}


def _against_rivals(
    place: int, match: Match, candidates: Mapping[int, Mapping[str, Match]], chosen: Mapping[int, Match]
) -> Match:
    sure = {m.key: m.confidence for p, m in chosen.items() if p != place}
    alike = [
        m for m in candidates[place].values() if m.key not in (match.key, NOTHING) and m.confidence > 0.6
    ]
    if (
        POSSIBLE <= match.confidence < SURE_ENOUGH
        and alike
        and all(sure.get(m.key, 0) > SURE_ENOUGH for m in alike)
    ):
        return Match(match.key, DECIDED, (*match.reasons, OTHERS_TAKEN))
    for other in candidates[place].values():
        taken = sure.get(other.key, 0.0)
        if other.key not in (match.key, NOTHING) and other.confidence > match.confidence - MARGIN:
            if taken > other.confidence:
                continue
            return Match(match.key, min(match.confidence, UNSURE), (*match.reasons, OTHER_FIELD))
    for where, found in candidates.items():
        rival = found.get(match.key)
        if where == place or rival is None:
            continue
        if rival.confidence > match.confidence - MARGIN or rival.confidence >= SYNONYM:
            own = chosen.get(where)
            if own is not None and own.confidence > rival.confidence:
                continue
            return Match(match.key, min(match.confidence, UNSURE), (*match.reasons, OTHER_COLUMN))
    return match


def _largest(worth: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row, no column twice, whose worths add up to the most (Hungarian method).

    There are at least as many columns as rows.
    """
    rows, columns = len(worth), len(worth[0]) if worth else 0
    up, vp = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0] = row
        at = 0
        least = [float("inf")] * (columns + 1)
        used = [False] * (columns + 1)
        while True:
            used[at] = True
            delta, then = float("inf"), 0
            for c in range(1, columns + 1):
                if used[c]:
                    continue
                cost = -worth[owner[at] - 1][c - 1] - up[owner[at]] - vp[c]
                if cost < least[c] - 1e-12:
                    least[c], way[c] = cost, at
                if least[c] < delta - 1e-12:
                    delta, then = least[c], c
            for c in range(columns + 1):
                if used[c]:
                    up[owner[c]] += delta
                    vp[c] -= delta
                else:
                    least[c] -= delta
            at = then
            if owner[at] == 0:
                break
        while at:
            owner[at] = owner[way[at]]
            at = way[at]
    result = [0] * rows
    for c in range(1, columns + 1):
        if owner[c]:
            result[owner[c] - 1] = c - 1
    return result


IS_LABEL = t("the label of the template", "l’intitulé du modèle")
IS_SYNONYM = t("another name for it", "un synonyme")
MAY_MEAN = t("may mean it", "peut le désigner")
SAME_WORDS = t("the same words in another order", "les mêmes mots dans un autre ordre")
SHORT_FORM = t("a short form of its name", "une forme abrégée de son nom")
SPELT_ALIKE = t("spelt almost like it", "orthographe très proche")
HOLDS_NAME = t("holds its name", "contient son nom")
NO_VALUES = t("no value yet", "aucune valeur")
ARE_DATES = t("values are dates", "valeurs : des dates")
NO_DATES = t("values are no dates", "valeurs : pas des dates")
ARE_DATES_BUT = t("but values are dates", "mais les valeurs sont des dates")
IN_LIST = t("values are in its list", "valeurs de sa liste")
NO_LIST = t("values are not of a list", "valeurs hors liste")
OTHER_LIST = t("values are of another list", "valeurs d’une autre liste")
ALL_DIFFER = t("every value is different", "valeurs toutes différentes")
NOT_UNIQUE = t("values repeat or are long", "valeurs répétées ou longues")
ARE_NUMBERS = t("values are numbers", "valeurs : des nombres")
ARE_NUMBERS_BUT = t("but values are numbers", "mais les valeurs sont des nombres")
NO_NUMBERS = t("values are no numbers", "valeurs : pas des nombres")
ARE_SHARES = t("values are percentages", "valeurs : des pourcentages")
WITHIN_SCALE = t("values lie on the scale 1 to 5", "valeurs sur l’échelle 1 à 5")
ON_SCALE = t("values are words of a scale", "valeurs : mots d’une échelle")
BEYOND = t("values lie beyond its limits", "valeurs hors limites")
TOO_LONG = t("values are too long for a name", "valeurs trop longues pour un nom")
RULED_OUT = t("which rules out the rest", "ce qui exclut le reste")
OTHERS_TAKEN = t(
    "the other fields it may mean have their own column",
    "les autres champs possibles ont leur propre colonne",
)
OTHER_UNIT = t("but its unit is another", "mais l’unité est autre")
OTHER_FIELD = t("could be another field", "pourrait être un autre champ")
OTHER_COLUMN = t("another column could be it", "une autre colonne pourrait l’être")
