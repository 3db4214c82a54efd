"""Templates of an older version: what makes of a sheet of one version a sheet of the next.

A template whose columns change their meaning or name gets a new version and, here, the step from the one
before: a function from the sheet as it came to the same sheet as the new template would have it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pmo_xl.core.flow.raw import RawSheet

Migration = Callable[[RawSheet], RawSheet]

MIGRATIONS: dict[tuple[str, str], tuple[str, Migration]] = {}
"""Sheet key and version → the version after it, and the step to it."""


def migrated(raw: RawSheet, key: str, version: str, current: str) -> RawSheet | None:
    """The sheet as the current template has it; None where no steps lead there."""
    while version != current:
        if (key, version) not in MIGRATIONS:
            return None
        version, step = MIGRATIONS[key, version]
        # Which cells were typed is known by their old places only.
        raw = replace(step(raw), origin=None)
    return raw
