"""The templates that go out: sound files, live formulas with their values, cells that help whoever types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import audit_errors, compare, needs_office, open_xml_errors, poisoned, recalculated
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from standard import SHEETS, TEMPLATES

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.catalog.kinds.risks.table import Risks
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, Column, amount, choice, integer, number, text
from pmo_xl.core.definition.model import Agree, Record, Rule, Table, Template, choices_of
from pmo_xl.core.definition.own_columns import ROW_COLUMNS
from pmo_xl.core.expr.algebra import this, total
from pmo_xl.core.expr.choice import Choice
from pmo_xl.excel.template.workbook import Filling, make_workbook

HEADER_ROW = 5
LANGUAGES = ("en", "fr")
PACK = "pack"
KINDS = (*TEMPLATES, PACK)


def day(month: int, of_month: int, year: int = 2026) -> dt.date:
    """A day of the year in which the sample project runs."""
    return dt.date(year, month, of_month)


RECORD = {
    "project_id": "P001",
    "project_name": '=HYPERLINK("http://example.org")',
    "status_date": day(3, 31),
    "currency": "EUR",
    "type": "regulatory",
    "rag_declared": "amber",
    "contingency_initial": 50000.0,
}
# Ten tasks: 30 finished before it started, 40 overdue, 50 without owner, 60 a milestone of two days.
PLAN: dict[str, list[Any]] = {
    "task_id": ["10", "20", "30", "40", "50", "60", "70", "80", "90", "90"],
    "wbs": ["1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "2.3", "3", None],
    "name": [
        "Cadrage et lancement du projet", "Recueil des besoins auprès des directions métier",
        "Réaliser le module de paiement", "Migration des données clients", "Recette", "Comité de lancement",
        "Formation", "Pilote", "=HYPERLINK(\"http://example.org\")", "Généralisation",
    ],
    "type": ["summary", "task", "task", "task", "task", "milestone", "task", "loe", "task", "milestone"],
    "owner": ["Claire Martin", "Paul Durand", "Ana Sousa", "Paul Durand", None, *["Claire Martin"] * 5],
    "start_baseline": [day(1, 5), day(1, 5), day(2, 2), day(2, 16), day(4, 1), *[day(5, 4)] * 5],
    "finish_baseline": [day(6, 30), day(1, 30), day(3, 27), day(3, 27), day(4, 30), *[day(5, 29)] * 5],
    "start_forecast": [day(1, 5), day(1, 12), day(2, 9), day(2, 16), day(4, 6), *[day(5, 4)] * 5],
    "finish_forecast": [day(7, 10), day(2, 6), day(2, 6), day(3, 27), day(5, 8),
                        *[day(5, 30)] * 4, day(5, 4)],
    "start_actual": [day(1, 5), day(1, 12), day(2, 9), day(2, 16), *[None] * 6],
    "finish_actual": [None, day(2, 6), day(2, 6), None, *[None] * 6],
    "pct_complete": [0.4, 1.0, 0.9, 0.65, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    "cost_baseline": [None, 40000.0, 120000.0, 65500.5, 30000.0, 0.0, 8000.0, None, 12000.0, None],
    "progress_method": [None, None, "50/50", "20/80", "0/100", None, "pct_physical", "loe", None, None],
    "milestone_level": [*[None] * 5, "1", *[None] * 3, "2"],
    "dur_opt": [None, None, 20.0, 40.0, *[None] * 6],
    "dur_ml": [None, None, 30.0, 30.0, *[None] * 6],
    "dur_pess": [None, None, 45.5, 50.0, *[None] * 6],
}  # fmt: skip
# Eight risks: R-003 has two owners, R-004 is critical without action, R-006 closed without a reason.
RISKS: dict[str, list[Any]] = {
    "risk_id": ["R-001", "R-002", "R-003", "R-004", "R-005", "R-006", "R-007", "R-008"],
    "title": [
        "Retard de livraison du prestataire de paiement", "Départ d’un expert", "Données incomplètes",
        "Refus de la conformité", "Baisse du coût d’hébergement", "Panne du pilote", "Hausse", "Fuite",
    ],
    "category": ["supplier", "resources", "technical", "legal", "cost", "technical", "external", "security"],
    "date_raised": [day(1, 15), day(1, 20), day(2, 3), day(2, 3), day(2, 10), day(1, 8), day(3, 2), None],
    "probability_in": [4.0, 3.0, 2.0, 5.0, 2.0, 1.0, 3.0, 5.0],
    "impact_in": [4.0, 3.0, 5.0, 5.0, 2.0, 2.0, 4.0, 5.0],
    "prob_pct_in": [0.6, 0.35, 0.2, 0.8, 0.3, None, 1.0, None],
    "cost_impact_in": [80000.0, 25000.0, 60000.0, 150000.0, 20000.0, None, 12500.25, None],
    "response_type": ["reduce", "accept", "transfer", "avoid", "exploit", "accept", "exploit", "reduce"],
    "response_actions": ["Revue hebdomadaire, clause de pénalité", *[None] * 7],
    "owner": ["Claire Martin", "Paul Durand", "Ana Sousa et Paul Durand", "Ana Sousa", *["Paul Durand"] * 4],
    "due_date": [day(5, 29), day(2, 27), *[None] * 6],
    "status": ["open", "open", "open", "escalated", "open", "closed", "occurred", "open"],
    "probability_res": [2.0, None, None, None, 3.0, *[None] * 3],
    "impact_res": [3.0, None, None, None, 3.0, *[None] * 3],
    "prob_pct_res": [0.3, *[None] * 7],
    "cost_impact_res": [40000.0, *[None] * 7],
    "kind": ["threat", None, None, None, "opportunity", *[None] * 3],
    "response_cost": [15000.0, *[None] * 7],
}  # fmt: skip
# Seven lines: L03 spends more than it committed, L04 overruns without a word, L05 trains as CAPEX.
BUDGET: dict[str, list[Any]] = {
    "line_id": ["L01", "L02", "L03", "L04", "L05", "L06", "l01"],
    "description": [
        "Équipe de développement", "Chef de projet", "Licences de la plateforme de paiement", "Serveurs",
        "Formation des utilisateurs", "Provision", None,
    ],
    "category": [
        "labour_external", "labour_internal", "licences", "hardware", "training", "contingency", "travel"
    ],
    "capex_opex": ["capex", "opex", "capex", "capex", "capex", "opex", None],
    "bac0": [300000.0, 90000.0, 45000.0, 60000.0, 12000.0, 25000.0, 4000.0],
    "changes_approved": [20000.0, None, None, None, None, None, None],
    "transfers": [None, 5000.0, -5000.0, None, None, None, None],
    "committed": [250000.0, None, 10000.0, 70000.0, None, None, None],
    "actual": [140000.0, 32000.5, 22000.0, 41000.0, -200.0, 0.0, 350.0],
    "etc": [190000.0, 61000.0, 18000.0, 39000.0, 12000.0, 25000.0, 3000.0],
}  # fmt: skip
MONTHS: dict[str, list[Any]] = {
    "line_id": ["L01", "L01", "L01", "L02", "L03"],
    "period": [day(1, 1), day(2, 1), day(4, 1), day(3, 1), day(3, 1)],
    "pv": [50000.0, 60000.0, 210000.0, 95000.0, 40000.0],
    "actual": [48000.0, 92000.0, 10.0, 32000.5, 22000.0],
    "forecast": [None, None, 190000.0, None, None],
}
FILLED = Filling(RECORD, {"plan": PLAN, "risks": RISKS, "budget": BUDGET, "budget_months": MONTHS})
HOLIDAYS = (day(4, 6), day(5, 1), day(5, 8))


class Templates:
    """Every blank and every filled template in one folder, made once."""

    def __init__(self, folder: Path) -> None:
        self.paths: dict[tuple[str, str, bool], Path] = {}
        for kind in KINDS:
            for language in LANGUAGES:
                for filled in (False, True):
                    path = folder / f"{kind}_{language}_{'filled' if filled else 'blank'}.xlsx"
                    self.paths[kind, language, filled] = write(
                        path, kind, language, FILLED if filled else None
                    )

    def book(
        self, kind: str, language: str = "en", *, filled: bool = False, values: bool = False
    ) -> Workbook:
        """One of them as openpyxl sees it: its formulas, or the values they carry."""
        return openpyxl.load_workbook(self.paths[kind, language, filled], data_only=values)


def write(path: Path, kind: str, language: str = "en", filling: Filling | None = None) -> Path:
    """One template at *path*."""
    templates = list(TEMPLATES.values()) if kind == PACK else [TEMPLATES[kind]]
    make_workbook(path, templates, Project, language=language, filling=filling, holidays=HOLIDAYS)
    return path


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """All templates, blank and filled, in both languages."""
    return Templates(tmp_path_factory.mktemp("templates"))


def tables_of(kind: str) -> list[type[Table]]:
    """The tables of a kind, or of all kinds."""
    return [
        table for name, template in TEMPLATES.items() if kind in (name, PACK) for table in template.tables
    ]


def column_of(sheet: Worksheet, label: str) -> int:
    """The place of the column headed so."""
    return next(cell.column for cell in sheet[HEADER_ROW] if cell.value == label)


def validation_of(sheet: Worksheet, cell: str) -> DataValidation:
    """What a cell lets people type."""
    return next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)


def texts_of(sheet: Worksheet) -> Iterator[str]:
    """Every text of a sheet."""
    return (cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))


# ---- the file ---------------------------------------------------------------------------------------


def test_every_template_is_a_sound_file(templates: Templates) -> None:
    """Blank, alone or as a pack, and filled with every table: the validators find nothing."""
    paths = {key: path for key, path in templates.paths.items() if not key[2] or key[0] == PACK}
    # One of the two validators takes seconds for each file; what the languages differ in are words.
    assert open_xml_errors([path for (_, language, _), path in paths.items() if language == "fr"]) == []
    assert audit_errors([path for (_, language, _), path in paths.items() if language != "fr"]) == []


@needs_office
@pytest.mark.parametrize(
    "unlike",
    [True, pytest.param(False, marks=pytest.mark.slow)],
    ids=["blank in English, filled in French", "the others"],
)
def test_every_formula_carries_the_value_that_libreoffice_computes(
    templates: Templates, tmp_path: Path, unlike: bool
) -> None:
    """What phones and viewers show without computing is what Excel will compute."""
    paths = [
        path
        for (_, language, filled), path in templates.paths.items()
        if (filled == (language == "fr")) == unlike
    ]
    fresh = recalculated([poisoned(path, tmp_path / path.name) for path in paths], tmp_path / "fresh")
    for path, again in zip(paths, fresh, strict=True):
        found = compare(path, again)
        assert found == []
        assert found.formulas > 100


def test_labels_of_lists_have_plain_spaces() -> None:
    """A no-break space that a text has in French is none in a list: cells are compared with plain ones, as typed."""

    class Credit(Choice):
        HALF = "half", "50\xa0%", "50\u202f% (moitié\xa0au début)"

    assert Credit.HALF.label.in_all() == ("50 %", "50 % (moitié au début)")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """A template that did not change does not look changed."""
    first, second = (write(tmp_path / name, PACK, "fr", FILLED) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()


def test_the_workbook_says_of_itself_what_it_is(templates: Templates) -> None:
    """Kinds and language stand in the properties, and each data sheet bears an invisible mark."""
    book = templates.book(PACK, "fr")
    kept = {prop.name: prop.value for prop in book.custom_doc_props.props}
    assert kept == {"pmo_xl.kinds": ", ".join(TEMPLATES), "pmo_xl.language": "fr"}
    marks = [book[sheet.heading.fr]["A1"].value for sheet in SHEETS.values()]
    assert marks == [f"pmo_xl {key} 1 fr" for key in SHEETS]
    assert book["_pmo"].sheet_state == "veryHidden"


# ---- the tables -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_table_is_an_excel_table_with_room_to_type(
    templates: Templates, kind: str, language: str
) -> None:
    """It bears the key of its definition, and holds its rows and empty ones below its headers."""
    book = templates.book(kind, language, filled=True)
    for definition in tables_of(kind):
        sheet = book[definition.heading.to(language)]
        table = sheet.tables[definition.key]
        # Rows that stand there from the start are among those of the table.
        given = (*FILLED.rows.get(definition.key, {}).values(), *definition.seed.values())
        rows = max((len(values) for values in given), default=0)
        assert table.ref == f"B{HEADER_ROW}:{sheet.cell(HEADER_ROW + rows + 25, sheet.max_column).coordinate}"
        labels = [column.label.to(language) for column in definition.columns.values()]
        assert table.column_names[: len(labels)] == labels
        checks = [column.label.to(language) for column in ROW_COLUMNS]
        assert set(table.column_names[len(labels) :]) <= set(checks)
        assert table.column_names[-1] == checks[-1]
        assert table.autoFilter.ref == table.ref


def test_typing_under_the_last_row_makes_the_table_grow(templates: Templates) -> None:
    """No sheet is protected, and drop-downs, checks and number formats go on below the table."""
    book = templates.book("plan")
    sheet = book["Plan"]
    assert not any(each.protection.sheet for each in book.worksheets)
    assert validation_of(sheet, f"E{sheet.max_row + 500}").formula1 == "pmo_list_TaskType"
    formats = [sheet.column_dimensions[letter].number_format for letter in "BGM"]
    assert formats == ["@", "yyyy-mm-dd", "0%"]


@pytest.mark.parametrize(
    ("kind", "sheet", "pane"),
    [
        ("plan", "Plan", "E6"),
        ("risks", "Risks", "D6"),
        ("budget", "Budget", "D6"),
        (PACK, "Budget by month", "D6"),
    ],
)
def test_headers_and_the_names_of_rows_stay_in_sight(
    templates: Templates, kind: str, sheet: str, pane: str
) -> None:
    """What names a row, and the first wide text, are frozen with the headers."""
    assert templates.book(kind)[sheet].freeze_panes == pane


def test_each_sheet_prints_one_page_wide(templates: Templates) -> None:
    """The headers are repeated; no print area cuts off what is typed later."""
    book = templates.book(PACK)
    for sheet in book.worksheets[:-1]:
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth or 1) == (True, 1)
        assert sheet.print_area == ""
    assert {book[table.heading.en].print_title_rows for table in tables_of(PACK)} == {"$3:$5"}


def test_folded_columns_are_closed_and_can_be_opened(templates: Templates) -> None:
    """They are hidden in an outline, and the column after them bears the +."""
    sheet = templates.book("plan")["Plan"]
    folded = sheet.column_dimensions[get_column_letter(column_of(sheet, "Work done (wd)"))]
    assert (folded.hidden, folded.outlineLevel) == (True, 1)
    assert sheet.column_dimensions[sheet.cell(HEADER_ROW, sheet.max_column).column_letter].collapsed


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_column_says_whether_it_must_be_filled(templates: Templates, language: str) -> None:
    """Colour alone does not say it: the word stands above each header."""
    sheet = templates.book("risks", language)[Risks.heading.to(language)]
    words = {"en": ("required", "optional", "calculated"), "fr": ("obligatoire", "facultatif", "calculé")}[
        language
    ]
    for column in Risks.columns.values():
        cell = sheet.cell(HEADER_ROW - 1, column_of(sheet, column.label.to(language)))
        expected = words[2] if column.computed else words[0] if column.is_required(LIGHT + 1) else words[1]
        assert cell.value == expected


# ---- the cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_to_fill_helps_and_no_other_does(templates: Templates, kind: str, language: str) -> None:
    """Each input column, and each field of the project, has its help; what is calculated has none."""
    book = templates.book(kind, language)
    for definition in tables_of(kind):
        sheet = book[definition.heading.to(language)]
        helped = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
        assert sorted(helped) == sorted(column.label.to(language)[:32] for column in definition.inputs())
        assert all(rule.prompt and str(rule.sqref).endswith("2006") for rule in helped.values())
    assert len(book[Project.heading.to(language)].data_validations.dataValidation) == len(Project.inputs())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_list_offers_its_words_through_a_name(templates: Templates, language: str) -> None:
    """The drop-down names a range of the hidden sheet, which holds the words in the workbook's language."""
    book = templates.book("risks", language)
    sheet = book[Risks.heading.to(language)]
    for column in Risks.inputs():
        choices = choices_of(column)
        if choices is None:
            continue
        place = sheet.cell(HEADER_ROW + 1, column_of(sheet, column.label.to(language))).coordinate
        rule = validation_of(sheet, place)
        assert (rule.type, rule.formula1) == ("list", f"pmo_list_{choices.__name__}")
        _, cells = next(book.defined_names[rule.formula1].destinations)
        offered = [cell.value for (cell,) in book["_pmo"][cells.replace("$", "")]]
        assert offered == [member.label.to(language) for member in choices]


def test_limits_are_those_of_the_definition(templates: Templates) -> None:
    """A whole number from 1 to 5, a share of 0 to 100 %, a date of this century, a short text."""
    book = templates.book(PACK)
    risks, plan = book["Risks"], book["Plan"]

    def limits(sheet: Worksheet, label: str) -> tuple[str, str | None, str, str | None]:
        rule = validation_of(sheet, sheet.cell(HEADER_ROW + 1, column_of(sheet, label)).coordinate)
        return rule.type, rule.operator, rule.formula1, rule.formula2

    assert limits(risks, "Probability") == ("whole", None, "1", "5")
    assert limits(plan, "% complete") == ("decimal", None, "0", "1")
    assert limits(plan, "Baseline start") == ("date", None, "36526", "73415")
    assert limits(plan, "Task") == ("textLength", "lessThanOrEqual", "200", None)
    assert limits(risks, "Cost impact") == ("decimal", "greaterThanOrEqual", "0", None)


def test_a_text_that_looks_like_a_formula_stays_a_text(templates: Templates) -> None:
    """Neither the name of a task nor that of the project is ever computed."""
    book = templates.book(PACK, filled=True)
    row = HEADER_ROW + 1 + PLAN["name"].index('=HYPERLINK("http://example.org")')
    task = book["Plan"].cell(row, column_of(book["Plan"], "Task"))
    _, place = next(book.defined_names["pmo_project_name"].destinations)
    project = book["Project"][place.replace("$", "")]
    assert [(cell.data_type, cell.value) for cell in (task, project)] == [("s", RECORD["project_name"])] * 2


def test_a_french_workbook_has_no_english_in_it(templates: Templates) -> None:
    """Labels, list values, messages: what differs between the languages is said in French."""
    book = templates.book(PACK, "fr")
    english = {
        "required",
        "optional",
        "calculated",
        "Check",
        "Missing",
        "Text",
        "Owner",
        "Status",
        "Threat",
    }
    assert not english & {words for sheet in book.worksheets for words in texts_of(sheet)}
    prompts = [rule.prompt for sheet in book.worksheets for rule in sheet.data_validations.dataValidation]
    assert all(words.startswith(("Obligatoire.", "Facultatif.")) for words in prompts)


# ---- what the sheets say ----------------------------------------------------------------------------


def test_the_row_check_names_what_is_wrong(templates: Templates) -> None:
    """Each wrong row of the sample says what is wrong with it; the others are complete."""
    sheet = templates.book("plan", filled=True, values=True)["Plan"]
    said = [sheet.cell(HEADER_ROW + 1 + row, sheet.max_column).value for row in range(11)]
    assert said == [
        "● Complete",
        "● Complete",
        "◆ Forecast finish before forecast start",
        "◆ Not finished, yet forecast to have finished",
        "◆ Missing: Owner",
        "◆ Milestone whose start and finish differ: it has only one date",
        "▲ Finishes on a day that is not worked",
        "▲ Finishes on a day that is not worked",
        "▲ Finishes on a day that is not worked",
        "◆ An earlier row has the same ID",
        None,
    ]


def checks_of(book: Workbook) -> dict[str, list[tuple[object, object]]]:
    """Number and state of each line of the Check sheet, by its label, sheet after sheet."""
    found: dict[str, list[tuple[object, object]]] = {}
    for _, label, many, state in book["Check"].iter_rows(min_row=6, max_col=4, values_only=True):
        if label is not None:
            found.setdefault(label, []).append((many, state))
    return found


def test_a_blank_template_says_that_it_cannot_be_sent(templates: Templates) -> None:
    """The project is not named yet, and there is no row."""
    book = templates.book("plan", values=True)
    assert book["Check"]["B4"].value == "◆ To correct before sending: 5 points"
    assert checks_of(book)["Required cells still empty"] == [(5, "◆ To correct"), (0, "● OK")]
    assert checks_of(book)["Rows filled"] == [(0, "▲ Nothing entered")]


def test_the_check_sheet_counts_what_is_wrong(templates: Templates) -> None:
    """Cells that are missing, rows that break a rule (that share a name, whatever the case), totals that differ."""
    book = templates.book("budget", filled=True, values=True)
    found = checks_of(book)
    assert book["Check"]["B4"].value == "◆ To correct before sending: 8 points"
    assert found["Rows filled"] == [(7, "● OK"), (5, "● OK")]
    assert found["Required cells still empty"] == [(1, "◆ To correct"), (1, "◆ To correct"), (0, "● OK")]
    assert found["Cells not as expected"] == [(0, "● OK")] * 3
    assert found["Rows that break a rule"] == [(4, "◆ To correct"), (1, "◆ To correct")]
    assert found["Rows with a warning"] == [(1, "▲ To look at"), (0, "● OK")]
    assert found["Amber or red without a word"] == [(1, "◆ To correct")]
    assert found["Actual by month = actual cost"] == [(pytest.approx(-41140), "▲ Difference")]


def test_a_complete_return_is_ready_to_send(tmp_path: Path) -> None:
    """With all that is required and totals that agree, the verdict is green."""
    line = {
        "line_id": ["L1"],
        "category": ["cloud"],
        "capex_opex": ["opex"],
        "bac0": [9.5],
        "actual": [4.0],
        "etc": [5.5],
    }
    month = {
        "line_id": ["L1", "L1"],
        "period": [day(1, 1), day(4, 1)],
        "pv": [9.5, None],
        "actual": [4.0, None],
        "forecast": [None, 5.5],
    }
    record = {**RECORD, "project_manager": "Ana", "comment": "A supplier is late"}
    filling = Filling(record, {"budget": line, "budget_months": month})
    book = openpyxl.load_workbook(write(tmp_path / "ready.xlsx", "budget", "en", filling), data_only=True)
    assert book["Check"]["B4"].value == "● Ready to send"


@needs_office
def test_a_text_pasted_over_a_number_is_said_and_spoils_no_total(
    templates: Templates, tmp_path: Path
) -> None:
    """Pasting goes past the drop-downs and limits: the row names the cell, and the Check sheet still counts."""
    book = templates.book("budget", filled=True)
    sheet = book["Budget"]
    sheet.cell(HEADER_ROW + 2, column_of(sheet, "Actual cost")).value = "about 5"
    book.save(tmp_path / "pasted.xlsx")
    (fresh,) = recalculated([tmp_path / "pasted.xlsx"], tmp_path / "fresh")
    computed = openpyxl.load_workbook(fresh, data_only=True)
    assert computed["Budget"].cell(HEADER_ROW + 2, sheet.max_column).value == "◆ Actual cost: not a number"
    assert computed["Budget"].cell(HEADER_ROW + 2, column_of(sheet, "Estimate at completion")).value is None
    assert checks_of(computed)["Cells not as expected"][1] == (1, "◆ To correct")


def test_the_guide_explains_every_column_with_its_example(templates: Templates) -> None:
    """Label, need, help, allowed values and example; dates and amounts as real dates and numbers."""
    rows = {
        row[1]: row[2:]
        for row in templates.book("budget")["Guide"].iter_rows(max_col=6, values_only=True)
        if row[1]
    }
    labels = {
        column.label.en for sheet in (Project, *tables_of("budget")) for column in sheet.columns.values()
    }
    assert labels <= set(rows)
    assert rows["Status date"][-1] == dt.datetime(2026, 3, 31)  # noqa: DTZ001 - Excel has no time zone
    assert rows["Estimate to complete"] == (
        "required",
        "What the remaining work will cost, re-estimated, not budget minus actual.",
        "A number, 0 or more",
        190000,
    )


# ---- definitions that cannot be right ---------------------------------------------------------------


class Colour(Choice):
    """A list with nothing wrong."""

    RED = "red", "Red", "Rouge"


def table_with(**columns: Any) -> type[Table]:
    """A table of these columns, defined as any module would define it."""
    return type("Fruits", (Table,), {"key": "fruits", "heading": t("Fruits", "Fruits"), **columns})


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (lambda: text("Name [x]", "Nom"), "Fruits.bad: 'Name [x]' cannot head a column"),
        (lambda: text("Weight", "Nom"), "Fruits.bad: the label 'Weight' is also that of 'weight'"),
        (lambda: text("Name", "Poids"), "Fruits.bad: the label 'Poids' is also that of 'weight'"),
        (lambda: text("Check", "Nom"), "Fruits.bad: the label 'Check' is also that of 'row_check'"),
        (lambda: number("Twice", "Double", formula=this.size * 2), "Fruits.bad: there is no column 'size'"),
        (lambda: number("Twice", "Double", formula=this.bad * 2), "Fruits.bad: there is no column 'bad'"),
        (lambda: text("Name", "Nom", choices=Colour), "Fruits.bad: a choice needs its list"),
        (lambda: choice(None, "Hue", "Teinte"), "Fruits.bad: a choice needs its"),  # type: ignore[arg-type]
        (lambda: integer("Size", "Taille", low=5, high=1), "Fruits.bad: the lower limit 5 lies above"),
        (lambda: text("Name", "Nom", pattern="[A-Z]"), "Fruits.bad: a pattern needs words"),
        (
            lambda: text("Name", "Nom", t("x" * 201, "x")),
            "Fruits.bad: the help is longer than 200 characters",
        ),
        (
            lambda: number("Twice", "Double", formula=this.weight * 2, required=LIGHT),
            "Fruits.bad: a computed column is not filled by anybody",
        ),
    ],
)
def test_a_column_that_cannot_be_right_stops_the_definition(column: Any, words: str) -> None:
    """The sentence names the table and the column."""
    made: Column = column()
    with pytest.raises(DefinitionError) as stopped:
        table_with(weight=number("Weight", "Poids"), bad=made)
    assert str(stopped.value).startswith(words)


def test_a_rule_that_reads_an_unknown_column_stops_the_definition() -> None:
    """The sentence names the rule."""
    rule = Rule(
        "FRU-01", this.size > 0, at="weight", says=t("a", "a"), fix=t("b", "b"), severity=Severity.WARNING
    )
    with pytest.raises(DefinitionError, match="Fruits, FRU-01: there is no column 'size'"):
        table_with(weight=number("Weight", "Poids"), rules=(rule,))


def test_a_sum_over_a_text_stops_the_template() -> None:
    """Totals that should agree are sums of numbers of tables that the template has."""
    fruits = table_with(name=text("Name", "Nom"), weight=number("Weight", "Poids"))
    for left, words in (
        (total("fruits", this.name), "column 'name' of 'fruits' is not a number"),
        (total("nuts", this.weight), "there is no table 'nuts'"),
    ):
        agree = Agree("FRU-02", t("a", "a"), left, total("fruits", this.weight))
        with pytest.raises(DefinitionError, match=words):
            Template("fruit", "1", 10, t("Fruit", "Fruit"), t("a", "a"), (fruits,), (agree,))


def test_two_lists_of_one_name_cannot_share_a_workbook(tmp_path: Path) -> None:
    """Their words would share one defined name: the second is refused, and its column named."""
    other = Choice("Colour", {"BLUE": ("blue", "Blue", "Bleu")})
    fruits = table_with(one=choice(Colour, "One", "Un"), two=choice(other, "Two", "Deux"))
    template = Template("fruit", "1", 10, t("Fruit", "Fruit"), t("a", "a"), (fruits,))
    with pytest.raises(DefinitionError, match=r"Fruits\.two: another list is also called Colour"):
        make_workbook(tmp_path / "fruit.xlsx", [template], Project)


def test_a_template_of_ones_own_is_made_from_its_definition_alone(tmp_path: Path) -> None:
    """No part of the writer knows the kinds that come with the product."""

    class Picker(Record):
        """Whose fruit it is."""

        key, heading = "picker", t("Picker", "Cueilleur")
        farm = text("Farm", "Ferme", required=LIGHT)
        town = text("Town", "Ville")

    fruits = table_with(
        name=text("Name", "Nom", required=LIGHT),
        colour=choice(Colour, "Colour", "Couleur"),
        weight=amount("Weight", "Poids", required=LIGHT),
        twice=number("Twice", "Double", formula=this.weight * 2),
    )
    template = Template(
        "fruit", "1", 10, t("Fruit", "Fruit"), t("What was picked.", "La récolte."), (fruits,)
    )
    filling = Filling({"farm": "Orchard"}, {"fruits": {"name": ["Fig"], "colour": ["red"], "weight": [1.5]}})
    path = tmp_path / "fruit.xlsx"
    make_workbook(path, [template], Picker, filling=filling, room=2)
    book = openpyxl.load_workbook(path, data_only=True)
    cells = [cell.value for cell in book["Fruits"][HEADER_ROW + 1]]
    assert [*cells[1:5], cells[-1]] == ["Fig", "Red", 1.5, 3, "● Complete"]
    assert book["Fruits"]["B1"].value == "Fruits · Orchard"
    assert book["Check"]["B4"].value == "● Ready to send"
    assert open_xml_errors([path]) == []
