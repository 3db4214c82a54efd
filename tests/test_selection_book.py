"""The workbook of a selection: every formula computed anew elsewhere, what-if typed into it, what stands on its sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import compare, formula_cells, needs_office, open_xml_errors, poisoned, recalculated, typed
from selections import (
    NPV,
    Lists,
    budgets,
    by_role,
    by_year,
    number,
    registered,
    selected,
    staffed,
    workspace,
    worth,
)

EVIL = '=HYPERLINK("http://evil.example","click")'
NAMES = {
    "en": ("Selection", "Alignment", "Scores", "To mend", "Data"),
    "fr": ("Arbitrage", "Alignement", "Notation", "À corriger", "Données"),
}


def full() -> Lists:
    """Everything that a workbook can show: scores, objectives with parts, bonds, roles, a project that moves, one without a cost."""
    many = 9
    criteria: list[dict[str, Any]] = [
        {"criterion_id": "VAL", "title": "Value", "weight": 0.5},
        {"criterion_id": "URG", "title": "Urgency", "weight": 0.3, "kind": "urgency"},
        {"criterion_id": "SIZ", "title": "Size", "weight": 0.2, "kind": "size", "direction": "less"},
        NPV,
    ]
    scores = [
        {"project_id": number(at), "criterion": key, "score": float(1 + (at * step) % 5), "why": "agreed"}
        for at in range(1, many + 1)
        for key, step in (("VAL", 2), ("URG", 3), ("SIZ", 1))
        if (at, key) != (8, "URG")
    ]
    cost = [[40.0 * at for at in range(1, many)], [15.0 * (many - at) for at in range(1, many)]]
    objectives = [
        {"objective_id": "O1", "title": "Grow", "weight": 0.6, "owner": "A"}, {"objective_id": "O2", "title": "Save", "weight": 0.4},
        {"objective_id": "O11", "title": "Grow abroad", "weight": 1.0, "parent": "O1"},
    ]  # fmt: skip
    return {
        "register": registered(
            many, objective_id={1: "O1", 2: "O11", 3: "Save", 4: "O2"}, mandatory={2: "yes"}, excludes={3: "P004"},
            start_after={5: "P006"}, programme_id={1: EVIL}, priority_rank={1: 3},
        ),
        "objectives": objectives, "criteria": criteria,
        "scores": scores + worth([100.0 + 17 * at for at in range(many)]),
        "needs": by_year(cost) + by_role([[float(3 * at) for at in range(1, many)]]),
        "frame": [*budgets([500, 300]), *budgets([400, 200], "S2"), *staffed([60]), *staffed([60], "S2")],
        "scenarios": [
            {"scenario_id": "S1", "name": "As granted", "project_id": number(1), "shift_months": 6},
            {"scenario_id": "S2", "name": "Less", "project_id": number(9), "choice": "out"},
            {"scenario_id": "S3", "project_id": number(3), "choice": "in"},
            {"scenario_id": "S3", "project_id": number(4), "choice": "in"},
        ],
    }  # fmt: skip


@pytest.fixture(scope="module", params=["en", "fr"])
def books(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Path]]:
    """Workbooks of scenarios by value and by score, one that cannot hold, one without a frame, and one of no project."""
    language = str(request.param)
    home = workspace(tmp_path_factory.mktemp("full") / language, full(), language)
    made = {
        "value": selected(home, "S1"), "score": selected(home, "S2", "--maximise", "score"),
        "torn": selected(home, "S3"), "what if": selected(home, "S2", "--what-if", "P001=out"),
    }  # fmt: skip
    empty = workspace(home.parent / f"empty {language}", {"frame": budgets([10])}, language)
    made["nothing"] = selected(empty, "S1")
    assert [code for code, _ in made.values()] == [0, 0, 1, 0, 0]
    return language, {key: Path(told["file"]) for key, (_, told) in made.items()}


@needs_office
def test_every_formula_is_what_another_program_computes(
    books: tuple[str, dict[str, Path]], tmp_path: Path
) -> None:
    """LibreOffice begins from wrong values and comes to ours."""
    _, files = books
    poisonous = [poisoned(file, tmp_path / f"{at}.xlsx") for at, file in enumerate(files.values())]
    fresh = recalculated(poisonous, tmp_path / "fresh")
    counts = []
    for file, again in zip(files.values(), fresh, strict=True):
        found = compare(file, again)
        assert found == []
        counts.append(found.formulas)
    assert min(counts) > 3
    assert max(counts) > 60


@needs_office
def test_a_set_tried_by_hand_is_checked_live(books: tuple[str, dict[str, Path]], tmp_path: Path) -> None:
    """One more project typed in: what the frame uses, the value and the three checks follow, on every sheet."""
    language, files = books
    page, alignment, _, _, data = NAMES[language]
    book = openpyxl.load_workbook(files["value"])
    sheet = book[page]
    rows = {sheet.cell(row, 3).value: row for row in range(1, sheet.max_row + 1)}
    chosen = {each: sheet.cell(rows[each], 11).value for each in map(number, range(1, 10)) if each in rows}
    # Projects 3 and 4 exclude one another, and neither the money nor the people are there for all.
    changed = {(page, f"K{row}"): 1.0 for each, row in rows.items() if each in chosen}
    (fresh,) = recalculated([typed(files["value"], tmp_path / "tried.xlsx", changed)], tmp_path / "fresh")
    cells = formula_cells(fresh, every=True)
    texts = [cell.text for (name, _), cell in cells.items() if name == page and cell.formula is not None]
    assert any(words.startswith("◆") and ("broken" in words or "non respectés" in words) for words in texts)
    assert any(words.startswith("▲") and ("by hand" in words or "à la main" in words) for words in texts)
    values = [float(cells[data, f"F{row}"].text) for row in range(5, 14) if (data, f"F{row}") in cells]
    value = next(
        cell.text
        for (name, address), cell in cells.items()
        if name == page and cell.formula and address.startswith("E")
    )
    assert float(value) == pytest.approx(sum(values))
    spent = [
        cell.text
        for (name, address), cell in cells.items()
        if name == alignment and address.startswith("G") and cell.formula
    ]
    assert max(map(float, spent)) == pytest.approx(
        sum(
            float(c.text)
            for (n, a), c in cells.items()
            if n == data and a[0] == "G" and a[1:].isdigit() and 5 <= int(a[1:]) <= 13
        )
    )


def test_it_is_sound_and_holds_no_formula_of_anybody(books: tuple[str, dict[str, Path]]) -> None:
    """By validators; what somebody typed with an equals sign is text."""
    _, files = books
    assert open_xml_errors([*files.values()]) == []
    for file in files.values():
        assert not any("evil" in (cell.formula or "") for cell in formula_cells(file).values())


def words_of(file: Path, sheet: str) -> list[str]:
    """The texts of a sheet."""
    page = openpyxl.load_workbook(file)[sheet]
    return [str(cell.value) for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_what_stands_on_the_page(books: tuple[str, dict[str, Path]]) -> None:
    """Verdict, what the simple order gives, cut line, reasons; of a scenario that cannot hold what stands against it."""
    language, files = books
    page = NAMES[language][0]
    said = "\n".join(words_of(files["value"], page))
    expected = {
        "en": ("Best set:", "Taking projects in order of value", "Cut line:", "Mandatory", "No cost known", "computed at the run by HiGHS"),
        "fr": ("Meilleur ensemble", "Prendre les projets par valeur", "Ligne de coupe", "Obligatoire", "Coût inconnu", "calculé à l’exécution par HiGHS"),
    }  # fmt: skip
    for words in expected[language]:
        assert words in said
    torn = "\n".join(words_of(files["torn"], page))
    assert ("Cannot hold together" if language == "en" else "Incompatibles") in torn
    what_if = "\n".join(words_of(files["what if"], page))
    assert (
        "what if P001=out, held against S2" if language == "en" else "hypothèse P001=out, comparé à S2"
    ) in what_if


def test_sheets_that_would_show_nothing_are_not_there(books: tuple[str, dict[str, Path]]) -> None:
    """Only what there is something to say of."""
    language, files = books
    names = NAMES[language]
    assert tuple(openpyxl.load_workbook(files["value"]).sheetnames) == names
    assert openpyxl.load_workbook(files["nothing"]).sheetnames == [names[0], names[-1]]


def test_alignment_names_orphans_both_ways(books: tuple[str, dict[str, Path]]) -> None:
    """Objectives without a chosen project, chosen projects without an objective."""
    language, files = books
    book = openpyxl.load_workbook(files["value"], data_only=True)
    page = book[NAMES[language][1]]
    rows = {row[1].value: row for row in page.iter_rows() if row[1].value in ("O1", "O11", "O2")}
    assert [round(rows[key][4].value, 6) for key in ("O1", "O11", "O2")] == [0.6, 0.6, 0.4]
    data = book[NAMES[language][-1]]
    chosen = [row for row in data.iter_rows(min_row=5, max_row=13, values_only=True) if row[3] == 1]
    loose = [str(row[1]) for row in chosen if not row[7]]
    said = next(
        str(cell.value)
        for row in page.iter_rows()
        for cell in row
        if "serve no objective" in str(cell.value) or "aucun objectif" in str(cell.value)
    )
    assert all(key in said for key in loose)
    spent = sum(row[6] or 0 for row in chosen if row[7] in ("O1", "O11"))
    assert rows["O1"][6].value == pytest.approx(spent)


def test_the_same_lists_give_the_same_file(tmp_path: Path) -> None:
    """To the byte."""
    home = workspace(tmp_path, full())
    first = Path(selected(home, "S1")[1]["file"]).read_bytes()
    assert Path(selected(home, "S1")[1]["file"]).read_bytes() == first
