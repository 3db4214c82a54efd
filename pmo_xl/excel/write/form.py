"""A workbook that XlsxWriter writes once, with gaps; each copy of it fills the gaps, all else is the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.sharedstrings import SharedStrings

from pmo_xl.excel.write.book import FastZip, part_info

EDGE = "\ue010"
"""Stands at both ends of the number of a gap."""

TEXTS = "xl/sharedStrings.xml"
"""The part of the shared texts: written after all sheets, so that a copy knows by then which it needs."""

LONGEST = 32_767
"""What Excel counts as characters in the longest text of a cell."""

_GAP = re.compile(f"{EDGE}([0-9]+){EDGE}")


class Texts:
    """The shared texts of one copy: those of the form keep their places, others follow them."""

    def __init__(self, known: Mapping[str, int], uses: int) -> None:
        self._known = known
        self._added: dict[str, int] = {}
        self._uses = uses

    def place(self, text: str) -> int:
        """Where a text stands among the shared ones, which take it in if it is new, cut to what a cell holds."""
        if len(text) > LONGEST // 2:
            # A character may count twice.
            text = text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")
        self._uses += 1
        held = self._known.get(text)
        if held is None:
            held = self._added.setdefault(text, len(self._known) + len(self._added))
        return held

    def counts(self) -> str:
        """How many cells hold a text, and how many texts there are, as attributes."""
        return f'count="{self._uses}" uniqueCount="{len(self._known) + len(self._added)}"'

    def added(self) -> str:
        """The XML of the texts that the form did not have."""
        writer, out = SharedStrings(), StringIO()
        writer._set_xml_writer(out)
        for text in self._added:
            spaced = text[:1].isspace() or text[-1:].isspace()
            kept = [("xml:space", "preserve")] if spaced else []
            writer._xml_si_element(writer._escape_control_characters(text), kept)
        return out.getvalue()


FillOf = Callable[[Any], Any]
"""What a cell holds, of what a copy is filled with."""


class Fill(Protocol):
    """What stands in a gap, as XML: made of what a copy is filled with, and of its shared texts."""

    def __call__(self, answers: Any, texts: Texts, /) -> str: ...


class Gaps:
    """The gaps of a form, by number."""

    def __init__(self) -> None:
        self._fills: list[Fill] = []

    def leave(self, fill: Fill) -> str:
        """What to write where a copy will have what *fill* makes."""
        self._fills.append(fill)
        return f"{EDGE}{len(self._fills) - 1}{EDGE}"

    def split(self, xml: str) -> list[str | Fill]:
        """A part as the texts between its gaps, and the gaps."""
        pieces: list[str | Fill] = [*_GAP.split(xml)]
        pieces[1::2] = [self._fills[int(str(number))] for number in pieces[1::2]]
        return pieces


class FormBook(Workbook):  # type: ignore[misc] # XlsxWriter has no type hints
    """The workbook of a form while it is written."""

    def __init__(self) -> None:
        self._whole = BytesIO()
        super().__init__(self._whole, {"in_memory": True})
        self.gaps = Gaps()

    def finish(self) -> Form:
        """The form; nothing can be written into the workbook afterwards."""
        known, uses = dict(self.str_table.string_table), self.str_table.count
        self.close()
        parts: list[tuple[str, bytes | Sequence[str | Fill]]] = []
        with ZipFile(self._whole) as file:
            for name in file.namelist():
                content = file.read(name)
                text = content.decode() if name.endswith((".xml", ".rels")) else ""
                if name == TEXTS:
                    text = self._with_more_texts(text)
                pieces = self.gaps.split(text)
                parts.append((name, pieces if len(pieces) > 1 else content))
        return Form(parts, known, uses)

    def _with_more_texts(self, xml: str) -> str:
        counts = self.gaps.leave(lambda _, texts: texts.counts())
        added = self.gaps.leave(lambda _, texts: texts.added())
        xml = re.sub(r'count="\d+" uniqueCount="\d+"', counts, xml, count=1)
        return f"{xml.removesuffix('</sst>')}{added}</sst>"


class Form:
    """A finished form."""

    def __init__(
        self,
        parts: Sequence[tuple[str, bytes | Sequence[str | Fill]]],
        texts: Mapping[str, int],
        uses: int,
    ) -> None:
        self._parts = parts
        self._texts, self._uses = texts, uses

    def write(self, path: Path, answers: Any) -> None:
        """Write the copy that *answers* fill; the same answers give the same bytes. Raises OSError."""
        texts = Texts(self._texts, self._uses)
        with FastZip(path, "w", ZIP_DEFLATED) as file:
            for name, held in self._parts:
                file.writestr(
                    part_info(name), held if isinstance(held, bytes) else _filled(held, answers, texts)
                )


def _filled(pieces: Sequence[str | Fill], answers: Any, texts: Texts) -> str:
    return "".join(piece if isinstance(piece, str) else piece(answers, texts) for piece in pieces)
