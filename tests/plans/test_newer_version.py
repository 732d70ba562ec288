"""A draft whose plan got a newer version meanwhile is carried over: nothing that was typed is lost."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_app.plans.drafts import saving
from gis_app.plans.drafts.carrying import carried_over
from gis_app.plans.drafts.publishing import publish_draft
from gis_app.plans.items.parts import BY_KEY
from gis_app.plans.loading import RECORDS, read_record
from gis_app.plans.models import Plan
from gis_app.plans.publishing import publish
from tests.plans.conftest import BASIS, PLAN

WRITTEN = {file.stem: read_record(file) for file in RECORDS.glob("*.yaml")}


@pytest.mark.django_db
def test_both_changes_are_in_the_draft_afterwards(drafting):
    owner = drafting.people.owner
    drafting.edit("targets", 1, threshold="85", **BASIS)
    place = drafting.place_of("targets", "T3b")
    seen = drafting.item("targets", place).fingerprint
    drafting.draft = saving.remove_item(drafting.draft, BY_KEY["targets"], place, BASIS, seen, owner)
    newer = copy.deepcopy(Plan.objects.get(pk=PLAN).current.record)
    newer["targets"][1]["note"] = "ghi chú của phiên bản mới"
    newer["selection"]["cap_pct"] = 20
    newest = publish(newer)
    with pytest.raises(saving.ChangedMeanwhile, match="đã có phiên bản 2"):
        publish_draft(drafting.draft, drafting.draft.revision, owner)
    drafting.draft = saving.move_to_newest(drafting.draft, owner)
    target = drafting.draft.content["targets"][1]
    assert (target["threshold"], target["note"]) == (85, "ghi chú của phiên bản mới")
    assert drafting.draft.content["selection"]["cap_pct"] == 20
    version = publish_draft(drafting.draft, drafting.draft.revision, owner)
    assert (version.number, newest.number) == (3, 2)
    assert [target.id for target in version.targets].count("T3b") == 0
    assert version.cap_percent == 20


@given(plan=st.sampled_from(sorted(WRITTEN)))
@settings(max_examples=5)
def test_carrying_over_without_a_change_on_either_side(plan):
    record = WRITTEN[plan]
    changed = copy.deepcopy(record)
    changed["title"] = "Tên khác"
    for part in ("targets", "tasks", "reporting"):
        if changed[part]:
            changed[part][0]["note"] = "khác"
    assert carried_over(record, record, record) == record
    assert carried_over(record, changed, record) == changed
    assert carried_over(record, record, changed) == changed
    assert carried_over(record, changed, changed) == changed
