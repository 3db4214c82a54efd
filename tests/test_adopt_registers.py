"""Registers as people keep them: without IDs, as a matrix of crosses; and what is said when nothing can be read."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest
from standard import STANDARD_TEMPLATES

from pmo_xl.adopt.sources.model import Asked
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.flow.raw import RawBook
from pmo_xl.doors.terminal.adoption import adopt
from pmo_xl.pipeline.outcome import Outcome
from tests.filled import HEADER, cell_of, edited, good
from tests.foreign import (
    CASES,
    IDENTITY,
    mapping_of,
    needs_cases,
    proposed,
    told,
    validated,
    workbook,
    workspace,
)


def said(file: Path, kind: str | None = None, sheet: str | None = None, language: str = "en") -> str:
    """Why a workbook cannot be adopted."""
    with pytest.raises(NothingToDo) as caught:
        adopt(file, kind, sheet, None, Asked(language=language))
    return caught.value.text.to(language)


@needs_cases
def test_a_register_without_an_id_is_numbered(tmp_path: Path) -> None:
    """The mapping proposes a running number, and all of its risks are kept."""
    path = CASES / "field" / "14_register_without_id.xlsx"
    words = mapping_of(path)
    assert 'risk_id = {row = "R-000"}' in words
    words = words.replace("[project]", f'{IDENTITY}currency = "EUR"')
    outcome = validated(workspace(tmp_path / "PMO", path, words))
    assert list(outcome.portfolio.tables["risks"]["risk_id"]) == ["R-001", "R-002"]
    assert told(outcome, "FLD-04") == []


@pytest.mark.parametrize(("pattern", "first"), [("R-000", "R-001"), ("RSQ0", None), ("T-0", "T-1")])
def test_a_running_number_in_any_pattern(pattern: str, first: str | None, tmp_path: Path) -> None:
    """Written into the zeros; one that the template refuses is refused."""
    file = workbook(tmp_path / "P001.xlsx", [["Task", "Start"], ["Dig", None], ["Fill in", None]], "Plan")
    mapping = f'table = "plan"\n{IDENTITY}currency = "EUR"\n[known]\nheaders = ["Task"]\n[columns]\nTask = "name"\nStart = "start_baseline"\n[fill]\ntask_id = {{ row = "{pattern}" }}\ntype = "task"\n'
    part = validated(workspace(tmp_path / "PMO", file, mapping)).portfolio.returns[0]
    names = [finding.row_key for finding in part.findings if finding.row_key]
    assert names[0] == (first or "RSQ1")


@needs_cases
def test_a_matrix_of_crosses_is_no_text(tmp_path: Path) -> None:
    """The crosses under “Consequences” are no effects, the second line of headers is no risk, and all columns are seen."""
    proposal = proposed(CASES / "field" / "11_matrix_of_crosses.xlsx")
    assert {c.header: c.match.key for c in proposal.mapped if c.match} == {"Risk": "title", "Owner": "owner"}
    assert len(proposal.rows.records) == 3
    assert len(proposal.columns) == 8


def test_a_text_that_is_an_x_is_not_sure() -> None:
    """A column of free text in which nothing but crosses stand is left to a person."""
    from standard import TABLES

    from pmo_xl.adopt.match.headers import SURE_ENOUGH
    from pmo_xl.adopt.match.tables import meanings
    from pmo_xl.adopt.propose.evidence import weighed

    found = weighed(meanings("Effect", TABLES["risks"]), TABLES["risks"], ["X", "x", "X"], 3)
    assert found["effect"].confidence < SURE_ENOUGH
    assert weighed(meanings("Effect", TABLES["risks"]), TABLES["risks"], ["Delay", "X"], 3)["effect"].confidence >= SURE_ENOUGH  # fmt: skip


@pytest.mark.parametrize("header", ["Likelihood_1_5", "Likelihood (1-5)", "Likelihood 1 to 5"])
def test_the_ends_of_a_scale_are_no_part_of_a_name(header: str, tmp_path: Path) -> None:
    """Impact_1_5 is an impact."""
    rows = [["Risk ID", "Risk", header, "Impact_1_5"], ["R-001", "Late", 4, 2], ["R-002", "Costly", 3, 5]]
    proposal = proposed(workbook(tmp_path / "register.xlsx", rows))
    fields = {c.header: c.match.key for c in proposal.mapped if c.match}
    assert fields[header] == "probability_in"
    assert fields["Impact_1_5"] == "impact_in"


# what is said ----------------------------------------------------------------------------------------


def test_what_was_named_is_not_asked_for_again(tmp_path: Path) -> None:
    """With kind and sheet named, the headers that were seen and those that are missing."""
    rows = [["NUMÉRO", "DATE LIMITE", "DURÉE"], [1, "soon", "3 j"]]
    file = workbook(tmp_path / "x.xlsx", rows, "Diagramme de Gantt")
    words = said(file, "risks", "Diagramme de Gantt")
    assert "--as" not in words
    assert "NUMÉRO" in words
    assert "Risk" in words
    assert "Intitulés vus" in said(file, "risks", "Diagramme de Gantt", "fr")


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    """The sheets that are."""
    assert "Gantt" in said(workbook(tmp_path / "x.xlsx", [["A", "B"]], "Gantt"), sheet="Gant")


@pytest.mark.parametrize("name", ["risks.txt", "risks.TXT"])
def test_a_text_file_is_called_by_its_name(name: str, tmp_path: Path) -> None:
    """Its name does say what it is."""
    file = tmp_path / name
    file.write_text("ID;Risk\nR-001;Late\n", encoding="utf-8")
    words = said(file)
    assert "text file" in words
    assert "whatever its name says" not in words


@needs_cases
def test_a_project_id_in_small_letters_is_not_missing(tmp_path: Path) -> None:
    """The ID that was found, and that it takes capitals."""
    path = CASES / "field" / "10_lowercase_project_id.xlsx"
    findings = validated(workspace(tmp_path / "PMO", path)).portfolio.findings
    words = " ".join(f.message.to("en") for f in findings if f.place.cell and f.found == "p001")
    assert "p001" in words
    assert "is missing" not in words


def test_a_book_without_sheets_has_no_table() -> None:
    """Nothing to propose."""
    from pmo_xl.adopt.propose.proposals import propose

    assert propose(RawBook("x.xlsx", ""), STANDARD_TEMPLATES) == []


# scales ----------------------------------------------------------------------------------------------

REGISTER = ["ID", "Risk", "Category", "Raised on", "Probability", "Impact", "Response", "Owner", "Status"]


def register(path: Path, levels: list[tuple[object, object]]) -> Path:
    """A register of our labels without our mark, with these probabilities and impacts."""
    day = dt.date(2026, 1, 10)
    rows = [
        [f"R-{n:03d}", f"Risk {n}", "Technical", day, probability, impact, "Reduce", "A. Lead", "Open"]
        for n, (probability, impact) in enumerate(levels, 1)
    ]
    return workbook(path, [REGISTER, *rows], "Register")


def test_a_mapping_knows_the_whole_scale_next_month(tmp_path: Path) -> None:
    """Of “Élevée” alone the mapping makes the scale from lowest to highest, in both genders and languages."""
    words = mapping_of(
        register(tmp_path / "register.xlsx", [("Élevée", "Mineur"), ("Faible", "Majeur")]), "fr"
    )
    probability, impact = (words.partition(f"[values.{key}]")[2].partition("\n[")[0] for key in ("probability_in", "impact_in"))  # fmt: skip
    for word, level in (
        ("Très faible", 1),
        ("Moyen", 3),
        ("Moyenne", 3),
        ("Élevé", 4),
        ("Very high", 5),
        ("High", 4),
    ):
        assert re.search(rf'"?{word}"? = {level}\b', probability), word
    for word, level in (("Négligeable", 1), ("Mineure", 2), ("Severe", 5)):
        assert re.search(rf'"?{word}"? = {level}\b', impact), word
    assert "Majeur" not in probability


@pytest.mark.parametrize(
    ("typed", "level"),
    [("High", 4), ("élevée", 4), ("5 - Almost certain", 5), ("4 (High)", 4), ("2: faible", 2), ("Medium (3)", 3), ("60 %", 4), (0.6, 4), ("10 %", 1)],
)  # fmt: skip
def test_a_level_in_words_in_our_own_template(typed: object, level: int, tmp_path: Path) -> None:
    """One sure reading is taken, and told; the risk stays."""

    def change(book: openpyxl.Workbook) -> None:
        cell_of(book, "risks", "probability_in").value = typed

    path = tmp_path / "P001.xlsx"
    path.write_bytes(good("risks"))
    outcome = validated(workspace(tmp_path / "PMO", edited(path, change)))
    risks = outcome.portfolio.tables["risks"]
    assert next(iter(risks["probability_in"])) == level
    [finding] = [f for f in told(outcome, "FLD-02") if f.place.row == HEADER]
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize("typed", ["2 - High", "Hi", "6 - Certain", "High or low", "150 %"])
def test_a_level_that_is_not_sure_is_refused(typed: str, tmp_path: Path) -> None:
    """Word and number disagree, or there is no such level."""

    def change(book: openpyxl.Workbook) -> None:
        cell_of(book, "risks", "probability_in").value = typed

    path = tmp_path / "P001.xlsx"
    path.write_bytes(good("risks"))
    outcome = validated(workspace(tmp_path / "PMO", edited(path, change)))
    assert [f.severity for f in told(outcome, "FLD-02") if f.place.row == HEADER] == [Severity.ERROR]


def test_a_blank_class_is_told_from_its_percentage(tmp_path: Path) -> None:
    """The bands are those of the template: up to 10, 30, 50, 70 %."""

    def change(book: openpyxl.Workbook) -> None:
        for row, share in enumerate((0.1, 0.11, 0.5, 0.71)):
            cell_of(book, "risks", "probability_in", row).value = None
            cell_of(book, "risks", "prob_pct_in", row).value = share

    path = tmp_path / "P001.xlsx"
    path.write_bytes(good("risks"))
    outcome = validated(workspace(tmp_path / "PMO", edited(path, change)))
    assert list(outcome.portfolio.tables["risks"]["probability_in"]) == [1, 2, 3, 5]
    assert [f.severity for f in told(outcome, "FLD-01")] == [Severity.WARNING] * 4


@needs_cases
def test_a_register_of_percentages_alone(tmp_path: Path) -> None:
    """Its classes follow from them; that is told once, and no column is asked for."""
    path = CASES / "field" / "13_probability_percent_only.xlsx"
    words = mapping_of(path)
    words = words.replace("[project]", f'{IDENTITY}currency = "EUR"')
    outcome = validated(workspace(tmp_path / "PMO", path, words))
    assert list(outcome.portfolio.tables["risks"]["probability_in"]) == [4, 2]
    [finding] = told(outcome, "FLD-01")
    assert "2 rows" in finding.message.to("en")
    assert told(outcome, "GEN-04") == []


# blank rows and notes --------------------------------------------------------------------------------


def sound(count: int) -> list[list[object]]:
    """Rows of a register."""
    day = dt.date(2026, 1, 10)
    return [
        [f"R-{n:03d}", f"Risk {n}", "Technical", day, 3, 3, "Reduce", "A. Lead", "Open"]
        for n in range(1, count + 1)
    ]


def adopted(home: Path, rows: list[list[object]]) -> Outcome:
    """What is said of a foreign register, through the mapping that is proposed for its sound part."""
    path = workbook(home / "register.xlsx", [REGISTER, *rows], "Register")
    words = mapping_of(path).replace("[project]", f'{IDENTITY}currency = "EUR"')
    return validated(workspace(home / "PMO", path, words))


def test_a_row_with_a_printed_id_alone_is_blank(tmp_path: Path) -> None:
    """Numbers printed in advance are no risks, and nobody is asked to fill them."""
    printed: list[list[object]] = [[f"R-{n:03d}"] for n in range(3, 9)]
    outcome = adopted(tmp_path, [*sound(2), *printed])
    assert len(outcome.portfolio.tables["risks"]) == 2
    assert told(outcome, "FLD-01") == []


def test_a_row_of_ours_with_a_printed_id_alone_is_blank(tmp_path: Path) -> None:
    """The same in our own template."""
    path = tmp_path / "P001.xlsx"
    path.write_bytes(good("risks"))

    def change(book: openpyxl.Workbook) -> None:
        for row in range(4, 8):
            cell_of(book, "risks", "risk_id", row).value = f"R-{row + 1:03d}"

    outcome = validated(workspace(tmp_path / "PMO", edited(path, change)))
    assert len(outcome.portfolio.tables["risks"]) == 4
    assert told(outcome, "FLD-01") == []


def test_lists_below_a_table_end_it(tmp_path: Path) -> None:
    """Behind two blank rows, texts in one or two columns: told once, and no risks."""
    lists: list[list[object]] = [
        [],
        [],
        ["Scale", "Meaning"],
        *[[f"{n}", f"Level {n}"] for n in range(1, 6)],
        [],
        ["Owners"],
        ["A. Lead"],
        ["B. Other"],
    ]
    outcome = adopted(tmp_path, [*sound(4), *lists])
    assert len(outcome.portfolio.tables["risks"]) == 4
    [finding] = [f for f in told(outcome, "GEN-05") if f.place.row is not None and f.place.row > 4]
    assert finding.place.cell == "A8"
    assert told(outcome, "FLD-01") == []


def test_records_behind_a_gap_are_read(tmp_path: Path) -> None:
    """A title in between does not end the table while records follow."""
    rows = sound(4)
    outcome = adopted(tmp_path, [*rows[:2], [], [], ["Phase 2"], *rows[2:]])
    assert len(outcome.portfolio.tables["risks"]) == 4
