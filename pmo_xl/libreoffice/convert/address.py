"""Places on a sheet in Excel's words: cells, blocks, whole rows and columns, the sheet's name in front."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

ROWS, COLUMNS = 1_048_576, 16_384

_CELLS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?", re.IGNORECASE)
_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.IGNORECASE)
_ROWS = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")


class Block(NamedTuple):
    """A rectangle of cells, counted from 1 as in Excel; it may be empty, as a slice can be."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        return self.column + self.columns - 1

    def contains(self, other: Block) -> bool:
        return (
            self.row <= other.row
            and self.column <= other.column
            and other.last_row <= self.last_row
            and other.last_column <= self.last_column
        )

    def meets(self, other: Block) -> bool:
        return (
            self.row <= other.last_row
            and other.row <= self.last_row
            and self.column <= other.last_column
            and other.column <= self.last_column
        )


def column_name(number: int) -> str:
    """``28`` is ``AB``."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """``AB`` is ``28``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def block_between(row: int, column: int, other_row: int, other_column: int) -> Block:
    """The block with these two cells in opposite corners."""
    top, left = min(row, other_row), min(column, other_column)
    return Block(top, left, abs(row - other_row) + 1, abs(column - other_column) + 1)


def parsed(words: str) -> Block | None:
    """``B2:C3``, ``A:C`` or ``1:3`` as a block; None for anything else, and for cells that do not exist."""
    if found := _CELLS.fullmatch(words):
        column, row, other_column, other_row = found.groups()
        block = block_between(
            int(row), column_number(column), int(other_row or row), column_number(other_column or column)
        )
    elif found := _COLUMNS.fullmatch(words):
        block = block_between(1, column_number(found[1]), ROWS, column_number(found[2]))
    elif found := _ROWS.fullmatch(words):
        block = block_between(int(found[1]), 1, int(found[2]), COLUMNS)
    else:
        return None
    exists = block.row > 0 and block.last_row <= ROWS and block.last_column <= COLUMNS
    return block if exists else None


def block_of(uno_address: Any) -> Block:
    """The block that a UNO range address means."""
    return block_between(
        uno_address.StartRow + 1,
        uno_address.StartColumn + 1,
        uno_address.EndRow + 1,
        uno_address.EndColumn + 1,
    )


def spelled(block: Block, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """A block as Excel writes it: ``$A$1``, ``$A$1:$B$2``, ``$A:$B``, ``$1:$3``."""
    r, c = "$" if row_absolute else "", "$" if column_absolute else ""
    left, right = c + column_name(block.column), c + column_name(block.last_column)
    top, bottom = f"{r}{block.row}", f"{r}{block.last_row}"
    if block.rows >= ROWS and block.columns < COLUMNS:
        return f"{left}:{right}"
    if block.columns >= COLUMNS:
        return f"{top}:{bottom}"
    return left + top if block.rows == block.columns == 1 else f"{left}{top}:{right}{bottom}"


def quoted(sheet: str) -> str:
    """A sheet's name as it stands in a formula: in quotes unless it is a plain word."""
    return sheet if can_be_name(sheet) else "'" + sheet.replace("'", "''") + "'"


def can_be_name(words: str) -> bool:
    """Whether Excel takes it as the name of a table or of cells: one plain word that is not itself a place."""
    return bool(_PLAIN_NAME.fullmatch(words)) and parsed(words) is None


def split_sheet(words: str) -> tuple[str | None, str]:
    """``'My sheet'!A1`` as the sheet's name and the rest; None without a sheet. A book in brackets is dropped."""
    sheet, mark, rest = words.rpartition("!")
    if not mark:
        return None, words
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet.rpartition("]")[2], rest
