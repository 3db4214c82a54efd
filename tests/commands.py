"""The command as people run it, in a process of its own.

Each run would spend more time importing than working. On Linux a process that has imported everything already is
forked for each run instead: what a run does to its process stays there all the same.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pmo_xl

_PREPARED = """
import io, json, os, resource, signal, sys, traceback
import pandas, openpyxl, xlsxwriter, python_calamine
import pmo_xl.pipeline, pmo_xl.workspace, pmo_xl.doors.cli, pmo_xl.doors.commands

def run(asked):
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    for place, name in enumerate(("out", "err"), 1):
        os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), place)
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding)
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), encoding, "backslashreplace", line_buffering=True)
    sys.argv = ["pmo-xl", *asked["words"]]
    sys.path[0] = ""
    if asked["largest"] is not None:
        # The system refuses to write beyond it, as a disk does that is full.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["largest"], asked["largest"]))
    if asked["seconds"] is not None:
        # Nobody handles this signal: the process ends at once, in the middle of whatever it does.
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
    status = 1
    try:
        pmo_xl.doors.cli.main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    sys.exit(status)

for asked in sys.stdin:
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        run(json.loads(asked))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def command(
    *words: object,
    encoding: str = "utf-8",
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    largest: int | None = None,
    seconds: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """A run of the command, its output piped, with these variables of the environment beside those that are set.

    On Linux it may be given a ``largest`` file, of so many bytes, and an end without warning after some ``seconds``.
    """
    told = [os.fspath(word) if isinstance(word, os.PathLike) else str(word) for word in words]
    env = {
        **os.environ,
        "PYTHONIOENCODING": encoding,
        "PYTHONPATH": str(Path(pmo_xl.__file__).parents[1]),
        **(environment or {}),
    }
    if sys.platform != "linux":
        return subprocess.run(
            [sys.executable, "-m", "pmo_xl", *told],
            capture_output=True, text=True, encoding=encoding, check=False, cwd=cwd, env=env,
        )  # fmt: skip
    return _forked(told, encoding, cwd or Path.cwd(), env, largest, seconds)


def _forked(
    words: Sequence[str],
    encoding: str,
    cwd: Path,
    env: Mapping[str, str],
    largest: int | None,
    seconds: float | None,
) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {
            "words": words, "cwd": str(cwd), "env": dict(env), "out": str(out), "err": str(err),
            "largest": largest, "seconds": seconds,
        }  # fmt: skip
        prepared = _prepared()
        assert prepared.stdin is not None
        assert prepared.stdout is not None
        prepared.stdin.write(json.dumps(asked) + "\n")
        prepared.stdin.flush()
        status = int(prepared.stdout.readline())
        said = (path.read_text(encoding, errors="backslashreplace") for path in (out, err))
        return subprocess.CompletedProcess(words, status, *said)


@functools.cache
def _prepared() -> subprocess.Popen[str]:
    server = subprocess.Popen(
        [sys.executable, "-c", _PREPARED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.kill)
    return server
