"""The Check sheet: live formulas that say, before anything is sent, what is missing or does not agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.expr import begins, count, filled, this
from pmo_xl.core.formula import formula
from pmo_xl.core.model import ERROR_SIGN, OK_SIGN, WARNING_SIGN, Agree, Table
from pmo_xl.core.names import parameter
from pmo_xl.core.nodes import Expr
from pmo_xl.core.text import Text, t
from pmo_xl.core.value import Scope, value
from pmo_xl.excel.draft import Draft
from pmo_xl.excel.page import Page
from pmo_xl.excel.sheet import plain, write_formula
from pmo_xl.excel.style import GREEN

LABEL, NUMBER, STATE = 1, 2, 3
"""Columns of the sheet."""

VERDICT_ROW, FIRST_ROW = 3, 5

TOLERANCE = 0.005
"""Totals agree when they differ by less than half a cent."""

CHECK = t("Check", "Contrôle")
PURPOSE = t(
    "Live: look here before you send the workbook. ◆ to correct, ▲ to look at, ● in order.",
    "En direct : à regarder avant l’envoi. ◆ à corriger, ▲ à vérifier, ● en ordre.",
)
READY = t(f"{OK_SIGN} Ready to send", f"{OK_SIGN} Prêt à envoyer")
REVIEW = t(
    f"{WARNING_SIGN} Can be sent; points to look at: ", f"{WARNING_SIGN} Peut partir ; points à vérifier : "
)
NOT_READY = t(f"{ERROR_SIGN} Not ready; points to correct: ", f"{ERROR_SIGN} Pas prêt ; points à corriger : ")

OK = t(f"{OK_SIGN} OK", f"{OK_SIGN} OK")
CORRECT = t(f"{ERROR_SIGN} To correct", f"{ERROR_SIGN} À corriger")
LOOK_AT = t(f"{WARNING_SIGN} To look at", f"{WARNING_SIGN} À vérifier")
EMPTY = t(f"{WARNING_SIGN} Nothing entered", f"{WARNING_SIGN} Rien de saisi")
AGREES = t(f"{OK_SIGN} Agrees", f"{OK_SIGN} Concordant")
DIFFERS = t(f"{WARNING_SIGN} Difference", f"{WARNING_SIGN} Écart")
UNKNOWN = t("○ Nothing to compare", "○ Rien à comparer")

HOW_MANY = t("Number", "Nombre")
DIFFERENCE = t("Difference", "Écart")
STATE_HEAD = t("State", "État")


@dataclass(frozen=True, slots=True)
class _Line:
    """A number, and the state it stands for when it is zero and when it is not (UNKNOWN when blank)."""

    label: Text
    live: str
    what: Any
    at_zero: Text
    otherwise: Text
    number_format: str = "0"

    @property
    def state(self) -> Text:
        if self.what is None:
            return UNKNOWN
        return self.at_zero if abs(self.what) < TOLERANCE else self.otherwise


def write_check(draft: Draft, sheet: Page) -> None:
    """Write a block for the record, for each table, and for the totals that should agree."""
    draft.live_title(sheet, CHECK, PURPOSE, STATE)
    for col, width in ((LABEL, 62), (NUMBER, 20), (STATE, 28)):
        sheet.set_column(col, col, width)
    row, states = FIRST_ROW, list[Text]()
    for heading, head, lines in _blocks(draft):
        row = _write_head(draft, sheet, row, (heading, head, STATE_HEAD))
        for line in lines:
            _write_line(draft, sheet, row, line)
            states.append(line.state)
            row += 1
        row += 1
    draft.colour_signs(sheet, FIRST_ROW, STATE, row)
    _write_verdict(draft, sheet, row, states)
    sheet.set_tab_color(GREEN)
    sheet.freeze_panes(FIRST_ROW - 1, 0)
    draft.print_setup(sheet, pages_high=1)


def _blocks(draft: Draft) -> list[tuple[Text, Text, list[_Line]]]:
    """The heading of each block, the heading of its numbers, its lines."""
    blocks = [(draft.record.heading, HOW_MANY, [_missing_fields(draft)])]
    for template in draft.templates:
        blocks += [(table.heading, HOW_MANY, _table_lines(draft, table)) for table in template.tables]
        if template.agreements:
            lines = [_agreement(draft, agree) for agree in template.agreements]
            blocks.append((t("Totals that should agree", "Totaux à rapprocher"), DIFFERENCE, lines))
    return blocks


def _missing_fields(draft: Draft) -> _Line:
    needed = draft.record.required(draft.profile)
    missing = [column for column in needed if plain(draft.params[column.key]) is None]
    cells = ",".join(parameter(column.key) for column in needed)
    live = f"={len(needed)}-COUNTA({cells})"
    label = t("Required cells still empty", "Cellules obligatoires vides")
    return _Line(label, live, len(missing), OK, CORRECT)


def _table_lines(draft: Draft, table: type[Table]) -> list[_Line]:
    def rows(label: Text, where: Expr, at_zero: Text, otherwise: Text) -> _Line:
        expr = count(table.key, where=where)
        return _Line(label, formula(expr, draft.names), _computed(draft, expr), at_zero, otherwise)

    return [
        rows(t("Rows filled", "Lignes remplies"), filled(this.row_check), EMPTY, OK),
        rows(
            t("Rows with cells missing or in error", "Lignes incomplètes ou en erreur"),
            begins(this.row_check, ERROR_SIGN), OK, CORRECT,
        ),
        rows(
            t("Rows with a warning", "Lignes avec avertissement"),
            begins(this.row_check, WARNING_SIGN), OK, LOOK_AT,
        ),
        *([_same_identity(draft, table)] if table.identity else []),
    ]  # fmt: skip


def _same_identity(draft: Draft, table: type[Table]) -> _Line:
    """How many rows share what should name one row only."""
    names, frame, keys = draft.names.inside(table.key), draft.frames[table.key], list(table.identity)
    ranges = [names.column(key) for key in keys]
    pairs = ",".join(f"{cells},{cells}" for cells in ranges)
    whole = "*".join(f'({cells}<>"")' for cells in ranges)
    filled_in = frame[keys].dropna()
    folded = filled_in.map(lambda what: what.casefold() if isinstance(what, str) else what)
    label = t("Rows not unique ({columns})", "Lignes en double ({columns})")
    columns = [table.columns[key].label for key in keys]
    return _Line(
        label.fill(columns=columns), f"=SUMPRODUCT((COUNTIFS({pairs})>1)*{whole})",
        int(folded.duplicated(keep=False).sum()), OK, CORRECT,
    )  # fmt: skip


def _agreement(draft: Draft, agree: Agree) -> _Line:
    expr = agree.left - agree.right
    live = f'=IFERROR({formula(expr, draft.names).removeprefix("=")},"")'
    return _Line(agree.label, live, _computed(draft, expr), AGREES, DIFFERS, "#,##0.00;-#,##0.00;0")


def _computed(draft: Draft, expr: Expr) -> Any:
    scope = Scope(pd.DataFrame(index=[0]), draft.params, draft.holidays, draft.frames)
    return plain(value(expr, scope).iloc[0])


def _write_head(draft: Draft, sheet: Page, row: int, words: Sequence[Text]) -> int:
    for col, text in enumerate(words, start=LABEL):
        look = draft.band(align="left" if col == LABEL else "center")
        sheet.write_string(row, col, draft.say(text), look)
    return row + 1


def _write_line(draft: Draft, sheet: Page, row: int, line: _Line) -> None:
    sheet.set_row(row, 17)
    sheet.write_string(row, LABEL, draft.say(line.label), draft.ruled())
    look = draft.ruled(num_format=line.number_format, align="center")
    write_formula(sheet, row, NUMBER, line.live, line.what, look)
    cell = xl_rowcol_to_cell(row, NUMBER)
    unknown, at_zero, otherwise = map(draft.say, (UNKNOWN, line.at_zero, line.otherwise))
    live = f'=IF({cell}="","{unknown}",IF(ABS({cell})<{TOLERANCE},"{at_zero}","{otherwise}"))'
    write_formula(sheet, row, STATE, live, draft.say(line.state), draft.ruled(align="center"))


def _write_verdict(draft: Draft, sheet: Page, last_row: int, states: Sequence[Text]) -> None:
    """The one line that counts: it counts the signs below it."""
    first, last = (xl_rowcol_to_cell(row, STATE, row_abs=True, col_abs=True) for row in (FIRST_ROW, last_row))
    ready, review, not_ready = map(draft.say, (READY, REVIEW, NOT_READY))
    wrong, doubtful = (f'COUNTIF({first}:{last},"{sign}*")' for sign in (ERROR_SIGN, WARNING_SIGN))
    live = f'=IF({wrong}>0,"{not_ready}"&{wrong},IF({doubtful}>0,"{review}"&{doubtful},"{ready}"))'
    errors, warnings = (
        sum(draft.say(state).startswith(sign) for state in states) for sign in (ERROR_SIGN, WARNING_SIGN)
    )
    words = f"{not_ready}{errors}" if errors else f"{review}{warnings}" if warnings else ready
    sheet.set_row(VERDICT_ROW, 30)
    style = draft.style(bold=True, font_size=16, indent=1)
    sheet.merge_range(VERDICT_ROW, LABEL, VERDICT_ROW, STATE, "", style)
    write_formula(sheet, VERDICT_ROW, LABEL, live, words, style)
    draft.colour_signs(sheet, VERDICT_ROW, LABEL, VERDICT_ROW)
