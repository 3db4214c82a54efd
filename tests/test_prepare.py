"""The next period: its date in the settings, and what a run says while its returns have not come."""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from pathlib import Path

import pytest

from pmo_xl.core.base.files import KEPT_FOLDER
from pmo_xl.core.base.problem import NothingToDo, PmoXlError
from pmo_xl.core.settings.status_date import date_to_prepare, with_status_date
from pmo_xl.doors.terminal import messages
from pmo_xl.pipeline import consolidate_to
from pmo_xl.workspace import demo, new_workspace, prepare
from pmo_xl.workspace.fresh import settings_text
from pmo_xl.workspace.watch import Failed, watch

DAY = dt.date
MARCH, APRIL, MAY = DAY(2026, 3, 31), DAY(2026, 4, 30), DAY(2026, 5, 31)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of March with two projects."""
    home = tmp_path_factory.mktemp("prepare") / "pmo"
    demo(home, 2, 3, "mixed")
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "pmo"))


def settings_of(home: Path) -> str:
    """The text of the settings, line ends included."""
    return (home / "pmo.toml").read_bytes().decode()


def content(home: Path) -> dict[Path, bytes]:
    """Every file of the workspace, what the program keeps for itself aside."""
    files = (file for file in home.rglob("*") if file.is_file() and KEPT_FOLDER not in file.parts)
    return {file: file.read_bytes() for file in files}


# which date ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("current", "following"),
    [
        (DAY(2026, 3, 31), DAY(2026, 4, 30)),
        (DAY(2026, 3, 30), DAY(2026, 3, 31)),
        (DAY(2027, 12, 31), DAY(2028, 1, 31)),
        (DAY(2028, 1, 31), DAY(2028, 2, 29)),
        (DAY(2027, 1, 15), DAY(2027, 1, 31)),
    ],
)
def test_the_next_date_is_the_next_end_of_a_month(current: dt.date, following: dt.date) -> None:
    """Once a return bears the date in force; before that, the period in force is the one to prepare."""
    assert date_to_prepare(None, current, current) == following
    assert date_to_prepare(None, current, None) == current
    assert date_to_prepare(None, current, current - dt.timedelta(days=1)) == current
    assert date_to_prepare(following, current, None) == following


def test_a_workspace_does_not_go_back(home: Path) -> None:
    """A date before that in force is refused in a sentence, and nothing is written."""
    before = settings_of(home)
    with pytest.raises(
        NothingToDo, match="2026-02-28 lies before the status date of the workspace, 2026-03-31"
    ):
        prepare(home, DAY(2026, 2, 28))
    assert settings_of(home) == before
    assert not (home / "templates" / "issued").exists()


def test_the_first_period_of_a_new_workspace_is_its_own(made: Path, tmp_path: Path) -> None:
    """Where nobody has returned anything the date in the settings is not passed over."""
    home = tmp_path / "new"
    new_workspace(home, "fr")
    shutil.copy(made / "steering.xlsx", home / "pilotage.xlsx")
    (home / "pmo.toml").write_text(settings_text("fr", MARCH), encoding="utf-8")
    before = settings_of(home)
    prepared = prepare(home)

    assert (prepared.status_date, prepared.moved) == (MARCH, False)
    assert len(prepared.written) == 6
    assert settings_of(home) == before
    assert messages.moved(prepared) is None


# the settings --------------------------------------------------------------------------------------------------


def test_prepare_moves_the_status_date_and_nothing_else(home: Path) -> None:
    """One line of the settings changes; a second call stays in the period that nobody has answered yet."""
    before = settings_of(home)
    prepared = prepare(home)
    said = messages.moved(prepared)

    assert said is not None
    assert (
        said.to("en")
        == "The status date of the workspace is now 2026-04-30, no longer 2026-03-31: status_date in pmo.toml."
    )
    assert said.to("fr").startswith("La date d’arrêté de l’espace de travail est désormais le 30/04/2026")
    assert settings_of(home) == before.replace("status_date = 2026-03-31", "status_date = 2026-04-30")
    assert {file.parents[1].name for file in prepared.written} == {"2026-04-30"}
    again = prepare(home)
    assert (again.status_date, again.moved, again.written) == (APRIL, False, [])
    assert sorted(again.kept) == sorted(prepared.written)
    assert prepare(home, MAY).moved


OTHER = 'currency = "EUR"  # status_date = 2020-01-01\n\n[calendar]\nholidays = [2026-05-01]\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("status_date = 2026-03-31\n", "status_date = 2026-04-30\n"),
        ("  status_date=2026-03-31   # ours\n", "  status_date=2026-04-30   # ours\n"),
        ('status_date = "2026-03-31"\n', "status_date = 2026-04-30\n"),
        ("# the date\n# status_date = 2026-01-31  # sample\n", "# the date\nstatus_date = 2026-04-30  # sample\n"),
        ("# nothing\n", "status_date = 2026-04-30\n# nothing\n"),
        ("", "status_date = 2026-04-30\n"),
        ("\ufeffstatus_date = 2026-03-31\n", "\ufeffstatus_date = 2026-04-30\n"),
        ("# status_date = 2026-01-31\nstatus_date = 2026-03-31\n", "# status_date = 2026-01-31\nstatus_date = 2026-04-30\n"),
        ('words = """\nstatus_date = 2026-01-31\n"""\n', 'status_date = 2026-04-30\nwords = """\nstatus_date = 2026-01-31\n"""\n'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_text_of_the_settings_stays(before: str, after: str, end: str) -> None:
    """Comments, order, spaces and line ends; where no line sets the date, the sample does, or a line on top."""
    text, expected = ((part + OTHER).replace("\n", end) for part in (before, after))

    assert with_status_date(text, APRIL) == expected
    assert tomllib.loads(expected.removeprefix("\ufeff"))["status_date"] == APRIL


def test_a_line_that_cannot_be_found_is_left_to_the_pmo(home: Path) -> None:
    """Nothing is written, neither a template nor the settings."""
    spelled = settings_of(home).replace("status_date = 2026-03-31", '"status_date" = 2026-03-31')
    (home / "pmo.toml").write_text(spelled, encoding="utf-8")
    with pytest.raises(NothingToDo, match="Write there: status_date = 2026-04-30"):
        prepare(home)
    assert settings_of(home) == spelled
    assert not (home / "templates" / "issued").exists()


@pytest.mark.parametrize("spoiled", ["steering.xlsx", "mappings/tool.toml"])
def test_nothing_moves_where_the_register_or_a_mapping_fails(home: Path, spoiled: str) -> None:
    """The sentence comes before anything is written."""
    (home / spoiled).parent.mkdir(exist_ok=True)
    (home / spoiled).write_bytes(b"no workbook [")
    before = settings_of(home)
    with pytest.raises(PmoXlError):
        prepare(home, APRIL)
    assert settings_of(home) == before
    assert not (home / "templates" / "issued").exists()


def test_nothing_moves_where_a_template_cannot_be_written(home: Path) -> None:
    """The workspace stays in its period until all of the next one is there."""
    blocked = home / "templates" / "issued" / "2026-04-30"
    blocked.parent.mkdir(parents=True)
    blocked.write_bytes(b"a file where a folder should be")
    before = settings_of(home)
    with pytest.raises(NothingToDo, match="cannot be written"):
        prepare(home)
    assert settings_of(home) == before


def test_a_folder_without_settings_gets_none(home: Path) -> None:
    """Its runs take the date that most returns state; a file of settings would make a workspace of it."""
    (home / "pmo.toml").unlink()
    assert not prepare(home, APRIL).moved
    assert not (home / "pmo.toml").exists()


# until the returns come ------------------------------------------------------------------------------------------

REMEDIES = ("put them into the folder", "enter that of the returns: status_date in pmo.toml")


def test_a_run_before_the_returns_of_the_period_changes_nothing(home: Path) -> None:
    """By command: both ways out are named, in the reader's language, and the master stays as it was."""
    master = home / "out" / "master.xlsx"
    consolidate_to([home], master)
    prepare(home)
    before = content(home)
    with pytest.raises(NothingToDo) as stopped:
        consolidate_to([home], master)
    english, french = (stopped.value.text.to(language) for language in ("en", "fr"))

    assert english.startswith(
        "All 6 returns are as of 2026-03-31, the period 2026-04-30 (status_date in pmo.toml)."
    )
    assert all(remedy in english for remedy in REMEDIES)
    assert "déposez-les dans le dossier dès réception" in french
    assert "saisissez celle des retours" in french
    assert content(home) == before


def test_a_watched_folder_says_the_same_and_waits(home: Path) -> None:
    """The run that fails is an event with that sentence; the next file may mend it."""
    consolidate_to([home], home / "out" / "master.xlsx")
    before = (home / "out" / "master.xlsx").read_bytes()
    prepare(home)
    events = watch(home, home / "out" / "master.xlsx", quiet=0.05, poll=True)
    event = next(event for event in events if isinstance(event, Failed))

    assert all(remedy in event.why.to("en") for remedy in REMEDIES)
    assert (home / "out" / "master.xlsx").read_bytes() == before


def test_the_date_that_was_forgotten_is_the_other_way_out(home: Path) -> None:
    """Returns of a later month under the old date: the same sentence, and entering their date makes the master."""
    moved = prepare(home)
    shutil.rmtree(home / "returns")
    (home / "returns").mkdir()
    for file in moved.written:
        shutil.copytree(file.parent, home / "returns" / file.parent.name, dirs_exist_ok=True)
    now = settings_of(home)
    (home / "pmo.toml").write_text(now.replace("2026-04-30", "2026-03-31"), encoding="utf-8")
    with pytest.raises(NothingToDo, match="if it is the date that was not moved on"):
        consolidate_to([home], home / "out" / "master.xlsx")
    (home / "pmo.toml").write_text(now, encoding="utf-8")
    assert consolidate_to([home], home / "out" / "master.xlsx").account.status_date == APRIL


def test_the_archive_serves_as_last_returns(home: Path) -> None:
    """Returns of the period in force that were archived count as come: the date moves on."""
    (home / "archive" / "2026-03").mkdir(parents=True)
    for folder in [*(home / "returns").iterdir()]:
        folder.rename(home / "archive" / "2026-03" / folder.name)
    assert prepare(home).status_date == APRIL
