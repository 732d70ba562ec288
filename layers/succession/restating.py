"""Figures of one boundary set told on the units of another: exactly where there are points, else by share.

What is counted decides by which share it goes over (`Indicator.follows`): most figures follow the people, a
planted area follows the ground, a height follows nothing and is not told. Where the way of a unit's people is
not known, its ground decides, and the page says so (`Restated.basis`).

Restated figures are computed when they are asked for and never stored beside reported ones: links change when
a decree table replaces an overlay, and a stored estimate would be taken for a report. `Restated.estimated`
says which ones are labelled "ước tính".
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from layers.importing.refusing import ImportRefused
from layers.models import (
    AdminUnit,
    BoundarySet,
    IncidentCategory,
    Indicator,
    IndicatorValue,
    MonthlyCount,
)
from layers.models.boundaries import AdminUnitQuerySet
from layers.reading.sharing import Carried, Share, carry_over
from layers.reporting import reported
from layers.saying import said as _
from layers.succession.links import Link, links_between

#: Old units must be known to have had this part of a new unit's ground; the rest is misfit of drawings.
KNOWN_GROUND = 0.9

#: Units of figures that cannot be added up over communes: percentages, marks, assessments.
NOT_ADDITIVE = frozenset({"", "%", "điểm", "mức", "có/không", "0/1", "tỷ lệ"})


class Basis(StrEnum):
    """How a restated figure was made."""

    POINTS = "points"
    SUM = "sum"
    PEOPLE = "people"
    GROUND = "ground"
    BOTH = "both"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str | Promise:
        """Return the words for it."""
        return _BASES[self]


_BASES = {
    Basis.POINTS: gettext_lazy("đếm lại theo điểm"),
    Basis.SUM: gettext_lazy("cộng số liệu các đơn vị cũ"),
    Basis.PEOPLE: gettext_lazy("ước tính theo dân số"),
    Basis.GROUND: gettext_lazy("ước tính theo diện tích"),
    Basis.BOTH: gettext_lazy("ước tính theo dân số và diện tích"),
    Basis.UNKNOWN: gettext_lazy("chưa rõ"),
}


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure on a unit of the new set.

    Attributes:
        unit: primary key.
        value: None where it is unknown.
        low: the least it can be.
        high: the most; None where it is unknown.
        basis: how it was made.
    """

    unit: int
    value: float | None
    low: float
    high: float | None
    basis: Basis

    @property
    def estimated(self) -> bool:
        """Whether it must be labelled "ước tính"."""
        return self.basis in {Basis.PEOPLE, Basis.GROUND, Basis.BOTH}


@dataclass(frozen=True)
class Restatement:
    """Figures of one indicator or category and period on the units of a set, by unit.

    Attributes:
        outside: the part of the old total that lies in no unit of the new set.
    """

    values: dict[int, Restated]
    outside: float = 0.0


def restate(
    what: Indicator | IncidentCategory,
    from_set: BoundarySet,
    to_set: BoundarySet,
    period: str,
    only: Collection[int] | None = None,
) -> Restatement:
    """Tell figures reported for the communes of one set on the communes of another.

    Args:
        what: a category of incidents is counted again, point by point; an indicator goes over by share.
        from_set: whose units the figures were reported for.
        to_set: whose units are asked about.
        period: of an indicator as it is stored; of incidents a year or month, "2024" or "2024-07".
        only: units of the new set (primary keys) to answer for; all where None.

    Raises:
        ImportRefused: when an indicator cannot be added up, or nothing links the two sets.
    """
    if isinstance(what, IncidentCategory):
        return _recounted(what, to_set, *_days(period), only)
    if what.follows == Indicator.Follows.NOTHING or what.unit.strip().lower() in NOT_ADDITIVE:
        raise ImportRefused(
            _("Chỉ tiêu “%(name)s” không cộng được giữa các xã nên không tính lại được theo ranh giới khác.")
            % {"name": what.in_both}
        )
    links = links_between(from_set, to_set, only)
    if not links:
        raise ImportRefused(
            _("Chưa biết đơn vị nào của “%(old)s” thành đơn vị nào của “%(new)s”; hãy nhập bảng kế thừa.")
            % {"old": from_set.told, "new": to_set.told}
        )
    people = by_people(links) if what.follows == Indicator.Follows.PEOPLE else set()
    return _shared(_reported(what, from_set, period), links, people, from_set, to_set, only)


def by_people(links: Sequence[Link]) -> set[int]:
    """Return the old units whose people's way is known: all their parts have a share of people."""
    silent = {link.old for link in links if link.population_share is None}
    return {link.old for link in links} - silent


def shares_of(links: Sequence[Link], people: Collection[int]) -> list[Share[int]]:
    """Return the shares totals go over by: of the people of the old units named, of the ground of others."""
    return [
        Share(link.old, link.new, (link.population_share or 0.0) if link.old in people else link.area_share)
        for link in links
    ]


def _shared(
    totals: Mapping[int, float | None],
    links: Sequence[Link],
    people: Collection[int],
    from_set: BoundarySet,
    to_set: BoundarySet,
    only: Collection[int] | None,
) -> Restatement:
    new_areas = dict(_asked(to_set, only).values_list("pk", "area_m2"))
    old = from_set.units.filter(pk__in={link.old for link in links})
    old_areas = dict(old.values_list("pk", "area_m2"))
    if only is not None:
        totals = {unit: total for unit, total in totals.items() if unit in old_areas}
    ground: dict[int, float] = defaultdict(float)
    for link in links:
        ground[link.new] += link.area_share * old_areas.get(link.old, 0.0)
    unknown = {unit for unit, area in new_areas.items() if ground[unit] < KNOWN_GROUND * area}
    shares = shares_of(links, people)
    carried = carry_over(totals, shares, new_areas, unknown)
    divided: dict[int, set[bool]] = defaultdict(set)
    for share in shares:
        if not share.whole:
            divided[share.new].add(share.old in people)
    return Restatement(
        {
            unit: Restated(unit, c.value, c.low, c.high, _basis(c, divided[unit]))
            for unit, c in carried.totals.items()
        },
        carried.outside,
    )


def _basis(carried: Carried, divided: set[bool]) -> Basis:
    """Say how a total was made; `divided` tells of its divided old units whether people decided."""
    if carried.value is None:
        return Basis.UNKNOWN
    if not carried.estimated:
        return Basis.SUM
    if len(divided) > 1:
        return Basis.BOTH
    return Basis.PEOPLE if True in divided else Basis.GROUND


def _reported(indicator: Indicator, boundary_set: BoundarySet, period: str) -> dict[int, float | None]:
    """Return the newest figure of each unit for the period; several sources: the one with the latest day."""
    rows = IndicatorValue.objects.filter(
        indicator=indicator, period=period, unit__boundary_set=boundary_set
    ).order_by("as_of", "pk")
    return dict(rows.values_list("unit_id", "value"))


def _asked(boundary_set: BoundarySet, only: Collection[int] | None) -> AdminUnitQuerySet:
    communes = AdminUnit.objects.communes().filter(boundary_set=boundary_set)
    return communes if only is None else communes.filter(pk__in=only)


def _recounted(
    category: IncidentCategory,
    to_set: BoundarySet,
    since: datetime.date,
    until: datetime.date,
    only: Collection[int] | None,
) -> Restatement:
    units = list(_asked(to_set, only).only("pk", "province_code"))
    known = reported([category.pk], units, since, until)
    counts = dict(
        MonthlyCount.objects.filter(
            unit__boundary_set=to_set, category=category, month__gte=since, month__lt=until
        )
        .order_by()
        .values("unit_id")
        .annotate(total=Sum("incidents"))
        .values_list("unit_id", "total")
    )
    values = {}
    for unit in units:
        if known[unit.province_code]:
            count = float(counts.get(unit.pk, 0))
            values[unit.pk] = Restated(unit.pk, count, count, count, Basis.POINTS)
        else:
            values[unit.pk] = Restated(unit.pk, None, 0.0, None, Basis.UNKNOWN)
    return Restatement(values)


def _days(period: str) -> tuple[datetime.date, datetime.date]:
    """Return the first day of a year or month and the first day after it."""
    year, _dash, month = period.partition("-")
    try:
        since = datetime.date(int(year), int(month or 1), 1)
        last = 12 if not month else since.month
        until = datetime.date(since.year + last // 12, last % 12 + 1, 1)
    except ValueError as error:
        raise ImportRefused(
            _("Kỳ “%(period)s” không đúng dạng; hãy viết 2024 hoặc 2024-07.") % {"period": period[:20]}
        ) from error
    return since, until
