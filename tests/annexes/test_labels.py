"""Labels never cover each other; every key area has its number on the map."""

from __future__ import annotations

from itertools import combinations

from shapely.geometry import box

from gis_app.annexes.labels import Wish, place


def measure(text: str, size: float) -> tuple[float, float]:
    return len(text) * size * 0.17, size * 0.25


def covers(labels):
    for label in labels:
        width, height = measure(label.text, label.size)
        yield box(label.x - width / 2, label.y - height / 2, label.x + width / 2, label.y + height / 2)


def test_small_neighbours_get_numbers_on_leaders():
    wards = [Wish(box(50 + i * 2, 50, 52 + i * 2, 52), f"Phường Dài Tên {i}", i + 1) for i in range(6)]
    labels = place(wards, 120, 120, measure)
    assert sorted(label.text for label in labels) == ["1", "2", "3", "4", "5", "6"]
    assert not any(one.intersects(other) for one, other in combinations(covers(labels), 2))
    assert any(label.leader for label in labels)


def test_a_large_area_is_named_with_its_number():
    (label,) = place([Wish(box(10, 10, 80, 60), "Lộc Ninh", 3)], 100, 100, measure)
    assert label.text == "3. Lộc Ninh"
    assert label.leader is None


def test_a_commune_outside_the_programme_is_named_only_where_the_name_fits():
    wide, narrow = Wish(box(10, 10, 60, 60), "Đồng Phú", None), Wish(box(70, 10, 72, 12), "Đồng Xoài", None)
    assert [label.text for label in place([wide, narrow], 100, 100, measure)] == ["Đồng Phú"]
