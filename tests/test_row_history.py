"""What became of the rows of each register since the period before: gone, open again, about something else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from copies import write_return
from openpyxl import load_workbook
from small import columns
from standard import TABLES, TEMPLATES

from pmo_xl.core.definition.model import Table, choices_of
from pmo_xl.core.flow.overflow import Tables
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.pipeline import Outcome, consolidate_to

MAY, JUNE = dt.date(2026, 5, 29), dt.date(2026, 6, 30)
FOLLOWED = [
    pytest.param(template.kind, table, id=table.key)
    for template in TEMPLATES.values()
    for table in template.tables
    if table.followed is not None
]
Said = dict[str, tuple[str, bool]]
"""By the number of a row: its subject, and whether it is over."""
THEN: Said = {
    "1": ("Confirm the test environment", False), "2": ("Sign the maintenance contract", True),
    "3": ("Train the key users in Lyon", False), "4": ("Order the racks", True), "5": ("Publish the minutes", False),
}  # fmt: skip
SOUND: Said = {
    "1": ("The test environment is confirmed in writing", True), "2": ("Sign the maintenance contract", True),
    "3": ("Key users: training, in Lyon", False), "5": ("Publish the minutes", False), "6": ("Move the helpdesk", False),
}  # fmt: skip
"""Reworded, closed, added; what was over may leave the list."""
ODD: Said = {
    "2": ("Sign the maintenance contract", False), "3": ("Move the helpdesk", False), "4": ("Order the racks", True),
}  # fmt: skip
"""1 and 5 are gone though they were open, 2 is open again, 3 is about something else."""


def name(table: type[Table], number: str) -> str:
    """An ID as the table wants it."""
    example = table.columns[table.identity[0]].example
    return f"{str(example or 'R-001').split('-')[0]}-00{number}"


def send(folder: Path, project: str, day: dt.date, kind: str, table: type[Table], said: Said) -> None:
    """A return whose register holds these rows, and nothing else."""
    followed = table.followed
    assert followed is not None
    choices = choices_of(table.columns[followed.status])
    assert choices is not None
    going = next(each.key for each in choices if each not in followed.closed)
    rows: list[dict[str, Any]] = [
        {table.identity[0]: name(table, number), followed.subject: subject, followed.status: followed.closed[0].key if over else going}
        for number, (subject, over) in said.items()
    ]  # fmt: skip
    record = {"project_id": project, "project_name": project, "status_date": day, "currency": "EUR",
              "project_manager": "Ann", "rag_declared": "green"}  # fmt: skip
    folder.mkdir(exist_ok=True)
    write_return(
        folder / f"{project}.xlsx", kind, Filling(record, {table.key: columns(rows)} if rows else {}), "en"
    )


def run(home: Path, day: dt.date, how: Tables = Tables.AUTO) -> Outcome:
    """The master of a period, over the one before."""
    settings = Settings(status_date=day, reporting_currency="EUR")
    return consolidate_to([home / day.isoformat()], home / "master.xlsx", settings=settings, tables=how)


def told(home: Path, outcome: Outcome, table: type[Table]) -> set[tuple[str, str, str, str]]:
    """The findings about periods: project, code, the heading above the cell or the label beside it, what was said."""
    made = set()
    for one in outcome.portfolio.findings:
        if one.code in ("TIM-01", "TIM-02", "TIM-03"):
            period = next(home.glob(f"*/{one.place.file}")).parent.parent / f"{outcome.portfolio.status_date}"
            sheet, place = load_workbook(period / one.place.file)[one.place.sheet], one.place
            assert place.row is not None
            assert place.column is not None
            above = [sheet.cell(row, place.column + 1).value for row in range(1, place.row + 1)]
            above = [each for each in above if each in {column.label.en for column in table.columns.values()}]
            beside = [sheet.cell(place.row + 1, column).value for column in range(1, place.column + 1)]
            heading = above if one.row_key else beside
            made.add(
                (one.project, one.code, str([each for each in heading if each][-1]), one.message.to("en"))
            )
    return made


@pytest.mark.parametrize(("kind", "table"), FOLLOWED)
@pytest.mark.parametrize("how", [Tables.AUTO, pytest.param(Tables.PARQUET, marks=pytest.mark.slow)])
def test_what_became_of_each_row(kind: str, table: type[Table], how: Tables, tmp_path: Path) -> None:
    """Each of the three at its cell; nothing of a project whose rows went on, were closed, reworded, added."""
    for project, june in (("SOUND", SOUND), ("ODD", ODD), ("EMPTY", {})):
        send(tmp_path / MAY.isoformat(), project, MAY, kind, table, THEN)
        send(tmp_path / JUNE.isoformat(), project, JUNE, kind, table, june)
    assert told(tmp_path, run(tmp_path, MAY, how), table) == set()
    followed = table.followed
    assert followed is not None
    keys = (table.identity[0], followed.status, followed.subject)
    key, status, subject = (table.columns[each].label.en for each in keys)
    one, two, three, five = (name(table, number) for number in "1235")
    gone = f"{one}, {three}, {five}"
    assert told(tmp_path, run(tmp_path, JUNE, how), table) == {
        ("ODD", "TIM-01", key, f"Still open a period ago, and gone: {one}, {five}."),
        ("ODD", "TIM-02", status, f"{two} was over a period ago, and is open again."),
        ("ODD", "TIM-03", subject, f"{three} was “{THEN['3'][0]}” a period ago: another subject."),
        ("EMPTY", "TIM-01", "Project ID", f"“{table.heading.en}” came without a row; open a period ago: {gone}."),
    }  # fmt: skip
    # A run over the same period again compares with the period before it, not with itself.
    assert len(told(tmp_path, run(tmp_path, JUNE, how), table)) == 4


def test_only_the_last_period_is_remembered(tmp_path: Path) -> None:
    """The sheet holds this month and the last one, whatever came before: it does not grow."""
    table = TABLES["actions"]
    days = [dt.date(2026, month, 28) for month in (1, 2, 3, 4)]
    for day in days:
        send(tmp_path / day.isoformat(), "ONE", day, "followup", table, THEN)
        run(tmp_path, day)
    sheet = load_workbook(tmp_path / "master.xlsx", read_only=True)["Data - Row history"]
    held = [row for row in sheet.iter_rows(values_only=True) if row[1] == "ONE" or row[0] == "ONE"]
    dates = {cell.date() for row in held for cell in row if isinstance(cell, dt.datetime) and cell.day == 28}
    assert (len(held), dates) == (2 * len(THEN), {*days[-2:]})
