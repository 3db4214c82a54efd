"""Lines in another currency than their project's: converted by line with the workspace's rates, or not counted; never one for one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import SettingsError
from pmo_xl.pipeline.outcome import Outcome
from tests.filled import HEADER, edited, good, sheet_of
from tests.foreign import (
    CASES,
    IDENTITY,
    column_sum,
    consolidated,
    mapping_of,
    needs_cases,
    told,
    total,
    validated,
    workbook,
    workspace,
)  # fmt: skip

HEADS = [
    "Line",
    "Category",
    "CAPEX/OPEX",
    "Currency",
    "Initial budget",
    "Actual cost",
    "Estimate to complete",
]
COLUMNS = """
[known]
headers = ["Line", "Initial budget"]
[columns]
Line = "line_id"
Category = "category"
"CAPEX/OPEX" = "capex_opex"
"Initial budget" = "bac0"
"Actual cost" = "actual"
"Estimate to complete" = "etc"
"""
BY_LINE = 'currency = { column = "Currency" }\n'


def line(
    name: str, currency: Any, budget: Any = 100_000, spent: Any = 50_000, rest: Any = 50_000
) -> list[Any]:
    """A line of a foreign budget."""
    return [name, "Licences", "OPEX", currency, budget, spent, rest]


def run(
    home: Path, lines: list[list[Any]], currency: str = BY_LINE, settings: str = "", top: str = ""
) -> Outcome:
    """The master of a foreign budget of these lines."""
    file = workbook(home / "P001.xlsx", [HEADS, *lines], "Budget")
    mapping = f'table = "budget"\n{top}{IDENTITY}{currency}{COLUMNS}'
    return validated(workspace(home / "PMO", file, mapping, settings))


RATE = "[rates]\nUSD = 0.92\n"


@needs_cases
@pytest.mark.parametrize(
    ("settings", "change", "bac", "severity"),
    [
        (RATE, ("", ""), 192_000, Severity.INFO),
        ("", ("", ""), None, Severity.ERROR),
        (RATE, (BY_LINE, 'currency = "EUR"\n'), None, Severity.ERROR),
    ],
)
def test_two_currencies_in_one_foreign_budget(
    settings: str, change: tuple[str, str], bac: float | None, severity: Severity, tmp_path: Path
) -> None:
    """With the rate the line is converted and that is said; without, or unread, it is an error at its currency."""
    mapping = (CASES / "field" / "03_mixed_currency.toml").read_text(encoding="utf-8")
    home = workspace(
        tmp_path / "PMO", CASES / "field" / "03_mixed_currency.xlsx", mapping.replace(*change), settings
    )
    outcome = consolidated(home)
    [finding] = told(outcome, "FLD-16")
    assert (finding.place.cell, finding.severity) == ("E3", severity)
    if bac is not None:
        assert total(outcome, "bac") == pytest.approx(bac)
        assert total(outcome, "eac") == pytest.approx(bac)
    else:
        assert np.isnan(total(outcome, "bac"))


def test_the_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    """The project's currency is not that of whichever line stands first."""
    lines = [line("L1", "EUR"), line("L2", "USD"), line("L3", "USD"), line("L4", "GBP")]
    settings = "[rates]\nUSD = 0.9\nGBP = 1.2\n"
    there = run(tmp_path / "a", lines, settings=settings)
    back = run(tmp_path / "b", lines[::-1], settings=settings)
    assert (
        column_sum(there, "bac0")
        == column_sum(back, "bac0")
        == pytest.approx(100_000 * (1 + 0.9 + 0.9 + 1.2))
    )
    assert set(there.portfolio.projects["currency"]) == set(back.portfolio.projects["currency"]) == {"EUR"}


def test_many_lines_are_one_finding_with_their_number_and_sum(tmp_path: Path) -> None:
    """Thirty lines in dollars are told once."""
    outcome = run(
        tmp_path, [line("L0", "EUR"), *(line(f"L{n}", "USD", 1_000) for n in range(1, 31))], settings=RATE
    )
    [finding] = told(outcome, "FLD-16")
    words = finding.message.to("en")
    assert "30000 USD = 27600 EUR" in words
    assert "30 lines" in words
    assert "30 lignes" in finding.message.to("fr")


def test_a_project_may_keep_another_currency_than_the_reporting_one(tmp_path: Path) -> None:
    """From euros and dollars to pounds, by way of the euro."""
    settings = "[rates]\nUSD = 0.8\nGBP = 1.25\n"
    lines = [line("L1", "EUR"), line("L2", "USD")]
    outcome = run(tmp_path, lines, 'currency = { column = "Currency", project = "GBP" }\n', settings)
    assert list(outcome.portfolio.tables["budget"]["bac0"]) == pytest.approx([80_000, 64_000])


def test_the_rates_of_the_budget_are_taken(tmp_path: Path) -> None:
    """Of three rates, the one by which budgets and what is compared with them are converted."""
    settings = "[rates]\nUSD = { budget = 0.5, average = 0.7, closing = 0.9 }\n"
    assert column_sum(
        run(tmp_path, [line("L1", "EUR"), line("L2", "USD")], settings=settings), "bac0"
    ) == pytest.approx(150_000)


@pytest.mark.parametrize("currency", ["usd", " USD ", "US$", "US dollars"])
def test_ways_to_write_a_currency(currency: str, tmp_path: Path) -> None:
    """What can be one currency only is that one."""
    outcome = run(tmp_path, [line("L1", "€"), line("L2", currency)], settings=RATE)
    assert column_sum(outcome, "bac0") == pytest.approx(192_000)


@pytest.mark.parametrize("currency", ["$", "dollars", None, "Euro or so"])
def test_a_line_whose_currency_nobody_can_tell_does_not_count(currency: str | None, tmp_path: Path) -> None:
    """An unclear sign, no code, no currency among several: an error at its cell."""
    outcome = run(tmp_path, [line("L1", "EUR"), line("L2", "USD"), line("L3", currency)], settings=RATE)
    finding = next(f for f in told(outcome, "FLD-16") if f.severity is Severity.ERROR)
    assert finding.place.cell == "D4"
    # The amounts that are left out are no empty cells that anybody has to fill.
    assert told(outcome, "FLD-01") == []


def test_the_mapping_can_say_what_a_sign_stands_for(tmp_path: Path) -> None:
    """A dollar of that company is a dollar of the United States."""
    file = workbook(tmp_path / "P001.xlsx", [HEADS, line("L1", "EUR"), line("L2", "$")], "Budget")
    mapping = f'table = "budget"\n{IDENTITY}{BY_LINE}{COLUMNS}[values.currency]\n"$" = "USD"\n'
    assert column_sum(validated(workspace(tmp_path / "PMO", file, mapping, RATE)), "bac0") == pytest.approx(
        192_000
    )


@pytest.mark.parametrize(
    ("typed", "currency", "bac"), [("100 000 USD", "USD", 192_000), ("100 000 €", "EUR", 200_000)]
)
def test_amounts_typed_with_their_currency(typed: str, currency: str, bac: float, tmp_path: Path) -> None:
    """The currency beside the amount is that of the line."""
    outcome = run(tmp_path, [line("L1", "EUR"), line("L2", currency, typed)], settings=RATE)
    assert column_sum(outcome, "bac0") == pytest.approx(bac)


@pytest.mark.parametrize(
    "how", ['"bac0"', '{ field = "bac0", numbers = true }', '{ field = "bac0", times = 1000 }']
)
@pytest.mark.parametrize("typed", ["$100", "100 USD", "USD 100"])
def test_an_amount_in_another_currency_than_its_line_is_refused(how: str, typed: str, tmp_path: Path) -> None:
    """A hundred dollars are no hundred euros, however the mapping has numbers read."""
    file = workbook(tmp_path / "P001.xlsx", [HEADS, line("L1", "EUR"), line("L2", "EUR", typed)], "Budget")
    columns = COLUMNS.replace('"Initial budget" = "bac0"', f'"Initial budget" = {how}')
    outcome = validated(
        workspace(tmp_path / "PMO", file, f'table = "budget"\n{IDENTITY}{BY_LINE}{columns}', RATE)
    )
    assert {f.place.cell for f in told(outcome, "FLD-02") if f.severity is Severity.ERROR} == {"E3"}


@pytest.mark.parametrize(
    ("typed", "budget"), [(120, 120_000), ("120", 120_000), ("120 k€", 120_000), ("1 200", 1_200_000)]
)
def test_thousands_are_multiplied_once(typed: Any, budget: float, tmp_path: Path) -> None:
    """A number typed as text in a column of thousands is thousands; one that says so itself is not multiplied again."""
    file = workbook(tmp_path / "P001.xlsx", [HEADS, line("L1", "EUR", typed)], "Budget")
    columns = COLUMNS.replace('= "bac0"', '= { field = "bac0", times = 1000 }')
    outcome = validated(workspace(tmp_path / "PMO", file, f'table = "budget"\n{IDENTITY}{BY_LINE}{columns}'))
    assert list(outcome.portfolio.tables["budget"]["bac0"]) == [budget]


@pytest.mark.parametrize("header", ["Currency", "Devise", "Code devise", "CCY", "Money of the line"])
@pytest.mark.parametrize("ignored", [True, False])
def test_a_column_of_currencies_is_never_passed_over(header: str, ignored: bool, tmp_path: Path) -> None:
    """Not mapped, or ignored on purpose: a line in another currency is an error and does not count."""
    top = f'ignored = ["{header}"]\n' if ignored else ""
    file = workbook(
        tmp_path / "P001.xlsx",
        [[header if cell == "Currency" else cell for cell in HEADS], line("L1", "EUR"), line("L2", "USD")], "Budget",
    )  # fmt: skip
    mapping = f'table = "budget"\n{top}{IDENTITY}currency = "EUR"\n{COLUMNS}'
    outcome = validated(workspace(tmp_path / "PMO", file, mapping, RATE))
    [finding] = told(outcome, "FLD-16")
    assert (finding.place.cell, finding.severity) == ("D3", Severity.ERROR)
    assert np.isnan(column_sum(outcome, "bac0"))


def test_a_person_can_say_that_all_amounts_are_in_one_currency(tmp_path: Path) -> None:
    """The currency of a contract beside amounts in euros."""
    outcome = run(tmp_path, [line("L1", "EUR"), line("L2", "USD")], 'currency = "EUR"\n', top='one_currency = true\nignored = ["Currency"]\n')  # fmt: skip
    assert told(outcome, "FLD-16") == []
    assert column_sum(outcome, "bac0") == pytest.approx(200_000)


def test_adopt_proposes_to_read_the_currency_of_each_line(tmp_path: Path) -> None:
    """It is not put under ignored."""
    file = workbook(tmp_path / "P001.xlsx", [HEADS, line("L1", "EUR"), line("L2", "USD")], "Budget")
    for language in ("en", "fr"):
        words = mapping_of(file, language)
        assert 'currency = {column = "Currency"}' in words
        assert "ignored = []" in words


@pytest.mark.parametrize("header", ["Currency", "Devise"])
def test_a_currency_column_in_a_template_of_ours(header: str, tmp_path: Path) -> None:
    """Somebody adds a column of currencies to our budget: a line in dollars does not count as euros."""

    def add(book: openpyxl.Workbook) -> None:
        sheet = sheet_of(book, "budget")
        column = sheet.max_column + 1
        sheet.cell(HEADER, column, header)
        sheet.cell(HEADER + 1, column, "USD")
        sheet.cell(HEADER + 2, column, "EUR")

    path = tmp_path / "P001.xlsx"
    path.write_bytes(good("budget"))
    home = workspace(tmp_path / "PMO", edited(path, add))
    outcome = validated(home)
    [finding] = told(outcome, "FLD-16")
    assert (finding.place.row, finding.severity) == (HEADER, Severity.ERROR)
    known = outcome.portfolio.tables["budget"].dropna(subset=["bac0"])
    assert HEADER + 1 not in set(known["source_row"])
    assert HEADER + 2 in set(known["source_row"])


def test_rates_do_not_stand_in_a_mapping(tmp_path: Path) -> None:
    """They are the workspace's."""
    with pytest.raises(SettingsError, match=r"rates.*pmo\.toml"):
        run(tmp_path, [line("L1", "EUR")], top='rates = { reporting = "EUR" }\n')
