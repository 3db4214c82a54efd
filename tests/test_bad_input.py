"""Whatever spoils a return is named at its place, and no wrong value is taken from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import office
import pytest
from bad_input import CASES, Case, examined, made, page, said
from filled import PROJECT, ROWS, held, returned
from standard import TABLES

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.excel.read.workbook import read_workbook

ROOT = Path(__file__).parents[1]


def expected(case: Case, table: str) -> dict[str, list[Any]]:
    """What must be read of a table, row by row."""
    rows = [PROJECT] if table == "project" else ROWS[table]
    sheet = Project if table == "project" else TABLES[table]
    return {
        column.key: [
            case.reads.get((table, column.key, at), row.get(column.key))
            for at, row in enumerate(rows)
            if at not in case.loses.get(table, ())
        ]
        for column in sheet.inputs()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_spoiled_return_is_named_and_yields_no_wrong_value(case: Case, tmp_path: Path) -> None:
    """Exactly the findings listed, at their cells; every value read is right; other files are as ever."""
    if case.office and office._SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed: nothing can save the file in that format")
    returns, findings = examined(made(case, tmp_path, office._converted))

    assert sorted(map(said, findings)) == sorted(case.says), [f.message.to("en") for f in findings]
    assert not [f for f in findings if f.place.file == "GOOD.xlsx"]
    for finding in findings:
        for language in ("en", "fr"):
            shown = finding.to_dict(language)
            assert shown["message"]
            assert shown["fix"]
            assert not {"{", "}"} & set(shown["message"] + shown["fix"])
    ours = [one for one in returns if one.file != "GOOD.xlsx"]
    sound = [one for one in ours if not one.rejected]
    assert all(one.rejected for one in ours) is (case.rejected or not ours)
    for one in sound:
        for table, columns in held(one).items():
            assert columns == expected(case, table), table


def test_a_password_is_called_a_password(tmp_path: Path) -> None:
    """Who sends a protected workbook reads that the password is in the way."""
    (case,) = (case for case in CASES if "Password" in case.name)
    _, (finding,) = examined(made(case, tmp_path))
    assert "password" in finding.message.to("en")
    assert "mot de passe" in finding.message.to("fr")


def test_the_page_of_bad_input_is_current() -> None:
    """What the page promises is what the cases prove."""
    on_disk = (ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8")
    assert on_disk == page(), "run: python tests/bad_input.py"


def test_one_bad_file_never_stops_a_run(tmp_path: Path) -> None:
    """All of them in one folder: each is read or refused, and the right return among them counts."""
    for number, case in enumerate(CASES):
        folder = tmp_path / f"{number:03}"
        folder.mkdir()
        made(case, folder)
        (folder / "GOOD.xlsx").unlink()
    (tmp_path / "good.xlsx").write_bytes((tmp_path / "000" / "BAD.xlsx").read_bytes())
    files = sorted(tmp_path.rglob("*.xlsx"))
    assert len([read_workbook(path, path.name) for path in files]) == len(files)
    assert returned(tmp_path / "good.xlsx").findings == []
