"""Project by project: the period before and this one side by side, worse lights first, then by the change of EAC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.pages.overview_blocks import ChangeRows
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.trend import told as trend_told
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.pages.changes.facts import (
    BEFORE,
    COLUMNS,
    MILESTONES,
    MOST_MILESTONES,
    compared,
    keys_of,
    listed,
    moved_milestones,
    widths_of,
)
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.style import DARK_GREEN, DARK_RED, number_format
from pmo_xl.excel.write.worksheet import Page

TITLE_HEIGHT, HEAD_HEIGHT = 20.0, 44.0
"""Points of the heading, and of the head of the columns."""


def changes_box(master: MasterContext, block: ChangeRows) -> Box | None:
    """The room of a row per project that can be compared; None in the first month."""
    rows = listed(master)
    if rows.empty:
        return None
    heights = [TITLE_HEIGHT, HEAD_HEIGHT, *[USUAL] * len(rows)]
    return Box(block, widths_of(master), heights, block.span, keys=keys_of(), names=1)


def write_changes(master: MasterContext, page: Page, place: Place) -> None:
    """A row per project, each cell live over its figures."""
    rows, all_of = listed(master), compared(master)
    title = TITLE if len(rows) == len(all_of) else LISTED.fill(n=len(rows), of=len(all_of))
    master.section(page, place.row, place.col, title, place.last_col - place.col + 1)
    spans = dict(zip(keys_of(), place.spans, strict=True))
    for key, span in spans.items():
        merge(page, place.row + 1, span, master.head_style())
        page.write_string(place.row + 1, span[0], master.say(HEADS[key]), master.head_style())
    first, last = place.row + 2, place.row + 1 + len(rows)
    moved = moved_milestones(master)
    for at, record in enumerate(rows.to_dict("records"), start=first):
        for span in spans.values():
            merge(page, at, span, master.cell_style())
        here = xl_rowcol_to_cell(at, place.col, col_abs=True)
        page.write_string(at, place.col, str(record["project_id"]), master.cell_style(bold=True))
        for key in COLUMNS[1:]:
            _write_cell(master, page, at, spans[key][0], key, here, record)
        count = sum(one.project_id == record["project_id"] for one in moved)
        style = master.cell_style(num_format="0", align="center")
        # The list of milestones begins two rows below this table, under two rows of heads.
        top = place.row_below + 2
        held = ":".join(
            xl_rowcol_to_cell(row, place.col, row_abs=True, col_abs=True)
            for row in (top, top + max(1, min(len(moved), MOST_MILESTONES)) - 1)
        )
        live = f"=COUNTIF({held},{here})" if 0 < len(moved) <= MOST_MILESTONES else f"={count}"
        write_formula(page, at, spans[MILESTONES][0], live, count, style)
    for key in ("rag_before", "rag"):
        master.sign_colours(page, first, spans[key][0], last, spans[key][0])
    master.trend_colours(page, first, spans["trend"][0], last, spans["trend"][0])
    for key, least in DEARER.items():
        _signed_colours(master, page, first, spans[key][0], last, least)


def _write_cell(
    master: MasterContext, page: Page, row: int, col: int, key: str, here: str, record: Mapping[Any, Any]
) -> None:
    ids = master.column("kpis", "project_id")
    what = plain(record[key])
    inner = f"INDEX({master.column('kpis', key)},MATCH({here},{ids},0))"
    match key:
        case "project_name":
            write_formula(page, row, col, f'={inner}&""', what, master.cell_style())
        case "trend":
            live, told = trend_told(master, inner, what)
            write_formula(page, row, col, f"={live}", told, master.cell_style(align="center"))
        case "rag":
            partial = f"INDEX({master.column('kpis', 'rag_partial')},MATCH({here},{ids},0))"
            live = f'=IF({inner}="","",{master.light_cell(inner, partial)})'
            told = master.light_told(what, record["rag_partial"])
            write_formula(page, row, col, live, told, master.cell_style(align="center"))
        case "rag_before":
            live = f'=IF({inner}="","",{master.light_formula(inner)})'
            style = master.cell_style(align="center")
            write_formula(page, row, col, live, master.light_words(what), style)
        case _:
            write_formula(page, row, col, f"={inner}", what, _style(master, key))


def _style(master: MasterContext, key: str) -> Any:
    if key == BEFORE:
        return master.cell_style(num_format=number_format(Kind.MONTH, master.language), align="center")
    if key in ("finish_move", "critical_move"):
        return master.cell_style(num_format="+0;-0;0", align="center")
    if key in ("eac_move", "exposure_move"):
        return master.cell_style(num_format="[>=0.5]+#,##0;[<=-0.5]-#,##0;0")
    if key == "eac_move_pct":
        return master.cell_style(num_format="[>=0.0005]+0.0%;[<=-0.0005]-0.0%;0.0%", align="center")
    unit = master.catalogue.kpis[key].unit
    return master.cell_style(Unit.COUNT if unit is Unit.DAYS else unit)


def _signed_colours(master: MasterContext, page: Page, first: int, col: int, last: int, least: float) -> None:
    """Later and dearer in red, earlier and cheaper in green, by *least* or more; the sign stands before the number."""
    cell = xl_rowcol_to_cell(first, col)
    for test, ink in ((f">={least}", DARK_RED), (f"<=-{least}", DARK_GREEN)):
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{cell}{test})"}
        page.conditional_format(first, col, last, col, {**rule, "format": master.shade(font_color=ink)})


DEARER = {"finish_move": 1, "eac_move": 0.5, "eac_move_pct": 0.0005, "exposure_move": 0.5, "critical_move": 1}
"""Columns in which more is worse, and from which change on it shows."""
TITLE = t(
    "By project: worse status first, then by the change of EAC",
    "Par projet : météos dégradées d’abord, puis selon la variation de l’atterrissage",
)
LISTED = t(
    "By project: {n} of {of}, worse status first, then by the change of EAC",
    "Par projet : {n} sur {of}, météos dégradées d’abord, puis selon la variation de l’atterrissage",
)
HEADS: Mapping[str, Text] = {
    "project_id": t("Project ID", "Code projet"),
    "project_name": t("Project name", "Intitulé du projet"),
    BEFORE: t("Compared with", "Comparé à"),
    "rag_before": t("Status then", "Météo d’alors"),
    "rag": t("Status now", "Météo actuelle"),
    "trend": t("Trend", "Tendance"),
    "red_streak": t("Periods in red", "Périodes en rouge"),
    "finish_forecast": t("Forecast finish", "Date d’atterrissage"),
    "finish_move": t("Moved (days)", "Déplacée (jours)"),
    "slip_wd": t("Slip now (wd)", "Glissement (j\u00a0ouvrés)"),
    "eac": t("EAC now", "Atterrissage"),
    "eac_move": t("EAC change", "Variation atterrissage"),
    "eac_move_pct": t("EAC change %", "Variation %"),
    "exposure_move": t("Exposure change", "Variation exposition"),
    "critical_move": t("Critical risks, change", "Risques critiques, variation"),
    MILESTONES: t("Milestones moved", "Jalons déplacés"),
}
