"""Vietnamese names: one stored form, and one folded form for matching.

The same commune is written Thanh Hoá and Thanh Hóa, Mỹ Lý and Mĩ Lí, with Đ (U+0110) or Ð (U+00D0),
composed or decomposed, with or without its type, in one and the same public register. Stored text
is always NFC; names are compared by `fold_name`.

    >>> fold_name("Xã HOÀ BÌNH") == fold_name("Hòa Bình")
    True
    >>> fold_name("Tân Thành") == fold_name("Tân Thanh")
    False
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    # Single names need no tables, and most of the program asks for nothing else.
    import pandas as pd

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LONE_Y = re.compile(r"^(b|c|d|đ|g|h|k|l|m|n|p|q|qu|r|s|t|v|x|ch|gh|kh|ng|nh|ph|th|tr)?y$")
_APOSTROPHES = re.compile(r"['’‘ʼ`]")
_EDGE = "\x1f"
_UNTIDY = ("  ", f" {_EDGE}", f"{_EDGE} ")
_NOT_WORD = re.compile(r"[^\w]+")

#: Types of administrative units, longest first, with the abbreviations that tables use.
_UNIT_TYPES = {
    "thị trấn": "thị trấn",
    "đặc khu": "đặc khu",
    "thành phố": "thành phố",
    "thị xã": "thị xã",
    "phường": "phường",
    "huyện": "huyện",
    "quận": "quận",
    "tỉnh": "tỉnh",
    "xã": "xã",
    "t.t.": "thị trấn",
    "tt.": "thị trấn",
    "tp.": "thành phố",
    "tx.": "thị xã",
    "p.": "phường",
    "x.": "xã",
    "h.": "huyện",
    "q.": "quận",
}
_UNIT_PREFIX = re.compile(
    r"^(?:(" + "|".join(re.escape(t) for t in _UNIT_TYPES if not t.endswith(".")) + r")\s+|("
    + "|".join(re.escape(t) for t in _UNIT_TYPES if t.endswith(".")) + r")\s*)(?=\w)"
)  # fmt: skip


def nfc(text: str) -> str:
    """Composed form, with ordinary single spaces and no space at the ends.

    U+00D0, the Icelandic letter that some keyboards write for Đ, becomes U+0110.
    """
    composed = unicodedata.normalize("NFC", text).replace("\u00d0", "Đ")
    return " ".join(composed.split())


def nfc_series(values: pd.Series) -> pd.Series:
    """Apply `nfc` to a column of text; missing values stay missing."""
    cells = values.to_numpy(dtype=object).tolist()
    try:
        joined, count = _EDGE.join(cells), len(cells)
    except TypeError:
        texts = [cell for cell in cells if isinstance(cell, str)]
        joined, count = _EDGE.join(texts), len(texts)
    if _is_tidy(f"{_EDGE}{joined}{_EDGE}", edges=max(count, 1) + 1):
        # Codes, dates and numbers, the bulk of large tables, are in order as they are.
        return values
    # Categories and names of places repeat themselves: each spelling is composed once.
    composed = {cell: nfc(cell) for cell in {c for c in cells if isinstance(c, str)}}
    return values.map(lambda cell: composed[cell] if isinstance(cell, str) else cell)


def _is_tidy(joined: str, edges: int) -> bool:
    """Whether joined text is ASCII with control characters only between cells, and single spaces within."""
    if not joined.isascii():
        return False
    signs = np.frombuffer(joined.encode("ascii"), dtype=np.uint8)
    if np.count_nonzero(signs < ord(" ")) != edges:
        return False
    return " " not in joined or not any(mark in joined for mark in _UNTIDY)


def split_unit_name(full_name: str) -> tuple[str | None, str]:
    """Type and bare name of a unit.

    >>> split_unit_name("Phường Trấn Biên")
    ('phường', 'Trấn Biên')
    >>> split_unit_name("Trấn Biên")
    (None, 'Trấn Biên')
    """
    name = nfc(full_name)
    match = _UNIT_PREFIX.match(name.lower())
    if match is None:
        return None, name
    return _UNIT_TYPES[match.group(1) or match.group(2)], name[match.end() :]


@lru_cache(maxsize=65_536)
def fold_name(name: str, *, keep_type: bool = False) -> str:
    """Key under which spellings of one name meet; tones and vowel marks still count.

    Args:
        name: any spelling.
        keep_type: keep "xã", "phường"… as part of the key.
    """
    text = nfc(name)
    if not keep_type:
        text = split_unit_name(text)[1]
    text = _APOSTROPHES.sub("", text.lower().replace("\u00f0", "đ"))
    return " ".join(_fold_syllable(word) for word in _NOT_WORD.split(text) if word)


def _fold_syllable(word: str) -> str:
    """Return the syllable with its tone at the end: hoà and hòa both give ``hoa`` + grave."""
    if word.isdecimal():
        return str(int(word))
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in parts if mark in _TONES)
    base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    if _LONE_Y.match(base):
        base = f"{base[:-1]}i"
    return base + tones


@lru_cache(maxsize=65_536)
def fold_ascii(text: str) -> str:
    """Lower-case ASCII letters and digits only, for headings: ``"Kinh độ"`` gives ``"kinhdo"``."""
    return "".join(ascii_words(text))


@lru_cache(maxsize=65_536)
def ascii_words(text: str) -> tuple[str, ...]:
    """Return the words of a heading without marks: ``"soDienThoai_1"`` gives so, dien, thoai, 1."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFC", text))
    plain = spaced.lower().translate({0x111: "d", 0xF0: "d"})
    stripped = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    return tuple(re.findall(r"[a-z]+|[0-9]+", stripped))
