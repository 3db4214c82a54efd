"""What one rule finds on many lines is one row of the master, as it is one line of the terminal; no finding is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from small import end_of, line, write
from small_risks import register, risk

from pmo_xl import pipeline
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, sentence, t
from pmo_xl.core.flow.grouping import alike, said_of
from pmo_xl.doors.terminal import messages

SHEETS = {
    "en": ("Grouped findings", "Findings", "8 times"),
    "fr": ("Anomalies regroupées", "Anomalies", "8 fois"),
}


@pytest.mark.parametrize("language", SHEETS)
def test_a_rule_that_finds_many_lines_is_one_row_with_their_number_and_total(
    language: str, tmp_path: Path
) -> None:
    """Eight credit notes that nobody explained: one row, with the first cell and their total; two risks stay two rows."""
    notes = [line(1000.0, -10.5, 900.0, line_id=f"L{n}", comment=None) for n in range(8)]
    write(tmp_path / "in", "P1", end_of(3), None, notes, [], language)
    register(
        tmp_path / "in",
        "P1",
        end_of(3),
        [risk(owner=None), risk(risk_id="R-002", title="Other", owner=None)],
        language,
    )
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx", language=language, cache=False)
    assert outcome.master is not None
    book = openpyxl.load_workbook(outcome.master)
    folded, every, times = SHEETS[language]
    rows, told = (
        [
            [cell.value for cell in row[1:]]
            for row in book[name].iter_rows(min_row=6)
            if row[1].value is not None
        ]
        for name in (folded, every)
    )
    credit = next(row for row in rows if row[1] == "BUD-10")

    assert credit[3:6] == ["P1", 8, -84]
    assert credit[6:9] == ["P1-budget.xlsx", "Budget", "J6"]
    assert book[folded].cell(6 + rows.index(credit), 10).hyperlink.location.endswith("J6")
    assert [row[4] for row in rows if row[1] == "FLD-01"] == [1, 1]
    assert len(told) == len(outcome.portfolio.findings) == sum(row[4] for row in rows)
    assert Counter(row[1] for row in told) == {row[0]: row[4] for row in rows}
    said = "\n".join(messages.by_file(outcome.portfolio.findings, language))
    assert times in said.replace("\u00a0", " ")


def test_what_differs_is_not_told_as_one() -> None:
    """Two rules of one code are two groups; of findings that name different things the first is said to be the first."""

    def found(row: int, words: Text) -> Finding:
        return Finding("ACT-03", Severity.ERROR, Place("a.xlsx", "Actions", row, 8), sentence(words))

    late, early = (
        t("Done after the status date", "Faite après la date d’arrêté"),
        t("Done too early", "Faite trop tôt"),
    )
    nobody = t("“{name}” is nobody", "« {name} » ne figure nulle part")
    several = [found(row, nobody.fill(name=f"N{row}")) for row in range(20, 26)]
    rows = [*(found(row, late) for row in range(6)), *(found(row, early) for row in range(6, 12)), *several]
    assert [len(group) for group in alike(rows)] == [6, 6, 6]
    said = [said_of(group).to("en") for group in alike(rows)]
    assert said[:2] == ["Done after the status date.", "Done too early."]
    assert said[2].startswith("“N20” is nobody. (the first;")


def test_findings_without_a_cell_name_none() -> None:
    """Six projects that sent nothing are told as six, without the places that they do not have."""
    rows = [
        Finding("PFL-01", Severity.ERROR, Place("register.xlsx"), t("Nothing came.", "Rien n’est arrivé."))
        for _ in range(6)
    ]
    (line,) = [line for line in messages.by_file(rows, "en") if "PFL-01" in line]
    assert line.split("  ")[1:] == ["◆", "PFL-01", "6 times", "Nothing came."]
