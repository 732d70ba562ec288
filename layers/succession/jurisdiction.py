"""Whose links may be stored: a jurisdiction follows successions, so that a false link would widen it.

An overlay cannot be made to say what the ground does not; of a table every row is checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import shapely

from layers.importing.findings import Finding
from layers.importing.jurisdiction import CODE, Ground
from layers.models import AdminUnit
from layers.scope import Scope
from layers.succession.decree import StagedSuccession
from layers.succession.links import Link


def links_within(links: Iterable[Link], scope: Scope) -> list[Link]:
    """Return all links of the old units that are in the scope, or that gave ground to a unit in it."""
    links = list(links)
    if scope.everything:
        return links
    mine = {link.old for link in links if {link.old, link.new} & scope.unit_ids}
    return [link for link in links if link.old in mine]


def succession_within(staged: StagedSuccession, scope: Scope) -> StagedSuccession:
    """Return the staged table with a finding for each row about a unit outside the scope.

    A unit that is not in the scope yet, such as a commune of an older set, is judged by a point inside it.
    """
    if scope.everything or not staged.pairs:
        return staged
    named = {unit for pair in staged.pairs.values() for unit in pair} - scope.unit_ids
    units = list(AdminUnit.objects.filter(pk__in=named).only("pk", "full_name", "geometry"))
    inner = shapely.point_on_surface(shapely.from_wkb([bytes(unit.geometry.wkb) for unit in units]))
    touched = Ground(scope).touched_by(inner)
    foreign = {unit.pk: unit.full_name for unit, mine in zip(units, touched, strict=True) if not mine}
    found = [
        Finding(row, "", CODE, {"say": "unit_outside", "name": foreign[unit]})
        for row, pair in staged.pairs.items()
        for unit in pair
        if unit in foreign
    ]
    return replace(staged, findings=(*staged.findings, *found))
