"""Classes of probability that nobody entered, told from the percentages beside them."""

from __future__ import annotations

from typing import Any

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.wording import allowed
from pmo_xl.core.flow.portfolio import LocatedSheet
from pmo_xl.steps.text.scales import SHARE_OF, class_of


def classes_from_shares(
    part: LocatedSheet, file: str, values: dict[str, list[Any]]
) -> dict[tuple[int, str], Finding]:
    """Fill the classes of probability that were left blank from the percentages beside them, and say so."""
    told: dict[tuple[int, str], Finding] = {}
    if not SHARE_OF.keys() <= part.sheet.columns.keys():
        return told
    for key, share in SHARE_OF.items():
        if share not in part.columns:
            continue
        shares = values[share]
        found = {
            at: class_of(shares[at])
            for at, what in enumerate(values[key])
            if what is None and isinstance(shares[at], float) and 0 <= shares[at] <= 1
            and (at, key) not in part.errors and part.cells.get(key, values[key])[at] is None
        }  # fmt: skip
        values[key] = [found.get(at, what) for at, what in enumerate(values[key])]
        column, absent = part.sheet.columns[key], key not in part.columns
        # A column that is not there is told once, a cell that was left blank at its place.
        for at in [*found][:1] if absent else found:
            message = (NO_CLASSES if absent else FROM_SHARE).fill(
                column=column.label,
                level=found[at],
                share=_percent(shares[at]),
                n=len(found),
            )
            told[at, key] = Finding(
                "FLD-01", Severity.WARNING, part.place(file, at, share if absent else key), message,
                expected=allowed(column), fix=FILL_CLASS,
            )  # fmt: skip
    return told


def _percent(share: float) -> Text:
    return t("{share} %", "{share}\u00a0%").fill(share=float(f"{share * 100:.12g}"))


NO_CLASSES = t(
    "There is no “{column}”: taken from the percentages, {level} from {share} and so on ({n} rows).",
    "Il n’y a pas de « {column} » : déduite des pourcentages, {level} pour {share}, etc. ({n} lignes).",
)
FROM_SHARE = t(
    "“{column}” was blank: taken as {level}, the class in which {share} lies.",
    "« {column} » était vide : lu {level}, la classe dont relève {share}.",
)
FILL_CLASS = t("Fill in the class, of 1 to 5.", "Renseignez la classe, de 1 à 5.")
