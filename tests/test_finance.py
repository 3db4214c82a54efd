"""What finance signs: figures that add up, follow every change of a cell, and keep currencies apart."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import compare, needs_office, poisoned, recalculated, typed
from on_page import cell_with, chosen_cell, opened, table_under
from small import RATES, SETTINGS, end_of, five_currencies, line, month, task, write
from standard import KPIS

from pmo_xl import pipeline
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.core.settings.settings import RateSettings, Settings


def test_rates_have_their_place_and_the_effect_of_exchange_is_a_step_of_its_own(tmp_path: Path) -> None:
    """Budgets at the budget rate, actuals at the average, the rest at the closing one: the difference stands alone."""
    outcome = pipeline.consolidate_to(
        [five_currencies(tmp_path / "in")], tmp_path / "m.xlsx", settings=SETTINGS
    )
    got = outcome.to_dict()
    usd, gbp, whole = got["projects"]["USD-1"], got["projects"]["GBP-1"], got["portfolio"]

    assert (usd["bac_local"], usd["bac"]) == (1000, pytest.approx(920))
    assert usd["eac"] == pytest.approx(1100 * 0.92)
    assert usd["fx_actual"] == pytest.approx(400 * (0.9 - 0.92))
    assert usd["fx_etc"] == pytest.approx(700 * (0.88 - 0.92))
    assert usd["eac_current"] == pytest.approx(400 * 0.9 + 700 * 0.88)
    # The project's own performance knows nothing of exchange rates.
    assert usd["cpi"] == pytest.approx(500 / 400)
    assert gbp["fx"] == pytest.approx(500 * 0.03 + 400 * 0.05)
    assert whole["eac_current"] == pytest.approx(whole["eac"] + whole["fx"])
    assert whole["fx"] == pytest.approx(usd["fx"] + gbp["fx"])
    assert (usd["contingency_left"], usd["management_reserve"]) == (
        pytest.approx(80 * 0.92),
        pytest.approx(46),
    )
    assert usd["budget_total"] == pytest.approx(usd["bac"] + 46)


def test_a_currency_without_a_rate_is_an_error_and_in_no_total(tmp_path: Path) -> None:
    """A missing rate is never 1: the project is named, and its amounts are left out and blank."""
    rates = {code: rate for code, rate in RATES.items() if code != "GBP"}
    outcome = pipeline.consolidate_to(
        [five_currencies(tmp_path / "in")],
        tmp_path / "m.xlsx",
        settings=SETTINGS.model_copy(update={"rates": rates}),
    )
    got = outcome.to_dict()
    found = [f for f in got["findings"] if f["code"] == "BUD-16"]

    assert [(f["severity"], f["project"]) for f in found] == [("error", "GBP-1")]
    assert got["projects"]["GBP-1"]["bac"] is None
    assert got["projects"]["GBP-1"]["bac_local"] == 1000
    assert outcome.exit_code == 1


def test_what_was_said_in_another_currency_counts_at_its_own_rate(tmp_path: Path) -> None:
    """A project that reports in euros what it reported in dollars has not earned the difference of the two."""
    master, told = tmp_path / "m.xlsx", {}
    for number, currency, unit, done in ((1, "USD", 1.0, 0.1), (3, "USD", 1.0, 0.3), (4, "EUR", 0.92, 0.4)):
        folder = tmp_path / str(number)
        plan, budget = [task(1000.0 * unit, done)], [line(1000.0 * unit, 1000 * done * unit, 500.0 * unit)]
        ahead = [{"line_id": "L1", "period": month(number + n), "forecast": 100.0 * unit} for n in (1, 2, 3)]
        write(folder, "P1", end_of(number), plan, budget, ahead, currency=currency)
        told = pipeline.consolidate_to(
            [folder], master, settings=SETTINGS, status_date=end_of(number)
        ).to_dict()
    got = told["projects"]["P1"]

    assert [got[key] for key in ("ev_3m", "ac_3m", "forecast_1m", "forecast_3m")] == pytest.approx(
        [92, 92, 92, 276]
    )
    assert (got["cpi_3m"], got["spent_3m"]) == (pytest.approx(1), pytest.approx(276))
    assert (got["accuracy_1m"], got["execution"]) == (pytest.approx(1), pytest.approx(1))
    # Nor is the budget another one: what was remembered in dollars is no measure of euros.
    assert not {"TIM-04", "TIM-05", "BUD-19"} & {finding["code"] for finding in told["findings"]}


def test_what_was_said_in_a_currency_nobody_knows_is_unknown(tmp_path: Path) -> None:
    """A remembered row without a currency has no value in another one, today's least of all."""
    master = tmp_path / "m.xlsx"
    for number, done in ((1, 0.1), (4, 0.4)):
        folder = tmp_path / str(number)
        write(folder, "P1", end_of(number), [task(1000.0, done)], [line(1000.0, 1000 * done, 500.0)], [])
        pipeline.consolidate_to([folder], master, settings=SETTINGS, status_date=end_of(number))
        if number == 1:
            book = openpyxl.load_workbook(master)
            sheet = book["Data - History"]
            head = next(
                row for row in sheet.iter_rows() if {"Project ID", "Currency"} <= {cell.value for cell in row}
            )
            (column,) = (cell.column for cell in head if cell.value == "Currency")
            sheet.cell(head[0].row + 1, column).value = None
            book.save(master)
    outcome = pipeline.consolidate_to([folder], master, settings=SETTINGS, status_date=end_of(4))
    got = outcome.to_dict()["projects"]["P1"]

    assert [got[key] for key in ("ev_3m", "ac_3m", "cpi_3m")] == [None] * 3


def test_one_rate_or_three_but_not_two(tmp_path: Path) -> None:
    """A number stands for the three rates; a table must give all three, and the one that lacks is named."""
    folder = five_currencies(tmp_path / "in")
    (tmp_path / "pmo.toml").write_text("[rates]\nUSD = 0.5\n", encoding="utf-8")
    one = pipeline.validate([folder]).settings.rate("USD")
    assert one is not None
    assert (one.budget, one.average, one.closing) == (0.5, 0.5, 0.5)

    (tmp_path / "pmo.toml").write_text("[rates]\nUSD = { budget = 0.5, average = 0.6 }\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="closing"):
        pipeline.validate([folder])


@needs_office
def test_five_currencies_and_every_gap_are_live(tmp_path: Path) -> None:
    """From poisoned caches LibreOffice finds every figure, in English and in French."""
    folder = five_currencies(tmp_path / "in")
    made = [tmp_path / "en.xlsx", tmp_path / "fr.xlsx"]
    for path in made:
        pipeline.consolidate_to([folder], path, settings=SETTINGS, language=path.stem)
    fresh = recalculated([poisoned(path, tmp_path / f"p-{path.name}") for path in made], tmp_path / "fresh")

    for path, again in zip(made, fresh, strict=True):
        differences = compare(path, again)
        assert list(differences) == []
        assert differences.formulas > 4000


@needs_office
def test_the_page_of_one_project_follows_the_choice(tmp_path: Path) -> None:
    """Another ID in the framed cell, and every figure of the page is that project's."""
    master = tmp_path / "m.xlsx"
    outcome = pipeline.consolidate_to([five_currencies(tmp_path / "in")], master, settings=SETTINGS)
    got = outcome.to_dict()["projects"]
    chosen = [
        typed(master, tmp_path / f"{name}.xlsx", {chosen_cell(master): name}) for name in ("USD-1", "GBP-1")
    ]
    fresh = recalculated([poisoned(path, tmp_path / f"p-{path.name}") for path in chosen], tmp_path / "fresh")

    for name, path in zip(("USD-1", "GBP-1"), fresh, strict=True):
        (sheet, chosen_at) = chosen_cell(master)
        book = opened(path, "Project finance sheet", sheet)
        page, card = book["Project finance sheet"], book[sheet]
        said = table_under(page, "Amount")
        project = got[name]
        beside = [cell.value for cell in card[card[chosen_at].row] if cell.column > card[chosen_at].column]
        assert next(filter(None, beside)) == name  # its name is its ID here
        assert said["Current budget (BAC)"][:2] == pytest.approx([project["bac_local"], project["bac"]])
        assert said["EAC, official"][1:] == pytest.approx([project["eac"], project["eac_current"]])
        assert said["Variance (BAC − EAC)"][1] == pytest.approx(project["vac"])
        keys = ("bac", "eac", "vac", "vac_pct", "pct_complete", "cpi", "spi", "spi_t")
        labels = [cell_with(page, KPIS[key].label.en) for key in keys]
        tiles = [label.offset(1).value for label in labels]
        assert tiles == pytest.approx([project[key] for key in keys])


@needs_office
def test_a_portfolio_without_changes_or_a_rate_is_live(tmp_path: Path) -> None:
    """Where nobody has approved changes, and one currency has no rate, LibreOffice finds the same blanks."""
    write(tmp_path / "in", "AA", end_of(3), [task(100.0, 0.5)], [line(100.0, 40.0, 70.0)], [])
    write(tmp_path / "in", "BB", end_of(3), None, [line(100.0, 40.0, 70.0)], [], currency="GBP")
    master = tmp_path / "m.xlsx"
    pipeline.consolidate_to([tmp_path / "in"], master, settings=Settings(reporting_currency="EUR"))
    (again,) = recalculated([poisoned(master, tmp_path / "p.xlsx")], tmp_path / "fresh")

    assert list(compare(master, again)) == []


def places(master: Path) -> dict[str, tuple[str, str]]:
    """Where an actual, a forecast and a rate of the dollar project stand in a master."""
    book = openpyxl.load_workbook(master)
    found: dict[str, tuple[str, str]] = {}

    def cell(name: str, table: str, column: str, where: dict[str, Any]) -> None:
        for sheet in book:
            if table not in sheet.tables:
                continue
            rows = list(sheet[sheet.tables[table].ref])
            heads = [head.value for head in rows[0]]
            for row in rows[1:]:
                if all(row[heads.index(key)].value == what for key, what in where.items()):
                    hit = row[heads.index(column)]
                    found[name] = (sheet.title, hit.coordinate)
                    return

    def of(number: int) -> dict[str, Any]:
        day = month(number)
        return {"Project ID": "USD-1", "Month": datetime(day.year, day.month, 1)}  # noqa: DTZ001 - Excel has no time zone

    cell("actual", "budget", "Actual cost", {"Project ID": "USD-1"})
    cell("etc", "budget", "Estimate to complete", {"Project ID": "USD-1"})
    for number in (1, 2, 3):
        cell(f"actual {number}", "budget_months", "Actual", of(number))
    for number in (4, 5, 6):
        cell(f"forecast {number}", "budget_months", "Forecast", of(number))
    cell("rate", "rates", "Closing rate", {"Currency": "USD"})
    return found


@needs_office
def test_a_change_in_the_master_is_worth_a_change_in_the_return(tmp_path: Path) -> None:
    """An actual, a forecast and a rate typed into the master, recalculated, are a fresh consolidation of changed returns."""
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    pipeline.consolidate_to([five_currencies(tmp_path / "a")], first, settings=SETTINGS)
    rates = {**RATES, "USD": RateSettings(budget=0.92, average=0.9, closing=0.5)}
    changed = five_currencies(tmp_path / "b", (1000.0, 450.0, 900.0))
    pipeline.consolidate_to([changed], second, settings=SETTINGS.model_copy(update={"rates": rates}))
    where = places(first)
    numbers = {"actual": 450.0, "etc": 900.0, "rate": 0.5, **{f"actual {n}": 150.0 for n in (1, 2, 3)},
               **{f"forecast {n}": 300.0 for n in (4, 5, 6)}}  # fmt: skip
    assert set(where) == set(numbers)
    edited = typed(first, tmp_path / "edited.xlsx", {where[name]: number for name, number in numbers.items()})
    (again,) = recalculated([poisoned(edited, tmp_path / "p.xlsx")], tmp_path / "fresh")
    differences = [told for told in compare(second, again) if not told.startswith("Budget tracking!")]
    flagged = [told for told in compare(second, again) if told.startswith("Budget tracking!")]

    assert differences == []
    # The control totals hold what the returns said: somebody who types into the master is found out.
    assert flagged
    assert len(compare(first, again)) > 200
