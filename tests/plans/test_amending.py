"""An amendment names the document that changes the item, or keeps its words and gives a reason."""

from __future__ import annotations

import copy
import datetime

import pytest
from django.core.exceptions import PermissionDenied

from gis_app.plans.drafts import saving
from gis_app.plans.drafts.problems import problems_of
from gis_app.plans.drafts.publishing import publish_draft
from gis_app.plans.drafts.refusing import DraftRefused
from gis_app.plans.items.differences import How, differences
from gis_app.plans.items.parts import BY_KEY
from gis_app.plans.models import Plan, PlanDraft, PlanVersion
from gis_app.plans.publishing import publish_records
from tests.plans.conftest import BASIS, PLAN

pytestmark = pytest.mark.django_db


def publish(drafting) -> PlanVersion:
    return publish_draft(drafting.draft, drafting.draft.revision, drafting.people.owner)


def told(drafting) -> list[tuple[str, str]]:
    return [
        (problem.field.way if problem.field else "", problem.what) for problem in problems_of(drafting.draft)
    ]


def test_another_threshold_needs_the_document_that_sets_it(drafting):
    place = drafting.place_of("targets", "T2")
    drafting.edit("targets", place, threshold="85")
    assert [field for field, _what in told(drafting)] == ["changed_by.doc_no"]
    drafting.edit("targets", place, changed_by__reason="nghe nói vậy")
    assert [field for field, _what in told(drafting)] == ["changed_by.doc_no"]
    drafting.edit("targets", place, **BASIS)
    assert told(drafting) == []
    version = publish(drafting)
    target = next(target for target in version.targets if target.id == "T2")
    assert target.thresholds == (85,)
    assert version.record["targets"][place]["changed_by"]["doc_no"] == "12/KH-UBND"


def test_another_way_of_counting_needs_a_reason_only(drafting):
    drafting.edit("success", None, counting__convention="bullets")
    assert [field for field, _what in told(drafting)] == ["changed_by.reason"]
    drafting.edit("success", None, changed_by__reason="Ban Chỉ đạo thống nhất đếm theo gạch đầu dòng")
    assert told(drafting) == []
    assert publish(drafting).success_rule.by_bullets


def test_the_basis_of_an_earlier_change_does_not_serve_for_the_next(drafting):
    place = drafting.place_of("targets", "T2")
    drafting.edit("targets", place, threshold="85", **BASIS)
    publish(drafting)
    drafting.draft = saving.start(Plan.objects.get(pk=PLAN).current, drafting.people.owner)
    assert told(drafting) == []
    drafting.edit("targets", place, threshold="90")
    assert [field for field, _what in told(drafting)] == ["changed_by.doc_no"]


@pytest.mark.parametrize("day", ["31/02/2026", "01/01/2999"])
def test_the_day_of_the_document_has_been(drafting, day):
    drafting.edit("targets", 1, threshold="85", **{**BASIS, "changed_by__date": day})
    assert [field for field, _what in told(drafting)] == ["changed_by.date"]


def test_a_new_target_and_one_taken_out(drafting):
    owner = drafting.people.owner
    targets = BY_KEY["targets"]
    typed = {
        "id": "T9",
        "text": "tỷ lệ hộ dân ký cam kết",
        "kind": "numeric",
        "comparator": ">",
        "threshold": "90",
        "comparator_stated": "true",
        "unit": "%",
        "base": "tổng số hộ dân",
        "level": "area",
        "counts_in_80pct_rule": "true",
        "bullet": "5",
        "window": "12 tháng chuyển hóa",
        "clause": "Điều 2",
        "quote": "trên 90% số hộ dân ký cam kết",
    }
    drafting.draft = saving.add_item(drafting.draft, targets, typed, owner)
    assert [field for field, _what in told(drafting)] == ["changed_by.doc_no"]
    drafting.edit("targets", drafting.place_of("targets", "T9"), **BASIS)
    place = drafting.place_of("targets", "T3b")
    seen = drafting.item("targets", place).fingerprint
    drafting.draft = saving.remove_item(drafting.draft, targets, place, {}, seen, owner)
    assert any("đã bỏ" in problem.item_name for problem in problems_of(drafting.draft))
    drafting.draft = saving.put_back(drafting.draft, 0, owner)
    assert told(drafting) == []
    place = drafting.place_of("targets", "T3b")
    seen = drafting.item("targets", place).fingerprint
    drafting.draft = saving.remove_item(drafting.draft, targets, place, BASIS, seen, owner)
    version = publish(drafting)
    assert [target.id for target in version.targets] == ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"]
    assert version.record["removed"][0]["what"]["id"] == "T3b"
    found = differences(drafting.draft.base.record, version.record)
    assert {(one.how, one.item.value["id"]) for one in found} == {(How.ADDED, "T9"), (How.REMOVED, "T3b")}
    assert all(one.changed_by["doc_no"] == "12/KH-UBND" for one in found)


def test_an_item_is_made_what_it_was(drafting):
    before = copy.deepcopy(drafting.draft.content)
    for part, index, typed in (
        ("targets", 1, {"threshold": "85", "comparator": ">", "note": "", **BASIS}),
        ("head", None, {"title": "Khác", "doc_no": "", "basis": "", **BASIS}),
        ("success", None, {"counting__note": "khác", "note": "", **BASIS}),
        ("reduction", None, {"percent": "5", **BASIS}),
    ):
        drafting.edit(part, index, **typed)
        seen = drafting.item(part, index).fingerprint
        drafting.draft = saving.restore_item(drafting.draft, BY_KEY[part], index, seen, drafting.people.owner)
    assert drafting.draft.content == before


def test_nothing_changed_is_nothing_to_publish(drafting):
    with pytest.raises(DraftRefused, match="giống hệt"):
        publish(drafting)
    assert PlanVersion.objects.filter(plan_id=PLAN).count() == 1


def test_versions_in_use_stay_byte_for_byte(drafting):
    before = list(PlanVersion.objects.order_by("pk").values_list("pk", "record", "sha256", "published_at"))
    drafting.edit("selection", None, cap_pct="20", **BASIS)
    new = publish(drafting)
    after = PlanVersion.objects.exclude(pk=new.pk).order_by("pk")
    assert list(after.values_list("pk", "record", "sha256", "published_at")) == before
    assert (new.number, new.cap_percent) == (2, 20)


def test_rules_of_another_plan_are_copied_and_then_changed(people):
    """The Đồng Tháp plan takes criteria and selection from Bà Rịa - Vũng Tàu and has no success rule."""
    people.owner.units.add(people.away)
    current = Plan.objects.get(pk="dongthap-bcd138-2024").current
    draft = saving.start(current, people.owner)
    with pytest.raises(DraftRefused, match="kế hoạch khác"):
        saving.add_item(draft, BY_KEY["criteria"], {}, people.owner)
    draft = saving.own_rules(draft, "selection", people.owner)
    assert differences(current.record, draft.content | {"criteria": current.record["criteria"]}) == []
    rule = {
        "min_target_share": "80",
        "comparator": ">=",
        "of": "các chỉ tiêu",
        "clause": "Điều 3",
        "quote": "đạt 80% các chỉ tiêu trở lên",
        "counting__note": "theo hướng dẫn",
        "empty_base__note": "theo hướng dẫn",
        **BASIS,
    }
    draft = saving.add_item(draft, BY_KEY["success"], rule, people.owner)
    problems = [(problem.part.key, problem.what) for problem in problems_of(draft)]
    assert [key for key, what in problems if "không có chỉ tiêu nào được tính" in what] == ["success"]


def test_an_update_of_the_program_leaves_an_amended_plan_alone(drafting):
    drafting.edit("selection", None, cap_pct="20", **BASIS)
    mine = publish(drafting)
    publish_records()
    assert Plan.objects.get(pk=PLAN).current == mine


def test_another_document_is_a_plan_of_its_own(drafting):
    version = drafting.draft.base
    owner = drafting.people.owner
    with pytest.raises(DraftRefused, match="Đã có kế hoạch"):
        saving.copy_as(version, PLAN, "x", owner)
    draft = saving.copy_as(version, "dongnai-9-2026", "Kế hoạch giai đoạn 2026 - 2030", owner)
    drafting.draft = draft
    drafting.edit("head", None, doc_no="9/KH-UBND", date="05/01/2026")
    drafting.edit("head", None, period__start="01/01/2026", period__end="31/12/2030")
    made = publish(drafting)
    assert (made.plan_id, made.number, made.label) == ("dongnai-9-2026", 1, "9/KH-UBND")
    assert made.covers_year(2028)
    assert Plan.objects.get(pk=PLAN).current == version


def test_who_may_change_a_plan(people):
    current = Plan.objects.get(pk=PLAN).current
    for account in (people.colleague, people.outsider):
        with pytest.raises(PermissionDenied):
            saving.start(current, account)
    people.owner.units.set(people.home_communes[:2])  # a part of the province only
    with pytest.raises(PermissionDenied):
        saving.start(current, people.owner)
    assert not PlanDraft.objects.exists()


def test_the_day_of_a_report_follows_the_new_version(drafting):
    drafting.edit("reporting", 0, before="20/12", **BASIS)
    rule = publish(drafting).reporting_rules[0]
    assert rule.last_day(2026) == datetime.date(2026, 12, 19)
