"""The list of queries: every row of the budget tracking that waits for an answer, live while statuses are typed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from xlsxwriter.format import Format

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.flow.review import Figures, Reviewed, Status
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.tracking.columns import TRACKING, Level
from pmo_xl.excel.tracking.review import FORMER_HEADS
from pmo_xl.excel.tracking.since import since_words
from pmo_xl.excel.tracking.tree import Row, in_projects, rows_of, span
from pmo_xl.excel.write.cells import plain, write_formula
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import lines_of, number_format
from pmo_xl.excel.write.worksheet import Page

HEAD, FIRST, SPARE = 3, 1, 25
"""Row of the headers, first column, rows kept free for queries that are typed later."""


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    label: Text
    width: float


COLUMNS = (
    _Column("number", t("No.", "N°"), 6),
    _Column("status", t("Status", "Statut"), 12),
    _Column("project_id", t("Project", "Projet"), 10),
    _Column("project_name", t("Name", "Intitulé"), 24),
    _Column("manager", t("Project manager", "Chef de projet"), 17),
    _Column("line_id", t("Line", "Ligne"), 8),
    _Column("description_text", t("Description", "Libellé"), 24),
    _Column("eac", t("EAC", "Atterrissage"), 13),
    _Column("comment", t("Comment", "Commentaire"), 38),
    _Column("reviewer", t("Reviewed by", "Revu par"), 15),
    _Column("on", t("Since", "Depuis le"), 12),
    _Column("since", t("Since sign-off", "Depuis la revue"), 26),
)


def write_queries(master: MasterContext, page: Page, total: Row, last: int) -> None:
    """The queries in the order of the tracking sheet; ``last`` is the last row there."""
    master.head(page, QUERIES, PURPOSE, FIRST + len(COLUMNS) - 1)
    page.set_row(HEAD, 30)
    for col, column in enumerate(COLUMNS, start=FIRST):
        page.set_column(col, col, column.width)
        page.write_string(HEAD, col, master.say(column.label), master.head_style())
    waiting = _open(master, total)
    end = HEAD + len(waiting) + SPARE
    for row in range(HEAD + 1, end + 1):
        at = row - HEAD - 1
        _write_row(master, page, row, waiting[at] if at < len(waiting) else None, total.at, last)
    master.sign_colours(page, HEAD + 1, FIRST + 1, end, FIRST + 1)
    master.sign_colours(page, HEAD + 1, FIRST + len(COLUMNS) - 1, end, FIRST + len(COLUMNS) - 1)
    page.freeze_panes(HEAD + 1, FIRST + 4)
    page.repeat_rows(HEAD)
    page.print_area(0, FIRST, max(HEAD + 3, HEAD + len(waiting)), FIRST + len(COLUMNS) - 1)


def _open(master: MasterContext, total: Row) -> list[tuple[int, Reviewed]]:
    """The rows that wait for an answer, each with its place on the tracking sheet below the portfolio's row."""
    reviews, found = master.portfolio.reviews, []
    for row in rows_of(total):
        if row.level >= Level.PROJECT:
            line_id = str(row.record.get("line_id") or "") if row.level is Level.LINE else ""
            reviewed = reviews.current.get((str(row.record["project_id"]), line_id))
            if reviewed is not None and reviewed.is_open:
                found.append((row.at - total.at + 1, _with_figures(reviewed, row)))
    below = total.last - total.at + 1 + FORMER_HEADS
    found += [(below + at, row) for at, row in enumerate(reviews.former, start=1) if row.is_open]
    return found


def _with_figures(reviewed: Reviewed, row: Row) -> Reviewed:
    return replace(reviewed, figures=Figures(*(row.values.get(key) for key in ("bac", "actual", "eac"))))


def _write_row(
    master: MasterContext, page: Page, row: int, found: tuple[int, Reviewed] | None, first: int, last: int
) -> None:
    sheet = f"'{master.say(TRACKING)}'!"
    number = row - HEAD
    place, reviewed = found if found is not None else (None, None)
    live = f'=IFERROR(MATCH({number},{sheet}{span("queries", first, last)},0),"")'
    write_formula(page, row, 0, live, place, master.formats.get(font_size=6, num_format=";;;"))
    here = f"$A{row + 1}"
    if reviewed is not None:
        page.set_row(row, max(15.5, LINE_HEIGHT * lines_of(reviewed.comment, 37) + 2))
    for col, column in enumerate(COLUMNS, start=FIRST):
        live = f'=IF({here}="","",{_formula(master, column.key, number, here, (first, last))})'
        what = _value(master, column.key, number, reviewed) if reviewed is not None else None
        write_formula(page, row, col, live, what, _style(master, column.key))


def _formula(master: MasterContext, key: str, number: int, here: str, rows: tuple[int, int]) -> str:
    """What a cell reads from the row of the tracking sheet that ``here`` names."""
    if key == "number":
        return str(number)
    sheet = f"'{master.say(TRACKING)}'!"
    if key == "manager":
        project = f"INDEX({sheet}{span('project_id', *rows)},{here})"
        ids, managers = in_projects(master, "project_id"), in_projects(master, "project_manager")
        return f'IFERROR(INDEX({managers},MATCH({project},{ids},0))&"","")'
    held = f"INDEX({sheet}{span(key, *rows)},{here})"
    return f'IF({held}="","",{held})' if key in ("on", "eac") else f'{held}&""'


def _style(master: MasterContext, key: str) -> Format:
    match key:
        case "comment":
            return master.cell_style(text_wrap=True, indent=1)
        case "on":
            return master.cell_style(num_format=number_format(Kind.DATE, master.language), align="center")
        case "eac":
            return master.cell_style(num_format="#,##0;-#,##0;0")
        case "number":
            return master.cell_style(align="center")
        case _:
            return master.cell_style()


def _value(master: MasterContext, key: str, number: int, reviewed: Reviewed) -> object:
    line, signature = reviewed.line, reviewed.signature
    if key == "manager":
        projects = master.portfolio.projects
        managers = dict(zip(projects["project_id"], projects["project_manager"], strict=True))
        return plain(managers.get(line.project_id))
    status = next(member for member in Status if member.key == signature.status)
    known: dict[str, object] = {
        "number": number, "status": master.say(status.label), "project_id": line.project_id,
        "project_name": line.project_name, "line_id": line.line_id, "description_text": line.description,
        "eac": reviewed.figures.eac, "comment": reviewed.comment, "reviewer": signature.reviewer, "on": signature.on,
        "since": since_words(master, reviewed),
    }  # fmt: skip
    return known[key]


QUERIES = t("Queries", "Questions en cours")
PURPOSE = t(
    "Rows with the status query or rejected on the sheet “Budget tracking”; the marked copies take them to the project managers (REV-01).",
    "Lignes au statut question ou rejeté de la feuille « Suivi budgétaire » ; les copies annotées les portent aux chefs de projet (REV-01).",
)
