"""The pictures of the guides, from the demo: ``python docs/pictures.py [docs/images]``.

LibreOffice draws the workbooks, poppler (pdftotext, pdftoppm) finds the page and makes a picture of its upper part.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from pmo_xl.core.base.files import MASTER_FILE, RETURNS_FOLDER, in_workspace

WIDTH, MOST_BYTES = 1100, 150 * 1024
"""Of a picture: pixels, and what a page that is read on a telephone can bear."""
FAULTS = 12
"""Planted in the portfolio, so that there is something to mark."""


class Picture(NamedTuple):
    """A page of a workbook: the file, the words that its page has, and how much of it is shown from the top."""

    name: str
    workbook: Path
    words: tuple[str, ...]
    share: float = 1.0


def main(images: Path) -> None:
    """Make every picture; raises RuntimeError where a page cannot be found or a picture is too large."""
    images.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for language in ("en", "fr"):
            for picture in pictures(Path(work) / language, language):
                draw(picture, Path(work), images / f"{picture.name}.png")


def pictures(home: Path, language: str) -> list[Picture]:
    """A portfolio with faults, its marked copies, and one without, whose dashboard is shown."""
    fr = language == "fr"
    faulty, sound = home / "faulty", home / "sound"
    run("demo", faulty, "--projects", 8, "--faults", FAULTS, "--lang", language)
    run("demo", sound, "--projects", 30, "--lang", language)
    copies = home / "copies"
    run("validate", faulty, "--annotate", copies, expect=(0, 1))
    returns = in_workspace(faulty, RETURNS_FOLDER)
    plan = "planning.xlsx" if fr else "plan.xlsx"
    marked = max(copies.glob(f"*/{plan}"), key=lambda file: file.stat().st_size)
    return [
        Picture("modele-fr" if fr else "template-en", returns / "P001" / plan, ("Début de référence" if fr else "Baseline start",), 0.62),
        Picture("controle-fr" if fr else "check-en", returns / marked.parent.name / plan, ("À corriger avant envoi", "Envoi possible", "Prêt à envoyer") if fr else ("To correct before sending", "Can be sent", "Ready to send"), 0.62),
        Picture("copie-annotee-fr" if fr else "marked-copy-en", marked, ("Que faire" if fr else "What to do",), 0.55),
        Picture("master-fr" if fr else "master", in_workspace(sound, MASTER_FILE), ("Tableau de bord" if fr else "Dashboard",)),
    ]  # fmt: skip


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
    whole = round(WIDTH * float(high) / float(wide))
    subprocess.run(
        ["pdftoppm", "-f", str(page), "-singlefile", "-png", "-scale-to-x", str(WIDTH), "-scale-to-y", str(whole),
         "-H", str(round(whole * picture.share)), pdf, out.with_suffix("")],
        check=True,
    )  # fmt: skip
    if out.stat().st_size > MOST_BYTES:
        raise RuntimeError(f"{out} has {out.stat().st_size} bytes, more than {MOST_BYTES}")
    print(out, f"{out.stat().st_size // 1024} KiB, page {page} of {picture.workbook.name}")


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
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "images")
