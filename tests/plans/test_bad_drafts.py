"""Whatever is typed into a draft is kept; what is wrong is one sentence at its field, never published."""

from __future__ import annotations

import copy

import pytest

from gis_app.plans.drafts.bases import BASIS as BASIS_FIELDS
from gis_app.plans.drafts.problems import problems_of
from gis_app.plans.drafts.publishing import publish_draft
from gis_app.plans.drafts.refusing import DraftRefused
from gis_app.plans.items.parts import BY_KEY
from gis_app.plans.models import PlanVersion
from tests.plans.conftest import BASIS, PLAN

pytestmark = pytest.mark.django_db


# part, number, what is typed, the field that says so, part of the sentence
CASES = [
    ("targets", 1, {"threshold": ""}, "threshold", "Chưa ghi"),
    ("targets", 1, {"threshold": "tám mươi"}, "threshold", "“tám mươi” viết không đúng"),
    ("targets", 1, {"threshold": "150"}, "threshold", "không quá 100"),
    ("targets", 1, {"quote": ""}, "quote", "Chưa ghi"),
    ("targets", 1, {"quote": "80%"}, "quote", "Quá ngắn"),
    ("targets", 1, {"clause": "chỗ nào đó"}, "clause", "viết không đúng"),
    ("targets", 1, {"comparator": "=>"}, "comparator", "“=>” không dùng được"),
    ("targets", 1, {"id": "T1"}, "id", "hai lần"),
    ("targets", 1, {"bullet": ""}, "bullet", "Chưa ghi"),
    ("selection", None, {"cap_pct": "150"}, "cap_pct", "không quá 100"),
    ("selection", None, {"duration_months": "0"}, "duration_months", "từ 1 trở lên"),
    ("groupings", 1, {"by": "named", "groups": "Nhóm A: 99999"}, "groups", "mã 99999"),
    ("groupings", 1, {"by": "named", "groups": "A: 75001\nB: 75001"}, "groups", "hai nhóm"),
    ("groupings", 1, {"by": "named", "groups": ""}, "groups", "Chưa ghi"),
    ("groupings", 1, {"from": "31/02/2026"}, "from", "không phải là một ngày"),
    ("reporting", 0, {"before": "31/2"}, "before", "“31/02” không phải là một ngày"),
    ("reporting", 0, {"before": "cuối năm"}, "before", "viết không đúng"),
    ("tasks", 0, {"due": "2022-2020"}, "due", "trước năm đầu"),
    ("success", None, {"min_target_share": "80,5"}, "min_target_share", "viết không đúng"),
    ("success", None, {"counting__convention": "half"}, "counting.convention", "không dùng được"),
    ("head", None, {"date": "30/02/2026"}, "date", "không phải là một ngày"),
    ("head", None, {"period__end": "01/01/2010"}, "period.text", "trước ngày bắt đầu"),
    ("head", None, {"territory__province_code": "99"}, "territory.province_code", "mã “99”"),
    (
        "targets",
        1,
        {"changed_by__doc_no": "1/KH", "changed_by__reason": "x"},
        "changed_by.date",
        "cả hai",
    ),
]


def test_one_sentence_at_the_field(drafting):
    """Each case alone, on the same draft; nothing but the check is asked, so nothing has to be saved."""
    whole = copy.deepcopy(drafting.draft.content)
    for key, index, typed, field, said in CASES:
        part = BY_KEY[key]
        drafting.draft.content = copy.deepcopy(whole)
        item = drafting.item(key, index)
        for one in (*part.fields, *BASIS_FIELDS):
            if one.name in typed:
                one.put(item.value, typed[one.name])
        wrong = [
            problem
            for problem in problems_of(drafting.draft)
            if problem.part is part and problem.index == index and problem.field is not None
        ]
        told = {problem.field.way: problem.sentence for problem in wrong}
        assert said in told.get(field, ""), (key, typed, told)
        assert all(sentence.endswith(".") and "\n" not in sentence for sentence in told.values())
        for one in part.fields:
            if one.name in typed:
                kept = one.kind.read(typed[one.name]) if typed[one.name] else None
                assert one.value(drafting.item(key, index).value) == kept


def test_a_broken_draft_is_kept_and_not_published(drafting):
    drafting.edit("targets", 1, threshold="tám mươi", quote="", **BASIS)
    drafting.draft.refresh_from_db()
    assert drafting.draft.content["targets"][1]["threshold"] == "tám mươi"
    with pytest.raises(DraftRefused, match="Chưa ban hành được: còn 2 chỗ"):
        publish_draft(drafting.draft, drafting.draft.revision, drafting.people.owner)
    assert PlanVersion.objects.filter(plan_id=PLAN).count() == 1


def test_a_sign_that_no_text_has_is_left_out(drafting):
    drafting.edit("head", None, title="Kế hoạch\0 mới", **BASIS)
    assert drafting.draft.content["title"] == "Kế hoạch mới"
