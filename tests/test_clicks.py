"""What the buttons do, without any office program: a book that only remembers what it is told."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest

from pmo_xl import make_demo, pipeline
from pmo_xl.console.buttons import BUTTONS
from pmo_xl.console.layout import (
    FINDING_COLUMNS,
    FINDINGS_START,
    LAST_RUN,
    NOT_ASKED_FOR,
    SETTINGS,
    URGENT_START,
    WORKSPACE,
)
from pmo_xl.core.base.files import KEPT_FOLDER as CACHE
from pmo_xl.doors import addin
from pmo_xl.pipeline import consolidate_to
from pmo_xl.workspace.health.synced import Synced, found_again


class Cell:
    """A named cell: its value, and any number of rows below it."""

    def __init__(self) -> None:
        self.value: Any = None
        self.refers_to_range = self

    def resize(self, _rows: int, _columns: int) -> Cell:
        return self

    def clear_contents(self) -> None:
        self.value = None


class App:
    """An office program that remembers each status text, each message and each book it opened."""

    def __init__(self) -> None:
        self.said: list[Any] = []
        self.alerts: list[str] = []
        self.screen_updating = True
        self.books = Books(self)

    status_bar = property(lambda self: self.said[-1], lambda self, words: self.said.append(words))

    def alert(self, prompt: str, title: str | None = None, mode: str | None = None) -> None:
        self.alerts.append(prompt)


class Books(list[Any]):
    """The open books."""

    def __init__(self, app: App) -> None:
        self.app = app

    def open(self, path: str) -> Any:
        self.append(Book(self.app, Path(path)))
        return self[-1]


class Book:
    """A workbook with the console's names."""

    def __init__(self, app: App, path: Path, names: bool = True) -> None:
        self.app, self.fullname, self.name = app, str(path), path.name
        keys = (
            (*(line.name for line in (*SETTINGS, WORKSPACE, *LAST_RUN)), FINDINGS_START, URGENT_START)
            if names
            else ()
        )
        self.cells = {key: Cell() for key in keys}
        self.names = [SimpleNamespace(name=key, refers_to_range=cell) for key, cell in self.cells.items()]

    def __getitem__(self, name: str) -> Any:
        return self.cells[f"pmo_{name}"].value

    def __setitem__(self, name: str, what: Any) -> None:
        self.cells[f"pmo_{name}"].value = what


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with faults, in a folder with a space and an accent."""
    folder = tmp_path_factory.mktemp("clicks") / "Été 2026"
    make_demo(folder, 4, 1, "en", 4)
    return folder


@pytest.fixture
def book(demo: Path) -> Iterator[Book]:
    """The console of the workspace, just opened."""
    console = Book(App(), demo / "PMO_Console.xlsm")
    console.app.books.append(console)
    yield console
    (demo / "out" / "master.xlsx").unlink(missing_ok=True)


def test_every_button_has_its_function() -> None:
    """Every button calls a function of that name."""
    assert {button.key for button in BUTTONS} <= set(vars(addin))


def test_check_lists_the_findings_and_writes_nothing_else(book: Book, demo: Path) -> None:
    """Check lists the findings in the console, linked to their cells, and writes nothing else."""
    before = _files(demo)
    addin.check(book)

    assert book["run_what"] == "Check"
    assert book["run_result"].startswith("'▲ Done")
    assert book["run_returns"].startswith("12 returns: ")
    assert isinstance(book["run_when"], dt.datetime)
    assert book["run_master"] is None
    assert _files(demo) - before <= {demo / "out" / "pmo_xl.log"}
    rows = [dict(zip((key for key, _, _ in FINDING_COLUMNS), row, strict=True)) for row in book["findings"]]
    assert len(rows) == 4
    for row in rows:
        target = re.fullmatch(r'=HYPERLINK\("([^"]*)","([^"]*)"\)', row["cell"])
        assert target, row["cell"]
        assert target[2].rpartition("!")[2] in target[1]
    assert book.app.alerts == []


def test_consolidate_writes_the_master_that_the_command_writes(
    book: Book, demo: Path, tmp_path: Path
) -> None:
    """Consolidate writes the very master that the command line writes, and opens it."""
    addin.consolidate(book)
    master = demo / "out" / "master.xlsx"
    twin = consolidate_to([demo], demo / "out" / "twin.xlsx").master
    assert twin is not None

    assert master.read_bytes() == twin.read_bytes()
    assert [opened.name for opened in book.app.books] == ["PMO_Console.xlsm", "master.xlsx"]
    assert str(master) in book["run_master"]
    twin.unlink()


def test_a_second_click_with_nothing_changed_leaves_the_master_and_opens_it(book: Book, demo: Path) -> None:
    """The console shows the same run again, its findings too; nothing is read and nothing written."""
    master = demo / "out" / "master.xlsx"
    addin.consolidate(book)
    shown = {name: book[name] for name in ("run_returns", "run_findings", "run_master", "findings")}
    stamp = master.stat().st_mtime_ns
    book.app.books[:] = [opened for opened in book.app.books if opened.name != "master.xlsx"]
    said = len(book.app.said)
    addin.consolidate(book)

    assert {name: book[name] for name in shown} == shown
    assert master.stat().st_mtime_ns == stamp
    assert not any("reading return" in str(words) for words in book.app.said[said:])
    assert [opened.name for opened in book.app.books] == ["PMO_Console.xlsm", "master.xlsx"]


def test_progress_is_told_and_the_program_left_as_it_was(book: Book, demo: Path) -> None:
    """The status bar tells what is being done, and is given back at the end."""
    # What is remembered of the returns would leave nothing to read.
    shutil.rmtree(demo / CACHE, ignore_errors=True)
    addin.consolidate(book)

    *told, last = book.app.said
    assert told[0] == "pmo_xl: Consolidate …"
    assert any(words.startswith("pmo_xl: reading return ") for words in told)
    assert told[-1] == "pmo_xl: adding up …"
    assert last is False
    assert book.app.screen_updating is True


def test_the_settings_of_the_console_count(book: Book, demo: Path, tmp_path: Path) -> None:
    """Folder, status date, language and master that were typed into the console are those of the run."""
    book["returns"] = str(demo / "returns" / "P001")
    book["status_date"] = dt.date(2026, 4, 30)
    book["language"] = "fr"
    book["master"] = str(tmp_path / "Synthèse.xlsx")
    addin.consolidate(book)
    # No return is of that date: this is said, and there is no master of nothing.
    assert "2026-04-30" in book["run_result"] or "30/04/2026" in book["run_result"]
    assert not (tmp_path / "Synthèse.xlsx").exists()

    book["status_date"] = dt.date(2026, 3, 31)
    addin.consolidate(book)

    assert (tmp_path / "Synthèse.xlsx").is_file()
    assert book["run_what"] == "Consolider"
    assert book["run_returns"].startswith("3 retours")


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("returns", "nowhere", "does not exist"),
        ("status_date", "soon", "“soon” is no status date"),
        ("master", "out/master.xls", "must end with .xlsx"),
    ],
)
def test_a_wrong_setting_is_answered_with_a_sentence(
    book: Book, name: str, typed: str, sentence: str
) -> None:
    """A wrong setting is answered with a sentence, in the console and in a message; nothing is written."""
    book[name] = typed
    addin.consolidate(book)

    assert sentence in book["run_result"]
    assert [sentence in words for words in book.app.alerts] == [True]
    assert "Traceback" not in book["run_result"]
    assert book.app.status_bar is False
    assert not (Path(book.fullname).parent / "out" / "master.xlsx").exists()


def test_an_open_master_is_not_overwritten(book: Book, demo: Path) -> None:
    """While the master is open it may hold notes that are not saved: it is left alone, and the person told."""
    master = demo / "out" / "master.xlsx"
    addin.consolidate(book)
    master.write_bytes(b"notes")
    addin.consolidate(book)

    assert master.read_bytes() == b"notes"
    assert "master.xlsx is open" in book["run_result"]


def test_what_nobody_foresaw_is_a_sentence_and_a_log(
    book: Book, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of ours shows a sentence and the path of the log, which holds the details, and never what a cell holds."""

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError(cell)

    cell = "poisoned"
    monkeypatch.setattr(pipeline, "validate", broken)
    addin.check(book)

    log = demo / CACHE / "errors.log"
    assert "stopped on an unexpected error (ZeroDivisionError)" in book["run_result"]
    assert str(log) in book["run_result"]
    assert "test_clicks.py" in log.read_text(encoding="utf-8")
    assert "poisoned" not in log.read_text(encoding="utf-8") + book["run_result"]
    assert "Traceback" not in book.app.alerts[0]


def test_a_program_that_does_not_tell_its_state_is_served_all_the_same(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it redraws its window is a courtesy: the run goes on without."""

    def unknown(_: Any) -> bool:
        raise NotImplementedError

    monkeypatch.setattr(App, "screen_updating", property(unknown, lambda *_: None), raising=False)
    addin.check(book)

    assert book["run_result"].startswith("'▲ Done")
    assert book.app.alerts == []


def test_a_workbook_of_the_workspace_finds_its_console(demo: Path) -> None:
    """From the ribbon of any workbook of a workspace, its console is opened and used."""
    (demo / "PMO_Console.xlsm").touch()
    app = App()
    app.books.append(Book(app, demo / "returns" / "P001" / "plan.xlsx", names=False))
    addin.check(app.books[0])

    assert app.books[1].name == "PMO_Console.xlsm"
    assert app.books[1]["run_what"] == "Check"


def test_a_workbook_elsewhere_is_told_where_the_console_is(tmp_path: Path) -> None:
    """A workbook outside every workspace is told to open the console."""
    app = App()
    addin.check(Book(app, tmp_path / "Book1.xlsx", names=False))

    assert "Book1.xlsx is no control workbook" in app.alerts[0]
    assert [*tmp_path.iterdir()] == []


def test_a_console_that_lies_on_a_server_is_answered_with_a_sentence(demo: Path) -> None:
    """Where the office program cannot tell a folder of this computer, the person is told to save the console in one."""

    class OnAServer(Book):
        fullname = property(lambda _: (_ for _ in ()).throw(RuntimeError("a URL")), lambda *_: None)

    app = App()
    addin.check(OnAServer(app, demo / "PMO_Console.xlsm"))

    assert "does not lie in a folder of this computer" in app.alerts[0]


def test_a_console_that_excel_names_by_an_address_is_found_again(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With AutoSave Excel gives https:// for a file that OneDrive keeps here too: the click finds its workspace."""
    address = "https://contoso.sharepoint.com/teams/PMO/Documents%20partages/{}/PMO_Console.xlsm"

    class Shared(Book):
        fullname = property(
            lambda _: (_ for _ in ()).throw(RuntimeError("not recognized as valid SharePoint link")),
            lambda *_: None,
        )
        api = SimpleNamespace(FullName=address.format(quote(demo.name)))

    (demo / "PMO_Console.xlsm").touch()
    console = Shared(App(), demo / "PMO_Console.xlsm")
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))
    addin.check(console)
    assert "no folder that OneDrive keeps on this computer holds it" in console.app.alerts[0]
    monkeypatch.setenv("OneDriveCommercial", str(demo.parent))
    addin.check(console)
    assert console["run_returns"].startswith("12 returns: ")


def test_an_address_leads_to_one_file_or_to_none(tmp_path: Path) -> None:
    """What OneDrive notes of a library comes first; else the longest end of the address that fits, unless two files do."""
    for folder in ("Library/PMO", "Other/PMO", "Personal/Archive"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("Library/PMO/a b.xlsm", "Other/PMO/a b.xlsm", "Personal/Archive/c.xlsm"):
        (tmp_path / file).touch()
    site = "https://contoso.sharepoint.com/sites/Été/Documents%20partages"
    library, other, personal = (tmp_path / name for name in ("Library", "Other", "Personal"))
    known = [
        Synced(other, "https://contoso.sharepoint.com/sites/Z/"),
        Synced(library, f"{site}/"),
        Synced(personal),
    ]
    assert found_again(f"{site}/PMO/a%20b.xlsm", known) == library / "PMO" / "a b.xlsm"
    assert found_again("https://elsewhere.com/x/PMO/a%20b.xlsm", known) is None
    assert (
        found_again("https://d.docs.live.net/1234/Archive/c.xlsm", known)
        == (personal / "Archive" / "c.xlsm").resolve()
    )
    assert found_again("https://d.docs.live.net/1234/Archive/none.xlsm", known) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [("français", "fr"), ("FR-fr", "fr"), ("French", "fr"), ("English", "en"), ("EN_gb", "en")],
)
def test_a_language_is_understood_by_its_name(book: Book, typed: str, told: str) -> None:
    """The name of a language, in it or in another, and a code with a country are understood."""
    book["language"] = typed
    addin.check(book)
    assert book["run_what"] == {"en": "Check", "fr": "Contrôler"}[told]


def test_a_language_that_is_not_spoken_is_answered_with_a_sentence(book: Book) -> None:
    """A language that nobody speaks here stops the click: a master in another one would surprise."""
    book["language"] = "Klingon"
    addin.consolidate(book)
    assert "“Klingon” is no language of pmo_xl. Type one of en, fr" in book["run_result"]
    assert not book.app.books[1:]


def test_the_console_says_what_changed_what_comes_first_and_what_next(book: Book, demo: Path) -> None:
    """Beside the run before: nothing the first time, then what was settled and what is new; the gravest findings first."""
    addin.check(book)
    assert book["run_changed"] == ""
    assert book["run_progress"].startswith("██████████ 12 of 12 in")
    assert "Marked copies" in book["run_next"]
    first = book["urgent"]
    assert 0 < len(first) <= 9
    assert all(row[0].startswith("=HYPERLINK(") for row in first[:8] if row[0])

    addin.check(book)
    assert book["run_changed"] == f"'{len(book['findings'])} still open"
    kept = book["findings"]
    book["findings"] = [["'◆ Error", "'X-1", "'P9", "", "", "'gone", "", ""], *kept[1:]]
    addin.check(book)
    assert book["run_changed"] == f"'1 finding settled, 1 new, {len(kept) - 1} still open"

    book["returns"] = "nowhere"
    addin.check(book)
    assert (book["run_changed"], book["run_next"], book["urgent"]) == (None, None, None)


def test_red_projects_come_before_findings_whoever_made_the_master(book: Book, demo: Path) -> None:
    """The lights are those of the master, in a fresh run, in one with nothing to do, and in one after a check."""
    addin.consolidate(book)
    shown = book["urgent"]
    red = {row[0].rpartition("◆ ")[2].strip('")') for row in shown if "is red" in row[1]}
    told = consolidate_to([demo], demo / "out" / "twin.xlsx").to_dict()["projects"]
    (demo / "out" / "twin.xlsx").unlink()
    assert red == {project for project, kpis in told.items() if kpis["rag"] == "red"}
    assert red
    assert len(red) <= 4
    left = len(book["findings"]) - sum("is red" not in row[1] and row[0] != "" for row in shown)
    assert (shown[-1][1] == f"'… {left} more on the sheet Findings") == (left > 0)
    assert ["is red" in row[1] for row in shown] == sorted(
        ("is red" in row[1] for row in shown), reverse=True
    )
    assert len(shown) <= 9

    def closed() -> None:
        book.app.books[:] = [opened for opened in book.app.books if opened.name != "master.xlsx"]

    closed()
    addin.consolidate(book)
    assert "Nothing has changed" in book["run_result"] or book["run_result"].startswith("'▲")
    assert book["urgent"] == shown
    closed()
    addin.check(book)
    assert not any("is red" in row[1] for row in book["urgent"])
    addin.consolidate(book)
    assert book["urgent"] == shown


def test_a_console_that_was_made_before_works_without_its_newer_cells(book: Book) -> None:
    """Neither the workspace, nor what comes first and next, is asked of it."""
    book.names = [
        name for name in book.names if name.name not in {*NOT_ASKED_FOR, WORKSPACE.name, URGENT_START}
    ]
    addin.check(book)
    assert book["run_result"].startswith("'▲ Done")
    assert book["run_next"] is None


def test_the_workspace_may_be_typed(book: Book, demo: Path, tmp_path: Path) -> None:
    """For a console that does not lie in it; a folder that is not there is a sentence."""
    book.fullname = "PMO_Console.xlsm"
    book["workspace"] = str(demo)
    addin.check(book)
    assert book["run_returns"].startswith("12 returns: ")
    book["workspace"] = str(tmp_path / "none")
    addin.check(book)
    assert "typed as the workspace, is not there" in book.app.alerts[0]


def test_a_run_that_fails_leaves_no_list_of_the_run_before(book: Book) -> None:
    """Under a failure the sheet of findings is empty: those of the run before would pass for its own."""
    addin.check(book)
    assert book.cells[FINDINGS_START].value
    assert "would leave them out" in book["run_result"]
    book["returns"] = "nowhere"
    addin.check(book)
    assert book.cells[FINDINGS_START].value is None


def test_a_master_that_cannot_be_shown_is_answered_with_what_the_program_says(
    book: Book, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The master is written; what keeps it from being opened is told, without a word of anything unforeseen."""

    def locked(_: Books, path: str) -> None:
        raise OSError(f"'{path}' is open elsewhere (marie, poste-7)")

    monkeypatch.setattr(Books, "open", locked)
    addin.consolidate(book)
    assert (demo / "out" / "master.xlsx").is_file()
    assert "is written, and could not be opened" in book["run_result"]
    assert "marie, poste-7" in book["run_result"]
    assert "unexpected" not in book["run_result"]


def test_a_console_that_cannot_be_written_leaves_the_message(book: Book) -> None:
    """A cell that is being edited keeps the console from being written; the message box still says what happened."""

    class Edited(Cell):
        value = property(lambda _: None, lambda *_: (_ for _ in ()).throw(RuntimeError("busy")))

    book["returns"] = "nowhere"
    for name in book.names:
        if name.name.startswith("pmo_run_"):
            name.refers_to_range = Edited.__new__(Edited)
    addin.check(book)

    assert "nowhere does not exist" in book.app.alerts[0]
    assert book.app.status_bar is False


def test_a_formula_in_a_finding_stays_text(book: Book, demo: Path) -> None:
    """What somebody typed is shown as text, whatever it looks like."""
    addin.check(book)

    links = {place for place, (key, _, _) in enumerate(FINDING_COLUMNS) if key in ("file", "cell")}
    for row in book["findings"]:
        for place, words in enumerate(row):
            assert place in links or not words or words[0] in "'●▲◆○"


def test_the_committee_pack_is_made_from_the_master(book: Book, demo: Path) -> None:
    """The deck stands beside the master, and the console says where."""
    addin.consolidate(book)
    addin.committee_pack(book)

    (deck,) = (demo / "out").glob("*.pptx")
    assert zipfile.is_zipfile(deck)
    assert str(deck) in book["run_result"]


def test_about_and_the_next_period(book: Book, demo: Path) -> None:
    """About says what runs; the next period is that after the one in force, or that whose date is typed."""
    settings = (demo / "pmo.toml").read_bytes()
    addin.about(book)
    assert str(demo) in book.app.alerts[0]

    addin.new_returns(book)
    assert "12 workbooks written" in book["run_result"]
    assert "The status date of the workspace is now 2026-04-30" in book["run_result"]
    assert len(list((demo / "templates" / "issued" / "2026-04-30").rglob("*.xlsx"))) == 12

    # Until its returns come, a run says what to do.
    addin.consolidate(book)
    assert "as of 2026-03-31, the period 2026-04-30 (status_date in pmo.toml)" in book["run_result"]
    assert "put them into the folder" in book["run_result"]
    assert "the settings of the console" in book["run_result"]
    assert not (demo / "out" / "master.xlsx").exists()

    book["status_date"] = dt.date(2026, 5, 31)
    addin.new_returns(book)
    assert "12 workbooks written" in book["run_result"]
    assert len(list((demo / "templates" / "issued" / "2026-05-31").rglob("*.xlsx"))) == 12
    (demo / "pmo.toml").write_bytes(settings)


def _files(folder: Path) -> set[Path]:
    walked = os.walk(folder)
    return {Path(root, name) for root, _, names in walked for name in names if Path(root).name != CACHE}
