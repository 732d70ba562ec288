"""A population grid tells how the people of a divided commune went over; figures follow them."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from layers.models import AdminUnit, Indicator, IndicatorValue, Raster, Succession
from layers.succession.decree import commit, stage
from layers.succession.overlaying import overlay, store
from layers.succession.restating import Basis, restate
from tests.factories import ImportBatchFactory
from tests.importing.files import run, write_table
from tests.importing.test_rasters import grid

#: People of each column of 0.02 degrees from west to east; 752 and 754 are the east half, B its first two.
COLUMNS = [10, 10, 10, 10, 10, 300, 300, 100, 100, 0]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def two_sets(old_set, new_set):
    return old_set, new_set


def bring_grid(path, columns=COLUMNS, as_of="2024-12-31", source="thử", **where):
    cells = np.tile(np.array(columns), (10, 1))
    grid(path, cells, size=0.02, **where)
    asked = ("--kind", "population", "--source", source, "--as-of", as_of)
    run("import_raster", path, *asked, "--commit")
    return Raster.objects.latest("pk")


def people(links):
    codes = dict(AdminUnit.objects.values_list("pk", "code"))
    return {(codes[link.old], codes[link.new]): link.population_share for link in links}


def figure(unit_code, key, value):
    IndicatorValue.objects.create(
        unit=AdminUnit.objects.get(code=unit_code),
        indicator_id=key,
        period="2024",
        value=value,
        source="Cục Thống kê",
        as_of=datetime.date(2024, 12, 31),
        batch=ImportBatchFactory(layer="indicators"),
    )


def test_an_overlay_shares_people_by_the_grid(two_sets, tmp_path):
    raster = bring_grid(tmp_path / "p.tif")
    found = overlay(*two_sets)
    assert found.grid == raster
    assert people(found.links) == {
        ("751", "A"): pytest.approx(1),
        ("753", "A"): pytest.approx(1),
        ("752", "B"): pytest.approx(0.75),
        ("752", "C"): pytest.approx(0.25),
        ("754", "B"): pytest.approx(0.75),
        ("754", "C"): pytest.approx(0.25),
    }
    store(found)
    assert Succession.objects.filter(population_share=None).count() == 0


def test_a_unit_that_the_grid_leaves_half_unknown_has_no_shares(two_sets, tmp_path):
    cells = np.tile(np.array(COLUMNS, dtype=float), (10, 1))
    cells[:5, 8:] = -1  # the east of 754, in the north, has no values
    run(
        *("import_raster", grid(tmp_path / "p.tif", cells, size=0.02), "--kind", "population"),
        *("--source", "thử", "--as-of", "2024-12-31", "--commit"),
    )
    told = people(overlay(*two_sets).links)
    assert told["752", "B"] == pytest.approx(0.75)
    assert told["754", "B"] is None and told["754", "C"] is None


def test_the_grid_that_covers_most_and_is_nearest_in_time_is_taken(two_sets, tmp_path, settings):
    bring_grid(tmp_path / "half.tif", COLUMNS[:5], "2025-06-30", "nửa")
    old = bring_grid(tmp_path / "old.tif", COLUMNS, "2021-12-31", "cũ")
    near = bring_grid(tmp_path / "near.tif", COLUMNS[::-1], "2024-12-31", "mới")
    assert overlay(*two_sets).grid == near
    (settings.VAR_DIR / "rasters" / near.stored_name).unlink()
    assert overlay(*two_sets).grid == old
    assert overlay(*two_sets).grid is not None


def test_without_a_grid_nobody_is_counted(two_sets):
    found = overlay(*two_sets)
    assert found.grid is None
    assert set(people(found.links).values()) == {None}


def test_a_decree_table_takes_what_it_does_not_say_from_the_grid(two_sets, tmp_path):
    bring_grid(tmp_path / "p.tif")
    rows = [("752", "B", "", "60%"), ("752", "C", "", "40%"), ("754", "B", "", ""), ("754", "C", "", "")]
    table = write_table(tmp_path / "d.csv", rows, ("mã cũ", "mã mới", "phạm vi", "tỷ lệ dân số"))
    commit(stage(table, *two_sets))
    told = {
        (link.old_unit.code, link.new_unit.code): link.population_share for link in Succession.objects.all()
    }
    assert told["752", "B"] == pytest.approx(0.6)
    assert told["754", "B"] == pytest.approx(0.75)


def test_figures_follow_people_or_ground_as_the_indicator_says(two_sets, tmp_path):
    bring_grid(tmp_path / "p.tif")
    store(overlay(*two_sets))
    b = AdminUnit.objects.get(code="B")
    for key, value, estimate, basis in (
        ("households", 100, 75, Basis.PEOPLE),
        ("b.drug_crops", 100, 40, Basis.GROUND),
    ):
        figure("752", key, value)
        figure("754", key, 0)
        told = restate(Indicator.objects.get(pk=key), *two_sets, "2024").values[b.pk]
        assert (told.value, told.basis, told.estimated) == (estimate, basis, True)
        assert (told.low, told.high) == (0, 100)


def test_where_people_are_known_of_some_units_only_the_page_is_told(two_sets, tmp_path):
    bring_grid(tmp_path / "p.tif")
    store(overlay(*two_sets))
    Succession.objects.filter(old_unit__code="754").update(population_share=None)
    figure("752", "households", 100)
    figure("754", "households", 100)
    told = restate(Indicator.objects.get(pk="households"), *two_sets, "2024").values
    b = told[AdminUnit.objects.get(code="B").pk]
    assert (b.value, b.basis) == (75 + 40, Basis.BOTH)
