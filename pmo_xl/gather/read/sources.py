"""Files of other programs among the returns: plans of project software, exports of Jira, tables of text that a mapping knows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from pmo_xl.adopt.read.workbook import read_through
from pmo_xl.adopt.sources.delimited import book_of, table_of
from pmo_xl.adopt.sources.files import is_text, read_plan
from pmo_xl.adopt.sources.jira import is_jira, read_jira
from pmo_xl.adopt.sources.located import explained, identified, located
from pmo_xl.adopt.sources.model import Asked, NotTakenError, Source
from pmo_xl.adopt.sources.xml_records import OTHER_ROOT
from pmo_xl.core.base.files import printable
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.flow.raw import RawBook, Unreadable
from pmo_xl.excel.package.other_kinds import ANOTHER, kind_of
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.files.passed_over import NOT_READ, OTHER_CODE, SAVE_AS
from pmo_xl.steps.one_return.examine import UNREADABLE, examine

Through = Callable[[RawBook, ReadOptions], list[Return]]


def read_source(
    content: Callable[[], bytes], shown_as: str, options: ReadOptions, through: Through
) -> list[Return]:
    """What a file of another program holds; ``through`` examines a workbook that a mapping knows.

    A file that cannot be taken is a rejected return; one that is none of those known here is passed over, and said.
    """
    shown = printable(shown_as)
    try:
        data = content()
    except OSError as problem:
        message, fix = UNREADABLE[Unreadable.LOCKED]
        return [_rejected(shown, "", message, fix, problem.strerror or str(problem))]
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        if is_text(shown_as):
            return _text(data, shown, sha256, options, through)
        return [_return(read_plan(shown_as, data, Asked(), options.limits), shown, sha256, options)]
    except NotTakenError as problem:
        if problem.message.en == OTHER_ROOT.en:
            kind = kind_of(data)
            return [_passed_over(shown, sha256, NOT_READ, SAVE_AS, kind if kind is not ANOTHER else None)]
        return [_rejected(shown, sha256, problem.message, problem.fix, problem.found)]


def _text(data: bytes, shown: str, sha256: str, options: ReadOptions, through: Through) -> list[Return]:
    """A table of text: through a mapping that knows it, as an export of Jira, or not at all."""
    try:
        book = book_of(data, shown, options.limits)
    except NotTakenError as problem:
        return [_passed_over(shown, sha256, problem.message, problem.fix)]
    if options.mappings and read_through(book, options.mappings):
        return through(book, options)
    rows, _ = table_of(data, options.limits)
    if any(map(is_jira, rows[:10])):
        return [_return(read_jira(data, Asked(), options.limits), shown, sha256, options)]
    return [_passed_over(shown, sha256, NO_MAPPING, MAP_IT)]


def _return(source: Source, shown: str, sha256: str, options: ReadOptions) -> Return:
    identified(source, Asked(), shown)
    parts = located(source, shown, options.templates)
    returned = examine(RawBook(shown, sha256), options.templates, options.profile, parts, options.limits)
    returned.findings = explained(returned.findings, options.templates)
    return returned


def _rejected(file: str, sha256: str, message: Text, fix: Text, found: object) -> Return:
    told = Finding("GEN-01", Severity.ERROR, Place(file), message, found, fix=fix)
    return Return(file, sha256, findings=[told], rejected=True)


def _passed_over(file: str, sha256: str, message: Text, fix: Text, found: object = None) -> Return:
    told = Finding(OTHER_CODE, Severity.WARNING, Place(file), message, found, fix=fix)
    return Return(file, sha256, findings=[told], passed_over=True)


NO_MAPPING = t(
    "No mapping knows this table of text: it is not read.",
    "Aucune correspondance ne connaît ce tableau de texte : il n’est pas lu.",
)
MAP_IT = t(
    "If it is meant as a return, make a mapping of it: pmo-xl adopt FILE --out mappings/NAME.toml.",
    "S’il s’agit d’un retour, établissez sa correspondance : pmo-xl adopt FICHIER --out correspondances/NOM.toml.",
)
