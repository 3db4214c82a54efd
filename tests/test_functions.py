"""The worksheet functions give what the package gives, for one cell and for ranges, as Excel hands them over."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw
from hypothesis import given
from hypothesis import strategies as st
from xlwings import conversion

from pmo_xl import make_demo
from pmo_xl.core.version import __version__
from pmo_xl.doors import functions
from pmo_xl.doors.functions import PMO_EAC, PMO_KPI, PMO_RAG, PMO_SPI, PMO_VERSION, PMO_WORKDAYS_SLIP
from pmo_xl.libreoffice.convert.values import CellError
from pmo_xl.libreoffice.engine import Engine
from pmo_xl.pipeline import Outcome, consolidate_to

BLANK = ""
"""What xlwings writes into a cell for nothing."""


@pytest.fixture(scope="module", autouse=True)
def excel() -> Iterator[None]:
    """The name under which xlwings asks for Excel where a function is called; what a cell holds is cleaned by our engine."""
    impl = SimpleNamespace(
        name="excel", type="desktop", clean_value_data=Engine.clean_value_data, prepare_xl_data_element=Engine.prepare_xl_data_element,
    )  # fmt: skip
    before = xw.engines.engines_by_name.get("excel")
    xw.engines.engines_by_name["excel"] = xw.main.Engine(impl=impl)
    yield
    del xw.engines.engines_by_name["excel"]
    if before is not None:
        xw.engines.engines_by_name["excel"] = before


def options_of(function: Callable[..., Any]) -> list[dict[str, Any]]:
    """How xlwings is told to read each argument; elsewhere than on Windows it keeps no word of its decorators."""
    (source,) = ast.parse(inspect.getsource(function)).body
    assert isinstance(source, ast.FunctionDef)
    given = {
        call.args[0].value: {
            word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg != "doc"
        }
        for call in source.decorator_list
        if isinstance(call, ast.Call) and isinstance(call.args[0], ast.Constant)
    }
    return [given[argument.arg] for argument in source.args.args]


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """A function as Excel calls it: each argument read, and the answer written, as xlwings does (udfs.call_udf).

    A range is a tuple of rows, anything else one value.
    """
    options = options_of(function)[: len(arguments)]
    read = [conversion.read(None, argument, how) for argument, how in zip(arguments, options, strict=True)]
    return conversion.write(function(*read), None, {})


def down(*cells: Any) -> tuple[tuple[Any, ...], ...]:
    """A column of cells."""
    return tuple((cell,) for cell in cells)


def across(*cells: Any) -> tuple[tuple[Any, ...], ...]:
    """A row of cells."""
    return (cells,)


@pytest.fixture(scope="module", params=["en", "fr"])
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A portfolio, its master and its computed figures, in each language."""
    folder = tmp_path_factory.mktemp("functions") / "ws"
    make_demo(folder, 3, 2, request.param, 0)
    return consolidate_to([folder], folder / "out" / "master.xlsx")


def test_every_figure_of_the_master_is_found_by_project_and_kpi(outcome: Outcome) -> None:
    """PMO_KPI gives each figure of the master as the package computed it, whatever the master's language."""
    told = outcome.to_dict()["projects"]
    projects, keys = sorted(told), sorted(told["P001"])
    grid = call(PMO_KPI, str(outcome.master), down(*projects), across(*keys))

    assert len(keys) > 50
    for project, row in zip(projects, grid, strict=True):
        for key, found in zip(keys, row, strict=True):
            expected = told[project][key]
            if isinstance(expected, float | int):
                assert found == pytest.approx(expected, rel=1e-12), (project, key)
            elif isinstance(found, dt.date):
                assert found.isoformat()[:10] == expected
            else:
                assert (found or None) == expected, (project, key)


def test_a_kpi_may_be_named_by_its_label(outcome: Outcome) -> None:
    """A KPI is known by its key and by its label in either language, a project in capitals or small letters."""
    asked = (("P001", "eac"), ("P001", "EAC"), ("P001", "Atterrissage"), ("p001", "eac"))
    by_name = [call(PMO_KPI, str(outcome.master), *names) for names in asked]

    assert isinstance(by_name[0][0][0], float)
    assert by_name == [by_name[0]] * 4


def test_what_is_not_known_is_an_error_that_a_formula_catches(outcome: Outcome, tmp_path: Path) -> None:
    """An unknown project, KPI or file is #N/A, so that no sum passes over it."""
    master = str(outcome.master)

    assert call(PMO_KPI, master, "P999", "cpi") == [["#N/A"]]
    assert call(PMO_KPI, master, "P001", "nonsense") == [["#N/A"]]
    assert call(PMO_KPI, master, None, None) == [["#N/A"]]
    assert call(PMO_KPI, str(tmp_path / "none.xlsx"), "P001", "cpi") == [["#N/A"]]
    assert call(PMO_KPI, None, "P001", "cpi") == [["#N/A"]]
    assert call(PMO_KPI, master, down("P001", "P999"), "bac")[1] == ["#N/A"]


def test_a_master_that_changed_is_read_again(outcome: Outcome, tmp_path: Path) -> None:
    """A figure follows its master: a workbook that is no master any more is not answered from memory."""
    assert outcome.master is not None
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(outcome.master.read_bytes())
    assert isinstance(call(PMO_KPI, str(copy), "P001", "bac")[0][0], float)

    copy.write_bytes(b"poison")
    assert call(PMO_KPI, str(copy), "P001", "bac") == [["#N/A"]]


@pytest.mark.parametrize(
    ("ev", "pv", "expected"),
    [
        (90.0, 100.0, [[0.9]]),
        (90.0, 0.0, [[BLANK]]),
        (None, 100.0, [[BLANK]]),
        (across(90.0, 50.0), across(100.0, 25.0), [[0.9, 2.0]]),
        (down(90.0, 50.0, 10.0), down(100.0, 100.0, 100.0), [[0.9], [0.5], [0.1]]),
        (down(90.0, 50.0), 100.0, [[0.9], [0.5]]),
        (100.0, across(100.0, 50.0), [[1.0, 2.0]]),
        (down(90.0, 50.0), across(100.0, 50.0), [[0.9, 1.8], [0.5, 1.0]]),
        (down(90.0, 50.0, 10.0), down(100.0, 100.0), [[0.9], [0.5], ["#N/A"]]),
        (((90.0, 80.0), (50.0, 40.0)), across(100.0, 50.0), [[0.9, 1.6], [0.5, 0.8]]),
    ],
)
def test_spi_of_cells_and_ranges(ev: Any, pv: Any, expected: Any) -> None:
    """SPI = EV / PV in the shape that Excel gives: a column stays one, a column and a row make a table."""
    assert call(PMO_SPI, ev, pv) == expected


SHAPES = st.sampled_from([(1, 1), (1, 3), (3, 1), (3, 3), (2, 3)])


@given(st.data())
def test_every_function_gives_the_shape_and_the_cells_that_excel_would(data: st.DataObject) -> None:
    """Cell by cell the same as one call for each cell, whatever ranges are given."""
    name = data.draw(st.sampled_from(["PMO_SPI", "PMO_EAC", "PMO_RAG", "PMO_WORKDAYS_SLIP"]))
    function = getattr(functions, name)
    number = st.one_of(st.none(), st.integers(1, 60_000).map(float))
    count = 2 if name in ("PMO_SPI", "PMO_WORKDAYS_SLIP") else 3
    ranges = []
    for _ in range(count):
        height, width = data.draw(SHAPES)
        rows = st.tuples(*[st.tuples(*[number] * width)] * height)
        ranges.append(data.draw(rows))
    made = call(function, *ranges)
    height, width = max(map(len, ranges)), max(len(each[0]) for each in ranges)
    assert (len(made), {*map(len, made)}) == (height, {width})
    for row in range(height):
        for column in range(width):
            places = [
                (each, row if len(each) > 1 else 0, column if len(each[0]) > 1 else 0) for each in ranges
            ]
            if any(r >= len(each) or c >= len(each[0]) for each, r, c in places):
                assert made[row][column] == "#N/A"
            else:
                assert [[made[row][column]]] == call(function, *(each[r][c] for each, r, c in places))


@pytest.mark.parametrize("function", [PMO_KPI, PMO_SPI, PMO_EAC, PMO_RAG, PMO_WORKDAYS_SLIP])
def test_every_argument_that_may_be_a_range_comes_in_two_dimensions(function: Callable[..., Any]) -> None:
    """But for the path of a master, which is one."""
    names = [*inspect.signature(function).parameters]
    assert [how.get("ndim") for how in options_of(function)] == [
        None if name == "master" else 2 for name in names
    ]


def test_eac_by_each_method() -> None:
    """BAC 1000, EV 400, AC 500, PV 450: EAC by CPI 1250, at budgeted rate 1100, by CPI x SPI 1343.75."""
    assert call(PMO_EAC, 1000.0, 400.0, 500.0) == [[1250]]
    assert call(PMO_EAC, 1000.0, 400.0, 500.0, "CPI") == [[1250]]
    assert call(PMO_EAC, 1000.0, 400.0, 500.0, None) == [[1250]]
    assert call(PMO_EAC, 1000.0, 400.0, 500.0, 3.0) == [[1250]]
    assert call(PMO_EAC, 1000.0, 400.0, 500.0, "rate") == [[1100]]
    assert call(PMO_EAC, 1000.0, 400.0, 500.0, "cpi_spi", 450.0)[0][0] == pytest.approx(1343.75)
    assert call(PMO_EAC, 1000.0, 0.0, 500.0) == [[BLANK]]
    assert call(PMO_EAC, down(1000.0, 2000.0), down(400.0, 400.0), 500.0) == [[1250], [2500]]
    assert call(PMO_EAC, 1000.0, 400.0, 500.0, across("cpi", "rate", "guess")) == [[1250, 1100, "#N/A"]]


def test_lights() -> None:
    """Where amber lies above red higher is better (SPI), else lower is (days of slip); the limits are still in."""
    assert call(PMO_RAG, down(0.95, 0.949, 0.9, 0.89, None), 0.95, 0.90) == [
        ["● Green"], ["▲ Amber"], ["▲ Amber"], ["◆ Red"], ["○ No data"],
    ]  # fmt: skip
    assert call(PMO_RAG, across(0.0, 10.0, 11.0), 0.0, 10.0, "FR") == [["● Vert", "▲ Orange", "◆ Rouge"]]
    assert call(PMO_RAG, 0.95, 0.95, 0.90, "xx") == [["#N/A"]]


def test_slip_in_working_days() -> None:
    """Monday to the Monday after is five working days late; the other way round five early."""
    monday, next_monday = dt.datetime.fromisoformat("2026-03-02"), dt.datetime.fromisoformat("2026-03-09")

    assert call(PMO_WORKDAYS_SLIP, monday, next_monday) == [[5]]
    assert call(PMO_WORKDAYS_SLIP, down(next_monday, monday, None), down(monday, monday, monday)) == [
        [-5],
        [0],
        [BLANK],
    ]


def test_dates_as_other_functions_give_them() -> None:
    """TODAY() and DATE() hand over serial numbers; a text is read only where it has one reading."""
    assert call(PMO_WORKDAYS_SLIP, 46083.0, 46090.0) == [[5]]
    assert call(PMO_WORKDAYS_SLIP, dt.datetime.fromisoformat("2026-03-02"), 46090.75) == [[5]]
    assert call(PMO_WORKDAYS_SLIP, "2026-03-02", "2026-03-09") == [[5]]
    assert call(PMO_WORKDAYS_SLIP, 1.0, 61.0) == [
        [43]
    ]  # 1 January 1900 to 1 March, as Excel counts, less its 29 February
    for first, second in (("27/03/2026", "31/03/2026"), ("27 mars 2026", "31 mars 2026"), ("27.03.2026", "31.03.2026"), ("lundi 30 mars 2026", "1er avril 2026")):  # fmt: skip
        assert call(PMO_WORKDAYS_SLIP, first, second) == [[2]], first
    typed = down("27/03/2026", None, "27 mars 2026", "02/03/2026", 46108.0)
    assert call(PMO_WORKDAYS_SLIP, typed, "31/03/2026") == [[2], [BLANK], [2], ["#VALUE!"], [2]]
    for wrong in ("02/03/2026", "soon", True, -1.0, 1e12):
        assert call(PMO_WORKDAYS_SLIP, wrong, 46090.0) == [["#VALUE!"]], wrong


def test_cells_that_hold_an_error_are_no_figures() -> None:
    """#DIV/0! in a range blanks its own cell and no other."""
    error = CellError("#DIV/0!")
    assert call(PMO_SPI, down(90.0, error, 50.0), 100.0) == [[0.9], [BLANK], [0.5]]
    assert call(PMO_RAG, across(error, 1.0), 0.95, 0.90) == [["○ No data", "● Green"]]
    assert call(PMO_EAC, 1000.0, across(400.0, error), 500.0) == [[1250, BLANK]]


def test_the_version_answers_in_a_cell() -> None:
    """Which pmo_xl is at work."""
    assert call(PMO_VERSION) == [[f"pmo_xl {__version__}"]]
