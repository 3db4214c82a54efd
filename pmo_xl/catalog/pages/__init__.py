"""The pages of the master about several kinds of return.

Every module of this folder that defines ``PAGE`` is one, every package that defines ``PAGES`` several. The page of a
kind stands with its kind.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from pmo_xl.core.pages.view import PageDefinition

PRINT_PACK = ("dashboard", "what_changed", "portfolio", "road_map", "milestones", "risks")
"""The keys of the pages that an executive wants on paper: where we stand, what moved, why, and what comes next."""


@cache
def pages() -> tuple[PageDefinition, ...]:
    """The pages of this folder, found by themselves."""
    names = (f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__))
    found: list[PageDefinition] = []
    for module in map(importlib.import_module, names):
        found += getattr(module, "PAGES", ())
        page = getattr(module, "PAGE", None)
        if isinstance(page, PageDefinition):
            found.append(page)
    return tuple(found)
