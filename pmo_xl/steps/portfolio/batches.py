"""A portfolio in batches of whole projects: what is held of each return meanwhile, and how batches come together.

Thousands of returns as plain Python values fill any memory. Each is packed as soon as it is read, all but its
head, by which it is decided which returns count; then batch after batch is unpacked, added up, and let go.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any

from pmo_xl.core.base import compression
from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.flow.portfolio import CheckedSheet, DataQuality, Return, RowsRead

FILES = 500
"""Returns that a batch holds, more or less."""
_HEAD_FIELDS = ("project_id", "status_date", "currency", "project_name", "programme_id", "project_manager")
"""The fields of a record that are looked at, or pointed to, before its batch is unpacked."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a return, apart from its rows."""

    findings: list[Finding]
    rejected: bool
    rows_kept: int = 0
    quality: DataQuality | None = None
    failure: Failure | None = None
    tables_read: tuple[RowsRead, ...] = ()

    @classmethod
    def of(cls, returned: Return) -> Judged:
        """What a return says of itself now."""
        return cls(
            returned.findings,
            returned.rejected,
            returned.rows_kept,
            returned.quality,
            returned.failure,
            returned.tables_read,
        )

    def put_on(self, returned: Return) -> None:
        """Say the same of another instance of the return."""
        returned.findings, returned.rejected = [*self.findings], self.rejected
        returned.rows_kept, returned.quality, returned.failure = self.rows_kept, self.quality, self.failure
        returned.tables_read = self.tables_read


@dataclass(frozen=True, slots=True)
class PackedReturns:
    """Some returns of whole projects, packed, and what was decided about each."""

    returns: Sequence[bytes]
    judged: Sequence[Judged]

    def open(self) -> list[Return]:
        """The returns in full."""
        opened: list[Return] = []
        for content, judged in zip(self.returns, self.judged, strict=True):
            returned: Return = pickle.loads(compression.unpacked(content))
            judged.put_on(returned)
            opened.append(returned)
        return opened


@dataclass(slots=True)
class SpillFile:
    """Packed returns on the disk while a run lasts, and the head of each in memory; used as a context."""

    heads: list[Return] = field(default_factory=list)
    """In the order of :meth:`put`, until :meth:`sort` is asked."""
    _places: list[tuple[int, int, int]] = field(default_factory=list)
    _file: Any = field(default_factory=TemporaryFile)

    def __enter__(self) -> SpillFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        self._file.close()

    def put(self, at: int, returned: Return) -> None:
        """Keep a return of the *at*-th file."""
        content = compression.packed(pickle.dumps(returned, pickle.HIGHEST_PROTOCOL))
        self._places.append((at, self._file.tell(), len(content)))
        self._file.write(content)
        self.heads.append(_head_of(returned))

    def sort(self) -> None:
        """Bring everything into the order of the files."""
        order = sorted(range(len(self.heads)), key=lambda place: self._places[place][0])
        self.heads = [self.heads[place] for place in order]
        self._places = [self._places[place] for place in order]

    def batches(self) -> Iterator[list[int]]:
        """The places of the returns of some whole projects, in the order of the first return of each."""
        projects: dict[str, list[int]] = {}
        for place, head in enumerate(self.heads):
            projects.setdefault(head.project_id, []).append(place)
        batch: list[int] = []
        for places in projects.values():
            batch += places
            if len(batch) >= FILES:
                yield sorted(batch)
                batch = []
        if batch:
            yield sorted(batch)

    def parcel(self, places: Sequence[int]) -> PackedReturns:
        """The returns of some places, with what their heads say by now."""
        contents = []
        for place in places:
            _, start, size = self._places[place]
            self._file.seek(start)
            contents.append(self._file.read(size))
        return PackedReturns(contents, [Judged.of(self.heads[place]) for place in places])


def _head_of(returned: Return) -> Return:
    """A return without its rows, of its record only what is looked at before they are unpacked."""
    record = returned.record
    if record is not None:
        spots = {key: record.located.spots[key] for key in _HEAD_FIELDS if key in record.located.spots}
        located = replace(record.located, columns={}, cells={}, errors={}, typed_over={}, spots=spots)
        values = {key: record.values[key] for key in _HEAD_FIELDS}
        record = CheckedSheet(located, values, set())
    return replace(returned, record=record, tables=[])
