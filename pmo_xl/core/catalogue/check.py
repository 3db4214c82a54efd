"""What is checked of a cell, a sheet, a file or a portfolio, beside the rules of the rows; and that one code says one thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pmo_xl.core.base.effect import Cost
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One check: its code, how much it weighs, what it is about, and what to do.

    ``subject`` is what is judged (a cell, a sheet, a file, the portfolio); ``cost`` whether it counts all the same;
    ``says`` what is wrong.
    """

    code: str
    severity: Severity
    subject: Text
    cost: Cost
    says: Text
    fix: Text


def check_codes(groups: Iterable[tuple[str, Collection[str]]], shared: Collection[str]) -> None:
    """Stop on a code that two groups of entries use, unless it is ``shared`` on purpose, or shared by nobody.

    A group is what may share its codes freely: the rules of one table, the controls of one family.
    """
    owner: dict[str, str] = {}
    twice: set[str] = set()
    for name, codes in groups:
        for code in sorted(set(codes)):
            first = owner.setdefault(code, name)
            if first == name:
                continue
            if code not in shared:
                raise DefinitionError(
                    f"rule {code}",
                    f"both {first} and {name} have one of that code; take one that is free (pmo-xl rules)",
                )
            twice.add(code)
    for code in sorted(set(shared) - twice):
        raise DefinitionError("codes", f"the rule code {code} is shared by nobody")
