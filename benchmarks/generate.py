"""Workspaces of filled returns: the demo's up to a thousand projects, beyond that copies of the thousand.

A copy is the package of a demo return in which the project ID is another one. Only the parts that hold the
ID are packed again; all others go over as the packed bytes that they are.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.processes import MEBIBYTE, ROOT, cold

MOST_MADE = 1000
"""Projects whose returns are filled one by one; a larger portfolio repeats these."""
_SEED = 1


@dataclass(frozen=True, slots=True)
class Corpus:
    """A workspace with the returns of so many projects, and a place for what a run remembers elsewhere."""

    projects: int
    workspace: Path
    workbooks: int
    mebibytes: float

    @property
    def master(self) -> Path:
        return self.workspace / "out" / "master.xlsx"

    @property
    def memory(self) -> Path:
        """Where programs may keep what they remember of earlier runs."""
        return self.workspace.with_suffix(".cache")

    @property
    def environment(self) -> dict[str, str]:
        return {"XDG_CACHE_HOME": str(self.memory)}

    def copied_to(self, workspace: Path) -> Corpus:
        """The same returns in a workspace elsewhere, without what earlier runs left."""
        self.forget()
        shutil.copytree(self.workspace, workspace)
        shutil.copyfile(self.workspace.with_suffix(".json"), workspace.with_suffix(".json"))
        return replace(self, workspace=workspace)

    def forget(self) -> None:
        """Take away whatever a run left, so that the next one knows of none before."""
        kept = json.loads((self.workspace.with_suffix(".json")).read_text())["kept"]
        for entry in self.workspace.iterdir():
            if entry.name == "out" or entry.name not in kept:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        (self.workspace / "out").mkdir()
        shutil.rmtree(self.memory, ignore_errors=True)


def corpus(home: Path, projects: int, *, fresh: bool = False) -> Corpus:
    """The workspace of so many projects, made where it is not there yet."""
    workspace = home / f"p{projects}"
    told = workspace.with_suffix(".json")
    if fresh or not told.is_file():
        told.unlink(missing_ok=True)
        shutil.rmtree(workspace, ignore_errors=True)
        if projects > MOST_MADE:
            corpus(home, MOST_MADE)
        cold([sys.executable, "-m", "benchmarks.generate", str(home), str(projects)])
    about = json.loads(told.read_text())
    if about["maker"] != _maker():
        print(f"{workspace} was made by other code than there is now: --fresh makes it anew", file=sys.stderr)
    return Corpus(projects, workspace, about["workbooks"], about["mebibytes"])


def _make(home: Path, projects: int) -> None:
    from pmo_xl.workspace import demo

    workspace = home / f"p{projects}"
    if projects <= MOST_MADE:
        demo(workspace, projects, _SEED, "mixed")
    else:
        _lay_out(workspace, projects)
        source = home / f"p{MOST_MADE}" / "returns"
        returns = sorted(source.rglob("*.xlsx"))
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            for _ in pool.map(partial(_copies, workspace / "returns", projects), returns, chunksize=8):
                pass
    files = [file.stat().st_size for file in (workspace / "returns").rglob("*.xlsx")]
    about = {
        "maker": _maker(),
        "workbooks": len(files),
        "mebibytes": sum(files) / MEBIBYTE,
        "kept": [entry.name for entry in workspace.iterdir()],
    }
    workspace.with_suffix(".json").write_text(json.dumps(about))


def _maker() -> str:
    """What tells one state of the code that makes returns from another: templates, demo, and what writes them."""
    code = ROOT / "pmo_xl"
    files = [file for room in ("catalog", "core", "demo", "excel") for file in (code / room).rglob("*.py")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


def _lay_out(workspace: Path, projects: int) -> None:
    """A workspace whose register lists every project, those of the copies too."""
    from pmo_xl.catalog.steering.projects import Register
    from pmo_xl.demo.portfolio import STATUS_DATE, demo_portfolio
    from pmo_xl.workspace.fresh import SAMPLE_RATES, lay_out, settings_text

    made = demo_portfolio(MOST_MADE, _SEED, "mixed")
    every = [(made[place % MOST_MADE], _project_id(place)) for place in range(projects)]
    rows = {key: [project.record.get(key) for project, _ in every] for key in Register.columns}
    rows["project_id"] = [project_id for _, project_id in every]
    rows["language"] = [project.language for project, _ in every]
    rows["expected"] = ["yes"] * projects
    lay_out(workspace, "en", settings_text("en", STATUS_DATE, SAMPLE_RATES), {Register.key: rows})


def _project_id(place: int) -> str:
    return f"P{place + 1:03}"


def _copies(returns: Path, projects: int, source: Path) -> None:
    """Every copy of one return: read once, written as often as it is wanted."""
    own = source.parent.name
    (returns / own).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, returns / own / source.name)
    further = range(int(own[1:]) - 1 + MOST_MADE, projects, MOST_MADE)
    if not further:
        return
    name = re.compile(rb"\b%s\b" % own.encode())
    raw = source.read_bytes()
    with zipfile.ZipFile(source) as book:
        parts = [(part, book.read(part), _packed(raw, part)) for part in book.infolist()]
    for place in further:
        project_id = _project_id(place)
        target = returns / project_id / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for part, content, packed in parts:
                changed = name.sub(project_id.encode(), content) if name.search(content) else content
                if changed == content:
                    _add_packed(out, part, packed)
                else:
                    out.writestr(part, changed)


def _packed(raw: bytes, part: zipfile.ZipInfo) -> bytes:
    """The packed bytes of a part, which its own header stands before."""
    lengths = raw[part.header_offset + 26 : part.header_offset + 30]
    start = part.header_offset + 30 + sum(int.from_bytes(lengths[at : at + 2], "little") for at in (0, 2))
    return raw[start : start + part.compress_size]


def _add_packed(out: zipfile.ZipFile, part: zipfile.ZipInfo, packed: bytes) -> None:
    """Add a part without packing it again, which the library has no word for."""
    entry = copy(part)
    assert out.fp is not None
    entry.flag_bits &= ~0x08
    entry.header_offset = out.fp.tell()
    out.fp.write(entry.FileHeader(zip64=False))
    out.fp.write(packed)
    out.start_dir = out.fp.tell()
    out.filelist.append(entry)
    out.NameToInfo[entry.filename] = entry


def files_of(place: Path) -> Iterator[Path]:
    """The workbooks of a folder, in order."""
    yield from sorted(place.rglob("*.xlsx"))


def main(words: Sequence[str]) -> None:
    """Make one workspace: HOME PROJECTS."""
    _make(Path(words[0]), int(words[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
