"""A file that gives only so many bytes at once, so that a piece of it cannot fill the memory."""

from __future__ import annotations

import io
from pathlib import Path

#: Bytes of a file that are made into one piece of rows. As text, decoded and checked, a piece needs up to
#: some six times as much: with the libraries, reading stays below 1 GB whatever the cells hold.
PIECE_BYTES = 64 * 1024**2


class TooMuchAtOnceError(Exception):
    """More bytes were asked for than one piece may have."""


class BoundedFile(io.RawIOBase):
    """A file opened for reading that stops after `PIECE_BYTES` until it is allowed to go on."""

    def __init__(self, path: Path, start: int = 0) -> None:
        """Open the file at a byte."""
        super().__init__()
        self._stream = path.open("rb", buffering=0)
        self._stream.seek(start)
        self.allow()

    def allow(self) -> None:
        """Let one more piece be read."""
        self._left = PIECE_BYTES

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read what is allowed.

        Raises:
            TooMuchAtOnceError: when that is used up and the file goes on.
        """
        count = self._stream.readinto(buffer) or 0
        if count > self._left:
            raise TooMuchAtOnceError
        self._left -= count
        return count

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        super().close()
