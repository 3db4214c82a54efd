"""Paper, height of a line, and the date that every workbook we write bears."""

from __future__ import annotations

import datetime as dt

A3, A4 = 8, 9
"""Paper sizes, as Excel numbers them."""
LINE_HEIGHT = 13.5
"""Points that one line of text takes."""
CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - Excel's dates have no time zone
"""Fixed, so that the same input gives the same bytes."""
