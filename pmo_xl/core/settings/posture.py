"""How a PMO stands towards projects: what each posture is called, and how much it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pmo_xl.core.base.text import Text, t

Posture = Literal["supportive", "controlling", "directive"]

PROFILES: Mapping[str, str] = {"supportive": "light", "controlling": "standard", "directive": "full"}
"""How much is asked of projects where no profile is chosen."""
LABELS: Mapping[str, Text] = {
    "supportive": t("Supportive", "D’appui"),
    "controlling": t("Controlling", "De contrôle"),
    "directive": t("Directive", "Directive"),
}
NONE = t("none chosen", "aucune choisie")


def posture_label(posture: str | None) -> Text:
    """What a posture is called; that none was chosen, where none was."""
    return NONE if posture is None else LABELS[posture]
