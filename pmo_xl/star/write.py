"""The star on the disk: Parquet or CSV, and ``model.json``, which says what is there; what is not ours stays as it is."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmo_xl import parquet
from pmo_xl.core.base.problem import NothingToDo, unwritable
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.version import __version__
from pmo_xl.excel.write.cells import plain
from pmo_xl.star.kpis import both
from pmo_xl.star.shape import Star, StarTable
from pmo_xl.workspace.files import write_whole

MODEL = "model.json"
MADE_BY = "pmo_xl star"
PARQUET, CSV = "parquet", "csv"
GUARDED = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula: in CSV an apostrophe is set before."""


def write_star(star: Star, folder: Path, form: str, language: str, about: Mapping[str, Any]) -> list[Path]:
    """Write the star into *folder*: a file per table, and ``model.json`` last.

    Files of an earlier star that this one has no more are taken away, if they are as it wrote them. Raises NothingToDo,
    before anything is written, where a file of somebody else has the name of one of ours, or *folder* is none; and where the
    system refuses, or Parquet needs pyarrow.
    """
    if form == PARQUET:
        parquet.require()
    if folder.exists() and not folder.is_dir():
        raise NothingToDo(NO_FOLDER.fill(folder=folder))
    former = _former(folder)
    names = {key: f"{key}.{form}" for key in star.tables}
    for name in (*names.values(), MODEL):
        path = folder / name
        if path.exists() and name not in former:
            raise NothingToDo(NOT_OURS.fill(file=path))
    written: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="pmo_xl_") as held:
        prints = {}
        for key, name in names.items():
            part = Path(held, name)
            part.parent.mkdir(exist_ok=True)
            part.write_bytes(_content(star.tables[key], form, language))
            prints[name] = _print(part)
        model = _model(star, names, prints, form, language, about)
        for name in names.values():
            content = Path(held, name).read_bytes()
            written.append(write_whole(folder / name, lambda path, content=content: _save(path, content)))  # type: ignore[misc]
    _take_away(folder, former, names.values())
    text = json.dumps(model, ensure_ascii=False, indent=1) + "\n"
    written.append(write_whole(folder / MODEL, lambda path: _save(path, text.encode("utf-8"))))
    return written


def _save(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _former(folder: Path) -> dict[str, str]:
    """The files of an earlier star that lie there as it wrote them, with their fingerprints; the model itself too."""
    try:
        said = json.loads((folder / MODEL).read_text(encoding="utf-8"))
        files = dict(said["files"]) if said["made_by"] == MADE_BY else None
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    if files is None:
        return {}
    ours = {name: sha for name, sha in files.items() if _inside(name) and _print(folder / name) in (sha, "")}
    return {**ours, MODEL: ""}


def _inside(name: str) -> bool:
    way = Path(name)
    return not way.is_absolute() and ".." not in way.parts


def _take_away(folder: Path, former: Mapping[str, str], now: Any) -> None:
    try:
        for name in former.keys() - {*now, MODEL}:
            (folder / name).unlink(missing_ok=True)
    except OSError as problem:
        raise unwritable(folder, problem) from problem


def _print(file: Path) -> str:
    if not file.is_file():
        return ""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _content(table: StarTable, form: str, language: str) -> bytes:
    if form == CSV:
        return csv_of(table, language)
    buffer = io.BytesIO()
    parquet.require().write_table(parquet.table_of(table.frame), buffer, compression="zstd")
    return buffer.getvalue()


def csv_of(table: StarTable, language: str) -> bytes:
    """The table as CSV in UTF-8 with its mark: in French with semicolons and decimal commas, as Excel opens it there."""
    french = language == "fr"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow([each.key for each in table.fields])
    columns = [[*_cells(table.frame[each.key], each.kind, french=french)] for each in table.fields]
    writer.writerows(zip(*columns, strict=True))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "surrogatepass")


def _cells(values: Any, kind: Kind, *, french: bool) -> Iterator[str]:
    for what in map(plain, values):
        match what:
            case None:
                yield ""
            case dt.date():
                yield what.isoformat()
            case int() | float():
                number = format(Decimal(repr(float(what))), "f").removesuffix(".0")
                yield number.replace(".", ",") if french else number
            case _:
                words = str(what)
                yield f"'{words}" if words.startswith(GUARDED) else words


def _model(
    star: Star, names: Mapping[str, str], prints: Mapping[str, str], form: str, language: str, about: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    tables = {
        key: {
            "file": names[key], "rows": len(table.frame), "names": both(table.label), "grain": both(table.grain),
            "columns": [
                {"key": each.key, "type": TYPES[each.kind], "names": both(each.label), **({"unit": each.unit} if each.unit else {})}
                for each in table.fields
            ],
        }
        for key, table in star.tables.items()
    }  # fmt: skip
    shape = {"format": form}
    if form == CSV:
        shape |= {
            "encoding": "utf-8-sig", "separator": ";" if language == "fr" else ",", "decimal": "," if language == "fr" else ".",
            "guard": "A text that begins like a formula has an apostrophe before it.",
        }  # fmt: skip
    return {
        "made_by": MADE_BY, "schema": 1, "program": __version__, **about, **shape, "notes": [both(note) for note in star.notes],
        "tables": tables, "relations": [{"from": many, "to": one} for many, one in star.relations],
        "files": dict(sorted(prints.items())),
    }  # fmt: skip


TYPES = {
    Kind.TEXT: "text", Kind.CHOICE: "text", Kind.YES_NO: "text", Kind.INTEGER: "whole number", Kind.NUMBER: "number",
    Kind.AMOUNT: "amount", Kind.PERCENT: "share", Kind.DATE: "date", Kind.MONTH: "date",
}  # fmt: skip


def files_of(written: Sequence[Path], folder: Path) -> list[str]:
    """How the files are called below their folder."""
    return [path.relative_to(folder).as_posix() for path in written]


NO_FOLDER = t("{folder} is no folder.", "{folder} n’est pas un dossier.")
NOT_OURS = t(
    "{file} is there and is none that an export wrote, or somebody changed it since: it is not overwritten, and nothing was written. Move it away, or choose another folder.",
    "{file} existe et ne vient pas d’un export, ou a été modifié depuis : il n’est pas écrasé, et rien n’a été écrit. Déplacez-le, ou choisissez un autre dossier.",
)
