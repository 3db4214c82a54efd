"""A column in Excel's words: how a value is written, what a cell lets people type, what it is called."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import choices_of
from pmo_xl.core.definition.wording import entry_words, help_words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


def plain(what: Any) -> Any:
    """A value out of a frame as Excel and JSON hold it: None for blank, no numpy, no timestamps."""
    if what is None or what is pd.NaT:
        return None
    if isinstance(what, float):
        return None if math.isnan(what) else float(what)
    if isinstance(what, pd.Timestamp):
        return what.date()
    return what


def shown(column: Column, what: Any, language: str) -> Any:
    """A value as its cell shows it: list values as words of the language, the rest as they are."""
    what = plain(what)
    choices = choices_of(column)
    if choices is not None and what is not None:
        return next((member.label.to(language) for member in choices if member.key == what), what)
    return what


def all_shown(
    column: Column, values: Sequence[Any] | pd.Series[Any], language: str
) -> Sequence[Any] | pd.Series[Any]:
    """The values of a column as their cells show them; the words of each list value are looked up once."""
    choices = choices_of(column)
    if choices is None:
        return values
    words = {member.key: member.label.to(language) for member in reversed(list(choices))}
    return [words.get(what, what) for what in values]


def write_cell(sheet: Worksheet, row: int, col: int, what: Any, style: Format) -> None:
    """Write one value. A text is always written as text: what begins with = never becomes a formula."""
    match what:
        case None:
            sheet.write_blank(row, col, None, style)
        case bool():
            sheet.write_boolean(row, col, what, style)
        case int() | float():
            sheet.write_number(row, col, what, style)
        case dt.date():
            sheet.write_datetime(row, col, what, style)
        case _:
            sheet.write_string(row, col, str(what), style)


def write_formula(sheet: Worksheet, row: int, col: int, formula: str, what: Any, style: Format) -> None:
    """Write a live formula with the computed value as its cached result (dates as serial numbers)."""
    sheet.write_formula(row, col, formula, style, cached(what))


def merge(sheet: Worksheet, row: int, span: tuple[int, int], style: Format) -> None:
    """Make one cell of those from the first to the last column of *span*; a single one stays as it is."""
    first, last = span
    if last > first:
        sheet.merge_range(row, first, row, last, "", style)


def cached(what: Any) -> Any:
    """A computed value as a formula cell keeps it: dates as serial numbers, nothing as an empty text."""
    what = plain(what)
    if isinstance(what, dt.date):
        return (what - dt.date(1899, 12, 30)).days
    if isinstance(what, float) and what.is_integer():
        return int(what)
    return "" if what is None else what


def validation(column: Column, language: str, lists: Mapping[str, str], *, required: bool) -> dict[str, Any]:
    """What the cell lets people type, with the help shown when it is selected.

    ``lists`` gives the defined name that holds the words of each closed list, and the names of each list of the PMO's own.
    """
    rules: dict[str, Any] = {"ignore_blank": True, "error_type": "stop"}
    choices = choices_of(column)
    low, high = column.low, column.high
    if choices is not None:
        rules |= {"validate": "list", "source": f"={lists[choices.__name__]}"}
        expects = t("Choose a value from the list.", "Choisissez une valeur dans la liste.")
    elif (names := lists.get(column.looked_up_in)) is not None:
        # A name that the list lacks is for the reader to judge: the list may be older than the name.
        rules |= {"validate": "list", "source": f"={names}", "error_type": "information"}
        expects = t("The list does not have this name.", "Ce nom ne figure pas dans la liste.")
    elif column.kind.is_date:
        rules |= {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.date(2000, 1, 1),
            "maximum": dt.date(2100, 12, 31),
        }
        expects = t("Enter a date between 2000 and 2100.", "Saisissez une date entre 2000 et 2100.")
    elif column.kind.is_quantity:
        rules["validate"] = "integer" if column.kind is Kind.INTEGER else "decimal"
        rules |= _limits(low, high)
        expects = entry_words(column)
    elif column.max_length is not None:
        rules |= {"validate": "length", "criteria": "<=", "value": column.max_length}
        expects = t("At most {n} characters.", "{n} caractères au plus.").fill(n=column.max_length)
    else:
        rules["validate"] = "any"
        expects = column.pattern_says or t("Text.", "Texte.")
    title = column.label.to(language)[:32]
    rules["input_title"] = title
    rules["input_message"] = help_words(column, required).to(language)[:255]
    if rules["validate"] != "any":
        rules["error_title"] = title
        rules["error_message"] = expects.to(language)[:255]
    return rules


def _limits(low: float | None, high: float | None) -> dict[str, Any]:
    if low is not None and high is not None:
        return {"criteria": "between", "minimum": low, "maximum": high}
    if low is not None:
        return {"criteria": ">=", "value": low}
    if high is not None:
        return {"criteria": "<=", "value": high}
    return {"criteria": "between", "minimum": -1e12, "maximum": 1e12}
