"""Which returns count: what can be said only with all of them in sight, and before a row is looked at.

A return for another date, for a project that nobody registered, in the folder of another project, of which there
are two versions: it is left out and said, and never does the order of file names decide.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.expected import Expected, MissingReturns
from pmo_xl.core.flow.portfolio import Return, State
from pmo_xl.core.formula.criteria import criterion_key
from pmo_xl.core.settings.settings import Settings
from pmo_xl.steps.one_return.versions import Saved, choose_versions, unknown
from pmo_xl.steps.portfolio.timeliness import not_judged, tell_late


def decide(
    returns: Sequence[Return], settings: Settings, expected: Expected, status_date: dt.date | None,
    saved: Saved = unknown,
) -> dt.date | None:  # fmt: skip
    """The period, and which returns are left out of it; ``saved`` says when the file of a return was saved."""
    period = status_date or settings.status_date or _most_common(returns)
    _other_dates(returns, period)
    _unregistered(returns, expected)
    _confusable(returns)
    _misplaced(returns, expected)
    choose_versions(returns, settings.collection.several, saved)
    tell_late(returns, settings, period, saved)
    return period


def _most_common(returns: Sequence[Return]) -> dt.date | None:
    dates = Counter(r.status_date for r in returns if r.status_date is not None and not r.rejected)
    return max(dates, key=lambda day: (dates[day], day)) if dates else None


def reject(returned: Return, code: str, place: Place, message: Text, fix: Text, **more: Any) -> None:
    """Leave a return out, and say why."""
    returned.rejected = True
    returned.findings.append(
        Finding(code, Severity.ERROR, place, message, fix=fix, project=returned.project_id, **more)
    )


def field_of(returned: Return, key: str) -> Place:
    """The cell of a field of its project sheet."""
    return returned.record.located.place(returned.file, 0, key) if returned.record else Place(returned.file)


def _other_dates(returns: Sequence[Return], period: dt.date | None) -> None:
    for returned in returns:
        if returned.rejected or returned.status_date is None or returned.status_date == period:
            continue
        reject(
            returned, "GEN-07", field_of(returned, "status_date"),
            t("The status date is {found}, that of the period is {period}: the return is left out.",
              "La date d’arrêté est {found}, celle de la période {period} : le retour n’est pas repris.")
            .fill(found=returned.status_date, period=period),
            t("Send the return of the period, or run for the other date.",
              "Envoyez le retour de la période, ou relancez pour l’autre date."),
            found=returned.status_date, expected=t("{period}", "{period}").fill(period=period),
        )  # fmt: skip


def _unregistered(returns: Sequence[Return], expected: Expected) -> None:
    if expected.projects is None or not expected.whole:
        return
    for returned in returns:
        if returned.rejected or returned.project_id in expected.projects:
            continue
        reject(
            returned, "PFL-03", field_of(returned, "project_id"),
            t("Project {id} is not in the register: the return is left out.",
              "Le projet {id} n’est pas dans le référentiel : le retour n’est pas repris.").fill(id=returned.project_id),
            t("Correct the project ID, or add the project to {file}.",
              "Corrigez le code projet, ou ajoutez le projet dans {file}.").fill(file=expected.file),
            found=returned.project_id,
        )  # fmt: skip


def _confusable(returns: Sequence[Return]) -> None:
    """Project IDs that the live formulas would not tell apart, or not find: “07” after “007”, “TRUE”."""
    first: dict[object, Return] = {}
    for returned in returns:
        if returned.rejected:
            continue
        own = criterion_key(returned.project_id)
        rival = None if isinstance(own, bool) else first.setdefault(own, returned)
        if rival is not None and rival.project_id == returned.project_id:
            continue
        message = (
            t("Excel’s formulas take the project ID {id} for a truth value: the return is left out.",
              "Les formules d’Excel prennent le code projet {id} pour une valeur logique : le retour n’est pas repris.")
            if rival is None else
            t("Excel’s formulas cannot tell project {id} from {other} of {file}, the same number or date to them: the return is left out.",
              "Les formules d’Excel ne distinguent pas le projet {id} du projet {other} de {file}, pour elles le même nombre ou la même date : le retour n’est pas repris.")
            .fill(other=rival.project_id, file=rival.file)
        )  # fmt: skip
        reject(
            returned, "PFL-07", field_of(returned, "project_id"), message.fill(id=returned.project_id),
            t("Give this project an ID that begins with letters, such as P{id}, in its returns and in the project register.",
              "Donnez à ce projet un code qui commence par des lettres, par exemple P{id}, dans ses retours et dans le référentiel.")
            .fill(id=returned.project_id),
            found=returned.project_id,
        )  # fmt: skip


def _misplaced(returns: Sequence[Return], expected: Expected) -> None:
    """Returns that state another project than the folder they lie in: which of the two is wrong, nobody can know."""
    known = set(expected.projects or ()) | {r.project_id for r in returns if not r.rejected and r.project_id}
    several = Counter(returned.file for returned in returns)
    at_home = {
        (returned.project_id, kind)
        for returned in returns
        if not returned.rejected and returned.project_id in _folders(returned)
        for kind in returned.kinds
    }
    for returned in returns:
        folders = _folders(returned)
        folder = next((name for name in reversed(folders) if name in known), None)
        if folder is None and any((returned.project_id, kind) in at_home for kind in returned.kinds):
            # Nobody knows the project of that folder, but the one of the sheet has its own return in its own folder.
            folder = next((name for name in reversed(folders) if _could_be(name, returned.project_id)), None)
        if not returned.project_id or folder in (None, returned.project_id) or several[returned.file] > 1:
            continue
        if not returned.rejected:
            reject(
                returned, "PFL-08", field_of(returned, "project_id"), OTHER_FOLDER.fill(id=returned.project_id, folder=folder),
                t("Correct the project ID, or move the file into the folder of its project.",
                  "Corrigez le code projet, ou déplacez le fichier dans le dossier de son projet."),
                found=returned.project_id, expected=t("{folder}", "{folder}").fill(folder=folder),
            )  # fmt: skip
        # What is found in it is neither project's: it may be the work of a third.
        returned.project_id = ""
        returned.findings = [replace(finding, project="") for finding in returned.findings]


OTHER_FOLDER = t(
    "The sheet says project {id}, the folder {folder}: the return is left out, and counts for neither.",
    "La feuille indique le projet {id}, le dossier {folder}\u00a0: le retour n’est pas repris, ni pour l’un ni pour l’autre.",
)


def _folders(returned: Return) -> list[str]:
    return returned.file.replace("\\", "/").split("/")[:-1]


def _could_be(name: str, project_id: str) -> bool:
    """Whether a folder is named as a project of the same series: P017 beside P001; a quarter, a year, a version is none."""
    series, own = _IN_SERIES.fullmatch(name), _IN_SERIES.fullmatch(project_id)
    return bool(series and own and series[1].upper() == own[1].upper() and len(series[2]) == len(own[2]))


_IN_SERIES = re.compile(r"(.*[^\W\d_].*?)(\d{3,})")


def missing_returns(
    returns: Sequence[Return], expected: Expected, settings: Settings, period: dt.date | None
) -> MissingReturns:
    """Registered projects that did not return all kinds they are expected to; beside them, a due date that is none."""
    stale = not_judged(settings, period)
    told = [] if stale is None else [stale]
    if expected.projects is None:
        return MissingReturns(findings=told)
    came = {(r.project_id, kind) for r in returns if r.state is not State.REJECTED for kind in r.kinds}
    missing: list[Mapping[str, Any]] = []
    findings = told
    for project_id, known in sorted(expected.projects.items()):
        kinds = [kind for kind in expected.kinds_of(project_id) if (project_id, kind) not in came]
        if known.get("expected") == "no" or not kinds:
            continue
        missing.append(
            {"project_id": project_id, "project_name": known.get("project_name"), "kinds": ", ".join(kinds)}
        )
        findings.append(Finding(
            "PFL-01", Severity.ERROR, Place(expected.file),
            t("Project {id} has not returned: {kinds}.", "Retours manquants du projet {id} : {kinds}.")
            .fill(id=project_id, kinds=[expected.titles.get(kind, kind) for kind in kinds]),
            fix=t("Ask {who} for it.", "Relancez {who}.").fill(
                who=known.get("project_manager") or t("the project manager", "son chef de projet")),
            project=project_id,
        ))  # fmt: skip
    return MissingReturns(missing, findings)
