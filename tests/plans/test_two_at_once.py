"""Two people on one draft never lose one another's work."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from gis_app.access.roles import Role
from gis_app.plans.drafts import saving
from gis_app.plans.items.addressing import find
from gis_app.plans.items.parts import BY_KEY
from gis_app.plans.models import Plan, PlanDraft
from gis_app.plans.publishing import publish_records
from tests.factories import AccountFactory
from tests.people import make_people
from tests.plans.conftest import BASIS, PLAN


@pytest.mark.django_db
def test_a_form_filled_in_against_an_older_item_comes_back_with_what_was_typed(people, signed_in, drafting):
    other = AccountFactory(username="other", role=Role.PLANNER, title="Cán bộ thứ hai")
    other.units.add(people.home)
    address = f"/plans/drafts/{drafting.draft.pk}/targets/1/"
    seen = drafting.item("targets", 1).fingerprint
    first = signed_in(other).post(address, {"seen": seen, "threshold": "90", **BASIS})
    assert first.status_code == 302
    second = signed_in(people.owner).post(
        address, {"seen": seen, "threshold": "85", "note": "ghi chú dài của tôi"}
    )
    page = second.content.decode()
    assert second.status_code == 409
    assert "vừa được người khác sửa" in page
    assert "Cán bộ thứ hai" in page
    assert 'value="85"' in page
    assert "ghi chú dài của tôi" in page
    assert "Đang lưu: 90" in page
    assert PlanDraft.objects.get().content["targets"][1]["threshold"] == 90
    again = find(PlanDraft.objects.get().content, BY_KEY["targets"], 1).fingerprint
    assert f'name="seen" value="{again}"' in page
    assert (
        signed_in(people.owner).post(address, {"seen": again, "threshold": "85", **BASIS}).status_code == 302
    )
    assert PlanDraft.objects.get().content["targets"][1]["threshold"] == 85


@pytest.mark.django_db(transaction=True)
def test_two_who_save_two_items_at_the_same_moment_both_keep_theirs():
    publish_records()
    owner = make_people().owner
    draft = saving.start(Plan.objects.get(pk=PLAN).current, owner)
    targets, together, faults = BY_KEY["targets"], threading.Barrier(2), []

    def save(place: int) -> None:
        try:
            seen = find(draft.content, targets, place).fingerprint
            together.wait()
            saving.save_item(draft, targets, place, {"note": f"số {place}"}, seen, owner)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[place]) for place in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    draft.refresh_from_db()
    assert [draft.content["targets"][place]["note"] for place in (1, 2)] == ["số 1", "số 2"]
    assert draft.revision == 3
