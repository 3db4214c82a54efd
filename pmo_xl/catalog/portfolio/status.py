"""The traffic lights that stand beside the declared status."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Kpi, light, worst
from pmo_xl.core.definition.measures import COUNT, LIGHT, NONE
from pmo_xl.core.expr.algebra import filled, max_over_rows, min_over_rows, own, this, when

STATUS_KPIS = (
    Kpi("rag_schedule", t("Schedule status", "Météo délais"),
        worst(light("slip_wd", rising=False), light("spi"), light("overdue_milestones", rising=False)), LIGHT, NONE,
        t("Worst of slip, SPI and overdue milestones.", "Le pire du glissement, de l’IPD et des jalons en retard.")),
    Kpi("rag_cost", t("Cost status", "Météo coûts"), worst(light("cpi"), light("vac_pct")), LIGHT, NONE,
        t("Worst of CPI and VAC %.", "Le pire de l’IPC et de l’écart à l’achèvement %.")),
    Kpi("rag_risk", t("Risk status", "Météo risques"),
        worst(light("critical_risks", rising=False), light("exposure_pct", rising=False)), LIGHT, NONE,
        t("Worst of critical risks and exposure / BAC.", "Le pire des risques critiques et de l’exposition / BAC.")),
    Kpi("rag", t("Computed status", "Météo calculée"), worst(this.rag_schedule, this.rag_cost, this.rag_risk), LIGHT, NONE,
        t("Worst of schedule, cost and risk status; it stands beside the declared one.",
          "Le pire des météos délais, coûts et risques ; elle figure à côté de la météo déclarée.")),
    Kpi("last_report_ago", t("Last report (months ago)", "Dernier point (mois)"),
        min_over_rows("history", this.months_ago, this.months_ago > 0), COUNT, NONE,
        t("How many months lie between this status date and the latest period before it of which the project is remembered.",
          "Nombre de mois entre la date d’arrêté et la dernière période antérieure dont le projet est connu.")),
    Kpi("rag_before", t("Computed status before", "Météo calculée précédente"),
        max_over_rows("history", this.rag, this.months_ago == own.last_report_ago), COUNT, NONE,
        t("The computed status of that period: 0 no data, 1 green, 2 amber, 3 red.",
          "La météo calculée de cette période : 0 sans donnée, 1 vert, 2 orange, 3 rouge.")),
    Kpi("trend", t("Trend", "Tendance"),
        when((filled(this.rag_before) & (this.rag_before > 0) & (this.rag > 0),
              when((this.rag < this.rag_before, 1), (this.rag > this.rag_before, -1), otherwise=0))), COUNT, NONE,
        t("1 where the computed status is better than before, -1 where it is worse, 0 where it is the same; blank where one of them is unknown.",
          "1 si la météo calculée est meilleure que la précédente, -1 si elle est moins bonne, 0 si elle est la même ; vide si l’une des deux est inconnue.")),
)  # fmt: skip
