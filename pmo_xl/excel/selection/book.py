"""The workbook of a selection, written whole: a sheet for the meeting, those behind it, the rows under the formulas."""

from __future__ import annotations

from pathlib import Path

from pmo_xl.core.base.text import t
from pmo_xl.core.flow.raw import MARK
from pmo_xl.core.selection.result import SelectionResult
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.selection.alignment import write_alignment
from pmo_xl.excel.selection.data import write_data
from pmo_xl.excel.selection.page import TITLE, chosen_cells, write_page
from pmo_xl.excel.selection.scores import write_scores
from pmo_xl.excel.selection.sheet import FIRST, SelectionBook
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.cells import write_cell
from pmo_xl.excel.write.layout import CREATED
from pmo_xl.excel.write.style import lines_of

WIDTHS = [9, 14, 22, 8, 62, 62]


def write_selection(path: Path, result: SelectionResult, language: str = "en", brand: Brand = PLAIN) -> None:
    """Write the workbook at *path*; the same result gives the same bytes. Raises OSError.

    What a sheet would show nothing of has none: no objectives, no scores, nothing to mend.
    """
    with new_book(path) as book:
        made = SelectionBook(book, result, language, brand)
        title = made.say(TITLE.fill(scenario=result.scenario))
        book.set_properties({"title": title, "created": CREATED, "comments": MARK})
        keys = ["selection"]
        if result.objectives:
            keys.append("alignment")
        if any(line.scores for line in result.lines):
            keys.append("scores")
        if result.findings:
            keys.append("findings")
        for key in (*keys, "data"):
            made.pages[key] = book.add_worksheet(made.sheet_name(key))
        write_data(made, chosen_cells(made))
        write_page(made)
        if "alignment" in made.pages:
            write_alignment(made)
        if "scores" in made.pages:
            write_scores(made)
        if "findings" in made.pages:
            _write_findings(made)
        made.pages["selection"].activate()


def _write_findings(made: SelectionBook) -> None:
    """What is wrong in the lists, each with its cell and what to do."""
    page = made.begin("findings", FINDINGS, WIDTHS)
    made.sentence(page, 1, ABOUT, FIRST, FIRST + len(WIDTHS) - 1)
    for col, words in enumerate(HEADS, start=FIRST):
        page.write_string(3, col, made.say(words), made.head())
    text = made.look(num_format="@", text_wrap=True, valign="top")
    for row, found in enumerate(made.result.findings, start=4):
        cells = (
            found.code, f"{found.severity.sign} {made.say(found.severity.label)}", found.place.sheet, found.place.cell,
            made.say(found.message), made.say(found.fix) if found.fix is not None else None,
        )  # fmt: skip
        for col, what in enumerate(cells, start=FIRST):
            write_cell(page, row, col, what, text)
        said = [what or "" for what in cells[4:]]
        page.set_row(row, 4 + 13.5 * max(lines_of(each, WIDTHS[-1] - 1) for each in said))
    made.signs(page, 4, FIRST + 1, 3 + len(made.result.findings))
    page.repeat_rows(3)
    page.freeze_panes(4, 0)


FINDINGS = t("To mend in the lists of the PMO", "À corriger dans les listes du PMO")
ABOUT = t(
    "Where the selection did not get what it needs; everything else was counted.",
    "Ce qui a manqué à l’arbitrage ; tout le reste a été compté.",
)
HEADS = (
    t("Rule", "Règle"), t("Severity", "Gravité"), t("Sheet", "Feuille"), t("Cell", "Cellule"), t("What is wrong", "Anomalie"), t("What to do", "Que faire"),
)  # fmt: skip
