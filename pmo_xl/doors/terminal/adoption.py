"""``pmo-xl adopt`` in words: what a foreign workbook holds, what is sure of it, what a person has to say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmo_xl.adopt.match.tables import fullest
from pmo_xl.adopt.propose.mapping_file import mapping_text
from pmo_xl.adopt.propose.proposal import Found, Proposal, anchors_of, candidates_of, unread, why
from pmo_xl.adopt.propose.proposals import propose
from pmo_xl.adopt.read.workbook import is_marked, stands_in_columns
from pmo_xl.adopt.sources.files import is_text
from pmo_xl.adopt.sources.model import Asked
from pmo_xl.catalog.settings import catalogue_in
from pmo_xl.core.base.files import MAPPINGS_FOLDER, in_workspace
from pmo_xl.core.base.finding import cell_name
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.flow.raw import RawBook
from pmo_xl.doors.terminal.importing import import_plan, import_table
from pmo_xl.doors.terminal.session import quoted, show_table, tell
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.gather.files.places import workspace_of
from pmo_xl.steps.one_return.examine import UNREADABLE
from pmo_xl.workspace.take_over import book_of_text, is_source, settings_of

HEADS = (t("Cell", "Cellule"), t("Column", "Colonne"), t("Field", "Champ"), t("Confidence", "Confiance"), t("Why", "Pourquoi"))  # fmt: skip


def adopt(file: Path, kind: str | None, sheet: str | None, out: Path | None, asked: Asked) -> None:
    """Print how *file* could be read, and write to *out*, if it is given, the mapping (.toml) or the return (.xlsx)."""
    language = asked.language
    home = workspace_of([out]) if out is not None else workspace_of([file])
    settings = settings_of(home)
    templates = catalogue_in(settings).templates
    as_return = out is not None and out.suffix.lower() == ".xlsx"
    if file.exists() and is_source(file):
        if out is not None and not as_return:
            raise NothingToDo(NO_MAPPING_NEEDED.fill(file=file.name))
        import_plan(file, asked, out, settings, home, templates)
        return
    book = book_of_text(file, settings) if is_text(file.name) else read_workbook(file, file.name)
    if kind is not None and kind not in templates.by_kind:
        raise NothingToDo(NO_KIND.fill(kind=kind, known=list(templates.by_kind)))
    proposals = propose(_readable(book, file), templates, kind, sheet)
    if as_return and out is not None:
        import_table(file, book, next(iter(proposals), None), asked, out, settings, home, templates)
        return
    if not proposals:
        raise NothingToDo(_why_nothing(book, file, templates, kind, sheet))
    if out is not None and out.exists():
        raise NothingToDo(IS_THERE.fill(file=out))
    best = proposals[0]
    first, last = best.headers.row + 2, max([*best.rows.records, best.headers.row + 1]) + 1
    tell(FOUND.fill(sheet=best.sheet, table=best.table.heading, n=len(best.rows.records), first=first, last=last), language)  # fmt: skip
    show_table(HEADS, (_line(best, column, language) for column in best.columns), language)
    for words in _remarks(best):
        tell(words, language)
    for other in proposals[1:]:
        tell(ALSO.fill(sheet=other.sheet, table=other.table.heading, n=len(other.rows.records), kind=other.kind), language)  # fmt: skip
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(mapping_text(best, language), encoding="utf-8", newline="\n")
        tell(WRITTEN.fill(file=out), language)
    else:
        target = in_workspace(home or Path(), MAPPINGS_FOLDER) / f"{file.stem}.toml"
        tell(TO_WRITE.fill(file=quoted(file), out=quoted(target)), language)


def _why_nothing(
    book: RawBook, file: Path, templates: Templates, kind: str | None, sheet: str | None
) -> Text:
    """What stands in the way: field names down a column, or headers that lack what a table of that kind is known by."""
    if any(map(stands_in_columns, book.sheets)):
        return IN_COLUMNS.fill(file=file.name)
    raws = [raw for raw in book.sheets if sheet is None or fold(raw.name) == fold(sheet)]
    if not raws:
        return NO_SUCH_SHEET.fill(file=file.name, sheet=sheet, sheets=[raw.name for raw in book.sheets])
    if kind is None:
        return NOTHING_FOUND.fill(file=file.name, kinds=[template.title for template in templates.all])
    raw, seen = max(((raw, fullest(raw)) for raw in raws), key=lambda each: len(each[1]))
    table = templates.by_kind[kind].tables[0]
    anchors = [table.columns[key].label for key in anchors_of(table)]
    return LACKS.fill(
        file=file.name, sheet=raw.name, table=table.heading, headers=list(seen) or "–", anchors=anchors
    )


def _readable(book: RawBook, file: Path) -> RawBook:
    if not file.exists():
        raise NothingToDo(t("{path} does not exist.", "{path} n’existe pas.").fill(path=file))
    if file.suffix.lower() == ".txt":
        raise NothingToDo(NO_CSV.fill(file=file.name))
    if book.unreadable is not None:
        message, fix = UNREADABLE[book.unreadable]
        raise NothingToDo(t("{file}: {message} {fix}", "{file} : {message} {fix}").fill(file=file.name, message=message, fix=fix))  # fmt: skip
    if any(map(is_marked, book.sheets)):
        raise NothingToDo(OURS.fill(file=file.name))
    return book


def _line(proposal: Proposal, column: Found, language: str) -> tuple[str, ...]:
    cell = cell_name(proposal.headers.row, column.place)
    match = column.match
    if column.sure and match is not None:
        label = proposal.table.columns[match.key].label.to(language)
        how = [f"× {column.times:g}"] if column.times != 1 else []
        how += [f"→ {column.id}"] if column.id is not None else []
        told = " · ".join((why(match, language), *how))
        return (cell, column.header, f"{label} ({match.key})", f"{match.confidence:.2f}", told)
    found = [] if column.computed or column.project else candidates_of(column)
    told = unread(column).to(language)
    if not found:
        return (cell, column.header, "", "", told)
    keys = ", ".join(f"{m.key}" for m in found[:3])
    return (
        cell,
        column.header,
        f"? {keys}",
        f"{found[0].confidence:.2f}",
        f"{told} ({why(found[0], language)})",
    )


def _remarks(proposal: Proposal) -> Iterator[Text]:
    sure = len(proposal.mapped)
    yield SURE.fill(n=sure, of=len(proposal.columns))
    if proposal.rows.left_out:
        yield LEFT_OUT.fill(rows=[at + 1 for at in proposal.rows.left_out])
    if proposal.rows.notes:
        yield LEFT_OUT.fill(rows=f"{proposal.rows.notes[0] + 1}–{proposal.rows.notes[-1] + 1}")
    unknown = [word for words in proposal.words.values() for word, to in words.items() if to is None]
    if unknown:
        yield WORDS.fill(words=unknown[:12])
    if proposal.missing:
        yield MISSING.fill(fields=[column.label for column in proposal.missing])
    if proposal.missing_identity:
        yield MISSING_IDENTITY.fill(fields=[column.label for column in proposal.missing_identity])


FOUND = t(
    "Sheet “{sheet}”, rows {first} to {last}: {n} rows, read as “{table}”.",
    "Feuille « {sheet} », lignes {first} à {last} : {n} lignes, lues comme « {table} ».",
)
SURE = t(
    "{n} of {of} columns are sure; the others are proposed as comments in the mapping.",
    "{n} colonnes sur {of} sont certaines ; les autres sont proposées en commentaire dans la correspondance.",
)
LEFT_OUT = t("Totals and notes, not read: rows {rows}.", "Totaux et notes, non lus : lignes {rows}.")
WORDS = t(
    "Words of a list that are unknown here; give each its own under [values]: {words}.",
    "Mots de liste inconnus ici, à traduire sous [values] : {words}.",
)
MISSING = t(
    "Required, and without a sure column: {fields}. Name a column under [columns], or a value for all rows under [fill].",
    "Obligatoires, sans colonne certaine : {fields}. Indiquez une colonne sous [columns], ou une valeur pour toutes les lignes sous [fill].",
)
MISSING_IDENTITY = t(
    "Not seen in the workbook: {fields}. Say it under [project].",
    "Absents du classeur : {fields}. Indiquez-les sous [project].",
)
ALSO = t(
    "Also: sheet “{sheet}”, {n} rows, read as “{table}” (--sheet, --as {kind}).",
    "Également : feuille « {sheet} », {n} lignes, lues comme « {table} » (--sheet, --as {kind}).",
)
WRITTEN = t(
    "Mapping: {file}. In mappings/ of a workspace it is applied to every workbook like this one.",
    "Correspondance : {file}. Dans correspondances/ d’un espace de travail, elle s’applique à tout classeur semblable.",
)
TO_WRITE = t(
    "To write the mapping: pmo-xl adopt {file} --out {out}",
    "Pour écrire la correspondance : pmo-xl adopt {file} --out {out}",
)
IS_THERE = t(
    "{file} is there, perhaps with decisions of yours. Choose another name with --out, or move it away.",
    "{file} existe déjà, peut-être avec vos décisions. Choisissez un autre nom avec --out, ou déplacez-le.",
)
OURS = t(
    "{file} is made from a template of ours: it is read without a mapping.",
    "{file} provient d’un de nos modèles : il est lu sans correspondance.",
)
NO_KIND = t(
    "There is no kind of return “{kind}”. Choose among: {known}.",
    "Il n’y a pas de type de retour « {kind} ». Choisissez parmi : {known}.",
)
NOTHING_FOUND = t(
    "{file} holds no table of a known kind ({kinds}). Name its kind with --as and its sheet with --sheet.",
    "{file} ne contient aucun tableau d’un type connu ({kinds}). Indiquez son type avec --as et sa feuille avec --sheet.",
)
NO_SUCH_SHEET = t(
    "{file} has no sheet “{sheet}”; it has: {sheets}.",
    "{file} n’a pas de feuille « {sheet} » ; il contient : {sheets}.",
)
LACKS = t(
    "Sheet “{sheet}” of {file} holds no table that can be read as “{table}”. Headers seen: {headers}. At least needed: a column for one of {anchors} and another column of the template; rename a header, or write the mapping by hand.",
    "La feuille « {sheet} » de {file} ne contient aucun tableau lisible comme « {table} ». Intitulés vus : {headers}. Il faut au moins une colonne pour l’un de : {anchors}, et une autre du modèle ; renommez un intitulé, ou écrivez la correspondance à la main.",
)
NO_MAPPING_NEEDED = t(
    "{file} needs no mapping: its columns are known. Name the return that is to be written: --out returns/P012/plan.xlsx.",
    "{file} n’a pas besoin de correspondance : ses colonnes sont connues. Indiquez le retour à écrire : --out retours/P012/planning.xlsx.",
)
NO_CSV = t(
    "{file} is a text file: if it is a table, call it .csv, or open it in Excel and save it as a workbook (.xlsx).",
    "{file} est un fichier texte : si c’est un tableau, nommez-le .csv, ou ouvrez-le dans Excel et enregistrez-le en classeur (.xlsx).",
)
IN_COLUMNS = t(
    "{file} holds no table with a header row: its field names stand down the first column, one project per column. Such a workbook is not read: give each task, risk or line a row.",
    "{file} ne contient pas de tableau avec une ligne d’intitulés : les noms de champ sont dans la première colonne, un projet par colonne. Un tel classeur n’est pas lu : donnez une ligne à chaque tâche, risque ou poste.",
)
