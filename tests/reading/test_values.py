"""Numbers, times and names as Vietnamese tables write them."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading import fold_name, nfc, parse_numbers, parse_times, split_unit_name
from layers.reading.names import nfc_series


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("106.7", 106.7),
        ("106,7", 106.7),
        (" 1.161.649,4981 ", 1161649.4981),
        ("1,161,649.4981", 1161649.4981),
        ("1 161 649,5", 1161649.5),
        ("1\u00a0161\u00a0649", 1161649.0),
        ("1.161.649", 1161649.0),
        ("-3", -3.0),
        ("1e3", 1000.0),
    ],
)
def test_numbers(text, value):
    numbers = parse_numbers(pd.Series([text]))
    assert numbers.values.tolist() == [value]
    assert not numbers.bad.any()


@pytest.mark.parametrize("text", ["abc", "1.2.3", "1,2,3.4.5", "106°42'", "nan", "inf", "-", "."])
def test_what_is_no_number(text):
    numbers = parse_numbers(pd.Series([text]))
    assert numbers.bad.tolist() == [True]
    assert np.isnan(numbers.values).all()


def test_numeric_columns_and_empty_cells():
    numbers = parse_numbers(pd.Series([1.5, np.nan, np.inf]))
    assert numbers.empty.tolist() == [False, True, False]
    assert numbers.bad.tolist() == [False, False, True]
    assert parse_numbers(pd.Series(["", None, "1"])).empty.tolist() == [True, True, False]
    assert parse_numbers(pd.Series([1, None], dtype="Int64")).empty.tolist() == [False, True]


@given(st.floats(-1e7, 1e7, allow_nan=False))
def test_decimal_comma_and_point_mean_the_same(value):
    text = f"{value:.4f}"
    both = parse_numbers(pd.Series([text, text.replace(".", ",")])).values
    assert both[0] == both[1] == float(text)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-03-05", "2024-03-04T17:00Z"),
        ("2024-03-05 14:30", "2024-03-05T07:30Z"),
        ("2024-03-05T14:30:15", "2024-03-05T07:30:15Z"),
        ("2024-03-05T14:30:15.250", "2024-03-05T07:30:15.25Z"),
        ("2024-03-05T14:30:00Z", "2024-03-05T14:30Z"),
        ("2024-03-05T14:30:00+02:00", "2024-03-05T12:30Z"),
        ("05/03/2024", "2024-03-04T17:00Z"),
        ("5/3/2024", "2024-03-04T17:00Z"),
        ("05/03/2024 14:30", "2024-03-05T07:30Z"),
        ("05-03-2024 14:30:15", "2024-03-05T07:30:15Z"),
        ("05.03.2024", "2024-03-04T17:00Z"),
        ("14:30 05/03/2024", "2024-03-05T07:30Z"),
        ("14h30 ngày 05/03/2024", "2024-03-05T07:30Z"),
    ],
)
def test_times(text, utc, now):
    times = parse_times(pd.Series([text]), now)
    assert times.refused == {}
    assert times.values.tolist() == [pd.Timestamp(utc)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024", "date_without_day"),
        ("03/2024", "date_without_day"),
        ("05/03/24", "date_two_digit_year"),
        ("03/25/2024", "date_month_first"),
        ("45356,604", "date_day_number"),
        ("20240305", "date_unreadable"),
        ("2024-13-01", "date_unreadable"),
        ("2024-02-30", "date_unreadable"),
        ("32/01/2024", "date_unreadable"),
        ("05/03/2024 25:00", "date_unreadable"),
        ("01/06/2026 12:01", "date_in_future"),
        ("31/12/1944", "date_too_early"),
    ],
)
def test_times_that_are_not_guessed(text, code, now):
    times = parse_times(pd.Series([text]), now)
    assert [c for c, _ in times.refused.values()] == [code]
    assert times.values.isna().all()


def test_a_day_number_comes_with_the_date_it_would_be(now):
    (_, params) = parse_times(pd.Series(["45356.5"]), now).refused[0]
    assert params["proposed"] == "05/03/2024 12:00"


def test_columns_of_true_datetimes(now):
    naive = pd.Series(pd.to_datetime(["2024-03-05 14:30", None]))
    times = parse_times(naive, now)
    assert times.values[0] == pd.Timestamp("2024-03-05T07:30Z")
    assert times.empty.tolist() == [False, True]


def test_mixed_forms_in_one_column(now):
    times = parse_times(pd.Series(["2024-03-05", "05/03/2024", "", "2024-03-05T00:00:00+07:00"]), now)
    assert times.values.dropna().nunique() == 1
    assert times.empty.tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xã Hòa Bình", "Hoà Bình"),
        ("Phường Thuỷ Biều", "phường Thủy Biều"),
        ("Mỹ Lý", "Mĩ Lí"),
        ("Đăk Ơ", "\u00d0ăk Ơ"),
        ("ĐỒNG XOÀI", "Đồng Xoài"),
        (unicodedata.normalize("NFD", "Trấn Biên"), "Trấn Biên"),
        ("P. Trấn Biên", "Phường Trấn Biên"),
        ("TT. Lộc Ninh", "Thị trấn Lộc Ninh"),
        ("Ea H'leo", "Ea H’leo"),
        ("Phường 01", "Phường 1"),
        ("Quý Đức", "Quí Đức"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tân Thành", "Tân Thanh"), ("Sơn Tây", "Sơn Tai"), ("Thúy", "Thúi"), ("Lộc", "Lóc"), ("Đa", "Da")],
)
def test_different_names_stay_different(one, other):
    assert fold_name(one) != fold_name(other)


def test_the_type_can_be_kept():
    assert fold_name("Xã Tân Thành", keep_type=True) != fold_name("Phường Tân Thành", keep_type=True)


def test_a_name_that_begins_like_a_type_is_whole():
    assert split_unit_name("Xã") == (None, "Xã")
    assert split_unit_name("Phường Hưng") == ("phường", "Hưng")
    assert split_unit_name("Xãng") == (None, "Xãng")


@given(st.text())
def test_folding_and_composing_are_stable(text):
    assert nfc(nfc(text)) == nfc(text)
    assert fold_name(text) == fold_name(nfc(text))


def test_a_column_may_hold_other_things_than_text():
    cells = pd.Series(["Xã  Hoà ", None, 5, [1, 2]], dtype=object)
    assert nfc_series(cells).tolist() == ["Xã Hoà", None, 5, [1, 2]]


@pytest.mark.parametrize("untidy", [" a", "a ", "a  b", "a\tb", "a\n"])
def test_untidy_spaces_are_mended_in_plain_text_too(untidy):
    tidy = untidy.replace("\t", " ").strip().replace("  ", " ")
    assert nfc_series(pd.Series(["x", untidy, "y"])).tolist() == ["x", tidy, "y"]


def test_no_two_real_communes_fall_together(communes):
    folded = communes["full_name"].map(lambda name: fold_name(name, keep_type=True))
    assert folded.is_unique
    assert (communes["full_name"].map(fold_name) == communes["name"].map(fold_name)).all()
