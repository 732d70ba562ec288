"""Sites of every kind go out and come back as they were: each format, in WGS 84 and in a zone."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry

from layers.models import Site, SiteKind
from layers.site_attributes import Attribute, attributes_of
from tests.exports.test_round_trip import FORMATS, NO_PLACE_IN_FILE
from tests.factories import SiteFactory
from tests.importing.files import run

pytestmark = pytest.mark.django_db

_M = 1 / 111_320
_SHAPES = {
    "Point": "POINT(107.0512345678 11.0598765432)",
    "LineString": "LINESTRING(107.05 11.05, 107.0612345678 11.0687654321, 107.07 11.05)",
    "Polygon": (
        "POLYGON((107.05 11.05, 107.0912345678 11.05, 107.09 11.0987654321, 107.05 11.05),"
        "(107.07 11.06, 107.08 11.06, 107.08 11.07, 107.07 11.06))"
    ),
    "MultiPoint": "MULTIPOINT((107.05 11.05), (107.0612345678 11.06))",
    "MultiLineString": "MULTILINESTRING((107.05 11.05, 107.06 11.06), (107.07 11.05, 107.08 11.0612345678))",
    "MultiPolygon": (
        "MULTIPOLYGON(((107.05 11.05, 107.06 11.05, 107.06 11.06, 107.05 11.05)),"
        "((107.07 11.05, 107.08 11.05, 107.0812345678 11.06, 107.07 11.05)))"
    ),
}
_NAMES = ["Mỏ đá “Núi Nứa” số 1", "Chợ Đồng Xoài; cũ, mới", "Nhà hàng Thuỷ Tạ ườ ẵỹ", "", "=Cửa khẩu", "007"]
_DAYS = [
    (None, None),
    (datetime.date(2024, 2, 29), None),
    (datetime.date(1999, 12, 31), datetime.date(2031, 1, 1)),
]
_MORE: list[dict[str, Any]] = [
    {},
    {"Ghi chú": "gần cầu Đồng Nai, “phía bắc”"},
    {"hạng": 3, "tỷ lệ": 0.25, "đang hoạt động": True, "ca": ["sáng", "tối"]},
]


def value_of(attribute: Attribute, number: int) -> Any:
    match attribute.type:
        case "choice":
            return attribute.choices[number % len(attribute.choices)].key
        case "text":
            return "0068/2"
        case "year":
            return 1987 + number % 30
        case "integer":
            return 0 if number % 2 else 412
    return 12.375 if number % 2 else 40


@pytest.fixture
def every_kind(people) -> dict[tuple[str, str], Site]:
    """Sites of every kind with every attribute it lists, and one of each kind about which nothing is said."""
    number = 0
    for shapes in (["Point"], list(_SHAPES)):
        for kind in SiteKind.objects.all():
            told = {a.key: value_of(a, number) for a in attributes_of(kind.pk)} if shapes != ["Point"] else {}
            since, until = _DAYS[number % 3]
            SiteFactory(
                kind=kind,
                source=["Sở Công Thương", "Công an tỉnh"][number % 2],
                ref=f"{number:03d}/ĐĐ",
                name=_NAMES[number % len(_NAMES)],
                geometry=GEOSGeometry(_SHAPES[shapes[number % len(shapes)]], srid=4326),
                attributes={**told, **_MORE[number % 3]},
                valid_from=since,
                valid_to=until,
            )
            number += 1
    return stored()


def stored() -> dict[tuple[str, str], Site]:
    return {(site.kind_id, site.ref): site for site in Site.objects.all()}


def brought_back(path: Path, *more: str) -> dict[tuple[str, str], Site]:
    Site.objects.all().delete()
    layers = [["--layer", f"dia_diem_{each}"] for each in ("diem", "nhom_diem", "duong", "vung")]
    for layer in layers if path.suffix == ".zip" else [[]]:
        run("import_sites", path, "--kind", "any", *layer, *more, "--commit")
    return stored()


def compare(before: dict[tuple[str, str], Site], after: dict[tuple[str, str], Site]) -> None:
    assert after.keys() == before.keys()
    for key, site in after.items():
        old = before[key]
        for name in ("source", "name", "valid_from", "valid_to"):
            assert getattr(site, name) == getattr(old, name), (key, name)
        assert site.attributes == old.attributes, key
        assert {k: type(v) for k, v in site.attributes.items()} == {
            k: type(v) for k, v in old.attributes.items()
        }, key
        assert site.geometry.geom_type == old.geometry.geom_type, key
        new_shape, old_shape = (shapely.from_wkb(bytes(s.geometry.wkb)) for s in (site, old))
        assert shapely.hausdorff_distance(new_shape.normalize(), old_shape.normalize()) < 0.001 * _M, key


@pytest.mark.parametrize(
    ("form", "epsg", "language"),
    [(*each, "vi") for each in FORMATS if each[0] not in NO_PLACE_IN_FILE] + [("kml", 4326, "en")],
)
def test_every_kind_comes_back_exactly(every_kind, people, fetch, settings, form, epsg, language):
    settings.LANGUAGE_CODE = language
    path = fetch(people.owner, "sites", form, epsg=str(epsg), presence="ever")
    compare(every_kind, brought_back(path))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("form", "epsg"), [each for each in FORMATS if each[0] in NO_PLACE_IN_FILE])
def test_points_come_back_from_a_table(every_kind, people, fetch, settings, form, epsg, language):
    settings.LANGUAGE_CODE = language
    for site in Site.objects.all():
        if site.geometry.geom_type != "Point":
            site.geometry = GEOSGeometry(_SHAPES["Point"], srid=4326)
            site.save()
    before = stored()
    path = fetch(people.owner, "sites", form, epsg=str(epsg), presence="ever")
    compare(before, brought_back(path, "--crs", f"EPSG:{epsg}"))
