"""Who has a workbook open: office programs leave a file beside it that says so, and a crash leaves it for good."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Lock(NamedTuple):
    """A file that keeps others from writing: who made it, where, when."""

    file: Path
    who: str


def lock_of(workbook: Path) -> Lock | None:
    """The lock of LibreOffice or of Excel beside a workbook."""
    office = workbook.with_name(f".~lock.{workbook.name}#")
    if office.is_file():
        # What LibreOffice writes: its own name for the user, the login, the computer, the time, the profile.
        parts = office.read_text(encoding="utf-8", errors="replace").split(",")
        who = ", ".join(part.strip() for part in parts[:4] if part.strip())
        return Lock(office, who)
    excel = workbook.with_name(f"~${workbook.name}")
    if excel.is_file():
        # What Excel writes: the length of the name, then the name.
        told = excel.read_bytes()[:55]
        return Lock(excel, told[1 : 1 + told[0]].decode("cp1252", errors="replace").strip() if told else "")
    return None
