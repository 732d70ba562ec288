"""Which drawings of the border are in use on a day, and what is made anew when one takes another's place."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import LineString, MultiLineString

from layers.border_lines import replace_line
from layers.boundary_sets import afterwards
from layers.models import BorderLine, SupersededLine
from tests.factories import ImportBatchFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)
ONE_DAY = datetime.timedelta(days=1)
YEAR = datetime.timedelta(days=365)


def drawn(name: str) -> BorderLine:
    return BorderLine.objects.create(
        name=name,
        geometry=MultiLineString(LineString((107.0, 11.2), (107.2, 11.2)), srid=4326),
        batch=ImportBatchFactory(layer="border_line"),
    )


def replaced(line: BorderLine, by: BorderLine, day=DAY, until=None) -> SupersededLine:
    return replace_line(SupersededLine(line=line, by=by, document="QĐ (thử)", valid_from=day, valid_to=until))


def in_use(day: datetime.date) -> set[str]:
    return set(BorderLine.objects.on(day).values_list("name", flat=True))


@pytest.fixture
def old(db) -> BorderLine:
    return drawn("cũ")


@pytest.fixture
def new(db) -> BorderLine:
    return drawn("mới")


def test_drawings_of_which_nothing_is_said_are_all_in_use(old, new):
    assert in_use(DAY) == {"cũ", "mới"}


def test_each_day_has_one_of_two(old, new):
    other = drawn("khác")
    replaced(old, new)
    assert in_use(DAY - ONE_DAY) == {"cũ", other.name}
    assert in_use(DAY) == in_use(DAY + ONE_DAY) == {"mới", other.name}


def test_a_drawing_that_takes_the_place_of_two_begins_with_the_first(old, new):
    other = drawn("khác")
    replaced(old, new)
    replaced(other, new, DAY + YEAR)
    assert in_use(DAY - ONE_DAY) == {"cũ", "khác"}
    assert in_use(DAY) == {"mới", "khác"}
    assert in_use(DAY + YEAR) == {"mới"}


def test_a_row_of_drawings_one_after_the_other(old, new):
    newest = drawn("mới nhất")
    replaced(old, new)
    replaced(new, newest, DAY + YEAR)
    days = (DAY - ONE_DAY, DAY, DAY + YEAR - ONE_DAY, DAY + YEAR)
    assert [in_use(day) for day in days] == [{"cũ"}, {"mới"}, {"mới"}, {"mới nhất"}]
    assert newest in BorderLine.objects.not_replaced_on(DAY)


def test_two_that_follow_on_one_day_leave_the_last(old, new):
    newest = drawn("mới nhất")
    replaced(new, newest)
    replaced(old, new)
    assert in_use(DAY - ONE_DAY) == {"cũ"}
    assert in_use(DAY) == {"mới nhất"}


def test_a_drawing_comes_back(old, new):
    replaced(old, new, until=DAY + YEAR)
    replaced(new, old, DAY + YEAR)
    assert [in_use(day) for day in (DAY - ONE_DAY, DAY, DAY + YEAR)] == [{"cũ"}, {"mới"}, {"cũ"}]


def test_what_is_recorded_ahead_lies_along_the_coming_drawing(old, new):
    replaced(old, new)
    assert set(BorderLine.objects.not_replaced_on(DAY - ONE_DAY)) == {old, new}
    assert list(BorderLine.objects.not_replaced_on(DAY)) == [new]


def test_what_rests_on_the_lines_is_made_anew_after_the_commit(
    old, new, monkeypatch, django_capture_on_commit_callbacks
):
    made = []
    monkeypatch.setattr(afterwards, "_works", [lambda: made.append(in_use(DAY))])
    with django_capture_on_commit_callbacks(execute=True):
        replaced(old, new)
        assert made == []
    assert made == [{"mới"}]
