"""Whatever is typed into a draft is kept; what is wrong is one sentence at its field, never published."""

from __future__ import annotations

import pytest

from gis_app.plans.drafts.problems import problems_of
from gis_app.plans.drafts.publishing import publish_draft
from gis_app.plans.drafts.refusing import DraftRefused
from gis_app.plans.items.parts import BY_KEY
from gis_app.plans.models import PlanVersion
from tests.plans.conftest import BASIS, PLAN

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("part", "index", "typed", "field", "said"),
    [
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
    ],
)
def test_one_sentence_at_the_field(drafting, part, index, typed, field, said):
    drafting.edit(part, index, **{**BASIS, **typed} if not field.startswith("changed_by") else typed)
    wrong = [
        problem
        for problem in problems_of(drafting.draft)
        if (problem.part.key, problem.index) == (part, index)
    ]
    assert any(problem.field and problem.field.way == field and said in problem.sentence for problem in wrong)
    for problem in wrong:
        assert problem.sentence.endswith(".")
        assert "\n" not in problem.sentence
    drafting.draft.refresh_from_db()
    for name, text in typed.items():
        shown = next((one for one in BY_KEY[part].fields if one.name == name), None)
        if shown is not None:
            assert shown.value(drafting.item(part, index).value) == (shown.kind.read(text) if text else None)
    with pytest.raises(DraftRefused, match="Chưa ban hành được"):
        publish_draft(drafting.draft, drafting.draft.revision, drafting.people.owner)
    assert PlanVersion.objects.filter(plan_id=PLAN).count() == 1


def test_a_sign_that_no_text_has_is_left_out(drafting):
    drafting.edit("head", None, title="Kế hoạch\0 mới", **BASIS)
    assert drafting.draft.content["title"] == "Kế hoạch mới"
