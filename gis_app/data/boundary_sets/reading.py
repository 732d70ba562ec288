"""What the pages of boundary sets show, within the jurisdiction of the reader."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Count, Prefetch, Q, QuerySet

from gis_app.access.models import Account
from gis_app.access.restricting import restrict, scope_of
from gis_app.access.roles import Action, may
from layers.boundary_sets.activating import would_replace
from layers.models import AdminUnit, BoundarySet, CoverageDefect, Succession
from layers.succession.links import Change, Link, classify

#: More places than this are listed page by page and drawn largest first.
MOST_DRAWN = 2000


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many places of a kind a set has and how much ground they are."""

    kind: CoverageDefect.Kind
    places: int
    area_m2: float

    @property
    def area_km2(self) -> float:
        """Return the ground in km²."""
        return self.area_m2 / 1_000_000


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """How many units a set has, and how many of them lie in the reader's jurisdiction."""

    mine: int
    total: int


@dataclass(frozen=True, slots=True)
class LinkedSet:
    """Another set whose units became those of a set, or came from them, and by how many links."""

    boundary_set: BoundarySet
    links: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One stored link of two sets and what kind of change it is."""

    link: Succession
    change: Change


def boundary_sets(account: Account) -> QuerySet[BoundarySet]:
    """Return the sets of the jurisdiction, the newest first, with `places`: how many do not fit."""
    return (
        restrict(BoundarySet.objects.all(), account)
        .annotate(places=Count("defects", distinct=True))
        .order_by("-valid_from", "-pk")
    )


def unit_counts(boundary_set: BoundarySet, account: Account) -> UnitCounts:
    """Count the units of a set: those of the jurisdiction, and all."""
    units = AdminUnit.objects.filter(boundary_set=boundary_set)
    return UnitCounts(restrict(units, account).count(), units.count())


def linked_sets(boundary_set: BoundarySet, account: Account, *, before: bool) -> list[LinkedSet]:
    """Return the sets before (or after) a set whose units are linked to it, most links first.

    Only links with a unit of the jurisdiction at one end count.
    """
    mine, other = ("new_unit", "old_unit") if before else ("old_unit", "new_unit")
    links = Succession.objects.filter(**{f"{mine}__boundary_set": boundary_set})
    scope = scope_of(account)
    if not scope.everything:
        links = links.filter(Q(old_unit__in=scope.unit_ids) | Q(new_unit__in=scope.unit_ids))
    counted = dict(
        links.order_by()
        .values(f"{other}__boundary_set")
        .annotate(links=Count("pk"))
        .values_list(f"{other}__boundary_set", "links")
    )
    sets = restrict(BoundarySet.objects.filter(pk__in=counted), account)
    return sorted((LinkedSet(one, counted[one.pk]) for one in sets), key=lambda linked: -linked.links)


def defects(boundary_set: BoundarySet, account: Account) -> QuerySet[CoverageDefect]:
    """Return the places of a set that concern the jurisdiction, the largest first."""
    units = AdminUnit.objects.only("pk", "full_name", "code")
    return restrict(CoverageDefect.objects.filter(boundary_set=boundary_set), account).prefetch_related(
        Prefetch("units", units)
    )


def kind_counts(places: QuerySet[CoverageDefect]) -> list[KindCount]:
    """Count places by kind, in the order of the kinds; a kind of which there is none is told as well."""
    number: Counter[str] = Counter()
    area: dict[str, float] = {}
    for kind, area_m2 in places.order_by().values_list("kind", "area_m2"):
        number[kind] += 1
        area[kind] = area.get(kind, 0.0) + area_m2
    return [KindCount(kind, number[kind], area.get(kind, 0.0)) for kind in CoverageDefect.Kind]


def may_change(account: Account, boundary_set: BoundarySet) -> bool:
    """Say whether the account may put the set into force, repair or refuse it, or take it out of force.

    The role must allow imports, and all ground that would change hands must be the account's: that of the
    set and that of the units which it replaces.
    """
    if not may(account, Action.IMPORT):
        return False
    scope = scope_of(account)
    if scope.everything:
        return True
    theirs = boundary_set.units.exclude(pk__in=scope.unit_ids).exists()
    return not theirs and not would_replace(boundary_set).exclude(pk__in=scope.unit_ids).exists()


def map_features(boundary_set: BoundarySet, account: Account) -> dict[str, object]:
    """Return the light outlines of the set's units and the places that do not fit, as GeoJSON."""
    units = (
        restrict(AdminUnit.objects.filter(boundary_set=boundary_set), account)
        .annotate(drawn=AsGeoJSON("display_geometry", precision=5))
        .values_list("full_name", "drawn")
    )
    places = (
        defects(boundary_set, account)
        .prefetch_related(None)
        .annotate(drawn=AsGeoJSON("geometry", precision=6))
        .values_list("pk", "kind", "drawn")[:MOST_DRAWN]
    )
    return {
        "type": "FeatureCollection",
        "features": [
            *(
                {"type": "Feature", "properties": {"name": name}, "geometry": json.loads(g)}
                for name, g in units
            ),
            *(
                {"type": "Feature", "id": pk, "properties": {"defect": kind}, "geometry": json.loads(g)}
                for pk, kind, g in places
            ),
        ],
    }


def succession(old_set: BoundarySet, new_set: BoundarySet, account: Account) -> list[LinkRow]:
    """Return the links of two sets that concern a unit of the jurisdiction, by old unit, largest share first.

    What kind of change a link is depends on all links of the two sets, not only on those shown.
    """
    stored = list(
        Succession.objects.filter(old_unit__boundary_set=old_set, new_unit__boundary_set=new_set)
        .select_related("old_unit", "new_unit")
        .defer(
            *(
                f"{end}__{part}"
                for end in ("old_unit", "new_unit")
                for part in ("geometry", "display_geometry")
            )
        )
        .order_by("old_unit__name", "old_unit__code", "-area_share")
    )
    changes = classify([Link(s.old_unit_id, s.new_unit_id, s.area_share) for s in stored])
    scope = scope_of(account)
    return [
        LinkRow(link, change)
        for link, change in zip(stored, changes, strict=True)
        if scope.everything or {link.old_unit_id, link.new_unit_id} & scope.unit_ids
    ]
