"""pyarrow, which pandas loads wherever it is installed: here nothing but tables beside the workbook needs it.

To load it takes a fifteenth of the time that 30 projects take, and 40 MiB.
"""

from __future__ import annotations

import sys
from typing import Any

_NAME = "pyarrow"


def keep_out() -> None:
    """Let pandas, where it is loaded after this, find no pyarrow: for a process that is all ours.

    pandas then keeps texts as Python's own, which compare and compute alike.
    """
    modules: dict[str, Any] = sys.modules
    modules.setdefault(_NAME, None)  # the way to say that a module is not to be imported


def let_in() -> None:
    """Let pyarrow be imported again."""
    if sys.modules.get(_NAME, sys) is None:
        del sys.modules[_NAME]
