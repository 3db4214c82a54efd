"""Two files of one project with the same content: which of them counts, if any, and when each was saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.settings import Several


@dataclass(frozen=True, slots=True)
class SavedAt:
    """When a file was saved: to the second, in UTC. ``stated`` by the workbook itself, else by the disk it lies on."""

    moment: dt.datetime
    stated: bool

    @property
    def words(self) -> Text:
        shown = f"{self.moment:%Y-%m-%d %H:%M:%S}"
        if self.stated:
            return t("saved {when} UTC", "enregistré le {when} UTC").fill(when=shown)
        return t("file date {when} UTC", "date du fichier {when} UTC").fill(when=shown)


Saved = Callable[[Return], SavedAt | None]


def unknown(returned: Return) -> SavedAt | None:
    """When a file was saved, where nobody can say."""
    return None


def choose_versions(returns: Sequence[Return], several: Several, saved: Saved) -> None:
    """Of several returns of a project with the same content none counts, or the one saved last where a PMO says so.

    Both would count everything twice, and the order of their names says nothing about which is right. ``saved`` is
    asked for these alone. A copy, the same to the last byte, is counted once, and only told.
    """
    _without_copies(returns)
    for rivals in _rivals(returns):
        moments = [saved(returned) for returned in rivals]
        newest = _newest(moments) if several == "newest" else None
        listed = [_told(one, moment) for one, moment in zip(rivals, moments, strict=True)]
        for at, returned in enumerate(rivals):
            if at == newest:
                continue
            others = [words for place, words in enumerate(listed) if place != at]
            returned.rejected = True
            returned.findings.append(
                _finding(returned, listed[at], others, None if newest is None else listed[newest], several)
            )


def _without_copies(returns: Sequence[Return]) -> None:
    first: dict[tuple[str, str], Return] = {}
    for returned in returns:
        if returned.rejected or not returned.sha256:
            continue
        original = first.setdefault((returned.project_id, returned.sha256), returned)
        if original is not returned:
            returned.rejected = True
            returned.findings.append(Finding(
                "GEN-08", Severity.WARNING, _project_cell(returned),
                t("The same file as {file}, to the last byte: it is counted once.",
                  "Fichier identique à {file}, à l’octet près : il n’est compté qu’une fois.").fill(file=original.file),
                found=returned.project_id, fix=t("Delete the copy.", "Supprimez la copie."), project=returned.project_id,
            ))  # fmt: skip


def _project_cell(returned: Return) -> Place:
    if returned.record is None:
        return Place(returned.file)
    return returned.record.located.place(returned.file, 0, "project_id")


def _rivals(returns: Sequence[Return]) -> Iterator[list[Return]]:
    """The returns of one project that share a content, directly or through a third."""
    by_project: dict[str, list[tuple[set[str], list[Return]]]] = {}
    for returned in returns:
        if returned.rejected:
            continue
        kinds, members = set(returned.kinds), [returned]
        apart = []
        for held, others in by_project.get(returned.project_id, []):
            if held & kinds:
                kinds, members = kinds | held, others + members
            else:
                apart.append((held, others))
        by_project[returned.project_id] = [*apart, (kinds, members)]
    order = {id(returned): at for at, returned in enumerate(returns)}
    for groups in by_project.values():
        for _, members in groups:
            if len(members) > 1:
                yield sorted(members, key=lambda returned: order[id(returned)])


def _newest(moments: Sequence[SavedAt | None]) -> int | None:
    """The place of the one saved last; None where two of them were saved at once, or one cannot be dated."""
    known = [moment.moment for moment in moments if moment is not None]
    if len(known) < len(moments) or known.count(max(known)) > 1:
        return None
    return known.index(max(known))


def _told(returned: Return, moment: SavedAt | None) -> Text:
    day = returned.status_date
    if moment is None:
        return t("{file} (status date {day})", "{file} (date d’arrêté {day})").fill(
            file=returned.file, day=day
        )
    return t("{file} ({saved}, status date {day})", "{file} ({saved}, date d’arrêté {day})").fill(
        file=returned.file, saved=moment.words, day=day
    )


def _finding(
    returned: Return, own: Text, others: list[Text], newest: Text | None, several: Several
) -> Finding:
    if newest is not None:
        message = t("Project {id} sent the same kind of return twice: {newest} was saved last and counts, {own} does not.",
                    "Le projet {id} a envoyé deux fois le même type de retour : {newest}, enregistré en dernier, compte ; {own} ne compte pas.")  # fmt: skip
    elif several == "newest":
        message = t("Project {id} sent the same kind of return twice, and nothing says which was saved last: neither {own} nor {others} counts.",
                    "Le projet {id} a envoyé deux fois le même type de retour, sans que rien ne dise lequel est le dernier : ni {own} ni {others} ne compte.")  # fmt: skip
    else:
        message = t("Project {id} sent the same kind of return twice: neither {own} nor {others} counts.",
                    "Le projet {id} a envoyé deux fois le même type de retour : ni {own} ni {others} ne compte.")  # fmt: skip
    return Finding(
        "GEN-08", Severity.WARNING if newest is not None else Severity.ERROR, _project_cell(returned),
        message.fill(id=returned.project_id, own=own, others=others, newest=newest),
        found=returned.project_id,
        fix=t("Keep only the right file in the folder; or let the one saved last count: set “several” to “newest” under [collection] in pmo.toml.",
              "Ne gardez que le bon fichier dans le dossier ; ou retenez le dernier enregistré : mettez « several » à « newest » sous [collection] dans pmo.toml."),
        project=returned.project_id,
    )  # fmt: skip
