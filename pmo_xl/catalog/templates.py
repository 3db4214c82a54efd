"""The templates in force: those of the kinds, with what a PMO adds to them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pmo_xl.catalog.guidance.glossary import GLOSSARY
from pmo_xl.catalog.kinds import kinds
from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.settings.own_templates import NOTHING_OF_ITS_OWN, OwnTemplates


@cache
def templates_of(own: OwnTemplates = NOTHING_OF_ITS_OWN, more_kinds: tuple[str, ...] = ()) -> Templates:
    """The templates with what a PMO adds to them; all that reading takes, without figures and pages.

    Raises SettingsError, naming the key, for what cannot be added.
    """
    explained = [replace(kind.template, glossary=GLOSSARY) for kind in kinds(more_kinds)]
    record, templates = own.templates(Project, explained)
    return Templates(record, templates, (templates_of, (own, more_kinds)))
