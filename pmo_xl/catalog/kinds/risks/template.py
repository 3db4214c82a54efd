"""The workbook of a risk register."""

from __future__ import annotations

from pmo_xl.catalog.kinds.risks.table import Risks
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.model import Template

TEMPLATE = Template(
    kind="risks",
    version="1",
    order=20,
    title=t("Risk register", "Registre des risques"),
    purpose=t(
        "Risks: rating, response, owner.",
        "Risques : cotation, réponse, porteur.",
    ),
    tables=(Risks,),
)
