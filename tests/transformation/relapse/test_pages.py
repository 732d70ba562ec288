"""The pages of the watch, and its panel on the page of an area, as three people see them."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from gis_app.transformation.models import SignalAnswer

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2026, 6, 30)


@pytest.fixture
def signal(area, screen):
    return screen(FIRST, [area.unit], met={(area.unit, "d.mining")})


def test_the_list_tells_the_signal(cycle, area, signal, signed_in):
    page = signed_in(cycle.people.colleague).get(reverse("relapse_watch", args=[cycle.plan.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "d5 " in text and "xuất hiện lần đầu" in text and str(area.unit) in text
    assert "24 tháng" in text and "không nêu thời hạn" in text


def test_an_empty_list_says_when_it_begins(cycle, signed_in):
    text = signed_in(cycle.people.owner).get(reverse("relapse_watch", args=[cycle.plan.pk])).content.decode()
    assert "Chưa có địa bàn nào để theo dõi" in text


def test_the_planner_answers_on_the_page(cycle, area, signal, signed_in):
    url = reverse("relapse_answer", args=[area.pk])
    given = {"screening": signal.pk, "seen_answer": "", "answer": "to_board", "reason": "mỏ mở lại"}
    page = signed_in(cycle.people.owner).post(url, given, follow=True)
    assert "Đã ghi trả lời" in page.content.decode()
    assert SignalAnswer.objects.get().reason == "mỏ mở lại"
    again = signed_in(cycle.people.owner).post(url, given)
    assert again.status_code == 422
    assert "vừa trả lời" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("answer", "relapse", "Không có trả lời này"),
        ("answer", "", "Chưa chọn trả lời"),
        ("reason", "", "Chưa ghi lý do"),
    ],
)
def test_bad_input_is_one_sentence(cycle, area, signal, signed_in, field, value, sentence):
    given = {"screening": signal.pk, "answer": "dismissed", "reason": "vì", field: value}
    page = signed_in(cycle.people.owner).post(reverse("relapse_answer", args=[area.pk]), given)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not SignalAnswer.objects.exists()


@pytest.mark.parametrize("screening", ["", "abc", "99999999"])
def test_a_form_of_another_signal_is_refused(cycle, area, signal, signed_in, screening):
    given = {"screening": screening, "answer": "dismissed", "reason": "vì"}
    page = signed_in(cycle.people.owner).post(reverse("relapse_answer", args=[area.pk]), given)
    assert page.status_code == 422
    assert "hãy tải lại" in page.content.decode()
    assert not SignalAnswer.objects.exists()


def test_others_look_or_see_nothing(cycle, area, signal, signed_in):
    url = reverse("relapse_answer", args=[area.pk])
    people = cycle.people
    colleague = signed_in(people.colleague)
    assert "Ghi trả lời" not in colleague.get(url).content.decode()
    given = {"screening": signal.pk, "answer": "dismissed", "reason": "vì"}
    assert colleague.post(url, given).status_code == 403
    outsider = signed_in(people.outsider)
    assert outsider.get(url).status_code == outsider.post(url, given).status_code == 404
    assert outsider.get(reverse("relapse_watch", args=[cycle.plan.pk])).status_code == 404
    assert not SignalAnswer.objects.exists()


def test_the_page_of_the_area_has_the_panel(cycle, area, signal, signed_in):
    url = reverse("area", args=[area.pk])
    text = signed_in(cycle.people.owner).get(url).content.decode()
    assert "Theo dõi sau chuyển hóa" in text and "Trả lời dấu hiệu" in text
    cycle.decide("relapse", area, on=FIRST)
    assert "Theo dõi sau chuyển hóa" not in signed_in(cycle.people.owner).get(url).content.decode()


def test_an_area_that_is_not_transformed_is_not_watched(cycle, signed_in):
    (area,) = cycle.propose(cycle.communes[0])
    page = signed_in(cycle.people.owner).get(reverse("relapse_answer", args=[area.pk]))
    assert "không trong diện theo dõi" in page.content.decode()
