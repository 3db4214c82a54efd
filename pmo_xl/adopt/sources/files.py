"""Which files are those of other programs, and what each of them holds."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from pmo_xl.adopt.sources.model import Asked, NotTakenError, Source
from pmo_xl.core.base.text import t
from pmo_xl.core.settings.limits import LIMITS, LimitSettings

PLANS, TEXTS = frozenset({".xml", ".xer", ".mpp"}), frozenset({".csv", ".tsv"})
SOURCES = PLANS | TEXTS
"""The endings of what is read beside workbooks."""
MEBIBYTE = 1 << 20
_CODE = re.compile(r"(?=.*[A-Z])[A-Z0-9_-]{2,20}")
_IN_NAME = re.compile(r"[A-Z][A-Z0-9-]*\d[A-Z0-9-]*(?=[ _.])")


def is_plan(name: str) -> bool:
    """Whether a file is called as project software calls its plans."""
    return PurePath(name).suffix.lower() in PLANS


def is_text(name: str) -> bool:
    """Whether a file is called as a table of text is."""
    return PurePath(name).suffix.lower() in TEXTS


def content_within(path: Path, limits: LimitSettings = LIMITS) -> bytes:
    """The bytes of a file; of one that is larger than the limits no more than shows that. Raises OSError."""
    if not path.is_file():
        raise OSError(f"{path.name} is no file")
    with path.open("rb") as file:
        return file.read(limits.file_size * MEBIBYTE + 1)


def guarded(data: bytes, limits: LimitSettings = LIMITS) -> bytes:
    """The bytes of a file, where it holds any and is no larger than the limits; raises NotTakenError."""
    if not data.strip():
        raise NotTakenError(EMPTY, SEND_AGAIN)
    if len(data) > limits.file_size * MEBIBYTE:
        raise NotTakenError(LARGE.fill(most=limits.file_size), SMALLER)
    return data


def read_plan(name: str, data: bytes, asked: Asked, limits: LimitSettings = LIMITS) -> Source:
    """The plan in a file of that name; raises NotTakenError where it cannot be taken."""
    data = guarded(data, limits)
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xer":
        from pmo_xl.adopt.sources.xer import read_xer

        return read_xer(data, asked, limits)
    from pmo_xl.adopt.sources.mspdi import read_mspdi

    if suffix == ".mpp":
        from pmo_xl.adopt.sources.mpp import converted

        return read_mspdi(guarded(converted(data, limits), limits), asked, limits)
    return read_mspdi(data, asked, limits)


def code_in(shown_as: str) -> str | None:
    """The project code that the folder of a file bears, or the beginning of its own name: ``P012/plan.xml``, ``P012 plan.xml``."""
    path = PurePath(shown_as)
    for folder in reversed(path.parts[:-1]):
        if _CODE.fullmatch(folder):
            return folder
    met = _IN_NAME.match(path.name)
    return met[0] if met is not None and len(met[0]) <= 20 else None


def as_code(words: str | None) -> str | None:
    """A code of another program, where ours may be written so; None for any other."""
    return words if words and re.fullmatch(r"[A-Z0-9_-]{2,20}", words) else None


EMPTY = t("The file is empty.", "Le fichier est vide.")
SEND_AGAIN = t("Export it again.", "Exportez-le à nouveau.")
LARGE = t(
    "The file is larger than {most} MiB (limit “file_size”): it is not opened.",
    "Le fichier dépasse {most} Mio (limite « file_size ») : il n’est pas ouvert.",
)
SMALLER = t(
    "Export less of it; if all is needed, the PMO can raise the limit under [limits] in pmo.toml.",
    "Exportez-en moins ; si tout est nécessaire, le PMO peut relever la limite sous [limits] dans pmo.toml.",
)
