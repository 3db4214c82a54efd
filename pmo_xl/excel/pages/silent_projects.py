"""Projects that are expected and of which nothing counts: what they owe, and what was last known of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.formula.rollup import known_in
from pmo_xl.core.pages.blocks import SilentProjects
from pmo_xl.excel.master.context import RATE, MasterContext
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.style import DARK_RED, number_format
from pmo_xl.excel.write.worksheet import Page

AMOUNTS = {"bac": ("bac",), "ac": ("ac",), "eac": ("ac", "etc")}
"""What is shown of the last period known, and the columns of the history that it is the sum of."""


def silent_box(master: MasterContext, block: SilentProjects) -> Box | None:
    """The room of a row per silent project; None where there is none."""
    silent = master.coverage.silent
    if not silent:
        return None
    amount = max(13.5, master.amount_width)
    return Box(block, [12.0, 36.0, 18.0, 42.0, 13.5, amount, amount, amount],
               [20.0, 30.0, *[USUAL] * len(silent)], block.span)  # fmt: skip


def write_silent(master: MasterContext, page: Page, place: Place) -> None:
    """A row per silent project; amounts in the reporting currency, live over the history."""
    silent = master.coverage.silent
    row, (ids, *names, words, month_span), amounts = place.row, place.spans[:5], place.spans[5:]
    master.section(page, row, place.col, SILENT.fill(n=len(silent)), place.last_col - place.col + 1)
    row += 1
    for heading, span in zip(HEADS, place.spans, strict=True):
        merge(page, row, span, master.head_style())
        page.write_string(row, span[0], master.say(heading), master.head_style())
    day = master.cell_style(num_format=number_format(Kind.MONTH, master.language), align="center")
    italic, bold, red = (
        master.cell_style(italic=True),
        master.cell_style(bold=True),
        master.cell_style(font_color=DARK_RED),
    )
    amount = master.cell_style(Unit.AMOUNT, italic=True)
    returns = master.frames["returns"]
    missing = returns[returns["state"] == "missing"]
    owed = dict(zip(missing["project_id"], missing["kinds"], strict=True))
    for project in silent:
        row += 1
        styles = (bold, italic, italic, red, day, *[amount] * len(amounts))
        for span, style in zip(place.spans, styles, strict=True):
            merge(page, row, span, style)
        page.write_string(row, ids[0], str(project["project_id"]), bold)
        for span, key in zip(names, ("project_name", "programme_id"), strict=True):
            page.write_string(row, span[0], str(project.get(key) or ""), italic)
        told = owed.get(project["project_id"]) or master.say(NOTHING_COUNTS)
        page.write_string(row, words[0], str(told), red)
        last = _last(master, str(project["project_id"]))
        mine = f"({master.column('history', 'project_id')}=${xl_rowcol_to_cell(row, ids[0])})"
        month, latest = master.column("history", "period"), xl_rowcol_to_cell(row, month_span[0])
        live = f'=IF(SUMPRODUCT(--{mine})=0,"",SUMPRODUCT(MAX({mine}*{month})))'
        write_formula(page, row, month_span[0], live, last.get("period"), day)
        for (at, _), keys in zip(amounts, AMOUNTS.values(), strict=True):
            then, rate = f"{mine}*({month}={latest})", master.column("history", RATE)
            columns = [master.column("history", key) for key in keys]
            known = "*".join(known_in(column) for column in (*columns, rate))
            parts = "+".join(f"SUMPRODUCT({then}*{known},{column},{rate})" for column in columns)
            live = f'=IF({latest}="","",IF(SUMPRODUCT({then}*{known})=0,"",{parts}))'
            write_formula(page, row, at, live, _amount(last, keys), amount)


def _last(master: MasterContext, project: str) -> Mapping[str, Any]:
    """What the history holds last of a project; nothing where it holds nothing."""
    history = master.frames["history"]
    mine = history[(history["project_id"] == project) & history["period"].notna()]
    if mine.empty:
        return {}
    last = mine.assign(period=pd.to_datetime(mine["period"])).sort_values("period").to_dict("records")[-1]
    return {str(key): plain(what) for key, what in last.items()}


def _amount(last: Mapping[str, Any], keys: tuple[str, ...]) -> float | None:
    parts = [last.get(key) for key in (*keys, RATE)]
    if any(part is None for part in parts):
        return None
    *amounts, rate = map(float, parts)  # type: ignore[arg-type]
    return sum(amounts) * rate


SILENT = t(
    "Projects with no return that counts ({n}): last known figures",
    "Projets sans retour retenu ({n}) : derniers chiffres connus",
)
HEADS = (
    t("Project ID", "Code projet"), t("Project name", "Intitulé du projet"), t("Programme", "Programme"),
    t("Missing", "Retours manquants"), t("Last known", "Dernier connu"), t("BAC", "BAC"), t("AC", "CR"),
    t("EAC, bottom-up", "Atterrissage, RAF ré-estimé"),
)  # fmt: skip
NOTHING_COUNTS = t("returns rejected: see Returns", "retours rejetés : voir Collecte")
