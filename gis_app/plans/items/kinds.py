"""How a value of a record is written in a form and read back.

What cannot be read stays the text that was typed: the check of the draft then says what is wrong with it, and
nothing is lost. Writing a value and reading it again gives the value (`tests/plans/test_kinds.py`), in either
language of the interface.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

_MONTH_IN_YEAR = re.compile(r"^(\d{1,2})/(\d{4})$")
_DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_DAY_OF_YEAR = re.compile(r"^(\d{1,2})[/.-](\d{1,2})$")
_QUARTER = re.compile(r"^(?:quý|quarter|q)\s*([1-4]|I{1,3}|IV)\s*[/-]\s*(\d{4})$", re.IGNORECASE)
_YEARS = re.compile(r"^(\d{4})\s*[-–]\s*(\d{4})$")
_YEARS_ON = re.compile(r"^(?:từ|from)\s*(?:năm\s*)?(\d{4})$", re.IGNORECASE)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_QUARTERS = {str(number): roman for roman, number in _ROMAN.items()}


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of writing: the input's name, from value to text, from a text (never empty) to value."""

    name: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]

    def text(self, value: Any) -> str:
        """Write a value; what is absent is empty, what is of another shape is written as it is."""
        if value is None:
            return ""
        if isinstance(value, str) and self.name in _WRITTEN_AS_IT_IS:
            return value
        try:
            return self.write(value)
        except (TypeError, ValueError, AttributeError, KeyError):
            return str(value)


def _number_text(value: float) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return str(value).replace(".", ",")


def _number(text: str) -> Any:
    compact = text.replace(" ", "").removesuffix("%").replace(",", ".")
    try:
        return int(compact)
    except ValueError:
        pass
    try:
        found = float(compact)
    except ValueError:
        return text
    return int(found) if found.is_integer() else found


def _threshold_text(value: Any) -> str:
    return "; ".join(map(_number_text, value)) if isinstance(value, list) else _number_text(value)


def _threshold(text: str) -> Any:
    return [_number(part.strip()) for part in text.split(";")] if ";" in text else _number(text)


def _day_text(value: str) -> str:
    return "/".join(reversed(value.split("-")))


def _day(text: str) -> str:
    if found := _DAY.match(text):
        return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    if found := _MONTH_IN_YEAR.match(text):
        return f"{found[2]}-{int(found[1]):02d}"
    return text


def _day_of_year_text(value: str) -> str:
    return f"{value[5:7]}/{value[2:4]}" if value.startswith("--") else value


def _day_of_year(text: str) -> str:
    found = _DAY_OF_YEAR.match(text)
    return f"--{int(found[2]):02d}-{int(found[1]):02d}" if found else text


def _due_text(value: str) -> str:
    if "-Q" in value:
        return _("quý %(quarter)s/%(year)s") % {"quarter": _QUARTERS[value[-1]], "year": value[:4]}
    first, dots, last = value.partition("..")
    if not dots:
        return value
    return f"{first}-{last}" if last else _("từ %(year)s") % {"year": first}


def _due(text: str) -> str:
    if found := _QUARTER.match(text):
        return f"{found[2]}-Q{_ROMAN.get(found[1].upper(), found[1])}"
    if found := _YEARS.match(text):
        return f"{found[1]}..{found[2]}"
    if found := _YEARS_ON.match(text):
        return f"{found[1]}.."
    return text


def _truth(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _codes(text: str) -> list[str]:
    return [code for code in re.split(r"[\s,;]+", text) if code]


def _groups_text(value: list[dict[str, Any]]) -> str:
    return "\n".join(f"{group['name']}: {', '.join(group['communes'])}" for group in value)


def _groups(text: str) -> list[dict[str, Any]]:
    """Read one group per line, `Tên nhóm: mã, mã`; a line without codes is a group without communes."""
    parts = [line.rpartition(":") if ":" in line else (line, ":", "") for line in _lines(text)]
    return [{"name": name.strip(), "communes": _codes(codes)} for name, _colon, codes in parts]


TEXT = Kind("text", str, str)
LONG = Kind("long", str, str)
QUOTE = Kind("quote", str, str)
CHOICE = Kind("choice", str, str)
YES_NO = Kind("yes_no", lambda value: "true" if value is True else "false", _truth)
NUMBER = Kind("number", _number_text, _number)
THRESHOLD = Kind("threshold", _threshold_text, _threshold)
DAY = Kind("day", _day_text, _day)
DAY_OF_YEAR = Kind("day_of_year", _day_of_year_text, _day_of_year)
DUE = Kind("due", _due_text, _due)
LINES = Kind("lines", "\n".join, _lines)
CODES = Kind("codes", ", ".join, _codes)
GROUPS = Kind("groups", _groups_text, _groups)

# Kinds of which a value that is text is something that could not be read.
_WRITTEN_AS_IT_IS = frozenset({"yes_no", "number", "threshold", "lines", "codes", "groups"})
