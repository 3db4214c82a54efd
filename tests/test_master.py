"""The master workbook, proved by another program: LibreOffice computes every figure anew."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from copies import write_return
from office import compare, needs_office, open_xml_errors, poisoned, recalculated
from standard import KPIS

from pmo_xl import pipeline, workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.template.workbook import Filling

DOMAIN = Path(__file__).parents[2] / "shared" / "domain" / "vectors.json"
STATUS = date(2026, 3, 31)


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of nine projects in two languages and several currencies, with 20 planted faults."""
    folder = tmp_path_factory.mktemp("faulty") / "Portefeuille été"
    workspace.demo(folder, projects=9, seed=3, language="mixed", faults=20)
    return folder


@pytest.fixture(scope="session")
def masters(faulty: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pipeline.Outcome]:
    """Masters in English and French; of a portfolio with gaps; and of a folder with nothing sound in it."""
    out = tmp_path_factory.mktemp("masters")
    made = {
        language: pipeline.consolidate_to([faulty], out / f"{language}.xlsx", language=language)
        for language in ("en", "fr")
    }
    gaps = out / "gaps"
    _gaps(gaps)
    made["gaps"] = pipeline.consolidate_to([gaps], out / "gaps.xlsx", settings=Settings(status_date=STATUS))
    empty = out / "empty"
    empty.mkdir()
    (empty / "notes.xlsx").write_text("not a workbook", encoding="utf-8")
    _filled(empty / "risks.xlsx", "risks", {"project_id": "EMPTY"}, {})
    made["empty"] = pipeline.consolidate_to([empty], out / "empty.xlsx", language="fr")
    return made


def _filled(path: Path, kind: str, record: dict[str, Any], rows: dict[str, dict[str, list[Any]]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    identity = {
        "project_name": record["project_id"],
        "status_date": STATUS,
        "currency": "EUR",
        "project_manager": "A",
    }
    write_return(path, kind, Filling({**identity, **record}, rows), room=2)


def _line(bac0: float, actual: float, etc: float) -> dict[str, list[Any]]:
    return {
        "line_id": ["L1"], "category": ["other"], "capex_opex": ["opex"], "bac0": [bac0], "actual": [actual],
        "etc": [etc], "comment": ["as in the source"],
    }  # fmt: skip


def _task(budget: float | None, done: float) -> dict[str, list[Any]]:
    return {
        "task_id": ["1"], "name": ["Work"], "type": ["task"], "owner": ["A"],
        "start_baseline": [date(2026, 1, 5)], "finish_baseline": [date(2026, 6, 30)],
        "start_forecast": [date(2026, 1, 5)], "finish_forecast": [date(2026, 6, 30)],
        "start_actual": [date(2026, 1, 5) if done else None], "finish_actual": [None],
        "pct_complete": [done], "cost_baseline": [budget],
    }  # fmt: skip


def _months(amounts: dict[int, float]) -> dict[str, list[Any]]:
    periods = [date(2026 + (m - 1) // 12, (m - 1) % 12 + 1, 1) for m in amounts]
    return {"line_id": ["L1"] * len(amounts), "period": periods, "pv": list(amounts.values())}


def _gaps(folder: Path) -> None:
    """Projects that lack a plan, months, task budgets or a rate, one with zero budget, one that is over."""
    _filled(folder / "a" / "budget.xlsx", "budget", {"project_id": "NO-PLAN"}, {"budget": _line(100, 40, 70)})
    _filled(folder / "b" / "plan.xlsx", "plan", {"project_id": "NO-COST"}, {"plan": _task(None, 0.4)})
    _filled(folder / "c" / "budget.xlsx", "budget", {"project_id": "NO-RATE", "currency": "JPY"},
            {"budget": _line(1000, 1, 999)})  # fmt: skip
    _filled(folder / "d" / "budget.xlsx", "budget", {"project_id": "ZERO"},
            {"budget": _line(0, 0, 0), "budget_months": _months({1: 0})})  # fmt: skip
    _filled(folder / "d" / "plan.xlsx", "plan", {"project_id": "ZERO"}, {"plan": _task(0, 0.5)})
    _filled(folder / "e" / "budget.xlsx", "budget", {"project_id": "OVER"},
            {"budget": _line(100, 150, 20), "budget_months": _months({1: 60, 2: 20, 7: 20})})  # fmt: skip
    _filled(folder / "e" / "plan.xlsx", "plan", {"project_id": "OVER"}, {"plan": _task(100, 0.7)})
    _filled(folder / "f" / "risks.xlsx", "risks", {"project_id": "EMPTY"}, {})


@needs_office
def test_every_figure_of_a_master_is_a_formula_that_another_program_computes_alike(
    masters: dict[str, pipeline.Outcome], tmp_path: Path
) -> None:
    """From caches poisoned with -999, LibreOffice finds every value that Python computed, and no error."""
    # In English IronCalc computes the same one.
    made = {name: outcome.master for name, outcome in masters.items() if name != "en"}
    spoiled = [poisoned(path, tmp_path / f"{name}.xlsx") for name, path in made.items() if path]
    fresh = recalculated(spoiled, tmp_path / "fresh")

    for (name, path), again in zip(made.items(), fresh, strict=True):
        assert path is not None
        differences = compare(path, again)
        assert list(differences) == [], name
        assert differences.formulas > 500, name


def test_masters_open_clean(masters: dict[str, pipeline.Outcome]) -> None:
    """The Open XML validators find nothing to complain about in a master with every kind of gap."""
    path = masters["gaps"].master

    assert path is not None
    assert open_xml_errors([path]) == []


def test_the_same_input_gives_the_same_bytes(faulty: Path, tmp_path: Path) -> None:
    """Two runs over the same returns write identical files."""
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    pipeline.consolidate_to([faulty], first)
    pipeline.consolidate_to([faulty], second)

    assert first.read_bytes() == second.read_bytes()


def test_planted_faults_are_found_each_at_its_cell_and_nothing_else(faulty: Path) -> None:
    """What was planted is what is found: code, severity, file, sheet and cell."""
    faults = json.loads((faulty / "faults.json").read_text(encoding="utf-8"))
    found = pipeline.validate([faulty]).to_dict()["findings"]

    def spot(item: dict[str, Any]) -> tuple[str, ...]:
        return tuple(str(item[key]) for key in ("code", "severity", "file", "sheet", "cell"))

    assert len(faults) == 20
    assert sorted(map(spot, found)) == sorted(map(spot, faults))


def test_rows_in_and_rows_out_reconcile(masters: dict[str, pipeline.Outcome]) -> None:
    """Every row that was read is in a data sheet or counted as left out."""
    portfolio = masters["en"].portfolio
    read = sum(returned.rows_read for returned in portfolio.returns)
    kept = sum(len(portfolio.tables[key]) for key in ("plan", "risks", "budget", "budget_months"))
    parts = [part for returned in portfolio.returns for part in returned.tables_read]

    assert kept == sum(returned.rows_kept for returned in portfolio.returns) == sum(p.kept for p in parts)
    assert read - kept == sum(part.left_out for part in parts) > 0


def test_unknown_is_left_out_and_never_zero(masters: dict[str, pipeline.Outcome]) -> None:
    """A project without task budgets has no earned value; one without a rate enters no total."""
    result = masters["gaps"].to_dict()

    assert result["projects"]["NO-COST"]["ev"] is None
    assert result["projects"]["NO-COST"]["progress"] == pytest.approx(0.4)
    assert result["projects"]["NO-PLAN"]["tasks"] is None
    assert result["projects"]["NO-RATE"]["bac"] is None
    assert result["projects"]["ZERO"]["cpi"] is None
    assert result["projects"]["EMPTY"]["open_risks"] == 0
    assert result["projects"]["OVER"]["tcpi_bac"] is None
    assert result["portfolio"]["bac"] == 200
    assert [f["code"] for f in result["findings"] if f["project"] == "NO-RATE"] == ["BUD-16"]


def test_a_bare_folder_is_reported_in_the_currency_of_its_returns(tmp_path: Path) -> None:
    """Without settings, a portfolio in pounds is added up in pounds, with no complaint about a rate."""
    record = {"project_id": "A1", "currency": "GBP"}
    _filled(tmp_path / "budget.xlsx", "budget", record, {"budget": _line(10, 1, 9)})
    outcome = pipeline.consolidate_to([tmp_path], tmp_path / "out" / "master.xlsx")

    assert outcome.settings.reporting_currency == "GBP"
    assert outcome.portfolio.findings == []
    assert outcome.to_dict()["portfolio"]["bac"] == 10


def test_one_programme_spelt_in_two_ways_is_one_programme(tmp_path: Path) -> None:
    """Excel does not tell capitals apart when it adds up, so neither does the portfolio."""
    for name, programme in (("A1", "Digital"), ("B2", "digital")):
        record = {"project_id": name, "programme_id": programme}
        _filled(tmp_path / name / "budget.xlsx", "budget", record, {"budget": _line(10, 1, 9)})
    outcome = pipeline.consolidate_to([tmp_path], tmp_path / "out" / "master.xlsx")

    assert outcome.scorecard is not None
    assert list(outcome.scorecard.programmes["programme_id"]) == ["Digital"]
    assert list(outcome.scorecard.programmes["bac"]) == [20]


SPECIAL = {
    "007": "R*", "1E3": "R&D", "2-1": ">5", "2-2": "Run?", "1-2": "=x", "-5": "~a", "12345678901234567": "007",
    "P1": "07", "P01": "TRUE", "P1E3": "r&d", "P-2": "2-1", "P-3": "Énergie", "P-4": "energie", "P-5": "<>", "__": None,
}  # fmt: skip
"""Project IDs and programmes that mean something else to Excel's criteria: patterns, comparisons, numbers, days."""


def _special(folder: Path, projects: dict[str, str | None]) -> None:
    for number, (project, programme) in enumerate(projects.items()):
        record = {"project_id": project, "programme_id": programme}
        _filled(
            folder / project / "b.xlsx", "budget", record, {"budget": _line(3**number, number, 3**number)}
        )
        _filled(folder / project / "p.xlsx", "plan", record, {"plan": _task(3**number, 0.5)})


@needs_office
def test_names_that_mean_something_to_excel_are_only_names(tmp_path: Path) -> None:
    """Programmes such as R* and >5, IDs such as 007 and 1E3, add up alike in the program and in a spreadsheet."""
    made = []
    for name, projects in (("all", SPECIAL), ("one", {"1E3": ">5"})):
        _special(tmp_path / name, projects)
        outcome = pipeline.consolidate_to([tmp_path / name], tmp_path / f"{name}.xlsx")
        assert {(f.code, f.found) for f in outcome.portfolio.findings} <= {("GEN-17", "=x"), ("GEN-17", "-5")}
        assert set(outcome.to_dict()["projects"]) == set(projects)
        assert outcome.scorecard is not None
        programmes = len(outcome.scorecard.programmes)
        assert programmes == len(set(projects.values())) - (2 if name == "all" else 0)
        made.append(tmp_path / f"{name}.xlsx")
    spoiled = [poisoned(path, tmp_path / f"spoiled_{path.name}") for path in made]

    for path, again in zip(made, recalculated(spoiled, tmp_path / "fresh"), strict=True):
        assert list(compare(path, again)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("007", "07"),
        ("1000", "1E3"),
        ("-0", "00"),
        ("123456789012345678", "123456789012345999"),
        ("2-01", "2-1"),
        ("2026-03", "3-2026"),
    ],
)
def test_two_ids_that_are_one_to_excel_are_refused(tmp_path: Path, first: str, second: str) -> None:
    """The second project is left out, and said at its ID with the project it would be mixed up with."""
    _special(tmp_path / "1", {first: None, "P1": None})
    _special(tmp_path / "2", {second: None})
    outcome = pipeline.consolidate_to([tmp_path / "1", tmp_path / "2"], tmp_path / "master.xlsx")
    found = [f for f in outcome.portfolio.findings if f.code != "GEN-17"]

    assert [(f.code, f.place.sheet, f.place.cell, f.found) for f in found] == [
        ("PFL-07", "Project", "C5", second)
    ] * 2
    assert all(f"{second}/" in f.place.file for f in found)
    for language, words in (("en", "cannot tell"), ("fr", "ne distinguent pas")):
        assert words in (message := found[0].message.to(language))
        assert first in message
        assert second in message
    assert sorted(outcome.to_dict()["projects"]) == sorted([first, "P1"])


def test_an_id_that_is_a_truth_value_is_refused(tmp_path: Path) -> None:
    """No text equals a truth value in Excel, so the figures of such a project would stay blank."""
    _special(tmp_path / "in", {"FAUX": None, "TRUE": None, "TRUE-1": None})
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "master.xlsx")

    assert {(f.code, f.found) for f in outcome.portfolio.findings} == {("PFL-07", "FAUX"), ("PFL-07", "TRUE")}
    assert list(outcome.to_dict()["projects"]) == ["TRUE-1"]


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    """A link or formula typed as text in a return is text in the master."""
    evil = '=HYPERLINK("http://example.org","click")'
    rows = {**_line(10, 1, 9), "description": [evil]}
    _filled(tmp_path / "in" / "budget.xlsx", "budget", {"project_id": "P1"}, {"budget": rows})
    outcome = pipeline.consolidate_to([tmp_path / "in"], tmp_path / "master.xlsx")
    book = openpyxl.load_workbook(tmp_path / "master.xlsx")
    held = [c for row in book["Data - Budget"].iter_rows() for c in row if c.value == evil]

    assert [f.code for f in outcome.portfolio.findings] == ["GEN-17"]
    assert [cell.data_type for cell in held] == ["s"]


def test_both_languages_show_the_same_figures(masters: dict[str, pipeline.Outcome]) -> None:
    """Only words differ between an English and a French master."""
    assert masters["en"].to_dict()["projects"] == masters["fr"].to_dict()["projects"]
    assert masters["en"].to_dict()["portfolio"] == masters["fr"].to_dict()["portfolio"]


def test_a_master_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """Where the master cannot be put, the run says so and leaves no half-written file."""
    _filled(tmp_path / "in" / "budget.xlsx", "budget", {"project_id": "P1"}, {"budget": _line(10, 1, 9)})
    blocked = tmp_path / "blocked.xlsx"
    blocked.mkdir()

    with pytest.raises(NothingToDo, match="blocked"):
        pipeline.consolidate_to([tmp_path / "in"], blocked)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blocked.xlsx", "in"]


# published numbers ---------------------------------------------------------------------------------


def _vectors() -> list[dict[str, Any]]:
    if not DOMAIN.is_file():
        return []
    return [v for v in json.loads(DOMAIN.read_text(encoding="utf-8")) if v["topic"].startswith("evm")]


@pytest.mark.skipif(not DOMAIN.is_file(), reason="the published vectors (shared/domain) are not here")
@pytest.mark.parametrize("vector", _vectors(), ids=lambda vector: vector["id"])
def test_published_earned_value_numbers_come_out_of_filled_templates(
    vector: dict[str, Any], tmp_path: Path
) -> None:
    """Budgets, progress and costs of a published case, typed into templates, give the published indices."""
    given = vector["inputs"]
    bac = given["bac"]
    if "cum_planned_pct" in given:
        pv = given["cum_planned_pct"][given["period"] - 1] * bac
        ev, ac = given["pct_complete"] * bac, given["cum_ac"][given["period"] - 1]
    else:
        pv = given["cum_pv"][given["at"] - 1] if "cum_pv" in given else given["pv"]
        ev, ac = given["ev"], given["ac"]
    rows = {"budget": _line(bac, ac, 0), "budget_months": _months({1: pv / 2, 3: pv / 2, 8: bac - pv})}
    _filled(tmp_path / "budget.xlsx", "budget", {"project_id": "V1"}, rows)
    _filled(tmp_path / "plan.xlsx", "plan", {"project_id": "V1"}, {"plan": _task(bac, ev / bac)})
    outcome = pipeline.consolidate_to([tmp_path], tmp_path / "out" / "master.xlsx")
    got = outcome.to_dict()["projects"]["V1"]
    check, tolerance = vector["check"], vector["tolerance"]
    expected = vector["expected"] if check["agree"] else check["ours"]
    # The months typed here are not those of the case: earned schedule is proved with its own.
    keys = {key for key in expected if key in KPIS} - {"es", "sv_t", "spi_t", "ieac_t"}

    assert outcome.exit_code == 0
    assert keys >= {"cpi", "sv", "cv", "spi"}
    for key in keys:
        allowed = tolerance.get("by_field", {}).get(key, tolerance["abs"])
        assert got[key] == pytest.approx(expected[key], abs=allowed), key


@pytest.mark.skipif(not DOMAIN.is_file(), reason="the published vectors (shared/domain) are not here")
def test_a_published_roll_up_adds_accounts_and_never_averages_their_indices(tmp_path: Path) -> None:
    """Two accounts add up to the published programme totals; its CPI is ΣEV/ΣAC."""
    vector = next(
        v for v in json.loads(DOMAIN.read_text(encoding="utf-8")) if v["topic"] == "portfolio.rollup"
    )
    for name, account in vector["inputs"]["accounts"].items():
        bac, ev, ac = sum(account["pv"]), sum(account["ev"]), sum(account["ac"])
        months = dict(enumerate(account["pv"], start=1))
        rows = {"budget": _line(bac, ac, 0), "budget_months": _months(months)}
        _filled(tmp_path / name / "budget.xlsx", "budget", {"project_id": f"AC-{name.upper()}"}, rows)
        _filled(
            tmp_path / name / "plan.xlsx",
            "plan",
            {"project_id": f"AC-{name.upper()}"},
            {"plan": _task(bac, ev / bac)},
        )
    result = pipeline.consolidate_to([tmp_path], tmp_path / "out" / "master.xlsx").to_dict()
    expected = vector["expected"]

    for key in ("pv", "ev", "ac", "bac"):
        assert result["portfolio"][key] == pytest.approx(expected[key], abs=1e-9), key
    assert result["projects"]["AC-B"]["ac"] == expected["ac_b"]
    assert result["portfolio"]["cpi"] == pytest.approx(45 / 55, abs=1e-12)


@pytest.mark.skipif(not DOMAIN.is_file(), reason="the published vectors (shared/domain) are not here")
def test_published_expected_monetary_values_come_out_of_a_risk_register(tmp_path: Path) -> None:
    """Probability times impact per risk, and their sum, as published; opportunities are kept apart."""
    vectors = {v["topic"]: v for v in json.loads(DOMAIN.read_text(encoding="utf-8"))}
    emv, pair = vectors["risk.emv"], vectors["risk.emv.pre_post"]
    chances, impacts = emv["inputs"]["probability"], emv["inputs"]["cost_impact"]
    size = len(chances)
    base = {
        "risk_id": [f"R-{n:03}" for n in range(1, size + 1)], "title": ["Risk"] * size, "category": ["cost"] * size,
        "date_raised": [date(2026, 1, 5)] * size, "probability_in": [2] * size, "impact_in": [2] * size,
        "response_type": ["reduce"] * size, "owner": ["A"] * size, "status": ["open"] * size,
    }  # fmt: skip
    _filled(tmp_path / "a.xlsx", "risks", {"project_id": "EMV"},
            {"risks": {**base, "prob_pct_in": chances, "cost_impact_in": impacts}})  # fmt: skip
    data = pair["inputs"]["data"]
    rows = {key: values[: len(data)] for key, values in base.items()}
    rows |= {
        "kind": ["threat" if sign < 0 else "opportunity" for sign, *_ in data],
        "response_type": ["reduce" if sign < 0 else "enhance" for sign, *_ in data],
        "prob_pct_in": [p for _, p, *_ in data],
        "cost_impact_in": [impact * times for _, _, impact, times, *_ in data],
        "prob_pct_res": [row[5] for row in data],
        # The source counts each occurrence; the template holds the cost of all of them.
        "cost_impact_res": [row[6] * row[3] for row in data],
        "response_cost": [row[4] for row in data],
    }
    _filled(tmp_path / "b.xlsx", "risks", {"project_id": "PAIR"}, {"risks": rows})
    outcome = pipeline.consolidate_to([tmp_path], tmp_path / "out" / "master.xlsx")
    table = outcome.portfolio.tables["risks"].set_index("project_id")
    single, both = table.loc["EMV"], table.loc["PAIR"]

    assert list(single["emv_in"]) == pytest.approx(emv["expected"]["emv"])
    assert outcome.to_dict()["projects"]["EMV"]["emv_inherent"] == pytest.approx(emv["expected"]["total_emv"])
    # Published with the sign of a gain; a cost counts positive here.
    assert list(-both["emv_in"]) == pytest.approx(pair["expected"]["pre"])
    after = -both["emv_res"] - both["response_cost"]
    assert list(after) == pytest.approx(pair["expected"]["post"])


def test_every_kpi_of_the_catalogue_is_in_the_master(masters: dict[str, pipeline.Outcome]) -> None:
    """A KPI that is defined is computed for each project, and the portfolio's own value follows its rule."""
    result = masters["en"].to_dict()
    lights = [key for key, kpi in KPIS.items() if kpi.unit is Unit.LIGHT]

    for measures in result["projects"].values():
        assert list(measures) == list(KPIS)
        assert all(measures[key] in {"grey", "green", "amber", "red", "closed"} for key in lights)
    both = [one for one in result["projects"].values() if None not in (one["ev"], one["ac"])]
    earned, spent = (sum(one[key] for one in both) for key in ("ev", "ac"))
    assert result["portfolio"]["cpi"] == pytest.approx(earned / spent)
    assert len(both) > 1


NARROW = {";;;", "mm", '"½"', '"◄"', '"►"'}
"""Number formats that show nothing, the two digits of a month, or a sign alone."""


@pytest.mark.parametrize("name", ["en", "fr", "gaps"])
def test_no_number_stands_in_a_column_too_narrow_for_it(
    masters: dict[str, pipeline.Outcome], name: str
) -> None:
    """A gap between two halves of a page holds no figure, which it would show as ###."""
    made = masters[name].master
    assert made is not None
    for sheet in openpyxl.load_workbook(made, data_only=True).worksheets:
        gaps = {
            column
            for wide in sheet.column_dimensions.values() if wide.width < 6 and not wide.hidden
            for column in range(wide.min, wide.max + 1)
        }  # fmt: skip
        # A cell that is merged with those on its right is as wide as they are together.
        joined = {
            (area.min_row, area.min_col) for area in sheet.merged_cells.ranges if area.max_col > area.min_col
        }
        squeezed = [
            f"{sheet.title}!{cell.coordinate}"
            for row in sheet.iter_rows() for cell in row
            if cell.column in gaps and isinstance(cell.value, (int, float)) and cell.number_format not in NARROW
            and (cell.row, cell.column) not in joined
        ]  # fmt: skip
        assert squeezed == []
