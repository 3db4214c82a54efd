"""A run in which no return counts: no master is replaced by an empty one, and why is said once."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, counted, t
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.core.settings.settings import Settings

OTHER_DATE = "GEN-07"


def stop_if_none_counts(portfolio: Portfolio, asked: dt.date | None, settings: Settings) -> None:
    """Raise NothingToDo where every return was left out; ``asked`` is the status date given with the command."""
    if any(not returned.rejected for returned in portfolio.returns):
        return
    size = len(portfolio.returns)
    codes = Counter(
        next((f.code for f in reversed(returned.findings) if f.severity.key == "error"), "")
        for returned in portfolio.returns
    )
    others = {r.status_date for r in portfolio.returns if r.status_date not in (None, portfolio.status_date)}
    if not size:
        raise NothingToDo(NO_RETURN)
    if codes[OTHER_DATE] == size and others:
        words = counted(size, ALL_OF_OTHER_DATE)
        words = words.fill(
            days=sorted(others, key=str),
            period=portfolio.status_date,
            where=_where(asked, settings),
            remedy=REMEDY,
        )
    else:
        words = counted(size, NONE_COUNTS).fill(codes=[code for code, _ in codes.most_common() if code])
    raise NothingToDo(words.fill(nothing=NOTHING_REPLACED))


def _where(asked: dt.date | None, settings: Settings) -> Text:
    if asked is not None:
        return t("given for this run", "donnée pour cette exécution")
    if settings.status_date is not None:
        return t("status_date in pmo.toml", "status_date dans pmo.toml")
    return t("the one that most returns state", "celle de la plupart des retours")


NOTHING_REPLACED = t(
    "No master was written or replaced.", "Aucun classeur consolidé n’a été écrit ni remplacé."
)
NO_RETURN = t(
    "No return was found among these files. {nothing}", "Aucun retour parmi ces fichiers. {nothing}"
).fill(nothing=NOTHING_REPLACED)
ALL_OF_OTHER_DATE = (
    t("The only return is as of {days}, the period {period} ({where}). {nothing} {remedy}",
      "Le seul retour est arrêté au {days}, la période au {period} ({where}). {nothing} {remedy}"),
    t("All {n} returns are as of {days}, the period {period} ({where}). {nothing} {remedy}",
      "Les {n} retours sont arrêtés au {days}, la période au {period} ({where}). {nothing} {remedy}"),
)  # fmt: skip
REMEDY = t(
    "If the returns of the period have not come yet, put them into the folder when they do; if it is the date that was not moved on, enter that of the returns: status_date in pmo.toml, the settings of the console, or --status-date.",
    "Si les retours de la période ne sont pas encore arrivés, déposez-les dans le dossier dès réception ; si c’est la date qui n’a pas été avancée, saisissez celle des retours : status_date dans pmo.toml, réglages du pilotage ou --status-date.",
)
NONE_COUNTS = (
    t("The only return does not count ({codes}). {nothing} “pmo-xl validate” says why.",
      "Le seul retour ne compte pas ({codes}). {nothing} « pmo-xl validate » dit pourquoi."),
    t("None of the {n} returns counts ({codes}). {nothing} “pmo-xl validate” says why, file by file.",
      "Aucun des {n} retours ne compte ({codes}). {nothing} « pmo-xl validate » dit pourquoi, fichier par fichier."),
)  # fmt: skip
