"""Tiles of the chosen project: a light, and the figure, its value and its limit that made it."""

from __future__ import annotations

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.pages.blocks import ProjectLights
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.styles import PARTIAL
from pmo_xl.excel.one_project.chosen import cell_of, record_of, unknown_formula, unknown_told
from pmo_xl.excel.one_project.explained import explained, explained_formula, level_formula, level_of
from pmo_xl.excel.page_layout.boxes import Box, Place, Span
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.style import BAND, QUIET
from pmo_xl.excel.write.worksheet import Page

HEIGHTS = 14.0, 20.0, 43.0
"""Points of label, light and reason."""
NARROWEST = 18.0
NOTHING_KNOWN = t("No figure to judge by.", "Aucun chiffre pour en juger.")
INCOMPLETE = t(" (* incomplete)", " (* incomplète)")
"""What the mark means that follows a light which does not know all that it looks at."""
WITHIN = t("Within limits: ", "Dans les limites : ")


def lights_box(block: ProjectLights) -> Box:
    """The room of the tiles, side by side."""
    return Box(block, [NARROWEST] * len(block.lights), HEIGHTS, block.span, lead=False, even=True, fills=True)


def write_lights(master: MasterContext, page: Page, place: Place, block: ProjectLights) -> None:
    """Label, light and reason of each."""
    for (key, label, table), span in zip(block.lights, place.spans, strict=True):
        _write_light(master, page, place.row, span, key, label, table)


def _write_light(
    master: MasterContext, page: Page, row: int, span: Span, key: str, label: Text, table: str | None
) -> None:
    kpis, record, col = master.catalogue.kpis, record_of(master, "kpis"), span[0]
    edge = {"bg_color": BAND, "right": 2, "right_color": "#FFFFFF"}
    small = master.formats.get(font_size=9, font_color=QUIET, align="center", **edge)
    merge(page, row, span, small)
    page.write_string(row, col, master.say(label), small)

    def cell(each: str) -> str:
        return cell_of(master, "kpis", each)

    level, known = level_formula(key, kpis, cell), level_of(key, kpis, record, master.params)
    big = master.formats.get(font_size=12, bold=True, align="center", **edge)
    merge(page, row + 1, span, big)
    partial = f"{key}_partial"
    marked = kpis[key].unit is Unit.LIGHT and partial in kpis
    mark = f'&IF({cell(partial)}=1,"{PARTIAL}","")' if marked else ""
    told = (master.light_words(known) or "") + (PARTIAL if marked and plain(record.get(partial)) == 1 else "")
    live = f'=IFERROR({master.light_formula(f"({level})")}{mark},"")'
    write_formula(page, row + 1, col, live, told if record else None, big)
    master.sign_colours(page, row + 1, col, row + 1, span[1])

    why = master.formats.get(font_size=8, align="center", valign="top", text_wrap=True, **edge)
    merge(page, row + 2, span, why)
    reasons = explained_formula(key, kpis, f"({level})", cell, master.language)
    nothing = f'"{master.say(NOTHING_KNOWN)}"'
    unknown = unknown_formula(master, table, NOTHING_KNOWN) if table is not None else nothing
    inside = master.say(WITHIN)
    star = f'&IF({cell(partial)}=1,"{master.say(INCOMPLETE)}","")' if marked else ""
    live = f'=IFERROR(IF(({level})=0,{unknown},IF(({level})=1,"{inside}","")&{reasons}{star}),"")'
    write_formula(page, row + 2, col, live, _reason(master, key, table), why)


def _reason(master: MasterContext, key: str, table: str | None) -> str | None:
    record = record_of(master, "kpis")
    if not record:
        return None
    kpis, language = master.catalogue.kpis, master.language
    level = level_of(key, kpis, record, master.params)
    if level == 0:
        return unknown_told(master, table, NOTHING_KNOWN) if table is not None else master.say(NOTHING_KNOWN)
    words = explained(key, kpis, record, master.params, language)
    words = master.say(WITHIN) + words if level == 1 else words
    return words + (master.say(INCOMPLETE) if plain(record.get(f"{key}_partial")) == 1 else "")
