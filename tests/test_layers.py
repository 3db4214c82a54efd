"""The map of the house, kept by a test: imports run downwards only, rooms are small, a library is known where it is used."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

import pmo_xl

PACKAGE = Path(pmo_xl.__file__).parent
MIDDLE = {"catalog", "steps", "excel"}
MAY_IMPORT = {
    "core": set[str](),
    "methods": {"core"},
    **{folder: {"core"} for folder in MIDDLE},
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
    "workspace": {"adopt", "core", "console", "demo", "gather", "libreoffice", "methods", "pipeline", "reference", *MIDDLE},
    "star": {"core", "excel", "gather", "parquet", "pipeline", "reference", "workspace"},
    "deck": {"core", "excel", "gather", "libreoffice", "pipeline", "workspace"},
    "doors": {
        "adopt", "core", "console", "deck", "demo", "gather", "ledger", "libreoffice", "methods", "pipeline", "reference", "star", "workspace",
        *MIDDLE,
    },
    "face": {"core", "pipeline", "workspace", "reference"},
    "__main__": {"doors"},
}  # fmt: skip
"""What each folder, or module beside them, may know."""

FLOORS = (
    "core core.base",
    "core.expr",
    "core.definition",
    "core.formula core.pages",
    "core.catalogue",
    "core.flow core.settings core.uncertainty parquet libreoffice.connection core.selection",
    "methods catalog steps.text excel.write excel.package libreoffice.convert methods.selection adopt.sources.words",
    "methods.simulation demo.texts steps.history steps.cells steps.sheets steps.answer excel.read excel.template excel.marked excel.master libreoffice.cells libreoffice.words",
    "steps.one_return steps.figures steps.minutes excel.hand_out excel.page_layout excel.tracking excel.reconciliation excel.uncertainty demo reference libreoffice.drawings excel.selection",
    "libreoffice.objects",
    "libreoffice",
    "excel.timeline excel.page_blocks excel.run_sheet excel.one_project demo.follow_up",
    "steps.portfolio steps.uncertainty excel.pages.changes excel.pages.collection adopt.match ledger console demo.past steps.selection adopt.sources",
    "excel.pages",
    "excel.overview",
    "excel.follow_up",
    "excel.assembly",
    "excel adopt.read gather.files",
    "deck.content",
    "deck.slides deck.drawing",
    "adopt.propose gather.cache",
    "gather.scale",
    "gather.read",
    "gather.archive",
    "pipeline",
    "workspace",
    "workspace.hand_out workspace.health workspace.closing",
    "workspace.selection",
    "deck star",
    "doors.terminal",
    "doors.commands",
    "doors",
    "__main__ face",
)
"""The rooms by floor, the ground first. A room is a folder of modules; it knows rooms of lower floors alone.

Where a folder holds rooms, its own modules stand above them (``excel``: what renders the master knows all its sheets).
The catalogue is one room, whatever folders it has: kinds, figures and pages are definitions that build on one another.
"""
ONE_ROOM = ("catalog",)

MOST_MODULES = 15
MOST_LINES = 350

ROUND = (
    "pmo_xl.libreoffice.objects.", "pmo_xl.libreoffice.cells.", "pmo_xl.libreoffice.drawings.", "pmo_xl.libreoffice.words.",
    "pmo_xl.libreoffice.engine",
)  # fmt: skip
"""An object model whose parts know their parents, as Excel's do: round in its annotations, and in nothing that runs."""

WORKBOOK_LIBRARIES = {"python_calamine", "openpyxl", "xlsxwriter"}
DRIVES_EXCEL = ("pmo_xl.doors.addin", "pmo_xl.doors.functions", "pmo_xl.libreoffice")
"""The modules that may import xlwings: the buttons, the worksheet functions, the engine for LibreOffice."""

DRAWS_SLIDES = "pmo_xl.deck.drawing"
"""The room that may import python-pptx."""


def module_of(file: Path) -> str:
    """The dotted name of a source, a package by its own name."""
    return ".".join(("pmo_xl", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


FILES = {module_of(file): file for file in sorted(PACKAGE.rglob("*.py"))}
SOURCES = {name: file.read_text(encoding="utf-8") for name, file in FILES.items()}
PACKAGES = {name for name, file in FILES.items() if file.name == "__init__.py"}


def folder_of(module: str) -> str:
    """``pmo_xl.steps.cells.check`` lies in ``steps``; the package itself is its face."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "face"


def room_of(module: str) -> str:
    """``pmo_xl.steps.cells.check`` stands in ``steps.cells``, ``pmo_xl.parquet`` by itself."""
    parts = module.split(".")[1:]
    if len(parts) > 1 and module not in PACKAGES:
        parts.pop()
    return parts[0] if parts and parts[0] in ONE_ROOM else ".".join(parts) or "face"


def imports(source: str, *, annotations: bool = True) -> Iterator[str]:
    """Every module that a source imports, inside functions too; without ``annotations`` only what runs."""
    left: list[ast.AST] = [ast.parse(source)]
    while left:
        node = left.pop()
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) if not annotations:
                left += node.orelse
                continue
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module="pmo_xl", names=names):
                yield from (f"pmo_xl.{n.name}" if n.name in MAY_IMPORT else "pmo_xl" for n in names)
            case ast.ImportFrom(module=str(module), names=names):
                modules = {f"{module}.{name.name}" for name in names} & FILES.keys()
                yield from modules
                if not module.startswith("pmo_xl") or len(modules) < len(names):
                    yield module
        left += ast.iter_child_nodes(node)


def wrong_imports(sources: Mapping[str, str]) -> list[str]:
    """What each module imports that it may not, by module name."""
    wrong = []
    for name, source in sources.items():
        folder = folder_of(name)
        for module in set(imports(source)):
            top = module.split(".")[0]
            if top == "pmo_xl" and folder_of(module) not in MAY_IMPORT[folder] | {folder}:
                wrong.append(f"{name} imports {module}")
            if top in WORKBOOK_LIBRARIES and folder != "excel":
                wrong.append(f"{name} imports {module}")
            if top == "pptx" and not name.startswith(DRAWS_SLIDES):
                wrong.append(f"{name} imports {module}")
            if top == "pyarrow" and folder != "parquet":
                wrong.append(f"{name} imports {module}")
            if top == "xlwings" and not name.startswith(DRIVES_EXCEL):
                wrong.append(f"{name} imports {module}")
            if module.startswith("xlwings.pro"):
                wrong.append(f"{name} imports {module}, which needs a licence")
            if top in {"uno", "unohelper"} and folder != "libreoffice":
                wrong.append(f"{name} imports {module}")
    return wrong


def climbs(sources: Mapping[str, str]) -> list[str]:
    """Imports that do not lead to a lower floor, annotations of the round object model aside."""
    floor_of = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms.split()}
    found = []
    for name, source in sources.items():
        for module in set(imports(source, annotations=not name.startswith(ROUND))):
            if module.split(".")[0] != "pmo_xl" or module == "pmo_xl":
                continue
            here, there = room_of(name), room_of(module)
            if here != there and floor_of[there] >= floor_of[here]:
                found.append(f"{name} ({here}) imports {module} ({there})")
    return sorted(found)


def circles(known: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Modules that import one another, each circle once."""
    left = {name: set(modules) & known.keys() - {name} for name, modules in known.items()}
    changed = True
    while changed:  # whoever imports nothing any more is in no circle, nor is whoever is imported by nobody
        idle = {name for name, modules in left.items() if not modules} or left.keys() - set().union(
            *left.values()
        )
        changed = bool(idle)
        left = {name: modules - idle for name, modules in left.items() if name not in idle}
    found: list[list[str]] = []
    while left:
        name = min(left)
        circle = {each for each in _reached(left, name) if name in _reached(left, each)} or {name}
        if len(circle) > 1:
            found.append(sorted(circle))
        left = {each: modules - circle for each, modules in left.items() if each not in circle}
    return found


def _reached(known: Mapping[str, Collection[str]], start: str) -> set[str]:
    found: set[str] = set()
    left: list[str] = [*known[start]]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += known[name]
    return found


def test_imports_run_downwards_only() -> None:
    """A folder knows the folders below it and no other; a library is known where it is used."""
    assert len(SOURCES) > 40
    assert wrong_imports(SOURCES) == []


def test_the_engine_for_libreoffice_needs_texts_and_problems_alone() -> None:
    """Others can take the room as it is: of ours it knows nothing else."""
    known = {
        module
        for name, source in SOURCES.items()
        if folder_of(name) == "libreoffice"
        for module in imports(source)
        if module.startswith("pmo_xl") and folder_of(module) != "libreoffice"
    }
    assert known == {"pmo_xl.core.base.text", "pmo_xl.core.base.problem"}


def test_every_room_has_a_floor() -> None:
    """A new folder says on which floor it stands."""
    rooms = {room_of(name) for name in FILES.keys() - PACKAGES} | {"face"}
    told = [room for floor in FLOORS for room in floor.split()]
    assert len(told) == len(set(told))
    assert rooms == set(told)


def test_rooms_know_lower_floors_alone() -> None:
    """No import runs up, inside a folder either."""
    assert climbs(SOURCES) == []


def test_no_circle_of_imports() -> None:
    """No module imports one that imports it, by whatever way; annotations may, inside a room."""
    assert circles({name: set(imports(source, annotations=False)) for name, source in SOURCES.items()}) == []


def test_rooms_are_small() -> None:
    """What stands in a room is seen at a glance."""
    rooms: dict[str, list[str]] = {}
    for name in FILES.keys() - PACKAGES:
        rooms.setdefault(name.rpartition(".")[0], []).append(name)
    assert {room: len(names) for room, names in rooms.items() if len(names) > MOST_MODULES} == {}


def test_modules_are_short() -> None:
    """Past so many lines a module has become two things."""
    long = {name: lines for name, source in SOURCES.items() if (lines := source.count("\n")) > MOST_LINES}
    assert long == {}


@pytest.mark.parametrize("folder", ["adopt", "core", "excel", "gather", "libreoffice", "steps"])
def test_opening_a_room_loads_none_of_its_modules(folder: str) -> None:
    """Whoever imports one module does not wait for those beside it."""
    for name in (name for name in PACKAGES if folder_of(name) == folder):
        body = ast.parse(SOURCES[name]).body
        assert [
            n.module for n in body if isinstance(n, ast.ImportFrom) and str(n.module).startswith(name)
        ] == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("pmo_xl.core.base.text", "from pmo_xl.catalog.catalogue import catalogue_of"),
        ("pmo_xl.core.base.text", "from pmo_xl import __version__"),
        ("pmo_xl.methods.links", "from pmo_xl.steps.cells.check import row_key"),
        ("pmo_xl.steps.cells.check", "def f():\n    from pmo_xl.excel import render_master"),
        ("pmo_xl.excel.render_master", "import pmo_xl.catalog.rules"),
        ("pmo_xl.catalog.rules", "from pmo_xl import pipeline"),
        ("pmo_xl.pipeline", "from pmo_xl.doors.cli import main"),
        ("pmo_xl.doors.cli", "import openpyxl.styles"),
        ("pmo_xl.doors.cli", "from xlwings import Book"),
        ("pmo_xl.steps.figures.overflow", "import pyarrow"),
        ("pmo_xl.deck.pack", "import pptx"),
        ("pmo_xl.doors.addin", "import xlwings.pro"),
        ("pmo_xl.doors.addin", "import uno"),
        ("pmo_xl.libreoffice.objects.app", "from pmo_xl.doors import console_sheet"),
    ],
)
def test_an_import_upwards_is_seen(name: str, source: str) -> None:
    """An import upwards is seen."""
    assert name in FILES
    assert len(wrong_imports({name: source})) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("pmo_xl.core.expr.nodes", "from pmo_xl.core.formula.formula import formula"),
        ("pmo_xl.excel.write.cells", "from pmo_xl.excel import render_master"),
        ("pmo_xl.excel.tracking.tree", "from pmo_xl.excel.assembly.pages import write_page"),
        ("pmo_xl.gather.cache.cache", "if TYPE_CHECKING:\n    from pmo_xl.gather.read.one import read_one"),
        ("pmo_xl.libreoffice.convert.address", "from pmo_xl.libreoffice.objects.sheet import Sheet"),
    ],
)
def test_a_room_that_climbs_is_seen(name: str, source: str) -> None:
    """An import of a room on the same floor or a higher one is seen, and an annotation counts."""
    assert name in FILES
    assert len(climbs({name: source})) == 1


def test_a_circle_is_seen() -> None:
    """A circle is told once, without those who only look into it or are looked at."""
    known = {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["e"], "e": [], "f": ["a"]}

    assert circles(known) == [["a", "b", "c"]]
    assert circles({"a": ["b"], "b": []}) == []
