"""``pmo-xl select`` in words, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.text import Text, counted, t
from pmo_xl.core.selection.result import SelectionResult
from pmo_xl.doors.terminal.session import echo_json
from pmo_xl.workspace.selection.run import Selected

MOST = 10
"""Findings that the terminal names; the workbook and the JSON have them all."""


def to_dict(made: Selected) -> dict[str, Any]:
    """A selection with the keys of the JSON contract (schema 1)."""
    found, language = made.result, made.language
    solved, problem = found.solved, found.problem
    inside = solved.chosen or frozenset()
    return {
        "schema": 1,
        "scenario": found.scenario,
        "what_if": list(found.what_if),
        "against": found.against or None,
        "maximised": found.maximised,
        "currency": found.currency,
        "status_date": str(found.as_of) if found.as_of else None,
        "feasible": found.feasible,
        "chosen": sorted(inside),
        "value": solved.value if found.feasible else None,
        "bound": solved.bound if found.feasible else None,
        "proven": solved.proven,
        "gap": solved.gap,
        "tied": solved.tied,
        "greedy": found.greedy,
        "conflict": [list(item) for item in solved.conflict],
        "verdict": found.verdict.to(language),
        "limits": [
            {"key": each.key, "kind": each.kind, "year": each.year, "role": each.role or None, "granted": each.amount, "used": problem.used(inside, each)}
            for each in problem.limits
        ],
        "binding": [{"key": each.limit.key, "gain": each.gain, "proven": each.proven} for each in found.bindings],
        "frontier": [{"scale": p.scale, "budget": p.budget, "value": p.value, "proven": p.proven} for p in found.frontier],
        "projects": [
            {
                "project_id": line.project_id, "in": line.project_id in inside, "why": line.why.to(language),
                "change": None if line.change is None else line.change.to(language), "score": line.score, "value": line.value,
                "npv": line.npv, "wsjf": line.wsjf, "cost": line.cost, "source": line.source.to(language), "objective": line.objective or None,
            }
            for line in found.lines
        ],
        "weights_that_turn_the_order": [
            {"criterion": each.criterion, "weight": each.weight, "turns_at": each.changed, "first": each.first} for each in found.flips
        ],
        "swings_that_change_the_first": [list(each) for each in found.swings],
        "sequences": None if found.sequences is None else {"by_wsjf": found.sequences[0], "by_id": found.sequences[1]},
        "notes": [note.to(language) for note in found.notes],
        "findings": [finding.to_dict(language) for finding in found.findings],
        "file": str(made.file),
        "solver": found.solver,
        "seconds": round(found.seconds, 3),
    }  # fmt: skip


def tell_json(made: Selected, json_file: str) -> None:
    """The JSON on standard output, or in a file."""
    told = to_dict(made)
    if json_file == "-":
        echo_json(told)
        return
    words = json.dumps(told, ensure_ascii=False, indent=2, default=str)
    Path(json_file).write_text(words + "\n", encoding="utf-8")


def summary(made: Selected) -> Iterator[str]:
    """What a person reads on the terminal: verdict, conflict, what changed, limits that cost value, findings."""
    found, language = made.result, made.language
    for words in _told(found):
        yield words.to(language)
    for finding in found.findings[:MOST]:
        yield FOUND.fill(
            sign=finding.severity.sign, code=finding.code, place=str(finding.place), words=finding.message
        ).to(language)
    if len(found.findings) > MOST:
        yield counted(len(found.findings) - MOST, MORE).to(language)
    for note in found.notes:
        yield NOTE.fill(words=note).to(language)
    yield WRITTEN.fill(file=made.file).to(language)


def _told(found: SelectionResult) -> Iterator[Text]:
    good = found.feasible and found.solved.proven
    yield SAID.fill(sign="●" if good else "▲" if found.feasible else "◆", words=found.verdict)
    if found.conflict is not None:
        yield SAID.fill(sign="◆", words=found.conflict)
    if found.feasible:
        yield IN.fill(ids=sorted(found.solved.chosen or ()))
    changed = [line for line in found.lines if line.change is not None]
    if found.against and found.feasible:
        comes = [line.project_id for line in changed if line.chosen]
        goes = [line.project_id for line in changed if not line.chosen]
        yield AGAINST.fill(other=found.against, comes=comes or "–", goes=goes or "–")
    if found.greedy is not None and found.feasible:
        yield GREEDY.fill(n=amount_words(round(found.greedy, 2)))
    for each in found.bindings:
        yield BINDS.fill(limit=each.limit.name, gain=each.words)


SAID = t("{sign} {words}", "{sign} {words}")
IN = t("In: {ids}", "Retenus : {ids}")
AGAINST = t(
    "Against {other}: comes in {comes}; goes out {goes}",
    "Par rapport à {other} : entre {comes} ; sort {goes}",
)
GREEDY = t("In order of value per use of the frame: {n}", "Par valeur rapportée au cadre : {n}")
BINDS = t(
    "Binding: {limit}; without it {gain} more", "Contrainte active : {limit} ; sans elle, {gain} de plus"
)
FOUND = t("{sign} {code} {place}: {words}", "{sign} {code} {place} : {words}")
MORE = (
    t("… and {n} more finding, in the workbook", "… et {n} autre anomalie, dans le classeur"),
    t("… and {n} more findings, in the workbook", "… et {n} autres anomalies, dans le classeur"),
)
NOTE = t("○ {words}", "○ {words}")
WRITTEN = t("Written: {file}", "Écrit : {file}")
