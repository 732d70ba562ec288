"""One site by hand: drawn, checked by kind, closed instead of deleted, with its history."""

from __future__ import annotations

import datetime
import json

import pytest

from gis_app.access.versions import version_of
from layers.models import Site
from tests.importing.files import every_count

pytestmark = pytest.mark.django_db
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[107.02, 11.02], [107.04, 11.02], [107.04, 11.04], [107.02, 11.02]]],
}


def form(site: Site | None = None, **changed: str) -> dict[str, str]:
    sent = {"name": "Mỏ đá Số 1", "valid_from": "", "valid_to": ""}
    sent |= {"attribute_licence": "yes", "attribute_mineral": "", "attribute_area_ha": ""}
    sent["shape"] = json.dumps({"type": "Point", "coordinates": [107.05, 11.05]})
    if site is None:
        sent |= {"source": "Sở", "ref": "N1"}
    else:
        sent |= {"reason": "theo giấy phép mới", "version": str(version_of(site))}
    return sent | changed


def address(site: Site) -> str:
    return f"/data/sites/{site.pk}/"


def test_a_new_site_with_a_drawn_area(people, signed_in):
    sent = form(
        shape=json.dumps(SQUARE), attribute_mineral="da", attribute_area_ha="12,5", valid_from="01/02/2024"
    )
    answer = signed_in(people.owner).post("/data/sites/new/?kind=mine", sent, follow=True)
    assert "Đã thêm địa điểm" in answer.content.decode()
    made = Site.objects.get()
    assert made.geometry.geom_type == "Polygon"
    assert made.attributes == {"licence": "yes", "mineral": "da", "area_ha": 12.5}
    assert (made.kind_id, made.valid_from) == ("mine", datetime.date(2024, 2, 1))
    assert made.batch.imported_by == people.owner


def test_the_form_offers_what_the_kind_lists(people, signed_in, site):
    page = signed_in(people.owner).get("/data/sites/new/?kind=border_gate").content.decode()
    assert "Hạng cửa khẩu" in page
    assert "lối mở biên giới" in page
    assert "Khoáng sản" not in page
    page = signed_in(people.owner).get(address(site)).content.decode()
    assert '<option value="yes" selected>có</option>' in page


def test_a_correction_keeps_other_attributes_and_leaves_a_history(people, signed_in, site):
    client = signed_in(people.owner)
    sent = form(site, name="Mỏ đá Núi Số 1", attribute_licence="no", shape=json.dumps(SQUARE))
    assert client.post(address(site), sent).status_code == 302
    site.refresh_from_db()
    assert site.attributes == {"licence": "no", "lạ": "x"}
    assert site.geometry.geom_type == "Polygon"
    page = client.get(address(site)).content.decode()
    assert "theo giấy phép mới" in page
    assert "<del>có</del> → <ins>không</ins>" in page
    assert "điểm, 1 đỉnh" in page


def test_a_site_that_is_gone_is_closed(people, signed_in, site):
    signed_in(people.owner).post(address(site), form(site, valid_to="01/06/2026"))
    assert Site.objects.on(datetime.date(2026, 5, 31)).exists()
    assert not Site.objects.on(datetime.date(2026, 6, 1)).exists()


def test_the_second_of_two_is_told(people, signed_in, site):
    first, second = form(site, name="Mỏ A"), form(site, name="Mỏ B")
    client = signed_in(people.owner)
    assert client.post(address(site), first).status_code == 302
    answer = client.post(address(site), second)
    assert answer.status_code == 409
    assert "Người khác vừa sửa" in answer.content.decode()
    site.refresh_from_db()
    assert site.name == "Mỏ A"


def test_the_outsider_sees_and_changes_nothing(people, signed_in, site):
    client = signed_in(people.outsider)
    before = every_count()
    assert client.get(address(site)).status_code == 404
    assert client.post(address(site), form(site, name="Mỏ B")).status_code == 404
    assert client.post("/data/sites/new/?kind=mine", form()).status_code == 400
    assert every_count()["layers_site"] == before["layers_site"]
    site.refresh_from_db()
    assert site.name == "Mỏ đá Số 1"


def test_a_colleague_only_looks(people, signed_in, site):
    client = signed_in(people.colleague)
    page = client.get(address(site)).content.decode()
    assert "Giấy phép" in page
    assert "Lưu</button>" not in page
    assert client.get("/data/sites/new/").status_code == 403
    assert client.post(address(site), form(site, name="Mỏ B")).status_code == 403


BOWTIE = {"type": "Polygon", "coordinates": [[[107, 11], [107.1, 11.1], [107.1, 11], [107, 11.1], [107, 11]]]}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": ""}, "ghi vì sao sửa"),
        ({"name": ""}, "errorlist"),
        ({"name": "Mỏ, hỏi 0912345678 nhé"}, "điện thoại"),
        ({"name": "x" * 201}, "errorlist"),
        ({"shape": ""}, "Chưa có hình"),
        ({"shape": "{"}, "Không đọc được hình"),
        ({"shape": "[]"}, "Không đọc được hình"),
        ({"shape": '{"type": "Point", "coordinates": ["a", 1]}'}, "Không đọc được hình"),
        ({"shape": '{"type": "Point", "coordinates": []}'}, "Không đọc được hình"),
        ({"shape": '{"type": "GeometryCollection", "geometries": []}'}, "Không đọc được hình"),
        ({"shape": json.dumps(BOWTIE)}, "tự cắt"),
        ({"shape": '{"type": "Point", "coordinates": [106.85, 11.05]}'}, "ngoài địa bàn phụ trách"),
        ({"shape": '{"type": "Point", "coordinates": [2, 48]}'}, "ngoài Việt Nam"),
        ({"valid_from": "01/06/2026", "valid_to": "01/06/2026"}, "đứng sau ngày bắt đầu"),
        ({"valid_from": "mai"}, "Ngày không đúng"),
        ({"attribute_licence": "có lẽ"}, "errorlist"),
        ({"attribute_area_ha": "lớn"}, "số từ 0"),
        ({}, "Chưa có gì thay đổi"),
    ],
)
def test_a_bad_correction_changes_nothing(people, signed_in, site, changed, sentence):
    client = signed_in(people.owner)
    before = every_count()
    answer = client.post(address(site), form(site, **changed))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert every_count() == before


def test_a_taken_reference_and_an_unknown_kind(people, signed_in, site):
    client = signed_in(people.owner)
    assert client.get("/data/sites/new/?kind=lạ").status_code == 404
    answer = client.post("/data/sites/new/?kind=mine", form(source="thử", ref="M1"))
    assert answer.status_code == 400
    assert Site.objects.count() == 1
