"""The tasks that count against a plan, below the page on schedule quality: where they are, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.format import Format

from pmo_xl.core.base.finding import Place
from pmo_xl.core.base.text import t
from pmo_xl.core.flow.schedule_quality import ScheduleQuality
from pmo_xl.core.pages.view import DATA
from pmo_xl.excel.master.context import HEADER_ROW, MasterContext
from pmo_xl.excel.master.data import FIRST as DATA_FIRST
from pmo_xl.excel.write.bulk_columns import letters
from pmo_xl.excel.write.bulk_rows import Line, Pattern, Slot
from pmo_xl.excel.write.style import BLUE
from pmo_xl.excel.write.worksheet import Page

FIRST = 1
LAST = FIRST + 17
"""First and last column of the page."""
MOST_LINKS = 60_000
"""Excel takes 65,530 links in a sheet."""


@dataclass(slots=True)
class Sheet:
    """The page being written: the row of each project and point in the list of tasks, and the links so far."""

    master: MasterContext
    page: Page
    folder: str | None
    listed: dict[tuple[str, str], int] = field(default_factory=dict)
    links: int = 0

    def write(self, row: int, col: int, words: str, style: Format, link: str = "") -> None:
        """A text, a link where there is one and Excel still takes it."""
        self.page.write_string(row, col, words, style)
        self.link(row, col, words, link)

    def link(self, row: int, col: int, words: str, link: str) -> None:
        """Where there is a link and Excel still takes it, it lies on the cell with these words."""
        if link and self.links < MOST_LINKS and len(link) < 2000:
            self.links += 1
            self.page.add_link(row, col, link, words)


def place_tasks(sheet: Sheet, schedules: Sequence[ScheduleQuality], row: int) -> None:
    """Where the tasks of each project and point will stand, the first of them in *row*."""
    for schedule in schedules:
        for assessment in (*schedule.points, *schedule.practices):
            if assessment.offences:
                sheet.listed[schedule.project_id, assessment.point.number] = row
                row += len(assessment.offences)


def write_tasks(sheet: Sheet, row: int, schedules: Sequence[ScheduleQuality]) -> int:
    """A row per task and point, by project and point; the ID leads to the data sheet, the cell to the file."""
    master, page = sheet.master, sheet.page
    master.section(page, row, FIRST, TASKS_TITLE, 18)
    row += 1
    head = master.head_style(align="left", border=0)
    for col in range(FIRST, LAST + 1):
        page.write_blank(row, col, None, head)
    for col, words in TASK_HEADS.items():
        page.write_string(row, FIRST + col, master.say(words), head)
    kinds = _task_kinds(master)
    lines: list[Line] = []
    first = row + 1
    inside_of = _data_rows(master)
    for schedule in schedules:
        for assessment in (*schedule.points, *schedule.practices):
            point = f"{assessment.point.number} {master.say(assessment.point.name)}"
            for offence in assessment.offences:
                row += 1
                task_id, name, place = schedule.tasks[offence.at]
                inside, outside = inside_of(place), _source(sheet.folder, place)
                values = (schedule.project_id, name, task_id, point, master.say(offence.why), str(place))
                lines.append(Line(kinds[bool(inside), bool(outside)], values))
                sheet.link(row, FIRST + 2, task_id, inside)
                sheet.link(row, FIRST + 10, str(place), outside)
    page.write_lines(first, lines)
    return row


def _task_kinds(master: MasterContext) -> Mapping[tuple[bool, bool], Pattern]:
    """The cells of a task that has a link to the data sheet or not, and one to its file or not."""
    plain, bold, name = master.formats.get(), master.formats.get(bold=True), master.formats.get(shrink=True)
    link = master.formats.get(font_color=BLUE, underline=1)
    return {
        (inside, outside): Pattern([
            Slot(FIRST, bold), Slot(FIRST + 1, name), Slot(FIRST + 2, link if inside else plain),
            Slot(FIRST + 3, plain), Slot(FIRST + 6, plain), Slot(FIRST + 10, link if outside else plain),
        ])
        for inside in (False, True) for outside in (False, True)
    }  # fmt: skip


def _data_rows(master: MasterContext) -> Callable[[Place], str]:
    """What finds the link to the row of the data sheet that came from a place; empty where none did."""
    if "plan" in master.beside.without_sheet:
        return lambda place: ""
    frame = master.shown("plan")
    columns = [key for key, _ in master.data_columns("plan")]
    col = DATA_FIRST + columns.index("task_id")
    sheet = master.say(DATA.fill(name=master.catalogue.tables["plan"].heading))[:31].replace("'", "''")
    files, sources = frame["source_file"].tolist(), frame["source_row"].tolist()
    places = {known: at for at, known in enumerate(zip(files, sources, strict=True), start=HEADER_ROW + 1)}

    def link(place: Place) -> str:
        at = places.get((place.file, (place.row or 0) + 1))
        return f"internal:'{sheet}'!{letters(col)}{at + 1}" if at is not None else ""

    return link


def _source(folder: str | None, place: Place) -> str:
    if folder is None or not place.cell:
        return ""
    return f"external:{folder}/{place.file}#'{place.sheet.replace(chr(39), chr(39) * 2)}'!{place.cell}"


TASKS_TITLE = t("Tasks by project and point", "Tâches par projet et par point")
TASK_HEADS = {
    0: t("Project", "Projet"),
    1: t("Task", "Tâche"),
    2: t("ID", "N°"),
    3: t("Point", "Point"),
    6: t("Why", "Pourquoi"),
    10: t("Source", "Source"),
}
