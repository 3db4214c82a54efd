"""The critical path: published networks, properties, and an independent way to the same dates."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Hashable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_xl.methods.critical_path import Activity, CycleFound, LinkType, Schedule, Tie, critical_path
from pmo_xl.methods.links import FaultKind, Link, Unreadable, links_of_plan, parse_links
from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.working_days import WorkingDays

DOMAIN = Path(__file__).parents[2] / "shared" / "domain" / "vectors.json"
FS, SS, FF, SF = LinkType.FS, LinkType.SS, LinkType.FF, LinkType.SF
FIELDS = {
    "es": "early_start", "ef": "early_finish", "ls": "late_start", "lf": "late_finish",
    "tf": "total_float", "ff": "free_float",
}  # fmt: skip


def solved(durations: Mapping[str, float], relations: Sequence[tuple[str, str, str, float]]) -> Schedule:
    """The network of a published case."""
    activities = [Activity(key, length) for key, length in durations.items()]
    return critical_path(activities, [Tie(b, a, LinkType(kind), lag) for b, a, kind, lag in relations])


# published networks ------------------------------------------------------------------------------------


def _vectors() -> list[dict[str, Any]]:
    if not DOMAIN.is_file():
        return []
    return [v for v in json.loads(DOMAIN.read_text(encoding="utf-8")) if v["topic"].startswith("cpm")]


def _assert_as_published(got: Schedule, expected: Mapping[str, Any], within: float) -> None:
    if "duration" in expected:
        assert got.finish == pytest.approx(expected["duration"], abs=within)
    for key, row in expected["table"].items():
        for name, what in row.items():
            assert getattr(got.dates[key], FIELDS[name]) == pytest.approx(what, abs=within), (key, name)
    if "critical" in expected:
        assert list(got.critical) == expected["critical"]


@pytest.mark.skipif(not DOMAIN.is_file(), reason="the published vectors (shared/domain) are not here")
@pytest.mark.parametrize("vector", _vectors(), ids=lambda vector: vector["id"])
def test_published_networks_come_out(vector: dict[str, Any]) -> None:
    """Durations, dates, floats and critical activities of published cases; the disputed ones as confirmed by a linear program."""
    expected = vector["expected"] if vector["check"]["agree"] else vector["check"]["ours"]
    within = max(vector["tolerance"]["abs"], 1e-9)
    if "cases" not in vector["inputs"]:
        _assert_as_published(
            solved(vector["inputs"]["activities"], vector["inputs"]["relations"]), expected, within
        )
        return
    for case, result in zip(vector["inputs"]["cases"], expected["results"], strict=True):
        _assert_as_published(solved(case["activities"], case["relations"]), result, within)


@pytest.mark.skipif(not DOMAIN.is_file(), reason="the published vectors (shared/domain) are not here")
def test_a_published_network_of_three_point_estimates_comes_out() -> None:
    """Expected durations need not be whole."""
    vector = next(v for v in json.loads(DOMAIN.read_text(encoding="utf-8")) if v["topic"] == "pert.network")
    estimates, before = vector["inputs"]["estimates"], vector["inputs"]["preds"]
    durations = {key: (low + 4 * likely + high) / 6 for key, (low, likely, high) in estimates.items()}
    got = solved(durations, [(b, key, "FS", 0) for key, many in before.items() for b in many])

    assert len(got.dates) == 14
    _assert_as_published(got, vector["expected"], vector["tolerance"]["abs"])


# properties --------------------------------------------------------------------------------------------


@st.composite
def networks(
    draw: st.DrawFn, kinds: tuple[LinkType, ...] = tuple(LinkType)
) -> tuple[list[Activity], list[Tie]]:
    """Networks without circles: a link leads from a lower to a higher number."""
    size = draw(st.integers(1, 9))
    activities = [Activity(key, draw(st.integers(0, 12))) for key in range(size)]
    pairs = [(b, a) for a in range(size) for b in range(a)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)) if pairs else []
    lags = st.integers(-4, 6) if len(kinds) > 1 else st.just(0)
    return activities, [Tie(b, a, draw(st.sampled_from(kinds)), draw(lags)) for b, a in chosen]


def relaxed(activities: Sequence[Activity], ties: Sequence[Tie]) -> dict[Hashable, float]:
    """Early starts another way: every link pushed again and again until nothing moves."""
    length = {one.id: one.duration for one in activities}
    start: dict[Hashable, float] = dict.fromkeys(length, 0.0)
    moved = True
    while moved:
        moved = False
        for tie in ties:
            event = start[tie.before] + (length[tie.before] if tie.type in (FS, FF) else 0) + tie.lag
            least = event - (length[tie.after] if tie.type in (FF, SF) else 0)
            if least > start[tie.after]:
                start[tie.after], moved = least, True
    return start


def longest(activities: Sequence[Activity], ties: Sequence[Tie]) -> float:
    """The longest chain of a finish-to-start network, by walking every chain."""
    length = {one.id: one.duration for one in activities}

    def from_here(key: Hashable) -> float:
        return length[key] + max((from_here(tie.after) for tie in ties if tie.before == key), default=0.0)

    return max(from_here(key) for key in length)


@given(networks())
def test_early_dates_are_those_of_an_independent_relaxation(
    network: tuple[list[Activity], list[Tie]],
) -> None:
    """All four kinds of links, with leads and lags."""
    got = critical_path(*network)

    assert {key: d.early_start for key, d in got.dates.items()} == relaxed(*network)


@given(networks((FS,)))
def test_a_finish_to_start_network_takes_as_long_as_its_longest_chain(
    network: tuple[list[Activity], list[Tie]],
) -> None:
    """And the critical activities of the driving path add up to it."""
    got = critical_path(*network)
    length = {one.id: one.duration for one in network[0]}

    assert got.finish == longest(*network)
    assert sum(length[key] for key in got.path) == got.finish
    assert set(got.path) <= set(got.critical)


@given(networks())
def test_float_is_never_negative_without_a_target(network: tuple[list[Activity], list[Tie]]) -> None:
    """Total float is 0 or more, free float never above it, something is critical, and nothing ends after the whole."""
    got = critical_path(*network)

    assert got.critical
    assert got.finish == max(d.early_finish for d in got.dates.values())
    for d in got.dates.values():
        assert 0 <= d.free_float <= d.total_float
        assert d.late_finish <= got.finish
        assert d.late_start - d.early_start == d.total_float


@given(networks(), st.data())
def test_slack_used_within_the_float_does_not_move_the_finish(
    network: tuple[list[Activity], list[Tie]], data: st.DataObject
) -> None:
    """A task that takes its float longer ends the project no later; five days more do, where links are finish-to-start."""
    activities, ties = network
    got = critical_path(activities, ties)
    one = data.draw(st.sampled_from(activities))
    more = got.dates[one.id].total_float

    def with_more(days: float) -> float:
        changed = [Activity(a.id, a.duration + (days if a is one else 0)) for a in activities]
        return critical_path(changed, ties).finish

    assert with_more(more) == got.finish
    if all(tie.type is FS for tie in ties):
        assert with_more(more + 5) == got.finish + 5


@given(networks(), st.integers(-10, 10))
def test_a_target_moves_every_float_alike(network: tuple[list[Activity], list[Tie]], by: int) -> None:
    """Measured against a finish that many days earlier or later, each float is that much smaller or larger."""
    got = critical_path(*network)
    moved = critical_path(*network, target=got.finish + by)

    assert {k: d.total_float - got.dates[k].total_float for k, d in moved.dates.items()} == dict.fromkeys(
        got.dates, by
    )


# circles -----------------------------------------------------------------------------------------------


def test_the_shortest_circle_is_told_as_a_chain() -> None:
    """Of a long and a short circle the short one, from its first activity."""
    activities = [Activity(key, 1) for key in ("10", "20", "30", "40", "50", "60")]
    chain = ["10", "20", "30", "40", "50", "10"]
    ties = [Tie(b, a) for b, a in pairwise(chain)] + [Tie("40", "20"), Tie("50", "60")]

    with pytest.raises(CycleFound, match="20 → 30 → 40 → 20") as found:
        critical_path(activities, ties)
    assert found.value.chain == ("20", "30", "40", "20")


def test_a_thousand_tasks_take_well_under_a_second() -> None:
    """With four links each; and so does a circle that runs through all of them."""
    activities = [Activity(key, key % 7 + 1) for key in range(1000)]
    ties = [Tie(b, a) for a in range(1000) for b in range(max(0, a - 4), a)]
    begun = time.process_time()
    got = critical_path(activities, ties)
    assert len(got.critical) == 1000
    with pytest.raises(CycleFound):
        critical_path(activities, [*(Tie(a, a + 1) for a in range(999)), Tie(999, 0)])
    assert time.process_time() - begun < 1


# actuals, status date, constraints ---------------------------------------------------------------------


def test_what_is_done_stands_and_what_remains_waits_for_its_predecessors() -> None:
    """Status at 10: A is finished, B started out of sequence and waits for C, D has its constraint."""
    activities = [
        Activity("A", 4, started=0, finished=6),
        Activity("C", 5, started=6),
        Activity("B", 3, started=8),
        Activity("D", 2, start_from=30),
    ]
    got = critical_path(activities, [Tie("A", "C"), Tie("C", "B"), Tie("B", "D")], start=10)

    assert (got.dates["A"].early_start, got.dates["A"].early_finish) == (0, 6)
    assert math.isnan(got.dates["A"].total_float)
    assert (got.dates["C"].early_start, got.dates["C"].early_finish) == (6, 15)
    assert (got.dates["B"].early_start, got.dates["B"].early_finish) == (8, 18)
    assert (got.dates["D"].early_start, got.finish) == (30, 32)
    assert got.dates["B"].free_float == got.dates["C"].total_float == 12
    assert got.critical == got.path == ("D",)


def test_a_limit_makes_float_negative_and_breaks_no_link() -> None:
    """Finish by 4 where the links lead to 6: two days short on the whole chain."""
    activities = [Activity("A", 3), Activity("B", 3, finish_by=4, start_by=9), Activity("C", 1)]
    got = critical_path(activities, [Tie("A", "B"), Tie("B", "C")])

    assert [d.total_float for d in got.dates.values()] == [-2, -2, 0]
    assert got.dates["B"].early_start == 3


# links as people type them -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ("3FS+2d; 5SS", [Link("3", FS, 2), Link("5", SS)]),
        ("3FD+2j ; 5DD", [Link("3", FS, 2), Link("5", SS)]),
        ("4", [Link("4")]),
        ("7FF-1w", [Link("7", FF, -5)]),
        ("7ff − 1 sem", [Link("7", FF, -5)]),
        ("8DF+1m", [Link("8", SF, 20)]),
        ("3,5,8DD+1s", [Link("3"), Link("5"), Link("8", SS, 5)]),
        ("3FD+1,5j;4", [Link("3", FS, 1.5), Link("4")]),
        ("12+3d", [Link("12", FS, 3)]),
        ("12FS+4h", [Link("12", FS, 0.5)]),
        ("12FS+50%", [Link("12", FS, 0.5, share=True)]),
        ("12FD+3éj", [Link("12", FS, 3, elapsed=True)]),
        ("12FS+2ew", [Link("12", FS, 14, elapsed=True)]),
        ("T-1", [Link("T-1")]),
        ("T-1FS-2", [Link("T-1", FS, -2)]),
        ("", []),
        (None, []),
    ],
)
def test_links_are_read_as_typed(words: str | None, links: list[Link]) -> None:
    """English and French types and units, leads, lags, elapsed time, shares of a duration."""
    got = parse_links(words, {"T-1"})

    assert [(x.before, x.type, x.lag, x.elapsed, x.share) for x in got] == [
        (x.before, x.type, x.lag, x.elapsed, x.share) for x in links
    ]


@pytest.mark.parametrize("words", ["3FS+1,5d", "3FS+2 parsecs", "3 +2q; 4"])
def test_what_could_mean_two_things_is_not_read(words: str) -> None:
    """A comma between digits is a decimal or parts two links; an unknown unit is no unit."""
    with pytest.raises(Unreadable):
        parse_links(words)


@given(
    st.lists(st.tuples(st.integers(1, 99), st.sampled_from(list(LinkType)), st.integers(-9, 9)), max_size=4)
)
def test_french_codes_mean_what_english_ones_do(links: list[tuple[int, LinkType, int]]) -> None:
    """The same links in either language give the same network."""
    french = {FS: "FD", SS: "DD", FF: "FF", SF: "DF"}
    en = "; ".join(f"{key}{kind.value}{lag:+}d" for key, kind, lag in links)
    fr = " ; ".join(f"{key}{french[kind]}{lag:+}j" for key, kind, lag in links)

    def read(words: str) -> list[tuple[str, LinkType, float]]:
        return [(x.before, x.type, x.lag) for x in parse_links(words)]

    assert read(en) == read(fr) == [(str(key), kind, lag) for key, kind, lag in links]


def test_each_wrong_link_is_told_and_left_out() -> None:
    """Unknown, to itself, twice, with a summary, unreadable; what is sound stays."""
    links, faults = links_of_plan(["a", "b", "S", "d"], [None, "A; x; B; a", "a", "S; b??%"], {2})

    assert [(link.before, link.after) for link in links] == [(0, 1)]
    assert [(f.kind, f.at) for f in faults] == [
        (FaultKind.UNKNOWN, 1), (FaultKind.ITSELF, 1), (FaultKind.TWICE, 1), (FaultKind.SUMMARY, 2),
        (FaultKind.SUMMARY, 3), (FaultKind.UNKNOWN, 3),
    ]  # fmt: skip


# the calendar ------------------------------------------------------------------------------------------


def plan_of(rows: Sequence[Mapping[str, Any]], **more: Any) -> ProjectPlan:
    """A plan from its rows."""
    keys = {key for row in rows for key in row}
    return ProjectPlan({key: [row.get(key) for row in rows] for key in keys}, **more)


def test_dates_skip_weekends_and_holidays() -> None:
    """Three days from Thursday 30 April with 1 May off end on Tuesday; the next task starts on Wednesday."""
    days = WorkingDays([date(2026, 5, 1)])
    rows = [
        {"task_id": "1", "start_forecast": date(2026, 4, 30), "finish_forecast": date(2026, 5, 5)},
        {
            "task_id": "2",
            "start_forecast": date(2026, 5, 6),
            "finish_forecast": date(2026, 5, 6),
            "predecessors": "1",
        },
    ]
    plan = plan_of(rows, days=days)
    one, two = plan.schedule.dates.values()

    assert plan.duration(0) == 3
    assert days.start_date(one.early_start) == date(2026, 4, 30)
    assert days.finish_date(one.early_finish) == date(2026, 5, 5)
    assert days.start_date(two.early_start) == date(2026, 5, 6) == plan.finish_date()


def test_elapsed_lags_run_through_weekends() -> None:
    """Three days of drying after a Friday end with Monday: the next task starts on Tuesday, and float agrees."""
    rows = [
        {"task_id": "1", "start_forecast": date(2026, 5, 8), "finish_forecast": date(2026, 5, 8)},
        {"task_id": "2", "start_forecast": date(2026, 5, 12), "finish_forecast": date(2026, 5, 12),
         "predecessors": "1FS+3ed"},
    ]  # fmt: skip
    plan = plan_of(rows)

    assert plan.days.start_date(plan.schedule.dates[1].early_start) == date(2026, 5, 12)
    assert plan.schedule.critical == (0, 1)


@given(st.integers(0, 3000), st.integers(-40, 40), st.booleans())
def test_earlier_undoes_later(boundary: int, lag: int, finish: bool) -> None:
    """From the latest boundary that does not pass a limit; one further would."""
    days = WorkingDays([date(1991, 7, 15) + timedelta(n) for n in range(0, 900, 37)])
    found = days.earlier(boundary, lag, finish=finish)

    assert days.later(found, lag, finish=finish) <= boundary < days.later(found + 1, lag, finish=finish)


def test_a_milestone_lies_at_the_end_of_its_day_and_a_first_one_opens_it() -> None:
    """Kick-off and first task share a day, and so do the last task and what it delivers."""
    monday, friday = date(2026, 5, 4), date(2026, 5, 8)
    rows = [
        {"task_id": "1", "type": "milestone", "start_forecast": monday, "finish_forecast": monday},
        {"task_id": "2", "start_forecast": monday, "finish_forecast": friday, "predecessors": "1"},
        {"task_id": "3", "type": "milestone", "start_forecast": friday, "finish_forecast": friday, "predecessors": "2"},
    ]  # fmt: skip
    plan = plan_of(rows)

    assert plan.finish_date() == friday
    assert plan.schedule.critical == (0, 1, 2)
