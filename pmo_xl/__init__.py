"""Excel templates for projects, validated and consolidated into a portfolio master workbook.

Each command of the terminal is a function here; what it needs is loaded when it is first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from pmo_xl.core.version import __version__

if TYPE_CHECKING:
    from pmo_xl.pipeline import consolidate_to as consolidate
    from pmo_xl.pipeline import validate
    from pmo_xl.reference import kpis, rules, schema
    from pmo_xl.workspace import demo as make_demo
    from pmo_xl.workspace import new_workspace, prepare, write_templates

__all__ = [
    "__version__",
    "consolidate",
    "kpis",
    "make_demo",
    "new_workspace",
    "prepare",
    "rules",
    "schema",
    "validate",
    "write_templates",
]

_HOME = {
    "validate": ("pmo_xl.pipeline", "validate"),
    "consolidate": ("pmo_xl.pipeline", "consolidate_to"),
    "schema": ("pmo_xl.reference", "schema"),
    "rules": ("pmo_xl.reference", "rules"),
    "kpis": ("pmo_xl.reference", "kpis"),
    "new_workspace": ("pmo_xl.workspace", "new_workspace"),
    "write_templates": ("pmo_xl.workspace", "write_templates"),
    "prepare": ("pmo_xl.workspace", "prepare"),
    "make_demo": ("pmo_xl.workspace", "demo"),  # ``pmo_xl.demo`` is the package that invents the portfolio
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, function = _HOME[name]
    return getattr(importlib.import_module(module), function)


def __dir__() -> list[str]:
    return __all__
