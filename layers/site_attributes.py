"""What may be said about a site of each kind, and whether a value fits.

The list is data (`reference/site_attributes.yaml`). A kind that an office adds has no listed attributes;
whatever a file says about its sites is kept as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from layers.reading.names import fold_ascii, nfc
from layers.wording import ANY, WHOLE, language, worded

_FILE = Path(__file__).parent / "reference" / "site_attributes.yaml"
#: The oldest buildings that still stand in the country's registers.
_EARLIEST_YEAR = 1600
_LONGEST_TEXT = 200
#: Letters that the name of a field has in a shapefile.
SHORT_NAME = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that an attribute may have; `spellings` are folded."""

    key: str
    label: str
    label_en: str
    spellings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that may be said about a site.

    Attributes:
        type: choice, integer, number, year or text.
        headings: folded headings under which a table may say it.
        highest: largest number that can be meant.
        longest: of a text, in characters.
    """

    key: str
    type: str
    label: str
    label_en: str
    unit: str = ""
    headings: frozenset[str] = frozenset()
    choices: tuple[Choice, ...] = ()
    highest: float = math.inf
    longest: int = _LONGEST_TEXT

    @property
    def labels(self) -> dict[str, str]:
        """Return the label with the unit, by language."""
        unit = f" ({self.unit})" if self.unit else ""
        return {"vi": self.label + unit, "en": self.label_en + unit}

    @property
    def shown(self) -> str:
        """Return the label with the unit in the language that is active."""
        return self.labels[language()]


class DoesNotFitError(ValueError):
    """A value that an attribute cannot have; the text is a sentence: what it is and what to write instead.

    Attributes:
        figures: what the sentence is made of, see `layers.wording`.
    """

    def __init__(self, say: str, **figures: Any) -> None:
        self.figures = {"say": say, **figures}
        super().__init__(say)

    def __str__(self) -> str:
        return worded("", "", self.figures)


@dataclass(frozen=True, slots=True)
class Read:
    """Attributes of one site, and the heading of each value that does not fit, with why."""

    attributes: dict[str, Any]
    wrong: list[tuple[str, DoesNotFitError]] = field(default_factory=list)


@cache
def _listed() -> tuple[dict[str, Attribute], dict[str, tuple[Attribute, ...]]]:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    known = {key: _attribute(key, entry) for key, entry in data["attributes"].items()}
    return known, {kind: tuple(known[key] for key in keys) for kind, keys in data["kinds"].items()}


def _attribute(key: str, entry: Mapping[str, Any]) -> Attribute:
    labels = (entry["label"], entry["label_en"])
    unit = entry.get("unit", "")
    # Our own files name it by its key, in a shapefile by its first letters, in a table by label and unit.
    names = (key, key[:SHORT_NAME], *labels, *(f"{label} ({unit})" for label in labels))
    choices = tuple(
        Choice(
            name,
            choice["label"],
            choice["label_en"],
            frozenset(
                fold_ascii(t) for t in (name, choice["label"], choice["label_en"], *choice.get("also", ()))
            ),
        )
        for name, choice in entry.get("choices", {}).items()
    )
    return Attribute(
        key,
        entry["type"],
        entry["label"],
        entry["label_en"],
        unit,
        frozenset(fold_ascii(heading) for heading in (*names, *entry.get("also", ()))),
        choices,
        entry.get("highest", math.inf),
        entry.get("longest", _LONGEST_TEXT),
    )


def attributes_of(kind: str) -> tuple[Attribute, ...]:
    """Return what may be said about sites of a kind, in the order of a form; nothing for an added kind."""
    return _listed()[1].get(kind, ())


def read(kind: str, cells: Mapping[str, Any]) -> Read:
    """Read what a row says about a site.

    Args:
        kind: key of the kind.
        cells: heading to value, filled cells only.

    Returns:
        Listed attributes under their keys with checked values, all others as they are.
    """
    found, wrong = Read({}), []
    listed = {heading: attribute for attribute in attributes_of(kind) for heading in attribute.headings}
    for heading, value in cells.items():
        attribute = listed.get(fold_ascii(heading))
        if attribute is None:
            found.attributes[heading] = value
            continue
        if attribute.key in found.attributes:
            wrong.append((heading, DoesNotFitError("attribute_twice", label=attribute.labels)))
            continue
        try:
            found.attributes[attribute.key] = fitting(attribute, value)
        except DoesNotFitError as error:
            wrong.append((heading, error))
    found.wrong.extend(wrong)
    return found


def fitting(attribute: Attribute, value: Any) -> Any:
    """Return the value as it is stored.

    Raises:
        DoesNotFitError: for a value that the attribute cannot have.
    """
    text = nfc(str(value))
    if attribute.type == "choice":
        folded = fold_ascii(text)
        for choice in attribute.choices:
            if folded in choice.spellings:
                return choice.key
        raise DoesNotFitError(
            "attribute_choice",
            value=text[:40],
            label=attribute.labels,
            choices={
                "vi": ", ".join(choice.label for choice in attribute.choices),
                "en": ", ".join(choice.label_en for choice in attribute.choices),
            },
        )
    if attribute.type == "text":
        if len(text) > attribute.longest:
            raise DoesNotFitError("too_long", value=text[:20], longest=attribute.longest)
        return text
    return _number(attribute, text)


def _number(attribute: Attribute, text: str) -> float | int:
    # Loaded here: the list of attributes is asked for without any table at hand.
    import pandas as pd

    from layers.reading.numbers import parse_numbers

    numbers = parse_numbers(pd.Series([text], dtype=object))
    number = float(numbers.values[0])
    lowest, highest = 0.0, attribute.highest
    whole = attribute.type in ("integer", "year")
    if attribute.type == "year":
        lowest, highest = _EARLIEST_YEAR, timezone.localdate().year
    if not (lowest <= number <= highest) or (whole and number % 1):
        raise DoesNotFitError(
            "attribute_number",
            value=text[:40],
            label=attribute.labels,
            kind=WHOLE if whole else ANY,
            low=f"{lowest:.0f}",
            high=f"{highest:.0f}",
        )
    return int(number) if whole or number % 1 == 0 else number


def told(kind: str, attributes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (label, value) of what is known about a site, for a page: listed attributes first."""
    listed = {attribute.key: attribute for attribute in attributes_of(kind)}
    for key, attribute in listed.items():
        if key in attributes:
            yield attribute.shown, value_text(attribute, attributes[key])
    yield from ((key, str(value)) for key, value in attributes.items() if key not in listed)


def value_text(attribute: Attribute, value: Any) -> str:
    """Return a stored value in the words of the language that is active."""
    for choice in attribute.choices:
        if choice.key == value:
            return choice.label_en if language() == "en" else choice.label
    if isinstance(value, float) and language() == "vi":
        return str(value).replace(".", ",")
    return str(value)
