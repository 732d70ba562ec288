"""Makers of rows for tests.

Geometry is a grid of squares in the south of Việt Nam, so that distances are known.
"""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import factory
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from factory.django import DjangoModelFactory

from gis_app.access.models import Account
from gis_app.access.roles import Role
from layers.models import (
    AdminUnit,
    BoundarySet,
    ImportBatch,
    Incident,
    IncidentLocation,
    Site,
)

HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")
REFORM = datetime.date(2025, 7, 1)


def square(west: float, south: float, side: float = 0.1) -> MultiPolygon:
    """Return a square of `side` degrees with its south-west corner at the given place."""
    return MultiPolygon(Polygon.from_bbox((west, south, west + side, south + side)), srid=4326)


class AccountFactory(DjangoModelFactory):
    """An account that can sign in with the password `mat-khau-thu-nghiem`."""

    class Meta:
        model = Account
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"account{n}")
    role = Role.PLANNER

    @factory.post_generation
    def password(self, create: bool, extracted: str | None, **kwargs: object) -> None:
        """Set a usable password."""
        self.set_password(extracted or "mat-khau-thu-nghiem")
        if create:
            self.save()


class BoundarySetFactory(DjangoModelFactory):
    """An active set that begins with the reform of 1 July 2025."""

    class Meta:
        model = BoundarySet

    name = factory.Sequence(lambda n: f"Bộ ranh giới thử {n}")
    valid_from = REFORM
    status = BoundarySet.Status.ACTIVE


class AdminUnitFactory(DjangoModelFactory):
    """A commune; give `geometry` to place it."""

    class Meta:
        model = AdminUnit

    boundary_set = factory.SubFactory(BoundarySetFactory)
    code = factory.Sequence(lambda n: f"{10000 + n}")
    name = factory.Sequence(lambda n: f"Thử Nghiệm {n}")
    full_name = factory.LazyAttribute(lambda unit: f"Xã {unit.name}")
    level = AdminUnit.Level.COMMUNE
    kind = AdminUnit.Kind.XA
    geometry = factory.LazyFunction(lambda: square(107.0, 11.0))
    display_geometry = factory.SelfAttribute("geometry")
    area_m2 = 121_000_000.0
    valid_from = factory.SelfAttribute("boundary_set.valid_from")


class ImportBatchFactory(DjangoModelFactory):
    """A committed import of incidents."""

    class Meta:
        model = ImportBatch

    layer = ImportBatch.Layer.INCIDENTS
    file_name = "thu.csv"
    file_sha256 = factory.Sequence(lambda n: f"{n:064x}")


class IncidentFactory(DjangoModelFactory):
    """An incident at noon of `occurred_on`; `at` is (longitude, latitude)."""

    class Meta:
        model = Incident

    class Params:
        at = (107.05, 11.05)

    source = "thử"
    ref = factory.Sequence(lambda n: f"T{n}")
    category_id = "theft"
    occurred_on = datetime.date(2026, 6, 1)
    occurred_at = factory.LazyAttribute(
        lambda i: datetime.datetime.combine(i.occurred_on, datetime.time(12), HO_CHI_MINH)
    )
    point = factory.LazyAttribute(lambda i: Point(*i.at, srid=4326))
    batch = factory.SubFactory(ImportBatchFactory, source=factory.SelfAttribute("..source"))


class SiteFactory(DjangoModelFactory):
    """A site; `at` is (longitude, latitude), or give `geometry`."""

    class Meta:
        model = Site

    class Params:
        at = (107.05, 11.05)

    kind_id = "market"
    source = "thử"
    ref = factory.Sequence(lambda n: f"S{n}")
    name = factory.Sequence(lambda n: f"Địa điểm mẫu {n}")
    geometry = factory.LazyAttribute(lambda s: Point(*s.at, srid=4326))
    batch = factory.SubFactory(ImportBatchFactory, layer=ImportBatch.Layer.SITES)


def located(incident: Incident, *units: AdminUnit) -> Incident:
    """Place an incident in units, one per boundary set, as an import does."""
    IncidentLocation.objects.bulk_create(
        IncidentLocation(incident=incident, boundary_set=unit.boundary_set, unit=unit) for unit in units
    )
    return incident


def two_provinces() -> tuple[AdminUnit, AdminUnit]:
    """Create two provinces of four square communes each, with one shared boundary between the provinces.

    Province 75 covers 107.0–107.2 E, 11.0–11.2 N; province 82 lies west of it, 106.8–107.0 E.
    """
    boundary_set = BoundarySetFactory(name="Bộ ranh giới thử nghiệm")
    made = []
    for code, name, west in (("75", "Đồng Nai", 107.0), ("82", "Đồng Tháp", 106.8)):
        province = AdminUnitFactory(
            boundary_set=boundary_set,
            code=code,
            name=name,
            full_name=f"Tỉnh {name}",
            level=AdminUnit.Level.PROVINCE,
            kind=AdminUnit.Kind.TINH,
            province_code=code,
            geometry=square(west, 11.0, 0.2),
        )
        for index, (dx, dy) in enumerate(((0, 0), (0.1, 0), (0, 0.1), (0.1, 0.1)), start=1):
            AdminUnitFactory(
                boundary_set=boundary_set,
                code=f"{code}{index:03d}",
                name=f"{name} {index}",
                parent=province,
                province_code=code,
                geometry=square(round(west + dx, 4), round(11.0 + dy, 4)),
            )
        made.append(province)
    return made[0], made[1]
