"""What changed, in a sentence: how many projects got worse or better, compared with which month."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.overview_blocks import ChangeSummary
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_layout.boxes import Box, Place
from pmo_xl.excel.pages.changes.facts import (
    BEFORE,
    gone_projects,
    keys_of,
    last_period,
    new_projects,
    widths_of,
)
from pmo_xl.excel.write.cells import write_formula
from pmo_xl.excel.write.style import NAVY, QUIET
from pmo_xl.excel.write.worksheet import Page

HEIGHTS = (20.0, 15.0, 15.0)
"""Points of the sentence, and of the two below it: projects that came or went, and gaps."""


def summary_box(master: MasterContext, block: ChangeSummary) -> Box:
    """The room of three sentences, in the columns of the tables."""
    return Box(block, widths_of(master), HEIGHTS, block.span, keys=keys_of(), names=1)


def write_summary(master: MasterContext, page: Page, place: Place) -> None:
    """The sentence on all projects; in the first month that there is nothing to compare."""
    big = master.formats.get(bold=True, font_size=13, font_color=NAVY)
    small = master.formats.get(font_size=10, font_color=QUIET)
    for at, (live, told) in enumerate(
        (_counts(master), _come_and_gone(master), _gaps(master)), start=place.row
    ):
        write_formula(page, at, place.col, f"={live}", told, small if at > place.row else big)


def _counts(master: MasterContext) -> tuple[str, str]:
    frame, months = master.frames["kpis"], master.column("kpis", BEFORE)
    trends = master.column("kpis", "trend")
    words = {key: master.say(text) for key, text in WORDS.items()}
    parts, told = [f'"{words["since"]}"&{_month_formula(f"MAX({months})", master)}'], [words["since"]]
    month = last_period(master)
    told[0] += _month_told(month, master)
    for key, what in (("worse", -1), ("better", 1), ("same", 0)):
        parts.append(f'"{words[key]}"&COUNTIF({trends},{what})')
        told.append(f"{words[key]}{int((frame['trend'] == what).sum())}")
    unknown = int((frame["trend"].isna() & frame[BEFORE].notna()).sum())
    none = f"(COUNT({months})-COUNT({trends}))"
    parts.append(f'IF({none}=0,"","{words["unknown"]}"&{none})')
    told.append(f"{words['unknown']}{unknown}" if unknown else "")
    live = f'IF(COUNT({months})=0,"{words["first"]}",{"&".join(parts)})'
    return live, words["first"] if month is None else "".join(told)


def _gaps(master: MasterContext) -> tuple[str, str]:
    """Whether months lie between, and whether projects are compared with an earlier month than the others."""
    months, status = master.column("kpis", BEFORE), parameter("status_month")
    words = {key: master.say(text) for key, text in WORDS.items()}
    last = f"MAX({months})"
    between = f"((YEAR({status})-YEAR({last}))*12+MONTH({status})-MONTH({last})-1)"
    older = f'COUNTIF({months},"<"&{last})'
    live = (
        f'IF(COUNT({months})=0,"",IF({between}>0,"{words["gap"]}"&{between}&". ","")'
        f'&IF({older}>0,"{words["older"]}"&{older}&".",""))'
    )
    month, now = last_period(master), master.params["status_month"]
    if month is None or now is None:
        return live, ""
    told, n = "", (now.year - month.year) * 12 + now.month - month.month - 1
    if n > 0:
        told += f"{words['gap']}{n}. "
    if n := int((master.frames["kpis"][BEFORE] < month).sum()):
        told += f"{words['older']}{n}."
    return live, told


def _come_and_gone(master: MasterContext) -> tuple[str, str]:
    """The projects that are new, and those of which nothing counts any more, by name; live by their IDs."""
    ids, months = master.column("kpis", "project_id"), master.column("kpis", BEFORE)
    new, gone = new_projects(master), gone_projects(master)
    words = {key: master.say(text) for key, text in WORDS.items()}
    live, told = [], []
    if new:
        parts = "&".join(
            f'IF(IFERROR(INDEX({months},MATCH("{project}",{ids},0)),0)="",", {project}","")'
            for project in new[:MOST_NAMED]
        )
        live.append(f'"{words["new"]}{len(new)} ("&MID({parts},3,500)&"{_more(new)}). "')
        told.append(f"{words['new']}{len(new)} ({', '.join(new[:MOST_NAMED])}{_more(new)}). ")
    if gone:
        names = [project for project, _ in gone]
        parts = "&".join(
            f'IF(COUNTIF({ids},"{project}")=0,", {project}","")' for project in names[:MOST_NAMED]
        )
        live.append(f'"{words["gone"]}{len(gone)} ("&MID({parts},3,500)&"{_more(names)})."')
        told.append(f"{words['gone']}{len(gone)} ({', '.join(names[:MOST_NAMED])}{_more(names)}).")
    return "&".join(live) or '""', "".join(told)


def _more(names: object) -> str:
    assert hasattr(names, "__len__")
    return ", …" if len(names) > MOST_NAMED else ""


def _month_formula(month: str, master: MasterContext) -> str:
    year, number = f"YEAR({month})", f'RIGHT("0"&MONTH({month}),2)'
    return f'{number}&"/"&{year}' if master.language == "fr" else f'{year}&"-"&{number}'


def _month_told(month: pd.Timestamp | None, master: MasterContext) -> str:
    if month is None:
        return ""
    return f"{month:%m/%Y}" if master.language == "fr" else f"{month:%Y-%m}"


MOST_NAMED = 20
"""Projects that are named one by one; a formula takes no more than 8,192 characters."""
WORDS: Mapping[str, Text] = {
    "first": t("First month: nothing to compare.", "Premier mois : rien à comparer."),
    "since": t("Compared with ", "Par rapport à "),
    "worse": t(" · got worse: ", " · en dégradation : "),
    "better": t(" · got better: ", " · en amélioration : "),
    "same": t(" · same status: ", " · météo inchangée : "),
    "unknown": t(" · status unknown then or now: ", " · météo inconnue alors ou maintenant : "),
    "gap": t("Months between, of which nothing is known: ", "Mois intermédiaires dont rien n’est connu : "),
    "older": t(
        "Projects that were silent then, compared with an earlier month: ",
        "Projets sans retour ce mois-là, comparés à un mois antérieur : ",
    ),
    "new": t("New projects: ", "Nouveaux projets : "),
    "gone": t("Reported then, nothing counts now: ", "Présents alors, sans retour retenu aujourd’hui : "),
}
