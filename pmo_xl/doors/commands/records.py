"""Commands that hand the portfolio on: a star for tools of analysis, the grid of an audit, a project that is closed."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from pmo_xl.core.base.text import counted
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.options import Folder, Language
from pmo_xl.doors.terminal.session import door, of_workspace, progress_bar, tell

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
