"""What the follow-up of a demo project says, in both languages."""

from __future__ import annotations

from pmo_xl.core.base.text import t

BODIES = (t("Steering committee", "COPIL"), t("Project board", "COPROJ"))
"""The bodies that decide: the first on money and scope, the second on the rest."""

EXTERNAL = t("external", "externe")
"""What stands for another project where that is none of the portfolio."""

COMMENTS = {
    "schedule": t("Acceptance slips: the test data came two weeks late", "La recette glisse : les jeux de données sont arrivés avec deux semaines de retard"),
    "cost": t("The estimate at completion is above budget since the second acceptance cycle", "L’atterrissage dépasse le budget depuis le second cycle de recette"),
    "scope": t("Three requirements of the business are still under discussion", "Trois exigences du métier restent en discussion"),
    "risks": t("The supplier’s capacity is not confirmed for the next stage", "La capacité du prestataire n’est pas confirmée pour la prochaine étape"),
    "resources": t("One developer short until the end of the quarter", "Il manque un développeur jusqu’à la fin du trimestre"),
    "overall": t("Dates no longer hold without the measures below", "Sans les mesures ci-dessous, les délais ne tiennent plus"),
}  # fmt: skip
PATHS = {
    "schedule": t("Two more testers, retest of the blocking defects first", "Deux testeurs de plus, anomalies bloquantes rejouées en priorité"),
    "cost": t("Scope of lot 2 reduced, reserve asked of the committee", "Périmètre du lot 2 réduit, provision demandée au comité"),
    "scope": t("Workshop with the business to settle the three points", "Atelier avec le métier pour trancher les trois points"),
    "risks": t("Written commitment of the supplier, second source consulted", "Engagement écrit du prestataire, seconde source consultée"),
    "resources": t("Replacement from the framework contract", "Remplacement par le marché-cadre"),
    "overall": t("Recovery plan reviewed every fortnight with the sponsor", "Plan de redressement revu tous les quinze jours avec le commanditaire"),
}  # fmt: skip
MESSAGES = {
    "highlight": (
        t("Detailed design signed off by the business", "Conception détaillée validée par le métier"),
        t("Interfaces with finance tested end to end", "Interfaces avec la finance testées de bout en bout"),
        t("Key users named in every unit", "Utilisateurs clés désignés dans chaque direction"),
        t("Hosting environment delivered and accepted", "Environnement d’hébergement livré et réceptionné"),
    ),
    "next_step": (
        t("Start of user acceptance with the pilot site", "Démarrage de la recette utilisateurs avec le site pilote"),
        t("Choice of the training provider", "Choix du prestataire de formation"),
        t("Rehearsal of the data migration", "Répétition de la reprise de données"),
        t("Review of the cut-over plan with operations", "Revue du plan de bascule avec l’exploitation"),
    ),
    "attention": (
        t("Summer leave of the integration team", "Congés d’été de l’équipe d’intégration"),
        t("Freeze period of the finance systems in June", "Période de gel des systèmes financiers en juin"),
        t("Late answer of the works council", "Réponse tardive des instances représentatives du personnel"),
    ),
}  # fmt: skip
ACTIONS = (
    t("Confirm the acceptance environment with operations", "Confirmer l’environnement de recette avec l’exploitation"),
    t("Sign the amendment of the integration contract", "Signer l’avenant au marché d’intégration"),
    t("Send the migration rules to the data owners", "Transmettre les règles de reprise aux propriétaires de données"),
    t("Plan the training of the key users", "Planifier la formation des utilisateurs clés"),
    t("Check the security dossier with the CISO", "Vérifier le dossier de sécurité avec le RSSI"),
    t("Update the business continuity plan", "Mettre à jour le plan de continuité d’activité"),
    t("Collect the acceptance certificates of lot 1", "Recueillir les procès-verbaux de recette du lot 1"),
    t("Prepare the communication to the branches", "Préparer la communication aux agences"),
    t("Review the estimate to complete line by line", "Revoir le reste à faire ligne par ligne"),
    t("Close the reservations of the design review", "Lever les réserves de la revue de conception"),
)  # fmt: skip
ISSUES = (
    (t("Test data are not complete", "Jeux de données de recette incomplets"), t("Acceptance cannot cover invoicing", "La recette ne peut pas couvrir la facturation"),
     t("Mask production data", "Anonymiser des données de production"), "quality"),
    (t("The interface with finance drops records", "L’interface avec la finance perd des enregistrements"), t("Daily accounts do not reconcile", "Les comptes quotidiens ne se rapprochent pas"),
     t("Correction by the integrator, replay of the rejected files", "Correction par l’intégrateur, rejeu des fichiers rejetés"), "quality"),
    (t("The architect is shared with another project", "L’architecte est partagé avec un autre projet"), t("Two design decisions wait", "Deux choix de conception sont en attente"),
     t("Half a week reserved until the end of design", "Une demi-semaine réservée jusqu’à la fin de la conception"), "resources"),
    (t("The supplier delivered version 2 without its documentation", "Le prestataire a livré la version 2 sans sa documentation"), t("Operations refuse to take it over", "L’exploitation refuse la prise en charge"),
     t("Delivery of the documentation before acceptance", "Livraison de la documentation avant la recette"), "schedule"),
    (t("Response times exceed the contract at peak hours", "Temps de réponse supérieurs au contrat aux heures de pointe"), t("Users of the pilot complain", "Les utilisateurs du pilote se plaignent"),
     t("Index review and load test", "Revue des index et test de charge"), "quality"),
)  # fmt: skip
SOLVED = t(
    "Settled with the owner; checked in the weekly review",
    "Réglé avec le responsable ; vérifié en revue hebdomadaire",
)
DECISIONS = (
    (t("Open the pilot to a second site", "Ouvrir le pilote à un second site"), t("Accept: the pilot covers both trades", "Accepter : le pilote couvre les deux métiers")),
    (t("Keep or drop the mobile version of lot 2", "Maintenir ou abandonner la version mobile du lot 2"), t("Drop it: two thirds of the cost for a tenth of the users", "L’abandonner : deux tiers du coût pour un dixième des utilisateurs")),
    (t("Release a part of the contingency reserve", "Libérer une partie de la provision pour aléas"), t("Release: the second acceptance cycle is not avoidable", "Libérer : le second cycle de recette est inévitable")),
    (t("Move go-live after the accounts are closed", "Reporter la mise en service après la clôture comptable"), t("Move it by three weeks: no change during closing", "Reporter de trois semaines : aucun changement pendant la clôture")),
    (t("Choose between the two hosting offers", "Choisir entre les deux offres d’hébergement"), t("Take the second: dearer, but reversible", "Retenir la seconde : plus chère, mais réversible")),
)  # fmt: skip
ACCEPTED = t("Accepted as proposed", "Accepté selon la préconisation")
GROWTH = t("Scope extension: {line}", "Extension de périmètre : {line}")
GROWTH_DECISION = t("Approve the scope extension", "Valider l’extension de périmètre")
CHANGES = (
    (t("Add electronic archiving to lot 2", "Ajouter l’archivage électronique au lot 2"), t("New retention rules", "Nouvelles règles de conservation"), "scope"),
    (t("Second rehearsal of the migration", "Seconde répétition de la reprise"), t("Asked by internal audit", "Demandée par l’audit interne"), "quality"),
    (t("Extend hypercare by one month", "Prolonger d’un mois le support renforcé"), t("Asked by the business", "Demandé par le métier"), "cost"),
)  # fmt: skip
DELIVERABLES = (
    t("Customer master data", "Référentiel clients"),
    t("Single sign-on service", "Service d’authentification unique"),
    t("Interface contract with finance", "Contrat d’interface avec la finance"),
    t("Data warehouse, first release", "Entrepôt de données, première version"),
)
CIRCLE = t("Migration rules, signed off", "Règles de reprise validées")
"""What one project needs of another that waits for it."""
STAKEHOLDERS = (
    t("Works council", "Comité social et économique"),
    t("Heads of branches", "Directeurs d’agence"),
)
ASSUMPTION = t(
    "The data centre moves after go-live", "Le centre de données déménage après la mise en service"
)
DOCUMENT = t("Project charter", "Note de cadrage")
CLOSED = (
    (t("Intranet, first version", "Intranet, première version"), t("Mobile claims", "Sinistres sur mobile"),
     t("Order portal", "Portail de commande"), t("Electronic invoices", "Factures électroniques")),
    (t("Server renewal", "Renouvellement des serveurs"), t("Backup sites", "Sites de secours"),
     t("Office network", "Réseau des bureaux"), t("Workstations", "Postes de travail")),
    (t("Shared service centre", "Centre de services partagés"), t("New job architecture", "Nouvelle grille des emplois"),
     t("Purchasing process", "Processus achats"), t("Branch opening hours", "Horaires des agences")),
)  # fmt: skip
"""Projects that are over, by domain."""
