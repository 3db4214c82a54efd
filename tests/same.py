"""When two figures are one: what tests that compare whole portfolios have in common."""

from __future__ import annotations

import math
from typing import Any

FROM_FINDINGS = frozenset({
    "errors", "warnings", "returns", "clean_returns", "first_pass_yield", "required_cells", "required_filled",
    "filled_cells", "bad_cells", "checks_run", "checks_failed", "contents_expected", "contents_counted", "completeness", "validity", "consistency", "data_quality",
})  # fmt: skip
"""What counts findings and cells: it follows what was typed, not what it amounts to."""


def same(a: Any, b: Any) -> bool:
    """Equal at 1e-9, and a thousandth of a cent apart at most where amounts cancel out."""
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-5)
    return bool(a == b)
