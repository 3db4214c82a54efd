"""The pages of the master about several kinds of return: every module of this folder that defines ``PAGE`` is one.

The page of a kind stands with its kind.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from pmo_xl.core.pages.view import PageDefinition


@cache
def pages() -> tuple[PageDefinition, ...]:
    """The pages of this folder, found by themselves."""
    names = (f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__))
    found = (getattr(importlib.import_module(name), "PAGE", None) for name in names)
    return tuple(page for page in found if isinstance(page, PageDefinition))
