"""The template kinds: every module of this package that defines ``TEMPLATE`` is one, found by itself."""

from __future__ import annotations

import importlib
import pkgutil

from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.model import Sheet, Table, Template
from pmo_xl.core.problem import DefinitionError


def _discover() -> dict[str, Template]:
    found: list[Template] = []
    for module in pkgutil.iter_modules(__path__):
        template = getattr(importlib.import_module(f"{__name__}.{module.name}"), "TEMPLATE", None)
        if isinstance(template, Template):
            found.append(template)
    return {template.kind: template for template in sorted(found, key=lambda template: template.order)}


TEMPLATES = _discover()
TABLES: dict[str, type[Table]] = {
    table.key: table for template in TEMPLATES.values() for table in template.tables
}
SHEETS: dict[str, type[Sheet]] = {Project.key: Project, **TABLES}
KIND_OF: dict[str, str] = {
    table.key: template.kind for template in TEMPLATES.values() for table in template.tables
}

if len(KIND_OF) != sum(len(template.tables) for template in TEMPLATES.values()):
    raise DefinitionError("catalog.templates", "two templates define a table of the same name")
