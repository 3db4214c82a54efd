"""What a run reads: the workbooks under some paths, and the register of projects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_xl.adopt.match.mapping import read_mappings
from pmo_xl.catalog.run_tables import REGISTER_VERSION, Register
from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.files import MAPPINGS_FOLDER, in_workspace, real
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import NothingToDo, PmoXlError
from pmo_xl.core.base.text import fold, same, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.gather.cache.failures import keep
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.files.places import find_files, returns_folder
from pmo_xl.gather.read.many import Answer, Progress, read_all, read_each
from pmo_xl.gather.scale.workers import WorkerPool, default_pool
from pmo_xl.steps.cells.check import check_cells
from pmo_xl.steps.sheets.locate import locate

if TYPE_CHECKING:
    from pmo_xl.gather.cache.cache import Cache


@dataclass(frozen=True, slots=True)
class Reading:
    """How the returns are read, by whom, with which templates; ``home`` is the workspace that they lie in.

    ``out`` is the master that the run writes: where it lies among the returns it is none of them.
    """

    home: Path | None
    jobs: int | None
    scheduler: str | None
    cache: bool
    templates: Templates
    out: Path | None = None

    def files(self, paths: Sequence[Path]) -> Mapping[Path, str]:
        """Every workbook under the paths, and what each is called; raises NothingToDo where there is none."""
        files = find_files(returns_folder(path, self.home) for path in paths)
        files = {file: name for file, name in files.items() if not self._is_written(file)}
        if not files:
            raise NothingToDo(
                t("No workbook was found under {path}. Put the returns there (.xlsx, .xlsm, .xlsb, .xls, .ods).",
                  "Aucun classeur sous {path}. Déposez-y les retours (.xlsx, .xlsm, .xlsb, .xls, .ods).").fill(path=paths[0])
            )  # fmt: skip
        return files

    def _is_written(self, file: Path) -> bool:
        return self.out is not None and file.name == self.out.name and real(file) == real(self.out)

    def worker_pool(self, files: int) -> AbstractContextManager[WorkerPool]:
        """Whoever reads so many files: the workers of a scheduler where one is named, else those of this computer."""
        if self.scheduler is None:
            return nullcontext(default_pool(files, self.jobs))
        from pmo_xl.gather.scale.cluster import cluster

        return cluster(self.scheduler)

    def all(
        self, paths: Sequence[Path], settings: Settings, progress: Progress | None, meanwhile: Callable[[], object]
    ) -> list[Return]:  # fmt: skip
        """Every workbook under the paths, examined, in order; ``meanwhile`` is done while others read."""
        options, cache = self._how(settings)
        return read_all(
            self.files(paths),
            options,
            self.worker_pool,
            cache=cache,
            progress=progress,
            meanwhile=meanwhile,
        )

    def each(
        self,
        files: Mapping[Path, str],
        settings: Settings,
        progress: Progress | None,
        worker_pool: WorkerPool,
    ) -> Iterator[Answer]:
        """The same one by one as they are finished, each with the place of its file."""
        options, cache = self._how(settings)
        return read_each(files, options, lambda _: nullcontext(worker_pool), cache=cache, progress=progress)

    def _how(self, settings: Settings) -> tuple[ReadOptions, Cache | None]:
        mappings = (
            read_mappings(in_workspace(self.home, MAPPINGS_FOLDER), self.templates, settings)
            if self.home is not None
            else []
        )
        options = ReadOptions(self.templates, Profile[settings.profile.upper()], tuple(mappings))
        if not self.cache or self.home is None:
            return options, None
        from pmo_xl.gather.cache.cache import cache_of

        return options, cache_of(self.home, options)


def read_register(path: Path, templates: Templates, asked: Sequence[str]) -> Expected:
    """The register of projects, of which these kinds are asked unless it says otherwise; raises NothingToDo when it is there and cannot be understood."""
    if not path.is_file():
        return Expected()
    try:
        return _register(path, templates, asked)
    except PmoXlError:
        raise
    except Exception as problem:  # the net under the register: the sentence must name that file
        failure = Failure.of(path.name, problem)
        log = keep(path.parent, [failure])
        raise NothingToDo(REGISTER_STOPS.fill(file=path.name, kind=failure.kind, log=log)) from problem


def _register(path: Path, templates: Templates, asked: Sequence[str]) -> Expected:
    book = read_workbook(path, path.name)
    parts, findings = locate(book, {Register.key: Register}, {Register.key: REGISTER_VERSION})
    for part in parts:
        checked, found = check_cells(part, path.name, Profile.LIGHT)
        findings += found
        rows = [
            {key: values[at] for key, values in checked.values.items()}
            for at in range(len(part.rows))
            if at not in checked.broken
        ]
        wrong = next((f for f in findings if f.severity is Severity.ERROR), None)
        if wrong is None:
            projects = {row["project_id"]: row for row in rows}
            own = {
                project_id: _kinds_in(path.name, project_id, words, templates)
                for project_id, row in projects.items()
                if (words := row.get("expected_kinds"))
            }
            return Expected(path.name, projects, tuple(asked), templates.titles, own)
        raise NothingToDo(
            t("{place}: {message} {fix}", "{place} : {message} {fix}").fill(
                place=str(wrong.place), message=wrong.message, fix=wrong.fix
            )
        )
    raise NothingToDo(
        t("{file} holds no project register. Start from the one that “pmo-xl new” makes.",
          "{file} ne contient pas de référentiel des projets. Partez de celui que crée « pmo-xl new ».").fill(file=path.name)
    )  # fmt: skip


def _kinds_in(file: str, project_id: str, words: str, templates: Templates) -> tuple[str, ...]:
    """The kinds that the register names for a project, by key, by title or by the name of a sheet in any language."""
    known = {
        fold(name): kind
        for kind, template in templates.by_kind.items()
        for words in (same(kind), template.title, *(table.heading for table in template.tables))
        for name in words.in_all()
    }
    named = [word.strip() for word in re.split(r"[,;+/\n]", words) if word.strip()]
    wrong = next((word for word in named if fold(word) not in known), None)
    if wrong is not None:
        raise NothingToDo(
            t("{file}, project {id}: “{found}” is no kind of return. Known are: {known}.",
              "{file}, projet {id} : « {found} » n’est pas un type de retour. Sont connus : {known}.")
            .fill(file=file, id=project_id, found=wrong, known=[template.title for template in templates.all])
        )  # fmt: skip
    return tuple(kind for kind in templates.by_kind if kind in {known[fold(word)] for word in named})


REGISTER_STOPS = t(
    "pmo_xl could not read {file} ({kind}): the expected projects are not known. The details (no cell contents) are in {log}: "
    "send that file to whoever looks after pmo_xl.",
    "pmo_xl n’a pas pu lire {file} ({kind}) : les projets attendus ne sont pas connus. Le détail (sans le contenu des cellules) est dans {log} : "
    "transmettez ce fichier à la personne qui s’occupe de pmo_xl.",
)
