"""Finding a commune from what was typed."""

from __future__ import annotations

import pytest

from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.searching import find_commune, option
from layers.models import AdminUnit

PLACES = [("26068", "Lộc Ninh"), ("26119", "Lộc Thạnh"), ("25441", "Đa Kia"), ("25442", "Đa Kia Đông")]
COMMUNES = [AdminUnit(code=code, name=name, full_name=f"Xã {name}") for code, name in PLACES]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("26068", "26068"),
        (" Lộc Ninh ", "26068"),
        ("loc ninh", "26068"),
        ("XÃ  LỘC THẠNH", "26119"),
        ("thanh", "26119"),
        ("Đa Kia", "25441"),
        ("da kia dong", "25442"),
        (option(COMMUNES[3]), "25442"),
    ],
)
def test_found(typed, code):
    assert find_commune(typed, COMMUNES).code == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Chưa nhập tên"),
        ("Hà Nội", "Không có xã, phường nào tên hoặc mã “Hà Nội”"),
        ("lộc", "ứng với 2 xã, phường \\(Xã Lộc Ninh \\(26068\\); Xã Lộc Thạnh \\(26119\\)\\): hãy ghi mã"),
        ("xã", "ứng với 4 xã, phường"),
    ],
)
def test_not_found(typed, sentence):
    with pytest.raises(RefusedError, match=sentence):
        find_commune(typed, COMMUNES)
