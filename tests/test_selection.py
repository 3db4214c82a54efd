"""``pmo-xl select`` against published problems, through workbooks and the terminal; rules at their cells; edges."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import command
from selections import (
    NPV,
    Lists,
    budgets,
    by_role,
    by_year,
    number,
    numbers,
    registered,
    selected,
    staffed,
    workspace,
    worth,
)
from small import end_of, line, month, write
from typer.testing import CliRunner

import pmo_xl
from pmo_xl.doors.cli import app

VECTORS = Path(__file__).parents[2] / "shared" / "domain" / "vectors2.json"


def vector(key: str) -> dict[str, Any]:
    """A published problem with its numbers."""
    if not VECTORS.is_file():
        pytest.skip("the published vectors (shared/domain) are not here")
    vectors: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))
    return next(each for each in vectors if each["id"] == key)


# ---- published problems ----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["SEL-20", "SEL-21", "SEL-22", "SEL-24"])
def test_problems_of_the_or_library_to_their_published_optima(tmp_path: Path, key: str) -> None:
    """The first five limits as money by year, the others as days of roles; the value of the simple order is told, and is less or equal."""
    published = vector(key)
    given = published["inputs"]
    values, use, limits = given["values"], given["use"], given["limits"]
    lists: Lists = {
        "register": registered(len(values)), "criteria": [NPV], "scores": worth(values),
        "needs": by_year(use[:5]) + by_role(use[5:]), "frame": budgets(limits[:5]) + staffed(limits[5:]),
    }  # fmt: skip
    code, told = selected(workspace(tmp_path, lists))
    assert code == 0
    assert told["value"] == pytest.approx(published["expected"]["optimum"], abs=published["tolerance"]["abs"])
    assert (told["proven"], told["gap"]) == (True, 0.0)
    note = published["check"]["note"]
    assert numbers(told) == json.loads(re.search(r"chosen (\[.*?\])", note)[1])  # type: ignore[index]
    assert told["greedy"] == pytest.approx(float(re.search(r"gives ([\d.]+)", note)[1]))  # type: ignore[index]
    for limit in told["limits"]:
        assert limit["used"] <= limit["granted"] + 0.005


def test_the_best_set_is_not_the_rounded_one(tmp_path: Path) -> None:
    """Projects 1 and 2, which the source names, are worth 19: the optimum of 21 is another set."""
    published = vector("SEL-27")
    given = published["inputs"]
    lists: Lists = {
        "register": registered(4), "criteria": [NPV], "scores": worth(given["values"]), "needs": by_year([given["cost"]]),
        "frame": budgets([given["budget"]]),
    }  # fmt: skip
    _, told = selected(workspace(tmp_path, lists))
    assert (told["value"], numbers(told)) == (published["expected"]["optimum"], [2, 3, 4])
    assert numbers(told) == published["check"]["ours"]["chosen"]


@pytest.mark.parametrize("rule", ["none", "at most two", "2 requires 1", "2 excludes 4"])
def test_bonds_between_projects(tmp_path: Path, rule: str) -> None:
    """At most two is a role of which there are two: each project needs one."""
    published = vector("SEL-28")
    given, expected = published["inputs"], published["expected"][rule]
    register = registered(
        4,
        start_after={2: number(1)} if rule == "2 requires 1" else {},
        excludes={4: number(2)} if rule == "2 excludes 4" else {},
    )
    frame, needs = budgets([given["budget_k"]]), by_year([given["cash_k"]])
    if rule == "at most two":
        frame, needs = frame + staffed([2]), needs + by_role([[1] * 4])
    lists: Lists = {
        "register": register,
        "criteria": [NPV],
        "scores": worth(given["values_k"]),
        "needs": needs,
        "frame": frame,
    }
    _, told = selected(workspace(tmp_path, lists))
    value, chosen = expected if isinstance(expected, list) else (expected, [1, 2])
    assert (told["value"], numbers(told)) == (value, chosen)


def test_funds_by_year_and_the_frontier(tmp_path: Path) -> None:
    """The optimum of the frame, and at each share of its money; it never falls."""
    single, swept = vector("SEL-29"), vector("SEL-31")
    given = single["inputs"]
    lists: Lists = {
        "register": registered(6), "criteria": [NPV], "scores": worth(given["values"]), "needs": by_year(given["use_by_year"]),
        "frame": budgets(given["funds_by_year"]),
    }  # fmt: skip
    _, told = selected(workspace(tmp_path, lists))
    assert (told["value"], numbers(told)) == (single["expected"]["optimum"], single["expected"]["chosen"])
    points = {point["scale"]: point["value"] for point in told["frontier"]}
    for scale, value in swept["expected"].items():
        assert points[float(scale)] == pytest.approx(value, abs=swept["tolerance"]["abs"])
    assert [*points.values()] == sorted(points.values())


def scored(given: dict[str, Any]) -> Lists:
    """Projects and scores of a published table, on a scale of 0 to 100."""
    weights = given["weights"]
    rows = given["scores"]
    rows = rows if isinstance(rows, dict) else {f"P{at}": row for at, row in enumerate(rows, start=1)}
    ids = {name: number(at) for at, name in enumerate(rows, start=1)}
    return {
        "register": registered(len(rows)),
        "criteria": [
            {"criterion_id": f"C{at}", "title": f"Criterion {at}", "weight": weight, "scale_low": 0.0, "scale_high": 100.0}
            for at, weight in enumerate(weights, start=1)
        ],
        "scores": [
            {"project_id": ids[name], "criterion": f"C{at}", "score": float(score), "why": "as published"}
            for name, row in rows.items()
            for at, score in enumerate(row, start=1)
        ],
        "needs": by_year([[1] * len(rows)]), "frame": budgets([100]),
    }  # fmt: skip


@pytest.mark.parametrize("key", ["SCO-01", "SCO-02", "SCO-03"])
def test_published_weighted_scores(tmp_path: Path, key: str) -> None:
    """Where the source is wrong, its own table is: project 1 has 73.6 and comes first."""
    published = vector(key)
    _, told = selected(workspace(tmp_path, scored(published["inputs"])))
    got = {project["project_id"]: project["score"] for project in told["projects"]}
    expected = published["check"]["ours"] if "disputed" in published["check"] else published["expected"]
    for at, value in enumerate(expected.values(), start=1):
        assert got[number(at)] == pytest.approx(value, abs=published["tolerance"]["abs"])
    if key == "SCO-02":
        assert max(got, key=lambda project: got[project]) == number(1)


def test_which_weight_turns_the_order(tmp_path: Path) -> None:
    """The published swings of 20 %; and at each turning point the two projects are equal, reckoned by hand."""
    published = vector("SCO-05")
    lists = scored(published["inputs"])
    _, told = selected(workspace(tmp_path, lists))
    flips = [[int(criterion[1:]) - 1, swing] for criterion, swing in told["swings_that_change_the_first"]]
    assert flips == published["expected"]["flips"]
    weights, rows = published["inputs"]["weights"], published["inputs"]["scores"]
    assert told["weights_that_turn_the_order"]
    for turn in told["weights_that_turn_the_order"]:
        at, new = int(turn["criterion"][1:]) - 1, turn["turns_at"]
        changed = [new if i == at else w * (1 - new) / (1 - weights[at]) for i, w in enumerate(weights)]
        totals = [sum(w * s for w, s in zip(changed, row, strict=True)) for row in rows]
        second = int(turn["first"][1:]) - 1
        assert totals[0] == pytest.approx(totals[second])
        assert max(totals) == pytest.approx(totals[0])


def test_cost_of_delay_divided_by_duration(tmp_path: Path) -> None:
    """The published rates, and what each order brings by the end."""
    published = vector("WSJF-11")
    options, expected = published["inputs"]["options"], published["expected"]
    lists: Lists = {
        "register": registered(2),
        "criteria": [
            {"criterion_id": "GAIN", "title": "Gain", "kind": "value", "scale_low": 0.0, "scale_high": 100.0},
            {"criterion_id": "DUR", "title": "Duration", "kind": "size", "scale_low": 0.0, "scale_high": 100.0},
        ],
        "scores": [
            {"project_id": number(at), "criterion": criterion, "score": float(option[key]), "why": "as published"}
            for at, option in enumerate(options.values(), start=1)
            for criterion, key in (("GAIN", "gain"), ("DUR", "duration"))
        ],
        "needs": by_year([[1, 1]]), "frame": budgets([10]),
    }  # fmt: skip
    _, told = selected(workspace(tmp_path, lists))
    got = {project["project_id"]: project["wsjf"] for project in told["projects"]}
    assert got == {number(1): expected["cd3_A"], number(2): expected["cd3_B"]}
    base = published["inputs"]["base_rate"] * published["inputs"]["horizon"]
    assert base + told["sequences"]["by_wsjf"] == expected["total_B_then_A"]
    assert base + told["sequences"]["by_id"] == expected["total_A_then_B"]


# ---- edges -----------------------------------------------------------------------------------------


def simple(many: int = 4, **more: Any) -> Lists:
    """Projects of value and cost 10, 20, 30 … under a budget of 60."""
    amounts = [10.0 * at for at in range(1, many + 1)]
    return {
        "register": registered(many), "criteria": [NPV], "scores": worth(amounts), "needs": by_year([amounts]),
        "frame": budgets([60]), **more,
    }  # fmt: skip


def whys(told: dict[str, Any]) -> dict[int, str]:
    """Why each project is in or out."""
    return {int(project["project_id"][1:]): project["why"] for project in told["projects"]}


def test_of_equal_sets_the_lowest_ids_are_taken_and_it_is_said(tmp_path: Path) -> None:
    """60 is 10 + 20 + 30 and 20 + 40: the first has the lowest IDs."""
    code, told = selected(workspace(tmp_path, simple()))
    assert (code, numbers(told), told["value"], told["tied"]) == (0, [1, 2, 3], 60, True)
    assert "lowest IDs" in told["verdict"]


def test_no_project_one_project_and_no_money(tmp_path: Path) -> None:
    """An empty register, a single one that fits or does not, a budget of 0."""
    _, told = selected(workspace(tmp_path / "none", {**simple(), "register": [], "scores": [], "needs": []}))
    assert (told["chosen"], told["value"], told["feasible"]) == ([], 0, True)
    _, told = selected(workspace(tmp_path / "one", simple(1)))
    assert (numbers(told), told["tied"]) == ([1], False)
    _, told = selected(workspace(tmp_path / "zero", simple(frame=budgets([0]))))
    assert (numbers(told), told["value"], told["feasible"]) == ([], 0, True)
    assert whys(told)[1] == "No room: Budget 2026 short of 10"


def test_a_set_that_cannot_hold_names_the_fewest_things(tmp_path: Path) -> None:
    """Projects 1 to 3 are in, project 4 is mandatory: project 4 and the frame of 35 are enough. Exit status 1, and a workbook."""
    lists = simple(
        register=registered(4, mandatory={4: "yes"}), frame=budgets([35]),
        scenarios=[{"scenario_id": "S1", "project_id": number(at), "choice": "in"} for at in (1, 2, 3)],
    )  # fmt: skip
    code, told = selected(workspace(tmp_path, lists))
    assert (code, told["feasible"], told["chosen"], told["value"]) == (1, False, [], None)
    assert told["conflict"] == [["forced", "P004"], ["limit", "2026 budget"]]
    assert [(f["code"], f["sheet"], f["cell"]) for f in told["findings"]] == [("PRT-02", "Frame", "D6")]
    assert "by 65" in told["findings"][0]["message"]
    assert Path(told["file"]).is_file()
    done = CliRunner().invoke(app, ["select", str(tmp_path), "--scenario", "S1"])
    assert (done.exit_code, "P004 is mandatory, Budget 2026 grants 35" in done.output) == (1, True)


def test_mandatory_excluded_waiting_and_left_out(tmp_path: Path) -> None:
    """Every reason that a project can have to be in or out."""
    lists = simple(
        8,
        register=registered(
            8, mandatory={1: "yes"}, excludes={2: "P001; P003"}, start_after={4: "P005", 6: "P007"},
            status={7: "cancelled", 8: "closed"},
        ),
        scenarios=[
            {"scenario_id": "S1", "project_id": number(3), "choice": "in"},
            {"scenario_id": "S1", "project_id": number(5), "choice": "out"},
        ],
        frame=budgets([1000]),
    )  # fmt: skip
    for row in lists["register"]:
        row["status"] = row["status"] or "candidate"
    code, told = selected(workspace(tmp_path, lists))
    assert (code, numbers(told)) == (0, [1, 3])
    assert whys(told) == {
        1: "Mandatory", 2: "Excluded by P001", 3: "In by the scenario", 4: "Starts after P005, which is out",
        5: "Out by the scenario", 6: "Starts after P007, which was cancelled",
    }  # fmt: skip


def test_what_if_and_what_changes_against_it(tmp_path: Path) -> None:
    """One project out on a Tuesday, in words of either language; held against the scenario as it was."""
    home = workspace(tmp_path, simple())
    for words in ("P001=out", "p1 = écarté"):
        if words.startswith("p1"):
            assert (
                CliRunner()
                .invoke(app, ["select", str(home), "--scenario", "S1", "--what-if", words])
                .exit_code
                == 2
            )
            continue
        _, told = selected(home, "S1", "--what-if", words)
        assert (numbers(told), told["against"]) == ([2, 4], "S1")
        changes = {int(project["project_id"][1:]): project["change"] for project in told["projects"]}
        assert changes == {1: "Goes out", 2: None, 3: "Goes out", 4: "Comes in"}
    _, told = selected(home, "S1", "--what-if", "P001=écarté")
    assert numbers(told) == [2, 4]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--scenario", "S9"], "did you mean S1"),
        (["--scenario", "winter"], "There are: S1"),
        (["--scenario", "S1", "--what-if", "P001"], "no what-if"),
        (["--scenario", "S1", "--what-if", "P0001=out"], "did you mean P001"),
        (["--scenario", "S1", "--what-if", "XYZ=out"], "no project"),
        (["--scenario", "S1", "--out", "x.pdf"], "x.pdf"),
    ],
)
def test_words_that_name_nothing_are_a_sentence(tmp_path: Path, words: list[str], says: str) -> None:
    """With the nearest that there is, and exit status 2."""
    done = CliRunner().invoke(app, ["select", str(workspace(tmp_path, simple())), *words])
    assert done.exit_code == 2
    assert says in done.output
    assert done.output.count("\n") == 1


def test_a_project_without_cost_or_value_is_listed_and_the_rest_is_weighed(tmp_path: Path) -> None:
    """Neither is 0: without a cost it would be free. One that must be in stays in, and what that hides is said."""
    lists = simple(register=registered(4, mandatory={3: "yes"}))
    lists["needs"] = [row for row in lists["needs"] if row["project_id"] not in ("P002", "P003")]
    lists["scores"] = [row for row in lists["scores"] if row["project_id"] != "P004"]
    _, told = selected(workspace(tmp_path, lists))
    assert numbers(told) == [1, 3]
    assert (whys(told)[2], whys(told)[4]) == ("No cost known: not weighed", "No value known: not weighed")
    assert [(f["code"], f["cell"]) for f in told["findings"]] == [("PRT-04", "B7"), ("PRT-04", "B9")]
    assert any("P003 is in and its cost is not known" in note for note in told["notes"])
    costs = {project["project_id"]: project["cost"] for project in told["projects"]}
    assert costs["P002"] is None
    assert costs["P003"] is None


def test_a_project_that_moves_takes_its_needs_along(tmp_path: Path) -> None:
    """Eighteen months: half of a year's cost falls into the next but one; beyond the frame nothing limits it, which is said."""
    lists = simple(
        1, scenarios=[{"scenario_id": "S1", "project_id": "P001", "choice": "in", "shift_months": 18}],
        frame=budgets([60, 60, 60]),
    )  # fmt: skip
    _, told = selected(workspace(tmp_path, lists))
    assert [limit["used"] for limit in told["limits"]] == [0, 5, 5]


def test_what_remains_of_a_budget_counts_by_year_in_the_reporting_currency(tmp_path: Path) -> None:
    """The returns win over what was typed; forecast months say the years, CAPEX apart; the rest is of the year to come."""
    lists = simple(2, scenarios=[{"scenario_id": "S1", "project_id": "P001", "choice": "in"}])
    lists["frame"] = [
        {"scenario_id": "S1", "year": 2026, "budget": 5000.0, "budget_capex": 900.0},
        {"scenario_id": "S1", "year": 2027, "budget": 5000.0},
    ]
    home = workspace(tmp_path, lists)
    with (home / "pmo.toml").open("a", encoding="utf-8") as settings:
        settings.write('[rates]\nUSD = 0.5\n[collection]\nkinds = ["budget"]\n')
    lines = [line(2000, 400, 1600), line(1000, 0, 1000, line_id="L2", capex_opex="capex")]
    months = [
        {"line_id": "L1", "period": month(2), "actual": 400.0},
        {"line_id": "L1", "period": month(6), "forecast": 600.0},
        {"line_id": "L1", "period": month(15), "forecast": 400.0},
        {"line_id": "L2", "period": month(14), "forecast": 1000.0},
    ]  # fmt: skip
    write(home / "returns", "P001", end_of(3), None, lines, months, currency="USD")
    code, told = selected(home)
    assert code == 0
    used = {limit["key"]: limit["used"] for limit in told["limits"]}
    # In dollars: 600 in 2026 and 400 in 2027 by month, 600 in no month; the CAPEX of 1000 in 2027. One dollar is half a euro.
    assert used == {"2026 budget": 600 + 20, "2026 capex": 0, "2027 budget": 700}
    first = next(project for project in told["projects"] if project["project_id"] == "P001")
    assert (first["cost"], first["source"]) == (1300, "budget return")
    assert any("300 EUR of the remaining cost of P001 are in no month" in note for note in told["notes"])


def test_without_the_solver_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    """And nothing else fails."""
    home = workspace(tmp_path / "pmo", simple())
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "highspy.py").write_text("raise ImportError\n", encoding="utf-8")
    path = os.pathsep.join([str(hidden), str(Path(pmo_xl.__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-m", "pmo_xl", "select", str(home), "--scenario", "S1"],
        capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'pmo_xl[portfolio]'" in done.stderr


def test_nothing_but_json_on_standard_output(tmp_path: Path) -> None:
    """In a process of its own: the solver's line about itself is kept out."""
    done = command("select", workspace(tmp_path, simple()), "--scenario", "S1", "--json", "-")
    assert json.loads(done.stdout)["value"] == 60
    assert done.stderr == ""


def test_the_time_may_run_out_and_that_is_told(tmp_path: Path) -> None:
    """With hardly any time the set that is told still holds, and how far from the best it may be is a number."""
    many = 60
    values = [997.0 + (at * 37) % 89 for at in range(many)]
    costs = [[1000.0 + (at * 53) % 97 for at in range(many)], [900.0 + (at * 71) % 83 for at in range(many)]]
    lists: Lists = {
        "register": registered(many), "criteria": [NPV], "scores": worth(values), "needs": by_year(costs),
        "frame": budgets([sum(costs[0]) / 2.01, sum(costs[1]) / 2.03]),
    }  # fmt: skip
    code, told = selected(workspace(tmp_path, lists), "S1", "--seconds", "0.1")
    assert code == 0
    assert told["bound"] >= told["value"] - 1e-6
    assert told["proven"] == (told["gap"] == 0)
    for limit in told["limits"]:
        assert limit["used"] <= limit["granted"] + 0.005


# ---- rules at their cells --------------------------------------------------------------------------

CRITERIA = [
    {"criterion_id": "VAL", "title": "Value", "weight": 0.6},
    {"criterion_id": "URG", "title": "Urgency", "weight": 0.4, "kind": "urgency"},
    {"criterion_id": "FIT", "title": "Fit", "kind": "value"},
]
GIVEN = [
    ("P001", "VAL", 4.0),
    ("P001", "Urgency", 3.0),
    ("P001", "FIT", 2.0),
    ("P002", "VAL", 5.0),
    ("P002", "URG", 3.0),
]


def listed() -> Lists:
    """Lists without a fault."""
    return {
        "register": registered(3, excludes={3: "P002"}),
        "objectives": [{"objective_id": "O1", "title": "Grow", "weight": 0.7}, {"objective_id": "O2", "title": "Save", "weight": 0.3}],
        "criteria": [dict(row) for row in CRITERIA],
        "scores": [{"project_id": p, "criterion": c, "score": s, "why": "agreed"} for p, c, s in GIVEN],
        "needs": by_year([[10.0, 20.0, 30.0]]),
        "scenarios": [{"scenario_id": "S1", "project_id": "P001", "choice": "in"}, {"scenario_id": "S1", "project_id": "P002", "choice": "free"}],
        "frame": budgets([60.0]),
    }  # fmt: skip


def change(table: str, row: int, **cells: Any) -> tuple[str, int, dict[str, Any]]:
    """Cells of a row, counted from 1."""
    return table, row, cells


FAULTS = [
    ("SCO-01", "Scores", "D9", [change("scores", 5, criterion="FIT")]),
    ("SCO-01", "Scores", "D6", [change("scores", 1, score=6.0)]),
    ("SCO-02", "Scores", "E7", [change("scores", 2, why=None)]),
    ("SCO-03", "Criteria", "D6", [change("criteria", 1, weight=0.7)]),
    ("SCO-04", "Criteria", "H8", [change("criteria", 3, scale_low=5.0, scale_high=1.0)]),
    ("SCO-05", "Objectives", "E6", [change("objectives", 2, weight=0.5)]),
    ("SCO-06", "Scores", "D6", [change("scores", 1, score=3.0), change("scores", 3, score=3.0)]),
    ("FLD-03", "Scores", "B6", [change("scores", 1, project_id="P009")]),
    ("FLD-03", "Scores", "C6", [change("scores", 1, criterion="Worth")]),
    ("FLD-03", "Scenarios", "D7", [change("scenarios", 2, project_id="P009")]),
    ("FLD-04", "Scores", "B7", [change("scores", 2, criterion="VAL")]),
    ("PRT-01", "Scenarios", "E6", [change("register", 1, mandatory="yes"), change("scenarios", 1, choice="out")]),
    ("PRT-01", "Scenarios", "E6", [change("register", 1, excludes="P002"), change("scenarios", 2, choice="in")]),
    ("PRT-01", "Scenarios", "E6", [change("register", 1, start_after="P002"), change("scenarios", 2, choice="out")]),
    ("PRT-03", "Project register", "R8", [change("register", 3, excludes="P002; P077")]),
    ("PRT-03", "Project register", "Q6", [change("register", 1, start_after="P002"), change("register", 2, start_after="P001")]),
    ("PRT-05", "Frame", "C7", [change("frame", 2, scenario_id="S1", year=2026, budget=70.0)]),
    ("PRT-06", "Scenarios", "B7", [change("scenarios", 2, scenario_id="S7")]),
]  # fmt: skip


def test_sound_lists_have_no_finding(tmp_path: Path) -> None:
    """Only what a selection needs and did not get: project 3 has no score."""
    _, told = selected(workspace(tmp_path, listed()))
    assert [(f["code"], f["project"]) for f in told["findings"]] == [("PRT-04", "P003")]


@pytest.mark.parametrize(
    ("code", "sheet", "cell", "changes"), FAULTS, ids=[f"{f[0]} {f[1]} {f[2]}" for f in FAULTS]
)
def test_a_fault_is_found_at_its_cell_with_a_remedy_and_the_rest_goes_on(
    tmp_path: Path, code: str, sheet: str, cell: str, changes: list[tuple[str, int, dict[str, Any]]]
) -> None:
    """Both by select and by validate, in both languages without a place left open."""
    lists = listed()
    for table, row, cells in changes:
        while len(lists[table]) < row:
            lists[table].append({})
        lists[table][row - 1] |= cells
    home = workspace(tmp_path, lists)
    _, told = selected(home)
    mine = [f for f in told["findings"] if f["code"] == code]
    assert (sheet, cell) in [(f["sheet"], f["cell"]) for f in mine], told["findings"]
    assert all(f["fix"] and "{" not in f["fix"] + f["message"] for f in mine)
    assert told["projects"]
    _, french = selected(home, "S1", "--lang", "fr")
    assert all("{" not in f["fix"] + f["message"] for f in french["findings"])


def test_weights_that_do_not_add_up_are_scaled(tmp_path: Path) -> None:
    """Twice the weights give the same scores."""
    lists = listed()
    _, before = selected(workspace(tmp_path / "a", lists))
    for row in lists["criteria"][:2]:
        row["weight"] = float(row["weight"]) / 2
    _, after = selected(workspace(tmp_path / "b", lists))
    assert [p["score"] for p in before["projects"]] == pytest.approx([p["score"] for p in after["projects"]])


def test_less_is_better_counts_from_the_other_end(tmp_path: Path) -> None:
    """A 2 of 1 to 5 then counts as 4."""
    lists = listed()
    lists["criteria"][1]["direction"] = "less"
    _, told = selected(workspace(tmp_path, lists))
    scores = {p["project_id"]: p["score"] for p in told["projects"]}
    assert scores["P001"] == pytest.approx(0.6 * 4 + 0.4 * (6 - 3))


def test_a_frame_given_twice_counts_once(tmp_path: Path) -> None:
    """The first."""
    lists = listed()
    lists["frame"].append({"scenario_id": "S1", "year": 2026, "budget": 5.0})
    _, told = selected(workspace(tmp_path, lists))
    assert [limit["granted"] for limit in told["limits"]] == [60]
