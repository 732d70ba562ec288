"""How to open a delimited file, decided from all of its bytes."""

from __future__ import annotations

import codecs
from pathlib import Path

from layers.reading.encodings import BYTES
from layers.reading.errors import ReadingError

_BLOCK = 4 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_carrier(path: Path) -> str:
    """Return how to open the delimited text at ``path``: by its byte order mark, as UTF-8, or as `BYTES`."""
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    return "utf-8" if decodes(path, "utf-8") else BYTES


def checked_encoding(path: Path, encoding: str) -> str:
    """Return the encoding that the user named, after Python's naming.

    Raises:
        ReadingError: ``encoding_not_supported`` for a name Python does not know,
            ``encoding_wrong`` when the text cannot be read with it.
    """
    name = known_encoding(encoding)
    if name == "utf-8":
        name = "utf-8-sig"
    if not decodes(path, name):
        raise ReadingError("encoding_wrong", file=path.name, encoding=encoding)
    return name


def known_encoding(encoding: str) -> str:
    """Python's name of a text encoding.

    Raises:
        ReadingError: ``encoding_not_supported``.
    """
    try:
        info = codecs.lookup(encoding.strip())
        "".encode(info.name)
    except (LookupError, ValueError):
        raise ReadingError("encoding_not_supported", encoding=encoding) from None
    return info.name


def decodes(path: Path, encoding: str) -> bool:
    """Whether all of the file's bytes are text in ``encoding``."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True
