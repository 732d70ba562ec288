"""The same roads stored in another order, or cut into other records, give the same spots."""

from __future__ import annotations

import itertools

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.reading.geodesy import lengths_m
from tests.screening.black_spots.roads import crashes, found, line, network, road

PLACE = st.tuples(st.integers(-8, 8), st.integers(-8, 8)).map(lambda p: (100.0 * p[0], 100.0 * p[1]))
NUMBERS = ("QL.51", "ĐT.769", "CT.01", "Đường số 1")


@st.composite
def maps(draw):
    """Up to four crooked roads, and crashes on or near them."""
    count = draw(st.integers(1, 4))
    drawn = [draw(st.lists(PLACE, min_size=2, max_size=4, unique=True)) for _ in range(count)]
    origins = draw(st.lists(st.sampled_from([2.0, 7.5]), min_size=count, max_size=count))
    east, north = st.floats(-800, 800), st.floats(-800, 800)
    near = draw(st.lists(st.tuples(east, north), max_size=4))
    along = st.tuples(st.integers(0, count - 1), st.floats(0, 1), st.floats(-30, 30))
    on = []
    for which, share, aside in draw(st.lists(along, min_size=2, max_size=8)):
        place = shapely.LineString(drawn[which]).interpolate(share, normalized=True)
        on.append((place.x + aside, place.y))
    happened = near + on
    deaths = draw(st.lists(st.sampled_from([0, 1]), min_size=len(happened), max_size=len(happened)))
    return [(line(*places), origin) for places, origin in zip(drawn, origins, strict=True)], happened, deaths


def described(result):
    """Return what does not depend on how roads are stored; kilometres and metres to the decimetre."""
    return (
        sorted(
            (
                spot.level,
                spot.method,
                spot.ids,
                spot.clauses,
                spot.deaths,
                sorted(
                    (r.number, round(r.from_km, 4), round(r.to_km, 4))
                    for r in spot.roads
                    if r.length_m > 0.01
                ),
            )
            for spot in result.spots
        ),
        result.unsnapped,
    )


def close(one, other, roads):
    """Compare two descriptions; kilometres may differ by a decimetre.

    Where two roads run on one line, either may be named for the way between two crashes.
    """
    (spots, apart), (others, others_apart) = one, other
    assert apart == others_apart
    assert [spot[:5] for spot in spots] == [spot[:5] for spot in others]
    shapes = [one.geometry for one in roads]
    on_one_line = shapely.length(shapely.union_all(shapes)) < 0.999 * shapely.length(shapes).sum()
    for spot, twin in zip(spots, others, strict=True):
        if on_one_line:
            continue
        assert [road[0] for road in spot[5]] == [road[0] for road in twin[5]]
        np.testing.assert_allclose([road[1:] for road in spot[5]], [road[1:] for road in twin[5]], atol=1e-4)


@settings(max_examples=40)
@given(maps(), st.randoms())
def test_the_order_of_rows_does_not_matter(case, random):
    drawn, happened, deaths = case
    roads = [road(shape, NUMBERS[i], km_origin=origin) for i, (shape, origin) in enumerate(drawn)]
    shuffled = random.sample(roads, len(roads))
    everything = crashes(*happened, deaths=deaths, injuries=[1] * len(deaths))
    mixed = everything.only(np.array(random.sample(range(len(happened)), len(happened))))
    mixed = mixed.only(np.argsort(mixed.id))  # crashes are always read in the order of their keys
    close(described(found(network(*roads), everything)), described(found(network(*shuffled), mixed)), roads)


@settings(max_examples=40)
@given(maps(), st.data())
def test_cutting_roads_into_records_does_not_matter(case, data):
    drawn, happened, deaths = case
    whole = [road(shape, NUMBERS[i], km_origin=origin) for i, (shape, origin) in enumerate(drawn)]
    pieces = []
    for one in whole:
        pieces += cut(one, data.draw(st.lists(st.floats(0.05, 0.95), max_size=3, unique=True)))
    everything = crashes(*happened, deaths=deaths, injuries=[1] * len(deaths))
    close(
        described(found(network(*whole), everything)), described(found(network(*pieces), everything)), whole
    )


def cut(one, shares):
    """Return the road as records, each with its own kilometre at the start."""
    pieces, start = [], one.km_origin
    vertices = shapely.get_coordinates(one.geometry)
    at = sorted({round(share * (len(vertices) - 1), 3) for share in shares})
    marks = [0.0, *at, len(vertices) - 1.0]
    for low, high in itertools.pairwise(marks):
        inner = np.arange(np.floor(low) + 1, np.ceil(high))
        rows = np.r_[low, inner, high]
        places = np.column_stack([np.interp(rows, np.arange(len(vertices)), vertices[:, i]) for i in (0, 1)])
        shape = shapely.LineString(places)
        pieces.append(road(shape, one.number, km_origin=start))
        start += float(lengths_m(shape)[0]) / 1_000
    return pieces
