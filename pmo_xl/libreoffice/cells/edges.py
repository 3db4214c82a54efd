"""Where the data around a cell ends, as Ctrl with an arrow key finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.libreoffice.convert.address import COLUMNS, ROWS, Block, block_of

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

_ANY_CONTENT = 1 | 2 | 4 | 16  # numbers, dates, texts and formulas (com.sun.star.sheet.CellFlags)
_WAYS: dict[str | int, tuple[int, int]] = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
# Each way by its first letter too, and by the constant that Excel has for it.
_DIRECTIONS: dict[str | int, tuple[int, int]] = {
    **_WAYS,
    **{str(way)[0]: step for way, step in _WAYS.items()},
    **dict(zip((-4121, -4162, -4161, -4159), _WAYS.values(), strict=True)),
}


def end(cells: Range, direction: str | int) -> Block:
    """The cell that Ctrl with an arrow key leads to from the range's first cell."""
    wanted = direction.lower() if isinstance(direction, str) else int(direction)
    if wanted not in _DIRECTIONS:
        raise ValueError(f"Unknown direction {direction!r}: choose down, up, right or left.")
    down, right = _DIRECTIONS[wanted]
    step, limit = down or right, ROWS if down else COLUMNS
    here = cells.row if down else cells.column
    stretches = _stretches(cells, bool(down))
    if step < 0:  # the same search in a mirror
        stretches = [(-last, -first) for first, last in reversed(stretches)]
        here = -here
    edge = limit if step > 0 else -1
    target = abs(_next(stretches, here, edge))
    return Block(target, cells.column, 1, 1) if down else Block(cells.row, target, 1, 1)


def _stretches(cells: Range, down: bool) -> list[tuple[int, int]]:
    """First and last position of each unbroken stretch of content in the first cell's column or row."""
    line = Block(1, cells.column, ROWS, 1) if down else Block(cells.row, 1, 1, COLUMNS)
    found = cells.cells_of(line).queryContentCells(_ANY_CONTENT).RangeAddresses
    stretches: list[tuple[int, int]] = []
    for block in sorted(block_of(address) for address in found):
        first, last = (block.row, block.last_row) if down else (block.column, block.last_column)
        if stretches and stretches[-1][1] + 1 == first:
            stretches[-1] = stretches[-1][0], last
        else:
            stretches.append((first, last))
    return stretches


def _next(stretches: list[tuple[int, int]], here: int, edge: int) -> int:
    for first, last in stretches:
        if first <= here < last:
            return last  # inside a stretch: to its end
        if first > here:
            return first  # in a gap, or at a stretch's end: to the next one
    return edge
