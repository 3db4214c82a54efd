"""The page on the collection, late returns and reminders, against what came, counted from the files themselves."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import on_page
import openpyxl
import pytest
from office import compare, needs_office, poisoned, recalculated
from on_page import table_under
from openpyxl.worksheet.worksheet import Worksheet
from standard import EXPECTED_KINDS, STANDARD_TEMPLATES, TEMPLATES

from pmo_xl.catalog.steering import STEERING
from pmo_xl.core.base.files import ISSUED_FOLDER, RETURNS_FOLDER, STEERING_FILE, in_workspace, named
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.pipeline import consolidate_to, validate
from pmo_xl.steps.portfolio.timeliness import with_due_date
from pmo_xl.workspace import demo, prepare
from pmo_xl.workspace.answer import annotate
from pmo_xl.workspace.blanks import workbook_name
from pmo_xl.workspace.files import file_name

DUE = dt.date(2026, 4, 5)
WORDS = {
    "en": ("Collection and reminders", "Project ID", "Project manager", "● Received", "▲ In part", "◆ Rejected", "◆ Missing"),
    "fr": ("Collecte et relances", "Code projet", "Chef de projet", "● Reçu", "▲ En partie", "◆ Rejeté", "◆ Manquant"),
}  # fmt: skip
KINDS = tuple(EXPECTED_KINDS)


def workspace(folder: Path, language: str, projects: int = 6) -> Path:
    """A demo of which half is missing: nothing of two projects, one kind of a third; one file of another date, one saved late."""
    demo(folder, projects, 1, language, faults=4)
    returns = in_workspace(folder, RETURNS_FOLDER)
    for name in ("P001", "P002")[: projects // 2]:
        shutil.rmtree(returns / name)
    (returns / "P003" / called("budget", language)).unlink(missing_ok=True)
    if (returns / "P004").is_dir():
        retold(returns / "P004" / called("plan", language), dt.datetime(2026, 2, 28))  # noqa: DTZ001 - a cell has no zone
    if (returns / "P005").is_dir():
        resaved(returns / "P005" / called("risks", language))
    settings = folder / "pmo.toml"
    text = settings.read_text(encoding="utf-8").replace("# due = 2026-04-05", 'due = "5 avril 2026"')
    settings.write_text(text.replace('# en = "Acme PMO"', 'en = "Acme PMO"'), encoding="utf-8")
    return folder


def called(kind: str, language: str) -> str:
    """What the return of a kind is called in a workspace of a language."""
    return workbook_name(kind, language, STANDARD_TEMPLATES)


def retold(file: Path, day: dt.datetime) -> None:
    """The return with another status date."""
    book = openpyxl.load_workbook(file)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell.value, dt.datetime) and cell.value.date() == dt.date(2026, 3, 31):
                cell.value = day
    book.save(file)


def resaved(file: Path) -> None:
    """The return saved again today, long after it was due."""
    openpyxl.load_workbook(file).save(file)


@pytest.fixture(scope="module", params=["en", "fr"])
def half(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, dict[str, Any]]:
    """Language, workspace and outcome of a run with half of the returns."""
    folder = workspace(tmp_path_factory.mktemp("half") / "w", request.param)
    outcome = consolidate_to([folder], folder / "m.xlsx", cache=False)
    return request.param, folder, outcome.to_dict()


def page_of(folder: Path, language: str) -> Worksheet:
    """The page of the master of a workspace, as it shows its values."""
    return on_page.page_of(folder / "m.xlsx", WORDS[language][0])


def register_of(folder: Path) -> dict[str, str]:
    """The project manager of each registered project, read from the register itself."""
    rows = [
        *openpyxl.load_workbook(in_workspace(folder, STEERING_FILE)).worksheets[0].iter_rows(values_only=True)
    ]
    at = next(place for place, row in enumerate(rows) if set(row) & {"Project ID", "Code projet"} or "Project ID *" in row or "Code projet *" in row)  # fmt: skip
    heads = [str(head).rstrip(" *") for head in rows[at]]
    ids = next(place for place, head in enumerate(heads) if head in ("Project ID", "Code projet"))
    who = next(place for place, head in enumerate(heads) if head in ("Project manager", "Chef de projet"))
    return {str(row[ids]): str(row[who]) for row in rows[at + 1 :] if row[ids]}


def states(result: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The best state of each project and kind, from the list of files."""
    best: dict[tuple[str, str], str] = {}
    for state in ("rejected", "partial", "accepted"):
        for file in result["returns"]:
            if file["status"] == state:
                best |= {(file["project"], kind): state for kind in file["kinds"]}
    return best


def test_the_matrix_says_what_came_of_each_kind(half: tuple[str, Path, dict[str, Any]]) -> None:
    """By project and kind, in words with a sign; the projects that miss most first."""
    language, folder, result = half
    _, head, _, received, partly, rejected, missing = WORDS[language]
    found = states(result)
    words = {"accepted": received, "partial": partly, "rejected": rejected}
    rows = table_under(page_of(folder, language), head)
    managers = register_of(folder)
    assert set(rows) == set(managers)
    for project, row in rows.items():
        shown = row[2 : 2 + len(KINDS)]
        assert shown == [words.get(found.get((project, kind), ""), missing) for kind in KINDS]
        assert row[1] == managers[project]
        counted = sum(found.get((project, kind)) in ("accepted", "partial") for kind in KINDS)
        assert row[2 + len(KINDS) : 5 + len(KINDS)] == [len(KINDS), counted, len(KINDS) - counted]
    lacking = [row[4 + len(KINDS)] for row in rows.values()]
    assert lacking == sorted(lacking, reverse=True)
    assert {rejected, missing} <= {cell for row in rows.values() for cell in row}


def test_each_project_manager_has_a_row_that_adds_up(half: tuple[str, Path, dict[str, Any]]) -> None:
    """Expected, received, missing, late and errors of all his projects; what to do, by when, and where to write."""
    language, folder, result = half
    found, managers = states(result), register_of(folder)
    errors: Counter[str] = Counter()
    for file in result["returns"]:
        errors[managers[file["project"]]] += file["errors"]
    expected = {name: Counter[str]() for name in managers.values()}
    for project, name in managers.items():
        for kind in KINDS:
            came = found.get((project, kind)) in ("accepted", "partial")
            expected[name]["received" if came else "missing"] += 1
    late = Counter(managers["P005"] for _ in [0])
    rows = table_under(page_of(folder, language), "Projects" if language == "en" else "Projets")
    rows.pop("Total", None)
    sheet = page_of(folder, language)
    seen = {}
    head = next(
        c for r in sheet.iter_rows() for c in r if c.value == ("Projects" if language == "en" else "Projets")
    )
    for row in sheet.iter_rows(min_row=head.row + 1, min_col=head.column, values_only=True):
        if row[1] in (None, "Total"):
            break
        seen[row[1]] = row
    assert set(seen) == set(expected)
    for name, row in seen.items():
        at = 3 + len(KINDS)
        counts = expected[name]
        assert [*row[at : at + 5]] == [
            sum(counts.values()), counts["received"], counts["missing"], late[name], errors[name],
        ]  # fmt: skip
        assert str(row[2]).endswith("@example.org")
        action, due = row[at + 6], row[at + 7]
        assert (action != "–") == bool(counts["missing"] or errors[name])
        assert (due is not None) == (action != "–")


def test_the_sentence_says_it_in_a_line(half: tuple[str, Path, dict[str, Any]]) -> None:
    """Missing of expected, project managers to remind, the due date, how many were late."""
    language, folder, result = half
    found, managers = states(result), register_of(folder)
    lacking = [
        (project, kind) for project in managers for kind in KINDS
        if found.get((project, kind)) not in ("accepted", "partial")
    ]  # fmt: skip
    who = {managers[project] for project, _ in lacking}
    numbers = [len(lacking), len(managers) * len(KINDS), len(who)]
    sentence = next(str(c.value) for r in page_of(folder, language).iter_rows() for c in r if str(c.value).startswith("◆"))  # fmt: skip
    day = "05/04/2026" if language == "fr" else "2026-04-05"
    assert day in sentence
    assert [int(n) for n in re.findall(r"\d+", sentence.replace(day, ""))] == [*numbers, 1]


def test_a_late_return_is_told_and_counts(half: tuple[str, Path, dict[str, Any]]) -> None:
    """The one that was saved after the due date, by its own properties; its figures count all the same."""
    language, folder, result = half
    file = f"P005/{called('risks', language)}"
    late = [f for f in result["findings"] if f["code"] == "PFL-02"]
    assert [f["file"] for f in late] == [file]
    saved = openpyxl.load_workbook(in_workspace(folder, RETURNS_FOLDER) / file).properties.modified
    assert saved is not None
    assert saved.date() > DUE
    assert f"{saved:%Y-%m-%d}" in late[0]["message"]
    status = {one["file"]: one["status"] for one in result["returns"]}
    assert status[file] in ("accepted", "partial")


@needs_office
@pytest.mark.parametrize("half", ["fr", pytest.param("en", marks=pytest.mark.slow)], indirect=True)
def test_every_count_is_a_live_formula(half: tuple[str, Path, dict[str, Any]], tmp_path: Path) -> None:
    """Recalculated from wrong values by LibreOffice."""
    language, folder, _ = half
    master = folder / "m.xlsx"
    (fresh,) = recalculated([poisoned(master, tmp_path / "p.xlsx")], tmp_path / "fresh")
    differences = compare(master, fresh)
    assert differences.formulas > 1000
    assert [line for line in differences if line.startswith(f"{WORDS[language][0]}!")] == []


def test_who_has_not_sent_all_gets_a_reminder(half: tuple[str, Path, dict[str, Any]], tmp_path: Path) -> None:
    """One text per project manager: each project and kind that is missing, the day, the template, the name of the PMO."""
    language, folder, result = half
    prepare(folder, dt.date(2026, 3, 31))
    answered = annotate([folder], tmp_path / "copies")
    found, managers = states(result), register_of(folder)
    place = tmp_path / "copies" / ("relances" if language == "fr" else "reminders")
    owed: dict[str, list[tuple[str, str]]] = {}
    for project, name in managers.items():
        for kind in KINDS:
            if found.get((project, kind)) not in ("accepted", "partial"):
                owed.setdefault(name, []).append((project, kind))
    assert {path.stem for path in place.iterdir()} == set(owed)
    assert sorted(answered.reminders) == sorted(place.iterdir())
    for name, missing in owed.items():
        text = (place / f"{name}.txt").read_text(encoding="utf-8")
        for project, kind in missing:
            assert project in text
            assert TEMPLATES[kind].title.to(language).lower() in text
            issued = named(ISSUED_FOLDER, language)
            assert f"{issued}/2026-03-31/{project}/{called(kind, language)}" in text
        others = {project for project in managers if project not in dict(missing)}
        assert not any(project in text for project in others)
        assert ("05/04/2026" if language == "fr" else "2026-04-05") in text
        assert text.rstrip().endswith("Acme PMO")
    letters = [path.read_text(encoding="utf-8") for path in answered.letters]
    assert letters
    assert all("05/04/2026" in text or "2026-04-05" in text for text in letters)
    assert all(text.rstrip().endswith("Acme PMO") for text in letters)
    # Once all is here nothing is reminded of: the old texts stay, and are told.
    for path in place.iterdir():
        assert path not in answered.outdated


def test_a_reminder_of_before_is_told_and_what_is_no_reminder_is_kept(tmp_path: Path) -> None:
    """Who has sent all by now has an old text; a file of somebody else is not overwritten."""
    folder = workspace(tmp_path / "w", "fr", projects=2)
    copies = tmp_path / "copies"
    first = annotate([folder], copies)
    assert first.reminders
    mine = first.reminders[0]
    mine.write_text("Notes", encoding="utf-8")
    again = annotate([folder], copies)
    assert mine.read_text(encoding="utf-8") == "Notes"
    assert [file for file, _ in again.failed] == [mine]
    shutil.rmtree(in_workspace(folder, RETURNS_FOLDER))
    demo(tmp_path / "whole", 2, 1, "fr")
    shutil.copytree(tmp_path / "whole" / "retours", folder / "retours")
    mine.write_text(first.reminders[0].read_text(encoding="utf-8"), encoding="utf-8")
    last = annotate([folder], copies)
    assert last.reminders == []
    assert set(last.outdated) >= {path for path in first.reminders if path != mine}


def test_only_some_files_remind_nobody(tmp_path: Path) -> None:
    """Whoever looks at one file alone does not know what the others sent."""
    folder = workspace(tmp_path / "w", "en", projects=2)
    file = next((folder / "returns").rglob("*.xlsx"))
    assert annotate([file], tmp_path / "copies").reminders == []


def test_a_name_becomes_the_name_of_a_file() -> None:
    """What no system takes in a name is left out."""
    assert file_name('Anna "Bo" / Ltd.') == "Anna Bo Ltd"
    assert file_name("...") == "_"


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        ("en", "2026-04-05", DUE), ("fr", "05/04/2026", DUE), ("fr", "5 avril 2026", DUE), ("en", "5 April 2026", DUE),
        ("en", "15/04/2026", dt.date(2026, 4, 15)), ("en", DUE, DUE), ("en", None, None),
    ],
)  # fmt: skip
def test_a_due_date_is_taken_as_people_type_it(language: str, words: Any, day: dt.date | None) -> None:
    """A date of TOML, or a text with one meaning; in French the day stands first."""
    settings = Settings.model_validate({"language": language, "collection": {"due": words}})
    assert with_due_date(settings).collection.due_date == day


@pytest.mark.parametrize("words", ["soon", "05/04/2026", "2026-13-01"])
def test_a_due_date_that_is_none_or_two_is_refused(words: str) -> None:
    """The sentence names the key."""
    settings = Settings.model_validate({"collection": {"due": words}})
    with pytest.raises(SettingsError, match=r"pmo\.toml: “collection\.due” cannot be"):
        with_due_date(settings)


def test_a_due_date_of_an_earlier_period_judges_nobody(tmp_path: Path) -> None:
    """It is said once, and no return is late."""
    folder = workspace(tmp_path / "w", "en", projects=2)
    settings = folder / "pmo.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('due = "5 avril 2026"', "due = 2026-03-05"),
        encoding="utf-8",
    )
    outcome = validate([folder])
    found = [f for f in outcome.portfolio.findings if f.code == "PFL-02"]
    assert [(f.severity.key, f.place.file) for f in found] == [("info", "pmo.toml")]
    assert all(one.days_late is None for one in outcome.portfolio.returns)


def test_lateness_may_be_switched_off(tmp_path: Path) -> None:
    """By its rule; the days are still counted on the page."""
    folder = workspace(tmp_path / "w", "en", projects=6)
    settings = folder / "pmo.toml"
    text = settings.read_text(encoding="utf-8").replace("[rules]", '[rules]\nPFL-02 = { severity = "off" }')
    settings.write_text(text, encoding="utf-8")
    outcome = validate([folder])
    assert "PFL-02" not in {f.code for f in outcome.portfolio.findings}
    late: list[Return] = [one for one in outcome.portfolio.returns if one.days_late]
    assert [one.file for one in late] == ["P005/risks.xlsx"]


def test_a_register_of_before_has_no_e_mail_and_is_read(tmp_path: Path) -> None:
    """The column is new; without it no address is shown, and the name stays."""
    folder = workspace(tmp_path / "w", "en", projects=2)
    rows = {"project_id": ["P001", "P002"], "project_name": ["A", "B"], "project_manager": ["Ann", "ann "]}
    write_steering(folder / "steering.xlsx", STEERING, {"register": rows})
    book = openpyxl.load_workbook(in_workspace(folder, STEERING_FILE))
    sheet = book.worksheets[0]
    head = next(c for r in sheet.iter_rows() for c in r if str(c.value).startswith("E-mail"))
    for table in [*sheet.tables]:
        del sheet.tables[table]
    sheet.delete_cols(head.column)
    book.save(folder / "steering.xlsx")
    consolidate_to([folder], folder / "m.xlsx", cache=False)
    text = [str(c.value) for r in page_of(folder, "en").iter_rows() for c in r if c.value]
    assert "Ann" in text, "one project manager, however his name is written"
    assert "ann " not in text
    assert not any("@" in words for words in text)


def test_one_project_and_no_register(tmp_path: Path) -> None:
    """Without a register nobody can be missing: what came is what was expected."""
    demo(tmp_path / "w", 1, 1, "fr")
    (tmp_path / "w" / "pilotage.xlsx").unlink()
    consolidate_to([tmp_path / "w"], tmp_path / "w" / "m.xlsx", cache=False)
    rows = table_under(page_of(tmp_path / "w", "fr"), "Code projet")
    assert [row[2:5] for row in rows.values()] == [["● Reçu"] * 3]
    sentence = [str(c.value) for r in page_of(tmp_path / "w", "fr").iter_rows() for c in r if str(c.value).startswith("●")]  # fmt: skip
    assert "● Tous les retours sont reçus\u00a0: 3" in sentence
