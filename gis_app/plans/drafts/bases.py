"""What each change of a draft rests on.

A document says what it says. An item that is no longer as in the version before names the document (number
and date) that changes it, and the reason. Only another reading of the same words (how targets are counted,
what an empty base counts as, a shorter wording, a note) keeps clause and quotation and rests on its reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.plans.inheriting import origins
from gis_app.plans.items.choosing import GROUPINGS
from gis_app.plans.items.differences import Difference, How, differences
from gis_app.plans.items.fields import Field
from gis_app.plans.items.kinds import DAY, LONG, TEXT

#: What a form asks beside the fields of an item.
BASIS = (
    Field("changed_by.doc_no", gettext_lazy("Văn bản sửa đổi: số, ký hiệu"), TEXT, example="12/QĐ-BCĐ"),
    Field("changed_by.date", gettext_lazy("Ngày của văn bản sửa đổi"), DAY, example="15/01/2026"),
    Field("changed_by.reason", gettext_lazy("Lý do sửa"), LONG),
)
DOC_NO, DATE, REASON = BASIS


def needs_document(difference: Difference) -> bool:
    """Say whether a change rests on another document, not only on a reason."""
    if difference.part is GROUPINGS and not difference.item.value.get("clause"):
        return False  # after the reform no text says it: the item has a source instead of a quotation
    return difference.how is not How.CHANGED or any(not field.reading for field in difference.fields)


def lacking(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Difference, Field, str]]:
    """Find the changes between two filled-in records that rest on nothing: where, which field, what to do."""
    ruled_elsewhere = origins(new)
    for difference in differences(old, new):
        if difference.part.inherited in ruled_elsewhere:
            continue
        fault = _fault(difference)
        if fault is not None:
            yield difference, *fault


def _fault(difference: Difference) -> tuple[Field, str] | None:
    basis = difference.changed_by or {}
    if difference.how is How.CHANGED and difference.before and basis == difference.before.changed_by:
        basis = {}  # what an earlier change rested on
    document = needs_document(difference)
    if document and not basis.get("doc_no"):
        return DOC_NO, _("chưa ghi văn bản làm căn cứ cho thay đổi này; hãy ghi số và ngày của văn bản")
    if not basis.get("reason"):
        return REASON, _("chưa ghi lý do của thay đổi này; hãy ghi lý do")
    if basis.get("date") and not _has_been(basis["date"]):
        return DATE, _("ngày của văn bản không có trong lịch hoặc ở tương lai; hãy ghi đúng ngày ký")
    return None


def _has_been(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text) <= timezone.localdate()
    except ValueError:
        return False
