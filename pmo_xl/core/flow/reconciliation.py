"""The ledger beside the returns: what became of each line of an export, and what agrees with what was declared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.expr.choice import Choice

if TYPE_CHECKING:
    import pandas as pd


class Match(Choice):
    """How a declared amount stands to the ledger's; the last one is for a whole project only."""

    MATCHED = "matched", "● Matched", "● Rapproché"
    DIFFERS = "differs", "◆ Differs", "◆ En écart"
    NOT_IN_LEDGER = "missing_in_ledger", "▲ Missing in the ledger", "▲ Absent du grand livre"
    NOT_IN_RETURNS = "missing_in_returns", "▲ Missing in the returns", "▲ Absent des retours"
    IN_TOTAL_ONLY = "matched_in_total", "▲ Agrees in total only", "▲ Rapproché au total seulement"


class PostingOutcome(Choice):
    """What became of a line of the ledger; their amounts add up to the file."""

    COMPARED = "compared", "Compared with the returns", "Rapprochées des retours"
    AFTER = "after_status_date", "After the status date", "Postérieures à la date d’arrêté"
    BEFORE = "before_first_month", "Before the first month compared", "Antérieures au premier mois rapproché"
    IGNORED = "ignored_account", "Account ignored on purpose", "Compte ignoré à dessein"
    OTHER_CURRENCY = "other_currency", "Other currency", "Autre devise"
    UNKNOWN = "unknown_project", "Unknown project", "Projet inconnu"
    UNREAD = "unread", "Not read", "Non lues"


OPEN_FATES = (PostingOutcome.UNREAD, PostingOutcome.UNKNOWN, PostingOutcome.OTHER_CURRENCY)
"""Lines that somebody has to look at before anything can be called reconciled."""

FIELDS = {
    "project": t("project", "projet"),
    "account": t("account", "compte"),
    "date": t("date", "date"),
    "period": t("period", "période"),
    "amount": t("amount", "montant"),
    "debit": t("debit", "débit"),
    "credit": t("credit", "crédit"),
    "currency": t("currency", "devise"),
    "document": t("document", "pièce"),
    "text": t("text", "libellé"),
    "reversal": t("reversal", "extourne"),
}
"""What each column of a ledger is called."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two amounts may lie apart and still agree: an amount, or a share of the ledger's amount."""

    amount: float = 0.01
    share: float = 0.0

    def covers(self, difference: float, ledger: float) -> bool:
        """Whether a difference is small enough."""
        return abs(difference) <= max(self.amount, self.share * abs(ledger))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of the file that is not compared: where it stands, why, and what is known of it."""

    line: int
    fate: PostingOutcome | None
    """None for a total line, which is no posting."""
    why: Text
    project: str = ""
    account: str = ""
    when: str = ""
    amount: float | None = None
    document: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """Some lines of the file: how many, and what the amounts that could be read add up to."""

    lines: int = 0
    amount: float = 0.0


@dataclass(frozen=True, slots=True)
class Source:
    """How the file was read: which column was taken for what, and which conventions hold in it."""

    file: str
    columns: Mapping[str, str]
    header_line: int
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    date_order: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Declared actuals beside the ledger's, and the proof that no line of the file was lost.

    ``details`` holds a row per project, account and month: ``key``, ``project_id``, ``account``, ``month``,
    ``declared``, ``ledger``, ``difference``, ``state``, ``postings``, ``credit_notes``, ``reversals``.
    ``ledger`` holds the postings added up by project, account and month, with the ``key`` of the detail that
    they are compared in. ``projects`` rolls the details up. ``file`` is counted before any line is sorted
    into ``fates``; ``foot`` is the total that the file states itself.
    """

    source: Source
    tolerance: Tolerance
    details: pd.DataFrame
    ledger: pd.DataFrame
    projects: pd.DataFrame
    file: Share
    fates: Mapping[PostingOutcome, Share]
    left_out: Sequence[LeftOut]
    without_amount: int = 0
    foot: LeftOut | None = None
    currencies: Sequence[str] = field(default_factory=tuple)

    @property
    def difference(self) -> float:
        """What the file holds beyond the lines accounted for: 0, or a line was lost."""
        return round(self.file.amount - sum(share.amount for share in self.fates.values()), 4)

    @property
    def foot_difference(self) -> float | None:
        """How far the total stated in the file lies from its lines; None where it states none."""
        if self.foot is None or self.foot.amount is None:
            return None
        return round(self.foot.amount - self.file.amount, 4)

    @property
    def reconciled(self) -> bool:
        """Whether something was compared, everything agrees, and no line waits for somebody."""
        return (
            len(self.details) > 0
            and bool((self.details["state"] == Match.MATCHED.key).all())
            and not any(self.fates[fate].lines for fate in OPEN_FATES)
            and self.difference == 0
        )

    def to_dict(self, language: str) -> dict[str, Any]:
        """The reconciliation for a script: counts, totals, projects, what does not agree, lines left out."""
        details = self.details
        source = self.source
        states = details["state"].value_counts()
        return {
            "reconciled": self.reconciled,
            "ledger": {
                "file": source.file, "sheet": source.sheet or None, "header_line": source.header_line,
                "columns": dict(source.columns), "encoding": source.encoding or None,
                "separator": source.separator or None, "decimal": source.decimal or None,
                "date_order": source.date_order or None,
            },
            "tolerance": {"amount": self.tolerance.amount, "share": self.tolerance.share},
            "control": {
                "file": _share(self.file),
                **{fate.key: _share(self.fates[fate]) for fate in PostingOutcome},
                "difference": self.difference,
                "lines_without_amount": self.without_amount,
                "total_in_file": self.foot.amount if self.foot else None,
                "total_in_file_difference": self.foot_difference,
            },
            "counts": {
                **{match.key: int(states.get(match.key, 0)) for match in Match if match is not Match.IN_TOTAL_ONLY},
                "postings": int(details["postings"].sum()),
                "credit_notes": int(details["credit_notes"].sum()),
                "reversals": int(details["reversals"].sum()),
            },
            "projects": [_row(row) for row in self.projects.to_dict("records")],
            "differences": [
                _row(row) for row in details[details["state"] != Match.MATCHED.key].to_dict("records")
            ],
            "unknown_projects": self.unknown_projects(),
            "left_out": [_left_out(one, language) for one in self.left_out if one.fate in OPEN_FATES],
        }  # fmt: skip

    def unknown_projects(self) -> list[dict[str, Any]]:
        """The project codes that are not in the portfolio, those with the most lines first."""
        found: dict[str, tuple[int, float]] = {}
        for one in self.left_out:
            if one.fate is PostingOutcome.UNKNOWN:
                lines, amount = found.get(one.project, (0, 0.0))
                found[one.project] = (lines + 1, amount + (one.amount or 0.0))
        ordered = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
        return [
            {"code": code, "lines": lines, "amount": round(amount, 2)} for code, (lines, amount) in ordered
        ]


def _share(share: Share) -> dict[str, Any]:
    return {"lines": share.lines, "amount": share.amount}


def _row(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): _plain(what) for key, what in row.items() if key != "key"}


def _plain(what: Any) -> Any:
    if str(what) in ("NaT", "nan", ""):
        return None
    if isinstance(what, dt.date):
        return f"{what:%Y-%m}"
    return what.item() if hasattr(what, "item") else what


def _left_out(one: LeftOut, language: str) -> dict[str, Any]:
    return {
        "line": one.line, "reason": one.fate.key if one.fate else None, "why": one.why.to(language),
        "project": one.project, "account": one.account, "date": one.when, "amount": one.amount,
        "document": one.document, "text": one.words,
    }  # fmt: skip
