"""What changed since the last period: the page against differences of runs that know of no other period."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from office import compare, needs_office, poisoned, recalculated
from on_page import opened, page_of, table_under
from openpyxl.worksheet.worksheet import Worksheet
from small import end_of, line, task, write

from pmo_xl import pipeline
from pmo_xl.core.settings.settings import Settings

LIVE = {
    "en": ("What changed!", "KPI!", "Settings and trace!"),
    "fr": ("Ce qui a changé!", "Indicateurs!", "Paramètres et traçabilité!"),
}
"""The sheets with figures of the past."""
LIGHT_WORDS = {"grey": "○ No data", "green": "● Green", "amber": "▲ Amber", "red": "◆ Red"}
EPOCH = dt.date(1899, 12, 30)
TREND = {1: "↗ better", 0: "→ same", -1: "↘ worse"}
RANKS = {"grey": 0, "green": 1, "amber": 2, "red": 3}

Said = Mapping[str, tuple[float, float, dt.date, dt.date]]
"""By project: actual, still to spend, forecast finish of the task, forecast date of its milestone."""

JUNE, JULY, AUGUST = dt.date(2026, 6, 30), dt.date(2026, 7, 31), dt.date(2026, 8, 31)
MONTHS: dict[int, Said] = {
    2: {"PA": (100.0, 1900.0, AUGUST, AUGUST), "PB": (100.0, 900.0, JUNE, JUNE), "PC": (100.0, 1500.0, JULY, JULY),
        "PD": (50.0, 950.0, JUNE, JUNE)},
    3: {"PA": (200.0, 1900.0, AUGUST, AUGUST), "PB": (200.0, 800.0, JUNE, JUNE), "PC": (200.0, 1400.0, JULY, JULY),
        "PD": (90.0, 910.0, JUNE, JUNE), "PE": (10.0, 990.0, JUNE, JUNE)},
    # April is missing. PD is silent; PF is new; PA stays red, PB gets worse, PC better, PE stays as it is.
    5: {"PA": (300.0, 2100.0, dt.date(2026, 9, 15), AUGUST), "PB": (400.0, 1000.0, AUGUST, JULY),
        "PC": (300.0, 700.0, JUNE, JUNE), "PE": (20.0, 980.0, JUNE, JUNE), "PF": (0.0, 1000.0, JUNE, JUNE)},
    6: {"PA": (400.0, 2100.0, dt.date(2026, 9, 15), AUGUST), "PD": (100.0, 900.0, JUNE, JUNE)},
}  # fmt: skip

DONE = {2: 0.34, 3: 0.5, 5: 0.84, 6: 0.97}
"""How much of the work is done in each month: about what was planned."""


@functools.cache
def returns(folder: Path, n: int) -> Path:
    """The returns of a month."""
    place = folder / f"in{n}"
    for name, (actual, etc, finish, milestone) in MONTHS[n].items():
        plan = [
            task(1000.0, DONE[n], finish_forecast=finish),
            {"task_id": "1.10", "name": f"Go-live {name}", "type": "milestone", "owner": "A",
             "start_baseline": JUNE, "finish_baseline": JUNE, "start_forecast": milestone, "finish_forecast": milestone},
        ]  # fmt: skip
        write(place, name, end_of(n), plan, [line(1000.0, actual, etc)], [])
    return place


def run(folder: Path, n: int, master: Path, language: str = "en") -> dict[str, Any]:
    """Consolidate a month into a master, which remembers what it said before."""
    settings = Settings(status_date=end_of(n))
    outcome = pipeline.consolidate_to([returns(folder, n)], master, settings=settings, language=language)
    return outcome.to_dict()


@functools.cache
def alone(folder: Path, n: int) -> dict[str, Any]:
    """The same month in a master of its own: it knows of no other."""
    found: dict[str, Any] = run(folder, n, folder / f"alone{n}.xlsx")["projects"]
    return found


def sheet_of(master: Path, title: str = "What changed") -> Worksheet:
    """The page, as it shows its values."""
    return page_of(master, title)


def day(what: Any) -> dt.date | None:
    """A date as its cell holds it."""
    if isinstance(what, dt.datetime):
        return what.date()
    return what if what in (None, "") else EPOCH + dt.timedelta(days=what)


@pytest.fixture(scope="module")
def masters(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Path]:
    """The masters by language and month: February, March and May one after the other."""
    folder = tmp_path_factory.mktemp("changes")
    made = {}
    for language in ("en", "fr"):
        for before, n in ((None, 2), (2, 3), (3, 5)):
            made[language, n] = folder / f"{language}{n}.xlsx"
            if before:
                shutil.copy(made[language, before], made[language, n])
            run(folder, n, made[language, n], language)
    return made


@pytest.fixture(scope="module")
def three(masters: dict[tuple[str, int], Path]) -> tuple[Path, Path]:
    """The folder of the returns, and the master of May, which knows of the months before."""
    return masters["en", 5].parent, masters["en", 5]


def test_the_first_month_says_that_there_is_nothing_to_compare(masters: dict[tuple[str, int], Path]) -> None:
    """A sentence, and no table."""
    for language, title, words in (
        ("en", "What changed", "First month: nothing to compare."),
        ("fr", "Ce qui a changé", "Premier mois\u00a0: rien à comparer."),
    ):
        sheet = sheet_of(masters[language, 2], title)
        held = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        assert words in held
        assert not any("rojet" in words and "météos" in words for words in held)
        assert "Project ID" not in held
        assert "Code projet" not in held


def test_each_change_is_the_difference_of_two_runs(three: tuple[Path, Path]) -> None:
    """Status, finish, estimate at completion, milestones: May less March, each of a run that knows of no other."""
    folder, master = three
    march, may = alone(folder, 3), alone(folder, 5)
    rows = table_under(sheet_of(master), "Project ID")
    compared = {name for name in may if name in march}
    assert set(rows) == compared == {"PA", "PB", "PC", "PE"}
    for name in compared:
        now, then = may[name], march[name]
        row = rows[name]
        (
            _,
            month,
            was,
            is_,
            trend,
            _,
            finish,
            moved,
            slip,
            eac,
            change,
            share,
            exposure,
            critical,
            milestones,
        ) = row
        assert day(month) == dt.date(2026, 3, 1)
        assert (was, str(is_).removesuffix(" *")) == (LIGHT_WORDS[then["rag"]], LIGHT_WORDS[now["rag"]])
        sign = RANKS[then["rag"]] - RANKS[now["rag"]]
        assert trend == TREND[(sign > 0) - (sign < 0)]
        finishes = [dt.date.fromisoformat(one["finish_forecast"]) for one in (then, now)]
        assert day(finish) == finishes[1]
        assert moved == (finishes[1] - finishes[0]).days
        assert slip == now["slip_wd"]
        assert eac == pytest.approx(now["eac"])
        assert change == pytest.approx(now["eac"] - then["eac"])
        assert share == pytest.approx((now["eac"] - then["eac"]) / then["eac"])
        assert (exposure, critical) == (None, None), "no risk register came"
        assert milestones == (MONTHS[3][name][3] != MONTHS[5][name][3])


def test_worse_lights_come_first_then_the_largest_change(three: tuple[Path, Path]) -> None:
    """PB alone got worse; of the others the estimate of PC moved most, then that of PA."""
    rows = [*table_under(sheet_of(three[1]), "Project ID")]
    assert rows == ["PB", "PC", "PA", "PE"]


def test_the_sentence_counts_and_names_what_came_and_went(three: tuple[Path, Path]) -> None:
    """Worse, better, same; the month; the gap of April; PF is new and PD is gone."""
    folder, master = three
    march, may = alone(folder, 3), alone(folder, 5)
    signs = [RANKS[may[n]["rag"]] - RANKS[march[n]["rag"]] for n in ("PA", "PB", "PC", "PE")]
    worse, better, same = sum(s > 0 for s in signs), sum(s < 0 for s in signs), signs.count(0)
    assert worse >= 1
    assert better >= 1
    held = [str(cell.value) for row in sheet_of(master).iter_rows(max_row=8) for cell in row if cell.value]
    assert f"Compared with 2026-03 · got worse: {worse} · got better: {better} · same status: {same}" in held
    assert "New projects: 1 (PF). Reported then, nothing counts now: 1 (PD)." in held
    assert "Months between, of which nothing is known: 1. " in held


def test_the_streak_counts_periods_in_red(three: tuple[Path, Path]) -> None:
    """As many as are red one after the other in runs of their own, this one included; none for who is not red."""
    folder, master = three
    months = [alone(folder, n) for n in (2, 3, 5)]
    rows = table_under(sheet_of(master), "Project ID")
    for name, row in rows.items():
        lights = [month[name]["rag"] for month in months if name in month]
        streak = 0
        for light in lights:
            streak = streak + 1 if light == "red" else 0
        assert row[5] == streak, name
    assert rows["PA"][5] == 3


def test_moved_milestones_are_listed_by_their_moves(three: tuple[Path, Path]) -> None:
    """Date then and date now, in days; a task 1.10 is not taken for 1.1."""
    sheet = sheet_of(three[1])
    heads = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Milestone"]
    (head,) = heads
    found = []
    for row in sheet.iter_rows(min_row=head.row + 1, min_col=2, max_col=7, values_only=True):
        if row[0] is None:
            break
        found.append((row[0], row[1], row[2], day(row[3]), day(row[4]), row[5]))
    assert found == [
        ("PB", "Go-live PB", "1.10", JUNE, JULY, 31),
        ("PC", "Go-live PC", "1.10", JULY, JUNE, -31),
    ]


def test_a_project_that_was_silent_is_compared_with_its_own_last_month(
    three: tuple[Path, Path], tmp_path: Path
) -> None:
    """In June PD is back: it is compared with March and PA with May, and that is said."""
    _, before = three
    master = tmp_path / "master.xlsx"
    master.write_bytes(before.read_bytes())
    run(tmp_path, 6, master)
    sheet = sheet_of(master)
    rows = table_under(sheet, "Project ID")
    assert {name: day(row[1]) for name, row in rows.items()} == {
        "PA": dt.date(2026, 5, 1), "PD": dt.date(2026, 3, 1),
    }  # fmt: skip
    held = [str(cell.value) for row in sheet.iter_rows(max_row=8) for cell in row if cell.value]
    assert "Projects that were silent then, compared with an earlier month: 1." in held
    assert rows["PD"][10] == pytest.approx(0.0)


def test_the_last_period_published_stands_on_the_run_sheet(three: tuple[Path, Path]) -> None:
    """The month before of the whole portfolio, for the trends of the dashboard."""
    ((sheet, address),) = opened(three[1]).defined_names["pmo_previous_period"].destinations
    assert day(page_of(three[1], sheet)[address].value) == dt.date(2026, 3, 1)


@needs_office
def test_every_change_is_a_live_formula(masters: dict[tuple[str, int], Path], tmp_path: Path) -> None:
    """First month in one language and third in the other, recalculated from wrong values by LibreOffice."""
    cases = {case: master for case, master in masters.items() if case in (("en", 2), ("fr", 5))}
    wrong = [poisoned(master, tmp_path / f"p-{master.name}") for master in cases.values()]
    fresh = recalculated(wrong, tmp_path / "fresh")
    for ((language, _), master), computed in zip(cases.items(), fresh, strict=True):
        differences = compare(master, computed)
        assert differences.formulas > 1000
        assert [line for line in differences if line.startswith(LIVE[language])] == []
