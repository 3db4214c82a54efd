"""The page on schedule quality: points × projects, what each point means, and the tasks that count against it."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.flow.schedule_quality import Assessment, Point, ScheduleQuality, Verdict
from pmo_xl.core.pages.view import SCHEDULE_QUALITY
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.pages.schedule_quality_tasks import FIRST, LAST, Sheet, place_tasks, write_tasks
from pmo_xl.excel.write.layout import A4, LINE_HEIGHT
from pmo_xl.excel.write.style import QUIET, lines_of, number_format
from pmo_xl.excel.write.worksheet import Page

HEAD, WIDTH = 3, 11.6
"""Row of the first header, width of the column of a point."""
NAME_WIDTH = 29.0
ON_SCREEN = t("Good practices, what each point means and the tasks that break it follow below, on screen only.",
              "Les bonnes pratiques, le sens de chaque point et les tâches en cause suivent ci-dessous, à l’écran seulement.")  # fmt: skip
FEW = 20
"""A population below this is shown as a count: a percentage of it would say too much."""


def write_quality(master: MasterContext, page: Page, folder: str | None) -> None:
    """The whole page; ``folder`` leads from the master to the returns, None: no links to them."""
    every = master.portfolio.schedules
    schedules = [every[key] for key in sorted(every.keys() & set(master.listed()["project_id"]))]
    master.head(page, SCHEDULE_QUALITY, master.listed_words(PURPOSE), LAST)
    for col, width in enumerate((10.0, NAME_WIDTH, *[WIDTH] * 16), start=FIRST):
        page.set_column(col, col, width)
    page.set_paper(A4)
    page.repeat_rows(HEAD, HEAD + 2)
    if not schedules:
        page.write_string(HEAD, FIRST, master.say(NO_PLAN), master.formats.get(font_color=QUIET))
        return
    sheet = Sheet(master, page, folder)
    points = [a.point for a in schedules[0].points]
    practices = [a.point for a in schedules[0].practices]
    # Links from the matrix lead to the list of tasks, so its place must be known first.
    size = len(schedules)
    below = HEAD + 2 * (size + 5) + len(points) + len(practices) + 6
    place_tasks(sheet, schedules, below + 2)
    row = _matrix(sheet, HEAD, POINTS_TITLE, points, [(s, s.points) for s in schedules])
    row = _failing(sheet, row, [s.points for s in every.values()])
    page.write_string(row, FIRST, master.say(ON_SCREEN), master.over_style("left"))
    # The dates beside the points are for the screen: A4 is not wide enough for them too.
    page.print_area(0, FIRST, row, LAST - 2)
    row = _matrix(sheet, row + 1, PRACTICES_TITLE, practices, [(s, s.practices) for s in schedules])
    row = _failing(sheet, row, [s.practices for s in every.values()])
    row = _legend(sheet, row + 1, POINTS_MEANING, points, POINT_HEADS)
    row = _legend(sheet, row + 1, PRACTICES_MEANING, practices, PRACTICE_HEADS)
    assert row < below
    write_tasks(sheet, below, schedules)
    page.freeze_panes(HEAD, FIRST + 2)


# points × projects -----------------------------------------------------------------------------------


def _matrix(
    sheet: Sheet, row: int, title: Text, points: Sequence[Point],
    rows: Sequence[tuple[ScheduleQuality, Sequence[Assessment]]],
) -> int:  # fmt: skip
    """A row per project, a column per point."""
    master, page = sheet.master, sheet.page
    master.section(page, row, FIRST, title, 4 + len(points))
    row += 1
    head, limit = master.head_style(), master.formats.get(font_color=QUIET, align="center", italic=True)
    page.set_row(row, 4 * LINE_HEIGHT)
    dates = FIRST + 2 + len(points)
    for col, words in zip((FIRST, FIRST + 1, dates, dates + 1), MATRIX_HEADS, strict=True):
        page.write_string(row, col, master.say(words), head)
    for col, point in enumerate(points, start=FIRST + 2):
        page.write_string(row, col, f"{point.number}\n{master.say(point.name)}", head)
        page.write_string(row + 1, col, master.say(point.threshold), limit)
    page.write_string(
        row + 1, FIRST + 1, master.say(THRESHOLD), master.formats.get(font_color=QUIET, italic=True)
    )
    row += 1
    first = row + 1
    names = dict(
        zip(master.portfolio.projects["project_id"], master.portfolio.projects["project_name"], strict=True)
    )
    day = master.cell_style(num_format=number_format(Kind.DATE, master.language), align="center")
    for schedule, assessments in rows:
        row += 1
        verdicts = [_cell(assessment, master.language) for assessment in assessments]
        page.set_row(row, LINE_HEIGHT * max(lines_of(verdict, WIDTH) for verdict in verdicts))
        page.write_string(row, FIRST, schedule.project_id, master.cell_style(bold=True))
        page.write_string(
            row, FIRST + 1, names.get(schedule.project_id) or "", master.cell_style(shrink=True)
        )
        for col, date in enumerate((schedule.early_finish, schedule.baseline_finish), start=dates):
            if date is None:
                page.write_blank(row, col, None, day)
            else:
                page.write_datetime(row, col, date, day)
        for col, (assessment, verdict) in enumerate(zip(assessments, verdicts, strict=True), start=FIRST + 2):
            style = master.cell_style(text_wrap=True, align="center")
            there = sheet.listed.get((schedule.project_id, assessment.point.number))
            sheet.write(row, col, verdict, style, _to(page, there))
    master.sign_colours(page, first, FIRST + 2, row, dates - 1)
    return row + 1


def _failing(sheet: Sheet, row: int, every: Sequence[Sequence[Assessment]]) -> int:
    """How many projects fail each point, those that are not listed too."""
    master, page = sheet.master, sheet.page
    page.write_string(row, FIRST, master.say(FAILING), master.total_style())
    page.write_blank(row, FIRST + 1, None, master.total_style())
    centred = master.formats.get(bold=True, bg_color="#E8EEF5", align="center", top=1)
    for place in range(len(every[0])):
        verdicts = [assessments[place].verdict for assessments in every]
        judged = sum(verdict is not Verdict.NOT_ASSESSED for verdict in verdicts)
        failed = sum(verdict in (Verdict.FAILED, Verdict.PARTLY) for verdict in verdicts)
        page.write_string(row, FIRST + 2 + place, f"{failed}/{judged}", centred)
    return row + 1


def _to(page: Page, row: int | None) -> str:
    if row is None:
        return ""
    return f"internal:'{page.get_name().replace(chr(39), chr(39) * 2)}'!{xl_rowcol_to_cell(row, FIRST)}"


def _cell(assessment: Assessment, language: str) -> str:
    """A verdict in a cell: sign and value, then the count it comes from; or what is missing."""
    sign, point = assessment.verdict.sign, assessment.point
    if assessment.value is None:
        return f"{sign} {assessment.why.to(language) if assessment.why else ''}"
    count = f"{assessment.count}/{assessment.population}"
    if not point.share:
        return f"{sign} {_number(assessment.value, language, point.places)}"
    if (assessment.population or 0) < FEW:
        return f"{sign} {count}"
    percent = _number(100 * assessment.value, language, 1).removesuffix(",0").removesuffix(".0")
    return f"{sign} {percent}\u00a0% {count}"


def _number(what: float, language: str, places: int) -> str:
    words = f"{what:.{places}f}"
    return words.replace(".", ",") if language == "fr" else words


# what the points mean --------------------------------------------------------------------------------


def _legend(sheet: Sheet, row: int, title: Text, points: Sequence[Point], heads: Sequence[Text]) -> int:
    """What each point counts, among what, and how much of it is accepted."""
    master, page = sheet.master, sheet.page
    master.section(page, row, FIRST, title, 18)
    spans = (
        (FIRST, FIRST),
        (FIRST + 1, FIRST + 1),
        (FIRST + 2, FIRST + 8),
        (FIRST + 9, FIRST + 15),
        (FIRST + 16, FIRST + 17),
    )
    row += 1
    told = [[master.say(words) for words in heads]]
    for point in points:
        texts = (point.name, point.counts, point.population, point.threshold)
        told.append([point.number, *(master.say(words) for words in texts)])
    for at, words in enumerate(told):
        style = master.cell_style(text_wrap=True) if at else master.head_style(align="left", indent=0)
        lines = 1
        for (start, end), text in zip(spans, words, strict=True):
            if end > start:
                page.merge_range(row, start, row, end, text, style)
            else:
                page.write_string(row, start, text, style)
            width = NAME_WIDTH if start == FIRST + 1 else WIDTH * (end - start + 1)
            lines = max(lines, lines_of(text, width))
        page.set_row(row, LINE_HEIGHT * lines + 3)
        row += 1
    return row


PURPOSE = t(
    "Values computed when this master was made, from the critical path of each plan; they are no formulas. A sign with a link leads to the tasks below.",
    "Valeurs calculées à la création de ce classeur, d’après le chemin critique de chaque planning ; ce ne sont pas des formules. Un signe avec lien mène aux tâches plus bas.",
)
NO_PLAN = t(
    "No plan was accepted: nothing can be assessed.", "Aucun planning accepté : rien ne peut être évalué."
)
POINTS_TITLE = t(
    "The 14 points (● passed, ◆ failed, ○ not assessed and why)",
    "Les 14 points (● satisfait, ◆ non satisfait, ○ non évalué et pourquoi)",
)
PRACTICES_TITLE = t(
    "The ten practices (● all tests passed, ▲ some, ◆ none, ○ not assessed and why)",
    "Les dix pratiques (● tous les tests satisfaits, ▲ certains, ◆ aucun, ○ non évalué et pourquoi)",
)
POINTS_MEANING = t(
    "What the points count (DCMA-EA PAM 200.1, section 4)",
    "Ce que comptent les points (DCMA-EA PAM 200.1, section 4)",
)
PRACTICES_MEANING = t(
    "What of the practices is tested (GAO-16-89G)", "Ce qui est testé des pratiques (GAO-16-89G)"
)
THRESHOLD = t("threshold", "seuil")
FAILING = t("Projects that fail / assessed", "Projets en défaut / évalués")
MATRIX_HEADS = (
    t("Project", "Projet"),
    t("Name", "Nom"),
    t("Early finish", "Fin au plus tôt"),
    t("Baseline finish", "Fin de référence"),
)
POINT_HEADS = (
    t("No.", "N°"),
    t("Point", "Point"),
    t("Counted", "Ce qui est compté"),
    t("Population", "Population"),
    t("Threshold", "Seuil"),
)
PRACTICE_HEADS = (
    t("No.", "N°"),
    t("Practice", "Pratique"),
    t("Tested here", "Testé ici"),
    t("Left to a person", "Laissé à l’appréciation"),
    t("Threshold", "Seuil"),
)
