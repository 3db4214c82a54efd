"""Which cells of a sheet were typed and which are computed: calamine gives their values alone."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Container
from dataclasses import dataclass

from pmo_xl.core.base.finding import cell_name
from pmo_xl.core.flow.raw import Formula
from pmo_xl.excel.read.number_formats import codes_of

_TYPED = rb"""<c r="(%s)([0-9]{1,7})"[^<>/]*>(?!\s*<f[ />])"""
_HAS_FORMULA = rb"""<c r="(?:%s)([0-9]{1,7})"[^<>/]*><f[ />]"""
_FORMULA = rb"""<c r="(%s)([0-9]{1,7})"([^<>/]*)><f(?:>| [^<>]*?(?<!/)>)([^<]*)</f>(<v>[^<])?"""

_STYLED = rb'<c r="(%s)([0-9]{1,7})"(?: [^<>]*?)?? s="([0-9]{1,5})"'


@dataclass(frozen=True, slots=True)
class SheetOrigin:
    """A sheet's XML, searched when somebody asks; cells written in an unusual way are not found."""

    xml: bytes
    styles: bytes = b""

    def typed(self, columns: Collection[int]) -> set[tuple[int, int]]:
        """The cells of these columns that hold something and no formula."""
        named = _by_letters(columns)
        found = re.finditer(_TYPED % b"|".join(named), self.xml) if named else ()
        return {(int(match[2]) - 1, named[match[1]]) for match in found}

    def formulas(self, columns: Collection[int], rows: Container[int]) -> dict[tuple[int, int], Formula]:
        """The cells of these columns and rows that hold a formula."""
        named = _by_letters(columns)
        letters = b"|".join(named)
        if not named or not any(int(row) - 1 in rows for row in re.findall(_HAS_FORMULA % letters, self.xml)):
            return {}
        return {
            (row, named[match[1]]): Formula(
                html.unescape(match[4].decode("utf-8", "replace")),
                # A formula that comes to an empty text says so; one that was never computed says nothing.
                computed=match[5] is not None or b't="str"' in match[3],
            )
            for match in re.finditer(_FORMULA % letters, self.xml)
            if (row := int(match[2]) - 1) in rows
        }

    def formats(self, columns: Collection[int]) -> dict[tuple[int, int], str]:
        """The number formats of the cells of these columns, as Excel writes them; a cell without one is General."""
        named = _by_letters(columns)
        codes = codes_of(self.styles) if self.styles and named else ()
        found = re.finditer(_STYLED % b"|".join(named), self.xml) if codes else ()
        return {
            (int(match[2]) - 1, named[match[1]]): codes[int(match[3])]
            for match in found
            if int(match[3]) < len(codes)
        }


def _by_letters(columns: Collection[int]) -> dict[bytes, int]:
    return {cell_name(0, column)[:-1].encode(): column for column in columns}
