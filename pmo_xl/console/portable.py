"""Paths without the name of a person: the beginning that each computer has another of is left to the computer.

xlwings replaces ``%LOCALAPPDATA%`` on Windows and ``$HOME`` on a Mac when it reads them, so that one console serves a
team whose Pythons lie in the same place of each home.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import PurePath, PureWindowsPath

_VARIABLES = ("LOCALAPPDATA", "APPDATA", "USERPROFILE", "PROGRAMFILES", "PROGRAMDATA")
"""The narrower first: the first two lie in the third."""


def portable(path: str, windows: bool = os.name == "nt", environment: Mapping[str, str] = os.environ) -> str:
    """A path as it may stand in a workbook that others use too."""
    if windows:
        for name in _VARIABLES:
            home = environment.get(name)
            if home and PureWindowsPath(path).is_relative_to(PureWindowsPath(home)):
                return rf"%{name}%\{PureWindowsPath(path).relative_to(PureWindowsPath(home))}"
        return path
    home = environment.get("HOME")
    if home and home != "/" and PurePath(path).is_relative_to(home):
        return f"$HOME/{PurePath(path).relative_to(home)}"
    return path


def expanded(path: str, environment: Mapping[str, str] = os.environ) -> str:
    """The path on this computer behind one that may stand in a workbook."""
    for name in (*_VARIABLES, "HOME"):
        for mark in (f"%{name}%", f"${name}"):
            if path.startswith(mark) and environment.get(name):
                return environment[name] + path.removeprefix(mark)
    return path
