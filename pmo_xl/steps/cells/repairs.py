"""What may be said of a cell that was put right, or that could mean two things: codes, messages and remedies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, t


@dataclass(frozen=True, slots=True)
class Repair:
    """A value that was put right for certain, to be told with before and after; an error where nothing is certain."""

    code: str
    message: Text
    fix: Text
    severity: Severity = Severity.WARNING


SPACES = Repair(
    "FLD-10",
    t("“{column}” had spaces or invisible characters around the text: taken as “{after}”.",
      "« {column} » comportait des espaces ou caractères invisibles : lu comme « {after} »."),
    t("Nothing to do; remove them if you like.", "Rien à faire ; supprimez-les si vous le souhaitez."),
)  # fmt: skip
LIKE_A_FORMULA = Repair(
    "GEN-17",
    t("The text of “{column}” begins like a formula; it is kept as text.",
      "Le texte de « {column} » commence comme une formule ; il est gardé comme texte."),
    t("Begin with a word.", "Commencez par un mot."),
)  # fmt: skip
TIME_DROPPED = Repair(
    "FLD-02",
    t(
        "“{column}” held a time as well: taken as {after}.",
        "« {column} » contenait aussi une heure : lu comme {after}.",
    ),
    t("Enter the day alone.", "Saisissez le jour seul."),
)
FAR_DATE = Repair(
    "FLD-07",
    t("“{column}” is {after}: an implausible date.", "« {column} » vaut {after} : date invraisemblable."),
    t("Check the year.", "Vérifiez l’année."),
)
WHOLE_PERCENT = Repair(
    "FLD-06",
    t(
        "“{column}” was typed as {before}: taken as {before} %.",
        "« {column} » a été saisi {before} : lu comme {before} %.",
    ),
    t("Type the percent sign too.", "Saisissez aussi le signe %."),
)
NUMBER_AS_TEXT = Repair(
    "FLD-02",
    t("“{column}” held a text, no number: “{before}” was read as {after}.",
      "« {column} » contenait un texte et non un nombre : « {before} » a été lu comme {after}."),
    t("Type the number alone, without currency or spaces.", "Saisissez le nombre seul, sans devise ni espaces."),
)  # fmt: skip
DATE_AS_TEXT = Repair(
    "FLD-02",
    t("“{column}” held a text, no date: “{before}” was read as {after}.",
      "« {column} » contenait un texte et non une date : « {before} » a été lu comme {after}."),
    t("Re-enter the date as yyyy-mm-dd, for example 2026-04-15.", "Saisissez la date sous la forme jj/mm/aaaa, par exemple 15/04/2026."),
)  # fmt: skip
LEVEL_AS_WORD = Repair(
    "FLD-02",
    t("“{column}” held a word: “{before}” was read as {after}, of 1 to 5.",
      "« {column} » contenait un mot : « {before} » a été lu comme {after}, de 1 à 5."),
    t("Type the number alone.", "Saisissez le nombre seul."),
)  # fmt: skip
SHARE_AS_CLASS = Repair(
    "FLD-02",
    t("“{column}” held a percentage: {before} lies in class {after}, of 1 to 5.",
      "« {column} » contenait un pourcentage : {before} relève de la classe {after}, de 1 à 5."),
    t("Type the class here, and the percentage in its own column.", "Saisissez ici la classe, et le pourcentage dans sa colonne."),
)  # fmt: skip
AS_BLANK = Repair(
    "FLD-01",
    t("“{before}” in “{column}” was read as a blank cell.", "« {before} » dans « {column} » a été lu comme une cellule vide."),
    t("Leave the cell empty, or enter the value.", "Laissez la cellule vide, ou saisissez la valeur."),
)  # fmt: skip
ABBREVIATED = Repair(
    "FLD-03",
    t("“{before}” in “{column}” was read as “{after}”.", "« {before} » dans « {column} » a été lu comme « {after} »."),
    t("Choose the value from the list of the cell.", "Choisissez la valeur dans la liste de la cellule."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What cannot be taken for certain, with places for what it might be."""

    message: Text
    fix: Text

    def either(self, one: Any, other: Any) -> Repair:
        message, fix = (words.fill(one=one, other=other) for words in (self.message, self.fix))
        return Repair("FLD-02", message, fix, Severity.ERROR)

    def fill(self, sign: str, currency: str = "") -> Repair:
        message = self.message.fill(sign=sign, currency=currency)
        return Repair("FLD-02", message, self.fix, Severity.ERROR)


TWO_NUMBERS = _Refusal(
    t("“{before}” in “{column}” may be {one} or {other}.", "« {before} » dans « {column} » peut être {one} ou {other}."),
    t("Re-enter it without a thousands separator: {one} or {other}.", "Ressaisissez-le sans séparateur de milliers : {one} ou {other}."),
)  # fmt: skip
TWO_DAYS = _Refusal(
    t("“{before}” in “{column}” may be {one} or {other}.", "« {before} » dans « {column} » peut être le {one} ou le {other}."),
    t("Re-enter the date as yyyy-mm-dd, for example 2026-04-15.", "Saisissez la date sous la forme jj/mm/aaaa, par exemple 15/04/2026."),
)  # fmt: skip
OTHER_CURRENCY = _Refusal(
    t("“{before}” in “{column}” is in {sign}; the amounts of this project are in {currency}.",
      "« {before} » dans « {column} » est en {sign} ; les montants de ce projet sont en {currency}."),
    t("Enter the amount in the project’s currency, digits alone.", "Saisissez le montant dans la devise du projet, en chiffres seuls."),
)  # fmt: skip
NO_CURRENCY = _Refusal(
    t("“{before}” in “{column}” names the currency {sign}, and that of the project is not known.",
      "« {before} » dans « {column} » mentionne la devise {sign}, et celle du projet n’est pas connue."),
    t("Fill the currency of the project, and enter the amount in digits alone.",
      "Renseignez la devise du projet, et saisissez le montant en chiffres seuls."),
)  # fmt: skip
