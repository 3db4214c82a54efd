"""The help page of a workspace: what each sheet of its templates asks for, in its language, for a browser."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.files import SETTINGS_FILE, TEMPLATES_FOLDER, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column, Profile
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.definition.wording import allowed, need_words
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.write.style import BAND, INK, LINE, NAVY
from pmo_xl.workspace.files import write_text

GUIDE_FILE = "guide.html"
TITLE = t("Templates: what each column asks for", "Modèles\u00a0: ce que demande chaque colonne")
HEADS = (t("Column", "Colonne"), t("Need", "Saisie"), t("May hold", "Contenu admis"), t("Help", "Aide"))
CALCULATED = t("calculated", "calculé")
STYLE = """
body {{ font: 15px/1.45 Calibri, "Segoe UI", sans-serif; color: {ink}; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ background: {main}; color: #fff; padding: .6rem 1rem; }} h2, h3 {{ color: {main}; }}
table {{ border-collapse: collapse; width: 100%; }} th {{ background: {band}; text-align: left; }}
th, td {{ border-bottom: 1px solid {line}; padding: .3rem .6rem; vertical-align: top; }} td:first-child {{ font-weight: 600; }}
"""


def write_guide(folder: Path, language: str | None = None) -> Path:
    """Write the help page of a workspace into its ``templates`` folder; the file.

    Raises NothingToDo where the folder is no workspace, SettingsError for settings that cannot be understood.
    """
    if not (folder / SETTINGS_FILE).is_file():
        raise NothingToDo(
            t("{folder} is no workspace: it has no {file}. “pmo-xl new” makes one.",
              "{folder} n’est pas un espace de travail\u00a0: il n’a pas de {file}. «\u00a0pmo-xl new\u00a0» en crée un.")
            .fill(folder=folder, file=SETTINGS_FILE)
        )  # fmt: skip
    settings = read_settings(folder / SETTINGS_FILE)
    words = "\n".join(_page(settings, language or settings.language)) + "\n"
    return write_text(in_workspace(folder, TEMPLATES_FOLDER) / GUIDE_FILE, words)


def _page(settings: Settings, language: str) -> Iterator[str]:
    templates = catalogue_in(settings).templates
    profile = Profile[settings.profile.upper()]
    name = settings.brand.title
    title = TITLE.to(language) if name is None else f"{name.to(language)} · {TITLE.to(language)}"
    main = settings.brand.colours[0] if settings.brand.colours else NAVY
    yield f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield f"<style>{STYLE.format(ink=INK, main=main, band=BAND, line=LINE)}</style></head><body>"
    yield f"<h1>{escape(title)}</h1>"
    yield from _sheet(templates.record, profile, language)
    for template in templates.all:
        yield f"<h2>{_say(template.title, language)}</h2><p>{_say(template.purpose, language)}</p>"
        for table in template.tables:
            yield from _sheet(table, profile, language)
    yield "</body></html>"


def _sheet(sheet: type[Sheet], profile: Profile, language: str) -> Iterator[str]:
    yield f"<h3>{_say(sheet.heading, language)}</h3><table>"
    yield "<tr>" + "".join(f"<th>{_say(head, language)}</th>" for head in HEADS) + "</tr>"
    for column in sheet.columns.values():
        if not column.hidden:
            cells = (column.label, *_about(column, profile), column.help or t("", ""))
            yield "<tr>" + "".join(f"<td>{_say(words, language)}</td>" for words in cells) + "</tr>"
    yield "</table>"


def _about(column: Column, profile: Profile) -> tuple[Text, Text]:
    """Whether it is to be filled, and with what."""
    if column.computed:
        return CALCULATED, t("", "")
    return need_words(column, required=column.is_required(profile)), allowed(column)


def _say(words: Text, language: str) -> str:
    return escape(words.to(language))
