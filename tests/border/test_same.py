"""The same event from both forces: proposed by place, time and kind; joined or kept apart by a person."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from gis_app.border.board import handling, same
from gis_app.border.board.refusing import RefusedError
from gis_app.border.board.seeing import visible_to
from gis_app.border.board.steps import Act
from gis_app.border.models import SameProposal

pytestmark = pytest.mark.django_db

NEAR = (107.0505, 11.1805)


def pair(force):
    """Return a report of the post and one of the police about the same, each shared with the other."""
    first = force.report()
    second = force.report(force.police, at=NEAR, text="Dân báo có xe tải qua suối")
    handling.share(first.pk, force.police.agency, force.east)
    handling.share(second.pk, force.east.agency, force.police)
    return first, second


def test_both_forces_about_one_event_are_proposed(force):
    first, second = pair(force)
    proposal = SameProposal.objects.get()
    assert (proposal.earlier, proposal.later) == (first, second)
    assert proposal.distance_m == pytest.approx(78, abs=3)
    ((found, other),) = same.proposals_for(first, force.east)
    assert (found, other) == (proposal, second)


@pytest.mark.parametrize(
    "fields",
    [
        {"at": (107.07, 11.18)},
        {"occurred_at": timezone.now() - datetime.timedelta(hours=3)},
        {"kind": "drug"},
    ],
)
def test_another_place_time_or_kind_is_another_event(force, fields):
    force.report()
    force.report(force.police, **{"at": NEAR} | fields)
    assert not SameProposal.objects.exists()


def test_a_coarse_position_looks_further(force):
    force.report()
    force.report(force.police, at=(107.065, 11.18), accuracy_m=2000.0)
    assert SameProposal.objects.count() == 1


def test_two_reports_of_one_agency_are_two(force):
    force.report()
    force.report(text="lại một xe nữa")
    assert not SameProposal.objects.exists()


def test_who_sees_only_one_does_not_learn_of_the_other(force):
    first = force.report()
    second = force.report(force.police, at=NEAR)
    assert same.proposals_for(first, force.east) == []
    with pytest.raises(RefusedError, match="không được xem"):
        same.join(second.pk, first.pk, force.east)


def test_joining_keeps_both_and_tells_everyone(force):
    first, second = pair(force)
    handling.share(second.pk, force.west.agency, force.police)
    same.join(second.pk, first.pk, force.police)
    second.refresh_from_db()
    assert second.same_as == first
    assert second.due_at is None
    assert visible_to(force.west).filter(pk=first.pk).exists()
    assert list(second.steps.values_list("act", flat=True))[-1] == "join"
    assert list(first.steps.values_list("act", flat=True))[-1] == "join"
    with pytest.raises(RefusedError, match="đã được gộp"):
        handling.move(second.pk, Act.VERIFY, force.police)
    with pytest.raises(RefusedError, match="đã được gộp"):
        same.join(first.pk, second.pk, force.east)


def test_two_events_are_kept_apart_for_good(force):
    first, second = pair(force)
    same.keep_apart(first.pk, second.pk, force.east)
    assert same.proposals_for(first, force.east) == []
    with pytest.raises(RefusedError, match="không còn được nêu"):
        same.join(second.pk, first.pk, force.police)
