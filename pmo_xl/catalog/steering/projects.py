"""The project register: which projects there are, which of them report, and who answers for each."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, choice, integer, text
from pmo_xl.core.definition.model import Table, Template
from pmo_xl.core.expr.algebra import filled, this
from pmo_xl.core.expr.choice import Choice


class ReturnLanguage(Choice):
    ENGLISH = "en", "English", "Anglais"
    FRENCH = "fr", "French", "Français"


class Expected(Choice):
    YES = "yes", "Yes", "Oui", "y", "o", "x"
    NO = "no", "No", "Non", "n"


class Mandatory(Choice):
    YES = "yes", "Yes", "Oui", "y", "o", "x"
    NO = "no", "No", "Non", "n"


class Situation(Choice):
    IDEA = "idea", "Idea", "Idée"
    CANDIDATE = "candidate", "Candidate", "Candidat"
    ACTIVE = "active", "Active", "En cours"
    PAUSED = "paused", "Paused", "Suspendu", "on hold", "en pause"
    CLOSED = "closed", "Closed", "Clos", "terminé"
    CANCELLED = "cancelled", "Cancelled", "Arrêté", "abandonné"


ENDED = (Situation.CLOSED.key, Situation.CANCELLED.key)
"""Of these nothing is to be steered any more."""


class LifeCycle(Choice):
    WATERFALL = "waterfall", "Waterfall", "Cycle en V"
    AGILE = "agile", "Agile", "Agile"
    HYBRID = "hybrid", "Hybrid", "Hybride"


class Register(Table):
    """Which projects are expected to report, and who answers for them."""

    key, heading = "register", t("Project register", "Référentiel des projets")
    identity = ("project_id",)
    called = ("project_id",)
    open_where = ~filled(this.status) | (
        (this.status != Situation.CLOSED) & (this.status != Situation.CANCELLED)
    )

    project_id = text(
        "Project ID", "Code projet", required=LIGHT, width=13, pattern=r"[A-Z0-9_-]{2,20}",
        pattern_says=t("2 to 20 capitals, digits or hyphens", "2 à 20 majuscules, chiffres ou tirets"),
    )  # fmt: skip
    project_name = text("Project name", "Intitulé du projet", required=LIGHT, max_length=120, width=40)
    programme_id = text("Programme", "Programme", max_length=60, width=20)
    sponsor = text("Sponsor", "Commanditaire", max_length=80, width=22, person=True)
    project_manager = text("Project manager", "Chef de projet", max_length=80, width=22, person=True)
    email = text(
        "E-mail", "Courriel",
        t("The address of the project manager, for reminders. Blank: none is known.",
          "L’adresse du chef de projet, pour les relances. Vide : inconnue."),
        width=30,
    )  # fmt: skip
    currency = text(
        "Currency", "Devise", width=9, pattern=r"[A-Z]{3}",
        pattern_says=t("a three-letter ISO 4217 code such as EUR", "un code ISO 4217 à trois lettres, par exemple EUR"),
    )  # fmt: skip
    language = choice(ReturnLanguage, "Language", "Langue", width=11)
    expected = choice(
        Expected, "Expected", "Attendu",
        t("No: the project need not report this period. Blank: yes, unless its status says that it is not under way.",
          "Non : aucun retour n’est attendu du projet pour la période. Vide : oui, sauf si sa situation indique qu’il n’est pas en cours."),
        width=11,
    )  # fmt: skip
    expected_kinds = text(
        "Expected kinds", "Retours attendus",
        t("The returns that this project owes, separated by commas, such as plan, risks. Blank: those that the settings ask of all.",
          "Les retours attendus de ce projet, séparés par des virgules, par exemple planning, risques. Vide : ceux que les réglages demandent à tous."),
        max_length=200, width=26,
    )  # fmt: skip
    status = choice(
        Situation, "Status", "Situation",
        t("Where the project stands in the portfolio. Blank: active. Only active projects are expected to report.",
          "Où en est le projet dans le portefeuille. Vide : en cours. Seuls les projets en cours doivent un retour."),
        width=12,
    )  # fmt: skip
    objective_id = text(
        "Strategic objective",
        "Objectif stratégique",
        max_length=60,
        width=14,
        folded=True,
        listed="objectives",
    )
    lifecycle = choice(LifeCycle, "Life cycle", "Cycle de vie", width=13, folded=True)
    mandatory = choice(
        Mandatory, "Mandatory", "Obligatoire",
        t("Yes: every selection has it, by law or because it was decided. Blank: no.",
          "Oui : tout arbitrage le retient, parce que la loi ou une décision l’impose. Vide : non."),
        width=12, folded=True,
    )  # fmt: skip
    priority_rank = integer(
        "Priority", "Priorité",
        t("The rank that the PMO gives it; shown beside the computed one.", "Le rang que lui donne le PMO ; affiché à côté du rang calculé."),
        low=1, width=9, folded=True,
    )  # fmt: skip
    start_after = text(
        "Starts after", "Débute après",
        t("The project that it needs: it is chosen only together with it.", "Le projet dont il a besoin : il n’est retenu qu’avec lui."),
        max_length=20, width=13, folded=True, listed="register",
    )  # fmt: skip
    excludes = text(
        "Excludes", "Exclut",
        t("Projects beside which it makes no sense, separated by semicolons.",
          "Projets avec lesquels il est incompatible, séparés par des points-virgules."),
        max_length=200, width=16, folded=True,
    )  # fmt: skip


TEMPLATE = Template(
    "register", "1", 10, Register.heading,
    t("One row per project of the portfolio; type under the last row to add one.",
      "Une ligne par projet du portefeuille ; saisissez sous la dernière ligne pour en ajouter."),
    (Register,),
)  # fmt: skip
