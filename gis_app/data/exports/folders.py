"""Where files lie that are being made or wait to be fetched: one private folder each."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings


def export_dir() -> Path:
    """Return the folder of all exports, made so that only the program's own user may look into it."""
    folder = Path(settings.VAR_DIR) / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def remove(folder: str) -> None:
    """Remove the folder of a job with its file; nothing happens where it is gone already."""
    shutil.rmtree(export_dir() / folder, ignore_errors=True)
