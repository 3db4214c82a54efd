"""The sheet of one project, in the master and as a card of its own: its figures, its sentences, its one page of paper."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import command
from office import needs_office, needs_pictures, open_xml_errors, poisoned, recalculated, typed
from on_page import chosen_cell, page_of, table_under
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from small import end_of, line, task, write

from pmo_xl import pipeline, workspace
from pmo_xl.core.base.files import MASTER_FILE, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.definition.kpi import LIGHTS
from pmo_xl.workspace.cards import write_cards

CARD = "Fiche projet"
BUDGET = {
    "Budget initial": "bac0", "Budget révisé": "bac", "Engagé": "committed", "Réalisé": "ac", "Reste à faire": "etc",
    "Atterrissage": "eac", "Écart (+ favorable)": "vac",
}  # fmt: skip
WORDS = {
    "green": "● Vert",
    "amber": "▲ Orange",
    "red": "◆ Rouge",
    "closed": "■ Clos",
    "grey": "○ Sans donnée",
    None: "○ Sans donnée",
}
LACKING = {"P002": ("budget",), "P004": ("plan",), "P006": ("plan", "budget")}
SMALLEST = 7.0
"""Points of the smallest letters on paper."""
LINE = 1.2207
"""How much higher a line of Carlito or Calibri is than its letters are large."""

Run = tuple[Path, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A French workspace of 6 projects, of which 3 lack returns, and what was measured of them."""
    folder = tmp_path_factory.mktemp("cards") / "PMO"
    workspace.demo(folder, 6, 1, "fr", 0)
    for project, kinds in LACKING.items():
        for kind in kinds:
            next((folder / "retours" / project).glob(f"{kind}*")).unlink()
    outcome = pipeline.consolidate_to([folder], in_workspace(folder, MASTER_FILE), language="fr")
    return folder, outcome.to_dict()["projects"]


@pytest.fixture(scope="module")
def cards(run: Run) -> dict[str, Path]:
    """The card of each project."""
    return {path.name.split(" - ")[0]: path for path in write_cards(run[0], finance=True)}


def _said(sheet: Worksheet) -> list[list[Any]]:
    """What stands on a sheet, row by row from its third on, without the margin: the way to places differs, not the words."""
    rows = (
        [cell.value for cell in row[1:] if cell.value not in (None, "")] for row in sheet.iter_rows(min_row=3)
    )
    return [row for row in rows if row]


def _sheet(path: Path, name: str = CARD) -> Worksheet:
    return page_of(path, name)


def test_the_figures_of_a_card_are_those_measured(run: Run, cards: dict[str, Path]) -> None:
    """Budget, lights and counts of every project; what is unknown is blank, and never 0."""
    _, measured = run
    assert cards.keys() == measured.keys()

    for project, path in cards.items():
        figures, sheet = measured[project], _sheet(path)
        told = table_under(sheet, "Montant")
        shares = [
            figures[key] / figures["bac"] if figures[key] is not None and figures["bac"] else None
            for key in BUDGET.values()
        ]

        assert [row[0] for row in told.values()] == [
            pytest.approx(figures[key]) if figures[key] is not None else None for key in BUDGET.values()
        ]
        assert [row[1] for row in told.values()] == [
            pytest.approx(share) if share is not None else None for share in shares
        ]
        tiles = next(row for row in _said(sheet) if len(row) == 4 and str(row[0])[0] in "●▲◆○■")
        assert [str(words).removesuffix(" *") for words in tiles[:3]] == [
            WORDS[figures[key]] for key in ("rag_schedule", "rag_cost", "rag_risk")
        ]
        counts = next(row for row in _said(sheet) if "Erreurs à corriger ▸" in row)
        assert counts[1::2] == [figures["errors"], figures["warnings"], 0]


def test_what_did_not_come_is_said(cards: dict[str, Path]) -> None:
    """In red below the banner, on the tile that it leaves grey, in the lists that it leaves empty."""
    words = {"plan": "planning", "budget": "budget"}
    for project, path in cards.items():
        said = [cell for row in _said(_sheet(path)) for cell in row if str(cell).startswith("Non reçu")]
        kinds = [words[kind] for kind in LACKING.get(project, ())]

        assert said[:1] == (["Non reçu\u00a0: " + ", ".join(kinds)] if kinds else [])
        assert set(said[1:]) == {f"Non reçu\u00a0: {kind}." for kind in kinds}


def test_a_tile_names_figure_value_and_limit(run: Run, cards: dict[str, Path]) -> None:
    """A red light says which figure made it, and where red begins."""
    late = {project: figures for project, figures in run[1].items() if (figures["slip_wd"] or 0) > 10}
    assert late
    for project, figures in late.items():
        reasons = next(row for row in _said(_sheet(cards[project])) if "j de retard" in str(row[0]))

        assert str(reasons[0]).startswith(f"{figures['slip_wd']:g} j de retard (rouge au-delà de 10)")


def test_the_trend_is_that_of_the_last_period(tmp_path: Path) -> None:
    """The light of today beside that which the history holds for the month before."""
    folder = tmp_path / "PMO"
    between = partial(pipeline.consolidate_to, [folder], in_workspace(folder, MASTER_FILE), language="fr")
    workspace.demo(folder, 6, 1, "fr", 0, periods=2, between=between)
    measured = between().to_dict()["projects"]
    rows = (
        CalamineWorkbook.from_path(in_workspace(folder, MASTER_FILE))
        .get_sheet_by_name("Données - Historique")
        .to_python()
    )
    head = next(row for row in rows if "Code projet" in row)
    at = {words: place for place, words in enumerate(head)}
    past = [row for row in rows[rows.index(head) + 1 :] if row[at["Il y a (mois)"]] == 1]
    before = {row[at["Code projet"]]: row[at["Météo calculée"]] for row in past}
    assert len(before) > 3

    for path in write_cards(folder):
        project = path.name.split(" - ")[0]
        then, now = (
            before.get(project) or 0,
            LIGHTS.index(measured[project]["rag"]),
        )
        trend = next(row for row in _said(_sheet(path)) if "Tendance" in row)
        words = "↗ mieux" if now < then else "↘ moins bien" if now > then else "→ comme"

        assert str(trend[-1]).startswith(words if 0 < now < 4 and 0 < then < 4 else "pas de période")


def test_milestones_come_next_first(run: Run, cards: dict[str, Path]) -> None:
    """The open milestones of the plan by forecast, at most six."""
    folder, _ = run
    plan = openpyxl.load_workbook(next((folder / "retours" / "P001").glob("plan*")), data_only=True)
    sheet = next(
        sheet for sheet in plan if any(cell.value == "Jalon" for row in sheet.iter_rows() for cell in row)
    )
    head = next(
        row
        for row in sheet.iter_rows(values_only=True)
        if "Fin prévisionnelle" in [_plain(cell) for cell in row]
    )
    at = {_plain(words): place for place, words in enumerate(head)}
    rows = [
        row
        for row in sheet.iter_rows(values_only=True)
        if row[at["Type"]] == "Jalon" and row[at["Fin réelle"]] is None
    ]
    expected = sorted((row[at["Fin prévisionnelle"]], row[at["Tâche"]]) for row in rows)[:6]

    told = table_under(_sheet(cards["P001"]), "Jalon")
    assert [(row[1], name) for name, row in told.items() if row[1] is not None] == expected


def _plain(words: Any) -> str:
    return str(words).removesuffix(" *").strip()


@needs_office
def test_a_card_is_what_the_master_shows_of_its_project(
    run: Run, cards: dict[str, Path], tmp_path: Path
) -> None:
    """With another project in the framed cell, LibreOffice computes from spoiled caches what the card of it says."""
    master = in_workspace(run[0], MASTER_FILE)
    cell = chosen_cell(master)
    chosen = ("P002", "P006")
    spoiled = [
        poisoned(typed(master, tmp_path / f"{name}.xlsx", {cell: name}), tmp_path / f"p-{name}.xlsx")
        for name in chosen
    ]

    for name, path in zip(chosen, recalculated(spoiled, tmp_path / "fresh"), strict=True):
        live, card = _said(_sheet(path)), _said(_sheet(cards[name]))

        assert len(live) == len(card)
        for there, here in zip(live, card, strict=True):
            assert there == [pytest.approx(what) if isinstance(what, float) else what for what in here], name


def test_a_card_stands_by_itself(cards: dict[str, Path]) -> None:
    """No formula, no link to another file, names that stand for numbers alone; a valid workbook with its chart."""
    for path in cards.values():
        with zipfile.ZipFile(path) as book:
            assert not [name for name in book.namelist() if "externalLink" in name]
            sheets = [
                book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")
            ]
        formulas = {found for sheet in sheets for found in re.findall(r"<f[^>]*>([^<]*)</f>", sheet)}
        assert formulas <= {"NA()", '""'}
        assert _sheet(path)._charts
    assert open_xml_errors([cards["P001"], cards["P006"]]) == []


def _printed(path: Path) -> tuple[int, list[float], str]:
    """Pages, the size of the letters of each word, and the words of a PDF."""
    words = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True
    ).stdout.decode()
    lines = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<', words)
    sizes = [
        (float(below) - float(above)) / LINE
        for above, below, word in lines
        if re.search(r"[A-Za-zÀ-ÿ0-9]{2}", word)
    ]
    return words.count("<page "), sizes, " ".join(word for *_, word in lines)


@needs_pictures
def test_a_card_is_one_page_of_paper(run: Run, tmp_path: Path) -> None:
    """One page in letters that can be read, without a sign of what went wrong; more where the finances are asked for."""
    alone = write_cards(run[0], projects=["P002", "p003"], out=tmp_path / "a", pdf=True)
    whole = write_cards(run[0], projects=["P006"], out=tmp_path / "b", pdf=True, finance=True)

    assert [path.name.split(" - ")[0] for path in alone] == ["P002", "P003"]
    for path in alone:
        pages, sizes, words = _printed(path)
        assert pages == 1
        assert min(sizes) >= SMALLEST
        assert not re.search(r"###|#N/A|#NAME|#VALUE|#REF|#DIV", words)
    pages, sizes, words = _printed(whole[0])
    assert pages > 1
    assert min(sizes) >= SMALLEST
    assert not re.search(r"###|#N/A|#NAME|#VALUE|#REF|#DIV", words)


def _command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return command("cards", *words, environment=environment)


def test_files_are_named_so_that_every_system_takes_them(tmp_path: Path) -> None:
    """Signs that file systems refuse become hyphens; a long comment is shown up to 500 characters, and cut by a sign."""
    folder = tmp_path / "PMO"
    folder.mkdir()
    (folder / "pmo.toml").write_text('language = "en"\n', encoding="utf-8")
    comment = "Why it is red. " * 28
    write(
        folder / "returns",
        "AA",
        end_of(3),
        [task(100.0, 0.5)],
        [line(100.0, 40.0, 70.0)],
        [],
        comment=comment.strip(),
        project_name='Ports: A/B "test"?',
    )
    write(folder / "returns", "BB", end_of(3), [task(100.0, 0.5)], None, [], comment=comment + comment)
    pipeline.consolidate_to([folder], folder / MASTER_FILE)
    done = _command(str(folder))

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (folder / "out" / "cards").iterdir()) == [
        "AA - Ports- A-B -test.xlsx",
        "BB - BB.xlsx",
    ]
    words = [
        cell
        for row in _said(_sheet(folder / "out" / "cards" / "AA - Ports- A-B -test.xlsx", "Project sheet"))
        for cell in row
    ]
    assert comment.strip() in words
    words = [
        cell
        for row in _said(_sheet(folder / "out" / "cards" / "BB - BB.xlsx", "Project sheet"))
        for cell in row
    ]
    assert (comment + comment)[:499] + "…" in words


def test_one_sentence_says_why_there_is_no_card(run: Run, tmp_path: Path) -> None:
    """No such project, no master, a master that is none, a return saved after it, no program for PDF."""
    folder, _ = run
    near = _command(str(folder), "--project", "P0022")
    assert (near.returncode, near.stderr.strip()) == (
        2,
        "Le classeur consolidé n’a pas de projet «\u00a0P0022\u00a0»\u00a0; vouliez-vous dire P002\u00a0?",
    )

    no_program = _command(str(folder), "--project", "P001", "--pdf", PATH=str(tmp_path))
    assert no_program.returncode == 2
    assert no_program.stderr.strip().startswith("Ni LibreOffice ni Excel")
    assert no_program.stderr.count("\n") == 1

    other = tmp_path / "PMO"
    other.mkdir()
    (other / "pmo.toml").write_text('language = "en"\n', encoding="utf-8")
    write(other / "returns", "AA", end_of(3), [task(100.0, 0.5)], [line(100.0, 40.0, 70.0)], [])
    with pytest.raises(NothingToDo, match="There is no master yet"):
        write_cards(other)

    pipeline.consolidate_to([other], other / MASTER_FILE)
    assert len(write_cards(other)) == 1
    with chdir(tmp_path):  # Named from where one stands: what was made since is no return.
        assert len(write_cards(Path("PMO"))) == 1
    made = (other / MASTER_FILE).stat().st_mtime
    os.utime(next((other / "returns").iterdir()), (made + 60, made + 60))
    with pytest.raises(NothingToDo, match=r"AA-\w+\.xlsx was saved after the master"):
        write_cards(other)

    os.utime(next((other / "returns").iterdir()), (made - 60, made - 60))
    (other / MASTER_FILE).write_bytes(next((other / "returns").iterdir()).read_bytes())
    with pytest.raises(NothingToDo, match="is no master that can be read"):
        write_cards(other)
