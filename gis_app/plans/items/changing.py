"""What an item says about why it is not as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gis_app.plans.items.kinds import DAY


def changed_words(changed_by: Mapping[str, Any] | None) -> str:
    """Say which document or reading changed an item, or return an empty text."""
    if not changed_by:
        return ""
    words = {
        "number": changed_by.get("doc_no", ""),
        "day": DAY.text(changed_by.get("date")),
        "reason": changed_by.get("reason", ""),
    }
    if changed_by.get("doc_no"):
        return _("Sửa theo %(number)s ngày %(day)s: %(reason)s") % words
    return _("Cách hiểu được sửa: %(reason)s") % words
