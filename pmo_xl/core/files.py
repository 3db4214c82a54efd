"""What the files and folders of a workspace are called."""

from __future__ import annotations

from pathlib import Path

SETTINGS_FILE, REGISTER_FILE = "pmo.toml", "projects.xlsx"
RETURNS_FOLDER, MAPPINGS_FOLDER = "returns", "mappings"
MASTER_FILE = Path("out", "master.xlsx")
KEPT_FOLDER = ".pmo_xl"
"""What one run keeps for the next."""
