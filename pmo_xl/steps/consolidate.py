"""Returns of one period into one portfolio: one frame per table, every row with its source.

What cannot be added up safely is kept out and said: a return for another date, for a project that nobody
registered, a second return for the same project and kind, a row in error.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pmo_xl.core.column import Profile
from pmo_xl.core.control import HISTORY, PROJECT, Control, Weights
from pmo_xl.core.criteria import criterion_key
from pmo_xl.core.expected import Expected, Owed
from pmo_xl.core.failure import Failure
from pmo_xl.core.finding import Finding, Place, Severity, in_order
from pmo_xl.core.flow import Checked, Portfolio, Return, State
from pmo_xl.core.model import Sheet, Table
from pmo_xl.core.settings import Settings
from pmo_xl.core.text import Text, fold, t
from pmo_xl.steps.controls import judge_all
from pmo_xl.steps.gaps import Gaps
from pmo_xl.steps.history import remembered
from pmo_xl.steps.net import each_judged, not_run
from pmo_xl.steps.quality import count_quality
from pmo_xl.steps.rows import AT, RETURN, gather, judge
from pmo_xl.steps.schedule import check_links


def consolidate(
    returns: Sequence[Return],
    record: type[Sheet],
    tables: Mapping[str, type[Table]],
    kind_of: Mapping[str, str],
    settings: Settings,
    expected: Expected,
    status_date: dt.date | None = None,
    controls: Sequence[Control] = (),
    weights: Weights = Weights(),  # noqa: B008 - frozen
    history: pd.DataFrame | None = None,
) -> Portfolio:
    """The portfolio of one period; ``history`` is what earlier masters remember.

    ``status_date`` wins over the one of the settings, and that over the one most returns state.
    """
    period = decide(returns, settings, expected, status_date)
    return add_up(
        returns, record, tables, kind_of, settings, expected, period, owed(returns, expected), controls, weights, history
    )  # fmt: skip


def decide(
    returns: Sequence[Return], settings: Settings, expected: Expected, status_date: dt.date | None
) -> dt.date | None:
    """The period, and which returns are left out of it: what can be said only with all of them in sight."""
    period = status_date or settings.status_date or _most_common(returns)
    _other_dates(returns, period)
    _unregistered(returns, expected)
    _confusable(returns)
    _twice(returns)
    return period


def add_up(
    returns: Sequence[Return],
    record: type[Sheet],
    tables: Mapping[str, type[Table]],
    kind_of: Mapping[str, str],
    settings: Settings,
    expected: Expected,
    period: dt.date | None,
    missing: Owed,
    controls: Sequence[Control] = (),
    weights: Weights = Weights(),  # noqa: B008 - frozen
    history: pd.DataFrame | None = None,
) -> Portfolio:
    """The portfolio of returns that were decided upon; of some projects alone where all returns of these are given."""
    each_judged(returns, lambda returned: check_links([returned], weights))
    failures: dict[str, Failure] = {}
    holidays = settings.calendar.holidays
    frames: dict[str, pd.DataFrame] = {}
    gaps = Gaps({**tables, PROJECT: record})
    for key, table in tables.items():
        parts = [
            (number, returned, checked)
            for number, returned in enumerate(returns)
            for checked in returned.tables
            if checked.located.sheet is table
        ]
        frames[key] = _counted(table, parts, returns, holidays, weights, failures)
        gaps.note(key, frames[key], parts)
    records = [(number, r, r.record) for number, r in enumerate(returns) if r.record is not None]
    stated = gather(record, records, holidays)
    judge(record, stated, records, holidays, weights, failures)
    accepted = stated[~stated[RETURN].isin(_rejected(returns))]
    gaps.note(PROJECT, accepted, records)
    judge_all(
        controls,
        {**frames, PROJECT: accepted, HISTORY: remembered(history)},
        gaps,
        returns,
        weights,
        failures,
    )
    frames = {
        key: frame.drop(columns=[RETURN, AT]).sort_values("project_id", kind="stable", ignore_index=True)
        for key, frame in frames.items()
    }
    projects = _projects(returns, record, kind_of, expected)
    _without_rate(returns, settings)
    profile = Profile[settings.profile.upper()]
    for returned in returns:
        returned.findings = in_order(returned.findings)
        returned.quality = count_quality(returned, profile, controls, weights, failures.keys())
    findings = in_order(
        [*(f for returned in returns for f in returned.findings), *missing.findings, *not_run(failures)]
    )
    return Portfolio(period, projects, frames, list(returns), findings, missing.projects, not_run=failures)


def _counted(
    table: type[Table], parts: Sequence[tuple[int, Return, Checked]], returns: Sequence[Return],
    holidays: Sequence[dt.date], weights: Weights, failures: dict[str, Failure],
) -> pd.DataFrame:  # fmt: skip
    """The rows of accepted returns that count."""
    frame = gather(table, parts, holidays)
    judge(table, frame, parts, holidays, weights, failures)
    frame = frame[~frame[RETURN].isin(_rejected(returns))]
    for place, kept in frame[RETURN].value_counts().items():
        returns[int(str(place))].rows_kept += int(kept)
    return frame


def _rejected(returns: Sequence[Return]) -> list[int]:
    return [number for number, returned in enumerate(returns) if returned.rejected]


def _most_common(returns: Sequence[Return]) -> dt.date | None:
    dates = Counter(r.status_date for r in returns if r.status_date is not None and not r.rejected)
    return max(dates, key=lambda day: (dates[day], day)) if dates else None


def _reject(returned: Return, code: str, place: Place, message: Text, fix: Text, **more: Any) -> None:
    returned.rejected = True
    returned.findings.append(
        Finding(code, Severity.ERROR, place, message, fix=fix, project=returned.project_id, **more)
    )


def _field(returned: Return, key: str) -> Place:
    return returned.record.located.place(returned.file, 0, key) if returned.record else Place(returned.file)


def _other_dates(returns: Sequence[Return], period: dt.date | None) -> None:
    for returned in returns:
        if returned.rejected or returned.status_date is None or returned.status_date == period:
            continue
        _reject(
            returned, "GEN-07", _field(returned, "status_date"),
            t("The status date is {found}, that of the period is {period}: the return is left out.",
              "La date d’arrêté est {found}, celle de la période {period} : le retour n’est pas repris.")
            .fill(found=returned.status_date, period=period),
            t("Send the return of the period, or run for the other date.",
              "Envoyez le retour de la période, ou relancez pour l’autre date."),
            found=returned.status_date, expected=t("{period}", "{period}").fill(period=period),
        )  # fmt: skip


def _unregistered(returns: Sequence[Return], expected: Expected) -> None:
    if expected.projects is None:
        return
    for returned in returns:
        if returned.rejected or returned.project_id in expected.projects:
            continue
        _reject(
            returned, "PFL-03", _field(returned, "project_id"),
            t("Project {id} is not in the register: the return is left out.",
              "Le projet {id} n’est pas dans le référentiel : le retour n’est pas repris.").fill(id=returned.project_id),
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
              "Les formules d’Excel prennent le code projet {id} pour une valeur logique : le retour n’est pas repris.")
            if rival is None else
            t("Excel’s formulas cannot tell project {id} from {other} of {file}, the same number or date to them: the return is left out.",
              "Les formules d’Excel ne distinguent pas le projet {id} du projet {other} de {file}, pour elles le même nombre ou la même date : le retour n’est pas repris.")
            .fill(other=rival.project_id, file=rival.file)
        )  # fmt: skip
        _reject(
            returned, "PFL-07", _field(returned, "project_id"), message.fill(id=returned.project_id),
            t("Give this project an ID that begins with letters, such as P{id}, in its returns and in the project register.",
              "Donnez à ce projet un code qui commence par des lettres, par exemple P{id}, dans ses retours et dans le référentiel.")
            .fill(id=returned.project_id),
            found=returned.project_id,
        )  # fmt: skip


def _twice(returns: Sequence[Return]) -> None:
    """A second return for the same project and kind would count everything twice."""
    first: dict[tuple[str, str], Return] = {}
    for returned in returns:
        if returned.rejected:
            continue
        rival = next(
            (first[returned.project_id, k] for k in returned.kinds if (returned.project_id, k) in first), None
        )
        if rival is None:
            first.update({(returned.project_id, kind): returned for kind in returned.kinds})
            continue
        _reject(
            returned, "GEN-08", _field(returned, "project_id"),
            t("Project {id} has already sent {file} for the period: this second file is left out.",
              "Le projet {id} a déjà envoyé {file} pour la période : ce second fichier n’est pas repris.")
            .fill(id=returned.project_id, file=rival.file),
            t("Keep the right file of the two in the folder.", "Gardez dans le dossier le bon fichier des deux."),
            found=returned.project_id,
        )  # fmt: skip


def _projects(
    returns: Sequence[Return], record: type[Sheet], kind_of: Mapping[str, str], expected: Expected
) -> pd.DataFrame:
    """A row per project that returned something sound: its identity, and which kinds came."""
    rows: dict[str, dict[str, Any]] = {}
    for returned in returns:
        if returned.rejected or returned.record is None:
            continue
        row = rows.setdefault(returned.project_id, {f"has_{kind}": 0.0 for kind in kind_of.values()})
        row |= {f"has_{kind}": 1.0 for kind in returned.kinds}
        for column in record.inputs():
            what = returned.record.values[column.key][0]
            if row.get(column.key) is None:
                row[column.key] = what
        for key, what in (expected.projects or {}).get(returned.project_id, {}).items():
            if key in record.columns and row.get(key) is None:
                row[key] = what
        row.setdefault("source_file", returned.file)
        row.setdefault("source_sheet", returned.record.located.name)
    columns = [column.key for column in record.columns.values()]
    columns += [*dict.fromkeys(f"has_{kind}" for kind in kind_of.values()), "source_file", "source_sheet"]
    ordered = [rows[key] for key in sorted(rows)]
    frame = pd.DataFrame({key: pd.Series([row.get(key) for row in ordered], dtype=object) for key in columns})
    frame["programme_id"] = spelled(frame["programme_id"])
    return frame


def spelled(programmes: pd.Series[Any]) -> pd.Series[Any]:
    """Each name in its first spelling: “Digital” and “digital” are one programme, to Excel too."""
    first: dict[str, str] = {}
    names = [first.setdefault(fold(name), name) if name else name for name in programmes]
    return pd.Series(names, index=programmes.index, dtype=object)


def _without_rate(returns: Sequence[Return], settings: Settings) -> None:
    told: set[str] = set()
    for returned in returns:
        if returned.rejected or returned.record is None or returned.project_id in told:
            continue
        currency = returned.record.values["currency"][0]
        if currency is None or settings.rate(currency) is not None:
            continue
        told.add(returned.project_id)
        returned.findings.append(Finding(
            "BUD-16", Severity.ERROR, _field(returned, "currency"),
            t("There is no rate from {currency} to {reporting}: the project’s amounts are in no total.",
              "Aucun cours de {currency} vers {reporting} : les montants du projet n’entrent dans aucun total.")
            .fill(currency=currency, reporting=settings.reporting_currency),
            found=currency,
            fix=t("Add “{currency}” under [rates] in pmo.toml.", "Ajoutez « {currency} » sous [rates] dans pmo.toml.")
            .fill(currency=currency),
            project=returned.project_id,
        ))  # fmt: skip


def owed(returns: Sequence[Return], expected: Expected) -> Owed:
    """Registered projects that did not return all kinds they are expected to."""
    if expected.projects is None:
        return Owed()
    came = {(r.project_id, kind) for r in returns if r.state is not State.REJECTED for kind in r.kinds}
    missing: list[Mapping[str, Any]] = []
    findings: list[Finding] = []
    for project_id, known in sorted(expected.projects.items()):
        kinds = [kind for kind in expected.kinds if (project_id, kind) not in came]
        if known.get("expected") == "no" or not kinds:
            continue
        missing.append(
            {"project_id": project_id, "project_name": known.get("project_name"), "kinds": ", ".join(kinds)}
        )
        findings.append(Finding(
            "PFL-01", Severity.ERROR, Place(expected.file),
            t("Project {id} has not returned: {kinds}.", "Le projet {id} n’a pas rendu : {kinds}.")
            .fill(id=project_id, kinds=", ".join(kinds)),
            fix=t("Ask {who} for it.", "Demandez-le à {who}.").fill(
                who=known.get("project_manager") or t("the project manager", "son chef de projet")),
            project=project_id,
        ))  # fmt: skip
    return Owed(missing, findings)
