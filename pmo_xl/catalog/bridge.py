"""The bridge from the initial budget to the estimate at completion at current rates, as a stacked column with a hidden base."""

from __future__ import annotations

from collections.abc import Callable

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import max_of, min_of, or_zero, when
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.view import GridColumn

BAC0, CHANGES, TRANSFERS, BAC, DRIFT, EAC, FX, CURRENT = STEPS = (
    t("Initial budget", "Budget initial"),
    t("Approved changes", "Avenants validés"),
    t("Transfers", "Virements"),
    t("Current budget (BAC)", "Budget révisé (BAC)"),
    t("Drift", "Dérive"),
    t("EAC", "Atterrissage"),
    t("FX effect", "Effet de change"),
    t("EAC at current rates", "Atterrissage aux cours actuels"),
)
"""Totals and, between them, what leads from one to the next."""

Figure = Callable[[str], Expr]
"""The figure of a KPI, for whatever the bridge is about."""


def bridge(figure: Figure, known: Expr) -> tuple[GridColumn, ...]:
    """The columns of the bridge: its figure; then base, total, rise and fall, which the chart stacks.

    ``known`` says whether there is anything to show.
    """
    none = when((known, 0))

    def of(key: str) -> Expr:
        """A step that no project has is a step of 0."""
        return or_zero(figure(key))

    def amount(head: RowHeader) -> Expr:
        keys = {0: "bac0", 1: "changes", 2: "transfers", 3: "bac", 5: "eac", 6: "fx", 7: "eac_current"}
        step = STEPS.index(head.value)
        drift = step == STEPS.index(DRIFT)
        return when((known, of("eac") - of("bac") if drift else of(keys[step])))

    def base(head: RowHeader) -> Expr:
        ends = {1: ("bac0", None), 2: (None, "bac"), 4: ("bac", "eac"), 6: ("eac", "eac_current")}
        step = STEPS.index(head.value)
        if step not in ends:
            return none
        # Changes end where transfers begin: at the budget before these.
        before, after = (of(key) if key else of("bac") - of("transfers") for key in ends[step])
        return when((known, min_of(before, after)))

    def total(head: RowHeader) -> Expr:
        return amount(head) if STEPS.index(head.value) in (0, 3, 5, 7) else none

    def rise(head: RowHeader) -> Expr:
        return none if STEPS.index(head.value) in (0, 3, 5, 7) else when((known, max_of(amount(head), 0)))

    def fall(head: RowHeader) -> Expr:
        return none if STEPS.index(head.value) in (0, 3, 5, 7) else when((known, max_of(0 - amount(head), 0)))

    return (
        GridColumn("amount", t("Amount", "Montant"), Unit.AMOUNT, amount),
        GridColumn("base", t("Base", "Base"), Unit.AMOUNT, base, quiet=True),
        GridColumn("total", t("Total", "Total"), Unit.AMOUNT, total, quiet=True),
        GridColumn("rise", t("Rise", "Hausse"), Unit.AMOUNT, rise, quiet=True),
        GridColumn("fall", t("Fall", "Baisse"), Unit.AMOUNT, fall, quiet=True),
    )
