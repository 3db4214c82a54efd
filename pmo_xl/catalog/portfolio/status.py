"""The traffic lights, and how far the declared status stands from them."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import StatusDimension
from pmo_xl.catalog.kinds.project import IS_CLOSED, Rag
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import CLOSED, Kpi, Threshold, light, worst
from pmo_xl.core.definition.measures import COUNT, LIGHT, NONE, PERCENT, RECOMPUTE, SUM
from pmo_xl.core.expr.algebra import count, filled, or_zero, this, when
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Expr


def _overall(rag: Choice) -> Expr:
    """Whether the status report says so of the project as a whole."""
    return or_zero(count("status", (this.dimension == StatusDimension.OVERALL) & (this.rag == rag))) > 0


DECLARED = when(
    *((_overall(rag), level) for level, rag in enumerate((Rag.GREEN, Rag.AMBER, Rag.RED), start=1)),
    *(
        (this.rag_declared == rag, level)
        for level, rag in enumerate((Rag.GREEN, Rag.AMBER, Rag.RED), start=1)
    ),
)
"""The declared status as the number of a light: that of the status report where one came, else of the project sheet."""


def _running(judged: Expr) -> Expr:
    """A light of a project that runs: of one that is closed nothing is to be steered any more."""
    return when((this.closed == 1, CLOSED), otherwise=judged)


STATUS_KPIS = (
    Kpi("closed", t("Closed (1) or not (0)", "Clos (1) ou non (0)"),
        when((IS_CLOSED, 1), otherwise=0), COUNT, SUM,
        t("1 where the project sheet or the project register says that the project is over: it has no light, and counts among none.",
          "1 si la feuille du projet ou le référentiel des projets le dit terminé : il n’a pas de météo et n’entre dans aucun décompte par météo.")),
    Kpi("rag_schedule", t("Schedule status", "Météo délais"),
        _running(worst(light("slip_wd", rising=False), light("spi"), light("overdue_milestones", rising=False))), LIGHT, NONE,
        t("Worst of slip, SPI and overdue milestones.", "Le pire du glissement, de l’IPD et des jalons en retard.")),
    Kpi("rag_cost", t("Cost status", "Météo coûts"), _running(worst(light("cpi"), light("vac_pct"))), LIGHT, NONE,
        t("Worst of CPI and VAC %.", "Le pire de l’IPC et de l’écart à l’achèvement %.")),
    Kpi("rag_risk", t("Risk status", "Météo risques"),
        _running(worst(light("critical_risks", rising=False), light("exposure_pct", rising=False))), LIGHT, NONE,
        t("Worst of critical risks and exposure / BAC.", "Le pire des risques critiques et de l’exposition / BAC.")),
    Kpi("rag", t("Computed status", "Météo calculée"), worst(this.rag_schedule, this.rag_cost, this.rag_risk), LIGHT, NONE,
        t("Worst of schedule, cost and risk status; it stands beside the declared one.",
          "Le pire des météos délais, coûts et risques ; elle figure à côté de la météo déclarée.")),
    Kpi("declared_level", t("Declared status (1-3)", "Météo déclarée (1 à 3)"), DECLARED, COUNT, NONE,
        t("1 green, 2 amber, 3 red; blank where none of these is declared.", "1 vert, 2 orange, 3 rouge ; vide si aucune n’est déclarée.")),
    Kpi("divergence", t("Gap: declared − computed", "Écart déclaré-calculé"),
        when((filled(this.declared_level) & (this.rag > 0) & (this.rag < CLOSED), this.rag - this.declared_level)), COUNT, NONE,
        t("Steps by which the declared status is better than the computed one; negative: worse. Blank where either is unknown.",
          "Nombre de crans dont la météo déclarée est plus favorable que la météo calculée ; négatif : moins favorable. Vide si l’une des deux est inconnue."),
        Threshold(0, 1, rising=False)),
    Kpi("declared_better", t("Declared better than computed", "Déclarée plus favorable que calculée"),
        when((filled(this.divergence), when((this.divergence > 0, 1), otherwise=0))), COUNT, SUM,
        t("1 where the declared status is better than the computed one; blank where either is unknown.",
          "1 si la météo déclarée est plus favorable que la météo calculée ; vide si l’une des deux est inconnue.")),
    Kpi("statuses_compared", t("Statuses compared", "Météos comparées"), when((filled(this.divergence), 1)), COUNT, SUM,
        t("1 where both a declared and a computed status are known.", "1 si la météo déclarée et la météo calculée sont toutes deux connues.")),
    Kpi("watermelon_share", t("Optimistic statuses", "Météos optimistes"), this.declared_better / this.statuses_compared, PERCENT, RECOMPUTE,
        t("Share of the projects with both statuses that declare a better one than computed.",
          "Part des projets ayant les deux météos qui en déclarent une plus favorable que la météo calculée."),
        Threshold(0.10, 0.25, rising=False)),
)  # fmt: skip
