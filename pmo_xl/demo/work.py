"""What projects do: the phases of a demo plan, their tasks, milestones and deliverables in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.base.text import Text, t


@dataclass(frozen=True, slots=True)
class PhaseWork:
    """One phase: its share of the duration, its cost per day beside the others, and its words.

    A task name may hold ``{part}``: one of the things the project builds.
    """

    key: str
    name: Text
    share: float
    intensity: float
    tasks: tuple[Text, ...]
    milestone: Text
    deliverable: Text
    level: str


PHASES = (
    PhaseWork(
        "initiate", t("Initiation", "Cadrage"), 0.11, 0.6,
        (
            t("Write the business case", "Rédiger l’étude d’opportunité"),
            t("Interview the business lines", "Entretiens avec les métiers"),
            t("Identify requirements and constraints", "Recueil des exigences et contraintes"),
            t("Build the plan and the budget", "Construire le planning et le budget"),
        ),
        t("Project approved", "Jalon – projet validé en comité"),
        t("Project charter", "Note de cadrage"), "1",
    ),
    PhaseWork(
        "design", t("Design", "Conception"), 0.18, 0.9,
        (
            t("Functional specifications", "Spécifications fonctionnelles"),
            t("Technical architecture", "Architecture technique"),
            t("Detailed design – {part}", "Conception détaillée – {part}"),
            t("Select the supplier", "Consultation et choix du prestataire"),
            t("Security and privacy study", "Étude sécurité et protection des données"),
        ),
        t("Design frozen", "Jalon – conception figée"),
        t("Design file", "Dossier de conception"), "2",
    ),
    PhaseWork(
        "build", t("Build", "Réalisation"), 0.40, 1.35,
        (
            t("Set up the environments", "Mise en place des environnements"),
            t("Build – {part}", "Réalisation – {part}"),
            t("Configure – {part}", "Paramétrage – {part}"),
            t("Interfaces and integration", "Interfaces et intégration"),
            t("Data migration, dry run", "Reprise de données à blanc"),
        ),
        t("Build complete", "Jalon – fin de réalisation"),
        t("Version ready for acceptance", "Version livrée en recette"), "2",
    ),
    PhaseWork(
        "test", t("Acceptance", "Recette"), 0.16, 1.0,
        (
            t("Prepare test cases and data", "Cahier de recette et jeux d’essai"),
            t("Integration tests", "Recette technique"),
            t("User acceptance tests", "Recette métier (VABF)"),
            t("Performance and security tests", "Tests de charge et de sécurité"),
        ),
        t("Acceptance signed", "Jalon – PV de recette signé"),
        t("Acceptance report", "Procès-verbal de recette"), "2",
    ),
    PhaseWork(
        "deploy", t("Deployment", "Déploiement"), 0.10, 1.1,
        (
            t("Train the users", "Formation des utilisateurs"),
            t("Migrate the data", "Bascule des données"),
            t("Pilot site", "Site pilote"),
            t("Roll-out and cut-over", "Généralisation et mise en production"),
        ),
        t("Go-live", "Jalon – mise en service"),
        t("Service in production", "Service ouvert en production"), "1",
    ),
    PhaseWork(
        "close", t("Closure", "Clôture"), 0.05, 0.4,
        (
            t("Hand over to operations", "Transfert à l’exploitation"),
            t("Hypercare period", "Vérification de service régulier (VSR)"),
            t("Lessons learned and final accounts", "Bilan de projet et solde des comptes"),
        ),
        t("Project closed", "Jalon – clôture prononcée"),
        t("Closure report", "Bilan de projet"), "3",
    ),
)  # fmt: skip

WHOLE = t("{name}: whole project", "{name} : ensemble du projet")

LATE = (
    t("Key people on another project until the end of the month", "Ressources clés mobilisées sur un autre projet jusqu’à la fin du mois"),
    t("Supplier delivered late; recovery plan agreed", "Livraison tardive du prestataire ; plan de rattrapage convenu"),
    t("Requirements reopened by the business", "Exigences rouvertes par le métier"),
    t("Test environment unavailable for two weeks", "Environnement de recette indisponible pendant deux semaines"),
    t("Decision expected from the steering committee", "Arbitrage attendu du comité de pilotage"),
)  # fmt: skip
