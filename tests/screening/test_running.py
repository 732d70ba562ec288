"""A screening is a record: complete, repeatable, never changed, within the jurisdiction."""

from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from gis_app.plans.models import PlanParameter
from gis_app.screening.criteria import CRITERIA
from gis_app.screening.models import Finding, Screening
from gis_app.screening.parameters import ParameterError, parse_setting
from gis_app.screening.running import ScreeningError, preview, screen
from tests.factories import SiteFactory
from tests.screening.asking import hectares

pytestmark = pytest.mark.django_db
PLAN = "dongnai-7488-2017"
DAY = datetime.date(2026, 6, 30)


def test_every_commune_of_the_plans_province_has_every_criterion(people):
    made = screen(PLAN, 2026, DAY, people.owner)
    assert made.findings.count() == len(people.home_communes) * len(CRITERIA)
    assert set(made.findings.values_list("unit_id", flat=True)) == {u.pk for u in people.home_communes}
    assert made.run_by == people.owner
    assert made.territory_text == "Tỉnh Đồng Nai: 4 xã, phường, đặc khu"
    assert list(made.boundary_sets.all()) == [people.home_communes[0].boundary_set]
    assert {"diaban", "rules", "python", "postgresql", "django", "postgis", "geos", "proj"} <= set(
        made.versions
    )


def test_the_same_run_gives_the_same_findings(people):
    SiteFactory(kind_id="mine", geometry=hectares((107.05, 11.05), 6))
    fields = ("unit_id", "criterion", "outcome", "value", "threshold", "reason_vi", "reason_en", "evidence")
    first, second = (screen(PLAN, 2026, DAY) for _ in range(2))
    assert list(first.findings.order_by("unit_id", "criterion").values(*fields)) == list(
        second.findings.order_by("unit_id", "criterion").values(*fields)
    )


def test_a_record_cannot_be_changed(people):
    made = screen(PLAN, 2026, DAY)
    for change in (
        lambda: made.findings.update(outcome="met"),
        lambda: made.findings.all().delete(),
        lambda: Screening.objects.filter(pk=made.pk).update(year=2025),
    ):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_a_preview_stores_nothing(people):
    assert set(preview(PLAN, 2026, DAY).results) == {rule.key for rule in CRITERIA}
    assert not Screening.objects.exists()


def test_nothing_is_stored_when_a_rule_fails(people, monkeypatch):
    monkeypatch.setattr("gis_app.screening.running.data_cutoff", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        screen(PLAN, 2026, DAY)
    assert not Screening.objects.exists()
    assert not Finding.objects.exists()


def test_imports_are_recorded_by_layer(people):
    site = SiteFactory()
    made = screen(PLAN, 2026, DAY)
    assert [(b["batch"], b["sha256"]) for b in made.data_cutoff["sites"]] == [
        (site.batch_id, site.batch.file_sha256)
    ]


def test_an_outsider_cannot_screen_communes_that_are_not_theirs(people):
    with pytest.raises(ScreeningError, match="trong phạm vi của bạn"):
        screen(PLAN, 2026, DAY, people.outsider)
    assert not Screening.objects.exists()


def test_another_province_can_be_named_and_only_some_units_asked(people):
    made = screen(PLAN, 2026, DAY, province="82", units=people.away_communes[:1])
    assert {f.unit for f in made.findings.all()} == set(people.away_communes[:1])


def test_a_plan_whose_province_is_not_loaded_takes_all_communes_and_says_so(people):
    made = screen("brvt-94-2017", 2026, DAY)
    assert made.findings.values("unit").distinct().count() == 8
    assert "chưa có ranh giới mã tỉnh 79" in made.territory_text


@pytest.mark.parametrize(
    ("plan", "year", "day", "sentence"),
    [
        ("khong-co", 2026, DAY, "dongnai-7488-2017"),
        (PLAN, 1999, None, "2000–2100"),
        (PLAN, 2101, None, "2000–2100"),
        (PLAN, 2026, datetime.date(2020, 1, 1), "01/01/2020"),
    ],
)
def test_bad_input_is_one_sentence(people, plan, year, day, sentence):
    with pytest.raises(ScreeningError, match=sentence):
        screen(plan, year, day)


def test_a_day_in_the_future_is_refused_and_today_is_not(people):
    today = timezone.localdate()
    with pytest.raises(ScreeningError, match="tương lai"):
        screen(PLAN, 2026, today + datetime.timedelta(days=1))
    assert preview(PLAN, 2026, today).as_of == today


def test_without_a_day_the_year_ends_the_data_but_not_the_future(people):
    assert preview(PLAN, 2100).as_of == timezone.localdate()
    assert preview(PLAN, 2025).as_of == min(datetime.date(2025, 12, 31), timezone.localdate())


def test_the_run_overrides_the_plan_and_the_plan_the_default(people):
    PlanParameter.objects.create(plan_id=PLAN, criterion="d.mining", key="min_sites", value=4, source="mục X")
    by_plan = screen(PLAN, 2026, DAY).parameters["d.mining"]["min_sites"]
    assert by_plan == {"value": 4, "origin": "plan", "source": "mục X"}
    by_run = screen(PLAN, 2026, DAY, parameters={"d.mining": {"min_sites": 7}}).parameters["d.mining"]
    assert by_run["min_sites"]["value"] == 7
    assert by_run["min_area_ha"]["origin"] == "default"


@pytest.mark.parametrize(
    ("key", "value", "accepted"),
    [
        ("min_sites", 1, True),
        ("min_sites", 0, False),
        ("min_sites", 100, True),
        ("min_sites", 101, False),
        ("min_sites", 2.5, False),
        ("min_area_ha", 0.1, True),
        ("min_area_ha", float("nan"), False),
    ],
)
def test_bounds_are_part_of_what_is_allowed(people, key, value, accepted):
    if accepted:
        assert preview(PLAN, 2026, DAY, parameters={"d.mining": {key: value}})
    else:
        with pytest.raises(ParameterError, match=f"d.mining.{key}"):
            preview(PLAN, 2026, DAY, parameters={"d.mining": {key: value}})


def test_an_unknown_parameter_is_named_with_those_that_exist(people):
    with pytest.raises(ParameterError, match=r"d\.mining\.sites.*d\.mining\.min_sites"):
        preview(PLAN, 2026, DAY, parameters={"d.mining": {"sites": 1}})


def test_settings_are_read_from_text():
    assert parse_setting("d.mining.min_area_ha=2,5") == ("d.mining", "min_area_ha", 2.5)
    for text in ("min_sites", "min_sites=3", "d.mining.min_sites=", "d.mining.min_sites=x"):
        with pytest.raises(ParameterError, match="không phải là tham số"):
            parse_setting(text)


@pytest.mark.parametrize("rule", CRITERIA, ids=lambda rule: rule.key)
def test_every_declaration_is_complete(rule):
    for parameter in rule.parameters:
        assert parameter.minimum <= parameter.default <= parameter.maximum
        assert parameter.label.vi and parameter.label.en and parameter.unit.vi and parameter.source.vi
