"""Heat maps: probability by impact, in each cell its zone, how many rows stand in it, and which of them first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.formula.criteria import NUMBER
from pmo_xl.core.pages.list_blocks import HeatMap
from pmo_xl.core.pages.view import Ranking
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.write.cells import merge, write_formula
from pmo_xl.excel.write.style import INK
from pmo_xl.excel.write.worksheet import Page

LEVELS = (1, 2, 3, 4, 5)
MOST_NAMED = 3
"""Rows that a cell names at most; where there are more, the last line says how many."""
LINE, TITLE_HEIGHT = 12.0, 20.0
"""Points of a line of a cell, and of the heading."""
HEAD, CELL = 10.6, 10.6
"""Characters of the column of probabilities, and of a cell."""
NAME_SIZE = 9.5


class Zone(NamedTuple):
    """A zone of the matrix: its lowest score, its fill, its sign and word."""

    score: int
    fill: str
    sign: str
    word: Text


ZONES = (
    Zone(15, "#F4B183", "◆", t("Critical", "Critique")),
    Zone(10, "#F9DFA5", "▲", t("High", "Élevé")),
    Zone(5, "#FFF5D6", "●", t("Medium", "Moyen")),
    Zone(1, "#DDF1E8", "○", t("Low", "Faible")),
)
"""From the worst down; sign and word say what the fill says."""
PROBABILITY, IMPACT = t("Probability", "Probabilité"), t("Impact {level}", "Gravité {level}")
COUNTED = t(": ", " : ")
MORE = t("+ {n} more", "+ {n} autres")
N_OF = t(" of ", " sur ")


def zone_of(probability: int, impact: int) -> Zone:
    """The zone of a cell, by the product of its ratings."""
    return next(zone for zone in ZONES if probability * impact >= zone.score)


def heat_map_box(block: HeatMap) -> Box:
    """The room of a heat map: heading, head, five rows as high as what they name, and the limits of the zones."""
    row = LINE * (1 + MOST_NAMED)
    heights = [TITLE_HEIGHT, USUAL, *[row] * len(LEVELS), USUAL]
    return Box(block, [HEAD, *[CELL] * len(LEVELS)], heights, block.span)


def write_heat_map(master: MasterContext, page: Page, place: Place, block: HeatMap) -> None:
    """The heat map of the rows that a ranking puts in order; every cell is a live text over their table."""
    ranking = next(each for each in master.catalogue.rankings if each.key == block.ranking)
    frame, order = master.frames[ranking.table], rank_key(ranking)
    ranked = frame[frame[order].notna()].sort_values(order, ascending=not ranking.largest)
    rated = ranked[ranked[block.probability].notna() & ranked[block.impact].notna()]
    rated_so: dict[object, pd.DataFrame] = dict(iter(rated.groupby([block.probability, block.impact])))
    row = place.row
    master.section(page, row, place.col, block.title, place.last_col - place.col + 1)
    title, n_of = master.say(block.title), master.say(N_OF)
    ranks = master.column(ranking.table, order)
    ratings = [master.column(ranking.table, key) for key in (block.probability, block.impact)]
    n = f"COUNTIFS({ratings[0]},{NUMBER},{ratings[1]},{NUMBER},{ranks},{NUMBER})"
    live = f'="{title}"&IF({n}=COUNT({ranks}),""," – "&{n}&"{n_of}"&COUNT({ranks}))'
    told = title if len(rated) == len(ranked) else f"{title} – {len(rated)}{n_of}{len(ranked)}"
    write_formula(page, row, place.col, live, told, master.section_style())
    row += 1
    head = master.head_style()
    words = [master.say(PROBABILITY), *(master.say(IMPACT.fill(level=level)) for level in LEVELS)]
    for span, label in zip(place.spans, words, strict=True):
        merge(page, row, span, head)
        page.write_string(row, span[0], label, head)
    for probability in reversed(LEVELS):
        row += 1
        merge(page, row, place.spans[0], head)
        page.write_number(row, place.col, probability, head)
        for impact, span in zip(LEVELS, place.spans[1:], strict=True):
            zone = zone_of(probability, impact)
            style = master.formats.get(
                bg_color=zone.fill, font_color=INK, font_size=NAME_SIZE, text_wrap=True, valign="top",
                border=1, border_color="#FFFFFF",
            )  # fmt: skip
            merge(page, row, span, style)
            here = rated_so.get((probability, impact), rated.iloc[:0])
            live = _cell_formula(master, ranking, block, probability, impact)
            write_formula(page, row, span[0], live, _cell_words(master, block, zone, here), style)
    page.write_string(row + 1, place.col, _legend(master), master.over_style("left"))


def _cell_formula(
    master: MasterContext, ranking: Ranking, block: HeatMap, probability: int, impact: int
) -> str:
    zone = zone_of(probability, impact)
    ranks = master.column(ranking.table, rank_key(ranking))
    given, met = (master.column(ranking.table, key) for key in (block.probability, block.impact))
    n = f"COUNTIFS({given},{probability},{met},{impact},{ranks},{NUMBER})"
    pick = 14 if ranking.largest else 15

    def name(k: int) -> str:
        mine = f"(({given}={probability})*({met}={impact})*ISNUMBER({ranks}))"
        place = f"MATCH(_xlfn.AGGREGATE({pick},6,{ranks}/{mine},{k}),{ranks},0)"
        return '&" "&'.join(f"INDEX({master.column(ranking.table, key)},{place})" for key in block.ids)

    first, last = MOST_NAMED - 1, MOST_NAMED
    text = f'"{zone.sign} {master.say(zone.word)}{master.say(COUNTED)}"&{n}'
    for k in range(1, last):
        text += f'&IF({n}<{k},"",CHAR(10)&{name(k)})'
    before, after = master.say(MORE).split("{n}")
    more = f'"{before}"&({n}-{first})&"{after}"'
    text += f'&IF({n}<{last},"",CHAR(10)&IF({n}={last},{name(last)},{more}))'
    return f'=IF({n}=0,"{zone.sign}",{text})'


def _cell_words(master: MasterContext, block: HeatMap, zone: Zone, here: pd.DataFrame) -> str:
    if here.empty:
        return zone.sign
    names = [" ".join(map(str, row)) for row in _rows(here, block.ids)]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], master.say(MORE.fill(n=len(names) - MOST_NAMED + 1))]
    return "\n".join([f"{zone.sign} {master.say(zone.word)}{master.say(COUNTED)}{len(here)}", *names])


def _rows(frame: pd.DataFrame, keys: Sequence[str]) -> Sequence[Sequence[Any]]:
    return list(zip(*(frame[key].tolist() for key in keys), strict=True))


def _legend(master: MasterContext) -> str:
    """Which scores make each zone: the fill, the sign and the word say the same."""
    parts, highest = [], max(LEVELS) ** 2
    for zone in ZONES:
        parts.append(f"{zone.sign} {master.say(zone.word)} {zone.score}–{highest}")
        highest = zone.score - 1
    return "   ".join(parts)
