"""The currency of each line of a foreign table: lines in another than the project’s are converted, or not counted.

The rates are those of the workspace, the budget rate of each currency; a line goes to the project’s currency by way of
the reporting currency. Where a rate is missing the amounts of the line are unknown, never taken one for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.adopt.match.mapping import Mapping, Rates
from pmo_xl.adopt.match.values import as_words, is_number
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.portfolio import LocatedSheet
from pmo_xl.steps.text.money import about_lines, amounts_of, currency_in, has_amounts, leave_unknown


@dataclass(slots=True)
class Lines:
    """In which currency each line of a table is, as one column says; ``cells`` is what stands there.

    A code is None where the cell says nothing that is certain.
    """

    column: int
    header: str
    cells: list[Any]
    codes: list[str | None] = field(default_factory=list)

    @classmethod
    def read(cls, column: int, header: str, cells: list[Any], words: Dict[str, Any]) -> Lines:
        """The lines by what their cells name; ``words`` are those of the mapping."""
        known = {as_words(word): str(code) for word, code in words.items()}
        codes = [
            known.get(as_words(cell)) or currency_in(cell) if cell is not None else None for cell in cells
        ]
        return cls(column, header, cells, codes)

    def main(self, rates: Rates) -> str | None:
        """The currency of a project whose lines are in several: the reporting one if it is among them, else that of most."""
        found = Counter(code for code in self.codes if code is not None)
        if rates.reporting in found:
            return rates.reporting
        return min(found, key=lambda code: (-found[code], code), default=None)


def converted(
    part: LocatedSheet, file: str, lines: Lines, currency: str | None, mapping: Mapping
) -> list[Finding]:
    """Put the amounts of a table into the project’s currency, line by line, and say what was done and what cannot be."""
    if currency is None:
        return []
    several = len({code for code in lines.codes if code is not None} | {currency}) > 1
    groups: dict[str | None, list[int]] = {}
    for at, code in enumerate(lines.codes):
        unclear = code is None and (several or lines.cells[at] is not None)
        if (unclear or code not in (None, currency)) and has_amounts(part, at):
            groups.setdefault(code, []).append(at)
    findings: list[Finding] = []
    for code, found in groups.items():
        if code is None:
            leave_unknown(part, found)
            findings += _unclear(part, file, lines, found, currency)
            continue
        factor = mapping.rates.factor(code, currency)
        if factor is None:
            leave_unknown(part, found)
            lacking = mapping.rates.lacking(code, currency)
            message = NO_RATE.fill(code=code, currency=currency, lacking=lacking)
            findings.append(about_lines(
                part, file, lines.column, found, Severity.ERROR, message, ADD_RATE.fill(lacking=lacking), code,
            ))  # fmt: skip
            continue
        key, before, after = _convert(part, found, factor)
        findings.append(about_lines(
            part, file, lines.column, found, Severity.INFO,
            CONVERTED.fill(code=code, currency=currency, rate=float(f"{factor:.6g}"), label=part.sheet.columns[key].label, before=before, after=after),
            RATES_RULE, code,
        ))  # fmt: skip
    return findings


def _unclear(
    part: LocatedSheet, file: str, lines: Lines, found: Sequence[int], currency: str
) -> list[Finding]:
    """What is said of lines whose currency nobody can tell, once for each way in which it is written."""
    by_words: dict[Any, list[int]] = {}
    for at in found:
        by_words.setdefault(lines.cells[at], []).append(at)
    said: list[Finding] = []
    for words, rows in by_words.items():
        message: Text = NO_CURRENCY if words is None else NO_CODE.fill(words=words)
        fix = SAY_CURRENCY if words is None else GIVE_CODE.fill(words=words)
        message = message.fill(currency=currency)
        said.append(about_lines(part, file, lines.column, rows, Severity.ERROR, message, fix, words))
    return said


def _convert(part: LocatedSheet, found: Sequence[int], factor: float) -> tuple[str, float, float]:
    """Multiply the amounts of these lines; the first field that holds any, with its sum before and after."""
    told: tuple[str, float, float] | None = None
    for key in amounts_of(part.sheet):
        cells = part.cells.get(key)
        if cells is None:
            continue
        before = [cells[at] for at in found if is_number(cells[at])]
        for at in found:
            if is_number(cells[at]):
                # What comes of a product has no more digits than money and rates give it.
                cells[at] = round(cells[at] * factor, 10)
        if before and told is None:
            told = (key, sum(before), round(sum(before) * factor, 2))
    return told or (amounts_of(part.sheet)[0], 0.0, 0.0)


CONVERTED = t(
    "The line is in {code}: converted into {currency} at {rate} (“{label}”: {before} {code} = {after} {currency}).",
    "La ligne est en {code} : convertie en {currency} au cours de {rate} (« {label} » : {before} {code}, soit {after} {currency}).",
)
RATES_RULE = t(
    "Nothing to do; the budget rates are under [rates] in pmo.toml.",
    "Rien à faire ; les cours budget figurent sous [rates] dans pmo.toml.",
)
NO_RATE = t(
    "The line is in {code} and the project in {currency}, and there is no rate for {lacking}: the amounts of the line do not count.",
    "La ligne est en {code} et le projet en {currency}, et il n’y a pas de cours pour {lacking} : les montants de la ligne ne comptent pas.",
)
ADD_RATE = t(
    "Add “{lacking}” under [rates] in pmo.toml.", "Ajoutez « {lacking} » sous [rates] dans pmo.toml."
)
NO_CURRENCY = t(
    "The line has no currency, and other lines are not in {currency}: its amounts do not count.",
    "La ligne n’indique pas de devise, alors que d’autres ne sont pas en {currency} : ses montants ne comptent pas.",
)
SAY_CURRENCY = t("Fill in the currency of the line.", "Indiquez la devise de la ligne.")
NO_CODE = t(
    "“{words}” does not name one currency for certain: the amounts of the line do not count.",
    "« {words} » ne désigne pas une devise de façon certaine : les montants de la ligne ne comptent pas.",
)
GIVE_CODE = t(
    "Enter a three-letter code such as EUR, or say in the mapping what it is: \"{words}\" = \"USD\" under [values.currency].",
    "Saisissez un code à trois lettres, par exemple EUR, ou dites-le dans la correspondance : \"{words}\" = \"USD\" sous [values.currency].",
)  # fmt: skip
