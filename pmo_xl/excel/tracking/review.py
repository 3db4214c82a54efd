"""The review beside each row of the budget tracking: cells to type into, what was signed, what changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlsxwriter.format import Format

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind as ColumnKind
from pmo_xl.core.flow.review import Figures, Reviewed, Reviews, Status
from pmo_xl.core.flow.review import Line as ReviewedLine
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.tracking.columns import AT, COLUMNS, FIRST, LAST, SIGNED, Level, Of
from pmo_xl.excel.tracking.rows import BODY, Kind, folding, look, tree_slots, tree_values
from pmo_xl.excel.tracking.since import since_formula, since_words
from pmo_xl.excel.tracking.tree import BEFORE, OWN, Row, cell, rows_of
from pmo_xl.excel.write.bulk_rows import Line, Slot
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import DARK_AMBER, LIGHT_AMBER, LINE, QUIET, WHITE, lines_of, number_format
from pmo_xl.excel.write.worksheet import Page

FORMER_HEADS = 2
"""Rows between the tree and the former lines: a gap and the heading."""


def write_rows(master: MasterContext, page: Page, total: Row) -> int:
    """Every row of the tree with its review, then the former lines below it; the last row written."""
    reviews = master.portfolio.reviews
    names = dict(
        zip(master.portfolio.projects["project_id"], master.portfolio.projects["project_name"], strict=True)
    )
    kinds: dict[tuple[Level, bool, bool], Kind] = {}
    lines: list[Line] = []
    waiting = before = 0
    on = master.portfolio.status_date
    for row in rows_of(total):
        key = row.level, bool(row.below), bool(before)
        if key not in kinds:
            kinds[key] = _kind(master, row, first=not before)
        values, height = tree_values(master, row), 18.0 if row.level < Level.PROJECT else BODY
        if row.level >= Level.PROJECT:
            reviewed = _reviewed(row, names, reviews)
            waiting += int(reviewed.is_open)
            values |= {**review_values(master, reviewed), "queries": waiting, "shown_on": on}
            height = _height(values)
        lines.append(kinds[key].line(values, (*row.marks, before)))
        page.set_row(row.at, height, None, folding(row))
        before = row.at + 1 if row.level >= Level.PROJECT else before
    page.write_lines(total.at, lines)
    last = total.last
    if reviews.former:
        last = _write_former(master, page, last + FORMER_HEADS, reviews.former, waiting, before)
    return last


def _kind(master: MasterContext, row: Row, *, first: bool) -> Kind:
    """The cells of rows like this one; of the *first* with a review, or of those after it."""
    slots = tree_slots(master, row.level, below=bool(row.below))
    if row.level >= Level.PROJECT:
        slots |= review_slots(master, first=first, former=False)
    return Kind.of(slots)


def _reviewed(row: Row, names: dict[Any, Any], reviews: Reviews) -> Reviewed:
    """What is said of a row, beside the figures that it shows today."""
    line = _line(row, names)
    shown = Figures(*(row.values.get(key) for key in SIGNED.values()))
    said = reviews.current.get(line.key) or Reviewed(line)
    return Reviewed(
        line, shown, said.signature, said.comment, said.signed, said.signed_by, said.moved,
        earlier=reviews.earlier.get(line.key),
    )  # fmt: skip


def _height(values: Mapping[str, Any]) -> float:
    """The height of a row in which the words of its review are seen whole."""
    lines = max(lines_of(values[key] or "", COLUMNS[AT[key] - FIRST].width - 1) for key in WRAPPED)
    return max(BODY, lines * LINE_HEIGHT + 2)


def _line(row: Row, names: dict[Any, Any]) -> ReviewedLine:
    record = row.record
    project_id = str(record["project_id"])
    name = names.get(project_id) or ""
    if row.level is Level.PROJECT:
        return ReviewedLine(project_id, name)
    keys = ("line_id", "description", "category", "gl_account")
    return ReviewedLine(project_id, name, *(str(record[key] or "") for key in keys))


def _write_former(
    master: MasterContext, page: Page, row: int, former: Sequence[Reviewed], waiting: int, before: int
) -> int:  # fmt: skip
    """Lines that are not in the returns any more, with their last figures and all that was said of them."""
    master.section(page, row, FIRST, FORMER, LAST)
    kinds: dict[bool, Kind] = {}
    lines: list[Line] = []
    for at, reviewed in enumerate(former, start=row + 1):
        if bool(before) not in kinds:
            slots = _former_slots(master) | review_slots(master, first=not before, former=True)
            kinds[bool(before)] = Kind.of(slots)
        waiting += int(reviewed.is_open)
        line, figures = reviewed.line, reviewed.figures
        values = review_values(master, reviewed) | {
            "id": " · ".join(name for name in (line.project_id, line.line_id) if name),
            "name": line.description or line.project_name,
            "bac": figures.bac, "actual": figures.actual, "eac": figures.eac,
            "vac": None if figures.bac is None or figures.eac is None else figures.bac - figures.eac,
            "level": int(Level.FORMER), "queries": waiting,
        }  # fmt: skip
        lines.append(kinds[bool(before)].line(values, (0, 0, 0, before)))
        page.set_row(at, _height(values))
        before = at + 1
    page.write_lines(row + 1, lines)
    return row + len(lines)


def _former_slots(master: MasterContext) -> dict[str, Slot]:
    slots = {
        column.key: Slot(AT[column.key], look(master, Level.FORMER, column))
        for column in COLUMNS
        if column.of not in (Of.MEMORY, Of.ENTRY, Of.REVIEW)
    }
    text = look(master, Level.FORMER, COLUMNS[0])
    slots |= {key: Slot(AT[key], text) for key in ("id", "name")}
    bac, eac = cell("bac", OWN), cell("eac", OWN)
    slots["vac"] = replace(slots["vac"], formula=f'=IF(OR({bac}="",{eac}=""),"",{bac}-{eac})')
    slots["level"] = Slot(AT["level"], None)
    return slots


WRAPPED = ("since", "note", "comment")


def review_slots(master: MasterContext, *, first: bool, former: bool) -> dict[str, Slot]:
    """The cells of a review, by column; of the *first* review of the sheet, of a *former* line."""
    day = {"num_format": number_format(ColumnKind.DATE, master.language), "align": "center"}
    grey = look(master, Level.LINE, COLUMNS[AT["since"] - FIRST], text_wrap=True)
    amount = look(master, Level.LINE, COLUMNS[AT["bac"] - FIRST])
    unseen, date = master.formats.get(font_color=QUIET), master.formats.get(font_color=QUIET, **day)
    looks = {
        "reviewer": _entry(master, indent=1), "on": _entry(master, **day), "status": _entry(master),
        "comment": _entry(master, text_wrap=True, indent=1), "since": grey, "note": grey, **dict.fromkeys(SIGNED, amount),
    }  # fmt: skip
    slots = {key: Slot(AT[key], style) for key, style in looks.items()}
    if not former:
        slots["since"] = replace(slots["since"], formula=since_formula(master))
    remembered = (*REMEMBERED, "earlier_eac", *(f"shown_{key}" for key in SIGNED.values()))
    slots |= {key: Slot(AT[key], unseen, bare=True) for key in remembered}
    slots |= {key: Slot(AT[key], date, bare=True) for key in ("signed_on", "shown_on", "earlier_on")}
    slots["queries"] = Slot(AT["queries"], master.formats.get(), _count_formula(master, first=first))
    return slots


REMEMBERED = (
    "project_id", "project_name", "line_id", "description_text", "category_key", "account", "signed_reviewer",
    "signed_status", "moved",
)  # fmt: skip


def review_values(master: MasterContext, reviewed: Reviewed) -> dict[str, Any]:
    """What the review cells of one row hold, and what the next consolidation must know of it."""
    line, signature, by = reviewed.line, reviewed.signature, reviewed.signed_by
    signed, figures = reviewed.signed, reviewed.figures
    remembered = (
        line.project_id, line.project_name, line.line_id, line.description, line.category, line.account, by.reviewer,
        _status_words(master, by.status), reviewed.moved,
    )  # fmt: skip
    return {
        "reviewer": signature.reviewer or None,
        "on": signature.on,
        "status": _status_words(master, signature.status),
        "comment": reviewed.comment or None,
        "since": since_words(master, reviewed),
        "note": _moved_words(master, reviewed.moved),
        **dict(zip(SIGNED, (signed.bac, signed.actual, signed.eac), strict=True)),
        **{key: what or None for key, what in zip(REMEMBERED, remembered, strict=True)},
        "signed_on": by.on,
        "earlier_eac": reviewed.earlier.eac if reviewed.earlier is not None else None,
        "earlier_on": reviewed.earlier.on if reviewed.earlier is not None else None,
        "shown_bac": figures.bac,
        "shown_actual": figures.actual,
        "shown_eac": figures.eac,
    }


def _count_formula(master: MasterContext, *, first: bool) -> str:
    """How many rows down to this one wait for an answer: by this count the list of queries finds them."""
    status = cell("status", OWN)
    words = (Status.QUERY.label, Status.REJECTED.label)
    tests = ",".join(f'{status}="{master.say(label)}"' for label in words)
    above = "" if first else f"{cell('queries', BEFORE)}+"
    return f"={above}IF(OR({tests}),1,0)"


def _entry(master: MasterContext, **more: Any) -> Format:
    edge = {"border": 1, "border_color": LINE, "bg_color": WHITE, "valign": "vcenter"}
    return master.formats.get(**{**edge, **more})


def _status_words(master: MasterContext, status: str) -> str | None:
    known = next((member for member in Status if member.key == status), None)
    return master.say(known.label) if known is not None else status or None


def _moved_words(master: MasterContext, moved: str) -> str | None:
    kind, _, what = moved.partition(" ")
    return master.say(MOVED[kind].fill(what=what)) if kind in MOVED else None


# rules of the cells --------------------------------------------------------------------------------


def guard(master: MasterContext, page: Page, first: int, last: int) -> None:
    """What the cells take, and their colours."""
    words = [master.say(status.label) for status in Status]
    page.data_validation(first, AT["status"], last, AT["status"], {
        "validate": "list", "source": words, "ignore_blank": True, "error_type": "stop",
        "input_title": master.say(STATUS_TITLE), "input_message": master.say(STATUS_HELP),
        "error_title": master.say(STATUS_TITLE), "error_message": master.say(STATUS_ERROR),
    })  # fmt: skip
    page.data_validation(first, AT["on"], last, AT["on"], {
        "validate": "date", "criteria": "between", "minimum": dt.date(2000, 1, 1), "maximum": dt.date(2100, 12, 31),
        "ignore_blank": True, "error_title": master.say(DAY_TITLE), "error_message": master.say(DAY_ERROR),
    })  # fmt: skip
    for key in ("status", "since", "note"):
        master.sign_colours(page, first, AT[key], last, AT[key])
    for kept, shown in SIGNED.items():
        before, after = cell(kept, first), cell(shown, first)
        changed = (
            f'=AND({cell("status", first)}<>"",ISNUMBER({before}),ABS(N({after})-{before})>={HALF_CENT})'
        )
        style = {
            "bg_color": LIGHT_AMBER,
            "font_color": DARK_AMBER,
            "num_format": '"▲ "#,##0;"▲ "-#,##0;"▲ "0',
        }
        rule = {"type": "formula", "criteria": changed, "format": master.book.add_format(style)}
        page.conditional_format(first, AT[kept], last, AT[kept], rule)


FORMER = t(
    "Former lines: reviewed, and not in the returns any more; figures as last shown",
    "Anciennes lignes : revues, et absentes des retours ; derniers chiffres connus",
)
MOVED = {
    "line": t("▲ renumbered from {what}", "▲ renumérotée, auparavant {what}"),
    "project": t("▲ project ID was {what}", "▲ code projet auparavant {what}"),
    "text": t("▲ was “{what}”", "▲ auparavant « {what} »"),
}
STATUS_TITLE = t("Status", "Statut")
STATUS_HELP = t(
    "The figures of the row as they stand now count as signed. A query or a rejection goes back to the project manager.",
    "Les chiffres affichés sur la ligne valent alors revue. Une question ou un rejet repart au chef de projet.",
)
STATUS_ERROR = t("Choose a status from the list.", "Choisissez un statut dans la liste.")
DAY_TITLE = t("Reviewed on", "Revu le")
DAY_ERROR = t("Enter a date.", "Saisissez une date.")
