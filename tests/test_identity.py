"""Several files of one project: one currency, one word for each field, one version; and a run in which nothing counts."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from small import end_of, line, task, write
from small_risks import register, risk
from test_what_counts import SHARED, codes, figures, needs_cases, run

from pmo_xl import pipeline
from pmo_xl.catalog.settings import read_settings
from pmo_xl.core.base.problem import NothingToDo, SettingsError
from pmo_xl.core.flow.portfolio import State
from pmo_xl.core.settings.settings import CollectionSettings, Settings
from pmo_xl.doors.terminal import messages

LINES = [line(1000.0, 400.0, 600.0)]
NEWEST = Settings(collection=CollectionSettings(several="newest"))


def sent(
    folder: Path, name: str, *, plan: str = "EUR", budget: str = "EUR", risks: str | None = None
) -> Path:
    """A plan and a budget of a project, and its risks where asked for, each in a currency of its own."""
    write(folder / name, name, end_of(3), [task(1000.0, 0.5)], None, [], currency=plan)
    write(folder / name, name, end_of(3), None, LINES, [], currency=budget)
    if risks is not None:
        register(
            folder / name, name, end_of(3), [risk(prob_pct_in=0.5, cost_impact_in=100.0)], currency=risks
        )
    return folder


# currency ------------------------------------------------------------------------------------------------


def test_amounts_in_another_currency_than_the_project_are_in_no_total(tmp_path: Path) -> None:
    """Two sheets say EUR, the plan USD: its dates count, its amounts do not, and both cells are named."""
    outcome = run(sent(tmp_path / "in", "P1", plan="USD", risks="EUR"), tmp_path)
    got = figures(outcome)
    (finding,) = outcome.portfolio.findings

    assert (got["ev"], got["bac"], got["exposure"], got["finish_baseline"]) == (None, 1000, 50, "2026-06-30")
    assert (finding.code, finding.place.file, finding.place.cell) == ("XSH-21", "P1/P1-plan.xlsx", "C8")
    for words in (finding.message.to("en"), finding.message.to("fr")):
        assert "P1/P1-budget.xlsx · Project!C8" in words
        assert {"USD", "EUR"} <= set(words.replace(":", " ").replace(",", " ").split())
    plan = next(one for one in outcome.portfolio.returns if one.kinds == ("plan",))
    assert plan.tables_read[0].refused == {"cost_baseline": 1}


def test_two_currencies_of_which_neither_prevails_leave_no_amount(tmp_path: Path) -> None:
    """One sheet against one: nobody can know which, and neither is taken."""
    outcome = run(sent(tmp_path / "in", "P1", plan="USD"), tmp_path)
    got = figures(outcome)

    assert [got[key] for key in ("ev", "pv", "bac", "ac", "eac")] == [None] * 5
    assert got["tasks"] == 1
    assert codes(outcome) == ["XSH-21", "XSH-21"]


def test_one_currency_on_all_sheets_is_nothing_to_report(tmp_path: Path) -> None:
    """Whatever it is."""
    assert codes(run(sent(tmp_path / "in", "P1", plan="CHF", budget="CHF", risks="CHF"), tmp_path)) == []


# the other fields ----------------------------------------------------------------------------------------


def test_sheets_that_differ_are_told_with_both_cells_and_which_counts(tmp_path: Path) -> None:
    """Name, status, reserve and dates: one warning each; words that differ by case alone are the same."""
    more = {
        "rag_declared": "green",
        "contingency_initial": 100.0,
        "finish_baseline": date(2026, 6, 30),
        "sponsor": "ANNE",
    }
    other = {
        "rag_declared": "red",
        "contingency_initial": 90.0,
        "finish_baseline": date(2026, 7, 31),
        "sponsor": "Anne",
        "comment": "Late",
    }
    write(tmp_path / "in", "P1", end_of(3), None, LINES, [], **more)
    write(tmp_path / "in", "P1", end_of(3), [task(1000.0, 0.5)], None, [], **other)
    outcome = run(tmp_path / "in", tmp_path)
    told = {f.place.cell: f for f in outcome.portfolio.findings if f.code == "XSH-22"}

    assert {f.place.file for f in told.values()} == {"P1-plan.xlsx"}
    assert len(told) == 3
    assert any(
        f.message.to("en").startswith("“Declared status” is ◆ Red here, ● Green in P1-budget.xlsx · Project!")
        for f in told.values()
    )
    assert all("counts" in f.message.to("en") and "compte" in f.message.to("fr") for f in told.values())
    assert {f.severity.key for f in told.values()} == {"warning"}
    assert figures(outcome)["contingency"] == 100


# folders ---------------------------------------------------------------------------------------------------


def test_a_return_in_the_folder_of_another_project_counts_for_neither(tmp_path: Path) -> None:
    """P1/plan.xlsx that says P2 does not displace the plan that lies with P2."""
    sent(tmp_path / "in", "P1")
    sent(tmp_path / "in", "P2")
    write(tmp_path / "x", "P2", end_of(3), [task(9999.0, 1.0)], None, [])
    shutil.move(tmp_path / "x" / "P2-plan.xlsx", tmp_path / "in" / "P1" / "P1-plan.xlsx")
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "out.xlsx")
    projects = outcome.to_dict()["projects"]

    assert projects["P2"]["ev"] == 500
    assert projects["P1"]["ev"] is None
    assert [(f.code, f.place.file, f.place.cell) for f in outcome.portfolio.findings] == [
        ("PFL-08", "P1/P1-plan.xlsx", "C5")
    ]


def test_a_mistyped_id_of_a_project_that_nobody_else_knows_displaces_nobody(tmp_path: Path) -> None:
    """P003 sent one plan, which says P002, and no register knows P003: the plan of P002 counts, that of P003 does not."""
    sent(tmp_path / "in", "P002")
    write(tmp_path / "x", "P002", end_of(3), [task(9999.0, 1.0)], None, [])
    (tmp_path / "in" / "P003").mkdir()
    shutil.move(tmp_path / "x" / "P002-plan.xlsx", tmp_path / "in" / "P003" / "plan.xlsx")
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "out.xlsx")

    assert {project: each["ev"] for project, each in outcome.to_dict()["projects"].items()} == {"P002": 500}
    assert [(f.code, f.place.file) for f in outcome.portfolio.findings] == [("PFL-08", "P003/plan.xlsx")]


@pytest.mark.parametrize(
    ("project", "folder"), [("P1", "Q2"), ("ERP", "new"), ("2024", "2026"), ("P001", "V002")]
)
def test_a_second_version_in_a_folder_of_another_sort_is_a_second_version(
    project: str, folder: str, tmp_path: Path
) -> None:
    """A quarter, a word, a year, a version: no project; of two versions neither counts, as ever."""
    sent(tmp_path / "in", project)
    write(tmp_path / "x", project, end_of(3), [task(9999.0, 1.0)], None, [])
    (tmp_path / "in" / folder).mkdir()
    shutil.move(tmp_path / "x" / f"{project}-plan.xlsx", tmp_path / "in" / folder / "plan.xlsx")
    assert {f.code for f in pipeline.validate([tmp_path / "in"]).portfolio.findings} == {"GEN-08"}


def test_folders_that_are_no_project_say_nothing(tmp_path: Path) -> None:
    """A folder of a month or a programme may hold anybody's returns."""
    sent(tmp_path / "in" / "2026-03", "P1")
    (tmp_path / "in" / "2026-03" / "P1").rename(tmp_path / "in" / "2026-03" / "Digital")

    assert codes(pipeline.validate([tmp_path / "in"])) == []


# versions ----------------------------------------------------------------------------------------------------


def versions(folder: Path, *moments: str | None) -> list[Path]:
    """Budgets of one project, each with another amount and the moment at which it says it was saved."""
    made = []
    for number, moment in enumerate(moments, start=1):
        write(folder / "x", "P1", end_of(3), None, [line(1000.0 * number, 0.0, 1000.0 * number)], [])
        path = folder / f"P1 budget_v{number}.xlsx"
        shutil.move(folder / "x" / "P1-budget.xlsx", path)
        stamp(path, moment)
        made.append(path)
    (folder / "x").rmdir()
    return made


def stamp(path: Path, moment: str | None) -> None:
    """Make a workbook say when it was saved, or say nothing of it."""
    words = f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>' if moment else ""
    fresh = path.with_suffix(".tmp")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(fresh, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/core.xml":
                content = re.sub(rb"<dcterms:modified.*?</dcterms:modified>", words.encode(), content)
            new.writestr(item, content)
    fresh.replace(path)


def test_of_two_versions_neither_counts_and_both_dates_are_named(tmp_path: Path) -> None:
    """The alphabet says nothing about which is right; the dates of saving and the status date are told."""
    (tmp_path / "in").mkdir()
    versions(tmp_path / "in", "2026-04-03T09:00:00Z", "2026-04-02T16:30:00+02:00")
    outcome = pipeline.validate([tmp_path / "in"])

    assert [r.state for r in outcome.portfolio.returns] == [State.REJECTED] * 2
    assert codes(outcome) == ["GEN-08", "GEN-08"]
    for finding in outcome.portfolio.findings:
        words = finding.message.to("en")
        assert "P1 budget_v1.xlsx (saved 2026-04-03 09:00:00 UTC, status date 2026-03-31)" in words
        assert "P1 budget_v2.xlsx (saved 2026-04-02 14:30:00 UTC, status date 2026-03-31)" in words
        assert "31/03/2026" in finding.message.to("fr")


def test_a_pmo_may_let_the_version_saved_last_count(tmp_path: Path) -> None:
    """Whatever it is called; the other is told and not counted."""
    (tmp_path / "in").mkdir()
    versions(tmp_path / "in", "2026-04-03T09:00:00Z", "2026-04-02T16:30:00Z")
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "out.xlsx", settings=NEWEST)

    assert figures(outcome)["bac"] == 1000
    assert [(f.code, f.severity.key, f.place.file) for f in outcome.portfolio.findings] == [
        ("GEN-08", "warning", "P1 budget_v2.xlsx")
    ]


def test_a_file_that_does_not_say_is_dated_by_the_disk(tmp_path: Path) -> None:
    """Said as such; two of one second are two of which neither counts."""
    (tmp_path / "in").mkdir()
    first, second = versions(tmp_path / "in", None, None)
    day = dt.datetime(2026, 4, 2, 12, tzinfo=dt.UTC).timestamp()
    os.utime(first, (day, day))
    os.utime(second, (day + 60, day + 60))
    later = pipeline.validate([tmp_path / "in"], settings=NEWEST)
    os.utime(second, (day, day))
    alike = pipeline.validate([tmp_path / "in"], settings=NEWEST)

    assert [r.rejected for r in later.portfolio.returns] == [True, False]
    assert "file date 2026-04-02 12:01:00 UTC" in later.portfolio.findings[0].message.to("en")
    assert [f.severity.key for f in alike.portfolio.findings] == ["error", "error"]


def test_a_copy_to_the_last_byte_is_counted_once(tmp_path: Path) -> None:
    """There is nothing to choose between two files that are the same."""
    (tmp_path / "in").mkdir()
    (path,) = versions(tmp_path / "in", "2026-04-03T09:00:00Z")
    shutil.copy(path, tmp_path / "in" / "copy.xlsx")
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "out.xlsx")

    assert figures(outcome)["bac"] == 1000
    assert [(f.code, f.severity.key) for f in outcome.portfolio.findings] == [("GEN-08", "warning")]


def test_how_versions_are_settled_is_a_setting(tmp_path: Path) -> None:
    """Two words are known; any other is named."""
    file = tmp_path / "pmo.toml"
    file.write_text('[collection]\nseveral = "newest"\n', encoding="utf-8")
    assert read_settings(file).collection.several == "newest"
    file.write_text('[collection]\nseveral = "oldest"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="several"):
        read_settings(file)


@needs_cases
def test_the_handed_versions_count_neither(tmp_path: Path) -> None:
    """Version 1 and 2 of one budget."""
    outcome = pipeline.validate([SHARED / "field" / "06_two_versions"])

    assert [r.state for r in outcome.portfolio.returns] == [State.REJECTED] * 2


@needs_cases
def test_an_id_in_small_letters_is_told_what_it_lacks() -> None:
    """It is there; it is not missing."""
    outcome = pipeline.validate([SHARED / "field" / "10_lowercase_project_id.xlsx"])
    (finding,) = (f for f in outcome.portfolio.findings if f.code == "GEN-06")

    assert finding.message.to("en").startswith("“p001” is not a valid project ID")
    assert finding.fix is not None
    assert finding.fix.to("en") == "Write it in capitals: P001."


# nothing counts ----------------------------------------------------------------------------------------------


def test_a_run_in_which_nothing_counts_leaves_the_master_as_it_was(tmp_path: Path) -> None:
    """All returns of another date: both dates are said, once, and no empty master replaces the last one."""
    sent(tmp_path / "in", "P1")
    out = tmp_path / "out.xlsx"
    pipeline.consolidate_to([tmp_path / "in"], out)
    before = out.read_bytes()

    with pytest.raises(NothingToDo) as stopped:
        pipeline.consolidate_to([tmp_path / "in"], out, status_date=date(2026, 4, 30))

    assert out.read_bytes() == before
    assert "All 2 returns are as of 2026-03-31, the period 2026-04-30" in stopped.value.text.to("en")
    assert "Les 2 retours sont arrêtés au 31/03/2026, la période au 30/04/2026" in stopped.value.text.to("fr")


def test_a_run_in_which_nothing_can_be_read_says_why(tmp_path: Path) -> None:
    """The rules that left everything out are named."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlsx").write_text("no workbook", encoding="utf-8")

    with pytest.raises(NothingToDo, match=r"The only return does not count \(GEN-01\)"):
        pipeline.consolidate_to([tmp_path / "in"], tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


# one rule on many lines -----------------------------------------------------------------------------------------


def test_one_rule_on_many_lines_is_told_once(tmp_path: Path) -> None:
    """The terminal names the first cells, how often, and the sum; every finding is kept for programs."""
    lines = [line(100.0, 150.0, 10.0, line_id=f"L{n}", comment=None, committed=100.0) for n in range(40)]
    write(tmp_path / "in", "P1", end_of(3), None, [*lines, line(9000.0, 0.0, 9000.0, line_id="L99")], [])
    outcome = pipeline.validate([tmp_path / "in"])
    told = list(messages.by_file(outcome.portfolio.findings, "en"))
    (folded,) = (words for words in told if "BUD-06" in words)

    assert codes(outcome).count("BUD-06") == 40
    assert "40 times: Budget!J6 · L0, Budget!J7 · L1, Budget!J8 · L2 …" in folded
    assert "total found: 6000" in "\n".join(told)
    assert len(told) < 20
