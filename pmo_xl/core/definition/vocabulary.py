"""What other people's workbooks call a table, its columns and the values of its lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Names = Mapping[str, str]
"""Column key, or list value → names, parted by ``|``; case, accents and punctuation do not count."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one table, in English and in French, beside the labels that we give.

    ``sure`` names mean one column wherever they head a column of such a table; ``perhaps`` names may mean it, and need
    the values, or the other columns, to decide. ``not_ours`` resemble a column and are none. ``nouns`` may stand in any
    header ("risk severity"). ``anchors`` are the columns without which a sheet is no such table: one of them has to be
    there. ``sheets`` are names of sheets that hold one. ``values`` are what people write in a list of their own, by column
    and key of our list.
    """

    sure: Names = field(default_factory=dict)
    perhaps: Names = field(default_factory=dict)
    not_ours: str = ""
    nouns: frozenset[str] = frozenset()
    anchors: tuple[str, ...] = ()
    sheets: str = ""
    values: Mapping[str, Names] = field(default_factory=dict)
