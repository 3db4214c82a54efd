"""Which returns were saved after the day on which they were due.

What is measured is when a file was last saved: by its own properties, else by the disk. When it was sent, nobody
knows: one saved in time and sent late passes, and one that is opened and saved again at the PMO counts as late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pmo_xl.core.base.date_texts import Days, day
from pmo_xl.core.base.files import SETTINGS_FILE
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.base.typed_toml import bad_value
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.steps.one_return.versions import Saved

CODE = "PFL-02"


def with_due_date(settings: Settings) -> Settings:
    """The same with the due date as a date; raises SettingsError, naming the key, for a text that is none.

    Where a text could be two days, the day stands first in French; elsewhere nobody can know.
    """
    due = settings.collection.due
    if due is None or isinstance(due, dt.date):
        return settings
    found = day(due)
    if isinstance(found, Days):
        if settings.language != "fr":
            why = TWO_DAYS.fill(one=found.one.isoformat(), other=found.other.isoformat())
            raise bad_value(SETTINGS_FILE, "collection.due", due, why)
        found = found.one
    if found is None:
        raise bad_value(SETTINGS_FILE, "collection.due", due, NO_DATE)
    collection = settings.collection.model_copy(update={"due": found})
    return settings.model_copy(update={"collection": collection})


def tell_late(returns: Sequence[Return], settings: Settings, period: dt.date | None, saved: Saved) -> None:
    """Note when each return was saved, and tell the late ones; nothing is asked of a file where nothing is due."""
    due = settings.collection.due_in(period)
    if due is None:
        return
    severity = _severity(settings)
    for returned in returns:
        moment = saved(returned)
        if moment is None:
            continue
        returned.saved_on = moment.moment.date()
        if returned.rejected:
            continue  # what does not count is missing, whenever it was saved
        returned.days_late = max(0, (returned.saved_on - due).days)
        if returned.days_late and severity is not None:
            returned.findings.append(Finding(
                CODE, severity, Place(returned.file),
                LATE.fill(saved=moment.words, due=due),
                found=returned.saved_on, expected=ON_TIME.fill(due=due), fix=FIX, project=returned.project_id,
            ))  # fmt: skip


def _severity(settings: Settings) -> Severity | None:
    """How much a late return weighs, by the settings; None where nobody wants to hear of it."""
    chosen = settings.rules.get(CODE)
    if chosen is None:
        return Severity.WARNING
    if chosen.severity == "off":
        return None
    usual = Severity.WARNING if chosen.severity is None else Severity[chosen.severity.upper()]
    return Severity.INFO if chosen.beta else usual


def not_judged(settings: Settings, period: dt.date | None) -> Finding | None:
    """What is to be said where a due date is set that cannot be one of the period."""
    due = settings.collection.due_date
    if due is None or settings.collection.due_in(period) is not None:
        return None
    return Finding(
        CODE, Severity.INFO, Place(SETTINGS_FILE), STALE.fill(due=due, period=period), fix=SET_DUE, found=due
    )


NO_DATE = t("a date is expected, such as 2026-04-05", "une date est attendue, par exemple 2026-04-05")
TWO_DAYS = t(
    "it could be {one} or {other}; write it like one of these",
    "ce peut être {one} ou {other} ; écrivez-la comme l’une de ces deux dates",
)
LATE: Text = t(
    "The return was {saved}, after the due date of {due}.",
    "Le retour a été {saved}, après la date limite du {due}.",
)
ON_TIME: Text = t("saved by {due}", "enregistré le {due} au plus tard")
FIX = t(
    "Nothing to correct: the return counts. Send the next one in time.",
    "Rien à corriger : le retour est repris. Envoyez le prochain dans les délais.",
)
STALE = t(
    "The due date {due} lies before the status date {period}: no return is judged late.",
    "La date limite {due} précède la date d’arrêté {period} : aucun retour n’est jugé en retard.",
)
SET_DUE = t(
    "Set “due” under [collection] in pmo.toml to a day after the status date.",
    "Dans pmo.toml, sous [collection], mettez « due » à un jour postérieur à la date d’arrêté.",
)
