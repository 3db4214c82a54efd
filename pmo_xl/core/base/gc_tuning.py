"""Raise the garbage-collector thresholds during a run: there is next to nothing to collect."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (600_000, 20, 100)
"""How many new objects, and rounds over these, it waits for. Not for ever: a folder is watched for days."""


def raise_gc_thresholds() -> None:
    """Let Python look through its objects seldom from now on."""
    gc.set_threshold(*THRESHOLDS)


@contextmanager
def gc_thresholds_raised() -> Iterator[None]:
    """Let Python look through its objects seldom inside."""
    before = gc.get_threshold()
    raise_gc_thresholds()
    try:
        yield
    finally:
        gc.set_threshold(*before)
