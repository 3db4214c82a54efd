"""The control workbook and the add-in, built from text: sheets, macros, ribbon."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAModuleKind, normalize_class_source

from pmo_xl.console import vba
from pmo_xl.console.layout import ADDIN_CONFIG_SHEET
from pmo_xl.console.sheets import write_addin_sheets, write_console_sheets
from pmo_xl.core.base.files import whole
from pmo_xl.core.flow.raw import Cell
from pmo_xl.core.settings.brand import PLAIN, Brand

_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_LINK = (
    '<Relationship Id="rIdPmoRibbon"'
    ' Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
    f' Target="{_RIBBON_PART}"/></Relationships>'
)
_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = {
    ".xlsm": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xlam": b"application/vnd.ms-excel.addin.macroEnabled.main+xml",
}
_MACROS_PART = "xl/vbaProject.bin"
_NO_CACHE = bytes.fromhex("CC61FFFF000000")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the same workbook has the same bytes."""


def build_console(
    path: Path, language: str = "en", typed: Mapping[str, Cell] | None = None, brand: Brand = PLAIN
) -> None:
    """Write the control workbook (``.xlsm``) of a workspace; ``typed`` gives settings by name.

    Its macros start the Python that runs this function. Raises OSError when *path* cannot be written.
    """
    _build(
        path,
        ".xlsm",
        language,
        lambda made: write_console_sheets(made, language, typed or {}, brand),
        modules(),
    )


def build_addin(path: Path, language: str = "en") -> None:
    """Write the add-in (``.xlam``): the same ribbon in every workbook, acting on the workspace it lies in.

    It also holds the worksheet functions, for every workbook that is open beside it. Raises OSError when *path* cannot
    be written.
    """
    _build(path, ".xlam", language, lambda made: write_addin_sheets(made, language), addin_modules())


def _build(
    path: Path, suffix: str, language: str, write_sheets: Callable[[Path], None], sources: Mapping[str, str]
) -> None:
    with TemporaryDirectory() as folder:
        plain, macros = Path(folder, "sheets.xlsm"), Path(folder, "macros.xlsm")
        write_sheets(plain)
        with ExcelFile(plain) as book:
            project = book.add_vba_project()
            for name, source in sources.items():
                if source.startswith("VERSION"):
                    project.add_module(name, normalize_class_source(source), kind=VBAModuleKind.other)
                else:
                    project.add_module(name, source)
            book.save(macros)
        finished = Path(folder, f"finished{suffix}")
        _finish(macros, finished, vba.ribbon(language), _WITH_MACROS[suffix])
        with whole(path) as part:
            shutil.copyfile(finished, part)


def modules() -> Mapping[str, str]:
    """The VBA modules of a console by name: ours alone, which declare nothing of the system and load no library."""
    return {vba.MODULE: vba.module(), vba.CLICKS: vba.source(vba.CLICKS), vba.PYTHON: vba.source(vba.PYTHON)}


def addin_modules() -> Mapping[str, str]:
    """Those of an add-in: beside ours, xlwings' own from the installed package, by which worksheet functions reach Python.

    Under the name of an add-in of its own, as xlwings' documentation of add-ins wants it: it reads its settings by that.
    """
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("xlwings")
    home = Path(spec.origin).parent
    return {
        **modules(),
        vba.MODULE: vba.module(addin=True),
        vba.FUNCTIONS: vba.functions(),
        "xlwings": _source(home / "xlwings_custom_addin.bas").replace(
            _PROJECT_NAME, f'"{ADDIN_CONFIG_SHEET.removesuffix(".conf")}"'
        ),
        "Dictionary": _source(home / "addin" / "Dictionary.cls"),
    }


_PROJECT_NAME = '"myaddin"'
"""What stands there until somebody names the add-in."""


def _source(file: Path) -> str:
    return file.read_bytes().decode("latin-1")


def _finish(made: Path, out: Path, ribbon: str, content_type: bytes) -> None:
    """Say in the package that it holds macros, and add the ribbon, which no library of ours keeps."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(_PLAIN, content_type)
            elif name == "_rels/.rels":
                content = content.replace(b"</Relationships>", _RIBBON_LINK.encode())
            elif name == _MACROS_PART:
                content = _without_cache(content)
            new.writestr(_entry(name), content)
        new.writestr(_entry(_RIBBON_PART), ribbon)


def _without_cache(project: bytes) -> bytes:
    """Macros that every Excel compiles from their source, as [MS-OVBA] 2.3.4.1 wants a file that no Excel wrote.

    The library leaves the version of the Excel that its template comes from, and room for what that had compiled.
    """
    container = CFB.from_bytes(project)
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    made: bytes = container.to_bytes()
    return made


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
