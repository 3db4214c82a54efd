"""Returns, findings, the KPI dictionary and the run: what came, what was found, what the figures mean."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.column import Column, Kind
from pmo_xl.core.formula import formula
from pmo_xl.core.kpi import Across, Form
from pmo_xl.core.names import parameter
from pmo_xl.core.text import Text, t
from pmo_xl.excel import slices
from pmo_xl.excel.master import CHOSEN, RATE_KINDS, Master
from pmo_xl.excel.master_beside import write_beside
from pmo_xl.excel.master_data import write_table
from pmo_xl.excel.page import Page
from pmo_xl.excel.sheet import write_cell, write_formula
from pmo_xl.excel.style import BLUE, number_format

MOST_LINKS = 60_000
"""Excel takes 65,530 links in a sheet."""


def write_ledger(master: Master, page: Page, key: str, folder: str | None) -> None:
    """Returns or findings as an Excel table; ``folder`` leads from the master to the returns, for the links."""
    table = master.catalogue.ledgers[key]
    frame = master.shown(key)
    words = master.part_words(key) or LEDGER_WORDS[key].fill(n=len(frame))
    master.head(page, table.heading, words, len(table.columns) + 1)
    heads = [(name, master.say(c.label), float(c.width or 13)) for name, c in table.columns.items()]
    cells: dict[str, tuple[Column | None, Format]] = {}
    for name, column in table.columns.items():
        wide = (column.width or 0) >= 34
        cells[name] = (column, master.formats.cell(column.kind, valign="top", text_wrap=wide))
    write_table(master, page, key, frame, heads, cells, {}, master.names)
    for sign in {"severity", "state"} & table.columns.keys():
        col = 1 + list(table.columns).index(sign)
        master.sign_colours(page, 5, col, 5 + max(1, len(frame)), col)
    if folder is not None and key in LINKED:
        _write_links(master, page, key, folder)


AT_CELL = {"grouped", "findings"}
"""The ledgers whose rows lead to a cell of a file."""
LINKED = {"returns", *AT_CELL}
"""The ledgers whose rows lead to a file."""


def _write_links(master: Master, page: Page, key: str, folder: str) -> None:
    """From a finding to its cell, from a return to its file; relative, so that a copied folder still works."""
    table = master.catalogue.ledgers[key]
    names = list(table.columns)
    at_cell = key in AT_CELL
    col = 1 + names.index("cell" if at_cell else "file")
    style = master.formats.get(
        font_color=BLUE, underline=1, valign="top", align="center" if at_cell else "left"
    )
    came = {returned.file for returned in master.portfolio.returns}
    for row, record in enumerate(master.shown(key).head(MOST_LINKS).to_dict("records"), start=5):
        file, cell = record["file"], record.get("cell")
        if file not in came or (at_cell and not cell):
            continue
        spot = f"#'{str(record['sheet']).replace(chr(39), chr(39) * 2)}'!{cell}" if at_cell else ""
        address = f"external:{folder}/{file}{spot}"
        if len(address) < 2000:
            page.write_url(row, col, address, style, str(cell if at_cell else file))


def write_dictionary(master: Master, page: Page) -> None:
    """Each KPI in words and in Excel, with unit, thresholds and how it adds up."""
    master.head(page, DICTIONARY, DICTIONARY_WORDS, 9)
    for col, (words, width) in enumerate(DICTIONARY_HEADS, start=1):
        page.set_column(col, col, width)
        page.write_string(3, col, master.say(words), master.head_style())
    text = master.cell_style(text_wrap=True, valign="top")
    code = master.cell_style(text_wrap=True, valign="top", font_name="Consolas", font_size=8)
    for row, (key, kpi) in enumerate(master.catalogue.kpis.items(), start=4):
        live = formula(kpi.expr, master.kpi_names)
        if not page.is_live(live):
            live = f"{master.say(VALUE_OF)}{live}"
        told: list[tuple[str, Format]] = [
            (key, master.cell_style(bold=True, valign="top")),
            (kpi.label.en, text),
            (kpi.label.fr, text),
            (master.say(kpi.meaning), text),
            (master.say(FORMS[kpi.form]), text),
        ]
        for col, (say, style) in enumerate(told, start=1):
            page.write_string(row, col, say, style)
        limits = (master.params.get(f"{key}_green"), master.params.get(f"{key}_amber"))
        number = master.cell_style(kpi.form, valign="top")
        for col, (what, name) in enumerate(zip(limits, ("green", "amber"), strict=True), start=6):
            if what is None:
                page.write_blank(row, col, None, text)
            else:
                write_formula(page, row, col, f"=pmo_{key}_{name}", what, number)
        page.write_string(row, 8, master.say(ACROSS[kpi.across]), text)
        page.write_string(row, 9, live, code)
        page.set_row(row, max(30, 11.5 * -(-len(live) // 88)))
    page.freeze_panes(4, 2)


def write_run(master: Master, page: Page, version: str) -> None:
    """Status date, settings, rates, thresholds, and counts that reconcile; no clock time: same input, same bytes."""
    master.head(page, RUN, RUN_WORDS, 6)
    for col, width in enumerate((34.0, 18.0, 16.0, 16.0, 16.0, 16.0), start=1):
        page.set_column(col, col, width)
    row = _write_facts(master, page, version)
    row = _write_counts(master, page, row + 1)
    if master.beside.shown:
        row = write_beside(master, page, row + 1)
    if master.sliced:
        row = _write_order(master, page, row + 1)
    row = _write_rates(master, page, row + 1)
    _write_limits(master, page, row + 2)


def _write_facts(master: Master, page: Page, version: str) -> int:
    settings, status = master.settings, master.portfolio.status_date
    master.section(page, 3, 1, t("Run", "Exécution"), 2)
    day = master.cell_style(num_format=number_format(Kind.DATE, master.language), align="left")
    left = master.cell_style(align="left")
    page.write_string(4, 1, master.say(t("Status date", "Date d’arrêté")), master.cell_style())
    write_cell(page, 4, 2, status, day)
    master.define("status_date", page, 4, 2)
    page.write_string(
        5, 1, master.say(t("Month of the status date", "Mois de la date d’arrêté")), master.cell_style()
    )
    live = '=IF(pmo_status_date="","",DATE(YEAR(pmo_status_date),MONTH(pmo_status_date),1))'
    write_formula(page, 5, 2, live, master.params["status_month"], day)
    master.define("status_month", page, 5, 2)
    live = '=IF(pmo_status_date="","",EDATE(pmo_status_month,-2))'
    page.write_string(
        6,
        1,
        master.say(t("First of the last three months", "Premier des trois derniers mois")),
        master.cell_style(),
    )
    write_formula(page, 6, 2, live, master.params["window_start"], day)
    master.define("window_start", page, 6, 2)
    facts: Mapping[Text, str] = {
        t("Reporting currency", "Devise de consolidation"): settings.reporting_currency,
        t("Profile", "Profil"): settings.profile,
        t("Language", "Langue"): master.language,
        t("Version of pmo_xl", "Version de pmo_xl"): version,
    }
    row = 7
    for label, what in facts.items():
        page.write_string(row, 1, master.say(label), master.cell_style())
        page.write_string(row, 2, what, left)
        row += 1
    for label, name in (
        (t("Official estimate at completion (1-8)", "Atterrissage officiel (1 à 8)"), "official_eac"),
        (t("Weight of CPI in estimate 6", "Poids de l’IPC dans l’estimation 6"), "cpi_weight"),
    ):
        page.write_string(row, 1, master.say(label), master.cell_style())
        page.write_number(row, 2, master.params[name], left)
        master.define(name, page, row, 2)
        row += 1
    page.write_string(row, 1, master.say(t("Holidays", "Jours fériés")), master.cell_style())
    holidays = master.holidays
    for at in range(max(1, len(holidays))):
        write_cell(page, row, 2 + at, holidays[at] if at < len(holidays) else None, day)
    first, last = (
        xl_rowcol_to_cell(row, 2 + at, row_abs=True, col_abs=True) for at in (0, max(1, len(holidays)) - 1)
    )
    master.book.define_name("pmo_holidays", f"='{page.get_name()}'!{first}:{last}")
    return row + 1


def _write_counts(master: Master, page: Page, row: int) -> int:
    """Rows read = rows kept + rows left out, for each return and in all."""
    master.section(page, row, 1, t("Counts that reconcile", "Comptes rapprochés"), 2)
    read, kept = (master.column("returns", key) for key in ("rows_read", "rows_kept"))
    frame = master.frames["returns"]
    sums = [float(frame[key].fillna(0).sum()) for key in ("rows_read", "rows_kept")]
    tables = list(master.catalogue.tables)
    filled = [f"COUNTA({master.column(key, master.catalogue.project_key.key)})" for key in tables]
    in_data = float(sum(len(master.frames[key]) for key in tables))
    lines = (
        (
            t("Files", "Fichiers"),
            f"=COUNTA({master.column('returns', 'file')})",
            float(frame["file"].notna().sum()),
        ),
        (t("Rows read", "Lignes lues"), f"=SUM({read})", sums[0]),
        (t("Rows kept", "Lignes retenues"), f"=SUM({kept})", sums[1]),
        (
            t("Rows left out (see findings)", "Lignes écartées (voir constats)"),
            f"=SUM({read})-SUM({kept})",
            sums[0] - sums[1],
        ),
        (
            t("Rows in the data tables", "Lignes des tables de données")
            if master.beside.shown
            else t("Rows in the data sheets", "Lignes des feuilles de données"),
            "=" + "+".join(filled),
            in_data,
        ),
    )
    for label, live, what in lines:
        row += 1
        page.write_string(row, 1, master.say(label), master.cell_style())
        write_formula(page, row, 2, live, what, master.cell_style(num_format="0", align="left"))
    row += 1
    page.write_string(row, 1, master.say(t("Difference", "Écart")), master.cell_style(bold=True))
    data, keep = xl_rowcol_to_cell(row - 1, 2), xl_rowcol_to_cell(row - 3, 2)
    write_formula(
        page,
        row,
        2,
        f"={keep}-{data}",
        sums[1] - in_data,
        master.cell_style(num_format="0", align="left", bold=True),
    )
    _must_be_nothing(master, page, row)
    if not master.beside.shown:
        row += 1
        _write_lost_months(master, page, row)
    return row + 1


def _must_be_nothing(master: Master, page: Page, row: int) -> None:
    wrong = master.book.add_format({"bg_color": "#F9DCCB", "num_format": '"◆ "#,##0.##'})
    page.conditional_format(row, 2, row, 2, {"type": "cell", "criteria": "!=", "value": 0, "format": wrong})


def _write_lost_months(master: Master, page: Page, row: int) -> None:
    """A month that somebody moves to where its project has no row would be in no sum by month."""
    page.write_string(row, 1, master.say(LOST_MONTHS), master.cell_style(bold=True))
    parts = [
        f"SUM({master.column('budget_months', key)})-SUM({master.column('periods', key)})"
        for key in ("actual", "forecast", "committed")
    ]
    live = f"=ROUND({'+'.join(f'ABS({part})' for part in parts)},2)"
    write_formula(page, row, 2, live, 0.0, master.cell_style(num_format="#,##0.##", align="left", bold=True))
    _must_be_nothing(master, page, row)


LOST_MONTHS = t(
    "Monthly amounts missing from Amounts by month", "Montants mensuels absents de « Montants par mois »"
)


VALUE_OF = t("Value, not a formula; over all rows: ", "Valeur, pas une formule ; sur toutes les lignes : ")


def _write_order(master: Master, page: Page, row: int) -> int:
    """Of a large portfolio the figures look at slices: whether the sheets are still sorted as they need."""
    master.section(
        page, row, 1, t("Sheets sorted by project", "Feuilles triées par projet"), len(ORDER_HEADS)
    )
    row += 1
    for col, words in enumerate(ORDER_HEADS, start=1):
        page.write_string(row, col, master.say(words), master.head_style())
    page.set_row(row, 30)
    good, bad = master.say(SORTED), master.say(UNSORTED)
    for key, sliced in master.sliced.items():
        row += 1
        page.write_string(row, 1, master.say(sliced.heading), master.cell_style())
        test = slices.in_order(
            sliced, master.column(key, "project_id"), master.column("kpis", slices.rows_key(key))
        )
        write_formula(page, row, 2, f'=IF({test},"{good}","{bad}")', good, master.cell_style(align="left"))
        master.sign_colours(page, row, 2, row, 2)
        page.write_number(row, 3, sliced.most, master.cell_style(num_format="#,##0"))
        master.define(slices.most_name(key), page, row, 3)
        _write_chosen(master, page, row, key)
    return row + 1


def _write_chosen(master: Master, page: Page, row: int, key: str) -> None:
    """Where the rows of the chosen project stand in a table."""
    ids = list(master.frames["kpis"]["project_id"])
    found = f"MATCH({parameter(CHOSEN)},{master.column('kpis', 'project_id')},0)"
    names = (slices.first_key(key), 1), (slices.rows_key(key), 0)
    for col, (name, otherwise) in enumerate(names, start=4):
        live = f"=IFERROR(INDEX({master.column('kpis', name)},{found}),{otherwise})"
        what = master.frames["kpis"][name].iloc[ids.index(master.params[CHOSEN])] if ids else otherwise
        write_formula(page, row, col, live, float(what), master.cell_style(num_format="#,##0"))
        master.define(f"chosen_{name}", page, row, col)


ORDER_HEADS = (
    t("Sheet", "Feuille"),
    t("State", "État"),
    t("Rows looked at for one project", "Lignes examinées par projet"),
    t("Chosen project: first row", "Projet choisi : première ligne"),
    t("Chosen project: rows", "Projet choisi : lignes"),
)
SORTED = t("● In order", "● En ordre")
UNSORTED = t(
    "◆ Figures are wrong: sort this sheet by project ID, or have more rows looked at",
    "◆ Chiffres faux : triez cette feuille par code projet, ou faites examiner plus de lignes",
)


def _write_rates(master: Master, page: Page, row: int) -> int:
    """Change a rate here and every amount follows."""
    master.section(
        page, row, 1, t("Rates to the reporting currency", "Cours vers la devise de consolidation"), 4
    )
    row += 1
    heads = [
        {"header": master.say(heading.label), "header_format": master.head_style()}
        for heading in master.names.tables["rates"].values()
    ]
    page.add_table(row, 1, row + len(master.rates), len(heads), {"name": "rates", "columns": heads, "style": "Table Style Light 1",
                   "banded_rows": False, "autofilter": False})  # fmt: skip
    for currency, rate in master.rates.items():
        row += 1
        page.write_string(row, 1, currency, master.formats.get())
        for col, kind in enumerate(RATE_KINDS.values(), start=2):
            page.write_number(
                row, col, getattr(rate, kind), master.formats.get(num_format="0.####", align="left")
            )
    return row + 1


def _write_limits(master: Master, page: Page, row: int) -> None:
    """Thresholds in cells of their own: change one here and every light follows."""
    master.section(page, row, 1, t("Thresholds", "Seuils"), 3)
    row += 1
    for col, words in enumerate(
        (t("KPI", "Indicateur"), t("Green up to", "Vert jusqu’à"), t("Amber up to", "Orange jusqu’à")),
        start=1,
    ):
        page.write_string(row, col, master.say(words), master.head_style())
    for key, kpi in master.catalogue.kpis.items():
        if kpi.threshold is None:
            continue
        row += 1
        page.write_string(row, 1, master.say(kpi.label), master.cell_style())
        for col, name in enumerate(("green", "amber"), start=2):
            page.write_number(
                row, col, master.params[f"{key}_{name}"], master.cell_style(kpi.form, align="left")
            )
            master.define(f"{key}_{name}", page, row, col)


LEDGER_WORDS = {
    "returns": t("{n} lines: what came and what is still owed, with the state of each.",
                 "{n} lignes : ce qui est arrivé et ce qui manque, avec l’état de chaque retour."),
    "rows": t("{n} tables of accepted returns: rows read, rows left out, cells that cannot be read or are blank though required; in the last columns those that a light reads, in rows that count.",
              "{n} tables de retours acceptés : lignes lues, lignes écartées, cellules illisibles ou vides alors qu’elles sont obligatoires ; dans les dernières colonnes, celles que lit une météo, dans les lignes retenues."),
    "cells": t("{n} columns of accepted returns that a figure reads, with cells that cannot be read or are blank though required; the last columns say which lights read them.",
               "{n} colonnes de retours acceptés, lues par un chiffre, avec des cellules illisibles ou vides alors qu’elles sont obligatoires ; les dernières colonnes disent quelles météos les lisent."),
    "grouped": t("{n} rows: what one rule finds on more than five lines of a column is one row, with their number and, of amounts, their total. The sheet Findings has each of them, under its group.",
                 "{n} lignes : ce qu’une règle relève sur plus de cinq lignes d’une colonne tient en une ligne, avec leur nombre et, pour des montants, leur total. La feuille Constats les détaille, sous leur groupe."),
    "findings": t("{n} findings, each with its group; the cell is a link into the file.", "{n} constats, chacun avec son groupe ; la cellule est un lien vers le fichier."),
}  # fmt: skip
DICTIONARY = t("KPI dictionary", "Dictionnaire des KPI")
DICTIONARY_WORDS = t(
    "What each figure means, how Excel computes it for a project, how it adds up.",
    "Ce que signifie chaque chiffre, comment Excel le calcule pour un projet, comment il s’agrège.",
)
DICTIONARY_HEADS = (
    (t("Key", "Clé"), 20.0), (t("English", "Anglais"), 24.0), (t("French", "Français"), 28.0), (t("Meaning", "Signification"), 48.0),
    (t("Unit", "Unité"), 13.0), (t("Green up to", "Vert jusqu’à"), 11.0), (t("Amber up to", "Orange jusqu’à"), 11.0),
    (t("Aggregation", "Agrégation"), 26.0), (t("Formula", "Formule"), 90.0),
)  # fmt: skip
RUN = t("Run", "Exécution")
RUN_WORDS = t(
    "What this master was made from, and by which settings.",
    "De quoi ce classeur est fait, et avec quels réglages.",
)
FORMS = {
    Form.AMOUNT: t("amount", "montant"),
    Form.RATIO: t("ratio", "ratio"),
    Form.PERCENT: t("%", "%"),
    Form.SHARE: t("%", "%"),
    Form.COUNT: t("count", "nombre"),
    Form.DAYS: t("working days", "jours ouvrés"),
    Form.DATE: t("date", "date"),
    Form.LIGHT: t("light", "météo"),
}
ACROSS = {
    Across.SUM: t("sum of the projects that have a value", "somme des projets renseignés"),
    Across.RECOMPUTE: t(
        "same formula over the sums of its parts", "même formule sur les sommes de ses termes"
    ),
    Across.MAX: t("largest", "maximum"),
    Across.MIN: t("smallest", "minimum"),
    Across.NONE: t("not aggregated: see the distribution", "non agrégé : voir la répartition"),
}
