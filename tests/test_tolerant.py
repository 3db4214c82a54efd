"""What is certain is read with a warning, what could mean two things is refused: over numbers, dates, cells, columns."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import filled
import pytest
from filled import PROJECT, ROWS, cell_of, edited, good, held, portfolio_of, returned, sheet_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from standard import KIND_OF, SHEETS, STANDARD_TEMPLATES, TABLES, TEMPLATES

from pmo_xl.core.base.blank_words import NO_WORDS, PSEUDO_BLANK
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import fold
from pmo_xl.core.definition.column import STANDARD, Column, Kind
from pmo_xl.core.definition.model import choices_of
from pmo_xl.core.flow.raw import RawBook, RawSheet
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.steps.cells.coerce import coercer
from pmo_xl.steps.one_return.examine import examine
from pmo_xl.steps.sheets import headers
from pmo_xl.steps.sheets.migrate import MIGRATIONS
from pmo_xl.steps.text.scales import SHARE_OF

BUDGET, PLAN = TABLES["budget"].columns, TABLES["plan"].columns
AMOUNT, SIGNED = BUDGET["bac0"], BUDGET["transfers"]
DAY, MONTH, SHARE = PLAN["finish_baseline"], TABLES["budget_months"].columns["period"], PLAN["pct_complete"]
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
LANGUAGES = pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.slow)])
KINDS = pytest.mark.parametrize("kind", list(ROWS)[:3])


def examples(number: int) -> Any:
    """The same examples on every computer, however slow it is."""
    return settings(
        max_examples=number, deadline=None, derandomize=True, database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip


def read(column: Column, what: Any, currency: str | None = "EUR") -> tuple[Any, str | None, Severity | None]:
    """What a cell is read as, and the code and weight of what is said of it."""
    value, repair = coercer(column, currency)(what)
    return value, repair and repair.code, repair and repair.severity


# ---- numbers ----------------------------------------------------------------------------------------

cents = st.integers(0, 10**12).map(lambda n: Decimal(n) / 100)


def grouped(amount: Decimal, group: str, point: str) -> str:
    """An amount with two decimals, its thousands apart."""
    return f"{amount:,.2f}".replace(",", "\0").replace(".", point).replace("\0", group)


NOTATIONS: dict[str, Callable[[Decimal], str]] = {
    "French": lambda n: grouped(n, " ", ","),
    "French, no-break spaces": lambda n: grouped(n, "\xa0", ","),
    "French, narrow no-break spaces": lambda n: grouped(n, "\u202f", ","),
    "English": lambda n: grouped(n, ",", "."),
    "German": lambda n: grouped(n, ".", ","),
    "Swiss": lambda n: grouped(n, "'", "."),
    "with a point": lambda n: f"{n:.2f}",
    "with a comma": lambda n: f"{n:.2f}".replace(".", ","),
    "in thousands": lambda n: f"{n / 1000:.5f} k€".replace(".", ","),
    "in millions": lambda n: f"{n / 1_000_000:.8f} M€",
}


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("money", ["{}", "{} €", "{}€", "{}\xa0€", "€{}", "{} EUR", "EUR {}"])
@examples(30)
@given(amount=cents)
def test_an_amount_as_text_is_read_in_every_sure_notation(amount: Decimal, money: str, notation: str) -> None:
    """Whatever separates thousands and decimals, the value is the same, and the person is told."""
    words = NOTATIONS[notation](amount)
    if words.endswith("€") and money != "{}":
        return
    assert read(AMOUNT, money.format(words)) == (float(amount), "FLD-02", Severity.WARNING)


@examples(60)
@given(
    amount=cents.filter(bool), signs=st.sampled_from(["-{}", "−{}", "{}-", "({})", "- {}", "({} €)", "-{} €"])
)
def test_a_negative_amount_may_be_signed_or_bracketed(amount: Decimal, signs: str) -> None:
    """Accountants put brackets, some programs the minus behind."""
    assert read(SIGNED, signs.format(grouped(amount, " ", ",")))[:2] == (-float(amount), "FLD-02")


@examples(60)
@given(
    number=st.integers(1000, 999_999), point=st.sampled_from(".,"), unit=st.sampled_from(["", " €", " k€"])
)
def test_three_digits_after_one_separator_are_refused(number: int, point: str, unit: str) -> None:
    """1.234 is a thousand to some and one and a bit to others: it is never a value."""
    words = f"{number // 1000}{point}{number % 1000:03}{unit}"
    assert read(AMOUNT, words) == (words, "FLD-02", Severity.ERROR)
    assert read(AMOUNT, f"0{point}{number % 1000:03}")[:2] == (number % 1000 / 1000, "FLD-02")


@pytest.mark.parametrize("money", ["12 $", "12 USD", "£12", "CHF 12", "12 k$"])
def test_another_currency_is_refused(money: str) -> None:
    """An amount in the wrong currency is a wrong amount; in the right one, or with none known, it is said."""
    assert read(AMOUNT, money)[1:] == ("FLD-02", Severity.ERROR)
    assert read(AMOUNT, money, None)[1:] == ("FLD-02", Severity.ERROR)
    assert read(AMOUNT, "12 €", None)[1:] == ("FLD-02", Severity.ERROR)
    assert read(AMOUNT, "12 $", "CAD")[:2] == (12.0, "FLD-02")


@examples(500)
@given(words=st.text("0123456789.,' \xa0-()€k%", max_size=14))
def test_no_text_is_read_as_other_digits(words: str) -> None:
    """Whatever is typed: a value holds the digits that were typed, in their order, and is never taken unsaid."""
    for column in (AMOUNT, SIGNED, SHARE):
        value, code, severity = read(column, words)
        if value is None or isinstance(value, str):
            assert value is None or value == words
            continue
        assert severity is Severity.WARNING
        assert code in ("FLD-02", "FLD-06")
        typed, taken = (
            re.sub(r"[^0-9]", "", said).strip("0") for said in (words, f"{Decimal(repr(value)):f}")
        )
        assert taken.startswith(typed) or typed.startswith(taken)


@pytest.mark.parametrize(
    "words",
    [
        "\uff11\uff12",
        "١٢",
        "²",
        "1e3",
        "1E3",
        "0x10",
        "Ⅻ",
        "inf",
        "nan",
        "1_000",
        "--1",
        "1..2",
        "12 34",
        "1 23",
        "∞",
        "12 €€",
    ],
)
def test_what_is_no_number_is_none(words: str) -> None:
    """Digits of other scripts, codes and slips are left for the check of kinds to refuse."""
    for column in (AMOUNT, SHARE, PLAN["cost_baseline"]):
        assert read(column, words) == (words, None, None)


@pytest.mark.parametrize(
    ("words", "share"),
    [("55 %", 0.55), ("55%", 0.55), ("55\xa0%", 0.55), ("12,5 %", 0.125), ("0,55", 0.55), ("7 %", 0.07), ("100 %", 1.0), ("0 %", 0.0)],
)  # fmt: skip
def test_a_percentage_as_text_is_its_share(words: str, share: float) -> None:
    """A percent sign divides by a hundred, exactly."""
    assert read(SHARE, words) == (share, "FLD-02", Severity.WARNING)


# ---- dates ------------------------------------------------------------------------------------------

days = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
WAYS: dict[str, Callable[[dt.date], str]] = {
    "ISO": lambda d: d.isoformat(),
    "ISO with a time": lambda d: f"{d.isoformat()}T00:00:00",
    "dots": lambda d: f"{d:%d.%m.%Y}",
    "dots, short": lambda d: f"{d.day}.{d.month}.{d.year}",
    "year first": lambda d: f"{d:%Y/%m/%d}",
    "French": lambda d: f"{'1er' if d.day == 1 else d.day} {FRENCH[d.month - 1]} {d.year}",
    "French, short": lambda d: f"{d.day} {SHORT[d.month - 1]} {d.year}",
    "French, capitals": lambda d: f"{d.day}-{FRENCH[d.month - 1].upper()}-{d.year}",
    "English": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    "American": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "of Excel": lambda d: f"{d.day:02}-{ENGLISH[d.month - 1][:3]}-{d.year}",
}


@pytest.mark.parametrize("way", WAYS)
@examples(40)
@given(day=days)
def test_a_date_as_text_is_read_in_every_sure_notation(day: dt.date, way: str) -> None:
    """The day is the same, and the person is told; in a column of months, its month."""
    words = WAYS[way](day)
    assert read(DAY, words) == (day, "FLD-02", Severity.WARNING)
    assert read(MONTH, words) == (day.replace(day=1), "FLD-02", Severity.WARNING)


@examples(200)
@given(day=days, sign=st.sampled_from("/-"))
def test_a_date_with_slashes_is_read_only_where_one_day_is_possible(day: dt.date, sign: str) -> None:
    """31/12/2026 is one day; 03/04/2026 may be two, and is refused with both named."""
    words = f"{day:%d}{sign}{day:%m}{sign}{day.year}"
    if day.day > 12 or day.day == day.month:
        assert read(DAY, words) == (day, "FLD-02", Severity.WARNING)
        return
    assert read(DAY, words) == (words, "FLD-02", Severity.ERROR)
    _, repair = coercer(DAY)(words)
    assert repair is not None
    message = repair.message.fill(column=DAY.label, before=words, after=None).to("en")
    assert str(day) in message
    assert str(dt.date(day.year, day.day, day.month)) in message


@pytest.mark.parametrize(
    "words",
    [
        "31/02/2026",
        "2026-13-01",
        "31/12/26",
        "1/2",
        "46052",
        "\uff12\uff10\uff12\uff16-01-01",
        "demain",
        "31 foo 2026",
        "lundi 31 mars 2026",
        "0/0/2026",
    ],
)
def test_what_is_no_sure_date_is_none(words: str) -> None:
    """Days that do not exist, two-digit years, numbers, weekdays that do not fit."""
    assert read(DAY, words) == (words, None, None)


# ---- blanks and lists -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", sorted(PSEUDO_BLANK))
def test_a_word_for_a_blank_is_a_blank(words: str) -> None:
    """In numbers, dates and lists all of them; in free text only those that can be nothing else."""
    for column in (AMOUNT, DAY, MONTH, SHARE, BUDGET["category"]):
        assert read(column, words.upper()) == (None, "FLD-01", Severity.WARNING)
    assert (read(BUDGET["supplier"], words)[0] is None) is (words in NO_WORDS)


@pytest.mark.parametrize("table", list(TABLES))
def test_a_list_word_is_read_in_case_accent_language_and_when_cut_short(table: str) -> None:
    """Every spelling of a list value is that value; an abbreviation of two of them is neither."""
    for column in TABLES[table].inputs():
        choices = choices_of(column)
        if choices is None:
            continue
        words = {fold(said): m.key for m in choices for said in (m.key, *m.label.in_all(), *m.aliases)}
        for said, key in words.items():
            assert read(column, said.upper()) == (key, None, None)
            for end in range(3, len(said)):
                value, code, _ = read(column, said[:end])
                if value != said[:end] and code == "FLD-03":
                    begun = {
                        k
                        for w, k in words.items()
                        if re.sub(r"\W", "", w).startswith(re.sub(r"\W", "", said[:end]))
                    }
                    assert begun == {value}


# ---- one damaged cell -------------------------------------------------------------------------------


def damages(column: Column) -> list[tuple[Any, str]]:
    """What the catalogue forbids in a cell of that column, and the code of its finding."""
    found: list[tuple[Any, str]] = []
    if column.is_required(STANDARD):
        found += [(None, "FLD-01"), ("TBD", "FLD-01"), (" - ", "FLD-01")]
    if column.kind.is_quantity:
        found += [("soon", "FLD-02"), ("1.234", "FLD-02"), (True, "FLD-02")]
        found += [(column.low - 1, "FLD-05")] if column.low is not None else []
        found += [(column.high + 0.5, "FLD-05")] if column.kind is Kind.PERCENT and column.high else []
        found += [(2.5, "FLD-02")] if column.kind is Kind.INTEGER else []
    if column.kind.is_date:
        found += [("soon", "FLD-02"), ("03/04/2026", "FLD-02"), ("31/02/2026", "FLD-02")]
    if choices_of(column) is not None:
        found += [("xyzzy", "FLD-03")]
    if column.pattern is not None:
        found += [("§ 7", "FLD-14" if column.key == "currency" else "FLD-04")]
    if column.kind is Kind.TEXT and column.max_length is not None:
        found += [("x" * (column.max_length + 1), "FLD-05")]
    return [*found, ("#REF!", "GEN-10")]


@LANGUAGES
@KINDS
@examples(10)
@given(data=st.data())
def test_one_damaged_cell_is_exactly_one_finding_at_that_cell(
    kind: str, language: str, data: st.DataObject
) -> None:
    """A right return has no finding; with one forbidden value in one cell it has that one, there.

    The cell is blank where it cannot be read, and keeps what is wrong in another way; the row goes only with its name.
    """
    tables = [table.key for table in TEMPLATES[kind].tables]
    table = data.draw(st.sampled_from(tables))
    row = data.draw(st.integers(0, len(ROWS[table]) - 1))
    column = data.draw(st.sampled_from(TABLES[table].inputs()))
    what, code = data.draw(st.sampled_from(damages(column)))
    if column.unless is not None:
        key, excused = column.unless
        assume(ROWS[table][row].get(key) not in {choice.key for choice in excused} or code != "FLD-01")
    # A class of probability that is blank follows from the percentage beside it.
    assume(what is not None or ROWS[table][row].get(SHARE_OF.get(column.key, "")) is None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "return.xlsx"
        path.write_bytes(good(kind, language))
        where = []

        def damage(book: Any) -> None:
            cell = cell_of(book, table, column.key, row)
            cell.value = what
            where.append((cell.parent.title, cell.coordinate))

        one = returned(edited(path, damage))
        found = [(f.code, f.severity, f.place.sheet, f.place.cell) for f in portfolio_of(one).findings]
    readable = code == "FLD-04" or (code == "FLD-05" and not column.is_scale)
    gone = not readable and column.key in TABLES[table].needs
    # What is readable is judged by the rules too: a budget below 0 is also one that was overspent.
    assert [one for one in found if one[0] == code or not readable] == [(code, Severity.ERROR, *where[0])]
    expected = [dict(each) for each in ROWS[table]]
    expected[row][column.key] = what if readable else None
    assert held(one)[table] == {
        key.key: [each.get(key.key) for at, each in enumerate(expected) if not (gone and at == row)]
        for key in TABLES[table].inputs()
    }


@LANGUAGES
@KINDS
def test_what_nobody_damaged_has_no_finding(kind: str, language: str, tmp_path: Path) -> None:
    """A right return is read whole, without a word."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(good(kind, language))
    one = returned(path)
    assert portfolio_of(one).findings == []
    assert held(one) == right(kind)


# ---- columns elsewhere ------------------------------------------------------------------------------


def rearranged(raw: RawSheet, table: str, draw: st.DrawFn) -> RawSheet:
    """The same table with columns in another order, foreign ones between, headers respelled or translated."""
    rows = [list(row) for row in raw.rows]
    width = max(map(len, rows))
    rows = [row + [None] * (width - len(row)) for row in rows]
    header = filled.HEADER - 1
    for col, words in enumerate(rows[header]):
        key = headers.labels_of(TABLES[table]).get(headers.loose(words)) if isinstance(words, str) else None
        if key is not None:
            said = draw(st.sampled_from(TABLES[table].columns[key].label.in_all()))
            spelling = draw(
                st.sampled_from(
                    [
                        str,
                        str.upper,
                        str.title,
                        lambda w: f"  {w.replace(' ', '  ')} *",
                        lambda w: w.replace(" ", "\n") + " :",
                    ]
                )
            )
            rows[header][col] = spelling(said)
    order = draw(st.permutations(range(1, width)))
    foreign = draw(st.lists(st.integers(0, width - 1), max_size=3))
    moved = []
    for at, row in enumerate(rows):
        line = [row[col] for col in order]
        for number, place in enumerate(foreign):
            line.insert(place, f"Notes {number}" if at == header else None)
        moved.append([row[0], *line])
    titles = draw(st.integers(0, 3))
    above = [[None, "Printed by somebody", None, f"page {n}"] for n in range(titles)]
    # The mark stays in the first row, or is lost with it.
    moved[0][0], mark = None, moved[0][0]
    top = [[mark if draw(st.booleans()) else None], *above]
    return dataclasses.replace(
        raw, rows=[*top, *moved], origin=None, name=draw(st.sampled_from([raw.name, "Copy", "Sheet1"]))
    )


@KINDS
@examples(30)
@given(data=st.data(), language=st.sampled_from(["en", "fr"]))
def test_columns_moved_inserted_respelled_and_translated_hold_the_same_data(
    kind: str, language: str, data: st.DataObject
) -> None:
    """Same data out, nothing to complain of."""
    book = raw_book(kind, language)
    tables = {SHEETS[table].heading.to(language): table for table in ROWS if KIND_OF[table] == kind}
    sheets = [
        rearranged(raw, tables[raw.name], data.draw) if raw.name in tables else raw for raw in book.sheets
    ]
    named = [dataclasses.replace(raw, name=f"{raw.name} {n}") for n, raw in enumerate(sheets)]
    one = examine(dataclasses.replace(book, sheets=tuple(named)), STANDARD_TEMPLATES, STANDARD)
    assert [(f.code, f.message.to("en")) for f in one.findings] == []
    assert held(one) == right(kind)


def raw_book(kind: str, language: str) -> RawBook:
    """A right return as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "return.xlsx"
        path.write_bytes(good(kind, language))
        return read_workbook(path, path.name)


def right(kind: str) -> dict[str, dict[str, list[Any]]]:
    """What a right return holds."""
    tables = {table: filled.columns_of(table) for table in ROWS if KIND_OF[table] == kind}
    return {**tables, "project": {c.key: [PROJECT.get(c.key)] for c in SHEETS["project"].inputs()}}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))
def test_no_two_labels_of_a_sheet_are_the_same_without_their_signs(sheet: Any) -> None:
    """A header respelled never becomes that of another column."""
    owner: dict[str, str] = {}
    for column in sheet.columns.values():
        for words in column.label.in_all():
            assert owner.setdefault(headers.loose(words), column.key) == column.key, words
            assert headers.loose(words) not in headers.own_labels()


# ---- an older template ------------------------------------------------------------------------------


def test_a_template_of_an_older_version_is_carried_over_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two versions ago the initial budget was called otherwise and stood in thousands: read as today’s, and said."""

    def from_first(raw: RawSheet) -> RawSheet:
        rows = [["Initial budget" if cell == "Envelope k" else cell for cell in row] for row in raw.rows]
        return dataclasses.replace(raw, rows=rows)

    def from_second(raw: RawSheet) -> RawSheet:
        at = raw.rows[filled.HEADER - 1].index("Initial budget")
        rows = [list(row) for row in raw.rows]
        for row in rows[filled.HEADER :]:
            if len(row) > at and isinstance(row[at], float):
                row[at] = row[at] * 1000
        return dataclasses.replace(raw, rows=rows)

    monkeypatch.setitem(MIGRATIONS, ("budget", "-1"), ("0", from_first))
    monkeypatch.setitem(MIGRATIONS, ("budget", "0"), ("1", from_second))

    def of_old(book: Any) -> None:
        sheet = sheet_of(book, "budget")
        sheet["A1"] = str(sheet["A1"].value).replace(" 1 ", " -1 ")
        for row in range(len(ROWS["budget"])):
            cell = cell_of(book, "budget", "bac0", row)
            cell.value = round(cell.value / 1000, 6)
        cell_of(book, "budget", "bac0", -1).value = "Envelope k"

    path = tmp_path / "old.xlsx"
    path.write_bytes(good("budget"))
    one = returned(edited(path, of_old))
    (finding,) = portfolio_of(one).findings
    assert (finding.code, finding.severity, finding.place.sheet) == ("GEN-03", Severity.WARNING, "Budget")
    assert "read as version 1" in finding.message.to("en")
    assert held(one) == right("budget")
