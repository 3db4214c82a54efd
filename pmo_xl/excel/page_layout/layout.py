"""Where the blocks of a page stand: its columns, then the rows of each block, band by band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.excel.page_layout.boxes import FIRST, GAP, Group, Layout, Node, Place, Span
from pmo_xl.excel.page_layout.columns import Across, Columns, column_widths


def lay_out(
    where: str, nodes: Sequence[Node], columns: int, row: int, column_width: float | None = None
) -> Layout:
    """The blocks of a page from *row* on; raises DefinitionError where a span is too narrow for what stands in it."""
    for widths in column_widths(nodes, columns, column_width):
        across = Columns(widths, columns, nodes)
        bands = across.bands(nodes)
        if bands is not None:
            return _down(Layout(widths, own=across.own), bands, row)
    raise DefinitionError(where, "its blocks do not fit into their spans")


def _down(layout: Layout, bands: Sequence[tuple[Sequence[Node], list[Across]]], row: int) -> Layout:
    """The rows of all boxes, band by band."""
    for nodes, fitted in bands:
        if layout.bands:
            layout.heights[row] = GAP
            row += 1
        last = row
        for node, fits in zip(nodes, fitted, strict=True):
            spans = {id(box): where for box, where in fits}
            last = max(last, _stand(layout, node, row, spans))
        layout.bands.append((row, last))
        row = last + 1
    return layout


def _stand(layout: Layout, node: Node, row: int, spans: Mapping[int, Sequence[Span]]) -> int:
    """Give a node its rows; the last of them."""
    if isinstance(node, Group):
        last = row
        for box in node.boxes:
            last = max(last, _stand(layout, box, row, spans))
            row = last + 2 if node.down else row
        return last
    columns = spans[id(node)]
    heights = node.heights
    if callable(heights):
        heights = heights([sum(layout.widths[first - FIRST : last + 1 - FIRST]) for first, last in columns])
    last = row + len(heights) - 1
    for at, height in enumerate(heights, start=row):
        layout.heights[at] = max(height, layout.heights.get(at, 0.0))
    layout.places.append((node, Place(row, last, columns)))
    return last
