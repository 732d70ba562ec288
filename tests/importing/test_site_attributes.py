"""Attributes of sites: read by heading, checked by kind, told in Vietnamese."""

from __future__ import annotations

import pytest
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from layers import site_attributes
from layers.models import Site, SiteKind
from layers.reference import rows
from tests.importing.files import every_count, run, write_layer

POINT = {"type": "Point", "coordinates": [107.05, 11.05]}


def load(path, kind: str) -> None:
    run("import_sites", path, "--kind", kind, "--commit", "--source", "sở")


@pytest.mark.django_db
def test_vietnamese_headings_and_values_become_keys(tmp_path):
    said = {"ma": "1", "ten": "Mỏ đá Số 1", "Giấy phép": "Không rõ", "Khoáng sản": "Vàng sa khoáng"}
    said |= {"Diện tích": "12,5", "ghi_chu_khac": "đã đóng cửa"}
    load(write_layer(tmp_path / "m.geojson", [(POINT, said)]), "mine")
    site = Site.objects.get()
    assert site.attributes == {
        "licence": "unknown",
        "mineral": "vang",
        "area_ha": 12.5,
        "ghi_chu_khac": "đã đóng cửa",
    }
    assert dict(site_attributes.told("mine", site.attributes)) == {
        "Giấy phép": "không rõ",
        "Khoáng sản": "vàng sa khoáng",
        "Diện tích (ha)": "12,5",
        "ghi_chu_khac": "đã đóng cửa",
    }


@pytest.mark.parametrize(
    ("kind", "heading", "value", "sentence"),
    [
        ("mine", "licence", "chắc có", "có, không, không rõ"),
        ("mine", "dien_tich", "-3", "số từ 0"),
        ("border_gate", "loai_cua_khau", "cấp huyện", "cửa khẩu quốc tế"),
        ("hotel", "so_phong", "12,5", "số nguyên"),
        ("market", "nam_xay_dung", "3021", "1600"),
        ("hazardous_facility", "khoang_cach_m", "xa", "số từ 0"),
        ("fire_water", "flow_l_s", "1e400", "số từ 0"),
        ("border_marker", "so_moc", "1" * 31, "rút ngắn"),
    ],
)
@pytest.mark.django_db
def test_a_value_that_does_not_fit_keeps_the_file_out(tmp_path, kind, heading, value, sentence):
    path = write_layer(tmp_path / "b.geojson", [(POINT, {"ma": "1", "ten": "Điểm A", heading: value})])
    before = every_count()
    with pytest.raises(CommandError, match=sentence):
        load(path, kind)
    assert every_count() == before


def test_all_wrong_values_of_a_row_are_told_at_once():
    read = site_attributes.read("mine", {"licence": "có lẽ", "khoang_san": "ngọc", "area_ha": "nhỏ"})
    assert [heading for heading, _sentence in read.wrong] == ["licence", "khoang_san", "area_ha"]


def test_one_attribute_in_two_columns_is_a_problem():
    assert site_attributes.read("mine", {"licence": "có", "Giấy phép": "không"}).wrong


def test_every_kind_has_its_list_and_every_value_reads_back_from_its_label():
    listed = site_attributes._listed()[1]
    assert set(listed) == {kind["key"] for kind in rows("site_kinds")}
    for attributes in listed.values():
        for attribute in attributes:
            for choice in attribute.choices:
                assert site_attributes.fitting(attribute, choice.label) == choice.key
                assert site_attributes.fitting(attribute, choice.key) == choice.key


@pytest.mark.django_db
def test_a_kind_that_an_office_adds_keeps_whatever_is_said(tmp_path):
    SiteKind.objects.create(key="depot", label="Kho")
    load(write_layer(tmp_path / "d.geojson", [(POINT, {"ma": "1", "ten": "Kho A", "licence": "x"})]), "depot")
    assert Site.objects.get().attributes == {"licence": "x"}


@given(st.dictionaries(st.sampled_from(["licence", "mineral", "area_ha"]), st.text(min_size=1) | st.floats()))
def test_whatever_a_cell_holds_is_read_or_told(cells):
    read = site_attributes.read("mine", cells)
    assert len(read.attributes) + len(read.wrong) == len(cells)
