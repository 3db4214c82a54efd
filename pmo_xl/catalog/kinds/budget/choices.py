"""The lists of a budget."""

from __future__ import annotations

from pmo_xl.core.expr.choice import Choice


class CostCategory(Choice):
    LABOUR_INTERNAL = "labour_internal", "Internal labour", "Main-d’œuvre interne", "interne", "internal"
    LABOUR_EXTERNAL = "labour_external", "External labour", "Prestations externes", "externe", "prestations"
    LICENCES = "licences", "Licences", "Licences", "licenses"
    HARDWARE = "hardware", "Hardware", "Matériel"
    CLOUD = "cloud", "Cloud and hosting", "Cloud et hébergement", "hébergement"
    TRAVEL = "travel", "Travel", "Déplacements"
    TRAINING = "training", "Training", "Formation"
    CONTINGENCY = "contingency", "Contingency", "Provision pour aléas", "aléas"
    OTHER = "other", "Other", "Autre"


class CapexOpex(Choice):
    CAPEX = "capex", "CAPEX", "CAPEX", "investissement"
    OPEX = "opex", "OPEX", "OPEX", "fonctionnement", "exploitation"


class RunBuild(Choice):
    BUILD = "build", "Build", "Build", "projet"
    RUN = "run", "Run", "Run", "récurrent"
