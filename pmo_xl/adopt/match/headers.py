"""Which fields of a template a foreign header may mean, by its words.

A confidence is a number from 0 to 1 with its reasons. At ``SURE_ENOUGH`` and above a column maps by itself;
below, a person decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, ParamSpec, TypeVar, cast

from rapidfuzz import fuzz

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import Sheet

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

_SMALL = frozenset(
    ("of", "the", "a", "an", "to", "in", "by", "for", "per", "and", "d", "l", "de", "du", "des", "la", "le", "les", "au", "aux", "et", "en", "un", "une")
)  # fmt: skip


MOST_WORDS = 1 << 16
"""Headers whose bare words are kept: each is asked for every table that it may belong to."""
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def _cached(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """``functools.cache``, to whose types a class is nothing that can be hashed."""
    return cast(Callable[_Arguments, _Result], cache(function))


@dataclass(frozen=True, slots=True)
class Match:
    """A field that a column may be, how sure that is, and why."""

    key: str
    confidence: float
    reasons: tuple[Text, ...]


@lru_cache(MOST_WORDS)
def plain(words: str) -> str:
    """A header without case, accents, punctuation, what stands in brackets, and units."""
    folded = fold(words.replace("\u2116", "n°").replace("º", "°"))
    outside = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", folded)
    if not re.search(r"\w|[#%]", outside):
        outside = folded
    outside = re.sub(r"(?<!\w)(k|m|kilo)?(€|£|\$|eur|usd|gbp|euros?)(?!\w)", " ", outside)
    words = " ".join(re.sub(r"[^\w%#°/]+", " ", outside.replace("_", " ")).split())
    # The ends of its scale are no part of a name: “Impact 1-5”.
    words = re.sub(r"(?<=\w) 1 (?:to |a )?5$", "", words)
    return re.sub(r"\s*/\s*", "/", words).strip("/")


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(word for word in name.replace("/", " ").split() if word not in _SMALL)


@_cached
def names_of(table: type[Sheet]) -> Mapping[str, Mapping[str, float]]:
    """Every name that is known for the fields of a table: name → field key → how sure it is."""
    known: dict[str, dict[str, float]] = {}

    def add(name: str, key: str, strength: float) -> None:
        keys = known.setdefault(plain(name), {})
        keys[key] = max(keys.get(key, 0), strength)

    for column in table.columns.values():
        for words in column.label.in_all():
            add(words, column.key, LABEL)
        if "_" in column.key:
            add(column.key, column.key, SYNONYM)
        for name in filter(None, column.also.split(" | ")):
            add(name, column.key, SYNONYM)
    known_as = table.vocabulary
    for source, strength in ((known_as.sure, SYNONYM), (known_as.perhaps, POSSIBLE)):
        for key, names in source.items():
            for name in names.split(" | "):
                add(name, key, strength)
    strangers = [known_as.not_ours]
    if table.layout == "table":
        strangers += [Project.vocabulary.sure[key] for key in ("project_id", "project_name")]
    for name in " | ".join(strangers).split(" | "):
        if name and plain(name) not in known:
            add(name, NOTHING, LABEL)
    known.pop("", None)
    return known


@_cached
def by_name(header: str, table: type[Sheet]) -> Mapping[str, Match]:
    """The fields that a header may mean by its words alone."""
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
    if not tokens:
        return {}
    words, ordered, digits = frozenset(tokens), sorted(tokens), re.findall(r"\d+", name)
    for other in _names_in_words(table):
        same_length = len(tokens) == len(other.words)
        holds = len(other.name) >= 4 and other.distinct < words
        if not (same_length or holds) or other.digits != digits:
            continue
        near = 0.0
        reason = SAME_WORDS
        if same_length and ordered == other.ordered:
            near = REORDERED
        elif _shortened(name, tokens, other.words):
            # “Report” begins “reported by”, and is a word of its own.
            near = SHORTENED if "." in header or len(tokens) > 1 else POSSIBLE
            reason = SHORT_FORM
        elif same_length and len(other.name) >= 6:
            ratio = fuzz.ratio(" ".join(ordered), " ".join(other.ordered)) / 100
            if ratio >= 0.88 and all(
                fuzz.ratio(a, b) >= 70 for a, b in zip(ordered, other.ordered, strict=True)
            ):
                near, reason = 0.92 * ratio, SPELT_ALIKE
        for key, strength in known[other.name].items():
            if near:
                offer(key, min(near, strength), reason)
            elif holds:
                offer(key, (0.4 + 0.2 * len(other.words) / len(tokens)) * strength, HOLDS_NAME)
    return found


class _Name(NamedTuple):
    """A known name, its words as they stand, in order and each once, and its numbers."""

    name: str
    words: tuple[str, ...]
    ordered: list[str]
    distinct: frozenset[str]
    digits: list[str]


@_cached
def _names_in_words(table: type[Sheet]) -> Sequence[_Name]:
    return [
        _Name(name, words, sorted(words), frozenset(words), re.findall(r"\d+", name))
        for name in names_of(table)
        if (words := _tokens(name))
    ]


@_cached
def exactly(header: str, table: type[Sheet]) -> Mapping[str, Match]:
    """The fields that are called just that, or that without the noun of the table: “risk severity”."""
    known = names_of(table)
    name = plain(header)
    if name in known:
        return {key: Match(key, s, (_named(s),)) for key, s in known[name].items()}
    bare = " ".join(word for word in name.split() if word not in table.vocabulary.nouns | _SMALL)
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
            and word not in _known_words(table)
        ):
            return word
    return ""


@_cached
def _known_words(table: type[Sheet]) -> frozenset[str]:
    return frozenset(word for name in names_of(table) for word in name.replace("/", " ").split())


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
    fit = {key for key in found if key != NOTHING and fits(table.columns[key])}
    # A name that may mean several fields means the one whose unit stands behind it.
    decides = len(fit) == 1 and len(found) > 1

    def judged(key: str, match: Match) -> Match:
        if key in fit and decides and match.confidence >= POSSIBLE:
            return Match(key, max(match.confidence, DECIDED), (*match.reasons, ITS_UNIT))
        if key in fit or key == NOTHING:
            return match
        return Match(key, match.confidence * 0.5, (*match.reasons, OTHER_UNIT))

    return {key: judged(key, match) for key, match in found.items()}


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


IS_LABEL = t("the label of the template", "l’intitulé du modèle")
IS_SYNONYM = t("another name for it", "un synonyme")
MAY_MEAN = t("may mean it", "peut le désigner")
SAME_WORDS = t("the same words in another order", "les mêmes mots dans un autre ordre")
SHORT_FORM = t("a short form of its name", "une forme abrégée de son nom")
SPELT_ALIKE = t("spelt almost like it", "orthographe très proche")
HOLDS_NAME = t("holds its name", "contient son nom")
ITS_UNIT = t("its unit", "son unité")
OTHER_UNIT = t("but its unit is another", "mais l’unité est autre")
OTHER_FIELD = t("could be another field", "pourrait être un autre champ")
