"""What is said of a workbook that is read through a mapping."""

from __future__ import annotations

from pmo_xl.core.base.text import t

NO_COLUMN = t("No column is mapped to “{column}”.", "Aucune colonne ne correspond à « {column} ».")
GIVE_COLUMN = t(
    "Name its column under [columns] in {file}, or say what every row holds under [fill]: {key} = …",
    "Indiquez sa colonne sous [columns] dans {file}, ou la valeur de toutes les lignes sous [fill] : {key} = …",
)
IN_PROJECT = t(
    "Say it, or where it stands, under [project] in {file}.",
    "Indiquez-le, ou sa place, sous [project] dans {file}.",
)
IN_COLUMNS = t(
    "Name its column under [columns] in {file}, or say what every row holds under [fill].",
    "Indiquez sa colonne sous [columns] dans {file}, ou la valeur de toutes les lignes sous [fill].",
)
NOT_MAPPED = t(
    "Column “{header}” is not in {file}: it is not read.",
    "La colonne « {header} » n’est pas dans {file} : elle n’est pas lue.",
)
MAP_IT = t(
    "Name its field under [columns] of the mapping, or add it to ignored.",
    "Indiquez son champ sous [columns] de la correspondance, ou ajoutez-la à ignored.",
)
NOT_THERE = t(
    "Column “{header}” of {file} is not in the sheet.",
    "La colonne « {header} » de {file} est absente de la feuille.",
)
CHECK_HEADERS = t(
    "Put the header back, or correct the mapping.", "Rétablissez l’intitulé, ou corrigez la correspondance."
)
NO_RECORD = t(
    "“{found}” is a total or a note, not a row of the table: it is not read.",
    "« {found} » est un total ou une note, pas une ligne du tableau : elle n’est pas lue.",
)
BELOW = t(
    "Below the table, after blank rows, there are notes or lists: {n} rows, {first} to {last}, are not read.",
    "Sous le tableau, après des lignes vides, figurent des notes ou des listes : {n} lignes, de {first} à {last}, ne sont pas lues.",
)
NOTHING_TO_DO = t(
    "Nothing to do, unless it was meant to be a row of the table.",
    "Rien à faire, sauf si elle devait être une ligne du tableau.",
)
