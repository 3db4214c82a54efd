"""The page of the risks: which risks stand in which cell and list, told by their registers alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import pytest
from office import compare, needs_office, poisoned, recalculated
from on_page import cell_with, page_of, table_under
from openpyxl.worksheet.worksheet import Worksheet
from small import Row
from small_risks import register, risk

from pmo_xl import pipeline
from pmo_xl.core.settings.settings import Settings

STATUS, LAST_MONTH = dt.date(2026, 3, 31), dt.date(2026, 2, 27)
SETTINGS = Settings(status_date=STATUS, reporting_currency="EUR", rates={"USD": 0.5})
RATES = {"EUR": 1.0, "USD": 0.5}
RATINGS = (1, 2, 3, 3, 3, 4, 5)
CATEGORIES = ("technical", "supplier", "external")
Registers = dict[str, list[Row]]


def _registers() -> Registers:
    """Three registers: open and closed, threats and opportunities, rated and not, late and not."""
    rng = Random(7)
    registers: Registers = {}
    for project in ("P1", "P2", "P3"):
        rows = []
        for number in range(1, 15):
            good = rng.random() < 0.25
            row = risk(
                risk_id=f"R-{number:03}", title=f"Risk {project} {number}", category=rng.choice(CATEGORIES),
                kind="opportunity" if good else "threat", response_type="exploit" if good else "reduce",
                response_actions="Do what is agreed", cause="A cause", effect="an effect",
                probability_in=rng.choice(RATINGS), impact_in=rng.choice(RATINGS),
                prob_pct_in=round(rng.random(), 2), cost_impact_in=float(rng.randint(1, 90) * 1000),
                due_date=STATUS + dt.timedelta(days=rng.randint(-60, 60)),
                status=rng.choice(("open", "open", "open", "escalated", "occurred")),
            )  # fmt: skip
            if rng.random() < 0.7:
                row |= {
                    "probability_res": rng.choice(RATINGS[:5]), "impact_res": rng.choice(RATINGS[:5]),
                    "prob_pct_res": round(rng.random(), 2), "cost_impact_res": float(rng.randint(1, 60) * 1000),
                }  # fmt: skip
            rows.append(row)
        registers[project] = rows
    return registers


def _a_month_ago() -> Registers:
    """The same registers as they were: other ratings, some risks not raised yet, some closed since."""
    rng = Random(11)
    return {
        project: [
            {**row, "status": "open", "probability_in": rng.choice(RATINGS), "impact_in": rng.choice(RATINGS)}
            for row in rows if rng.random() < 0.7
        ]
        for project, rows in REGISTERS.items()
    }  # fmt: skip


CURRENCY = {"P1": "EUR", "P2": "USD", "P3": "EUR"}
REGISTERS = _registers()
EARLIER = _a_month_ago()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The masters of these registers in both languages, each after that of the month before."""
    folder = tmp_path_factory.mktemp("risks")
    for status, registers in ((LAST_MONTH, EARLIER), (STATUS, REGISTERS)):
        for project, rows in registers.items():
            register(folder / "in", project, status, rows, currency=CURRENCY[project])
        settings = SETTINGS.model_copy(update={"status_date": status})
        for language in ("en", "fr"):
            pipeline.consolidate_to(
                [folder / "in"], folder / f"{language}.xlsx", language=language, settings=settings
            )
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> Worksheet:
    """The page as the master was written."""
    sheet = page_of(folder / "en.xlsx", "Risks")
    assert isinstance(sheet, Worksheet)
    return sheet


# ---- the same, from the registers alone -----------------------------------------------------------------


def _open(kind: str) -> list[tuple[str, Row]]:
    return [
        (project, row) for project, rows in REGISTERS.items() for row in rows
        if row["kind"] == kind and row["status"] in ("open", "escalated")
    ]  # fmt: skip


def _score(row: Row) -> int:
    which = "res" if row.get("probability_res") else "in"
    return int(row[f"probability_{which}"] * row[f"impact_{which}"])


BEFORE = {(project, row["risk_id"]): _score(row) for project, rows in EARLIER.items() for row in rows}


def _value(row: Row, which: str | None = None) -> float:
    which = which or ("res" if row.get("prob_pct_res") is not None else "in")
    return float(row[f"prob_pct_{which}"] * row[f"cost_impact_{which}"])


def _name(project: str, row: Row) -> str:
    return f"{project} {row['risk_id']}"


def _cells(page: Worksheet, title: str) -> dict[tuple[int, int], list[str]]:
    """The lines of each cell of the heat map whose heading begins so, by probability and impact."""
    head = next(
        c for row in page.iter_rows() for c in row if isinstance(c.value, str) and c.value.startswith(title)
    )
    found = {}
    for down in range(5):
        row = head.row + 2 + down
        columns = [c for c in page[row] if c.column > head.column and c.value is not None][:5]
        for impact, cell in enumerate(columns, start=1):
            found[page.cell(row, head.column).value, impact] = str(cell.value).split("\n")
    return found


SIGNS = {"◆": (15, "Critical"), "▲": (10, "High"), "●": (5, "Medium"), "○": (1, "Low")}


@pytest.mark.parametrize(("title", "which"), [("Heat map, residual", "res"), ("Heat map, inherent", "in")])
def test_each_cell_names_the_threats_that_the_registers_put_there(
    page: Worksheet, title: str, which: str
) -> None:
    """Zone in sign and word, how many, which: the first by expected value where there are more than fit."""
    there: dict[tuple[int, int], list[tuple[str, Row]]] = defaultdict(list)
    for project, row in _open("threat"):
        if row.get(f"probability_{which}"):
            there[row[f"probability_{which}"], row[f"impact_{which}"]].append((project, row))
    cells = _cells(page, title)

    assert len(cells) == 25
    assert any(len(rows) > 3 for rows in there.values())
    for place, lines in cells.items():
        mine = there.get(place, [])
        score, word = SIGNS[lines[0][0]]
        assert max(limit for limit, _ in SIGNS.values() if place[0] * place[1] >= limit) == score
        if not mine:
            assert lines == [lines[0][0]]
            continue
        ordered = [
            _name(*one) for one in sorted(mine, key=lambda one: (-_score(one[1]), -(_value(one[1]) // 1000)))
        ]
        assert lines[0] == f"{lines[0][0]} {word}: {len(mine)}"
        if len(mine) <= 3:
            assert lines[1:] == ordered
        else:
            assert lines[1:] == [*ordered[:2], f"+ {len(mine) - 2} more"]


def _list(page: Worksheet, title: str) -> tuple[str, list[list[Any]]]:
    """The heading of a list and its filled rows, without their numbers."""
    head = next(
        c for row in page.iter_rows() for c in row if isinstance(c.value, str) and c.value.startswith(title)
    )
    columns = [c.column for c in page[head.row + 1] if c.column >= head.column and c.value is not None]
    rows = []
    for number in range(head.row + 2, page.max_row + 1):
        cells = [page.cell(number, column).value or None for column in columns]
        if cells[0] != len(rows) + 1 or cells[1] is None:
            break
        rows.append(cells[1:])
    return str(head.value), rows


def test_the_first_threats_are_those_of_the_highest_score(page: Worksheet) -> None:
    """Each with cause and consequence, response, owner, due date, both scores and what became of them."""
    threats = sorted(_open("threat"), key=lambda one: (-_score(one[1]), -(_value(one[1]) // 1000)))
    title, rows = _list(page, "Top open threats")

    assert title == f"Top open threats – 7 of {len(threats)}"
    assert [row[0] for row in rows] == [_name(*one) for one in threats[:7]]
    for row, (_, told) in zip(rows, threats, strict=False):
        inherent = told["probability_in"] * told["impact_in"]
        assert row[1:3] == [told["title"], "A cause → an effect"]
        assert row[3:5] == ["Reduce: Do what is agreed", "A"]
        assert row[5].date() == told["due_date"]
        then = BEFORE.get((row[0].split()[0], told["risk_id"]))
        moved = None if then is None else _score(told) - then
        words = None if moved is None else "↗ better" if moved < 0 else "↘ worse" if moved > 0 else "= same"
        assert row[6:] == [inherent, "new" if then is None else then, _score(told), words]
    assert {row[9] for row in rows} >= {None, "↗ better", "↘ worse"}


def test_overdue_responses_say_how_many_days(page: Worksheet) -> None:
    """The latest first, of how many."""
    late = [(p, row) for p, row in _open("threat") if row["due_date"] < STATUS]
    late.sort(key=lambda one: (one[1]["due_date"], -_score(one[1])))
    title, rows = _list(page, "Overdue responses to threats")

    assert title == f"Overdue responses to threats – {min(10, len(late))} of {len(late)}"
    assert [(row[0], row[-2]) for row in rows] == [
        (_name(*one), (STATUS - one[1]["due_date"]).days) for one in late[:10]
    ]


def test_no_opportunity_stands_among_threats(page: Worksheet) -> None:
    """Nor a threat among the opportunities."""
    threats, good = ({_name(*one) for one in _open(kind)} for kind in ("threat", "opportunity"))
    maps = [*_cells(page, "Heat map, residual").values(), *_cells(page, "Heat map, inherent").values()]
    named = {words for lines in maps for words in lines[1:] if not words.startswith("+")}
    named |= {row[0] for title in ("Top open threats", "Overdue responses") for row in _list(page, title)[1]}
    title, rows = _list(page, "Top open opportunities")

    assert named <= threats
    assert {row[0] for row in rows} <= good
    assert title == f"Top open opportunities – {min(8, len(good))} of {len(good)}"


def test_exposure_by_category_before_and_after_response(page: Worksheet) -> None:
    """Threats alone, in the reporting currency."""
    got = table_under(page, "Category")
    for key, label in zip(CATEGORIES, ("Technical", "Supplier and contract", "External"), strict=True):
        mine = [(p, row) for p, row in _open("threat") if row["category"] == key]
        inherent = sum(_value(row, "in") * RATES[CURRENCY[p]] for p, row in mine)
        now = sum(_value(row) * RATES[CURRENCY[p]] for p, row in mine)
        assert got[label] == [len(mine), len(mine), pytest.approx(inherent), pytest.approx(now)]


def test_a_portfolio_without_open_risks_says_so(tmp_path: Path) -> None:
    """Empty lists are no empty tables without a word."""
    register(tmp_path / "in", "P1", STATUS, [risk(status="occurred")])
    pipeline.consolidate_to([tmp_path / "in"], tmp_path / "m.xlsx", settings=SETTINGS)
    page = page_of(tmp_path / "m.xlsx", "Risks")

    for title in ("Top open threats", "Overdue responses to threats", "Top open opportunities"):
        assert cell_with(page, f"{title} – none")
    assert {lines[0] for lines in _cells(page, "Heat map, residual").values()} == set(SIGNS)


@needs_office
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_cell_is_live(folder: Path, tmp_path: Path, language: str) -> None:
    """LibreOffice, which starts from wrong values, comes to the same."""
    path = folder / f"{language}.xlsx"
    (fresh,) = recalculated([poisoned(path, tmp_path / f"{language}.xlsx")], tmp_path / "fresh")

    assert compare(path, fresh) == []
