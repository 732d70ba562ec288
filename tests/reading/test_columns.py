"""Which column holds which field."""

from __future__ import annotations

import pytest

from layers.reading import (
    BOUNDARY_FIELDS,
    INCIDENT_FIELDS,
    ReadingError,
    match_columns,
    parse_mapping,
)


def test_vietnamese_headings():
    headings = ["Số vụ", "Loại", "Ngày xảy ra", "Kinh độ", "VI_DO", "Số người chết", "Bị thương", "khác"]
    matching = match_columns(headings, INCIDENT_FIELDS)
    assert matching.problems == ()
    assert matching.columns == {
        "ref": "Số vụ",
        "category": "Loại",
        "occurred_at": "Ngày xảy ra",
        "lon": "Kinh độ",
        "lat": "VI_DO",
        "deaths": "Số người chết",
        "injuries": "Bị thương",
    }
    assert matching.unused == ("khác",)


@pytest.mark.parametrize("code", ["code", "MA_XA", "maxa", "Mã xã", "ward_code", "ma"])
def test_codes_of_units(code):
    assert match_columns([code, "ten_xa"], BOUNDARY_FIELDS).columns["code"] == code


def test_the_fields_own_name_wins_over_aliases():
    columns = ["ma", "code", "ten", "name", "full_name", "province_code"]
    matching = match_columns(columns, BOUNDARY_FIELDS)
    assert matching.problems == ()
    assert (matching.columns["code"], matching.columns["name"]) == ("code", "name")
    assert matching.columns["full_name"] == "full_name"


def test_two_that_fit_equally_are_reported_with_both_names():
    matching = match_columns(["ma_xa", "ma_dvhc", "ten"], BOUNDARY_FIELDS)
    assert [p.code for p in matching.problems] == ["column_ambiguous"]
    sentence = matching.problems[0].sentence("vi")
    assert "“ma_xa”, “ma_dvhc”" in sentence
    assert "code" not in matching.columns


def test_an_explicit_choice_settles_it():
    matching = match_columns(["ma_xa", "ma_dvhc", "ten"], BOUNDARY_FIELDS, {"MA_DVHC": "code"})
    assert matching.problems == ()
    assert matching.columns["code"] == "ma_dvhc"


def test_x_and_y_exchanged_explicitly():
    columns = ["ref", "category", "occurred_at", "x", "y"]
    matching = match_columns(columns, INCIDENT_FIELDS, {"x": "y", "y": "x"})
    assert (matching.columns["x"], matching.columns["y"]) == ("y", "x")


def test_what_is_missing_is_named_with_what_is_there():
    matching = match_columns(["a", "b"], BOUNDARY_FIELDS)
    assert [p.params["field"] for p in matching.problems] == ["code", "name / full_name"]
    assert "“a”, “b”" in matching.problems[0].sentence("vi")


def test_headings_that_dbase_cut_are_understood():
    columns = ["ref", "category", "occurred_a", "lon", "lat", "so_nguoi_c"]
    matching = match_columns(columns, INCIDENT_FIELDS)
    assert matching.columns["occurred_at"] == "occurred_a"
    assert matching.columns["deaths"] == "so_nguoi_c"


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"khong_co": "ref"}, "column_unknown"),
        ({"a": "khong_co"}, "field_unknown"),
        ({"a": "ref", "b": "ref"}, "field_repeated"),
    ],
)
def test_impossible_choices(mapping, code):
    with pytest.raises(ReadingError) as refused:
        match_columns(["a", "b"], INCIDENT_FIELDS, mapping)
    assert refused.value.code == code


def test_mapping_arguments():
    assert parse_mapping(["Số vụ=ref", "a=b=x"]) == {"Số vụ": "ref", "a=b": "x"}
    for bad in ("ref", "=ref", "a="):
        with pytest.raises(ReadingError, match="cột=trường"):
            parse_mapping([bad])
    with pytest.raises(ReadingError, match="hai lần"):
        parse_mapping(["a=x", "a=y"])
