"""The declared actuals by project, account and month, and the grain in which each can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pmo_xl.core.flow.portfolio import Portfolio

ALL, NONE = "*", ""
"""All accounts together, where a project names none; and the lines that name none beside others that do."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the returns declare, as ``project_id``, ``account``, ``month``, ``declared``; and how finely.

    ``accounts`` gives the accounts of each project by their folded spelling, ``without`` the projects with
    some lines that name none, ``to_date`` the projects and accounts that are known in total only, and
    ``without_months`` the projects of which nothing is known by month.
    """

    amounts: pd.DataFrame
    accounts: Mapping[str, Mapping[str, str]]
    without: frozenset[str]
    to_date: frozenset[tuple[str, str]]
    without_months: frozenset[str]

    def account_of(self, project: str, account: str) -> str:
        """The account under which a posting is compared."""
        own = self.accounts.get(project)
        if own is None:
            return account
        if not own:
            return ALL
        known = own.get(account.casefold())
        if known is not None:
            return known
        return NONE if project in self.without else account

    def by_month(self, project: str, account: str) -> bool:
        """Whether an account of a project is compared month by month."""
        return project not in self.without_months and (project, account) not in self.to_date


def declared_in(portfolio: Portfolio, first_month: str | None = None) -> Declared:
    """The declared actuals of a portfolio up to its status date; by month from *first_month* on."""
    lines = _columns(portfolio, "budget", "project_id", "line_id", "gl_account", "actual")
    months = _columns(portfolio, "budget_months", "project_id", "line_id", "period", "actual")
    months = months[months["actual"].notna()]
    if portfolio.status_date is not None:
        months = months[months["period"] <= pd.Timestamp(portfolio.status_date)]
    lines["gl_account"] = lines["gl_account"].fillna("").astype(str).str.strip()
    lines["actual"] = lines["actual"].fillna(0.0)

    accounts: dict[str, dict[str, str]] = {str(project): {} for project in lines["project_id"].unique()}
    for project, account in zip(lines["project_id"], lines["gl_account"], strict=True):
        if account:
            accounts[project].setdefault(account.casefold(), account)
    blank = lines["gl_account"].eq("") & lines["actual"].ne(0)
    without = frozenset(p for p in lines.loc[blank, "project_id"] if accounts[p])
    lines["account"] = [
        accounts[p].get(a.casefold(), NONE if accounts[p] else ALL)
        for p, a in zip(lines["project_id"], lines["gl_account"], strict=True)
    ]
    place = lines.drop_duplicates(["project_id", "line_id"]).set_index(["project_id", "line_id"])["account"]
    months = months.join(place, on=["project_id", "line_id"])
    orphans = [NONE if accounts.get(p) else ALL for p in months["project_id"]]
    months["account"] = months["account"].where(
        months["account"].notna(), pd.Series(orphans, index=months.index)
    )

    with_months = set(zip(months["project_id"], months["line_id"], strict=True))
    to_date = frozenset(
        (p, a)
        for p, line, a, actual in lines[["project_id", "line_id", "account", "actual"]].itertuples(
            index=False
        )
        if actual != 0 and (p, line) not in with_months
    )
    projects_by_month = set(months["project_id"])
    without_months = frozenset(p for p in accounts if p not in projects_by_month)

    pairs = pd.Series(
        list(zip(months["project_id"], months["account"], strict=True)), index=months.index, dtype=object
    )
    compared = ~pairs.isin(to_date)
    if first_month is not None:
        compared &= months["period"] >= pd.Timestamp(first_month)
    monthly = months[compared].rename(columns={"period": "month", "actual": "declared"})
    pairs = pd.Series(
        list(zip(lines["project_id"], lines["account"], strict=True)), index=lines.index, dtype=object
    )
    total = lines[pairs.isin(to_date)].rename(columns={"actual": "declared"})
    total["month"] = pd.Series(pd.NaT, index=total.index, dtype="datetime64[s]")
    columns = ["project_id", "account", "month", "declared"]
    amounts = pd.concat([part[columns] for part in (monthly, total) if len(part)] or [monthly[columns]])
    return Declared(amounts, accounts, without, to_date, without_months)


def _columns(portfolio: Portfolio, table: str, *keys: str) -> pd.DataFrame:
    """Some columns of a table by themselves, without what the frame remembers beside its cells."""
    frame = portfolio.tables[table][[*keys]].copy()
    frame.attrs = {}
    return frame
