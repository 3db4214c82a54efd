"""``pmo-xl adopt`` of a plan, of tickets or of a table, written as a return: what was taken, what stays blank, what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmo_xl.adopt.propose.proposal import Proposal
from pmo_xl.adopt.sources.model import Asked
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.flow.raw import RawBook
from pmo_xl.core.settings.settings import Settings
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.session import echo_all, quoted, show_table, tell
from pmo_xl.workspace.take_over import Taken, take_source, take_table, write_return

HEADS = (t("Column", "Colonne"), t("Filled", "Remplies"), t("Blank", "Vides"))


def import_plan(
    file: Path, asked: Asked, out: Path | None, settings: Settings, home: Path | None, templates: Templates
) -> None:
    """Tell what a plan of project software or an export of tickets gives, and write the return to *out* if it is given."""
    taken = take_source(file, asked, settings, out)
    _report(file, taken, out, settings, home, templates, asked.language)


def import_table(
    file: Path, book: RawBook, proposal: Proposal | None, asked: Asked, out: Path, settings: Settings, home: Path | None,
    templates: Templates,
) -> None:  # fmt: skip
    """Write a table that a mapping knows, or of which enough is sure, as a return to *out*."""
    taken = take_table(book, proposal, asked, settings, home)
    _report(file, taken, out, settings, home, templates, asked.language)


def _report(
    file: Path, taken: Taken, out: Path | None, settings: Settings, home: Path | None, templates: Templates, language: str
) -> None:  # fmt: skip
    if out is not None:
        write_return(taken, out, settings, home, language)
    for key, columns in taken.rows.items():
        heading = templates.tables[key].heading
        n = max(map(len, columns.values()), default=0)
        tell(READ.fill(file=taken.file, program=taken.program, n=n, table=heading), language)
        show_table(HEADS, _filled(taken, key, templates, language), language)
    if taken.findings:
        echo_all(messages.by_file(taken.findings, language))
    if out is None:
        folder = taken.head.get("project_id") or "P012"
        kinds = list(dict.fromkeys(templates.kind_of[key] for key in taken.rows))
        target = Path("returns") / str(folder) / f"{kinds[0] if kinds else 'plan'}.xlsx"
        tell(TO_WRITE.fill(file=quoted(file), out=quoted(target)), language)
        return
    from pmo_xl.pipeline import validate

    outcome = validate([out], language=language, cache=False, settings=settings if home is None else None)
    tell(WRITTEN.fill(file=out), language)
    if outcome.portfolio.findings:
        tell(CHECKED, language)
        echo_all(messages.by_file(outcome.portfolio.findings, language))


def _filled(taken: Taken, key: str, templates: Templates, language: str) -> Iterator[tuple[str, ...]]:
    columns = templates.tables[key].columns
    for name, held in taken.rows[key].items():
        filled = sum(what is not None for what in held)
        if filled or columns[name].required is not None:
            yield columns[name].label.to(language), str(filled), str(len(held) - filled)


READ = t("{file} ({program}): {n} rows of “{table}”.", "{file} ({program}) : {n} lignes de « {table} ».")
WRITTEN = t(
    "Return: {file}. It is checked like any other.", "Retour : {file}. Il est contrôlé comme tout autre."
)
CHECKED = t("What a check of it says:", "Ce qu’en dit le contrôle :")
TO_WRITE = t(
    "To write the return: pmo-xl adopt {file} --out {out}",
    "Pour écrire le retour : pmo-xl adopt {file} --out {out}",
)
