"""What every command does alike: speak the reader's language, show progress, end with a status."""

from __future__ import annotations

import datetime as dt
import json
import signal
import sys
import threading
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import typer

from pmo_xl.core.base.date_texts import typed_day
from pmo_xl.core.base.files import MASTER_FILE, SETTINGS_FILE, in_workspace, is_workspace, real
from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.core.base.text import Text, languages, one_line
from pmo_xl.doors.terminal import messages

if TYPE_CHECKING:
    from pmo_xl.pipeline import Outcome, Progress

NOTHING_DONE, LOST, STOPPED = 2, 3, 130


@contextmanager
def door(lang: str | None, path: Path | None = None) -> Iterator[str]:
    """The language to speak; inside, what stops a command is one sentence and an exit status."""
    language = "en"
    try:
        import pmo_xl.catalog  # noqa: F401 - learns the further languages

        wanted = lang or (language_of(path) if path is not None else "en")
        language = wanted if wanted in languages() else "en"
        if lang is not None and lang not in languages():
            raise PmoXlError(messages.NO_LANGUAGE.fill(code=lang, codes=languages()))
        yield language
    except PmoXlError as problem:
        fail(problem.text, language, NOTHING_DONE)
    except OSError as problem:
        if isinstance(problem, BrokenPipeError):
            raise
        what = messages.CANNOT.fill(file=problem.filename or "?", why=problem.strerror or problem)
        fail(what, language, NOTHING_DONE)
    except KeyboardInterrupt:
        fail(messages.INTERRUPTED, language, STOPPED)
    except (typer.Exit, typer.Abort):
        raise
    except Exception as problem:  # noqa: BLE001 - the last catch of a command: nobody is left to whom it could go
        fail(lost(problem, path), language, LOST)


def lost(problem: Exception, path: Path | None = None) -> Text:
    """What is said of an exception that nobody foresaw; its details go to the log of the workspace of *path*."""
    from pmo_xl.gather.cache import failures

    settings = settings_file(path) if path is not None else None
    said, _ = failures.lost(
        settings.parent if settings is not None else None, " ".join(sys.argv[1:2]), problem
    )
    return said


@contextmanager
def until_stopped() -> Iterator[threading.Event]:
    """Set when somebody presses Ctrl-C or ends this process: what is being written is written whole.

    A second Ctrl-C does not wait for that.
    """
    stop = threading.Event()

    def end(number: int, _: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, end)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def settings_file(path: Path) -> Path | None:
    """The settings of the workspace that *path* lies in."""
    start = real(path)
    files = (folder / SETTINGS_FILE for folder in (start, *start.parents))
    return next((file for file in files if file.is_file()), None)


def language_of(path: Path) -> str:
    """The language of the workspace that *path* lies in, whatever else its settings say; else English."""
    file = settings_file(path)
    if file is None:
        return "en"
    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8-sig")).get("language", "en"))
    except (OSError, ValueError, RecursionError):
        return "en"


def day_of(words: str | None, language: str) -> dt.date | None:
    """A date of the command line, as people of that language write it."""
    if words is None:
        return None
    try:
        return typed_day(words, language)
    except ValueError as problem:
        raise PmoXlError(messages.BAD_DATE.fill(found=words, why=problem.args[0])) from None


def of_workspace(path: Path) -> None:
    """Go on only for a workspace."""
    if not is_workspace(path):
        raise PmoXlError(messages.NO_WORKSPACE.fill(path=path))


def master_of(path: Path, out: Path | None) -> Path:
    """Where the master goes: never over what was sent."""
    if out is None:
        if not is_workspace(path):
            raise PmoXlError(messages.ONE_OUT.fill(path=path))
        return in_workspace(path, MASTER_FILE)
    if out.suffix.lower() != ".xlsx":
        raise PmoXlError(messages.NOT_XLSX.fill(file=out))
    if out.is_file() and path.is_file() and out.samefile(path):
        raise PmoXlError(messages.IS_A_RETURN.fill(file=out))
    return out


def conclude(outcome: Outcome, json_file: str | None) -> None:
    """Say what the run came to, write it as JSON if asked, and end with its status."""
    if json_file == "-":
        echo_json(outcome.to_dict())
    else:
        if json_file is not None:
            words = json.dumps(outcome.to_dict(), ensure_ascii=False, indent=2, default=str)
            Path(json_file).write_text(words + "\n", encoding="utf-8")
        echo_all(messages.summary(outcome.account))
        if outcome.broken_off is not None:
            tell(outcome.broken_off, outcome.language)
        if outcome.log is not None:
            tell(messages.DETAILS.fill(log=outcome.log), outcome.language)
    raise typer.Exit(outcome.exit_code)


def exit_if_up_to_date(paths: Sequence[Path], master: Path, day: dt.date | None, language: str) -> None:
    """Go on only where a master has to be made; else say what the run came to that made it, and end with its status."""
    from pmo_xl.gather.cache.up_to_date import RunRequest, unchanged_run

    asked = RunRequest.of(paths, master, day, language)
    account = unchanged_run(asked) if asked is not None else None
    if account is not None:
        echo_all(messages.summary(account))
        raise typer.Exit(account.exit_code)


@contextmanager
def progress_bar(language: str) -> Iterator[Progress | None]:
    """A bar on a terminal; nothing where the output goes elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(messages.READING.to(language), total=None)

    def told(done: int, total: int) -> None:
        # It is drawn by a thread, beside which no process can go on from here: those that read have begun by now.
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield told
    finally:
        bar.stop()


def show_table(heads: Sequence[Text], rows: Iterable[Sequence[str]], language: str) -> None:
    """A table on a terminal; tab-separated lines where the output goes elsewhere."""
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Words

    table = Table(*(head.to(language) for head in heads), box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*map(Words, row))
    Console().print(table)


def words_in(words: dict[str, str], language: str) -> str:
    """One of the two languages of a described entry; English for a further language."""
    return words.get(language, words["en"])


def echo_json(what: Any) -> None:
    """JSON that any terminal and any program can take: plain ASCII."""
    typer.echo(json.dumps(what, indent=2, default=str))


def echo_all(lines: Iterable[str]) -> None:
    """Several lines on standard output."""
    for line in lines:
        typer.echo(one_line(line))


def tell(words: Text, language: str) -> None:
    """One line on standard output."""
    typer.echo(words.to(language))


def fail(words: Text, language: str, status: int) -> None:
    """One sentence on standard error, and the end."""
    typer.echo(words.to(language), err=True)
    raise typer.Exit(status)


def quoted(path: Path) -> str:
    """A path as one word of a command line."""
    words = str(path)
    return f'"{words}"' if " " in words else words
