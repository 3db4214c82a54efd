"""How good the returns are: findings, and the parts of the data-quality score."""

from __future__ import annotations

from pmo_xl.catalog.run_tables import FindingSeverity, ReturnState
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Kpi, Threshold
from pmo_xl.core.definition.measures import COUNT, PERCENT, RATIO, RECOMPUTE, SHARE, SUM
from pmo_xl.core.expr.algebra import count, min_of, this, total, when
from pmo_xl.core.flow.portfolio import ASSESSED, COMPLETENESS, CONSISTENCY, NOT_PERFECT, VALIDITY

QUALITY_COUNTS = (
    ("required_cells", t("Required cells", "Cellules obligatoires"), t("Cells that must be filled.", "Cellules à remplir obligatoirement.")),
    ("required_filled", t("Required and filled", "Obligatoires remplies"),
     t("Required cells that are filled, in rows that count.", "Cellules obligatoires remplies, dans les lignes retenues.")),
    ("filled_cells", t("Filled cells", "Cellules remplies"), t("Cells that hold something.", "Cellules non vides.")),
    ("bad_cells", t("Invalid cells", "Cellules invalides"),
     t("Filled cells in error, and all those of rows that are left out.", "Cellules remplies en erreur, et toutes celles des lignes écartées.")),
    ("checks_run", t("Checks run", "Contrôles effectués"), t("Rules applied to rows and sheets.", "Règles appliquées aux lignes et aux feuilles.")),
    ("checks_failed", t("Checks failed (weighted)", "Contrôles en échec (pondérés)"), t("An error counts 1, a warning 0.3.", "Une erreur compte 1, un avertissement 0,3.")),
    ("contents_expected", t("Returns expected", "Retours attendus"),
     t("Plans, risk registers and budgets that came or are owed.", "Plannings, registres des risques et budgets reçus ou dus.")),
    ("contents_counted", t("Returns counted", "Retours retenus"),
     t("Those that count: received and not rejected.", "Ceux qui comptent : reçus et non rejetés.")),
)  # fmt: skip
"""What the data-quality score is made of."""
OWED_BY_ALL = "contents_expected"
"""Of these, what projects of which nothing counts owe as well."""

complete = (this.required_filled / this.required_cells) * (this.contents_counted / this.contents_expected)
invalid = this.bad_cells / this.filled_cells
inconsistent = min_of(this.checks_failed / this.checks_run, 1)
lost = ((1 - complete) * COMPLETENESS + invalid * VALIDITY + inconsistent * CONSISTENCY) / ASSESSED

QUALITY_KPIS = (
    Kpi("errors", t("Errors", "Erreurs"), count("findings", this.severity == FindingSeverity.ERROR), COUNT, SUM,
        t("Error findings in the project's returns.", "Constats d’erreur dans les fichiers du projet."),
        Threshold(0, 0, rising=False), beyond=("returns", "errors")),
    Kpi("warnings", t("Warnings", "Avertissements"), count("findings", this.severity == FindingSeverity.WARNING), COUNT, SUM,
        t("Warning findings in the project's returns.", "Avertissements dans les fichiers du projet."), beyond=("returns", "warnings")),
    Kpi("returns", t("Returns", "Retours"), count("returns", this.state != ReturnState.MISSING), COUNT, SUM,
        t("Files that came.", "Fichiers reçus.")),
    Kpi("clean_returns", t("Returns without error", "Retours sans erreur"),
        count("returns", (this.state == ReturnState.ACCEPTED) & (this.errors == 0)), COUNT, SUM,
        t("Files accepted without an error.", "Fichiers acceptés sans erreur.")),
    Kpi("first_pass_yield", t("First-pass yield", "Taux de conformité au premier passage"), this.clean_returns / this.returns,
        PERCENT, RECOMPUTE,
        t("Share of the files that came without an error.", "Part des fichiers reçus sans erreur."), Threshold(0.9, 0.7)),
    *(Kpi(key, label, total("returns", getattr(this, key)), COUNT if key != "checks_failed" else RATIO, SUM, meaning,
          beyond=("returns", key) if key == OWED_BY_ALL else None)
      for key, label, meaning in QUALITY_COUNTS),
    Kpi("completeness", t("Completeness", "Complétude"), complete, SHARE, RECOMPUTE,
        t("Share of the required cells that are filled, times the share of the expected returns that count.",
          "Part des cellules obligatoires remplies, multipliée par la part des retours attendus qui comptent."), Threshold(0.98, 0.90)),
    Kpi("validity", t("Validity", "Validité"), 1 - invalid, SHARE, RECOMPUTE,
        t("Share of the filled cells without an error, in rows that count.", "Part des cellules remplies sans erreur, dans les lignes retenues."),
        Threshold(0.99, 0.95)),
    Kpi("consistency", t("Consistency", "Cohérence"), 1 - inconsistent, SHARE, RECOMPUTE,
        t("1 − failed checks (an error 1, a warning 0.3) / checks run.", "1 − contrôles en échec (erreur 1, avertissement 0,3) / contrôles effectués."),
        Threshold(0.98, 0.90)),
    Kpi("data_quality", t("Data quality", "Qualité des données"),
        min_of(1 - lost, when(((this.errors == 0) & (lost == 0), 1), otherwise=NOT_PERFECT)), SHARE, RECOMPUTE,
        t("0.35 completeness + 0.35 validity + 0.20 consistency, over 0.90: timeliness (0.10) is not assessed without a due date. If anything is wrong, 99.9 % at most.",
          "0,35 complétude + 0,35 validité + 0,20 cohérence, sur 0,90 : la ponctualité (0,10) n’est pas évaluée, faute de date limite. À la moindre anomalie, 99,9 % au plus."),
        Threshold(0.98, 0.90)),
)  # fmt: skip
