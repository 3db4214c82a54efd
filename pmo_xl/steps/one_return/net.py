"""The net under a run: a file or a rule at which the program stops is a finding of its own, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.flow.portfolio import Return

FILE_CODE, RULE_CODE = "GEN-30", "PFL-30"


def left_out(file: str, sha256: str, problem: Exception) -> Return:
    """The rejected return of a file that could not be read or examined."""
    returned = Return(file, sha256)
    _leave_out(returned, problem)
    return returned


def each_judged(returns: Iterable[Return], judge: Callable[[Return], object]) -> None:
    """Judge returns one by one; one that cannot be judged is rejected, and the others are."""
    for returned in returns:
        try:
            judge(returned)
        except Exception as problem:  # noqa: BLE001 - the net under every file: it costs itself alone
            _leave_out(returned, problem)


def _leave_out(returned: Return, problem: Exception) -> None:
    returned.rejected = True
    returned.failure = Failure.of(returned.file, problem)
    returned.findings.append(
        Finding(
            FILE_CODE, Severity.ERROR, Place(returned.file), LEFT_OUT.fill(kind=returned.failure.kind),
            fix=LOOK_IT_UP, project=returned.project_id,
        )
    )  # fmt: skip


def not_run(failures: Mapping[str, Failure]) -> Iterator[Finding]:
    """A finding about the portfolio for each rule that could not be run."""
    for code, failure in sorted(failures.items()):
        message = NOT_RUN.fill(rule=code, kind=failure.kind)
        yield Finding(RULE_CODE, Severity.ERROR, Place(""), message, found=code, fix=LOOK_IT_UP)


LEFT_OUT = t(
    "pmo_xl could not check this file ({kind}): it is left out.",
    "pmo_xl n’a pas pu contrôler ce fichier ({kind}) : il n’est pas repris.",
)
NOT_RUN = t(
    "Rule {rule} could not be run ({kind}): nothing was checked against it.",
    "La règle {rule} n’a pas pu être exécutée ({kind}) : rien n’a été contrôlé à ce titre.",
)
LOOK_IT_UP = t(
    "This is a fault of pmo_xl. Send its log, which contains no cell contents, to whoever looks after pmo_xl.",
    "C’est un défaut de pmo_xl. Transmettez son journal, qui ne reprend pas le contenu des cellules, à la personne qui s’occupe de pmo_xl.",
)
