"""Answers to signals: by whom, with which reason, once each, and never a status."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, transaction
from django.utils import timezone

from gis_app.access.roles import Role
from gis_app.transformation.models import KeyArea, SignalAnswer
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.relapse.answering import answer_signal
from gis_app.transformation.relapse.waiting import waiting_for
from gis_app.transformation.relapse.watching import watch_of_plan
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2025, 12, 31)
SECOND = datetime.date(2026, 6, 30)


@pytest.fixture
def signal(area, screen):
    return screen(FIRST, [area.unit], met={(area.unit, "d.mining")})


def answer(cycle, area, screening, **given):
    given = {"answer": "dismissed", "reason": "mỏ đã đóng", "account": cycle.people.owner, **given}
    return answer_signal(area, screening.pk, **given)


def only(cycle):
    (watched,) = watch_of_plan(cycle.plan, None, timezone.localdate())
    return watched


@pytest.mark.parametrize("given", SignalAnswer.Answer.values)
def test_an_answer_is_kept_and_changes_no_status(cycle, area, signal, given):
    made = answer(cycle, area, signal, answer=given)
    watched = only(cycle)
    assert (watched.answer, watched.waits) == (made, False)
    assert watched.before_the_board is (given == "to_board")
    assert (made.criteria, made.recorded_by) == (["d.mining"], cycle.people.owner)
    area.refresh_from_db()
    assert area.status == "transformed"
    assert SignalAnswer.pgh_event_model.objects.count() == 1


def test_an_answer_never_changes(cycle, area, signal):
    answer(cycle, area, signal)
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        SignalAnswer.objects.update(reason="khác")


def test_a_second_thought_is_a_second_answer(cycle, area, signal):
    first = answer(cycle, area, signal)
    second = answer(cycle, area, signal, answer="to_board", reason="mở lại", seen_answer=first.pk)
    watched = only(cycle)
    assert (watched.answer, list(watched.earlier)) == (second, [first])


def test_of_two_people_who_answer_at_once_the_second_is_told(cycle, area, signal):
    answer(cycle, area, signal)
    with pytest.raises(RefusedError, match=r"owner vừa trả lời “không phải tái phức tạp”"):
        answer(cycle, area, signal, answer="to_board")
    assert SignalAnswer.objects.count() == 1


def test_a_newer_screening_asks_again(cycle, area, signal, screen):
    first = answer(cycle, area, signal)
    newer = screen(SECOND, [area.unit], met={(area.unit, "d.mining")})
    watched = only(cycle)
    assert (watched.waits, list(watched.earlier)) == (True, [first])
    with pytest.raises(RefusedError, match="Đã có lần rà soát mới hơn"):
        answer(cycle, area, signal, seen_answer=first.pk)
    answer(cycle, area, newer)
    assert not only(cycle).waits


def test_a_repetition_with_nothing_more_met_does_not_ask_again(cycle, area, signal, screen):
    answer(cycle, area, signal)
    screen(FIRST, [area.unit], met={(area.unit, "d.mining")})
    assert not only(cycle).waits
    screen(FIRST, [area.unit], met={(area.unit, "d.mining"), (area.unit, "d.traffic")})
    assert only(cycle).waits


def test_without_a_reason_or_a_signal_it_is_refused(cycle, area, signal, screen):
    with pytest.raises(RefusedError, match="Chưa ghi lý do"):
        answer(cycle, area, signal, reason=" ")
    quiet = screen(SECOND, [area.unit])
    with pytest.raises(RefusedError, match="không có dấu hiệu"):
        answer(cycle, area, quiet)
    cycle.decide("relapse", area, on=SECOND)
    with pytest.raises(RefusedError, match="không có dấu hiệu"):
        answer(cycle, area, signal)


def test_people_without_the_right_answer_nothing(cycle, area, signal):
    with pytest.raises(PermissionDenied):
        answer(cycle, area, signal, account=cycle.people.colleague)
    with pytest.raises(KeyArea.DoesNotExist):
        answer(cycle, area, signal, account=cycle.people.outsider)


def test_what_waits_for_whom(cycle, area, signal):
    people, today = cycle.people, timezone.localdate()
    secretary = AccountFactory(role=Role.SECRETARY)
    secretary.units.add(people.home)
    (line,) = waiting_for(people.owner, today)
    assert "1 dấu hiệu tái phức tạp chưa được trả lời" in line.sentence
    assert line.url.endswith("/watch/")
    for other in (secretary, people.colleague, people.outsider):
        assert waiting_for(other, today) == []
    answer(cycle, area, signal, answer="to_board")
    (line,) = waiting_for(secretary, today)
    assert "1 địa bàn đã trình Ban Chỉ đạo" in line.sentence
