"""Writing a value and reading it again gives the value; what cannot be read stays what was typed."""

from __future__ import annotations

import copy

import pytest

from gis_app.plans.items import kinds
from gis_app.plans.items.addressing import items_of
from gis_app.plans.items.document import HEAD
from gis_app.plans.items.parts import PARTS
from gis_app.plans.loading import RECORDS, read_record

RECORD_FILES = sorted(RECORDS.glob("*.yaml"))


@pytest.mark.parametrize("file", RECORD_FILES, ids=lambda file: file.stem)
def test_every_field_of_the_five_records_written_and_read_is_the_same(file):
    record = read_record(file)
    typed = copy.deepcopy(record)
    for part in PARTS:
        for item in items_of(typed, part):
            for field in part.fields:
                text = field.text(item.value)
                value = field.value(item.value)
                if text:
                    assert field.kind.read(text) == value, (part.key, field.way)
                field.put(item.value, text)
    assert typed == record


# What the head of a record has beside its fields: its id, other parts, and what no office edits.
_NOT_IN_THE_HEAD = {
    "id",
    "cover_letter",
    "criteria_from",
    "selection_from",
    "success_from",
    *(part.way[0] for part in PARTS if part.way),
}
# Values that the schema allows one of only, and lists that are parts of their own.
_FIXED = {"unit", "cap_comparator", "cap_grouping", "proposers", "deciders", "exclusions", "conditions"}


@pytest.mark.parametrize("file", RECORD_FILES, ids=lambda file: file.stem)
def test_every_value_of_the_five_records_has_a_field(file):
    record = read_record(file)
    for part in PARTS:
        ways = {field.way for field in part.fields}
        known = _NOT_IN_THE_HEAD if part is HEAD else _FIXED
        for item in items_of(record, part):
            assert set(_leaves(item.value, known)) <= ways, part.key


def _leaves(value, known, before=""):
    for key, inner in value.items():
        if before or key not in known:
            if isinstance(inner, dict):
                yield from _leaves(inner, known, f"{before}{key}.")
            else:
                yield before + key


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (kinds.NUMBER, "80", 80),
        (kinds.NUMBER, "0,5", 0.5),
        (kinds.NUMBER, "15 %", 15),
        (kinds.NUMBER, "mười lăm", "mười lăm"),
        (kinds.THRESHOLD, "5; 10", [5, 10]),
        (kinds.THRESHOLD, "5; nhiều", [5, "nhiều"]),
        (kinds.DAY, "31/7/2017", "2017-07-31"),
        (kinds.DAY, "31/2/2026", "2026-02-31"),
        (kinds.DAY, "01/2024", "2024-01"),
        (kinds.DAY, "hôm qua", "hôm qua"),
        (kinds.DAY_OF_YEAR, "31/2", "--02-31"),
        (kinds.DAY_OF_YEAR, "5/3", "--03-05"),
        (kinds.DUE, "quý I/2022", "2022-Q1"),
        (kinds.DUE, "Quý 4/2024", "2024-Q4"),
        (kinds.DUE, "2022 - 2023", "2022..2023"),
        (kinds.DUE, "từ 2021", "2021.."),
        (kinds.DUE, "bao giờ cũng được", "bao giờ cũng được"),
        (kinds.CODES, "75, 70;71\n72", ["75", "70", "71", "72"]),
        (
            kinds.GROUPS,
            "Biên Hòa: 25993, 25996\nLong Khánh: 26080",
            [
                {"name": "Biên Hòa", "communes": ["25993", "25996"]},
                {"name": "Long Khánh", "communes": ["26080"]},
            ],
        ),
        (kinds.GROUPS, "Biên Hòa", [{"name": "Biên Hòa", "communes": []}]),
    ],
)
def test_what_is_typed_is_read_or_kept(kind, typed, value):
    assert kind.read(typed) == value
