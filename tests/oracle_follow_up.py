"""The figures of the follow-up a second time, in ordinary Python; :mod:`oracle` reads the rows and adds the projects.

It was written from the words of docs/kpis.md. Where they leave a choice, this is the one made here:

- Twelve months before the status date begin on the same day of the year before; that day and today are in them, what
  is dated later is not.
- A row whose date is blank or cannot be read is open, but neither overdue nor in time; one without a direction is no
  delivery that the project waits for.
- The date agreed first is the due date where nothing says that it was another.
- A month of waiting is a twelfth of 365.25 days.
- What no row costs is 0; what rows cost of which none says it is unknown, and so is a sum of approved changes of which
  one does not say it. Overdue decisions and pending changes that state no cost add nothing to those that do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Row = dict[str, Any]
Number = float | None

_ID, _STATUS = ("ID", "N°"), ("Status", "Statut")
TABLES: dict[str, tuple[tuple[str, str], dict[str, tuple[str, str]]]] = {
    "actions": (("Actions", "Plan d’actions"), {
        "action_id": _ID, "status": _STATUS, "due_date": ("Due", "Échéance"), "opened_on": ("Opened on", "Ouverte le"),
        "due_first": ("First due", "Échéance initiale"), "done_on": ("Done on", "Faite le"),
    }),
    "issues": (("Issues", "Problèmes"), {
        "issue_id": _ID, "status": _STATUS, "severity": ("Severity", "Gravité"), "raised_on": ("Raised on", "Signalé le"),
    }),
    "decisions": (("Decisions", "Décisions"), {
        "decision_id": _ID, "status": _STATUS, "needed_by": ("Needed by", "À prendre d’ici au"),
        "requested_on": ("Requested on", "Demandée le"), "decided_on": ("Decided on", "Prise le"),
        "cost_of_delay": ("Cost of a month of waiting", "Coût d’un mois d’attente"),
    }),
    "changes": (("Change requests", "Changements demandés"), {
        "change_id": _ID, "status": _STATUS, "impact_cost": ("Cost impact", "Impact coût"),
    }),
    "dependencies": (("Dependencies", "Adhérences"), {
        "dependency_id": _ID, "status": _STATUS, "direction": ("Direction", "Sens"),
        "other_project": ("Other project", "Autre projet"), "deliverable": ("Deliverable", "Livrable"),
        "need_date": ("Needed on", "Attendu le"), "promise_date": ("Promised for", "Promis le"),
    }),
}  # fmt: skip
NAMES = {table: (next(iter(labels)),) for table, (_, labels) in TABLES.items()}
NEEDED = {table: (*name, "status") for table, name in NAMES.items()}
TEXTS = ("other_project", "deliverable")
QUANTITIES = {
    table: tuple(key for key in labels if key not in (*NEEDED[table], "direction", *TEXTS))
    for table, (_, labels) in TABLES.items()
}
ALWAYS_WHOLE = ("status", "messages", "stakeholders", "assumptions", "documents")
"""The tables of a follow-up in which nobody types a row here, so that none is left out."""
WORDS = {
    "open": ("To do", "À faire", "Open", "Ouvert", "Ouverte"), "in_progress": ("In progress", "En cours"),
    "blocked": ("Blocked", "Bloquée"), "done": ("Done", "Faite"), "cancelled": ("Cancelled", "Abandonnée", "Annulée"),
    "waiting": ("Waiting for others", "En attente d’un tiers"), "resolved": ("Resolved", "Résolu"), "closed": ("Closed", "Clos"),
    "requested": ("Requested", "Demandée"), "decided": ("Decided", "Prise"), "deferred": ("Deferred", "Reportée", "Ajournée"),
    "draft": ("Draft", "Brouillon"), "submitted": ("Submitted", "Soumise"), "analysed": ("Analysed", "Instruite"),
    "approved": ("Approved", "Acceptée"), "rejected": ("Rejected", "Refusée"), "implemented": ("Implemented", "Mise en œuvre"),
    "inbound": ("We need", "Nous attendons"), "outbound": ("We owe", "Nous fournissons"), "agreed": ("Agreed", "Convenue"),
    "at_risk": ("At risk", "À risque"), "delivered": ("Delivered", "Livrée"), "broken": ("Broken", "Non tenue"),
}  # fmt: skip

TWINS = ("deps_answerable", "deps_twinned")
SUMS = (
    "open_actions", "overdue_actions", "actions_done", "actions_done_in_time", "open_issues", "serious_issues",
    "decisions_due", "decisions_overdue", "decisions_taken", "decision_days_total", "waiting_cost", "changes_open",
    "changes_pending_cost", "changes_cost", "deps_at_risk", *TWINS,
)  # fmt: skip
LEFT_OUT = tuple(f"left_out_{table}" for table in (*TABLES, *ALWAYS_WHOLE))
LARGEST = "issue_age_max"
AGES = "action_ages"
"""No figure, but what the median age of a portfolio is taken from."""
KEYS = (*SUMS, LARGEST, AGES, "action_age_median")
MONTH = 365.25 / 12


def figures(
    tables: Mapping[str, list[Row] | None],
    today: dt.date,
    between: Callable[[dt.date, dt.date], int],
    money: Callable[[Number], Number],
) -> dict[str, Any]:
    """The figures of one project that are no ratio; ``between``: working days by which the second day is later."""
    if any(tables[table] is None for table in TABLES):
        return dict.fromkeys(KEYS)
    actions, issues, decisions, changes, dependencies = (tables[table] or [] for table in TABLES)
    a_year_ago = today.replace(year=today.year - 1)

    def passed(day: dt.date | None) -> bool:
        return day is not None and day < today

    def in_the_year(day: dt.date | None) -> bool:
        return day is not None and a_year_ago <= day <= today

    k: dict[str, Any] = {}
    to_do = [row for row in actions if row["status"] not in {"done", "cancelled"}]
    k[AGES] = [(today - row["opened_on"]).days for row in to_do if row["opened_on"] is not None]
    k["action_age_median"] = middle(k[AGES])
    done = [row for row in actions if row["status"] == "done" and in_the_year(row["done_on"])]
    k["open_actions"], k["actions_done"] = len(to_do), len(done)
    k["overdue_actions"] = sum(passed(row["due_date"]) for row in to_do)
    agreed = [(row["done_on"], row["due_first"] or row["due_date"]) for row in done]
    k["actions_done_in_time"] = sum(first is not None and day <= first for day, first in agreed)

    unsettled = [row for row in issues if row["status"] not in {"resolved", "closed"}]
    k["open_issues"] = len(unsettled)
    k["serious_issues"] = sum(row["severity"] in {4, 5} for row in unsettled)
    ages = [(today - row["raised_on"]).days for row in unsettled if row["raised_on"] is not None]
    k["issue_age_max"] = max(ages, default=None)

    asked = [row for row in decisions if row["status"] in {"requested", "deferred"}]
    overdue = [row for row in asked if passed(row["needed_by"])]
    k["decisions_due"], k["decisions_overdue"] = len(asked), len(overdue)
    taken = [
        (row["decided_on"] - row["requested_on"]).days
        for row in decisions
        if row["status"] == "decided" and in_the_year(row["decided_on"]) and row["requested_on"] is not None
    ]
    k["decisions_taken"], k["decision_days_total"] = len(taken), sum(taken)
    k["waiting_cost"] = money(stated(
        None if row["cost_of_delay"] is None else row["cost_of_delay"] * (today - row["needed_by"]).days / MONTH
        for row in overdue
    ))  # fmt: skip

    pending = [row["impact_cost"] for row in changes if row["status"] in {"submitted", "analysed"}]
    accepted = [row["impact_cost"] for row in changes if row["status"] in {"approved", "implemented"}]
    k["changes_open"] = len(pending)
    k["changes_pending_cost"] = money(stated(pending))
    k["changes_cost"] = money(None if None in accepted else sum(accepted))

    k["deps_at_risk"] = sum(
        row["direction"] == "inbound" and (row["status"] in {"at_risk", "broken"} or too_late(row, between))
        for row in dependencies
    )
    return k | dict.fromkeys(TWINS)


def twins(every: Mapping[str, list[Row] | None]) -> dict[str, dict[str, Number]]:
    """By project the dependencies that it awaits of others and that those tell of too, from the dependencies of all; None: no follow-up."""
    live = {
        project.casefold(): [row for row in rows if row["status"] not in {"delivered", "broken"} and row["other_project"]]
        for project, rows in every.items() if rows is not None
    }  # fmt: skip
    found: dict[str, dict[str, Number]] = {}
    for project in every:
        me = project.casefold()
        asked = [
            row for row in live.get(me, []) if row["direction"] == "inbound" and row["other_project"].casefold() not in {me, "external", "externe"}
        ]  # fmt: skip
        answered = 0
        for row in asked:
            other = row["other_project"].casefold()
            owed = [
                one["deliverable"] for one in live.get(other, []) if one["direction"] == "outbound" and one["other_project"].casefold() == me
            ]  # fmt: skip
            only = len(owed) == 1 and sum(one["other_project"].casefold() == other for one in asked) == 1
            answered += row["deliverable"] in owed or only
        came = sum(row["other_project"].casefold() in live for row in asked)
        found[project] = (
            {"deps_answerable": came, "deps_twinned": answered} if asked else dict.fromkeys(TWINS)
        )
    return found


def middle(ages: Iterable[int]) -> Number:
    """The median: unknown of nothing, of an even number half-way between the two in the middle."""
    row = sorted(ages)
    half = len(row) // 2
    return None if not row else float(row[half]) if len(row) % 2 else (row[half - 1] + row[half]) / 2


def too_late(row: Row, between: Callable[[dt.date, dt.date], int]) -> bool:
    """What is still to come and promised for later than it is needed, in working days."""
    known = row["need_date"] is not None and row["promise_date"] is not None
    return known and row["status"] != "delivered" and between(row["need_date"], row["promise_date"]) > 0


def stated(amounts: Iterable[Number]) -> Number:
    """The sum of the amounts that are known: 0 of nothing, unknown where none of them is."""
    every = list(amounts)
    known = [amount for amount in every if amount is not None]
    return sum(known) if known or not every else None
