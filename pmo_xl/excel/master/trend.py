"""Trends for any page: the words of a trend, and what was published of the whole portfolio a period ago.

Each is given as a formula (without its equals sign) and as the value that it comes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.names import parameter
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.write.cells import plain

PREVIOUS_PERIOD = "previous_period"
"""The defined name of the month of the last row of the history of the portfolio before this period; 0 where there is none."""
PORTFOLIO_HISTORY = "portfolio_history"

TREND_WORDS: Mapping[int, Text] = {
    1: t("↗ better", "↗ mieux"),
    0: t("→ same", "→ stable"),
    -1: t("↘ worse", "↘ moins bien"),
}


def told(
    master: MasterContext, trend: str, what: Any, words: Mapping[int, Text] = TREND_WORDS
) -> tuple[str, str | None]:
    """The formula that turns a trend (1, 0, −1) into words, and the words of its value."""
    worse, same, better = (master.say(words[key]) for key in (-1, 0, 1))
    live = f'IF({trend}="","",CHOOSE({trend}+2,"{worse}","{same}","{better}"))'
    what = plain(what)
    return live, None if what is None else master.say(words[int(what)])


def previous_period(master: MasterContext) -> tuple[str, pd.Timestamp | None]:
    """The month of the last row of the history of the portfolio before this period."""
    months, status = master.column(PORTFOLIO_HISTORY, "period"), parameter("status_month")
    live = f'IF({status}="",0,SUMPRODUCT(MAX(({months}<>"")*({months}<{status})*{months})))'
    before = _before(master)
    return live, None if before is None else pd.Timestamp(before["period"])


def previous_figure(master: MasterContext, key: str) -> tuple[str, Any]:
    """What was published a period ago under a column of the history of the portfolio; blank where it is not known.

    An amount is blank too where it was said in another currency than that of today.
    """
    months, column = (master.column(PORTFOLIO_HISTORY, each) for each in ("period", key))
    then = f"({months}={parameter(PREVIOUS_PERIOD)})"
    is_amount = master.catalogue.derived[PORTFOLIO_HISTORY].columns[key].kind is Kind.AMOUNT
    currency = master.settings.reporting_currency
    if is_amount:
        then += f'*({master.column(PORTFOLIO_HISTORY, "currency")}="{currency}")'
    live = f'IF(SUMPRODUCT({then}*({column}<>""))=0,"",SUMPRODUCT({then},{column}))'
    if not is_amount:
        live = live.replace(f"SUMPRODUCT({then},", f"SUMPRODUCT(--{then},")
    row = _before(master)
    if row is None or (is_amount and row["currency"] != currency):
        return live, None
    return live, plain(row[key])


def _before(master: MasterContext) -> Mapping[Any, Any] | None:
    """The last row of the history of the portfolio before this period."""
    rows, month = master.frames[PORTFOLIO_HISTORY], master.params["status_month"]
    if month is None or rows.empty:
        return None
    rows = rows[pd.to_datetime(rows["period"]) < pd.Timestamp(month)]
    return None if rows.empty else rows.sort_values("period").to_dict("records")[-1]
