"""The milestones of the next 30, 60 and 90 days, side by side."""

from __future__ import annotations

from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.pages.overview_blocks import DueMilestones
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.overview.lists import Cell, ListColumn, ShortList, n_of_title
from pmo_xl.excel.overview.number_words import whole
from pmo_xl.excel.write.cells import plain

NEXT = "next_milestones"
"""The ranking of milestones by days ahead."""
A_DAY = 1e6
"""What one day is in its order."""
SLIP_FORMAT = '"+"0;"−"0;"="'
"""Working days against the baseline, + being late."""


def due_milestones(master: MasterContext, block: DueMilestones) -> ShortList:
    """The first ``most`` milestones due between two numbers of days after the status date, both included."""
    ranking = next(ranking for ranking in master.catalogue.rankings if ranking.key == NEXT)
    frame, key = master.frames[ranking.table], rank_key(ranking)
    ranks = master.column(ranking.table, key)
    low, high = block.first_day * A_DAY, (block.last_day + 1) * A_DAY
    order = frame[key]
    mine = frame[(order >= low) & (order < high)].sort_values(key)
    size, n = len(mine), min(len(mine), block.most)
    before = f'COUNTIF({ranks},"<{low:.0f}")'
    count = f'(COUNTIF({ranks},"<{high:.0f}")-{before})'
    title = n_of_title(
        master.say(FROM_TODAY if block.first_day == 0 else LATER).format(first=block.first_day, last=block.last_day),
        whole(f"MIN({block.most},{count})", n), whole(count, size), master.say(OF),
        test=f"{count}<={block.most}", all_listed=size <= block.most,
    )  # fmt: skip
    rows = [
        _row(master, ranks, f"{before}+{k}", f"{count}>={k}", record)
        for k, record in enumerate(mine.head(n).to_dict("records"), start=1)
    ]
    day = {"num_format": DAYS[master.language == "fr"], "align": "center"}
    columns = (
        ListColumn(t("Date", "Date"), 1, day),
        ListColumn(t("ID", "Code"), 2, {"shrink": True}),
        ListColumn(t("Milestone", "Jalon"), 4, wraps=True),
        ListColumn(t("wd", "j"), 1, {"num_format": SLIP_FORMAT, "align": "center", "shrink": True}),
    )
    return ShortList(title, columns, rows, NOTHING)


def _row(master: MasterContext, ranks: str, k: str, there: str, record: dict[Any, Any]) -> list[Cell]:
    here = f"MATCH(SMALL({ranks},{k}),{ranks},0)"

    def of(key: str, form: str = "{0}") -> Cell:
        inner = form.format(f"INDEX({master.column('plan', key)},{here})")
        return Cell(f'IF({there},{inner},"")', plain(record[key]))

    return [of("finish_current"), of("project_id"), of("name", '{0}&""'), of("slip_wd", 'IF({0}="","",{0})')]


DAYS = ("dd mmm", "dd/mm")
FROM_TODAY = t("Due within {last} days", "Sous {last} jours")
LATER = t("Due in {first}–{last} days", "De {first} à {last} jours")
OF = t(" of ", " sur ")
NOTHING = t("None.", "Aucun.")
