"""An export as postings: one row per line of the file that is a posting, with what could not be read of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.files import printable
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, fold, say, t
from pmo_xl.core.flow.reconciliation import LeftOut, Source
from pmo_xl.ledger.amounts import decimal_of, read_amounts, texts_of
from pmo_xl.ledger.dates import has_two_meanings, orders_of, read_dates
from pmo_xl.ledger.headings import SYNONYMS, Headings, find_headings
from pmo_xl.ledger.mapping import LedgerMap
from pmo_xl.ledger.source import read_grids
from pmo_xl.steps.text.numerals import Readings, numeral

_TOTAL = re.compile(r"\*+$|(?:\*+ *)?(?:(?:sous|sub|grand)[- ]?)?(?:totaux|totals?|solde|cumul|somme)\b")
_DRAWN = "-=_*|+"
_RULE = re.compile(rf"[{_DRAWN}]{{3,}}")
"""What a line drawn across the page leaves in a cell."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The postings of an export, its total lines, and how it was read.

    ``postings`` holds ``line``, ``project``, ``account``, ``when``, ``month``, ``date``, ``amount``,
    ``currency``, ``document``, ``text``, ``reversal`` as they stand, and ``why``: None, or what is wrong.
    """

    postings: pd.DataFrame
    totals: Sequence[LeftOut]
    source: Source
    map: LedgerMap


def read_ledger(path: Path, asked: LedgerMap | None = None) -> Ledger:
    """The postings of an export of any ERP system.

    Raises NothingToDo when the file cannot be read, a column is not found, or all its dates have two readings.
    """
    asked = asked or LedgerMap()
    grid, heads = find_headings(read_grids(path, asked), asked, path.name)
    cells = _cells(grid.rows[heads.row + 1 :], grid.lines[heads.row + 1 :], heads)
    amounts = [field for field in ("amount", "debit", "credit") if field in heads.places]
    decimal = asked.decimal or decimal_of([words for field in amounts for words in texts_of(cells[field])])
    when = "date" if "date" in heads.places else "period"
    order = asked.date_order or _order(cells[when], heads, path.name)

    amount, bad_amount, currency = _amounts(cells, amounts, decimal)
    dates = read_dates(cells[when], order)
    totals = _is_total(cells, grid.rows[heads.row + 1 :], when, amounts, heads)
    nothing = cells[["project", when, *amounts]].isna().all(axis=1) | _is_heading(cells, heads)
    postings = pd.DataFrame(
        {
            "line": cells["line"],
            **{key: cells[key] for key in ("project", "account", "document", "text", "reversal")},
            "when": cells[when],
            "date": dates,
            "month": dates.dt.to_period("M").dt.to_timestamp().astype("datetime64[s]"),
            "amount": amount.round(6),
            "currency": currency,
        }
    )
    postings["why"] = _complaints(postings, cells, amounts, bad_amount)
    foot = [
        LeftOut(
            int(row["line"]),
            None,
            TOTAL_LINE,
            amount=None if pd.isna(row["amount"]) else float(row["amount"]),
        )
        for row in postings[totals & ~nothing].to_dict("records")
    ]
    source = Source(
        printable(path.name), heads.names, int(grid.lines[heads.row]), grid.sheet, grid.encoding, grid.separator, decimal, order
    )  # fmt: skip
    return Ledger(postings[~totals & ~nothing].reset_index(drop=True), foot, source, asked)


def _cells(rows: Sequence[Sequence[Any]], lines: Sequence[int], heads: Headings) -> pd.DataFrame:
    """The columns that count, as plain cells: None for blank, a whole number as the text of a code."""
    columns: dict[str, Any] = {"line": pd.Series(list(lines), dtype="int64")}
    for field in SYNONYMS:
        place = heads.places.get(field)
        held = [None if place is None or len(row) <= place else row[place] for row in rows]
        # Each distinct cell is looked at once: an export repeats its projects, accounts and days.
        codes, found = pd.factorize(pd.Series(held, dtype=object), use_na_sentinel=True)
        is_code = field in ("project", "account", "document", "text", "reversal", "currency")
        plain = np.array([*(_cell(what, is_code) for what in found), None], dtype=object)
        columns[field] = pd.Series(plain[codes], dtype=object)
    return pd.DataFrame(columns)


def _cell(what: Any, is_code: bool) -> Any:
    if isinstance(what, str):
        words = what.strip()
        return None if not words or (words[0] in _DRAWN and _RULE.fullmatch(words)) else words
    if is_code and what is not None:
        return f"{what:.15g}" if isinstance(what, float) else say(what, "en")
    return what


def _order(column: pd.Series[Any], heads: Headings, file: str) -> str:
    """The order of day and month: as the dates tell, else day first under a French heading."""
    texts = texts_of(column)
    orders = orders_of(texts)
    if orders:
        return orders.pop() if len(orders) == 1 else ""
    example = next((words for words in texts if has_two_meanings(words)), None)
    if example is None or heads.french:
        return "dmy" if example is not None else ""
    raise NothingToDo(TWO_MEANINGS.fill(file=file, example=example))


def _amounts(
    cells: pd.DataFrame, fields: Sequence[str], decimal: str
) -> tuple[pd.Series[float], pd.Series[bool], pd.Series[Any]]:
    """One signed amount per row, whether it could not be read, and the currency of the row."""
    read = {field: read_amounts(cells[field], decimal) for field in fields}
    currency = cells["currency"].map(_currency, na_action="ignore").astype(object)
    for one in read.values():
        currency = currency.where(currency.notna(), one.currency)
    bad = pd.concat([one.wrong for one in read.values()], axis=1).any(axis=1)
    if "amount" in read:
        return read["amount"].values, bad, currency
    debit, credit = read["debit"].values, read["credit"].values
    neither = debit.isna() & credit.isna()
    booked = credit[credit.notna() & credit.ne(0)]
    # Some systems write credits with their minus, and a credit taken back without it.
    sign = 1 if len(booked) and booked.lt(0).all() else -1
    return (debit.fillna(0) + sign * credit.fillna(0)).mask(neither | bad), bad, currency


def _currency(words: Any) -> str:
    return {"€": "EUR", "£": "GBP"}.get(words, str(words).upper())


def _is_total(
    cells: pd.DataFrame, rows: Sequence[Sequence[Any]], when: str, amounts: Sequence[str], heads: Headings
) -> pd.Series[bool]:
    """Lines that add others up: an amount without a date, called a total or with nothing beside it."""
    told = {words for words in texts_of(cells[when]) if _says_total(words)}
    amount = cells[list(amounts)].notna().any(axis=1)
    candidates = cells[amount & (cells[when].isna() | cells[when].isin(told))]
    mine = {heads.places[field] for field in (*amounts, when)}
    found = []
    for at, project in candidates["project"].items():
        row = rows[int(str(at))]
        beside = [cell for place, cell in enumerate(row) if place not in mine and _cell(cell, True)]
        named = _says_total(project) or (project is None and any(map(_says_total, beside)))
        if named or not beside or candidates.at[at, when] in told:
            found.append(at)
    return pd.Series(cells.index.isin(found), index=cells.index)


def _says_total(words: Any) -> bool:
    return isinstance(words, str) and _TOTAL.match(fold(words)) is not None


def _is_heading(cells: pd.DataFrame, heads: Headings) -> pd.Series[bool]:
    """The headings again, as printed at the top of each page."""
    fields = [field for field in heads.places if field in cells]
    same = pd.Series(True, index=cells.index)
    for field in fields:
        same &= cells[field].eq(heads.names[field])
    return same


def _complaints(
    postings: pd.DataFrame, cells: pd.DataFrame, amounts: Sequence[str], bad_amount: pd.Series[bool]
) -> pd.Series[Any]:
    """What could not be read of each row; None where all could."""
    said: dict[Any, Text] = {}
    no_date = postings["when"].isna()
    for at, what in postings["when"][postings["date"].isna() & ~no_date].items():
        said[at] = (TWO_DATES if has_two_meanings(what) else BAD_DATE).fill(found=what)
    said |= dict.fromkeys(postings.index[no_date], NO_DATE)
    said |= dict.fromkeys(postings.index[postings["amount"].isna() & ~bad_amount], NO_AMOUNT)
    for at, row in zip(postings.index[bad_amount], cells.loc[bad_amount, [*amounts]].to_numpy(), strict=True):
        found = [what for what in row if what is not None]
        two = any(isinstance(what, str) and isinstance(numeral(what, money=True), Readings) for what in found)
        said[at] = (TWO_AMOUNTS if two else BAD_AMOUNT).fill(found=found)
    return pd.Series([said.get(at) for at in postings.index], index=postings.index, dtype=object)


TOTAL_LINE = t("a total line, no posting", "une ligne de total, pas une écriture")
BAD_AMOUNT = t("the amount “{found}” cannot be read", "le montant « {found} » est illisible")
TWO_AMOUNTS = t(
    "the amount “{found}” could be two numbers: put decimal into the map",
    "le montant « {found} » peut désigner deux nombres : indiquez decimal dans la correspondance",
)
NO_AMOUNT = t("no amount", "pas de montant")
BAD_DATE = t("the date “{found}” cannot be read", "la date « {found} » est illisible")
TWO_DATES = t("the date “{found}” could be two days", "la date « {found} » peut désigner deux jours")
NO_DATE = t("no date", "pas de date")
TWO_MEANINGS: Text = t(
    '{file}: dates such as {example} could be two days. Put date_order = "dmy" (day first) or "mdy" (month first) into the map.',
    '{file} : des dates comme {example} peuvent désigner deux jours. Indiquez date_order = "dmy" (jour d’abord) ou "mdy" (mois d’abord) dans la correspondance.',
)
