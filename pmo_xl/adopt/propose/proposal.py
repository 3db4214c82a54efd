"""A proposal: how one table of a foreign workbook could be read, column by column."""

from __future__ import annotations

from dataclasses import dataclass, field

from pmo_xl.adopt.match.headers import SURE_ENOUGH, Match, plain
from pmo_xl.adopt.match.mapping import Source
from pmo_xl.adopt.match.tables import Headers, Rows
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Column, Profile
from pmo_xl.core.definition.model import Sheet, Table
from pmo_xl.core.flow.raw import Cell
from pmo_xl.steps.text.scales import SHARE_OF


@dataclass(slots=True)
class Found:
    """A column of the foreign table: what it is, how sure that is, and how its cells are to be read."""

    place: int
    header: str
    match: Match | None = None
    others: list[Match] = field(default_factory=list)
    times: float = 1
    id: str | None = None
    numbers: bool = False
    dates: str | None = None
    computed: bool = False
    project: bool = False
    currency: bool = False
    yes: str | None = None
    outline: bool = False
    values: list[Cell] = field(default_factory=list)

    @property
    def in_part(self) -> bool:
        """Whether it says the type of some rows only."""
        return self.yes is not None or self.outline

    @property
    def sure(self) -> bool:
        """Whether it maps by itself."""
        return self.match is not None and not self.computed and self.match.confidence >= SURE_ENOUGH


@dataclass(slots=True)
class Proposal:
    """How one table of a foreign workbook could be read, and what nobody but a person can say."""

    file: str
    sheet: str
    table: type[Table]
    headers: Headers
    rows: Rows
    columns: list[Found]
    templates: Templates
    project: dict[str, Source] = field(default_factory=dict)
    words: dict[str, dict[str, str | int | None]] = field(default_factory=dict)
    again: bool = False
    """Whether the same headers stand in the sheet a second time."""

    @property
    def kind(self) -> str:
        """The kind of template."""
        return self.templates.kind_of[self.table.key]

    @property
    def mapped(self) -> list[Found]:
        """The columns that map by themselves."""
        return [column for column in self.columns if column.sure]

    @property
    def typed(self) -> bool:
        """Whether columns say which rows are summaries: all the others are tasks."""
        plain_type = any(c.match is not None and c.match.key == "type" and not c.in_part for c in self.mapped)
        return not plain_type and any(c.in_part and c.yes != "milestone" for c in self.columns)

    @property
    def missing(self) -> list[Column]:
        """The fields that must be filled and for which no column is sure."""
        there = {
            column.match.key for column in self.mapped if column.match is not None and not column.in_part
        }
        there |= {"type"} if self.typed else set()
        there |= {key for key, share in SHARE_OF.items() if share in there}
        return [column for column in self.table.required(Profile.STANDARD) if column.key not in there]

    @property
    def missing_identity(self) -> list[Column]:
        """What must be known of the project, and cannot be seen."""
        return [
            column
            for column in self.templates.record.required(Profile.STANDARD)
            if column.key not in self.project
        ]

    @property
    def score(self) -> float:
        """How much speaks for it, to choose among several."""
        sure = sum(c.match.confidence for c in self.columns if c.match is not None and (c.sure or c.computed))
        hint = plain(self.sheet) in sheet_names(self.table)
        return sure + 0.5 * hint + 0.5 * bool(self.rows.records)

    @property
    def known_by(self) -> list[str]:
        """The headers by which the next workbook is known: those of required fields."""
        needed = {column.key for column in self.table.required(Profile.STANDARD)}
        needed |= set(anchors_of(self.table))
        names = [c.header for c in self.mapped if c.match is not None and c.match.key in needed]
        return names if len(names) > 1 else [c.header for c in self.mapped]


def spellings(words: str) -> list[str]:
    """Each of several words that mean the same, as :func:`plain` writes it."""
    return [plain(word) for word in words.split(" | ")]


def anchors_of(table: type[Sheet]) -> tuple[str, ...]:
    """The columns without which a sheet is no such table: one of them has to be there."""
    return table.vocabulary.anchors or table.needs


def sheet_names(table: type[Sheet]) -> list[str]:
    """The names of sheets that hold such a table."""
    return [*map(plain, table.heading.in_all()), *spellings(table.vocabulary.sheets)]


def why(match: Match, language: str) -> str:
    """The reasons of a match in one line."""
    return ("\u00a0; " if language == "fr" else "; ").join(reason.to(language) for reason in match.reasons)


def candidates_of(column: Found) -> list[Match]:
    """What a column that is not sure may be, the likeliest first."""
    first = [column.match] if column.match is not None and not column.computed else []
    return [*first, *column.others]


def unread(column: Found) -> Text:
    """Why a column is not read by itself, in a few words."""
    if column.currency:
        return t("the currency of each line", "la devise de chaque ligne")
    if column.project:
        return t("says which project", "indique le projet")
    if column.computed:
        return t("calculated by pmo_xl, not read", "calculé par pmo_xl, non lu")
    if candidates_of(column):
        return t("to be decided", "à décider")
    return t("nothing of the template", "hors du modèle")
