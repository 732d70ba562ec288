"""Copying a version and publishing it without a change makes no new version, whatever the record holds."""

from __future__ import annotations

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_app.plans.drafts.inputs import inputs
from gis_app.plans.inheriting import filled_in, own_part
from gis_app.plans.items.addressing import items_of
from gis_app.plans.items.differences import differences
from gis_app.plans.items.parts import PARTS
from gis_app.plans.loading import read_records
from gis_app.plans.publishing import hash_of

RECORDS = read_records()
ITEMS = [
    (plan, part, item.index)
    for plan, record in RECORDS.items()
    for part in PARTS
    for item in items_of(own_part(record), part)
]


@given(visited=st.lists(st.sampled_from(ITEMS), max_size=12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_opening_and_saving_any_items_changes_nothing(visited):
    """What the forms show, sent back as a browser sends it, is the record that was there."""
    for plan in {plan for plan, _part, _index in visited}:
        content = own_part(RECORDS[plan])
        for _plan, part, index in (one for one in visited if one[0] == plan):
            value = next(item.value for item in items_of(content, part) if item.index == index)
            for shown in inputs(part, value):
                shown.field.put(value, shown.text.replace("\n", "\r\n"))
        whole = filled_in(content, RECORDS)
        assert hash_of(whole) == hash_of(RECORDS[plan])
        assert differences(RECORDS[plan], whole) == []


@given(
    one=st.sampled_from(ITEMS).filter(lambda item: item[1].many),
    note=st.text(alphabet="abc đường phố 0123", min_size=7).filter(str.strip),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_change_of_one_item_is_one_difference(one, note):
    plan, part, index = one
    changed = copy.deepcopy(RECORDS[plan])
    value = items_of(changed, part)[index].value
    field = next(field for field in part.fields if field.way == "quote")
    before = field.value(value)
    field.put(value, note)
    found = differences(RECORDS[plan], changed)
    if field.value(value) == before:
        assert found == []
    else:
        assert [(difference.part, [f.way for f in difference.fields]) for difference in found] == [
            (part, ["quote"])
        ]


@pytest.mark.parametrize("plan", sorted(RECORDS))
def test_an_item_taken_out_or_put_first_is_found_again(plan):
    for part in PARTS:
        if not part.many:
            continue
        changed = copy.deepcopy(RECORDS[plan])
        held = changed
        for key in part.way:
            held = held.get(key) if held else None
        if not held or len(held) < 2:
            continue
        held.insert(0, held.pop())
        assert differences(RECORDS[plan], changed) == []
        gone = held.pop(0)
        (difference,) = differences(RECORDS[plan], changed)
        assert difference.how == "removed"
        assert difference.before.value == gone
