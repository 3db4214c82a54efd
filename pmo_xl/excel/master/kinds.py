"""The kinds of returns that a master speaks of."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_xl.core.base.text import Text
from pmo_xl.core.flow.expected import HOLDS
from pmo_xl.excel.master.context import MasterContext


def kinds_of(master: MasterContext) -> Mapping[str, Text]:
    """The words of each kind that anybody returned or owes, by its column of the returns; all where nobody does."""
    return master.once(_kinds)


def _kinds(master: MasterContext) -> Mapping[str, Text]:
    columns = master.catalogue.run_tables["returns"].columns
    every = {key: column.label.values["kind"] for key, column in columns.items() if key.startswith(HOLDS)}
    frame = master.frames["returns"]
    return {key: words for key, words in every.items() if frame[key].notna().any()} or every
