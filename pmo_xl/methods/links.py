"""Predecessors as people type them: ``12FS+3d``, ``12FD+3j``, ``4DD``, ``7FF-2j``, ``3;5;8DD+1s``.

``link ::= id [type] [(+|-) number [unit]]``, links apart by a semicolon or a comma. Types in English or
French, finish-to-start when unsaid. A lag is in working days unless a unit follows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class LinkType(Enum):
    """Which end of the predecessor holds back which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


TYPES = {
    **{kind.value: kind for kind in LinkType},
    "FD": LinkType.FS,
    "DD": LinkType.SS,
    "DF": LinkType.SF,
}
"""French: F for *fin*, D for *début*; FF reads the same."""

HOURS_A_DAY, DAYS_A_WEEK, DAYS_A_MONTH = 8, 5, 20
MINUTES_A_DAY = 60 * HOURS_A_DAY
"""What a lag in hours, weeks or months is worth in working days, as project software has it by default."""

_WORKING = {
    "": 1.0, "d": 1.0, "dy": 1.0, "dys": 1.0, "wd": 1.0, "day": 1.0, "days": 1.0, "j": 1.0, "jo": 1.0, "jr": 1.0, "jrs": 1.0, "jour": 1.0, "jours": 1.0,
    "w": DAYS_A_WEEK, "wk": DAYS_A_WEEK, "wks": DAYS_A_WEEK, "week": DAYS_A_WEEK, "weeks": DAYS_A_WEEK,
    "s": DAYS_A_WEEK, "sem": DAYS_A_WEEK, "sems": DAYS_A_WEEK, "semaine": DAYS_A_WEEK, "semaines": DAYS_A_WEEK,
    "h": 1 / HOURS_A_DAY, "hr": 1 / HOURS_A_DAY, "hrs": 1 / HOURS_A_DAY, "hour": 1 / HOURS_A_DAY, "hours": 1 / HOURS_A_DAY,
    "heure": 1 / HOURS_A_DAY, "heures": 1 / HOURS_A_DAY,
    "min": 1 / MINUTES_A_DAY, "mins": 1 / MINUTES_A_DAY, "minute": 1 / MINUTES_A_DAY, "minutes": 1 / MINUTES_A_DAY,
    "m": DAYS_A_MONTH, "mo": DAYS_A_MONTH, "mon": DAYS_A_MONTH, "mons": DAYS_A_MONTH, "mos": DAYS_A_MONTH, "month": DAYS_A_MONTH, "months": DAYS_A_MONTH, "mois": DAYS_A_MONTH,
}  # fmt: skip
_ELAPSED = {
    DAYS_A_WEEK: 7.0,
    DAYS_A_MONTH: 30.0,
    1 / HOURS_A_DAY: 1 / 24,
    1 / MINUTES_A_DAY: 1 / 1440,
    1.0: 1.0,
}
"""Working days of a unit → calendar days of the same unit when it elapses: ``e`` or ``é`` before or behind it, or in a word."""

_LINK = re.compile(
    r"(?P<id>.+?)\s*(?P<type>FS|SS|FF|SF|FD|DD|DF)?"
    r"\s*(?:(?P<lag>[+−-]\s*\d+(?:[.,]\d+)?)\s*(?P<unit>%|[a-zé]*)(?:\s+(?P<word>elapsed|[eé]coul[eé]e?s?))?\s*\??)?",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?P<lag>[+−-]\s*\d+),(?P<part>\d+)")
"""A comma that may be decimal in a lag, or part it from the next ID."""


@dataclass(frozen=True, slots=True)
class Link:
    """One predecessor of one task.

    ``lag`` is in working days, negative for a lead; ``elapsed``: in calendar days; ``share``: a share of
    the predecessor's duration. ``words`` is how it was typed.
    """

    before: str
    type: LinkType = LinkType.FS
    lag: float = 0.0
    elapsed: bool = False
    share: bool = False
    words: str = ""


class Unreadable(ValueError):
    """A predecessor that cannot be understood, or that could mean two things; the text is what was typed."""


def parse_links(words: str | None, known: Collection[str] = ()) -> list[Link]:
    """The links in a cell; blank gives none.

    ``known`` are the IDs of the plan: they settle where an ID ends, ``T-1`` being a task or a lead of one day.
    Raises Unreadable for a text that is no link, and for a comma that could be decimal or part two links.
    """
    if not words or not words.strip():
        return []
    if ";" not in words and _DECIMAL.search(words):
        words = _with_point(words, known)
    parts = re.split(r";" if ";" in words else r"[,\n]", words)
    return [
        Link(part, words=part) if part in known else _link(part) for part in map(str.strip, parts) if part
    ]


def readable_links(words: str, known: Collection[str] = ()) -> tuple[list[Link], list[str]]:
    """The links of a cell that can be understood, and the texts of those that cannot: one does not take the others along."""
    by_semicolon = ";" in words
    try:
        return parse_links(words, known), []
    except Unreadable:
        if not by_semicolon and _DECIMAL.search(words):
            # Where one link ends and the next begins is just what nobody knows.
            return [], [words]
    links: list[Link] = []
    unclear: list[str] = []
    for part in re.split(r";" if by_semicolon else r"[,\n]", words):
        try:
            links += parse_links(part, known)
        except Unreadable:
            unclear.append(part.strip())
    return links, unclear


def _with_point(words: str, known: Collection[str]) -> str:
    """The cell with a point for each comma that can only be decimal: what follows it is no link.

    In ``3FD + 1,5 jours`` nothing is called “5 jours”, so it is a day and a half; in ``3FD+1,5`` the five may be a task.
    """
    for met in _DECIMAL.finditer(words):
        follower = _LINK.fullmatch(words[met.start("part") :].partition(",")[0].strip())
        may_be_task = follower is None or (
            follower["id"] in known if known else not re.fullmatch(r"\d+\s.*", follower["id"])
        )
        if may_be_task:
            raise Unreadable(words)
    return _DECIMAL.sub(r"\g<lag>.\g<part>", words)


@lru_cache(maxsize=10_000)
def _link(words: str) -> Link:
    found = _LINK.fullmatch(words)
    if found is None:
        raise Unreadable(words)
    unit = (found["unit"] or "").lower()
    kind = TYPES[(found["type"] or "FS").upper()]
    lag = float(found["lag"].replace(" ", "").replace(",", ".").replace("−", "-")) if found["lag"] else 0.0
    if unit == "%":
        return Link(found["id"], kind, lag / 100, share=True, words=words)
    elapsed, plain = found["word"] is not None, unit
    if unit not in _WORKING:
        # Project software writes ed in English and jé in French.
        elapsed, plain = (
            True,
            unit[1:] if unit[:1] in ("e", "é") else unit[:-1] if unit[-1:] in ("e", "é") else "",
        )
    days_per_unit = _WORKING.get(plain) if plain or not unit else None
    if days_per_unit is None:
        raise Unreadable(words)
    return Link(
        found["id"], kind, lag * (_ELAPSED[days_per_unit] if elapsed else days_per_unit), elapsed, words=words
    )


class FaultKind(Enum):
    """What can be wrong with a link of a plan."""

    UNKNOWN = "unknown"
    ITSELF = "itself"
    TWICE = "twice"
    SUMMARY = "summary"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class LinkFault:
    """A link that is wrong: the row it was typed in, and how it reads there."""

    kind: FaultKind
    at: int
    words: str


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A link between two rows of a plan, by their positions."""

    before: int
    after: int
    link: Link


def links_of_plan(
    ids: Sequence[str | None], cells: Sequence[str | None], summaries: Collection[int] = ()
) -> tuple[list[PlanLink], list[LinkFault]]:
    """The links of a plan and what is wrong with them, from its IDs and its predecessor cells, row by row.

    IDs are compared without case. A link to an unknown task, to itself, unreadable or typed twice is left
    out; one with a summary row (``summaries``: positions) is kept out too, since a summary has no logic.
    """
    named = [(at, name.strip()) for at, name in enumerate(ids) if name and name.strip()]
    places = {name.casefold(): at for at, name in reversed(named)}
    known = {name for _, name in named}
    links: list[PlanLink] = []
    faults: list[LinkFault] = []
    for at, words in enumerate(cells):
        if not words:
            continue
        found, unclear = readable_links(words, known)
        faults += [LinkFault(FaultKind.UNREADABLE, at, text) for text in unclear]
        seen: set[tuple[int, LinkType]] = set()
        for link in found:
            before = places.get(link.before.casefold())
            kind = (
                FaultKind.UNKNOWN if before is None
                else FaultKind.ITSELF if before == at
                else FaultKind.TWICE if (before, link.type) in seen
                else FaultKind.SUMMARY if before in summaries or at in summaries
                else None
            )  # fmt: skip
            if kind is not None:
                faults.append(LinkFault(kind, at, link.words))
            if before is not None and kind is None:
                seen.add((before, link.type))
                links.append(PlanLink(before, at, link))
    return links, faults
