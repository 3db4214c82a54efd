"""The sentence on top of the dashboard: how many projects are red, where the money goes, what falls due, who is missing."""

from __future__ import annotations

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import CLOSED
from pmo_xl.core.definition.names import parameter
from pmo_xl.excel.master.context import PROJECTS_EXPECTED, RETURNS_EXPECTED, MasterContext
from pmo_xl.excel.master.data import total_cell
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.overview.number_words import Told, chosen, money, percent, says, whole
from pmo_xl.excel.overview.past import before
from pmo_xl.excel.write.cells import plain

RED = 3
NEXT = "next_milestones"
"""The ranking that holds the milestones of the next 90 days."""


def headline(master: MasterContext) -> Told:
    """The sentence, live; a part that nothing is known of is left out."""
    parts = (_red(master), _forecast(master), _milestones(master), _missing(master))
    told = parts[0]
    for part in parts[1:]:
        told = told + _after(part)
    return told + says(".")


def _after(part: Told) -> Told:
    """A further part, with a stop before it where it says anything."""
    stop = says(". ")
    return chosen(f'({part.live})=""', not part.words, says(""), stop + part)


def _red(master: MasterContext) -> Told:
    """How many projects are red, and by how many that is more or fewer than a period ago."""
    lights = master.column("kpis", "rag")
    frame = master.frames["kpis"]
    gone, over = f"COUNTIF({lights},{CLOSED})", int((frame["rag"] == CLOSED).sum())
    n, of = f"COUNTIF({lights},{RED})", f"({parameter(PROJECTS_EXPECTED)}-{gone})"
    reds, size = int((frame["rag"] == RED).sum()), master.coverage.projects_expected - over
    several = _with(master, REDS[2], n, reds, of, size)
    one = _with(master, REDS[1], n, reds, of, size)
    none = _with(master, REDS[0], n, reds, of, size)
    told = chosen(f"{n}=0", reds == 0, none, chosen(f"{n}=1", reds == 1, one, several))
    told = told + _without_data(master, lights) + _closed(master, gone, over)
    past = before(master, "red")
    if past is None:
        return told
    change, sign = f"({n}-{past.cell})", reds - (past.what or 0)
    more = says(" (+") + whole(change, sign) + says(")")
    fewer = says(" (−") + whole(change, sign) + says(")")
    same = says(f" ({master.say(UNCHANGED)})")
    moved = chosen(f"{change}>0", sign > 0, more, chosen(f"{change}<0", sign < 0, fewer, same))
    return told + chosen(f'{past.cell}=""', past.what is None, says(""), moved)


def _without_data(master: MasterContext, lights: str) -> Told:
    """How many projects, silent ones too, have no status that could be red."""
    of, size = parameter(PROJECTS_EXPECTED), master.coverage.projects_expected
    known = int((master.frames["kpis"]["rag"] > 0).sum())
    n = f'({of}-COUNTIF({lights},">0"))'
    words = says(", ") + whole(n, size - known) + says(master.say(NO_DATA))
    return chosen(f"{n}>0", size > known, words, says(""))


def _closed(master: MasterContext, n: str, count: int) -> Told:
    """How many projects are closed, and in none of these numbers."""
    one, several = (says(", ") + whole(n, count) + says(master.say(words)) for words in CLOSED_BESIDES)
    return chosen(f"{n}=0", count == 0, says(""), chosen(f"{n}=1", count == 1, one, several))


def _with(master: MasterContext, words: Text, n: str, count: int, of: str, size: int) -> Told:
    first, _, rest = master.say(words).partition("{n}")
    told = says(first) + whole(n, count) if "{n}" in words.en else says("")
    middle, _, last = (rest if "{n}" in words.en else first).partition("{of}")
    return told + says(middle) + whole(of, size) + says(last)


def _forecast(master: MasterContext) -> Told:
    """The estimate at completion, and how far it lies from the budget."""
    eac, vac, share = (total_cell(master, key) for key in ("eac", "vac", "vac_pct"))
    values = [plain(master.scorecard.portfolio[key]) for key in ("eac", "vac", "vac_pct")]
    known = None not in values
    a, b, c = (what or 0.0 for what in values)
    base = says(master.say(FORECAST)) + money(master, f"N({eac})", a)
    gap = money(master, f"N({vac})", b) + says(" (") + percent(master, f"N({share})", c) + says(")")
    above = says(", ") + _around(master, OVER, gap)
    below = says(", ") + _around(master, UNDER, gap)
    told = base + chosen(
        f"N({vac})<0", b < 0, above, chosen(f"N({vac})>0", b > 0, below, says(master.say(ON_BUDGET)))
    )
    test = f"COUNT({eac},{vac},{share})=3"
    return chosen(test, known, told, says(""))


def _around(master: MasterContext, words: Text, inner: Told) -> Told:
    first, _, last = master.say(words).partition("{gap}")
    return says(first) + inner + says(last)


def _milestones(master: MasterContext) -> Told:
    """How many milestones fall due in 90 days, and how many of them later than their baseline."""
    ranking = next(ranking for ranking in master.catalogue.rankings if ranking.key == NEXT)
    frame = master.frames[ranking.table]
    due = frame[rank_key(ranking)].notna()
    late = int((due & (frame["slip_wd"].astype(float) > 0)).sum())
    ranks, slips = (master.column(ranking.table, key) for key in (rank_key(ranking), "slip_wd"))
    n, of = f"COUNT({ranks})", f'COUNTIFS({ranks},">0",{slips},">0")'
    size = int(due.sum())
    one, several = (_two(master, words, n, size, of, late) for words in DUE)
    return chosen(f"{n}=0", size == 0, says(""), chosen(f"{n}=1", size == 1, one, several))


def _two(master: MasterContext, words: Text, n: str, count: int, late: str, size: int) -> Told:
    first, _, rest = master.say(words).partition("{n}")
    middle, _, last = rest.partition("{late}")
    return says(first) + whole(n, count) + says(middle) + whole(late, size) + says(last)


def _missing(master: MasterContext) -> Told:
    """How many of the expected returns are missing."""
    coverage = master.coverage
    received = "+".join(
        f"SUM({master.column('kpis', key)})" for key in dict.fromkeys(master.catalogue.received.values())
    )
    n, count = f"({parameter(RETURNS_EXPECTED)}-({received}))", coverage.returns_expected - coverage.returns
    one, several = (_around(master, words, whole(n, count)) for words in MISSING)
    return chosen(f"{n}<=0", count <= 0, says(""), chosen(f"{n}=1", count == 1, one, several))


REDS = (
    t("No project of {of} is red", "Aucun des {of} projets n’est au rouge"),
    t("{n} of {of} projects is red", "{n} projet sur {of} est au rouge"),
    t("{n} of {of} projects are red", "{n} projets sur {of} sont au rouge"),
)
NO_DATA = t(" without data", " sans donnée")
CLOSED_BESIDES = (t(" more closed", " autre clos"), t(" more closed", " autres clos"))
UNCHANGED = t("unchanged", "inchangé")
FORECAST = t("Forecast at completion ", "Atterrissage ")
OVER = t("{gap} over budget", "soit {gap} au-dessus du budget")
UNDER = t("{gap} under budget", "soit {gap} sous le budget")
ON_BUDGET = t(", on budget", ", égal au budget")
DUE = (
    t("{n} milestone due in 90 days, {late} later than baseline", "{n} jalon dans les 90 jours, {late} en retard sur la référence"),
    t("{n} milestones due in 90 days, {late} later than baseline", "{n} jalons dans les 90 jours, dont {late} en retard sur la référence"),
)  # fmt: skip
MISSING = (
    t("{gap} return missing", "{gap} retour manquant"), t("{gap} returns missing", "{gap} retours manquants"),
)  # fmt: skip
