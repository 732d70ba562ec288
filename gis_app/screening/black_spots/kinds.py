"""Kinds of road as `kinds.yaml` declares them: length of the window, and whether crossings are junctions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from gis_app.screening.wording import Text
from layers.reading.linear import road_number
from layers.reading.names import ascii_words


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of road; `window` is the key of the parameter with the length of its windows in m."""

    key: str
    label: Text
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    window: str
    crossings: bool

    def fits(self, letters: str, text: str) -> bool:
        """Say whether a road with these letters in its number and this text without marks is of the kind."""
        return letters in self.numbers or any(re.search(rf"\b{word}\b", text) for word in self.words)


@cache
def kinds() -> tuple[Kind, ...]:
    """Return all kinds in the order in which they are tried."""
    declared = yaml.safe_load((Path(__file__).parent / "kinds.yaml").read_text(encoding="utf-8"))
    return tuple(
        Kind(
            one["key"],
            Text(**one["label"]),
            tuple(one["words"]),
            tuple(one["numbers"]),
            one["window"],
            one["crossings"],
        )
        for one in declared
    )


def kind_of(number: str, declared: str) -> int:
    """Return the index of a road's kind from its number and what its column of kinds says.

    >>> [kinds()[kind_of(*road)].key for road in (("CT.01", ""), ("QL.51", "Đường phố"), ("QL.51", ""))]
    ['expressway', 'urban', 'other']
    """
    letters = re.sub(r"\d.*", "", road_number(number) or "")
    text = " ".join(ascii_words(declared))
    return next((i for i, kind in enumerate(kinds()) if kind.fits(letters, text)), len(kinds()) - 1)


def window_lengths(parameters: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the length of the window in m for each kind."""
    return np.array([parameters[kind.window] for kind in kinds()], dtype=float)
