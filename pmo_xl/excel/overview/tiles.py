"""The six figures of the dashboard in large type: each with what it means, its change, its course, what it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import CLOSED, Unit
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.overview_blocks import SummaryTiles
from pmo_xl.excel.master.context import PROJECTS_EXPECTED, RETURNS_EXPECTED, MasterContext
from pmo_xl.excel.master.data import total_cell
from pmo_xl.excel.overview.number_words import Told, chosen, decimal, money, percent, says, whole
from pmo_xl.excel.overview.past import before, series_range
from pmo_xl.excel.page_layout.boxes import Box, Place, Span
from pmo_xl.excel.pages.counted import (
    CELLS_UNKNOWN,
    PROJECTS_COVERED,
    ROWS_LEFT_OUT,
    counted,
    counted_formula,
)
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.style import BAND, BLUE, DARK_RED, NAVY, QUIET
from pmo_xl.excel.write.worksheet import Page

Form = Callable[[str, float], Told]
"""A number in words, by the formula of its cell and its value."""
Writer = Callable[[MasterContext, Page, int, Span], None]

HEIGHTS = (16.0, 28.0, 28.0, 15.0, 20.0, 14.0, 14.0, 14.0)
"""Points of the rows of a tile: label, figure, what it means, change, course, projects, rows left out, unknown cells."""
LABEL, FIGURE, MEANING, CHANGE, COURSE, COVER, LEFT_OUT, UNKNOWN = range(8)
WIDTH = 22.0
MANY = 100
"""Projects from which on their counts by light take smaller letters: three digits each."""
LIGHTS = ((3, "◆"), (2, "▲"), (1, "●"), (0, "○"), (CLOSED, "■"))


def summary_tiles_box(master: MasterContext, block: SummaryTiles) -> Box:
    """The room of the tiles."""
    return Box(block, [WIDTH] * len(tiles_of(master)), HEIGHTS, block.span, lead=False, even=True, fills=True)


def tiles_of(master: MasterContext) -> Sequence[tuple[Text, Writer]]:
    """The tiles of every master, then that of the decisions where follow-ups are sent."""
    return (*TILES, *(OF_FOLLOW_UPS if master.concerns(FOLLOW_UP) else ()))


def write_summary_tiles(master: MasterContext, page: Page, place: Place) -> None:
    """The tiles side by side."""
    for (label, write), span in zip(tiles_of(master), place.spans, strict=True):
        for at in range(len(HEIGHTS)):
            style = _style(master, at)
            merge(page, place.row + at, span, style)
            if span[0] == span[1]:
                page.write_blank(place.row + at, span[0], None, style)
        page.write_string(place.row, span[0], master.say(label), _style(master, LABEL))
        write(master, page, place.row, span)


def _style(master: MasterContext, line: int, **more: Any) -> Any:
    looks: Mapping[int, dict[str, Any]] = {
        FIGURE: {"font_size": 18, "bold": True, "font_color": NAVY},
        MEANING: {"font_color": NAVY, "text_wrap": True},
        LABEL: {"bold": True, "font_color": NAVY},
    }
    edge = {"bg_color": BAND, "align": "center", "right": 1, "right_color": "#FFFFFF"}
    return master.formats.get(**{**edge, "font_color": QUIET, **looks.get(line, {}), **more})


def _put(master: MasterContext, page: Page, row: int, line: int, span: Span, told: Told, **more: Any) -> None:
    write_formula(page, row + line, span[0], f"={told.live}", told.words, _style(master, line, **more))


# ---- the tiles ------------------------------------------------------------------------------------


def _projects(master: MasterContext, page: Page, row: int, span: Span) -> None:
    """How many projects have each light."""
    frame, lights = master.frames["kpis"], master.column("kpis", "rag")
    told = says("")
    for at, (level, sign) in enumerate(LIGHTS):
        n, count = f"COUNTIF({lights},{level})", int((frame["rag"] == level).sum())
        part = says(f"{'   ' if at else ''}{sign}\u00a0") + whole(n, count)
        told = told + (part if 0 < level < CLOSED else chosen(f"{n}>0", count > 0, part, says("")))
    _put(master, page, row, FIGURE, span, told, font_size=14 if len(frame) < MANY else 11)
    n, better = f"SUM({master.column('kpis', 'declared_better')})", int(frame["declared_better"].sum())
    words = says(master.say(DECLARED_BETTER)) + whole(n, better)
    _put(master, page, row, MEANING, span, chosen(f"{n}>0", better > 0, words, says("")))
    reds = int((frame["rag"] == 3).sum())
    _change(
        master,
        page,
        row,
        span,
        "red",
        f"COUNTIF({lights},3)",
        reds,
        lambda cell, what: whole(cell, what) + says(" ◆"),
    )
    covered = f"COUNTA({master.column('kpis', 'project_id')})", parameter(PROJECTS_EXPECTED)
    _covered(master, page, row, span, covered, (len(frame), master.coverage.projects_expected))


def _ratio(master: MasterContext, cell: str, what: float) -> Told:
    return decimal(master, cell, what, 2)


def _kpi(key: str, meaning: Callable[[MasterContext], Told]) -> Writer:
    """A tile of a KPI: its figure, what it means in words, its change in its own unit."""

    def write(master: MasterContext, page: Page, row: int, span: Span) -> None:
        cell, what = total_cell(master, key), plain(master.scorecard.portfolio[key])
        ratio = master.catalogue.kpis[key].unit is Unit.RATIO
        form: Form = partial(_ratio, master) if ratio else partial(money, master)
        if ratio:
            # A number, not its words: near a limit its cell shows one digit more, or that it is below.
            style = _style(master, FIGURE, num_format="0.00")
            figure = "–" if what is None else what
            write_formula(page, row + FIGURE, span[0], f'=IF({cell}="","–",{cell})', figure, style)
            master.threshold_colours(page, key, row + FIGURE, span[0], row + FIGURE)
        else:
            told = chosen(f'{cell}=""', what is None, says("–"), form(f"N({cell})", what or 0.0))
            _put(master, page, row, FIGURE, span, told)
        _put(master, page, row, MEANING, span, meaning(master))
        _change(master, page, row, span, key, cell, what, form)
        _stands_on(master, page, row, span, key)

    return write


def _collection(master: MasterContext, page: Page, row: int, span: Span) -> None:
    """How many of the expected returns are in, and the errors in them."""
    coverage = master.coverage
    received = "+".join(
        f"SUM({master.column('kpis', key)})" for key in dict.fromkeys(master.catalogue.received.values())
    )
    of = parameter(RETURNS_EXPECTED)
    told = whole(f"({received})", coverage.returns) + says(" / ") + whole(of, coverage.returns_expected)
    _put(master, page, row, FIGURE, span, told)
    errors, what = total_cell(master, "errors"), plain(master.scorecard.portfolio["errors"]) or 0
    one, several = (whole(f"N({errors})", what) + says(master.say(words)) for words in ERRORS)
    _put(master, page, row, MEANING, span, chosen(f"N({errors})<2", what < 2, one, several))
    _change(master, page, row, span, "returns_counted", f"({received})", coverage.returns, whole)
    covered = f"COUNTA({master.column('kpis', 'project_id')})", parameter(PROJECTS_EXPECTED)
    _covered(master, page, row, span, covered, (coverage.projects, coverage.projects_expected))


# ---- what they say --------------------------------------------------------------------------------


def _nothing(_: MasterContext) -> Told:
    return says("")


def _longest_slip(master: MasterContext) -> Told:
    cell, what = total_cell(master, "slip_wd"), plain(master.scorecard.portfolio["slip_wd"])
    words = says(master.say(LONGEST[0])) + whole(f"N({cell})", what or 0) + says(master.say(LONGEST[1]))
    return chosen(f"N({cell})>0", (what or 0) > 0, words, says(""))


def _against_budget(master: MasterContext) -> Told:
    cell, what = total_cell(master, "vac_pct"), plain(master.scorecard.portfolio["vac_pct"])
    share = percent(master, f"N({cell})", what or 0.0)
    above, below = (says(sign) + share + says(master.say(AGAINST_BUDGET)) for sign in ("+", "−"))
    size = what or 0.0
    apart = chosen(f"N({cell})<0", size < 0, above, below)
    told = chosen(
        f"ABS(N({cell}))<{SMALLEST_SHARE}", abs(size) < SMALLEST_SHARE, says(master.say(ON_BUDGET)), apart
    )
    return chosen(f'{cell}=""', what is None, says(""), told)


def _decisions(master: MasterContext, page: Page, row: int, span: Span) -> None:
    """How many decisions are overdue, of how many to take."""
    overdue, n = (
        total_cell(master, "decisions_overdue"),
        plain(master.scorecard.portfolio["decisions_overdue"]),
    )
    due, size = total_cell(master, "decisions_due"), plain(master.scorecard.portfolio["decisions_due"])
    told = chosen(f'{overdue}=""', n is None, says("–"), whole(f"N({overdue})", n or 0) + says(""))
    _put(master, page, row, FIGURE, span, told)
    of = says(master.say(TO_TAKE[0])) + whole(f"N({due})", size or 0) + says(master.say(TO_TAKE[1]))
    _put(master, page, row, MEANING, span, chosen(f'{due}=""', size is None, says(""), of))
    _stands_on(master, page, row, span, "decisions_overdue")


def _approved(master: MasterContext) -> Told:
    """Since the initial budget."""
    now, first = total_cell(master, "bac"), total_cell(master, "bac0")
    values = [plain(master.scorecard.portfolio[key]) for key in ("bac", "bac0")]
    change = None if None in values else values[0] - values[1]
    cell = f"(N({now})-N({first}))"
    amount = money(master, cell, change or 0.0)
    sign = chosen(f"{cell}<0", (change or 0) < 0, says("−"), says("+"))
    told = sign + amount + says(master.say(SINCE_INITIAL))
    return chosen(f"COUNT({now},{first})=2", change is not None, told, says(""))


def _reserve(master: MasterContext) -> Told:
    cell, what = total_cell(master, "contingency_left"), plain(master.scorecard.portfolio["contingency_left"])
    told = says(master.say(RESERVE)) + money(master, f"N({cell})", what or 0.0)
    return chosen(f'{cell}=""', what is None, says(""), told)


def _change(
    master: MasterContext, page: Page, row: int, span: Span, key: str, cell: str, what: float | None, form: Form,
) -> None:  # fmt: skip
    """The change since the period before, and the course of the last periods."""
    past = before(master, key)
    if past is None:
        _put(master, page, row, CHANGE, span, says(master.say(FIRST_PERIOD)))
        return
    move = None if what is None or past.what is None else what - past.what
    delta = f"(N({cell})-N({past.cell}))"
    size = form(delta, move or 0.0)
    up, down = says("↑ +") + size, says("↓ −") + size
    least = LEAST if form is not whole else 0.5
    moved = chosen(
        f"{delta}>={least}",
        (move or 0) >= least,
        up,
        chosen(f"{delta}<=-{least}", (move or 0) <= -least, down, says(master.say(SAME))),
    )
    told = chosen(f'OR({cell}="",{past.cell}="")', move is None, says(""), moved + _other_projects(master))
    _put(master, page, row, CHANGE, span, told)
    course = series_range(master, key)
    if course is not None:
        page.add_sparkline(row + COURSE, span[0], {
            "range": course, "markers": False, "last_point": True, "series_color": BLUE, "last_color": DARK_RED,
            "show_hidden": True, "weight": 1.5,
        })  # fmt: skip


def _other_projects(master: MasterContext) -> Told:
    """How many projects there were, where these are not as many: a change is then not of the same projects."""
    past = before(master, "projects")
    if past is None:
        return says("")
    now, n = f"COUNTA({master.column('kpis', 'project_id')})", len(master.frames["kpis"])
    words = (
        says(" (")
        + whole(f"N({past.cell})", past.what or 0)
        + says("→")
        + whole(now, n)
        + says(master.say(OF_PROJECTS))
    )
    return chosen(
        f'OR({past.cell}="",{past.cell}={now})', past.what is None or past.what == n, says(""), words
    )


def _covered(
    master: MasterContext, page: Page, row: int, span: Span, cells: tuple[str, str], counts: tuple[int, int]
) -> None:
    """Of how many projects a figure is; in red where these are not all."""
    live = counted_formula(master, PROJECTS_COVERED, *cells)
    _put(master, page, row, COVER, span, Told(live, counted(master, PROJECTS_COVERED, *counts)))
    master.mark_partial(page, row + COVER, span[0], f"{cells[0]}<{cells[1]}", span[1])


def _stands_on(master: MasterContext, page: Page, row: int, span: Span, key: str) -> None:
    """Of how many projects a KPI is, and in red how many rows it leaves out and how many of its cells are unknown."""
    covered, cover = master.covered[key], master.coverage.kpis[key]
    _covered(master, page, row, span, (covered.projects, covered.of), (cover.projects, cover.of))
    rows = cover.rows
    left = Told(
        counted_formula(master, ROWS_LEFT_OUT, covered.left_out, covered.read),
        counted(master, ROWS_LEFT_OUT, rows.left_out, rows.read),
    )
    unknown = Told(
        counted_formula(master, CELLS_UNKNOWN, covered.unknown), counted(master, CELLS_UNKNOWN, rows.unknown)
    )
    for line, n, count, words in (
        (LEFT_OUT, covered.left_out, rows.left_out, left),
        (UNKNOWN, covered.unknown, rows.unknown, unknown),
    ):
        told = chosen(f"{n}=0", count == 0, says(""), words)
        _put(master, page, row, line, span, told, font_color=DARK_RED, bold=True, shrink=True)


SMALLEST_SHARE = 0.0005
"""A share of less reads as 0.0 %."""
ON_BUDGET = t("on budget", "égal au budget révisé")
LEAST = 0.005
"""A change of less is none: no digit of the figure shows it."""
DECLARED_BETTER = t("declared better than computed: ", "déclarée plus favorable que calculée : ")
LONGEST = t("longest slip ", "glissement max "), t(" wd", " j ouvrés")
AGAINST_BUDGET = t(" against budget", " / budget révisé")
SINCE_INITIAL = t(" against initial", " / budget initial")
RESERVE = t("contingency left ", "provision restante ")
OF_PROJECTS = t(" projects)", " projets)")
ERRORS = t(" error", " erreur"), t(" errors", " erreurs")
FIRST_PERIOD = t("first period", "première période")
SAME = t("= unchanged", "= inchangé")
FOLLOW_UP = "followup"
"""The kind of return that decisions come from."""
TO_TAKE = t("of ", "sur "), t(" to take", " à rendre")
TILES: tuple[tuple[Text, Writer], ...] = (
    (t("Projects", "Projets"), _projects),
    (t("Schedule (SPI)", "Délais (IPD)"), _kpi("spi", _longest_slip)),
    (t("Current budget", "Budget révisé"), _kpi("bac", _approved)),
    (t("Forecast at completion", "Atterrissage"), _kpi("eac", _against_budget)),
    (t("Threat exposure", "Exposition aux menaces"), _kpi("exposure", _reserve)),
    (t("Returns", "Collecte"), _collection),
)
OF_FOLLOW_UPS: tuple[tuple[Text, Writer], ...] = (
    (t("Overdue decisions", "Décisions en retard"), _decisions),
)
