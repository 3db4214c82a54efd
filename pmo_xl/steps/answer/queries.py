"""Queries on their way back: what a reviewer asks of a line, as a finding at its cell in the return."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.model import Table
from pmo_xl.core.flow.portfolio import CheckedSheet, Return
from pmo_xl.core.flow.review import Reviewed, Status

CODE = "REV-01"
CELLS = ("etc", "line_id")
"""The cell of the line that carries the query: the first of these that the return has."""


def queries_at(
    returned: Return, reviews: Iterable[Reviewed], table: type[Table], severity: Severity
) -> Iterator[Finding]:
    """The open queries about the lines of one return, and about its project where it brings a budget."""
    budgets = [checked for checked in returned.tables if checked.located.sheet is table]
    for reviewed in reviews:
        if reviewed.is_open and reviewed.line.project_id == returned.project_id:
            for budget in budgets:
                place = _place(returned, budget, reviewed.line.line_id)
                if place is not None:
                    yield _finding(returned, reviewed, place, severity)


def _place(returned: Return, budget: CheckedSheet, line_id: str) -> Place | None:
    if not line_id:
        record = returned.record
        return record.located.place(returned.file, 0, "project_id") if record is not None else None
    at = next((at for at, found in enumerate(budget.values["line_id"]) if found == line_id), None)
    if at is None:
        return None
    key = next(key for key in CELLS if key in budget.located.columns)
    return budget.located.place(returned.file, at, key)


def _finding(returned: Return, reviewed: Reviewed, place: Place, severity: Severity) -> Finding:
    signature = reviewed.signature
    says = REJECTED if signature.status == Status.REJECTED.key else QUERY
    return Finding(
        CODE, severity, place,
        says.fill(
            who=BY.fill(name=signature.reviewer) if signature.reviewer else "",
            when=ON.fill(day=signature.on) if signature.on else "",
            comment=reviewed.comment or NO_COMMENT,
        ),
        fix=FIX if reviewed.line.line_id else FIX_PROJECT,
        project=returned.project_id, row_key=reviewed.line.line_id,
    )  # fmt: skip


QUERY = t(
    "Query from the budget review{who}{when}: {comment}",
    "Question de la revue budgétaire{who}{when} : {comment}",
)
REJECTED = t(
    "Rejected in the budget review{who}{when}: {comment}", "Rejeté en revue budgétaire{who}{when} : {comment}"
)
BY, ON = t(", {name}", ", {name}"), t(", {day}", ", le {day}")
NO_COMMENT: Text = t("(no comment)", "(sans commentaire)")
FIX = t(
    "Answer in the comment of the line, or correct the line, and send the workbook again.",
    "Répondez dans le commentaire de la ligne, ou corrigez la ligne, et renvoyez le classeur.",
)
FIX_PROJECT = t(
    "Answer in the comment of the Project sheet, or correct the lines, and send the workbook again.",
    "Répondez dans le commentaire de la feuille Projet, ou corrigez les lignes, et renvoyez le classeur.",
)
