"""Findings that say the same of many lines, told once: how many, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.text import Text, t

MANY = 5
"""Findings of one rule in one column that are told one by one at most."""
MONEY = "BUD-"
"""How the codes of rules begin that find amounts, which can be added."""


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings of each file, in the order in which the files come first."""
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.place.file, []).append(finding)
    return files


def grouped(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """All findings, file by file, those that are alike together where they are many."""
    for inside in by_file(findings).values():
        yield from alike(inside)


def alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings of one file, those of the same rule in the same column together where they are many."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    keys = [_rule_of(finding) for finding in findings]
    for key, finding in zip(keys, findings, strict=True):
        groups.setdefault(key, []).append(finding)
    told: list[list[Finding]] = []
    for key, finding in zip(keys, findings, strict=True):
        group = groups[key]
        if len(group) <= MANY:
            told.append([finding])
        elif group[0] is finding:
            told.append(group)
    return told


def sum_found(group: Sequence[Finding]) -> float | None:
    """What the amounts of a group come to; None where these are no amounts, or one of them is unknown."""
    amounts = [f.found for f in group if isinstance(f.found, (int, float)) and not isinstance(f.found, bool)]
    if len(amounts) < len(group) or not group[0].code.startswith(MONEY):
        return None
    return round(float(sum(amounts)), 2)


def said_of(group: Sequence[Finding]) -> Text:
    """What a group is told by: the words of its first finding, and that the others name something else where they do."""
    first = group[0].message
    return first if len({f.message.to("en") for f in group}) == 1 else OTHERS.fill(message=first)


OTHERS = t(
    "{message} (the first; the others name other values)",
    "{message} (la première\u00a0; les autres citent d’autres valeurs)",
)


def _rule_of(finding: Finding) -> tuple[object, ...]:
    # A rule’s words stand in a sentence: the full stop alone would put together all rules of one code.
    message = finding.message.values.get("words", finding.message)
    words = message.en if isinstance(message, Text) else message
    return finding.code, finding.severity, finding.place.sheet, finding.place.column, words
