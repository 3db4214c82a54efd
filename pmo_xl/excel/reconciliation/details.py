"""The ledger in the master: details by project, account and month, the ledger added up, the lines left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.flow.reconciliation import LeftOut, Match, PostingOutcome, Reconciliation
from pmo_xl.excel.master.context import HEADER_ROW, MasterContext
from pmo_xl.excel.write.cells import plain, write_cell, write_formula
from pmo_xl.excel.write.style import COMPUTED, QUIET, number_format, room_of
from pmo_xl.excel.write.worksheet import Page

DETAILS_SHEET = t("Reconciliation details", "Détail du rapprochement")
LEDGER_SHEET = t("Ledger", "Grand livre")
LEFT_OUT_SHEET = t("Ledger lines left out", "Lignes écartées")
DETAILS, LEDGER, LEFT_OUT, PROJECTS = "reconciliation", "ledger", "left_out", "reconciled_projects"
"""The names of the Excel tables."""

MOST_LEFT_OUT = 2_000
"""Lines left out that are listed; beyond, they are counted."""
MOST_LIVE = 15_000
"""Rows of details whose ledger side is live: beyond, a spreadsheet would search the ledger for minutes."""
MONEY = "#,##0.00;-#,##0.00;0.00"
FIRST = 1

PROJECT = t("Project ID", "Code projet")
ACCOUNT = t("Account", "Compte")
MONTH = t("Month", "Mois")
DECLARED = t("Declared", "Déclaré")
BOOKED = t("Ledger", "Grand livre")
DIFFERENCE = t("Difference", "Écart")
STATE = t("State", "État")
AMOUNT = t("Amount", "Montant")
POSTINGS = t("Postings", "Écritures")
CREDIT_NOTES = t("Credit notes", "Avoirs")
REVERSALS = t("Reversals", "Extournes")
KEY = t("Key", "Clé")
REASON = t("Reason", "Motif")
COUNTS = {"postings": POSTINGS, "credit_notes": CREDIT_NOTES, "reversals": REVERSALS}

TOLERANCE = "MAX(pmo_ledger_tolerance,pmo_ledger_tolerance_share*ABS({ledger}))"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: key, heading, width, number format, and the formula where it is live."""

    key: str
    label: Text
    width: float
    form: str = "@"
    live: str = ""
    align: str = "left"


def ref(master: MasterContext, table: str, label: Text, *, row: bool = True) -> str:
    """A column of a table in a formula: its cell of this row, or the whole of it."""
    words = master.say(label)
    return f"{table}[[#This Row],[{words}]]" if row else f"{table}[{words}]"


def write_fields(
    master: MasterContext, page: Page, name: str, fields: Sequence[Field], rows: Sequence[Mapping[str, Any]],
    row: int = HEADER_ROW, *, tell: bool = True,
) -> int:  # fmt: skip
    """One Excel table, each column told to be live or a value; gives the last row."""
    # An empty table keeps one row, in which a formula would count what does not exist.
    live = {field.key: f"={field.live}" for field in fields if field.live and rows}
    last = row + max(1, len(rows))
    if tell:
        quiet = master.formats.get(italic=True, font_color=QUIET, align="center")
        for col, field in enumerate(fields, start=FIRST):
            page.write_string(row - 1, col, master.say(LIVE if field.live else VALUE), quiet)
    heads = [
        {
            "header": master.say(field.label),
            "header_format": master.head_style(),
            **({"formula": live[field.key]} if field.key in live else {}),
        }
        for field in fields
    ]
    page.set_row(row, 32)
    page.add_table(
        row, FIRST, last, FIRST + len(fields) - 1,
        {"name": name, "columns": heads, "style": "Table Style Light 1", "banded_rows": False},
    )  # fmt: skip
    for col, field in enumerate(fields, start=FIRST):
        look: dict[str, Any] = {"bg_color": COMPUTED} if field.live else {}
        if field.align == "left":
            look["indent"] = 1
        style = master.formats.get(num_format=field.form, align=field.align, **look)
        for at, record in enumerate(rows, start=row + 1):
            what = plain(record[field.key])
            if field.key in live:
                write_formula(page, at, col, live[field.key], what, style)
            elif what is not None:
                write_cell(page, at, col, what, style)
    return last


def set_widths(master: MasterContext, page: Page, fields: Sequence[Field]) -> None:
    """Columns wide enough for their headings."""
    for col, field in enumerate(fields, start=FIRST):
        words = max(master.say(field.label).split(), key=len)
        page.set_column(col, col, max(field.width, room_of(words, bold=True) + 2.5))


def month_format(master: MasterContext) -> str:
    """How a month is shown in the language of the master."""
    return number_format(Kind.MONTH, master.language)


def account_words(master: MasterContext, account: str) -> str:
    """An account as people read it: all of them, none, or its code."""
    return master.say({"*": ALL_ACCOUNTS, "": NO_ACCOUNT}[account]) if account in ("*", "") else account


def state_words(master: MasterContext, key: str) -> str:
    """The words of a state, sign first."""
    return next(master.say(match.label) for match in Match if match.key == key)


def state_formula(master: MasterContext, table: str) -> str:
    """The state of a row from its amounts and its number of postings."""
    ledger, declared = ref(master, table, BOOKED), ref(master, table, DECLARED)
    difference, postings = ref(master, table, DIFFERENCE), ref(master, table, POSTINGS)
    matched, differs, no_ledger, no_return = (
        f'"{state_words(master, match.key)}"'
        for match in (Match.MATCHED, Match.DIFFERS, Match.NOT_IN_LEDGER, Match.NOT_IN_RETURNS)
    )
    if table == PROJECTS:
        total_only = f'"{state_words(master, Match.IN_TOTAL_ONLY.key)}"'
        matched = f"IF({ref(master, table, OPEN)}=0,{matched},{total_only})"
    return (
        f"IF(ABS({difference})<={TOLERANCE.format(ledger=ledger)},{matched},"
        f"IF({postings}=0,{no_ledger},IF({declared}=0,{no_return},{differs})))"
    )


def write_details(master: MasterContext, page: Page, result: Reconciliation) -> None:
    """A row per project, account and month: what is declared, what is booked, how far apart they lie."""
    by_key = f"{ref(master, LEDGER, KEY, row=False)},{ref(master, DETAILS, KEY)}"

    def booked(label: Text) -> str:
        few = len(result.details) <= MOST_LIVE
        return f"SUMIFS({ref(master, LEDGER, label, row=False)},{by_key})" if few else ""

    fields = [
        Field("project_id", PROJECT, 13),
        Field("account", ACCOUNT, 18),
        Field("month", MONTH, 11, month_format(master), align="center"),
        Field("declared", DECLARED, 16, MONEY, align="right"),
        Field("ledger", BOOKED, 16, MONEY, booked(AMOUNT), "right"),
        Field("difference", DIFFERENCE, 16, MONEY, _difference(master, DETAILS), "right"),
        Field("state", STATE, 26, "General", state_formula(master, DETAILS)),
        *(Field(key, label, 11, "0", booked(label), "center") for key, label in COUNTS.items()),
        Field("key", KEY, 24),
    ]
    rows = [
        {
            **{str(k): v for k, v in row.items()},
            "account": account_words(master, row["account"]),
            "state": state_words(master, row["state"]),
        }
        for row in result.details.to_dict("records")
    ]
    master.head(page, DETAILS_SHEET, DETAILS_WORDS, len(fields))
    set_widths(master, page, fields)
    last = write_fields(master, page, DETAILS, fields, rows)
    col = FIRST + [field.key for field in fields].index("state")
    master.sign_colours(page, HEADER_ROW + 1, col, last, col)
    page.freeze_panes(HEADER_ROW + 1, FIRST + 3)


def _difference(master: MasterContext, table: str) -> str:
    return f"ROUND({ref(master, table, DECLARED)}-{ref(master, table, BOOKED)},4)"


def write_ledger_sheet(master: MasterContext, page: Page, result: Reconciliation) -> None:
    """The compared postings added up by project, account and month, as the file has them."""
    fields = [
        Field("project_id", PROJECT, 13),
        Field("account", ACCOUNT, 18),
        Field("month", MONTH, 11, month_format(master), align="center"),
        Field("amount", AMOUNT, 16, MONEY, align="right"),
        *(Field(key, label, 11, "0", align="center") for key, label in COUNTS.items()),
        Field("compared", COMPARED_UNDER, 20),
        Field("key", KEY, 24),
    ]
    rows = [
        {
            **{str(k): v for k, v in row.items()},
            "account": row["account"] or master.say(NO_ACCOUNT),
            "compared": account_words(master, row["compared"]),
        }
        for row in result.ledger.to_dict("records")
    ]
    words = LEDGER_WORDS.fill(file=result.source.file, n=result.fates[PostingOutcome.COMPARED].lines)
    master.head(page, LEDGER_SHEET, words, len(fields))
    set_widths(master, page, fields)
    write_fields(master, page, LEDGER, fields, rows)
    page.freeze_panes(HEADER_ROW + 1, FIRST + 3)


def write_left_out(master: MasterContext, page: Page, result: Reconciliation) -> None:
    """The lines that are not compared, each with its line number and the reason, as far as the list goes."""
    fields = [
        Field("line", LINE, 10, "0", align="center"),
        Field("fate", REASON, 26),
        Field("why", WHY, 46),
        Field("project", IN_FILE_PROJECT, 20),
        Field("account", ACCOUNT, 14),
        Field("when", DATE, 12),
        Field("amount", AMOUNT, 16, MONEY, align="right"),
        Field("document", DOCUMENT, 16),
        Field("words", WORDS, 40),
    ]
    listed = result.left_out[:MOST_LEFT_OUT]
    words = LEFT_OUT_WORDS if len(listed) == len(result.left_out) else LEFT_OUT_CAPPED
    master.head(page, LEFT_OUT_SHEET, words.fill(n=len(listed), of=len(result.left_out)), len(fields))
    set_widths(master, page, fields)
    write_fields(master, page, LEFT_OUT, fields, [_shown(master, one) for one in listed])
    page.freeze_panes(HEADER_ROW + 1, FIRST + 1)


def _shown(master: MasterContext, one: LeftOut) -> dict[str, Any]:
    when: Any = one.when or None
    return {
        "line": one.line, "fate": master.say(one.fate.label if one.fate else TOTAL), "why": master.say(one.why),
        "project": one.project or None, "account": one.account or None, "when": _day(master, when),
        "amount": one.amount, "document": one.document or None, "words": one.words or None,
    }  # fmt: skip


def _day(master: MasterContext, words: str | None) -> str | None:
    """A day as the language of the master writes it; what is no day as it stands in the file."""
    try:
        day = dt.date.fromisoformat(words or "")
    except ValueError:
        return words
    return f"{day:%d/%m/%Y}" if master.language == "fr" else words


LIVE, VALUE = t("live", "formule"), t("value", "valeur")
ALL_ACCOUNTS, NO_ACCOUNT = t("(all accounts)", "(tous comptes)"), t("(no account)", "(sans compte)")
OPEN = t("Rows in difference", "Lignes en écart")
COMPARED_UNDER = t("Compared under", "Rapproché sous")
LINE = t("Line of the file", "Ligne du fichier")
WHY = t("Explanation", "Explication")
IN_FILE_PROJECT = t("Project in the file", "Projet dans le fichier")
DATE, DOCUMENT, WORDS = t("Date", "Date"), t("Document", "Pièce"), t("Text", "Libellé")
TOTAL = t("Total line", "Ligne de total")
DETAILS_WORDS = t(
    "Difference = declared − ledger, in the currency of the project. Declared is a value, summed from the months of the returns up to the status date; the rest is live.",
    "Écart = déclaré − grand livre, dans la devise du projet. Le déclaré est une valeur, somme des mois des retours jusqu’à la date d’arrêté ; le reste est calculé par formule.",
)
LEDGER_WORDS = t(
    "{n} postings of {file}, added up by project, account and month: values, as they stand in the file.",
    "{n} écritures de {file}, cumulées par projet, compte et mois : valeurs, telles qu’elles sont dans le fichier.",
)
LEFT_OUT_WORDS = t(
    "{n} lines of the file that are not compared, and why. Values.",
    "{n} lignes du fichier qui ne sont pas rapprochées, et pourquoi. Valeurs.",
)
LEFT_OUT_CAPPED = t(
    "The first {n} of {of} lines of the file that are not compared, and why; all are counted on the sheet Reconciliation. Values.",
    "Les {n} premières des {of} lignes du fichier qui ne sont pas rapprochées, et pourquoi ; toutes sont comptées dans la feuille Rapprochement. Valeurs.",
)
