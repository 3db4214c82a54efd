"""Whether a project does better, the same or worse than in the period before: an arrow with its word."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.write.cells import plain
from pmo_xl.excel.write.style import DARK_GREEN, DARK_RED, LIGHT_GREEN, LIGHT_RED
from pmo_xl.excel.write.worksheet import Page

TREND = "trend"
"""The KPI: 1 better, 0 the same, -1 worse, blank where no period before is known."""
WORDS = (t("↘ worse", "↘ dégradé"), t("→ same", "→ stable"), t("↗ better", "↗ mieux"))
COLOURS = (("↘", LIGHT_RED, DARK_RED), ("↗", LIGHT_GREEN, DARK_GREEN))


def trend_formula(master: MasterContext, cell: str) -> str:
    """The words of a trend, without the equals sign; an empty text where it is unknown."""
    words = ",".join(f'"{master.say(one)}"' for one in WORDS)
    return f'IF({cell}="","",CHOOSE({cell}+2,{words}))'


def trend_words(master: MasterContext, what: object) -> str:
    """The same of a value."""
    known = plain(what)
    return "" if known is None else master.say(WORDS[int(known) + 1])


def trend_colours(
    master: MasterContext, page: Page, row: int, col: int, last_row: int, last_col: int
) -> None:
    """Red for worse, green for better; the arrow and its word say the same."""
    for sign, back, ink in COLOURS:
        style = master.shade(bg_color=back, font_color=ink)
        rule = {"type": "text", "criteria": "begins with", "value": sign, "format": style}
        page.conditional_format(row, col, last_row, last_col, rule)
