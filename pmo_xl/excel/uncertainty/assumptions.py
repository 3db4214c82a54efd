"""How the run was made, what was assumed, and all that was not simulated, with the reason and the cell."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.uncertainty.results import SimulationResult, What
from pmo_xl.excel.uncertainty.sheet import FIRST, Column, SimulationBook
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import lines_of

COLUMNS = (
    Column(t("Project", "Projet"), 22),
    Column(t("What", "Objet"), 14),
    Column(t("ID", "N°"), 10),
    Column(t("Why", "Pourquoi"), 66, wraps=True),
    Column(t("What was taken", "Ce qui a été retenu"), 40, wraps=True),
    Column(t("File", "Fichier"), 24),
    Column(t("Cell", "Cellule"), 14),
)
LAST = FIRST + len(COLUMNS) - 1
WIDE = sum(column.width for column in COLUMNS[1:])


def write_assumptions(book: SimulationBook, sheet: Worksheet) -> None:
    """Fill the sheet: the run, what it assumes, what it leaves out."""
    for col, column in enumerate(COLUMNS, start=FIRST):
        sheet.set_column(col, col, column.width)
    row = 3
    book.section(sheet, row, RUN, LAST)
    bold = book.formats.get(bold=True, valign="vcenter")
    wrapped = book.formats.get(text_wrap=True, valign="vcenter")
    for label, words in _run(book.result):
        row += 1
        said = book.say(words)
        sheet.write_string(row, FIRST, book.say(label), bold)
        sheet.merge_range(row, FIRST + 1, row, LAST, said, wrapped)
        sheet.set_row(row, lines_of(said, WIDE) * LINE_HEIGHT + 2)
    row += 2
    book.section(sheet, row, LEFT_OUT, LAST)
    row += 1
    for words in _fixed(book.result):
        sheet.merge_range(row, FIRST, row, LAST, book.say(words), wrapped)
        row += 1
    left = book.result.not_simulated
    if not left:
        sheet.write_string(row, FIRST, book.say(NOTHING_ELSE), wrapped)
        return
    book.head(sheet, row, COLUMNS, 20)
    for at, one in enumerate(left, start=row + 1):
        cells = (
            one.project_id, book.say(one.what.label), None if one.what is What.PROJECT else one.id, book.say(one.why),
            book.say(one.taken), one.file or None, one.cell or None,
        )  # fmt: skip
        for col, (column, what) in enumerate(zip(COLUMNS, cells, strict=True), start=FIRST):
            book.put(sheet, at, col, column, what)
        lines = max(lines_of(str(cells[3]), COLUMNS[3].width), lines_of(str(cells[4]), COLUMNS[4].width))
        sheet.set_row(at, lines * LINE_HEIGHT + 3)
    sheet.autofilter(row, FIRST, row + len(left), LAST)


def _run(result: SimulationResult) -> Sequence[tuple[Text, Text]]:
    run, cost, finish = result.run, result.portfolio.cost, result.portfolio.finish
    made: list[tuple[Text, Text]] = [
        (
            t("Run", "Exécution"),
            MADE.fill(version=run.version, runs=amount_words(run.runs), seed=run.seed, day=run.status_date),
        ),
    ]
    if cost is not None:
        made.append((ERROR, ERROR_COST.fill(
            error=amount_words(round(cost.spread.error)), currency=result.currency,
            days="" if finish is None else ERROR_DAYS.fill(days=round(finish.spread.error, 2)))))  # fmt: skip
    elif finish is not None:
        made.append((ERROR, ERROR_DAYS.fill(days=round(finish.spread.error, 2))))
    made += [
        (t("Distribution", "Loi"), SHAPES[run.shape]),
        (t("Correlation", "Corrélation"), CORRELATION.fill(within=run.within, between=run.between)),
        *ASSUMED,
    ]
    return made


def _fixed(result: SimulationResult) -> list[Text]:
    tasks = sum(one.fixed.get(What.TASK, 0) for one in result.projects)
    lines = sum(one.fixed.get(What.LINE, 0) for one in result.projects)
    return [words.fill(n=n) for words, n in ((FIXED_TASKS, tasks), (FIXED_LINES, lines)) if n]


HEADING = t("Assumptions, and what was not simulated", "Hypothèses, et ce qui n’a pas été simulé")
TOLD = t("Enough to make the same run again, and to know what it does not say.",
         "De quoi refaire la même exécution, et savoir ce qu’elle ne dit pas.")  # fmt: skip
RUN, LEFT_OUT = (
    t("The run", "L’exécution"),
    t("Not simulated, or not as typed", "Non simulé, ou autrement que saisi"),
)
MADE = t(
    "pmo_xl {version}, {runs} draws, seed {seed}, status date {day}. The same seed gives the same file; a project has the same figures alone as among others.",
    "pmo_xl {version}, {runs} tirages, graine {seed}, arrêté au {day}. La même graine donne le même fichier ; un projet a les mêmes chiffres seul ou parmi d’autres.",
)
ERROR = t("Standard error of the P80", "Erreur type du P80")
ERROR_COST = t(
    "± {error} {currency} on the cost of the portfolio. {days}",
    "± {error} {currency} sur le coût du portefeuille. {days}",
)
ERROR_DAYS = t("± {days} working days on its finish.", "± {days} jours ouvrés sur sa fin.")
SHAPES = {
    "pert": t("PERT: a beta distribution between optimistic and pessimistic, mean (a + 4m + b) / 6.",
              "PERT : loi bêta entre optimiste et pessimiste, moyenne (a + 4m + b) / 6."),
    "triangular": t("Triangular between optimistic, most likely and pessimistic, mean (a + m + b) / 3.",
                    "Triangulaire entre optimiste, probable et pessimiste, moyenne (a + m + b) / 3."),
}  # fmt: skip
CORRELATION = t(
    "One factor per project: the normal scores of any two estimates of a project correlate by {within}, those of two projects’ factors by {between}. Risks happen independently.",
    "Un facteur par projet : les scores normaux de deux estimations d’un projet sont corrélés à {within}, les facteurs de deux projets à {between}. Les risques surviennent indépendamment.",
)
ASSUMED = (
    (t("Network", "Réseau"), t(
        "The plan’s own logic in every draw: links with lags, constraints, working days and holidays, nothing before the status date. Without ranges the finish is that of the critical path.",
        "La logique même du planning à chaque tirage : liens et décalages, contraintes, jours ouvrés et fériés, rien avant la date d’arrêté. Sans fourchette, la fin est celle du chemin critique.")),
    (t("Progress", "Avancement"), t(
        "Finished tasks stand where they ended. Of running ones only what remains is drawn, its range in proportion to that of the whole task.",
        "Les tâches finies restent où elles ont fini. Des tâches en cours, seul le reste est tiré, sa fourchette en proportion de celle de la tâche.")),
    (t("Cost", "Coût"), t(
        "Actual cost, plus what each line will still cost, plus the risks that happen. The contingency reserve is no cost: it is held against the P80. Costs do not grow with delay.",
        "Réalisé, plus le reste à faire de chaque ligne, plus les risques survenus. La provision pour aléas n’est pas un coût : elle est comparée au P80. Les coûts n’augmentent pas avec le retard.")),
    (t("Risks", "Risques"), t(
        "Open ones, after the response where it is rated with probability and cost, else before it. The delay lengthens the linked tasks, once along a chain; without a linked task it is added to the finish. Opportunities count the other way.",
        "Les risques ouverts, après réponse si probabilité et coût résiduels sont cotés, sinon avant. Le retard allonge les tâches liées, une fois par chaîne ; sans tâche liée il s’ajoute à la fin. Les opportunités jouent en sens inverse.")),
    (t("Reference classes", "Classes de référence"), t(
        "A project without ranges of its own, whose domain or type stands among the PMO’s closed projects, gets their overruns, drawn on all that remains.",
        "Un projet sans fourchettes, dont le domaine ou le type figure parmi les projets clos du PMO, reçoit leurs dépassements, tirés sur tout ce qui reste.")),
    (t("Portfolio", "Portefeuille"), t(
        "Added up draw by draw: its P80 is never the sum of P80s. Its finish is the last of the projects.",
        "Cumulé tirage par tirage : son P80 n’est jamais la somme des P80. Sa fin est celle du dernier projet.")),
    (t("Drivers", "Facteurs"), t(
        "Spearman’s rank correlation with the finish or the cost. Critical in: the share of the draws in which a task has no float, or a project ends last. Tasks that are never critical are no drivers of the finish.",
        "Corrélation de rang de Spearman avec la fin ou le coût. Critique dans : part des tirages où une tâche est sans marge, ou un projet finit dernier. Une tâche jamais critique ne détermine pas la fin.")),
)  # fmt: skip
FIXED_TASKS = t(
    "{n} open tasks have no range: their forecast duration is taken in every draw.",
    "Tâches non finies sans fourchette : {n} ; leur durée prévisionnelle est retenue à chaque tirage.",
)
FIXED_LINES = t(
    "{n} budget lines with something left have no range: their estimate to complete is taken in every draw.",
    "Lignes budgétaires à reste à faire sans fourchette : {n} ; leur reste à faire est retenu à chaque tirage.",
)
NOTHING_ELSE = t("Nothing else was left out.", "Rien d’autre n’a été écarté.")
