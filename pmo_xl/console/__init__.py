"""The control workbook that a PMO clicks in: its buttons, macros, ribbon and sheets, built from text."""

from pmo_xl.console.build import build_addin, build_console
from pmo_xl.console.layout import ADDIN_FILE, CONSOLE_FILE
from pmo_xl.console.renew import renew

__all__ = ["ADDIN_FILE", "CONSOLE_FILE", "build_addin", "build_console", "renew"]
