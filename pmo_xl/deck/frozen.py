"""The decks of a period as they were shown: a copy of each in the archive, and a manifest that says what it was made from.

``archive/2026-03-31/out/COPIL 2026-03-31.pptx`` stands where the archive keeps that period, ``packs.json`` beside. What is
there is never replaced: another deck of the same meeting is kept beside it, with a number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_xl.core.base.files import MASTER_FILE, OUT_FOLDER, in_workspace
from pmo_xl.core.version import __version__
from pmo_xl.deck.content.facts import Facts
from pmo_xl.gather.archive.keep import folder_of, print_of
from pmo_xl.workspace.files import write_text, write_whole

MANIFEST = "packs.json"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A copy in the archive: where it is, and whether it was there before as it is."""

    path: Path
    known: bool


def freeze(home: Path, deck: Path, facts: Facts) -> Frozen:
    """Keep a deck in the archive of its period. Raises NothingToDo where the archive cannot be written."""
    folder = folder_of(home, facts.status_date)
    content = deck.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    kept = _manifest(folder)
    place, known = _place(folder / in_workspace(home, OUT_FOLDER).name, deck, sha256)
    if not known:
        write_whole(place, lambda part: _save(part, content))
    entry = _entry(home, place.relative_to(folder).as_posix(), sha256, facts)
    if entry not in kept:
        others = [each for each in kept if each.get("file") != entry["file"]]
        said = {"schema": 1, "packs": sorted([*others, entry], key=lambda each: str(each.get("file")))}
        write_text(folder / MANIFEST, json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    return Frozen(place, known)


def _place(folder: Path, deck: Path, sha256: str) -> tuple[Path, bool]:
    """Where a deck is kept, and whether it is there: under its name, or with a number behind it where that is another."""
    number = 1
    while True:
        place = folder / (deck.name if number == 1 else f"{deck.stem} ({number}){deck.suffix}")
        held = print_of(place)
        if held in ("", sha256):
            return place, held == sha256
        number += 1


def _manifest(folder: Path) -> Sequence[Mapping[str, Any]]:
    """What was kept; nothing where the manifest was never written, or somebody changed it beyond reading."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return [dict(each) for each in said["packs"]]
    return []


def _entry(home: Path, file: str, sha256: str, facts: Facts) -> Mapping[str, Any]:
    scope = facts.scope
    return {
        "file": file,
        "sha256": sha256,
        "version": __version__,
        "body": facts.meeting.body,
        "meeting": facts.meeting.day.isoformat(),
        "status_date": facts.status_date.isoformat(),
        "scope": scope.project or scope.programme,
        "language": facts.language,
        "master": print_of(in_workspace(home, MASTER_FILE)),
        "returns": {each.file: each.sha256 for each in facts.master.portfolio.returns if not each.rejected},
    }


def _save(part: Path, content: bytes) -> None:
    part.write_bytes(content)
