"""What a workspace says before a file of it is read: settings, definitions, language, who is expected."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a run before the returns are read."""

    settings: Settings
    catalogue: Catalogue
    language: str
    expected: Expected
