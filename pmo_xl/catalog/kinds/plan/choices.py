"""The lists of a plan."""

from __future__ import annotations

from pmo_xl.core.expr.choice import Choice


class TaskType(Choice):
    SUMMARY = "summary", "Summary", "Récapitulative", "summary task", "tâche récapitulative", "recap"
    TASK = "task", "Task", "Tâche", "activity", "activité"
    MILESTONE = "milestone", "Milestone", "Jalon"
    LOE = "loe", "Level of effort", "Effort continu", "charge forfaitaire"


class MilestoneLevel(Choice):
    PORTFOLIO = "1", "1 - Portfolio", "1 - COPIL", "portfolio", "portefeuille", "copil"
    PROJECT = "2", "2 - Project", "2 - Projet", "project", "projet"
    INTERNAL = "3", "3 - Internal", "3 - Interne", "internal", "interne"


class ConstraintType(Choice):
    ASAP = "asap", "As soon as possible", "Dès que possible"
    ALAP = "alap", "As late as possible", "Le plus tard possible"
    SNET = "snet", "Start no earlier than", "Début au plus tôt le"
    SNLT = "snlt", "Start no later than", "Début au plus tard le"
    FNET = "fnet", "Finish no earlier than", "Fin au plus tôt le"
    FNLT = "fnlt", "Finish no later than", "Fin au plus tard le"
    MSO = "mso", "Must start on", "Doit commencer le"
    MFO = "mfo", "Must finish on", "Doit finir le"


class ProgressMethod(Choice):
    PHYSICAL = "pct_physical", "Physical %", "% physique", "physical"
    ZERO_HUNDRED = "0/100", "0-100", "0-100 (tout à la fin)"
    FIFTY_FIFTY = "50/50", "50-50", "50-50 (moitié au début)"
    TWENTY_EIGHTY = "20/80", "20-80", "20-80 (20 % au début)"
    WEIGHTED = "weighted_milestones", "Weighted milestones", "Jalons pondérés"
    UNITS = "units", "Units complete", "Unités d’œuvre"
    LOE = "loe", "Level of effort", "Effort continu"
    EFFORT = "effort", "Effort based", "Avancement en charge"
