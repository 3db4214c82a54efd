"""The Check sheet: live formulas that say, before anything is sent, what is missing or does not agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
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
    ROW_MISSING_COLUMN,
)
from pmo_xl.core.expr.algebra import count, this
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.typed_cells import Judged
from pmo_xl.core.expr.value import array, one
from pmo_xl.core.formula.formula import formula, write
from pmo_xl.core.formula.row_check import check_columns, points_of
from pmo_xl.excel.template.answers import Answers
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.template.record_sheet import MISSING, NOT_TAKEN, RECORD_STATES, record_state
from pmo_xl.excel.template.table_sheet import HEADER_ROW
from pmo_xl.excel.write.form_sheet import FormSheet
from pmo_xl.excel.write.style import GREEN, NAVY

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
    what: Callable[[Answers], Any]
    at_zero: Text
    otherwise: Text
    number_format: str = "0"
    link: tuple[str, str, Callable[[Answers], int | None]] | None = None
    """The table, the formula of the sheet row to look at first, and that row; where there is one."""

    def state(self, answers: Answers) -> Text:
        what = answers.once(self.what)
        if what is None:
            return UNKNOWN
        return self.at_zero if abs(what) < HALF_CENT else self.otherwise


def write_check(draft: Draft, sheet: FormSheet) -> None:
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
    columns = draft.record.columns.values()

    def line(label: Text, words: Text) -> _Line:
        live = f'=COUNTIF({parameter(RECORD_STATES)},"{draft.say(words)}")'
        return _Line(
            label,
            live,
            lambda answers: sum(record_state(draft, column, answers) is words for column in columns),
            OK,
            CORRECT,
        )

    return [line(EMPTY_CELLS, MISSING), line(WRONG_CELLS, NOT_TAKEN)]


@dataclass(frozen=True, slots=True)
class _Said:
    """What the check columns say of each row of a table."""

    filled: pd.Series[bool]
    lacking: pd.Series[int]
    """Signs, CODE for each cell that is missing."""
    wrong: pd.Series[int]
    """Signs, CODE for each cell that is not as expected."""
    broken: pd.Series[bool]
    doubtful: pd.Series[bool]


def _said(frame: pd.DataFrame, coded: Sequence[str]) -> _Said:
    """``coded`` are the check columns that name cells: those that are missing, then those that are not as expected."""
    lacking, *faults = (frame[key].fillna("").str.len() for key in coded)
    wrong, words = sum(faults, lacking * 0), frame[ROW_CHECK].fillna("")
    broken = words.str.startswith(ERROR_SIGN) & (lacking + wrong == 0)
    return _Said(frame[ROW_FILLED] > 0, lacking, wrong, broken, words.str.startswith(WARNING_SIGN))


def _table_lines(draft: Draft, table: type[Table]) -> list[_Line]:
    names = draft.names.inside(table.key)
    named = (ROW_MISSING_COLUMN, *ROW_FAULTS_COLUMNS)
    coded = [column.key for column in check_columns(table) if column in named]
    missing, *faults = map(names.column, coded)
    check = names.column(ROW_CHECK)
    unlike = "+".join(f"LEN({cells})" for cells in faults)
    broken = f'(LEFT({check},1)="{ERROR_SIGN}")*(LEN({missing})+{unlike}=0)'
    doubtful = f'(LEFT({check},1)="{WARNING_SIGN}")'

    def said(answers: Answers) -> _Said:
        return _said(answers.frames[table.key], coded)

    def line(
        label: Text,
        live: str,
        where: str,
        rows: Callable[[_Said], Any],
        otherwise: Text = CORRECT,
        each: int = 1,
    ) -> _Line:
        """The rows that count, each once or once for so many signs."""
        first = f"_xlfn.AGGREGATE(15,6,ROW({check})/({where}),1)"

        def held(answers: Answers) -> int:
            return int(rows(answers.once(said)).sum() / each)

        def at(answers: Answers) -> int | None:
            found = np.flatnonzero(rows(answers.once(said)))
            return HEADER_ROW + 2 + int(found[0]) if len(found) else None

        return _Line(label, f"=SUMPRODUCT({live})", held, OK, otherwise, link=(names.home, first, at))

    return [
        _Line(
            t("Rows filled", "Lignes remplies"), formula(count(table.key, where=this.row_filled > 0), draft.names),
            lambda answers: int(answers.once(said).filled.sum()), EMPTY, OK,
        ),
        line(EMPTY_CELLS, f"LEN({missing})/{CODE}", f"LEN({missing})>0", lambda rows: rows.lacking, each=CODE),
        line(WRONG_CELLS, f"({unlike})/{CODE}", f"{unlike}>0", lambda rows: rows.wrong, each=CODE),
        line(t("Rows that break a rule", "Lignes qui enfreignent une règle"), broken, broken, lambda rows: rows.broken),
        line(
            t("Rows with a warning", "Lignes avec avertissement"), f"--{doubtful}", doubtful,
            lambda rows: rows.doubtful, LOOK_AT,
        ),
    ]  # fmt: skip


def _point(draft: Draft, point: Point) -> _Line:
    """1 where the workbook breaks the rule, else 0."""
    live = write(Judged(point.holds), replace(draft.names, typed=True))
    return _Line(
        point.says,
        f"=IF({live},0,1)",
        lambda answers: 0 if array(point.holds, answers.whole)[0] else 1,
        OK,
        CORRECT,
    )


def _agreement(draft: Draft, agree: Agree) -> _Line:
    expr = agree.left - agree.right
    live = f'=IFERROR({formula(expr, draft.names).removeprefix("=")},"")'
    what = partial(_computed, expr)
    return _Line(agree.label, live, what, AGREES, DIFFERS, "#,##0.00;-#,##0.00;0")


def _computed(expr: Expr, answers: Answers) -> Any:
    return one(expr, answers.whole)


def _write_head(draft: Draft, sheet: FormSheet, row: int, words: Sequence[Text]) -> int:
    for col, text in enumerate(words, start=LABEL):
        look = draft.band(align="left" if col == LABEL else "center")
        sheet.write_string(row, col, draft.say(text), look)
    return row + 1


def _write_line(draft: Draft, sheet: FormSheet, row: int, line: _Line) -> None:
    sheet.set_row(row, 17)
    sheet.write_string(row, LABEL, draft.say(line.label), draft.ruled())
    look = draft.ruled(num_format=line.number_format, align="center")
    sheet.leave(row, NUMBER, lambda answers: answers.once(line.what), look, line.live)
    cell = xl_rowcol_to_cell(row, NUMBER)
    unknown, at_zero, otherwise = map(draft.say, (UNKNOWN, line.at_zero, line.otherwise))
    live = f'=IF({cell}="","{unknown}",IF(ABS({cell})<{HALF_CENT},"{at_zero}","{otherwise}"))'
    sheet.leave(row, STATE, lambda answers: draft.say(line.state(answers)), draft.ruled(align="center"), live)
    if line.link is None:
        sheet.write_blank(row, LINK, None, draft.ruled())
        return
    table, first, at = line.link
    owner = next(each for each in draft.tables if each.key == table)
    target = f"#'{draft.say(owner.heading)}'!B"
    live = f'=IF({cell}=0,"",HYPERLINK("{target}"&{first},{first}))'
    look = draft.ruled(align="center", font_color=NAVY, underline=1)
    sheet.leave(row, LINK, at, look, live)


def _write_verdict(draft: Draft, sheet: FormSheet, last_row: int, lines: Sequence[_Line]) -> None:
    """The one line that counts: it adds up the cells and rows below it that are to be corrected."""
    first, last = (xl_rowcol_to_cell(row, STATE, row_abs=True, col_abs=True) for row in (FIRST_ROW, last_row))
    ready = draft.say(READY)
    numbers = f"{xl_rowcol_to_cell(FIRST_ROW, NUMBER, True, True)}:{xl_rowcol_to_cell(last_row, NUMBER, True, True)}"
    wrong = f'SUMIF({first}:{last},"{ERROR_SIGN}*",{numbers})'
    doubtful = f'COUNTIF({first}:{last},"{WARNING_SIGN}*")'
    not_ready, review = _points(draft, NOT_READY, wrong), _points(draft, REVIEW, doubtful)
    live = f'=IF({wrong}>0,{not_ready},IF({doubtful}>0,{review},"{ready}"))'

    def words(answers: Answers) -> str:
        states = [draft.say(line.state(answers)) for line in lines]
        errors = sum(
            answers.once(line.what)
            for line, state in zip(lines, states, strict=True)
            if state.startswith(ERROR_SIGN)
        )
        warnings = sum(state.startswith(WARNING_SIGN) for state in states)
        if errors or warnings:
            return draft.say(counted(errors, NOT_READY) if errors else counted(warnings, REVIEW))
        return ready

    sheet.set_row(VERDICT_ROW, 30)
    style = draft.style(bold=True, font_size=16, indent=1)
    sheet.merge_range(VERDICT_ROW, LABEL, VERDICT_ROW, LINK, "", style)
    sheet.leave(VERDICT_ROW, LABEL, words, style, live)
    draft.colour_signs(sheet, VERDICT_ROW, LABEL, VERDICT_ROW)


def _points(draft: Draft, words: tuple[Text, Text], count: str) -> str:
    """The formula of a verdict with its number of points."""
    one, (before, after) = draft.say(words[0].fill(n=1)), draft.say(words[1]).split("{n}")
    return f'IF({count}=1,"{one}","{before}"&{count}&"{after}")'
