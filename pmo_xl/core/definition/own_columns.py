"""The columns by which a table of a template checks its own rows; their formulas are in :mod:`pmo_xl.core.formula.row_check`."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Column, Kind

ROW_CHECK = "row_check"
ROW_FILLED, ROW_MISSING, ROW_BESIDE = "row_filled", "row_missing", "row_beside"

ROW_CHECK_COLUMN = Column(
    Kind.TEXT,
    t("Check", "Contrôle"),
    t("Tells whether the row is complete and coherent.", "Indique si la ligne est complète et cohérente."),
    width=34,
    key=ROW_CHECK,
)


ROW_FILLED_COLUMN = Column(
    Kind.INTEGER,
    t("Check - filled", "Contrôle - remplies"),
    t("Number of filled cells in the row.", "Nombre de cellules remplies de la ligne."),
    folded=True,
    key=ROW_FILLED,
)
ROW_MISSING_COLUMN = Column(
    Kind.TEXT,
    t("Check - missing", "Contrôle - manquantes"),
    t("The required cells of the row that are empty, by number.",
      "Les cellules obligatoires vides de la ligne, par numéro."),
    folded=True,
    key=ROW_MISSING,
)  # fmt: skip
ROW_FAULTS_COLUMNS = tuple(
    Column(
        Kind.TEXT,
        t(f"Check - not as expected {part}", f"Contrôle - non conformes {part}"),
        t("The cells of the row whose content their column does not allow, by number.",
          "Les cellules de la ligne dont le contenu ne convient pas à leur colonne, par numéro."),
        folded=True,
        key=f"row_faults_{part}",
    )
    for part in (1, 2, 3)
)  # fmt: skip
FAULTS_EACH = 28
"""Columns of which one formula names the faults: it has about 5,500 of the 8,192 characters that Excel takes."""
ROW_BESIDE_COLUMN = Column(
    Kind.TEXT,
    t("Check - beside other rows", "Contrôle - autres lignes"),
    t("What in the row does not agree with other rows or sheets.",
      "Ce qui, dans la ligne, ne concorde pas avec d’autres lignes ou feuilles."),
    folded=True,
    key=ROW_BESIDE,
)  # fmt: skip
ROW_RULES_COLUMNS = tuple(
    Column(
        Kind.TEXT,
        t(f"Check - rules {part}", f"Contrôle - règles {part}"),
        t("The first of these rules that the row breaks.", "La première de ces règles que la ligne enfreint."),
        folded=True,
        key=f"row_rules_{part}",
    )
    for part in (1, 2, 3, 4)
)  # fmt: skip
RULES_EACH = 10
"""Rules that one formula judges: it has up to 5,000 of the 8,192 characters that Excel takes."""
ROW_COLUMNS = (
    ROW_FILLED_COLUMN,
    ROW_MISSING_COLUMN,
    *ROW_FAULTS_COLUMNS,
    ROW_BESIDE_COLUMN,
    *ROW_RULES_COLUMNS,
    ROW_CHECK_COLUMN,
)
"""The columns by which a table may check its own rows; only the last is shown."""
