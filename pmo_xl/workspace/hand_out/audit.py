"""The audit of a workspace: which rule was applied to which project, as a workbook with room to sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pmo_xl.catalog.rules.overrides import overrides_of
from pmo_xl.core.base.files import OUT_FOLDER, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.catalogue.audit import FAILURES, Audit
from pmo_xl.core.settings.posture import posture_label
from pmo_xl.core.version import __version__
from pmo_xl.excel.hand_out.audit_book import day_of, write_audit
from pmo_xl.excel.hand_out.audit_page import MOST_RESULTS
from pmo_xl.excel.write.cells import plain
from pmo_xl.pipeline import Outcome, Progress
from pmo_xl.reference import rules
from pmo_xl.steps.answer.audit import audit_of
from pmo_xl.workspace.files import write_whole
from pmo_xl.workspace.hand_out.period import returns_of_period

AUDIT_FILE = "audit.xlsx"


@dataclass(frozen=True, slots=True)
class Audited:
    """What was written, and what it says in short."""

    file: Path
    audit: Audit

    @property
    def failed(self) -> int:
        """How many rules failed on how many projects, counted together."""
        return sum(self.audit.counts[each] for each in FAILURES)


def write_audit_of(
    folder: Path, *, projects: Sequence[str] = (), out: Path | None = None, status_date: dt.date | None = None,
    language: str | None = None, progress: Progress | None = None,
) -> Audited:  # fmt: skip
    """The audit of the period that a workspace is in, by default as ``out/audit.xlsx``; of some ``projects`` where they are asked for.

    Raises NothingToDo where no return counts, a project is asked for that nobody knows, or no sheet takes the results.
    """
    outcome = returns_of_period(folder, status_date, language, progress)
    portfolio, catalogue = outcome.portfolio, outcome.catalogue
    names = _names(outcome)
    known = {fold(key): key for key in (*names, *(f.project for f in portfolio.findings if f.project))}
    unknown = [each for each in projects if fold(each) not in known]
    if unknown:
        raise NothingToDo(NO_PROJECT.fill(found=unknown[0]))
    asked = [known[fold(each)] for each in projects] or None
    words = {entry["code"]: Text(**entry["text"]) for entry in rules(catalogue)}
    audit = audit_of(portfolio, catalogue, overrides_of(outcome.settings, catalogue), words, names, asked)
    if len(audit.lines) > MOST_RESULTS:
        raise NothingToDo(TOO_MANY.fill(n=len(audit.lines)))
    path = out or in_workspace(folder, OUT_FOLDER) / AUDIT_FILE
    write = partial(
        write_audit,
        audit=audit,
        facts=_facts(outcome),
        language=outcome.language,
        brand=outcome.settings.brand,
    )
    return Audited(write_whole(path, write), audit)


def _names(outcome: Outcome) -> dict[str, str]:
    """The projects of the register and those that came, with what they are called."""
    register = outcome.portfolio.expected.projects or {}
    names = {key: str(row.get("project_name") or "") for key, row in register.items()}
    for row in outcome.portfolio.projects[["project_id", "project_name"]].to_dict("records"):
        names[str(row["project_id"])] = str(
            plain(row["project_name"]) or names.get(str(row["project_id"]), "")
        )
    return names


def _facts(outcome: Outcome) -> list[tuple[Text, Any]]:
    settings = outcome.settings
    return [
        (t("Status date", "Date d’arrêté"), day_of(outcome.portfolio.status_date)),
        (t("Posture of the PMO", "Posture du PMO"), posture_label(settings.posture)),
        (t("Profile", "Profil"), settings.profile),
        (t("Returns", "Retours"), len(outcome.portfolio.returns)),
        (t("Version of pmo_xl", "Version de pmo_xl"), __version__),
    ]


NO_PROJECT = t("There is no project “{found}”.", "Il n’y a pas de projet « {found} ».")
TOO_MANY = t(
    "{n} results fit on no sheet: ask for some projects with --project.",
    "{n} résultats ne tiennent pas sur une feuille : demandez quelques projets avec --project.",
)
