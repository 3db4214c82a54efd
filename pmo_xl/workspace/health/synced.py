"""Files that Excel names by an address on a server: found again in the folders that OneDrive keeps on this computer.

With AutoSave on, Excel gives ``https://…`` for a workbook that lies in both places.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pmo_xl.workspace.health.windows import Registry, windows_registry, windows_subkeys

_VARIABLES = ("OneDriveCommercial", "OneDriveConsumer", "OneDrive")
_PROVIDERS = r"HKCU\Software\SyncEngines\Providers\OneDrive"


class Synced(NamedTuple):
    """A folder of this computer, and the address on the server that it mirrors where that is known."""

    folder: Path
    address: str = ""


def found_again(address: str, folders: Sequence[Synced]) -> Path | None:
    """The file of this computer behind an address; None where there is none, or more than one could be meant.

    The folder that mirrors the longest beginning of the address is believed first. Elsewhere the end of the
    address, as long a piece of it as fits, must lead to one file alone.
    """
    whole = unquote(address)
    known = [
        s
        for s in folders
        if s.address and whole.lower().startswith(unquote(s.address).lower().rstrip("/") + "/")
    ]
    for synced in sorted(known, key=lambda s: -len(s.address)):
        rest = whole[len(unquote(synced.address).rstrip("/")) :].strip("/")
        if (file := synced.folder.joinpath(*rest.split("/"))).is_file():
            return file
    parts = [part for part in unquote(urlsplit(address).path).split("/") if part]
    for start in range(len(parts)):
        files = {file.resolve() for s in folders if (file := s.folder.joinpath(*parts[start:])).is_file()}
        if files:
            return files.pop() if len(files) == 1 else None
    return None


def synced_folders(
    environment: Mapping[str, str] = os.environ,
    registry: Registry = windows_registry,
    subkeys: Callable[[str], Sequence[str]] = windows_subkeys,
) -> list[Synced]:
    """The folders that OneDrive keeps on this computer, those of SharePoint libraries among them."""
    found = [
        Synced(Path(str(mount)), str(registry(key, "UrlNamespace") or ""))
        for key in (rf"{_PROVIDERS}\{name}" for name in subkeys(_PROVIDERS))
        if (mount := registry(key, "MountPoint"))
    ]
    found += [Synced(Path(environment[name])) for name in _VARIABLES if environment.get(name)]
    if sys.platform == "darwin":
        cloud = Path.home() / "Library" / "CloudStorage"
        found += [Synced(folder) for folder in sorted(cloud.glob("OneDrive*")) if folder.is_dir()]
    return list(dict.fromkeys(found))


def is_synced(folder: Path, folders: Sequence[Synced]) -> bool:
    """Whether a folder lies in one that OneDrive keeps on this computer."""
    return any(folder.resolve().is_relative_to(synced.folder.resolve()) for synced in folders)
