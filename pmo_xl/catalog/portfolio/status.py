"""The traffic lights that stand beside the declared status."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Kpi, light, worst
from pmo_xl.core.definition.measures import LIGHT, NONE
from pmo_xl.core.expr.algebra import this

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
          "Le pire des météos délais, coûts et risques ; elle figure à côté de la météo déclarée.")),
)  # fmt: skip
