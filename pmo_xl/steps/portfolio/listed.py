"""Which findings of a file are listed one by one, where one blunder makes thousands of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.finding import Finding, in_order
from pmo_xl.core.base.text import t
from pmo_xl.core.settings.limits import LimitSettings

CODE = "GEN-34"


def listed(findings: Sequence[Finding], limits: LimitSettings) -> list[Finding]:
    """The findings of one file in order: of each rule so many, all in all so many, and how many more there are."""
    if len(findings) <= min(limits.findings_of_a_rule, limits.findings):
        return in_order(findings)
    kept: list[Finding] = []
    seen: Counter[str] = Counter()
    last: dict[str, Finding] = {}
    # The gravest first, so that a limit of all never takes an error where it could take a hint.
    for finding in sorted(in_order(findings), key=lambda each: -each.severity):
        seen[finding.code] += 1
        if seen[finding.code] <= limits.findings_of_a_rule and len(kept) < limits.findings:
            kept.append(finding)
        else:
            last.setdefault(finding.code, finding)
    listed_of = Counter(finding.code for finding in kept)
    for code, first in last.items():
        more = seen[code] - listed_of[code]
        words = MORE.fill(n=amount_words(more), rule=code)
        place = replace(first.place, row=None, column=None)
        kept.append(Finding(CODE, first.severity, place, words, found=code, fix=FIX, project=first.project))
    return in_order(kept)


MORE = t(
    "{n} more findings of rule {rule} in this file are counted and not listed.",
    "{n} autres anomalies de la règle {rule} dans ce fichier sont comptées sans être détaillées.",
)
FIX = t(
    "Mend the first ones: they most likely have one cause. The PMO sets how many are listed, under [limits] in pmo.toml.",
    "Corrigez les premières : elles ont sans doute la même cause. Le PMO fixe le nombre détaillé, sous [limits] dans pmo.toml.",
)
