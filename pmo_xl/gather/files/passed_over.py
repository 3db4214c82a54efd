"""What lies among the returns and is read by nobody: said, so that no file that somebody sent is gone without a word."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path, PurePath

from pmo_xl.core.base.files import is_open, locked_by, printable, real
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.excel.read.workbook import EXTENSIONS

OPEN_CODE, OTHER_CODE = "GEN-32", "GEN-33"


def passed_over(roots: Sequence[Path], read: Collection[Path]) -> list[Return]:
    """The files of folders that are not among those ``read``; and, of those, which somebody has open at this moment.

    Hidden files and addresses are of no interest. What could have been meant as a return is told one by one, all the
    others in one finding.
    """
    found: list[Return] = []
    others: list[str] = []
    seen: set[Path] = set()
    for root in roots:
        if root.is_dir():
            found += _of_folder(root, read, others, seen)
        elif root in read and is_open(root):
            found.append(_told(OPEN_CODE, Severity.WARNING, printable(root.name), OPEN, CLOSE))
    if others:
        found.append(
            _told(OTHER_CODE, Severity.INFO, "", OTHERS.fill(n=len(others), first=_first(others)), None)
        )
    return found


def _of_folder(root: Path, read: Collection[Path], others: list[str], seen: set[Path]) -> Iterator[Return]:
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if real(file) in seen:
                continue
            seen.add(real(file))
            shown = printable(file.relative_to(root).as_posix())
            if (opened := locked_by(name)) is not None:
                if file.with_name(opened) in read:
                    yield _told(OPEN_CODE, Severity.WARNING, _beside(shown, opened), OPEN, CLOSE)
            elif (
                _is_of_the_system(name) or file in read or PurePath(name).suffix.lower() in EXTENSIONS | OURS
            ):
                continue
            elif PurePath(name).suffix.lower() in MEANT:
                yield _told(OTHER_CODE, Severity.WARNING, shown, NOT_READ, SAVE_AS)
            else:
                others.append(shown)
                yield Return(shown, "", passed_over=True)


def _is_of_the_system(name: str) -> bool:
    """Whether a program or the system keeps a file for itself: what Explorer, Finder and Excel leave while they work."""
    folded = name.lower()
    return folded.startswith((".", "~$", "icon\r")) or folded.endswith(SYSTEM) or "." not in name


def _told(code: str, severity: Severity, file: str, message: Text, fix: Text | None) -> Return:
    return Return(
        file,
        "",
        findings=[Finding(code, severity, Place(file), message, fix=fix or NOTHING)],
        passed_over=True,
    )


def _beside(shown: str, name: str) -> str:
    return PurePath(shown).with_name(printable(name)).as_posix()


def _first(names: Sequence[str]) -> str:
    return ", ".join(names[:FIRST]) + (" …" if len(names) > FIRST else "")


FIRST = 5
MEANT = frozenset({
    ".csv", ".tsv", ".xml", ".numbers", ".fods", ".xlt", ".xltx", ".xltm", ".xlam", ".slk", ".dif", ".mpp",
    ".zip", ".7z", ".rar", ".gsheet", ".et", ".msg", ".eml", ".crdownload", ".partial",
})  # fmt: skip
SYSTEM = ("thumbs.db", "desktop.ini", ".tmp", ".lnk", ".url")
"""What people send in place of a workbook."""
OURS = frozenset({".toml", ".json", ".log", ".parquet", ".pptx", ".cmd", ".command", ".sh", ".desktop"})
"""What pmo_xl writes itself, where the returns lie in the folder of everything else."""
OPEN = t(
    "Somebody has this file open: what is typed and not saved yet is not in the figures.",
    "Ce fichier est ouvert par quelqu’un : ce qui est saisi et pas encore enregistré n’est pas dans les chiffres.",
)
CLOSE = t(
    "Have it saved and closed, then run again; nothing to do where its lock file was left by a crash.",
    "Faites-le enregistrer et fermer, puis relancez ; rien à faire si son fichier verrou est resté après un plantage.",
)
NOT_READ = t(
    "This file is no workbook: it is not read.", "Ce fichier n’est pas un classeur : il n’est pas lu."
)
SAVE_AS = t(
    "If it is meant as a return, unpack it, or open it and save it as .xlsx.",
    "S’il s’agit d’un retour, décompressez-le, ou ouvrez-le et enregistrez-le en .xlsx.",
)
OTHERS = t(
    "Files that are no workbooks lie among the returns, {n} in all: they are not read ({first}).",
    "Des fichiers qui ne sont pas des classeurs se trouvent parmi les retours, {n} au total : ils ne sont pas lus ({first}).",
)
NOTHING = t("Nothing to do.", "Rien à faire.")
