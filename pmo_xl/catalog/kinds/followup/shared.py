"""What the registers of a follow-up share: bands, IDs, dates, the one owner."""

from __future__ import annotations

from typing import Any

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import LIGHT, Column, text
from pmo_xl.core.definition.model import Rule
from pmo_xl.core.expr.algebra import contains_any
from pmo_xl.core.expr.nodes import Ref

SUBJECT = t("Subject", "Sujet")
FOLLOW_UP, COMPUTED, MORE = t("Follow-up", "Suivi"), t("Calculated", "Calculé"), t("More", "Compléments")
LINKS = t("Links", "Liens")


def identifier(letter: str, **more: Any) -> Column:
    """The ID of a register: a letter, a hyphen, at least three digits."""
    return text(
        "ID", "N°", required=LIGHT, pattern=letter + r"-\d{3,}", band=SUBJECT, width=8, example=f"{letter}-001",
        pattern_says=t("{letter}- and at least three digits, such as {letter}-001",
                       "{letter}- suivi d’au moins trois chiffres, par exemple {letter}-001").fill(letter=letter),
        also="ref | reference | no | number | # | référence | réf | numéro | identifiant", **more,
    )  # fmt: skip


def owner(en: str = "Owner", fr: str = "Responsable", help: Text | None = None, **more: Any) -> Column:
    """Somebody who answers for the row."""
    return text(
        en, fr, help or t("Exactly one person.", "Une seule personne."),
        **{
            "max_length": 80, "band": FOLLOW_UP, "width": 18, "example": "Claire Martin", "person": True,
            "also": "assigned to | assignee | responsible | who | pilote | porteur | affecté à | qui", **more,
        },
    )  # fmt: skip


def one_owner(code: str, column: Ref, severity: Severity = Severity.ERROR) -> Rule:
    """One person answers, however many take part."""
    return Rule(
        code, ~contains_any(column, "/", ";", "&", " and ", " et "), at=column.key,
        says=t("More than one owner", "Plusieurs responsables"),
        fix=t("Name the one person who answers for it.", "Désignez un responsable unique."),
        severity=severity,
    )  # fmt: skip
