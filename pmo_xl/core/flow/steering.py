"""What the PMO's own workbook says: who is expected, its lists, and what is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pmo_xl.core.base.text import Text
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.portfolio import Return


@dataclass(frozen=True, slots=True)
class Steering:
    """The workbook as it was read; without one nobody is expected, and nothing is wrong.

    ``workbook`` holds its tables and findings as those of a return. ``stops`` says, where the register cannot be
    understood, why whatever needs it cannot go on.
    """

    expected: Expected = field(default_factory=Expected)
    workbook: Return | None = None
    stops: Text | None = None
