"""The terminal: ``pmo-xl``.

Exit status: 0 without an error finding, 1 with one (the master is written all the same), 2 when nothing
could be done. Results go to standard output, progress and problems to standard error.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pmo_xl import __version__
from pmo_xl.core.problem import PmoXlError
from pmo_xl.core.text import Text, languages
from pmo_xl.doors import messages

if TYPE_CHECKING:
    from pmo_xl.pipeline import Outcome, Progress

SETTINGS, REGISTER, MASTER = "pmo.toml", "projects.xlsx", Path("out", "master.xlsx")
NOTHING_DONE, STOPPED = 2, 130

app = typer.Typer(
    epilog="Exit status: 0 no error found, 1 errors found (the master is still written), 2 nothing could be done.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Demands(Enum):
    """How much the templates ask for."""

    LIGHT = "light"
    STANDARD = "standard"
    FULL = "full"


Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The workspace.", show_default=False)]
Returns = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH…", help="Workbooks, folders of workbooks, or a workspace.", show_default=False
    ),
]
Language = Annotated[
    str | None, typer.Option("--lang", metavar="en|fr", help="Language; default: that of pmo.toml, else en.")
]
StatusDate = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Status date of the period; default: that of pmo.toml, else the most frequent.")
]  # fmt: skip
JsonFile = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write the result as JSON; - is standard output.")
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Jobs = Annotated[int | None, typer.Option(min=1, metavar="N", help="Files read side by side.")]


def main() -> None:
    """Run the command line; a terminal that cannot show a character gets a question mark for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="pmo-xl")


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"pmo-xl {__version__}")
        raise typer.Exit


@app.callback(help="Excel project templates, validated and consolidated into a portfolio master workbook.")
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """What can be asked before any command."""


# making workbooks ------------------------------------------------------------------------------------


@app.command()
def new(folder: Folder, lang: Language = None) -> None:
    """Make a workspace: settings, register, blank templates, folders for returns and results."""
    with door(lang, folder) as language:
        from pmo_xl.workspace import new_workspace

        new_workspace(folder, language=language)
        tell(messages.MADE.fill(folder=folder), language)
        tell(messages.NEXT.fill(folder=quoted(folder)), language)


@app.command()
def template(
    kind: Annotated[list[str], typer.Argument(metavar="KIND…", help="plan, risks, budget, pack (all kinds in one workbook), or all.", show_default=False)],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write into.")] = Path(),
    lang: Language = None,
    profile: Annotated[Demands | None, typer.Option(help="How much is asked for; default: that of pmo.toml, else standard.")] = None,
) -> None:  # fmt: skip
    """Write blank templates."""
    with door(lang, out) as language:
        from pmo_xl.catalog.kpis import KPIS
        from pmo_xl.core.column import Profile
        from pmo_xl.core.settings import read_settings
        from pmo_xl.workspace import write_templates

        settings = read_settings(settings_file(out) or Path(SETTINGS), KPIS)
        asked = Profile[(profile.value if profile else settings.profile).upper()]
        for file in write_templates(kind, out, language, asked, settings.calendar.holidays):
            typer.echo(str(file))


@app.command()
def prepare(
    folder: Folder,
    status_date: StatusDate = None,
    pack: Annotated[bool, typer.Option("--pack", help="One workbook with all kinds per project.")] = False,
) -> None:
    """Write each expected project's templates for the next period, its last rows carried forward."""
    with door(None, folder) as language:
        from pmo_xl.workspace import prepare

        prepared = prepare(folder, status_date=day_of(status_date), pack=pack)
        for files, words in ((prepared.written, messages.WRITTEN), (prepared.kept, messages.KEPT)):
            for file in files:
                typer.echo(f"{file}  ({words.to(language)})")


@app.command()
def demo(
    folder: Folder,
    projects: Annotated[int, typer.Option(min=1, metavar="N", help="How many projects.")] = 30,
    seed: Annotated[int, typer.Option(metavar="N", help="Another number, another portfolio.")] = 1,
    lang: Annotated[str | None, typer.Option("--lang", metavar="en|fr|mixed", help="Language of the returns.")] = None,
    faults: Annotated[int, typer.Option(min=0, metavar="N", help="Plant N faults, listed in faults.json.")] = 0,
) -> None:  # fmt: skip
    """Make a workspace with a filled portfolio, and its master. Ends with 0 whatever faults were planted."""
    with door(lang if lang != "mixed" else None) as language:
        from pmo_xl.pipeline import consolidate_to
        from pmo_xl.workspace import demo

        demo(folder, projects, seed, lang or "mixed", faults)
        with progress_bar(language) as progress:
            outcome = consolidate_to([folder], folder / MASTER, language=language, progress=progress)
        tell(messages.DEMO.fill(folder=folder), language)
        echo_all(messages.summary(outcome))


# judging and adding up ---------------------------------------------------------------------------------


@app.command()
def validate(
    paths: Returns, json_file: JsonFile = None, status_date: StatusDate = None, lang: Language = None
) -> None:
    """Print what is wrong in the returns, cell by cell, and what to do. Nothing is changed."""
    with door(lang, paths[0]) as language:
        from pmo_xl.pipeline import validate

        day = day_of(status_date)
        with progress_bar(language) as progress:
            outcome = validate(paths, status_date=day, language=language, progress=progress)
        if json_file != "-":
            echo_all(messages.by_file(outcome.portfolio.findings, language))
        conclude(outcome, json_file)


@app.command()
def consolidate(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A workspace, a folder of workbooks, or a workbook.", show_default=False)],
    out: Annotated[Path | None, typer.Option(metavar="MASTER.xlsx", help="The master; default in a workspace: out/master.xlsx.")] = None,
    json_file: JsonFile = None,
    status_date: StatusDate = None,
    lang: Language = None,
    jobs: Jobs = None,
) -> None:  # fmt: skip
    """Check the returns and write the master workbook from all that is sound."""
    with door(lang, path) as language:
        day, master = day_of(status_date), master_of(path, out)
        from pmo_xl.pipeline import consolidate_to

        with progress_bar(language) as progress:
            outcome = consolidate_to(
                [path], master, status_date=day, language=language, jobs=jobs, progress=progress
            )
        conclude(outcome, json_file)


# the catalogue -----------------------------------------------------------------------------------------


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="plan, risks, budget, or pack.", show_default=False)],
) -> None:  # fmt: skip
    """Print the JSON by which another program can fill a blank template."""
    with door(None):
        from pmo_xl.reference import schema

        echo_json(schema(kind))


@app.command()
def rules(json_: AsJson = False, lang: Language = None) -> None:
    """List every rule: code, severity, what it is about, what is wrong, what to do."""
    with door(lang) as language:
        from pmo_xl.reference import rules

        entries = rules()
        if json_:
            echo_json(entries)
            return
        rows = (
            (e["code"], e["severity"], *(words_in(e[part], language) for part in ("about", "text", "fix")))
            for e in entries
        )
        show_table(messages.RULE_HEADS, rows, language)


@app.command()
def kpis(json_: AsJson = False, lang: Language = None) -> None:
    """List every KPI: key, label, unit, thresholds, way of adding up, meaning."""
    with door(lang) as language:
        from pmo_xl.reference import kpis

        entries = kpis()
        if json_:
            echo_json(entries)
            return
        rows = (
            (
                e["key"],
                words_in(e["label"], language),
                e["unit"],
                messages.limits(e["thresholds"], language),
                e["across"],
                words_in(e["meaning"], language),
            )
            for e in entries
        )
        show_table(messages.KPI_HEADS, rows, language)


# what the commands share ---------------------------------------------------------------------------------


@contextmanager
def door(lang: str | None, path: Path | None = None) -> Iterator[str]:
    """The language to speak; inside, what stops a command is one sentence and an exit status."""
    import pmo_xl.catalog  # noqa: F401 - learns the further languages

    wanted = lang or (language_of(path) if path is not None else "en")
    language = wanted if wanted in languages() else "en"
    try:
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


def settings_file(path: Path) -> Path | None:
    """The settings of the workspace that *path* lies in."""
    start = path.resolve()
    files = (folder / SETTINGS for folder in (start, *start.parents))
    return next((file for file in files if file.is_file()), None)


def language_of(path: Path) -> str:
    """The language of the workspace that *path* lies in, whatever else its settings say; else English."""
    file = settings_file(path)
    if file is None:
        return "en"
    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8-sig")).get("language", "en"))
    except (OSError, ValueError):
        return "en"


def day_of(words: str | None) -> dt.date | None:
    """A date of the command line."""
    if words is None:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise PmoXlError(messages.BAD_DATE.fill(found=words)) from None


def master_of(path: Path, out: Path | None) -> Path:
    """Where the master goes: never over what was sent."""
    if out is None:
        if not ((path / SETTINGS).is_file() or (path / REGISTER).is_file()):
            raise PmoXlError(messages.ONE_OUT.fill(path=path))
        return path / MASTER
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
        echo_all(messages.summary(outcome))
    raise typer.Exit(outcome.exit_code)


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
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(messages.READING.to(language), total=None)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield told


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
        typer.echo(line)


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


if __name__ == "__main__":
    main()
