"""The rules over the lists of a selection: weights, scores, scenarios against the register, the frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.steering.selection.scenarios import Decided
from pmo_xl.catalog.steering.selection.scores import CriterionKind
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, name_key, t
from pmo_xl.core.definition.table_rule import Rows, TableRule

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
WHOLE = 1e-6
"""By how much weights may miss 100 %."""
FEW = 3
"""Scores from which all equal ones are worth a remark."""
MONEY = ("budget", "budget_capex", "budget_opex")


def ids_in(cell: object) -> list[str]:
    """The project IDs of a cell, separated by semicolons, commas or line ends."""
    return (
        [word.strip() for word in re.split(r"[;,\n|]", cell) if word.strip()] if isinstance(cell, str) else []
    )


def _told(found: Mapping[Any, Mapping[str, object]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame.from_dict(dict(found), orient="index", dtype=object)


def _key(cell: object) -> str:
    return name_key(str(cell)) if isinstance(cell, str) else ""


def _lines(frame: pd.DataFrame) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Position and row of each line of a frame, blank cells as None."""
    import pandas as pd

    for at, row in zip(frame.index, frame.to_dict("records"), strict=True):
        yield at, {str(key): None if what is None or pd.isna(what) else what for key, what in row.items()}


def _weights(rows: Rows, table: str, ranks: str = "") -> pd.DataFrame:
    """The first of the rows whose weights do not add up, by rank where there are ranks."""
    sums: dict[str, list[tuple[Any, float]]] = {}
    for at, row in _lines(rows[table]):
        if row["weight"] is not None:
            sums.setdefault(_key(row[ranks]) if ranks else "", []).append((at, row["weight"]))
    wrong = {
        some[0][0]: {"sum": round(sum(weight for _, weight in some) * 100, 2)}
        for some in sums.values()
        if abs(sum(weight for _, weight in some) - 1) > WHOLE
    }
    return _told(wrong)


def _criteria(rows: Rows) -> dict[str, Row]:
    """Each criterion by every way in which scores name it."""
    return {
        _key(row[name]): row
        for row in reversed(rows.lists.get("criteria", ()))
        for name in ("title", "criterion_id")
        if row.get(name)
    }


def _missing(rows: Rows) -> pd.DataFrame:
    """The first row of a project that lacks the score of a weighed criterion."""
    known = _criteria(rows)
    weighed = {
        _key(row["criterion_id"]): str(row["criterion_id"])
        for row in rows.lists.get("criteria", ())
        if row.get("weight") and row.get("kind") != CriterionKind.NPV.key
    }
    first: dict[str, Any] = {}
    given: dict[str, set[str]] = {}
    for at, row in _lines(rows["scores"]):
        project = _key(row["project_id"])
        criterion = known.get(_key(row["criterion"]))
        if criterion is not None and criterion.get("kind") == CriterionKind.NPV.key:
            continue
        first.setdefault(project, at)
        if criterion is not None and row["score"] is not None:
            given.setdefault(project, set()).add(_key(criterion["criterion_id"]))
    return _told({
        at: {"criteria": ", ".join(weighed[key] for key in weighed if key not in given.get(project, ()))}
        for project, at in first.items()
        if weighed.keys() - given.get(project, set())
    })  # fmt: skip


def scale_of(criterion: Row) -> tuple[float, float]:
    """The lowest and the highest score of a criterion; 1 and 5 where it does not say."""
    low, high = criterion.get("scale_low"), criterion.get("scale_high")
    return (1.0 if low is None else float(low)), (5.0 if high is None else float(high))


def _off_scale(rows: Rows) -> pd.DataFrame:
    known, wrong = _criteria(rows), {}
    for at, row in _lines(rows["scores"]):
        criterion = known.get(_key(row["criterion"]))
        if criterion is None or criterion.get("kind") == CriterionKind.NPV.key or row["score"] is None:
            continue
        low, high = scale_of(criterion)
        if not low <= row["score"] <= high:
            wrong[at] = {"low": low, "high": high}
    return _told(wrong)


def _all_equal(rows: Rows) -> pd.DataFrame:
    known = _criteria(rows)
    given: dict[str, list[tuple[Any, float]]] = {}
    for at, row in _lines(rows["scores"]):
        criterion = known.get(_key(row["criterion"]))
        if row["score"] is not None and (criterion is None or criterion.get("kind") != CriterionKind.NPV.key):
            given.setdefault(_key(row["project_id"]), []).append((at, row["score"]))
    return _told({
        some[0][0]: {"score": some[0][1], "n": len(some)}
        for some in given.values()
        if len(some) >= FEW and len({score for _, score in some}) == 1
    })  # fmt: skip


def _register(rows: Rows) -> dict[str, Row]:
    return {_key(row["project_id"]): row for row in rows.lists.get("register", ())}


def _mandatory_out(rows: Rows) -> pd.DataFrame:
    register = _register(rows)
    return _told({
        at: {"project": row["project_id"]}
        for at, row in _lines(rows["scenarios"])
        if row["choice"] == Decided.OUT.key and register.get(_key(row["project_id"]), {}).get("mandatory") == "yes"
    })  # fmt: skip


def _by_scenario(rows: Rows) -> dict[str, dict[str, str]]:
    """What each scenario decides of each project."""
    decided: dict[str, dict[str, str]] = {}
    for _, row in _lines(rows["scenarios"]):
        decided.setdefault(_key(row["scenario_id"]), {})[_key(row["project_id"])] = row["choice"] or ""
    return decided


def _both_in(rows: Rows) -> pd.DataFrame:
    register, decided, wrong = _register(rows), _by_scenario(rows), {}
    for at, row in _lines(rows["scenarios"]):
        if row["choice"] != Decided.IN.key:
            continue
        choices = decided[_key(row["scenario_id"])]
        me = _key(row["project_id"])
        others = [*ids_in(register.get(me, {}).get("excludes"))]
        others += [
            str(each["project_id"])
            for key, each in register.items()
            if me in map(_key, ids_in(each.get("excludes")))
        ]
        other = next(
            (each for each in others if choices.get(_key(each)) == Decided.IN.key and _key(each) != me), None
        )
        if other is not None:
            wrong[at] = {"project": row["project_id"], "other": other}
    return _told(wrong)


def _needed_out(rows: Rows) -> pd.DataFrame:
    register, decided, wrong = _register(rows), _by_scenario(rows), {}
    for at, row in _lines(rows["scenarios"]):
        needed = register.get(_key(row["project_id"]), {}).get("start_after")
        if (
            row["choice"] == Decided.IN.key
            and needed
            and decided[_key(row["scenario_id"])].get(_key(needed)) == Decided.OUT.key
        ):
            wrong[at] = {"project": row["project_id"], "other": needed}
    return _told(wrong)


def _unknown_excluded(rows: Rows) -> pd.DataFrame:
    register, wrong = _register(rows), {}
    for at, row in _lines(rows["register"]):
        odd = [
            each for each in ids_in(row["excludes"])
            if _key(each) not in register or _key(each) == _key(row["project_id"])
        ]  # fmt: skip
        if odd:
            wrong[at] = {"other": odd[0]}
    return _told(wrong)


def _after_itself(rows: Rows) -> pd.DataFrame:
    """The first project of each circle of projects that start after one another."""
    after = {
        _key(row["project_id"]): _key(row["start_after"])
        for row in rows.lists.get("register", ())
        if row.get("start_after")
    }
    wrong, seen = {}, set[str]()
    for at, row in _lines(rows["register"]):
        way = [_key(row["project_id"])]
        while way[-1] in after and after[way[-1]] not in way:
            way.append(after[way[-1]])
        if after.get(way[-1]) == way[0] and way[0] not in seen:
            seen |= set(way)
            names = {_key(each["project_id"]): each["project_id"] for each in rows.lists["register"]}
            wrong[at] = {"circle": " → ".join(str(names.get(key, key)) for key in (*way, way[0]))}
    return _told(wrong)


def _twice(rows: Rows) -> pd.DataFrame:
    """A row of the frame that gives a budget which a row before it gives."""
    seen: dict[tuple[str, int, str], Any] = {}
    wrong = {}
    for at, row in _lines(rows["frame"]):
        for key in MONEY:
            name = (_key(row["scenario_id"]), int(row["year"]), key)
            if row[key] is None:
                continue
            if name in seen:
                wrong[at] = {"scenario": row["scenario_id"], "year": str(int(row["year"]))}
            seen.setdefault(name, at)
    return _told(wrong)


def _no_frame(rows: Rows) -> pd.DataFrame:
    framed = {_key(row["scenario_id"]) for row in rows.lists.get("frame", ())}
    wrong, seen = {}, set[str]()
    for at, row in _lines(rows["scenarios"]):
        scenario = _key(row["scenario_id"])
        if scenario not in framed and scenario not in seen:
            wrong[at] = {"scenario": row["scenario_id"]}
        seen.add(scenario)
    return _told(wrong)


def _rule(
    code: str,
    cell: str,
    says: Text,
    fix: Text,
    find: Any,
    severity: Severity = Severity.ERROR,
    cells: Sequence[str] = (),
) -> TableRule:
    table, _, at = cell.partition(".")
    return TableRule(code, table, at, says, fix, find, severity, whole=False, cells=(cell, *cells))


SELECTION_RULES = (
    _rule(
        "SCO-01", "scores.score",
        t("Not scored on {criteria}: the project has no weighted score", "Pas de note pour {criteria} : le projet n’a pas de note pondérée"),
        t("Add a row for each of these criteria, or clear its weight.", "Ajoutez une ligne pour chacun de ces critères, ou videz son poids."),
        _missing,
    ),
    _rule(
        "SCO-01", "scores.score",
        t("The score is not between {low} and {high}", "La note n’est pas comprise entre {low} et {high}"),
        t("Score on the scale of the criterion, or change the scale.", "Notez sur l’échelle du critère, ou changez l’échelle."),
        _off_scale,
    ),
    _rule(
        "SCO-06", "scores.score",
        t("All {n} scores of the project are {score}", "Les {n} notes du projet valent toutes {score}"),
        t("Score each criterion by itself: a project that is alike in everything is not compared.",
          "Notez chaque critère pour lui-même : un projet partout égal n’est pas comparé."),
        _all_equal, Severity.WARNING,
    ),
    _rule(
        "SCO-03", "criteria.weight",
        t("The weights add up to {sum} %", "Les poids font {sum} %"),
        t("Change them until they add up to 100 %; until then they are scaled.", "Modifiez-les pour qu’ils fassent 100 % ; d’ici là, ils sont ramenés à ce total."),
        lambda rows: _weights(rows, "criteria"),
    ),
    _rule(
        "SCO-05", "objectives.weight",
        t("The weights of the objectives of this rank add up to {sum} %", "Les poids des objectifs de ce rang font {sum} %"),
        t("Change them until they add up to 100 %; until then they are scaled.", "Modifiez-les pour qu’ils fassent 100 % ; d’ici là, ils sont ramenés à ce total."),
        lambda rows: _weights(rows, "objectives", "parent"),
    ),
    _rule(
        "PRT-01", "scenarios.choice",
        t("{project} is mandatory and the scenario leaves it out", "{project} est obligatoire et le scénario l’écarte"),
        t("Free it, or have it taken off the mandatory ones in the register.", "Laissez-le à arbitrer, ou retirez-le des obligatoires dans le référentiel."),
        _mandatory_out,
    ),
    _rule(
        "PRT-01", "scenarios.choice",
        t("{project} and {other} exclude one another, and the scenario has both", "{project} et {other} s’excluent, et le scénario retient les deux"),
        t("Leave one of them out.", "Écartez l’un des deux."), _both_in,
    ),
    _rule(
        "PRT-01", "scenarios.choice",
        t("{project} starts after {other}, which the scenario leaves out", "{project} débute après {other}, que le scénario écarte"),
        t("Put that project in, or leave this one out.", "Retenez ce projet, ou écartez celui-ci."), _needed_out,
    ),
    _rule(
        "PRT-03", "register.excludes",
        t("“{other}” is no other project of the register", "« {other} » n’est pas un autre projet du référentiel"),
        t("Give the IDs of other projects, separated by semicolons.", "Donnez les codes d’autres projets, séparés par des points-virgules."),
        _unknown_excluded,
    ),
    _rule(
        "PRT-03", "register.start_after",
        t("The projects start after one another in a circle: {circle}", "Des projets débutent l’un après l’autre, en boucle : {circle}"),
        t("Break the circle where one of them can begin alone.", "Rompez la boucle là où l’un d’eux peut commencer seul."),
        _after_itself,
    ),
    _rule(
        "PRT-05", "frame.year",
        t("A budget of {scenario} for {year} is given twice: the first counts", "Un budget de {scenario} pour {year} figure deux fois : le premier compte"),
        t("Keep one of them; rows of roles need no budget.", "Gardez-en un ; les lignes de profils n’ont pas besoin de budget."),
        _twice, cells=("frame.scenario_id",),
    ),
    _rule(
        "PRT-06", "scenarios.scenario_id",
        t("Scenario {scenario} has no frame: nothing limits it", "Le scénario {scenario} n’a pas de cadre : rien ne le limite"),
        t("Add its budget by year to the frame, or correct the name.", "Ajoutez son budget annuel au cadre, ou corrigez le nom."),
        _no_frame, Severity.WARNING,
    ),
)  # fmt: skip
