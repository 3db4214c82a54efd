"""What stands at the foot of every printed sheet: the status date, and how much of what is expected has come in."""

from __future__ import annotations

import datetime as dt

from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.coverage import Coverage

FOOTER = t(
    "{day} · {projects} of {of_projects} projects · {returns} of {of_returns} returns",
    "{day} · projets : {projects} sur {of_projects} · retours : {returns} sur {of_returns}",
)


def footer_of(status: dt.date | None, coverage: Coverage, language: str) -> str:
    """The words in a language; without the date where none is known."""
    day = (status.strftime("%d/%m/%Y") if language == "fr" else status.isoformat()) if status else ""
    words = FOOTER.fill(
        day=day, projects=coverage.projects, of_projects=coverage.projects_expected,
        returns=coverage.returns, of_returns=coverage.returns_expected,
    )  # fmt: skip
    return words.to(language).strip(" ·")
