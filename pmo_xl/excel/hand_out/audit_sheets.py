"""The sheets of an audit behind its summary: the grid, every result in a table, the rules that are assessed nowhere."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.audit import AuditLine, Verdict
from pmo_xl.excel.hand_out.audit_page import COLOURS, RESULT_COLUMNS, RESULTS, Pages
from pmo_xl.excel.write.cells import write_cell
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import NAVY, QUIET, WHITE, lines_of


def write_grid(pages: Pages) -> None:
    """The signs of each rule on each project, with how many findings there are."""
    audit = pages.audit
    lines: dict[tuple[str, str], AuditLine] = {(line.code, line.project): line for line in audit.lines}
    codes = list(dict.fromkeys(line.code for line in audit.lines))
    projects = sorted({line.project for line in audit.lines})
    page = pages.sheet(GRID, GRID_WORDS, 2 + len(projects))
    legend = "   ".join(pages.say(each.told) for each in Verdict)
    page.write_string(2, 1, legend, pages.formats.get(font_color=QUIET))
    page.set_column(1, 1, 10)
    page.set_column(2, 2, 56)
    page.set_column(3, 2 + len(projects), 7.5)
    page.set_row(4, 84)
    for col, words in enumerate((RESULT_COLUMNS[0].label, RESULT_COLUMNS[1].label), start=1):
        page.write_string(4, col, pages.say(words), pages.head)
    turned = pages.formats.get(
        bold=True, font_color=WHITE, bg_color=NAVY, rotation=90, align="center", valign="bottom", border=1, border_color=WHITE
    )  # fmt: skip
    for col, project in enumerate(projects, start=3):
        page.write_string(4, col, pages.project(project), turned)
    for row, code in enumerate(codes, start=5):
        said = _rule_words(pages, code)
        page.write_string(row, 1, code, pages.line())
        page.write_string(row, 2, said, pages.line(text_wrap=True, num_format="@"))
        page.set_row(row, lines_of(said, 55) * LINE_HEIGHT + 3)
        for col, project in enumerate(projects, start=3):
            found = lines.get((code, project))
            if found is not None:
                told = f"{found.verdict.sign} {found.findings}" if found.findings else found.verdict.sign
                page.write_string(row, col, told, pages.line(align="center", bg_color=COLOURS[found.verdict]))
    page.freeze_panes(5, 3)
    page.repeat_rows(4)


def _rule_words(pages: Pages, code: str) -> str:
    return pages.say(pages.audit.rules[code]) if code in pages.audit.rules else ""


def write_results(pages: Pages) -> None:
    """A row per rule and project, for filters."""
    audit = pages.audit
    page = pages.sheet(ALL_RESULTS, RESULTS_WORDS, len(RESULT_COLUMNS))
    last = 3 + max(1, len(audit.lines))
    heads = [{"header": pages.say(column.label), "header_format": pages.head} for column in RESULT_COLUMNS]
    page.add_table(3, 1, last, len(RESULT_COLUMNS), {
        "name": RESULTS, "style": "Table Style Light 1", "banded_rows": False, "columns": heads,
    })  # fmt: skip
    page.set_row(3, 30)
    for col, column in enumerate(RESULT_COLUMNS, start=1):
        page.set_column(col, col, column.width)
    text, number = pages.line(num_format="@"), pages.line(num_format="0")
    for row, line in enumerate(audit.lines, start=4):
        place = line.place
        cells = (
            line.code, _rule_words(pages, line.code), pages.project(line.project), audit.projects.get(line.project) or None,
            pages.say(line.verdict.told), line.findings or None, (place and place.file) or None, (place and place.sheet) or None,
            (place and place.cell) or None, line.why and pages.say(line.why), line.checks or None,
        )  # fmt: skip
        for col, what in enumerate(cells, start=1):
            if what is not None:
                write_cell(page, row, col, what, number if isinstance(what, int) else text)
    page.freeze_panes(4, 2)
    page.repeat_rows(3)


def write_not_collected(pages: Pages) -> None:
    """The rules of the profession that no return can be held against, and what each would need."""
    page = pages.sheet(NOT_COLLECTED, NOT_COLLECTED_WORDS, 3)
    heads = (RESULT_COLUMNS[0].label, RESULT_COLUMNS[1].label, NEEDS)
    for col, (words, width) in enumerate(zip(heads, (12, 62, 62), strict=True), start=1):
        page.set_column(col, col, width)
        page.write_string(3, col, pages.say(words), pages.head)
    for row, (code, words, needs) in enumerate(pages.audit.not_collected, start=4):
        for col, what in enumerate((code, pages.say(words), pages.say(needs)), start=1):
            page.write_string(row, col, what, pages.line(text_wrap=True))
    page.repeat_rows(3)


GRID = t("Grid", "Grille")
GRID_WORDS = t(
    "Rules by projects; the number is that of the findings. A blank: the rule does not concern it.",
    "Règles par projet ; le nombre est celui des anomalies. Vide : la règle ne le concerne pas.",
)
ALL_RESULTS = t("Results", "Résultats")
RESULTS_WORDS = t(
    "A row per rule and project; filter the columns.",
    "Une ligne par règle et par projet ; filtrez les colonnes.",
)
NOT_COLLECTED = t("Not collected", "Non collecté")
NOT_COLLECTED_WORDS = t(
    "Rules of the profession that are assessed nowhere: what they need is not collected.",
    "Règles de la profession évaluées nulle part : ce qu’elles demandent n’est pas collecté.",
)
NEEDS = t("What it would need", "Ce qu’il faudrait")
