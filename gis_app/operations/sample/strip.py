"""Key routes of the sample with their measures, and a river along the border. All synthetic."""

from __future__ import annotations

import datetime

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

from gis_app.access.models import Agency
from gis_app.border.models import BorderSection, CommuneDuty, KeyRoute, RiverStretch, RouteMeasure
from gis_app.border.strip.placing import Strip
from gis_app.operations.sample.boundaries import REFORM
from layers.models.fields import SRID

#: Name, category, stretch of the section in shares, measure ("" where the sample lacks one on purpose).
_ROUTES = (
    (
        "Tuyến đường mòn khu vực đoạn 1 (mẫu)",
        "human_trafficking",
        (0.1, 0.7),
        "Chốt kiểm soát lưu động ban đêm",
    ),
    ("Tuyến dọc suối khu vực đoạn 2 (mẫu)", "human_trafficking", (0.2, 0.6), ""),
    ("Tuyến sau cửa khẩu khu vực đoạn 3 (mẫu)", "smuggling", (0.3, 0.8), "Tuần tra chung mỗi tuần hai lượt"),
)
#: How far inside the line the routes run: the share of the way to the middle of the post's commune.
_INLAND = 0.12


def make_strip(document: str) -> None:
    """Make what is not there yet; a second call changes nothing."""
    strip = Strip(timezone.localdate())
    if strip.measured is None:
        return
    if not RiverStretch.objects.exists():
        line = next((line for line in strip.lines if "Đồng Tháp" in line.name), None)
        if line is not None:
            RiverStretch.objects.create(
                line=line,
                river="Sông mẫu",
                taken=RiverStretch.Taken.MIDDLE,
                from_m=0.0,
                to_m=strip.length_of(line) * 0.6,
                document=document,
                valid_from=REFORM,
            )
    if not KeyRoute.objects.exists():
        _routes(strip, document)


def _routes(strip: Strip, document: str) -> None:
    police = Agency.objects.filter(kind=Agency.Kind.POLICE_PROVINCE, name__contains="Đồng Nai").first()
    sections = BorderSection.objects.order_by("line", "from_m")
    for section, (name, category, (start, end), measure) in zip(sections, _ROUTES, strict=False):
        length = section.to_m - section.from_m
        drawn = strip.measured.between(
            strip.index_of(section.line), section.from_m + start * length, section.from_m + end * length
        )
        duty = CommuneDuty.objects.filter(agency=section.agency).select_related("unit").first()
        if duty is None:
            continue
        middle = np.array(duty.unit.geometry.point_on_surface.coords)
        inland = shapely.transform(drawn, lambda places, to=middle: places + _INLAND * (to - places))
        route = KeyRoute.objects.create(
            name=name,
            category_id=category,
            agency=section.agency,
            geometry=GEOSGeometry(memoryview(shapely.to_wkb(inland)), srid=SRID),
            document=document,
            valid_from=REFORM,
        )
        if measure:
            RouteMeasure.objects.create(
                route=route,
                what=f"{measure} (mẫu)",
                agency=police or section.agency,
                document=document,
                valid_from=REFORM + datetime.timedelta(days=30),
            )
