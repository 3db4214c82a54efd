"""The macros as files to read or to import by hand: ``python -m pmo_xl.console.macros macros``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from pmo_xl.console import vba


def sources() -> Mapping[str, str]:
    """Each file's name and text."""
    return {
        f"{vba.MODULE}.bas": vba.module(),
        "PmoAddin.bas": vba.module(addin=True),
        **{f"{name}.bas": vba.source(name) for name in (vba.CLICKS, vba.PYTHON)},
        f"{vba.FUNCTIONS}.bas": vba.functions(),
        "ribbon.xml": vba.ribbon("en"),
        "ribbon.fr.xml": vba.ribbon("fr"),
    }


def write_macros(folder: Path) -> None:
    """Write every file, bytes as they are: VBA wants Windows' line ends."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sources().items():
        (folder / name).write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    write_macros(Path(sys.argv[1]))
