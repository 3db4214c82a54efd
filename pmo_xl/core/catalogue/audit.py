"""What an audit says: of each rule and project whether it was judged, what came of it, and why not where it was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from pmo_xl.core.base.finding import Place
from pmo_xl.core.base.text import Text, t

EVERYWHERE = ""
"""Stands for the portfolio as a whole and the workbook of the PMO, where a project is named otherwise."""


class Verdict(Enum):
    """What came of a rule on a project; sign and words, for a colour alone tells nobody."""

    PASSED = "passed", "●", t("Passed", "Conforme")
    WARNED = "warned", "▲", t("Failed, warning", "Non conforme, avertissement")
    FAILED = "failed", "◆", t("Failed, error", "Non conforme, erreur")
    NOTED = "noted", "○", t("Noted, for information", "Signalé, pour information")
    NOT_ASSESSED = "not_assessed", "–", t("Not assessed", "Non évalué")
    NOT_RUN = "not_run", "×", t("Not run", "Non exécuté")

    def __init__(self, key: str, sign: str, label: Text) -> None:
        self.key, self.sign, self.label = key, sign, label

    @property
    def told(self) -> Text:
        """Sign and words."""
        return t("{sign} {label}", "{sign} {label}").fill(sign=self.sign, label=self.label)


FAILURES = (Verdict.FAILED, Verdict.WARNED)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One rule on one project: ``findings`` and the ``place`` of the first; ``why`` it was not judged.

    ``checks`` is how many checks of it the data quality of the returns counts: rows times rules, and rules over sheets.
    """

    code: str
    project: str
    verdict: Verdict
    findings: int = 0
    place: Place | None = None
    why: Text | None = None
    checks: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """The lines by rule and project; ``projects`` are named, ``rules`` say each in words.

    ``checks_run`` and ``findings`` are what the run itself counted, of the same projects.
    """

    lines: Sequence[AuditLine]
    projects: Mapping[str, str]
    rules: Mapping[str, Text]
    not_collected: Sequence[tuple[str, Text, Text]]
    checks_run: int
    findings: int
    counts: Counter[Verdict] = field(default_factory=Counter)

    @property
    def conformance(self) -> float | None:
        """Passed among those judged and not only noted; None where nothing was."""
        return conformance(self.counts)


def conformance(counts: Mapping[Verdict, int]) -> float | None:
    """Passed ÷ (passed + failed)."""
    passed, failed = counts.get(Verdict.PASSED, 0), sum(counts.get(each, 0) for each in FAILURES)
    return passed / (passed + failed) if passed + failed else None
