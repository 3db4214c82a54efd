"""Where workbooks lie: in folders, or at an address that fsspec knows (``s3://…``, ``memory://…``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath, PurePosixPath
from types import ModuleType

from pmo_xl.adopt.sources.files import SOURCES
from pmo_xl.core.base.files import (
    RETURNS_FOLDER,
    in_workspace,
    is_workspace,
    printable,
    real,
)
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.excel.read.workbook import EXTENSIONS, find_workbooks

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/+(.*)", re.IGNORECASE)
"""Two letters at least: one would be a drive. A Path keeps one of the two slashes."""


def url_of(path: PurePath) -> str | None:
    """The address that a path stands for; None for a path of this computer."""
    met = _ADDRESS.fullmatch(path.as_posix())
    if met is None:
        return None
    return f"{met[1]}://{'/' if met[1].lower() in ('file', 'local') else ''}{met[2]}"


def workspace_of(paths: Sequence[Path]) -> Path | None:
    """The workspace that the paths lie in: the nearest folder with a settings file or a register."""
    if url_of(paths[0]) is not None:
        return None
    first = real(paths[0])
    for folder in (first, *first.parents):
        if is_workspace(folder):
            return folder
    return None


def returns_folder(path: Path, home: Path | None) -> Path:
    """Where the returns are: the returns folder of a workspace, else the path itself."""
    if real(path) != home:
        return path
    returns = in_workspace(path, RETURNS_FOLDER)
    return returns if returns.is_dir() else path


def judges_all(paths: Sequence[Path], home: Path | None) -> bool:
    """Whether the returns of a whole workspace are asked for, not those of a project or a file of it."""
    return any(url_of(path) is not None or _is_whole(real(path), home) for path in paths)


def _is_whole(path: Path, home: Path | None) -> bool:
    if path.is_file():
        return False
    return home is None or path in (home, in_workspace(home, RETURNS_FOLDER)) or home not in path.parents


def find_files(roots: Iterable[Path]) -> dict[Path, str]:
    """The workbooks of files, folders and addresses, each once, in a fixed order, with the name to print.

    Raises NothingToDo for a place that does not exist, or an address that cannot be reached.
    """
    files: dict[Path, str] = {}
    for root in roots:
        if (url := url_of(root)) is not None:
            for file, shown_as in _at_address(url, root).items():
                files.setdefault(file, shown_as)
            continue
        if not root.exists():
            raise _absent(root)
        base = root if root.is_dir() else root.parent
        for file in find_workbooks(root, SOURCES):
            files.setdefault(file, printable(file.relative_to(base).as_posix()))
    return files


def content_of(url: str) -> bytes:
    """The bytes at an address; raises OSError where they cannot be had."""
    with _fsspec().open(url, "rb") as file:
        content: bytes = file.read()
    return content


def _at_address(url: str, root: Path) -> dict[Path, str]:
    try:
        system, inside = _fsspec().core.url_to_fs(url)
        if not system.exists(inside):
            raise _absent(url)
        if system.isfile(inside):
            return {root: printable(PurePosixPath(inside).name)}
        base = PurePosixPath("/", inside)
        names = [PurePosixPath("/", name).relative_to(base) for name in system.find(inside)]
    except (OSError, ValueError, ImportError) as problem:
        raise NothingToDo(
            t("{path} cannot be reached: {why}", "{path} est inaccessible : {why}").fill(
                path=url, why=problem
            )
        ) from problem
    kept = [
        name
        for name in names
        if name.suffix.lower() in EXTENSIONS | SOURCES
        and not name.name.startswith("~$")
        and not any(part.startswith(".") for part in name.parts)
    ]
    return {root / name: printable(name.as_posix()) for name in sorted(kept, key=PurePosixPath.as_posix)}


def _absent(path: object) -> NothingToDo:
    return NothingToDo(t("{path} does not exist.", "{path} n’existe pas.").fill(path=path))


def _fsspec() -> ModuleType:
    try:
        import fsspec
    except ImportError as problem:
        raise NothingToDo(
            t("Reading from an address needs fsspec, which is not installed here. Run: pip install \"pmo_xl[cluster]\"",
              "La lecture à une adresse a besoin de fsspec, qui n’est pas installé ici. Lancez : pip install \"pmo_xl[cluster]\"")
        ) from problem  # fmt: skip
    module: ModuleType = fsspec
    return module
