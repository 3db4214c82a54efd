"""Commands on a master that is there: bring a former one back, hold one against what it was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_xl.core.base.files import MASTER_FILE, in_workspace, is_workspace, real
from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.options import Folder, Language
from pmo_xl.doors.terminal.session import door, of_workspace, progress_bar, tell

app = typer.Typer()


@app.command()
def restore(
    folder: Folder,
    name: Annotated[str | None, typer.Option("--from", metavar="NAME", help="Which former master, or how its name begins; default: the last.", show_default=False)] = None,
    list_: Annotated[bool, typer.Option("--list", help="Only list the former masters that were kept.")] = False,
    lang: Language = None,
) -> None:  # fmt: skip
    """Put the former master back in its place; the one that is there is kept in its turn."""
    with door(lang, folder) as language:
        of_workspace(folder)
        from pmo_xl.gather.archive import backups

        if list_:
            for one in backups.backups(folder):
                typer.echo(str(one.file))
            return
        one = backups.restore(folder, name)
        tell(messages.RESTORED.fill(kept=one.kept, file=in_workspace(folder, MASTER_FILE)), language)


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A workspace, a master in one, or the archive of a closed project.", show_default=False)],
    lang: Language = None,
) -> None:  # fmt: skip
    """Hold a master against its manifest, its returns, and itself made anew; every cell that differs is named."""
    with door(lang, path) as language:
        from pmo_xl.pipeline.verify import verify as verified
        from pmo_xl.workspace.closing.archive import CLOSING_FILE, doubts_of

        if (path / CLOSING_FILE).is_file():
            doubts = [*doubts_of(path)]
            for doubt in doubts:
                typer.echo(f"◆ {doubt.to(language)}")
            if doubts:
                raise typer.Exit(1)
            tell(messages.ARCHIVE_HOLDS.fill(folder=path), language)
            return
        home = path if path.is_dir() else _home_of(path)
        of_workspace(home)
        master = in_workspace(home, MASTER_FILE) if path.is_dir() else path
        with progress_bar(language) as progress:
            found = verified(home, master, progress)
        for doubt in found.doubts:
            typer.echo(f"◆ {doubt.to(language)}")
        for note in found.notes:
            typer.echo(f"● {note.to(language)}")
        if found.doubts:
            raise typer.Exit(1)
        tell(
            (messages.VERIFIED if found.to_the_cell else messages.NOTHING_AGAINST).fill(file=master), language
        )


def _home_of(master: Path) -> Path:
    """The workspace in which a master lies; raises PmoXlError where it lies in none."""
    home = next((folder for folder in real(master).parents if is_workspace(folder)), None)
    if home is None:
        raise PmoXlError(messages.NO_WORKSPACE.fill(path=master.parent))
    return home
