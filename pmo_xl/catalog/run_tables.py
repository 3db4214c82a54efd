"""Tables of the master that tell of the run: what came, what was found. Nobody fills them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import (
    Column,
    Kind,
    choice,
    closed_list,
    date,
    integer,
    number,
    signed_amount,
    text,
)
from pmo_xl.core.definition.kpi import Kpi
from pmo_xl.core.definition.model import Sheet, Table, heading_of, with_columns
from pmo_xl.core.definition.names import Heading
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.flow.expected import holds_key


class ReturnState(Choice):
    ACCEPTED = "accepted", "● Accepted", "● Accepté"
    PARTIAL = "partial", "▲ Partly accepted", "▲ Partiellement accepté"
    REJECTED = "rejected", "◆ Rejected", "◆ Rejeté"
    MISSING = "missing", "◆ Missing", "◆ Manquant"


class Returns(Table):
    """Who was expected, what came, and its state."""

    key, heading = "returns", t("Returns", "Collecte")

    project_id = text("Project ID", "Code projet", width=13)
    project_name = text("Project name", "Intitulé du projet", width=34)
    programme_id = text("Programme", "Programme", width=18)
    project_manager = text("Project manager", "Chef de projet", width=22)
    kinds = text("Content", "Contenu", width=26)
    state = choice(ReturnState, "State", "État", width=24)
    file = text("File", "Fichier", width=44)
    saved_on = date("Saved on", "Enregistré le", width=12)
    days_late = integer("Days late", "Jours de retard", width=10)
    errors = integer("Errors", "Erreurs", width=10)
    warnings = integer("Warnings", "Avertissements", width=15)
    rows_read = integer("Rows read", "Lignes lues", width=12)
    rows_kept = integer("Rows kept", "Lignes retenues", width=13)
    required_cells = integer("Required cells", "Cellules obligatoires", width=14)
    required_filled = integer("Required and filled", "Obligatoires remplies", width=14)
    filled_cells = integer("Filled cells", "Cellules remplies", width=13)
    bad_cells = integer("Invalid cells", "Cellules invalides", width=13)
    checks_run = integer("Checks run", "Contrôles effectués", width=13)
    checks_failed = number("Checks failed (weighted)", "Contrôles en échec (pondérés)", width=16)
    contents_expected = integer("Returns expected", "Retours attendus", width=13)
    contents_counted = integer("Returns counted", "Retours retenus", width=13)
    sha256 = text("Fingerprint (SHA-256)", "Empreinte (SHA-256)", width=62)


class FindingSeverity(Choice):
    ERROR = "error", "◆ Error", "◆ Erreur"
    WARNING = "warning", "▲ Warning", "▲ Avertissement"
    INFO = "info", "○ Information", "○ Information"


class GroupedFindings(Table):
    """The findings as the terminal tells them: a rule that finds many lines of one column is one row, with their number and total."""

    key, heading = "grouped", t("Grouped findings", "Anomalies regroupées")

    group = integer("Group", "Groupe", width=9)
    code = text("Rule", "Règle", width=10)
    severity = choice(FindingSeverity, "Severity", "Niveau", width=18)
    project_id = text("Project ID", "Code projet", width=13)
    findings = integer("Findings", "Constats", width=11)
    total = signed_amount("Total found", "Total trouvé", width=15)
    file = text("File", "Fichier", width=34)
    sheet = text("Sheet", "Feuille", width=18)
    cell = text("First cell", "Première cellule", width=11)
    row_key = text("First row", "Première ligne", width=12)
    message = text("Finding", "Constat", width=46)
    fix = text("What to do", "Que faire", width=50)


class Findings(Table):
    """Every finding, with its place, what was found, what was expected and what to do."""

    key, heading = "findings", t("Findings", "Anomalies")

    code = text("Rule", "Règle", width=10)
    group = integer("Group", "Groupe", width=9)
    severity = choice(FindingSeverity, "Severity", "Niveau", width=18)
    project_id = text("Project ID", "Code projet", width=13)
    file = text("File", "Fichier", width=34)
    sheet = text("Sheet", "Feuille", width=18)
    cell = text("Cell", "Cellule", width=9)
    row_key = text("Row", "Ligne", width=12)
    message = text("Finding", "Constat", width=46)
    found = text("Found", "Trouvé", width=20)
    expected = text("Expected", "Attendu", width=46)
    fix = text("What to do", "Que faire", width=50)


class RowsByTable(Table):
    """How much of each table of each accepted return is in the figures.

    A column for each light holds the cells that it reads and that are unreadable, or blank though required, in rows
    that count.
    """

    key, heading = "rows", t("Rows by table", "Lignes par table")

    project_id = text("Project ID", "Code projet", width=13)
    file = text("File", "Fichier", width=44)
    table = text("Table", "Table", width=22)
    read = integer("Rows read", "Lignes lues", width=12)
    left_out = integer("Rows left out", "Lignes écartées", width=13)
    refused = integer("Cells that cannot be read", "Cellules illisibles", width=14)
    missing = integer("Required cells that are blank", "Cellules obligatoires vides", width=14)
    left_out_worth = integer("Rows left out with an amount", "Lignes écartées avec montant", width=14)
    rag_schedule = integer("Schedule status: cells", "Météo délais : cellules", width=14)
    rag_cost = integer("Cost status: cells", "Météo coûts : cellules", width=14)
    rag_risk = integer("Risk status: cells", "Météo risques : cellules", width=14)
    rag = integer("Computed status: cells", "Météo calculée : cellules", width=14)


class UnknownCells(Table):
    """What the figures lack in rows that count: cells that cannot be read, and required ones that are blank.

    Only columns that a figure reads are listed. A column for each light holds the cells that it reads.
    """

    key, heading = "cells", t("Unreadable or blank cells", "Cellules illisibles ou vides")

    project_id = text("Project ID", "Code projet", width=13)
    file = text("File", "Fichier", width=44)
    column = text("Column", "Colonne", width=40)
    cells = integer("Cells", "Cellules", width=12)


def run_tables(
    tables: Mapping[str, type[Table]], lights: Sequence[Kpi], kinds: Mapping[str, Text]
) -> dict[str, type[Table]]:
    """The tables of a run over these templates: those by table or column list theirs, and count for each light.

    Returns say of each of the ``kinds``, by key with its words, whether a line is about it.
    """
    data_columns = [
        (f"{key}.{column.key}", f"{table.heading.en}: {column.label.en}", f"{table.heading.fr} : {column.label.fr}")
        for key, table in tables.items() for column in table.inputs()
    ]  # fmt: skip
    counted = {light.key: COUNTED.fill(light=light.label) for light in lights}
    rows = _listing(RowsByTable, "table", closed_list("DataTable", map(_words_of, tables.values())), counted)
    cells = _listing(
        UnknownCells,
        "column",
        closed_list("DataColumn", data_columns),
        {each.key: each.label for each in lights},
    )
    holds = {
        holds_key(kind): Column(Kind.INTEGER, HOLDS.fill(kind=title), width=12)
        for kind, title in kinds.items()
    }
    returns = with_columns(Returns, {**Returns.columns, **holds})
    return {table.key: table for table in (returns, rows, cells, GroupedFindings, Findings)}


COUNTED = t("{light}: cells", "{light} : cellules")
HOLDS = t("Holds: {kind}", "Contient : {kind}")


def _listing(
    table: type[Table], column: str, values: type[Choice], lights: Mapping[str, Text]
) -> type[Table]:
    """A table whose *column* holds one of these values, with a column of that label for each light at the end."""
    listed = replace(table.columns[column], kind=Kind.CHOICE, choices=values)
    counts = {key: Column(Kind.INTEGER, label, width=14) for key, label in lights.items()}
    return with_columns(table, {**table.columns, column: listed, **counts})


def _words_of(table: type[Sheet]) -> tuple[str, str, str]:
    return table.key, table.heading.en, table.heading.fr


def as_listed(table: type[Sheet]) -> Choice:
    """A table of the returns as the tables of the run name it."""
    return next(iter(closed_list("DataTable", [_words_of(table)])))


PROVENANCE: dict[str, Text] = {
    "source_file": t("Source file", "Fichier source"),
    "source_sheet": t("Source sheet", "Feuille source"),
    "source_row": t("Source row", "Ligne source"),
}
"""Where a row of a data table comes from; these columns stand last."""

PROJECT_KEY: Column = Project.columns["project_id"]
"""The column that ties every data table to its project; it stands first."""


def data_headings(columns: dict[str, Column]) -> dict[str, Heading]:
    """How the columns of a data table of the master are called."""
    heads = {PROJECT_KEY.key: Heading(PROJECT_KEY.label, False)}
    heads |= {key: heading_of(column) for key, column in columns.items()}
    heads |= {key: Heading(label, key == "source_row") for key, label in PROVENANCE.items()}
    return heads
