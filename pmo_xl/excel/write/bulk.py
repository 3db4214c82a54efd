"""Whole columns and lines of a worksheet at once: the very cells XlsxWriter would write, many times faster.

XlsxWriter keeps an object for each cell and writes it by several calls. Here a column stays one array, and lines of
one pattern share their formulas, until the file is closed. Everything else on the sheet is XlsxWriter's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from pmo_xl.excel.write.bulk_columns import ROW, Block, Cells, letters
from pmo_xl.excel.write.bulk_queue import QueuedSheet
from pmo_xl.excel.write.bulk_rows import Lines

__all__ = ["ROW", "BulkSheet", "Cells"]

CHUNK = 2**14
"""Cells that are held as XML at a time: those of some whole rows."""

SPAN = 16
"""Rows that share one note of their first and last column."""


class BulkSheet(QueuedSheet):
    """A worksheet that also takes whole columns and lines.

    A cell that is written by itself after ``write_columns`` takes the place of the column's. ``autofit`` does not
    look at what was given so.
    """

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> Any:
        # What a chart shows until it is drawn anew.
        rows, cols = range(row_start, row_end + 1), range(col_start, col_end + 1)
        blocks = [block for block in self._blocks if block.row <= row_end and row_start <= block.last]
        if not blocks:
            return super()._get_range_data(row_start, col_start, row_end, col_end)
        if any(isinstance(block, Lines) for block in blocks):
            raise ValueError("no chart is drawn from lines")
        return [self._kept(blocks, row, col) for row in rows for col in cols]

    def _kept(self, blocks: Sequence[Any], row: int, col: int) -> Any:
        alone = col in self.table.get(row, ())
        for block in blocks:
            if not alone and block.row <= row <= block.last and 0 <= col - block.col < len(block.columns):
                what = block.columns[col - block.col].value(row - block.row)
                return self.str_table._get_shared_string(what[0]) if isinstance(what, list) else what
        return super()._get_range_data(row, col, row, col)[0]

    def _write_rows(self) -> None:
        self.row_spans: dict[int, str] = {}
        for held in (self.table, self.comments):
            for row, cells in held.items():
                if cells:
                    self._widen_span(row // SPAN, min(cells), max(cells))
        for block in self._blocks:
            self._widen_spans(block)
        start = self.dim_rowmin
        for block in self._blocks:
            self._write_single_rows(start, block.row - 1)
            if isinstance(block, Lines):
                self._write_lines(block)
            else:
                self._write_block(block)
            start = block.last + 1
        self._write_single_rows(start, self.dim_rowmax)

    def _write_single_rows(self, first: int, last: int) -> None:
        """The rows whose cells were written one by one."""
        rows = self.table.keys() | self.row_info.keys() | self.comments.keys()
        for row in sorted(row for row in rows if first <= row <= last):
            cells, span, info = self.table.get(row), self.row_spans.get(row // SPAN), self.row_info.get(row)
            if not cells:
                if info is not None or row in self.comments:
                    self._write_empty_row(row, span, info)
                continue
            self._write_row(row, span, info)
            for col in sorted(cells):
                self._write_cell(row, col, cells[col])
            self.fh.write("</row>")

    def _widen_spans(self, block: Block | Lines) -> None:
        if isinstance(block, Lines):
            for group, rows in groupby(enumerate(block.edges(), start=block.row), lambda row: row[0] // SPAN):
                edges = [edge for _, edge in rows]
                self._widen_span(group, min(first for first, _ in edges), max(last for _, last in edges))
            return
        filled = block.filled()
        groups = np.arange(block.row, block.last + 1) // SPAN
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        for group, cols in zip(groups[starts].tolist(), np.logical_or.reduceat(filled, starts), strict=True):
            used = (np.flatnonzero(cols) + block.col).tolist()
            if used:
                self._widen_span(group, used[0], used[-1])

    def _widen_span(self, group: int, first: int, last: int) -> None:
        held = [int(edge) for edge in self.row_spans.get(group, "").split(":") if edge]
        self.row_spans[group] = f"{min([first + 1, *held])}:{max([last + 1, *held])}"

    def _write_lines(self, block: Lines) -> None:
        for row, cells in enumerate(block.texts(), start=block.row):
            if self.table.get(row):
                raise ValueError(f"a cell was written into row {row + 1}, which is a line")
            self._write_row(row, self.row_spans.get(row // SPAN), self.row_info.get(row))
            self.fh.write(cells)
            self.fh.write("</row>")

    def _write_block(self, block: Block) -> None:
        filled = block.filled()
        # Numbers of formats are given in the order of first use.
        order = sorted(range(len(block.columns)), key=lambda place: int(filled[:, place].argmax()))
        for place in order:
            if filled[:, place].any():
                block.columns[place].style._get_xf_index()
        opening = self._captured(self._write_row, 0, None).removeprefix('<row r="1"')
        rows = max(1, CHUNK // len(block.columns))
        for start in range(0, len(filled), rows):
            some: Any = filled[start : start + rows].any(axis=1).tolist()
            self.fh.write("".join(self._lines(block, start, some, opening)))

    def _lines(self, block: Block, start: int, some: Sequence[bool], opening: str) -> Iterator[str]:
        """The XML of some rows; ``some`` says which have a cell of the block."""
        first = block.row + start
        rows = [str(row + 1) for row in range(first, first + len(some))]
        pieces = [
            column.pieces(letters(place), rows, start)
            for place, column in enumerate(block.columns, start=block.col)
        ]
        spans = {
            group: f' spans="{span}"' if span else ""
            for group in range(first // SPAN, (first + len(some)) // SPAN + 1)
            for span in (self.row_spans.get(group),)
        }
        heads = [
            f'<row r="{number}"{spans[row // SPAN]}{opening}' if has else ""
            for row, (number, has) in enumerate(zip(rows, some, strict=True), start=first)
        ]
        ends = ["</row>" if has else "" for has in some]
        alone = self.table.keys() | self.row_info.keys() | self.comments.keys()
        for row in sorted(alone & set(range(first, first + len(some)))):
            at, info, cells = row - first, self.row_info.get(row), self.table.get(row, {})
            if not cells and not some[at]:
                heads[at] = self._captured(self._write_empty_row, row, self.row_spans.get(row // SPAN), info)
                continue
            heads[at] = self._captured(self._write_row, row, self.row_spans.get(row // SPAN), info)
            after = ""
            for col, cell in sorted(cells.items(), key=lambda item: item[0]):
                written = self._captured(self._write_cell, row, col, cell)
                if col < block.col:
                    heads[at] += written
                elif col < block.col + len(pieces):
                    pieces[col - block.col][at] = written
                else:
                    after += written
            ends[at] = f"{after}</row>"
        return map("".join, zip(heads, *pieces, ends, strict=True))
