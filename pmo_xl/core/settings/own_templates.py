"""What a PMO decides about its templates in ``pmo.toml``, without Python: lists, columns, words.

[lists.sites]
values = [{ en = "Paris" }, { en = "London", fr = "Londres", also = ["LON"] }]

[columns.plan.site]                 # a column of its own
en = "Site"
type = "choice"
list = "sites"
required = "standard"

[columns.risks.category]            # a column that is there: more values, another label, required or not, hidden
more = [{ en = "Cybersecurity", fr = "Cybersécurité" }]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from pydantic import Field

from pmo_xl.core.base.files import SETTINGS_FILE
from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.base.typed_toml import Strict, bad_value, unknown_key, unknown_value
from pmo_xl.core.definition.column import Column, Kind, Profile, closed_list
from pmo_xl.core.definition.model import Sheet, Template, with_columns
from pmo_xl.core.definition.own_columns import ROW_COLUMNS
from pmo_xl.core.expr.choice import Choice

_S = TypeVar("_S", bound=Sheet)
Type = Literal["text", "integer", "number", "amount", "percent", "date", "month", "yes_no", "choice"]


class OwnValue(Strict):
    """A value of a list: English, French (else the same), further words that are read as it.

    ``key`` is how programs know it; by default it is made of the English words.
    """

    en: str = Field(min_length=1, max_length=60)
    fr: str | None = Field(default=None, min_length=1, max_length=60)
    also: tuple[str, ...] = ()
    key: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")

    @property
    def words(self) -> tuple[str, ...]:
        """Key, English, French and further words, as a closed list takes them."""
        key = self.key or re.sub(r"\W+", "_", fold(self.en)).strip("_")
        return key, self.en, self.fr or self.en, *self.also


class OwnList(Strict):
    """A list of values of the PMO's own."""

    values: tuple[OwnValue, ...] = Field(min_length=1)


class OwnColumn(Strict):
    """A column of the PMO's own, or what it changes of one that is there."""

    en: str | None = Field(default=None, min_length=1, max_length=60)
    fr: str | None = Field(default=None, min_length=1, max_length=60)
    help_en: str | None = Field(default=None, max_length=200)
    help_fr: str | None = Field(default=None, max_length=200)
    type: Type | None = None
    list: str | None = None
    more: tuple[OwnValue, ...] = ()
    required: Literal["light", "standard", "full", "never"] | None = None
    hidden: bool | None = None
    low: float | None = None
    high: float | None = None
    max_length: int | None = Field(default=None, ge=1, le=32_000)
    also: tuple[str, ...] = ()

    @property
    def label(self) -> Text | None:
        """Its words, where it has any."""
        en = self.en or self.fr
        return None if en is None else t(en, self.fr or en)

    @property
    def help(self) -> Text | None:
        """What the input message of its cells says, where it says something."""
        en = self.help_en or self.help_fr
        return None if en is None else t(en, self.help_fr or en)


class OwnTemplates(Strict):
    """Lists by name, and columns by table and key; empty where a PMO takes the templates as they are."""

    lists: dict[str, OwnList] = Field(default_factory=dict)
    columns: dict[str, dict[str, OwnColumn]] = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.model_dump_json())

    def sheet(self, sheet: type[_S]) -> type[_S]:
        """A sheet of the templates with what is said of its columns; raises SettingsError naming the key."""
        said = self.columns.get(sheet.key)
        if not said:
            return sheet
        columns = dict(sheet.columns)
        for key, own in said.items():
            where = f"columns.{sheet.key}.{key}"
            columns[key] = self._changed(where, sheet, columns[key], own) if key in columns else self._new(where, key, own)  # fmt: skip
        _refuse_shared_labels(sheet.key, columns)
        try:
            return with_columns(sheet, columns)
        except DefinitionError as problem:
            raise bad_value(SETTINGS_FILE, f"columns.{sheet.key}", None, str(problem)) from problem

    def _new(self, where: str, key: str, own: OwnColumn) -> Column:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", key) or key in RESERVED:
            raise bad_value(SETTINGS_FILE, where, key, NO_KEY)
        if own.label is None or own.type is None:
            raise bad_value(SETTINGS_FILE, where, None, NEEDS.fill(key=where))
        if own.more:
            raise bad_value(SETTINGS_FILE, f"{where}.more", None, ONLY_LISTED)
        kind = Kind(own.type)
        if (kind is Kind.CHOICE) != (own.list is not None):
            raise bad_value(SETTINGS_FILE, f"{where}.list", own.list, CHOICE_AND_LIST)
        if not kind.is_quantity and (own.low is not None or own.high is not None):
            raise bad_value(SETTINGS_FILE, f"{where}.low", None, NO_LIMITS)
        low, high = own.low, own.high
        if kind is Kind.PERCENT:
            low, high = (0.0 if low is None else low), (1.0 if high is None else high)
        return Column(
            kind, own.label, own.help, required=_profile(own.required), choices=self._list(where, own.list),
            unit="currency" if kind is Kind.AMOUNT else "", low=low, high=high, max_length=own.max_length,
            band=OWN_COLUMNS, hidden=bool(own.hidden), also=" | ".join(own.also),
        )  # fmt: skip

    def _changed(self, where: str, sheet: type[Sheet], column: Column, own: OwnColumn) -> Column:
        fixed = {"type": own.type, "low": own.low, "high": own.high, "max_length": own.max_length}
        wrong = next((name for name, value in fixed.items() if value is not None), None)
        if wrong is not None:
            raise bad_value(SETTINGS_FILE, f"{where}.{wrong}", fixed[wrong], FIXED.fill(column=column.label))
        required = column.required if own.required is None else _profile(own.required)
        if own.required is not None and column.computed:
            raise bad_value(SETTINGS_FILE, f"{where}.required", own.required, CALCULATED)
        if required is None and column.required is not None and _identifies(sheet, column):
            raise bad_value(SETTINGS_FILE, f"{where}.required", own.required, IDENTIFIES)
        if own.hidden and (required is not None or _identifies(sheet, column)):
            raise bad_value(SETTINGS_FILE, f"{where}.hidden", own.hidden, MUST_BE_SEEN)
        choices = self._choices(where, column, own)
        label = own.label or column.label
        former = (*column.former, column.label) if own.label is not None else column.former
        return replace(
            column, label=label, former=former, help=own.help or column.help, required=required, choices=choices,
            unless=column.unless if required is not None else None, hidden=bool(own.hidden),
            also=" | ".join(filter(None, (column.also, *own.also))),
        )  # fmt: skip

    def _choices(self, where: str, column: Column, own: OwnColumn) -> type[Choice] | None:
        if own.list is not None:
            if column.choices is None:
                raise bad_value(SETTINGS_FILE, f"{where}.list", own.list, NO_CHOICE.fill(column=column.label))
            return self._list(where, own.list)
        if not own.more:
            return column.choices
        choices = column.choices
        if choices is None:
            raise bad_value(SETTINGS_FILE, f"{where}.more", None, NO_CHOICE.fill(column=column.label))
        there = [(each.key, *_both(each.label), *each.aliases) for each in choices]
        return _listed(f"{where}.more", choices.__name__, [*there, *(value.words for value in own.more)])

    def _list(self, where: str, name: str | None) -> type[Choice] | None:
        if name is None:
            return None
        if name not in self.lists:
            raise unknown_value(SETTINGS_FILE, f"{where}.list", name, self.lists)
        return _listed(f"lists.{name}", name, [value.words for value in self.lists[name].values])

    def templates(self, record: type[_S], all_: Sequence[Template]) -> tuple[type[_S], tuple[Template, ...]]:
        """The project sheet and the templates with what is said of them; raises SettingsError naming the key."""
        known = [record.key, *(table.key for template in all_ for table in template.tables)]
        for key in self.columns:
            if key not in known:
                raise unknown_key(SETTINGS_FILE, f"columns.{key}", key, known)
        used = {own.list for sheet in self.columns.values() for own in sheet.values()}
        for name in self.lists:
            if name not in used:
                raise bad_value(SETTINGS_FILE, f"lists.{name}", None, NO_USER)
        made = tuple(replace(template, tables=tuple(map(self.sheet, template.tables))) for template in all_)
        return self.sheet(record), made


def _profile(words: str | None) -> Profile | None:
    return None if words in (None, "never") else Profile[str(words).upper()]


def _both(label: Text) -> tuple[str, str]:
    return label.en, label.fr


def _identifies(sheet: type[Sheet], column: Column) -> bool:
    """Whether no row, or no return, can be told or classified without it."""
    needed = sheet.needs if sheet.layout == "table" else tuple(c.key for c in sheet.required(Profile.LIGHT))
    return column.key in needed


def _listed(where: str, name: str, values: Sequence[tuple[str, ...]]) -> type[Choice]:
    owner: dict[str, str] = {}
    for value in values:
        for word in map(fold, value):
            if owner.setdefault(word, value[1]) != value[1]:
                raise bad_value(SETTINGS_FILE, where, value[1], SAID_TWICE.fill(word=word, other=owner[word]))
    return closed_list(name, values)


def _refuse_shared_labels(sheet: str, columns: Mapping[str, Column]) -> None:
    """Two columns of one label in any language could not be told apart when a return is read."""
    owner: dict[str, str] = {}
    for key, column in (*((each.key, each) for each in ROW_COLUMNS), *columns.items()):
        for words in column.label.in_all():
            if owner.setdefault(fold(words), key) != key:
                raise bad_value(
                    SETTINGS_FILE, f"columns.{sheet}.{key}", words, TAKEN.fill(other=owner[fold(words)])
                )


NOTHING_OF_ITS_OWN = OwnTemplates()

RESERVED = frozenset(
    ("project_id", "status_date", "currency", "rate", "source_file", "source_sheet", "source_row", "return", "at")
)  # fmt: skip
"""Keys that columns of the data sheets have already."""
OWN_COLUMNS = t("Our columns", "Nos colonnes")
"""The heading above the columns of a PMO's own."""

NO_KEY = t(
    "small letters, digits and _ are expected, and a name that is not taken, such as site_code",
    "des minuscules, des chiffres et _ sont attendus, et un nom qui n’est pas déjà pris, par exemple site_code",
)
NEEDS = t(
    "there is no column of that name, and a new one needs a label (en, fr) and a type",
    "il n’existe pas de colonne de ce nom, et une nouvelle colonne demande un intitulé (en, fr) et un type",
)
ONLY_LISTED = t(
    "it adds values to a column that is there; a new one takes a list of [lists]",
    "il ajoute des valeurs à une colonne existante ; une nouvelle colonne prend une liste de [lists]",
)
CHOICE_AND_LIST = t(
    "type “choice” needs a list of [lists], and no other type has one",
    "le type « choice » demande une liste de [lists], et aucun autre type n’en a",
)
NO_LIMITS = t("only numbers have limits", "seuls les nombres ont des bornes")
FIXED = t(
    "the figures rely on the column “{column}” as it is: its label, its values, whether it is required or hidden can be changed",
    "les indicateurs s’appuient sur la colonne « {column} » telle quelle : on peut changer son intitulé, ses valeurs, son caractère obligatoire ou masqué",
)
CALCULATED = t("it is calculated, so nobody fills it", "c’est une colonne calculée, que personne ne remplit")
IDENTIFIES = t(
    "without it a row, or a return, cannot be identified or classified",
    "sans elle, une ligne ou un retour ne peut être ni identifié ni classé",
)
MUST_BE_SEEN = t(
    "what must be filled has to be seen; make it optional first (required = “never”)",
    "une colonne obligatoire doit rester visible ; rendez-la d’abord facultative (required = « never »)",
)
NO_CHOICE = t(
    "the column “{column}” has no list of values", "la colonne « {column} » n’a pas de liste de valeurs"
)
NO_USER = t(
    "no column takes its values from this list: name it under [columns] with list",
    "aucune colonne ne prend ses valeurs dans cette liste : nommez-la sous [columns] avec list",
)
SAID_TWICE = t("“{word}” would also mean “{other}”", "« {word} » désignerait aussi « {other} »")
TAKEN = t("it is also the label of “{other}”", "c’est aussi l’intitulé de « {other} »")
