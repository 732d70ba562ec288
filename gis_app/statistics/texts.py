"""The sentences of this package in Vietnamese and English, read from its YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Language = Literal["vi", "en"]

_FOLDER = Path(__file__).resolve().parent


@cache
def read_texts(name: str) -> Mapping[str, Any]:
    """Return the mapping in a YAML file of this package."""
    loaded: Mapping[str, Any] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def template(group: str, key: str, language: Language) -> str:
    """Return the sentence of texts.yaml with places for figures."""
    text: str = read_texts("texts.yaml")[group][key][language]
    return text


def number(value: float, language: Language, decimals: int = 0) -> str:
    """Write a figure as readers of the language expect it.

    >>> number(12345.678, "vi", 1), number(12345.678, "en", 1)
    ('12.345,7', '12,345.7')
    """
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text
