"""The WBS of an XER file as summary rows: its codes may be letters, so its places are numbered and the codes kept as texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from pmo_xl.adopt.sources.model import NotTakenError, Row, Source
from pmo_xl.adopt.sources.words import xer as words
from pmo_xl.adopt.sources.xer_tables import EXPORT_AGAIN, LINE, XerRow
from pmo_xl.core.base.finding import Severity

DATES = {"start_baseline": min, "finish_baseline": max, "start_forecast": min, "finish_forecast": max}
DEEPEST = 50
"""Levels of a WBS; P6 itself allows 50."""


class Outline:
    """The nodes of one project with their activities."""

    def __init__(self, nodes: Sequence[XerRow], tasks: Sequence[XerRow]) -> None:
        self._nodes = {node["wbs_id"]: node for node in nodes}
        self._below: dict[str, list[XerRow]] = {}
        for node in sorted(nodes, key=_rank):
            parent = node["parent_wbs_id"]
            self._below.setdefault(parent if parent in self._nodes else "", []).append(node)
        self._made = 0
        self._of: dict[str, list[int]] = {}
        for at, task in enumerate(tasks):
            self._of.setdefault(task["wbs_id"] if task["wbs_id"] in self._nodes else "", []).append(at)

    def arranged(self, rows: Sequence[Row], tasks: Sequence[XerRow], source: Source) -> list[Row]:
        """The rows in the order of the WBS, each node with work in it above what it holds; a single root is the project itself."""
        taken = {task["task_code"].casefold() for task in tasks}
        tops = self._below.get("", [])
        places = iter(range(1, len(rows) + len(self._nodes) + 2))
        found: list[Row] = []
        for at in self._of.get("", []):
            rows[at].values["wbs"] = str(next(places))
            found.append(rows[at])
        if len(tops) == 1:
            found += self._inside(tops[0]["wbs_id"], "", rows, taken, places)
        else:
            for node in tops:
                found += self._node(node, str(next(places)), rows, taken)
        placed = {row.number for row in found}
        lost = [row for row in rows if row.number not in placed]
        for row in lost:
            source.tell(words.LOST_PLACE, row, fix=words.NOTHING)
        empty = len(self._nodes) - (len(tops) == 1) - self._made
        if any(not node["wbs_short_name"].isdecimal() for node in self._nodes.values()):
            source.tell(words.NUMBERED, severity=Severity.INFO)
        if empty > 0:
            source.tell(words.EMPTY_NODES.fill(n=empty), severity=Severity.INFO)
        return [*found, *lost]

    def _inside(
        self, wbs_id: str, place: str, rows: Sequence[Row], taken: set[str], places: Iterator[int]
    ) -> list[Row]:
        found: list[Row] = []
        for at in self._of.get(wbs_id, []):
            rows[at].values["wbs"] = f"{place}{next(places)}"
            found.append(rows[at])
        for node in self._below.get(wbs_id, []):
            if self._holds_work(node["wbs_id"]):
                found += self._node(node, f"{place}{next(places)}", rows, taken)
        return found

    def _holds_work(self, wbs_id: str) -> bool:
        todo, seen = [wbs_id], {wbs_id}
        while todo:
            at = todo.pop()
            if self._of.get(at):
                return True
            below = [node["wbs_id"] for node in self._below.get(at, []) if node["wbs_id"] not in seen]
            seen.update(below)
            todo += below
        return False

    def _node(self, node: XerRow, place: str, rows: Sequence[Row], taken: set[str]) -> list[Row]:
        if place.count(".") > DEEPEST:
            raise NotTakenError(words.DEEP.fill(line=node[LINE]), EXPORT_AGAIN)
        inside = self._inside(
            node["wbs_id"], f"{place}.", rows, taken, iter(range(1, len(rows) + len(self._nodes) + 2))
        )
        if not inside:
            return []
        self._made += 1
        name = f"W{place}"
        if name.casefold() in taken:
            name = f"WBS/{place}"
        values: dict[str, Any] = {"task_id": name, "wbs": place, "name": node["wbs_name"], "type": "summary"}
        for key, choose in DATES.items():
            days: list[dt.date] = [row.values[key] for row in inside if row.values.get(key) is not None]
            values[key] = choose(days) if days else None
        values["comment"] = f"WBS {self._code(node)}"[:500]
        return [Row(f"wbs {node['wbs_short_name']} (L{node[LINE]})", int(node[LINE]), values), *inside]

    def _code(self, node: XerRow) -> str:
        """The codes from the root down to a node."""
        codes, at, seen = [], node, set[str]()
        while at["wbs_id"] not in seen:
            seen.add(at["wbs_id"])
            codes.append(at["wbs_short_name"])
            if at["parent_wbs_id"] not in self._nodes:
                break
            at = self._nodes[at["parent_wbs_id"]]
        return ".".join(reversed(codes))


def _rank(node: XerRow) -> tuple[float, int]:
    sequence = node.get("seq_num") or ""
    return (float(sequence) if sequence.lstrip("-").isdecimal() else 0.0, int(node[LINE]))
