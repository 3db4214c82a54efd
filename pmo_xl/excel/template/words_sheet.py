"""The hidden words by which a template checks what was typed: of each list in every language, blank words, sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmo_xl.core.base.pattern import LONGEST
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Const, Expr
from pmo_xl.core.expr.typed_cells import blank_words, words_for
from pmo_xl.core.formula.row_check import sentences, sentences_name
from pmo_xl.core.formula.typed_formula import END
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.write.form_sheet import FormSheet


def write_words(draft: Draft, sheet: FormSheet, col: int, choices: Mapping[str, type[Choice]]) -> int:
    """Write a column for each list from *col* on, and give the cells their names; how many columns it took.

    Behind each word that cells are compared with stands an end sign, so that a blank cell is a word like others.
    """
    points = [point.holds for template in draft.templates for point in template.points]
    used = {id(member) for table in (draft.record, *draft.tables) for member in _compared(table)}
    used |= {id(member) for member in _constants(points)}
    blanks = blank_words(False)
    first = col
    for name, choice in choices.items():
        words: list[str] = []
        for member in choice:
            own = words_for(member)
            if id(member) in used:
                draft.define(f"words_{name}_{member.name.lower()}", sheet, 1 + len(words), col, len(own))
            words += own
        words += [word for word in blanks if word not in words]
        col = _column(draft, sheet, col, f"words_{name}", [f"{word}{END}" for word in words])
    for name, free in (("blanks", False), ("no_words", True)):
        col = _column(draft, sheet, col, name, [f"{word}{END}" for word in blank_words(free)])
    for table in draft.tables:
        col = _column(draft, sheet, col, sentences_name(table), [*map(draft.say, sentences(table))])
    return _column(draft, sheet, col, "places", range(1, LONGEST + 1)) - first


def _compared(table: type[Sheet]) -> Iterator[Choice]:
    """The values of lists that rules and calculated columns compare cells with, or that excuse a blank cell."""
    for column in table.inputs():
        yield from column.unless[1] if column.unless is not None else ()
    formulas = [column.formula for column in table.columns.values() if column.formula is not None]
    yield from _constants((*formulas, *(rule.holds for rule in (*table.rules, *table.live))))


def _constants(formulas: Sequence[Expr]) -> Iterator[Choice]:
    for expr in formulas:
        for part in expr.walk():
            if isinstance(part, Const) and isinstance(part.value, Choice):
                yield part.value


def _column(draft: Draft, sheet: FormSheet, col: int, name: str, words: Sequence[str | int]) -> int:
    sheet.write_string(0, col, name, draft.style())
    for row, what in enumerate(words, start=1):
        if isinstance(what, int):
            sheet.write_number(row, col, what, draft.style())
        else:
            sheet.write_string(row, col, what, draft.style())
    draft.define(name, sheet, 1, col, len(words))
    return col + 1
