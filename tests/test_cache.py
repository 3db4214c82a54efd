"""What was read before is not read again, and never makes another master than reading would."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standard import OPTIONS, SHEETS, STANDARD_TEMPLATES

from pmo_xl import workspace
from pmo_xl.adopt.match.mapping import mapping_from
from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.base.files import KEPT_FOLDER
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import LIGHT
from pmo_xl.core.flow.packed import packed, run
from pmo_xl.core.flow.portfolio import CheckedSheet, DataQuality, LocatedSheet, Return, RowsRead
from pmo_xl.gather.cache import cache as caching
from pmo_xl.gather.cache.cache import FILE, KEPT_RUNS, cache_of
from pmo_xl.gather.cache.definitions import fingerprint, of_program
from pmo_xl.gather.cache.json_codec import NotPlainError, from_plain, to_plain
from pmo_xl.gather.cache.key import key_file, own_key
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.files.places import find_files
from pmo_xl.gather.read.many import read_all
from pmo_xl.gather.read.one import read_one
from pmo_xl.gather.scale.workers import threads
from pmo_xl.pipeline import consolidate_to, validate


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file counts as settled as soon as it is written."""
    monkeypatch.setattr(caching, "_SETTLED", -1)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of three projects with faults, one of them in a file that cannot be read."""
    folder = tmp_path_factory.mktemp("cache") / "portfolio"
    workspace.demo(folder, projects=3, seed=5, language="mixed", faults=9)
    (folder / "returns" / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    return folder


@pytest.fixture
def portfolio(original: Path, tmp_path: Path) -> Path:
    """A copy of it, of which nothing is known."""
    return Path(shutil.copytree(original, tmp_path / "portfolio"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []

    def told(path: Path, shown_as: str, *how: Any) -> list[Return]:
        names.append(shown_as)
        return read_one(path, shown_as, *how)

    monkeypatch.setattr(read_all, "__kwdefaults__", {**read_all.__kwdefaults__, "read": told})
    return names


def master(folder: Path, **how: Any) -> bytes:
    """The master of a workspace, made beside none."""
    out = folder / "out" / "master.xlsx"
    out.unlink(missing_ok=True)
    consolidate_to([folder], out, jobs=1, **how)
    return out.read_bytes()


def both(folder: Path) -> tuple[bytes, bytes]:
    """The master with what is known and without."""
    return master(folder), master(folder, cache=False)


def returns(folder: Path, known: bool = True) -> str:
    """All that is read from a workspace, with what is known or without."""
    files, kept = find_files([folder / "returns"]), cache_of(folder, OPTIONS) if known else None
    return repr(read_all(files, OPTIONS, lambda _: nullcontext(threads(1)), cache=kept))


def base(folder: Path) -> Path:
    """The file of the cache."""
    return folder / KEPT_FOLDER / FILE


def some(folder: Path, number: int = 0) -> Path:
    """One of the returns that can be read."""
    return [file for file in find_files([folder / "returns"]) if file.name != "broken.xlsx"][number]


def filled(folder: Path) -> None:
    """Read everything once."""
    validate([folder], jobs=1)
    assert base(folder).is_file()


# the same master -----------------------------------------------------------------------------------------


def test_what_did_not_change_is_not_even_opened(
    portfolio: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be read is tried again: it may have been open elsewhere."""
    fresh = master(portfolio, cache=False)
    assert master(portfolio) == fresh
    read.clear()
    monkeypatch.setattr(
        caching,
        "_sha256",
        lambda path: pytest.fail(f"{path} was opened") if path.name != "broken.xlsx" else "",
    )

    assert master(portfolio) == fresh
    assert read == ["broken.xlsx"]


def test_only_the_file_that_changed_is_read(portfolio: Path, read: list[str]) -> None:
    """The others are known."""
    filled(portfolio)
    read.clear()
    shutil.copy(some(portfolio, 4), some(portfolio, 1))

    known, fresh = both(portfolio)

    assert known == fresh
    assert read[:2] == [name for name in read[2:] if name in read[:2]]
    assert len(read) == 2 + len(find_files([portfolio / "returns"]))


def test_a_file_of_the_same_size_and_age_is_seen_to_have_changed(portfolio: Path) -> None:
    """No program can set back the moment of the last change of everything that is known of a file."""
    file = some(portfolio)
    filled(portfolio)
    about, content = file.stat(), file.read_bytes()
    file.write_bytes(b"\0" * len(content))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))

    assert returns(portfolio) == returns(portfolio, known=False)


def test_a_file_that_is_renamed_copied_or_gone_is_read_as_what_it_is(portfolio: Path) -> None:
    """Findings bear the new name; a second copy is refused as the second."""
    filled(portfolio)
    some(portfolio, 2).rename(some(portfolio, 2).with_name("renamed 1.xlsx"))
    shutil.copy2(some(portfolio, 3), some(portfolio, 3).with_name("copied 1.xlsx"))
    some(portfolio, 0).unlink()

    known, fresh = both(portfolio)

    assert known == fresh


@pytest.mark.parametrize(
    ("line", "instead"),
    [("profile", 'profile = "light"'), ("profile", 'profile = "full"'), ("[rules]", '[rules]\nCODE = { severity = "off" }')],
)  # fmt: skip
def test_other_settings_give_another_master(portfolio: Path, line: str, instead: str) -> None:
    """The profile decides what is asked for, the rules what it weighs."""
    before = master(portfolio)
    planted = [fault["code"] for fault in json.loads((portfolio / "faults.json").read_text("utf-8"))]
    instead = instead.replace(
        "CODE", next(code for code in planted if code.startswith(("PLN", "RSK", "BUD")))
    )
    settings = portfolio / "pmo.toml"
    lines = settings.read_text("utf-8").splitlines()
    settings.write_text("\n".join([instead if each.startswith(line) else each for each in lines]), "utf-8")
    assert instead in settings.read_text("utf-8")

    known, fresh = both(portfolio)

    assert known == fresh
    assert known != before


def test_a_mapping_changes_what_is_read(portfolio: Path) -> None:
    """A workbook that was nobody's becomes a return."""
    import xlsxwriter

    foreign = portfolio / "returns" / "foreign.xlsx"
    with xlsxwriter.Workbook(foreign) as book:
        sheet = book.add_worksheet("Risks")
        sheet.write_row("A1", ["No", "What may happen"])
        sheet.write_row("A2", ["R1", "Rain"])
    before = master(portfolio)
    mappings = portfolio / "mappings"
    mappings.mkdir(exist_ok=True)
    (mappings / "risks.toml").write_text(
        'table = "risks"\n[known]\nheaders = ["No", "What may happen"]\n'
        '[project]\nproject_id = "P-X"\nstatus_date = 2026-05-31\n'
        '[columns]\n"No" = "risk_id"\n"What may happen" = "event"\n',
        "utf-8",
    )

    known, fresh = both(portfolio)

    assert known == fresh
    assert known != before


def test_definitions_are_told_apart_by_profile_mapping_and_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever may change what is read makes another fingerprint."""
    words = {"table": "risks", "known": {"headers": ["No"]}, "columns": {"No": "risk_id"}}
    one, other = (
        mapping_from({**words, "fill": {"event": fill}}, "m.toml", STANDARD_TEMPLATES) for fill in ("a", "b")
    )

    def asked(*mappings: Any) -> ReadOptions:
        return ReadOptions(STANDARD_TEMPLATES, LIGHT, mappings)

    made = [
        fingerprint(asked()),
        fingerprint(OPTIONS),
        fingerprint(asked(one)),
        fingerprint(asked(other)),
    ]
    of_program.cache_clear()
    monkeypatch.setattr("pmo_xl.gather.cache.definitions.version", lambda library: "another")
    made.append(fingerprint(asked()))
    of_program.cache_clear()

    assert len(set(made)) == 5


# what is damaged is not believed ---------------------------------------------------------------------------


def test_a_damaged_cache_is_never_believed(original: Path, tmp_path: Path) -> None:
    """Whichever byte of it is another, the same is read, and nobody is told."""
    folder = Path(shutil.copytree(original, tmp_path / "portfolio"))
    expected = returns(folder)
    assert returns(folder) == expected
    sound, chance = base(folder).read_bytes(), random.Random(1)
    pages = range(0, len(sound), 4096)
    places = [*range(100), *(page + at for page in pages for at in (0, 3, 5, 9))]
    places += [chance.randrange(len(sound)) for _ in range(60)]
    for place in places:
        damaged = bytearray(sound)
        damaged[place] ^= 1 << chance.randrange(8)
        base(folder).write_bytes(damaged)

        assert returns(folder) == expected, place


@pytest.mark.parametrize(
    "content",
    [b"", b"no database", b"SQLite format 3\0", b"\0" * 8192],
    ids=["empty", "text", "head", "zeros"],
)
def test_what_is_no_cache_is_made_anew(portfolio: Path, content: bytes, read: list[str]) -> None:
    """The next run knows everything again."""
    filled(portfolio)
    base(portfolio).write_bytes(content)
    expected = returns(portfolio, known=False)
    assert returns(portfolio) == expected
    read.clear()

    assert returns(portfolio) == expected
    assert read == ["broken.xlsx"]


def test_half_a_cache_is_made_anew(portfolio: Path, read: list[str]) -> None:
    """As a copy leaves it that broke off."""
    filled(portfolio)
    base(portfolio).write_bytes(base(portfolio).read_bytes()[: base(portfolio).stat().st_size // 2])
    expected = returns(portfolio)
    read.clear()

    assert returns(portfolio) == expected
    assert read == ["broken.xlsx"]


def of_somebody(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on another person runs this, whose programs keep their data at a place."""
    monkeypatch.setenv("XDG_DATA_HOME", str(place))
    own_key.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the place of these data is no variable")
def test_what_another_person_signed_is_not_believed(
    portfolio: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workspace that came by mail, whose cache says of a return what it never said: believed by who wrote it alone."""
    files = find_files([portfolio / "returns"])
    item = next((path, name) for path, name in files.items() if path == some(portfolio))
    of_somebody(tmp_path / "sender", monkeypatch)
    honest = read_one(*item, OPTIONS)
    forged = read_one(some(portfolio, 1), item[1], OPTIONS)
    for each in forged:
        each.sha256 = honest[0].sha256
    assert repr(forged) != repr(honest)
    sent = cache_of(portfolio, OPTIONS)
    assert sent is not None
    sent.known([item])
    sent.keep(item, forged)
    sent.save()
    again = cache_of(portfolio, OPTIONS)
    assert again is not None
    assert repr(again.known([item])) == repr({0: forged})

    of_somebody(tmp_path / "receiver", monkeypatch)
    assert returns(portfolio) == returns(portfolio, known=False)
    assert key_file().read_bytes() == own_key()
    assert key_file().stat().st_mode & 0o077 == 0
    own_key.cache_clear()
    assert key_file().read_bytes() == own_key()


@pytest.mark.parametrize("name", ["-journal", "-wal"])
def test_what_lies_beside_a_cache_is_not_played_back(portfolio: Path, name: str) -> None:
    """SQLite would write what stands in it into the cache."""
    filled(portfolio)
    beside = base(portfolio).with_name(FILE + name)
    beside.write_bytes(b"anything")

    assert returns(portfolio) == returns(portfolio, known=False)
    assert not beside.exists()


def test_a_cache_that_would_do_something_is_taken_away(portfolio: Path) -> None:
    """It may have come by mail: a trigger or a view in it is a reason to make it anew."""
    filled(portfolio)
    with closing(sqlite3.connect(base(portfolio))) as forged:
        forged.execute("CREATE TRIGGER t AFTER UPDATE ON entries BEGIN DELETE FROM files; END")
        forged.commit()

    assert returns(portfolio) == returns(portfolio, known=False)
    with closing(sqlite3.connect(base(portfolio))) as made_anew:
        assert {kind for (kind,) in made_anew.execute("SELECT type FROM sqlite_master")} == {"table"}


def test_a_count_that_nobody_made_is_taken_away(portfolio: Path, read: list[str]) -> None:
    """Otherwise nothing would ever be dropped, or everything."""
    filled(portfolio)
    with closing(sqlite3.connect(base(portfolio))) as forged:
        forged.execute("UPDATE entries SET seen = 9223372036854775807")
        forged.commit()
    shutil.copy(some(portfolio, 4), some(portfolio, 1))
    returns(portfolio), returns(portfolio)
    read.clear()
    returns(portfolio)

    assert read == ["broken.xlsx"]


def test_a_locked_cache_is_left_alone(portfolio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program at work on it loses nothing, and the run waits for nobody."""
    monkeypatch.setattr("pmo_xl.gather.cache.store._SECONDS_TO_WAIT", 0)
    filled(portfolio)
    before = base(portfolio).read_bytes()
    with closing(sqlite3.connect(base(portfolio), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert returns(portfolio) == returns(portfolio, known=False)
    assert base(portfolio).read_bytes() == before


def test_where_nothing_can_be_kept_everything_is_read(portfolio: Path) -> None:
    """Something else may stand in the place of the cache, or of its folder."""
    (portfolio / KEPT_FOLDER).write_text("a file")
    expected = returns(portfolio, known=False)
    assert returns(portfolio) == expected
    (portfolio / KEPT_FOLDER).unlink()
    base(portfolio).mkdir(parents=True)
    assert returns(portfolio) == expected


# what is kept, and where ------------------------------------------------------------------------------------


def test_nothing_is_kept_where_nobody_wants_it(portfolio: Path) -> None:
    """Neither where it was switched off nor in a plain folder."""
    validate([portfolio], cache=False)
    assert not base(portfolio).exists()
    for name in ("pmo.toml", "steering.xlsx"):
        (portfolio / name).unlink()
    validate([portfolio / "returns"])
    assert not list(portfolio.rglob(KEPT_FOLDER))


def test_a_master_among_the_returns_is_known_too(portfolio: Path, read: list[str]) -> None:
    """A workbook of the PMO's own gives no return, now or later."""
    master(portfolio)
    shutil.copy(portfolio / "out" / "master.xlsx", portfolio / "returns" / "master.xlsx")
    expected = returns(portfolio)
    read.clear()

    assert returns(portfolio) == expected
    assert read == ["broken.xlsx"]


def test_what_nobody_asks_for_is_dropped(portfolio: Path) -> None:
    """What was read from files that changed since does not pile up."""
    file = some(portfolio)
    contents = [some(portfolio, number).read_bytes() for number in (0, 1)]
    for number in range(KEPT_RUNS + 5):
        file.write_bytes(contents[0] + b"\0" * number)
        returns(portfolio)

    with closing(sqlite3.connect(base(portfolio))) as kept:
        ((count,),) = kept.execute("SELECT count(*) FROM entries")
    assert count <= len(find_files([portfolio / "returns"])) + KEPT_RUNS


def test_a_file_that_changed_just_now_is_looked_at_again(
    portfolio: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    """It may change once more within the same tick of the disk's clock, so its content is compared."""
    monkeypatch.setattr(caching, "_SETTLED", 10**18)
    looked: list[Path] = []
    sha256: Callable[[Path], str] = caching._sha256
    filled(portfolio)
    read.clear()
    monkeypatch.setattr(caching, "_sha256", lambda path: looked.append(path) or sha256(path))
    returns(portfolio)

    assert len(looked) == len(find_files([portfolio / "returns"]))
    assert read == ["broken.xlsx"]


# plain words -----------------------------------------------------------------------------------------------

DATETIMES = st.datetimes().map(lambda moment: moment.replace(fold=0))
TIMES = st.times().map(lambda time: time.replace(fold=0))
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), DATETIMES, TIMES,
    st.timedeltas(), st.sampled_from([0.0, -0.0, 0, False, 1, 1.0, True, "\ud800", float("nan"), float("inf")]),
)  # fmt: skip
SENTENCES = st.builds(
    Text,
    st.text(), st.text(),
    st.dictionaries(st.text(), CELLS | st.builds(t, st.text(), st.text()) | st.lists(CELLS) | st.tuples(CELLS)),
)  # fmt: skip


def returned(cells: Sequence[Any], values: Sequence[Any], message: Text, found: Any) -> Return:
    """A return with these in its cells and its finding."""
    located = LocatedSheet(
        Project, "Projet", {"project_id": 2}, run([3]), {"project_id": list(cells)}, {(0, "project_id"): "#REF!"},
        {"project_id": (3, 2)}, "fr", 1, {(0, "project_id"): found},
    )  # fmt: skip
    held = {"project_id": packed(list(values)), "currency": packed([None])}
    checked = CheckedSheet(located, held, {2, 0}, {(5, "currency")})
    finding = Finding(
        "FLD-01", Severity.WARNING, Place("f.xlsx", "s", 1, None), message, found, message, None, "P", "k"
    )
    return Return(
        "f.xlsx",
        "00",
        ("plan", "risks"),
        "P",
        dt.date(2026, 5, 31),
        "fr",
        checked,
        [checked],
        [finding],
        True,
        7,
        tables_read=(RowsRead("plan", 7, 2, {"type": 1}, {"owner": 2}),),
    )


@given(st.lists(CELLS), st.lists(CELLS), SENTENCES, CELLS)
def test_what_was_read_comes_back_as_it_was(
    cells: list[Any], values: list[Any], message: Text, found: Any
) -> None:
    """Of the same types and to the last digit: a yes is no 1, 0 is not -0."""
    for second in (values, cells):
        before = returned(cells, second, message, found)

        assert repr(from_plain(to_plain([before]), SHEETS)) == repr([before])


def test_what_has_no_plain_form_is_not_kept() -> None:
    """Nor what the consolidation has added to already."""
    before = returned([], [], t("a", "b"), None)
    for wrong in (object(), 1j, b"bytes", {1, 2}, {"a": 1}, Severity.ERROR):
        with pytest.raises(NotPlainError):
            to_plain([returned([wrong], [], t("a", "b"), None)])
    before.quality = DataQuality(1, 1, 1, 1, 1, 1.0)
    with pytest.raises(NotPlainError):
        to_plain([before])
