"""The milestones whose date is another one than a period ago, the largest moves first."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.pages.overview_blocks import MovedMilestones
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.pages.changes.facts import (
    BEFORE,
    MOST_MILESTONES,
    MovedMilestone,
    keys_of,
    moved_milestones,
    widths_of,
)
from pmo_xl.excel.write.cells import merge, write_formula
from pmo_xl.excel.write.style import DARK_GREEN, DARK_RED, number_format
from pmo_xl.excel.write.worksheet import Page

TITLE_HEIGHT, HEAD_HEIGHT = 20.0, 30.0
"""Points of the heading, and of the head of the columns."""
HEADS: Mapping[str, Text] = {
    "project_id": t("Project ID", "Code projet"),
    "project_name": t("Milestone", "Jalon"),
    BEFORE: t("Task ID", "N° de tâche"),
    "rag_before": t("Date then", "Date d’alors"),
    "rag": t("Date now", "Date actuelle"),
    "trend": t("Moved (days)", "Déplacé (jours)"),
}
"""The heads of the list, by the columns of the table above in which they stand."""


def milestones_box(master: MasterContext, block: MovedMilestones) -> Box | None:
    """The room of a row per milestone that moved; None where none did."""
    rows = min(len(moved_milestones(master)), MOST_MILESTONES)
    if not rows:
        return None
    widths = dict(zip(keys_of(), widths_of(master), strict=True))
    heights = [TITLE_HEIGHT, HEAD_HEIGHT, *[USUAL] * rows]
    return Box(block, [widths[key] for key in HEADS], heights, block.span, keys=tuple(HEADS), names=1)


def write_milestones(master: MasterContext, page: Page, place: Place) -> None:
    """A row per milestone: its date then from the history, its date now from the plan."""
    moved = moved_milestones(master)
    title = TITLE.fill(n=min(len(moved), MOST_MILESTONES), of=len(moved))
    master.section(page, place.row, place.col, title, place.last_col - place.col + 1)
    columns = {key: span[0] for key, span in zip(HEADS, place.spans, strict=True)}
    for key, span in zip(HEADS, place.spans, strict=True):
        merge(page, place.row + 1, span, master.head_style())
        page.write_string(place.row + 1, span[0], master.say(HEADS[key]), master.head_style())
    for at, one in enumerate(moved[:MOST_MILESTONES], start=place.row + 2):
        for span in place.spans:
            merge(page, at, span, master.cell_style())
        _write_row(master, page, at, columns, one)
    first, last, col = place.row + 2, place.last_row, columns["trend"]
    cell = xl_rowcol_to_cell(first, col)
    for test, ink in ((">0", DARK_RED), ("<0", DARK_GREEN)):
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{cell}{test})"}
        page.conditional_format(first, col, last, col, {**rule, "format": master.shade(font_color=ink)})


def _write_row(
    master: MasterContext, page: Page, row: int, columns: Mapping[str, int], one: MovedMilestone
) -> None:
    page.write_string(row, columns["project_id"], one.project_id, master.cell_style(bold=True))
    page.write_string(row, columns["project_name"], one.name, master.cell_style())
    page.write_string(row, columns[BEFORE], one.task_id, master.cell_style(align="center"))
    project, task, before, now = (
        xl_rowcol_to_cell(row, columns[key], col_abs=True)
        for key in ("project_id", BEFORE, "rag_before", "rag")
    )
    ids, months = master.column("kpis", "project_id"), master.column("kpis", BEFORE)
    month = f"INDEX({months},MATCH({project},{ids},0))"
    past = {
        key: master.column("milestone_history", key)
        for key in ("project_id", "task_id", "period", "finish_current")
    }
    plan = {key: master.column("plan", key) for key in ("project_id", "task_id", "finish_current")}
    # A number such as 1.10 is a text, which SUMIFS would take for 1.1.
    then = f"({past['project_id']}={project})*({past['task_id']}={task})*({past['period']}={month})"
    today = f"({plan['project_id']}={project})*({plan['task_id']}={task})"
    day = master.cell_style(num_format=number_format(Kind.DATE, master.language), align="center")
    write_formula(page, row, columns["rag_before"], _day_of(then, past["finish_current"]), one.before, day)
    write_formula(page, row, columns["rag"], _day_of(today, plan["finish_current"]), one.now, day)
    days = master.cell_style(num_format="+0;-0;0", align="center")
    live = f'=IF(OR({before}="",{now}=""),"",{now}-{before})'
    write_formula(page, row, columns["trend"], live, one.days, days)


def _day_of(rows: str, column: str) -> str:
    """The one day that these rows hold; empty where they hold none."""
    return f'=IF(SUMPRODUCT({rows}*({column}<>""))=0,"",SUMPRODUCT({rows},{column}))'


TITLE = t("Milestones moved – {n} of {of}", "Jalons déplacés – {n} sur {of}")
