"""The frame on the page of a selection, used and left, and the live checks of the set that stands there."""

from __future__ import annotations

import math

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import t
from pmo_xl.core.selection.problem import Limit
from pmo_xl.excel.selection.data import column_of
from pmo_xl.excel.selection.sheet import AMOUNT, DAYS, FIRST, POINTS, SelectionBook
from pmo_xl.excel.write.cells import merge, write_cell, write_formula
from pmo_xl.excel.write.style import QUIET

RANK, PROJECT, NAME, PROGRAMME, SCORE, VALUE, WSJF, COST, RATIO, CHOSEN, WHY, CHANGE, PRIORITY = range(
    FIRST, FIRST + 13
)
"""The columns of the page."""
LAST = PRIORITY


def write_checks(made: SelectionBook, row: int, top: int) -> None:
    """Live: what the set of the page is worth, whether it holds in the frame and obeys the bonds, and whether it is still the computed one."""
    result, page = made.result, made.pages["selection"]
    made.section(page, row, CHECKS, FIRST, LAST)
    chosen = column_of(made, "chosen")
    value = sum(line.value or 0.0 for line in result.lines if line.chosen)
    number = made.formats.get(
        bold=True, num_format=AMOUNT if result.maximised == "value" else POINTS, align="left"
    )
    label = made.formats.get(font_color=QUIET)
    page.write_string(row + 1, FIRST, made.say(VALUE_OF_SET), label)
    write_formula(
        page, row + 1, PROGRAMME, f"=SUMPRODUCT({chosen},{column_of(made, 'value')})", value, number
    )
    made.places["value"] = made.ref("selection", row + 1, PROGRAMME)
    text = made.formats.get(bold=True, indent=1)
    merge(page, row + 1, (SCORE, RATIO), text)
    merge(page, row + 1, (CHOSEN, LAST), text)
    limits = result.problem.limits
    over = sum(not limit.holds(_used(made, limit)) for limit in limits)
    pairs = made.places.get("pairs")
    broken = f"+SUM({pairs})" if pairs else ""
    signs = made.ref("selection", top, WSJF, top + max(len(limits), 1) - 1)
    counts = f'COUNTIF({signs},"◆*")' if limits else "0"
    formula = f'=IF({counts}{broken}=0,"{made.say(HOLDS)}","{made.say(BREAKS)}")'
    bad = over or _broken(made)
    write_formula(page, row + 1, SCORE, formula, made.say(BREAKS if bad else HOLDS), text)
    made.signs(page, row + 1, SCORE, row + 1)
    solver = column_of(made, "solver")
    computed = COMPUTED if result.feasible else MUST_BE
    same = f'=IF(SUMPRODUCT(ABS({chosen}-{solver}))=0,"{made.say(computed)}","{made.say(CHANGED)}")'
    write_formula(page, row + 1, CHOSEN, same, made.say(computed), text)
    made.signs(page, row + 1, CHOSEN, row + 1)


def _used(made: SelectionBook, limit: Limit) -> float:
    return made.result.problem.used({line.project_id for line in made.result.lines if line.chosen}, limit)


def _broken(made: SelectionBook) -> bool:
    chosen = {line.project_id for line in made.result.lines if line.chosen}
    problem = made.result.problem
    return any(chosen.issuperset(pair) for pair in problem.excludes) or any(
        one in chosen and other not in chosen for one, other in problem.requires
    )


def write_frame(made: SelectionBook, top: int) -> None:
    """What the frame grants, what the set uses of it, what is left: a row per limit, from column B to H."""
    result, page = made.result, made.pages["selection"]
    made.section(page, top - 2, FRAME, FIRST, COST)
    heads = {RANK: LIMIT, PROGRAMME: GRANTED, SCORE: USED, VALUE: LEFT, WSJF: USE, COST: COSTS_VALUE}
    merge(page, top - 1, (RANK, NAME), made.head())
    for col, words in heads.items():
        page.write_string(top - 1, col, made.say(words), made.head())
    page.set_row(top - 1, 30)
    gains = {binding.limit.key: binding.gain for binding in result.bindings}
    limits = result.problem.limits
    for at, limit in enumerate(limits):
        row, used = top + at, _used(made, limit)
        number = AMOUNT if limit.is_money else DAYS
        merge(page, row, (RANK, NAME), made.look())
        write_cell(page, row, RANK, made.say(limit.name), made.look())
        write_cell(page, row, PROGRAMME, limit.amount, made.look(num_format=number))
        formula = f"=SUMPRODUCT({column_of(made, 'chosen')},{column_of(made, limit.key)})"
        write_formula(page, row, SCORE, formula, used, made.look(num_format=number))
        granted, taken = f"$E${row + 1}", f"$F${row + 1}"
        write_formula(
            page, row, VALUE, f"={granted}-{taken}", limit.amount - used, made.look(num_format=number)
        )
        sign = "●" if limit.holds(used) else "◆"
        share = "" if not limit.amount else f"{sign} {math.floor(used / limit.amount * 100 + 0.5)}%"
        test = f'IF({taken}<={granted}+{HALF_CENT},"●","◆")'
        write_formula(
            page,
            row,
            WSJF,
            f'={test}&IF({granted}>0," "&TEXT({taken}/{granted},"0%"),"")',
            share or sign,
            made.look(align="center"),
        )
        gain = gains.get(limit.key)
        write_cell(
            page, row, COST, gain, made.look(num_format=AMOUNT if result.maximised == "value" else POINTS)
        )
    if limits:
        made.signs(page, top, WSJF, top + len(limits) - 1)
    else:
        page.write_string(top, RANK, made.say(NO_LIMIT), made.formats.get(italic=True))


CHECKS = t("Live check of the set below", "Contrôle en direct de l’ensemble ci-dessous")
VALUE_OF_SET = t("Value of the set", "Valeur de l’ensemble")
HOLDS = t("● Frame and bonds hold", "● Cadre et liens respectés")
BREAKS = t("◆ Frame or bonds broken", "◆ Cadre ou liens non respectés")
COMPUTED = t("● The set that was computed", "● L’ensemble calculé")
MUST_BE = t("◆ What must be in, as it stands", "◆ Ce qui est imposé, tel quel")
CHANGED = t("▲ Changed by hand", "▲ Modifié à la main")
FRAME = t("Frame", "Cadre")
COSTS_VALUE = t("Gain without it", "Gain sans elle")
NO_LIMIT = t(
    "The scenario has no frame: nothing limits it.", "Le scénario n’a pas de cadre : rien ne le limite."
)
LIMIT, GRANTED, USED, LEFT, USE = (
    t("Limit", "Contrainte"),
    t("Granted", "Accordé"),
    t("Used", "Utilisé"),
    t("Left", "Reste"),
    t("Use", "Usage"),
)
