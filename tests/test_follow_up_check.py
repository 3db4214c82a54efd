"""The Check of a follow-up and ``validate`` agree: no workbook of which a row breaks a rule in error may be sent.

The blank of each case is filled with the sound rows and the one that breaks the rule; LibreOffice computes what its Check says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from office import needs_office
from standard import KIND_OF, TABLES
from test_cases import CASE_LIST, identity, pack
from test_check_agrees import DOUBTFUL, FINE, LANGUAGES, WRONG, Case, Pasted, Rows, computed, written

from pmo_xl.core.base.finding import Severity

pytestmark = needs_office

OWN = {key: table for key, table in TABLES.items() if KIND_OF[key] == "followup"}


def in_a_row(case: Case) -> bool:
    """Whether a rule of one row finds the case; other projects take their register."""
    table = case["cell"].split(".")[0]
    rules = (*OWN[table].rules, *OWN[table].live) if table in OWN else ()
    return case["rule"] in {rule.code for rule in rules} and case["rule"] != "DEP-03"


CASES = [case for case in CASE_LIST if case["file"] == "followup" and in_a_row(case)]
OF_THE_PACK = [case for case in CASE_LIST if case["rule"] == "XSH-07"]


def changed_row(case: Case) -> tuple[str, str] | None:
    """Table and ID of the one row that a case changes, where a copy of it may stand beside the sound one."""
    rows = {tuple(address.rsplit(".", 1)[0].split(".", 1)) for address in case["change"]}
    (table, key), *others = sorted(rows)
    return (table, key) if not others and table in OWN and table != "status" else None


TOGETHER = [case for case in CASES if changed_row(case)]
"""Their rows stand in one workbook, each under an ID of its own."""
ALONE = [case for case in CASES if not changed_row(case)]


def rows_of(change: Mapping[str, Any], kinds: tuple[str, ...]) -> Rows:
    """The sound rows of the rule cases, some cells of them changed."""
    tables = pack(change)[1]
    return {
        table: [{**identity(table, key), **row} for key, row in tables[table].items()]
        for table in TABLES
        if KIND_OF[table] in kinds
    }


def filled(
    path: Any, change: Mapping[str, Any], language: str, kinds: tuple[str, ...] = ("followup",)
) -> Pasted:
    """A workbook with these rows."""
    return written(
        path, language, {"project_id": "P001", **pack(change)[0]}, rows_of(change, kinds), {}, kinds
    )


def together() -> tuple[Rows, list[tuple[Case, str, int]]]:
    """The sound rows and below them one for each case, with the table and the place of that."""
    rows, places = rows_of({}, ("followup",)), []
    for number, case in enumerate(TOGETHER):
        table, key = changed_row(case) or ("", "")
        (identifier,) = TABLES[table].identity
        row = next(one for one in rows_of(case["change"], ("followup",))[table] if one[identifier] == key)
        rows[table].append({**row, identifier: f"{key[0]}-{1000 + number}"})
        places.append((case, table, len(rows[table]) - 1))
    return rows, places


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Pasted]]:
    """What was computed: sound follow-ups, one with a broken row for each case, those that need a workbook to themselves."""
    folder = tmp_path_factory.mktemp("follow-ups")
    record = {"project_id": "P001", **pack({})[0]}
    made = {
        "sound": [filled(folder / f"sound-{language}.xlsx", {}, language) for language in LANGUAGES],
        "together": [
            written(folder / f"together-{language}.xlsx", language, record, together()[0], {}, ("followup",))
            for language in LANGUAGES
        ],
        "alone": [
            filled(folder / f"{n}.xlsx", case["change"], LANGUAGES[n % 2]) for n, case in enumerate(ALONE)
        ],
        "itself": [filled(folder / "itself.xlsx", {"dependencies.X-001.other_project": "P001"}, "fr")],
        "packs": [
            filled(folder / f"pack-{n}-{kind}.xlsx", case[kind], LANGUAGES[n % 2], ("budget", "followup"))
            for n, case in enumerate(OF_THE_PACK)
            for kind in ("change", "passes")
        ],
    }
    computed([one for several in made.values() for one in several], folder / "fresh")
    return made


def test_a_sound_follow_up_may_be_sent(packs: dict[str, list[Pasted]]) -> None:
    """Every row is complete, in both languages."""
    for one in packs["sound"]:
        assert one.findings == []
        assert not one.verdict.startswith(WRONG), one.verdict
        assert {said[:1] for rows in one.said.values() for said in rows} == {FINE}


def unlike(one: Pasted, table: str, row: int) -> str:
    """What the Check says of a row where that is not what validate says; empty where the two agree."""
    said, worst = one.said[table][row], one.worst(table, row)
    right = {
        Severity.ERROR: (WRONG,),
        Severity.WARNING: (DOUBTFUL, WRONG),
        Severity.INFO: (FINE, DOUBTFUL),
        None: (FINE,),
    }
    return "" if said.startswith(right[worst]) else f"{table} {row}: {said} instead of {worst}"


def test_a_row_that_breaks_a_rule_is_marked_as_grave_as_the_rule_is(packs: dict[str, list[Pasted]]) -> None:
    """In both languages; a workbook with an error may not be sent."""
    for one in packs["together"]:
        told = [(case["rule"], unlike(one, table, row)) for case, table, row in together()[1]]
        assert [each for each in told if each[1]] == []
        assert [case["rule"] for case, table, row in together()[1] if one.worst(table, row) is None] == []
        assert one.verdict.startswith(WRONG)


def test_what_takes_several_rows_is_marked_too(packs: dict[str, list[Pasted]]) -> None:
    """A workbook for each: every row as validate has it, the verdict ◆ where there is an error, and only there."""
    assert ALONE
    for case, one in zip(ALONE, packs["alone"], strict=True):
        assert case["rule"] in {finding.code for finding in one.findings}, case
        wrong = [unlike(one, table, row) for table, held in one.rows.items() for row in range(len(held))]
        assert [each for each in wrong if each] == [], case["rule"]
        is_error = any(finding.severity is Severity.ERROR for finding in one.findings)
        assert one.verdict.startswith(WRONG) is is_error, (case["rule"], one.verdict)


def test_a_project_that_waits_for_itself_is_shown(packs: dict[str, list[Pasted]]) -> None:
    """The workbook knows its own project ID."""
    (one,) = packs["itself"]
    assert [finding.code for finding in one.findings] == ["DEP-03"]
    assert one.said["dependencies"][0].startswith(WRONG)
    assert one.verdict.startswith(WRONG)


def test_a_pack_whose_changes_are_not_in_its_budget_may_not_be_sent(packs: dict[str, list[Pasted]]) -> None:
    """In all: line by line it takes ``validate``."""
    changed, passes = packs["packs"][::2], packs["packs"][1::2]
    assert changed
    for one in changed:
        assert "XSH-07" in {finding.code for finding in one.findings}
        assert one.verdict.startswith(WRONG)
    for one in passes:
        assert "XSH-07" not in {finding.code for finding in one.findings}
        assert not one.verdict.startswith(WRONG) or one.findings, one.verdict
