"""Sentences with figures, in Vietnamese and English at once.

Reasons are stored, so they cannot wait for the language of a page: each is written in both languages from one
set of figures, and no figure can differ between the two.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from gis_app.formats import numbers

_PLAIN = frozenset((int, float, datetime.date))


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with a fixed number of decimals."""

    value: float
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1, written as a percentage with one decimal."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Vietnamese and English."""

    vi: str
    en: str

    def __add__(self, other: Text) -> Text:
        """Return both texts, one after the other, with a space between."""
        return Text(f"{self.vi} {other.vi}".strip(), f"{self.en} {other.en}".strip())

    def in_language(self, language: str) -> str:
        """Return the text in `vi` or `en`."""
        return self.en if language == "en" else self.vi


def page_language() -> str:
    """Return `vi` or `en`, the language of the page."""
    return "en" if (get_language() or "").startswith("en") else "vi"


def both(vi: str, en: str, **figures: Any) -> Text:
    """Fill the figures into both sentences, each written as its language writes numbers.

    >>> both("{area} ha", "{area} ha", area=Amount(5.25, 1))
    Text(vi='5,3 ha', en='5.3 ha')
    """
    vietnamese, english = {}, {}
    for name, value in figures.items():
        if type(value) in _PLAIN:
            vietnamese[name], english[name] = _plain(value)
        else:
            vietnamese[name], english[name] = _written(value, "vi"), _written(value, "en")
    return Text(vi.format_map(vietnamese), en.format_map(english))


def listed(texts: list[Text]) -> Text:
    """Return the texts separated by commas.

    >>> listed([Text("a", "b"), Text("c", "d")])
    Text(vi='a, c', en='b, d')
    """
    return Text(", ".join(t.vi for t in texts), ", ".join(t.en for t in texts))


@lru_cache(maxsize=10_000)
def _plain(value: float | datetime.date) -> tuple[str, str]:
    """Write a figure in both languages; a screening writes the same few by the ten thousand."""
    return _written(value, "vi"), _written(value, "en")


def _written(value: Any, language: str) -> str:
    match value:
        case Text():
            return value.in_language(language)
        case Amount():
            return numbers.number(value.value, value.decimals, language)
        case Share():
            return numbers.percent(value.value, 1, language)
        case datetime.date():
            return numbers.date(value)
        case int() | float():
            whole = float(value).is_integer()
            return numbers.number(int(value) if whole else value, 0 if whole else 1, language)
        case _:
            return str(value)
