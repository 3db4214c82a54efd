"""The terminal: ``pmo-xl``.

Exit status: 0 without an error finding, 1 with one (the master is written all the same), 2 when nothing
could be done, 3 when the program itself stopped (the previous master is kept). Results go to standard output, progress and problems to standard error.
"""

from __future__ import annotations

import gc
import io
import sys
from typing import Annotated

import typer

from pmo_xl.core.base import arrow
from pmo_xl.core.base.gc_tuning import raise_gc_thresholds
from pmo_xl.core.version import __version__
from pmo_xl.doors import waiting
from pmo_xl.doors.commands import (
    choosing,
    lookup,
    masters,
    meetings,
    records,
    returns,
    uncertainty,
    workbooks,
)
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.help import help_language, speak
from pmo_xl.doors.terminal.session import LOST, lost

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
        raise_gc_thresholds()
        arrow.keep_out()
        command = typer.main.get_command(app)
        speak(command, help_language(sys.argv[1:]))
        command(prog_name="pmo-xl")
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


for commands in (workbooks, meetings, uncertainty, returns, choosing, masters, lookup, waiting, records):
    app.add_typer(commands.app)


if __name__ == "__main__":
    main()
