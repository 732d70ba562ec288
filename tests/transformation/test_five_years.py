"""Five simulated years of Đồng Nai, across the reform of 1 July 2025, with known results for each year."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_app.transformation.programme.groups import by_group
from gis_app.transformation.programme.kpis import Programme, kpis_of
from layers.models import AdminUnit, Succession
from tests.factories import REFORM, AdminUnitFactory, BoundarySetFactory, square
from tests.transformation.programme.simulating import (
    Event,
    a_year,
    count_to_date,
    count_yearly,
    play,
)

pytestmark = pytest.mark.django_db
Day = datetime.date

# old commune: its heirs with the share of its ground, and its own ground in km²
FATE: dict[str, tuple[dict[str, float], float]] = {
    **{f"o{n}": ({f"n{n}": 1.0}, 50) for n in range(4)},  # new codes for the same ground
    "o4": ({"n4": 0.97, "n5": 0.03}, 50),  # a strip went to a neighbour
    "o5": ({"n5": 1.0}, 50),
    **{f"o{n}": ({"n6": 1.0}, 50) for n in (6, 7)},  # two equals become one
    **{f"o{n}": ({"n7": 1.0}, 50) for n in (8, 9, 10)},  # three become one
    "o11": ({"n8": 1.0}, 70),  # the larger part lives on in the whole,
    "o12": ({"n8": 1.0}, 30),  # the smaller does not
    "o13": ({"n9": 0.5, "n10": 0.5}, 100),  # divided
    **{f"o{n}": ({f"n{11 + (n - 14) // 2}": 1.0}, 50) for n in range(14, 32)},
}
LIVES_ON = {"o0", "o1", "o2", "o3", "o4", "o5", "o11"}
ENDED = FATE.keys() - LIVES_ON


@dataclass
class Country:
    """The communes before and after, by their names in `FATE`."""

    cycle: object
    units: dict[str, AdminUnit]

    def play(self, events: list[Event]) -> None:
        play(self.cycle.plan, events, self.units, self.cycle.people.owner)


def counted(standings) -> list[tuple[int, int, int]]:
    """What the program counts: part, at most, whole, for the yearly share and the one to date."""
    return [(standing.part, standing.most, standing.whole) for standing in standings]


@pytest.fixture
def country(cycle) -> Country:
    before = BoundarySetFactory(name="Trước sắp xếp", valid_from=Day(2020, 1, 1), valid_to=REFORM)
    units = {f"n{number}": unit for number, unit in enumerate(cycle.communes)}
    for name, unit in units.items():
        parts = [share * km2 for heirs, km2 in FATE.values() for heir, share in heirs.items() if heir == name]
        unit.area_m2 = sum(parts) * 1e6
        unit.save()
    for number, (name, (heirs, km2)) in enumerate(FATE.items()):
        units[name] = AdminUnitFactory(
            boundary_set=before,
            code=f"25{number:03d}",
            name=f"Cũ {number}",
            province_code="75",
            geometry=square(106.0 + number / 100, 10.0, 0.01),
            area_m2=km2 * 1e6,
            valid_to=REFORM,
        )
        for heir, share in heirs.items():
            Succession.objects.create(
                old_unit=units[name], new_unit=units[heir], area_share=share, known_by="decree"
            )
    return Country(cycle, units)


KNOWN = [
    *a_year(2021, good=["o0", "o6", "o8", "o13"], bad=["o1"]),
    *a_year(2022, good=["o1", "o7"], bad=["o2", "o9", "o14"]),  # o1 failed the year before
    Event(Day(2022, 6, 10), "relapse", 2021, "o6"),
    *a_year(2023, good=["o6", "o10", "o12"], bad=["o16"], withdrawn=["o20"]),  # o6 after its relapse
    *a_year(2024, good=["o4", "o11", "o18", "o22", "o24"]),
    Event(Day(2024, 8, 1), "relapse", 2021, "o8"),
    # Selected before the reform, judged after it.
    *a_year(2025, good=["o5", "o16", "o26"], bad=["o28", "o30"]),
    Event(Day(2025, 9, 1), "choose", 2023, "o6", "n6"),  # one commune stands for two areas
    Event(Day(2025, 9, 1), "choose", 2022, "o7", "n6"),
    Event(Day(2025, 10, 1), "choose", 2021, "o13", "n10"),
    *(
        Event(day, act, 2026, commune)
        for commune in ("n14", "n18", "n19")
        for act, day in (
            ("propose", Day(2025, 12, 1)),
            ("select", Day(2026, 1, 5)),
            ("start", Day(2026, 1, 20)),
        )
    ),
    Event(Day(2026, 3, 1), "relapse", 2024, "o18"),  # by the board, though nobody was chosen
    Event(Day(2026, 9, 1), "recognise", 2026, "n14"),
    Event(Day(2026, 9, 1), "not_transformed", 2026, "n18"),
]

# year of the list, day: (transformed, or still open, selected), (not relapsed, at most, transformed to date)
RESULTS = {
    (2021, Day(2021, 12, 14)): ((0, 5, 5), (0, 0, 0)),
    (2021, Day(2021, 12, 31)): ((4, 4, 5), (4, 4, 4)),
    (2022, Day(2022, 12, 31)): ((2, 2, 5), (5, 5, 6)),
    (2023, Day(2023, 12, 31)): ((3, 3, 4), (8, 8, 9)),
    (2024, Day(2024, 12, 31)): ((5, 5, 5), (12, 12, 14)),
    (2025, Day(2025, 6, 30)): ((0, 5, 5), (12, 12, 14)),
    (2025, Day(2025, 7, 1)): ((0, 5, 5), (4, 12, 14)),
    (2025, Day(2025, 12, 31)): ((3, 3, 5), (8, 15, 17)),
    (2026, Day(2026, 10, 31)): ((1, 2, 3), (9, 15, 18)),
}
# Reached or not, None where it cannot be said: 60 % of the list, 85 % to date.
VERDICTS = {
    (2021, Day(2021, 12, 14)): (None, None),
    (2021, Day(2021, 12, 31)): (True, True),
    (2022, Day(2022, 12, 31)): (False, False),
    (2023, Day(2023, 12, 31)): (True, True),
    (2024, Day(2024, 12, 31)): (True, True),
    (2025, Day(2025, 6, 30)): (None, True),
    (2025, Day(2025, 7, 1)): (None, None),
    (2025, Day(2025, 12, 31)): (True, None),
    (2026, Day(2026, 10, 31)): (None, False),
}


def test_the_shares_of_each_year_are_the_known_ones(country):
    country.play(KNOWN)
    for (year, on), known in RESULTS.items():
        standings = kpis_of(country.cycle.plan, year, on, country.cycle.people.owner)
        assert counted(standings) == list(known), (year, on)
        assert (count_yearly(KNOWN, year, on), count_to_date(KNOWN, ENDED, REFORM, on)) == known
        assert tuple(standing.met for standing in standings) == VERDICTS[year, on], (year, on)
    exactly = kpis_of(country.cycle.plan, 2025, Day(2025, 12, 31), None)[0]
    assert exactly.share == Fraction(3, 5)  # 60 % is "ít nhất 60 %"


def test_groups_add_up_to_the_whole(country):
    country.play(KNOWN)
    programme = Programme(country.cycle.plan, None)
    on = Day(2026, 10, 31)
    for year in range(2021, 2027):
        whole = counted(programme.standings(year, on))
        groups = [counted(group.standings) for group in by_group(programme, year, on)]
        assert [tuple(map(sum, zip(*of_kpi, strict=True))) for of_kpi in zip(*groups, strict=True)] == whole


@st.composite
def programmes(draw) -> list[Event]:
    """Five years in which anything happens that may: results, relapses, failures selected again, choices."""
    free = draw(st.permutations(sorted(FATE)))
    events: list[Event] = []
    again: list[str] = []
    for year in range(2021, 2026):
        chosen = [free.pop() for _each in range(draw(st.integers(0, 4)))]
        chosen += [commune for commune in again if draw(st.booleans())]
        results = {commune: draw(st.sampled_from(["good", "good", "bad", "withdrawn"])) for commune in chosen}
        lists = {key: [c for c, r in results.items() if r == key] for key in ("good", "bad", "withdrawn")}
        events += a_year(year, **lists)
        again = lists["bad"]
        for commune in lists["good"]:
            fate = draw(st.sampled_from(["holds", "relapses", "is chosen for"]))
            if fate == "relapses":
                day = draw(st.dates(Day(year, 12, 16), Day(2026, 6, 30)))
                events.append(Event(day, "relapse", year, commune))
            elif fate == "is chosen for":
                day = draw(st.dates(max(REFORM, Day(year, 12, 16)), Day(2026, 6, 30)))
                heir = draw(st.sampled_from(sorted(FATE[commune][0])))
                events.append(Event(day, "choose", year, commune, heir))
    return events


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    events=programmes(),
    days=st.lists(st.dates(Day(2021, 1, 1), Day(2026, 11, 1)), min_size=3, max_size=3),
)
def test_whatever_happens_both_count_the_same(country, events, days):
    with transaction.atomic():
        country.play(events)
        programme = Programme(country.cycle.plan, country.cycle.people.owner)
        for on in (*days, REFORM - datetime.timedelta(days=1), REFORM, Day(2026, 11, 1)):
            for year in range(2021, 2026):
                expected = [count_yearly(events, year, on), count_to_date(events, ENDED, REFORM, on)]
                assert counted(programme.standings(year, on)) == expected, (year, on)
        transaction.set_rollback(True)
