"""What is checked of a cell, a sheet, a file or a portfolio, beside the rules of the rows."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_xl.core.base.effect import Cost
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One check: its code, how much it weighs, what it is about, and what to do.

    ``subject`` is what is judged (a cell, a sheet, a file, the portfolio); ``cost`` whether it counts all the same;
    ``says`` what is wrong.
    """

    code: str
    severity: Severity
    subject: Text
    cost: Cost
    says: Text
    fix: Text
