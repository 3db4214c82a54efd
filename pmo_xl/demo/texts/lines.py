"""What a demo project spends on: the budget lines it may have, and why they overrun."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.base.text import Text, t


@dataclass(frozen=True, slots=True)
class Line:
    """One budget line: its share of the budget, how often it exists, and in which phases it is spent.

    ``phases`` weighs the phases from initiation to closure.
    """

    category: str
    words: Text
    capex: str
    run: str
    share: tuple[float, float]
    chance: float
    phases: tuple[float, float, float, float, float, float]
    account: str


TEAM = Line(
    "labour_internal", t("Project team", "Équipe projet"), "capex", "build",
    (0.20, 0.32), 1, (3, 2, 1, 1, 1, 3), "641100",
)  # fmt: skip
USERS = Line(
    "labour_internal", t("Business experts and testers", "Experts métier et recetteurs"), "opex", "build",
    (0.08, 0.14), 1, (2, 2, 0.5, 3, 2, 1), "641200",
)  # fmt: skip
CONTINGENCY = Line(
    "contingency", t("Contingency reserve", "Provision pour aléas"), "capex", "build",
    (0, 0), 1, (0.5, 0.8, 1, 1.2, 1.2, 0.5), "658000",
)  # fmt: skip

PURCHASES = (
    Line("labour_external", t("Integrator", "Intégrateur"), "capex", "build", (0.20, 0.34), 1, (0.1, 1, 3, 2, 1, 0.2), "604000"),
    Line("labour_external", t("Project support", "Assistance à maîtrise d’ouvrage"), "opex", "build", (0.05, 0.10), 0.6, (2, 2, 1, 1, 1, 1), "622600"),
    Line("licences", t("Software licences", "Licences logicielles"), "capex", "build", (0.06, 0.14), 0.75, (0.1, 0.6, 3, 1, 1, 0.1), "205000"),
    Line("hardware", t("Servers and equipment", "Serveurs et équipements"), "capex", "build", (0.08, 0.20), 0.45, (0.1, 0.5, 3, 1, 2, 0.1), "218300"),
    Line("cloud", t("Hosting", "Hébergement"), "opex", "run", (0.03, 0.09), 0.7, (0.1, 0.5, 1, 2, 2, 2), "613500"),
    Line("training", t("User training", "Formation des utilisateurs"), "opex", "build", (0.02, 0.05), 0.85, (0.1, 0.1, 0.2, 1, 4, 0.5), "633300"),
    Line("travel", t("Travel", "Déplacements"), "opex", "build", (0.01, 0.02), 0.7, (1, 1, 1, 1, 2, 1), "625100"),
    Line("other", t("Miscellaneous services", "Prestations diverses"), "opex", "build", (0.01, 0.02), 0.3, (1, 1, 1, 1, 1, 1), "628000"),
)  # fmt: skip

OVERRUN = {
    True: (
        t("Additional workload after requirements were clarified; change request {ref} submitted",
          "Charge supplémentaire après précision des exigences ; demande de changement {ref} déposée"),
        t("Second acceptance cycle not foreseen; to be decided by the steering committee ({ref})",
          "Second cycle de recette non prévu ; arbitrage attendu en comité de pilotage ({ref})"),
        t("Team kept longer than planned, see {ref}", "Équipe maintenue plus longtemps que prévu, voir {ref}"),
    ),
    False: (
        t("Prices revised at renewal of the contract, see {ref}", "Tarifs révisés au renouvellement du marché, voir {ref}"),
        t("Quantities revised after detailed design, see {ref}", "Quantités revues après la conception détaillée, voir {ref}"),
    ),
}  # fmt: skip
"""Why a line lands above its budget: whether it is labour, then the reasons."""

DRAWN = t(
    "Funded from the contingency reserve, decision {ref}",
    "Financé par la provision pour aléas, décision {ref}",
)
RELEASED = t("Part of the reserve released, decision {ref}", "Provision consommée en partie, décision {ref}")
ENLARGED = t("Scope extension approved, {ref}", "Extension de périmètre validée, {ref}")

STATUS = {
    "green": t("On plan. Next milestone confirmed.", "Conforme au plan. Prochain jalon confirmé."),
    "amber": t("Under watch: recovery actions are running and will be reviewed with the sponsor in two weeks.",
               "Sous surveillance : plan de rattrapage en cours, point avec le commanditaire sous quinze jours."),
    "red": t("Estimate at completion and dates no longer hold; the steering committee decides on scope and reserve this month.",
             "L’atterrissage et les délais ne tiennent plus ; arbitrage du périmètre et de la provision en comité ce mois-ci."),
    "grey": t("Approved, not started yet.", "Validé, non démarré."),
    "blue": t("Delivered and closed; final accounts settled.", "Livré et clôturé ; comptes soldés."),
}  # fmt: skip
