"""Commands that make workbooks: a workspace, blank and prefilled templates, a demo, the control workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmo_xl.core.base.files import MASTER_FILE, SETTINGS_FILE, in_workspace
from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.options import Folder, Language, ProfileOption, StatusDate
from pmo_xl.doors.terminal.session import (
    day_of,
    door,
    echo_all,
    of_workspace,
    progress_bar,
    quoted,
    settings_file,
    tell,
)

if TYPE_CHECKING:
    from pmo_xl.pipeline import Outcome

app = typer.Typer()


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
    kind: Annotated[list[str], typer.Argument(metavar="KIND…", help="plan, risks, budget, followup, pack (all kinds in one workbook), or all.", show_default=False)],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write into.")] = Path(),
    lang: Language = None,
    profile: Annotated[ProfileOption | None, typer.Option(help="How much is asked for; default: that of pmo.toml, else standard.")] = None,
) -> None:  # fmt: skip
    """Write blank templates."""
    with door(lang, out) as language:
        from pmo_xl.catalog.settings import catalogue_in, read_settings
        from pmo_xl.core.definition.column import Profile
        from pmo_xl.workspace import write_templates

        settings = read_settings(settings_file(out) or Path(SETTINGS_FILE))
        asked = Profile[(profile.value if profile else settings.profile).upper()]
        for file in write_templates(
            kind,
            out,
            language,
            asked,
            settings.calendar.holidays,
            catalogue_in(settings).templates,
            settings.brand,
        ):
            typer.echo(str(file))


@app.command()
def guide(folder: Folder, lang: Language = None) -> None:
    """Write the help page of a workspace: what each column of its templates asks for."""
    with door(lang, folder) as language:
        from pmo_xl.workspace.guide import write_guide

        typer.echo(str(write_guide(folder, language)))


@app.command()
def prepare(
    folder: Folder,
    status_date: StatusDate = None,
    pack: Annotated[bool, typer.Option("--pack", help="One workbook with all kinds per project.")] = False,
) -> None:
    """Write each expected project's templates for the next period, its last rows carried forward; move the status date on."""
    with door(None, folder) as language:
        from pmo_xl.workspace import prepare

        prepared = prepare(folder, status_date=day_of(status_date, language), pack=pack)
        if prepared.archived is not None:
            tell(prepared.archived.told, language)
        for words in prepared.told:
            tell(words, language)
        for files, state in ((prepared.written, messages.WRITTEN), (prepared.kept, messages.KEPT)):
            for file in files:
                typer.echo(f"{file}  ({state.to(language)})")
        if (moved := messages.moved(prepared)) is not None:
            tell(moved, language)


@app.command()
def demo(
    folder: Folder,
    projects: Annotated[int, typer.Option(min=1, metavar="N", help="How many projects.")] = 30,
    seed: Annotated[int, typer.Option(metavar="N", help="Another number, another portfolio.")] = 1,
    lang: Annotated[str | None, typer.Option("--lang", metavar="en|fr|mixed", help="Language of the returns.")] = None,
    faults: Annotated[int, typer.Option(min=0, metavar="N", help="Plant N faults, listed in faults.json.")] = 0,
    kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help="A kind of return to make, once for each; default: all.", show_default=False)] = None,
    periods: Annotated[int, typer.Option(min=1, max=60, metavar="N", help="How many month ends, consolidated one after the other.")] = 1,
    lesson: Annotated[int | None, typer.Option(metavar="N", help="A lesson in its place, 1 to 4: plan, risks, budget, committee; a few projects with faults to find.", show_default=False)] = None,
) -> None:  # fmt: skip
    """Make a workspace with a filled portfolio, and its master. Ends with 0 whatever faults were planted."""
    with door(lang if lang != "mixed" else None) as language:
        if lesson is not None:
            from pmo_xl.workspace.lesson import lesson as make_lesson

            exercise, _ = make_lesson(folder, lesson, language)
            tell(messages.LESSON.fill(exercise=exercise), language)
            return
        from pmo_xl.catalog.templates import templates_of
        from pmo_xl.pipeline import consolidate_to
        from pmo_xl.workspace import demo

        with progress_bar(language) as progress:

            def consolidated() -> Outcome:
                # The folder has its names, English or French, once the demo has made it.
                master = in_workspace(folder, MASTER_FILE)
                return consolidate_to([folder], master, language=language, progress=progress)

            kinds = kind or [*templates_of().by_kind]
            demo(
                folder,
                projects,
                seed,
                lang or "mixed",
                faults,
                kinds=kinds,
                periods=periods,
                between=consolidated,
            )
            outcome = consolidated()
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
        from pmo_xl.catalog.settings import read_settings
        from pmo_xl.console.build import build_addin, build_console

        if addin:
            build_addin(out, language)
        else:
            brand = read_settings(settings_file(out.parent) or Path(SETTINGS_FILE)).brand
            build_console(out, language, brand=brand)
        typer.echo(str(out))


@app.command("print")
def print_(
    folder: Folder,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The PDF to write; default: print-pack.pdf in out of the workspace.", show_default=False)] = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Write the six pages of the master for an executive as one PDF: needs LibreOffice, or Excel."""
    with door(lang, folder):
        of_workspace(folder)
        from pmo_xl.workspace.cards import print_pages

        typer.echo(str(print_pages(folder, out=out)))


@app.command()
def cards(
    folder: Folder,
    project: Annotated[list[str] | None, typer.Option("--project", metavar="ID", help="A project, once for each; default: all.", show_default=False)] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="PDF files in the place of workbooks: needs LibreOffice, or Excel.")] = False,
    finance: Annotated[bool, typer.Option("--finance", help="The finance sheet of the project behind its sheet.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder to write into; default: out/cards of the workspace.", show_default=False)] = None,
    status_date: StatusDate = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Write the sheet of each project as a workbook, or a PDF, of its own."""
    with door(lang, folder) as language:
        of_workspace(folder)
        from pmo_xl.workspace.cards import write_cards

        with progress_bar(language) as progress:
            written = write_cards(
                folder, projects=project or (), out=out, pdf=pdf, finance=finance, status_date=day_of(status_date, language),
                language=lang, progress=progress,
            )  # fmt: skip
        for file in written:
            typer.echo(str(file))


@app.command()
def pack(
    folder: Folder,
    body: Annotated[str | None, typer.Option("--body", metavar="NAME", help="The body that meets, such as COPIL: its decisions are on the agenda.", show_default=False)] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="Day of the meeting; default: the next meeting of that body, else the status date.", show_default=False)] = None,
    scope: Annotated[str | None, typer.Option("--scope", metavar="NAME", help="A programme or a project; default: the whole portfolio.", show_default=False)] = None,
    project: Annotated[list[str] | None, typer.Option("--project", metavar="ID", help="A project with a slide of its own, once for each.", show_default=False)] = None,
    template: Annotated[Path | None, typer.Option(metavar="FILE", help="Your company's presentation (.pptx), with places such as {title} and {decisions}.", show_default=False)] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="The deck as a PDF too: needs LibreOffice with Impress.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder to write into; default: out of the workspace.", show_default=False)] = None,
    status_date: StatusDate = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Write the deck of a committee: decisions first, every figure with its cell in the master; keep a copy in the archive."""
    with door(lang, folder) as language:
        of_workspace(folder)
        from pmo_xl.deck.pack import Asked, write_pack

        asked = Asked(body, day_of(date, language), scope, project or (), template, pdf)
        with progress_bar(language) as progress:
            made = write_pack(
                folder,
                asked,
                out=out,
                status_date=day_of(status_date, language),
                language=lang,
                progress=progress,
            )
        if made.missing:
            tell(messages.PLACES_MISSING.fill(file=template, names=list(made.missing)), language)
        for file in (made.deck, made.pdf, made.frozen):
            if file is not None:
                typer.echo(str(file))
