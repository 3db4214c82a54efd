"""What nobody foresaw: an exception of ours, kept so that it can be mended, and without what any cell holds."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception while one thing was done: which thing (a file, a rule), the kind of exception, its trace."""

    what: str
    kind: str
    trace: str

    @classmethod
    def of(cls, what: str, problem: BaseException) -> Failure:
        """The failure that an exception is."""
        return cls(what, type(problem).__name__, "\n".join(_lines(problem)))


def attempted(code: str, run: Callable[[], Result], failures: dict[str, Failure]) -> Result | None:
    """What a rule comes to; None where it stops, which is kept among the failures: it is not run, and never passed."""
    try:
        return run()
    except Exception as problem:  # noqa: BLE001 - the net under every rule: one that stops costs itself alone
        failures.setdefault(code, Failure.of(code, problem))
        return None


def _lines(problem: BaseException) -> Iterator[str]:
    """The calls that led to an exception and to what caused it, the first first.

    Lines of the program, no values: the words of an exception may repeat what a cell holds, and only those of
    the system (a file that is not there) are known not to.
    """
    earlier = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    if earlier is not None:
        yield from _lines(earlier)
    for frame in traceback.extract_tb(problem.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        yield f"      {frame.line}"
    words = f": {problem.strerror}, {problem.filename}" if isinstance(problem, OSError) else ""
    yield f"{type(problem).__name__}{words}"
