"""Where is this point? The section, the marker, how deep inside, the commune, and who answers there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.gis.geos import Point

from gis_app.access.models import Account, Agency
from gis_app.access.restricting import restrict, scope_of
from gis_app.border.models import BorderSection, CommuneDuty
from gis_app.border.strip.placing import BorderPlace, Strip
from gis_app.transformation.plans_seen import plan_versions
from layers.models import AdminUnit
from layers.models.fields import SRID
from layers.reading.crs import ZONES

#: VN-2000 with the meridian of a whole country's sheets, for an account without a plan.
_USUAL_EPSG = 3405


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about a point.

    Attributes:
        place: where it stands on the border, None where no line is loaded.
        unit: the commune in force that covers it; None on the other side, or where none is loaded.
        agencies: border posts, then police, that answer for the commune.
        is_own: whether it lies in the account's jurisdiction; who answers elsewhere is not told.
        is_held: whether somebody answers for the line there, also where the account is not told who.
    """

    lon: float
    lat: float
    place: BorderPlace | None
    unit: AdminUnit | None
    agencies: tuple[Agency, ...]
    is_own: bool
    is_held: bool

    @property
    def is_beyond(self) -> bool:
        """Say whether it lies on the other side of the border."""
        return self.place is not None and self.place.inside is False


def where(lon: float, lat: float, day: datetime.date, account: Account | None) -> Answer:
    """Return what is known about a point (WGS 84 degrees) on a day."""
    point = Point(lon, lat, srid=SRID)
    communes = AdminUnit.objects.communes().on(day).defer("geometry", "display_geometry")
    unit = communes.filter(geometry__covers=point).order_by("code").first()
    own = unit is None or restrict(AdminUnit.objects.filter(pk=unit.pk), account).exists()
    place = Strip(day).place(lon, lat)
    held = place is not None and bool(place.sections)
    if place is not None:
        place = _as_seen(place, day, account)
    return Answer(lon, lat, place, unit, _agencies(unit, day) if own else (), own, held)


def metre_systems(account: Account) -> list[tuple[int, str]]:
    """Return the VN-2000 systems to choose from, that of the account's plan first."""
    usual = next((version.print_crs for version in plan_versions(account)), _USUAL_EPSG)
    systems = [(zone.epsg, zone.label) for zone in ZONES.values() if zone.vn2000 and not zone.geographic]
    return sorted(systems, key=lambda system: (system[0] != usual, system[1]))


def _as_seen(place: BorderPlace, day: datetime.date, account: Account | None) -> BorderPlace:
    """Return the place without the sections of other jurisdictions."""
    if scope_of(account).everything:
        return place
    held = [section.pk for section in place.sections]
    seen = restrict(BorderSection.objects.on(day).filter(pk__in=held), account)
    kept = set(seen.values_list("pk", flat=True))
    return place.with_sections(tuple(section for section in place.sections if section.pk in kept))


def _agencies(unit: AdminUnit | None, day: datetime.date) -> tuple[Agency, ...]:
    if unit is None:
        return ()
    duties = CommuneDuty.objects.on(day).filter(unit=unit).select_related("agency")
    order = [Agency.Kind.BORDER_POST, Agency.Kind.POLICE_COMMUNE]
    found = {duty.agency for duty in duties}
    return tuple(
        sorted(
            found, key=lambda agency: (order.index(agency.kind) if agency.kind in order else 9, agency.name)
        )
    )
