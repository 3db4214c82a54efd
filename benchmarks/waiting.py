"""A click that the waiting Python answers beside the command that does the same, in pairs: ``python benchmarks/waiting.py``.

Needs LibreOffice. The click is timed from the press of the real button until its findings stand in the console and
nobody is at work with it any more; the command, ``pmo-xl validate``, from its start to its end. Both read the same
returns, remembered from a run before. Prints the times and the median of the quotients.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pmo_xl import make_demo
from pmo_xl.console.build import build_console
from pmo_xl.console.layout import CONSOLE_FILE
from pmo_xl.libreoffice.connection.start import open_console, started


def until(what: Callable[[], object]) -> None:
    """Wait for another process."""
    while not what():
        time.sleep(0.002)


def measure(projects: int, pairs: int) -> None:
    """Print each pair's seconds and the median of click over command."""
    with tempfile.TemporaryDirectory() as made:
        folder, clicks = Path(made, "workspace"), Path(made, "clicks")
        make_demo(folder, projects, 1, "en", 5)
        build_console(folder / CONSOLE_FILE, "en")
        environment = {**os.environ, "PMO_XL_CLICKS": str(clicks)}
        with (
            started(Path(made, "profile"), headless=True, clicks=clicks) as calc,
            subprocess.Popen(
                [sys.executable, "-m", "pmo_xl", "wait"], env=environment, stdout=subprocess.DEVNULL
            ) as waits,
        ):
            until((clicks / "waiting.txt").exists)
            document = open_console(calc.office, folder / CONSOLE_FILE)
            controller = document.getCurrentController()
            controller.setFormDesignMode(False)
            page = document.Sheets.getByIndex(0).DrawPage
            models = [page.getByIndex(at).Control for at in range(page.Count)]
            (check,) = (model for model in models if model.Label == "Check")
            button = controller.getControl(check).getAccessibleContext()
            result = document.NamedRanges.getByName("pmo_run_result").getReferredCells()
            result = result.getCellByPosition(0, 0)

            def click() -> None:
                result.setString("")
                button.doAccessibleAction(0)
                until(lambda: result.String and not any(clicks.glob("click.*")))

            def command() -> None:
                told = [sys.executable, "-m", "pmo_xl", "validate", str(folder)]
                subprocess.run(told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

            click()
            command()
            quotients = []
            for _ in range(pairs):
                seconds = []
                for act in (click, command):
                    start = time.perf_counter()
                    act()
                    seconds.append(time.perf_counter() - start)
                quotients.append(seconds[0] / seconds[1])
                print(f"click {seconds[0]:.3f} s, command {seconds[1]:.3f} s, {quotients[-1]:.2f}")
            print(f"{projects} projects: median {statistics.median(quotients):.2f} of the command")
            document.close(True)
            waits.send_signal(signal.SIGINT)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=30)
    parser.add_argument("--pairs", type=int, default=9)
    asked = parser.parse_args()
    measure(asked.projects, asked.pairs)
