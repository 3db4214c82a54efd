"""The cell in which a project is chosen, and its banner: who answers for it, how it is said to be, how it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.flow.expected import HOLDS, received_key
from pmo_xl.core.pages.blocks import ChosenProject, MasterPage, ProjectChoice
from pmo_xl.core.pages.view import DATA
from pmo_xl.excel.master.context import CHOSEN, HEADER_ROW, MasterContext
from pmo_xl.excel.master.data import FIRST as DATA_FIRST
from pmo_xl.excel.master.run_tables import kinds_of
from pmo_xl.excel.master.trend import told
from pmo_xl.excel.one_project.chosen import CHOSEN_ROW, cell_of, found, record_of
from pmo_xl.excel.page_layout.boxes import Box, Place, Span
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.style import AMBER, DARK_RED, LIGHT_AMBER, NAVY, QUIET, number_format
from pmo_xl.excel.write.worksheet import Page

WIDTHS = 10.4, 16.6, 10.4, 16.6, 10.4, 14.0
"""Characters of the three pairs of label and value of a line."""
HEIGHTS = 24.0, 15.0, 15.0, 17.0, 13.0
SMALL, FACT = 8, 9
"""Points of the letters of a label and of a value."""
CHOOSE = t("Project ID", "Code projet")
NOT_RECEIVED = t("Not received: ", "Non reçu : ")
FIRST_PERIOD = t("nothing to compare with", "pas de période à comparer")
TRENDS = {
    1: t("↗ better than last period", "↗ mieux qu’à la période précédente"),
    0: t("→ as in the last period", "→ comme à la période précédente"),
    -1: t("↘ worse than last period", "↘ moins bien qu’à la période précédente"),
}


class _Fact(NamedTuple):
    """What is said of a project: label, formula, value, kind of cell, whether it is a light."""

    label: Text
    live: str
    what: Any
    kind: Kind = Kind.TEXT
    light: bool = False


def choice_box(block: ProjectChoice) -> Box:
    """The room that the choice and the banner take."""
    return Box(block, WIDTHS, HEIGHTS, block.span, longest=5)


def write_choice(master: MasterContext, page: Page, place: Place) -> None:
    """The cell to choose in, and what is known of that project first."""
    row, spans = place.row, place.spans
    label = master.formats.get(bold=True, align="right", font_color=NAVY)
    merge(page, row, spans[0], label)
    page.write_string(row, spans[0][0], master.say(CHOOSE) + " ▸", label)
    entry = master.formats.get(
        bold=True, font_size=14, align="center", bg_color=LIGHT_AMBER, border=2, border_color=AMBER
    )
    merge(page, row, spans[1], entry)
    page.write_string(row, spans[1][0], master.params[CHOSEN] or "", entry)
    master.define(CHOSEN, page, row, spans[1][0])
    _offer_projects(master, page, row, spans[1][0])
    ids = list(master.frames["kpis"]["project_id"])
    live = f'=IFERROR(MATCH({parameter(CHOSEN)},{master.column("kpis", "project_id")},0),"")'
    at = ids.index(master.params[CHOSEN]) + 1 if ids else None
    write_formula(page, row, place.col - 1, live, at, master.formats.get(font_size=SMALL, num_format=";;;"))
    master.define(CHOSEN_ROW, page, row, place.col - 1)
    _write_name(master, page, row, (spans[2][0], spans[5][1]))
    for line in _lines(master):
        row += 1
        for at_pair, fact in enumerate(line):
            _write_fact(master, page, row, spans[2 * at_pair], spans[2 * at_pair + 1], fact)
    _write_missing(master, page, row + 1, (place.col, place.last_col))


def _offer_projects(master: MasterContext, page: Page, row: int, col: int) -> None:
    """The list of projects behind the cell, where the workbook holds them."""
    sheet = master.say(DATA.fill(name=master.catalogue.record.heading))
    if sheet not in master.book.sheetnames:
        return
    quoted = sheet.replace("'", "''")
    top, last = (xl_rowcol_to_cell(at, DATA_FIRST, row_abs=True, col_abs=True)
                 for at in (HEADER_ROW + 1, HEADER_ROW + max(1, len(master.frames["kpis"]))))  # fmt: skip
    page.data_validation(row, col, row, col, {
        "validate": "list", "source": f"='{quoted}'!{top}:{last}",
        "input_title": master.say(t("Project", "Projet")),
        "input_message": master.say(t("Choose a project: the page follows.", "Choisissez un projet : la page suit.")),
    })  # fmt: skip


def _write_name(master: MasterContext, page: Page, row: int, span: Span) -> None:
    style = master.formats.get(bold=True, font_size=14, font_color=NAVY, indent=1, shrink=True)
    merge(page, row, span, style)
    live = f'=IFERROR({cell_of(master, "kpis", "project_name")}&"","")'
    write_formula(page, row, span[0], live, found(master, "kpis", "project_name"), style)


def _lines(master: MasterContext) -> Iterator[list[_Fact]]:
    """The facts, three on each line."""
    columns = master.catalogue.record.columns
    facts = {
        key: _Fact(columns[key].label, _text(master, "projects", key), found(master, "projects", key))
        for key in ("project_manager", "sponsor", "programme_id", "phase", "currency")
    }
    date = cell_of(master, "projects", "status_date")
    on = _Fact(columns["status_date"].label, f'=IFERROR(IF({date}="","",{date}),"")',
               found(master, "projects", "status_date"), Kind.DATE)  # fmt: skip
    yield [facts["project_manager"], facts["sponsor"], facts["programme_id"]]
    yield [facts["phase"], on, facts["currency"]]
    declared = _Fact(
        t("Declared", "Déclarée"), _text(master, "kpis", "rag_declared"), found(master, "kpis", "rag_declared"), light=True,
    )  # fmt: skip
    yield [declared, _computed(master), _trend(master)]


def _text(master: MasterContext, table: str, key: str) -> str:
    return f'=IFERROR({cell_of(master, table, key)}&"","")'


def _computed(master: MasterContext) -> _Fact:
    """The light of the project, and a mark where it does not know all that it looks at."""
    level, partial = (cell_of(master, "kpis", key) for key in ("rag", "rag_partial"))
    record = record_of(master, "kpis")
    told = master.light_told(record["rag"], record["rag_partial"]) if record else None
    live = f'=IFERROR({master.light_cell(level, partial)},"")'
    return _Fact(t("Computed", "Calculée"), live, told, light=True)


def _trend(master: MasterContext) -> _Fact:
    """Whether the light is better or worse than that of the last period which a master remembers."""
    record, cell = record_of(master, "kpis"), cell_of(master, "kpis", "trend")
    words, what = told(master, cell, record.get("trend"), TRENDS)
    first = master.say(FIRST_PERIOD)
    live = f'=IFERROR(IF({cell}="","{first}",{words}),"")'
    return _Fact(t("Trend", "Tendance"), live, (what or first) if record else None)


def _write_fact(
    master: MasterContext, page: Page, row: int, label_span: Span, span: Span, fact: _Fact
) -> None:
    label = master.formats.get(font_size=SMALL, font_color=QUIET, align="right")
    merge(page, row, label_span, label)
    page.write_string(row, label_span[0], master.say(fact.label), label)
    style = _fact_style(master, fact)
    merge(page, row, span, style)
    write_formula(page, row, span[0], fact.live, fact.what, style)
    if fact.light:
        master.sign_colours(page, row, span[0], row, span[1])


def _fact_style(master: MasterContext, fact: _Fact) -> Format:
    more = {"align": "center"} if fact.light else {"align": "left", "indent": 1}
    form = number_format(fact.kind, master.language) if fact.kind.is_date else "General"
    return master.formats.get(font_size=FACT, bold=fact.light, num_format=form, shrink=True, **more)


def _write_missing(master: MasterContext, page: Page, row: int, span: Span) -> None:
    """Which returns of the project did not come, in red; nothing where all did."""
    record = record_of(master, "kpis")
    flags: dict[str, str] = {}
    for key, words in kinds_of(master).items():
        flags[received_key(key.removeprefix(HOLDS))] = master.say(words).lower()
    parts = [
        f'IF({cell_of(master, "kpis", flag)}=1,"",", {words}")'
        for flag, words in flags.items()
        if record and flag in master.frames["kpis"]
    ]
    if not parts:
        return
    lacking = [words for flag, words in flags.items() if plain(record.get(flag)) != 1]
    joined = "&".join(parts)
    live = f'=IFERROR(IF({joined}="","","{master.say(NOT_RECEIVED)}"&MID({joined},3,200)),"")'
    told = master.say(NOT_RECEIVED) + ", ".join(lacking) if lacking else None
    style = master.formats.get(bold=True, font_size=FACT, font_color=DARK_RED)
    merge(page, row, span, style)
    write_formula(page, row, span[0], live, told, style)


# ---- a page that follows the choice of another ---------------------------------------------------------


def chosen_box(block: ChosenProject) -> Box:
    """The room of the project that is chosen elsewhere."""
    return Box(block, [14.0, 60.0, 20.0], [22.0], block.span, longest=1)


def write_chosen(master: MasterContext, page: Page, place: Place) -> None:
    """ID and name of the project, and the way to the cell in which it is chosen."""
    row, (ids, names, way) = place.row, place.spans
    bold = master.formats.get(bold=True, font_size=14, font_color=NAVY)
    merge(page, row, ids, bold)
    write_formula(page, row, ids[0], f'={parameter(CHOSEN)}&""', master.params[CHOSEN], bold)
    _write_name(master, page, row, names)
    about = _page_of_choice(master)
    link = master.formats.get(font_color=NAVY, underline=1, align="right")
    merge(page, row, way, link)
    words = f"▸ {master.say(about.title)}"
    page.write_string(row, way[0], words, link)
    page.add_link(row, way[0], f"internal:'{master.say(about.title)}'!A1", words)


def _page_of_choice(master: MasterContext) -> MasterPage:
    return next(
        page
        for page in master.catalogue.pages
        if any(isinstance(block, ProjectChoice) for block in page.parts())
    )
