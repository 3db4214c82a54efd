"""``pmo-xl select``: a scenario of the PMO's workbook, solved beside the figures of the returns, as a workbook of its own."""

from __future__ import annotations

import datetime as dt
import difflib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pmo_xl.catalog.rules.overrides import overrides_of
from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.catalog.steering.selection.scenarios import Decided
from pmo_xl.core.base.files import OUT_FOLDER, RETURNS_FOLDER, SETTINGS_FILE, in_workspace, steering_workbook
from pmo_xl.core.base.finding import Finding, in_order
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import fold, languages, name_key, t
from pmo_xl.core.flow.portfolio import Portfolio, Return
from pmo_xl.core.selection.problem import Solved
from pmo_xl.core.selection.result import SelectionResult
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.selection.book import write_selection
from pmo_xl.gather.read.steering import read_steering
from pmo_xl.methods.selection.around import bindings, frontier, greedy
from pmo_xl.methods.selection.scoring import Scores, gain_of_sequence, ranked, swings, turning_points
from pmo_xl.methods.selection.solve import SECONDS, solve, solver_name
from pmo_xl.pipeline import Progress
from pmo_xl.steps.portfolio.steering import judged_steering
from pmo_xl.steps.selection.answer import lines_of, notes_of, over_frame
from pmo_xl.steps.selection.listed import Lists
from pmo_xl.steps.selection.needs import Cost, budgets
from pmo_xl.steps.selection.question import Question, ask
from pmo_xl.steps.selection.words import conflict_words, verdict
from pmo_xl.workspace.files import file_name, write_whole
from pmo_xl.workspace.hand_out.period import returns_of_period

ABOUT = ("register", "objectives", "criteria", "scores", "needs", "scenarios", "frame", "roles")
"""The lists of which findings are told."""
FILE = t("selection {scenario}", "arbitrage {scenario}")


@dataclass(frozen=True, slots=True)
class Selected:
    """What a run came to, and where its workbook is."""

    result: SelectionResult
    file: Path
    language: str


@dataclass(frozen=True, slots=True)
class _Known:
    lists: Lists
    costs: Mapping[str, Cost | None]
    findings: Sequence[Finding]
    settings: Settings
    language: str
    day: dt.date | None


def select(
    folder: Path,
    scenario: str,
    *,
    what_if: Sequence[str] = (),
    against: str | None = None,
    maximise: str | None = None,
    seconds: float = SECONDS,
    out: Path | None = None,
    status_date: dt.date | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> Selected:
    """Solve a scenario and write its workbook, in ``out`` of the workspace unless *out* names another file.

    ``what_if`` are words such as ``P012=out``. It is held ``against`` another scenario: by default the same without what-if,
    else the one before it in the list. ``seconds`` bounds the search for the best set; what stands around it gets as much again.
    Raises NothingToDo without highspy, for a scenario or project that is none, and where the PMO's workbook cannot be read.
    """
    start = time.perf_counter()
    known = _read(folder, status_date, language, progress)
    lists = known.lists
    named = lists.scenarios()
    if not named:
        raise NothingToDo(NO_SCENARIOS.fill(file=steering_workbook(folder).name))
    key = _scenario(scenario, named)
    changes = _changes(what_if, lists)
    question = ask(lists, key, known.costs, changes, maximise)
    solver = solver_name()
    solved = solve(question.problem, seconds)
    other, before = _before(lists, key, known.costs, changes, against, maximise, seconds)
    problem = question.problem
    around = seconds / 2
    greedily = greedy(problem)
    weighed: Scores = {
        each.project_id: each.given for each in question.candidates.values() if each.score is not None
    }
    found = SelectionResult(
        scenario=question.scenario,
        name=question.name,
        what_if=[*what_if],
        against=other,
        maximised=question.maximised,
        problem=problem,
        solved=solved,
        lines=lines_of(question, solved, before, lists),
        greedy=None if greedily is None else problem.value(greedily),
        bindings=bindings(problem, solved, around),
        frontier=frontier(problem, around) if any(limit.is_money for limit in problem.limits) else [],
        criteria=question.criteria,
        flips=turning_points(weighed, question.criteria),
        objectives=lists.objectives(),
        findings=in_order([*known.findings, *over_frame(question)]),
        notes=notes_of(question, solved, known.costs, known.settings.reporting_currency),
        verdict=verdict(problem, solved, question.maximised, known.settings.reporting_currency),
        conflict=conflict_words(problem, solved),
        currency=known.settings.reporting_currency,
        as_of=known.day,
        seconds=time.perf_counter() - start,
        solver=solver,
        swings=swings(weighed, question.criteria),
        sequences=_sequences(question),
    )
    words = FILE.fill(scenario=" ".join([question.scenario, *what_if])).to(known.language)
    path = out or in_workspace(folder, OUT_FOLDER) / f"{file_name(words)}.xlsx"
    write = partial(write_selection, result=found, language=known.language, brand=known.settings.brand)
    return Selected(found, write_whole(path, write), known.language)


def _sequences(question: Question) -> tuple[float, float] | None:
    """What projects bring until the last is done, one after the other: in order of WSJF, and in order of their IDs."""
    timed = {each.project_id: each for each in question.candidates.values() if each.wsjf is not None}
    if len(timed) < 2:
        return None
    kinds = {each.key: each.kind for each in question.criteria}
    gain, size = (
        {
            key: sum(score for criterion, score in each.given.items() if kinds[criterion] in some)
            for key, each in timed.items()
        }
        for some in (("value", "urgency", "risk"), ("size",))
    )
    horizon = sum(size.values())
    by_wsjf = ranked({key: each.wsjf or 0.0 for key, each in timed.items()})
    first, second = (gain_of_sequence(order, gain, size, horizon) for order in (by_wsjf, sorted(timed)))
    return first, second


def _read(folder: Path, day: dt.date | None, language: str | None, progress: Progress | None) -> _Known:
    """The lists of the PMO and the costs of the budgets; where nobody has returned anything, the lists alone."""
    settings = read_settings(folder / SETTINGS_FILE)
    catalogue = catalogue_in(settings)
    file = steering_workbook(folder)
    steering = read_steering(file, catalogue.templates, settings.collection.kinds)
    if steering.stops is not None:
        raise NothingToDo(steering.stops)
    workbook = steering.workbook or Return(file.name, "")
    returns = in_workspace(folder, RETURNS_FOLDER)
    costs: Mapping[str, Cost | None] = {}
    portfolio: Portfolio | None = None
    if returns.is_dir() and any(path.is_file() for path in returns.rglob("*")):
        outcome = returns_of_period(folder, day, language, progress)
        portfolio, settings, spoken = outcome.portfolio, outcome.settings, outcome.language
        costs, day = budgets(portfolio, settings), portfolio.status_date
        findings = [found for found in portfolio.findings if found.place.file == workbook.file]
    else:
        spoken, day = language or settings.language, day or settings.status_date
        findings = judged_steering(
            workbook, catalogue.steering_rules, steering.expected.lists, day, settings.calendar.holidays,
            overrides_of(settings, catalogue),
        )  # fmt: skip
    sheets = {checked.located.name for checked in workbook.tables if checked.located.sheet.key in ABOUT}
    findings = [found for found in findings if found.place.sheet in sheets]
    return _Known(Lists.of(workbook), costs, findings, settings, spoken, day)


def _scenario(asked: str, named: Mapping[str, str]) -> str:
    key = name_key(asked)
    if key in named:
        return key
    near = difflib.get_close_matches(key, named, 1, 0.5)
    if near:
        raise NothingToDo(NEAR_SCENARIO.fill(found=asked, near=named[near[0]]))
    raise NothingToDo(NO_SCENARIO.fill(found=asked, known=[*named.values()]))


def _changes(words: Sequence[str], lists: Lists) -> dict[str, str]:
    """What the what-ifs decide, by key of the project; a word may be that of either language."""
    choices = {
        fold(word): choice.key for choice in Decided for word in (choice.key, *(choice.label.to(each) for each in languages()))
    }  # fmt: skip
    register = lists.projects()
    decided = {}
    for asked in words:
        project, sign, choice = (part.strip() for part in asked.partition("="))
        if not sign or fold(choice) not in choices:
            raise NothingToDo(NO_WHAT_IF.fill(found=asked))
        if name_key(project) not in register:
            near = difflib.get_close_matches(name_key(project), register, 1, 0.5)
            ids = [str(register[each]["project_id"]) for each in near]
            raise NothingToDo((NEAR_PROJECT if near else NO_PROJECT).fill(found=project, near=ids))
        decided[name_key(project)] = choices[fold(choice)]
    return decided


def _before(
    lists: Lists, key: str, costs: Mapping[str, Cost | None], changes: Mapping[str, str], against: str | None,
    maximise: str | None, seconds: float,
) -> tuple[str, Solved | None]:  # fmt: skip
    """What the selection is held against, by name, and its best set; nothing where there is no other scenario."""
    named = lists.scenarios()
    if against is not None:
        other = _scenario(against, named)
    elif changes:
        other = key
    else:
        keys = [*named]
        at = keys.index(key)
        if not at:
            return "", None
        other = keys[at - 1]
    question: Question = ask(lists, other, costs, {}, maximise)
    return named[other], solve(question.problem, seconds)


NO_SCENARIOS = t(
    "{file} has no scenario: type a frame, budget by year, into its sheet Frame.",
    "{file} ne contient aucun scénario : saisissez un cadre, un budget par année, dans sa feuille Cadre.",
)
NEAR_SCENARIO = t(
    "There is no scenario “{found}”; did you mean {near}?",
    "Il n’y a pas de scénario « {found} » ; vouliez-vous dire {near} ?",
)
NO_SCENARIO = t(
    "There is no scenario “{found}”. There are: {known}.",
    "Il n’y a pas de scénario « {found} ». Il y a : {known}.",
)
NO_WHAT_IF = t("“{found}” is no what-if: write P012=in, P012=out or P012=free.",
               "« {found} » n’est pas une hypothèse : écrivez P012=retenu, P012=écarté ou P012=in, P012=out, P012=free.")  # fmt: skip
NEAR_PROJECT = t(
    "There is no project “{found}” in the register; did you mean {near}?",
    "Le référentiel n’a pas de projet « {found} » ; vouliez-vous dire {near} ?",
)
NO_PROJECT = t(
    "There is no project “{found}” in the register.", "Le référentiel n’a pas de projet « {found} »."
)
