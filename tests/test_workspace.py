"""A workspace on disk: made new, made as a demo, prepared for the next period; read back as people would send it."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from office import open_xml_errors
from standard import EXPECTED_KINDS, KPIS, STANDARD_TEMPLATES, TEMPLATES

from pmo_xl.catalog.rules.overrides import overrides_of
from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.catalog.steering import STEERING
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.demo.portfolio import demo_portfolio
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.pipeline import read_register, validate
from pmo_xl.steps.one_return.examine import examine
from pmo_xl.workspace import demo, new_workspace, prepare, write_templates
from pmo_xl.workspace.launchers import launcher

APRIL = dt.date(2026, 4, 30)


def returned(path: Path) -> Return:
    """A workbook as a return."""
    return examine(read_workbook(path, path.name), STANDARD_TEMPLATES, Profile.STANDARD)


def record_of(one: Return) -> dict[str, Any]:
    """The project sheet of a return."""
    assert one.record is not None
    return {key: held[0] for key, held in one.record.values.items()}


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of two projects, one in each language; tests work on copies."""
    folder = tmp_path_factory.mktemp("démo du PMO") / "two projects"
    demo(folder, 2, 3, "mixed")
    return folder


@pytest.fixture
def home(small: Path, tmp_path: Path) -> Path:
    """A copy of the small demo."""
    return Path(shutil.copytree(small, tmp_path / "espace de travail é"))


NAMES = {
    "en": ("steering.xlsx", "templates", "returns", "out", "archive"),
    "fr": ("pilotage.xlsx", "modeles", "retours", "resultats", "archives"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_new_workspace_is_understood(tmp_path: Path, language: str) -> None:
    """Settings and register are read at once; the blanks are there; nothing half-written is left."""
    folder = tmp_path / "Bureau des projets – été" / "2026"
    new_workspace(folder, language)
    assert read_settings(folder / "pmo.toml") == Settings(language=language)
    register, templates, *folders = NAMES[language]
    assert read_register(folder / register, STANDARD_TEMPLATES, ()).projects == {}
    assert open_xml_errors([folder / register]) == []
    assert {path.name for path in folder.iterdir()} == {
        "pmo.toml", register, templates, *folders, "PMO_Console.xlsm",
        *launcher(sys.platform, language, sys.executable),
    }  # fmt: skip
    blanks = sorted(path.name for path in (folder / templates).iterdir())
    names = (
        (*TEMPLATES, "pack")
        if language == "en"
        else ("budget", "dossier_projet", "planning", "risques", "suivi")
    )
    assert blanks == sorted(f"{name}.xlsx" for name in names)
    assert all(returned(folder / templates / name).language == language for name in blanks)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_settings_show_every_key_and_their_samples_hold(tmp_path: Path, language: str) -> None:
    """Each key stands in the file; with all samples made to count the file is still right."""
    new_workspace(tmp_path / "w", language)
    path = tmp_path / "w" / "pmo.toml"
    text = path.read_text(encoding="utf-8")
    for key in Settings.model_fields:
        assert re.search(rf"^(# )?(\[{key}\]|{key} = )", text, re.MULTILINE), key
    samples = text.replace("holidays = []\n", "")
    path.write_text(re.sub(r"^# (?=[A-Za-z0-9_.-]+ = )", "", samples, flags=re.MULTILINE), encoding="utf-8")
    (path.parent / "logo.png").write_bytes(b"")
    settings = read_settings(path)
    assert settings.status_date == dt.date(2026, 3, 31)
    assert settings.rates["USD"].budget == 0.92
    assert len(settings.calendar.holidays) == 3
    assert len(settings.rules) == 3
    assert overrides_of(settings, catalogue_in(settings)).beta == {"RSK-17"}
    assert {
        key: (limits.green, limits.amber) for key, limits in settings.thresholds.items()
    } == {
        key: (kpi.threshold.green, kpi.threshold.amber) for key, kpi in KPIS.items() if kpi.threshold
    }  # fmt: skip


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    """A workspace, a folder that holds anything, a file: refused, and nothing in it has changed."""
    new_workspace(tmp_path / "w")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine", encoding="utf-8")
    before = content(tmp_path)
    for place, word in (("w", "already"), ("full", "not empty"), ("full/notes.txt", "not empty")):
        with pytest.raises(NothingToDo, match=word):
            new_workspace(tmp_path / place)
        with pytest.raises(NothingToDo, match=word):
            demo(tmp_path / place, 1)
    assert content(tmp_path) == before


def test_wrong_words_are_named(tmp_path: Path) -> None:
    """An unknown kind or language is refused with those that are known, before anything is made."""
    with pytest.raises(NothingToDo, match=rf"plam.*{', '.join(TEMPLATES)}, pack, all"):
        write_templates(["plan", "plam"], tmp_path / "t")
    with pytest.raises(NothingToDo, match=r"“xx”.*en, fr"):
        new_workspace(tmp_path / "t", "xx")
    with pytest.raises(NothingToDo, match=r"“xx”.*mixed"):
        demo(tmp_path / "t", 1, language="xx")
    with pytest.raises(NothingToDo, match="at least one"):
        demo(tmp_path / "t", 0)
    assert not (tmp_path / "t").exists()


def test_templates_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Kinds once each, in the order asked; a place that cannot be written is a sentence."""
    out = tmp_path / "modèles vierges"
    paths = write_templates(["risks", "plan", "risks"], out, "fr")
    assert [path.name for path in paths] == ["risques.xlsx", "planning.xlsx"]
    assert [path.name for path in write_templates(["pack"], out, "fr")] == ["dossier_projet.xlsx"]
    assert returned(out / "dossier_projet.xlsx").kinds == tuple(TEMPLATES)
    assert write_templates(["risks", "plan"], out, "fr") == paths
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NothingToDo, match="cannot be written"):
        write_templates(["plan"], tmp_path / "file")
    (out / "budget.xlsx").mkdir()
    with pytest.raises(NothingToDo, match=r"budget\.xlsx cannot be written"):
        write_templates(["budget"], out)
    assert not [path for path in out.iterdir() if path.name.endswith(".part")]


def test_prepare_fills_identity_and_carries_rows_forward(home: Path) -> None:
    """The next return begins where the last one ended, for the new date, in the project's language."""
    prepared = prepare(home, APRIL)
    assert len(prepared.written) == 6
    assert prepared.kept == []
    for project in demo_portfolio(2, 3, "mixed"):
        for kind in EXPECTED_KINDS:
            path = home / "templates" / "issued" / "2026-04-30" / project.project_id / f"{kind}.xlsx"
            now, before = returned(path), returned(home / "returns" / project.project_id / f"{kind}.xlsx")
            assert now.language == project.language
            expected = {**record_of(before), "status_date": APRIL, "approved_by": None}
            assert record_of(now) == expected
            assert [part.values for part in now.tables] == [part.values for part in before.tables]


def test_prepare_loses_no_row_that_was_in_error(tmp_path: Path) -> None:
    """A row with a wrong cell stays in the next template; only the wrong cell is empty."""
    _, faults = demo(tmp_path / "pmo", 2, 3, "mixed", faults=12)
    unread = ("text_in_number", "text_in_date", "rating_out_of_scale")
    bad = next(fault for fault in faults if fault["kind"] in unread)
    prepare(tmp_path / "pmo", APRIL)
    issued = tmp_path / "pmo" / "templates" / "issued" / "2026-04-30"
    now, before = (returned(root / bad["file"]) for root in (issued, tmp_path / "pmo" / "returns"))
    (table,) = (part for part in now.tables if part.located.sheet.key == bad["table"])

    assert now.rows_read == before.rows_read
    assert table.values[bad["column"]][bad["row"]] is None


def test_a_filled_template_is_never_overwritten_by_a_blank(tmp_path: Path) -> None:
    """Blanks replace blanks; a workbook in which somebody has typed, or that is none of ours, stays."""
    write_templates(["plan"], tmp_path)
    write_templates(["plan"], tmp_path, "fr")
    demo(tmp_path / "pmo", 1, 1, "en")
    for content_ in (
        (tmp_path / "pmo" / "returns" / "P001" / "plan.xlsx").read_bytes(),
        b"a table of plants",
    ):
        (tmp_path / "plan.xlsx").write_bytes(content_)
        with pytest.raises(NothingToDo, match=r"plan\.xlsx is there and is no blank"):
            write_templates(["all"], tmp_path)
        assert (tmp_path / "plan.xlsx").read_bytes() == content_
        assert not (tmp_path / "risks.xlsx").exists()


def test_prepare_keeps_what_is_there(home: Path) -> None:
    """A file that was made before is reported and not touched."""
    first = prepare(home, APRIL)
    first.written[0].write_bytes(b"somebody has begun")
    first.written[1].unlink()
    again = prepare(home, APRIL)
    assert again.written == [first.written[1]]
    assert sorted(again.kept) == sorted({*first.written} - {first.written[1]})
    assert first.written[0].read_bytes() == b"somebody has begun"


def test_prepare_takes_the_archive_where_nothing_newer_came(home: Path) -> None:
    """After archiving, the newest archived period is carried forward; a rejected return is not."""
    for month in ("2026-02", "2026-03"):
        (home / "archive" / month).mkdir()
    (home / "returns" / "P001").rename(home / "archive" / "2026-03" / "P001")
    (home / "returns" / "P002" / "plan.xlsx").write_bytes(b"no workbook")
    shutil.copy(home / "templates" / "plan.xlsx", home / "archive" / "2026-03" / "P002.xlsx")
    (home / "returns" / "P002" / "risks.xlsx").rename(home / "archive" / "2026-02" / "any name.xlsx")
    prepared = prepare(home, APRIL)
    rows = {f"{path.parent.name}/{path.stem}": returned(path).rows_read for path in prepared.written}
    assert all(rows[f"P001/{kind}"] > 0 for kind in EXPECTED_KINDS)
    assert rows["P002/plan"] == 0
    assert rows["P002/risks"] > 0
    assert rows["P002/budget"] > 0
    blank = next(path for path in prepared.written if path.match("P002/plan.xlsx"))
    assert record_of(returned(blank))["project_name"] == demo_portfolio(2, 3)[1].record["project_name"]


def test_prepare_makes_packs(home: Path) -> None:
    """One workbook per project with every kind, its rows and one identity."""
    prepared = prepare(home, APRIL, pack=True)
    assert [path.name for path in prepared.written] == ["pack.xlsx"] * 2
    project = demo_portfolio(2, 3)[0]
    pack = returned(prepared.written[0])
    assert pack.kinds == tuple(EXPECTED_KINDS)
    assert pack.project_id == project.project_id
    held = {part.located.sheet.key: len(part.located.rows) for part in pack.tables}
    assert held == {key: len(next(iter(rows.values()))) for key, rows in project.rows.items()}


def test_prepare_needs_a_date_and_somebody_expected(tmp_path: Path) -> None:
    """What is missing is said, with where to put it."""
    new_workspace(tmp_path / "w")
    with pytest.raises(NothingToDo, match="--status-date"):
        prepare(tmp_path / "w")
    with pytest.raises(NothingToDo, match=r"steering\.xlsx lists no project"):
        prepare(tmp_path / "w", APRIL)
    (tmp_path / "bare").mkdir()
    with pytest.raises(NothingToDo, match=r"no steering\.xlsx"):
        prepare(tmp_path / "bare", APRIL)


def test_the_demo_is_the_same_to_the_byte(small: Path, tmp_path: Path) -> None:
    """The same arguments give the same files, another seed others."""
    demo(tmp_path / "again", 2, 3, "mixed")
    demo(tmp_path / "other", 2, 4, "mixed")
    once, again, other = content(small), content(tmp_path / "again"), content(tmp_path / "other")
    assert once == again
    assert [name for name in once if name.startswith("returns/") and once[name] == other[name]] == []


@pytest.mark.parametrize("language", ["en", "fr", "mixed"])
def test_a_faultless_demo_has_no_finding(tmp_path: Path, language: str) -> None:
    """What the demo writes is read back without a complaint, every project registered and complete."""
    paths, faults = demo(tmp_path / "d", 6, 2, language)
    assert len(paths) == 18
    assert faults == []
    assert not (tmp_path / "d" / "faults.json").exists()
    outcome = validate([tmp_path / "d"])
    assert [finding.to_dict("en") for finding in outcome.portfolio.findings] == []
    assert outcome.exit_code == 0
    assert outcome.language == ("fr" if language == "fr" else "en")
    assert len(outcome.portfolio.projects) == 6


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_faults_are_found_and_nothing_else(tmp_path: Path, seed: int) -> None:
    """Code, severity, file, sheet and cell of every finding are those of faults.json."""
    _, faults = demo(tmp_path / "d", 6, seed, "mixed", 25)
    listed = json.loads((tmp_path / "d" / "faults.json").read_text(encoding="utf-8"))
    assert listed == faults
    assert len(listed) == 25
    keys = ("code", "severity", "file", "sheet", "cell", "project")
    outcome = validate([tmp_path / "d"])
    found = [finding.to_dict("en") for finding in outcome.portfolio.findings]
    assert sorted(tuple(one[key] for key in keys) for one in found) == sorted(
        tuple(one[key] for key in keys) for one in listed
    )


@pytest.mark.parametrize("words", ["plan, risks", "Planning ; Risques", "planning\nregistre des risques"])
def test_the_register_may_ask_other_kinds_of_a_project(tmp_path: Path, words: str) -> None:
    """By key, by title or by the name of a sheet, in any language: prepared, and missed, is what is asked of each."""
    demo(tmp_path / "w", 2, 1, "fr")
    rows = {"project_id": ["P001", "P002"], "project_name": ["A", "B"], "expected_kinds": [words, None]}
    write_steering(tmp_path / "w" / "pilotage.xlsx", STEERING, {"register": rows}, "fr")
    shutil.rmtree(tmp_path / "w" / "retours" / "P001")
    missing = {f.project: f.message.to("en") for f in validate([tmp_path / "w"]).portfolio.findings if f.code == "PFL-01"}  # fmt: skip
    assert missing == {"P001": "Project P001 has not returned: plan, risk register."}
    issued = prepare(tmp_path / "w", dt.date(2026, 4, 30)).written
    assert sorted(f"{path.parent.name}/{path.stem}" for path in issued) == [
        "P001/planning", "P001/risques", "P002/budget", "P002/planning", "P002/risques",
    ]  # fmt: skip


def test_a_kind_that_is_none_is_refused_with_those_there_are(tmp_path: Path) -> None:
    """The sentence names the file, the project and what is known."""
    demo(tmp_path / "w", 1, 1, "en")
    rows = {"project_id": ["P001"], "project_name": ["A"], "expected_kinds": ["plan, budgets"]}
    write_steering(tmp_path / "w" / "steering.xlsx", STEERING, {"register": rows})
    with pytest.raises(
        NothingToDo, match=r"steering\.xlsx, project P001: “budgets” is no kind of return\. Known are: Plan"
    ):
        validate([tmp_path / "w"])
