"""What the macros say where Python does not answer: they read it on the sheet of settings, in the workbook's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmo_xl.console.buttons import BUTTONS, Button
from pmo_xl.console.layout import MOST_FINDINGS
from pmo_xl.core.base.text import Text, same, t
from pmo_xl.core.definition.model import ERROR_SIGN

WAITING_LAUNCHER = t("Start buttons", "Activer les boutons")
"""The file to double-click that has Python wait for clicks."""


def refusals(buttons: Iterable[Button] = BUTTONS) -> Mapping[str, Text]:
    """Each key of the sheet of settings and its words: a sentence for each button, and what all share."""
    told: dict[str, Text] = {"SIGN": same(ERROR_SIGN), "BUSY": BUSY, "NO PYTHON": NO_PYTHON}
    for button in buttons:
        told[f"REFUSED {button.key}"] = REFUSED.fill(what=button.label, launcher=WAITING_LAUNCHER)
        told[f"LABEL {button.key}"] = button.label
        if button.lists:
            told[f"LISTS {button.key}"] = same(str(MOST_FINDINGS))
    return told


REFUSED = t(
    "{what}: Excel may not start Python here. Double-click “{launcher}” in the folder of this workbook, leave its window open, then click again.",
    "{what} : Excel n’a pas pu lancer Python ici. Double-cliquez sur « {launcher} » dans le dossier de ce classeur, laissez sa fenêtre ouverte, puis cliquez à nouveau.",
)
BUSY = t(
    "pmo_xl is still at work with your click before this one. Its result will stand in the console.",
    "pmo_xl traite encore votre clic précédent. Son résultat s’affichera dans le pilotage.",
)
NO_PYTHON = t("Python is not there any more:", "Python ne se trouve plus à cet endroit :")
