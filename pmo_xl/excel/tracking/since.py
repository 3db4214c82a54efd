"""What became of the figures since a row was signed: the formula that says it, and what it comes to."""

from __future__ import annotations

import math

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.review import Reviewed
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.tracking.columns import SIGNED
from pmo_xl.excel.tracking.tree import OWN, cell


def since_formula(master: MasterContext) -> str:
    """Whether the figures are still those that were signed; the first that is not, before and after."""
    status = cell("status", OWN)
    pairs = (("reviewer", "signed_reviewer"), ("on", "signed_on"), ("status", "signed_status"))
    anew = ",".join(f"{cell(now, OWN)}<>{cell(then, OWN)}" for now, then in pairs)
    live = f'"{master.say(UNCHANGED)}"'
    for key, label in CHANGED.items():
        after = cell(key, OWN)
        before = cell(next(kept for kept, shown in SIGNED.items() if shown == key), OWN)
        changed = f"IF(AND(ISNUMBER({after}),ISNUMBER({before})),ABS({after}-{before})>={HALF_CENT},ISNUMBER({after})<>ISNUMBER({before}))"
        places = f"IF(ABS(N({after})-N({before}))<1,2,0)"
        one, other = (_number_formula(master, which, places) for which in (before, after))
        live = f'IF({changed},"{master.say(label)} "&{one}&" → "&{other},{live})'
    return f'=IF({status}="","",IF(OR({anew}),"{master.say(AT_NEXT)}",{live}))'


def _number_formula(master: MasterContext, which: str, places: str) -> str:
    words = f"FIXED({which},{places})"
    if master.language == "fr":
        words = f'SUBSTITUTE({words},",","\u00a0")'
    return f'IF(ISNUMBER({which}),{words},"–")'


def since_words(master: MasterContext, reviewed: Reviewed) -> str | None:
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
        if before is None or after is None or abs(after - before) >= HALF_CENT:
            places = 2 if abs((after or 0) - (before or 0)) < 1 else 0
            one, other = (_number_words(master, what, places) for what in (before, after))
            return f"{master.say(label)} {one} → {other}"
    return master.say(UNCHANGED)


def _number_words(master: MasterContext, what: float | None, places: int) -> str:
    if what is None:
        return "–"
    # FIXED rounds halves away from zero, where Python goes to the even digit.
    size = math.floor(abs(what) * 10**places + 0.5) / 10**places
    words = f"{size if what > 0 or not size else -size:,.{places}f}"
    return words.replace(",", "\u00a0") if master.language == "fr" else words


GONE = t("▲ no longer in the returns", "▲ absente des retours")
AT_NEXT = t("○ figures kept when you consolidate", "○ chiffres figés à la prochaine consolidation")
UNCHANGED = t("● unchanged since sign-off", "● inchangé depuis la revue")
CHANGED: dict[str, Text] = {
    "actual": t("▲ changed since sign-off: actual", "▲ modifié depuis la revue : réalisé"),
    "bac": t("▲ changed since sign-off: budget", "▲ modifié depuis la revue : budget"),
    "eac": t("▲ changed since sign-off: EAC", "▲ modifié depuis la revue : atterrissage"),
}
"""What is said of each figure that changed; the last is said first."""
