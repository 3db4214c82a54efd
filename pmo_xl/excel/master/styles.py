"""How the sheets of the master look: the formats, heads, sections and colours that they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import AMBER, RED, Kpi, Side, Unit
from pmo_xl.core.definition.limits import compared
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.flow.overflow import VALUES, OverflowTables
from pmo_xl.core.pages.view import CONTENTS, MasterDefinition
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.write.style import (
    BAND,
    DARK_AMBER,
    DARK_GREEN,
    DARK_RED,
    LIGHT_AMBER,
    LIGHT_GREEN,
    LIGHT_GREY,
    LIGHT_RED,
    LINE,
    NAVY,
    QUIET,
    SIGN_COLOURS,
    WHITE,
    Formats,
    number_format,
)
from pmo_xl.excel.write.worksheet import Page

WARNING, ERROR = "▲ ", "◆ "
HOME = "⌂"
"""The sign of the way back to the contents."""
PARTIAL = " *"
"""What follows a light that does not know all that it looks at."""


class MasterStyles:
    """The workbook being written, and how its sheets look, in its language."""

    def __init__(
        self, book: Workbook, catalogue: MasterDefinition, beside: OverflowTables, language: str, brand: Brand = PLAIN
    ) -> None:  # fmt: skip
        self.book, self.catalogue, self.beside, self.language = book, catalogue, beside, language
        self.formats = Formats(book, language, brand)
        self.footer = ""
        """What stands at the foot of every printed sheet: status date, what has come in."""
        self._form_styles: dict[tuple[Any, ...], Format] = {}
        self._shades: dict[tuple[Any, ...], Format] = {}
        self.purposes: dict[Page, str] = {}
        """What each sheet is for, as it says below its title."""

    def say(self, text: Text) -> str:
        return text.to(self.language)

    def form_style(self, form: Unit, **more: Any) -> Format:
        """The cell format of a KPI of that form."""
        kept = (form, *more.items())
        if kept not in self._form_styles:
            self._form_styles[kept] = self._form_style(form, **more)
        return self._form_styles[kept]

    def _form_style(self, form: Unit, **more: Any) -> Format:
        formats = {
            Unit.AMOUNT: "#,##0;-#,##0;0",
            Unit.RATIO: "0.00",
            Unit.PERCENT: "0%",
            Unit.COUNT: "0",
            Unit.DAYS: "#,##0;-#,##0;0",
            Unit.DATE: number_format(Kind.DATE, self.language),
            Unit.LIGHT: "0",
            Unit.SHARE: self.share_format(),
        }
        align = {"align": "center"} if form is not Unit.AMOUNT else {}
        return self.formats.get(num_format=formats[form], **{**align, **more})

    def share_format(self, sign: str = "") -> str:
        """A share with a decimal; what is not whole is never rounded up to 100 %."""
        almost = "99,9%" if self.language == "fr" else "99.9%"
        return f'[>=1]"{sign}"0.0%;[>=0.9995]"{sign}{almost}";"{sign}"0.0%'

    def sheet(self, words: Text | str) -> Page:
        """A new sheet."""
        name = words if isinstance(words, str) else self.say(words)
        page: Page = self.book.add_worksheet(name[:31], worksheet_class=Page)
        page.freeze_references_to(self.beside.without_references)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(0.3, 0.3, 0.25, 0.5)
        page.set_footer(f"&L&10 {self.footer}&C&10&A&R&10&P / &N", {"scale_with_doc": False})
        return page

    def head(self, page: Page, title: Text, purpose: Text, width: int) -> None:
        """The title bar of a sheet, with the status date on its right."""
        page.set_column(0, 0, 2)
        page.set_row(0, 30)
        page.set_row(1, 18)
        bar = self.formats.get(bg_color=NAVY)
        for col in range(width + 1):
            page.write_blank(0, col, None, bar)
        self.link_home(page)
        big = self.formats.get(bold=True, font_size=18, font_color=WHITE, bg_color=NAVY)
        page.write_string(0, 1, self.say(title), big)
        self.purposes[page] = self.say(purpose)
        page.write_string(1, 1, self.say(purpose), self.formats.get(italic=True, font_color=QUIET))

    def link_home(self, page: Page) -> None:
        """The way back to the contents, in the first cell of a sheet; nothing where the workbook has none."""
        if self.say(CONTENTS) not in self.book.sheetnames:
            return
        style = self.formats.get(font_size=14, font_color=NAVY, bg_color=BAND, align="center")
        page.write_string(0, 0, HOME, style)
        page.add_link(0, 0, f"internal:'{self.say(CONTENTS)}'!A1", HOME)

    def mark_static_values(self) -> None:
        """Say on each sheet on which a value stands in the place of a formula that it is one."""
        style = self.formats.get(italic=True, font_color=QUIET)
        for page in self.book.worksheets():
            if page.settled:
                purpose = self.purposes.get(page)
                words = self.say(VALUES)
                page.write_string(1 if purpose else 2, 1, f"{purpose} {words}" if purpose else words, style)

    def section(self, page: Page, row: int, col: int, title: Text, span: int) -> None:
        """A heading above a block, underlined over its width."""
        style = self.section_style()
        page.set_row(row, 20)
        for at in range(col, col + span):
            page.write_blank(row, at, None, style)
        page.write_string(row, col, self.say(title), style)

    def section_style(self) -> Format:
        """The heading above a block."""
        return self.formats.get(bold=True, font_size=12, font_color=NAVY, bottom=2, bottom_color=NAVY)

    def shade(self, **properties: Any) -> Format:
        """The format of a rule that changes how cells look, each made once."""
        kept = tuple(sorted(properties.items()))
        if kept not in self._shades:
            self._shades[kept] = self.book.add_format(properties)
        return self._shades[kept]

    def hide_not_available(self, page: Page, row: int, col: int, last_row: int, last_col: int) -> None:
        """Cells in which a chart leaves a gap: their #N/A is for the chart, and nobody reads it."""
        rule = {"type": "formula", "criteria": f"=ISNA({xl_rowcol_to_cell(row, col)})"}
        page.conditional_format(
            row, col, last_row, last_col, {**rule, "format": self.shade(font_color=WHITE)}
        )

    def head_style(self, **more: Any) -> Format:
        """The header cell of a table."""
        return self.formats.get(
            **{"bold": True, "font_color": WHITE, "bg_color": NAVY, "text_wrap": True, "align": "center",
               "border": 1, "border_color": WHITE, **more}
        )  # fmt: skip

    def cell_style(self, form: Unit | None = None, **more: Any) -> Format:
        """A body cell with a fine line below."""
        edge = {"bottom": 4, "bottom_color": LINE, **more}
        return self.form_style(form, **edge) if form is not None else self.formats.get(**edge)

    def total_style(self, form: Unit | None = None) -> Format:
        """A total's cell."""
        edge: dict[str, Any] = {"bold": True, "bg_color": BAND, "top": 1, "top_color": NAVY}
        return self.form_style(form, **edge) if form is not None else self.formats.get(**edge)

    def over_style(self, align: str = "center", **more: Any) -> Format:
        """The small line below a sum: of how many it is."""
        return self.formats.get(**{"font_color": QUIET, "italic": True, "align": align, **more})

    def mark_partial(self, page: Page, row: int, col: int, test: str, last_col: int | None = None) -> None:
        """In red what is not of all that is expected."""
        rule = {
            "type": "formula",
            "criteria": f"={test}",
            "format": self.shade(font_color=DARK_RED, bold=True),
        }
        page.conditional_format(row, col, row, last_col if last_col is not None else col, rule)

    def sign_colours(self, page: Page, row: int, col: int, last_row: int, last_col: int) -> None:
        """The colour that goes with a sign; the sign itself is in the text."""
        for sign, back, ink in (*SIGN_COLOURS, ("○", LIGHT_GREY, QUIET)):
            style = self.shade(bg_color=back, font_color=ink)
            rule = {"type": "text", "criteria": "begins with", "value": sign, "format": style}
            page.conditional_format(row, col, last_row, last_col, rule)

    def trend_colours(self, page: Page, row: int, col: int, last_row: int, last_col: int) -> None:
        """Red for worse, green for better; the arrow and its word say the same."""
        for sign, back, ink in (("↘", LIGHT_RED, DARK_RED), ("↗", LIGHT_GREEN, DARK_GREEN)):
            style = self.shade(bg_color=back, font_color=ink)
            rule = {"type": "text", "criteria": "begins with", "value": sign, "format": style}
            page.conditional_format(row, col, last_row, last_col, rule)

    def threshold_colours(self, page: Page, key: str, row: int, col: int, last_row: int) -> None:
        """Amber and red, each with its sign, for a KPI that has thresholds; the limits stay live.

        A ratio that is nearer to a limit than its digits tell is shown with one digit more, or as less than it.
        """
        kpi = self.catalogue.kpis.get(key)
        if kpi is None or kpi.threshold is None or last_row < row:
            return
        cell = xl_rowcol_to_cell(row, col)
        for test, sign, form, back, ink in self._shades_of(key, kpi, cell):
            properties: dict[str, Any] = {"bg_color": back, "font_color": ink}
            if kpi.unit is Unit.SHARE and not form:
                properties["num_format"] = self.share_format(sign)
            elif sign or form:
                shown = form or {Unit.RATIO: "0.00", Unit.PERCENT: "0%"}.get(kpi.unit, "#,##0")
                properties["num_format"] = f'"{sign}"{shown};"{sign}"-{shown};"{sign}"{shown}'
            page.conditional_format(
                row, col, last_row, col,
                {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{test})", "stop_if_true": True,
                 "format": self.shade(**properties)},
            )  # fmt: skip

    def near_limits(self, page: Page, key: str, row: int, col: int) -> None:
        """The digits alone, for a cell that has no colour of its own."""
        kpi = self.catalogue.kpis[key]
        if kpi.threshold is None:
            return
        cell = xl_rowcol_to_cell(row, col)
        for test, sign, form, _, _ in self._shades_of(key, kpi, cell):
            if form:
                than = sign.removeprefix(WARNING).removeprefix(ERROR)
                shown = f'"{than}"{form};"{than}"-{form}' if than else form
                rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{test})", "stop_if_true": True}
                page.conditional_format(row, col, row, col, {**rule, "format": self.shade(num_format=shown)})

    def _shades_of(self, key: str, kpi: Kpi, cell: str) -> Iterator[tuple[str, str, str, str, str]]:
        """Test, sign, number format (empty: the usual one), background and ink, the first that holds counting."""
        assert kpi.threshold is not None
        finer = {Unit.RATIO: "0.000", Unit.PERCENT: "0.0%", Unit.SHARE: "0.0%"}.get(kpi.unit, "")
        usual, *others = kpi.threshold.sides
        for side in others:
            # What is not too good is judged on the usual side, below.
            too_good = f"{compared(cell)}{side.beyond}{parameter(side.limit_name(key, AMBER))}"
            for test, *looks in _shades(key, side, cell, finer):
                if looks[2:] != [*GOOD[1:]]:
                    yield f"{too_good},{test}", looks[0], looks[1], looks[2], looks[3]
        yield from _shades(key, usual, cell, finer)

    def light_cell(self, level: str, partial: str) -> str:
        """The formula that gives a light its words, and a mark where it does not know all that it looks at."""
        return f'{self.light_formula(level)}&IF({partial}=1,"{PARTIAL}","")'

    def light_told(self, what: Any, partial: Any) -> str | None:
        """What :meth:`light_cell` comes to."""
        words = self.light_words(what)
        return words if words is None or partial != 1 else words + PARTIAL

    def light_words(self, what: Any) -> str | None:
        """The words of a light number (0-3)."""
        return None if pd.isna(what) else self.say(self.catalogue.light_labels[int(what)])

    def light_formula(self, inner: str) -> str:
        """The formula that turns a light number into its words."""
        words = ",".join(f'"{self.say(label)}"' for label in self.catalogue.light_labels)
        return f"CHOOSE({inner}+1,{words})"

    def define(self, name: str, page: Page, row: int, col: int, rows: int = 1) -> None:
        """Give a cell, or a column of cells, a name that formulas use."""
        first = xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(row + rows - 1, col, row_abs=True, col_abs=True)
        sheet = page.get_name().replace("'", "''")
        self.book.define_name(parameter(name), f"='{sheet}'!{first}" + (f":{last}" if rows > 1 else ""))


GOOD, FAIR, POOR = (
    ("", LIGHT_GREEN, DARK_GREEN), (WARNING, LIGHT_AMBER, DARK_AMBER), (ERROR, LIGHT_RED, DARK_RED),
)  # fmt: skip
"""Sign, background and ink."""


def _shades(key: str, side: Side, cell: str, finer: str) -> Iterator[tuple[str, str, str, str, str]]:
    """The shades of one side of the limits of a figure; ``finer`` is the number format near a limit, empty without one."""
    better, worse = side.within, side.beyond
    green, amber = (parameter(side.limit_name(key, level)) for level in (AMBER, RED))
    value = compared(cell)
    for limit, above, below in ((green, GOOD, FAIR), (amber, FAIR, POOR)) if finer else ():
        # A cent of a ratio is half a digit of it; what rounds to the limit at the finer digits too is told by a sign.
        yield f"{value}{worse}{limit},ABS({cell}-{limit})<0.0005", f"{below[0]}{worse}", finer, *below[1:]
        near = f"ABS({cell}-{limit})<0.005"
        # Between the limits of a narrow band the nearer one decides the digits, and each its colour.
        if limit == green:
            yield f"{value}{better}{limit},{near}", above[0], finer, *above[1:]
            yield f"{value}{worse}{limit},{value}{better}{amber},{near}", below[0], finer, *below[1:]
        else:
            yield f"{value}{worse}{green},{value}{better}{limit},{near}", above[0], finer, *above[1:]
            yield f"{value}{worse}{limit},{near}", below[0], finer, *below[1:]
    for test, (sign, back, ink) in (
        (f"{value}{better}{green}", GOOD), (f"{value}{better}{amber}", FAIR), ("TRUE", POOR),
    ):  # fmt: skip
        yield test, sign, "", back, ink
