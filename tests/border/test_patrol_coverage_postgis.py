"""Coverage against plain PostGIS geography, on random routes and on the real border line."""

from __future__ import annotations

import datetime
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_app.border.models import Patrol
from gis_app.border.patrols.coverage import PIECE_M, covered_share, parts
from gis_app.border.patrols.gaps import longest_gaps
from gis_app.border.patrols.reading import coverage_of
from gis_app.border.patrols.recording import Walked, plan_patrol, record_done
from gis_app.border.strip.placing import Strip
from layers.models import BorderLine
from layers.reading.measured_lines import MeasuredLines
from tests.border.conftest import VERTICES, make_section
from tests.factories import ImportBatchFactory

_POSTGIS = (Path(__file__).parent / "postgis_coverage.sql").read_text(encoding="utf-8")
_LINE = shapely.LineString(VERTICES)
_MEASURED = MeasuredLines([_LINE])
#: Where a route lies this close to the reach, two engines may differ.
_DOUBT = 0.003

_WALK = st.lists(st.tuples(st.floats(-0.02, 0.02), st.floats(-0.01, 0.01)), min_size=1, max_size=8)
_ROUTE = st.tuples(st.floats(106.75, 107.25), st.floats(-0.02, 0.02), _WALK)
_ROUTES = st.lists(_ROUTE, min_size=1, max_size=4)


def by_postgis(line, routes, reach, first, last, step):
    """Return metres, whether covered, and metres to the nearest route, of places along a line."""
    collection = shapely.geometrycollections(routes)
    values = {
        "line": shapely.to_wkb(line),
        "routes": shapely.to_wkb(collection),
        "reach": reach,
        "from": first,
        "to": last,
        "step": step,
    }
    with connection.cursor() as cursor:
        cursor.execute(_POSTGIS, values)
        return np.array(cursor.fetchall(), dtype=float).T


def disagreeing(found, reach, metres, covered, away) -> list[float]:
    """Return where the parts say otherwise than PostGIS, but for places too near to the reach."""
    ends = np.array([part.to_m for part in found])
    told = np.array([part.covered for part in found])[
        np.minimum(np.searchsorted(ends, metres, side="right"), len(found) - 1)
    ]
    # A piece is told by its middle: within half of it the distance may differ by as much.
    sure = np.abs(away - reach) > PIECE_M / 2 + reach * _DOUBT + 1
    return metres[sure & (told != covered.astype(bool))].tolist()


@pytest.mark.django_db
class TestRandomRoutes:
    @settings(max_examples=20, deadline=None)
    @given(_ROUTES, st.sampled_from([100.0, 500.0, 1500.0]))
    def test_they_cover_what_postgis_says(self, drawn, reach):
        routes = [
            shapely.LineString(np.cumsum([(lon, 11.2 + north), *steps, (0.001, 0)], axis=0))
            for lon, north, steps in drawn
        ]
        found = parts(_MEASURED, 0, routes, reach)
        whole = _MEASURED.length_m(0)
        told = by_postgis(_LINE, routes, reach, 0, whole, 130.0)
        assert disagreeing(found, reach, *told) == []


@pytest.mark.django_db
class TestRealBorder:
    def test_shares_and_gaps_of_forty_patrols(self, shared_data, posts):
        drawn = geopandas.read_file(shared_data / "border-vietnam-cambodia.gpkg").geometry
        land = max(drawn, key=lambda line: len(line.coords))
        line = BorderLine.objects.create(
            name="Biên giới",
            geometry=GEOSGeometry(memoryview(shapely.to_wkb(shapely.multilinestrings([land]))), 4326),
            batch=ImportBatchFactory(layer="border_line"),
        )
        today, rng = timezone.localdate(), np.random.default_rng(5)
        measured = Strip(today).measured
        whole = measured.length_m(0)
        ends = (0.5 * whole, 0.515 * whole, 0.53 * whole)
        for post, first, last in zip(posts, ends[:-1], ends[1:], strict=True):
            make_section(line, post, first, last)
        routes = {"recent": [], "old": []}
        for number in range(40):
            start = rng.uniform(ends[0], ends[2] - 4_000)
            places = measured.places(0, np.arange(start, start + rng.uniform(300, 4_000), 120.0))
            places = places + rng.normal(0, 0.002, places.shape)
            age = "recent" if number % 4 == 0 else "old"
            day = today - datetime.timedelta(days=int(rng.integers(0, 7) if age == "recent" else 60))
            route = shapely.multilinestrings([shapely.LineString(places)])
            routes[age].append(route)
            patrol = plan_patrol(posts[number % 2], [], day, None)
            stored = GEOSGeometry(memoryview(route.wkb), srid=4326)
            record_done(patrol, day, Walked(stored, Patrol.Origin.GPX), None)
        strip = Strip(today)
        found = coverage_of(strip, None, days=7, reach_m=400)
        for each in found:
            told = by_postgis(land, routes["recent"], 400, each.section.from_m, each.section.to_m, 40.0)
            assert disagreeing(each.parts, 400, *told) == []
            assert 0.1 < each.share < 0.95
            assert each.share == pytest.approx(told[1].mean(), abs=0.01)
            assert each.share == covered_share(each.parts)
        for gap in longest_gaps(strip, found, days=7, reach_m=400):
            _at, passed, away = by_postgis(
                land, routes["old"], 400, gap.part.from_m + 25, gap.part.to_m - 25, 50.0
            )
            if np.abs(away.min() - 400) > 30:
                assert (gap.since is not None) == bool(passed.any())
                assert gap.since in {None, today - datetime.timedelta(days=60)}
