"""What a run reads: the workbooks under some paths."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_xl.adopt.match.mapping import read_mappings
from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.files import MAPPINGS_FOLDER, in_workspace, real
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.core.settings.settings import Settings
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.files.passed_over import passed_over
from pmo_xl.gather.files.places import find_files, returns_folder
from pmo_xl.gather.read.many import Answer, Progress, read_all, read_each
from pmo_xl.gather.scale.workers import WorkerPool, default_pool

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

    def files(self, paths: Sequence[Path], limits: LimitSettings = LIMITS) -> Mapping[Path, str]:
        """Every workbook under the paths, and what each is called; raises NothingToDo where there is none, or are too many."""
        files = find_files(returns_folder(path, self.home) for path in paths)
        files = {file: name for file, name in files.items() if not self._is_written(file)}
        if not files:
            raise NothingToDo(
                t("No workbook was found under {path}. Put the returns there (.xlsx, .xlsm, .xlsb, .xls, .ods).",
                  "Aucun classeur sous {path}. Déposez-y les retours (.xlsx, .xlsm, .xlsb, .xls, .ods).").fill(path=paths[0])
            )  # fmt: skip
        if len(files) > limits.files:
            raise NothingToDo(
                TOO_MANY.fill(path=paths[0], n=amount_words(len(files)), most=amount_words(limits.files))
            )
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
        files = self.files(paths, settings.limits)
        returns = read_all(
            files, options, self.worker_pool, cache=cache, progress=progress, meanwhile=meanwhile
        )
        return [*returns, *self.passed_over(paths, files)]

    def passed_over(self, paths: Sequence[Path], read: Collection[Path]) -> list[Return]:
        """What lies under the paths beside the files that are read."""
        return passed_over([returns_folder(path, self.home) for path in paths], read)

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
        options = ReadOptions(
            self.templates, Profile[settings.profile.upper()], tuple(mappings), settings.limits
        )
        if not self.cache or self.home is None:
            return options, None
        from pmo_xl.gather.cache.cache import cache_of

        return options, cache_of(self.home, options)


TOO_MANY = t(
    "{n} workbooks lie under {path}, and {most} at most are read: is it the right folder? If so, raise “files” under [limits] in pmo.toml.",
    "{n} classeurs se trouvent sous {path}, et {most} au plus sont lus : est-ce le bon dossier ? Si oui, relevez « files » sous [limits] dans pmo.toml.",
)
