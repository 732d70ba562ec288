"""Merged and divided communes: who is judged is written down, and open until then."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, transaction

from gis_app.transformation.models import JudgedSuccessor
from gis_app.transformation.programme.choosing import choose_judged
from gis_app.transformation.programme.judging import Basis, Grounds
from gis_app.transformation.programme.kpis import Programme, kpis_of
from gis_app.transformation.refusing import RefusedError
from tests.transformation.programme.conftest import SECOND_REFORM

pytestmark = pytest.mark.django_db
BEFORE = datetime.date(2026, 2, 28)
AFTER = datetime.date(2026, 6, 1)


def to_date(reform, on=AFTER, account=None):
    return kpis_of(reform.cycle.plan, 2026, on, account)[1]


def choose(reform, area, unit, **given):
    given = {
        "number": "7/TB-BCĐ",
        "decided_on": AFTER,
        "body": "Ban Chỉ đạo 138",
        "reason": "phần lớn dân cư",
        "account": reform.cycle.people.owner,
        **given,
    }
    return choose_judged(area, unit.pk, **given)


def judged(area, on):
    return Grounds({area.pk: area.unit_id}).judged(area.pk, on)


@pytest.fixture
def merged(reform):
    """Three transformed communes of which two became one; the third kept its ground under a new code."""
    first, second, third = reform.cycle.communes[:3]
    areas = reform.transformed(first, second, third)
    together, moved = reform.unit("80001", 242e6), reform.unit("80002")
    reform.follow(first, together)
    reform.follow(second, together)
    reform.follow(third, moved, 0.99)
    return reform, areas, together, moved


def test_a_new_code_is_the_same_commune(merged):
    _reform, areas, _together, moved = merged
    after = judged(areas[2], AFTER)
    assert (after.basis, after.unit.pk, after.unit.code) == (Basis.SAME_GROUND, moved.pk, "80002")
    assert judged(areas[2], BEFORE).basis == Basis.ITSELF


def test_a_merger_leaves_the_share_open_until_somebody_chooses(merged):
    reform, areas, together, _moved = merged
    assert to_date(reform, BEFORE).figure == "3/3"
    standing = to_date(reform, SECOND_REFORM)
    assert (standing.part, standing.most, standing.whole, standing.met) == (1, 3, 3, None)
    assert (standing.figure, standing.percent) == ("1–3/3", "33,3–100,0 %")
    assert "2 địa bàn đã sáp nhập, chia tách chưa chọn đơn vị để đánh giá." in standing.sentence()

    choose(reform, areas[0], together)
    standing = to_date(reform)
    assert standing.figure == "2–3/3"
    choose(reform, areas[1], together)
    standing = to_date(reform)
    # The merged commune stands for both areas, and each of them counts once.
    assert (standing.figure, standing.met) == ("3/3", True)
    assert to_date(reform, AFTER - datetime.timedelta(days=1)).figure == "1–3/3"


def test_the_board_can_find_a_merged_area_relapsed_without_a_choice(merged):
    reform, areas, _together, _moved = merged
    reform.cycle.decide("relapse", areas[0], on=AFTER)
    standing = to_date(reform)
    assert (standing.figure, standing.met) == ("1–2/3", False)
    assert [course.pk for course in Programme(reform.cycle.plan, None).without_choice(AFTER)] == [areas[1].pk]


def test_a_divided_commune_offers_its_parts_and_counts_once(reform):
    (area,) = reform.transformed(reform.cycle.communes[0])
    parts = [reform.unit(code, 500e6) for code in ("80001", "80002", "80003")]
    for part, share in zip(parts, (0.3, 0.5, 0.2), strict=True):
        reform.follow(reform.cycle.communes[0], part, share)
    after = judged(area, AFTER)
    assert (after.basis, after.is_open) == (Basis.NOT_CHOSEN, True)
    assert [(each.unit.code, each.share) for each in after.offered] == [
        ("80002", 0.5),
        ("80001", 0.3),
        ("80003", 0.2),
    ]
    choose(reform, area, parts[0])
    assert judged(area, AFTER).unit.code == "80001"
    assert to_date(reform).figure == "1/1"


def test_shares_multiply_over_two_reforms(reform):
    (area,) = reform.transformed(reform.cycle.communes[0])
    half, other, last = reform.unit("80001", 900e6), reform.unit("80002", 900e6), reform.unit("80003", 900e6)
    reform.follow(reform.cycle.communes[0], half, 0.5)
    reform.follow(reform.cycle.communes[0], other, 0.5)
    reform.follow(half, last, 0.4)
    reform.follow(other, last, 0.2)
    offered = judged(area, AFTER).offered
    assert [each.unit.code for each in offered] == ["80003"]
    assert offered[0].share == pytest.approx(0.3)


def test_without_links_nobody_can_be_chosen(reform):
    (area,) = reform.transformed(reform.cycle.communes[0])
    other = reform.unit("80001")
    type(other).objects.filter(pk=area.unit_id).update(valid_to=SECOND_REFORM)
    assert judged(area, AFTER).basis == Basis.NO_SUCCESSOR
    assert to_date(reform).figure == "0–1/1"
    with pytest.raises(RefusedError, match="Chưa có bảng kế thừa"):
        choose(reform, area, other)


def test_a_unit_that_took_over_nothing_is_refused(merged):
    reform, areas, _together, moved = merged
    with pytest.raises(RefusedError, match=r"không kế thừa .* có thể chọn: Xã Mới 80001"):
        choose(reform, areas[0], moved)
    with pytest.raises(RefusedError, match="không kế thừa"):
        choose_judged(areas[0], 10**9, "1", AFTER, "BCĐ", "vì", None)
    assert not JudgedSuccessor.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"number": " "}, "Chưa ghi số văn bản"),
        ({"body": ""}, "Chưa ghi cơ quan"),
        ({"reason": "  "}, "Chưa ghi lý do"),
        ({"decided_on": datetime.date(2099, 1, 1)}, "ở tương lai"),
        ({"decided_on": BEFORE}, "vẫn là đơn vị hành chính đang có hiệu lực"),
    ],
)
def test_a_broken_paper_is_refused(merged, given, sentence):
    reform, areas, together, _moved = merged
    with pytest.raises(RefusedError, match=sentence):
        choose(reform, areas[0], together, **given)


def test_only_a_transformed_area_has_somebody_judged(merged):
    reform, areas, together, _moved = merged
    reform.cycle.decide("relapse", areas[0], on=AFTER)
    with pytest.raises(RefusedError, match="tái phức tạp"):
        choose(reform, areas[0], together)


def test_a_later_paper_replaces_an_earlier_one_and_keeps_it(reform):
    (area,) = reform.transformed(reform.cycle.communes[0])
    first, second = reform.unit("80001", 500e6), reform.unit("80002", 500e6)
    reform.follow(reform.cycle.communes[0], first, 0.5)
    reform.follow(reform.cycle.communes[0], second, 0.5)
    made = choose(reform, area, first)
    later = AFTER + datetime.timedelta(days=10)
    with pytest.raises(RefusedError, match="không thể mang ngày sớm hơn"):
        choose(reform, area, second, decided_on=datetime.date(2026, 5, 1), seen_choice=made.pk)
    choose(reform, area, second, decided_on=later, seen_choice=made.pk)
    assert judged(area, AFTER).unit.code == "80001"
    assert judged(area, later).unit.code == "80002"
    assert JudgedSuccessor.pgh_event_model.objects.filter(pgh_label="insert").count() == 2
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        JudgedSuccessor.objects.update(reason="khác")
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        JudgedSuccessor.objects.all().delete()


def test_of_two_people_who_choose_at_once_the_second_is_told(merged):
    reform, areas, together, _moved = merged
    choose(reform, areas[0], together)
    with pytest.raises(RefusedError, match=r"owner vừa chọn Xã Mới 80001 .* hãy xem lại"):
        choose(reform, areas[0], together, number="8/TB-BCĐ")
    assert JudgedSuccessor.objects.count() == 1


def test_people_without_the_right_choose_nothing(merged):
    reform, areas, together, _moved = merged
    with pytest.raises(PermissionDenied):
        choose(reform, areas[0], together, account=reform.cycle.people.colleague)
    with pytest.raises(type(areas[0]).DoesNotExist):
        choose(reform, areas[0], together, account=reform.cycle.people.outsider)
