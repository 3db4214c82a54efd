"""The words of a selection: limits, reasons, conflicts, the verdict."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_xl.core.base.amounts import HALF_CENT, amount_words
from pmo_xl.core.base.text import Text, counted, same, t
from pmo_xl.core.selection.problem import FORCED, Item, Limit, Option, Problem, Solved
from pmo_xl.steps.selection.question import ENDED, MANDATORY, VALUE

MOST_NAMED = 3
"""Limits, or projects, that a sentence names."""


def amount_of(limit: Limit, amount: float) -> Text:
    """An amount of a limit with its unit where it is days."""
    words = amount_words(amount)
    return words if limit.is_money else t("{n} days", "{n} jours").fill(n=words)


def why(option: Option, problem: Problem, solved: Solved, cancelled: Mapping[str, str]) -> Text:
    """What put a project in, or keeps it out; ``cancelled`` names the one it waits for in vain."""
    chosen = solved.chosen or frozenset()
    me = option.project_id
    if solved.chosen is None and option.forced:
        return BY_LAW if option.forced == MANDATORY else BY_SCENARIO
    if me in chosen:
        if option.forced:
            return BY_LAW if option.forced == MANDATORY else BY_SCENARIO
        needed = [one for one, other in problem.requires if other == me and one in chosen]
        forced = {each.project_id for each in problem.options if each.forced}
        if not option.value or forced.intersection(needed):
            return NEEDED.fill(others=needed[:MOST_NAMED]) if needed else BEST
        return BEST
    match option.barred:
        case "out":
            return LEFT_OUT
        case "no_cost":
            return COST_UNKNOWN
        case "no_value":
            return VALUE_UNKNOWN
        case "ended":
            return WAITS_IN_VAIN.fill(other=cancelled.get(me, ""))
    if solved.chosen is None:
        return NOT_SOLVED
    rivals = [a if b == me else b for a, b in problem.excludes if me in (a, b)]
    beside = [each for each in rivals if each in chosen]
    if beside:
        return EXCLUDED.fill(other=beside[0])
    needs = [other for one, other in problem.requires if one == me and other not in chosen]
    if needs:
        return WAITS.fill(other=needs[0])
    if option.value is not None and option.value <= 0:
        return WORTHLESS
    short = []
    for limit in problem.limits:
        over = problem.used(chosen, limit) + option.use.get(limit.key, 0.0) - limit.amount
        if over > HALF_CENT:
            short.append((over / limit.amount if limit.amount else float("inf"), limit, over))
    if not short:
        return NOT_REACHED
    short.sort(key=lambda each: (-each[0], each[1].key))
    parts = [
        SHORT_OF.fill(limit=limit.name, n=amount_of(limit, over)) for _, limit, over in short[:MOST_NAMED]
    ]
    more = f" (+{len(short) - MOST_NAMED})" if len(short) > MOST_NAMED else ""
    return CUT.fill(parts=parts, more=same(more))


def verdict(problem: Problem, solved: Solved, maximised: str, unit: str) -> Text:
    """What the search came to, in one sentence."""
    if solved.chosen is None:
        return INFEASIBLE
    what = (VALUE_WORDS if maximised == VALUE else SCORE_WORDS).fill(
        n=amount_words(round(solved.value, 2)), unit=unit
    )
    n = counted(len(solved.chosen), CHOSEN)
    if not solved.proven:
        gap = amount_words(round(solved.gap * 100, 2))
        return UNPROVEN.fill(n=n, what=what, gap=gap)
    if solved.tied is None:
        return PROVEN_MAYBE_TIED.fill(n=n, what=what)
    return (TIED if solved.tied else PROVEN).fill(n=n, what=what)


def conflict_words(problem: Problem, solved: Solved) -> Text | None:
    """The smallest set of things that cannot hold together, each in words."""
    if not solved.conflict:
        return None
    limits = {limit.key: limit for limit in problem.limits}
    options = {option.project_id: option for option in problem.options}
    forced = [item[1] for item in solved.conflict if item[0] == FORCED]
    parts = [_part(item, problem, limits, options, forced) for item in solved.conflict]
    return TOGETHER.fill(parts=parts)


def _part(
    item: Item,
    problem: Problem,
    limits: Mapping[str, Limit],
    options: Mapping[str, Option],
    forced: list[str],
) -> Text:
    match item[0]:
        case "forced":
            words = IS_MANDATORY if options[item[1]].forced == MANDATORY else IS_IN
            return words.fill(project=item[1])
        case "excludes":
            return EXCLUDE_EACH_OTHER.fill(one=item[1], other=item[2])
        case "requires":
            return STARTS_AFTER.fill(one=item[1], other=item[2])
        case "limit":
            limit = limits[item[1]]
            return HAS_ONLY.fill(limit=limit.name, n=amount_of(limit, limit.amount))
        case _:
            barred = options[item[1]].barred
            return (IS_ENDED if barred == ENDED else IS_OUT).fill(project=item[1])


BY_LAW = t("Mandatory", "Obligatoire")
BY_SCENARIO = t("In by the scenario", "Retenu par le scénario")
NEEDED = t("Needed by {others}", "Nécessaire à {others}")
BEST = t("Part of the best set", "Dans le meilleur ensemble")
LEFT_OUT = t("Out by the scenario", "Écarté par le scénario")
COST_UNKNOWN = t("No cost known: not weighed", "Coût inconnu : non arbitré")
VALUE_UNKNOWN = t("No value known: not weighed", "Valeur inconnue : non arbitré")
WAITS_IN_VAIN = t("Starts after {other}, which was cancelled", "Débute après {other}, qui est arrêté")
NOT_SOLVED = t("Not weighed: the scenario cannot hold", "Non arbitré : le scénario ne tient pas")
EXCLUDED = t("Excluded by {other}", "Exclu par {other}")
WAITS = t("Starts after {other}, which is out", "Débute après {other}, qui est écarté")
WORTHLESS = t("Adds no value", "N’ajoute aucune valeur")
NOT_REACHED = t("Not settled in the time given", "Non tranché dans le temps imparti")
SHORT_OF = t("{limit} short of {n}", "{limit} : il manque {n}")
CUT = t("No room: {parts}{more}", "Hors cadre : {parts}{more}")
VALUE_WORDS = t("a value of {n} {unit}", "une valeur de {n} {unit}")
SCORE_WORDS = t("a sum of scores of {n}", "une somme de notes de {n}")
CHOSEN = (t("{n} project", "{n} projet"), t("{n} projects", "{n} projets"))
PROVEN = t("Best set: {n}, {what}. Proven: no other set is worth as much.",
           "Meilleur ensemble : {n}, {what}. Prouvé : aucun autre ensemble ne vaut autant.")  # fmt: skip
TIED = t("Best set: {n}, {what}. Proven; of several sets of the same value, the one of the lowest IDs.",
         "Meilleur ensemble : {n}, {what}. Prouvé ; de plusieurs ensembles de même valeur, celui des plus petits codes.")  # fmt: skip
PROVEN_MAYBE_TIED = t(
    "Best set: {n}, {what}. Proven; the time did not last to tell whether another set is worth as much.",
    "Meilleur ensemble : {n}, {what}. Prouvé ; le temps imparti n’a pas suffi pour savoir si un autre ensemble vaut autant.",
)
UNPROVEN = t(
    "Best set found in the time given: {n}, {what}. Not proven: a better one could be worth up to {gap} % more.",
    "Meilleur ensemble trouvé dans le temps imparti : {n}, {what}. Non prouvé : un meilleur pourrait valoir jusqu’à {gap} % de plus.",
)
INFEASIBLE = t(
    "No set of projects holds in this scenario.", "Aucun ensemble de projets ne tient dans ce scénario."
)
TOGETHER = t("Cannot hold together: {parts}.", "Incompatibles : {parts}.")
IS_MANDATORY = t("{project} is mandatory", "{project} est obligatoire")
IS_IN = t("the scenario has {project}", "le scénario retient {project}")
IS_OUT = t("the scenario leaves {project} out", "le scénario écarte {project}")
IS_ENDED = t("{project} starts after a cancelled project", "{project} débute après un projet arrêté")
EXCLUDE_EACH_OTHER = t("{one} and {other} exclude one another", "{one} et {other} s’excluent")
STARTS_AFTER = t("{one} starts after {other}", "{one} débute après {other}")
HAS_ONLY = t("{limit} grants {n}", "{limit} n’offre que {n}")
