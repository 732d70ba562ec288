"""Writing a file that somebody asked for: wholly or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _


class CannotWriteError(Exception):
    """A file could not be written; the text says why and what to do. Nothing half-written is left."""


def write_whole(path: Path, content: bytes) -> None:
    """Write the content to the path; an older file there stays untouched unless the new one is complete.

    Raises CannotWriteError where the folder is missing or closed, or the disk is full.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise CannotWriteError(
            _("Không ghi được tệp %(path)s (%(why)s); hãy chọn thư mục khác hoặc giải phóng ổ đĩa.")
            % {"path": path, "why": error.strerror or error}
        ) from error


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
