"""Dependencies: against the plan, and between the two projects that have to say the same."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.steering.projects import ENDED
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, fold, name_key, t
from pmo_xl.core.definition.table_rule import PROJECT, Rows, TableRule, named
from pmo_xl.core.flow.expected import received_key

if TYPE_CHECKING:
    import pandas as pd

DEPENDENCIES, TASKS, STATUS = "dependencies", "plan", "status"
EXTERNAL = frozenset(("external", "externe"))
OVER = ("delivered", "broken")
NEAR = t("; the nearest is {near}", "\u00a0; le plus proche\u00a0: {near}")
ALIKE = 0.5
"""From this likeness on, a project that nobody knows is taken for a slip of the pen."""


def _key(project: object) -> str:
    return name_key(str(project))


def _is_external(words: object) -> bool:
    return fold(str(words)) in EXTERNAL


def _live(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["status"].isin(OVER) & rows["other_project"].notna() & rows["project_id"].notna()]


def _waiting(rows: pd.DataFrame) -> pd.DataFrame:
    """The live inbound rows that another project of the portfolio has to answer."""
    import pandas as pd

    inbound = _live(rows)
    inbound = inbound[inbound["direction"] == "inbound"]
    answers = [
        not _is_external(other) and _key(other) != _key(project)
        for project, other in zip(inbound["project_id"], inbound["other_project"], strict=True)
    ]
    return inbound[pd.Series(answers, index=inbound.index, dtype=bool)]


def _unknown(rows: Rows) -> pd.DataFrame:
    """Rows that name a project of which nobody knows; without a register nobody can tell who there is."""
    import pandas as pd

    held = rows[DEPENDENCIES]
    named = held[held["other_project"].notna()]
    if rows.registered is None:
        return named.iloc[:0][[]]
    known = {*rows.registered, *map(str, rows.everyone[PROJECT]["project_id"].dropna())}
    keys = {_key(one) for one in known}
    lost = named[~named["other_project"].map(lambda one: _is_external(one) or _key(one) in keys).astype(bool)]
    near = [_near(str(one), known) for one in lost["other_project"]]
    return pd.DataFrame({"near": pd.Series(near, index=lost.index, dtype=object)})


def _near(name: str, known: Iterable[str]) -> Text:
    """What ends the sentence on a project that nobody knows: the nearest that somebody does."""
    near = difflib.get_close_matches(name.upper(), sorted(known), 1, ALIKE)
    return NEAR.fill(near=near[0]) if near else t("", "")


def _itself(rows: Rows) -> pd.DataFrame:
    held = rows[DEPENDENCIES]
    own = [
        _key(one) == _key(other) for one, other in zip(held["project_id"], held["other_project"], strict=True)
    ]
    return held.loc[own, []]


def _ended(rows: Rows) -> pd.DataFrame:
    """Live rows that name a project which is over according to the register."""
    over = {
        _key(project["project_id"])
        for project in rows.lists.get("register", ())
        if project.get("status") in ENDED
    }
    held = _live(rows[DEPENDENCIES])
    return held.loc[[_key(other) in over for other in held["other_project"]], []]


def _twins(rows: Rows) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The live inbound rows of the projects judged, and the outbound row that answers each (blank where none does).

    The twin is the row of the other project that names this one, with the same deliverable; else its only one.
    """
    import pandas as pd

    everyone = _live(rows.everyone[DEPENDENCIES])
    given: dict[tuple[str, str], list[tuple[str, object]]] = {}
    outbound = everyone[everyone["direction"] == "outbound"]
    for at, project, other, what in zip(
        outbound.index,
        outbound["project_id"],
        outbound["other_project"],
        outbound["deliverable"],
        strict=True,
    ):
        given.setdefault((_key(project), _key(other)), []).append((fold(str(what)), at))
    inbound = _waiting(rows[DEPENDENCIES])
    many = inbound.groupby(["project_id", "other_project"])["dependency_id"].transform("size")
    found = []
    for project, other, what, count in zip(
        inbound["project_id"], inbound["other_project"], inbound["deliverable"], many, strict=True
    ):
        answers = given.get((_key(other), _key(project)), [])
        same = [at for words, at in answers if words == fold(str(what))]
        alone = [at for _, at in answers] if len(answers) == 1 and count == 1 else []
        found.append((same or alone or [None])[0])
    return inbound, pd.DataFrame({"twin": pd.Series(found, index=inbound.index, dtype=object)})


def awaited(tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """A row for each live inbound dependency on another project of a portfolio, and whether that one says so too.

    ``tables`` are those of all returns, by key. What a project does not say whose follow-up did not come is nobody's fault.
    """
    inbound, twins = _twins(Rows(tables, everyone=tables))
    projects = tables["projects"]
    came = {_key(one) for one in projects.loc[projects[received_key("followup")] == 1, "project_id"]}
    columns = (inbound[key] for key in ("project_id", "dependency_id", "other_project"))
    return [
        {"project_id": project, "dependency_id": name, "other_project": other,
         "is_answerable": int(_key(other) in came), "is_twinned": int(known)}
        for project, name, other, known in zip(*columns, twins["twin"].notna(), strict=True)
    ]  # fmt: skip


def _untold(rows: Rows) -> pd.DataFrame:
    """What this project waits for, and the other one, whose follow-up came, does not speak of."""
    import pandas as pd

    inbound, twins = _twins(rows)
    answering = {_key(one) for one in rows.everyone[STATUS]["project_id"]}
    came = inbound["other_project"].map(lambda other: _key(other) in answering).astype(bool)
    untold = inbound[twins["twin"].isna() & came]
    return pd.DataFrame({"project": untold["other_project"].astype(str)})


def _two_dates(rows: Rows) -> pd.DataFrame:
    """Twins of which one side's need, or promise, is another date than the other side's."""
    import pandas as pd

    inbound, twins = _twins(rows)
    answered = inbound[twins["twin"].notna()]
    other = rows.everyone[DEPENDENCIES].loc[twins.loc[answered.index, "twin"]].set_index(answered.index)
    off = pd.Series(False, index=answered.index)
    for column in ("need_date", "promise_date"):
        both = answered[column].notna() & other[column].notna()
        off |= both & (answered[column] != other[column])
    told = pd.DataFrame(
        {
            "project": answered["other_project"].astype(str),
            "theirs": other["promise_date"].fillna(other["need_date"]),
        }
    )
    return told[off]


def _circles(rows: Rows) -> pd.DataFrame:
    """The live inbound rows by which projects wait for one another in a circle, the shortest of each knot of projects.

    ``first`` is the first row of its circle: there it is told, at the others that they are in it.
    """
    import pandas as pd

    waiting = _waiting(rows.everyone[DEPENDENCIES])
    names = {_key(one): str(one) for one in waiting["project_id"]}
    pairs = [(_key(a), _key(b)) for a, b in zip(waiting["project_id"], waiting["other_project"], strict=True)]
    if not _holds_circle(pairs):
        return pd.DataFrame({"circle": [], "first": pd.Series(dtype=bool)})
    import networkx as nx

    graph = nx.DiGraph(pairs)
    arrows: dict[tuple[str, str], str] = {}
    for part in nx.strongly_connected_components(graph):
        if len(part) < 2:
            continue
        inside = graph.subgraph(sorted(part))
        circle = min(
            ([node, *nx.shortest_path(inside, after, node)] for node in sorted(part) for after in sorted(inside[node])), key=len,
        )  # fmt: skip
        words = " → ".join(names.get(one, one) for one in circle)
        arrows |= dict.fromkeys(pairwise(circle), words)
    held = _waiting(rows[DEPENDENCIES])
    pairs = [*zip(held["project_id"].map(_key), held["other_project"].map(_key), strict=True)]
    told = pd.DataFrame(
        {"circle": pd.Series([arrows.get(pair) for pair in pairs], index=held.index, dtype=object)}
    )
    place = {pair: at for at, pair in enumerate(arrows)}
    told = told.assign(place=[place.get(pair, -1) for pair in pairs]).dropna(subset=["circle"])
    first = ~told.sort_values("place", kind="stable").duplicated("circle")
    return told.assign(first=first)


def _circle(rows: Rows) -> pd.DataFrame:
    found = _circles(rows)
    return found.loc[found["first"], ["circle"]]


def _in_a_circle(rows: Rows) -> pd.DataFrame:
    found = _circles(rows)
    return found.loc[~found["first"], ["circle"]]


def _holds_circle(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether these arrows lead back to where they began: seldom, and a graph library takes longer to load than to ask."""
    waits: dict[str, set[str]] = {}
    for one, other in pairs:
        waits.setdefault(one, set()).add(other)
    try:
        TopologicalSorter(waits).prepare()
    except CycleError:
        return True
    return False


def _of_task(rows: Rows, direction: str, column: str) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """The live dependencies of a direction with a task, and a date of that task."""
    held, tasks = _live(rows[DEPENDENCIES]), rows[TASKS]
    held = held[(held["direction"] == direction) & held["task_id"].notna()]
    dates = tasks.assign(name=named(tasks, "task_id")).drop_duplicates("name").set_index("name")[column]
    return held, dates.reindex(named(held, "task_id")).set_axis(held.index)


def _starts_too_soon(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    held, start = _of_task(rows, "inbound", "start_forecast")
    early = start.notna() & held["promise_date"].notna() & (start < held["promise_date"])
    return pd.DataFrame({"start": start[early], "promise": held.loc[early, "promise_date"]})


def _other_date(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    held, finish = _of_task(rows, "outbound", "finish_current")
    off = finish.notna() & held["promise_date"].notna() & (finish != held["promise_date"])
    return pd.DataFrame({"finish": finish[off]})


DEPENDENCY_RULES = (
    TableRule(
        "DEP-02", DEPENDENCIES, "other_project",
        t("Project {project} does not know that this one waits for it", "Adhérence non déclarée par le projet {project}"),
        t("Agree on it: the other project enters what it owes, with the same dates.", "Convenez-en : l’autre projet saisit ce qu’il fournit, aux mêmes dates."),
        _untold, whole=False, cells=("dependencies.other_project", "dependencies.direction", "dependencies.status"),
    ),
    TableRule(
        "DEP-03", DEPENDENCIES, "other_project",
        t("Unknown project{near}", "Projet inconnu{near}"),
        t("Enter its ID as in the project register, or: external.", "Saisissez son code tel qu’au référentiel des projets, ou : externe."),
        _unknown, Severity.ERROR, whole=False, cells=("dependencies.other_project",),
    ),
    TableRule(
        "DEP-03", DEPENDENCIES, "other_project",
        t("The project depends on itself", "Le projet dépend de lui-même"),
        t("Name the other project; what is inside this one is a link of the plan.", "Nommez l’autre projet ; ce qui est interne est un lien du planning."),
        _itself, Severity.ERROR, whole=False, cells=("dependencies.other_project",),
    ),
    TableRule(
        "DEP-03", DEPENDENCIES, "other_project",
        t("The other project is over, according to the register", "L’autre projet est clos ou arrêté, selon le référentiel"),
        t("Close the dependency, or agree on who delivers instead.", "Clôturez l’adhérence, ou convenez de qui fournit à sa place."),
        _ended, whole=False, cells=("dependencies.other_project", "dependencies.status"),
    ),
    TableRule(
        "DEP-04", DEPENDENCIES, "other_project",
        t("Projects wait for one another: {circle}", "Des projets s’attendent mutuellement : {circle}"),
        t("Agree which of them delivers first.", "Convenez de celui qui livre en premier."),
        _circle, Severity.ERROR, whole=False, cells=("dependencies.other_project", "dependencies.direction", "dependencies.status"),
    ),
    TableRule(
        "DEP-08", DEPENDENCIES, "other_project",
        t("This wait is part of a circle: {circle}", "Cette adhérence fait partie d’une boucle : {circle}"),
        t("Agree with the others which of you delivers first.", "Convenez avec les autres de celui qui livre en premier."),
        _in_a_circle, Severity.INFO, whole=False, cells=("dependencies.other_project", "dependencies.direction", "dependencies.status"),
    ),
    TableRule(
        "DEP-05", DEPENDENCIES, "promise_date",
        t("Project {project} gives another date: {theirs}", "Le projet {project} donne une autre date : {theirs}"),
        t("Agree on one date, and enter it on both sides.", "Convenez d’une seule date, et saisissez-la des deux côtés."),
        _two_dates, whole=False, cells=("dependencies.need_date", "dependencies.promise_date", "dependencies.other_project"),
    ),
    TableRule(
        "DEP-06", DEPENDENCIES, "task_id",
        t("The task starts on {start}, before what it needs is promised ({promise})", "La tâche débute le {start}, avant la livraison promise ({promise})"),
        t("Re-plan the task, or have the delivery brought forward.", "Replanifiez la tâche, ou faites avancer la livraison."),
        _starts_too_soon, reads=(DEPENDENCIES, TASKS), whole=False, cells=("dependencies.task_id", "dependencies.promise_date"),
    ),
    TableRule(
        "XSH-13", DEPENDENCIES, "promise_date",
        t("The plan finishes the task on {finish}: one milestone, two dates", "Au planning, la tâche finit le {finish}, et non à la date promise"),
        t("Promise the date of the plan, or correct the plan.", "Alignez la date promise sur le planning, ou corrigez le planning."),
        _other_date, reads=(DEPENDENCIES, TASKS), whole=False, cells=("dependencies.task_id", "dependencies.promise_date"),
    ),
)  # fmt: skip
