"""What meetings settled, on its way from their minutes into the follow-up templates of the next period."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.model import Template
from pmo_xl.core.definition.people import People
from pmo_xl.core.flow.minutes import Entry
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.gather.read.minutes import minutes_folders, read_minutes, read_taken
from pmo_xl.steps.minutes.carry import carried_over
from pmo_xl.steps.minutes.doubts import doubts
from pmo_xl.steps.minutes.project import REGISTERS
from pmo_xl.steps.minutes.taken import TAKEN_FILE, Taken, key_of, taken_words


@dataclass(slots=True)
class Settled:
    """What was typed into the minutes of a workspace, by project, and what becomes of it; ``told`` says it."""

    home: Path
    templates: Templates
    day: dt.date
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)
    before: Mapping[str, Taken] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)

    def into(
        self, filling: Filling, project_id: str, kinds: Sequence[Template], returns: Mapping[str, Return], path: Path
    ) -> Filling:  # fmt: skip
        """The filling of a project's workbook with what meetings settled; one that is there already waits for the next."""
        template = next((each for each in kinds if _takes(each)), None)
        entries = self.entries.get(project_id)
        if template is None or not entries:
            return filling
        made = carried_over(
            project_id, entries, filling.rows, returns.get(template.kind), self.before, self.day, self.templates.tables
        )  # fmt: skip
        self.told += made.told
        if path.exists():
            late = [row_id for row_id, keys in made.changed.items() if keys - self.before.keys()]
            if late:
                self.told.append(WAITS.fill(project=project_id, ids=late, file=path.name))
            return filling
        if made.changed:
            self.told.append(TAKEN.fill(project=project_id, ids=[*made.changed]))
        self.taken |= made.taken
        return replace(filling, rows=made.rows)

    def finish(self, projects: Mapping[str, Collection[str]]) -> tuple[Path, str] | None:
        """Say what belongs to no project of these (ID, and the kinds asked of it); the file and the words that note what was taken."""
        kinds = {kind for kind, template in self.templates.by_kind.items() if _takes(template)}
        for project_id, entries in self.entries.items():
            place = str(next(iter(entries[0].places.values())))
            if project_id not in projects:
                near = difflib.get_close_matches(project_id.upper(), [*projects], 1, 0.5)
                words = NEAR_PROJECT.fill(near=near[0]) if near else NO_PROJECT
                self.told.append(words.fill(found=project_id, place=place))
            elif not kinds & {*projects[project_id]}:
                self.told.append(NO_FOLLOW_UP.fill(project=project_id, place=place))
        if not self.taken:
            return None
        folder = next(folder for folder in minutes_folders(self.home) if folder.is_dir())
        return folder / TAKEN_FILE, taken_words({**self.before, **self.taken})


def settled_in(home: Path, templates: Templates, day: dt.date, people: People) -> Settled:
    """What the minutes of a workspace say up to a day; nothing where there are none. Its names are held against the ``people``."""
    read = read_minutes(home, templates.tables, day)
    before, unread = read_taken(home)
    entries: dict[str, list[Entry]] = {}
    for entry in sorted(read.entries, key=lambda one: one.meeting.day):
        entries.setdefault(entry.project_id, []).append(entry)
    # What templates have already was told when they took it.
    new = (one for one in read.entries if not any(_taken(one, key, before) for key in one.typed))
    doubtful = [words for one in new for words in doubts(one, people, templates.tables, day)]
    return Settled(home, templates, day, entries, [*read.told, *doubtful, *unread], before)


def _taken(entry: Entry, column: str, before: Mapping[str, Taken]) -> bool:
    """Whether earlier templates took a cell; of a row that is new, the row."""
    if entry.row_id:
        return key_of(entry, entry.row_id, column) in before
    subjects = (register.subject for register in REGISTERS if register.key == entry.table)
    return any(key_of(entry, str(entry.typed.get(subject) or "")) in before for subject in subjects)


def _takes(template: Template) -> bool:
    """Whether a kind of return has the tables that minutes go back into."""
    return {register.key for register in REGISTERS} <= {table.key for table in template.tables}


TAKEN = t("Minutes taken into project {project}: {ids}.", "Relevé repris dans le projet {project} : {ids}.")
WAITS = t(
    "Project {project}: {file} was there before; what the minutes say of {ids} comes with the next templates.",
    "Projet {project} : {file} existait déjà ; ce que le relevé dit de {ids} viendra avec les prochains modèles.",
)
NO_PROJECT = t(
    "Minutes, {place}: no project “{found}” is expected to report.",
    "Relevé, {place} : aucun projet attendu ne s’appelle « {found} ».",
)
NEAR_PROJECT = t(
    "Minutes, {place}: no project “{found}” is expected to report; did you mean {near}?",
    "Relevé, {place} : aucun projet attendu ne s’appelle « {found} » ; vouliez-vous dire {near} ?",
)
NO_FOLLOW_UP = t(
    "Minutes, {place}: no follow-up is asked of project {project}; nothing was taken.",
    "Relevé, {place} : aucun suivi n’est demandé au projet {project} ; rien n’a été repris.",
)
