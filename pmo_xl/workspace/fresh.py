"""A new workspace: its settings with every key explained, the workbook of its PMO, blanks and folders, its buttons."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.catalog.steering import STEERING
from pmo_xl.console.layout import CONSOLE_FILE
from pmo_xl.core.base.files import (
    ARCHIVE_FOLDER,
    OUT_FOLDER,
    RETURNS_FOLDER,
    SETTINGS_FILE,
    STEERING_FILE,
    TEMPLATES_FOLDER,
    named,
)
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.settings.settings import EAC_METHODS, RateSettings, Settings
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.workspace.blanks import check_language, write_templates
from pmo_xl.workspace.files import ALL, make_folder, write_text, write_whole
from pmo_xl.workspace.launchers import write_launcher

SAMPLE_RATES = {
    "USD": RateSettings(budget=0.92, average=0.9, closing=0.88),
    "GBP": RateSettings(budget=1.17, average=1.16, closing=1.15),
    "CHF": RateSettings(budget=1.05, average=1.06, closing=1.07),
}
"""Shown as an example, and in force in the demo."""


def new_workspace(folder: Path, language: str = "en") -> None:
    """Make a workspace; raises NothingToDo for a folder that holds anything."""
    lay_out(folder, language, settings_text(language), {})


def lay_out(
    folder: Path,
    language: str,
    settings: str,
    lists: Mapping[str, Mapping[str, Sequence[Any]]],
    blanks: Sequence[str] = (ALL,),
) -> None:
    """Make the folders and all that is in them: the tables of the PMO's workbook with these rows, ``blanks`` of these kinds.

    Raises NothingToDo for a folder that holds anything.
    """
    from pmo_xl.console.build import build_console

    check_language(language)
    if (folder / SETTINGS_FILE).exists():
        raise NothingToDo(
            t("{folder} is already a workspace. Choose another folder.",
              "{folder} est déjà un espace de travail. Choisissez un autre dossier.").fill(folder=folder)
        )  # fmt: skip
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NothingToDo(
            t("{folder} is not empty. Choose a new or an empty folder.",
              "{folder} n’est pas vide. Choisissez un dossier nouveau ou vide.").fill(folder=folder)
        )  # fmt: skip
    for name in (RETURNS_FOLDER, OUT_FOLDER, ARCHIVE_FOLDER):
        make_folder(folder / named(name, language))
    write_whole(
        folder / named(STEERING_FILE, language),
        lambda part: write_steering(part, STEERING, lists, language),
    )
    write_templates(blanks, folder / named(TEMPLATES_FOLDER, language), language)
    write_launcher(folder, language)
    write_whole(folder / CONSOLE_FILE, partial(build_console, language=language))
    # Last: a folder with settings is a workspace, and this one is now whole.
    write_text(folder / SETTINGS_FILE, settings)


def settings_text(
    language: str,
    status_date: dt.date | None = None,
    rates: Mapping[str, RateSettings] | None = None,
    kinds: Sequence[str] = Settings().collection.kinds,
) -> str:
    """A settings file with every key, what it means, and its default; samples stand behind a ``#``."""
    say = {key: text.to(language) for key, text in SETTINGS_WORDS.items()}
    default = Settings()
    date = f"status_date = {status_date}" if status_date else "# status_date = 2026-03-31"
    lines = [
        f"# {say['title']}", "",
        f"# {say['language']}", f'language = "{language}"', "",
        f"# {say['profile']}", f'profile = "{default.profile}"', "",
        f"# {say['posture']}", '# posture = "controlling"', "",
        f"# {say['status_date']}", date, "",
        f"# {say['reporting_currency']}", f'reporting_currency = "{default.reporting_currency}"', "",
        f"# {say['rates']}", "[rates]",
        *(f"{code} = {_three(rate)}" for code, rate in (rates or {}).items()),
        *(() if rates else (f"# {code} = {_three(rate)}" for code, rate in SAMPLE_RATES.items())), "",
        f"# {say['forecast']}", "[forecast]",
        f'# official = "{default.forecast.official}"', f"# cpi_weight = {default.forecast.cpi_weight}", "",
        f"# {say['calendar']}", "[calendar]", "holidays = []", "# holidays = [2026-01-01, 2026-05-01, 2026-12-25]",
        f"# {say['fiscal_year_start']}", f"# fiscal_year_start = {default.calendar.fiscal_year_start}", "",
        f"# {say['thresholds']}", "[thresholds]", *(f"# {say[key]}" for key in ("bands", "fema", "omb")),
    ]  # fmt: skip
    for key, kpi in catalogue_of().kpis.items():
        if kpi.threshold is not None:
            green, amber = kpi.threshold.green, kpi.threshold.amber
            lines.append(f"# {key} = {{ green = {green}, amber = {amber} }}  # {kpi.label.to(language)}")
    asked = ", ".join(f'"{kind}"' for kind in kinds)
    sign = "# " if tuple(kinds) == default.collection.kinds else ""
    lines += ["", "[collection]", f"# {say['kinds']}", f"{sign}kinds = [{asked}]"]
    lines += [f"# {say['several']}", f'# several = "{default.collection.several}"']
    lines += [f"# {say['due']}", "# due = 2026-04-05"]
    lines += ["", "[keep]", f"# {say['masters']}", f"# masters = {default.keep.masters}"]
    lines += ["", f"# {say['simulation']}", "[simulation]"]
    lines += [
        f"# {key} = {json.dumps(value)}  # {SIMULATION_WORDS[key].to(language)}"
        for key, value in default.simulation.model_dump().items()
    ]
    lines += ["", f"# {say['limits']}", "[limits]"]
    lines += [
        f"# {key} = {value}  # {LIMIT_WORDS[key].to(language)}"
        for key, value in default.limits.model_dump().items()
    ]
    lines += ["", f"# {say['rules']}", "[rules]", *(f"# {sample}" for sample in SAMPLE_RULES)]
    for section, samples in SAMPLE_TEMPLATES.items():
        lines += ["", f"# {say[section]}", f"[{section}]", *(f"# {sample}" for sample in samples)]
    return "\n".join(lines) + "\n"


def _three(rate: RateSettings) -> str:
    return f"{{ budget = {rate.budget}, average = {rate.average}, closing = {rate.closing} }}"


SAMPLE_TEMPLATES = {
    "brand": ('en = "Acme PMO"', 'logo = "logo.png"', 'colours = ["#1F3A5F", "#0072B2"]'),
    "lists": ('sites = { values = [{ en = "Paris" }, { en = "London", fr = "Londres", also = ["LON"] }] }',),
    "columns": (
        'plan.site = { en = "Site", fr = "Implantation", type = "choice", list = "sites", required = "standard" }',
        'plan.owner = { en = "Responsible", fr = "Pilote" }',
        'risks.category = { more = [{ en = "Cybersecurity", fr = "Cybersécurité" }] }',
        "budget.supplier = { hidden = true }",
    ),
}
SAMPLE_RULES = (
    'PLN-27 = { severity = "info", limit = 90 }',
    'BUD-09 = { severity = "off" }',
    "RSK-17 = { beta = true }",
)
"""Shown as examples."""

SIMULATION_WORDS = {
    "runs": t("how often chance is asked", "nombre de tirages"),
    "seed": t("another number, other runs; the same number, the same file", "un autre nombre, d’autres tirages ; le même nombre, le même fichier"),
    "distribution": t("of three-point estimates: pert or triangular", "loi des estimations à trois points : pert ou triangular (triangulaire)"),
    "within": t("how much the estimates of one project go together: 0 to 0.99", "corrélation des estimations d’un même projet : 0 à 0.99"),
    "between": t("how much those of different projects do", "corrélation entre les estimations de projets différents"),
}  # fmt: skip
"""What each setting of a simulation is."""

LIMIT_WORDS = {
    "file_size": t("MiB on the disk", "Mio sur le disque"),
    "unpacked_size": t("MiB unpacked", "Mio une fois décompressé"),
    "text_size": t(
        "MiB of texts, each as often as it is shown",
        "Mio de textes, chacun compté autant de fois qu’il est affiché",
    ),
    "cells": t(
        "rows × columns up to the last filled cell", "lignes × colonnes jusqu’à la dernière cellule remplie"
    ),
    "rows": t("rows of one table", "lignes d’un tableau"),
    "columns": t("columns of one sheet", "colonnes d’une feuille"),
    "seconds": t("to read a file that is large or unusual", "pour lire un fichier volumineux ou inhabituel"),
    "memory": t(
        "MiB to read such a file (not on Windows)", "Mio pour lire un tel fichier (pas sous Windows)"
    ),
    "findings_of_a_rule": t(
        "of one rule in one file are listed; the others are counted",
        "d’une règle dans un fichier sont détaillées ; les autres sont comptées",
    ),
    "findings": t(
        "of one file are listed; the others are counted",
        "d’un fichier sont détaillées ; les autres sont comptées",
    ),
    "files": t("workbooks under the folder of the returns", "classeurs sous le dossier des retours"),
}
"""What each limit counts."""

SETTINGS_WORDS = {
    "title": t("Settings of this workspace. Remove the # before a line to make it count.",
               "Réglages de cet espace de travail. Retirez le # devant une ligne pour l’activer."),
    "language": t("Language of the master, the templates and the messages: en, fr.",
                  "Langue du classeur consolidé, des modèles et des messages : en, fr."),
    "profile": t("How much the templates require: light, standard, full.",
                 "Ce que les modèles exigent : light (léger), standard, full (complet)."),
    "posture": t("How the PMO stands towards projects: supportive, controlling, directive; it chooses the profile above where that is not stated, and how much rules weigh; what is said of a rule below goes first.",
                 "Posture du PMO envers les projets : supportive (d’appui), controlling (de contrôle), directive ; elle fixe le profil ci-dessus s’il n’est pas indiqué, et le poids des règles ; ce qui est dit d’une règle plus bas prévaut."),
    "status_date": t("Status date of the period; without it, the date that most returns state.",
                     "Date d’arrêté de la période ; à défaut, celle qu’indiquent la plupart des retours."),
    "reporting_currency": t("Currency of the portfolio (ISO 4217).", "Devise de consolidation (ISO 4217)."),
    "rates": t("Value of one unit of a currency in the reporting currency, one number for all or three rates; a currency without a rate is an error.",
               "Valeur d’une unité de chaque devise en devise de consolidation, un seul nombre ou trois cours (budget, moyen, clôture) ; une devise sans cours est une erreur."),
    "forecast": t("The official estimate at completion: {methods}; and the weight of CPI in the weighted one. Defaults:",
                  "L’atterrissage officiel : {methods} ; et le poids de l’IPC dans l’estimation pondérée. Par défaut :").fill(methods=", ".join(EAC_METHODS)),
    "calendar": t("Days that are not worked, beside Saturdays and Sundays.",
                  "Jours non travaillés, outre les samedis et dimanches."),
    "fiscal_year_start": t("The month in which the fiscal year begins: 1 (January) to 12 (December). Default:",
                           "Le mois où commence l’exercice : de 1 (janvier) à 12 (décembre). Par défaut :"),
    "brand": t("The name, the logo (PNG or JPEG beside this file) and the two colours of your workbooks: title bars and headers, tabs. Examples:",
               "Le nom, le logo (PNG ou JPEG, à côté de ce fichier) et les deux couleurs de vos classeurs : bandeaux et en-têtes, onglets. Exemples :"),
    "lists": t("Lists of values of your own, for columns. Example:", "Vos propres listes de valeurs, pour des colonnes. Exemple :"),
    "columns": t("Columns of your own (text, integer, number, amount, percent, date, month, yes_no, choice), and what you change of others: label, more values, required (light, standard, full, never), hidden. Returns made before are still read. Examples:",
                 "Vos propres colonnes (text, integer, number, amount, percent, date, month, yes_no, choice), et ce que vous changez aux autres : intitulé, valeurs en plus, saisie obligatoire (light, standard, full, never), masquée. Les retours déjà faits restent lisibles. Exemples :"),
    "kinds": t("The returns that every project owes; the register may ask others of a project. Default:",
               "Les retours que chaque projet doit remettre ; le référentiel peut en demander d’autres à un projet. Par défaut :"),
    "several": t("When a project sends two files with the same kind of return: neither counts (error), or the one saved last (newest). Default:",
                    "Quand un projet envoie deux fichiers du même type de retour : aucun ne compte (error), ou le dernier enregistré (newest). Par défaut :"),
    "due": t("The last day on which the returns of the period may be saved; those saved later are told as late (PFL-02), and the reminders name the day. Set it anew for each period. Example:",
             "Dernier jour pour enregistrer les retours de la période ; ceux enregistrés après sont signalés en retard (PFL-02), et les relances indiquent ce jour. À fixer pour chaque période. Exemple :"),
    "limits": t("What one return may cost: beyond it, it is not read, and that is said. Raise a limit where a sound return meets it.",
                "Ce qu’un retour peut coûter : au-delà, il n’est pas lu, et c’est dit. Relevez une limite si un retour sain la dépasse."),
    "simulation": t("How pmo-xl simulate draws finishes and costs.", "Comment pmo-xl simulate tire les dates de fin et les coûts."),
    "masters": t("How many former masters stay in archive/masters (pmo-xl restore brings one back). Default:",
                 "Nombre d’anciens classeurs consolidés gardés dans archives/classeurs (pmo-xl restore en remet un en place). Par défaut\u00a0:"),
    "rules": t("How much a rule weighs (error, warning, info, off), its limit, and whether it is on trial (beta); see pmo-xl rules. Examples:",
               "Poids d’une règle (error, warning, info, off), son seuil, et si elle est à l’essai (beta) ; voir pmo-xl rules. Exemples :"),
    "bands": t("Two numbers make a band, for a figure that is too good is a finding as well: cpi = { green = [0.95, 1.05], amber = [0.90, 1.10] }",
               "Deux nombres forment une plage, car un chiffre trop bon interroge aussi : cpi = { green = [0.95, 1.05], amber = [0.90, 1.10] }"),
    "fema": t("Published limits: FEMA (MIP dashboard), cost and schedule indices within 5 % green, within 10 % amber, on both sides, as above;",
              "Seuils publiés : FEMA (tableau de bord MIP), indices de coûts et de délais à ±5 % au vert, à ±10 % à l’orange, comme ci-dessus ;"),
    "omb": t("US OMB (M-04-24), variance up to 10 % green, below 30 % amber: vac_pct = { green = -0.10, amber = -0.30 }",
             "OMB, États-Unis (M-04-24), écart jusqu’à 10 % au vert, sous 30 % à l’orange : vac_pct = { green = -0.10, amber = -0.30 }"),
    "thresholds": t("Where a KPI turns amber (beyond green) and red (beyond amber); percentages as 0.05 for 5 %. Defaults:",
                    "Où un indicateur passe à l’orange (au-delà de green) puis au rouge (au-delà de amber) ; 5 % s’écrit 0.05. Par défaut :"),
}  # fmt: skip
