"""Bytes that changed on their way are refused: never read as other values."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import filled
import office
import openpyxl
import pytest
from standard import CATALOGUE

import pmo_xl
from pmo_xl import workspace
from pmo_xl.core.base.files import MASTER_FILE
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.flow.raw import RawBook, Unreadable
from pmo_xl.excel.read.workbook import read_content
from pmo_xl.gather.read.previous import read_previous

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "trust"
FLIPS = 250
"""Bits that are turned in each workbook."""


def read(data: bytes) -> RawBook:
    """A workbook from its bytes."""
    return read_content(lambda: data, "book")


def held(book: RawBook) -> list[tuple[object, ...]]:
    """All that a workbook holds."""
    return [
        (s.name, s.rows, s.errors, s.visible, s.merged, s.hidden_rows, s.hidden_columns) for s in book.sheets
    ]


def packed_bytes(data: bytes) -> Iterator[int]:
    """The places of the bytes that hold the packed parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
            start = entry.header_offset + 30 + name + extra
            yield from range(start, start + entry.compress_size)


def flipped(data: bytes, at: int, bit: int) -> bytes:
    """The same bytes but for one bit."""
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def by_xlsxwriter(folder: Path) -> bytes:
    """A return as our template gives it: it is read a row at a time."""
    return filled.good("budget")


def by_openpyxl(folder: Path) -> bytes:
    """The same saved by another program: it is parsed."""
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(filled.good("budget"))).save(out)
    return out.getvalue()


def stored(folder: Path) -> bytes:
    """The same in a package that packs nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(filled.good("risks"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("make", [by_xlsxwriter, by_openpyxl, stored])
def test_one_bit_that_turned_is_refused_or_changes_nothing(
    make: Callable[[Path], bytes], tmp_path: Path
) -> None:
    """Each bit of each packed part may turn: the file is refused as damaged, or holds what it held."""
    data = make(tmp_path)
    whole = held(read(data))
    draw = random.Random(make.__name__)
    refused = 0
    for at in draw.sample([*packed_bytes(data)], FLIPS):
        book = read(flipped(data, at, draw.randrange(8)))
        if book.unreadable is None:
            assert held(book) == whole, f"other values after a change of byte {at}"
        else:
            refused += 1
    assert refused > FLIPS // 4


def test_a_bit_that_turned_in_an_open_document_sheet_is_refused(tmp_path: Path) -> None:
    """The same for .ods, which is read in a process of its own."""
    (tmp_path / "plan.xlsx").write_bytes(filled.good("plan"))
    (made,) = office._converted([tmp_path / "plan.xlsx"], tmp_path / "ods", "ods")
    data = made.read_bytes()
    whole = held(read(data))
    with zipfile.ZipFile(made) as package:
        content = package.getinfo("content.xml")
    draw = random.Random(7)
    start = content.header_offset + 30 + len("content.xml")
    for _ in range(5):
        book = read(flipped(data, start + draw.randrange(content.compress_size), draw.randrange(8)))
        assert book.unreadable is Unreadable.CORRUPT or held(book) == whole


def with_stale_checksum(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A part with other content under the checksum that it had before."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            content = before.read(entry)
            after.writestr(entry.filename, content.replace(old, new) if entry.filename == part else content)
        assert after.getinfo(part).CRC != before.getinfo(part).CRC
        after.getinfo(part).CRC = before.getinfo(part).CRC
    return out.getvalue()


def test_a_digit_that_turned_is_said_and_left_out(tmp_path: Path) -> None:
    """A figure is changed in its packed part, the checksum left as it was: the return is rejected as damaged."""
    changed = with_stale_checksum(
        filled.good("budget"), "xl/worksheets/sheet2.xml", b"<v>300000</v>", b"<v>900000</v>"
    )
    (tmp_path / "budget.xlsx").write_bytes(changed)
    outcome = pmo_xl.validate([tmp_path])
    assert [(f.code, f.place.file) for f in outcome.portfolio.findings] == [("GEN-01", "budget.xlsx")]
    assert "checksum" in str(outcome.portfolio.findings[0].found)


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside this checkout")
def test_the_case_of_a_changed_digit_is_refused() -> None:
    """A budget of 21,800 that had become 91,800 on the way."""
    outcome = pmo_xl.validate([CASES / "crc_digit_changed.xlsx"])
    assert [f.code for f in outcome.portfolio.findings] == ["GEN-01"]


def test_a_former_master_and_a_register_that_changed_on_their_way_are_refused(tmp_path: Path) -> None:
    """Neither another history nor another list of projects comes of it; nothing is overwritten."""
    folder = tmp_path / "PMO"
    workspace.demo(folder, projects=1, seed=1, language="en", faults=0)
    master, register = folder / MASTER_FILE, folder / "steering.xlsx"
    pmo_xl.consolidate([folder], master)
    data, before = master.read_bytes(), read_previous(master, CATALOGUE)
    with zipfile.ZipFile(master) as package:
        parts = [name for name in package.namelist() if b">2" in package.read(name) and "xl/" in name]
    refused = 0
    for part in parts:
        master.write_bytes(with_stale_checksum(data, part, b">2", b">3"))
        try:
            now = read_previous(master, CATALOGUE)
        except NothingToDo:
            refused += 1
            continue
        assert now.reviews == before.reviews
        assert (now.history is None) == (before.history is None)
        assert now.history is None or now.history.equals(before.history)
    assert refused >= 2
    changed = with_stale_checksum(register.read_bytes(), "xl/worksheets/sheet1.xml", b"</v>", b"0</v>")
    register.write_bytes(changed)
    made = master.read_bytes()
    with pytest.raises(NothingToDo):
        pmo_xl.consolidate([folder], master)
    assert master.read_bytes() == made
    told = [
        finding
        for finding in pmo_xl.validate([folder]).portfolio.findings
        if finding.place.file == register.name
    ]
    assert told
