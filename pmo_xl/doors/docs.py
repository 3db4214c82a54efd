"""The reference pages, written from the definitions: ``python -m pmo_xl.doors.docs docs``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pmo_xl import reference
from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.column import Column, Profile
from pmo_xl.core.definition.guidance import Term, by_name
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.definition.wording import allowed
from pmo_xl.doors.terminal.messages import limits

MADE = "<!-- Written by `make docs` from the definitions; edit those, not this page. -->"
CHECKED = """
## What the workbook checks by itself

The *Check* column of each table, the words beside each field of the project sheet and the *Check* sheet are live formulas. They
look at what was pasted as at what was typed. What `pmo-xl validate` calls an error in a cell or a row of one workbook they mark ◆,
and the verdict is ◆ while anything is; a row of which `validate` says nothing is ● Complete. First what is missing is said, then what
is not as its column takes it, then what the rules find. A calculated column is blank where it needs a cell that cannot be read.

The Check is stricter in what `validate` reads with a warning: a number or a date typed as text (“81 234,56 €”, “2026-01-30”), 55 for
55 %, an abbreviated word of a list, a WBS that Excel has made a number with decimals, a date before 2000 or after 2100. No formula of the workbook can compute with these, so they are to
be typed anew. Words of a list are taken in any language, in any case, with or without their accents.

No formula can see the following; `validate` does:

- a date in a cell for a number, and a number shown as a number in a cell for a date: to a formula a date is a number;
- links of a plan that go round in a circle (PLN-12), and what is wrong with a ninth predecessor of one task;
- rows of the same name, months that do not add up and lines that do not exist, while a cell of the columns compared shows an Excel error;
- approved changes that are those of the budget in all and not line by line (XSH-07);
- whatever lies beyond the workbook: the project register, the rates, other files of the project, earlier periods;
- severities and limits that a PMO sets in `pmo.toml`: the workbook goes by those of the rules.

In LibreOffice TRUE and FALSE are the numbers 1 and 0 and are taken for these.
""".splitlines()
OF_THE_PMO = """
## steering: the workbook of the PMO / pilotage : le classeur du PMO

`steering.xlsx`, in a French workspace `pilotage.xlsx`: a sheet for each list that the PMO keeps. No project fills them.

Une feuille par liste tenue par le PMO ; aucun projet ne les remplit.
""".splitlines()
GLOSSARY_TITLE = t("Glossary, English and French", "Glossaire français et anglais")
GLOSSARY_WORDS = t(
    "By name. The same terms stand on the *Glossary* sheet of the templates and of the master. [En français d’abord](glossaire.md).",
    "Par ordre alphabétique. Les mêmes termes figurent sur la feuille *Glossaire* des modèles et du classeur consolidé. [English first](glossary.md).",
)
GLOSSARY_HEADS = (t("English", "Français"), t("French", "Anglais"), t("Meaning", "Sens"))
NEED = {
    Profile.LIGHT: t("required", "obligatoire"),
    Profile.STANDARD: t("required, except in the light profile", "obligatoire, sauf profil léger"),
    Profile.FULL: t("required in the full profile", "obligatoire dans le profil complet"),
}


def pages(catalogue: Catalogue | None = None) -> dict[str, str]:
    """Each page by its file name, of these definitions; by default the standard ones."""
    catalogue = catalogue or catalogue_of()
    return {
        "templates.md": _page(_templates(catalogue)),
        "rules.md": _page(_rules(catalogue)),
        "kpis.md": _page(_kpis(catalogue)),
        "glossary.md": _page(_glossary("en", catalogue.master.glossary)),
        "glossaire.md": _page(_glossary("fr", catalogue.master.glossary)),
    }


def write_pages(folder: Path) -> list[Path]:
    """Write the pages into a folder; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, words in pages().items():
        file = folder / name
        file.write_text(words, encoding="utf-8", newline="\n")
        written.append(file)
    return written


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _templates(catalogue: Catalogue) -> Iterator[str]:
    templates = catalogue.templates
    yield "# Templates"
    yield ""
    yield MADE
    yield ""
    yield "Each workbook holds the project sheet and the tables of its kind. Columns are found by their English or"
    yield "French label, so they may be moved; a label in *italics* below is calculated and never read."
    yield from CHECKED
    yield from _sheet("Project sheet", templates.record)
    for kind, template in templates.by_kind.items():
        yield ""
        yield f"## {kind}: {template.title.en} / {template.title.fr}"
        yield ""
        yield f"{template.purpose.en}  "
        yield template.purpose.fr
        for table in template.tables:
            yield from _sheet(f"Table `{table.key}`", table, "###")
    yield from OF_THE_PMO
    for table in catalogue.steering.values():
        yield from _sheet(f"Table `{table.key}`", table, "###")
        if template.agreements:
            yield ""
            yield "The *Check* sheet compares, live:"
            yield ""
            for line in template.agreements:
                yield f"- {line.label.en} / {line.label.fr}"


def _sheet(what: str, sheet: type[Sheet], level: str = "##") -> Iterator[str]:
    yield ""
    yield f"{level} {what}: {sheet.heading.en} / {sheet.heading.fr}"
    yield ""
    heads = ("Key", "English", "Français", "Need", "May hold", "Help", "Aide")
    yield from _table(heads, (_column(column) for column in sheet.columns.values()))


def _column(column: Column) -> Sequence[str]:
    mark = "*" if column.computed else ""
    may = allowed(column)
    return (
        f"`{column.key}`",
        f"{mark}{column.label.en}{mark}",
        f"{mark}{column.label.fr}{mark}",
        _need(column).en,
        "" if column.computed else may.to("en"),
        column.help.en if column.help else "",
        column.help.fr if column.help else "",
    )


def _need(column: Column) -> Text:
    if column.computed:
        return t("calculated", "calculé")
    return NEED[column.required] if column.required is not None else t("optional", "facultatif")


def _rules(catalogue: Catalogue) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield MADE
    yield ""
    yield "**Counts** says what a finding costs. *Unreadable*: only this is left out, a cell that is read as blank, a row"
    yield "whose name or class is not there, a file. *Counts, in error*: the figures of the row are in every total, and the"
    yield "finding stays until it is mended. *Counts, warned*: it is only told. A rule over a row or over several never takes"
    yield "one out: what it finds speaks of the work, not of the figures. A rule that reads a cell which could not be read,"
    yield "or without the data it needs, is not assessed, never passed. `pmo-xl rules` prints the same list."
    yield ""
    yield "**Compte** dit ce que coûte un constat. *Illisible* : cela seul est écarté, une cellule lue comme vide, une ligne"
    yield "sans ce qui la nomme ou la classe, un fichier. *Compte, en erreur* : les chiffres de la ligne entrent dans tous"
    yield "les totaux, et le constat demeure jusqu’à correction. *Compte, avec avertissement* : simple signalement."
    yield ""
    yield 'A PMO may weigh a rule otherwise in `pmo.toml`, under `[rules]`: `PLN-27 = { severity = "info", limit = 90 }`,'
    yield '`BUD-09 = { severity = "off" }`, `RSK-17 = { beta = true }` (told as information for now). Rules that are *off*'
    yield "find what is no fault everywhere, and wait to be asked for."
    yield ""
    heads = (
        "Rule",
        "Severity",
        "Limit",
        "About",
        "Finding",
        "Effect",
        "What to do",
        "Constat",
        "Effet",
        "Que faire",
    )
    rows = (
        (e["code"], e["severity"], f"{e['limit']:g}" if e["limit"] else "", e["about"]["en"], e["text"]["en"], e["counts"]["en"], e["fix"]["en"], e["text"]["fr"], e["counts"]["fr"], e["fix"]["fr"])
        for e in reference.rules(catalogue)
    )  # fmt: skip
    yield from _table(heads, rows)


def _kpis(catalogue: Catalogue) -> Iterator[str]:
    entries = reference.kpis(catalogue=catalogue)
    yield "# KPIs"
    yield ""
    yield MADE
    yield ""
    yield "Undefined is blank, never 0. **Across** says how a portfolio gets its figure: the *sum* of the projects,"
    yield "the same formula *recomputed* over their sums (portfolio CPI is ΣEV/ΣAC), the largest, the smallest,"
    yield "the median of all their rows in one *pool* (never a median of medians), or none."
    yield "Thresholds may be changed in `pmo.toml`. `pmo-xl kpis` prints the same list."
    yield ""
    heads = ("Key", "English", "Français", "Unit", "Thresholds", "Across", "Meaning", "Signification")
    rows = (
        (f"`{e['key']}`", e["label"]["en"], e["label"]["fr"], e["unit"], limits(e["thresholds"], "en"), e["across"], e["meaning"]["en"], e["meaning"]["fr"])
        for e in entries
    )  # fmt: skip
    yield from _table(heads, rows)
    yield ""
    yield "## Formulas"
    yield ""
    yield "As they stand in an English master; a French one has the French labels."
    for entry in entries:
        yield ""
        yield f"**{entry['label']['en']}** (`{entry['key']}`)"
        yield ""
        yield "```"
        yield entry["formula"]["en"].replace("_xlfn.", "")
        yield "```"


def _glossary(language: str, terms: Sequence[Term]) -> Iterator[str]:
    yield f"# {GLOSSARY_TITLE.to(language)}"
    yield ""
    yield MADE
    yield ""
    yield GLOSSARY_WORDS.to(language)
    yield ""
    heads = [head.to(language) for head in GLOSSARY_HEADS]
    yield from _table(
        heads, ((f"**{name}**", other, meaning) for name, other, meaning in by_name(terms, language))
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


if __name__ == "__main__":
    for page in write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs")):
        sys.stdout.write(f"{page}\n")
