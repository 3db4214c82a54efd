"""The page a controller starts from: no line of the ledger is lost, and each project agrees with it or not."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.reconciliation import Match, Reconciliation
from pmo_xl.excel.master.context import CURRENCY, MasterContext
from pmo_xl.excel.reconciliation.control_totals import write_control, write_source
from pmo_xl.excel.reconciliation.details import (
    BOOKED,
    COUNTS,
    DECLARED,
    DETAILS,
    DETAILS_SHEET,
    DIFFERENCE,
    FIRST,
    LEDGER_SHEET,
    LEFT_OUT_SHEET,
    MONEY,
    OPEN,
    PROJECT,
    PROJECTS,
    STATE,
    Field,
    ref,
    set_widths,
    state_formula,
    state_words,
    write_details,
    write_fields,
    write_ledger_sheet,
    write_left_out,
)
from pmo_xl.excel.write.cells import plain, write_formula
from pmo_xl.excel.write.style import BAND
from pmo_xl.excel.write.worksheet import Page

SHEET = t("Reconciliation", "Rapprochement")


class Sheets:
    """The sheets of the reconciliation: made in their place among the others, and written at the end."""

    def __init__(self, master: MasterContext, result: Reconciliation) -> None:
        self.master, self.result = master, result
        self.page = master.sheet(SHEET)
        self.details = master.sheet(DETAILS_SHEET)
        self.ledger = master.sheet(LEDGER_SHEET)
        self.left_out = master.sheet(LEFT_OUT_SHEET)
        self.all = (self.page, self.details, self.ledger, self.left_out)

    def write(self) -> None:
        """All four of them."""
        write_reconciliation(self.master, self.page, self.result)
        write_details(self.master, self.details, self.result)
        write_ledger_sheet(self.master, self.ledger, self.result)
        write_left_out(self.master, self.left_out, self.result)


def write_reconciliation(master: MasterContext, page: Page, result: Reconciliation) -> None:
    """Control totals, how the file was read, a row per project, totals by currency."""
    fields = _fields(master)
    master.head(page, SHEET, PURPOSE.fill(file=result.source.file), len(fields))
    set_widths(master, page, fields)
    below = write_source(master, page, 3, result)
    row = max(below, write_control(master, page, 3, result)) + 1
    master.section(page, row, FIRST, BY_PROJECT, len(fields))
    rows = [
        {**{str(k): v for k, v in one.items()}, "state": state_words(master, one["state"])}
        for one in result.projects.to_dict("records")
    ]
    first = row + 3
    last = write_fields(master, page, PROJECTS, fields, rows, row + 2)
    col = FIRST + [field.key for field in fields].index("state")
    master.sign_colours(page, first, col, last, col)
    if rows:
        _write_currencies(master, page, last + 2, result)


def _fields(master: MasterContext) -> list[Field]:
    """The columns of the table of projects."""
    own = ref(master, PROJECTS, PROJECT)
    of_project = f"{ref(master, DETAILS, PROJECT, row=False)},{own}"
    state = ref(master, DETAILS, STATE, row=False)
    matched = state_words(master, Match.MATCHED.key)
    cost, project = master.column("budget", "actual"), master.column("budget", "project_id")
    known = f'COUNTIFS({project},{own},{cost},"<9E+307")'

    def summed(label: Text) -> str:
        return f"SUMIFS({ref(master, DETAILS, label, row=False)},{of_project})"

    declared, ledger = ref(master, PROJECTS, DECLARED), ref(master, PROJECTS, BOOKED)
    difference = ref(master, PROJECTS, DIFFERENCE)
    return [
        Field("project_id", PROJECT, 13),
        Field("project_name", NAME, 34),
        Field("currency", CURRENCY, 10, align="center"),
        Field(
            "actual_cost", ACTUAL_COST, 16, MONEY, f'IF({known}=0,"",SUMIFS({cost},{project},{own}))', "right"
        ),
        Field("declared", DECLARED, 16, MONEY, summed(DECLARED), "right"),
        Field("ledger", BOOKED, 16, MONEY, summed(BOOKED), "right"),
        Field("difference", DIFFERENCE, 16, MONEY, f"ROUND({declared}-{ledger},4)", "right"),
        Field("share", PERCENT, 12, "0.0%", f'IF({ledger}=0,"",{difference}/{ledger})', "right"),
        Field("open", OPEN, 10, "0", f'COUNTIFS({of_project},{state},"<>{matched}")', "center"),
        Field("state", STATE, 28, "General", state_formula(master, PROJECTS)),
        *(Field(key, label, 11, "0", summed(label), "center") for key, label in COUNTS.items()),
    ]


def _write_currencies(master: MasterContext, page: Page, row: int, result: Reconciliation) -> None:
    """The totals of the projects of each currency; amounts of two currencies are never added up."""
    master.section(page, row, FIRST, BY_CURRENCY, 7)
    own = ref(master, PROJECTS, CURRENCY, row=False)
    frame = result.projects
    for currency in sorted({str(c) for c in frame["currency"] if plain(c)}):
        row += 1
        page.write_string(row, FIRST + 2, currency, master.total_style())
        cell = xl_rowcol_to_cell(row, FIRST + 2)
        mine = frame[frame["currency"] == currency]
        for place, (key, label) in enumerate(
            (("declared", DECLARED), ("ledger", BOOKED), ("difference", DIFFERENCE)), start=FIRST + 4
        ):
            live = f"=SUMIFS({ref(master, PROJECTS, label, row=False)},{own},{cell})"
            style = master.formats.get(num_format=MONEY, bold=True, bg_color=BAND, top=1, align="right")
            write_formula(page, row, place, live, round(float(mine[key].sum()), 4), style)


PURPOSE = t(
    "Declared actuals against {file}. Difference = declared − ledger, in the currency of each project; nothing is adjusted or converted.",
    "Réalisé déclaré rapproché de {file}. Écart = déclaré − grand livre, dans la devise de chaque projet ; rien n’est corrigé ni converti.",
)
BY_PROJECT = t("By project", "Par projet")
BY_CURRENCY = t("Totals by currency", "Totaux par devise")
NAME = t("Project name", "Intitulé du projet")
ACTUAL_COST = t("Actual cost of the budget lines", "Réalisé des lignes budgétaires")
PERCENT = t("Difference %", "Écart %")
