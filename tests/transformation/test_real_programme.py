"""A programme over the reform on the real communes of Đồng Nai, 2008 and 2025, linked by a real overlay."""

from __future__ import annotations

import datetime

import geopandas as gpd
import pytest

from gis_app.plans.models import Plan
from gis_app.transformation.programme.judging import Basis
from gis_app.transformation.programme.kpis import Programme
from layers.importing.boundaries import BoundaryOptions, commit, stage
from layers.models import AdminUnit
from layers.succession.overlaying import overlay, store
from tests.factories import REFORM
from tests.transformation.programme.simulating import Event, a_year, count_to_date, count_yearly, play

pytestmark = pytest.mark.django_db
Day = datetime.date
UTM_48N = 32648  # equal enough in area over one province to tell more than half from less
OLD, NEW = "communes-2008-dong-nai-binh-phuoc.gpkg", "communes-2025-dong-nai.gpkg"
DAYS = [Day(2022, 12, 31), Day(2023, 12, 31), Day(2025, 6, 30), REFORM, Day(2025, 12, 31), Day(2026, 6, 30)]


def lives_on(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> set[str]:
    """Codes of the old communes that share more than half of the ground with a new one, both ways."""
    parts = gpd.overlay(
        old[["code", "geometry"]].rename(columns={"code": "old"}),
        new[["code", "geometry"]].rename(columns={"code": "new"}),
        keep_geom_type=True,
    )
    area_of_old = old.set_index("code").area
    area_of_new = new.set_index("code").area
    both = (parts.area > 0.5 * parts["old"].map(area_of_old)) & (
        parts.area > 0.5 * parts["new"].map(area_of_new)
    )
    return set(parts.loc[both, "old"])


def test_a_programme_on_the_real_communes(shared_data, tmp_path):
    frame = gpd.read_file(shared_data / OLD)
    frame["code"] = frame["commune_id"].astype(int).astype(str)
    frame["geometry"] = frame.to_crs(UTM_48N).make_valid()
    frame = frame.set_crs(UTM_48N, allow_override=True)
    survivors = lives_on(frame, gpd.read_file(shared_data / NEW).to_crs(UTM_48N))

    options = BoundaryOptions("commune", Day(2008, 1, 1), valid_to=REFORM)
    before = commit(stage(shared_data / OLD, options)).record
    after = commit(stage(shared_data / NEW, BoundaryOptions("commune", REFORM))).record
    store(overlay(before, after))
    # The old file has provinces of its own numbering; the plan asks for the communes of province 75.
    AdminUnit.objects.filter(boundary_set=before).update(province_code="75")
    units = {unit.code: unit for unit in AdminUnit.objects.filter(boundary_set=before)}
    codes = sorted(units)
    assert 20 < len(survivors & units.keys()) < len(codes) - 20

    plan = Plan.objects.get(pk="dongnai-7488-2017")
    first, second, third = codes[::28], codes[5::31], codes[9::37]
    events = [
        *a_year(2022, good=first[:7], bad=first[7:]),
        *a_year(2023, good=[*first[7:9], *second[:5]], bad=second[5:]),
        Event(Day(2024, 5, 5), "relapse", 2022, first[0]),
        *a_year(2025, good=third[:5], bad=third[5:]),
        Event(Day(2026, 2, 2), "relapse", 2023, second[0]),
    ]
    play(plan, events, units, None)
    programme = Programme(plan, None)
    ended = units.keys() - survivors
    for on in DAYS:
        for year in (2022, 2023, 2025):
            expected = [count_yearly(events, year, on), count_to_date(events, ended, REFORM, on)]
            counted = [(s.part, s.most, s.whole) for s in programme.standings(year, on)]
            assert counted == expected, (year, on)

    waiting = programme.without_choice(DAYS[-1])
    assert waiting
    for course in waiting:
        judged = programme.grounds.judged(course.pk, DAYS[-1])
        assert judged.basis == Basis.NOT_CHOSEN
        assert sum(each.share for each in judged.offered) <= 1.0001
