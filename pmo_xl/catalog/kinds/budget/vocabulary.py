"""What people call the columns of a budget, by line and by month."""

from __future__ import annotations

from pmo_xl.core.definition.vocabulary import Vocabulary

BUDGET = Vocabulary(
    sure={
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
        "etc_opt": "optimistic | optimistic cost | optimistic estimate | coût optimiste | estimation optimiste",
        "etc_pess": "pessimistic | pessimistic cost | pessimistic estimate | coût pessimiste | estimation pessimiste",
        "accruals": "accrual | accrued | accrued costs | FNP | charges à payer | provisions FNP | factures non parvenues",
        "comment": "comments | remark | remarks | notes | note | commentaires | remarque | remarques | observations | observation",
    },
    perhaps={
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
    not_ours="last updated | date updated | updated | updated on | last update | last review | last review date | date de mise à jour | mise à jour | mis à jour le | date de dernière revue | dernière revue | actual date | committed date | invoice number | invoice date | sub category | sous catégorie | year | année | quarter | trimestre | priority | version | total | sous-total | rate | taux | unit price | prix unitaire | quantity | quantité | unit | unité | days | jours | % consumed | % consommé | % spent",
    nouns=frozenset(("line", "ligne", "project", "projet")),
    anchors=("bac0", "actual", "etc", "committed",),
    sheets="budget | budgets | costs | cost | financials | coûts | suivi budgétaire | finances",
    values={
        "category": {
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
        "capex_opex": {
            "capex": "invest | capital | capital expenditure | investissements | i",
            "opex": "fonct | operating | operating expenditure | expense | charges | f",
        },
    },
)  # fmt: skip

BUDGET_MONTHS = Vocabulary(
    sure={
        "line_id": "line ID | budget line | line no | code ligne | n° ligne | ligne budgétaire",
        "period": "period | year month | month year | accounting period | période | mois comptable | exercice mois",
        "pv": "PV | BCWS | budget | budgeted | plan | planned value | planned cost | budget du mois | budget mensuel | prévu | valeur planifiée | VP | CBTP",
        "actual": "AC | ACWP | actuals | actual cost | spent | spend | réel | dépensé | constaté | coût réel | consommé",
        "forecast": "forecast cost | expected | landing | prévisionnel | prévu révisé | atterrissage",
        "committed": "commitments | ordered | engagements | commandé",
    },
    perhaps={
        "period": "date",
        "forecast": "estimate",
        "line_id": "code | id | item",
    },
    not_ours="year | année | variance | écart | cumulative | cumul",
    nouns=frozenset(("month", "mois")),
    anchors=("period",),
    sheets="monthly | months | mensuel | phasing | échéancier budgétaire",
)  # fmt: skip
