"""Project by project: the state of each kind of return, what is missing first; live over the returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.review import Status
from pmo_xl.core.pages.overview_blocks import CollectionMatrix
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.run_tables import kinds_of
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.pages.collection.columns import (
    HEAD_HEIGHT,
    NAME,
    NOTHING,
    TITLE_HEIGHT,
    Row,
    keys_of,
    returns_column,
    state_words,
    widths_of,
    write_counts,
    write_heads,
)
from pmo_xl.excel.pages.collection.facts import ORDER, Owed, listed, projects_of
from pmo_xl.excel.tracking.columns import AT, TRACKING
from pmo_xl.excel.write.bulk_columns import letters
from pmo_xl.excel.write.cells import merge, write_formula
from pmo_xl.excel.write.style import lines_of
from pmo_xl.excel.write.worksheet import Page

LINE = 13.5
"""Points of each further line of a wrapped cell."""


def matrix_box(master: MasterContext, block: CollectionMatrix) -> Box:
    """The room of a row per project; the columns of the page are its own."""
    keys = keys_of(master)
    action = keys.index("action")

    def heights(given: Sequence[float]) -> Sequence[float]:
        lines = [lines_of(_sending(master, one), given[action] - 8) for one in listed(projects_of(master))]
        return [TITLE_HEIGHT, HEAD_HEIGHT, *[USUAL + LINE * (n - 1) for n in lines]]

    return Box(block, widths_of(master), heights, block.span, keys=keys, names=keys.index(NAME))


def write_matrix(master: MasterContext, page: Page, place: Place) -> None:
    """A row per project that returned or owes anything."""
    every = projects_of(master)
    some = listed(every)
    title = TITLE if len(some) == len(every) else LISTED.fill(n=len(some), of=len(every))
    master.section(page, place.row, place.col, title, place.last_col - place.col + 1)
    columns = write_heads(master, page, place, FIRST_HEADS)
    spans = dict(zip(keys_of(master), place.spans, strict=True))
    for at, owed in enumerate(some, start=place.row + 2):
        for span in spans.values():
            merge(page, at, span, master.cell_style())
        _write_row(master, page, Row(at, owed, columns))
    last = place.row + 1 + len(some)
    for key in kinds_of(master):
        master.sign_colours(page, place.row + 2, columns[key], last, columns[key])


def _write_row(master: MasterContext, page: Page, row: Row) -> None:
    owed, project = row.owed, row.cell("id")
    page.write_string(row.at, row.columns["id"], owed.key, master.cell_style(bold=True))
    ids = returns_column(master, "project_id")
    for key, column, what in (
        (NAME, "project_name", owed.name),
        ("manager", "project_manager", owed.manager),
    ):
        live = f'=IFERROR(INDEX({returns_column(master, column)},MATCH({project},{ids},0))&"","")'
        write_formula(page, row.at, row.columns[key], live, what, master.cell_style(shrink=True))
    for key in kinds_of(master):
        live, state = _state_formula(master, project, key), owed.kinds[key]
        told = master.say(STATES[state]) if state is not None else NOTHING
        write_formula(page, row.at, row.columns[key], f"={live}", told, master.cell_style(align="center"))
    missing = state_words(master, "missing")
    errors, state = returns_column(master, "errors"), returns_column(master, "state")
    counts = {
        "expected": f"SUMIFS({returns_column(master, 'contents_expected')},{ids},{project})",
        "received": f"SUMIFS({returns_column(master, 'contents_counted')},{ids},{project})",
        "missing": f"{row.cell('expected')}-{row.cell('received')}",
        "late": f'COUNTIFS({ids},{project},{returns_column(master, "days_late")},">0")',
        "errors": f'SUMIFS({errors},{ids},{project},{state},"<>{missing}")',
        "queries": _queries_formula(master, project),
    }
    write_counts(master, page, row, counts, (_sending_formula(master, row), _sending(master, owed)))


def _state_formula(master: MasterContext, project: str, kind: str) -> str:
    """The best state of the lines about a kind of a project."""
    ids, holds, states = (returns_column(master, key) for key in ("project_id", kind, "state"))
    live = f'"{NOTHING}"'
    for state in reversed(ORDER):
        there = f'COUNTIFS({ids},{project},{holds},1,{states},"{state_words(master, state)}")>0'
        live = f'IF({there},"{master.say(STATES[state])}",{live})'
    return live


def _queries_formula(master: MasterContext, project: str) -> str:
    """How many lines of a project wait for an answer on the sheet of reviews."""
    sheet = f"'{master.say(TRACKING)}'!"
    ids, statuses = (f"{sheet}${letters(AT[key])}:${letters(AT[key])}" for key in ("project_id", "status"))
    words = (master.say(status.label) for status in (Status.QUERY, Status.REJECTED))
    return "+".join(f'COUNTIFS({ids},{project},{statuses},"{word}")' for word in words)


def _sending_formula(master: MasterContext, row: Row) -> str:
    parts = "&".join(
        f'IF(LEFT({row.cell(key)},1)="◆",", {master.say(words)}","")'
        for key, words in kinds_of(master).items()
    )
    return f"MID({parts},3,250)"


def _sending(master: MasterContext, owed: Owed) -> str:
    """The kinds that a project has to send, in words."""
    kinds = kinds_of(master)
    return ", ".join(master.say(kinds[key]) for key, state in owed.kinds.items() if state in LACKING)


LACKING = ("rejected", "missing")
STATES: Mapping[str, Text] = {
    "accepted": t("● Received", "● Reçu"),
    "partial": t("▲ In part", "▲ En partie"),
    "rejected": t("◆ Rejected", "◆ Rejeté"),
    "missing": t("◆ Missing", "◆ Manquant"),
}
TITLE = t("By project: what came of each kind", "Par projet : les retours de chaque type")
LISTED = t(
    "By project: the {n} of {of} that miss most", "Par projet : les {n} sur {of} auxquels il manque le plus"
)
FIRST_HEADS = {
    "id": t("Project ID", "Code projet"),
    NAME: t("Project name", "Intitulé du projet"),
    "manager": t("Project manager", "Chef de projet"),
}
