"""Where the items of a record are: found by part and number, named for people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gis_app.plans.items.choosing import GROUPINGS
from gis_app.plans.items.document import HEAD
from gis_app.plans.items.fields import Field
from gis_app.plans.items.kinds import DAY
from gis_app.plans.items.parts import PARTS
from gis_app.plans.items.shape import Part

_NAMES = ("text", "name", "body", "to")
_LONGEST_NAME = 110


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a record; `index` is its place in the list of its part, None where there is one only."""

    part: Part
    index: int | None
    value: dict[str, Any]

    @property
    def content(self) -> dict[str, Any]:
        """Return the values of the part's own fields, by their ways; what is absent is left out."""
        found = {field.way: field.value(self.value) for field in self.part.fields}
        return {way: value for way, value in found.items() if value is not None}

    @property
    def changed_by(self) -> dict[str, Any] | None:
        """Return what changed the item in an earlier version or in this draft."""
        return self.value.get("changed_by")

    @property
    def fingerprint(self) -> str:
        """Return a short text that is another one as soon as anything of the item is."""
        seen = json.dumps([self.content, self.changed_by], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(seen.encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """Return how the item is called on pages: its id and its text, cut where it is long."""
        if not self.part.many:
            return str(self.part.label)
        if self.part.key == GROUPINGS.key:
            ends = (DAY.text(self.value.get("from")) or "…", DAY.text(self.value.get("until")) or "…")
            return f"{ends[0]} - {ends[1]}"
        words = next((self.value[key] for key in _NAMES if self.value.get(key)), "") or self.value.get(
            "quote", ""
        )
        name = " ".join(str(word) for word in (self.value.get("id"), words) if word)
        return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME].rstrip() + "…"


def at(record: Mapping[str, Any], way: tuple[str, ...]) -> Any:
    """Return what stands at the end of a way of keys, or None."""
    here: Any = record
    for key in way:
        here = here.get(key) if isinstance(here, Mapping) else None
    return here


def items_of(record: Mapping[str, Any], part: Part) -> list[Item]:
    """Return the items of a part, in the order of the record."""
    held = at(record, part.way)
    if not part.many:
        return [Item(part, None, held)] if isinstance(held, dict) else []
    return [Item(part, index, value) for index, value in enumerate(held or [])]


def find(record: Mapping[str, Any], part: Part, index: int | None) -> Item | None:
    """Return one item, or None where there is none at this place."""
    return next((item for item in items_of(record, part) if item.index == index), None)


def can_hold(record: Mapping[str, Any], part: Part) -> bool:
    """Say whether items of a part can be put into the record: the mapping around them is there."""
    return len(part.way) < 2 or isinstance(at(record, part.way[:-1]), dict)


def locate(
    place: Sequence[str | int], further: tuple[Field, ...] = ()
) -> tuple[Part, int | None, Field | None]:
    """Return part, number and field of a place in a record, as the check of a record gives it.

    The field is None where the place is a whole item, or something that no form has; `further` are fields
    that forms ask beside those of the item.
    """
    part, index, rest = _part_of(place)
    way = ".".join(str(step) for step in rest)
    for field in (*part.fields, *further):
        if way and (field.way == way or field.way.startswith(f"{way}.") or way.startswith(f"{field.way}.")):
            return part, index, field
    return part, index, None


def _part_of(place: Sequence[str | int]) -> tuple[Part, int | None, Sequence[str | int]]:
    for part in _longest_way_first():
        length = len(part.way)
        if tuple(place[:length]) != part.way:
            continue
        if not part.many:
            return part, None, place[length:]
        if len(place) > length and isinstance(place[length], int):
            return part, int(place[length]), place[length + 1 :]
        return part, None, []
    return HEAD, None, place


def _longest_way_first() -> Iterator[Part]:
    yield from sorted(PARTS, key=lambda part: -len(part.way))
