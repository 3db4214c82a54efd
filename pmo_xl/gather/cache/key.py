"""The secret with which a person's own cache is signed: kept with the person's programs, in no workspace.

A workspace may come by mail with a cache in it that says what its returns never said. What another person signed is not
believed: the files are read.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

LENGTH = 32


@cache
def own_key() -> bytes:
    """The secret of whoever runs this, made when it is first asked for; one for this run alone where none can be kept."""
    # A service account may have no home at all.
    with suppress(OSError, RuntimeError):
        file = key_file()
        with suppress(FileNotFoundError):
            if len(found := file.read_bytes()) == LENGTH:
                return found
            file.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_bytes(LENGTH)
        mine = file.with_name(f"{file.name}.{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_bytes(made)
        # Of two runs that make one at the same time the last one is kept, and the other reads its files once more.
        mine.replace(file)
        return made
    return secrets.token_bytes(LENGTH)


def key_file() -> Path:
    """Where the secret lies: among the data of this person's programs."""
    return user_data_path("pmo_xl", appauthor=False) / "cache.key"
