"""Rules that one plan takes over from another: a record names the plan, a version holds them filled in."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

#: Parts that a plan may take over from another one, by naming it under `<part>_from`.
INHERITED = ("criteria", "selection", "success")


def origins(record: Mapping[str, Any]) -> dict[str, str]:
    """Return, for each part that is taken over, the id of the plan that it is taken from."""
    return {part: record[f"{part}_from"] for part in INHERITED if record.get(f"{part}_from")}


def own_part(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a filled-in record without the parts of other plans, as its file has it."""
    own = copy.deepcopy(dict(record))
    for part in origins(record):
        if part == "success":
            own[part] = None  # the schema asks for it in any case: the document itself has no such rule
        else:
            own.pop(part, None)
    return own


def filled_in(record: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return a copy of a record with the rules it takes over; `rules` are the records of their plans, by id.

    Raises:
        KeyError: with the part that no record of `rules` has for itself.
    """
    whole = copy.deepcopy(dict(record))
    for part, origin in origins(record).items():
        rule = rules.get(origin, {})
        if rule.get(part) is None or f"{part}_from" in rule:
            raise KeyError(part)
        whole[part] = copy.deepcopy(rule[part])
    return whole
