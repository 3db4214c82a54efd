"""Kinds and limits of cells: one pydantic check per table, each refusal in the words of a finding."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.definition.column import Column, Kind, Profile
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.definition.wording import allowed
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.flow.portfolio import LocatedSheet


def asked_in(column: Column, values: Mapping[str, Sequence[Any]]) -> Sequence[int]:
    """Positions of the rows in which a required column must be filled."""
    if column.unless is None:
        return range(len(values[column.key]))
    key, choices = column.unless
    excused = {choice.key for choice in choices}
    return [at for at, what in enumerate(values[key]) if what not in excused]


_ADAPTERS: dict[tuple[type[Sheet], Profile], TypeAdapter[list[tuple[Any, ...]]]] = {}


def adapter(sheet: type[Sheet], profile: Profile) -> TypeAdapter[list[tuple[Any, ...]]]:
    """The pydantic check of a whole table: a list of tuples, one field per column people fill."""
    if (sheet, profile) not in _ADAPTERS:
        fields = tuple(
            _type_of(column, column.is_required(profile) and column.unless is None)
            for column in sheet.inputs()
        )
        _ADAPTERS[sheet, profile] = TypeAdapter(list[tuple[fields]])  # type: ignore[valid-type]
    return _ADAPTERS[sheet, profile]


def _type_of(column: Column, required: bool) -> Any:
    limits: dict[str, Any] = {"strict": True}
    if column.low is not None:
        limits["ge"] = column.low
    if column.high is not None:
        limits["le"] = column.high
    kind: Any
    match column.kind:
        case Kind.TEXT:
            pattern = f"^(?:{column.pattern})$" if column.pattern else None
            kind = Annotated[
                str, Field(strict=True, max_length=column.max_length or LONGEST_CELL, pattern=pattern)
            ]
        case Kind.INTEGER:
            kind = Annotated[int, Field(**limits)]
        case Kind.DATE | Kind.MONTH:
            kind = Annotated[dt.date, Field(strict=True)]
        case Kind.CHOICE | Kind.YES_NO:
            choices = choices_of(column)
            assert choices is not None
            kind = Literal[tuple(member.key for member in choices)]
        case _:
            kind = Annotated[float, Field(allow_inf_nan=False, **limits)]
    return kind if required else kind | None


def wrong_cells(
    part: LocatedSheet, values: dict[str, list[Any]], file: str, profile: Profile
) -> tuple[dict[tuple[int, str], Finding], set[tuple[int, str]]]:
    """What is wrong by cell, and which of these cells hold what can be read all the same."""
    inputs = part.sheet.inputs()
    wrong: dict[tuple[int, str], Finding] = {}
    readable: set[tuple[int, str]] = set()
    for (at, key), error in part.errors.items():
        column = part.sheet.columns[key]
        wrong[at, key] = Finding(
            "GEN-10", Severity.ERROR, part.place(file, at, key),
            t("“{column}” shows the error {error}.", "« {column} » affiche l’erreur {error}.").fill(
                column=column.label, error=error),
            found=error, expected=allowed(column),
            fix=t("Type the value itself, or repair the formula.", "Saisissez la valeur, ou réparez la formule."),
        )  # fmt: skip
    try:
        adapter(part.sheet, profile).validate_python(list(zip(*(values[c.key] for c in inputs), strict=True)))
    except ValidationError as problem:
        for detail in problem.errors(include_url=False, include_context=False):
            row, field = (int(step) for step in detail["loc"][:2])
            column = inputs[field]
            what = values[column.key][row]
            if (row, column.key) in wrong:
                continue
            wrong[row, column.key] = _finding(part, file, row, column, detail["type"], what)
            if _is_readable(column, detail["type"], what):
                readable.add((row, column.key))
    for column in part.sheet.required(profile):
        held = values[column.key]
        if column.unless is None or None not in held:
            continue
        for at in asked_in(column, values):
            if held[at] is None:
                wrong.setdefault((at, column.key), _finding(part, file, at, column, "missing", None))
    return wrong, readable


def _is_readable(column: Column, problem: str, what: Any) -> bool:
    """Whether a value is what it should be in kind, and wrong in another way: then it is kept, and counts."""
    match problem:
        case "greater_than_equal" | "less_than_equal":
            return not column.is_scale
        case "string_too_long":
            return len(what) <= (
                LONGEST_CELL if (column.max_length or LONGEST_CELL) > LONGEST_NAME else LONGEST_CRITERION
            )
        case "string_pattern_mismatch":
            # A currency or a project that nobody knows is no other currency, no other project.
            return column.key not in ("currency", "project_id") and len(what) <= LONGEST_CRITERION
    return False


def _finding(part: LocatedSheet, file: str, at: int, column: Column, problem: str, what: Any) -> Finding:
    code, message, fix = _words(column, problem, what)
    return Finding(
        code, Severity.ERROR, part.place(file, at, column.key), message.fill(column=column.label, found=what),
        found=what, expected=allowed(column), fix=fix,
    )  # fmt: skip


def _words(column: Column, problem: str, what: Any) -> tuple[str, Text, Text]:
    """Code, message and remedy of what pydantic calls *problem*."""
    if what is None:
        return "FLD-01", t("“{column}” is required and empty.", "« {column} » est obligatoire et vide."), FILL
    if problem == "literal_error":
        near = _nearest(column, what)
        fix = (
            t("Did you mean “{near}”?", "Vouliez-vous dire « {near} » ?").fill(near=near) if near else CHOOSE
        )
        return "FLD-03", t("“{found}” is not in the list of “{column}”.", "« {found} » n’est pas dans la liste de « {column} »."), fix  # fmt: skip
    if problem == "string_pattern_mismatch":
        code = "FLD-14" if column.key == "currency" else "FLD-04"
        return code, t("“{found}” is no valid “{column}”.", "« {found} » n’est pas un « {column} » valide."), REWRITE  # fmt: skip
    if problem == "string_too_long":
        message = t("“{column}” is longer than {n} characters.", "« {column} » dépasse {n} caractères.")
        return (
            "FLD-05",
            message.fill(n=column.max_length or LONGEST_CELL),
            t("Shorten the text.", "Raccourcissez le texte."),
        )
    if problem in ("greater_than_equal", "less_than_equal"):
        return (
            "FLD-05",
            t("“{column}” cannot be {found}.", "« {column} » ne peut pas valoir {found}."),
            WITHIN,
        )
    if column.kind.is_date and isinstance(what, str) and _SHORT_YEAR.fullmatch(what.strip()):
        return "FLD-02", t("“{found}” in “{column}” has a year of two digits only.", "« {found} » dans « {column} » : l’année n’a que deux chiffres."), FORMAT_AS_DATE  # fmt: skip
    if column.kind.is_date and isinstance(what, (int, float)) and not isinstance(what, bool):
        return "FLD-02", t("“{column}” holds the number {found}, not a date.", "« {column} » contient le nombre {found}, pas une date."), FORMAT_AS_DATE  # fmt: skip
    return (
        "FLD-02",
        t("“{column}” cannot be “{found}”.", "« {column} » ne peut pas être « {found} »."),
        FORMAT_AS_DATE if column.kind is Kind.DATE else RETYPE.fill(what=allowed(column)),
    )


def _nearest(column: Column, what: Any) -> Text | None:
    choices = choices_of(column)
    assert choices is not None
    words: dict[str, Choice] = {
        fold(word): member for member in choices for word in (*member.label.in_all(), member.key)
    }
    near = difflib.get_close_matches(fold(str(what)), list(words), 1, 0.6)
    return words[near[0]].label if near else None


_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
LONGEST_CELL = 32_767
"""Characters that a cell of Excel holds."""
LONGEST_CRITERION = 255
"""Characters of a text that Excel's formulas compare."""
LONGEST_NAME = 120
"""Columns that take no more are names and codes, which formulas compare; longer ones are sentences."""
FILL = t("Fill the cell.", "Remplissez la cellule.")
CHOOSE = t("Choose a value from the list of the cell.", "Choisissez une valeur dans la liste de la cellule.")
REWRITE = t("Rewrite it as expected.", "Ressaisissez-le sous la forme attendue.")
WITHIN = t("Enter a value within the limits.", "Saisissez une valeur dans les limites.")
RETYPE = t("Re-enter it as {what}.", "Saisissez {what}.")
FORMAT_AS_DATE = t(
    "Re-enter the date as yyyy-mm-dd, for example 2026-04-15.",
    "Saisissez la date sous la forme jj/mm/aaaa, par exemple 15/04/2026.",
)
