"""An engine for xlwings that drives a running LibreOffice: the same Python code, without Excel.

Other programs may use it as it is: it needs nothing of pmo_xl but texts and problems, and these two functions are
all of it. Nothing here needs LibreOffice, or its Python library, before ``connect`` is called.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmo_xl.core.base.text import Text

if TYPE_CHECKING:
    from xlwings.main import Engine

__all__ = ["connect", "uno_problem"]


def connect(pipe: str | None = None) -> Engine:
    """The engine of the LibreOffice that listens on a named pipe, made the active engine of xlwings.

    Without an argument the pipe is the one in the environment variable ``PMO_XL_PIPE``. Text with an
    equals sign is a whole UNO address instead, such as ``socket,host=localhost,port=2002``.
    """
    from pmo_xl.libreoffice.engine import engine_for

    return engine_for(pipe or os.environ.get("PMO_XL_PIPE") or "pmo_xl")


def uno_problem() -> Text | None:
    """Why this Python cannot talk to LibreOffice, and what to do about it; None when it can."""
    from pmo_xl.libreoffice.connection import bridge

    return bridge.uno_problem()
