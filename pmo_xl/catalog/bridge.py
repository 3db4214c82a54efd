"""The bridge from the initial budget to the estimate at completion at current rates, as a stacked column with a hidden base."""

from __future__ import annotations

from collections.abc import Callable

from pmo_xl.core.expr import greatest, least, or_zero, when
from pmo_xl.core.heads import Here
from pmo_xl.core.kpi import Form
from pmo_xl.core.nodes import Expr
from pmo_xl.core.text import t
from pmo_xl.core.view import GridColumn

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

    def amount(head: Here) -> Expr:
        keys = {0: "bac0", 1: "changes", 2: "transfers", 3: "bac", 5: "eac", 6: "fx", 7: "eac_current"}
        step = STEPS.index(head.value)
        drift = step == STEPS.index(DRIFT)
        return when((known, of("eac") - of("bac") if drift else of(keys[step])))

    def base(head: Here) -> Expr:
        ends = {1: ("bac0", None), 2: (None, "bac"), 4: ("bac", "eac"), 6: ("eac", "eac_current")}
        step = STEPS.index(head.value)
        if step not in ends:
            return none
        # Changes end where transfers begin: at the budget before these.
        before, after = (of(key) if key else of("bac") - of("transfers") for key in ends[step])
        return when((known, least(before, after)))

    def total(head: Here) -> Expr:
        return amount(head) if STEPS.index(head.value) in (0, 3, 5, 7) else none

    def rise(head: Here) -> Expr:
        return none if STEPS.index(head.value) in (0, 3, 5, 7) else when((known, greatest(amount(head), 0)))

    def fall(head: Here) -> Expr:
        return (
            none if STEPS.index(head.value) in (0, 3, 5, 7) else when((known, greatest(0 - amount(head), 0)))
        )

    return (
        GridColumn("amount", t("Amount", "Montant"), Form.AMOUNT, amount),
        GridColumn("base", t("Base", "Base"), Form.AMOUNT, base, quiet=True),
        GridColumn("total", t("Total", "Total"), Form.AMOUNT, total, quiet=True),
        GridColumn("rise", t("Rise", "Hausse"), Form.AMOUNT, rise, quiet=True),
        GridColumn("fall", t("Fall", "Baisse"), Form.AMOUNT, fall, quiet=True),
    )
