"""Counting targets as the plan's convention says. Integers only; nothing of Django, nothing of the database.

A convention counts each target by itself ("atomic": 7 of 8, 8 of 9), or each bullet of the clause as one
("bullets": 4 of 5); a bullet is met when every target in it is. Where nothing arose the plan's choice
applies: such a target is left out of both sides of the share, or counts as met, or as not met. A target of
which nothing is known may still turn out either way, and the share is bounded accordingly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gis_app.plans.promises import SuccessRule, Target


class Standing(StrEnum):
    """How one target, or one bullet, stands."""

    MET = "met"
    NOT_MET = "not_met"
    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Item:
    """What the convention counts as one: a target, or the targets of a bullet."""

    targets: tuple[Target, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Count:
    """The share of the success rule.

    Attributes:
        items: what was counted, in the order of the document; items with standing `empty` were left out.
        met, not_met, unknown, left_out: how many of them.
        reached: whether the share is reached; None while unknown items may decide it, or none is counted.
    """

    items: tuple[Item, ...]
    met: int
    not_met: int
    unknown: int
    left_out: int
    reached: bool | None

    @property
    def counted(self) -> int:
        """Return of how many the share is taken, unknown ones included."""
        return self.met + self.not_met + self.unknown

    @property
    def unknown_cannot_matter(self) -> bool:
        """Say whether something is unknown, but the share is decided all the same."""
        return self.unknown > 0 and self.reached is not None


def count(rule: SuccessRule, standings: Iterable[tuple[Target, Standing]]) -> Count:
    """Count the targets of an area.

    Args:
        rule: of the plan version.
        standings: each counted target with how it stands.
    """
    items = tuple(_items(rule, standings))
    tally = Counter(item.standing for item in items)
    met, not_met, unknown = tally[Standing.MET], tally[Standing.NOT_MET], tally[Standing.UNKNOWN]
    return Count(items, met, not_met, unknown, tally[Standing.EMPTY], _reached(rule, met, not_met, unknown))


def _items(rule: SuccessRule, standings: Iterable[tuple[Target, Standing]]) -> Iterable[Item]:
    groups: dict[object, list[tuple[Target, Standing]]] = {}
    for target, standing in standings:
        key = target.bullet if rule.by_bullets and target.bullet is not None else target.id
        groups.setdefault(key, []).append((target, _resolved(rule, standing)))
    for members in groups.values():
        yield Item(tuple(target for target, _standing in members), _whole({s for _target, s in members}))


def _resolved(rule: SuccessRule, standing: Standing) -> Standing:
    """Return what nothing having arisen counts as; `empty` then means left out."""
    if standing is not Standing.EMPTY or rule.empty_base == "exclude":
        return standing
    return Standing(rule.empty_base)


def _whole(standings: set[Standing]) -> Standing:
    """Return how a bullet stands: the worst of its targets, unknown before met."""
    for standing in (Standing.NOT_MET, Standing.UNKNOWN, Standing.MET):
        if standing in standings:
            return standing
    return Standing.EMPTY


def _reached(rule: SuccessRule, met: int, not_met: int, unknown: int) -> bool | None:
    """Say whether the share is reached however the unknown items turn out; None where they decide.

    The share is lowest when every unknown item is not met and highest when every one is met: leaving one out
    changes it by less. Where every item may still be left out, there may be no share at all.
    """
    counted = met + not_met + unknown
    if counted == 0:
        return None
    if unknown and not met and not not_met:
        return None
    lowest, highest = rule.reached(met, counted), rule.reached(met + unknown, counted)
    return lowest if lowest == highest else None
