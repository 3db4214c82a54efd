"""Skip the run when no input changed: the master was made from the same files, and was not touched since.

What a run came to is kept beside the workspace, with the fingerprint of everything that it came from. Where all of
it is found again, the same master would come out: nothing is read, and nothing is written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pmo_xl.core.base.files import (
    KEPT_FOLDER,
    files_beside_returns,
    manifest_of,
    real,
)
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.flow.account import Account
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.gather.cache.cache import UNREAD, make_kept_folder, prints_of
from pmo_xl.gather.cache.definitions import of_whole_program
from pmo_xl.gather.cache.json_codec import BROKEN, NotPlainError, finding_from_plain, finding_to_plain
from pmo_xl.gather.cache.store import proof
from pmo_xl.gather.files.passed_over import OPEN_CODE, OTHER_CODE, passed_over
from pmo_xl.gather.files.places import find_files, returns_folder, url_of, workspace_of

FILE = "standing.json"


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What was asked of a run; the arguments are those of :func:`pmo_xl.pipeline.consolidate_to`."""

    paths: Sequence[Path]
    out: Path
    status_date: dt.date | None
    language: str | None
    home: Path

    @classmethod
    def of(
        cls, paths: Sequence[Path], out: Path, status_date: dt.date | None, language: str | None, home: Path | None = None
    ) -> RunRequest | None:  # fmt: skip
        """The same; None where there is no workspace to keep anything in, or the returns are not on this computer."""
        home = home or workspace_of(paths)
        return (
            None if home is None or any(map(url_of, paths)) else cls(paths, out, status_date, language, home)
        )

    def beside_returns(self) -> str:
        """The fingerprint of everything that a master comes from, but the returns; empty where it cannot be known."""
        program = of_whole_program()
        try:
            contents = [(file.name, file.read_bytes()) for file in files_beside_returns(self.home)]
        except OSError:
            return ""
        said = [
            str(self.status_date),
            self.language or "",
            *(str(real(path)) for path in (self.out, *self.paths)),
        ]
        return _mixed([program, *said, *(part for held in contents for part in held)]) if program else ""

    def files(self) -> Mapping[Path, str]:
        """Every workbook that would be read."""
        return find_files(returns_folder(path, self.home) for path in self.paths)

    def passed_over(self, read: Collection[Path]) -> Iterator[Finding]:
        """What would be said of the files beside them."""
        roots = [returns_folder(path, self.home) for path in self.paths]
        return (finding for each in passed_over(roots, read) for finding in each.findings)


def _told_of_others(findings: Iterable[Finding]) -> list[str]:
    """What is said of files that are none of the returns, or that somebody has open."""
    return sorted(
        str(finding.to_dict("en")) for finding in findings if finding.code in (OPEN_CODE, OTHER_CODE)
    )


def unchanged_run(asked: RunRequest) -> Account | None:
    """What the run came to that made the master, where the same run would make it again; else None."""
    try:
        proved, _, content = (asked.home / KEPT_FOLDER / FILE).read_bytes().partition(b"\n")
        if proved.decode() != _mixed([content]):
            return None
        kept = json.loads(content)
        made_from, master, account = kept["made_from"], kept["master"], kept["account"]
        if (
            not manifest_of(asked.out).is_file()
            or master != _print_of(asked.out)
            or not isinstance(made_from, str)
        ):
            return None
        files = asked.files()
        prints = prints_of(asked.home, files)
        if all(prints) and made_from == _made_from(
            asked.beside_returns(), zip(files.values(), prints, strict=True)
        ):
            former = _account_of(account)
            if _told_of_others(former.findings) == _told_of_others(asked.passed_over(files)):
                return replace(former, master=asked.out, unchanged=True)
    except (OSError, *BROKEN):
        return None
    return None


@dataclass(frozen=True, slots=True)
class Note:
    """A run that has begun: what was asked, and the fingerprint of everything beside the returns at that time."""

    asked: RunRequest
    beside_returns: str

    def keep(self, returns: Iterable[Return], account: Account) -> None:
        """Keep what the run came to, once the master is written.

        Nothing is kept where a return could not be read, or the workspace cannot be written.
        """
        read = {
            returned.file: returned.sha256
            for returned in returns
            if not any(finding.code in UNREAD for finding in returned.findings)
        }
        with suppress(OSError, NotPlainError):
            names = [*self.asked.files().values()]
            if not self.beside_returns or not all(read.get(name) for name in names):
                return
            content = json.dumps({
                "made_from": _made_from(self.beside_returns, ((name, read[name]) for name in names)),
                "master": _print_of(self.asked.out),
                "account": _plain(account),
            }).encode()  # fmt: skip
            make_kept_folder(self.asked.home / KEPT_FOLDER)
            (self.asked.home / KEPT_FOLDER / FILE).write_bytes(_mixed([content]).encode() + b"\n" + content)


def begin(
    paths: Sequence[Path], out: Path, status_date: dt.date | None, language: str | None, home: Path | None
) -> Note | None:
    """The note of a run that begins now; None where there is nothing to keep it in."""
    asked = RunRequest.of(paths, out, status_date, language, home)
    return None if asked is None else Note(asked, asked.beside_returns())


def _made_from(beside_returns: str, prints: Iterable[tuple[str, str]]) -> str:
    return _mixed([beside_returns, *(part for each in prints for part in each)])


def _mixed(parts: Iterable[str | bytes]) -> str:
    return proof(*parts).hex()


def _print_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _plain(account: Account) -> Any:
    day = account.status_date
    return [
        account.language, day and day.isoformat(), dict(account.states), account.missing, account.projects,
        [*map(finding_to_plain, account.findings)],
    ]  # fmt: skip


def _account_of(plain: Any) -> Account:
    language, day, states, missing, projects, findings = plain
    date = day and dt.date.fromisoformat(day)
    return Account(language, date, states, missing, [*map(finding_from_plain, findings)], projects)
