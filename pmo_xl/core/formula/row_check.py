"""What a table of a template tells the person who fills it, row by row: the same as ``validate`` would call an error.

First what is missing, then what cannot be read or is not as its column takes it, then what the rules find: over a cell
that cannot be read they would name the wrong fault. Texts that ``validate`` reads as numbers or dates are asked for
anew here, since no formula of the workbook can compute with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column, Kind, Profile
from pmo_xl.core.definition.model import (
    ERROR_SIGN,
    OK_SIGN,
    WARNING_SIGN,
    Point,
    Record,
    Rule,
    Sheet,
    Table,
    Template,
    choices_of,
)
from pmo_xl.core.definition.own_columns import (
    FAULTS_EACH,
    ROW_BESIDE,
    ROW_BESIDE_COLUMN,
    ROW_CHECK_COLUMN,
    ROW_FAULTS_COLUMNS,
    ROW_FILLED,
    ROW_FILLED_COLUMN,
    ROW_MISSING,
    ROW_MISSING_COLUMN,
    ROW_RULES_COLUMNS,
    RULES_EACH,
)
from pmo_xl.core.expr.algebra import violated, when
from pmo_xl.core.expr.nodes import Expr, Filled, Not, Ref
from pmo_xl.core.expr.table_nodes import Aggregate
from pmo_xl.core.expr.typed_cells import (
    Among,
    CellsFilled,
    Codes,
    HoldsCode,
    HoldsDay,
    HoldsNumber,
    HoldsText,
    HoldsWord,
    Judged,
    NumbersIn,
    Repeats,
    SaysNothing,
    Sentence,
    SumUnder,
    of_record,
)
from pmo_xl.core.formula.typed_formula import is_free_text

COMPLETE = t(f"{OK_SIGN} Complete", f"{OK_SIGN} Complet")
TWICE = t(
    f"{ERROR_SIGN} An earlier row has the same {{columns}}",
    f"{ERROR_SIGN} Même valeur qu’une ligne précédente : {{columns}}",
)
MISSING = t(f"{ERROR_SIGN} Missing: {{column}}", f"{ERROR_SIGN} Manque : {{column}}")
NOT_A_NUMBER = t("not a number", "pas un nombre")
NOT_FROM_TO = t("not a number from {low} to {high}", "pas un nombre de {low} à {high}")
NOT_WHOLE = t("not a whole number", "pas un nombre entier")
NOT_WHOLE_FROM_TO = t("not a whole number from {low} to {high}", "pas un nombre entier de {low} à {high}")
NOT_FROM = t("not a number, {low} or more", "pas un nombre, {low} ou plus")
NOT_A_SHARE = t("not a number between 0 % and 100 %", "pas un nombre entre 0 % et 100 %")
NOT_A_DATE = t("not a date between 2000 and 2100", "pas une date entre 2000 et 2100")
NOT_A_MONTH = t("not a month between 2000 and 2100", "pas un mois entre 2000 et 2100")
NOT_IN_LIST = t("not in the list", "absent de la liste")
NOT_A_TEXT = t("not a text", "pas un texte")
TOO_LONG = t("not a text of {n} characters at most", "pas un texte de {n} caractères au plus")
NOT_OF_FORM = t("expected: {form}", "attendu : {form}")


def takes(column: Column) -> Expr:
    """Whether a cell holds nothing, or what its column takes."""
    cell = Ref(column.key)
    choices = choices_of(column)
    if choices is not None:
        return HoldsWord(cell, choices)
    if column.kind.is_date:
        return HoldsDay(cell) | SaysNothing(cell, bare=True)
    if column.kind.is_quantity:
        whole = column.kind is Kind.INTEGER
        return HoldsNumber(cell, column.low, column.high, whole) | SaysNothing(cell, bare=True)
    if column.pattern is not None:
        return HoldsCode(cell, column.pattern) | SaysNothing(cell, bare=True)
    return HoldsText(cell, column.max_length)


def is_there(column: Column, sheet: type[Sheet]) -> Expr:
    """Whether a required cell says something, or its row need not fill it."""
    said: Expr = Not(SaysNothing(Ref(column.key), is_free_text(column)))
    if column.unless is None:
        return said
    key, values = column.unless
    choices = choices_of(sheet.columns[key])
    assert choices is not None
    return reduce(or_, (HoldsWord(Ref(key), choices, value) for value in values), said)


def fault_words(column: Column) -> Text:
    """What a cell is not, after the name of its column: “% complete: not a number between 0 % and 100 %”."""
    return t(f"{ERROR_SIGN} {{column}}: {{fault}}", f"{ERROR_SIGN} {{column}} : {{fault}}").fill(
        column=column.label, fault=_fault(column)
    )


def _fault(column: Column) -> Text:
    low, high = column.low, column.high
    match column.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return NOT_IN_LIST
        case Kind.DATE:
            return NOT_A_DATE
        case Kind.MONTH:
            return NOT_A_MONTH
        case Kind.PERCENT if (low, high) == (0, 1):
            return NOT_A_SHARE
        case Kind.TEXT if column.pattern_says is not None:
            return NOT_OF_FORM.fill(form=column.pattern_says)
        case Kind.TEXT:
            return NOT_A_TEXT if column.max_length is None else TOO_LONG.fill(n=column.max_length)
    whole = column.kind is Kind.INTEGER
    if low is not None and high is not None:
        return (NOT_WHOLE_FROM_TO if whole else NOT_FROM_TO).fill(low=low, high=high)
    if low is not None and not whole:
        return NOT_FROM.fill(low=low)
    return NOT_WHOLE if whole else NOT_A_NUMBER


def sentences(table: type[Table]) -> tuple[Text, ...]:
    """What may be said of the cells of a row: of each column that it is missing, then that it is not as expected."""
    inputs = table.inputs()
    missing = (MISSING.fill(column=column.label) for column in inputs)
    return (*missing, *map(fault_words, inputs))


def sentences_name(table: type[Table]) -> str:
    """The name, without prefix, of the cells that hold the sentences of a table."""
    return f"cells_{table.key}"


def row_parts(table: type[Table], profile: Profile, tables: frozenset[str] = frozenset()) -> dict[str, Expr]:
    """The columns by which the check of a row is computed, in their order: each reads those before.

    ``tables`` are those of the workbook: a rule that looks at another is left out.
    """
    inputs = table.inputs()
    begun = Ref(ROW_FILLED)
    required = [(n, c) for n, c in enumerate(inputs, 1) if c.is_required(profile)]
    return {
        ROW_FILLED: CellsFilled(tuple(Ref(column.key) for column in inputs)),
        ROW_MISSING: Codes(begun, tuple((n, is_there(c, table)) for n, c in required), at_error=True),
        **{key: Codes(begun, tuple((n, takes(c)) for n, c in some)) for key, some in _faults(table).items()},
        ROW_BESIDE: _beside(table, tables),
        **_rules(table),
    }


def _faults(table: type[Table]) -> dict[str, list[tuple[int, Column]]]:
    """The columns that people fill, shared among those that name their faults: one formula for all would be too long."""
    numbered = [*enumerate(table.inputs(), len(table.inputs()) + 1)]
    return {
        column.key: numbered[at : at + FAULTS_EACH]
        for at, column in zip(range(0, len(numbered), FAULTS_EACH), ROW_FAULTS_COLUMNS, strict=False)
    }


def record_points(record: type[Record]) -> Iterator[Point]:
    """The rules of the record, over its fields by name."""
    for rule in (*record.rules, *record.live):
        if rule.severity is Severity.ERROR:
            yield Point(rule.code, ~of_record(violated(rule.holds)), rule.says)


def points_of(record: type[Record], templates: Sequence[Template]) -> list[Point]:
    """What must hold of a workbook of these kinds as a whole; what reads a table that it does not have is left out."""
    has = {table.key for template in templates for table in template.tables}
    points = [*record_points(record), *(point for template in templates for point in template.points)]
    return [point for point in points if tables_read(point.holds) <= has]


def check_columns(table: type[Table]) -> tuple[Column, ...]:
    """The columns by which a table checks its rows, the one that is shown last."""
    faults = [column for column in ROW_FAULTS_COLUMNS if column.key in _faults(table)]
    rules = [column for column in ROW_RULES_COLUMNS if column.key in _rules(table)]
    return (ROW_FILLED_COLUMN, ROW_MISSING_COLUMN, *faults, ROW_BESIDE_COLUMN, *rules, ROW_CHECK_COLUMN)


def _beside(table: type[Table], tables: frozenset[str]) -> Expr:
    """What is wrong with a row beside other rows: it bears the name of an earlier one, or breaks a live rule."""
    cases: list[tuple[Expr, object]] = [(Ref(ROW_FILLED) == 0, None)]
    if table.identity:
        months = frozenset(key for key in table.identity if table.columns[key].kind is Kind.MONTH)
        labels = [table.columns[key].label for key in table.identity]
        cases.append((Repeats(tuple(map(Ref, table.identity)), months), TWICE.fill(columns=labels)))
    known = (rule for rule in table.live if tables_read(rule.holds) <= tables)
    return when(*cases, *((violated(Judged(rule.holds)), _said(rule)) for rule in known))


def row_check(table: type[Table]) -> Expr:
    """What the last column of a table tells: nothing yet, what is wrong, or fine."""
    said = sentences(table)
    cases: list[tuple[Expr, object]] = [(Ref(ROW_FILLED) == 0, None)]
    for keys in ((ROW_MISSING,), tuple(_faults(table))):
        codes = tuple(map(Ref, keys))
        any_code: Expr = reduce(or_, map(Filled, codes))
        cases.append((any_code, Sentence(codes, sentences_name(table), said)))
    found = (Ref(key) for key in (ROW_BESIDE, *_rules(table)))
    return when(*cases, *((Filled(what), what) for what in found), otherwise=COMPLETE)


def _rules(table: type[Table]) -> dict[str, Expr]:
    """What the rules of a row say, the gravest first: shared among several columns, as one formula would be too long."""
    rules = sorted(table.rules, key=lambda rule: -rule.severity)
    unread = reduce(or_, (Filled(Ref(key)) for key in (ROW_MISSING, *_faults(table))))
    skip: tuple[tuple[Expr, object], ...] = ((Ref(ROW_FILLED) == 0, None), (unread, None))
    return {
        column.key: when(
            *skip, *((violated(rule.holds), _said(rule)) for rule in rules[at : at + RULES_EACH])
        )
        for at, column in zip(range(0, len(rules), RULES_EACH), ROW_RULES_COLUMNS, strict=False)
    }


def _said(rule: Rule) -> Text:
    sign = ERROR_SIGN if rule.severity is Severity.ERROR else WARNING_SIGN
    return t("{sign} {says}", "{sign} {says}").fill(sign=sign, says=rule.says)


def tables_read(expr: Expr) -> set[str]:
    """The tables that a condition looks at, beside the row at hand."""
    kinds = (Aggregate, Among, NumbersIn, SumUnder)
    return {part.table for part in expr.walk() if isinstance(part, kinds)}
