"""The terminal as a person and a script meet it: real runs, exit statuses, words in both languages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import command
from standard import KPIS

import pmo_xl
from pmo_xl.doors import cli
from pmo_xl.doors.terminal import messages
from pmo_xl.workspace.launchers import launcher

FINDING_KEYS = ["code", "severity", "file", "sheet", "cell", "project", "row_key", "message", "found", "expected", "fix"]  # fmt: skip
RETURN_KEYS = ["file", "kinds", "project", "status", "errors", "warnings", "rows", "data_quality", "sha256"]
RUN_KEYS = ["schema", "status_date", "language", "master", "seconds", "returns", "findings", "not_assessed", "projects", "portfolio", "schedule_quality", "coverage"]  # fmt: skip


def pmo(*words: object, encoding: str = "utf-8", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A run of the command in a process of its own, its output piped."""
    return command(*words, encoding=encoding, cwd=cwd)


def done(run: subprocess.CompletedProcess[str], status: int = 0) -> str:
    """Standard output of a run that ended as expected; a traceback never does."""
    assert "Traceback" not in run.stderr, run.stderr
    assert run.returncode == status, run.stdout + run.stderr
    return run.stdout


def refused(run: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a run in which nothing could be done."""
    assert done(run, 2) == ""
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    return run.stderr.strip()


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo workspace without a fault and with nothing overdue, in a folder whose name has a space and accents."""
    folder = tmp_path_factory.mktemp("cli") / "Comité été"
    said = done(pmo("demo", folder, "--projects", 2, "--seed", 7, "--lang", "en"))
    assert "8 returns: 8 accepted" in said
    assert "Nothing to report" in said
    assert str(folder / "out" / "master.xlsx") in said
    return folder


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo workspace in French with planted faults."""
    folder = tmp_path_factory.mktemp("cli") / "faulty"
    said = done(pmo("demo", folder, "--projects", 3, "--faults", 6, "--lang", "fr"))
    assert "Portefeuille de démonstration" in said
    return folder


# making workbooks --------------------------------------------------------------------------------------


def test_the_version_is_told() -> None:
    """The version is told."""
    assert done(pmo("--version")).strip() == f"pmo-xl {pmo_xl.__version__}"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_new_workspace_is_ready_to_use_and_never_made_twice(tmp_path: Path, language: str) -> None:
    """A new workspace is ready to use and never made twice."""
    folder = tmp_path / "Portefeuille d’été 2026"
    assert str(folder) in done(pmo("new", folder, "--lang", language))
    french = ("pmo.toml", "pilotage.xlsx", "modeles/planning.xlsx", "retours", "resultats", "archives")
    english = ("pmo.toml", "steering.xlsx", "templates/plan.xlsx", "returns", "out", "archive")
    for name in french if language == "fr" else english:
        assert (folder / name).exists()
    sentence = refused(pmo("new", folder))
    assert ("already a workspace" if language == "en" else "déjà un espace de travail") in sentence
    assert ("No workbook" if language == "en" else "Aucun classeur") in refused(pmo("validate", folder))


def test_a_console_and_an_add_in_are_written_and_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    """A console and an add-in are written, and nothing is replaced unasked."""
    file = tmp_path / "Comité été.xlsm"
    assert done(pmo("console", "--out", file, "--lang", "fr")).strip() == str(file)
    assert "Pilotage" in openpyxl.load_workbook(file).sheetnames
    file.write_bytes(b"mine")
    assert "--force" in refused(pmo("console", "--out", file))
    assert file.read_bytes() == b"mine"
    done(pmo("console", "--out", file, "--force"))
    assert file.read_bytes() != b"mine"
    assert ".xlsm" in refused(pmo("console", "--out", tmp_path / "console.xlsx"))
    assert ".xlam" in refused(pmo("console", "--addin", "--out", tmp_path / "console.xlsm"))
    assert done(pmo("console", "--addin", "--out", tmp_path / "pmo.xlam")) != ""
    assert sorted(made.name for made in tmp_path.iterdir()) == ["Comité été.xlsm", "pmo.xlam"]
    sentence = refused(pmo("console", "--out", tmp_path / "pmo.xlam" / "c.xlsm"))
    assert "pmo.xlam" in sentence


def test_a_launcher_is_written_for_a_workspace_only(sound: Path, tmp_path: Path) -> None:
    """A launcher is written for a workspace only, in its language."""
    folder = Path(shutil.copytree(sound, tmp_path / "copy"))
    names = [Path(line).name for line in done(pmo("launcher", folder)).splitlines()]
    assert names == list(launcher(sys.platform, "en", sys.executable))
    assert "pmo.toml" in refused(pmo("launcher", tmp_path))


def test_templates_are_written_in_the_language_asked_for(tmp_path: Path) -> None:
    """Templates are written in the language asked for."""
    said = done(pmo("template", "plan", "risks", "--out", tmp_path, "--lang", "fr"))
    assert [Path(line).name for line in said.splitlines()] == ["planning.xlsx", "risques.xlsx"]
    assert "Projet" in openpyxl.load_workbook(tmp_path / "planning.xlsx").sheetnames
    done(pmo("template", "all", "--out", tmp_path / "all"))
    assert {file.name for file in (tmp_path / "all").iterdir()} >= {"budget.xlsx", "pack.xlsx"}


def test_a_profile_asks_for_more(tmp_path: Path) -> None:
    """A profile asks for more."""
    done(pmo("template", "plan", "--out", tmp_path / "light", "--profile", "light"))
    done(pmo("template", "plan", "--out", tmp_path / "full", "--profile", "full"))
    light, full = ((tmp_path / name / "plan.xlsx").read_bytes() for name in ("light", "full"))
    assert light != full


def test_an_unknown_template_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    """An unknown template is refused with those that exist."""
    sentence = refused(pmo("template", "charter", "--out", tmp_path))
    assert "charter" in sentence
    assert "plan, risks, budget" in sentence


def test_templates_are_prepared_once_for_each_project(sound: Path, tmp_path: Path) -> None:
    """Templates are prepared once for each project."""
    folder = shutil.copytree(sound, tmp_path / "copy")
    archived, *first, moved = done(pmo("prepare", folder)).splitlines()
    assert archived.startswith("Period 2026-03-31: the master and its returns (8) are kept")
    assert len(first) == 8
    assert all(line.endswith("(written)") for line in first)
    assert moved.startswith("The status date of the workspace is now 2026-04-30, no longer 2026-03-31")
    archived, *again = done(pmo("prepare", folder, "--status-date", "2026-04-30")).splitlines()
    assert len(again) == 8
    assert all(line.endswith("(kept as it was)") for line in again)
    archived, *packs, moved = done(
        pmo("prepare", folder, "--status-date", "2026-05-31", "--pack")
    ).splitlines()
    assert archived.startswith("Period 2026-03-31")
    assert len(packs) == 2
    assert "2026-05-31, no longer 2026-04-30" in moved


def test_the_planted_faults_are_listed(faulty: Path) -> None:
    """The planted faults are listed."""
    assert len(json.loads((faulty / "faults.json").read_text(encoding="utf-8"))) == 6


# judging -----------------------------------------------------------------------------------------------


def test_sound_returns_end_with_0(sound: Path) -> None:
    """Sound returns end with 0."""
    assert "Nothing to report" in done(pmo("validate", sound))


def test_findings_stand_under_their_file_with_place_message_and_remedy(faulty: Path) -> None:
    """Findings stand under their file with place message and remedy."""
    run = pmo("validate", faulty)
    said = done(run, 1)
    assert run.stderr == ""
    told = json.loads(done(pmo("validate", faulty, "--json", "-"), 1))
    lines = said.splitlines()
    assert told["language"] == "fr"
    for finding in told["findings"]:
        line = next(line for line in lines if f"{finding['sheet']}!{finding['cell']}" in line)
        assert finding["message"] in line
        assert any(before.startswith(finding["file"]) for before in lines[: lines.index(line)])
        assert f"     → {finding['fix']}" in lines
    assert "erreur" in said


def test_a_language_asked_for_wins_over_that_of_the_settings(faulty: Path) -> None:
    """A language asked for wins over that of the settings."""
    assert "Status date: 2026-03-31" in done(pmo("validate", faulty, "--lang", "en"), 1)
    assert "Date d’arrêté\u00a0: 31/03/2026" in done(pmo("validate", faulty), 1)


def test_marked_copies_are_written_beside_the_findings(faulty: Path, sound: Path, tmp_path: Path) -> None:
    """Marked copies are written beside the findings; a copy that cannot be written is named, the others are."""
    told = json.loads(done(pmo("validate", faulty, "--annotate", tmp_path / "à corriger", "--json", "-"), 1))
    named = {finding["file"] for finding in told["findings"]}
    assert {
        path.relative_to(tmp_path / "à corriger").as_posix()
        for path in (tmp_path / "à corriger").rglob("*.xlsx")
    } == named
    last = max(named)
    (tmp_path / "in the way" / last).mkdir(parents=True)
    run = pmo("validate", faulty, "--annotate", tmp_path / "in the way")
    words = done(run, 1)
    assert f"annotée{'s' if len(named) > 2 else ''}\u00a0: {tmp_path / 'in the way'}" in words
    assert last in run.stderr
    assert "0 marked copies" in done(pmo("validate", sound, "--annotate", tmp_path / "none"))
    assert refused(pmo("validate", faulty, "--annotate", faulty / "retours")) != ""


def test_one_file_or_several_folders_may_be_judged(sound: Path) -> None:
    """One file or several folders may be judged."""
    returns = sound / "returns"
    one = json.loads(done(pmo("validate", returns / "P001" / "plan.xlsx", "--lang", "en", "--json", "-")))
    assert [told["file"] for told in one["returns"]] == ["plan.xlsx"]
    assert one["findings"] == []  # nothing is said of files that were not looked at
    both = json.loads(pmo("validate", returns / "P001", returns / "P002", "--json", "-").stdout)
    assert len(both["returns"]) == 8
    assert both["findings"] == []


def test_another_status_date_is_another_period(sound: Path) -> None:
    """Another status date is another period."""
    told = json.loads(done(pmo("validate", sound, "--status-date", "2026-04-30", "--json", "-"), 1))
    assert told["status_date"] == "2026-04-30"
    assert {returned["status"] for returned in told["returns"]} == {"rejected"}


# adding up ---------------------------------------------------------------------------------------------


def check_form(told: dict[str, Any]) -> None:
    """The form of the contract, in its order."""
    assert list(told) == RUN_KEYS
    assert told["schema"] == 1
    assert all(list(returned) == RETURN_KEYS for returned in told["returns"])
    assert all(list(finding) == FINDING_KEYS for finding in told["findings"])
    assert {returned["status"] for returned in told["returns"]} <= {"accepted", "partial", "rejected"}
    for measures in (*told["projects"].values(), *([told["portfolio"]] if told["master"] else [])):
        assert list(measures) == list(KPIS)


def test_a_workspace_has_a_place_for_its_master(sound: Path, tmp_path: Path) -> None:
    """A workspace has a place for its master."""
    folder = shutil.copytree(sound, tmp_path / "with spaces")
    (folder / "out" / "master.xlsx").unlink()
    said = done(pmo("consolidate", folder, "--jobs", 1))
    assert "2 projects" in said
    assert (folder / "out" / "master.xlsx").stat().st_size > 10_000


def test_a_workspace_remembers_what_was_read_unless_told_otherwise(sound: Path, tmp_path: Path) -> None:
    """A workspace remembers what was read unless told otherwise."""
    folder = Path(shutil.copytree(sound, tmp_path / "copy"))
    shutil.rmtree(folder / ".pmo_xl", ignore_errors=True)
    done(pmo("validate", folder, "--no-cache", "--jobs", 2))
    done(pmo("consolidate", folder, "--no-cache"))
    assert not (folder / ".pmo_xl").exists()
    done(pmo("consolidate", folder))
    assert (folder / ".pmo_xl" / "cache.sqlite").is_file()


def test_a_scheduler_that_is_none_is_named(sound: Path) -> None:
    """A scheduler that is none is named."""
    run = pmo("consolidate", sound, "--no-cache", "--scheduler", "local:x")
    assert (run.returncode, run.stderr.count("\n")) == (2, 1), run.stderr
    assert "local:x" in run.stderr


def test_the_json_has_the_form_of_the_contract(sound: Path, tmp_path: Path) -> None:
    """The JSON has the form of the contract."""
    master, file = tmp_path / "new folder" / "m.xlsx", tmp_path / "run.json"
    done(pmo("consolidate", sound, "--out", master, "--json", file))
    told = json.loads(file.read_text(encoding="utf-8"))
    check_form(told)
    assert told["master"] == str(master)
    assert list(told["projects"]) == ["P001", "P002"]
    assert told["portfolio"]["bac"] == pytest.approx(sum(p["bac"] for p in told["projects"].values()))
    run = pmo("consolidate", sound, "--out", master, "--json", "-")
    check_form(json.loads(done(run)))
    assert run.stderr == ""


def test_errors_end_with_1_and_the_master_is_still_written(faulty: Path, tmp_path: Path) -> None:
    """Errors end with 1 and the master is still written."""
    master = tmp_path / "m.xlsx"
    said = done(pmo("consolidate", faulty, "--out", master), 1)
    assert "Classeur consolidé" in said
    assert master.exists()
    check_form(json.loads(done(pmo("validate", faulty, "--json", "-"), 1)))


def test_a_bad_file_never_stops_a_run(sound: Path, tmp_path: Path) -> None:
    """A bad file never stops a run."""
    folder = shutil.copytree(sound, tmp_path / "copy")
    (folder / "returns" / "broken.xlsx").write_bytes(b"this is no workbook")
    told = json.loads(done(pmo("consolidate", folder, "--json", "-"), 1))
    assert [f["code"] for f in told["findings"]] == ["GEN-01"]
    assert len(told["projects"]) == 2


# what a person may get wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("validate",),
        ("consolidate", ".", "--jobs", "0"),
        ("template", "plan", "--profile", "huge"),
        ("demo", "x", "--projects", "none"),
        ("validate", ".", "--no-such-option"),
    ],
)
def test_a_wrong_usage_ends_with_2(words: Sequence[str], tmp_path: Path) -> None:
    """A wrong usage ends with 2."""
    done(pmo(*words, cwd=tmp_path), 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("language", "words"), [("en", "does not exist"), ("fr", "n’existe pas")])
def test_a_path_that_is_not_there_is_named(tmp_path: Path, language: str, words: str) -> None:
    """A path that is not there is named."""
    sentence = refused(pmo("validate", tmp_path / "Réunion 3", "--lang", language))
    assert "Réunion 3" in sentence
    assert words in sentence


def test_a_folder_without_a_workbook_is_named(tmp_path: Path) -> None:
    """A folder without a workbook is named."""
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert "No workbook was found under" in refused(pmo("validate", tmp_path))
    assert not (tmp_path / "m.xlsx").exists()


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    """An unknown setting is named."""
    (tmp_path / "pmo.toml").write_text('language = "fr"\nreporting_curency = "EUR"\n', encoding="utf-8")
    sentence = refused(pmo("consolidate", tmp_path))
    assert "reporting_curency" in sentence
    assert "Vouliez-vous dire «\u00a0reporting_currency\u00a0»" in sentence


def test_an_unknown_language_or_date_is_named(tmp_path: Path) -> None:
    """An unknown language or date is named."""
    assert "xx" in refused(pmo("new", tmp_path / "w", "--lang", "xx"))
    assert "31/03/26" in refused(pmo("validate", tmp_path, "--status-date", "31/03/26"))
    assert not (tmp_path / "w").exists()


def test_a_master_needs_a_place_that_can_be_written(sound: Path, tmp_path: Path) -> None:
    """A master needs a place that can be written."""
    assert "--out" in refused(pmo("consolidate", sound / "returns", "--lang", "en"))
    assert ".xlsx" in refused(pmo("consolidate", sound, "--out", tmp_path / "master.pdf"))
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    assert "m.xlsx" in refused(pmo("consolidate", sound, "--out", in_the_way / "m.xlsx"))
    (tmp_path / "folder.xlsx").mkdir()
    assert "cannot be written" in refused(pmo("consolidate", sound, "--out", tmp_path / "folder.xlsx"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "folder.xlsx"]


def test_a_json_file_that_cannot_be_written_is_named(sound: Path, tmp_path: Path) -> None:
    """A JSON file that cannot be written is named."""
    run = pmo("validate", sound, "--json", tmp_path / "no such folder" / "run.json")
    assert run.returncode == 2
    assert "run.json" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_master_never_replaces_a_return(sound: Path) -> None:
    """A master never replaces a return."""
    plan = sound / "returns" / "P001" / "plan.xlsx"
    before = plan.read_bytes()
    assert "never written into" in refused(pmo("consolidate", plan, "--out", plan))
    assert plan.read_bytes() == before


def test_a_stop_from_the_keyboard_ends_with_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:  # fmt: skip
    """A stop from the keyboard ends with 130."""

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pmo_xl.pipeline.validate", stopped)
    monkeypatch.setattr(sys, "argv", ["pmo-xl", "validate", str(tmp_path), "--lang", "fr"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "Interrompu.\n"


def test_a_terminal_that_cannot_show_a_sign_gets_a_question_mark(faulty: Path) -> None:
    """A terminal that cannot show a sign gets a question mark."""
    said = done(pmo("validate", faulty, encoding="cp1252"), 1)
    assert "     ? " in said
    assert "Date d’arrêté\u00a0: 31/03/2026" in said
    json.loads(done(pmo("validate", faulty, "--json", "-", encoding="cp1252"), 1))


# watching, asking, opening ------------------------------------------------------------------------------


def test_a_folder_to_watch_needs_a_place_for_its_master(tmp_path: Path) -> None:
    """A folder to watch needs a place for its master, and must be there."""
    assert "--out" in refused(pmo("watch", tmp_path))
    gone = tmp_path / "gone"
    assert "is no folder" in refused(pmo("watch", gone, "--out", tmp_path / "m.xlsx"))


def test_the_doctor_ends_with_1_only_for_a_problem(sound: Path, tmp_path: Path) -> None:
    """The doctor ends with 1 only for a problem, and looks at the folder it is in when that is a workspace."""
    said = done(pmo("doctor", sound, "--lang", "fr"))
    assert f"pmo_xl {pmo_xl.__version__}" in said
    assert "pmo.toml\u00a0: compris" in said
    assert "pmo.toml: understood" in done(pmo("doctor", cwd=sound))
    assert "pmo.toml" not in done(pmo("doctor", cwd=tmp_path))
    said = done(pmo("doctor", tmp_path), 1)
    assert sum(line.startswith("◆") for line in said.splitlines()) == 1


def test_a_workspace_without_a_console_is_told_how_to_make_one(tmp_path: Path) -> None:
    """A workspace without a console is told how to make one."""
    assert "pmo-xl console" in refused(pmo("libreoffice", tmp_path))


# the catalogue -----------------------------------------------------------------------------------------


def test_the_catalogue_is_listed_for_people_and_for_programs() -> None:
    """The catalogue is listed for people and for programs."""
    assert json.loads(done(pmo("schema", "plan"))) == pmo_xl.schema("plan")
    assert json.loads(done(pmo("rules", "--json"))) == pmo_xl.rules()
    assert json.loads(done(pmo("kpis", "--json"))) == pmo_xl.kpis()
    assert "charter" in refused(pmo("schema", "charter"))
    rows = [line.split("\t") for line in done(pmo("kpis", "--lang", "fr")).splitlines()]
    assert [row[0] for row in rows] == list(KPIS)
    assert ["cpi", "IPC", "ratio", "vert ≥ 0,95, orange ≥ 0,9"] in [row[:4] for row in rows]
    assert len(done(pmo("rules")).splitlines()) == len(pmo_xl.rules())


def test_a_count_takes_the_plural_of_its_language() -> None:
    """A count takes the plural of its language."""

    def said(n: int, language: str) -> str:
        return messages.counted(n, messages.ERRORS).to(language)

    assert [said(n, "en") for n in (0, 1, 2)] == ["0 errors", "1 error", "2 errors"]
    assert [said(n, "fr") for n in (0, 1, 2)] == ["0 erreur", "1 erreur", "2 erreurs"]
