"""The Check sheet: live formulas that say, before anything is sent, what is missing or does not agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import Text, counted, t
from pmo_xl.core.definition.model import ERROR_SIGN, OK_SIGN, WARNING_SIGN, Agree, Point, Table
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.definition.own_columns import (
    ROW_CHECK,
    ROW_FAULTS_COLUMNS,
    ROW_FILLED,
    ROW_MISSING,
    ROW_MISSING_COLUMN,
)
from pmo_xl.core.expr.algebra import count, this
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.typed_cells import Judged
from pmo_xl.core.expr.value import EvalContext, value
from pmo_xl.core.formula.formula import formula, write
from pmo_xl.core.formula.row_check import check_columns, points_of
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.template.record_sheet import MISSING, NOT_TAKEN, RECORD_STATES, record_state
from pmo_xl.excel.template.table_sheet import HEADER_ROW
from pmo_xl.excel.write.cells import plain, write_formula
from pmo_xl.excel.write.style import GREEN, NAVY
from pmo_xl.excel.write.worksheet import Page

LABEL, NUMBER, STATE, LINK = 1, 2, 3, 4
"""Columns of the sheet."""

VERDICT_ROW, FIRST_ROW = 3, 5

CHECK = t("Check", "Contrôle")
PURPOSE = t(
    "Live: look here before you send the workbook. ◆ to correct, ▲ to look at, ● in order.",
    "En direct : à regarder avant l’envoi. ◆ à corriger, ▲ à vérifier, ● en ordre.",
)
READY = t(f"{OK_SIGN} Ready to send", f"{OK_SIGN} Prêt à envoyer")
REVIEW = (
    t(f"{WARNING_SIGN} Can be sent: {{n}} point to check", f"{WARNING_SIGN} Envoi possible : {{n}} point à vérifier"),
    t(f"{WARNING_SIGN} Can be sent: {{n}} points to check", f"{WARNING_SIGN} Envoi possible : {{n}} points à vérifier"),
)  # fmt: skip
NOT_READY = (
    t(f"{ERROR_SIGN} To correct before sending: {{n}} point", f"{ERROR_SIGN} À corriger avant envoi : {{n}} point"),
    t(f"{ERROR_SIGN} To correct before sending: {{n}} points", f"{ERROR_SIGN} À corriger avant envoi : {{n}} points"),
)  # fmt: skip
"""The verdict on one point, on several."""

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
FIRST_HEAD = t("First row", "Première ligne")
WHOLE = t("Faults of the workbook as a whole", "Anomalies de l’ensemble du classeur")
EMPTY_CELLS = t("Required cells still empty", "Cellules obligatoires vides")
WRONG_CELLS = t("Cells not as expected", "Cellules non conformes")

CODE = 3
"""Signs by which a row names one of its cells."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A number, and the state it stands for when it is zero and when it is not (UNKNOWN when blank)."""

    label: Text
    live: str
    what: Any
    at_zero: Text
    otherwise: Text
    number_format: str = "0"
    link: tuple[str, str, int | None] | None = None
    """The table, the formula of the sheet row to look at first, and that row; where there is one."""

    @property
    def state(self) -> Text:
        if self.what is None:
            return UNKNOWN
        return self.at_zero if abs(self.what) < HALF_CENT else self.otherwise


def write_check(draft: Draft, sheet: Page) -> None:
    """Write a block for the record, for each table, and for the totals that should agree."""
    draft.live_title(sheet, CHECK, PURPOSE, LINK)
    for col, width in ((LABEL, 66), (NUMBER, 20), (STATE, 28), (LINK, 16)):
        sheet.set_column(col, col, width)
    row, written = FIRST_ROW, list[_Line]()
    for heading, head, lines in _blocks(draft):
        if not lines:
            continue
        row = _write_head(draft, sheet, row, (heading, head, STATE_HEAD, FIRST_HEAD))
        for line in lines:
            _write_line(draft, sheet, row, line)
            written.append(line)
            row += 1
        row += 1
    draft.colour_signs(sheet, FIRST_ROW, STATE, row)
    _write_verdict(draft, sheet, row, written)
    sheet.set_tab_color(GREEN)
    sheet.freeze_panes(FIRST_ROW - 1, 0)
    draft.print_setup(sheet, pages_high=1)


def _blocks(draft: Draft) -> list[tuple[Text, Text, list[_Line]]]:
    """The heading of each block, the heading of its numbers, its lines."""
    blocks = [(draft.record.heading, HOW_MANY, _record_lines(draft))]
    for template in draft.templates:
        blocks += [(table.heading, HOW_MANY, _table_lines(draft, table)) for table in template.tables]
    blocks.append((WHOLE, HOW_MANY, [_point(draft, p) for p in points_of(draft.record, draft.templates)]))
    for template in draft.templates:
        if template.agreements:
            lines = [_agreement(draft, agree) for agree in template.agreements]
            blocks.append((t("Totals that should agree", "Totaux à rapprocher"), DIFFERENCE, lines))
    return blocks


def _record_lines(draft: Draft) -> list[_Line]:
    """The cells of the project sheet, as the words beside them say."""
    states = [record_state(draft, column) for column in draft.record.columns.values()]
    return [
        _Line(
            label,
            f'=COUNTIF({parameter(RECORD_STATES)},"{draft.say(words)}")',
            states.count(words),
            OK,
            CORRECT,
        )
        for label, words in ((EMPTY_CELLS, MISSING), (WRONG_CELLS, NOT_TAKEN))
    ]


def _table_lines(draft: Draft, table: type[Table]) -> list[_Line]:
    names, frame = draft.names.inside(table.key), draft.frames[table.key]
    columns = [
        column for column in check_columns(table) if column in (ROW_MISSING_COLUMN, *ROW_FAULTS_COLUMNS)
    ]
    missing, *faults = (names.column(column.key) for column in columns)
    check = names.column(ROW_CHECK)
    codes = {column.key: frame[column.key].fillna("").str.len() for column in columns}
    lacking, wrong = codes[ROW_MISSING], sum(codes.values()) - codes[ROW_MISSING]
    said = frame[ROW_CHECK].fillna("")
    unlike = "+".join(f"LEN({cells})" for cells in faults)
    broken = f'(LEFT({check},1)="{ERROR_SIGN}")*(LEN({missing})+{unlike}=0)'
    doubtful = f'(LEFT({check},1)="{WARNING_SIGN}")'

    def line(label: Text, live: str, where: str, held: Any, rows: Any, otherwise: Text = CORRECT) -> _Line:
        first = f"_xlfn.AGGREGATE(15,6,ROW({check})/({where}),1)"
        at = next((HEADER_ROW + 2 + at for at, holds in enumerate(rows) if holds), None)
        return _Line(label, f"=SUMPRODUCT({live})", int(held), OK, otherwise, link=(names.home, first, at))

    rules = said.str.startswith(ERROR_SIGN) & (lacking + wrong == 0)
    warned = said.str.startswith(WARNING_SIGN)
    return [
        _Line(
            t("Rows filled", "Lignes remplies"), formula(count(table.key, where=this.row_filled > 0), draft.names),
            int((frame[ROW_FILLED] > 0).sum()), EMPTY, OK,
        ),
        line(EMPTY_CELLS, f"LEN({missing})/{CODE}", f"LEN({missing})>0", lacking.sum() / CODE, lacking > 0),
        line(WRONG_CELLS, f"({unlike})/{CODE}", f"{unlike}>0", wrong.sum() / CODE, wrong > 0),
        line(
            t("Rows that break a rule", "Lignes qui enfreignent une règle"), broken, broken, rules.sum(), rules
        ),
        line(
            t("Rows with a warning", "Lignes avec avertissement"), f"--{doubtful}", doubtful, warned.sum(),
            warned, LOOK_AT,
        ),
    ]  # fmt: skip


def _point(draft: Draft, point: Point) -> _Line:
    """1 where the workbook breaks the rule, else 0."""
    names = replace(draft.names, typed=True)
    live = write(Judged(point.holds), names)
    scope = EvalContext(pd.DataFrame(index=[0]), draft.params, draft.holidays, draft.frames)
    holds = bool(value(point.holds, scope).iloc[0])
    return _Line(point.says, f"=IF({live},0,1)", 0 if holds else 1, OK, CORRECT)


def _agreement(draft: Draft, agree: Agree) -> _Line:
    expr = agree.left - agree.right
    live = f'=IFERROR({formula(expr, draft.names).removeprefix("=")},"")'
    return _Line(agree.label, live, _computed(draft, expr), AGREES, DIFFERS, "#,##0.00;-#,##0.00;0")


def _computed(draft: Draft, expr: Expr) -> Any:
    scope = EvalContext(pd.DataFrame(index=[0]), draft.params, draft.holidays, draft.frames)
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
    live = f'=IF({cell}="","{unknown}",IF(ABS({cell})<{HALF_CENT},"{at_zero}","{otherwise}"))'
    write_formula(sheet, row, STATE, live, draft.say(line.state), draft.ruled(align="center"))
    if line.link is None:
        sheet.write_blank(row, LINK, None, draft.ruled())
        return
    table, first, at = line.link
    owner = next(each for each in draft.tables if each.key == table)
    target = f"#'{draft.say(owner.heading)}'!B"
    live = f'=IF({cell}=0,"",HYPERLINK("{target}"&{first},{first}))'
    look = draft.ruled(align="center", font_color=NAVY, underline=1)
    write_formula(sheet, row, LINK, live, at, look)


def _write_verdict(draft: Draft, sheet: Page, last_row: int, lines: Sequence[_Line]) -> None:
    """The one line that counts: it adds up the cells and rows below it that are to be corrected."""
    first, last = (xl_rowcol_to_cell(row, STATE, row_abs=True, col_abs=True) for row in (FIRST_ROW, last_row))
    ready = draft.say(READY)
    numbers = f"{xl_rowcol_to_cell(FIRST_ROW, NUMBER, True, True)}:{xl_rowcol_to_cell(last_row, NUMBER, True, True)}"
    wrong = f'SUMIF({first}:{last},"{ERROR_SIGN}*",{numbers})'
    doubtful = f'COUNTIF({first}:{last},"{WARNING_SIGN}*")'
    not_ready, review = _points(draft, NOT_READY, wrong), _points(draft, REVIEW, doubtful)
    live = f'=IF({wrong}>0,{not_ready},IF({doubtful}>0,{review},"{ready}"))'
    errors = sum(line.what for line in lines if draft.say(line.state).startswith(ERROR_SIGN))
    warnings = sum(draft.say(line.state).startswith(WARNING_SIGN) for line in lines)
    words = ready
    if errors or warnings:
        words = draft.say(counted(errors, NOT_READY) if errors else counted(warnings, REVIEW))
    sheet.set_row(VERDICT_ROW, 30)
    style = draft.style(bold=True, font_size=16, indent=1)
    sheet.merge_range(VERDICT_ROW, LABEL, VERDICT_ROW, LINK, "", style)
    write_formula(sheet, VERDICT_ROW, LABEL, live, words, style)
    draft.colour_signs(sheet, VERDICT_ROW, LABEL, VERDICT_ROW)


def _points(draft: Draft, words: tuple[Text, Text], count: str) -> str:
    """The formula of a verdict with its number of points."""
    one, (before, after) = draft.say(words[0].fill(n=1)), draft.say(words[1]).split("{n}")
    return f'IF({count}=1,"{one}","{before}"&{count}&"{after}")'
