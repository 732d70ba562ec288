"""Text encoding of a delimited file, decided from all of its bytes."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from layers.reading.errors import ReadingError

_BLOCK = 4 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LETTERS = {unicodedata.normalize("NFC", v + t) for v in _VOWELS for t in _TONES} | {"đ"}
#: What Vietnamese text in code page 1258 consists of beyond ASCII; legacy fonts (TCVN3, VNI) read
#: as that code page give letters such as ä, ï, ¹, ® instead.
_EXPECTED = _LETTERS | {letter.upper() for letter in _LETTERS} | set("“”‘’–—…•°²³×₫\u00a0«»")


def table_text_encoding(path: Path) -> str:
    """Return encoding of the delimited text at ``path``: its byte order mark, UTF-8, or CP1258.

    CP1258 is taken only when the whole text then consists of Vietnamese letters.

    Raises:
        ReadingError: ``encoding_unknown`` when the user has to say.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if _decodes(path, "utf-8"):
        return "utf-8"
    if _decodes(path, "cp1258", vietnamese=True):
        return "cp1258"
    raise ReadingError("encoding_unknown", file=path.name)


def checked_encoding(path: Path, encoding: str) -> str:
    """Return the encoding that the user named, after Python's naming.

    Raises:
        ReadingError: ``encoding_not_supported`` for a name Python does not know,
            ``encoding_wrong`` when the text cannot be read with it.
    """
    name = known_encoding(encoding)
    if name == "utf-8":
        name = "utf-8-sig"
    if not _decodes(path, name):
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


def _decodes(path: Path, encoding: str, *, vietnamese: bool = False) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    foreign: set[str] = set()
    with path.open("rb") as stream:
        try:
            while block := stream.read(_BLOCK):
                text = decoder.decode(block)
                if vietnamese and not text.isascii():
                    foreign |= set(unicodedata.normalize("NFC", text)) - _EXPECTED
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return all(letter.isascii() for letter in foreign)
