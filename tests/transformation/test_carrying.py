"""Failures of an earlier year are marked and proposed again.

What the plan leaves out is shown with the reason.
"""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.models import Candidacy
from gis_app.transformation.carrying import carried_over
from gis_app.transformation.models import KeyArea
from gis_app.transformation.proposing import propose_carried_over
from gis_app.transformation.refusing import RefusedError
from tests.transformation.conftest import YEAR

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)
AUTUMN = datetime.date(2026, 10, 1)
NEXT = f"/selections/dongnai-7488-2017/{YEAR + 1}/"


@pytest.fixture
def failed(cycle) -> KeyArea:
    (area,) = cycle.propose(cycle.communes[0])
    for act in ("select", "start", "not_transformed"):
        cycle.decide(act, area, on=DECEMBER, number=f"{act}/QĐ", difference_reason="thử")
    return area


def test_a_failure_is_offered_marked_and_gives_its_reason(cycle, failed, signed_in):
    client = signed_in(cycle.people.owner)
    page = client.get(NEXT).content.decode()
    assert "Chuyển tiếp: năm trước chưa đạt" in page
    assert client.post(NEXT + "carry/", {"units": [failed.unit_id]}).status_code == 302
    again = KeyArea.objects.get(plan_year__year=YEAR + 1)
    assert again.proposal_reason == (
        "Chuyển tiếp: năm 2026 chưa đạt (quyết định số not_transformed/QĐ ngày 05/12/2025)."
    )
    page = client.get(NEXT).content.decode()
    assert "chuyển tiếp từ 2026" in page
    assert "Chuyển tiếp: năm trước chưa đạt" not in page


def test_only_the_newest_earlier_year_counts(cycle, failed):
    (again,) = propose_carried_over(
        cycle.plan, YEAR + 1, [failed.unit_id], cycle.people.owner, proposed_on=AUTUMN
    )
    for act in ("select", "start", "recognise"):
        cycle.decide(act, again, on=AUTUMN, difference_reason="thử")
    assert failed.unit_id in carried_over(cycle.plan, YEAR + 1, AUTUMN)
    assert carried_over(cycle.plan, YEAR + 2, AUTUMN) == {}


def test_what_did_not_fail_is_not_carried(cycle, failed, signed_in):
    with pytest.raises(RefusedError, match="không phải địa bàn chưa đạt"):
        propose_carried_over(cycle.plan, YEAR + 1, [cycle.communes[3].pk], cycle.people.owner)
    client = signed_in(cycle.people.owner)
    assert client.post(NEXT + "carry/", {"units": [cycle.communes[3].pk]}).status_code == 422
    assert client.post(NEXT + "carry/", {}).status_code == 422
    assert signed_in(cycle.people.outsider).post(NEXT + "carry/", {}).status_code == 404


def test_a_plan_may_keep_transformed_communes_on_its_lists(cycle, monkeypatch):
    (area,) = cycle.propose(cycle.communes[0])
    for act in ("select", "start", "recognise"):
        cycle.decide(act, area, on=DECEMBER, difference_reason="thử")
    with pytest.raises(RefusedError, match="đã chuyển hóa đạt"):
        cycle.propose(cycle.communes[0], year=YEAR + 1, on=AUTUMN)
    monkeypatch.setattr("gis_app.transformation.eligibility.removes_transformed", lambda version: False)
    cycle.propose(cycle.communes[0], year=YEAR + 1, on=AUTUMN)


def test_what_the_plan_leaves_out_is_shown_with_its_reason(cycle, signed_in):
    screening = cycle.screening(*cycle.communes[:2])
    Candidacy.objects.create(
        screening=screening,
        unit=cycle.communes[0],
        status=Candidacy.Status.EXCLUDED,
        met={"any": 1, "d": 1},
        reason_vi="Loại trừ theo kế hoạch: địa bàn thuộc diện khác (BC 5, 01/11/2025).",
        reason_en="Left out",
    )
    page = signed_in(cycle.people.owner).get(f"/selections/dongnai-7488-2017/{YEAR}/").content.decode()
    assert "1 xã, phường bị loại trừ hoặc chưa đủ số tiêu chí theo kế hoạch" in page
    assert "địa bàn thuộc diện khác (BC 5, 01/11/2025)" in page
    assert "không vượt quá 15%" in page
    assert "văn bản không nêu trường hợp nào" in page


def test_a_long_list_of_candidates_opens_with_the_first_ones(cycle, signed_in, monkeypatch):
    monkeypatch.setattr("gis_app.transformation.views.selection.CANDIDATES_SHOWN", 3)
    screening = cycle.screening(*cycle.communes[:8])
    client, address = signed_in(cycle.people.owner), f"/selections/dongnai-7488-2017/{YEAR}/"
    page = client.get(address).content.decode()
    assert page.count('name="units"') == 3
    assert "Còn 5 xã, phường đạt ít tiêu chí hơn" in page
    everything = client.get(address, {"all": "1", "screening": screening.pk}).content.decode()
    assert everything.count('name="units"') == 8
