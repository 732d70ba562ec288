"""Two people at once: both decisions survive, or the second is told; nothing is ever lost."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection, connections, transaction

from gis_app.transformation.models import Decision, KeyArea, PlanYear, Status
from gis_app.transformation.reading import revision
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import RefusedError
from tests.transformation.conftest import YEAR

DECEMBER = datetime.date(2025, 12, 5)


@pytest.mark.django_db
def test_a_form_filled_in_on_an_older_list_is_refused(cycle):
    first, second = cycle.propose(*cycle.communes[:2])
    seen = revision(cycle.plan, YEAR)
    cycle.decide("select", first, on=DECEMBER, seen_revision=seen)
    with pytest.raises(RefusedError, match=r"vừa được thay đổi \(owner ghi lúc .*hãy xem lại danh sách"):
        cycle.decide("select", second, on=DECEMBER, seen_revision=seen)
    assert Decision.objects.count() == 1
    cycle.decide("select", second, on=DECEMBER, seen_revision=revision(cycle.plan, YEAR))


@pytest.mark.django_db
def test_a_form_filled_in_on_a_list_that_never_was_is_refused(cycle):
    (area,) = cycle.propose(cycle.communes[0])
    with pytest.raises(RefusedError, match="thay đổi"):
        cycle.decide("select", area, on=DECEMBER, seen_revision=10**12)


@pytest.mark.django_db
def test_another_list_changing_disturbs_nobody(cycle):
    (area,) = cycle.propose(cycle.communes[0])
    seen = revision(cycle.plan, YEAR)
    cycle.propose(cycle.communes[1], year=2027)
    cycle.decide("select", area, on=DECEMBER, seen_revision=seen)


def run_together(*acts):
    """Run each act in a thread with its own connection while the list is locked, then let go of the lock.

    All of them are waiting for the lock when it is released, so they meet for certain.
    """
    outcomes: dict[int, object] = {}

    def run(place, act):
        try:
            outcomes[place] = act()
        except RefusedError as refused:
            outcomes[place] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    with transaction.atomic():
        lock(PlanYear.objects.get())
        for thread in threads:
            thread.start()
        wait_for_lock(len(threads))
    for thread in threads:
        thread.join(timeout=30)
    return [outcomes[place] for place in range(len(acts))]


def wait_for_lock(sessions: int) -> None:
    """Return when that many sessions of this database wait for a lock."""
    pause = threading.Event()
    for _attempt in range(600):
        with connection.cursor() as cursor:
            # The view is a snapshot per transaction unless it is cleared.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= sessions:
                return
        pause.wait(0.05)
    raise AssertionError("the sessions never met at the lock")


@pytest.mark.django_db(transaction=True)
def test_two_decisions_on_different_areas_both_survive(cycle):
    first, second = cycle.propose(*cycle.communes[:2])
    outcomes = run_together(
        lambda: cycle.decide("select", first, on=DECEMBER, number="1/QĐ"),
        lambda: cycle.decide("select", second, on=DECEMBER, number="2/QĐ"),
    )
    assert [outcome.number for outcome in outcomes] == ["1/QĐ", "2/QĐ"]
    assert set(KeyArea.objects.values_list("status", flat=True)) == {Status.SELECTED}


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_on_one_area_the_second_is_told(cycle):
    (area,) = cycle.propose(cycle.communes[0])
    outcomes = run_together(
        lambda: cycle.decide("select", area, on=DECEMBER, number="1/QĐ"),
        lambda: cycle.decide("select", area, on=DECEMBER, number="2/QĐ"),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Decision", "RefusedError"]
    assert Decision.objects.count() == 1
    assert area.changes.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_decisions_cannot_break_the_cap_together(cycle):
    areas = cycle.propose(*cycle.communes[:4])
    outcomes = run_together(
        lambda: cycle.decide("select", *areas[:2], on=DECEMBER, number="1/QĐ"),
        lambda: cycle.decide("select", *areas[2:], on=DECEMBER, number="2/QĐ"),
    )
    (told,) = (outcome for outcome in outcomes if isinstance(outcome, RefusedError))
    assert "15 % của 20 = 3 → 3" in str(told)
    assert KeyArea.objects.filter(status=Status.SELECTED).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_proposals_of_one_commune_make_one_place(cycle):
    cycle.propose(cycle.communes[1])
    outcomes = run_together(*[lambda: cycle.propose(cycle.communes[0])] * 2)
    assert sum(isinstance(outcome, RefusedError) for outcome in outcomes) == 1
    assert KeyArea.objects.filter(unit=cycle.communes[0]).count() == 1
