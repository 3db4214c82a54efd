"""What people call the fields of the templates, in English and in French, beside the labels we give them.

``SURE`` names mean one field wherever they head a column of that table; ``PERHAPS`` names may mean it, and
need the values, or the other columns, to decide. ``NOT_OURS`` are names that resemble a field and are none.
Names are written as people do; case, accents and punctuation do not count.
"""

from __future__ import annotations

from collections.abc import Mapping

Names = Mapping[str, Mapping[str, str]]
"""Table → field → names, parted by ``|``."""

SURE: Names = {
    "plan": {
        "task_id": "task ID | milestone ID | milestone no | milestone number | ID jalon | code jalon | n° jalon | task no | task number | activity ID | WP ID | line ID | no | nr | num | number | identifier | unique ID | reference | ref | ID tâche | code tâche | numéro | num tâche | n° tâche | identifiant | référence | réf | repère | #",
        "wbs": "WBS code | WBS number | outline number | OTP | SDP | code WBS | code SDP | n° hiérarchique | numéro hiérarchique",
        "name": "task name | task title | task description | activity | activity name | activity description | work package | tasks | activities | nom de la tâche | nom tâche | libellé tâche | libellé de la tâche | intitulé de la tâche | désignation tâche | description de la tâche | activité | tâches | activités | lot de travaux | action à mener",
        "type": "task type | activity type | type de tâche | nature de la tâche | type tâche",
        "owner": "task owner | responsible | person responsible | assigned to | assignee | lead | responsable tâche | responsable de la tâche | affecté à | assigné à | porteur | pilote",
        "start_baseline": "start baseline | baseline start date | baselined start | original start | début référence | date de début de référence | début initial | début baseline | début prévu initial | start date baseline | BL start",
        "finish_baseline": "finish baseline | baseline end | baseline end date | baseline finish date | original finish | original end | end baseline | fin référence | date de fin de référence | fin initiale | fin baseline | fin prévue initiale | BL finish | BL end",
        "start_forecast": "start forecast | forecast start date | expected start | current start | revised start | début prévision | date de début prévisionnelle | début prév | début révisé | début actualisé",
        "finish_forecast": "finish forecast | forecast end | forecast end date | forecast finish date | end forecast | expected finish | expected end | current finish | current end | revised finish | revised end | fin prévision | date de fin prévisionnelle | fin prév | fin révisée | fin actualisée",
        "start_actual": "start actual | actual start date | started on | real start | date de début réelle | début effectif | débuté le | démarré le | commencé le | date de démarrage réelle | date de début effectif",
        "finish_actual": "finish actual | actual end | actual end date | actual finish date | end actual | completed on | finished on | completion date actual | real end | date de fin réelle | fin effective | terminé le | fini le | achevé le | date de fin effective",
        "pct_complete": "percent complete | % completed | percentage complete | pct complete | progress % | % progress | % done | physical % complete | % work complete | completion % | percent done | avancement % | % d'avancement | pourcentage d'avancement | taux d'avancement | avancement physique | % avanc | % achevé | % réalisé | % accompli | avancement",
        "cost_baseline": "task budget | baseline cost | planned cost | budgeted cost | budget tâche | coût budgété | coût de référence | coût prévu | coût planifié",
        "milestone_level": "milestone type | level of milestone | type de jalon",
        "predecessors": "predecessor | depends on | dependencies | dependency | preceding tasks | preds | prédécesseur | antécédents | tâches antérieures | dépend de | dépendances | liens",
        "constraint_type": "constraint type | type de contrainte",
        "effort_baseline_pd": "planned effort (pd) | planned workload | estimated effort | planned effort | planned work | baseline work | charge prévue | charge initiale | charge estimée | charge planifiée | charge budgétée",
        "effort_actual_pd": "actual effort | actual work | effort spent | time spent | charge consommée | consommé jh | charge réelle | temps passé",
        "effort_remaining_pd": "remaining effort | remaining work | effort to complete | RAF jh | charge restante | reste à faire jh",
        "dur_opt": "optimistic | optimistic duration | durée optimiste",
        "dur_ml": "most likely | most likely duration | durée probable | durée la plus probable",
        "dur_pess": "pessimistic | pessimistic duration | durée pessimiste",
        "deliverable": "deliverables | output | livrables",
        "acceptance_criteria": "acceptance criterion | criteria for acceptance | critères d'acceptation | critère de recette",
        "risk_ids": "risks | related risks | risk IDs | linked risk | risques associés | risque lié",
        "comment": "comments | remark | remarks | notes | note | commentaires | remarque | remarques | observations | observation",
        "duration_wd": "duration | duration days | duration (days) | number of days | durée | durée jours | nb jours | nombre de jours | forecast duration | planned duration",
        "finish_current": "landing | atterrissage",
        "slip_wd": "slip | slippage | delay | delay days | variance days | schedule variance | finish variance | retard | glissement | écart | écart jours | dérive",
        "earned": "EV | BCWP | earned value EV | VA | CBTE",
    },
    "risks": {
        "risk_id": "risk ID | risk no | risk number | risk ref | risk reference | no | nr | num | number | identifier | reference | ref | ID risque | code risque | numéro | n° risque | num risque | identifiant | référence | réf | réf risque | #",
        "title": "risk title | risk name | risk description | risk summary | brief risk description | name of risk | risk statement | intitulé | intitulé du risque | libellé | libellé du risque | titre du risque | nom du risque | description du risque | désignation du risque | énoncé du risque | risque identifié | risks | risques",
        "category": "risk category | categories | category of risk | risk type | type of risk | risk family | RBS | RBS category | catégorie de risque | catégorie du risque | catégories | famille | famille de risque | type de risque | nature du risque",
        "date_raised": "date raised | raised | raised date | date identified | identified on | identification date | date logged | logged on | date opened | opened on | open date | creation date | date created | created | created on | date d'identification | date identification | date d'ouverture | ouvert le | date de création | créé le | date de détection | détecté le | date de saisie",
        "probability_in": "likelihood | inherent probability | inherent likelihood | gross probability | initial probability | probability rating | probability score | probability level | likelihood rating | prob | p | probabilité brute | probabilité initiale | probabilité d'occurrence | proba | proba brute | vraisemblance | vraisemblance brute | occurrence probabilité | niveau de probabilité | probability before",
        "impact_in": "severity | inherent impact | inherent severity | gross impact | initial impact | impact rating | impact score | impact level | severity rating | consequence rating | i | gravité brute | gravité initiale | impact brut | impact initial | sévérité | niveau d'impact | niveau de gravité | niveau impact | impact before",
        "prob_pct_in": "probability percent | probability percentage | % probability | likelihood % | % likelihood | % probabilité | probabilité en % | proba % | % proba",
        "cost_impact_in": "financial impact | impact cost | cost of impact | impact amount | impact value | cost exposure | impact financier | impact financier k€ | coût de l'impact | montant de l'impact | coût du risque | impact budget | impact budgétaire | impact coûts",
        "response_type": "response type | response strategy | risk response | risk strategy | strategy | treatment | risk treatment | treatment strategy | response category | mitigation strategy type | stratégie | stratégie de réponse | stratégie de traitement | type de réponse | traitement | type de traitement | mode de traitement",
        "response_actions": "action | action plan | mitigation | mitigations | mitigation plan | mitigation action | mitigation actions | mitigating actions | mitigating action | response plan | response actions | planned actions | treatment plan | actions to mitigate | countermeasure | countermeasures | plan d'action | plan d'actions | plan d'actions de réduction | actions de maîtrise | mesures | mesures de réduction | mesures de maîtrise | mesures préventives | action de réduction | actions correctives | actions prévues | actions de traitement | parades | plan de mitigation",
        "owner": "risk owner | responsible | responsible person | accountable | owned by | propriétaire | propriétaire du risque | porteur du risque | responsable du risque | responsable | pilote | pilote du risque",
        "due_date": "due date | target date | deadline | action due date | action due | response due | target completion date | date d'échéance | date échéance | date cible | délai de réalisation | date limite | échéance de l'action | échéance action",
        "status": "risk status | state | current status | risk state | statut du risque | état | état du risque | statut actuel",
        "probability_res": "residual likelihood | probability residual | net probability | net likelihood | current probability residual | probability after | residual p | post mitigation probability | probability after mitigation | probabilité nette | probabilité résid | probabilité après | proba résiduelle | vraisemblance résiduelle | p résiduelle",
        "impact_res": "residual severity | impact residual | net impact | impact after | residual i | post mitigation impact | impact after mitigation | impact résiduel | impact net | gravité nette | gravité après | sévérité résiduelle",
        "prob_pct_res": "residual likelihood % | % residual probability",
        "cost_impact_res": "residual financial impact | residual cost | impact financier résiduel",
        "kind": "threat/opportunity | threat opportunity | risk or opportunity | opportunity or threat | menace/opportunité | risque ou opportunité | risque/opportunité",
        "author": "raised by | identified by | reported by | logged by | created by | submitted by | identifié par | déclaré par | signalé par | émetteur | créé par | rédacteur | déclarant",
        "cause": "causes | root cause | risk cause | source | origin | cause du risque | causes possibles | origine | origine du risque | cause racine",
        "event": "risk event | uncertain event | événement redouté | évènement | événement de risque",
        "effect": "effects | consequence | consequences | potential impact description | impact description | description of impact | risk effect | conséquences | effet | effets | description de l'impact | conséquences possibles | impact détaillé",
        "objective_impacted": "impact area | area of impact | objective affected | impacted objective | primary risk to | domaine d'impact | dimension impactée | objectif impacté | impact sur",
        "schedule_impact_wd_in": "schedule impact | schedule impact days | time impact | delay days | impact délai | impact planning | impact délais | retard estimé",
        "proximity": "risk proximity | timeframe | horizon | proximité du risque",
        "response_cost": "cost of mitigation | mitigation cost | treatment cost | response cost | coût du traitement | coût des actions | coût de traitement | coût de mitigation",
        "trigger": "triggers | risk trigger | trigger event | trigger condition | warning signs | early warning | élément déclencheur | signal d'alerte | fait générateur | événement déclencheur",
        "target_score": "target rating | target risk score | criticité visée | score cible",
        "actionee": "action owner | action by | action holder | action lead | porteur de l'action | porteur action | responsable action | pilote de l'action | acteur",
        "next_review": "review date | next review date | date of next review | date de revue | date de prochaine revue | prochaine date de revue",
        "date_closed": "closed | date closed | closure date | closing date | close date | date of closure | date de clôture | clôturé le | fermé le | date de fermeture | date clôture",
        "closure_reason": "reason for closure | reason closed | motif de fermeture | raison de clôture",
        "issue_id": "issue ID | linked issue | related issue | issue ref | problème associé | n° problème",
        "task_ids": "task ID | related task | related tasks | linked task | tâche liée | tâches associées",
        "budget_line_ids": "budget line | budget lines | ligne budgétaire | ligne de budget",
        "comment": "comments | remark | remarks | notes | note | commentaires | remarque | remarques | observations | observation | latest update",
        "score_in": "score | risk score | rating | risk rating | inherent rating | gross score | gross risk | risk level | severity score | RAG | p x i | pxi | p*i | criticality | exposure | risk exposure | criticité | criticité initiale | niveau de risque | niveau de criticité | cotation | note du risque | score brut | score de risque | ipr",
        "score_res": "residual rating | residual risk | residual risk score | residual risk rating | net score | residual level | risk score after | score résiduel | niveau résiduel | risque résiduel | criticité nette | niveau de risque résiduel",
        "score_current": "current rating | current risk score | current risk rating | criticité courante",
        "emv_in": "EMV | expected monetary value | expected value | weighted cost | valeur attendue | espérance | coût probabilisé | impact pondéré",
    },
    "budget": {
        "line_id": "line ID | line no | line number | budget line ID | budget line no | line item no | item no | no | ref | reference | code ligne | n° ligne | numéro de ligne | ID ligne | identifiant | référence | réf | id | code | n° | #",
        "description": "line item | item | budget item | budget line | line description | cost item | designation | désignation | intitulé | poste | poste de dépense | poste budgétaire | ligne budgétaire | objet | libellé de la ligne | label",
        "category": "cost category | expense category | cost type | type of cost | expense type | nature of expense | nature de dépense | nature de la dépense | nature des dépenses | type de dépense | type de coût | catégorie | catégorie de coût | catégorie de dépense",
        "capex_opex": "capex or opex | capex / opex | capex opex | opex/capex | investissement/fonctionnement | invest/fonct | investissement ou fonctionnement",
        "bac0": "budget initial | initial approved budget | original budget | initial BAC | budget d'origine | budget voté | budget initial voté | BAC initial | enveloppe initiale",
        "changes_approved": "approved changes | changes | change orders | approved variations | budget changes | avenants | avenant | évolutions validées | modifications validées | évolutions",
        "transfers": "transfer | budget transfers | virement | transferts | transfert | réallocations",
        "committed": "commitments | commitment | committed cost | PO amount | ordered | purchase orders | encumbrance | engagements | engagement | montant engagé | engagé à date | commandé | commandes",
        "actual": "actuals | actual costs | actual to date | actuals to date | cost to date | spent | spend | spent to date | actual spend | spend to date | expenditure | AC | ACWP | réalisé à date | coût réel | coûts réels | dépensé | dépenses | dépenses réelles | consommé | consommé à date | réel | constaté | montant réalisé",
        "etc": "ETC | cost to complete | remaining cost | remaining to spend | to complete | forecast to complete | forecast remaining | ETC estimate to complete | RAF | reste à dépenser | RAD | coût restant | reste à réaliser | reste à faire k€",
        "bac": "BAC | current budget | revised budget | budget at completion | total budget revised | latest budget | budget courant | budget actualisé | budget à terminaison | budget à l'achèvement | budget modifié",
        "eac": "EAC | estimate at completion EAC | forecast at completion | FAC | landing | final forecast | forecast final cost | outturn | forecast outturn | coût à terminaison | coût final estimé | prévision à terminaison | atterrissage prévu | coût à l'achèvement",
        "vac": "VAC | variance | budget variance | over/under | remaining budget | balance | budget remaining | écart | écart budget | reste disponible | disponible | solde",
        "remaining_to_commit": "RAE | remaining commitment",
        "wbs": "WBS code | WBS element | OTP | élément OTP | code WBS | code SDP",
        "run_build": "run or build | build / run | run/build",
        "cost_centre": "cost center | cost centre code | CC | centre de coût | centre de responsabilité",
        "gl_account": "GL account | GL code | general ledger account | account code | ledger account | nature comptable | compte | compte général | imputation",
        "supplier": "vendor | vendor name | supplier name | contractor | provider | prestataire | fournisseurs | titulaire",
        "contract_no": "contract no | contract number | contract ref | PO | PO number | purchase order no | n° contrat | numéro de contrat | marché | n° marché | bon de commande | n° commande",
        "invoiced": "invoiced to date | billed | invoiced amount | facturé à date | montant facturé",
        "paid": "paid to date | paid amount | disbursed | montant payé | décaissé | mandaté",
        "accruals": "accrual | accrued | accrued costs | FNP | charges à payer | provisions FNP | factures non parvenues",
        "comment": "comments | remark | remarks | notes | note | commentaires | remarque | remarques | observations | observation",
    },
    "budget_months": {
        "line_id": "line ID | budget line | line no | code ligne | n° ligne | ligne budgétaire",
        "period": "period | year month | month year | accounting period | période | mois comptable | exercice mois",
        "pv": "PV | BCWS | budget | budgeted | plan | planned value | planned cost | budget du mois | budget mensuel | prévu | valeur planifiée | VP | CBTP",
        "actual": "AC | ACWP | actuals | actual cost | spent | spend | réel | dépensé | constaté | coût réel | consommé",
        "forecast": "forecast cost | expected | landing | prévisionnel | prévu révisé | atterrissage",
        "committed": "commitments | ordered | engagements | commandé",
    },
    "project": {
        "project_id": "project code | project no | project number | project ref | code du projet | n° projet | identifiant projet | ID projet | réf projet",
        "project_name": "project | project title | name of project | projet | nom du projet | intitulé projet | libellé projet | titre du projet",
        "status_date": "data date | as of | as at | reporting date | report date | status as of | date of report | situation au | arrêté au | date de situation | date d'état | date du reporting | état au",
        "currency": "reporting currency | monnaie | devise du projet",
        "project_manager": "PM | project lead | CP | chef de projet MOA | responsable projet | responsable du projet",
        "sponsor": "project sponsor | SRO | executive | sponsor du projet",
        "programme_id": "program | programme name | nom du programme",
    },
}  # fmt: skip

PERHAPS: Names = {
    "plan": {
        "task_id": "code | item | line | ligne",
        "name": "name | title | description | item | milestone | milestone name | deliverable | work item | epic | feature | step | subject | nom | intitulé | libellé | désignation | jalon | étape | action | sujet | titre | objet",
        "type": "category | nature | kind | catégorie",
        "owner": "resource | resources | resource names | noms ressources | noms des ressources | resourcing | who | contact | ressource | ressources | qui | intervenant | acteur | pilotage | team | équipe | manager",
        "start_baseline": "start | start date | planned start | planned start date | scheduled start | début | date de début | date début | début prévu | début planifié | date de début prévue | begin | from | du | debut planning",
        "finish_baseline": "finish | end | end date | finish date | planned finish | planned end | planned end date | planned finish date | scheduled finish | due date | due | deadline | target date | fin | date de fin | date fin | fin prévue | fin planifiée | date de fin prévue | échéance | date prévue | until | to | au",
        "start_forecast": "start | start date | planned start | planned start date | scheduled start | début | date de début | date début | début prévu | début planifié | date de début prévue | begin | from | du | early start | late start",
        "finish_forecast": "finish | end | end date | finish date | planned finish | planned end | planned end date | planned finish date | scheduled finish | due date | due | deadline | target date | fin | date de fin | date fin | fin prévue | fin planifiée | date de fin prévue | échéance | date prévue | until | to | au | landing date | early finish | late finish",
        "start_actual": "start | start date | date de début | début",
        "finish_actual": "finish | end | end date | completed | done | completion date | fin | date de fin | terminé | fait",
        "pct_complete": "progress | complete | completion | % | avanc | avancement physique réel | statut",
        "cost_baseline": "budget | cost | coût | montant",
        "effort_baseline_pd": "effort | work | workload | estimate | estimation | charge | jh | j.h",
        "effort_actual_pd": "spent | consommé | passé",
        "effort_remaining_pd": "remaining | reste | raf | reste à faire",
        "comment": "status | details | détails | statut | état",
        "duration_wd": "days | jours | durée prévue",
    },
    "risks": {
        "risk_id": "code | item",
        "title": "title | name | description | summary | event | item | subject | titre | nom | description détaillée | désignation | objet",
        "category": "type | family | area | domain | nature | domaine | thème | theme",
        "date_raised": "date | start date | reported | date de début",
        "probability_in": "occurrence | frequency | fréquence | chance",
        "impact_in": "consequence | effect | g | s | effet",
        "prob_pct_in": "probability | likelihood | probabilité | proba | chance",
        "cost_impact_in": "impact | cost | amount | value | exposure | coût | montant | enjeu",
        "response_type": "response | action type | type d'action",
        "response_actions": "response | contingency plan | contingency | strategy | treatment | controls | plan | next steps | réponse | traitement | plan de secours | plan de repli | plan | dispositif de maîtrise",
        "owner": "who | assigned to | assignee | lead | manager | contact | qui | affecté à | assigné à | gestionnaire",
        "due_date": "date | end date | review date | by when | when | quand | délai | date de fin",
        "status": "open/closed | open | realized | occurred | actif | active | avancement",
        "effect": "impact | potential impact",
        "event": "description | risk description | title",
        "cause": "description | reason | raison",
        "objective_impacted": "impact type | type d'impact | objective | objectif",
        "kind": "type | nature",
        "date_closed": "end date | closed date",
        "comment": "details | détails | progress | status comment | suivi | update",
        "score_in": "level | priority | ranking | rank | niveau | priorité",
    },
    "budget": {
        "line_id": "line | item | ligne",
        "description": "name | title | task | activity | work package | nom | titre | lot | prestation | rubrique",
        "category": "type | group | chapter | chapitre | rubrique | poste | famille",
        "capex_opex": "type | type de budget | expenditure type",
        "bac0": "approved budget | budget approved | baseline budget | budget baseline | budget validé | budget de référence | budget | planned | plan | planned cost | total budget | budgeted | allocation | amount | montant | prévu | planifié | estimate | devis | estimation | budget total | enveloppe",
        "bac": "approved budget | budget approved | budget validé | budget | total budget | budget total | approved",
        "actual": "actual | cost | paid | invoiced | coût | facturé | payé",
        "etc": "remaining | forecast | reste | prévision | reste à engager",
        "eac": "forecast | total forecast | prévision | prévisionnel | projected",
        "committed": "contracted | contract value | contract amount | montant du marché | commande",
        "supplier": "company | société | entreprise",
    },
    "budget_months": {"period": "date", "forecast": "estimate", "line_id": "code | id | item"},
    "project": {"project_name": "name | title | intitulé | nom"},
}  # fmt: skip

NOT_OURS: Mapping[str, str] = {
    "plan": "last updated | date updated | updated | updated on | last update | last review | last review date | date de mise à jour | mise à jour | mis à jour le | date de dernière revue | dernière revue | planned % complete | expected % complete | % prévu | avancement prévu | avancement théorique | requirement | requirement ID | req ID | reqid | swarm | sprint | parent | parent ID | successor | successors | successeur | successeurs | float | total float | marge | marge totale | free float | priority | priorité | planned duration variance | recurrence | distribution | goal",
    "risks": "last updated | date updated | updated | updated on | last update | last review | last review date | date de mise à jour | mise à jour | mis à jour le | date de dernière revue | dernière revue | target probability | target impact | current probability | current impact | previous status | days open | age | detection | détectabilité | sub category | sous catégorie | rpn | action status | mitigation status | statut action | risk closed | project occurrence | occurrences | requirement | risk appetite | risk tolerance | version | parent | secondary risk | linked risk | effectiveness | control effectiveness | trend | tendance | évolution | project | program | programme | projet",
    "budget": "last updated | date updated | updated | updated on | last update | last review | last review date | date de mise à jour | mise à jour | mis à jour le | date de dernière revue | dernière revue | actual date | committed date | invoice number | invoice date | sub category | sous catégorie | year | année | quarter | trimestre | priority | version | total | sous-total | rate | taux | unit price | prix unitaire | quantity | quantité | unit | unité | days | jours | % consumed | % consommé | % spent",
    "budget_months": "year | année | variance | écart | cumulative | cumul",
    "project": "",
}  # fmt: skip

SUMMARIES = (
    "summary | is summary | summary task | summary row | summary activity | summary yes/no | is a summary | "
    "récapitulative | tâche récapitulative | est récapitulative | récapitulatif | récap | ligne récapitulative"
)
MILESTONES = "milestone | is milestone | milestone yes/no | is a milestone | milestone flag | jalon | est un jalon | jalon oui/non | jalons"
OUTLINES = (
    "outline level | outline | level | task level | wbs level | indent level | indent | hierarchy level | "
    "niveau hiérarchique | niveau | niveau de plan | niveau tâche | niveau wbs | niveau otp | retrait"
)
"""Columns that say in part which type a row of a plan has: yes or no, or how deep it lies."""

NEUTRAL_BANDS = (
    "risk | risks | task | tasks | identification | description | general | details | detail | information | follow-up | monitoring | tracking "
    "| response | treatment | planning | plan | budget | budget line | line | lines | assessment | evaluation | analysis | qualification | risque | risques "
    "| tâche | tâches | généralités | général | détail | suivi | pilotage | réponse | traitement | évaluation | analyse | ligne | informations | actions | action | schedule | register"
)
"""Headings above a group of columns that do not change what the columns mean."""

ANCHORS: Mapping[str, tuple[str, ...]] = {
    "plan": ("name",),
    "risks": ("title", "event", "cause"),
    "budget": ("bac0", "actual", "etc", "committed"),
    "budget_months": ("period",),
}
"""The fields without which a sheet is no such table: one of them has to be there."""

SHEET_NAMES: Mapping[str, str] = {
    "plan": "plan | project plan | schedule | tasks | milestones | gantt | planning | tâches | jalons | échéancier",
    "risks": "risk | risks | risk log | register | risk register | registre des risques | risques | registre",
    "budget": "budget | budgets | costs | cost | financials | coûts | suivi budgétaire | finances",
    "budget_months": "monthly | months | mensuel | phasing | échéancier budgétaire",
}

VALUES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("risks", "status"): {
        "open": "active | in progress | ongoing | new | live | identified | monitoring | under treatment | being treated | en cours | actif | nouveau | identifié | à traiter | traitement en cours | sous surveillance | surveillé",
        "closed": "done | resolved | retired | complete | completed | cancelled | expired | fini | terminé | résolu | abandonné | éteint | levé | clôt",
        "occurred": "realised | realized | materialised | materialized | issue | happened | avéré | réalisé | matérialisé | devenu problème",
        "escalated": "escalate | remonté",
    },
    ("risks", "response_type"): {
        "avoid": "avoidance | terminate | eliminate | prevent | évitement | supprimer | suppression | refuser",
        "reduce": "mitigation | reduction | treat | treatment | control | réduction | atténuation | traiter | maîtriser | limiter",
        "fallback": "contingency | contingency plan | plan b | repli | secours",
        "transfer": "transference | insure | insurance | transfert | assurer | assurance",
        "share": "sharing | partage",
        "accept": "acceptance | accepted | tolerate | tolerance | retain | monitor | acceptation | accepté | tolérer | surveiller | assumer",
        "exploit": "exploitation",
        "enhance": "enhancement | renforcement",
    },
    ("risks", "category"): {
        "technical": "technology | technological | it | architecture | integration | infrastructure | technologie | technologique | informatique | architecture technique",
        "supplier": "suppliers | vendor | vendors | contract | contractual | procurement | third party | fournisseurs | contrat | contractuel | achats | prestataire | sous-traitance",
        "resources": "resource | people | staff | staffing | skills | hr | human | rh | humain | ressource | ressources humaines | compétences | équipe",
        "schedule": "time | timeline | planning | délai | calendrier | délais",
        "cost": "budget | financial | finance | funding | coût | financier | financement | budgétaire",
        "scope": "requirements | requirement | functional | exigences | besoins | fonctionnel",
        "organisation": "organisational | organizational | change | governance | management | business | organisationnel | conduite du changement | gouvernance | métier",
        "legal": "regulatory | compliance | juridique | réglementaire | conformité | légal",
        "security": "cyber | cybersecurity | data | privacy | sécurité | cybersécurité | données | rgpd",
        "external": "political | economic | social | societal | environmental | environment | market | climate | économique | externe | politique | environnement | marché",
    },
    ("risks", "kind"): {"threat": "risk | risque | negative | t", "opportunity": "opp | opportunité | positive | o"},
    ("plan", "type"): {
        "summary": "phase | lot | group | stage | workstream | chantier | étape | sommaire | wbs summary",
        "task": "work package | activité | t | action",
        "milestone": "gate | key milestone | m | j | jalon clé | jalon majeur",
    },
    ("budget", "category"): {
        "labour_internal": "staff | internal staff | salaries | internal labor | personnel | personnel interne | mo interne | rh interne | main d'oeuvre | salaires",
        "labour_external": "consulting | consultants | contractors | contractor | services | external services | external labor | professional services | prestation | prestations de service | sous-traitance | assistance | conseil | consultant | régie",
        "licences": "software | license | licence | software licences | logiciel | logiciels | progiciel | abonnements",
        "hardware": "equipment | material | materials | servers | matériels | équipement | équipements | serveurs | infrastructure",
        "cloud": "hosting | saas | infogérance | iaas",
        "travel": "travel and expenses | t&e | expenses | frais de déplacement | missions | frais de mission | déplacement",
        "training": "formations | coaching",
        "contingency": "reserve | risk provision | provision | imprévus | provision pour risques | contingences",
        "other": "misc | miscellaneous | divers | autres",
    },
    ("budget", "capex_opex"): {
        "capex": "invest | capital | capital expenditure | investissements | i",
        "opex": "fonct | operating | operating expenditure | expense | charges | f",
    },
}  # fmt: skip
"""What people write in a list of their own, by the key of our list."""

TOTALS = r"(grand |sub-?|sous[ -])?tota(l|ux|ls)( general| generaux)?|somme|sum"
"""How the name of a row of totals reads, once folded."""
