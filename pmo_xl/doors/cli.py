"""The terminal: ``pmo-xl``.

Exit status: 0 without an error finding, 1 with one (the master is written all the same), 2 when nothing
could be done, 3 when the program itself stopped (the previous master is kept). Results go to standard output, progress and problems to standard error.

What a command needs is imported in it, so that the others answer at once.
"""

from __future__ import annotations

import gc
import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from pmo_xl import __version__
from pmo_xl.core import arrow
from pmo_xl.core.beside import Tables
from pmo_xl.core.files import MASTER_FILE, SETTINGS_FILE, real
from pmo_xl.core.pace import tidy_seldom
from pmo_xl.core.problem import PmoXlError
from pmo_xl.core.text import counted
from pmo_xl.doors import messages
from pmo_xl.doors.arguments import (
    AsJson,
    Demands,
    Folder,
    Jobs,
    JsonFile,
    Kind,
    Language,
    NoCache,
    Returns,
    Scheduler,
    StatusDate,
)
from pmo_xl.doors.terminal import (
    LOST,
    conclude,
    day_of,
    door,
    echo_all,
    echo_json,
    is_workspace,
    lost,
    master_of,
    of_workspace,
    progress_bar,
    quoted,
    settings_file,
    show_table,
    tell,
    unless_it_stands,
    until_stopped,
    words_in,
)

app = typer.Typer(
    epilog="Exit status: 0 no error found, 1 errors found (the master is still written), 2 nothing could be done, 3 pmo_xl itself stopped (the previous master is kept).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; a terminal that cannot show a character gets a question mark for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        tidy_seldom()
        arrow.keep_out()
        app(prog_name="pmo-xl")
    except Exception as problem:  # noqa: BLE001 - what no command caught: one sentence and a status, never a traceback
        typer.echo(lost(problem).to(messages.readers_language()), err=True)
        sys.exit(LOST)
    finally:
        # What is left ends with the process: there is no need to go through all of it once more, now or on the way out.
        gc.freeze()
        arrow.let_in()


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
    """Make a workspace: settings, register, control workbook, blank templates, folders for returns and results."""
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

        settings = read_settings(settings_file(out) or Path(SETTINGS_FILE), KPIS)
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
            outcome = consolidate_to([folder], folder / MASTER_FILE, language=language, progress=progress)
        tell(messages.DEMO.fill(folder=folder), language)
        echo_all(messages.summary(outcome.account))


@app.command()
def launcher(folder: Folder) -> None:
    """Write the file to double-click in a workspace anew, for this computer and this Python."""
    with door(None, folder) as language:
        from pmo_xl.workspace.launchers import write_launcher

        of_workspace(folder)
        for file in write_launcher(folder, language):
            typer.echo(str(file))


@app.command()
def console(
    out: Annotated[Path, typer.Option(metavar="FILE", help="The workbook to write: .xlsm, or .xlam with --addin.", show_default=False)],
    lang: Language = None,
    addin: Annotated[bool, typer.Option("--addin", help="The add-in: the same ribbon in every workbook.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:  # fmt: skip
    """Write the control workbook, whose buttons check and consolidate a workspace."""
    with door(lang, out.parent) as language:
        if out.suffix.lower() != (suffix := ".xlam" if addin else ".xlsm"):
            raise PmoXlError(messages.WRONG_SUFFIX.fill(file=out, suffix=suffix))
        if out.exists() and not force:
            raise PmoXlError(messages.IS_THERE.fill(file=out))
        from pmo_xl.console.build import build_addin, build_console

        (build_addin if addin else build_console)(out, language)
        typer.echo(str(out))


# judging and adding up ---------------------------------------------------------------------------------


@app.command()
def adopt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook that is not ours.", show_default=False)],
    kind: Annotated[Kind | None, typer.Option("--as", help="The kind of template to read it as; default: the likeliest.")] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="The sheet to read; default: the likeliest.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="MAPPING.toml", help="Write the mapping there; mappings/ of a workspace is read by itself.")] = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Say which column of a foreign plan, risk register or budget is which field, and write that as a mapping."""
    with door(lang, file) as language:
        from pmo_xl.doors.adoption import adopt

        adopt(file, kind.value if kind else None, sheet, out, language)


@app.command()
def validate(
    paths: Returns,
    json_file: JsonFile = None,
    copies: Annotated[Path | None, typer.Option("--annotate", metavar="DIR", help="Also write there a marked copy of each return with findings, to send back.", show_default=False)] = None,
    status_date: StatusDate = None,
    lang: Language = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:  # fmt: skip
    """Print what is wrong in the returns, cell by cell, and what to do. The returns stay as they are."""
    with door(lang, paths[0]) as language:
        from pmo_xl.pipeline import validate

        day = day_of(status_date)
        with progress_bar(language) as progress:
            outcome = validate(
                paths, status_date=day, language=language, jobs=jobs, progress=progress, cache=not no_cache
            )
        answered = None
        if copies is not None:
            from pmo_xl.workspace.answer import answer

            answered = answer(outcome, paths, copies)
        if json_file != "-":
            echo_all(messages.by_file(outcome.portfolio.findings, language))
            if answered is not None:
                tell(counted(len(answered.written), messages.COPIES).fill(folder=copies), language)
        for _, why in answered.failed if answered is not None else ():
            typer.echo(why.to(language), err=True)
        conclude(outcome, json_file)


@app.command()
def consolidate(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A workspace, a folder of workbooks, or a workbook.", show_default=False)],
    out: Annotated[Path | None, typer.Option(metavar="MASTER.xlsx", help="The master; default in a workspace: out/master.xlsx.")] = None,
    json_file: JsonFile = None,
    status_date: StatusDate = None,
    lang: Language = None,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    no_cache: NoCache = False,
    tables: Annotated[Tables, typer.Option(help="Where the rows go: on data sheets while they fit, or all in Parquet beside a master of KPIs and pages.")] = Tables.AUTO,
) -> None:  # fmt: skip
    """Check the returns and write the master workbook from all that is sound."""
    with door(lang, path) as language:
        day, master = day_of(status_date), master_of(path, out)
        if not (no_cache or json_file or scheduler) and tables is Tables.AUTO:
            unless_it_stands([path], master, day, language)
        from pmo_xl.pipeline import consolidate_to

        with progress_bar(language) as progress:
            outcome = consolidate_to(
                [path], master, status_date=day, language=language, jobs=jobs, progress=progress,
                cache=not no_cache, scheduler=scheduler, tables=tables,
            )  # fmt: skip
        conclude(outcome, json_file)


@app.command()
def reconcile(
    ledger: Annotated[Path, typer.Argument(metavar="LEDGER", help="An export of the ledger: .csv, .txt, .xlsx or .xls.", show_default=False)],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A workspace, a folder of workbooks, or a workbook.")] = Path(),
    map_file: Annotated[Path | None, typer.Option("--map", metavar="MAP.toml", help="Which column and code is which; default: usual headings are recognised.", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option(metavar="MASTER.xlsx", help="The master; default in a workspace: out/master.xlsx.")] = None,
    json_file: JsonFile = None,
    status_date: StatusDate = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Set the postings of an ERP export beside the declared actuals, as sheets of the master. Ends with 0 when all reconciles, with 1 when anything does not."""
    with door(lang, path) as language:
        day, master = day_of(status_date), master_of(path, out)
        from pmo_xl.doors.reconciling import reconcile

        reconcile(ledger, map_file, path, master, json_file, day, language)


@app.command()
def watch(
    path: Annotated[Path, typer.Argument(metavar="DIR", help="A workspace, or a folder of workbooks.", show_default=False)],
    out: Annotated[Path | None, typer.Option(metavar="MASTER.xlsx", help="The master; default in a workspace: out/master.xlsx.")] = None,
    lang: Language = None,
    quiet_seconds: Annotated[float, typer.Option(min=0.1, metavar="N", help="Consolidate once nothing has changed for so long.")] = 2.0,
    poll: Annotated[bool, typer.Option("--poll", help="Look every time instead of waiting for the system's notice: for network folders.")] = False,
    no_cache: NoCache = False,
) -> None:  # fmt: skip
    """Consolidate whenever something is put into the returns, until Ctrl-C."""
    with door(lang, path) as language, until_stopped() as stop:
        master = master_of(path, out)
        from pmo_xl.workspace.watch import watch

        events = watch(
            path, master, language=lang, quiet=quiet_seconds, poll=poll, stop=stop, cache=not no_cache
        )
        tell(messages.WATCHING.fill(path=real(path)), language)
        for event in events:
            typer.echo(messages.watched(event, language))
        tell(messages.WATCHED, language)


# what can be seen and opened ----------------------------------------------------------------------------


@app.command()
def doctor(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="The workspace; default: the current folder, if it is one.", show_default=False)] = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Say what works here and what does not, and what to do. Ends with 1 when there is a problem."""
    with door(lang, folder or Path()) as language:
        from pmo_xl.workspace.doctor import examine

        if folder is None and is_workspace(Path()):
            folder = Path.cwd()
        seen = []
        for one in examine(folder):
            typer.echo(one.to(language))
            seen.append(one)
        raise typer.Exit(int(any(one.is_problem for one in seen)))


@app.command()
def libreoffice(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace.")] = Path(),
    lang: Language = None,
) -> None:
    """Open the control workbook of a workspace in LibreOffice, its buttons working, until it is closed."""
    with door(lang, folder) as language:
        from pmo_xl.console.layout import CONSOLE_FILE
        from pmo_xl.console.renew import renew
        from pmo_xl.libreoffice.start import run

        workbook = folder / CONSOLE_FILE
        if not workbook.is_file():
            raise PmoXlError(messages.NO_CONSOLE.fill(file=workbook))
        if (kept := renew(workbook)) is not None:
            tell(messages.RENEWED.fill(kept=kept), language)
        raise typer.Exit(run(workbook, language))


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
            (
                e["code"],
                e["severity"],
                *(words_in(e[part], language) for part in ("about", "text", "counts", "fix")),
            )
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


if __name__ == "__main__":
    main()
