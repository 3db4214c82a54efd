"""The workbook of a simulation: values with the run that made them, live formulas where something adds up."""

from __future__ import annotations

from pathlib import Path

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.flow.raw import MARK
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.core.uncertainty.results import SimulationResult
from pmo_xl.excel.uncertainty import assumptions, chosen, inputs, summary
from pmo_xl.excel.uncertainty.data import Placed, label_of, scopes_of, write_data
from pmo_xl.excel.uncertainty.sheet import (
    ASSUMPTIONS_SHEET,
    CHOSEN_SHEET,
    DATA_SHEET,
    SUMMARY_SHEET,
    SimulationBook,
)
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.layout import CREATED


def write_uncertainty(path: Path, result: SimulationResult, language: str, brand: Brand = PLAIN) -> None:
    """Write a simulation at *path*; the same simulation gives the same bytes. Raises OSError."""
    run = result.run
    with new_book(path) as written:
        book = SimulationBook(written, result, language, brand)
        written.set_properties(
            {"title": book.say(summary.HEADING), "created": CREATED, "comments": f"{MARK} {run.version}"}
        )
        shape = SHAPE_NAMES[run.shape]
        told = summary.TOLD.fill(
            runs=amount_words(run.runs),
            seed=run.seed,
            shape=shape,
            day=run.status_date,
            currency=result.currency,
        )
        first = book.sheet(SUMMARY_SHEET, summary.HEADING, told, summary.LAST)
        curve = book.sheet(CHOSEN_SHEET, chosen.HEADING, chosen.TOLD, chosen.LAST, 1)
        name = book.say(CHOSEN_SHEET)
        choice, index = (f"'{name}'!{cell}" for cell in chosen.cells())
        placed = Placed(book.say(DATA_SHEET), [label_of(book, scope) for scope in scopes_of(book)], index)
        last = inputs.write_inputs(book)
        assumptions.write_assumptions(
            book, book.sheet(ASSUMPTIONS_SHEET, assumptions.HEADING, assumptions.TOLD, assumptions.LAST)
        )
        summary.write_summary(book, first, placed, last)
        chosen.write_chosen(book, curve, placed, choice)
        write_data(book, written.add_worksheet(placed.sheet), placed)


SHAPE_NAMES = {"pert": "PERT", "triangular": summary.TRIANGULAR}
