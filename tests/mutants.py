"""Sound returns changed at random, one change each, and what must hold of every one.

``python tests/mutants.py 10000`` tries so many and prints what became of them; a number behind it begins elsewhere.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import struct
import sys
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import Any

import filled
import openpyxl
from standard import OPTIONS

from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.flow.raw import Cell
from pmo_xl.excel.read.workbook import read_content
from pmo_xl.gather.read.one import returns_in

Parts = dict[str, bytes]
Sheet = tuple[str, Callable[[int, int], Any]]
"""The name of a sheet, and what stands in it at a row and a column."""
Spot = tuple[str, int, int]
"""A cell: its sheet, row and column, from 0."""

KINDS = ("plan", "risks", "budget")
_ROW = re.compile(rb'<row r="(\d+)"[^<>]*>.*?</row>', re.DOTALL)
_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^<>]*?)(?:/>|>.*?</c>)', re.DOTALL)
_STYLE = re.compile(rb' s="(\d+)"')
_SHEET = re.compile(rb'<sheet name="([^"]*)"[^<>]*/>')

TYPED: dict[str, tuple[bytes, bytes]] = {
    "a number": (b"", b"<v>2026</v>"),
    "a negative number": (b"", b"<v>-17.25</v>"),
    "a serial day": (b"", b"<v>46112</v>"),
    "a moment": (b"", b"<v>46112.75</v>"),
    "a tiny number": (b"", b"<v>1E-300</v>"),
    "a huge number": (b"", b"<v>1.7976931348623157E+308</v>"),
    "a number of many digits": (b"", b"<v>12345678901234567890</v>"),
    "not a number": (b"", b"<v>NaN</v>"),
    "endless": (b"", b"<v>1e999</v>"),
    "no digits": (b"", b"<v>12abc</v>"),
    "digits of another script": (b"", "<v>٣٤</v>".encode()),
    "a value of nothing": (b"", b"<v></v>"),
    "true": (b' t="b"', b"<v>1</v>"),
    "a truth value of 2": (b' t="b"', b"<v>2</v>"),
    "an error": (b' t="e"', b"<v>#REF!</v>"),
    "an error of no kind": (b' t="e"', b"<v>#WRONG!</v>"),
    "a day in words": (b' t="d"', b"<v>2026-03-31T00:00:00</v>"),
    "a day in words that is none": (b' t="d"', b"<v>2026-02-31</v>"),
    "a text": (b' t="inlineStr"', b"<is><t>Somebody typed this</t></is>"),
    "a number as text": (b' t="inlineStr"', b"<is><t>1 234,50</t></is>"),
    "a day as text": (b' t="inlineStr"', b"<is><t>31/03/2026</t></is>"),
    "a text in runs": (b' t="inlineStr"', b"<is><r><t>Some</t></r><r><t>body</t></r></is>"),
    "a reading aid": (b' t="inlineStr"', b"<is><t>A</t><rPh sb=\"0\" eb=\"1\"><t>B</t></rPh></is>"),
    "control signs": (b' t="inlineStr"', b"<is><t>_x001B_]0;owned_x0007_&#10;line</t></is>"),
    "half a sign": (b' t="inlineStr"', b"<is><t>_xD800_</t></is>"),
    "an override": (b' t="inlineStr"', "<is><t>abc\u202etxt.xlsx</t></is>".encode()),
    "blanks": (b' t="inlineStr"', b'<is><t xml:space="preserve">  \xc2\xa0 </t></is>'),
    "a long text": (b' t="inlineStr"', b"<is><t>" + "é".encode() * 32_000 + b"</t></is>"),
    "too long a text": (b' t="inlineStr"', b"<is><t>" + b"x" * 40_000 + b"</t></is>"),
    "a formula": (b"", b"<f>2000+26</f><v>2026</v>"),
    "a formula of a text": (b' t="str"', b'<f>"a"&amp;"b"</f><v>ab</v>'),
    "a formula never computed": (b"", b"<f>2000+26</f>"),
    "a shared formula": (b"", b'<f t="shared" si="77">2000+26</f><v>2026</v>'),
    "a shared text of no number": (b' t="s"', b"<v>999999</v>"),
    "a shared text before the first": (b' t="s"', b"<v>-1</v>"),
    "a shared text of another cell": (b' t="s"', b"<v>3</v>"),
    "a type of no kind": (b' t="z"', b"<v>3</v>"),
    "a link as a formula": (b' t="str"', b'<f>HYPERLINK("http://example.org","x")</f><v>x</v>'),
    "a project": (b' t="inlineStr"', b"<is><t>P002</t></is>"),
    "nothing": (b"", b""),
}  # fmt: skip
"""What a cell may come to hold: its attributes, its content."""


@dataclass(frozen=True)
class Mutant:
    """One changed return: what was done to which kind of return, its bytes."""

    kind: str
    done: str
    data: bytes


def mutants(many: int, first: int = 0) -> Iterator[Mutant]:
    """So many of them; the same numbers make the same ones."""
    for number in range(first, first + many):
        draw = random.Random(number)
        kind = draw.choice(KINDS)
        change = draw.choices(list(CHANGES), list(CHANGES.values()))[0]
        data, done = change(kind, draw)
        yield Mutant(kind, f"{number}: {change.__name__}: {done}", data)


# ---- cells ------------------------------------------------------------------------------------------


def any_cell(kind: str, draw: random.Random) -> tuple[bytes, str]:
    """Another content in a cell of the header, the band, the mark, the project or the rows."""
    parts = dict(_parts(kind))
    part = draw.choice(_our_sheets(kind))
    cells = _cells(parts[part])
    row = draw.choice(sorted({int(cell[2]) for cell in cells}))
    cell = draw.choice([cell for cell in cells if int(cell[2]) == row])
    what = draw.choice(list(TYPED))
    attributes, content = TYPED[what]
    style = _STYLE.search(cell[3])
    styled = style[0] if style else b""
    if draw.random() < 0.2:
        styled = b' s="%d"' % draw.choice([0, 1, 5, 18, 60, 100_000])
    new = b'<c r="' + cell[1] + cell[2] + b'"' + styled + attributes + b">" + content + b"</c>"
    parts[part] = parts[part][: cell.start()] + new + parts[part][cell.end() :]
    return _zipped(parts), f"{kind} {part} {(cell[1] + cell[2]).decode()}: {what}"


def a_style(kind: str, draw: random.Random) -> tuple[bytes, str]:
    """The number of a cell shown in another format: a day becomes a number, a share a day."""
    parts = dict(_parts(kind))
    part = draw.choice(_our_sheets(kind))
    cell = draw.choice([cell for cell in _cells(parts[part]) if b"<v>" in cell[0]])
    style = draw.randrange(110)
    new = re.sub(rb"( s=\"\d+\"|(?<=\d\"))", b' s="%d"' % style, cell[0], count=1)
    parts[part] = parts[part][: cell.start()] + new + parts[part][cell.end() :]
    return _zipped(parts), f"{kind} {part} {(cell[1] + cell[2]).decode()}: style {style}"


# ---- rows, columns, sheets ------------------------------------------------------------------------------


def rows(kind: str, draw: random.Random) -> tuple[bytes, str]:
    """Rows lost, doubled, exchanged, without numbers, far below; cells without references."""
    parts = dict(_parts(kind))
    part = draw.choice(_our_sheets(kind))
    xml = parts[part]
    found = list(_ROW.finditer(xml))
    row = draw.choice(found)
    other = draw.choice(found)
    before, after = xml[: row.start()], xml[row.end() :]
    what = draw.choice(["lost", "doubled", "moved", "unnumbered", "unreferenced", "reversed", "renumbered"])
    if what == "lost":
        new = before + after
    elif what == "doubled":
        new = before + row[0] + row[0] + after
    elif what == "moved":
        new = (
            before
            + _renumbered(row[0], row[1], b"%d" % (int(row[1]) + draw.choice([100, 5000, 1_040_000])))
            + after
        )
    elif what == "unnumbered":
        new = before + re.sub(rb'^<row r="\d+"', b"<row", row[0]) + after
    elif what == "unreferenced":
        new = before + re.sub(rb'<c r="[A-Z]+\d+"', b"<c", row[0]) + after
    elif what == "renumbered":
        new = before + _renumbered(row[0], row[1], other[1]) + after
    else:
        new = xml[: found[0].start()] + b"".join(one[0] for one in reversed(found)) + xml[found[-1].end() :]
    parts[part] = new
    return _zipped(parts), f"{kind} {part} row {row[1].decode()} {what} ({other[1].decode()})"


def columns(kind: str, draw: random.Random) -> tuple[bytes, str]:
    """All cells of a sheet, or of one row, some columns further right; a column lost."""
    parts = dict(_parts(kind))
    part = draw.choice(_our_sheets(kind))
    by = draw.choice([1, 2, 30, 200])
    xml = parts[part]
    only = draw.choice([b"", *(row[1] for row in _ROW.finditer(xml))])
    lost = draw.choice([None, *{cell[1] for cell in _cells(xml)}])

    def moved(cell: re.Match[bytes]) -> bytes:
        if only and cell[2] != only:
            return cell[0]
        if lost is not None:
            return b"" if cell[1] == lost else cell[0]
        return cell[0].replace(b'r="' + cell[1], b'r="' + _letters(_number(cell[1]) + by), 1)

    parts[part] = _CELL.sub(moved, xml)
    return _zipped(
        parts
    ), f"{kind} {part} row {only.decode() or 'all'}: {lost.decode() + ' lost' if lost else by}"


def sheets(kind: str, draw: random.Random) -> tuple[bytes, str]:
    """Sheets renamed, lost, doubled, exchanged, hidden; parts and tables missing; days counted from 1904."""
    parts = dict(_parts(kind))
    book = parts["xl/workbook.xml"]
    tabs = list(_SHEET.finditer(book))
    tab, other = draw.sample(tabs, 2)
    what = draw.choice(
        ["renamed", "same name", "lost", "doubled", "exchanged", "hidden", "leads nowhere", "1904", "part lost",
         "part empty", "part cut", "merged", "in capitals", "prefixed", "twice in the package", "reordered"]
    )  # fmt: skip
    part = draw.choice(sorted(parts))
    if what == "renamed":
        book = book.replace(b'name="' + tab[1], b'name="Sheet &amp; \xc3\xa9', 1)
    elif what == "same name":
        book = book.replace(b'name="' + tab[1], b'name="' + other[1], 1)
    elif what == "lost":
        book = book.replace(tab[0], b"", 1)
    elif what == "doubled":
        book = book.replace(tab[0], tab[0] + tab[0].replace(b'name="', b'name="Copy of '), 1)
    elif what == "exchanged":
        rids = [re.search(rb'r:id="(rId\d+)"', one[0]) for one in (tab, other)]
        assert rids[0] is not None
        assert rids[1] is not None
        book = (
            book.replace(rids[0][0], b"@", 1).replace(rids[1][0], rids[0][0], 1).replace(b"@", rids[1][0], 1)
        )
    elif what == "reordered":
        start, end = tabs[0].start(), tabs[-1].end()
        book = book[:start] + b"".join(draw.sample([one[0] for one in tabs], len(tabs))) + book[end:]
    elif what == "hidden":
        book = book.replace(tab[0], tab[0].replace(b" sheetId", b' state="hidden" sheetId'), 1)
    elif what == "leads nowhere":
        book = book.replace(b'r:id="rId1"', b'r:id="rId99"')
    elif what == "1904":
        book = book.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    elif what == "part lost":
        del parts[part]
    elif what == "part empty":
        parts[part] = b""
    elif what == "part cut":
        parts[part] = parts[part][: draw.randrange(len(parts[part]) or 1)]
    elif what == "merged":
        name = draw.choice(_our_sheets(kind))
        parts[name] = parts[name].replace(
            b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="B6:D8"/></mergeCells>'
        )
    elif what == "in capitals":
        parts[part.upper()] = parts.pop(part)
    elif what == "prefixed":
        name = draw.choice(_our_sheets(kind))
        parts[name] = re.sub(rb"<(/?)(?!\?)([a-zA-Z])", rb"<\1x:\2", parts[name]).replace(
            b"xmlns=", b"xmlns:x="
        )
    if "xl/workbook.xml" in parts and what not in ("part empty", "part cut"):
        parts["xl/workbook.xml"] = book
    data = _zipped(parts)
    if what == "twice in the package":
        out = io.BytesIO(data)
        with warnings.catch_warnings(), zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
            warnings.simplefilter("ignore")
            name = draw.choice(_our_sheets(kind))
            package.writestr(name, parts[name].replace(b"<v>1", b"<v>9"))
        data = out.getvalue()
    return data, f"{kind} {what} ({tab[1].decode()}, {part})"


# ---- bytes --------------------------------------------------------------------------------------------


def one_bit(kind: str, draw: random.Random) -> tuple[bytes, str]:
    """One bit of a packed part turned."""
    data = filled.good(kind)
    start, end = draw.choice(_packed(kind))
    at, bit = draw.randrange(start, end), draw.randrange(8)
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :], f"{kind} byte {at}, bit {bit}"


def any_bytes(kind: str, draw: random.Random) -> tuple[bytes, str]:
    """Bytes cut off, put in, or overwritten anywhere."""
    data = bytearray(filled.good(kind))
    what = draw.choice(["cut", "put in", "overwritten", "appended"])
    at, many = draw.randrange(len(data)), draw.choice([1, 16, 400])
    if what == "cut":
        del data[at : at + many * 20]
    elif what == "put in":
        data[at:at] = draw.randbytes(many)
    elif what == "overwritten":
        data[at : at + many] = draw.randbytes(many)
    else:
        data += draw.randbytes(many)
    return bytes(data), f"{kind} {many} bytes {what} at {at}"


CHANGES: dict[Callable[[str, random.Random], tuple[bytes, str]], int] = {
    any_cell: 10, a_style: 2, rows: 4, columns: 2, sheets: 4, one_bit: 4, any_bytes: 2,
}  # fmt: skip
"""What may be done to a return, and how often beside the others."""


# ---- what must hold -------------------------------------------------------------------------------------


def returns_of(data: bytes, name: str = "mutant.xlsx") -> list[Return]:
    """What the product reads of a workbook, through what reads every file; raises whatever stops it."""
    return returns_in(read_content(lambda: data, name), OPTIONS)


def accepted(returns: list[Return]) -> dict[Spot, Any]:
    """Every value that counts for something, by its cell."""
    found: dict[Spot, Any] = {}
    for returned in returns:
        if returned.rejected:
            continue
        for part in [*returned.tables, *([returned.record] if returned.record is not None else [])]:
            for key, values in part.values.items():
                for at, value in enumerate(values):
                    if value is None or (key not in part.located.columns and not part.located.spots):
                        continue
                    place = part.located.place(returned.file, at, key)
                    if place.row is not None and place.column is not None:
                        found[place.sheet, place.row, place.column] = value
    return found


def judged(mutant: Mutant) -> tuple[str, list[str]]:
    """What became of a mutant, and what must not have: a value that counts and that another reader reads otherwise.

    Raises whatever stops the reading.
    """
    returns = returns_of(mutant.data)
    values = accepted(returns)
    fate = "rejected" if all(one.rejected for one in returns) else "read"
    if "one_bit" in mutant.done:
        same = fate == "rejected" or values == accepted(returns_of(filled.good(mutant.kind)))
        return f"bit {fate}", [] if same else [f"{mutant.done}: other values after one bit"]
    if fate == "rejected":
        return fate, []
    ours = [(sheet.name, partial(_at, sheet.rows)) for sheet in read_content(lambda: mutant.data, "").sheets]
    try:
        others = by_openpyxl(mutant.data)
    except Exception as refused:  # noqa: BLE001 - whatever the other reader stumbles over, it refuses the file
        sound = accepted(returns_of(filled.good(mutant.kind)))
        wrong = [
            f"{mutant.done}: {spot} reads {value!r}, {type(refused).__name__} elsewhere"
            for spot, value in values.items()
            if sound.get(spot) != value
        ]
        return "read, refused by the other", wrong
    if not (wrong := _otherwise(values, ours, others)):
        return fate, []
    # As a stream it gives the rows as they come, whatever numbers they bear: at leisure each has its place.
    others = by_openpyxl(mutant.data, at_leisure=True)
    sound = accepted(returns_of(filled.good(mutant.kind)))
    titles = {title for title, _ in others}
    # A sheet that the other cannot find, whatever the case of its name in the package, must be what it was.
    there = [spot for spot, value in values.items() if spot[0] in titles or sound.get(spot) != value]
    wrong = _otherwise(there, ours, others)
    return fate, [f"{mutant.done}: {line}" for line in wrong]


def _otherwise(places: Iterable[Spot], ours: Sequence[Sheet], others: Sequence[Sheet]) -> list[str]:
    """What two readers see in different ways, of the cells at some places; the second may rename sheets of one name."""
    told = []
    names = [name for name, _ in ours]
    for sheet, row, column in places:
        # Sheets of one name are told apart by their order.
        pairs = [
            (mine(row, column), other(row, column))
            for at, (name, mine) in enumerate(ours)
            for place, (title, other) in enumerate(others)
            if name == sheet and (at == place if names.count(name) > 1 else title == name)
        ]
        if not any(alike(mine, other) for mine, other in pairs):
            mine, other = pairs[0] if pairs else (None, "no sheet")
            told.append(f"{sheet} row {row + 1} column {column + 1}: {mine!r}, elsewhere {other!r}")
    return told


def by_openpyxl(data: bytes, *, at_leisure: bool = False) -> list[Sheet]:
    """The sheets of a workbook as another library reads them; ``at_leisure`` takes three times as long."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=not at_leisure, data_only=True)
        if at_leisure:
            return [(sheet.title, partial(_cell, sheet)) for sheet in book.worksheets]
        found = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            # A row at the very end would be a million of them.
            rows = [*islice(sheet.iter_rows(max_col=300, values_only=True), 20_000)]
            found.append((sheet.title, partial(_at, rows)))
        book.close()
        return found


def _cell(sheet: Any, row: int, column: int) -> Any:
    return sheet.cell(row + 1, column + 1).value


def alike(mine: Cell, other: Any) -> bool:
    """Whether two readers say the same of a cell: 2 and 2.0, a day and its midnight, one text in two writings."""
    if isinstance(mine, bool) or isinstance(other, bool):
        return mine is other
    if isinstance(mine, (int, float)) and isinstance(other, (int, float)):
        return float(mine) == float(other)
    if isinstance(mine, dt.date) and isinstance(other, dt.date):
        return _moment(mine) == _moment(other)
    if isinstance(mine, dt.date) and isinstance(other, (int, float)):
        return _moment(mine) - dt.datetime(1899, 12, 30) == dt.timedelta(days=other)  # noqa: DTZ001
    if isinstance(mine, float) and other == "#VALUE!":
        return not 0 <= mine < 2_958_466  # A number beyond all days, in a cell that shows days.
    if isinstance(mine, str) and isinstance(other, float | int) and not mine.isascii():
        return float(mine) == other  # Python reads the digits of any script as a number.
    if isinstance(mine, str) and isinstance(other, str):
        return _words(mine) == _words(other)
    return type(mine) is type(other) and mine == other


def _words(text: str) -> str:
    """A text as both readers could agree on it: escapes that one leaves and the other resolves, blanks around it."""
    resolved = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    return "".join(sign for sign in resolved if sign.isprintable()).strip()


def _moment(day: dt.date) -> dt.datetime:
    return day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())


def _at(rows: Sequence[Sequence[Any]], row: int, column: int) -> Any:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


# ---- packages -------------------------------------------------------------------------------------------


@cache
def _parts(kind: str) -> Parts:
    with zipfile.ZipFile(io.BytesIO(filled.good(kind))) as package:
        return {name: package.read(name) for name in package.namelist()}


@cache
def _our_sheets(kind: str) -> tuple[str, ...]:
    """The sheets that somebody fills: the project and the tables."""
    marked = re.compile(rb"pmo_xl ")
    tables = sum(name.startswith("xl/tables/") for name in _parts(kind))
    assert marked.search(_parts(kind)["xl/sharedStrings.xml"])
    return tuple(f"xl/worksheets/sheet{number}.xml" for number in range(1, tables + 2))


def _cells(xml: bytes) -> list[re.Match[bytes]]:
    return list(_CELL.finditer(xml))


@cache
def _packed(kind: str) -> tuple[tuple[int, int], ...]:
    """Where the packed bytes of each part begin and end."""
    data = filled.good(kind)
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
            start = entry.header_offset + 30 + name + extra
            found.append((start, start + entry.compress_size))
    return tuple(found)


def _zipped(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _renumbered(row: bytes, old: bytes, new: bytes) -> bytes:
    moved = re.sub(rb'^<row r="\d+"', b'<row r="' + new + b'"', row)
    return re.sub(rb'(<c r="[A-Z]+)' + old + b'"', rb"\g<1>" + new + b'"', moved)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _letters(number: int) -> bytes:
    found = b""
    while number:
        number, rest = divmod(number - 1, 26)
        found = bytes([65 + rest]) + found
    return found


def _tried(many: int, first: int) -> int:
    """Try mutants and tell what became of them; the number of those of which something does not hold."""
    fates: Counter[str] = Counter()
    failed = 0
    for number, mutant in enumerate(mutants(many, first), 1):
        try:
            fate, wrong = judged(mutant)
        except Exception as stopped:  # noqa: BLE001 - told, and the next one is tried
            fate, wrong = "stopped", [f"{mutant.done}: {type(stopped).__name__}: {stopped}"]
        fates[fate] += 1
        failed += bool(wrong)
        for line in wrong[:3]:
            sys.stdout.write(f"{line}\n")
        if number % 1000 == 0:
            sys.stdout.write(f"{number}: {dict(fates)}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{many} mutants: {dict(sorted(fates.items()))}; {failed} of them wrong\n")
    return failed


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(1 if _tried(*(numbers + [1000, 0][len(numbers) :])) else 0)
