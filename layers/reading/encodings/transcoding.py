"""Bytes of one encoding to text and back.

Decoders never fail. A byte that means nothing in an encoding is kept as the character of code page
1252 at its place and counted, so that detection can tell a wrong encoding from a right one and
nothing is lost where a person has chosen the encoding.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping

from layers.reading.encodings.tables import LETTERS, TCVN3, TONES, VISCII, VNI

#: Encodings that Python does not read by itself, or not the way offices' files need it.
OWN = ("tcvn3", "vni", "viscii", "cp1258", "utf-8-twice")

_ASCII_TEXT = bytes(range(128)).decode("ascii")

_ALIASES = {
    "abc": "tcvn3",
    "tcvn": "tcvn3",
    "tcvn5712": "tcvn3",
    "vniwindows": "vni",
    "vniwin": "vni",
    "windows1258": "cp1258",
    "1258": "cp1258",
    **{name.replace("-", ""): name for name in OWN},
}


def single_byte_name(encoding: str) -> str | None:
    """Python's name of a single-byte codec that extends ASCII; None for any other."""
    try:
        name = codecs.lookup(encoding).name
        table = bytes(range(256)).decode(name, "replace")
    except (LookupError, ValueError):
        return None
    sound = len(table) == 256 and table[:128] == _ASCII_TEXT
    return name if sound and name not in ("ascii", "utf-8") else None


def own_name(encoding: str) -> str | None:
    """Name of one of the `OWN` encodings under any usual spelling; None for any other."""
    return _ALIASES.get(re.sub(r"[\s_\-]", "", encoding.lower()))


def _windows(byte: int) -> str:
    """Character of code page 1252, or of Latin-1 where that page has none."""
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


_FROM_1252 = {_windows(byte): byte for byte in range(256)} | {chr(byte): byte for byte in range(256)}


def unwrapped(text: str) -> bytes | None:
    """Bytes that somebody took for code page 1252 or Latin-1, or None if this is no such text."""
    try:
        return bytes([_FROM_1252[character] for character in text])
    except KeyError:
        return None


def wrapped(data: bytes) -> str:
    """Text that comes of taking ``data`` for code page 1252; the reverse of `unwrapped`."""
    return "".join(map(_windows, data))


def utf8_text(data: bytes) -> str | None:
    """Text if ``data`` is UTF-8, perhaps with its last letter cut by the width of a field.

    A lone byte at the end that only might begin a letter does not make a text UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        return None
    return None if text.isascii() else text


def decode(data: bytes, encoding: str) -> tuple[str, int]:
    """Text in NFC and the number of bytes that mean nothing in ``encoding``.

    Args:
        data: one value.
        encoding: one of `OWN`, or a single-byte codec of Python.
    """
    if encoding == "vni":
        text, strays = _decode_vni(data)
    elif encoding == "utf-8-twice":
        text, strays = _decode_twice(data)
    else:
        table = _table(encoding)
        text = "".join(table.get(byte) or _windows(byte) for byte in data)
        strays = sum(byte not in table for byte in data)
    return unicodedata.normalize("NFC", text), strays


def encode(text: str, encoding: str) -> bytes:
    """Bytes of ``text`` in one of the `OWN` encodings.

    TCVN3 writes capitals with a tone as small letters, as its fonts do.

    Raises:
        UnicodeEncodeError: for a character that the encoding does not have.
    """
    composed = unicodedata.normalize("NFC", text)
    if encoding == "utf-8-twice":
        return wrapped(composed.encode()).encode()
    if encoding == "cp1258":
        return "".join(map(_tone_apart, composed)).encode("cp1258")
    table = _ENCODERS[encoding]
    out = bytearray()
    for position, character in enumerate(composed):
        if character not in table:
            raise UnicodeEncodeError(encoding, composed, position, position + 1, "no such letter")
        out += table[character]
    return bytes(out)


def _tone_apart(letter: str) -> str:
    """Letter as code page 1258 has it: base and hat composed, the tone after them."""
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in parts if mark in TONES)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone)) + tone


_ASCII: Mapping[int, str] = {byte: chr(byte) for byte in range(128)}
#: Quotation marks, dashes and the like, which Windows programs add to text in any font.
_SIGNS: Mapping[int, str] = {byte: _windows(byte) for byte in (*range(0x80, 0xA0), 0xA0)}
_TABLES: dict[str, Mapping[int, str]] = {
    "tcvn3": {**_ASCII, **_SIGNS, **TCVN3},
    "viscii": {**_ASCII, **VISCII},
}


def _table(encoding: str) -> Mapping[int, str]:
    if encoding not in _TABLES:
        decoded = ((byte, bytes([byte]).decode(encoding, errors="ignore")) for byte in range(256))
        _TABLES[encoding] = {byte: character for byte, character in decoded if character}
    return _TABLES[encoding]


_SEQUENCES = {sequence: letter for letter, sequence in VNI.items()}
#: The case of a pair is that of its vowel, whatever the case of the mark.
_SEQUENCES |= {s[0] + s[1].swapcase(): letter for s, letter in _SEQUENCES.items() if len(s) == 2}
_VNI_UNIT = re.compile("|".join(re.escape(s) for s in sorted(_SEQUENCES, key=len, reverse=True)) + "|.", re.S)


def _decode_vni(data: bytes) -> tuple[str, int]:
    strays = 0
    out = []
    for unit in _VNI_UNIT.findall(data.decode("latin-1")):
        letter = _SEQUENCES.get(unit)
        if letter is None:
            letter = _windows(ord(unit))
            strays += ord(unit) > 0xA0
        out.append(letter)
    return "".join(out), strays


def _decode_twice(data: bytes) -> tuple[str, int]:
    outer = utf8_text(data)
    inner = None if outer is None else unwrapped(outer)
    if inner is not None:
        # Readers trim a no-break space, which is the last byte of à and Ơ.
        for candidate in (inner, inner + b"\xa0"):
            try:
                return candidate.decode("utf-8"), 0
            except UnicodeDecodeError:
                continue
        text = utf8_text(inner)
        if text is not None:
            return text, 0
    return wrapped(data), sum(byte > 127 for byte in data)


def _encoder(table: Mapping[int, str]) -> dict[str, bytes]:
    return {character: bytes([byte]) for byte, character in table.items()}


_ENCODERS = {
    "viscii": _encoder(_TABLES["viscii"]),
    "tcvn3": _encoder(_TABLES["tcvn3"]),
    "vni": {
        **_encoder({**_ASCII, **_SIGNS}),
        **{letter: sequence.encode("latin-1") for letter, sequence in VNI.items()},
    },
}
_ENCODERS["tcvn3"] |= {
    letter: _ENCODERS["tcvn3"][letter.lower()]
    for letter in LETTERS
    if letter.isupper() and any(mark in TONES for mark in unicodedata.normalize("NFD", letter))
}
