"""Why a reader gives up on a file, and how large a file may be."""

from __future__ import annotations

from pmo_xl.core.flow.raw import Unreadable

MEBIBYTE = 1 << 20
MAX_FILE = 256 * MEBIBYTE
MAX_INFLATED = 512 * MEBIBYTE
MAX_CELLS = 30_000_000
MAX_TEXT = 1024 * MEBIBYTE
"""The texts of all cells of a workbook, each as often as it is shown."""
BYTES_OF_A_CELL = 8
"""Fewer bytes of XML than this hold no cell."""
"""Rows times columns that the cells of one workbook may span: blank cells in between cost memory too."""


class RefusedError(Exception):
    """The file cannot be read, for a reason that its sender can be told."""

    def __init__(self, reason: Unreadable, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class NeedsIsolationError(Exception):
    """Nothing proves that this file is harmless: read it in a process that may die."""


def corrupt(detail: str) -> RefusedError:
    """The refusal for a file that is damaged."""
    return RefusedError(Unreadable.CORRUPT, detail)


def too_large(detail: str) -> RefusedError:
    """The refusal for a file that would take more memory or time than any workbook of projects does."""
    return RefusedError(Unreadable.TOO_LARGE, detail)
