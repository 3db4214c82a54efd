"""The colours of a road map: each follows the letter in its cell, the light of its project and its baseline."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.timeline.bars import BASELINE, DONE, REMAINING, SLIP, UNKNOWN, Helpers
from pmo_xl.excel.write.bulk import ROW
from pmo_xl.excel.write.style import (
    DARK_AMBER,
    DARK_GREEN,
    DARK_RED,
    LIGHT_AMBER,
    LIGHT_GREEN,
    LIGHT_GREY,
    LIGHT_RED,
)
from pmo_xl.excel.write.worksheet import Page

GHOST, DARK_GREY = "#6B7280", "#374151"
"""The line below what was to be by the baseline, and the ink of bars without a light."""
TONES = {
    3: (DARK_RED, "#F3B49A", LIGHT_RED),
    2: (DARK_AMBER, "#F7DC9C", LIGHT_AMBER),
    1: (DARK_GREEN, "#A5DCC9", LIGHT_GREEN),
    None: (DARK_GREY, "#D5DAE1", LIGHT_GREY),
}
"""By light, the worst first: dark for what is done, light for what remains, pale for what slips."""


def shade_bars(
    master: MasterContext, page: Page, area: tuple[int, int, int, int], head: int, helpers: Helpers
) -> None:
    """Colour the cells of *area*; the days of its columns stand in the row *head*, the day after the last beside it.

    One rule gives a cell all that it is: not every program lays several over one another.
    """
    row, col, _, _ = area
    cell = f"{xl_col_to_name(col)}{row + 1}"
    begin, end = (f"{xl_col_to_name(at)}${head + 1}" for at in (col, col + 1))
    planned, due, level = (
        helpers.cell(key).replace(ROW, str(row + 1)) for key in ("planned", "due", "level")
    )
    ghost = f"{planned}<{end},{due}>={begin},COUNT({planned},{due})=2"
    line = {"bottom": 1, "bottom_color": GHOST}
    for light, (dark, bright, pale) in TONES.items():
        of_light = [f"N({level})={light}"] if light is not None else []
        for letter, ink, back in (
            (DONE, bright, dark), (REMAINING, dark, bright), (SLIP, dark, pale), (UNKNOWN, dark, pale),
        ):  # fmt: skip
            part = [f'LEFT({cell},1)="{master.say(letter)}"', *of_light]
            for planned_too in [True, False] if letter is not SLIP else [False]:
                test = ",".join([*part, *([ghost] if planned_too else [])])
                properties = {"bg_color": back, "font_color": ink, **(line if planned_too else {})}
                rule = {"type": "formula", "criteria": f"=AND({test})", "stop_if_true": True}
                page.conditional_format(*area, {**rule, "format": master.shade(**properties)})
    rule = {"type": "formula", "criteria": f'=LEFT({cell},1)="{master.say(BASELINE)}"', "stop_if_true": True}
    page.conditional_format(*area, {**rule, "format": master.shade(font_color=GHOST, **line)})
