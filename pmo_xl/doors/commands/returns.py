"""Commands about what came: adopt, validate, consolidate, reconcile, watch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_xl.core.base.files import real
from pmo_xl.core.base.text import counted
from pmo_xl.core.flow.overflow import Tables
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.options import Jobs, JsonFile, Language, NoCache, Returns, Scheduler, StatusDate
from pmo_xl.doors.terminal.session import (
    conclude,
    day_of,
    door,
    echo_all,
    exit_if_up_to_date,
    master_of,
    progress_bar,
    tell,
    until_stopped,
)

app = typer.Typer()


@app.command()
def adopt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook that is not ours, a plan (.xml, .xer, .mpp), or a table of text (.csv).", show_default=False)],
    kind: Annotated[str | None, typer.Option("--as", metavar="KIND", help="The kind of template to read it as, such as plan; default: the likeliest.")] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="The sheet to read; default: the likeliest.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="OUT", help="What to write: a mapping (.toml), which mappings/ of a workspace applies by itself, or the return (.xlsx).")] = None,
    project: Annotated[str | None, typer.Option(metavar="CODE", help="The project that the return is for; of a file with several, the one that is meant.")] = None,
    status_date: Annotated[str | None, typer.Option(metavar="DATE", help="The status date of the return, where the file states none or another.")] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="The currency of the amounts, where the file states none.")] = None,
    baseline: Annotated[int | None, typer.Option(min=0, max=10, metavar="N", help="Which baseline of a plan of Microsoft Project counts; default: 0.")] = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Say which column of a foreign plan, register or budget is which field, and write that as a mapping; or write a plan, tickets or a table as a return."""
    with door(lang, file if out is None else out) as language:
        from pmo_xl.adopt.sources.model import Asked
        from pmo_xl.doors.terminal.adoption import adopt

        day = day_of(status_date, language)
        adopt(file, kind, sheet, out, Asked(project, day, currency, baseline, language))


@app.command()
def validate(
    paths: Returns,
    json_file: JsonFile = None,
    copies: Annotated[Path | None, typer.Option("--annotate", metavar="DIR", help="Also write there a marked copy of each return with findings, to send back, and a reminder to each project manager of whom returns are missing.", show_default=False)] = None,
    status_date: StatusDate = None,
    lang: Language = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    redact: Annotated[bool, typer.Option("--redact", help="Print and write as JSON which rule each finding breaks and where, without a word of what stands there: for findings that are shared.")] = False,
) -> None:  # fmt: skip
    """Print what is wrong in the returns, cell by cell, and what to do. The returns stay as they are."""
    with door(lang, paths[0]) as language:
        from pmo_xl.pipeline import validate

        day = day_of(status_date, language)
        with progress_bar(language) as progress:
            outcome = validate(
                paths, status_date=day, language=language, jobs=jobs, progress=progress, cache=not no_cache
            )
        answered = None
        if copies is not None:
            from pmo_xl.workspace.answer import answer

            answered = answer(outcome, paths, copies)
        if redact:
            from pmo_xl.doors.terminal.redaction import redacted

            outcome = redacted(outcome)
        if json_file != "-":
            echo_all(messages.by_file(outcome.portfolio.findings, language))
            if answered is not None:
                tell(counted(len(answered.written), messages.COPIES).fill(folder=copies), language)
                if answered.reminders:
                    words = counted(len(answered.reminders), messages.REMINDERS)
                    tell(words.fill(folder=answered.reminders[0].parent), language)
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
        day, master = day_of(status_date, language), master_of(path, out)
        if not (no_cache or json_file or scheduler) and tables is Tables.AUTO:
            exit_if_up_to_date([path], master, day, language)
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
        day, master = day_of(status_date, language), master_of(path, out)
        from pmo_xl.doors.terminal.reconciling import reconcile

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
