"""Commands for people and meetings: to each his own list, the minutes of a meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_xl.core.base.text import counted
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.options import Folder, Language, StatusDate
from pmo_xl.doors.terminal.session import day_of, door, of_workspace, progress_bar, tell

app = typer.Typer()


@app.command()
def owners(
    folder: Folder,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder to write into; default: out/owners of the workspace.", show_default=False)] = None,
    status_date: StatusDate = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Write a list for each person with all that is open in his name and nobody else's rows, and a reminder of what is overdue."""
    with door(lang, folder) as language:
        of_workspace(folder)
        from pmo_xl.workspace.hand_out.owners import write_owner_lists

        with progress_bar(language) as progress:
            made = write_owner_lists(
                folder, out=out, status_date=day_of(status_date, language), language=lang, progress=progress
            )
        for file in (*made.lists, *made.reminders):
            typer.echo(str(file))
        tell(counted(len(made.lists), messages.LISTS).fill(day=made.day, folder=made.folder), language)
        if made.reminders:
            tell(counted(len(made.reminders), messages.REMINDERS).fill(folder=made.folder), language)
        if made.nobody:
            tell(counted(made.nobody, messages.OF_NOBODY), language)
        if made.owing:
            tell(counted(made.owing, messages.MISSING), language)
        if made.outdated:
            tell(messages.OUTDATED.fill(files=[file.name for file in made.outdated]), language)
        for why in made.failed:
            typer.echo(why.to(language), err=True)
        if made.failed:
            raise typer.Exit(1)


@app.command()
def minutes(
    folder: Folder,
    body: Annotated[str, typer.Option("--body", metavar="NAME", help="The body that meets, such as COPIL: the decisions that it has to take.")],
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="Day of the meeting.")],
    scope: Annotated[str | None, typer.Option("--scope", metavar="NAME", help="A programme or a project; default: the whole portfolio.", show_default=False)] = None,
    status_date: StatusDate = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Write the sheet on which a meeting types its decisions and actions; prepare takes them into the follow-up of each project."""
    with door(lang, folder) as language:
        of_workspace(folder)
        from pmo_xl.workspace.hand_out.minutes import write_minutes_of

        day = day_of(date, language)
        assert day is not None
        with progress_bar(language) as progress:
            file = write_minutes_of(
                folder, body, day, scope=scope, status_date=day_of(status_date, language), language=lang,
                progress=progress,
            )  # fmt: skip
        typer.echo(str(file))
