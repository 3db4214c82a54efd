"""The KPI dictionary: what each figure means, how Excel computes it, how it adds up."""

from __future__ import annotations

from xlsxwriter.format import Format

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import AMBER, RED, Aggregation, Kpi, Unit
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.formula.formula import formula
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.write.cells import write_formula
from pmo_xl.excel.write.worksheet import Page


def write_dictionary(master: MasterContext, page: Page) -> None:
    """Each KPI in words and in Excel, with unit, thresholds and how it adds up."""
    master.head(page, DICTIONARY, DICTIONARY_WORDS, 9)
    for col, (words, width) in enumerate(DICTIONARY_HEADS, start=1):
        page.set_column(col, col, width)
        page.write_string(3, col, master.say(words), master.head_style())
    text = master.cell_style(text_wrap=True, valign="top")
    code = master.cell_style(text_wrap=True, valign="top", font_name="Consolas", font_size=10)
    for row, (key, kpi) in enumerate(master.catalogue.kpis.items(), start=4):
        live = formula(kpi.expr, master.kpi_names)
        if not page.is_live(live):
            live = f"{master.say(VALUE_OF)}{live}"
        told: list[tuple[str, Format]] = [
            (key, master.cell_style(bold=True, valign="top")),
            (kpi.label.en, text),
            (kpi.label.fr, text),
            (master.say(kpi.meaning), text),
            (master.say(FORMS[kpi.unit]), text),
        ]
        for col, (say, style) in enumerate(told, start=1):
            page.write_string(row, col, say, style)
        number = master.cell_style(kpi.unit, valign="top")
        for col, level in enumerate((AMBER, RED), start=6):
            _write_limit(master, page, row, col, kpi, level, text if kpi.threshold is None else number)
        page.write_string(row, 8, master.say(ACROSS[kpi.aggregation]), text)
        page.write_string(row, 9, live, code)
        page.set_row(row, max(30, 11.5 * -(-len(live) // 88)))
    page.freeze_panes(4, 2)


def _write_limit(
    master: MasterContext, page: Page, row: int, col: int, kpi: Kpi, level: int, style: Format
) -> None:
    """The limit of a colour; both limits of a band, as they are typed in the settings."""
    if kpi.threshold is None:
        page.write_blank(row, col, None, style)
        return
    names = [side.limit_name(kpi.key, level) for side in kpi.threshold.sides]
    cells, limits = [parameter(name) for name in names], [master.params[name] for name in names]
    if not kpi.threshold.is_band:
        write_formula(page, row, col, f"={cells[0]}", limits[0], style)
        return
    low, high = sorted(limits)
    words = f"{low:g} – {high:g}"
    live = f'=MIN({",".join(cells)})&" – "&MAX({",".join(cells)})'
    write_formula(page, row, col, live, words.replace(".", ",") if master.language == "fr" else words, style)


VALUE_OF = t("Value, not a formula; over all rows: ", "Valeur, pas une formule ; sur toutes les lignes : ")
DICTIONARY = t("KPI dictionary", "Dictionnaire des indicateurs")
DICTIONARY_WORDS = t(
    "What each figure means, how Excel computes it for a project, how it adds up.",
    "Ce que signifie chaque chiffre, comment Excel le calcule pour un projet, comment il s’agrège.",
)
DICTIONARY_HEADS = (
    (t("Key", "Clé"), 20.0), (t("English", "Anglais"), 24.0), (t("French", "Français"), 28.0), (t("Meaning", "Signification"), 48.0),
    (t("Unit", "Unité"), 13.0), (t("Green up to", "Vert jusqu’à"), 11.0), (t("Amber up to", "Orange jusqu’à"), 11.0),
    (t("Aggregation", "Agrégation"), 26.0), (t("Formula", "Formule"), 90.0),
)  # fmt: skip
FORMS = {
    Unit.AMOUNT: t("amount", "montant"),
    Unit.RATIO: t("ratio", "ratio"),
    Unit.PERCENT: t("%", "%"),
    Unit.SHARE: t("%", "%"),
    Unit.COUNT: t("count", "nombre"),
    Unit.DAYS: t("working days", "jours ouvrés"),
    Unit.DATE: t("date", "date"),
    Unit.LIGHT: t("light", "météo"),
}
ACROSS = {
    Aggregation.SUM: t("sum of the projects that have a value", "somme des projets renseignés"),
    Aggregation.RECOMPUTE: t(
        "same formula over the sums of its parts", "même formule sur les sommes de ses termes"
    ),
    Aggregation.POOL: t("median of all rows together", "médiane de toutes les lignes réunies"),
    Aggregation.MAX: t("largest", "maximum"),
    Aggregation.MIN: t("smallest", "minimum"),
    Aggregation.NONE: t("not aggregated: see the distribution", "non agrégé : voir la répartition"),
}
