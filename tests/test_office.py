"""The harness that proves workbooks must itself be able to say no."""

from __future__ import annotations

import zipfile
from pathlib import Path

import office
import openpyxl
import pytest
import xlsxwriter

TYPED = {
    "number": ("=B1*0.1", 0.5),
    "large": ("=B1*2E+15", 1e16),
    "text": ('="Œuvre & <"&B1', "Œuvre & <5"),
    "empty text": ('=IF(B1=5,"",1)', ""),
    "boolean": ("=B1>4", True),
    "date": ("=DATE(2025,2,28)", 45716),
    "gap in a chart": ("=NA()", "#N/A"),
}


def workbook(path: Path, **formulas: tuple[str, object]) -> Path:
    """A workbook of one sheet with 5 in B1, and each formula with its cached value from A1 down."""
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Coûts d'été")
        sheet.write("B1", 5)
        for row, (formula, cached) in enumerate(formulas.values()):
            sheet.write_formula(row, 0, formula, None, cached)
    return path


def rewritten(path: Path, out: Path, part: str, old: bytes, new: bytes) -> Path:
    """A copy of the file with one passage of one part replaced."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(out, "w") as copy:
        assert old in book.read(part)
        for item in book.infolist():
            content = book.read(item)
            copy.writestr(item, content.replace(old, new) if item.filename == part else content)
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose name has what project folders have: accents and spaces."""
    return tmp_path_factory.mktemp("réunion du 3 mai")


@pytest.fixture(scope="module")
def rich(folder: Path) -> Path:
    """A workbook with each thing that the master and the templates contain."""
    path = folder / "rich.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Risques")
        columns = [
            {"header": "Réf."},
            {"header": "P"},
            {"header": "C", "formula": "=risks[[#This Row],[P]]*2"},
        ]
        sheet.add_table("A1:C4", {"name": "risks", "columns": columns})
        for row in (1, 2, 3):
            sheet.write(row, 0, f"R{row}")
            sheet.write(row, 1, row)
            sheet.write_formula(row, 2, "=risks[[#This Row],[P]]*2", None, row * 2)
        sheet.data_validation(
            "B2:B4", {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 5}
        )
        sheet.data_validation("A2:A4", {"validate": "list", "source": ["R1", "R2", "R3"]})
        sheet.conditional_format("B2:B4", {"type": "3_color_scale"})
        sheet.conditional_format("C2:C4", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("C2:C4", {"type": "icon_set", "icon_style": "3_traffic_lights"})
        red = book.add_format({"bg_color": "#C00000"})
        sheet.conditional_format("A2:A4", {"type": "formula", "criteria": "=$B2>2", "format": red})
        book.define_name("Total", "=Risques!$C$2:$C$4")
        sheet.write_formula("E1", "=SUM(Total)", None, 12)
        sheet.write_array_formula("F1:F3", "{=B2:B4*2}", None, 2)
        sheet.write_number("F2", 4)
        sheet.write_number("F3", 6)
        sheet.add_sparkline("G1", {"range": "Risques!B2:B4"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Risques!$C$2:$C$4", "name": "=Risques!$C$1"})
        sheet.insert_chart("I2", chart)
        sheet.write_comment("A2", "Note")
        sheet.write_url("A6", "internal:Risques!A1", string="Haut")
    return path


@pytest.fixture(scope="module")
def compared(folder: Path, rich: Path) -> dict[str, office.Differences]:
    """What the comparison says of several workbooks; LibreOffice starts once for all of them."""
    books = {
        "right": workbook(folder / "right.xlsx", **TYPED),
        "wrong": workbook(folder / "wrong.xlsx", wrong=("=B1*2", 11), right=("=B1*2", 10)),
        "error": workbook(folder / "error.xlsx", meant=("=NA()", "#N/A"), fault=("=B1/0", "#DIV/0!")),
        "hidden error": workbook(folder / "hidden.xlsx", fault=("=NA()", 7)),
        "0 for blank": workbook(folder / "zero.xlsx", zero=('=IF(B1=5,"",1)', 0)),
        "blank for 0": workbook(folder / "blank.xlsx", blank=("=C99", "")),
        "text for number": workbook(folder / "text.xlsx", text=("=B1*2", "10")),
        "almost": workbook(folder / "almost.xlsx", near=("=B1*2", 10 + 1e-9), far=("=B1*2", 10 + 1e-7)),
        "same name": workbook(folder / "accès" / "right.xlsx", wrong=("=B1", 6)),
        "rich": rich,
    }
    wrong = [office.poisoned(path, path.with_suffix(".poisoned.xlsx")) for path in books.values()]
    fresh = office.recalculated(wrong, folder / "sorti à neuf")
    return {name: office.compare(path, new) for (name, path), new in zip(books.items(), fresh, strict=True)}


@office.needs_office
def test_right_values_pass(compared: dict[str, office.Differences]) -> None:
    """A value of each kind that equals what LibreOffice computes is no difference, #N/A on purpose included."""
    assert compared["right"] == []
    assert compared["right"].formulas == len(TYPED)


@office.needs_office
def test_tables_names_and_arrays_pass(compared: dict[str, office.Differences]) -> None:
    """Formulas of a table, over a defined name and over a range of cells are compared too."""
    assert compared["rich"] == []
    assert compared["rich"].formulas == 3 + 1 + 3


@office.needs_office
@pytest.mark.parametrize(
    ("book", "lines"),
    [
        ("wrong", ["Coûts d'été!A1 cached=11 recalculated=10 formula=B1*2"]),
        ("error", ["Coûts d'été!A2 cached=#DIV/0! recalculated=#DIV/0! formula=B1/0"]),
        ("hidden error", ["Coûts d'été!A1 cached=7 recalculated=#N/A formula=NA()"]),
        ("0 for blank", ['Coûts d\'été!A1 cached=0 recalculated=blank formula=IF(B1=5,"",1)']),
        ("blank for 0", ["Coûts d'été!A1 cached=blank recalculated=0 formula=C99"]),
        ("text for number", ["Coûts d'été!A1 cached='10' recalculated=10 formula=B1*2"]),
        ("almost", ["Coûts d'été!A2 cached=10.0000001 recalculated=10 formula=B1*2"]),
        ("same name", ["Coûts d'été!A1 cached=6 recalculated=5 formula=B1"]),
    ],
)
def test_wrong_values_are_reported(
    compared: dict[str, office.Differences], book: str, lines: list[str]
) -> None:
    """Each wrong value is reported with its cell, both values and the formula, and nothing else is."""
    assert compared[book] == lines


def test_a_formula_that_nobody_computed_is_reported(folder: Path) -> None:
    """A poisoned value that was never recalculated does not pass."""
    path = workbook(folder / "lazy.xlsx", **TYPED)
    poisoned = office.poisoned(path, folder / "lazy poisoned.xlsx")

    assert len(office.compare(path, poisoned)) == len(TYPED)


# openpyxl says that it would lose data bars and sparklines on saving; it only reads here.
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
def test_poison_reaches_every_formula(folder: Path, rich: Path) -> None:
    """After poisoning, each formula shows -999 as a number, whatever its value was."""
    for path in (workbook(folder / "typed.xlsx", **TYPED), rich):
        poisoned = office.poisoned(path, folder / "typed poisoned.xlsx")

        formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(poisoned, data_only=True)
        addresses = [
            (sheet.title, cell.coordinate)
            for sheet in formulas
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

        assert addresses
        assert {values[sheet][address].value for sheet, address in addresses} == {office.POISON}


def test_poison_reaches_formulas_as_other_programs_write_them(folder: Path) -> None:
    """Shared formulas, formulas without a value, empty cells before a formula: none is missed, none is hurt."""
    path = workbook(folder / "plain.xlsx", only=("=B1", 5))
    cell = b'<c r="A1"><f>B1</f><v>5</v></c>'
    cells = (
        b'<c r="A1" s="0"/><c r="B1"><v>5</v></c>'
        b'<c r="C1" s="0" t="str"><f t="shared" ref="C1:D1" si="0">B1&amp;"/"</f><v>5/</v></c>'
        b'<c r="D1" t="e"><f t="shared" si="0"/><v>#REF!</v></c>'
        b'<c r="E1"><f>B1</f></c><c r="F1" t=\'b\' s="0"><f aca="false">B1&gt;0</f><v/></c>'
    )
    other = rewritten(path, folder / "other.xlsx", "xl/worksheets/sheet1.xml", cell, cells)
    poisoned = office.poisoned(other, folder / "other poisoned.xlsx")

    with zipfile.ZipFile(poisoned) as book:
        xml = book.read("xl/worksheets/sheet1.xml")

    assert (
        b'<c r="A1" s="0"/><c r="B1"><v>5</v></c>'
        b'<c r="C1" s="0"><f t="shared" ref="C1:D1" si="0">B1&amp;"/"</f><v>-999</v></c>'
        b'<c r="D1"><f t="shared" si="0"/><v>-999</v></c>'
        b'<c r="E1"><f>B1</f><v>-999</v></c><c r="F1" s="0"><f aca="false">B1&gt;0</f><v>-999</v></c>'
    ) in xml


def test_poison_changes_nothing_else(folder: Path, rich: Path) -> None:
    """Every part of the file but the sheets with formulas stays the same, byte for byte."""
    poisoned = office.poisoned(rich, folder / "rich poisoned.xlsx")

    with zipfile.ZipFile(rich) as before, zipfile.ZipFile(poisoned) as after:
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]

        assert after.namelist() == before.namelist()
        assert changed == ["xl/worksheets/sheet1.xml"]


@office.needs_office
def test_a_file_that_cannot_be_opened_is_named(folder: Path) -> None:
    """A file that LibreOffice does not open fails the test that asked, and is named."""
    missing = folder / "not a workbook.xlsx"
    missing.write_bytes(b"PK\x03\x04 cut short")

    with pytest.raises(RuntimeError, match=r"did not convert .*not a workbook\.xlsx"):
        office.recalculated([missing], folder / "nothing")


@office.needs_pictures
def test_pages_become_pictures(folder: Path, rich: Path) -> None:
    """Each page that the workbook prints becomes one PNG picture."""
    pages = office.rendered(rich, folder / "pages")

    assert pages
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


def broken(folder: Path, rich: Path) -> list[Path]:
    """Files that Excel would offer to repair, or refuse."""
    sheet, table = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
    cut = folder / "cut.xlsx"
    cut.write_bytes(rich.read_bytes()[:2000])
    return [
        cut,
        rewritten(rich, folder / "order.xlsx", sheet, b"<sheetData>", b"<pageMargins/><sheetData>"),
        rewritten(rich, folder / "kind.xlsx", sheet, b'type="whole"', b'type="wholly"'),
        rewritten(rich, folder / "table.xlsx", table, b'<tableColumn id="2"', b'<tableColumn id="two"'),
        rewritten(rich, folder / "relation.xlsx", sheet, b'<drawing r:id="rId', b'<drawing r:id="none'),
    ]


def test_sound_files_are_valid(rich: Path) -> None:
    """What XlsxWriter writes, tables, charts, validations and formats included, has no error."""
    assert office.open_xml_errors([rich]) == []


def test_broken_files_are_named(folder: Path, rich: Path) -> None:
    """openxml-audit names each broken file."""
    files = broken(folder, rich)

    named = {line.partition(" [openxml-audit] ")[0] for line in office.audit_errors(files)}

    assert named == {path.name for path in files}


@office.needs_sdk
def test_broken_files_are_named_by_the_sdk(folder: Path, rich: Path) -> None:
    """The Open XML SDK names each broken file, and a file after a broken one is still looked at."""
    files = broken(folder, rich)

    named = {line.partition(" [Open XML SDK] ")[0] for line in office.sdk_errors([*files, rich])}

    assert named == {path.name for path in files}
