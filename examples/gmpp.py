"""A real portfolio through pmo_xl: the UK Government Major Projects Portfolio (GMPP), as published each year.

    python examples/gmpp.py gmpp_2023.csv gmpp

The CSV (semicolons or commas, cp1252) has one row per project. Each becomes a plan and a budget workbook of the light
profile in ``gmpp/returns``, as if its project manager had filled them, and all are consolidated into
``gmpp/out/master.xlsx``. The folder is a workspace: ``pmo-xl validate gmpp`` works on it. The risks of the
projects are not published, so there are no risk workbooks. Read are the files of 2018, 2021 and 2023, whose columns
have other names, whose dates and amounts are written in other ways, and of which the first has no project numbers.

What the CSV says, and where it goes:

* The baseline (``total_baseline``, ``yearly_budget``) and the forecast (``forecast_incl_NGC``, ``yearly_forecast``) are
  those of one financial year in millions of pounds, not whole-life costs. The baseline is the initial budget of one
  line; the forecast is its estimate to complete, so that the estimate at completion is the forecast. The CSV has no
  actual cost, and the template wants one: it is 0, so AC, “% spent” and what derives from them mean nothing
  here. A 0 in the CSV is a statement, and stays 0.
* ``start_date`` and ``end_date`` are two milestones. The CSV has only the current dates, and the template wants
  a baseline: it is the current date, so slips are 0 and the hit rate is 100 % by construction. A milestone
  dated on or before the status date is taken as reached on that day: the CSV does not say otherwise. A project with one
  of the two dates keeps that one: its plan has one milestone, which is its start and its finish.
* ``colour_rating`` is the delivery confidence; where there are two such columns (by the Infrastructure and Projects
  Authority, and by the project's own senior responsible owner) the first that holds a colour is the declared status.
  On the older scale of five, Amber/Red and Amber/Green are amber, as on the scale of three that replaced it.
* ``department`` is the programme. Where there is no ``project_number``, the row's place in the CSV is the ID.

What the template wants and the CSV cannot say is the same in every line: category “Other”, OPEX.

A project without a baseline or forecast (exempt from publication, in early planning) gets no budget workbook, one
without any date no plan. Nothing is put in their place; they are counted, and the counts printed.
"""
# ruff: noqa: T201 - what it prints is its result

from __future__ import annotations

import csv
import datetime as dt
import io
import multiprocessing
import re
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.catalog.templates import templates_of
from pmo_xl.core.base.files import RETURNS_FOLDER, SETTINGS_FILE
from pmo_xl.core.definition.column import Profile
from pmo_xl.excel.template.workbook import Filling, make_workbook
from pmo_xl.pipeline import Outcome, consolidate_to

SETTINGS = 'profile = "light"\nstatus_date = {status_date}\nreporting_currency = "GBP"\n'
MILLION = 1_000_000
COLOURS = {"green": "green", "amber": "amber", "red": "red", "amber/red": "amber", "amber/green": "amber"}
BASELINES, FORECASTS = ("total_baseline", "yearly_budget"), ("forecast_incl_NGC", "yearly_forecast")
"""What the columns are called, in the order of the years back."""
COMMENT_LENGTH = 500

RATED = "Delivery confidence as the Infrastructure and Projects Authority rated and published it."
FORECAST_SAID = "Baseline and forecast of {year}; actual cost not published, 0 stands for it."
DATE_SAID = "Current date; the baseline date is not published, the same date stands for it."


@dataclass(frozen=True, slots=True)
class Source:
    """One row of the CSV: its figures and dates, or in their place the words that stood there."""

    year: int
    number: str
    name: str
    department: str
    rating: str | None
    rating_said: str
    start: dt.date | str
    end: dt.date | str
    baseline: float | str
    forecast: float | str
    variance: str

    @property
    def status_date(self) -> dt.date:
        """The end of the financial year that the CSV is about."""
        return dt.date(self.year, 3, 31)

    @property
    def financial_year(self) -> str:
        """The financial year, from April to March: 2022-23."""
        return f"{self.year - 1}-{self.year % 100:02d}"


@dataclass(slots=True)
class Portfolio:
    """What came of a CSV: how many of each, what was left out and why, and the master."""

    projects: int
    year: str
    numbered: bool
    plans: int = 0
    budgets: int = 0
    nothing: int = 0
    one_date: Counter[str] = field(default_factory=Counter)
    between_colours: int = 0
    unrated: Counter[str] = field(default_factory=Counter)
    without_dates: Counter[str] = field(default_factory=Counter)
    without_figure: Counter[str] = field(default_factory=Counter)
    backwards: list[str] = field(default_factory=list)
    zero_baselines: int = 0
    shortened: int = 0
    outcome: Outcome | None = None


def read(path: Path) -> list[Source]:
    """The projects of the CSV. Two of its columns may have the same name, so they are taken by position."""
    with path.open(encoding="cp1252", newline="") as file:
        text = file.read()
    first = text.partition("\n")[0]
    delimiter = max(";,", key=first.count)
    head, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    ratings = [place for place, name in enumerate(head) if name == "colour_rating"]
    at = {name: head.index(name) for name in head}
    baseline, forecast = (next(at[name] for name in names if name in at) for names in (BASELINES, FORECASTS))
    sources = []
    for place, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        said = [cells[place] for place in ratings]
        year = int(cells[at["year"]])
        sources.append(
            Source(
                year=year,
                number=cells[at["project_number"]] if "project_number" in at else f"GMPP-{year}-{place:03d}",
                name=cells[at["project_name"]],
                department=cells[at["department"]],
                rating=next(
                    (COLOURS[words.casefold()] for words in said if words.casefold() in COLOURS), None
                ),
                rating_said=next((words for words in said if words), ""),
                start=_date(cells[at["start_date"]]),
                end=_date(cells[at["end_date"]]),
                baseline=_pounds(cells[baseline]),
                forecast=_pounds(cells[forecast]),
                variance=" ".join(cells[at["variance_comment"]].split()),
            )
        )
    return sources


def _date(words: str) -> dt.date | str:
    """A day as the years write it: 31.03.2023, 31.03.23, 2023-03-31; other words stay words."""
    if met := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", words):
        return dt.date(int(met[1]), int(met[2]), int(met[3]))
    if met := re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4}|\d\d)", words):
        # Two digits are a year of this century but for the last ones of the century before.
        year = int(met[3]) + (0 if len(met[3]) == 4 else 1900 if met[3] > "89" else 2000)
        return dt.date(year, int(met[2]), int(met[1]))
    return words


def _pounds(words: str) -> float | str:
    """Millions to pounds, exactly as written (32.24, £2,013.02); words stay words."""
    met = re.fullmatch(r"(-?)£?(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?", words)
    if met is None:
        return words
    number = Decimal(met[3].replace(",", "") + (met[4] or "")) * MILLION
    return float(-number if met[1] or met[2] else number)


def reason(words: str) -> str:
    """Why a figure or a date is not there."""
    if not words:
        return "blank"
    if words.startswith("Exempt"):
        return "exempt"
    early = ("Early planning", "The project is still at the planning stage")
    return "early planning" if words.startswith(early) else "other words"


def make(path: Path, folder: Path) -> Portfolio:
    """Fill the workbooks of every project of the CSV at *path*, and consolidate them in *folder*."""
    sources = read(path)
    numbered = any(source.number.startswith("GMPP-") for source in sources)
    made = Portfolio(len(sources), sources[0].financial_year, numbered)
    folder.mkdir(parents=True, exist_ok=True)
    settings = SETTINGS.format(status_date=sources[0].status_date)
    (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8", newline="\n")
    wanted: list[tuple[Path, Source, str, dict[str, list[Any]]]] = []
    for source in sources:
        plan, budget = plan_of(source), budget_of(source)
        made.between_colours += source.rating_said.casefold() in ("amber/red", "amber/green")
        if source.rating is None:
            made.unrated[reason(source.rating_said)] += 1
        if plan is None:
            made.without_dates[_why(source.start, source.end)] += 1
        else:
            made.plans += 1
            first, last = plan["start_forecast"][0], plan["start_forecast"][-1]
            if len(plan["task_id"]) == 1:
                made.one_date[_why(source.start, source.end)] += 1
            if last < first:
                made.backwards.append(source.number)
            wanted.append((folder, source, "plan", plan))
        if budget is None:
            made.without_figure[_why(source.baseline, source.forecast)] += 1
        else:
            made.budgets += 1
            made.zero_baselines += source.baseline == 0
            made.shortened += budget["comment"][0].endswith("…")
            wanted.append((folder, source, "budget", budget))
        made.nothing += plan is None and budget is None
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_write, *zip(*wanted, strict=True), chunksize=20))
    made.outcome = consolidate_to([folder], folder / "out" / "master.xlsx")
    return made


def plan_of(source: Source) -> dict[str, list[Any]] | None:
    """A milestone for each date that is known, or nothing where neither is."""
    known = [
        (key, name, day)
        for key, name, day in (("START", "Project start", source.start), ("END", "Project end", source.end))
        if isinstance(day, dt.date)
    ]
    if not known:
        return None
    days = [day for _, _, day in known]
    reached = [day if day <= source.status_date else None for day in days]
    return {
        "task_id": [key for key, _, _ in known],
        "name": [name for _, name, _ in known],
        "type": ["milestone"] * len(known),
        "start_baseline": days,
        "finish_baseline": days,
        "start_forecast": days,
        "finish_forecast": days,
        "start_actual": reached,
        "finish_actual": reached,
        "pct_complete": [0.0 if day is None else 1.0 for day in reached],
        "comment": [DATE_SAID] * len(known),
    }


def budget_of(source: Source) -> dict[str, list[Any]] | None:
    """One line, or nothing where the baseline or the forecast is not known."""
    if isinstance(source.baseline, str) or isinstance(source.forecast, str):
        return None
    comment = f"{FORECAST_SAID.format(year=source.financial_year)} {source.variance}".strip()
    if len(comment) > COMMENT_LENGTH:
        comment = comment[: COMMENT_LENGTH - 1] + "…"
    return {
        "line_id": [f"FY{source.financial_year}"],
        "description": [f"Financial year {source.financial_year}"],
        "category": ["other"],
        "capex_opex": ["opex"],
        "bac0": [source.baseline],
        "actual": [0.0],
        "etc": [source.forecast],
        "comment": [comment],
    }


def _why(*cells: object) -> str:
    return reason(next(words for words in cells if isinstance(words, str)))


def _write(folder: Path, source: Source, kind: str, rows: dict[str, list[Any]]) -> None:
    record = {
        "project_id": source.number,
        "project_name": source.name,
        "status_date": source.status_date,
        "currency": "GBP",
        "programme_id": source.department,
        "rag_declared": source.rating,
        "comment": f"{RATED} Published: {source.rating_said}." if source.rating else RATED,
    }
    path = folder / RETURNS_FOLDER / source.number / f"{kind}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    filling = Filling({key: what for key, what in record.items() if what is not None}, {kind: rows})
    make_workbook(
        path, [templates_of().by_kind[kind]], Project, profile=Profile.LIGHT, filling=filling, room=1
    )


def told(made: Portfolio) -> Iterable[str]:
    """What was done, what was left out and why, and how the figures are to be read."""
    outcome = made.outcome
    assert outcome is not None
    assert outcome.scorecard is not None
    sums = outcome.scorecard.portfolio
    findings = Counter(f"{f.severity.key} {f.code}" for f in outcome.portfolio.findings)
    yield f"{made.projects} rows read, a project each; {len(outcome.portfolio.projects)} projects in the master"
    if made.numbered:
        yield "The CSV has no project numbers: the ID is the place of the row, such as GMPP-2018-001"
    yield f"{made.plans} plans, {made.budgets} budgets ({made.zero_baselines} with a stated baseline of 0)"
    yield _left("without a baseline and forecast figure, no budget", made.without_figure)
    yield _left("without any date, no plan", made.without_dates)
    yield _left("with one of the two dates, a plan of one milestone; the other is not known", made.one_date)
    backwards = f": {', '.join(made.backwards)}" if made.backwards else ""
    yield f"{len(made.backwards)} projects end before they start, left as in the CSV{backwards}"
    yield f"{made.nothing} projects with neither: not in the master"
    yield _left("without a colour, declared status left blank", made.unrated)
    yield f"{made.between_colours} rated Amber/Red or Amber/Green: declared amber, the word itself in the comment"
    yield f"{made.shortened} comments cut to {COMMENT_LENGTH} characters"
    yield f"Budget {sums['bac0']:,.0f} GBP, forecast {sums['eac']:,.0f} GBP, financial year {made.year}"
    yield "Findings: " + (", ".join(f"{count} {what}" for what, count in sorted(findings.items())) or "none")
    yield "Estimate at completion = forecast of the CSV (as ETC). Actual cost is not published: 0 stands for it."
    yield "Baseline dates are not published: the current dates stand for them, so every slip is 0."
    yield f"Milestones dated up to {outcome.portfolio.status_date} are taken as reached. Category “Other” and OPEX stand for what is not said."
    yield f"Master workbook: {outcome.master}"


def _left(what: str, why: Counter[str]) -> str:
    reasons = ", ".join(f"{key} {why[key]}" for key in ("exempt", "early planning", "blank", "other words"))
    return f"{why.total()} projects {what}: {reasons}"


def main(arguments: list[str]) -> int:
    """Exit status 0 when no error was found in the returns, else 1; 2 for a wrong call."""
    if len(arguments) != 2 or not Path(arguments[0]).is_file():
        print("Usage: python examples/gmpp.py CSV OUT_DIR", file=sys.stderr)
        return 2
    made = make(Path(arguments[0]), Path(arguments[1]))
    print("\n".join(told(made)))
    return made.outcome.exit_code if made.outcome else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
