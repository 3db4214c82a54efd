"""What a column asks for, in words: for input help, the guide, the documentation and findings."""

from __future__ import annotations

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import choices_of


def number_words(column: Column) -> Text:
    """What a cell for a number may hold: a noun, for “expected: …”."""
    what = (
        t("a whole number", "un nombre entier") if column.kind is Kind.INTEGER else t("a number", "un nombre")
    )
    if column.kind is Kind.PERCENT:
        return t("a percentage between 0 % and 100 %", "un pourcentage entre 0 % et 100 %")
    if column.low is not None and column.high is not None:
        return t("{what} from {low} to {high}", "{what} de {low} à {high}").fill(
            what=what, low=column.low, high=column.high
        )
    if column.low is not None:
        return t("{what}, {low} or more", "{what}, {low} ou plus").fill(what=what, low=column.low)
    return what


def entry_words(column: Column) -> Text:
    """What a person is told to type: a sentence."""
    return t("Enter {what}.", "Saisissez {what}.").fill(what=allowed(column))


def allowed(column: Column) -> Text:
    """What a cell of the column may hold, in words: for the guide, the documentation and findings."""
    choices = choices_of(column)
    if choices is not None:
        return Text(
            " · ".join(member.label.en for member in choices),
            " · ".join(member.label.fr for member in choices),
        )
    if column.kind is Kind.DATE:
        return t("a date", "une date")
    if column.kind is Kind.MONTH:
        return t("a month", "un mois")
    if column.kind.is_quantity:
        return number_words(column)
    if column.pattern_says is not None:
        return column.pattern_says
    return t("a text", "un texte")


def need_words(column: Column, required: bool) -> Text:
    """Required, optional or calculated."""
    if column.computed:
        return t("calculated", "calculé")
    return t("required", "obligatoire") if required else t("optional", "facultatif")


def help_words(column: Column, required: bool) -> Text:
    """The help of a cell: its need, what it is for, its unit."""
    need = need_words(column, required)
    if column.help is None:
        return t("{need}.", "{need}.").fill(need=Text(need.en.capitalize(), need.fr.capitalize()))
    return t("{need}. {help}", "{need}. {help}").fill(
        need=Text(need.en.capitalize(), need.fr.capitalize()), help=column.help
    )
