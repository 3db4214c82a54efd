"""The answer to a project manager: a copy that says what is wrong, changes nothing else, and may come back."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from office import audit_errors, needs_office, open_xml_errors, recalculated
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from pandas.testing import assert_frame_equal

from pmo_xl.core.base.files import KEPT_FOLDER as CACHE
from pmo_xl.core.base.files import RETURNS_FOLDER, in_workspace
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.flow.portfolio import State
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.pipeline import Outcome, validate
from pmo_xl.steps.answer.page import FOLDED
from pmo_xl.workspace import demo
from pmo_xl.workspace.answer import Answered, annotate, answer

TORTURE = Path(__file__).parents[2] / "shared" / "samples" / "torture"
needs_samples = pytest.mark.skipif(
    not TORTURE.is_dir(), reason="the collection of real workbooks (shared/samples) is not on this computer"
)
FILLS = {Severity.ERROR: "FFF9DCCB", Severity.WARNING: "FFFBEBC8"}
PAGES = {"en": "Findings", "fr": "Anomalies"}


def home(base: Path, language: str, faults: int = 24, projects: int = 2) -> Path:
    """A demo workspace with planted faults."""
    demo(base / language, projects, 5, language, faults)
    return base / language


@pytest.fixture(scope="module", params=["en", "fr"])
def answered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Answered, Path]:
    """A demo in each language, answered; nobody changes it."""
    base = tmp_path_factory.mktemp("réponses du PMO")
    done = annotate([home(base, request.param)], base / "out annoté")
    return request.param, done, base / "out annoté"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One project whose three returns have faults; tests that only read it share it."""
    return home(tmp_path_factory.mktemp("faulty"), "en", faults=24, projects=1)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same project without a fault; tests work on copies."""
    return home(tmp_path_factory.mktemp("clean"), "en", faults=0, projects=1)


def parts_of(path: Path) -> dict[str, bytes]:
    """Every part of a package."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change parts of a workbook in place."""
    parts = parts_of(path)
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def as_dicts(outcome: Outcome) -> list[dict[str, str]]:
    """The findings as JSON has them."""
    return [finding.to_dict("en") for finding in outcome.portfolio.findings]


def in_cells(outcome: Outcome) -> list[Finding]:
    """The findings that name a cell."""
    return [finding for finding in outcome.portfolio.findings if finding.place.cell]


def linked_rows(page: Any) -> dict[str, list[str]]:
    """What the rows of the first sheet say, by the cell that they lead to."""
    found: dict[str, list[str]] = {}
    for row in page.iter_rows():
        for cell in row:
            if cell.hyperlink is not None:
                found.setdefault(cell.hyperlink.location, []).append(" ".join(str(c.value) for c in row))
    return found


def made_worse(copy: Path, source: Path) -> list[str]:
    """What is wrong with a copy and was not with its original, which another library wrote."""
    before = set(audit_errors([source]))
    return [line for line in audit_errors([copy]) if line not in before and "inline-string" not in line]


def sent_again(workspace: Path, out: Path, to: Path) -> Path:
    """The workspace with the marked copies in the place of the returns they answer."""
    shutil.copytree(workspace, to)
    for copy in out.rglob("*.xls[xm]"):
        shutil.copyfile(copy, in_workspace(to, RETURNS_FOLDER) / copy.relative_to(out))
    return to


# ---- what the copy says -----------------------------------------------------------------------------


def test_every_finding_has_its_cell_its_note_and_its_link(answered: tuple[str, Answered, Path]) -> None:
    """Colour, note in the language of the return, and a line of the first sheet that leads to the cell."""
    language, done, out = answered
    findings = in_cells(done.outcome)
    assert len(findings) >= 24
    assert done.failed == done.outdated == []
    books: dict[str, Any] = {}
    links: dict[str, dict[str, list[str]]] = {}
    for finding in findings:
        place = finding.place
        book = books.setdefault(place.file, openpyxl.load_workbook(out / place.file))
        page = book.worksheets[0]
        assert page.title == PAGES[language]
        cell = book[place.sheet][place.cell]
        assert cell.fill.fgColor.rgb in {FILLS[f.severity] for f in findings if f.place == place}
        assert cell.comment.author == "pmo_xl"
        note = cell.comment.text
        assert len(note) < 1100
        assert f"{finding.severity.sign} {finding.code}" in note
        assert finding.message.to(language) in note
        assert finding.fix is None or finding.fix.to(language) in note
        quoted = place.sheet.replace("'", "''")
        rows = links.setdefault(place.file, linked_rows(page))[f"'{quoted}'!{place.cell}"]
        assert any(finding.message.to(language) in said for said in rows)
        column = next(
            (d for d in book[place.sheet].column_dimensions.values() if d.min <= cell.column <= d.max), None
        )
        assert any(FOLDED.to(language) in said for said in rows) == bool(column is not None and column.hidden)
    for book in books.values():
        assert book.active.title == PAGES[language]
        assert [bool(sheet.sheet_view.tabSelected) for sheet in book.worksheets].index(True) == 0
        assert sum(bool(sheet.sheet_view.tabSelected) for sheet in book.worksheets) == 1


def test_only_returns_with_findings_are_answered(answered: tuple[str, Answered, Path]) -> None:
    """One copy and one letter for each return with findings, under its own path; nothing else is written."""
    _, done, out = answered
    files = [r.file for r in done.outcome.portfolio.returns if r.findings]
    assert [path.relative_to(out).as_posix() for path in done.written] == files
    assert done.letters == [(out / file).with_suffix(".txt") for file in files]
    assert {path for path in out.rglob("*") if path.is_file()} == {*done.written, *done.letters}


def test_the_letter_says_what_came_what_became_of_it_and_what_to_do(
    answered: tuple[str, Answered, Path],
) -> None:
    """Subject, greeting, state, counts, points and thanks, in the language of the return."""
    language, done, out = answered
    for returned in done.outcome.portfolio.returns:
        if not returned.findings:
            continue
        words = (out / returned.file).with_suffix(".txt").read_text(encoding="utf-8")
        assert words.startswith(("Subject: P0", "Objet\N{NO-BREAK SPACE}: P0"))
        assert returned.record is not None
        assert returned.record.values["project_manager"][0] in words
        expected = {
            ("en", State.ACCEPTED): "State: accepted", ("en", State.PARTIAL): "State: partly accepted",
            ("fr", State.ACCEPTED): "Statut\N{NO-BREAK SPACE}: accepté", ("fr", State.PARTIAL): "Statut\N{NO-BREAK SPACE}: partiellement accepté",
        }[language, returned.state]  # fmt: skip
        assert expected in words
        assert re.search(r"\d (error|erreur|warning|avertissement)", words)
        assert PAGES[language] in words
        assert words.rstrip().endswith(("Thank you for your help.", "Merci de votre collaboration."))


# ---- what the copy keeps ----------------------------------------------------------------------------


def test_the_copy_is_read_as_the_original(answered: tuple[str, Answered, Path], tmp_path: Path) -> None:
    """Sent back as it is, the copy gives the same rows, the same findings, the same states."""
    language, done, out = answered
    again = sent_again(out.parent / language, out, tmp_path / "again")
    outcome = validate([again])
    assert as_dicts(outcome) == as_dicts(done.outcome)
    assert [r.state for r in outcome.portfolio.returns] == [r.state for r in done.outcome.portfolio.returns]
    for key, frame in done.outcome.portfolio.tables.items():
        assert_frame_equal(outcome.portfolio.tables[key], frame)


def test_what_is_not_marked_stays_to_the_byte(answered: tuple[str, Answered, Path]) -> None:
    """Only the parts change that must: the others, tables and properties included, are the same bytes."""
    language, done, out = answered
    may_change = re.compile(
        r"\[Content_Types\]\.xml|xl/(workbook|styles)\.xml|xl/_rels/.*|xl/worksheets/(_rels/)?sheet[123]\.xml.*"
    )
    for copy in done.written:
        original = in_workspace(out.parent / language, RETURNS_FOLDER) / copy.relative_to(out)
        old, new = parts_of(original), parts_of(copy)
        assert set(old) < set(new)
        assert all(name.rpartition("/")[2].startswith(("pmo_", "sheet")) for name in set(new) - set(old))
        changed = {name for name in old if old[name] != new[name]}
        assert all(may_change.fullmatch(name) for name in changed), changed
        sheets = [name for name in old if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
        for name in sheets:
            formats = re.compile(rb' s="\d+"| tabSelected="1"|<legacyDrawing[^>]*>| spans="[^"]*"')
            assert formats.sub(b"", old[name]) == formats.sub(b"", new[name])


def rich(workspace: Path) -> Path:
    """A return with a note, a chart, a filter, a defined name of a sheet and a macro, beside its findings."""
    path = workspace / "returns" / "P001" / "plan.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    kind = next(cell.column for cell in sheet[5] if cell.value == "Type")
    bad = sheet.cell(8, kind)
    bad.value = "Works"
    bad.comment = Comment("Mine, <b>&amp;</b>", "Élodie")
    bad.comment.width, bad.comment.height = 90, 40
    sheet["B6"].comment = Comment("Another one of mine", "Élodie")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=13, min_row=5, max_row=12), titles_from_data=True)
    sheet.add_chart(chart, "B70")
    own = book.create_sheet("Findings", 1)
    own["A1"] = "my own findings"
    own["A2"] = "=1+1"
    own.print_title_rows = "1:1"
    book.active = 2
    book.save(path)
    macro = path.with_suffix(".xlsm")
    path.rename(macro)

    def with_macro(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = bytes(range(256)) * 8
        types = parts["[Content_Types].xml"]
        types = types.replace(b"spreadsheetml.sheet.main+xml", b"PLACE").replace(
            b"application/vnd.openxmlformats-officedocument.PLACE",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
        default = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        parts["[Content_Types].xml"] = types.replace(b"</Types>", default + b"</Types>")
        links = parts["xl/_rels/workbook.xml.rels"]
        link = b'<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
        parts["xl/_rels/workbook.xml.rels"] = links.replace(b"</Relationships>", link + b"</Relationships>")

    rewritten(macro, with_macro)
    return macro


@pytest.fixture(scope="module")
def richly(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str, Answered]:
    """The rich return and its copy."""
    base = tmp_path_factory.mktemp("rich")
    workspace = base / "en"
    demo(workspace, 1, 2, "en", 45)
    source = rich(workspace)
    done = annotate([workspace], base / "out")
    return source, base / "out" / "P001" / "plan.xlsm", "Findings 2", done


def test_notes_charts_macros_and_sheets_of_other_people_survive(
    richly: tuple[Path, Path, str, Answered],
) -> None:
    """Somebody else's note is extended, never replaced; their sheet of our page's name stays beside ours."""
    source, copy, page, done = richly
    assert done.failed == []
    old, new = parts_of(source), parts_of(copy)
    for name in old:
        if re.match(r"xl/(vbaProject|charts|drawings/drawing|theme|tables|sharedStrings)|docProps", name):
            assert new[name] == old[name]
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == [page, *openpyxl.load_workbook(source).sheetnames]
    assert book["Findings"]["A1"].value == "my own findings"
    assert book["Findings"].print_title_rows == "$1:$1"
    sheet = book["Plan"]
    assert sheet.print_title_rows == "$3:$5"
    assert len(sheet._charts) == 1
    assert sheet["B6"].comment.text == "Another one of mine"
    extended = [
        c.comment for row in sheet.iter_rows() for c in row if c.value == "Works" and c.comment is not None
    ]
    (mine,) = [note for note in extended if note.author == "Élodie"]
    assert mine.text.startswith("Mine, <b>&amp;</b>\n──")
    assert mine.text.count("◆ FLD-03") == 1


def test_validators_find_nothing_wrong(
    richly: tuple[Path, Path, str, Answered], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Marked copies of several makes, one marked twice, and a list without a copy: all sound."""
    base = tmp_path_factory.mktemp("sound")
    workspace = home(base, "fr", faults=12, projects=1)
    (workspace / "retours" / "P001" / "notes.xls").write_bytes(b"no workbook")
    first = annotate([workspace], base / "out")
    again = sent_again(workspace, base / "out", base / "again")
    second = annotate([again], base / "out2")
    alone = base / "out" / "P001" / "notes (anomalies).xlsx"
    assert alone in first.written
    paths = [alone, *(path for path in second.written if path.name == "planning.xlsx")]
    assert len(paths) == 2
    assert open_xml_errors(paths) == []
    assert audit_errors(first.written) == []
    assert made_worse(richly[1], richly[0]) == []


def links_of(book: openpyxl.Workbook) -> dict[str, str]:
    """Where each link of the first sheet leads; programs differ in the quotes around a sheet's name."""
    return {
        cell.coordinate: (cell.hyperlink.location or cell.hyperlink.target).lstrip("#").replace("'", "")
        for row in book.worksheets[0].iter_rows()
        for cell in row
        if cell.hyperlink is not None
    }


@needs_office
def test_libreoffice_keeps_the_notes_and_its_copy_is_understood(
    answered: tuple[str, Answered, Path], tmp_path: Path
) -> None:
    """Opened and saved by another program the notes and links are there; and that copy is still read as the return."""
    language, done, out = answered
    copy = next(path for path in done.written if path.stem == {"en": "plan", "fr": "planning"}[language])
    (saved,) = recalculated([copy], tmp_path)
    notes = {
        (sheet.title, cell.coordinate): cell.comment.text
        for book in (openpyxl.load_workbook(copy), openpyxl.load_workbook(saved))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }
    fresh = openpyxl.load_workbook(saved)
    for (sheet, address), words in notes.items():
        assert fresh[sheet][address].comment.text.split() == words.split()
    assert fresh.sheetnames[0] == PAGES[language]
    assert links_of(fresh) == links_of(openpyxl.load_workbook(copy))
    assert links_of(fresh)
    again = tmp_path / "again"
    shutil.copytree(out.parent / language, again)
    shutil.copyfile(saved, in_workspace(again, RETURNS_FOLDER) / copy.relative_to(out))
    assert as_dicts(validate([again])) == as_dicts(done.outcome)


# ---- sent again -------------------------------------------------------------------------------------


def test_a_corrected_copy_is_accepted_and_answered_afresh(tmp_path: Path) -> None:
    """What was corrected loses colour and note, what was not keeps them; the page is replaced, not doubled."""
    workspace = home(tmp_path, "fr", faults=30, projects=1)
    plan = workspace / "retours" / "P001" / "planning.xlsx"
    typed = openpyxl.load_workbook(plan)
    sheet = typed.worksheets[1]
    kind = next(cell.column for cell in sheet[5] if cell.value == "Type")
    sheet.cell(8, kind).value = "Travaux"
    typed.save(plan)
    first = annotate([workspace], tmp_path / "out")
    before = [
        f for f in in_cells(first.outcome) if f.place.file == "P001/planning.xlsx" and f.code == "FLD-03"
    ]
    fixed = before[0].place
    assert fixed.row is not None
    again = sent_again(workspace, tmp_path / "out", tmp_path / "again")
    path = again / "retours" / fixed.file
    original = openpyxl.load_workbook(workspace / "retours" / fixed.file)[fixed.sheet]
    book = openpyxl.load_workbook(path)
    book[fixed.sheet][fixed.cell].value = "Tâche"
    book.save(path)
    second = annotate([again], tmp_path / "out2")
    gone = {(f.place, f.code) for f in in_cells(first.outcome)} - {
        (f.place, f.code) for f in in_cells(second.outcome)
    }
    assert (fixed, "FLD-03") in gone
    book = openpyxl.load_workbook(tmp_path / "out2" / fixed.file)
    assert [name.startswith("Anomalies") for name in book.sheetnames] == [True] + [False] * (
        len(book.sheetnames) - 1
    )
    sheet = book[fixed.sheet]
    corrected = sheet[fixed.cell]
    assert fixed not in {f.place for f in in_cells(second.outcome)}
    assert corrected.comment is None
    assert corrected.fill.fill_type == original[fixed.cell].fill.fill_type
    left = {f.place.cell for f in in_cells(second.outcome) if f.place.file == fixed.file}
    noted = {c.coordinate for row in sheet.iter_rows() for c in row if c.comment is not None}
    coloured = {
        c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fgColor.rgb in FILLS.values()
    }
    assert noted == coloured == left


def test_a_copy_without_faults_left_is_accepted_and_gets_no_answer(
    faulty: Path, clean: Path, tmp_path: Path
) -> None:
    """After correction the page and the marks may stay: the return is accepted, and the old copy is named."""
    first = annotate([faulty], tmp_path / "out")
    again = sent_again(faulty, tmp_path / "out", tmp_path / "again")
    for copy in first.written:
        file = copy.relative_to(tmp_path / "out")
        right = openpyxl.load_workbook(clean / "returns" / file)
        book = openpyxl.load_workbook(again / "returns" / file)
        for sheet in right.worksheets[1:-3]:
            for row in sheet.iter_rows(min_row=6, max_row=sheet.max_row + 5):
                for cell in row:
                    if not str(cell.value).startswith("="):
                        book[sheet.title][cell.coordinate].value = cell.value
        book.save(again / "returns" / file)
    second = annotate([again], tmp_path / "out")
    assert as_dicts(second.outcome) == []
    assert {r.state for r in second.outcome.portfolio.returns} == {State.ACCEPTED}
    assert second.written == second.letters == []
    assert second.outdated == first.written


def test_the_same_returns_give_the_same_bytes(faulty: Path, tmp_path: Path) -> None:
    """Twice into two folders, and twice into the same one."""
    first = annotate([faulty], tmp_path / "one")
    other = answer(first.outcome, [faulty], tmp_path / "two")
    before = [path.read_bytes() for path in first.written + first.letters]
    assert before == [path.read_bytes() for path in other.written + other.letters]
    again = annotate([faulty], tmp_path / "one")
    assert again.failed == []
    assert before == [path.read_bytes() for path in again.written + again.letters]


# ---- what people type -------------------------------------------------------------------------------


def test_what_somebody_typed_is_neither_formula_nor_broken_xml(clean: Path, tmp_path: Path) -> None:
    """A text like a formula, control characters, angle brackets and escapes are shown as they are."""
    workspace = Path(shutil.copytree(clean, tmp_path / "en"))
    path = workspace / "returns" / "P001" / "risks.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Risks"]
    headers = {cell.value: cell.column for cell in sheet[5]}
    sheet.cell(6, headers["Due"]).value = "PLACE"
    sheet.cell(7, headers["Due"]).value = "<a> & ]]> _x005F_x0041_ \"'" + "é" * 3000
    sheet.cell(8, headers["Due"]).value = "'=HYPERLINK(1)"
    sheet.cell(8, headers["Due"]).data_type = "s"
    book.save(path)
    rewritten(
        path,
        lambda parts: parts.update({
            name: xml.replace(b"PLACE", b"=1+_x0007__x001F_bell").replace(b"'=HYPERLINK(1)", b"=HYPERLINK(1)")
            for name, xml in parts.items()
        }),
    )  # fmt: skip
    done = annotate([workspace], tmp_path / "out")
    assert len(done.outcome.portfolio.findings) >= 3
    (copy,) = done.written
    assert made_worse(copy, path) == []
    book = openpyxl.load_workbook(copy)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    said = " ".join(str(cell.value) for cell in cells)
    assert "=1+" in said
    assert "=HYPERLINK(1)" in said
    assert "<a> & ]]> _x0041_" in said.replace("_x005F_", "_")
    notes = [c.comment.text for row in book["Risks"].iter_rows() for c in row if c.comment is not None]
    assert max(map(len, notes)) < 1100


def test_many_findings_of_one_rule_are_folded(clean: Path, tmp_path: Path) -> None:
    """Beyond twenty the rows are folded away under a line that says how many; each cell still has its note."""
    workspace = Path(shutil.copytree(clean, tmp_path / "en"))
    path = workspace / "returns" / "P001" / "plan.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Plan"]
    column = next(cell.column for cell in sheet[5] if cell.value == "Type")
    for row in range(6, 36):
        sheet.cell(row, column).value = "Works"
    book.save(path)
    done = annotate([workspace], tmp_path / "out")
    wrong = [f for f in done.outcome.portfolio.findings if f.code == "FLD-03"]
    assert len(wrong) == 30
    copy = openpyxl.load_workbook(done.written[0])
    page = copy.worksheets[0]
    folded = [row for row, look in page.row_dimensions.items() if look.hidden]
    assert len(folded) == 10
    assert all(page.row_dimensions[row].outlineLevel == 1 for row in folded)
    assert page.row_dimensions[folded[0] - 1].collapsed
    assert "10 more" in page.cell(folded[0] - 1, 2).value
    assert all(copy["Plan"][f.place.cell].comment is not None for f in wrong)


# ---- what cannot be marked --------------------------------------------------------------------------


@needs_samples
def test_hostile_and_odd_files_are_answered_too(tmp_path: Path) -> None:
    """Whatever was sent gets an answer: a copy, or a list of its own; nothing stops the run."""
    returns = tmp_path / "returns"
    returns.mkdir()
    odd = re.compile(
        r"attack|xmlbomb|clusterfuzz|crash|null_archive|invalid_xml|strict|prefix|utf16|password|"
        r"passtika|EmptyStyles|no_cells|Windows-Dir|ChartSheet|NoRowNums|implicit|duplicate|corrupt|\.xlsb|\.ods"
    )
    for path in TORTURE.iterdir():
        if (
            odd.search(path.name)
            and path.suffix in (".xlsx", ".xlsb", ".ods")
            and path.stat().st_size < 10**6
        ):
            shutil.copyfile(path, returns / path.name)
    done = annotate([returns], tmp_path / "out", language="fr")
    assert done.failed == []
    assert len(done.written) == len(done.letters) == len(done.outcome.portfolio.returns) > 30
    for copy in done.written:
        assert read_workbook(copy, copy.name).sheets[0].name.startswith("Anomalies")
    alone = [copy for copy in done.written if copy.name.endswith("(anomalies).xlsx")]
    assert 10 < len(alone) < len(done.written)
    assert audit_errors(alone[:3]) == []
    assert "n’a pas pu être annoté" in alone[0].with_name(
        alone[0].name.replace(" (anomalies).xlsx", ".txt")
    ).read_text(encoding="utf-8")


# ---- where it is written ----------------------------------------------------------------------------


def test_a_copy_never_lands_among_the_returns(faulty: Path, tmp_path: Path) -> None:
    """A folder where a copy would overwrite a return, or be read as one, is refused before anything is written."""
    workspace = Path(shutil.copytree(faulty, tmp_path / "en"))
    before = parts_on_disk(workspace)
    plan = workspace / "returns" / "P001" / "plan.xlsx"
    for paths, folder in (
        ([workspace], workspace / "returns"), ([workspace], workspace / "returns" / "marked"),
        ([workspace / "returns"], workspace / "returns"), ([plan], plan.parent),
    ):  # fmt: skip
        with pytest.raises(NothingToDo, match="holds the returns"):
            annotate(paths, folder)
    assert parts_on_disk(workspace) == before
    done = annotate([workspace], workspace / "out" / "annotated")
    assert done.written
    assert {k: v for k, v in parts_on_disk(workspace).items() if k in before} == before


def parts_on_disk(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but what is remembered of reading it."""
    files = (f for f in folder.rglob("*") if f.is_file() and f.parent.name != CACHE)
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}


def test_what_is_there_and_not_ours_is_kept_and_the_rest_is_written(faulty: Path, tmp_path: Path) -> None:
    """A stranger's file, a copy in which somebody has typed, a place that cannot be written: one sentence each."""
    workspace = faulty
    out = tmp_path / "out"
    first = annotate([workspace], out)
    assert [path.name for path in first.written] == ["budget.xlsx", "plan.xlsx", "risks.xlsx"]
    budget, plan, risks = first.written
    book = openpyxl.load_workbook(plan)
    book.save(plan)
    typed = plan.read_bytes()
    budget.unlink()
    budget.mkdir()
    second = annotate([workspace], out)
    assert second.written == [risks]
    assert [path for path, _ in second.failed] == [budget, plan]
    assert all("not overwritten" in text.to("en") for _, text in second.failed)
    assert plan.read_bytes() == typed
    assert not [path for path in out.rglob("*") if path.name.endswith(".part")]
    (tmp_path / "a file").write_text("", encoding="utf-8")
    third = annotate([workspace], tmp_path / "a file")
    assert third.written == []
    assert len(third.failed) == 3
    assert all("cannot be written" in text.to("en") for _, text in third.failed)


def test_a_file_that_is_no_return_gets_a_page_without_marks(tmp_path: Path) -> None:
    """A workbook of somebody's own: the page says what is missing, the sheets stay as they were."""
    (tmp_path / "in").mkdir()
    with xlsxwriter.Workbook(tmp_path / "in" / "lunch & menu.xlsx") as book:
        book.add_worksheet("Menu d'été").write("A1", "soup")
    done = annotate([tmp_path / "in" / "lunch & menu.xlsx"], tmp_path / "out")
    (copy,) = done.written
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == ["Findings", "Menu d'été"]
    assert book["Menu d'été"]["A1"].value == "soup"
    assert "rejected" in done.letters[0].read_text(encoding="utf-8")
