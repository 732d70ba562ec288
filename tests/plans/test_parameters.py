"""A parameter of a plan stays within the bounds of its criterion, has a source, and is used by screenings."""

from __future__ import annotations

from pathlib import Path

import pytest

from gis_app.plans.models import Plan, PlanParameter
from gis_app.screening.admin import PlanParameterForm
from gis_app.screening.plan_parameters import guarded_by, parameters_of
from gis_app.screening.running import preview
from tests.plans.conftest import PLAN

pytestmark = pytest.mark.django_db
ADDRESS = f"/plans/{PLAN}/parameters/"
MONTHS = f"{ADDRESS}d.traffic/black_spot_months/"


def test_the_window_of_black_spots_is_made_24_months_for_one_province(people, signed_in):
    client = signed_in(people.owner)
    assert "tests/screening/test_rule_traffic.py" in client.get(ADDRESS).content.decode()
    saved = client.post(MONTHS, {"value": "24", "source": "Công văn 5/CAT-PC08 ngày 02/02/2026"})
    assert saved.status_code == 302
    chosen = preview(PLAN, 2026, units=people.home_communes[:1]).parameters["d.traffic"]["black_spot_months"]
    assert (chosen.value, chosen.origin) == (24, "plan")
    away = preview("dongthap-bcd138-2024", 2026, units=people.away_communes[:1])
    assert away.parameters["d.traffic"]["black_spot_months"].value == 12
    assert client.post(MONTHS, {"value": "", "source": ""}).status_code == 302
    assert not PlanParameter.objects.exists()


@pytest.mark.parametrize(
    ("value", "source", "said"),
    [
        ("0", "x", "phải từ 1 đến 60 tháng"),
        ("61", "x", "phải từ 1 đến 60 tháng"),
        ("12,5", "x", "phải là số nguyên"),
        ("hai năm", "x", "“hai năm” không phải là số"),
        ("nan", "x", "phải từ 1 đến 60"),
        ("24", "  ", "Chưa ghi căn cứ"),
        ("24", "x" * 301, "dài quá 300"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_stays_typed(people, signed_in, value, source, said):
    refused = signed_in(people.owner).post(MONTHS, {"value": value, "source": source})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert said in page
    assert f'value="{value}"' in page
    assert not PlanParameter.objects.exists()


def test_a_parameter_that_no_criterion_has(people, signed_in):
    refused = signed_in(people.owner).post(f"{ADDRESS}d.traffic/speed/", {"value": "1", "source": "x"})
    assert (refused.status_code, "tham số" in refused.content.decode()) == (422, True)


def test_who_may_set_it(people, signed_in):
    given = {"value": "24", "source": "x"}
    assert signed_in(people.colleague).post(MONTHS, given).status_code == 403
    assert signed_in(people.outsider).post(MONTHS, given).status_code == 404
    assert "black_spot_months" in signed_in(people.colleague).get(ADDRESS).content.decode()
    assert not PlanParameter.objects.exists()


@pytest.mark.parametrize(
    ("given", "valid"),
    [({}, True), ({"value": 61}, False), ({"key": "speed"}, False), ({"criterion": "d.nothing"}, False)],
)
def test_the_administration_keeps_the_same_bounds(given, valid):
    row = {"plan": PLAN, "criterion": "d.traffic", "key": "black_spot_months", "value": 24, "source": "x"}
    assert PlanParameterForm({**row, **given}).is_valid() is valid


def test_every_group_names_a_test_that_is_there():
    root = Path(__file__).resolve().parents[2]
    groups = parameters_of(Plan.objects.get(pk=PLAN))
    assert len(groups) > 5
    for group in groups:
        assert (root / guarded_by(group.key)).is_file(), group.key
