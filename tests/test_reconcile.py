"""Tie to the ledger: an ERP export beside the declared actuals, to the cent and to the line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from copies import write_return
from erp import Export, Generator
from office import audit_errors, compare, needs_office, poisoned, recalculated
from on_page import page_of
from small import end_of, task, write
from typer.testing import CliRunner

from pmo_xl import pipeline, workspace
from pmo_xl.doors import cli
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.ledger.amounts import decimal_of, read_amounts
from pmo_xl.ledger.dates import read_dates
from pmo_xl.ledger.mapping import read_ledger_map

STATUS = date(2026, 3, 31)
HEADS = ("Project", "Account", "Posting date", "Amount", "Currency", "Document", "Text")
OURS = ("Reconciliation!", "Rapprochement!", "Reconciliation details!", "Détail du rapprochement!")
"""The sheets with formulas of the reconciliation; the other sheets of a master have tests of their own."""
Line = tuple[str, str, str, float | str, str, str, str]


# what is declared, what is booked ------------------------------------------------------------------------


def declare(folder: Path, project: str, currency: str, lines: dict[str, tuple[str | None, dict[int, float]]],
            *, by_month: bool = True) -> None:  # fmt: skip
    """A budget return: each line with its account and its actual cost by month of 2026."""
    actual = [sum(months.values()) for _, months in lines.values()]
    budget = {
        "line_id": list(lines), "category": ["labour_internal"] * len(lines), "capex_opex": ["opex"] * len(lines),
        "bac0": [cost + 1000.0 for cost in actual], "committed": actual, "actual": actual,
        "etc": [1000.0] * len(lines), "gl_account": [account for account, _ in lines.values()],
        "comment": ["as agreed"] * len(lines),
    }  # fmt: skip
    spread = [(line, month, cost) for line, (_, months) in lines.items() for month, cost in months.items()]
    rows: dict[str, dict[str, list[Any]]] = {"budget": budget}
    if by_month:
        rows["budget_months"] = {
            "line_id": [line for line, _, _ in spread],
            "period": [date(2026, month, 1) for _, month, _ in spread],
            "actual": [cost for _, _, cost in spread],
        }
    record = {
        "project_id": project, "project_name": f"Project {project}", "status_date": STATUS, "currency": currency,
        "project_manager": "A",
    }  # fmt: skip
    path = folder / project / "budget.xlsx"
    path.parent.mkdir(parents=True)
    write_return(path, "budget", Filling(record, rows), room=2)


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five projects: accounts by month; no accounts; to date only; some lines without an account; nothing booked."""
    folder = tmp_path_factory.mktemp("returns")
    declare(
        folder, "AA1", "EUR", {"L1": ("604000", {1: 100.0, 2: 200.5, 3: 300.0}), "L2": ("622600", {3: 50.0})}
    )
    declare(folder, "BB2", "EUR", {"L1": (None, {1: 10.0, 2: 20.0}), "L2": (None, {2: 5.0})})
    declare(folder, "CC3", "GBP", {"L1": ("604000", {1: 700.0})}, by_month=False)
    declare(folder, "DD4", "EUR", {"L1": ("604000", {2: 40.0}), "L2": (None, {2: 60.0})})
    declare(folder, "EE5", "EUR", {"L1": ("604000", {2: 80.0})})
    return folder


EXACT: Sequence[Line] = (
    ("AA1", "604000", "15/01/2026", 100.0, "EUR", "1", "Invoice"),
    ("AA1", "604000", "15/02/2026", 200.5, "EUR", "2", "Invoice"),
    ("AA1", "604000", "15/03/2026", 300.0, "EUR", "3", "Invoice"),
    ("AA1", "622600", "31/03/2026", 50.0, "EUR", "4", "Fees"),
    ("BB2", "604000", "02/01/2026", 10.0, "EUR", "5", "Invoice"),
    ("BB2", "622600", "02/02/2026", 25.0, "EUR", "6", "Invoice"),
    ("CC3", "604000", "10/01/2026", 300.0, "GBP", "7", "Invoice"),
    ("CC3", "604000", "10/03/2026", 400.0, "GBP", "8", "Invoice"),
    ("DD4", "604000", "10/02/2026", 40.0, "EUR", "9", "Invoice"),
    ("DD4", "999999", "10/02/2026", 60.0, "EUR", "10", "Invoice"),
    ("EE5", "604000", "10/02/2026", 80.0, "EUR", "11", "Invoice"),
)


def export(path: Path, lines: Sequence[Line], *, separator: str = ";", decimal: str = ",", encoding: str = "cp1252",
           heads: Sequence[str] = HEADS) -> Path:  # fmt: skip
    """A ledger as text."""
    rows = [separator.join(heads)]
    for line in lines:
        cells = [f"{cell:.2f}".replace(".", decimal) if isinstance(cell, float) else cell for cell in line]
        rows.append(separator.join(f'"{cell}"' if separator in cell else cell for cell in cells))
    path.write_bytes("\r\n".join(rows).encode(encoding))
    return path


def run(*words: object, status: int) -> str:
    """What the command prints; a traceback never."""
    result = CliRunner().invoke(cli.app, ["reconcile", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status, result.output
    return result.output


def reconciled(ledger: Path, returns: Path, *words: object, status: int = 1) -> dict[str, Any]:
    """The outcome of the command as JSON."""
    told: dict[str, Any] = json.loads(
        run(ledger, returns, "--out", ledger.parent / "master.xlsx", "--json", "-", *words, status=status)
    )
    control = told["control"]
    fates = (
        "compared",
        "after_status_date",
        "before_first_month",
        "ignored_account",
        "other_currency",
        "unknown_project",
        "unread",
    )
    assert sum(control[fate]["lines"] for fate in fates) == control["file"]["lines"]
    assert sum(control[fate]["amount"] for fate in fates) == pytest.approx(control["file"]["amount"])
    assert control["difference"] == 0
    return told


def mapped(folder: Path, words: str) -> Path:
    """A map."""
    path = folder / "map.toml"
    path.write_text(words, encoding="utf-8")
    return path


def states(told: dict[str, Any]) -> dict[tuple[str, str | None, str | None], tuple[str, float]]:
    """What does not agree: state and difference by project, account and month."""
    return {
        (d["project_id"], d["account"], d["month"]): (d["state"], d["difference"])
        for d in told["differences"]
    }


# what agrees and what does not ---------------------------------------------------------------------------


def test_a_ledger_that_says_what_the_returns_say_is_reconciled(returns: Path, tmp_path: Path) -> None:
    """Each project is compared as finely as it declares: by account and month, by month, to date, or with what names no account."""
    told = reconciled(export(tmp_path / "ledger.csv", EXACT), returns, status=0)

    assert told["reconciled"]
    assert told["differences"] == []
    assert {p["project_id"]: (p["declared"], p["ledger"], p["state"]) for p in told["projects"]} == {
        "AA1": (650.5, 650.5, "matched"),
        "BB2": (35.0, 35.0, "matched"),
        "CC3": (700.0, 700.0, "matched"),
        "DD4": (100.0, 100.0, "matched"),
        "EE5": (80.0, 80.0, "matched"),
    }


def test_every_kind_of_difference_is_named(returns: Path, tmp_path: Path) -> None:
    """An amount that differs, one never booked, one never declared, one in another month: each has its state."""
    lines = [line for line in EXACT if line[0] != "EE5"]
    lines[1] = ("AA1", "604000", "15/02/2026", 190.5, "EUR", "2", "Invoice")
    lines.append(("AA1", "671200", "20/03/2026", 12.34, "EUR", "12", "Fine"))
    lines[5] = ("BB2", "622600", "02/03/2026", 25.0, "EUR", "6", "Booked in March")
    told = reconciled(export(tmp_path / "ledger.csv", lines), returns)

    assert states(told) == {
        ("AA1", "604000", "2026-02"): ("differs", 10.0),
        ("AA1", "671200", "2026-03"): ("missing_in_returns", -12.34),
        ("BB2", "*", "2026-02"): ("missing_in_ledger", 25.0),
        ("BB2", "*", "2026-03"): ("missing_in_returns", -25.0),
        ("EE5", "604000", "2026-02"): ("missing_in_ledger", 80.0),
    }
    assert {p["project_id"]: (p["state"], p["difference"], p["open"]) for p in told["projects"]} == {
        "AA1": ("differs", -2.34, 2),
        "BB2": ("matched_in_total", 0.0, 2),
        "CC3": ("matched", 0.0, 0),
        "DD4": ("matched", 0.0, 0),
        "EE5": ("missing_in_ledger", 80.0, 1),
    }
    assert told["counts"]["matched"] == 7


def test_a_tolerance_is_an_amount_or_a_share(returns: Path, tmp_path: Path) -> None:
    """A difference within the tolerance of the map counts as matched, and is still shown."""
    lines = [*EXACT]
    lines[1] = ("AA1", "604000", "15/02/2026", 190.5, "EUR", "2", "Invoice")
    ledger = export(tmp_path / "ledger.csv", lines)
    for tolerance, status in (
        ("amount = 9.99", 1),
        ("amount = 10", 0),
        ("percent = 5", 1),
        ("percent = 5.3", 0),
    ):
        told = reconciled(
            ledger, returns, "--map", mapped(tmp_path, f"[tolerance]\n{tolerance}"), status=status
        )
        (project,) = (p for p in told["projects"] if p["project_id"] == "AA1")
        assert project["difference"] == 10.0


def test_credit_notes_are_netted_and_counted(returns: Path, tmp_path: Path) -> None:
    """A credit note takes its amount off the month, and is counted; an invoice and its credit come to nothing."""
    more: list[Line] = [
        ("AA1", "604000", "16/03/2026", 20.0, "EUR", "20", "Invoice"),
        ("AA1", "604000", "18/03/2026", -20.0, "EUR", "21", "Avoir"),
    ]
    told = reconciled(export(tmp_path / "ledger.csv", [*EXACT, *more]), returns, status=0)

    assert told["counts"]["credit_notes"] == 1
    assert told["counts"]["reversals"] == 0
    assert told["counts"]["postings"] == len(EXACT) + 2


def test_reversed_accruals_are_paired_and_stay_in_their_months(returns: Path, tmp_path: Path) -> None:
    """An accrual of February that March takes back is a pair: both months show it, the project agrees in total."""
    more: list[Line] = [
        ("AA1", "622600", "28/02/2026", 15.0, "EUR", "30", "FNP cabinet"),
        ("AA1", "622600", "01/03/2026", -15.0, "EUR", "31", "Extourne FNP cabinet"),
        ("CC3", "604000", "28/02/2026", 9.0, "GBP", "32", "Something"),
        ("CC3", "604000", "01/03/2026", -9.0, "GBP", "33", "Something else"),
    ]
    told = reconciled(export(tmp_path / "ledger.csv", [*EXACT, *more]), returns)

    assert told["counts"]["reversals"] == 1
    assert told["counts"]["credit_notes"] == 1
    assert states(told) == {
        ("AA1", "622600", "2026-02"): ("missing_in_returns", -15.0),
        ("AA1", "622600", "2026-03"): ("differs", 15.0),
    }
    assert [p["state"] for p in told["projects"] if p["project_id"] == "AA1"] == ["matched_in_total"]


def test_a_column_of_reversals_tells_them_too(returns: Path, tmp_path: Path) -> None:
    """Where no word says so, the column of reversals does."""
    lines = [(*line, "") for line in EXACT]
    lines += [("CC3", "604000", "28/02/2026", 9.0, "GBP", "32", "Work", ""), ("CC3", "604000", "01/03/2026", -9.0, "GBP", "33", "Work", "32")]  # fmt: skip
    ledger = export(tmp_path / "ledger.csv", lines, heads=(*HEADS, "Reversed with"))  # type: ignore[arg-type]
    told = reconciled(ledger, returns, status=0)

    assert told["counts"]["reversals"] == 1
    assert told["counts"]["credit_notes"] == 0


# lines that are not compared -----------------------------------------------------------------------------


def test_a_line_that_is_not_compared_is_named_with_its_number_and_reason(
    returns: Path, tmp_path: Path
) -> None:
    """Nothing is dropped in silence: unreadable, unknown, in another currency, ignored, too late; all add up."""
    more: list[Line] = [
        ("AA1", "604000", "31/02/2026", 7.0, "EUR", "40", "No such day"),
        ("AA1", "604000", "15/03/2026", "12,3x", "EUR", "41", "No number"),
        ("ZZ9", "604000", "15/03/2026", 5.0, "EUR", "42", "Other project"),
        ("", "604000", "15/03/2026", 6.0, "EUR", "43", "No project"),
        ("AA1", "604000", "15/03/2026", 8.0, "USD", "44", "Dollars"),
        ("AA1", "445660", "15/03/2026", 20.0, "EUR", "45", "VAT"),
        ("AA1", "604000", "02/04/2026", 11.0, "EUR", "46", "April"),
        ("Total", "", "", 1622.5, "", "", ""),
    ]
    ledger = export(tmp_path / "ledger.csv", [*EXACT, *more])
    told = reconciled(ledger, returns, "--map", mapped(tmp_path, 'ignore_accounts = ["445*"]'))

    assert told["differences"] == []
    assert {(one["line"], one["reason"], one["amount"]) for one in told["left_out"]} == {
        (13, "unread", 7.0),
        (14, "unread", None),
        (15, "unknown_project", 5.0),
        (16, "unknown_project", 6.0),
        (17, "other_currency", 8.0),
    }
    why = {one["line"]: one["why"] for one in told["left_out"]}
    assert why[13] == "the date “31/02/2026” cannot be read"
    assert why[14] == "the amount “12,3x” cannot be read"
    assert why[17] == "in USD, the project is in EUR"
    control = told["control"]
    assert control["file"] == {"lines": 18, "amount": 1622.5}
    assert control["ignored_account"] == {"lines": 1, "amount": 20.0}
    assert control["after_status_date"] == {"lines": 1, "amount": 11.0}
    assert control["lines_without_amount"] == 1
    assert control["total_in_file"] == 1622.5
    assert control["total_in_file_difference"] == 0
    assert told["unknown_projects"] == [
        {"code": "", "lines": 1, "amount": 6.0},
        {"code": "ZZ9", "lines": 1, "amount": 5.0},
    ]


def test_nothing_compared_is_not_reconciled(tmp_path: Path) -> None:
    """An export without postings beside returns that declare nothing proves nothing."""
    write(tmp_path / "in", "P1", end_of(3), [task(100.0, 0.5)], None, [])
    told = reconciled(export(tmp_path / "ledger.csv", []), tmp_path / "in")

    assert told["control"]["file"] == {"lines": 0, "amount": 0.0}
    assert not told["reconciled"]


def test_a_total_that_the_lines_do_not_come_to_is_shown(returns: Path, tmp_path: Path) -> None:
    """The total at the foot of the file is no posting, and a wrong one is told."""
    ledger = export(tmp_path / "ledger.csv", [*EXACT, ("", "", "", 1565.0, "", "", "Total général")])
    said = run(ledger, returns, "--out", tmp_path / "m.xlsx", status=0)

    assert "The total stated on line 13 lies -0.50 from the lines of the file." in said


# how the file is written ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("separator", "decimal", "encoding"),
    [(",", ".", "utf-8"), ("\t", ",", "utf-16"), ("|", ".", "utf-8-sig"), (";", ",", "utf-16-le"), (",", ",", "cp1252")],
)  # fmt: skip
def test_the_same_ledger_in_another_format_gives_the_same(
    returns: Path, tmp_path: Path, separator: str, decimal: str, encoding: str
) -> None:
    """Encoding, separator and decimal sign are seen by themselves."""
    lines = [*EXACT, ("AA1", "604000", "16/03/2026", -20.25, "EUR", "21", "Avoir à déduire")]
    first = reconciled(export(tmp_path / "a.csv", lines), returns)
    other = reconciled(
        export(tmp_path / "b.txt", lines, separator=separator, decimal=decimal, encoding=encoding), returns
    )

    assert first["ledger"]["encoding"] == "cp1252"
    assert other["ledger"]["encoding"] == encoding
    assert other["ledger"]["separator"] == separator
    assert other["ledger"]["decimal"] == decimal
    for told in (first, other):
        del told["ledger"], told["seconds"]
    assert first == other


def test_a_workbook_and_debit_and_credit_give_the_same(returns: Path, tmp_path: Path) -> None:
    """A workbook with title lines, real dates and numbers, debit and credit in two columns, codes as numbers."""
    book = openpyxl.Workbook()
    book.active.append(["Trial export"])
    book.create_sheet("Extraction")
    sheet = book["Extraction"]
    sheet.append(["Company 1000 — fiscal year 2026"])
    sheet.append([])
    sheet.append(["WBS element", "G/L account", "Posting date", "Debit", "Credit"])
    for project, account, when, amount, *_ in EXACT:
        day, month, year = map(int, when.split("/"))
        sheet.append([project, int(account), date(year, month, day), float(amount) + 5, 5])
    book.save(tmp_path / "ledger.xlsx")
    told = reconciled(tmp_path / "ledger.xlsx", returns, status=0)

    assert told["ledger"]["sheet"] == "Extraction"
    assert told["ledger"]["header_line"] == 3
    assert told["counts"]["postings"] == len(EXACT)


@pytest.mark.parametrize(
    "written",
    [
        "{y}-{m:02}",
        "{m:02}/{y}",
        "{y}{m:02}",
        "0{m:02}.{y}",
        "{y}-{m:02}-05",
        "05.{m:02}.26",
        "05/{m:02}/{y} 00:00",
    ],
)
def test_a_period_stands_for_its_month(returns: Path, tmp_path: Path, written: str) -> None:
    """A period or a date, however it is written."""
    lines = [(*line[:2], written.format(y=2026, m=int(line[2][3:5])), *line[3:]) for line in EXACT]
    heads = ("Code projet", "Compte", "Période comptable", "Montant", "Devise", "N° pièce", "Libellé")
    told = reconciled(export(tmp_path / "ledger.csv", lines, heads=heads), returns, status=0)

    assert told["counts"]["postings"] == len(EXACT)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("1 234,56", 1234.56), ("1\u00a0234,56", 1234.56), ("1\u202f234,56", 1234.56), ("1.234,56", 1234.56),
        ("1'234.56", 1234.56), ("1.234,56-", -1234.56), ("(1 234,56)", -1234.56), ("1 234,56 CR", -1234.56),
        ("1 234,56 DR", 1234.56), ("-1234,56", -1234.56), ("−12,5", -12.5), ("1.234", 1234.0), ("1234", 1234.0),
        ("0,00", 0.0), ("-", 0.0), ("1 234,56 €", 1234.56), ("12 34,56", None), ("n/a", None), ("(5,00) CR", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_meant_or_not_at_all(words: str, amount: float | None) -> None:
    """Thousands, brackets, a minus behind, CR: one meaning, or the line is named."""
    import pandas as pd

    read = read_amounts(pd.Series([words], dtype=object), decimal_of(["12,50"]))

    assert bool(read.wrong.iloc[0]) is (amount is None)
    assert amount is None or read.values.iloc[0] == amount


def test_a_date_that_could_be_two_days_is_asked_about(returns: Path, tmp_path: Path) -> None:
    """03/04/2026 under an English heading is not guessed; the map says which it is."""
    lines = [(*line[:2], f"01/{line[2][3:5]}/2026", *line[3:]) for line in EXACT]
    ledger = export(tmp_path / "ledger.csv", lines)
    said = run(ledger, returns, "--out", tmp_path / "m.xlsx", status=2)
    assert "date_order" in said
    reconciled(ledger, returns, "--map", mapped(tmp_path, 'date_order = "dmy"'), status=0)
    import pandas as pd

    assert read_dates(pd.Series(["03/04/2026"], dtype=object), "mdy").iloc[0] == pd.Timestamp(2026, 3, 4)


# the map -------------------------------------------------------------------------------------------------


def test_the_map_leads_from_the_codes_of_the_ledger_to_ours(returns: Path, tmp_path: Path) -> None:
    """Projects by code or out of a longer text, accounts renamed or grouped, headings named."""
    lines = [
        (f"X/{line[0]}/2026" if line[0] != "EE5" else "7781", f"6{line[1]}", *line[2:]) for line in EXACT
    ]
    heads = ("Objet", "Nat.", "Posting date", "Amount", "Currency", "Document", "Text")
    told = reconciled(
        export(tmp_path / "ledger.csv", lines, heads=heads), returns,
        "--map", mapped(tmp_path, """
            project_pattern = '^X/(\\w+)/'
            [columns]
            project = "Objet"
            account = "Nat."
            [projects]
            "7781" = "EE5"
            [accounts]
            "66040*" = "604000"
            "6622600" = "622600"
        """), status=0,
    )  # fmt: skip

    assert told["ledger"]["columns"]["account"] == "Nat."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('[columns]\nprojet = "x"', "map.toml: unknown key “columns.projet”. Did you mean “project”?"),
        ('ignored_accounts = ["4"]', "map.toml: unknown key “ignored_accounts”. Did you mean “ignore_accounts”?"),
        ('decimal = ";"', "map.toml: “decimal” cannot be ';': one of these is expected: ,, .."),
        ('encoding = "latin-99"', "such an encoding is not known"),
        ("project_pattern = '('", "it is no regular expression"),
        ('[columns]\namount = "A"\ndebit = "D"', "“columns”: one amount, or debit and credit, not both."),
        ('[tolerance]\namount = "much"', "“tolerance.amount” cannot be 'much': a number is expected."),
        ('[columns]\nproject = "Projet"', "“columns.project”: ledger.csv has no column “Projet”. Did you mean “Project”?"),
        ('first_month = "2026"', "“first_month” cannot be '2026': a month is expected, such as 2026-01."),
        ("[columns", "map.toml cannot be understood"),
    ],
)  # fmt: skip
def test_a_wrong_map_is_named(returns: Path, tmp_path: Path, words: str, sentence: str) -> None:
    """A wrong key or value of the map is named, with what may have been meant."""
    ledger = export(tmp_path / "ledger.csv", EXACT)
    said = run(ledger, returns, "--out", tmp_path / "m.xlsx", "--map", mapped(tmp_path, words), status=2)

    assert sentence in said
    assert not (tmp_path / "m.xlsx").exists()


def test_an_export_of_one_year_is_compared_from_its_first_month(returns: Path, tmp_path: Path) -> None:
    """What is declared and booked before the first month of the map is left out on both sides, and counted."""
    lines = [*EXACT]
    lines[1] = ("AA1", "604000", "15/01/2026", 1.0, "EUR", "2", "Invoice")
    told = reconciled(
        export(tmp_path / "ledger.csv", lines), returns, "--map", mapped(tmp_path, 'first_month = "2026-03"')
    )

    assert told["control"]["before_first_month"]["lines"] == 8
    assert states(told) == {("CC3", "604000", None): ("differs", 300.0)}
    assert {p["project_id"]: p["declared"] for p in told["projects"]} == {"AA1": 350.0, "CC3": 700.0}


def test_the_example_is_a_map() -> None:
    """The map in the examples is read as it is."""
    example = read_ledger_map(Path(__file__).parents[1] / "examples" / "ledger_map.toml")

    assert example.projects == {"AFF-7781": "P003"}
    assert example.columns.amount == "Montant en devise interne"


def test_without_a_map_the_columns_taken_are_told_or_asked_for(returns: Path, tmp_path: Path) -> None:
    """Usual headings are recognised and said; where one is not, the sentence says what to put into the map."""
    said = run(export(tmp_path / "a.csv", EXACT), returns, "--out", tmp_path / "m.xlsx", status=0)
    assert "project = “Project”, account = “Account”, date = “Posting date”, amount = “Amount”" in said
    ledger = export(
        tmp_path / "b.csv", EXACT, heads=("Quoi", "Account", "Posting date", "Combien", "", "", "")
    )
    said = run(ledger, returns, "--out", tmp_path / "m.xlsx", "--lang", "fr", status=2)
    assert "le projet, le montant, ou débit et crédit" in said
    assert "Quoi" in said
    assert "[columns]" in said
    assert 'project = "Code projet"' in said


# the sheets ----------------------------------------------------------------------------------------------


def test_a_text_that_looks_like_a_formula_stays_a_text(returns: Path, tmp_path: Path) -> None:
    """What an export calls =1+1 is written as it is."""
    lines = [*EXACT, ("=1+1", "=2+2", "15/03/2026", 5.0, "EUR", "=3+3", "=4+4")]
    run(export(tmp_path / "ledger.csv", lines), returns, "--out", tmp_path / "m.xlsx", status=1)
    sheet = page_of(tmp_path / "m.xlsx", "Ledger lines left out", values=False)
    cells = {cell.value: cell.data_type for row in sheet for cell in row}

    assert {cells[words] for words in ("=1+1", "=2+2", "=3+3", "=4+4")} == {"s"}


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo portfolio."""
    folder = tmp_path_factory.mktemp("demo") / "PMO"
    workspace.demo(folder, projects=12, seed=1, language="mixed", faults=0)
    return folder


def generated(portfolio: Path, folder: Path, size: int) -> tuple[Export, Path, Path]:
    """A messy export of the demo portfolio with its map."""
    made = Generator(pipeline.validate([portfolio]).portfolio, size, seed=7).make()
    ledger = folder / "grand livre.csv"
    ledger.write_bytes(made.text.encode("cp1252"))
    return made, ledger, mapped(folder, made.map)


def test_in_fifty_thousand_lines_what_was_planted_is_what_is_found(portfolio: Path, tmp_path: Path) -> None:
    """In a messy export of 50,000 lines, every planted difference is found, each line has its fate, nothing else is."""
    made, ledger, map_file = generated(portfolio, tmp_path, 56_000)
    told = reconciled(ledger, portfolio, "--map", map_file)

    found = {(d["project_id"], d["account"], d["month"]): d["difference"] for d in told["differences"]}
    assert found == {key: cents / 100 for key, cents in made.differences.items()}
    assert {key: told["control"][key]["lines"] for key in made.lines} == made.lines
    assert sum(made.lines.values()) >= 50_000
    assert told["control"]["file"]["amount"] == made.total
    assert told["control"]["total_in_file_difference"] == 0
    assert told["counts"]["credit_notes"] == made.credit_notes
    assert told["counts"]["reversals"] == made.reversals > 0
    unread = {one["line"]: one["why"] for one in told["left_out"] if one["reason"] == "unread"}
    assert set(unread) == set(made.unread)
    assert all(words in unread[line] for line, words in made.unread.items())


@needs_office
def test_another_program_computes_the_sheets_alike(portfolio: Path, returns: Path, tmp_path: Path) -> None:
    """From poisoned caches LibreOffice finds every figure of the reconciliation, and when there is none."""
    _, ledger, map_file = generated(portfolio, tmp_path, 3_000)
    masters = [tmp_path / "fr.xlsx"]
    run(ledger, portfolio, "--map", map_file, "--out", masters[0], "--lang", "fr", status=1)
    small = export(tmp_path / "small.csv", [*EXACT, ("AA1", "60*", "15/03/2026", 5.0, "EUR", "1", "x"), ("AA1", "60?", "15/03/2026", 6.0, "EUR", "1", "x"), ("AA1", "0604000", "15/03/2026", 7.0, "EUR", "1", "x")])  # fmt: skip
    masters.append(tmp_path / "small.xlsx")
    run(small, returns, "--out", masters[-1], status=1)
    nothing = export(tmp_path / "nothing.csv", [("ZZ9", "604000", "15/03/2026", 5.0, "EUR", "1", "x")])
    masters.append(tmp_path / "nothing.xlsx")
    run(nothing, returns, "--out", masters[-1], status=1)
    spoiled = [poisoned(path, tmp_path / f"spoiled_{path.name}") for path in masters]

    for path, again in zip(masters, recalculated(spoiled, tmp_path / "fresh"), strict=True):
        differences = compare(path, again)
        assert [line for line in differences if line.startswith(OURS)] == [], path.name
        assert differences.formulas > 500
    assert audit_errors(masters[1:2]) == []


def test_the_sheets_speak_the_language_of_a_controller(returns: Path, tmp_path: Path) -> None:
    """Rapprochement, détail, grand livre and lignes écartées stand in the French master, as Excel tables."""
    lines = [line for line in EXACT if line[0] != "EE5"]
    run(
        export(tmp_path / "ledger.csv", lines),
        returns,
        "--out",
        tmp_path / "m.xlsx",
        "--lang",
        "fr",
        status=1,
    )
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    shown = openpyxl.load_workbook(tmp_path / "m.xlsx", data_only=True)

    assert list(book["Détail du rapprochement"].tables) == ["reconciliation"]
    assert list(book["Grand livre"].tables) == ["ledger"]
    assert list(book["Lignes écartées"].tables) == ["left_out"]
    assert list(book["Rapprochement"].tables) == ["reconciled_projects"]
    words = {cell.value for row in shown["Rapprochement"] for cell in row}
    assert {
        "● Rapproché",
        "▲ Absent du grand livre",
        "◆ Non rapproché",
        "Écart",
        "Avoirs",
        "Extournes",
    } <= words
