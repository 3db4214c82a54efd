"""The grid of an audit: every rule on every project, from what the run itself judged, found and left aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.audit import EVERYWHERE, Audit, AuditLine, Verdict
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.definition.table_rule import HISTORY, PROJECT, RuleOverrides, TableRule
from pmo_xl.core.flow.portfolio import Portfolio, Return


@dataclass(slots=True)
class _Rules:
    """All that bears one code: rules of rows by their table, rules over sheets, checks that the steps make."""

    rows: list[str] = field(default_factory=list)
    tables: list[TableRule] = field(default_factory=list)
    check: bool = False
    weighed: bool = False
    """Whether any of it is in force."""


def audit_of(
    portfolio: Portfolio, catalogue: Catalogue, overrides: RuleOverrides, rules: Mapping[str, Text],
    names: Mapping[str, str], asked: Collection[str] | None = None,
) -> Audit:  # fmt: skip
    """The grid of a run that was validated. ``rules`` say each code in words, ``names`` the projects that are known.

    Only the projects that are ``asked`` for, and then nothing of the portfolio as a whole.
    """
    seen = _Seen(portfolio, catalogue, overrides)
    found: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in portfolio.findings:
        found[finding.code, finding.project].append(finding)
    projects = sorted({*names, *(project for _, project in found if project)})
    columns = [EVERYWHERE, *projects] if asked is None else sorted(asked)
    of_returns = _by_code(catalogue.templates.sheets, catalogue.table_rules, catalogue, overrides)
    of_the_pmo = _by_code(catalogue.steering, catalogue.steering_rules, catalogue, overrides)
    lines = []
    for code in sorted({*of_returns, *of_the_pmo, *(code for code, _ in found)}):
        for project in columns:
            mine = (of_the_pmo if project == EVERYWHERE else of_returns).get(code)
            told = found.get((code, project), [])
            if mine is not None or told:
                lines.append(
                    _line(code, project, mine or _Rules(check=True, weighed=True), told, portfolio, seen)
                )
    kept = set(columns)
    return Audit(
        lines,
        {project: names.get(project, "") for project in columns if project},
        rules,
        [(rule.code, rule.says, rule.needs) for rule in catalogue.not_assessed],
        sum(
            each.quality.checks_run for each in portfolio.returns if each.quality and each.project_id in kept
        ),
        sum(finding.project in kept for finding in portfolio.findings),
        Counter(line.verdict for line in lines),
    )


def _by_code(
    sheets: Mapping[str, type[Sheet]], table_rules: Sequence[TableRule], catalogue: Catalogue, overrides: RuleOverrides
) -> dict[str, _Rules]:  # fmt: skip
    made: defaultdict[str, _Rules] = defaultdict(_Rules)
    for key, sheet in sheets.items():
        for rule in sheet.rules:
            made[rule.code].rows.append(key)
            made[rule.code].weighed |= overrides.of(rule.code, rule.severity) is not None
    for over in table_rules:
        made[over.code].tables.append(over)
        made[over.code].weighed |= overrides.of(over.code, over.severity) is not None
    for check in catalogue.checks:
        made[check.code].check = True
        made[check.code].weighed |= overrides.of(check.code, check.severity) is not None
    return made


class _Seen:
    """What came: the rows of each table by project, and how many checks the run counts of each rule."""

    def __init__(self, portfolio: Portfolio, catalogue: Catalogue, overrides: RuleOverrides) -> None:
        self.rows: Counter[tuple[str, str]] = Counter()
        self.came: set[str] = set()
        self.tables: set[tuple[str, str]] = set()
        self.checks: Counter[tuple[str, str]] = Counter()
        self.lists = portfolio.expected.lists
        self.has_workbook = bool(portfolio.expected.file)
        left_aside = {*portfolio.not_run, *portfolio.not_assessed}
        over = [
            rule
            for rule in catalogue.table_rules
            if not rule.figures
            and rule.code not in left_aside
            and overrides.of(rule.code, rule.severity) is not None
        ]
        for returned in portfolio.returns:
            if returned.quality is not None:
                self._count(returned, catalogue, left_aside, over)

    def _count(
        self, returned: Return, catalogue: Catalogue, left_aside: Collection[str], over: Sequence[TableRule]
    ) -> None:
        project = returned.project_id
        held = {PROJECT, *(read.table for read in returned.tables_read)}
        for rule in over:
            self.checks[rule.code, project] += rule.table in held
        self.came.add(project)
        for read in returned.tables_read:
            rows = read.kept
            self.tables.add((read.table, project))
            self.rows[read.table, project] += rows
            for each in catalogue.templates.sheets[read.table].rules:
                if each.code not in left_aside:
                    self.checks[each.code, project] += rows
        for each in catalogue.templates.record.rules if returned.record is not None else ():
            self.checks[each.code, project] += each.code not in left_aside
        self.tables.add((PROJECT, project))
        self.rows[PROJECT, project] += 1


def _line(
    code: str, project: str, mine: _Rules, told: Sequence[Finding], portfolio: Portfolio, seen: _Seen
) -> AuditLine:
    checks = seen.checks[code, project]
    if told:
        worst = max(told, key=lambda finding: finding.severity)
        verdict = {Severity.ERROR: Verdict.FAILED, Severity.WARNING: Verdict.WARNED}.get(
            worst.severity, Verdict.NOTED
        )
        return AuditLine(code, project, verdict, len(told), worst.place, checks=checks)
    if code in portfolio.not_run:
        return AuditLine(code, project, Verdict.NOT_RUN, why=STOPPED, checks=checks)
    if not mine.weighed:
        return AuditLine(code, project, Verdict.NOT_RUN, why=SWITCHED_OFF, checks=checks)
    why = next(_why_not(code, project, mine, portfolio, seen), None)
    return AuditLine(code, project, Verdict.NOT_ASSESSED if why else Verdict.PASSED, why=why, checks=checks)


def _why_not(code: str, project: str, mine: _Rules, portfolio: Portfolio, seen: _Seen) -> Iterator[Text]:
    """Why a rule was judged nowhere on a project; nothing where it was."""
    if project == EVERYWHERE:
        if not seen.has_workbook and not mine.check:
            yield NO_WORKBOOK
        elif (
            not mine.check
            and not any(key in seen.lists for key in mine.rows)
            and not any(
                rule.table in seen.lists and (rule.needs is None or rule.needs.key in seen.lists)
                for rule in mine.tables
            )
        ):
            yield NO_ROWS
        return
    if project not in seen.came:
        yield NOTHING_CAME
        return
    if mine.check or any(seen.rows[table, project] for table in mine.rows):
        return
    if project in portfolio.judged_on.get(code, ()):
        return
    lacking = [
        rule.needs.heading
        for rule in mine.tables
        if rule.needs is not None and rule.needs.key not in seen.lists
    ]
    if lacking:
        yield NO_LIST.fill(list=lacking[0])
        return
    asked = [*mine.rows, *(table for rule in mine.tables for table in (rule.table, *rule.reads))]
    if any(table != HISTORY and (table, project) not in seen.tables for table in asked):
        yield NO_TABLE
    elif HISTORY in asked and not portfolio.judged_on.get(code):
        yield NO_HISTORY
    elif any(table != HISTORY and not seen.rows[table, project] for table in asked):
        yield NO_ROWS
    else:
        yield PARTS_MISSING


STOPPED = t("The program stopped at this rule", "Le programme s’est arrêté sur cette règle")
SWITCHED_OFF = t("Not in force: the PMO has not asked for it", "Pas en vigueur : le PMO ne l’a pas demandée")
NOTHING_CAME = t("No return of the project counts", "Aucun retour du projet n’est retenu")
NO_WORKBOOK = t("There is no workbook of the PMO", "Il n’y a pas de classeur du PMO")
NO_LIST = t("The list “{list}” of the PMO is empty", "La liste « {list} » du PMO est vide")
NO_TABLE = t("A table that it reads did not come", "Une table qu’elle lit n’a pas été transmise")
NO_ROWS = t("There is no row to judge", "Aucune ligne à juger")
NO_HISTORY = t("No earlier period is known", "Aucune période antérieure n’est connue")
PARTS_MISSING = t(
    "Rows, cells or figures that it needs are missing",
    "Des lignes, cellules ou chiffres nécessaires manquent",
)
