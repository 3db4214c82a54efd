"""What each figure stands on: projects that have it of those expected, rows left out, unknown cells; a sheet of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.coverage import Cell, Rows, parts_of, reads_of
from pmo_xl.core.definition.kpi import Kpi, Unit
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.formula.rollup import known_in
from pmo_xl.excel.master.context import PROJECTS_EXPECTED, RETURNS_EXPECTED, MasterContext
from pmo_xl.excel.master.places import Covered
from pmo_xl.excel.pages.counted import (
    CELLS_UNKNOWN,
    PROJECTS_COVERED,
    RETURNS_RECEIVED,
    ROWS_LEFT_OUT,
    counted,
    counted_formula,
)
from pmo_xl.excel.write.cells import shown, write_formula
from pmo_xl.excel.write.style import DARK_RED
from pmo_xl.excel.write.worksheet import Page

FIRST = 1
PROJECTS, OF, BAC, LEFT_OUT, READ, UNKNOWN = range(FIRST + 1, FIRST + 7)
"""The columns of the table of figures, after their names."""
SENTENCE = 3
"""The row that says in words what is missing."""


def write_coverage(master: MasterContext, page: Page) -> None:
    """Projects, returns, rows and unknown cells in all; rows by table, cells by column; then every figure."""
    master.head(page, COVERAGE, PURPOSE, UNKNOWN + 1)
    for col, width in enumerate((40.0, 14.0, 14.0, 18.0, 14.0, 14.0, 14.0, 44.0), start=FIRST):
        page.set_column(col, col, width)
    row = SENTENCE + 9
    tables = _write_tables(master, page, row)
    _write_whole(master, page, SENTENCE + 2, tables)
    row += len(tables) + 3
    cells = _write_cells(master, page, row)
    row += len(cells) + 3 if cells else 0
    _write_figures(master, page, row, tables, cells)
    page.print_area(0, FIRST, row - 1, UNKNOWN + 1)
    page.write_string(row - 1, FIRST, master.say(ON_SCREEN), master.over_style("left"))
    page.freeze_panes(SENTENCE + 1, FIRST + 1)


def sentence(master: MasterContext) -> tuple[str, str]:
    """The formula and the value of the words that stand in red on the pages; empty where nothing is missing."""
    cell = f"'{master.say(COVERAGE)}'!{xl_rowcol_to_cell(SENTENCE, FIRST, True, True)}"
    return f"={cell}", _sentence(master)


# ---- in all ---------------------------------------------------------------------------------------


def _write_whole(master: MasterContext, page: Page, row: int, tables: dict[str, int]) -> None:
    coverage = master.coverage
    for col, words in enumerate(WHOLE_HEADS, start=FIRST):
        page.write_string(row, col, master.say(words), master.head_style())
    ids = master.column("kpis", master.catalogue.project_key.key)
    received = "+".join(
        f"SUM({master.column('kpis', key)})" for key in dict.fromkeys(master.catalogue.received.values())
    )
    number, bold = master.cell_style(num_format="#,##0", align="center"), master.cell_style(bold=True)
    lines: list[tuple[Text, str, int, str, int]] = [
        (PROJECT_LINE, f"=COUNTA({ids})", coverage.projects, PROJECTS_EXPECTED, coverage.projects_expected),
        (RETURN_LINE, f"={received}", coverage.returns, RETURNS_EXPECTED, coverage.returns_expected),
    ]
    for at, (label, live, what, name, size) in enumerate(lines, start=row + 1):
        page.write_string(at, FIRST, master.say(label), bold)
        write_formula(page, at, FIRST + 1, live, what, number)
        page.write_number(at, FIRST + 2, size, number)
        master.define(name, page, at, FIRST + 2)
    at = row + 3
    page.write_string(at, FIRST, master.say(ROW_LINE), bold)
    whole = _all_rows(master)
    for col, source, what in ((FIRST + 1, 2, whole.read - whole.left_out), (FIRST + 2, 1, whole.read)):
        first, last = (xl_rowcol_to_cell(r, FIRST + 1) for r in (min(tables.values()), max(tables.values())))
        live = f"=SUM({first}:{last})"
        if source == 2:
            out = ":".join(
                xl_rowcol_to_cell(r, FIRST + 2) for r in (min(tables.values()), max(tables.values()))
            )
            live += f"-SUM({out})"
        write_formula(page, at, col, live, what, number)
    page.write_string(row + 4, FIRST, master.say(CELL_LINE), bold)
    write_formula(page, row + 4, FIRST + 1, f"=SUM({master.column('cells', 'cells')})", whole.unknown, number)
    (a, b), (c, d), (e, f) = (
        tuple(xl_rowcol_to_cell(r, col) for col in (FIRST + 1, FIRST + 2)) for r in range(row + 1, row + 4)
    )
    g = xl_rowcol_to_cell(row + 4, FIRST + 1)
    # Of a portfolio that is whole nothing is said.
    live = (
        f'=IF(AND({a}>={b},{c}>={d},{e}>={f},{g}=0),"",'
        f'{counted_formula(master, PROJECTS_COVERED, a, b)}&", "&{counted_formula(master, RETURNS_RECEIVED, c, d)}'
        f'&IF({e}<{f},", "&{counted_formula(master, ROWS_LEFT_OUT, f"({f}-{e})", f)},"")'
        f'&IF({g}>0,", "&{counted_formula(master, CELLS_UNKNOWN, g)},"")&"{master.say(PARTIAL_FIGURES)}")'
    )
    style = master.formats.get(bold=True, font_size=12, font_color=DARK_RED)
    write_formula(page, SENTENCE, FIRST, live, _sentence(master), style)


def _all_rows(master: MasterContext) -> Rows:
    every = [rows for tables in master.coverage.rows.values() for rows in tables.values()]
    return Rows(*(sum(getattr(rows, key) for rows in every) for key in ("left_out", "read", "unknown")))


def _sentence(master: MasterContext) -> str:
    coverage, rows = master.coverage, _all_rows(master)
    if not coverage.partial:
        return ""
    said = [
        counted(master, PROJECTS_COVERED, coverage.projects, coverage.projects_expected),
        counted(master, RETURNS_RECEIVED, coverage.returns, coverage.returns_expected),
    ]
    if rows.left_out:
        said.append(counted(master, ROWS_LEFT_OUT, rows.left_out, rows.read))
    if rows.unknown:
        said.append(counted(master, CELLS_UNKNOWN, rows.unknown))
    return ", ".join(said) + master.say(PARTIAL_FIGURES)


# ---- by table -------------------------------------------------------------------------------------


def _write_tables(master: MasterContext, page: Page, row: int) -> dict[str, int]:
    """Rows read and left out of each table; the row of each."""
    for col, words in enumerate(TABLE_HEADS, start=FIRST):
        page.write_string(row, col, master.say(words), master.head_style())
    number = master.cell_style(num_format="#,##0", align="center")
    label, read, left_out = (master.column("rows", key) for key in ("table", "read", "left_out"))
    places: dict[str, int] = {}
    for key, table in master.catalogue.tables.items():
        row += 1
        places[key] = row
        heading = master.say(table.heading)
        page.write_string(row, FIRST, heading, master.cell_style(bold=True))
        held = [tables[key] for tables in master.coverage.rows.values() if key in tables]
        sums = (sum(rows.read for rows in held), sum(rows.left_out for rows in held))
        for col, column, what in zip((FIRST + 1, FIRST + 2), (read, left_out), sums, strict=True):
            cell = f"${xl_rowcol_to_cell(row, FIRST)}"
            write_formula(page, row, col, f"=SUMIFS({column},{label},{cell})", what, number)
    return places


# ---- by column ------------------------------------------------------------------------------------


def _write_cells(master: MasterContext, page: Page, row: int) -> dict[Cell, int]:
    """The unknown cells of each column that a figure reads and that has any; the row of each."""
    sums: Counter[Cell] = Counter()
    for cells in master.coverage.cells.values():
        sums.update(cells)
    if not sums:
        return {}
    for col, words in enumerate(CELL_HEADS, start=FIRST):
        page.write_string(row, col, master.say(words), master.head_style())
    bold, number = master.cell_style(bold=True), master.cell_style(num_format="#,##0", align="center")
    column, cells_column = (
        master.catalogue.run_tables["cells"].columns["column"],
        master.column("cells", "cells"),
    )
    places: dict[Cell, int] = {}
    every = [(key, c.key) for key, table in master.catalogue.tables.items() for c in table.inputs()]
    for at, cell in enumerate((cell for cell in every if cell in sums), start=row + 1):
        places[cell] = at
        page.write_string(at, FIRST, str(shown(column, ".".join(cell), master.language)), bold)
        label = f"({master.column('cells', 'column')}=${xl_rowcol_to_cell(at, FIRST)})"
        live = f"=SUMPRODUCT(--{label},{cells_column})"
        write_formula(page, at, FIRST + 1, live, sums[cell], number)
    return places


# ---- figure by figure -----------------------------------------------------------------------------


def _write_figures(
    master: MasterContext, page: Page, row: int, tables: dict[str, int], cells: dict[Cell, int]
) -> None:  # fmt: skip
    page.set_row(row, 32)
    for col, words in enumerate(FIGURE_HEADS, start=FIRST):
        page.write_string(row, col, master.say(words), master.head_style())
    catalogue = master.catalogue
    reads = reads_of(catalogue.kpis, catalogue.tables, catalogue.derived, master.params)
    count = master.cell_style(num_format="#,##0", align="center")
    amount = master.cell_style(Unit.AMOUNT)
    for at, (key, kpi) in enumerate(master.catalogue.kpis.items(), start=row + 1):
        cover = master.coverage.kpis[key]
        read = [table for table in master.catalogue.tables if table in reads[key].tables]
        page.write_string(at, FIRST, master.say(kpi.label), master.cell_style(bold=True))
        known = _known(master, kpi)
        write_formula(page, at, PROJECTS, f"=SUMPRODUCT({_times(known)})", cover.projects, count)
        write_formula(page, at, OF, f"={parameter(PROJECTS_EXPECTED)}", cover.of, count)
        budget = master.column("kpis", "bac")
        having = _times([*known, known_in(budget)])
        n = xl_rowcol_to_cell(at, PROJECTS)
        live = f'=IF(OR({n}=0,SUMPRODUCT({having})<{n}),"",SUMPRODUCT({_times(known)},{budget}))'
        write_formula(page, at, BAC, live, cover.bac, amount)
        for col, place, what in (
            (LEFT_OUT, FIRST + 2, cover.rows.left_out),
            (READ, FIRST + 1, cover.rows.read),
        ):
            parts = "+".join(xl_rowcol_to_cell(tables[table], place) for table in read)
            write_formula(page, at, col, f"={parts or 0}", what, count)
        unknown = "+".join(xl_rowcol_to_cell(cells[c], FIRST + 1) for c in cells if c in reads[key].cells)
        write_formula(page, at, UNKNOWN, f"={unknown or 0}", cover.rows.unknown, count)
        names = ", ".join(master.say(master.catalogue.tables[table].heading) for table in read)
        page.write_string(at, UNKNOWN + 1, names, master.cell_style())
        told = (
            f"'{page.get_name()}'!{xl_rowcol_to_cell(at, col, True, True)}"
            for col in (PROJECTS, OF, LEFT_OUT, READ, UNKNOWN)
        )
        master.covered[key] = Covered(*told)
    last = row + len(master.catalogue.kpis)
    _mark(master, page, row + 1, last)


def _known(master: MasterContext, kpi: Kpi) -> list[str]:
    """Conditions on the projects that have a figure."""
    if kpi.unit is Unit.LIGHT:
        return [f"({master.column('kpis', kpi.key)}>0)"]
    return [known_in(master.column("kpis", part)) for part in parts_of(kpi)]


def _times(conditions: Sequence[str]) -> str:
    return (
        reduce(lambda one, other: f"{one}*{other}", conditions)
        if len(conditions) > 1
        else f"--{conditions[0]}"
    )


def _mark(master: MasterContext, page: Page, first: int, last: int) -> None:
    """In red what is not of all projects, rows that were left out, and unknown cells."""
    red = master.shade(font_color=DARK_RED, bold=True)
    for col, other, test in ((PROJECTS, OF, "<"), (LEFT_OUT, None, ">"), (UNKNOWN, None, ">")):
        cell = xl_rowcol_to_cell(first, col)
        than = xl_rowcol_to_cell(first, other) if other else "0"
        page.conditional_format(
            first, col, last, col, {"type": "formula", "criteria": f"={cell}{test}{than}", "format": red}
        )


COVERAGE = t("Coverage", "Couverture")
PURPOSE = t(
    "What each figure of the portfolio is based on; for a ratio, the projects of which all terms are known. What is unknown is in no total, and never 0.",
    "Sur quoi repose chaque chiffre du portefeuille ; pour un ratio, les projets dont tous les termes sont connus. Une valeur inconnue n’entre dans aucun total et ne vaut jamais 0.",
)
PARTIAL_FIGURES = t(": partial figures", " : chiffres partiels")
ON_SCREEN = t("What each figure stands on is listed below, on screen only.",
              "Ce sur quoi repose chaque chiffre est listé ci-dessous, à l’écran seulement.")  # fmt: skip
WHOLE_HEADS = (t("In all", "Au total"), t("Received", "Reçus"), t("Expected", "Attendus"))
PROJECT_LINE = t("Projects", "Projets")
RETURN_LINE = t("Returns (one of each kind per project)", "Retours (un de chaque type par projet)")
ROW_LINE = t("Rows that count, of rows read", "Lignes retenues, sur lignes lues")
CELL_LINE = t(
    "Cells unreadable or blank, that a figure reads", "Cellules illisibles ou vides, lues par un chiffre"
)
CELL_HEADS = (
    t("Cells unreadable, or blank though required", "Cellules illisibles, ou vides bien qu’obligatoires"),
    t("Cells", "Cellules"),
)
TABLE_HEADS = (
    t("Rows of accepted returns", "Lignes des retours acceptés"),
    t("Rows read", "Lignes lues"),
    t("Left out", "Écartées"),
)
FIGURE_HEADS = (
    t("Figure", "Indicateur"), t("Projects that have it", "Projets renseignés"), t("of", "sur"), t("Their BAC", "Leur BAC"),
    t("Rows left out", "Lignes écartées"), t("of rows read", "sur lignes lues"),
    t("Cells unreadable or blank", "Cellules illisibles ou vides"), t("Tables it reads", "Tables lues"),
)  # fmt: skip
