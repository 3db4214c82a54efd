"""The way from this Python to LibreOffice's UNO library, also out of a virtual environment."""

from __future__ import annotations

import builtins
import importlib
import importlib.machinery
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.core.base.text import Text, t


class UnoMissing(PmoXlError):
    """This Python has no UNO library; the sentence says how to get one."""


class NoOfficeListening(PmoXlError):
    """No LibreOffice answers at that address; the sentence says how to start one."""


_MISSING = t(
    "Python {python} cannot load UNO, the library that talks to LibreOffice ({reason}). Install the package "
    "python3-uno, and use the same Python version as the system's python3.",
    "Python {python} ne peut pas charger UNO, la bibliothèque qui parle à LibreOffice ({reason}). Installez "
    "le paquet python3-uno, et utilisez la même version de Python que le python3 du système.",
)
_NOBODY = t(
    "No LibreOffice listens at “{address}”. Start one with: soffice --accept='{address};urp;'",
    "Aucun LibreOffice n’écoute à « {address} ». Lancez-le avec : soffice --accept='{address};urp;'",
)
_UNO_MODULES = ("uno", "unohelper", "pyuno")


def _folders() -> Iterator[Path]:
    """Where distributions, the project's own packages and a soffice on the path keep the library."""
    yield Path("/usr/lib/python3/dist-packages")
    yield Path("/usr/lib/libreoffice/program")
    yield Path("/usr/lib64/libreoffice/program")
    yield from sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)
    if soffice := shutil.which("soffice"):
        yield Path(soffice).resolve().parent


class _UnoFinder:
    """Finds the three modules of UNO and nothing else.

    The folder that holds them holds the system's other packages too: on ``sys.path`` it would let them in.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = [str(folder) for folder in folders]

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in _UNO_MODULES:
            return None
        return importlib.machinery.PathFinder.find_spec(name, self.folders, target)


@cache
def find_uno() -> Any:
    """The module ``uno``; raises UnoMissing with what to do."""
    try:
        return _loaded()
    except (ImportError, OSError) as problem:
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise UnoMissing(_MISSING.fill(python=python, reason=str(problem))) from problem


def _loaded() -> Any:
    """Import uno and undo the two things that it does to the whole process.

    It replaces the import statement's own function, which slows every later import and rewords its errors,
    and it may add LibreOffice's program folder to ``sys.path``. Neither is needed here.
    """
    importing, paths = builtins.__import__, list(sys.path)
    finder: Any = _UnoFinder([folder for folder in _folders() if folder.is_dir()])
    sys.meta_path.append(finder)  # the last to be asked: a uno on the path comes first
    try:
        uno = importlib.import_module("uno")
    finally:
        builtins.__import__ = importing
        sys.path[:] = paths
        sys.meta_path.remove(finder)
    _let_exceptions_travel(uno)
    return uno


def _let_exceptions_travel(uno: Any) -> None:
    """Let an exception of UNO pass through a ``with`` block.

    Python notes on each exception where it came from; UNO's exceptions take that for a field of their own,
    fail, and what is then reported is that failure.
    """
    set_field = uno._uno_struct__setattr__

    def set_attribute(self: Any, name: str, value: Any) -> None:
        if name.startswith("__") and isinstance(self, BaseException):
            BaseException.__setattr__(self, name, value)
        else:
            set_field(self, name, value)

    uno._uno_struct__setattr__ = set_attribute


def uno_problem() -> Text | None:
    """Why UNO cannot be loaded, or None when it can."""
    try:
        find_uno()
    except UnoMissing as problem:
        return problem.text
    return None


def address_of(pipe: str) -> str:
    """The UNO address of a pipe's name; a text that is an address already stays as it is."""
    return pipe if "=" in pipe else f"pipe,name={pipe}"


def component_context(pipe: str) -> Any:
    """The context of the office that listens there: the root of everything that it offers."""
    uno = find_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    address = address_of(pipe)
    try:
        return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
    except uno_error() as problem:
        raise NoOfficeListening(_NOBODY.fill(address=address)) from problem


@cache
def uno_error(name: str = "com.sun.star.uno.Exception") -> type[Exception]:
    """An exception class of UNO by its name; the root of them all without one."""
    found: type[Exception] = find_uno().getClass(name)
    return found
