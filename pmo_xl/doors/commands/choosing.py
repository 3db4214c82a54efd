"""The command that chooses projects: a scenario solved."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.options import Folder, JsonFile, Language, StatusDate
from pmo_xl.doors.terminal.session import day_of, door, echo_all, of_workspace, progress_bar

app = typer.Typer()


class Maximised(Enum):
    """What a selection makes as large as it can."""

    VALUE = "value"
    SCORE = "score"


@app.command()
def select(
    folder: Folder,
    scenario: Annotated[str, typer.Option("--scenario", metavar="NAME", help="The scenario, as the sheets Scenarios and Frame of the PMO's workbook name it.")],
    what_if: Annotated[list[str] | None, typer.Option("--what-if", metavar="P012=out", help="Decide otherwise of a project, in, out or free, once for each.", show_default=False)] = None,
    against: Annotated[str | None, typer.Option("--against", metavar="NAME", help="The scenario to hold it against; default: the same without what-if, else the one before it.", show_default=False)] = None,
    maximise: Annotated[Maximised | None, typer.Option("--maximise", help="Amounts that were typed, or weighted scores; default: amounts where there are any.", show_default=False)] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, max=3600, metavar="N", help="How long to search for the best set; then the best one found is told, and how far it may be from the best.")] = 20.0,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The workbook to write; default: in out of the workspace, named after the scenario.", show_default=False)] = None,
    json_file: JsonFile = None,
    status_date: StatusDate = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Choose the set of projects worth most within the frame of a scenario, with the reason for each. Ends with 1 when no set holds."""
    with door(lang, folder) as language:
        of_workspace(folder)
        if out is not None and out.suffix.lower() != ".xlsx":
            raise PmoXlError(messages.NOT_XLSX.fill(file=out))
        from pmo_xl.doors.terminal import selecting
        from pmo_xl.workspace.selection.run import select as run

        with progress_bar(language) as progress:
            made = run(
                folder, scenario, what_if=what_if or (), against=against, maximise=maximise.value if maximise else None,
                seconds=seconds, out=out, status_date=day_of(status_date, language), language=lang, progress=progress,
            )  # fmt: skip
        if json_file is not None:
            selecting.tell_json(made, json_file)
        if json_file != "-":
            echo_all(selecting.summary(made))
        raise typer.Exit(0 if made.result.feasible else 1)
