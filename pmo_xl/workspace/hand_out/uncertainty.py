"""The simulation of a workspace: what its returns say of finishes and costs, drawn many times, as a workbook of its own."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pmo_xl.catalog.kinds.project import ProjectType
from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.files import OUT_FOLDER, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, counted, t
from pmo_xl.core.settings.simulation import MOST_RUNS, SimulationSettings
from pmo_xl.core.uncertainty.results import SimulationResult
from pmo_xl.core.version import __version__
from pmo_xl.excel.uncertainty.book import write_uncertainty
from pmo_xl.pipeline import Progress
from pmo_xl.steps.uncertainty.simulated import simulate_portfolio
from pmo_xl.workspace.files import make_folder, write_whole
from pmo_xl.workspace.hand_out.period import returns_of_period

UNCERTAINTY_FILE = t("uncertainty.xlsx", "incertitude.xlsx")
"""What the workbook is called."""
FEWEST_RUNS = 100


@dataclass(frozen=True, slots=True)
class Simulated:
    """The workbook that was written, and what it holds."""

    file: Path
    result: SimulationResult
    language: str


def simulate_workspace(
    folder: Path,
    *,
    runs: int | None = None,
    seed: int | None = None,
    projects: Sequence[str] = (),
    out: Path | None = None,
    status_date: dt.date | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> Simulated:
    """Simulate the projects of a workspace, or some of them, and write the workbook; by default in ``out``.

    Runs and seed are those of the settings unless others are asked for. Raises NothingToDo where no return counts, a project
    is none of the period, there is neither a plan nor a budget to simulate, or the number of runs is out of bounds.
    """
    if runs is not None and not FEWEST_RUNS <= runs <= MOST_RUNS:
        raise NothingToDo(RUNS.fill(found=runs, least=FEWEST_RUNS, most=MOST_RUNS))
    if seed is not None and seed < 0:
        raise NothingToDo(SEED.fill(found=seed))
    outcome = returns_of_period(folder, status_date, language, progress)
    settings, portfolio = outcome.settings, outcome.portfolio
    asked = _asked(settings.simulation, runs, seed)
    wanted = _wanted(projects, [str(project) for project in portfolio.projects["project_id"]])
    types = {kind.key: kind.label for kind in ProjectType}
    result = simulate_portfolio(portfolio, settings, asked, __version__, wanted, types)
    if result.portfolio.finish is None and result.portfolio.cost is None:
        raise NothingToDo(NOTHING)
    target = out or in_workspace(folder, OUT_FOLDER) / UNCERTAINTY_FILE.to(outcome.language)
    make_folder(target.parent)
    write = partial(write_uncertainty, result=result, language=outcome.language, brand=settings.brand)
    return Simulated(write_whole(target, write), result, outcome.language)


def _asked(settings: SimulationSettings, runs: int | None, seed: int | None) -> SimulationSettings:
    chosen = {key: value for key, value in (("runs", runs), ("seed", seed)) if value is not None}
    return settings.model_copy(update=chosen)


def _wanted(asked: Sequence[str], known: Collection[str]) -> set[str]:
    """The IDs of the projects that are asked for, whatever the case they are typed in."""
    by_key = {project.casefold(): project for project in known}
    for each in asked:
        if each.casefold() not in by_key:
            near = difflib.get_close_matches(each.upper(), sorted(known), 1, 0.5)
            raise NothingToDo(
                NEAR_PROJECT.fill(found=each, near=near[0]) if near else NO_PROJECT.fill(found=each)
            )
    return {by_key[each.casefold()] for each in asked}


def told(made: Simulated) -> list[Text]:
    """What a run is said to have come to, in a few lines."""
    whole, run = made.result.portfolio, made.result.run
    lines = [
        RUN.fill(
            runs=amount_words(run.runs), seed=run.seed, projects=counted(len(made.result.projects), PROJECTS)
        )
    ]
    if whole.finish is not None:
        lines.append(
            FINISH.fill(planned=whole.finish.planned, p50=whole.finish.dates[50], p80=whole.finish.dates[80])
        )
    if whole.cost is not None:
        lines.append(COST.fill(
            p50=_whole(whole.cost.spread.p50), p80=_whole(whole.cost.spread.p80), error=_whole(whole.cost.spread.error),
            currency=whole.cost.currency,
        ))  # fmt: skip
    if made.result.not_simulated:
        lines.append(LEFT_OUT.fill(n=len(made.result.not_simulated)))
    return lines


def _whole(amount: float) -> Text:
    return amount_words(round(amount))


NO_PROJECT = t("No project “{found}” has reported.", "Aucun projet « {found} » n’a remis de retour.")
NEAR_PROJECT = t(
    "No project “{found}” has reported; did you mean {near}?",
    "Aucun projet « {found} » n’a remis de retour ; vouliez-vous dire {near} ?",
)
NOTHING = t(
    "There is nothing to simulate: no plan with a critical path, and no budget.",
    "Rien à simuler : aucun planning avec chemin critique, aucun budget.",
)
RUNS = t("{found} runs: between {least} and {most} are possible.", "{found} tirages : il en faut entre {least} et {most}.")  # fmt: skip
SEED = t("The seed {found}: 0 or more is expected.", "Graine {found} : 0 ou plus est attendu.")
RUN = t("{projects}, {runs} draws, seed {seed}", "{projects}, {runs} tirages, graine {seed}")
PROJECTS = (t("{n} project", "{n} projet"), t("{n} projects", "{n} projets"))
FINISH = t(
    "Finish of the portfolio: forecast {planned}, P50 {p50}, P80 {p80}",
    "Fin du portefeuille : prévue {planned}, P50 {p50}, P80 {p80}",
)
COST = t(
    "Cost of the portfolio, without reserve: P50 {p50}, P80 {p80} ± {error} {currency}",
    "Coût du portefeuille, hors provision : P50 {p50}, P80 {p80} ± {error} {currency}",
)
LEFT_OUT = t(
    "Not simulated, or not as typed: {n} (sheet Assumptions)",
    "Non simulé, ou autrement que saisi : {n} (feuille Hypothèses)",
)
