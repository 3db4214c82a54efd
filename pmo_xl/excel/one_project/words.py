"""What the manager of the chosen project says of it, and what is still to be corrected and answered."""

from __future__ import annotations

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.blocks import ProjectComment, ProjectToDo
from pmo_xl.excel.master.context import CHOSEN, MasterContext
from pmo_xl.excel.one_project.chosen import cell_of, found
from pmo_xl.excel.one_project.lists import TITLE_HEIGHT, write_head
from pmo_xl.excel.page_layout.boxes import Box, Place
from pmo_xl.excel.tracking.queries import COLUMNS, FIRST, HEAD, QUERIES
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.style import BAND, NAVY, QUIET
from pmo_xl.excel.write.worksheet import Page

ABOVE, COMMENT_HEIGHT, LONGEST = 4.0, 50.0, 500
"""Points above a comment and of it, and the characters of it that stand there."""
NO_COMMENT = t("No comment.", "Aucun commentaire.")
SAYS = t("What the project manager says", "Commentaire du chef de projet")
MOST_QUERIES = 5000
"""Rows of the sheet of queries that are looked at."""


def comment_box(block: ProjectComment) -> Box:
    """The room of a comment."""
    return Box(block, [60.0], [TITLE_HEIGHT, ABOVE, COMMENT_HEIGHT], block.span, fills=True, lead=False)


def write_comment(master: MasterContext, page: Page, place: Place) -> None:
    """The comment in full up to its longest; a sentence where there is none."""
    write_head(master, page, place, SAYS, [])
    style = master.formats.get(font_size=9, text_wrap=True, valign="top")
    span = place.col, place.last_col
    merge(page, place.row + 2, span, style)
    cell = cell_of(master, "projects", "comment")
    words = found(master, "projects", "comment")
    none = master.say(NO_COMMENT)
    live = (
        f'=IFERROR(IF({cell}="","{none}",IF(LEN({cell})>{LONGEST},LEFT({cell},{LONGEST - 1})&"…",{cell})),"")'
    )
    told = none if not words else words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    write_formula(page, place.row + 2, span[0], live, told if master.params[CHOSEN] else None, style)


def to_do_box(block: ProjectToDo) -> Box:
    """The room of the counts, side by side."""
    return Box(block, [19.0, 4.4] * 3, [16.0], block.span, lead=False)


def write_to_do(master: MasterContext, page: Page, place: Place) -> None:
    """How many errors, warnings and open questions, each with the way to its sheet where the workbook has it."""
    findings = master.say(master.catalogue.run_tables["findings"].heading)
    reviews, mine = master.portfolio.reviews, master.params[CHOSEN]
    waiting = [row for (project, _), row in reviews.current.items() if project == mine and row.is_open]
    waiting += [row for row in reviews.former if row.line.project_id == mine and row.is_open]
    queries = master.say(QUERIES)
    column = next(at for at, each in enumerate(COLUMNS) if each.key == "project_id") + FIRST
    name = chr(ord("A") + column)
    asked = f"COUNTIF('{queries}'!${name}${HEAD + 2}:${name}${MOST_QUERIES},{parameter(CHOSEN)})"
    facts: list[tuple[Text, str, object, str]] = [
        (t("Errors to correct ▸", "Erreurs à corriger ▸"), f'=IFERROR({cell_of(master, "kpis", "errors")},"")', found(master, "kpis", "errors"), findings),
        (t("Warnings ▸", "Avertissements ▸"), f'=IFERROR({cell_of(master, "kpis", "warnings")},"")', found(master, "kpis", "warnings"), findings),
        (t("Open queries ▸", "Questions en cours ▸"), f"={asked}", len(waiting), queries),
    ]  # fmt: skip
    # A sheet that has nothing to say is hidden: no link opens it.
    there = {findings} if len(master.portfolio.tables["findings"]) else set()
    if reviews.any_open:
        there.add(queries)
    for at, (label, live, what, sheet) in enumerate(facts):
        words, number = place.spans[2 * at], place.spans[2 * at + 1]
        style = master.formats.get(
            font_size=9, align="right", bg_color=BAND, **({"font_color": NAVY, "underline": 1} if sheet in there else {"font_color": QUIET})
        )  # fmt: skip
        merge(page, place.row, words, style)
        page.write_string(place.row, words[0], master.say(label), style)
        if sheet in there:
            page.add_link(place.row, words[0], f"internal:'{sheet}'!A1", master.say(label))
        bold = master.formats.get(font_size=10, bold=True, align="center", bg_color=BAND, num_format="0")
        merge(page, place.row, number, bold)
        write_formula(page, place.row, number[0], live, plain(what), bold)
