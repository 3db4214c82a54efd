"""Of how many projects a kind of return came: what the page below it stands on."""

from __future__ import annotations

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.follow_up_blocks import ReceivedOf
from pmo_xl.excel.master.context import PROJECTS_EXPECTED, MasterContext
from pmo_xl.excel.overview.number_words import chosen, says, whole
from pmo_xl.excel.page_layout.boxes import Box, Place
from pmo_xl.excel.write.cells import merge, write_formula
from pmo_xl.excel.write.style import NAVY
from pmo_xl.excel.write.worksheet import Page

WIDTH, HEIGHT = 60.0, 16.0
PARTIAL = "◆ "
"""What the sentence begins with, and is coloured by, where not every project sent one."""
OF: Text = t(" of ", " sur ")
CAME = t("Follow-ups received: ", "Suivis reçus : ")
PROJECTS = t(" projects", " projets")
NONE = t(
    "No follow-up was received: what stands below is not known, and nothing of it is 0.",
    "Aucun suivi reçu : les chiffres ci-dessous sont inconnus, et non nuls.",
)


def received_box(block: ReceivedOf) -> Box:
    """The room of the sentence."""
    return Box(block, [WIDTH], [HEIGHT], block.span, lead=False, fills=True)


def write_received(master: MasterContext, page: Page, place: Place, block: ReceivedOf) -> None:
    """The sentence."""
    flag = master.catalogue.received[block.table]
    came, expected = f"SUM({master.column('kpis', flag)})", parameter(PROJECTS_EXPECTED)
    n, of = int(master.frames["kpis"][flag].sum()), master.params[PROJECTS_EXPECTED]
    sign = chosen(f"{came}<{expected}", n < of, says(PARTIAL), says(""))
    part = sign + says(master.say(CAME)) + whole(came, n) + says(master.say(OF)) + whole(expected, of)
    told = chosen(f"{came}=0", n == 0, says(PARTIAL + master.say(NONE)), part + says(master.say(PROJECTS)))
    style = master.formats.get(font_size=10, font_color=NAVY)
    span = place.col, place.last_col
    merge(page, place.row, span, style)
    write_formula(page, place.row, place.col, f"={told.live}", told.words, style)
    master.sign_colours(page, place.row, place.col, place.row, place.last_col)
