"""What leaves the house: only the own jurisdiction, only as precisely as allowed, always recorded."""

from __future__ import annotations

import csv
import json

import pytest

from gis_app.access.models import AuditEntry
from gis_app.access.roles import Role
from gis_app.data.exports.lists import LISTS
from layers.importing.counts import locate_all_incidents
from layers.models import BoundarySet, Incident, IncidentCategory, IncidentLocation, MonthlyCount
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db


def rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def recount() -> None:
    IncidentLocation.objects.all().delete()
    MonthlyCount.objects.all().delete()
    locate_all_incidents(BoundarySet.objects.get())


@pytest.mark.parametrize("what", list(LISTS))
def test_nothing_of_another_province_in_any_list(province, fetch, what):
    everything = fetch(province.outsider, what, "geojson").read_text("utf-8")
    assert "Đồng Nai" not in everything
    assert all(ref not in everything for ref in ("H1", "H2", "HS", "1200"))
    assert all(unit.code not in everything for unit in province.home_communes)


@pytest.mark.parametrize("what", list(LISTS))
def test_a_viewer_may_not_export(province, signed_in, what):
    client = signed_in(province.colleague)
    assert client.get(f"/data/export/?list={what}").status_code == 403
    assert client.post(f"/data/export/?list={what}", {"format": "csv"}).status_code == 403
    assert not AuditEntry.objects.exists()


def test_a_secretary_may_export(province, fetch):
    province.colleague.role = Role.SECRETARY
    province.colleague.save()
    assert [row["Mã vụ việc"] for row in rows(fetch(province.colleague, "incidents"))] == ["H1", "H2"]


def test_the_owner_gets_the_own_rows_only(province, fetch):
    assert [row["Mã vụ việc"] for row in rows(fetch(province.owner, "incidents"))] == ["H1", "H2"]
    assert [row["Mã"] for row in rows(fetch(province.owner, "sites"))] == ["HS"]
    assert len(rows(fetch(province.owner, "communes"))) == 4
    assert [row["Giá trị"] for row in rows(fetch(province.owner, "indicators"))] == ["1200.0", ""]


def test_another_provinces_commune_cannot_be_asked_for(province, fetch):
    page = fetch(province.owner, "incidents", commune=province.away_communes[0].code)
    assert page.status_code == 400
    assert "Không có xã, phường mã này" in page.content.decode()


def test_filters_narrow_the_list(province, fetch):
    assert [r["Mã vụ việc"] for r in rows(fetch(province.owner, "incidents", categories="fire"))] == ["H2"]
    assert rows(fetch(province.owner, "incidents", since="02/06/2026")) == []
    code = province.home_communes[0].code
    assert [r["Mã vụ việc"] for r in rows(fetch(province.owner, "incidents", commune=code))] == ["H1"]


@pytest.mark.parametrize("precision", ["commune", "commune_year"])
def test_only_point_categories_leave_as_points(province, fetch, precision):
    IncidentCategory.objects.filter(pk="fire").update(precision=precision)
    assert [r["Mã vụ việc"] for r in rows(fetch(province.owner, "incidents"))] == ["H1"]
    assert fetch(province.owner, "incidents", categories="fire").status_code == 400


def test_commune_precision_leaves_as_counts_with_unknown_told_from_zero(province, fetch):
    IncidentCategory.objects.filter(pk="fire").update(precision="commune")
    found = rows(fetch(province.owner, "counts", categories=["fire", "robbery"]))
    counts = {(r["Mã xã"], r["Loại vụ việc"]): r["Số vụ"] for r in found}
    first, second = (unit.code for unit in province.home_communes[:2])
    assert counts[second, "fire"] == "1"
    assert counts[first, "fire"] == "0"
    assert counts[first, "robbery"] == ""


def test_victims_leave_only_per_commune_and_year(province, fetch):
    for what in ("incidents", "counts"):
        assert fetch(province.owner, what, categories="child_abuse").status_code == 400
        assert "child_abuse" not in fetch(province.owner, what).read_text("utf-8-sig")
    found = rows(fetch(province.owner, "victim_years"))
    first = province.home_communes[0].code
    figures = {(r["Mã xã"], r["Năm"]): r["Số vụ"] for r in found}
    assert figures[first, "2026"] == "< 5"
    assert figures["75", "mọi năm"] == "< 5"
    assert "1" not in figures.values()


def test_complementary_cells_are_withheld_from_a_whole_and_a_part_of_a_province(province, fetch):
    at = [(107.05, 11.05), (107.15, 11.05), (107.05, 11.15), (107.15, 11.15)]
    for place, count in zip(at, (2, 6, 7, 8), strict=True):
        for _ in range(count):
            IncidentFactory(at=place, category_id="child_abuse")
    Incident.objects.filter(ref="N1").delete()
    recount()
    whole = {
        r["Mã xã"]: r["Số vụ"] for r in rows(fetch(province.owner, "victim_years")) if r["Năm"] == "2026"
    }
    codes = [unit.code for unit in province.home_communes]
    assert [whole[code] for code in codes] == ["< 5", "che", "7", "8"]
    assert whole["75"] == "23"
    province.owner.units.set(province.home_communes[1:2])
    part = rows(fetch(type(province.owner).objects.get(pk=province.owner.pk), "victim_years"))
    assert {r["Mã xã"] for r in part} == {codes[1]}
    assert {r["Số vụ"] for r in part} == {"che"}


def test_a_file_is_recorded_with_its_filter_and_a_refusal_is_not(province, fetch):
    fetch(province.owner, "incidents", "gpkg", categories="theft", since="01/01/2026", epsg="9212")
    entry = AuditEntry.objects.get()
    assert entry.act == AuditEntry.Act.EXPORT_DATA
    assert entry.account == province.owner
    assert entry.details["rows"] == 1
    assert (entry.details["format"], entry.details["crs"]) == ("gpkg", "EPSG:9212")
    assert entry.details["filter"]["categories"] == ["theft"]
    assert entry.details["filter"]["since"] == "2026-01-01"
    fetch(province.owner, "incidents", "geojson", epsg="9212")
    assert AuditEntry.objects.count() == 1


def test_nothing_stays_on_the_disk(province, fetch, settings):
    fetch(province.owner, "incidents", "shp")
    assert list((settings.VAR_DIR / "exports").iterdir()) == []


@pytest.mark.parametrize(
    ("what", "choices", "sentence"),
    [
        ("incidents", {"format": "pdf"}, ""),
        ("incidents", {"since": "hôm qua"}, "Ngày không đúng"),
        ("incidents", {"since": "02/06/2026", "last_day": "01/06/2026"}, "đổi lại hai ngày"),
        ("incidents", {"categories": "lạ"}, "không có trong danh sách"),
        ("incidents", {"epsg": "3857"}, ""),
        ("incidents", {"format": "geojson", "epsg": "9212"}, "GeoJSON luôn dùng WGS 84"),
        ("incidents", {"format": "kml", "epsg": "9212"}, "KML luôn dùng WGS 84"),
        ("areas", {"year": "xưa"}, "số nguyên"),
        ("areas", {"plan": "khác"}, ""),
        ("communes", {"screening": "99"}, ""),
    ],
)
def test_bad_choices_are_told_beside_the_field(province, fetch, what, choices, sentence):
    page = fetch(
        province.owner, what, **({"form": choices.pop("format")} if "format" in choices else {}), **choices
    )
    assert page.status_code == 400
    assert "errorlist" in page.content.decode()
    assert sentence in page.content.decode()


def test_an_unknown_list_is_not_found(province, signed_in):
    assert signed_in(province.owner).get("/data/export/?list=accounts").status_code == 404


def test_the_address_fills_the_form(province, signed_in):
    page = signed_in(province.owner).get(
        "/data/export/?list=incidents&categories=theft,fire&since=01/01/2026"
    )
    text = page.content.decode()
    assert text.count("checked") == 3  # two categories and the format
    assert 'value="01/01/2026"' in text


def test_communes_with_status_and_findings(province, fetch):
    data = json.loads(
        fetch(province.owner, "communes", "geojson", plan="dongnai-7488-2017").read_text("utf-8")
    )
    assert {f["properties"]["status_label"] for f in data["features"]} == {"không trong chương trình"}
    assert {f["geometry"]["type"] for f in data["features"]} == {"MultiPolygon"}
