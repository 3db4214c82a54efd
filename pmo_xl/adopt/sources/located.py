"""The rows of another program as located sheets of ours: the same checks as for a template, findings that name the row in its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmo_xl.adopt.sources.files import as_code, code_in
from pmo_xl.adopt.sources.model import Asked, Note, Source
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.flow.portfolio import LocatedSheet

PROJECT = "Project"


def located(source: Source, shown_as: str, templates: Templates) -> tuple[list[LocatedSheet], list[Finding]]:
    """The project sheet and the tables of a file, and what was said while it was read."""
    record = templates.record
    keys = [column.key for column in record.inputs()]
    parts = [
        LocatedSheet(
            record, "", {key: at for at, key in enumerate(keys)}, [0], {key: [what] for key, what in source.head.items() if key in keys},
            named=(PROJECT,),
        )
    ]  # fmt: skip
    for key, rows in source.rows.items():
        table = templates.tables[key]
        columns = [column.key for column in table.inputs()]
        ordered = sorted(rows, key=lambda row: row.number)
        parts.append(
            LocatedSheet(
                table, source.unit, {name: at for at, name in enumerate(columns)}, [row.number for row in ordered],
                {name: [row.values.get(name) for row in ordered] for name in columns},
                named=tuple(row.named for row in ordered),
            )
        )  # fmt: skip
    return parts, [found(note, source, shown_as) for note in source.notes]


def found(note: Note, source: Source, file: str) -> Finding:
    """A note as a finding at its row, or about the file."""
    place = Place(file, source.unit, note.number, None, note.named) if note.named else Place(file)
    return Finding(note.code, note.severity, place, note.message, note.found, fix=note.fix)


def identified(source: Source, asked: Asked, shown_as: str = "") -> None:
    """Put what a person has said into the head, and the code that the place of the file says where nobody did."""
    own, folder = source.head.get("project_id"), code_in(shown_as)
    source.head["project_id"] = asked.project or folder or as_code(own)
    if folder and not asked.project:
        source.tell(FROM_PLACE.fill(code=folder), severity=Severity.INFO)
    elif own and not source.head["project_id"]:
        source.tell(NO_CODE.fill(code=own), found=own, fix=SAY_PROJECT)
    if asked.status_date is not None:
        source.head["status_date"] = asked.status_date
    if asked.currency is not None:
        source.head["currency"] = asked.currency


def explained(findings: Sequence[Finding], templates: Templates) -> list[Finding]:
    """The findings of such a file: what to say of what its head lacks; a task or a project without anybody is a warning."""
    plan = templates.tables.get("plan")
    people = [templates.record.columns["project_manager"].label]
    people += [plan.columns["owner"].label] if plan is not None else []
    return [_explained(each, people) for each in findings]


def _explained(finding: Finding, people: Sequence[Text]) -> Finding:
    if finding.code == "FLD-01" and finding.place.named and finding.message.values.get("column") in people:
        return replace(finding, severity=Severity.WARNING, fix=SAY_HEAD)
    if finding.code in REMEDIES and finding.place.named == PROJECT:
        return replace(finding, fix=REMEDIES[finding.code])
    if finding.code != "FLD-01" or not finding.place.named:
        return finding
    return replace(finding, fix=SAY_HEAD)


FROM_PLACE = t(
    "The project code {code} is taken from the folder or the name of the file.",
    "Le code projet {code} vient du dossier ou du nom du fichier.",
)
NO_CODE = t(
    "“{code}” cannot be a project code here: 2 to 20 capitals, digits or hyphens are expected.",
    "« {code} » ne peut pas être un code projet ici : il faut 2 à 20 majuscules, chiffres ou tirets.",
)
SAY_PROJECT = t(
    "Put the file into a folder that bears the code of the project (P012/plan.xml), or run pmo-xl adopt with --project.",
    "Placez le fichier dans un dossier au code du projet (P012/plan.xml), ou lancez pmo-xl adopt avec --project.",
)
SAY_DATE = t(
    "Set the status date in the program that made the file, or run pmo-xl adopt with --status-date.",
    "Fixez la date d’état dans le programme d’origine, ou lancez pmo-xl adopt avec --status-date.",
)
SAY_HEAD = t(
    "Fill it in the program that made the file, or run pmo-xl adopt and complete the workbook that it writes.",
    "Renseignez-le dans le programme d’origine, ou lancez pmo-xl adopt et complétez le classeur qu’il écrit.",
)
REMEDIES: dict[str, Text] = {"GEN-06": SAY_PROJECT, "GEN-07": SAY_DATE, "FLD-01": SAY_HEAD}
