"""A master against its manifest, against the returns that it was made from, and against itself made anew."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
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
from pmo_xl.parquet import folder_of
from pmo_xl.pipeline import make_again
from pmo_xl.pipeline.manifest import Manifest, beside, parts_of, read_manifest, tables_beside

MOST_CELLS = 50
"""Cells that are named one by one; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What speaks against a master, in sentences; ``notes`` say what it could not be held against.

    ``to_the_cell`` tells whether it was made anew and compared.
    """

    doubts: tuple[Text, ...]
    notes: tuple[Text, ...] = ()
    to_the_cell: bool = False


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
    changed = [
        *_returns(said, home),
        *_others(beside(home), said["beside"]),
        *_others(tables_beside(master), said["tables"], f"{folder_of(master).name}/"),
    ]
    doubts = [*_itself(said, master), *changed]
    notes = []
    if said["definitions"] != of_whole_program():
        notes.append(OTHER_VERSION.fill(then=said["program"], now=__version__))
    if not sheet_names(master):
        return Verified((*doubts, DAMAGED.fill(file=master.name)), tuple(notes))
    why = (
        RECONCILED if said["reconciled"] else TABLES if said["tables"] else NOT_COMPARED if changed else None
    )
    if why is not None:
        return Verified(tuple(doubts), (*notes, why))
    notes += [BY_LIBREOFFICE] if is_of_libreoffice(master) else []
    notes += [REMEMBERED] if print_of(master) != said["master"]["sha256"] else []
    return Verified((*doubts, *_made_anew(said, home, master, progress)), tuple(notes), to_the_cell=True)


def _itself(said: Manifest, master: Path) -> Iterator[Text]:
    """Whether the master is byte for byte what was written; else which of its parts are others."""
    then = said["master"]
    if print_of(master) == then["sha256"]:
        return
    try:
        now = parts_of(master)
    except (OSError, zipfile.BadZipFile):
        return
    before: Mapping[str, str] = then["parts"]
    names = _names_of(master)
    parts = sorted(names.get(part, part) for part in {*before, *now} if before.get(part) != now.get(part))
    yield SAVED_SINCE.fill(parts=parts[:MOST_CELLS]) if parts else REPACKED


def _names_of(master: Path) -> dict[str, str]:
    """The name of each worksheet by the part that holds it, in the order in which they were written."""
    return {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(sheet_names(master), 1)}


def _returns(said: Manifest, home: Path) -> Iterator[Text]:
    """Returns that are gone, that are others now, that came since; one that could not be read then has no fingerprint."""
    then = {one["file"]: one["sha256"] for one in said["inputs"]}
    now = {
        name: print_of(file) if then.get(name, True) else ""
        for file, written in find_files([returns_folder(home, home)]).items()
        for name in (printable(written),)
    }
    return _others(now, then)


def _others(now: Mapping[str, str], then: Mapping[str, str], folder: str = "") -> Iterator[Text]:
    """Files that are gone, others or new since, by their fingerprints now and then."""
    for name in sorted({*now, *then}):
        if now.get(name) != then.get(name):
            words = CHANGED if name in now and name in then else GONE if name in then else CAME
            yield words.fill(file=f"{folder}{name}")


def _made_anew(said: Manifest, home: Path, master: Path, progress: Progress | None) -> Iterator[Text]:
    """Cells that hold something else than the same returns give today."""
    day = said["status_date"]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, master.name)
        make_again(
            home, master, fresh, language=said["language"], progress=progress,
            status_date=dt.date.fromisoformat(day) if day else None,
        )  # fmt: skip
        if print_of(fresh) == print_of(master):
            return
        found = differences(master, fresh, _pages_of_choice())
        yield from islice(found, MOST_CELLS)
        more = sum(1 for _ in found)
        if more:
            yield MORE.fill(n=more)


def _pages_of_choice() -> frozenset[str]:
    """The sheets that follow the choice of a project, in every language."""
    titles = [page.title for page in catalogue_of().master.pages if page.follows_choice]
    return frozenset(words for title in (*titles, CHART_DATA) for words in title.in_all())


NO_FILE = t("There is no master: {file}.", "Il n’y a pas de classeur consolidé\u00a0: {file}.")
NO_MANIFEST = t(
    "There is no manifest that can be read: {file}. It is written with each master: consolidate once more.",
    "Aucun manifeste lisible\u00a0: {file}. Il est écrit avec chaque classeur consolidé\u00a0: consolidez à nouveau.",
)
REPACKED = t("The master was packed anew since it was made; its parts are the same",
             "Le classeur consolidé a été recompressé depuis sa création\u00a0; ses parties sont les mêmes")  # fmt: skip
TABLES = t("A master with tables beside it is held against its manifest and its returns, not compared cell by cell",
           "Un classeur accompagné de tables est comparé à son manifeste et à ses retours, mais pas cellule par cellule")  # fmt: skip
NOT_COMPARED = t("Not compared cell by cell: it would be made from other files than it was",
                 "Pas de comparaison cellule par cellule\u00a0: le classeur serait refait à partir d’autres fichiers")  # fmt: skip
REMEMBERED = t("What it remembers of former periods, and what people typed into it, comes from itself: hold these sheets against a former master",
               "Sa mémoire des périodes passées et ce qu’on y a saisi viennent de lui-même\u00a0: comparez ces feuilles à un ancien classeur consolidé")  # fmt: skip
DAMAGED = t("{file} is damaged", "{file} est endommagé")
SAVED_SINCE = t("The master was saved since it was made; what is another there: {parts}",
                "Le classeur consolidé a été enregistré depuis sa création\u00a0; parties modifiées : {parts}")  # fmt: skip
GONE = t("{file} is gone", "{file} a disparu")
CHANGED = t("{file} was changed since", "{file} a été modifié depuis")
CAME = t("{file} came since", "{file} est arrivé depuis")
MORE = t("and {n} more cells", "cellules supplémentaires : {n}")
OTHER_VERSION = t("Made by another version of the program ({then}, now {now}): figures may have other definitions",
                  "Fait par une autre version du programme ({then}, aujourd’hui {now})\u00a0: des définitions peuvent avoir changé")  # fmt: skip
BY_LIBREOFFICE = t(
    "LibreOffice saved it, which writes formulas in its own way: that they are formulas is verified, and their values",
    "Enregistré par LibreOffice, qui réécrit les formules\u00a0: leur présence et leurs valeurs sont vérifiées, mais pas leur texte",
)
RECONCILED = t("A reconciled master is held against its manifest and its returns, not made anew: its ledger is not here",
               "Un classeur rapproché est comparé à son manifeste et à ses retours, sans être refait, faute du grand livre, qui n’est pas dans l’espace de travail")  # fmt: skip
