"""Rule codes: one says one thing, wherever it is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pmo_xl.core.base.problem import DefinitionError


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
