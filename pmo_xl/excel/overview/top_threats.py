"""The gravest open threats: what is done about each, by whom and until when."""

from __future__ import annotations

from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.pages.overview_blocks import TopThreats
from pmo_xl.excel.master.context import RATE, MasterContext
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.overview.lists import Cell, ListColumn, ShortList, in_lines, n_of_title
from pmo_xl.excel.overview.number_words import whole
from pmo_xl.excel.write.cells import plain
from pmo_xl.excel.write.style import SCORE_FORMAT, number_format

TOP = "top_risks"
"""The ranking of open threats: opportunities are in none of it."""
LONGEST_ACTION = 70


def top_threats(master: MasterContext, block: TopThreats) -> ShortList:
    """The first ``most`` open threats by score, then by expected value."""
    ranking = next(ranking for ranking in master.catalogue.rankings if ranking.key == TOP)
    frame, key = master.frames[ranking.table], rank_key(ranking)
    ranks = master.column(ranking.table, key)
    best = frame[frame[key].notna()].sort_values(key, ascending=False)
    size, n = len(best), min(len(best), block.most)
    count = f"COUNT({ranks})"
    title = n_of_title(
        master.say(TITLE), whole(f"MIN({block.most},{count})", n), whole(count, size), master.say(OF),
        test=f"{count}<={block.most}", all_listed=size <= block.most,
    )  # fmt: skip
    rows = [
        _row(master, ranks, k, record) for k, record in enumerate(best.head(n).to_dict("records"), start=1)
    ]
    day = {"num_format": number_format(Kind.DATE, master.language), "align": "center", "shrink": True}
    columns = (
        ListColumn(t("ID", "Code"), 2, {"shrink": True}),
        ListColumn(t("Threat", "Menace"), 6, wraps=True),
        ListColumn(t("Score", "Criticité"), 2, {"num_format": SCORE_FORMAT, "align": "center"}),
        ListColumn(t("Response", "Réponse"), 6, wraps=True),
        ListColumn(t("Owner", "Porteur"), 3, wraps=True),
        ListColumn(t("Due", "Échéance"), 2, day),
        ListColumn(
            VALUE.fill(currency=master.settings.reporting_currency),
            3,
            {"num_format": "#,##0", "align": "right"},
        ),
    )
    return ShortList(title, columns, rows, NOTHING)


def _row(master: MasterContext, ranks: str, k: int, record: dict[Any, Any]) -> list[Cell]:
    here = f"MATCH(LARGE({ranks},{k}),{ranks},0)"

    def of(key: str) -> str:
        return f"INDEX({master.column('risks', key)},{here})"

    def held(inner: str, what: Any) -> Cell:
        return Cell(f'IF(COUNT({ranks})>={k},{inner},"")', plain(what))

    def blank_or(key: str) -> Cell:
        return held(f'IF({of(key)}="","",{of(key)})', record[key])

    emv, rate = of("emv_current"), of(RATE)
    action = in_lines(of("response_actions"), record["response_actions"], LONGEST_ACTION)
    return [
        held(of("project_id"), record["project_id"]), held(f'{of("title")}&""', record["title"]),
        blank_or("score_current"), held(action.live, action.what), held(f'{of("owner")}&""', record["owner"]),
        blank_or("due_date"),
        held(f'IF(COUNT({emv},{rate})=2,{emv}*{rate},"")', float(record["emv_current"]) * float(record[RATE])),
    ]  # fmt: skip


VALUE = t("Expected value ({currency})", "Impact pondéré ({currency})")
TITLE = t("Gravest open threats", "Principales menaces ouvertes")
OF = t(" of ", " sur ")
NOTHING = t("No open threat is known.", "Aucune menace ouverte n’est connue.")
