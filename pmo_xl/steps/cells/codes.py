"""Codes that Excel has made numbers or dates of: read as Excel shows them, refused where that may not be what was typed.

1.10 typed into a cell becomes the number 1.1, and 1.2 in some languages the first of February. What the cell shows is
taken; where the shown number stands twice, or the rows around it prove that a zero was lost, nobody can take it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.flow.portfolio import LocatedSheet

_DIGITS = re.compile(r"(?:#,##)?(0+)(?:\.(0+))?")
_SAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
Told = dict[tuple[int, str], Finding]


def as_shown(
    part: LocatedSheet, file: str, column: Column, cells: Sequence[Any]
) -> tuple[Sequence[Any], Told, Told]:
    """The cells of a column of texts, numbers as Excel shows them; what is told of that, and what is refused."""
    key = column.key
    numbers = [at for at, cell in enumerate(cells) if isinstance(cell, float)]
    days = [at for at, cell in enumerate(cells) if isinstance(cell, dt.date)] if is_code(part, column) else []
    if not numbers and not days:
        return cells, {}, {}
    formats = _formats(part, key)
    shown = list(cells)
    for at in numbers:
        shown[at] = shown_as(cells[at], formats.get(part.rows[at], ""))
    if key == "predecessors":
        _as_links(part, shown, [at for at in numbers if not cells[at].is_integer()])
    refused = {
        (at, key): _refused(
            part, file, at, key, _made_a_date(column, cells[at], formats.get(part.rows[at], "")), cells[at]
        )
        for at in days
    }
    if key in part.sheet.identity or (part.sheet.key, key) == ("plan", "wbs"):
        for at, message in _lost(part, column, cells, shown).items():
            refused[at, key] = _refused(part, file, at, key, message, shown[at])
    read = [at for at in numbers if (at, key) not in refused and shown[at] != _whole(cells[at])]
    told: Told = {}
    if read:
        message = READ_AS_SHOWN.fill(column=column.label, n=len(read), shown=shown[read[0]])
        told[read[0], key] = Finding(
            "FLD-02",
            Severity.WARNING,
            part.place(file, read[0], key),
            message,
            found=cells[read[0]],
            fix=AS_TEXT,
        )
    return shown, told, refused


def is_code(part: LocatedSheet, column: Column) -> bool:
    """Whether a column of texts holds codes: what names a row, its place in a breakdown, or other rows."""
    return (
        column.key in part.sheet.identity
        or column.pattern is not None
        or column.key in ("wbs", "predecessors")
        or column.key.endswith(("_id", "_ids", "_no"))
    )


def shown_as(number: float, code: str) -> str:
    """A number as its format shows it, with a point: 1.1 as 1.10 where two decimals are shown, 7 as 007.

    A format that would round it is passed over: what was typed counts.
    """
    plain = _whole(number) if number.is_integer() else f"{number:.15g}"
    met = _DIGITS.fullmatch(_SAID.sub("", code).split(";")[0].strip())
    if met is None:
        return plain
    decimals = len(met[2] or "")
    words = f"{number:.{decimals}f}"
    if float(words) != number:
        return plain
    before, point, after = words.partition(".")
    return f"{before.zfill(len(met[1]))}{point}{after}"


def _whole(number: float) -> str:
    return str(int(number)) if number.is_integer() else ""


def _formats(part: LocatedSheet, key: str) -> Mapping[int, str]:
    """The number formats of a column by sheet row."""
    if part.origin is None or key not in part.columns:
        return {}
    return {row: code for (row, _), code in part.origin.formats([part.columns[key]]).items()}


def _lost(part: LocatedSheet, column: Column, cells: Sequence[Any], shown: Sequence[Any]) -> dict[int, Text]:
    """Where a number cannot be the code that was typed: it stands there already, or follows its last sibling but for a zero."""
    found: dict[int, Text] = {}
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for at, words in enumerate(shown):
        if not isinstance(words, str) or not re.fullmatch(r"\s*\d+(\.\d+)*\s*", words):
            continue
        code = words.strip()
        above, _, own = code.rpartition(".")
        fraction = isinstance(cells[at], float) and not cells[at].is_integer()
        if fraction and above in last:
            following = str(last[above] + 1)
            if following != own and following.startswith(own) and not following[len(own) :].strip("0"):
                found[at] = ZERO_LOST.fill(
                    column=column.label,
                    shown=code,
                    before=f"{above}.{last[above]}",
                    meant=f"{above}.{following}",
                )
                last[above] += 1
                continue
        if code in first:
            rival = cells[first[code]]
            if fraction or (isinstance(rival, float) and not rival.is_integer()):
                found[at] = STANDS_TWICE.fill(
                    column=column.label, shown=code, row=part.rows[first[code]] + 1, longer=f"{code}0"
                )
            continue
        first[code] = at
        parts = code.split(".")
        for depth, number in enumerate(parts):
            last[".".join(parts[:depth])] = int(number)
    return found


def _as_links(part: LocatedSheet, shown: list[Any], numbers: Sequence[int]) -> None:
    """Predecessors that became numbers, where only one reading is a task: 1.1 is 1.10, or 1 and 2 behind a comma."""
    formats = _formats(part, "task_id")
    ids = {
        shown_as(cell, formats.get(part.rows[at], "")) if isinstance(cell, float) else str(cell).strip()
        for at, cell in enumerate(part.cells.get("task_id", ()))
        if cell is not None
    }
    for at in numbers:
        words = shown[at]
        if words in ids:
            continue
        longer = [each for each in ids if each.startswith(words) and not each[len(words) :].strip("0")]
        if len(longer) == 1:
            shown[at] = longer[0]
        elif all(each in ids for each in words.split(".")):
            shown[at] = words.replace(".", ";")


def _made_a_date(column: Column, day: dt.date, code: str) -> Text:
    plain = _SAID.sub("", code).lower()
    year = f".{day:%y}" if "y" in plain and "d" in plain and "mmm" not in plain else ""
    return MADE_A_DATE.fill(
        column=column.label, day=day if type(day) is dt.date else dt.date(day.year, day.month, day.day),
        one=f"{day.day}.{day.month}{year}", other=f"{day.month}.{day.day}{year}",
    )  # fmt: skip


def _refused(part: LocatedSheet, file: str, at: int, key: str, message: Text, found: Any) -> Finding:
    return Finding("FLD-02", Severity.ERROR, part.place(file, at, key), message, found=found, fix=AS_TEXT)


READ_AS_SHOWN = t(
    "Excel turned the codes in “{column}” into numbers: read as it shows them, such as {shown} ({n} cells).",
    "Excel a converti en nombres les codes de « {column} » : lus tels qu’il les affiche, par exemple {shown} ({n} cellules).",
)
ZERO_LOST = t(
    "“{column}” shows {shown} after {before}: Excel turned the code {meant} into a number, and a number does not keep the zero at its end.",
    "« {column} » affiche {shown} après {before} : Excel a converti le code {meant} en nombre, et un nombre ne garde pas le zéro final.",
)
STANDS_TWICE = t(
    "“{column}” shows {shown}, which is already in row {row}: Excel turned the code into a number, and a number does not keep a zero at its end, so one of the two may have been {longer}.",
    "« {column} » affiche {shown}, qui figure déjà en ligne {row} : Excel a converti le code en nombre, et un nombre ne garde pas le zéro final ; l’un des deux était peut-être {longer}.",
)
MADE_A_DATE = t(
    "“{column}” holds the date {day}: Excel made it from a code such as {one} or {other}.",
    "« {column} » contient la date du {day} : Excel a converti en date un code tel que {one} ou {other}.",
)
AS_TEXT = t(
    "Give the column the number format Text, then retype the codes.",
    "Mettez la colonne au format Texte, puis ressaisissez les codes.",
)
