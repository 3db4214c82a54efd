"""The run: status date, settings, rates and thresholds in cells that formulas read, and counts that reconcile."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import AMBER, RED
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.view import STATUS_DATE
from pmo_xl.core.settings.posture import posture_label
from pmo_xl.excel.master import project_ranges
from pmo_xl.excel.master.context import CHOSEN, RATE_KINDS, RETURNS_DUE, MasterContext
from pmo_xl.excel.master.overflow import write_beside
from pmo_xl.excel.master.trend import PREVIOUS_PERIOD, previous_period
from pmo_xl.excel.run_sheet.decided import write_policies, write_raci
from pmo_xl.excel.write.cells import write_cell, write_formula
from pmo_xl.excel.write.style import number_format
from pmo_xl.excel.write.worksheet import Page


def write_run(master: MasterContext, page: Page, version: str) -> None:
    """Status date, settings, rates, thresholds, and counts that reconcile; no clock time: same input, same bytes."""
    master.head(page, RUN, RUN_WORDS, 6)
    for col, width in enumerate((46.0, 18.0, 16.0, 16.0, 16.0, 16.0), start=1):
        page.set_column(col, col, width)
    row = _write_facts(master, page, version)
    row = _write_counts(master, page, row + 1)
    if master.beside.shown:
        row = write_beside(master, page, row + 1)
    if master.sliced:
        row = _write_order(master, page, row + 1)
    row = _write_rates(master, page, row + 1)
    row = write_policies(master, page, row)
    page.print_area(0, 1, row + 1, 6)
    page.fit_to_pages(1, 1)
    page.write_string(row + 1, 1, master.say(LIMITS_ON_SCREEN), master.over_style("left"))
    row = _write_limits(master, page, row + 3)
    write_raci(master, page, row + 2)


def _write_facts(master: MasterContext, page: Page, version: str) -> int:
    settings, status = master.settings, master.portfolio.status_date
    master.section(page, 3, 1, t("Consolidation", "Consolidation"), 2)
    day = master.cell_style(num_format=number_format(Kind.DATE, master.language), align="left")
    left = master.cell_style(align="left")
    page.write_string(4, 1, master.say(STATUS_DATE), master.cell_style())
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
    facts: dict[Text, str] = {}
    if settings.posture is not None:
        facts[t("Posture of the PMO", "Posture du PMO")] = master.say(posture_label(settings.posture))
    facts |= {
        t("Reporting currency", "Devise de consolidation"): settings.reporting_currency,
        t("Profile", "Profil"): settings.profile,
        t("Language", "Langue"): master.language,
        t("Version of pmo_xl", "Version de pmo_xl"): version,
    }
    if master.portfolio.not_assessed:
        facts[NOT_ASSESSED] = ", ".join(sorted(master.portfolio.not_assessed))
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
    page.write_string(
        row, 1, master.say(t("Returns due by", "Retours à remettre au plus tard le")), master.cell_style()
    )
    write_cell(page, row, 2, master.params[RETURNS_DUE], day)
    master.define(RETURNS_DUE, page, row, 2)
    row += 1
    page.write_string(
        row, 1, master.say(t("Last period published", "Dernière période publiée")), master.cell_style()
    )
    live, before = previous_period(master)
    none = master.cell_style(num_format=f"{number_format(Kind.MONTH, master.language)};;", align="left")
    write_formula(page, row, 2, f"={live}", 0 if before is None else before, none)
    master.define(PREVIOUS_PERIOD, page, row, 2)
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


def _write_counts(master: MasterContext, page: Page, row: int) -> int:
    """Rows read = rows kept + rows left out, for each return and in all."""
    master.section(page, row, 1, t("Reconciliation of rows", "Rapprochement des lignes"), 2)
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
            t("Rows left out (see Findings)", "Lignes écartées (voir Anomalies)"),
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


def _must_be_nothing(master: MasterContext, page: Page, row: int) -> None:
    wrong = master.book.add_format({"bg_color": "#F9DCCB", "num_format": '"◆ "#,##0.##'})
    page.conditional_format(row, 2, row, 2, {"type": "cell", "criteria": "!=", "value": 0, "format": wrong})


def _write_lost_months(master: MasterContext, page: Page, row: int) -> None:
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


def _write_order(master: MasterContext, page: Page, row: int) -> int:
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
        test = project_ranges.in_order(
            sliced, master.column(key, "project_id"), master.column("kpis", project_ranges.rows_key(key))
        )
        write_formula(page, row, 2, f'=IF({test},"{good}","{bad}")', good, master.cell_style(align="left"))
        master.sign_colours(page, row, 2, row, 2)
        page.write_number(row, 3, sliced.most, master.cell_style(num_format="#,##0"))
        master.define(project_ranges.most_name(key), page, row, 3)
        _write_chosen(master, page, row, key)
    return row + 1


def _write_chosen(master: MasterContext, page: Page, row: int, key: str) -> None:
    """Where the rows of the chosen project stand in a table."""
    ids = list(master.frames["kpis"]["project_id"])
    found = f"MATCH({parameter(CHOSEN)},{master.column('kpis', 'project_id')},0)"
    names = (project_ranges.first_key(key), 1), (project_ranges.rows_key(key), 0)
    for col, (name, otherwise) in enumerate(names, start=4):
        live = f"=IFERROR(INDEX({master.column('kpis', name)},{found}),{otherwise})"
        what = master.frames["kpis"][name].iloc[ids.index(master.params[CHOSEN])] if ids else otherwise
        write_formula(page, row, col, live, float(what), master.cell_style(num_format="#,##0"))
        master.define(f"chosen_{name}", page, row, col)


NOT_ASSESSED = t(
    "Rules not assessed: the list they need is empty", "Règles non évaluées : la liste requise est vide"
)
ORDER_HEADS = (
    t("Sheet", "Feuille"),
    t("State", "État"),
    t("Rows looked at for one project", "Lignes examinées par projet"),
    t("Chosen project: first row", "Projet choisi : première ligne"),
    t("Chosen project: rows", "Projet choisi : lignes"),
)
SORTED = t("● In order", "● En ordre")
UNSORTED = t(
    "◆ Figures are wrong: sort this sheet by project ID, or have more rows looked at",
    "◆ Chiffres faux : triez cette feuille par code projet, ou faites examiner plus de lignes",
)


def _write_rates(master: MasterContext, page: Page, row: int) -> int:
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


def _write_limits(master: MasterContext, page: Page, row: int) -> int:
    """Thresholds in cells of their own: change one here and every light follows."""
    master.section(page, row, 1, t("Thresholds", "Seuils"), 3)
    row += 1
    limited = {key: kpi.threshold for key, kpi in master.catalogue.kpis.items() if kpi.threshold is not None}
    heads = LIMIT_HEADS if any(limits.is_band for limits in limited.values()) else LIMIT_HEADS[:3]
    for col, words in enumerate(heads, start=1):
        page.write_string(row, col, master.say(words), master.head_style())
    for key, limits in limited.items():
        kpi = master.catalogue.kpis[key]
        row += 1
        page.write_string(row, 1, master.say(kpi.label), master.cell_style())
        names = [side.limit_name(key, level) for side in limits.sides for level in (AMBER, RED)]
        for col, name in enumerate(names, start=2):
            page.write_number(row, col, master.params[name], master.cell_style(kpi.unit, align="left"))
            master.define(name, page, row, col)
    return row


LIMIT_HEADS = (
    t("KPI", "Indicateur"), t("Green up to", "Vert jusqu’à"), t("Amber up to", "Orange jusqu’à"),
    t("Green: other limit", "Vert : autre borne"), t("Amber: other limit", "Orange : autre borne"),
)  # fmt: skip
"""The last two stand where a KPI has limits on both sides."""
RUN = t("Settings and trace", "Paramètres et traçabilité")
LIMITS_ON_SCREEN = t("The limits of the KPIs follow below, on screen only.", "Les seuils des indicateurs suivent ci-dessous, à l’écran seulement.")  # fmt: skip
RUN_WORDS = t(
    "What this master was made from, and by which settings.",
    "De quoi ce classeur est fait, et avec quels réglages.",
)
