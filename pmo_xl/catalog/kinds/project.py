"""The project sheet, the first of every workbook: who reports, on what, as of when."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import FULL, LIGHT, STANDARD, amount, choice, date, text
from pmo_xl.core.definition.model import Record, Rule
from pmo_xl.core.definition.vocabulary import Vocabulary
from pmo_xl.core.expr.algebra import filled, this
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Ref
from pmo_xl.core.expr.typed_cells import SaysNothing
from pmo_xl.core.flow.expected import ENDED


class ProjectType(Choice):
    REGULATORY = "regulatory", "Regulatory", "Réglementaire"
    STRATEGIC = "strategic", "Strategic", "Stratégique"
    MAINTENANCE = "maintenance", "Maintenance", "Maintien", "maintien en condition opérationnelle", "mco"
    INNOVATION = "innovation", "Innovation", "Innovation"


class Phase(Choice):
    INITIATE = "initiate", "Initiation", "Cadrage", "scoping"
    DESIGN = "design", "Design", "Conception"
    BUILD = "build", "Build", "Réalisation"
    TEST = "test", "Acceptance", "Recette", "testing", "uat"
    DEPLOY = "deploy", "Deployment", "Déploiement", "roll-out"
    CLOSE = "close", "Closure", "Clôture", "closing"
    OPERATE = "operate", "Operation", "Exploitation", "run"


class Rag(Choice):
    GREEN = "green", "● Green", "● Vert", "Green", "Vert", "G", "V"
    AMBER = "amber", "▲ Amber", "▲ Orange", "Amber", "Orange", "A", "O"
    RED = "red", "◆ Red", "◆ Rouge", "Red", "Rouge", "R"
    GREY = "grey", "○ Not started", "○ Non démarré", "Grey", "Gris", "Not started", "Non démarré"
    BLUE = "blue", "■ Closed", "■ Clos", "Blue", "Bleu", "Closed", "Clos"


IS_CLOSED = (filled(this.rag_declared) & (this.rag_declared == Rag.BLUE)) | (Ref(ENDED) == 1)
"""Whether a project is over, by its own sheet or by the project register: nothing of it is to be steered any more."""

IDENTITY = t("Identity", "Identité")
GOVERNANCE = t("Governance", "Gouvernance")
DATES = t("Dates", "Dates")
MONEY = t("Money", "Budget")
STATUS = t("Status", "Météo")


_WORDS = Vocabulary(
    sure={
        "project_id": "project code | project no | project number | project ref | code du projet | n° projet | identifiant projet | ID projet | réf projet",
        "project_name": "project | project title | name of project | projet | nom du projet | intitulé projet | libellé projet | titre du projet",
        "status_date": "data date | as of | as at | reporting date | report date | status as of | date of report | situation au | arrêté au | date de situation | date d'état | date du reporting | état au",
        "currency": "reporting currency | monnaie | devise du projet",
        "project_manager": "PM | project lead | CP | chef de projet MOA | responsable projet | responsable du projet",
        "sponsor": "project sponsor | SRO | executive | sponsor du projet",
        "programme_id": "program | programme name | nom du programme",
    },
    perhaps={
        "project_name": "name | title | intitulé | nom",
    },
)  # fmt: skip


class Project(Record):
    """Who reports, on which project, as of which date."""

    key, heading = "project", t("Project", "Projet")
    vocabulary = _WORDS
    open_where = ~filled(this.rag_declared) | (this.rag_declared != Rag.BLUE)

    project_id = text(
        "Project ID",
        "Code projet",
        t("2 to 20 capitals, digits or hyphens, as in the project register.",
          "2 à 20 majuscules, chiffres ou tirets, comme dans le référentiel des projets."),
        required=LIGHT,
        pattern=r"[A-Z0-9_-]{2,20}",
        pattern_says=t("2 to 20 capitals, digits or hyphens", "2 à 20 majuscules, chiffres ou tirets"),
        band=IDENTITY,
        example="P001",
    )  # fmt: skip
    project_name = text(
        "Project name", "Intitulé du projet", required=LIGHT, max_length=120, band=IDENTITY,
        example=t("Customer portal renewal", "Refonte du portail client"),
    )  # fmt: skip
    status_date = date(
        "Status date",
        "Date d’arrêté",
        t("The day as of which progress and costs are reported; the same in every file of the period.",
          "Jour auquel l’avancement et les coûts sont arrêtés ; le même dans tous les fichiers de la période."),
        required=LIGHT,
        band=IDENTITY,
        example="2026-03-31",
    )  # fmt: skip
    currency = text(
        "Currency",
        "Devise",
        t("Three-letter ISO 4217 code of all amounts in this workbook.",
          "Code ISO 4217 à trois lettres de tous les montants de ce classeur."),
        required=LIGHT,
        pattern=r"[A-Z]{3}",
        pattern_says=t("a three-letter ISO 4217 code such as EUR", "un code ISO 4217 à trois lettres, par exemple EUR"),
        band=IDENTITY,
        example="EUR",
    )  # fmt: skip
    project_manager = text(
        "Project manager", "Chef de projet", required=STANDARD, max_length=80, person=True, band=GOVERNANCE,
        example="Claire Martin",
    )  # fmt: skip
    sponsor = text(
        "Sponsor",
        "Commanditaire",
        required=FULL,
        max_length=80,
        person=True,
        band=GOVERNANCE,
        example="Paul Durand",
    )
    pmo_contact = text("PMO contact", "Correspondant PMO", max_length=80, person=True, band=GOVERNANCE)
    programme_id = text("Programme", "Programme", max_length=60, band=GOVERNANCE, example="Digital")
    portfolio_id = text("Portfolio", "Portefeuille", max_length=60, band=GOVERNANCE)
    business_unit = text("Business unit", "Direction", required=FULL, max_length=60, band=GOVERNANCE)
    domain = text("Domain", "Domaine", required=FULL, max_length=60, band=GOVERNANCE)
    objective_id = text("Strategic objective", "Objectif stratégique", max_length=60, band=GOVERNANCE)
    type = choice(ProjectType, "Project type", "Type de projet", required=FULL, band=GOVERNANCE)
    phase = choice(Phase, "Phase", "Phase", required=FULL, band=GOVERNANCE, example="build")
    start_baseline = date("Baseline start", "Début de référence", band=DATES)
    finish_baseline = date("Baseline finish", "Fin de référence", band=DATES)
    finish_forecast = date(
        "Forecast finish",
        "Fin prévisionnelle",
        t("When the project is expected to finish.", "La date d’atterrissage."),
        band=DATES,
    )
    finish_actual = date("Actual finish", "Fin réelle", band=DATES)
    contingency_initial = amount(
        "Contingency reserve", "Provision pour aléas",
        t("Reserve for identified risks, inside the budget at completion.",
          "Provision pour risques identifiés, incluse dans le budget à l’achèvement."),
        band=MONEY,
    )  # fmt: skip
    contingency_drawn = amount("Contingency drawn", "Provision consommée", band=MONEY)
    management_reserve = amount(
        "Management reserve", "Réserve de management",
        t("Reserve for unknowns, outside the budget at completion.",
          "Réserve pour imprévus, hors budget à l’achèvement."),
        band=MONEY,
    )  # fmt: skip
    rag_declared = choice(
        Rag, "Declared status", "Météo déclarée",
        t("Your own judgement; it stands beside the computed one.",
          "Votre propre appréciation ; elle figure à côté de la météo calculée."),
        required=FULL, band=STATUS, example="green", former=(t("Overall status", "Météo du projet"),),
    )  # fmt: skip
    comment = text("Comment", "Commentaire", max_length=1000, band=STATUS)
    prepared_by = text("Prepared by", "Établi par", max_length=80, person=True, band=STATUS)
    approved_by = text("Approved by", "Validé par", max_length=80, person=True, band=STATUS)

    rules = (
        Rule(
            "PLN-01",
            this.finish_baseline >= this.start_baseline,
            at="finish_baseline",
            says=t("Baseline finish before baseline start", "Fin de référence avant le début de référence"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
        ),
    )
    live = (
        Rule(
            "XSH-11",
            ((this.rag_declared != Rag.AMBER) & (this.rag_declared != Rag.RED))
            | ~SaysNothing(this.comment, free=True),
            at="comment",
            says=t("Amber or red without a word", "Orange ou rouge sans explication"),
            fix=t("Say why, and what will bring it back to green.", "Dites pourquoi, et ce qui ramènera au vert."),
        ),
    )  # fmt: skip
