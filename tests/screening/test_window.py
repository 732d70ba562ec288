"""Twelve months end with the as-of day and begin after the same day a year earlier."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.window import Window, months_before


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        (datetime.date(2026, 6, 30), datetime.date(2025, 7, 1)),
        (datetime.date(2026, 1, 1), datetime.date(2025, 1, 2)),
        (datetime.date(2024, 2, 29), datetime.date(2023, 3, 1)),
        (datetime.date(2025, 2, 28), datetime.date(2024, 2, 29)),
    ],
)
def test_twelve_months(as_of, first):
    window = Window.of_months(12, as_of)
    assert window.since == first
    assert window.until == as_of + datetime.timedelta(days=1)
    assert window.last_day == as_of


def test_a_shorter_month_ends_the_count_on_its_last_day():
    assert months_before(datetime.date(2026, 3, 31), 1) == datetime.date(2026, 2, 28)


@pytest.mark.parametrize(
    ("as_of", "first", "end"),
    [
        (datetime.date(2025, 12, 31), datetime.date(2025, 1, 1), datetime.date(2026, 1, 1)),
        (datetime.date(2026, 6, 15), datetime.date(2025, 7, 1), datetime.date(2026, 6, 1)),
        (datetime.date(2026, 6, 30), datetime.date(2025, 7, 1), datetime.date(2026, 7, 1)),
    ],
)
def test_whole_months(as_of, first, end):
    assert Window.of_months(12, as_of).whole_months == (first, end)
