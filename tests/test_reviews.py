"""The review of the budget: what reviewers type into a master is there in the next one, whatever became of the lines."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from copies import write_return
from filled import Row, day, line
from office import audit_errors, compare, needs_office, poisoned, recalculated, sheet_parts
from on_page import opened, page_of
from openpyxl.worksheet.worksheet import Worksheet
from standard import TABLES

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.flow.raw import Unreadable
from pmo_xl.core.flow.review import AsRead, Figures, Line, Reviewed, Signature
from pmo_xl.core.settings.limits import LIMITS
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.package import container as package
from pmo_xl.excel.package.refused import MEBIBYTE
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.excel.tracking.columns import HEAD_ROW, KEY_ROW, MONEY, TRACKING
from pmo_xl.excel.tracking.queries import QUERIES
from pmo_xl.excel.tracking.read_back import reviews_of
from pmo_xl.pipeline import Outcome, consolidate_to, stages
from pmo_xl.steps.figures.control_totals import as_read
from pmo_xl.steps.portfolio.reviews import carried
from pmo_xl.workspace.answer import annotate

STATUS = dt.date(2026, 3, 31)
SETTINGS = Settings(status_date=STATUS, rates={"USD": 0.5})
Key = tuple[str, str]
Typed = Mapping[Key, tuple[str, dt.date | str | None, str, str]]

BUILD = line("L01", "Build", "labour_external", "capex", 300.0, 20.0, 250.0, 140.0, 180.0)
HOSTING = line("L02", "Hosting", "cloud", "opex", 50.0, 0.0, 30.0, 12.5, 37.0)
STAFF = line("L03", "Own staff", "labour_internal", "opex", 80.0, 0.0, 40.0, 41.25, 40.0)
TRAINING = line("L04", "Training", "training", "opex", 10.0, 0.0, 0.0, 0.0, 10.0)


def send(folder: Path, project_id: str, lines: Sequence[Row], language: str = "en", **record: Any) -> Path:
    """The budget of one project, as its manager returns it."""
    path = folder / project_id / "budget.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    identity: Row = {
        "project_id": project_id, "project_name": f"Project {project_id}", "status_date": STATUS, "currency": "EUR",
        "project_manager": "Claire Martin", "contingency_initial": 30.0, "contingency_drawn": 10.0,
        "management_reserve": 25.0,
    }  # fmt: skip
    table = {
        column.key: [row.get(column.key) for row in lines]
        for column in TABLES["budget"].inputs()
    }  # fmt: skip
    filling = Filling({**identity, **record}, {"budget": table})
    write_return(path, "budget", filling, language, room=2)
    return path


def run(folder: Path, language: str = "en") -> Outcome:
    """The next consolidation over the same master."""
    return consolidate_to([folder / "in"], folder / "master.xlsx", language=language, settings=SETTINGS)


def sheet_of(book: openpyxl.Workbook) -> tuple[Worksheet, dict[str, int]]:
    """The sheet that tracks the budget, and where its columns are."""
    sheet = next(book[name] for name in TRACKING.in_all() if name in book.sheetnames)
    return sheet, {cell.value: cell.column for cell in sheet[KEY_ROW + 1] if cell.value}


def read_sheet(path: Path, *, values: bool = True) -> tuple[Worksheet, dict[str, int]]:
    """The same of a master that is only read."""
    with zipfile.ZipFile(path) as package:
        title = next(name for name in sheet_parts(package) if name in TRACKING.in_all())
    return sheet_of(opened(path, title, values=values))


def rows_of(path: Path) -> dict[Key, dict[str, Any]]:
    """What each project, line and former line of a master shows, by project and line."""
    sheet, at = read_sheet(path)
    rows = {}
    for number in range(HEAD_ROW + 2, sheet.max_row + 1):
        held = {key: sheet.cell(number, column).value for key, column in at.items()}
        if held["level"] in (2, 3, 4):
            rows[held["project_id"], held["line_id"] or ""] = {**held, "row": number}
    return rows


def type_in(path: Path, typed: Typed) -> None:
    """A reviewer fills the white cells and saves; the program that saves leaves no values of formulas."""
    book = openpyxl.load_workbook(path)
    sheet, at = sheet_of(book)
    for number in range(HEAD_ROW + 2, sheet.max_row + 1):
        key = (sheet.cell(number, at["project_id"]).value, sheet.cell(number, at["line_id"]).value or "")
        if key in typed:
            for column, what in zip(("reviewer", "on", "status", "comment"), typed[key], strict=True):
                sheet.cell(number, at[column]).value = what
    book.save(path)


def said(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What was typed beside a row."""
    on = row["on"].date() if isinstance(row["on"], dt.datetime) else row["on"]
    return row["reviewer"], on, row["status"], row["comment"]


ANNE = ("Anne", day(4, 3), "● Accepted", None)
ASKS = ("Anne", day(4, 3), "▲ Query", "Why so much?")
NO = ("Bo", day(4, 4), "◆ Rejected", "Not approved")


# ---- from master to master --------------------------------------------------------------------------


def test_nothing_is_lost_over_three_consolidations(tmp_path: Path) -> None:
    """Lines added, removed and renumbered, a project renamed, a project missing once: every entry is still there."""
    send(tmp_path / "in", "P1", [BUILD, HOSTING, STAFF])
    send(tmp_path / "in", "P2", [BUILD, HOSTING], currency="USD")
    run(tmp_path)
    type_in(tmp_path / "master.xlsx", {
        ("P1", "L01"): ANNE, ("P1", "L02"): ASKS, ("P1", "L03"): NO, ("P2", "L01"): ANNE, ("P1", ""): ASKS,
    })  # fmt: skip

    # Line 2 gone, line 3 renumbered, one added, the estimate at completion of line 1 changed; P2 does not report.
    dearer = {**BUILD, "etc": 195.0, "comment": "Price rise"}
    send(
        tmp_path / "in", "P1", [dearer, {**STAFF, "line_id": "L30"}, TRAINING], project_name="Portal, phase 2"
    )
    (tmp_path / "in" / "P2" / "budget.xlsx").unlink()
    run(tmp_path)
    rows = rows_of(tmp_path / "master.xlsx")

    assert said(rows["P1", "L01"]) == ANNE
    assert (rows["P1", "L01"]["signed_eac"], rows["P1", "L01"]["eac"]) == (320, 335)
    assert rows["P1", "L01"]["since"] == "▲ changed since sign-off: EAC 320 → 335"
    assert said(rows["P1", "L30"]) == NO
    assert rows["P1", "L30"]["note"] == "▲ renumbered from L03"
    assert rows["P1", "L30"]["since"] == "● unchanged since sign-off"
    assert said(rows["P1", ""]) == ASKS
    assert rows["P1", ""]["since"] == "▲ changed since sign-off: EAC 451 → 426"
    assert said(rows["P1", "L04"]) == (None,) * 4
    assert (said(rows["P1", "L02"]), rows["P1", "L02"]["level"]) == (ASKS, 4)
    assert rows["P1", "L02"]["eac"] == 49.5
    assert (said(rows["P2", "L01"]), rows["P2", "L01"]["level"]) == (ANNE, 4)
    assert rows["P2", "L01"]["eac"] == 160

    # Everything comes back; somebody signs the changed line anew.
    type_in(tmp_path / "master.xlsx", {("P1", "L01"): ("Anne", day(5, 4), "● Accepted", None)})
    send(tmp_path / "in", "P1", [dearer, HOSTING, {**STAFF, "line_id": "L30"}, TRAINING])
    send(tmp_path / "in", "P2", [{**BUILD, "actual": 100.0, "etc": 220.0}, HOSTING], currency="USD")
    run(tmp_path)
    rows = rows_of(tmp_path / "master.xlsx")

    assert {key for key, row in rows.items() if row["level"] == 4} == set()
    assert rows["P1", "L01"]["signed_eac"] == 335
    assert rows["P1", "L01"]["since"] == "● unchanged since sign-off"
    assert (said(rows["P1", "L02"]), said(rows["P1", "L30"]), said(rows["P2", "L01"])) == (ASKS, NO, ANNE)
    assert rows["P1", "L30"]["note"] == "▲ renumbered from L03"
    assert rows["P2", "L01"]["since"] == "▲ changed since sign-off: actual 70 → 50"
    again = (tmp_path / "master.xlsx").read_bytes()
    run(tmp_path)
    assert again == (tmp_path / "master.xlsx").read_bytes()


def test_a_french_master_is_read_by_an_english_run_and_the_reverse(tmp_path: Path) -> None:
    """Statuses follow the language of the master that they are written into; notes too."""
    send(tmp_path / "in", "P1", [{**BUILD, "bac0": 300_000.0}, HOSTING, STAFF])
    run(tmp_path, "fr")
    jour = day(4, 3)
    type_in(tmp_path / "master.xlsx", {
        ("P1", "L01"): ("Hélène", jour, "● Accepté", None), ("P1", "L02"): ("Hélène", jour, "question", "Pourquoi ?"),
        ("P1", "L03"): ("Hélène", "hier", "à voir", None),
    })  # fmt: skip
    send(tmp_path / "in", "P1", [BUILD, {**HOSTING, "line_id": "L20"}, STAFF])
    run(tmp_path, "en")
    rows = rows_of(tmp_path / "master.xlsx")

    assert said(rows["P1", "L01"])[2] == "● Accepted"
    assert rows["P1", "L01"]["since"] == "▲ changed since sign-off: budget 300,020 → 320"
    assert said(rows["P1", "L20"]) == ("Hélène", jour, "▲ Query", "Pourquoi ?")
    assert said(rows["P1", "L03"]) == ("Hélène", "hier", "à voir", None)

    run(tmp_path, "fr")
    rows = rows_of(tmp_path / "master.xlsx")

    assert rows["P1", "L01"]["since"] == "▲ modifié depuis la revue\u00a0: budget 300\u00a0020 → 320"
    assert rows["P1", "L20"]["note"] == "▲ renumérotée, auparavant L02"
    assert said(rows["P1", "L20"])[2] == "▲ Question"


@needs_office
def test_a_master_saved_by_libreoffice_is_remembered(tmp_path: Path) -> None:
    """Somebody types, LibreOffice saves: entries and figures are those that were seen."""
    send(tmp_path / "in", "P1", [BUILD, HOSTING])
    run(tmp_path)
    type_in(tmp_path / "master.xlsx", {("P1", "L01"): ASKS, ("P1", ""): ANNE})
    (saved,) = recalculated([tmp_path / "master.xlsx"], tmp_path / "saved")
    saved.replace(tmp_path / "master.xlsx")
    run(tmp_path)
    rows = rows_of(tmp_path / "master.xlsx")

    assert (said(rows["P1", "L01"]), said(rows["P1", ""])) == (ASKS, ANNE)
    assert [rows["P1", "L01"][key] for key in ("signed_bac", "signed_actual", "signed_eac")] == [
        320,
        140,
        320,
    ]
    assert rows["P1", ""]["signed_eac"] == 369.5


def test_figures_are_signed_as_they_were_seen(tmp_path: Path) -> None:
    """What the master showed beside a new status is what was signed."""
    shown = Reviewed(Line("P1", "", "L01"), Figures(1, 2, 3), Signature("A", None, "accepted"))
    reviews = carried([shown], [Line("P1"), Line("P1", "", "L01")])

    assert reviews.current["P1", "L01"].signed == Figures(1, 2, 3)


# ---- where a review belongs -------------------------------------------------------------------------


def _before(*lines: tuple[str, str], project: str = "P1", name: str = "Portal") -> list[Reviewed]:
    done = Signature("Anne", day(4, 3), "accepted")
    return [
        Reviewed(Line(project, name, number, words, "other"), Figures(1, 1, 1), done, comment=words)
        for number, words in lines
    ]


def _now(*lines: tuple[str, str], project: str = "P1", name: str = "Portal") -> list[Line]:
    return [Line(project, name), *(Line(project, name, number, words, "other") for number, words in lines)]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([("L1", "a")], [("L1", "b")], {"L1": "a"}),
        ([("L1", "a")], [("L2", "a")], {"L2": "a"}),
        ([("L1", "a"), ("L2", "b")], [("L1", "x"), ("L2", "a"), ("L3", "b")], {"L2": "a", "L3": "b"}),
        ([("L1", "a"), ("L2", "b")], [("L1", "b"), ("L2", "a")], {"L1": "b", "L2": "a"}),
        ([("L1", "a")], [("L2", "a"), ("L3", "a")], {}),
        ([("L1", "a"), ("L2", "a")], [("L3", "a")], {}),
        ([("L1", "")], [("L2", "")], {}),
        ([("007", "a")], [("7", "b")], {}),
    ],
    ids=[
        "text changed",
        "renumbered",
        "one put before",
        "swapped",
        "two heirs",
        "two before",
        "no text",
        "007",
    ],
)
def test_a_review_goes_where_its_line_went(
    before: list[tuple[str, str]], now: list[tuple[str, str]], expected: dict[str, str]
) -> None:
    """By its ID, or by what it is about where that is certain; else it waits among the former lines."""
    reviews = carried(_before(*before), _now(*now))

    assert {key[1]: row.comment for key, row in reviews.current.items()} == expected
    assert len(reviews.current) + len(reviews.former) == len(before)


def test_a_project_that_got_another_id_keeps_its_reviews() -> None:
    """Same name, same lines, the old ID gone: the reviews move and say so; another project’s do not."""
    before = [*_before(("L1", "a"), ("L2", "b")), *_before(("L1", "x"), project="P9", name="Other")]
    reviews = carried(before, _now(("L1", "a"), ("L2", "c"), project="P2"))

    assert [(key, row.moved) for key, row in reviews.current.items()] == [
        (("P2", "L1"), "project P1"),
        (("P2", "L2"), "text b"),
    ]
    assert [row.line.key for row in reviews.former] == [("P9", "L1")]


def test_a_copied_row_is_kept_too() -> None:
    """Two rows of one line, both with an entry: the second waits among the former lines."""
    (one,) = _before(("L1", "a"))
    reviews = carried([one, replace(one, comment="again")], _now(("L1", "a")))

    assert reviews.current["P1", "L1"].comment == "a"
    assert [row.comment for row in reviews.former] == ["again"]


# ---- a master that is there and cannot be read --------------------------------------------------------


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def _no_keys(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet_of(book)[0].delete_rows(KEY_ROW + 1)
    book.save(path)


def _open(path: Path) -> None:
    path.with_name(f"~${path.name}").write_bytes(b"Anne")


def _other(path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(path)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_cut, "damaged"),
        (_no_keys, "Budget tracking"),
        (_open, "open in another program"),
        (_other, "no master"),
    ],
)
def test_a_master_that_cannot_be_read_is_not_overwritten(
    tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    """Damaged, open, without its memory, or no master: one sentence, and the file stays as it is."""
    send(tmp_path / "in", "P1", [BUILD])
    run(tmp_path)
    spoil(tmp_path / "master.xlsx")
    before = (tmp_path / "master.xlsx").read_bytes()

    with pytest.raises(NothingToDo, match=words):
        run(tmp_path)
    assert (tmp_path / "master.xlsx").read_bytes() == before


def test_a_master_larger_than_any_return_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large master what people typed is read, and nothing else counts: it is no return that is too large."""
    returned = send(tmp_path / "in", "P1", [BUILD])
    run(tmp_path)
    type_in(tmp_path / "master.xlsx", {("P1", "L01"): ANNE})
    most = LIMITS.model_copy(update={"unpacked_size": unpacked(returned) / MEBIBYTE})
    monkeypatch.setattr(package.Package.__init__, "__defaults__", (most,))
    assert unpacked(tmp_path / "master.xlsx") > unpacked(returned)
    assert read_workbook(tmp_path / "master.xlsx", "master", most).unreadable is Unreadable.TOO_LARGE

    run(tmp_path)
    monkeypatch.undo()
    assert said(rows_of(tmp_path / "master.xlsx")["P1", "L01"]) == ANNE


def unpacked(path: Path) -> int:
    """How large the parts of a workbook are together."""
    with zipfile.ZipFile(path) as book:
        return sum(part.file_size for part in book.infolist())


def test_a_master_that_was_saved_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reviewer who saves while the new master is being written loses nothing."""
    send(tmp_path / "in", "P1", [BUILD])
    run(tmp_path)

    def typing(*given: Any) -> AsRead:
        type_in(tmp_path / "master.xlsx", {("P1", "L01"): ANNE})
        return as_read(*given)

    monkeypatch.setattr(stages, "as_read", typing)
    with pytest.raises(NothingToDo, match="was saved while"):
        run(tmp_path)
    assert said(rows_of(tmp_path / "master.xlsx")["P1", "L01"]) == ANNE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "master.manifest.json", "master.xlsx"]


# ---- figures ------------------------------------------------------------------------------------------


@needs_office
def test_every_figure_of_a_reviewed_master_is_computed_alike(tmp_path: Path) -> None:
    """From poisoned caches, with sign-offs, former lines, IDs that look like patterns, a project without a rate."""
    odd = [
        {**HOSTING, "line_id": number, "bac0": 3.0**place}
        for place, number in enumerate(("007", "L*", "L?", "~L", ">5", "1E3"))
    ]
    folder = tmp_path / "fr"
    send(folder / "in", "P1", [BUILD, *odd], programme_id="R*")
    send(folder / "in", "P2", [BUILD, HOSTING], currency="USD", contingency_drawn=None)
    send(folder / "in", "P3", [{**BUILD, "committed": None}, {**HOSTING, "line_id": "7"}], currency="JPY")
    run(folder, "fr")
    signed = ("Anne", day(4, 3), "▲ Question", "=1+1")
    type_in(folder / "master.xlsx", {
        ("P1", "L01"): signed, ("P1", "007"): signed, ("P2", "L02"): signed, ("P2", ""): signed, ("P3", "L01"): signed,
    })  # fmt: skip
    send(folder / "in", "P1", [{**BUILD, "etc": 181.25, "comment": "x"}, *odd], programme_id="R*")
    send(folder / "in", "P2", [{**BUILD, "actual": 1234.56, "comment": "x"}], currency="USD")
    run(folder, "fr")
    made = [tmp_path / "fr" / "master.xlsx"]
    spoiled = [poisoned(path, tmp_path / f"spoiled_{path.parent.name}.xlsx") for path in made]

    for path, again in zip(made, recalculated(spoiled, tmp_path / "fresh"), strict=True):
        ours = tuple(f"{words}!" for words in (*TRACKING.in_all(), *QUERIES.in_all()))
        assert [line for line in compare(path, again) if line.startswith(ours)] == []
    assert audit_errors(made) == []
    rows = rows_of(made[0])
    assert [rows["P1", row["line_id"]]["bac"] for row in odd] == [3.0**place for place in range(6)]
    assert rows["P3", "7"]["eac"] in (None, "")
    assert rows["P3", ""]["bac"] in (None, "")
    assert rows["P2", ""]["bac"] == 160
    assert rows["P1", ""]["contingency_remaining"] == 20
    assert rows["P1", "L01"]["remaining_to_pay"] in (None, "")


@needs_office
def test_a_data_sheet_that_was_sorted_changes_no_figure(tmp_path: Path) -> None:
    """Each line finds its row by a key that is a number, wherever the row went."""
    send(tmp_path / "in", "P1", [BUILD, HOSTING, STAFF])
    run(tmp_path)
    before = rows_of(tmp_path / "master.xlsx")
    book = openpyxl.load_workbook(tmp_path / "master.xlsx")
    data = book["Data - Budget"]
    width = range(2, data.max_column + 1)
    first, last = ([data.cell(row, column).value for column in width] for row in (6, 8))
    for row, values in ((6, last), (8, first)):
        for column, what in zip(width, values, strict=True):
            data.cell(row, column).value = what
    book.save(tmp_path / "sorted.xlsx")
    (fresh,) = recalculated([tmp_path / "sorted.xlsx"], tmp_path / "fresh")
    after = rows_of(fresh)

    assert {key: [row[money] for money in MONEY] for key, row in after.items()} == {
        key: [row[money] for money in MONEY] for key, row in before.items()
    }


def test_control_totals_agree_and_count_what_was_left_out(tmp_path: Path) -> None:
    """Sheet, data and returns as read come to the same; a line without a name is counted, not added."""
    send(tmp_path / "in", "P1", [BUILD, {**HOSTING, "line_id": None}, STAFF])
    send(tmp_path / "in", "P2", [BUILD], currency="USD")
    run(tmp_path)
    sheet, at = read_sheet(tmp_path / "master.xlsx")
    totals = {
        key: [sheet.cell(row, at[key]).value for row in range(HEAD_ROW + 2, HEAD_ROW + 6)] for key in MONEY
    }

    assert totals["bac"] == [320 + 80 + 160, 560, 560, 0]
    assert totals["eac"][3] == totals["remaining_to_commit"][3] == totals["management_reserve"][3] == 0
    assert totals["management_reserve"][0] == 37.5
    assert [sheet.cell(row, at["lines"]).value for row in range(HEAD_ROW + 2, HEAD_ROW + 6)] == [3, 3, 4, 1]


def test_the_tree_folds_with_its_lines_closed(tmp_path: Path) -> None:
    """Lines are level 3 and hidden, projects in sight above them; secondary columns are folded."""
    send(tmp_path / "in", "P1", [BUILD, HOSTING])
    run(tmp_path)
    sheet, at = read_sheet(tmp_path / "master.xlsx", values=False)
    rows = {key: sheet.row_dimensions[row["row"]] for key, row in rows_of(tmp_path / "master.xlsx").items()}

    assert [(rows["P1", key].outlineLevel, rows["P1", key].hidden) for key in ("", "L01")] == [
        (2, False),
        (3, True),
    ]
    assert rows["P1", ""].collapsed
    assert not sheet.sheet_properties.outlinePr.summaryBelow
    folded = openpyxl.utils.get_column_letter(at["changes_approved"] - 1)
    assert sheet.column_dimensions[folded].outlineLevel == 1
    assert sheet.freeze_panes == f"D{HEAD_ROW + 2}"


# ---- queries -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_query_comes_back_in_the_marked_copy_at_its_line(tmp_path: Path, language: str) -> None:
    """The note stands at the estimate to complete of the line that was queried, with reviewer and comment."""
    home = tmp_path / "PMO"
    path = send(home / "returns", "P1", [BUILD, HOSTING], language)
    (home / "pmo.toml").write_text("status_date = 2026-03-31\n", encoding="utf-8")
    master = home / "out" / "master.xlsx"
    consolidate_to([home], master, language="en")
    type_in(master, {("P1", "L02"): ASKS, ("P1", "L01"): ANNE})
    done = annotate([home], tmp_path / "copies")
    copy = openpyxl.load_workbook(tmp_path / "copies" / "P1" / "budget.xlsx")["Budget"]
    etc = next(
        cell.column for cell in copy[5] if cell.value in TABLES["budget"].columns["etc"].label.in_all()
    )  # fmt: skip
    noted = {cell.coordinate: cell.comment.text for row in copy.iter_rows() for cell in row if cell.comment}

    assert [path.name for path in done.written] == ["budget.xlsx"]
    assert copy.cell(7, 2).value == "L02"
    assert list(noted) == [copy.cell(7, etc).coordinate]
    note = noted[copy.cell(7, etc).coordinate]
    assert "REV-01" in note
    assert "Anne" in note
    assert "Why so much?" in note
    assert reviews_of(read_workbook(master, "master"))[1].line.line_id == "L01"
    assert path.is_file()


def test_queries_stand_in_one_list(tmp_path: Path) -> None:
    """Queried and rejected lines, the former ones too, with the project manager and the day of the query."""
    send(tmp_path / "in", "P1", [BUILD, HOSTING, STAFF])
    run(tmp_path)
    type_in(tmp_path / "master.xlsx", {("P1", "L01"): ANNE, ("P1", "L02"): ASKS, ("P1", "L03"): NO})
    send(tmp_path / "in", "P1", [BUILD, STAFF])
    run(tmp_path)
    sheet = page_of(tmp_path / "master.xlsx", "Queries")
    listed = [
        [cell.value for cell in row[2:11]] for row in sheet.iter_rows(min_row=5) if row[2].value
    ]  # fmt: skip

    assert [(row[0], row[3], row[4], row[7], row[8]) for row in listed] == [
        ("◆ Rejected", "Claire Martin", "L03", "Not approved", "Bo"),
        ("▲ Query", "Claire Martin", "L02", "Why so much?", "Anne"),
    ]


def test_what_is_typed_stays_text(tmp_path: Path) -> None:
    """A comment that looks like a formula is text in the next master."""
    send(tmp_path / "in", "P1", [BUILD])
    run(tmp_path)
    reviewed = reviews_of(read_workbook(tmp_path / "master.xlsx", "master"))
    assert [row.line.key for row in reviewed] == [("P1", ""), ("P1", "L01")]
    book = openpyxl.load_workbook(tmp_path / "master.xlsx")
    sheet, at = sheet_of(book)
    row = rows_of(tmp_path / "master.xlsx")["P1", "L01"]["row"]
    cell = sheet.cell(row, at["comment"])
    cell.value, cell.data_type = '=HYPERLINK("http://example.org")', "s"
    book.save(tmp_path / "master.xlsx")
    run(tmp_path)

    with zipfile.ZipFile(tmp_path / "master.xlsx") as package:
        sheets = b"".join(package.read(name) for name in package.namelist() if "worksheets/sheet" in name)
    assert b"HYPERLINK(" not in sheets
    assert rows_of(tmp_path / "master.xlsx")["P1", "L01"]["comment"] == '=HYPERLINK("http://example.org")'
