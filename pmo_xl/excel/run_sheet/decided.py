"""What the organisation decided for all projects, stamped on the sheet of the run: its policies, and who answers for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.write.cells import write_cell
from pmo_xl.excel.write.style import number_format
from pmo_xl.excel.write.worksheet import Page

POLICIES, RACI = t("Policies", "Règles de gestion"), t("RACI matrix", "Matrice RACI")
POLICY_HEADS = (
    t("Policy", "Règle de gestion"), t("Value", "Valeur"), t("Since", "Depuis"), t("Approved by", "Approuvé par"),
)  # fmt: skip
RACI_HEADS = (t("Activity", "Activité"), t("A – Accountable", "A – Approuve"), t("R – Responsible", "R – Réalise"),
              t("C – Consulted", "C – Consulté"), t("I – Informed", "I – Informé"))  # fmt: skip
PARTS = ("accountable", "responsible", "consulted", "informed")


def write_policies(master: MasterContext, page: Page, row: int) -> int:
    """The policies in force, a row each; nothing where the PMO keeps none."""
    rows = master.portfolio.expected.lists.get("policies", ())
    if not rows:
        return row
    _heads(master, page, row + 1, POLICIES, POLICY_HEADS)
    row += 2
    for each in rows:
        row += 1
        for col, key in enumerate(("policy", "value", "since", "approved_by"), start=1):
            form = number_format(Kind.DATE, master.language) if key == "since" else "@"
            write_cell(
                page,
                row,
                col,
                each.get(key),
                master.cell_style(align="left", text_wrap=True, num_format=form),
            )
    return row + 1


def write_raci(master: MasterContext, page: Page, row: int) -> int:
    """Who answers, does, is asked and is told, a row per activity; nothing where the PMO keeps no matrix."""
    rows = master.portfolio.expected.lists.get("raci", ())
    if not rows:
        return row
    _heads(master, page, row, RACI, RACI_HEADS)
    row += 1
    activities = dict.fromkeys(str(each["activity"]) for each in rows)
    for activity in activities:
        row += 1
        page.write_string(row, 1, activity, master.cell_style(num_format="@", text_wrap=True))
        for col, part in enumerate(PARTS, start=2):
            roles = _roles(rows, activity, part)
            write_cell(page, row, col, roles, master.cell_style(num_format="@", align="left", text_wrap=True))
    return row + 2


def _roles(rows: Iterable[Mapping[str, Any]], activity: str, part: str) -> str | None:
    said = ", ".join(
        str(each["role"]) for each in rows if str(each["activity"]) == activity and each.get("part") == part
    )
    return said or None


def _heads(master: MasterContext, page: Page, row: int, title: Text, heads: Iterable[Text]) -> None:
    heads = [*heads]
    master.section(page, row, 1, title, len(heads))
    for col, words in enumerate(heads, start=1):
        page.write_string(row + 1, col, master.say(words), master.head_style())
