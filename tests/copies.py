"""Returns as copies of one blank of their kind; ``test_blanks`` shows that a copy is what a workbook made anew is."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from standard import TEMPLATES

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.excel.template.workbook import Blanks, Filling


@functools.cache
def _blanks(room: int) -> Blanks:
    return Blanks(Project, room=room)


def write_return(
    path: Path, kinds: str | Sequence[str], filling: Filling, language: str = "en", room: int = 1
) -> None:
    """A return of one kind, or a pack of several, with *room* rows below those that are filled in."""
    named = [kinds] if isinstance(kinds, str) else kinds
    _blanks(room).of([TEMPLATES[kind] for kind in named], language).write(path, filling)
