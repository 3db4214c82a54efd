"""What may happen to a demo project: threats and opportunities, said in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.base.text import Text, t


@dataclass(frozen=True, slots=True)
class RiskText:
    """One threat or opportunity. The title ends with the thing it bears on: ``title: part``."""

    category: str
    objective: str
    title: Text
    cause: Text
    event: Text
    effect: Text
    action: Text


THREATS = (
    RiskText(
        "supplier", "schedule",
        t("Late delivery by the supplier", "Retard de livraison du prestataire"),
        t("The supplier's team is shared with another client", "L’équipe du prestataire est partagée avec un autre client"),
        t("The version arrives after the agreed date", "La version arrive après la date convenue"),
        t("Acceptance starts late and go-live moves", "La recette démarre tard et la mise en service glisse"),
        t("Weekly supplier review, penalty clause", "Revue hebdomadaire du prestataire, clause de pénalités"),
    ),
    RiskText(
        "supplier", "cost",
        t("Licence price increase", "Hausse du prix des licences"),
        t("The publisher is changing its price model", "L’éditeur change son modèle tarifaire"),
        t("The renewal is invoiced at the new rate", "Le renouvellement est facturé au nouveau tarif"),
        t("The licence line exceeds its budget", "La ligne de licences dépasse son budget"),
        t("Negotiate a three-year price lock", "Négocier un blocage des prix sur trois ans"),
    ),
    RiskText(
        "resources", "schedule",
        t("Departure of a key expert", "Départ d’un expert clé"),
        t("One person alone knows the existing system", "Une seule personne connaît le système existant"),
        t("That person leaves before the handover", "Cette personne part avant le transfert"),
        t("Analysis has to be redone, several weeks lost", "L’analyse est à refaire, plusieurs semaines perdues"),
        t("Pair working and written handover notes", "Travail en binôme et documentation du transfert"),
    ),
    RiskText(
        "resources", "quality",
        t("Business users not available for acceptance", "Métiers indisponibles pour la recette"),
        t("Acceptance coincides with the annual closing", "La recette coïncide avec la clôture annuelle"),
        t("Fewer testers than planned are released", "Moins de recetteurs que prévu sont libérés"),
        t("Defects are found after go-live", "Des anomalies sont découvertes après la mise en service"),
        t("Reserve testers by name three months ahead", "Réserver les recetteurs nominativement trois mois avant"),
    ),
    RiskText(
        "technical", "schedule",
        t("Interface more complex than expected", "Interface plus complexe que prévu"),
        t("The existing system is poorly documented", "Le système existant est mal documenté"),
        t("Exchanges fail in integration tests", "Les échanges échouent en recette technique"),
        t("Additional development and a new test cycle", "Développements complémentaires et nouveau cycle de tests"),
        t("Early prototype of the critical exchanges", "Maquette précoce des échanges critiques"),
    ),
    RiskText(
        "technical", "quality",
        t("Insufficient performance under load", "Performances insuffisantes en charge"),
        t("Volumes were estimated on old figures", "Les volumes ont été estimés sur des chiffres anciens"),
        t("Response times exceed the target", "Les temps de réponse dépassent la cible"),
        t("Users reject the solution at peak hours", "Les utilisateurs rejettent la solution aux heures de pointe"),
        t("Load tests from the first version on", "Tests de charge dès la première version"),
    ),
    RiskText(
        "technical", "quality",
        t("Poor quality of migrated data", "Qualité insuffisante des données reprises"),
        t("Duplicates were never cleaned in the old system", "Les doublons n’ont jamais été traités dans l’ancien système"),
        t("Records are rejected at migration", "Des enregistrements sont rejetés à la bascule"),
        t("Manual correction and postponed cut-over", "Corrections manuelles et bascule reportée"),
        t("Cleansing campaign and two dry runs", "Campagne de fiabilisation et deux reprises à blanc"),
    ),
    RiskText(
        "scope", "cost",
        t("Scope growth during design", "Dérive du périmètre en conception"),
        t("Requirements were approved at a high level only", "Les exigences n’ont été validées qu’à grosse maille"),
        t("Business lines ask for additional functions", "Les métiers demandent des fonctions supplémentaires"),
        t("The budget and the dates no longer hold", "Le budget et les délais ne tiennent plus"),
        t("Change board, and a must-have list signed", "Comité des évolutions, liste d’indispensables signée"),
    ),
    RiskText(
        "scope", "benefits",
        t("Process differences between countries", "Écarts de processus entre pays"),
        t("Each entity keeps its own practices", "Chaque entité conserve ses pratiques"),
        t("The common model is refused by one entity", "Le modèle commun est refusé par une entité"),
        t("A local variant has to be maintained", "Une variante locale est à maintenir"),
        t("Arbitration by the sponsor at each stage", "Arbitrage du commanditaire à chaque étape"),
    ),
    RiskText(
        "schedule", "schedule",
        t("Test environment available too late", "Environnement de recette disponible trop tard"),
        t("Hosting teams are saturated until summer", "Les équipes d’hébergement sont saturées jusqu’à l’été"),
        t("The environment is delivered after the build", "L’environnement est livré après la réalisation"),
        t("Acceptance is compressed or postponed", "La recette est compressée ou reportée"),
        t("Order the environment at project approval", "Commander l’environnement dès la validation du projet"),
    ),
    RiskText(
        "schedule", "schedule",
        t("Change freeze at year end", "Gel des changements de fin d’année"),
        t("No production change is allowed in December", "Aucune mise en production n’est permise en décembre"),
        t("The cut-over misses its last window", "La bascule manque sa dernière fenêtre"),
        t("Go-live moves to the following quarter", "La mise en service passe au trimestre suivant"),
        t("Intermediate cut-over date held in reserve", "Date de bascule intermédiaire tenue en réserve"),
    ),
    RiskText(
        "cost", "cost",
        t("Daily rates above assumption", "Taux journaliers supérieurs à l’hypothèse"),
        t("The framework contract expires during the project", "Le marché-cadre expire en cours de projet"),
        t("New rates apply to the remaining work", "De nouveaux taux s’appliquent au reste à faire"),
        t("Estimate at completion above the budget of services", "Atterrissage au-dessus du budget de prestations"),
        t("Order the remaining days before expiry", "Commander les jours restants avant l’échéance"),
    ),
    RiskText(
        "cost", "cost",
        t("Hosting consumption underestimated", "Consommation d’hébergement sous-estimée"),
        t("Sizing rests on the pilot only", "Le dimensionnement repose sur le seul pilote"),
        t("Monthly invoices exceed the forecast", "Les factures mensuelles dépassent la prévision"),
        t("Running costs rise above the business case", "Les coûts récurrents dépassent l’étude d’opportunité"),
        t("Consumption alerts and monthly review", "Alertes de consommation et revue mensuelle"),
    ),
    RiskText(
        "organisation", "benefits",
        t("Resistance of users to the new process", "Réticence des utilisateurs au nouveau processus"),
        t("Middle management was involved late", "L’encadrement de proximité a été associé tardivement"),
        t("Teams keep working with the old tool", "Les équipes continuent avec l’ancien outil"),
        t("Benefits come later than announced", "Les gains arrivent plus tard qu’annoncé"),
        t("Network of ambassadors, training by role", "Réseau d’ambassadeurs, formation par métier"),
    ),
    RiskText(
        "organisation", "schedule",
        t("Reorganisation of the sponsoring department", "Réorganisation de la direction commanditaire"),
        t("A reorganisation is announced for the autumn", "Une réorganisation est annoncée pour l’automne"),
        t("The sponsor changes during the project", "Le commanditaire change en cours de projet"),
        t("Decisions wait and priorities are reviewed", "Les arbitrages attendent et les priorités sont revues"),
        t("Name a deputy sponsor now", "Désigner dès maintenant un commanditaire suppléant"),
    ),
    RiskText(
        "legal", "compliance",
        t("Privacy assessment not approved in time", "Analyse d’impact RGPD non validée à temps"),
        t("New personal data are processed", "De nouvelles données personnelles sont traitées"),
        t("The data protection officer asks for changes", "Le délégué à la protection des données demande des évolutions"),
        t("Go-live is forbidden until they are made", "La mise en service est interdite d’ici là"),
        t("Involve the officer from design on", "Associer le délégué dès la conception"),
    ),
    RiskText(
        "legal", "compliance",
        t("Regulation changes before go-live", "Évolution réglementaire avant la mise en service"),
        t("The final text is still being discussed", "Le texte définitif est encore en discussion"),
        t("The obligations differ from the draft", "Les obligations diffèrent du projet de texte"),
        t("Part of the design has to be revised", "Une partie de la conception est à reprendre"),
        t("Legal watch and parametrised rules", "Veille juridique et règles paramétrables"),
    ),
    RiskText(
        "security", "reputation",
        t("Vulnerability found before go-live", "Vulnérabilité découverte avant la mise en service"),
        t("Components are exposed on the internet", "Des composants sont exposés sur Internet"),
        t("The penetration test finds a critical flaw", "Le test d’intrusion révèle une faille critique"),
        t("Correction and new test before opening", "Correction et nouveau test avant ouverture"),
        t("Code review and early penetration test", "Revue de code et test d’intrusion anticipé"),
    ),
    RiskText(
        "security", "compliance",
        t("Excessive access rights", "Habilitations trop larges"),
        t("Profiles are copied from the old system", "Les profils sont recopiés de l’ancien système"),
        t("People keep rights they should not have", "Des personnes conservent des droits indus"),
        t("Audit remark and urgent correction", "Remarque d’audit et correction en urgence"),
        t("Rebuild the profiles by role", "Reconstruire les profils par métier"),
    ),
    RiskText(
        "external", "schedule",
        t("Shortage of equipment", "Pénurie de matériel"),
        t("Delivery times have doubled on the market", "Les délais de livraison ont doublé sur le marché"),
        t("Equipment arrives after the installation window", "Le matériel arrive après la fenêtre d’installation"),
        t("Sites are equipped one quarter late", "Les sites sont équipés avec un trimestre de retard"),
        t("Order long lead items now, second source", "Commander tôt le matériel critique, seconde source"),
    ),
)  # fmt: skip

OPPORTUNITIES = (
    RiskText(
        "supplier", "cost",
        t("Volume discount with another project", "Remise de volume avec un autre projet"),
        t("Two projects buy from the same publisher", "Deux projets achètent au même éditeur"),
        t("A joint order reaches the next discount", "Une commande commune atteint le palier suivant"),
        t("Savings on the licence line", "Économies sur la ligne de licences"),
        t("Prepare a joint consultation with purchasing", "Préparer une consultation commune avec les achats"),
    ),
    RiskText(
        "technical", "schedule",
        t("Reuse of an existing component", "Réutilisation d’un composant existant"),
        t("A neighbouring project delivers a similar component", "Un projet voisin livre un composant similaire"),
        t("The component covers our need as it is", "Le composant couvre notre besoin en l’état"),
        t("Less development and earlier acceptance", "Moins de développements et recette avancée"),
        t("Fit study before the end of design", "Étude d’adéquation avant la fin de la conception"),
    ),
    RiskText(
        "cost", "cost",
        t("Subsidy for energy savings", "Subvention pour économies d’énergie"),
        t("A public scheme finances this kind of equipment", "Un dispositif public finance ce type d’équipement"),
        t("Our file is accepted by the agency", "Notre dossier est accepté par l’organisme"),
        t("Part of the investment is refunded", "Une partie de l’investissement est remboursée"),
        t("File the application before the deadline", "Déposer le dossier avant la date limite"),
    ),
)  # fmt: skip
