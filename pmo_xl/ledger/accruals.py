"""Accruals and their reversals: the same amount, opposite, on the same account a month later, and called so."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.text import fold

_WORDS = re.compile(
    r"\b(?:accruals?|accrued|accr|reversals?|reversed?|revers|grni|cut[- ]?off|fnp|cap|extournes?|extourne[er]?s?|"
    r"charges? a payer|factures? non parvenues?|contre[- ]?pass\w*|provisions?)\b"
)
_NO = {"", "0", "n", "no", "non", "false", "faux"}


def reversals(postings: pd.DataFrame) -> pd.Series[bool]:
    """Which postings take back an accrual of the month before; each accrual is taken back once.

    At least one of the two must be called an accrual or a reversal, in its text, its document or the column
    of reversals.
    """
    marked = (
        _named(postings["text"]) | _named(postings["document"]) | _flagged(postings["reversal"])
    ).to_numpy()
    order = np.argsort(postings["month"].to_numpy(), kind="stable")
    stamps = postings["month"].dt
    months = (stamps.year * 12 + stamps.month).to_numpy()
    cents = (postings["amount"] * 100).round().astype("int64").to_numpy()
    places, _ = pd.factorize(pd.MultiIndex.from_frame(postings[["project_id", "account"]]))
    waiting: dict[tuple[int, int, int], list[int]] = {}
    found = np.zeros(len(postings), dtype=bool)
    for at in order.tolist():
        amount = int(cents[at])
        if amount == 0:
            continue
        before = waiting.get((int(places[at]), int(months[at]) - 1, -amount), [])
        pair = next((one for one in before if marked[at] or marked[one]), None)
        if pair is None:
            waiting.setdefault((int(places[at]), int(months[at]), amount), []).append(at)
            continue
        before.remove(pair)
        found[at] = True
    return pd.Series(found, index=postings.index, dtype=bool)


def _named(column: pd.Series[Any]) -> pd.Series[bool]:
    codes, texts = pd.factorize(column, use_na_sentinel=True)
    # A blank is coded -1, which takes the last entry.
    says = np.array([_is_named(str(words)) for words in texts] + [False])
    return pd.Series(says[codes], index=column.index)


def _is_named(words: str) -> bool:
    if words.isdigit():
        return False
    # Folding is for accents, and most documents have none.
    plain = words.casefold() if words.isascii() else fold(words)
    return _WORDS.search(plain) is not None


def _flagged(column: pd.Series[Any]) -> pd.Series[bool]:
    codes, texts = pd.factorize(column, use_na_sentinel=True)
    says = np.array([fold(str(words)) not in _NO for words in texts] + [False])
    return pd.Series(says[codes], index=column.index)
