"""Typer arguments and options that several commands share."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer


class ProfileOption(Enum):
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
    str | None, typer.Option(metavar="DATE", help="Status date of the period, such as 2026-03-31 or 31 March 2026; default: that of pmo.toml, else the most frequent.")
]  # fmt: skip
JsonFile = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write the result as JSON; - is standard output.")
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes that read side by side; default: as many as pay."),
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Read every file anew, and keep nothing for the next time.")
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Read on a Dask cluster: tcp://host:8786, or local:N for N processes here.",
        show_default=False,
    ),
]
