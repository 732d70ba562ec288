"""Degrees in the forms that tables mix."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from layers.reading import parse_angle, parse_angles


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("10°30'15.2\"N", 10.504222),
        ("10 30 15,2 B", 10.504222),
        ("10º30’15,2” Bắc", 10.504222),
        ("106-15-30", 106.258333),
        ("106:15:30", 106.258333),
        ("Đ106°15'30''", 106.258333),
        ("106d15m30s", 106.258333),
        ("106°15,5' Đông", 106.258333),
        ("106,2583 Đ", 106.2583),
        ("106,2583", 106.2583),
        ("5°30' S", -5.5),
        ("106°", 106.0),
    ],
)
def test_forms(text, degrees):
    assert parse_angle(text) == pytest.approx(degrees, abs=1e-6)


@pytest.mark.parametrize(
    "text", ["106°60'0\"", "106-15-60", "106°15'30\"X", "B 106° Đ", "đông", "", "1-2-3-4", "°"]
)
def test_what_is_no_angle(text):
    assert np.isnan(parse_angle(text))


def test_a_column_of_mixed_forms():
    found = parse_angles(pd.Series(["106,7", "106 15 30", "10 30 15,2 B", 106.5, None, "x"]))
    assert found.values[:4] == pytest.approx([106.7, 106.258333, 10.504222, 106.5], abs=1e-6)
    assert found.empty.tolist() == [False] * 4 + [True, False]
    assert found.bad.tolist() == [False] * 5 + [True]
