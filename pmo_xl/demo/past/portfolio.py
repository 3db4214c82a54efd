"""The demo portfolio at the month ends before its status date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from pmo_xl.demo.past.follow_up import among_themselves
from pmo_xl.demo.past.rewind import earlier
from pmo_xl.demo.portfolio import DemoProject, Made
from pmo_xl.demo.weekdays import month_of, months_after


def earlier_portfolios(
    portfolio: Sequence[Made], seed: int, status_date: dt.date, periods: int
) -> Iterator[tuple[dt.date, list[DemoProject]]]:
    """The periods before the status date, the first one first; one in which no project was registered is left out.

    ``periods`` counts that of the status date too.
    """
    for back in range(periods - 1, 0, -1):
        day = months_after(month_of(status_date), 1 - back) - dt.timedelta(days=1)
        age = back / (periods - 1)
        then = [
            found
            for made in portfolio
            if (found := earlier(made, day, age, Random(f"{seed} {made.project.project_id}"))) is not None
        ]
        if then:
            yield day, among_themselves(then)
