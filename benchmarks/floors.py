"""The least that the work could cost: the same bytes through the libraries alone, each in its own process."""

from __future__ import annotations

import json
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from benchmarks.generate import files_of

LEVEL = 6
"""How hard XlsxWriter packs by itself."""


def inflate(place: Path) -> None:
    """Every part of every workbook read and inflated."""
    for file in files_of(place):
        with zipfile.ZipFile(file) as book:
            for part in book.infolist():
                book.read(part)


def tables(place: Path) -> None:
    """Every row of every Excel table, by python-calamine."""
    from python_calamine import load_workbook

    for file in files_of(place):
        book = load_workbook(str(file), load_tables=True)
        for name in book.table_names or ():
            book.get_table_by_name(name).to_python()


def sheets(place: Path) -> None:
    """Every cell of every sheet, by python-calamine."""
    from python_calamine import CalamineWorkbook

    for file in files_of(place):
        with CalamineWorkbook.from_path(str(file)) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()


def deflate(parts: list[bytes]) -> None:
    """The parts of the master packed as a workbook packs them."""
    for part in parts:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        packer.compress(part)
        packer.flush()


READING: dict[str, Callable[[Path], None]] = {"inflate": inflate, "tables": tables, "sheets": sheets}


def main(returns: Path, master: Path) -> None:
    """Print the seconds of each floor as JSON; those of the libraries' start are left out."""
    import python_calamine  # noqa: F401 - so that its import is not taken for reading

    work: list[tuple[str, Callable[[], None]]] = [
        (name, lambda floor=floor: floor(returns)) for name, floor in READING.items()
    ]
    with zipfile.ZipFile(master) as book:
        parts = [book.read(part) for part in book.infolist()]
    work.append(("deflate", lambda: deflate(parts)))
    spent = {}
    for name, floor in work:
        wall, cpu = time.perf_counter(), time.process_time()
        floor()
        spent[name] = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    about = {"xml_mebibytes": sum(map(len, parts)) / 2**20, "master_mebibytes": master.stat().st_size / 2**20}
    print(json.dumps({"floors": spent, **about}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
