"""The control workbook and the add-in: built from text, sound, and holding exactly the macros that can be read."""

from __future__ import annotations

import inspect
import re
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import office
import olefile
import pytest
import xlwings
from openpyxl import load_workbook

from pmo_xl.console.build import build_addin, build_console
from pmo_xl.console.buttons import BUTTONS
from pmo_xl.console.layout import FINDINGS_START, LAST_RUN, SETTINGS
from pmo_xl.console.macros import sources
from pmo_xl.console.vba import worksheet_functions
from pmo_xl.doors import addin
from pmo_xl.doors import functions as doors_functions
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.steps.sheets.marks import is_ours
from pmo_xl.workspace.health.doctor import configuration
from pmo_xl.workspace.launchers import launcher

ROOT = Path(__file__).parents[1]
with warnings.catch_warnings():
    # The scanner calls its parser by names that this one has since renamed.
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser

UI = "{http://schemas.microsoft.com/office/2009/07/customui}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The control workbook in both languages, and the add-in."""
    folder = tmp_path_factory.mktemp("console")
    files = {"en": folder / "PMO_Console.xlsm", "fr": folder / "fr.xlsm", "addin": folder / "pmo_xl.xlam"}
    build_console(files["en"], "en")
    build_console(files["fr"], "fr")
    build_addin(files["addin"], "en")
    return files


def vba(path: Path) -> dict[str, str]:
    """Each module's source, as a security tool reads it out of the file; empty modules are left out."""
    parser = VBA_Parser(str(path))
    try:
        return {
            Path(name).stem: source
            for _, _, name, source in parser.extract_macros()
            if not re.fullmatch(r"(Attribute [^\n]*\n?)*", source.replace("\r", ""))
        }
    finally:
        parser.close()


@pytest.mark.parametrize("which", ["en", "addin"])
def test_the_macros_carry_no_compiled_code(built: dict[str, Path], which: str) -> None:
    """As [MS-OVBA] 2.3.4.1 wants it of a file that no Excel wrote: every version compiles them from their source."""
    with (
        zipfile.ZipFile(built[which]) as package,
        olefile.OleFileIO(package.read("xl/vbaProject.bin")) as project,
    ):
        assert project.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61FFFF000000")


def lines(source: str) -> list[str]:
    """A module's lines without the header that every editor of VBA writes anew."""
    kept = re.sub(r"\AVERSION.*?\nEND\r?\n", "", source, flags=re.DOTALL).splitlines()
    return [line for line in kept if not line.startswith("Attribute ")]


@pytest.mark.parametrize("which", ["en", "fr", "addin"])
def test_the_macros_in_the_file_are_those_in_the_repository(built: dict[str, Path], which: str) -> None:
    """A macro scanner reads out of the workbook the sources of the repository, and in an add-in xlwings' own beside them."""
    expected = {name: (ROOT / "macros" / f"{name}.bas").read_bytes() for name in ("PmoConsole", "PmoClicks", "PmoPython")}  # fmt: skip
    if which == "addin":
        home = Path(xlwings.__file__).parent
        expected |= {
            "PmoConsole": (ROOT / "macros" / "PmoAddin.bas").read_bytes(),
            "PmoFunctions": (ROOT / "macros" / "PmoFunctions.bas").read_bytes(),
            # Named after the sheet of its settings, as xlwings asks of who makes an add-in.
            "xlwings": (home / "xlwings_custom_addin.bas").read_bytes().replace(b'"myaddin"', b'"pmo_xl"'),
            "Dictionary": (home / "addin" / "Dictionary.cls").read_bytes(),
        }
    found = vba(built[which])

    assert found.keys() == expected.keys()
    for name, source in expected.items():
        assert lines(found[name]) == lines(source.decode("latin-1")), name


def test_a_console_declares_nothing_of_the_system(built: dict[str, Path]) -> None:
    """No function of the system, no library, no download: what scanners of companies stop; and its macros are few."""
    source = "\n".join(vba(built["en"]).values())
    assert not re.search(r"\b(Declare|Lib|LoadLibrary|PtrSafe|URLDownload\w*|XMLHTTP|PowerShell|Shell32|GetObject|CallByName)\b", source, re.IGNORECASE)  # fmt: skip
    assert len(source.splitlines()) < 450
    # The one program that it starts is Python, by the way that xlwings documents.
    assert re.findall(r'CreateObject\("([^"]*)"\)', source) == ["WScript.Shell"]
    assert source.count("shell.Run") == 1


def test_the_files_in_macros_are_current() -> None:
    """``make macros`` would change nothing."""
    for name, text in sources().items():
        assert (ROOT / "macros" / name).read_bytes() == text.encode(), "run make macros"


def test_every_macro_calls_a_function_that_exists_and_catches_what_goes_wrong() -> None:
    """Each macro leaves the click of its button, and ends in its own sentence whatever happens."""
    for module, book in (("PmoConsole.bas", "ThisWorkbook"), ("PmoAddin.bas", "ActiveWorkbook")):
        found = re.findall(
            r"Public Sub (\w+)\(\)\r\n"
            r"    On Error GoTo refused\r\n"
            r'    PmoClick "(\w+)", (\w+)\.Name\r\n'
            r"    Exit Sub\r\n"
            r"refused:\r\n"
            r'    PmoRefused "(\w+)", [^\r]*\r\n'
            r"End Sub",
            sources()[module],
        )
        assert found == [(button.macro, button.key, book, button.key) for button in BUTTONS]
    assert all(callable(getattr(addin, button.key)) for button in BUTTONS)


@pytest.mark.parametrize("which", ["en", "fr", "addin"])
def test_what_the_macros_say_stands_in_the_workbook(built: dict[str, Path], which: str) -> None:
    """A sentence for each button in its language, naming the file to double-click, which a workspace has."""
    language = "fr" if which == "fr" else "en"
    told = configuration(built[which])
    files = launcher("win32", language, "python")
    asked = {key for name in sources() for key in re.findall(r'PmoWords\("([A-Z_ ]+)"\)', sources()[name])}

    assert asked <= told.keys()
    for button in BUTTONS:
        sentence = str(told[f"REFUSED {button.key}"])
        assert sentence.startswith(button.label.to(language))
        assert any(Path(file).stem in sentence for file in files)
        assert ("LISTS " + button.key in told) == button.lists
    assert {type(value) for value in told.values()} == {str}, (
        "a number or a truth value is another one in a French Excel"
    )
    assert str(Path.home()) not in "".join(map(str, told.values()))


def test_the_addin_has_every_worksheet_function(built: dict[str, Path]) -> None:
    """Each with its arguments in order, optional where Python has a default, and calling the function of its name."""
    source = vba(built["addin"])["PmoFunctions"]
    functions = worksheet_functions(doors_functions)
    heads = re.findall(r"Public Function (\w+)\((.*)\)", source)

    assert [name for name, _ in heads] == [*functions]
    assert len(heads) == 6
    for name, arguments in heads:
        parameters = inspect.signature(functions[name]).parameters
        given = [argument.split() for argument in arguments.split(", ") if argument]
        assert [words[-1] for words in given] == [*parameters]
        assert [words[0] == "Optional" for words in given] == [
            parameter.default is not inspect.Parameter.empty for parameter in parameters.values()
        ]
        call = f'{name} = XLPy.CallUDF("{doors_functions.__name__}", "{name}", Array({", ".join(parameters)}), ActiveWorkbook, Application.Caller)'
        assert call in source
    described = sources()["PmoFunctions.bas"]
    assert re.findall(r'Attribute (\w+)\.VB_Description = "[^\r]{20,260}"\r\n', described) == [*functions]


@pytest.mark.parametrize("which", ["en", "fr", "addin"])
def test_the_ribbon_is_found_and_its_callbacks_exist(built: dict[str, Path], which: str) -> None:
    """The ribbon is a part of the package that Office looks up, and each entry calls a macro of the workbook."""
    with zipfile.ZipFile(built[which]) as package:
        relations = ET.fromstring(package.read("_rels/.rels"))
        (part,) = (r.get("Target") for r in relations if r.get("Type", "").endswith("/ui/extensibility"))
        ribbon = ET.fromstring(package.read(str(part)))
    subs = set(re.findall(r"Public Sub (\w+)\(control\)", vba(built[which])["PmoConsole"]))
    entries = [*ribbon.iter(f"{UI}button")]

    assert [entry.get("onAction") in subs for entry in entries] == [True] * len(BUTTONS)
    assert len({entry.get("id") for entry in entries}) == len(entries)
    language = "fr" if which == "fr" else "en"
    assert [entry.get("label") for entry in entries] == [button.label.to(language) for button in BUTTONS]
    assert all(len(entry.get("supertip") or "") <= 1024 for entry in entries)


def test_the_console_holds_its_named_cells(built: dict[str, Path]) -> None:
    """Every setting, result and list that the buttons use has its name in the workbook."""
    book = load_workbook(built["en"])

    names = {line.name for line in (*SETTINGS, *LAST_RUN)} | {FINDINGS_START}
    assert names <= set(book.defined_names)
    assert book.sheetnames == ["Console", "Findings", "Help", "xlwings.conf"]
    assert load_workbook(built["fr"]).sheetnames[:3] == ["Pilotage", "Anomalies", "Aide"]


def test_no_module_is_taken_from_the_folder_of_the_workbook(built: dict[str, Path]) -> None:
    """Python modules are not looked for beside the workbook, where anybody may have put one."""
    sheet = load_workbook(built["en"])["xlwings.conf"]
    known = dict(sheet.iter_rows(max_col=2, values_only=True))

    assert known["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"
    assert None not in known


def test_the_console_is_no_return(built: dict[str, Path]) -> None:
    """A console that lies among the returns is not read as one."""
    assert is_ours(read_workbook(built["en"], "PMO_Console.xlsm"))


def test_the_same_console_has_the_same_bytes(built: dict[str, Path], tmp_path: Path) -> None:
    """Built twice, the console is the same file."""
    build_console(tmp_path / "again.xlsm", "en")

    assert (tmp_path / "again.xlsm").read_bytes() == built["en"].read_bytes()


def test_the_files_are_sound(built: dict[str, Path]) -> None:
    """The validators find nothing wrong, and the package says that it holds macros, or is an add-in."""
    assert office.open_xml_errors([built["en"], built["fr"]]) == []
    for which, word in {"en": b"sheet.macroEnabled", "addin": b"addin.macroEnabled"}.items():
        with zipfile.ZipFile(built[which]) as package:
            assert package.testzip() is None
            assert word in package.read("[Content_Types].xml")
