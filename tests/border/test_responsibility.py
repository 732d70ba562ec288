"""Where nobody, or more than one agency, answers for the line or for a commune."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gis_app.access.models import Agency
from gis_app.border.models import BorderSection, CommuneDuty, ListedCommune
from gis_app.border.strip.placing import Strip
from gis_app.border.strip.responsibility import MEETING_M, communes_without, gaps, overlaps
from layers.models import BorderLine
from tests.border.conftest import DAY, make_section
from tests.factories import ImportBatchFactory

REFORM = datetime.date(2025, 7, 1)


def test_a_line_without_sections_is_one_gap(line, measured):
    (gap,) = gaps(Strip(DAY))
    assert (gap.from_m, gap.to_m) == pytest.approx((0, measured.length_m(0)))
    assert overlaps(Strip(DAY)) == []


def test_gap_and_overlap_are_told_with_their_metres(line, posts):
    make_section(line, posts[0], 0, 20_000)
    make_section(line, posts[1], 18_500, 30_000)
    strip = Strip(DAY)
    (gap,) = gaps(strip)
    (double,) = overlaps(strip)
    assert gap.from_m == 30_000
    assert (double.from_m, double.to_m, double.length_m) == (18_500, 20_000, 1_500)
    assert {section.agency for section in double.sections} == set(posts)


def test_two_sections_of_one_post_are_no_overlap(line, posts):
    make_section(line, posts[0], 0, 20_000)
    make_section(line, posts[0], 10_000, 30_000, name="Đoạn thứ hai")
    assert overlaps(Strip(DAY)) == []


def test_a_section_that_ended_leaves_a_gap(line, posts, measured):
    make_section(line, posts[0], 0, measured.length_m(0), valid_to=DAY)
    assert len(gaps(Strip(DAY))) == 1
    assert gaps(Strip(DAY - datetime.timedelta(days=1))) == []


def test_communes_without_post_or_police_are_named(people, posts, line):
    first, second = people.home_communes[2:]
    for unit in (first, second):
        ListedCommune.objects.create(unit=unit, document="Phụ lục (thử)", valid_from=REFORM)
    police = Agency.objects.create(name="Công an xã thử", kind=Agency.Kind.POLICE_COMMUNE)
    CommuneDuty.objects.create(agency=posts[0], unit=first, document="QĐ (thử)", valid_from=REFORM)
    CommuneDuty.objects.create(agency=police, unit=first, document="QĐ (thử)", valid_from=REFORM)
    CommuneDuty.objects.create(agency=police, unit=second, document="QĐ (thử)", valid_from=REFORM)
    assert [(each.unit, each.force) for each in communes_without(Strip(DAY))] == [(second, "Đồn biên phòng")]


def test_a_section_that_runs_backwards_is_refused(line, posts):
    section = BorderSection(
        line=line, agency=posts[0], name="x", document="x", valid_from=REFORM, from_m=20, to_m=10
    )
    with pytest.raises(ValidationError, match="Điểm cuối phải sau điểm đầu"):
        section.full_clean()


class TestEveryMetre(TestCase):
    """Gaps, and what sections hold, make up the line; an overlap is where two agencies hold a metre."""

    @given(
        st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20), st.integers(0, 2)), min_size=0, max_size=6)
    )
    def test_gaps_and_overlaps_agree_with_counting_each_kilometre(self, drawn):
        line = BorderLine.objects.create(
            name="thử",
            geometry="SRID=4326;MULTILINESTRING((106.8 11.2, 107.2 11.2))",
            batch=ImportBatchFactory(layer="border_line"),
        )
        agencies = [Agency.objects.create(name=str(n), kind=Agency.Kind.BORDER_POST) for n in range(3)]
        for start, length, who in drawn:
            make_section(line, agencies[who], start * 1000, (start + length) * 1000, name="thử")
        strip = Strip(DAY)
        for stretches, wanted in ((gaps(strip), lambda n: n == 0), (overlaps(strip), lambda n: n > 1)):
            counted = sum(
                1
                for kilometre in range(int(strip.measured.length_m(0) // 1000))
                if wanted(len({w for start, length, w in drawn if start <= kilometre < start + length}))
            )
            metres = sum(min(s.to_m, 43_000) - min(s.from_m, 43_000) for s in stretches)
            assert abs(metres - counted * 1000) <= MEETING_M
