"""What each button does, for any office program: the work, its report in the console, and what went wrong.

A click never ends in a traceback: the person reads a sentence, the details go to the log whose path is shown.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pmo_xl.console.buttons import BUTTONS, Button
from pmo_xl.console.layout import CONSOLE_FILE, FINDINGS_START, MOST_URGENT
from pmo_xl.core.base.files import OUT_FOLDER, in_workspace
from pmo_xl.core.base.gc_tuning import gc_thresholds_raised
from pmo_xl.core.base.problem import NothingToDo, PmoXlError
from pmo_xl.core.base.text import Text, counted, t
from pmo_xl.core.definition.model import ERROR_SIGN, OK_SIGN
from pmo_xl.core.flow.account import Account
from pmo_xl.core.version import __version__
from pmo_xl.doors import click_words as say
from pmo_xl.doors import glance
from pmo_xl.doors.console_sheet import (
    LOG,
    NOT_THERE,
    ConsoleSheet,
    as_text,
    folder_of,
    link,
    named_cells,
    typed_workspace,
)
from pmo_xl.doors.terminal import messages
from pmo_xl.gather.cache.failures import lost
from pmo_xl.gather.cache.up_to_date import RunRequest, unchanged_run
from pmo_xl.gather.files.places import returns_folder

LOG_FILE = "pmo_xl.log"
MARKED_COPIES = t("marked copies", "copies_annotees")
_BUTTONS = {button.key: button for button in BUTTONS}


def press(key: str, book: Any) -> None:
    """Do what the button *key* is for; *book* is the workbook it was clicked in, or one of its workspace."""
    button = _BUTTONS[key]
    workspace: Path | None = None
    desk: ConsoleSheet | None = None
    try:
        # Each name is a question to another program.
        names = named_cells(book)
        workspace = _workspace(book, names)
        with gc_thresholds_raised(), _as_it_was(book.app), _logged(workspace) as file:
            try:
                desk = _desk(book, names, workspace)
                desk.require_language()
                desk.tell(say.STARTING.fill(what=button.label))
                _WORK[key](desk, button, file)
            except PmoXlError as problem:
                LOG.warning("%s: %s", key, problem)
                _failed(desk, book.app, button, problem.text, file)
    except PmoXlError as problem:
        LOG.warning("%s: %s", key, problem)
        _failed(desk, book.app, button, problem.text, None)
    except Exception as problem:  # noqa: BLE001 - the last catch of a click: whatever it is, the person who clicked is told
        said, log = lost(workspace, key, problem)
        _failed(desk, book.app, button, said, log)


@contextmanager
def _as_it_was(app: Any) -> Iterator[None]:
    """The office program's state, restored whatever happens."""
    drawing = True
    with suppress(*NOT_THERE):
        drawing = app.screen_updating
    try:
        yield
    finally:
        for name, value in (("screen_updating", drawing), ("status_bar", False)):
            with suppress(*NOT_THERE):
                setattr(app, name, value)


@contextmanager
def _logged(workspace: Path | None) -> Iterator[Path]:
    """The log of the workspace; without one, or where it cannot be written, one among the temporary files."""
    LOG.setLevel(logging.INFO)
    try:
        handler = (
            _temporary_log()
            if workspace is None
            else _log_file(in_workspace(workspace, OUT_FOLDER) / LOG_FILE)
        )
    except OSError:
        handler = _temporary_log()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    try:
        yield Path(handler.baseFilename)
    finally:
        LOG.removeHandler(handler)
        handler.close()


def _log_file(file: Path) -> RotatingFileHandler:
    file.parent.mkdir(exist_ok=True)
    return RotatingFileHandler(file, maxBytes=1_000_000, backupCount=1, encoding="utf-8")


def _temporary_log() -> RotatingFileHandler:
    return _log_file(Path(tempfile.gettempdir(), LOG_FILE))


def _workspace(book: Any, names: Mapping[str, Any]) -> Path | None:
    """The folder of the console that was clicked in, or of the one above the workbook; None without one."""
    folder = typed_workspace(names) or folder_of(book)
    if folder is None or FINDINGS_START in names:
        return folder
    return next((above for above in (folder, *folder.parents) if (above / CONSOLE_FILE).is_file()), None)


def _desk(book: Any, names: Mapping[str, Any], workspace: Path | None) -> ConsoleSheet:
    """The desk of the control workbook: of the one clicked in, or of the workspace that it lies in."""
    if workspace is None or FINDINGS_START in names:
        return ConsoleSheet(book, names)
    console = book.app.books.open(str(workspace / CONSOLE_FILE))
    return ConsoleSheet(console, named_cells(console))


def _failed(desk: ConsoleSheet | None, app: Any, button: Button, words: Text, log: Path | None) -> None:
    """Say it in the console if there is one, and in a message box."""
    language = desk.language if desk else messages.readers_language()
    sentence = words.to(language)
    if desk is not None:
        try:
            if button.lists:
                desk.show_findings((), desk.home)  # those of the run before would pass for this one's
                desk.show_urgent(())
            desk.show_run(button, f"{ERROR_SIGN} {sentence}", log)
        except Exception as problem:  # noqa: BLE001 - a cell in edit, a protected sheet: the message box still says it
            LOG.warning("the console could not be written (%s)", type(problem).__name__)
    with suppress(*NOT_THERE):
        app.alert(sentence, title=f"PMO · {button.label.to(language)}", mode="critical")


# the buttons -------------------------------------------------------------------------------------------


def _check(desk: ConsoleSheet, button: Button, log: Path) -> None:
    from pmo_xl.pipeline import validate

    outcome = validate(
        [desk.returns], status_date=desk.status_date, language=desk.language, home=desk.home, progress=desk.progress
    )  # fmt: skip
    _show(desk, button, outcome.account, outcome.log or log)


def _consolidate(desk: ConsoleSheet, button: Button, log: Path) -> None:
    master = desk.master
    _closed(desk, master)
    asked = RunRequest.of([desk.returns], master, desk.status_date, desk.language, desk.home)
    account = unchanged_run(asked) if asked is not None else None
    kpis: Mapping[str, Mapping[str, Any]] | None
    if account is None:
        from pmo_xl.pipeline import consolidate_to

        outcome = consolidate_to(
            [desk.returns], master, status_date=desk.status_date, language=desk.language, home=desk.home,
            progress=desk.progress,
        )  # fmt: skip
        account, log = outcome.account, outcome.log or log
        assert outcome.scorecard is not None
        kpis = glance.by_project(outcome.scorecard.kpis)
    elif not desk.shows_run_of(button):
        from pmo_xl.workspace.lookup import figures

        kpis = figures(master)
    else:
        kpis = None  # what stands there is of this very master
    _show(desk, button, account, log, kpis=kpis)
    _opened(desk, master)


def _annotate(desk: ConsoleSheet, button: Button, log: Path) -> None:
    from pmo_xl.workspace.answer import annotate

    folder = in_workspace(desk.home, OUT_FOLDER) / MARKED_COPIES.to(desk.language)
    answered = annotate(
        [desk.returns],
        folder,
        status_date=desk.status_date,
        language=desk.language,
        home=desk.home,
        progress=desk.progress,
    )
    copies = counted(len(answered.written), messages.COPIES).fill(folder=folder)
    said = f"{OK_SIGN} {copies.to(desk.language)}"
    if answered.reminders:
        reminders = counted(len(answered.reminders), messages.REMINDERS)
        said += f" · {reminders.fill(folder=answered.reminders[0].parent).to(desk.language)}"
    for _, why in answered.failed:
        said += f" {ERROR_SIGN} {why.to(desk.language)}"
    _show(desk, button, answered.outcome.account, answered.outcome.log or log, said)


def _new_returns(desk: ConsoleSheet, button: Button, log: Path) -> None:
    from pmo_xl.workspace import prepare

    prepared = prepare(desk.home, status_date=desk.status_date)
    written = counted(len(prepared.written), say.PREPARED).to(desk.language)
    kept = counted(len(prepared.kept), say.KEPT).to(desk.language)
    folder = next((file.parents[1] for file in (*prepared.written, *prepared.kept)), desk.home)
    said = f"{OK_SIGN} {written}, {kept} · {folder}"
    if (moved := messages.moved(prepared)) is not None:
        said += f" · {moved.to(desk.language)}"
    desk.show_run(button, said, log, next=_after(desk, button))


def _open_master(desk: ConsoleSheet, button: Button, log: Path) -> None:
    master = desk.master
    if not master.is_file():
        raise NothingToDo(say.NO_MASTER.fill(file=master))
    _opened(desk, master)
    desk.show_run(button, OK_SIGN, log, master=link(master, str(master)))


def _open_one_pager(desk: ConsoleSheet, button: Button, log: Path) -> None:
    master = desk.master
    if not master.is_file():
        raise NothingToDo(say.NO_MASTER.fill(file=master))
    _opened(desk, master)
    shown = ""
    with suppress(*NOT_THERE):
        for book in desk.app.books:
            if book.name.lower() == master.name.lower():
                sheets = {sheet.name: sheet for sheet in book.sheets}
                shown = next((name for name in say.ONE_PAGERS if name in sheets), "")
                if shown:
                    sheets[shown].activate()
    desk.show_run(button, f"{OK_SIGN} {shown}", log, master=link(master, str(master)))


def _committee_pack(desk: ConsoleSheet, button: Button, log: Path) -> None:
    from pmo_xl.deck.pack import Asked, write_pack

    made = write_pack(
        desk.home, Asked(), status_date=desk.status_date, language=desk.language, progress=desk.progress
    )
    desk.show_run(button, f"{OK_SIGN} {made.deck}", log, next=_after(desk, button))


def _about(desk: ConsoleSheet, button: Button, log: Path) -> None:
    words = say.ABOUT.fill(version=__version__, python=sys.executable, home=desk.home, log=log).to(
        desk.language
    )
    desk.show_run(button, f"pmo_xl {__version__}", log)
    with suppress(*NOT_THERE):
        desk.app.alert(words, title="PMO")


_WORK = {
    "check": _check,
    "consolidate": _consolidate,
    "annotate": _annotate,
    "new_returns": _new_returns,
    "open_master": _open_master,
    "open_one_pager": _open_one_pager,
    "committee_pack": _committee_pack,
    "about": _about,
}


def _after(desk: ConsoleSheet, button: Button) -> str:
    return as_text(glance.next_step(button.key, None).to(desk.language))


def _show(
    desk: ConsoleSheet, button: Button, account: Account, log: Path, said: str = "",
    kpis: Mapping[str, Mapping[str, Any]] | None = MappingProxyType({}),
) -> None:  # fmt: skip
    """The console after a run: its block, and its list of findings."""
    with suppress(*NOT_THERE):
        desk.app.screen_updating = False
    folder = returns_folder(desk.returns, desk.home)
    before = desk.findings_shown()
    desk.show_findings(account.findings, folder)
    if kpis is not None:
        desk.show_urgent(_urgent(desk, account, folder, kpis))
    since = (
        "" if before is None else glance.changed(before, desk.listed(account.findings, folder), desk.language)
    )
    master = {"master": link(account.master, str(account.master))} if account.master else {}
    with_errors = say.DONE_WITH_ERRORS if account.master else say.CHECKED_WITH_ERRORS
    done = (with_errors if account.exit_code else say.UNCHANGED if account.unchanged else say.DONE).to(
        desk.language
    )
    desk.show_run(
        button,
        said or done,
        log,
        returns=messages.came(account),
        findings=messages.found(account),
        progress=glance.progress(account, desk.language),
        changed=as_text(since),
        next=as_text(glance.next_step(button.key, account).to(desk.language)),
        **master,
    )
    with suppress(*NOT_THERE):
        desk.app.screen_updating = True


def _urgent(
    desk: ConsoleSheet, account: Account, folder: Path, kpis: Mapping[str, Mapping[str, Any]]
) -> list[list[str]]:
    """What is to be seen to first: projects whose light is red, then findings, then how many findings are left."""
    rows, red = [], glance.red_projects(kpis)
    for project, words in red[: MOST_URGENT // 2]:
        at = link(account.master, f"{ERROR_SIGN} {project}") if account.master else as_text(project)
        rows.append([at, as_text(words.to(desk.language)), as_text(glance.ON_THE_AGENDA.to(desk.language))])
    left_red = len(red) - len(rows)
    first = glance.most_urgent(account.findings, len(rows))
    rows += [desk.urgent(finding, folder) for finding in first]
    if more := glance.more(left_red, len(account.findings) - len(first), desk.language):
        rows.append(["", as_text(more), ""])
    return rows


def _opened(desk: ConsoleSheet, master: Path) -> None:
    """Show the master; raises NothingToDo with what the office program says where it will not open it."""
    try:
        desk.app.books.open(str(master))
    except NOT_THERE as problem:
        LOG.info("no workbook can be opened here (%s)", type(problem).__name__)
    except Exception as problem:
        # What Excel and its bridges raise has no class in common; to the person who clicked it is one thing.
        raise NothingToDo(say.NOT_SHOWN.fill(file=master, why=problem)) from problem


def _closed(desk: ConsoleSheet, master: Path) -> None:
    """Raises NothingToDo while a workbook of the master's name is open: it may hold notes not yet saved."""
    names: list[str] = []
    with suppress(*NOT_THERE):
        names = [book.name.lower() for book in desk.app.books]
    if master.name.lower() in names:
        raise NothingToDo(say.OPEN.fill(file=master.name))
