"""Many files read by threads, processes, a cluster or not at all: the master is the same, byte for byte."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path, PureWindowsPath
from typing import Any
from zipfile import ZipFile

import pytest
from standard import OPTIONS

from pmo_xl import workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.flow.raw import RawBook, Unreadable
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.files.places import find_files, url_of
from pmo_xl.gather.read.many import read_all
from pmo_xl.gather.read.one import read_one, returns_in
from pmo_xl.gather.scale.spawn import CleanSpawnProcess
from pmo_xl.gather.scale.workers import WorkerPool, default_pool, processes, threads
from pmo_xl.pipeline import Outcome, consolidate_to, validate

WorkerPools = Callable[[int], AbstractContextManager[WorkerPool]]


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of four projects in two languages, with faults of every kind."""
    folder = tmp_path_factory.mktemp("gather") / "portfolio"
    workspace.demo(folder, projects=4, seed=3, language="mixed", faults=12)
    (folder / "returns" / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    (folder / "returns" / "page.xls").write_bytes(b"<html>")
    return folder


@pytest.fixture(scope="module")
def master(portfolio: Path) -> bytes:
    """The master as one worker makes it that remembers nothing."""
    return made(portfolio, jobs=1, cache=False)


def made(folder: Path, **how: Any) -> bytes:
    """The bytes of the master of a workspace, made beside none."""
    return run(folder, **how)[1]


def run(folder: Path, **how: Any) -> tuple[Outcome, bytes]:
    """The outcome of a run, and the bytes of its master."""
    out = folder / "out" / "master.xlsx"
    out.unlink(missing_ok=True)
    outcome = consolidate_to([folder], out, **how)
    return outcome, out.read_bytes()


def worker_pool(what: WorkerPool) -> WorkerPools:
    """Always the same worker_pool."""
    return lambda _: nullcontext(what)


def read(folder: Path, who: WorkerPools, reader: Callable[..., list[Return]] = read_one) -> list[Return]:
    """The returns of a workspace, read by others."""
    return read_all(find_files([folder / "returns"]), OPTIONS, who, read=reader)


def refused(returns: Sequence[Return]) -> list[str]:
    """The files that could not be read."""
    return [r.file for r in returns if any(finding.code == "GEN-01" for finding in r.findings)]


# who reads is of no consequence ------------------------------------------------------------------------


def test_threads_and_processes_give_the_master_that_one_worker_gives(portfolio: Path, master: bytes) -> None:
    """In file order, whatever is finished first."""
    assert made(portfolio, cache=False) == master
    assert made(portfolio, jobs=2, cache=False) == master


def test_progress_is_told_file_by_file(portfolio: Path) -> None:
    """Each file is counted once, to the last."""
    told: list[tuple[int, int]] = []

    run(portfolio, jobs=2, cache=False, progress=lambda done, total: told.append((done, total)))

    assert told == [(number, 14) for number in range(1, 15)]


def test_few_files_are_read_by_threads_and_many_by_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes only where there is enough to read and more than one core, or where somebody asks."""
    monkeypatch.setattr("pmo_xl.gather.scale.workers.cores_here", lambda: 4)
    assert default_pool(200, None).pool is threads().pool
    assert default_pool(2000, None) == processes(4)
    assert default_pool(10, 3) == processes(3)
    assert default_pool(2000, 1) == threads(1)
    monkeypatch.setattr("pmo_xl.gather.scale.workers.cores_here", lambda: 1)
    assert default_pool(2000, None) == threads()


def test_a_program_without_threads_reads_in_a_process_that_goes_on_from_it(portfolio: Path) -> None:
    """On Linux a process needs no start; the master is the same to the byte, and elsewhere too."""
    script = """
import sys
from pathlib import Path
from pmo_xl.gather.scale import workers
from pmo_xl.pipeline import consolidate_to
workers.SEVERAL, workers.MANY, workers.cores_here = 2, 2, lambda: 2
print(workers.default_pool(14, None) == workers.processes(1), workers.may_fork())
consolidate_to([Path(sys.argv[1])], Path(sys.argv[2]), cache=False)
"""
    out = portfolio / "out" / "by a copy.xlsx"
    done = subprocess.run(
        [sys.executable, "-c", script, str(portfolio), str(out)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout == f"True {sys.platform == 'linux'}\n"
    assert out.read_bytes() == made(portfolio, jobs=1, cache=False)


# workers that end ---------------------------------------------------------------------------------------


def kills_its_reader(path: Path, shown_as: str, options: ReadOptions) -> list[Return]:
    """A reader that one file takes down, every time."""
    if shown_as == "broken.xlsx":
        os.kill(os.getpid(), signal.SIGKILL)
    return read_one(path, shown_as, options)


def ends_once(path: Path, shown_as: str, options: ReadOptions) -> list[Return]:
    """A reader that something outside ends in the middle of its work, once."""
    mark = path.parents[len(Path(shown_as).parts)] / "ended"
    if "risks" in shown_as and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_one(path, shown_as, options)


def sees_nothing_elsewhere(path: Path, shown_as: str, options: ReadOptions) -> list[Return]:
    """A reader that finds the files on this computer only."""
    if "pytest" in sys.modules:
        return read_one(path, shown_as, options)
    return returns_in(RawBook(shown_as, "", unreadable=Unreadable.LOCKED), options)


class DiesAtOnce(CleanSpawnProcess):
    """A process that a computer ends before it does anything."""

    def run(self) -> None:
        os._exit(1)


needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="no process is killed that way on Windows")


@needs_kill
def test_a_file_that_ends_its_reader_costs_that_file_only(portfolio: Path) -> None:
    """It becomes a return that cannot be read; whatever was under way with it is read again."""
    expected = read(portfolio, worker_pool(threads(1)))

    returns = read(portfolio, worker_pool(processes(2)), kills_its_reader)

    assert refused(returns) == refused(expected) == ["broken.xlsx", "page.xls"]
    assert [r for r in returns if r.file != "broken.xlsx"] == [r for r in expected if r.file != "broken.xlsx"]
    (killer,) = (r for r in returns if r.file == "broken.xlsx")
    assert killer.sha256
    assert [finding.found for finding in killer.findings] == ["the reader broke off"]


def test_a_file_that_would_abort_the_reader_costs_that_file_only(portfolio: Path, tmp_path: Path) -> None:
    """Threads cannot be protected from it, so that it is read in a process of its own."""
    folder = Path(shutil.copytree(portfolio, tmp_path / "copy"))
    source = folder / "returns" / "P001" / "plan.xlsx"
    with ZipFile(source) as book, ZipFile(source.with_name("aborts.xlsx"), "w") as hostile:
        for name in book.namelist():
            content = book.read(name).replace(b'uniqueCount="', b'uniqueCount="99999999999')
            # Written in the usual way its promise would be read by nobody.
            hostile.writestr(name, content.replace(b"<sheetData>", b"<sheetData >"))
    script = f"""
from pathlib import Path
from pmo_xl.excel.read.parse import _opened
from pmo_xl.pipeline import validate
returns = validate([Path({str(folder)!r})], jobs={{jobs}}, cache=False).portfolio.returns
print([r.file for r in returns if any(f.code == "GEN-01" for f in r.findings)], len(returns))
_opened(Path({str(source.with_name("aborts.xlsx"))!r}).read_bytes())
"""

    for jobs in (None, 2):
        done = subprocess.run(
            [sys.executable, "-c", script.format(jobs=jobs)], capture_output=True, text=True, check=False
        )

        assert done.stdout == "['P001/aborts.xlsx', 'broken.xlsx', 'page.xls'] 15\n", done.stderr
        assert done.returncode != 0, "the file is harmless, and proves nothing"


@needs_kill
def test_a_process_that_is_killed_loses_nothing(portfolio: Path, tmp_path: Path) -> None:
    """Its files are read by another."""
    folder = Path(shutil.copytree(portfolio, tmp_path / "copy"))
    expected = read(folder, worker_pool(threads(1)))

    assert read(folder, worker_pool(processes(2)), ends_once) == expected
    assert (folder / "ended").exists()


def test_where_no_process_can_live_threads_read(portfolio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's return is refused because a computer allows no further processes."""
    monkeypatch.setattr("pmo_xl.gather.scale.spawn.CleanSpawnContext.Process", DiesAtOnce)

    assert read(portfolio, worker_pool(processes(2))) == read(portfolio, worker_pool(threads(1)))


def test_a_script_without_a_guard_is_not_run_again_by_its_workers(portfolio: Path, tmp_path: Path) -> None:
    """Nor is a module in the working folder, which may be the drop folder."""
    for name in ("pickle", "multiprocessing"):
        (tmp_path / f"{name}.py").write_text("open('was_run', 'w')\n")
    script = tmp_path / "scripts" / "script.py"
    script.parent.mkdir()
    script.write_text(
        f"from pathlib import Path\nfrom pmo_xl.pipeline import validate\nprint('run')\n"
        f"print(len(validate([Path({str(portfolio)!r})], jobs=2, cache=False).portfolio.returns))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(workspace.__file__).parents[2])}

    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert (done.stdout.split(), done.stderr) == (["run", "14"], "")
    assert not (tmp_path / "was_run").exists()


# several computers ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two_workers() -> Iterator[WorkerPool]:
    """A Dask cluster of two processes on this computer."""
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'pmo_xl[cluster]'")
    from pmo_xl.gather.scale.cluster import cluster

    with quiet(), cluster("local:2") as readers:
        yield readers


@contextmanager
def quiet() -> Iterator[None]:
    """Dask warns of its own ways; that is no concern of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_master_that_one_worker_gives(
    portfolio: Path, master: bytes, two_workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same files in the same order, through workers in processes of their own."""
    asked: list[str] = []
    monkeypatch.setattr(
        "pmo_xl.gather.scale.cluster.cluster",
        lambda address: asked.append(address) or nullcontext(two_workers),
    )

    assert made(portfolio, scheduler="tcp://somewhere:8786", cache=False) == master
    assert asked == ["tcp://somewhere:8786"]


@needs_kill
@pytest.mark.filterwarnings("ignore")
def test_a_worker_of_a_cluster_that_is_killed_loses_nothing(
    portfolio: Path, two_workers: WorkerPool, tmp_path: Path
) -> None:
    """Another one reads its files."""
    folder = Path(shutil.copytree(portfolio, tmp_path / "copy"))
    expected = read(folder, worker_pool(threads(1)))

    assert read(folder, worker_pool(two_workers), ends_once) == expected
    assert (folder / "ended").exists()


@needs_kill
@pytest.mark.filterwarnings("ignore")
def test_a_file_that_ends_the_workers_of_a_cluster_costs_that_file_only(
    portfolio: Path, two_workers: WorkerPool
) -> None:
    """As where processes of this computer read."""
    expected = read(portfolio, worker_pool(threads(1)))

    returns = read(portfolio, worker_pool(two_workers), kills_its_reader)

    assert refused(returns) == ["broken.xlsx", "page.xls"]
    assert [r for r in returns if r.file != "broken.xlsx"] == [r for r in expected if r.file != "broken.xlsx"]


@pytest.mark.filterwarnings("ignore")
def test_what_a_worker_does_not_see_is_read_here(portfolio: Path, two_workers: WorkerPool) -> None:
    """A folder that only this computer has costs time, and no return."""
    assert read(portfolio, worker_pool(two_workers), sees_nothing_elsewhere) == read(
        portfolio, worker_pool(threads(1))
    )


def test_without_dask_a_sentence_says_how_to_install_it(
    portfolio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is read in another way than the one that was asked for."""
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(NothingToDo, match='pip install "pmo_xl\\[cluster\\]"'):
        made(portfolio, scheduler="local:2", cache=False)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("address", ["nonsense", "local:0", "tcp://127.0.0.1:1"])
def test_a_scheduler_that_is_not_there_is_named(
    address: str, portfolio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong address is a sentence, not a traceback."""
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'pmo_xl[cluster]'")
    monkeypatch.setattr("pmo_xl.gather.scale.cluster._SECONDS_TO_CONNECT", 1)

    with pytest.raises(NothingToDo, match=address):
        made(portfolio, scheduler=address, cache=False)


# an address ----------------------------------------------------------------------------------------------


def test_returns_at_an_address_are_read_like_those_of_a_folder(portfolio: Path) -> None:
    """The same findings and rows, under the same names; hidden files are passed over."""
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'pmo_xl[cluster]'")
    memory = fsspec.filesystem("memory")
    for file in (portfolio / "returns").rglob("*.xls*"):
        memory.pipe(f"/drop/{file.relative_to(portfolio / 'returns').as_posix()}", file.read_bytes())
    memory.pipe("/drop/~$open.xlsx", b"lock")
    memory.pipe("/drop/.hidden/plan.xlsx", b"hidden")

    here = validate([portfolio / "returns"], home=portfolio, cache=False)
    there = validate([Path("memory://drop")], home=portfolio, cache=False)

    assert there.portfolio.findings == here.portfolio.findings
    assert [r.sha256 for r in there.portfolio.returns] == [r.sha256 for r in here.portfolio.returns]
    out = portfolio.parent / "from-address.xlsx"
    assert consolidate_to([Path("memory://drop")], out).master == out


def test_an_address_that_is_not_there_is_named() -> None:
    """So is one that nobody knows how to reach."""
    pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'pmo_xl[cluster]'")
    for address in ("memory://nowhere", "nobodyknows://bucket/returns"):
        with pytest.raises(NothingToDo, match=address):
            validate([Path(address)])


def test_a_drive_is_no_address() -> None:
    """Nor is a folder with a colon in its name."""
    assert url_of(PureWindowsPath("C:/returns")) is None
    assert url_of(Path("a:b/returns")) is None
    assert url_of(Path("s3://bucket/returns")) == "s3://bucket/returns"
    assert url_of(Path("file:///tmp/returns")) == "file:///tmp/returns"
