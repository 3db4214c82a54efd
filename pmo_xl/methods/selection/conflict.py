"""Why no set of projects obeys everything that is asked: the fewest things that cannot hold together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from pmo_xl.core.selection.problem import EXCLUDES, FORCED, LIMIT, OUT, REQUIRES, Item, Option, Problem


def closure(forced: Iterable[str], requires: Iterable[tuple[str, str]]) -> set[str]:
    """The projects that must be in once these are: whatever they require, and so on."""
    inside, left = set(forced), deque(forced)
    pairs = list(requires)
    while left:
        at = left.popleft()
        for one, other in pairs:
            if one == at and other not in inside:
                inside.add(other)
                left.append(other)
    return inside


def smallest_conflict(problem: Problem) -> Sequence[Item]:
    """The fewest things of a problem that cannot hold together; nothing where some set obeys all of them.

    No project gives anything back, so that what must be in is the easiest set there is: where it obeys all, some set does.
    Each limit, exclusion and project that is out is looked at by itself, and a deletion filter leaves of it what is needed.
    """
    forced = [each.project_id for each in problem.options if each.forced]
    inside = closure(forced, problem.requires)
    found = [_filtered(problem, items) for items in _suspects(problem, inside)]
    return min(found, key=lambda items: (len(items), items), default=())


def _suspects(problem: Problem, inside: set[str]) -> Iterator[list[Item]]:
    """For each thing that is broken by what must be in: that thing with all that could have a part in it, the likely last."""
    forced = [each for each in problem.options if each.forced]
    links = [(REQUIRES, *pair) for pair in problem.requires]
    must = [(FORCED, each.project_id) for each in forced]
    for option in problem.options:
        if option.barred and option.project_id in inside:
            yield [*must, *links, (OUT, option.project_id)]
    for pair in problem.excludes:
        if inside.issuperset(pair):
            yield [*must, *links, (EXCLUDES, *pair)]
    for limit in problem.limits:
        if limit.holds(problem.used(inside, limit)):
            continue
        # What takes least is tried first: what stays is what takes most, and so the fewest projects.
        key = limit.key
        least_first = sorted(forced, key=lambda each: (_taken(problem, each, key), each.project_id))
        yield [*((FORCED, each.project_id) for each in least_first), *links, (LIMIT, key)]


def _taken(problem: Problem, option: Option, key: str) -> float:
    """What a project takes of a limit, together with all that it requires."""
    with_it = closure([option.project_id], problem.requires)
    return sum(each.use.get(key, 0.0) for each in problem.options if each.project_id in with_it)


def _filtered(problem: Problem, items: list[Item]) -> list[Item]:
    """What is left when each thing is dropped without which the rest still cannot hold."""
    kept = [*items]
    for item in items:
        rest = [each for each in kept if each != item]
        if contradicts(problem, rest):
            kept = rest
    return sorted(kept)


def contradicts(problem: Problem, items: Iterable[Item]) -> bool:
    """Whether these things of a problem cannot hold together."""
    items = list(items)
    pairs = [(item[1], item[2]) for item in items if item[0] == REQUIRES]
    inside = closure([item[1] for item in items if item[0] == FORCED], pairs)
    limits = {limit.key: limit for limit in problem.limits}
    return any(
        (item[0] == OUT and item[1] in inside)
        or (item[0] == EXCLUDES and inside.issuperset(item[1:]))
        or (item[0] == LIMIT and not limits[item[1]].holds(problem.used(inside, limits[item[1]])))
        for item in items
    )
