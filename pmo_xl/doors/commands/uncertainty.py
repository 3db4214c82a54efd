"""The command that simulates what finishes and costs may come to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_xl.doors.terminal.options import Folder, Language, StatusDate
from pmo_xl.doors.terminal.session import day_of, door, of_workspace, progress_bar, tell

app = typer.Typer()


@app.command()
def simulate(
    folder: Folder,
    runs: Annotated[int | None, typer.Option("--runs", metavar="N", help="How many draws, 100 to 200,000; default: that of pmo.toml, else 10,000.", show_default=False)] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Another number, other draws; default: that of pmo.toml, else 1.", show_default=False)] = None,
    project: Annotated[list[str] | None, typer.Option("--project", metavar="ID", help="A project, once for each; default: all.", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The workbook to write; default: uncertainty.xlsx in out of the workspace.", show_default=False)] = None,
    status_date: StatusDate = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Draw finishes and costs many times from ranges and risks: P50, P80, what the reserve covers, what drives them; a workbook of its own."""
    with door(lang, folder) as language:
        of_workspace(folder)
        from pmo_xl.workspace.hand_out.uncertainty import simulate_workspace, told

        with progress_bar(language) as progress:
            made = simulate_workspace(
                folder, runs=runs, seed=seed, projects=project or (), out=out,
                status_date=day_of(status_date, language), language=lang, progress=progress,
            )  # fmt: skip
        for words in told(made):
            tell(words, language)
        typer.echo(str(made.file))
