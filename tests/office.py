"""Other programs as witnesses: LibreOffice computes what we wrote and draws it, validators judge it.

The order that proves a workbook's numbers is ``compare(original, *recalculated([poisoned(original, …)], …))``:
LibreOffice starts from wrong values, so a formula that it did not compute cannot pass for one that it did.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import join, normpath
from typing import NamedTuple

import pytest
from lxml import etree
from openpyxl.utils.cell import rows_from_range
from openxml_audit import FileFormat, OpenXmlValidator, PackageValidationError, ValidationSeverity

POISON = -999
TIMEOUT_SECONDS = 300

_MAC_SOFFICE = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_SOFFICE = shutil.which("soffice") or shutil.which(_MAC_SOFFICE)
_PDFTOPPM = shutil.which("pdftoppm")
_NODE = shutil.which("node")
_SDK = Path(__file__).parents[1] / "node_modules/@ooxml-tools/validate/dist/npm/index.js"


def _draws_slides(soffice: str) -> bool:
    """Whether an office has Impress: on Linux that is a package of its own."""
    return sys.platform != "linux" or (Path(soffice).resolve().parent / "libsdlo.so").is_file()


needs_office = pytest.mark.skipif(
    _SOFFICE is None, reason="LibreOffice (soffice) is not installed: nothing can recalculate the workbooks"
)
needs_pictures = pytest.mark.skipif(
    _SOFFICE is None or _PDFTOPPM is None,
    reason="LibreOffice (soffice) or poppler (pdftoppm) is not installed: no workbook can be drawn",
)
needs_impress = pytest.mark.skipif(
    _SOFFICE is None or not _draws_slides(_SOFFICE),
    reason="LibreOffice has no presentation part here (libreoffice-impress): no deck can be drawn",
)
needs_sdk = pytest.mark.skipif(
    _NODE is None or not _SDK.is_file(),
    reason="the Open XML SDK validator is not installed (tests/install_tools.sh): only openxml-audit validates",
)


# ---- what a workbook's file holds -------------------------------------------------------------------

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKSHEET = "/relationships/worksheet"


class Cell(NamedTuple):
    """What a cell holds, and the formula it comes from."""

    type: str
    """Number ``n``, boolean ``b``, text ``str``, error ``e``, or ``""`` for a blank cell."""
    text: str
    formula: str | None = None


_BLANK = Cell("", "")


def sheet_parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Each worksheet's name and the part of the file that holds it."""
    relations = etree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target") for r in relations if r.get("Type").endswith(_WORKSHEET)}
    sheets = etree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    return {
        sheet.get("name"): normpath(join("/xl", targets[sheet.get(_RELATION_ID)])).lstrip("/")
        for sheet in sheets
        if sheet.get(_RELATION_ID) in targets
    }


def formula_cells(path: Path, *, every: bool = False) -> dict[tuple[str, str], Cell]:
    """The formula cells of a workbook by sheet and address, with the values they carry; or every cell that holds something."""
    with zipfile.ZipFile(path) as book:
        texts = _texts(book)
        return {
            (sheet, address): cell
            for sheet, part in sheet_parts(book).items()
            for address, cell in _cells(book, part, texts).items()
            if every or cell.formula is not None
        }


def _texts(book: zipfile.ZipFile) -> list[str]:
    """The shared texts: LibreOffice refers to them for what it turned from a formula into a constant."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = etree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in item.iter(f"{_MAIN}t")) for item in root.iter(f"{_MAIN}si")]


def _cells(book: zipfile.ZipFile, part: str, texts: Sequence[str]) -> dict[str, Cell]:
    """The cells of one sheet that hold something; a cell inside an array formula's range counts as formula.

    A cell that shares a formula has the text of the first that does, whose addresses are those of another row.
    """
    found: dict[str, Cell] = {}
    shared: dict[str | None, str] = {}
    arrays: list[tuple[str, str]] = []
    with book.open(part) as stream:
        for _, row in etree.iterparse(stream, tag=f"{_MAIN}row"):
            for cell in row:
                formula = cell.find(f"{_MAIN}f")
                words = None if formula is None else formula.text or f"({formula.get('t', 'empty')})"
                if formula is not None and formula.get("t") == "shared":
                    words = shared.setdefault(formula.get("si"), words or "")
                if formula is not None and formula.get("t") == "array":
                    arrays.append((formula.get("ref"), words or ""))
                value = _value(cell, texts)
                if formula is not None or value is not _BLANK:
                    found[cell.get("r")] = value._replace(formula=words)
            row.clear()
    for reference, words in arrays:
        for address in (a for line in rows_from_range(reference) for a in line):
            found[address] = found.get(address, _BLANK)._replace(formula=words)
    return found


def _value(cell: etree._Element, texts: Sequence[str]) -> Cell:
    text = cell.findtext(f"{_MAIN}v") or ""
    kind = cell.get("t", "n")
    if kind == "s":
        kind, text = "str", texts[int(text)]
    elif kind == "inlineStr":
        kind, text = "str", "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))
    return Cell(kind, text) if text else _BLANK


# ---- recalculation ----------------------------------------------------------------------------------

# A cell without content (<c r="A1"/>) must not match: the search would run on into its neighbour.
_CELL = re.compile(rb"(<(?:\w+:)?c)((?:\s[^>]*)?(?<!/))(>)(.*?)(</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<((?:\w+:)?)f(?:\s[^>]*)?(?:/>|(?<!/)>.*?</(?:\w+:)?f>)", re.DOTALL)
_CACHED = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?(?:/>|(?<!/)>.*?</(?:\w+:)?v>)", re.DOTALL)
_TYPE = re.compile(rb"""\st=("[^"]*"|'[^']*')""")


def poisoned(path: Path, out: Path) -> Path:
    """A copy of a workbook in which every formula's cached value is wrong; all the rest is as it was.

    What LibreOffice did not recalculate then still shows -999, and ``compare`` reports it.
    """
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        sheets = set(sheet_parts(book).values())
        for item in book.infolist():
            content = book.read(item)
            copy.writestr(
                item, _poisoned_sheet(content, item.filename) if item.filename in sheets else content
            )
    return out


def _poisoned_sheet(xml: bytes, part: str) -> bytes:
    replaced = 0

    def poison(match: re.Match[bytes]) -> bytes:
        nonlocal replaced
        opening, attributes, bracket, content, closing = match.groups()
        formula = _FORMULA.search(content)
        if formula is None:
            return match[0]
        replaced += 1
        prefix = formula[1]
        value = b"<%sv>%d</%sv>" % (prefix, POISON, prefix)
        rest = _CACHED.sub(b"", content[: formula.start()]), _CACHED.sub(b"", content[formula.end() :])
        return b"".join(
            (opening, _TYPE.sub(b"", attributes), bracket, rest[0], formula[0], value, rest[1], closing)
        )

    poisoned_xml = _CELL.sub(poison, xml)
    expected = sum(1 for _ in etree.fromstring(xml).iter(f"{_MAIN}f"))
    assert replaced == expected, f"{part}: {expected} formulas, {replaced} poisoned"
    return poisoned_xml


def typed(path: Path, out: Path, cells: Mapping[tuple[str, str], float | str]) -> Path:
    """A copy of a workbook in which somebody typed over cells that held no formula: by sheet and address."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        parts = sheet_parts(book)
        for item in book.infolist():
            content = book.read(item)
            for (sheet, address), what in cells.items():
                if parts[sheet] != item.filename:
                    continue
                cell = re.compile(
                    rb'(<c r="%s"(?: s="\d+")?)(?: t="\w+")?><v>[^<]*</v></c>' % address.encode()
                )
                words = (what if isinstance(what, str) else repr(what)).encode()
                new = b' t="inlineStr"><is><t>%s</t></is></c>' if isinstance(what, str) else b"><v>%s</v></c>"
                content, found = cell.subn(rb"\g<1>" + new % words, content)
                assert found == 1, f"{sheet}!{address} holds no plain value"
            copy.writestr(item, content)
    return out


def recalculated(paths: Sequence[Path], out: Path) -> list[Path]:
    """The workbooks as LibreOffice saves them after computing every formula anew, in the order given."""
    return _converted(paths, out, "xlsx:Calc MS Excel 2007 XML")


class Differences(list[str]):
    """The lines that ``compare`` found, and how many formula cells it looked at."""

    formulas: int = 0


def compare(original: Path, fresh: Path, rel: float = 1e-9) -> Differences:
    """One line for each formula cell whose cached value is not the recalculated one, or is an error.

    A blank cell is an empty text and nothing else: never 0. An ``#N/A`` on both sides is meant (charts
    leave a gap there). LibreOffice forces one laxity: its booleans are numbers with a format, so it saves
    ``=B2>0`` as a number where the cell has a number format, and ``=--(B2>0)`` as a boolean where it has
    none; TRUE therefore equals 1 and FALSE equals 0.
    """
    lines = Differences()
    with zipfile.ZipFile(original) as old_book, zipfile.ZipFile(fresh) as new_book:
        new_parts = sheet_parts(new_book)
        new_texts, old_texts = _texts(new_book), _texts(old_book)
        for sheet, part in sheet_parts(old_book).items():
            formulas = {a: c for a, c in _cells(old_book, part, old_texts).items() if c.formula is not None}
            lines.formulas += len(formulas)
            recomputed = _cells(new_book, new_parts[sheet], new_texts) if formulas else {}
            lines += (
                f"{sheet}!{address} cached={_shown(old)} recalculated={_shown(new)} formula={old.formula}"
                for address, old in formulas.items()
                if not agree(old, new := recomputed.get(address, _BLANK), rel)
            )
    return lines


def agree(old: Cell, new: Cell, rel: float) -> bool:
    """Whether a cell is what it was, as :func:`compare` understands it."""
    if "e" in (old.type, new.type):
        return old[:2] == new[:2] == ("e", "#N/A")
    numeric = ("n", "b")
    if old.type in numeric and new.type in numeric:
        a, b = float(old.text), float(new.text)
        return abs(a - b) <= rel * max(1.0, abs(a), abs(b))
    return old[:2] == new[:2]


def _shown(cell: Cell) -> str:
    if cell.type == "b":
        return "TRUE" if cell.text == "1" else "FALSE"
    return {"": "blank", "str": repr(cell.text)}.get(cell.type, cell.text)


# ---- pictures ---------------------------------------------------------------------------------------


def printed(path: Path, out: Path) -> list[str]:
    """The words on each sheet of paper on which LibreOffice prints a workbook, in order."""
    assert _PDFTOPPM, "a test that draws workbooks is marked needs_pictures"
    (pdf,) = _converted([path], out, "pdf")
    return words_on_paper(pdf)


def words_on_paper(pdf: Path) -> list[str]:
    """The words on each page of a PDF, in order."""
    assert _PDFTOPPM, "a test that reads a PDF is marked needs_pictures"
    read = [str(Path(_PDFTOPPM).with_name("pdftotext")), "-layout", str(pdf), "-"]
    words = subprocess.run(read, check=True, capture_output=True, timeout=TIMEOUT_SECONDS).stdout
    return [page.strip() for page in words.decode("utf-8").split("\f")]


def slides_drawn(paths: Sequence[Path], out: Path) -> list[list[str]]:
    """The words on each page of each deck as LibreOffice draws it."""
    assert _PDFTOPPM, "a test that draws slides is marked needs_pictures"
    read = str(Path(_PDFTOPPM).with_name("pdftotext"))
    texts = [
        subprocess.run(
            [read, str(pdf), "-"], check=True, capture_output=True, timeout=TIMEOUT_SECONDS
        ).stdout.decode("utf-8")
        for pdf in _converted(paths, out, "pdf")
    ]
    return [text.split("\f")[:-1] for text in texts]


LINE = 1.2207
"""Height of a line of Carlito, by the size of its letters."""


class PrintedWord(NamedTuple):
    """A word on paper: the size of its letters in points, and whether it lies within the edges."""

    words: str
    size: float
    inside: bool


def printed_words(path: Path, out: Path) -> list[list[PrintedWord]]:
    """The words of four letters or more on each sheet of paper, in order."""
    assert _PDFTOPPM, "a test that draws workbooks is marked needs_pictures"
    (pdf,) = _converted([path], out, "pdf")
    read = [str(Path(_PDFTOPPM).with_name("pdftotext")), "-bbox", str(pdf), "-"]
    told = subprocess.run(read, check=True, capture_output=True, timeout=TIMEOUT_SECONDS).stdout.decode()
    pages = []
    for page in told.split("<page ")[1:]:
        width = float(re.search(r'width="([\d.]+)"', page)[1])  # type: ignore[index]
        found = re.findall(r'xMin="([-\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', page)
        boxes = [(*map(float, box), words) for *box, words in found if len(words) > 3 or "#" in words]
        pages.append([
            # The box of a word that stands upright tells its length, not the size of its letters.
            PrintedWord(words, max(bottom - top, (right - left) / len(words)) / LINE, left >= 0 and right <= width)
            for left, top, right, bottom, words in boxes
        ])  # fmt: skip
    return pages


def rendered(path: Path, out: Path, dpi: int = 60) -> list[Path]:
    """A picture of each page that the workbook prints, in order."""
    assert _PDFTOPPM, "a test that draws workbooks is marked needs_pictures"
    (pdf,) = _converted([path], out, "pdf")
    pages = out / f"{path.stem}_pages"
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir()
    subprocess.run(
        [_PDFTOPPM, "-r", str(dpi), "-png", str(pdf), str(pages / "page")],
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    return sorted(pages.glob("*.png"))


# ---- validation -------------------------------------------------------------------------------------

_ASK_SDK = """
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
const [sdk, ...paths] = process.argv.slice(1);
const { default: validate } = await import(pathToFileURL(sdk).href);
const lines = [];
for (const path of paths) {
  const file = await readFile(path);
  try {
    for (const error of await validate(file, "xlsx", "Microsoft365"))
      lines.push([path, `${error.path.partUri} ${error.path.xpath} ${error.description}`]);
  } catch (failure) { lines.push([path, `not readable as a workbook: ${failure}`]); }
}
process.stdout.write("\\n" + JSON.stringify(lines) + "\\n", () => process.exit(0));
"""


def open_xml_errors(paths: Sequence[Path]) -> list[str]:
    """What the validators that are installed find wrong with the files, one line each; empty when sound."""
    return [*audit_errors(paths), *(sdk_errors(paths) if _NODE and _SDK.is_file() else [])]


def audit_errors(paths: Sequence[Path]) -> list[str]:
    """What openxml-audit finds; it runs in this process and takes about a tenth of a second a file."""
    return [f"{path.name} [openxml-audit] {error}" for path in paths for error in _audit(path)]


def _audit(path: Path) -> Iterator[str]:
    if not zipfile.is_zipfile(path):
        yield "not a zip package"
        return
    try:
        result = _validator().validate(path)
    except PackageValidationError as failure:
        yield str(failure)
        return
    yield from (str(e) for e in result.errors if e.severity is not ValidationSeverity.INFO)


@functools.cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)


def sdk_errors(paths: Sequence[Path]) -> list[str]:
    """What Microsoft's Open XML SDK finds; one run takes five seconds to start, then little for each file."""
    assert _NODE, "a test that asks the SDK is marked needs_sdk"
    done = subprocess.run(
        [_NODE, "--input-type=module", "--eval", _ASK_SDK, str(_SDK), *(str(p.resolve()) for p in paths)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the Open XML SDK did not run: {done.stderr}")
    return [
        f"{Path(path).name} [Open XML SDK] {line}" for path, line in json.loads(done.stdout.splitlines()[-1])
    ]


# ---- LibreOffice ------------------------------------------------------------------------------------

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@functools.cache
def _profile() -> Path:
    """One profile for all runs: a private one, so that an open LibreOffice does not take the work over."""
    profile = Path(tempfile.mkdtemp(prefix="pmo_xl_office_"))
    atexit.register(shutil.rmtree, profile, ignore_errors=True)
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE, encoding="utf-8")
    return profile


def _converted(paths: Sequence[Path], out: Path, target: str) -> list[Path]:
    """Every file converted by one run of LibreOffice, since starting it costs more than most workbooks do."""
    assert _SOFFICE, "a test that calls LibreOffice is marked needs_office"
    suffix = "." + target.partition(":")[0]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # Numbers as names: two files of the same name would overwrite each other, and accents in a path
        # go astray where the locale is C.
        staged = [Path(folder) / f"{number}{path.suffix}" for number, path in enumerate(paths)]
        for path, copy in zip(paths, staged, strict=True):
            shutil.copyfile(path, copy)
        made = Path(folder) / "made"
        command = [_SOFFICE, "--headless", "--norestore", f"-env:UserInstallation={_profile().as_uri()}"]
        said = _run([*command, "--convert-to", target, "--outdir", str(made), *map(str, staged)])
        results = []
        for path, copy in zip(paths, staged, strict=True):
            converted = made / f"{copy.stem}{suffix}"
            if not converted.is_file():
                raise RuntimeError(f"LibreOffice did not convert {path}: {said}")
            results.append(Path(shutil.move(converted, out / f"{copy.stem}_{path.stem}{suffix}")))
    return results


def _run(command: Sequence[str]) -> str:
    """Run LibreOffice in a group of its own: its launcher's death alone would leave the office running."""
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    ) as office:
        try:
            said, _ = office.communicate(timeout=TIMEOUT_SECONDS)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)
    return said
