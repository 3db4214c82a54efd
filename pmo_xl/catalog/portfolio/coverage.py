"""Coverage of each project: rows that are in no figure, lights of which an input or a cell is unknown, curves that add up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_

from pmo_xl.catalog.derived import DERIVED
from pmo_xl.catalog.run_tables import as_listed
from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.coverage import Reads, inputs_of, reads_of
from pmo_xl.core.definition.kpi import CLOSED, Kpi, Unit
from pmo_xl.core.definition.measures import COUNT, SUM
from pmo_xl.core.definition.model import Table
from pmo_xl.core.expr.algebra import at, filled, max_of, or_zero, this, total, when
from pmo_xl.core.expr.nodes import Const, Expr, Ref

SHARE = 0.0001
"""Months may differ from their line by so much of it, for want of a cent in each."""


def partial_key(light: str) -> str:
    """The KPI that is 1 where a light does not know all that it looks at."""
    return f"{light}_partial"


def left_out_key(table: str) -> str:
    """The KPI that counts the rows of a table of the returns that are in no figure."""
    return f"left_out_{table}"


def _left_out(table: type[Table]) -> Kpi:
    return Kpi(
        left_out_key(table.key), t("Rows left out: {table}", "Lignes écartées : {table}").fill(table=table.heading),
        or_zero(total("rows", this.left_out, this.table == Const(as_listed(table)))), COUNT, SUM,
        t("Rows of this table that are in no figure of the project.", "Lignes de cette table qui n’entrent dans aucun chiffre du projet."),
    )  # fmt: skip


def _partial(kpi: Kpi, kpis: Mapping[str, Kpi], reads: Reads, tables: Collection[str]) -> Kpi:
    """Whether a light does not know all that it looks at."""
    unknown = [~filled(Ref(key)) for key in inputs_of(kpi.key, kpis)]
    left_out = [Ref(left_out_key(table)) > 0 for table in sorted(reads.tables.intersection(tables))]
    cells = or_zero(total("rows", Ref(kpi.key))) > 0
    return Kpi(
        partial_key(kpi.key), t("{light}: incomplete", "{light} : incomplète").fill(light=kpi.label),
        when(((Ref(kpi.key) == 0) | (Ref(kpi.key) == CLOSED), 0), (reduce(or_, [*unknown, *left_out, cells]), 1), otherwise=0), COUNT, SUM,
        t("1 where a figure behind this light is unknown, rows that it reads were left out, or cells that it reads are unreadable or blank: the light is marked *.",
          "1 si un chiffre dont dépend cette météo est inconnu, si des lignes qu’elle lit ont été écartées ou si des cellules qu’elle lit sont illisibles ou vides : la météo est marquée *."),
    )  # fmt: skip


def _same(one: Expr, other: Expr) -> Expr:
    """Whether amounts by month come to the amount of the lines."""
    return max_of(one - other, other - one) <= max_of(other, 0 - other) * SHARE + HALF_CENT


def _by_month(column: Ref, where: Expr | None = None) -> Expr:
    return or_zero(total("periods", column, where))


def coverage_kpis(figures: Sequence[Kpi], tables: Mapping[str, type[Table]]) -> tuple[Kpi, ...]:
    """The coverage of the figures before them, over the tables of the returns."""
    kpis = {kpi.key: kpi for kpi in figures}
    # All ways to compute a figure: the way in force is a cell of the master, and may be changed there.
    reads = reads_of(kpis, tables, DERIVED, {})
    partial = (_partial(kpi, kpis, reads[kpi.key], tables) for kpi in figures if kpi.unit is Unit.LIGHT)
    return (*map(_left_out, tables.values()), *partial, *_WHOLE)


_WHOLE = (
    Kpi("in_months", t("In the cost by month", "Dans les coûts par mois"),
        when((filled(this.pv) & filled(this.ac_local)
              & _same(_by_month(this.actual, this.period <= at.status_date), this.ac_local), 1), otherwise=0), COUNT, SUM,
        t("1 where planned value and actual cost are known and the actual cost by month adds up to that of the lines: such projects are in the charts by month.",
          "1 si la valeur planifiée et le réalisé sont connus et si le réalisé par mois est égal à celui des lignes : ces projets figurent dans les graphiques par mois.")),
    Kpi("in_curve", t("In the S-curve", "Dans la courbe en S"),
        when(((this.in_months == 1) & filled(this.ev), 1), otherwise=0), COUNT, SUM,
        t("1 where the earned value is known too.", "1 si la valeur acquise est connue elle aussi.")),
    Kpi("forecast_by_month", t("Forecast by month adds up", "Prévision par mois cohérente"),
        when((filled(this.etc_local) & _same(_by_month(this.forecast), this.etc_local), 1), otherwise=0), COUNT, SUM,
        t("1 where the forecast by month adds up to the estimate to complete: the forecast of a curve is drawn where this holds for all its projects.",
          "1 si la prévision par mois totalise le reste à faire : l’atterrissage d’une courbe est tracé si c’est le cas de tous ses projets.")),
)  # fmt: skip
