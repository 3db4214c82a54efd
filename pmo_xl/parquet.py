"""Tables of a master as Parquet beside the workbook: one dataset per table, a partition for each period.

The folder ``master tables`` holds ``plan/period=2026-03-31/plan.parquet`` and its like: pandas, Power Query and
DuckDB read a table of all periods at once, and the period is a column of it.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from pmo_xl.core.base import arrow
from pmo_xl.core.base.problem import NothingToDo, unwritable
from pmo_xl.core.base.text import t

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    Rows: TypeAlias = pa.Table
    """The rows of a table as pyarrow holds them."""

UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""The period of a portfolio without a status date, as such folders are called everywhere."""
GROUP = 131_072
"""Rows that are packed together: a reader that wants some skips the others."""


def folder_of(master: Path) -> Path:
    """Where the tables of a master are."""
    return master.with_name(f"{master.stem} tables")


def period_of(status_date: dt.date | None) -> str:
    """The name of the partition of a status date."""
    return f"period={status_date.isoformat() if status_date is not None else UNDATED}"


class ParquetTables:
    """The tables of one period on their way to the disk; used as a context.

    Nothing is replaced before :meth:`keep`, and what was not kept is taken away when the context ends.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._period = folder, UNDATED
        self._writers: dict[str, Any] = {}
        self._files: dict[str, BinaryIO] = {}
        self._parts: dict[str, Path] = {}

    def __enter__(self) -> ParquetTables:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        with suppress(OSError):
            self._close()
            for part in self._parts.values():
                part.unlink(missing_ok=True)
            self._tidy()

    @property
    def written(self) -> frozenset[str]:
        """The tables of which something was written."""
        return frozenset(self._parts)

    def begin(self, status_date: dt.date | None) -> None:
        """Say which period follows."""
        self._period = period_of(status_date)

    def add(self, tables: Mapping[str, Rows]) -> None:
        """Write rows below those that a table has already, under a name of its own for the while.

        The same rows in the same steps give the same bytes. Raises NothingToDo where pyarrow is missing, or the
        folder cannot be written.
        """
        try:
            self._add(tables)
        except OSError as problem:
            raise unwritable(self._folder, problem) from problem

    def _add(self, tables: Mapping[str, Rows]) -> None:
        for key, table in tables.items():
            if key not in self._writers:
                place = self._folder / key / self._period
                place.mkdir(parents=True, exist_ok=True)
                self._parts[key] = place / f".{key}.parquet.part"
                # Opened here: pyarrow takes no name that is no UTF-8.
                self._files[key] = self._parts[key].open("wb")
                self._writers[key] = require().ParquetWriter(
                    self._files[key], table.schema, compression="zstd"
                )
            if len(table):
                self._writers[key].write_table(table, row_group_size=GROUP)

    def write(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Write whole tables, as :meth:`add` does."""
        if frames:
            require()
        self.add({key: table_of(frame) for key, frame in frames.items()})

    def keep(self) -> None:
        """Put what was written in the place of what the period had; tables that it has no more are taken away."""
        self._close()
        for key, part in self._parts.items():
            part.replace(part.with_name(f"{key}.parquet"))
        for partition in self._folder.glob(f"*/{self._period}"):
            if partition.parent.name not in self._parts:
                shutil.rmtree(partition)
        self._parts.clear()

    def _close(self) -> None:
        while self._writers:
            key, writer = self._writers.popitem()
            with self._files.pop(key):
                writer.close()

    def _tidy(self) -> None:
        """No empty folder stays behind."""
        for place in (*self._folder.glob("*/*"), *self._folder.glob("*"), self._folder):
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()


def table_of(frame: pd.DataFrame) -> Rows:
    """A frame as Parquet has it: dates as dates, numbers as doubles, texts as strings, blanks as nulls.

    Whole numbers of pandas are 64-bit integers. Raises what pyarrow raises for a text column that holds something else.
    """
    import pyarrow as pa

    columns: dict[str, Any] = {}
    for key, column in frame.items():
        kind = column.dtype.kind
        if kind == "M":
            columns[str(key)] = pa.array(column.to_numpy().astype("datetime64[D]"), pa.date32())
        elif kind == "f":
            columns[str(key)] = pa.array(column.to_numpy(), pa.float64(), from_pandas=True)
        elif kind == "i":
            columns[str(key)] = pa.array(column.to_numpy(), pa.int64())
        else:
            columns[str(key)] = pa.array(column.to_numpy(), pa.string(), from_pandas=True)
    return pa.table(columns)


def frame_from(table: Rows, share: Callable[[str], str] = str) -> pd.DataFrame:
    """What :func:`table_of` made, as a frame again; ``share`` gives each text the place where it is kept once."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    columns: dict[str, pd.Series[Any]] = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if column.type == pa.date32():
            days = column.cast(pa.timestamp("s")).to_numpy()
            columns[name] = pd.Series(days)
        elif column.type == pa.string():
            coded = column.combine_chunks().dictionary_encode()
            texts = np.array([*map(share, coded.dictionary.to_pylist()), None], dtype=object)
            columns[name] = pd.Series(texts[coded.indices.fill_null(len(texts) - 1).to_numpy()], dtype=object)
        else:
            columns[name] = pd.Series(column.to_numpy())
    return pd.DataFrame(columns)


def read(folder: Path, table: str) -> pd.DataFrame | None:
    """A table of all periods, the latest first; None where the folder has none of it.

    Raises NothingToDo where pyarrow is missing, or a file is damaged.
    """
    partitions = sorted((folder / table).glob("period=*/*.parquet"), reverse=True)
    if not partitions:
        return None
    import pandas as pd

    frames = []
    for file in partitions:
        try:
            with file.open("rb") as content:
                frames.append(frame_from(require().read_table(content, partitioning=None)))
        except ValueError as problem:  # what pyarrow says of bytes that are no Parquet
            raise NothingToDo(DAMAGED.fill(file=file)) from problem
    return pd.concat(frames, ignore_index=True)


DAMAGED = t(
    "{file} is damaged: it holds the earlier periods, so nothing is overwritten. Restore a backup copy of it, or move it elsewhere, then run again.",
    "{file} est endommagé : il contient les périodes précédentes, rien n’est donc écrasé. Restaurez-en une sauvegarde, ou déplacez-le, puis relancez.",
)


def require() -> Any:
    """The library that reads and writes Parquet; raises NothingToDo where it is missing."""
    arrow.let_in()
    try:
        from pyarrow import parquet
    except ImportError as problem:
        raise NothingToDo(
            t("Tables beside the workbook need pyarrow, which is not installed here. Run: pip install \"pmo_xl[parquet]\"",
              "Les tables à côté du classeur ont besoin de pyarrow, qui n’est pas installé ici. Lancez : pip install \"pmo_xl[parquet]\"")
        ) from problem  # fmt: skip
    return parquet
