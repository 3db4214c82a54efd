"""Plans of Microsoft Project and Primavera P6: value by value what mpxj reads of them, and their traps one by one."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from plan_files import activity, after, baseline, has_mpxj, mspdi, p6, task, xer

from pmo_xl.adopt.sources.files import read_plan
from pmo_xl.adopt.sources.model import Asked, NotTakenError, Source
from pmo_xl.core.settings.limits import LimitSettings
from pmo_xl.methods.links import parse_links

needs_mpxj = pytest.mark.skipif(not has_mpxj(), reason="Java or mpxj is not on this computer")
READS = Path(__file__).with_name("mpxj_reads.py")

START, FINISH = "2026-01-05T08:00:00", "2026-01-30T17:00:00"
USUAL = mspdi(
    [
        task(41, "Build", START, "2026-04-10T17:00:00", Summary=1, PercentComplete=50, ActualStart=START, OutlineNumber="1", WBS="1",
             Baseline=[baseline(START, "2026-03-27T17:00:00", Cost=17000050, Work="PT600H0M0S")]),
        task(42, "Design & « essai »", START, FINISH, OutlineNumber="1.1", OutlineLevel=2, WBS="1.1", PercentComplete=100, ActualStart=START, ActualFinish=FINISH,
             ActualWork="PT150H30M0S", RemainingWork="PT0H0M0S", Baseline=[baseline(START, FINISH, Cost=5000050, Work="PT150H0M0S")]),
        task(43, "Code", "2026-02-02T08:00:00", "2026-04-10T17:00:00", OutlineNumber="1.2", OutlineLevel=2, WBS="1.2", PercentComplete=60,
             ActualStart="2026-02-02T08:00:00", ConstraintType=4, ConstraintDate="2026-02-02T08:00:00", RemainingWork="PT45H0M0S",
             PredecessorLink=[after(42, 1, 9600)], Baseline=[baseline("2026-02-02T08:00:00", "2026-03-27T17:00:00", Cost=12000000)]),
        task(44, "Go live", "2026-04-13T08:00:00", "2026-04-13T08:00:00", Milestone=1, PredecessorLink=[after(43), after(42, 0, -4800)]),
    ],
    {1: "Paul Durand", 2: "Zoé"}, [(42, 1), (43, 2)],
)  # fmt: skip
NIGHTS = mspdi(
    [
        task(41, "Nuit", "2026-01-05T00:00:00", "2026-01-10T00:00:00", PercentComplete=100, ActualStart="2026-01-05T00:00:00",
             ActualFinish="2026-01-10T00:00:00", Baseline=[baseline("2026-01-05T00:00:00", "2026-01-09T00:00:00"), baseline("2026-02-01T08:00:00", "2026-02-02T17:00:00", 1)]),
        task(42, "Coulage", "2026-01-12T08:00:00", "2026-01-16T17:00:00", PredecessorLink=[after(41, 3, 43200, 8), after(41, 1, 600, 5)],
             ConstraintType=7, ConstraintDate="2026-01-16T17:00:00"),
        task(43, "Séchage", "2026-01-19T08:00:00", "2026-01-23T17:00:00", PredecessorLink=[after(42, 1, 20, 19), after(42, 2, 20160, 10)],
             ConstraintType=6, ConstraintDate="2026-01-23T17:00:00"),
    ],
    encoding="UTF-16", MinutesPerDay=1440, CurrencyCode="CHF", StatusDate="2026-01-31T17:00:00",
)  # fmt: skip
SHORT_DAYS = mspdi(
    [
        task(41, "A", START, FINISH, PercentComplete=30, ActualStart=START, ActualWork="PT15H0M0S", RemainingWork="PT135H0M0S",
             Baseline=[baseline(START, FINISH, Cost=100, Work="PT150H0M0S")]),
        *(task(41 + n, f"T{n}", START, FINISH, PercentComplete=n, ConstraintType=n % 8, ConstraintDate=START if n % 8 > 1 else "",
               PredecessorLink=[after(40 + n, n % 4, 450 * 10 * n)]) for n in range(1, 20)),
    ],
    {7: None}, [(41, 7), (42, -65535)], MinutesPerDay=450, Title="Étude d’été",
)  # fmt: skip

P6_USUAL = p6(
    [
        activity(1, "Étude", "2026-01-05 08:00", "2026-01-30 17:00", status_code="TK_Complete", act_start_date="2026-01-06 08:00",
                 act_end_date="2026-02-01 00:00", early_start_date="", early_end_date="", remain_drtn_hr_cnt=0, rsrc_id=1, target_work_qty=100, act_work_qty=110),
        activity(2, "Bau", "2026-02-02 08:00", "2026-04-10 17:00", status_code="TK_Active", act_start_date="2026-02-02 08:00", target_drtn_hr_cnt=400, remain_drtn_hr_cnt=100),
        activity(3, "Go live", "2026-04-13 08:00", "2026-04-13 08:00", task_type="TT_FinMile", target_drtn_hr_cnt=0, remain_drtn_hr_cnt=0, cstr_type="CS_MSOA", cstr_date="2026-04-13 08:00"),
    ],
    [{"task_id": 2, "pred_task_id": 1, "lag_hr_cnt": 16}, {"task_id": 3, "pred_task_id": 2, "pred_type": "PR_FF", "lag_hr_cnt": -4}],
    [{"task_id": 1, "rsrc_id": 1, "target_cost": 5000.5, "target_qty": 100}, {"task_id": 1, "rsrc_id": 2, "target_cost": 250}],
)  # fmt: skip
P6_MEASURES = p6(
    [
        activity(1, "Physical", "2026-01-05 08:00", "2026-01-30 17:00", complete_pct_type="CP_Phys", phys_complete_pct=35, status_code="TK_Active", act_start_date="2026-01-05 08:00"),
        activity(2, "Units", "2026-01-05 08:00", "2026-01-30 17:00", complete_pct_type="CP_Units", act_work_qty=30, remain_work_qty=90, target_work_qty=120, status_code="TK_Active", act_start_date="2026-01-05 08:00"),
        activity(3, "Duration", "2026-01-05 08:00", "2026-01-30 17:00", target_drtn_hr_cnt=160, remain_drtn_hr_cnt=40, status_code="TK_Active", act_start_date="2026-01-05 08:00"),
        activity(4, "Later", "2026-03-05 08:00", "2026-03-30 17:00", wbs_id=12, cstr_type="CS_MEOB", cstr_date="2026-03-30 17:00"),
        activity(5, "Support", "2026-01-05 08:00", "2026-03-30 17:00", task_type="TT_LOE", wbs_id=10),
    ],
    [{"task_id": 4, "pred_task_id": number, "pred_type": kind, "lag_hr_cnt": 7.5 * number}
     for number, kind in enumerate(("PR_FS", "PR_SS", "PR_FF"), start=1)],
    nodes=[{"wbs_id": 12, "proj_id": 1, "seq_num": 2, "proj_node_flag": "N", "wbs_short_name": "TST", "wbs_name": "Tests", "parent_wbs_id": 11}],
    hours=7.5,
)  # fmt: skip
P6_BASELINE = p6(
    [activity(70 + n, f"T{n}", "2026-02-02 08:00", "2026-02-27 17:00", cstr_type=kind, cstr_date="2026-02-02 08:00" if kind else "") for n, kind in
     enumerate(("", "CS_MSO", "CS_MEO", "CS_MSOB", "CS_MEOA", "CS_ALAP", "CS_MANDSTART"), start=1)],
    sum_base_proj_id=5014,
)  # fmt: skip

PLANS: Mapping[str, bytes] = {
    "usual.xml": USUAL, "nights.xml": NIGHTS, "short_days.xml": SHORT_DAYS,
    "usual.xer": xer(P6_USUAL), "measures.xer": xer(P6_MEASURES), "baseline.xer": xer(P6_BASELINE, encoding="utf-8"),
}  # fmt: skip
THEIR_CONSTRAINTS = {
    "AS_SOON_AS_POSSIBLE": "asap", "AS_LATE_AS_POSSIBLE": "alap", "MUST_START_ON": "mso", "MUST_FINISH_ON": "mfo", "START_NO_EARLIER_THAN": "snet",
    "START_NO_LATER_THAN": "snlt", "FINISH_NO_EARLIER_THAN": "fnet", "FINISH_NO_LATER_THAN": "fnlt", "START_ON": "mso", "FINISH_ON": "mfo",
    "MANDATORY_START": "mso", "MANDATORY_FINISH": "mfo",
}  # fmt: skip
NO_BASELINE = {f"A{70 + n}" for n in range(1, 8)}
"""Activities of a project whose baseline is another project, which is not in the file: planned dates are none."""


def read(name: str, data: bytes, **asked: Any) -> Source:
    """The plan in a file."""
    return read_plan(name, data, Asked(**asked))


def rows(source: Source) -> dict[str, dict[str, Any]]:
    """The rows of a plan by ID."""
    return {row.values["task_id"]: row.values for row in source.rows["plan"]}


def said(source: Source) -> list[tuple[str, str]]:
    """What was told of a file: the row, and the words."""
    return [(note.named, note.message.to("en")) for note in source.notes]


# ---- beside mpxj ------------------------------------------------------------------------------------


@needs_mpxj
@pytest.mark.parametrize("name", PLANS)
def test_every_value_is_that_of_mpxj(name: str, tmp_path: Path) -> None:
    """Dates, costs, workloads, shares, people, links and constraints of every task; the differences are ours on purpose, and named here."""
    file = tmp_path / name
    file.write_bytes(PLANS[name])
    told = json.loads(subprocess.run([sys.executable, READS, file], capture_output=True, check=True, text=True, encoding="utf-8").stdout)  # fmt: skip
    source = read(name, PLANS[name])
    ours, of_p6 = rows(source), name.endswith(".xer")
    hours = 7.5 if name == "measures.xer" else 8.0 if of_p6 else told["minutes_per_day"] / 60
    theirs = {each["code"] if of_p6 else each["id"]: each for each in told["tasks"] if not (of_p6 and each["summary"]) and each["uid"] != "0"}  # fmt: skip

    assert source.head["project_name"] == told["name"]
    assert source.head["status_date"] == _day(told["status"])
    assert of_p6 or source.head["currency"] == told["currency"]
    assert [key for key, row in ours.items() if not (of_p6 and row["type"] == "summary")] == list(theirs)
    for key, their in theirs.items():
        assert {what: ours[key].get(what) for what in _expected(their, of_p6, hours)} == _expected(
            their, of_p6, hours
        ), key
        links = [(link.before, link.type.value, link.lag, link.elapsed, link.share) for link in parse_links(ours[key]["predecessors"])]  # fmt: skip
        assert links == [_link(link, hours) for link in their["links"]], key


def _day(when: str | None) -> dt.date | None:
    return dt.datetime.fromisoformat(when).date() if when else None


def _finish(when: str | None, start: str | None) -> dt.date | None:
    """The last day on which there was any time for work."""
    if when is None:
        return None
    end = dt.datetime.fromisoformat(when)
    return end.date() if when == start else (end - dt.timedelta(microseconds=1)).date()


def _expected(their: Mapping[str, Any], of_p6: bool, hours: float) -> dict[str, Any]:
    found: dict[str, Any] = {"name": their["name"]}
    for what in ("start", "start_actual", "start_baseline"):
        found[what if "_" in what else "start_forecast"] = _day(their[what])
    found["finish_forecast"] = _finish(their["finish"], their["start"])
    for what in ("actual", "baseline"):
        found[f"finish_{what}"] = _finish(their[f"finish_{what}"], their[f"start_{what}"])
    percent = their["percent_physical"] if their["percent_type"] == "PHYSICAL" else their["percent"]
    if their["percent_type"] == "UNITS":
        percent = 100 * their["work_actual"] / (their["work_actual"] + their["work_remaining"])
    found["pct_complete"] = round((percent or 0) / 100, 4)
    found["constraint_type"] = THEIR_CONSTRAINTS.get(their["constraint"])
    if their["constraint"] not in (None, "AS_SOON_AS_POSSIBLE", "AS_LATE_AS_POSSIBLE"):
        found["constraint_date"] = _day(their["constraint_date"])
    owners = [name for name in their["owner"] if name and name != "Steel"]
    found["owner"] = owners[0] if owners else None
    if of_p6:
        # It takes planned dates for those of a baseline that the file does not hold.
        found |= {
            "start_baseline": _day(their["planned_start"]),
            "finish_baseline": _finish(their["planned_finish"], their["planned_start"]),
        }
        if their["code"] in NO_BASELINE:
            found |= {"start_baseline": None, "finish_baseline": None}
        if their["planned_cost"]:
            found["cost_baseline"] = their["planned_cost"]
        if owners or their["planned_work"]:
            found |= {
                "effort_baseline_pd": their["planned_work"] / hours,
                "effort_actual_pd": their["work_actual"] / hours,
            }
    else:
        found["cost_baseline"] = their["cost_baseline"]
        for ours, what in (
            ("effort_baseline_pd", "work_baseline"),
            ("effort_actual_pd", "work_actual"),
            ("effort_remaining_pd", "work_remaining"),
        ):
            found[ours] = None if their[what] is None else round(their[what] / hours, 3)
    return found


def _link(link: Mapping[str, Any], hours: float) -> tuple[str, str, float, bool, bool]:
    days = {"d": 1, "h": 1 / hours, "ed": 1, "w": 5, "ew": 7, "%": 0.01}[link["units"]]
    return (
        link["before"],
        link["type"],
        round(link["lag"] * days, 4),
        link["units"].startswith("e"),
        link["units"] == "%",
    )


# ---- traps of Microsoft Project ---------------------------------------------------------------------


def one(**more: Any) -> Source:
    """A plan of two tasks, the second as given."""
    first = task(41, "First", START, FINISH, Baseline=[baseline(START, FINISH)])
    return read(
        "plan.xml",
        mspdi([first, task(42, "Second", START, FINISH, **{"Baseline": [baseline(START, FINISH)], **more})]),
    )


def test_a_finish_at_midnight_belongs_to_the_day_before() -> None:
    """And a milestone at midnight keeps its day."""
    night = one(Start="2026-01-05T00:00:00", Finish="2026-01-10T00:00:00")
    moment = one(Start="2026-01-05T00:00:00", Finish="2026-01-05T00:00:00", Milestone=1)

    assert rows(night)["2"]["finish_forecast"] == dt.date(2026, 1, 9)
    assert (rows(moment)["2"]["start_forecast"], rows(moment)["2"]["finish_forecast"]) == (
        dt.date(2026, 1, 5),
    ) * 2


def test_a_lag_of_a_fifth_of_the_task_before_is_named() -> None:
    """It is kept as a share, which the critical path reads as such."""
    source = one(PredecessorLink=[after(41, 1, 20, 19)])

    assert ("2 (UID 42)", "The lag of a link is a percentage, +20 % of the duration of its predecessor: it moves with every change of that.") in said(source)  # fmt: skip
    [link] = parse_links(rows(source)["2"]["predecessors"])
    assert (link.before, link.lag, link.share) == ("1", 0.2, True)


def test_a_share_of_elapsed_time_is_refused_and_named() -> None:
    """No number of days says the same."""
    source = one(PredecessorLink=[after(41, 1, 20, 20)])

    assert rows(source)["2"]["predecessors"] == "1FS"
    assert [named for named, words in said(source) if "elapsed duration" in words] == ["2 (UID 42)"]


@pytest.mark.parametrize(("language", "cell"), [("en", "1FS+3ed"), ("fr", "1FD+3jé")])
def test_an_elapsed_lag_counts_calendar_days(language: str, cell: str) -> None:
    """In the words of the language of the return."""
    data = mspdi(
        [task(41, "A", START, FINISH), task(42, "B", START, FINISH, PredecessorLink=[after(41, 1, 43200, 8)])]
    )

    assert rows(read("plan.xml", data, language=language))["2"]["predecessors"] == cell
    assert parse_links(cell)[0].elapsed


def test_inactive_tasks_are_named_and_so_are_links_to_them() -> None:
    """Neither is in the plan."""
    data = mspdi(
        [
            task(41, "Old idea", START, FINISH, Active=0),
            task(42, "B", START, FINISH, PredecessorLink=[after(41)]),
        ]
    )
    source = read("plan.xml", data)

    assert list(rows(source)) == ["2"]
    assert ("1 (UID 41)", "Inactive task “Old idea”: it is not read.") in said(source)
    assert ("2 (UID 42)", "Link to the inactive task 1: it is not taken.") in said(source)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"PredecessorLink": [after(77, CrossProject=1) | {"CrossProject": 1, "CrossProjectName": "other.mpp\\12"}]}, "Link to a task of another project (other.mpp\\12): it is not taken."),
        ({"PredecessorLink": [after(77)]}, "Link to the task with UID 77, which is not in the file: it is not taken."),
        ({"SubprojectName": "sub.mpp"}, "Inserted project “sub.mpp”: only this line of it is in the file."),
    ],
    ids=["other project", "nowhere", "inserted"],
)  # fmt: skip
def test_what_lies_outside_is_named(more: dict[str, Any], words: str) -> None:
    """Links to other projects, links to nothing, and projects of which one line is here."""
    source = one(**more)

    assert ("2 (UID 42)", words) in said(source)
    assert rows(source)["2"]["predecessors"] is None


def test_a_baseline_that_is_not_there_is_never_made_of_another() -> None:
    """Baseline 0 is missing and 1 is there: blank, told, and taken where a person says so."""
    data = mspdi([task(41, "A", START, FINISH, Baseline=[baseline(START, FINISH, 1, Cost=500)])])
    blank, asked = read("plan.xml", data), read("plan.xml", data, baseline=1)

    assert (rows(blank)["1"]["start_baseline"], rows(blank)["1"]["cost_baseline"]) == (None, None)
    assert ("", "Baseline 0 is not in the file; it holds 1. Baseline dates and budgets stay blank.") in said(
        blank
    )
    assert (rows(asked)["1"]["start_baseline"], rows(asked)["1"]["cost_baseline"]) == (
        dt.date(2026, 1, 5),
        5.0,
    )


def test_people_of_a_task() -> None:
    """Nobody (−65535) is nobody, a resource without a name too; of two people the first, and that is told."""
    data = mspdi(
        [task(41, "A", START, FINISH), task(42, "B", START, FINISH)],
        {1: "Paul", 2: "Zoé", 3: None},
        [(41, 3), (41, 1), (41, 2), (42, -65535)],
    )
    source = read("plan.xml", data)

    assert [rows(source)[key]["owner"] for key in ("1", "2")] == ["Paul", None]
    assert ("", "Several people are assigned to 1 tasks; the first is taken as owner (1).") in said(source)


def test_a_task_without_dates_and_blank_lines() -> None:
    """A blank line is none; a task without dates has none, and 0 % is not made up."""
    data = mspdi([{"UID": 41, "ID": 1, "IsNull": 1}, {"UID": 42, "ID": 2, "Name": "Some day", "Active": 1}])

    assert {
        key: (row["start_forecast"], row["pct_complete"]) for key, row in rows(read("plan.xml", data)).items()
    } == {"2": (None, None)}


def test_physical_progress_where_the_task_is_measured_so() -> None:
    """In place of the share of the duration."""
    source = one(PercentComplete=80, PhysicalPercentComplete=35, EarnedValueMethod=1)

    assert rows(source)["2"]["pct_complete"] == 0.35


def test_codes_that_are_letters_give_way_to_the_outline() -> None:
    """They stay in the comment."""
    source = one(WBS="PRT.B", OutlineNumber="1.1")

    assert (rows(source)["2"]["wbs"], rows(source)["2"]["comment"]) == ("1.1", "UID 42; WBS PRT.B")


def test_a_calendar_that_works_at_weekends_is_told() -> None:
    """Of Microsoft Project and of Primavera P6; durations here count Monday to Friday."""
    week = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(day != 1)}</DayWorking></WeekDay>"
        for day in range(1, 8)
    )
    calendar = f"<Calendars><Calendar><UID>3</UID><Name>Six days</Name><WeekDays>{week}</WeekDays><Exceptions><Exception/></Exceptions></Calendar></Calendars>"
    data = mspdi([task(41, "A", START, FINISH)], CalendarUID=3).replace(
        b"<Tasks>", calendar.encode() + b"<Tasks>"
    )
    hours = "(0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)())"
    six = (
        "(0||CalendarData()("
        "(0||DaysOfWeek()("
        + "".join(f"(0||{day}()({hours if day != 1 else ''}))" for day in range(1, 8))
        + "))(0||Exceptions()())))"
    )
    tables = p6([activity(1, "A", "2026-01-05 08:00", "2026-01-30 17:00")])
    weekend = xer({**tables, "CALENDAR": [{**tables["CALENDAR"][0], "clndr_data": six}]})
    five = xer(
        {
            **tables,
            "CALENDAR": [
                {**tables["CALENDAR"][0], "clndr_data": six.replace(f"(0||7()({hours}))", "(0||7()())")}
            ],
        }
    )

    assert [words.partition(";")[0] for _, words in said(read("plan.xml", data)) if "calendar" in words] == [
        "The calendar of the project (“Six days”) works at weekends",
        "The calendar of the project (“Six days”) has 1 exceptions, which are not read: days off are those under [calendar] in pmo.toml.",
    ]
    assert any("(“Standard”) works at weekends" in words for _, words in said(read("plan.xer", weekend)))
    assert not any("weekends" in words for _, words in said(read("plan.xer", five)))


# ---- hostile and odd files --------------------------------------------------------------------------

BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "xxxxxxxxxx">%s]><Project><Name>&j;</Name></Project>"""
    % b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.xml", BOMB, "declares a document type with entities"),
        ("plan.xml", b'<!DOCTYPE Project SYSTEM "file:///etc/passwd"><Project/>', "declares a document type"),
        ("plan.xml", USUAL[: len(USUAL) // 2], "cut or damaged at line"),
        ("plan.xml", b"<Workbook/>", "no plan of Microsoft Project"),
        ("plan.xml", b"  ", "The file is empty."),
        ("plan.xml", b"<Project>" + b"<a>" * 5000, "deeper than any plan"),
        ("plan.xml", USUAL.replace(b"<Start>2026-01-05T08:00:00", b"<Start>soon", 1), "1 (UID 41) holds what is no date or number"),
        ("plan.xml", USUAL.replace(b"<PercentComplete>50", b"<PercentComplete>nan", 1), "1 (UID 41) holds what is no date or number"),
        ("plan.xml", USUAL.replace(b"PT600H", b"PT" + b"9" * 400 + b"H", 1), "1 (UID 41) holds what is no date or number"),
        ("plan.xml", USUAL.replace(b"<MinutesPerDay>480", b"<MinutesPerDay>0"), "a day has no minutes"),
        ("plan.xer", xer(P6_USUAL).replace(b"\t16\t", b"\tinf\t"), "holds what is no date or number"),
        ("plan.xml", USUAL.replace(b"UTF-8", b"KLINGON"), "encoding that is not known"),
        ("plan.xer", xer(P6_USUAL)[:-700], "The file is cut"),
        ("plan.xer", xer(P6_USUAL, end=""), "its end mark %E is missing"),
        ("plan.xer", b"%T\tTASK", "does not begin with ERMHDR"),
        ("plan.xer", xer({**P6_USUAL, "CALENDAR": []}), "it lacks CALENDAR.clndr_id"),
        ("plan.mpp", b"PK\x03\x04", "no plan of Microsoft Project"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_words(name: str, data: bytes, words: str) -> None:
    """And never read in part."""
    with pytest.raises(NotTakenError) as refused:
        read(name, data)

    assert words in refused.value.message.to("en")
    assert refused.value.fix.to("fr")


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16LE", "UTF-8", "ISO-8859-1", "windows-1252"])
def test_encodings_of_xml(encoding: str) -> None:
    """With and without a mark at the beginning."""
    data = mspdi([task(41, "Étude", START, FINISH)], encoding=encoding)
    if encoding == "UTF-16LE":
        data = b"\xff\xfe" + data.replace("UTF-16LE".encode(encoding), "UTF-16".encode(encoding))

    assert rows(read("plan.xml", data))["1"]["name"] == "Étude"


def test_sixty_megabytes_are_read_within_the_limits() -> None:
    """Of what is no task nothing is kept; beyond a limit the file is refused by the name of the limit."""
    noise = f"<TimephasedData><Type>1</Type><Value>{'PT8H0M0S' * 100}</Value></TimephasedData>".encode()
    data = USUAL.replace(b"</Assignment>", noise * (60 * 1024 * 1024 // len(noise)) + b"</Assignment>", 1)

    assert len(data) > 60 * 1024 * 1024
    assert rows(read("plan.xml", data)) == rows(read("plan.xml", USUAL))
    with pytest.raises(NotTakenError, match="file_size"):
        read_plan("plan.xml", data, Asked(), LimitSettings(file_size=50))
    with pytest.raises(NotTakenError, match="rows"):
        read_plan("plan.xml", USUAL, Asked(), LimitSettings(rows=3))


# ---- traps of Primavera P6 --------------------------------------------------------------------------

OTHER = {
    "proj_id": 2,
    "proj_short_name": "P099",
    "clndr_id": 1,
    "sum_base_proj_id": "",
    "last_recalc_date": "2026-03-31 17:00",
}
TWO = p6(
    [activity(1, "A", "2026-01-05 08:00", "2026-01-30 17:00"), activity(2, "B", "2026-01-05 08:00", "2026-01-30 17:00", proj_id=2)],
    [{"task_id": 2, "pred_task_id": 1, "proj_id": 2}], projects=[OTHER],
)  # fmt: skip


def test_two_projects_in_one_file_are_asked_for() -> None:
    """And read where a person says which."""
    with pytest.raises(NotTakenError, match="2 projects: P012, P099") as refused:
        read("plan.xer", xer(TWO))

    assert "--project" in refused.value.fix.to("en")
    assert list(rows(read("plan.xer", xer(TWO), project="P099"))) == ["A2"]


def test_a_link_to_an_activity_of_another_project_is_named_with_its_line() -> None:
    """It is in no cell."""
    source = read("plan.xer", xer(TWO), project="P099")
    line = xer(TWO).split(b"\r\n").index(b"%R\t1\t2\t1\tPR_FS\t0\t2\t1") + 1

    assert [words for _, words in said(source) if "Link to" in words] == [
        f"Link to an activity that is not in the project (line {line}): it is not taken."
    ]


def test_the_baseline_of_a_project_that_is_in_the_file() -> None:
    """Its planned dates and costs, activity by activity; the project itself is not asked for."""
    based = {**OTHER, "proj_id": 5014}
    tables = p6(
        [activity(1, "A", "2026-02-02 08:00", "2026-02-27 17:00"),
         {**activity(2, "A", "2026-01-05 08:00", "2026-01-30 17:00", proj_id=5014), "task_code": "A1"}],
        used=[{"task_id": 2, "rsrc_id": 1, "target_cost": 700}], projects=[based], sum_base_proj_id=5014,
    )  # fmt: skip
    row = rows(read("plan.xer", xer(tables)))["A1"]

    assert (row["start_baseline"], row["finish_baseline"], row["cost_baseline"]) == (
        dt.date(2026, 1, 5),
        dt.date(2026, 1, 30),
        700,
    )


def test_a_baseline_that_is_not_in_the_file_is_blank_and_told() -> None:
    """Planned dates are no baseline there."""
    source = read("plan.xer", PLANS["baseline.xer"])

    assert {row.get("start_baseline") for row in rows(source).values()} == {None}
    assert any(
        "names a baseline (project 5014) that is not in the file" in words for _, words in said(source)
    )


def test_letters_of_the_wbs_are_numbered_and_summaries_made() -> None:
    """In the order of the WBS, activities of a node before the nodes below it."""
    found = rows(read("plan.xer", PLANS["measures.xer"]))

    assert {key: (row["wbs"], row["type"]) for key, row in found.items()} == {
        "A5": ("1", "loe"), "W2": ("2", "summary"), "A1": ("2.1", "task"), "A2": ("2.2", "task"), "A3": ("2.3", "task"),
        "W2.4": ("2.4", "summary"), "A4": ("2.4.1", "task"),
    }  # fmt: skip
    assert found["W2.4"]["comment"] == "WBS PRT.BLD.TST"
    assert (found["W2"]["start_forecast"], found["W2"]["finish_forecast"]) == (
        dt.date(2026, 1, 5),
        dt.date(2026, 3, 30),
    )


def test_a_wbs_that_goes_round_loses_no_activity() -> None:
    """It has no place, and that is told."""
    node = {
        "wbs_id": 21,
        "proj_id": 1,
        "seq_num": 1,
        "proj_node_flag": "N",
        "wbs_short_name": "X",
        "wbs_name": "X",
        "parent_wbs_id": 22,
    }
    tables = p6(
        [activity(1, "A", "2026-01-05 08:00", "2026-01-30 17:00", wbs_id=21)],
        nodes=[node, {**node, "wbs_id": 22, "parent_wbs_id": 21}],
    )
    source = read("plan.xer", xer(tables))

    assert list(rows(source)) == ["A1"]
    assert any("round in a circle" in words for _, words in said(source))


def test_a_text_over_two_lines_goes_on() -> None:
    """As Primavera P6 writes names with a line break."""
    tables = p6([activity(1, "Long\r\nname", "2026-01-05 08:00", "2026-01-30 17:00")])

    assert rows(read("plan.xer", xer(tables)))["A1"]["name"] == "Long name"


def test_a_mandatory_finish_and_a_second_constraint_are_told() -> None:
    """One is read as a must, the other is lost aloud."""
    tables = p6(
        [
            activity(
                1,
                "A",
                "2026-01-05 08:00",
                "2026-01-30 17:00",
                cstr_type="CS_MANDFIN",
                cstr_date="2026-01-30 17:00",
                cstr_type2="CS_MSOA",
            )
        ]
    )
    source = read("plan.xer", xer(tables))

    assert (rows(source)["A1"]["constraint_type"], rows(source)["A1"]["constraint_date"]) == (
        "mfo",
        dt.date(2026, 1, 30),
    )
    assert ("A1 (L21)", "Its second constraint (CS_MSOA) is not taken.") in said(source)


# ---- .mpp -------------------------------------------------------------------------------------------


@needs_mpxj
def test_the_converter_gives_what_our_reader_reads() -> None:
    """It hands any plan that mpxj knows on as XML; here one whose rows are known."""
    made = subprocess.run(
        [sys.executable, "-m", "pmo_xl.adopt.sources.mpp", "512"],
        input=PLANS["usual.xml"],
        capture_output=True,
        check=True,
    )
    ours, theirs = rows(read("plan.xml", USUAL)), rows(read("plan.xml", made.stdout))

    for key, row in ours.items():
        assert {what: theirs[key][what] for what in KEPT} == {what: row[what] for what in KEPT}


KEPT = (
    "name",
    "type",
    "start_forecast",
    "finish_forecast",
    "start_baseline",
    "finish_baseline",
    "finish_actual",
    "cost_baseline",
    "predecessors",
)


@needs_mpxj
def test_a_damaged_mpp_is_refused_in_words() -> None:
    """The process of its own says that it cannot read it."""
    with pytest.raises(NotTakenError, match="mpxj cannot read"):
        read("plan.mpp", b"\xd0\xcf\x11\xe0" + b"x" * 2000)


def test_without_mpxj_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """And which way round there is."""
    monkeypatch.setitem(sys.modules, "mpxj", None)
    with pytest.raises(NotTakenError) as refused:
        read("plan.mpp", b"\xd0\xcf\x11\xe0" + b"x" * 2000)

    assert 'pip install "pmo_xl[mpp]"' in refused.value.message.to("en")
    assert "XML" in refused.value.fix.to("fr")
