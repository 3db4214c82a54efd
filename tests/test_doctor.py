"""The doctor: what each platform may be like, and what to do about it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
import xlwings

from pmo_xl.console.build import build_addin
from pmo_xl.console.layout import CONSOLE_FILE
from pmo_xl.console.portable import expanded, portable
from pmo_xl.core.definition.model import ERROR_SIGN, OK_SIGN, WARNING_SIGN
from pmo_xl.workspace import demo, new_workspace
from pmo_xl.workspace.health import doctor, spreadsheets, synced, windows
from pmo_xl.workspace.health.seen import Seen
from pmo_xl.workspace.health.spreadsheets import is_trusted, on_mac, on_windows
from pmo_xl.workspace.health.windows import Registry

APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
COM = r"HKCR\Excel.Application\CurVer"
POLICY = r"HKCU\Software\Policies\Microsoft\office\16.0\excel\security"
OWN = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
EXCEL = {(APP_PATH, ""): r"C:\Office\EXCEL.EXE", (COM, ""): "Excel.Application.16"}


def registry(values: Mapping[tuple[str, str], Any]) -> Registry:
    """A registry with these values and no others."""
    return lambda key, name: values.get((key, name))


def signs(seen: list[Seen]) -> str:
    """The signs of what was seen, in a row."""
    return "".join(one.sign for one in seen)


def said(seen: list[Seen], language: str = "en") -> str:
    """What a person reads."""
    return "\n".join(one.to(language) for one in seen)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which nothing is wrong."""
    folder = tmp_path_factory.mktemp("doctor") / "Comité été"
    demo(folder, 1, language="fr")
    return folder


@pytest.fixture
def home(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "Comité été"))


# Windows ---------------------------------------------------------------------------------------------


def test_windows_in_order(home: Path, tmp_path: Path) -> None:
    """Excel is there and asks before it runs macros, and nothing keeps it from running ours."""
    seen = list(on_windows(registry(EXCEL), tmp_path, home / CONSOLE_FILE))
    assert signs(seen) == OK_SIGN * 4
    assert r"Excel: C:\Office\EXCEL.EXE" in said(seen)
    assert "xlwings addin install" in said(seen)
    (tmp_path / "Microsoft" / "Excel" / "XLSTART").mkdir(parents=True)
    (tmp_path / "Microsoft" / "Excel" / "XLSTART" / "xlwings.xlam").write_bytes(b"")
    assert "xlwings add-in: of another version" in said(list(on_windows(registry(EXCEL), tmp_path, None)))
    shutil.copyfile(
        Path(xlwings.__file__).parent / "addin" / "xlwings.xlam",
        tmp_path / "Microsoft" / "Excel" / "XLSTART" / "xlwings.xlam",
    )
    assert "xlwings add-in: installed" in said(list(on_windows(registry(EXCEL), tmp_path, None)))


def test_a_computer_without_excel_is_no_problem(tmp_path: Path) -> None:
    """Without Excel everything but its buttons works; an Excel that cannot be reached is a problem."""
    none, *_ = on_windows(registry({}), tmp_path, None)
    assert none.sign == WARNING_SIGN
    unreachable, *_ = on_windows(registry({(APP_PATH, ""): "C:\\x.exe"}), tmp_path, None)
    assert unreachable.is_problem
    assert "Réparez Office" in unreachable.to("fr")


@pytest.mark.parametrize(
    ("values", "sign", "words"),
    [
        ({}, OK_SIGN, "Enable Content"),
        ({(OWN, "VBAWarnings"): 2}, OK_SIGN, "Enable Content"),
        ({(OWN, "VBAWarnings"): 1}, WARNING_SIGN, "without asking"),
        ({(OWN, "VBAWarnings"): 4}, ERROR_SIGN, "Trust Center"),
        ({(POLICY, "VBAWarnings"): 4}, ERROR_SIGN, "your organisation"),
        ({(POLICY, "VBAWarnings"): 3, (OWN, "VBAWarnings"): 1}, ERROR_SIGN, "your organisation"),
        ({(POLICY, "VBAWarnings"): 2, (OWN, "VBAWarnings"): 4}, OK_SIGN, "Enable Content"),
        (
            {(POLICY, "VBAWarnings"): 4, (rf"{POLICY}\Trusted Locations", "AllLocationsDisabled"): 1},
            ERROR_SIGN,
            "your organisation → Without the buttons",
        ),
    ],
)
def test_what_excel_does_with_macros(values: dict[tuple[str, str], Any], sign: str, words: str) -> None:
    """The administrator's word counts before the person's own; what can be done is said."""
    seen = spreadsheets.macros_of_windows(registry(values), trusted=False)
    assert seen.sign == sign
    assert words in seen.to("en")


def test_a_trusted_location_overrides_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trusted location overrides the rest, its subfolders only where that is set."""
    monkeypatch.setenv("APPDATA", r"C:\Users\Zoé\AppData\Roaming")
    folder = PureWindowsPath(r"C:\Users\Zoé\AppData\Roaming\PMO")
    key = rf"{OWN}\Trusted Locations"
    inside = {(rf"{key}\Location7", "Path"): "%APPDATA%\\"}
    assert not is_trusted(registry({}), folder)
    assert not is_trusted(registry(inside), folder)
    assert is_trusted(registry(inside), folder.parent)
    below = {**inside, (rf"{key}\Location7", "AllowSubFolders"): 1}
    assert is_trusted(registry(below), folder)
    assert not is_trusted(registry({**below, (key, "AllLocationsDisabled"): 1}), folder)
    assert (
        spreadsheets.macros_of_windows(registry({(POLICY, "VBAWarnings"): 4}), trusted=True).sign == OK_SIGN
    )


def test_a_console_from_the_internet_is_blocked(home: Path) -> None:
    """Windows keeps the mark beside the file; the remedy is to unblock it, or a trusted location."""
    console = home / CONSOLE_FILE
    mark = Path(f"{console}:Zone.Identifier")
    assert spreadsheets.mark_of_the_web(console, allowed=False).sign == OK_SIGN
    mark.write_text("[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://example.org/\r\n", encoding="utf-8")
    blocked = spreadsheets.mark_of_the_web(console, allowed=False)
    assert blocked.is_problem
    assert "Unblock" in blocked.to("en")
    assert "Débloquer" in blocked.to("fr")
    assert spreadsheets.mark_of_the_web(console, allowed=True).sign == OK_SIGN
    (*_, seen) = on_windows(registry(EXCEL), home, console)
    assert seen.is_problem
    (*_, seen) = on_windows(
        registry({**EXCEL, (POLICY, "blockcontentexecutionfrominternet"): 0}), home, console
    )
    assert seen.sign == OK_SIGN
    mark.write_text("[ZoneTransfer]\r\nZoneId=1\r\n", encoding="utf-8")
    assert spreadsheets.mark_of_the_web(console, allowed=False).sign == OK_SIGN


@pytest.mark.skipif(sys.platform == "win32", reason="asks a computer without a registry")
def test_a_computer_without_a_registry_knows_nothing() -> None:
    """A computer without a registry knows nothing."""
    assert windows.windows_registry(APP_PATH, "") is None


# Mac ---------------------------------------------------------------------------------------------------


def test_a_mac_needs_a_script_for_its_xlwings(tmp_path: Path) -> None:
    """The script that lets Excel start Python is looked for, that of this version of xlwings."""
    applications, person = tmp_path / "Applications", tmp_path / "zoé"
    assert signs(list(on_mac(applications, person, "0.37.8"))) == WARNING_SIGN
    (applications / "Microsoft Excel.app").mkdir(parents=True)
    seen = list(on_mac(applications, person, "0.37.8"))
    assert signs(seen) == OK_SIGN + ERROR_SIGN
    assert "xlwings runpython install" in said(seen)
    scripts = person / "Library" / "Application Scripts" / "com.microsoft.Excel"
    scripts.mkdir(parents=True)
    (scripts / "xlwings-0.33.1.applescript").write_text("", encoding="utf-8")
    seen = list(on_mac(applications, person, "0.37.8"))
    assert signs(seen) == OK_SIGN + ERROR_SIGN
    assert "another version" in said(seen)
    (scripts / "xlwings-0.37.8.applescript").write_text("", encoding="utf-8")
    assert signs(list(on_mac(applications, person, "0.37.8"))) == OK_SIGN * 2


# LibreOffice -------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="runs a shell script")
def test_libreoffice_says_its_version_and_a_missing_one_is_no_problem(tmp_path: Path) -> None:
    """LibreOffice says its version; a missing or a broken one is no problem."""
    assert signs(list(spreadsheets.on_linux(None))) == WARNING_SIGN
    assert signs(list(spreadsheets.on_linux(tmp_path / "gone"))) == WARNING_SIGN
    soffice = tmp_path / "soffice"
    soffice.write_text("#!/bin/sh\necho LibreOffice 24.8.4.2 480 Build\n", encoding="utf-8")
    soffice.chmod(0o755)
    first, second = spreadsheets.on_linux(soffice)
    assert first.to("en") == f"{OK_SIGN} LibreOffice 24.8.4.2: {soffice}"
    assert not second.is_problem


def test_xlwings_is_needed() -> None:
    """The one library without which Excel can start nothing."""
    assert doctor.xlwings_here(None).is_problem
    assert doctor.xlwings_here("0.37.8").to("en") == f"{OK_SIGN} xlwings 0.37.8"
    assert doctor.version_of("no-such-package-as-this") is None
    assert importlib.util.find_spec("xlwings") is not None


# a workspace -------------------------------------------------------------------------------------------


def test_a_sound_workspace_has_no_problem(sound: Path) -> None:
    """A sound workspace has no problem, in either language."""
    seen = list(doctor.workspace(sound))
    assert signs(seen) == OK_SIGN * 7, said(seen)
    assert sys.executable in said(seen)
    assert "accessible en écriture" in said(seen, "fr")
    assert [one for one in doctor.examine(sound) if one.is_problem] == []


def test_a_new_workspace_asks_for_projects_and_returns(tmp_path: Path) -> None:
    """A new workspace asks for projects and returns."""
    new_workspace(tmp_path / "w")
    wanting = [one for one in doctor.workspace(tmp_path / "w") if one.sign == WARNING_SIGN]
    assert "Add a row for each project" in said(wanting)
    assert "Put the returns there" in said(wanting)
    assert len(wanting) == 2


def test_another_folder_is_no_workspace(tmp_path: Path) -> None:
    """Another folder is no workspace."""
    (seen,) = doctor.workspace(tmp_path)
    assert seen.is_problem
    assert "pmo-xl new" in seen.to("en")


def test_wrong_settings_and_a_wrong_register_are_named(home: Path) -> None:
    """Wrong settings and a wrong register are named."""
    (home / "pmo.toml").write_text('langage = "fr"\n', encoding="utf-8")
    (home / "pilotage.xlsx").write_bytes(b"no workbook")
    wrong = [one for one in doctor.workspace(home) if one.is_problem]
    assert len(wrong) == 2
    assert "langage" in said(wrong)
    assert "Corrigez pilotage.xlsx" in said(wrong, "fr")


@pytest.mark.parametrize("lock", ["~$classeur_consolide.xlsx", ".~lock.classeur_consolide.xlsx#"])
def test_an_open_master_is_seen_by_its_lock_file(home: Path, lock: str) -> None:
    """An open master is seen by the lock file of Excel or LibreOffice."""
    master = home / "resultats" / "classeur_consolide.xlsx"
    assert "not written yet" in doctor.master(master).to("en")
    master.write_bytes(b"")
    assert doctor.master(master).sign == OK_SIGN
    (home / "resultats" / lock).write_bytes(b"")
    assert doctor.master(master).sign == WARNING_SIGN
    assert "Fermez classeur_consolide.xlsx" in doctor.master(master).to("fr")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a file that cannot be opened")
def test_a_return_that_cannot_be_opened_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A return that cannot be opened is named."""
    monkeypatch.chdir(home / "retours")
    with socket.socket(socket.AF_UNIX) as nobody:
        nobody.bind("shut.xlsx")
    seen = doctor.returns(home / "retours")
    assert seen.is_problem
    assert "shut.xlsx" in seen.to("en")


def test_a_place_that_cannot_be_written_is_a_problem(home: Path) -> None:
    """A place that cannot be written is a problem."""
    assert doctor.writable(home).sign == OK_SIGN
    assert doctor.writable(home / "nowhere").is_problem
    assert doctor.writable(home / "pmo.toml").is_problem
    assert not any(file.name.startswith("tmp") for file in home.iterdir())


def test_a_folder_and_a_master_without_the_right_to_write(home: Path) -> None:
    """A folder and a master without the right to write are problems."""
    master = home / "resultats" / "classeur_consolide.xlsx"
    master.write_bytes(b"")
    master.chmod(0o444)
    if os.access(master, os.W_OK):
        pytest.skip("this person may write anywhere")
    (home / "resultats").chmod(0o555)
    try:
        assert len([one for one in doctor.workspace(home) if one.is_problem]) == 2
    finally:
        (home / "resultats").chmod(0o755)


def test_a_console_whose_python_is_gone_is_to_be_made_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A console whose Python is gone, one that is missing, one that is no console: made anew."""
    console = home / CONSOLE_FILE
    assert sys.executable in doctor.console(console).to("en")
    monkeypatch.setattr(sys, "executable", str(home / "gone" / "python"))
    from pmo_xl.console.build import build_console

    build_console(console, "fr")
    assert doctor.console(console).is_problem
    assert f'pmo-xl console --out "{console}" --force' in doctor.console(console).to("fr")
    shutil.copy(home / "pilotage.xlsx", console)
    assert doctor.console(console).sign == WARNING_SIGN
    console.unlink()
    assert doctor.console(console).sign == WARNING_SIGN


# What an organisation forbids, and where OneDrive keeps things -----------------------------------------

RULES = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
MANAGER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"


@pytest.mark.parametrize(
    ("values", "expected", "words"),
    [
        ({}, OK_SIGN, "no rule keeps Excel"),
        ({(RULES, windows.NO_CHILD_PROCESS): "1"}, ERROR_SIGN, "may not start other programs"),
        ({(RULES, windows.NO_CHILD_PROCESS): "2"}, OK_SIGN, "no rule keeps Excel"),
        ({(RULES, windows.NO_SYSTEM_CALLS): 6}, WARNING_SIGN, "warns before a macro goes on"),
        ({(MANAGER, "ASRRules"): f"{{{windows.NO_SYSTEM_CALLS.lower()}}}=1|x=0"}, ERROR_SIGN, "may not call Windows"),
        ({(RULES, windows.NO_CHILD_PROCESS): "0", (MANAGER, "ASRRules"): f"{windows.NO_CHILD_PROCESS}=1"}, OK_SIGN, "no rule"),
    ],
)  # fmt: skip
def test_what_defender_forbids_excel_is_told(
    values: dict[tuple[str, str], Any], expected: str, words: str
) -> None:
    """The rules that keep macros from starting Python are read where group policy and Intune keep them."""
    seen = list(windows.attack_surface(registry(values), spreadsheets.WITHOUT_MACROS))
    assert signs(seen) == expected
    assert words in said(seen)
    assert ("pmo-xl watch" in said(seen)) == (expected != OK_SIGN)


def test_folders_of_onedrive_are_known(tmp_path: Path) -> None:
    """From the variables that OneDrive sets, and from what it notes of each library of SharePoint."""
    library, own = tmp_path / "Contoso" / "PMO", tmp_path / "OneDrive"
    (library / "Comité").mkdir(parents=True)
    providers = r"HKCU\Software\SyncEngines\Providers\OneDrive"
    noted = {
        (rf"{providers}\1", "MountPoint"): str(library),
        (rf"{providers}\1", "UrlNamespace"): "https://contoso.sharepoint.com/sites/PMO/",
    }
    found = synced.synced_folders(
        {"OneDrive": str(own), "OneDriveCommercial": str(own)}, registry(noted), lambda _: ["1", "2"]
    )
    assert found[0] == (library, "https://contoso.sharepoint.com/sites/PMO/")
    assert [folder.folder for folder in found[1:] if "CloudStorage" not in str(folder.folder)] == [own]
    assert "kept by OneDrive" in said(list(doctor.clouds(library / "Comité", found)))
    assert list(doctor.clouds(tmp_path, found)) == []


def test_a_proxy_is_told_without_its_password() -> None:
    """Behind a proxy, packages may have to come from a folder; who logs in there is nobody's business."""
    (seen,) = doctor.proxies({"https": "http://marie:secret@proxy.contoso.com:8080"})
    assert "Proxy: proxy.contoso.com:8080" in seen.to("en")
    assert "--no-index --find-links" in seen.to("fr")
    assert "secret" not in seen.to("en")
    assert list(doctor.proxies({})) == []


def test_the_python_of_the_store_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind its name lies no program that a macro could start."""
    monkeypatch.setattr(sys, "executable", "/mnt/c/Users/Zoé/AppData/Local/Microsoft/WindowsApps/python.exe")
    first, *_ = doctor.python()
    assert first.sign == WARNING_SIGN
    assert "python.org" in first.to("en")


def test_a_console_names_no_person(home: Path, tmp_path: Path) -> None:
    """The Python that a console starts is named from what each computer says of itself: it serves a colleague, too."""
    own = {
        "LOCALAPPDATA": r"C:\Users\Zoé\AppData\Local",
        "USERPROFILE": r"C:\Users\Zoé",
        "PROGRAMFILES": r"C:\Program Files",
    }
    cases = {
        r"C:\Users\Zoé\AppData\Local\Programs\Python\python.exe": r"%LOCALAPPDATA%\Programs\Python\python.exe",
        r"c:\users\zoé\venv\Scripts\python.exe": r"%USERPROFILE%\venv\Scripts\python.exe",
        r"C:\Program Files\Python311\python.exe": r"%PROGRAMFILES%\Python311\python.exe",
        r"D:\Python\python.exe": r"D:\Python\python.exe",
    }
    assert {path: portable(path, True, own) for path in cases} == cases
    assert portable("/Users/zoé/venv/bin/python", False, {"HOME": "/Users/zoé"}) == "$HOME/venv/bin/python"
    assert expanded(r"%LOCALAPPDATA%\x.exe", own) == r"C:\Users\Zoé\AppData\Local\x.exe"
    assert expanded("$HOME/x", {"HOME": "/Users/zoé"}) == "/Users/zoé/x"
    told = doctor.configuration(home / CONSOLE_FILE)
    assert str(Path.home()) not in " ".join(map(str, told.values()))
    assert expanded(str(told["INTERPRETER_MAC"])) == sys.executable


def test_an_add_in_of_another_version_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An add-in made before an update is named; those of others are none of ours."""
    folder = tmp_path / "Microsoft" / "AddIns"
    folder.mkdir(parents=True)
    build_addin(folder / "pmo_xl.xlam")
    (folder / "theirs.xlam").write_bytes(b"not ours")
    assert list(doctor.addins(tmp_path)) == []
    monkeypatch.setattr(doctor, "version_of", lambda _: "9.9")
    (seen,) = doctor.addins(tmp_path)
    assert seen.sign == WARNING_SIGN
    assert "pmo_xl.xlam: made by pmo_xl" in seen.to("en")
    assert "--addin" in seen.to("fr")


def test_a_console_of_another_version_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an update the macros of a console may be those of an older xlwings."""
    assert doctor.console(home / CONSOLE_FILE).sign == OK_SIGN
    monkeypatch.setattr(doctor, "version_of", lambda _: "9.9")
    seen = doctor.console(home / CONSOLE_FILE)
    assert seen.sign == WARNING_SIGN
    assert "made by pmo_xl" in seen.to("en")
    assert "--force" in seen.to("en")
