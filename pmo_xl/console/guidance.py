"""The help sheet of the control workbook, after the buttons."""

from __future__ import annotations

from pmo_xl.core.base.text import t

GUIDANCE = (
    (
        t("A month", "Un mois type"),
        t("1. Collect the returns in the folder “returns”. 2. Click Check, and look at the list of findings. 3. Click Marked copies and send "
          "them back to the project managers. 4. When the corrected returns are in, click Consolidate: the master opens.",
          "1. Rassemblez les retours dans le dossier « retours ». 2. Cliquez sur Contrôler et parcourez les anomalies. 3. Cliquez sur Copies "
          "annotées et renvoyez-les aux chefs de projet. 4. Une fois les retours corrigés reçus, cliquez sur Consolider : le classeur consolidé s’ouvre."),
    ),
    (
        t("Nothing happens", "Rien ne se passe"),
        t("Excel blocks macros of files from the internet: close this workbook, right-click the file, Properties, tick Unblock. "
          "Or put its folder among the trusted locations (File, Options, Trust Center).",
          "Excel bloque les macros des fichiers venus d’internet : fermez ce classeur, clic droit sur le fichier, Propriétés, cochez Débloquer. "
          "Ou ajoutez son dossier aux emplacements approuvés (Fichier, Options, Centre de gestion de la confidentialité)."),
    ),
    (
        t("Excel may not start Python", "Excel ne peut pas lancer Python"),
        t("Double-click Start buttons in this folder and leave its window open: it answers the buttons, and Excel starts nothing. "
          "A copy of that file among the programs that start with Windows (Windows+R, shell:startup) does it at every log-on.",
          "Double-cliquez sur Activer les boutons dans ce dossier et laissez sa fenêtre ouverte : elle répond aux boutons, sans qu’Excel lance rien. "
          "Une copie de ce fichier parmi les programmes de démarrage (Windows+R, shell:startup) le fait à chaque ouverture de session."),
    ),
    (
        t("Python is not there any more", "Python ne se trouve plus à cet endroit"),
        t("Python has moved, or this workbook was made on another computer. In a terminal, in this folder: "
          "“pmo-xl console --out PMO_Console.xlsm --force”.",
          "Python a été déplacé, ou ce classeur a été créé sur un autre poste. Dans un terminal, dans ce dossier : "
          "« pmo-xl console --out PMO_Console.xlsm --force »."),
    ),
    (
        t("Macros are forbidden here", "Les macros sont interdites chez vous"),
        t("Every button has its twin in a terminal, in this folder: “pmo-xl validate .” and “pmo-xl consolidate .”. Or double-click the launcher "
          "Consolidate in this folder. Or leave “pmo-xl watch .” running: it consolidates whenever a return arrives.",
          "Chaque bouton a son équivalent dans un terminal, dans ce dossier : « pmo-xl validate . » et « pmo-xl consolidate . ». Ou double-cliquez sur le "
          "lanceur Consolider du dossier. Ou laissez tourner « pmo-xl watch . » : il consolide à chaque arrivée d’un retour."),
    ),
    (
        t("LibreOffice", "LibreOffice"),
        t("Open this workbook from a terminal, in this folder: “pmo-xl libreoffice .”. Opened otherwise, its buttons do nothing.",
          "Ouvrez ce classeur depuis un terminal, dans ce dossier : « pmo-xl libreoffice . ». Ouvert autrement, ses boutons ne font rien."),
    ),
    (
        t("Anything else", "Autre problème"),
        t("In a terminal, in this folder: “pmo-xl doctor .”. It checks the installation and says what to do.",
          "Dans un terminal, dans ce dossier : « pmo-xl doctor . ». Il vérifie l’installation et dit quoi faire."),
    ),
)  # fmt: skip
"""What it is about, and what to know or do."""
