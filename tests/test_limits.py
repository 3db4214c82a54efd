"""What one file may cost is set in one table of pmo.toml; what goes beyond is refused or counted, and said."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import filled
import pytest
from filled import HEADER, cell_of, edited, good, sheet_of

from pmo_xl import pipeline
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.settings.limits import LimitSettings
from pmo_xl.excel.package.sheet_xml import no_values
from pmo_xl.workspace.fresh import LIMIT_WORDS, settings_text


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with one sound plan."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "plan.xlsx").write_bytes(good("plan"))
    return tmp_path


def found_in(home: Path, limits: str) -> list[Finding]:
    """What is found in a workspace with these limits."""
    (home / "pmo.toml").write_text(f"[limits]\n{limits}\n", encoding="utf-8")
    return list(pipeline.validate([home], cache=False).portfolio.findings)


def typed(home: Path, change: Any) -> None:
    """Change the plan as somebody does."""
    edited(home / "returns" / "plan.xlsx", change)


def blunders(many: int) -> Any:
    """Tasks with a name, and words where a day is asked for."""

    def change(book: Any) -> None:
        sheet = sheet_of(book, "plan")
        first = cell_of(book, "plan", "task_id").column, cell_of(book, "plan", "start_baseline").column
        for row in range(HEADER + 5, HEADER + 5 + many):
            sheet.cell(row, first[0]).value = f"T{row}"
            sheet.cell(row, first[1]).value = "soon"

    return change


def formatted_to_the_end(data: bytes) -> bytes:
    """A plan in which a column is formatted down to the last row of Excel."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                last = max(int(number) for number in re.findall(rb'<row r="(\d+)"', xml))
                blank = (
                    b'<row r="%d"><c r="B%d" s="1"/></row>' % (row, row) for row in range(last + 1, 1_048_577)
                )
                xml = xml.replace(b"</sheetData>", b"".join(blank) + b"</sheetData>")
            new.writestr(name, xml)
    return out.getvalue()


def noise(data: bytes) -> bytes:
    """The same with a picture of two MiB in it."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/media/image1.png", bytes(range(256)) * 8192)
    return out.getvalue()


@pytest.mark.parametrize(
    "limit", ["file_size = 1", "unpacked_size = 2", "rows = 5", "columns = 20", "cells = 100"]
)
def test_a_file_beyond_a_limit_is_refused_and_the_limit_is_named(limit: str, home: Path) -> None:
    """Another one beside it is read; without the limit so is this one."""
    path = home / "returns" / "plan.xlsx"
    key = limit.split(maxsplit=1)[0]
    if "size" in key:
        path.write_bytes(noise(good("plan")))
    elif key == "rows":
        typed(home, blunders(3))
    elif key == "cells":
        typed(home, lambda book: sheet_of(book, "plan").cell(4000, 60, "far away"))
    (told,) = [f for f in found_in(home, limit) if f.code == "GEN-01"]
    assert (told.severity, told.place.file) == (Severity.ERROR, "plan.xlsx")
    for language in ("en", "fr"):
        said = told.to_dict(language)
        assert f"“{key}”" in said["found"] or f"«\u00a0{key}\u00a0»" in said["found"]
        assert "[limits]" in said["fix"]
    assert not [f for f in found_in(home, "") if f.code == "GEN-01"]


def test_a_column_formatted_to_the_last_row_is_no_large_file(home: Path) -> None:
    """A million blank rows below the table: read as if they were not there."""
    (home / "returns" / "plan.xlsx").write_bytes(formatted_to_the_end(good("plan")))
    plain = pipeline.validate([home], cache=False).portfolio
    (home / "returns" / "plan.xlsx").write_bytes(good("plan"))
    assert plain.tables["plan"].equals(pipeline.validate([home], cache=False).portfolio.tables["plan"])


def test_findings_beyond_a_limit_are_counted_and_not_listed(home: Path) -> None:
    """Ninety dates in words: ten are listed, eighty counted; the data quality is that of all ninety."""
    typed(home, blunders(90))
    every = [f for f in found_in(home, "") if f.code == "FLD-02"]
    (all_of_them,) = pipeline.validate([home], cache=False).portfolio.returns
    some = found_in(home, "findings_of_a_rule = 10")
    (listed,) = pipeline.validate([home], cache=False).portfolio.returns
    told = [f.message.to("en") for f in some if f.code == "GEN-34"]

    assert len(every) == 90
    assert sum(f.code == "FLD-02" for f in some) == 10
    assert "80 more findings of rule FLD-02 in this file are counted and not listed." in told
    assert listed.quality == all_of_them.quality
    assert len(found_in(home, "findings = 30")) <= 30 + sum(
        f.code == "GEN-34" for f in found_in(home, "findings = 30")
    )


def test_too_many_files_are_the_wrong_folder(home: Path) -> None:
    """Whoever names the root of a drive is asked whether that was meant."""
    (home / "returns" / "second.xlsx").write_bytes(good("risks"))
    with pytest.raises(NothingToDo, match="right folder"):
        found_in(home, "files = 1")


def test_what_was_refused_is_read_again_once_the_limit_is_raised(home: Path) -> None:
    """The cache of a workspace does not remember a refusal, nor what was read under other limits."""
    for limits, codes in (("rows = 2", ["GEN-01"]), ("rows = 200", []), ("rows = 2", ["GEN-01"])):
        (home / "pmo.toml").write_text(f"[limits]\n{limits}\n", encoding="utf-8")
        found = pipeline.validate([home]).portfolio.findings
        assert [f.code for f in found if f.code == "GEN-01"] == codes


def test_every_limit_is_explained_where_it_is_set() -> None:
    """pmo.toml names each with its default, in both languages."""
    for language in ("en", "fr"):
        said = settings_text(language)
        for key, value in LimitSettings().model_dump().items():
            assert f"# {key} = {value}  # {LIMIT_WORDS[key].to(language)}" in said


SLOW = {
    "digits before a letter": b'<c r="%s" t="str"><f>A1</f><v>' + b"7" * 32_000 + b" m</v></c>",
    "many values in one cell": b'<c r="%s" t="str"><f>A1</f>' + b"<v>x</v>" * 20_000 + b"</c>",
}


@pytest.mark.parametrize("cell", SLOW.values(), ids=SLOW)
def test_what_stands_in_one_cell_takes_time_in_proportion_to_its_length(cell: bytes) -> None:
    """Patterns that go back and forth would take minutes for these; a test that does not end in time fails."""
    xml = b'<sheetData><row r="1">' + cell % b"A1" + b"</row></sheetData>"
    assert no_values(xml) == {}


# ---- what lies among the returns and is none ---------------------------------------------------------


def test_every_file_that_was_seen_is_listed_with_its_fate(home: Path) -> None:
    """A CSV file and a zip are told one by one, a picture and a letter together; the manifest names all."""
    for name in (
        "budget.csv",
        "all.zip",
        "photo.png",
        "letter.docx",
        "minutes.pdf",
        ".hidden",
        "Thumbs.db",
        "desktop.ini",
        "FA3B0000",
    ):
        (home / "returns" / name).write_bytes(b"x")
    (home / "pmo.toml").write_text("", encoding="utf-8")
    outcome = pipeline.consolidate_to([home], home / "out" / "master.xlsx", cache=False)
    told = [(f.place.file, f.severity.key) for f in outcome.portfolio.findings if f.code == "GEN-33"]
    manifest = json.loads((home / "out" / "master.manifest.json").read_text(encoding="utf-8"))

    assert told == [("", "info"), ("all.zip", "warning"), ("budget.csv", "warning")]
    assert manifest["passed_over"] == ["all.zip", "budget.csv", "letter.docx", "minutes.pdf", "photo.png"]
    assert [each["file"] for each in manifest["inputs"]] == ["plan.xlsx"]


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_return_that_somebody_has_open_is_said(lock: str, home: Path) -> None:
    """By Excel or LibreOffice; a lock file without its workbook says nothing."""
    (home / "returns" / lock).write_bytes(b"\x05Claire")
    (home / "returns" / "~$gone.xlsx").write_bytes(b"\x05Paul")
    assert [f.place.file for f in found_in(home, "") if f.code == "GEN-32"] == ["plan.xlsx"]
    alone = pipeline.validate([home / "returns" / "plan.xlsx"], cache=False).portfolio.findings
    assert [f.code for f in alone if f.code.startswith("GEN-3")] == ["GEN-32"]


KINDS = {
    "numbers": ("Apple Numbers", lambda: _zip({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"})),
    "xml": ("Excel 2003", lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'),
    "fods": ("OpenDocument", lambda: b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'),
    "csv": ("CSV", lambda: "Tâche;Début\n1;2026-01-01\n".encode("cp1252")),
    "html": ("web page", lambda: b"<html><table><tr><td>1</td></tr></table></html>"),
    "docx": ("Word", lambda: _zip({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"})),
    "zip": ("zip archive", lambda: _zip({"plan.xlsx": filled.good("plan")})),
    "pdf": ("PDF", lambda: b"%PDF-1.7\n"),
    "bytes": ("another kind", lambda: bytes(range(256)) * 4),
}  # fmt: skip


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_workbook_is_called_what_it_is(kind: str, home: Path) -> None:
    """Under the name of a workbook, as people rename what a program refused."""
    words, make = KINDS[kind]
    (home / "returns" / "plan.xlsx").write_bytes(make())
    (told,) = [f for f in found_in(home, "") if f.place.file == "plan.xlsx"]
    said = told.to_dict("en")
    assert told.code == "GEN-01"
    assert "neither an Excel workbook" in said["message"]
    assert words in said["found"]
