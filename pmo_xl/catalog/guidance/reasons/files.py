"""Why the rules of files, sheets and the portfolio are there, each with an example in words."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.guidance import Reason

FILES = {
    "GEN-01": Reason(
        t("What cannot be opened cannot be counted: the project is missing from the portfolio.",
          "Ce qui ne s’ouvre pas ne peut être repris : le projet manque au portefeuille."),
        t("A workbook that asks for a password.", "Un classeur protégé par mot de passe."),
        t("The same, saved without one.", "Le même, enregistré sans mot de passe.")),
    "GEN-02": Reason(
        t("Only what is known can be read the same way for all projects.",
          "Seul un format connu se lit de la même façon pour tous les projets."),
        t("A plan of one’s own in place of the template.", "Un planning personnel à la place du modèle."),
        t("The rows copied into the template, or a mapping made with pmo-xl adopt.",
          "Les lignes copiées dans le modèle, ou une correspondance établie avec pmo-xl adopt.")),
    "GEN-03": Reason(
        t("A column that was added since is missing there, and a rule that needs it cannot be judged.",
          "Une colonne ajoutée depuis y manque, et la règle qui en a besoin ne peut être jugée."),
        t("The template of last year, filled again.", "Le modèle de l’an dernier, rempli à nouveau."),
        t("The template that prepare has written for this period.", "Le modèle de la période, remis par le PMO.")),
    "GEN-04": Reason(
        t("Sheets and columns are found by their words. Without them nobody can say which number is the budget.",
          "Feuilles et colonnes se reconnaissent à leurs intitulés. Sans eux, nul ne sait quel nombre est le budget."),
        t("The header “Forecast finish” typed over.", "L’en-tête « Fin prévisionnelle » remplacé par autre chose."),
        t("The header as in the template; columns may be moved.",
          "L’en-tête du modèle ; les colonnes peuvent être déplacées.")),
    "GEN-05": Reason(
        t("A column of one’s own is welcome; it is said that it is not read, so that nobody relies on it.",
          "Une colonne personnelle est permise ; il est signalé qu’elle n’est pas lue, pour que personne n’y compte."),
        t("A column “Remarks of the team” in the plan.", "Une colonne « Notes de l’équipe » dans le planning."),
        t("The remark in the Comment column.", "La note dans la colonne Commentaire.")),
    "GEN-06": Reason(
        t("Figures without a project belong to nobody.", "Des chiffres sans projet ne sont à personne."),
        t("Project ID blank on the Project sheet.", "Code projet vide sur la feuille Projet."),
        t("P012, as in the register.", "P012, comme dans le référentiel.")),
    "GEN-07": Reason(
        t("Figures of two dates cannot be added: March of one project and April of another are no portfolio.",
          "Des chiffres arrêtés à deux dates ne s’additionnent pas : mars d’un projet et avril d’un autre ne font pas un portefeuille."),
        t("Status date 28 February in the returns of March.", "Date d’arrêté au 28 février dans les retours de mars."),
        t("31 March, as everywhere.", "31 mars, comme partout.")),
    "GEN-08": Reason(
        t("Of two plans for one month, one is wrong, and no program can know which.",
          "De deux plannings pour un même mois, l’un est faux, et aucun programme ne peut savoir lequel."),
        t("plan.xlsx and plan (2).xlsx in the folder of P012.", "planning.xlsx et planning (2).xlsx dans le dossier de P012."),
        t("One of them alone.", "Un seul des deux.")),
    "GEN-09": Reason(
        t("Calculated columns are the same for all. A figure typed over one is no longer that of the row beside it.",
          "Les colonnes calculées sont les mêmes pour tous. Un chiffre saisi par-dessus ne suit plus les autres colonnes de la ligne."),
        t("The current budget typed over its formula.", "Le budget révisé saisi à la place de sa formule."),
        t("The formula, and the difference as an approved change.", "La formule, et la différence en avenant validé.")),
    "GEN-10": Reason(
        t("An error has no value; every sum over it would be an error too.",
          "Une erreur n’a pas de valeur ; toute somme qui la contient serait une erreur."),
        t("#REF! in Actual cost.", "#REF! dans le réalisé."),
        t("The amount itself.", "Le montant lui-même.")),
    "GEN-11": Reason(
        t("What is hidden still counts. Whoever filters rows away often believes that they do not.",
          "Ce qui est masqué compte quand même. Qui filtre des lignes croit souvent le contraire."),
        t("A filter that shows open risks only.", "Un filtre qui n’affiche que les risques ouverts."),
        t("The filter cleared.", "Le filtre effacé.")),
    "GEN-12": Reason(
        t("Excel keeps the value of merged cells in the first one alone: the rows below have none.",
          "Excel ne garde la valeur de cellules fusionnées que dans la première : les lignes suivantes n’en ont pas."),
        t("One owner in a cell merged over five tasks.", "Un responsable dans une cellule fusionnée sur cinq tâches."),
        t("The owner on each of the five rows.", "Le responsable sur chacune des cinq lignes.")),
    "GEN-13": Reason(
        t("Sorting, filters and tables of Excel stop at a blank row.",
          "Tris, filtres et tableaux d’Excel s’arrêtent à une ligne vide."),
        t("A blank row between two phases.", "Une ligne vide entre deux phases."),
        t("A summary task in its place.", "Une tâche récapitulative à la place.")),
    "GEN-14": Reason(
        t("A formula that no spreadsheet program has computed has no value that could be read.",
          "Une formule qu’aucun tableur n’a calculée n’a pas de valeur à lire."),
        t("A return written by a script and never opened.", "Un retour écrit par un script et jamais ouvert."),
        t("The same, opened in Excel and saved.", "Le même, ouvert dans Excel puis enregistré.")),
    "GEN-15": Reason(
        t("Copied into a workbook that counts from 1900, these dates are four years and a day too early.",
          "Copiées dans un classeur qui compte depuis 1900, ces dates reculent de quatre ans et un jour."),
        t("A workbook first made on an old Macintosh.", "Un classeur créé à l’origine sur un ancien Macintosh."),
        t("The rows typed into the template.", "Les lignes ressaisies dans le modèle.")),
    "GEN-17": Reason(
        t("A text that begins with = could be run as a formula by whoever opens it next; it is kept harmless.",
          "Un texte commençant par = pourrait s’exécuter comme une formule chez le lecteur suivant ; il est neutralisé."),
        t("A comment “=> see minutes”.", "Un commentaire « => voir compte rendu »."),
        t("“See minutes”.", "« Voir compte rendu ».")),
    "GEN-18": Reason(t(
        "Figures that somebody has signed are looked at before they are sent.",
        "Des chiffres signés sont relus avant l’envoi.")),
    "GEN-19": Reason(
        t("A subtotal among its rows would count their amounts a second time.",
          "Un sous-total au milieu de ses lignes compterait leurs montants deux fois."),
        t("A row “Total hardware” in the budget.", "Une ligne « Total matériel » dans le budget."),
        t("The lines alone; the workbook adds them.", "Les lignes seules ; le classeur en fait la somme.")),
    "GEN-30": Reason(
        t("One odd file must not stop a whole portfolio: it is named, and the rest goes on.",
          "Un fichier inattendu ne doit pas bloquer tout le portefeuille : il est signalé, et le reste continue."),
        t("A workbook of a kind never seen before.", "Un classeur d’une forme jamais rencontrée."),
        t("Its rows copied into a fresh template.", "Ses lignes copiées dans un modèle vierge.")),
    "GEN-31": Reason(
        t("A result among the returns would be counted as if a project had sent it.",
          "Un résultat parmi les retours serait compté comme l’envoi d’un projet."),
        t("master.xlsx copied into the folder of the returns.", "Le classeur consolidé copié dans le dossier des retours."),
        t("Only returns there.", "Uniquement des retours dans ce dossier.")),
    "GEN-32": Reason(
        t("What is typed and not saved is on nobody’s disk: the figures would be those of yesterday, unsaid.",
          "Ce qui est saisi sans être enregistré n’est sur aucun disque : on lirait les chiffres de la veille sans le savoir."),
        t("A budget still open in Excel on the day of the committee.", "Un budget encore ouvert dans Excel le jour du comité."),
        t("The same, saved and closed.", "Le même, enregistré et fermé.")),
    "GEN-33": Reason(
        t("Whoever sends a zip or a table of text believes that it was read.",
          "Qui envoie un zip ou un tableau de texte croit qu’il a été lu."),
        t("budget.csv among the returns, and no mapping for it.", "budget.csv parmi les retours, sans correspondance."),
        t("budget.xlsx, or a mapping made with pmo-xl adopt.", "budget.xlsx, ou une correspondance établie avec pmo-xl adopt.")),
    "GEN-34": Reason(
        t("Ten thousand lines of one blunder hide the three that matter.",
          "Dix mille lignes d’une même erreur cachent les trois qui comptent."),
        t("A column of dates pasted as words over 8,000 rows.", "Une colonne de dates collée en toutes lettres sur 8 000 lignes."),
        t("The column pasted anew.", "La colonne collée à nouveau.")),
    "GEN-40": Reason(
        t("Two programs call different things by one name; whoever reads the figures must know which is meant.",
          "Deux programmes donnent un même nom à des choses différentes ; qui lit les chiffres doit savoir laquelle est en cause."),
        t("% complete of Microsoft Project, which is a share of the duration.", "Le % achevé de Microsoft Project, qui est une part de la durée."),
        t("% physical complete, set in the options of the task.", "Le % achevé physique, choisi dans les options de la tâche.")),
    "GEN-41": Reason(
        t("What is left out of a plan on its way here is gone from the critical path and from the figures: nobody may find out late.",
          "Ce qui se perd entre un planning et ce classeur manque au chemin critique et aux chiffres : il faut le savoir tout de suite."),
        t("A link to a task of another project.", "Un lien avec une tâche d’un autre projet."),
        t("The same, entered as a dependency in the follow-up.", "Le même, saisi comme adhérence dans le suivi.")),
    "PFL-01": Reason(
        t("A total without one of its projects is too low, and looks complete.",
          "Un total auquel manque un projet est trop bas, et paraît complet."),
        t("P012 is expected and has sent a plan, but no budget.", "P012 est attendu et a envoyé son planning, mais pas son budget."),
        t("All three workbooks are there.", "Les trois classeurs sont là.")),
    "PFL-02": Reason(
        t("Late returns are checked in a hurry, just before the committee.",
          "Des retours tardifs sont contrôlés à la hâte, juste avant le comité."),
        t("Due on the 7th, saved on the 9th.", "Attendu le 7, enregistré le 9."),
        t("Saved on the 6th.", "Enregistré le 6.")),
    "PFL-03": Reason(
        t("The register says which projects there are; anything else would enter the totals by the back door.",
          "Le référentiel dit quels projets existent ; tout autre entrerait dans les totaux par la petite porte."),
        t("A return of P099, which nobody has registered.", "Un retour de P099, absent du référentiel."),
        t("P099 added to the register, or its ID corrected.", "P099 ajouté au référentiel, ou son code corrigé.")),
    "PFL-07": Reason(
        t("Excel takes 07 and 007 for one number: two projects would share their figures.",
          "Excel prend 07 et 007 pour un même nombre : deux projets partageraient leurs chiffres."),
        t("Two projects 07 and 007.", "Deux projets 07 et 007."),
        t("P07 and Q007.", "P07 et Q007.")),
    "PFL-08": Reason(
        t("A return in the folder of another project was filed or filled in for the wrong one.",
          "Un retour rangé dans le dossier d’un autre projet a été mal classé ou mal rempli."),
        t("A plan that says P013, in the folder P012.", "Un planning au code P013, dans le dossier P012."),
        t("The plan in the folder P013.", "Le planning dans le dossier P013.")),
    "PFL-10": Reason(
        t("Of two registers nobody knows which one was kept up to date: a project may be missed, or never asked for.",
          "De deux référentiels, on ne sait lequel est tenu à jour : un projet peut être oublié, ou jamais relancé."),
        t("steering.xlsx and projects.xlsx in one folder.", "pilotage.xlsx et projets.xlsx dans un même dossier."),
        t("steering.xlsx alone.", "pilotage.xlsx seul.")),
    "PFL-09": Reason(
        t("What is decided in two places is decided in two ways sooner or later, and nobody knows which one holds.",
          "Ce qui est fixé à deux endroits finit par l’être de deux façons, et l’on ne sait plus laquelle vaut."),
        t("A policy “fiscal_year_start”, and fiscal_year_start in pmo.toml.", "Une règle « fiscal_year_start », et fiscal_year_start dans pmo.toml."),
        t("The setting in pmo.toml alone.", "Le seul réglage de pmo.toml.")),
    "RAC-01": Reason(
        t("Where two answer nobody does; where nobody answers, work stops at the first doubt.",
          "Quand deux personnes répondent d’une activité, personne n’en répond ; sans personne, tout s’arrête au premier doute."),
        t("“Approve a change”: A for the sponsor and A for the PMO.", "« Approuver un changement » : A pour le commanditaire et A pour le PMO."),
        t("A for the sponsor, C for the PMO.", "A pour le commanditaire, C pour le PMO.")),
    "LES-01": Reason(
        t("What a project has learnt is forgotten within weeks of its end, and paid for again by the next one.",
          "Ce qu’un projet a appris s’oublie en quelques semaines, et le suivant le paie à nouveau."),
        t("P012 closed in the register, with no lesson in the list.", "P012 clos au référentiel, sans retour d’expérience dans la liste."),
        t("One lesson of P012 accepted.", "Un retour d’expérience de P012 accepté.")),
    "PPL-01": Reason(
        t("Whoever left before the first day was never there: open items could be handed to nobody.",
          "Qui part avant d’arriver n’a jamais été présent : ses sujets ne peuvent être confiés à personne."),
        t("From 01/02/2026, To 31/01/2026.", "Du 01/02/2026, Au 31/01/2026."),
        t("To blank, or from 01/02/2026 on.", "Au vide, ou à partir du 01/02/2026.")),
    "PPL-02": Reason(
        t("What two people are called names neither: an action handed over under that name may wait for both, and is done by none.",
          "Ce qui désigne deux personnes n’en désigne aucune : une action confiée sous ce nom peut attendre chacune, et n’être faite par personne."),
        t("Two rows “Sacha Renard”, without e-mail address or further name.", "Deux lignes « Sacha Renard », sans courriel ni autre nom."),
        t("The second with the further name “S. Renard (IT)”.", "La seconde avec l’autre nom « S. Renard (DSI) ».")),
    "PFL-30": Reason(
        t("A rule that did not run has found nothing, and that is no pass.",
          "Une règle qui n’a pas tourné n’a rien trouvé, et cela ne vaut pas conformité."),
        t("A rule stops on a value that its author did not foresee.", "Une règle s’arrête sur une valeur imprévue."),
        t("The rule was judged for every return.", "La règle a été jugée pour chaque retour.")),
    "PFL-31": Reason(
        t("What changed is told against the period before; an older month in between turns it round.",
          "Les évolutions se lisent par rapport à la période précédente ; un mois antérieur en inverse le sens."),
        t("March is consolidated after April.", "Mars est consolidé après avril."),
        t("Months in their order.", "Les mois dans l’ordre.")),
    "PFL-32": Reason(
        t("What was decided on rests on the masters that were shown then. One that is gone or changed proves nothing.",
          "Les décisions s’appuient sur les classeurs présentés alors. Un classeur disparu ou modifié ne prouve plus rien."),
        t("The folder of February deleted from the archive.", "Le dossier de février supprimé des archives."),
        t("Every period whole, as it was put there.", "Chaque période entière, telle qu’archivée.")),
    "PFL-33": Reason(
        t("History follows the ID. A project with a new one looks new: its slips and its trend are gone.",
          "L’historique suit le code. Un projet renuméroté paraît nouveau : ses glissements et sa tendance disparaissent."),
        t("“Customer portal”, P012 so far, comes as P112.", "« Portail client », jusqu’ici P012, arrive en P112."),
        t("P012 for as long as it lives.", "P012 pendant toute sa durée de vie.")),
    "REV-01": Reason(
        t("A question asked in the review has to reach whoever can answer it, beside the line it is about.",
          "Une question posée en revue doit parvenir à qui peut y répondre, près de la ligne concernée."),
        t("A line set to Rejected in the budget tracking of the master.", "Une ligne passée à Rejeté dans le suivi budgétaire du classeur consolidé."),
        t("The same line approved.", "La même ligne approuvée.")),
}  # fmt: skip
