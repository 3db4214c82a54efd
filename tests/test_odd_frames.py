"""No rule over several rows stumbles over a table that is empty, has one row, or is blank throughout."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standard import CONTROLS, KIND_OF, SHEETS

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.catalog.memory import History, RowHistory
from pmo_xl.catalog.rules.checks import CHECKS
from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.catalogue.check import check_codes
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.definition.people import People
from pmo_xl.core.definition.table_rule import (
    FIGURES,
    HISTORY,
    ROW_HISTORY,
    Rows,
    check_table_rules,
    not_assessed,
)
from pmo_xl.core.flow.frame import frame_of
from pmo_xl.steps.history.remembered import remembered

STATUS = dt.date(2026, 3, 31)
PROJECTS = ["P1", "P2"]
WORDS = ["1", "1.1", "1.1.2", "2", "10", "L1", "R-001", "x", "not a word", "."]


def cell(column: Column, rng: Random) -> Any:
    """What may stand in a cell of a column, a blank included."""
    if rng.random() < 0.25:
        return None
    choices = choices_of(column)
    if choices is not None:
        return rng.choice([member.key for member in choices])
    if column.kind is Kind.DATE:
        return dt.date(2025, 1, 1) + dt.timedelta(days=rng.randint(0, 1094))
    if column.kind is Kind.MONTH:
        return dt.date(2026, rng.randint(1, 12), 1)
    if column.kind is Kind.INTEGER:
        return rng.randint(1, 5)
    if column.kind.is_quantity:
        return rng.choice([0.0, 0.5, 1.0, -7.0, 2000.0])
    return rng.choice(WORDS)


def table_of(sheet: type[Sheet], rng: Random) -> pd.DataFrame:
    """Up to three rows of two projects; at times no row, at times nothing in any."""
    size, blank = rng.randint(0, 3), rng.random() < 0.2
    columns = {
        column.key: [None if blank else cell(column, rng) for _ in range(size)] for column in sheet.inputs()
    }
    projects = [rng.choice(PROJECTS) for _ in range(size)]
    if sheet is Project:
        columns["project_id"] = projects
    days = pd.Series([STATUS] * size, dtype="datetime64[s]")
    extra: dict[str, Any] = {} if sheet is Project else {"project_id": projects}
    frame = frame_of(sheet, columns, extra, params={"status_date": STATUS})
    if sheet is Project:
        # As stated: which kinds each return held.
        kinds = sorted(set(KIND_OF.values()))
        frame["kinds"] = pd.Series(
            [tuple(rng.sample(kinds, rng.randint(0, len(kinds)))) for _ in range(size)]
        )
    return frame.assign(status_date=days)


def memories(rng: Random) -> pd.DataFrame:
    """What earlier masters remember of these projects."""
    rows = [
        {
            "project_id": rng.choice(PROJECTS),
            **{column.key: cell(column, rng) for column in History.inputs()},
            "status_date": rng.choice([dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 4, 30)]),
            "currency": rng.choice(["EUR", "USD", None]),
        }
        for _ in range(rng.randint(1, 4))
    ]
    return remembered(pd.DataFrame(rows).astype(object))


def remembered_rows(rng: Random) -> pd.DataFrame:
    """What an earlier master remembers of their rows; at times of none."""
    rows = [
        {
            "project_id": rng.choice(PROJECTS),
            **{column.key: cell(column, rng) for column in RowHistory.inputs()},
            "status_date": rng.choice([dt.date(2026, 2, 28), STATUS]),
            "register": rng.choice(list(SHEETS)),
            "is_open": rng.choice([0, 1]),
        }
        for _ in range(rng.randint(0, 4))
    ]
    keys = ["project_id", *(column.key for column in RowHistory.inputs())]
    return pd.DataFrame(rows, columns=keys).astype({"status_date": "datetime64[s]"})


def figures_of(rng: Random) -> pd.DataFrame:
    """What the figures say of these projects: levels, the gap between them, a reason; unknown at times."""
    levels = [(rng.choice([None, 1.0, 2.0, 3.0]), rng.choice([None, 1.0, 2.0, 3.0])) for _ in PROJECTS]
    return pd.DataFrame(
        {
            "project_id": PROJECTS,
            "declared_level": [declared for declared, _ in levels],
            "rag": [computed for _, computed in levels],
            "divergence": [None if None in both else both[1] - both[0] for both in levels],
            "rag_why": ["SPI 0.80" for _ in levels],
        }
    )


PEOPLE = [
    {"person_id": "x", "name": "not a word", "active_to": dt.date(2026, 1, 31)},
    {"person_id": "E1", "name": "x"},
]
BODIES = [{"body": "x"}, {"body": "COPIL"}]


@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_every_rule_over_rows_survives_odd_tables(seed: int) -> None:
    """What it finds are rows of its table, and there is a value for each place of its message."""
    rng = Random(seed)
    frames = {key: table_of(sheet, rng) for key, sheet in SHEETS.items()}
    frames[HISTORY], frames[FIGURES] = memories(rng), figures_of(rng)
    frames[ROW_HISTORY] = remembered_rows(rng)
    registered = rng.choice([None, frozenset(PROJECTS)])
    lists: dict[str, Any] = rng.choice(
        [{}, {"people": PEOPLE, "bodies": BODIES, "meetings": [], "roles": []}]
    )
    for control in CONTROLS:
        # As when returns are judged: the projects that sent every table, and no rule where there is none.
        judged = set.intersection(
            *(set(frames[key]["project_id"]) for key in (control.table, *control.reads))
        )
        if not judged or not_assessed((control,), lists):
            continue
        mine = {key: frame[frame["project_id"].isin(judged)] for key, frame in frames.items()}
        rows = Rows(mine, control.limit, frames, registered, lists, People(lists.get("people", ())))
        hits = control.find(rows)

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
