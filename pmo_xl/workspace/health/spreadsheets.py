"""The spreadsheet programs of this computer, and whether they let the buttons of the console run.

Nothing is started: Windows tells what is in its registry, a Mac and Linux by the files that are there.
Each function takes the place it reads from, so that every platform's answer is tried on each.
"""

from __future__ import annotations

import filecmp
import os
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path, PureWindowsPath

from pmo_xl.console.refusals import WAITING_LAUNCHER
from pmo_xl.core.base.text import Text, t
from pmo_xl.libreoffice.connection.bridge import uno_problem
from pmo_xl.workspace.health.seen import Seen, attention, in_order, problem
from pmo_xl.workspace.health.windows import Registry

WITHOUT_MACROS = t(
    "Without the buttons: double-click the launcher in the workspace, or use pmo-xl watch.",
    "Sans les boutons : double-cliquez sur le lanceur de l’espace de travail, ou utilisez pmo-xl watch.",
)

WITHOUT_STARTING = t(
    "Double-click “{launcher}” in the workspace and leave its window open: the buttons then work, and Excel starts nothing.",
    "Double-cliquez sur « {launcher} » dans l’espace de travail et laissez sa fenêtre ouverte : les boutons fonctionnent alors sans qu’Excel lance rien.",
).fill(launcher=WAITING_LAUNCHER)

_APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_POLICY = r"HKCU\Software\Policies\Microsoft\office\16.0\excel\security"
_OWN = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
_LOCATIONS = 100
_ASK, _SIGNED_ONLY, _NONE = 2, 3, 4
"""Values of ``VBAWarnings``; 1 lets every macro run."""

_FROM_THE_INTERNET = 3
"""From this zone on, Excel blocks the macros of a file."""


# Windows ---------------------------------------------------------------------------------------------


def on_windows(registry: Registry, appdata: Path, console: Path | None) -> Iterator[Seen]:
    """Whether Excel is there, may run macros, and would run those of the console."""
    yield excel_of_windows(registry)
    yield addin_of_windows(appdata)
    trusted = console is not None and is_trusted(registry, console.parent)
    yield macros_of_windows(registry, trusted)
    if console is not None and console.is_file():
        allowed = trusted or registry(_POLICY, "blockcontentexecutionfrominternet") == 0
        yield mark_of_the_web(console, allowed)


def excel_of_windows(registry: Registry) -> Seen:
    """Excel as Windows knows it."""
    path = registry(rf"HKLM\{_APP_PATH}", "") or registry(rf"HKCU\{_APP_PATH}", "")
    if not path:
        return attention(
            t("Excel: not found", "Excel : introuvable"),
            t("Use the launcher in the workspace, pmo-xl watch or a terminal: none of them needs Excel.",
              "Utilisez le lanceur de l’espace de travail, pmo-xl watch ou un terminal : ils se passent d’Excel."),
        )  # fmt: skip
    if not registry(r"HKCR\Excel.Application\CurVer", ""):
        return problem(
            t("Excel: {path} is there, but other programs cannot reach it", "Excel : {path} est présent, mais les autres programmes ne peuvent pas l’appeler").fill(path=path),
            t("Repair Office: Settings, Apps, Microsoft 365, Modify.",
              "Réparez Office : Paramètres, Applications, Microsoft 365, Modifier."),
        )  # fmt: skip
    return in_order(t("Excel: {path}", "Excel : {path}").fill(path=str(path).strip('"')))


def addin_of_windows(appdata: Path) -> Seen:
    """The add-in of xlwings, which functions in cells need and the buttons do not."""
    installed = appdata / "Microsoft" / "Excel" / "XLSTART" / "xlwings.xlam"
    if installed.is_file():
        if not _is_todays(installed):
            return attention(
                t("xlwings add-in: of another version than the xlwings of this Python", "Complément xlwings\u00a0: d’une autre version que le xlwings de ce Python"),
                t("In a terminal: xlwings addin install", "Dans un terminal\u00a0: xlwings addin install"),
            )  # fmt: skip
        return in_order(t("xlwings add-in: installed", "Complément xlwings : installé"))
    return in_order(
        t("xlwings add-in: not installed; the buttons do not need it", "Complément xlwings : non installé ; les boutons s’en passent"),
        t("For the functions in cells: xlwings addin install", "Pour les fonctions dans les cellules : xlwings addin install"),
    )  # fmt: skip


def _is_todays(addin: Path) -> bool:
    """Whether an add-in is the one that came with the xlwings of this Python; true where there is none to compare."""
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        return True
    own = Path(spec.origin).with_name("addin") / addin.name
    return not own.is_file() or filecmp.cmp(own, addin, shallow=False)


def macros_of_windows(registry: Registry, trusted: bool) -> Seen:
    """What Excel does with a macro, by order of the administrator or else by its own settings."""
    if trusted:
        return in_order(t("Macros: the workspace is a trusted location", "Macros : l’espace de travail est un emplacement approuvé"))  # fmt: skip
    ordered = registry(_POLICY, "VBAWarnings")
    chosen = ordered if ordered is not None else registry(_OWN, "VBAWarnings")
    if chosen in {_SIGNED_ONLY, _NONE}:
        found = (
            t("Macros: blocked by your organisation", "Macros : bloquées par votre organisation")
            if ordered is not None
            else t("Macros: blocked in Excel’s Trust Center", "Macros : bloquées dans le Centre de gestion de la confidentialité d’Excel")
        )  # fmt: skip
        return problem(found, _trust_it(registry))
    if chosen is not None and chosen != _ASK:
        return attention(
            t("Macros: Excel runs those of any file without asking", "Macros : Excel exécute celles de tout fichier sans rien demander"),
            t("Choose “Disable VBA macros with notification” in File, Options, Trust Center, Macro Settings.",
              "Choisissez « Désactiver les macros VBA avec notification » dans Fichier, Options, Centre de gestion de la confidentialité, Paramètres des macros."),
        )  # fmt: skip
    return in_order(t("Macros: Excel asks; choose “Enable Content”", "Macros : Excel demande ; choisissez « Activer le contenu »"))  # fmt: skip


def mark_of_the_web(console: Path, allowed: bool) -> Seen:
    """Whether Windows has marked the console as coming from the internet, so that Excel blocks its macros."""
    try:
        with open(f"{console}:Zone.Identifier", encoding="utf-8", errors="replace") as stream:  # noqa: PTH123 - no file of its own
            zones = [line.partition("=")[2].strip() for line in stream if line.startswith("ZoneId=")]
    except OSError:
        zones = []
    marked = any(zone.isdigit() and int(zone) >= _FROM_THE_INTERNET for zone in zones)
    if not marked or allowed:
        return in_order(t("{file}: not blocked by Windows", "{file} : non bloqué par Windows").fill(file=console.name))  # fmt: skip
    return problem(
        t("{file}: blocked as a file from the internet", "{file} : bloqué en tant que fichier venu d’Internet").fill(file=console.name),
        t("Close Excel, right-click the file, Properties, tick Unblock, OK.",
          "Fermez Excel, clic droit sur le fichier, Propriétés, cochez Débloquer, OK."),
    )  # fmt: skip


def is_trusted(registry: Registry, folder: Path | PureWindowsPath) -> bool:
    """Whether Excel trusts the folder, so that macros in it run whatever else is set."""
    if _locations_are_off(registry):
        return False
    here = PureWindowsPath(str(folder))
    for key in (rf"{_POLICY}\Trusted Locations", rf"{_OWN}\Trusted Locations"):
        for number in range(_LOCATIONS):
            path = registry(rf"{key}\Location{number}", "Path")
            if not path:
                continue
            place = PureWindowsPath(_expanded(str(path)))
            below = registry(rf"{key}\Location{number}", "AllowSubFolders")
            if here == place or (below and here.is_relative_to(place)):
                return True
    return False


def _locations_are_off(registry: Registry) -> bool:
    keys = (rf"{_POLICY}\Trusted Locations", rf"{_OWN}\Trusted Locations")
    return any(registry(key, "AllLocationsDisabled") for key in keys)


def _trust_it(registry: Registry) -> Text:
    if _locations_are_off(registry):
        return WITHOUT_MACROS
    trust = t(
        "Make the workspace a trusted location: File, Options, Trust Center, Trusted Locations.",
        "Déclarez l’espace de travail comme emplacement approuvé : Fichier, Options, Centre de gestion de la confidentialité, Emplacements approuvés.",
    )
    return t("{trust} {without}", "{trust} {without}").fill(trust=trust, without=WITHOUT_MACROS)


def _expanded(path: str) -> str:
    r"""A path with ``%APPDATA%`` and the like replaced, as Windows does it."""
    for name, value in os.environ.items():
        at = path.upper().find(f"%{name.upper()}%")
        if at >= 0:
            path = path[:at] + value + path[at + len(name) + 2 :]
    return path


# Mac ---------------------------------------------------------------------------------------------------


def on_mac(applications: Path, home: Path, xlwings: str | None) -> Iterator[Seen]:
    """Whether Excel is there, and the script through which it may start Python."""
    excel = applications / "Microsoft Excel.app"
    if not excel.exists():
        yield attention(
            t("Excel: not found in {folder}", "Excel : introuvable dans {folder}").fill(folder=applications),
            t("Use the launcher in the workspace, pmo-xl watch or Terminal: none of them needs Excel.",
              "Utilisez le lanceur de l’espace de travail, pmo-xl watch ou le Terminal : ils se passent d’Excel."),
        )  # fmt: skip
        return
    yield in_order(t("Excel: {path}", "Excel : {path}").fill(path=excel))
    scripts = home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    if (scripts / f"xlwings-{xlwings}.applescript").is_file():
        yield in_order(t("Excel may start Python", "Excel peut lancer Python"))
        return
    others = any(scripts.glob("xlwings-*.applescript"))
    yield problem(
        t("Excel may start Python for another version of xlwings only", "Excel ne peut lancer Python que pour une autre version de xlwings")
        if others
        else t("Excel may not start Python yet", "Excel ne peut pas encore lancer Python"),
        t("Once, in Terminal: xlwings runpython install", "Une fois, dans le Terminal : xlwings runpython install"),
    )  # fmt: skip


# LibreOffice -------------------------------------------------------------------------------------------


def on_linux(soffice: Path | None) -> Iterator[Seen]:
    """Whether LibreOffice is there, and this Python can speak with it."""
    version = version_of(soffice) if soffice is not None else None
    if version is None:
        yield attention(
            t("LibreOffice: not found", "LibreOffice : introuvable"),
            t("For the console: sudo apt install libreoffice-calc python3-uno. Everything else works in a terminal.",
              "Pour la console : sudo apt install libreoffice-calc python3-uno. Tout le reste fonctionne dans un terminal."),
        )  # fmt: skip
        return
    yield in_order(t("{version}: {path}", "{version} : {path}").fill(version=version, path=soffice))
    yield uno()


def version_of(soffice: Path) -> str | None:
    """``LibreOffice 24.8.4``, as the program says itself; None when it says nothing."""
    try:
        told = subprocess.run(
            [soffice, "--version"], capture_output=True, text=True, timeout=60, check=False
        ).stdout.split()
    except (OSError, subprocess.TimeoutExpired):
        return None
    return " ".join(told[:2]) or None


def uno() -> Seen:
    """Whether this Python reaches LibreOffice."""
    why = uno_problem()
    if why is None:
        return in_order(t("UNO: this Python can speak with LibreOffice", "UNO : ce Python peut dialoguer avec LibreOffice"))  # fmt: skip
    return attention(t("UNO: not for this Python", "UNO : pas pour ce Python"), why)
