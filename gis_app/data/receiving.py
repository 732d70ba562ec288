"""Takes uploaded files in, piece by piece onto the disk, and stops at the size that is allowed.

Every upload of the program goes through here: nothing is kept in memory, and the rest of a file that is too
large is read away and forgotten.
"""

from __future__ import annotations

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from gis_app.data.files import upload_dir


class PrivateUpload(UploadedFile):
    """An upload in the private folder; it vanishes when closed, unless it was moved away before."""

    def temporary_file_path(self) -> str:
        """Return where the content lies."""
        return self.file.name

    def close(self) -> None:
        """Close the file and remove it; a file that was moved away is left alone."""
        try:
            self.file.close()
        except FileNotFoundError:
            return


class LimitedUploadHandler(FileUploadHandler):
    """Writes an upload to the disk up to `settings.MAX_UPLOAD_BYTES`.

    Where a file is larger, the request has `upload_too_large` and the file is missing from its files.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._taken = 0
        stream = tempfile.NamedTemporaryFile(dir=upload_dir(), prefix=".incoming-")  # noqa: SIM115
        self._file = PrivateUpload(stream, self.file_name, self.content_type, 0, self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Write a piece, or stop."""
        self._taken += len(raw_data)
        if self._taken > settings.MAX_UPLOAD_BYTES:
            self._file.close()
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> PrivateUpload:
        """Hand the whole file over."""
        self._file.flush()
        self._file.seek(0)
        self._file.size = file_size
        return self._file

    def upload_interrupted(self) -> None:
        """Remove what has come when the browser goes away."""
        if hasattr(self, "_file"):
            self._file.close()
