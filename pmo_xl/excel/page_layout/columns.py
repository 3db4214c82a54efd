"""The columns of a page, and which of them each column of a block takes.

A page has columns of its own: those of its table of projects, or equal ones. Each column of a block takes as many of
them as it is wide. Where a block does not fit, the page grows: its equal columns get wider, or the names of projects
take further columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from pmo_xl.excel.page_layout.boxes import FIRST, Box, Group, Node, Span

EQUAL, STEP, WIDEST_EQUAL = 10.6, 0.4, 40.0
"""Characters of an equal column: at first, what is added until all fits, and at most."""
FEWEST_EQUAL = 11
"""Equal columns of the narrowest page on which no block counts them."""
NAME_PART, MOST_PARTS = 12.0, 40
"""Characters of each column that names of projects take where they take several, and how many these may be."""
NARROWEST_PAGE = 100.0
"""Characters of the narrowest page with a table of projects: the width of upright A4."""
TOLERANCE = 1.0
"""Characters by which a column may be narrower than asked for."""
TOO_WIDE = 2.0
"""How many times what a column asks for is too wide for it."""
WIDEST_CHART = 150.0
"""Characters of the widest chart that fills what is left beside it."""


def column_widths(
    nodes: Sequence[Node], columns: int, width: float | None = None
) -> Iterator[Sequence[float]]:
    """The columns that a page may have, the narrowest page first; ``width`` is that of its equal columns, where it is given."""
    own = next((box for box in _boxes(nodes) if box.keys), None)
    if own is None:
        if not _has_span(nodes):
            yield from ([EQUAL] * count for count in range(FEWEST_EQUAL, columns))
        width = width or EQUAL
        while width <= WIDEST_EQUAL:
            yield [width] * columns
            width += STEP
        return
    for parts in (1, *range(3, MOST_PARTS)):
        names = [own.widths[own.names]] if parts == 1 else [NAME_PART] * parts
        widths = [*own.widths[: own.names], *names, *own.widths[own.names + 1 :]]
        if sum(widths) >= NARROWEST_PAGE:
            yield widths


def _boxes(nodes: Sequence[Node]) -> Iterator[Box]:
    for node in nodes:
        if isinstance(node, Group):
            yield from _boxes(node.boxes)
        else:
            yield node


Across = list[tuple[Box, Sequence[Span]]]
"""Boxes with the columns of each."""


class Columns:
    """The columns of boxes on a page whose columns have these widths."""

    def __init__(self, widths: Sequence[float], columns: int, nodes: Sequence[Node]) -> None:
        self.widths, self.columns = widths, columns
        self.end = FIRST + len(widths)
        table = next((box for box in _boxes(nodes) if box.keys), None)
        self.equal = table is None
        self.own: dict[str, Span] = {}
        if table is not None:
            parts, at = len(widths) - len(table.widths) + 1, FIRST
            for place, key in enumerate(table.keys):
                size = parts if place == table.names else 1
                self.own[key] = (at, at + size - 1)
                at += size

    def bands(self, nodes: Sequence[Node]) -> list[tuple[Sequence[Node], list[Across]]] | None:
        """The nodes in bands, as many side by side as fit; None where one fits nowhere."""
        bands: list[tuple[list[Node], list[Across]]] = []
        end, alone = self.end, True
        for node in nodes:
            start = end + int(node.lead)
            fits = None if alone or _is_own(node) else self.place(node, start, self.end)
            if fits is None:
                start, fits = FIRST, self.place(node, FIRST, self.end)
                if fits is None:
                    return None
                bands.append(([], []))
            bands[-1][0].append(node)
            bands[-1][1].append(fits)
            end, alone = self._end(fits), _is_own(node)
        for members, fitted in bands:
            if members[-1].fills and members[-1].span is None:
                fitted[-1] = self._grown(members[-1], fitted[-1])
        return [(members, fitted) for members, fitted in bands]

    def _grown(self, node: Node, fits: Across) -> Across:
        """The last of a band with what is left beside it, but no panorama."""
        start, until = fits[-1][1][0][0], self._end(fits)
        while until < self.end and sum(self.widths[start - FIRST : until + 1 - FIRST]) <= WIDEST_CHART:
            until += 1
        first = min(spans[0][0] for _, spans in fits)
        return self.place(node, first, self.end, until) or fits

    def place(self, node: Node, start: int, limit: int, until: int | None = None) -> Across | None:
        """The columns of a node from *start* on, at most to *limit*; to *until* exactly where that is given."""
        if node.span is not None:
            until = self._after(start, node.span)
        if until is not None and until > limit:
            return None
        limit = until or limit
        if isinstance(node, Box):
            spans = self._spans(node, start, limit, until)
            return None if spans is None else [(node, spans)]
        return self._group(node, start, limit, until)

    def _group(self, group: Group, start: int, limit: int, until: int | None) -> Across | None:
        if group.down:
            every = [self.place(box, start, limit, until) for box in group.boxes]
            if until is None and None not in every:
                widest = max(self._end(fits) for fits in every if fits is not None)
                every = [self.place(box, start, limit, widest) for box in group.boxes]
            return None if None in every else [one for fits in every for one in fits or ()]
        placed: Across = []
        for at, box in enumerate(group.boxes):
            start = self._end(placed) + int(box.lead) if placed else start
            fits = self.place(box, start, limit, until if at == len(group.boxes) - 1 else None)
            if fits is None:
                return None
            placed += fits
        return placed

    def _spans(self, box: Box, start: int, limit: int, until: int | None) -> Sequence[Span] | None:
        if box.keys:
            return [self.own[key] for key in box.keys]
        if box.counts:
            ends = [*accumulate(box.counts, initial=start)]
            return None if ends[-1] > limit else [(first, after - 1) for first, after in pairwise(ends)]
        if box.even and until is not None:
            return self._shared(len(box.widths), start, until)
        if box.fills and until is not None:
            return [(start, until - 1)] if until > start else None
        spans: list[Span] = []
        at = start
        for width in box.widths:
            # Figures side by side are of one width: the column before runs on over one that is much too wide for them.
            while spans and at < limit and self.widths[at - FIRST] > TOO_WIDE * width:
                spans[-1] = (spans[-1][0], at)
                at += 1
            first, room = at, 0.0
            while at == first or room < width - TOLERANCE:
                if at >= limit:
                    return None
                room += self.widths[at - FIRST]
                at += 1
            spans.append((first, at - 1))
        if until is not None and at < until:
            return _widened(spans, until, box.longest)
        return spans

    def _shared(self, parts: int, start: int, until: int) -> Sequence[Span] | None:
        if until - start < parts:
            return None
        whole = sum(self.widths[start - FIRST : until - FIRST])
        ends, room = [start], 0.0
        for at in range(start, until):
            room += self.widths[at - FIRST]
            if room >= whole * len(ends) / parts - TOLERANCE and len(ends) < parts:
                ends.append(at + 1)
        ends.append(until)
        return [(first, after - 1) for first, after in pairwise(ends)]

    def _after(self, start: int, span: int) -> int:
        """The column after so many equal ones from *start* on; the nearest where columns are not equal."""
        if self.equal:
            return start + span
        whole, room, at = sum(self.widths) * span / self.columns, 0.0, start
        while at < self.end and room + self.widths[at - FIRST] / 2 <= whole:
            room += self.widths[at - FIRST]
            at += 1
        return at

    def _end(self, fits: Across) -> int:
        return max(spans[-1][1] for _, spans in fits) + 1


def _is_own(node: Node) -> bool:
    return isinstance(node, Box) and bool(node.keys)


def _widened(spans: Sequence[Span], until: int, longest: int | None) -> Sequence[Span]:
    """The same columns, of which the *longest* takes what is left up to *until*; or all, the first ones more."""
    left = until - 1 - spans[-1][1]
    more, rest = divmod(left, len(spans))
    sizes = [last - first + 1 for first, last in spans]
    for at in range(len(spans)):
        sizes[at] += more + (at < rest) if longest is None else left * (at == longest)
    ends = [*accumulate(sizes, initial=spans[0][0])]
    return [(first, after - 1) for first, after in pairwise(ends)]


def _has_span(nodes: Sequence[Node]) -> bool:
    return any(node.span or (isinstance(node, Group) and _has_span(node.boxes)) for node in nodes)
