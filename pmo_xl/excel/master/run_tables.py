"""Returns and findings: what came, what was read and what was found, each with a link to its file."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.format import Format

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.flow.expected import HOLDS
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.data import write_table
from pmo_xl.excel.write.style import BLUE
from pmo_xl.excel.write.worksheet import Page

MOST_LINKS = 60_000
"""Excel takes 65,530 links in a sheet."""


def write_run_table(master: MasterContext, page: Page, key: str, folder: str | None) -> None:
    """Returns or findings as an Excel table; ``folder`` leads from the master to the returns, for the links."""
    table = master.catalogue.run_tables[key]
    frame = master.shown(key)
    words = master.part_words(key) or RUN_TABLE_WORDS[key].fill(n=len(frame))
    master.head(page, table.heading, words, len(table.columns) + 1)
    heads = [(name, master.say(c.label), float(c.width or 13)) for name, c in table.columns.items()]
    cells: dict[str, tuple[Column | None, Format]] = {}
    for name, column in table.columns.items():
        wide = (column.width or 0) >= 34
        cells[name] = (column, master.formats.cell(column.kind, valign="top", text_wrap=wide))
    write_table(master, page, key, frame, heads, cells, {}, master.names)
    for sign in {"severity", "state"} & table.columns.keys():
        col = 1 + list(table.columns).index(sign)
        master.sign_colours(page, 5, col, 5 + max(1, len(frame)), col)
    if folder is not None and key in LINKED:
        _write_links(master, page, key, folder)


AT_CELL = {"grouped", "findings"}
"""The ledgers whose rows lead to a cell of a file."""
LINKED = {"returns", *AT_CELL}
"""The ledgers whose rows lead to a file."""


def _write_links(master: MasterContext, page: Page, key: str, folder: str) -> None:
    """From a finding to its cell, from a return to its file; relative, so that a copied folder still works."""
    table = master.catalogue.run_tables[key]
    names = list(table.columns)
    at_cell = key in AT_CELL
    col = 1 + names.index("cell" if at_cell else "file")
    style = master.formats.get(
        font_color=BLUE, underline=1, valign="top", align="center" if at_cell else "left"
    )
    came = {returned.file for returned in master.portfolio.returns}
    for row, record in enumerate(master.shown(key).head(MOST_LINKS).to_dict("records"), start=5):
        file, cell = record["file"], record.get("cell")
        if file not in came or (at_cell and not cell):
            continue
        spot = f"#'{str(record['sheet']).replace(chr(39), chr(39) * 2)}'!{cell}" if at_cell else ""
        address = f"external:{folder}/{file}{spot}"
        if len(address) < 2000:
            page.write_url(row, col, address, style, str(cell if at_cell else file))


RUN_TABLE_WORDS = {
    "returns": t("{n} lines: what came and what is still owed, with the state of each.",
                 "{n} lignes : ce qui est arrivé et ce qui manque, avec l’état de chaque retour."),
    "rows": t("{n} tables of accepted returns: rows read, rows left out, cells that cannot be read or are blank though required; in the last columns those that a light reads, in rows that count.",
              "{n} tables de retours acceptés : lignes lues, lignes écartées, cellules illisibles ou vides alors qu’elles sont obligatoires ; dans les dernières colonnes, celles que lit une météo, dans les lignes retenues."),
    "cells": t("{n} columns of accepted returns that a figure reads, with cells that cannot be read or are blank though required; the last columns say which lights read them.",
               "{n} colonnes de retours acceptés, lues par un chiffre, avec des cellules illisibles ou vides alors qu’elles sont obligatoires ; les dernières colonnes disent quelles météos les lisent."),
    "grouped": t("{n} rows: what one rule finds on more than five lines of a column is one row, with their number and, of amounts, their total. The sheet Findings has each of them, under its group.",
                 "{n} lignes : ce qu’une règle relève sur plus de cinq lignes d’une colonne tient en une ligne, avec leur nombre et, pour des montants, leur total. La feuille Anomalies les détaille, sous leur groupe."),
    "findings": t("{n} findings, each with its group; the cell is a link into the file.", "{n} constats, chacun avec son groupe ; la cellule est un lien vers le fichier."),
}  # fmt: skip


def kinds_of(master: MasterContext) -> Mapping[str, Text]:
    """The words of each kind that anybody returned or owes, by its column of the returns; all where nobody does."""
    return master.once(_kinds)


def _kinds(master: MasterContext) -> Mapping[str, Text]:
    columns = master.catalogue.run_tables["returns"].columns
    every = {key: column.label.values["kind"] for key, column in columns.items() if key.startswith(HOLDS)}
    frame = master.frames["returns"]
    return {key: words for key, words in every.items() if frame[key].notna().any()} or every
