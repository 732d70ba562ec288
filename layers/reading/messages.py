"""Every sentence that reading a file can say to a person, by a stable code.

The package knows no Django, so its sentences are kept here in both languages instead of in
``locale/``. A sentence says what happened and what to do. Fields stand in braces; numbers are
written after the language's custom.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from layers.reading.message_texts import TEXTS, Language, Severity
from layers.reading.message_texts_places import PLACE_TEXTS, PLACE_WARNINGS

__all__ = ["MESSAGES", "Language", "Message", "Severity", "Value", "sentence", "severity"]

Value = str | int | float


class Message(NamedTuple):
    """One sentence in both languages, and how grave it is."""

    vi: str
    en: str
    severity: Severity


MESSAGES: Mapping[str, Message] = {
    code: Message(vi, en, "warning" if code in PLACE_WARNINGS else "error")
    for code, (vi, en) in {**TEXTS, **PLACE_TEXTS}.items()
}


def severity(code: str) -> Severity:
    """``"error"`` keeps rows out, ``"warning"`` does not."""
    return MESSAGES[code].severity


def sentence(code: str, params: Mapping[str, Value], language: Language = "vi") -> str:
    """Return the sentence of ``code`` with its fields filled in."""
    message = MESSAGES[code]
    template = message.vi if language == "vi" else message.en
    return template.format_map({key: _written(value, language) for key, value in params.items()})


def _written(value: Value, language: Language) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        # Row numbers and EPSG codes are read digit by digit; only long counts are grouped.
        text = f"{value:,}" if abs(value) >= 100_000 else str(value)
    else:
        text = f"{value:,.2f}" if abs(value) >= 1_000 else f"{value:.6g}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
