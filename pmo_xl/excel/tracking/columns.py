"""The columns of the sheet that tracks the budget: where each stands, what it is called, what its rows remember."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from pmo_xl.core.base.text import Text, t

TRACKING = t("Budget tracking", "Suivi budgétaire")
MARK_KIND = "reviews"
KEY_ROW, BAND_ROW, HEAD_ROW, CONTROL_ROW = 2, 3, 4, 5
"""Zero-based rows: the hidden keys of the columns, bands, headers, the first control total."""
FIRST = 1


class Level(IntEnum):
    """What a row of the tree is; down to the lines, its outline level too."""

    PORTFOLIO = 0
    PROGRAMME = 1
    PROJECT = 2
    LINE = 3
    FORMER = 4


class Of(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    COUNT = "count"
    AMOUNT = "amount"
    """The budget table has it, line by line."""
    RESERVE = "reserve"
    """The project sheet has it."""
    MADE = "made"
    """An amount that is computed on this sheet."""
    PERCENT = "percent"
    ENTRY = "entry"
    """A reviewer types it."""
    REVIEW = "review"
    """What becomes of the review; nobody types it."""
    MEMORY = "memory"
    """Hidden: what the next consolidation needs."""


@dataclass(frozen=True, slots=True)
class TrackedColumn:
    """One column. ``folded``: it shows when its group is opened."""

    key: str
    of: Of
    band: Text
    label: Text
    width: float
    folded: bool = False


IDENTIFICATION = t("Identification", "Identification")
BUDGET = t("Budget", "Budget")
SPENT = t("Committed and spent", "Engagé et réalisé")
FORECAST = t("Forecast", "Prévision")
REMAINING = t("Remaining", "Restes")
RESERVES = t("Reserves", "Provisions et réserves")
REVIEW = t("Review (white cells: type here)", "Revue (cellules blanches : à saisir)")
MEMORY = t("Memory", "Mémoire")

_MONEY = 13.0
_MEMORIES = (
    "level", "project_id", "project_name", "line_id", "description_text", "category_key", "account", "source_row",
    "place", "rate", "shown_bac", "shown_actual", "shown_eac", "signed_reviewer", "signed_on", "signed_status",
    "moved", "queries", "shown_on", "earlier_eac", "earlier_on",
)  # fmt: skip
LATER_MEMORIES = frozenset({"shown_on", "earlier_eac", "earlier_on"})
"""What the first masters with reviews did not remember."""

COLUMNS: tuple[TrackedColumn, ...] = (
    TrackedColumn("id", Of.TEXT, IDENTIFICATION, t("Programme / project / line", "Programme / projet / ligne"), 16),
    TrackedColumn("name", Of.TEXT, IDENTIFICATION, t("Name", "Intitulé"), 34),
    TrackedColumn("lines", Of.COUNT, IDENTIFICATION, t("Lines", "Lignes"), 7.5),
    TrackedColumn("category", Of.TEXT, IDENTIFICATION, t("Category", "Nature"), 22, True),
    TrackedColumn("capex_opex", Of.TEXT, IDENTIFICATION, t("CAPEX/OPEX", "CAPEX/OPEX"), 12, True),
    TrackedColumn("cost_centre", Of.TEXT, IDENTIFICATION, t("Cost centre", "Centre de coûts"), 13, True),
    TrackedColumn("is_contingency", Of.TEXT, IDENTIFICATION, t("Contingency line", "Ligne d’aléas"), 12, True),
    TrackedColumn("bac", Of.AMOUNT, BUDGET, t("Current budget (BAC)", "Budget révisé (BAC)"), _MONEY),
    TrackedColumn("bac0", Of.AMOUNT, BUDGET, t("Initial budget", "Budget initial"), _MONEY, True),
    TrackedColumn("changes_approved", Of.AMOUNT, BUDGET, t("Approved changes", "Avenants validés"), _MONEY, True),
    TrackedColumn("transfers", Of.AMOUNT, BUDGET, t("Transfers", "Virements"), _MONEY, True),
    TrackedColumn("committed", Of.AMOUNT, SPENT, t("Committed", "Engagé"), _MONEY),
    TrackedColumn("actual", Of.AMOUNT, SPENT, t("Actual cost", "Réalisé"), _MONEY),
    TrackedColumn("invoiced", Of.AMOUNT, SPENT, t("Invoiced", "Facturé"), _MONEY, True),
    TrackedColumn("paid", Of.AMOUNT, SPENT, t("Paid", "Payé"), _MONEY, True),
    TrackedColumn("accruals", Of.AMOUNT, SPENT, t("Accruals", "Charges à payer (FNP)"), _MONEY, True),
    TrackedColumn("etc", Of.AMOUNT, FORECAST, t("Estimate to complete", "Reste à faire"), _MONEY),
    TrackedColumn("eac", Of.AMOUNT, FORECAST, t("EAC", "Atterrissage (EAC)"), _MONEY),
    TrackedColumn("vac", Of.AMOUNT, FORECAST, t("Variance (+ favourable)", "Écart (+ favorable)"), _MONEY),
    TrackedColumn("vac_pct", Of.PERCENT, FORECAST, t("Variance %", "Écart %"), 10),
    TrackedColumn("remaining_to_commit", Of.AMOUNT, REMAINING, t("Remaining to commit", "Reste à engager"), _MONEY),
    TrackedColumn("remaining_to_pay", Of.AMOUNT, REMAINING, t("Remaining to pay", "Reste à payer"), _MONEY),
    TrackedColumn("management_reserve", Of.RESERVE, RESERVES,
                  t("Management reserve (outside BAC)", "Réserve de management (hors BAC)"), 15),
    TrackedColumn("contingency_remaining", Of.MADE, RESERVES,
                  t("Contingency remaining", "Provision pour aléas restante"), 15),
    TrackedColumn("contingency_initial", Of.RESERVE, RESERVES,
                  t("Contingency, initial", "Provision pour aléas initiale"), 15, True),
    TrackedColumn("contingency_drawn", Of.RESERVE, RESERVES,
                  t("Contingency drawn", "Provision pour aléas consommée"), 15, True),
    TrackedColumn("reviewer", Of.ENTRY, REVIEW, t("Reviewed by", "Revu par"), 16),
    TrackedColumn("on", Of.ENTRY, REVIEW, t("Reviewed on", "Revu le"), 11.5),
    TrackedColumn("status", Of.ENTRY, REVIEW, t("Status", "Statut"), 13),
    TrackedColumn("comment", Of.ENTRY, REVIEW, t("Comment", "Commentaire"), 34),
    TrackedColumn("since", Of.REVIEW, REVIEW, t("Since sign-off", "Depuis la revue"), 32),
    TrackedColumn("note", Of.REVIEW, REVIEW, t("Line history", "Historique de la ligne"), 23),
    TrackedColumn("signed_bac", Of.REVIEW, REVIEW, t("Budget as signed", "Budget à la revue"), _MONEY, True),
    TrackedColumn("signed_actual", Of.REVIEW, REVIEW, t("Actual as signed", "Réalisé à la revue"), _MONEY, True),
    TrackedColumn("signed_eac", Of.REVIEW, REVIEW, t("EAC as signed", "Atterrissage à la revue"), _MONEY, True),
    *(TrackedColumn(key, Of.MEMORY, MEMORY, t(key, key), 9, True) for key in _MEMORIES),
)  # fmt: skip
"""Left to right. What people look for first stands open; the rest is folded beside it."""

AT = {column.key: FIRST + place for place, column in enumerate(COLUMNS)}
"""The zero-based sheet column of each."""
VISIBLE = [column for column in COLUMNS if column.of is not Of.MEMORY]
LAST = AT[VISIBLE[-1].key]
MONEY = [column.key for column in COLUMNS if column.of in (Of.AMOUNT, Of.MADE, Of.RESERVE)]
ENTRIES = [column.key for column in COLUMNS if column.of is Of.ENTRY]
SIGNED = {"signed_bac": "bac", "signed_actual": "actual", "signed_eac": "eac"}
"""The cells that keep what was signed, and the live figure of each."""
