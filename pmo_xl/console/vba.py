"""The macros as text: one line each, because Python does the work and every host must be able to compile them."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from pmo_xl.console.buttons import BUTTONS, Button
from pmo_xl.core.base.text import t

MODULE = "PmoConsole"
DOOR = "pmo_xl.doors.addin"


def module(buttons: Iterable[Button] = BUTTONS) -> str:
    """The VBA module: for each button a macro, and the callback by which the ribbon calls it.

    LibreOffice disables all macros of a workbook when one module does not compile; so nothing stands here
    that its Basic does not know: no ``#If``, no ``Declare``, no optional arguments with defaults.
    """
    lines = [
        f'Attribute VB_Name = "{MODULE}"',
        "Option Explicit",
        "' Generated from pmo_xl/console/buttons.py: change it there, then run make macros.",
    ]
    for button in buttons:
        lines += [
            "",
            f"Public Sub {button.macro}()",
            f'    RunPython "import {DOOR} as pmo; pmo.{button.key}()"',
            "End Sub",
            "",
            f"Public Sub {callback(button)}(control)",
            f"    {button.macro}",
            "End Sub",
        ]
    return "\r\n".join(lines) + "\r\n"


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
