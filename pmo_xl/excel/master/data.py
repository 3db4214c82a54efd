"""The data sheets of the master: one Excel table per kind with the source of every row, and the KPI table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.definition.names import Names
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.formula.formula import formula
from pmo_xl.core.formula.rollup import roll_up_formula
from pmo_xl.core.pages.view import DATA, KPI_SHEET
from pmo_xl.excel.master import project_ranges, reasons
from pmo_xl.excel.master.context import HEADER_ROW, RATE, RATE_KINDS, MasterContext
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.write.bulk import Cells
from pmo_xl.excel.write.cells import all_shown, write_formula
from pmo_xl.excel.write.style import COMPUTED, QUIET, room_of, width_of
from pmo_xl.excel.write.worksheet import Page

FIRST = 1
"""Zero-based first column of a table."""
RATE_FORMAT = "0.####"


def write_table(
    master: MasterContext, page: Page, name: str, frame: pd.DataFrame, columns: Sequence[tuple[str, str, float]],
    cells: dict[str, tuple[Column | None, Format]], live: Mapping[str, Expr | str], names: Names, row: int = HEADER_ROW,
) -> None:  # fmt: skip
    """One Excel table: ``columns`` are key, header and width; ``live`` those that are formulas, written or to write."""
    # An empty table keeps one row, in which a count would show 0 for a row that does not exist.
    formulas = {
        key: expr if isinstance(expr, str) else formula(expr, names)
        for key, expr in live.items()
        if len(frame)
    }
    head = [
        {
            "header": label,
            "header_format": master.head_style(),
            **({"formula": formulas[key]} if key in formulas and page.is_live(formulas[key]) else {}),
        }
        for key, label, _ in columns
    ]
    last = row + max(1, len(frame))
    page.set_row(row, 32)
    page.add_long_table(
        row, FIRST, last, FIRST + len(columns) - 1,
        {"name": name, "columns": head, "style": "Table Style Light 1", "banded_rows": False},
    )  # fmt: skip
    whole = []
    for place, (key, _, width) in enumerate(columns):
        column, style = cells[key]
        # Blank cells are not written: most of a register is blank, and the column has the format.
        page.set_column(FIRST + place, FIRST + place, width, style)
        values: Sequence[Any] | pd.Series[Any] = frame[key] if key in frame else [None] * len(frame)
        if column is not None and key not in formulas:
            values = all_shown(column, values, master.language)
        whole.append(Cells(values, style, formulas.get(key)))
    page.write_columns(row + 1, FIRST, whole)
    page.freeze_panes(row + 1, FIRST + 1)


def write_data(master: MasterContext, page: Page, key: str) -> None:
    """The data sheet of one table of the templates: a row per source row, calculated columns live."""
    table = master.catalogue.tables[key]
    purpose = t(
        "{rows} rows; calculated columns are live; the last columns say where each row comes from.",
        "{rows} lignes ; les colonnes calculées sont des formules ; les dernières disent d’où vient chaque ligne.",
    ).fill(rows=len(master.frames[key]))
    columns = master.data_columns(key)
    master.head(page, DATA.fill(name=table.heading), master.part_words(key) or purpose, len(columns))
    heads: list[tuple[str, str, float]] = []
    cells: dict[str, tuple[Column | None, Format]] = {}
    names = master.names_in(key)
    live: dict[str, Expr | str] = {}
    for name, what in columns:
        if isinstance(what, Column):
            heads.append((name, master.say(what.label), width_of(what, master.language)))
            computed = what.formula is not None
            style = {"bg_color": COMPUTED, "font_color": QUIET} if computed else {}
            cells[name] = (what, master.formats.cell(what.kind, **style))
            if what.formula is not None:
                live[name] = what.formula
        elif name == RATE:
            heads.append((name, master.say(what), 11.0))
            cells[name], live[name] = rate_cells(master), rate_formula(master, names, name)
        else:
            label = master.say(what)
            heads.append((name, label, max(11.0, min(34.0, room_of(label, bold=True)))))
            cells[name] = (
                None,
                master.formats.get(
                    font_color=QUIET, num_format="0" if name.startswith("rank_") else "General"
                ),
            )
    for ranking in master.catalogue.rankings:
        if ranking.table == key:
            live[rank_key(ranking)] = ranking.order
    write_table(master, page, key, master.shown(key), heads, cells, live, names)
    for place, (name, _) in enumerate(columns):
        if name.startswith("rank_"):
            page.set_column(FIRST + place, FIRST + place, 12, None, {"hidden": True})


def write_projects(master: MasterContext, page: Page) -> None:
    """The projects as their returns describe them."""
    record = master.catalogue.record
    frame = master.shown("projects")
    master.head(
        page, DATA.fill(name=record.heading),
        t("A row per project, as its returns describe it.", "Une ligne par projet, telle que ses retours la décrivent."),
        len(record.columns) + 2,
    )  # fmt: skip
    heads: list[tuple[str, str, float]] = []
    cells: dict[str, tuple[Column | None, Format]] = {}
    for key, column in record.columns.items():
        heads.append((key, master.say(column.label), width_of(column, master.language)))
        cells[key] = (column, master.formats.cell(column.kind))
    for key in ("source_file", "source_sheet"):
        heads.append((key, master.say(master.catalogue.provenance[key]), 30))
        cells[key] = (None, master.formats.get(font_color=QUIET))
    write_table(master, page, "projects", frame, heads, cells, {}, master.names)


ALL = t("Portfolio", "Portefeuille")
TOTAL_ROW = HEADER_ROW - 1


def write_kpis(master: MasterContext, page: Page) -> None:
    """Every KPI of every project, live over the data tables; the portfolio's own row stands above."""
    catalogue = master.catalogue
    frame = master.frames["kpis"]
    master.head(
        page, KPI_SHEET,
        t("Every KPI of every project, live over the data sheets; the pages read from here. Lights: 0 no data, 1 green, 2 amber, 3 red.",
          "Tous les indicateurs de tous les projets, en formules sur les données ; les pages lisent ici. Météo : 0 sans donnée, 1 vert, 2 orange, 3 rouge."),
        len(catalogue.identity) + len(catalogue.kpis),
    )  # fmt: skip
    heads: list[tuple[str, str, float]] = []
    cells: dict[str, tuple[Column | None, Format]] = {}
    live: dict[str, Expr | str] = {key: rate_formula(master, master.kpi_names, key) for key in RATE_KINDS}
    for key, heading in catalogue.identity.items():
        heads.append((key, master.say(heading.label), 30 if key == "project_name" else 13))
        cells[key] = (
            catalogue.identity_columns.get(key),
            master.formats.get(num_format=RATE_FORMAT if heading.number else "@"),
        )
    for key, kpi in catalogue.kpis.items():
        label = master.say(kpi.label)
        heads.append((key, label, max(13.0, room_of(max(label.split(), key=len), bold=True) + 2)))
        cells[key] = (None, master.form_style(kpi.unit))
        live[key] = kpi.expr
    why = reasons.formulas(catalogue.kpis, master.kpi_names.column, master.language)
    for key, live_why in why.items():
        heads.append((key, master.names.tables["kpis"][key].label.to(master.language), 36))
        cells[key], live[key] = (None, master.formats.get()), live_why
    for ranking in catalogue.rankings:
        if ranking.table == "kpis":
            key = rank_key(ranking)
            heads.append((key, master.names.tables["kpis"][key].label.to(master.language), 12))
            cells[key] = (None, master.formats.get(num_format="0"))
            live[key] = ranking.order
    for key, heading in project_ranges.headings(master.sliced).items():
        heads.append((key, master.say(heading.label), 12))
        cells[key] = (None, master.formats.get(num_format="0"))
    live |= _slices(master)
    write_table(master, page, "kpis", frame, heads, cells, live, master.kpi_names)
    _write_totals(master, page)
    for place, (key, _, _) in enumerate(heads):
        if key in catalogue.kpis:
            master.threshold_colours(page, key, HEADER_ROW + 1, FIRST + place, HEADER_ROW + len(frame))
        elif key not in catalogue.identity and key not in why:
            page.set_column(FIRST + place, FIRST + place, 12, None, {"hidden": True})


def rate_formula(master: MasterContext, names: Names, key: str) -> str:
    """A rate of the currency of a row, looked up in the table of rates."""
    found = f"MATCH({names.column('currency')},{master.column('rates', 'currency')},0)"
    return f'=IFERROR(INDEX({master.column("rates", key)},{found}),"")'


def rate_cells(master: MasterContext) -> tuple[None, Format]:
    """How the rate of each row of a data table looks."""
    return None, master.formats.get(font_color=QUIET, bg_color=COMPUTED, num_format=RATE_FORMAT)


def _slices(master: MasterContext) -> dict[str, str]:
    """Where the rows of each project stand in the data tables."""
    live: dict[str, str] = {}
    own = master.kpi_names.column
    for key in master.sliced:
        ids, mine = master.column(key, "project_id"), own("project_id")
        live[project_ranges.first_key(key)] = project_ranges.first_formula(
            ids, mine, key, own(project_ranges.written_key(key))
        )
        live[project_ranges.rows_key(key)] = project_ranges.rows_formula(
            ids, mine, key, own(project_ranges.first_key(key))
        )
    return live


def _write_totals(master: MasterContext, page: Page) -> None:
    catalogue = master.catalogue
    page.write_string(TOTAL_ROW, FIRST, master.say(ALL), master.total_style())
    for place in range(1, len(catalogue.identity)):
        page.write_blank(TOTAL_ROW, FIRST + place, None, master.total_style())
    for place, (key, kpi) in enumerate(catalogue.kpis.items(), start=len(catalogue.identity)):
        what = master.scorecard.portfolio[key]
        write_formula(
            page,
            TOTAL_ROW,
            FIRST + place,
            roll_up_formula(kpi, catalogue.kpis, master.kpi_names),
            what,
            master.total_style(kpi.unit),
        )


def total_cell(master: MasterContext, key: str) -> str:
    """The cell of the KPI sheet that holds a KPI of the whole portfolio."""
    place = list(master.catalogue.kpis).index(key) + len(master.catalogue.identity)
    cell = xl_rowcol_to_cell(TOTAL_ROW, FIRST + place, row_abs=True, col_abs=True)
    return f"'{master.say(KPI_SHEET)}'!{cell}"


def kpi_form(master: MasterContext, key: str) -> Unit | None:
    """The form of a KPI; None for what identifies a project."""
    kpi = master.catalogue.kpis.get(key)
    return kpi.unit if kpi else None


def kpi_cell(master: MasterContext, key: str, project_id: str) -> str:
    """The cell of the KPI sheet that holds a column of its table for a project."""
    place = list(master.names.tables["kpis"]).index(key)
    row = master.frames["kpis"]["project_id"].tolist().index(project_id)
    return _named(master.say(KPI_SHEET), HEADER_ROW + 1 + row, FIRST + place)


def data_cell(master: MasterContext, table: str, key: str, at: int) -> str:
    """The cell of a data sheet that holds a column of its *at*-th row."""
    catalogue = master.catalogue
    if table == "projects":
        columns = [*catalogue.record.columns]
    else:
        own = master.data_columns(table) if table in catalogue.tables else master.derived_columns(table)
        columns = [name for name, _ in own]
    name = master.say(DATA.fill(name=master.heading_of(table)))
    return _named(name, HEADER_ROW + 1 + at, FIRST + columns.index(key))


def _named(sheet: str, row: int, col: int) -> str:
    return f"'{sheet[:31]}'!{xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)}"
