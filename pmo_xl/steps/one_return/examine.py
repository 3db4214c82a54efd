"""One file that came, from raw sheets to a return: whose it is, what it holds, whether it can be used."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.flow.packed import packed, run
from pmo_xl.core.flow.portfolio import CheckedSheet, LocatedSheet, Return
from pmo_xl.core.flow.raw import RawBook, Unreadable
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.steps.cells.check import check_cells, rows_read
from pmo_xl.steps.one_return.summaries import tell_sums
from pmo_xl.steps.sheets.locate import locate
from pmo_xl.steps.text.money import set_aside

Spot = tuple[str, int | None, int | None]
"""A cell: its sheet, row and column."""


def examine(
    book: RawBook,
    templates: Templates,
    profile: Profile,
    located: tuple[list[LocatedSheet], list[Finding]] | None = None,
    limits: LimitSettings = LIMITS,
) -> Return:
    """What a file holds, with every finding that it alone can show.

    ``located`` are the sheets where somebody else has found them, in a workbook that is not ours.
    """
    result = Return(book.file, book.sha256)
    if book.unreadable is not None:
        result.rejected = True
        result.findings.append(unreadable(book))
        return result
    parts, result.findings = (
        located if located is not None else locate(book, templates.sheets, templates.versions)
    )
    longest = max(parts, key=lambda part: len(part.rows), default=None)
    if longest is not None and len(longest.rows) > limits.rows:
        result.rejected = True
        result.findings = [_too_long(book.file, longest, limits)]
        return result
    currency = _currency_of(parts)
    uncomputed = {(f.place.sheet, f.place.row, f.place.column) for f in result.findings if f.code == "GEN-14"}
    for part in parts:
        result.findings += set_aside(part, book.file, currency)
        checked, findings = check_cells(part, book.file, profile, currency)
        if uncomputed:
            checked.refused |= set(_blank_among(checked, uncomputed))
        findings += tell_sums(checked, book.file)
        # What the cells held is in the values now; of thousands of files it would take as much room again.
        part.cells, part.currencies, part.origin, part.unread = {}, None, None, set()
        part.rows = run(part.rows)
        checked.values = {key: packed(values) for key, values in checked.values.items()}
        result.findings += findings
        result.language = result.language or part.language
        if part.sheet.layout == "record":
            result.record = checked
        else:
            result.tables.append(checked)
            result.tables_read += (rows_read(checked, profile),)
            result.rows_read += len(part.rows)
    if located is None and not _is_serious(result):
        result.findings += _missing_sheets(result, templates.sheets, templates.kind_of)
    kinds = {templates.kind_of[checked.located.sheet.key]: None for checked in result.tables}
    result.kinds = tuple(kinds)
    _identify(result)
    _judge_file(result)
    result.findings = [replace(finding, project=result.project_id) for finding in result.findings]
    return result


def passed_over(book: RawBook, *, returns_too: bool) -> Return:
    """A master or a console among the returns: no return, but said; one with sheets of a return in it is rejected."""
    result = Return(book.file, book.sha256)
    if returns_too:
        result.rejected = True
        found = Finding(
            "GEN-31", Severity.ERROR, Place(book.file), RETURN_IN_MASTER, fix=RETURN_IN_MASTER_FIX
        )
    else:
        result.passed_over = True
        found = Finding("GEN-31", Severity.INFO, Place(book.file), OF_THE_PMO, fix=OF_THE_PMO_FIX)
    result.findings.append(found)
    return result


def _missing_sheets(
    result: Return, sheets: Mapping[str, type[Sheet]], kind_of: Mapping[str, str]
) -> Iterator[Finding]:
    """The tables that go with those that came: without the first of its kind a return cannot be used."""
    came = {checked.located.sheet.key for checked in result.tables}
    first: dict[str, str] = {}
    for key, kind in kind_of.items():
        first.setdefault(kind, key)
    for key, kind in kind_of.items():
        if key not in came and any(kind_of[other] == kind for other in came):
            severity = Severity.ERROR if first[kind] == key else Severity.WARNING
            message = NO_SHEET.fill(sheet=sheets[key].heading)
            yield Finding("GEN-04", severity, Place(result.file), message, fix=NO_PROJECT_FIX)


def _blank_among(checked: CheckedSheet, spots: Collection[Spot]) -> Iterator[tuple[int, str]]:
    """The blank cells of a sheet that stand at some spots: what was in them could not be read."""
    for key, values in checked.values.items():
        for at, what in enumerate(values):
            if what is None and (key in checked.located.columns or checked.located.spots):
                place = checked.located.place("", at, key)
                if (place.sheet, place.row, place.column) in spots:
                    yield at, key


def _currency_of(parts: Sequence[LocatedSheet]) -> str | None:
    """The currency that the project sheet states, where it states one."""
    for part in parts:
        stated = part.cells.get("currency", [None])[0] if part.sheet.layout == "record" else None
        if isinstance(stated, str) and re.fullmatch(r"[A-Z]{3}", stated.strip()):
            return stated.strip()
    return None


def _identify(result: Return) -> None:
    """Whose return it is, as of when; without either nothing can be added up."""
    if result.record is None:
        return
    values, located = result.record.values, result.record.located
    result.project_id = values["project_id"][0] or ""
    result.status_date = values["status_date"][0]
    for key, code in (("project_id", "GEN-06"), ("status_date", "GEN-07")):
        if values[key][0] is not None:
            continue
        place = located.place(result.file, 0, key)
        result.rejected = True
        # The cell's own finding says the same with less consequence: one complaint per cell is enough.
        cause = next((f for f in result.findings if f.place == place and f.severity is Severity.ERROR), None)
        if cause is not None:
            result.findings.remove(cause)
        found = cause.found if cause else None
        message, fix = IDENTITY[key], IDENTITY_FIX[key]
        if found is not None:
            message = IDENTITY_UNREAD[key].fill(found=found)
            pattern = located.sheet.columns[key].pattern
            if (
                pattern is not None
                and isinstance(found, str)
                and re.fullmatch(pattern, found.strip().upper())
            ):
                fix = IN_CAPITALS.fill(capitals=found.strip().upper())
        result.findings.append(
            Finding(code, Severity.ERROR, place, message, found, cause.expected if cause else None, fix)
        )


def _is_serious(result: Return) -> bool:
    """Whether something is in the way of reading the whole file."""
    return any(f.code in ("GEN-02", "GEN-04") and f.severity is Severity.ERROR for f in result.findings)


def _judge_file(result: Return) -> None:
    if _is_serious(result):
        result.rejected = True
    elif not result.tables:
        result.rejected = True
        result.findings.append(
            Finding("GEN-02", Severity.ERROR, Place(result.file), NOT_OURS, fix=NOT_OURS_FIX)
        )
    elif result.record is None:
        result.rejected = True
        result.findings.append(
            Finding("GEN-04", Severity.ERROR, Place(result.file), NO_PROJECT, fix=NO_PROJECT_FIX)
        )


def unreadable(book: RawBook) -> Finding:
    """Why a file that could not be read was not."""
    assert book.unreadable is not None
    message, fix = UNREADABLE[book.unreadable]
    return Finding("GEN-01", Severity.ERROR, Place(book.file), message, found=book.detail or None, fix=fix)


def _too_long(file: str, part: LocatedSheet, limits: LimitSettings) -> Finding:
    message, fix = UNREADABLE[Unreadable.TOO_LARGE]
    found = ROWS.fill(sheet=part.name, found=amount_words(len(part.rows)), most=amount_words(limits.rows))
    return Finding("GEN-01", Severity.ERROR, Place(file, part.name), message, found=found, fix=fix)


ROWS = t(
    "sheet “{sheet}” has {found} rows, at most {most} (limit “rows”)",
    "la feuille « {sheet} » a {found} lignes, au plus {most} (limite « rows »)",
)
SAVE_AGAIN = t(
    "Open it in Excel, save it as .xlsx and send it again.",
    "Ouvrez-le dans Excel, enregistrez-le en .xlsx et renvoyez-le.",
)
UNREADABLE: dict[Unreadable, tuple[Text, Text]] = {
    Unreadable.PASSWORD: (
        t("The file is protected by a password: it cannot be opened.",
          "Le fichier est protégé par un mot de passe : il ne peut pas être ouvert."),
        t("Remove the password (File > Info > Protect) and send it again.",
          "Retirez le mot de passe (Fichier > Informations > Protéger) et renvoyez-le."),
    ),
    Unreadable.CORRUPT: (t("The file is damaged: it cannot be opened.", "Le fichier est endommagé : il ne peut pas être ouvert."), SAVE_AGAIN),
    Unreadable.ODD: (
        t("pmo_xl cannot read this file, though nothing shows that it is damaged.",
          "pmo_xl ne sait pas lire ce fichier, sans que rien n’indique qu’il est endommagé."),
        SAVE_AGAIN,
    ),
    Unreadable.NOT_A_WORKBOOK: (
        t("The file is neither an Excel workbook nor an OpenDocument spreadsheet.",
          "Le fichier n’est ni un classeur Excel ni une feuille de calcul OpenDocument."),
        SAVE_AGAIN,
    ),
    Unreadable.TOO_LARGE: (
        t("The file is far larger than a return: it is not opened.",
          "Le fichier est bien plus grand qu’un retour : il n’est pas ouvert."),
        t("Delete what does not belong to the table, formatted rows and columns beyond it too, and send it again. If all of it is needed, the PMO can raise the limit named here, under [limits] in pmo.toml.",
          "Supprimez ce qui n’appartient pas au tableau, y compris les lignes et colonnes mises en forme au-delà, et renvoyez-le. Si tout est nécessaire, le PMO peut relever la limite citée ici, sous [limits] dans pmo.toml."),
    ),
    Unreadable.LOCKED: (
        t("The file is open in another program or not readable.",
          "Le fichier est ouvert dans un autre programme ou n’est pas lisible."),
        t("Close it, then run again.", "Fermez-le, puis relancez."),
    ),
    Unreadable.EMPTY: (t("The file is empty.", "Le fichier est vide."), SAVE_AGAIN),
}  # fmt: skip
IDENTITY = {
    "project_id": t("The project ID is missing: the return belongs to nobody.", "Le code projet manque : le retour n’est rattaché à aucun projet."),
    "status_date": t("The status date is missing: nobody knows as of when.", "La date d’arrêté manque : la date des chiffres est inconnue."),
}  # fmt: skip
IDENTITY_UNREAD = {
    "project_id": t("“{found}” is not a valid project ID: the return belongs to no project.", "« {found} » n’est pas un code projet valide : le retour n’est rattaché à aucun projet."),
    "status_date": t("“{found}” cannot be read as the status date: the date of the figures is unknown.", "« {found} » ne peut pas être lu comme date d’arrêté : la date des chiffres est inconnue."),
}  # fmt: skip
IN_CAPITALS = t("Write it in capitals: {capitals}.", "Écrivez-le en majuscules : {capitals}.")
IDENTITY_FIX = {
    "project_id": t("Fill it on the Project sheet, as in the project register.", "Saisissez-le dans la feuille Projet, comme dans le référentiel."),
    "status_date": t("Fill it on the Project sheet as yyyy-mm-dd, for example 2026-04-30.", "Saisissez-la dans la feuille Projet sous la forme jj/mm/aaaa, par exemple 30/04/2026."),
}  # fmt: skip
NOT_OURS = t("No sheet of a known template was found.", "Aucune feuille d’un modèle connu n’a été trouvée.")
NOT_OURS_FIX = t("Fill the template you were given.", "Remplissez le modèle qui vous a été remis.")
OF_THE_PMO = t(
    "One of the PMO’s own workbooks, a master, the console or the register, is among the returns: it is ignored.",
    "Un classeur du PMO (consolidé, console ou référentiels) se trouve parmi les retours : il est ignoré.",
)
OF_THE_PMO_FIX = t(
    "Nothing to do, unless it was meant to be a return.", "Rien à faire, sauf si ce devait être un retour."
)
RETURN_IN_MASTER = t(
    "The sheets of a return are in a copy of one of the PMO’s own workbooks: the return is left out.",
    "Les feuilles d’un retour se trouvent dans une copie d’un classeur du PMO : le retour n’est pas repris.",
)
RETURN_IN_MASTER_FIX = t(
    "Move these sheets back into the template, and send that.",
    "Replacez ces feuilles dans le modèle, et renvoyez-le.",
)
NO_SHEET = t("The sheet “{sheet}” cannot be found.", "La feuille « {sheet} » est introuvable.")
NO_PROJECT = t("The Project sheet cannot be found.", "La feuille Projet est introuvable.")
NO_PROJECT_FIX = t("Put it back from the template.", "Remettez-la à partir du modèle.")
