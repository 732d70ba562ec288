"""Which category a word of a table means: a key or a label, whatever its case and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from layers.reading.messages import Value
from layers.reading.names import fold_ascii
from layers.reading.problems import short


class CategoryKeys:
    """The categories that an import knows.

    Args:
        categories: accepted keys, or accepted labels with their keys.
    """

    def __init__(self, categories: Iterable[str] | Mapping[str, str]) -> None:
        labels = categories.items() if isinstance(categories, Mapping) else ()
        keys = categories.values() if isinstance(categories, Mapping) else categories
        self._keys = {key: key for key in keys}
        self._keys.update({fold_ascii(key): key for key in tuple(self._keys)})
        self._keys.update({fold_ascii(label): key for label, key in labels})

    def of(self, word: str) -> str | None:
        """Return the key that a word means."""
        return self._keys.get(word) or self._keys.get(fold_ascii(word))

    def unknown(self, word: str) -> tuple[str, dict[str, Value]]:
        """Return code and params of the problem with a word that means none."""
        if not word:
            return "category_missing", {}
        near = get_close_matches(fold_ascii(word), self._keys, n=1, cutoff=0.75)
        if near:
            return "category_unknown_near", {"value": short(word), "proposed": self._keys[near[0]]}
        return "category_unknown", {"value": short(word)}
