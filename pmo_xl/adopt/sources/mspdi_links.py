"""The links of a plan of Microsoft Project as predecessors that people type; lags are in tenths of a minute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_xl.adopt.sources.model import NotTakenError, Row, Source
from pmo_xl.adopt.sources.moments import finite, plain
from pmo_xl.adopt.sources.words import mspdi as words
from pmo_xl.adopt.sources.xml_records import EXPORT_AGAIN
from pmo_xl.core.base.text import Text

TYPES = ({"0": "FF", "1": "FS", "2": "SF", "3": "SS"}, {"0": "FF", "1": "FD", "2": "DF", "3": "DD"})
SHARES, ELAPSED_SHARES = ("19", "51"), ("20", "52")
ELAPSED = ("4", "6", "8", "10", "12", "36", "38", "40", "42", "44")
"""Lag formats: a percentage, an elapsed percentage, elapsed minutes to months; the others are working time."""
DAY = 1440


def links_of(
    task: Mapping[str, Any],
    ids: Mapping[str, str],
    others: Mapping[str, Mapping[str, Any]],
    minutes: float,
    row: Row,
    source: Source,
    language: str,
) -> str | None:
    """The predecessors as people type them; what cannot be typed so is told."""
    told: list[str] = []
    for link in task["links"]:
        before = link.get("PredecessorUID") or ""
        if link.get("CrossProject") == "1" or (known := others.get(before, {})).get("ExternalTask") == "1":
            name = link.get("CrossProjectName") or others.get(before, {}).get("Name") or before
            source.tell(words.EXTERNAL_LINK.fill(name=name), row, fix=words.DEPENDENCY)
        elif before not in ids:
            inactive = known.get("Active") == "0"
            message = words.INACTIVE_LINK if inactive else words.LOOSE_LINK
            source.tell(message.fill(uid=before, id=known.get("ID")), row, fix=words.MEND_LINK)
        else:
            kind = TYPES[language == "fr"].get(link.get("Type") or "1", "FS")
            told.append(ids[before] + kind + _lag(link, minutes, row, source, language))
    return "; ".join(told) or None


def _lag(link: Mapping[str, str | None], minutes: float, row: Row, source: Source, language: str) -> str:
    """The lag of a link: working days, elapsed days, or a share of its predecessor."""
    try:
        number, form = finite(link.get("LinkLag")), link.get("LagFormat") or "7"
    except ValueError as problem:
        raise NotTakenError(words.NO_VALUE.fill(task=row.named), EXPORT_AGAIN, link["LinkLag"]) from problem
    if not number:
        return ""
    sign = "+" if number > 0 else "-"
    share: Text = words.SHARE.fill(share=f"{sign}{plain(abs(number))}")
    if form in ELAPSED_SHARES:
        source.tell(words.ELAPSED_SHARE.fill(lag=share), row, fix=words.GIVE_DAYS, found=share)
        return ""
    if form in SHARES:
        source.tell(words.SHARE_KEPT.fill(lag=share), row, fix=words.GIVE_DAYS, found=share)
        return f"{sign}{plain(abs(number))}%"
    elapsed = form in ELAPSED
    days = plain(abs(number) / 10 / (DAY if elapsed else minutes))
    unit = ("jé" if language == "fr" else "ed") if elapsed else ("j" if language == "fr" else "d")
    return f"{sign}{days}{unit}"
