"""Which pmo_xl this is, and where it lies: said by the terminal, the console, the doctor and each master."""

from __future__ import annotations

from pathlib import Path

__version__ = "0.1.0"
PACKAGE_FOLDER = Path(__file__).resolve().parents[1]
