"""The budget lines that moved most since the month before: what the last master showed, what stands there now."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.pages.overview_blocks import LineMovers
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.style import QUIET
from pmo_xl.excel.write.worksheet import Page

TITLE_HEIGHT, HEAD_HEIGHT = 20.0, 32.0
MOVED = t("Lines whose forecast (EAC) moved most", "Lignes dont l’atterrissage a le plus bougé")
N_OF = t(" of ", " sur ")
FIRST_MONTH = t(
    "First month: no master of an earlier month to compare with.",
    "Premier mois : aucun classeur consolidé d’un mois antérieur à comparer.",
)
SAME = t("No line moved.", "Aucune ligne n’a bougé.")
NEW = t(
    "Against the master of {on}; {n} lines are new and are not compared.",
    "Par rapport au classeur du {on} ; {n} lignes sont nouvelles et ne sont pas comparées.",
)
NO_NEW = t("Against the master of {on}.", "Par rapport au classeur du {on}.")
ABSENT = t(
    "The budget lines are not all in this workbook, but in the folder beside it.",
    "Ce classeur ne contient pas toutes les lignes budgétaires : elles sont dans le dossier joint.",
)
HEADS = (
    t("Project", "Projet"), t("Line", "Ligne"), t("Description", "Libellé"), t("EAC then", "Atterrissage d’alors"),
    t("EAC now", "Atterrissage actuel"), t("Difference (+ costs more)", "Écart (+ coûte plus)"),
)  # fmt: skip
MORE = '"↑ +"#,##0;"↓ "-#,##0;0'


@dataclass(frozen=True, slots=True)
class Mover:
    """A line that is in the returns and was in the last master of an earlier month; amounts in the reporting currency."""

    project_id: str
    line_id: str
    description: str
    then: float
    now: float


def compared_lines(master: MasterContext) -> tuple[list[Mover], int]:
    """The lines that both masters know, those that moved most first; and how many are new."""
    earlier = master.portfolio.reviews.earlier
    rates = dict(zip(master.frames["kpis"]["project_id"], master.frames["kpis"]["rate"], strict=True))
    movers, new = [], 0
    budget = master.frames["budget"]
    rows = zip(
        *(budget[key].tolist() for key in ("project_id", "line_id", "description", "eac")), strict=True
    )
    for project_id, line_id, description, eac in rows:
        now, rate = plain(eac), plain(rates.get(project_id))
        held = earlier.get((project_id, line_id or ""))
        if now is None or rate is None or not line_id:
            continue
        if held is None:
            new += 1
        else:
            movers.append(Mover(project_id, line_id, description or "", held.eac, now * rate))
    movers.sort(key=lambda line: (-abs(line.now - line.then), line.project_id, line.line_id))
    return movers, new


def movers_box(master: MasterContext, block: LineMovers) -> Box:
    """The room of the list; of a sentence where there is nothing to list."""
    amount = max(13.0, master.amount_width)
    rows = len(_shown(master, block))
    heights = [TITLE_HEIGHT, USUAL, *([HEAD_HEIGHT] if rows else []), *[USUAL] * rows]
    return Box(block, [10.6, 10.6, 34.0, amount, amount, amount], heights, block.span, longest=2)


def _shown(master: MasterContext, block: LineMovers) -> list[Mover]:
    if "budget" in master.beside.without_references:
        return []
    movers, _ = compared_lines(master)
    return [line for line in movers if abs(line.now - line.then) >= HALF_CENT][: block.size]


def write_movers(master: MasterContext, page: Page, place: Place, block: LineMovers) -> None:
    """The list where the layout put it: former amounts are values, those of now and the difference are live."""
    row, col = place.row, place.col
    if "budget" in master.beside.without_references:
        write_absent(master, page, place, MOVED)
        return
    (movers, new), shown = compared_lines(master), _shown(master, block)
    moved = sum(abs(line.now - line.then) >= HALF_CENT for line in movers)
    title = master.say(MOVED)
    master.section(page, row, col, MOVED, place.last_col - col + 1)
    if moved:
        page.write_string(
            row, col, f"{title} – {len(shown)}{master.say(N_OF)}{moved}", master.section_style()
        )
    small = master.formats.get(font_size=9, italic=True, font_color=QUIET)
    page.write_string(row + 1, col, master.say(_words(master, movers, new, moved)), small)
    if not shown:
        return
    row += 2
    head = master.head_style()
    for span, label in zip(place.spans, HEADS, strict=True):
        merge(page, row, span, head)
        page.write_string(row, span[0], master.say(label), head)
    texts = master.cell_style(bold=True), master.cell_style(), master.cell_style()
    amount, difference = master.cell_style(Unit.AMOUNT), master.cell_style(num_format=MORE, align="right")
    for line in shown:
        row += 1
        for span, style in zip(place.spans, (*texts, amount, amount, difference), strict=True):
            merge(page, row, span, style)
        at = [span[0] for span in place.spans]
        for column, words, style in zip(
            at, (line.project_id, line.line_id, line.description), texts, strict=False
        ):
            page.write_string(row, column, words, style)
        page.write_number(row, at[3], line.then, amount)
        then, now = (xl_rowcol_to_cell(row, column) for column in (at[3], at[4]))
        live = _now_formula(master, *(xl_rowcol_to_cell(row, column, col_abs=True) for column in at[:2]))
        write_formula(page, row, at[4], live, line.now, amount)
        write_formula(page, row, at[5], f'=IF({now}="","",{now}-{then})', line.now - line.then, difference)


def write_absent(master: MasterContext, page: Page, place: Place, title: Text) -> None:
    """What stands in the place of a list of lines where the workbook does not hold them all."""
    master.section(page, place.row, place.col, title, place.last_col - place.col + 1)
    small = master.formats.get(font_size=9, italic=True, font_color=QUIET)
    page.write_string(place.row + 1, place.col, master.say(ABSENT), small)


def _now_formula(master: MasterContext, project: str, line: str) -> str:
    """The estimate of a line as it stands in the budget table, at the budget rate of its project."""
    ids, lines, eac = (master.column("budget", key) for key in ("project_id", "line_id", "eac"))
    rate = f"INDEX({master.column('kpis', 'rate')},MATCH({project},{master.column('kpis', 'project_id')},0))"
    mine = f"({ids}={project})*({lines}={line})"
    return f'=IF(SUMPRODUCT({mine}*ISNUMBER({eac}))=0,"",SUMPRODUCT({mine},{eac})*{rate})'


def _words(master: MasterContext, movers: list[Mover], new: int, moved: int) -> Text:
    earlier = master.portfolio.reviews.earlier
    if not movers:
        return FIRST_MONTH
    on = max(held.on for held in earlier.values())
    day = on.strftime("%d/%m/%Y") if master.language == "fr" else on.isoformat()
    told = NEW.fill(on=day, n=new) if new else NO_NEW.fill(on=day)
    return told if moved else t("{told} {same}", "{told} {same}").fill(told=told, same=SAME)
