"""Workbooks that are not ours: tables found, columns matched, nothing wrong above the threshold, read like ours."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import command
from standard import STANDARD_TEMPLATES, TABLES

from pmo_xl.adopt.match.headers import SURE_ENOUGH, by_name, plain
from pmo_xl.adopt.match.mapping import Mapping, mapping_from, read_mapping, read_mappings
from pmo_xl.adopt.match.tables import meanings
from pmo_xl.adopt.match.values import number_in, order_of_dates
from pmo_xl.adopt.propose.mapping_file import mapping_text
from pmo_xl.adopt.propose.proposal import Proposal
from pmo_xl.adopt.propose.proposals import propose
from pmo_xl.adopt.read.workbook import read_through, stands_in_columns
from pmo_xl.adopt.sources.model import Asked
from pmo_xl.core.base.files import MAPPINGS_FOLDER
from pmo_xl.core.base.problem import NothingToDo, SettingsError
from pmo_xl.core.definition.model import Table
from pmo_xl.core.flow.raw import RawBook
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.pipeline import consolidate_to, validate

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT.parent / "shared" / "samples" / "pm"
PAGE = ROOT / "docs" / "adopt.md"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the collection of real workbooks (shared/samples) is not on this computer"
)
DAY = dt.date

PLAN = {"ID": "task_id", "Task": "name", "Predecessors": "predecessors"}
DATED = {**PLAN, "Resourcing": "owner", "Start Date": "start_forecast", "End Date": "finish_forecast"}
REGISTER = {
    "Risk Number": "risk_id", "Brief Risk Description": "title", "BRD Risk Category": "category",
    "BRD Primary Risk to": "objective_impacted", "BRD Residual Impact": "impact_res",
    "BRD Residual Likelihood": "probability_res", "BRD Mitigation - Actions taken (brief description)": "response_actions",
}  # fmt: skip
LOG = {"Id": "risk_id", "Risk": "title", "Probability": "probability_in", "Impact": "impact_in"}
EXPECTED: dict[tuple[str, str, int], dict[str, str]] = {
    ("ae_risks.xlsx", "Q1_20_21 all data", 1): REGISTER,
    ("ae_risks.xlsx", "Q4_19_20 all data", 1): REGISTER,
    ("packt_project_plan.xlsx", "Project Plan", 1): DATED,
    ("packt_risk_log.xlsx", "Risk Log", 1): {**LOG, "Strategy": "response_type", "Categories": "category"},
    ("packt_tables.xlsx", "Risk Log", 1): {**LOG, "Strategy": "response_type", "Categories": "category"},
    ("packt_tables.xlsx", "Risk Log", 13): {**LOG, "Strategy": "response_type"},
    ("packt_tables.xlsx", "Project Plan", 3): DATED,
    ("packt_tables.xlsx", "Project Plan w Relays", 1): DATED,
    ("packt_tables.xlsx", "Tasks", 1): {"ID": "task_id", "Task": "name", "Dependencies": "predecessors"},
    ("packt_tables.xlsx", "Risk Register", 1): {"ID": "risk_id", "Risk": "title", "Strategy": "response_type"},
    ("packt_tables.xlsx", "Mercury Windows", 1): {"ID": "task_id", "Epic": "name", "Predecessors": "predecessors"},
    ("packt_tables.xlsx", "Mercury Simple", 1): {"ID": "task_id", "Milestone": "name", "Predecessor": "predecessors"},
}  # fmt: skip
"""What each column of the samples is, as a person reads it; tables by file, sheet and header row."""


def book(path: Path) -> RawBook:
    """The workbook under its own name."""
    read = read_workbook(path, path.name)
    assert read.unreadable is None, f"{path.name}: {read.unreadable}"
    return read


def written(
    path: Path, rows: Sequence[Sequence[Any]], title: str = "Feuil1", merged: Sequence[str] = ()
) -> Path:
    """A workbook with one sheet, as Excel users make it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    workbook.save(path)
    return path


def sure(proposal: Proposal) -> dict[str, str]:
    """What maps by itself: header → field."""
    return {c.header: c.match.key for c in proposal.mapped if c.match is not None}


def the_one(path: Path, **asked: str) -> Proposal:
    """The only table of a workbook."""
    proposals = propose(book(path), STANDARD_TEMPLATES, **asked)
    assert len(proposals) == 1
    return proposals[0]


def mapping_of(path: Path, language: str = "en") -> Mapping:
    """The mapping that is proposed for the best table."""
    import tomllib

    return mapping_from(
        tomllib.loads(mapping_text(propose(book(path), STANDARD_TEMPLATES)[0], language)),
        "m.toml",
        STANDARD_TEMPLATES,
    )


# ---- real workbooks ---------------------------------------------------------------------------------


@cache
def proposals_of(name: str) -> list[Proposal]:
    """Every table of a sample."""
    return propose(book(SAMPLES / name), STANDARD_TEMPLATES)


def workbooks() -> list[str]:
    """The samples that are workbooks."""
    return sorted(path.name for path in SAMPLES.glob("*.xls*"))


def expected_of(name: str, proposal: Proposal) -> dict[str, str]:
    """What a person reads in a table of a sample."""
    return EXPECTED[name, proposal.sheet, proposal.headers.row + 1]


def table_of_samples() -> str:
    """The table of the page: a line per table found, then the files in which none is."""
    lines = ["| file | sheet | read as | rows | columns | matched by itself | left to a person | not ours | wrong |", "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    without: dict[str, list[str]] = {}
    total = wrong_total = 0
    for name in workbooks():
        found = proposals_of(name)
        if not found:
            sheets = book(SAMPLES / name).sheets
            why = "columns" if any(map(stands_in_columns, sheets)) else "none"
            without.setdefault(why, []).append(f"`{name}`")
        for proposal in found:
            expected, matched = expected_of(name, proposal), sure(proposal)
            wrong = sum(expected.get(header) != key for header, key in matched.items())
            open_ = sum(c.header in expected and not c.sure for c in proposal.columns)
            total, wrong_total = total + len(matched), wrong_total + wrong
            others = len(proposal.columns) - len(matched) - open_
            cells = (f"`{name}`", f"{proposal.sheet} (row {proposal.headers.row + 1})", proposal.table.key,
                     len(proposal.rows.records), len(proposal.columns), len(matched), open_, others, wrong)  # fmt: skip
            lines.append("| " + " | ".join(map(str, cells)) + " |")
    lines += [
        "",
        f"{total} columns matched by themselves in {sum(len(proposals_of(n)) for n in workbooks())} tables, {wrong_total} of them wrong.",
        "",
        f"No table with a header row, field names stand down the first column instead ({len(without['columns'])} files): {', '.join(without['columns'])}.",
        "",
        f"No plan, risk register or budget ({len(without['none'])} files: forms, masters, contact lists, RACI matrices, outputs, a plan in Russian): {', '.join(without['none'])}.",
    ]
    return "\n".join(lines)


@needs_samples
@pytest.mark.parametrize("name", sorted({name for name, _, _ in EXPECTED}))
def test_nothing_is_wrong_above_the_threshold(name: str) -> None:
    """Every table is found, and what maps by itself is what a person reads."""
    found = proposals_of(name)
    assert {(name, p.sheet, p.headers.row + 1) for p in found} == {key for key in EXPECTED if key[0] == name}
    for proposal in found:
        expected = expected_of(name, proposal)
        wrong = {header: key for header, key in sure(proposal).items() if expected.get(header) != key}
        assert wrong == {}, f"{proposal.sheet}: {wrong}"
        assert len(sure(proposal)) >= 2


@needs_samples
@pytest.mark.parametrize("name", [name for name in workbooks() if name not in {key[0] for key in EXPECTED}])
def test_what_is_no_plan_register_or_budget_is_left_alone(name: str) -> None:
    """A workbook of another kind gives no proposal."""
    assert proposals_of(name) == []


@needs_samples
def test_the_table_of_the_page_is_current() -> None:
    """The page shows what the samples give today."""
    told = PAGE.read_text(encoding="utf-8")
    assert table_of_samples() in told, "run: python tests/test_adopt.py"


@needs_samples
@pytest.mark.parametrize(("name", "rows"), [("ae_risks.xlsx", 30), ("packt_project_plan.xlsx", 39), ("packt_tables.xlsx", 3)])  # fmt: skip
def test_rows_of_the_samples(name: str, rows: int) -> None:
    """Rows of the samples."""
    assert len(proposals_of(name)[0].rows.records) == rows


@needs_samples
def test_a_register_of_several_projects_is_parted(tmp_path: Path) -> None:
    """A column that names projects gives a return per project."""
    path = SAMPLES / "ae_risks.xlsx"
    adopted = read_through(book(path), [mapping_of(path)])
    assert len(adopted) > 1
    rows = [len(part.rows) for each in adopted for part in each.parts if part.sheet.layout == "table"]
    assert sum(rows) == 30


# ---- awkward ones -----------------------------------------------------------------------------------

REGISTER_FR = [
    ["REGISTRE DES RISQUES"],
    ["Projet :", "Refonte du SI", None, "Code projet :", "PRJ-042"],
    ["Date d'arrêté", None, DAY(2026, 3, 31)],
    [],
    ["N°", "Intitulé du risque", "Catég.", "Identifié le", "Prob.", "Gravité brute", "Criticité", "Stratégie", "Plan d'actions", "Propriétaire", "Échéance", "État", "Prob. résid.", "Commentaires"],
    [1, "Retard du prestataire principal", "Fournisseurs", DAY(2026, 1, 5), "Élevée", "Moyenne", 12, "Réduction", "Relances hebdo", "C. Martin", DAY(2026, 5, 1), "En cours", "Faible", None],
    [2, "Perte de compétences clés", "RH", DAY(2026, 1, 9), "Moyenne", "Forte", 12, "Acceptation", None, "P. Durand", None, "En cours", "Moyenne", "à revoir"],
    [3, "Dérive du périmètre", "Périmètre", DAY(2026, 2, 9), "Faible", "Très forte", 10, "Transfert", "Contrat", "P. Durand", DAY(2026, 6, 1), "En cours", "Faible", None],
    ["Total", None, None, None, None, None, 34],
]  # fmt: skip
READ_FR = {
    "N°": "risk_id", "Intitulé du risque": "title", "Catég.": "category", "Identifié le": "date_raised",
    "Prob.": "probability_in", "Gravité brute": "impact_in", "Stratégie": "response_type", "Plan d'actions": "response_actions",
    "Propriétaire": "owner", "Échéance": "due_date", "État": "status", "Prob. résid.": "probability_res", "Commentaires": "comment",
}  # fmt: skip


def test_french_headers_with_abbreviations_under_a_title(tmp_path: Path) -> None:
    """French headers, accents, abbreviations, words of a scale, a total, the project above the table."""
    proposal = the_one(written(tmp_path / "registre.xlsx", REGISTER_FR))
    assert sure(proposal) == READ_FR
    assert (proposal.headers.row, len(proposal.rows.records), proposal.rows.left_out) == (4, 3, [8])
    assert proposal.words["probability_in"] == {"Élevée": 4, "Moyenne": 3, "Faible": 2}
    assert proposal.words["status"] == {"En cours": "open"}
    assert set(proposal.project) == {"project_id", "project_name", "status_date"}
    assert [column.key for column in proposal.missing] == []
    assert [column.key for column in proposal.missing_identity] == ["currency", "project_manager"]


def test_headers_in_two_lines(tmp_path: Path) -> None:
    """Merged cells above gather the columns below, and end where they end."""
    rows = [
        ["Master plan"], [None, None, "Baseline", None, "Forecast", None, "Actual"],
        ["ID", "Activity name", "Start", "Finish", "Start", "Finish", "Start", "Finish", "% Done", "Resp."],
        *([n, f"Task {n} of the plan", DAY(2026, 1, n + 1), DAY(2026, 2, n + 1), DAY(2026, 1, n + 2), DAY(2026, 2, n + 2),
           DAY(2026, 1, n + 2) if n < 3 else None, None, f"{n * 10} %", "Ann Lee"] for n in range(1, 8)),
    ]  # fmt: skip
    path = written(tmp_path / "plan.xlsx", rows, merged=("C2:D2", "E2:F2", "G2:H2"))
    assert sure(the_one(path)) == {
        "ID": "task_id", "Activity name": "name", "Baseline > Start": "start_baseline", "Baseline > Finish": "finish_baseline",
        "Forecast > Start": "start_forecast", "Forecast > Finish": "finish_forecast", "Actual > Start": "start_actual",
        "Actual > Finish": "finish_actual", "% Done": "pct_complete", "Resp.": "owner",
    }  # fmt: skip
    part = read_through(book(path), [mapping_of(path)])[0].parts[1]
    assert part.cells["pct_complete"] == pytest.approx([n / 10 for n in range(1, 8)])


def test_a_single_heading_gathers_what_it_is_merged_over(tmp_path: Path) -> None:
    """Merged cells say how far a heading reaches; a project merged over its rows stands for each of them."""
    rows = [
        [None, None, None, "Residual", None, None],
        ["Project", "Ref", "Risk", "Probability", "Impact", "Owner"],
        ["P001", "R-001", "Late delivery of parts", 2, 3, "Ann"],
        [None, "R-002", "Loss of a key supplier", 1, 4, "Bob"],
        ["P002", "R-001", "Test bench not available", 2, 2, "Cid"],
    ]
    path = written(tmp_path / "merged.xlsx", rows, merged=("D1:E1", "A3:A4"))
    assert sure(the_one(path)) == {
        "Ref": "risk_id", "Risk": "title", "Residual > Probability": "probability_res", "Residual > Impact": "impact_res", "Owner": "owner",
    }  # fmt: skip
    adopted = read_through(book(path), [mapping_of(path)])
    assert [each.parts[0].cells["project_id"] for each in adopted] == [["P001"], ["P002"]]
    assert [each.parts[1].cells["risk_id"] for each in adopted] == [["R-001", "R-002"], ["R-001"]]


@pytest.mark.parametrize("merged", [(), ("D1:E1",)])
@pytest.mark.parametrize("heading", ["Target", "Résiduel", "2025"])
def test_a_heading_above_is_never_passed_over(heading: str, merged: tuple[str, ...], tmp_path: Path) -> None:
    """A rating under a heading that qualifies it is not the inherent one."""
    rows = [
        [None, None, None, heading, None, None],
        ["Ref", "Risk", "Category", "Probability", "Impact", "Owner"],
        *([n, f"Late delivery of part {n}", "Technical", 2, 3, "Ann"] for n in (1, 2, 3)),
    ]
    found = propose(book(written(tmp_path / "target.xlsx", rows, merged=merged)), STANDARD_TEMPLATES)
    assert not {"probability_in", "impact_in"} & {
        key for proposal in found for key in sure(proposal).values()
    }


def test_a_title_right_above_the_headers_is_no_heading(tmp_path: Path) -> None:
    """A title in the first column, or merged over the table, does not change what the columns mean."""
    rows = [
        ["Risk register 2026"],
        ["Ref", "Risk", "Probability", "Owner"],
        *([n, f"Some risk no {n}", 2, "Ann"] for n in (1, 2, 3)),
    ]
    for merged in ((), ("A1:D1",)):
        found = sure(the_one(written(tmp_path / "title.xlsx", rows, merged=merged)))
        assert found == {"Ref": "risk_id", "Risk": "title", "Probability": "probability_in", "Owner": "owner"}


BUDGET = [
    ["Suivi budgétaire - montants en k€"], [],
    ["Poste de dépense", None, "Réf", "Nature de dépense", "Invest/Fonct", "Budget initial voté", "Avenants", "Engagé à date", "Dépenses réelles", "Reste à dépenser", "Atterrissage", "Écart", "Prévision N+1"],
    ["Équipe projet", None, "L1", "Prestations", "Invest", 300, 20, 250, 140, 190, 330, -10, 5],
    ["Serveurs", None, "L2", "Matériel", "Fonct", 100, 0, 90, 80, 20, 100, 0, 6],
    ["Total général", None, None, None, None, 400, 20, 340, 220, 210, 430, -10],
]  # fmt: skip


def test_a_budget_in_thousands_beside_a_blank_column(tmp_path: Path) -> None:
    """Units of the title count, calculated columns and a look-alike are not read, the total is no line."""
    path = written(tmp_path / "P017_budget.xlsx", BUDGET)
    proposal = the_one(path)
    assert sure(proposal) == {
        "Poste de dépense": "description", "Réf": "line_id", "Nature de dépense": "category", "Invest/Fonct": "capex_opex",
        "Budget initial voté": "bac0", "Avenants": "changes_approved", "Engagé à date": "committed",
        "Dépenses réelles": "actual", "Reste à dépenser": "etc",
    }  # fmt: skip
    assert proposal.rows.left_out == [5]
    record, part = read_through(book(path), [mapping_of(path)])[0].parts
    assert part.cells["bac0"] == [300_000, 100_000]
    assert part.cells["capex_opex"] == ["capex", "opex"]
    assert record.cells["project_id"] == ["P017"]


def test_duplicate_headers_and_look_alikes(tmp_path: Path) -> None:
    """Of two columns of one name the values decide; a percentage is no rating; a traffic light is no status."""
    rows = [
        ["Risk ID", "Risk", "Probability", "Impact", "Impact", "Risk owner", "Owner of action", "Status", "Status", "Project occurrence"],
        ["R-1", "Server room floods in winter", 0.6, 80000, 4, "Ann", "Bob", "Open", "green", "often"],
        ["R-2", "Key supplier goes bankrupt", 0.1, 20000, 2, "Ann", "Bob", "Open", "red", "once"],
        ["R-3", "Strike of staff in spring", 0.35, 1000, 1, "Cid", "Bob", "Closed", "red", "never"],
    ]  # fmt: skip
    assert sure(the_one(written(tmp_path / "look.xlsx", rows))) == {
        "Risk ID": "risk_id", "Risk": "title", "Probability": "prob_pct_in", "Impact": "cost_impact_in", "Impact #2": "impact_in",
        "Risk owner": "owner", "Owner of action": "actionee", "Status": "status",
    }  # fmt: skip


def test_planned_dates_are_the_baseline_where_a_forecast_stands_beside(tmp_path: Path) -> None:
    """What a word means depends on the other columns; alone it stays undecided."""
    dates = ["Planned start", "Planned finish", "Forecast start", "Forecast end"]
    row = [DAY(2026, 1, 5), DAY(2026, 2, 5), DAY(2026, 1, 6), DAY(2026, 2, 6)]
    both = written(
        tmp_path / "both.xlsx", [["No", "Task", *dates], *([n, f"Activity {n}", *row] for n in (1, 2, 3))]
    )
    assert sure(the_one(both))["Planned finish"] == "finish_baseline"
    alone = written(
        tmp_path / "alone.xlsx",
        [["No", "Task", *dates[:2]], *([n, f"Activity {n}", *row[:2]] for n in (1, 2, 3))],
    )
    proposal = the_one(alone)
    assert sure(proposal) == {"No": "task_id", "Task": "name"}
    assert '# "Planned start" = ["start_baseline", "start_forecast"]' in mapping_text(proposal, "en")


def test_dates_typed_as_texts_are_read_only_where_they_can_mean_one_thing(tmp_path: Path) -> None:
    """A day above twelve in every... some row settles the order; without one, nothing is guessed."""

    def rows(*days: str) -> list[list[Any]]:
        return [
            ["ID", "Risk", "Owner", "Date raised"],
            *([n, f"Some risk {n}", "Ann", day] for n, day in enumerate(days, 1)),
        ]

    clear = written(tmp_path / "clear.xlsx", rows("05/01/2026", "26/02/2026"))
    unclear = written(tmp_path / "unclear.xlsx", rows("05/01/2026", "06/02/2026"))
    assert sure(the_one(clear))["Date raised"] == "date_raised"
    assert read_through(book(clear), [mapping_of(clear)])[0].parts[1].cells["date_raised"] == [DAY(2026, 1, 5), DAY(2026, 2, 26)]  # fmt: skip
    assert "Date raised" not in sure(the_one(unclear))


@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_other_formats_are_adopted_too(suffix: str, tmp_path: Path) -> None:
    """An old or open format gives the same proposal."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this computer")
    path = written(tmp_path / "registre.xlsx", REGISTER_FR)
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", suffix[1:], "--outdir", str(tmp_path), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert sure(the_one(path.with_suffix(suffix))) == READ_FR


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.key)
def test_every_label_of_ours_means_its_own_field(table: type[Table]) -> None:
    """A label in either language, with its unit, is never taken for another field."""
    for column in table.columns.values():
        for words in column.label.in_all():
            found = meanings(words, table)
            best = max(found.values(), key=lambda match: match.confidence)
            assert (best.key, best.confidence) == (column.key, 1.0), words


@pytest.mark.parametrize(
    ("header", "table", "key"),
    [("Impact (days)", "risks", "impact_in"), ("Planned effort (h)", "plan", "effort_baseline_pd"), ("Réalisé (j.h)", "budget", "actual"), ("Impact (k€)", "risks", "impact_in")],
)  # fmt: skip
def test_a_unit_speaks_against_a_field_of_another(header: str, table: str, key: str) -> None:
    """Days are no rating, hours are no days, days are no money."""
    assert meanings(header, TABLES[table])[key].confidence < SURE_ENOUGH


@pytest.mark.parametrize(
    ("header", "table", "key"),
    [
        ("Percent Complete", "plan", "pct_complete"), ("Prédécesseurs", "plan", "predecessors"), ("% d’avancement", "plan", "pct_complete"),
        ("Likelyhood", "risks", "probability_in"), ("Mitigation Plan", "risks", "response_actions"), ("Proprietaire du risque", "risks", "owner"),
        ("Vendor", "budget", "supplier"), ("Reste à faire (k€)", "budget", "etc"), ("ACTUAL COST", "budget", "actual"),
    ],
)  # fmt: skip
def test_names_of_fields(header: str, table: str, key: str) -> None:
    """A header by another name, misspelt or with its unit is known."""
    best = max(by_name(header, TABLES[table]).values(), key=lambda match: match.confidence)
    assert best.key == key
    assert best.confidence >= SURE_ENOUGH


@pytest.mark.parametrize(
    ("header", "table"),
    [("Project Occurrence", "risks"), ("Report", "risks"), ("Swarm #", "plan"), ("Total float", "plan"), ("Power", "risks"), ("Unit price", "budget"), ("Start date of contract", "plan")],
)  # fmt: skip
def test_look_alikes_are_no_fields(header: str, table: str) -> None:
    """What resembles a field is not taken for it."""
    assert not [m for m in by_name(header, TABLES[table]).values() if m.key and m.confidence >= SURE_ENOUGH]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("45 %", 0.45), ("12 000,50", 12000.5), ("1\u202f200 €", 1200.0), ("-3,5", -3.5), ("0.125", 0.125), ("1.234", None), ("1,234", None), ("8 wks", None), (True, None)],
)  # fmt: skip
def test_numbers_typed_as_texts(cell: object, number: float | None) -> None:
    """What can mean two things is no number."""
    assert number_in(cell) == number


def test_orders_of_dates() -> None:
    """Days first, months first, years first, or nobody knows."""
    assert order_of_dates(["26/04/2027", "01/02/2027"]) == "dmy"
    assert order_of_dates(["04/26/2027"]) == "mdy"
    assert order_of_dates(["2027-04-26"]) == "ymd"
    assert order_of_dates(["01/02/2027"]) is None
    assert order_of_dates(["TBC"]) is None
    assert plain("Budget initial (k€)") == "budget initial"


# ---- the mapping file -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("rows", [REGISTER_FR, BUDGET])
def test_a_mapping_comes_back_from_its_file_as_it_was_proposed(rows: list[list[Any]], language: str, tmp_path: Path) -> None:  # fmt: skip
    """What is sure is read from the file; what is not stands there as a comment."""
    path = written(tmp_path / "P017.xlsx", rows)
    proposal = the_one(path)
    file = tmp_path / "m.toml"
    file.write_text(mapping_text(proposal, language), encoding="utf-8")
    mapping = read_mapping(file, STANDARD_TEMPLATES)
    assert {name: reading.field for name, reading in mapping.columns.items()} == {h: (k,) for h, k in sure(proposal).items()}  # fmt: skip
    assert mapping.sheet is proposal.table
    proposed = {
        key: {word: to for word, to in words.items() if to is not None} for key, words in proposal.words.items() if key in {*sure(proposal).values()}
    }  # fmt: skip
    # Beside the words that occur stand the others of their scale.
    assert {key: {**words, **proposed[key]} for key, words in mapping.values.items()} == mapping.values
    assert mapping.values.keys() == proposed.keys()
    assert read_mappings(tmp_path, STANDARD_TEMPLATES) == [mapping]


GOOD = {"table": "risks", "known": {"headers": ["A", "B"]}, "columns": {"A": "risk_id", "B": "title"}}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tabel": "risks"}, "“tabel”"),
        ({"table": "risk"}, "Did you mean “risks”?"),
        ({"known": {}}, "“known.headers”"),
        ({"known": {"headers": ["A"], "shet": "x"}}, "“known.shet”"),
        ({"columns": {"A": "risk_idd"}}, "“columns.A”: “risk_idd” is not known. Did you mean “risk_id”?"),
        ({"columns": {"A": "score_in"}}, "it is calculated"),
        ({"columns": {"A": "title", "B": "title"}}, "“A” is read into it already"),
        ({"columns": {"A": {"field": "title", "times": "x"}}}, "“columns.A.times” cannot be 'x'"),
        ({"columns": {"A": {"field": "date_raised", "dates": "d/m/y"}}}, "one of these is expected: dmy, mdy, ymd"),
        ({"columns": {"A": {"feild": "title"}}}, "“columns.A"),
        ({"project": {"project_idd": "P1"}}, "“project.project_idd”"),
        ({"project": {"project_id": {"cell": "B2", "file": "x"}}}, "exactly one of cell, file, sheet, column"),
        ({"project": {"project_id": {"cell": "2B"}}}, "“project.project_id.cell”"),
        ({"project": {"project_id": {"file": "("}}}, "no regular expression"),
        ({"values": {"status": {"x": "opened"}}}, "“values.status.x”: “opened” is not known. Did you mean “open”?"),
        ({"values": {"impact_in": {"x": "high"}}}, "a whole number is expected"),
        ({"fill": {"ownr": "x"}}, "“fill.ownr”"),
        ({"fill": {"title": "x"}}, "“B” is read into it already"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_told_by_its_key(change: dict[str, Any], told: str) -> None:
    """The sentence names the file and the key."""
    with pytest.raises(SettingsError) as caught:
        mapping_from({**GOOD, **change}, "m.toml", STANDARD_TEMPLATES)
    assert told in str(caught.value)
    assert str(caught.value).startswith("m.toml: ")
    assert "m.toml" in caught.value.text.to("fr")


def test_a_mapping_that_is_no_toml(tmp_path: Path) -> None:
    """The file is named."""
    (tmp_path / "m.toml").write_text("table = ", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"m\.toml cannot be understood"):
        read_mapping(tmp_path / "m.toml", STANDARD_TEMPLATES)


# ---- read like ours ---------------------------------------------------------------------------------


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    """A workspace of foreign registers and budgets, and their mappings."""
    home = tmp_path / "PMO"
    for number in range(1, 5):
        rows = [list(row) for row in REGISTER_FR]
        rows[1] = ["Projet :", f"Projet {number}", None, "Code projet :", f"PRJ-{number:03d}"]
        written(home / "returns" / f"PRJ-{number:03d}" / "registre.xlsx", rows, title="Registre")
        written(
            home / "returns" / f"PRJ-{number:03d}" / f"PRJ-{number:03d} budget.xlsx", BUDGET, title="Suivi"
        )
    (home / "pmo.toml").write_text('language = "en"\nreporting_currency = "EUR"\n', encoding="utf-8")
    (home / MAPPINGS_FOLDER).mkdir()
    first = home / "returns" / "PRJ-001"
    for name in ("registre.xlsx", "PRJ-001 budget.xlsx"):
        words = mapping_text(propose(book(first / name), STANDARD_TEMPLATES)[0], "fr")
        known = '[project]\ncurrency = "EUR"\nproject_manager = "Ann Lee"\n'
        if "budget" in name:
            known += 'project_name = { file = "(PRJ-.*) budget" }\nstatus_date = 2026-03-31\n'
        file = home / MAPPINGS_FOLDER / f"{name[:3]}.toml"
        file.write_text(words.replace("[project]\n", known), encoding="utf-8")
    return home


def test_a_portfolio_of_foreign_workbooks_becomes_a_master(portfolio: Path) -> None:
    """Registers and budgets that are not ours are consolidated like returns of ours."""
    outcome = consolidate_to([portfolio], portfolio / "out" / "master.xlsx")
    told = [
        str(f.place) + " " + f.message.to("en")
        for f in outcome.portfolio.findings
        if f.severity.key == "error"
    ]
    assert told == []
    assert len(outcome.portfolio.projects) == 4
    assert len(outcome.portfolio.tables["risks"]) == 12
    assert outcome.scorecard is not None
    assert outcome.scorecard.portfolio["bac"] == pytest.approx(4 * 420_000)
    assert outcome.scorecard.portfolio["eac"] == pytest.approx(4 * 430_000)
    assert set(outcome.portfolio.tables["risks"]["source_sheet"]) == {"Registre"}
    left_out = [f for f in outcome.portfolio.findings if "total" in f.message.to("en")]
    assert {f.place.cell for f in left_out} == {"A9", "A6"}


def test_findings_name_the_cell_of_the_foreign_file(portfolio: Path) -> None:
    """A bad cell, a word nobody knows, a column nobody mapped: each is told where it stands."""
    rows = [list(row) for row in REGISTER_FR]
    rows[1][4] = "PRJ-001"
    rows[4].append("Zone")
    rows[5][3] = "soon"
    rows[6][2] = "Météo"
    rows[7].append("Nord")
    written(portfolio / "returns" / "PRJ-001" / "registre.xlsx", rows, title="Registre")
    found = {(f.code, f.place.sheet, f.place.cell) for f in validate([portfolio]).portfolio.findings if "PRJ-001/registre" in f.place.file}  # fmt: skip
    assert {("FLD-02", "Registre", "D6"), ("FLD-03", "Registre", "C7"), ("GEN-05", "Registre", "O5")} <= found


def test_a_marked_copy_of_a_foreign_workbook_is_read_like_it(portfolio: Path, tmp_path: Path) -> None:
    """The page of findings that the copy was given does not make it a workbook of ours."""
    from pmo_xl.workspace.answer import answer

    outcome = validate([portfolio])
    answered = answer(outcome, [portfolio], tmp_path / "marked")
    assert answered.failed == []
    copy = next(file for file in answered.written if file.name == "registre.xlsx")
    adopted = read_through(book(copy), read_mappings(portfolio / MAPPINGS_FOLDER, STANDARD_TEMPLATES))
    assert [len(part.rows) for each in adopted for part in each.parts] == [1, 3]


def test_what_a_mapping_lacks_is_a_finding(portfolio: Path) -> None:
    """A required field without a column, a project without a code: never silence."""
    file = portfolio / MAPPINGS_FOLDER / "reg.toml"
    words = file.read_text(encoding="utf-8").splitlines()
    file.write_text(
        "\n".join(w for w in words if not w.startswith(('"État"', "project_id"))), encoding="utf-8"
    )
    outcome = validate([portfolio])
    found = [f for f in outcome.portfolio.findings if "PRJ-001/registre" in f.place.file]
    codes = {f.code for f in found}
    assert {"GEN-04", "GEN-06"} <= codes
    fixes = [f.fix.to("en") for f in found if f.code == "GEN-04" and f.fix is not None]
    assert any("status = …" in fix for fix in fixes)


def test_fill_says_what_every_row_holds(tmp_path: Path) -> None:
    """A value for all rows, a number for each, one column for two fields."""
    path = written(
        tmp_path / "p.xlsx",
        [
            ["Task", "From", "To"],
            ["Dig", DAY(2026, 1, 5), DAY(2026, 1, 9)],
            ["Fill in", DAY(2026, 1, 12), DAY(2026, 1, 16)],
        ],
    )
    mapping = mapping_from(
        {
            "table": "plan", "known": {"headers": ["Task", "To"]},
            "project": {"project_id": "P1"},
            "columns": {"Task": "name", "From": ["start_baseline", "start_forecast"], "To": ["finish_baseline", "finish_forecast"]},
            "fill": {"task_id": "T-000", "type": "task", "pct_complete": 0},
        },
        "m.toml", STANDARD_TEMPLATES,
    )  # fmt: skip
    part = read_through(book(path), [mapping])[0].parts[1]
    assert part.cells["task_id"] == ["T-001", "T-002"]
    assert part.cells["type"] == ["task", "task"]
    assert part.cells["start_forecast"] == part.cells["start_baseline"]
    assert part.cells["pct_complete"] == [0.0, 0.0]


def test_our_own_workbooks_are_never_read_through_a_mapping(tmp_path: Path) -> None:
    """A mark wins over any mapping."""
    from pmo_xl import workspace

    blank = workspace.write_templates(["risks"], tmp_path, "en")[0]
    own = mapping_from(
        {
            "table": "risks",
            "known": {"headers": ["ID", "Risk"]},
            "columns": {"ID": "risk_id", "Risk": "title"},
        },
        "m.toml",
        STANDARD_TEMPLATES,
    )
    assert read_through(book(blank), [own]) == []


def test_rows_of_adopted_registers_are_carried_into_our_templates(portfolio: Path) -> None:
    """The next period starts from the rows of the foreign workbook, in a template of ours."""
    from pmo_xl.catalog.steering import STEERING
    from pmo_xl.excel.template.steering_workbook import write_steering
    from pmo_xl.workspace import prepare

    row = {"project_id": ["PRJ-002"], "project_name": ["Projet 2"]}
    write_steering(portfolio / "steering.xlsx", STEERING, {"register": row})
    prepared = prepare(portfolio, status_date=DAY(2026, 4, 30))
    risks = next(file for file in prepared.written if file.name == "risks.xlsx")
    cells = {cell for sheet in book(risks).sheets for line in sheet.rows for cell in line}
    assert {"R-001", "R-002", "R-003", "Dérive du périmètre"} <= cells


# ---- the terminal -----------------------------------------------------------------------------------


def pmo(*words: object) -> subprocess.CompletedProcess[str]:
    """A run of the command in a process of its own."""
    return command(*words)


def test_the_command_tells_and_writes(tmp_path: Path) -> None:
    """Each column with its field, confidence and reasons; the mapping is written once and not overwritten."""
    path = written(tmp_path / "registre.xlsx", REGISTER_FR)
    out = tmp_path / MAPPINGS_FOLDER / "registre.toml"
    said = pmo("adopt", path, "--lang", "en")
    assert said.returncode == 0, said.stderr
    assert "E5\tProb.\tProbability (probability_in)\t0.99" in said.stdout
    assert "Not seen in the workbook: Currency" in said.stdout
    assert "--out" in said.stdout
    assert pmo("adopt", path, "--out", out, "--as", "risks").returncode == 0
    assert read_mapping(out, STANDARD_TEMPLATES).table == "risks"
    again = pmo("adopt", path, "--out", out)
    assert (again.returncode, again.stdout) == (2, "")
    assert "registre.toml is there" in again.stderr


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_command_says_when_there_is_nothing(language: str, tmp_path: Path) -> None:
    """One sentence and status 2."""
    path = written(tmp_path / "x.xlsx", [["Name", "Phone"], ["Ann", "1"]])
    for words in (["adopt", path], ["adopt", tmp_path / "none.xlsx"], ["adopt", path, "--sheet", "Other"]):
        run = pmo(*words, "--lang", language)
        assert run.returncode == 2
        assert len(run.stderr.strip().splitlines()) == 1
        assert run.stdout == ""


def test_nothing_is_proposed_for_a_workbook_of_ours(tmp_path: Path) -> None:
    """A template needs no mapping."""
    from pmo_xl import workspace
    from pmo_xl.doors.terminal.adoption import adopt

    blank = workspace.write_templates(["risks"], tmp_path, "en")[0]
    with pytest.raises(NothingToDo, match="without a mapping"):
        adopt(blank, None, None, None, Asked())


if __name__ == "__main__":
    told = PAGE.read_text(encoding="utf-8")
    start, end = told.index("<!-- samples -->"), told.index("<!-- end of samples -->")
    PAGE.write_text(f"{told[:start]}<!-- samples -->\n\n{table_of_samples()}\n\n{told[end:]}", encoding="utf-8", newline="\n")  # fmt: skip
