"""A master against its manifest, against the returns that it was made from, and against itself made anew."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.files import manifest_of, printable, real
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.version import __version__
from pmo_xl.excel.differences import differences, is_of_libreoffice, sheet_names
from pmo_xl.excel.pages.charts import CHART_DATA
from pmo_xl.gather.archive.keep import print_of
from pmo_xl.gather.cache.definitions import of_whole_program
from pmo_xl.gather.files.places import find_files, returns_folder
from pmo_xl.gather.read.many import Progress
from pmo_xl.pipeline import make_again
from pmo_xl.pipeline.manifest import Manifest, beside, read_manifest, sheets_of

MOST_CELLS = 50
"""Cells that are named one by one; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What speaks against a master, in sentences; ``notes`` say what keeps it from being held against anything."""

    doubts: tuple[Text, ...]
    notes: tuple[Text, ...] = ()


def verify(home: Path, master: Path, progress: Progress | None = None) -> Verified:
    """Hold a master against its manifest, against the returns, settings and lists, and against itself made anew.

    Raises NothingToDo where there is no master or no manifest of it.
    """
    home, master = real(home), real(master)
    if not master.is_file():
        raise NothingToDo(NO_FILE.fill(file=master))
    said = read_manifest(master)
    if said is None:
        raise NothingToDo(NO_MANIFEST.fill(file=manifest_of(master)))
    changed = [*_returns(said, home), *_beside(said, home)]
    doubts = [*_itself(said, master), *changed]
    notes = (
        []
        if said["definitions"] == of_whole_program()
        else [OTHER_VERSION.fill(then=said["program"], now=__version__)]
    )
    if said.get("reconciled"):
        notes.append(RECONCILED)
    elif not changed:
        if is_of_libreoffice(master):
            notes.append(BY_LIBREOFFICE)
        doubts += _made_anew(said, home, master, progress)
    return Verified(tuple(doubts), tuple(notes))


def _itself(said: Manifest, master: Path) -> Iterator[Text]:
    """Whether the master is byte for byte what was written; else which of its parts are others."""
    then = said["master"]
    if print_of(master) == then["sha256"]:
        return
    try:
        now = sheets_of(master)
    except (OSError, zipfile.BadZipFile):
        yield DAMAGED.fill(file=master.name)
        return
    before: Mapping[str, str] = then["parts"]
    names = _names_of(master)
    parts = sorted(names.get(part, part) for part in {*before, *now} if before.get(part) != now.get(part))
    yield SAVED_SINCE.fill(parts=parts[:MOST_CELLS])


def _names_of(master: Path) -> dict[str, str]:
    """The name of each worksheet by the part that holds it, in the order in which they were written."""
    return {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(sheet_names(master), 1)}


def _returns(said: Manifest, home: Path) -> Iterator[Text]:
    """Returns that are gone, that are others now, that came since."""
    held = {printable(name): file for file, name in find_files([returns_folder(home, real(home))]).items()}
    then = {one["file"]: one["sha256"] for one in said["inputs"]}
    for name, sha256 in then.items():
        if name not in held:
            yield GONE.fill(file=name)
        elif sha256 and print_of(held[name]) != sha256:
            yield CHANGED.fill(file=name)
    for name in sorted(held.keys() - then.keys()):
        yield CAME.fill(file=name)


def _beside(said: Manifest, home: Path) -> Iterator[Text]:
    """Settings, lists and mappings that are others now."""
    now, then = beside(home), said["beside"]
    for name in sorted({*now, *then}):
        if now.get(name) != then.get(name):
            yield (CHANGED if name in now and name in then else GONE if name in then else CAME).fill(
                file=name
            )


def _made_anew(said: Manifest, home: Path, master: Path, progress: Progress | None) -> Iterator[Text]:
    """Cells that hold something else than the same returns give today."""
    day = said["status_date"]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, master.name)
        make_again(
            home, master, fresh, language=said["language"], progress=progress,
            status_date=dt.date.fromisoformat(day) if day else None,
        )  # fmt: skip
        if fresh.read_bytes() == master.read_bytes():
            return
        found = [*differences(master, fresh, _pages_of_choice())]
    yield from found[:MOST_CELLS]
    if len(found) > MOST_CELLS:
        yield MORE.fill(n=len(found) - MOST_CELLS)


def _pages_of_choice() -> frozenset[str]:
    """The sheets that follow the choice of a project, in every language."""
    titles = [page.title for page in catalogue_of().master.pages if page.follows_choice]
    return frozenset(words for title in (*titles, CHART_DATA) for words in title.in_all())


NO_FILE = t("There is no master: {file}.", "Il n’y a pas de classeur consolidé : {file}.")
NO_MANIFEST = t(
    "There is no manifest that can be read: {file}. It is written with each master: consolidate once more.",
    "Aucun manifeste lisible : {file}. Il est écrit avec chaque classeur consolidé : consolidez à nouveau.",
)
DAMAGED = t("{file} is damaged", "{file} est endommagé")
SAVED_SINCE = t("The master was saved since it was made; what is another there: {parts}",
                "Le classeur consolidé a été enregistré depuis sa création ; ce qui y diffère : {parts}")  # fmt: skip
GONE = t("{file} is gone", "{file} a disparu")
CHANGED = t("{file} was changed since", "{file} a été modifié depuis")
CAME = t("{file} came since", "{file} est arrivé depuis")
MORE = t("and {n} more cells", "et {n} autres cellules")
OTHER_VERSION = t("Made by another version of the program ({then}, now {now}): figures may have other definitions",
                  "Fait par une autre version du programme ({then}, à présent {now}) : des définitions peuvent avoir changé")  # fmt: skip
BY_LIBREOFFICE = t(
    "LibreOffice saved it, which writes formulas in its own way: that they are formulas is verified, and their values",
    "Enregistré par LibreOffice, qui réécrit les formules : leur présence et leurs valeurs sont vérifiées, non leur texte",
)
RECONCILED = t("A reconciled master is held against its manifest and its returns, not made anew: its ledger is not here",
               "Un classeur rapproché est comparé à son manifeste et à ses retours, sans être refait : le grand livre n’est pas ici")  # fmt: skip
