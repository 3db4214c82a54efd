"""Currencies of single lines: which one a cell names, and which lines are in another than their project’s.

currency_in("usd")   USD
currency_in("€")     EUR
currency_in("$")     None: several currencies are written so
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import EDGES, Text, fold, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.flow.portfolio import LocatedSheet
from pmo_xl.steps.text.numerals import currencies_of

_ISO_4217 = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
    CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
    LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
    PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB
    TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CODES = frozenset(_ISO_4217.split())
"""The codes of ISO 4217 that money is kept in."""

_NAMES = {"euro": "EUR", "euros": "EUR", "us$": "USD", "usd$": "USD", "us dollar": "USD", "us dollars": "USD", "gbp £": "GBP"}  # fmt: skip

HEADERS = frozenset(
    fold(words)
    for words in (
        "currency", "currencies", "currency code", "line currency", "item currency", "local currency", "contract currency",
        "transaction currency", "document currency", "budget currency", "cost currency", "amount currency", "ccy", "curr", "curr.", "cur", "cur.",
        "currency iso", "iso currency", "currency (iso)", "reporting currency",
        "devise", "devises", "code devise", "devise de la ligne", "devise ligne", "devise locale", "devise du contrat", "devise du marché",
        "devise du budget", "devise du projet", "monnaie", "code monnaie", "dev", "dev.", "unité monétaire",
    )
)  # fmt: skip
"""What people call a column that names the currency of each line."""


def currency_in(cell: Any) -> str | None:
    """The one currency that a cell names; None where it names none, or could mean several."""
    if not isinstance(cell, str):
        return None
    words = cell.strip(EDGES)
    if words.upper() in CODES:
        return words.upper()
    if (named := _NAMES.get(fold(words))) is not None:
        return named
    meant = currencies_of(words)
    return next(iter(meant)) if len(meant) == 1 else None


def names_currencies(header: str, cells: Iterable[Any]) -> bool:
    """Whether a column says in which currency each line is: by its header, or because it holds nothing but codes."""
    filled = [cell for cell in cells if cell is not None and cell != ""]
    if not filled or not all(isinstance(cell, str) for cell in filled):
        return False
    known = sum(currency_in(cell) is not None or bool(currencies_of(cell.strip(EDGES))) for cell in filled)
    if fold(header) in HEADERS:
        return known > 0
    return all(cell.strip(EDGES) in CODES for cell in filled)


def amounts_of(sheet: type[Sheet]) -> list[str]:
    """The fields of a sheet that hold money."""
    return [column.key for column in sheet.inputs() if column.kind is Kind.AMOUNT]


def set_aside(part: LocatedSheet, file: str, currency: str | None) -> list[Finding]:
    """Leave unknown the amounts of lines in another currency than their project’s, and say so at their currency.

    The column that names the currencies is none that is read: nobody said that its lines are to be converted.
    """
    if part.currencies is None or currency is None:
        return []
    column, header, cells = part.currencies
    others: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        code = currency_in(cell)
        meant = (
            {code} if code is not None else currencies_of(cell.strip(EDGES)) if isinstance(cell, str) else ()
        )
        if meant and currency not in meant and has_amounts(part, at):
            others.setdefault(code or str(cell).strip(), []).append(at)
    findings = []
    for code, lines in others.items():
        leave_unknown(part, lines)
        findings.append(about_lines(
            part, file, column, lines, Severity.ERROR,
            NOT_READ.fill(code=code, currency=currency, header=header), NOT_READ_FIX, code,
        ))  # fmt: skip
    return findings


def has_amounts(part: LocatedSheet, at: int) -> bool:
    """Whether a line holds any money."""
    return any(part.cells[key][at] is not None for key in amounts_of(part.sheet) if key in part.cells)


def leave_unknown(part: LocatedSheet, lines: Sequence[int]) -> None:
    """The amounts of these lines are not known."""
    for key in amounts_of(part.sheet):
        if key in part.cells:
            for at in lines:
                part.cells[key][at] = None
                part.unread.add((at, key))


def about_lines(
    part: LocatedSheet, file: str, column: int, lines: Sequence[int], severity: Severity, message: Text, fix: Text, found: Any
) -> Finding:  # fmt: skip
    """One finding about all lines in one currency, at the currency of the first."""
    place = part.place_at(file, lines[0], column)
    if len(lines) > 1:
        rows = [part.rows[at] + 1 for at in lines]
        message = AND_MORE.fill(message=message, n=len(lines), rows=_listed(rows))
    return Finding("FLD-16", severity, place, message, found=found, fix=fix)


def _listed(rows: Sequence[int]) -> Any:
    shown = [*rows[:MOST_ROWS]]
    return shown if len(rows) <= MOST_ROWS else [*shown, "…"]


MOST_ROWS = 12
"""Rows that one finding lists."""
AND_MORE = t(
    "{message} The same on {n} lines: rows {rows}.",
    "{message} Il en va de même pour {n} lignes : lignes {rows}.",
)
NOT_READ = t(
    "The line is in {code} and the project in {currency}; the column “{header}” is not read, so the amounts of the line do not count.",
    "La ligne est en {code} et le projet en {currency} ; la colonne « {header} » n’est pas lue : les montants de la ligne ne comptent pas.",
)  # fmt: skip
NOT_READ_FIX = t(
    "Enter the amounts in the project’s currency, or split the lines into a return of their own; in a mapping, have the lines converted: currency = { column = \"…\" } under [project].",
    "Saisissez les montants dans la devise du projet, ou faites de ces lignes un retour à part ; dans une correspondance, faites convertir les lignes : currency = { column = \"…\" } sous [project].",
)  # fmt: skip
