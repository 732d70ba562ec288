"""Drafts of the Đồng Nai plan, made and changed by the owner."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gis_app.plans.drafts import saving
from gis_app.plans.items.addressing import find, items_of
from gis_app.plans.items.parts import BY_KEY
from gis_app.plans.models import Plan, PlanDraft
from tests.people import People

PLAN = "dongnai-7488-2017"
BASIS = {
    "changed_by__doc_no": "12/KH-UBND",
    "changed_by__date": "05/01/2026",
    "changed_by__reason": "Tỉnh nâng chỉ tiêu giai đoạn mới",
}


@dataclass
class Drafting:
    """A draft and short ways to act on it."""

    people: People
    draft: PlanDraft

    def place_of(self, part: str, item_id: str) -> int:
        """The number of an item by its id."""
        items = items_of(self.draft.content, BY_KEY[part])
        return next(item.index for item in items if item.value.get("id") == item_id)

    def item(self, part: str, index: int | None = None):
        return find(self.draft.content, BY_KEY[part], index)

    def edit(self, part: str, index: int | None = None, /, **typed: str) -> PlanDraft:
        """Type something into the fields of an item, as the owner."""
        seen = self.item(part, index).fingerprint
        self.draft = saving.save_item(self.draft, BY_KEY[part], index, typed, seen, self.people.owner)
        return self.draft


@pytest.fixture
def drafting(people) -> Drafting:
    return Drafting(people, saving.start(Plan.objects.get(pk=PLAN).current, people.owner))
