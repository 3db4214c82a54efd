"""Each posting to its project and account, and what becomes of it: compared, or left out for one reason."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.reconciliation import PostingOutcome
from pmo_xl.ledger.mapping import LedgerMap

KINDS = list(PostingOutcome)


def sort_postings(
    postings: pd.DataFrame, asked: LedgerMap, currencies: Mapping[str, str | None], status_date: dt.date | None
) -> pd.DataFrame:  # fmt: skip
    """The postings with ``project_id``, ``account`` as the returns know them, ``fate`` and the words for it.

    ``currencies`` gives the currency of each project of the portfolio.
    """
    frame = postings.copy()
    codes, ids = _projects(frame["project"], asked, currencies)
    frame["code"], frame["project_id"] = codes, ids
    raw = frame["account"]
    frame["ignored"] = _through(raw, dict.fromkeys(asked.ignore_accounts, "x")).notna()
    to = _through(raw, asked.accounts)
    frame["account"] = to.where(to.notna(), raw).fillna("").astype(object)
    own = frame["project_id"].map(currencies)
    after = _after(frame, status_date)
    tests = [
        (PostingOutcome.UNREAD, frame["why"].notna()),
        (PostingOutcome.IGNORED, frame["ignored"]),
        (PostingOutcome.UNKNOWN, frame["project_id"].isna()),
        (PostingOutcome.BEFORE, _before(frame, asked)),
        (PostingOutcome.AFTER, after),
        (PostingOutcome.OTHER_CURRENCY, frame["currency"].notna() & own.notna() & frame["currency"].ne(own)),
    ]
    fate = np.select(
        [test.to_numpy(dtype=bool) for _, test in tests],
        [KINDS.index(k) for k, _ in tests],
        KINDS.index(PostingOutcome.COMPARED),
    )
    frame["fate"] = fate
    frame["own_currency"] = own
    return frame


def why(row: Mapping[str, Any], status_date: dt.date | None) -> Text:
    """Why a posting is left out, in words."""
    match KINDS[int(row["fate"])]:
        case PostingOutcome.UNREAD:
            return row["why"]  # type: ignore[no-any-return]
        case PostingOutcome.IGNORED:
            return IGNORED.fill(account=row["account"])
        case PostingOutcome.UNKNOWN:
            return UNKNOWN.fill(code=row["code"]) if row["code"] else NO_PROJECT
        case PostingOutcome.BEFORE:
            return BEFORE
        case PostingOutcome.AFTER:
            return AFTER.fill(day=status_date)
        case _:
            return CURRENCY.fill(found=row["currency"], own=row["own_currency"])


def _before(frame: pd.DataFrame, asked: LedgerMap) -> pd.Series[bool]:
    if asked.first_month is None:
        return pd.Series(False, index=frame.index)
    return frame["month"].lt(pd.Timestamp(asked.first_month)).fillna(False)


def _after(frame: pd.DataFrame, status_date: dt.date | None) -> pd.Series[bool]:
    if status_date is None:
        return pd.Series(False, index=frame.index)
    return frame["date"].gt(pd.Timestamp(status_date)).fillna(False)


def _projects(
    column: pd.Series[Any], asked: LedgerMap, known: Collection[str]
) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """The code in each cell, and the project of the portfolio that it stands for, or None."""
    mine = {project.casefold(): project for project in known}
    pattern = re.compile(asked.project_pattern) if asked.project_pattern else None
    codes, texts = pd.factorize(column, use_na_sentinel=True)
    shown: list[str | None] = []
    found: list[str | None] = []
    whole = _Codes(asked.projects)
    for words in map(str, texts):
        code: str | None = words
        if whole.get(words) is None and pattern is not None:
            met = pattern.search(words)
            code = (met[1] if pattern.groups else met[0]) if met else None
        target = whole.get(code or "") or code or ""
        shown.append(words if code is None else target)
        found.append(mine.get(target.casefold()))
    as_shown = np.array([*shown, None], dtype=object)[codes]
    as_found = np.array([*found, None], dtype=object)[codes]
    return pd.Series(as_shown, index=column.index, dtype=object), pd.Series(
        as_found, index=column.index, dtype=object
    )


class _Codes:
    """Codes and what they stand for; ``*`` at the end of a code is whatever follows, the longest code wins."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        folded = {code.casefold(): to for code, to in codes.items()}
        self.exact = {code: to for code, to in folded.items() if not code.endswith("*")}
        begun = [(code[:-1], to) for code, to in folded.items() if code.endswith("*")]
        self.begun = sorted(begun, key=lambda item: -len(item[0]))

    def get(self, code: str) -> str | None:
        key = code.casefold()
        if key in self.exact:
            return self.exact[key]
        return next((to for start, to in self.begun if key.startswith(start)), None)


def _through(column: pd.Series[Any], codes: Mapping[str, str]) -> pd.Series[Any]:
    """What each code of a column stands for; None where the map says nothing."""
    table = _Codes(codes)
    places, texts = pd.factorize(column, use_na_sentinel=True)
    values = np.array([*(table.get(str(words)) for words in texts), None], dtype=object)
    return pd.Series(values[places], index=column.index, dtype=object)


UNKNOWN = t("project {code} is not in the portfolio", "le projet {code} n’est pas dans le portefeuille")
NO_PROJECT = t("no project", "pas de projet")
IGNORED = t("account {account} is ignored by the map", "le compte {account} est ignoré par la correspondance")
BEFORE = t("before the first month of the map", "antérieure au premier mois de la correspondance")
AFTER = t("after the status date {day}", "postérieure à la date d’arrêté {day}")
CURRENCY = t("in {found}, the project is in {own}", "en {found}, alors que le projet est en {own}")
