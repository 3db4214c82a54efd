"""A proposal as a mapping file: what is sure stands in it, the rest as comments to be decided on."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePosixPath
from typing import Any

import tomlkit
from tomlkit.items import InlineTable, Table

from pmo_xl.adopt.match.headers import SURE_ENOUGH
from pmo_xl.adopt.match.mapping import Source
from pmo_xl.adopt.propose.proposal import Found, Proposal, candidates_of, why
from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.base.text import Text, fold, same, t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import choices_of
from pmo_xl.core.definition.wording import allowed
from pmo_xl.steps.text.scales import family_of, level_in


def mapping_text(proposal: Proposal, language: str) -> str:
    """The mapping file of a proposal, with its reasons, in TOML."""
    document = tomlkit.document()
    name = PurePosixPath(proposal.file).name
    for told in (MADE_FROM.fill(file=name), HOW_TO, FROM_HERE.fill(sure=SURE_ENOUGH)):
        document.add(tomlkit.comment(told.to(language)))
    document.add("table", tomlkit.item(proposal.table.key))
    ignored = [
        c.header for c in proposal.columns if not candidates_of(c) and not c.project and not c.currency
    ]
    document.add("ignored", tomlkit.item(ignored))
    document["ignored"].comment(IGNORED.to(language))
    document.add("known", _known(proposal, language))
    document.add("project", _project(proposal, language))
    document.add("columns", _columns(proposal, language))
    if proposal.missing or proposal.typed:
        document.add("fill", _fill(proposal, language))
    values = tomlkit.table(is_super_table=True)
    read = {c.match.key for c in proposal.mapped if c.match is not None}
    for key, words in proposal.words.items():
        if key in read:
            values.add(key, _words(proposal.table.columns[key], words, language))
    names = _project_names(proposal)
    if names:
        section = tomlkit.table()
        section.add(tomlkit.comment(PROJECT_CODES.to(language)))
        for number, found in enumerate(names, 1):
            section.add(tomlkit.comment(_line(found, f"P{number:03d}")))
        values.add("project_id", section)
    if len(values):
        document.add("values", values)
    return tomlkit.dumps(document)


def _known(proposal: Proposal, language: str) -> Table:
    section = tomlkit.table()
    section.add("sheet", proposal.sheet.replace("[", "[[]"))
    section["sheet"].comment(SHEET.to(language))
    section.add("headers", proposal.known_by)
    if proposal.again:
        section.add("header_row", proposal.headers.row + 1)
    return section


def _project(proposal: Proposal, language: str) -> Table:
    section = tomlkit.table()
    for key, source in proposal.project.items():
        section.add(key, _source(source))
    if proposal.missing_identity:
        section.add(tomlkit.comment(NOT_SEEN.to(language)))
    for column in proposal.missing_identity:
        example = dt.date(2026, 3, 31) if column.kind is Kind.DATE else column.example
        words = example.to(language) if isinstance(example, Text) else example
        section.add(tomlkit.comment(_line(column.key, words) + "  # " + column.label.to(language)))
        if column.key == "project_id":
            section.add(
                tomlkit.comment('project_id = { file = "^([A-Z0-9]+)" }  # ' + FROM_FILE.to(language))
            )
    return section


def _source(source: Source) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(source.model_dump(exclude_none=True))
    return table


def _columns(proposal: Proposal, language: str) -> Table:
    section = tomlkit.table()
    for column in proposal.columns:
        if column.sure:
            assert column.match is not None
            section.add(column.header, _reading(column, column.match.key))
            section[column.header].comment(f"{column.match.confidence:.2f} {why(column.match, language)}")
        elif candidates_of(column):
            section.add(tomlkit.comment(_undecided(column, language)))
    return section


def _reading(column: Found, to: str | list[str]) -> str | list[str] | InlineTable:
    how: dict[str, Any] = {}
    if column.times != 1:
        how["times"] = column.times
    if column.id is not None:
        how["id"] = column.id
    if column.numbers:
        how["numbers"] = True
    if column.dates is not None:
        how["dates"] = column.dates
    if column.yes is not None:
        how["yes"] = column.yes
    if column.outline:
        how["outline"] = True
    if not how:
        return to
    table = tomlkit.inline_table()
    table.update({"field": to, **how})
    return table


def _undecided(column: Found, language: str) -> str:
    found = candidates_of(column)
    keys = [match.key for match in found]
    to: str | list[str] = keys[0]
    for pair in (["start_baseline", "start_forecast"], ["finish_baseline", "finish_forecast"]):
        if set(pair) <= set(keys):
            # A plan with one pair of dates: they are the baseline until something slips.
            to = pair
    also = ", ".join(f"{match.key} {match.confidence:.2f}" for match in found)
    return f"{_line(column.header, _reading(column, to))}  # {also}: {why(found[0], language)}"


def _fill(proposal: Proposal, language: str) -> Table:
    section = tomlkit.table()
    if proposal.typed:
        section.add("type", "task")
        section["type"].comment(OTHERS_ARE_TASKS.to(language))
    if proposal.missing:
        section.add(tomlkit.comment(NO_COLUMN.to(language)))
    for column in proposal.missing:
        if _is_numbered(column, proposal):
            number = tomlkit.inline_table()
            number.update({"row": _example(column, proposal)})
            section.add(column.key, number)
            section[column.key].comment(RUNNING.to(language))
            continue
        if column.key == "type":
            section.add(tomlkit.comment(SUMMARIES_FIRST.to(language)))
        section.add(
            tomlkit.comment(
                f"{_line(column.key, _example(column, proposal))}  # {_asks(column).to(language)}"
            )
        )
    return section


def _is_numbered(column: Column, proposal: Proposal) -> bool:
    """Whether no column names the rows, not even perhaps: then their numbers do."""
    named = {match.key for found in proposal.columns for match in candidates_of(found)}
    return column.key in proposal.table.identity and column.kind is Kind.TEXT and column.key not in named


def _asks(column: Column) -> Text:
    choices = choices_of(column)
    what = same(" · ".join(member.key for member in choices)) if choices is not None else allowed(column)
    return t("{label}: {what}", "{label} : {what}").fill(label=column.label, what=what)


def _example(column: Column, proposal: Proposal) -> Any:
    choices = choices_of(column)
    if column.key in proposal.table.identity and column.kind is Kind.TEXT:
        return {"risks": "R-000", "plan": "T-000"}.get(proposal.table.key, "L-000")
    if choices is not None:
        return column.example or next(iter(choices)).key
    if column.kind.is_date:
        return (
            dt.date.fromisoformat(column.example) if isinstance(column.example, str) else dt.date(2026, 3, 31)
        )
    if column.kind.is_quantity:
        return int(column.low or 0)
    return "…"


def _words(column: Column, words: dict[str, str | int | None], language: str) -> Table:
    section = tomlkit.table()
    if column.kind is Kind.INTEGER and any(to is not None for to in words.values()):
        section.add(tomlkit.comment(CHECK_SCALE.to(language)))
    if column.kind is Kind.INTEGER:
        words = _whole_family(words)
    for word, to in words.items():
        if to is not None:
            section.add(word, to)
        else:
            choices = choices_of(column)
            keys = " · ".join(member.key for member in choices) if choices is not None else "1 … 5"
            section.add(tomlkit.comment(f"{_line(word, '')}  # {keys}"))
    return section


def _whole_family(words: dict[str, str | int | None]) -> dict[str, str | int | None]:
    """The words with all others of their scale: a level that nobody used this month is known next month."""
    known = set(map(fold, words))
    more = {
        each: level
        for word, to in words.items()
        if to is not None and level_in(word) == to
        for each, level in family_of(word)
        if fold(each) not in known
    }
    return {**words, **more}


def _project_names(proposal: Proposal) -> list[str]:
    """Names of projects in a column that holds no code."""
    source = proposal.project.get("project_id")
    if source is None or source.column is None:
        return []
    values = next(c.values for c in proposal.columns if c.header == source.column)
    names = list(dict.fromkeys(value.strip() for value in values if isinstance(value, str)))
    pattern = Project.columns["project_id"].pattern
    assert pattern is not None
    return [name for name in names if not re.fullmatch(pattern, name)]


def _line(key: str, value: Any) -> str:
    """``key = value`` as TOML writes it, on one line."""
    table = tomlkit.table()
    table.add(key, value)
    return tomlkit.dumps({key: table[key]}).strip()


MADE_FROM = t("How workbooks like {file} are read.", "Comment sont lus les classeurs comme {file}.")
HOW_TO = t(
    "Edit freely: header of the workbook = field of the template. Take the # away to accept a proposal.",
    "À modifier librement : intitulé du classeur = champ du modèle. Retirez le # pour accepter une proposition.",
)
FROM_HERE = t(
    "The number behind # is the confidence; from {sure} on a column maps by itself.",
    "Le nombre derrière # est la confiance ; à partir de {sure} une colonne est reprise d’office.",
)
IGNORED = t("columns that are not read, on purpose", "colonnes volontairement non lues")
SHEET = t("* stands for anything", "* remplace n’importe quoi")
NOT_SEEN = t(
    "Not seen in the workbook: say it here, or where it stands ({ cell = \"B2\" }, { file = \"…\" }, { sheet = \"…\" }, { column = \"…\" }).",
    "Absent du classeur : indiquez-le ici, ou sa place ({ cell = \"B2\" }, { file = \"…\" }, { sheet = \"…\" }, { column = \"…\" }).",
)  # fmt: skip
FROM_FILE = t("or from the file’s name", "ou d’après le nom du fichier")
NO_COLUMN = t(
    "Required, and without a sure column: decide above, or say here what every row holds.",
    "Obligatoire et sans colonne certaine : décidez ci-dessus, ou indiquez ici la valeur de toutes les lignes.",
)
OTHERS_ARE_TASKS = t(
    "rows that no column marks as a summary or a milestone",
    "lignes qu’aucune colonne ne désigne comme récapitulative ou comme jalon",
)
SUMMARIES_FIRST = t(
    "If some rows total others, do not make them all tasks: { field = \"type\", yes = \"summary\" } for a column of yes and no, { field = \"type\", outline = true } for one of levels.",
    "Si des lignes en regroupent d’autres, n’en faites pas toutes des tâches : { field = \"type\", yes = \"summary\" } pour une colonne oui/non, { field = \"type\", outline = true } pour une colonne de niveaux.",
)  # fmt: skip
RUNNING = t(
    "no column identifies the rows: they are numbered in order, so an inserted row renumbers those below",
    "aucune colonne n’identifie les lignes : elles sont numérotées dans l’ordre, et une ligne intercalée renumérote les suivantes",
)
CHECK_SCALE = t(
    "Their scale on ours of 1 to 5: check it.", "Leur échelle sur la nôtre, de 1 à 5 : à vérifier."
)
PROJECT_CODES = t("The project ID of each name:", "Le code projet de chaque intitulé :")
