"""How often Python looks through all its objects for such as nobody can reach: in one run it finds next to nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (300_000, 20, 100)
"""How many new objects, and rounds over these, it waits for. Not for ever: a folder is watched for days."""


def tidy_seldom() -> None:
    """Let Python look through its objects seldom from now on."""
    gc.set_threshold(*SELDOM)


@contextmanager
def seldom_tidied() -> Iterator[None]:
    """Let Python look through its objects seldom inside."""
    before = gc.get_threshold()
    tidy_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
