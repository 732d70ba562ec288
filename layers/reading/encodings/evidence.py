"""What a value says about its encoding: each run of letters, as bytes and as Unicode text.

Legacy text comes in two ways. Its bytes lie in the file as they are, or some program took them for
Latin-1 and stored that as proper Unicode ("Léc Th¹nh" in a UTF-8 file), which happens to every
workbook written in a legacy font. Both come down to the same bytes here. A value that is UTF-8 and
cannot have come of such bytes is genuine Unicode, whatever the rest of its column is: legacy text
is never valid UTF-8 by chance except for a rare word of VISCII, whose letters would then be from
scripts that do not occur here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from layers.reading.encodings.transcoding import decode, unwrapped, utf8_text


class View(NamedTuple):
    """One value or run of letters.

    Attributes:
        legacy: bytes for a legacy decoder, None where the text is genuine Unicode.
        text: the Unicode reading, None where the bytes are not UTF-8.
    """

    legacy: bytes | None
    text: str | None


def view(data: bytes) -> View:
    """Both readings of one value."""
    text = utf8_text(data)
    if text is None:
        return View(data, None)
    legacy = unwrapped(text)
    if legacy is None and not all(map(_is_expected, text)):
        legacy = data
    return View(legacy, text)


def read(seen: View, encoding: str) -> tuple[str, int]:
    """Text of a value under ``encoding`` and the number of bytes that do not fit it."""
    if encoding == "utf-8":
        if seen.text is not None:
            return seen.text, 0
        text, _strays = decode(seen.legacy or b"", "cp1252")
        return text, sum(byte > 127 for byte in seen.legacy or b"")
    if encoding == "utf-8-twice":
        return decode(
            (seen.text or "").encode() if seen.legacy is None or seen.text else seen.legacy, encoding
        )
    if seen.legacy is None:
        return seen.text or "", 0
    return decode(seen.legacy, encoding)


#: Letters, whatever is not ASCII, and the control characters that VISCII uses as letters.
_RUN = re.compile(r"(?:[A-Za-z\x02\x05\x06\x14\x19\x1e]|[^\x00-\x7f])+")


def runs(values: Iterable[bytes]) -> tuple[View, ...]:
    """Distinct runs of letters beyond ASCII in ``values``: all that decides an encoding."""
    found: dict[View, None] = {}
    for value in values:
        seen = view(value)
        if seen.text is None or seen.legacy is None:
            whole = (seen.legacy or b"").decode("latin-1") if seen.text is None else seen.text
            for run in letter_runs(whole):
                found[View(run.encode("latin-1"), None) if seen.text is None else View(None, run)] = None
            continue
        legacy = letter_runs(seen.legacy.decode("latin-1"))
        texts = letter_runs(seen.text)
        if len(legacy) == len(texts):
            found |= {View(a.encode("latin-1"), b): None for a, b in zip(legacy, texts, strict=True)}
        else:
            found[seen] = None
    return tuple(found)


def letter_runs(text: str) -> list[str]:
    """Return the runs of letters of ``text`` that are not wholly ASCII."""
    return [run for run in _RUN.findall(text) if not run.isascii()]


def _is_expected(character: str) -> bool:
    """Latin letters, combining marks, punctuation and signs, in the blocks that office text uses."""
    code = ord(character)
    return code < 0x370 or 0x1E00 <= code < 0x1F00 or 0x2000 <= code < 0x2300 or code in (0xFEFF, 0xFFFD)
