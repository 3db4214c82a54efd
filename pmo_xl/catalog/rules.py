"""The checks beside the row rules, one entry each: what is judged, what is wrong, what to do.

The rules of a row stand with its columns, in ``catalog/templates``. Here stand the checks of cells, sheets,
files and of the portfolio as a whole, which the steps make.
"""

from __future__ import annotations

from pmo_xl.core.check import Check
from pmo_xl.core.finding import Severity
from pmo_xl.core.text import t

ERROR, WARNING = Severity.ERROR, Severity.WARNING

CELL = t("any cell", "toute cellule")
SHEET = t("any sheet", "toute feuille")
FILE = t("the file", "le fichier")
PERIOD = t("the portfolio", "le portefeuille")

CHECKS = (
    # files and sheets ----------------------------------------------------------------------------
    Check("GEN-01", ERROR, FILE,
          t("The file cannot be opened: password, damage, no workbook, too large, open elsewhere, or empty",
            "Le fichier ne peut pas être ouvert : mot de passe, endommagé, pas un classeur, trop grand, ouvert ailleurs, ou vide"),
          t("Open it in Excel, save it as .xlsx without a password and send it again.",
            "Ouvrez-le dans Excel, enregistrez-le en .xlsx sans mot de passe et renvoyez-le.")),
    Check("GEN-02", ERROR, FILE,
          t("No sheet of a known template, or one from a newer version",
            "Aucune feuille d’un modèle connu, ou une feuille d’une version plus récente"),
          t("Fill the template you were given.", "Remplissez le modèle qui vous a été remis.")),
    Check("GEN-03", WARNING, SHEET,
          t("The template is an older version", "Le modèle est d’une version antérieure"),
          t("Copy the rows into the current template.", "Recopiez les lignes dans le modèle courant.")),
    Check("GEN-04", ERROR, SHEET,
          t("A sheet or a required header cannot be found, or a sheet is there twice",
            "Une feuille ou un intitulé obligatoire est introuvable, ou une feuille figure deux fois"),
          t("Put it back as it stands in the template, in English or in French; keep one sheet of each.",
            "Rétablissez-la comme dans le modèle, en français ou en anglais ; gardez une feuille de chaque.")),
    Check("GEN-05", WARNING, SHEET,
          t("A column that is not part of the template: it is not read",
            "Une colonne qui ne fait pas partie du modèle : elle n’est pas lue"),
          t("Nothing to do, unless it was meant to be one of the template’s columns.",
            "Rien à faire, sauf si elle devait être une colonne du modèle.")),
    Check("GEN-06", ERROR, FILE,
          t("The project ID is missing: the return belongs to nobody",
            "Le code projet manque : le retour n’appartient à personne"),
          t("Fill it on the Project sheet, as in the project register.",
            "Saisissez-le dans la feuille Projet, comme dans le référentiel.")),
    Check("GEN-07", ERROR, FILE,
          t("The status date is missing, or is not that of the period",
            "La date d’arrêté manque, ou n’est pas celle de la période"),
          t("Fill it on the Project sheet, or send the return of the period.",
            "Saisissez-la dans la feuille Projet, ou envoyez le retour de la période.")),
    Check("GEN-08", ERROR, FILE,
          t("A second file for the same project, content and period: it is left out",
            "Un second fichier pour le même projet, le même contenu et la même période : il n’est pas repris"),
          t("Keep the right file of the two in the folder.", "Gardez dans le dossier le bon fichier des deux.")),
    # cells ---------------------------------------------------------------------------------------
    Check("GEN-10", ERROR, CELL,
          t("The cell shows an Excel error such as #REF!", "La cellule affiche une erreur Excel, par exemple #REF!"),
          t("Type the value itself, or repair the formula.", "Saisissez la valeur, ou réparez la formule.")),
    Check("GEN-17", WARNING, CELL,
          t("A text that begins like a formula; it is kept as text",
            "Un texte qui commence comme une formule ; il est gardé comme texte"),
          t("Begin with a word.", "Commencez par un mot.")),
    Check("FLD-01", ERROR, CELL,
          t("Required and empty", "Obligatoire et vide"), t("Fill the cell.", "Remplissez la cellule.")),
    Check("FLD-02", ERROR, CELL,
          t("Not of the expected kind: a text for a number, a number for a date, an ambiguous date; a date with a time is only a warning",
            "Pas de la nature attendue : texte pour un nombre, nombre pour une date, date ambiguë ; une date avec heure n’est qu’un avertissement"),
          t("Type the value anew, as expected.", "Ressaisissez la valeur, comme attendu.")),
    Check("FLD-03", ERROR, CELL,
          t("Not in the list", "Absent de la liste"),
          t("Choose a value from the list of the cell.", "Choisissez une valeur dans la liste de la cellule.")),
    Check("FLD-04", ERROR, CELL,
          t("An identifier that is badly formed, or that an earlier row already has",
            "Un identifiant mal formé, ou déjà porté par une ligne précédente"),
          t("Rewrite it as expected; give each row a name of its own.",
            "Réécrivez-le comme attendu ; donnez à chaque ligne son propre identifiant.")),
    Check("FLD-05", ERROR, CELL,
          t("Outside the limits, or too long", "Hors limites, ou trop long"),
          t("Enter a value within the limits.", "Saisissez une valeur dans les limites.")),
    Check("FLD-06", WARNING, CELL,
          t("A percentage typed as a whole number: 55 is taken as 55 %",
            "Un pourcentage saisi en nombre entier : 55 est lu 55 %"),
          t("Type the percent sign too.", "Saisissez aussi le signe %.")),
    Check("FLD-07", WARNING, CELL,
          t("An implausible date: before 2000 or after 2100", "Une date invraisemblable : avant 2000 ou après 2100"),
          t("Check the year.", "Vérifiez l’année.")),
    Check("FLD-10", WARNING, CELL,
          t("Spaces or invisible characters around the text: they are removed",
            "Espaces ou caractères invisibles autour du texte : ils sont retirés"),
          t("Nothing to do; remove them if you like.", "Rien à faire ; supprimez-les si vous le souhaitez.")),
    Check("FLD-14", ERROR, CELL,
          t("Not a three-letter currency code", "Pas un code devise à trois lettres"),
          t("Enter an ISO 4217 code such as EUR.", "Saisissez un code ISO 4217, par exemple EUR.")),
    # the portfolio -------------------------------------------------------------------------------
    Check("BUD-16", ERROR, PERIOD,
          t("No rate from the project’s currency to the reporting one: its amounts are in no total",
            "Aucun cours de la devise du projet vers celle de restitution : ses montants n’entrent dans aucun total"),
          t("Add the currency under [rates] in pmo.toml.", "Ajoutez la devise sous [rates] dans pmo.toml.")),
    Check("PFL-01", ERROR, PERIOD,
          t("A registered project has not returned what is expected of it",
            "Un projet du référentiel n’a pas rendu ce qui est attendu de lui"),
          t("Ask its project manager for it, or mark it as not expected in projects.xlsx.",
            "Relancez son chef de projet, ou marquez-le comme non attendu dans projects.xlsx.")),
    Check("PFL-03", ERROR, PERIOD,
          t("A return for a project that is not in the register: it is left out",
            "Un retour pour un projet absent du référentiel : il n’est pas repris"),
          t("Correct the project ID, or add the project to projects.xlsx.",
            "Corrigez le code projet, ou ajoutez le projet dans projects.xlsx.")),
    Check("PFL-07", ERROR, PERIOD,
          t("A project ID that Excel’s formulas cannot tell from another’s, such as 07 from 007 or 1E3 from 1000, or take for a truth value: the return is left out",
            "Un code projet que les formules d’Excel ne distinguent pas d’un autre, comme 07 de 007 ou 1E3 de 1000, ou prennent pour une valeur logique : le retour n’est pas repris"),
          t("Give the project an ID that begins with letters, in its returns and in the project register.",
            "Donnez au projet un code qui commence par des lettres, dans ses retours et dans le référentiel.")),
)  # fmt: skip
