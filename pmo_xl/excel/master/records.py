"""Rows of the master's tables as plain records, and the columns that put them in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.portfolio import Scorecard
from pmo_xl.core.pages.view import Ranking


def rank_key(ranking: Ranking) -> str:
    """The column of a data table that puts its rows in the order of a ranked list."""
    return f"rank_{ranking.key}"


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each by column; many times as fast as pandas has them where a frame is wide."""
    keys = frame.columns.tolist()
    columns = [frame[key].tolist() for key in keys]
    return [dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=True)]


def rank_label(ranking: Ranking) -> Text:
    """What that column is called."""
    return t("Order: {title}", "Ordre : {title}").fill(title=ranking.title)


def programmes_of(scorecard: Scorecard, label: str) -> Sequence[Mapping[str, Any]]:
    """The programme rows of a scorecard, by name; projects without one under *label*."""
    rows: list[Mapping[str, Any]] = [
        {**{str(key): what for key, what in row.items()}, "programme_id": row["programme_id"] or label}
        for row in records_of(scorecard.programmes)
    ]
    return sorted(rows, key=lambda row: str(row["programme_id"]))
