"""Why it does not work: everything that pmo_xl needs on this computer and in a workspace, looked at once."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from urllib.request import getproxies

from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.console import portable
from pmo_xl.console.layout import ADDIN_CONFIG_SHEET, CONFIG_SHEET, CONSOLE_FILE, MADE_BY, MADE_WITH
from pmo_xl.core.base.files import (
    MASTER_FILE,
    OUT_FOLDER,
    RETURNS_FOLDER,
    SETTINGS_FILE,
    in_workspace,
    is_open,
    is_workspace,
    steering_workbook,
)
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.core.base.text import Text, same, t
from pmo_xl.core.version import PACKAGE_FOLDER, __version__
from pmo_xl.excel.read.workbook import find_workbooks, read_workbook
from pmo_xl.gather.read.steering import read_steering
from pmo_xl.libreoffice.connection.start import find_office
from pmo_xl.workspace.health import spreadsheets
from pmo_xl.workspace.health.seen import Seen, attention, in_order, problem
from pmo_xl.workspace.health.synced import Synced, is_synced, synced_folders
from pmo_xl.workspace.health.windows import attack_surface, windows_registry


def examine(folder: Path | None) -> Iterator[Seen]:
    """This computer, and the workspace when there is one."""
    yield from python()
    xlwings = version_of("xlwings")
    yield xlwings_here(xlwings)
    console = folder / CONSOLE_FILE if folder is not None else None
    if sys.platform == "win32":
        appdata = Path(os.environ.get("APPDATA", ""))
        yield from spreadsheets.on_windows(windows_registry, appdata, console)
        yield from attack_surface(windows_registry, spreadsheets.WITHOUT_STARTING)
        yield from addins(appdata)
    elif sys.platform == "darwin":
        yield from spreadsheets.on_mac(Path("/Applications"), Path.home(), xlwings)
    else:
        yield from spreadsheets.on_linux(find_office())
    yield writable(Path(tempfile.gettempdir()))
    yield from proxies(getproxies())
    if folder is not None:
        yield from clouds(folder, synced_folders())
        yield from workspace(folder)


def addins(appdata: Path) -> Iterator[Seen]:
    """The add-ins of ours that Excel opens, where another version made them."""
    places = (appdata / "Microsoft" / "AddIns", appdata / "Microsoft" / "Excel" / "XLSTART")
    for file in sorted(file for place in places for file in place.glob("*.xlam")):
        try:
            told = configuration(file)
        except PmoXlError:
            continue  # somebody else's, of a kind that no reader of ours opens
        if MADE_BY in told and (older := _older(told)) is not None:
            found = t("{file}: made by {older}", "{file}\u00a0: créé par {older}").fill(
                file=file.name, older=older
            )
            yield attention(found, same(f'pmo-xl console --addin --out "{file}" --force'))


def proxies(told: Mapping[str, str]) -> Iterator[Seen]:
    """A proxy, behind which installing may need a folder of packages; without its name and password."""
    if found := told.get("https") or told.get("http"):
        yield in_order(
            t("Proxy: {proxy}", "Proxy\u00a0: {proxy}").fill(proxy=found.rpartition("@")[2]),
            t("Where it lets no package through: python -m pip install --no-index --find-links WHEELS pmo_xl",
              "S’il ne laisse passer aucun paquet\u00a0: python -m pip install --no-index --find-links ROUES pmo_xl"),
        )  # fmt: skip


def clouds(folder: Path, folders: Sequence[Synced]) -> Iterator[Seen]:
    """Whether OneDrive keeps the workspace, so that Excel may name its console by an address on a server."""
    if is_synced(folder, folders):
        yield in_order(
            t("{folder}: kept by OneDrive; the buttons find it where Excel gives an address", "{folder}\u00a0: conservé par OneDrive\u00a0; les boutons le retrouvent quand Excel indique une adresse").fill(folder=folder),
            t("Right-click the folder in the Explorer: Always keep on this device.", "Clic droit sur le dossier dans l’Explorateur\u00a0: Toujours conserver sur cet appareil."),
        )  # fmt: skip


def python() -> Iterator[Seen]:
    """Which Python runs, and which pmo_xl."""
    version = ".".join(map(str, sys.version_info[:3]))
    found = t("Python {version}: {path}", "Python {version} : {path}").fill(
        version=version, path=sys.executable
    )
    yield from_the_store(found) if "WindowsApps" in Path(sys.executable).parts else in_order(found)
    yield in_order(t("pmo_xl {version}: {path}", "pmo_xl {version} : {path}").fill(version=__version__, path=PACKAGE_FOLDER))  # fmt: skip


def from_the_store(found: Text) -> Seen:
    """The Python of the Microsoft Store, behind whose name lies no program that a macro could look for."""
    return attention(
        found,
        t("Excel may not find the Python of the Microsoft Store: install it from python.org, then pmo_xl into it.",
          "Excel peut ne pas trouver le Python du Microsoft Store\u00a0: installez-le depuis python.org, puis pmo_xl avec lui."),
    )  # fmt: skip


def version_of(package: str) -> str | None:
    """The version of an installed package."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def xlwings_here(version: str | None) -> Seen:
    """The library by which Excel starts Python."""
    if version is None:
        return problem(
            t("xlwings: not installed", "xlwings : non installé"),
            t("Install it for this Python: {python} -m pip install xlwings", "Installez-le pour ce Python : {python} -m pip install xlwings").fill(python=sys.executable),
        )  # fmt: skip
    return in_order(t("xlwings {version}", "xlwings {version}").fill(version=version))


def workspace(folder: Path) -> Iterator[Seen]:
    """The files of a workspace, and whether the next master can be written."""
    if not is_workspace(folder):
        yield problem(
            t("{folder} is no workspace", "{folder} n’est pas un espace de travail").fill(folder=folder),
            t("Name the folder that holds {file}, or make one: pmo-xl new FOLDER",
              "Indiquez le dossier qui contient {file}, ou créez-en un : pmo-xl new DOSSIER").fill(file=SETTINGS_FILE),
        )  # fmt: skip
        return
    yield settings(folder / SETTINGS_FILE)
    yield register(steering_workbook(folder))
    yield returns(in_workspace(folder, RETURNS_FOLDER))
    yield writable(folder)
    if in_workspace(folder, OUT_FOLDER).is_dir():
        yield writable(in_workspace(folder, OUT_FOLDER))
    yield master(in_workspace(folder, MASTER_FILE))
    yield console(folder / CONSOLE_FILE)


def settings(file: Path) -> Seen:
    """Whether the settings are understood."""
    try:
        read_settings(file)
    except PmoXlError as wrong:
        return problem(
            wrong.text,
            t("Correct this line of {file}.", "Corrigez cette ligne de {file}.").fill(file=file.name),
        )
    except OSError as wrong:
        return _out_of_reach(file, wrong)
    return in_order(t("{file}: understood", "{file} : compris").fill(file=file.name))


def register(file: Path) -> Seen:
    """Whether the PMO's workbook is understood and says who is to report."""
    correct = t("Correct {file} and save it.", "Corrigez {file} et enregistrez-le.").fill(file=file.name)
    try:
        settings = read_settings(file.with_name(SETTINGS_FILE))
        steering = read_steering(file, catalogue_in(settings).templates, settings.collection.kinds)
    except PmoXlError as wrong:
        return problem(wrong.text, correct)
    if steering.stops is not None:
        return problem(steering.stops, correct)
    found = steering.workbook.findings if steering.workbook is not None else ()
    wrong_cells = [finding for finding in found if finding.severity is Severity.ERROR]
    if wrong_cells:
        first, n = wrong_cells[0], len(wrong_cells)
        return problem(
            t("{place}: {message} ({n} in all)", "{place} : {message} ({n} en tout)")
            .fill(place=str(first.place), message=first.message, n=n),
            correct,
        )  # fmt: skip
    projects = steering.expected.projects
    if not projects:
        return attention(
            t("{file}: no project is listed", "{file} : aucun projet n’y figure").fill(file=file.name),
            t("Add a row for each project that is to report, or nobody will be missed.",
              "Ajoutez une ligne par projet attendu ; à défaut, aucun retour manquant ne sera signalé."),
        )  # fmt: skip
    return in_order(
        t("{file}: projects listed: {n}", "{file} : projets inscrits : {n}").fill(
            file=file.name, n=len(projects)
        )
    )


def returns(folder: Path) -> Seen:
    """Whether there is something to consolidate, and all of it can be opened."""
    files = find_workbooks(folder) if folder.is_dir() else []
    if not files:
        return attention(
            t("{folder}: no workbook yet", "{folder} : pas encore de classeur").fill(folder=folder),
            t("Put the returns there.", "Déposez-y les retours."),
        )
    for file in files:
        try:
            with file.open("rb"):
                pass
        except OSError as wrong:
            return _out_of_reach(file, wrong)
    return in_order(t("{folder}: workbooks: {n}", "{folder} : classeurs : {n}").fill(folder=folder, n=len(files)))  # fmt: skip


def writable(folder: Path) -> Seen:
    """Whether a file can be made in a folder."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as wrong:
        return problem(
            t("{folder}: nothing can be written there ({why})", "{folder} : écriture impossible ({why})").fill(folder=folder, why=wrong.strerror or wrong),
            t("Ask for the right to write there, or move the workspace.",
              "Demandez le droit d’y écrire, ou déplacez l’espace de travail."),
        )  # fmt: skip
    return in_order(t("{folder}: can be written", "{folder} : accessible en écriture").fill(folder=folder))


def master(file: Path) -> Seen:
    """Whether the master can be replaced by the next one."""
    if not file.is_file():
        return in_order(t("{file}: not written yet", "{file} : pas encore écrit").fill(file=file.name))
    close = t(
        "Close {file} before the next consolidation.", "Fermez {file} avant la prochaine consolidation."
    )
    try:
        with file.open("r+b"):
            pass
    except OSError as wrong:
        found = t("{file}: cannot be replaced ({why})", "{file} : ne peut pas être remplacé ({why})")
        return problem(found.fill(file=file.name, why=wrong.strerror or wrong), close.fill(file=file.name))
    if is_open(file):
        return attention(t("{file}: somebody has it open", "{file} : ouvert par quelqu’un").fill(file=file.name), close.fill(file=file.name))  # fmt: skip
    return in_order(t("{file}: can be replaced", "{file} : peut être remplacé").fill(file=file.name))


def console(file: Path) -> Seen:
    """Whether the workspace has its buttons, and whether the Python that they start is there."""
    make = f'pmo-xl console --out "{file}"'
    if not file.is_file():
        return attention(t("{file}: missing", "{file} : absent").fill(file=file.name), same(make))
    told = configuration(file)
    python = portable.expanded(
        str(told.get("INTERPRETER_WIN" if sys.platform == "win32" else "INTERPRETER_MAC") or "")
    )
    if not python:
        return attention(
            t("{file}: it does not say which Python to start", "{file} : n’indique pas quel Python lancer").fill(file=file.name),
            same(f"{make} --force"),
        )  # fmt: skip
    if shutil.which(python) is None:
        return problem(
            t("{file}: the Python it starts is gone: {python}", "{file} : le Python à lancer n’existe plus : {python}").fill(file=file.name, python=python),
            same(f"{make} --force"),
        )  # fmt: skip
    if (older := _older(told)) is not None:
        found = t("{file}: made by {older}", "{file}\u00a0: créé par {older}").fill(
            file=file.name, older=older
        )
        return attention(found, same(f"{make} --force"))
    return in_order(t("{file}: starts {python}", "{file} : lance {python}").fill(file=file.name, python=python))  # fmt: skip


def configuration(file: Path) -> Mapping[str, object]:
    """What stands on the sheet that xlwings reads: which Python a console starts, and what made it."""
    for sheet in read_workbook(file, file.name).sheets:
        if sheet.name in (CONFIG_SHEET, ADDIN_CONFIG_SHEET):
            return {str(row[0]): row[1] for row in sheet.rows if len(row) > 1 and row[0]}
    return {}


def _older(told: Mapping[str, object]) -> str | None:
    """What made a console, where that is another pmo_xl or another xlwings than those of today."""
    now = {MADE_BY: __version__, MADE_WITH: version_of("xlwings")}
    if all(str(told.get(key) or "") in {"", str(version)} for key, version in now.items()):
        return None
    return f"pmo_xl {told.get(MADE_BY)}, xlwings {told.get(MADE_WITH)}"


def _out_of_reach(file: Path, wrong: OSError) -> Seen:
    return problem(
        t("{file}: cannot be opened ({why})", "{file} : ne peut pas être ouvert ({why})").fill(file=file, why=wrong.strerror or wrong),
        t("Close it where it is open, or ask for the right to read it.",
          "Fermez-le là où il est ouvert, ou demandez le droit de le lire."),
    )  # fmt: skip
