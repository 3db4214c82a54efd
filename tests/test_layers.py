"""Imports run downwards only, and a library is known where it is used: the map of the house, kept by a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import pmo_xl

PACKAGE = Path(pmo_xl.__file__).parent
MIDDLE = {"catalog", "steps", "excel"}
MAY_IMPORT = {
    "core": set[str](),
    "methods": {"core"},
    **{room: {"core"} for room in MIDDLE},
    "steps": {"core", "methods"},
    "demo": {"core", "catalog"},
    "reference": {"core", "catalog", "steps"},
    "adopt": {"core", *MIDDLE},
    "ledger": {"core", *MIDDLE},
    "gather": {"adopt", "core", "parquet", *MIDDLE},
    "parquet": {"core"},
    "pipeline": {"adopt", "core", "demo", "gather", "methods", "parquet", *MIDDLE},
    "libreoffice": {"core"},
    "console": {"core", "excel", "steps"},
    "workspace": {
        "adopt",
        "core",
        "console",
        "demo",
        "gather",
        "libreoffice",
        "methods",
        "pipeline",
        *MIDDLE,
    },
    "doors": {
        "adopt",
        "core",
        "console",
        "demo",
        "gather",
        "ledger",
        "libreoffice",
        "methods",
        "pipeline",
        "reference",
        "workspace",
        *MIDDLE,
    },
    "face": {"core", "pipeline", "workspace", "reference"},
    "__main__": {"doors"},
}
WORKBOOK_LIBRARIES = {"python_calamine", "openpyxl", "xlsxwriter"}
DRIVES_EXCEL = ("pmo_xl.doors.addin", "pmo_xl.doors.functions", "pmo_xl.libreoffice")
"""The modules that may import xlwings: the buttons, the worksheet functions, the engine for LibreOffice."""


def room_of(module: str) -> str:
    """``pmo_xl.steps.cells`` lies in ``steps``; the package itself is its face."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "face"


def imports(source: str) -> Iterator[str]:
    """Every module that a source imports, inside functions too."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module="pmo_xl", names=names):
                yield from (f"pmo_xl.{n.name}" if n.name in MAY_IMPORT else "pmo_xl" for n in names)
            case ast.ImportFrom(module=str(module)):
                yield module


def wrong_imports(sources: Mapping[str, str]) -> list[str]:
    """What each module imports that it may not, by module name."""
    wrong = []
    for name, source in sources.items():
        room = room_of(name)
        for module in set(imports(source)):
            top = module.split(".")[0]
            if top == "pmo_xl" and room_of(module) not in MAY_IMPORT[room] | {room}:
                wrong.append(f"{name} imports {module}")
            if top in WORKBOOK_LIBRARIES and room != "excel":
                wrong.append(f"{name} imports {module}")
            if top == "pyarrow" and room != "parquet":
                wrong.append(f"{name} imports {module}")
            if top == "xlwings" and not name.startswith(DRIVES_EXCEL):
                wrong.append(f"{name} imports {module}")
            if module.startswith("xlwings.pro"):
                wrong.append(f"{name} imports {module}, which needs a licence")
            if top in {"uno", "unohelper"} and room != "libreoffice":
                wrong.append(f"{name} imports {module}")
    return wrong


def test_imports_run_downwards_only() -> None:
    """Imports run downwards only."""
    sources = {
        ".".join(("pmo_xl", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): file.read_text(encoding="utf-8")
        for file in PACKAGE.rglob("*.py")
    }
    assert len(sources) > 40
    assert wrong_imports(sources) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("pmo_xl.core.text", "from pmo_xl.catalog.catalogue import catalogue_of"),
        ("pmo_xl.core.text", "from pmo_xl import __version__"),
        ("pmo_xl.methods.links", "from pmo_xl.steps.cells import row_key"),
        ("pmo_xl.steps.cells", "def f():\n    from pmo_xl.excel import read"),
        ("pmo_xl.excel.render", "import pmo_xl.catalog.kpis"),
        ("pmo_xl.catalog.kpis", "from pmo_xl import pipeline"),
        ("pmo_xl.pipeline", "from pmo_xl.doors.cli import main"),
        ("pmo_xl.doors.cli", "import openpyxl.styles"),
        ("pmo_xl.doors.cli", "from xlwings import Book"),
        ("pmo_xl.steps.beside", "import pyarrow"),
        ("pmo_xl.doors.addin", "import xlwings.pro"),
        ("pmo_xl.doors.addin", "import uno"),
        ("pmo_xl.libreoffice.app", "from pmo_xl.doors import desk"),
    ],
)
def test_an_import_upwards_is_seen(name: str, source: str) -> None:
    """An import upwards is seen."""
    assert len(wrong_imports({name: source})) == 1
