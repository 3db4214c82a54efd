"""What the organisation has decided for all projects: discount rate, escalation, approvals; it is told with each run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.definition.column import LIGHT, date, text
from pmo_xl.core.definition.model import Table, Template
from pmo_xl.core.definition.table_rule import SETTINGS, Rows, TableRule

if TYPE_CHECKING:
    import pandas as pd


class Policies(Table):
    """One row per decision in force: what it is called, what was decided, since when, by whom."""

    key, heading = "policies", t("Policies", "Règles de gestion")
    identity = ("policy",)

    policy = text(
        "Policy", "Règle de gestion",
        t("What is decided. It is shown with each run and changes no figure: what the program computes with stands in pmo.toml.",
          "Ce qui est décidé. Affiché avec chaque exécution, sans effet sur les chiffres : les réglages de calcul sont dans pmo.toml."),
        required=LIGHT, max_length=80, width=34, example=t("Escalation after (days)", "Escalade après (jours)"),
    )  # fmt: skip
    value = text("Value", "Valeur", required=LIGHT, max_length=200, width=30, example="10")
    since = date("Since", "Depuis", width=12, example="2026-01-01")
    approved_by = text("Approved by", "Approuvé par", max_length=80, width=24, person=True)


def _in_settings_too(rows: Rows) -> pd.DataFrame:
    """The policies that bear the name of a setting which pmo.toml states, with what it says there."""
    import pandas as pd

    stated = {fold(str(row["key"])).replace("_", " "): row for row in rows.lists.get(SETTINGS, ())}
    told: dict[object, dict[str, object]] = {}
    policies = rows[Policies.key]
    for at, name, value in zip(policies.index, policies["policy"], policies["value"], strict=True):
        setting = stated.get(fold(name).replace("_", " ")) if isinstance(name, str) else None
        if setting is not None:
            told[at] = {"key": setting["key"], "there": setting["value"], "here": value}
    return pd.DataFrame.from_dict(told, orient="index", dtype=object)


TWICE = TableRule(
    "PFL-09", Policies.key, "policy",
    t("pmo.toml decides {key} too: {there} there, {here} here", "pmo.toml fixe aussi {key}\u00a0: {there} là-bas, {here} ici"),
    t("Keep it in one place: pmo.toml is what the program computes with, so delete the policy.",
      "Ne le gardez qu’à un endroit : le programme calcule avec pmo.toml, supprimez donc la règle de gestion."),
    _in_settings_too, Severity.ERROR, whole=False, cells=("policies.policy",),
)  # fmt: skip
"""PFL-09: what is decided twice may be decided in two ways."""

TEMPLATE = Template(
    "policies", "1", 54, Policies.heading,
    t("What the organisation decided for all projects. It is stamped on the sheet of the run.",
      "Ce que l’organisation a décidé pour tous les projets. Repris sur la feuille de l’exécution."),
    (Policies,),
)  # fmt: skip
