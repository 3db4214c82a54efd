"""The kinds of return: every module or package of this folder that defines ``KIND`` is one, found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.catalogue.return_kind import ReturnKind


@cache
def kinds(more: tuple[str, ...] = ()) -> tuple[ReturnKind, ...]:
    """The kinds of this folder and those of ``more`` modules, by their dotted names, in the order that they say.

    Raises DefinitionError for a module of these that defines no kind.
    """
    found = []
    for name in (*(f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__)), *more):
        kind = getattr(importlib.import_module(name), "KIND", None)
        if isinstance(kind, ReturnKind):
            found.append(kind)
        elif name in more:
            raise DefinitionError(name, "it defines no KIND, a ReturnKind")
    return tuple(sorted(found, key=lambda kind: kind.template.order))
