"""The torture samples: what the page says of each is what becomes of it, and no reason is false."""

from __future__ import annotations

from pathlib import Path

import pytest
import torture

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "samples" / "torture"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the samples are not beside this checkout")


def said(fate: str, reason: str) -> tuple[str, str]:
    """Verdict and reason; what a library below us says of the details is left out, which may change with it."""
    return fate, reason.partition(" (")[0]


def test_each_sample_has_the_verdict_of_the_page() -> None:
    """Verdict and reason, file by file; none stops the reading."""
    files = sorted(path for path in FOLDER.iterdir() if path.is_file())
    now = {each.file: said(each.fate, each.reason) for each in map(torture.verdict, files)}
    assert now == {file: said(fate, reason) for file, fate, reason in torture.told()}


PROVED = ("entities of its own", "ill-formed")
"""What shows that a file is damaged or hostile, whatever another program makes of it."""


def test_what_another_program_opens_is_not_called_damaged() -> None:
    """Of what is refused: what opens elsewhere is told another reason, such as that its form is not known here."""
    lines = torture.PAGE.read_text(encoding="utf-8").splitlines()
    opened = [line for line in lines if line.rstrip("| ").endswith(("openpyxl", "LibreOffice"))]
    assert opened
    called = [line for line in opened if "The file is damaged" in line]
    assert not [line for line in called if not any(proof in line for proof in PROVED)]
