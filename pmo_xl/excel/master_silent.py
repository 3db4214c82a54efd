"""Projects that are expected and of which nothing counts: what they owe, and what was last known of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.column import Kind
from pmo_xl.core.kpi import Form
from pmo_xl.core.rollup import known_in
from pmo_xl.core.text import t
from pmo_xl.excel.master import RATE, Master
from pmo_xl.excel.page import Page
from pmo_xl.excel.sheet import plain, write_formula
from pmo_xl.excel.style import DARK_RED, number_format

AMOUNTS = {"bac": ("bac",), "ac": ("ac",), "eac": ("ac", "etc")}
"""What is shown of the last period known, and the columns of the history that it is the sum of."""
WORDS_SPAN = 3
"""Sheet columns that the missing returns take."""


def write_silent(master: Master, page: Page, row: int, col: int) -> int:
    """A row per silent project; amounts in the reporting currency, live over the history."""
    silent = master.coverage.silent
    master.section(page, row, col, SILENT.fill(n=len(silent)), 3 + WORDS_SPAN + 1 + len(AMOUNTS))
    row += 1
    page.set_row(row, 30)
    heads = (*HEADS[:3], *HEADS[3:4] * WORDS_SPAN, *HEADS[4:])
    for at, words in enumerate(heads, start=col):
        page.write_string(row, at, master.say(words), master.head_style())
    page.merge_range(row, col + 3, row, col + 2 + WORDS_SPAN, master.say(HEADS[3]), master.head_style())
    day = master.cell_style(num_format=number_format(Kind.MONTH, master.language), align="center")
    italic = master.cell_style(italic=True)
    returns = master.frames["returns"]
    missing = returns[returns["state"] == "missing"]
    owed = dict(zip(missing["project_id"], missing["kinds"], strict=True))
    for project in silent:
        row += 1
        page.write_string(row, col, str(project["project_id"]), master.cell_style(bold=True))
        for at, key in enumerate(("project_name", "programme_id"), start=col + 1):
            page.write_string(row, at, str(project.get(key) or ""), italic)
        told = owed.get(project["project_id"]) or master.say(NOTHING_COUNTS)
        page.merge_range(
            row, col + 3, row, col + 2 + WORDS_SPAN, str(told), master.cell_style(font_color=DARK_RED)
        )
        last = _last(master, str(project["project_id"]))
        place = col + 3 + WORDS_SPAN
        mine = f"({master.column('history', 'project_id')}=${xl_rowcol_to_cell(row, col)})"
        month, latest = master.column("history", "period"), xl_rowcol_to_cell(row, place)
        live = f'=IF(SUMPRODUCT(--{mine})=0,"",SUMPRODUCT(MAX({mine}*{month})))'
        write_formula(page, row, place, live, last.get("period"), day)
        for at, keys in enumerate(AMOUNTS.values(), start=place + 1):
            then, rate = f"{mine}*({month}={latest})", master.column("history", RATE)
            columns = [master.column("history", key) for key in keys]
            known = "*".join(known_in(column) for column in (*columns, rate))
            parts = "+".join(f"SUMPRODUCT({then}*{known},{column},{rate})" for column in columns)
            live = f'=IF({latest}="","",IF(SUMPRODUCT({then}*{known})=0,"",{parts}))'
            write_formula(
                page, row, at, live, _amount(last, keys), master.cell_style(Form.AMOUNT, italic=True)
            )
    return row + 1


def _last(master: Master, project: str) -> Mapping[str, Any]:
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
    t("Landing, bottom-up", "Atterrissage ascendant"),
)  # fmt: skip
NOTHING_COUNTS = t("returns rejected: see Returns", "retours rejetés : voir Collecte")
