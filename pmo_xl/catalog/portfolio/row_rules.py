"""The rows of each register against those of the period before, as the master of then remembers them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING

from pmo_xl.core.base.text import fold, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.model import Table
from pmo_xl.core.definition.table_rule import (
    PROJECT,
    ROW_HISTORY,
    Rows,
    TableRule,
    first_of_each,
    listed,
    named,
    spread,
)

if TYPE_CHECKING:
    import pandas as pd

LONG = 4
"""Letters from which a word tells what a row is about: shorter ones stand in every sentence."""


def row_rules(templates: Templates) -> tuple[TableRule, ...]:
    """The rules for every table whose rows are followed: TIM-01 to TIM-03."""
    followed = ((key, table) for key, table in templates.tables.items() if table.followed is not None)
    return tuple(rule for key, table in followed for rule in _of(table, templates.kind_of[key]))


def _of(table: type[Table], kind: str) -> Iterator[TableRule]:
    followed, (name, *_) = table.followed, table.identity
    assert followed is not None
    yield TableRule(
        "TIM-01", table.key, name,
        t("Still open a period ago, and gone: {gone}", "Encore en cours à la période précédente, et disparu : {gone}"),
        t("Bring the row back, and close or cancel it if it is over.", "Rétablissez la ligne, puis clôturez-la ou abandonnez-la si elle est terminée."),
        partial(_gone, table), reads=(ROW_HISTORY,), cells=(f"{table.key}.{name}",),
    )  # fmt: skip
    yield TableRule(
        "TIM-01", PROJECT, "project_id",
        t(f"“{table.heading.en}” came without a row; open a period ago: {{gone}}",
          f"« {table.heading.fr} » est arrivé sans aucune ligne ; en cours à la période précédente : {{gone}}"),
        t("Bring the rows back, and close or cancel those that are over.", "Rétablissez les lignes, puis clôturez ou abandonnez celles qui sont terminées."),
        partial(_emptied, table, kind), reads=(ROW_HISTORY,), cells=(f"{table.key}.{name}",),
    )  # fmt: skip
    yield TableRule(
        "TIM-02", table.key, followed.status,
        t("{name} was over a period ago, and is open again", "{name} était terminé à la période précédente, et se rouvre"),
        t("Open a new row that names this one, or say in the comment why it came back.",
          "Ouvrez une nouvelle ligne qui cite celle-ci, ou dites en commentaire pourquoi elle revient."),
        partial(_reopened, table), reads=(ROW_HISTORY,), whole=False, cells=(f"{table.key}.{name}", f"{table.key}.{followed.status}"),
    )  # fmt: skip
    yield TableRule(
        "TIM-03", table.key, followed.subject,
        t("{name} was “{before}” a period ago: another subject", "{name} désignait « {before} » à la période précédente : un autre sujet"),
        t("Give the new subject an ID of its own; nothing to do if it is the same in other words.",
          "Donnez au nouveau sujet son propre numéro ; rien à faire s’il s’agit du même, reformulé."),
        partial(_other_subject, table), reads=(ROW_HISTORY,), whole=False,
        cells=(f"{table.key}.{name}", f"{table.key}.{followed.subject}"), limit=0.6,
    )  # fmt: skip


def _before(table: type[Table], rows: Rows, now: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows that the register of each project had at its last status date before that of ``now``, its rows of today."""
    known = rows[ROW_HISTORY]
    known = known[known["register"] == table.key]
    today = (
        (rows[table.key] if now is None else now)
        .drop_duplicates("project_id")
        .set_index("project_id")["status_date"]
    )
    known = known[known["status_date"] < spread(today, known)]
    last = known.groupby("project_id")["status_date"].transform("max")
    return known[known["status_date"] == last]


def _both(table: type[Table], rows: Rows) -> pd.DataFrame:
    """The rows of today that were there a period ago, with what they were then: ``subject``, ``is_open``."""
    before, now = _before(table, rows), rows[table.key]
    known = before.set_index(named(before, "row_id"))[["subject", "is_open"]]
    keys = named(now, table.identity[0])
    now = now[keys.isin(known.index)]
    return now.assign(**{f"_{key}": known[key].reindex(keys[now.index]).to_numpy() for key in known.columns})


def _gone(table: type[Table], rows: Rows) -> pd.DataFrame:
    before, now = _before(table, rows), rows[table.key]
    there = set(named(now, table.identity[0]))
    gone = before[(before["is_open"] == 1) & ~named(before, "row_id").isin(there)]
    return first_of_each(now[now["project_id"].isin(gone["project_id"])], gone=listed(gone, "row_id"))


def _emptied(table: type[Table], kind: str, rows: Rows) -> pd.DataFrame:
    """The project sheets of returns whose register holds no row, where some were open a period ago."""
    sheets = rows[PROJECT]
    sheets = sheets[sheets["kinds"].map(lambda kinds: kind in kinds).astype(bool)]
    sheets = sheets[~sheets["project_id"].isin(rows[table.key]["project_id"])]
    before = _before(table, rows, sheets)
    gone = before[before["is_open"] == 1]
    return first_of_each(sheets[sheets["project_id"].isin(gone["project_id"])], gone=listed(gone, "row_id"))


def _reopened(table: type[Table], rows: Rows) -> pd.DataFrame:
    followed, both = table.followed, _both(table, rows)
    assert followed is not None
    status = both[followed.status]
    going = status.notna() & ~status.isin([each.key for each in followed.closed])
    opened = both[(both["_is_open"] == 0) & going]
    return opened[[]].assign(name=opened[table.identity[0]])


def _other_subject(table: type[Table], rows: Rows) -> pd.DataFrame:
    followed, both = table.followed, _both(table, rows)
    assert followed is not None
    pairs = zip(both.index, both["_subject"], both[followed.subject], strict=True)
    other = both.loc[[at for at, before, now in pairs if _is_another(before, now, rows.limit)]]
    return other[[]].assign(name=other[table.identity[0]], before=other["_subject"])


def _is_another(before: object, now: object, limit: float) -> bool:
    """Whether two subjects share no word that tells anything, nor much of their letters; a blank one is none."""
    if not isinstance(before, str) or not isinstance(now, str):
        return False
    one, other = fold(before), fold(now)
    telling = [{word for word in words.split() if len(word) >= LONG} for words in (one, other)]
    return not telling[0] & telling[1] and SequenceMatcher(None, one, other, autojunk=False).ratio() < limit
