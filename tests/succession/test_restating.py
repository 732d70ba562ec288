"""Figures told on the units of another set: recounted where there are points, else shared and labelled."""

from __future__ import annotations

import datetime

import pytest

from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, IncidentCategory, Indicator, IndicatorValue
from layers.succession.overlaying import overlay, store
from layers.succession.restating import Basis, restate
from tests.factories import ImportBatchFactory
from tests.importing.files import incident, run, write_table


@pytest.fixture
def households(old_set, new_set):
    """Figures of three of the four old communes; one is unknown by a row, as offices send it."""
    store(overlay(old_set, new_set))
    indicator = Indicator.objects.get(pk="households")
    batch = ImportBatchFactory(layer="indicators")
    for code, value in (("751", 100), ("752", 10), ("753", 50), ("754", 5)):
        IndicatorValue.objects.create(
            unit=AdminUnit.objects.get(boundary_set=old_set, code=code),
            indicator=indicator,
            period="2024",
            value=value,
            source="Cục Thống kê",
            as_of=datetime.date(2024, 12, 31),
            batch=batch,
        )
    return indicator


def by_code(restatement):
    codes = dict(AdminUnit.objects.values_list("pk", "code"))
    return {codes[unit]: value for unit, value in restatement.values.items()}


def test_totals_go_over_by_share_and_keep_their_sum(households, old_set, new_set):
    restated = by_code(restate(households, old_set, new_set, "2024"))
    a, b, c = (restated[code] for code in "ABC")
    assert (a.value, a.low, a.high, a.basis, a.estimated) == (150, 150, 150, Basis.SUM, False)
    assert (b.value, b.low, b.high, b.basis, b.estimated) == (6, 0, 15, Basis.GROUND, True)
    assert (c.value, c.low, c.high) == (9, 0, 15)
    assert sum(value.value for value in restated.values()) == 165


def test_unknown_stays_unknown(households, old_set, new_set):
    IndicatorValue.objects.filter(unit__code="752").update(value=None)
    restated = by_code(restate(households, old_set, new_set, "2024"))
    assert restated["A"].value == 150
    assert (restated["B"].value, restated["B"].high, restated["B"].basis) == (None, None, Basis.UNKNOWN)
    assert all(v.value is None for v in restate(households, old_set, new_set, "2023").values.values())


def test_nothing_is_stored(households, old_set, new_set):
    before = IndicatorValue.objects.count()
    restate(households, old_set, new_set, "2024")
    assert IndicatorValue.objects.count() == before


def test_to_the_same_set_nothing_changes(households, old_set):
    restated = by_code(restate(households, old_set, old_set, "2024"))
    assert {code: value.value for code, value in restated.items()} == {
        "751": 100,
        "752": 10,
        "753": 50,
        "754": 5,
    }
    assert not any(value.estimated for value in restated.values())


def test_incidents_are_counted_again_point_by_point(tmp_path, old_set, new_set):
    rows = [
        incident("1", 107.05, 11.05, "15/03/2024 08:00"),
        incident("2", 107.12, 11.05, "15/03/2024 08:00"),
        incident("3", 107.12, 11.15, "15/12/2024 08:00"),
        incident("4", 107.18, 11.15, "15/12/2023 08:00"),
    ]
    table = write_table(tmp_path / "i.csv", rows)
    run("import_incidents", table, "--source", "sổ", "--commit")
    theft = IncidentCategory.objects.get(pk="theft")
    restated = by_code(restate(theft, old_set, new_set, "2024"))
    assert {code: (v.value, v.low, v.high) for code, v in restated.items()} == {
        "A": (1, 1, 1),
        "B": (2, 2, 2),
        "C": (0, 0, 0),
    }
    assert {v.basis for v in restated.values()} == {Basis.POINTS}
    december = by_code(restate(theft, old_set, new_set, "2024-12"))
    assert (december["A"].value, december["B"].value) == (0, 1)
    silent = by_code(restate(theft, old_set, new_set, "2022"))
    assert {v.value for v in silent.values()} == {None}
    with pytest.raises(ImportRefused, match="không đúng dạng"):
        restate(theft, old_set, new_set, "năm nay")


def test_what_cannot_be_restated_is_refused(households, old_set, new_set):
    with pytest.raises(ImportRefused, match="nhập bảng kế thừa"):
        restate(households, new_set, old_set, "2024")
    households.unit = "%"
    with pytest.raises(ImportRefused, match="không cộng được"):
        restate(households, old_set, new_set, "2024")
