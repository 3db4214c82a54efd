"""Commands that hand the portfolio on: a star for tools of analysis, the grid of an audit, a project that is closed."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from pmo_xl.core.base.text import counted
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.options import Folder, Language, StatusDate
from pmo_xl.doors.terminal.session import day_of, door, of_workspace, progress_bar, tell

app = typer.Typer()


class Form(Enum):
    """In which form tables are written."""

    PARQUET = "parquet"
    CSV = "csv"


@app.command()
def export(
    folder: Folder,
    star: Annotated[Path, typer.Option("--star", metavar="DIR", help="Folder for the tables; what others put there stays.", show_default=False)],
    form: Annotated[Form, typer.Option("--format", help="Parquet, or CSV; with --lang fr: semicolons and decimal commas.")] = Form.PARQUET,
    people: Annotated[bool, typer.Option("--people", help="Also names of people; without it the columns that name them are left out.")] = False,
    archive: Annotated[bool, typer.Option("--archive", help="Also every archived period, measured again from its own returns.")] = False,
    lang: Language = None,
) -> None:  # fmt: skip
    """Write the portfolio as a star for Power BI and its like: facts, dimensions, and model.json that relates them."""
    with door(lang, folder) as language:
        of_workspace(folder)
        from pmo_xl.star.export import export_star

        with progress_bar(language) as progress:
            made = export_star(
                folder,
                star,
                form=form.value,
                people=people,
                archive=archive,
                language=lang,
                progress=progress,
            )
        for file in made.files:
            typer.echo(str(file))
        for why in made.left_out:
            typer.echo(f"▲ {why.to(language)}", err=True)
        words = counted(len(made.periods), messages.STAR)
        tell(words.fill(tables=len(made.files) - 1, rows=made.rows, folder=star), language)


@app.command()
def audit(
    folder: Folder,
    projects: Annotated[list[str] | None, typer.Option("--project", metavar="ID", help="Only this project; once for each.", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The workbook to write; default: audit.xlsx in out of the workspace.", show_default=False)] = None,
    status_date: StatusDate = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Write which rule was applied to which project: passed, failed with the cell, not assessed and why, not run; with room to sign."""
    with door(lang, folder) as language:
        of_workspace(folder)
        from pmo_xl.core.base.text import say
        from pmo_xl.workspace.hand_out.audit import write_audit_of

        with progress_bar(language) as progress:
            made = write_audit_of(
                folder, projects=projects or (), out=out, status_date=day_of(status_date, language), language=lang,
                progress=progress,
            )  # fmt: skip
        typer.echo(str(made.file))
        share = made.audit.conformance
        told = messages.NOTHING_JUDGED if share is None else messages.CONFORMANCE.fill(
            share=say(round(share * 100, 1), language), n=made.failed
        )  # fmt: skip
        tell(told, language)


@app.command()
def close(
    folder: Folder,
    project: Annotated[str, typer.Argument(metavar="ID", help="The project that has ended.", show_default=False)],
    class_name: Annotated[str | None, typer.Option("--class", metavar="NAME", help="The reference class to which it belongs, such as Software.", show_default=False)] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Archive it although a check fails.")] = False,
    lang: Language = None,
) -> None:  # fmt: skip
    """Close a project: check what is left, archive its last returns with fingerprints, hand its lessons and its reference row to the PMO."""
    with door(lang, folder) as language:
        of_workspace(folder)
        from pmo_xl.workspace.closing.close import close_project

        with progress_bar(language) as progress:
            made = close_project(
                folder, project, class_name=class_name, anyway=anyway, language=lang, progress=progress
            )
        for point in made.points:
            typer.echo(f"{point.sign} {point.words.to(language)}")
        if made.archive is None:
            tell(messages.NOT_CLOSED.fill(id=made.project), language)
            raise typer.Exit(1)
        typer.echo(str(made.archive))
        if made.unplaced:
            tell(messages.NOT_PLACED.fill(n=made.unplaced), language)
        tell(messages.CLOSED_PROJECT.fill(id=made.project, n=made.lessons), language)
