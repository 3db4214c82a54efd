"""An expression means the same computed by the program and written as a live Excel formula."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import office
import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.names import Heading, Names, parameter
from pmo_xl.core.expr.algebra import (
    at,
    complete_total,
    contains_any,
    count,
    days_between,
    filled,
    floor,
    max_of,
    max_of_columns,
    max_over_rows,
    min_of,
    min_of_columns,
    min_over_rows,
    month_end,
    months_between,
    networkdays,
    or_zero,
    own,
    rounded,
    row_number,
    starts_with,
    this,
    total,
    violated,
    when,
    workdays_between,
)
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Const, CountFilled, Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.expr.value import EvalContext, fails, value
from pmo_xl.core.formula.formula import formula
from pmo_xl.excel.write.cells import plain

LANGUAGES = pytest.mark.parametrize("language", ["en", "fr"])


class Colour(Choice):
    """A list for the rows of this test."""

    RED = "red", "Red", "Rouge"
    GREEN = "green", "Green", "Vert"
    BLUE = "blue", "Blue", "Bleu"


WORK = {
    "project_id": Heading(t("Project", "Projet"), number=False),
    "currency": Heading(t("Currency", "Devise"), number=False),
    "rate": Heading(t("Budget rate", "Cours budget"), number=True),
    "a": Heading(t("Amount", "Montant"), number=True),
    "b": Heading(t("Budget granted", "Budget accordé"), number=True),
    "c": Heading(t("Count", "Nombre"), number=True),
    "first": Heading(t("First day", "Premier jour"), number=True),
    "second": Heading(t("Second day", "Second jour"), number=True),
    "colour": Heading(t("Colour", "Couleur"), number=False),
    "words": Heading(t("What is said", "Ce qui est dit"), number=False),
    "project_number": Heading(t("Project no.", "Projet n°"), number=True),
}
PROJECTS = {
    "project_id": Heading(t("Project", "Projet"), number=False),
    "has_work": Heading(t("Work received", "Travail reçu"), number=True),
    "rate": Heading(t("Rate", "Cours"), number=True),
    "day": Heading(t("Day", "Jour"), number=True, whole=True),
    "pivot": Heading(t("Pivot", "Pivot"), number=True),
    "word": Heading(t("Word", "Mot"), number=False),
}
RATES = {
    "currency": Heading(t("Currency", "Devise"), number=False),
    "rate": Heading(t("Rate", "Cours"), number=True),
}
TABLES = {"work": WORK, "projects": PROJECTS, "rates": RATES}
PARAMS = {"status_date": dt.date(2026, 3, 31), "limit": 12.5, "nothing": None}
HOLIDAYS = (dt.date(2026, 1, 1), dt.date(2026, 4, 6), dt.date(2026, 5, 1), dt.date(2026, 5, 9))
RATE_OF = {"EUR": 1.0, "USD": 0.925, "CHF": 1.07}
ROWS = 40


def work() -> pd.DataFrame:
    """Rows with blanks, zeros, negative numbers, weekends, and projects that are nobody's."""
    rng = random.Random(20260331)
    days = [dt.date(2026, 1, 1) + dt.timedelta(n) for n in range(140)]
    rows = [
        {
            "project_id": rng.choice(["P1", "P2", "P3", "P9"]),
            "currency": rng.choice(["EUR", "USD", "CHF", "JPY"]),
            "a": rng.choice([None, 0.0, round(rng.uniform(-50, 50), 2), round(rng.uniform(0, 50), 2)]),
            "b": rng.choice([None, 0.0, 12.5, round(rng.uniform(-50, 50), 2)]),
            "c": rng.choice([None, 0, 1, 2, 3, -4]),
            "first": rng.choice([None, *rng.sample(days, 4)]),
            "second": rng.choice([None, *rng.sample(days, 4)]),
            "colour": rng.choice([None, "red", "green", "blue"]),
            "words": rng.choice([None, "● Fine", "▲ Look here", "Ann & Bob", "ann; BOB", "Zoë et Élie", 'say "no"', "12",
                                 "Ann*", ">5", "007", "07"]),
        }
        for _ in range(ROWS)
    ]  # fmt: skip
    rows[0] |= {"first": dt.date(2026, 1, 3), "second": dt.date(2026, 1, 4), "a": 0.0, "b": 0.0}
    rows[1] |= {"first": dt.date(2026, 4, 3), "second": dt.date(2026, 4, 6)}
    rows[2] |= {"first": dt.date(2026, 5, 3), "second": dt.date(2026, 5, 1)}
    rows[3] |= {"first": dt.date(2026, 2, 4), "second": dt.date(2026, 2, 4), "a": -2.5, "b": -2.5}
    for row in rows:
        if row["project_id"] == "P3":  # a project whose sum is undefined
            row["a"] = None
    frame = pd.DataFrame(rows)
    frame["rate"] = frame["currency"].map(RATE_OF)
    frame["project_number"] = frame["project_id"].str[1:].astype(float)
    for key in ("a", "b", "c"):
        frame[key] = frame[key].astype(float)
    for key in ("first", "second"):
        frame[key] = pd.to_datetime(frame[key]).astype("datetime64[s]")
    for key in ("colour", "words"):
        frame[key] = frame[key].astype(object).where(frame[key].notna(), None)
    return frame


def projects() -> pd.DataFrame:
    """The rows that sums are made for; the last has no row of work, and one kind was not received."""
    frame = pd.DataFrame({"project_id": ["P1", "P2", "P3", "P4"], "has_work": [1.0, 1.0, 1.0, 0.0]})
    days = pd.to_datetime(pd.Series([dt.date(2026, 3, 1), None, dt.date(2026, 2, 1), dt.date(2026, 3, 1)]))
    return frame.assign(
        rate=[1.0, 0.925, 1.07, 1.0], day=days.astype("datetime64[s]"), pivot=[10.1 + 2.4, 0.0, 12.5, 1.0],
        word=["Ann*", "007", ">5", "12"],
    )  # fmt: skip


BY_ROW: dict[str, Expr] = {
    "sum": this.a + this.b,
    "difference": this.a - this.b - this.c,
    "difference of a difference": this.a - (this.b - this.c),
    "product of a sum": (this.a + this.b) * this.c,
    "quotient": this.a / this.b,
    "quotient of a quotient": this.a / (this.b / this.c),
    "from a constant": 100 - this.a * 2,
    "constant times": 3 * this.b,
    "less": this.a < this.b,
    "at most": this.a <= this.b,
    "greater": this.a > at.limit,
    "at least": this.a >= this.b,
    "equal": this.b == at.limit,
    "unequal": this.b != 12.5,
    "date on a day": this.first <= at.status_date,
    "date after a date": this.second > this.first,
    "is red": this.colour == Colour.RED,
    "is not red": this.colour != Colour.RED,
    "says": this.words == "● Fine",
    "and": (this.a > 0) & (this.b > 0) & (this.c > 0),
    "or": (this.a > 0) | (this.colour == Colour.BLUE),
    "not": ~((this.a > 0) | (this.b > 0)),
    "filled": filled(this.a),
    "blank": ~filled(this.words),
    "filled and": filled(this.a) & (this.a * this.b > 0),
    "blank or": ~filled(this.a) | (this.a > 10),
    "parameter filled": filled(at.limit) & ~filled(at.nothing),
    "or zero": or_zero(this.a) + or_zero(this.b),
    "cases": when((filled(this.a) & (this.a > 10), this.a), (filled(this.b), this.b * 2)),
    "cases of words": when(
        (this.colour == Colour.RED, t("Hot", "Chaud")), (this.colour == Colour.BLUE, "cold"), otherwise="?"
    ),
    "working days": networkdays(this.first, this.second),
    "working days between": workdays_between(this.first, this.second),
    "working days to the status date": workdays_between(this.first, at.status_date),
    "days between": days_between(this.first, this.second),
    "quotient compared": this.a / this.b > 1,
    "quotient not compared": ~(this.a / this.b > 1),
    "quotient compared or": (this.a / this.b > 1) | (this.a > 0),
    "quotient compared where filled": filled(this.first) & ((this.a / this.b > 1) & (this.a > 0)),
    "quotient in a case": when((this.a > 10, this.a / this.b), otherwise=-1),
    "quotient in another case": when((this.a > 10, 1), (this.a / this.b > 1, 2), otherwise=-1),
    "greatest of a quotient": max_of(this.a / this.b, 0),
    "violated by a quotient": violated(this.a / this.b <= 1),
    "greatest": max_of(this.a, 0),
    "greatest of two": max_of(this.a, this.b),
    "least": min_of(this.a, this.b),
    "latest of two dates": max_of(this.first, this.second),
    "earliest with a parameter": min_of(this.first, at.status_date),
    "months between": months_between(this.first, this.second),
    "lowest": min_of_columns(this.a, this.b, this.c),
    "highest": max_of_columns(this.a, this.b, this.c),
    "above the lowest": this.a - min_of_columns(this.b, this.c),
    "begins": starts_with(this.words, "▲"),
    "begins with a word": starts_with(this.words, "Ann"),
    "mentions": contains_any(this.words, "/", ";", "&", " and ", " et ", '"'),
    "whole": floor(this.a),
    "whole of a share": floor(this.a / 3),
    "rounded": rounded(this.a / 3, 4),
    "rounded at a half": rounded(this.b / 8, 0),
    "end of a month": month_end(this.first),
    "count of filled": CountFilled((Ref("a"), Ref("first"), Ref("words"))),
    "row number": row_number(),
    "a constant": Const(dt.date(2026, 2, 28)),
    "violated": violated((this.a <= this.b) & (this.first <= at.status_date)),
    "violated guard": violated(~filled(this.a) | (this.b >= this.a)),
}
"""Expressions over the cells of one row."""

BY_PROJECT: dict[str, Expr] = {
    "total": total("work", this.a),
    "complete total": complete_total("work", this.project_number),
    "complete total of what some rows lack": complete_total("work", this.a),
    "complete total where": complete_total("work", this.b, this.colour == Colour.RED),
    "complete total of some rows": complete_total("work", this.a, each=this.a > -100),
    "complete total of rows that lack it": complete_total("work", this.a, each=filled(this.words)),
    "total where one side is known": total(
        "work", this.b, (this.a > 0) | (this.colour == Colour.RED) | (this.c > 1)
    ),
    "total where one of two is known": total("work", this.b, ((this.a > 0) | (this.c > 1)) & (this.rate > 0)),
    "total times rate": total("work", this.a) * this.rate,
    "total where": total("work", this.a, this.colour == Colour.RED),
    "total where and": total("work", this.b, (this.a > 0) & filled(this.first)),
    "total where not": total("work", this.b, this.colour != Colour.RED),
    "total where or": total("work", this.b, (this.colour == Colour.RED) | (this.colour == Colour.BLUE)),
    "total where two columns or": total("work", this.a, (this.b > 5) | (this.colour == Colour.RED)),
    "total where negated": total("work", this.b, ~(this.a > 0)),
    "total by a parameter": total("work", this.a, this.first <= at.status_date),
    "count": count("work"),
    "count where": count("work", this.a >= 0),
    "count equal to a parameter": count("work", this.b == at.limit),
    "count where or": count("work", (this.colour == Colour.RED) | (this.colour == Colour.GREEN)),
    "count where columns are compared": count("work", this.a < this.b),
    "count of filled words": count("work", filled(this.words) & (this.c != 0)),
    "latest": max_over_rows("work", this.second),
    "latest where": max_over_rows("work", this.second, this.colour == Colour.GREEN),
    "earliest": min_over_rows("work", this.first),
    "earliest where": min_over_rows("work", this.a, this.a < 0),
    "sum or zero": or_zero(total("work", this.a)) + this.rate,
    "ratio of sums": total("work", this.a) / total("work", this.b),
    "total up to own day": total("work", this.a, this.first <= own.day),
    "total up to own amount": total("work", this.b, this.b <= own.pivot),
    "total of own amount": total("work", this.b, this.b == own.pivot),
    "total past own amount and more": total("work", this.b, (this.b > own.pivot + 0.005) & (this.c > 0)),
    "count of own word": count("work", this.words == own.word),
    "count before own day": count("work", (this.first < own.day) & (this.colour == Colour.RED)),
    "latest below own amount": max_over_rows("work", this.b, this.b < own.pivot),
    "earliest past own amount": min_over_rows("work", this.b, this.b > own.pivot + 0.005),
    "latest where or": max_over_rows("work", this.a, (this.colour == Colour.RED) | (this.c == 1)),
    "earliest day where or": min_over_rows("work", this.first, (this.colour == Colour.RED) | (this.c == 1)),
    "share of own amount": (this.pivot - max_over_rows("work", this.b, this.b < own.pivot)) / this.pivot,
}
"""Expressions over the rows that a table holds for each project."""

OVER_ALL: dict[str, Expr] = {
    "total of all": total("work", this.a),
    "total of all where": total("work", this.a, this.colour == Colour.BLUE),
    "total of all where or": total("work", this.a, (this.colour == Colour.BLUE) | (this.c == 1)),
    "count of all": count("work"),
    "count of all where": count("work", this.a <= 0),
    "latest of all": max_over_rows("work", this.second),
    "earliest of all where": min_over_rows("work", this.first, this.c > 0),
    "worth": ConvertedSum("work", Ref("a")),
    "worth where": ConvertedSum("work", Ref("b"), (this.colour == Colour.RED) & (this.a > 0)),
    "worth of a project": ConvertedSum("work", Ref("b"), this.project_id == RowHeader("$H$2", "P2")),
    "worth of words": ConvertedSum(
        "work", Ref("b"), (this.words == RowHeader("$H$3", "Ann*")) & (this.a > -50)
    ),
    "total of words": total("work", this.b, this.words == RowHeader("$H$4", ">5")),
    "count of words": count("work", this.words == RowHeader("$H$5", "007")),
    "count of no words": count("work", ~filled(this.words)),
    "count of other words": count("work", this.words != RowHeader("$H$5", "007")),
    "count of another case": count("work", this.words == RowHeader("$H$6", "ANN & bob")),
    "count of a pattern": count("work", this.words == "Ann*"),
    "count of an operator": count("work", this.words == ">5"),
    "count of a project": count("work", (this.project_id == RowHeader("$H$2", "P2")) & (this.b > -10)),
}
"""Expressions over all rows of a table, as on a Check sheet or in a grid."""


def names(language: str) -> dict[str, Names]:
    """How each group of expressions is written."""
    return {
        "work": Names(language, TABLES, home="work"),
        "projects": Names(
            language, TABLES, home="projects", project="project_id", received={"work": "has_work"}
        ),
        "all": Names(language, TABLES, home="rates"),
    }


def scopes(language: str) -> dict[str, EvalContext]:
    """What each group of expressions is computed over."""
    rows, heads = work(), projects()
    return {
        "work": EvalContext(rows, PARAMS, HOLIDAYS, language=language, first_row=2),
        "projects": EvalContext(
            heads, PARAMS, HOLIDAYS, {"work": rows}, "project_id", {"work": "has_work"}, language
        ),
        "all": EvalContext(
            pd.DataFrame(index=[0]), PARAMS, HOLIDAYS, {"work": rows}, language=language, rates=RATE_OF
        ),
    }


GROUPS = {"work": BY_ROW, "projects": BY_PROJECT, "all": OVER_ALL}


def write_book(path: Path, language: str) -> None:
    """The tables, the workbook-wide values and every expression as a formula whose cached value is wrong."""
    rates = pd.DataFrame({"currency": list(RATE_OF), "rate": list(RATE_OF.values())})
    frames = {"work": work(), "projects": projects(), "rates": rates}
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for group, table in (("work", "work"), ("projects", "projects"), ("all", "rates")):
            sheet = book.add_worksheet(group)
            _write_table(sheet, table, frames[table], language, [] if group == "all" else list(GROUPS[group]))
            width = len(TABLES[table]) if group != "all" else 20
            for at_row in range(len(frames[table]) if group != "all" else 1):
                for place, expr in enumerate(GROUPS[group].values()):
                    live = formula(expr, names(language)[group])
                    sheet.write_formula(at_row + 1, width + place, live, None, office.POISON)
            if group == "all":
                for row, words in enumerate(("P2", "Ann*", ">5", "007", "ANN & bob"), start=1):
                    sheet.write_string(row, 7, words)
        sheet = book.add_worksheet("params")
        for row, (name, what) in enumerate(PARAMS.items()):
            if what is not None:
                sheet.write(row, 0, what)
            book.define_name(parameter(name), f"=params!$A${row + 1}")
        for row, day in enumerate(HOLIDAYS):
            sheet.write(row, 2, day)
        book.define_name(parameter("holidays"), f"=params!$C$1:$C${len(HOLIDAYS)}")


def _write_table(sheet: Any, table: str, frame: pd.DataFrame, language: str, formulas: Sequence[str]) -> None:
    headings = TABLES[table]
    heads = [heading.label.to(language) for heading in headings.values()] + list(formulas)
    columns = [{"header": words} for words in heads]
    sheet.add_table(0, 0, len(frame), len(heads) - 1, {"name": table, "columns": columns})
    said = {member.key: member.label.to(language) for member in Colour}
    for col, key in enumerate(headings):
        for row, what in enumerate(frame[key].map(plain), start=1):
            cell = said.get(what, what) if key == "colour" else what
            if cell is not None and plain(cell) is not None:
                sheet.write(row, col, plain(cell))


def told(expr: str, row: int, computed: Any, shown: Any) -> str:
    """One line where the two readings differ, nothing where they agree; blank and undefined are one."""
    what = plain(computed)
    if isinstance(what, dt.date):
        what = (what - dt.date(1899, 12, 30)).days
    if isinstance(shown, dt.datetime):
        shown = (shown - dt.datetime(1899, 12, 30)).days  # noqa: DTZ001 - Excel's dates have no time zone
    if what is None or shown in (None, ""):
        agree = what is None and shown in (None, "")
    elif isinstance(what, str) or isinstance(shown, str):
        agree = what == shown
    else:
        agree = abs(float(what) - float(shown)) <= 1e-9 * max(1.0, abs(float(what)))
    return "" if agree else f"{expr}, row {row}: computed {what!r}, Excel {shown!r}"


@office.needs_office
@LANGUAGES
def test_both_readings_agree(tmp_path: Path, language: str) -> None:
    """Every operation gives the same in the program and in the workbook; what is undefined is blank, never 0."""
    path = tmp_path / "expressions.xlsx"
    write_book(path, language)
    (fresh,) = office.recalculated([path], tmp_path / "fresh")
    book = openpyxl.load_workbook(fresh, data_only=True)
    differences, met = [], set()
    for group, expressions in GROUPS.items():
        scope = scopes(language)[group]
        width = len(TABLES[group]) if group != "all" else 20
        for place, (name, expr) in enumerate(expressions.items(), start=width + 1):
            computed = value(expr, scope)
            for row, what in enumerate(computed, start=2):
                differences.append(told(name, row, what, book[group].cell(row, place).value))
                met.add((name, plain(what) is None))
    assert [line for line in differences if line] == []
    undefined = {name for name, blank in met if blank}
    assert {"sum", "quotient", "working days", "total", "latest where", "count"} <= undefined
    assert {"quotient compared", "quotient in another case", "greatest of a quotient"} <= undefined
    assert {"complete total of what some rows lack", "complete total where", "complete total"} <= undefined
    assert ("complete total", False) in met
    assert ("complete total of some rows", False) in met
    assert not {"or zero", "filled", "count of filled", "total of all", "worth"} & undefined


def test_every_part_of_the_algebra_is_compared() -> None:
    """The comparison leaves out no operation and no function."""
    from pmo_xl.core.expr import nodes, row_headers, table_nodes

    parts = [part for group in GROUPS.values() for each in group.values() for part in _all_parts(each)]
    kinds = {
        kind
        for module in (nodes, table_nodes, row_headers)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Expr) and kind is not Expr
    }
    assert {type(part) for part in parts} == kinds
    assert {part.name for part in parts if isinstance(part, nodes.Call)} == set(nodes.FUNCTIONS)
    signs = {part.sign for part in parts if isinstance(part, nodes.Op)}
    assert signs == {"+", "-", "*", "/", "<", "<=", ">", ">=", "=", "<>", "and", "or"}
    assert {part.how for part in parts if isinstance(part, table_nodes.Aggregate)} == {
        "sum",
        "count",
        "max",
        "min",
    }


def _all_parts(expr: Expr) -> list[Expr]:
    found = list(expr.walk())
    for part in list(found):
        if isinstance(part, ConvertedSum):
            found += [part.what, *(part.where.walk() if part.where is not None else ())]
    return found


# ---- structure --------------------------------------------------------------------------------------


def test_an_expression_has_no_truth_value() -> None:
    """Two comparisons in a chain, or an ``and`` between expressions, stop at once instead of meaning something else."""
    for mistake in (
        lambda: 1 <= this.a <= 5,
        lambda: this.a and this.b,
        lambda: not this.a,
        lambda: [this.a].index(this.b),
    ):
        with pytest.raises(TypeError, match="no truth value"):
            mistake()


@LANGUAGES
def test_rows_are_referred_to_in_full(language: str) -> None:
    """A cell of the row at hand is written with its table and ``#This Row``, which every spreadsheet understands."""
    for group, expressions in GROUPS.items():
        for expr in expressions.values():
            assert "[@" not in formula(expr, names(language)[group])
    amount = WORK["a"].label.to(language)
    assert f"work[[#This Row],[{amount}]]" in formula(this.a + 1, names(language)["work"])


SIMPLE: Mapping[str, Expr] = {
    "a list value": this.colour == Colour.RED,
    "several conditions": (this.a > 0) & (this.first <= at.status_date) & filled(this.b),
    "another than": this.colour != Colour.RED,
}
MIXED: Mapping[str, Expr] = {
    "one or the other": (this.colour == Colour.RED) | (this.a > 0),
    "not": ~(this.a > 0),
    "two columns": this.a < this.b,
    "part of it": (this.a > 0) & ((this.b > 0) | (this.c > 0)),
}


@pytest.mark.parametrize(
    "make", [lambda where: total("work", this.a, where), lambda where: count("work", where)]
)
@pytest.mark.parametrize("where", SIMPLE.values(), ids=SIMPLE)
def test_simple_conditions_are_fast_sums(make: Any, where: Expr) -> None:
    """Conditions that SUMIFS and COUNTIFS can express are written with them: they stay fast over many rows."""
    live = formula(make(where), names("en")["projects"])
    assert "IFS(" in live
    assert "SUMPRODUCT" not in live


@pytest.mark.parametrize(
    "make", [lambda where: total("work", this.a, where), lambda where: count("work", where)]
)
@pytest.mark.parametrize("where", MIXED.values(), ids=MIXED)
def test_other_conditions_are_sums_of_products(make: Any, where: Expr) -> None:
    """Other conditions are written with SUMPRODUCT."""
    assert "SUMPRODUCT((work[Project]=projects[[#This Row],[Project]])*" in formula(
        make(where), names("en")["projects"]
    )


def test_what_must_be_filled_is_known() -> None:
    """An expression knows which columns it needs, and a guard by ``filled`` takes its column out of them."""
    assert (this.a + this.b).strict() == {"a", "b"}
    assert (filled(this.a) & (this.a > this.b)).strict() == {"b"}
    assert (~filled(this.a) | (this.a > this.b)).strict() == {"b"}
    assert (filled(this.a) | (this.a > this.b)).strict() == {"a", "b"}
    assert (or_zero(this.a) + this.b).strict() == {"b"}
    assert total("work", this.a, this.b > 0).strict() == set()
    assert when((this.a > 0, this.b), otherwise=this.c).strict() == {"a"}
    assert total("work", this.a, this.b > 0).keys() == set()
    assert ((this.first <= at.status_date) & filled(at.limit)).params() == {"status_date", "limit"}


def test_a_rule_is_judged_only_where_it_is_known() -> None:
    """A condition fails where all that it needs is filled and it is false, and nowhere else."""
    scope = EvalContext(work(), PARAMS, HOLIDAYS)
    rows = scope.frame
    expected = (rows["a"].notna() & rows["b"].notna() & ~(rows["a"] <= rows["b"])).tolist()
    assert fails(this.a <= this.b, scope).tolist() == expected
    assert any(expected)
    assert not fails(this.first <= at.nothing, scope).any()
