"""What tables, charts, names, sheets and books have in common: asked for by name, or by number from 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Counted:
    """A collection of things asked for by their number, from 1. A missing one is a KeyError."""

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError

    def __call__(self, key: int | str) -> Any:
        items = list(iter(self))
        if isinstance(key, int) and 1 <= key <= len(items):
            return items[key - 1]
        raise KeyError(key)

    def __len__(self) -> int:
        return sum(1 for _ in iter(self))

    async def get_count(self) -> int:
        """The same for code that waits for its answers."""
        return len(self)

    def __contains__(self, key: int | str) -> bool:
        try:
            self(key)
        except KeyError:
            return False
        return True


class Named(Counted):
    """A collection of things with names too; capitals do not matter, as in Excel."""

    def __call__(self, key: int | str) -> Any:
        if not isinstance(key, str):
            return super().__call__(key)
        for item in iter(self):
            if item.name.lower() == key.lower():
                return item
        raise KeyError(key)
