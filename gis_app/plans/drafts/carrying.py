"""Carrying a draft over to a newer version of its plan: what the draft changed stays, the rest is newer."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from gis_app.plans.drafts.bases import BASIS
from gis_app.plans.inheriting import INHERITED, origins
from gis_app.plans.items.addressing import Item, at, items_of
from gis_app.plans.items.differences import pairs
from gis_app.plans.items.fields import ABSENT
from gis_app.plans.items.parts import PARTS
from gis_app.plans.items.shape import Part


def carried_over(
    old: Mapping[str, Any], newer: Mapping[str, Any], draft: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the content that a draft of one version has as a draft of a newer one.

    All three are records as they are written, without the rules of other plans. Of each item the fields that
    the draft changed stay the draft's; an item that the newer version took out stays only if it was changed.
    """
    found = copy.deepcopy(dict(newer))
    for inherited in INHERITED:
        if origins(old).get(inherited) != origins(draft).get(inherited):
            _take_whole(found, draft, inherited)
    for part in PARTS:
        if part.inherited in origins(found) or _is_whole(old, draft, part):
            continue
        if part.many:
            if isinstance(at(found, part.way[:-1]), dict):
                at(found, part.way[:-1])[part.way[-1]] = _items(
                    items_of(old, part), items_of(newer, part), items_of(draft, part)
                )
        elif at(found, part.way) is not None and at(draft, part.way) is not None:
            _put_changes(part, at(old, part.way) or {}, at(draft, part.way), at(found, part.way))
        elif at(old, part.way) != at(draft, part.way):
            found[part.way[-1]] = copy.deepcopy(at(draft, part.way))
    before = len(old.get("removed", []))
    if removed := [*newer.get("removed", []), *draft.get("removed", [])[before:]]:
        found["removed"] = copy.deepcopy(removed)
    return found


def _take_whole(found: dict[str, Any], draft: Mapping[str, Any], inherited: str) -> None:
    """Take a part over from the draft that does not follow the same plan there as before."""
    for key in (inherited, f"{inherited}_from"):
        found.pop(key, None)
        if key in draft:
            found[key] = copy.deepcopy(draft[key])


def _is_whole(old: Mapping[str, Any], draft: Mapping[str, Any], part: Part) -> bool:
    return origins(old).get(part.inherited) != origins(draft).get(part.inherited)


def _items(old: list[Item], newer: list[Item], draft: list[Item]) -> list[dict[str, Any]]:
    of_draft = {before.index: mine for before, mine in pairs(old, draft) if before and mine}
    kept = []
    for before, now in pairs(old, newer):
        mine = of_draft.get(before.index) if before else None
        if now is None:
            if before and mine and mine.content != before.content:
                kept.append(copy.deepcopy(mine.value))
        elif before is None:
            kept.append(copy.deepcopy(now.value))
        elif mine is not None:
            value = copy.deepcopy(now.value)
            _put_changes(now.part, before.value, mine.value, value)
            kept.append(value)
    return kept + [copy.deepcopy(mine.value) for before, mine in pairs(old, draft) if mine and before is None]


def _put_changes(
    part: Part, before: Mapping[str, Any], mine: Mapping[str, Any], value: dict[str, Any]
) -> None:
    """Put the fields that the draft changed into the newer item."""
    for field in (*part.fields, *BASIS):
        if field.value(mine) != field.value(before):
            absent = field.value(mine) is None and field.empty is not None
            field.store(value, ABSENT if absent else copy.deepcopy(field.value(mine)))
