"""What of the lists waits for whom."""

from __future__ import annotations

import datetime

import pytest

from gis_app.access.roles import Role
from gis_app.transformation.undecided import waiting_for
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)
SUMMER = datetime.date(2027, 6, 1)


def sentences(account, today=SUMMER) -> list[str]:
    return [line.sentence for line in waiting_for(account, today) if "7488" in line.sentence]


def test_what_a_year_leaves_open(cycle):
    done, failed, running, selected, _proposed = cycle.propose(*cycle.communes[:5])
    reason = {"cap_breach_reason": "thử"}
    cycle.decide("select", done, failed, running, selected, on=DECEMBER, **reason)
    cycle.decide("start", done, failed, running, on=DECEMBER)
    cycle.decide("recognise", done, on=datetime.date(2026, 11, 1), difference_reason="thử")
    cycle.decide("not_transformed", failed, on=datetime.date(2026, 11, 1), difference_reason="thử")
    told = sentences(cycle.people.owner)
    assert told == [
        "1 địa bàn đã hết thời gian chuyển hóa, chờ kết luận (7488/KH-UBND, năm 2026)",
        "1 đề xuất chờ quyết định lựa chọn (7488/KH-UBND, năm 2026)",
        "1 địa bàn đã lựa chọn, chưa bắt đầu chuyển hóa (7488/KH-UBND, năm 2026)",
        "Chưa lập danh sách năm 2027 (7488/KH-UBND)",
        "1 địa bàn năm trước chưa đạt, chưa đưa vào danh sách năm 2027 (7488/KH-UBND)",
    ]
    line = waiting_for(cycle.people.owner, SUMMER)[0]
    assert (line.due, line.url) == (datetime.date(2026, 12, 4), "/selections/dongnai-7488-2017/2026/")
    secretary = AccountFactory(role=Role.SECRETARY)
    secretary.units.add(cycle.people.home)
    assert sentences(secretary) == told[:3]
    assert sentences(cycle.people.colleague) == []
    assert sentences(cycle.people.outsider) == []
    part = AccountFactory(role=Role.SECRETARY)
    part.units.set([cycle.communes[4]])
    assert sentences(part) == ["1 đề xuất chờ quyết định lựa chọn (7488/KH-UBND, năm 2026)"]


def test_what_is_taken_up_waits_no_longer_and_a_concluded_year_can_be_closed(cycle):
    (failed,) = cycle.propose(cycle.communes[0])
    for act in ("select", "start", "not_transformed"):
        cycle.decide(act, failed, on=DECEMBER, difference_reason="thử")
    cycle.propose(cycle.communes[0], year=2027, on=datetime.date(2026, 11, 1))
    assert sentences(cycle.people.owner) == [
        "Năm 2026 (7488/KH-UBND) đã có mọi kết luận: có thể khép lại",
        "1 đề xuất chờ quyết định lựa chọn (7488/KH-UBND, năm 2027)",
    ]
