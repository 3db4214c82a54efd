"""The committee pack: each figure of the deck is that of the master's cell, whatever people typed and whatever template it is put into."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import sys
import unicodedata
import zipfile
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from office import audit_errors, needs_impress, needs_pictures, slides_drawn
from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple
from pptx import Presentation
from pptx.util import Inches
from python_calamine import CalamineWorkbook
from small import columns, end_of, line, task, write
from small_risks import register, risk
from standard import KPIS, TEMPLATES
from typer.testing import CliRunner

from pmo_xl import pipeline
from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.catalog.kinds.project import Project
from pmo_xl.catalog.steering import STEERING
from pmo_xl.core.base.files import MASTER_FILE, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.deck.agenda import pages
from pmo_xl.deck.content.facts import Meeting
from pmo_xl.deck.frozen import Frozen, freeze
from pmo_xl.deck.pack import Asked, Pack, draw, facts_of, file_stem, write_pack
from pmo_xl.deck.slides import attention
from pmo_xl.doors.cli import app
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.excel.template.workbook import Filling, make_workbook
from pmo_xl.gather.archive.keep import archive_period

LONG = "Second site " * 33
"""A title of 396 characters."""
TRAP = '=HYPERLINK("http://example.org","click")'
HEBREW = "\u05d4\u05d7\u05dc\u05d8\u05d4"
SIGNS = "●▲◆○■"
NOTED = re.compile(
    r"^(?P<label>.+?) = (?P<shown>.*) \[(?P<key>[\w.]+)\] '(?P<sheet>[^']+)'!(?P<cells>[$A-Z0-9,]+)$"
)

Read = dict[str, list[list[Any]]]


def follow_up(
    folder: Path, name: str, status: dt.date, tables: dict[str, list[dict[str, Any]]], **record: Any
) -> None:
    """The follow-up of a project."""
    whole = {
        "project_id": name,
        "project_name": name,
        "status_date": status,
        "currency": "EUR",
        "project_manager": "A",
        **record,
    }
    filling = Filling(whole, {key: columns(rows) for key, rows in tables.items()})
    make_workbook(
        folder / f"{name}-followup.xlsx",
        [TEMPLATES["followup"]],
        Project,
        language="en",
        filling=filling,
        room=1,
    )


def decision(number: int, **more: Any) -> dict[str, Any]:
    """An open decision of the steering committee."""
    return {
        "decision_id": f"D-{number:03}", "subject": "Open a second site", "recommendation": "Accept, +120 k€", "body": "COPIL",
        "needed_by": dt.date(2026, 4, 15), "requested_on": dt.date(2026, 3, 2), "status": "requested", **more,
    }  # fmt: skip


def action(number: int, due: dt.date, **more: Any) -> dict[str, Any]:
    """An open action."""
    return {
        "action_id": f"A-{number:03}", "action": "Confirm the environment", "owner": "C. Martin", "opened_on": dt.date(2026, 1, 5),
        "due_date": due, "status": "open", **more,
    }  # fmt: skip


def _milestone(number: int, day: dt.date) -> dict[str, Any]:
    return {
        "task_id": f"M{number}", "name": "Go-live", "type": "milestone", "owner": "A", "start_baseline": dt.date(2026, 5, 4),
        "finish_baseline": dt.date(2026, 5, 4), "start_forecast": day, "finish_forecast": day, "pct_complete": 0.0,
        "cost_baseline": 0.0,
    }  # fmt: skip


def _returns(folder: Path, status: dt.date, go_live: dt.date, spent: float) -> None:
    """Three projects: one in trouble with a follow-up, one with odd words, one that sends a plan alone."""
    write(folder, "P001", status, [task(1_000_000.0, 0.5), _milestone(1, go_live)], [line(1_000_000.0, spent, 900_000.0)], [],
          project_name="Payments / clearing", programme_id="Core", rag_declared="green")  # fmt: skip
    register(
        folder,
        "P001",
        status,
        [risk(probability_in=5, impact_in=5, probability_pct_in=0.5, cost_impact_in=40_000.0)],
    )
    write(folder, "P002", status, [task(2000.0, 0.5), _milestone(1, dt.date(2026, 6, 1))], [line(2000.0, 500.0, 1500.0)], [],
          project_name=LONG[:120], programme_id=TRAP, currency="EUR")  # fmt: skip
    write(folder, "P003", status, [task(500.0, 0.5)], None, [], programme_id="Core")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An English workspace with two periods behind it, consolidated."""
    folder = tmp_path_factory.mktemp("pack") / "PMO"
    returns = folder / "returns"
    returns.mkdir(parents=True)
    (folder / "pmo.toml").write_text('language = "en"\n', encoding="utf-8")
    write_steering(folder / "steering.xlsx", STEERING, {
        "bodies": {"body": ["COPIL", "CODIR"]},
        "meetings": {"meeting_id": ["M1", "M2", "M3"], "body": ["CODIR", "CODIR", "CODIR"],
                     "date": [dt.date(2026, 3, 4), dt.date(2026, 5, 6), dt.date(2026, 4, 8)]},
    })  # fmt: skip
    for month, go_live, spent in ((2, dt.date(2026, 5, 4), 300_000.0), (3, dt.date(2026, 5, 25), 400_000.0)):
        status = end_of(month)
        _returns(returns, status, go_live, spent)
        if month == 3:
            follow_up(returns, "P001", status, {
                "status": [{"dimension": "overall", "rag": "green", "trend": "stable"},
                           {"dimension": "cost", "rag": "red", "trend": "worsening", "comment": "Overrun", "path_to_green": "Cut the scope",
                            "path_owner": "C. Martin", "path_date": dt.date(2026, 4, 30)}],
                "messages": [{"kind": "attention", "message": "Freeze in June", "for_committee": "yes"}],
                "decisions": [decision(1, needed_by=dt.date(2026, 3, 20), cost_of_delay=18_000.0), decision(2, body="CODIR")],
                "actions": [action(n, dt.date(2026, 3, n)) for n in range(1, 13)],
                "issues": [{"issue_id": "I-001", "title": "Test data", "impact": "Late", "dimension": "schedule", "severity": 4,
                            "raised_on": dt.date(2026, 3, 2), "owner": "A", "plan": "Mask", "due_date": dt.date(2026, 5, 1), "status": "open"}],
                "changes": [{"change_id": "C-001", "title": "Second site", "type": "scope", "reason": "Law", "requested_by": "A",
                             "requested_on": dt.date(2026, 3, 2), "impact_cost": -12_000.0, "impact_wd": 0.0, "status": "submitted"}],
            }, programme_id="Core", project_name="Payments / clearing")  # fmt: skip
            follow_up(returns, "P002", status, {
                "messages": [{"kind": "attention", "message": LONG.strip(), "for_committee": "yes"}] * 12,
                "decisions": [decision(1, subject=f"{HEBREW} 2026", recommendation=TRAP),
                              decision(2, subject=LONG[:200], recommendation="a\x0bb" + "x" * 250)],
            }, programme_id=TRAP, project_name=LONG[:120])  # fmt: skip
        pipeline.consolidate_to(
            [folder], in_workspace(folder, MASTER_FILE), status_date=status, language="en"
        )
    return folder


@pytest.fixture(scope="module")
def measured(home: Path) -> pipeline.Outcome:
    """Its figures, measured once for all decks that need no workspace."""
    return pipeline.measure_again(home, in_workspace(home, MASTER_FILE))


@pytest.fixture(scope="module")
def english(home: Path) -> Pack:
    """The deck in the language of the workspace."""
    return write_pack(home, Asked("copil", projects=["p001"]))


@pytest.fixture(scope="module")
def french(measured: pipeline.Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The deck of a programme in the other language than that of the master."""
    deck = tmp_path_factory.mktemp("french") / "deck.pptx"
    draw(deck, facts_of(replace(measured, language="fr"), Asked("COPIL", dt.date(2026, 4, 9), "core")))
    return deck


@pytest.fixture(scope="module")
def master(home: Path) -> Read:
    """What the cells of the master hold, by sheet."""
    book = CalamineWorkbook.from_path(in_workspace(home, MASTER_FILE))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def words_of(slide: Any) -> str:
    """All words on a slide, one after the other."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def slides_of(path: Path) -> list[Any]:
    """The slides of a deck, read anew."""
    return list(Presentation(str(path)).slides)


def slide_titled(path: Path, words: str) -> Any:
    """The first slide, behind cover and agenda, that says these words."""
    return next(slide for slide in slides_of(path)[2:] if words in words_of(slide))


# ---- every figure is the master's -----------------------------------------------------------------


def _half_up(what: float, decimals: int) -> str:
    return f"{Decimal(f'{what:.15g}').quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def _told(what: Any, unit: Unit, language: str) -> str:
    """A figure as the deck shall write it, without its sign: computed here a second time."""
    if unit is Unit.DATE or isinstance(what, dt.date):
        return what.strftime("%d/%m/%Y" if language == "fr" else "%Y-%m-%d")
    size, point = abs(float(what)), "," if language == "fr" else "."
    if unit is Unit.AMOUNT:
        scale, sign = (1e6, "M") if size >= 999_500 else (1e3, "k") if size >= 999.5 else (1.0, "")
        digits = _half_up(size / scale, 1 if sign == "M" else 0).replace(".", point)
        return f"{digits}\u00a0{sign}€" if language == "fr" else f"€{digits}{sign}"
    if unit is Unit.RATIO:
        return _half_up(size, 2).replace(".", point)
    if unit in (Unit.PERCENT, Unit.SHARE):
        return _half_up(size * 100, 1).replace(".", point) + ("\u00a0%" if language == "fr" else "%")
    return f"{round(size):,}".replace(",", "\u00a0" if language == "fr" else ",")


def _cells(master: Read, sheet: str, cells: str) -> list[Any]:
    rows = master[sheet]
    found = []
    for address in cells.replace("$", "").split(","):
        row, column = coordinate_to_tuple(address)
        found.append(rows[row - 1][column - 1])
    return found


def _column_told(what: Any, language: str) -> str:
    if isinstance(what, dt.date):
        return _told(what, Unit.DATE, language)
    if isinstance(what, float):
        return f"{abs(what):,.0f}".replace(",", "\u00a0" if language == "fr" else ",")
    # A light has the words of the language of the deck behind its sign.
    return str(what)[0] if str(what).startswith(tuple(SIGNS)) else str(what)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_figure_is_that_of_the_masters_cell(
    language: str, english: Pack, french: Path, master: Read
) -> None:
    """Read back with its notes: the cell they name holds what the slide says; what is unknown is no 0."""
    deck = english.deck if language == "en" else french
    kpis = rows = 0
    for slide in slides_of(deck):
        if not slide.has_notes_slide:
            continue
        said = words_of(slide)
        for noted in filter(None, map(NOTED.match, slide.notes_slide.notes_text_frame.text.splitlines())):
            held = _cells(master, noted["sheet"], noted["cells"])
            shown = noted["shown"]
            if "." in noted["key"]:
                rows += 1
                assert _column_told(held[0], language) in shown, noted[0]
            elif noted["key"] in KPIS and KPIS[noted["key"]].unit is not Unit.LIGHT:
                kpis += 1
                kpi = KPIS[noted["key"]]
                known = [what for what in held if what != ""]
                if kpi.aggregation.value == "recompute" and len(held) > 1:
                    continue
                if not known:
                    assert shown.endswith("–"), noted[0]
                    continue
                whole = (
                    known[0]
                    if len(held) == 1
                    else max(known)
                    if kpi.aggregation.value == "max"
                    else sum(known)
                )
                assert shown.endswith(_told(whole, kpi.unit, language)), noted[0]
                negative = not isinstance(whole, dt.date) and whole < 0
                if noted["label"] not in ("Drift", "Dérive"):
                    assert ("−" in shown) is (negative and any(sign in "123456789" for sign in shown)), noted[
                        0
                    ]
            assert shown in said or noted["key"] in ("declared_better", *BRIDGE), noted[0]
    assert kpis > 25
    assert rows > 10


BRIDGE = ("bac0", "changes", "transfers", "bac", "vac", "eac", "fx", "eac_current")


def test_the_bridge_leads_from_step_to_step(english: Pack, master: Read) -> None:
    """Its columns in the workbook of the chart, against the master's own bridge on the page of the budget."""
    (chart,) = (shape.chart for shape in slide_titled(english.deck, "Budget: from").shapes if shape.has_chart)
    book = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    drawn = {row[0]: [what or 0.0 for what in row[1:]] for row in book.iter_rows(min_row=2, values_only=True)}
    sheet = master["Budget analysis"]
    at = next(number for number, row in enumerate(sheet) if "Step" in row and "Amount" in row)
    steps, amounts = sheet[at].index("Step"), sheet[at].index("Amount")
    told = sheet[at + 1 : at + 9]

    assert len(drawn) == len(told) == 8
    for (base, total, rise, fall), row in zip(drawn.values(), told, strict=True):
        assert total + rise - fall == pytest.approx(row[amounts]), row[steps]
        assert base == pytest.approx(row[amounts + 1]), row[steps]


def test_decisions_stand_first_and_the_late_one_before_the_others(english: Pack) -> None:
    """Subject, recommendation, date and cost of waiting of those of the body; of the others only how many there are."""
    slide = slides_of(english.deck)[2]
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    rows = [[cell.text_frame.text for cell in row.cells] for row in table.rows]

    assert slide.shapes[0].text_frame.text == "3 decisions to take, 1 overdue"
    assert rows[1] == [
        "P001 · D-001",
        "Open a second site",
        "Accept, +120 k€",
        "◆ 2026-03-20",
        "18,000\u00a0EUR",
    ]
    assert "CODIR (1)" in words_of(slide)
    assert "P003 (1 of 3 projects)" in words_of(slide)


def test_who_comes_back_to_green_how_and_when(english: Pack) -> None:
    """Declared green and computed red, the reason, the path of the follow-up; a dash where none came."""
    slide = slide_titled(english.deck, "Projects to look at")
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    first = [cell.text_frame.text for cell in table.rows[1].cells]

    assert first[:3] == ["P001 · Payments / clearing", "● Green", "◆ Red"]
    assert "over budget" in first[3]
    assert first[4:] == ["Cut the scope", "C. Martin", "2026-04-30"]


def test_a_list_that_is_cut_says_how_much_is_left(english: Pack) -> None:
    """Twelve actions, eight on the slide."""
    slide = slide_titled(english.deck, "12 open actions")
    assert "+ 4 more on the sheet “Data - Actions” of the master" in words_of(slide)


def test_what_did_not_come_is_said_and_not_drawn(measured: pipeline.Outcome, tmp_path: Path) -> None:
    """A project without follow-up, risks and budget: sentences, no tile of theirs, no empty chart."""
    deck = tmp_path / "deck.pptx"
    draw(deck, facts_of(measured, Asked(scope="P003")))
    whole = [words_of(slide) for slide in slides_of(deck)]
    texts = "\n".join(whole)

    assert sum("Follow-up received: from none of the 1 projects." in each for each in whole) >= 4
    assert "No project has a budget and a forecast." in texts
    assert "No decision is requested" not in texts
    assert "No issue is open" not in texts
    assert not any(
        shape.has_chart and not list(shape.chart.plots[0].categories)
        for slide in slides_of(deck)
        for shape in slide.shapes
    )


# ---- odd words ------------------------------------------------------------------------------------


def test_formulas_stay_words(english: Pack, home: Path) -> None:
    """A programme and a recommendation that look like one, on the slide and in the workbook of a chart."""
    assert TRAP in words_of(slides_of(english.deck)[2])
    charts = [shape.chart for slide in slides_of(english.deck) for shape in slide.shapes if shape.has_chart]
    books = [load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"] for chart in charts]
    cells = [cell for book in books for row in book.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert TRAP in [cell.value for cell in cells]


def test_long_and_foreign_words(english: Pack) -> None:
    """Whole where there is room, else cut with an ellipsis and whole in the notes; Hebrew runs from the right."""
    slide = slides_of(english.deck)[2]
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    paragraphs = [p for row in table.rows for cell in row.cells for p in cell.text_frame.paragraphs]
    hebrew = next(p for p in paragraphs if HEBREW in p.text)
    assert hebrew._p.pPr.get("rtl") == "1"
    assert "ab" + "x" * 250 in [p.text.replace(" ", "") for p in paragraphs]

    crowded = slide_titled(english.deck, "Messages to the committee")
    assert "…" in words_of(crowded)
    assert LONG.strip() not in words_of(crowded)
    assert LONG.strip() in crowded.notes_slide.notes_text_frame.text
    height = Presentation(str(english.deck)).slide_height
    assert all(
        shape.top + shape.height <= height for each in slides_of(english.deck) for shape in each.shapes
    )
    with zipfile.ZipFile(english.deck) as file:
        texts = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
    assert not [sign for sign in set(texts) if unicodedata.category(sign) == "Cc" and sign not in "\r\n\t"]


@pytest.mark.parametrize(
    ("words", "name"),
    [("COPIL / A:B", "COPIL - A-B"), ("a\x00b*?", "a-b"), ("é" * 300, "é" * 120), ("...", "pack")],
)
def test_names_that_every_file_system_takes(words: str, name: str) -> None:
    """Slashes, control signs and what is too long go."""
    assert file_stem(words) == name


def test_many_projects_are_split_by_programme(
    measured: pipeline.Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each programme has its slide of those to look at; below the limit there is one for all."""
    facts = facts_of(measured, Asked())
    before = [page.slide.title for page in pages(facts) if page.key == "projects"]
    monkeypatch.setattr(attention, "SPLIT_FROM", 3)
    split = [page.slide.title for page in pages(facts) if page.key == "projects"]

    assert before == ["Projects to look at"]
    assert split == [f"Projects to look at – {programme}" for programme in (TRAP, "Core")]


# ---- files ----------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes_and_what_is_frozen_stays(
    home: Path, english: Pack, measured: pipeline.Outcome, tmp_path: Path
) -> None:
    """A second run changes nothing; another deck of that meeting is kept beside; archiving the period keeps both."""
    before = english.frozen.read_bytes()
    assert freeze(home, english.deck, facts_of(measured, Asked("COPIL", projects=["P001"]))) == Frozen(
        english.frozen, True
    )
    again = tmp_path / "again.pptx"
    draw(again, facts_of(measured, Asked("COPIL", projects=["P001"])))
    assert again.read_bytes() == before

    other = write_pack(home, Asked("COPIL"), out=tmp_path)
    assert other.frozen.name == "COPIL 2026-03-31 (2).pptx"
    archive_period(home, catalogue_of(), dt.date(2026, 4, 30))
    period = home / "archive" / "2026-03-31"
    assert english.frozen.read_bytes() == before
    assert (period / "archive.json").is_file()

    packs = {
        each["file"]: each
        for each in json.loads((period / "packs.json").read_text(encoding="utf-8"))["packs"]
    }
    kept = packs["out/COPIL 2026-03-31.pptx"]
    assert kept["sha256"] == hashlib.sha256(before).hexdigest()
    assert kept["master"] == hashlib.sha256(in_workspace(home, MASTER_FILE).read_bytes()).hexdigest()
    assert len(kept["returns"]) == 8
    assert packs["out/COPIL 2026-03-31 (2).pptx"]["body"] == "COPIL"


def test_the_file_is_sound_and_tells_no_clock(english: Pack, french: Path) -> None:
    """Open XML without errors, fixed dates, alternative words on each table and chart."""
    assert audit_errors([english.deck, french]) == []
    with zipfile.ZipFile(english.deck) as file:
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 31, 0, 0, 0)}
    properties = Presentation(str(english.deck)).core_properties
    assert properties.created == properties.modified == dt.datetime(2026, 1, 1)  # noqa: DTZ001 - as Office keeps it
    frames = [
        shape
        for slide in slides_of(english.deck)
        for shape in slide.shapes
        if shape.has_chart or shape.has_table
    ]
    assert len(frames) > 10
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in frames)


# ---- a company's template -------------------------------------------------------------------------


def test_a_template_without_places_is_named_and_filled(measured: pipeline.Outcome, tmp_path: Path) -> None:
    """The library's own 4:3 base: what it lacks is listed, its titles are used, its sample slides go."""
    template = tmp_path / "firm.pptx"
    firm = Presentation()
    firm.slides.add_slide(firm.slide_layouts[0]).shapes.title.text = "Sample"
    firm.save(str(template))
    deck = tmp_path / "deck.pptx"
    missing = draw(deck, facts_of(measured, Asked("COPIL")), template)
    slides = slides_of(deck)

    assert "{decisions}" in missing
    assert "{content}" in missing
    assert "{title}" not in missing
    assert slides[2].shapes.title.text == "3 decisions to take, 1 overdue"
    assert "Sample" not in "".join(map(words_of, slides))
    width = Presentation(str(deck)).slide_width
    assert all(
        shape.left >= 0 and shape.left + shape.width <= width for slide in slides for shape in slide.shapes
    )
    assert audit_errors([deck]) == []


def test_a_place_is_found_by_its_name(measured: pipeline.Outcome, tmp_path: Path) -> None:
    """A layout with ``{decisions}`` takes that slide, its table where the place is; ``{content}`` takes the others."""
    template = tmp_path / "firm.pptx"
    firm = Presentation()
    for layout, name in ((firm.slide_layouts[1], "{decisions}"), (firm.slide_layouts[8], "{content}")):
        body = next(each for each in layout.placeholders if each.placeholder_format.idx == 1)
        body.name = name
        body.left, body.top, body.width, body.height = Inches(1), Inches(3), Inches(8), Inches(3.5)
    firm.save(str(template))
    deck = tmp_path / "deck.pptx"
    missing = draw(deck, facts_of(measured, Asked("COPIL")), template)
    slides = slides_of(deck)
    (table,) = (shape for shape in slides[2].shapes if shape.has_table)

    assert missing == []
    assert slides[2].slide_layout.name == firm.slide_layouts[1].name
    assert (table.left, table.top, table.width) == (Inches(1), Inches(3), Inches(8))
    assert table.top + table.height <= Inches(6.5)
    assert {slide.slide_layout.name for slide in slides[3:]} == {firm.slide_layouts[8].name}


# ---- the door -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked("COPILE"), "There is no body “COPILE”; did you mean COPIL?"),
        (Asked("xyz"), "There is no body “xyz”. There are: CODIR, COPIL."),
        (Asked(scope="Cor"), "There is no programme or project “Cor”; did you mean Core?"),
        (Asked(scope="core", projects=["P01"]), "There is no project “P01” here; did you mean P001?"),
    ],
)
def test_what_is_unknown_names_the_nearest(measured: pipeline.Outcome, asked: Asked, said: str) -> None:
    """In one sentence."""
    with pytest.raises(NothingToDo) as stopped:
        facts_of(measured, asked)
    assert str(stopped.value) == said


def test_a_meeting_is_the_next_of_its_body(measured: pipeline.Outcome) -> None:
    """As the PMO's calendar has it; else the status date. Where nobody names a body, it is the PMO's first."""
    assert facts_of(measured, Asked("codir")).meeting == Meeting("CODIR", dt.date(2026, 4, 8))
    assert facts_of(measured, Asked()).meeting == Meeting("COPIL", dt.date(2026, 3, 31))
    assert facts_of(measured, Asked("CODIR", dt.date(2026, 4, 30))).meeting.day == dt.date(2026, 4, 30)


def test_what_is_no_presentation_is_said_before_anything_is_done(home: Path) -> None:
    """At the door: one sentence, and the status of a command that could do nothing."""
    done = CliRunner().invoke(
        app, ["pack", str(home), "--body", "COPIL", "--template", str(home / "pmo.toml")]
    )
    assert done.exit_code == 2
    assert "pmo.toml is no PowerPoint presentation" in done.stderr


def test_without_the_library_one_sentence_says_what_to_install(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where ``pip`` did not bring it."""
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(NothingToDo, match=r"pmo_xl\[pack\]"):
        write_pack(home, Asked("COPIL"))


@needs_impress
@needs_pictures
def test_slides_are_drawn(french: Path, tmp_path: Path) -> None:
    """LibreOffice draws as many pages as there are slides, each with its title."""
    (drawn,) = slides_drawn([french], tmp_path)
    slides = slides_of(french)
    assert len(drawn) == len(slides)
    for slide, words in zip(slides, drawn, strict=True):
        assert slide.shapes[0].text_frame.text.split()[0] in words
