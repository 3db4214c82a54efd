"""The control workbook while one of its buttons is at work: what it asks for, shows and remembers.

It knows the workbook by what any xlwings book can do, and imports no office program.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pmo_xl.catalog  # noqa: F401 - learns the further languages
from pmo_xl.catalog.settings import read_settings
from pmo_xl.console.buttons import Button
from pmo_xl.console.layout import (
    CONSOLE_FILE,
    FINDING_COLUMNS,
    FINDINGS_START,
    LAST_RUN,
    MOST_FINDINGS,
    MOST_URGENT,
    NOT_ASKED_FOR,
    RUN,
    SETTINGS,
    URGENT_START,
    WORKSPACE,
)
from pmo_xl.core.base.date_texts import typed_day
from pmo_xl.core.base.files import MASTER_FILE, RETURNS_FOLDER, SETTINGS_FILE, in_workspace, real
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.problem import NothingToDo, SettingsError
from pmo_xl.core.base.text import Text, languages, say, t
from pmo_xl.doors.terminal import messages
from pmo_xl.workspace.health.synced import found_again, synced_folders

LOG = logging.getLogger("pmo_xl.clicks")
PAUSE = 0.2
"""Seconds between two messages in the status bar: each is a call to another program."""


class ConsoleSheet:
    """The console, its settings as they stand, and the place to report to.

    *book* is an xlwings Book, or anything that does what one does, *names* its cells with a name of ours. Raises
    NothingToDo for a workbook that is no console, or that lies where Python cannot reach it.
    """

    def __init__(self, book: Any, names: Mapping[str, Any]) -> None:
        self.book, self.app = book, book.app
        needed = {FINDINGS_START, *(line.name for line in (*SETTINGS, *LAST_RUN))} - NOT_ASKED_FOR
        if not needed <= names.keys():
            raise NothingToDo(NO_CONSOLE.fill(book=book.name, file=CONSOLE_FILE))
        self._cells = {key: name.refers_to_range for key, name in names.items()}
        home = typed_workspace(names) or folder_of(book)
        if home is None:
            address = address_of(book)
            why = ON_A_SERVER if _is_address(address) else NOT_SAVED
            raise NothingToDo(why.fill(book=book.name, address=address))
        self.home = home
        self.unknown_language = ""
        self.language = self._language()
        self._last_told = 0.0

    # what the PMO typed ------------------------------------------------------------------------------

    @property
    def returns(self) -> Path:
        """Where the returns are; the workspace itself where nothing else was typed."""
        typed = self._text("pmo_returns")
        if typed:
            return self.home / typed
        if (self.home / SETTINGS_FILE).is_file():
            return self.home
        return in_workspace(self.home, RETURNS_FOLDER)

    @property
    def master(self) -> Path:
        """Where the master is written."""
        typed = self._text("pmo_master")
        master = self.home / typed if typed else in_workspace(self.home, MASTER_FILE)
        if master.suffix.lower() != ".xlsx":
            raise NothingToDo(messages.NOT_XLSX.fill(file=master))
        return master

    @property
    def status_date(self) -> dt.date | None:
        """The status date that was typed; raises NothingToDo when it is no date."""
        typed = self._cells["pmo_status_date"].value
        match typed:
            case None | "":
                return None
            case dt.datetime():
                return typed.date()
            case dt.date():
                return typed
            case str():
                with suppress(ValueError):
                    return typed_day(typed, self.language)
        raise NothingToDo(NO_DATE.fill(found=typed))

    def _text(self, name: str) -> str:
        typed = self._cells[name].value
        return "" if typed is None else say(typed, "en").strip()

    def _language(self) -> str:
        """The language that was typed, by its code or its name; that of the settings where none was, or no known one."""
        typed = self._text("pmo_language")
        code = typed.casefold().replace("_", "-")
        chosen = _LANGUAGE_NAMES.get(code, code if code in languages() else code.partition("-")[0])
        if chosen not in languages():
            self.unknown_language = typed
            # Settings that cannot be read are complained of in full by the run itself.
            with suppress(SettingsError):
                chosen = read_settings(self.home / SETTINGS_FILE).language
        return chosen if chosen in languages() else "en"

    def require_language(self) -> None:
        """Raises NothingToDo for a language that is not spoken here: a master in another one would surprise."""
        if self.unknown_language:
            raise NothingToDo(NO_LANGUAGE.fill(found=self.unknown_language, known=", ".join(languages())))

    # what it shows -----------------------------------------------------------------------------------

    def tell(self, words: Text) -> None:
        """One line in the status bar."""
        told = words.to(self.language)
        with suppress(*NOT_THERE):
            self.app.status_bar = told
        LOG.info(told)

    def progress(self, done: int, total: int) -> None:
        """How far the reading is; not for every file when they are quick."""
        if done == total:
            self.tell(ADDING_UP)
        elif (now := time.monotonic()) - self._last_told >= PAUSE:
            self._last_told = now
            self.tell(READING.fill(done=done, total=total))

    def show_run(self, what: Button, result: str, log: Path | None, **lines: str) -> None:
        """Fill in the block of the last run; what is not said (``returns``, ``findings``, ``master``) is blank."""
        now = dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None, microsecond=0)
        shown: dict[str, Any] = {
            "what": what.label.to(self.language), "when": now, "result": as_text(result), "log": link(log, str(log)) if log is not None else None, **lines
        }  # fmt: skip
        for line in LAST_RUN:
            if line.name in self._cells:
                self._cells[line.name].value = shown.get(line.name.removeprefix(RUN))

    def show_findings(self, findings: Sequence[Finding], folder: Path) -> None:
        """List the findings, the gravest first, each linked to its file and cell; ``folder`` holds the files."""
        start = self._cells[FINDINGS_START]
        start.resize(MOST_FINDINGS, len(FINDING_COLUMNS)).clear_contents()
        gravest_first = sorted(findings, key=lambda finding: -finding.severity)
        rows = [self._row(finding, folder) for finding in gravest_first[:MOST_FINDINGS]]
        if rows:
            start.value = rows

    def findings_shown(self) -> list[list[Any]] | None:
        """The list of findings as it stands, row by row; None where no run left one to compare with."""
        block = self._cells[FINDINGS_START].resize(MOST_FINDINGS, len(FINDING_COLUMNS)).value or []
        rows = [row for row in block if isinstance(row, list) and any(row)]
        return rows if rows or self._text(f"{RUN}findings") else None

    def listed(self, findings: Sequence[Finding], folder: Path) -> list[list[str]]:
        """Each finding as the list shows it."""
        return [self._row(finding, folder) for finding in findings]

    def show_urgent(self, rows: Sequence[list[str]]) -> None:
        """Show what is to be seen to first: where (a link), what, what to do; nothing where the console has no place for it."""
        if URGENT_START in self._cells:
            start = self._cells[URGENT_START]
            start.resize(MOST_URGENT + 1, 3).clear_contents()
            if rows:
                start.value = list(rows)

    def shows_run_of(self, what: Button) -> bool:
        """Whether the console shows a run of that button that found something to be seen to first."""
        shown = URGENT_START in self._cells and self._text(URGENT_START)
        return bool(shown) and self._text(f"{RUN}what") == what.label.to(self.language)

    def urgent(self, finding: Finding, folder: Path) -> list[str]:
        """A finding as one line of that block."""
        place, told = finding.place, finding.to_dict(self.language)
        spot = f"{place.sheet}!{place.cell}" if place.cell else place.sheet or place.file
        where = " · ".join(filter(None, dict.fromkeys((finding.project or place.file, spot))))
        words = f"{finding.severity.sign} {where}"
        at = link(folder / place.file, words, place.sheet or "", place.cell or "A1") if place.file else as_text(words)  # fmt: skip
        return [at, as_text(told["message"]), as_text(told["fix"])]

    def _row(self, finding: Finding, folder: Path) -> list[str]:
        place, file = finding.place, folder / finding.place.file
        told = {key: as_text(words) for key, words in finding.to_dict(self.language).items()}
        told["severity"] = f"{finding.severity.sign} {finding.severity.label.to(self.language)}"
        told["file"] = link(file, place.file)
        if place.named:
            told["cell"] = link(file, place.spot)
        elif place.sheet:
            told["cell"] = link(file, place.spot, place.sheet, place.cell or "A1")
        return [told[key] for key, _, _ in FINDING_COLUMNS]


def as_text(words: str) -> str:
    """Words as Excel takes them for words, whatever they look like: a formula, a date, a number."""
    return f"'{words}" if words else ""


def link(file: Path, words: str, sheet: str = "", cell: str = "") -> str:
    """A formula that opens a file, at a cell if one is named."""
    spot = "'{}'!{}".format(sheet.replace("'", "''"), cell) if sheet else ""
    if os.name == "nt":
        # The form that Excel documents; it knows no percent signs.
        target = f"[{file}]{spot}" if spot else str(file)
    else:
        target = f"{real(file).as_uri()}#{spot}" if spot else real(file).as_uri()
    return f"=HYPERLINK({_literal(target)},{_literal(words)})"


def _literal(words: str) -> str:
    """A text inside a formula, where Excel takes no more than 255 characters at a time."""
    pieces = [words[at : at + LONGEST] for at in range(0, len(words), LONGEST)] or [""]
    return "&".join('"{}"'.format(piece.replace('"', '""')) for piece in pieces)


LONGEST = 250


NOT_THERE = (NotImplementedError, AttributeError)
"""What a runtime raises that hands over a book without the window around it: no status bar, no other workbook."""


def typed_workspace(names: Mapping[str, Any]) -> Path | None:
    """The folder of the workspace that was typed into the console, or is named by ``PMO_XL_WORKSPACE``; None without one.

    Raises NothingToDo for one that is not there.
    """
    typed = ""
    if WORKSPACE.name in names:
        held = names[WORKSPACE.name].refers_to_range.value
        typed = "" if held is None else str(held).strip()
    typed = typed or os.environ.get("PMO_XL_WORKSPACE", "")
    if typed and not Path(typed).is_dir():
        raise NothingToDo(NO_FOLDER.fill(folder=typed))
    return Path(typed) if typed else None


def named_cells(book: Any) -> dict[str, Any]:
    """Every cell or range of a workbook that has a name of ours."""
    return {name.name: name for name in book.names if name.name.startswith("pmo_")}


def folder_of(book: Any) -> Path | None:
    """The folder of this computer that a workbook lies in; None for one never saved, or found on a server alone."""
    address = address_of(book)
    if _is_address(address):
        file = found_again(address, synced_folders())
        return file.parent if file is not None else None
    folder = Path(address).parent
    return folder if address and folder.is_absolute() else None


def address_of(book: Any) -> str:
    """Where the office program says that a workbook lies: a path, an address on a server, a bare name."""
    try:
        return str(book.fullname)
    except Exception as problem:  # noqa: BLE001 - each office program has an error of its own for what lies on a server
        LOG.info("the folder of the workbook is not known (%s)", type(problem).__name__)
    # xlwings looks for the folder and gives up where it finds none; what Excel says it keeps to itself.
    excel = getattr(book, "api", None)
    return str(getattr(excel, "FullName", ""))


def _is_address(words: str) -> bool:
    return words.lower().startswith(("https://", "http://"))


_LANGUAGE_NAMES = {
    "english": "en", "anglais": "en", "french": "fr", "français": "fr", "francais": "fr",
}  # fmt: skip
"""What people type for a language instead of its code."""

READING = t("pmo_xl: reading return {done} of {total} …", "pmo_xl : lecture du retour {done} sur {total} …")
ADDING_UP = t("pmo_xl: adding up …", "pmo_xl : consolidation …")
NO_DATE = t(
    "“{found}” is no status date. Type a date, such as 2026-03-31, into the settings of the console.",
    "« {found} » n’est pas une date d’arrêté. Saisissez une date, par exemple 31/03/2026, dans les réglages du pilotage.",
)
NO_CONSOLE = t(
    "{book} is no control workbook, or one of its named cells was deleted. Open {file}, or make a new one: pmo-xl console.",
    "{book} n’est pas un classeur de pilotage, ou l’une de ses cellules nommées a été supprimée. Ouvrez {file}, ou créez-en un : pmo-xl console.",
)
NO_FOLDER = t(
    "The folder {folder}, typed as the workspace, is not there. Correct it in the settings of the console.",
    "Le dossier {folder}, saisi comme espace de travail, n’existe pas. Corrigez-le dans les réglages du pilotage.",
)
NOT_SAVED = t("{book} does not lie in a folder of this computer. Save it in the folder of the workspace, then try again.",
              "{book} ne se trouve pas dans un dossier de ce poste. Enregistrez-le dans le dossier de l’espace de travail, puis réessayez.")  # fmt: skip
ON_A_SERVER = t(
    "Excel gives {address} for {book}, and no folder that OneDrive keeps on this computer holds it. Have OneDrive keep the folder of the workspace on this device, open the workbook from there, then try again.",
    "Excel indique {address} pour {book}, et aucun dossier synchronisé par OneDrive sur ce poste ne le contient. Faites conserver le dossier de l’espace de travail sur cet appareil par OneDrive, ouvrez le classeur depuis ce dossier, puis réessayez.",
)
NO_LANGUAGE = t(
    "“{found}” is no language of pmo_xl. Type one of {known} into the settings of the console, or leave the cell empty.",
    "« {found} » n’est pas une langue de pmo_xl. Saisissez l’un de ces codes dans les réglages du pilotage : {known}, ou laissez la cellule vide.",
)
