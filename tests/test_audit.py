"""The audit of a workspace: every rule on every project, held against what validate finds and what the master counts."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import command
from office import audit_errors, compare, needs_office, poisoned, recalculated

HEADS = {"en": ("Rule", "Project", "Result", "Findings", "First cell", "Why it was not judged", "Checks"),
         "fr": ("Règle", "Projet", "Résultat", "Anomalies", "Première cellule", "Pourquoi elle n’a pas été jugée", "Contrôles")}  # fmt: skip
WHOLE = "(portfolio)"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four projects with faults; one of them sends no follow-up any more, one nothing, and a rule is switched off."""
    home = tmp_path_factory.mktemp("audit") / "PMO"
    assert command("demo", home, "--projects", "4", "--faults", "25").returncode == 0
    (home / "returns" / "P002" / "followup.xlsx").unlink()
    shutil.rmtree(home / "returns" / "P004")
    settings = home / "pmo.toml"
    text = settings.read_text(encoding="utf-8").replace(
        "\n[rules]\n", '\n[rules]\nBUD-17 = { severity = "off" }\n'
    )
    settings.write_text(text, encoding="utf-8")
    command("consolidate", home)
    return home


@pytest.fixture(scope="module")
def book(home: Path) -> Path:
    """The audit of all of them."""
    done = command("audit", home)
    assert done.returncode == 0, done.stderr
    return home / "out" / "audit.xlsx"


def results(path: Path, language: str = "en") -> list[dict[str, Any]]:
    """The table of results by the words of its headers."""
    rows = list(
        openpyxl.load_workbook(path)["Results" if language == "en" else "Résultats"].iter_rows(
            min_row=4, min_col=2, values_only=True
        )
    )
    heads = [str(head) for head in rows[0]]
    assert set(HEADS[language]) <= set(heads)
    return [dict(zip(heads, row, strict=True)) for row in rows[1:]]


@pytest.fixture(scope="module")
def found(home: Path) -> list[dict[str, Any]]:
    """What validate finds."""
    return list(json.loads(command("validate", home, "--json", "-").stdout)["findings"])


def test_each_finding_is_in_the_cell_of_its_rule_and_project(book: Path, found: list[dict[str, Any]]) -> None:
    """As many as there are, with the cell of one of them; nothing has passed of which something was found."""
    counts = Counter((one["code"], one["project"] or WHOLE) for one in found)
    told = {(row["Rule"], row["Project"]): row for row in results(book)}
    assert {key: row["Findings"] for key, row in told.items() if row["Findings"]} == counts
    assert sum(counts.values()) == len(found) > 10
    cells = {
        key: {one["cell"] for one in found if (one["code"], one["project"] or WHOLE) == key} for key in counts
    }
    worst = {
        key: max(
            ["info", "warning", "error"].index(one["severity"])
            for one in found
            if (one["code"], one["project"] or WHOLE) == key
        )
        for key in counts
    }
    for key, n in worst.items():
        assert (told[key]["First cell"] or "") in cells[key]
        assert told[key]["Result"][0] == "○▲◆"[n]
    assert not any(row["Result"].startswith("●") and row["Findings"] for row in told.values())


def test_the_checks_are_those_that_the_master_counts(home: Path, book: Path) -> None:
    """By project: what the sheet of the returns says was run."""
    sheet = openpyxl.load_workbook(home / "out" / "master.xlsx", data_only=True)["Returns"]
    rows = list(sheet.iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if "Checks run" in row)
    project, run = (rows[at].index(head) for head in ("Project ID", "Checks run"))
    there: Counter[str] = Counter()
    for row in rows[at + 1 :]:
        if row[run]:
            there[str(row[project])] += int(row[run])
    here: Counter[str] = Counter()
    for each in results(book):
        if each["Checks"]:
            here[each["Project"]] += each["Checks"]
    assert here == there
    assert sum(here.values()) > 3000


def test_what_was_not_judged_says_why_and_has_not_passed(book: Path) -> None:
    """Nothing came, a table did not, no row is there, a rule is not in force."""
    told = {(row["Rule"], row["Project"]): row for row in results(book)}
    gone = [row for (_, project), row in told.items() if project == "P004" and row["Rule"] != "PFL-01"]
    assert {row["Why it was not judged"] for row in gone} == {
        "No return of the project counts",
        "Not in force: the PMO has not asked for it",
    }
    assert told["PFL-01", "P004"]["Result"].startswith("◆")
    assert told["ACT-02", "P002"]["Why it was not judged"] == "A table that it reads did not come"
    assert told["ACT-02", "P001"]["Result"].startswith("●")
    off = {project: row for (code, project), row in told.items() if code == "BUD-17"}
    assert {row["Result"] for row in off.values()} == {"× Not run"}
    assert told["RAC-01", WHOLE]["Result"].startswith("●"), "the PMO keeps a matrix"
    unsaid = [
        row for row in told.values() if (row["Result"][0] in "–×") is not bool(row["Why it was not judged"])
    ]
    assert unsaid == []


def test_conformance_is_passed_over_judged(home: Path, book: Path) -> None:
    """Reckoned anew from the results; on the first sheet, and in the terminal."""
    signs = Counter(row["Result"][0] for row in results(book))
    share = signs["●"] / (signs["●"] + signs["▲"] + signs["◆"])
    page = openpyxl.load_workbook(book, data_only=True)["Audit"]
    (total,) = [row for row in page.iter_rows(values_only=True) if row[1] == "All"]
    assert total[3:9] == tuple(signs[sign] for sign in "●▲◆○–×")
    assert abs(total[9] - share) < 1e-12
    assert f"{share * 100:.1f}" in command("audit", home).stdout
    assert [row[4] for row in page.iter_rows(values_only=True) if row[1] in ("Checks run", "Findings")] == [
        0,
        0,
    ]


@needs_office
def test_another_program_computes_the_same(book: Path, tmp_path: Path) -> None:
    """Every count and share, from poisoned values."""
    (fresh,) = recalculated([poisoned(book, tmp_path / "audit.xlsx")], tmp_path / "fresh")
    assert not compare(book, fresh)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_workbook_is_sound_and_the_same_every_time(home: Path, tmp_path: Path, language: str) -> None:
    """Valid Open XML in both languages; the same bytes."""
    paths = [tmp_path / name for name in ("one.xlsx", "two.xlsx")]
    for path in paths:
        assert command("audit", home, "--out", path, "--lang", language).returncode == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert audit_errors(paths[:1]) == []
    assert len(results(paths[0], language)) > 400
    assert openpyxl.load_workbook(paths[0]).sheetnames == (
        ["Audit", "Grid", "Results", "Not collected"]
        if language == "en"
        else ["Audit", "Grille", "Résultats", "Non collecté"]
    )


def test_one_project_by_itself(home: Path, book: Path, tmp_path: Path) -> None:
    """The same lines as in the whole; one that nobody knows is no audit."""
    assert command("audit", home, "--project", "p001", "--out", tmp_path / "one.xlsx").returncode == 0
    alone = results(tmp_path / "one.xlsx")
    assert alone == [row for row in results(book) if row["Project"] == "P001"]
    done = command("audit", home, "--project", "P099", "--out", tmp_path / "none.xlsx")
    assert (done.returncode, "no project “P099”" in done.stderr, (tmp_path / "none.xlsx").exists()) == (
        2,
        True,
        False,
    )
