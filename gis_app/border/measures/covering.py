"""The share of key routes and areas with a measure on a day, by number and by size.

"100 % các tuyến, địa bàn trọng điểm … được áp dụng các biện pháp" counts routes and areas, each once, as
listed on the day. Where none is listed the share is not known: not nought, and not a hundred. Lengths and
areas are geodesic, of the drawing.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import shapely
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.models import KeyRoute, RouteMeasure
from gis_app.formats.numbers import number
from gis_app.plans.models import PlanVersion
from gis_app.plans.promises import Target
from gis_app.transformation.plans_seen import plan_versions
from layers.models import IncidentCategory
from layers.reading.geodesy import areas_m2, lengths_m
from layers.reading.names import fold_ascii


@dataclass(frozen=True, slots=True)
class RouteTold:
    """A route or area listed on the day, its size on the drawing, and the measures in force."""

    route: KeyRoute
    length_m: float
    area_m2: float
    measures: tuple[RouteMeasure, ...]

    @property
    def is_covered(self) -> bool:
        """Say whether a measure is applied."""
        return bool(self.measures)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan asks of the routes and areas of one matter."""

    version: PlanVersion
    target: Target


@dataclass(frozen=True, slots=True)
class Covered:
    """The routes and areas of one matter on a day."""

    category: IncidentCategory
    routes: tuple[RouteTold, ...]
    asked: tuple[Asked, ...] = ()

    @property
    def covered(self) -> int:
        """Return how many have a measure."""
        return sum(told.is_covered for told in self.routes)

    @property
    def share(self) -> Fraction | None:
        """Return the share by number, None where none is listed."""
        return Fraction(self.covered, len(self.routes)) if self.routes else None

    @property
    def length_share(self) -> float | None:
        """Return the share by length of the lines, None without a line."""
        return _share((told.length_m, told.is_covered) for told in self.routes)

    @property
    def area_share(self) -> float | None:
        """Return the share by area of the areas, None without an area."""
        return _share((told.area_m2, told.is_covered) for told in self.routes)


def covering(day: datetime.date, account: Account | None) -> list[Covered]:
    """Return the matters for which a route is listed or a plan asks, in the order of the categories."""
    of_category: dict[str, list[RouteTold]] = defaultdict(list)
    for told in routes_on(day, account):
        of_category[told.route.category_id].append(told)
    asked = asked_of(account)
    wanted = IncidentCategory.objects.filter(pk__in={*of_category, *asked}).order_by("position", "key")
    return [
        Covered(category, tuple(of_category[category.pk]), tuple(asked.get(category.pk, ())))
        for category in wanted
    ]


def routes_on(day: datetime.date, account: Account | None) -> list[RouteTold]:
    """Return the routes and areas listed on a day in the jurisdiction, those without a measure first."""
    found = list(restrict(KeyRoute.objects.on(day), account).select_related("category", "agency"))
    in_force: dict[int, list[RouteMeasure]] = defaultdict(list)
    for measure in RouteMeasure.objects.in_force(day).filter(route__in=found).select_related("agency"):
        in_force[measure.route_id].append(measure)
    shapes = shapely.from_wkb([bytes(route.geometry.wkb) for route in found])
    lengths, areas = lengths_m(shapes), areas_m2(shapes)
    told = [
        RouteTold(
            route, float(lengths[n]) if route.is_line else 0.0, float(areas[n]), tuple(in_force[route.pk])
        )
        for n, route in enumerate(found)
    ]
    return sorted(told, key=lambda each: (each.is_covered, each.route.category.position, each.route.name))


def asked_of(account: Account | None) -> dict[str, list[Asked]]:
    """Return by category what the plans of the jurisdiction ask of such routes.

    A plan names the matter in the base of its target: "tuyến, địa bàn trọng điểm về mua bán người".
    """
    labels = {fold_ascii(c.label): c.pk for c in IncidentCategory.objects.all()}
    found: dict[str, list[Asked]] = defaultdict(list)
    for version in plan_versions(account):
        for target in version.targets:
            start, about, matter = fold_ascii(target.base).partition("trongdiemve")
            if about and "tuyen" in start and matter in labels:
                found[labels[matter]].append(Asked(version, target))
    return dict(found)


def size_told(told: RouteTold) -> str:
    """Say how large a route or area is on the drawing."""
    if told.route.is_line:
        return _("%(km)s km trên bản vẽ") % {"km": number(told.length_m / 1000, 1)}
    return _("%(km2)s km² trên bản vẽ") % {"km2": number(told.area_m2 / 1e6, 1)}


def _share(sizes: Iterable[tuple[float, bool]]) -> float | None:
    held = list(sizes)
    total = sum(size for size, _covered in held)
    return sum(size for size, covered in held if covered) / total if total else None
