"""The columns that both tables of the page on the collection share, their heads and their formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.definition.names import parameter
from pmo_xl.excel.master.context import RETURNS_DUE, MasterContext
from pmo_xl.excel.master.run_tables import kinds_of
from pmo_xl.excel.page_layout.boxes import Place
from pmo_xl.excel.pages.collection.facts import Owed, has_due_date, has_reviews
from pmo_xl.excel.write.cells import merge, shown, write_formula
from pmo_xl.excel.write.style import number_format
from pmo_xl.excel.write.worksheet import Page

TITLE_HEIGHT, HEAD_HEIGHT = 20.0, 40.5
"""Points of the heading above a table, and of the head of its columns."""
NAME = "name"
_WIDTHS = {"id": 11.5, NAME: 27.0, "manager": 23.5, "expected": 9.0, "received": 8.5, "missing": 10.0, "late": 8.5,
           "errors": 9.0, "queries": 9.5, "action": 29.0, "due": 11.0}  # fmt: skip
KIND_WIDTH = 12.5


def keys_of(master: MasterContext) -> Sequence[str]:
    """The columns in order: lateness and due date where a date is set, queries where budgets are reviewed."""
    left_out = set() if has_due_date(master) else {"late", "due"}
    left_out |= set() if has_reviews(master) else {"queries"}
    counts = ("expected", "received", "missing", "late", "errors", "queries", "action", "due")
    return ("id", NAME, "manager", *kinds_of(master), *(key for key in counts if key not in left_out))


def widths_of(master: MasterContext) -> list[float]:
    """The characters of each."""
    return [_WIDTHS.get(key, KIND_WIDTH) for key in keys_of(master)]


HEADS: Mapping[str, Text] = {
    "expected": t("Expected", "Attendus"),
    "received": t("Received", "Reçus"),
    "missing": t("Missing", "Manquants"),
    "late": t("Saved late", "En retard"),
    "errors": t("Errors to correct", "Erreurs à corriger"),
    "queries": t("Open finance queries", "Questions finance"),
    "action": t("Next action", "Prochaine action"),
    "due": t("Due by", "Échéance"),
}
SEND = t("Returns to send: ", "Retours à remettre : ")
CORRECT = t("Errors to correct: ", "Erreurs à corriger : ")
ANSWER = t("Queries to answer: ", "Questions à traiter : ")
NOTHING = "–"
"""What stands where nothing is owed."""


def write_heads(master: MasterContext, page: Page, place: Place, first: Mapping[str, Text]) -> dict[str, int]:
    """The heads of a table, of which *first* says its own columns; the sheet column of each by its key."""
    heads = {**HEADS, **kinds_of(master), **first}
    columns: dict[str, int] = {}
    for key, span in zip(keys_of(master), place.spans, strict=True):
        merge(page, place.row + 1, span, master.head_style())
        page.write_string(place.row + 1, span[0], master.say(heads[key]), master.head_style())
        columns[key] = span[0]
    return columns


def returns_column(master: MasterContext, key: str) -> str:
    """A whole column of the table of returns."""
    return master.column("returns", key)


def state_words(master: MasterContext, state: str) -> str:
    """What the table of returns calls a state."""
    column = master.catalogue.run_tables["returns"].columns["state"]
    return str(shown(column, state, master.language))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: where it stands, what it is about, the cell of each of its columns."""

    at: int
    owed: Owed
    columns: Mapping[str, int]

    def cell(self, key: str) -> str:
        """The cell of a column, its column fixed."""
        return str(xl_rowcol_to_cell(self.at, self.columns[key], col_abs=True))


def write_counts(
    master: MasterContext, page: Page, row: Row, live: Mapping[str, str], sending: tuple[str, str]
) -> None:
    """The counts of a row by their formulas, what to do next, and by when; ``sending`` are the words for what is missing."""
    count = master.cell_style(num_format="0", align="center")
    for key in ("expected", "received", "missing", "late", "errors", "queries"):
        if key in row.columns:
            write_formula(page, row.at, row.columns[key], f"={live[key]}", getattr(row.owed, key), count)
    for key in ("missing", "late", "errors", "queries"):
        if key in row.columns:
            master.mark_partial(page, row.at, row.columns[key], f"{row.cell(key)}>0")
    style = master.cell_style(text_wrap=True, indent=1)
    write_formula(page, row.at, row.columns["action"], *_action(master, row, sending), style)
    if "due" in row.columns:
        name, action = parameter(RETURNS_DUE), row.cell("action")
        due = master.params[RETURNS_DUE] if _to_do(row.owed) else None
        day = master.cell_style(num_format=number_format(Kind.DATE, master.language), align="center")
        write_formula(page, row.at, row.columns["due"], f'=IF({action}="{NOTHING}","",{name})', due, day)


def _to_do(owed: Owed) -> bool:
    return bool(owed.missing or owed.errors or owed.queries)


def _action(master: MasterContext, row: Row, sending: tuple[str, str]) -> tuple[str, str]:
    """What a person has to do next, as a formula and as a value: send before correct, correct before answer."""
    owed = row.owed
    live, told = f'"{NOTHING}"', NOTHING
    steps = [("queries", ANSWER, owed.queries), ("errors", CORRECT, owed.errors)]
    for key, words, n in steps:
        if key in row.columns:
            live = f'IF({row.cell(key)}>0,"{master.say(words)}"&{row.cell(key)},{live})'
            told = f"{master.say(words)}{n}" if n else told
    live = f'=IF({row.cell("missing")}>0,"{master.say(SEND)}"&{sending[0]},{live})'
    return live, f"{master.say(SEND)}{sending[1]}" if owed.missing else told


def total_style(master: MasterContext) -> Format:
    """A sum of counts."""
    return master.total_style(Unit.COUNT)
