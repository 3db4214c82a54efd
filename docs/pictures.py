"""The pictures of the guides, from the demo: ``python docs/pictures.py``; of some, with their names behind it.

LibreOffice draws the workbooks, poppler (pdftotext, pdftoppm) finds the page and makes a picture of its upper part.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.files import MASTER_FILE, RETURNS_FOLDER, in_workspace

IMAGES = Path(__file__).parent / "images"
WIDTH, SMALLER, MOST_BYTES = 1100, 860, 220 * 1024
"""Of a picture: pixels, those of a whole page, and what a page that is read on a telephone can bear."""
FAULTS = 12
"""Planted in the portfolio, so that there is something to mark."""


class Picture(NamedTuple):
    """A page of a workbook: the file, words of which its page has one, and how much of it is shown from the top, in how many pixels."""

    workbook: Path
    words: tuple[str, ...]
    share: float = 1.0
    width: int = WIDTH


def main(names: Sequence[str]) -> None:
    """Make the pictures of these names, or all; raises RuntimeError for a page that is not found or a picture too large."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for language in ("en", "fr"):
            for make in (of_returns, of_a_master, of_pages):
                drawn = NAMES[make.__name__, language]
                wanted = [name for name in drawn if not names or name in names]
                pictures = make(Path(work) / language, language) if wanted else []
                for name, picture in zip(drawn, pictures, strict=bool(wanted)):
                    if name in wanted:
                        draw(picture, Path(work), IMAGES / f"{name}.png")


def of_returns(home: Path, language: str) -> list[Picture]:
    """A template, its check, a marked copy, from a portfolio with faults."""
    fr = language == "fr"
    run("demo", home / "faulty", "--projects", 6, "--faults", FAULTS, "--lang", language)
    run("validate", home / "faulty", "--annotate", home / "copies", expect=(0, 1))
    returns, plan = in_workspace(home / "faulty", RETURNS_FOLDER), "planning.xlsx" if fr else "plan.xlsx"
    marked = max((home / "copies").glob(f"*/{plan}"), key=lambda file: file.stat().st_size)
    sent = returns / marked.parent.name / plan
    verdicts = (
        ("À corriger avant envoi", "Envoi possible", "Prêt à envoyer")
        if fr
        else ("To correct before sending", "Can be sent", "Ready to send")
    )
    return [
        Picture(sent, ("Tâches et jalons : référence" if fr else "Tasks and milestones: baseline",), 0.5),
        Picture(sent, verdicts, 0.62),
        Picture(marked, ("Que faire" if fr else "What to do",), 0.36),
    ]


def of_a_master(home: Path, language: str) -> list[Picture]:
    """The dashboard of a portfolio in which nothing is missing."""
    run("demo", home / "sound", "--projects", 30, "--lang", language)
    return [Picture(in_workspace(home / "sound", MASTER_FILE), (RED_PROJECTS[language],), 0.6, SMALLER)]


def of_pages(home: Path, language: str) -> list[Picture]:
    """The pages of a master in its sixth period, each found by the words below its title."""
    run("demo", home / "past", "--projects", 12, "--periods", 6, "--lang", language)
    master = in_workspace(home / "past", MASTER_FILE)
    pages = {page.key: page for page in catalogue_of().master.pages}
    words = [
        RED_PROJECTS[language] if key == "dashboard" else pages[key].purpose.to(language) for key in GALLERY
    ]
    return [Picture(master, (said.replace("\xa0", " ")[:LONG_ENOUGH],), width=SMALLER) for said in words]


RED_PROJECTS = {"en": "Red projects and why", "fr": "Projets au rouge et pourquoi"}
GALLERY = (
    "dashboard", "what_changed", "portfolio", "road_map", "milestones", "collection", "risks", "fiscal_year", "one_project",
)  # fmt: skip
"""The pages of the gallery, by their keys."""
LONG_ENOUGH = 40
"""Characters of a purpose by which its page is known."""
NAMES = {
    ("of_returns", "en"): ("template-en", "check-en", "marked-copy-en"),
    ("of_returns", "fr"): ("modele-fr", "controle-fr", "copie-annotee-fr"),
    ("of_a_master", "en"): ("master",),
    ("of_a_master", "fr"): ("master-fr",),
    **{("of_pages", language): tuple(f"{key}-{language}" for key in GALLERY) for language in ("en", "fr")},
}


def run(*words: object, expect: tuple[int, ...] = (0,)) -> None:
    """A command of pmo-xl."""
    done = subprocess.run(
        [sys.executable, "-m", "pmo_xl", *map(str, words)], capture_output=True, text=True, check=False
    )
    if done.returncode not in expect:
        raise RuntimeError(done.stderr)


def draw(picture: Picture, work: Path, out: Path) -> None:
    """The first page of the workbook that has one of the words, its upper part, as PNG."""
    pdf = printed(picture.workbook, work)
    page = page_with(picture.words, pdf)
    size = subprocess.run(
        ["pdfinfo", "-f", str(page), "-l", str(page), pdf], capture_output=True, text=True, check=True
    ).stdout
    wide, _, high = next(line for line in size.splitlines() if " size:" in line).split(":")[1].split()[:3]
    whole = round(picture.width * float(high) / float(wide))
    subprocess.run(
        ["pdftoppm", "-f", str(page), "-singlefile", "-png", "-scale-to-x", str(picture.width), "-scale-to-y", str(whole),
         "-H", str(round(whole * picture.share)), pdf, out.with_suffix("")],
        check=True,
    )  # fmt: skip
    if out.stat().st_size > MOST_BYTES:
        raise RuntimeError(f"{out} has {out.stat().st_size} bytes, more than {MOST_BYTES}")
    sys.stdout.write(
        f"{out.name}: {out.stat().st_size // 1024} KiB, page {page} of {picture.workbook.name}\n"
    )


def printed(workbook: Path, work: Path) -> Path:
    """The workbook as LibreOffice prints it."""
    office = shutil.which("soffice")
    if office is None:
        raise RuntimeError("LibreOffice (soffice) is not installed: no workbook can be drawn")
    folder = work / "printed"
    subprocess.run(
        [office, f"-env:UserInstallation={(work / 'office').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", folder, workbook],
        capture_output=True, check=True,
    )  # fmt: skip
    return folder / f"{workbook.stem}.pdf"


def page_with(words: tuple[str, ...], pdf: Path) -> int:
    """The number of the first page that holds one of the words."""
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    for number, page in enumerate(text.replace("\xa0", " ").split("\f"), start=1):
        if any(word in page for word in words):
            return number
    raise RuntimeError(f"{pdf.name} has no page with {words}")


if __name__ == "__main__":
    main(sys.argv[1:])
