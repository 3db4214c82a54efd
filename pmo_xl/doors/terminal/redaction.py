"""What a run found, without a word that somebody typed: for findings that leave the house."""

from __future__ import annotations

from dataclasses import replace

from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.text import Text
from pmo_xl.pipeline.outcome import Outcome
from pmo_xl.reference import rules


def redacted(outcome: Outcome) -> Outcome:
    """The same outcome, each finding with its rule in general in place of what stands in the cell.

    Code, severity, project, file, sheet and cell stay: whoever holds the file finds the place again.
    """
    general = {entry["code"]: (Text(**entry["text"]), Text(**entry["fix"])) for entry in rules()}

    def without_words(finding: Finding) -> Finding:
        says, fix = general[finding.code]
        # Of a task the number or the line stays, not the code that somebody gave it.
        place = replace(finding.place, named=finding.place.named.rpartition(" (")[2].rstrip(")"))
        return replace(finding, place=place, message=says, found=None, expected=None, fix=fix, row_key="")

    findings = [without_words(finding) for finding in outcome.portfolio.findings]
    return replace(outcome, portfolio=replace(outcome.portfolio, findings=findings))
