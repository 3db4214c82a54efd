"""The tables of an XER file: lines of cells parted by tabs, ``%T`` a table, ``%F`` its fields, ``%R`` a row, ``%E`` the end."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pmo_xl.adopt.sources.model import NotTakenError
from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.text import t
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.steps.text.delimited import encoding_of

LINE = "%line"
"""The key of a row's own line, beside its fields."""

XerRow = dict[str, str]


def read_tables(
    data: bytes,
    needed: Mapping[str, Iterable[str]],
    limits: LimitSettings = LIMITS,
    if_there: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> dict[str, list[XerRow]]:
    """The rows of each table by field, each with the number of its line.

    ``needed`` are the tables and fields without which nothing can be read, ``if_there`` the fields of tables that a file
    may lack. Raises NotTakenError for a file that is cut, lacks one of these, or is larger than the limits.
    """
    encoding = encoding_of(data)
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    if not text.startswith("ERMHDR"):
        raise NotTakenError(NO_XER, EXPORT_AGAIN, text[:40].split("\n")[0])
    tables: dict[str, list[XerRow]] = {}
    fields: dict[str, list[str]] = {}
    name, ended, number = "", False, 0
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        cells = line.rstrip("\n").split("\t")
        match cells[0].strip():
            case "%T":
                name = cells[1].strip() if len(cells) > 1 else ""
                tables.setdefault(name, [])
            case "%F":
                fields[name] = [cell.strip() for cell in cells[1:]]
            case "%R" if name not in tables:
                raise NotTakenError(NO_LINE.fill(line=number), EXPORT_AGAIN, line[:60].rstrip())
            case "%R":
                tables[name].append(_row(cells[1:], fields.get(name, []), number, name))
                if len(tables[name]) > 20 * limits.rows:
                    raise NotTakenError(TOO_LONG.fill(table=name, most=amount_words(20 * limits.rows)), FEWER)
            case "%E":
                ended = True
            case "ERMHDR" | "":
                pass
            case _:
                _go_on(tables.get(name), fields.get(name, []), line.rstrip("\n"), number)
    for table, rows in tables.items():
        for row in rows:
            if len(row) - 1 < len(fields.get(table, ())) and fields[table][-1] not in row:
                _fill(row, fields[table], ended, table)
    if not ended:
        raise NotTakenError(CUT.fill(line=number), EXPORT_AGAIN)
    lacking = [table for table in needed if table not in fields]
    asked = [*((table, keys) for table, keys in needed.items() if table in fields)]
    asked += [(table, keys) for table, keys in if_there.items() if tables.get(table)]
    lacking += [f"{table}.{key}" for table, keys in asked for key in keys if key not in fields.get(table, ())]
    if lacking:
        raise NotTakenError(NOT_STANDARD.fill(lacking=lacking), EXPORT_AGAIN, sorted(tables))
    return tables


def _row(cells: list[str], fields: list[str], number: int, table: str) -> XerRow:
    if len(cells) > len(fields) and any(cell.strip() for cell in cells[len(fields) :]):
        raise NotTakenError(WIDE.fill(line=number, table=table), EXPORT_AGAIN)
    return {**dict(zip(fields, cells, strict=False)), LINE: str(number)}


def _go_on(rows: list[XerRow] | None, fields: list[str], line: str, number: int) -> None:
    """A line that begins with no mark goes on with the text of the row above it."""
    if not rows:
        raise NotTakenError(NO_LINE.fill(line=number), EXPORT_AGAIN, line[:60])
    row, cells = rows[-1], line.split("\t")
    at = len(row) - 2
    if at + len(cells) > len(fields):
        raise NotTakenError(NO_LINE.fill(line=number), EXPORT_AGAIN, line[:60])
    if at >= 0:
        row[fields[at]] = f"{row[fields[at]]} {cells[0]}"
    row.update(zip(fields[at + 1 :], cells[1:], strict=False))


def _fill(row: XerRow, fields: list[str], ended: bool, table: str) -> None:
    """A row without its last cells: some programs leave off blank ones; where the file has no end, it was cut there."""
    if not ended:
        raise NotTakenError(CUT_IN_ROW.fill(line=row[LINE], table=table), EXPORT_AGAIN)
    for key in fields:
        row.setdefault(key, "")


NO_XER = t("The file is no XER export of Primavera P6: it does not begin with ERMHDR.", "Le fichier n’est pas un export XER de Primavera P6 : il ne commence pas par ERMHDR.")  # fmt: skip
CUT = t("The file is cut after line {line}: its end mark %E is missing.", "Le fichier est tronqué après la ligne {line} : sa marque de fin %E manque.")  # fmt: skip
CUT_IN_ROW = t("The file is cut in line {line}, a row of {table}.", "Le fichier est tronqué à la ligne {line}, une ligne de {table}.")  # fmt: skip
WIDE = t("Line {line}, a row of {table}, has more cells than the table has fields.", "La ligne {line}, de {table}, a plus de cellules que la table n’a de champs.")  # fmt: skip
NO_LINE = t("Line {line} belongs to no table.", "La ligne {line} n’appartient à aucune table.")
NOT_STANDARD = t(
    "The file is no standard XER: it lacks {lacking}. Without these its tasks cannot be read for certain.",
    "Le fichier n’est pas un XER standard : il y manque {lacking}. Sans cela, ses tâches ne peuvent être lues avec certitude.",
)
TOO_LONG = t("Table {table} has more than {most} rows (20 times the limit “rows”).", "La table {table} compte plus de {most} lignes (20 fois la limite « rows »).")  # fmt: skip
FEWER = t("Export the one project alone.", "Exportez ce seul projet.")
EXPORT_AGAIN = t("Export it again from Primavera P6 (File > Export > XER).", "Exportez-le à nouveau depuis Primavera P6 (Fichier > Exporter > XER).")  # fmt: skip
