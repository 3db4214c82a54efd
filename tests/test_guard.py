"""No cell, no file and no rule ends a run; where the program itself stops, a sentence says so and nothing is half-written."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import filled
import openpyxl
import pandas as pd
import pytest
from commands import command
from filled import HEADER, edited, good, sheet_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standard import CATALOGUE, OPTIONS, STANDARD_TEMPLATES, TEMPLATES

import pmo_xl
from pmo_xl import workspace
from pmo_xl.catalog.kinds.budget.tables import Budget
from pmo_xl.core.base.files import KEPT_FOLDER, MASTER_FILE
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.model import Rule
from pmo_xl.core.definition.table_rule import Rows, RuleOverrides, TableRule
from pmo_xl.core.expr.algebra import this
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.overflow import Tables
from pmo_xl.core.flow.portfolio import Portfolio, Return
from pmo_xl.core.flow.raw import RawSheet
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.read.workbook import read_content
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.files.places import find_files
from pmo_xl.gather.read.many import read_all
from pmo_xl.gather.read.one import read_one, returns_in
from pmo_xl.gather.read.reading import Reading
from pmo_xl.steps.portfolio.consolidate import consolidate
from pmo_xl.steps.sheets.migrate import MIGRATIONS
from pmo_xl.workspace.watch import Failed, Made, watch

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "trust"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside this checkout")
SECRET = "Layoff of Mr Duval"
FIRST_TABLE = {kind: template.tables[0].key for kind, template in TEMPLATES.items()}


def findings_of(*paths: Path) -> list[Finding]:
    """What validation says of files or folders."""
    return list(pmo_xl.validate(list(paths), cache=False).portfolio.findings)


def codes(findings: Sequence[Finding]) -> list[str]:
    """Their codes, in order."""
    return [finding.code for finding in findings]


def typed_into(path: Path, kind: str, change: Callable[[Any], object], language: str = "en") -> Path:
    """A sound return in whose first table somebody changed something."""
    path.write_bytes(good(kind, language))
    return edited(path, lambda book: change(sheet_of(book, FIRST_TABLE[kind])))


def with_mark(path: Path, mark: str, kind: str = "plan") -> Path:
    """A sound return whose first table carries another mark."""

    def change(sheet: Any) -> None:
        sheet["A1"] = mark

    return typed_into(path, kind, change)


# header rows --------------------------------------------------------------------------------------------

ODD = st.one_of(
    st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)),  # noqa: DTZ001 - Excel's have no zone
    st.times(),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=9999)),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(
        ["", " ", "\u00a0", "é" * 32_000, "٣", "²", "_xD800_", "_x001B_]0;owned_x0007_", "#REF!", "=1+1"]
    ),
)
"""What may be typed into a cell."""


@given(
    kind=st.sampled_from(list(TEMPLATES)), language=st.sampled_from(["en", "fr"]), start=st.integers(2, 40),
    cells=st.lists(ODD, min_size=1, max_size=12), inserted=st.booleans(),
)  # fmt: skip
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_stands_in_a_header_row_ends_no_run(
    tmp_path: Path, kind: str, language: str, start: int, cells: list[Any], inserted: bool
) -> None:  # fmt: skip
    """Right of the table, in columns inserted into it, or in place of headers: the return is judged by its own faults."""

    def change(sheet: Any) -> None:
        if inserted:
            sheet.insert_cols(start, len(cells))
        for column, what in enumerate(cells, start):
            sheet.cell(HEADER, column).value = what

    path = typed_into(tmp_path / f"{kind}.xlsx", kind, change, language)
    found = codes(findings_of(path))
    assert not {"GEN-01", "GEN-30", "PFL-30"} & {*found}


CELLS = {
    "not a number": b"<v>NaN</v>",
    "endless": b"<v>1e999</v>",
    "a formula that gives a number": b"<f>2000+26</f><v>2026</v>",
    "a formula that was never computed": b"<f>2000+26</f>",
    "a truth value": b'" t="b"><v>1</v>',
    "a day in words": b'" t="d"><v>2026-03-31T00:00:00</v>',
    "an error": b'" t="e"><v>#REF!</v>',
    "a text in place": b'" t="inlineStr"><is><t>2026</t></is>',
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("kind", TEMPLATES)
def test_whatever_a_program_writes_into_a_header_row_ends_no_run(
    tmp_path: Path, kind: str, cell: bytes
) -> None:
    """Cells that nobody types, behind the headers and in every row below them."""
    path = tmp_path / f"{kind}.xlsx"
    part = "xl/worksheets/sheet2.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good(kind))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                for row in (HEADER, HEADER + 1):
                    held = cell if cell.startswith(b'"') else b'">' + cell
                    added = b'<c r="CV%d%s</c></row>' % (row, held)
                    content = re.sub(
                        rb'(<row r="%d".*?)</row>' % row, lambda met, a=added: met[1] + a, content, count=1
                    )
            new.writestr(name, content)
    path.write_bytes(out.getvalue())
    found = codes(findings_of(path))
    assert not {"GEN-01", "GEN-30", "PFL-30"} & {*found}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one return."""
    home = tmp_path_factory.mktemp("register") / "PMO"
    workspace.new_workspace(home, language="en")
    (home / "returns" / "plan.xlsx").write_bytes(good("plan"))
    return home


@given(start=st.integers(1, 14), cells=st.lists(ODD, min_size=1, max_size=6))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_stands_in_the_header_row_of_the_register_ends_no_run(
    register: Path, tmp_path: Path, start: int, cells: list[Any]
) -> None:
    """The register is read, or the sentence names it."""
    if not (tmp_path / "steering.xlsx").is_file():
        shutil.copy(register / "steering.xlsx", tmp_path)
    shutil.copy(tmp_path / "steering.xlsx", register)

    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        header = next(
            row[0].row for row in sheet.iter_rows() if any(cell.value == "Project ID" for cell in row)
        )
        sheet.cell(header + 1, 2).value = "P001"
        for column, what in enumerate(cells, start):
            sheet.cell(header, column).value = what

    edited(register / "steering.xlsx", change)
    try:
        found = codes(findings_of(register))
    except NothingToDo as problem:
        said = str(problem)
        assert "steering.xlsx" in said
        assert "could not read" not in said
    else:
        assert not {"GEN-01", "GEN-30", "PFL-30"} & {*found}
    finally:
        shutil.copy(tmp_path / "steering.xlsx", register)


@needs_cases
@pytest.mark.parametrize("name", ["header_date.xlsx", "mark_version_superscript.xlsx"])
def test_the_cases_that_ended_a_run_are_judged(name: str) -> None:
    """A date in a header row, a version that is a superscript."""
    assert codes(findings_of(CASES / name))


# marks, names, workbooks of the PMO ----------------------------------------------------------------------


@pytest.mark.parametrize("version", ["²", "٣", "①", "0" * 5000, "9" * 5000, "1.0", "-1", "1e3", "½", "v1"])
def test_a_mark_of_an_odd_version_is_said_to_be_of_another_version(tmp_path: Path, version: str) -> None:
    """What is no number that a template has is refused as another version."""
    found = findings_of(with_mark(tmp_path / "plan.xlsx", f"pmo_xl plan {version} en"))
    assert "GEN-02" in codes(found)


def test_an_older_version_is_still_an_older_one(tmp_path: Path) -> None:
    """A number below the current one."""
    found = findings_of(with_mark(tmp_path / "plan.xlsx", "pmo_xl plan 0 en"))
    assert "GEN-03" in codes(found)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a file name is any bytes")
def test_a_name_that_is_no_utf_8_is_written_everywhere(tmp_path: Path) -> None:
    """Master, JSON, terminal, marked copies, letters, cache and Parquet: the odd bytes as %FF."""
    home = Path(os.fsdecode(os.fsencode(tmp_path) + b"/PM\xff"))
    workspace.demo(home, projects=1, seed=1, language="en", faults=3)
    folder = home / "returns" / "P001"
    sent = sorted(path.stem for path in folder.iterdir())
    for kind in sent:
        (folder / f"{kind}.xlsx").rename(folder / os.fsdecode(b"\xfe " + kind.encode() + b"\n\xff.xlsx"))
    names = [f"P001/%FE {kind}%0A%FF.xlsx" for kind in sent]
    out = tmp_path / "out"
    said = pmo("validate", home, "--annotate", out, "--json", tmp_path / "run.json")
    assert said.returncode == 1, said.stderr
    told = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert [each["file"] for each in told["returns"]] == names
    assert {path.suffix for path in out.rglob("*.*")} == {".xlsx", ".txt"}
    for _ in range(2):  # the second run reads from the cache
        said = pmo("consolidate", home, "--json", tmp_path / "run.json")
        assert said.returncode == 1, said.stderr
    said = pmo("consolidate", home, "--tables", "parquet", "--out", home / "other.xlsx", "--json", "-")
    assert said.returncode == 1, said.stderr
    assert json.loads(said.stdout)["master"].endswith("PM%FF/other.xlsx")
    book = openpyxl.load_workbook(home / MASTER_FILE, read_only=True)
    held = {cell for row in book["Returns"].iter_rows(values_only=True) for cell in row}
    assert {*names} <= held


def test_a_link_to_itself_ends_no_run(tmp_path: Path) -> None:
    """A return that is a link to itself is refused like any that cannot be opened; the others get their copies."""
    returns = tmp_path / "returns"
    returns.mkdir()
    (returns / "loop.xlsx").symlink_to("loop.xlsx")
    with_mark(returns / "plan.xlsx", "pmo_xl plan 0 en")
    said = pmo("validate", returns, "--annotate", tmp_path / "out", "--lang", "en")
    assert said.returncode == 1, said.stderr
    assert (tmp_path / "out" / "plan.xlsx").is_file()


@pytest.mark.parametrize("content", ["x = " + "[" * 5000, "x = " + "9" * 5000, "language = '\udcff'"])
def test_settings_that_cannot_be_understood_are_named(tmp_path: Path, content: str) -> None:
    """Lists in lists without end, a number without end, bytes that are no UTF-8."""
    (tmp_path / "plan.xlsx").write_bytes(good("plan"))
    (tmp_path / "pmo.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    said = pmo("validate", tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert "pmo.toml cannot be understood" in said.stderr


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two projects without a fault, and its master."""
    home = tmp_path_factory.mktemp("guard") / "PMO"
    workspace.demo(home, projects=2, seed=1, language="en", faults=0)
    pmo_xl.consolidate([home], home / MASTER_FILE)
    return home


@pytest.fixture
def home(portfolio: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(portfolio, tmp_path / "PMO"))


def test_a_master_among_the_returns_is_said_and_passed_over(home: Path) -> None:
    """A former master and the console are no returns; they are named, and count for nothing."""
    shutil.copy(home / MASTER_FILE, home / "returns" / "march.xlsx")
    shutil.copy(home / "PMO_Console.xlsm", home / "returns" / "console.xlsm")
    for _ in range(2):  # the second run reads from the cache
        outcome = pmo_xl.validate([home])
        notes = [(f.code, f.severity, f.place.file) for f in outcome.portfolio.findings]
        assert notes == [("GEN-31", Severity.INFO, "console.xlsm"), ("GEN-31", Severity.INFO, "march.xlsx")]
        assert len(outcome.portfolio.returns) == 6
        assert outcome.exit_code == 0
    outcome = pmo_xl.consolidate([home], home / "whole.xlsx", tables=Tables.PARQUET)
    assert [f.code for f in outcome.portfolio.findings] == ["GEN-31", "GEN-31"]


def test_the_master_that_a_run_writes_is_none_of_its_returns(home: Path) -> None:
    """In a bare folder it lies beside them: nothing is said of it, and the next run gives the same master."""
    bare = home / "returns" / "P001"
    pmo_xl.consolidate([bare], bare / "master.xlsx", home=bare)
    first = (bare / "master.xlsx").read_bytes()
    outcome = pmo_xl.consolidate([bare], bare / "master.xlsx", home=bare)
    assert outcome.portfolio.findings == []
    assert (bare / "master.xlsx").read_bytes() == first


def test_a_return_in_a_copy_of_a_master_is_rejected_and_said(home: Path) -> None:
    """Somebody moved the sheets of a return behind the cover of a master."""
    path = home / "returns" / "P001" / "plan.xlsx"

    def change(book: Any) -> None:
        book.create_sheet("Cover", 0)["A1"] = "pmo_xl master 1 en"

    edited(path, change)
    outcome = pmo_xl.validate([home])
    (found,) = (f for f in outcome.portfolio.findings if f.place.file == "P001/plan.xlsx")
    assert (found.code, found.severity) == ("GEN-31", Severity.ERROR)
    assert [r.state.value for r in outcome.portfolio.returns if r.file == "P001/plan.xlsx"] == ["rejected"]


@needs_cases
def test_the_case_that_was_passed_over_without_a_word_is_said() -> None:
    """A plan behind the cover of a master."""
    assert codes(findings_of(CASES / "return_with_master_mark.xlsx")) == ["GEN-31"]


def test_a_history_in_parquet_that_is_damaged_is_named(home: Path) -> None:
    """It is not written over: nothing is, and validation goes on without it."""
    folder = home / "out" / "master tables" / "history" / "period=2026-02-28"
    folder.mkdir(parents=True)
    (folder / "history.parquet").write_bytes(b"PAR1 and no more")
    before = (home / MASTER_FILE).read_bytes()
    with pytest.raises(NothingToDo, match=r"history\.parquet is damaged"):
        pmo_xl.consolidate([home], home / MASTER_FILE, cache=False)
    assert (home / MASTER_FILE).read_bytes() == before
    assert findings_of(home) == []


# a file at which the program stops -----------------------------------------------------------------------


def stops(raw: RawSheet) -> RawSheet:
    """A step from an older template that is wrong: it stops at a cell, and its words repeat what that cell holds."""
    raise KeyError(SECRET, raw.rows[0])


@pytest.fixture
def wrong_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Returns and registers of version 0 end in such a step."""
    for key in ("plan", "register"):
        monkeypatch.setitem(MIGRATIONS, (key, "0"), ("1", stops))


def reads_with_a_wrong_step(path: Path, shown_as: str, options: ReadOptions) -> list[Return]:
    """A reader for workers that begin anew: they have the wrong step too."""
    MIGRATIONS["plan", "0"] = "1", stops
    try:
        return read_one(path, shown_as, options)
    finally:
        del MIGRATIONS["plan", "0"]


def spoiled(home: Path) -> Path:
    """The workspace with a plan of version 0."""
    path = home / "returns" / "P001" / "plan.xlsx"
    edited(path, lambda book: book["Plan"].__setitem__("A1", "pmo_xl plan 0 en"))
    return home


def is_left_out(outcome: Any, home: Path) -> None:
    """One file is rejected with a finding of its own, the others are read, and the log says where it stopped."""
    (found,) = (f for f in outcome.portfolio.findings if f.code == "GEN-30")
    assert found.place.file == "P001/plan.xlsx"
    assert "KeyError" in found.message.to("en")
    states = {r.file: r.state.value for r in outcome.portfolio.returns}
    assert states.pop("P001/plan.xlsx") == "rejected"
    assert {*states.values()} == {"accepted"}
    assert outcome.exit_code == 1
    log = (home / KEPT_FOLDER / "errors.log").read_text(encoding="utf-8")
    assert "test_guard.py" in log
    assert "stops" in log
    assert SECRET not in log + repr(outcome.to_dict())


@pytest.mark.parametrize("how", [{"jobs": 1}, {}], ids=["one process", "threads"])
def test_a_file_at_which_the_program_stops_costs_itself_alone(
    home: Path, wrong_step: None, how: dict[str, Any]
) -> None:
    """Whoever reads: the master is made from the other five, and the next run tries again."""
    master = home / MASTER_FILE
    before = master.read_bytes()
    for _ in range(2):
        outcome = pmo_xl.consolidate([spoiled(home)], master, **how)
        is_left_out(outcome, home)
        assert master.read_bytes() != before
        is_left_out(pmo_xl.validate([home], **how), home)


def test_a_file_at_which_the_program_stops_costs_itself_alone_in_portions(
    home: Path, wrong_step: None
) -> None:
    """The same where all rows go to Parquet."""
    outcome = pmo_xl.consolidate([spoiled(home)], home / MASTER_FILE, tables=Tables.PARQUET)
    is_left_out(outcome, home)
    assert len(outcome.portfolio.returns) == 6


@pytest.mark.parametrize("scheduler", [None, "local:2"], ids=["processes", "a cluster"])
def test_a_file_at_which_a_worker_stops_costs_itself_alone(home: Path, scheduler: str | None) -> None:
    """The same where processes that begin anew read, or the workers of Dask; what they saw comes back."""
    files = find_files([spoiled(home) / "returns"])
    with Reading(home, 2, scheduler, cache=False, templates=STANDARD_TEMPLATES).worker_pool(
        len(files)
    ) as worker_pool:
        returns = read_all(files, OPTIONS, lambda _: nullcontext(worker_pool), read=reads_with_a_wrong_step)
    assert {r.file for r in returns if r.rejected} == {"P001/plan.xlsx"}
    (stopped,) = (r.failure for r in returns if r.failure is not None)
    assert (stopped.what, stopped.kind) == ("P001/plan.xlsx", "KeyError")
    assert "stops" in stopped.trace


def test_templates_are_prepared_without_a_file_at_which_the_program_stops(
    home: Path, wrong_step: None
) -> None:
    """Its project gets a template, as one whose return was rejected."""
    prepared = pmo_xl.prepare(spoiled(home), status_date=dt.date(2026, 4, 30))
    assert len(prepared.written) == 6
    assert "stops" in (home / KEPT_FOLDER / "errors.log").read_text(encoding="utf-8")


def test_a_register_at_which_the_program_stops_is_named(home: Path, wrong_step: None) -> None:
    """Nobody knows who is expected: the run is refused, and the former master stands."""
    before = (home / MASTER_FILE).read_bytes()
    edited(home / "steering.xlsx", lambda book: book.worksheets[0].__setitem__("A1", "pmo_xl register 0 en"))
    with pytest.raises(NothingToDo, match=r"could not read steering\.xlsx \(KeyError\)"):
        pmo_xl.consolidate([home], home / MASTER_FILE)
    assert (home / MASTER_FILE).read_bytes() == before
    assert "stops" in (home / KEPT_FOLDER / "errors.log").read_text(encoding="utf-8")


def test_a_watch_goes_on_after_a_file_at_which_the_program_stops(home: Path, wrong_step: None) -> None:
    """The run is made, without that file."""
    stop = threading.Event()
    event = next(iter(watch(spoiled(home), home / MASTER_FILE, quiet=0.2, poll=True, stop=stop)))
    assert isinstance(event, Made)
    is_left_out(event.outcome, home)
    stop.set()


def test_a_plan_whose_links_cannot_be_judged_costs_itself_alone() -> None:
    """What is judged file by file after the reading: the plan is rejected, the plan of the other project counts."""
    plans = [
        returns_in(read_content(partial(good, "plan", project=project), f"{project}.xlsx"), OPTIONS)[0]
        for project in ("P001", "P002")
    ]
    (tasks,) = plans[0].tables
    tasks.values = {**tasks.values, "predecessors": [object()] * len(tasks.located.rows)}
    whole = consolidate(plans, STANDARD_TEMPLATES, Settings(), Expected())
    assert [(f.code, f.place.file) for f in whole.findings] == [("GEN-30", "P001.xlsx")]
    assert [returned.rejected for returned in whole.returns] == [True, False]
    assert {*whole.tables["plan"]["project_id"]} == {"P002"}


# a rule that stops ----------------------------------------------------------------------------------------


def breaks(rows: Rows) -> pd.DataFrame:
    """A rule that is wrong."""
    raise ZeroDivisionError(SECRET, rows["budget"])


def negative(rows: Rows) -> pd.DataFrame:
    """A rule that is right: every line of the budget breaks it."""
    return rows["budget"][[]]


def control(code: str, find: Callable[[Rows], pd.DataFrame], says: str = "Always") -> TableRule:
    """A rule over the budgets."""
    return TableRule(
        code, "budget", "bac0", t(says, says), t("Nothing.", "Rien."), find, reads=("budget",), whole=False
    )


def judged(*table_rules: TableRule, overrides: RuleOverrides = RuleOverrides()) -> Portfolio:  # noqa: B008 - frozen
    """A sound budget under these rules."""
    (returned,) = returns_in(read_content(lambda: good("budget"), "budget.xlsx"), OPTIONS)
    return consolidate(
        [returned], STANDARD_TEMPLATES, Settings(), Expected(), table_rules=table_rules, overrides=overrides
    )


def lines_without(frame: pd.DataFrame) -> Callable[[Rows], pd.DataFrame]:
    """A rule that gives a frame of another kind than it should."""
    return lambda rows: frame


WRONG = {
    "it raises": control("BUD-97", breaks),
    "it gives rows that are not there": control("BUD-97", lines_without(pd.DataFrame(index=[999_999]))),
    "it gives nothing": control("BUD-97", lambda rows: None),  # type: ignore[arg-type, return-value]
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_rule_that_stops_is_not_run_and_the_others_are_judged(wrong: TableRule) -> None:
    """One finding about the portfolio names it; nothing passed it, and the return stands."""
    alone, whole = judged(control("BUD-98", negative)), judged(wrong, control("BUD-98", negative))
    (told,) = (f for f in whole.findings if f.code == "PFL-30")
    assert (told.severity, told.found, str(told.place)) == (Severity.ERROR, "BUD-97", "")
    assert "BUD-97 could not be run" in told.message.to("en")
    assert "BUD-97" not in codes(whole.findings)
    assert [f for f in whole.findings if f.code != "PFL-30"] == alone.findings
    assert whole.returns[0].quality == alone.returns[0].quality
    assert list(whole.not_run) == ["BUD-97"]
    assert SECRET not in whole.not_run["BUD-97"].trace


def test_a_rule_that_is_switched_off_does_not_stop() -> None:
    """Nobody asks it."""
    assert "PFL-30" not in codes(
        judged(control("BUD-97", breaks), overrides=RuleOverrides({"BUD-97": None})).findings
    )


def test_a_row_rule_that_stops_is_not_run_and_the_others_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule of the budget lines that compares a text with a number."""
    quality = judged().returns[0].quality
    wrong = Rule("BUD-99", this.line_id * 2 > 1, "bac0", t("Wrong", "Faux"), t("Nothing.", "Rien."))
    monkeypatch.setattr(Budget, "rules", (*Budget.rules, wrong))
    whole = judged(control("BUD-98", negative))
    assert [(f.code, f.found) for f in whole.findings if f.code == "PFL-30"] == [("PFL-30", "BUD-99")]
    assert codes(whole.findings).count("BUD-98") == len(filled.ROWS["budget"])
    assert quality is not None
    assert whole.returns[0].quality is not None
    assert whole.returns[0].quality.checks_run == quality.checks_run + 1  # BUD-98 alone


@pytest.mark.parametrize("tables", ["auto", "parquet"])
def test_a_rule_that_stops_is_said_in_the_master(home: Path, tables: str) -> None:
    """The master is written, its findings name the rule, the log holds the details, and the run ends with 1."""
    wrong = replace(CATALOGUE, table_rules=(*CATALOGUE.table_rules, control("BUD-97", breaks)))
    outcome = pmo_xl.consolidate([home], home / MASTER_FILE, tables=Tables(tables), jobs=1, catalogue=wrong)
    assert codes(outcome.portfolio.findings) == ["PFL-30"]
    assert outcome.exit_code == 1
    assert outcome.log == home / KEPT_FOLDER / "errors.log"
    book = openpyxl.load_workbook(home / MASTER_FILE, read_only=True)
    held = {cell for row in book["Findings"].iter_rows(values_only=True) for cell in row}
    assert "PFL-30" in held


# doors ----------------------------------------------------------------------------------------------------


def pmo(*words: object, before: str = "") -> subprocess.CompletedProcess[str]:
    """A run of the command in a process of its own, after some Python."""
    if not before:
        return command(*words)
    script = f"{before}\nfrom pmo_xl.doors.cli import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", script, *map(os.fspath, map(_word, words))],
        capture_output=True, text=True, check=False, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(Path(pmo_xl.__file__).parents[1])},
    )  # fmt: skip


def _word(what: object) -> str | os.PathLike[str]:
    return what if isinstance(what, os.PathLike) else str(what)


WRONG_DEFINITION = """
from pmo_xl.catalog.derived import REMEMBERED
from pmo_xl.core.expr.algebra import this, total
REMEMBERED["bac"] = total("no such table", this.bac)
"""
"""A definition that is wrong, in a way that shows when a master is made."""


@pytest.mark.parametrize(("language", "sentence"), [("en", "unexpected error"), ("fr", "erreur inattendue")])
def test_a_run_that_is_lost_ends_with_3_and_leaves_the_former_master(
    home: Path, language: str, sentence: str
) -> None:
    """One sentence, the log that it names, and nothing half-written."""
    out = home / MASTER_FILE
    before = {path.name: path.read_bytes() for path in out.parent.iterdir()}
    said = pmo("consolidate", home, "--no-cache", "--lang", language, before=WRONG_DEFINITION)
    assert (said.returncode, said.stdout) == (3, "")
    assert sentence in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1
    log = home / KEPT_FOLDER / "errors.log"
    assert str(log) in said.stderr
    assert "KeyError" in log.read_text(encoding="utf-8")
    assert "steps" in log.read_text(encoding="utf-8")
    assert {path.name: path.read_bytes() for path in out.parent.iterdir()} == before


def test_a_run_that_is_lost_outside_a_workspace_names_its_log(tmp_path: Path) -> None:
    """Among the temporary files."""
    (tmp_path / "plan.xlsx").write_bytes(good("plan"))
    said = pmo("consolidate", tmp_path, "--out", tmp_path / "m.xlsx", before=WRONG_DEFINITION)
    assert said.returncode == 3
    log = Path(re.findall(r"are in (\S+\.log):", said.stderr)[0])
    assert "KeyError" in log.read_text(encoding="utf-8")
    log.unlink()
    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]


def test_what_stops_outside_a_command_ends_with_3_too() -> None:
    """The words are those of the computer."""
    said = pmo("kpis", before="from pmo_xl.doors import cli\ncli.help_language = lambda _: 1 / 0")
    assert said.returncode == 3
    assert "ZeroDivisionError" in said.stderr
    assert "Traceback" not in said.stderr


def test_each_exit_status_is_told_apart(home: Path, tmp_path: Path) -> None:
    """0 and 1 for what was found, 2 for wrong usage and what cannot be written or read, 3 for a lost run."""
    assert pmo("validate", home).returncode == 0
    with_mark(home / "returns" / "P001" / "plan.xlsx", "pmo_xl plan ² en")
    assert pmo("validate", home).returncode == 1
    for wrong in (
        ("validate", home, "--status-date", "32/03/2026"),
        ("validate", home, "--lang", "xx"),
        ("validate", home, "--no-such-option"),
        ("no-such-command",),
        ("validate", tmp_path / "nowhere"),
        ("consolidate", home, "--out", home / "no.txt"),
        ("consolidate", home, "--out", home / "pmo.toml" / "m.xlsx"),
        ("validate", home, "--json", home / "nowhere" / "run.json"),
    ):
        assert pmo(*wrong).returncode == 2, wrong
    assert pmo("validate", home, before=WRONG_DEFINITION).returncode == 1
    assert pmo("consolidate", home, "--no-cache", before=WRONG_DEFINITION).returncode == 3
    helped = pmo("--help")
    assert "3 pmo_xl itself stopped" in " ".join(helped.stdout.split())


def test_a_watch_goes_on_after_a_run_that_was_lost(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, keeps the details, and makes the next master when something changes."""
    from pmo_xl.catalog.derived import REMEMBERED
    from pmo_xl.core.expr.algebra import total

    monkeypatch.setitem(REMEMBERED, "bac", total("no such table", this.bac))
    before = (home / MASTER_FILE).read_bytes()
    stop = threading.Event()
    events = watch(home, home / MASTER_FILE, quiet=0.2, poll=True, stop=stop, cache=False)
    event = next(events)
    assert isinstance(event, Failed)
    assert "stopped on an unexpected error (KeyError)" in event.why.to("en")
    assert (home / MASTER_FILE).read_bytes() == before
    monkeypatch.undo()
    (home / "returns" / "P002" / "plan.xlsx").unlink()
    assert isinstance(next(events), Made)
    stop.set()
