"""What the reading of a file depends on beside the file: program, templates, libraries, profile and mappings."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from pmo_xl.core.version import PACKAGE_FOLDER

if TYPE_CHECKING:
    from pmo_xl.gather.cache.read_options import ReadOptions

ROOMS = ("adopt", "catalog", "core", "excel", "gather", "steps")
"""The rooms that reading passes through."""
LIBRARIES = ("pydantic", "python-calamine")
_SOURCES = {".py", ".toml"}


def of_whole_program() -> str:
    """One word for everything that a master comes from beside the files and what was options."""
    return of_program(("",), (*LIBRARIES, "pandas", "numpy", "XlsxWriter", "pyxirr"))


def fingerprint(options: ReadOptions) -> str:
    """One word for everything that decides what is read from the same bytes under the same name.

    Empty where the program's own files cannot be read.
    """
    program = of_program()
    if not program:
        return ""
    own = repr(options.templates.made_by[1])
    mappings = (f"{one.file} {one.model_dump_json()}" for one in options.mappings)
    said = "\n".join([program, options.profile.name, own, options.limits.model_dump_json(), *mappings])
    return hashlib.sha256(said.encode()).hexdigest()


@cache
def of_program(rooms: Sequence[str] = ROOMS, libraries: Sequence[str] = LIBRARIES) -> str:
    """The same for program and libraries alone."""
    mixed = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    files = [PACKAGE_FOLDER / "__init__.py"]
    files += sorted(
        file for room in rooms for file in (PACKAGE_FOLDER / room).rglob("*") if file.suffix in _SOURCES
    )
    try:
        mixed.update(" ".join(f"{library} {version(library)}" for library in libraries).encode())
        for file in files:
            content = file.read_bytes()
            mixed.update(
                f"\n{file.relative_to(PACKAGE_FOLDER).as_posix()} {len(content)}\n".encode() + content
            )
    except (OSError, PackageNotFoundError):
        return ""
    return mixed.hexdigest() if len(files) > 1 else ""
