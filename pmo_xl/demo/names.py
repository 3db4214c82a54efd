"""The names a demo portfolio draws from: people, programmes, projects, suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from pmo_xl.core.base.text import Text, same, t

# First and last names of one country stay together, so that a name sounds like one.
_PEOPLE: tuple[tuple[str, str], ...] = (
    (
        "Claire Hélène Julien Mathieu Aurélie Sébastien Camille Étienne",
        "Martin Lefèvre Garnier Moreau Chevallier Besson",
    ),
    ("Nadia Karim Samira Yacine Leïla Mehdi", "Benali Haddad Cherif Mansouri Bouzid Tazi"),
    ("Aïssatou Mamadou Fatou Ousmane Awa Cheikh", "Diallo Ndiaye Traoré Sarr Koné Cissé"),
    ("Oliver Emma Rhys Charlotte Fiona Callum", "Hughes Bennett Walsh Campbell Fletcher Whitmore"),
    ("Anja Lukas Katrin Jürgen Sabine Matthias", "Weber Schneider Hoffmann Krüger Brandt Vogel"),
    ("Lucía Javier Marta Álvaro Inés Diego", "García Navarro Romero Ortega Molina Vidal"),
    ("Giulia Marco Chiara Alessandro Francesca Davide", "Rossi Ferrari Conti Marchetti Galli Bianchi"),
    ("Agnieszka Piotr Katarzyna Tomasz Magdalena Jakub", "Kowalska Nowak Zieliński Mazur Wójcik Dudek"),
    ("Inês Tiago Beatriz Rui Joana Nuno", "Almeida Ferreira Carvalho Teixeira Pinto Moura"),
    ("Sanne Bram Femke Jeroen Lotte Maarten", "Bakker Visser Smit Mulder Vermeulen Dekker"),
    ("Ingrid Lars Astrid Mikkel Sofia Henrik", "Lindqvist Hansen Nyberg Dahl Eriksson Holm"),
    ("Priya Arjun Ananya Rohan Kavita Vikram", "Sharma Iyer Menon Patel Reddy Kulkarni"),
    ("Mei Wei Linh Minh Yuki Kenji", "Chen Lin Tran Nguyen Tanaka Mori"),
)

LEAVER = "Solveig Aubry"
"""Somebody who left two months before the status date, and answers for nothing any more."""
NAMESAKE = "Sacha Renard"
"""Two people bear this name: nobody can know whom it means."""


def people(rng: Random, count: int) -> list[str]:
    """That many different people, in random order; names repeat only when all have been used."""
    everyone = [
        f"{first} {last}" for firsts, lasts in _PEOPLE for first in firsts.split() for last in lasts.split()
    ]
    rng.shuffle(everyone)
    return [everyone[place % len(everyone)] for place in range(count)]


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme: what its projects are called, what they build, who owns them."""

    name: Text
    unit: Text
    objective: str
    projects: tuple[Text, ...]
    parts: tuple[Text, ...]


PROGRAMMES = (
    Programme(
        t("Digital", "Numérique"), t("IT", "DSI"), "OS-1",
        (
            t("Supplier portal", "Portail fournisseurs"),
            t("Electronic signature", "Signature électronique"),
            t("Field service mobile app", "Application mobile des techniciens"),
            t("Paperless invoicing", "Dématérialisation des factures"),
            t("Intranet renewal", "Refonte de l’intranet"),
            t("Claims self-service", "Déclaration de sinistre en ligne"),
            t("Digital workplace", "Poste de travail numérique"),
            t("API platform", "Plateforme d’API"),
        ),
        (
            t("user portal", "portail utilisateur"), t("mobile app", "application mobile"),
            t("workflow engine", "moteur de workflow"), t("ERP interface", "interface ERP"),
            t("document store", "gestion documentaire"), t("single sign-on", "authentification unique"),
        ),
    ),
    Programme(
        t("Infrastructure", "Infrastructure"), t("Production and networks", "Production et réseaux"), "OS-2",
        (
            t("Data centre move", "Déménagement du centre de données"),
            t("Network renewal", "Renouvellement du réseau"),
            t("Cloud migration", "Migration vers le cloud"),
            t("Backup and recovery", "Sauvegarde et reprise d’activité"),
            t("Telephony replacement", "Remplacement de la téléphonie"),
            t("Server virtualisation", "Virtualisation des serveurs"),
            t("Site Lyon fit-out", "Aménagement du site de Lyon"),
            t("Workstation upgrade", "Montée de version des postes"),
        ),
        (
            t("core network", "cœur de réseau"), t("storage", "stockage"),
            t("hosting platform", "plateforme d’hébergement"), t("monitoring", "supervision"),
            t("backup chain", "chaîne de sauvegarde"), t("access switches", "commutateurs d’accès"),
        ),
    ),
    Programme(
        t("Compliance", "Conformité"), t("Risk and compliance", "Risques et conformité"), "OS-3",
        (
            t("Data protection programme", "Mise en conformité RGPD"),
            t("Anti-money-laundering screening", "Filtrage anti-blanchiment"),
            t("Sustainability reporting", "Reporting de durabilité"),
            t("Access rights review", "Revue des habilitations"),
            t("Operational resilience", "Résilience opérationnelle"),
            t("Records retention", "Archivage légal"),
            t("Third-party risk", "Maîtrise du risque fournisseurs"),
            t("Tax reporting", "Déclarations fiscales"),
        ),
        (
            t("screening engine", "moteur de filtrage"), t("audit trail", "piste d’audit"),
            t("reporting datamart", "magasin de données réglementaires"), t("consent register", "registre des consentements"),
            t("case management", "gestion des dossiers"), t("controls library", "référentiel de contrôles"),
        ),
    ),
    Programme(
        t("Customer", "Client"), t("Sales and marketing", "Commerce et marketing"), "OS-4",
        (
            t("Customer portal renewal", "Refonte du portail client"),
            t("Contact centre", "Centre de contacts"),
            t("Loyalty scheme", "Programme de fidélité"),
            t("CRM consolidation", "Consolidation du CRM"),
            t("Online shop", "Boutique en ligne"),
            t("Complaint handling", "Traitement des réclamations"),
            t("Pricing engine", "Moteur de tarification"),
            t("Branch of the future", "Agence de demain"),
        ),
        (
            t("customer account", "compte client"), t("payment module", "module de paiement"),
            t("campaign tool", "outil de campagnes"), t("chat service", "messagerie instantanée"),
            t("product catalogue", "catalogue produits"), t("order tracking", "suivi des commandes"),
        ),
    ),
    Programme(
        t("Data", "Données"), t("Data office", "Direction des données"), "OS-5",
        (
            t("Data warehouse", "Entrepôt de données"),
            t("Master data management", "Référentiel de données maîtres"),
            t("Management dashboards", "Tableaux de bord de direction"),
            t("Data quality", "Qualité des données"),
            t("Demand forecasting", "Prévision de la demande"),
            t("Customer 360", "Vision client 360"),
            t("Open data publication", "Publication de données ouvertes"),
            t("Data catalogue", "Catalogue de données"),
        ),
        (
            t("ingestion pipeline", "chaîne d’alimentation"), t("reference model", "modèle de référence"),
            t("reporting layer", "couche de restitution"), t("matching rules", "règles de rapprochement"),
            t("quality controls", "contrôles de qualité"), t("forecast model", "modèle de prévision"),
        ),
    ),
    Programme(
        t("Operations", "Opérations"), t("Operations", "Opérations"), "OS-6",
        (
            t("Warehouse automation", "Automatisation de l’entrepôt"),
            t("Fleet renewal", "Renouvellement de la flotte"),
            t("Maintenance planning", "Planification de la maintenance"),
            t("Procurement transformation", "Transformation des achats"),
            t("HR system", "SIRH"),
            t("Treasury system", "Outil de trésorerie"),
            t("Production scheduling", "Ordonnancement de la production"),
            t("Energy efficiency of buildings", "Efficacité énergétique des bâtiments"),
        ),
        (
            t("planning module", "module de planification"), t("handheld terminals", "terminaux portables"),
            t("stock interface", "interface stocks"), t("conveyor line", "ligne de convoyage"),
            t("purchasing workflow", "circuit d’achat"), t("field sensors", "capteurs terrain"),
        ),
    ),
)  # fmt: skip

DOMAINS = (t("Applications", "Applications"), t("Technology", "Technique"), t("Business change", "Métiers"))

SUPPLIERS = tuple(
    same(name)
    for name in (
        "Novarel", "Altiq Conseil", "Brightwell Systems", "Sidéral Numérique", "Kestrel & Co", "Meridia",
        "Ostwald Technik", "Quantexa Sud", "Perspecta Nord", "Velanor", "Horizon Intégration", "Calder Grove",
    )
)  # fmt: skip
