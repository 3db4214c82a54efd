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
"""What a lag in hours, weeks or months is worth in working days, as project software has it by default."""

_WORKING = {
    "": 1.0, "d": 1.0, "wd": 1.0, "day": 1.0, "days": 1.0, "j": 1.0, "jo": 1.0, "jour": 1.0, "jours": 1.0,
    "w": DAYS_A_WEEK, "wk": DAYS_A_WEEK, "week": DAYS_A_WEEK, "weeks": DAYS_A_WEEK,
    "s": DAYS_A_WEEK, "sem": DAYS_A_WEEK, "semaine": DAYS_A_WEEK, "semaines": DAYS_A_WEEK,
    "h": 1 / HOURS_A_DAY, "hr": 1 / HOURS_A_DAY, "hour": 1 / HOURS_A_DAY, "hours": 1 / HOURS_A_DAY,
    "heure": 1 / HOURS_A_DAY, "heures": 1 / HOURS_A_DAY,
    "m": DAYS_A_MONTH, "mo": DAYS_A_MONTH, "month": DAYS_A_MONTH, "months": DAYS_A_MONTH, "mois": DAYS_A_MONTH,
}  # fmt: skip
_ELAPSED = {DAYS_A_WEEK: 7.0, DAYS_A_MONTH: 30.0, 1 / HOURS_A_DAY: 1 / 24, 1.0: 1.0}
"""Working days of a unit → calendar days of the same unit when it elapses (``e`` or ``é`` before it)."""

_LINK = re.compile(
    r"(?P<id>.+?)\s*(?P<type>FS|SS|FF|SF|FD|DD|DF)?"
    r"\s*(?:(?P<lag>[+−-]\s*\d+(?:[.,]\d+)?)\s*(?P<unit>%|[eé]?[a-z]*))?",
    re.IGNORECASE,
)
_AMBIGUOUS = re.compile(r"[+−-]\s*\d+,\d")


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
    by_semicolon = ";" in words
    if not by_semicolon and _AMBIGUOUS.search(words):
        raise Unreadable(words)
    parts = re.split(r";" if by_semicolon else r"[,\n]", words)
    return [
        Link(part, words=part) if part in known else _link(part) for part in map(str.strip, parts) if part
    ]


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
    elapsed = unit not in _WORKING and unit[:1] in ("e", "é")
    worth = _WORKING.get(unit[1:] if elapsed else unit)
    if worth is None:
        raise Unreadable(words)
    return Link(found["id"], kind, lag * (_ELAPSED[worth] if elapsed else worth), elapsed, words=words)


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
        try:
            found = parse_links(words, known)
        except Unreadable as text:
            faults.append(LinkFault(FaultKind.UNREADABLE, at, str(text)))
            continue
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
