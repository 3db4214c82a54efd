"""The review beside each row of the budget tracking: cells to type into, what was signed, what changed since."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from xlsxwriter.format import Format

from pmo_xl.core.column import Kind
from pmo_xl.core.review import Figures, Line, Reviewed, Status
from pmo_xl.core.text import Text, t
from pmo_xl.excel.draft import LINE_HEIGHT, Page
from pmo_xl.excel.master import Master
from pmo_xl.excel.sheet import write_cell, write_formula
from pmo_xl.excel.style import DARK_AMBER, LIGHT_AMBER, LINE, QUIET, WHITE, lines_of, number_format
from pmo_xl.excel.tracking_columns import AT, COLUMNS, FIRST, LAST, SIGNED, Level, Of
from pmo_xl.excel.tracking_rows import BODY, folding, look
from pmo_xl.excel.tracking_tree import Row, cell, rows_of

CENT = 0.005
"""What is shown rounded and is the same."""
FORMER_HEADS = 2
"""Rows between the tree and the former lines: a gap and the heading."""


class _Count(NamedTuple):
    """The last row that was counted, and how many rows down to it wait for an answer."""

    row: int
    size: int


def write_reviews(master: Master, page: Page, total: Row) -> int:
    """The review of every project and line, then the former lines below the tree; the last row written."""
    reviews = master.portfolio.reviews
    names = dict(
        zip(master.portfolio.projects["project_id"], master.portfolio.projects["project_name"], strict=True)
    )
    before: _Count | None = None
    for row in rows_of(total):
        if row.level < Level.PROJECT:
            continue
        line = _line(row, names)
        shown = Figures(*(row.values.get(key) for key in SIGNED.values()))
        reviewed = reviews.current.get(line.key) or Reviewed(line)
        before = _write(master, page, row.at, folding(row), Reviewed(
            line, shown, reviewed.signature, reviewed.comment, reviewed.signed, reviewed.signed_by, reviewed.moved,
        ), before)  # fmt: skip
    last = total.last
    if reviews.former:
        last = _write_former(master, page, last + FORMER_HEADS, reviews.former, before)
    _guard(master, page, total.at, last)
    return last


def _line(row: Row, names: dict[Any, Any]) -> Line:
    record = row.record
    project_id = str(record["project_id"])
    name = names.get(project_id) or ""
    if row.level is Level.PROJECT:
        return Line(project_id, name)
    keys = ("line_id", "description", "category", "gl_account")
    return Line(project_id, name, *(str(record[key] or "") for key in keys))


def _write_former(
    master: Master, page: Page, row: int, former: Iterable[Reviewed], before: _Count | None
) -> int:
    """Lines that are not in the returns any more, with their last figures and all that was said of them."""
    master.section(page, row, FIRST, FORMER, LAST)
    for reviewed in former:
        row += 1
        line, figures = reviewed.line, reviewed.figures
        for column in COLUMNS:
            if column.of not in (Of.MEMORY, Of.ENTRY, Of.REVIEW):
                page.write_blank(row, AT[column.key], None, look(master, Level.FORMER, column))
        text = look(master, Level.FORMER, COLUMNS[0])
        names = (line.project_id, line.line_id)
        page.write_string(row, AT["id"], " · ".join(name for name in names if name), text)
        page.write_string(row, AT["name"], line.description or line.project_name, text)
        for key, what in zip(SIGNED.values(), (figures.bac, figures.actual, figures.eac), strict=True):
            write_cell(page, row, AT[key], what, look(master, Level.FORMER, COLUMNS[AT[key] - FIRST]))
        vac, bac, eac = COLUMNS[AT["vac"] - FIRST], cell("bac", row), cell("eac", row)
        difference = None if figures.bac is None or figures.eac is None else figures.bac - figures.eac
        live = f'=IF(OR({bac}="",{eac}=""),"",{bac}-{eac})'
        write_formula(page, row, AT["vac"], live, difference, look(master, Level.FORMER, vac))
        page.write_number(row, AT["level"], Level.FORMER)
        before = _write(master, page, row, {}, reviewed, before)
    return row


def _write(
    master: Master, page: Page, row: int, options: dict[str, Any], reviewed: Reviewed, before: _Count | None
) -> _Count:
    """The review cells of one row, and what the next consolidation must know of it."""
    line, signature, by = reviewed.line, reviewed.signature, reviewed.signed_by
    day = {"num_format": number_format(Kind.DATE, master.language), "align": "center"}
    page_cells: tuple[tuple[str, Any, Format], ...] = (
        ("reviewer", signature.reviewer or None, _entry(master, indent=1)),
        ("on", signature.on, _entry(master, **day)),
        ("status", _status_words(master, signature.status), _entry(master)),
        ("comment", reviewed.comment or None, _entry(master, text_wrap=True, indent=1)),
    )
    for key, what, style in page_cells:
        write_cell(page, row, AT[key], what, style)
    grey = look(master, Level.LINE, COLUMNS[AT["since"] - FIRST], text_wrap=True)
    told = {"since": since_words(master, reviewed), "note": _moved_words(master, reviewed.moved)}
    if reviewed.former:
        write_cell(page, row, AT["since"], told["since"], grey)
    else:
        write_formula(page, row, AT["since"], since_formula(master, row), told["since"], grey)
    write_cell(page, row, AT["note"], told["note"], grey)
    wrapped = {**told, "comment": reviewed.comment}
    widths = {key: COLUMNS[AT[key] - FIRST].width - 1 for key in wrapped}
    lines = max(lines_of(words or "", widths[key]) for key, words in wrapped.items())
    page.set_row(row, max(BODY, lines * LINE_HEIGHT + 2), None, options)
    amount = look(master, Level.LINE, COLUMNS[AT["bac"] - FIRST])
    for key, what in zip(
        SIGNED, (reviewed.signed.bac, reviewed.signed.actual, reviewed.signed.eac), strict=True
    ):
        write_cell(page, row, AT[key], what, amount)
    unseen, date = master.formats.get(font_color=QUIET), master.formats.get(font_color=QUIET, **day)
    for key, what in {
        "project_id": line.project_id, "project_name": line.project_name, "line_id": line.line_id,
        "description_text": line.description, "category_key": line.category, "account": line.account,
        "signed_reviewer": by.reviewer, "signed_status": _status_words(master, by.status), "moved": reviewed.moved,
    }.items():  # fmt: skip
        if what:
            page.write_string(row, AT[key], what, unseen)
    if by.on is not None:
        write_cell(page, row, AT["signed_on"], by.on, date)
    figures = (reviewed.figures.bac, reviewed.figures.actual, reviewed.figures.eac)
    for key, figure in zip(SIGNED.values(), figures, strict=True):
        if figure is not None:
            page.write_number(row, AT[f"shown_{key}"], figure, unseen)
    return _write_count(master, page, row, reviewed, before)


def _write_count(master: Master, page: Page, row: int, reviewed: Reviewed, before: _Count | None) -> _Count:
    """How many rows down to this one wait for an answer: by this count the list of queries finds them."""
    status = cell("status", row)
    words = (Status.QUERY.label, Status.REJECTED.label)
    tests = ",".join(f'{status}="{master.say(label)}"' for label in words)
    above = f"{cell('queries', before.row)}+" if before is not None else ""
    counted = (before.size if before is not None else 0) + int(reviewed.is_open)
    write_formula(page, row, AT["queries"], f"={above}IF(OR({tests}),1,0)", counted, master.formats.get())
    return _Count(row, counted)


def _entry(master: Master, **more: Any) -> Format:
    edge = {"border": 1, "border_color": LINE, "bg_color": WHITE, "valign": "vcenter"}
    return master.formats.get(**{**edge, **more})


def _status_words(master: Master, status: str) -> str | None:
    known = next((member for member in Status if member.key == status), None)
    return master.say(known.label) if known is not None else status or None


def _moved_words(master: Master, moved: str) -> str | None:
    kind, _, what = moved.partition(" ")
    return master.say(MOVED[kind].fill(what=what)) if kind in MOVED else None


# since sign-off ------------------------------------------------------------------------------------


def since_formula(master: Master, row: int) -> str:
    """Whether the figures are still those that were signed; the first that is not, before and after."""
    status = cell("status", row)
    pairs = (("reviewer", "signed_reviewer"), ("on", "signed_on"), ("status", "signed_status"))
    anew = ",".join(f"{cell(now, row)}<>{cell(then, row)}" for now, then in pairs)
    live = f'"{master.say(UNCHANGED)}"'
    for key, label in CHANGED.items():
        after = cell(key, row)
        before = cell(next(kept for kept, shown in SIGNED.items() if shown == key), row)
        changed = f"IF(AND(ISNUMBER({after}),ISNUMBER({before})),ABS({after}-{before})>={CENT},ISNUMBER({after})<>ISNUMBER({before}))"
        places = f"IF(ABS(N({after})-N({before}))<1,2,0)"
        one, other = (_number_formula(master, which, places) for which in (before, after))
        live = f'IF({changed},"{master.say(label)} "&{one}&" → "&{other},{live})'
    return f'=IF({status}="","",IF(OR({anew}),"{master.say(AT_NEXT)}",{live}))'


def _number_formula(master: Master, which: str, places: str) -> str:
    words = f"FIXED({which},{places})"
    if master.language == "fr":
        words = f'SUBSTITUTE({words},",","\u00a0")'
    return f'IF(ISNUMBER({which}),{words},"–")'


def since_words(master: Master, reviewed: Reviewed) -> str | None:
    """What the formula comes to; of a former line, that it is one."""
    if reviewed.former:
        return master.say(GONE)
    if not reviewed.signature.status:
        return None
    if reviewed.signature != reviewed.signed_by:
        return master.say(AT_NEXT)
    for key, label in reversed(CHANGED.items()):
        before, after = getattr(reviewed.signed, key), getattr(reviewed.figures, key)
        if before is None and after is None:
            continue
        if before is None or after is None or abs(after - before) >= CENT:
            places = 2 if abs((after or 0) - (before or 0)) < 1 else 0
            one, other = (_number_words(master, what, places) for what in (before, after))
            return f"{master.say(label)} {one} → {other}"
    return master.say(UNCHANGED)


def _number_words(master: Master, what: float | None, places: int) -> str:
    if what is None:
        return "–"
    # FIXED rounds halves away from zero, where Python goes to the even digit.
    size = math.floor(abs(what) * 10**places + 0.5) / 10**places
    words = f"{size if what > 0 or not size else -size:,.{places}f}"
    return words.replace(",", "\u00a0") if master.language == "fr" else words


# rules of the cells --------------------------------------------------------------------------------


def _guard(master: Master, page: Page, first: int, last: int) -> None:
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
        changed = f'=AND({cell("status", first)}<>"",ISNUMBER({before}),ABS(N({after})-{before})>={CENT})'
        style = {
            "bg_color": LIGHT_AMBER,
            "font_color": DARK_AMBER,
            "num_format": '"▲ "#,##0;"▲ "-#,##0;"▲ "0',
        }
        rule = {"type": "formula", "criteria": changed, "format": master.book.add_format(style)}
        page.conditional_format(first, AT[kept], last, AT[kept], rule)


FORMER = t(
    "Former lines: reviewed, and not in the returns any more; figures as last shown",
    "Anciennes lignes : revues, et absentes des retours ; derniers chiffres connus",
)
GONE = t("▲ no longer in the returns", "▲ absente des retours")
AT_NEXT = t("○ figures kept when you consolidate", "○ chiffres figés à la prochaine consolidation")
UNCHANGED = t("● unchanged since sign-off", "● inchangé depuis la revue")
CHANGED: dict[str, Text] = {
    "actual": t("▲ changed since sign-off: actual", "▲ modifié depuis la revue : réalisé"),
    "bac": t("▲ changed since sign-off: budget", "▲ modifié depuis la revue : budget"),
    "eac": t("▲ changed since sign-off: landing", "▲ modifié depuis la revue : atterrissage"),
}
"""What is said of each figure that changed; the last is said first."""
MOVED = {
    "line": t("▲ renumbered from {what}", "▲ renumérotée, auparavant {what}"),
    "project": t("▲ project ID was {what}", "▲ code projet auparavant {what}"),
    "text": t("▲ was “{what}”", "▲ auparavant « {what} »"),
}
STATUS_TITLE = t("Status", "Statut")
STATUS_HELP = t(
    "The figures of the row as they stand now count as signed. A query or a rejection goes back to the project manager.",
    "Les chiffres affichés sur la ligne valent alors revue. Une question ou un rejet repart au chef de projet.",
)
STATUS_ERROR = t("Choose a status from the list.", "Choisissez un statut dans la liste.")
DAY_TITLE = t("Reviewed on", "Revu le")
DAY_ERROR = t("Enter a date.", "Saisissez une date.")
