"""What explains a definition to whoever meets it: why a rule is there, an example of it, a term of the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.text import Text


@dataclass(frozen=True, slots=True)
class Reason:
    """What goes wrong where a rule is broken.

    ``breaks`` and ``passes`` tell an example in words, where a rule is about more than cells.
    """

    why: Text
    breaks: Text | None = None
    passes: Text | None = None


@dataclass(frozen=True, slots=True)
class ExampleCell:
    """One cell of an example: the key of its sheet, the name of its row (none on the project sheet), its column.

    ``value`` is plain: list values as keys, percentages as 0-1, None for blank.
    """

    sheet: str
    row: str
    column: str
    value: Any


@dataclass(frozen=True, slots=True)
class Example:
    """A fault and what stands beside it that is none: ``breaks`` the cells with which ``rule`` names ``at``.

    ``passes`` are those of the same cells that differ where all is right. ``says`` tells cases of one cell apart: a
    part of what is said of it.
    """

    rule: str
    at: ExampleCell
    breaks: Sequence[ExampleCell]
    passes: Sequence[ExampleCell]
    says: str = ""


@dataclass(frozen=True, slots=True)
class Guidance:
    """All that explains the definitions: why, by rule code; an example of each rule about cells."""

    reasons: Mapping[str, Reason]
    examples: Sequence[Example]
