"""``pmo-xl explain``: a rule, a figure, a column or a sheet in words, with the reason, an example and the remedy."""

from __future__ import annotations

import difflib
import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.guidance.examples import IN_FRENCH, base_row, examples
from pmo_xl.catalog.guidance.reasons import REASONS
from pmo_xl.catalog.rules.overrides import overrides_of
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, fold, same, say, t
from pmo_xl.core.definition.column import Column, Kind, Profile
from pmo_xl.core.definition.guidance import Example, ExampleCell
from pmo_xl.core.definition.model import Sheet, Template, choices_of
from pmo_xl.core.definition.wording import allowed, need_words
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.session import words_in
from pmo_xl.excel.master.dictionary import ACROSS, FORMS
from pmo_xl.reference import kpis, rules

if TYPE_CHECKING:
    from pmo_xl.core.catalogue.catalogue import Catalogue
    from pmo_xl.core.settings.settings import Settings

CELLS = 8
"""How many cells of an example are told."""
LONGEST = 60
"""Characters of a text in an example."""
NEAREST = 3
"""How many names are offered for one that there is none of."""
WIDEST = 110
"""Characters to a line."""
Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Explained:
    """One definition in words: what it is, what it is called, and behind a label each thing to say of it.

    A line without words is the heading of those below it.
    """

    what: str
    title: str
    lines: Sequence[tuple[str, str]]

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"what": self.what, "title": self.title, "lines": [list(line) for line in self.lines]}

    def told(self) -> Iterator[str]:
        """As a terminal shows it: labels in a column, the words beside them."""
        yield f"{self.title}  ·  {self.what}"
        room = max((len(label) for label, words in self.lines if words), default=0) + 4
        width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
        for label, words in self.lines:
            if not words:
                yield ""
                yield f"  {label}"
                continue
            first, further = f"  {label}".ljust(room), " " * room
            yield from textwrap.wrap(
                words, max(width, room + 30), initial_indent=first, subsequent_indent=further, break_long_words=False
            )  # fmt: skip
        yield ""


class Explainer:
    """Explains the definitions in force in a workspace by their codes, keys and labels, in one language."""

    def __init__(self, catalogue: Catalogue, settings: Settings, language: str) -> None:
        self.catalogue, self.settings, self.language = catalogue, settings, language
        self.overrides = overrides_of(settings, catalogue)
        self.sheets: dict[str, type[Sheet]] = {**catalogue.memory, **catalogue.templates.sheets}

    def explain(self, asked: str) -> list[Explained]:
        """Everything that is called so in any language; raises NothingToDo, with the nearest names, where nothing is."""
        wanted = fold(asked)
        if wanted in self._named:
            told = [make() for _, make in self._named[wanted]]
            return [each for at, each in enumerate(told) if each not in told[:at]]
        known = [name for name in self._named if "." not in name]
        near = difflib.get_close_matches(wanted, known, NEAREST, 0.5)
        if not near:
            raise NothingToDo(NOT_KNOWN.fill(asked=asked))
        raise NothingToDo(NEAR.fill(asked=asked, near=[self._named[each][0][0] for each in near]))

    @cached_property
    def _named(self) -> Mapping[str, Sequence[tuple[str, Callable[[], Explained]]]]:
        """Under each name, folded, as it is written and what explains it."""
        named: dict[str, list[tuple[str, Callable[[], Explained]]]] = {}
        for words, make in self._names():
            for name in words.in_all():
                named.setdefault(fold(name), []).append((name, make))
        return named

    @cached_property
    def _kpis(self) -> Mapping[str, dict[str, Any]]:
        return {entry["key"]: entry for entry in kpis(self.settings, self.catalogue)}

    def _names(self) -> Iterator[tuple[Text, Callable[[], Explained]]]:
        """Every name that somebody may ask for, and what explains it."""
        for code, entries in groupby(rules(self.catalogue), key=lambda entry: str(entry["code"])):
            yield same(code), partial(self._rule, code, list(entries))
        for key, kpi in self.catalogue.kpis.items():
            yield from _under(partial(self._kpi, key), same(key), kpi.label)
        for sheet in self.catalogue.templates.sheets.values():
            yield from _under(partial(self._sheet, sheet), same(sheet.key), sheet.heading)
            for column in sheet.columns.values():
                keys = (same(column.key), same(f"{sheet.key}.{column.key}"), column.label, *column.former)
                yield from _under(partial(self._column, sheet, column), *keys)
        for kind, template in self.catalogue.templates.by_kind.items():
            yield from _under(partial(self._kind, template), same(kind), template.title)
        for page in self.catalogue.master.pages:
            lines = [(self._say(PURPOSE), self._say(page.purpose))]
            made = partial(Explained, self._say(PAGE), self._say(page.title), lines)
            yield from _under(made, same(page.key), page.title)

    def _say(self, words: Text) -> str:
        return words.to(self.language)

    # rules ---------------------------------------------------------------------------------------------------

    def _rule(self, code: str, entries: Sequence[dict[str, Any]]) -> Explained:
        lines: Lines = []
        if code in REASONS:
            lines.append((self._say(WHY), self._say(REASONS[code].why)))
        for entry in entries:
            about = words_in(entry["about"], self.language)
            if len(entries) > 1:
                lines.append((about, ""))
            elif entry["severity"] != NEVER:
                lines.append((self._say(WHERE), about))
            lines.append((self._say(FINDS), words_in(entry["text"], self.language)))
            lines += [(self._say(label), words) for label, words in self._example(code, entry) if words]
            if entry["severity"] != NEVER:
                lines += [
                    (self._say(FIX), words_in(entry["fix"], self.language)),
                    (self._say(COSTS), words_in(entry["counts"], self.language)),
                ]
            lines.append((self._say(IN_FORCE), self._in_force(code, entry)))
            if entry["limit"] is not None:
                lines.append((self._say(LIMIT), self._limit(code, entry["limit"])))
        return Explained(self._say(RULE), code, lines)

    def _in_force(self, code: str, entry: dict[str, Any]) -> str:
        """Whether findings are made of it, and how much they weigh here."""
        if entry["severity"] == NEVER:
            return self._say(NOT_ASSESSED.fill(needs=words_in(entry["needs"], self.language)))
        usual = None if entry["severity"] == "off" else Severity[entry["severity"].upper()]
        here = self.overrides.of(code, usual)
        if here is None:
            return self._say(IS_OFF.fill(code=code))
        if code in self.overrides.beta:
            return self._say(ON_TRIAL)
        words = YES_HERE if here is not usual else YES
        before = OFF if usual is None else usual.label
        return self._say(words.fill(severity=self._say(here.label).lower(), usual=self._say(before).lower()))

    def _limit(self, code: str, usual: float) -> str:
        here = self.overrides.limits.get(code, usual)
        words = LIMIT_HERE if here != usual else LIMIT_USUAL
        return self._say(words.fill(here=f"{here:g}", usual=f"{usual:g}", code=code))

    def _example(self, code: str, entry: dict[str, Any]) -> Iterator[tuple[Text, str]]:
        """What breaks a rule and what passes: its case, else the words of its reason."""
        case = _case_of(entry)
        reason = REASONS.get(code)
        if case is not None:
            yield BREAKS, self._cells([*case.breaks, *self._beside(code, case)])
            yield PASSES, self._cells(case.passes)
        elif reason is not None and reason.breaks is not None and reason.passes is not None:
            yield BREAKS, self._say(reason.breaks)
            yield PASSES, self._say(reason.passes)

    def _beside(self, code: str, case: Example) -> Iterator[ExampleCell]:
        """The other filled cells of the row that the rule reads, as they stay."""
        sheet = self.sheets[case.at.sheet]
        read: set[str] = set()
        for rule in sheet.rules:
            if rule.code == code and rule.at == case.at.column:
                read |= sheet.read_by(rule.holds)
        for table_rule in self.catalogue.table_rules:
            if (table_rule.code, table_rule.table, table_rule.at) == (code, case.at.sheet, case.at.column):
                formula = sheet.columns[table_rule.at].formula
                read |= {table_rule.at} if formula is None else sheet.read_by(formula)
                parts = (cell.split(".", 1) for cell in table_rule.cells)
                read |= {column for table, column in parts if table == case.at.sheet}
        told = {(cell.sheet, cell.row, cell.column) for cell in case.breaks}
        for cell in base_row(case.at.sheet, case.at.row):
            if cell.column in read and (cell.sheet, cell.row, cell.column) not in told:
                yield cell

    def _cells(self, cells: Sequence[ExampleCell]) -> str:
        """The cells of an example row by row, the first few of many."""
        rows = []
        for (sheet, row), inside in groupby(cells[:CELLS], key=lambda cell: (cell.sheet, cell.row)):
            name = " ".join((self._say(self.sheets[sheet].heading), self._row(sheet, row))).strip()
            rows.append(f"{name}{messages.colon(self.language)} " + " · ".join(map(self._cell, inside)))
        if len(cells) > CELLS:
            rows.append(self._say(OF_CELLS.fill(n=CELLS, m=len(cells))))
        return " | ".join(rows)

    def _row(self, sheet: str, row: str) -> str:
        """What a row is called: by a value of a list in the words of the reader."""
        identity = self.sheets[sheet].identity
        return self._value(self.sheets[sheet].columns[identity[0]], row) if len(identity) == 1 else row

    def _cell(self, cell: ExampleCell) -> str:
        column = self.sheets[cell.sheet].columns[cell.column]
        return f"{self._say(column.label)} = {self._value(column, cell.value)}"

    def _value(self, column: Column, what: Any) -> str:
        """A value as its cell shows it."""
        choices = choices_of(column)
        if what is None:
            return self._say(BLANK)
        if choices is not None:
            return next((self._say(member.label) for member in choices if member.key == what), str(what))
        if isinstance(what, str):
            words = IN_FRENCH.get(what, what) if self.language == "fr" else what
            return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
        if column.kind is Kind.PERCENT and 0 <= what <= 1:
            return say(f"{what * 100:g}", self.language) + self._say(PERCENT_SIGN)
        return say(what, self.language)

    # figures, columns, sheets ---------------------------------------------------------------------------------

    def _kpi(self, key: str) -> Explained:
        entry, kpi = self._kpis[key], self.catalogue.kpis[key]
        lines = [
            (self._say(MEANING), words_in(entry["meaning"], self.language)),
            (self._say(KEY), key),
            (self._say(ELSEWHERE), self._other(kpi.label)),
            (self._say(UNIT), self._say(FORMS[kpi.unit])),
            (self._say(THRESHOLDS), messages.limits(entry["thresholds"], self.language)),
            (self._say(OVER), self._say(ACROSS[kpi.aggregation])),
            (self._say(FORMULA), words_in(entry["formula"], self.language).replace("_xlfn.", "")),
        ]
        title = words_in(entry["label"], self.language)
        return Explained(self._say(KPI), title, [line for line in lines if line[1]])

    def _column(self, sheet: type[Sheet], column: Column) -> Explained:
        profile = Profile[self.settings.profile.upper()]
        codes = [rule.code for rule in sheet.rules if rule.at == column.key]
        codes += [r.code for r in self.catalogue.table_rules if (r.table, r.at) == (sheet.key, column.key)]
        lines = [
            (self._say(WHERE), self._say(sheet.heading)),
            (self._say(KEY), f"{sheet.key}.{column.key}"),
            (self._say(ELSEWHERE), self._other(column.label)),
            (self._say(HELP), self._say(column.help) if column.help is not None else ""),
            (self._say(NEED), self._say(need_words(column, column.is_required(profile)))),
            (self._say(MAY_HOLD), "" if column.computed else self._say(allowed(column))),
            (self._say(RULES), ", ".join(dict.fromkeys(codes))),
        ]
        return Explained(self._say(COLUMN), self._say(column.label), [line for line in lines if line[1]])

    def _sheet(self, sheet: type[Sheet]) -> Explained:
        kind = self.catalogue.templates.kind_of.get(sheet.key)
        template = self.catalogue.templates.by_kind[kind] if kind is not None else None
        codes = [rule.code for rule in sheet.rules]
        codes += [rule.code for rule in self.catalogue.table_rules if rule.table == sheet.key]
        lines = [
            (self._say(PURPOSE), self._say(template.purpose) if template is not None else ""),
            (self._say(KEY), sheet.key),
            (self._say(ELSEWHERE), self._other(sheet.heading)),
            (self._say(COLUMNS), ", ".join(self._say(column.label) for column in sheet.columns.values())),
            (self._say(RULES), ", ".join(sorted(set(codes)))),
        ]
        return Explained(self._say(SHEET), self._say(sheet.heading), [line for line in lines if line[1]])

    def _kind(self, template: Template) -> Explained:
        sheets = [self.catalogue.templates.record.heading, *(table.heading for table in template.tables)]
        lines = [
            (self._say(PURPOSE), self._say(template.purpose)),
            (self._say(KEY), template.kind),
            (self._say(SHEETS), ", ".join(map(self._say, sheets))),
        ]
        return Explained(self._say(KIND), self._say(template.title), lines)

    def _other(self, label: Text) -> str:
        """The label in the other of the two languages, where it differs."""
        other = label.to("en" if self.language == "fr" else "fr")
        return other if other != self._say(label) else ""


def _under(make: Callable[[], Explained], *names: Text) -> Iterable[tuple[Text, Callable[[], Explained]]]:
    return [(name, make) for name in names]


def _case_of(entry: dict[str, Any]) -> Example | None:
    """The case of a rule: that of its words, where one cell has several; that of its code, where it is of no column."""
    cases = [case for case in examples() if case.rule == entry["code"]]
    if entry["column"] is not None:
        here = [
            case for case in cases if (case.at.sheet, case.at.column) == (entry["sheet"], entry["column"])
        ]
        # What holds of every register alike is shown on one of them.
        cases = here or (cases if entry["needs"] is None else [])
    told = [case for case in cases if case.says and case.says in entry["text"]["en"]]
    return next(iter(told or cases), None)


RULE, KPI, COLUMN = t("rule", "règle"), t("KPI", "indicateur"), t("column", "colonne")
SHEET, PAGE = t("sheet", "feuille"), t("page of the master", "page du classeur consolidé")
KIND, SHEETS = t("kind of return", "type de retour"), t("Sheets", "Feuilles")
WHY, WHERE, FINDS = t("Why it matters", "Pourquoi"), t("Where", "Où"), t("What it finds", "Ce qu’elle relève")
BREAKS, PASSES = t("Breaks it", "En défaut"), t("Passes", "Conforme")
FIX, COSTS = t("What to do", "Que faire"), t("What it costs", "Effet")
IN_FORCE, LIMIT = t("In force", "En vigueur"), t("Limit", "Seuil")
MEANING, KEY, ELSEWHERE = t("Meaning", "Signification"), t("Key", "Clé"), t("In French", "En anglais")
UNIT, THRESHOLDS, OVER = t("Unit", "Unité"), t("Thresholds", "Seuils"), t("Across projects", "Cumul")
FORMULA, HELP, NEED = t("Formula", "Formule"), t("What to enter", "Que saisir"), t("Need", "Saisie")
MAY_HOLD, RULES = t("May hold", "Contenu admis"), t("Rules", "Règles")
PURPOSE, COLUMNS = t("What it is for", "À quoi elle sert"), t("Columns", "Colonnes")
BLANK, PERCENT_SIGN = t("(blank)", "(vide)"), t(" %", " %")
OF_CELLS = t("{n} of {m} cells", "{n} cellules sur {m}")
OFF = t("off", "désactivée")
YES = t("yes, as {severity}", "oui, niveau {severity}")
YES_HERE = t(
    "yes, as {severity} (pmo.toml; usually {usual})",
    "oui, niveau {severity} (pmo.toml ; d’ordinaire {usual})",
)
IS_OFF = t('no: a PMO asks for it in pmo.toml, under [rules]: {code} = {{ severity = "warning" }}',
           'non : à activer dans pmo.toml, sous [rules] : {code} = {{ severity = "warning" }}')  # fmt: skip
ON_TRIAL = t("on trial: told as information (pmo.toml)", "à l’essai : simple information (pmo.toml)")
NEVER = "not assessed"
"""The severity of a rule that needs what is not collected; one that needs a list of the PMO's is judged where there is one."""
NOT_ASSESSED = t("no, it is not assessed: it would need {needs}", "non évaluée : il y faudrait {needs}")
LIMIT_USUAL = t("{here}; another in pmo.toml, under [rules]: {code} = {{ limit = … }}",
                "{here} ; pour un autre, dans pmo.toml, sous [rules] : {code} = {{ limit = … }}")  # fmt: skip
LIMIT_HERE = t("{here} (pmo.toml; usually {usual})", "{here} (pmo.toml ; d’ordinaire {usual})")
NOT_KNOWN = t("Nothing is called “{asked}”. “pmo-xl rules” and “pmo-xl kpis” list the names.",
              "Rien ne s’appelle « {asked} ». « pmo-xl rules » et « pmo-xl kpis » listent les noms.")  # fmt: skip
NEAR = t(
    "Nothing is called “{asked}”. The nearest: {near}.",
    "Rien ne s’appelle « {asked} ». Le plus proche : {near}.",
)
