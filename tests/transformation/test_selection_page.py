"""The list of a year as a page: three people, every bad input, nothing typed is lost."""

from __future__ import annotations

import datetime
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from gis_app.access.roles import Role
from gis_app.plans.models import Plan
from gis_app.transformation.models import Decision, KeyArea, Status
from gis_app.transformation.reading import revision
from tests.factories import AccountFactory
from tests.transformation.conftest import YEAR

pytestmark = pytest.mark.django_db
PAGE = f"/selections/dongnai-7488-2017/{YEAR}/"
DECEMBER = datetime.date(2025, 12, 5)


def text(response) -> str:
    return unescape(response.content.decode())


def paper(cycle, *areas, **fields):
    """The fields of the decision form, filled in."""
    return {
        "act": "select",
        "number": "12/QĐ-BCĐ",
        "decided_on": "05/12/2025",
        "body": "Ban Chỉ đạo 138",
        "seen_revision": revision(cycle.plan, YEAR),
        "areas": [area.pk for area in areas],
        **fields,
    }


def test_sign_in_is_required(client):
    for page in ("/selections/", PAGE):
        assert client.get(page).headers["Location"].startswith("/sign-in/")


def test_the_plans_of_the_jurisdiction_with_their_years(cycle, signed_in):
    cycle.decide("select", *cycle.propose(*cycle.communes[:2]), on=DECEMBER)
    page = text(signed_in(cycle.people.owner).get("/selections/"))
    assert "7488/KH-UBND" in page
    assert "15 % của 20 = 3 → 3" in page
    assert f'href="{PAGE}"' in page
    outside = text(signed_in(cycle.people.outsider).get("/selections/"))
    assert "7488/KH-UBND" not in outside


def test_opening_a_year(cycle, signed_in):
    client = signed_in(cycle.people.owner)
    answer = client.get("/selections/", {"plan": cycle.plan.pk, "year": "2027"})
    assert answer.headers["Location"] == "/selections/dongnai-7488-2017/2027/"
    for year in ("", "abc", "1999", "2101", "2026.5"):
        assert "hãy ghi một năm từ 2000 đến 2100" in text(
            client.get("/selections/", {"plan": cycle.plan.pk, "year": year})
        )
    assert client.get("/selections/", {"plan": "dongthap-bcd138-2024", "year": "2027"}).status_code == 200


def test_without_any_boundary_the_page_says_what_to_do(signed_in):
    page = text(signed_in(AccountFactory(whole_country=True)).get("/selections/"))
    assert "Chưa có kế hoạch nào trong địa bàn phụ trách" in page


def test_an_outsider_gets_404_everywhere_and_changes_nothing(cycle, signed_in):
    (area,) = cycle.propose(cycle.communes[0])
    client = signed_in(cycle.people.outsider)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE + "decide/", paper(cycle, area)).status_code == 404
    assert client.post(PAGE + "add/", {"commune": "75001", "reason": "x"}).status_code == 404
    assert client.post(PAGE + "propose/", {}).status_code == 404
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/selections/no-such-plan/2026/",
        "/selections/dongnai-7488-2017/1999/",
        "/selections/dongnai-7488-2017/2101/",
        f"/selections/dongnai-7488-2017/{10**30}/",
        PAGE + "?screening=abc",
        PAGE + "?screening=999999",
    ],
)
def test_addresses_that_mean_nothing_are_404(cycle, signed_in, path):
    assert signed_in(cycle.people.owner).get(path).status_code == 404


def test_a_screening_of_another_year_is_404(cycle, signed_in):
    other = cycle.screening(year=2027)
    assert signed_in(cycle.people.owner).get(PAGE, {"screening": other.pk}).status_code == 404


def test_candidates_with_reasons_and_those_not_offered(cycle, signed_in):
    met, listed = cycle.communes[:2]
    cycle.propose(listed)
    cycle.screening(met, listed)
    page = text(signed_in(cycle.people.owner).get(PAGE))
    assert f"Có 2 điểm mỏ tại {met}" in page
    assert f'name="units" value="{met.pk}"' in page
    assert f'name="units" value="{listed.pk}"' not in page
    assert f"{listed}: đã có trong danh sách năm 2026 (đề xuất)" in page
    assert f'name="units" value="{cycle.communes[2].pk}"' not in page


def test_the_newest_screening_is_taken_and_an_older_one_can_be_asked_for(cycle, signed_in):
    first, second = cycle.communes[:2]
    older = cycle.screening(first)
    cycle.screening(second)
    client = signed_in(cycle.people.owner)
    assert f'value="{second.pk}" id="unit-' in text(client.get(PAGE))
    assert f'value="{first.pk}" id="unit-' in text(client.get(PAGE, {"screening": older.pk}))


def test_the_arithmetic_and_the_note_are_always_there(cycle, signed_in):
    for account in (cycle.people.owner, cycle.people.colleague):
        page = text(signed_in(account).get(PAGE))
        assert "15 % của 20 = 3 → 3" in page
        assert "không còn cấp huyện nên tính trên toàn tỉnh" in page


def test_a_plan_whose_period_is_over_says_so(cycle, signed_in):
    client = signed_in(cycle.people.owner)
    assert (
        "Kế hoạch 7488/KH-UBND, UBND tỉnh Đồng Nai đã hết thời gian thực hiện (Từ nay đến hết năm 2020); "
        "vẫn áp dụng cho năm 2026 theo lựa chọn của người dùng."
    ) in text(client.get(PAGE))
    assert "thời gian thực hiện" not in text(client.get("/selections/dongnai-7488-2017/2019/"))
    assert "chưa đến thời gian thực hiện" in text(client.get("/selections/dongnai-7488-2017/2016/"))


def test_proposing_what_is_ticked(cycle, signed_in):
    met = cycle.communes[:2]
    screening = cycle.screening(*met)
    answer = signed_in(cycle.people.owner).post(
        PAGE + "propose/", {"screening": screening.pk, "units": [unit.pk for unit in met]}, follow=True
    )
    assert "Đã đề xuất 2 xã, phường." in text(answer)
    assert set(KeyArea.objects.values_list("unit_id", flat=True)) == {unit.pk for unit in met}


def test_a_refused_proposal_keeps_the_ticks(cycle, signed_in):
    met, listed = cycle.communes[:2]
    screening = cycle.screening(met, listed)
    cycle.propose(listed)
    answer = signed_in(cycle.people.owner).post(
        PAGE + "propose/", {"screening": screening.pk, "units": [met.pk, listed.pk]}
    )
    assert answer.status_code == 422
    assert f"Không đề xuất được {listed}" in text(answer)
    assert f'value="{met.pk}" id="unit-{met.pk}" checked' in text(answer)
    assert KeyArea.objects.count() == 1


@pytest.mark.parametrize("units", [[], ["abc"], ["-1"], [str(10**30)]])
def test_ticks_that_are_no_communes(cycle, signed_in, units):
    screening = cycle.screening(cycle.communes[0])
    answer = signed_in(cycle.people.owner).post(
        PAGE + "propose/", {"screening": screening.pk, "units": units}
    )
    assert answer.status_code == 422
    assert not KeyArea.objects.exists()


@pytest.mark.parametrize("typed", ["01/12/2025", "2025-12-01", "1/12/2025"])
def test_adding_by_hand(cycle, signed_in, typed):
    answer = signed_in(cycle.people.owner).post(
        PAGE + "add/", {"commune": "dong nai 7", "reason": "dư luận", "proposed_on": typed}, follow=True
    )
    assert "Đã đề xuất Xã Đồng Nai 7." in text(answer)
    assert KeyArea.objects.get().changes.get().effective_on == datetime.date(2025, 12, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"commune": ""}, "Chưa nhập tên hoặc mã"),
        ({"commune": "82001"}, "Không có xã, phường nào tên hoặc mã “82001”"),
        ({"commune": "đồng nai"}, "ứng với 20 xã, phường"),
        ({"reason": "  "}, "Chưa ghi lý do đề xuất"),
        ({"proposed_on": "31/02/2026"}, "Ngày không đúng"),
        ({"proposed_on": "12-2025"}, "Ngày không đúng"),
        ({"proposed_on": "01/01/2099"}, "tương lai"),
    ],
)
def test_a_faulty_addition_keeps_what_was_typed(cycle, signed_in, fields, sentence):
    given = {"commune": "75001", "reason": "dư luận phản ánh", "proposed_on": "01/12/2025", **fields}
    answer = signed_in(cycle.people.owner).post(PAGE + "add/", given)
    assert answer.status_code == 422
    assert sentence in text(answer)
    for typed in given.values():
        assert typed.strip() in text(answer)
    assert not KeyArea.objects.exists()


def test_a_decision_on_the_list(cycle, signed_in):
    areas = cycle.propose(*cycle.communes[:2])
    secretary = AccountFactory(role=Role.SECRETARY)
    secretary.units.add(cycle.people.home)
    answer = signed_in(secretary).post(PAGE + "decide/", paper(cycle, *areas), follow=True)
    assert "Đã ghi quyết định số 12/QĐ-BCĐ (05/12/2025): lựa chọn địa bàn, 2 địa bàn." in text(answer)
    assert set(KeyArea.objects.values_list("status", flat=True)) == {Status.SELECTED}
    assert Decision.objects.get().recorded_by == secretary


def test_over_the_cap_is_refused_then_recorded_with_a_reason(cycle, signed_in):
    areas = cycle.propose(*cycle.communes[:4])
    client = signed_in(cycle.people.owner)
    answer = client.post(PAGE + "decide/", paper(cycle, *areas))
    assert answer.status_code == 422
    assert "15 % của 20 = 3 → 3; quyết định này nâng số địa bàn được chọn lên 4" in text(answer)
    assert 'value="12/QĐ-BCĐ"' in text(answer)
    for area in areas:
        assert f'id="area-{area.pk}" data-acts="select withdraw" checked' in text(answer)
    client.post(PAGE + "decide/", paper(cycle, *areas, **{"breach_reason-territory": "theo Kết luận 5"}))
    assert [met.reason for met in Decision.objects.get().breaches] == ["theo Kết luận 5"]
    assert "Vượt trần" in text(client.get(PAGE))


def test_a_list_changed_in_between_is_told_and_can_be_decided_again(cycle, signed_in):
    (area,) = cycle.propose(cycle.communes[0])
    stale = paper(cycle, area)
    cycle.propose(cycle.communes[1])
    client = signed_in(cycle.people.owner)
    answer = client.post(PAGE + "decide/", stale)
    assert answer.status_code == 422
    assert "vừa được thay đổi (owner ghi lúc" in text(answer)
    assert 'value="12/QĐ-BCĐ"' in text(answer)
    assert f'name="seen_revision" value="{revision(cycle.plan, YEAR)}"' in text(answer)
    assert not Decision.objects.exists()
    assert client.post(PAGE + "decide/", paper(cycle, area)).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": ""}, "Chưa ghi số quyết định"),
        ({"number": "9" * 61}, "60"),
        ({"number": "9\x00"}, "Quyết định chưa được ghi"),
        ({"decided_on": ""}, "Chưa ghi ngày ký"),
        ({"decided_on": "32/13/2025"}, "Ngày không đúng"),
        ({"decided_on": "01/01/2099"}, "01/01/2099 ở tương lai"),
        ({"body": " "}, "Chưa ghi cơ quan ra quyết định"),
        ({"act": ""}, "Chưa chọn nội dung"),
        ({"act": "recognise"}, "không thể ghi quyết định “công nhận chuyển hóa đạt”"),
        ({"areas": []}, "Chưa đánh dấu địa bàn nào"),
        ({"areas": ["999999"]}, "không thuộc danh sách này"),
        ({"areas": ["abc"]}, "không thuộc danh sách này"),
        ({"areas": [str(10**30)]}, "không thuộc danh sách này"),
        ({"seen_revision": "abc"}, "Quyết định chưa được ghi"),
        ({"seen_revision": ""}, "Quyết định chưa được ghi"),
        ({"starts_on": "hôm nay"}, "Ngày không đúng"),
    ],
)
def test_a_faulty_decision_is_one_sentence_and_changes_nothing(cycle, signed_in, fields, sentence):
    (area,) = cycle.propose(cycle.communes[0])
    answer = signed_in(cycle.people.owner).post(PAGE + "decide/", {**paper(cycle, area), **fields})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Decision.objects.exists()


def test_a_decision_on_a_list_that_does_not_exist(cycle, signed_in):
    (area,) = cycle.propose(cycle.communes[0], year=2027)
    answer = signed_in(cycle.people.owner).post(PAGE + "decide/", paper(cycle, area))
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_a_viewer_sees_the_list_without_forms_and_may_not_post(cycle, signed_in):
    screening = cycle.screening(cycle.communes[1])
    (area,) = cycle.propose(cycle.communes[0])
    client = signed_in(cycle.people.colleague)
    page = text(client.get(PAGE))
    assert str(area.unit) in page
    assert f"Có 2 điểm mỏ tại {cycle.communes[1]}" in page
    for control in ('name="units"', 'name="areas"', 'name="commune"', 'name="number"'):
        assert control not in page
    posts = {
        "decide/": paper(cycle, area),
        "propose/": {"screening": screening.pk, "units": [cycle.communes[1].pk]},
        "add/": {"commune": "75003", "reason": "x", "proposed_on": "01/12/2025"},
    }
    for path, data in posts.items():
        assert client.post(PAGE + path, data).status_code == 403
    assert KeyArea.objects.get().status == Status.PROPOSED


def test_a_part_of_the_province_sees_its_own_areas_and_the_whole_arithmetic(cycle, signed_in):
    officer = AccountFactory(role=Role.COMMUNE_OFFICER)
    officer.units.add(cycle.communes[0])
    own, other = cycle.propose(*cycle.communes[:2])
    cycle.screening(*cycle.communes[2:4])
    page = text(signed_in(officer).get(PAGE)).partition("<main")[2]
    assert reverse("area", args=[own.pk]) in page
    assert reverse("area", args=[other.pk]) not in page
    assert str(cycle.communes[2]) not in page
    assert "15 % của 20 = 3 → 3" in page


def test_a_year_that_is_over_is_counted_on_its_last_day(cycle, signed_in):
    cycle.communes[0].valid_to = datetime.date(2026, 1, 15)
    cycle.communes[0].save()
    page = text(signed_in(cycle.people.owner).get("/selections/dongnai-7488-2017/2025/"))
    assert "15 % của 20 = 3 → 3" in page


def test_get_writes_nothing(cycle, signed_in):
    plan_years = Plan.objects.get(pk=cycle.plan.pk).years
    signed_in(cycle.people.owner).get(PAGE)
    assert not plan_years.exists()


def test_only_post_changes(cycle, signed_in):
    client = signed_in(cycle.people.owner)
    for path in ("propose/", "add/", "decide/"):
        assert client.get(PAGE + path).status_code == 405


def test_the_proposal_form_offers_today(cycle, signed_in):
    page = text(signed_in(cycle.people.owner).get(PAGE))
    assert f'value="{timezone.localdate():%d/%m/%Y}"' in page
