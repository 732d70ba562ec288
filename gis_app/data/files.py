"""Where uploaded files lie: one private folder each, under a random name, gone when it has served."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from layers.reading.names import nfc

_LONGEST_NAME = 120


def upload_dir() -> Path:
    """Return the folder of all uploads, made so that only the program's own user may look into it."""
    folder = Path(settings.UPLOAD_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def keep(upload: UploadedFile) -> tuple[str, str]:
    """Move an upload into a private folder of its own.

    Returns:
        The random name of the folder and the cleaned name of the file in it.
    """
    folder = secrets.token_hex(16)
    place = upload_dir() / folder
    place.mkdir(mode=0o700)
    name = safe_name(upload.name or "")
    target = place / name
    source = getattr(upload, "temporary_file_path", None)
    if source is not None:
        shutil.move(source(), target)
    else:
        with target.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
    target.chmod(0o600)
    return folder, name


def remove(folder: str) -> None:
    """Remove the folder of a job with everything in it; nothing happens where it is gone already."""
    shutil.rmtree(upload_dir() / folder, ignore_errors=True)


def safe_name(name: str) -> str:
    """Return a file name without folders, control characters and signs that shells or archives mistake."""
    path = Path(re.sub(r"[^\w .,()+-]", "_", nfc(name)).strip(" .") or "tep")
    return path.stem.strip()[:_LONGEST_NAME] + path.suffix[:10]
