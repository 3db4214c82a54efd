"""The help of the terminal in the reader's language: what Typer shows, each text beside its English.

The English stands where a command is defined, as Typer asks for it; here it is only looked up. A test finds a text
without its French.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from pmo_xl.core.base.text import Text, t
from pmo_xl.doors.terminal.messages import readers_language
from pmo_xl.doors.terminal.refusals import refuse_in
from pmo_xl.doors.terminal.session import language_of, settings_file

HELP_WORDS: tuple[Text, ...] = (
    t("Excel project templates, validated and consolidated into a portfolio master workbook.",
      "Modèles Excel de projet, contrôlés et réunis dans un classeur consolidé du portefeuille."),
    t("Exit status: 0 no error found, 1 errors found (the master is still written), 2 nothing could be done, 3 pmo_xl itself stopped (the previous master is kept).",
      "Code de retour : 0 aucune erreur, 1 des erreurs (le classeur consolidé est écrit quand même), 2 rien n’a pu être fait, 3 arrêt de pmo_xl lui-même (le classeur consolidé précédent est conservé)."),
    t("Show this message and exit.", "Affiche cette aide."),
    t("Print the version.", "Affiche la version."),
    # commands
    t("Make a workspace: settings, register, control workbook, blank templates, folders for returns and results.",
      "Crée un espace de travail : réglages, référentiel des projets, classeur de pilotage, modèles vierges, dossiers des retours et des résultats."),
    t("Write blank templates.", "Écrit des modèles vierges."),
    t("Write the help page of a workspace: what each column of its templates asks for.",
      "Écrit la page d’aide d’un espace de travail : ce que demande chaque colonne de ses modèles."),
    t("Write each expected project's templates for the next period, its last rows carried forward; move the status date on.",
      "Écrit pour chaque projet attendu les modèles de la période suivante, ses dernières lignes reprises, et avance la date d’arrêté."),
    t("Make a workspace with a filled portfolio, and its master. Ends with 0 whatever faults were planted.",
      "Crée un espace de travail de démonstration, rempli, et son classeur consolidé. Code de retour 0, quelles que soient les anomalies semées."),
    t("Write the file to double-click in a workspace anew, for this computer and this Python.",
      "Réécrit le lanceur à double-cliquer d’un espace de travail, pour ce poste et ce Python."),
    t("Write the control workbook, whose buttons check and consolidate a workspace.",
      "Écrit le classeur de pilotage, dont les boutons contrôlent et consolident un espace de travail."),
    t("Say which column of a foreign plan, register or budget is which field, and write that as a mapping; or write a plan, tickets or a table as a return.",
      "Indique quelle colonne d’un planning, d’un registre ou d’un budget qui ne vient pas de nos modèles est quel champ, et écrit la correspondance ; ou écrit un planning, des tickets ou un tableau sous forme de retour."),
    t("Print what is wrong in the returns, cell by cell, and what to do. The returns stay as they are.",
      "Affiche les anomalies des retours, cellule par cellule, et que faire. Les retours restent inchangés."),
    t("Check the returns and write the master workbook from all that is sound.",
      "Contrôle les retours et écrit le classeur consolidé à partir de tout ce qui est exploitable."),
    t("Set the postings of an ERP export beside the declared actuals, as sheets of the master. Ends with 0 when all reconciles, with 1 when anything does not.",
      "Rapproche les écritures d’un export comptable du réalisé déclaré, dans des feuilles du classeur consolidé. Code de retour 0 si tout est rapproché, sinon 1."),
    t("Consolidate whenever something is put into the returns, until Ctrl-C.",
      "Consolide dès qu’un retour est déposé, jusqu’à Ctrl-C."),
    t("Wait for the clicks of the control workbook and answer them, so that Excel starts no program, until Ctrl-C.",
      "Attend les clics du classeur de pilotage et y répond, sans qu’Excel lance de programme, jusqu’à Ctrl-C."),
    t("Write the portfolio as a star for Power BI and its like: facts, dimensions, and model.json that relates them.",
      "Écrit le portefeuille en étoile pour Power BI et outils semblables : faits, dimensions, et model.json qui les relie."),
    t("Folder for the tables; what others put there stays.", "Dossier des tables ; ce que d’autres y ont mis reste."),
    t("Parquet, or CSV; with --lang fr: semicolons and decimal commas.",
      "Parquet, ou CSV ; avec --lang fr : points-virgules et virgules décimales."),
    t("Also names of people; without it the columns that name them are left out.",
      "Aussi les noms de personnes ; sans cette option, les colonnes qui les nomment sont omises."),
    t("Also every archived period, measured again from its own returns.",
      "Aussi chaque période archivée, recalculée depuis ses propres retours."),
    t("Write which rule was applied to which project: passed, failed with the cell, not assessed and why, not run; with room to sign.",
      "Écrit quelle règle a été appliquée à quel projet : conforme, non conforme avec la cellule, non évalué et pourquoi, non exécuté ; avec visa."),
    t("Only this project; once for each.", "Ce projet seulement ; une fois par projet."),
    t("The workbook to write; default: audit.xlsx in out of the workspace.",
      "Le classeur à écrire ; par défaut : audit.xlsx dans les résultats de l’espace de travail."),
    t("Close a project: check what is left, archive its last returns with fingerprints, hand its lessons and its reference row to the PMO.",
      "Clôture un projet : vérifie ce qui reste ouvert, archive ses derniers retours avec empreintes, transmet au PMO ses retours d’expérience et sa ligne de référence."),
    t("The project that has ended.", "Le projet terminé."),
    t("The reference class to which it belongs, such as Software.", "La classe de référence dont il relève, par exemple Logiciel."),
    t("Archive it although a check fails.", "L’archive malgré un contrôle en échec."),
    t("Say what works here and what does not, and what to do. Ends with 1 when there is a problem.",
      "Dit ce qui fonctionne ici, ce qui ne fonctionne pas, et que faire. Code de retour 1 en cas de problème."),
    t("Open the control workbook of a workspace in LibreOffice, its buttons working, until it is closed.",
      "Ouvre dans LibreOffice le classeur de pilotage d’un espace de travail, boutons actifs, jusqu’à sa fermeture."),
    t("Print the JSON by which another program can fill a blank template.",
      "Affiche le JSON grâce auquel un autre programme peut remplir un modèle vierge."),
    t("Explain a rule, a KPI, a column or a sheet: why it matters, an example, what to do, whether it is in force.",
      "Explique une règle, un indicateur, une colonne ou une feuille : pourquoi, un exemple, que faire, si elle est en vigueur."),
    t("List every rule: code, severity, what it is about, what is wrong, what to do.",
      "Liste toutes les règles : code, niveau, objet, anomalie, que faire."),
    t("List every KPI: key, label, unit, thresholds, way of adding up, meaning.",
      "Liste tous les indicateurs : clé, intitulé, unité, seuils, mode de cumul, signification."),
    t("Draw finishes and costs many times from ranges and risks: P50, P80, what the reserve covers, what drives them; a workbook of its own.",
      "Tire dates de fin et coûts un grand nombre de fois, d’après fourchettes et risques : P50, P80, ce que couvre la provision, ce qui les détermine ; dans un classeur à part."),
    # what they are told
    t("How many draws, 100 to 200,000; default: that of pmo.toml, else 10,000.",
      "Nombre de tirages, de 100 à 200 000 ; par défaut, celui de pmo.toml, sinon 10 000."),
    t("Another number, other draws; default: that of pmo.toml, else 1.",
      "Un autre nombre, d’autres tirages ; par défaut, celui de pmo.toml, sinon 1."),
    t("The workbook to write; default: uncertainty.xlsx in out of the workspace.",
      "Le classeur à écrire ; par défaut, incertitude.xlsx dans le dossier des résultats de l’espace de travail."),
    t("The workspace.", "L’espace de travail."),
    t("The workspace; default: the current folder, if it is one.",
      "L’espace de travail ; par défaut, le dossier courant si c’en est un."),
    t("Workbooks, folders of workbooks, or a workspace.", "Des classeurs, des dossiers de classeurs, ou un espace de travail."),
    t("A workspace, a folder of workbooks, or a workbook.", "Un espace de travail, un dossier de classeurs, ou un classeur."),
    t("A workspace, or a folder of workbooks.", "Un espace de travail, ou un dossier de classeurs."),
    t("plan, risks, budget, followup, pack (all kinds in one workbook), or all.",
      "plan (planning), risks (risques), budget, followup (suivi), pack (tout en un classeur) ou all (tous)."),
    t("plan, risks, budget, followup, or pack; with the columns of the workspace that it is asked in.",
      "plan (planning), risks (risques), budget ou pack ; avec les colonnes de l’espace de travail courant."),
    t("The code of a rule, or the key or label of a KPI, a column or a sheet, in any language.",
      "Le code d’une règle, ou la clé ou l’intitulé d’un indicateur, d’une colonne ou d’une feuille, dans n’importe quelle langue."),
    t("An export of the ledger: .csv, .txt, .xlsx or .xls.", "Un export du grand livre : .csv, .txt, .xlsx ou .xls."),
    t("A workbook that is not ours, a plan (.xml, .xer, .mpp), or a table of text (.csv).",
      "Un classeur qui ne vient pas de nos modèles, un planning (.xml, .xer, .mpp), ou un tableau de texte (.csv)."),
    t("What to write: a mapping (.toml), which mappings/ of a workspace applies by itself, or the return (.xlsx).",
      "Ce qui est écrit : une correspondance (.toml), appliquée d’elle-même dans correspondances/ d’un espace de travail, ou le retour (.xlsx)."),
    t("The project that the return is for; of a file with several, the one that is meant.",
      "Le projet du retour ; d’un fichier qui en contient plusieurs, celui qui est voulu."),
    t("The status date of the return, where the file states none or another.",
      "La date d’arrêté du retour, si le fichier n’en donne pas ou en donne une autre."),
    t("The currency of the amounts, where the file states none.", "La devise des montants, si le fichier n’en donne pas."),
    t("Which baseline of a plan of Microsoft Project counts; default: 0.",
      "Quelle planification de référence compte dans un planning Microsoft Project ; par défaut, la 0."),
    t("Language; default: that of pmo.toml, else en.", "Langue ; par défaut, celle de pmo.toml, sinon en."),
    t("Language of the returns.", "Langue des retours."),
    t("Status date of the period, such as 2026-03-31 or 31 March 2026; default: that of pmo.toml, else the most frequent.",
      "Date d’arrêté de la période, par exemple 31/03/2026 ; par défaut, celle de pmo.toml, sinon la plus fréquente."),
    t("Folder to write into.", "Dossier où écrire."),
    t("How much is asked for; default: that of pmo.toml, else standard.",
      "Niveau d’exigence ; par défaut, celui de pmo.toml, sinon standard."),
    t("One workbook with all kinds per project.", "Un seul classeur par projet, avec tous les types de retour."),
    t("How many projects.", "Nombre de projets."),
    t("A kind of return to make, once for each; default: all.", "Un type de retour à produire, à répéter pour plusieurs ; par défaut, tous."),
    t("Another number, another portfolio.", "Un autre nombre, un autre portefeuille."),
    t("Plant N faults, listed in faults.json.", "Sème N anomalies, listées dans faults.json."),
    t("The workbook to write: .xlsm, or .xlam with --addin.", "Le classeur à écrire : .xlsm, ou .xlam avec --addin."),
    t("The add-in: the same ribbon in every workbook.", "Le complément : le même ruban dans tous les classeurs."),
    t("Replace a file that is there.", "Remplace un fichier existant."),
    t("The kind of template to read it as, such as plan; default: the likeliest.",
      "Le type de modèle selon lequel le lire, par exemple plan ; par défaut, le plus probable."),
    t("The sheet to read; default: the likeliest.", "La feuille à lire ; par défaut, la plus probable."),
    t("Write the result as JSON; - is standard output.", "Écrit le résultat en JSON ; - désigne la sortie standard."),
    t("As JSON.", "En JSON."),
    t("Also write there a marked copy of each return with findings, to send back, and a reminder to each project manager of whom returns are missing.",
      "Y écrit aussi une copie annotée de chaque retour en anomalie, à renvoyer, et une relance pour chaque chef de projet dont il manque des retours."),
    t("Processes that read side by side; default: as many as pay.",
      "Nombre de processus de lecture en parallèle ; par défaut, autant qu’il est utile."),
    t("Read every file anew, and keep nothing for the next time.",
      "Relit tous les fichiers, et ne garde rien pour la fois suivante."),
    t("Print and write as JSON which rule each finding breaks and where, without a word of what stands there: for findings that are shared.",
      "Affiche et écrit en JSON la règle enfreinte et l’endroit, sans un mot de ce qui s’y trouve : pour partager des anomalies."),
    t("The master; default in a workspace: out/master.xlsx.",
      "Le classeur consolidé ; par défaut, celui de l’espace de travail."),
    t("Read on a Dask cluster: tcp://host:8786, or local:N for N processes here.",
      "Lit sur une grappe Dask : tcp://hôte:8786, ou local:N pour N processus sur ce poste."),
    t("Where the rows go: on data sheets while they fit, or all in Parquet beside a master of KPIs and pages.",
      "Où vont les lignes : dans les feuilles de données tant qu’elles y tiennent, ou toutes en Parquet à côté du classeur consolidé."),
    t("Which column and code is which; default: usual headings are recognised.",
      "Rôle de chaque colonne et de chaque code ; par défaut, les intitulés usuels sont reconnus."),
    t("Write the sheet of each project as a workbook, or a PDF, of its own.",
      "Écrit la fiche de chaque projet dans un classeur, ou un PDF, à part."),
    t("Write a list for each person with all that is open in his name and nobody else's rows, and a reminder of what is overdue.",
      "Écrit pour chaque personne la liste de tout ce qui lui incombe, sans les lignes des autres, et une relance pour ce qui est en retard."),
    t("Folder to write into; default: out/owners of the workspace.",
      "Dossier où écrire ; par défaut, celui des responsables de l’espace de travail."),
    t("Put the former master back in its place; the one that is there is kept in its turn.",
      "Remet en place l’ancien classeur consolidé\u00a0; celui qui s’y trouve est gardé à son tour."),
    t("Which former master, or how its name begins; default: the last.",
      "Quel ancien classeur consolidé, ou le début de son nom\u00a0; par défaut, le dernier."),
    t("Only list the former masters that were kept.", "Liste seulement les anciens classeurs consolidés gardés."),
    t("Hold a master against its manifest, its returns, and itself made anew; every cell that differs is named.",
      "Compare un classeur consolidé à son manifeste, à ses retours et à lui-même refait\u00a0; nomme chaque cellule qui diffère."),
    t("A workspace, a master in one, or the archive of a closed project.",
      "Un espace de travail, un classeur consolidé qui s’y trouve, ou l’archive d’un projet clos."),
    t("Write the sheet on which a meeting types its decisions and actions; prepare takes them into the follow-up of each project.",
      "Écrit le relevé où une séance saisit ses décisions et ses actions ; prepare les reprend dans le suivi de chaque projet."),
    t("The body that meets, such as COPIL: the decisions that it has to take.",
      "L’instance qui se réunit, par exemple COPIL : les décisions qu’elle doit rendre."),
    t("Day of the meeting.", "Jour de la séance."),
    t("A programme or a project; default: the whole portfolio.",
      "Un programme ou un projet ; par défaut, tout le portefeuille."),
    t("Choose the set of projects worth most within the frame of a scenario, with the reason for each. Ends with 1 when no set holds.",
      "Choisit l’ensemble de projets qui vaut le plus dans le cadre d’un scénario, avec le motif de chacun. Code de retour 1 si aucun ensemble ne tient."),
    t("The scenario, as the sheets Scenarios and Frame of the PMO's workbook name it.",
      "Le scénario, tel que le nomment les feuilles Scénarios et Cadre du classeur du PMO."),
    t("Decide otherwise of a project, in, out or free, once for each.",
      "Décide autrement d’un projet, retenu, écarté ou à arbitrer, à répéter pour plusieurs."),
    t("The scenario to hold it against; default: the same without what-if, else the one before it.",
      "Le scénario auquel le comparer ; par défaut, le même sans hypothèse, sinon le précédent."),
    t("Amounts that were typed, or weighted scores; default: amounts where there are any.",
      "Les montants saisis, ou les notes pondérées ; par défaut, les montants s’il y en a."),
    t("How long to search for the best set; then the best one found is told, and how far it may be from the best.",
      "Durée de la recherche du meilleur ensemble ; au-delà, le meilleur trouvé est donné, avec son écart possible au meilleur."),
    t("The workbook to write; default: in out of the workspace, named after the scenario.",
      "Le classeur à écrire ; par défaut, avec les résultats de l’espace de travail, au nom du scénario."),
    t("A project, once for each; default: all.", "Un projet, à répéter pour plusieurs ; par défaut, tous."),
    t("PDF files in the place of workbooks: needs LibreOffice, or Excel.",
      "Des PDF au lieu de classeurs : il faut LibreOffice ou Excel."),
    t("The finance sheet of the project behind its sheet.", "La fiche financière du projet à la suite de sa fiche."),
    t("Folder to write into; default: out/cards of the workspace.",
      "Dossier où écrire ; par défaut, celui des fiches de l’espace de travail."),
    t("Write the deck of a committee: decisions first, every figure with its cell in the master; keep a copy in the archive.",
      "Écrit le dossier de comité (PowerPoint) : décisions d’abord, chaque chiffre avec sa cellule du classeur consolidé ; une copie est archivée."),
    t("The body that meets, such as COPIL: its decisions are on the agenda.",
      "L’instance qui se réunit, par exemple COPIL : ses décisions sont à l’ordre du jour."),
    t("Day of the meeting; default: the next meeting of that body, else the status date.",
      "Jour de la séance ; par défaut, la prochaine séance de l’instance, sinon la date d’arrêté."),
    t("A programme or a project; default: the whole portfolio.", "Un programme ou un projet ; par défaut, tout le portefeuille."),
    t("A project with a slide of its own, once for each.", "Un projet qui a sa propre planche, à répéter pour plusieurs."),
    t("Your company's presentation (.pptx), with places such as {title} and {decisions}.",
      "La présentation de votre entreprise (.pptx), avec des emplacements tels que {title} et {decisions}."),
    t("The deck as a PDF too: needs LibreOffice with Impress.", "Le dossier en PDF aussi : il faut LibreOffice avec Impress."),
    t("Folder to write into; default: out of the workspace.", "Dossier où écrire ; par défaut, celui des résultats de l’espace de travail."),
    t("Write the six pages of the master for an executive as one PDF: needs LibreOffice, or Excel.",
      "Écrit en un seul PDF les six pages du classeur consolidé destinées à la direction : il faut LibreOffice ou Excel."),
    t("The PDF to write; default: print-pack.pdf in out of the workspace.",
      "Le PDF à écrire ; par défaut, pages_a_imprimer.pdf avec les résultats de l’espace de travail."),
    t("How many month ends, consolidated one after the other.", "Nombre de fins de mois, consolidées l’une après l’autre."),
    t("A lesson in its place, 1 to 4: plan, risks, budget, committee; a few projects with faults to find.",
      "Une leçon à la place, de 1 à 4 : planning, risques, budget, comité ; quelques projets avec des anomalies à trouver."),
    t("Consolidate once nothing has changed for so long.", "Consolide quand rien n’a changé depuis ce nombre de secondes."),
    t("Look every time instead of waiting for the system's notice: for network folders.",
      "Regarde à intervalles réguliers sans attendre le signal du système : pour les dossiers réseau."),
)  # fmt: skip

PLACES: Mapping[str, Text] = {
    "DIR": t("DIR", "DOSSIER"), "FILE": t("FILE", "FICHIER"), "PATH": t("PATH", "CHEMIN"), "PATH…": t("PATH…", "CHEMIN…"),
    "KIND": t("KIND", "TYPE"), "KIND…": t("KIND…", "TYPE…"), "NAME": t("NAME", "NOM"), "WORD…": t("WORD…", "MOT…"), "ADDRESS": t("ADDRESS", "ADRESSE"),
    "LEDGER": t("LEDGER", "EXPORT"), "MASTER.xlsx": t("MASTER.xlsx", "CONSOLIDE.xlsx"), "DATE": t("DATE", "DATE"),
    "OUT": t("OUT", "SORTIE"), "CODE": t("CODE", "CODE"), "N": t("N", "N"), "MAP.toml": t("MAP.toml", "CORRESPONDANCE.toml"),
}  # fmt: skip
"""What stands for a value after a command or an option."""

FRAME: Mapping[str, Text] = {
    "ARGUMENTS_PANEL_TITLE": t("Arguments", "Arguments"),
    "OPTIONS_PANEL_TITLE": t("Options", "Options"),
    "COMMANDS_PANEL_TITLE": t("Commands", "Commandes"),
    "ERRORS_PANEL_TITLE": t("Error", "Erreur"),
    "DEFAULT_STRING": t("[default: {}]", "[par défaut : {}]"),
    "REQUIRED_LONG_STRING": t("[required]", "[obligatoire]"),
    "RICH_HELP": t("Try [blue]'{command_path} {help_option}'[/] for help.",
                   "Aide : [blue]{command_path} {help_option}[/]"),
}  # fmt: skip
"""Typer's own words around the help, by the name of their constant."""


def help_language(words: Sequence[str]) -> str:
    """The language in which a command line asks for help.

    The one that is named with ``--lang``, else that of the workspace which the words or the current folder lie in, else
    that of the computer.
    """
    for at, word in enumerate(words):
        named = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(words):
            named = words[at + 1]
        if named in ("en", "fr"):
            return named
    for place in (*(Path(word) for word in words if word and not word.startswith("-")), Path()):
        if place.exists() and settings_file(place) is not None:
            return language_of(place)
    return readers_language()


def speak(command: Any, language: str) -> None:
    """Put the help of a command of Typer's, and of all below it, into a language; English is there already."""
    if language == "en":
        return
    words = {text.en: text.to(language) for text in HELP_WORDS}
    for each, context in _all(command):
        each.help = words.get(each.help or "", each.help)
        each.epilog = words.get(each.epilog or "", each.epilog)
        for parameter in (*each.params, each.get_help_option(context)):
            if getattr(parameter, "help", None):
                parameter.help = words.get(parameter.help, parameter.help)
            if parameter.metavar in PLACES:
                parameter.metavar = PLACES[parameter.metavar].to(language)
    from typer import rich_utils

    for name, text in FRAME.items():
        if hasattr(rich_utils, name):
            setattr(rich_utils, name, text.to(language))
    refuse_in(language)


def _all(command: Any, parent: typer.Context | None = None) -> Iterator[tuple[Any, typer.Context]]:
    """A command and all below it, each with the context that knows how its help is asked for."""
    context = typer.Context(command, parent=parent, **command.context_settings)
    yield command, context
    for below in getattr(command, "commands", {}).values():
        yield from _all(below, context)
