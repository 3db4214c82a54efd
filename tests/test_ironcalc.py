"""A second program that computes workbooks: IronCalc finds the values that Python wrote, from poisoned caches.

It shares nothing with LibreOffice or with us, and reads references to tables as they are. What it cannot compute is
listed by form; the cells of these forms that it computes otherwise, counted, keep the value that Python wrote, so that
every other cell is computed from right values and has to agree. LibreOffice computes the listed ones too.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import ironcalc
import portfolios
import pytest
from office import Cell, agree, formula_cells, poisoned, sheet_parts

import pmo_xl
from pmo_xl.core.base.files import RETURNS_FOLDER, in_workspace

Place = tuple[str, str]
"""A sheet and an address."""

NOT_COMPUTED: dict[str, tuple[str, str]] = {
    "AGGREGATE": (
        r"AGGREGATE\(",
        "no function of it: the largest, smallest or first under a condition that MAXIFS and MINIFS cannot say",
    ),
    "SUMPRODUCT(SUMIFS(": (
        r"SUMPRODUCT\(SUMIFS\(",
        "no list of results from a list of criteria: a sum over currencies, each at its rate",
    ),
    "EXACT of a column": (
        r"EXACT\(\w+\[",
        "applied to the first cell alone: the projects of programmes whose names differ in capitals only",
    ),
    "COUNTIFS of one cell": (
        r"COUNTIFS?\((?:\w+\[\[#This Row\]|\$?[A-Z]+[0-9]+,|pmo_)",
        "a range of one cell is refused: whether a cell that somebody filled holds a number within its limits",
    ),
    "COUNTIFS of one row": (
        r"COUNTIFS\(findings\[",
        "so is a table of one row: the findings of a portfolio without any",
    ),
    "a text function of a column": (
        r"(?:LEN|LEFT|RIGHT|TRIM|ROW)\(\w+\[(?!\[)|MID\([^()]*(?:\([^()]*\))?[^()]*,pmo_places",
        "applied to the first cell alone: what is counted over the texts of a column, or over the places of a code",
    ),
}
"""What IronCalc cannot compute: the form, what tells it, and why."""
IN_MASTERS = ("AGGREGATE", "SUMPRODUCT(SUMIFS(", "EXACT of a column", "COUNTIFS of one row")
IN_TEMPLATES = ("AGGREGATE", "COUNTIFS of one cell", "a text function of a column")
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>/]*)>(.*?)</c>', re.DOTALL)
"""A cell that holds something: one without, which closes itself, would take the next for what it holds."""


def form_of(formula: str, forms: Collection[str]) -> str | None:
    """Which of the forms that IronCalc cannot compute a formula takes, or nothing."""
    return next((form for form in forms if re.search(NOT_COMPUTED[form][0], formula)), None)


def computed(path: Path, out: Path) -> Path:
    """A workbook as IronCalc saves it after computing every formula anew."""
    model = ironcalc.load_from_xlsx(str(path))
    model.evaluate()
    out.unlink(missing_ok=True)
    model.save_to_xlsx(str(out))
    return out


def pinned(path: Path, out: Path, values: Mapping[Place, Cell]) -> Path:
    """A copy of a workbook in which these formulas are the values they had."""

    def constant(sheet: str, match: re.Match[bytes]) -> bytes:
        address, attributes, _ = match.groups()
        value = values.get((sheet, address.decode()))
        if value is None:
            return match[0]
        style = re.sub(rb'\st="[^"]*"', b"", attributes)
        if value.type in {"n", "b"}:
            return b'<c r="%s"%s t="%s"><v>%s</v></c>' % (
                address,
                style,
                value.type.encode(),
                value.text.encode(),
            )
        if value.type == "":
            return b'<c r="%s"%s t="str"><f>""</f><v></v></c>' % (address, style)
        words = escape(value.text).encode()
        return b'<c r="%s"%s t="inlineStr"><is><t>%s</t></is></c>' % (address, style, words)

    with zipfile.ZipFile(path) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        names = {part: sheet for sheet, part in sheet_parts(book).items()}
        for item in book.infolist():
            content = book.read(item)
            sheet = names.get(item.filename)
            if sheet is not None:
                content = _CELL.sub(lambda match, sheet=sheet: constant(sheet, match), content)
            copy.writestr(item, content)
    return out


def disagreeing(right: Mapping[Place, Cell], fresh: Path, but: Collection[Place] = ()) -> dict[Place, str]:
    """The cells that were computed to another value, or to an error, and a line on each."""
    blank = Cell("", "")
    found = formula_cells(fresh, every=True)
    return {
        place: f"{place[0]}!{place[1]} cached={cell[:2]} computed={found.get(place, blank)[:2]} formula={cell.formula}"
        for place, cell in right.items()
        if place not in but and not agree(cell, found.get(place, blank), 1e-9)
    }


@pytest.fixture(
    scope="module",
    params=[
        "demo-en",
        "gaps-fr",
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("demo-fr", "gaps-en")),
    ],
)
def master(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The master of a demo without a finding, of one with planted faults, and of a portfolio with gaps in both languages."""
    what, _, language = request.param.partition("-")
    folder = tmp_path_factory.mktemp("master")
    settings = None
    if what == "demo":
        pmo_xl.make_demo(
            folder / "in", projects=6, seed=2, language=language, faults=0 if language == "en" else 8
        )
    else:
        status = dt.date(2026, 3, 16)
        portfolios.write(folder / "in", portfolios.portfolio(4, status, 7), language)
        settings = portfolios.settings(status, language=language)
    outcome = pmo_xl.consolidate(
        [folder / "in"], folder / f"{request.param}.xlsx", language=language, settings=settings
    )
    assert outcome.master is not None
    return outcome.master


def listed(right: Mapping[Place, Cell], forms: Collection[str]) -> dict[Place, str]:
    """The cells of the listed forms."""
    found = {place: form_of(cell.formula or "", forms) for place, cell in right.items()}
    return {place: form for place, form in found.items() if form is not None}


def test_a_master_is_computed_alike(master: Path, tmp_path: Path) -> None:
    """Every formula but those of the listed forms has the value that Python wrote; the listed ones do need listing."""
    right = formula_cells(master)
    assert len(right) > 5000
    forms = listed(right, IN_MASTERS if master.stem == "demo-en" else IN_MASTERS[:3])

    spoiled = poisoned(master, tmp_path / "spoiled.xlsx")
    alone = disagreeing(right, computed(spoiled, tmp_path / "alone.xlsx"))
    held_back = {place: form for place, form in forms.items() if place in alone}
    assert set(held_back.values()) == set(forms.values()), "a form that it can compute by now is listed"

    held = pinned(spoiled, tmp_path / "held.xlsx", {place: right[place] for place in held_back})
    assert not list(disagreeing(right, computed(held, tmp_path / "fresh.xlsx"), held_back).values())[:20]
    assert len(held_back) < 0.01 * len(right), Counter(held_back.values())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_templates_are_computed_alike(language: str, tmp_path: Path) -> None:
    """Blank templates, and filled ones as a demo returns them; the Check of what people type takes the listed forms."""
    pmo_xl.write_templates(["all"], tmp_path / "blank", language=language)
    pmo_xl.make_demo(tmp_path / "pmo", projects=1, seed=3, language=language)
    returns = in_workspace(tmp_path / "pmo", RETURNS_FOLDER)
    paths = [*(tmp_path / "blank").rglob("*.xlsx"), *returns.rglob("*.xlsx")]
    assert len(paths) > 6
    cells = 0
    for number, path in enumerate(paths):
        right = formula_cells(path)
        held_back = listed(right, IN_TEMPLATES)
        spoiled = poisoned(path, tmp_path / f"spoiled{number}.xlsx")
        held = pinned(spoiled, tmp_path / f"held{number}.xlsx", {place: right[place] for place in held_back})
        fresh = computed(held, tmp_path / f"fresh{number}.xlsx")
        assert not list(disagreeing(right, fresh, held_back).values())[:20], path.name
        cells += len(right) - len(held_back)
    assert cells > 1000
