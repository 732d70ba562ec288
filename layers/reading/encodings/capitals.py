"""Gives back the capitals that TCVN3 loses.

The ABC fonts have no capital with a tone: "LỘC NINH" is stored as "LộC NINH" and "Ấp Đồn" as "ấp
Đồn". The letters around them, whose case is certain, tell what was meant.

    >>> restore_capitals("LộC NINH")
    'LỘC NINH'
    >>> restore_capitals("Xã ái Nghĩa")
    'Xã Ái Nghĩa'
    >>> restore_capitals("khu phố ấp")
    'khu phố ấp'
"""

from __future__ import annotations

import re
import unicodedata

from layers.reading.encodings.tables import TONES

_WORD = re.compile(r"[^\W\d_]+")


def restore_capitals(text: str) -> str:
    """``text`` in NFC, with capitals where the certain letters of its words ask for them.

    A word is in capitals when all its certain letters after the first are; a word without any
    follows the others. A word that begins with a vowel with tone gets a capital when every other
    word begins with one.
    """
    words = _WORD.findall(text)
    if not any(map(_uncertain, text)):
        return text
    judged = [_all_capitals(word) for word in words]
    known = {verdict for verdict in judged if verdict is not None}
    others = known == {True}
    firsts = [word[0] for word in words if not _uncertain(word[0])]
    titled = bool(firsts) and all(first.isupper() for first in firsts)
    verdicts = iter([others if verdict is None else verdict for verdict in judged])

    def mended(match: re.Match[str]) -> str:
        word = match.group()
        if next(verdicts):
            return word.upper()
        return word[0].upper() + word[1:] if titled and _uncertain(word[0]) else word

    return _WORD.sub(mended, text)


def _all_capitals(word: str) -> bool | None:
    certain = [letter for letter in word[1:] if not _uncertain(letter)]
    return all(letter.isupper() for letter in certain) if certain else None


def _uncertain(letter: str) -> bool:
    """Whether this is a small vowel with a tone, which may stand for its capital."""
    return letter.islower() and any(mark in TONES for mark in unicodedata.normalize("NFD", letter))
