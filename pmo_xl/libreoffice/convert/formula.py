"""Formulas between Excel's spelling and the one that LibreOffice takes from a program.

LibreOffice's own translator (its FormulaParser) loses table references such as ``plan[[#This Row],[Work]]`` and
constants such as ``#N/A``, while its programming interface takes them. The two spellings differ in little: the mark
between arguments, between an array's values, and the sheet in front of a cell. So one pass over the tokens does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pmo_xl.libreoffice.convert.address import COLUMNS, ROWS, column_name, column_number, quoted

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w(.\[!])"
_WHOLE = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(.\[!])|\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w(.])"
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d]\w*)"
_PLACE = rf"(?={_CELL}|{_WHOLE}|\#REF!)"
_TOKEN = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!))
    | (?P<excel_span>(?:'(?:[^':]|'')+:(?:[^']|'')+'|[^\W\d]\w*:[^\W\d]\w*)!{_CELL}(?::{_CELL})?)
    | (?P<office_span>\$?{_SHEET}\.{_CELL}:\$?{_SHEET}\.{_CELL})
    | (?P<excel_sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!(?!=))
    | (?P<office_sheet>\$?{_SHEET}\.{_PLACE})
    | (?P<whole>{_WHOLE})
    | (?P<cell>{_CELL})
    | (?P<word>[^\W\d][\w.]*)
    | (?P<number>[0-9]*\.?[0-9]+(?:[Ee][+-]?[0-9]+)?)
    | (?P<space>\s+)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_REFERENCE_PART = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([0-9]{1,7})?")
_OFFICE_SPAN = re.compile(rf"(\$?{_SHEET})\.({_CELL}):(\$?{_SHEET})\.({_CELL})")
# Excel stores its newer functions with a prefix, LibreOffice its add-ins' functions with another.
_NEWER = re.compile(r"(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)
_LOGICAL_CALL = re.compile(r"(\"(?:[^\"]|\"\")*\"|\b(?:TRUE|FALSE))(?:\(\))?", re.IGNORECASE)
_ADD_IN = re.compile(r"COM\.SUN\.STAR\.SHEET\.ADDIN\.\w+\.GET", re.IGNORECASE)


class _Token(NamedTuple):
    kind: str
    words: str


def _tokens(formula: str) -> Iterator[_Token]:
    """The formula's tokens; a table reference is one token, whatever its column is called."""
    at = 0
    while at < len(formula):
        if formula[at] == "[":
            end = _closing(formula, at)
            yield _Token("columns", formula[at:end])
        else:
            found = _TOKEN.match(formula, at)
            assert found, "the last alternative takes any character"
            end = found.end()
            yield _Token(found.lastgroup or "mark", found[0])
        at = end


def _closing(formula: str, at: int) -> int:
    """Where the bracket that opens at *at* is closed; an apostrophe frees the character that it precedes."""
    depth = 0
    while at < len(formula):
        if formula[at] == "'":
            at += 1
        elif formula[at] == "[":
            depth += 1
        elif formula[at] == "]":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return len(formula)


def to_office(formula: str, table: str | None = None) -> str:
    """A formula in Excel's spelling as LibreOffice's programming interface takes it.

    *table* is the table that the cell lies in: ``[@Work]`` means its column, and LibreOffice wants its name.
    """
    made: list[str] = []
    # What each open bracket is: a function\'s, a union\'s in plain parentheses, an array.
    opened: list[str] = []
    before = ""
    tokens = list(_tokens(formula))
    for (kind, words), following in zip(tokens, [*tokens[1:], _Token("mark", "")], strict=True):
        match kind:
            case "excel_span":
                made.append(_span_to_office(words))
            case "excel_sheet":
                made.append(f"$'{_inner(words[:-1])}'.")
            case "word" if words.upper() in {"TRUE", "FALSE"} and following.words != "(":
                made.append(f"{words}()")  # without brackets LibreOffice keeps the number 1 or 0
            case "word":
                made.append(_NEWER.sub("", words))
            case "columns":
                named = before == "word"
                made.append(
                    _columns_to_office(words) if named else f"{table or ''}{_columns_to_office(words)}"
                )
            case "mark":
                made.append(_mark_to_office(words, opened, before))
            case _:
                made.append(words)
        if kind != "space":
            before = kind
    return "".join(made)


def _span_to_office(words: str) -> str:
    """``Jan:Dec!A1:B2``, the same cells of several sheets, names the sheet twice in LibreOffice."""
    sheets, _, cells = words.rpartition("!")
    first_sheet, _, last_sheet = _inner(sheets).partition(":")
    first, _, last = cells.partition(":")
    return f"$'{first_sheet}'.{first}:$'{last_sheet}'.{last or first}"


def _span_to_excel(words: str) -> str:
    found = _OFFICE_SPAN.fullmatch(words)
    assert found, "the token was found by the same pattern"
    first_sheet, first, last_sheet, last = found.groups()
    names = [_bare(first_sheet), _bare(last_sheet)]
    cells = first if first == last else f"{first}:{last}"
    if names[0] == names[1]:
        return f"{quoted(names[0])}!{cells}"
    if all(quoted(name) == name for name in names):
        return f"{names[0]}:{names[1]}!{cells}"
    both = ":".join(names).replace("'", "''")
    return f"'{both}'!{cells}"


def _mark_to_office(mark: str, opened: list[str], before: str) -> str:
    if mark in "({":
        opened.append("array" if mark == "{" else "function" if before == "word" else "union")
    elif mark in ")}" and opened:
        opened.pop()
    inside = opened[-1] if opened else "function"
    if mark == ",":
        return "~" if inside == "union" else ";"
    if mark == ";" and inside == "array":
        return "|"
    return mark


def _columns_to_office(words: str) -> str:
    """``[@Work]`` and ``[[#This Row],[Work]]`` are one thing, of which LibreOffice knows the second."""
    inner = words[1:-1]
    if inner.startswith("@"):
        column = inner[1:]
        if not column:
            return "[#This Row]"
        return f"[[#This Row];{column}]" if column.startswith("[") else f"[[#This Row];[{column}]]"
    return _between_brackets(words, ",", ";")


def _between_brackets(words: str, old: str, new: str) -> str:
    """The marks between the parts of a table reference; those within a column's name stay."""
    return re.sub(rf"(\])\s*{old}\s*(\[)", rf"\1{new}\2", words)


def to_excel(formula: str) -> str:
    """A formula as LibreOffice's programming interface gives it, in Excel's spelling."""
    made: list[str] = []
    arrays = 0
    for kind, words in _tokens(formula):
        match kind:
            case "office_span":
                made.append(_span_to_excel(words))
            case "office_sheet":
                made.append(quoted(_bare(words[:-1])) + "!")
            case "word":
                made.append(_ADD_IN.sub("", words))
            case "columns":
                made.append(_between_brackets(words, ";", ","))
            case "mark":
                arrays += (words == "{") - (words == "}")
                swapped = {";": ",", "~": ",", "!": " "}
                made.append((";" if arrays and words == "|" else None) or swapped.get(words, words))
            case _:
                made.append(words)
    return _LOGICAL_CALL.sub(r"\1", "".join(made))


def _inner(sheet: str) -> str:
    """A sheet's name as it stands between quotes."""
    return sheet[1:-1] if sheet.startswith("'") else sheet


def _bare(office_sheet: str) -> str:
    """A sheet's own name, from the way that LibreOffice writes it in front of a cell."""
    return _inner(office_sheet.removeprefix("$")).replace("''", "'")


def shifted(formula: str, rows: int, columns: int) -> str:
    """An Excel formula as it reads when filled that many rows down and columns to the right."""
    if not rows and not columns:
        return formula
    return "".join(_shifted_token(kind, words, rows, columns) for kind, words in _tokens(formula))


def _shifted_token(kind: str, words: str, rows: int, columns: int) -> str:
    if kind in {"cell", "whole"}:
        return _shifted_place(words, rows, columns)
    if kind == "excel_span":
        sheets, mark, cells = words.rpartition("!")
        return f"{sheets}{mark}{_shifted_place(cells, rows, columns)}"
    return words


def _shifted_place(words: str, rows: int, columns: int) -> str:
    parts = []
    for part in words.split(":"):
        found = _REFERENCE_PART.fullmatch(part)
        assert found, "a place consists of columns and rows"
        column_mark, letters, row_mark, digits = found.groups()
        if letters is None:  # a whole row: its dollar was read as a column's
            column_mark, row_mark = "", column_mark
        if letters and not column_mark:
            number = column_number(letters) + columns
            if not 1 <= number <= COLUMNS:
                return "#REF!"
            letters = column_name(number)
        if digits and not row_mark:
            number = int(digits) + rows
            if not 1 <= number <= ROWS:
                return "#REF!"
            digits = str(number)
        parts.append(f"{column_mark}{letters or ''}{row_mark}{digits or ''}")
    return ":".join(parts)
