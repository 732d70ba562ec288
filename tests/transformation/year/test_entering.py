"""Figures are entered all together or not at all; nothing is overwritten, nothing is lost."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.db.models import F

from gis_app.transformation.models import TargetResult
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.targets.confirming import confirm, send_back
from gis_app.transformation.targets.entering import EntriesRefusedError, Entry, enter
from tests.transformation.year.conftest import AS_OF, State

pytestmark = pytest.mark.django_db
Day = datetime.date


def codes(refused) -> dict[str, list[str]]:
    return {target: [p.code for p in found] for target, found in refused.value.problems.items()}


def test_figures_are_stored_with_who_and_from_where(year):
    results = enter(
        year.area,
        [
            Entry(year.given("T2", 42, 50), None),
            Entry(year.given("T3", state=State.NOTHING_AROSE), None),
            Entry(year.given("T6", state=State.ASSESSED_MET), None),
            Entry(year.given("T1", 0), None),
        ],
        year.officer,
    )
    assert [(r.target, r.state, r.numerator, r.denominator) for r in results] == [
        ("T2", "measured", 42, 50),
        ("T3", "nothing_arose", None, None),
        ("T6", "assessed_met", None, None),
        ("T1", "measured", 0, None),
    ]
    assert {r.entered_by for r in results} == {year.officer}
    assert {r.review for r in results} == {"waiting"}


def test_a_correction_is_a_new_row(year):
    first = year.say("T2", 42, 50, confirmed=False)
    second = year.say("T2", 43, 50, confirmed=False)
    assert second.supersedes == first
    first.refresh_from_db()
    assert first.numerator == 42
    assert year.newest("T2") == second


def test_the_same_again_changes_nothing(year):
    result = year.say("T2", 42, 50)
    assert enter(year.area, [Entry(year.given("T2", 42, 50), result.pk)], year.officer) == []
    assert TargetResult.objects.count() == 1


@pytest.mark.parametrize(
    ("target", "figures", "code"),
    [
        ("T2", {"part": 5, "whole": 0}, "denominator_zero"),
        ("T2", {"part": 51, "whole": 50}, "above_whole"),
        ("T2", {"part": 5}, "denominator_missing"),
        ("T2", {"whole": 5}, "numerator_missing"),
        ("T2", {"part": 5, "whole": 9, "state": State.NOTHING_AROSE}, "nothing_arose_with_figures"),
        ("T1", {"state": State.NOTHING_AROSE}, "nothing_arose_not_asked"),
        ("T1", {"part": 1, "whole": 3}, "denominator_not_asked"),
        ("T7", {"part": "1.5"}, "whole_number"),
        ("T6", {"state": State.ASSESSED_MET, "document_number": ""}, "document_missing"),
        ("T2", {"part": 1, "whole": 2, "as_of": Day(2026, 11, 23)}, "day_in_future"),
        ("T2", {"part": 1, "whole": 2, "as_of": Day(2025, 12, 31)}, "day_before_start"),
        ("T2", {"part": 1, "whole": 2, "source": ""}, "source_missing"),
        ("T2", {"part": 1, "whole": 2, "source": "Nguyễn Văn An"}, "person"),
        ("T2", {"part": 1, "whole": 2, "source": "gọi 0912 345 678"}, "person"),
        ("T2", {"part": 1, "whole": 2, "source": "x" * 201}, "too_long"),
    ],
)
def test_bad_input_is_one_sentence_and_stores_nothing(year, target, figures, code):
    good = Entry(year.given("T8", 10, 10), None)
    with pytest.raises(EntriesRefusedError) as refused:
        enter(year.area, [good, Entry(year.given(target, **figures), None)], year.officer)
    assert codes(refused) == {target: [code]}
    (problem,) = refused.value.problems[target]
    assert problem.sentence().count(". ") == 0
    assert problem.sentence().endswith(".")
    assert not TargetResult.objects.exists()


def test_figures_after_the_year_bear_its_last_day(year):
    type(year.area).objects.filter(pk=year.area.pk).update(ends_on=Day(2026, 10, 31))
    with pytest.raises(EntriesRefusedError) as refused:
        enter(year.area, [Entry(year.given("T2", 1, 2, as_of=Day(2026, 11, 5)), None)], year.officer)
    assert codes(refused) == {"T2": ["day_after_end"]}


def test_confirmed_figures_only_move_forward(year):
    result = year.say("T2", 42, 50, as_of=Day(2026, 6, 30))
    earlier = Entry(year.given("T2", 20, 25, as_of=Day(2026, 3, 31)), result.pk)
    with pytest.raises(EntriesRefusedError) as refused:
        enter(year.area, [earlier], year.officer)
    assert codes(refused) == {"T2": ["day_before_confirmed"]}
    send_back(year.area, result.pk, "ghi sai ngày", year.planner)
    assert len(enter(year.area, [earlier], year.officer)) == 1


def test_two_browsers_on_one_target(year):
    one, other = year.given("T2", 42, 50), year.given("T2", 40, 50)
    enter(year.area, [Entry(one, None)], year.officer)
    with pytest.raises(EntriesRefusedError) as refused:
        enter(year.area, [Entry(other, None)], year.planner)
    (problem,) = refused.value.problems["T2"]
    assert problem.code == "changed_meanwhile"
    assert "42/50 = 84 %" in problem.sentence()
    assert year.newest("T2").numerator == 42


def test_the_database_itself_keeps_one_chain(year):
    result = year.say("T2", 42, 50)
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetResult.objects.create(
            area=year.area,
            target="T2",
            as_of=AS_OF,
            state="measured",
            numerator=1,
            denominator=2,
            source="x",
        )
    with pytest.raises(InternalError), transaction.atomic():
        TargetResult.objects.filter(pk=result.pk).update(numerator=F("numerator") - 1)
    with pytest.raises(InternalError), transaction.atomic():
        TargetResult.objects.filter(pk=result.pk).delete()
    assert year.newest("T2").numerator == Decimal(42)


@pytest.mark.parametrize("act", ["recognise", "not_transformed", "withdraw"])
def test_a_closed_year_takes_nothing_more(year, act):
    waiting = year.say("T2", 42, 50, confirmed=False)
    year.cycle.decide(act, year.area, on=Day(2026, 11, 20), difference_reason="theo thực tế")
    with pytest.raises(RefusedError, match="Năm 2026 của Xã Đồng Nai 1 đã kết thúc"):
        enter(year.area, [Entry(year.given("T4", 1, 1), None)], year.officer)
    with pytest.raises(RefusedError, match="đã kết thúc"):
        confirm(year.area, [waiting.pk], year.planner)


def test_work_that_has_not_begun_takes_nothing_yet(year):
    (other,) = year.cycle.propose(year.cycle.communes[1])
    with pytest.raises(RefusedError, match="chưa bắt đầu chuyển hóa"):
        enter(other, [Entry(year.given("T4", 1, 1), None)], year.planner)


def test_who_may_not(year):
    entry = Entry(year.given("T2", 42, 50), None)
    for account in (year.secretary, year.cycle.people.colleague):
        with pytest.raises(PermissionDenied):
            enter(year.area, [entry], account)
    with pytest.raises(RefusedError, match="ngoài địa bàn phụ trách"):
        enter(year.area, [entry], year.cycle.people.outsider)
    neighbour = year.cycle.propose(year.cycle.communes[1])[0]
    with pytest.raises(RefusedError, match="ngoài địa bàn phụ trách"):
        enter(neighbour, [entry], year.officer)


def test_confirming_and_sending_back(year):
    two, four = year.say("T2", 42, 50, confirmed=False), year.say("T4", 1, 1, confirmed=False)
    assert confirm(year.area, [two.pk], year.planner) == 1
    send_back(year.area, four.pk, " Thiếu tháng 9. ", year.planner)
    two.refresh_from_db()
    four.refresh_from_db()
    assert (two.review, two.reviewed_by) == ("confirmed", year.planner)
    assert (four.review, four.review_note) == ("sent_back", "Thiếu tháng 9.")


def test_what_was_mended_meanwhile_is_not_confirmed(year):
    old = year.say("T2", 42, 50, confirmed=False)
    year.say("T2", 43, 50, confirmed=False)
    for act in (
        lambda: confirm(year.area, [old.pk], year.planner),
        lambda: send_back(year.area, old.pk, "x", year.planner),
    ):
        with pytest.raises(RefusedError, match="vừa được sửa"):
            act()


def test_confirming_asks_for_something_and_sending_back_for_a_reason(year):
    result = year.say("T2", 42, 50, confirmed=False)
    with pytest.raises(RefusedError, match="Chưa có số liệu nào được đánh dấu"):
        confirm(year.area, [], year.planner)
    with pytest.raises(RefusedError, match="Chưa ghi lý do gửi trả"):
        send_back(year.area, result.pk, "  ", year.planner)
    with pytest.raises(RefusedError, match="họ tên"):
        send_back(year.area, result.pk, "gọi 0912345678", year.planner)
    for account in (year.officer, year.secretary):
        with pytest.raises(PermissionDenied):
            confirm(year.area, [result.pk], account)
