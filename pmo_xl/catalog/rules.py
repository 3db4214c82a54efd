"""The checks beside the row rules, one entry each: what is judged, what is wrong, what to do.

The rules of a row stand with its columns, in ``catalog/kinds``. Here stand the checks of cells, sheets,
files and of the portfolio as a whole, which the steps make.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_xl.catalog.portfolio.not_assessed import NOT_ASSESSED
from pmo_xl.core.base.effect import IN_ERROR, WARNED, Cost, Effect
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.check import Check, check_codes
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.definition.table_rule import TableRule

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CELL = t("any cell", "toute cellule")
SHEET = t("any sheet", "toute feuille")
FILE = t("the file", "le fichier")
LINKS = t("the predecessors of a plan", "les prédécesseurs d’un planning")
SHEETS = t("the project sheets of a project", "les feuilles Projet d’un projet")
PERIOD = t("the portfolio", "le portefeuille")
REVIEW = t("the budget review", "la revue budgétaire")
FRAME = t("the scenarios of a selection", "les scénarios d’un arbitrage")

NO_FILE = Cost(Effect.UNREADABLE, t("the file is left out", "le fichier n’est pas repris"))
NO_CELL = Cost(
    Effect.UNREADABLE,
    t(
        "the cell is read as blank; its row is left out only where this cell identifies or classifies it",
        "la cellule est lue comme vide ; sa ligne n’est écartée que si cette cellule l’identifie ou la classe",
    ),
)
NO_NAME = Cost(
    Effect.COUNTS_IN_ERROR,
    t(
        "a row is left out where what identifies or classifies it is missing (task: ID and type; risk: ID and status; budget line: its code; month: line and month)",
        "une ligne est écartée si ce qui l’identifie ou la classe manque (tâche : numéro et type ; risque : numéro et statut ; ligne budgétaire : son code ; mois : ligne et mois)",
    ),
)
NO_TWIN = Cost(
    Effect.COUNTS_IN_ERROR,
    t(
        "a row with the ID of an earlier one that counts is left out",
        "une ligne portant l’identifiant d’une précédente prise en compte est écartée",
    ),
)
NO_SCALE = Cost(
    Effect.COUNTS_IN_ERROR,
    t(
        "a share or a rating outside its scale is read as blank; an amount below 0 or a text too long counts",
        "un pourcentage ou une cotation hors échelle est lu comme vide ; un montant négatif ou un texte trop long compte",
    ),
)
NO_VERSION = Cost(
    Effect.UNREADABLE,
    t(
        "none of the files counts, or only the one saved last, if the PMO has chosen so",
        "aucun des fichiers ne compte, ou seul le dernier enregistré si le PMO l’a choisi",
    ),
)
NO_MONEY = Cost(
    Effect.UNREADABLE,
    t(
        "the amounts of that file are read as blank, its rows and dates count; where no currency prevails, all amounts of the project are read as blank",
        "les montants de ce fichier sont lus comme vides, ses lignes et ses dates comptent ; si aucune devise ne l’emporte, tous les montants du projet le sont",
    ),
)
NO_LINK = Cost(
    Effect.COUNTS_IN_ERROR,
    t("the link is ignored, the task counts", "le lien est ignoré, la tâche compte"),
)
NO_AMOUNT = Cost(
    Effect.COUNTS_IN_ERROR, t("the amounts are in no total", "les montants n’entrent dans aucun total")
)
NOT_RUN = Cost(
    Effect.COUNTS_IN_ERROR,
    t(
        "no row is left out, and none is taken to have passed the rule",
        "aucune ligne n’est écartée, et aucune n’est réputée conforme",
    ),
)

CHECKS = (
    # files and sheets ----------------------------------------------------------------------------
    Check("GEN-01", ERROR, FILE, NO_FILE,
          t("The file cannot be opened: password, damage, no workbook, too large, open elsewhere, or empty",
            "Le fichier ne peut pas être ouvert : mot de passe, endommagé, pas un classeur, trop grand, ouvert ailleurs, ou vide"),
          t("Open it in Excel, save it as .xlsx without a password and send it again.",
            "Ouvrez-le dans Excel, enregistrez-le en .xlsx sans mot de passe et renvoyez-le.")),
    Check("GEN-02", ERROR, FILE, NO_FILE,
          t("No sheet of a known template, or one from a newer version",
            "Aucune feuille d’un modèle connu, ou une feuille d’une version plus récente"),
          t("Fill the template you were given.", "Remplissez le modèle qui vous a été remis.")),
    Check("GEN-03", WARNING, SHEET, WARNED,
          t("The template is an older version", "Le modèle est d’une version antérieure"),
          t("Copy the rows into the current template.", "Recopiez les lignes dans le modèle courant.")),
    Check("GEN-04", ERROR, SHEET, NO_FILE,
          t("A sheet or a required header cannot be found, or a sheet is there twice",
            "Une feuille ou un intitulé obligatoire est introuvable, ou une feuille figure deux fois"),
          t("Put it back as it stands in the template, in English or in French; keep one sheet of each.",
            "Rétablissez-la comme dans le modèle, en français ou en anglais ; gardez une feuille de chaque.")),
    Check("GEN-05", WARNING, SHEET, WARNED,
          t("A column, a row of totals or a repeated header that is not part of the template: it is not read",
            "Une colonne, une ligne de total ou un intitulé répété qui ne fait pas partie du modèle : non lu"),
          t("Nothing to do, unless it was meant to be one of the template’s columns.",
            "Rien à faire, sauf si elle devait être une colonne du modèle.")),
    Check("GEN-06", ERROR, FILE, NO_FILE,
          t("The project ID is missing or invalid: the return belongs to no project",
            "Le code projet manque ou n’est pas valide : le retour n’est rattaché à aucun projet"),
          t("Fill it on the Project sheet, as in the project register.",
            "Saisissez-le dans la feuille Projet, comme dans le référentiel.")),
    Check("GEN-07", ERROR, FILE, NO_FILE,
          t("The status date is missing or unreadable, or is not that of the period",
            "La date d’arrêté manque ou est illisible, ou n’est pas celle de la période"),
          t("Fill it on the Project sheet, or send the return of the period.",
            "Saisissez-la dans la feuille Projet, ou envoyez le retour de la période.")),
    Check("GEN-08", ERROR, FILE, NO_VERSION,
          t("Several files of one project with the same kind of return for the period; a warning where the PMO lets the one saved last count",
            "Plusieurs fichiers d’un projet avec le même type de retour pour la période ; un avertissement si le PMO retient le dernier enregistré"),
          t("Keep only the right file in the folder; or let the one saved last count: set “several” to “newest” under [collection] in pmo.toml.",
            "Ne gardez que le bon fichier dans le dossier ; ou retenez le dernier enregistré : mettez « several » à « newest » sous [collection] dans pmo.toml.")),
    Check("GEN-30", ERROR, FILE, NO_FILE,
          t("The program stopped at this file: it is left out, and the others are checked",
            "Le programme s’est arrêté sur ce fichier : il n’est pas repris, et les autres sont contrôlés"),
          t("Send the log to whoever looks after pmo_xl; it contains no cell contents.",
            "Transmettez le journal à la personne qui s’occupe de pmo_xl ; il ne reprend pas le contenu des cellules.")),
    Check("GEN-31", INFO, FILE, NO_FILE,
          t("A master, the console or the workbook of the PMO among the returns: it is ignored; if it holds sheets of a return, it is an error",
            "Un classeur du PMO (consolidé, console ou référentiels) parmi les retours : il est ignoré ; s’il contient les feuilles d’un retour, c’est une erreur"),
          t("Nothing to do, unless it holds sheets of a return: move these back into the template.",
            "Rien à faire, sauf s’il contient les feuilles d’un retour : replacez-les dans le modèle.")),
    Check("GEN-32", WARNING, FILE, WARNED,
          t("Somebody has a file of a return open while it is read",
            "Le fichier d’un retour est ouvert par quelqu’un au moment de la lecture"),
          t("Have it saved and closed, then run again.", "Faites-le enregistrer et fermer, puis relancez.")),
    Check("GEN-33", INFO, FILE, NO_FILE,
          t("A file among the returns that is no workbook; a warning where it could have been meant as a return (.zip, .xml that is no plan, .csv without a mapping …)",
            "Un fichier parmi les retours qui n’est pas un classeur ; un avertissement s’il pouvait en tenir lieu (.zip, .xml qui n’est pas un planning, .csv sans correspondance …)"),
          t("If it is meant as a return, unpack it, save it as .xlsx, or make a mapping of it with pmo-xl adopt.",
            "S’il s’agit d’un retour, décompressez-le, enregistrez-le en .xlsx, ou établissez sa correspondance avec pmo-xl adopt.")),
    Check("GEN-34", WARNING, FILE, WARNED,
          t("More findings of one rule in one file than are listed: the others are counted",
            "Plus d’anomalies d’une même règle dans un fichier qu’il n’en est détaillé : les autres sont comptées"),
          t("Mend the first ones; the PMO sets how many are listed, under [limits] in pmo.toml.",
            "Corrigez les premières ; le PMO fixe le nombre détaillé, sous [limits] dans pmo.toml.")),
    Check("GEN-40", INFO, FILE, WARNED,
          t("How a file of project software or a ticket system is read, where its terms are not ours",
            "Comment est lu un fichier d’un logiciel de planification ou de tickets, là où ses notions diffèrent des nôtres"),
          t("Nothing to do, if that is what the file means.", "Rien à faire, si c’est bien ce que dit le fichier.")),
    Check("GEN-41", WARNING, FILE, WARNED,
          t("Something in a file of project software or a ticket system that is not taken as it stands: an inactive task, a link to another project, a lag in per cent, a baseline that is not in the file",
            "Un élément d’un fichier d’un logiciel de planification ou de tickets qui n’est pas repris tel quel : tâche inactive, lien avec un autre projet, décalage en pourcentage, référence absente du fichier"),
          t("Change it in the program that made the file, and export again.",
            "Modifiez-le dans le programme d’origine, puis exportez à nouveau.")),
    # cells ---------------------------------------------------------------------------------------
    Check("GEN-09", WARNING, CELL, WARNED,
          t("A figure typed over a formula: what the formula gives counts; or a link to another workbook: not followed",
            "Un chiffre saisi sur une formule : c’est la formule qui compte ; ou un lien vers un autre classeur : non suivi"),
          t("Copy the formula back from the cell above; type a linked value itself.",
            "Recopiez la formule de la cellule du dessus ; saisissez la valeur liée elle-même.")),
    Check("GEN-10", ERROR, CELL, NO_CELL,
          t("The cell shows an Excel error such as #REF!", "La cellule affiche une erreur Excel, par exemple #REF!"),
          t("Type the value itself, or repair the formula.", "Saisissez la valeur, ou réparez la formule.")),
    Check("GEN-11", WARNING, SHEET, WARNED,
          t("Hidden or filtered rows, hidden columns, a hidden sheet: read all the same",
            "Lignes masquées ou filtrées, colonnes ou feuille masquées : lues quand même"),
          t("Show them, and delete what does not count.", "Affichez-les, et supprimez ce qui ne compte pas.")),
    Check("GEN-12", WARNING, SHEET, WARNED,
          t("Merged cells: what stands there counts for the first cell only",
            "Cellules fusionnées : leur contenu ne vaut que pour la première"),
          t("Unmerge the cells and fill each of them.", "Défusionnez les cellules et remplissez chacune.")),
    Check("GEN-13", WARNING, SHEET, WARNED,
          t("A blank row between filled ones; the rows after it are read", "Une ligne vide entre des lignes remplies ; les suivantes sont lues"),
          t("Delete the blank rows.", "Supprimez les lignes vides.")),
    Check("GEN-14", WARNING, CELL, NO_CELL,
          t("A formula whose value is not in the file: read as blank", "Une formule dont la valeur n’est pas dans le fichier : lue comme vide"),
          t("Open the file in Excel, save it and send it again.", "Ouvrez le fichier dans Excel, enregistrez-le et renvoyez-le.")),
    Check("GEN-15", WARNING, FILE, WARNED,
          t("Dates counted from 1904: read as Excel shows them there", "Dates comptées à partir de 1904 : lues telles qu’Excel les y affiche"),
          t("Check a date; do not copy dates from it into other workbooks.", "Vérifiez une date ; ne copiez pas ses dates dans d’autres classeurs.")),
    Check("GEN-17", WARNING, CELL, WARNED,
          t("A text that begins like a formula; it is kept as text",
            "Un texte qui commence comme une formule ; il est gardé comme texte"),
          t("Begin with a word.", "Commencez par un mot.")),
    Check("GEN-19", WARNING, SHEET, WARNED,
          t("A row that totals other rows (a task with subtasks, a line that is the sum of lines): it is not counted a second time",
            "Une ligne qui en regroupe d’autres (tâche ayant des sous-tâches, ligne somme d’autres lignes) : elle n’est pas comptée une seconde fois"),
          t("Give it the type Summary, or delete the subtotal.", "Donnez-lui le type Récapitulative, ou supprimez le sous-total.")),
    Check("FLD-01", ERROR, CELL, NO_NAME,
          t("Required and empty, or filled with “-”, “TBD” and the like; only a warning where the cell may be empty",
            "Obligatoire et vide, ou rempli par « - », « à définir » et autres ; simple avertissement si la cellule est facultative"),
          t("Fill the cell.", "Remplissez la cellule.")),
    Check("FLD-02", ERROR, CELL, NO_CELL,
          t("Not of the expected kind, or of two possible readings (1.234, 03/04/2026); a text or a date with a time that has one sure reading is only a warning, and read",
            "Pas de la nature attendue, ou à double lecture (1.234, 03/04/2026) ; un texte ou une date avec heure qui n’a qu’une lecture sûre n’est qu’un avertissement, et il est lu"),
          t("Re-enter the value in the form expected.", "Ressaisissez la valeur sous la forme attendue.")),
    Check("FLD-03", ERROR, CELL, NO_CELL,
          t("Not in the list; an abbreviation that only one value begins with is only a warning, and read",
            "Absent de la liste ; une abréviation d’une seule valeur n’est qu’un avertissement, et elle est lue"),
          t("Choose a value from the list of the cell.", "Choisissez une valeur dans la liste de la cellule.")),
    Check("FLD-04", ERROR, CELL, NO_TWIN,
          t("An identifier that is badly formed, or that an earlier row already has",
            "Un identifiant mal formé, ou déjà porté par une ligne précédente"),
          t("Rewrite it as expected; give each row a name of its own.",
            "Ressaisissez-le sous la forme attendue ; donnez à chaque ligne son propre identifiant.")),
    Check("FLD-05", ERROR, CELL, NO_SCALE,
          t("Outside the limits, or too long", "Hors limites, ou trop long"),
          t("Enter a value within the limits.", "Saisissez une valeur dans les limites.")),
    Check("FLD-06", WARNING, CELL, WARNED,
          t("A percentage typed as a whole number: 55 is taken as 55 %",
            "Un pourcentage saisi en nombre entier : 55 est lu 55 %"),
          t("Type the percent sign too.", "Saisissez aussi le signe %.")),
    Check("FLD-07", WARNING, CELL, WARNED,
          t("An implausible date: before 2000 or after 2100", "Une date invraisemblable : avant 2000 ou après 2100"),
          t("Check the year.", "Vérifiez l’année.")),
    Check("FLD-10", WARNING, CELL, WARNED,
          t("Spaces or invisible characters around the text: they are removed",
            "Espaces ou caractères invisibles autour du texte : ils sont retirés"),
          t("Nothing to do; remove them if you like.", "Rien à faire ; supprimez-les si vous le souhaitez.")),
    Check("FLD-14", ERROR, CELL, NO_CELL,
          t("Not a three-letter currency code", "Pas un code devise à trois lettres"),
          t("Enter an ISO 4217 code such as EUR.", "Saisissez un code ISO 4217, par exemple EUR.")),
    Check("FLD-16", ERROR, CELL, NO_CELL,
          t("A line in a currency other than its project’s: its amounts do not count; for information only where a mapping converts it at the rates of pmo.toml",
            "Une ligne dans une autre devise que son projet : ses montants ne comptent pas ; simple information si une correspondance la convertit aux cours de pmo.toml"),
          t("Enter the amounts in the project’s currency, or add the rate under [rates] in pmo.toml.",
            "Saisissez les montants dans la devise du projet, ou ajoutez le cours sous [rates] dans pmo.toml.")),
    # the links of a plan -------------------------------------------------------------------------
    Check("PLN-10", ERROR, LINKS, NO_LINK,
          t("A predecessor that is no task of the plan", "Un prédécesseur qui n’est pas une tâche du planning"),
          t("Correct the ID, or add the task.", "Corrigez le numéro, ou ajoutez la tâche.")),
    Check("PLN-11", ERROR, LINKS, NO_LINK,
          t("A task that is its own predecessor", "Une tâche qui est son propre prédécesseur"),
          t("Remove the link to itself.", "Supprimez le lien vers elle-même.")),
    Check("PLN-12", ERROR, LINKS, IN_ERROR,
          t("Links that go round in a circle; the shortest is given", "Des liens en boucle ; la plus courte est donnée"),
          t("Remove one of these links.", "Supprimez l’un de ces liens.")),
    Check("PLN-13", WARNING, LINKS, WARNED,
          t("The same link twice", "Deux fois le même lien"),
          t("Remove one of the two.", "Supprimez l’un des deux.")),
    Check("PLN-14", WARNING, LINKS, WARNED,
          t("A link to or from a summary row: it holds nothing back", "Un lien avec une récapitulative : il ne retient rien"),
          t("Link the tasks inside it.", "Liez les tâches qu’elle contient.")),
    Check("PLN-15", WARNING, LINKS, WARNED,
          t("A predecessor that cannot be understood, or a comma that could be decimal: its links do not count",
            "Un prédécesseur incompréhensible, ou une virgule peut-être décimale : ses liens ne comptent pas"),
          t("Write it as 12FS+3d ; 14, links apart by a semicolon.", "Écrivez-le comme 12FD+3j ; 14, les liens séparés par un point-virgule.")),
    Check("PLN-16", WARNING, LINKS, WARNED,
          t("A forecast start before the predecessor finishes", "Un début prévu avant la fin du prédécesseur"),
          t("Move the forecast, or say with a lead or another link type that they overlap.",
            "Déplacez la prévision, ou indiquez par une avance ou un autre type de lien qu’elles se chevauchent.")),
    Check("PLN-17", WARNING, LINKS, WARNED,
          t("Started before the predecessor had finished", "Débutée avant la fin du prédécesseur"),
          t("Correct the dates, or the link.", "Corrigez les dates, ou le lien.")),
    # the portfolio -------------------------------------------------------------------------------
    Check("BUD-16", ERROR, PERIOD, NO_AMOUNT,
          t("No rate from the project’s currency to the reporting one: its amounts are in no total",
            "Aucun cours de la devise du projet vers celle de consolidation : ses montants n’entrent dans aucun total"),
          t("Add the currency under [rates] in pmo.toml.", "Ajoutez la devise sous [rates] dans pmo.toml.")),
    Check("PFL-01", ERROR, PERIOD, IN_ERROR,
          t("A registered project has not returned what is expected of it",
            "Un projet du référentiel n’a pas transmis tous les retours attendus"),
          t("Ask its project manager for it, or mark it as not expected in the project register.",
            "Relancez son chef de projet, ou marquez-le comme non attendu dans le référentiel des projets.")),
    Check("PFL-02", WARNING, PERIOD, WARNED,
          t("A return saved after the due date of the settings, by its own properties or else by the disk; without a due date nothing is judged",
            "Un retour enregistré après la date limite des réglages, d’après ses propriétés ou à défaut le disque ; sans date limite, rien n’est jugé"),
          t("Nothing to correct: the return counts. When it was sent cannot be known.",
            "Rien à corriger : le retour est repris. La date d’envoi ne peut pas être connue.")),
    Check("PFL-03", ERROR, PERIOD, NO_FILE,
          t("A return for a project that is not in the register: it is left out",
            "Un retour pour un projet absent du référentiel : il n’est pas repris"),
          t("Correct the project ID, or add the project to the project register.",
            "Corrigez le code projet, ou ajoutez-y le projet, dans le référentiel.")),
    Check("PFL-08", ERROR, PERIOD, NO_FILE,
          t("A return whose project is not that of its folder",
            "Un retour dont le projet n’est pas celui de son dossier"),
          t("Correct the project ID, or move the file into the folder of its project.",
            "Corrigez le code projet, ou déplacez le fichier dans le dossier de son projet.")),
    Check("XSH-21", ERROR, SHEETS, NO_MONEY,
          t("Project sheets of one project whose currencies differ from each other or from the register",
            "Des feuilles Projet d’un même projet dont les devises diffèrent entre elles ou de celle du référentiel"),
          t("Give all amounts of the project in one currency, and state it on each project sheet.",
            "Exprimez tous les montants du projet dans une seule devise, et indiquez-la sur chaque feuille Projet.")),
    Check("XSH-22", WARNING, SHEETS, WARNED,
          t("Project sheets of one project that differ in name, people, status, reserves or dates; the finding says which counts",
            "Des feuilles Projet d’un même projet qui divergent sur l’intitulé, les personnes, la météo, les provisions ou les dates ; le constat indique laquelle fait foi"),
          t("Give the same information on every project sheet of the project.", "Indiquez la même chose sur toutes les feuilles Projet du projet.")),
    Check("PFL-07", ERROR, PERIOD, NO_FILE,
          t("A project ID that Excel’s formulas cannot tell from another’s, such as 07 from 007 or 1E3 from 1000, or take for a truth value: the return is left out",
            "Un code projet que les formules d’Excel ne distinguent pas d’un autre, comme 07 de 007 ou 1E3 de 1000, ou prennent pour une valeur logique : le retour n’est pas repris"),
          t("Give the project an ID that begins with letters, in its returns and in the project register.",
            "Donnez au projet un code qui commence par des lettres, dans ses retours et dans le référentiel.")),
    Check("PFL-10", ERROR, PERIOD, IN_ERROR,
          t("A register of before beside the workbook of the PMO: only the latter is read",
            "Un ancien référentiel des projets à côté du classeur du PMO : seul ce dernier est lu"),
          t("Copy what is missing into the workbook of the PMO, then delete the former register.",
            "Recopiez dans le classeur du PMO ce qui y manque, puis supprimez l’ancien référentiel.")),
    Check("PRT-02", WARNING, FRAME, WARNED,
          t("What a scenario must have goes over its frame: in a year, by an amount or by days of a role",
            "Ce qu’un scénario impose dépasse son cadre : une année, d’un montant ou de jours d’un profil"),
          t("Raise the frame, move a project to later, or free one of those that must be in.",
            "Relevez le cadre, décalez un projet, ou libérez un de ceux qui sont imposés.")),
    Check("PRT-04", WARNING, FRAME, WARNED,
          t("A project of which no cost, or no value, is known: a selection does not weigh it",
            "Un projet dont le coût, ou la valeur, n’est pas connu : un arbitrage ne le pèse pas"),
          t("Type its cost by year into the project needs, or its scores.",
            "Saisissez son coût par année dans les besoins des projets, ou ses notes.")),
    Check("PFL-30", ERROR, PERIOD, NOT_RUN,
          t("A rule that could not be run: nothing was checked against it, and the other rules still apply",
            "Une règle qui n’a pas pu être exécutée : rien n’a été contrôlé à ce titre, et les autres règles s’appliquent"),
          t("Send the log to whoever looks after pmo_xl; it contains no cell contents.",
            "Transmettez le journal à la personne qui s’occupe de pmo_xl ; il ne reprend pas le contenu des cellules.")),
    Check("PFL-31", WARNING, PERIOD, WARNED,
          t("A status date before that of the last period: the history keeps the later periods",
            "Une date d’arrêté antérieure à celle de la dernière période : l’historique conserve les périodes suivantes"),
          t("Nothing to do if an earlier period is to be corrected; else correct the status date.",
            "Rien à faire s’il s’agit de corriger une période passée ; sinon, corrigez la date d’arrêté.")),
    Check("PFL-32", WARNING, PERIOD, WARNED,
          t("A period missing from the archive, or an archived master that was changed, is of another version or cannot be read; for information only where no figure is missing",
            "Une période absente des archives, ou un classeur consolidé archivé modifié, d’une autre version ou illisible ; simple information si aucun chiffre ne manque"),
          t("Bring back the folder of the period from a backup, if it is needed.",
            "Restaurez le dossier de la période depuis une sauvegarde, si nécessaire.")),
    Check("PFL-33", INFO, PERIOD, WARNED,
          t("A project with another name than before, or with the name of one that sends nothing any more: renumbered, its history begins anew",
            "Un projet dont le nom a changé, ou qui porte le nom d’un projet dont plus rien n’arrive : renuméroté, son historique recommence"),
          t("Keep the ID of a project for as long as it lives.", "Conservez le code d’un projet pendant toute sa durée de vie.")),
    # the review in the master --------------------------------------------------------------------
    Check("REV-01", INFO, REVIEW, WARNED,
          t("A budget line, or a project, that the reviewer of the master queried or rejected; told in the marked copies",
            "Une ligne de budget, ou un projet, mis en question ou rejeté lors de la revue du classeur consolidé ; signalé dans les copies annotées"),
          t("Answer in the comment of the line, or correct the line, and send the workbook again.",
            "Répondez dans le commentaire de la ligne, ou corrigez la ligne, et renvoyez le classeur.")),
)  # fmt: skip

SHARED = frozenset(
    {"PLN-01", "BUD-07", "XSH-09", "XSH-18", "FLD-03", "FLD-12", "FLD-13", "TIM-01", "TIM-02", "TIM-03"}
)
"""Codes that say the same of several tables, or of a row and of all rows."""


def check_rule_codes(sheets: Mapping[str, type[Sheet]], table_rules: Sequence[TableRule]) -> None:
    """Stop on a code that says two things."""
    check_codes(
        (
            *((sheet.key, [rule.code for rule in sheet.rules]) for sheet in sheets.values()),
            *((f"a rule over the rows of {key}", [r.code for r in table_rules if r.table == key]) for key in sheets),
            ("a check", [check.code for check in CHECKS]),
            ("a rule that is not assessed", [rule.code for rule in NOT_ASSESSED]),
        ),
        SHARED,
    )  # fmt: skip
