"""Rows of a return that add up others without saying so: told, and not counted twice where their code proves it."""

from __future__ import annotations

from typing import Any

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.portfolio import CheckedSheet
from pmo_xl.steps.one_return.outline import inside_rows, parents_by_code, sums
from pmo_xl.steps.text.money import amounts_of

SUMMARY, TASK = "summary", "task"


def tell_sums(checked: CheckedSheet, file: str) -> list[Finding]:
    """What is said of the rows of a plan or a budget that add up others; a task that is proved to be a summary becomes one."""
    match checked.located.sheet.key:
        case "plan":
            return _of_plan(checked, file)
        case "budget":
            return _of_budget(checked, file)
        case _:
            return []


def _of_plan(checked: CheckedSheet, file: str) -> list[Finding]:
    values, types = checked.values, checked.values["type"]
    costs = values["cost_baseline"]
    findings: list[Finding] = []
    coded = parents_by_code(values["wbs"])
    proved: set[int] = set()
    for at, inside in sorted(coded.items()):
        if types[at] != TASK:
            continue
        leaves = [costs[each] for each in inside if each not in coded and types[each] != SUMMARY]
        if costs[at] and None not in leaves and abs(sum(leaves) - costs[at]) < 0.005:
            proved.add(at)
            findings.append(
                _said(checked, file, at, "type", IS_SUMMARY, inside_rows(checked.located.rows, coded, at))
            )
        else:
            findings.append(
                _said(checked, file, at, "type", HAS_TASKS, inside_rows(checked.located.rows, coded, at))
            )
    if proved:
        values_of: Any = values
        values_of["type"] = [SUMMARY if at in proved else kind for at, kind in enumerate(types)]
    counted = [None if kind == SUMMARY else cost for kind, cost in zip(types, costs, strict=True)]
    spans = [(values[f"start_{which}"], values[f"finish_{which}"]) for which in ("baseline", "forecast")]
    found = sums([counted], spans) if any(counted) else {}
    findings += [
        _said(checked, file, at, "cost_baseline", MAY_BE_SUMMARY, inside_rows(checked.located.rows, found, at))
        for at in sorted(found) if at not in coded and types[at] == TASK
    ]  # fmt: skip
    return findings


def _of_budget(checked: CheckedSheet, file: str) -> list[Finding]:
    columns = [checked.values[key] for key in amounts_of(checked.located.sheet)]
    found = {
        at: inside for at, inside in sums(columns).items() if sum(bool(column[at]) for column in columns) >= 2
    }
    return [
        _said(checked, file, at, "line_id", MAY_BE_SUM, inside_rows(checked.located.rows, found, at))
        for at in sorted(found)
    ]


def _said(checked: CheckedSheet, file: str, at: int, key: str, message: Text, inside: str) -> Finding:
    return Finding(
        "GEN-19", Severity.WARNING, checked.located.place(file, at, key), message.fill(inside=inside),
        found=checked.values[key][at], fix=FIX[checked.located.sheet.key],
        row_key=str(checked.values[checked.located.sheet.identity[0]][at] or ""),
    )  # fmt: skip


IS_SUMMARY = t(
    "A task whose budget is the sum of the tasks beneath it by its WBS, rows {inside}: read as a summary, which is not added.",
    "Une tâche dont le budget est la somme de ses sous-tâches d’après le code OTP, lignes {inside} : lue comme récapitulative, donc non sommée.",
)
HAS_TASKS = t(
    "By its WBS it has subtasks, rows {inside}, and counts in addition to them.",
    "D’après son code OTP, elle a des sous-tâches, lignes {inside}, et s’ajoute à elles.",
)
MAY_BE_SUMMARY = t(
    "Its budget is the sum of rows {inside}, and its dates span theirs: if it rolls them up, they count twice.",
    "Son budget est la somme des lignes {inside}, et ses dates couvrent les leurs : si elle les regroupe, elles comptent deux fois.",
)
MAY_BE_SUM = t(
    "All its amounts are the sums of rows {inside}: if it is a subtotal, they count twice.",
    "Tous ses montants sont la somme de ceux des lignes {inside} : si c’est un sous-total, elles comptent deux fois.",
)
FIX = {
    "plan": t("Give it the type Summary if it rolls up others.", "Donnez-lui le type Récapitulative si elle en regroupe d’autres."),
    "budget": t("Delete the row if it is a subtotal.", "Supprimez la ligne si c’est un sous-total."),
}  # fmt: skip
