"""A draft in the making, so that the pages of the plans have one to show; its document is made up."""

from __future__ import annotations

from gis_app.plans.drafts import saving
from gis_app.plans.items.addressing import find, items_of
from gis_app.plans.items.goals import TARGETS
from gis_app.plans.models import Plan, PlanDraft

_BASIS = {
    "changed_by__doc_no": "00/KH-MẪU",
    "changed_by__date": "05/01/2026",
    "changed_by__reason": "Dữ liệu mẫu: văn bản này không có thật.",
}


def begin_draft() -> None:
    """Begin a draft that raises one target of the Đồng Nai plan, unless a draft was begun before."""
    if PlanDraft.objects.exists():
        return
    draft = saving.start(Plan.objects.get(pk="dongnai-7488-2017").current, None)
    index = next(item.index for item in items_of(draft.content, TARGETS) if item.value["id"] == "T2")
    target = find(draft.content, TARGETS, index)
    if target is not None:
        saving.save_item(draft, TARGETS, index, {"threshold": "85", **_BASIS}, target.fingerprint, None)
