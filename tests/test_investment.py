"""Net present value, rates of return and payback, against published numbers."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from pmo_xl.methods.investment import (
    discounted_payback,
    irr,
    mirr,
    npv,
    npv_from_first_period,
    payback,
    sign_changes,
    xirr,
)

DOMAIN = Path(__file__).parents[2] / "shared" / "domain" / "vectors.json"


def _vector(number: str) -> dict[str, Any]:
    if not DOMAIN.is_file():
        pytest.skip("the published vectors (shared/domain) are not here")
    vectors: list[dict[str, Any]] = json.loads(DOMAIN.read_text(encoding="utf-8"))
    return next(vector for vector in vectors if vector["id"] == number)


def test_both_conventions_of_net_present_value() -> None:
    """The flow of today is not discounted; Excel's NPV by itself discounts it too."""
    today, excel = _vector("FIN-01"), _vector("FIN-06")
    given = today["inputs"]

    assert npv(given["rate"], given["cashflows_from_t0"]) == pytest.approx(
        today["expected"]["npv"], abs=today["tolerance"]["abs"]
    )
    assert npv_from_first_period(excel["inputs"]["rate"], excel["inputs"]["values"]) == pytest.approx(
        excel["expected"]["npv"], abs=excel["tolerance"]["abs"]
    )


def test_rates_of_return() -> None:
    """Each published flow has its published rate of return."""
    vector = _vector("FIN-02")

    assert [irr(flows) for flows in vector["inputs"]["cashflows"]] == pytest.approx(
        vector["expected"]["irr"], abs=vector["tolerance"]["abs"]
    )


def test_rate_of_return_of_dated_flows() -> None:
    """Flows on given days, by the actual number of days."""
    vector = _vector("FIN-04")
    days = [dt.date.fromisoformat(day) for day in vector["inputs"]["dates"]]

    assert xirr(days, vector["inputs"]["cashflows"]) == pytest.approx(
        vector["expected"]["xirr"], abs=vector["tolerance"]["abs"]
    )


def test_payback_and_its_present_value() -> None:
    """Payback counts the part of the last period; discounting makes it longer."""
    vector = _vector("FIN-07")
    flows, rate = vector["inputs"]["cashflows"], vector["inputs"]["rate"]
    allowed = vector["tolerance"]["abs"]

    assert payback(flows) == pytest.approx(vector["expected"]["payback"], abs=allowed)
    assert npv(rate, flows) == pytest.approx(vector["expected"]["npv"], abs=allowed)
    assert npv(rate, flows) - flows[0] == pytest.approx(vector["expected"]["pv_sum"], abs=allowed)
    later = discounted_payback(rate, flows)
    assert later is not None
    assert payback(flows) < later < 4


def test_what_has_no_answer_has_none() -> None:
    """No rate where nothing is ever paid back; no payback either; two changes of sign are said."""
    assert irr([-100, -5]) is None
    assert mirr([100, 5], 0.1, 0.1) is None
    assert payback([-100, 40, 50]) is None
    assert payback([0, 10]) == 0
    assert sign_changes([-5, 10.5, 1, -8, 1]) == 3
    with pytest.raises(ValueError, match="at least one flow"):
        npv(0.1, [])
