"""What has to be said of the periods before: a period that was archived and is not as it was, one that comes too late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from pmo_xl.core.base.files import ARCHIVE_FOLDER, MASTER_FILE
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.flow.portfolio import Portfolio, Previous

if TYPE_CHECKING:
    import pandas as pd


class Archived(Enum):
    """What can be wrong with a period that the archive is asked for."""

    CHANGED = "changed"
    OTHER_VERSION = "other_version"
    UNREADABLE = "unreadable"
    WITHOUT_MASTER = "without_master"


def told_of_archive(
    status_date: dt.date, state: Archived, version: str = "", archive: str = ARCHIVE_FOLDER
) -> Finding:
    """What is said of an archived master that the history was taken from, or could not be."""
    says, fix = _WORDS[state]
    day = status_date.isoformat()
    return Finding(
        "PFL-32", Severity.WARNING, Place(f"{archive}/{day}"),
        says.fill(day=status_date, version=version or "?"), fix=fix.fill(folder=f"{archive}/{day}"),
    )  # fmt: skip


def not_archived(days: Sequence[dt.date]) -> Finding:
    """Periods that are remembered and no longer in the archive."""
    return Finding(
        "PFL-32", Severity.INFO, Place(ARCHIVE_FOLDER),
        t("Not in the archive: {days}. The figures of then are complete, from the history of the master; the returns of then are not kept.",
          "Absent des archives : {days}. Les chiffres d’alors sont complets, grâce à l’historique du classeur consolidé ; les retours d’alors ne sont pas conservés.")
        .fill(days=list(days)),
        fix=t("Put the folder of the period back from a backup, if its returns are still needed.",
              "Restaurez le dossier de la période depuis une sauvegarde, si ses retours sont encore utiles."),
    )  # fmt: skip


def told_of_past(portfolio: Portfolio, previous: Previous) -> Iterator[Finding]:
    """All that is to be said of the past of a period."""
    yield from previous.told
    status_date, last = portfolio.status_date, last_remembered(previous)
    if status_date is None or last is None:
        return
    yield from _other_names(portfolio.projects, status_date, previous)
    if status_date.replace(day=1) >= last.replace(day=1):
        return
    yield Finding(
        "PFL-31", Severity.WARNING, Place(MASTER_FILE.as_posix()),
        t("The status date {period} lies before {last}, that of the last period: this master compares with the periods before it, and the history keeps the later ones.",
          "La date d’arrêté {period} est antérieure au {last}, celle de la dernière période : ce classeur se compare aux périodes qui le précèdent, et l’historique conserve les suivantes.")
        .fill(period=status_date, last=last),
        fix=t("Nothing to do if an earlier period is to be corrected; else correct the status date.",
              "Rien à faire s’il s’agit de corriger une période passée ; sinon, corrigez la date d’arrêté."),
        found=status_date,
    )  # fmt: skip


def _other_names(projects: pd.DataFrame, status_date: dt.date, previous: Previous) -> Iterator[Finding]:
    """Projects that have another name than before, or the name of one that is gone: renumbered, as it seems."""
    history = previous.history
    if history is None or history.empty or "project_name" not in history or "period" not in history:
        return
    import pandas as pd

    months = pd.to_datetime(history["period"], errors="coerce")
    before = history.assign(period=months)[months < pd.Timestamp(status_date.replace(day=1))]
    last = before.sort_values("period", kind="stable").drop_duplicates("project_id", keep="last")
    then, now = _named(last), _named(projects)
    gone = {fold(name): key for key, name in then.items() if key not in now}
    for key, name in now.items():
        was = then.get(key)
        if was is not None and fold(was) != fold(name):
            says, other = RENAMED, was
        elif was is None and fold(name) in gone:
            says, other = RENUMBERED, gone[fold(name)]
        else:
            continue
        words, fix = says
        yield Finding(
            "PFL-33", Severity.INFO, Place(MASTER_FILE.as_posix()), words.fill(id=key, name=name, other=other),
            fix=fix.fill(id=key, other=other), project=key, found=name,
        )  # fmt: skip


def _named(rows: pd.DataFrame) -> dict[str, str]:
    """The names of projects by their ID; one without a name is left out."""
    pairs = zip(rows["project_id"], rows["project_name"], strict=True)
    return {str(key): name for key, name in pairs if isinstance(name, str) and name}


def last_remembered(previous: Previous) -> dt.date | None:
    """The last status date of which anything is remembered."""
    days = {day for rows in previous.memory.values() for day in days_in(rows, "status_date")}
    if previous.status_date is not None:
        days.add(previous.status_date)
    return max(days, default=None)


def days_in(rows: pd.DataFrame, column: str) -> set[dt.date]:
    """The dates of a column of what is remembered, as it was written or as Parquet holds it."""
    import pandas as pd

    if column not in rows:
        return set()
    return {*pd.to_datetime(rows[column].drop_duplicates(), errors="coerce").dropna().dt.date}


RENAMED = (
    t("Project {id} is now called “{name}”; it was “{other}”. Its history goes on.",
      "Le projet {id} s’appelle désormais « {name} » ; c’était « {other} ». Son historique se poursuit."),
    t("Nothing to do, unless {id} is another project: then give it an ID of its own.",
      "Rien à faire, sauf si {id} est un autre projet : donnez-lui alors son propre code."),
)  # fmt: skip
RENUMBERED = (
    t("Project {id} has the name of {other}, of which nothing came: renumbered, as it seems. Its history begins anew.",
      "Le projet {id} porte le nom de {other}, dont rien n’est arrivé : il semble renuméroté. Son historique recommence."),
    t("Keep the ID {other} to keep its history.", "Conservez le code {other} pour conserver son historique."),
)  # fmt: skip

_WORDS: dict[Archived, tuple[Text, Text]] = {
    Archived.CHANGED: (
        t("The archived master of {day} was changed after it was archived: its figures are taken as they stand there now.",
          "Le classeur consolidé archivé du {day} a été modifié après son archivage : ses chiffres sont repris tels qu’ils y figurent."),
        t("If the change was not meant, bring back a copy of {folder} from a backup.",
          "Si la modification n’était pas voulue, restaurez {folder} depuis une sauvegarde."),
    ),
    Archived.OTHER_VERSION: (
        t("The archived master of {day} was made by version {version}: what it did not note yet is blank.",
          "Le classeur consolidé archivé du {day} a été produit par la version {version} : ce qu’il ne notait pas encore reste vide."),
        t("Nothing to do.", "Rien à faire."),
    ),
    Archived.UNREADABLE: (
        t("The archived master of {day} cannot be read: that period is missing from the trends.",
          "Le classeur consolidé archivé du {day} est illisible : cette période manque dans les tendances."),
        t("Bring back a copy of {folder} from a backup.", "Restaurez {folder} depuis une sauvegarde."),
    ),
    Archived.WITHOUT_MASTER: (
        t("The archive of {day} holds no master: that period is missing from the trends.",
          "L’archive du {day} ne contient pas de classeur consolidé : cette période manque dans les tendances."),
        t("Bring back a copy of {folder} from a backup.", "Restaurez {folder} depuis une sauvegarde."),
    ),
}  # fmt: skip
