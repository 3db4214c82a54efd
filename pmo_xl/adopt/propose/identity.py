"""What can be seen of the project in a foreign workbook: in a column, beside a label, in the file's name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pmo_xl.adopt.match.headers import SYNONYM, exactly, plain
from pmo_xl.adopt.match.mapping import Source
from pmo_xl.adopt.match.tables import Headers
from pmo_xl.adopt.match.values import date_in, order_of_dates
from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.base.finding import cell_name
from pmo_xl.core.flow.raw import Cell, RawBook, RawSheet

_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,6}[-_]?\d{2,6}(?![A-Za-z0-9])")
_IDENTITY = (
    "project_id",
    "project_name",
    "status_date",
    "currency",
    "project_manager",
    "sponsor",
    "programme_id",
)


def project_columns(headers: Mapping[int, str]) -> dict[str, int]:
    """The columns that say which project a row belongs to: field of the project sheet → column."""
    found: dict[str, int] = {}
    for key in ("project_id", "project_name"):
        names = set(map(plain, Project.vocabulary.sure[key].split(" | ")))
        names |= set(map(plain, Project.columns[key].label.in_all()))
        if key == "project_name":
            names |= {"project/program", "project/programme"}
        for place, header in headers.items():
            if plain(header) in names:
                found.setdefault(key, place)
    return found


def identity(
    book: RawBook, raw: RawSheet, headers: Headers, projects: Mapping[str, int]
) -> Iterator[tuple[str, Source]]:
    """What can be seen of the project: in a column, beside a label, in the file's name."""
    seen: set[str] = set()
    if projects:
        split = projects.get("project_id", projects.get("project_name"))
        assert split is not None
        yield "project_id", Source(column=headers.words[split])
        named = projects.get("project_name", split)
        yield "project_name", Source(column=headers.words[named])
        seen |= {"project_id", "project_name"}
    top = headers.row - headers.lines + 1
    for sheet, rows in ((raw, top), *((other, 40) for other in book.sheets if other is not raw)):
        labelled = list(_labelled(sheet, rows, "" if sheet is raw else sheet.name))
        if sheet is not raw and len({key for key, _ in labelled}) < 2:
            # One word of that kind may stand on any page; a page about the project has several.
            continue
        for key, source in labelled:
            if key not in seen:
                seen.add(key)
                yield key, source
    codes = _CODE.findall(PurePosixPath(book.file).stem)
    if "project_id" not in seen and len(codes) == 1:
        letters, digits = re.split(r"(?<=\D)(?=\d)", codes[0], maxsplit=1)
        pattern = re.sub(r"[A-Z]+", lambda met: f"[A-Z]{{{len(met[0])}}}", letters)
        yield "project_id", Source(file=rf"({pattern}\d{{{len(digits)}}})")


def _labelled(raw: RawSheet, rows: int, sheet: str) -> Iterator[tuple[str, Source]]:
    for at, row in enumerate(raw.rows[:rows]):
        if sum(cell is not None for cell in row) > 8:
            continue
        for place, cell in enumerate(row[:12]):
            if not isinstance(cell, str) or len(cell) > 120:
                continue
            label, colon, rest = cell.partition(":")
            key = _identity_key(label)
            if key is None:
                continue
            where = place
            after: str | None = None
            value: Cell = None
            if colon and rest.strip():
                value, after = rest.strip(), ":"
            else:
                beside = [
                    (p, v) for p, v in enumerate(row[place + 1 : place + 5], place + 1) if v is not None
                ]
                if beside:
                    where, value = beside[0]
                    if isinstance(value, str) and (_identity_key(value) or value.rstrip().endswith(":")):
                        continue
            source = _usable(
                key, value, f"{sheet}!{cell_name(at, where)}" if sheet else cell_name(at, where), after
            )
            if source is not None:
                yield key, source


def _identity_key(label: str) -> str | None:
    found = exactly(label, Project)
    best = max(found.values(), key=lambda match: match.confidence, default=None)
    return best.key if best is not None and best.confidence >= SYNONYM and best.key in _IDENTITY else None


def _usable(key: str, value: Cell, cell: str, after: str | None) -> Source | None:
    """The place of a value that can be what its label says; None where it cannot."""
    if value is None or isinstance(value, bool):
        return None
    if key == "status_date":
        if isinstance(value, dt.date):
            return Source(cell=cell, after=after)
        if (
            not isinstance(value, str)
            or (order := order_of_dates([value])) is None
            or date_in(value, order) is None
        ):
            return None
        return Source.model_validate({"cell": cell, "after": after, "dates": order})
    pattern = Project.columns[key].pattern
    if not isinstance(value, str) or (pattern is not None and not re.fullmatch(pattern, value.strip())):
        return None
    return Source(cell=cell, after=after)
