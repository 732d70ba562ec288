"""The page of one area: where it stands, how it came there, what may come next."""

from __future__ import annotations

import datetime
from html import unescape

import pytest

from gis_app.transformation.models import Decision, Status
from gis_app.transformation.proposing import propose_from_screening
from gis_app.transformation.reading import revision
from tests.transformation.conftest import YEAR

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)


def text(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def area(cycle):
    return cycle.propose(cycle.communes[0])[0]


def paper(cycle, area, **fields):
    return {
        "act": "select",
        "number": "7/QĐ",
        "decided_on": "05/12/2025",
        "body": "Ban Chỉ đạo 138",
        "seen_revision": revision(cycle.plan, YEAR),
        "areas": [area.pk],
        **fields,
    }


def test_status_history_and_decisions(cycle, signed_in, area):
    cycle.decide("select", area, on=DECEMBER, number="7/QĐ")
    cycle.decide("start", area, on=DECEMBER, starts_on=datetime.date(2026, 1, 1))
    page = text(signed_in(cycle.people.colleague).get(f"/areas/{area.pk}/"))
    assert "đang chuyển hóa" in page
    assert "Quyết định số 7/QĐ ngày 05/12/2025, Ban Chỉ đạo 138 thử nghiệm" in page
    assert "01/01/2026 – 31/12/2026" in page
    assert "phức tạp về trật tự" in page


def test_the_breach_of_the_cap_is_shown_with_its_reason(cycle, signed_in, area):
    others = cycle.propose(*cycle.communes[1:4])
    cycle.decide("select", area, *others, on=DECEMBER, cap_breach_reason="theo Kết luận 5")
    page = text(signed_in(cycle.people.owner).get(f"/areas/{area.pk}/"))
    assert "(toàn tỉnh: trần 3 trên 20 đơn vị) theo Kết luận 5" in page


def test_findings_behind_the_proposal(cycle, signed_in):
    unit = cycle.communes[0]
    (area,) = propose_from_screening(cycle.screening(unit), [unit.pk], cycle.people.owner)
    page = text(signed_in(cycle.people.owner).get(f"/areas/{area.pk}/"))
    assert "badge--met" in page
    assert f"Có 2 điểm mỏ tại {unit}" in page


@pytest.mark.parametrize(
    ("acts", "offered"),
    [
        ([], {"select", "withdraw"}),
        (["select"], {"start", "withdraw"}),
        (["select", "start"], {"recognise", "not_transformed", "withdraw"}),
        (["select", "start", "recognise"], {"relapse"}),
        (["select", "start", "not_transformed"], set()),
        (["withdraw"], set()),
    ],
)
def test_only_the_next_decisions_are_offered(cycle, signed_in, area, acts, offered):
    for act in acts:
        cycle.decide(act, area, on=DECEMBER)
    page = text(signed_in(cycle.people.owner).get(f"/areas/{area.pk}/"))
    assert {act for act in Decision.Act.values if f'<option value="{act}"' in page} == offered
    assert ('name="number"' in page) is bool(offered)


def test_deciding_here(cycle, signed_in, area):
    answer = signed_in(cycle.people.owner).post(f"/areas/{area.pk}/decide/", paper(cycle, area), follow=True)
    assert "Đã ghi quyết định số 7/QĐ (05/12/2025)." in text(answer)
    area.refresh_from_db()
    assert area.status == Status.SELECTED


def test_an_act_that_is_no_longer_possible_is_told(cycle, signed_in, area):
    stale = paper(cycle, area)
    cycle.decide("withdraw", area, on=DECEMBER)
    client = signed_in(cycle.people.owner)
    answer = client.post(f"/areas/{area.pk}/decide/", stale)
    assert answer.status_code == 422
    assert "vừa được thay đổi" in text(answer)
    answer = client.post(f"/areas/{area.pk}/decide/", paper(cycle, area))
    assert "không thể ghi quyết định “lựa chọn địa bàn”" in text(answer)


def test_another_area_cannot_be_decided_from_this_page(cycle, signed_in, area):
    (other,) = cycle.propose(cycle.communes[1])
    answer = signed_in(cycle.people.owner).post(f"/areas/{area.pk}/decide/", paper(cycle, other))
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_faulty_fields_stay_as_typed(cycle, signed_in, area):
    answer = signed_in(cycle.people.owner).post(
        f"/areas/{area.pk}/decide/", paper(cycle, area, decided_on="5 tháng 12")
    )
    assert answer.status_code == 422
    assert "Ngày không đúng" in text(answer)
    assert 'value="5 tháng 12"' in text(answer)


def test_taking_a_proposal_back(cycle, signed_in, area):
    client = signed_in(cycle.people.owner)
    assert "Chưa ghi lý do rút" in text(client.post(f"/areas/{area.pk}/remove/", {"reason": " "}))
    answer = client.post(f"/areas/{area.pk}/remove/", {"reason": "trùng"}, follow=True)
    assert "Đã rút đề xuất Xã Đồng Nai 1." in text(answer)
    area.refresh_from_db()
    assert area.status == Status.WITHDRAWN


def test_taking_back_what_was_decided_is_told(cycle, signed_in, area):
    cycle.decide("select", area, on=DECEMBER)
    answer = signed_in(cycle.people.owner).post(f"/areas/{area.pk}/remove/", {"reason": "trùng"})
    assert answer.status_code == 422
    assert "chỉ có thể thay đổi bằng một quyết định" in text(answer)


def test_a_viewer_sees_no_form_and_may_not_post(cycle, signed_in, area):
    client = signed_in(cycle.people.colleague)
    page = text(client.get(f"/areas/{area.pk}/"))
    assert 'name="number"' not in page
    assert 'name="reason"' not in page
    assert client.post(f"/areas/{area.pk}/decide/", paper(cycle, area)).status_code == 403
    assert client.post(f"/areas/{area.pk}/remove/", {"reason": "x"}).status_code == 403
    area.refresh_from_db()
    assert area.status == Status.PROPOSED


def test_an_outsider_gets_404(cycle, signed_in, area):
    client = signed_in(cycle.people.outsider)
    assert client.get(f"/areas/{area.pk}/").status_code == 404
    assert client.post(f"/areas/{area.pk}/decide/", paper(cycle, area)).status_code == 404
    assert client.post(f"/areas/{area.pk}/remove/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", str(10**30)])
def test_an_area_that_does_not_exist_is_404(cycle, signed_in, number):
    assert signed_in(cycle.people.owner).get(f"/areas/{number}/").status_code == 404


def test_years_are_linked(cycle, signed_in, area):
    (later,) = cycle.propose(cycle.communes[0], year=2027)
    assert f'href="/areas/{later.pk}/"' in text(signed_in(cycle.people.owner).get(f"/areas/{area.pk}/"))
