"""What is generated and kept in the repository is what the definitions say today."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pmo_xl import workspace

KEPT = Path(__file__).parents[1] / "workbook_templates"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_blank_templates_in_the_repository_are_current(language: str, tmp_path: Path) -> None:
    """``make templates`` would change nothing."""
    made = workspace.write_templates(["all"], tmp_path, language)
    kept = sorted((KEPT / language).glob("*.xlsx"))

    assert [path.name for path in kept] == sorted(path.name for path in made)
    for path in kept:
        assert _parts(path) == _parts(tmp_path / path.name), f"{path.name}: run make templates"


def _parts(path: Path) -> dict[str, bytes]:
    """The parts of a package, so that another zlib's compression makes no difference."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
