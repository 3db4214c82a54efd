"""What the reading of a file depends on beside the file: program, templates, libraries, profile and mappings."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_xl.core.version import PACKAGE_FOLDER

if TYPE_CHECKING:
    from pmo_xl.gather.cache.read_options import ReadOptions

ROOMS = ("__init__.py", "adopt/", "catalog/", "core/", "excel/", "gather/", "steps/")
"""The rooms that reading passes through, and what stands above them."""
LIBRARIES = ("pydantic", "python-calamine")
_SOURCES = (".py", ".toml")


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
def of_program(rooms: tuple[str, ...] = ROOMS, libraries: tuple[str, ...] = LIBRARIES) -> str:
    """The same for these rooms and libraries alone."""
    try:
        files = [f"{place} {content}" for place, content in _sources().items() if place.startswith(rooms)]
        said = [
            str(sys.version_info[:2]),
            *(f"{library} {version(library)}" for library in libraries),
            *files,
        ]
    except (OSError, PackageNotFoundError):
        return ""
    return hashlib.sha256("\n".join(said).encode()).hexdigest() if files else ""


@cache
def _sources() -> dict[str, str]:
    """The program's own files by their place in the package, each with a fingerprint; raises OSError."""
    root, found = str(PACKAGE_FOLDER), {}
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(_SOURCES):
                file = f"{folder}{os.sep}{name}"
                place = file.removeprefix(root + os.sep).replace(os.sep, "/")
                found[place] = hashlib.sha256(Path(file).read_bytes()).hexdigest()
    return dict(sorted(found.items()))
