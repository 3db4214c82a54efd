"""What the sheets of an audit share: their look, the columns of the results, how a project is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.audit import EVERYWHERE, Audit, Verdict
from pmo_xl.core.settings.brand import Brand
from pmo_xl.excel.write.layout import A4
from pmo_xl.excel.write.style import LIGHT_RED, LINE, NAVY, QUIET, WHITE, Formats

RESULTS = "audit_results"
MOST_RESULTS = 1_000_000
"""Results that one sheet takes below its title and headers."""
COLOURS = {
    Verdict.PASSED: "#DDEFE3", Verdict.WARNED: "#FCE8C8", Verdict.FAILED: LIGHT_RED, Verdict.NOTED: "#E3EDF6",
    Verdict.NOT_ASSESSED: "#F2F2F2", Verdict.NOT_RUN: "#E0E0E0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of the table of results: header and width."""

    label: Text
    width: float


RESULT_COLUMNS = (
    ResultColumn(t("Rule", "Règle"), 10), ResultColumn(t("What is wrong where it fails", "Ce qui ne va pas en cas d’échec"), 52),
    ResultColumn(t("Project", "Projet"), 13), ResultColumn(t("Project name", "Intitulé du projet"), 26), ResultColumn(t("Result", "Résultat"), 26),
    ResultColumn(t("Findings", "Anomalies"), 10), ResultColumn(t("File", "Fichier"), 30), ResultColumn(t("Sheet", "Feuille"), 18),
    ResultColumn(t("First cell", "Première cellule"), 10), ResultColumn(t("Why it was not judged", "Pourquoi elle n’a pas été jugée"), 42),
    ResultColumn(t("Checks", "Contrôles"), 10),
)  # fmt: skip


class Pages:
    """The workbook while it is written."""

    def __init__(self, book: Workbook, audit: Audit, language: str, brand: Brand) -> None:
        self.book, self.audit, self.language = book, audit, language
        self.formats = Formats(book, language, brand)

    def say(self, words: Text) -> str:
        return words.to(self.language)

    def project(self, key: str) -> str:
        return self.say(WHOLE) if key == EVERYWHERE else key

    @property
    def head(self) -> Any:
        return self.formats.get(
            bold=True, font_color=WHITE, bg_color=NAVY, text_wrap=True, align="center", valign="vcenter", border=1, border_color=WHITE
        )  # fmt: skip

    def line(self, **more: Any) -> Any:
        return self.formats.get(**{"bottom": 4, "bottom_color": LINE, "valign": "top", **more})

    def sheet(self, title: Text, words: Text, last: int) -> Worksheet:
        page = self.book.add_worksheet(self.say(title))
        page.hide_gridlines(2)
        page.set_column(0, 0, 1.5)
        page.set_row(0, 30)
        bar = self.formats.get(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY, valign="vcenter")
        for col in range(last + 1):
            page.write_blank(0, col, None, bar)
        page.write_string(0, 1, self.say(title), bar)
        page.write_string(1, 1, self.say(words), self.formats.get(italic=True, font_color=QUIET))
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(0.4, 0.4, 0.5, 0.6)
        page.set_footer("&L&8&F&R&8&P / &N")
        return page


WHOLE = t("(portfolio)", "(portefeuille)")
