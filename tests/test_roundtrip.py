"""What is written into a template and sent back is read as it was, in whichever language and order."""

from __future__ import annotations

import datetime as dt
import functools
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from copies import write_return
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from standard import SHEETS, STANDARD_TEMPLATES, TABLES, TEMPLATES

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.base.blank_words import PSEUDO_BLANK
from pmo_xl.core.base.text import fold
from pmo_xl.core.definition.column import STANDARD, Column, Kind
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.expr.value import EvalContext, fails
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.frame import frame_of
from pmo_xl.core.flow.portfolio import Portfolio, State
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.excel.template.table_sheet import HEADER_ROW
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.excel.write.cells import plain
from pmo_xl.steps.answer.describe import schema
from pmo_xl.steps.one_return.examine import examine
from pmo_xl.steps.portfolio.consolidate import consolidate

Row = dict[str, Any]
Tables = dict[str, list[Row]]

STATUS = dt.date(2026, 3, 31)
WORKED = [day for n in range(365) if (day := dt.date(2026, 1, 1) + dt.timedelta(n)).weekday() < 5]
PAST = [day for day in WORKED if day <= STATUS]
FUTURE = [day for day in WORKED if day > STATUS]
MAX_ROWS = 5

KINDS = pytest.mark.parametrize("kind", list(TEMPLATES))
LANGUAGES = pytest.mark.parametrize("language", ["en", "fr"])


def examples(number: int) -> Any:
    """The same examples on every computer, however slow it is."""
    return settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.large_base_example,
        ],
    )


# ---- rows that are right ----------------------------------------------------------------------------

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789éèêëàâçîïôöùûüÿœŒÉÀÇÑß€"
SIGNS = "'’\"«»()[]{}.,:;!?%&/\\*#@=+-_<>|–—…~^ \n"
TOTAL = re.compile(r"(?:grand |sous[- ]?|sub[- ]?)?tota")
"""How a line begins that is read as a total, as it should be: words are drawn from our own sheets too."""
TRICKY = ("L’été à Noël", 'dit "non"', "<b>&amp;</b>", "1", "1.50", "2026-01-31", "TRUE", "faux", "55 %", "a\nb", "«\u00a0oui\u00a0»", "'", "ID", "Œuvre", "日本", "😀")  # fmt: skip


def texts(length: int) -> st.SearchStrategy[str]:
    """Words as people write them: accents, quotes, several lines; no blank in disguise, no formula, no total."""
    free = st.text(LETTERS + SIGNS, min_size=1, max_size=min(length, 30))
    return (free | st.sampled_from(TRICKY)).filter(
        lambda words: (
            words == words.strip()
            and words[0] not in "=+-@#"
            and words
            and fold(words) not in PSEUDO_BLANK
            and not TOTAL.match(fold(words))
        )
    )


def decimals(low: float, high: float, digits: int) -> st.SearchStrategy[float]:
    """Numbers of so many decimals, as people type them."""
    scale = 10**digits
    return st.integers(round(low * scale), round(high * scale)).map(lambda n: n / scale)


def values(column: Column) -> st.SearchStrategy[Any]:
    """What a column may hold, blanks aside."""
    low, high = column.low, column.high
    match column.kind:
        case Kind.TEXT if column.pattern:
            return st.from_regex(re.compile(column.pattern, re.ASCII), fullmatch=True)
        case Kind.TEXT:
            return texts(column.max_length or 30)
        case Kind.INTEGER:
            return st.integers(int(low or 0), int(high or 10**6))
        case Kind.PERCENT:
            return decimals(0, 1, 4)
        case Kind.AMOUNT | Kind.NUMBER:
            return decimals(-1e7 if low is None else low, 1e7 if high is None else high, 2)
        case Kind.DATE:
            return st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
        case Kind.MONTH:
            return st.builds(dt.date, st.integers(2025, 2027), st.integers(1, 12), st.just(1))
        case _:
            choices = choices_of(column)
            assert choices is not None
            return st.sampled_from([member.key for member in choices])


def cells(sheet: type[Sheet]) -> st.SearchStrategy[Row]:
    """One row: what is required is filled, the rest may be blank."""
    return st.fixed_dictionaries({
        column.key: values(column) if column.is_required(STANDARD) else st.none() | values(column)
        for column in sheet.inputs()
    })  # fmt: skip


@st.composite
def plan_row(draw: st.DrawFn) -> Row:
    """A task that waits, runs or is finished, with the dates and the progress that go with it."""
    row = draw(cells(TABLES["plan"]))
    milestone = row["type"] == "milestone"
    state = draw(
        st.sampled_from(["waiting", "finished"] if milestone else ["waiting", "running", "finished"])
    )
    first = draw(st.sampled_from(FUTURE if state == "waiting" else PAST))
    last = draw(st.sampled_from(PAST if state == "finished" else FUTURE))
    row["start_forecast"], row["finish_forecast"] = (first, first) if milestone else sorted((first, last))
    row["start_actual"] = None if state == "waiting" else row["start_forecast"]
    row["finish_actual"] = row["finish_forecast"] if state == "finished" else None
    row["pct_complete"] = {"waiting": 0.0, "finished": 1.0}.get(state, min(row["pct_complete"], 0.99))
    row["start_baseline"], row["finish_baseline"] = sorted((row["start_baseline"], row["finish_baseline"]))
    durations = ("dur_opt", "dur_ml", "dur_pess")
    if all(row[key] is not None for key in durations):
        row |= zip(durations, sorted(row[key] for key in durations), strict=True)
    return row


@st.composite
def risk_row(draw: st.DrawFn) -> Row:
    """A risk whose dates, ratings and response fit its status."""
    row = draw(cells(TABLES["risks"]))
    row["date_raised"] = draw(st.sampled_from(PAST))
    closed = row["status"] == "closed"
    row["date_closed"] = (
        draw(st.sampled_from([d for d in PAST if d >= row["date_raised"]])) if closed else None
    )
    row["closure_reason"] = "treated" if closed else None
    row["due_date"] = row["next_review"] = draw(st.sampled_from(FUTURE))
    row["response_actions"] = row["response_actions"] or "Revue à l’été"
    row["issue_id"] = row["issue_id"] or "P-1"
    row["prob_pct_in"] = draw(decimals(0.01, 0.99, 2))
    if row["probability_res"] is None:
        row["prob_pct_res"] = None  # a class would be taken from it
    row["cost_impact_in"] = draw(decimals(0, 1e6, 2))
    row["owner"] = draw(st.sampled_from(["Claire Martin", "Zoë Lefèvre", "O’Neil"]))
    answers = ["exploit", "share"] if row["kind"] == "opportunity" else ["avoid", "reduce", "accept"]
    row["response_type"] = draw(st.sampled_from(answers))
    return row


@st.composite
def budget_row(draw: st.DrawFn) -> Row:
    """A line that has spent no more than it has committed, and that explains what needs words."""
    row = draw(cells(TABLES["budget"]))
    row["transfers"] = draw(st.none() | decimals(-100, 100, 2))
    row["changes_approved"] = draw(st.none() | decimals(-100, 100, 2))
    row["bac0"] = draw(decimals(1000, 1e7, 2))
    row["committed"] = draw(st.none() | decimals(0, 800, 2))
    row["actual"] = draw(decimals(-500, row["committed"] or 500, 2))
    row["comment"] = row["comment"] or draw(st.sampled_from(["Avoir reçu", "Credit note"]))
    row["capex_opex"] = "opex" if row["category"] in ("training", "travel") else row["capex_opex"]
    return row


@st.composite
def month_row(draw: st.DrawFn) -> Row:
    """A month of a line; only months that have begun hold an actual cost."""
    row = draw(cells(TABLES["budget_months"]))
    if row["period"] > STATUS:
        row["actual"] = draw(st.sampled_from([None, 0.0]))
    return row


OWNERS = st.sampled_from(["Claire Martin", "Zoë Lefèvre", "O’Neil"])
OF_LATE = [day for day in PAST if day >= dt.date(2026, 3, 9)]
FITTING: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "status": {
        "comment": texts(30), "path_to_green": texts(30), "path_owner": OWNERS, "path_date": st.sampled_from(FUTURE),
        "trend": st.none(), "rag_previous": st.none(), "comment_previous": st.none(),
    },
    "actions": {
        "owner": OWNERS, "opened_on": st.sampled_from(OF_LATE), "due_date": st.sampled_from(FUTURE), "done_on": st.none(),
        "status": st.sampled_from(["open", "in_progress", "cancelled"]), "due_previous": st.none(), "postponed": st.none() | st.integers(0, 2),
    },
    "issues": {
        "owner": OWNERS, "raised_on": st.sampled_from(OF_LATE), "due_date": st.sampled_from(FUTURE), "closed_on": st.none(),
        "status": st.sampled_from(["open", "waiting"]),
    },
    "decisions": {
        "requested_on": st.sampled_from(PAST), "needed_by": st.sampled_from(FUTURE), "decided_on": st.none(),
        "recommendation": texts(30), "status": st.sampled_from(["requested", "deferred"]),
    },
    "changes": {
        "requested_on": st.sampled_from(OF_LATE), "impact_cost": decimals(-1e5, 1e5, 2), "impact_wd": decimals(0, 50, 1),
        "decided_on": st.none(), "status": st.sampled_from(["draft", "submitted", "analysed"]),
    },
    "dependencies": {
        "owner": OWNERS, "promise_date": st.sampled_from(PAST), "need_date": st.sampled_from(FUTURE),
    },
    "assumptions": {"owner": OWNERS, "validate_by": st.sampled_from(FUTURE)},
}  # fmt: skip
"""Cells of the follow-up that fit one another; all others are any that their column takes."""


@st.composite
def follow_up_row(draw: st.DrawFn, table: str) -> Row:
    """A row of a table of the follow-up that no rule of a row complains of."""
    fitting = {key: draw(cell) for key, cell in FITTING.get(table, {}).items()}
    return {**draw(cells(TABLES[table])), **fitting}


ROWS = {
    "plan": plan_row(), "risks": risk_row(), "budget": budget_row(), "budget_months": month_row(),
    **{table.key: follow_up_row(table.key) for table in TEMPLATES["followup"].tables},
}  # fmt: skip


def columns_of(sheet: type[Sheet], rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Rows as columns."""
    return {column.key: [row[column.key] for row in rows] for column in sheet.inputs()}


def coherent(table: str, rows: Sequence[Row]) -> list[Row]:
    """The rows that no row rule complains of."""
    sheet, params = TABLES[table], {"status_date": STATUS}
    frame = frame_of(sheet, columns_of(sheet, rows), params=params)
    scope = EvalContext(frame, params)
    wrong = {at for rule in sheet.rules for at in frame.index[fails(rule.holds, scope)]}
    return [row for at, row in enumerate(rows) if at not in wrong]


def named(table: str, row: Row) -> tuple[str, ...]:
    """What names a row; no two rows of a table may share it."""
    return tuple(fold(str(row[key])).lstrip("0") for key in TABLES[table].identity)


def linked(rows: Sequence[Row]) -> list[Row]:
    """The tasks, those with a predecessor waiting for the last task above that can be named in a link."""
    above: list[str] = []
    for row in rows:
        if row["predecessors"] is not None:
            row["predecessors"] = f"{above[-1]}SS" if above and row["type"] != "summary" else None
        if row["type"] != "summary" and re.fullmatch(r"[A-Za-z0-9]+", row["task_id"]):
            above.append(row["task_id"])
    return list(rows)


@st.composite
def returns(draw: st.DrawFn, kind: str) -> Tables:
    """The tables of a return of which every row is right."""
    found: Tables = {}
    tables = TEMPLATES[kind].tables
    for sheet in tables:
        if sheet.seed:
            # The rows that stand there from the start, all of them.
            seeded = [
                dict(zip(sheet.seed, row, strict=True)) for row in zip(*sheet.seed.values(), strict=True)
            ]
            found[sheet.key] = [{**draw(ROWS[sheet.key]), **row} for row in seeded]
            continue
        unique = functools.partial(named, sheet.key) if sheet.identity else None
        rows = draw(
            st.lists(
                ROWS[sheet.key], min_size=1, max_size=MAX_ROWS if len(tables) < 3 else 2, unique_by=unique
            )
        )
        right = coherent(sheet.key, rows)
        found[sheet.key] = linked(right) if sheet.key == "plan" else right
        assume(found[sheet.key])
    return found


PROJECT = {
    "project_id": "P001",
    "project_name": "Refonte « été »",
    "status_date": STATUS,
    "currency": "EUR",
    "project_manager": "Zoë Lefèvre",
    "phase": "build",
    "contingency_initial": 1200.5,
    "rag_declared": "amber",
}


# ---- writing and reading ----------------------------------------------------------------------------


@contextmanager
def a_file() -> Iterator[Path]:
    """Where a workbook may be written; the folder is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "return.xlsx"


def make(path: Path, kind: str, language: str, tables: Tables | None = None) -> None:
    """A template, filled or (without tables) blank."""
    filling = Filling()
    if tables is not None:
        filling = Filling(PROJECT, {key: columns_of(TABLES[key], rows) for key, rows in tables.items()})
    write_return(path, kind, filling, language, room=3)


def read_back(path: Path) -> tuple[Portfolio, Tables, Row]:
    """The portfolio of one return, the rows that it was read to hold, and its project sheet."""
    returned = examine(read_workbook(path, path.name), STANDARD_TEMPLATES, STANDARD)
    portfolio = consolidate([returned], STANDARD_TEMPLATES, Settings(), Expected())
    held = {}
    for checked in returned.tables:
        keys = list(checked.values)
        lines = zip(*checked.values.values(), strict=True)
        held[checked.located.sheet.key] = [dict(zip(keys, line, strict=True)) for line in lines]
    assert returned.record is not None, [f.message.en for f in returned.findings]
    return portfolio, held, {key: what[0] for key, what in returned.record.values.items()}


def check(path: Path, tables: Tables, codes: Sequence[str] = ()) -> None:
    """The workbook holds these rows and no others, and gives these findings and no others."""
    portfolio, held, record = read_back(path)
    assert [(f.code, f.message.en) for f in portfolio.findings if f.code not in codes] == []
    assert [f.code for f in portfolio.findings] == list(codes)
    assert held == tables
    assert record == {column.key: PROJECT.get(column.key) for column in Project.inputs()}
    (returned,) = portfolio.returns
    assert returned.state is State.ACCEPTED
    assert returned.rows_kept == sum(map(len, tables.values()))
    for key, rows in tables.items():
        frame = portfolio.tables[key]
        for column in TABLES[key].inputs():
            assert [plain(what) for what in frame[column.key]] == [row[column.key] for row in rows]


# That a return is read alike in both languages is a test of its own, below.
@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.slow)])
@KINDS
@examples(25)
@given(data=st.data())
def test_a_filled_template_is_read_as_it_was_filled(kind: str, language: str, data: st.DataObject) -> None:
    """Whatever right rows a template holds, they are read as they were written, without any finding."""
    tables = data.draw(returns(kind))
    with a_file() as path:
        make(path, kind, language, tables)
        check(path, tables)


@functools.cache
def _blank(kind: str, language: str) -> bytes:
    with a_file() as path:
        make(path, kind, language)
        return path.read_bytes()


def fill_in(path: Path, kind: str, language: str, tables: Tables) -> None:
    """Fill a blank template knowing nothing but its schema: sheet names, labels and list words."""
    path.write_bytes(_blank(kind, language))
    book = openpyxl.load_workbook(path)
    for about in schema([TEMPLATES[kind]], Project)["sheets"]:
        sheet = book[about["name"][language]]
        if about["layout"] == "record":
            for field in about["fields"]:
                (label,) = (cell for cell in sheet["B"] if cell.value == field["label"][language])
                sheet.cell(label.row, 3).value = said(field, PROJECT.get(field["key"]), language)
            continue
        labels = {field["label"][language] for field in about["columns"]}
        header = next(line for line in sheet.iter_rows() if labels <= {cell.value for cell in line})
        columns = {cell.value: cell.column for cell in header}
        for field in about["columns"]:
            for at, row in enumerate(tables[about["key"]], start=header[0].row + 1):
                if not field["computed"]:
                    what = said(field, row[field["key"]], language)
                    sheet.cell(at, columns[field["label"][language]]).value = what
    book.save(path)


def said(field: dict[str, Any], what: Any, language: str) -> Any:
    """A value as a person of the language enters it: list values by their words."""
    return next((choice[language] for choice in field["choices"] if choice["key"] == what), what)


@KINDS
@examples(8)
@given(data=st.data(), language=st.sampled_from(["en", "fr"]))
def test_a_program_that_knows_the_schema_fills_a_template(
    kind: str, language: str, data: st.DataObject
) -> None:
    """Another program needs the schema and a blank template, nothing else, to send a return that is read whole."""
    tables = data.draw(returns(kind))
    with a_file() as path:
        fill_in(path, kind, language, tables)
        check(path, tables)


def rearranged(path: Path, kind: str, draw: st.DrawFn, *, marked: bool) -> list[str]:
    """Copy the sheets of a return into a workbook with other sheet names, other columns and a column more.

    Returns the codes of the findings to expect: the added columns are said not to be read.
    """
    book = read_workbook(path, path.name)
    names = {sheet.heading.to(language) for sheet in SHEETS.values() for language in ("en", "fr")}
    codes = []
    with xlsxwriter.Workbook(
        path, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    ) as copy:
        for number, raw in enumerate(book.sheets):
            sheet = copy.add_worksheet(f"Copie {number}")
            width = max((len(row) for row in raw.rows), default=0)
            order = list(range(width))
            extra = None
            if raw.name in names and number > 0:
                order[1:] = draw(st.permutations(order[1:]))
                extra = draw(st.integers(1, width - 1))
                codes.append("GEN-05")
            for at, row in enumerate(raw.rows):
                line: list[Any] = [row[col] if col < len(row) else None for col in order]
                if extra is not None:
                    line.insert(
                        extra, "Notes à moi" if at == HEADER_ROW else "vu" if at > HEADER_ROW else None
                    )
                if not marked and at == 0:
                    line[0] = None
                for col, what in enumerate(line):
                    if what is not None:
                        sheet.write(at, col, what)
    return codes


@KINDS
@examples(12)
@given(data=st.data(), language=st.sampled_from(["en", "fr"]), marked=st.booleans())
def test_sheets_and_columns_may_be_moved(kind: str, language: str, marked: bool, data: st.DataObject) -> None:
    """Columns in another order, columns added, sheets renamed, even the hidden marks lost: the rows stay the same."""
    tables = data.draw(returns(kind))
    with a_file() as path:
        make(path, kind, language, tables)
        codes = rearranged(path, kind, data.draw, marked=marked)
        check(path, tables, codes)


@KINDS
@examples(6)
@given(data=st.data())
def test_the_language_of_a_return_does_not_matter(kind: str, data: st.DataObject) -> None:
    """A French and an English return of the same rows are read as equal values, calculated columns included."""
    tables = data.draw(returns(kind))
    read = {}
    for language in ("en", "fr"):
        with a_file() as path:
            make(path, kind, language, tables)
            read[language] = read_back(path)
    (english, rows, record), (french, lignes, fiche) = read["en"], read["fr"]
    assert rows == lignes == tables
    assert record == fiche
    for key in tables:
        columns = list(TABLES[key].columns)
        assert_frame_equal(english.tables[key][columns], french.tables[key][columns])


@LANGUAGES
@pytest.mark.parametrize("words", ["=1+1", "+33 1 23", "-x", "@moi"])
def test_a_text_like_a_formula_stays_a_text(words: str, language: str) -> None:
    """A text that begins like a formula is kept as it is, and the person is told."""
    row = {
        **dict.fromkeys(TABLES["budget_months"].columns),
        "period": STATUS.replace(day=1),
        "line_id": words,
    }
    line = {
        **dict.fromkeys(column.key for column in TABLES["budget"].inputs()), "line_id": "1", "comment": words,
        "category": "cloud", "capex_opex": "opex", "bac0": 10.0, "actual": 1.0, "etc": 2.0,
    }  # fmt: skip
    tables = {"budget": [line], "budget_months": [row]}
    with a_file() as path:
        make(path, "budget", language, tables)
        portfolio, held, _ = read_back(path)
    assert held == tables
    assert [(f.code, f.found) for f in portfolio.findings] == [("GEN-17", words)] * 2
