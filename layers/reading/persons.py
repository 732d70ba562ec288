"""Refuses columns that hold persons: no names, identity numbers, phones, plates or addresses.

A column is judged by its heading and by its values. Headings such as ``name`` or ``full_name`` say
nothing here, since boundary and site files keep the names of places in them; their values do. The
values of a place, company or street ("Phường Trấn Biên", "Chợ Bến Thành", "Lê Lợi") must pass,
also in Cà Mau, where a fifth of the communes bear the name of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from layers.reading.names import ascii_words, fold_name, nfc
from layers.reading.person_words import ASCII_SURNAMES, HONOURED, SURNAMES
from layers.reading.problems import Problem

if TYPE_CHECKING:
    # Texts are judged without it, and whoever only does that need not wait until it is loaded.
    import pandas as pd

#: Distinct values looked at in one column; persons do not hide behind so many others.
_SAMPLE = 20_000
_MIN_VALUES = 5
#: Share of whole-cell numbers that makes a column one of numbers of persons. A zero-padded code
#: hits the pattern of a citizen number by chance in about 4 % of cases.
_NUMBER_SHARE = 0.2
_NAME_SHARE = 0.5

_HEADINGS: dict[str, tuple[str, ...]] = {
    "person_name": (
        *("ho ten", "ho va ten", "hoten", "hovaten", "ho dem", "ten nguoi", "nan nhan"),
        *("nguoi bi hai", "bi hai", "bi can", "bi cao", "nghi pham", "ten doi tuong", "chu ho"),
        *("lai xe", "tai xe", "nguoi lai", "nguoi khai bao", "nguoi bao tin", "first name"),
        *("last name", "surname", "victim", "victim name", "suspect", "suspect name"),
        *("driver", "driver name", "person name", "owner name", "ten chu co so", "chu co so"),
        *("nguoi dai dien", "full name of person"),
    ),
    "person_id": (
        *("cccd", "cmnd", "cmtnd", "can cuoc", "cancuoc", "chung minh nhan dan", "so dinh danh"),
        *("chung minh thu", "citizen id", "identity card", "id card", "national id", "passport"),
        *("ho chieu", "so ho chieu", "ma dinh danh ca nhan"),
    ),
    "person_phone": (
        *("sdt", "so dien thoai", "dien thoai", "dienthoai", "sodienthoai", "phone", "mobile"),
        *("so dt", "telephone", "di dong", "email", "e mail"),
    ),
    "person_plate": (
        *("bien so", "bienso", "bien so xe", "biensoxe", "bks", "bien kiem soat", "plate"),
        *("license plate", "licence plate", "number plate"),
    ),
    "person_address": (
        *("dia chi", "diachi", "address", "noi o", "cho o", "noi thuong tru", "ho khau"),
        *("noi tam tru", "dia chi thuong tru", "que quan", "home address"),
    ),
    "person_birth": (
        *("ngay sinh", "ngaysinh", "nam sinh", "namsinh", "dob", "date of birth", "birthday"),
        *("birth date", "birthdate"),
    ),
    "person_photo": ("anh chan dung", "anh the", "hinh anh", "photo", "portrait", "face"),
}

# A number that is part of a longer code or of a decimal is not a number of its own.
_ALONE, _END = r"(?<![\w.,/\-])", r"(?![\w/\-]|[.,]\d)"
#: Citizen identity number: province 001-096, sex and century 0-3, year of birth, six digits.
_CITIZEN = re.compile(_ALONE + r"0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}" + _END)
#: Mobile prefixes of Việt Nam's numbering plan since 2018.
_PHONE = re.compile(
    r"(?<![\w.,/\-+])(?:0|\+?84[ .]?)(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])"
    r"(?:[ .\-]?\d){7}" + _END
)
#: Civil plates: province 11-99, one or two letters, perhaps a digit, then four or five digits.
_PLATE = re.compile(_ALONE + r"[1-9]\d[ \-]?[A-ZĐ]{1,2}\d?[ \-.]?(?:\d{3}[.]?\d{2}|\d{4})" + _END)
_WORD = re.compile(r"^[^\W\d_]+$")


def person_problems(frame: pd.DataFrame, only: Iterable[str] | None = None) -> list[Problem]:
    """One error about the column for each that looks as if it held persons.

    Args:
        frame: rows of a file as a `Source` gives them; a geometry column is passed over.
        only: columns to judge; all by default.
    """
    problems = []
    for column in frame.columns if only is None else only:
        code = person_heading(str(column)) or person_values(frame[column])
        if code is not None:
            problems.append(Problem(None, str(column), code))
    return problems


def person_heading(heading: str) -> str | None:
    """Code of what a heading announces about persons, or None."""
    words = f" {' '.join(ascii_words(heading))} "
    for code, phrases in _HEADINGS.items():
        if any(f" {phrase} " in words for phrase in phrases):
            return code
    return None


def person_values(values: pd.Series) -> str | None:
    """Code of what the values of a column look like, or None.

    Numbers with a fraction cannot be persons; whole numbers are judged by their digits.
    """
    if values.dtype.kind in "fbMm" or values.dtype.name == "geometry":
        return None
    distinct = values.dropna().unique()[:_SAMPLE]
    texts = [text for text in (_tidy(str(value)) for value in distinct) if text]
    if not texts:
        return None
    for code, pattern in (
        ("person_id", _CITIZEN),
        ("person_phone", _PHONE),
        ("person_plate", _PLATE),
    ):
        if _holds_numbers(texts, pattern):
            return code
    return "person_name" if _holds_names(texts) else None


def person_text(text: str) -> str | None:
    """Code of what one piece of free text says about a person, or None.

    A number of a person counts anywhere in it; a name only where it is the whole text and in the long form,
    because a sentence is full of the names of places and streets.
    """
    tidy = _tidy(text)
    if not tidy:
        return None
    for code, pattern in (("person_id", _CITIZEN), ("person_phone", _PHONE), ("person_plate", _PLATE)):
        if pattern.search(tidy):
            return code
    return "person_name" if len(tidy.split()) >= 3 and _is_person_name(tidy) else None


def _tidy(text: str) -> str:
    return text.strip() if text.isascii() else nfc(text)


def _holds_numbers(texts: list[str], pattern: re.Pattern[str]) -> bool:
    """Return a good share of cells that are such a number, or one within a sentence."""
    if pattern.search("\n".join(texts)) is None:
        return False
    whole = 0
    for text in texts:
        match = pattern.search(text)
        if match is None:
            continue
        if match.group() == text:
            whole += 1
        elif _is_prose(text[: match.start()] + text[match.end() :]):
            return True
    return whole > 0 and whole >= _NUMBER_SHARE * len(texts)


def _is_prose(rest: str) -> bool:
    return sum(character.isalpha() for character in rest) >= 3


def _holds_names(texts: list[str]) -> bool:
    likely = sum(_is_person_name(text) for text in texts if " " in text)
    if len(texts) >= _MIN_VALUES:
        return likely >= _NAME_SHARE * len(texts)
    # A short table: every name must be of the long form, which few places have.
    return len(texts) >= 2 and all(_is_person_name(t) and len(t.split()) >= 3 for t in texts)


def _is_person_name(text: str) -> bool:
    """Surname first, then one to four capitalised words, and not a street's namesake."""
    if not text[0].isalpha():
        return False
    words = text.split()
    if not 2 <= len(words) <= 5 or not all(_WORD.match(word) for word in words):
        return False
    if not all(word[0].isupper() for word in words):
        return False
    if fold_name(text) in HONOURED:
        return False
    first = words[0].lower()
    if text.isascii():
        # Without marks "Dinh", "La" or "Ha" begin places as well: ask for the long form.
        return first in ASCII_SURNAMES and len(words) >= 3
    return first in SURNAMES
