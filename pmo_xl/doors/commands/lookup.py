"""Commands that look something up or open it: the doctor, LibreOffice, the catalogue in words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_xl.core.base.files import SETTINGS_FILE, is_workspace
from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.options import AsJson, Language
from pmo_xl.doors.terminal.session import (
    door,
    echo_all,
    echo_json,
    settings_file,
    show_table,
    tell,
    words_in,
)

app = typer.Typer()


@app.command()
def doctor(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="The workspace; default: the current folder, if it is one.", show_default=False)] = None,
    lang: Language = None,
) -> None:  # fmt: skip
    """Say what works here and what does not, and what to do. Ends with 1 when there is a problem."""
    with door(lang, folder or Path()) as language:
        from pmo_xl.workspace.health.doctor import examine

        if folder is None and is_workspace(Path()):
            folder = Path.cwd()
        seen = []
        for one in examine(folder):
            typer.echo(one.to(language))
            seen.append(one)
        raise typer.Exit(int(any(one.is_problem for one in seen)))


@app.command()
def libreoffice(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace.")] = Path(),
    lang: Language = None,
) -> None:
    """Open the control workbook of a workspace in LibreOffice, its buttons working, until it is closed."""
    with door(lang, folder) as language:
        from pmo_xl.catalog.settings import read_settings
        from pmo_xl.console.layout import CONSOLE_FILE
        from pmo_xl.console.renew import renew
        from pmo_xl.doors.terminal.waiting import clicks_folder
        from pmo_xl.libreoffice.connection.start import run

        workbook = folder / CONSOLE_FILE
        if not workbook.is_file():
            raise PmoXlError(messages.NO_CONSOLE.fill(file=workbook))
        brand = read_settings(folder / SETTINGS_FILE).brand
        if (kept := renew(workbook, brand)) is not None:
            tell(messages.RENEWED.fill(kept=kept), language)
        raise typer.Exit(run(workbook, language, clicks_folder()))


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="plan, risks, budget, followup, or pack; with the columns of the workspace that it is asked in.", show_default=False)],
) -> None:  # fmt: skip
    """Print the JSON by which another program can fill a blank template."""
    with door(None):
        from pmo_xl.catalog.settings import catalogue_in, read_settings
        from pmo_xl.reference import schema

        settings = read_settings(settings_file(Path()) or Path(SETTINGS_FILE))
        echo_json(schema(kind, settings.profile, catalogue_in(settings)))


@app.command()
def explain(
    words: Annotated[list[str], typer.Argument(metavar="WORD…", help="The code of a rule, or the key or label of a KPI, a column or a sheet, in any language.", show_default=False)],
    json_: AsJson = False,
    lang: Language = None,
) -> None:  # fmt: skip
    """Explain a rule, a KPI, a column or a sheet: why it matters, an example, what to do, whether it is in force."""
    with door(lang, Path()) as language:
        from pmo_xl.catalog.settings import catalogue_in, read_settings
        from pmo_xl.doors.terminal.explaining import Explainer

        settings = read_settings(settings_file(Path()) or Path(SETTINGS_FILE))
        found = Explainer(catalogue_in(settings), settings, language).explain(" ".join(words))
        if json_:
            echo_json([each.to_dict() for each in found])
            return
        for each in found:
            echo_all(each.told())


@app.command()
def rules(json_: AsJson = False, lang: Language = None) -> None:
    """List every rule: code, severity, what it is about, what is wrong, what to do."""
    with door(lang) as language:
        from pmo_xl.reference import rules

        entries = rules()
        if json_:
            echo_json(entries)
            return
        rows = (
            (
                e["code"],
                e["severity"],
                *(words_in(e[part], language) for part in ("about", "text", "counts", "fix")),
            )
            for e in entries
        )
        show_table(messages.RULE_HEADS, rows, language)


@app.command()
def kpis(json_: AsJson = False, lang: Language = None) -> None:
    """List every KPI: key, label, unit, thresholds, way of adding up, meaning."""
    with door(lang) as language:
        from pmo_xl.reference import kpis

        entries = kpis()
        if json_:
            echo_json(entries)
            return
        rows = (
            (
                e["key"],
                words_in(e["label"], language),
                e["unit"],
                messages.limits(e["thresholds"], language),
                e["across"],
                words_in(e["meaning"], language),
            )
            for e in entries
        )
        show_table(messages.KPI_HEADS, rows, language)
