"""Several computers that read side by side, through Dask: one that runs already, or one made here for the while."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from types import ModuleType
from typing import Any

from pmo_xl.core.base.gc_tuning import raise_gc_thresholds
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.gather.cache.definitions import of_program
from pmo_xl.gather.scale.workers import WorkerPool

_HERE = re.compile(r"local:([1-9]\d{0,3})")
_FAR = re.compile(r"(?:tcp|tls|ws|wss)://[^\s/]+:\d{1,5}/?")
_SECONDS_TO_CONNECT = 10
_CHUNK = 100
"""Files of one task at most: each task costs the scheduler as much, however many files it names."""


@contextmanager
def cluster(scheduler: str) -> Iterator[WorkerPool]:
    """The workers behind a scheduler (``tcp://host:8786``), or so many processes here (``local:2``).

    Raises NothingToDo for what is no such address, where Dask is missing, the scheduler does not answer, has no
    worker, or its workers hold another version of this program.
    """
    if not _HERE.fullmatch(scheduler) and not _FAR.fullmatch(scheduler):
        raise NothingToDo(
            t("“{address}” is no scheduler: tcp://host:8786 is expected, or local:4 for four processes here.",
              "« {address} » n’est pas un ordonnanceur : on attend tcp://hôte:8786, ou local:4 pour quatre processus sur ce poste.")
            .fill(address=scheduler)
        )  # fmt: skip
    distributed = _distributed()
    with ExitStack() as stack:
        try:
            address = scheduler
            if (here := _HERE.fullmatch(scheduler)) is not None:
                address = stack.enter_context(_made_here(distributed, int(here[1])))
            client = stack.enter_context(
                distributed.Client(
                    address,
                    timeout=_SECONDS_TO_CONNECT,
                    set_as_default=False,
                    direct_to_workers=here is not None,
                )
            )
            if here is not None:
                client.run(raise_gc_thresholds)
            workers = sum(client.nthreads().values())
            programs = set(client.run(of_program).values()) if workers else set()
        except (OSError, ValueError, ImportError) as problem:
            raise NothingToDo(
                t("The scheduler {address} does not answer: {why}", "L’ordonnanceur {address} ne répond pas : {why}")
                .fill(address=scheduler, why=problem)
            ) from problem  # fmt: skip
        if not workers:
            raise NothingToDo(
                t("The scheduler {address} has no worker. Start one with: dask worker {address}",
                  "L’ordonnanceur {address} n’a aucun worker. Démarrez-en un : dask worker {address}").fill(address=scheduler)
            )  # fmt: skip
        if programs != {of_program()}:
            raise NothingToDo(
                t("The workers of {address} hold another version of pmo_xl. Install the same on all computers.",
                  "Les workers de {address} ont une autre version de pmo_xl. Installez la même sur tous les postes.")
                .fill(address=scheduler)
            )  # fmt: skip
        # Whatever is under way is cancelled when the scheduler itself ends.
        deaths = (BrokenExecutor, CancelledError, asyncio.CancelledError, distributed.scheduler.KilledWorker)
        yield WorkerPool(lambda _: _borrowed(client), workers, _CHUNK, deaths, remote=True)


def _borrowed(client: Any) -> AbstractContextManager[Executor]:
    """The executor of a client, which outlives what is done with it; a task is no function of its arguments alone."""
    return nullcontext(client.get_executor(pure=False))


def _made_here(distributed: ModuleType, workers: int) -> AbstractContextManager[Any]:
    from dask import config

    from pmo_xl.gather.scale.spawn import no_program, own_modules_only

    # What ends a worker is tried again by us, file by file: Dask need not try it three times before.
    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.worker.profile.enabled": False}
    with config.set(settings), own_modules_only(), no_program():
        made: AbstractContextManager[Any] = distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        )
    return made


def _distributed() -> ModuleType:
    try:
        import distributed
    except ImportError as problem:
        raise NothingToDo(
            t("Reading on a cluster needs Dask, which is not installed here. Run: pip install \"pmo_xl[cluster]\"",
              "La lecture sur un cluster a besoin de Dask, qui n’est pas installé ici. Lancez : pip install \"pmo_xl[cluster]\"")
        ) from problem  # fmt: skip
    module: ModuleType = distributed
    return module
