"""The control totals of a ledger: what became of every line, how the file was read, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, counted, same, t
from pmo_xl.core.definition.model import WARNING_SIGN
from pmo_xl.core.flow.reconciliation import FIELDS, OPEN_FATES, Match, PostingOutcome, Reconciliation
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.reconciliation.details import (
    AMOUNT,
    DETAILS,
    FIRST,
    LEDGER,
    LEFT_OUT,
    LIVE,
    MONEY,
    MOST_LEFT_OUT,
    POSTINGS,
    REASON,
    STATE,
    VALUE,
    ref,
    state_words,
)
from pmo_xl.excel.write.cells import write_formula
from pmo_xl.excel.write.style import BAND, DARK_RED, LIGHT_RED, LINE, QUIET
from pmo_xl.excel.write.worksheet import Page

LINES_COL, AMOUNT_COL, ORIGIN_COL, READ_COL = FIRST + 3, FIRST + 4, FIRST + 5, FIRST + 7
"""Columns of the control totals, and of the block that says how the file was read."""


def write_control(master: MasterContext, page: Page, row: int, result: Reconciliation) -> int:
    """What became of every line: the parts, their sum, the file itself, and the difference, which must be 0."""
    master.section(page, row, FIRST, CONTROL, ORIGIN_COL - FIRST + 1)
    for col, words in ((LINES_COL, LINES), (AMOUNT_COL, AMOUNT), (ORIGIN_COL, ORIGIN)):
        page.write_string(row + 1, col, master.say(words), master.formats.get(bold=True, align="right"))
    row += 2
    first = row
    for fate in PostingOutcome:
        share = result.fates[fate]
        formulas = _live_parts(master, fate, result)
        _line(
            master,
            page,
            row,
            same(f"{WARNING_SIGN} ") if fate in OPEN_FATES and share.lines else None,
            fate.label,
            (share.lines, share.amount),
            formulas,
        )
        row += 1
    sums = [
        sum(s.lines for s in result.fates.values()),
        round(sum(s.amount for s in result.fates.values()), 4),
    ]
    lines, amounts = (
        f"={{}}({xl_rowcol_to_cell(first, c)}:{xl_rowcol_to_cell(row - 1, c)}{{}})"
        for c in (LINES_COL, AMOUNT_COL)
    )
    live = (lines.format("SUM", ""), f"=ROUND({amounts.format('SUM', '')[1:]},4)")
    _line(master, page, row, None, ACCOUNTED, (sums[0], sums[1]), live, total=True)
    _line(master, page, row + 1, None, FILE_TOTAL, (result.file.lines, result.file.amount), None)
    _difference_line(master, page, row + 2, row, row + 1, (result.file.lines - sums[0], result.difference))
    row += 3
    if result.foot is not None and result.foot.amount is not None:
        _line(master, page, row, None, FOOT.fill(line=result.foot.line), (None, result.foot.amount), None)
        _difference_line(master, page, row + 1, row - 2, row, (None, result.foot_difference), FOOT_DIFFERENCE)
        row += 2
    quiet = master.formats.get(italic=True, font_color=QUIET)
    for note in _notes(result):
        page.write_string(row, FIRST, master.say(note), quiet)
        row += 1
    return row


def _live_parts(
    master: MasterContext, fate: PostingOutcome, result: Reconciliation
) -> tuple[str, str] | None:
    """The formulas of a part; None where the list of lines is cut and only Python has seen them all."""
    if fate is PostingOutcome.COMPARED:
        if result.ledger.empty:
            return None
        return tuple(f"=SUM({ref(master, LEDGER, label, row=False)})" for label in (POSTINGS, AMOUNT))  # type: ignore[return-value]
    if len(result.left_out) > MOST_LEFT_OUT:
        return None
    reason, words = ref(master, LEFT_OUT, REASON, row=False), master.say(fate.label)
    amount = ref(master, LEFT_OUT, AMOUNT, row=False)
    return f'=COUNTIFS({reason},"{words}")', f'=SUMIFS({amount},{reason},"{words}")'


def _line(
    master: MasterContext, page: Page, row: int, sign: Text | None, words: Text, values: tuple[Any, Any],
    live: tuple[str, str] | None, *, total: bool = False,
) -> None:  # fmt: skip
    """One line of the control totals, told to be live or a value."""
    style = master.total_style() if total else master.cell_style()
    for col in range(FIRST, ORIGIN_COL + 1):
        page.write_blank(row, col, None, style)
    label = (master.say(sign) if sign else "") + master.say(words)
    page.write_string(row, FIRST, label, style)
    if sign:
        master.sign_colours(page, row, FIRST, row, FIRST)
    look: dict[str, Any] = (
        {"bold": True, "bg_color": BAND, "top": 1} if total else {"bottom": 4, "bottom_color": LINE}
    )
    for col, what, form, formula in zip(
        (LINES_COL, AMOUNT_COL), values, ("#,##0", MONEY), live or ("", ""), strict=True
    ):
        number = master.formats.get(num_format=form, align="right", **look)
        if formula:
            write_formula(page, row, col, formula, what, number)
        elif what is not None:
            page.write_number(row, col, what, number)
    page.write_string(
        row,
        ORIGIN_COL,
        master.say(LIVE if live else VALUE),
        master.formats.get(italic=True, font_color=QUIET, align="right", **look),
    )


def _difference_line(
    master: MasterContext, page: Page, row: int, parts: int, whole: int, values: tuple[Any, Any], words: Text | None = None
) -> None:  # fmt: skip
    """A difference that must be 0, and is red when it is not."""
    cells = [(xl_rowcol_to_cell(whole, c), xl_rowcol_to_cell(parts, c)) for c in (LINES_COL, AMOUNT_COL)]
    (a, b), (c, d) = cells
    lines = f"={a}-{b}" if values[0] is not None else ""
    _line(master, page, row, None, words or CONTROL_DIFFERENCE, values, (lines, f"=ROUND({c}-{d},4)"))
    red = master.book.add_format(
        {"bg_color": LIGHT_RED, "font_color": DARK_RED, "num_format": '"◆ "#,##0.00;"◆ "-#,##0.00'}
    )
    page.conditional_format(
        row, LINES_COL, row, AMOUNT_COL, {"type": "cell", "criteria": "!=", "value": 0, "format": red}
    )


def _notes(result: Reconciliation) -> Iterator[Text]:
    if result.without_amount:
        yield counted(result.without_amount, WITHOUT_AMOUNT)
    if len(result.currencies) > 1:
        yield SEVERAL.fill(currencies=list(result.currencies))


def write_source(master: MasterContext, page: Page, row: int, result: Reconciliation) -> int:
    """How the file was read, what agrees in spite of a small difference, and the verdict."""
    source = result.source
    master.section(page, row, READ_COL, HOW_READ, 6)
    told: list[tuple[Text, str]] = [(t("File", "Fichier"), source.file)]
    told += [(t("Sheet", "Feuille"), source.sheet)] if source.sheet else []
    told += [(t("Line of the headings", "Ligne des intitulés"), str(source.header_line))]
    told += [(COLUMN.fill(field=FIELDS[field]), name) for field, name in source.columns.items()]
    if source.encoding:
        separator = {"\t": "tab"}.get(source.separator, source.separator)
        told.append((t("Encoding, separator", "Encodage, séparateur"), f"{source.encoding}   {separator}"))
    told.append(
        (
            t("Decimal sign, order of dates", "Signe décimal, ordre des dates"),
            f"{source.decimal or '–'}   {source.date_order or '–'}",
        )
    )
    at = row + 1
    for label, words in told:
        page.write_string(at, READ_COL, master.say(label), master.formats.get(font_color=QUIET))
        page.write_string(at, READ_COL + 2, words, master.formats.get())
        at += 1
    for name, label, what, form in (
        ("ledger_tolerance", TOLERANCE_AMOUNT, result.tolerance.amount, "0.00###"),
        ("ledger_tolerance_share", TOLERANCE_SHARE, result.tolerance.share, "0.0##%"),
    ):
        page.write_string(at, READ_COL, master.say(label), master.formats.get(font_color=QUIET))
        page.write_number(at, READ_COL + 2, what, master.formats.get(num_format=form, align="left"))
        master.define(name, page, at, READ_COL + 2)
        at += 1
    at += 1
    page.write_string(at, READ_COL, master.say(VERDICT), master.formats.get(bold=True))
    state = ref(master, DETAILS, STATE, row=False)
    matched = state_words(master, Match.MATCHED.key)
    # The lines of the control totals stand in the order of the fates, from the second row of that block.
    waiting = [
        xl_rowcol_to_cell(row + 2 + place, LINES_COL)
        for place, fate in enumerate(PostingOutcome)
        if fate in OPEN_FATES
    ]
    control = xl_rowcol_to_cell(row + 2 + len(PostingOutcome) + 2, AMOUNT_COL)
    rows = f'SUMPRODUCT(({state}<>"")*({state}<>"{matched}"))'
    yes, no = master.say(RECONCILED), master.say(NOT_RECONCILED)
    # Nothing compared is not reconciled.
    some = f'SUMPRODUCT(--({state}<>""))>0'
    live = f'=IF(AND({some},{rows}=0,{"+".join(waiting)}=0,{control}=0),"{yes}","{no}")'
    write_formula(
        page, at, READ_COL + 2, live, yes if result.reconciled else no, master.formats.get(bold=True)
    )
    master.sign_colours(page, at, READ_COL + 2, at, READ_COL + 2)
    return at + 1


CONTROL = t("Control totals: every line of the file", "Totaux de contrôle : toutes les lignes du fichier")
COLUMN = t("Column: {field}", "Colonne : {field}")
HOW_READ = t("How the ledger was read", "Lecture du grand livre")
LINES, ORIGIN = t("Lines", "Lignes"), t("Origin", "Origine")
ACCOUNTED = t("Lines accounted for", "Lignes justifiées")
FILE_TOTAL = t("Total of the file, counted before sorting", "Total du fichier, compté avant tri")
CONTROL_DIFFERENCE = t("Difference, must be 0", "Écart, doit être nul")
FOOT = t("Total stated in the file, line {line}", "Total indiqué dans le fichier, ligne {line}")
FOOT_DIFFERENCE = t("Stated − counted", "Indiqué − compté")
WITHOUT_AMOUNT = (
    t("{n} line has no readable amount: it is counted as a line only.",
      "{n} ligne sans montant lisible : elle est comptée en nombre seulement."),
    t("{n} lines have no readable amount: they are counted as lines only.",
      "{n} lignes sans montant lisible : elles sont comptées en nombre seulement."),
)  # fmt: skip
SEVERAL = t(
    "Amounts in {currencies} are added as they stand: a control that no line is lost, and nothing else.",
    "Les montants en {currencies} sont additionnés tels quels : contrôle qu’aucune ligne n’est perdue, sans autre sens.",
)
TOLERANCE_AMOUNT = t("Tolerance, amount", "Tolérance, montant")
TOLERANCE_SHARE = t("Tolerance, % of the ledger", "Tolérance, % du grand livre")
VERDICT = t("Result", "Résultat")
RECONCILED = t("● Reconciled", "● Rapproché")
NOT_RECONCILED = t("◆ Not reconciled", "◆ Non rapproché")
