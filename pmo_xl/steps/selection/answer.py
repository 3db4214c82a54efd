"""What came of a question: the lines in rank order with their reasons, findings of the frame, notes on what it all stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, counted, t
from pmo_xl.core.selection.problem import ROLE, Option, Solved
from pmo_xl.core.selection.result import Line
from pmo_xl.methods.selection.conflict import closure
from pmo_xl.steps.selection.listed import Lists, key_of
from pmo_xl.steps.selection.needs import Cost
from pmo_xl.steps.selection.question import NO_COST, NO_VALUE, VALUE, Candidate, Question
from pmo_xl.steps.selection.words import amount_of, why


def lines_of(question: Question, solved: Solved, before: Solved | None, lists: Lists) -> list[Line]:
    """A line for each candidate: those that are chosen first, each part in rank order.

    The rank is that of the score, or of the value for what is still to be spent; what has none comes last, by ID.
    """
    problem = question.problem
    chosen = _shown(question, solved)
    register = lists.projects()
    options = {key_of(option.project_id): option for option in problem.options}
    cancelled = {each.project_id: str(each.row["start_after"] or "") for each in question.candidates.values()}
    made = [
        _line(
            each, options[key], question, solved, before, lists, why(options[key], problem, solved, cancelled)
        )
        for key, each in question.candidates.items()
        if key in register
    ]
    return sorted(
        made,
        key=lambda line: (line.project_id not in chosen, -_rank(line, question.maximised), line.project_id),
    )


def _shown(question: Question, solved: Solved) -> frozenset[str]:
    """The projects that the page shows as in: the best set; where there is none, what must be in, which is what does not hold."""
    if solved.chosen is not None:
        return solved.chosen
    forced = [option.project_id for option in question.problem.options if option.forced]
    return frozenset(closure(forced, question.problem.requires))


def _rank(line: Line, maximised: str) -> float:
    if maximised != VALUE:
        return -float("inf") if line.score is None else line.score
    if line.value is None:
        return -float("inf")
    if not line.cost:
        return float("inf") if line.value > 0 else line.value
    return line.value / line.cost


def _line(
    each: Candidate,
    option: Option,
    question: Question,
    solved: Solved,
    before: Solved | None,
    lists: Lists,
    reason: Text,
) -> Line:
    chosen = option.project_id in _shown(question, solved)
    change = None
    if before is not None and before.chosen is not None and solved.chosen is not None:
        was = option.project_id in before.chosen
        change = None if was == chosen else COMES_IN if chosen else GOES_OUT
    return Line(
        project_id=each.project_id,
        name=str(each.row["project_name"] or ""),
        programme=str(each.row["programme_id"] or ""),
        objective=lists.objective(each.row["objective_id"]),
        value=option.value,
        score=each.score,
        npv=each.npv,
        wsjf=each.wsjf,
        cost=each.cost.total if each.cost is not None else None,
        costs=each.costs,
        days=each.days,
        source=each.cost.source if each.cost is not None else UNKNOWN,
        chosen=chosen,
        why=reason,
        change=change,
        scores=each.given,
        priority=each.row["priority_rank"],
    )


def over_frame(question: Question) -> Iterator[Finding]:
    """A finding at each cell of the frame that what must be in goes over, and at each project that cannot be weighed."""
    problem = question.problem
    forced = [option.project_id for option in problem.options if option.forced]
    inside = closure(forced, problem.requires)
    for limit in problem.limits:
        used = problem.used(inside, limit)
        if not limit.holds(used):
            yield Finding(
                "PRT-02", Severity.WARNING, question.places[limit.key],
                OVER.fill(scenario=question.scenario, n=amount_of(limit, used - limit.amount), limit=limit.name),
                found=limit.amount, fix=FIX_OVER, row_key=f"{question.scenario} · {limit.year}",
            )  # fmt: skip
    for option in problem.options:
        if option.barred in (NO_COST, NO_VALUE):
            row = question.candidates[key_of(option.project_id)].row
            cost = option.barred == NO_COST
            yield Finding(
                "PRT-04", Severity.WARNING, row.place("project_id"),
                (WITHOUT_COST if cost else WITHOUT_VALUE).fill(project=option.project_id),
                found=option.project_id, fix=FIX_COST if cost else FIX_VALUE, project=option.project_id,
                row_key=option.project_id,
            )  # fmt: skip


def notes_of(
    question: Question, solved: Solved, costs: Mapping[str, Cost | None], currency: str
) -> list[Text]:
    """What the figures stand on: what is not known, not spread, not limited."""
    notes: list[Text] = []
    chosen = solved.chosen or frozenset()
    mine = question.candidates

    def named(label: tuple[Text, Text], ids: Sequence[str], **more: Any) -> None:
        if ids:
            shown = [*ids[:MOST], *(["…"] if len(ids) > MOST else [])]
            notes.append(counted(len(ids), label).fill(ids=shown, **more))

    money = any(limit.is_money for limit in question.problem.limits)
    named(
        IN_COST_UNKNOWN,
        [each.project_id for each in mine.values() if each.project_id in chosen and each.cost is None]
        if money
        else [],
    )
    named(
        IN_VALUE_UNKNOWN,
        [o.project_id for o in question.problem.options if o.project_id in chosen and o.value is None],
    )
    named(NOT_KNOWN, [each.project_id for key, each in mine.items() if key in costs and costs[key] is None])
    unspread = [each for each in mine.values() if each.cost is not None and each.cost.unspread]
    whole = sum(each.cost.unspread for each in unspread if each.cost is not None)
    named(
        UNSPREAD, [each.project_id for each in unspread], amount=amount_words(round(whole)), currency=currency
    )
    named(
        LEFT_OUT, [each.project_id for each in mine.values() if each.cost is not None and each.cost.left_out]
    )
    roles = sorted({limit.role for limit in question.problem.limits if limit.role})
    weighed = {option.project_id for option in question.problem.options if not option.barred}
    for role in roles:
        named(
            NO_DAYS,
            [
                each.project_id
                for each in mine.values()
                if each.project_id in weighed
                and not any(key.endswith(f" {ROLE} {role}") for key in each.days)
            ],
            role=role,
        )
    if question.unlimited:
        notes.append(UNLIMITED.fill(years=[str(year) for year in question.unlimited]))
    return notes


MOST = 8
"""Projects that a note names."""
UNKNOWN = t("unknown", "inconnu")
COMES_IN = t("Comes in", "Entre")
GOES_OUT = t("Goes out", "Sort")
OVER = t("What scenario {scenario} must have goes over the frame by {n} ({limit}).",
         "Ce que le scénario {scenario} impose dépasse le cadre de {n} ({limit}).")  # fmt: skip
FIX_OVER = t("Raise the frame, move a project to later, or free one of those that must be in.",
             "Relevez le cadre, décalez un projet, ou libérez un de ceux qui sont imposés.")  # fmt: skip
WITHOUT_COST = t(
    "No cost is known of {project}: it is not weighed.",
    "Le coût de {project} n’est pas connu : il n’est pas arbitré.",
)
FIX_COST = t("Type its cost by year into the project needs, or have its budget returned.",
             "Saisissez son coût par année dans les besoins des projets, ou obtenez son retour de budget.")  # fmt: skip
WITHOUT_VALUE = t(
    "No value is known of {project}: it is not weighed.",
    "La valeur de {project} n’est pas connue : il n’est pas arbitré.",
)
FIX_VALUE = t("Score it on every weighed criterion, or give the amount that is maximised.",
              "Notez-le sur chaque critère pondéré, ou donnez le montant qui est maximisé.")  # fmt: skip
IN_COST_UNKNOWN = (
    t(
        "{ids} is in and its cost is not known: the use of the frame is understated.",
        "{ids} est retenu et son coût est inconnu : l’usage du cadre est sous-estimé.",
    ),
    t(
        "{ids} are in and their cost is not known: the use of the frame is understated.",
        "{ids} sont retenus et leur coût est inconnu : l’usage du cadre est sous-estimé.",
    ),
)
IN_VALUE_UNKNOWN = (
    t(
        "{ids} is in and its value is not known: it adds nothing to the total.",
        "{ids} est retenu et sa valeur est inconnue : il n’ajoute rien au total.",
    ),
    t(
        "{ids} are in and their value is not known: they add nothing to the total.",
        "{ids} sont retenus et leur valeur est inconnue : ils n’ajoutent rien au total.",
    ),
)
NOT_KNOWN = (
    t(
        "The remaining cost of {ids} cannot be told from its budget (a line without an estimate to complete, or no rate).",
        "Le reste à faire de {ids} ne se déduit pas de son budget (ligne sans reste à faire, ou devise sans cours).",
    ),
    t(
        "The remaining cost of {ids} cannot be told from their budgets (a line without an estimate to complete, or no rate).",
        "Le reste à faire de {ids} ne se déduit pas de leurs budgets (ligne sans reste à faire, ou devise sans cours).",
    ),
)
UNSPREAD = (
    t(
        "{amount} {currency} of the remaining cost of {ids} are in no month: they count in the first year to come.",
        "{amount} {currency} du reste à faire de {ids} ne sont dans aucun mois : ils comptent dans la première année à venir.",
    ),
    t(
        "{amount} {currency} of the remaining cost of {n} projects ({ids}) are in no month: they count in the first year to come.",
        "{amount} {currency} du reste à faire de {n} projets ({ids}) ne sont dans aucun mois : ils comptent dans la première année à venir.",
    ),
)
LEFT_OUT = (
    t(
        "Budget lines of {ids} are left out for an error: its cost is understated.",
        "Des lignes du budget de {ids} sont écartées pour erreur : son coût est sous-estimé.",
    ),
    t(
        "Budget lines of {ids} are left out for an error: their cost is understated.",
        "Des lignes des budgets de {ids} sont écartées pour erreur : leur coût est sous-estimé.",
    ),
)
NO_DAYS = (
    t(
        "{ids} states no days of {role}: counted as needing none.",
        "{ids} n’indique aucun jour de {role} : compté sans besoin.",
    ),
    t(
        "{n} projects state no days of {role} ({ids}): counted as needing none.",
        "{n} projets n’indiquent aucun jour de {role} ({ids}) : comptés sans besoin.",
    ),
)
UNLIMITED = t(
    "The frame has no budget for {years}: nothing limits what is spent then.",
    "Le cadre n’a pas de budget pour {years} : rien n’y limite la dépense.",
)
