"""Risks among themselves, and against the plan, the budget and the reserve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING

from pmo_xl.catalog.references import LINES, TASKS, ids_of, reference
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import fold, name_key, t
from pmo_xl.core.definition.table_rule import PROJECT, Rows, TableRule, first_of_each, texts_by_project

if TYPE_CHECKING:
    import pandas as pd

REGISTER = "risks"
SHORT, SCALE = 10, 5


def _twins(rows: Rows) -> pd.DataFrame:
    """Open risks of one project whose titles are nearly the same: the later of the two, and the earlier."""
    import pandas as pd

    risks = rows[REGISTER]
    return pd.DataFrame(
        {"other": pd.Series(dict(_pairs(risks[risks["is_open"] == 1], rows.limit)), dtype=object)}
    )


def _pairs(risks: pd.DataFrame, limit: float) -> Iterator[tuple[object, str]]:
    registers: dict[object, list[tuple[object, object, str, Counter[str]]]] = {}
    held = zip(risks.index, risks["project_id"], risks["risk_id"], risks["title"], strict=True)
    for at, project_id, key, title in held:
        if title:
            words = fold(str(title))
            registers.setdefault(project_id, []).append((at, key, words, Counter(words)))
    for titles in registers.values():
        for (_, key, one, of_one), (at, _, other, of_other) in combinations(titles, 2):
            # The quick bounds first: a register of a hundred risks has five thousand pairs.
            enough = limit * (len(one) + len(other)) / 2
            if (
                min(len(one), len(other)) > enough
                and (of_one & of_other).total() > enough
                and SequenceMatcher(None, one, other, autojunk=False).ratio() > limit
            ):
                yield at, str(key)


def _all_alike(rows: Rows) -> pd.DataFrame:
    risks = rows[REGISTER]
    live = risks[(risks["is_open"] == 1) & risks["score_current"].notna()]
    by_project = live.groupby("project_id")["score_current"].agg(["size", "nunique"])
    alike = by_project[(by_project["size"] >= rows.limit) & (by_project["nunique"] == 1)]
    return first_of_each(live[live["project_id"].isin(alike.index)], n=alike["size"])


def _no_opportunity(rows: Rows) -> pd.DataFrame:
    risks = rows[REGISTER]
    sizes = risks["project_id"].value_counts()
    implied = risks["kind"].isna() & risks["response_type"].isin(("exploit", "enhance", "reject"))
    seen = risks.loc[(risks["kind"] == "opportunity") | implied, "project_id"]
    poor = risks[(risks["project_id"].map(sizes) >= rows.limit) & ~risks["project_id"].isin(seen)]
    return first_of_each(poor)


def _uncovered(rows: Rows) -> pd.DataFrame:
    """Projects whose reserve, where they state one, is less than what their open threats are expected to cost."""
    import pandas as pd

    risks, projects = rows[REGISTER], rows[PROJECT]
    threats = risks[(risks["is_open"] == 1) & (risks["kind"] != "opportunity") & (risks["emv_current"] > 0)]
    expected = threats.groupby("project_id")["emv_current"].sum()
    stated = (
        projects[projects["contingency_initial"].notna()]
        .drop_duplicates("project_id")
        .set_index("project_id")
    )
    left = stated["contingency_initial"].astype(float) - stated["contingency_drawn"].astype(float).fillna(0)
    both = pd.DataFrame({"expected": expected, "left": left}).dropna()
    short = both[both["expected"] > both["left"] + 0.005]
    return first_of_each(
        threats[threats["project_id"].isin(short.index)], expected=short["expected"], left=short["left"]
    )


def _outlived(rows: Rows) -> pd.DataFrame:
    """Open risks all of whose linked tasks are finished."""
    risks, tasks = rows[REGISTER], rows["plan"]
    done = texts_by_project(tasks[tasks["finish_actual"].notna()], "task_id")
    live = risks[(risks["is_open"] == 1) & risks["task_ids"].notna()]
    over = [
        bool(ids_of(words)) and all(name_key(one) in done.get(project_id, set()) for one in ids_of(words))
        for project_id, words in zip(live["project_id"], live["task_ids"], strict=True)
    ]
    return live.loc[over, []]


def _too_short(column: str) -> TableRule:
    def find(rows: Rows) -> pd.DataFrame:
        risks = rows[REGISTER]
        words = risks[column].dropna().astype(str).str.strip()
        return risks.loc[words[words.str.len() < rows.limit].index, []]

    return TableRule(
        "FLD-11", REGISTER, column,
        t("Too short to mean anything", "Trop court pour vouloir dire quelque chose"),
        t("Say it in a sentence that a stranger to the project understands.",
          "Dites-le en une phrase qu’une personne extérieure au projet comprend."),
        find, reads=(REGISTER,), whole=False, cells=(f"risks.{column}",), limit=SHORT,
    )  # fmt: skip


def _said_twice(rows: Rows) -> pd.DataFrame:
    """Risks whose cause, event and effect are copies of one another."""
    risks = rows[REGISTER]
    told = [
        [fold(str(words)) for words in three if words]
        for three in zip(risks["cause"], risks["event"], risks["effect"], strict=True)
    ]
    return risks.loc[[len(words) > len(set(words)) for words in told], []]


TABLE_RULES = (
    *(_too_short(column) for column in ("cause", "event", "effect")),
    TableRule(
        "RSK-01", REGISTER, "event",
        t("Cause, event and effect repeat one another", "Cause, événement et conséquence se répètent"),
        t("Because of (cause), (event) may happen, which would lead to (effect): three different things.",
          "En raison de (cause), (événement) pourrait se produire, ce qui entraînerait (conséquence) : trois choses différentes."),
        _said_twice, reads=(REGISTER,), whole=False, cells=("risks.cause", "risks.event", "risks.effect"),
    ),
    TableRule(
        "RSK-17", REGISTER, "title",
        t("Nearly the same title as risk {other}", "Intitulé presque identique à celui du risque {other}"),
        t("Merge the two, or say what sets them apart.", "Fusionnez-les, ou précisez ce qui les distingue."),
        _twins, reads=(REGISTER,), whole=False, cells=("risks.title",), limit=0.9,
    ),
    TableRule(
        "RSK-19", REGISTER, "probability_in",
        t("All {n} open risks are rated alike: the register does not tell what matters",
          "Les {n} risques ouverts ont la même cotation : le registre ne dit pas ce qui compte"),
        t("Rate them again, one against the other.", "Cotez-les à nouveau, les uns par rapport aux autres."),
        _all_alike, Severity.INFO, reads=(REGISTER,), cells=("risks.score_current",), limit=SCALE,
    ),
    TableRule(
        "RSK-20", REGISTER, "kind",
        t("No opportunity in the register", "Aucune opportunité dans le registre"),
        t("Ask what could turn out better than planned.", "Demandez ce qui pourrait se passer mieux que prévu."),
        _no_opportunity, None, reads=(REGISTER,), cells=("risks.kind",), limit=SCALE,
    ),
    TableRule(
        "RSK-22", REGISTER, "cost_impact_in",
        t("Open threats are expected to cost {expected}; {left} is left of the contingency reserve",
          "Le coût attendu des menaces ouvertes est de {expected} ; il reste {left} de provision pour aléas"),
        t("Reduce the exposure, or have the reserve raised.", "Réduisez l’exposition, ou faites relever la provision."),
        _uncovered, reads=(REGISTER,),
        cells=("risks.emv_current", "project.contingency_initial", "project.contingency_drawn"),
    ),
    TableRule(
        "RSK-23", REGISTER, "task_ids",
        t("Every linked task is finished, the risk still open", "Toutes les tâches liées sont finies, le risque reste ouvert"),
        t("Close the risk, or link what it still threatens.", "Clôturez le risque, ou liez-le à ce qu’il menace encore."),
        _outlived, reads=(REGISTER, "plan"), cells=("risks.task_ids", "plan.finish_actual"),
    ),
    reference(REGISTER, "task_ids", TASKS),
    reference(REGISTER, "budget_line_ids", LINES),
)  # fmt: skip
