"""Two records item by item: what came, what went, what is another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from gis_app.plans.inheriting import origins
from gis_app.plans.items.addressing import Item, items_of
from gis_app.plans.items.changing import changed_words
from gis_app.plans.items.fields import Field
from gis_app.plans.items.parts import PARTS
from gis_app.plans.items.shape import Part


class How(StrEnum):
    """How an item differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that is not the same in both records; `fields` are those that differ."""

    part: Part
    how: How
    before: Item | None
    after: Item | None
    fields: list[Field] = field(default_factory=list)
    removed_by: dict[str, Any] | None = None

    @property
    def item(self) -> Item:
        """Return the item as it is now, or as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a difference of no item")
        return found

    @property
    def changed_by(self) -> dict[str, Any] | None:
        """Return what the newer record says about why."""
        return self.after.changed_by if self.after else self.removed_by

    @property
    def basis_words(self) -> str:
        """Say which document or reading the difference rests on, or return an empty text."""
        return changed_words(self.changed_by)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Return label, words before and words after of every field that differs."""
        old = self.before.value if self.before else {}
        new = self.after.value if self.after else {}
        return [(str(one.label), one.shown(old), one.shown(new)) for one in self.fields]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Return the items that differ between two filled-in records, part by part."""
    found = []
    for part in PARTS:
        for before, after in pairs(items_of(old, part), items_of(new, part)):
            if before is None or after is None:
                how = How.ADDED if before is None else How.REMOVED
                item = after or before
                fields = [one for one in part.fields if item and one.shown(item.value)]
                removed_by = removal_of(new, before) if before else None
                found.append(Difference(part, how, before, after, fields, removed_by))
            elif before.content != after.content:
                fields = [one for one in part.fields if one.value(before.value) != one.value(after.value)]
                found.append(Difference(part, How.CHANGED, before, after, fields))
    return found


def other_owners(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return the parts that are not ruled by the same other plan: part, plan before and after, or empty."""
    before, after = origins(old), origins(new)
    return [
        (part, before.get(part, ""), after.get(part, ""))
        for part in sorted({*before, *after})
        if before.get(part) != after.get(part)
    ]


def pairs(old: list[Item], new: list[Item]) -> list[tuple[Item | None, Item | None]]:
    """Pair the items of one part: by their id, then what is equal, quotes the same, stands at the same place.

    The pairs are in the order of the newer record; what is left of the older one comes last.
    """
    partner: dict[int, Item] = {}
    left = list(old)
    for same in (_same_id, _equal, _same_quote, _same_place):
        for position, item in enumerate(new):
            if position not in partner:
                match = next((other for other in left if same(other, item)), None)
                if match is not None:
                    partner[position] = match
                    left.remove(match)
    together: list[tuple[Item | None, Item | None]] = [
        (partner.get(position), item) for position, item in enumerate(new)
    ]
    return together + [(item, None) for item in left]


def removal_of(record: Mapping[str, Any], item: Item) -> dict[str, Any] | None:
    """Return what a record says about why an item of an earlier version is no longer in it."""
    for entry in record.get("removed", []):
        if entry["part"] == item.part.key and Item(item.part, None, entry["what"]).content == item.content:
            found: dict[str, Any] = entry["changed_by"]
            return found
    return None


def _same_id(old: Item, new: Item) -> bool:
    return "id" in old.value and old.value.get("id") == new.value.get("id")


def _equal(old: Item, new: Item) -> bool:
    return old.content == new.content


def _same_quote(old: Item, new: Item) -> bool:
    return bool(old.value.get("quote")) and old.value["quote"] == new.value.get("quote")


def _same_place(old: Item, new: Item) -> bool:
    return old.index == new.index
