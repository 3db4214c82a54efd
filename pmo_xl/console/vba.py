"""The macros as text: few lines each, because Python does the work and every host must be able to compile them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from importlib.resources import files
from types import ModuleType
from typing import Any
from xml.sax.saxutils import quoteattr

from pmo_xl.console.buttons import BUTTONS, Button
from pmo_xl.console.layout import ADDIN_CONFIG_SHEET, CONFIG_SHEET
from pmo_xl.core.base.text import t

MODULE, CLICKS, PYTHON, FUNCTIONS = "PmoConsole", "PmoClicks", "PmoPython", "PmoFunctions"
DOOR = "pmo_xl.doors.addin"
FUNCTIONS_DOOR = "pmo_xl.doors.functions"
"""The module of the worksheet functions, which xlwings imports on Windows."""
LONGEST_DESCRIPTION = 255


def module(buttons: Iterable[Button] = BUTTONS, addin: bool = False) -> str:
    """The VBA module of the buttons: for each a macro with an error sentence of its own, and its ribbon callback.

    The buttons of an add-in act on the workbook in front, those of a console on the console. LibreOffice disables all
    macros of a workbook when one module does not compile; so nothing stands here that its Basic does not know.
    """
    book, sheet = ("ActiveWorkbook", ADDIN_CONFIG_SHEET) if addin else ("ThisWorkbook", CONFIG_SHEET)
    lines = [
        f'Attribute VB_Name = "{MODULE}"',
        "Option Explicit",
        "' Generated from pmo_xl/console/buttons.py: change it there, then run make macros.",
        "",
        "Public Function PmoSheet() As String",
        f'    PmoSheet = "{sheet}"',
        "End Function",
    ]
    for button in buttons:
        lines += [
            "",
            f"Public Sub {button.macro}()",
            "    On Error GoTo refused",
            f'    PmoClick "{button.key}", {book}.Name',
            "    Exit Sub",
            "refused:",
            f'    PmoRefused "{button.key}", Err.Number & ": " & Err.Description',
            "End Sub",
            "",
            f"Public Sub {callback(button)}(control)",
            f"    {button.macro}",
            "End Sub",
        ]
    return "\r\n".join(lines) + "\r\n"


def source(name: str) -> str:
    """A module that is the same in every workbook, with the line ends of VBA."""
    text = files("pmo_xl.console").joinpath(f"{name}.bas").read_text(encoding="ascii")
    return "\r\n".join(text.splitlines()) + "\r\n"


def functions(door: ModuleType | None = None) -> str:
    """The worksheet functions of an add-in, which every workbook then has: one wrapper each around xlwings' server.

    Made from the functions themselves, so that nothing is imported in Excel and no trust in VBA projects is asked for.
    """
    door = door or import_module(FUNCTIONS_DOOR)
    lines = [
        f'Attribute VB_Name = "{FUNCTIONS}"',
        "Option Explicit",
        f"' Generated from {FUNCTIONS_DOOR.replace('.', '/')}.py: change it there, then run make macros.",
    ]
    for name, function in worksheet_functions(door).items():
        lines += ["", *_wrapper(name, function)]
    return "\r\n".join(lines) + "\r\n"


def worksheet_functions(door: ModuleType) -> Mapping[str, Callable[..., Any]]:
    """The functions of a module that go by ``PMO_``, as worksheets name them, in the order of the module."""
    return {name: what for name, what in vars(door).items() if name.startswith("PMO_") and callable(what)}


def _wrapper(name: str, function: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(function).parameters.values()
    names = [parameter.name for parameter in parameters]
    heads = [
        parameter.name if parameter.default is inspect.Parameter.empty else f"Optional {parameter.name}"
        for parameter in parameters
    ]
    words = " ".join((inspect.getdoc(function) or "").replace("`", "").split())[:LONGEST_DESCRIPTION]
    described = words.replace('"', '""')
    arguments = f"Array({', '.join(names)})" if names else "Array()"
    return [
        f"Public Function {name}({', '.join(heads)})",
        f'Attribute {name}.VB_Description = "{described}"',
        f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"',
        "    On Error GoTo refused",
        f'    {name} = XLPy.CallUDF("{FUNCTIONS_DOOR}", "{name}", {arguments}, ActiveWorkbook, Application.Caller)',
        "    Exit Function",
        "refused:",
        f"    {name} = {_without_python(name)}",
        "End Function",
    ]


def _without_python(name: str) -> str:
    """An error that formulas catch; the function that says what is the matter says it in words."""
    return "Err.Description" if name == "PMO_VERSION" else "CVErr(xlErrValue)"


def callback(button: Button) -> str:
    """The sub that the ribbon calls."""
    return f"{button.macro}FromRibbon"


def ribbon(language: str, buttons: Iterable[Button] = BUTTONS) -> str:
    """The ribbon tab, as Office's custom UI part."""
    entries = [
        f'<button id="{button.macro}"'
        f" label={quoteattr(button.label.to(language))}"
        f" supertip={quoteattr(button.help.to(language))}"
        f' imageMso="{button.image}" size="{"large" if button.large else "normal"}"'
        f' onAction="{callback(button)}"/>'
        for button in buttons
    ]
    group = quoteattr(GROUP.to(language))
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui">',
        "  <ribbon>",
        "    <tabs>",
        '      <tab id="PmoTab" label="PMO">',
        f'        <group id="PmoPortfolio" label={group}>',
        *(f"          {entry}" for entry in entries),
        "        </group>",
        "      </tab>",
        "    </tabs>",
        "  </ribbon>",
        "</customUI>",
    ]
    return "\n".join(lines) + "\n"


GROUP = t("Portfolio", "Portefeuille")
