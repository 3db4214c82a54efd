"""What is asked of every file that is read, and of what was read before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.settings.limits import LIMITS, LimitSettings

if TYPE_CHECKING:
    from pmo_xl.adopt.match.mapping import Mapping


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What is asked of every file: the templates that it may hold, how much must be filled, what reads foreign ones, what it may cost."""

    templates: Templates
    profile: Profile
    mappings: Sequence[Mapping] = ()
    limits: LimitSettings = LIMITS
