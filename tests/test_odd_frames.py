"""No rule over several rows stumbles over a table that is empty, has one row, or is blank throughout."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standard import CONTROLS, SHEETS

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.catalog.memory import History
from pmo_xl.catalog.rules import CHECKS
from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.catalogue.check import check_codes
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.definition.table_rule import HISTORY, Rows, check_table_rules
from pmo_xl.core.flow.frame import frame_of
from pmo_xl.steps.history.remembered import remembered

STATUS = dt.date(2026, 3, 31)
WORDS = ["1", "1.1", "1.1.2", "2", "10", "L1", "R-001", "x", "not a word", "."]


def cells(column: Column) -> st.SearchStrategy[Any]:
    """What may stand in a cell of a column, a blank included."""
    choices = choices_of(column)
    if choices is not None:
        return st.sampled_from([None, *(member.key for member in choices)])
    if column.kind is Kind.DATE:
        return st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
    if column.kind is Kind.MONTH:
        return st.none() | st.integers(1, 12).map(lambda month: dt.date(2026, month, 1))
    if column.kind is Kind.INTEGER:
        return st.none() | st.integers(1, 5)
    if column.kind.is_quantity:
        return st.sampled_from([None, 0.0, 0.5, 1.0, -7.0, 2000.0])
    return st.sampled_from([None, *WORDS])


@st.composite
def tables(draw: st.DrawFn, sheet: type[Sheet]) -> pd.DataFrame:
    """Up to three rows of two projects; at times no row, at times nothing in any."""
    size, blank = draw(st.integers(0, 3)), draw(st.booleans())
    columns = {
        column.key: [None if blank else draw(cells(column)) for _ in range(size)] for column in sheet.inputs()
    }
    projects = [draw(st.sampled_from(["P1", "P2"])) for _ in range(size)]
    if sheet is Project:
        columns["project_id"] = projects
    days = pd.Series([STATUS] * size, dtype="datetime64[s]")
    extra: dict[str, Any] = {} if sheet is Project else {"project_id": projects}
    frame = frame_of(sheet, columns, extra, params={"status_date": STATUS})
    return frame.assign(status_date=days)


@st.composite
def memories(draw: st.DrawFn) -> pd.DataFrame:
    """What earlier masters remember of these projects."""
    amounts = [column.key for column in History.inputs() if column.kind is Kind.AMOUNT]
    rows = [
        {
            "project_id": draw(st.sampled_from(["P1", "P2"])),
            "status_date": draw(st.sampled_from([dt.date(2026, 2, 28), dt.date(2026, 4, 30)])),
            "currency": draw(st.sampled_from(["EUR", "USD", None])),
            **{key: draw(st.sampled_from([None, 0.0, 12.0, 2_000_000.0])) for key in amounts},
        }
        for _ in range(draw(st.integers(1, 3)))
    ]
    return remembered(pd.DataFrame(rows).astype(object))


@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.data())
def test_every_rule_over_rows_survives_odd_tables(data: st.DataObject) -> None:
    """What it finds are rows of its table, and there is a value for each place of its message."""
    frames = {key: data.draw(tables(sheet)) for key, sheet in SHEETS.items()}
    frames[HISTORY] = data.draw(memories())
    for control in CONTROLS:
        # As when returns are judged: the projects that sent every table, and no rule where there is none.
        judged = set.intersection(
            *(set(frames[key]["project_id"]) for key in (control.table, *control.reads))
        )
        if not judged:
            continue
        mine = {key: frame[frame["project_id"].isin(judged)] for key, frame in frames.items()}
        hits = control.find(Rows(mine, control.limit))

        assert set(hits.index) <= set(mine[control.table].index), control.code
        for places in hits.to_dict("records"):
            told = control.says.fill(**{str(key): what for key, what in places.items()}).to("fr")
            assert "{" not in told, control.code


def test_what_rules_say_they_read_is_there() -> None:
    """A cell that is named and exists nowhere would never hold a rule back; a rule over no table would never be asked."""
    rule = CONTROLS[0]
    check_table_rules([rule], SHEETS)
    for wrong, sentence in (
        (replace(rule, table="plam"), "its table 'plam' does not exist; did you mean 'plan'"),
        (
            replace(rule, reads=("plan", "budgets")),
            "its table 'budgets' does not exist; did you mean 'budget'",
        ),
        (replace(rule, at="nowhere"), f"its column of {rule.table} 'nowhere' does not exist"),
        (replace(rule, cells=("plan.cost_basline",)), "did you mean 'cost_baseline'"),
    ):
        with pytest.raises(DefinitionError, match=f"rule {rule.code}: .*{sentence}"):
            check_table_rules([wrong], SHEETS)


def test_a_code_that_two_entries_share_by_mistake_stops_at_once() -> None:
    """Switching off the one would switch off the other."""
    with pytest.raises(DefinitionError, match="RSK-22: both risks and a control of risks"):
        check_codes([("risks", ["RSK-22"]), ("a control of risks", ["RSK-22"])], ())
    with pytest.raises(DefinitionError, match="RSK-99 is shared by nobody"):
        check_codes([("risks", ["RSK-22"])], ["RSK-99"])
    check_codes([("risks", ["RSK-07", "RSK-07"]), ("checks", [check.code for check in CHECKS])], ())
