"""What a workspace says before a return of it is read: settings, definitions, language, the PMO's own lists."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a run before the returns are read."""

    settings: Settings
    catalogue: Catalogue
    language: str
    expected: Expected
    steering: Return | None = None
    """The PMO's own workbook, where what is wrong in it is to be told."""
