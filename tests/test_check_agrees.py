"""The workbook's own Check and ``validate`` agree: what one calls an error the other shows, and sound rows are complete.

Cells are pasted, which goes past drop-downs and limits, and LibreOffice computes what the Check says of them.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from copies import write_return
from filled import HEADER, cell_of, column_of, labels_of, sheet_of
from office import needs_office, recalculated
from standard import CONTROLS, EXPECTED_KINDS, KIND_OF, SHEETS, TEMPLATES
from standard import TABLES as EVERY_TABLE
from test_cases import CASE_LIST, identity, pack

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.catalog.rules.checks import CHECKS
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.pattern import pattern_of
from pmo_xl.core.definition.column import Column, Profile
from pmo_xl.core.definition.model import headings
from pmo_xl.core.definition.names import Names
from pmo_xl.core.definition.own_columns import ROW_CHECK_COLUMN
from pmo_xl.core.expr.nodes import Param
from pmo_xl.core.expr.typed_cells import HoldsCode
from pmo_xl.core.formula.formula import formula, write
from pmo_xl.core.formula.row_check import row_check, row_parts
from pmo_xl.excel.template.workbook import Filling, make_workbook
from pmo_xl.excel.write.book import new_book
from pmo_xl.pipeline import validate

TABLES = {key: table for key, table in EVERY_TABLE.items() if KIND_OF[key] in EXPECTED_KINDS}
"""The tables that everybody owes."""

pytestmark = needs_office

LANGUAGES = ("en", "fr")
WRONG, DOUBTFUL, FINE = "◆", "▲", "●"
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Pasted:
    """A pack with cells pasted into it, what validate finds, and what its own Check says once it is computed."""

    path: Path
    rows: Rows
    cells: Mapping[tuple[str, int, str], Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    verdict: str = ""

    def worst(self, table: str, row: int) -> Severity | None:
        """The gravest finding of a row."""
        return max((finding.severity for finding in self.of_row(table, row)), default=None)

    def of_row(self, table: str, row: int) -> list[Finding]:
        """What validate finds in a row."""
        names = SHEETS[table].heading.in_all()
        return [f for f in self.findings if f.place.sheet in names and f.place.row == HEADER + row]

    def cells_of(self, table: str, row: int) -> list[tuple[str, Any]]:
        """What was pasted into a row."""
        return [(key, what) for (of, at, key), what in self.cells.items() if (of, at) == (table, row)]


def base(change: Mapping[str, Any] = {}) -> tuple[dict[str, Any], Rows]:
    """The sound pack of the rule cases, with some cells changed."""
    record, tables = pack(change)
    rows = {
        table: [{**identity(table, key), **row} for key, row in tables[table].items()] for table in TABLES
    }
    return {"project_id": "P001", **record}, rows


def written(
    path: Path, language: str, record: Mapping[str, Any], rows: Rows, cells: Mapping[tuple[str, int, str], Any],
    kinds: Sequence[str] = EXPECTED_KINDS,
) -> Pasted:  # fmt: skip
    """A pack of these rows, into which somebody pasted cells: by table, row and column."""
    columns = {
        table: {column.key: [row.get(column.key) for row in held] for column in EVERY_TABLE[table].inputs()}
        for table, held in rows.items()
    }
    filling = Filling({key: what for key, what in record.items() if what is not None}, columns)
    write_return(path, kinds, filling, language)
    if not cells:
        return Pasted(path, rows)
    book = openpyxl.load_workbook(path)
    for (table, row, key), what in cells.items():
        cell_of(book, table, key, row).value = what
    book.save(path)
    return Pasted(path, rows, cells)


def computed(packs: Sequence[Pasted], out: Path) -> None:
    """What validate finds in each, and what the Check says after LibreOffice computed it."""
    for one, fresh in zip(packs, recalculated([one.path for one in packs], out), strict=True):
        one.findings = validate([one.path]).portfolio.findings
        book = openpyxl.load_workbook(fresh, data_only=True)
        for table, held in one.rows.items():
            sheet = sheet_of(book, table)
            check = next(c.column for c in sheet[HEADER] if c.value in ROW_CHECK_COLUMN.label.in_all())
            one.said[table] = [str(sheet.cell(HEADER + 1 + row, check).value) for row in range(len(held))]
        verdict = next(book[name]["B4"].value for name in ("Check", "Contrôle") if name in book.sheetnames)
        one.verdict = str(verdict)


# ---- any value in any cell --------------------------------------------------------------------------

AFTERNOON = dt.datetime(2026, 2, 3, 15, 30)  # noqa: DTZ001 - Excel's dates have no time zone
VALUES: tuple[Any, ...] = (
    None, " ", "abc", "-", "TBD", "\xa0à définir ", "néant", "?", "*", "soon", "12/01/26", "2026-01-30", "31/12/2026",
    "03/04/2026", "1.234", "1234", "12,5", "55 %", "45.000", "-3", "R-4", "R-1234", "r-123", "R-12A", " R-123 ", "1.2.1",
    "1..2", "1.", "eur", "Closed", "Clos", "clos ", "Tâche", "TACHE", "recap", "Phase", "yes", "x", "Prest.",
    "Jalon", "Milestone", "Effort  continu", "n" * 81, "n" * 600, "=1/0", "#N/A", "#REF!",
    -5, 0, 0.5, 1, 1.5, 3.7, 5, 6, 26, 55, 101, 7.5, 1234567, 46000, 99999,
    dt.date(2026, 2, 3), dt.date(1999, 1, 1), dt.date(2101, 1, 1), AFTERNOON,
)  # fmt: skip
ERRORS = ("=1/0", "#N/A", "#REF!")
EACH = 7
"""Values that each column is given."""


def is_told_by_its_look_alone(column: Column, what: Any) -> bool:
    """Whether only the number format says what a cell holds: a formula sees a number, and nothing else."""
    if isinstance(what, dt.date):
        return not column.kind.is_date
    return column.kind.is_date and isinstance(what, (int, float))


def pastes(table: str, language: str) -> Iterator[tuple[str, Any]]:
    """A value for a cell of a row of its own, column after column."""
    chosen = random.Random(f"{table} {language}")
    for column in TABLES[table].inputs():
        for what in chosen.sample(VALUES, EACH):
            if column.key in TABLES[table].identity and what in ERRORS:
                continue  # what other rows are compared with; see below
            if not is_told_by_its_look_alone(column, what):
                yield column.key, what


MODEL = {"plan": 2, "risks": 1, "budget": 2, "budget_months": 0}
"""The row of the sound pack, by table, of which each pasted row is a copy."""
FIRST_DAY = dt.date(2026, 1, 1)


def copied(table: str, row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A row with a name of its own."""
    if table == "budget_months":
        return {**row, "period": dt.date(2001 + number // 12, number % 12 + 1, 1), "pv": 0, "actual": 0}
    names = {"plan": str(1000 + number), "risks": f"R-{1000 + number}", "budget": f"X{1000 + number}"}
    alone = {"plan": {"predecessors": None, "wbs": None}, "budget": {"transfers": None}}
    return {**row, **alone.get(table, {}), next(iter(TABLES[table].identity)): names[table]}


@pytest.fixture(scope="module", params=LANGUAGES)
def anything(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pasted:
    """One pack with a row for each value and column."""
    folder = tmp_path_factory.mktemp("anything")
    record, rows = base()
    cells: dict[tuple[str, int, str], Any] = {}
    for table in TABLES:
        model, many = rows[table][MODEL[table]], len(rows[table])
        for number, (key, what) in enumerate(pastes(table, request.param)):
            rows[table].append(copied(table, model, number))
            cells[table, many + number, key] = what
    one = written(folder / "anything.xlsx", request.param, record, rows, cells)
    computed([one], folder / "fresh")
    return one


LIVE = {rule.says.to(language) for table in TABLES.values() for rule in table.live for language in LANGUAGES}
"""What is said of rows beside others: validate waits with it until every cell of these can be read."""


@pytest.mark.parametrize("table", TABLES)
def test_an_error_of_any_cell_is_shown_and_a_sound_row_is_complete(anything: Pasted, table: str) -> None:
    """Whatever is pasted into one cell: what validate refuses is marked ◆, a row without a finding is complete."""
    unseen, false = [], []
    for row, said in enumerate(anything.said[table]):
        worst, pasted = anything.worst(table, row), anything.cells_of(table, row)
        if worst is Severity.ERROR and not said.startswith(WRONG):
            unseen.append((pasted, said))
        stricter = any(key == "wbs" and isinstance(what, float) and what % 1 for key, what in pasted)
        if (
            worst is None
            and not said.startswith(FINE)
            and said.removeprefix(f"{WRONG} ") not in LIVE
            and not stricter
        ):
            false.append((pasted, said))

    assert unseen == []
    assert false == []
    assert anything.verdict.startswith(WRONG)


# ---- every rule -------------------------------------------------------------------------------------

Case = dict[str, Any]


def row_of(case: Case) -> tuple[str, str] | None:
    """Table and key of the one row that a case changes, where it changes no other and a rule of that row finds it."""
    rows = {
        tuple(address.rsplit(".", 1)[0].split(".", 1))
        for kind in ("change", "passes")
        for address in case[kind]
    }
    (table, key), *others = sorted(rows)
    codes = {rule.code for rule in SHEETS[table].rules} if table in TABLES else set()
    return (table, key) if not others and case["rule"] in codes and "history" not in table else None


ROW_CASES = [case for case in CASE_LIST if row_of(case)]
ERRORS_BEYOND_A_ROW = {(each.code, each.table) for each in CONTROLS if each.severity is Severity.ERROR} | {
    (each.code, "plan") for each in CHECKS if each.severity is Severity.ERROR and each.code.startswith("PLN")
}
BY_NO_FORMULA = {("PLN-12", "plan")}
"""What no formula of a workbook sees; docs/templates.md says so."""
WHOLE_CASES = [
    case
    for case in CASE_LIST
    if not row_of(case)
    and case["file"] != "followup"
    and (case["rule"], case["cell"].split(".")[0]) in ERRORS_BEYOND_A_ROW - BY_NO_FORMULA
]


def changed_rows(kind: str) -> tuple[Rows, list[tuple[Case, str, int]]]:
    """The sound pack, and below its rows one for each case; with the table and the place of that row."""
    _, rows = base()
    places = []
    for number, case in enumerate(ROW_CASES):
        table, key = row_of(case) or ("", "")
        row = next((one for one in base(case[kind])[1][table] if matches(table, one, key)), None)
        assert row is not None
        rows[table].append(copied(table, row, number) | ({} if table != "budget_months" else months_of(row)))
        places.append((case, table, len(rows[table]) - 1))
    return rows, places


def matches(table: str, row: Mapping[str, Any], key: str) -> bool:
    """Whether it is the row of that key."""
    return all(row[column] == what for column, what in identity(table, key).items())


def months_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same month and amount, on another line."""
    return {"period": row["period"], "actual": row.get("actual"), "line_id": "L3"}


@pytest.fixture(scope="module", params=LANGUAGES)
def by_row(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pasted]:
    """A pack with a broken row for each case, and one with the row beside it that passes."""
    folder = tmp_path_factory.mktemp("rows")
    packs = {}
    for kind in ("change", "passes"):
        packs[kind] = written(folder / f"{kind}.xlsx", request.param, base()[0], changed_rows(kind)[0], {})
    computed([*packs.values()], folder / "fresh")
    return packs


def test_the_row_check_says_of_each_case_what_validate_says(by_row: dict[str, Pasted]) -> None:
    """A row that breaks a rule is marked as grave as the rule is, and its neighbour that passes is complete."""
    for kind, pasted in by_row.items():
        for case, table, row in changed_rows(kind)[1]:
            said, worst = pasted.said[table][row], pasted.worst(table, row)
            if kind == "change":
                assert worst is not None, case
                assert said.startswith(WRONG if worst is Severity.ERROR else (DOUBTFUL, WRONG)), (case, said)
            else:
                assert worst is not None or said.startswith(FINE) or said[2:] in LIVE, (case, said)


def kinds_of(case: Case) -> tuple[str, ...]:
    """The kinds of workbook whose tables a rule looks at: a pack of these is computed sooner than one of all."""
    table = case["cell"].split(".")[0]
    read = {key for control in CONTROLS if control.code == case["rule"] for key in control.reads} | {table}
    kinds = {KIND_OF[key] for key in read if key in KIND_OF} or {"risks"}
    return tuple(kind for kind in TEMPLATES if kind in kinds)


def of_kinds(kinds: Sequence[str], change: Mapping[str, Any]) -> tuple[dict[str, Any], Rows]:
    """The sound pack with some cells changed, and the tables of these kinds alone."""
    record, rows = base(change)
    return record, {table: held for table, held in rows.items() if KIND_OF[table] in kinds}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Case, Pasted, Pasted]]:
    """For each case beyond a row, the pack that is broken and the one that passes; the two languages by turns."""
    folder = tmp_path_factory.mktemp("whole")
    pairs = []
    for number, case in enumerate(WHOLE_CASES):
        kinds = kinds_of(case)
        one, other = (
            written(
                folder / f"{number}{kind}.xlsx",
                LANGUAGES[number % 2],
                *of_kinds(kinds, case[kind]),
                {},
                kinds,
            )
            for kind in ("change", "passes")
        )
        pairs.append((case, one, other))
    computed([one for _, *both in pairs for one in both], folder / "fresh")
    return pairs


def test_no_workbook_with_an_error_may_be_sent(whole: list[tuple[Case, Pasted, Pasted]]) -> None:
    """Where validate finds an error over several rows or sheets the verdict is ◆, and beside it it is not."""
    unseen = [
        (case["rule"], case["cell"], one.verdict)
        for case, one, _ in whole
        if any(f.severity is Severity.ERROR for f in one.findings) and not one.verdict.startswith(WRONG)
    ]
    false = [
        (case["rule"], case["cell"], other.verdict, other.said)
        for case, _, other in whole
        if not other.findings and other.verdict.startswith(WRONG)
    ]

    assert unseen == []
    assert false == []


# ---- the project sheet ------------------------------------------------------------------------------

FIELDS = (
    "project_id",
    "status_date",
    "currency",
    "finish_baseline",
    "contingency_initial",
    "rag_declared",
    "phase",
)
FIELD_VALUES: dict[str, tuple[Any, ...]] = {
    "project_id": ("P 001", "p001", "TBD", None),
    "status_date": ("soon", 0.5),
    "currency": ("eur", "EURO"),
    "finish_baseline": ("12/01/26", "31/12/2026", dt.date(2020, 1, 1)),
    "contingency_initial": (-5, "45.000", "abc"),
    "rag_declared": ("Violet", "Vert", "Closed", "amber"),
    "phase": ("Phase 1", "Recette", "Build"),
}


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> list[Pasted]:
    """A pack for each value that is pasted into a field of the project sheet; the two languages by turns."""
    folder = tmp_path_factory.mktemp("projects")
    packs = [
        written(folder / f"{key}{number}.xlsx", LANGUAGES[number % 2], base()[0], {"risks": base()[1]["risks"]}, {("project", 0, key): what}, ("risks",))
        for key in FIELDS
        for number, what in enumerate(FIELD_VALUES[key])
    ]  # fmt: skip
    computed(packs, folder / "fresh")
    return packs


def test_an_error_of_a_project_field_is_shown(projects: list[Pasted]) -> None:
    """What validate refuses on the project sheet makes the verdict ◆; what it takes without a word does not."""
    unseen, false = [], []
    for one in projects:
        worst = max((finding.severity for finding in one.findings), default=None)
        if worst is Severity.ERROR and not one.verdict.startswith(WRONG):
            unseen.append((one.cells, one.verdict))
        if worst is None and one.verdict.startswith(WRONG):
            false.append((one.cells, one.verdict))

    assert unseen == []
    assert false == []


# ---- the forms that are judged ----------------------------------------------------------------------


def test_a_pattern_is_judged_by_its_formula_as_by_its_expression(tmp_path: Path) -> None:
    """Random codes, near each pattern that a column asks for: the formula of the workbook and Python agree."""
    patterns = sorted(
        {column.pattern for sheet in SHEETS.values() for column in sheet.inputs() if column.pattern}
    )
    patterns += [r"[A-Z]{2}\d{4}", r"C\d{1,3}", r"[a-z]+", r"\d{2}[A-Z]{1,2}"]
    chance = random.Random("patterns")
    names = Names("en", {})
    asked: list[tuple[str, str]] = []
    with new_book(tmp_path / "patterns.xlsx") as book:
        sheet = book.add_worksheet("Codes")
        for place in range(1, 65):
            sheet.write_number(place, 5, place)
        book.define_name("pmo_places", "='Codes'!$F$2:$F$65")
        book.define_name("pmo_code", "='Codes'!$A1")
        for pattern in patterns:
            live = write(HoldsCode(Param("code"), pattern), names)
            for _ in range(60):
                words = near(pattern, chance)
                sheet.write_string(len(asked), 0, words)
                sheet.write_formula(
                    len(asked), 1, f"=IF({live.replace('pmo_code', f'$A{len(asked) + 1}')},1,0)", None, 0
                )
                asked.append((pattern, words))
    (fresh,) = recalculated([tmp_path / "patterns.xlsx"], tmp_path / "fresh")
    answers = [
        row[1].value
        for row in openpyxl.load_workbook(fresh, data_only=True)["Codes"].iter_rows(
            max_row=len(asked), max_col=2
        )
    ]
    expected = [int(re.fullmatch(pattern, words) is not None) for pattern, words in asked]

    assert [
        case for case, answer, right in zip(asked, answers, expected, strict=True) if answer != right
    ] == []
    assert 0.1 < sum(expected) / len(expected) < 0.9


def near(pattern: str, chance: random.Random) -> str:
    """A code of a pattern, most often with one sign changed, added or taken away."""
    form = pattern_of(pattern)
    parts = chance.randint(1, 3) if form.joint else 1
    words = form.joint.join(
        "".join(
            "".join(chance.choices(piece.signs, k=chance.randint(piece.least, piece.most or piece.least + 3)))
            for piece in form.pieces
        )
        for _ in range(parts)
    )
    at = chance.randrange(len(words))
    sign = chance.choice("A a0.-R9é_")
    return (
        chance.choice(
            (
                words,
                words[:at] + words[at + 1 :],
                words[:at] + sign + words[at:],
                words[:at] + sign + words[at + 1 :],
            )
        ).strip()
        or "x"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", Profile)
def test_every_formula_is_one_that_excel_takes(language: str, profile: Profile) -> None:
    """No more than 8,192 characters, no more than 64 functions inside one another, nothing that is new in Excel."""
    names = Names(language, {key: headings(table) for key, table in TABLES.items()}, typed=True)
    for key, table in TABLES.items():
        home = replace(names, home=key)
        parts = [*row_parts(table, profile, frozenset(TABLES)).values(), row_check(table)]
        computed_columns = [
            formula(column.formula, home) for column in table.columns.values() if column.formula is not None
        ]
        for written_out in (*(write(part, home) for part in parts), *computed_columns):
            assert len(written_out) < 7500, (key, len(written_out))
            assert depth(written_out) < 50, (key, written_out[:200])
            assert not re.search(r"\b(LET|LAMBDA|XLOOKUP|FILTER|UNIQUE|TEXTJOIN|IFS|SWITCH)\(", written_out)


def depth(formula_text: str) -> int:
    """How many brackets are open at most, those in texts aside."""
    level = most = 0
    for sign in re.sub(r'"[^"]*"', "", formula_text):
        level += (sign == "(") - (sign == ")")
        most = max(most, level)
    return most


def test_what_the_workbook_shows_by_itself_has_a_control_that_judges_it() -> None:
    """Each live rule and each point stands beside a control or check of its code, of the same table and cell."""
    judged = {(control.code, control.table, control.at) for control in CONTROLS} | {
        ("PLN-10", "plan", "predecessors")
    }
    live = {(rule.code, sheet.key, rule.at) for sheet in SHEETS.values() for rule in sheet.live}
    # The cell of the line that differs is the one its budget is typed in.
    live = {(code, table, "bac" if (code, at) == ("BUD-04", "bac0") else at) for code, table, at in live}
    points = {point.code for template in TEMPLATES.values() for point in template.points}

    assert live <= judged
    assert points <= {code for code, _, _ in judged}


# ---- the files that came from outside ---------------------------------------------------------------

POINTS = {point.code for template in TEMPLATES.values() for point in template.points}
GIVEN = Path(__file__).parents[2] / "shared" / "cases" / "pages" / "check_says_complete"


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the handed cases are not here")
@pytest.mark.parametrize("kind", ["plan", "risks", "budget"])
def test_rows_that_were_complete_to_an_older_workbook_are_not_to_one_of_today(
    kind: str, tmp_path: Path
) -> None:
    """The rows of a workbook whose Check said “Complete” and which validate refused, pasted into a template of today."""
    came = openpyxl.load_workbook(GIVEN / f"{kind}.xlsx")
    path = tmp_path / f"{kind}.xlsx"
    make_workbook(path, [TEMPLATES[kind]], Project, language="fr", room=30)
    book = openpyxl.load_workbook(path)
    rows: Rows = {}
    for table in ("project", *(table.key for table in TEMPLATES[kind].tables)):
        pasted = paste(came, book, table)
        if table != "project":
            rows[table] = pasted
    book.save(path)
    one = Pasted(path, rows)
    computed([one], tmp_path / "fresh")
    errors = sum(finding.severity is Severity.ERROR for finding in one.findings)

    assert errors > 0
    assert one.verdict.startswith(WRONG)
    for table, held in rows.items():
        for row in range(len(held)):
            # What concerns the whole workbook is named at a row, and said on the Check sheet.
            codes = {f.code for f in one.of_row(table, row) if f.severity is Severity.ERROR}
            assert codes <= POINTS or one.said[table][row].startswith(WRONG)


def paste(came: openpyxl.Workbook, book: openpyxl.Workbook, table: str) -> list[dict[str, Any]]:
    """The cells of a table of one workbook put into another, label by label; the rows that held anything."""
    source, target = sheet_of(came, table), sheet_of(book, table)
    held: list[dict[str, Any]] = []
    if table == "project":
        for column in Project.inputs():
            cell_of(book, table, column.key).value = cell_of(came, table, column.key).value
        return held
    heads = {cell.value for cell in source[HEADER]}
    # A workbook of before lacks the columns that came since.
    there = [c.key for c in TABLES[table].inputs() if heads & {*labels_of(table, c.key)}]
    for row in range(source.max_row - HEADER):
        cells = {key: source.cell(HEADER + 1 + row, column_of(source, table, key)).value for key in there}
        if any(what is not None for what in cells.values()):
            held.append(cells)
            for key, what in cells.items():
                target.cell(HEADER + len(held), column_of(target, table, key)).value = what
    return held
