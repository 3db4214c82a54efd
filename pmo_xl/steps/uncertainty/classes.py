"""Reference classes: what closed projects of the same class overran by, for projects that give no ranges of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.methods.simulation.ranges import Observed
from pmo_xl.methods.simulation.reference_class import overruns
from pmo_xl.steps.uncertainty.places import Notes, number

FEWEST = 3
"""Closed projects below which a class says nothing."""


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """What the closed projects of one class overran by, as shares: in time, and in money."""

    time: Observed | None = None
    money: Observed | None = None

    def enough(self, project_id: str, words: Text, notes: Notes) -> ReferenceClass:
        """The same without what too few projects say."""
        kept = [
            observed if observed is None or len(observed.amounts) >= FEWEST else None
            for observed in (self.time, self.money)
        ]
        if kept != [self.time, self.money]:
            notes.project(project_id, TOO_FEW.fill(of=words, fewest=FEWEST), NOT_USED)
        return ReferenceClass(*kept)


def classes_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, ReferenceClass]:
    """The classes of a list of closed projects, by their folded name."""
    by_class: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row.get("class_name"):
            by_class.setdefault(fold(str(row["class_name"])), []).append(row)
    return {
        name: ReferenceClass(
            overruns(_pairs(held, "first_wd", "final_wd")),
            overruns(_pairs(held, "first_bac", "final_cost")),
        )
        for name, held in by_class.items()
    }


def _pairs(rows: Sequence[Mapping[str, Any]], planned: str, actual: str) -> list[tuple[float, float]]:
    both = [(number(row.get(planned)), number(row.get(actual))) for row in rows]
    return [(first, last) for first, last in both if first is not None and last is not None]


def class_of(
    project: Mapping[str, Any], known: Mapping[str, ReferenceClass], labels: Mapping[str, Text]
) -> tuple[ReferenceClass, Text] | None:
    """The class that a project is of: that of its domain or of its type, in either language; None where no list has it."""
    kind, domain = project.get("type"), project.get("domain")
    names = [(str(domain), t("{d}", "{d}").fill(d=str(domain)))] if domain else []
    if kind:
        label = labels.get(str(kind))
        names += [(words, label) for words in label.in_all()] if label is not None else []
        names.append((str(kind), label or t("{d}", "{d}").fill(d=str(kind))))
    for name, words in names:
        if (found := known.get(fold(name))) is not None:
            return found, words
    return None


TOO_FEW = t(
    "The reference class “{of}” has fewer than {fewest} closed projects.",
    "La classe de référence « {of} » compte moins de {fewest} projets clos.",
)
NOT_USED = t("It is not used.", "Elle n’est pas utilisée.")
