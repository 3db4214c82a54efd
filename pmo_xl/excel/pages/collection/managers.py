"""Who has not sent what: a sentence for all, then a row per project manager with what he has to do and by when."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from urllib.parse import quote

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, say, t
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.overview_blocks import CollectionSummary, ManagerRows
from pmo_xl.excel.master.context import RETURNS_DUE, MasterContext
from pmo_xl.excel.master.run_tables import kinds_of
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.pages.collection.columns import (
    HEAD_HEIGHT,
    NAME,
    TITLE_HEIGHT,
    Row,
    keys_of,
    returns_column,
    state_words,
    total_style,
    widths_of,
    write_counts,
    write_heads,
)
from pmo_xl.excel.pages.collection.facts import (
    addresses,
    has_due_date,
    listed,
    managers_of,
    projects_of,
)
from pmo_xl.excel.pages.collection.matrix import LACKING, STATES
from pmo_xl.excel.write.cells import merge, write_formula
from pmo_xl.excel.write.style import BLUE, DARK_GREEN, DARK_RED, QUIET
from pmo_xl.excel.write.worksheet import Page

SUMMARY_HEIGHT, NOTE_HEIGHT = 20.0, 14.0
"""Points of the sentence, and of the words in small type below it."""
PAPER_END = 2
"""Rows of the words that end the paper, with the gap below them."""


# the sentence --------------------------------------------------------------------------------------


def summary_box(master: MasterContext, block: CollectionSummary) -> Box:
    """The room of the sentence, and of what is measured below it; in the columns of the tables, of which it counts one."""
    keys = keys_of(master)
    return Box(
        block, widths_of(master), [SUMMARY_HEIGHT, NOTE_HEIGHT], block.span, keys=keys, names=keys.index(NAME)
    )


def write_summary(master: MasterContext, page: Page, place: Place) -> None:
    """How many returns are missing, from how many project managers, and by when they were due."""
    projects = projects_of(master)
    expected, received = (sum(getattr(one, key) for one in projects) for key in ("expected", "received"))
    missing = expected - received
    owing = sum(one.missing > 0 for one in managers_of(master, projects))
    late = sum(one.late for one in projects)
    total, counted = (
        f"SUM({returns_column(master, key)})" for key in ("contents_expected", "contents_counted")
    )
    managers = managers_of(master, projects)
    first = place.row_below + 2
    column = place.spans[keys_of(master).index("missing")][0]
    owes = f'COUNTIF({_range(first, first + max(1, len(managers)) - 1, column)},">0")'
    words = {key: master.say(text) for key, text in SENTENCE.items()}
    live = (
        f'=IF({total}-{counted}>0,"{words["missing"]}"&({total}-{counted})&"{words["of"]}"&{total}'
        f'&"{words["managers"]}"&{owes},"{words["all"]}"&{total})'
    )
    told = (
        f"{words['missing']}{missing}{words['of']}{expected}{words['managers']}{owing}"
        if missing > 0
        else f"{words['all']}{expected}"
    )
    if has_due_date(master):
        late_there = f'COUNTIFS({returns_column(master, "days_late")},">0")'
        live += f'&"{words["due"]}"&{_day_formula(master)}&"{words["late"]}"&{late_there}'
        told += f"{words['due']}{say(master.params[RETURNS_DUE], master.language)}{words['late']}{late}"
    red = master.formats.get(bold=True, font_size=13, font_color=DARK_RED if missing > 0 else DARK_GREEN)
    write_formula(page, place.row, place.col, live, told, red)
    note = MEASURED if has_due_date(master) else NO_DUE
    small = master.formats.get(font_size=9, italic=True, font_color=QUIET)
    page.write_string(place.row + 1, place.col, master.say(note), small)


def _day_formula(master: MasterContext) -> str:
    name = parameter(RETURNS_DUE)
    year, month, day = f"YEAR({name})", f'RIGHT("0"&MONTH({name}),2)', f'RIGHT("0"&DAY({name}),2)'
    if master.language == "fr":
        return f'{day}&"/"&{month}&"/"&{year}'
    return f'{year}&"-"&{month}&"-"&{day}'


# by project manager --------------------------------------------------------------------------------


def managers_box(master: MasterContext, block: ManagerRows) -> Box:
    """The room of a row per project manager and a total, in the columns of the table by project."""
    keys = keys_of(master)
    lines = len(managers_of(master, projects_of(master)))
    return Box(block, widths_of(master), [TITLE_HEIGHT, HEAD_HEIGHT, *[USUAL] * lines, USUAL], block.span,
               keys=keys, names=keys.index(NAME))  # fmt: skip


def write_managers(master: MasterContext, page: Page, place: Place) -> None:
    """A row per project manager, live over the returns, and over the table by project below the words that end the paper."""
    projects = projects_of(master)
    some, known = managers_of(master, projects), addresses(master)
    master.section(page, place.row, place.col, TITLE, place.last_col - place.col + 1)
    columns = write_heads(master, page, place, FIRST_HEADS)
    spans = dict(zip(keys_of(master), place.spans, strict=True))
    first = place.row_below + PAPER_END + 2
    last = first + len(listed(projects)) - 1
    whole = len(listed(projects)) == len(projects)
    held = {key: _range(first, last, columns[key]) for key in columns} if whole and projects else {}
    for at, owed in enumerate(some, start=place.row + 2):
        for span in spans.values():
            merge(page, at, span, master.cell_style())
        _write_row(master, page, Row(at, owed, columns), held, known.get(owed.key, ""))
    _write_total(master, page, place.row + 2, len(some), columns, place)


def _write_row(master: MasterContext, page: Page, row: Row, held: Mapping[str, str], address: str) -> None:
    owed, name = row.owed, row.cell(NAME)
    of = partial(returns_column, master)
    mine = f"({of('project_manager')}={name})"
    page.write_string(row.at, row.columns[NAME], owed.name, master.cell_style(bold=True))
    if "@" in address:
        url = f"mailto:{address}?subject={quote(_subject(master, row))}"
        style = master.cell_style(font_color=BLUE, underline=1, shrink=True)
        page.write_url(row.at, row.columns["manager"], url, style, address)
    else:
        page.write_string(row.at, row.columns["manager"], address, master.cell_style(font_color=QUIET))
    count = master.cell_style(num_format="0", align="center")
    lacks = master.cell_style(num_format='"◆ "0;;"–"', align="center")
    if held:
        by_project = f"({held['manager']}={name})"
        write_formula(page, row.at, row.columns["id"], f"=SUMPRODUCT(--{by_project})", owed.projects, count)
        for key in kinds_of(master):
            lacking = "+".join(f'({held[key]}="{master.say(STATES[state])}")' for state in LACKING)
            live = f"=SUMPRODUCT({by_project}*({lacking}))"
            write_formula(page, row.at, row.columns[key], live, owed.kinds[key], lacks)
            master.mark_partial(page, row.at, row.columns[key], f"{row.cell(key)}>0")
    missing = state_words(master, "missing")
    counts = {
        "expected": f"SUMPRODUCT(--{mine},{of('contents_expected')})",
        "received": f"SUMPRODUCT(--{mine},{of('contents_counted')})",
        "missing": f"{row.cell('expected')}-{row.cell('received')}",
        "late": f"SUMPRODUCT({mine}*({of('days_late')}>0))",
        "errors": f'SUMPRODUCT({mine}*({of("state")}<>"{missing}"),{of("errors")})',
        "queries": f"SUMPRODUCT(--({held['manager']}={name}),{held['queries']})"
        if "queries" in held
        else "0",
    }
    write_counts(master, page, row, counts, (row.cell("missing"), str(owed.missing)))


def _subject(master: MasterContext, row: Row) -> str:
    status = master.portfolio.status_date
    return master.say(SUBJECT.fill(day=status) if status else SUBJECT_ALONE)


def _write_total(
    master: MasterContext, page: Page, first: int, rows: int, columns: Mapping[str, int], place: Place
) -> None:
    """The sums of the counts; what they add up is what stands above them."""
    at = first + rows
    for key, span in zip(keys_of(master), place.spans, strict=True):
        merge(page, at, span, master.total_style())
        page.write_blank(at, span[0], None, master.total_style())
        assert columns[key] == span[0]
    page.write_string(at, columns[NAME], master.say(TOTAL), master.total_style())
    projects = projects_of(master)
    for key in ("expected", "received", "missing", "late", "errors", "queries"):
        if key in columns and rows:
            live = f"=SUM({_range(first, at - 1, columns[key])})"
            what = sum(getattr(one, key) or 0 for one in projects)
            write_formula(page, at, columns[key], live, what, total_style(master))


def _range(first: int, last: int, col: int) -> str:
    return ":".join(xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True) for row in (first, last))


SENTENCE: Mapping[str, Text] = {
    "missing": t("◆ Missing returns: ", "◆ Retours manquants : "),
    "of": t(" of ", " sur "),
    "managers": t(" · project managers to remind: ", " · chefs de projet à relancer : "),
    "all": t("● All returns received: ", "● Tous les retours sont reçus : "),
    "due": t(" · due by ", " · à remettre au plus tard le "),
    "late": t(" · saved late: ", " · enregistrés en retard : "),
}
MEASURED = t(
    "Late is measured by when a file was last saved (its own properties, else the disk): when it was sent cannot be known.",
    "Le retard se mesure au dernier enregistrement du fichier (ses propriétés, à défaut le disque) : la date d’envoi ne peut pas être connue.",
)
NO_DUE = t(
    "No due date of this period is set, so that nothing is judged late: “due” under [collection] in pmo.toml.",
    "Aucune date limite n’est fixée pour la période, aucun retard n’est donc jugé : « due » sous [collection] dans pmo.toml.",
)
TITLE = t("By project manager: who has to do what", "Par chef de projet : qui doit faire quoi")
FIRST_HEADS = {
    "id": t("Projects", "Projets"),
    NAME: t("Project manager", "Chef de projet"),
    "manager": t("E-mail", "Courriel"),
}
TOTAL = t("Total", "Total")
SUBJECT = t("Project returns as of {day}", "Retours des projets arrêtés au {day}")
SUBJECT_ALONE = t("Project returns", "Retours des projets")
