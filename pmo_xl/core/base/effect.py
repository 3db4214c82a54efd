"""What a finding costs: whether that which it speaks of counts in the figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, t


class Effect(Enum):
    """What becomes of the row or cell that a finding names."""

    UNREADABLE = "unreadable"
    COUNTS_IN_ERROR = "counts_in_error"
    COUNTS_WARNED = "counts_warned"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Effect.UNREADABLE: t("unreadable", "illisible"),
    Effect.COUNTS_IN_ERROR: t("counts, in error", "compte, en erreur"),
    Effect.COUNTS_WARNED: t("counts, with a warning", "compte, avec avertissement"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """What a finding costs: the effect on what it names, and what is left out of the figures, if anything."""

    effect: Effect
    left_out: Text | None = None

    @property
    def label(self) -> Text:
        """In words: unreadable: the cell is read as blank."""
        if self.left_out is None:
            return self.effect.label
        return t("{effect}: {what}", "{effect} : {what}").fill(effect=self.effect.label, what=self.left_out)


IN_ERROR, WARNED = Cost(Effect.COUNTS_IN_ERROR), Cost(Effect.COUNTS_WARNED)


def cost_of(severity: Severity | None) -> Cost:
    """What a rule over what can be read costs: it never takes a row or a cell, however much it weighs."""
    return IN_ERROR if severity is Severity.ERROR else WARNED
