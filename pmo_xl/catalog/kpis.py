"""The KPIs, one entry each; an entry may read those above it.

Earned value terms and formulas follow PMBOK and EIA-748 usage: PV, EV, AC, BAC and what derives from
them. Variances are positive when favourable. Money is in the reporting currency.
"""

from __future__ import annotations

from pmo_xl.catalog.ledgers import LEDGERS, FindingSeverity, ReturnState, data_headings, received
from pmo_xl.catalog.templates import KIND_OF, TABLES, TEMPLATES
from pmo_xl.catalog.templates.plan import TaskType
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.expr import (
    at,
    count,
    earliest,
    filled,
    greatest,
    latest,
    this,
    total,
    when,
    workdays_between,
)
from pmo_xl.core.formula import Heading
from pmo_xl.core.kpi import Across, Form, Kpi, Threshold, check_kpis, light, worst
from pmo_xl.core.nodes import Expr, Ref
from pmo_xl.core.text import t

SUM, RECOMPUTE, MAX, MIN, NONE = Across
AMOUNT, RATIO, PERCENT, COUNT, DAYS, DATE, LIGHT = Form

RECEIVED = {table: received(kind) for table, kind in KIND_OF.items()}
"""For each data table, the identity column that is 1 where its kind was received."""

IDENTITY: dict[str, Heading] = {
    **{
        key: Heading(Project.columns[key].label, False)
        for key in ("project_id", "project_name", "programme_id", "currency", "rag_declared")
    },
    "rate": Heading(t("Rate", "Cours"), True),
    **{
        received(kind): Heading(t("{kind} received", "{kind} reçu").fill(kind=template.title), True)
        for kind, template in TEMPLATES.items()
    },
}
"""What stands before the KPIs in each project's row; ``rate`` is reporting currency per unit of its own."""


def money(table: str, column: Ref, where: Expr | None = None) -> Expr:
    """The project's total of an amount, in the reporting currency."""
    return total(table, column, where) * this.rate


is_task = this.type == TaskType.TASK
is_milestone = this.type == TaskType.MILESTONE
not_summary = this.type != TaskType.SUMMARY
is_open = this.is_open == 1
due = this.finish_baseline <= at.status_date

BUDGET, SCHEDULE, RISKS, PORTFOLIO = "budget", "schedule", "risks", "portfolio"

QUALITY_COUNTS = (
    ("required_cells", t("Required cells", "Cellules obligatoires"), t("Cells that must be filled.", "Cellules à remplir obligatoirement.")),
    ("required_filled", t("Required and filled", "Obligatoires remplies"), t("Required cells that are filled.", "Cellules obligatoires remplies.")),
    ("filled_cells", t("Filled cells", "Cellules remplies"), t("Cells that hold something.", "Cellules non vides.")),
    ("bad_cells", t("Invalid cells", "Cellules invalides"), t("Filled cells that cannot be used.", "Cellules remplies inexploitables.")),
    ("checks_run", t("Checks run", "Contrôles effectués"), t("Rules applied to rows and sheets.", "Règles appliquées aux lignes et aux feuilles.")),
    ("checks_failed", t("Checks failed (weighted)", "Contrôles en échec (pondérés)"), t("An error counts 1, a warning 0.3.", "Une erreur compte 1, un avertissement 0,3.")),
)  # fmt: skip
"""What the data-quality score is made of."""

KPIS = check_kpis(
    [
        # cost ------------------------------------------------------------------------------------
        Kpi("bac0", t("Initial budget", "Budget initial"), money("budget", this.bac0), AMOUNT, SUM, BUDGET,
            t("Sum of the initial budgets of all lines.", "Somme des budgets initiaux des lignes.")),
        Kpi("changes", t("Approved changes", "Avenants validés"), money("budget", this.changes_approved), AMOUNT, SUM, BUDGET,
            t("Sum of the approved changes of all lines.", "Somme des avenants validés des lignes.")),
        Kpi("bac", t("BAC", "BAC"), money("budget", this.bac), AMOUNT, SUM, BUDGET,
            t("Budget at completion: initial budget + approved changes + transfers.",
              "Budget à l’achèvement : budget initial + avenants validés + virements.")),
        Kpi("committed", t("Committed", "Engagé"), money("budget", this.committed), AMOUNT, SUM, BUDGET,
            t("Orders placed, spent or not.", "Commandes passées, dépensées ou non.")),
        Kpi("pv", t("PV", "VP"), money("budget_months", this.pv, this.period <= at.status_date), AMOUNT, SUM, BUDGET,
            t("Planned value: budget of the work planned up to and including the month of the status date.",
              "Valeur planifiée : budget du travail prévu jusqu’au mois de la date d’arrêté inclus.")),
        Kpi("ev", t("EV", "VA"), money("plan", this.earned), AMOUNT, SUM, BUDGET,
            t("Earned value: task budgets × credited % complete.", "Valeur acquise : budgets des tâches × % crédité.")),
        Kpi("ac", t("AC", "CR"), money("budget", this.actual), AMOUNT, SUM, BUDGET,
            t("Actual cost of the work done, accruals included.", "Coût réel du travail fait, charges à payer incluses.")),
        Kpi("etc", t("ETC", "Reste à faire"), money("budget", this.etc), AMOUNT, SUM, BUDGET,
            t("Estimate to complete, re-estimated line by line.", "Reste à faire, ré-estimé ligne à ligne.")),
        Kpi("eac", t("EAC", "Atterrissage"), money("budget", this.eac), AMOUNT, SUM, BUDGET,
            t("Estimate at completion, bottom-up: AC + ETC. The official landing.",
              "Coût estimé à l’achèvement : CR + reste à faire. L’atterrissage officiel.")),
        Kpi("vac", t("VAC", "Écart à l’achèvement"), this.bac - this.eac, AMOUNT, SUM, BUDGET,
            t("Variance at completion: BAC − EAC; positive = favourable.",
              "Écart à l’achèvement : BAC − atterrissage ; positif = favorable.")),
        Kpi("vac_pct", t("VAC %", "Écart à l’achèvement %"), this.vac / this.bac, PERCENT, RECOMPUTE, BUDGET,
            t("Variance at completion as a share of BAC.", "Écart à l’achèvement rapporté au BAC."),
            Threshold(-0.05, -0.10)),
        Kpi("sv", t("SV", "Écart de délai"), this.ev - this.pv, AMOUNT, SUM, BUDGET,
            t("Schedule variance: EV − PV; positive = ahead.", "Écart de délai : VA − VP ; positif = avance.")),
        Kpi("cv", t("CV", "Écart de coût"), this.ev - this.ac, AMOUNT, SUM, BUDGET,
            t("Cost variance: EV − AC; positive = under cost.", "Écart de coût : VA − CR ; positif = économie.")),
        Kpi("spi", t("SPI", "IPD"), this.ev / this.pv, RATIO, RECOMPUTE, BUDGET,
            t("Schedule performance index: EV / PV.", "Indice de performance des délais : VA / VP."),
            Threshold(0.95, 0.90)),
        Kpi("cpi", t("CPI", "IPC"), this.ev / this.ac, RATIO, RECOMPUTE, BUDGET,
            t("Cost performance index: EV / AC.", "Indice de performance des coûts : VA / CR."),
            Threshold(0.95, 0.90)),
        Kpi("cr", t("Critical ratio", "Ratio critique"), this.ev / this.ac * this.ev / this.pv, RATIO, RECOMPUTE, BUDGET,
            t("CPI × SPI.", "IPC × IPD."), Threshold(0.90, 0.80)),
        Kpi("eac_bac_rate", t("EAC at budgeted rate", "Atterrissage au taux budgété"),
            this.ac + (this.bac - this.ev), AMOUNT, SUM, BUDGET,
            t("AC + (BAC − EV): the rest costs what was budgeted.", "CR + (BAC − VA) : le reste coûte ce qui était prévu.")),
        Kpi("eac_cpi", t("EAC by CPI", "Atterrissage par l’IPC"), this.bac * this.ac / this.ev, AMOUNT, SUM, BUDGET,
            t("BAC / CPI: the rest costs as the past did. Portfolio: sum of the projects.",
              "BAC / IPC : le reste coûte comme le passé. Portefeuille : somme des projets.")),
        Kpi("eac_cpi_spi", t("EAC by CPI × SPI", "Atterrissage par IPC × IPD"),
            this.ac + (this.bac - this.ev) * this.ac * this.pv / (this.ev * this.ev), AMOUNT, SUM, BUDGET,
            t("AC + (BAC − EV) / (CPI × SPI): usually the upper bound.",
              "CR + (BAC − VA) / (IPC × IPD) : en général la borne haute.")),
        Kpi("etc_cpi", t("ETC by CPI", "Reste à faire par l’IPC"), this.eac_cpi - this.ac, AMOUNT, SUM, BUDGET,
            t("EAC by CPI − AC.", "Atterrissage par l’IPC − CR.")),
        Kpi("vac_cpi", t("VAC by CPI", "Écart à l’achèvement par l’IPC"), this.bac - this.eac_cpi, AMOUNT, SUM, BUDGET,
            t("BAC − EAC by CPI.", "BAC − atterrissage par l’IPC.")),
        Kpi("tcpi_bac", t("TCPI to BAC", "IPC à tenir (BAC)"),
            when((this.bac > this.ac, (this.bac - this.ev) / (this.bac - this.ac))), RATIO, RECOMPUTE, BUDGET,
            t("(BAC − EV) / (BAC − AC): efficiency needed to land on budget. Blank once AC reaches BAC: out of reach.",
              "(BAC − VA) / (BAC − CR) : efficience nécessaire pour tenir le budget. Vide dès que le CR atteint le BAC : hors d’atteinte."),
            Threshold(1.05, 1.10, rising=False)),
        Kpi("tcpi_eac", t("TCPI to EAC", "IPC à tenir (atterrissage)"),
            when((this.eac > this.ac, (this.bac - this.ev) / (this.eac - this.ac))), RATIO, RECOMPUTE, BUDGET,
            t("(BAC − EV) / (EAC − AC), EAC being the bottom-up one.",
              "(BAC − VA) / (atterrissage − CR), l’atterrissage étant l’officiel.")),
        Kpi("tcpi_eac_cpi", t("TCPI to EAC by CPI", "IPC à tenir (atterrissage par l’IPC)"),
            (this.bac - this.ev) / (this.eac_cpi - this.ac), RATIO, RECOMPUTE, BUDGET,
            t("(BAC − EV) / (EAC by CPI − AC): equals CPI by construction.",
              "(BAC − VA) / (atterrissage par l’IPC − CR) : égal à l’IPC par construction.")),
        Kpi("pct_complete", t("% complete (EV)", "% avancement (VA)"), this.ev / this.bac, PERCENT, RECOMPUTE, PORTFOLIO,
            t("EV / BAC.", "VA / BAC.")),
        Kpi("pct_planned", t("% planned", "% prévu"), this.pv / this.bac, PERCENT, RECOMPUTE, BUDGET,
            t("PV / BAC.", "VP / BAC.")),
        Kpi("pct_spent", t("% spent", "% consommé"), this.ac / this.bac, PERCENT, RECOMPUTE, BUDGET,
            t("AC / BAC, the consumption rate.", "CR / BAC, le taux de consommation.")),
        Kpi("commitment_rate", t("Commitment rate", "Taux d’engagement"), this.committed / this.bac, PERCENT, RECOMPUTE, BUDGET,
            t("Committed / BAC.", "Engagé / BAC.")),
        Kpi("remaining_to_commit", t("Remaining to commit", "Reste à engager"),
            money("budget", this.remaining_to_commit), AMOUNT, SUM, BUDGET,
            t("Sum over lines of EAC − committed, at least 0.", "Somme par ligne de l’atterrissage − engagé, au moins 0.")),
        Kpi("budget_deviation", t("Budget deviation rate", "Taux d’écart budgétaire"),
            (this.eac - this.bac0) / this.bac0, PERCENT, RECOMPUTE, BUDGET,
            t("(EAC − initial budget) / initial budget.", "(Atterrissage − budget initial) / budget initial.")),
        # schedule --------------------------------------------------------------------------------
        Kpi("tasks", t("Tasks", "Tâches"), count("plan", is_task), COUNT, SUM, SCHEDULE,
            t("Tasks of the plan, summaries and milestones left out.", "Tâches du planning, hors récapitulatives et jalons.")),
        Kpi("tasks_done", t("Tasks done", "Tâches finies"), count("plan", is_task & (this.pct_complete >= 1)), COUNT, SUM, SCHEDULE,
            t("Tasks at 100 %.", "Tâches à 100 %.")),
        Kpi("late_tasks", t("Late tasks", "Tâches en retard"), count("plan", is_task & (this.slip_wd > 0)), COUNT, SUM, SCHEDULE,
            t("Tasks that land after their baseline finish.", "Tâches qui atterrissent après leur fin de référence.")),
        Kpi("late_share", t("Late share", "Part en retard"), this.late_tasks / this.tasks, PERCENT, RECOMPUTE, SCHEDULE,
            t("Late tasks / tasks.", "Tâches en retard / tâches.")),
        Kpi("work_wd", t("Work (wd)", "Travail (j ouvrés)"), total("plan", this.duration_wd, not_summary), DAYS, SUM, SCHEDULE,
            t("Sum of task durations, in working days.", "Somme des durées des tâches, en jours ouvrés.")),
        Kpi("done_wd", t("Work done (wd)", "Travail accompli (j ouvrés)"), total("plan", this.done_wd), DAYS, SUM, SCHEDULE,
            t("Sum of task durations × % complete.", "Somme des durées des tâches × % avancement.")),
        Kpi("progress", t("Progress", "Avancement"), this.done_wd / this.work_wd, PERCENT, RECOMPUTE, SCHEDULE,
            t("Work done / work: progress weighted by duration, where task budgets are missing.",
              "Travail accompli / travail : avancement pondéré par la durée, à défaut de budgets par tâche.")),
        Kpi("start_baseline", t("Baseline start", "Début de référence"), earliest("plan", this.start_baseline), DATE, MIN, SCHEDULE,
            t("Earliest baseline start of the plan.", "Premier début de référence du planning.")),
        Kpi("finish_baseline", t("Baseline finish", "Fin de référence"), latest("plan", this.finish_baseline), DATE, MAX, SCHEDULE,
            t("Latest baseline finish of the plan.", "Dernière fin de référence du planning.")),
        Kpi("finish_forecast", t("Landing date", "Date d’atterrissage"), latest("plan", this.finish_current), DATE, MAX, SCHEDULE,
            t("Latest actual or forecast finish of the plan.", "Dernière fin réelle ou prévisionnelle du planning.")),
        Kpi("slip_wd", t("Slip (wd)", "Glissement (j ouvrés)"),
            workdays_between(this.finish_baseline, this.finish_forecast), DAYS, MAX, SCHEDULE,
            t("Working days from baseline finish to landing date; positive = late. Portfolio: the largest.",
              "Jours ouvrés de la fin de référence à l’atterrissage ; positif = retard. Portefeuille : le plus grand."),
            Threshold(0, 10, rising=False)),
        Kpi("milestones", t("Milestones", "Jalons"), count("plan", is_milestone), COUNT, SUM, SCHEDULE,
            t("Milestones of the plan.", "Jalons du planning.")),
        Kpi("milestones_due", t("Milestones due", "Jalons échus"), count("plan", is_milestone & due), COUNT, SUM, SCHEDULE,
            t("Milestones whose baseline date lies on or before the status date.",
              "Jalons dont la date de référence est échue à la date d’arrêté.")),
        Kpi("milestones_met", t("Milestones met", "Jalons tenus"),
            count("plan", is_milestone & due & filled(this.finish_actual) & (this.slip_wd <= 0)), COUNT, SUM, SCHEDULE,
            t("Milestones due that were reached on or before their baseline date.",
              "Jalons échus atteints au plus tard à leur date de référence.")),
        Kpi("milestone_hit_rate", t("Milestone hit rate", "Taux de jalons tenus"),
            this.milestones_met / this.milestones_due, PERCENT, RECOMPUTE, SCHEDULE,
            t("Milestones met / milestones due.", "Jalons tenus / jalons échus."), Threshold(0.90, 0.75)),
        Kpi("overdue_milestones", t("Overdue milestones", "Jalons en retard"),
            count("plan", is_milestone & due & (this.pct_complete < 1)), COUNT, SUM, SCHEDULE,
            t("Milestones due and not reached.", "Jalons échus et non atteints."), Threshold(0, 1, rising=False)),
        Kpi("milestone_slip_wd", t("Milestone slip (wd)", "Glissement des jalons (j ouvrés)"),
            latest("plan", this.slip_wd, is_milestone), DAYS, MAX, SCHEDULE,
            t("Largest slip of a milestone, in working days; never a mean.",
              "Plus grand glissement d’un jalon, en jours ouvrés ; jamais une moyenne.")),
        # risks -----------------------------------------------------------------------------------
        Kpi("open_risks", t("Open risks", "Risques ouverts"), count("risks", is_open), COUNT, SUM, RISKS,
            t("Risks open or escalated.", "Risques ouverts ou escaladés.")),
        Kpi("critical_risks", t("Critical risks", "Risques critiques"), count("risks", is_open & (this.score_current >= 15)), COUNT, SUM, RISKS,
            t("Open risks with a current score of 15 to 25.", "Risques ouverts de criticité actuelle 15 à 25."),
            Threshold(0, 2, rising=False)),
        Kpi("high_risks", t("High risks", "Risques élevés"),
            count("risks", is_open & (this.score_current >= 10) & (this.score_current < 15)), COUNT, SUM, RISKS,
            t("Open risks with a current score of 10 to 14.", "Risques ouverts de criticité actuelle 10 à 14.")),
        Kpi("medium_risks", t("Medium risks", "Risques moyens"),
            count("risks", is_open & (this.score_current >= 5) & (this.score_current < 10)), COUNT, SUM, RISKS,
            t("Open risks with a current score of 5 to 9.", "Risques ouverts de criticité actuelle 5 à 9.")),
        Kpi("low_risks", t("Low risks", "Risques faibles"), count("risks", is_open & (this.score_current < 5)), COUNT, SUM, RISKS,
            t("Open risks with a current score of 1 to 4.", "Risques ouverts de criticité actuelle 1 à 4.")),
        Kpi("overdue_risks", t("Overdue responses", "Réponses en retard"),
            count("risks", is_open & (this.due_date < at.status_date)), COUNT, SUM, RISKS,
            t("Open risks whose due date has passed.", "Risques ouverts dont l’échéance est passée."),
            Threshold(0, 2, rising=False)),
        Kpi("emv_inherent", t("Inherent exposure", "Exposition brute"),
            money("risks", this.emv_in, is_open & (this.emv_in > 0)), AMOUNT, SUM, RISKS,
            t("Expected monetary value of open threats before response.",
              "Valeur attendue des menaces ouvertes, avant réponse.")),
        Kpi("exposure", t("Exposure", "Exposition"),
            money("risks", this.emv_current, is_open & (this.emv_current > 0)), AMOUNT, SUM, RISKS,
            t("Expected monetary value of open threats, residual where it is estimated.",
              "Valeur attendue des menaces ouvertes, résiduelle si elle est estimée.")),
        Kpi("opportunity", t("Opportunities", "Opportunités"),
            money("risks", this.emv_current, is_open & (this.emv_current < 0)), AMOUNT, SUM, RISKS,
            t("Expected monetary value of open opportunities, negative: a saving. Kept apart from threats.",
              "Valeur attendue des opportunités ouvertes, négative : un gain. Séparée des menaces.")),
        Kpi("net_exposure", t("Net exposure", "Exposition nette"), this.exposure + this.opportunity, AMOUNT, SUM, RISKS,
            t("Exposure + opportunities.", "Exposition + opportunités.")),
        Kpi("exposure_pct", t("Exposure / BAC", "Exposition / BAC"), this.exposure / this.bac, PERCENT, RECOMPUTE, RISKS,
            t("Exposure as a share of the budget.", "Exposition rapportée au budget."), Threshold(0.05, 0.15, rising=False)),
        # quality and status ----------------------------------------------------------------------
        Kpi("errors", t("Errors", "Erreurs"), count("findings", this.severity == FindingSeverity.ERROR), COUNT, SUM, PORTFOLIO,
            t("Error findings in the project's returns.", "Constats d’erreur dans les fichiers du projet."),
            Threshold(0, 0, rising=False)),
        Kpi("warnings", t("Warnings", "Avertissements"), count("findings", this.severity == FindingSeverity.WARNING), COUNT, SUM, PORTFOLIO,
            t("Warning findings in the project's returns.", "Avertissements dans les fichiers du projet.")),
        Kpi("returns", t("Returns", "Retours"), count("returns", this.state != ReturnState.MISSING), COUNT, SUM, PORTFOLIO,
            t("Files that came.", "Fichiers reçus.")),
        Kpi("clean_returns", t("Returns without error", "Retours sans erreur"),
            count("returns", (this.state == ReturnState.ACCEPTED) & (this.errors == 0)), COUNT, SUM, PORTFOLIO,
            t("Files accepted without an error.", "Fichiers acceptés sans erreur.")),
        Kpi("first_pass_yield", t("First-pass yield", "Taux de conformité au premier passage"), this.clean_returns / this.returns,
            PERCENT, RECOMPUTE, PORTFOLIO,
            t("Share of the files that came without an error.", "Part des fichiers reçus sans erreur."), Threshold(0.9, 0.7)),
        *(Kpi(key, label, total("returns", getattr(this, key)), COUNT if key != "checks_failed" else RATIO, SUM, PORTFOLIO, meaning)
          for key, label, meaning in QUALITY_COUNTS),
        Kpi("completeness", t("Completeness", "Complétude"), this.required_filled / this.required_cells, PERCENT, RECOMPUTE, PORTFOLIO,
            t("Share of the required cells that are filled.", "Part des cellules obligatoires remplies."), Threshold(0.98, 0.90)),
        Kpi("validity", t("Validity", "Validité"), 1 - this.bad_cells / this.filled_cells, PERCENT, RECOMPUTE, PORTFOLIO,
            t("Share of the filled cells that can be used.", "Part des cellules remplies qui sont exploitables."), Threshold(0.99, 0.95)),
        Kpi("consistency", t("Consistency", "Cohérence"), greatest(1 - this.checks_failed / this.checks_run, 0), PERCENT, RECOMPUTE, PORTFOLIO,
            t("1 − failed checks (an error 1, a warning 0.3) / checks run.", "1 − contrôles en échec (erreur 1, avertissement 0,3) / contrôles effectués."),
            Threshold(0.98, 0.90)),
        Kpi("data_quality", t("Data quality", "Qualité des données"),
            (this.required_filled / this.required_cells * 0.35 + (1 - this.bad_cells / this.filled_cells) * 0.35
             + greatest(1 - this.checks_failed / this.checks_run, 0) * 0.20) / 0.90, PERCENT, RECOMPUTE, PORTFOLIO,
            t("0.35 completeness + 0.35 validity + 0.20 consistency, over 0.90: timeliness (0.10) is not assessed, no due date is set.",
              "0,35 complétude + 0,35 validité + 0,20 cohérence, sur 0,90 : la ponctualité (0,10) n’est pas évaluée, faute de date limite."),
            Threshold(0.98, 0.90)),
        Kpi("rag_schedule", t("Schedule status", "Météo délais"),
            worst(light("spi"), light("slip_wd", rising=False), light("overdue_milestones", rising=False)), LIGHT, NONE, PORTFOLIO,
            t("Worst of SPI, slip and overdue milestones.", "Le pire de l’IPD, du glissement et des jalons en retard.")),
        Kpi("rag_cost", t("Cost status", "Météo coûts"), worst(light("cpi"), light("vac_pct")), LIGHT, NONE, PORTFOLIO,
            t("Worst of CPI and VAC %.", "Le pire de l’IPC et de l’écart à l’achèvement %.")),
        Kpi("rag_risk", t("Risk status", "Météo risques"),
            worst(light("critical_risks", rising=False), light("exposure_pct", rising=False)), LIGHT, NONE, PORTFOLIO,
            t("Worst of critical risks and exposure / BAC.", "Le pire des risques critiques et de l’exposition / BAC.")),
        Kpi("rag", t("Computed status", "Météo calculée"), worst(this.rag_schedule, this.rag_cost, this.rag_risk), LIGHT, NONE, PORTFOLIO,
            t("Worst of schedule, cost and risk status; it stands beside the declared one.",
              "Le pire des météos délais, coûts et risques ; elle figure à côté de la météo déclarée.")),
    ],
    IDENTITY,
    {key: data_headings(table.columns) for key, table in {**TABLES, **LEDGERS}.items()},
)  # fmt: skip
