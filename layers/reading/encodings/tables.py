"""Byte tables of the legacy Vietnamese encodings, as data.

Sources:

* TCVN3: TCVN 5712:1993, positions A0-FF, which the ABC fonts (.VnTime, .VnArial) follow. The fonts
  draw no capital with a tone; capitals come from sister fonts (.VnTimeH) over the bytes of the small
  letters, so a small letter with a tone may stand for its capital.
* VISCII: RFC 1456, section 3, with its six capitals among the control characters.
* VNI: the character set of the VNI fonts for Windows (VNI-Times and others), published by VNI
  Software: a vowel, then a letter of Latin-1 that the fonts draw as hat, breve or tone over it.
* Code page 1258: Python's codec of that name.
"""

from __future__ import annotations

import unicodedata

GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"
TONES = GRAVE + HOOK + TILDE + ACUTE + DOT

#: The vowels without tone; every letter of the alphabet that is not ASCII is one of these with a
#: tone or without, or đ.
VOWELS = "aăâeêioôơuưy"
_SMALL = {unicodedata.normalize("NFC", v + t) for v in VOWELS for t in ("", *TONES)} | {"đ"}
#: The 134 letters beyond ASCII, small and capital.
LETTERS = frozenset(c for c in _SMALL | {c.upper() for c in _SMALL} if not c.isascii())

_TCVN3_FROM_A0 = (
    f"\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ{TONES}àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)

_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VISCII_FROM_80 = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)

TCVN3 = {0xA0 + position: letter for position, letter in enumerate(_TCVN3_FROM_A0)}
VISCII = _VISCII_CONTROLS | {0x80 + position: letter for position, letter in enumerate(_VISCII_FROM_80)}

#: Second letter of a pair, by what the pair means: hat or breve with each tone, or a tone alone.
_VNI_MARKS = {
    CIRCUMFLEX: dict(zip(("", GRAVE, HOOK, TILDE, ACUTE, DOT), "âàåãáä", strict=True)),
    BREVE: dict(zip(("", GRAVE, HOOK, TILDE, ACUTE, DOT), "êèúüéë", strict=True)),
    "": dict(zip((GRAVE, HOOK, TILDE, ACUTE, DOT), "øûõùï", strict=True)),
}
#: Letters that the fonts draw at a single position.
_VNI_SINGLE = dict(zip("ơưđìỉĩíịỵ", "ôöñìæóíòî", strict=True))


def _vni_sequences() -> dict[str, str]:
    """Small letter to its sequence of one or two letters of Latin-1."""
    table = dict(_VNI_SINGLE)
    for small in sorted(_SMALL - set(_VNI_SINGLE)):
        parts = unicodedata.normalize("NFD", small)
        tone = "".join(mark for mark in parts if mark in TONES)
        hat = "".join(mark for mark in parts if mark in CIRCUMFLEX + BREVE)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone + hat))
        if hat or tone:
            table[small] = _VNI_SINGLE.get(base, base) + _VNI_MARKS[hat][tone]
    return table


#: Letter to its sequence, small and capital.
VNI = _vni_sequences()
VNI |= {small.upper(): sequence.upper() for small, sequence in VNI.items()}
