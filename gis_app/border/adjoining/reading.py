"""Which provinces adjoin, which communes of both lie along the boundary, and what happened in them.

Of the other side only counts per commune are told, over whole months; never a point, never a category about
victims, whose small counts would need the whole table to be hidden in. Whoever sees a commune along a
boundary sees the counts of both sides.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.strip.membership import TOLERANCE_M
from gis_app.screening.frontiers import survey
from gis_app.screening.models import Frontier
from gis_app.screening.window import Window
from layers.models import AdminUnit, IncidentCategory, MonthlyCount
from layers.reporting import reported

MONTHS = 12
#: A shorter contact is a corner. Ours, as for the state border.
SHORTEST_CONTACT_M = 100.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two adjoining provinces, codes in the order of their text, with the drawn length of their boundary."""

    province: AdminUnit | None
    other: AdminUnit | None
    codes: tuple[str, str]
    length_m: float

    @property
    def length_km(self) -> float:
        """Return the drawn length in km."""
        return self.length_m / 1000

    @property
    def names(self) -> dict[str, str]:
        """Return each province's name by its code; the code where no province unit is loaded."""
        units = zip(self.codes, (self.province, self.other), strict=True)
        return {code: unit.full_name if unit else code for code, unit in units}

    @property
    def title(self) -> str:
        """Return both names."""
        return " – ".join(self.names.values())


@dataclass(frozen=True, slots=True)
class Count:
    """Incidents of one category in one commune; None where its province reported none of it at all."""

    category: IncidentCategory
    incidents: int | None


@dataclass(frozen=True, slots=True)
class BoundaryCommune:
    """A commune along the boundary, the length of its contact, and its counts.

    `own` says whether the reader may see more of it than counts.
    """

    unit: AdminUnit
    length_m: float
    counts: tuple[Count, ...]
    own: bool

    @property
    def length_km(self) -> float:
        """Return the drawn length of the contact in km."""
        return self.length_m / 1000

    @property
    def told(self) -> list[Count]:
        """Return the categories of which something happened, most first."""
        return sorted((c for c in self.counts if c.incidents), key=lambda c: -(c.incidents or 0))

    @property
    def total(self) -> int | None:
        """Return the incidents of all categories reported; None where nothing was."""
        known = [count.incidents for count in self.counts if count.incidents is not None]
        return sum(known) if known else None


def pairs_for(account: Account | None, day: datetime.date) -> list[Pair]:
    """Return the pairs of provinces along whose boundary the account sees a commune, longest first."""
    lengths: dict[tuple[str, str], float] = defaultdict(float)
    visible: set[tuple[str, str]] = set()
    mine = set(restrict(AdminUnit.objects.communes().on(day), account).values_list("pk", flat=True))
    for unit_id, own, other, length in _contacts(day).values_list(
        "unit_id", "unit__province_code", "neighbour__province_code", "length_m"
    ):
        codes = (min(own, other), max(own, other))
        lengths[codes] += length / 2  # each side tells the same boundary
        if unit_id in mine:
            visible.add(codes)
    provinces = {unit.code: unit for unit in AdminUnit.objects.provinces().on(day)}
    found = [
        Pair(provinces.get(codes[0]), provinces.get(codes[1]), codes, lengths[codes]) for codes in visible
    ]
    return sorted(found, key=lambda pair: (-pair.length_m, pair.codes))


def boundary_communes(
    codes: tuple[str, str], account: Account | None, day: datetime.date
) -> dict[str, list[BoundaryCommune]]:
    """Return the communes of both sides along their boundary by province code, longest contact first."""
    lengths: dict[int, float] = defaultdict(float)
    contacts = _contacts(day).filter(unit__province_code__in=codes, neighbour__province_code__in=codes)
    for unit_id, length in contacts.values_list("unit_id", "length_m"):
        lengths[unit_id] += length
    wanted = [unit_id for unit_id, length in lengths.items() if length >= SHORTEST_CONTACT_M]
    units = list(AdminUnit.objects.filter(pk__in=wanted).defer("geometry", "display_geometry"))
    own = set(restrict(AdminUnit.objects.filter(pk__in=wanted), account).values_list("pk", flat=True))
    counts = _counts(units, day)
    sides: dict[str, list[BoundaryCommune]] = {code: [] for code in codes}
    for unit in sorted(units, key=lambda unit: (-lengths[unit.pk], unit.code)):
        sides[unit.province_code].append(
            BoundaryCommune(unit, lengths[unit.pk], counts[unit.pk], unit.pk in own)
        )
    return sides


def window_on(day: datetime.date) -> Window:
    """Return the whole months that are counted: the twelve that ended before the day."""
    return Window.of_months(MONTHS, day.replace(day=1) - datetime.timedelta(days=1))


def _contacts(day: datetime.date) -> QuerySet[Frontier]:
    made = survey(day, TOLERANCE_M)
    return Frontier.objects.filter(survey=made, faces=Frontier.Faces.PROVINCE).order_by()


def _counts(units: list[AdminUnit], day: datetime.date) -> dict[int, tuple[Count, ...]]:
    window = window_on(day)
    shown = list(IncidentCategory.objects.exclude(precision=IncidentCategory.Precision.COMMUNE_YEAR))
    sums = {
        (row["unit_id"], row["category_id"]): row["total"]
        for row in MonthlyCount.objects.filter(
            unit__in=units, month__gte=window.since, month__lt=window.until, category__in=shown
        )
        .order_by()
        .values("unit_id", "category_id")
        .annotate(total=Coalesce(Sum("incidents"), 0))
    }
    known = {category.pk: reported([category.pk], units, window.since, window.until) for category in shown}
    return {
        unit.pk: tuple(
            Count(
                category,
                sums.get((unit.pk, category.pk), 0) if known[category.pk].get(unit.province_code) else None,
            )
            for category in shown
        )
        for unit in units
    }
