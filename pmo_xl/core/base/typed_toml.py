"""TOML files that people write: every key known and typed, and a wrong one named with what to do about it."""

from __future__ import annotations

import difflib
import re
import tomllib
import types
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from pmo_xl.core.base.problem import SettingsError
from pmo_xl.core.base.text import Text, t


class Strict(BaseModel):
    """A section whose every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Section = TypeVar("Section", bound=Strict)


def content_of(path: Path) -> dict[str, Any]:
    """What stands in a file; raises SettingsError for one that is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as problem:  # no TOML, no UTF-8, or a number with more digits than Python reads
        raise SettingsError(UNCLEAR.fill(file=path.name, why=problem)) from problem
    except RecursionError as problem:
        raise SettingsError(UNCLEAR.fill(file=path.name, why=TOO_DEEP)) from problem


def typed(
    model: type[Section], content: dict[str, Any], file: str, why: Mapping[str, Text] | None = None
) -> Section:
    """The content as *model*; raises SettingsError with a sentence that names the file and the first wrong key.

    ``why`` gives reasons of the model's own, by the beginning of pydantic's name for them. A ValueError raised
    by the model carries its reason as a Text.
    """
    try:
        return model.model_validate(content)
    except ValidationError as problem:
        raise _named(model, problem.errors()[0], file, {**(why or {}), **WHY}) from problem


def unknown_key(file: str, where: str, key: str, known: Iterable[str]) -> SettingsError:
    """For a key that does not exist: the nearest that does, or all of them."""
    return _near(NEAR_KEY, NO_KEY, file, where, key, known)


def unknown_value(file: str, where: str, found: str, known: Iterable[str]) -> SettingsError:
    """For a name that stands for nothing: the nearest that does, or all of them."""
    return _near(NEAR_VALUE, NO_VALUE, file, where, found, known)


def bad_value(file: str, where: str, found: object, why: str | Text) -> SettingsError:
    """For a value that cannot be; ``found`` is None where there is none, or too much to be repeated."""
    if found is None:
        return SettingsError(MISSING.fill(file=file, key=where, why=why))
    return SettingsError(BAD.fill(file=file, key=where, found=repr(found), why=why))


def _near(near: Text, none: Text, file: str, where: str, found: str, known: Iterable[str]) -> SettingsError:
    known = sorted(known)
    if closest := difflib.get_close_matches(found, known, 1):
        return SettingsError(near.fill(file=file, key=where, found=found, near=closest[0]))
    return SettingsError(none.fill(file=file, key=where, found=found, known=", ".join(known)))


def _named(model: type[Strict], error: Any, file: str, reasons: Mapping[str, Text]) -> SettingsError:
    parts, keys = _place(model, error["loc"])
    where, found, kind = ".".join(parts), error["input"], error["type"]
    if kind == "extra_forbidden":
        return unknown_key(file, where, parts[-1], keys)
    why = next((words for start, words in reasons.items() if kind.startswith(start)), error["msg"])
    if kind == "value_error":
        why = error["ctx"]["error"].args[0]
    elif kind == "literal_error":
        why = ONE_OF.fill(words=re.findall(r"'([^']*)'", error["ctx"]["expected"]))
    return bad_value(file, where, None if isinstance(found, dict) else found, why)


def _place(model: type[Strict], loc: Iterable[int | str]) -> tuple[list[str], list[str]]:
    """The key as people write it, and the keys of the section that it lies in.

    pydantic also names the kinds that a value could have been: they are no part of the key.
    """
    here: Any = model
    parts: list[str] = []
    keys: list[str] = []
    for part in loc:
        kind = get_origin(here) or here
        if part == "[key]":
            continue
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = kind.model_fields
            keys = [key for key, field in fields.items() if not field.exclude]
            parts.append(str(part))
            here = _known(fields[part].annotation) if part in fields else None
        elif kind in (dict, tuple):
            parts.append(str(part))
            here = get_args(here)[kind is dict]
    return parts, keys


def _known(annotation: Any) -> Any:
    """The type of a value that may be left out."""
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
        return kinds[0] if len(kinds) == 1 else None
    return annotation


TOO_DEEP = t(
    "lists in lists in lists, too deep to be read", "des listes imbriquées, trop profondes pour être lues"
)
UNCLEAR = t("{file} cannot be understood: {why}", "{file} ne peut pas être compris : {why}")
NEAR_KEY = t(
    "{file}: unknown key “{key}”. Did you mean “{near}”?",
    "{file} : clé inconnue « {key} ». Vouliez-vous dire « {near} » ?",
)
NO_KEY = t(
    "{file}: unknown key “{key}”. Known are: {known}.",
    "{file} : clé inconnue « {key} ». Sont connues : {known}.",
)
NEAR_VALUE = t(
    "{file}: “{key}”: “{found}” is not known. Did you mean “{near}”?",
    "{file} : « {key} » : « {found} » est inconnu. Vouliez-vous dire « {near} » ?",
)
NO_VALUE = t(
    "{file}: “{key}”: “{found}” is not known. Known are: {known}.",
    "{file} : « {key} » : « {found} » est inconnu. Sont connus : {known}.",
)
MISSING = t("{file}: “{key}”: {why}.", "{file} : « {key} » : {why}.")
BAD = t("{file}: “{key}” cannot be {found}: {why}.", "{file} : « {key} » ne peut pas valoir {found} : {why}.")
ONE_OF = t("one of these is expected: {words}", "l’une de ces valeurs est attendue : {words}")
NO_PATTERN = t("it is no regular expression", "ce n’est pas une expression régulière")
WHY = {
    "missing": t("it is needed", "la valeur est nécessaire"),
    "greater_than": t("it is too small", "la valeur est trop petite"),
    "less_than": t("it is too large", "la valeur est trop grande"),
    "too_short": t("at least one is needed", "il en faut au moins un"),
    "date": t("a date is expected, such as 2026-03-31", "une date est attendue, par exemple 2026-03-31"),
    "string": t("a text in quotes is expected", "un texte entre guillemets est attendu"),
    "tuple": t("a list in square brackets is expected", "une liste entre crochets est attendue"),
    "dict": t("a section is expected", "une section est attendue"),
    "model": t("a section is expected", "une section est attendue"),
    "bool": t("true or false is expected", "true ou false est attendu"),
    "int": t("a whole number is expected", "un nombre entier est attendu"),
    "float": t("a number is expected", "un nombre est attendu"),
}
"""Reasons by the beginning of pydantic's name for them."""


def regular_expression(words: str | None) -> str | None:
    """A pattern as it was written; raises ValueError for one that is none."""
    if words is not None:
        try:
            re.compile(words)
        except re.error as problem:
            raise ValueError(NO_PATTERN) from problem
    return words
