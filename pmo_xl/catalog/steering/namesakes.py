"""People of the PMO's list whom a return cannot tell apart: of one name and nothing else, or of one address or further name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from pmo_xl.core.base.text import fold, t
from pmo_xl.core.definition.table_rule import Rows, TableRule

if TYPE_CHECKING:
    import pandas as pd

PEOPLE = "people"
Called = Callable[[object], Iterable[str]]
"""What a cell calls somebody, each in the one spelling in which names are compared."""


def _whole(cell: object) -> Iterator[str]:
    """A name: whatever its case, its accents and the order of its words."""
    words = sorted(re.findall(r"\w+", fold(str(cell)))) if isinstance(cell, str) else []
    if words:
        yield " ".join(words)


def _each(cell: object) -> Iterator[str]:
    """The further names of a cell."""
    for one in re.split(r"[;\n|]", cell) if isinstance(cell, str) else ():
        yield from _whole(one)


def _bearers(people: pd.DataFrame, column: str, called: Called) -> dict[str, list[Any]]:
    """The rows in which a column calls somebody so, by what it calls them."""
    bearers: dict[str, list[Any]] = {}
    for at, cell in people[column].items():
        for name in dict.fromkeys(called(cell)):
            bearers.setdefault(name, []).append(at)
    return bearers


def _told(people: pd.DataFrame, at: Any, others: Iterable[Any]) -> dict[str, str]:
    """What fills the places of a finding: the cell's own person, and with whom they are mistaken."""
    who = [f"{people['name'][other]} ({people['person_id'][other]})" for other in others if other != at]
    return {"name": str(people["name"][at]), "who": ", ".join(who)}


def _frame(told: dict[Any, dict[str, str]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame.from_dict(told, orient="index", dtype=object)


def _of_one_name(rows: Rows) -> pd.DataFrame:
    """Whoever has no address and no further name of their own, after the first of that name who has none."""
    people = rows[PEOPLE]
    own = {
        bearers[0]
        for column, called in (("email", _whole), ("aliases", _each))
        for bearers in _bearers(people, column, called).values()
        if len(bearers) == 1
    }
    told: dict[Any, dict[str, str]] = {}
    for bearers in _bearers(people, "name", _whole).values():
        unmarked = [at for at in bearers if at not in own]
        told |= {at: _told(people, at, bearers) for at in unmarked[1:]}
    return _frame(told)


def _shared(rows: Rows, *, column: str, called: Called) -> pd.DataFrame:
    """Whoever is called as somebody further up is."""
    people = rows[PEOPLE]
    several = [bearers for bearers in _bearers(people, column, called).values() if len(bearers) > 1]
    return _frame({at: _told(people, at, bearers) for bearers in several for at in bearers[1:]})


NAMESAKES = (
    TableRule(
        "PPL-02", PEOPLE, "name",
        t("“{name}” may be {who} too, and nothing tells them apart", "« {name} » peut aussi désigner {who}, et rien ne les distingue"),
        t("Give one of them an e-mail address or a further name that the other does not have; returns then use it.",
          "Donnez à l’une de ces personnes un courriel ou un autre nom qui lui soit propre ; les retours l’utiliseront."),
        _of_one_name, whole=False, cells=("people.name", "people.email", "people.aliases"),
    ),
    TableRule(
        "PPL-02", PEOPLE, "aliases",
        t("A further name of {name} may be {who} too", "Un autre nom de {name} peut aussi désigner {who}"),
        t("Leave it to one of them, or write it out.", "Ne le laissez qu’à l’une de ces personnes, ou écrivez-le en entier."),
        partial(_shared, column="aliases", called=_each), whole=False, cells=("people.aliases",),
    ),
    TableRule(
        # The address itself stays where it is: a finding shows what its cell holds.
        "PPL-02", PEOPLE, "name",
        t("The e-mail address of {name} is that of {who} too", "Le courriel de {name} est aussi celui de {who}"),
        t("Give each their own, or delete the person who is entered twice.", "Donnez à chacun le sien, ou supprimez la personne saisie deux fois."),
        partial(_shared, column="email", called=_whole), whole=False, cells=("people.email",),
    ),
)  # fmt: skip
