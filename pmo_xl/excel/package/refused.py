"""Why a reader gives up on a file."""

from __future__ import annotations

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.raw import Unreadable

MEBIBYTE = 1 << 20
BYTES_OF_A_CELL = 8
"""Fewer bytes of XML than this hold no cell."""


class RefusedError(Exception):
    """The file cannot be read, for a reason that its sender can be told."""

    def __init__(self, reason: Unreadable, detail: str | Text = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class NeedsIsolationError(Exception):
    """Nothing proves that this file is harmless: read it in a process that may die."""


def corrupt(detail: str) -> RefusedError:
    """The refusal for a file that is damaged."""
    return RefusedError(Unreadable.CORRUPT, detail)


def odd(detail: str) -> RefusedError:
    """The refusal for a file that the reader gives up on, though nothing shows that it is damaged."""
    return RefusedError(Unreadable.ODD, detail)


def too_large(limit: str, what: Text, **found: object) -> RefusedError:
    """The refusal for a file that goes beyond a limit of ``pmo.toml``; ``what`` says by how much."""
    said = {key: amount_words(value) if isinstance(value, int) else value for key, value in found.items()}
    return RefusedError(Unreadable.TOO_LARGE, LIMIT.fill(what=what.fill(**said), limit=limit))


LIMIT = t("{what} (limit “{limit}”)", "{what} (limite « {limit} »)")
ON_DISK = t("{found} MiB on the disk, at most {most}", "{found} Mio sur le disque, au plus {most}")
UNPACKED = t("{found} MiB when unpacked, at most {most}", "{found} Mio une fois décompressé, au plus {most}")
BOMB = t("it unpacks to {found} times its size", "il se décompresse à {found} fois sa taille")
CELLS = t(
    "sheet “{sheet}” spans {found} cells, at most {most}",
    "la feuille « {sheet} » couvre {found} cellules, au plus {most}",
)
COLUMNS = t(
    "sheet “{sheet}” has {found} columns, at most {most}",
    "la feuille « {sheet} » a {found} colonnes, au plus {most}",
)
SECONDS = t("not read after {most} seconds", "pas lu au bout de {most} secondes")
MEMORY = t("it asks for more than {most} MiB of memory", "il demande plus de {most} Mio de mémoire")
