"""The workbook of an audit: summary with live counts and room to sign, the grid of rules by projects, every result in a table."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.text import Text, say, t
from pmo_xl.core.catalogue.audit import FAILURES, Audit, Verdict, conformance
from pmo_xl.core.flow.raw import MARK
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.hand_out.audit_page import RESULT_COLUMNS, RESULTS, Pages
from pmo_xl.excel.hand_out.audit_sheets import write_grid, write_not_collected, write_results
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.cells import write_cell, write_formula
from pmo_xl.excel.write.layout import CREATED
from pmo_xl.excel.write.style import LINE, QUIET


def write_audit(
    path: Path, audit: Audit, facts: Sequence[tuple[Text, Any]], language: str, brand: Brand = PLAIN
) -> None:
    """Write the workbook at *path*; ``facts`` are told at its head. The same audit gives the same bytes. Raises OSError."""
    with new_book(path) as book:
        pages = Pages(book, audit, language, brand)
        book.set_properties({"title": pages.say(AUDIT), "created": CREATED, "comments": MARK})
        _summary(pages, facts)
        write_grid(pages)
        write_results(pages)
        write_not_collected(pages)


def _column(pages: Pages, at: int) -> str:
    return f"{RESULTS}[{pages.say(RESULT_COLUMNS[at].label)}]"


def _summary(pages: Pages, facts: Sequence[tuple[Text, Any]]) -> None:
    last = 9
    page = pages.sheet(AUDIT, AUDIT_WORDS, last)
    for col, width in enumerate((30.0, 30.0, *[14.0] * 7), start=1):
        page.set_column(col, col, width)
    row = 3
    for label, what in facts:
        page.write_string(row, 1, pages.say(label), pages.line())
        written = what if isinstance(what, (int, float)) else say(what, pages.language)
        write_cell(page, row, 2, written, pages.line(align="left", text_wrap=True))
        row += 1
    row = _reconciled(pages, page, row + 1)
    row = _by_project(pages, page, row + 1)
    row = _definitions(pages, page, row + 1)
    _sign_off(pages, page, row + 1, last)


def _reconciled(pages: Pages, page: Worksheet, row: int) -> int:
    """What the lines add up to beside what the run counted: their difference is nothing."""
    audit = pages.audit
    for col, words in enumerate((RECONCILIATION, IN_THE_GRID, IN_THE_RUN, DIFFERENCE), start=1):
        page.write_string(row, col, pages.say(words), pages.head)
    page.set_row(row, 30)
    sums = (
        (CHECKS_RUN, 10, sum(line.checks for line in audit.lines), audit.checks_run),
        (FINDINGS, 5, sum(line.findings for line in audit.lines), audit.findings),
    )
    wrong = pages.book.add_format({"bg_color": "#F9DCCB", "num_format": '"◆ "#,##0'})
    for label, at, here, there in sums:
        row += 1
        number = pages.line(num_format="#,##0", align="left")
        page.write_string(row, 1, pages.say(label), pages.line())
        write_formula(page, row, 2, f"=SUM({_column(pages, at)})", float(here), number)
        page.write_number(row, 3, there, number)
        left, right = xl_rowcol_to_cell(row, 2), xl_rowcol_to_cell(row, 3)
        write_formula(page, row, 4, f"={left}-{right}", float(here - there), number)
        page.conditional_format(
            row, 4, row, 4, {"type": "cell", "criteria": "!=", "value": 0, "format": wrong}
        )
    return row + 1


def _by_project(pages: Pages, page: Worksheet, row: int) -> int:
    """A line per project and one for all: how many rules came to what, and the share of those that hold."""
    audit = pages.audit
    counts: dict[str, Counter[Verdict]] = {}
    for line in audit.lines:
        counts.setdefault(line.project, Counter())[line.verdict] += 1
    heads = [
        pages.say(PROJECT),
        pages.say(NAME),
        *(pages.say(each.told) for each in Verdict),
        pages.say(CONFORMANCE),
    ]
    for col, words in enumerate(heads, start=1):
        page.write_string(row, col, words, pages.head)
    page.set_row(row, 46)
    first = row + 1
    verdicts = list(Verdict)
    for project, mine in counts.items():
        row += 1
        page.write_string(row, 1, pages.project(project), pages.line())
        page.write_string(row, 2, audit.projects.get(project, ""), pages.line(text_wrap=True))
        who = xl_rowcol_to_cell(row, 1, col_abs=True)
        for col, each in enumerate(verdicts, start=3):
            what = xl_rowcol_to_cell(first - 1, col, row_abs=True)
            live = f"=COUNTIFS({_column(pages, 2)},{who},{_column(pages, 4)},{what})"
            write_formula(
                page,
                row,
                col,
                live,
                float(mine[each]),
                pages.line(num_format="#,##0", align="center"),
            )
        _share(pages, page, row, mine)
    row += 1
    total = {"bold": True, "top": 1}
    page.write_string(row, 1, pages.say(ALL), pages.line(**total))
    page.write_blank(row, 2, None, pages.line(**total))
    for col, each in enumerate(verdicts, start=3):
        span = f"{xl_rowcol_to_cell(first, col)}:{xl_rowcol_to_cell(row - 1, col)}"
        style = pages.line(num_format="#,##0", align="center", **total)
        write_formula(page, row, col, f"=SUM({span})", float(audit.counts[each]), style)
    _share(pages, page, row, audit.counts, **total)
    return row + 1


def _share(pages: Pages, page: Worksheet, row: int, counts: Mapping[Verdict, int], **more: Any) -> None:
    verdicts = list(Verdict)
    cells = {each: xl_rowcol_to_cell(row, col) for col, each in enumerate(verdicts, start=3)}
    judged = "+".join(cells[each] for each in (Verdict.PASSED, *FAILURES))
    live = f'=IF({judged}=0,"",{cells[Verdict.PASSED]}/({judged}))'
    value = conformance(counts)
    style = pages.line(num_format="0.0%", align="center", **more)
    write_formula(page, row, 9, live, "" if value is None else value, style)


def _definitions(pages: Pages, page: Worksheet, row: int) -> int:
    page.write_string(row, 1, pages.say(CONFORMANCE_WORDS), pages.formats.get(font_color=QUIET, italic=True))
    return row + 1


def _sign_off(pages: Pages, page: Worksheet, row: int, last: int) -> None:
    """Room for those who sign, to be filled by hand."""
    for col, words in enumerate((SIGN_OFF, NAME_OF, DAY), start=1):
        page.write_string(row, col, pages.say(words), pages.head)
    page.merge_range(row, 4, row, last, pages.say(SIGNATURE), pages.head)
    page.set_row(row, 20)
    box = pages.formats.get(border=1, border_color=LINE, valign="vcenter")
    for who in (AUDITOR, PMO, SPONSOR):
        row += 1
        page.set_row(row, 32)
        page.write_string(row, 1, pages.say(who), box)
        for col in (2, 3):
            page.write_blank(row, col, None, box)
        page.merge_range(row, 4, row, last, "", box)
    page.print_area(0, 1, row, last)


def day_of(day: dt.date | None) -> Any:
    """A status date as the head of the workbook tells it; that there is none, where there is none."""
    return NO_DATE if day is None else day


NO_DATE = t("not known", "non connue")
AUDIT = t("Audit", "Audit")
AUDIT_WORDS = t(
    "Which rule was applied to which project, and what came of it.",
    "Quelle règle a été appliquée à quel projet, et avec quel résultat.",
)
PROJECT, NAME = RESULT_COLUMNS[2].label, RESULT_COLUMNS[3].label
ALL = t("All", "Ensemble")
CONFORMANCE = t("Conformance", "Conformité")
CONFORMANCE_WORDS = t(
    "Conformance = passed ÷ (passed + failed). What was noted, not assessed or not run counts on neither side.",
    "Conformité = conformes ÷ (conformes + non conformes). Ce qui est signalé, non évalué ou non exécuté ne compte d’aucun côté.",
)
RECONCILIATION = t("Reconciliation", "Rapprochement")
IN_THE_GRID, IN_THE_RUN = t("In the results", "Dans les résultats"), t("In the run", "Dans l’exécution")
DIFFERENCE = t("Difference", "Écart")
CHECKS_RUN, FINDINGS = t("Checks run", "Contrôles effectués"), t("Findings", "Anomalies")
SIGN_OFF = t("Sign-off", "Visa")
NAME_OF, DAY, SIGNATURE = (
    t("Name", "Nom"),
    t("Date", "Date"),
    t("Signature and reserves", "Signature et réserves"),
)
AUDITOR, PMO, SPONSOR = t("Auditor", "Auditeur"), t("PMO", "PMO"), t("Sponsor", "Commanditaire")
