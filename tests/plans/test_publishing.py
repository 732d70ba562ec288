"""A changed record is a new version; a version that was published never changes."""

import copy

import pytest
from django.db import InternalError, transaction

from gis_app.plans.loading import read_records
from gis_app.plans.models import Plan, PlanVersion
from gis_app.plans.publishing import publish, publish_records

pytestmark = pytest.mark.django_db
PLAN = "dongthap-bcd138-2024"


def test_publishing_again_changes_nothing():
    publish_records()
    before = list(PlanVersion.objects.values_list("plan_id", "number", "sha256"))
    publish_records()
    assert list(PlanVersion.objects.values_list("plan_id", "number", "sha256")) == before


def test_a_changed_record_is_a_new_version_and_the_old_one_stays():
    publish_records()
    old = Plan.objects.get(pk=PLAN).current
    record = copy.deepcopy(read_records()[PLAN])
    record["selection"]["minimums"] = {"any": 2}
    new = publish(record)
    assert (new.number, new.record["selection"]["minimums"]) == (old.number + 1, {"any": 2})
    old.refresh_from_db()
    assert old.record["selection"]["minimums"] == {"any": 1}
    assert Plan.objects.get(pk=PLAN).current == new
    assert publish(record) == new


def test_a_published_version_never_changes():
    version = Plan.objects.get(pk=PLAN).current
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(number=99)
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).delete()


def test_a_plan_says_whose_rules_it_takes_over():
    record = Plan.objects.get(pk=PLAN).current.record
    assert (record["criteria_from"], record["selection_from"]) == ("brvt-94-2017", "brvt-94-2017")
    assert len(record["criteria"]) == 26
    assert record["success"] is None
