"""A sentence that is not worded yet: which one, and what fills it, until somebody reads it.

It is written like any other text of the interface; only `_` is another:

    from layers.saying import said as _

    raise ImportRefused(_("Đã có bộ “%(name)s”; hãy xem bộ đó.") % {"name": made.title_figures})

Its Vietnamese text is the key by which its translations are found. Where it is stored, it is stored with that
text under `say`, beside its figures (`layers.wording`): a later version that words it otherwise shows it in
Vietnamese rather than not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from layers.wording import Figures, plain, worded


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence; `str()` words it in the language that is active.

    Attributes:
        figures: as JSON and `layers.wording.worded` take them; `say` names the sentence.
    """

    figures: Figures

    def __mod__(self, figures: Mapping[str, Any]) -> Said:
        """Return the sentence with figures: text, numbers, lazy words of the interface, other sentences."""
        return Said({**self.figures, **plain({name: _kept(value) for name, value in figures.items()})})

    def __str__(self) -> str:
        return worded("", "", self.figures)


def said_by(code: str, figures: Figures) -> Said:
    """Return a sentence of `layers.wording` or `layers.reading.messages` by its code."""
    return Said({"say": code, **plain(figures)})


def said(text: str) -> Said:
    """Return a sentence by its Vietnamese text, with a place `%(name)s` for each of its figures."""
    return Said({"say": text})


def told_in_both(vi: str, en: str) -> Said:
    """Return what is worded in both languages already."""
    return said("%(told)s") % {"told": {"vi": vi, "en": en}}


def _kept(value: Any) -> Any:
    """Return a figure in the form in which it is worded again in another language."""
    match value:
        case Said():
            return value.figures
        case Promise():
            # The Vietnamese text of a lazy word is what its translations are found by.
            with translation.override("vi"):
                return {"say": str(value)}
    return value
