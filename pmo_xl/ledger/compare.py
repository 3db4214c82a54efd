"""Declared actuals against the ledger: by project, account and month, and rolled up by project."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.text import say
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.core.flow.reconciliation import LeftOut, Match, PostingOutcome, Reconciliation, Share, Tolerance
from pmo_xl.ledger.accruals import reversals
from pmo_xl.ledger.declared import Declared, declared_in
from pmo_xl.ledger.read import Ledger
from pmo_xl.ledger.sort import KINDS, sort_postings, why

COUNTS = ["postings", "credit_notes", "reversals"]
KEY = ["project_id", "account", "month"]
_NOT_A_PATTERN = str.maketrans({"*": "\u2217", "?": "\uff1f", "~": "\u223c"})
"""Characters that Excel's SUMIFS would read as a pattern, and others that look like them."""


def reconcile(ledger: Ledger, portfolio: Portfolio) -> Reconciliation:
    """The ledger beside what the returns declare; nothing is adjusted or converted."""
    projects = portfolio.projects
    currencies = {
        str(p): None if pd.isna(c) else str(c)
        for p, c in zip(projects["project_id"], projects["currency"], strict=True)
    }
    frame = sort_postings(ledger.postings, ledger.map, currencies, portfolio.status_date)
    fates = {fate: _share(frame[frame["fate"] == place]) for place, fate in enumerate(KINDS)}
    compared = frame[frame["fate"] == KINDS.index(PostingOutcome.COMPARED)].reset_index(drop=True)
    declared = declared_in(portfolio, ledger.map.first_month)
    booked = _booked(compared, declared)
    tolerance = Tolerance(ledger.map.tolerance.amount, ledger.map.tolerance.percent / 100)
    details = _details(booked, declared, tolerance)
    return Reconciliation(
        ledger.source,
        tolerance,
        details,
        booked,
        _projects(details, portfolio, tolerance),
        _share(ledger.postings),
        fates,
        [*_left_out(frame, portfolio), *ledger.totals],
        int(frame["amount"].isna().sum()),
        _foot(ledger.totals, _share(ledger.postings).amount),
        sorted({c for c in compared["own_currency"] if c}),
    )


def _share(frame: pd.DataFrame) -> Share:
    return Share(len(frame), round(math.fsum(frame["amount"].dropna()), 4))


def _foot(totals: Sequence[LeftOut], amount: float) -> LeftOut | None:
    """The total line that speaks of the whole file: the one that is right, else the last; subtotals add up to it."""
    stated = [one for one in totals if one.amount is not None]
    right = next((one for one in reversed(stated) if abs((one.amount or 0) - amount) < 0.005), None)
    if right is None and abs(sum(one.amount or 0 for one in stated) - amount) < 0.005:
        return None
    return right or (stated[-1] if stated else None)


def _left_out(frame: pd.DataFrame, portfolio: Portfolio) -> Iterator[LeftOut]:
    """The lines that are not compared, those that wait for somebody first, in the order of the file."""
    for place in reversed(range(1, len(KINDS))):
        for row in frame[frame["fate"] == place].to_dict("records"):
            amount, when = row["amount"], row["when"]
            if pd.notna(row["date"]):
                when = row["date"].date()
            yield LeftOut(
                int(row["line"]), KINDS[place], why({str(k): v for k, v in row.items()}, portfolio.status_date),
                row["code"] or "", row["account"], say(when, "en"), None if math.isnan(amount) else float(amount),
                row["document"] or "", row["text"] or "",
            )  # fmt: skip


def _booked(compared: pd.DataFrame, declared: Declared) -> pd.DataFrame:
    """The compared postings added up by project, account and month, with the key they are compared by."""
    columns = [*KEY, "amount", *COUNTS, "compared", "compared_month", "key"]
    if compared.empty:
        empty = pd.DataFrame({column: pd.Series(dtype=object) for column in columns})
        return empty.astype(
            {
                "amount": float,
                "month": "datetime64[s]",
                "compared_month": "datetime64[s]",
                **dict.fromkeys(COUNTS, int),
            }
        )
    frame = compared[[*KEY, "amount"]].copy()
    # Accounts that differ in capitals are one to Excel: the first spelling stands for all.
    folded = frame["account"].str.casefold()
    frame["account"] = frame.groupby(folded)["account"].transform("first")
    taken_back = reversals(compared)
    frame["postings"] = 1
    frame["credit_notes"] = (frame["amount"].lt(0) & ~taken_back).astype(int)
    frame["reversals"] = taken_back.astype(int)
    booked = frame.groupby(KEY, sort=True, as_index=False)[["amount", *COUNTS]].sum()
    booked["amount"] = booked["amount"].round(4)
    pairs = list(zip(booked["project_id"], booked["account"], strict=True))
    booked["compared"] = [declared.account_of(*pair) for pair in pairs]
    monthly = [declared.by_month(p, a) for p, a in zip(booked["project_id"], booked["compared"], strict=True)]
    booked["compared_month"] = booked["month"].where(pd.Series(monthly, index=booked.index))
    booked["key"] = _keys(booked["project_id"], booked["compared"], booked["compared_month"])
    return booked[columns]


def _details(booked: pd.DataFrame, declared: Declared, tolerance: Tolerance) -> pd.DataFrame:
    """A row for each project, account and month of either side; nothing declared and nothing booked is no row."""
    mine = declared.amounts.groupby(KEY, dropna=False, as_index=False)["declared"].sum()
    mine["key"] = _keys(mine["project_id"], mine["account"], mine["month"])
    theirs = booked.groupby("key", as_index=False).agg(
        project_id=("project_id", "first"), account=("compared", "first"), month=("compared_month", "first"),
        ledger=("amount", "sum"), **{name: (name, "sum") for name in COUNTS},
    )  # fmt: skip
    mine, theirs = mine.set_index("key"), theirs.set_index("key")
    keys = mine.index.union(theirs.index)
    both = theirs.reindex(keys)
    for column in KEY:
        both[column] = both[column].where(both[column].notna(), mine[column].reindex(keys))
    both["declared"] = mine["declared"].reindex(keys).fillna(0.0).astype(float).round(4)
    both["ledger"] = both["ledger"].fillna(0.0).astype(float).round(4)
    both[COUNTS] = both[COUNTS].fillna(0).astype(int)
    both = both[both["declared"].ne(0) | both["postings"].gt(0)].reset_index(names="key")
    both["difference"] = (both["declared"] - both["ledger"]).round(4)
    both["state"] = _states(both, tolerance)
    both["month"] = both["month"].astype("datetime64[s]")
    order = ["key", *KEY, "declared", "ledger", "difference", "state", *COUNTS]
    return both.sort_values(KEY, na_position="first", kind="stable")[order].reset_index(drop=True)


def _states(frame: pd.DataFrame, tolerance: Tolerance) -> list[str]:
    return [
        _state(declared, ledger, difference, postings, tolerance)
        for declared, ledger, difference, postings in zip(
            *(frame[key].tolist() for key in ("declared", "ledger", "difference", "postings")), strict=True
        )
    ]


def _state(declared: float, ledger: float, difference: float, postings: int, tolerance: Tolerance) -> str:
    if tolerance.covers(difference, ledger):
        return Match.MATCHED.key
    if not postings:
        return Match.NOT_IN_LEDGER.key
    return Match.NOT_IN_RETURNS.key if declared == 0 else Match.DIFFERS.key


def _projects(details: pd.DataFrame, portfolio: Portfolio, tolerance: Tolerance) -> pd.DataFrame:
    """The details rolled up by project, with the actual cost that the rest of the master shows."""
    sums = details.groupby("project_id", as_index=False)[["declared", "ledger", *COUNTS]].sum()
    sums[["declared", "ledger"]] = sums[["declared", "ledger"]].astype(float).round(4)
    sums["difference"] = (sums["declared"] - sums["ledger"]).round(4)
    sums["share"] = (sums["difference"] / sums["ledger"].replace(0, np.nan)).astype(float)
    waiting = details[details["state"] != Match.MATCHED.key]["project_id"].value_counts()
    sums["open"] = sums["project_id"].map(waiting).fillna(0).astype(int)
    about = portfolio.projects.set_index("project_id")
    for column in ("project_name", "currency"):
        sums[column] = sums["project_id"].map(about[column]).astype(object)
    cost: Any = portfolio.tables["budget"].groupby("project_id")["actual"].sum(min_count=1)
    sums["actual_cost"] = sums["project_id"].map(cost).astype(float)
    sums["state"] = _states(sums, tolerance)
    months_apart = sums["state"].eq(Match.MATCHED.key) & sums["open"].gt(0)
    sums["state"] = sums["state"].mask(months_apart, Match.IN_TOTAL_ONLY.key)
    order = [
        "project_id",
        "project_name",
        "currency",
        "actual_cost",
        "declared",
        "ledger",
        "difference",
        "share",
        "open",
        "state",
        *COUNTS,
    ]
    return sums[order]


def _keys(projects: pd.Series[Any], accounts: pd.Series[Any], months: pd.Series[Any]) -> list[str]:
    """One text per project, account and month, that Excel compares as it is: no number, date or pattern."""
    return [
        f"{p}|{a}|{'' if pd.isna(m) else f'{m:%Y%m}'}".upper().translate(_NOT_A_PATTERN)
        for p, a, m in zip(projects, accounts, months, strict=True)
    ]
